//! What proves our side: evidence that counts on the day, of a row that is live.

use super::*;
use unowned::assess::Because;

fn evidence(issued: Option<&str>, valid_until: Option<&str>) -> EvidenceCell {
    let mut cell = fixtures::evidence("Access review AR-118", Grade::Named);
    cell.pieces[0].issued = issued.map(day);
    cell.pieces[0].valid_until = valid_until.map(day);
    cell
}

fn strictly(controls: Vec<Control>) -> Assessment {
    let inventory = Inventory {
        systems: vec![system("s", &[DeploymentModel::Saas])],
        controls,
        departures: Vec::new(),
        decisions: Vec::new(),
    };
    let strict = Rules {
        require_evidence: true,
        ..Rules::default()
    };
    judge_by(&inventory, &strict, &Remembered::default())
}

#[test]
fn evidence_counts_until_its_last_day_and_not_before_its_issue() {
    // 456 days before 2026-09-30 is 2025-07-01.
    let cases = [
        ("valid on its last day", None, Some(AS_OF), true, None),
        (
            "expired the day after",
            None,
            Some("2026-09-29"),
            false,
            Some(Code::EvidenceExpired),
        ),
        ("456 days old", Some("2025-07-01"), None, true, None),
        (
            "457 days old",
            Some("2025-06-30"),
            None,
            false,
            Some(Code::EvidenceExpired),
        ),
        ("old, but valid", Some("2020-01-01"), Some("2027-01-01"), true, None),
        (
            "young, but no longer valid",
            Some("2026-08-01"),
            Some("2026-09-01"),
            false,
            Some(Code::EvidenceExpired),
        ),
        (
            "issued tomorrow",
            Some("2026-10-01"),
            None,
            false,
            Some(Code::EvidenceNotYet),
        ),
        ("undated", None, None, true, Some(Code::EvidenceUndated)),
    ];
    for (situation, issued, until, proven, code) in cases {
        let found = judge(vec![row(1, |c| c.evidence = evidence(issued, until))]);
        assert_eq!(
            duty(&found).customer,
            Some(CustomerState::InPlace),
            "{situation}: a claim is no gap"
        );
        assert_eq!(duty(&found).proven, proven, "{situation}");
        assert_eq!(
            duty(&found).proven_undated,
            code == Some(Code::EvidenceUndated),
            "{situation}"
        );
        for each in [Code::EvidenceExpired, Code::EvidenceNotYet, Code::EvidenceUndated] {
            assert_eq!(told(&found, each), usize::from(code == Some(each)), "{situation}");
        }
    }
}

#[test]
fn the_columns_of_a_row_date_evidence_whose_words_do_not() {
    let proven = |issued: Option<&str>, column: Option<&str>, until: Option<&str>| {
        let found = judge(vec![row(1, |c| {
            c.evidence = evidence(issued, None);
            (c.evidence_date, c.valid_until) = (column.map(day), until.map(day));
        })]);
        (duty(&found).proven, duty(&found).proven_undated)
    };
    assert_eq!(proven(None, Some("2026-01-01"), None), (true, false));
    assert_eq!(proven(None, Some("2020-01-01"), None), (false, false));
    assert_eq!(
        proven(None, Some("2020-01-01"), Some("2027-01-01")),
        (true, false),
        "valid until rules"
    );
    assert_eq!(
        proven(Some("2026-01-01"), Some("2020-01-01"), None),
        (true, false),
        "the words rule"
    );
}

#[test]
fn an_expired_piece_is_told_with_its_cell_and_its_last_day() {
    let found = judge(vec![row(1, |c| c.evidence = evidence(None, Some("2026-08-31")))]);
    let expired = found
        .diagnostics
        .iter()
        .find(|d| d.code == Code::EvidenceExpired)
        .unwrap();
    assert!(
        expired.message.to_string().contains("AR-118") && expired.message.to_string().contains("2026-08-31"),
        "{}",
        expired.message
    );
    assert_eq!(expired.at, ["inventory.xlsx > Controls > A1"]);
}

#[test]
fn one_piece_that_counts_is_enough_and_only_live_rows_prove() {
    let mut two = evidence(None, Some("2020-01-01"));
    two.pieces.extend(evidence(Some("2026-08-01"), None).pieces);
    assert!(duty(&judge(vec![row(1, |c| c.evidence = two)])).proven);
    let good = || evidence(Some("2026-08-01"), None);
    assert!(
        duty(&judge(vec![control(1), row(2, |c| c.evidence = good())])).proven,
        "of one row"
    );
    let idle = row(2, |c| (c.status, c.evidence) = (NOT_APPLICABLE, good()));
    assert!(
        !duty(&judge(vec![control(1), idle])).proven,
        "of a row that does not apply"
    );
    let partial = row(1, |c| (c.status, c.evidence) = (PARTIAL, good()));
    assert!(!duty(&judge(vec![partial])).proven, "nothing is in place");
    let theirs = row(1, |c| c.provider_evidence = good());
    assert!(!duty(&judge(vec![theirs])).proven, "it proves the provider's side");
}

#[test]
fn where_evidence_is_required_what_is_not_proven_is_not_known() {
    let access = Duty::Ours(Domain::UserAccessControl);
    let unverified = |rows: Vec<Control>| {
        let found = strictly(rows);
        gap(&found, access).map(|gap| (gap.kind, gap.because))
    };
    let stale = |c: &mut Control| c.last_reviewed = Some(day("2024-01-01"));
    let cases = [
        (
            "in place",
            control(1),
            Some((GapKind::Unverified, Some(Because::Claim))),
        ),
        (
            "stale",
            row(1, stale),
            Some((GapKind::Unverified, Some(Because::Claim))),
        ),
        (
            "expired",
            row(1, |c| c.evidence = evidence(Some("2020-01-01"), None)),
            Some((GapKind::Unverified, Some(Because::Expired))),
        ),
        (
            "proven",
            row(1, |c| c.evidence = evidence(Some("2026-08-01"), None)),
            None,
        ),
        ("undated", row(1, |c| c.evidence = evidence(None, None)), None),
        (
            "partial anyway",
            row(1, |c| c.status = PARTIAL),
            Some((GapKind::Partial, None)),
        ),
        (
            "unknown anyway",
            row(1, |c| c.status = None),
            Some((GapKind::Unverified, None)),
        ),
    ];
    for (situation, row, expected) in cases {
        assert_eq!(unverified(vec![row]), expected, "{situation}");
    }
    let proven_and_stale = row(1, |c| {
        c.evidence = evidence(Some("2026-08-01"), None);
        c.last_reviewed = Some(day("2024-01-01"));
    });
    assert_eq!(unverified(vec![proven_and_stale]), Some((GapKind::Stale, None)));
}

#[test]
fn the_headline_counts_what_is_proven_claimed_and_undated_over_all_duties() {
    let domains = [Domain::UserAccessControl, Domain::IncidentResponse, Domain::DataPrivacy];
    let rows = domains.into_iter().zip(1..).map(|(domain, number)| {
        row(number, |c| {
            c.domains = vec![domain];
            match number {
                1 => c.evidence = evidence(Some("2026-08-01"), None),
                2 => c.evidence = evidence(None, None),
                _ => c.last_reviewed = None,
            }
        })
    });
    let inventory = Inventory {
        systems: vec![system("s", &[DeploymentModel::Saas])],
        controls: rows.collect(),
        departures: Vec::new(),
        decisions: Vec::new(),
    };
    let headline = fixtures::record(&inventory, day(AS_OF), None, &fixtures::Terms::default()).headline;
    let ours = headline.customer_obligations as f64;
    let share = |rate: Option<f64>| (rate.unwrap() * ours).round() as usize;
    assert_eq!((share(headline.in_place_rate), share(headline.proven_rate)), (3, 2));
    assert_eq!((headline.never_reviewed, headline.undated, headline.blanket), (1, 1, 3));
    assert_eq!((headline.no_owner, headline.unowned), (6, 6));
}
