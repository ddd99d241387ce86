//! Which sheets a person speaks of. In: a name as it was typed, and the tables of all files. Out: the tables that are called so. The
//! one rule for every option and setting that names a sheet.

use std::collections::BTreeSet;
use std::path::Path;

use crate::config::Reading;
use crate::read::Table;

use super::wording::compact;

/// The places of the tables that some names, separated by semicolons, speak of.
pub(super) fn called(tables: &[&Table], names: &str) -> Vec<usize> {
    let each = apart(tables, names).into_iter();
    let places: BTreeSet<_> = each.flat_map(|name| called_so(tables, name)).collect();
    places.into_iter().collect()
}

/// Whether the table of a file and sheet has a name, in any case and with any blanks and punctuation.
pub(super) fn is_called(file: &str, sheet: Option<&str>, name: &str) -> bool {
    let wanted = compact(name);
    names(file, sheet).iter().any(|other| compact(other) == wanted)
}

/// The first name that an option or setting gives and no table has: the option as it is typed, and the name.
pub fn unknown_sheet<'r>(tables: &[Table], reading: &'r Reading) -> Option<(String, &'r str)> {
    let tables: Vec<_> = tables.iter().collect();
    let named = reading.sheets.iter().flat_map(|(role, names)| {
        let each = apart(&tables, names).into_iter();
        each.map(move |name| (format!("--sheet {role}={name}"), name))
    });
    let spoken = reading.applies_to.iter();
    let spoken = spoken.map(|(name, systems)| (format!("--applies-to \"{name}={systems}\""), name.as_str()));
    named
        .chain(spoken)
        .find(|(_, name)| called_so(&tables, name).is_empty())
}

/// The names in a list of names; a sheet's own name may hold a semicolon.
fn apart<'n>(tables: &[&Table], names: &'n str) -> Vec<&'n str> {
    if called_so(tables, names).is_empty() {
        names.split(';').map(str::trim).collect()
    } else {
        vec![names]
    }
}

/// Those that are written just so, or else those whose names differ in case, blanks and punctuation only.
fn called_so(tables: &[&Table], name: &str) -> Vec<usize> {
    let matching = |same: &dyn Fn(&str, Option<&str>) -> bool| -> Vec<usize> {
        let named = tables.iter().enumerate();
        let named = named.filter(|(_, table)| same(&table.file, table.sheet.as_deref()));
        named.map(|(place, _)| place).collect()
    };
    let exact = matching(&|file, sheet| names(file, sheet).iter().any(|other| other == name));
    if exact.is_empty() {
        matching(&|file, sheet| is_called(file, sheet, name))
    } else {
        exact
    }
}

/// What a table can be called: its sheet, its file, its file without the ending, and file and sheet as messages write them.
fn names(file: &str, sheet: Option<&str>) -> Vec<String> {
    let stem = Path::new(file).file_stem();
    let stem = stem.map(|stem| stem.to_string_lossy().into_owned());
    let whole = sheet.map(|sheet| format!("{file} > {sheet}"));
    let sheet = sheet.map(str::to_owned);
    [sheet, Some(file.to_owned()), stem, whole]
        .into_iter()
        .flatten()
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tables(names: &[(&str, Option<&str>)]) -> Vec<Table> {
        let table = |(file, sheet): &(&str, Option<&str>)| Table {
            file: (*file).into(),
            sheet: sheet.map(Into::into),
            hidden: false,
            rows: Vec::new(),
            merges: Vec::new(),
            comments: Default::default(),
            turned: false,
        };
        names.iter().map(table).collect()
    }

    #[test]
    fn dots_blanks_and_case_do_not_matter_unless_they_tell_two_apart() {
        let tables = tables(&[
            ("ai.register.csv", None),
            ("named.xlsx", Some("AI Systems")),
            ("named.xlsx", Some("ai-systems")),
            ("named.xlsx", Some("Old; retired")),
        ]);
        let tables: Vec<_> = tables.iter().collect();
        assert_eq!(called(&tables, "ai.register"), [0]);
        assert_eq!(called(&tables, "AI register"), [0]);
        assert_eq!(called(&tables, "AI Systems"), [1]);
        assert_eq!(called(&tables, "AISystems"), [1, 2]);
        assert_eq!(called(&tables, "ai-systems; ai.register.csv"), [0, 2]);
        assert_eq!(called(&tables, "named.xlsx > AI Systems"), [1]);
        assert_eq!(called(&tables, "old;retired"), [3]);
        assert!(called(&tables, "register").is_empty());
    }
}
