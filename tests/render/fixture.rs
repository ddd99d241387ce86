//! Inventories built in code, and the reports on them.

use std::sync::Arc;

use chrono::NaiveDate;
use unowned::config::{Config, Rules};
use unowned::diagnostic::{CellRef, Diagnostics, Location};
use unowned::framework::{DeploymentModel, Domain, Matrix};
use unowned::inventory::{
    Classification, Control, ControlStatus, Criticality, Exception, Inventory, ModelSource, Owner, OwnerKind, Party,
    Reach, Scope, System,
};
use unowned::judge;
use unowned::report::Report;
use unowned::snapshot::{FileRecord, Provenance, Snapshot};

/// The day for which all these reports speak.
pub fn as_of() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 9, 30).unwrap()
}

fn cell(sheet: &str, row: usize) -> Location {
    Location {
        file: Arc::from("inventory.xlsx"),
        sheet: Some(Arc::from(sheet)),
        cell: Some(CellRef {
            row: row as u32 + 1,
            column: 0,
        }),
    }
}

/// A system with a model of its own.
pub fn system(number: usize, name: &str) -> System {
    let vendors = ["Example Cloud", "Sample AI", "Placeholder Systems"];
    System {
        id: format!("ai-{number:03}"),
        name: name.to_owned(),
        models: vec![DeploymentModel::ALL[number % 8]],
        model_source: ModelSource::Declared,
        scope: Scope::In,
        product: None,
        vendor: (!number.is_multiple_of(4)).then(|| vendors[number % 3].to_owned()),
        unit: Some(["Claims", "Finance", "Service"][number % 3].to_owned()),
        owner: None,
        criticality: [
            Criticality::Low,
            Criticality::Medium,
            Criticality::High,
            Criticality::Critical,
        ]
        .get(number % 5)
        .copied(),
        classification: [Classification::Internal, Classification::Confidential]
            .get(number % 3)
            .copied(),
        personal_data: None,
        classification_inferred: false,
        stage: None,
        notes: None,
        at: cell("Systems", number),
    }
}

/// A row of ours about one domain of one system.
pub fn control(
    system: &System,
    domain: Domain,
    row: usize,
    owner: Option<&str>,
    status: Option<ControlStatus>,
) -> Control {
    Control {
        reach: vec![Reach::System(system.id.clone())],
        domains: vec![domain],
        name: None,
        party: Party::Customer,
        owners: owner
            .map(|name| Owner {
                name: name.to_owned(),
                kind: OwnerKind::Person,
                until: None,
            })
            .into_iter()
            .collect(),
        status,
        evidence: None,
        provider_evidence: None,
        last_reviewed: NaiveDate::from_ymd_opt(2026, 3, 1),
        due: None,
        exception: None,
        notes: None,
        at: cell("Controls", row),
    }
}

/// An inventory of so many systems, with controls of every state spread over it.
pub fn inventory(systems: usize) -> Inventory {
    let systems: Vec<_> = (0..systems).map(|n| system(n, &format!("System number {n}"))).collect();
    let mut controls = Vec::new();
    for (s, system) in systems.iter().enumerate() {
        for (d, domain) in Domain::ALL.into_iter().enumerate().filter(|(d, _)| (s + d) % 3 != 0) {
            controls.push(spread(system, domain, controls.len(), s * 5 + d * 3));
        }
    }
    Inventory {
        systems,
        controls,
        departures: Vec::new(),
    }
}

fn spread(system: &System, domain: Domain, row: usize, variety: usize) -> Control {
    let owner = ["Ada Fielding", "Bruno Castellan", "Chidi Marlow", "Dana Whitlock"][variety % 4];
    let status = [
        Some(ControlStatus::Implemented),
        Some(ControlStatus::Partial),
        Some(ControlStatus::Planned),
        None,
        Some(ControlStatus::NotApplicable),
    ][variety % 5];
    let mut control = control(
        system,
        domain,
        row,
        (!variety.is_multiple_of(7)).then_some(owner),
        status,
    );
    control.provider_evidence = variety.is_multiple_of(6).then(|| "SOC 2 report".to_owned());
    control.due = variety.is_multiple_of(9).then(|| as_of() - chrono::Days::new(20));
    control.exception = variety.is_multiple_of(11).then(|| Exception {
        reason: Some("Legacy system, replaced next year".to_owned()),
        approver: "Erin Calloway".to_owned(),
        expires: as_of() + chrono::Days::new(90),
    });
    control
}

/// The snapshot of an inventory.
pub fn snapshot(inventory: &Inventory, organisation: &str) -> Snapshot {
    snapshot_at(as_of(), inventory, organisation, None)
}

fn snapshot_at(day: NaiveDate, inventory: &Inventory, organisation: &str, earlier: Option<&Snapshot>) -> Snapshot {
    let (matrix, rules) = (Matrix::stock(), Rules::default());
    let provenance = Provenance {
        fiscal_year_start: 1,
        renamed: &Default::default(),
        organisation: Some(organisation.to_owned()),
        as_of: day,
        matrix: &matrix,
        rules: &rules,
        files: vec![FileRecord {
            file: "inventory.xlsx".to_owned(),
            sha256: "0".repeat(64),
        }],
    };
    judge(inventory, provenance, earlier, Diagnostics::default()).snapshot
}

/// The last of three quarterly snapshots, in which rows were added one quarter after the other.
pub fn third_quarter(inventory: &Inventory) -> Snapshot {
    let first = quarter(2, 10, inventory, None);
    let second = quarter(1, 16, inventory, Some(&first));
    quarter(0, 20, inventory, Some(&second))
}

/// A quarter that knows so many of every 20 rows.
fn quarter(quarters_ago: u32, known: usize, inventory: &Inventory, earlier: Option<&Snapshot>) -> Snapshot {
    let mut then = inventory.clone();
    let mut row = 0;
    then.controls.retain(|_| {
        row += 1;
        row * 7 % 20 < known
    });
    let day = as_of() - chrono::Months::new(3 * quarters_ago);
    snapshot_at(day, &then, "Example Organisation", earlier)
}

/// The report on an inventory.
pub fn report(inventory: &Inventory) -> Report {
    report_on(snapshot(inventory, "Example Organisation"))
}

/// The report on a snapshot, with the usual look.
pub fn report_on(snapshot: Snapshot) -> Report {
    Report::new(snapshot, None, &Config::default())
}
