//! Packets: what owners and providers are sent, and what becomes of their answers. They are filled in by another program's writer and
//! read back beside the inventory, as a person would.

use std::fs;
use std::path::Path;

use rust_xlsxwriter::Workbook as Writer;
use unowned::chain::Since;
use unowned::config::{Config, Language};
use unowned::diagnostic::Code;
use unowned::export::{Packet, Source};
use unowned::read::Jail;
use unowned::words::Words;
use unowned::{Analysis, Request};

use super::*;

const SYSTEMS: &str = "ID,Name,Deployment model,Vendor,Criticality\nai-1,Claims copilot,SaaS,Example Cloud,High\nai-2,Pricing bot,SaaS,Example Cloud,High\n";
const CONTROLS: &str = "System,Domain,Control,Owner,Status,Due date\n\
    ai-1,Data Privacy,Notices,Ann Lee <ann@example.org>,Planned,2027-01-31\n\
    all,User Access Control,Access review,Ann Lee,Partially implemented,\n\
    ai-2,Data Privacy; Incident Response,Runbook,Bo Kim,Planned,\n";

fn analyse(files: &[&Path], language: Language) -> Analysis {
    let mut config = Config::default();
    config.report.language = Some(language);
    let request = Request {
        inventories: files.iter().map(|file| file.to_path_buf()).collect(),
        as_of: day("2026-09-30"),
        config,
        jail: Jail {
            program: PathBuf::from(env!("CARGO_BIN_EXE_unowned")),
        },
        since: Since::Nothing,
        allow_altered: false,
    };
    unowned::analyse(&request).unwrap()
}

fn source(analysis: &Analysis, language: Language) -> Source<'_> {
    Source {
        snapshot: &analysis.snapshot,
        inventory: &analysis.reading.inventory,
        rows: unowned::packets::Rows::of(&analysis.reading.inventory),
        contacts: &analysis.reading.contacts,
        words: Words::of(language),
        letter: false,
    }
}

/// A packet as a table of texts, written anew with answers: (gap id, heading's key, answer).
fn answered(packet: &Packet<'_>, from: &Source<'_>, file: &Path, answers: &[(&str, &str, &str)]) {
    let bytes = export::packet_workbook(packet, from).unwrap();
    fs::write(file, bytes).unwrap();
    let read = unowned::read::open(
        &[file.to_path_buf()],
        &Jail {
            program: PathBuf::from(env!("CARGO_BIN_EXE_unowned")),
        },
    )
    .unwrap()
    .value;
    let table = &read.tables[0];
    let head = table.rows.iter().find(|row| row.number == 3).unwrap();
    let column = |key: &str| {
        let heading = Value::Text(from.words.text(key).into());
        head.cells.iter().find(|(_, value)| *value == heading).unwrap().0
    };
    let mut writer = Writer::new();
    let sheet = writer
        .add_worksheet()
        .set_name(table.sheet.as_deref().unwrap())
        .unwrap();
    for row in &table.rows {
        for (at, value) in &row.cells {
            match value {
                Value::Text(text) => _ = sheet.write_string(row.number, *at as u16, text.as_ref()).unwrap(),
                Value::Date(day) => _ = sheet.write_string(row.number, *at as u16, day.to_string()).unwrap(),
                other => panic!("{other:?}"),
            }
        }
        for (gap, key, answer) in answers {
            if row.get(column("packet.gap")) == Some(&Value::Text((*gap).into())) {
                sheet.write_string(row.number, column(key) as u16, *answer).unwrap();
            }
        }
    }
    writer.save(file).unwrap();
}

struct Desk {
    folder: tempfile::TempDir,
}

impl Desk {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("systems.csv"), SYSTEMS).unwrap();
        fs::write(folder.path().join("controls.csv"), CONTROLS).unwrap();
        Self { folder }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn analyse(&self, packets: &[&str], language: Language) -> Analysis {
        let names = ["systems.csv", "controls.csv"].iter().chain(packets);
        let paths: Vec<_> = names.map(|name| self.path(name)).collect();
        let paths: Vec<_> = paths.iter().map(PathBuf::as_path).collect();
        analyse(&paths, language)
    }

    /// Sends the packets, and has one filled in.
    fn answer(&self, language: Language, packet: &str, answers: &[(&str, &str, &str)]) {
        let sent = self.analyse(&[], language);
        let from = source(&sent, language);
        let packets = export::packets(&from);
        let names: Vec<_> = packets.iter().map(|packet| packet.file.as_str()).collect();
        let packet = packets
            .iter()
            .find(|p| p.file == packet)
            .unwrap_or_else(|| panic!("{names:?}"));
        answered(packet, &from, &self.path(&packet.file), answers);
    }
}

fn state(analysis: &Analysis, system: &str, domain: Domain) -> String {
    let duty = analysis
        .snapshot
        .obligations
        .iter()
        .find(|o| o.system == system && o.domain == domain);
    duty.unwrap().customer.unwrap().id().to_owned()
}

fn count(analysis: &Analysis, code: Code) -> usize {
    analysis
        .findings
        .iter()
        .filter(|f| f.told.code == code)
        .map(|f| f.told.count)
        .sum()
}

#[test]
fn every_gap_with_an_owner_is_in_each_owners_packet_and_every_providers_gap_in_its() {
    let desk = Desk::new();
    let analysis = desk.analyse(&[], Language::En);
    let from = source(&analysis, Language::En);
    let packets = export::packets(&from);
    for dated in &analysis.snapshot.gaps {
        let gap = &dated.gap;
        let holding = packets
            .iter()
            .filter(|p| p.rows.iter().any(|row| row.gap.gap.id == gap.id))
            .count();
        let expected = if gap.id.side() == unowned::assess::Side::Provider {
            1
        } else {
            gap.owners.len()
        };
        assert_eq!(holding, expected, "{}", gap.id);
    }
    let ann = packets.iter().find(|p| p.who == "Ann Lee").unwrap();
    assert_eq!(
        (ann.file.as_str(), ann.address.as_deref()),
        ("owner-ann-lee.xlsx", Some("ann@example.org"))
    );
    assert!(
        packets
            .iter()
            .any(|p| p.file == "provider-example-cloud.xlsx" && p.address.is_none())
    );
}

#[test]
fn an_answer_in_any_language_counts_for_its_duty_alone() {
    for (language, implemented) in [
        (Language::En, "Implemented"),
        (Language::De, "Umgesetzt"),
        (Language::Fr, "En place"),
        (Language::Es, "Implantado"),
    ] {
        let desk = Desk::new();
        let answers = [
            ("ai-1/user-access-control", "packet.status", implemented),
            (
                "ai-1/user-access-control",
                "packet.evidence",
                "Minutes of the access review, 2026-09-01",
            ),
            ("ai-1/data-privacy", "packet.date", "2027-03-31"),
            ("ai-1/data-privacy", "packet.note", "waiting for legal"),
        ];
        desk.answer(language, "owner-ann-lee.xlsx", &answers);
        let before = desk.analyse(&[], language);
        let after = desk.analyse(&["owner-ann-lee.xlsx"], language);
        assert_eq!(state(&before, "ai-1", Domain::UserAccessControl), "partial");
        assert_eq!(
            state(&after, "ai-1", Domain::UserAccessControl),
            "in-place",
            "{language}"
        );
        assert_eq!(
            state(&after, "ai-2", Domain::UserAccessControl),
            "partial",
            "the wide row still speaks of others"
        );
        let gap = |a: &Analysis| {
            a.snapshot
                .gaps
                .iter()
                .find(|g| g.gap.id == "ai-1/data-privacy")
                .unwrap()
                .clone()
        };
        assert_eq!(gap(&before).gap.promises, [day("2027-01-31")]);
        assert_eq!(gap(&after).gap.promises, [day("2027-03-31")], "{language}");
        let controls = &after.reading.inventory.controls;
        assert!(controls.iter().any(|c| c.notes.as_deref() == Some("waiting for legal")));
        assert_eq!(count(&after, Code::PacketConflict), 0);
        assert_eq!(count(&after, Code::PacketTaken), 1);
        let others = |a: &Analysis| a.snapshot.headline.gaps;
        assert_eq!(others(&before), others(&after) + 1, "nothing else changed");
    }
}

#[test]
fn one_duty_of_a_row_for_several_is_answered_and_the_rest_of_the_row_stays() {
    let desk = Desk::new();
    let answers = [("ai-2/incident-response", "packet.status", "Implemented")];
    desk.answer(Language::En, "owner-bo-kim.xlsx", &answers);
    let after = desk.analyse(&["owner-bo-kim.xlsx"], Language::En);
    assert_eq!(state(&after, "ai-2", Domain::IncidentResponse), "in-place");
    assert_eq!(state(&after, "ai-2", Domain::DataPrivacy), "planned");
}

#[test]
fn a_providers_answer_is_evidence_and_given_twice_it_counts_once() {
    let desk = Desk::new();
    let gap = "ai-1/infrastructure-security@provider";
    let answers = [
        (gap, "packet.evidence", "SOC 2 Type II report"),
        (gap, "packet.valid_until", "2027-05-31"),
    ];
    desk.answer(Language::En, "provider-example-cloud.xlsx", &answers);
    let before = desk.analyse(&[], Language::En);
    let after = desk.analyse(&["provider-example-cloud.xlsx"], Language::En);
    let open = |a: &Analysis| a.snapshot.gaps.iter().any(|g| g.gap.id == gap);
    assert!(open(&before) && !open(&after));
    let register = export::register(
        &after.snapshot,
        &after.reading.inventory,
        &export::Original::default(),
        None,
        english(),
    )
    .unwrap();
    fs::write(desk.path("register.xlsx"), register).unwrap();
    let files = [desk.path("register.xlsx"), desk.path("provider-example-cloud.xlsx")];
    let twice = analyse(&files.each_ref().map(PathBuf::as_path), Language::En);
    let said = |a: &Analysis| {
        let controls = a.reading.inventory.controls.iter();
        controls
            .filter(|c| c.provider_evidence.said.as_deref() == Some("SOC 2 Type II report"))
            .count()
    };
    assert_eq!((said(&after), said(&twice)), (1, 1));
}

#[test]
fn an_answer_to_what_has_changed_since_is_named_with_both_cells_and_not_taken() {
    let desk = Desk::new();
    let answers = [
        ("ai-1/data-privacy", "packet.status", "Implemented"),
        ("ai-1/data-privacy", "packet.date", "2027-06-30"),
    ];
    desk.answer(Language::En, "owner-ann-lee.xlsx", &answers);
    let changed = CONTROLS.replace("Planned,2027-01-31", "Not applicable,2027-01-31");
    fs::write(desk.path("controls.csv"), changed).unwrap();
    let after = desk.analyse(&["owner-ann-lee.xlsx"], Language::En);
    assert_eq!(
        state(&after, "ai-1", Domain::DataPrivacy),
        "excluded",
        "the inventory stays"
    );
    let gap = after
        .snapshot
        .gaps
        .iter()
        .find(|g| g.gap.id == "ai-1/data-privacy")
        .unwrap();
    assert_eq!(gap.gap.promises, Vec::<NaiveDate>::new());
    let conflict = after
        .findings
        .iter()
        .find(|f| f.told.code == Code::PacketConflict)
        .unwrap();
    assert!(
        conflict.told.message.to_string().contains("controls.csv > "),
        "{}",
        conflict.told.message
    );
    assert!(
        conflict.told.at[0].contains("owner-ann-lee.xlsx"),
        "{:?}",
        conflict.told.at
    );
    let row = after
        .reading
        .inventory
        .controls
        .iter()
        .find(|c| c.due == Some(day("2027-06-30")));
    assert!(row.is_some(), "the date had not changed, and is taken");
}

#[test]
fn a_row_that_lost_its_id_is_for_the_system_and_the_domain_that_it_names() {
    let desk = Desk::new();
    let answers = [
        ("ai-1/data-privacy", "packet.status", "Implemented"),
        ("ai-1/data-privacy", "packet.gap", ""),
    ];
    desk.answer(Language::En, "owner-ann-lee.xlsx", &answers);
    let after = desk.analyse(&["owner-ann-lee.xlsx"], Language::En);
    assert_eq!(state(&after, "ai-1", Domain::DataPrivacy), "in-place");
}

#[test]
fn a_row_with_an_unknown_id_is_reported_with_the_packets_name() {
    let desk = Desk::new();
    let answers = [
        ("ai-1/data-privacy", "packet.status", "Implemented"),
        ("ai-1/data-privacy", "packet.gap", "ai-9/data-privacy"),
    ];
    desk.answer(Language::En, "owner-ann-lee.xlsx", &answers);
    let after = desk.analyse(&["owner-ann-lee.xlsx"], Language::En);
    let told: Vec<_> = after
        .findings
        .iter()
        .map(|f| (f.told.code, f.told.message.to_string()))
        .collect();
    assert_eq!(count(&after, Code::UnknownSystem), 1, "{told:?}");
    let unknown = after
        .findings
        .iter()
        .find(|f| f.told.code == Code::UnknownSystem)
        .unwrap();
    assert!(
        unknown.told.at[0].starts_with("owner-ann-lee.xlsx > "),
        "{:?}",
        unknown.told.at
    );
    assert_eq!(state(&after, "ai-1", Domain::DataPrivacy), "planned");
}

#[test]
fn packets_that_contradict_each_other_are_named_with_both_cells_and_neither_counts() {
    let desk = Desk::new();
    fs::write(
        desk.path("controls.csv"),
        CONTROLS.replace("Ann Lee <ann@example.org>", "Ann Lee; Bo Kim"),
    )
    .unwrap();
    let gap = "ai-1/data-privacy";
    desk.answer(
        Language::En,
        "owner-ann-lee.xlsx",
        &[(gap, "packet.status", "Implemented")],
    );
    let theirs = [(gap, "packet.status", "Planned"), (gap, "packet.date", "2027-06-30")];
    desk.answer(Language::En, "owner-bo-kim.xlsx", &theirs);
    let before = desk.analyse(&[], Language::En);
    let files = ["owner-ann-lee.xlsx", "owner-bo-kim.xlsx"];
    let after = [
        desk.analyse(&files, Language::En),
        desk.analyse(&[files[1], files[0]], Language::En),
    ];
    for after in &after {
        assert_eq!(
            state(after, "ai-1", Domain::DataPrivacy),
            "planned",
            "the inventory stays"
        );
        let conflict = after
            .findings
            .iter()
            .find(|f| f.told.code == Code::PacketConflict)
            .unwrap();
        for file in files {
            assert!(
                conflict.told.message.to_string().contains(file),
                "{}",
                conflict.told.message
            );
        }
        let row = after
            .reading
            .inventory
            .controls
            .iter()
            .find(|c| c.due == Some(day("2027-06-30")))
            .unwrap();
        let notes = row.notes.as_deref().unwrap();
        assert!(
            notes.contains("Not taken from owner-ann-lee.xlsx: status 'Implemented'"),
            "{notes}"
        );
    }
    assert_eq!(
        before.snapshot.headline.in_place_rate,
        after[0].snapshot.headline.in_place_rate
    );
    assert_eq!(after[0].snapshot.gaps.len(), after[1].snapshot.gaps.len());
}

#[test]
fn copies_of_a_providers_packet_that_contradict_each_other_are_named_with_both_cells_and_neither_counts() {
    let desk = Desk::new();
    let gap = "ai-1/infrastructure-security@provider";
    let files = ["theirs.xlsx", "once-more.xlsx"];
    for (file, said) in files
        .iter()
        .zip(["SOC 2 Type II report 2026", "ISO 27001 certificate 2026"])
    {
        desk.answer(
            Language::De,
            "provider-example-cloud.xlsx",
            &[(gap, "packet.evidence", said)],
        );
        fs::rename(desk.path("provider-example-cloud.xlsx"), desk.path(file)).unwrap();
    }
    let after = desk.analyse(&files, Language::De);
    assert!(after.snapshot.gaps.iter().any(|g| g.gap.id == gap), "neither counts");
    let told = after
        .findings
        .iter()
        .find(|f| f.told.code == Code::PacketConflict)
        .unwrap();
    let told = told.told.message.to_string();
    assert!(files.iter().all(|file| told.contains(&format!("{file} > "))), "{told}");
    let controls = after.reading.inventory.controls.iter();
    let notes: Vec<_> = controls.filter_map(|c| c.notes.as_deref()).collect();
    let kept = "Nicht übernommen aus theirs.xlsx: Nachweis „SOC 2 Type II report 2026“";
    assert!(notes.contains(&kept), "{notes:?}");
}

#[test]
fn the_register_made_with_packets_counts_the_same_and_holds_every_answer() {
    let desk = Desk::new();
    let answers = [
        ("ai-1/data-privacy", "packet.status", "Looking good"),
        ("ai-1/data-privacy", "packet.note", "ask legal"),
        ("ai-1/user-access-control", "packet.status", "Implemented"),
        ("ai-2/user-access-control", "packet.owner", "Cy Roe"),
    ];
    desk.answer(Language::En, "owner-ann-lee.xlsx", &answers);
    let changed = CONTROLS.replace(
        "Access review,Ann Lee,Partially",
        "Access review,Ann Lee,Not applicable; Partially",
    );
    fs::write(desk.path("controls.csv"), changed).unwrap();
    fs::copy(desk.path("owner-ann-lee.xlsx"), desk.path("owner-ann-lee (1).xlsx")).unwrap();
    let after = desk.analyse(&["owner-ann-lee.xlsx", "owner-ann-lee (1).xlsx"], Language::En);
    let found = after.reading.found.clone().into_findings();
    let original = export::Original {
        tables: &after.reading.workbook.tables,
        sheets: &after.reading.sheets,
        findings: &found,
        settled: &after.reading.settled,
        with_sheets: true,
        letter: false,
    };
    let register = export::register(&after.snapshot, &after.reading.inventory, &original, None, english()).unwrap();
    fs::write(desk.path("register.xlsx"), register).unwrap();
    let back = analyse(&[desk.path("register.xlsx").as_path()], Language::En);
    assert_eq!(back.snapshot.headline, after.snapshot.headline);
    let gaps = |a: &Analysis| -> BTreeSet<String> { a.snapshot.gaps.iter().map(|g| g.gap.id.to_string()).collect() };
    assert_eq!(gaps(&back), gaps(&after));
    let said: String = back
        .reading
        .inventory
        .controls
        .iter()
        .filter_map(|c| c.notes.clone())
        .collect();
    assert!(
        said.contains("status 'Looking good'") && said.contains("ask legal"),
        "{said}"
    );
}

#[test]
fn the_own_columns_of_a_row_stay_when_an_answer_parts_it() {
    let desk = Desk::new();
    desk.answer(
        Language::En,
        "owner-ann-lee.xlsx",
        &[("ai-1/user-access-control", "packet.status", "Implemented")],
    );
    let own = CONTROLS.lines().enumerate().map(|(place, line)| match place {
        0 => format!("{line},Ticket\n"),
        _ => format!("{line},SEC-{place}\n"),
    });
    fs::write(desk.path("controls.csv"), own.collect::<String>()).unwrap();
    let after = desk.analyse(&["owner-ann-lee.xlsx"], Language::En);
    let original = export::Original {
        tables: &after.reading.workbook.tables,
        sheets: &after.reading.sheets,
        settled: &after.reading.settled,
        ..export::Original::default()
    };
    let register = export::register(&after.snapshot, &after.reading.inventory, &original, None, english()).unwrap();
    fs::write(desk.path("register.xlsx"), register).unwrap();
    let back = analyse(&[desk.path("register.xlsx").as_path()], Language::En);
    let controls = back
        .reading
        .workbook
        .tables
        .iter()
        .find(|t| t.sheet.as_deref() == Some("Controls"))
        .unwrap();
    let tickets = controls.rows.iter().flat_map(|row| &row.cells);
    let tickets = tickets
        .filter(|(_, value)| *value == Value::Text("SEC-2".into()))
        .count();
    assert_eq!(tickets, 2, "the row for all, and the one for what was answered");
}
