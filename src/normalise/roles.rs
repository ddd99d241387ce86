//! What each sheet is for. In: the tables of all files, and what the user says. Out: a role for each, with the reason. A sheet
//! of owners is a grid beside a list of systems, and a combined list where there is none.

use std::path::Path;

use crate::config::{Reading, listed};
use crate::inventory::REPORT_SHEET;
use crate::read::{Table, Value};

use super::Role;
use super::cells::Cells;
use super::columns::{Column, Holds, Judge};
use super::field::{Field, Kind};
use super::layout::{Header, first_row_as_header, header};
use super::wording::{Vocabulary, Wording, compact};

/// A sheet with its role.
pub(super) struct Cast<'a> {
    /// Its cells.
    pub(super) cells: Cells<'a>,
    /// Its header; none if it has none, and then it is passed over.
    pub(super) header: Option<Header>,
    /// What it is for.
    pub(super) role: Role,
    /// Why we think so.
    pub(super) why: String,
}

/// What speaks for a sheet being one thing or another.
#[derive(Clone, Copy, Debug, Default)]
struct Signs {
    /// Columns of a list of systems, if there is one that names them; and whether more than a name speaks for it.
    systems: Option<usize>,
    telling: bool,
    controls: Option<usize>,
    people: bool,
    domains: usize,
    /// Another tool's list of controls.
    applied: bool,
}

/// Gives every sheet its role.
pub(super) fn cast<'a>(tables: &'a [Table], wording: &Wording, reading: &Reading) -> Vec<Cast<'a>> {
    let wanted: Vec<String> = reading
        .columns
        .values()
        .flat_map(|headers| listed(headers).into_iter().map(compact))
        .collect();
    let mut all: Vec<(Cast<'a>, Signs)> = Vec::new();
    for table in tables {
        let cells = Cells::new(table);
        let found = header(&cells, wording, &wanted);
        let signs = found
            .as_ref()
            .filter(|_| !is_report(table))
            .map(|h| signs(&cells, h, wording, reading))
            .unwrap_or_default();
        let (role, why) = match is_report(table) {
            true => (Role::PassedOver, "a report wrote it for reading only".to_owned()),
            false => own_role(table, &signs, found.is_some()),
        };
        let empty = found.as_ref().is_some_and(|h| h.body >= table.rows.len());
        let why = match role {
            Role::PassedOver if empty => "the sheet has headings but no rows".to_owned(),
            _ => why,
        };
        all.push((
            Cast {
                cells,
                header: found,
                role,
                why,
            },
            signs,
        ));
    }
    by_user(&mut all, reading);
    settle_systems(&mut all, reading);
    settle_grids(&mut all);
    all.into_iter().map(|(cast, _)| cast).collect()
}

/// Whether a report wrote the sheet: it looks like a list of controls, but its owners are not said there.
fn is_report(table: &Table) -> bool {
    let first = table.rows.first().and_then(|row| row.cells.first());
    matches!(first, Some((0, Value::Text(text))) if text.starts_with(REPORT_SHEET))
}

fn signs(cells: &Cells<'_>, header: &Header, wording: &Wording, reading: &Reading) -> Signs {
    let judge = Judge {
        cells,
        header,
        wording,
        reading,
    };
    let systems = judge.columns(Kind::Systems, true);
    let controls = judge.columns(Kind::Controls, false);
    let people = judge.columns(Kind::People, false);
    Signs {
        systems: has(&systems, Field::SystemName).then(|| count(&systems)),
        telling: is_telling(&systems),
        controls: is_controls(&controls, &judge).then(|| count(&controls)),
        people: has(&people, Field::LeftOn) && (has(&people, Field::PersonName) || has(&people, Field::PersonEmail)),
        domains: judge.domains().len(),
        applied: judge.is_applied_controls(),
    }
}

fn has(columns: &[Column], field: Field) -> bool {
    columns
        .iter()
        .any(|c| matches!(c.holds, Holds::Field(f, _) if f == field))
}

fn count(columns: &[Column]) -> usize {
    columns.iter().filter(|c| matches!(c.holds, Holds::Field(..))).count()
}

/// Whether more than a bare "Name" says that a sheet lists systems.
fn is_telling(columns: &[Column]) -> bool {
    const TELLING: [Field; 8] = [
        Field::Model,
        Field::Product,
        Field::Vendor,
        Field::Criticality,
        Field::Classification,
        Field::Stage,
        Field::RiskTier,
        Field::PersonalData,
    ];
    let bare = |c: &Column| ["name", "title"].contains(&compact(&c.header).as_str());
    let named = |c: &&Column| matches!(c.holds, Holds::Field(Field::SystemName, _)) && !bare(c);
    TELLING.iter().any(|field| has(columns, *field)) || columns.iter().any(|c| named(&c))
}

/// A list of controls has a domain column with domains in it, and says something about them.
fn is_controls(columns: &[Column], judge: &Judge<'_>) -> bool {
    let domain = columns
        .iter()
        .find(|c| matches!(c.holds, Holds::Field(Field::Domain, _)));
    let Some(domain) = domain else {
        let numbered = |c: &&Column| match c.holds {
            Holds::Field(Field::Reference, _) => true,
            Holds::Field(Field::ControlId, _) => judge.holds_references(c),
            _ => false,
        };
        return columns.iter().any(|c| numbered(&c)) && [Field::Status, Field::Owner].iter().any(|f| has(columns, *f));
    };
    let says = [
        Field::SystemRef,
        Field::Status,
        Field::Owner,
        Field::Party,
        Field::Evidence,
    ];
    let values = judge.distinct(domain.number);
    let word = |value: &&String| {
        judge.wording.knows(Vocabulary::Domain, value)
            || ["all", "*", "alldomains"].contains(&compact(value).as_str())
            || judge.wording.nearest_once(Vocabulary::Domain, value).is_some()
    };
    let known = values.keys().filter(word).count();
    let sure = has(columns, Field::SystemRef) && has(columns, Field::Status);
    says.iter().any(|field| has(columns, *field)) && (known * 5 >= values.len() && !values.is_empty() || sure)
}

fn own_role(table: &Table, signs: &Signs, has_header: bool) -> (Role, String) {
    let name = compact(table.sheet.as_deref().unwrap_or(&table.file));
    let called = |words: &[&str]| words.iter().any(|word| name.contains(word));
    if signs.people && (signs.controls.is_none() || called(&["people", "leaver"])) && signs.domains < 3 {
        return (Role::People, "it says who left, and when".to_owned());
    }
    if signs.domains >= 3 {
        return (
            Role::Grid,
            format!("{} of its columns are named after security domains", signs.domains),
        );
    }
    if signs.applied {
        return (
            Role::Controls,
            "it has the headings of CISO Assistant's applied controls".to_owned(),
        );
    }
    let lean = |words: &[&str], signs: usize| if called(words) { signs + 3 } else { signs };
    let controls = signs.controls.map(|n| lean(&["control", "register", "measure"], n));
    let systems = signs
        .systems
        .map(|n| lean(&["system", "inventory", "usecase", "aitools"], n));
    match (controls, systems) {
        (Some(c), s) if c >= s.unwrap_or(0) => (Role::Controls, "it has a column of security domains".to_owned()),
        (_, Some(_)) => (Role::Systems, "it has a column of system names".to_owned()),
        _ if has_header => (
            Role::PassedOver,
            "it has no column of system names or security domains".to_owned(),
        ),
        _ => (
            Role::PassedOver,
            "no header of a list of systems or controls was found in it".to_owned(),
        ),
    }
}

fn by_user(all: &mut [(Cast<'_>, Signs)], reading: &Reading) {
    for (role, names) in &reading.sheets {
        let Some(role) = role_named(role) else { continue };
        let wanted: Vec<String> = names.split(';').map(compact).collect();
        for (cast, _) in all.iter_mut() {
            if !is_called(cast.cells.table, &wanted) {
                continue;
            }
            cast.role = role;
            "as configured".clone_into(&mut cast.why);
            if cast.header.is_none() {
                cast.header = first_row_as_header(&cast.cells);
            }
        }
    }
}

/// The role that a configuration names.
pub(super) fn role_named(name: &str) -> Option<Role> {
    match compact(name).as_str() {
        "systems" => Some(Role::Systems),
        "controls" => Some(Role::Controls),
        "grid" => Some(Role::Grid),
        "combined" => Some(Role::Combined),
        "people" => Some(Role::People),
        "none" | "passedover" | "ignore" => Some(Role::PassedOver),
        _ => None,
    }
}

/// Whether a table has one of the names: its sheet's, its file's, or its file's without the ending.
pub(super) fn is_called(table: &Table, wanted: &[String]) -> bool {
    let stem = Path::new(table.file.as_ref())
        .file_stem()
        .map(|s| s.to_string_lossy().into_owned());
    let names = [table.sheet.as_deref(), Some(table.file.as_ref()), stem.as_deref()];
    names.into_iter().flatten().any(|name| wanted.contains(&compact(name)))
}

/// Lists with nothing but a name are systems only if nothing better is there; where the user named the list, no other is.
fn settle_systems(all: &mut [(Cast<'_>, Signs)], reading: &Reading) {
    let named = reading
        .sheets
        .keys()
        .any(|role| role_named(role) == Some(Role::Systems));
    let configured = |cast: &Cast<'_>| cast.why == "as configured";
    let better = all
        .iter()
        .any(|(cast, signs)| cast.role == Role::Systems && (signs.telling || configured(cast)))
        || all.iter().any(|(cast, _)| cast.role == Role::Grid);
    let mut kept = false;
    for (cast, signs) in all.iter_mut().filter(|(cast, _)| cast.role == Role::Systems) {
        if configured(cast) {
            continue;
        }
        let doubtful = !signs.telling && !is_named_systems(cast.cells.table) && (better || kept);
        kept = true;
        if named || doubtful {
            cast.role = Role::PassedOver;
            cast.why = match named {
                true => "another sheet was named as the list of systems".to_owned(),
                false => "it has names, but nothing that says they are AI systems".to_owned(),
            };
        }
    }
}

/// Whether the name of a sheet or file says that it lists AI systems.
fn is_named_systems(table: &Table) -> bool {
    const NAMES: [&str; 6] = [
        "systems",
        "aisystems",
        "aitools",
        "aiinventory",
        "aiusecases",
        "aisysteminventory",
    ];
    NAMES.iter().any(|name| is_called(table, &[(*name).to_owned()]))
}

fn settle_grids(all: &mut [(Cast<'_>, Signs)]) {
    let listed = all.iter().any(|(cast, _)| cast.role == Role::Systems);
    for (cast, signs) in all.iter_mut().filter(|(cast, _)| cast.role == Role::Grid) {
        if cast.why == "as configured" {
            continue;
        }
        if !listed && signs.systems.is_some() {
            cast.role = Role::Combined;
            cast.why.push_str(", and no other sheet lists the systems");
        }
    }
}
