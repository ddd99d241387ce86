//! What leadership has decided. In: the inventory's list of decisions, the actions of now and of the last report. Out: the latest word
//! on each action, by the key of the action. A row that leads to no action, or says no day until when it puts off, is a finding.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::{Action, Basis, Decision, LastPlan, keys, phrases};
use crate::config::Language;
use crate::diagnostic::{Code, Diagnostics};
use crate::inventory::{Decided, Ruling, name_key};
use crate::message::{Message, sentence};
use crate::words::Words;

/// The latest word on each action.
pub struct Rulings<'a> {
    by_key: BTreeMap<String, &'a Decided>,
}

impl<'a> Rulings<'a> {
    /// Reads the list of decisions.
    pub fn of(actions: &[Action], basis: &Basis<'a>, found: &mut Diagnostics) -> Self {
        let as_of = basis.calendar.as_of;
        let mut by_key: BTreeMap<String, &Decided> = BTreeMap::new();
        let mut titles = None;
        let decided = |row: &&Decided| row.ruling.is_some() || row.on.is_some();
        for row in basis.inventory.decisions.iter().filter(decided) {
            if let Some(why) = unusable(row, as_of) {
                doubt(row, why, found);
                continue;
            }
            let meant = keys::canonical(&row.decision)
                .or_else(|| numbered(row, basis.memory.last.as_ref()))
                .or_else(|| {
                    let last = basis.memory.last.as_ref().map(|last| last.actions);
                    let titles = titles.get_or_insert_with(|| Titles::of(actions, last.unwrap_or_default()));
                    titles.key(&row.decision)
                });
            let Some(key) = meant else {
                let why = match &basis.memory.last {
                    Some(_) => "names nothing that is or was asked for",
                    None => {
                        "names nothing that is asked for here, and this run compares with no earlier report that may have asked for it"
                    }
                };
                doubt(row, why, found);
                continue;
            };
            let latest = by_key.entry(key).or_insert(row);
            if row.on >= latest.on {
                *latest = row;
            }
        }
        Self { by_key }
    }

    /// What was decided about an action, by its key.
    pub fn on(&self, key: &str) -> Option<&'a Decided> {
        self.by_key.get(&keys::canonical(key)?).copied()
    }

    /// What keeps an action from being asked for: it was rejected, or put off to a day that has not come.
    pub fn against(&self, key: &str, as_of: NaiveDate) -> Option<&'a Decided> {
        self.on(key).filter(|decided| match decided.ruling {
            Some(Ruling::Rejected) => true,
            Some(Ruling::Deferred) => decided.until.is_some_and(|day| day > as_of),
            Some(Ruling::Accepted) | None => false,
        })
    }
}

/// Why a row decides nothing.
fn unusable(row: &Decided, as_of: NaiveDate) -> Option<&'static str> {
    match () {
        () if row.ruling.is_none() => Some("says no outcome"),
        () if row.on.is_some_and(|day| day > as_of) => Some("was decided after the day of the report"),
        () if row.ruling == Some(Ruling::Deferred) && row.until.is_none() => {
            Some("says no day until when it is put off")
        }
        () => None,
    }
}

fn doubt(row: &Decided, why: &'static str, found: &mut Diagnostics) {
    found.add(
        Code::DecisionUnclear,
        Some(&row.at),
        sentence!("a decision was not used: '{decision}' {why}", decision = row.decision, why = Message::from(why)),
        "name a decision by the key of its action, or by its number if it was decided after the last report; one that is put off \
         needs a day",
    );
}

/// The action behind a number of the last report. Later reports give the number to another decision, so that it says nothing of what
/// was decided before that report.
fn numbered(row: &Decided, last: Option<&LastPlan<'_>>) -> Option<String> {
    let last = last.filter(|last| row.on.is_some_and(|day| day > last.as_of))?;
    let is_it = |decision: &&Decision| decision.number.eq_ignore_ascii_case(row.decision.trim());
    keys::canonical(&last.decisions.iter().find(is_it)?.action)
}

/// What actions are called, now and in the last report, in every language.
struct Titles {
    /// The key of each; none where two are called the same.
    exact: BTreeMap<String, Option<String>>,
    /// The same without the numbers in the title, which change from quarter to quarter.
    loose: BTreeMap<String, Option<String>>,
}

impl Titles {
    fn of(now: &[Action], then: &[Action]) -> Self {
        let (mut exact, mut loose) = (BTreeMap::new(), BTreeMap::new());
        for action in now.iter().chain(then) {
            for title in Language::ALL.map(|language| phrases::title_of(Words::of(language), action)) {
                enter(&mut exact, name_key(&title), action);
                enter(&mut loose, without_numbers(&title), action);
            }
            enter(&mut exact, name_key(&action.title), action);
        }
        Self { exact, loose }
    }

    fn key(&self, said: &str) -> Option<String> {
        let found = self
            .exact
            .get(&name_key(said))
            .or_else(|| self.loose.get(&without_numbers(said)));
        found.cloned().flatten()
    }
}

fn enter(titles: &mut BTreeMap<String, Option<String>>, title: String, action: &Action) {
    let key = keys::canonical(&action.key);
    let known = titles.entry(title).or_insert_with(|| key.clone());
    if *known != key {
        *known = None;
    }
}

fn without_numbers(title: &str) -> String {
    let letters: String = title.chars().filter(|c| !c.is_ascii_digit()).collect();
    name_key(&letters)
}
