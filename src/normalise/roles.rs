//! What each table is for. In: the blocks of all sheets, and what the user says. Out: a role for each, told from all of its
//! evidence at once: every reading of a table is a claim with a weight and its reasons, the heaviest claim wins, and then the
//! tables are weighed against each other.

use std::collections::{BTreeMap, BTreeSet};

use crate::config::Reading;

use super::Role;
use super::because::Because;
use super::blocks::Block;
use super::catalogue::Catalogue;
use super::cells::{Cells, text};
use super::claims::{self, Claim, Evidence};
use super::columns::{Column, Holds, Judge};
use super::crossed::{self, Across, Crossed};
use super::field::{Field, Kind};
use super::layout::{Header, first_row_as_header};
use super::sheet_names::{called, is_called};
use super::topic::Topic;
use super::wording::{Wording, compact};

/// From this weight on a claim stands by itself; below it, a list of systems is taken only if no other is there.
const ENOUGH: i32 = 3;

/// From this weight on a table is clearly the list of systems.
const CLEAR: i32 = 8;

/// A table with its role.
pub(super) struct Cast<'a> {
    /// Its cells.
    pub(super) cells: Cells<'a>,
    /// Its header; none if it has none, and then it is passed over.
    pub(super) header: Option<Header>,
    /// Which table of its sheet it is, counted from zero.
    pub(super) place: usize,
    /// What it is for.
    pub(super) role: Role,
    /// Where it crosses two lists: whom its other columns stand for.
    pub(super) crossed: Option<Crossed>,
    /// What other thing it is about.
    pub(super) about: Option<Topic>,
    /// Why we think so.
    pub(super) because: Vec<Because>,
    /// What speaks for and against its being the list of systems.
    pub(super) evidence: Evidence,
}

/// What roles are told with.
pub(super) struct Casting<'a> {
    /// Words and their meaning.
    pub(super) wording: &'a Wording,
    /// Products and their models.
    pub(super) catalogue: &'a Catalogue,
    /// What the user says.
    pub(super) reading: &'a Reading,
}

impl Casting<'_> {
    /// Gives every block its role.
    pub(super) fn cast<'b>(&self, blocks: &'b [Block<'b>]) -> Vec<Cast<'b>> {
        let mut all: Vec<Cast<'b>> = blocks.iter().map(|block| self.own_role(block)).collect();
        by_user(&mut all, self.reading);
        self.settle_charts(&mut all, blocks);
        self.settle_children(&mut all);
        settle_systems(&mut all, self.reading);
        self.settle_sides(&mut all, blocks);
        settle_grids(&mut all);
        settle_work(&mut all, self.reading);
        all
    }

    /// The ids and names of all listed systems, in compact form.
    pub(super) fn listed(&self, all: &[Cast<'_>]) -> BTreeSet<String> {
        all.iter().flat_map(|cast| self.systems(cast)).collect()
    }

    /// A table that says how far controls are, of systems that it names again and again or that another table lists, tells of
    /// systems and lists none.
    fn settle_children(&self, all: &mut [Cast<'_>]) {
        let names: Vec<BTreeSet<String>> = all
            .iter()
            .map(|cast| self.systems(cast).into_iter().collect())
            .collect();
        for place in 0..all.len() {
            let cast = &all[place];
            let header = cast.header.as_ref().filter(|_| cast.role == Role::Systems);
            let Some(header) = header.filter(|_| !cast.because.contains(&Because::Configured)) else {
                continue;
            };
            let Some((heading, repeated)) = self.judge(&cast.cells, header).states_of_systems() else {
                continue;
            };
            let own = &names[place];
            let elsewhere = all.iter().zip(&names).any(|(other, listed)| {
                let heavier = other.role == Role::Systems && weight(other) > weight(cast);
                heavier && own.intersection(listed).count() * 2 >= own.len()
            });
            if repeated || elsewhere {
                all[place].role = Role::Controls;
                all[place].because = vec![match repeated {
                    true => Because::Repeated(heading),
                    false => Because::ListedElsewhere(heading),
                }];
            }
        }
    }

    /// Charts say by their letters and marks what they are, whatever else they look like.
    fn settle_charts(&self, all: &mut [Cast<'_>], blocks: &[Block<'_>]) {
        let systems = self.listed(all);
        for (cast, block) in all.iter_mut().zip(blocks) {
            if matches!(cast.role, Role::PassedOver | Role::Controls | Role::Systems) {
                self.settle_crossed(cast, block, &systems, |finder| finder.chart());
            }
        }
    }

    /// Grids on their side are told after the lists of systems, which say what stands across.
    fn settle_sides(&self, all: &mut [Cast<'_>], blocks: &[Block<'_>]) {
        let systems = self.listed(all);
        for (cast, block) in all.iter_mut().zip(blocks) {
            let asked = cast.role == Role::Grid && cast.because.contains(&Because::Configured);
            if cast.crossed.is_none() && (asked || matches!(cast.role, Role::PassedOver | Role::Controls)) {
                self.settle_crossed(cast, block, &systems, |finder| finder.grid());
            }
        }
    }

    fn settle_crossed(
        &self,
        cast: &mut Cast<'_>,
        block: &Block<'_>,
        systems: &BTreeSet<String>,
        find: fn(&crossed::Finder<'_>) -> Option<Crossed>,
    ) {
        let asked = cast.because.contains(&Because::Configured);
        let other = cast.about.is_some_and(Topic::is_no_control) || cast.evidence.about == Some(Topic::OwnOutput);
        let closed = if asked {
            matches!(cast.role, Role::PassedOver | Role::Systems)
        } else {
            other
        };
        let Some(header) = cast.header.as_ref().filter(|_| !closed) else {
            return;
        };
        let judge = self.judge(&cast.cells, header);
        let names = claims::names(block);
        let finder = crossed::Finder {
            judge: &judge,
            names: &names,
            systems,
            catalogue: self.catalogue,
        };
        let Some(found) = find(&finder) else { return };
        cast.about = None;
        if !asked {
            let grid = found.across == Across::Systems && found.plain;
            cast.role = if grid { Role::Grid } else { Role::Controls };
            cast.because = vec![Because::Crossed(found.across, found.columns.len())];
        }
        cast.crossed = Some(found);
    }

    /// The ids and names of the systems in a table that lists some, in compact form.
    fn systems(&self, cast: &Cast<'_>) -> Vec<String> {
        let Some(header) = &cast.header else { return Vec::new() };
        if !matches!(cast.role, Role::Systems | Role::Combined) {
            return Vec::new();
        }
        let columns = self.judge(&cast.cells, header).columns(Kind::Systems, true);
        let named = |c: &&Column| matches!(c.holds, Holds::Field(Field::SystemName | Field::SystemId, _));
        let numbers: Vec<u32> = columns.iter().filter(named).map(|c| c.number).collect();
        let rows = &cast.cells.table.rows[header.body..];
        let cells = rows
            .iter()
            .flat_map(|row| numbers.iter().filter_map(|number| row.get(*number)));
        cells.filter_map(text).map(|said| compact(&said)).collect()
    }

    fn judge<'j>(&'j self, cells: &'j Cells<'j>, header: &'j Header) -> Judge<'j> {
        Judge {
            cells,
            header,
            wording: self.wording,
            catalogue: self.catalogue,
            reading: self.reading,
        }
    }

    fn own_role<'b>(&self, block: &'b Block<'b>) -> Cast<'b> {
        let cells = Cells::new(&block.table);
        let found = block.header.as_ref().map(|header| {
            let judge = Judge {
                cells: &cells,
                header,
                wording: self.wording,
                catalogue: self.catalogue,
                reading: self.reading,
            };
            claims::evidence(&judge, block, self.catalogue)
        });
        let evidence = found.unwrap_or_else(|| claims::without_header(block));
        let best = evidence.best().cloned();
        let (role, because) = match best {
            Some(Claim { role, because, .. }) => (role, because),
            None => (Role::PassedOver, evidence.against.clone()),
        };
        Cast {
            header: block.header.clone(),
            place: block.place,
            about: evidence.about.filter(|_| role == Role::PassedOver),
            crossed: None,
            cells,
            role,
            because,
            evidence,
        }
    }
}

/// What the user says goes before all evidence.
fn by_user(all: &mut [Cast<'_>], reading: &Reading) {
    for (name, sheets) in &reading.sheets {
        let Some(role) = role_named(name) else { continue };
        for place in meant(all, role, sheets) {
            let cast = &mut all[place];
            cast.role = role;
            cast.about = None;
            cast.because = vec![Because::Configured];
            if cast.header.is_none() {
                cast.header = first_row_as_header(&cast.cells);
            }
        }
    }
}

/// The tables that the user means; of several on one sheet, the likeliest.
fn meant(all: &[Cast<'_>], role: Role, sheets: &str) -> Vec<usize> {
    let tables: Vec<_> = all.iter().map(|cast| cast.cells.table).collect();
    let weight = |place: usize| all[place].evidence.weight(role).unwrap_or(-1);
    let mut likeliest = BTreeMap::new();
    for place in called(&tables, sheets) {
        let sheet = (&tables[place].file, &tables[place].sheet);
        let best = likeliest.entry(sheet).or_insert(place);
        if weight(place) > weight(*best) {
            *best = place;
        }
    }
    likeliest.into_values().collect()
}

/// The role that a configuration names.
pub(super) fn role_named(name: &str) -> Option<Role> {
    match compact(name).as_str() {
        "systems" => Some(Role::Systems),
        "controls" => Some(Role::Controls),
        "grid" => Some(Role::Grid),
        "combined" => Some(Role::Combined),
        "people" => Some(Role::People),
        "decisions" => Some(Role::Decisions),
        "none" | "passedover" | "ignore" => Some(Role::PassedOver),
        _ => None,
    }
}

/// Where the user named the list, no other is; where one is clear, much weaker ones are not taken; and a list with nothing
/// but names is taken only if nothing better is there.
fn settle_systems(all: &mut [Cast<'_>], reading: &Reading) {
    let named = reading
        .sheets
        .keys()
        .any(|role| role_named(role) == Some(Role::Systems));
    let best = all
        .iter()
        .filter(|cast| cast.role == Role::Systems)
        .map(weight)
        .max()
        .unwrap_or(0);
    let grid = all
        .iter()
        .any(|cast| cast.role == Role::Grid && cast.evidence.weight(Role::Combined).is_some());
    let mut kept = false;
    for cast in all.iter_mut().filter(|cast| cast.role == Role::Systems) {
        if cast.because.contains(&Because::Configured) {
            continue;
        }
        let own = weight(cast);
        let reason = if named {
            Some(Because::NamedElsewhere)
        } else if own < ENOUGH && (best >= ENOUGH || kept || grid) {
            Some(Because::OnlyNames)
        } else if best >= CLEAR && own * 2 < best && !cast.evidence.is_called_systems() {
            Some(Because::Weaker)
        } else {
            None
        };
        kept = true;
        if let Some(reason) = reason {
            cast.role = Role::PassedOver;
            cast.about = cast.evidence.about;
            cast.because = vec![reason];
        }
    }
}

/// Beside a list of controls, a list of tickets, tasks or ideas says nothing of how the controls are, unless the user says so.
fn settle_work(all: &mut [Cast<'_>], reading: &Reading) {
    let lists = |cast: &Cast<'_>| cast.role == Role::Controls && cast.crossed.is_none();
    if !all.iter().any(|cast| lists(cast) && cast.evidence.work.is_empty()) {
        return;
    }
    for cast in all
        .iter_mut()
        .filter(|cast| lists(cast) && !cast.evidence.work.is_empty())
    {
        let table = cast.cells.table;
        let mut spoken = reading.applies_to.keys();
        let meant = spoken.any(|name| is_called(&table.file, table.sheet.as_deref(), name));
        if !meant && !cast.because.contains(&Because::Configured) {
            cast.role = Role::PassedOver;
            cast.because = vec![Because::Work(cast.evidence.work.clone())];
        }
    }
}

fn weight(cast: &Cast<'_>) -> i32 {
    cast.evidence.weight(Role::Systems).unwrap_or(0)
}

/// A sheet of owners is a grid beside a list of systems, and a combined list where there is none.
fn settle_grids(all: &mut [Cast<'_>]) {
    let listed = all.iter().any(|cast| cast.role == Role::Systems);
    for cast in all.iter_mut().filter(|cast| cast.role == Role::Grid) {
        if cast.because.contains(&Because::Configured) {
            continue;
        }
        if !listed && cast.evidence.weight(Role::Combined).is_some() {
            cast.role = Role::Combined;
            cast.because.push(Because::NoOtherList);
        }
    }
}
