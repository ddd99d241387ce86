//! Where tables begin and end, and what each sheet is for.

use unowned::diagnostic::Code;
use unowned::framework::{DeploymentModel, Domain};
use unowned::inventory::{Classification, ControlStatus, Criticality, ModelSource, Reach, Scope, Stage};
use unowned::normalise::Role;

use crate::{CONTROLS, SYSTEMS, day, merged, read, sheet};

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
    assert_eq!(read.what.sheets[0].rows_left_out, 0);
    assert_eq!(read.what.sheets[1].rows_left_out, 2);
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
        ModelSource::Inferred(unowned::sentence!(
            "Name {products}",
            products = unowned::message::Value::row([unowned::message::Value::quoted("GitHub Copilot")], ", ")
        ))
    );
    assert_eq!(copilot.scope, Scope::Retired);
    assert_eq!(read.count(Code::UnknownModel), 0);
}
