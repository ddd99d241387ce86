//! What a workbook is understood to say: layouts, columns, values, and what is reported instead of guessed. Tables are built by
//! hand here; the last tests go through files.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::NaiveDate;
use proptest::prelude::*;
use unowned::assess;
use unowned::config::{Reading, Rules};
use unowned::diagnostic::{CellRef, Code, Diagnostic, Diagnostics};
use unowned::framework::{DeploymentModel, Domain, Matrix};
use unowned::inventory::{
    Classification, ControlStatus, Criticality, ModelSource, OwnerKind, Party, Reach, Scope, Stage, System,
};
use unowned::normalise::{self, Role, Understood};
use unowned::read::{Area, Row, SourceFile, Table, Value, Workbook};

/// A sheet from lines of cells parted by `|`; a blank cell is absent.
fn sheet(name: &str, lines: &[&str]) -> Table {
    let cells = |line: &&str| {
        line.split('|')
            .map(|c| c.trim().replace("\\n", "\n"))
            .collect::<Vec<_>>()
    };
    grid(name, &lines.iter().map(cells).collect::<Vec<_>>())
}

fn grid(name: &str, lines: &[Vec<String>]) -> Table {
    let value = |text: &String| Value::Text(text.clone());
    values(
        name,
        &lines
            .iter()
            .map(|line| line.iter().map(value).collect())
            .collect::<Vec<_>>(),
    )
}

fn values(name: &str, lines: &[Vec<Value>]) -> Table {
    let row = |(number, line): (usize, &Vec<Value>)| Row {
        number: number as u32,
        hidden: false,
        cells: line
            .iter()
            .enumerate()
            .filter(|(_, value)| !matches!(value, Value::Text(text) if text.is_empty()))
            .map(|(column, value)| (column as u32, value.clone()))
            .collect(),
    };
    Table {
        file: Arc::from("book.xlsx"),
        sheet: Some(Arc::from(name)),
        hidden: false,
        rows: lines
            .iter()
            .enumerate()
            .map(row)
            .filter(|row| !row.cells.is_empty())
            .collect(),
        merges: Vec::new(),
    }
}

fn merged(mut table: Table, areas: &[((u32, u32), (u32, u32))]) -> Table {
    let cell = |(row, column): (u32, u32)| CellRef { row, column };
    table.merges = areas
        .iter()
        .map(|(first, last)| Area {
            first: cell(*first),
            last: cell(*last),
        })
        .collect();
    table
}

struct Read {
    what: Understood,
    found: Diagnostics,
}

impl Read {
    fn system(&self, name: &str) -> &System {
        self.what
            .inventory
            .systems
            .iter()
            .find(|s| s.name == name)
            .unwrap_or_else(|| panic!("no system '{name}'"))
    }

    fn role(&self, sheet: &str) -> Role {
        self.what
            .sheets
            .iter()
            .find(|s| s.sheet.as_deref() == Some(sheet))
            .unwrap()
            .role
    }

    fn found(&self, code: Code) -> Vec<&Diagnostic> {
        self.found.iter().filter(|d| d.code == code).collect()
    }

    fn count(&self, code: Code) -> usize {
        self.found(code).iter().map(|d| d.count).sum()
    }
}

fn read_with(tables: Vec<Table>, reading: &Reading) -> Read {
    let workbook = Workbook {
        files: vec![SourceFile {
            name: Arc::from("book.xlsx"),
            sha256: String::new(),
        }],
        tables,
    };
    let warned = normalise::inventory(&workbook, reading, &[]);
    for sheet in &warned.value.sheets {
        assert_eq!(
            sheet.rows,
            sheet.rows_read + sheet.rows_left_out,
            "rows do not add up in {sheet:#?}"
        );
    }
    Read {
        what: warned.value,
        found: warned.diagnostics,
    }
}

fn read(tables: Vec<Table>) -> Read {
    read_with(tables, &Reading::default())
}

const SYSTEMS: [&str; 4] = [
    "ID | Name | Deployment model | Product | Vendor | Business unit | Owner | Criticality | Data classification | Personal data | Lifecycle stage | Notes",
    "AI-1 | Claims copilot | PaaS | Azure OpenAI | Microsoft | Claims | Ann Lee | High | Confidential | Yes | Production | x",
    "AI-2 | Enterprise ChatGPT | | | OpenAI | Finance | | | | yes | Pilot |",
    "AI-3 | Old bot | SaaS | | | Finance | | | | | Decommissioned |",
];

const CONTROLS: &str = "System | Domain | Control | Responsible party | Owner | Status | Evidence | Provider evidence | Last reviewed | Due date | Exception reason | Exception approver | Exception expires | Notes";

fn controls(rows: &[&str]) -> Read {
    let lines: Vec<&str> = std::iter::once(CONTROLS).chain(rows.iter().copied()).collect();
    read(vec![sheet("Systems", &SYSTEMS), sheet("Controls", &lines)])
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

// ---- the starter workbook -------------------------------------------------------------------------------------------

#[test]
fn the_starter_workbook_is_understood_whole() {
    let people = sheet(
        "People",
        &["Name | E-mail | Left on", "Bob Roy | bob@example.org | 2026-01-31"],
    );
    let rows = [
        CONTROLS,
        "AI-1 | Data Privacy | DPIA | customer | Ann Lee | Implemented | DPIA-7 | | 2026-03-01 | | | | | ",
    ];
    let read = read(vec![sheet("Systems", &SYSTEMS), sheet("Controls", &rows), people]);
    assert_eq!(
        [read.role("Systems"), read.role("Controls"), read.role("People")],
        [Role::Systems, Role::Controls, Role::People]
    );
    let claims = read.system("Claims copilot");
    assert_eq!(
        (claims.id.as_str(), claims.models.as_slice()),
        ("AI-1", [DeploymentModel::Paas].as_slice())
    );
    assert_eq!(claims.model_source, ModelSource::Declared);
    assert_eq!(
        (claims.criticality, claims.classification),
        (Some(Criticality::High), Some(Classification::Confidential))
    );
    assert_eq!((claims.stage, claims.scope), (Some(Stage::Production), Scope::In));
    assert_eq!(claims.at.short(), "Systems!B2");
    assert_eq!(read.system("Old bot").scope, Scope::Retired);
    let control = &read.what.inventory.controls[0];
    assert_eq!(control.reach, [Reach::System("AI-1".to_owned())]);
    assert_eq!(
        (control.domains.as_slice(), control.status),
        ([Domain::DataPrivacy].as_slice(), Some(ControlStatus::Implemented))
    );
    assert_eq!(control.last_reviewed, Some(day("2026-03-01")));
    assert_eq!(control.at.short(), "Controls!B2");
    assert_eq!(read.what.inventory.departures[0].left_on, day("2026-01-31"));
    let fields = read
        .what
        .sheets
        .iter()
        .flat_map(|s| &s.columns)
        .filter(|c| c.field.is_none())
        .count();
    assert_eq!(fields, 0, "every heading of the starter workbook has a field");
}

#[test]
fn example_rows_are_ignored_with_a_note() {
    let read = read(vec![sheet(
        "Systems",
        &[
            "ID | Name",
            "EXAMPLE-1 | Claims copilot",
            "X | EXAMPLE bot",
            "AI-1 | Real",
        ],
    )]);
    assert_eq!(read.what.inventory.systems.len(), 1);
    assert_eq!(read.count(Code::ExampleRow), 2);
}

// ---- layout ---------------------------------------------------------------------------------------------------------

#[test]
fn the_header_is_found_below_titles_and_blank_rows() {
    let read = read(vec![sheet(
        "AI register",
        &[
            "",
            "Group AI register 2026",
            "Owner: the CISO",
            "",
            "Tool | Hosting model | Business\\nunit",
            "Enterprise ChatGPT | SaaS | Finance",
        ],
    )]);
    assert_eq!(read.what.sheets[0].header_row, Some(5));
    let system = read.system("Enterprise ChatGPT");
    assert_eq!(system.models, [DeploymentModel::Saas]);
    assert_eq!(system.unit.as_deref(), Some("Finance"));
}

#[test]
fn a_header_in_two_lines_is_read_as_one() {
    let table = sheet(
        "Register",
        &[
            "System | | Deployment | Vendor",
            "ID | Name | Model | Name",
            "7 | Claims bot | Agentic | Acme",
            "8 | Scribe | SaaS | Nota",
        ],
    );
    let read = read(vec![merged(table, &[((0, 0), (0, 1))])]);
    assert_eq!(read.what.sheets[0].header_row, Some(2));
    let system = read.system("Claims bot");
    assert_eq!((system.id.as_str(), system.vendor.as_deref()), ("7", Some("Acme")));
    assert_eq!(system.models, [DeploymentModel::Agentic]);
}

#[test]
fn repeated_headers_totals_and_notes_are_passed_over_and_counted() {
    let read = read(vec![sheet(
        "Systems",
        &[
            "ID | Name | Deployment model",
            "1 | One | SaaS",
            "ID | Name | Deployment model",
            "2 | Two | PaaS",
            "Total | 2 |",
            "Source: the CMDB",
        ],
    )]);
    assert_eq!(read.what.inventory.systems.len(), 2);
    assert_eq!(read.count(Code::NoteRow), 3);
    assert_eq!(read.what.sheets[0].rows_left_out, 3);
}

#[test]
fn a_further_table_on_a_sheet_is_reported_and_its_rows_are_counted() {
    let read = read(vec![sheet(
        "Systems",
        &[
            "ID | Name | Deployment model",
            "1 | One | SaaS",
            "",
            "Control owner | Evidence | Implementation status",
            "Ann Lee | yes | Done",
        ],
    )]);
    assert_eq!(read.what.inventory.systems.len(), 1);
    assert_eq!(read.count(Code::SecondTable), 1);
    assert_eq!(read.what.sheets[0].rows_left_out, 2);
}

#[test]
fn a_merged_system_cell_counts_for_every_row_it_spans() {
    let table = sheet(
        "Controls",
        &[
            CONTROLS,
            "AI-1 | Data Privacy | | | Ann Lee | Done",
            " | Data Security | | | Bob Roy | Done",
        ],
    );
    let read = read(vec![sheet("Systems", &SYSTEMS), merged(table, &[((1, 0), (2, 0))])]);
    let reach: Vec<_> = read.what.inventory.controls.iter().map(|c| c.reach.clone()).collect();
    assert_eq!(reach, vec![vec![Reach::System("AI-1".to_owned())]; 2]);
    assert_eq!(read.count(Code::MergedCells), 1);
}

#[test]
fn a_system_merged_over_several_rows_is_one_system_with_all_their_models() {
    let table = sheet(
        "Systems",
        &[
            "Name | Deployment model",
            "Agent desk | PaaS",
            " | Agentic",
            "Other | SaaS",
        ],
    );
    let read = read(vec![merged(table, &[((1, 0), (2, 0))])]);
    assert_eq!(read.what.inventory.systems.len(), 2);
    assert_eq!(
        read.system("Agent desk").models,
        [DeploymentModel::Paas, DeploymentModel::Agentic]
    );
}

#[test]
fn sheets_without_systems_or_controls_are_passed_over_with_a_reason() {
    let read = read(vec![
        sheet("Read me", &["How to fill in this workbook"]),
        sheet("Systems", &SYSTEMS),
        sheet(
            "Contacts",
            &["Name | Email | Department", "Ann Lee | ann@example.org | Claims"],
        ),
        sheet("Lists", &["Status | Criticality", "Done | High"]),
    ]);
    for name in ["Read me", "Contacts", "Lists"] {
        assert_eq!(read.role(name), Role::PassedOver, "{name}");
    }
    assert_eq!(read.count(Code::SheetPassedOver), 3);
    assert_eq!(read.what.inventory.systems.len(), 3);
}

#[test]
fn only_a_name_is_required() {
    let read = read(vec![sheet("Sheet1", &["AI tool", "Grammarly", "House model"])]);
    assert_eq!(read.what.inventory.systems.len(), 2);
    assert_eq!(read.system("House model").id, "house-model");
    assert_eq!(read.count(Code::ModelUnclear), 1);
}

#[test]
fn a_federal_use_case_inventory_needs_no_mapping() {
    let read = read(vec![sheet(
        "Sheet1",
        &[
            "Use Case Name | Agency | Bureau | Stage of Development | Is the AI use case rights-impacting, safety-impacting, both, or neither? | Is the AI use case found in the below list of general commercial AI products and services?",
            "Claims triage | Department of Examples | Benefits | Operation and Maintenance | Rights-Impacting\\n | None of the above.",
            "Code help with GitHub Copilot | Department of Examples | IT | Retired | Neither | Searching for information using AI.",
        ],
    )]);
    let triage = read.system("Claims triage");
    assert_eq!(triage.unit.as_deref(), Some("Department of Examples"));
    assert_eq!(
        (triage.stage, triage.criticality),
        (Some(Stage::Production), Some(Criticality::High))
    );
    assert_eq!(triage.model_source, ModelSource::None);
    let copilot = read.system("Code help with GitHub Copilot");
    assert_eq!(
        copilot.model_source,
        ModelSource::Inferred("Name 'GitHub Copilot'".to_owned())
    );
    assert_eq!(copilot.scope, Scope::Retired);
    assert_eq!(read.count(Code::UnknownModel), 0);
}

// ---- columns --------------------------------------------------------------------------------------------------------

#[test]
fn the_users_mapping_goes_before_everything() {
    let mut reading = Reading::default();
    reading
        .columns
        .insert("system_name".to_owned(), "Bezeichnung".to_owned());
    reading
        .columns
        .insert("Deployment model".to_owned(), "Betrieb".to_owned());
    reading.sheets.insert("systems".to_owned(), "Liste".to_owned());
    let values = BTreeMap::from([("Wolke".to_owned(), "saas".to_owned())]);
    reading.values.insert("model".to_owned(), values);
    let read = read_with(
        vec![
            sheet("Systems", &SYSTEMS),
            sheet("Liste", &["Bezeichnung | Betrieb", "Schadenbot | Wolke"]),
        ],
        &reading,
    );
    assert_eq!(
        read.what.inventory.systems.len(),
        1,
        "only the named sheet lists the systems"
    );
    assert_eq!(read.system("Schadenbot").models, [DeploymentModel::Saas]);
}

#[test]
fn a_mapping_that_fits_no_column_is_reported() {
    let mut reading = Reading::default();
    reading.columns.insert("system_name".to_owned(), "Nowhere".to_owned());
    let read = read_with(vec![sheet("Systems", &SYSTEMS)], &reading);
    assert!(
        read.found(Code::ColumnMissing)
            .iter()
            .any(|d| d.message.contains("Nowhere"))
    );
}

#[test]
fn close_spellings_and_telling_values_name_a_column_and_say_so() {
    let read = read(vec![sheet(
        "Systems",
        &[
            "Name | Criticallity | How it runs",
            "One | High | SaaS",
            "Two | Low | On-premises",
            "Three | High | PaaS",
        ],
    )]);
    assert_eq!(read.system("Two").models, [DeploymentModel::OnPremises]);
    assert_eq!(read.system("Two").criticality, Some(Criticality::Low));
    assert_eq!(read.count(Code::HeaderGuessed), 2);
}

#[test]
fn a_doubtful_heading_over_other_words_is_passed_over() {
    let read = read(vec![sheet(
        "Systems",
        &["Name | Type", "One | Chatty thing", "Two | Picture thing"],
    )]);
    assert_eq!(read.count(Code::UnknownModel), 0);
    assert!(read.what.sheets[0].columns[1].field.is_none());
}

// ---- systems --------------------------------------------------------------------------------------------------------

#[test]
fn a_declared_model_rules_and_several_are_several() {
    let read = read(vec![sheet(
        "Systems",
        &[
            "Name | Deployment model | Product",
            "A | PaaS + MCP | ChatGPT",
            "B | agentic / paas |",
            "C | Background AI |",
            "D | Unknown | GitHub Copilot",
            "E | Saaas | GitHub Copilot",
        ],
    )]);
    assert_eq!(read.system("A").models, [DeploymentModel::Paas, DeploymentModel::Mcp]);
    assert_eq!(
        read.system("B").models,
        [DeploymentModel::Paas, DeploymentModel::Agentic]
    );
    assert_eq!(read.system("C").scope, Scope::NotCovered);
    assert_eq!(
        read.system("D").models,
        [DeploymentModel::Coding],
        "unknown is as good as blank"
    );
    assert!(read.system("E").models.is_empty(), "a slip is not blank");
    assert!(read.found(Code::UnknownModel)[0].help.contains("'saas'"));
}

#[test]
fn a_model_is_told_by_product_then_name_and_never_by_a_bare_vendor() {
    let read = read(vec![sheet(
        "Systems",
        &[
            "Name | Deployment model | Product | Vendor",
            "A | | ChatGPT Enterprise; GitHub Copilot |",
            "Claims bot on Amazon Bedrock | | |",
            "C | | Copilot | Microsoft",
            "D | | | OpenAI",
            "E | | Spotify |",
        ],
    )]);
    assert_eq!(
        read.system("A").models,
        [DeploymentModel::Saas, DeploymentModel::Coding]
    );
    assert_eq!(
        read.system("Claims bot on Amazon Bedrock").models,
        [DeploymentModel::Paas]
    );
    assert!(read.system("C").models.is_empty() && read.system("D").models.is_empty());
    let questions = read.found(Code::ModelUnclear);
    let copilot = questions.iter().find(|d| d.message.contains("'Copilot'")).unwrap();
    assert!(copilot.help.contains("GitHub Copilot (coding)"), "{}", copilot.help);
    assert_eq!(read.system("E").scope, Scope::NotCovered);
}

#[test]
fn ids_are_kept_made_or_numbered() {
    let text = |t: &str| Value::Text(t.to_owned());
    let read = read(vec![values(
        "Systems",
        &[
            vec![text("ID"), text("Name")],
            vec![Value::Number(7.0), text("Seven")],
            vec![text("AI-1"), text("One")],
            vec![text("AI-1"), text("Another")],
            vec![text(""), text("Größe & Co.")],
        ],
    )]);
    let ids: Vec<&str> = read.what.inventory.systems.iter().map(|s| s.id.as_str()).collect();
    assert_eq!(ids, ["7", "AI-1", "AI-1-2", "größe-co"]);
    assert_eq!((read.count(Code::DuplicateId), read.count(Code::NumericId)), (1, 1));
}

#[test]
fn impact_comes_from_criticality_else_risk_and_personal_data_is_confidential() {
    let read = read(vec![sheet(
        "Systems",
        &[
            "Name | Criticality | Risk tier | Data classification | Personal data",
            "A | Low | High risk | |",
            "B | | High-impact | | Yes",
            "C | TBD | | Public | Yes",
        ],
    )]);
    assert_eq!(read.system("A").criticality, Some(Criticality::Low));
    let b = read.system("B");
    assert_eq!(
        (b.criticality, b.classification, b.classification_inferred),
        (Some(Criticality::High), Some(Classification::Confidential), true)
    );
    let c = read.system("C");
    assert_eq!((c.criticality, c.classification), (None, Some(Classification::Public)));
    assert_eq!(read.count(Code::ClassificationInferred), 1);
}

// ---- controls -------------------------------------------------------------------------------------------------------

#[test]
fn a_control_reaches_systems_units_models_or_all() {
    let read = controls(&[
        "AI-1; Old bot | Data Privacy",
        "unit:Finance | Data Privacy",
        "model:SaaS | Data Privacy",
        "* | all",
        "Finance | Data Privacy, Data Security",
        "claims COPILOT | Privacy",
    ]);
    let reach: Vec<Vec<Reach>> = read.what.inventory.controls.iter().map(|c| c.reach.clone()).collect();
    let system = |id: &str| Reach::System(id.to_owned());
    assert_eq!(
        reach,
        [
            vec![system("AI-1"), system("AI-3")],
            vec![Reach::Unit("finance".to_owned())],
            vec![Reach::Model(DeploymentModel::Saas)],
            vec![Reach::All],
            vec![Reach::Unit("finance".to_owned())],
            vec![system("AI-1")],
        ]
    );
    assert_eq!(read.what.inventory.controls[3].domains.len(), 16);
    assert_eq!(
        read.what.inventory.controls[4].domains,
        [Domain::DataPrivacy, Domain::DataSecurity]
    );
}

#[test]
fn what_is_not_in_the_inventory_is_reported_with_the_nearest_name_and_does_not_count() {
    let read = controls(&[
        "Claims copilt | Data Privacy",
        "unit:Finnance | Data Privacy",
        "AI-1 | Data Privcy",
        " | Data Privacy",
        "AI-1 |",
    ]);
    assert!(read.what.inventory.controls.is_empty());
    let systems = read.found(Code::UnknownSystem);
    assert!(
        systems[0].help.contains("'Claims copilot'") && systems[1].help.contains("unit:finance"),
        "{systems:#?}"
    );
    assert!(read.found(Code::UnknownDomain)[0].help.contains("'data-privacy'"));
    assert_eq!(read.count(Code::RowSkipped), 2);
}

#[test]
fn a_name_that_two_systems_share_reaches_neither() {
    let systems = sheet(
        "Systems",
        &["ID | Name | Deployment model", "1 | Bot | SaaS", "2 | Bot | PaaS"],
    );
    let read = read(vec![
        systems,
        sheet(
            "Controls",
            &[CONTROLS, "Bot | Data Privacy | | | Ann Lee | Done", "2 | Data Privacy"],
        ),
    ]);
    assert_eq!(read.what.inventory.controls.len(), 1);
    assert_eq!(read.count(Code::UnknownSystem), 1);
}

#[test]
fn statuses_mean_what_the_table_says() {
    let said = [
        ("Done", Some(ControlStatus::Implemented)),
        ("Compensating control", Some(ControlStatus::Implemented)),
        ("WIP", Some(ControlStatus::Partial)),
        ("In progress", Some(ControlStatus::Planned)),
        ("Not started", Some(ControlStatus::Planned)),
        ("N/A", Some(ControlStatus::NotApplicable)),
        ("Decommissioned", Some(ControlStatus::Retired)),
        ("", None),
        ("TBD", None),
        ("Risk accepted", None),
        ("Implmented", None),
    ];
    let rows: Vec<String> = said
        .iter()
        .map(|(word, _)| format!("AI-1 | Data Privacy | | | Ann Lee | {word}"))
        .collect();
    let read = controls(&rows.iter().map(String::as_str).collect::<Vec<_>>());
    for (control, (word, status)) in read.what.inventory.controls.iter().zip(&said) {
        assert_eq!(control.status, *status, "{word}");
    }
    assert_eq!(
        (
            read.count(Code::UnknownValue),
            read.count(Code::StatusException),
            read.count(Code::RetiredControl)
        ),
        (1, 1, 1)
    );
}

#[test]
fn the_two_sides_are_kept_apart() {
    let read = controls(&[
        "AI-1 | Data Privacy | | Provider | Microsoft | Done",
        "AI-1 | Data Privacy | | Shared | Ann Lee | Done",
        "AI-1 | Data Privacy | | | Ann Lee | Inherited",
        "AI-1 | Data Privacy | | Provder | Ann Lee | Done",
    ]);
    let party: Vec<Party> = read.what.inventory.controls.iter().map(|c| c.party).collect();
    assert_eq!(
        party,
        [Party::Provider, Party::Customer, Party::Provider],
        "a party that is not understood counts for neither"
    );
    assert_eq!(read.what.inventory.controls[2].status, Some(ControlStatus::Implemented));
    assert!(read.found(Code::UnknownValue)[0].help.contains("'provider'"));
}

#[test]
fn owners_are_people_teams_the_provider_or_nobody() {
    let read = controls(&[
        "AI-1 | Data Privacy | | | TBC (ask Finance)",
        "AI-1 | Data Privacy | | | Ann Lee; SOC team",
        "AI-1 | Data Privacy | | | vendor",
    ]);
    let owners: Vec<Vec<(&str, OwnerKind)>> = read
        .what
        .inventory
        .controls
        .iter()
        .map(|c| c.owners.iter().map(|o| (o.name.as_str(), o.kind)).collect())
        .collect();
    assert_eq!(
        owners,
        [
            vec![],
            vec![("Ann Lee", OwnerKind::Person), ("SOC team", OwnerKind::Team)],
            vec![("vendor", OwnerKind::Provider)],
        ]
    );
    assert_eq!(
        (read.count(Code::OwnerPlaceholder), read.count(Code::OwnerIsTeam)),
        (1, 1)
    );
}

#[test]
fn one_person_has_one_spelling_whatever_the_order_of_the_rows() {
    let people = sheet(
        "People",
        &["Name | E-mail | Left on", "Ann Lee | ann@example.org | 2030-01-31"],
    );
    let mut rows = vec![
        "AI-1|Data Privacy|||ann lee",
        "AI-1|Data Privacy|||Ann Lee",
        "AI-1|Data Privacy|||ann@example.org",
        "AI-1|Data Privacy|||Lee, Ann",
    ];
    for _ in 0..rows.len() {
        rows.rotate_left(1);
        let lines: Vec<&str> = std::iter::once(CONTROLS).chain(rows.iter().copied()).collect();
        let read = read(vec![
            sheet("Systems", &SYSTEMS),
            sheet("Controls", &lines),
            people.clone(),
        ]);
        let names: Vec<&str> = read
            .what
            .inventory
            .controls
            .iter()
            .map(|c| c.owners[0].name.as_str())
            .collect();
        assert_eq!(names, ["Ann Lee"; 4]);
    }
}

#[test]
fn an_exception_needs_approver_and_expiry() {
    let read = controls(&[
        "AI-1|Data Privacy|||Ann Lee|||||| Legacy | Cy Moss | 2027-01-31",
        "AI-1|Data Privacy|||Ann Lee|||||| Legacy | | 2027-01-31",
        "AI-1|Data Privacy|||Ann Lee|||||| Legacy | Cy Moss | soon",
        "AI-1|Data Privacy|||Ann Lee|||||| Legacy | TBD | 2027-01-31",
        "AI-1|Data Privacy|||Ann Lee|||||| Rejected | Cy Moss | 2027-01-31",
        "AI-1|Data Privacy|||Ann Lee|||||| No | N/A | -",
    ]);
    let complete: Vec<bool> = read
        .what
        .inventory
        .controls
        .iter()
        .map(|c| c.exception.is_some())
        .collect();
    assert_eq!(complete, [true, false, false, false, false, false]);
    assert_eq!(read.count(Code::ExceptionIncomplete), 4);
}

#[test]
fn dates_that_can_be_read_in_two_ways_are_not_guessed() {
    let read = controls(&[
        "AI-1|Data Privacy||||||| 03/04/2026",
        "AI-1|Data Privacy||||||| 3 March 2026",
        "AI-1|Data Privacy||||||| Q3 2026",
        "AI-1|Data Privacy||||||| 45992",
    ]);
    let dates: Vec<Option<NaiveDate>> = read.what.inventory.controls.iter().map(|c| c.last_reviewed).collect();
    assert_eq!(dates, [None, Some(day("2026-03-03")), None, None]);
    assert_eq!(
        (read.count(Code::AmbiguousDate), read.count(Code::ImplausibleDate)),
        (1, 2)
    );
    let settled = controls(&[
        "AI-1|Data Privacy||||||| 03/04/2026",
        "AI-1|Data Privacy||||||| 25/04/2026",
    ]);
    assert_eq!(
        settled.what.inventory.controls[0].last_reviewed,
        Some(day("2026-04-03"))
    );
}

#[test]
fn evidence_that_is_a_placeholder_is_none() {
    let read = controls(&[
        "AI-1|Data Privacy||||| DPIA-7 | SOC 2",
        "AI-1|Data Privacy||||| TBD - ask | n/a",
        "AI-1|Data Privacy||||| Yes | requested?",
    ]);
    let given: Vec<(bool, bool)> = read
        .what
        .inventory
        .controls
        .iter()
        .map(|c| (c.evidence.is_some(), c.provider_evidence.is_some()))
        .collect();
    assert_eq!(given, [(true, true), (false, false), (false, false)]);
}

// ---- grids ----------------------------------------------------------------------------------------------------------

#[test]
fn an_ownership_grid_holds_owner_status_or_provider() {
    let owners = sheet(
        "Owners",
        &[
            "System | Data Privacy | Incident Response | Network Security | Logging",
            "AI-1 | Ann Lee; implemented | Bob Roy (planned) | Provider | TBD",
            "AI-9 | Ann Lee | | |",
        ],
    );
    let read = read(vec![sheet("Systems", &SYSTEMS), owners]);
    assert_eq!(read.role("Owners"), Role::Grid);
    let said: Vec<_> = read
        .what
        .inventory
        .controls
        .iter()
        .map(|c| (c.domains[0], c.party, c.owners.len(), c.status))
        .collect();
    assert_eq!(
        said,
        [
            (
                Domain::DataPrivacy,
                Party::Customer,
                1,
                Some(ControlStatus::Implemented)
            ),
            (
                Domain::IncidentResponse,
                Party::Customer,
                1,
                Some(ControlStatus::Planned)
            ),
            (Domain::NetworkSecurity, Party::Provider, 0, None),
            (Domain::MonitoringAndLogging, Party::Customer, 0, None),
        ]
    );
    assert_eq!(read.what.inventory.controls[0].at.short(), "Owners!B2");
    assert_eq!(
        (read.count(Code::UnknownSystem), read.count(Code::OwnerPlaceholder)),
        (1, 1)
    );
}

#[test]
fn a_misspelt_status_in_a_grid_is_no_second_owner() {
    let owners = sheet(
        "Owners",
        &[
            "System | Data Privacy | Incident Response | Network Security",
            "AI-1 | Ann Lee; implmented | |",
        ],
    );
    let read = read(vec![sheet("Systems", &SYSTEMS), owners]);
    assert_eq!(read.what.inventory.controls[0].owners.len(), 1);
    assert_eq!(read.count(Code::UnknownValue), 1);
}

#[test]
fn a_combined_list_holds_systems_and_owners() {
    let read = read(vec![sheet(
        "Sheet1",
        &[
            "AI tool | Type | Privacy | Incident response | Network",
            "Enterprise ChatGPT | SaaS | Ann Lee; done | | Provider",
            "Scribe | SaaS | | Bob Roy |",
        ],
    )]);
    assert_eq!(read.role("Sheet1"), Role::Combined);
    assert_eq!(
        (read.what.inventory.systems.len(), read.what.inventory.controls.len()),
        (2, 3)
    );
}

// ---- near misses ----------------------------------------------------------------------------------------------------

/// Slips of the pen: a letter lost, doubled, swapped with the next, or hit beside.
fn slips(word: &str) -> Vec<String> {
    let letters: Vec<char> = word.chars().collect();
    let middle = letters.len() / 2;
    let places = (1..letters.len() - 1).filter(|p| letters[*p].is_alphabetic() && letters[*p + 1].is_alphabetic());
    let mut places: Vec<usize> = places.filter(|p| letters[*p] != letters[*p + 1]).collect();
    places.sort_by_key(|p| p.abs_diff(middle));
    let place = places[0];
    let changed = |change: &dyn Fn(&mut Vec<char>)| {
        let mut slip = letters.clone();
        change(&mut slip);
        slip.into_iter().collect::<String>()
    };
    vec![
        changed(&|l| drop(l.remove(place))),
        changed(&|l| l.insert(place, l[place])),
        changed(&|l| l.swap(place, place + 1)),
        changed(&|l| l[place] = if l[place] == 'x' { 'q' } else { 'x' }),
    ]
}

/// Words with the answer they should lead to.
const WORDS: [(&str, &[(&str, &str)]); 3] = [
    (
        "model",
        &[
            ("Software as a Service", "saas"),
            ("Platform as a Service", "paas"),
            ("Infrastructure as a Service", "iaas"),
            ("On-premises", "on-premises"),
            ("Embedded AI", "embedded"),
            ("Agentic", "agentic"),
            ("Multi-agent system", "agentic"),
            ("Coding assistant", "coding"),
            ("Model Context Protocol", "mcp"),
            ("Self-hosted in cloud", "iaas"),
        ],
    ),
    (
        "domain",
        &[
            ("Application Security", "application-security"),
            ("AI Ethics and Safety", "ai-ethics-and-safety"),
            ("Model Security", "model-security"),
            ("User Access Control", "user-access-control"),
            ("Data Privacy", "data-privacy"),
            ("Data Security", "data-security"),
            ("Monitoring and Logging", "monitoring-and-logging"),
            ("Compliance and Governance", "compliance-and-governance"),
            ("Supply Chain Security", "supply-chain-security"),
            ("Network Security", "network-security"),
            ("Infrastructure Security", "infrastructure-security"),
            ("Incident Response", "incident-response"),
            ("Agent Governance", "agent-governance"),
            ("Code Generation Security", "code-generation-security"),
            ("Context Pollution Protection", "context-pollution-protection"),
            ("Multi-System Integration", "multi-system-integration"),
            ("Access management", "user-access-control"),
            ("Vendor management", "supply-chain-security"),
            ("Responsible AI", "ai-ethics-and-safety"),
            ("Prompt injection", "application-security"),
            ("Encryption", "data-security"),
        ],
    ),
    (
        "status",
        &[
            ("Implemented", "implemented"),
            ("Fully implemented", "implemented"),
            ("In operation", "implemented"),
            ("Completed", "implemented"),
            ("Partially implemented", "partial"),
            ("Work in progress", "partial"),
            ("Planned", "planned"),
            ("In progress", "planned"),
            ("Scheduled", "planned"),
            ("Under development", "planned"),
            ("Not implemented", "not_implemented"),
            ("Not started", "not_implemented"),
            ("Non-compliant", "not_implemented"),
            ("Not applicable", "not_applicable"),
            ("Out of scope", "not_applicable"),
            ("Inherited", "inherited"),
            ("Compensating control", "alternative"),
            ("Risk accepted", "exception"),
            ("Decommissioned", "retired"),
        ],
    ),
];

#[test]
fn two_hundred_near_misses_are_questions_and_never_answers() {
    let (mut asked, mut right) = (0, 0);
    for (vocabulary, words) in WORDS {
        for (word, meaning) in words {
            for slip in slips(word) {
                asked += 1;
                let help = near_miss(vocabulary, &slip);
                right += usize::from(help.contains(&format!("'{meaning}'")));
            }
        }
    }
    assert_eq!(asked, 200);
    println!("{right} of {asked} near misses with the right suggestion");
    assert!(right * 10 >= asked * 9, "{right} of {asked} with the right suggestion");
}

/// Reads a misspelt word where its column expects it, checks that it counts for nothing, and gives back the help.
fn near_miss(vocabulary: &str, slip: &str) -> String {
    let systems = |model: &str| {
        sheet(
            "Systems",
            &["ID | Name | Deployment model", &format!("AI-1 | Bot | {model}")],
        )
    };
    let controls = |domain: &str, status: &str| {
        sheet(
            "Controls",
            &[
                "System | Domain | Owner | Status",
                &format!("AI-1 | {domain} | Ann Lee | {status}"),
            ],
        )
    };
    let (read, code) = match vocabulary {
        "model" => (read(vec![systems(slip)]), Code::UnknownModel),
        "domain" => (read(vec![systems("SaaS"), controls(slip, "Done")]), Code::UnknownDomain),
        _ => (
            read(vec![systems("SaaS"), controls("Data Privacy", slip)]),
            Code::UnknownValue,
        ),
    };
    let inventory = &read.what.inventory;
    match vocabulary {
        "model" => assert!(inventory.systems[0].models.is_empty(), "{slip}"),
        "domain" => assert!(inventory.controls.is_empty(), "{slip}"),
        _ => assert_eq!(inventory.controls[0].status, None, "{slip}"),
    }
    assert_eq!(
        read.count(code),
        1,
        "{slip}: {:#?}",
        read.found.iter().collect::<Vec<_>>()
    );
    read.found(code)[0].help.clone()
}

// ---- one inventory, many shapes -------------------------------------------------------------------------------------

/// What an organisation knows, apart from how it writes it down.
#[derive(Clone, Debug)]
struct Known {
    systems: Vec<KnownSystem>,
    /// By place of the system and domain: owner, status, last review.
    duties: BTreeMap<(usize, usize), (usize, usize, Option<u32>)>,
}

#[derive(Clone, Debug)]
struct KnownSystem {
    model: usize,
    criticality: usize,
    unit: usize,
}

/// How it is written down.
#[derive(Clone, Debug)]
struct Shape {
    layout: usize,
    titles: usize,
    two_lines: bool,
    alias: usize,
    dates: usize,
    columns: u64,
    rows: u64,
}

const NAMES: [&str; 5] = ["Claims triage", "Quill", "Night desk", "Ledger reader", "Field guide"];
const MODELS: [[&str; 3]; 5] = [
    ["saas", "SaaS", "Software as a Service"],
    ["paas", "PaaS", "Platform-as-a-Service"],
    ["on-premises", "On prem", "Self-hosted"],
    ["agentic", "AI agent", "Agentic AI"],
    ["paas; mcp", "PaaS + MCP", "MCP server, Model API"],
];
const CRITICALITIES: [[&str; 3]; 4] = [
    ["low", "Low", "Minor"],
    ["medium", "Moderate", "Tier 3"],
    ["high", "High", "Tier 2"],
    ["critical", "Mission critical", "Tier 1"],
];
const UNITS: [&str; 2] = ["Claims", "Legal Affairs"];
const OWNERS: [[&str; 3]; 4] = [
    ["Ann Lee", "Ann Lee", "Ann Lee"],
    ["Bob Roy", "Bob Roy", "Bob Roy"],
    ["TBD", "n/a", "to be named"],
    ["SOC team", "SOC team", "SOC team"],
];
const STATUSES: [[&str; 3]; 4] = [
    ["implemented", "Done", "In place"],
    ["partial", "Partly", "WIP"],
    ["planned", "To do", "Scheduled"],
    ["unknown", "Not assessed", "Unclear"],
];
const DOMAINS: [(Domain, [&str; 3]); 5] = [
    (Domain::DataPrivacy, ["data-privacy", "Data Privacy", "Privacy"]),
    (
        Domain::IncidentResponse,
        ["incident-response", "Incident Response", "Incident management"],
    ),
    (
        Domain::NetworkSecurity,
        ["network-security", "Network security", "Firewall"],
    ),
    (
        Domain::ModelSecurity,
        ["model-security", "Model Security", "Model protection"],
    ),
    (
        Domain::AgentGovernance,
        ["agent-governance", "Agent governance", "Agent oversight"],
    ),
];
const SYSTEM_HEADS: [[&str; 3]; 4] = [
    ["Name", "AI system", "Use case name"],
    ["Deployment model", "Hosting model", "Service model"],
    ["Criticality", "Business criticality", "Mission critical"],
    ["Business unit", "Department", "Division"],
];
const CONTROL_HEADS: [[&str; 3]; 5] = [
    ["System", "System name", "Applies to"],
    ["Domain", "Security domain", "Control domain"],
    ["Owner", "Control owner", "Assignee"],
    ["Status", "Implementation status", "Control status"],
    ["Last reviewed", "Last review date", "Last tested"],
];

fn known() -> impl Strategy<Value = Known> {
    let system =
        (0..MODELS.len(), 0..CRITICALITIES.len(), 0..UNITS.len()).prop_map(|(model, criticality, unit)| KnownSystem {
            model,
            criticality,
            unit,
        });
    let duty = (0..OWNERS.len(), 0..STATUSES.len(), proptest::option::of(0..700u32));
    let duties = proptest::collection::btree_map((0..NAMES.len(), 0..DOMAINS.len()), duty, 3..16);
    (proptest::collection::vec(system, 2..=NAMES.len()), duties).prop_map(|(systems, mut duties)| {
        duties.retain(|(system, _), _| *system < systems.len());
        Known { systems, duties }
    })
}

fn shape() -> impl Strategy<Value = Shape> {
    (
        0..3usize,
        0..4usize,
        any::<bool>(),
        0..3usize,
        0..3usize,
        any::<u64>(),
        any::<u64>(),
    )
        .prop_map(|(layout, titles, two_lines, alias, dates, columns, rows)| Shape {
            layout,
            titles,
            two_lines,
            alias,
            dates,
            columns,
            rows,
        })
}

/// Puts things in another order, told by a number.
fn shuffled<T>(mut items: Vec<T>, mut seed: u64) -> Vec<T> {
    for place in (1..items.len()).rev() {
        seed = seed
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        items.swap(place, (seed >> 33) as usize % (place + 1));
    }
    items
}

fn text(said: &str) -> Value {
    Value::Text(said.to_owned())
}

/// Headings of several words over two lines, as people write them to save width.
fn two_lines(header: &[Value]) -> [Vec<Value>; 2] {
    let halves = header.iter().map(|heading| {
        let Value::Text(heading) = heading else {
            unreachable!("headings are text")
        };
        let (upper, lower) = heading.split_once(' ').unwrap_or(("", heading));
        (text(upper), text(lower))
    });
    let (upper, lower) = halves.unzip();
    [upper, lower]
}

impl Shape {
    fn date(&self, days: Option<u32>) -> Value {
        let Some(days) = days else { return text("") };
        let date = day("2024-12-01") + chrono::Days::new(u64::from(days));
        match self.dates {
            0 => Value::Date(date),
            1 => text(&date.to_string()),
            _ => text(&date.format("%d %B %Y").to_string()),
        }
    }

    /// A table with its columns and rows in this shape's order, below this shape's titles.
    fn table(&self, name: &str, header: Vec<Value>, body: Vec<Vec<Value>>) -> Table {
        let order = shuffled((0..header.len()).collect::<Vec<_>>(), self.columns);
        let arranged = |line: &Vec<Value>| order.iter().map(|place| line[*place].clone()).collect::<Vec<_>>();
        let mut lines: Vec<Vec<Value>> = (0..self.titles)
            .map(|n| vec![text(["Group register", "", "As agreed in the spring"][n % 3])])
            .collect();
        let header = arranged(&header);
        if self.two_lines {
            lines.extend(two_lines(&header));
        } else {
            lines.push(header);
        }
        lines.extend(shuffled(body, self.rows).iter().map(arranged));
        values(name, &lines)
    }

    fn tables(&self, known: &Known) -> Vec<Table> {
        match self.layout {
            0 => vec![self.systems(known), self.long(known)],
            1 => vec![self.owners(known, "Owners", false), self.systems(known)],
            _ => vec![self.owners(known, "Sheet1", true)],
        }
    }

    fn system_cells(&self, place: usize, system: &KnownSystem) -> Vec<Value> {
        let a = self.alias;
        vec![
            text(NAMES[place]),
            text(MODELS[system.model][a]),
            text(CRITICALITIES[system.criticality][a]),
            text(UNITS[system.unit]),
        ]
    }

    fn systems(&self, known: &Known) -> Table {
        let header = SYSTEM_HEADS.iter().map(|h| text(h[self.alias])).collect();
        let body = known
            .systems
            .iter()
            .enumerate()
            .map(|(place, s)| self.system_cells(place, s))
            .collect();
        self.table("Systems", header, body)
    }

    fn long(&self, known: &Known) -> Table {
        let a = self.alias;
        let header = CONTROL_HEADS.iter().map(|h| text(h[a])).collect();
        let row = |(&(system, domain), &(owner, status, reviewed)): (&(usize, usize), &(usize, usize, Option<u32>))| {
            vec![
                text(NAMES[system]),
                text(DOMAINS[domain].1[a]),
                text(OWNERS[owner][a]),
                text(STATUSES[status][a]),
                self.date(reviewed),
            ]
        };
        self.table("Controls", header, known.duties.iter().map(row).collect())
    }

    /// The grid, alone or with the systems' own columns.
    fn owners(&self, known: &Known, name: &str, combined: bool) -> Table {
        let a = self.alias;
        let own = if combined { SYSTEM_HEADS.len() } else { 1 };
        let heads = SYSTEM_HEADS[..own].iter().map(|h| text(h[a]));
        let header = heads.chain(DOMAINS.iter().map(|(_, names)| text(names[a]))).collect();
        let cell = |system: usize, domain: usize| match known.duties.get(&(system, domain)) {
            Some((owner, status, reviewed)) => {
                let date = reviewed.map(|days| day("2024-12-01") + chrono::Days::new(u64::from(days)));
                let date = date.map(|d| format!("; {d}")).unwrap_or_default();
                text(&format!("{}; {}{date}", OWNERS[*owner][a], STATUSES[*status][a]))
            }
            None => text(""),
        };
        let row = |(place, system): (usize, &KnownSystem)| {
            let cells = (0..DOMAINS.len()).map(|domain| cell(place, domain));
            self.system_cells(place, system)[..own]
                .iter()
                .cloned()
                .chain(cells)
                .collect()
        };
        self.table(name, header, known.systems.iter().enumerate().map(row).collect())
    }
}

/// What an assessment says, without the cells it points to.
fn judgement(understood: &Understood) -> Vec<String> {
    let assessment = assess::assess(
        &understood.inventory,
        &Matrix::stock(),
        &Rules::default(),
        day("2026-09-30"),
    );
    let mut lines: Vec<String> = assessment
        .obligations
        .iter()
        .map(|o| {
            format!(
                "{} {} {:?} {:?} {:?}",
                o.system, o.domain, o.customer, o.provider, o.owners
            )
        })
        .chain(
            assessment
                .gaps
                .iter()
                .map(|gap| format!("{} {:?} {}", gap.id, gap.kind, gap.score)),
        )
        .collect();
    lines.sort();
    lines
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn one_inventory_in_many_shapes_gives_one_assessment(known in known(), shape in shape()) {
        let plain = Shape { layout: 0, titles: 0, two_lines: false, alias: 0, dates: 0, columns: 0, rows: 0 };
        let expected = read(plain.tables(&known));
        let read = read(shape.tables(&known));
        prop_assert_eq!(read.what.inventory.systems.len(), known.systems.len());
        prop_assert_eq!(judgement(&read.what), judgement(&expected.what));
    }
}
