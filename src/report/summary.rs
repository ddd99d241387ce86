//! Page one. In: the facts. Out: the verdict, four tiles, at most six decisions, where duties are uncovered, the trend, what
//! changed, and the systems with the most exposure; each short enough that the page stays one page.

use std::cmp::Reverse;

use serde::Serialize;

use crate::assess::CustomerState;
use crate::framework::Domain;
use crate::inventory::Scope;
use crate::normalise::Role;
use crate::plan::{Action, ActionKind, Change};
use crate::report::facts::{ActionRef, Facts, SystemRef};
use crate::report::text::Text;
use crate::report::trend::{self, Spark, TrendBar};
use crate::snapshot::{Closing, Headline};
use crate::words::whole_percent;

/// How many decisions page one asks for.
const DECISIONS: usize = 6;
/// How many systems page one names.
const SYSTEMS: usize = 5;

/// Page one.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Summary {
    /// The line above the title.
    pub kicker: String,
    /// What the report covers, to the right of the title.
    pub covers: String,
    /// The verdict in one sentence.
    pub verdict: String,
    /// What belongs to it.
    pub context: String,
    /// Four figures.
    pub tiles: Vec<Tile>,
    /// What leadership is asked to decide.
    pub decisions: Vec<Decision>,
    /// What stands there if there is nothing to decide.
    pub no_decisions: Option<String>,
    /// Bars per domain, most uncovered first.
    pub domains: Vec<DomainBar>,
    /// The bars in numbers.
    pub domains_alt: String,
    /// What stands there without any duty.
    pub no_domains: Option<String>,
    /// The states that occur in the bars.
    pub legend: Vec<StateName>,
    /// Whether no report came before: then sentences stand in the places of trend and changes.
    pub first: bool,
    /// Duties without an owner over the last reports; none in a first report.
    pub trend: Vec<TrendBar>,
    /// The trend in numbers, or what will stand in its place.
    pub trend_alt: String,
    /// Three lines on what changed, or what will stand there.
    pub changed: Vec<String>,
    /// The systems with the most exposure.
    pub systems: Vec<SystemBar>,
    /// What stands there without exposure.
    pub no_systems: Option<String>,
    /// Scope and framework, in the last line.
    pub basis: Text,
}

/// One figure with its history.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Tile {
    /// What it counts.
    pub label: String,
    /// The figure.
    pub value: String,
    /// How it stands against the last report.
    pub note: String,
    /// `good`, `bad` or `quiet`.
    pub tone: &'static str,
    /// The last reports.
    pub spark: Option<Spark>,
}

/// One decision.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Decision {
    /// The action.
    pub action: ActionRef,
    /// What is to be decided.
    pub title: Text,
    /// The role we propose.
    pub role: Text,
    /// Number of systems.
    pub systems: String,
    /// The day by which.
    pub by: String,
    /// Whether that day has passed.
    pub overdue: bool,
    /// Share of the exposure that this and the decisions above it close, 0 to 1.
    pub share: f64,
    /// The same in words.
    pub share_text: String,
}

/// How the duties of one domain stand.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct DomainBar {
    /// The domain.
    pub name: String,
    /// Its parts, worst state first.
    pub parts: Vec<Part>,
}

/// The duties of one domain in one state.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Part {
    /// The state.
    pub state: CustomerState,
    /// How many.
    pub count: String,
    /// Width as a share of the longest bar.
    pub width: f64,
}

/// A state with its name.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct StateName {
    /// The state.
    pub state: CustomerState,
    /// What it is called.
    pub name: String,
}

/// One system's exposure.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SystemBar {
    /// The system.
    pub system: SystemRef,
    /// Its business unit.
    pub unit: Option<Text>,
    /// Its exposure.
    pub exposure: String,
    /// Width as a share of the longest bar.
    pub width: f64,
}

impl Summary {
    /// Settles page one.
    pub fn new(facts: &Facts<'_>) -> Self {
        let (words, snapshot) = (facts.words, facts.snapshot);
        let now = &snapshot.headline;
        let decisions = decisions(facts);
        let domains = domains(facts);
        let systems = systems(facts);
        Self {
            kicker: words.say("summary.kicker", &[("period", &facts.periods.quarter(snapshot.as_of))]),
            covers: words.count(
                "summary.covers",
                now.in_scope,
                &[("date", &words.long_date(snapshot.as_of))],
            ),
            verdict: verdict(facts),
            context: context(facts, &decisions).join(" "),
            tiles: tiles(facts),
            no_decisions: decisions.is_empty().then(|| words.text("summary.no_decisions")),
            decisions,
            domains_alt: domains_alt(facts),
            no_domains: domains.is_empty().then(|| words.text("summary.no_domains")),
            legend: legend(facts),
            domains,
            first: snapshot.history.is_empty(),
            trend: if snapshot.history.is_empty() {
                Vec::new()
            } else {
                trend::bars(facts, |h| h.unowned)
            },
            trend_alt: trend_text(facts),
            changed: changed(facts),
            no_systems: systems.is_empty().then(|| words.text("summary.no_systems")),
            systems,
            basis: basis(facts),
        }
    }
}

fn verdict(facts: &Facts<'_>) -> String {
    let (words, now) = (facts.words, &facts.snapshot.headline);
    let all = words.number(now.customer_obligations);
    match () {
        () if now.in_scope == 0 => words.text("verdict.no_systems"),
        () if now.unclassified == now.in_scope => words.count("verdict.all_unclassified", now.in_scope, &[]),
        () if now.unowned > 0 => words.count("verdict.unowned", now.unowned, &[("all", &all)]),
        () if now.gaps == 0 => words.count("verdict.clean", now.customer_obligations, &[]),
        () if now.customer_obligations == 0 => words.text("verdict.none_ours"),
        () => words.count(
            "verdict.owned",
            now.customer_obligations,
            &[("gaps", &words.number(now.gaps))],
        ),
    }
}

/// The sentences behind the verdict: the last report, critical gaps, what the decisions close, what could not be judged.
fn context(facts: &Facts<'_>, decisions: &[Decision]) -> Vec<String> {
    let (words, snapshot) = (facts.words, facts.snapshot);
    let now = &snapshot.headline;
    let mut said = Vec::new();
    let (rows, unused) = snapshot.unused_control_rows();
    let unused_rows = || words.count("context.unused", unused, &[("all", &words.number(rows))]);
    let used_few = unused * 2 > rows;
    if used_few {
        said.push(unused_rows());
    }
    let judged_few = now.unclassified * 2 > now.in_scope && now.unclassified < now.in_scope;
    if now.unowned > 0 && now.unowned == now.customer_obligations {
        said.push(words.text("context.silent"));
    }
    if judged_few {
        said.push(words.count("context.unclassified", now.unclassified, &[]));
    }
    if let Some(past) = snapshot.history.last().filter(|_| now.unowned > 0) {
        let period = facts.periods.name(past.as_of);
        said.push(words.count("context.before", past.headline.unowned, &[("period", &period)]));
    }
    if now.gaps == 0 && now.in_scope > 0 {
        said.push(clean_bill(facts));
    }
    if now.critical > 0 {
        said.push(words.count("context.critical", now.critical, &[]));
    }
    if let Some(last) = decisions.last() {
        let n = decisions.len();
        said.push(words.count("context.decisions", n, &[("share", &last.share_text)]));
    }
    if now.unclassified > 0 && now.unclassified < now.in_scope && !judged_few {
        said.push(words.count("context.unclassified", now.unclassified, &[]));
    }
    if unused > 0 && !used_few {
        said.push(unused_rows());
    }
    said
}

/// What "no gap" rests on.
fn clean_bill(facts: &Facts<'_>) -> String {
    let (words, snapshot) = (facts.words, facts.snapshot);
    let never = snapshot.never_reviewed();
    let accepted = snapshot
        .obligations
        .iter()
        .filter(|o| o.customer == Some(CustomerState::Accepted))
        .count();
    if accepted + never + snapshot.warnings.len() == 0 {
        return words.text("context.clean_bare");
    }
    let told = [
        ("accepted", words.count("context.clean_accepted", accepted, &[])),
        ("never", words.count("context.clean_never", never, &[])),
        (
            "warnings",
            words.count("context.clean_warnings", snapshot.warnings.len(), &[]),
        ),
    ];
    let told: Vec<_> = told.iter().map(|(name, value)| (*name, value.as_str())).collect();
    words.say("context.clean", &told)
}

fn tiles(facts: &Facts<'_>) -> Vec<Tile> {
    let rate = |key, figure: fn(&Headline) -> Option<f64>| rate_tile(facts, key, figure);
    let count = |key, figure: fn(&Headline) -> usize| count_tile(facts, key, figure);
    vec![
        rate("tile.ownership", |h| h.ownership_rate),
        rate("tile.in_place", |h| h.in_place_rate),
        count("tile.critical", |h| h.critical),
        count("tile.overdue", |h| h.overdue),
    ]
}

/// A share: more is better.
fn rate_tile(facts: &Facts<'_>, key: &str, figure: fn(&Headline) -> Option<f64>) -> Tile {
    let words = facts.words;
    let now = figure(&facts.snapshot.headline);
    let (note, tone) = match facts
        .snapshot
        .history
        .last()
        .map(|p| (facts.periods.name(p.as_of), figure(&p.headline)))
    {
        None => (words.text("tile.first"), "quiet"),
        Some((period, before)) => match now.zip(before) {
            None => (words.say("tile.not_comparable", &[("period", &period)]), "quiet"),
            Some((now, before)) => {
                let points = whole_percent(now) - whole_percent(before);
                let n = points.unsigned_abs() as usize;
                match points {
                    0 => (words.say("tile.same", &[("period", &period)]), "quiet"),
                    1.. => (words.count("tile.points_up", n, &[("period", &period)]), "good"),
                    _ => (words.count("tile.points_down", n, &[("period", &period)]), "bad"),
                }
            }
        },
    };
    Tile {
        label: words.text(key),
        value: words.rate(now),
        note,
        tone,
        spark: trend::spark(facts, figure, |share| words.percent(share)),
    }
}

/// A count: fewer is better.
fn count_tile(facts: &Facts<'_>, key: &str, figure: fn(&Headline) -> usize) -> Tile {
    let words = facts.words;
    let now = figure(&facts.snapshot.headline);
    let (note, tone) = match facts
        .snapshot
        .history
        .last()
        .map(|p| (facts.periods.name(p.as_of), figure(&p.headline)))
    {
        None => (words.text("tile.first"), "quiet"),
        Some((period, before)) if now == before => (words.say("tile.same", &[("period", &period)]), "quiet"),
        Some((period, before)) if now < before => {
            (words.count("tile.fewer", before - now, &[("period", &period)]), "good")
        }
        Some((period, before)) => (words.count("tile.more", now - before, &[("period", &period)]), "bad"),
    };
    Tile {
        label: words.text(key),
        value: words.number(now),
        note,
        tone,
        spark: trend::spark(facts, |h| Some(figure(h) as f64), |n| words.number(n as usize)),
    }
}

/// The first decisions of the plan; where leadership has fewer to take, the greatest deliveries and requests stand in.
fn decisions(facts: &Facts<'_>) -> Vec<Decision> {
    let decides = |a: &&Action| {
        matches!(
            a.kind,
            ActionKind::Classify | ActionKind::AssignOwner | ActionKind::Renew
        )
    };
    let actions = &facts.snapshot.actions;
    let asked = actions
        .iter()
        .filter(decides)
        .chain(actions.iter().filter(|a| !decides(a)));
    let total = f64::from(facts.snapshot.headline.exposure.max(1));
    let mut running = 0;
    asked
        .take(DECISIONS)
        .map(|action| {
            running += action.score;
            decision(facts, action, f64::from(running) / total)
        })
        .collect()
}

fn decision(facts: &Facts<'_>, action: &Action, share: f64) -> Decision {
    let words = facts.words;
    Decision {
        action: facts.action_ref(action),
        title: facts.title(action),
        role: facts.assignee(action),
        systems: words.number(action.systems.len()),
        by: words.date(action.due),
        overdue: action.overdue > 0,
        share,
        share_text: words.percent(share),
    }
}

fn domains(facts: &Facts<'_>) -> Vec<DomainBar> {
    let mut counted = counted(facts);
    counted.sort_by_key(|(_, counts)| Reverse(counts[0].1));
    let longest = counted
        .iter()
        .map(|(_, counts)| total(counts))
        .max()
        .unwrap_or(0)
        .max(1);
    let part = |&(state, count): &(CustomerState, usize)| Part {
        state,
        count: facts.words.number(count),
        width: count as f64 / longest as f64,
    };
    let bar = |(domain, counts): &(Domain, Counts)| DomainBar {
        name: facts.words.name(*domain),
        parts: counts.iter().filter(|(_, count)| *count > 0).map(part).collect(),
    };
    counted.iter().map(bar).collect()
}

type Counts = [(CustomerState, usize); 9];

/// How many duties of each domain are in each state; domains without a duty of ours are left out.
fn counted(facts: &Facts<'_>) -> Vec<(Domain, Counts)> {
    let mut counts = Domain::ALL.map(|domain| (domain, CustomerState::WORST_FIRST.map(|state| (state, 0))));
    for duty in &facts.snapshot.obligations {
        let of_domain = &mut counts[duty.domain as usize].1;
        if let Some(place) = of_domain.iter_mut().find(|(state, _)| duty.customer == Some(*state)) {
            place.1 += 1;
        }
    }
    counts.into_iter().filter(|(_, counts)| total(counts) > 0).collect()
}

fn total(counts: &Counts) -> usize {
    counts.iter().map(|(_, count)| count).sum()
}

fn domains_alt(facts: &Facts<'_>) -> String {
    let words = facts.words;
    let told: Vec<_> = counted(facts)
        .iter()
        .map(|(domain, counts)| {
            let (all, unowned) = (words.number(total(counts)), words.number(counts[0].1));
            words.say(
                "summary.domain_alt",
                &[("domain", &words.name(*domain)), ("unowned", &unowned), ("all", &all)],
            )
        })
        .collect();
    words.say("summary.domains_alt", &[("domains", &told.join("; "))])
}

fn legend(facts: &Facts<'_>) -> Vec<StateName> {
    let occurs = |state: &CustomerState| facts.snapshot.obligations.iter().any(|o| o.customer == Some(*state));
    let name = |state| StateName {
        state,
        name: facts.words.name(state),
    };
    CustomerState::WORST_FIRST
        .into_iter()
        .filter(occurs)
        .map(name)
        .collect()
}

fn trend_text(facts: &Facts<'_>) -> String {
    let words = facts.words;
    if facts.snapshot.history.is_empty() {
        return words.text("summary.no_trend");
    }
    let told: Vec<_> = trend::chain(facts)
        .into_iter()
        .map(|(name, headline)| format!("{name} {}", words.number(headline.unowned)))
        .collect();
    words.say("summary.trend_alt", &[("values", &told.join(", "))])
}

/// Three lines: what was closed, what came, what stays open longest. In a first report: what will stand there.
fn changed(facts: &Facts<'_>) -> Vec<String> {
    let (words, snapshot) = (facts.words, facts.snapshot);
    if snapshot.history.is_empty() {
        return vec![words.text("changed.first")];
    }
    let closed = |how: &[Closing]| snapshot.closed.iter().filter(|c| how.contains(&c.how)).count();
    let came = |change| snapshot.gaps.iter().filter(|g| g.change == change).count();
    let resolved = words.number(closed(&[Closing::Resolved]));
    let accepted = words.number(closed(&[Closing::Accepted]));
    let elsewhere = words.number(closed(&[
        Closing::SystemRetired,
        Closing::SystemGone,
        Closing::NoLongerOwed,
    ]));
    let values = [
        ("resolved", resolved.as_str()),
        ("accepted", &accepted),
        ("elsewhere", &elsewhere),
    ];
    let reopened = words.number(came(Change::Reopened));
    let (improved, worsened) = (
        words.number(came(Change::Improved)),
        words.number(came(Change::Worsened)),
    );
    vec![
        words.count("changed.closed", snapshot.closed.len(), &values),
        words.count("changed.came", came(Change::New), &[("reopened", &reopened)]),
        words.say("changed.moved", &[("improved", &improved), ("worsened", &worsened)]),
    ]
}

fn systems(facts: &Facts<'_>) -> Vec<SystemBar> {
    let worst: Vec<_> = facts
        .worst_systems()
        .into_iter()
        .filter(|s| facts.exposure(&s.id) > 0)
        .take(SYSTEMS)
        .collect();
    let longest = worst.first().map_or(1, |s| facts.exposure(&s.id));
    let bar = |system: &&crate::snapshot::SystemRecord| SystemBar {
        system: facts.system_ref(&system.id),
        unit: system.unit.as_deref().map(Text::new),
        exposure: facts.words.number(facts.exposure(&system.id) as usize),
        width: f64::from(facts.exposure(&system.id)) / f64::from(longest),
    };
    worst.iter().map(bar).collect()
}

/// What counts, what does not, and by which framework.
fn basis(facts: &Facts<'_>) -> Text {
    let (words, snapshot) = (facts.words, facts.snapshot);
    let out = |scope| words.number(snapshot.systems.iter().filter(|s| s.scope == scope).count());
    let framework = &snapshot.framework;
    let counts = words.count(
        "summary.basis",
        snapshot.headline.systems,
        &[
            ("systems", &words.number(snapshot.headline.systems)),
            ("in_scope", &words.number(snapshot.headline.in_scope)),
            ("retired", &out(Scope::Retired)),
            ("not_covered", &out(Scope::NotCovered)),
            ("unclassified", &words.number(snapshot.headline.unclassified)),
            ("framework", &framework.name),
            ("version", &framework.version),
        ],
    );
    let unread = unread(facts);
    let said = [vec![counts], unread, vec![words.text("summary.exposure")]].concat();
    Text::new(said.join(" "))
}

/// What the workbook holds and the figures do not: sheets that are none of the inputs, values under no heading.
fn unread(facts: &Facts<'_>) -> Vec<String> {
    let (words, tables) = (facts.words, &facts.snapshot.tables);
    let unused = tables.iter().filter(|t| t.role == Role::PassedOver).count();
    let unheaded: usize = tables.iter().map(|t| t.values_unheaded).sum();
    [("summary.unused_tables", unused), ("summary.unheaded", unheaded)]
        .into_iter()
        .filter(|(_, n)| *n > 0)
        .map(|(key, n)| words.count(key, n, &[]))
        .collect()
}
