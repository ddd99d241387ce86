//! Reports of every size and with ugly text, written out for the validators of `.ci/validate.py`; and what can be checked here.

use std::fs;
use std::path::PathBuf;

use lopdf::{Document, Object};
use unowned::framework::Domain;
use unowned::inventory::{Control, ControlStatus, Grade, Inventory};
use unowned::report::Report;

use super::fixtures::evidence;
use super::{fixture, render};

/// Where the validators find the reports.
fn folder() -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("reports");
    fs::create_dir_all(&folder).unwrap();
    folder
}

/// Renders, keeps the file for the validators, and checks what needs no validator.
pub fn conforming(name: &str, report: &Report) -> Document {
    let rendered = render(report);
    assert_eq!(rendered.remarks, Vec::new(), "{name}");
    fs::write(folder().join(format!("{name}.pdf")), &rendered.pdf).unwrap();
    let pdf = Document::load_mem(&rendered.pdf).unwrap();
    let catalog = pdf.catalog().unwrap();
    assert!(
        catalog
            .get(b"Lang")
            .and_then(Object::as_str)
            .is_ok_and(|lang| !lang.is_empty()),
        "{name}: no language"
    );
    assert!(
        catalog.has(b"MarkInfo") && catalog.has(b"StructTreeRoot"),
        "{name}: not tagged"
    );
    assert!(catalog.has(b"Outlines"), "{name}: no outline");
    let xmp = metadata(&pdf);
    assert!(
        xmp.contains("<pdfaid:part>3</pdfaid:part>") && xmp.contains("<pdfuaid:part>1</pdfuaid:part>"),
        "{xmp}"
    );
    assert!(
        xmp.chars().all(|c| c == '\n' || !c.is_control()),
        "{name}: the metadata is no XML"
    );
    pdf
}

fn metadata(pdf: &Document) -> String {
    let stream = pdf
        .catalog()
        .unwrap()
        .get(b"Metadata")
        .and_then(Object::as_reference)
        .unwrap();
    let stream = pdf.get_object(stream).and_then(Object::as_stream).unwrap();
    String::from_utf8(stream.get_plain_content().unwrap()).unwrap()
}

/// Everything ours and in place, everything of the provider confirmed.
fn without_gaps() -> Inventory {
    let mut inventory = fixture::inventory(0);
    let system = fixture::system(3, "Single system");
    inventory.controls = Domain::ALL
        .into_iter()
        .enumerate()
        .map(|(row, domain)| Control {
            provider_evidence: evidence("SOC 2 report", Grade::Named),
            ..fixture::control(
                &system,
                domain,
                row,
                Some("Ada Fielding"),
                Some(ControlStatus::Implemented),
            )
        })
        .collect();
    inventory.systems = vec![system];
    inventory
}

/// Text that people, machines and adversaries leave in cells.
pub fn ugly() -> Inventory {
    let names = [
        "W".repeat(5_000),
        "Claims assistant with a long descriptive name ".repeat(80),
        "系统 システム 시스템 نظام המערכת ระบบ 🦀🚀👩\u{200D}💻".to_owned(),
        "#panic(\"x\") *bold* _it_ $x$ @ref <lbl> `raw` // \\ #{1+1}".to_owned(),
        "user\u{202E}gpj.exe \u{0}\u{1B}[31m\u{FEFF}\u{FFFE}\u{10FFFF}\u{E000}".to_owned(),
        "line one\nline two\r\n\n\n\tline three".to_owned(),
        format!("Z{}lgo", "\u{335}\u{336}\u{334}".repeat(20)),
        "</x:xmpmeta><a href=\"javascript:alert(1)\">&amp;".to_owned(),
        String::from(" "),
        "=HYPERLINK(\"http://example.org\")".to_owned(),
    ];
    let mut inventory = fixture::inventory(names.len());
    for (system, name) in inventory.systems.iter_mut().zip(&names) {
        system.name.clone_from(name);
        system.vendor = Some(name.chars().rev().collect());
        system.unit = Some(name.clone());
        system.owner = Some(name.clone());
    }
    for (control, name) in inventory.controls.iter_mut().zip(names.iter().cycle()) {
        control.owners.iter_mut().for_each(|owner| owner.name.clone_from(name));
        control.provider_evidence = evidence(name, Grade::Named);
    }
    inventory
}

#[test]
fn a_report_on_nothing_at_all_conforms() {
    conforming("no-systems", &fixture::report(&Inventory::default()));
}

#[test]
fn a_report_on_one_system_without_gaps_conforms() {
    let report = fixture::report(&without_gaps());
    assert_eq!(report.snapshot.headline.gaps, 0);
    conforming("one-system-no-gaps", &report);
}

#[test]
fn a_report_on_22_systems_conforms() {
    conforming("22-systems", &fixture::report(&fixture::inventory(22)));
}

#[test]
fn a_report_on_300_systems_conforms() {
    conforming("300-systems", &fixture::report(&fixture::inventory(300)));
}

#[test]
fn a_report_with_ugly_text_conforms() {
    conforming("ugly-text", &fixture::report(&ugly()));
}

#[test]
fn an_organisation_with_an_ugly_name_conforms() {
    for (n, name) in [
        "系\u{0}\u{1B}[0m\u{FFFE}\u{E000}<&\">".to_owned(),
        "Long ".repeat(8_000),
        String::new(),
    ]
    .into_iter()
    .enumerate()
    {
        let snapshot = fixture::snapshot(&fixture::inventory(2), &name);
        conforming(&format!("ugly-organisation-{n}"), &fixture::report_on(snapshot));
    }
}

#[test]
fn the_author_is_the_organisation_by_its_whole_name() {
    let author = |name: &str| {
        let snapshot = fixture::snapshot(&fixture::inventory(2), name);
        let pdf = render(&fixture::report_on(snapshot)).pdf;
        let xmp = metadata(&Document::load_mem(&pdf).unwrap());
        let (_, creator) = xmp.split_once("<dc:creator>").unwrap();
        let (creator, _) = creator.split_once("</dc:creator>").unwrap();
        creator.to_owned()
    };
    assert!(author("Hold · Mutual · AG").contains(">Hold · Mutual · AG<"));
    assert!(author("Tarnbrook").contains(">Tarnbrook<"));
}

#[test]
fn links_lead_inside_the_report_or_to_the_web() {
    let pdf = conforming("links", &fixture::report(&ugly()));
    let targets = pdf
        .objects
        .values()
        .filter_map(|object| object.as_dict().ok())
        .filter_map(|link| link.get(b"A").ok());
    for action in targets.filter_map(|action| pdf.dereference(action).ok()?.1.as_dict().ok()) {
        let uri = action
            .get(b"URI")
            .and_then(Object::as_str)
            .map(String::from_utf8_lossy)
            .unwrap_or_default();
        let kind = action.get(b"S").and_then(Object::as_name).unwrap();
        let safe =
            kind == b"GoTo" || (kind == b"URI" && ["https://", "mailto:"].iter().any(|scheme| uri.starts_with(scheme)));
        assert!(safe, "{} {uri}", String::from_utf8_lossy(kind));
    }
}

#[test]
fn the_attached_snapshot_is_the_exported_one_byte_for_byte() {
    let report = fixture::report(&ugly());
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("report.pdf");
    fs::write(&file, render(&report).pdf).unwrap();
    let attached = unowned::chain::extract(
        &file,
        &unowned::jail::Jail {
            program: env!("CARGO_BIN_EXE_unowned").into(),
        },
    )
    .unwrap();
    assert!(attached == serde_json::to_vec(&*report.snapshot).unwrap());
}
