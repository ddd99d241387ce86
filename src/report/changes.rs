//! What changed since the last report. In: the comparison and the words. Out: a bridge from the gaps open then to those open now,
//! what was closed and by whom, what came, what stays open for long, which dates were missed or moved, and a forecast.

use serde::Serialize;

use crate::assess::Severity;
use crate::compare::{Cause, Changes, GapChange, GapClosed, LongOpen, phrases};
use crate::plan::Change;
use crate::report::actions::duty_name;
use crate::report::facts::Facts;
use crate::report::register::owner;
use crate::report::text::Text;
use crate::snapshot::{HeldGap, Slip, Snapshot, SystemRef};
use crate::words::Words;

/// The most gaps of one list.
const GAPS: usize = 12;
/// The most people named for what they closed.
const CREDITS: usize = 12;

/// What changed since the last report.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Changed {
    /// Which reports are compared.
    pub intro: String,
    /// From open then to open now.
    pub bridge: Vec<Step>,
    /// Whether the columns at the ends are cut off below, so that the steps between them can be seen.
    pub bridge_cut: bool,
    /// The bridge in numbers.
    pub bridge_alt: String,
    /// What moved for other reasons than what the organisation did.
    pub causes: Vec<String>,
    /// Who closed how much.
    pub credits: Vec<Credit>,
    /// Closed, new and reopened, worse, long open, late, moved: one list each; empty ones are left out.
    pub lists: Vec<List>,
    /// When critical gaps reach zero.
    pub forecast: String,
    /// What happened to the systems.
    pub systems: Vec<Text>,
}

/// One step of the bridge; heights are shares of the tallest column.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Step {
    /// What moved.
    pub label: String,
    /// The number, with its sign.
    pub value: String,
    /// Where the block begins.
    pub from: f64,
    /// Where it ends.
    pub to: f64,
    /// `end`, `worse`, `better` or `out`.
    pub tone: &'static str,
}

/// What one owner closed.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Credit {
    /// Who.
    pub owner: Text,
    /// How many gaps, with how much exposure.
    pub text: String,
}

/// Some gaps under a heading.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct List {
    /// Heading, with the number.
    pub title: String,
    /// The first gaps.
    pub rows: Vec<Row>,
    /// How many there are.
    pub all: usize,
    /// How many more.
    pub more: Option<String>,
}

/// One gap.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Row {
    /// How bad it is.
    pub severity: Severity,
    /// The word for it.
    pub severity_name: String,
    /// The system.
    pub system: Text,
    /// The domain, and the side if it is the provider's.
    pub name: Text,
    /// Who owns the duty.
    pub owner: Text,
    /// What happened.
    pub what: Text,
}

impl Changed {
    /// What changed up to a record, without the other sections.
    pub fn of(new: &Snapshot, changes: &Changes, words: &'static Words) -> Self {
        Self::new(&Facts::new(new, words), changes)
    }

    /// Settles what changed.
    pub fn new(facts: &Facts<'_>, changes: &Changes) -> Self {
        let words = facts.words;
        let period = facts.periods.name(changes.old.as_of);
        let (before, now) = (words.long_date(changes.old.as_of), words.long_date(changes.new.as_of));
        let bridge = bridge(facts, changes, &period);
        let (bridge, bridge_cut) = cut_below(bridge);
        let told: Vec<_> = bridge
            .iter()
            .map(|step| format!("{} {}", step.label, step.value))
            .collect();
        Self {
            intro: words.say("changes.intro", &[("before", &before), ("now", &now)]),
            bridge_alt: words.say("changes.bridge_alt", &[("steps", &told.join(", "))]),
            bridge,
            bridge_cut,
            causes: causes(facts, changes),
            credits: credits(facts, changes),
            lists: lists(facts, changes),
            forecast: phrases::forecast(words, &changes.forecast),
            systems: systems(facts, changes),
        }
    }
}

fn bridge(facts: &Facts<'_>, changes: &Changes, period: &str) -> Vec<Step> {
    let words = facts.words;
    let b = changes.kept.bridge;
    let tallest = (b.open_before + b.new + b.reopened + b.judged_again)
        .max(b.open_now)
        .max(1) as f64;
    let mut level = b.open_before;
    let end = |label: String, n: usize| Step {
        label,
        value: words.number(n),
        from: 0.0,
        to: n as f64 / tallest,
        tone: "end",
    };
    let mut steps = vec![end(words.say("bridge.before", &[("period", period)]), b.open_before)];
    let again = (b.judged_again > 0).then_some(("bridge.judged_again", b.judged_again, "worse"));
    let unjudged = (b.unjudged > 0).then_some(("bridge.unjudged", b.unjudged, "out"));
    let came = [("bridge.new", b.new, "worse"), ("bridge.reopened", b.reopened, "worse")];
    for (key, n, tone) in came.into_iter().chain(again) {
        steps.push(step(facts, key, n, tone, [level, level + n], tallest));
        level += n;
    }
    let went = [
        ("bridge.resolved", b.resolved, "better"),
        ("bridge.accepted", b.accepted, "out"),
        ("bridge.out_of_scope", b.out_of_scope, "out"),
    ];
    for (key, n, tone) in went.into_iter().chain(unjudged) {
        let left = level.saturating_sub(n);
        steps.push(step(facts, key, n, tone, [left, level], tallest));
        level = left;
    }
    steps.push(end(words.text("bridge.now"), b.open_now));
    steps
}

/// Cuts the lower part off where the steps would be too flat to be seen: they get three fifths of the height.
fn cut_below(mut steps: Vec<Step>) -> (Vec<Step>, bool) {
    let lowest = steps
        .iter()
        .map(|s| if s.tone == "end" { s.to } else { s.from })
        .fold(1.0, f64::min);
    let floor = 1.0 - (1.0 - lowest) / 0.6;
    if floor < 0.2 || lowest >= 1.0 {
        return (steps, false);
    }
    for step in &mut steps {
        step.from = ((step.from - floor) / (1.0 - floor)).max(0.0);
        step.to = ((step.to - floor) / (1.0 - floor)).max(0.0);
    }
    (steps, true)
}

fn step(facts: &Facts<'_>, key: &str, n: usize, tone: &'static str, range: [usize; 2], tallest: f64) -> Step {
    let sign = match (n, tone) {
        (0, _) => "",
        (_, "worse") => "+",
        _ => "−",
    };
    Step {
        label: facts.words.text(key),
        value: format!("{sign}{}", facts.words.number(n)),
        from: range[0] as f64 / tallest,
        to: range[1] as f64 / tallest,
        tone,
    }
}

/// What moved only because the inventory, a model, the matrix or the rules changed.
fn causes(facts: &Facts<'_>, changes: &Changes) -> Vec<String> {
    let words = facts.words;
    let others = changes.by_cause.iter().filter(|c| c.cause != Cause::Organisation);
    others
        .map(|c| {
            let values = [
                ("cause", words.title(c.cause)),
                ("new", words.number(c.new + c.reopened)),
                ("closed", words.number(c.closed)),
                ("moved", words.number(c.improved + c.worsened)),
            ];
            let values: Vec<_> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
            words.say("changes.cause", &values)
        })
        .collect()
}

fn credits(facts: &Facts<'_>, changes: &Changes) -> Vec<Credit> {
    let credit = |c: &crate::compare::Credit| Credit {
        owner: Text::new(&c.owner),
        text: facts.words.count(
            "changes.credit",
            c.gaps,
            &[("exposure", &facts.words.number(c.score as usize))],
        ),
    };
    changes.credit.iter().take(CREDITS).map(credit).collect()
}

fn lists(facts: &Facts<'_>, changes: &Changes) -> Vec<List> {
    let missed: Vec<_> = changes.kept.missed.iter().filter_map(|id| facts.gap(id)).collect();
    let lists = [
        list(facts, "list.closed", &changes.closed_worst_first(), |g| {
            closed_row(facts, g)
        }),
        list(facts, "list.new", &changes.opened(), |g| came_row(facts, g)),
        list(facts, "list.worse", &changes.worsened(), |g| came_row(facts, g)),
        list(facts, "list.long", &changes.long_open.iter().collect::<Vec<_>>(), |g| {
            long_row(facts, g)
        }),
        list(facts, "list.missed", &missed, |g| missed_row(facts, g)),
        list(
            facts,
            "list.slipped",
            &changes.kept.slipped.iter().collect::<Vec<_>>(),
            |g| slip_row(facts, g),
        ),
        list(
            facts,
            "list.withdrawn",
            &changes.kept.withdrawn.iter().collect::<Vec<_>>(),
            |g| withdrawn_row(facts, g),
        ),
        list(
            facts,
            "list.held",
            &facts.snapshot.unjudged.iter().collect::<Vec<_>>(),
            |g| held_row(facts, g),
        ),
    ];
    lists.into_iter().flatten().collect()
}

fn list<T>(facts: &Facts<'_>, key: &str, gaps: &[&T], row: impl Fn(&T) -> Row) -> Option<List> {
    let words = facts.words;
    let more = gaps.len().saturating_sub(GAPS);
    (!gaps.is_empty()).then(|| List {
        title: words.count(key, gaps.len(), &[]),
        rows: gaps.iter().take(GAPS).map(|gap| row(gap)).collect(),
        all: gaps.len(),
        more: (more > 0).then(|| words.count("changes.more", more, &[])),
    })
}

fn closed_row(facts: &Facts<'_>, gap: &GapClosed) -> Row {
    let days = gap.open_days.unsigned_abs() as usize;
    Row {
        severity: gap.severity,
        severity_name: facts.words.name(gap.severity),
        system: Text::new(&gap.system_name),
        name: duty_name(facts, gap.id.duty),
        owner: owner(facts, &gap.credit),
        what: perhaps_of(facts, after(facts, gap, days), gap.perhaps.as_ref()).into(),
    }
}

/// How a gap was closed, how sure that is, and after how long.
fn after(facts: &Facts<'_>, gap: &GapClosed, days: usize) -> String {
    let said = facts.words.count_of(gap.how, "after", days, &[]);
    match gap.proof {
        Some(proof) => format!("{said}, {}", facts.words.name(proof)),
        None => said,
    }
}

fn came_row(facts: &Facts<'_>, gap: &GapChange) -> Row {
    let words = facts.words;
    let kind = words.name(gap.kind);
    let what = match (gap.change, gap.closed_since, gap.kind_before) {
        (Change::Reopened, Some(day), _) => words.say("came.reopened", &[("kind", &kind), ("date", &words.date(day))]),
        (Change::Worsened, _, Some(before)) => {
            let before = words.name(before);
            words.say("came.worse", &[("kind", &kind), ("before", &before)])
        }
        _ => words.say("came.new", &[("kind", &kind), ("date", &words.date(gap.due))]),
    };
    Row {
        severity: gap.severity,
        severity_name: facts.words.name(gap.severity),
        system: Text::new(&gap.system_name),
        name: duty_name(facts, gap.id.duty),
        owner: owner(facts, &gap.owners),
        what: perhaps_of(facts, what, gap.perhaps.as_ref()).into(),
    }
}

fn long_row(facts: &Facts<'_>, gap: &LongOpen) -> Row {
    let words = facts.words;
    let since = words.date(gap.first_seen);
    Row {
        severity: gap.severity,
        severity_name: facts.words.name(gap.severity),
        system: Text::new(&gap.system_name),
        name: duty_name(facts, gap.id.duty),
        owner: owner(facts, &gap.owners),
        what: words
            .count("came.long", gap.quarters as usize, &[("date", &since)])
            .into(),
    }
}

fn missed_row(facts: &Facts<'_>, gap: &crate::plan::DatedGap) -> Row {
    Row {
        severity: gap.gap.severity,
        severity_name: facts.words.name(gap.gap.severity),
        system: Text::new(facts.name(&gap.gap.id.system)),
        name: duty_name(facts, gap.gap.id.duty),
        owner: owner(facts, &gap.gap.owners),
        what: facts
            .words
            .say("came.missed", &[("date", &facts.words.date(gap.due))])
            .into(),
    }
}

fn slip_row(facts: &Facts<'_>, slip: &Slip) -> Row {
    let words = facts.words;
    let now = slip.promised.map(|day| words.date(day)).unwrap_or_default();
    let days = [("before", words.date(slip.promised_before)), ("now", now)];
    let days = days.each_ref().map(|(name, day)| (*name, day.as_str()));
    promise_row(facts, slip, words.count("came.slipped", slip.times as usize, &days))
}

fn withdrawn_row(facts: &Facts<'_>, slip: &Slip) -> Row {
    let before = facts.words.date(slip.promised_before);
    promise_row(facts, slip, facts.words.say("came.withdrawn", &[("date", &before)]))
}

fn promise_row(facts: &Facts<'_>, slip: &Slip, what: String) -> Row {
    Row {
        severity: slip.severity,
        severity_name: facts.words.name(slip.severity),
        system: Text::new(&slip.system_name),
        name: duty_name(facts, slip.id.duty),
        owner: owner(facts, &slip.owners),
        what: what.into(),
    }
}

fn held_row(facts: &Facts<'_>, held: &HeldGap) -> Row {
    let (words, gap) = (facts.words, &held.gap.gap);
    let since = words.date(held.since);
    Row {
        severity: gap.severity,
        severity_name: words.name(gap.severity),
        system: Text::new(facts.name(&gap.id.system)),
        name: duty_name(facts, gap.id.duty),
        owner: owner(facts, &gap.owners),
        what: words
            .say("came.held", &[("kind", &words.name(gap.kind)), ("date", &since)])
            .into(),
    }
}

/// What happened to a gap of a system of which nobody has settled whether it is another under a new id.
fn perhaps_of(facts: &Facts<'_>, what: String, other: Option<&SystemRef>) -> String {
    match other {
        Some(other) => facts
            .words
            .say("came.perhaps", &[("what", &what), ("name", &other.name)]),
        None => what,
    }
}

/// Systems that came, went, or have another model or name; lists that are empty are left out.
fn systems(facts: &Facts<'_>, changes: &Changes) -> Vec<Text> {
    let words = facts.words;
    let s = &changes.systems;
    let names = |systems: &[SystemRef]| systems.iter().map(|s| s.name.clone()).collect::<Vec<_>>();
    let told = [
        ("moved.new", names(&s.new)),
        ("moved.retired", names(&s.retired)),
        ("moved.gone", names(&s.gone)),
        ("moved.returned", names(&s.returned)),
        (
            "moved.reclassified",
            s.reclassified.iter().map(|r| r.system.name.clone()).collect(),
        ),
        (
            "moved.renamed",
            s.renamed
                .iter()
                .map(|r| format!("{} → {}", r.before.name, r.now.name))
                .collect(),
        ),
        (
            "moved.possibly_renamed",
            s.possibly_renamed.iter().map(|r| perhaps(r, words)).collect(),
        ),
    ];
    let filled = told.into_iter().filter(|(_, names)| !names.is_empty());
    filled
        .map(|(key, names)| Text::new(words.count(key, names.len(), &[("names", &brief(facts, names))])))
        .collect()
}

/// Two systems that are perhaps one, and what they have in common.
fn perhaps(pair: &crate::compare::PossiblyRenamed, words: &Words) -> String {
    let alike: Vec<_> = pair.evidence.iter().map(|evidence| words.name(*evidence)).collect();
    format!("{} → {} ({})", pair.before.name, pair.now.name, alike.join(", "))
}

/// The first names and how many more.
fn brief(facts: &Facts<'_>, mut names: Vec<String>) -> String {
    let more = names.len().saturating_sub(8);
    names.truncate(8);
    if more > 0 {
        names.push(facts.words.count("plan.more_systems", more, &[]));
    }
    names.join(", ")
}
