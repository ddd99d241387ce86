//! Whether a column's values are what its heading says. In: the values below a heading. Out: how many fit the vocabulary of a
//! field, and the field that they tell where no heading does.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use crate::read::{Row, Value};

use super::because::Hence;
use super::catalogue::Told;
use super::cells::text;
use super::columns::{Column, Holds, Judge};
use super::date;
use super::field::{Field, Kind, Strength};
use super::origins;
use super::vocabulary::Model;
use super::wording::{Vocabulary, compact, parts};

/// How many distinct values of a column are looked at.
const VALUES: usize = 200;
/// How many of all columns together, where a table has more columns than people fill.
const IN_ALL: usize = 100_000;

/// The distinct values of a column, with how often each stands there.
pub(super) type Distinct = BTreeMap<String, usize>;

impl Judge<'_> {
    /// The distinct values below a heading.
    pub(super) fn distinct(&self, column: u32) -> Rc<Distinct> {
        self.cells.remembered(self.header.body, column, || self.gather(column))
    }

    fn gather(&self, column: u32) -> Distinct {
        let mut values = Distinct::new();
        let most = (IN_ALL / self.header.headings.len().max(1)).clamp(5, VALUES);
        let body: &[Row] = &self.cells.table.rows[self.header.body..];
        for value in body.iter().filter_map(|row| row.get(column)).filter_map(text) {
            if let Some(count) = values.get_mut(value.as_ref()) {
                *count += 1;
            } else if values.len() < most {
                values.insert(value.into_owned(), 1);
            }
        }
        values
    }

    /// Whether more than half of the cells of a column hold the word of a deployment model.
    pub(super) fn is_mostly_models(&self, column: u32) -> bool {
        let values = self.distinct(column);
        let says = |value: &str| {
            let known = |word: &str| self.wording.knows(Vocabulary::Model, word);
            let words = parts(value, &known);
            words.iter().any(|w| self.wording.model(w).is_some())
        };
        let cells: usize = values.values().sum();
        let telling: usize = values.iter().filter(|(v, _)| says(v)).map(|(_, count)| count).sum();
        telling * 2 > cells
    }

    /// Whether a heading is the word of a deployment model.
    pub(super) fn is_called_model(&self, heading: &str) -> bool {
        matches!(self.wording.model(heading), Some(Model::Is(_)))
    }

    /// Whether some columns hold nothing but marks; an `x` beside ticks may say no as well as yes, and then they do not count.
    pub(super) fn are_marks(&self, columns: &[u32]) -> bool {
        let mut said = BTreeSet::new();
        for column in columns {
            for value in self.distinct(*column).keys() {
                match origins::mark(value, self.wording) {
                    Some(true) => said.insert((true, compact(value) == "x")),
                    Some(false) => said.insert((false, false)),
                    None => return false,
                };
            }
        }
        let (crossed, ticked) = (said.contains(&(true, true)), said.contains(&(true, false)));
        crossed != ticked
    }

    /// Whether nearly every cell of a column says something else.
    pub(super) fn is_distinct(&self, column: u32) -> bool {
        let values = self.distinct(column);
        let cells: usize = values.values().sum();
        !values.is_empty() && values.len() * 10 >= cells * 9
    }

    /// Why a column does not hold what its heading may mean; headings of our own are taken at their word.
    pub(super) fn misfit(&self, field: Field, strength: Strength, column: u32) -> Option<Hence> {
        let values = self.distinct(column);
        let cells: usize = values.values().sum();
        if field == Field::SystemName && values.len() == 1 && cells >= 3 {
            return Some(Hence::OneValue(field));
        }
        let vocabulary = vocabulary_of(field)?;
        if strength == Strength::Ours || values.is_empty() {
            return None;
        }
        let known = values.keys().filter(|v| self.is_known(vocabulary, v)).count();
        let enough = match (strength, field) {
            (Strength::Weak, _) => known * 10 >= values.len() * 3,
            (_, Field::Party) => known * 5 >= values.len(),
            _ => known * 5 >= values.len() || values.len() < 5 || self.near_misses(vocabulary, &values),
        };
        (!enough).then_some(Hence::OtherWords(field))
    }

    fn is_known(&self, vocabulary: Vocabulary, value: &str) -> bool {
        let known = |word: &str| self.wording.knows(vocabulary, word);
        parts(value, &known).into_iter().any(known)
    }

    /// Of a table that says how far controls are and nothing that only a list of systems says: the heading of its systems, and whether
    /// it names one of them again.
    pub(super) fn states_of_systems(&self) -> Option<(String, bool)> {
        const LISTED: [Field; 6] = [
            Field::Model,
            Field::Product,
            Field::Vendor,
            Field::Criticality,
            Field::Classification,
            Field::PersonalData,
        ];
        let holds = |c: &Column, field: Field| matches!(c.holds, Holds::Field(f, _) if f == field);
        let as_systems = self.columns(Kind::Systems, false);
        if as_systems.iter().any(|c| LISTED.iter().any(|field| holds(c, *field))) {
            return None;
        }
        let columns = self.columns(Kind::Controls, false);
        let of = |field: Field| columns.iter().find(|c| holds(c, field));
        let states = self.distinct(of(Field::Status)?.number);
        // "Planned" and "retired" are said of systems as well.
        let of_controls = |value: &&String| {
            self.wording.knows(Vocabulary::Status, value) && !self.wording.knows(Vocabulary::Stage, value)
        };
        let system = of(Field::SystemRef)?;
        let names = self.distinct(system.number);
        let repeated = names.len() >= 2 && names.values().any(|count| *count > 1);
        let stated = states.keys().filter(of_controls).count() * 2 >= states.len() && !states.is_empty();
        stated.then(|| (system.header.clone(), repeated))
    }

    /// Whether a column holds different names, of which at least two and a third are those of known products.
    fn names_products(&self, column: u32) -> bool {
        let values = self.distinct(column);
        let product = |value: &&String| matches!(self.catalogue.tell_name(value, self.wording), Told::Products(_));
        let known = values.keys().filter(product).count();
        let cells: usize = values.values().sum();
        known >= 2 && known * 3 >= values.len() && values.len() * 10 >= cells * 8
    }

    fn near_misses(&self, vocabulary: Vocabulary, values: &Distinct) -> bool {
        let near = values
            .keys()
            .filter(|v| self.wording.nearest_once(vocabulary, v).is_some())
            .count();
        near * 2 >= values.len()
    }

    /// Whether the values of a column are such as a field holds: words of its vocabulary, dates, addresses, or any text.
    pub(super) fn may_hold(&self, field: Field, column: u32) -> bool {
        if is_date(field) {
            return self.are_dates(column);
        }
        match field {
            Field::OwnerEmail | Field::SystemOwnerEmail | Field::PersonEmail => {
                let values = self.distinct(column);
                values.keys().filter(|value| value.contains('@')).count() * 2 > values.len()
            }
            _ => self.misfit(field, Strength::Weak, column).is_none(),
        }
    }

    fn are_dates(&self, column: u32) -> bool {
        let body: &[Row] = &self.cells.table.rows[self.header.body..];
        let values = body.iter().filter_map(|row| row.get(column)).take(VALUES);
        let is_day = |value: &&Value| !matches!(date::read(value, date::Order::Unsettled), date::Reading::NoDate);
        values.clone().filter(is_day).count() * 2 > values.count()
    }

    /// Whether most of a column's cells hold words of a field's vocabulary that mean something. Two domains are enough below a heading that
    /// says nothing else.
    pub(super) fn looks_like(&self, field: Field, column: u32, free: bool) -> bool {
        if field == Field::SystemName {
            return self.names_products(column);
        }
        let Some(vocabulary) = vocabulary_of(field) else {
            return false;
        };
        let values = self.distinct(column);
        let says = |value: &str| {
            let known = |word: &str| self.wording.knows(vocabulary, word);
            let meaning = |word: &&str| self.wording.meaning(vocabulary, word).is_some_and(|m| !m.is_unknown());
            parts(value, &known).iter().any(meaning)
        };
        let cells: usize = values.values().sum();
        let telling: usize = values
            .iter()
            .filter(|(value, _)| says(value))
            .map(|(_, count)| count)
            .sum();
        // Yes and no say nothing of what they answer.
        let own = |value: &&String| says(value) && !self.wording.knows(Vocabulary::YesNo, value);
        let answers = field == Field::Status && !values.keys().any(|value| own(&value));
        let few = free && field == Field::Domain && telling == cells;
        values.len() >= 2 && (cells >= 3 || few) && telling * 5 >= cells * 4 && !answers
    }
}

/// The vocabulary of a field, for fields that have one.
pub(super) fn vocabulary_of(field: Field) -> Option<Vocabulary> {
    Some(match field {
        Field::Model => Vocabulary::Model,
        Field::Criticality => Vocabulary::Criticality,
        Field::RiskTier => Vocabulary::RiskTier,
        Field::Classification => Vocabulary::Classification,
        Field::PersonalData | Field::Applicable => Vocabulary::YesNo,
        Field::Stage => Vocabulary::Stage,
        Field::Domain => Vocabulary::Domain,
        Field::Party => Vocabulary::Party,
        Field::Status => Vocabulary::Status,
        Field::ExceptionStatus => Vocabulary::ExceptionStatus,
        _ => return None,
    })
}

fn is_date(field: Field) -> bool {
    matches!(
        field,
        Field::LastReviewed
            | Field::EvidenceDate
            | Field::ValidUntil
            | Field::Due
            | Field::ExceptionExpires
            | Field::LeftOn
            | Field::DecidedOn
            | Field::DeferredUntil
            | Field::GoLive
            | Field::RetiredOn
    )
}
