//! The decision itself, on inventories made by hand: one test for each rule, and the laws that must hold for every inventory.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

mod evidence;
mod exceptions;
#[path = "../fixtures/mod.rs"]
mod fixtures;
mod laws;
mod memory;
mod provider;
mod simulated;
mod states;

use unowned::assess::{Assessment, CustomerState, Duty, Gap, GapId, GapKind, Obligation, Remembered, Severity, assess};
use unowned::config::Rules;
use unowned::diagnostic::Code;
use unowned::framework::{DeploymentModel, Domain, Matrix, Responsibility};
use unowned::inventory::*;

use fixtures::{at, day, person};

const AS_OF: &str = "2026-09-30";

/// A system of which enough is known to give it an impact.
fn system(id: &str, models: &[DeploymentModel]) -> System {
    System {
        vendor: Some("Acme AI".into()),
        unit: Some("Claims".into()),
        criticality: Some(Criticality::High),
        stage: Some(Stage::Production),
        ..fixtures::system(0, id, &format!("System {id}"), models)
    }
}

/// A row of ours for user access control (Customer in every model), owned and in place.
fn control(row: u32) -> Control {
    Control {
        owners: vec![person("Ada")],
        status: Some(ControlStatus::Implemented),
        last_reviewed: Some(day("2026-08-01")),
        ..fixtures::control(row, Reach::All, &[Domain::UserAccessControl])
    }
}

fn judge(controls: Vec<Control>) -> Assessment {
    judge_all(vec![system("s", &[DeploymentModel::Saas])], controls)
}

fn judge_all(systems: Vec<System>, controls: Vec<Control>) -> Assessment {
    let inventory = Inventory {
        systems,
        controls,
        departures: Vec::new(),
        decisions: Vec::new(),
    };
    judge_by(&inventory, &Rules::default(), &Remembered::default())
}

fn judge_by(inventory: &Inventory, rules: &Rules, remembered: &Remembered) -> Assessment {
    assess(inventory, &Matrix::stock(), rules, day(AS_OF), remembered)
}

/// A row of ours as [`control`] makes it, with a change.
fn row(number: u32, change: impl FnOnce(&mut Control)) -> Control {
    let mut row = control(number);
    change(&mut row);
    row
}

/// The duty of user access control of the first system.
fn duty(assessment: &Assessment) -> &Obligation {
    let access = |o: &&Obligation| o.domain == Domain::UserAccessControl;
    assessment.obligations.iter().find(access).unwrap()
}

/// The gap of one duty of the system `s`, if there is one.
fn gap(assessment: &Assessment, duty: Duty) -> Option<&Gap> {
    assessment.gaps.iter().find(|gap| gap.id == GapId::new("s", duty))
}

/// How often something was found doubtful, in cells.
fn told(assessment: &Assessment, code: Code) -> usize {
    let found = assessment.diagnostics.iter().filter(|d| d.code == code);
    found.map(|d| d.count).sum()
}

const IMPLEMENTED: Option<ControlStatus> = Some(ControlStatus::Implemented);
const PARTIAL: Option<ControlStatus> = Some(ControlStatus::Partial);
const PLANNED: Option<ControlStatus> = Some(ControlStatus::Planned);
const NOT_APPLICABLE: Option<ControlStatus> = Some(ControlStatus::NotApplicable);

/// The state of user access control of the first system.
fn state(controls: Vec<Control>) -> CustomerState {
    customer(&judge(controls), Domain::UserAccessControl)
}

fn customer(assessment: &Assessment, domain: Domain) -> CustomerState {
    assessment
        .obligations
        .iter()
        .find(|o| o.domain == domain)
        .unwrap()
        .customer
        .unwrap()
}

fn exception(expires: &str) -> Option<Exception> {
    Some(Exception {
        reason: None,
        approver: "Chief risk officer".into(),
        expires: day(expires),
        ended: false,
    })
}

#[test]
fn a_retired_control_does_not_count() {
    let mut retired = control(1);
    retired.status = Some(ControlStatus::Retired);
    assert_eq!(state(vec![retired]), CustomerState::Unowned);
}

#[test]
fn the_narrowest_row_of_ours_replaces_the_wider_ones() {
    let mut own = control(2);
    own.reach = vec![Reach::System("s".into())];
    own.status = Some(ControlStatus::Planned);
    assert_eq!(state(vec![control(1), own.clone()]), CustomerState::Planned);
    let mut unit = control(3);
    unit.reach = vec![Reach::Unit(name_key("CLAIMS"))];
    unit.status = Some(ControlStatus::Partial);
    let mut model = control(4);
    model.reach = vec![Reach::Model(DeploymentModel::Saas)];
    assert_eq!(state(vec![model.clone(), unit.clone()]), CustomerState::Partial);
    assert_eq!(state(vec![model, unit, own]), CustomerState::Planned);
}

#[test]
fn a_vendor_and_somebody_who_left_cannot_own_our_side() {
    let mut row = control(1);
    row.owners = vec![person("ACME ai")];
    let found = judge(vec![row.clone()]);
    assert_eq!(customer(&found, Domain::UserAccessControl), CustomerState::Unowned);
    assert!(
        found
            .diagnostics
            .iter()
            .any(|d| d.code == Code::OwnerIsVendor && d.at == ["inventory.xlsx > Controls > A2"])
    );

    row.owners = vec![person("Ada (Finance)")];
    let left = |on: &str| Departure {
        name: Some("ada".into()),
        email: None,
        left_on: day(on),
        at: at("People", 9),
    };
    for (on, expected) in [(AS_OF, CustomerState::Unowned), ("2026-10-01", CustomerState::InPlace)] {
        let inventory = Inventory {
            systems: vec![system("s", &[DeploymentModel::Saas])],
            controls: vec![row.clone()],
            departures: vec![left(on)],
            decisions: Vec::new(),
        };
        let found = assess(
            &inventory,
            &Matrix::stock(),
            &Rules::default(),
            day(AS_OF),
            &Remembered::default(),
        );
        assert_eq!(customer(&found, Domain::UserAccessControl), expected, "left on {on}");
    }
}

#[test]
fn the_people_of_a_vendor_cannot_own_our_side_either() {
    let owner = |name: &str, kind: OwnerKind| Owner { kind, ..person(name) };
    let state = |who: Owner| {
        let row = Control {
            owners: vec![who],
            ..control(1)
        };
        customer(&judge(vec![row]), Domain::UserAccessControl)
    };
    for (name, kind) in [
        ("Acme AI support", OwnerKind::Team),
        ("AcmeAI account manager", OwnerKind::Role),
        ("support@acme-ai.com", OwnerKind::Person),
        ("Pia Brandt <pia@eu.acmeai.example>", OwnerKind::Person),
    ] {
        assert_eq!(state(owner(name, kind)), CustomerState::Unowned, "{name}");
    }
    for (name, kind) in [
        ("Acme AI administrator", OwnerKind::Role),
        ("Acme support", OwnerKind::Team),
        ("pia@acme.example", OwnerKind::Person),
        ("Vendor Management", OwnerKind::Team),
    ] {
        assert_eq!(state(owner(name, kind)), CustomerState::InPlace, "{name}");
    }
}

#[test]
fn where_we_have_no_side_nobody_is_asked_to_own_it() {
    let row = |party| Control {
        domains: vec![Domain::ModelSecurity],
        owners: vec![person("Acme AI"), person("Ada")],
        party,
        ..control(1)
    };
    // Model security is the provider's alone in SaaS, and shared on premises.
    let assessment = judge(vec![row(Party::Customer)]);
    let theirs = assessment
        .obligations
        .iter()
        .find(|o| o.domain == Domain::ModelSecurity)
        .unwrap();
    assert_eq!((theirs.customer, theirs.owners.len()), (None, 0));
    assert!(assessment.diagnostics.iter().all(|d| d.code != Code::OwnerIsVendor));

    let shared = judge_all(
        vec![system("s", &[DeploymentModel::OnPremises])],
        vec![row(Party::Customer)],
    );
    let ours = shared
        .obligations
        .iter()
        .find(|o| o.domain == Domain::ModelSecurity)
        .unwrap();
    assert_eq!(ours.owners, ["Ada"]);
    assert!(shared.diagnostics.iter().any(|d| d.code == Code::OwnerIsVendor));
}

#[test]
fn an_assumed_impact_is_noted_whether_or_not_the_model_is_known() {
    for models in [&[][..], &[DeploymentModel::Saas]] {
        let unknown = System {
            criticality: None,
            ..system("s", models)
        };
        let known = system("t", models);
        let noted = judge_all(vec![unknown, known], Vec::new());
        let notes = noted.diagnostics.iter().filter(|d| d.code == Code::ImpactUnknown);
        assert_eq!(notes.count(), 1, "{models:?}");
        assert!(noted.gaps.iter().filter(|g| g.id.system == "s").all(|g| g.impact == 2));
    }
}

#[test]
fn a_row_for_many_duties_is_doubted_once() {
    let mut row = control(1);
    (row.domains, row.last_reviewed) = (Domain::ALL.to_vec(), None);
    let found = judge(vec![row]);
    let never: Vec<_> = found
        .diagnostics
        .iter()
        .filter(|d| d.code == Code::NeverReviewed)
        .collect();
    assert_eq!((never.len(), never[0].count), (1, 1));
}

#[test]
fn a_team_owns_unless_a_named_person_is_required() {
    let mut row = control(1);
    row.owners = vec![Owner {
        name: "SOC team".into(),
        kind: OwnerKind::Team,
        until: None,
    }];
    let inventory = Inventory {
        systems: vec![system("s", &[DeploymentModel::Saas])],
        controls: vec![row],
        departures: vec![],
        decisions: Vec::new(),
    };
    let lenient = assess(
        &inventory,
        &Matrix::stock(),
        &Rules::default(),
        day(AS_OF),
        &Remembered::default(),
    );
    let access = lenient
        .obligations
        .iter()
        .find(|o| o.domain == Domain::UserAccessControl)
        .unwrap();
    assert!(access.team_only && access.customer == Some(CustomerState::InPlace));
    let strict = Rules {
        require_named_person: true,
        ..Rules::default()
    };
    let strict = assess(
        &inventory,
        &Matrix::stock(),
        &strict,
        day(AS_OF),
        &Remembered::default(),
    );
    assert_eq!(customer(&strict, Domain::UserAccessControl), CustomerState::Unowned);
}

#[test]
fn severity_follows_weight_times_impact_and_a_focus_area_adds_one() {
    let mut low = system("low", &[DeploymentModel::Coding]);
    low.criticality = Some(Criticality::Medium);
    let found = judge_all(vec![low], vec![]);
    let gap = |domain| found.gaps.iter().find(|g| g.id.duty == Duty::Ours(domain)).unwrap();
    let plain = gap(Domain::UserAccessControl);
    assert_eq!(
        (plain.weight, plain.impact, plain.score, plain.severity),
        (3, 2, 6, Severity::High)
    );
    let focus = gap(Domain::CodeGenerationSecurity);
    assert_eq!((focus.impact, focus.score, focus.severity), (3, 9, Severity::Critical));

    let mut top = system("top", &[DeploymentModel::Coding]);
    top.criticality = Some(Criticality::Critical);
    let found = judge_all(vec![top], vec![]);
    let focus = found
        .gaps
        .iter()
        .find(|g| g.id.domain() == Some(Domain::CodeGenerationSecurity))
        .unwrap();
    assert_eq!((focus.impact, focus.score), (4, 12), "impact never exceeds 4");
}

#[test]
fn the_higher_of_criticality_and_classification_is_the_impact_and_two_if_neither_is_known() {
    let mut one = system("one", &[]);
    (one.criticality, one.classification) = (Some(Criticality::Low), Some(Classification::Restricted));
    let mut other = system("other", &[DeploymentModel::Saas]);
    (other.criticality, other.classification) = (None, None);
    let found = judge_all(vec![one, other], vec![]);
    assert_eq!((found.gaps[0].kind, found.gaps[0].impact), (GapKind::Unclassified, 4));
    assert_eq!(found.gaps[1].impact, 2);
    assert!(found.diagnostics.iter().any(|d| d.code == Code::ImpactUnknown));
}

#[test]
fn a_system_with_several_models_owes_the_strictest_and_says_which_asked() {
    let found = judge_all(
        vec![system("h", &[DeploymentModel::Paas, DeploymentModel::Mcp])],
        vec![],
    );
    let app = found
        .obligations
        .iter()
        .find(|o| o.domain == Domain::ApplicationSecurity)
        .unwrap();
    assert_eq!(
        (app.responsibility, app.asked_by.as_slice()),
        (Responsibility::Customer, &[DeploymentModel::Mcp][..])
    );
}
