//! Risk acceptances: who can approve one, for how long, and what it hides.

use super::*;

/// A planned row with an exception that these people approved.
fn approved_by(approver: &str, expires: &str) -> Control {
    row(1, |c| {
        c.status = PLANNED;
        c.exception = exception(expires).map(|e| Exception {
            approver: approver.into(),
            ..e
        });
    })
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

#[test]
fn an_approver_must_be_left_who_is_neither_owner_nor_vendor() {
    let cases = [
        ("Chief risk officer", CustomerState::Accepted),
        ("Risk committee", CustomerState::Accepted),
        ("Ada", CustomerState::Planned),
        ("ADA", CustomerState::Planned),
        ("Acme AI, Inc.", CustomerState::Planned),
        ("Ada; Acme AI", CustomerState::Planned),
        ("Ada; Chief risk officer", CustomerState::Accepted),
    ];
    for (approver, expected) in cases {
        let found = judge(vec![approved_by(approver, "2027-01-01")]);
        assert_eq!(duty(&found).customer, Some(expected), "{approver}");
        let doubts = usize::from(expected == CustomerState::Planned);
        assert_eq!(told(&found, Code::ExceptionIncomplete), doubts, "{approver}");
        assert_eq!(told(&found, Code::ExceptionUnused), 0, "{approver}: said once");
    }
    let other = row(2, |c| c.owners = vec![person("Zoe")]);
    let found = judge(vec![approved_by("Zoe", "2027-01-01"), other]);
    assert_eq!(
        duty(&found).customer,
        Some(CustomerState::Partial),
        "she owns another row of the duty"
    );
}

#[test]
fn a_leaver_who_owned_the_row_cannot_have_approved_it() {
    let left = |name: &str| Departure {
        name: Some(name.into()),
        email: None,
        left_on: day("2026-06-30"),
        at: at("People", 1),
    };
    let judged = |approver: &str, leaver: &str| {
        let inventory = Inventory {
            systems: vec![system("s", &[DeploymentModel::Saas])],
            controls: vec![approved_by(approver, "2027-01-01")],
            departures: vec![left(leaver)],
            decisions: Vec::new(),
        };
        judge_by(&inventory, &Rules::default(), &Remembered::default())
    };
    let own = judged("Ada", "Ada");
    assert_eq!(duty(&own).customer, Some(CustomerState::Unowned));
    let gone = judged("Rita Chief", "Rita Chief");
    assert_eq!(duty(&gone).customer, Some(CustomerState::Accepted), "it still holds");
    assert_eq!(
        (told(&gone, Code::ApproverLeft), told(&own, Code::ApproverLeft)),
        (1, 0)
    );
}

#[test]
fn one_that_runs_for_too_long_holds_with_a_warning() {
    for (expires, warnings) in [("2027-10-01", 0), ("2027-10-02", 1)] {
        let found = judge(vec![approved_by("Board", expires)]);
        assert_eq!(duty(&found).customer, Some(CustomerState::Accepted));
        assert_eq!(told(&found, Code::ExceptionLong), warnings, "{expires}");
    }
}

#[test]
fn one_that_changes_nothing_is_a_finding() {
    let moot = row(1, |c| c.exception = exception("2027-01-01"));
    let found = judge(vec![moot]);
    assert_eq!((told(&found, Code::ExceptionUnused), found.acceptances.len()), (1, 0));
    let found = judge(vec![approved_by("Board", "2027-01-01"), row(2, |c| c.status = PLANNED)]);
    assert_eq!((told(&found, Code::ExceptionUnused), found.acceptances.len()), (1, 0));
    assert_eq!(duty(&found).customer, Some(CustomerState::Planned));
}

#[test]
fn an_acceptance_says_what_the_duty_would_score_without_it() {
    let score = |rows: Vec<Control>| {
        let found = judge(rows);
        let scores: Vec<_> = found.acceptances.iter().map(|a| (a.score, a.days_left)).collect();
        (duty(&found).customer.unwrap(), scores)
    };
    let accepted = |change: &dyn Fn(&mut Control)| {
        let mut row = approved_by("Board", "2026-10-10");
        change(&mut row);
        row
    };
    assert_eq!(score(vec![accepted(&|_| {})]), (CustomerState::Accepted, vec![(6, 10)]));
    assert_eq!(score(vec![accepted(&|c| c.status = PARTIAL)]).1, [(3, 10)]);
    assert_eq!(score(vec![accepted(&|c| c.owners.clear())]).1, [(9, 10)]);
    assert_eq!(score(vec![accepted(&|_| {}), control(2)]).1, [(3, 10)], "half done");
    let lapsed = |c: &mut Control| c.exception = exception("2026-09-20");
    assert_eq!(
        score(vec![accepted(&lapsed)]),
        (CustomerState::ExceptionExpired, vec![(6, -10)])
    );
}

#[test]
fn one_that_the_row_calls_ended_has_lapsed_whatever_its_day() {
    let ended = row(1, |c| {
        c.status = PLANNED;
        c.exception = exception("2027-01-01").map(|e| Exception { ended: true, ..e });
    });
    let found = judge(vec![ended]);
    assert_eq!(duty(&found).customer, Some(CustomerState::ExceptionExpired));
    assert!(found.acceptances[0].days_left < 0);
}

#[test]
fn accepted_exposure_counts_each_accepted_duty_once_and_lapsed_ones_never() {
    let inventory = |controls| Inventory {
        systems: vec![system("s", &[DeploymentModel::Saas])],
        controls,
        departures: Vec::new(),
        decisions: Vec::new(),
    };
    let terms = fixtures::Terms::default();
    let exposure = |controls| {
        let record = fixtures::record(&inventory(controls), day(AS_OF), None, &terms);
        (record.headline.accepted_exposure, record.headline.exposure)
    };
    let second = row(2, |c| (c.status, c.exception) = (PARTIAL, exception("2027-01-01")));
    let (accepted, open) = exposure(vec![approved_by("Board", "2027-01-01"), second]);
    assert_eq!(accepted, 3, "partial, at an impact of 3, though two rows are accepted");
    let (none, lapsed) = exposure(vec![approved_by("Board", "2026-01-01")]);
    assert_eq!((none, lapsed), (0, open + 9));
}
