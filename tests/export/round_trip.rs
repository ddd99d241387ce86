//! The register comes back: what is assessed from it is what was assessed from the inventory it was made of.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use proptest::prelude::*;
use unowned::assess::{Assessment, Remembered, assess};
use unowned::config::{Reading, Rules};
use unowned::export;
use unowned::framework::{DeploymentModel, Domain, Matrix};
use unowned::inventory::*;
use unowned::normalise::{self, Role, Understood};
use unowned::read::{self, Jail};

use super::fixtures::{at, control, day, evidence, person, system};
use super::{english, sample, snapshot, starter};

/// What a file says, read as the program reads it.
fn understood(path: &Path) -> Understood {
    let jail = Jail {
        program: PathBuf::from(env!("CARGO_BIN_EXE_unowned")),
    };
    let mut workbook = read::open(&[path.to_owned()], &jail).unwrap().value;
    unowned::consult::take(&mut workbook, &[path.to_owned()]).unwrap();
    normalise::inventory(&workbook, &Reading::default(), &[]).value
}

/// What a workbook says that was made here.
fn read_back(bytes: &[u8]) -> Understood {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("register.xlsx");
    fs::write(&path, bytes).unwrap();
    understood(&path)
}

fn register(inventory: &Inventory) -> Vec<u8> {
    export::register(
        &snapshot(inventory, day("2026-09-30")),
        inventory,
        &export::Original::default(),
        None,
        english(),
    )
    .unwrap()
}

fn judged(inventory: &Inventory) -> Assessment {
    assess(
        inventory,
        &Matrix::stock(),
        &Rules::default(),
        day("2026-09-30"),
        &Remembered::default(),
    )
}

/// What counts, one line a fact: all but the cells, which are others in another workbook, where a duty without a row has one to be
/// filled in.
fn counts(assessment: &Assessment) -> Vec<String> {
    let mut assessment = assessment.clone();
    for obligation in &mut assessment.obligations {
        obligation.source.clear();
        obligation.provider_source.clear();
    }
    // A row that waits to be filled in is one more row.
    for gap in &mut assessment.gaps {
        gap.source.clear();
        gap.rows = 0;
    }
    assessment.acceptances.iter_mut().for_each(|a| a.source.clear());
    let obligations = assessment.obligations.iter().map(|o| format!("{o:?}"));
    let gaps = assessment.gaps.iter().map(|g| format!("{g:?}"));
    obligations
        .chain(gaps)
        .chain(assessment.acceptances.iter().map(|a| format!("{a:?}")))
        .collect()
}

/// What was decided, without the cells.
fn decided(inventory: &Inventory) -> Vec<String> {
    let each = inventory.decisions.iter();
    each.map(|d| {
        format!(
            "{} {:?} {:?} {:?} {:?} {:?}",
            d.decision, d.on, d.by, d.ruling, d.until, d.note
        )
    })
    .collect()
}

/// What the rows say about evidence, word for word, and when; rows that wait for an answer say nothing.
fn proofs(inventory: &Inventory) -> BTreeSet<String> {
    let said = |c: &Control| {
        let days = (c.evidence_date, c.valid_until);
        format!("{:?} {:?} {days:?}", c.evidence.said, c.provider_evidence.said)
    };
    let nothing = said(&control(0, Reach::All, &[]));
    let each = inventory.controls.iter().map(said);
    each.filter(|said| *said != nothing).collect()
}

/// The first facts in which two inventories differ.
fn differences(before: &Inventory, after: &Inventory) -> Vec<(String, String)> {
    let (mut before, mut after) = (counts(&judged(before)), counts(&judged(after)));
    let length = before.len().max(after.len());
    before.resize(length, String::new());
    after.resize(length, String::new());
    before.into_iter().zip(after).filter(|(a, b)| a != b).take(2).collect()
}

#[test]
fn the_register_of_every_sample_quarter_gives_the_same_assessment() {
    let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples");
    let mut workbooks: Vec<_> = fs::read_dir(samples)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    workbooks.retain(|path| path.extension().is_some_and(|e| e == "xlsx"));
    assert!(workbooks.len() > 2, "{workbooks:?}");
    for workbook in workbooks {
        let before = understood(&workbook).inventory;
        let after = read_back(&register(&before)).inventory;
        assert!(before.systems.len() > 3 && before.controls.len() > 3);
        assert_eq!(differences(&before, &after), [], "{}", workbook.display());
        let sources = |inventory: &Inventory| {
            inventory
                .systems
                .iter()
                .map(|s| s.model_source.clone())
                .collect::<Vec<_>>()
        };
        assert_eq!(
            sources(&before),
            sources(&after),
            "what was inferred is not stated by the way"
        );
    }
}

#[test]
fn only_the_four_input_sheets_of_the_register_are_read() {
    let read = read_back(&register(&sample()));
    let roles: Vec<_> = read
        .sheets
        .iter()
        .map(|s| (s.sheet.as_deref().unwrap_or(""), s.role))
        .collect();
    let input: Vec<_> = roles
        .into_iter()
        .filter(|(_, role)| *role != Role::PassedOver)
        .collect();
    assert_eq!(
        input,
        [
            ("Systems", Role::Systems),
            ("Controls", Role::Controls),
            ("People", Role::People),
            ("Decisions", Role::Decisions)
        ]
    );
}

#[test]
fn an_owner_typed_into_a_row_that_waits_improves_exactly_that_gap() {
    let read = read_back(&register(&sample())).inventory;
    let before = judged(&read);
    let waits = |c: &Control| c.owners.is_empty() && c.party == Party::Customer && c.exception.is_none();
    let rows: Vec<usize> = (0..read.controls.len())
        .filter(|&row| waits(&read.controls[row]))
        .collect();
    assert!(rows.len() > 5);
    for row in rows {
        let mut filled = read.clone();
        filled.controls[row].owners = vec![person("Cy Roy")];
        let id = |c: &Control| match &c.reach[0] {
            Reach::System(id) => format!("{id}/{}", c.domains[0]),
            wide => panic!("{wide:?} shadows nothing, but reaches too far"),
        };
        let changed: Vec<_> = before
            .gaps
            .iter()
            .zip(&judged(&filled).gaps)
            .filter(|(a, b)| a != b)
            .map(|(a, b)| (a.clone(), b.clone()))
            .collect();
        let [(then, now)] = changed.as_slice() else {
            panic!("{changed:?}")
        };
        assert_eq!(then.id.to_string(), id(&read.controls[row]));
        assert!(now.weight < then.weight && now.score < then.score);
    }
}

#[test]
fn the_starter_is_read_as_empty_and_a_filled_one_as_what_it_was_filled_with() {
    let empty = read_back(&starter(None));
    assert_eq!(
        (empty.inventory.systems.len(), empty.inventory.controls.len()),
        (0, 0),
        "only examples"
    );
    let roles: Vec<_> = empty
        .sheets
        .iter()
        .map(|s| s.role)
        .filter(|role| *role != Role::PassedOver)
        .collect();
    assert!(
        roles.contains(&Role::Systems) && roles.contains(&Role::Controls) && roles.len() <= 4,
        "{roles:?}"
    );
    let filled = read_back(&starter(Some(&sample())));
    assert_eq!(differences(&filled.inventory, &sample()), []);
}

fn maybe<T: Clone + std::fmt::Debug + 'static>(of: impl Strategy<Value = T>) -> impl Strategy<Value = Option<T>> {
    prop::option::of(of)
}

fn text(of: &'static [&'static str]) -> impl Strategy<Value = String> {
    prop::sample::select(of).prop_map(str::to_owned)
}

const IDS: [&str; 8] = ["ai-001", "007", "=cmd|x", "A-1-2", "A-12", "Größe 4", "'quoted", "+49"];
const NAMES: &[&str] = &[
    "Ledger helper",
    "-Pricing, \"new\"",
    "'=1+1",
    "Zeta\u{2019}s tool",
    "@home",
    "Ünïcode 模型",
    "a;b",
];
const UNITS: &[&str] = &["Claims", "R&D", "=Sales", "Group IT"];
const PEOPLE: &[(&str, OwnerKind)] = &[
    ("Ann Lee", OwnerKind::Person),
    ("Bo Kim", OwnerKind::Person),
    ("SOC team", OwnerKind::Team),
    ("CISO", OwnerKind::Role),
    ("Eve Moss", OwnerKind::Person),
];

prop_compose! {
    fn one_system(row: usize)(
        name in text(NAMES),
        models in prop::collection::btree_set(prop::sample::select(&DeploymentModel::ALL), 0..3),
        strange in maybe(text(&["Quantum-hosted", "=1"])),
        vendor in maybe(text(&["Example Cloud", "=Vendor"])),
        unit in maybe(text(UNITS)),
        criticality in maybe(prop::sample::select(&[Criticality::Low, Criticality::Medium, Criticality::High, Criticality::Critical])),
        classification in maybe(prop::sample::select(&[Classification::Public, Classification::Internal, Classification::Confidential, Classification::Restricted])),
        personal in any::<bool>(),
        stage in maybe(prop::sample::select(&[Stage::Idea, Stage::Development, Stage::Pilot, Stage::Production, Stage::Retired])),
        not_covered in 0..10,
        notes in maybe(text(&["two\nlines", "=1", " | x"])),
    ) -> System {
        let models: Vec<_> = models.into_iter().collect();
        let bare = system(row as u32, IDS[row], &format!("{name} {row}"), &models);
        let inferred = classification.is_none() && personal;
        let background = not_covered == 0 && models.is_empty();
        let source = match strange {
            _ if background => ModelSource::Declared,
            Some(words) if models.is_empty() => ModelSource::NotUnderstood(words),
            _ => bare.model_source.clone(),
        };
        let scope = match stage {
            Some(Stage::Retired) => Scope::Retired,
            _ if background => Scope::NotCovered,
            _ => Scope::In,
        };
        System {
            vendor, unit, criticality, stage, scope, notes,
            model_source: source,
            classification: if inferred { Some(Classification::Confidential) } else { classification },
            personal_data: inferred.then_some(true),
            classification_inferred: inferred,
            ..bare
        }
    }
}

fn one_day() -> impl Strategy<Value = chrono::NaiveDate> {
    (0..1500u64).prop_map(|days| day("2024-01-01") + chrono::Days::new(days))
}

fn one_reach(systems: usize) -> impl Strategy<Value = Reach> {
    prop_oneof![
        4 => (0..systems).prop_map(|place| Reach::System(IDS[place].to_owned())),
        1 => text(UNITS).prop_map(|unit| Reach::Unit(name_key(&unit))),
        1 => prop::sample::select(&DeploymentModel::ALL).prop_map(Reach::Model),
        1 => Just(Reach::All),
    ]
}

fn one_exception() -> impl Strategy<Value = Exception> {
    (maybe(text(&["pilot only", "=1+1 accepted"])), one_day()).prop_map(|(reason, expires)| Exception {
        reason,
        approver: "Chief risk officer".to_owned(),
        expires,
        ended: false,
    })
}

/// A cell for evidence: nothing, a piece of each grade, or words that are worth nothing.
fn one_cell() -> impl Strategy<Value = EvidenceCell> {
    let worthless = EvidenceCell {
        said: Some("vendor says so by phone".to_owned()),
        pieces: Vec::new(),
    };
    let pieces = [
        ("SOC 2 report", Grade::Independent),
        ("=DPA", Grade::Contract),
        ("@statement", Grade::Statement),
        ("POL-12", Grade::Named),
    ];
    prop_oneof![
        4 => Just(EvidenceCell::default()),
        1 => Just(worthless),
        4 => prop::sample::select(pieces.to_vec()).prop_map(|(text, grade)| evidence(text, grade)),
    ]
}

prop_compose! {
    fn one_decision()(
        decision in text(&["assign-owner/data-privacy", "obtain/Example Cloud", "classify", "=renew/CISO", "D9"]),
        on in one_day(),
        by in maybe(text(&["Chief risk officer", "Executive board"])),
        ruling in prop::sample::select(&Ruling::ALL),
        until in maybe(one_day()),
        note in maybe(text(&["too dear", "=1+1", "two\nlines"])),
    ) -> Decided {
        Decided { decision, on: Some(on), by, ruling: Some(ruling), until, note, at: at("Decisions", 1) }
    }
}

prop_compose! {
    fn one_control(row: usize, systems: usize)(
        reach in prop::collection::btree_set(one_reach(systems), 1..3),
        domains in prop::collection::btree_set(prop::sample::select(&Domain::ALL), 1..5),
        everything in 0..8,
        name in maybe(text(&["Access review", "=HYPERLINK(1)", "-", "\u{ff1d}x"])),
        provider in any::<bool>(),
        owners in prop::collection::btree_set(prop::sample::select(PEOPLE), 0..3),
        status in maybe(prop::sample::select(&[ControlStatus::Implemented, ControlStatus::Partial, ControlStatus::Planned, ControlStatus::NotApplicable, ControlStatus::Retired])),
        ours in one_cell(),
        provider_evidence in one_cell(),
        evidence_date in maybe(one_day()),
        valid_until in maybe(one_day()),
        last_reviewed in maybe(one_day()),
        due in maybe(one_day()),
        exception in maybe(one_exception()),
        rare in 0..5,
    ) -> Control {
        let domains = if everything == 0 { Domain::ALL.to_vec() } else { domains.into_iter().collect() };
        let owner = |(name, kind): (&str, OwnerKind)| Owner { name: name.to_owned(), kind, until: None };
        Control {
            reach: reach.into_iter().collect(),
            domains, name, status, last_reviewed, due, evidence_date, valid_until, provider_evidence,
            evidence: ours,
            party: if provider { Party::Provider } else { Party::Customer },
            owners: owners.into_iter().map(owner).collect(),
            exception: exception.filter(|_| rare == 0),
            ..control(row as u32, Reach::All, &[])
        }
    }
}

fn one_inventory() -> impl Strategy<Value = Inventory> {
    (1..=IDS.len(), 0..10usize).prop_flat_map(|(systems, controls)| {
        let all_systems: Vec<_> = (0..systems).map(one_system).collect();
        let all_controls: Vec<_> = (0..controls).map(|row| one_control(row, systems)).collect();
        let departures = maybe(one_day()).prop_map(|left_on| {
            let left = |left_on| Departure {
                name: Some("Ann Lee".to_owned()),
                email: Some("ann@example.org".to_owned()),
                left_on,
                at: at("People", 1),
            };
            left_on.map(left).into_iter().collect()
        });
        let decisions = prop::collection::vec(one_decision(), 0..4);
        (all_systems, all_controls, departures, decisions).prop_map(|(systems, controls, departures, decisions)| {
            let units: Vec<_> = systems
                .iter()
                .filter_map(|s: &System| s.unit.as_deref().map(name_key))
                .collect();
            let mut inventory = Inventory {
                systems,
                controls,
                departures,
                decisions,
            };
            for control in &mut inventory.controls {
                control
                    .reach
                    .retain(|reach| !matches!(reach, Reach::Unit(unit) if !units.contains(unit)));
            }
            inventory.controls.retain(|control| !control.reach.is_empty());
            inventory
        })
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, max_shrink_iters: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_register_of_any_inventory_gives_the_same_assessment(inventory in one_inventory()) {
        let back = read_back(&register(&inventory)).inventory;
        prop_assert_eq!(differences(&inventory, &back), []);
        prop_assert_eq!(decided(&inventory), decided(&back));
        prop_assert_eq!(proofs(&inventory), proofs(&back));
        let again = read_back(&register(&back)).inventory;
        prop_assert_eq!(differences(&inventory, &again), []);
    }
}
