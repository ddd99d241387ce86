//! Organisations as tests need them: a few systems whose duties stand in a state that the test, or chance, chooses.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{Days, Months, NaiveDate};
use proptest::prelude::*;
use unowned::config::Rules;
use unowned::diagnostic::{CellRef, Diagnostics, Location};
use unowned::framework::{DeploymentModel, Domain, Matrix};
use unowned::inventory::{
    Control, ControlStatus, Criticality, Exception, Inventory, ModelSource, Owner, OwnerKind, Party, Reach, Scope,
    System,
};
use unowned::judge;
use unowned::snapshot::{Provenance, Snapshot};

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

/// How a quarter is judged.
#[derive(Clone)]
pub struct Terms {
    pub organisation: Option<String>,
    pub matrix: Matrix,
    pub rules: Rules,
    pub fiscal_year_start: u32,
    pub renamed: BTreeMap<String, String>,
}

impl Default for Terms {
    fn default() -> Self {
        Self {
            organisation: Some("Tarnbrook Mutual".to_owned()),
            matrix: Matrix::stock(),
            rules: Rules::default(),
            fiscal_year_start: 1,
            renamed: BTreeMap::new(),
        }
    }
}

pub fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
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

fn at(sheet: &str, row: u32) -> Location {
    Location {
        file: Arc::from("inventory.xlsx"),
        sheet: Some(Arc::from(sheet)),
        cell: Some(CellRef { row, column: 1 }),
    }
}

fn system(sketch: &Sketch, row: u32) -> System {
    System {
        id: sketch.id.clone(),
        name: sketch.name.clone(),
        models: sketch.models.clone(),
        model_source: if sketch.models.is_empty() {
            ModelSource::None
        } else {
            ModelSource::Declared
        },
        scope: sketch.scope,
        product: None,
        vendor: Some("Vendor".to_owned()),
        unit: Some("Claims".to_owned()),
        owner: None,
        criticality: Some(Criticality::High),
        classification: None,
        personal_data: None,
        classification_inferred: false,
        stage: None,
        notes: None,
        at: at("Systems", row),
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
    let owner = Owner {
        name: format!("Owner of {domain}"),
        kind: OwnerKind::Person,
        until: None,
    };
    Some(Control {
        reach: vec![Reach::System(sketch.id.clone())],
        domains: vec![domain],
        name: None,
        party: Party::Customer,
        owners: owned.then_some(owner).into_iter().collect(),
        status: Some(status),
        evidence: None,
        provider_evidence: None,
        last_reviewed: Some(as_of),
        due: sketch.due,
        exception: (said == Said::Accepted).then(|| Exception {
            reason: None,
            approver: "Chief risk officer".to_owned(),
            expires: as_of,
        }),
        notes: None,
        at: at("Controls", domain as u32),
    })
}

fn assurance(sketch: &Sketch) -> Control {
    Control {
        reach: vec![Reach::System(sketch.id.clone())],
        domains: Domain::ALL.to_vec(),
        name: None,
        party: Party::Provider,
        owners: Vec::new(),
        status: Some(ControlStatus::Implemented),
        evidence: None,
        provider_evidence: Some("report".to_owned()),
        last_reviewed: None,
        due: None,
        exception: None,
        notes: None,
        at: at("Controls", 99),
    }
}

/// The whole way from an inventory to its snapshot.
pub fn report(sketches: &[Sketch], as_of: NaiveDate, earlier: Option<&Snapshot>, terms: &Terms) -> Snapshot {
    let inventory = inventory(sketches, as_of);
    let provenance = Provenance {
        organisation: terms.organisation.clone(),
        as_of,
        matrix: &terms.matrix,
        rules: &terms.rules,
        files: Vec::new(),
        fiscal_year_start: terms.fiscal_year_start,
        renamed: &terms.renamed,
    };
    judge(&inventory, provenance, earlier, Diagnostics::default()).snapshot
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
