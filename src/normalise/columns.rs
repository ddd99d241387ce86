//! What each column holds. In: the header and the values below it. Out: a field for each column that has one, with the
//! reason. Order of trust: the user, a sure heading, a doubtful one, a close spelling, what the values look like.

use std::collections::{BTreeMap, BTreeSet};

use crate::config::{Reading, listed};
use crate::framework::Domain;
use crate::read::Row;

use super::because::Hence;
use super::cells::{Cells, text};
use super::crossed::Across;
use super::field::{Field, Kind, Meaning, Strength, meanings, named, sure_headings};
use super::layout::{Header, Heading};
use super::references::References;
use super::wording::{Vocabulary, Wording, compact, nearest, parts};

/// What the user names as the field of a column that is not needed.
pub(super) const UNUSED: &str = "none";

/// How many distinct values of a column are looked at.
const VALUES: usize = 200;

/// One column and what it was taken for.
pub(super) struct Column {
    /// Its number, counted from zero.
    pub(super) number: u32,
    /// The heading as written.
    pub(super) header: String,
    /// What it holds.
    pub(super) holds: Holds,
    /// Why we think so.
    pub(super) hence: Hence,
}

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Holds {
    /// A field of a system, a control or a person.
    Field(Field, Trust),
    /// In an ownership grid: the owner of one domain.
    Domain(Domain),
    /// A second column for a field that another column has already, and that matters to the figures.
    Second(Field),
    /// In a table that crosses two lists: what is said of one person or system.
    Across(Across),
    /// Another tool's own grouping.
    Own,
    /// Nothing that is needed.
    Nothing,
}

/// Whether the heading told, or a guess.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Trust {
    /// The heading, or the user.
    Sure,
    /// A close spelling, or the values.
    Guessed,
}

/// Everything that columns are judged by.
pub(super) struct Judge<'a> {
    /// The sheet.
    pub(super) cells: &'a Cells<'a>,
    /// Its header.
    pub(super) header: &'a Header,
    /// Words and their meaning.
    pub(super) wording: &'a Wording,
    /// What the user says.
    pub(super) reading: &'a Reading,
}

/// The distinct values of a column, with how often each stands there.
type Distinct = BTreeMap<String, usize>;

impl Judge<'_> {
    /// Gives the columns of a sheet their fields. With `grid`, columns named after domains hold owners.
    pub(super) fn columns(&self, kind: Kind, grid: bool) -> Vec<Column> {
        let mut columns = self.plain();
        self.by_user(kind, &mut columns);
        if grid {
            self.by_domain(kind, &mut columns);
        }
        self.by_tool(kind, &mut columns);
        self.by_model_words(kind, &mut columns);
        self.by_heading(kind, &mut columns);
        self.by_spelling(kind, &mut columns);
        self.by_values(kind, &mut columns);
        self.by_reference(kind, &mut columns);
        columns
    }

    /// Numbers of another framework, where no column names the security domains; in a column of ids they stay there.
    fn by_reference(&self, kind: Kind, columns: &mut [Column]) {
        if kind != Kind::Controls || taken(columns, Field::Domain) || taken(columns, Field::Reference) {
            return;
        }
        let fits = |column: &&mut Column| column.holds == Holds::Nothing && self.holds_references(column);
        if let Some(column) = columns.iter_mut().find(fits) {
            column.holds = Holds::Field(Field::Reference, Trust::Sure);
            column.hence = Hence::References;
        }
    }

    /// Whether most values of a column are numbers of another framework.
    pub(super) fn holds_references(&self, column: &Column) -> bool {
        let values = self.distinct(column.number);
        let values = || values.keys().map(String::as_str);
        References::of(&column.header, self.cells.table, self.header.row, values()).fill(values())
    }

    /// The columns named after a security domain.
    pub(super) fn domains(&self) -> Vec<Domain> {
        let found: BTreeSet<Domain> = self.header.headings.values().filter_map(|h| self.domain(h)).collect();
        found.into_iter().collect()
    }

    /// The distinct values below a heading.
    pub(super) fn distinct(&self, column: u32) -> Distinct {
        let mut values = Distinct::new();
        let body: &[Row] = &self.cells.table.rows[self.header.body..];
        for value in body.iter().filter_map(|row| row.get(column)).filter_map(text) {
            if let Some(count) = values.get_mut(value.as_ref()) {
                *count += 1;
            } else if values.len() < VALUES {
                values.insert(value.into_owned(), 1);
            }
        }
        values
    }

    fn plain(&self) -> Vec<Column> {
        let headings = self.header.headings.iter();
        let column = |(number, heading): (&u32, &Heading)| Column {
            number: *number,
            header: heading.shown.clone(),
            holds: Holds::Nothing,
            hence: Hence::NotNeeded,
        };
        headings.map(column).collect()
    }

    fn by_user(&self, kind: Kind, columns: &mut [Column]) {
        for (name, headers) in &self.reading.columns {
            let holds = match named(kind, name) {
                Some(field) => Holds::Field(field, Trust::Sure),
                None if compact(name) == UNUSED => Holds::Own,
                None => continue,
            };
            let wanted: Vec<String> = listed(headers).into_iter().map(compact).collect();
            let free =
                |c: &&mut Column| c.holds == Holds::Nothing && self.keys(c).iter().any(|key| wanted.contains(key));
            let many = if holds == Holds::Own { usize::MAX } else { 1 };
            for column in columns.iter_mut().filter(free).take(many) {
                column.holds = holds;
                column.hence = Hence::Configured;
            }
        }
    }

    fn by_domain(&self, kind: Kind, columns: &mut [Column]) {
        for column in columns.iter_mut().filter(|c| c.holds == Holds::Nothing) {
            let sure = |key: &String| meanings(kind, key).first().is_some_and(|m| m.strength < Strength::Weak);
            let heading = &self.header.headings[&column.number];
            if heading.keys.first().is_some_and(sure) {
                continue;
            }
            if let Some(domain) = self.domain(heading) {
                column.holds = Holds::Domain(domain);
                column.hence = Hence::Domain;
            }
        }
    }

    /// Whether the headings are those of CISO Assistant's applied controls.
    pub(super) fn is_applied_controls(&self) -> bool {
        const SIGNS: [&str; 4] = ["refid", "name", "csffunction", "status"];
        let has = |sign: &&str| {
            let mut headings = self.header.headings.values();
            headings.any(|h| h.keys.first().is_some_and(|key| key == sign))
        };
        SIGNS.iter().all(has)
    }

    /// In a list of applied controls, folder, category and function are the tool's own, and no security domains; ours stand
    /// beside them in a column of their own.
    fn by_tool(&self, kind: Kind, columns: &mut [Column]) {
        if kind != Kind::Controls || !self.is_applied_controls() {
            return;
        }
        const OWN: [&str; 3] = ["domain", "category", "csffunction"];
        for column in columns.iter_mut().filter(|c| c.holds == Holds::Nothing) {
            let key = compact(&column.header);
            if key == "securitydomain" {
                column.holds = Holds::Field(Field::Domain, Trust::Sure);
                column.hence = Hence::Heading;
            } else if OWN.contains(&key.as_str()) {
                column.holds = Holds::Own;
                column.hence = Hence::OtherTool;
            }
        }
    }

    /// A heading that may mean the product, above the words of deployment models, is that of the deployment model.
    fn by_model_words(&self, kind: Kind, columns: &mut [Column]) {
        if kind != Kind::Systems || taken(columns, Field::Model) {
            return;
        }
        let sure = |c: &Column| {
            let offers = self.offers(kind, c);
            offers
                .iter()
                .any(|m| m.field == Field::Model && m.strength < Strength::Weak)
        };
        if columns.iter().any(sure) {
            return;
        }
        let doubtful = |c: &&mut Column| {
            let offers = self.offers(kind, c);
            c.holds == Holds::Nothing
                && !offers.is_empty()
                && offers
                    .iter()
                    .all(|m| m.strength == Strength::Weak && m.field == Field::Product)
                && self.is_mostly_models(c.number)
        };
        if let Some(column) = columns.iter_mut().find(doubtful) {
            column.holds = Holds::Field(Field::Model, Trust::Guessed);
            column.hence = Hence::Values(Field::Model);
        }
    }

    /// Whether more than half of the cells of a column hold the word of a deployment model.
    fn is_mostly_models(&self, column: u32) -> bool {
        let values = self.distinct(column);
        let says = |value: &str| {
            let known = |word: &str| self.wording.knows(Vocabulary::Model, word);
            let words = parts(value, &known);
            words.iter().any(|w| {
                self.wording
                    .meaning(Vocabulary::Model, w)
                    .is_some_and(|m| m != "unknown")
            })
        };
        let cells: usize = values.values().sum();
        let telling: usize = values.iter().filter(|(v, _)| says(v)).map(|(_, count)| count).sum();
        telling * 2 > cells
    }

    fn domain(&self, heading: &Heading) -> Option<Domain> {
        let mut known = heading
            .keys
            .iter()
            .filter_map(|key| self.wording.meaning(Vocabulary::Domain, key));
        known.find_map(Domain::from_id)
    }

    fn keys(&self, column: &Column) -> &[String] {
        &self.header.headings[&column.number].keys
    }

    fn by_heading(&self, kind: Kind, columns: &mut [Column]) {
        let mut offers: Vec<(Meaning, usize)> = Vec::new();
        for (place, column) in columns.iter().enumerate() {
            offers.extend(self.offers(kind, column).into_iter().map(|meaning| (meaning, place)));
        }
        offers.sort();
        for (Meaning { strength, field, .. }, place) in offers {
            if columns[place].holds != Holds::Nothing {
                continue;
            }
            if taken(columns, field) {
                if strength < Strength::Weak {
                    if matters(field) {
                        columns[place].holds = Holds::Second(field);
                    }
                    columns[place].hence = Hence::Taken(field);
                }
                continue;
            }
            match self.misfit(field, strength, columns[place].number) {
                Some(hence) => columns[place].hence = hence,
                None => {
                    columns[place].holds = Holds::Field(field, Trust::Sure);
                    columns[place].hence = match strength {
                        Strength::Weak => Hence::Likeliest,
                        _ => Hence::Heading,
                    };
                }
            }
        }
    }

    /// What a heading can mean: the sure meaning of the fullest reading that has one, or else every doubtful one. What is
    /// left without a remark in brackets counts only if it is sure.
    fn offers(&self, kind: Kind, column: &Column) -> Vec<Meaning> {
        let heading = &self.header.headings[&column.number];
        let readings = heading.keys.iter().chain(&heading.bare);
        let sure = |m: &&Meaning| m.strength < Strength::Weak;
        let surest = readings.filter_map(|key| meanings(kind, key).iter().find(sure)).next();
        match surest {
            Some(meaning) => vec![*meaning],
            None => heading
                .keys
                .iter()
                .flat_map(|key| meanings(kind, key))
                .copied()
                .collect(),
        }
    }

    /// Why a column does not hold what its heading may mean; headings of our own are taken at their word.
    fn misfit(&self, field: Field, strength: Strength, column: u32) -> Option<Hence> {
        let vocabulary = vocabulary_of(field)?;
        let values = self.distinct(column);
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

    fn near_misses(&self, vocabulary: Vocabulary, values: &Distinct) -> bool {
        let near = values
            .keys()
            .filter(|v| self.wording.nearest_once(vocabulary, v).is_some())
            .count();
        near * 2 >= values.len()
    }

    fn by_spelling(&self, kind: Kind, columns: &mut [Column]) {
        let sure: Vec<(&str, Meaning)> = sure_headings(kind).collect();
        for place in 0..columns.len() {
            let key = compact(&columns[place].header);
            if columns[place].holds != Holds::Nothing || key.chars().count() < 5 {
                continue;
            }
            let near = nearest(&key, sure.iter().map(|(heading, _)| *heading));
            let of = |heading: &str| sure.iter().find(|(h, _)| *h == heading).map(|(_, m)| m.field);
            let fields: BTreeSet<Field> = near.iter().filter_map(|heading| of(heading)).collect();
            if let (1, Some(&field)) = (fields.len(), fields.first())
                && !taken(columns, field)
                && self.misfit(field, Strength::Weak, columns[place].number).is_none()
            {
                columns[place].holds = Holds::Field(field, Trust::Guessed);
                columns[place].hence = Hence::Spelling(field);
            }
        }
    }

    fn by_values(&self, kind: Kind, columns: &mut [Column]) {
        let guessable: &[Field] = match kind {
            Kind::Systems => &[Field::Model],
            Kind::Controls => &[Field::Domain, Field::Status],
            Kind::People => &[],
        };
        for &field in guessable.iter().filter(|f| vocabulary_of(**f).is_some()) {
            if taken(columns, field) {
                continue;
            }
            let fits = |column: &&mut Column| column.holds == Holds::Nothing && self.looks_like(field, column.number);
            if let Some(column) = columns.iter_mut().find(fits) {
                column.holds = Holds::Field(field, Trust::Guessed);
                column.hence = Hence::Values(field);
            }
        }
    }

    /// Whether most of a column's cells hold words of a field's vocabulary that mean something.
    fn looks_like(&self, field: Field, column: u32) -> bool {
        let Some(vocabulary) = vocabulary_of(field) else {
            return false;
        };
        let values = self.distinct(column);
        let says = |value: &str| {
            let known = |word: &str| self.wording.knows(vocabulary, word);
            let meaning = |word: &&str| self.wording.meaning(vocabulary, word).is_some_and(|m| m != "unknown");
            parts(value, &known).iter().any(meaning)
        };
        let cells: usize = values.values().sum();
        let telling: usize = values
            .iter()
            .filter(|(value, _)| says(value))
            .map(|(_, count)| count)
            .sum();
        values.len() >= 2 && cells >= 3 && telling * 5 >= cells * 4
    }
}

fn taken(columns: &[Column], field: Field) -> bool {
    columns
        .iter()
        .any(|c| matches!(c.holds, Holds::Field(f, _) if f == field))
}

/// Whether the analysis uses a field.
fn matters(field: Field) -> bool {
    !matches!(
        field,
        Field::Description
            | Field::Users
            | Field::GoLive
            | Field::RetiredOn
            | Field::Autonomy
            | Field::RegulatoryRole
            | Field::TechnicalOwner
            | Field::Priority
            | Field::Notes
    )
}

/// The vocabulary of a field, for fields that have one.
pub(super) fn vocabulary_of(field: Field) -> Option<Vocabulary> {
    Some(match field {
        Field::Model => Vocabulary::Model,
        Field::Criticality => Vocabulary::Criticality,
        Field::RiskTier => Vocabulary::RiskTier,
        Field::Classification => Vocabulary::Classification,
        Field::PersonalData => Vocabulary::YesNo,
        Field::Stage => Vocabulary::Stage,
        Field::Domain => Vocabulary::Domain,
        Field::Party => Vocabulary::Party,
        Field::Status => Vocabulary::Status,
        _ => return None,
    })
}
