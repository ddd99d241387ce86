//! What the sheets of an inventory are called in a workbook of ours. In: the tables of all files, and the names of our own sheets. Out: a
//! name for each table that a spreadsheet program accepts, its own wherever that can be.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

use crate::diagnostic::Location;
use crate::export::sheet::without_codes;
use crate::inventory::name_key;
use crate::read::Table;

/// A table by its file and sheet.
pub type Place = (Arc<str>, Option<Arc<str>>);

/// Which table it is.
pub fn place(table: &Table) -> Place {
    (table.file.clone(), table.sheet.clone())
}

/// The longest name of a sheet.
const LONGEST: usize = 31;

/// The names, by table.
pub struct Names(BTreeMap<Place, String>);

impl Names {
    /// Gives every table its name, beside the names that are taken.
    pub fn of<'a>(tables: impl Iterator<Item = &'a Table>, taken: &[&str]) -> Self {
        let mut taken: BTreeSet<String> = taken.iter().map(|name| name.to_lowercase()).collect();
        let mut names = BTreeMap::new();
        for table in tables {
            let own = allowed(&own(table));
            let numbered = (2..).map(|n| format!("{} ({n})", cut(&own, LONGEST - 6)));
            let name = std::iter::once(own.clone())
                .chain(numbered)
                .find(|name| !taken.contains(&name.to_lowercase()))
                .unwrap_or(own.clone());
            taken.insert(name.to_lowercase());
            names.insert(place(table), name);
        }
        Self(names)
    }

    /// The name of a table.
    pub fn get(&self, table: &Place) -> &str {
        self.0.get(table).map_or("", String::as_str)
    }

    /// The name of the table where something stands.
    pub fn at(&self, at: &Location) -> &str {
        self.get(&(at.file.clone(), at.sheet.clone()))
    }

    /// The name of the table that a person means: by its sheet's name, its file's, or its file's without the ending.
    pub fn meant(&self, said: &str) -> Option<&str> {
        let key = name_key(said);
        let is = |(file, sheet): &Place| {
            let stem = Path::new(file.as_ref())
                .file_stem()
                .unwrap_or_default()
                .to_string_lossy();
            sheet.as_deref().is_some_and(|s| name_key(s) == key) || name_key(file) == key || name_key(&stem) == key
        };
        self.0
            .iter()
            .find(|(place, _)| is(place))
            .map(|(_, name)| name.as_str())
    }
}

fn own(table: &Table) -> String {
    match &table.sheet {
        Some(sheet) => sheet.to_string(),
        None => {
            let stem = Path::new(table.file.as_ref()).file_stem().unwrap_or_default();
            stem.to_string_lossy().into_owned()
        }
    }
}

fn allowed(name: &str) -> String {
    let plain: String = name
        .chars()
        .map(|c| {
            if "[]:*?/\\".contains(c) || c.is_control() {
                ' '
            } else {
                c
            }
        })
        .collect();
    let plain = without_codes(&plain, "-");
    let cut = cut(plain.trim(), LONGEST).trim_matches(['\'', ' ']).to_owned();
    if cut.is_empty() { "Sheet".to_owned() } else { cut }
}

/// A text of at most so many UTF-16 units.
fn cut(text: &str, most: usize) -> String {
    let mut room = most;
    let kept = text.chars().take_while(|c| {
        let fits = c.len_utf16() <= room;
        room = room.saturating_sub(c.len_utf16());
        fits
    });
    kept.collect()
}

/// A sheet's name as links and formulas have it.
pub fn quoted(name: &str) -> String {
    format!("'{}'", name.replace('\'', "''"))
}
