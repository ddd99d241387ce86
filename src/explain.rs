//! Where a figure, a gap, an action or a decision of a report comes from. In: the record of a run, however it was had, and what is
//! asked about. Out: sentences: the rule, the facts it was applied to, their cells, the earlier reports, and what would close it.
//! It decides nothing: whatever it says is on record.

mod action;
mod duty;
mod figure;

pub use figure::Figure;

use crate::assess::GapId;
use crate::config::did_you_mean;
use crate::message::Message;
use crate::names::Named;
use crate::snapshot::{Index, Snapshot};
use crate::text::quoted;
use crate::words::Words;

/// What explains something: a title, and parts with a heading of their own.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Explanation {
    /// What it is about.
    pub title: String,
    /// Headings with their lines, in the order of reading.
    pub parts: Vec<(String, Vec<String>)>,
}

/// Nothing of that name is in the report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unknown {
    /// What is near, or what can be asked for.
    pub help: Message,
}

/// The record that is asked about, and the words it is explained in.
struct Asked<'a> {
    snapshot: &'a Snapshot,
    index: Index<'a>,
    words: &'static Words,
}

/// Explains a gap or duty (`AI-003/data-privacy`), an action (`A4` or its key), a decision (`D1`), or a [`Figure`].
///
/// # Errors
/// [`Unknown`] if the report has no such thing.
pub fn explain(snapshot: &Snapshot, what: &str, words: &'static Words) -> Result<Explanation, Unknown> {
    let asked = Asked {
        snapshot,
        index: Index::new(snapshot),
        words,
    };
    let wanted = what.trim();
    asked
        .figure(wanted)
        .or_else(|| asked.decision(wanted))
        .or_else(|| asked.action_of_that_name(wanted))
        .or_else(|| asked.duty_of_that_name(wanted))
        .ok_or_else(|| Unknown {
            help: asked.near(wanted),
        })
}

impl Asked<'_> {
    fn duty_of_that_name(&self, wanted: &str) -> Option<Explanation> {
        let spelt = self.names().find(|name| name.eq_ignore_ascii_case(wanted));
        let id: GapId = spelt.as_deref().unwrap_or(wanted).parse().ok()?;
        self.duty(&id)
    }

    /// Everything that can be asked about by name, but for the figures.
    fn names(&self) -> impl Iterator<Item = String> {
        let gaps = self.snapshot.gaps.iter().map(|gap| gap.gap.id.to_string());
        let actions = self.snapshot.actions.iter().map(|action| action.key.clone());
        gaps.chain(actions)
    }

    fn near(&self, wanted: &str) -> Message {
        let names: Vec<String> = self.names().collect();
        let figures = Figure::ALL.map(Figure::id);
        let likely = |name: &&str| strsim::jaro_winkler(wanted, name) > 0.7;
        if names
            .iter()
            .map(String::as_str)
            .chain(figures)
            .any(|name| likely(&name))
        {
            return did_you_mean(wanted, names.iter().map(String::as_str).chain(figures));
        }
        let example = |name: Option<&String>| name.map(|name| quoted(name)).unwrap_or_default();
        Message::verbatim(self.words.say(
            "explain.known",
            &[("figures", &figures.join(", ")), ("example", &example(names.first()))],
        ))
    }

    /// A sentence of this part of the words.
    fn say(&self, key: &str, values: &[(&str, &str)]) -> String {
        self.words.say(key, values)
    }

    /// A heading with its lines; nothing where there are none.
    fn part(&self, key: &str, lines: Vec<String>) -> Option<(String, Vec<String>)> {
        (!lines.is_empty()).then(|| (self.words.text(key), lines))
    }

    /// The same, with the section of the report's method that holds the rule.
    fn part_of(&self, key: &str, section: &str, lines: Vec<String>) -> Option<(String, Vec<String>)> {
        let (what, section) = (self.words.text(key), self.words.text(section));
        let heading = self.say("explain.section", &[("what", &what), ("section", &section)]);
        (!lines.is_empty()).then_some((heading, lines))
    }

    /// Names as a list in the words' language.
    fn names_of<N: Named>(&self, of: &[N]) -> String {
        let names: Vec<String> = of.iter().map(|one| self.words.name(*one)).collect();
        self.words.list(&names)
    }
}

/// At most so many cells or gaps are listed one by one.
const LISTED: usize = 40;

/// The first of a list, and how many more there are.
fn first(lines: Vec<String>, words: &Words) -> Vec<String> {
    let more = lines.len().saturating_sub(LISTED);
    let mut shown: Vec<String> = lines.into_iter().take(LISTED).collect();
    if more > 0 {
        shown.push(words.count("terminal.and_more", more, &[]));
    }
    shown
}
