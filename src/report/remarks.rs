//! Annex C, remarks on the inventory. In: the facts. Out: every remark with its cells and what to do, and the systems whose model was
//! told from a name, is not known, or that do not count.

use serde::Serialize;

use crate::diagnostic::{Code, Diagnostic, Level};
use crate::inventory::Scope;
use crate::report::facts::Facts;
use crate::report::owners::BARRING;
use crate::report::table::{Cell, Column, Table, Tone};
use crate::report::text::Text;
use crate::snapshot::SystemRecord;

/// The most remarks that are listed, unless every detail is asked for.
const REMARKS: usize = 40;
/// The most systems of one list.
const SYSTEMS: usize = 12;

/// Remarks on the inventory.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Remarks {
    /// The heading.
    pub title: String,
    /// How many, and where the rest is.
    pub intro: String,
    /// Those that may change the figures, then those that only inform.
    pub table: Option<Table>,
    /// Heading of the systems.
    pub systems_title: String,
    /// Systems by what is doubtful about them.
    pub systems: Option<Table>,
}

impl Remarks {
    /// Settles the remarks on the inventory; nothing where there is none. What bars owners stands with them.
    pub fn new(facts: &Facts<'_>, found: &[&Diagnostic], all: bool) -> Option<Self> {
        let words = facts.words;
        let found: Vec<_> = found.iter().copied().filter(|w| !BARRING.contains(&w.code)).collect();
        let most = if all { found.len() } else { REMARKS };
        let table = table(facts, &found[..found.len().min(most)]);
        let systems = systems(facts, all);
        let mut intro = match found.len() {
            0 => String::new(),
            n => words.count("remarks.intro", n, &[]),
        };
        if found.len() > most {
            let all = words.number(found.len());
            intro = format!("{intro} {}", words.count("remarks.first", most, &[("all", &all)]));
        }
        (table.is_some() || systems.is_some()).then(|| Self {
            title: words.text("remarks.title"),
            intro,
            table,
            systems_title: words.text("remarks.systems"),
            systems,
        })
    }
}

/// Remarks under what they are; what to do about all of one kind is said once.
pub fn table(facts: &Facts<'_>, found: &[&Diagnostic]) -> Option<Table> {
    let words = facts.words;
    let mut kinds: Vec<(Code, Vec<&Diagnostic>)> = Vec::new();
    for &remark in found {
        match kinds.iter_mut().find(|(code, _)| *code == remark.code) {
            Some((_, of)) => of.push(remark),
            None => kinds.push((remark.code, vec![remark])),
        }
    }
    let rows: Vec<_> = kinds.iter().flat_map(|(code, of)| kind(facts, *code, of)).collect();
    let columns = vec![
        Column::wide(words.text("heading.found")),
        Column::new(words.text("heading.where")).at_most(0.33),
    ];
    (!rows.is_empty()).then(|| Table::small(facts.paper.width, columns, rows))
}

fn kind(facts: &Facts<'_>, code: Code, of: &[&Diagnostic]) -> Vec<Vec<Cell>> {
    let words = facts.words;
    let matters = match code.level() {
        Level::Warning => words.text("remarks.matters"),
        Level::Note => words.text("remarks.informs"),
    };
    let title = words.say("remarks.kind", &[("kind", &words.title(code)), ("matters", &matters)]);
    let help = facts.help(of[0]);
    let one_help = of.iter().all(|remark| facts.help(remark) == help);
    let band = Cell::band(title, if one_help { help } else { facts.meaning(code) });
    let row = |remark: &&Diagnostic| {
        let help = if one_help { Text::default() } else { facts.help(remark) };
        vec![
            Cell::plain(facts.found(remark)).under(Tone::Quiet, help),
            Cell::quiet(facts.places(remark)),
        ]
    };
    std::iter::once(vec![band]).chain(of.iter().map(row)).collect()
}

fn systems(facts: &Facts<'_>, all: bool) -> Option<Table> {
    let words = facts.words;
    let systems = || facts.snapshot.systems.iter();
    let told = |s: &SystemRecord| {
        let from = match &s.inferred_from {
            Some(from) => words.tell(from),
            None => s.name.clone(),
        };
        words.say("remarks.told_from", &[("models", &facts.models(s)), ("from", &from)])
    };
    let why_out = |s: &SystemRecord| {
        words.text(match s.scope {
            Scope::Retired => "remarks.retired",
            _ => "remarks.not_covered",
        })
    };
    let product = |s: &SystemRecord| s.product.clone().or_else(|| s.vendor.clone()).unwrap_or_default();
    let lists = [
        list(
            facts,
            "inferred",
            systems().filter(|s| s.to_confirm()).collect(),
            all,
            told,
        ),
        list(
            facts,
            "unknown",
            systems().filter(|s| s.in_scope() && s.models.is_empty()).collect(),
            all,
            product,
        ),
        list(
            facts,
            "out",
            systems().filter(|s| !s.in_scope()).collect(),
            all,
            why_out,
        ),
    ];
    let rows: Vec<_> = lists.into_iter().flatten().collect();
    let columns = vec![
        Column::new(words.text("heading.system")),
        Column::wide(words.text("heading.known")),
        Column::new(words.text("heading.cell")),
    ];
    (!rows.is_empty()).then(|| Table::small(facts.paper.width, columns, rows))
}

fn list(
    facts: &Facts<'_>,
    name: &str,
    systems: Vec<&SystemRecord>,
    all: bool,
    about: impl Fn(&SystemRecord) -> String,
) -> Vec<Vec<Cell>> {
    let words = facts.words;
    if systems.is_empty() {
        return Vec::new();
    }
    let most = if all { systems.len() } else { SYSTEMS };
    let mut intro = words.text(&format!("doubts.{name}_intro"));
    if systems.len() > most {
        let all = words.number(systems.len());
        intro = format!(
            "{intro} {}",
            words.count("remarks.first_systems", most, &[("all", &all)])
        );
    }
    let band = Cell::band(words.text(&format!("doubts.{name}_title")), intro);
    let row = |s: &&SystemRecord| {
        vec![
            Cell::plain(s.name.as_str()),
            Cell::plain(about(s)),
            Cell::quiet(facts.cells([&s.source])),
        ]
    };
    std::iter::once(vec![band])
        .chain(systems.iter().take(most).map(row))
        .collect()
}
