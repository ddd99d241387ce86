//! The decision itself, on inventories made by hand: one test for each rule of the state table, and the laws that must hold
//! for every inventory.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

mod fixtures;

use proptest::prelude::*;
use unowned::assess::{Assessment, CustomerState, Duty, GapKind, ProviderState, Remembered, Severity, assess};
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
    assess(
        &inventory,
        &Matrix::stock(),
        &Rules::default(),
        day(AS_OF),
        &Remembered::default(),
    )
}

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
fn each_rule_of_the_state_table_fits_in_its_order() {
    let row = |change: &dyn Fn(&mut Control)| {
        let mut row = control(1);
        change(&mut row);
        row
    };
    let status = |status| row(&|c| c.status = status);
    let (planned, partial, not_applicable) = (
        Some(ControlStatus::Planned),
        Some(ControlStatus::Partial),
        Some(ControlStatus::NotApplicable),
    );
    let cases: [(&str, Vec<Control>, CustomerState); 16] = [
        (
            "the expiry day itself still holds",
            vec![row(&|c| (c.exception, c.status) = (exception(AS_OF), planned))],
            CustomerState::Accepted,
        ),
        (
            "accepted, though nobody owns it",
            vec![row(&|c| {
                (c.exception, c.owners, c.status) = (exception("2027-01-01"), vec![], None)
            })],
            CustomerState::Accepted,
        ),
        (
            "the day after",
            vec![row(&|c| (c.exception, c.status) = (exception("2026-09-29"), planned))],
            CustomerState::ExceptionExpired,
        ),
        ("no row", vec![], CustomerState::Unowned),
        (
            "a row in place without an owner",
            vec![row(&|c| c.owners.clear())],
            CustomerState::Unowned,
        ),
        (
            "said not to apply",
            vec![status(not_applicable)],
            CustomerState::Excluded,
        ),
        (
            "not applicable, and unknown",
            vec![status(not_applicable), status(None)],
            CustomerState::Excluded,
        ),
        (
            "all planned",
            vec![status(planned), status(planned)],
            CustomerState::Planned,
        ),
        (
            "planned, and not applicable",
            vec![status(planned), status(not_applicable)],
            CustomerState::Planned,
        ),
        ("all unknown", vec![status(None)], CustomerState::Unverified),
        ("in place in part", vec![status(partial)], CustomerState::Partial),
        (
            "one in place, one unknown",
            vec![control(1), status(None)],
            CustomerState::Partial,
        ),
        (
            "one in place, one planned",
            vec![control(1), status(planned)],
            CustomerState::Partial,
        ),
        (
            "366 days ago",
            vec![row(&|c| c.last_reviewed = Some(day("2025-09-29")))],
            CustomerState::Stale,
        ),
        (
            "365 days ago",
            vec![row(&|c| c.last_reviewed = Some(day("2025-09-30")))],
            CustomerState::InPlace,
        ),
        (
            "never reviewed is not stale",
            vec![row(&|c| c.last_reviewed = None)],
            CustomerState::InPlace,
        ),
    ];
    for (situation, rows, expected) in cases {
        assert_eq!(state(rows), expected, "{situation}");
    }
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
fn a_row_of_the_provider_never_replaces_ours_and_evidence_of_any_level_counts() {
    let mut theirs = control(1);
    (theirs.party, theirs.reach) = (Party::Provider, vec![Reach::System("s".into())]);
    theirs.domains = vec![Domain::DataPrivacy];
    theirs.evidence = fixtures::evidence("SOC 2 Type II, 2026", Grade::Independent);
    let mut ours = control(2);
    ours.domains = vec![Domain::DataPrivacy];
    let found = judge(vec![theirs.clone(), ours.clone()]);
    let privacy = found
        .obligations
        .iter()
        .find(|o| o.domain == Domain::DataPrivacy)
        .unwrap();
    assert_eq!(privacy.responsibility, Responsibility::Shared);
    assert_eq!(
        (privacy.customer, privacy.provider),
        (Some(CustomerState::InPlace), Some(ProviderState::Confirmed))
    );

    theirs.status = Some(ControlStatus::Planned);
    let mut wide = ours;
    wide.provider_evidence = fixtures::evidence("Acme AI, Inc.: SOC 2 Type II, 2026", Grade::Independent);
    let mut narrow = theirs.clone();
    narrow.party = Party::Customer;
    let provider = |controls| {
        let found = judge(controls);
        found
            .obligations
            .iter()
            .find(|o| o.domain == Domain::DataPrivacy)
            .unwrap()
            .provider
    };
    assert_eq!(provider(vec![theirs]), Some(ProviderState::Uncoordinated));
    assert_eq!(provider(vec![wide, narrow]), Some(ProviderState::Confirmed));
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
fn a_review_that_is_still_to_come_proves_nothing() {
    let (mut old, mut next) = (control(1), control(2));
    old.last_reviewed = Some(day("2025-01-01"));
    next.last_reviewed = Some(day("2026-10-01"));
    let found = judge(vec![old, next.clone()]);
    assert_eq!(customer(&found, Domain::UserAccessControl), CustomerState::Stale);
    let told = |code| found.diagnostics.iter().filter(|d| d.code == code).count();
    assert_eq!(told(Code::ImplausibleDate), 1);
    next.last_reviewed = Some(day(AS_OF));
    assert_eq!(state(vec![next]), CustomerState::InPlace);
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

#[test]
fn an_exception_that_covers_nothing_is_a_finding() {
    let mut row = control(4);
    (row.exception, row.domains) = (exception("2027-01-01"), vec![Domain::CodeGenerationSecurity]);
    let found = judge(vec![row]);
    assert!(
        found
            .obligations
            .iter()
            .all(|o| o.domain != Domain::CodeGenerationSecurity),
        "N/A for SaaS"
    );
    assert!(found.acceptances.is_empty());
    assert!(
        found
            .diagnostics
            .iter()
            .any(|d| d.code == Code::ExceptionUnused && d.at == ["inventory.xlsx > Controls > A5"])
    );
}

fn any_control() -> impl Strategy<Value = Control> {
    let reach = prop_oneof![
        Just(Reach::All),
        Just(Reach::Unit("claims".into())),
        prop::sample::select(DeploymentModel::ALL.to_vec()).prop_map(Reach::Model),
        (0..4u32).prop_map(|n| Reach::System(format!("s{n}"))),
    ];
    let status = prop::option::of(prop::sample::select(vec![
        ControlStatus::Implemented,
        ControlStatus::Partial,
        ControlStatus::Planned,
        ControlStatus::NotApplicable,
        ControlStatus::Retired,
    ]));
    let owners = prop::collection::vec(
        prop::sample::select(vec!["Ada", "Zoe", "Acme AI"]).prop_map(person),
        0..3,
    );
    let party = prop::sample::select(vec![Party::Customer, Party::Provider]);
    let domains = prop::collection::btree_set(prop::sample::select(Domain::ALL.to_vec()), 1..5);
    let days = (
        prop::option::of(0..900i64),
        prop::option::of(-300..300i64),
        prop::option::of(-300..300i64),
    );
    (
        prop::collection::vec(reach, 1..3),
        status,
        owners,
        party,
        domains,
        days,
        any::<bool>(),
        1..10_000u32,
    )
        .prop_map(
            |(reach, status, owners, party, domains, (reviewed, due, expires), evidence, row)| Control {
                reach,
                domains: domains.into_iter().collect(),
                party,
                owners,
                status,
                provider_evidence: if evidence {
                    fixtures::evidence("ISO/IEC 42001 certificate", Grade::Named)
                } else {
                    EvidenceCell::default()
                },
                last_reviewed: reviewed.map(|ago| day(AS_OF) - chrono::Duration::days(ago)),
                due: due.map(|in_| day(AS_OF) + chrono::Duration::days(in_)),
                exception: expires.filter(|e| e % 5 == 0).map(|in_| Exception {
                    reason: None,
                    approver: "Board".into(),
                    expires: day(AS_OF) + chrono::Duration::days(in_),
                    ended: false,
                }),
                ..control(row)
            },
        )
}

fn any_inventory() -> impl Strategy<Value = Inventory> {
    let models = prop::collection::btree_set(prop::sample::select(DeploymentModel::ALL.to_vec()), 0..4);
    let scope = prop::sample::select(vec![Scope::In, Scope::In, Scope::In, Scope::Retired, Scope::NotCovered]);
    let systems = prop::collection::vec((models, scope), 1..5).prop_map(|systems| {
        let number = systems.into_iter().enumerate();
        number
            .map(|(n, (models, scope))| System {
                scope,
                ..system(&format!("s{n}"), &models.into_iter().collect::<Vec<_>>())
            })
            .collect()
    });
    (systems, prop::collection::vec(any_control(), 0..25)).prop_map(|(systems, controls)| Inventory {
        systems,
        controls,
        departures: Vec::new(),
        decisions: Vec::new(),
    })
}

fn run(inventory: &Inventory) -> Assessment {
    assess(
        inventory,
        &Matrix::stock(),
        &Rules::default(),
        day(AS_OF),
        &Remembered::default(),
    )
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(300) })]

    #[test]
    fn there_is_one_obligation_for_each_cell_that_is_not_na(inventory in any_inventory()) {
        let matrix = Matrix::stock();
        let expected: usize = inventory.systems.iter().filter(|s| s.scope == Scope::In).map(|s| {
            Domain::ALL.iter().filter(|&&d| s.models.iter().any(|&m| matrix.cell(d, m).responsibility != Responsibility::NotApplicable)).count()
        }).sum();
        let found = run(&inventory);
        prop_assert_eq!(found.obligations.len(), expected);
        for o in &found.obligations {
            prop_assert_eq!(o.customer.is_some(), o.responsibility.has_customer_side());
            prop_assert_eq!(o.provider.is_some(), o.responsibility.has_provider_side());
        }
    }

    #[test]
    fn the_order_of_the_rows_changes_nothing(inventory in any_inventory(), turn in 0..25usize) {
        let mut other = inventory.clone();
        if !other.controls.is_empty() {
            let by = turn % other.controls.len();
            other.controls.rotate_left(by);
            other.controls.reverse();
        }
        let (one, two) = (run(&inventory), run(&other));
        prop_assert_eq!(one.obligations, two.obligations);
        prop_assert_eq!(one.gaps, two.gaps);
    }

    #[test]
    fn the_two_sides_never_mix(inventory in any_inventory()) {
        let mut without_theirs = inventory.clone();
        without_theirs.controls.retain(|c| c.party == Party::Customer);
        let customer = |i: &Inventory| -> Vec<_> { run(i).obligations.into_iter().map(|o| (o.customer, o.owners)).collect() };
        prop_assert_eq!(customer(&inventory), customer(&without_theirs));

        let mut ours_emptied = inventory.clone();
        let retired = Some(ControlStatus::Retired);
        for control in ours_emptied.controls.iter_mut().filter(|c| c.party == Party::Customer && c.status != retired) {
            (control.status, control.exception) = (None, None);
        }
        let provider = |i: &Inventory| -> Vec<_> { run(i).obligations.into_iter().map(|o| o.provider).collect() };
        prop_assert_eq!(provider(&inventory), provider(&ours_emptied));
    }

    #[test]
    fn taking_an_owner_away_never_improves_a_duty(inventory in any_inventory(), which in 0..25usize) {
        prop_assume!(!inventory.controls.is_empty());
        let mut worse = inventory.clone();
        let which = which % worse.controls.len();
        worse.controls[which].owners.clear();
        let exposure = |i: &Inventory| run(i).gaps.iter().map(|g| g.score).sum::<u32>();
        let owned = |i: &Inventory| run(i).obligations.iter().filter(|o| !o.owners.is_empty()).count();
        prop_assert!(exposure(&worse) >= exposure(&inventory));
        prop_assert!(owned(&worse) <= owned(&inventory));
    }
}
