//! What speaks against a table being a list of systems. In: what a table is told from. Out: the other thing that it lists, by its key, its
//! name or its headings, and whether that forbids to take it for systems.

use std::collections::BTreeMap;

use super::because::Because;
use super::claims::{Look, column, has};
use super::columns::Column;
use super::field::Field;
use super::lines::is_work;
use super::marks::{Mark, tokens};
use super::topic::{self, Topic};

/// From this weight on, without products and owners, a list of systems is one whatever it is called.
const PLAIN: i32 = 6;

impl Look<'_> {
    /// What forbids that the table lists systems, however much speaks for it.
    pub(super) fn veto(&self, name: &Column, plain: i32, about: Option<Topic>) -> Option<Because> {
        if about == Some(Topic::OwnOutput) {
            return self.other().map(|(_, because)| because);
        }
        if let Some((topic, heading)) = self.foreign_key(name) {
            let beside = matches!(topic, Topic::Vendors | Topic::Projects) && plain >= PLAIN;
            if !beside {
                return Some(Because::KeyOf(topic, heading));
            }
        }
        if self.repeats(name) && !has(&self.systems, Field::Model) {
            return Some(Because::Repeated(name.header.clone()));
        }
        match self.other() {
            Some((_, because @ Because::HeadedAs(..))) => {
                let signs = match &because {
                    Because::HeadedAs(_, headings) => headings.len() as i32,
                    _ => 0,
                };
                (signs * 2 > plain).then_some(because)
            }
            Some((_, because @ Because::CalledAs(..))) => (plain < PLAIN).then_some(because),
            _ => None,
        }
    }

    /// What speaks of tasks, plans or ideas: a name, or several headings.
    pub(super) fn work(&self) -> Vec<String> {
        const FEWEST: usize = 3;
        if self.called(Mark::Controls).is_some() {
            return Vec::new();
        }
        if let Some(name) = self.names.iter().find(|name| is_work(name)) {
            return vec![name.clone()];
        }
        let headings = self.judge.header.headings.values().map(|heading| &heading.shown);
        let signs: Vec<String> = headings
            .filter(|shown| Mark::WorkHeading.knows(shown))
            .cloned()
            .collect();
        if signs.len() < FEWEST { Vec::new() } else { signs }
    }

    /// The other thing that the table is about: by its key, its name, or its headings.
    pub(super) fn other(&self) -> Option<(Topic, Because)> {
        let headed = self.headed_as();
        if let Some((Topic::OwnOutput, headings)) = headed.iter().find(|(t, h)| **t == Topic::OwnOutput && h.len() >= 4)
        {
            return Some((Topic::OwnOutput, Because::HeadedAs(Topic::OwnOutput, headings.clone())));
        }
        let key = self.judge.header.headings.values().find_map(|heading| {
            let topic = topic::key_of(&heading.shown)?;
            Some((topic, Because::KeyOf(topic, heading.shown.clone())))
        });
        let ours = self.called(Mark::Systems).or_else(|| self.called(Mark::Controls));
        let called = || {
            let name = self.names.iter().find(|name| topic::called(name).is_some())?;
            let topic = topic::called_of_ai(name).or_else(|| topic::called(name).filter(|_| ours.is_none()))?;
            Some((topic, Because::CalledAs(topic, name.clone())))
        };
        let most = || {
            let (topic, headings) = headed.into_iter().rev().max_by_key(|(_, headings)| headings.len())?;
            (headings.len() >= 2).then_some((topic, Because::HeadedAs(topic, headings)))
        };
        key.filter(|_| self.keys_rows()).or_else(called).or_else(most)
    }

    /// Whether the first key of the table is that of another thing, not one that is mentioned beside its own.
    fn keys_rows(&self) -> bool {
        let own = column(&self.systems, Field::SystemId).map(|c| c.number);
        let foreign = self
            .judge
            .header
            .headings
            .iter()
            .find(|(_, heading)| topic::key_of(&heading.shown).is_some())
            .map(|(number, _)| *number);
        foreign.is_some_and(|foreign| own.is_none_or(|own| foreign <= own))
    }

    fn headed_as(&self) -> BTreeMap<Topic, Vec<String>> {
        let mut found: BTreeMap<Topic, Vec<String>> = BTreeMap::new();
        for heading in self.judge.header.headings.values() {
            for topic in heading.keys.first().map_or(&[][..], |key| topic::headings(key)) {
                found.entry(*topic).or_default().push(heading.shown.clone());
            }
        }
        found
    }

    /// The key of another thing, or of controls, that the table has and that is different in every row.
    fn foreign_key(&self, name: &Column) -> Option<(Topic, String)> {
        let own = column(&self.systems, Field::SystemId);
        self.judge.header.headings.iter().find_map(|(number, heading)| {
            let topic = topic::key_of(&heading.shown)?;
            let before = own.is_none_or(|own| *number <= own.number) && (*number < name.number || own.is_none());
            (before && self.is_key(*number)).then(|| (topic, heading.shown.clone()))
        })
    }

    /// Whether a column's values differ in every row, or nearly.
    fn is_key(&self, number: u32) -> bool {
        let values = self.judge.distinct(number);
        let cells: usize = values.values().sum();
        cells > 0 && values.len() * 10 >= cells * 9
    }

    /// Whether the names of systems stand again and again beside a key of something else.
    fn repeats(&self, name: &Column) -> bool {
        let values = self.judge.distinct(name.number);
        let cells: usize = values.values().sum();
        let often = cells >= 3 && values.len() * 10 <= cells * 7;
        let keyed = self.judge.header.headings.iter().any(|(number, heading)| {
            let keyed = tokens(&heading.shown).iter().any(|token| Mark::Key.knows(token));
            *number != name.number && keyed && self.is_key(*number)
        });
        let told = self.headed_as().values().any(|headings| !headings.is_empty());
        often && (keyed || told)
    }
}
