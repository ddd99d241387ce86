//! `check --xlsx`: the workbook as it was understood. Answered and saved, it is an inventory, and nothing is lost in it.

use std::path::Path;

use crate::{Book, record, said, text, unowned, whole, write_book};

/// What a person keeps, with whatever a stranger cannot know.
const MESSY: [(&str, &[&str]); 3] = [
    (
        "AI tools",
        &[
            "Our AI tools",
            "",
            "Ref | Tool | How hosted | Criticality",
            "T1 | Claims copilot | Built on our own platform thing | High",
            "T2 | Staff chat | SaaS | Medium",
            "T3 | Zyxomat | | High",
        ],
    ),
    (
        "Tasks",
        &[
            "Tool | Topic | Lead | Status | Last reviewed",
            "Claims copilot | Data Privacy | Ann Lee | Running nicely | 2026-03-01",
            "Staff chatter | Data Privacy | Bo Kim | Running nicely | 2026-03-01",
            "Staff chat | Who may log in | Bo Kim | Implemented | 2026-03-01",
            "Zyxomat | Incident Response | Cy Roe | Planned | ",
        ],
    ),
    ("Canteen", &["Day | Meal", "Monday | Soup", "Tuesday | Rice"]),
];

/// The same without doubt.
const CLEAN: [(&str, &[&str]); 2] = [
    (
        "Systems",
        &[
            "ID | Name | Deployment model | Criticality",
            "T1 | Claims copilot | PaaS AI | High",
            "T2 | Staff chat | SaaS AI | Medium",
            "T3 | Zyxomat | IaaS AI | High",
        ],
    ),
    (
        "Controls",
        &[
            "System | Domain | Owner | Status | Last reviewed",
            "T1 | Data Privacy | Ann Lee | Implemented | 2026-03-01",
            "T2 | Data Privacy | Bo Kim | Implemented | 2026-03-01",
            "T2 | User Access Control | Bo Kim | Implemented | 2026-03-01",
            "T3 | Incident Response | Cy Roe | Planned | ",
        ],
    ),
];

fn check_to(folder: &Path, args: &[&str], checked: &str) -> String {
    let args = [&["check"], args, &["--as-of", "2026-09-30", "--xlsx", checked]].concat();
    let output = unowned(folder, &args);
    assert!(folder.join(checked).exists(), "{args:?}: {}", said(&output));
    said(&output)
}

#[test]
fn answered_and_saved_the_checked_workbook_gives_the_figures_of_the_clean_one() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    write_book(&folder.join("messy.xlsx"), &MESSY);
    write_book(&folder.join("clean.xlsx"), &CLEAN);
    check_to(folder, &["messy.xlsx", "--map", "owner=Lead"], "checked.xlsx");

    let mut book = Book::open(&folder.join("checked.xlsx"));
    book.answer("Column C 'How hosted'", "yes");
    book.answer("'Running nicely'", "implemented");
    book.answer("'Who may log in'", "user-access-control");
    book.answer("'Staff chatter'", "Staff chat");
    book.save(&folder.join("checked.xlsx"));
    // Now that the column is known, the systems of which it says nothing that is understood are asked about.
    check_to(folder, &["checked.xlsx"], "second.xlsx");
    let mut book = Book::open(&folder.join("second.xlsx"));
    book.answer("'Claims copilot'", "PaaS AI");
    book.answer("'Zyxomat'", "IaaS AI");
    book.save(&folder.join("second.xlsx"));

    let mended = record(folder, &["second.xlsx"]);
    let clean = record(folder, &["clean.xlsx"]);
    assert_eq!(mended["headline"], clean["headline"], "{:#?}", mended["warnings"]);
    assert_eq!(mended["headline"]["unowned"].as_u64().map(|n| n > 0), Some(true));
}

#[test]
fn unanswered_the_checked_workbook_is_the_inventory_as_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    write_book(&folder.join("messy.xlsx"), &MESSY);
    let before = record(folder, &["messy.xlsx", "--map", "owner=Lead"]);
    let said = check_to(folder, &["messy.xlsx", "--map", "owner=Lead"], "checked.xlsx");
    assert!(said.contains("checked.xlsx"), "{said}");
    let after = record(folder, &["checked.xlsx"]);
    for key in ["headline", "obligations", "systems"] {
        assert_eq!(after[key], before[key], "{key}");
    }
    // Every cell of the original is there, in its place.
    let (mut original, mut checked) = (
        Book::open(&folder.join("messy.xlsx")),
        Book::open(&folder.join("checked.xlsx")),
    );
    for (name, _) in MESSY {
        let copies = &checked.sheet(name).rows;
        for row in &original.sheet(name).rows {
            let copy = copies.iter().find(|copy| copy.number == row.number).unwrap();
            for (column, value) in &row.cells {
                assert_eq!(copy.get(*column), Some(value), "{name} row {}", row.number);
            }
        }
    }
    // And so once more, from the checked one.
    check_to(folder, &["checked.xlsx"], "again.xlsx");
    assert_eq!(record(folder, &["again.xlsx"])["headline"], before["headline"]);
}

#[test]
fn a_model_is_answered_where_the_table_has_no_column_for_it() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    write_book(&folder.join("messy.xlsx"), &MESSY);
    check_to(folder, &["messy.xlsx", "--map", "none=How hosted"], "checked.xlsx");
    let mut book = Book::open(&folder.join("checked.xlsx"));
    book.answer("'Zyxomat'", "IaaS AI");
    book.save(&folder.join("checked.xlsx"));
    let record = record(folder, &["checked.xlsx"]);
    assert_eq!(record["systems"][2]["models"], serde_json::json!(["iaas"]));
    assert_eq!(record["headline"]["unclassified"], 2);
}

#[test]
fn the_column_of_models_and_the_model_of_one_system_are_answered_in_one_go() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let systems: &[&str] = &[
        "Name | Habitat | Criticality",
        "Invoice bot | bespoke | High",
        "Drafting helper | SaaS | Low",
        "Night desk | SaaS | Low",
    ];
    let controls: &[&str] = &[
        "System | Domain | Owner | Status",
        "Night desk | Data Privacy | Ann Lee | Implemented",
    ];
    write_book(
        &folder.join("book.xlsx"),
        &[("Systems", systems), ("Controls", controls)],
    );
    check_to(folder, &["book.xlsx"], "checked.xlsx");
    let mut book = Book::open(&folder.join("checked.xlsx"));
    book.answer("Column B 'Habitat'", "deployment_model");
    book.answer("'Invoice bot'", "Agentic");
    book.save(&folder.join("checked.xlsx"));
    let said = check_to(folder, &["checked.xlsx"], "second.xlsx");
    assert!(!said.contains("no column is headed"), "{said}");
    for file in ["checked.xlsx", "second.xlsx"] {
        let record = record(folder, &[file]);
        let models: Vec<_> = record["systems"]
            .as_array()
            .unwrap()
            .iter()
            .map(|s| s["models"].to_string())
            .collect();
        assert_eq!(models, ["[\"agentic\"]", "[\"saas\"]", "[\"saas\"]"], "{file}");
    }
}

#[test]
fn the_questions_stand_most_effect_first() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    write_book(&folder.join("messy.xlsx"), &MESSY);
    check_to(folder, &["messy.xlsx", "--map", "owner=Lead"], "checked.xlsx");
    let questions = Book::open(&folder.join("checked.xlsx")).questions();
    let place = |words: &str| {
        questions
            .iter()
            .position(|q| q.contains(words))
            .unwrap_or_else(|| panic!("{words}"))
    };
    assert!(place("'Who may log in'") < place("'Running nicely'"), "{questions:#?}");
    assert!(place("'Running nicely'") < place("'Canteen'"), "{questions:#?}");
}

#[test]
fn where_no_list_of_systems_is_found_the_questions_are_the_way_on() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let things: [(&str, &[&str]); 1] = [(
        "Stuff",
        &[
            "Gadget | Room",
            "Claims copilot | 12",
            "Staff chat | 14",
            "Summarizer | 12",
        ],
    )];
    write_book(&folder.join("things.xlsx"), &things);
    check_to(folder, &["things.xlsx"], "checked.xlsx");
    let mut book = Book::open(&folder.join("checked.xlsx"));
    book.answer("Sheet 'Stuff'", "a list of AI systems");
    book.save(&folder.join("checked.xlsx"));
    // Which column names them is settled as on the command line: here in a sheet of settings.
    let mut book = Book::open(&folder.join("checked.xlsx"));
    let mut settings = book.sheet("Stuff").clone();
    settings.sheet = Some("Settings".into());
    settings.rows.truncate(2);
    settings.rows[0].cells = vec![(0, text("Key")), (1, text("Value"))];
    settings.rows[1].cells = vec![(0, text("reading.columns.system_name")), (1, text("Gadget"))];
    book.0.push(settings);
    book.save(&folder.join("checked.xlsx"));
    assert_eq!(record(folder, &["checked.xlsx"])["headline"]["systems"], 3);
}

#[test]
fn a_text_of_the_inventory_never_becomes_a_formula() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let systems = [
        "Name | Deployment model",
        "=HYPERLINK(\"http://x\") | +SaaS plus",
        "Staff chat | @cloud thing",
    ];
    write_book(&folder.join("inventory.xlsx"), &[("Systems", &systems)]);
    check_to(folder, &["inventory.xlsx"], "checked.xlsx");
    let bytes = std::fs::read(folder.join("checked.xlsx")).unwrap();
    let mut package = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    for index in 0..package.len() {
        let mut part = package.by_index(index).unwrap();
        let name = part.name().unwrap().into_owned();
        let mut content = String::new();
        if name.starts_with("xl/worksheets/sheet") && std::io::Read::read_to_string(&mut part, &mut content).is_ok() {
            assert!(!content.contains("<f>"), "{name}");
        }
    }
    assert_eq!(
        record(folder, &["checked.xlsx"])["systems"][0]["name"],
        "=HYPERLINK(\"http://x\")"
    );
}

#[test]
fn columns_of_owners_beside_the_systems_are_answered_with_their_domain() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let typed = [
        "tool | login ok? | who keeps the data safe | notes",
        "ChatGPT Enterprise | Dana Weber | Ruth Adler | ",
        "Microsoft 365 Copilot | Dana Weber | | rollout in May",
        "Resume screener | Maria Lopez | Ruth Adler | high risk!",
    ];
    write_book(&folder.join("typed.xlsx"), &[("Sheet1", &typed)]);
    check_to(folder, &["typed.xlsx"], "checked.xlsx");
    let mut book = Book::open(&folder.join("checked.xlsx"));
    book.answer("'login ok?'", "User Access Control");
    book.answer("'who keeps the data safe'", "Data Privacy");
    book.answer("'Resume screener'", "SaaS AI");
    book.save(&folder.join("checked.xlsx"));
    let record = record(folder, &["checked.xlsx"]);
    let owned = |domain: &str| {
        let duties = record["obligations"].as_array().unwrap().iter();
        let of_domain = duties.filter(|duty| duty["domain"] == domain && !duty["customer"].is_null());
        of_domain
            .filter(|duty| !duty["owners"].as_array().unwrap().is_empty())
            .count()
    };
    assert_eq!((owned("user-access-control"), owned("data-privacy")), (3, 2));
}

#[test]
fn a_chart_of_roles_counts_once_it_is_said_for_which_systems_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let raci = [
        "Activity | CISO | Head of Data | Service desk",
        "Access control | A | C | R",
        "Data privacy | C | A | ",
        "Incident response | A | | R",
    ];
    let systems = [
        "System | Type | Criticality",
        "Claims bot | SaaS | High",
        "Pricing model | On-prem | High",
    ];
    write_book(&folder.join("raci.xlsx"), &[("RACI", &raci), ("Systems", &systems)]);
    check_to(folder, &["raci.xlsx"], "checked.xlsx");
    let mut book = Book::open(&folder.join("checked.xlsx"));
    book.answer("Sheet 'RACI' does not say", "all");
    book.save(&folder.join("checked.xlsx"));
    let by_answer = record(folder, &["checked.xlsx"]);
    let by_option = record(folder, &["raci.xlsx", "--applies-to", "RACI=*"]);
    assert_eq!(by_answer["headline"], by_option["headline"]);
    assert!(by_answer["headline"]["ownership_rate"].as_f64().unwrap() > 0.0);
}

/// One thing in doubt of every kind.
const IN_DOUBT: [(&str, &[&str]); 6] = [
    (
        "AI tools",
        &[
            "Ref | Tool | Deployment model | Criticality | Data classification | Lifecycle stage | Personal data | Risk tier | |",
            "T1 | Claims helper | Somewhere odd | Spicy | Hush | Brewing | Perhaps so | | Ann Lee | 12",
            "T2 | Staff chat | SaaS | | Internal | Production | No | Purple | Bo Kim | 14",
            "T3 | Zyxomat | | High | Internal | Production | No | | Cy Roe | 12",
            "T4 | Slack AI | | High | Internal | Production | No | | Cy Roe | 14",
        ],
    ),
    (
        "Tasks",
        &[
            "System | Domain | Who is it | Who could it be | Status | Responsible party | Last reviewd | Due date |",
            "T1 | Data Privacy | Ann Lee | Bo Kim | Running nicely | Them | 2026-03-01 | | Report 12",
            "T2 | Who may log in | Bo Kim | Cy Roe | Implemented | Us | 2026-03-01 | | Report 13",
            "Staff chatter | Data Privacy | Dan Ode | Ann Lee | Implemented | Us | 2026-03-01 | | Report 14",
            "T3 | Data Privacy | Dan Ode | Ann Lee | Running nicely | Us | 2026-03-01 | 03/04/2027 | Report 15",
        ],
    ),
    (
        "Annex A",
        &[
            "System | ISO 42001 reference | Owner | Status",
            "T3 | A.4.3 | Ann Lee | Implemented",
            "T2 | A.6.2.6 | Ann Lee | Implemented",
            "T2 | A.99.9 | Ann Lee | Implemented",
        ],
    ),
    (
        "Company rules",
        &[
            "Domain | Control | Owner | Status",
            "Incident Response | Playbook | Ann Lee | Implemented",
            "Network Security | Zones | Bo Kim | Implemented",
        ],
    ),
    (
        "More tools",
        &[
            "Item | Remark",
            "Pricing bot | new",
            "Claims reader | old",
            "Route planner | new",
        ],
    ),
    ("Canteen", &["Day | Meal", "Monday | Soup", "Tuesday | Rice"]),
];

/// An answer to a question that says something else than what is assumed.
fn other_answer(kind: &str, now: &str, about: &str) -> &'static str {
    match kind.split_once(' ').unwrap_or((kind, "")) {
        ("column", "?") => "notes",
        ("column", _) if now.starts_with("read as") => "no",
        ("column", _) => "yes",
        ("sheet", _) => "a list of controls",
        ("applies", _) => "all",
        ("word", "domain") => "user-access-control",
        ("word", "control_status") => "implemented",
        ("word", "responsible_party") => "customer",
        ("word", "criticality") => "critical",
        ("word", "data_classification") => "restricted",
        ("word", "lifecycle_stage") => "retired",
        ("word", "boolean") => "yes",
        ("word", "risk_tier") => "high",
        ("word", "deployment_model") => "on-premises",
        ("model", _) => "IaaS AI",
        ("system", _) => "T2",
        ("day", _) => "2027-04-03",
        _ => panic!("no answer to {kind} {about}"),
    }
}

#[test]
fn every_question_that_is_answered_changes_the_reading() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    write_book(&folder.join("doubt.xlsx"), &IN_DOUBT);
    check_to(folder, &["doubt.xlsx"], "checked.xlsx");
    let understood = |file: &str| {
        let whole = whole(folder, &[file]);
        let read = |sheet: &&serde_json::Value| sheet["role"] != "settings";
        let sheets: Vec<_> = whole["sheets"]
            .as_array()
            .unwrap()
            .iter()
            .filter(read)
            .cloned()
            .collect();
        let snapshot = &whole["snapshot"];
        let systems = (
            snapshot["systems"].clone(),
            snapshot["obligations"].clone(),
            snapshot["gaps"].clone(),
        );
        (serde_json::to_string(&sheets).unwrap(), format!("{systems:?}"))
    };
    let before = understood("checked.xlsx");
    let asked = Book::open(&folder.join("checked.xlsx")).asked();
    let mut kinds = std::collections::BTreeSet::new();
    for [question, now, kind, about] in &asked {
        let mut book = Book::open(&folder.join("checked.xlsx"));
        book.answer(question, other_answer(kind, now, about));
        book.save(&folder.join("answered.xlsx"));
        assert_ne!(understood("answered.xlsx"), before, "{question} ({kind}: {about})");
        kinds.insert(kind.as_str());
    }
    let expected = "applies to|column ?|column business_owner|column owner|column last_reviewed|day|model|sheet|system|word boolean|\
                    word control_status|word criticality|word data_classification|word deployment_model|word domain|\
                    word lifecycle_stage|word responsible_party|word risk_tier";
    for kind in expected.split('|') {
        assert!(kinds.contains(kind), "{kind} is not asked: {asked:#?}");
    }
    let asks = |words: &str| asked.iter().any(|[question, ..]| question.contains(words));
    for words in [
        "'A.4.3'",
        "'A.99.9'",
        "'column I' on sheet AI tools",
        "'column I' on sheet Tasks",
    ] {
        assert!(asks(words), "{words}: {asked:#?}");
    }
}
