//! Invented inventories of any size, and their snapshots: what the pages are tested and looked at with.

use chrono::{Days, NaiveDate};
use unowned::diagnostic::{Code, Diagnostics};
use unowned::framework::{DeploymentModel, Domain};
use unowned::inventory::{
    Classification, Control, ControlStatus, Criticality, Exception, Grade, Inventory, ModelSource, OwnerKind, Reach,
    Scope, Stage, System,
};
use unowned::message::Message;
use unowned::snapshot::Snapshot;

use super::fixtures::{self, Terms, at, person, record};

const NAMES: [&str; 12] = [
    "Claims triage copilot",
    "Vector search for policies",
    "Contract review assistant",
    "Fraud detection model",
    "Recruiting screening assistant",
    "Voice bot for first notice of loss",
    "Enterprise chat assistant",
    "Translation service",
    "Catastrophe exposure model",
    "Developer coding assistant",
    "Edge damage-photo classifier",
    "Marketing content generator",
];
const UNITS: [&str; 7] = [
    "Claims",
    "Engineering",
    "Legal",
    "Customer Service",
    "People",
    "Group IT",
    "Underwriting",
];
const VENDORS: [&str; 6] = [
    "Northgate Cloud",
    "Fernhill Software",
    "Alder AI",
    "Quillon Systems",
    "Bracken Labs",
    "Tessella Data",
];
const OWNERS: [(&str, OwnerKind); 7] = [
    ("R. Okafor", OwnerKind::Person),
    ("M. Duarte", OwnerKind::Person),
    ("P. Castellanos", OwnerKind::Person),
    ("L. Brandt", OwnerKind::Person),
    ("H. Lindqvist", OwnerKind::Person),
    ("Platform security team", OwnerKind::Team),
    ("S. Iyer", OwnerKind::Person),
];

/// The as-of date of all invented reports.
pub fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 9, 30).expect("a day")
}

/// Numbers that look like chance and are always the same.
pub struct Chance(u64);

impl Chance {
    /// The next number below `n`.
    pub fn below(&mut self, n: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) % n as u64) as usize
    }

    fn one<T: Clone>(&mut self, of: &[T]) -> T {
        of[self.below(of.len())].clone()
    }
}

/// A system with a name and models, everything else usual.
pub fn system(number: usize, name: &str, models: &[DeploymentModel], chance: &mut Chance) -> System {
    System {
        vendor: (!models.contains(&DeploymentModel::OnPremises)).then(|| chance.one(&VENDORS).to_owned()),
        unit: Some(chance.one(&UNITS).to_owned()),
        owner: Some(chance.one(&OWNERS).0.to_owned()),
        criticality: [
            None,
            Some(Criticality::Low),
            Some(Criticality::Medium),
            Some(Criticality::High),
            Some(Criticality::Critical),
        ][chance.below(5)],
        classification: Some(chance.one(&[
            Classification::Internal,
            Classification::Confidential,
            Classification::Restricted,
        ])),
        stage: Some(Stage::Production),
        ..fixtures::system(number as u32 + 1, &format!("AI-{:03}", number + 1), name, models)
    }
}

/// A control of one system and domain: ours, in place and reviewed.
pub fn control(number: usize, system: &str, domain: Domain, owner: &str) -> Control {
    Control {
        name: Some(format!("Control for {domain}")),
        owners: vec![person(owner)],
        status: Some(ControlStatus::Implemented),
        last_reviewed: Some(today() - Days::new(90)),
        ..fixtures::control(number as u32 + 1, Reach::System(system.to_owned()), &[domain])
    }
}

/// An inventory of so many systems with controls in every state.
pub fn sized(systems: usize) -> Inventory {
    let mut chance = Chance(7);
    let mut inventory = Inventory::default();
    for number in 0..systems {
        let name = NAMES[number % NAMES.len()];
        let name = if number < NAMES.len() {
            name.to_owned()
        } else {
            format!("{name} {}", number / NAMES.len() + 1)
        };
        let first = DeploymentModel::ALL[number % 8];
        let second = DeploymentModel::ALL[(number * 3 + 1) % 8];
        let mut models = if number % 7 == 3 {
            vec![first, second]
        } else {
            vec![first]
        };
        models.sort();
        models.dedup();
        if number % 23 == 21 {
            models.clear();
        }
        let mut one = system(number, &name, &models, &mut chance);
        if number % 29 == 17 {
            one.scope = Scope::Retired;
        }
        if number % 9 == 5 && !one.models.is_empty() {
            one.model_source = ModelSource::Inferred(Message::verbatim(name.as_str()));
        }
        for domain in Domain::ALL {
            controls(&mut inventory.controls, &one, domain, &mut chance);
        }
        inventory.systems.push(one);
    }
    inventory
}

fn controls(controls: &mut Vec<Control>, system: &System, domain: Domain, chance: &mut Chance) {
    let row = controls.len();
    let (owner, kind) = chance.one(&OWNERS);
    let mut ours = control(row, &system.id, domain, owner);
    ours.owners[0].kind = kind;
    let fate = chance.below(14);
    match fate {
        0..=3 => return,
        4 => ours.owners.clear(),
        5 => ours.status = Some(ControlStatus::Partial),
        6 => ours.status = Some(ControlStatus::Planned),
        7 => ours.status = None,
        8 => ours.last_reviewed = Some(today() - Days::new(500)),
        9 => ours.last_reviewed = None,
        _ => {}
    }
    if chance.below(40) == 0 {
        let days = Days::new(chance.below(300) as u64);
        let expires = if chance.below(3) == 0 {
            today() - days
        } else {
            today() + days
        };
        ours.exception = Some(Exception {
            reason: Some("The replacement arrives next year, until then the feature is switched off".into()),
            approver: "Chief risk officer".into(),
            expires,
            ended: false,
        });
    }
    if chance.below(30) == 0 {
        ours.status = Some(ControlStatus::NotApplicable);
    }
    if chance.below(9) == 0 {
        ours.due = Some(today() - Days::new(20));
    }
    if chance.below(3) == 0 {
        ours.provider_evidence = fixtures::evidence("SOC 2 report 2026", Grade::Named);
    }
    controls.push(ours);
}

/// One system with every duty in place, reviewed and confirmed.
pub fn clean() -> Inventory {
    let mut inventory = Inventory::default();
    let mut one = system(0, "Claims triage copilot", &[DeploymentModel::Paas], &mut Chance(1));
    one.criticality = Some(Criticality::High);
    for (row, domain) in Domain::ALL.into_iter().enumerate() {
        let mut ours = control(row, &one.id, domain, "R. Okafor");
        ours.provider_evidence = fixtures::evidence("SOC 2 report 2026", Grade::Named);
        inventory.controls.push(ours);
    }
    inventory.systems.push(one);
    inventory
}

/// Systems without any control.
pub fn bare(systems: usize) -> Inventory {
    Inventory {
        controls: Vec::new(),
        ..sized(systems)
    }
}

/// Texts that nobody should write into a cell, and somebody always does.
pub fn ugly() -> Inventory {
    let texts = [
        "#panic(\"x\") *bold* $x^2$ @ref <label> [z] \\ ` _it_ // not a comment".to_owned(),
        "A".repeat(5_000),
        "Arabic نظام الذكاء الاصطناعي للمطالبات, Hebrew מערכת, Greek Σύστημα, Русский текст".to_owned(),
        "https://portal.example.org/aitools/inventory/systems/7f3c2b1a-9d8e-4c5f-a1b2-c3d4e5f60718?view=full"
            .to_owned(),
        "lorem ipsum dolor ".repeat(230),
        "Donaudampfschifffahrtsgesellschaftskapitänsmützenfabrikationsüberwachung".to_owned(),
        "=HYPERLINK(\"x\") {curly} %percent% ~tilde~ -- --- ... \"quotes\" 'single'".to_owned(),
        "x".to_owned(),
    ];
    let mut inventory = sized(texts.len());
    for (system, text) in inventory.systems.iter_mut().zip(&texts) {
        system.name = text.clone();
        system.unit = Some(text.clone());
        system.vendor = Some(text.clone());
        system.owner = Some(text.clone());
        system.product = Some(text.clone());
    }
    for (place, control) in inventory.controls.iter_mut().enumerate() {
        let text = &texts[place % texts.len()];
        if let Some(owner) = control.owners.first_mut() {
            owner.name = text.clone();
        }
        if let Some(exception) = &mut control.exception {
            exception.reason = Some(text.clone());
            exception.approver = text.clone();
        }
    }
    inventory
}

/// The snapshot of an inventory at a day, in the chain of the earlier one.
fn snapshot_at(inventory: &Inventory, as_of: NaiveDate, earlier: Option<&Snapshot>) -> Snapshot {
    let mut found = Diagnostics::default();
    let inferred = inventory
        .systems
        .iter()
        .filter(|s| matches!(s.model_source, ModelSource::Inferred(_)));
    for system in inferred {
        found.add(
            Code::ModelInferred,
            Some(&system.at),
            unowned::sentence!("the model of '{name}' was told from its name", name = system.name),
            "confirm it in the column Deployment model",
        );
    }
    found.add(
        Code::UnknownValue,
        Some(&at("Controls", 13)),
        "'mostly ok' is not a status that is known",
        "write implemented, partial, planned or not applicable",
    );
    let terms = Terms {
        found,
        ..Terms::of("Northwind Mutual")
    };
    record(inventory, as_of, earlier, &terms)
}

/// The snapshot of a first report.
pub fn first(inventory: &Inventory) -> Snapshot {
    snapshot_at(inventory, today(), None)
}

/// The snapshots of four quarters in which controls were added one after the other; the last two.
pub fn fourth(inventory: &Inventory) -> (Snapshot, Snapshot) {
    let quarters = [(2025, 12, 31), (2026, 3, 31), (2026, 6, 30), (2026, 9, 30)];
    let mut chain: Vec<Snapshot> = Vec::new();
    for (place, (y, m, d)) in quarters.into_iter().enumerate() {
        let mut then = inventory.clone();
        let mut number = 0;
        then.controls.retain(|_| {
            number += 1;
            let fate = number * 7 % 20;
            !(fate > 13 + place * 2 || (fate == 3 && place == 2) || (fate == 4 && place == 1))
        });
        let day = NaiveDate::from_ymd_opt(y, m, d).expect("a day");
        chain.push(snapshot_at(&then, day, chain.last()));
    }
    let last = chain.pop().expect("four quarters");
    (chain.pop().expect("four quarters"), last)
}
