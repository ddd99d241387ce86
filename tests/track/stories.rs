//! What happened, told by the comparison: one story a test.

use std::time::Instant;

use unowned::assess::{GapKind, Side};
use unowned::compare::{Cause, Changes, Evidence, Outlook, Withheld, changes};
use unowned::diagnostic::Code;
use unowned::framework::{DeploymentModel, Domain, Matrix};
use unowned::inventory::Scope;
use unowned::plan::Change;
use unowned::snapshot::{Closing, Snapshot};

use super::fixtures::{Terms, day};
use super::organisation::{Said, Sketch, chain, quarter_end, report, sketch};

const SAAS: &[DeploymentModel] = &[DeploymentModel::Saas];
/// The three domains in which SaaS leaves the customer a duty of its own, among the first five: ethics, access, privacy.
const ACCESS: usize = Domain::UserAccessControl as usize;

/// A SaaS system where everything is done but user access control.
fn access(said: Said) -> Sketch {
    let mut all = vec![Said::Done; 16];
    all[ACCESS] = said;
    sketch("ai-1", SAAS, &all)
}

fn pair(old: &[Sketch], new: &[Sketch]) -> (Snapshot, Snapshot, Changes) {
    let terms = Terms::default();
    let old = report(old, quarter_end(0), None, &terms);
    let new = report(new, quarter_end(1), Some(&old), &terms);
    let found = changes(&old, &new);
    (old, new, found)
}

#[test]
fn a_duty_that_gets_an_owner_is_the_same_gap_improved() {
    let (old, new, found) = pair(&[access(Said::Nothing)], &[access(Said::Planned)]);
    assert_eq!(old.gaps.len(), 1);
    assert_eq!(found.gaps.len(), 1);
    assert_eq!(found.gaps[0].change, Change::Improved);
    assert_eq!(found.gaps[0].cause, Cause::Organisation);
    assert_eq!(
        (found.gaps[0].kind_before, found.gaps[0].kind),
        (Some(GapKind::Unowned), GapKind::NotStarted)
    );
    assert_eq!(new.gaps[0].first_seen, quarter_end(0));
    assert!(found.closed.is_empty());
}

#[test]
fn a_duty_that_loses_its_owner_is_worse_and_not_new() {
    let (_, _, found) = pair(&[access(Said::Partial)], &[access(Said::Nobody)]);
    assert_eq!(found.gaps[0].change, Change::Worsened);
    assert_eq!(found.kept.bridge.new, 0);
}

#[test]
fn whoever_closes_a_gap_gets_the_credit() {
    let (_, new, found) = pair(&[access(Said::Planned)], &[access(Said::Done)]);
    assert_eq!(found.closed[0].how, Closing::Resolved);
    assert_eq!(found.credit.len(), 1);
    assert_eq!(found.credit[0].owner, "Owner of user-access-control");
    assert_eq!(
        (found.credit[0].gaps, found.credit[0].score),
        (1, found.closed[0].score)
    );
    assert_eq!(new.closed[0].credit, ["Owner of user-access-control"]);
}

#[test]
fn an_accepted_risk_is_closed_as_accepted_and_nobodys_credit() {
    let (_, _, found) = pair(&[access(Said::Planned)], &[access(Said::Accepted)]);
    assert_eq!(found.closed[0].how, Closing::Accepted);
    assert_eq!((found.kept.bridge.accepted, found.kept.bridge.resolved), (1, 0));
    assert!(found.credit.is_empty());
}

#[test]
fn what_leaves_the_scope_is_not_progress() {
    let mut retired = access(Said::Planned);
    retired.scope = Scope::Retired;
    let (_, _, found) = pair(&[access(Said::Planned)], &[retired]);
    assert_eq!(found.closed[0].how, Closing::SystemRetired);
    assert_eq!(found.systems.retired[0].id, "ai-1");

    let (_, _, found) = pair(&[access(Said::Planned)], &[]);
    assert_eq!(found.closed[0].how, Closing::SystemGone);
    assert_eq!(found.systems.gone[0].id, "ai-1");
    assert_eq!((found.kept.bridge.out_of_scope, found.kept.bridge.resolved), (1, 0));
    assert_eq!(found.by_cause.len(), 1);
    assert_eq!(found.by_cause[0].cause, Cause::Inventory);
}

#[test]
fn a_gap_that_was_closed_and_is_back_starts_anew() {
    let said = [Said::Planned, Said::Done, Said::Done, Said::Planned];
    let quarters: Vec<_> = said.iter().map(|&s| vec![access(s)]).collect();
    let chain = chain(&quarters, &Terms::default());
    let gap = &chain[3].gaps[0];
    assert_eq!(gap.change, Change::Reopened);
    assert_eq!(gap.first_seen, quarter_end(3));
    assert_eq!(gap.closed_since, Some(quarter_end(1)));
    assert_eq!(changes(&chain[2], &chain[3]).gaps[0].closed_since, Some(quarter_end(1)));
}

#[test]
fn slips_are_counted_over_all_reports_and_a_rerun_moves_nothing() {
    let dues = ["2026-02-28", "2026-05-31", "2026-05-31", "2026-12-31"];
    let quarters: Vec<_> = dues
        .iter()
        .map(|due| {
            let mut sketch = access(Said::Planned);
            sketch.due = Some(day(due));
            vec![sketch]
        })
        .collect();
    let chain = chain(&quarters, &Terms::default());
    let slips: Vec<_> = chain.iter().map(|r| r.gaps[0].slips).collect();
    assert_eq!(slips, [0, 1, 1, 2]);
    let last = changes(&chain[2], &chain[3]);
    let slip = &last.kept.slipped[0];
    assert_eq!(slip.times, 2);
    assert_eq!(
        (slip.promised_before, slip.promised),
        (day("2026-05-31"), Some(day("2026-12-31")))
    );
    let third = changes(&chain[1], &chain[2]);
    assert_eq!(third.kept.missed, ["ai-1/user-access-control"]);
    assert!(last.kept.missed.is_empty());
}

#[test]
fn a_promise_that_is_no_longer_written_down_is_withdrawn_and_no_slip() {
    let mut promised = access(Said::Planned);
    promised.due = Some(day("2026-02-15"));
    let (_, new, found) = pair(&[promised], &[access(Said::Planned)]);
    assert!(found.kept.slipped.is_empty());
    let withdrawn = &found.kept.withdrawn[0];
    assert_eq!(
        (withdrawn.promised_before, withdrawn.promised, withdrawn.times),
        (day("2026-02-15"), None, 0)
    );
    assert_eq!(new.changes.as_ref().unwrap().withdrawn, found.kept.withdrawn);
    assert_eq!(new.gaps[0].slips, 0);
}

#[test]
fn a_deadline_that_nobody_set_stays_where_the_first_report_put_it() {
    let quarters: Vec<_> = (0..4).map(|_| vec![access(Said::Nothing)]).collect();
    let chain = chain(&quarters, &Terms::default());
    assert!(
        chain
            .iter()
            .all(|r| r.gaps[0].due == chain[0].gaps[0].due && r.gaps[0].slips == 0)
    );
    assert!(
        chain
            .iter()
            .all(|r| r.gaps[0].term == chain[0].gaps[0].term && !r.gaps[0].overdue)
    );
    assert!(!chain[0].gaps[0].past_term && chain[1].gaps[0].past_term);
    assert!(
        changes(&chain[0], &chain[1]).kept.missed.is_empty(),
        "nobody had promised anything"
    );
}

#[test]
fn three_quarters_make_a_gap_long_open() {
    let quarters: Vec<_> = (0..4).map(|_| vec![access(Said::Nothing)]).collect();
    let chain = chain(&quarters, &Terms::default());
    assert!(changes(&chain[1], &chain[2]).long_open.is_empty());
    let long = &changes(&chain[2], &chain[3]).long_open;
    assert_eq!((long.len(), long[0].quarters, long[0].days), (1, 3, 273));
}

/// The stock matrix with one cell of SaaS set otherwise.
pub fn matrix(domain: &str, saas: &str) -> Matrix {
    let stock = include_str!("../../src/framework/matrix.csv");
    let lines = stock.lines().map(|line| {
        let mut fields: Vec<_> = line.split(',').collect();
        if fields[0] == domain {
            fields[3] = saas;
        }
        fields.join(",")
    });
    let csv: Vec<_> = lines.collect();
    Matrix::from_csv(csv.join("\n").as_bytes(), "1.0-own").unwrap()
}

#[test]
fn what_only_the_matrix_changed_is_kept_apart() {
    let nothing = [sketch("ai-1", SAAS, &[])];
    let before = Terms {
        matrix: matrix("network-security", "Customer"),
        ..Terms::default()
    };
    let old = report(&nothing, quarter_end(0), None, &before);
    let new = report(&nothing, quarter_end(1), Some(&old), &Terms::default());
    let found = changes(&old, &new);
    assert_eq!(found.closed.len(), 1);
    assert_eq!(
        (found.closed[0].how, found.closed[0].cause),
        (Closing::NoLongerOwed, Cause::Matrix)
    );
    assert!(found.matrix.as_ref().unwrap().duties_differ);
    assert_eq!((found.kept.bridge.resolved, found.kept.bridge.out_of_scope), (0, 1));
    assert!(new.warnings.iter().any(|w| w.code == Code::MatrixChanged));

    let back = report(&nothing, quarter_end(2), Some(&new), &before);
    let found = changes(&new, &back);
    let opened: Vec<_> = found.gaps.iter().map(|g| (g.change, g.cause)).collect();
    assert_eq!(opened, [(Change::Reopened, Cause::Matrix)]);
}

#[test]
fn a_lighter_provider_duty_is_the_matrix_and_not_an_improvement_of_ours() {
    let mut open = sketch("ai-1", SAAS, &[Said::Done; 16]);
    open.confirmed = false;
    let before = Terms {
        matrix: matrix("network-security", "Shared"),
        ..Terms::default()
    };
    let old = report(std::slice::from_ref(&open), quarter_end(0), None, &before);
    let new = report(&[open], quarter_end(1), Some(&old), &Terms::default());
    let found = changes(&old, &new);
    let improved: Vec<_> = found.gaps.iter().map(|g| (g.id.side(), g.change, g.cause)).collect();
    assert_eq!(improved, [(Side::Provider, Change::Improved, Cause::Matrix)]);
}

#[test]
fn another_deployment_model_is_named_as_the_cause() {
    let (_, _, found) = pair(
        &[sketch("ai-1", SAAS, &[])],
        &[sketch("ai-1", &[DeploymentModel::Embedded], &[])],
    );
    assert_eq!(found.systems.reclassified.len(), 1);
    assert!(
        found
            .closed
            .iter()
            .all(|g| g.cause == Cause::Model && g.how == Closing::NoLongerOwed)
    );
    assert!(!found.closed.is_empty());
}

#[test]
fn what_only_the_rules_changed_is_kept_apart() {
    let before = Terms::default();
    let mut after = Terms::default();
    after.rules.weights.not_started = 1;
    let sketches = [access(Said::Planned)];
    let old = report(&sketches, quarter_end(0), None, &before);
    let new = report(&sketches, quarter_end(1), Some(&old), &after);
    let found = changes(&old, &new);
    assert_eq!(found.rules, ["weights"]);
    assert_eq!(
        (found.gaps[0].change, found.gaps[0].cause),
        (Change::Improved, Cause::Rules)
    );
}

#[test]
fn a_rename_that_is_settled_keeps_the_history() {
    let mut renamed = access(Said::Nothing);
    renamed.id = "CS-1".to_owned();
    let mut terms = Terms::default();
    let old = report(&[access(Said::Nothing)], quarter_end(0), None, &terms);
    terms.renamed.insert("ai-1".to_owned(), "CS-1".to_owned());
    let new = report(std::slice::from_ref(&renamed), quarter_end(1), Some(&old), &terms);
    let found = changes(&old, &new);
    assert_eq!(new.gaps[0].gap.id, "CS-1/user-access-control");
    assert_eq!(
        (new.gaps[0].change, new.gaps[0].first_seen),
        (Change::Open, quarter_end(0))
    );
    assert!(found.closed.is_empty() && found.gaps.is_empty());
    assert_eq!(found.systems.renamed[0].before.id, "ai-1");
    assert!(found.systems.gone.is_empty() && found.systems.new.is_empty());

    renamed.said[ACCESS] = Said::Done;
    let done = report(std::slice::from_ref(&renamed), quarter_end(2), Some(&new), &terms);
    renamed.said[ACCESS] = Said::Nobody;
    let back = report(&[renamed], quarter_end(3), Some(&done), &terms);
    assert_eq!(back.gaps[0].closed_since, Some(quarter_end(2)));
}

#[test]
fn systems_that_are_given_ids_for_the_first_time_are_the_same_by_their_names() {
    let named = |id: &str| Sketch {
        name: "Mail helper".to_owned(),
        id: id.to_owned(),
        ..access(Said::Nothing)
    };
    let (_, new, found) = pair(&[named("mail-helper")], &[named("S-1")]);
    assert_eq!(
        (new.gaps[0].change, new.gaps[0].first_seen),
        (Change::Open, quarter_end(0))
    );
    assert!(found.closed.is_empty() && found.systems.gone.is_empty() && found.systems.new.is_empty());
    // Ids that were given are never matched by name, nor is a name that two systems share.
    let (_, _, found) = pair(&[named("S-1")], &[named("S-2")]);
    assert_eq!(found.systems.new.len(), 1);
    let (_, _, found) = pair(&[named("mail-helper")], &[named("S-1"), named("S-2")]);
    assert_eq!(found.systems.new.len(), 2);
}

#[test]
fn a_rename_that_is_taken_back_keeps_the_history_in_the_record_and_in_what_changed() {
    let mut renamed = access(Said::Nothing);
    renamed.id = "CS-1".to_owned();
    let mut terms = Terms::default();
    let first = report(&[access(Said::Nothing)], quarter_end(0), None, &terms);
    terms.renamed.insert("ai-1".to_owned(), "CS-1".to_owned());
    let second = report(&[renamed], quarter_end(1), Some(&first), &terms);
    let third = report(
        &[access(Said::Nothing)],
        quarter_end(2),
        Some(&second),
        &Terms::default(),
    );
    let gap = &third.gaps[0];
    assert_eq!((gap.change, gap.first_seen), (Change::Open, quarter_end(0)));
    let found = changes(&second, &third);
    assert!(found.gaps.is_empty() && found.closed.is_empty() && third.closed.is_empty());
}

#[test]
fn a_rename_that_nobody_settled_is_reported_and_never_assumed() {
    let mut renamed = access(Said::Nothing);
    renamed.id = "CS-1".to_owned();
    let (_, new, found) = pair(&[access(Said::Nothing)], &[renamed]);
    let possible = &found.systems.possibly_renamed[0];
    assert_eq!(
        (possible.before.id.as_str(), possible.now.id.as_str()),
        ("ai-1", "CS-1")
    );
    assert_eq!(
        possible.evidence,
        [Evidence::SameName, Evidence::Vendor, Evidence::Unit, Evidence::Models]
    );
    assert_eq!((found.kept.bridge.new, found.kept.bridge.out_of_scope), (1, 1));
    let warning = new.warnings.iter().find(|w| w.code == Code::PossiblyRenamed).unwrap();
    assert!(
        warning.help.to_string().contains("\"ai-1\" = \"CS-1\""),
        "{}",
        warning.help
    );
}

#[test]
fn two_systems_with_nothing_in_common_are_not_taken_for_one() {
    let mut other = access(Said::Nothing);
    other.id = "zz-9".to_owned();
    other.name = "Weather archive".to_owned();
    let (_, _, found) = pair(&[access(Said::Nothing)], &[other]);
    assert!(found.systems.possibly_renamed.is_empty());
}

/// An agent whose governance (a critical focus area) nobody owns, or somebody does.
fn agent(number: usize, governed: bool) -> Sketch {
    let mut all = vec![Said::Done; 16];
    if !governed {
        all[Domain::AgentGovernance as usize] = Said::Nobody;
    }
    sketch(&format!("ai-{number}"), &[DeploymentModel::Agentic], &all)
}

/// Reports with so many critical gaps, all on the same systems.
fn critical(counts: &[usize]) -> Vec<Snapshot> {
    let most = counts.iter().copied().max().unwrap();
    let agents = |n: usize| (0..most.max(1)).map(|number| agent(number, number >= n)).collect();
    let quarters: Vec<Vec<Sketch>> = counts.iter().map(|&n| agents(n)).collect();
    chain(&quarters, &Terms::default())
}

fn forecast(counts: &[usize]) -> unowned::compare::Forecast {
    let chain = critical(counts);
    let last = chain.len() - 1;
    assert_eq!(chain[last].headline.critical, counts[last]);
    changes(&chain[last - 1], &chain[last]).forecast
}

#[test]
fn a_forecast_needs_three_reports() {
    let two = forecast(&[8, 8]);
    assert_eq!(
        (two.outlook, two.withheld, &two.mean),
        (Outlook::Withheld, Some(Withheld::TooFewReports), &None)
    );
    assert_eq!(two.pace_needed, 2.0);
    let three = forecast(&[8, 7, 6]);
    assert_eq!((three.outlook, three.withheld), (Outlook::Range, None));
}

#[test]
fn a_forecast_is_a_range_from_two_paces() {
    // 31 December to 30 September are 273 days, in which 20 became 16: 4 / 273 x 91.3 = 1.34 a quarter, 16 / 1.34 = 11.96, so 12.
    // The last 92 days took 1: 0.99 a quarter, 16 / 0.99 = 16.1, so 17.
    let falling = forecast(&[20, 18, 17, 16]);
    let (mean, last) = (falling.mean.clone().unwrap(), falling.last.clone().unwrap());
    assert_eq!(
        (mean.since, mean.critical_then, mean.a_quarter),
        (quarter_end(0), 20, 1.3)
    );
    assert_eq!(
        (last.since, last.critical_then, last.a_quarter),
        (quarter_end(2), 17, 1.0)
    );
    assert_eq!((mean.quarters, last.quarters), (Some(12), Some(17)));
    assert_eq!(falling.quarters(), Some((12, 17)));
    assert_eq!(falling.needed_by, day("2027-09-30"));

    let one = forecast(&[20, 18, 17, 17]);
    assert_eq!((one.outlook, one.last.unwrap().quarters), (Outlook::AtOnePace, None));
    assert_eq!(forecast(&[16, 17, 18]).outlook, Outlook::NotAtThisPace);
    assert_eq!(forecast(&[0, 0, 0]).outlook, Outlook::AtZero);
}

#[test]
fn a_pace_is_taken_over_eight_quarters_at_most() {
    let eleven: Vec<usize> = (30..=40).rev().collect();
    let far = forecast(&eleven);
    assert_eq!((far.reports, far.mean.unwrap().since), (9, quarter_end(2)));
}

#[test]
fn no_pace_is_told_over_a_change_of_many_systems_or_of_the_matrix() {
    // Two of eight systems are gone: a quarter of them. Three reports later a pace can be told again.
    let quarters: Vec<Vec<Sketch>> = [8, 8, 8, 6, 6, 6]
        .iter()
        .map(|&n| (0..n).map(|number| agent(number, false)).collect())
        .collect();
    let chain = chain(&quarters, &Terms::default());
    let told = [3, 4, 5, 6].map(|n| changes(&chain[n - 2], &chain[n - 1]).forecast.withheld);
    let systems = Some(Withheld::Systems);
    assert_eq!(told, [None, systems, systems, None]);

    let terms = |cell| Terms {
        matrix: matrix("network-security", cell),
        ..Terms::default()
    };
    let (before, after) = (terms("Customer"), terms("Shared"));
    let mut chain: Vec<Snapshot> = Vec::new();
    for number in 0..4 {
        let terms = if number < 3 { &before } else { &after };
        let next = report(&[access(Said::Nothing)], quarter_end(number), chain.last(), terms);
        chain.push(next);
    }
    assert_eq!(changes(&chain[1], &chain[2]).forecast.withheld, None);
    assert_eq!(changes(&chain[2], &chain[3]).forecast.withheld, Some(Withheld::Matrix));
}

#[test]
fn the_trend_has_every_report_of_the_chain_with_its_fiscal_quarter() {
    let quarters: Vec<_> = (0..3).map(|_| vec![access(Said::Nothing)]).collect();
    let terms = Terms {
        fiscal_year_start: 4,
        ..Terms::default()
    };
    let chain = chain(&quarters, &terms);
    let trend = changes(&chain[1], &chain[2]).trend;
    let labels: Vec<_> = trend.iter().map(|p| p.quarter.as_str()).collect();
    assert_eq!(labels, ["Q3 FY2026", "Q4 FY2026", "Q1 FY2027"]);
    assert_eq!(trend[2].headline, chain[2].headline);
}

#[test]
fn forty_quarters_stay_fast_and_small() {
    let states = [Said::Nothing, Said::Planned, Said::Done, Said::Partial, Said::Done];
    let quarter = |number: usize| -> Vec<_> {
        let said = |system: usize| (0..16).map(move |domain| states[(number / 4 + system + domain) % states.len()]);
        (0..24)
            .map(|system| sketch(&format!("ai-{system:03}"), SAAS, &said(system).collect::<Vec<_>>()))
            .collect()
    };
    let quarters: Vec<_> = (0..40).map(quarter).collect();
    let start = Instant::now();
    let chain = chain(&quarters, &Terms::default());
    let took = start.elapsed();
    let size = |report: &Snapshot| report.to_json().len();
    let last = chain.last().unwrap();
    let history = serde_json::to_vec(&last.history).unwrap().len();
    let memory = serde_json::to_vec(&last.closed_earlier).unwrap().len();
    println!(
        "40 reports in {took:?}; first {} bytes, last {}",
        size(&chain[0]),
        size(last)
    );
    println!(
        "history {} bytes a quarter; memory of closed gaps {memory} bytes in all",
        history / 39
    );
    assert_eq!(last.history.len(), 39);
    assert!(!last.closed_earlier.is_empty());
    assert!(history / 39 < 600, "{} bytes a quarter", history / 39);
    assert!(size(last) < size(&chain[1]) * 3 / 2);
    assert!(took.as_secs() < 30, "{took:?}");
}
