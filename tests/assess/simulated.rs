//! What is left of a gap once its action is done, and nothing else changed.

use super::*;

const ACCESS: Duty = Duty::Ours(Domain::UserAccessControl);

/// The kind and the score of what is left, if anything is.
type Left = Option<(GapKind, u32)>;

/// The kind and the score of what is left of the gap of user access control.
fn left(rows: Vec<Control>) -> Left {
    let found = judge(rows);
    assert!(gap(&found, ACCESS).is_some(), "there is a gap");
    found
        .left
        .get(&GapId::new("s", ACCESS))
        .map(|left| (left.kind, left.score))
}

#[test]
fn an_owner_is_named_and_the_rest_stays_as_it_is() {
    let nobody = |change: &dyn Fn(&mut Control)| {
        row(1, |c| {
            c.owners.clear();
            change(c);
        })
    };
    let cases: Vec<(&str, Vec<Control>, Left)> = vec![
        (
            "no row: somebody has it, nothing is done",
            vec![],
            Some((GapKind::NotStarted, 6)),
        ),
        ("in place", vec![nobody(&|_| {})], None),
        (
            "in part",
            vec![nobody(&|c| c.status = PARTIAL)],
            Some((GapKind::Partial, 3)),
        ),
        (
            "planned",
            vec![nobody(&|c| c.status = PLANNED)],
            Some((GapKind::NotStarted, 6)),
        ),
        (
            "unknown",
            vec![nobody(&|c| c.status = None)],
            Some((GapKind::Unverified, 6)),
        ),
        (
            "not applicable",
            vec![nobody(&|c| c.status = NOT_APPLICABLE)],
            Some((GapKind::Excluded, 6)),
        ),
        (
            "reviewed too long ago",
            vec![nobody(&|c| c.last_reviewed = Some(day("2024-01-01")))],
            Some((GapKind::Stale, 3)),
        ),
        (
            "an exception that leaves a row out still accepts nothing",
            vec![
                nobody(&|c| (c.status, c.exception) = (PLANNED, exception("2027-01-01"))),
                nobody(&|c| c.status = PARTIAL),
            ],
            Some((GapKind::Partial, 3)),
        ),
    ];
    for (situation, rows, expected) in cases {
        assert_eq!(left(rows), expected, "{situation}");
    }
}

#[test]
fn a_lapsed_acceptance_is_renewed_and_the_duty_judged_anew() {
    let lapsed = |number, change: &dyn Fn(&mut Control)| {
        row(number, |c| {
            (c.status, c.exception) = (PLANNED, exception("2026-01-01"));
            change(c);
        })
    };
    assert_eq!(left(vec![lapsed(1, &|_| {})]), None, "accepted again");
    assert_eq!(
        left(vec![lapsed(1, &|_| {}), lapsed(2, &|c| c.status = PARTIAL)]),
        None,
        "both"
    );
    let open = || row(2, |c| c.status = PLANNED);
    assert_eq!(
        left(vec![lapsed(1, &|_| {}), open()]),
        Some((GapKind::NotStarted, 6)),
        "another was never accepted"
    );
    let ownerless = vec![
        lapsed(1, &|c| c.owners.clear()),
        row(2, |c| (c.status, c.owners) = (PLANNED, vec![])),
    ];
    assert_eq!(left(ownerless), Some((GapKind::Unowned, 9)));
}

#[test]
fn nothing_is_left_of_what_is_delivered_or_obtained_and_all_of_what_is_not_classified() {
    let found = judge_all(
        vec![system("s", &[DeploymentModel::Saas]), system("u", &[])],
        vec![row(1, |c| c.status = PLANNED)],
    );
    let left: Vec<_> = found
        .left
        .values()
        .filter(|gap| gap.kind != GapKind::NotStarted)
        .collect();
    assert_eq!(left, [found.gaps.iter().find(|gap| gap.id.system == "u").unwrap()]);
    assert!(!found.left.contains_key(&GapId::new("s", ACCESS)), "delivered");
    assert!(
        !found
            .left
            .contains_key(&GapId::new("s", Duty::Theirs(Domain::DataPrivacy))),
        "obtained"
    );
}

#[test]
fn what_is_left_keeps_the_impact_the_rows_and_the_dates() {
    let due = row(1, |c| {
        (c.owners, c.status, c.due) = (vec![], PLANNED, Some(day("2026-12-01")))
    });
    let found = judge(vec![due]);
    let (before, after) = (gap(&found, ACCESS).unwrap(), &found.left[&GapId::new("s", ACCESS)]);
    let same = Gap {
        kind: after.kind,
        weight: after.weight,
        score: after.score,
        severity: after.severity,
        ..before.clone()
    };
    assert_eq!(*after, same);
    assert_eq!((after.promises.len(), after.severity), (1, Severity::High));
}
