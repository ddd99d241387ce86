//! Chains of six quarters in which it is known beforehand what happens: each system has one story, and everything that the
//! comparison tells must be one of them, and nothing else.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Days, NaiveDate};
use proptest::prelude::*;
use unowned::assess::{Duty, GapId, Severity};
use unowned::compare::{Cause, Changes, changes};
use unowned::framework::{DeploymentModel, Domain, Matrix};
use unowned::inventory::{
    Control, ControlStatus, Criticality, Decided, Exception, Grade, IdSource, Inventory, Party, Reach, Ruling, Scope,
    System, slug,
};
use unowned::plan::{ActionKind, Change};
use unowned::snapshot::{Closing, Proof, Snapshot};

use super::fixtures::{self, Terms, at, day, person, record};
use super::organisation::quarter_end;
use super::stories::matrix;

const QUARTERS: usize = 6;

/// What happens to a system, at one quarter of the chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Story {
    New,
    Improved,
    Worsened,
    Verified,
    Claimed,
    Accepted,
    Lapsed,
    Retired,
    Gone,
    Renamed,
    OtherCase,
    GivenAnId,
    PerhapsRenamed,
    Remodelled,
    MatrixChanged,
    Reopened,
    Slipped,
    Withdrawn,
    Missed,
    Held,
    Rerated,
    Quiet,
}

const STORIES: [Story; 22] = [
    Story::New,
    Story::Improved,
    Story::Worsened,
    Story::Verified,
    Story::Claimed,
    Story::Accepted,
    Story::Lapsed,
    Story::Retired,
    Story::Gone,
    Story::Renamed,
    Story::OtherCase,
    Story::GivenAnId,
    Story::PerhapsRenamed,
    Story::Remodelled,
    Story::MatrixChanged,
    Story::Reopened,
    Story::Slipped,
    Story::Withdrawn,
    Story::Missed,
    Story::Held,
    Story::Rerated,
    Story::Quiet,
];

/// One system with its story, which happens at the quarter `at`.
#[derive(Clone, Copy, Debug)]
struct Lane {
    number: usize,
    story: Story,
    at: usize,
}

/// How the one duty that a lane is about stands in a quarter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stands {
    /// Not met; with the weight of its gap.
    Open(u32),
    /// In place, with evidence or without.
    Met(bool),
    Accepted,
    Held,
    Away(Closing),
}

impl Lane {
    fn happened(self, quarter: usize) -> bool {
        quarter >= self.at
    }

    fn domain(self) -> Domain {
        match self.story {
            Story::Remodelled => Domain::AgentGovernance,
            Story::MatrixChanged => Domain::NetworkSecurity,
            _ => Domain::UserAccessControl,
        }
    }

    /// Held for two quarters.
    fn unclassified(self, quarter: usize) -> bool {
        self.story == Story::Held && (self.at..self.at + 2).contains(&quarter)
    }

    /// No two of them are alike.
    fn name(self) -> String {
        let letter = |n: usize| char::from(b'a' + (n % 26) as u8).to_string();
        let n = self.number;
        [letter(n * 7), letter(n * 11 + 3), letter(n * 5 + 9), letter(n)]
            .map(|l| l.repeat(3))
            .concat()
    }

    fn id(self, quarter: usize) -> String {
        let own = format!("L-{:02}", self.number + 10);
        match (self.story, self.happened(quarter)) {
            (Story::Renamed | Story::PerhapsRenamed, true) => format!("R-{:02}", self.number + 10),
            (Story::OtherCase, true) => own.to_lowercase(),
            (Story::GivenAnId, false) => slug(&self.name()),
            _ => own,
        }
    }

    fn gap(self, quarter: usize) -> GapId {
        GapId::new(&self.id(quarter), Duty::Ours(self.domain()))
    }

    /// What must be told of the lane's duty.
    fn stands(self, quarter: usize) -> Stands {
        const UNOWNED: u32 = 3;
        const PLANNED: u32 = 2;
        const PARTIAL: u32 = 1;
        let planned = Stands::Open(PLANNED);
        let (before, after) = match self.story {
            Story::New => (Stands::Met(false), Stands::Open(PARTIAL)),
            Story::Improved => (Stands::Open(UNOWNED), planned),
            Story::Worsened => (Stands::Open(PARTIAL), Stands::Open(UNOWNED)),
            Story::Verified => (planned, Stands::Met(true)),
            Story::Claimed => (planned, Stands::Met(false)),
            Story::Accepted => (planned, Stands::Accepted),
            Story::Lapsed => (Stands::Accepted, Stands::Open(3)),
            Story::Retired => (planned, Stands::Away(Closing::SystemRetired)),
            Story::Gone => (planned, Stands::Away(Closing::SystemGone)),
            Story::Remodelled => (Stands::Open(UNOWNED), Stands::Away(Closing::NoLongerOwed)),
            Story::MatrixChanged => (Stands::Away(Closing::NoLongerOwed), Stands::Open(UNOWNED)),
            Story::Quiet => (Stands::Met(false), Stands::Met(false)),
            _ => (planned, planned),
        };
        match self.story {
            Story::Reopened if quarter == self.at => Stands::Met(false),
            Story::Held if self.unclassified(quarter) => Stands::Held,
            _ if self.happened(quarter) => after,
            _ => before,
        }
    }

    /// The day that is promised.
    fn due(self, quarter: usize) -> Option<NaiveDate> {
        let far = quarter_end(QUARTERS) + Days::new(30);
        match self.story {
            Story::Slipped => Some(far + Days::new(if self.happened(quarter) { 200 } else { 0 })),
            Story::Withdrawn => (!self.happened(quarter)).then_some(far),
            Story::Missed => Some(quarter_end(self.at) - Days::new(10)),
            _ => None,
        }
    }

    fn system(self, quarter: usize) -> Option<System> {
        if self.story == Story::Gone && self.happened(quarter) {
            return None;
        }
        let models: &[DeploymentModel] = match self.story {
            _ if self.unclassified(quarter) => &[],
            Story::Remodelled if self.happened(quarter) => &[DeploymentModel::Embedded],
            _ => &[DeploymentModel::Saas],
        };
        let retired = self.story == Story::Retired && self.happened(quarter);
        let rerated = self.story == Story::Rerated && self.happened(quarter);
        let by_name = self.story == Story::GivenAnId && !self.happened(quarter);
        Some(System {
            scope: if retired { Scope::Retired } else { Scope::In },
            vendor: Some("Vendor".to_owned()),
            criticality: Some(if rerated {
                Criticality::Critical
            } else {
                Criticality::High
            }),
            id_source: if by_name { IdSource::Slug } else { IdSource::Column },
            ..fixtures::system(self.number as u32 + 1, &self.id(quarter), &self.name(), models)
        })
    }

    /// One row for each duty; all but the lane's own are met.
    fn controls(self, quarter: usize) -> Vec<Control> {
        let reach = || Reach::System(self.id(quarter));
        let met = |domain: Domain| Control {
            owners: vec![person(&format!("Owner of {domain}"))],
            status: Some(ControlStatus::Implemented),
            last_reviewed: Some(quarter_end(quarter)),
            ..fixtures::control(self.number as u32 * 20 + domain as u32, reach(), &[domain])
        };
        let mut rows: Vec<Control> = Domain::ALL.into_iter().map(met).collect();
        let own = &mut rows[self.domain() as usize];
        own.due = self.due(quarter);
        own.status = Some(ControlStatus::Planned);
        match self.stands(quarter) {
            Stands::Open(1) => own.status = Some(ControlStatus::Partial),
            Stands::Open(3) if self.story != Story::Lapsed => own.owners.clear(),
            Stands::Met(proven) => {
                own.status = Some(ControlStatus::Implemented);
                own.evidence = if proven {
                    fixtures::evidence("report", Grade::Named)
                } else {
                    Default::default()
                };
            }
            _ => {}
        }
        let expires = match self.story {
            Story::Lapsed => Some(quarter_end(self.at) - Days::new(1)),
            Story::Accepted if self.happened(quarter) => Some(day("2030-12-31")),
            _ => None,
        };
        own.exception = expires.map(|expires| Exception {
            reason: None,
            approver: "Chief risk officer".to_owned(),
            expires,
            ended: false,
        });
        if self.story == Story::MatrixChanged {
            own.owners.clear();
        }
        rows.push(Control {
            party: Party::Provider,
            status: Some(ControlStatus::Implemented),
            provider_evidence: fixtures::evidence("report", Grade::Named),
            ..fixtures::control(self.number as u32 * 20 + 19, reach(), &Domain::ALL)
        });
        rows
    }
}

/// What must be told of a quarter against the one before it.
#[derive(Debug, Default, PartialEq)]
struct Expected {
    moved: BTreeMap<GapId, (Change, Cause)>,
    closed: BTreeMap<GapId, (Closing, Option<Proof>)>,
    held: BTreeSet<GapId>,
    judged_again: BTreeSet<GapId>,
    slipped: BTreeSet<GapId>,
    withdrawn: BTreeSet<GapId>,
    missed: BTreeSet<GapId>,
    rerated: BTreeSet<String>,
    perhaps: BTreeSet<GapId>,
}

impl Expected {
    fn of(lanes: &[Lane], quarter: usize) -> Self {
        let mut expected = Self::default();
        lanes.iter().for_each(|lane| expected.add(*lane, quarter));
        expected
    }

    fn add(&mut self, lane: Lane, quarter: usize) {
        let (before, now) = (lane.stands(quarter - 1), lane.stands(quarter));
        let (old, id) = (lane.gap(quarter - 1), lane.gap(quarter));
        if lane.story == Story::PerhapsRenamed && quarter == lane.at {
            self.closed.insert(old.clone(), (Closing::SystemGone, None));
            self.moved.insert(id.clone(), (Change::New, Cause::Inventory));
            self.perhaps.extend([old, id]);
            return;
        }
        let cause = match lane.story {
            Story::MatrixChanged => Cause::Matrix,
            _ => Cause::Organisation,
        };
        let was_open =
            |quarters: std::ops::Range<usize>| quarters.into_iter().any(|q| matches!(lane.stands(q), Stands::Open(_)));
        match (before, now) {
            (Stands::Open(a), Stands::Open(b)) if a != b => {
                let change = if b < a { Change::Improved } else { Change::Worsened };
                self.moved.insert(id.clone(), (change, cause));
            }
            (Stands::Open(_), Stands::Open(_)) => {}
            (Stands::Open(_), Stands::Held) => {
                self.held.insert(id.clone());
                let unclassified = GapId::new(&id.system, Duty::Unclassified);
                self.moved.insert(unclassified, (Change::New, Cause::NoLongerJudged));
            }
            (Stands::Held, Stands::Open(_)) => {
                self.judged_again.insert(id.clone());
                let unclassified = GapId::new(&id.system, Duty::Unclassified);
                self.closed.insert(unclassified, (Closing::Resolved, None));
            }
            (_, Stands::Open(_)) => {
                let reopened = was_open(0..quarter);
                let change = if reopened { Change::Reopened } else { Change::New };
                self.moved.insert(id.clone(), (change, cause));
            }
            (Stands::Open(_), Stands::Met(proven)) => {
                let proof = if proven { Proof::Verified } else { Proof::Claimed };
                self.closed.insert(id.clone(), (Closing::Resolved, Some(proof)));
            }
            (Stands::Open(_), Stands::Accepted) => {
                self.closed.insert(id.clone(), (Closing::Accepted, None));
            }
            (Stands::Open(_), Stands::Away(how)) => {
                self.closed.insert(id.clone(), (how, None));
            }
            _ => {}
        }
        if quarter == lane.at {
            match lane.story {
                Story::Slipped => _ = self.slipped.insert(id),
                Story::Withdrawn => _ = self.withdrawn.insert(id),
                Story::Missed => _ = self.missed.insert(id),
                Story::Rerated => _ = self.rerated.insert(lane.id(quarter)),
                _ => {}
            }
        }
    }

    /// The same, as a comparison tells it.
    fn told(changes: &Changes) -> Self {
        let kept = &changes.kept;
        let perhaps = changes
            .gaps
            .iter()
            .filter(|g| g.perhaps.is_some())
            .map(|g| g.id.clone());
        let perhaps_gone = changes
            .closed
            .iter()
            .filter(|g| g.perhaps.is_some())
            .map(|g| g.id.clone());
        Self {
            moved: changes
                .gaps
                .iter()
                .map(|g| (g.id.clone(), (g.change, g.cause)))
                .collect(),
            closed: changes
                .closed
                .iter()
                .map(|g| (g.id.clone(), (g.how, g.proof)))
                .collect(),
            held: kept.unjudged.gaps.iter().cloned().collect(),
            judged_again: kept.judged_again.iter().cloned().collect(),
            slipped: kept.slipped.iter().map(|s| s.id.clone()).collect(),
            withdrawn: kept.withdrawn.iter().map(|s| s.id.clone()).collect(),
            missed: kept.missed.iter().cloned().collect(),
            rerated: kept.rerated.systems.iter().map(|s| s.system.id.clone()).collect(),
            perhaps: perhaps.chain(perhaps_gone).collect(),
        }
    }
}

/// Since when each gap must be open: its story's first quarter without interruption, held ones included.
fn first_seen(lane: Lane, quarter: usize) -> NaiveDate {
    let open = |q: &usize| matches!(lane.stands(*q), Stands::Open(_) | Stands::Held);
    let other_id = |q: usize| lane.story == Story::PerhapsRenamed && lane.happened(quarter) && !lane.happened(q);
    let first = (0..=quarter).rev().take_while(|q| open(q) && !other_id(*q)).last();
    quarter_end(first.unwrap_or(quarter))
}

/// The terms of a quarter: the matrix is changed where a lane is about that, and renames are settled for all time.
fn terms(lanes: &[Lane], quarter: usize) -> Terms {
    let by_matrix = lanes.iter().find(|lane| lane.story == Story::MatrixChanged);
    let renamed = lanes.iter().filter(|lane| lane.story == Story::Renamed);
    Terms {
        matrix: match by_matrix.is_some_and(|lane| lane.happened(quarter)) {
            true => matrix("network-security", "Customer"),
            false => Matrix::stock(),
        },
        renamed: renamed.map(|lane| (lane.id(0), lane.id(QUARTERS))).collect(),
        ..Terms::default()
    }
}

/// A decision that is put off until after the next report.
#[derive(Clone, Debug)]
struct Deferred {
    key: String,
    at: usize,
}

fn inventory(lanes: &[Lane], quarter: usize, deferred: Option<&Deferred>) -> Inventory {
    let mut inventory = Inventory::default();
    for lane in lanes {
        if let Some(system) = lane.system(quarter) {
            inventory.systems.push(system);
            inventory.controls.extend(lane.controls(quarter));
        }
    }
    inventory.decisions.extend(deferred.map(|deferred| Decided {
        decision: deferred.key.clone(),
        on: Some(quarter_end(deferred.at) - Days::new(5)),
        by: Some("Board".to_owned()),
        ruling: Some(Ruling::Deferred),
        until: Some(quarter_end(deferred.at + 1) + Days::new(1)),
        note: None,
        at: at("Decisions", 1),
    }));
    inventory
}

/// Dates move by their one rule, and nothing is asked for in the past.
fn check_dates(before: Option<&Snapshot>, now: &Snapshot, same: &BTreeMap<GapId, GapId>) {
    for action in &now.actions {
        assert!(action.ask_by >= now.as_of, "{}", action.key);
    }
    assert!(now.decisions.iter().all(|decision| decision.ask_by >= now.as_of));
    let known = |id: &GapId| {
        let open = before?.gaps.iter().find(|g| g.gap.id == *id);
        let held = before?.unjudged.iter().map(|held| &held.gap).find(|g| g.gap.id == *id);
        open.or(held)
    };
    for gap in &now.gaps {
        let days = match gap.gap.severity {
            Severity::Critical => 30,
            Severity::High => 90,
            Severity::Medium => 180,
            Severity::Low => 365,
        };
        let anew = now.as_of + Days::new(days);
        let old = same.get(&gap.gap.id).unwrap_or(&gap.gap.id);
        let expected = match known(old) {
            Some(before) if gap.gap.severity > before.gap.severity => before.term.min(anew),
            Some(before) => before.term,
            None => anew,
        };
        assert_eq!(gap.term, expected, "{} of {}", gap.gap.id, now.as_of);
    }
}

/// The figures of page one are those of the lists, and the bridge leads from one to the other.
fn check_figures(changes: &Changes, now: &Snapshot) {
    let (b, h) = (changes.kept.bridge, &now.headline);
    assert_eq!(
        b.open_before + b.new + b.reopened + b.judged_again - b.resolved - b.accepted - b.out_of_scope - b.unjudged,
        b.open_now
    );
    assert_eq!((b.open_now, now.gaps.len()), (h.gaps, h.gaps));
    let count = |holds: fn(&unowned::plan::DatedGap) -> bool| now.gaps.iter().filter(|gap| holds(gap)).count();
    assert_eq!(h.critical, count(|g| g.gap.severity == Severity::Critical));
    assert_eq!((h.overdue, h.past_term), (count(|g| g.overdue), count(|g| g.past_term)));
    assert_eq!(h.exposure, now.gaps.iter().map(|g| g.gap.score).sum::<u32>());
    let proofs = |proof| now.closed.iter().filter(|c| c.proof == Some(proof)).count();
    assert_eq!(
        (b.verified, b.claimed),
        (proofs(Proof::Verified), proofs(Proof::Claimed))
    );
}

/// A deferred decision is kept with what was decided, and not asked again before its day.
fn check_deferred(reports: &[Snapshot], deferred: &Deferred) {
    let asks = |report: &Snapshot| report.decisions.iter().any(|d| d.action == deferred.key);
    for (quarter, report) in reports.iter().enumerate().skip(deferred.at) {
        let until_then = quarter <= deferred.at + 1;
        assert!(
            !(until_then && asks(report)),
            "{} asks for {} again",
            report.as_of,
            deferred.key
        );
        let is_there = report.actions.iter().any(|action| action.key == deferred.key);
        if !until_then && is_there && report.decisions.len() < 6 {
            assert!(asks(report), "{} does not ask for {}", report.as_of, deferred.key);
        }
    }
    let asked = reports
        .get(deferred.at)
        .and_then(|report| report.asked.iter().find(|a| a.key == deferred.key));
    assert!(reports.len() <= deferred.at || asked.is_some_and(|asked| asked.decided == Some(Ruling::Deferred)));
}

fn check(lanes: &[Lane], defer_at: usize) {
    let mut reports: Vec<Snapshot> = Vec::new();
    let mut deferred: Option<Deferred> = None;
    for quarter in 0..QUARTERS {
        if quarter == defer_at {
            let last = &reports[quarter - 1].decisions;
            let to_own = last.iter().find(|d| d.action.starts_with(ActionKind::AssignOwner.id()));
            deferred = to_own.map(|decision| Deferred {
                key: decision.action.clone(),
                at: quarter,
            });
        }
        let (as_of, terms) = (quarter_end(quarter), terms(lanes, quarter));
        let inventory = inventory(lanes, quarter, deferred.as_ref());
        let last = reports.last();
        let report = record(&inventory, as_of, last, &terms);
        let same = lanes
            .iter()
            .map(|lane| (lane.gap(quarter), lane.gap(quarter.max(1) - 1)));
        let same = same.filter(|(now, _)| {
            !lanes
                .iter()
                .any(|l| l.story == Story::PerhapsRenamed && l.gap(quarter) == *now)
        });
        check_dates(last, &report, &same.collect());
        if let Some(last) = last {
            let told = changes(last, &report);
            assert_eq!(Expected::told(&told), Expected::of(lanes, quarter), "{as_of}");
            assert_eq!(report.changes.as_ref(), Some(&told.kept));
            check_figures(&told, &report);
            if quarter == QUARTERS / 2 {
                let reread = Snapshot::from_json(&last.to_json()).unwrap();
                assert!(reread.intact && reread.snapshot == *last);
                assert_eq!(reread.contradiction, None);
                let again = record(&inventory, as_of, Some(&reread.snapshot), &terms);
                assert!(again.to_json() == report.to_json(), "the same quarter twice");
            }
        }
        for lane in lanes {
            let gap = report.gaps.iter().find(|g| g.gap.id == lane.gap(quarter));
            let open = matches!(lane.stands(quarter), Stands::Open(_));
            assert_eq!(gap.is_some(), open, "{lane:?} of {as_of}");
            if let Some(gap) = gap {
                assert_eq!(gap.first_seen, first_seen(*lane, quarter), "{lane:?} of {as_of}");
            }
        }
        reports.push(report);
    }
    if let Some(deferred) = &deferred {
        check_deferred(&reports, deferred);
    }
}

/// Systems with stories; all that are about the matrix happen at once.
fn lanes() -> impl Strategy<Value = Vec<Lane>> {
    let story = (prop::sample::select(STORIES.to_vec()), 1..QUARTERS - 1);
    (prop::collection::vec(story, 4..10), 1..QUARTERS - 1).prop_map(|(stories, matrix_at)| {
        let lane = |(number, (story, at)): (usize, (Story, usize))| Lane {
            number,
            story,
            at: if story == Story::MatrixChanged { matrix_at } else { at },
        };
        stories.into_iter().enumerate().map(lane).collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(200) })]

    #[test]
    fn whatever_is_planted_comes_out_as_it_was_planted(lanes in lanes(), defer_at in 1..QUARTERS - 1) {
        check(&lanes, defer_at);
    }
}

#[test]
fn each_story_alone_comes_out_as_it_was_planted() {
    for (number, story) in STORIES.into_iter().enumerate() {
        for at in 1..QUARTERS - 1 {
            check(&[Lane { number, story, at }], 1);
        }
    }
}
