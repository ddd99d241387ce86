//! Organisations as tests need them: a few systems whose duties stand in a state that the test, or chance, chooses.

use chrono::{Days, Months, NaiveDate};
use proptest::prelude::*;
use unowned::framework::{DeploymentModel, Domain};
use unowned::inventory::{
    Control, ControlStatus, Criticality, Exception, Grade, Inventory, Party, Reach, Scope, System,
};
use unowned::snapshot::Snapshot;

use super::fixtures::{self, Terms, day, person, record};

/// What the inventory says of one duty.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Said {
    Nothing,
    Nobody,
    Planned,
    Partial,
    Done,
    Accepted,
}

/// One system of one quarter; `None` in a chain means that it is not in the inventory.
#[derive(Clone, Debug, PartialEq)]
pub struct Sketch {
    pub id: String,
    pub name: String,
    pub scope: Scope,
    pub models: Vec<DeploymentModel>,
    /// For the first domains, in their order; nothing is said of the others.
    pub said: Vec<Said>,
    /// Due date of all its rows.
    pub due: Option<NaiveDate>,
    /// Whether the provider confirmed everything.
    pub confirmed: bool,
}

pub fn sketch(id: &str, models: &[DeploymentModel], said: &[Said]) -> Sketch {
    Sketch {
        id: id.to_owned(),
        name: format!("System {id}"),
        scope: Scope::In,
        models: models.to_vec(),
        said: said.to_vec(),
        due: None,
        confirmed: true,
    }
}

/// The last day of a quarter, counted from the end of 2025.
pub fn quarter_end(number: usize) -> NaiveDate {
    let first = day("2026-01-01")
        .checked_add_months(Months::new(3 * number as u32))
        .unwrap();
    first - Days::new(1)
}

pub fn inventory(sketches: &[Sketch], as_of: NaiveDate) -> Inventory {
    let mut inventory = Inventory::default();
    for (row, sketch) in sketches.iter().enumerate() {
        inventory.systems.push(system(sketch, row as u32 + 1));
        for (domain, &said) in Domain::ALL.into_iter().zip(&sketch.said) {
            inventory.controls.extend(control(sketch, domain, said, as_of));
        }
        if sketch.confirmed {
            inventory.controls.push(assurance(sketch));
        }
    }
    inventory
}

fn system(sketch: &Sketch, row: u32) -> System {
    System {
        scope: sketch.scope,
        vendor: Some("Vendor".to_owned()),
        unit: Some("Claims".to_owned()),
        criticality: Some(Criticality::High),
        ..fixtures::system(row, &sketch.id, &sketch.name, &sketch.models)
    }
}

fn control(sketch: &Sketch, domain: Domain, said: Said, as_of: NaiveDate) -> Option<Control> {
    let (owned, status) = match said {
        Said::Nothing => return None,
        Said::Nobody => (false, ControlStatus::Planned),
        Said::Planned | Said::Accepted => (true, ControlStatus::Planned),
        Said::Partial => (true, ControlStatus::Partial),
        Said::Done => (true, ControlStatus::Implemented),
    };
    let owner = person(&format!("Owner of {domain}"));
    Some(Control {
        owners: owned.then_some(owner).into_iter().collect(),
        status: Some(status),
        last_reviewed: Some(as_of),
        due: sketch.due,
        exception: (said == Said::Accepted).then(|| Exception {
            reason: None,
            approver: "Chief risk officer".to_owned(),
            expires: as_of,
            ended: false,
        }),
        ..fixtures::control(domain as u32, Reach::System(sketch.id.clone()), &[domain])
    })
}

fn assurance(sketch: &Sketch) -> Control {
    Control {
        party: Party::Provider,
        status: Some(ControlStatus::Implemented),
        provider_evidence: fixtures::evidence("report", Grade::Named),
        ..fixtures::control(99, Reach::System(sketch.id.clone()), &Domain::ALL)
    }
}

/// The whole way from an inventory to its snapshot.
pub fn report(sketches: &[Sketch], as_of: NaiveDate, earlier: Option<&Snapshot>, terms: &Terms) -> Snapshot {
    record(&inventory(sketches, as_of), as_of, earlier, terms)
}

/// One report after the other, each the predecessor of the next.
pub fn chain(quarters: &[Vec<Sketch>], terms: &Terms) -> Vec<Snapshot> {
    let mut chain: Vec<Snapshot> = Vec::new();
    for (number, sketches) in quarters.iter().enumerate() {
        chain.push(report(sketches, quarter_end(number), chain.last(), terms));
    }
    chain
}

/// A quarter by chance: some of six systems, in any state.
pub fn any_quarter() -> impl Strategy<Value = Vec<Sketch>> {
    prop::collection::vec(prop::option::weighted(0.8, any_sketch()), 6).prop_map(|slots| {
        let named = slots.into_iter().enumerate().filter_map(|(slot, sketch)| {
            let sketch = sketch?;
            let id = format!("ai-{slot:03}");
            Some(Sketch {
                name: format!("System {id}"),
                id,
                ..sketch
            })
        });
        named.collect()
    })
}

fn any_sketch() -> impl Strategy<Value = Sketch> {
    let scope = prop_oneof![8 => Just(Scope::In), 1 => Just(Scope::Retired), 1 => Just(Scope::NotCovered)];
    let models = prop::sample::subsequence(DeploymentModel::ALL.to_vec(), 0..=2);
    let said = prop::sample::select(vec![
        Said::Nothing,
        Said::Nobody,
        Said::Planned,
        Said::Partial,
        Said::Done,
        Said::Accepted,
    ]);
    let due = prop::option::weighted(0.3, (0_u32..30).prop_map(|n| day("2026-01-15") + Months::new(n)));
    (scope, models, prop::collection::vec(said, 16), due, any::<bool>()).prop_map(
        |(scope, models, said, due, confirmed)| Sketch {
            id: String::new(),
            name: String::new(),
            scope,
            models,
            said,
            due,
            confirmed,
        },
    )
}
