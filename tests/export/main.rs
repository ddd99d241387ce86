//! What the report gives to other programs: the register comes back as the same inventory, and nothing becomes a formula.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

#[path = "../fixtures/mod.rs"]
mod fixtures;
mod ciso_assistant;
mod generated;
mod lossless;
mod packets;
mod page;
mod round_trip;
mod tables;

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::Arc;

use chrono::NaiveDate;
use unowned::config::Reading;
use unowned::export::{self, Which};
use unowned::formula_guard::is_formula_like;
use unowned::framework::{DeploymentModel, Domain};
use unowned::inventory::*;
use unowned::normalise;
use unowned::plan::ActionKind;
use unowned::read::{Row, Table, Value, Workbook};
use unowned::snapshot::Snapshot;

use fixtures::{Terms, control, day, person, record, system};

/// A small organisation with every kind of row.
fn english() -> &'static unowned::words::Words {
    unowned::words::Words::of(unowned::config::Language::En)
}

fn sample() -> Inventory {
    let systems = vec![
        System {
            vendor: Some("Example Cloud".into()),
            unit: Some("Claims".into()),
            criticality: Some(Criticality::High),
            notes: Some("=HYPERLINK(\"https://example.org\")".into()),
            ..system(
                1,
                "ai-001",
                "Claims copilot",
                &[DeploymentModel::Paas, DeploymentModel::Agentic],
            )
        },
        System {
            classification: Some(Classification::Restricted),
            ..system(2, "ai-002", "-Pricing, \"new\"", &[DeploymentModel::Saas])
        },
        system(3, "ai-003", "Mystery box", &[]),
        System {
            scope: Scope::Retired,
            stage: Some(Stage::Retired),
            ..system(4, "ai-004", "Old bot", &[DeploymentModel::Iaas])
        },
    ];
    let controls = vec![
        Control {
            owners: vec![person("Ann Lee")],
            status: Some(ControlStatus::Implemented),
            last_reviewed: Some(day("2026-06-01")),
            ..control(1, Reach::All, &[Domain::UserAccessControl])
        },
        Control {
            name: Some("=1+1".into()),
            owners: vec![person("Bo Kim")],
            status: Some(ControlStatus::Planned),
            due: Some(day("2026-08-01")),
            ..control(
                2,
                Reach::System("ai-001".into()),
                &[Domain::IncidentResponse, Domain::DataPrivacy],
            )
        },
        Control {
            exception: Some(Exception {
                reason: Some("pilot".into()),
                approver: "CISO".into(),
                expires: day("2027-01-01"),
                ended: false,
            }),
            ..control(3, Reach::Unit("claims".into()), &[Domain::ModelSecurity])
        },
        Control {
            party: Party::Provider,
            provider_evidence: fixtures::evidence("SOC 2 report", Grade::Named),
            ..control(4, Reach::Model(DeploymentModel::Saas), &Domain::ALL)
        },
    ];
    Inventory {
        systems,
        controls,
        departures: Vec::new(),
        decisions: Vec::new(),
    }
}

fn snapshot(inventory: &Inventory, as_of: NaiveDate) -> Snapshot {
    record(inventory, as_of, None, &Terms::of("Example Ltd"))
}

/// The starter workbook, empty or filled.
fn starter(from: Option<&Inventory>) -> Vec<u8> {
    let filled = from.map(|inventory| unowned::starter::Filled {
        inventory,
        tables: &[],
        sheets: &[],
        findings: &[],
    });
    unowned::starter::workbook(filled, &Default::default(), day("2026-09-30")).unwrap()
}

#[test]
fn the_same_input_gives_the_same_workbook_and_no_two_inputs_the_same() {
    let inventory = sample();
    let made = |as_of| {
        export::register(
            &snapshot(&inventory, day(as_of)),
            &inventory,
            &export::Original::default(),
            None,
            english(),
        )
        .unwrap()
    };
    assert_eq!(made("2026-09-30"), made("2026-09-30"));
    assert_ne!(made("2026-09-30"), made("2026-12-31"));
    assert_eq!(starter(None), starter(None));
    assert_ne!(starter(None), starter(Some(&inventory)));
}

/// A table that was written as CSV, by the reader of any other program.
fn table(bytes: &[u8]) -> Vec<Vec<String>> {
    let text = std::str::from_utf8(bytes).unwrap().trim_start_matches('\u{feff}');
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .from_reader(text.as_bytes());
    reader
        .records()
        .map(|record| record.unwrap().iter().map(str::to_owned).collect())
        .collect()
}

/// The table of applied controls for CISO Assistant.
fn applied(snapshot: &Snapshot) -> Vec<u8> {
    let files = export::ciso_assistant(snapshot, &[], &Contacts::default(), english()).unwrap();
    files
        .into_iter()
        .find(|(name, _)| name == "applied-controls.csv")
        .unwrap()
        .1
}

fn column<'a>(table: &'a [Vec<String>], heading: &str) -> Vec<&'a str> {
    let place = table[0].iter().position(|h| h == heading).unwrap();
    table[1..].iter().map(|row| row[place].as_str()).collect()
}

#[test]
fn the_gap_list_has_every_gap_once_worst_first() {
    let snapshot = snapshot(&sample(), day("2026-09-30"));
    let table = table(&export::gap_list(&snapshot, english()).unwrap());
    let mut ids = column(&table, "Gap");
    let scores: Vec<u32> = column(&table, "Exposure").iter().map(|s| s.parse().unwrap()).collect();
    assert!(scores.is_sorted_by(|a, b| a >= b), "{scores:?}");
    assert_eq!(scores.iter().sum::<u32>(), snapshot.headline.exposure);
    let mut expected: Vec<_> = snapshot.gaps.iter().map(|g| g.gap.id.to_string()).collect();
    ids.sort_unstable();
    expected.sort_unstable();
    assert_eq!(ids, expected);
}

#[test]
fn no_cell_of_any_table_can_become_a_formula() {
    let snapshot = snapshot(&sample(), day("2026-09-30"));
    for bytes in [
        export::gap_list(&snapshot, english()),
        export::jira(&snapshot, &Contacts::default(), Which::All, english()),
        Ok(applied(&snapshot)),
    ] {
        let table = table(&bytes.unwrap());
        assert!(table.len() > 1);
        for cell in table.iter().flatten() {
            assert!(!is_formula_like(cell), "{cell:?}");
        }
    }
    let names = table(&export::gap_list(&snapshot, english()).unwrap());
    assert!(column(&names, "System").contains(&"'-Pricing, \"new\""));
}

#[test]
fn every_action_is_a_ticket_with_its_key_and_its_due_date() {
    let snapshot = snapshot(&sample(), day("2026-09-30"));
    let keys: Vec<_> = snapshot.actions.iter().map(|a| a.key.as_str()).collect();
    let asked = snapshot.actions[0].ask_by;
    assert!(asked >= snapshot.as_of && snapshot.actions.iter().any(|a| a.due < snapshot.as_of));
    let due = vec![asked.to_string(); keys.len()];
    let jira = table(&export::jira(&snapshot, &Contacts::default(), Which::All, english()).unwrap());
    assert_eq!(column(&jira, "External ID"), keys);
    assert_eq!(column(&jira, "Due date"), due);
    let github = export::github(&snapshot, Which::All, english());
    assert!(keys.iter().all(|key| github.contains(&format!("External ID: `{key}`"))));
    assert_eq!(github.matches("- [ ] ").count(), snapshot.gaps.len());
}

#[test]
fn tickets_are_written_once_and_findings_keep_their_identity() {
    let (first, second) = (sample(), {
        let mut later = sample();
        later
            .systems
            .push(system(5, "ai-005", "Voice bot", &[DeploymentModel::Saas]));
        later
    });
    let terms = Terms::of("Example Ltd");
    let old = record(&first, day("2026-09-30"), None, &terms);
    let new = record(&second, day("2026-12-31"), Some(&old), &terms);
    let ids = |snapshot: &Snapshot, which| -> Vec<String> {
        let table = table(&export::jira(snapshot, &Contacts::default(), which, english()).unwrap());
        column(&table, "External ID").into_iter().map(str::to_owned).collect()
    };
    let (before, added) = (ids(&old, Which::New), ids(&new, Which::New));
    assert_eq!(before, ids(&old, Which::All), "in a first report everything is new");
    assert!(
        !added.is_empty() && added.iter().all(|id| !before.contains(id)),
        "{added:?}"
    );
    let issues = export::github(&new, Which::New, english());
    assert_eq!(issues.lines().count(), added.len());
    let tasks = issues.matches("- [ ] ").count();
    let fresh = new
        .gaps
        .iter()
        .filter(|g| g.change == unowned::plan::Change::New)
        .count();
    assert_eq!(tasks, fresh, "each new gap stands in one new issue");
    let findings = |snapshot: &Snapshot| -> BTreeSet<String> {
        let file: serde_json::Value =
            serde_json::from_str(&export::defectdojo(snapshot, &Contacts::default()).unwrap()).unwrap();
        let all = file["findings"].as_array().unwrap();
        all.iter()
            .map(|f| f["unique_id_from_tool"].as_str().unwrap().to_owned())
            .collect()
    };
    assert!(findings(&new).is_superset(&findings(&old)));
}

#[test]
fn a_suggested_role_owns_nothing_in_ciso_assistant() {
    let snapshot = snapshot(&sample(), day("2026-09-30"));
    let table = table(&applied(&snapshot));
    for (action, owner) in snapshot.actions.iter().zip(column(&table, "owner")) {
        let expected = if action.kind == ActionKind::Deliver {
            "Bo Kim"
        } else {
            ""
        };
        assert_eq!(owner, expected, "{}", action.key);
    }
    for worked_on in ["status", "observation"] {
        assert!(
            !table[0].iter().any(|heading| heading == worked_on),
            "people fill in {worked_on}"
        );
    }
}

#[test]
fn markdown_takes_nothing_from_the_inventory_as_markup() {
    let mut inventory = sample();
    inventory.systems[0].name = "<b>|[x](https://example.org) @all `code`".into();
    let snapshot = snapshot(&inventory, day("2026-09-30"));
    for page in [
        export::markdown(&snapshot, english()),
        export::github(&snapshot, Which::All, english()),
    ] {
        let page = page.replace("\\\\", "\\");
        // What a host would make a link or a mention of is code; everything else is escaped.
        assert!(
            page.contains("`<b>`\\|`[x](https://example.org)` `@all` \\`code\\`"),
            "{page}"
        );
    }
}

#[test]
fn the_schemas_in_the_repository_are_those_of_the_types() {
    for (name, current) in export::schemas().unwrap() {
        let file = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/schema")).join(name);
        if std::env::var_os("UPDATE_SCHEMA").is_some() {
            std::fs::write(&file, &current).unwrap();
        }
        let published = std::fs::read_to_string(file).unwrap();
        assert_eq!(
            published, current,
            "{name}: run the tests once with UPDATE_SCHEMA=1 and look at the difference"
        );
    }
}

#[test]
fn a_record_reads_back_as_the_snapshot_it_was() {
    let snapshot = snapshot(&sample(), day("2026-09-30"));
    let record = export::Record::new(&snapshot, None).json().unwrap();
    let back = Snapshot::from_json(record.as_bytes()).unwrap();
    assert!(back.intact);
    assert_eq!(back.contradiction, None);
    assert_eq!(back.snapshot.to_json(), snapshot.to_json());
}

fn poam(inventory: &Inventory, as_of: &str) -> serde_json::Value {
    serde_json::from_str(&export::oscal(&snapshot(inventory, day(as_of)), &Contacts::default()).unwrap()).unwrap()
}

/// The UUIDs of the POA&M items by the title of their gap.
fn items(plan: &serde_json::Value) -> BTreeMap<String, String> {
    let items = plan["plan-of-action-and-milestones"]["poam-items"].as_array().unwrap();
    let pair = |item: &serde_json::Value| {
        let text = |key: &str| item[key].as_str().unwrap().to_owned();
        (text("title"), text("uuid"))
    };
    items.iter().map(pair).collect()
}

#[test]
fn the_oscal_plan_is_as_the_published_schema_says_also_with_nothing_open() {
    let published = include_str!("../oscal/oscal_poam_schema.json");
    let validator = jsonschema::validator_for(&serde_json::from_str(published).unwrap()).unwrap();
    let mut untidy = sample();
    untidy.systems[0].name = "  Two\nlines ".into();
    untidy.controls[1].owners = vec![person("Bo\tKim ")];
    for inventory in [sample(), untidy, Inventory::default()] {
        let plan = poam(&inventory, "2026-09-30");
        let errors: Vec<_> = validator
            .iter_errors(&plan)
            .map(|e| format!("{} {e}", e.instance_path()))
            .collect();
        assert!(errors.is_empty(), "{errors:#?}");
    }
    let mut broken = poam(&sample(), "2026-09-30");
    broken["plan-of-action-and-milestones"]["risks"][0]["deadline"] = "soon".into();
    assert!(!validator.is_valid(&broken));
}

#[test]
fn an_oscal_item_keeps_its_uuid_and_the_document_does_not() {
    let (september, december) = (poam(&sample(), "2026-09-30"), poam(&sample(), "2026-12-31"));
    assert_eq!(items(&september), items(&december));
    let uuids: BTreeSet<_> = items(&september).into_values().collect();
    assert_eq!(uuids.len(), snapshot(&sample(), day("2026-09-30")).gaps.len());
    let document = |plan: &serde_json::Value| plan["plan-of-action-and-milestones"]["uuid"].clone();
    assert_ne!(document(&september), document(&december));
    assert_eq!(document(&september), document(&poam(&sample(), "2026-09-30")));
}

#[test]
fn every_reference_in_the_oscal_plan_leads_somewhere() {
    let plan = &poam(&sample(), "2026-09-30")["plan-of-action-and-milestones"];
    let text = plan.to_string();
    let declared: BTreeSet<&str> = text.split("\"uuid\":\"").skip(1).map(|rest| &rest[..36]).collect();
    let mut references = 0;
    for key in [
        "observation-uuid\":\"",
        "risk-uuid\":\"",
        "subject-uuid\":\"",
        "actor-uuid\":\"",
        "party-uuids\":[\"",
        "href\":\"#",
    ] {
        for rest in text.split(key).skip(1) {
            assert!(declared.contains(&rest[..36]), "{key} {}", &rest[..36]);
            references += 1;
        }
    }
    assert!(references > plan["poam-items"].as_array().unwrap().len());
}

#[test]
fn our_own_tables_are_known_and_never_taken_for_an_inventory() {
    let inventory = sample();
    let snapshot = snapshot(&inventory, day("2026-09-30"));
    let mut tables = export::tables(&snapshot, &inventory, &Contacts::default(), english()).unwrap();
    tables.retain(|(_, bytes)| table(bytes).len() > 1);
    let contacts = Contacts::default();
    tables.extend(export::ciso_assistant(&snapshot, &[], &contacts, english()).unwrap());
    tables.push((
        "jira.csv".into(),
        export::jira(&snapshot, &contacts, Which::All, english()).unwrap(),
    ));
    for language in unowned::config::Language::ALL {
        let words = unowned::words::Words::of(language);
        tables.push((format!("{language}.csv"), export::gap_list(&snapshot, words).unwrap()));
    }
    let mut listed = vec![vec!["ID".to_owned(), "Name".to_owned()]];
    listed.extend(inventory.systems.iter().map(|s| vec![s.id.clone(), s.name.clone()]));
    for (name, bytes) in tables {
        let lines = match name.as_str() {
            "de.csv" | "fr.csv" | "es.csv" => semicolons(&bytes),
            _ => table(&bytes),
        };
        let workbook = Workbook {
            files: Vec::new(),
            tables: vec![text_table("systems.csv", &listed), text_table(&name, &lines)],
        };
        let read = normalise::inventory(&workbook, &Reading::default(), &[]).value;
        assert_eq!(read.inventory.systems.len(), inventory.systems.len(), "{name}");
        assert!(read.inventory.controls.is_empty(), "{name}");
        assert!(
            read.sheets[1].about == Some(normalise::Topic::OwnOutput),
            "{name}: {:?}",
            read.sheets[1].about
        );
    }
}

fn semicolons(bytes: &[u8]) -> Vec<Vec<String>> {
    let text = std::str::from_utf8(bytes).unwrap().trim_start_matches('\u{feff}');
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .delimiter(b';')
        .from_reader(text.as_bytes());
    reader
        .records()
        .map(|record| record.unwrap().iter().map(str::to_owned).collect())
        .collect()
}

fn text_table(file: &str, lines: &[Vec<String>]) -> Table {
    let row = |(number, line): (usize, &Vec<String>)| Row {
        number: number as u32,
        hidden: false,
        cells: (0..)
            .zip(line)
            .filter(|(_, text)| !text.is_empty())
            .map(|(column, text)| (column, Value::Text(text.as_str().into())))
            .collect(),
    };
    Table {
        file: Arc::from(file),
        sheet: None,
        hidden: false,
        rows: lines.iter().enumerate().map(row).collect(),
        merges: Vec::new(),
        comments: Default::default(),
        turned: false,
    }
}

#[test]
fn a_day_of_the_calendar_ends_where_the_next_begins_and_says_whose_it_is() {
    let mut inventory = sample();
    inventory.controls[1].due = Some(day("2026-12-31"));
    inventory.controls.push(Control {
        due: Some(day("2027-02-28")),
        status: Some(ControlStatus::Planned),
        ..control(9, Reach::System("ai-001".into()), &[Domain::DataSecurity])
    });
    let snapshot = snapshot(&inventory, day("2026-09-30"));
    let text = export::calendar(&snapshot, &inventory, english()).replace("\r\n ", "");
    let events: Vec<&str> = text.split("BEGIN:VEVENT").skip(1).collect();
    assert_eq!(text.matches("END:VEVENT").count(), events.len());
    let of = |event: &str, name: &str| -> String {
        let line = event.lines().find(|line| line.starts_with(name)).unwrap();
        line.split_once(':').unwrap().1.to_owned()
    };
    for event in &events {
        let at = |name| NaiveDate::parse_from_str(&of(event, name), "%Y%m%d").unwrap();
        assert_eq!(
            at("DTSTART;VALUE=DATE").succ_opt(),
            Some(at("DTEND;VALUE=DATE")),
            "{event}"
        );
    }
    let titles: Vec<_> = events.iter().map(|event| of(event, "SUMMARY")).collect();
    assert!(titles.contains(&"Promised: 2 gaps of Bo Kim".to_owned()), "{titles:?}");
    assert!(
        titles.contains(&"Promised\\, and without an owner: 1 gap".to_owned()),
        "{titles:?}"
    );
}
