//! How the predecessor is found, and what is asked of it.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use lopdf::{Document, Object, SaveOptions, Stream, dictionary};
use unowned::chain::{Since, Wanted, extract, find, open};
use unowned::compare::changes;
use unowned::diagnostic::{Code, Warned};
use unowned::error::Error;
use unowned::export::Record;
use unowned::framework::DeploymentModel;
use unowned::jail::Job;
use unowned::snapshot::{Snapshot, SystemRecord, Unfit};

use super::fixtures::{Terms, day};
use super::organisation::{Said, Sketch, chain, quarter_end, report, sketch};

fn reports() -> Vec<Snapshot> {
    let quarter = |said| vec![sketch("ai-1", &[DeploymentModel::Saas], &[said; 16])];
    chain(
        &[quarter(Said::Nothing), quarter(Said::Planned), quarter(Said::Partial)],
        &Terms::default(),
    )
}

/// What is asked for by a run over the one system of these reports.
fn wanted(as_of: &str) -> Wanted<'static> {
    static SYSTEMS: LazyLock<Vec<SystemRecord>> = LazyLock::new(|| reports().remove(0).systems);
    static RENAMED: BTreeMap<String, String> = BTreeMap::new();
    Wanted {
        organisation: Some("Tarnbrook Mutual"),
        systems: &SYSTEMS,
        renamed: &RENAMED,
        as_of: day(as_of),
        allow_altered: false,
        jail: &super::JAIL,
    }
}

/// A folder with files of these names and contents.
fn folder(files: &[(&str, &[u8])]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes) in files {
        fs::write(folder.path().join(name), bytes).unwrap();
    }
    folder
}

/// A PDF with files attached; in the compact form its objects stand in compressed object streams.
fn pdf(attached: &[&[u8]], compact: bool) -> Vec<u8> {
    let mut document = Document::with_version("1.7");
    let mut names = Vec::new();
    for (number, bytes) in attached.iter().enumerate() {
        let mut stream = Stream::new(dictionary! { "Type" => "EmbeddedFile" }, bytes.to_vec());
        stream.compress().unwrap();
        let file = document.add_object(stream);
        let name = Object::string_literal(format!("file-{number}.json"));
        let spec = document.add_object(dictionary! {
            "Type" => "Filespec", "F" => name.clone(), "UF" => name.clone(), "EF" => dictionary! { "F" => file },
        });
        names.extend([name, spec.into()]);
    }
    let pages =
        document.add_object(dictionary! { "Type" => "Pages", "Kids" => Object::Array(Vec::new()), "Count" => 0 });
    let catalog = document.add_object(dictionary! {
        "Type" => "Catalog", "Pages" => pages,
        "Names" => dictionary! { "EmbeddedFiles" => dictionary! { "Names" => names } },
    });
    document.trailer.set("Root", catalog);
    let mut bytes = Vec::new();
    if compact {
        let options = SaveOptions::builder()
            .use_object_streams(true)
            .use_xref_streams(true)
            .build();
        document.save_with_options(&mut bytes, options).unwrap();
    } else {
        document.save_to(&mut bytes).unwrap();
    }
    bytes
}

fn named(path: &Path, wanted: &Wanted<'_>) -> Result<Snapshot, Error> {
    let found = find(&Since::Named(path.to_owned()), wanted)?;
    Ok(found.value.unwrap().snapshot)
}

fn refusal<T: std::fmt::Debug>(result: Result<T, Error>) -> String {
    match result.unwrap_err() {
        Error::Earlier { file, reason, help } => {
            assert!(!help.is_empty());
            format!("{}: {reason}", file.file_name().unwrap().to_string_lossy())
        }
        other => panic!("{other}"),
    }
}

#[test]
fn a_report_is_read_from_its_json_its_export_and_its_pdf_in_either_form() {
    let [first, report] = <[Snapshot; 2]>::try_from(reports()[..2].to_vec()).unwrap();
    let json = report.to_json();
    let record = {
        let changes = changes(&first, &report);
        Record::new(&report, Some(&changes)).json().unwrap()
    };
    let (plain, compact) = (pdf(&[b"other", &json], false), pdf(&[&json], true));
    let has = |bytes: &[u8], part: &[u8]| bytes.windows(part.len()).any(|p| p == part);
    assert!(has(&compact, b"/ObjStm") && !has(&plain, b"/ObjStm"));
    for (name, bytes) in [
        ("a.json", &json),
        ("b.json", &record.into_bytes()),
        ("c.pdf", &plain),
        ("d.pdf", &compact),
    ] {
        let folder = folder(&[(name, bytes)]);
        assert_eq!(
            named(&folder.path().join(name), &wanted("2026-09-30")).unwrap(),
            report,
            "{name}"
        );
    }
    let folder = folder(&[("c.pdf", &plain)]);
    assert_eq!(extract(&folder.path().join("c.pdf"), &super::JAIL).unwrap(), json);
}

#[test]
fn a_folder_gives_the_newest_report_before_the_as_of_date() {
    let reports = reports();
    let files: Vec<_> = reports.iter().map(Snapshot::to_json).collect();
    let folder = folder(&[
        ("x.json", &files[1]),
        ("y.json", &files[0]),
        ("z.json", &files[2]),
        ("notes.json", b"{}"),
    ]);
    let at = |date| named(folder.path(), &wanted(date)).unwrap().as_of;
    assert_eq!(at("2026-09-30"), quarter_end(2));
    assert_eq!(at("2026-06-30"), quarter_end(1), "the same day is no predecessor");
    assert_eq!(at("2026-03-01"), quarter_end(0));
    assert!(
        refusal(named(folder.path(), &wanted("2025-12-31"))).contains("no report of 'Tarnbrook Mutual' from before")
    );
    let beside = find(&Since::Beside(folder.path().to_owned()), &wanted("2025-12-31")).unwrap();
    assert_eq!(beside, Warned::default());
}

#[test]
fn a_rerun_beside_its_own_output_finds_the_same_predecessor() {
    let reports = reports();
    let files: Vec<_> = reports.iter().map(Snapshot::to_json).collect();
    let folder = folder(&[("q1.json", &files[0]), ("q2.json", &files[1])]);
    let beside = || {
        find(&Since::Beside(folder.path().to_owned()), &wanted("2026-03-31"))
            .unwrap()
            .value
            .unwrap()
    };
    assert_eq!(beside().snapshot.as_of, quarter_end(0));
}

#[test]
fn a_date_that_is_not_earlier_is_refused_if_named_and_passed_over_if_found() {
    let json = reports()[1].to_json();
    let folder = folder(&[("q2.json", &json)]);
    let file = folder.path().join("q2.json");
    for date in ["2026-03-31", "2026-01-31"] {
        assert!(
            refusal(named(&file, &wanted(date))).starts_with("q2.json: it speaks for 2026-03-31, which is not before")
        );
        let beside = find(&Since::Beside(folder.path().to_owned()), &wanted(date)).unwrap();
        assert_eq!(beside, Warned::default());
    }
}

/// What comes of a report if it is named, and if it is found in a folder: the codes of what is said, and whether it is used.
fn both_ways(report: &Snapshot, wanted: &Wanted<'_>) -> [(Option<Code>, bool); 2] {
    let folder = folder(&[("last.json", &report.to_json())]);
    let named = Since::Named(folder.path().join("last.json"));
    [named, Since::Beside(folder.path().to_owned())].map(|since| {
        let found = find(&since, wanted).unwrap();
        (found.diagnostics.iter().next().map(|d| d.code), found.value.is_some())
    })
}

#[test]
fn a_report_of_something_else_is_compared_with_a_warning_if_named_and_passed_over_with_a_note_if_found() {
    let related = [(None, true), (None, true)];
    let unrelated = [
        (Some(Code::EarlierUnrelated), true),
        (Some(Code::EarlierPassedOver), false),
    ];
    let last = reports().remove(1);
    let later = wanted("2026-09-30");
    assert_eq!(both_ways(&last, &later), related);
    let other = Wanted {
        organisation: Some("Northwind"),
        ..later.clone()
    };
    assert_eq!(both_ways(&last, &other), unrelated);

    // Three systems of nine are a third: enough among reports of one organisation, and too few where one names none.
    let named = |number: usize, name: &str| Sketch {
        name: name.to_owned(),
        ..sketch(&format!("AI-{number:03}"), &[DeploymentModel::Saas], &[])
    };
    let first = [
        "Claims triage",
        "Mail writer",
        "Fraud radar",
        "Voice bot",
        "Pricing",
        "Search",
        "Code helper",
        "Lens",
        "Payroll",
    ];
    let second = [
        "Claims triage",
        "Mail writer",
        "Fraud radar",
        "Orchard",
        "Kiosk",
        "Weather",
        "Tariff",
        "Quarry",
        "Ledger",
    ];
    let inventory = |names: &[&str]| -> Vec<Sketch> {
        names
            .iter()
            .enumerate()
            .map(|(number, name)| named(number, name))
            .collect()
    };
    let of = |names: &[&str], organisation: Option<&str>| {
        let terms = Terms {
            organisation: organisation.map(str::to_owned),
            ..Terms::default()
        };
        report(&inventory(names), quarter_end(1), None, &terms)
    };
    let now = of(&second, None);
    let asked = |organisation| Wanted {
        organisation,
        systems: &now.systems,
        ..later.clone()
    };
    let ours = Some("Tarnbrook Mutual");
    assert_eq!(both_ways(&of(&first, ours), &asked(ours)), related);
    for (theirs, organisation) in [(None, None), (ours, None), (None, ours)] {
        assert_eq!(both_ways(&of(&first, theirs), &asked(organisation)), unrelated);
        assert_eq!(both_ways(&of(&second[..5], theirs), &asked(organisation)), related);
    }
    // The first system of any list is AI-001: the same ids alone say nothing.
    assert_eq!(both_ways(&of(&first[3..], ours), &asked(ours)), unrelated);
}

#[test]
fn an_altered_record_is_named_and_used_only_if_that_is_allowed() {
    let json = String::from_utf8(reports()[1].to_json()).unwrap();
    let altered = json.replacen("\"critical\":", "\"critical\":1", 1);
    assert_ne!(json, altered);
    let folder = folder(&[("q2.json", altered.as_bytes())]);
    let file = folder.path().join("q2.json");
    let allowed = Wanted {
        allow_altered: true,
        ..wanted("2026-09-30")
    };
    for since in [Since::Named(file.clone()), Since::Beside(folder.path().to_owned())] {
        assert!(refusal(find(&since, &wanted("2026-09-30"))).starts_with("q2.json: its record was altered"));
        let found = find(&since, &allowed).unwrap();
        assert!(found.value.is_some());
        assert!(found.diagnostics.iter().any(|d| d.code == Code::EarlierAltered));
    }
    assert!(open(&file, false, &super::JAIL).is_err());
    assert!(open(&file, true, &super::JAIL).is_ok());
}

#[test]
fn an_older_report_that_is_not_the_one_of_the_chain_is_named() {
    let reports = reports();
    let other = report(
        &[sketch("ai-1", &[DeploymentModel::Saas], &[Said::Done; 16])],
        quarter_end(0),
        None,
        &Terms::default(),
    );
    let folder = folder(&[("q1.json", &other.to_json()), ("q2.json", &reports[1].to_json())]);
    let found = find(&Since::Beside(folder.path().to_owned()), &wanted("2026-09-30")).unwrap();
    assert_eq!(found.value.unwrap().snapshot, reports[1]);
    let note = found
        .diagnostics
        .iter()
        .find(|d| d.code == Code::EarlierAltered)
        .unwrap();
    assert!(
        note.message
            .to_string()
            .starts_with("q1.json is not the report of 2025-12-31")
    );
}

#[test]
fn two_different_reports_of_one_day_need_a_choice() {
    let reports = reports();
    let quarter = [sketch("ai-1", &[DeploymentModel::Paas], &[])];
    let rival = report(&quarter, quarter_end(2), None, &Terms::default());
    let (ours, theirs) = (reports[2].to_json(), rival.to_json());
    let same = folder(&[("a.json", &ours), ("b-gap-report.pdf", &pdf(&[&ours], false))]);
    assert_eq!(named(same.path(), &wanted("2026-09-30")).unwrap(), reports[2]);
    let rivals = folder(&[("a.json", &ours), ("b.json", &theirs)]);
    assert!(refusal(named(rivals.path(), &wanted("2026-09-30"))).contains("different reports of the same day"));
}

#[test]
fn a_newer_schema_is_refused_with_the_reason() {
    let json = String::from_utf8(reports()[1].to_json()).unwrap();
    let newer = json.replacen("unowned/snapshot/2", "unowned/snapshot/3", 1);
    assert!(matches!(Snapshot::from_json(newer.as_bytes()), Err(Unfit::Newer(_))));
    let folder = folder(&[("q2.json", newer.as_bytes())]);
    let since = Since::Beside(folder.path().to_owned());
    let found = find(&since, &wanted("2026-09-30")).unwrap();
    assert_eq!(found.value, None);
    let note = found.diagnostics.iter().next().unwrap();
    assert_eq!(note.code, Code::EarlierPassedOver);
    assert!(
        note.message
            .to_string()
            .contains("written by a newer version of this program")
    );
    assert!(refusal(named(&folder.path().join("q2.json"), &wanted("2026-09-30"))).contains("newer version"));
}

#[test]
fn keys_that_this_version_does_not_know_are_passed_over() {
    let report = reports().remove(1);
    let mut value: serde_json::Value = serde_json::from_slice(&report.to_json()).unwrap();
    value["later_invention"] = serde_json::json!(1);
    value["systems"][0]["later_invention"] = serde_json::json!(["x"]);
    let read = Snapshot::from_json(&serde_json::to_vec(&value).unwrap()).unwrap();
    assert_eq!(read.snapshot, report);
    assert!(!read.intact, "what the checksum does not know was added later");
}

#[test]
fn what_is_no_report_is_refused_in_a_sentence() {
    let none = pdf(&[b"{}"], false);
    let two = {
        let reports = reports();
        pdf(&[&reports[0].to_json(), &reports[1].to_json()], false)
    };
    let impossible = String::from_utf8(reports()[0].to_json())
        .unwrap()
        .replace("2025-12-31", "+262142-12-31");
    let files: [(&str, &[u8], &str); 7] = [
        ("none.pdf", &none, "no record is attached"),
        ("two.pdf", &two, "several different records"),
        ("cut.pdf", &two[..two.len() / 3], "damaged"),
        ("words.txt", b"quarterly report", "holds no record"),
        ("empty.json", b"", "holds no record"),
        ("half.json", b"{\"schema\":\"unowned/snapshot/2\"}", "damaged"),
        ("future.json", impossible.as_bytes(), "damaged"),
    ];
    for (name, bytes, reason) in files {
        let folder = folder(&[(name, bytes)]);
        let said = refusal(named(&folder.path().join(name), &wanted("2026-09-30")));
        assert!(said.contains(reason), "{said}");
    }
    assert!(refusal(named(&PathBuf::from("missing.pdf"), &wanted("2026-09-30"))).contains("cannot be read"));
}

#[test]
fn a_pdf_with_any_byte_broken_is_read_or_refused_and_never_misread() {
    let report = reports().remove(0);
    let json = report.to_json();
    for compact in [false, true] {
        let whole = pdf(&[&json], compact);
        let changed = (0..whole.len()).step_by(7).map(|place| {
            let mut broken = whole.clone();
            broken[place] ^= 0x15;
            broken
        });
        let cut = (0..whole.len()).step_by(97).map(|length| whole[..length].to_vec());
        let broken: Vec<Vec<u8>> = changed.chain(cut).collect();
        for some in broken.chunks(100) {
            let names: Vec<String> = (0..some.len()).map(|n| format!("{n}.pdf")).collect();
            let named: Vec<_> = names
                .iter()
                .map(String::as_str)
                .zip(some.iter().map(Vec::as_slice))
                .collect();
            let folder = folder(&named);
            let files: Vec<_> = names.iter().map(|name| folder.path().join(name)).collect();
            super::JAIL.each(Job::Record, &files, u64::MAX, |_, record| match record {
                Ok(record) => {
                    let read = Snapshot::from_json(&record).unwrap();
                    assert!(read.flaw().is_some() || read.snapshot == report);
                }
                Err(reason) => assert!(!reason.to_string().contains("was not opened"), "{reason}"),
            });
        }
    }
}

#[test]
fn the_last_pdf_in_the_folder_is_all_it_takes() {
    let folder = folder(&[("systems.csv", b"ID,Name,Deployment model\nai-1,Staff assistant,SaaS\n")]);
    let run = |as_of: &str| {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_unowned"));
        command.args([
            "report",
            "systems.csv",
            "--org",
            "Tarnbrook Mutual",
            "--as-of",
            as_of,
            "-o",
        ]);
        let output = command
            .arg(format!("{as_of}.pdf"))
            .current_dir(folder.path())
            .output()
            .unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stderr).unwrap()
    };
    assert!(!run("2026-06-30").contains("compared with"));
    assert!(run("2026-09-30").contains("compared with ./2026-06-30.pdf"));
    let last = open(&folder.path().join("2026-09-30.pdf"), false, &super::JAIL)
        .unwrap()
        .value;
    assert_eq!(last.history[0].as_of, day("2026-06-30"));
    assert!(last.gaps.iter().all(|g| g.first_seen == day("2026-06-30")));
}

#[test]
fn a_bomb_in_a_pdf_costs_a_sentence() {
    let mut bomb = b"{\"schema\":\"unowned/snapshot/1\",\"x\":\"".to_vec();
    bomb.resize(300 * 1024 * 1024, b' ');
    let bytes = pdf(&[&bomb], false);
    assert!(bytes.len() < 2 * 1024 * 1024);
    drop(bomb);
    let folder = folder(&[("bomb.pdf", &bytes)]);
    assert!(refusal(open(&folder.path().join("bomb.pdf"), false, &super::JAIL)).contains("no record is attached"));
}
