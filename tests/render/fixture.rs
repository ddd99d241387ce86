//! Inventories built in code, and the reports on them.

use chrono::NaiveDate;
use unowned::config::Config;
use unowned::framework::{DeploymentModel, Domain};
use unowned::inventory::{
    Classification, Control, ControlStatus, Criticality, EvidenceCell, Exception, Grade, Inventory, Reach, System,
};
use unowned::report::Report;
use unowned::snapshot::Snapshot;

use super::fixtures::{self, Terms, day, evidence, person, record};

/// The day for which all these reports speak.
pub fn as_of() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 9, 30).unwrap()
}

/// A system with a model of its own.
pub fn system(number: usize, name: &str) -> System {
    let vendors = ["Example Cloud", "Sample AI", "Placeholder Systems"];
    let criticalities = [
        Criticality::Low,
        Criticality::Medium,
        Criticality::High,
        Criticality::Critical,
    ];
    let classifications = [Classification::Internal, Classification::Confidential];
    System {
        vendor: (!number.is_multiple_of(4)).then(|| vendors[number % 3].to_owned()),
        unit: Some(["Claims", "Finance", "Service"][number % 3].to_owned()),
        criticality: criticalities.get(number % 5).copied(),
        classification: classifications.get(number % 3).copied(),
        ..fixtures::system(
            number as u32 + 1,
            &format!("ai-{number:03}"),
            name,
            &[DeploymentModel::ALL[number % 8]],
        )
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
        owners: owner.map(person).into_iter().collect(),
        status,
        last_reviewed: Some(day("2026-03-01")),
        ..fixtures::control(row as u32 + 1, Reach::System(system.id.clone()), &[domain])
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
        decisions: Vec::new(),
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
    control.provider_evidence = if variety.is_multiple_of(6) {
        evidence("SOC 2 report", Grade::Named)
    } else {
        EvidenceCell::default()
    };
    control.due = variety.is_multiple_of(9).then(|| as_of() - chrono::Days::new(20));
    control.exception = variety.is_multiple_of(11).then(|| Exception {
        reason: Some("Legacy system, replaced next year".to_owned()),
        approver: "Erin Calloway".to_owned(),
        expires: as_of() + chrono::Days::new(90),
        ended: false,
    });
    control
}

/// The snapshot of an inventory.
pub fn snapshot(inventory: &Inventory, organisation: &str) -> Snapshot {
    record(inventory, as_of(), None, &Terms::of(organisation))
}

/// The last of three quarterly snapshots, in which rows were added one quarter after the other.
pub fn third_quarter(inventory: &Inventory) -> Snapshot {
    let first = quarter(2, 10, inventory, None);
    let second = quarter(1, 16, inventory, Some(&first));
    quarter(0, 20, inventory, Some(&second))
}

/// The quarter after a snapshot.
pub fn next_quarter(inventory: &Inventory, earlier: &Snapshot) -> Snapshot {
    let day = as_of() + chrono::Months::new(3);
    record(inventory, day, Some(earlier), &Terms::of("Example Organisation"))
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
    record(&then, day, earlier, &Terms::of("Example Organisation"))
}

/// The report on an inventory.
pub fn report(inventory: &Inventory) -> Report {
    report_on(snapshot(inventory, "Example Organisation"))
}

/// The report on a snapshot, with the usual look.
pub fn report_on(snapshot: Snapshot) -> Report {
    Report::new(snapshot, None, &Config::default())
}
