//! Tidy tables for analysts: one CSV a noun, the organisation and the day in every row, so that quarters stack. In: the snapshot,
//! the inventory for its evidence, and the words of a language for how its spreadsheets separate and for what is told in prose. Out:
//! files with their names, and a dictionary of every column. Names of columns and values are the record's own identifiers, in every
//! language.

mod column;
mod facts;
mod work;

use crate::error::Error;
use crate::export::delimited::{Field, Separated, separated};
use crate::inventory::{Contacts, Inventory, REPORT_DICTIONARY, REPORT_TABLE};
use crate::snapshot::{Index, Snapshot};
use crate::words::Words;

use column::{Column, Values};

/// A file of a folder of outputs: its name, and its bytes.
pub type Named = (String, Vec<u8>);

/// Who speaks, and for which day: the first columns of every table.
struct Spoken<'a> {
    organisation: &'a str,
    snapshot: &'a Snapshot,
    separated: Separated,
}

/// A column as the dictionary lists it.
struct Entry {
    table: &'static str,
    column: &'static str,
    values: &'static str,
    meaning: &'static str,
}

/// The tables, and `dictionary.csv`.
///
/// # Errors
/// None is expected; see [`separated`].
pub fn tables(
    snapshot: &Snapshot,
    inventory: &Inventory,
    contacts: &Contacts,
    words: &Words,
) -> Result<Vec<Named>, Error> {
    let spoken = Spoken {
        organisation: snapshot.organisation.as_deref().unwrap_or_default(),
        snapshot,
        separated: Separated::of(words),
    };
    let index = Index::new(snapshot);
    let made = [
        spoken.table("systems", &facts::systems(), &facts::system_rows(snapshot, &index))?,
        spoken.table("obligations", &facts::obligations(), &snapshot.obligations)?,
        spoken.table(
            "evidence",
            &facts::evidence(),
            &facts::evidence_rows(snapshot, inventory),
        )?,
        spoken.table("owners", &facts::owners(), &facts::owner_rows(snapshot, contacts))?,
        spoken.table("accepted", &facts::accepted(), &snapshot.accepted)?,
        spoken.table("history", &facts::history(), &facts::history_rows(snapshot))?,
        spoken.table("notes", &facts::notes(), &facts::note_rows(snapshot, words))?,
        spoken.table("gaps", &work::gaps(), &work::gap_rows(&index))?,
        spoken.table("closed", &work::closed(), &snapshot.closed)?,
        spoken.table("held", &work::held(), &snapshot.unjudged)?,
        spoken.table("actions", &work::actions(), &snapshot.actions)?,
        spoken.table("action_gaps", &work::action_gaps(), &work::action_gap_rows(snapshot))?,
        spoken.table("decisions", &work::decisions(), &work::decision_rows(snapshot))?,
        spoken.table("asked", &work::asked(), &snapshot.asked)?,
    ];
    let (mut files, entries): (Vec<_>, Vec<_>) = made.into_iter().unzip();
    let entries: Vec<_> = entries.into_iter().flatten().collect();
    files.push((
        "dictionary.csv".to_owned(),
        dictionary(&entries, &spoken.separated, words)?,
    ));
    Ok(files)
}

impl Spoken<'_> {
    /// A table, and what the dictionary says of it.
    fn table<R>(&self, name: &'static str, columns: &[Column<R>], rows: &[R]) -> Result<(Named, Vec<Entry>), Error> {
        let own = columns.iter().map(|column| column.name);
        let headings: Vec<_> = REPORT_TABLE.into_iter().chain(own).collect();
        let cells = rows.iter().map(|row| {
            let who = [Field::text(self.organisation), Field::bare(self.snapshot.as_of)];
            who.into_iter()
                .chain(columns.iter().map(|column| column.values.field(row, &self.separated)))
                .collect()
        });
        let bytes = separated("a table", &self.separated, &headings, cells)?;
        let entries = columns.iter().map(|column| Entry {
            table: name,
            column: column.name,
            values: column.values.kind(),
            meaning: column.meaning,
        });
        let entries = shared(name).into_iter().chain(entries).collect();
        Ok(((format!("{name}.csv"), bytes), entries))
    }
}

/// The columns that every table begins with.
fn shared(table: &'static str) -> [Entry; 2] {
    let entry = |column, values, meaning| Entry {
        table,
        column,
        values,
        meaning,
    };
    [
        entry(
            REPORT_TABLE[0],
            Values::<()>::TEXT,
            "The organisation; blank if it was not named.",
        ),
        entry(
            REPORT_TABLE[1],
            Values::<()>::DAY,
            "The day for which the report speaks.",
        ),
    ]
}

fn dictionary(entries: &[Entry], how: &Separated, words: &Words) -> Result<Vec<u8>, Error> {
    let rows = entries.iter().map(|entry| {
        vec![
            Field::text(entry.table),
            Field::text(entry.column),
            Field::text(words.tell_fixed(entry.values)),
            Field::text(words.tell_fixed(entry.meaning)),
        ]
    });
    separated("the dictionary", how, &REPORT_DICTIONARY, rows)
}
