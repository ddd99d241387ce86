//! What changed, as a page. In: what changed, in words. Out: the bridge, why, who closed it, where it leads, and one table with the
//! few gaps of each list that matter most.

use chrono::Months;
use serde::Serialize;

use crate::compare::{Changes, phrases};
use crate::report::changes::{Changed, List, Row, Step};
use crate::report::decisions;
use crate::report::facts::Facts;
use crate::report::table::{Cell, Column, Mark, Table};
use crate::report::text::Text;
use crate::typeface::Style;

/// How many gaps of each list are shown at most, and at least where there is room on one page for no more.
const SHOWN: usize = 5;
const AT_LEAST: usize = 1;
/// How many people are named for what they closed.
const CREDITS: usize = 9;

/// What changed since the last report.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Moves {
    /// The heading.
    pub title: String,
    /// Which reports are compared.
    pub intro: String,
    /// From open then to open now.
    pub bridge: Vec<Step>,
    /// What is said below it where its columns are cut.
    pub cut: Option<String>,
    /// The bridge in numbers.
    pub bridge_alt: String,
    /// A head and a text each: why, where it leads, who closed what, the systems.
    pub said: Vec<(String, Text)>,
    /// When critical gaps reach zero, drawn.
    pub forecast: Option<Range>,
    /// What became of the last decisions, under its heading.
    pub asked: Option<(String, Table)>,
    /// The gaps that matter most, list by list.
    pub table: Option<Table>,
}

/// A range of quarters.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Range {
    /// The head of the text that it belongs to.
    pub head: String,
    /// The names of the quarters to come; where there are many, of some of them.
    pub quarters: Vec<String>,
    /// The fewest and the most.
    pub from: u32,
    /// The most.
    pub to: u32,
    /// The same in words.
    pub alt: String,
}

/// Quarters beyond which nothing is drawn.
const FARTHEST: u32 = 40;
/// The most names of quarters below the drawing.
const NAMED: u32 = 11;

fn range(facts: &Facts<'_>, changes: &Changes) -> Option<Range> {
    let (from, to) = changes.forecast.quarters()?;
    let end = |n: u32| facts.snapshot.as_of.checked_add_months(Months::new(3 * n));
    let all = to.clamp(4, FARTHEST);
    let each = all.div_ceil(NAMED);
    let name = |n: u32| match n % each {
        0 => end(n).map(|day| facts.periods.quarter(day)).unwrap_or_default(),
        _ => String::new(),
    };
    let names = (1..=all).map(name);
    (to <= FARTHEST).then(|| Range {
        head: facts.words.text("moves.forecast"),
        quarters: names.collect(),
        from,
        to,
        alt: phrases::forecast(facts.words, &changes.forecast),
    })
}

impl Moves {
    /// Settles what the page says.
    pub fn new(facts: &Facts<'_>, changes: &Changes) -> Self {
        let words = facts.words;
        let changed = Changed::new(facts, changes);
        let said = said(facts, &changed, changes);
        let asked = decisions::asked(facts);
        let room = facts.paper.height - above(facts, &said, asked.as_ref());
        let tables = (AT_LEAST..=SHOWN).rev().map(|shown| table(facts, &changed, shown));
        let table = tables.flatten().find(|table| table.height() <= room);
        let table = table.or_else(|| self::table(facts, &changed, AT_LEAST));
        Self {
            title: words.text("moves.title"),
            said,
            intro: format!("{} {}", changed.intro, words.text("changes.all_in_register")),
            cut: changed.bridge_cut.then(|| words.text("moves.bridge_cut")),
            bridge: changed.bridge,
            bridge_alt: changed.bridge_alt,
            forecast: range(facts, changes),
            asked: asked.map(|table| (words.text("moves.asked"), table)),
            table,
        }
    }
}

/// How high everything above the table is.
fn above(facts: &Facts<'_>, said: &[(String, Text)], asked: Option<&Table>) -> f64 {
    let style = Style::plain(8.0);
    let width = facts.paper.width;
    let lines = |(head, text): &(String, Text)| style.lines(&format!("{head}: {}", text.as_str()), width * 0.97, 0.0);
    let said: f64 = said.iter().map(|one| style.height(lines(one)) + 6.5).sum();
    BRIDGE + said + asked.map_or(0.0, |table| table.height() + 28.0)
}

/// The few gaps of each list that matter most.
fn table(facts: &Facts<'_>, changed: &Changed, shown: usize) -> Option<Table> {
    let words = facts.words;
    let rows: Vec<_> = changed.lists.iter().flat_map(|list| rows(facts, list, shown)).collect();
    let columns = vec![
        Column::new(words.text("heading.system")),
        Column::new(words.text("heading.domain")),
        Column::new(words.text("heading.owner")),
        Column::wide(words.text("heading.what")),
    ];
    (!rows.is_empty()).then(|| Table::small(facts.paper.width, columns, rows))
}

/// Heading, bridge, the drawn forecast and the room around them, in points.
const BRIDGE: f64 = 200.0;

fn said(facts: &Facts<'_>, changed: &Changed, changes: &Changes) -> Vec<(String, Text)> {
    let words = facts.words;
    let credits = changed.credits.iter().take(CREDITS);
    let mut credits: Vec<_> = credits.map(|c| format!("{}: {}", c.owner.as_str(), c.text)).collect();
    let others = changes.credit.len().saturating_sub(CREDITS);
    if others > 0 {
        credits.push(words.count("moves.more_people", others, &[]));
    }
    let systems: Vec<_> = changed.systems.iter().map(Text::as_str).collect();
    let verdict = phrases::verdict(words, changes, &facts.snapshot.headline);
    let beside = phrases::beside(words, changes);
    let all = [
        ("moves.like_for_like", format!("{verdict} {}", beside.join(" "))),
        ("moves.forecast", changed.forecast.clone()),
        ("moves.causes", changed.causes.join(" ")),
        ("moves.systems", systems.join(". ")),
        ("moves.credits", credits.join("; ")),
    ];
    let told = all.into_iter().filter(|(_, text)| !text.is_empty());
    told.map(|(key, text)| (words.text(key), Text::new(text))).collect()
}

/// A list's band and its first gaps.
fn rows(facts: &Facts<'_>, list: &List, shown: usize) -> Vec<Vec<Cell>> {
    let cut = list.all > shown;
    let first = || facts.words.count("changes.first", shown, &[("title", &list.title)]);
    let band = if cut { first() } else { list.title.clone() };
    std::iter::once(vec![Cell::strong(band)])
        .chain(list.rows.iter().take(shown).map(row))
        .collect()
}

fn row(row: &Row) -> Vec<Cell> {
    let badge = Mark::Badge(row.severity_name.clone(), row.severity);
    vec![
        Cell::plain(row.system.clone()).marked(badge),
        Cell::plain(row.name.clone()),
        Cell::plain(row.owner.clone()),
        Cell::plain(row.what.clone()),
    ]
}
