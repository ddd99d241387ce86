//! The action plan: three lists, because three different people act on them. In: the facts. Out: for every action what, why,
//! the first steps, who, until when, and where its gaps are listed; for a long list, the greatest ones and what the rest is.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::assess::{Duty, GapKind, Severity};
use crate::framework::{self, DeploymentModel, Domain, Responsibility};
use crate::plan::{Action, ActionKind, DatedGap};
use crate::report::facts::{Facts, SystemRef};
use crate::report::text::Text;

/// The most actions of one list that are written out.
const ACTIONS: usize = 40;
/// The most systems that an action names.
const SYSTEMS: usize = 8;
/// The most domains for which an action of several domains gives a first step.
const DOMAINS: usize = 3;

const DECIDE: &[ActionKind] = &[ActionKind::Classify, ActionKind::AssignOwner, ActionKind::Renew];
const DELIVER: &[ActionKind] = &[ActionKind::Deliver];
const OBTAIN: &[ActionKind] = &[ActionKind::Obtain];

/// The most deployment models for which an action tells the two parts of a shared duty.
const PARTS: usize = 2;

/// The action plan.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Plan {
    /// Decide, Deliver, Obtain; an empty list is left out.
    pub lists: Vec<List>,
    /// What stands there without any action.
    pub empty: Option<String>,
}

/// One of the three lists.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct List {
    /// Its heading.
    pub title: String,
    /// Who acts on it.
    pub intro: String,
    /// In the order of the plan.
    pub actions: Vec<Row>,
    /// What is not written out.
    pub more: Option<String>,
}

/// One action.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Row {
    /// `A1`, `A2` ...
    pub number: String,
    /// Highest among its gaps.
    pub severity: Severity,
    /// What to do.
    pub title: Text,
    /// Why, first steps, the two parts of a shared duty: a short head and a text each.
    pub lines: Vec<Line>,
    /// The systems concerned.
    pub systems: Vec<SystemRef>,
    /// How many more systems there are.
    pub more_systems: Option<String>,
    /// Who does it, or who should.
    pub assignee: Text,
    /// Until when.
    pub due: String,
    /// Whether that day has passed.
    pub overdue: bool,
    /// Since when its oldest gap is open.
    pub age: String,
    /// How many gaps it closes.
    pub gaps: String,
    /// Whether the register lists them.
    pub in_register: bool,
    /// The sum of their scores.
    pub exposure: String,
}

/// A short head and a text.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Line {
    /// What the text is.
    pub head: Text,
    /// The text.
    pub text: Text,
}

impl Plan {
    /// Settles the plan.
    pub fn new(facts: &Facts<'_>) -> Self {
        let lists = [("decide", DECIDE), ("deliver", DELIVER), ("obtain", OBTAIN)];
        let lists: Vec<_> = lists
            .into_iter()
            .filter_map(|(name, kinds)| list(facts, name, kinds))
            .collect();
        Self {
            empty: lists.is_empty().then(|| facts.words.text("plan.empty")),
            lists,
        }
    }
}

/// The actions that are written out.
pub fn written(actions: &[Action]) -> impl Iterator<Item = &Action> {
    let of = |kinds: &'static [ActionKind]| actions.iter().filter(move |a| kinds.contains(&a.kind)).take(ACTIONS);
    of(DECIDE).chain(of(DELIVER)).chain(of(OBTAIN))
}

fn list(facts: &Facts<'_>, name: &str, kinds: &[ActionKind]) -> Option<List> {
    let words = facts.words;
    let actions: Vec<_> = facts
        .snapshot
        .actions
        .iter()
        .filter(|a| kinds.contains(&a.kind))
        .collect();
    let rest = &actions[actions.len().min(ACTIONS)..];
    let gaps = words.number(rest.iter().map(|a| a.gaps.len()).sum());
    let exposure = words.number(rest.iter().map(|a| a.score as usize).sum());
    let more = || words.count("plan.more", rest.len(), &[("gaps", &gaps), ("exposure", &exposure)]);
    (!actions.is_empty()).then(|| List {
        title: words.text(&format!("plan.{name}")),
        intro: words.text(&format!("plan.{name}_intro")),
        actions: actions.iter().take(ACTIONS).map(|a| row(facts, a)).collect(),
        more: (!rest.is_empty()).then(more),
    })
}

fn row(facts: &Facts<'_>, action: &Action) -> Row {
    let words = facts.words;
    let gaps = facts.gaps_of_action(action);
    let named = action.systems.iter().take(SYSTEMS);
    let more = action.systems.len().saturating_sub(SYSTEMS);
    Row {
        number: action.number.clone(),
        severity: action.severity,
        title: facts.title(action),
        lines: lines(facts, action, &gaps),
        systems: named.map(|id| facts.system_ref(id)).collect(),
        more_systems: (more > 0).then(|| words.count("plan.more_systems", more, &[])),
        assignee: facts.assignee(action),
        due: words.date(action.due),
        overdue: action.overdue > 0,
        age: age(facts, &gaps),
        gaps: words.number(gaps.len()),
        in_register: facts.links().register,
        exposure: words.number(action.score as usize),
    }
}

/// Since when the oldest gap is open.
fn age(facts: &Facts<'_>, gaps: &[&DatedGap]) -> String {
    let days = gaps.iter().map(|g| g.age_days).max().unwrap_or(0);
    match usize::try_from(days) {
        Ok(days) if days > 0 => facts.words.count("plan.age", days, &[]),
        _ => facts.words.text("plan.new"),
    }
}

fn lines(facts: &Facts<'_>, action: &Action, gaps: &[&DatedGap]) -> Vec<Line> {
    match (action.kind, action.domain) {
        (ActionKind::Classify, _) => vec![line(facts, "plan.steps", facts.words.text("plan.classify_steps"))],
        (ActionKind::AssignOwner, Some(domain)) => decide_lines(facts, domain, gaps),
        (ActionKind::Obtain, _) => obtain_lines(facts, gaps),
        _ => deliver_lines(facts, gaps),
    }
}

fn line(facts: &Facts<'_>, head: &str, text: String) -> Line {
    Line {
        head: facts.words.text(head).into(),
        text: text.into(),
    }
}

fn decide_lines(facts: &Facts<'_>, domain: Domain, gaps: &[&DatedGap]) -> Vec<Line> {
    let shared_only = gaps
        .iter()
        .all(|g| responsibility(facts, g) == Some(Responsibility::Shared));
    let mut lines = vec![
        line(facts, "plan.why", facts.words.about(domain, "focus")),
        line(facts, "plan.steps", steps(facts, domain, shared_only).join("; ")),
    ];
    lines.extend(parts(facts, domain, gaps));
    lines
}

fn responsibility(facts: &Facts<'_>, gap: &DatedGap) -> Option<Responsibility> {
    Some(facts.duty(&gap.gap.id.system, gap.gap.id.domain()?)?.responsibility)
}

/// The first steps of a domain: those for a shared duty, or those for one that is ours alone.
pub fn steps(facts: &Facts<'_>, domain: Domain, shared: bool) -> Vec<String> {
    let (kind, steps) = if shared {
        ("shared", domain.facts().shared_actions.len())
    } else {
        ("step", domain.facts().customer_actions.len())
    };
    (1..=steps)
        .map(|n| facts.words.about(domain, &format!("{kind}_{n}")))
        .collect()
}

/// Our part and the provider's part of the shared duties among some gaps of one domain, by deployment model.
fn parts(facts: &Facts<'_>, domain: Domain, gaps: &[&DatedGap]) -> Vec<Line> {
    let duties = gaps.iter().filter_map(|g| facts.duty(&g.gap.id.system, domain));
    let shared = duties.filter(|d| d.responsibility == Responsibility::Shared);
    let models: BTreeSet<DeploymentModel> = shared.flat_map(|d| d.asked_by.iter().copied()).collect();
    models
        .into_iter()
        .filter_map(|model| part(facts, domain, model))
        .take(PARTS)
        .collect()
}

fn part(facts: &Facts<'_>, domain: Domain, model: DeploymentModel) -> Option<Line> {
    let words = facts.words;
    framework::split(domain, model)?;
    let part = |whose| words.text(&format!("split.{domain}.{model}.{whose}"));
    Some(Line {
        head: words.say("plan.shared", &[("model", &words.name(model))]).into(),
        text: words
            .say("plan.parts", &[("ours", &part("ours")), ("theirs", &part("theirs"))])
            .into(),
    })
}

/// Gaps by domain, those with the greatest exposure first.
fn by_domain<'a>(gaps: &[&'a DatedGap]) -> Vec<(Domain, Vec<&'a DatedGap>)> {
    let mut found: BTreeMap<Domain, Vec<&DatedGap>> = BTreeMap::new();
    for gap in gaps {
        if let Some(domain) = gap.gap.id.domain() {
            found.entry(domain).or_default().push(gap);
        }
    }
    let mut found: Vec<_> = found.into_iter().collect();
    found.sort_by_key(|(_, gaps)| std::cmp::Reverse(gaps.iter().map(|g| g.gap.score).sum::<u32>()));
    found
}

fn deliver_lines(facts: &Facts<'_>, gaps: &[&DatedGap]) -> Vec<Line> {
    let words = facts.words;
    let tally = |kind: GapKind| gaps.iter().filter(|g| g.gap.kind == kind).count();
    let told = |(kind, n): (GapKind, usize)| words.count_of(kind, "deliver", n, &[]);
    let counted = GapKind::ALL
        .into_iter()
        .map(|kind| (kind, tally(kind)))
        .filter(|(_, n)| *n > 0);
    let what: Vec<_> = counted.map(told).collect();
    let mut lines = vec![line(facts, "plan.what", what.join(", "))];
    let domains = by_domain(gaps);
    for (domain, gaps) in domains.iter().take(DOMAINS) {
        let shared = gaps
            .iter()
            .all(|g| responsibility(facts, g) == Some(Responsibility::Shared));
        let head = words.say(
            "plan.domain",
            &[("domain", &words.name(*domain)), ("n", &words.number(gaps.len()))],
        );
        let mut text = steps(facts, *domain, shared).into_iter().next().unwrap_or_default();
        if let Some(part) = parts(facts, *domain, gaps).first().filter(|_| shared) {
            text = format!("{text}. {}", part.text.as_str());
        }
        lines.push(Line {
            head: head.into(),
            text: text.into(),
        });
    }
    lines.extend(other_domains(facts, &domains));
    lines
}

/// The domains for which no first step is given.
fn other_domains(facts: &Facts<'_>, domains: &[(Domain, Vec<&DatedGap>)]) -> Option<Line> {
    let words = facts.words;
    let rest = domains.get(DOMAINS..).filter(|rest| !rest.is_empty())?;
    let name = |(domain, gaps): &(Domain, Vec<&DatedGap>)| {
        words.say(
            "plan.domain",
            &[("domain", &words.name(*domain)), ("n", &words.number(gaps.len()))],
        )
    };
    let names: Vec<_> = rest.iter().map(name).collect();
    Some(line(facts, "plan.also", names.join(", ")))
}

fn obtain_lines(facts: &Facts<'_>, gaps: &[&DatedGap]) -> Vec<Line> {
    let words = facts.words;
    let domains = by_domain(gaps);
    let ask = |(domain, gaps): &(Domain, Vec<&DatedGap>)| {
        let head = words.say(
            "plan.domain",
            &[("domain", &words.name(*domain)), ("n", &words.number(gaps.len()))],
        );
        let shared = gaps.iter().any(|g| g.gap.kind == GapKind::Uncoordinated);
        Line {
            head: head.into(),
            text: asks(facts, *domain, shared)
                .into_iter()
                .next()
                .unwrap_or_default()
                .into(),
        }
    };
    let mut lines: Vec<_> = domains.iter().take(DOMAINS).map(ask).collect();
    lines.extend(other_domains(facts, &domains));
    lines
}

/// What to ask a provider for in a domain; for a shared duty, the provider's part comes first.
pub fn asks(facts: &Facts<'_>, domain: Domain, shared: bool) -> Vec<String> {
    let words = facts.words;
    let part = shared.then(|| words.about(domain, "obtain"));
    let asks = 1..=domain.facts().provider_asks.len();
    let asks = asks.map(|n| words.about(domain, &format!("ask_{n}")));
    part.into_iter().chain(asks).collect()
}

/// What a duty is called on the page: its domain and side.
pub fn duty_name(facts: &Facts<'_>, duty: Duty) -> Text {
    let words = facts.words;
    match duty {
        Duty::Unclassified => words.text("gap.whole_system").into(),
        Duty::Ours(domain) => words.name(domain).into(),
        Duty::Theirs(domain) => words
            .say("gap.provider_side", &[("domain", &words.name(domain))])
            .into(),
    }
}
