//! What a section may look up. In: a snapshot and the words. Out: the snapshot's index, and its things as the pages name them. It
//! counts nothing that the snapshot has counted.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Deref;

use serde::Serialize;

use crate::diagnostic::Diagnostic;
use crate::plan::Action;
use crate::report::period::Periods;
use crate::report::text::Text;
use crate::snapshot::{Index, Snapshot, SystemRecord};
use crate::words::Words;

/// Everything that a section may look up.
pub struct Facts<'a> {
    /// The record of the run.
    pub snapshot: &'a Snapshot,
    /// The words of the report's language.
    pub words: &'static Words,
    /// How the reports of the chain are called.
    pub periods: Periods,
    index: Index<'a>,
    links: Links<'a>,
}

/// What the pages have a place for, so that a text may point to it.
#[derive(Clone, Debug, Default)]
pub struct Links<'a> {
    /// Systems with a page part of their own, and their places among them.
    pub systems: BTreeMap<&'a str, usize>,
    /// Numbers of the actions that are written out.
    pub actions: BTreeSet<&'a str>,
    /// Whether the register is printed.
    pub register: bool,
}

/// A system that a text names.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SystemRef {
    /// How it is shown.
    pub name: Text,
    /// Its place among the system pages, if it has one.
    pub page: Option<usize>,
}

/// An action that a text names.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ActionRef {
    /// `A1`, `A2` ...
    pub number: String,
    /// Whether it is written out in the plan.
    pub listed: bool,
}

/// Whatever the record can be asked, the facts can be asked.
impl<'a> Deref for Facts<'a> {
    type Target = Index<'a>;

    fn deref(&self) -> &Index<'a> {
        &self.index
    }
}

impl<'a> Facts<'a> {
    /// Sorts a snapshot.
    pub fn new(snapshot: &'a Snapshot, words: &'static Words) -> Self {
        Self {
            snapshot,
            words,
            periods: Periods::new(snapshot, words),
            index: Index::new(snapshot),
            links: Links::default(),
        }
    }

    /// The same facts, knowing what can be pointed to.
    pub fn linked(mut self, links: Links<'a>) -> Self {
        self.links = links;
        self
    }

    /// What can be pointed to.
    pub fn links(&self) -> &Links<'a> {
        &self.links
    }

    /// A system as a text names it.
    pub fn system_ref(&self, id: &str) -> SystemRef {
        SystemRef {
            name: Text::new(self.name(id)),
            page: self.links.systems.get(id).copied(),
        }
    }

    /// An action as a text names it.
    pub fn action_ref(&self, action: &Action) -> ActionRef {
        ActionRef {
            number: action.number.clone(),
            listed: self.links.actions.contains(action.number.as_str()),
        }
    }

    /// The models of a system in few words.
    pub fn models(&self, system: &SystemRecord) -> String {
        if system.models.is_empty() {
            return self.words.text("model.unknown");
        }
        let models: Vec<_> = system.models.iter().map(|&m| self.words.name(m)).collect();
        models.join(" + ")
    }

    /// Where a remark points, and how many more places there are.
    pub fn places(&self, remark: &Diagnostic) -> Text {
        let mut places = gathered(remark.at.iter().map(|place| self.without_only_file(place)));
        let more = remark.unlisted();
        if more > 0 && !places.is_empty() {
            places.push(self.words.count("plan.more_systems", more, &[]));
        }
        Text::new(places.join(", "))
    }

    /// A place without its file, where there is one input file only and the place names a sheet of it.
    fn without_only_file<'p>(&self, place: &'p str) -> &'p str {
        match self.snapshot.inventory.as_slice() {
            [only] => place
                .strip_prefix(only.file.as_str())
                .and_then(|rest| rest.strip_prefix(" > "))
                .filter(|rest| rest.contains(" > "))
                .unwrap_or(place),
            _ => place,
        }
    }

    /// What an action is called on the page.
    pub fn title(&self, action: &Action) -> Text {
        self.index.title(action, self.words).into()
    }

    /// Who does an action.
    pub fn assignee(&self, action: &Action) -> Text {
        Text::new(self.index.assignee(action, self.words))
    }
}

/// Places one after the other; the sheet is named once for all cells that follow each other in it.
fn gathered<'p>(places: impl Iterator<Item = &'p str>) -> Vec<String> {
    let mut before = None;
    let shown = |place: &'p str| {
        let table = place.rsplit_once(" > ");
        let same = table.is_some() && table.map(|(table, _)| table) == before;
        before = table.map(|(table, _)| table);
        table.filter(|_| same).map_or(place, |(_, cell)| cell).to_owned()
    };
    places.map(shown).collect()
}
