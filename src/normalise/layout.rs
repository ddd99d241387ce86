//! Where a table begins. In: a sheet. Out: its header, in one line or two, below whatever stands above it, and which of the
//! rows below belong to it (not repeated headers, totals, notes, or a further table).

use std::collections::{BTreeMap, BTreeSet};

use crate::read::{Row, Value};

use super::cells::{Cells, text};
use super::field::{Kind, Strength, meanings};
use super::wording::{Vocabulary, Wording, compact};

/// How far down a header is looked for, in rows that hold something.
const DEPTH: usize = 60;

/// The heading of one column.
#[derive(Clone, Debug)]
pub(super) struct Heading {
    /// As written, both lines.
    pub(super) shown: String,
    /// The readings to be tried, best first, in compact form: both lines, the lower one.
    pub(super) keys: Vec<String>,
    /// What is left without a remark in brackets.
    pub(super) bare: Option<String>,
}

/// The header of a sheet.
pub(super) struct Header {
    /// The number of its last row, counted from zero.
    pub(super) row: u32,
    /// Where the body starts, as a place in the table's rows.
    pub(super) body: usize,
    /// The heading of each column.
    pub(super) headings: BTreeMap<u32, Heading>,
}

/// What a row below the header is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum RowKind {
    /// It says something.
    Body,
    /// The header once more.
    RepeatedHeader,
    /// A title, a total or a note.
    Note,
    /// The header of a further table.
    SecondTable,
}

/// Finds the header: the row, or pair of rows, with the most known headings.
pub(super) fn header(cells: &Cells<'_>, wording: &Wording, wanted: &[String]) -> Option<Header> {
    let rows = &cells.table.rows;
    let mut best: Option<(usize, Header)> = None;
    for place in 0..rows.len().min(DEPTH) {
        let header = candidate(cells, place, wording, wanted);
        if header.0 > best.as_ref().map_or(0, |(score, _)| *score) {
            best = Some(header);
        }
    }
    let (score, header) = best?;
    let enough = if header.headings.len() <= 3 { 1 } else { 3 };
    (score >= enough).then_some(header)
}

/// The first row as a header, for a sheet that the user named although nothing in it is known.
pub(super) fn first_row_as_header(cells: &Cells<'_>) -> Option<Header> {
    let row = cells.table.rows.first()?;
    Some(Header {
        row: row.number,
        body: 1,
        headings: single(row),
    })
}

/// The header that starts at a place: one line, unless a second line makes more of it.
fn candidate(cells: &Cells<'_>, place: usize, wording: &Wording, wanted: &[String]) -> (usize, Header) {
    let rows = &cells.table.rows;
    let upper = &rows[place];
    let headings = single(upper);
    let score = known(&headings, wording, wanted);
    let one_line = Header {
        row: upper.number,
        body: place + 1,
        headings,
    };
    let Some(lower) = rows
        .get(place + 1)
        .filter(|r| all_text(r) && r.number == upper.number + 1)
    else {
        return (score, one_line);
    };
    let headings = double(upper, lower);
    let both = known(&headings, wording, wanted);
    if both > score && both > known(&single(lower), wording, wanted) {
        let two_lines = Header {
            row: lower.number,
            body: place + 2,
            headings,
        };
        return (both, two_lines);
    }
    (score, one_line)
}

fn all_text(row: &Row) -> bool {
    row.cells.iter().all(|(_, value)| matches!(value, Value::Text(_)))
}

fn single(row: &Row) -> BTreeMap<u32, Heading> {
    let texts = row
        .cells
        .iter()
        .filter_map(|(column, value)| Some((*column, text(value)?)));
    texts.map(|(column, shown)| (column, heading(&[&shown]))).collect()
}

/// Two lines: the upper one spreads to the right until the next upper heading, as merged cells do (also in a CSV file that
/// lost its merging).
fn double(upper: &Row, lower: &Row) -> BTreeMap<u32, Heading> {
    let columns: BTreeSet<u32> = upper
        .cells
        .iter()
        .chain(&lower.cells)
        .map(|(column, _)| *column)
        .collect();
    let mut headings = BTreeMap::new();
    let mut above = String::new();
    for column in columns {
        let own = upper.get(column).and_then(text);
        if let Some(own) = &own {
            above = own.to_string();
        }
        let lines = match (own, lower.get(column).and_then(text)) {
            (_, Some(below)) if above.is_empty() || compact(&above) == compact(&below) => heading(&[&below]),
            (_, Some(below)) => heading(&[&below, &above]),
            (Some(own), None) => heading(&[&own]),
            (None, None) => continue,
        };
        headings.insert(column, lines);
    }
    headings
}

/// The readings of a heading whose lines are given from the lowest up.
fn heading(lines: &[&str]) -> Heading {
    let whole: Vec<&str> = lines.iter().rev().flat_map(|line| line.split_whitespace()).collect();
    let shown = whole.join(" ");
    let mut keys = vec![compact(&shown), compact(lines[0])];
    keys.dedup();
    let bare = compact(without_remark(lines[0]));
    Heading {
        bare: (!keys.contains(&bare)).then_some(bare),
        shown,
        keys,
    }
}

/// A heading without what stands behind it in brackets, or after a marker of a required field.
fn without_remark(text: &str) -> &str {
    let end = text.find(['(', '[', '*']).filter(|end| *end > 0);
    text[..end.unwrap_or(text.len())].trim()
}

fn known(headings: &BTreeMap<u32, Heading>, wording: &Wording, wanted: &[String]) -> usize {
    headings.values().map(|heading| worth(heading, wording, wanted)).sum()
}

/// How much a heading speaks for its row being the header.
fn worth(heading: &Heading, wording: &Wording, wanted: &[String]) -> usize {
    let best = |key: &String| {
        if wanted.contains(key) {
            return 3;
        }
        let strongest = Kind::ALL
            .iter()
            .filter_map(|kind| meanings(*kind, key).first())
            .map(|m| m.strength)
            .min();
        match strongest {
            Some(Strength::Ours | Strength::Strong) => 2,
            _ if wording.knows(Vocabulary::Domain, key) => 2,
            Some(Strength::Weak) => 1,
            None => 0,
        }
    };
    // Two lines that make a sure heading together are no title above a header.
    let joined = heading.keys.len() == 2 && best(&heading.keys[0]) == 2;
    let most = heading.keys.iter().chain(&heading.bare).map(best).max();
    most.unwrap_or(0) + usize::from(joined)
}

/// What a row below the header is.
pub(super) fn row_kind(cells: &Cells<'_>, header: &Header, row: &Row) -> RowKind {
    if repeats(header, row) {
        return RowKind::RepeatedHeader;
    }
    if is_total(row) || is_note(cells, header, row) {
        return RowKind::Note;
    }
    if starts_table(row) {
        return RowKind::SecondTable;
    }
    RowKind::Body
}

fn repeats(header: &Header, row: &Row) -> bool {
    let same = |(column, value): &&(u32, Value)| {
        let said = text(value).map(|t| compact(&t));
        let heading = header.headings.get(column);
        said.zip(heading)
            .is_some_and(|(said, heading)| heading.keys.contains(&said))
    };
    let equal = row.cells.iter().filter(same).count();
    equal * 2 > row.cells.len() && (equal >= 2 || header.headings.len() == 1)
}

fn is_total(row: &Row) -> bool {
    const TOTALS: [&str; 7] = [
        "total",
        "totals",
        "grandtotal",
        "subtotal",
        "sum",
        "count",
        "numberofsystems",
    ];
    let first = row.cells.first().and_then(|(_, value)| text(value)).unwrap_or_default();
    let label = first.trim_end_matches(|c: char| c.is_ascii_digit() || c.is_whitespace() || c == ':' || c == '=');
    let others = &row.cells[row.cells.len().min(1)..];
    let figures = others
        .iter()
        .all(|(_, value)| matches!(value, Value::Number(_) | Value::Uncalculated) || is_figure(value));
    TOTALS.contains(&compact(label).as_str()) && figures
}

fn is_figure(value: &Value) -> bool {
    let figure = |t: &str| !t.is_empty() && t.chars().all(|c| c.is_ascii_digit() || ".,%".contains(c));
    // "3 tools" counts something; "3 way match engine" is a name.
    text(value).is_some_and(|t| {
        let words: Vec<&str> = t.split_whitespace().collect();
        words.iter().all(|word| figure(word)) && !words.is_empty()
            || matches!(words.as_slice(), [number, what] if figure(number) && !figure(what))
    })
}

fn is_note(cells: &Cells<'_>, header: &Header, row: &Row) -> bool {
    const NOTES: [&str; 10] = [
        "note:",
        "notes:",
        "source:",
        "sources:",
        "*",
        "legend:",
        "last updated",
        "prepared by",
        "generated",
        "end of",
    ];
    let [(column, value)] = row.cells.as_slice() else {
        return false;
    };
    let said = text(value).unwrap_or_default().to_lowercase();
    if header.headings.len() < 3 {
        return ["note:", "notes:", "last updated"]
            .iter()
            .any(|note| said.starts_with(note));
    }
    cells.is_banner(row.number, *column, 3) || NOTES.iter().any(|note| said.starts_with(note) && said != "*")
}

/// Whether a row consists of sure headings: then another table starts.
fn starts_table(row: &Row) -> bool {
    if row.cells.len() < 3 || !all_text(row) {
        return false;
    }
    let sure = |(_, value): &&(u32, Value)| {
        let key = text(value).map(|t| compact(&t)).unwrap_or_default();
        Kind::ALL.iter().any(|kind| {
            meanings(*kind, &key)
                .first()
                .is_some_and(|m| m.strength < Strength::Weak)
        })
    };
    let count = row.cells.iter().filter(sure).count();
    count >= 3 && count * 5 >= row.cells.len() * 4
}
