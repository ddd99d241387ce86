//! What the report gives to other programs: the register comes back as the same inventory, and nothing becomes a formula.

use std::sync::Arc;

use chrono::NaiveDate;
use unowned::assess::assess;
use unowned::config::Rules;
use unowned::diagnostic::{CellRef, Diagnostics, Location};
use unowned::framework::{DeploymentModel, Domain, Matrix};
use unowned::inventory::*;
use unowned::plan::{Memory, plan};
use unowned::snapshot::{FileRecord, Provenance, Snapshot};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn at(sheet: &str, row: u32) -> Location {
    Location {
        file: Arc::from("inventory.xlsx"),
        sheet: Some(Arc::from(sheet)),
        cell: Some(CellRef { row, column: 0 }),
    }
}

fn system(row: u32, id: &str, name: &str, models: &[DeploymentModel]) -> System {
    System {
        id: id.to_owned(),
        name: name.to_owned(),
        models: models.to_vec(),
        model_source: if models.is_empty() {
            ModelSource::None
        } else {
            ModelSource::Declared
        },
        scope: Scope::In,
        product: None,
        vendor: None,
        unit: None,
        owner: None,
        criticality: None,
        classification: None,
        classification_inferred: false,
        stage: None,
        notes: None,
        at: at("Systems", row),
    }
}

fn control(row: u32, reach: Reach, domains: &[Domain]) -> Control {
    Control {
        reach: vec![reach],
        domains: domains.to_vec(),
        name: None,
        party: Party::Customer,
        owners: Vec::new(),
        status: None,
        evidence: None,
        provider_evidence: None,
        last_reviewed: None,
        due: None,
        exception: None,
        notes: None,
        at: at("Controls", row),
    }
}

fn person(name: &str) -> Vec<Owner> {
    vec![Owner {
        name: name.to_owned(),
        kind: OwnerKind::Person,
    }]
}

/// A small organisation with every kind of row.
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
            owners: person("Ann Lee"),
            status: Some(ControlStatus::Implemented),
            last_reviewed: Some(day("2026-06-01")),
            ..control(1, Reach::All, &[Domain::UserAccessControl])
        },
        Control {
            name: Some("=1+1".into()),
            owners: person("Bo Kim"),
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
            }),
            ..control(3, Reach::Unit("claims".into()), &[Domain::ModelSecurity])
        },
        Control {
            party: Party::Provider,
            provider_evidence: Some("SOC 2 report".into()),
            ..control(4, Reach::Model(DeploymentModel::Saas), &Domain::ALL)
        },
    ];
    Inventory {
        systems,
        controls,
        departures: Vec::new(),
    }
}

fn snapshot(inventory: &Inventory, as_of: NaiveDate) -> Snapshot {
    let (matrix, rules) = (Matrix::stock(), Rules::default());
    let assessment = assess(inventory, &matrix, &rules, as_of);
    let plan = plan(inventory, &assessment.gaps, &Memory::default(), &rules, as_of);
    let provenance = Provenance {
        fiscal_year_start: 1,
        renamed: &Default::default(),
        organisation: Some("Example Ltd".into()),
        as_of,
        matrix: &matrix,
        rules: &rules,
        files: vec![FileRecord {
            file: "inventory.xlsx".into(),
            sha256: "ab".repeat(32),
        }],
    };
    Snapshot::new(provenance, inventory, assessment, plan, Diagnostics::default())
}

#[test]
fn the_same_input_gives_the_same_workbook_and_no_two_inputs_the_same() {
    let inventory = sample();
    let made = |as_of| unowned::export::register(&snapshot(&inventory, day(as_of)), &inventory).unwrap();
    assert_eq!(made("2026-09-30"), made("2026-09-30"));
    assert_ne!(made("2026-09-30"), made("2026-12-31"));
    let starter = |from| unowned::starter::workbook(from, day("2026-09-30")).unwrap();
    assert_eq!(starter(None), starter(None));
    assert_ne!(starter(None), starter(Some(&inventory)));
}
