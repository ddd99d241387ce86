//! A RACI chart. In: the letters in a row and the people at the head of the columns. Out: who answers for the row: whoever has the A.
//! An R alone works on it and owns nothing; C and I are not needed; what a vendor has is nothing of ours.

use std::collections::BTreeSet;

use crate::diagnostic::{Code, Location};
use crate::inventory::{Owner, OwnerKind};
use crate::message::{Value, sentence};
use crate::read::Row;

use super::cells::text;
use super::context::Context;
use super::marks::Mark;
use super::owners::owners;
use super::sheet::Sheet;
use super::wording::shown;

/// The people at the head of a chart.
pub(super) struct People {
    columns: Vec<Person>,
}

struct Person {
    column: u32,
    heading: String,
    /// The owners that the heading names; none for a vendor, or for a heading that is no owner.
    owners: Vec<Owner>,
}

/// Who answers for a row of a chart.
pub(super) struct Answer {
    /// The owners.
    pub(super) owners: Vec<Owner>,
    /// The cell with the first A.
    pub(super) at: Location,
}

/// The letters in a cell; none if it holds anything else.
pub(super) fn letters(cell: &str) -> Option<BTreeSet<char>> {
    const WORDS: [(&str, char); 6] = [
        ("ACCOUNTABLE", 'A'),
        ("RESPONSIBLE", 'R'),
        ("CONSULTED", 'C'),
        ("INFORMED", 'I'),
        ("SUPPORT", 'S'),
        ("VERIFY", 'V'),
    ];
    let pieces = cell
        .split(|c: char| !c.is_alphanumeric())
        .filter(|piece| !piece.is_empty());
    let mut found = BTreeSet::new();
    for piece in pieces {
        let capitals = piece.to_uppercase();
        let lettered = capitals.len() <= 4 && capitals.chars().all(|c| "RACISV".contains(c));
        match WORDS.iter().find(|(word, _)| *word == capitals) {
            Some((_, letter)) => _ = found.insert(*letter),
            // "Ira" is a name; letters that stand together are capitals.
            None if lettered && (capitals == piece || piece.len() == 1) => found.extend(capitals.chars()),
            None => return None,
        }
    }
    (!found.is_empty()).then_some(found)
}

/// What a cell says: its letters, and the remark behind them, if there is one (`A (tbc)`, `R - from Oct`).
pub(super) struct Said {
    /// The letters.
    pub(super) letters: BTreeSet<char>,
    remark: Option<String>,
}

impl Said {
    /// None if the cell says anything else than letters and a remark behind them.
    pub(super) fn of(cell: &str) -> Option<Self> {
        if let Some(letters) = letters(cell) {
            let remark = cell.contains('?').then(|| "?".to_owned());
            return Some(Self { letters, remark });
        }
        let marked = |(place, c): &(usize, char)| *place > 0 && "([{-–—:,;*?".contains(*c);
        let (end, _) = cell.char_indices().find(marked)?;
        let remark = cell[end..].trim_matches(|c: char| !c.is_alphanumeric() && c != '?');
        Some(Self {
            letters: letters(&cell[..end])?,
            remark: Some(remark.to_owned()),
        })
    }

    /// Whether the remark takes the letters back: not yet, no longer, or only from some day on or until it.
    fn is_taken_back(&self) -> bool {
        self.remark.as_deref().is_some_and(|remark| {
            let first = remark.split([',', ';', '(', ':']).next().unwrap_or(remark);
            let doubt = remark.contains('?') || Mark::NotYet.knows(remark) || Mark::NotYet.knows(first);
            doubt || Mark::NotYet.opens(remark) || Mark::NotYetFrom.opens(remark)
        })
    }
}

impl People {
    /// Those at the head of some columns of a sheet; a heading that names nobody is reported once.
    pub(super) fn of(sheet: &Sheet<'_>, columns: &[(u32, String)], context: &mut Context<'_>) -> Self {
        let person = |(column, heading): &(u32, String)| {
            let at = sheet.cells.table.locate(sheet.header.row, *column);
            let mut owners = owners(heading, &at, context);
            owners.retain(|owner| owner.kind != OwnerKind::Provider);
            Person {
                column: *column,
                heading: heading.clone(),
                owners,
            }
        };
        Self {
            columns: columns.iter().map(person).collect(),
        }
    }

    /// Who answers for a row; nobody if it has no A that is ours, and then it is said who works on it.
    pub(super) fn answer(&self, sheet: &Sheet<'_>, row: &Row, context: &mut Context<'_>) -> Option<Answer> {
        let mut has = Letters::default();
        for person in &self.columns {
            let Some(cell) = row.get(person.column).and_then(text) else {
                continue;
            };
            match Said::of(&cell) {
                None => note_unread(sheet, row, person, &cell, context),
                Some(said) if said.is_taken_back() => {
                    note_taken_back(sheet, row, person, &cell, context);
                    has.open = true;
                }
                Some(said) if said.letters.contains(&'A') => has.accountable.push(person),
                Some(said) if said.letters.contains(&'R') => has.working.push(person),
                Some(_) => {}
            }
        }
        let ours: Vec<&Person> = has
            .accountable
            .iter()
            .copied()
            .filter(|p| !p.owners.is_empty())
            .collect();
        let Some(first) = ours.first() else {
            note_nobody(sheet, row, &has, context);
            return None;
        };
        let at = sheet.cells.table.locate(row.number, first.column);
        if ours.len() > 1 {
            let message = sentence!("several answer for it (A): {names}", names = listed(&ours));
            let help = "agree on one who answers; the others work on it (R)";
            context.found.add(Code::SeveralAccountable, Some(&at), message, help);
        }
        let mut owners: Vec<Owner> = ours.iter().flat_map(|person| person.owners.clone()).collect();
        owners.sort();
        owners.dedup();
        Some(Answer { owners, at })
    }
}

/// What the letters in a row say.
#[derive(Default)]
struct Letters<'p> {
    accountable: Vec<&'p Person>,
    working: Vec<&'p Person>,
    /// Whether a cell was already reported: its letters do not count, or it holds none.
    open: bool,
}

/// A letter with a remark that takes it back is none yet.
fn note_taken_back(sheet: &Sheet<'_>, row: &Row, person: &Person, cell: &str, context: &mut Context<'_>) {
    let at = sheet.cells.table.locate(row.number, person.column);
    let message = sentence!(
        "'{cell}' of '{heading}' does not hold yet, or no longer: it does not count",
        cell = shown(cell),
        heading = shown(&person.heading)
    );
    let help = "once it holds, write the letter alone";
    context.found.add(Code::NobodyAnswers, Some(&at), message, help);
}

fn note_unread(sheet: &Sheet<'_>, row: &Row, person: &Person, cell: &str, context: &mut Context<'_>) {
    if super::owners::is_placeholder(cell, &context.wording) || !cell.chars().any(char::is_alphanumeric) {
        return;
    }
    let at = sheet.cells.table.locate(row.number, person.column);
    let message = sentence!(
        "'{cell}' of '{heading}' is none of the letters of a chart; it does not count",
        cell = shown(cell),
        heading = shown(&person.heading)
    );
    let help = "write the letter alone: R, A, C or I";
    context.found.add(Code::UnknownValue, Some(&at), message, help);
}

fn note_nobody(sheet: &Sheet<'_>, row: &Row, has: &Letters<'_>, context: &mut Context<'_>) {
    let at = sheet.first_cell(row);
    let help = "give the A to the person who answers for this duty";
    let (code, message) = match (has.accountable.as_slice(), has.working.as_slice()) {
        ([], []) if has.open => (
            Code::RowSkipped,
            "the row of the chart has no A and no R that holds: nobody answers for it".into(),
        ),
        ([], []) => (
            Code::RowSkipped,
            "the row of the chart has no A and no R: nobody answers for it".into(),
        ),
        ([], working) => (
            Code::NobodyAnswers,
            sentence!(
                "nobody answers for it (A); it is worked on (R) by {names}",
                names = listed(working)
            ),
        ),
        (others, _) => (
            Code::NobodyAnswers,
            sentence!(
                "the A is with {names}, who cannot own a duty of ours",
                names = listed(others)
            ),
        ),
    };
    context.found.add(code, Some(&at), message, help);
}

fn listed(people: &[&Person]) -> Value {
    Value::row(people.iter().map(|person| Value::quoted(shown(&person.heading))), ", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_stand_alone_or_together() {
        let said = |cell: &str| letters(cell).map(|letters| letters.into_iter().collect::<String>());
        for (cell, letters) in [
            ("A", "A"),
            ("A/R", "AR"),
            ("AR", "AR"),
            ("R, C", "CR"),
            ("r + i", "IR"),
            ("Accountable", "A"),
        ] {
            assert_eq!(said(cell).as_deref(), Some(letters), "{cell}");
        }
        for cell in ["Ann", "Yes", "", "-", "A1", "Green", "R&D", "Ira"] {
            assert_eq!(said(cell), None, "{cell}");
        }
    }

    #[test]
    fn a_remark_behind_a_letter_leaves_it_or_takes_it_back() {
        let back = |cell: &str| Said::of(cell).map(|said| said.is_taken_back());
        for cell in ["A", "A/R", "A (lead)", "A*", "A - Europe", "R (with Bob)"] {
            assert_eq!(back(cell), Some(false), "{cell}");
        }
        for cell in [
            "A (tbc)",
            "A?",
            "A (?)",
            "A (from Oct)",
            "A - TBD",
            "A (ab Oktober)",
            "A (à confirmer)",
            "A (desde octubre)",
            "A, not yet",
            "A (until 31 May)",
            "A (tbc, Oct)",
        ] {
            assert_eq!(back(cell), Some(true), "{cell}");
        }
        for cell in ["Ann (tbc)", "see note", "Data - all"] {
            assert_eq!(back(cell), None, "{cell}");
        }
    }
}
