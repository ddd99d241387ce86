//! Columns for the people of a RACI by name: *Accountable*, *Responsible*, *Backup*. In: the columns of a list of controls. Out: whoever
//! is accountable is the owner, and whoever else works on it is none; without a column for the accountable, the responsible owns.

use crate::diagnostic::Code;
use crate::message::sentence;
use crate::read::Row;

use super::because::Hence;
use super::columns::{Column, Holds, Trust};
use super::context::Context;
use super::field::Field;
use super::marks::tokens;
use super::sheet::Sheet;
use super::wording::{compact, shown};

const ACCOUNTABLE: [&str; 7] = [
    "accountable",
    "accountability",
    "rechenschaftspflichtig",
    "rechenschaftspflicht",
    "redevable",
    "aprobador",
    "approbateur",
];
const RESPONSIBLE: [&str; 5] = [
    "responsible",
    "verantwortlich",
    "verantwortlicher",
    "responsable",
    "durchführung",
];

/// Whether the people of a RACI stand below its bare letters (`R`, `A`, `C`, `I`): an `A` alone is any column's letter.
fn are_lettered(columns: &[Column]) -> bool {
    let headed = |letter: &str| columns.iter().any(|c| c.header.trim() == letter);
    ["R", "A"].into_iter().all(headed) && ["C", "I"].into_iter().any(headed)
}

fn says(column: &Column, words: &[&str], letter: Option<&str>) -> bool {
    letter == Some(column.header.trim())
        || tokens(&column.header)
            .iter()
            .any(|token| words.contains(&compact(token).as_str()))
}

/// Sorts out who owns and who works, where a column is headed by the accountable.
pub(super) fn settle(columns: &mut [Column]) {
    let (a, r) = match are_lettered(columns) {
        true => (Some("A"), Some("R")),
        false => (None, None),
    };
    let open = |c: &Column| {
        matches!(
            c.holds,
            Holds::Nothing | Holds::Second(Field::Owner) | Holds::Field(Field::Owner, _)
        )
    };
    let Some(accountable) = columns.iter().position(|c| open(c) && says(c, &ACCOUNTABLE, a)) else {
        return;
    };
    let owner = columns
        .iter()
        .position(|c| matches!(c.holds, Holds::Field(Field::Owner, _)));
    let kept = owner.is_some_and(|owner| !says(&columns[owner], &RESPONSIBLE, r));
    let mut working = false;
    for (place, column) in columns.iter_mut().enumerate() {
        let backup = matches!(column.holds, Holds::Field(Field::Working, _));
        if place == accountable && !kept {
            column.holds = Holds::Field(Field::Owner, Trust::Sure);
            column.hence = Hence::Heading;
        } else if open(column) && place != accountable && says(column, &RESPONSIBLE, r) {
            column.holds = match working {
                true => Holds::Nothing,
                false => Holds::Field(Field::Working, Trust::Sure),
            };
            column.hence = Hence::Heading;
            working = true;
        } else if backup {
            column.holds = Holds::Nothing;
            column.hence = Hence::Taken(Field::Working);
        }
    }
}

/// Says of a row without an owner that somebody works on it.
pub(super) fn note<'a>(sheet: &Sheet<'a>, row: &'a Row, context: &mut Context<'_>) {
    if let Some(working) = sheet.text(row, Field::Working) {
        let message = sentence!(
            "nobody answers for it; it is worked on by '{working}'",
            working = shown(&working)
        );
        let help = "name the person who answers for this duty in the column of owners";
        let at = sheet.at(row, Field::Working);
        context.found.add(Code::NobodyAnswers, Some(&at), message, help);
    }
}
