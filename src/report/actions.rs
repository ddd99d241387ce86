//! The action plan, one line an action: three lists, because three different people act on them. In: the facts. Out: a table with
//! what, who, how many gaps from how many rows, until when, and what it ends; of a long list the first ones, and where the rest is.

use serde::Serialize;

use crate::assess::Duty;
use crate::framework::Domain;
use crate::plan::{Action, ActionKind, DatedGap, phrases};
use crate::report::decisions::who;
use crate::report::facts::Facts;
use crate::report::table::{Cell, Column, Table, Tone};
use crate::report::text::{LONGEST, Text};

/// A list: its name, its kinds of action, and how many of them are shown at most, so that the plan is never more than two pages.
const LISTS: [(&str, &[ActionKind], usize); 3] = [
    (
        "decide",
        &[ActionKind::Classify, ActionKind::AssignOwner, ActionKind::Renew],
        20,
    ),
    ("deliver", &[ActionKind::Deliver], 14),
    ("obtain", &[ActionKind::Obtain], 10),
];

/// The action plan.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Plan {
    /// The heading.
    pub title: String,
    /// What is listed.
    pub intro: String,
    /// Decide, Deliver, Obtain, each under its name; an empty list is left out.
    pub table: Table,
}

/// How much of a page the plan may take, and how much of its lists is left where that is not enough.
const ROOM: f64 = 1.5;
const SHARES: [f64; 5] = [1.0, 0.75, 0.5, 0.35, 0.2];

impl Plan {
    /// Settles the plan; nothing where nothing is to be done.
    pub fn new(facts: &Facts<'_>) -> Option<Self> {
        let words = facts.words;
        let tables = SHARES.into_iter().filter_map(|share| table(facts, share));
        let mut last = None;
        for table in tables {
            let fits = table.height() <= facts.paper.height * ROOM;
            last = Some(table);
            if fits {
                break;
            }
        }
        last.map(|table| Self {
            title: words.text("plan.title"),
            intro: words.text("plan.intro"),
            table,
        })
    }
}

/// The three lists, each with this share of what it shows at most.
fn table(facts: &Facts<'_>, share: f64) -> Option<Table> {
    let words = facts.words;
    let most = |most: usize| ((most as f64 * share) as usize).max(3);
    let lists = LISTS
        .into_iter()
        .map(|(name, kinds, n)| list(facts, name, kinds, most(n)));
    let rows: Vec<_> = lists.flatten().collect();
    let columns = vec![
        Column::firm(String::new()),
        Column::wide(words.text("heading.action")),
        Column::new(words.text("heading.who")).at_most(0.28),
        Column::number(words.text("heading.gaps")),
        Column::number(words.text("heading.rows")),
        Column::firm(words.text("heading.until")),
        Column::number(words.text("heading.critical_ended")),
        Column::number(words.text("heading.exposure_ended")),
    ];
    (!rows.is_empty()).then(|| Table::small(facts.paper.width, columns, rows))
}

fn list(facts: &Facts<'_>, name: &str, kinds: &[ActionKind], most: usize) -> Vec<Vec<Cell>> {
    let words = facts.words;
    let actions = facts.snapshot.actions.iter().filter(|a| kinds.contains(&a.kind));
    let actions: Vec<_> = actions.collect();
    if actions.is_empty() {
        return Vec::new();
    }
    let mut intro = words.text(&format!("plan.{name}_intro"));
    if actions.len() > most {
        let all = words.number(actions.len());
        intro = format!("{} {intro}", words.count("plan.first", most, &[("all", &all)]));
    }
    let band = Cell::band(words.text(&format!("plan.{name}")), intro);
    std::iter::once(vec![band])
        .chain(actions.iter().take(most).map(|action| row(facts, action)))
        .collect()
}

fn row(facts: &Facts<'_>, action: &Action) -> Vec<Cell> {
    let words = facts.words;
    let taken = |n: i64| match n {
        ..0 => format!("−{}", words.number(n.unsigned_abs() as usize)),
        _ => "–".to_owned(),
    };
    let rows = if action.rows > 0 {
        words.number(action.rows)
    } else {
        "–".to_owned()
    };
    vec![
        Cell::strong(action.number.as_str()),
        Cell::plain(facts.title(action)),
        who(facts, action, LONGEST),
        Cell::plain(words.number(action.gaps.len())),
        Cell::plain(rows),
        until(facts, action),
        Cell::plain(taken(action.effect.critical)),
        Cell::plain(taken(action.effect.exposure)),
    ]
}

/// Until when: what leadership decides, by its next meeting; what is promised, by the promise. Red is only what is overdue.
fn until(facts: &Facts<'_>, action: &Action) -> Cell {
    match action.kind {
        ActionKind::Deliver | ActionKind::Obtain => dates(facts, &facts.gaps_of_action(action)),
        _ => Cell::plain(facts.words.date(action.ask_by)),
    }
}

/// The dates of some gaps: how many are overdue and by when the rest is promised; where nothing is, our term in brackets.
pub fn dates(facts: &Facts<'_>, gaps: &[&DatedGap]) -> Cell {
    let words = facts.words;
    let overdue = gaps.iter().filter(|g| g.overdue).count();
    let ahead = gaps.iter().filter(|g| !g.overdue).filter_map(|g| g.promised).max();
    let term = gaps.iter().filter(|g| g.promised.is_none()).map(|g| g.term).min();
    let rest = ahead.map(|day| {
        let key = if overdue > 0 { "dates.rest" } else { "dates.promised" };
        words.say(key, &[("date", &words.date(day))])
    });
    match (overdue, gaps) {
        (1.., [one]) => Cell::dated(words.date(one.due), true),
        (1.., _) => {
            let late = words.count("dates.overdue", overdue, &[("all", &words.number(gaps.len()))]);
            Cell::dated(late, true).under(Tone::Quiet, rest.unwrap_or_default())
        }
        (0, _) => match (rest, term) {
            (Some(rest), _) => Cell::plain(rest),
            (None, Some(day)) => Cell::quiet(words.say("dates.term", &[("date", &words.date(day))])),
            (None, None) => Cell::default(),
        },
    }
}

/// What to ask a provider for in a domain; for a shared duty, the provider's part comes first.
pub fn asks(facts: &Facts<'_>, domain: Domain, shared: bool) -> Vec<String> {
    phrases::asks(facts.words, domain, shared)
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
