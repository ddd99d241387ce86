//! The state of a duty of ours: each rule of the table in its order, and what else is said of it.

use super::*;

#[test]
fn each_rule_of_the_state_table_fits_in_its_order() {
    let first = |change: &dyn Fn(&mut Control)| row(1, change);
    let status = |status| first(&|c| c.status = status);
    let accepted = |status, expires: &str| first(&|c| (c.status, c.exception) = (status, exception(expires)));
    let nobody = |status| first(&|c| (c.status, c.owners) = (status, vec![]));
    let reviewed = |on: &str| first(&|c| c.last_reviewed = Some(day(on)));
    let cases: Vec<(&str, Vec<Control>, CustomerState)> = vec![
        (
            "1: the expiry day itself still holds",
            vec![accepted(PLANNED, AS_OF)],
            CustomerState::Accepted,
        ),
        (
            "1: accepted, though nobody owns it",
            vec![first(&|c| {
                (c.exception, c.owners, c.status) = (exception("2027-01-01"), vec![], None)
            })],
            CustomerState::Accepted,
        ),
        (
            "1: what is in place or does not apply needs none",
            vec![accepted(PARTIAL, AS_OF), control(2), status(NOT_APPLICABLE)],
            CustomerState::Accepted,
        ),
        (
            "1: every row that is not done is accepted",
            vec![accepted(PARTIAL, AS_OF), accepted(None, AS_OF)],
            CustomerState::Accepted,
        ),
        (
            "1: another row that is not done has none",
            vec![accepted(PARTIAL, AS_OF), status(PLANNED)],
            CustomerState::Partial,
        ),
        (
            "1: that a duty does not apply can be accepted",
            vec![accepted(NOT_APPLICABLE, AS_OF), status(NOT_APPLICABLE)],
            CustomerState::Accepted,
        ),
        (
            "1: on a row in place it is moot",
            vec![accepted(IMPLEMENTED, AS_OF)],
            CustomerState::InPlace,
        ),
        (
            "2: the day after",
            vec![accepted(PLANNED, "2026-09-29")],
            CustomerState::ExceptionExpired,
        ),
        (
            "2: one holds, one has lapsed",
            vec![accepted(PLANNED, AS_OF), accepted(PARTIAL, "2026-09-29")],
            CustomerState::ExceptionExpired,
        ),
        (
            "2: lapsed, and nobody owns it",
            vec![first(&|c| {
                (c.exception, c.owners, c.status) = (exception("2026-01-01"), vec![], None)
            })],
            CustomerState::ExceptionExpired,
        ),
        (
            "2: on a row in place it is moot",
            vec![accepted(IMPLEMENTED, "2026-09-29")],
            CustomerState::InPlace,
        ),
        ("3: no row", vec![], CustomerState::Unowned),
        (
            "3: in place without an owner",
            vec![nobody(IMPLEMENTED)],
            CustomerState::Unowned,
        ),
        (
            "3: the only owner is of a row that does not apply",
            vec![nobody(IMPLEMENTED), status(NOT_APPLICABLE)],
            CustomerState::Unowned,
        ),
        (
            "3: nothing applies, and nobody says so",
            vec![nobody(NOT_APPLICABLE)],
            CustomerState::Unowned,
        ),
        (
            "4: said not to apply",
            vec![status(NOT_APPLICABLE)],
            CustomerState::Excluded,
        ),
        (
            "4: nothing applies, and somebody says so",
            vec![nobody(NOT_APPLICABLE), status(NOT_APPLICABLE)],
            CustomerState::Excluded,
        ),
        (
            "4: not applicable, and unknown",
            vec![status(NOT_APPLICABLE), status(None)],
            CustomerState::Excluded,
        ),
        (
            "5: all planned",
            vec![status(PLANNED), status(PLANNED)],
            CustomerState::Planned,
        ),
        (
            "5: planned, and not applicable",
            vec![status(PLANNED), status(NOT_APPLICABLE)],
            CustomerState::Planned,
        ),
        ("6: all unknown", vec![status(None)], CustomerState::Unverified),
        (
            "6: unknown, and planned",
            vec![status(None), status(PLANNED)],
            CustomerState::Unverified,
        ),
        ("7: in place in part", vec![status(PARTIAL)], CustomerState::Partial),
        (
            "7: partial, and planned",
            vec![status(PARTIAL), status(PLANNED)],
            CustomerState::Partial,
        ),
        (
            "7: one in place, one unknown",
            vec![control(1), status(None)],
            CustomerState::Partial,
        ),
        (
            "7: one in place, one planned",
            vec![control(1), status(PLANNED)],
            CustomerState::Partial,
        ),
        ("8: 366 days ago", vec![reviewed("2025-09-29")], CustomerState::Stale),
        (
            "8: the oldest review counts",
            vec![control(1), reviewed("2025-09-29")],
            CustomerState::Stale,
        ),
        (
            "8: a review of what does not apply does not",
            vec![
                control(1),
                first(&|c| (c.status, c.last_reviewed) = (NOT_APPLICABLE, Some(day("2020-01-01")))),
            ],
            CustomerState::InPlace,
        ),
        ("9: 365 days ago", vec![reviewed("2025-09-30")], CustomerState::InPlace),
        (
            "9: never reviewed is not stale",
            vec![first(&|c| c.last_reviewed = None)],
            CustomerState::InPlace,
        ),
    ];
    for (situation, rows, expected) in cases {
        assert_eq!(state(rows.clone()), expected, "{situation}");
        assert_eq!(state(rows.into_iter().rev().collect()), expected, "{situation}, turned");
    }
}

#[test]
fn unknown_weighs_as_much_as_not_started() {
    let found = |status| judge(vec![row(1, |c| c.status = status)]);
    for (status, kind) in [(None, GapKind::Unverified), (PLANNED, GapKind::NotStarted)] {
        let found = found(status);
        let gap = gap(&found, Duty::Ours(Domain::UserAccessControl)).unwrap();
        assert_eq!((gap.kind, gap.weight), (kind, 2));
    }
}

#[test]
fn a_review_that_is_still_to_come_proves_nothing() {
    let (mut old, mut next) = (control(1), control(2));
    old.last_reviewed = Some(day("2025-01-01"));
    next.last_reviewed = Some(day("2026-10-01"));
    let found = judge(vec![old, next.clone()]);
    assert_eq!(duty(&found).customer, Some(CustomerState::Stale));
    assert_eq!(told(&found, Code::ImplausibleDate), 1);
    let only = judge(vec![next.clone()]);
    assert_eq!(
        (duty(&only).customer, duty(&only).never_reviewed),
        (Some(CustomerState::InPlace), true)
    );
    next.last_reviewed = Some(day(AS_OF));
    assert_eq!(state(vec![next]), CustomerState::InPlace);
}

#[test]
fn the_owners_of_a_duty_are_those_of_its_live_rows() {
    let idle = row(2, |c| (c.status, c.owners) = (NOT_APPLICABLE, vec![person("Zoe")]));
    let found = judge(vec![control(1), idle.clone()]);
    assert_eq!(duty(&found).owners, ["Ada"]);
    assert_eq!(told(&found, Code::SeveralAccountable), 0, "Zoe answers for nothing");
    assert_eq!(
        duty(&judge(vec![idle])).owners,
        ["Zoe"],
        "where nothing is live, all count"
    );
    let unowned = judge(vec![
        row(1, |c| c.owners.clear()),
        row(2, |c| (c.status, c.owners) = (NOT_APPLICABLE, vec![person("Zoe")])),
    ]);
    assert_eq!(duty(&unowned).customer, Some(CustomerState::Unowned));
    assert!(duty(&unowned).owners.is_empty(), "the rate and the state agree");
}

#[test]
fn an_owner_of_a_wider_row_alone_is_a_blanket() {
    let own = |c: &mut Control| c.reach = vec![Reach::System("s".into())];
    let cases = [
        (vec![control(1)], true),
        (vec![row(1, |c| c.reach = vec![Reach::Unit(name_key("Claims"))])], true),
        (vec![row(1, own)], false),
        (vec![control(1), row(2, own)], false),
        (vec![row(1, |c| c.owners.clear())], false),
    ];
    for (rows, expected) in cases {
        assert_eq!(duty(&judge(rows.clone())).blanket, expected, "{rows:?}");
    }
}

#[test]
fn a_gap_keeps_all_dates_of_its_open_rows_and_counts_its_rows() {
    let due = |number, status, on: &str| row(number, |c| (c.status, c.due) = (status, Some(day(on))));
    let found = judge(vec![
        due(1, PLANNED, "2026-12-01"),
        due(2, PARTIAL, "2026-11-01"),
        due(3, IMPLEMENTED, "2026-01-01"),
        due(4, NOT_APPLICABLE, "2026-01-01"),
        due(5, PLANNED, "2026-12-01"),
    ]);
    let ours = gap(&found, Duty::Ours(Domain::UserAccessControl)).unwrap();
    assert_eq!(ours.promises, [day("2026-11-01"), day("2026-12-01")]);
    assert_eq!((ours.rows, ours.source.len()), (5, 5));
    let nothing = gap(&found, Duty::Ours(Domain::IncidentResponse)).unwrap();
    assert_eq!((nothing.rows, nothing.promises.len()), (0, 0));
    let unclassified = judge_all(vec![system("s", &[])], vec![control(1)]);
    assert_eq!(gap(&unclassified, Duty::Unclassified).unwrap().rows, 1);
}
