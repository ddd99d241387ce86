//! Which systems are one. In: the systems of all tables, as they were read. Out: each system once, with an id of its own. The same
//! systems listed twice (a tab for each year, an archive, a copy of the file) count once: the visible, later list rules. Two systems
//! with one id are told apart by their names, never by the order of the rows.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::{Code, Location};
use crate::inventory::{IdSource, ModelSource, Stage, name_key};
use crate::message::sentence;

use super::context::Context;
use super::marks::Mark;
use super::systems::Systems;
use super::wording::shown;

/// A table, as a location names it.
pub(super) type Place = (String, Option<String>);

/// The table in which something stands.
pub(super) fn place(at: &Location) -> Place {
    (at.file.to_string(), at.sheet.as_deref().map(str::to_owned))
}

/// Drops what is listed twice and gives every system its id. Gives back the new place of each system, if it still has one.
pub(super) fn settle(systems: &mut Systems, hidden: &BTreeSet<Place>, context: &mut Context<'_>) -> Vec<Option<usize>> {
    let dropped = listed_twice(systems, hidden, context);
    let mut places = Vec::with_capacity(systems.all.len());
    let mut next = 0;
    for old in 0..systems.all.len() {
        let kept = !dropped.contains(&old);
        places.push(kept.then_some(next));
        next += usize::from(kept);
    }
    drop_from(&mut systems.all, &dropped);
    drop_from(&mut systems.written, &dropped);
    number(systems, context);
    places
}

fn drop_from<T>(list: &mut Vec<T>, dropped: &BTreeSet<usize>) {
    let mut number = 0..;
    list.retain(|_| number.next().is_some_and(|number| !dropped.contains(&number)));
}

/// The systems of tables that another table lists again.
fn listed_twice(systems: &Systems, hidden: &BTreeSet<Place>, context: &mut Context<'_>) -> BTreeSet<usize> {
    let tables = by_table(systems);
    let mut dropped = BTreeSet::new();
    let mut older: Vec<(usize, usize)> = Vec::new();
    let shared = Shared::of(systems, &tables);
    for later in 1..tables.len() {
        for earlier in shared.beside(later) {
            let same = shared.systems(systems, &tables, earlier, later);
            if same.is_empty() {
                continue;
            }
            let (before, after) = (rank(&tables[earlier].0, hidden), rank(&tables[later].0, hidden));
            // Of two that no name tells apart, one that only names the systems again says nothing new.
            let names =
                before == after && told(systems, &tables[earlier].1) > 0 && told(systems, &tables[later].1) == 0;
            let later_rules = after >= before && !names;
            let (out, rules) = if later_rules {
                (earlier, later)
            } else {
                (later, earlier)
            };
            let twice: Vec<usize> = same
                .iter()
                .map(|(one, other)| if later_rules { *one } else { *other })
                .collect();
            let at = Location {
                cell: None,
                ..systems.all[twice[0]].at.clone()
            };
            note_twice(twice.len(), &tables[out].0, &tables[rules].0, &at, context);
            dropped.extend(twice);
            older.push((out, rules));
        }
    }
    let current = (0..tables.len()).max_by_key(|table| rank(&tables[*table].0, hidden));
    let archived = (0..tables.len()).filter(|table| !rank(&tables[*table].0, hidden).1);
    older.extend(
        archived
            .zip(std::iter::repeat(current))
            .filter_map(|(out, rules)| Some((out, rules?))),
    );
    older.retain(|(out, rules)| rank(&tables[*out].0, hidden) < rank(&tables[*rules].0, hidden));
    older.sort();
    older.dedup_by_key(|(out, _)| *out);
    for (out, rules) in older {
        let left: Vec<usize> = tables[out].1.iter().copied().filter(|n| !dropped.contains(n)).collect();
        note_left(systems, &left, &tables[out].0, &tables[rules].0, context);
    }
    dropped
}

/// How many of some systems have a model that is stated, or a level.
fn told(systems: &Systems, members: &[usize]) -> usize {
    let told = |number: &&usize| {
        let system = &systems.all[**number];
        let stated = system.model_source == ModelSource::Declared;
        stated || system.criticality.is_some() || system.classification.is_some()
    };
    members.iter().filter(told).count()
}

/// Says which systems stand on nothing but an older list: they may be gone.
fn note_left(systems: &Systems, left: &[usize], out: &Place, rules: &Place, context: &mut Context<'_>) {
    for number in left {
        let system = &systems.all[*number];
        if system.stage == Some(Stage::Retired) {
            continue;
        }
        let message = sentence!(
            "'{name}' stands on '{older}' and no longer on '{newer}', which rules: it still counts",
            name = shown(&system.name),
            older = name(out),
            newer = name(rules)
        );
        let help =
            "if it is gone, give it the stage Retired there, or take the row out; otherwise add it to the later list";
        context.found.add(Code::ListedTwice, Some(&system.at), message, help);
    }
}

fn name(place: &Place) -> String {
    place.1.clone().unwrap_or_else(|| place.0.clone())
}

/// The systems of each table, in the order of the tables.
fn by_table(systems: &Systems) -> Vec<(Place, Vec<usize>)> {
    let mut tables: Vec<(Place, Vec<usize>)> = Vec::new();
    let mut known: BTreeMap<Place, usize> = BTreeMap::new();
    for (number, system) in systems.all.iter().enumerate() {
        let place = place(&system.at);
        let table = *known.entry(place.clone()).or_insert_with(|| {
            tables.push((place, Vec::new()));
            tables.len() - 1
        });
        tables[table].1.push(number);
    }
    tables
}

/// With so many of one name in another list a system is compared, and with no more.
const MOST_TWINS: usize = 50;

/// Which tables list systems of the same name.
struct Shared {
    /// The name of each system, to compare by.
    names: Vec<String>,
    /// For each table: the earlier ones that have a name of its own.
    beside: Vec<BTreeSet<usize>>,
}

impl Shared {
    fn of(systems: &Systems, tables: &[(Place, Vec<usize>)]) -> Self {
        let several = tables.len() > 1;
        let names = systems.all.iter().filter(|_| several);
        let names: Vec<String> = names.map(|system| name_key(&system.name)).collect();
        let mut standing: BTreeMap<&str, BTreeSet<usize>> = BTreeMap::new();
        let mut beside = Vec::with_capacity(tables.len());
        for (table, (_, members)) in tables.iter().enumerate().filter(|_| several) {
            let mut others = BTreeSet::new();
            for member in members {
                let known = standing.entry(names[*member].as_str()).or_default();
                others.extend(known.iter().copied());
                known.insert(table);
            }
            others.remove(&table);
            beside.push(others);
        }
        Self { names, beside }
    }

    fn beside(&self, table: usize) -> impl Iterator<Item = usize> {
        self.beside[table].iter().copied()
    }

    /// The systems that two tables share: those with the same id and name; where ids are missing, those with the same name, if they are
    /// at least half of the smaller table.
    fn systems(
        &self,
        systems: &Systems,
        tables: &[(Place, Vec<usize>)],
        earlier: usize,
        later: usize,
    ) -> Vec<(usize, usize)> {
        let (one, other) = (&tables[earlier].1, &tables[later].1);
        let mut by_name: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for number in one {
            by_name.entry(&self.names[*number]).or_default().push(*number);
        }
        let id = |number: usize| {
            (systems.all[number].id_source == IdSource::Column).then(|| systems.written[number].to_lowercase())
        };
        let unit = |number: usize| systems.all[number].unit.as_deref().map(name_key);
        let (mut sure, mut likely) = (Vec::new(), Vec::new());
        for number in other {
            let named = by_name.get(self.names[*number].as_str()).into_iter().flatten();
            for twin in named.take(MOST_TWINS) {
                match (id(*twin), id(*number)) {
                    (Some(a), Some(b)) if a == b => sure.push((*twin, *number)),
                    (Some(_), Some(_)) => {}
                    _ if unit(*twin) == unit(*number) => likely.push((*twin, *number)),
                    _ => {}
                }
            }
        }
        if likely.len() * 2 >= one.len().min(other.len()) {
            sure.extend(likely);
        }
        sure
    }
}

/// Words for a list that is kept up.
const PRESENT: [&str; 14] = [
    "current",
    "latest",
    "now",
    "actual",
    "actuel",
    "actuelle",
    "aktuell",
    "aktuelle",
    "aktueller",
    "vigente",
    "live",
    "today",
    "heute",
    "final",
];

/// Words for one that is not.
const PAST: [&str; 18] = [
    "archive",
    "archiv",
    "archivo",
    "archived",
    "old",
    "alt",
    "backup",
    "copy",
    "kopie",
    "copie",
    "copia",
    "previous",
    "bak",
    "anterior",
    "ancien",
    "vorjahr",
    "outdated",
    "superseded",
];

/// What makes a table rule over another: that it is visible, is no archive, says that it is the current one, and has the later year
/// in its name; a list without a year is the one that is kept up, beside those of single years.
pub(super) fn rank(place: &Place, hidden: &BTreeSet<Place>) -> (bool, bool, bool, u32) {
    let name = name_key(place.1.as_deref().unwrap_or(&place.0));
    let past = name.split(' ').any(|word| PAST.contains(&word));
    let years = name
        .split(' ')
        .filter_map(|word| word.parse().ok())
        .filter(|year| (2000..2100).contains(year));
    let present = name.split(' ').any(|word| PRESENT.contains(&word));
    let past = past || is_intended(place);
    (!hidden.contains(place), !past, present, years.max().unwrap_or(u32::MAX))
}

/// Whether a list says what is to be, and not what is: it never rules over one that says how things are.
pub(super) fn is_intended(place: &Place) -> bool {
    Mark::Intended.is_in(place.1.as_deref().unwrap_or(&place.0))
}

/// Whether a year stands in the name of a list.
pub(super) fn is_dated(place: &Place) -> bool {
    let name = name_key(place.1.as_deref().unwrap_or(&place.0));
    let mut years = name.split(' ').filter_map(|word| word.parse::<u32>().ok());
    years.any(|year| (2000..2100).contains(&year))
}

/// Whether a name says when a list is of: a year, an archive, the current one.
pub(super) fn is_of_its_time(name: &str) -> bool {
    let key = name_key(name);
    key.split(' ')
        .any(|word| PAST.contains(&word) || PRESENT.contains(&word) || word.parse::<u32>().is_ok())
}

fn note_twice(count: usize, out: &Place, rules: &Place, at: &Location, context: &mut Context<'_>) {
    let message = sentence!(
        one: "{n} system of '{older}' is listed on '{newer}' as well, which rules: it counts once",
        other: "{n} systems of '{older}' are listed on '{newer}' as well, which rules: they count once",
        n = count,
        older = name(out),
        newer = name(rules)
    );
    let help = "nothing to do if the later list is the right one; otherwise remove the other, or name the right one with --sheet";
    context.found.add(Code::ListedTwice, Some(at), message, help);
}

/// Ids as they are; of several systems with one id, the first by name keeps it and the others get a number behind it.
fn number(systems: &mut Systems, context: &mut Context<'_>) {
    let mut by_id: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (place, written) in systems.written.iter().enumerate() {
        by_id.entry(written.clone()).or_default().push(place);
    }
    let mut taken: BTreeSet<String> = by_id.keys().cloned().collect();
    for (written, mut places) in by_id {
        places.sort_by_cached_key(|place| (name_key(&systems.all[*place].name), *place));
        // Numbers that are taken already are passed once, not once for every system.
        let mut number = 2;
        for (nth, place) in places.into_iter().enumerate() {
            let mut id = written.clone();
            while nth > 0 && taken.contains(&id) {
                id = format!("{written}-{number}");
                number += 1;
            }
            if nth > 0 {
                note_double(&written, &systems.all[place].at, context);
            }
            taken.insert(id.clone());
            systems.all[place].id = id;
        }
    }
}

fn note_double(written: &str, at: &Location, context: &mut Context<'_>) {
    let message = sentence!(
        "the id '{id}' stands for several systems; they are told apart by name, and each but the first got a number behind it",
        id = shown(written)
    );
    let help = "give each system an id of its own, or remove the double row";
    context.found.add(Code::DuplicateId, Some(at), message, help);
}
