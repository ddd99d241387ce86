//! What each column holds. In: the header and the values below it. Out: a field for each column that has one, with the
//! reason. Order of trust: the user, a sure heading, a doubtful one, a close spelling, what the values look like.

use std::collections::{BTreeMap, BTreeSet};

use crate::config::{Reading, listed};
use crate::framework::Domain;
use crate::inventory::ANSWERED_MODEL;

use super::answerable;
use super::because::Hence;
use super::catalogue::Catalogue;
use super::cells::Cells;
use super::crossed::Across;
use super::field::{Field, Kind, Meaning, Strength, meanings, named};
use super::fits;
use super::heading::Heading;
use super::layout::Header;
use super::references::References;
use super::validity;
use super::wording::{Wording, compact};

/// What the user names as the field of a column that is not needed.
pub(super) const UNUSED: &str = "none";

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
    /// In an ownership grid: one of several columns for a domain, its owner, its state or its last review.
    Part(Domain),
    /// A further column of a field that may have several: their values count together.
    Also(Field),
    /// A second column for a field that another column has already, and that matters to the figures.
    Second(Field),
    /// A column of answers for a field that another column has: where a cell of it is filled, it counts.
    Answered(Field),
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
    /// Products and their models.
    pub(super) catalogue: &'a Catalogue,
    /// What the user says.
    pub(super) reading: &'a Reading,
}

impl Judge<'_> {
    /// Gives the columns of a sheet their fields. With `grid`, columns named after domains hold owners.
    pub(super) fn columns(&self, kind: Kind, grid: bool) -> Vec<Column> {
        let mut columns = self.plain();
        by_answer(kind, &mut columns);
        self.by_user(kind, &mut columns);
        if grid {
            self.by_domain(kind, &mut columns);
        }
        self.by_tool(kind, &mut columns);
        self.by_model_marks(kind, &mut columns);
        self.by_model_words(kind, &mut columns);
        self.by_exception(kind, &mut columns);
        self.by_heading(kind, &mut columns);
        self.by_speech(kind, &mut columns);
        self.by_values(kind, &mut columns);
        self.by_product(kind, &mut columns);
        self.by_brackets(kind, &mut columns);
        self.by_spelling(kind, &mut columns);
        self.by_reference(kind, &mut columns);
        if kind == Kind::Controls {
            answerable::settle(&mut columns);
            validity::settle(&mut columns);
        }
        settle_answers(&mut columns);
        columns
    }

    /// Numbers of another framework, where no column names the security domains; in a column of ids they stay there.
    fn by_reference(&self, kind: Kind, columns: &mut [Column]) {
        if kind != Kind::Controls || taken(columns, Field::Domain) {
            return;
        }
        let titles = |column: &&mut Column| {
            matches!(column.holds, Holds::Field(Field::Reference, _))
                && column.hence != Hence::Configured
                && !self.holds_references(column)
        };
        let of_titles = columns.iter_mut().find(titles).map(|column| column.number);
        if of_titles.is_none() && taken(columns, Field::Reference) {
            return;
        }
        // "Control" may stand above the numbers, and "Title" above what they are called.
        let open = |holds: Holds| match holds {
            Holds::Nothing => true,
            Holds::Field(field, _) | Holds::Second(field) => {
                matches!(
                    field,
                    Field::ControlName | Field::Description | Field::Notes | Field::Priority
                )
            }
            _ => false,
        };
        let ids = columns
            .iter()
            .any(|c| matches!(c.holds, Holds::Field(Field::ControlId, _)) && self.holds_references(c));
        let fits = |column: &&mut Column| open(column.holds) && self.holds_references(column);
        if let Some(column) = columns.iter_mut().find(fits).filter(|_| !ids) {
            column.holds = Holds::Field(Field::Reference, Trust::Sure);
            column.hence = Hence::References;
            // "Annex A control" above the titles, the numbers beside them.
            let named = taken(columns, Field::ControlName);
            for column in columns.iter_mut().filter(|c| Some(c.number) == of_titles) {
                column.holds = match named {
                    true => Holds::Nothing,
                    false => Holds::Field(Field::ControlName, Trust::Sure),
                };
            }
        }
        let second = |column: &&mut Column| column.holds == Holds::Second(Field::ControlName);
        if !taken(columns, Field::ControlName)
            && let Some(column) = columns.iter_mut().find(second)
        {
            column.holds = Holds::Field(Field::ControlName, Trust::Sure);
            column.hence = Hence::Heading;
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
        let mut found: BTreeSet<Domain> = self.header.headings.values().filter_map(|h| self.domain(h)).collect();
        found.extend(self.parts().into_values());
        found.into_iter().collect()
    }

    fn plain(&self) -> Vec<Column> {
        let headings = self.header.headings.iter();
        let column = |(number, heading): (&u32, &Heading)| Column {
            number: *number,
            header: heading.shown.clone(),
            holds: Holds::Nothing,
            hence: match heading.blank {
                true => Hence::NoHeading,
                false => Hence::NotNeeded,
            },
        };
        headings.map(column).collect()
    }

    fn by_user(&self, kind: Kind, columns: &mut [Column]) {
        if self.reading.columns.is_empty() {
            return;
        }
        let mut by_key: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (place, column) in columns.iter().enumerate() {
            for key in self.keys(column) {
                by_key.entry(key).or_default().push(place);
            }
        }
        for (name, headers) in &self.reading.columns {
            let holds = match named(kind, name) {
                Some(field) => Holds::Field(field, Trust::Sure),
                None if compact(name) == UNUSED => Holds::Own,
                None => continue,
            };
            let wanted = listed(headers).into_iter().map(compact);
            let places: BTreeSet<usize> = wanted
                .filter_map(|key| by_key.get(key.as_str()))
                .flatten()
                .copied()
                .collect();
            let many = if holds == Holds::Own { usize::MAX } else { 1 };
            let free = |place: &usize| columns[*place].holds == Holds::Nothing;
            let places: Vec<usize> = places.into_iter().filter(free).take(many).collect();
            for place in places {
                columns[place].holds = holds;
                columns[place].hence = Hence::Configured;
            }
        }
    }

    fn by_domain(&self, kind: Kind, columns: &mut [Column]) {
        let parts = self.parts();
        for column in columns.iter_mut().filter(|c| c.holds == Holds::Nothing) {
            if let Some(domain) = parts.get(&column.number) {
                column.holds = Holds::Part(*domain);
                column.hence = Hence::Domain;
            }
        }
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

    /// In a grid or a list without names of systems, different products ("Solution", "Model") are what its rows are for. A list says
    /// something of them that is said of systems.
    fn by_product(&self, kind: Kind, columns: &mut [Column]) {
        const CROSSED: usize = 3;
        const SAID: [Field; 5] = [
            Field::Vendor,
            Field::Model,
            Field::Criticality,
            Field::Classification,
            Field::RiskTier,
        ];
        if kind != Kind::Systems || taken(columns, Field::SystemName) {
            return;
        }
        if self.domains().len() < CROSSED && !SAID.iter().any(|field| taken(columns, *field)) {
            return;
        }
        let names = |c: &&mut Column| matches!(c.holds, Holds::Field(Field::Product, _)) && self.is_distinct(c.number);
        if let Some(column) = columns.iter_mut().find(names).filter(|c| c.hence != Hence::Configured) {
            column.holds = Holds::Field(Field::SystemName, Trust::Guessed);
            column.hence = Hence::Values(Field::SystemName);
        }
    }

    /// One column for each deployment model, with a mark below the one that a system has.
    fn by_model_marks(&self, kind: Kind, columns: &mut [Column]) {
        if kind != Kind::Systems || taken(columns, Field::Model) {
            return;
        }
        let open = |c: &Column| c.holds == Holds::Nothing && self.is_called_model(&c.header);
        let numbers: Vec<u32> = columns.iter().filter(|c| open(c)).map(|c| c.number).collect();
        if numbers.len() < 2 || !self.are_marks(&numbers) {
            return;
        }
        for column in columns.iter_mut().filter(|c| numbers.contains(&c.number)) {
            column.holds = match column.number == numbers[0] {
                true => Holds::Field(Field::Model, Trust::Sure),
                false => Holds::Also(Field::Model),
            };
            column.hence = Hence::Heading;
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

    fn domain(&self, heading: &Heading) -> Option<Domain> {
        heading.keys.iter().find_map(|key| self.wording.domain(key))
    }

    fn keys(&self, column: &Column) -> &[String] {
        &self.header.headings[&column.number].keys
    }

    /// What the values tell, where no heading does.
    fn by_values(&self, kind: Kind, columns: &mut [Column]) {
        let guessable: &[Field] = match kind {
            Kind::Systems => &[Field::SystemName, Field::Model],
            Kind::Controls => &[Field::Domain, Field::Status],
            Kind::People | Kind::Decisions => &[],
        };
        for &field in guessable {
            if taken(columns, field) {
                continue;
            }
            // "What" and "Control" above security domains name no controls.
            let likely = |c: &Column| {
                field == Field::Domain
                    && c.hence != Hence::Configured
                    && matches!(c.holds, Holds::Field(Field::ControlName | Field::Description, _))
            };
            let open = |c: &Column| c.holds == Holds::Nothing || likely(c);
            let fits = |column: &&mut Column| open(column) && self.looks_like(field, column.number, !likely(column));
            if let Some(column) = columns.iter_mut().find(fits) {
                column.holds = Holds::Field(field, Trust::Guessed);
                column.hence = Hence::Values(field);
            }
        }
    }

    fn by_heading(&self, kind: Kind, columns: &mut [Column]) {
        let mut offers: Vec<(Meaning, usize)> = Vec::new();
        for (place, column) in columns.iter().enumerate() {
            offers.extend(self.offers(kind, column).into_iter().map(|meaning| (meaning, place)));
        }
        let late = |(meaning, place): &(Meaning, usize)| self.gives_way(kind, columns, *meaning, *place);
        offers.sort_by_cached_key(|offer| (late(offer), *offer));
        for (Meaning { strength, field, .. }, place) in offers {
            if columns[place].holds != Holds::Nothing {
                continue;
            }
            if let Some(first) = column_of(columns, field) {
                let number = columns[place].number;
                if self.is_further(field, first, number) {
                    columns[place].holds = Holds::Also(field);
                    columns[place].hence = Hence::Heading;
                    continue;
                }
                if strength < Strength::Weak {
                    if matters(field) {
                        columns[place].holds = Holds::Second(field);
                    }
                    columns[place].hence = Hence::Taken(field);
                } else if field == Field::Due && self.may_hold(field, number) {
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
        // A doubtful heading above days is a second column of what is due, unless it became something else.
        for column in columns.iter_mut().filter(|c| c.holds == Holds::Nothing) {
            if column.hence == Hence::Taken(Field::Due) {
                column.holds = Holds::Second(Field::Due);
            }
        }
    }

    /// Whether a column goes on with a field: it is headed like the first one but for a number, or both hold security domains.
    fn is_further(&self, field: Field, first: u32, number: u32) -> bool {
        let last = |number: &u32| self.header.headings[number].keys.last();
        match field {
            Field::Domain => self.misfit(field, Strength::Weak, number).is_none() && !self.distinct(number).is_empty(),
            Field::SystemRef | Field::Owner | Field::Evidence => last(&first) == last(&number),
            _ => false,
        }
    }

    /// What a heading can mean: the sure meaning of the fullest reading that has one, or else every doubtful one. What is
    /// left without a remark in brackets counts only if it is sure.
    pub(super) fn offers(&self, kind: Kind, column: &Column) -> Vec<Meaning> {
        let heading = &self.header.headings[&column.number];
        let readings = heading.keys.iter().chain(&heading.bare);
        let sure = |m: &&Meaning| m.strength < Strength::Weak;
        let surest = readings
            .clone()
            .filter_map(|key| meanings(kind, key).iter().find(sure))
            .next();
        match surest {
            Some(meaning) => vec![*meaning],
            None => readings.flat_map(|key| meanings(kind, key)).copied().collect(),
        }
    }
}

/// The column of deployment models that were answered goes before all others.
fn by_answer(kind: Kind, columns: &mut [Column]) {
    let key = compact(ANSWERED_MODEL);
    let answered = |c: &&mut Column| kind == Kind::Systems && compact(&c.header) == key;
    if let Some(column) = columns.iter_mut().find(answered) {
        column.holds = Holds::Answered(Field::Model);
        column.hence = Hence::Heading;
    }
}

/// Where no other column has the field, the answers are all that is known of it.
fn settle_answers(columns: &mut [Column]) {
    for place in 0..columns.len() {
        if let Holds::Answered(field) = columns[place].holds
            && !taken(columns, field)
        {
            columns[place].holds = Holds::Field(field, Trust::Sure);
        }
    }
}

pub(super) fn taken(columns: &[Column], field: Field) -> bool {
    column_of(columns, field).is_some()
}

pub(super) fn column_of(columns: &[Column], field: Field) -> Option<u32> {
    let found = columns
        .iter()
        .find(|c| matches!(c.holds, Holds::Field(f, _) if f == field));
    found.map(|column| column.number)
}

pub(super) fn is_vocabulary(field: Field) -> bool {
    fits::vocabulary_of(field).is_some()
}

/// Whether the analysis uses a field.
pub(super) fn matters(field: Field) -> bool {
    !matches!(
        field,
        Field::Description
            | Field::Users
            | Field::GoLive
            | Field::RetiredOn
            | Field::Autonomy
            | Field::RegulatoryRole
            | Field::TechnicalOwner
            | Field::Working
            | Field::Priority
            | Field::Notes
    )
}
