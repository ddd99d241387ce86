//! The laws that hold for every inventory: nothing is counted twice or not at all, the order of rows says nothing, what is worse never
//! looks better, and what an action is said to leave is what is left once it is done.

use proptest::prelude::*;

use super::*;
use unowned::framework::Responsibility;

fn any_evidence() -> impl Strategy<Value = EvidenceCell> {
    let piece = (
        prop::sample::select(Grade::ALL.to_vec()),
        prop::option::of(-100..900i64),
        prop::option::of(-300..300i64),
    )
        .prop_map(|(grade, age, valid)| {
            let mut cell = fixtures::evidence("SOC 2 report", grade);
            cell.pieces[0].issued = age.map(|age| day(AS_OF) - chrono::Duration::days(age));
            cell.pieces[0].valid_until = valid.map(|valid| day(AS_OF) + chrono::Duration::days(valid));
            cell
        });
    prop_oneof![Just(EvidenceCell::default()), piece]
}

fn any_exception() -> impl Strategy<Value = Option<Exception>> {
    let approver = prop::sample::select(vec!["Board", "Ada", "Acme AI", "Ada; Board"]);
    let exception = (approver, -300..300i64).prop_map(|(approver, days)| Exception {
        reason: None,
        approver: approver.into(),
        expires: day(AS_OF) + chrono::Duration::days(days),
        ended: false,
    });
    prop::option::weighted(0.25, exception)
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
    let party = prop::sample::select(vec![Party::Customer, Party::Customer, Party::Provider]);
    let domains = prop::collection::btree_set(prop::sample::select(Domain::ALL.to_vec()), 1..5);
    let days = (prop::option::of(-50..900i64), prop::option::of(-300..300i64));
    let row = (prop::collection::vec(reach, 1..3), status, owners, party, domains);
    let proofs = (any_evidence(), any_evidence(), any_exception());
    (row, days, proofs).prop_map(
        |((reach, status, owners, party, domains), (reviewed, due), (evidence, provider_evidence, exception))| {
            Control {
                reach,
                domains: domains.into_iter().collect(),
                party,
                owners,
                status,
                evidence,
                provider_evidence,
                last_reviewed: reviewed.map(|ago| day(AS_OF) - chrono::Duration::days(ago)),
                due: due.map(|in_| day(AS_OF) + chrono::Duration::days(in_)),
                exception,
                ..control(0)
            }
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
    (systems, prop::collection::vec(any_control(), 0..25)).prop_map(|(systems, mut controls): (_, Vec<Control>)| {
        for (row, control) in (1..).zip(&mut controls) {
            control.at = at("Controls", row);
        }
        Inventory {
            systems,
            controls,
            departures: Vec::new(),
            decisions: Vec::new(),
        }
    })
}

fn run(inventory: &Inventory) -> Assessment {
    judge_by(inventory, &Rules::default(), &Remembered::default())
}

/// How much is owned, in place, proven, confirmed, and confirmed by others.
fn coverage(found: &Assessment) -> [usize; 5] {
    let count = |counts: &dyn Fn(&&Obligation) -> bool| found.obligations.iter().filter(counts).count();
    [
        count(&|o| !o.owners.is_empty()),
        count(&|o| o.customer == Some(CustomerState::InPlace)),
        count(&|o| o.proven),
        count(&|o| o.assured_by.is_some()),
        count(&|o| o.assured_by == Some(Grade::Independent)),
    ]
}

fn exposure(found: &Assessment) -> u32 {
    found.gaps.iter().map(|gap| gap.score).sum()
}

/// The four ways in which one row can get worse.
fn worsened(control: &mut Control, how: usize) {
    let older = |days: &mut Option<chrono::NaiveDate>| *days = days.map(|day| day - chrono::Duration::days(400));
    match how {
        0 => {
            control.status = match control.status {
                Some(ControlStatus::Implemented) => PARTIAL,
                Some(ControlStatus::Partial) => None,
                None => PLANNED,
                other => other,
            }
        }
        1 => control.owners.clear(),
        2 => control.evidence = EvidenceCell::default(),
        3 => control.provider_evidence = EvidenceCell::default(),
        4 => {
            let cells = [&mut control.evidence, &mut control.provider_evidence];
            for piece in cells.into_iter().flat_map(|cell| &mut cell.pieces) {
                let undated = piece.is_undated();
                piece.valid_until = if undated {
                    Some(day("2020-01-01"))
                } else {
                    piece.valid_until
                };
                older(&mut piece.valid_until);
                if piece.issued.is_some_and(|issued| issued <= day(AS_OF)) {
                    older(&mut piece.issued);
                }
            }
        }
        _ if control.last_reviewed.is_some_and(|on| on <= day(AS_OF)) => older(&mut control.last_reviewed),
        _ => {}
    }
}

/// The duties of ours that a row counts for.
fn counts_for(control: &Control, source: &[String]) -> bool {
    source.contains(&control.at.short())
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
        prop_assert_eq!(one.left, two.left);
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
    fn a_worse_row_never_raises_coverage(inventory in any_inventory(), which in 0..25usize, how in 0..6usize) {
        prop_assume!(!inventory.controls.is_empty());
        let mut worse = inventory.clone();
        let which = which % worse.controls.len();
        worsened(&mut worse.controls[which], how);
        // Who owns nothing may approve, and what is not in place may be accepted: without exceptions exposure never falls either.
        let (before, after) = (run(&inventory), run(&worse));
        let approves = how == 1 && inventory.controls.iter().any(|c| c.exception.is_some());
        for (place, (before, after)) in coverage(&before).into_iter().zip(coverage(&after)).enumerate() {
            prop_assert!(after <= before, "figure {place}: {before} to {after}");
        }
        let (mut without, mut worse_without) = (inventory.clone(), worse.clone());
        for control in without.controls.iter_mut().chain(&mut worse_without.controls) {
            control.exception = None;
        }
        prop_assert!(exposure(&run(&worse_without)) >= exposure(&run(&without)));
        prop_assert!(approves || how == 0 || exposure(&after) >= exposure(&before));
    }

    #[test]
    fn what_is_left_is_what_is_left_once_it_is_done(inventory in any_inventory(), which in 0..60usize) {
        let found = run(&inventory);
        let asked: Vec<_> = found.gaps.iter().filter(|g| matches!(g.kind, GapKind::Unowned | GapKind::ExceptionExpired)).collect();
        prop_assume!(!asked.is_empty());
        let gap = asked[which % asked.len()];
        let domain = gap.id.domain().unwrap();
        let source = &found.obligations.iter().find(|o| o.system == gap.id.system && o.domain == domain).unwrap().source;
        let mut done = inventory.clone();
        let rows = done.controls.iter_mut().filter(|c| gap.rows > 0 && counts_for(c, source));
        for row in rows {
            match (gap.kind, &mut row.exception) {
                (GapKind::Unowned, _) => row.owners.push(person("Nadia New")),
                (_, Some(exception)) => exception.expires = exception.expires.max(day("2026-12-31")),
                _ => {}
            }
        }
        if gap.rows == 0 {
            done.controls.push(Control {
                reach: vec![Reach::System(gap.id.system.clone())],
                domains: vec![domain],
                owners: vec![person("Nadia New")],
                status: PLANNED,
                ..control(90)
            });
        }
        let after = run(&done);
        let facts = |gap: &Gap| (gap.kind, gap.score, gap.severity, gap.because, gap.promises.clone());
        prop_assert_eq!(
            after.gaps.iter().find(|g| g.id == gap.id).map(facts),
            found.left.get(&gap.id).map(facts)
        );
    }

    #[test]
    fn an_acceptance_hides_what_the_duty_would_score(inventory in any_inventory()) {
        let found = run(&inventory);
        let mut without = inventory.clone();
        without.controls.iter_mut().for_each(|c| c.exception = None);
        let bare = run(&without);
        for acceptance in &found.acceptances {
            let score = bare.gaps.iter().find(|g| g.id == acceptance.id).map_or(0, |g| g.score);
            prop_assert_eq!(acceptance.score, score);
        }
        let accepted = found.obligations.iter().filter(|o| o.customer == Some(CustomerState::Accepted));
        for duty in accepted {
            let id = GapId::new(&duty.system, Duty::Ours(duty.domain));
            prop_assert!(found.acceptances.iter().any(|a| a.id == id && a.days_left >= 0));
        }
    }

    #[test]
    fn each_side_says_the_same_in_all_its_figures(inventory in any_inventory()) {
        let found = run(&inventory);
        let gaps: std::collections::BTreeSet<_> = found.gaps.iter().map(|g| g.id.clone()).collect();
        prop_assert_eq!(gaps.len(), found.gaps.len());
        for o in &found.obligations {
            let ours = GapId::new(&o.system, Duty::Ours(o.domain));
            let theirs = GapId::new(&o.system, Duty::Theirs(o.domain));
            prop_assert_eq!(gaps.contains(&ours), o.customer.is_some_and(|s| s.gap().is_some()));
            prop_assert_eq!(gaps.contains(&theirs), o.provider.is_some_and(|s| s.gap().is_some()));
            prop_assert!(o.customer != Some(CustomerState::Unowned) || o.owners.is_empty());
            prop_assert!(!o.proven || o.customer == Some(CustomerState::InPlace));
            prop_assert!(!(o.blanket || o.team_only) || !o.owners.is_empty());
            prop_assert_eq!(o.assured_by.is_some(), o.provider.is_some_and(|s| s.gap().is_none()));
        }
        prop_assert!(found.left.keys().all(|id| gaps.contains(id)));
        prop_assert!(found.gaps.iter().all(|g| found.left.get(&g.id).is_none_or(|left| left.weight <= g.weight)));
    }
}
