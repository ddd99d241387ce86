//! Numbers of other frameworks that stand for a security domain. In: a column, its heading and the names of its sheet and file, and
//! a cell. Out: the domains whose main counterpart the numbers are; what is only related, or nobody's, is reported and does not count.
//! A number is of a framework only where something names the framework, or where nearly all numbers of the column are of it.

use std::borrow::Cow;
use std::collections::BTreeSet;

use crate::diagnostic::{Ask, Code, Location};
use crate::framework::{Counterparts, Domain, Number, Numbering, before_number, named_in, numberings};
use crate::message::{Value, sentence};
use crate::read::{Row, Table};

use super::cells::text;
use super::context::Context;
use super::wording::{compact, shown, split};

/// The frameworks that the numbers of a column may be of.
#[derive(Clone)]
pub(super) struct References {
    named: Vec<&'static Numbering>,
    told: Option<&'static Numbering>,
    /// The column that says of each row which framework its number is of.
    beside: Option<u32>,
}

/// A number in a cell, and whose it is.
enum Found {
    /// One number, or all of a range.
    Numbers(&'static Numbering, Vec<Number>),
    /// A whole family of numbers, such as `IAM`.
    Family(&'static Numbering, Counterparts),
    /// Two frameworks have this number, and both are named.
    Twice(&'static Numbering, &'static Numbering),
}

impl References {
    /// Of a column: named by its heading, else by a column *Framework* beside it, else by the sheet, else by the lines above the header, else by the file; or else told by
    /// its numbers.
    pub(super) fn of<'v>(heading: &str, table: &Table, header: u32, values: impl Iterator<Item = &'v str>) -> Self {
        let beside = column_beside(table, header);
        let above = table.rows.iter().take_while(|row| row.number < header);
        let title: Vec<_> = above.flat_map(|row| &row.cells).filter_map(|(_, v)| text(v)).collect();
        let places = [
            heading.to_owned(),
            beside.map_or_else(String::new, |column| below(table, header, column)),
            table.sheet.as_deref().unwrap_or_default().to_owned(),
            title.join(" "),
            table.file.to_string(),
        ];
        let named = places
            .iter()
            .map(|place| named_in(place))
            .find(|named| !named.is_empty());
        Self {
            named: named.unwrap_or_default(),
            told: told(values),
            beside,
        }
    }

    /// For one row: where its own cell says which framework is meant, the number is of no other, and of none where the cell names one
    /// that is not known (`own`).
    pub(super) fn of_row(&self, row: &Row) -> Cow<'_, Self> {
        let said = self.beside.and_then(|column| text(row.get(column)?));
        match said {
            Some(said) => Cow::Owned(Self {
                named: named_in(&said),
                told: None,
                beside: self.beside,
            }),
            None => Cow::Borrowed(self),
        }
    }

    /// Whether more than half of a column's values are references.
    pub(super) fn fill<'v>(&self, values: impl Iterator<Item = &'v str>) -> bool {
        let (mut all, mut known) = (0, 0);
        for value in values {
            all += 1;
            known += usize::from(!self.find(value).is_empty());
        }
        all >= 2 && known * 2 > all
    }

    fn find(&self, cell: &str) -> Vec<(String, Found)> {
        let parts = parted(cell);
        parts.iter().flat_map(|part| self.find_in(part)).collect()
    }

    /// The references in one part of a cell: of the framework that it names, else that the column is of, else of one whose numbers
    /// are like nobody else's.
    fn find_in(&self, part: &str) -> Vec<(String, Found)> {
        let here = named_in(part);
        let own = numberings().iter().filter(|n| n.own && n.spelled(part).is_some());
        let told = self.told.filter(|n| n.spelled(part).is_some());
        let candidates = [here, self.named.clone(), told.into_iter().collect(), own.collect()];
        let with_numbers = candidates
            .iter()
            .map(|all| numbers(all, part))
            .find(|found| !found.is_empty());
        let said = || part.trim().to_owned();
        match with_numbers.as_deref() {
            Some([(one, numbers)]) => vec![(said(), Found::Numbers(one, numbers.clone()))],
            Some([(one, _), (other, _), ..]) => vec![(said(), Found::Twice(one, other))],
            _ => self.family(part).into_iter().map(|found| (said(), found)).collect(),
        }
    }

    fn family(&self, part: &str) -> Option<Found> {
        let mut known = self.named.iter().chain(&self.told);
        known.find_map(|n| Some(Found::Family(n, n.family_named(part)?)))
    }

    /// The domains behind the numbers in a cell; none where it holds no number of a framework.
    pub(super) fn domains(&self, cell: &str, at: &Location, context: &mut Context<'_>) -> Option<Vec<Domain>> {
        if let Some(domain) = context.wording.own_domain(cell) {
            return Some(vec![domain]);
        }
        let (mut found, mut domains) = (Vec::new(), BTreeSet::new());
        for part in parted(cell) {
            // What the user says of a number goes before the crosswalk, and the name of a domain says it as well.
            let said = context.wording.own_domain(&part);
            let numbers = match said {
                Some(_) => Vec::new(),
                None => self.find_in(&part),
            };
            let named = numbers.is_empty().then(|| context.wording.domain(&part)).flatten();
            domains.extend(said.or(named));
            found.extend(numbers);
        }
        if found.is_empty() && domains.is_empty() {
            return None;
        }
        for (said, found) in found {
            match found {
                Found::Numbers(numbering, numbers) => {
                    let found = together(numbers.iter().map(|number| numbering.counterparts(number)));
                    domains.extend(settle(&said, numbering, found, at, context));
                }
                Found::Family(numbering, counterparts) => {
                    domains.extend(settle(&said, numbering, counterparts, at, context));
                }
                Found::Twice(one, other) => note_twice(&said, one, other, at, context),
            }
        }
        Some(domains.into_iter().collect())
    }
}

/// The parts of a cell, each with what stands before its number: `Art. 12, 14` names `Art. 14`.
fn parted(cell: &str) -> Vec<Cow<'_, str>> {
    let mut found = Vec::new();
    let mut stem = "";
    for part in split(cell, &[";", "\n", "|", ",", " / ", " & ", " and "]) {
        if part.starts_with(|c: char| c.is_ascii_digit()) {
            found.push(Cow::Owned(format!("{stem}{part}")));
        } else {
            stem = before_number(part);
            found.push(Cow::Borrowed(part));
        }
    }
    found
}

/// The column that names frameworks.
fn column_beside(table: &Table, header: u32) -> Option<u32> {
    const HEADINGS: [&str; 8] = [
        "framework",
        "standard",
        "norm",
        "regulation",
        "sourceframework",
        "regelwerk",
        "référentiel",
        "marco",
    ];
    let row = table.rows.iter().find(|row| row.number == header);
    let cells = row.into_iter().flat_map(|row| &row.cells);
    let heads = cells.filter(|(_, value)| text(value).is_some_and(|t| HEADINGS.contains(&compact(&t).as_str())));
    heads.into_iter().next().map(|(column, _)| *column)
}

/// All that stands in a column below its heading.
fn below(table: &Table, header: u32, column: u32) -> String {
    let below = table.rows.iter().filter(|row| row.number > header);
    let names: BTreeSet<String> = below
        .filter_map(|row| Some(text(row.get(column)?)?.into_owned()))
        .collect();
    names.into_iter().collect::<Vec<_>>().join("; ")
}

fn numbers(of: &[&'static Numbering], part: &str) -> Vec<(&'static Numbering, Vec<Number>)> {
    let with = of.iter().map(|n| (*n, n.numbers(part)));
    with.filter(|(_, numbers)| !numbers.is_empty()).collect()
}

/// The one framework that nine of ten values are numbers of, if they are at least five, of at least three families.
fn told<'v>(values: impl Iterator<Item = &'v str>) -> Option<&'static Numbering> {
    let values: BTreeSet<&str> = values.collect();
    let fits = |numbering: &&Numbering| {
        let numbers: Vec<Number> = values.iter().filter_map(|value| numbering.spelled(value)).collect();
        let families: BTreeSet<usize> = numbers.iter().map(|number| number.family).collect();
        numbers.len() >= 5 && families.len() >= 3 && numbers.len() * 10 >= values.len() * 9
    };
    let mut fitting = numberings().iter().filter(fits);
    match (fitting.next(), fitting.next()) {
        (Some(one), None) => Some(one),
        _ => None,
    }
}

/// What several numbers correspond to: what is the main counterpart of one of them is not said to be related to another.
fn together(each: impl Iterator<Item = Counterparts>) -> Counterparts {
    let mut all = Counterparts::default();
    for found in each {
        all.primary.extend(found.primary);
        all.related.extend(found.related);
    }
    all.related.retain(|domain| !all.primary.contains(domain));
    for domains in [&mut all.primary, &mut all.related] {
        domains.sort();
        domains.dedup();
    }
    all
}

/// Says what a number was read as, and gives its main counterparts.
fn settle(said: &str, of: &Numbering, found: Counterparts, at: &Location, context: &mut Context<'_>) -> Vec<Domain> {
    let names = |domains: &[Domain]| Value::row(domains.iter().map(|d| Value::name(*d, &d.facts().name)), ", ");
    let number = sentence!("'{said}' ({framework})", said = shown(said), framework = of.framework);
    let (code, message, help) = match (found.primary.as_slice(), found.related.as_slice()) {
        ([], []) => (
            Code::UnknownDomain,
            sentence!(
                "{number} corresponds to none of the 16 security domains; the row does not count",
                number
            ),
            "if it is meant for one of them, write that domain in the row",
        ),
        ([], related) => (
            Code::ReferenceRelated,
            sentence!(
                "{number} is only related to {names}; the row does not count for it",
                number,
                names = names(related)
            ),
            "if it covers that domain, write the domain in the row in place of the number",
        ),
        (primary, _) => (
            Code::ReferenceMapped,
            sentence!("{number} was read as {names}", number, names = names(primary)),
            "nothing to do, unless another domain is meant: then write it in the row",
        ),
    };
    if code == Code::ReferenceMapped {
        context.found.add(code, Some(at), message, help);
    } else {
        let ask = Ask::Reference {
            number: said.trim().to_owned(),
            related: found.related.iter().map(|domain| domain.id()).collect(),
        };
        context.found.ask(code, Some(at), message, help, ask);
    }
    found.primary
}

fn note_twice(said: &str, one: &Numbering, other: &Numbering, at: &Location, context: &mut Context<'_>) {
    let message = sentence!(
        "'{said}' is a number of {one} and of {other}; the row does not count",
        said = shown(said),
        one = one.framework,
        other = other.framework
    );
    let help = "write the name of the framework before the number, or the domain in its place";
    let ask = Ask::Reference {
        number: said.trim().to_owned(),
        related: Vec::new(),
    };
    context.found.ask(Code::UnknownDomain, Some(at), message, help, ask);
}
