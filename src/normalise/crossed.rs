//! Tables that cross two lists: security domains down, and people or systems across. In: the columns of a table, the names of the
//! systems that other tables list, and the product catalogue. Out: which columns stand for whom, if it is such a table. What the
//! cells say is read elsewhere; a doubtful table is none.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use super::because::Hence;
use super::catalogue::{Catalogue, Told};
use super::cells::text;
use super::columns::{Column, Holds, Judge, Trust};
use super::field::{Field, Kind};
use super::layout::is_heading;
use super::marks::tokens;
use super::origins;
use super::raci;
use super::wording::{Vocabulary, compact};

/// Whom the columns stand for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Across {
    /// People, roles or teams, with the letters R, A, C and I below.
    People,
    /// Systems, with an owner, a status or a tick below.
    Systems,
    /// The sides that a control can be on, with a mark below.
    Sides,
}

/// A table that crosses two lists.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Crossed {
    /// Whom the columns stand for.
    pub(super) across: Across,
    /// The columns, and whom each stands for.
    pub(super) columns: Vec<(u32, String)>,
    /// Whether it says nothing of its rows but what stands across: no owner, no state, no name of a control.
    pub(super) plain: bool,
    /// The column with the security domains, where its heading does not say so.
    down: Option<u32>,
}

/// What a crossed table is told with.
pub(super) struct Finder<'a> {
    /// The table's columns.
    pub(super) judge: &'a Judge<'a>,
    /// What the table is called.
    pub(super) names: &'a [String],
    /// The ids and names of systems that other tables list, in compact form.
    pub(super) systems: &'a BTreeSet<String>,
    /// Products and their models.
    pub(super) catalogue: &'a Catalogue,
}

fn numbered(columns: Vec<&Column>) -> Vec<(u32, String)> {
    columns.into_iter().map(|c| (c.number, c.header.clone())).collect()
}

impl Crossed {
    /// Says in the columns of a list of controls what stands for whom.
    pub(super) fn lay_over(&self, columns: &mut [Column]) {
        for column in columns {
            if self.columns.iter().any(|(number, _)| *number == column.number) {
                column.holds = Holds::Across(self.across);
                column.hence = Hence::Across(self.across);
            } else if self.down == Some(column.number) {
                column.holds = Holds::Field(Field::Domain, Trust::Sure);
                column.hence = Hence::Values(Field::Domain);
            }
        }
    }
}

/// The columns of a table as a list of controls would have them, and the one with the domains.
struct Laid {
    columns: Vec<Column>,
    key: u32,
    down: Option<u32>,
}

impl Laid {
    fn has(&self, fields: &[Field]) -> bool {
        let held = |c: &Column| matches!(c.holds, Holds::Field(f, _) if fields.contains(&f));
        self.columns.iter().any(held)
    }

    fn others(&self) -> Vec<&Column> {
        self.columns.iter().filter(|c| c.number != self.key).collect()
    }

    fn crossed(&self, across: Across, columns: Vec<(u32, String)>) -> Crossed {
        const LISTED: [Field; 4] = [Field::Owner, Field::Status, Field::ControlName, Field::ControlId];
        Crossed {
            across,
            columns,
            down: self.down,
            plain: !self.has(&LISTED),
        }
    }
}

impl Finder<'_> {
    /// A table with people across, or the sides that a control can be on: the letters and marks below say so by themselves.
    pub(super) fn chart(&self) -> Option<Crossed> {
        let laid = self.laid()?;
        if let Some(people) = self.people(&laid.others(), laid.key) {
            return Some(laid.crossed(Across::People, self.named(people, laid.key)));
        }
        let sides = origins::columns(self.judge, &numbered(laid.others()))?;
        Some(laid.crossed(Across::Sides, sides))
    }

    /// A table with systems across.
    pub(super) fn grid(&self) -> Option<Crossed> {
        let laid = self.laid()?;
        let lists = laid.has(&[Field::Owner, Field::Status, Field::SystemRef]);
        let systems = self.across_systems(&laid.others(), lists)?;
        Some(laid.crossed(Across::Systems, numbered(systems)))
    }

    fn laid(&self) -> Option<Laid> {
        let columns = self.judge.columns(Kind::Controls, false);
        let numbers = |c: &&Column| match c.holds {
            Holds::Field(Field::Domain | Field::Reference, _) => true,
            Holds::Field(Field::ControlId, _) => self.judge.holds_references(c),
            _ => false,
        };
        let own = columns.iter().find(numbers).map(|c| c.number);
        let down = match own {
            Some(_) => None,
            None => Some(self.down(&columns)?),
        };
        let key = own.or(down)?;
        Some(Laid { columns, key, down })
    }

    /// The first column of which most values are security domains.
    fn down(&self, columns: &[Column]) -> Option<u32> {
        let filled = |column: &&Column| {
            let values = self.judge.distinct(column.number);
            let known = values
                .keys()
                .filter(|v| self.judge.wording.knows(Vocabulary::Domain, v));
            let known = known.count();
            known >= 2 && known * 2 >= values.len()
        };
        columns.iter().find(filled).map(|column| column.number)
    }

    /// The columns that hold the letters of a RACI chart.
    fn people<'c>(&self, columns: &[&'c Column], key: u32) -> Option<Vec<&'c Column>> {
        let mut letters = BTreeSet::new();
        let mut combined = false;
        let mut lettered = |column: &&&Column| {
            let mut values = self.beside(column.number, key);
            values.retain(|value, _| !self.judge.wording.knows(Vocabulary::Placeholder, value));
            let said = values
                .iter()
                .filter_map(|(value, n)| Some((raci::Said::of(value)?, *n)));
            let said: Vec<_> = said.collect();
            let plain = values.keys().any(|value| raci::letters(value).is_some());
            let (lettered, filled): (usize, usize) = (said.iter().map(|(_, n)| n).sum(), values.values().sum());
            // One remark, or one cell that says something else, does not take a whole person off the chart.
            let fits = plain && (lettered == filled || lettered >= 3 && lettered * 4 >= filled * 3);
            if fits {
                combined |= said.iter().any(|(said, _)| said.letters.len() > 1);
                letters.extend(said.into_iter().flat_map(|(said, _)| said.letters));
            }
            fits
        };
        let people: Vec<&Column> = columns.iter().filter(&mut lettered).copied().collect();
        let answers = letters.contains(&'A') || letters.contains(&'R');
        let plain = combined || letters.contains(&'C') || letters.contains(&'I') || self.is_called_raci();
        let systems = people.iter().any(|column| self.is_system(&column.header));
        (people.len() >= 2 && answers && (plain || !systems && letters.len() > 1)).then_some(people)
    }

    /// The values of a column in the rows that name a domain, and how often each stands there; a line of names below the headings names
    /// none.
    fn beside(&self, column: u32, key: u32) -> BTreeMap<Cow<'_, str>, usize> {
        let rows = self.judge.cells.table.rows[self.judge.header.body..].iter();
        let keyed = rows.filter(|row| row.get(key).is_some());
        let mut values = BTreeMap::new();
        for value in keyed.filter_map(|row| text(row.get(column)?)) {
            *values.entry(value).or_default() += 1;
        }
        values
    }

    /// People by the name that stands below a role, in a line that names no domain.
    fn named(&self, people: Vec<&Column>, key: u32) -> Vec<(u32, String)> {
        let first = self.judge.cells.table.rows.get(self.judge.header.body);
        let line = first.filter(|row| row.get(key).is_none());
        let whole = |(number, role): (u32, String)| {
            let name = line.and_then(|row| text(row.get(number)?));
            (number, name.map_or(role, Cow::into_owned))
        };
        numbered(people).into_iter().map(whole).collect()
    }

    fn is_called_raci(&self) -> bool {
        let said = self.names.iter().flat_map(|name| tokens(name));
        said.into_iter()
            .any(|token| ["raci", "rasci", "raci-matrix", "racimatrix"].contains(&token.as_str()))
    }

    /// The columns headed by systems: those that another table lists and those beside them, or, without any list, columns of which
    /// one is headed by a known product, or (unless it is a list with owners or states of its own) in which the same owners stand.
    fn across_systems<'c>(&self, columns: &[&'c Column], lists: bool) -> Option<Vec<&'c Column>> {
        let free = |c: &&&Column| {
            matches!(
                c.holds,
                Holds::Nothing | Holds::Second(_) | Holds::Field(_, Trust::Guessed)
            )
        };
        let named = columns.iter().filter(|c| self.is_system(&c.header)).count();
        let free: Vec<&Column> = columns.iter().filter(free).copied().collect();
        let known = named > 0 || self.systems.is_empty() && self.has_product(&free);
        let shared = if lists { BTreeSet::new() } else { self.shared(&free) };
        // Beside a system, a plain grid has nothing but systems; one that no list has is asked about.
        let beside = |c: &Column| known && !lists && !is_heading(&compact(&c.header));
        let fits = |c: &&&Column| self.is_system(&c.header) || beside(c) || self.may_be_system(c, &shared);
        let candidates = columns
            .iter()
            .filter(|c| self.is_system(&c.header) || free.iter().any(|f| f.number == c.number));
        let all: Vec<&Column> = candidates.filter(fits).copied().collect();
        let told = match named {
            0 => self.systems.is_empty() && (self.has_product(&all) || shared.len() >= 2),
            _ => true,
        };
        let least = if named > 0 && !lists { 1 } else { 2 };
        (told && all.len() >= least).then_some(all)
    }

    fn is_system(&self, heading: &str) -> bool {
        let bare = heading.split(['(', '[']).next().unwrap_or(heading);
        [heading, bare].iter().any(|said| self.systems.contains(&compact(said)))
    }

    /// Whether a heading asks nothing, and most cells below say how far something is, whose it is, or name somebody whom another
    /// column names as well.
    fn may_be_system(&self, column: &Column, shared: &BTreeSet<String>) -> bool {
        let values = self.judge.distinct(column.number);
        let fitting = values
            .keys()
            .filter(|value| self.is_state(value) || shared.contains(*value))
            .count();
        fitting * 2 > values.len() && !column.header.trim_end().ends_with('?') && !is_heading(&compact(&column.header))
    }

    fn is_state(&self, value: &str) -> bool {
        const STATES: [Vocabulary; 4] = [
            Vocabulary::Status,
            Vocabulary::Party,
            Vocabulary::YesNo,
            Vocabulary::Placeholder,
        ];
        let known = STATES
            .into_iter()
            .any(|vocabulary| self.judge.wording.knows(vocabulary, value));
        known || !value.chars().any(char::is_alphanumeric)
    }

    fn has_product(&self, columns: &[&Column]) -> bool {
        let known = |c: &&Column| {
            matches!(
                self.catalogue.tell_name(&c.header, self.judge.wording),
                Told::Products(_)
            )
        };
        columns.iter().any(known)
    }

    /// The names that stand below several of the headings: the same people own duties of several systems.
    fn shared(&self, columns: &[&Column]) -> BTreeSet<String> {
        let mut seen: BTreeMap<String, usize> = BTreeMap::new();
        for column in columns {
            let values = self.judge.distinct(column.number);
            for value in values.keys().filter(|value| !self.is_state(value)) {
                *seen.entry(value.clone()).or_default() += 1;
            }
        }
        seen.retain(|_, count| *count >= 2);
        seen.into_keys().collect()
    }
}
