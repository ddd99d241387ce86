//! What leadership is asked to decide, and what became of what it was asked last time. In: the facts. Out: a table of at most six
//! asks, each with who, by when, and what it ends; where all of them together lead; one sentence on the last ones.

use chrono::{Datelike, NaiveDate};

use crate::compare::whole_quarters;
use crate::inventory::Ruling;
use crate::plan::{Action, ActionKind, Asked, Decision, Figures, Outcome};
use crate::report::facts::Facts;
use crate::report::table::{Cell, Column, Table, Tone};
use crate::report::text::Text;

/// So many letters of an ask and of a name have room on page one, whatever providers and people are called; the plan has them whole.
const ASK: usize = 140;
const WHO: usize = 80;

/// The asks; nothing where nothing is asked.
pub fn asks(facts: &Facts<'_>) -> Option<Table> {
    let words = facts.words;
    let rows: Vec<_> = facts.snapshot.decisions.iter().filter_map(|d| row(facts, d)).collect();
    let columns = vec![
        Column::firm(String::new()),
        Column::wide(words.text("heading.decision")),
        Column::new(words.text("heading.who")),
        Column::firm(words.text("heading.by")),
        Column::new(words.text("heading.ends")),
    ];
    (!rows.is_empty()).then(|| Table::new(facts.paper.width, columns, rows))
}

fn row(facts: &Facts<'_>, decision: &Decision) -> Option<Vec<Cell>> {
    let action = facts.action(&decision.action)?;
    let words = facts.words;
    let mut ask = Cell::strong(Text::short(facts.title(action).as_str(), ASK));
    if let Some(open) = open_for(facts, action) {
        ask = ask.under(Tone::Quiet, open);
    }
    Some(vec![
        Cell::strong(decision.number.as_str()),
        ask,
        who(facts, action, WHO),
        Cell::strong(words.date(decision.ask_by)).under(Tone::Quiet, replaces(facts, action).unwrap_or_default()),
        Cell::plain(ends(facts, action)),
    ])
}

/// What became of it so far: how many quarters its oldest gap has been open.
fn open_for(facts: &Facts<'_>, action: &Action) -> Option<String> {
    let first = facts.gaps_of_action(action).iter().map(|g| g.first_seen).min()?;
    let quarters = whole_quarters(first, facts.snapshot.as_of) as usize;
    (quarters > 0).then(|| facts.words.count("decision.open", quarters, &[]))
}

/// Who is to do it, in so many letters, and how much of it is his already.
pub fn who(facts: &Facts<'_>, action: &Action, letters: usize) -> Cell {
    let words = facts.words;
    let owns = action.already_owns.as_ref().map(|already| {
        let all = words.number(already.of);
        words.count("decision.owns", already.duties, &[("all", &all)])
    });
    Cell::plain(Text::short(facts.assignee(action).as_str(), letters)).under(Tone::Quiet, owns.unwrap_or_default())
}

/// The promise that was missed, if there is one.
fn replaces(facts: &Facts<'_>, action: &Action) -> Option<String> {
    let missed = facts.gaps_of_action(action).into_iter().filter(|g| g.overdue);
    let promised = missed.filter_map(|g| g.promised).min()?;
    let (words, months) = (facts.words, months(promised, facts.snapshot.as_of));
    let date = words.date(promised);
    Some(match months {
        0 => words.say("decision.missed", &[("date", &date)]),
        n => words.count("decision.late", n, &[("date", &date)]),
    })
}

fn months(from: NaiveDate, to: NaiveDate) -> usize {
    let whole = (to.year() - from.year()) * 12 + to.month() as i32 - from.month() as i32;
    usize::try_from(whole - i32::from(to.day() < from.day())).unwrap_or(0)
}

/// What an action ends, in words.
pub fn ends(facts: &Facts<'_>, action: &Action) -> String {
    let words = facts.words;
    if action.kind == ActionKind::Classify {
        return words.count("ends.judgeable", action.systems.len(), &[]);
    }
    let Figures {
        unowned,
        critical,
        gaps,
        exposure,
    } = action.effect;
    let counted = [
        ("ends.unowned", unowned),
        ("ends.critical", critical),
        ("ends.gaps", if unowned < 0 { 0 } else { gaps }),
        ("ends.exposure", exposure),
    ];
    let told: Vec<_> = counted
        .into_iter()
        .filter(|(_, n)| *n < 0)
        .map(|(key, n)| words.count(key, n.unsigned_abs() as usize, &[]))
        .collect();
    told.join(", ")
}

/// Where all of them together lead.
pub fn together(facts: &Facts<'_>) -> Option<String> {
    let (words, snapshot) = (facts.words, facts.snapshot);
    let (now, after) = (&snapshot.headline, snapshot.decisions_after);
    let figures = [
        ("decision.moves_unowned", now.unowned, after.unowned),
        ("decision.moves_critical", now.critical, after.critical),
        ("decision.moves_exposure", now.exposure as usize, after.exposure),
    ];
    let moved = figures.map(|(key, before, after)| (key, before, usize::try_from(after).unwrap_or(0)));
    let told: Vec<_> = moved
        .into_iter()
        .filter(|(_, before, after)| before != after)
        .map(|(key, before, after)| {
            let (before, after) = (words.number(before), words.number(after));
            words.say(key, &[("before", &before), ("after", &after)])
        })
        .collect();
    let asked = snapshot.decisions.len();
    (asked > 0 && !told.is_empty()).then(|| words.count("decision.together", asked, &[("list", &told.join(", "))]))
}

/// What became of what the last report asked for.
pub fn last(facts: &Facts<'_>) -> Option<String> {
    let (words, asked) = (facts.words, &facts.snapshot.asked);
    let period = facts.periods.name(asked.first()?.asked_on);
    let count = |outcome: Outcome| (outcome, asked.iter().filter(|a| a.outcome == outcome).count());
    let counted = Outcome::ALL.into_iter().map(count).filter(|(_, n)| *n > 0);
    let told: Vec<_> = counted
        .map(|(o, n)| format!("{} {}", words.number(n), words.name(o)))
        .collect();
    let mut said = words.count(
        "asked.became",
        asked.len(),
        &[("period", &period), ("list", &told.join(", "))],
    );
    let ruled: Vec<_> = asked.iter().filter_map(|one| ruled(facts, one)).collect();
    if !ruled.is_empty() {
        said = format!("{said} {}", words.say("asked.decided", &[("list", &ruled.join("; "))]));
    }
    Some(said)
}

fn ruled(facts: &Facts<'_>, asked: &Asked) -> Option<String> {
    let words = facts.words;
    let ruling = words.name(asked.decided?);
    Some(match (asked.decided?, asked.until) {
        (Ruling::Deferred, Some(day)) => {
            let date = words.date(day);
            words.say(
                "asked.until",
                &[("number", &asked.number), ("ruling", &ruling), ("date", &date)],
            )
        }
        _ => format!("{} {ruling}", asked.number),
    })
}

/// Every decision of the last report with what became of it.
pub fn asked(facts: &Facts<'_>) -> Option<Table> {
    let words = facts.words;
    let rows: Vec<_> = facts.snapshot.asked.iter().map(|one| asked_row(facts, one)).collect();
    let columns = vec![
        Column::firm(String::new()),
        Column::wide(words.text("heading.asked")),
        Column::firm(words.text("heading.outcome")),
        Column::new(words.text("heading.decided")),
        Column::new(words.text("heading.ended")),
    ];
    (!rows.is_empty()).then(|| Table::new(facts.paper.width, columns, rows))
}

fn asked_row(facts: &Facts<'_>, asked: &Asked) -> Vec<Cell> {
    let words = facts.words;
    let ended = |figures: Figures| {
        let told = [("ends.critical", figures.critical), ("ends.unowned", figures.unowned)];
        let told = told.into_iter().filter(|(_, n)| *n < 0);
        let told: Vec<_> = told
            .map(|(key, n)| words.count(key, n.unsigned_abs() as usize, &[]))
            .collect();
        if told.is_empty() {
            "–".to_owned()
        } else {
            told.join(", ")
        }
    };
    let ruled = asked.decided.map(|ruling| {
        let parts = [
            Some(words.name(ruling)),
            asked.by.clone(),
            asked.decided_on.map(|day| words.date(day)),
        ];
        parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
    });
    let mut decided = Cell::plain(ruled.unwrap_or_else(|| "–".to_owned()));
    if let Some(note) = &asked.note {
        decided = decided.under(Tone::Quiet, note.as_str());
    }
    vec![
        Cell::strong(asked.number.as_str()),
        Cell::plain(facts.asked_title(asked)),
        Cell::plain(words.name(asked.outcome)),
        decided,
        Cell::plain(ended(asked.effect)),
    ]
}
