//! What a table of controls without a system column speaks of. In: what the user said with `--applies-to` or in the configuration,
//! and what stands above the table or names its sheet. Out: the systems, or the question that names the very option. A table that
//! neither says it nor is called after a system does not count.

use std::borrow::Cow;

use crate::diagnostic::{Ask, Code};
use crate::inventory::Reach;
use crate::message::sentence;
use crate::read::{Row, Table};
use crate::text::quoted;

use super::cells::text;
use super::context::Context;
use super::directory::Directory;
use super::field::{Field, Kind, meanings};
use super::sheet::Sheet;
use super::sheet_names::is_called;
use super::wording::{compact, shown};
use super::{Role, SheetReading};

/// The systems that the user named for a table; `None` if nothing was said of it.
pub(super) fn to(table: &Table, directory: &mut Directory<'_>, context: &mut Context<'_>) -> Option<Vec<Reach>> {
    let reading = context.reading;
    let said = reading
        .applies_to
        .iter()
        .find(|(name, _)| is_called(&table.file, table.sheet.as_deref(), name));
    let (name, systems) = said?;
    let found = directory.resolve(systems, context);
    for (part, help) in found.unknown {
        let message = sentence!(
            "--applies-to {option} names '{word}', which is no system of this inventory",
            option = quoted(&format!("{name}={systems}")),
            word = shown(&part)
        );
        context
            .found
            .add(Code::UnknownSystem, Some(&table.location()), message, help);
    }
    if found.reach.contains(&Reach::All) {
        note_other_files(name, table, directory, context);
    }
    Some(found.reach)
}

/// Beside other files that list systems, "all" speaks of theirs as well: that may not be meant, and is said.
fn note_other_files(name: &str, table: &Table, directory: &Directory<'_>, context: &mut Context<'_>) {
    let listing = directory.files();
    if listing.len() < 2 {
        return;
    }
    let others: usize = listing
        .iter()
        .filter(|(file, _)| ***file != *table.file)
        .map(|(_, count)| count)
        .sum();
    let message = sentence!(
        "{option} speaks of the systems of all {n} files: also of {others} that '{file}' does not list",
        option = quoted(&format!("{name}=*")),
        n = listing.len(),
        others,
        file = table.file
    );
    let help = "if only some systems are meant, name them, or their unit (unit:NAME), in place of *, parted by ;";
    context
        .found
        .add(Code::OptionUnused, Some(&table.location()), message, help);
}

/// Says which lists of controls that the user named are none, or name their systems themselves.
pub(super) fn note_unused<'s>(accounts: impl Iterator<Item = &'s SheetReading> + Clone, context: &mut Context<'_>) {
    let reading = context.reading;
    for (name, systems) in &reading.applies_to {
        let is_meant = |account: &&SheetReading| is_called(&account.file, account.sheet.as_deref(), name);
        let meant = accounts.clone().filter(is_meant);
        let mut read = meant.clone().filter(|account| account.role == Role::Controls);
        let says = |account: &SheetReading| {
            account
                .columns
                .iter()
                .any(|c| c.field.as_deref() == Some(Field::SystemRef.id()))
        };
        let option = format!("--applies-to {}", quoted(&format!("{name}={systems}")));
        let (message, help) = match (read.next(), meant.clone().next()) {
            (Some(account), _) if says(account) => (
                sentence!(
                    "{option} counts only for the rows whose system cell is blank: the table has a column for it",
                    option
                ),
                "nothing to do, or leave the option out".into(),
            ),
            (None, Some(account)) => (
                sentence!(
                    "{option} leads nowhere, since the sheet was not read as a list of controls: {why}",
                    option,
                    why = account.why
                ),
                sentence!(
                    "if it is one, say --sheet {option}",
                    option = quoted(&format!("controls={name}"))
                ),
            ),
            _ => continue,
        };
        context.found.add(Code::OptionUnused, None, message, help);
    }
}

/// The system or unit that a table is called after: the only one listed on its sheet, else by a pair of cells above it (`System`, its name), else by a title, else by the
/// name of its sheet or text file.
pub(super) fn named(sheet: &Sheet<'_>, directory: &mut Directory<'_>, context: &mut Context<'_>) -> Option<Vec<Reach>> {
    let table = sheet.cells.table;
    let above = table.rows.iter().take_while(|row| row.number < sheet.header.row);
    let pairs = above.clone().filter_map(pair);
    let titles = above
        .filter(|row| row.cells.len() == 1)
        .filter_map(|row| text(&row.cells[0].1));
    let name = table.sheet.as_deref().unwrap_or_else(|| stem(&table.file)).to_owned();
    let places = [pairs.collect(), titles.map(Cow::into_owned).collect(), vec![name]];
    let beside = table.sheet.as_ref().and_then(|_| directory.on_sheet(table));
    let (said, reach) = beside.or_else(|| places.iter().find_map(|texts| only(texts, directory)))?;
    let message = sentence!(
        "no column names a system; by its sheet or the lines above it, the rows are those of '{said}'",
        said = shown(&said)
    );
    let option = quoted(&format!(
        "{}=*",
        table.sheet.as_deref().unwrap_or_else(|| stem(&table.file))
    ));
    let help = sentence!(
        "nothing to do; if they are of other systems, say --applies-to {option}",
        option
    );
    context
        .found
        .add(Code::SystemByName, Some(&table.location()), message, help);
    Some(vec![reach])
}

/// The value beside a heading that means a system, above a table.
fn pair(row: &Row) -> Option<String> {
    let [(_, key), (_, value)] = row.cells.as_slice() else {
        return None;
    };
    let key = compact(&text(key)?);
    let means = |kind: Kind, field: Field| meanings(kind, &key).iter().any(|meaning| meaning.field == field);
    let names = means(Kind::Controls, Field::SystemRef) || means(Kind::Systems, Field::SystemName);
    names.then(|| text(value).map(Cow::into_owned))?
}

/// The one system or unit that some texts name.
fn only(texts: &[String], directory: &Directory<'_>) -> Option<(String, Reach)> {
    let mut found: Vec<(String, Reach)> = Vec::new();
    for text in texts {
        let named = directory.named_in(text).map(|reach| (text.clone(), reach));
        found.extend(named.filter(|(_, reach)| found.iter().all(|(_, known)| known != reach)));
    }
    (found.len() == 1).then(|| found.remove(0))
}

/// Asks for the systems of a table that does not say them.
pub(super) fn ask(table: &Table, rows: usize, context: &mut Context<'_>) {
    let name = table.sheet.as_deref().unwrap_or_else(|| stem(&table.file));
    let count = sentence!(one: "its row does not count", other: "none of its {n} rows counts", n = rows);
    let message = sentence!("no column says for which systems the rows are: {count}", count);
    let help = sentence!(
        "say for which systems they are: --applies-to {option} for all of them, or their ids or names in place of *, parted by ;",
        option = quoted(&format!("{name}=*"))
    );
    let ask = Ask::AppliesTo { sheet: name.to_owned() };
    context
        .found
        .ask(Code::ColumnMissing, Some(&table.location()), message, help, ask);
}

fn stem(file: &str) -> &str {
    file.rsplit_once('.').map_or(file, |(stem, _)| stem)
}
