//! The heading of a column. In: one line of cells, or two. Out: for each column what stands there, and the readings that are tried
//! one after the other: both lines, the lower one, each without the number in front, the count behind and the remark in brackets.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::column_letters;
use crate::read::Row;

use super::cells::text;
use super::wording::compact;

/// The heading of one column.
#[derive(Clone, Debug)]
pub(super) struct Heading {
    /// As written, both lines.
    pub(super) shown: String,
    /// The readings to be tried, best first, in compact form: both lines, the lower one.
    pub(super) keys: Vec<String>,
    /// What is left without a remark in brackets.
    pub(super) bare: Option<String>,
    /// Whether it is two lines in one.
    pub(super) joined: bool,
    /// Whether there is none; it is called by the letters of its column then.
    pub(super) blank: bool,
}

/// The headings in one line.
pub(super) fn single(row: &Row) -> BTreeMap<u32, Heading> {
    let cells = row.cells.iter();
    let texts = cells.filter_map(|(column, value)| Some((*column, text(value)?)));
    texts.map(|(column, shown)| (column, heading(&[&shown]))).collect()
}

/// Two lines: the upper one spreads to the right until the next upper heading, as merged cells do (also in a CSV file that
/// lost its merging).
pub(super) fn double(upper: &Row, lower: &Row) -> BTreeMap<u32, Heading> {
    let joined = |(column, above, below): (u32, Option<Cow<'_, str>>, Cow<'_, str>)| match above {
        Some(above) => (column, two_lines(&above, &below)),
        None => (column, heading(&[&below])),
    };
    each_pair(upper, lower).map(joined).collect()
}

/// A heading in two lines; the same twice is one.
pub(super) fn two_lines(above: &str, below: &str) -> Heading {
    match compact(above) == compact(below) {
        true => heading(&[below]),
        false => heading(&[below, above]),
    }
}

/// The lines of each column, one column after the other: what stands or reaches above, if anything does, and below.
pub(super) fn each_pair<'r>(
    upper: &'r Row,
    lower: &'r Row,
) -> impl Iterator<Item = (u32, Option<Cow<'r, str>>, Cow<'r, str>)> {
    let columns: BTreeSet<u32> = upper
        .cells
        .iter()
        .chain(&lower.cells)
        .map(|(column, _)| *column)
        .collect();
    let mut above = None;
    columns.into_iter().filter_map(move |column| {
        let own = upper.get(column).and_then(text);
        if own.is_some() {
            above.clone_from(&own);
        }
        match lower.get(column).and_then(text) {
            Some(below) => Some((column, above.clone(), below)),
            None => Some((column, None, own?)),
        }
    })
}

/// The readings of a heading whose lines are given from the lowest up: as written, then without the number in front.
pub(super) fn heading(lines: &[&str]) -> Heading {
    let whole: Vec<&str> = lines.iter().rev().flat_map(|line| line.split_whitespace()).collect();
    let shown = whole.join(" ");
    let mut texts: Vec<&str> = Vec::new();
    let mut keys: Vec<String> = Vec::new();
    for reading in [shown.as_str(), lines[0]] {
        let plain = without_number(reading);
        for text in [reading, plain, without_count(plain)] {
            // Most headings are the same in all readings.
            if !texts.contains(&text) {
                texts.push(text);
                let key = compact(text);
                if !keys.contains(&key) {
                    keys.push(key);
                }
            }
        }
    }
    let bare = without_remark(without_number(lines[0]));
    let bare = (!texts.contains(&bare)).then(|| compact(bare));
    Heading {
        bare: bare.filter(|bare| !keys.contains(bare)),
        joined: lines.len() > 1,
        blank: false,
        shown,
        keys,
    }
}

/// The heading of a column that has none.
pub(super) fn no_heading(column: u32) -> Heading {
    let shown = format!("column {}", column_letters(column));
    Heading {
        keys: vec![compact(&shown)],
        bare: None,
        joined: false,
        blank: true,
        shown,
    }
}

/// A heading without the number or letter in front of it: `1A.`, `Q3:`, `2_`, `(4)`, `b)`, `1.2 `.
fn without_number(text: &str) -> &str {
    let text = text.trim();
    let opened = text.strip_prefix(['(', '[']).unwrap_or(text);
    let question = opened
        .strip_prefix(['Q', 'q'])
        .filter(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    let rest = question.unwrap_or(opened);
    let after_digits = rest.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
    let digits = rest.len() - after_digits.len();
    let letter = |s: &str| s.chars().next().is_some_and(|c| c.is_ascii_alphabetic());
    let marked = |s: &str| s.starts_with([')', ']', '.', ':', '_', '-', '–']);
    let behind = match digits {
        0 if letter(rest) && rest[1..].starts_with([')', '.']) => &rest[1..],
        0 => return text,
        1..=4 if letter(after_digits) && marked(&after_digits[1..]) => &after_digits[1..],
        // Sections go as deep as one likes: `2.1.1.3 - Owner`.
        5.. if !rest[..digits].contains('.') => return text,
        1.. if marked(after_digits) || after_digits.starts_with(' ') || rest[..digits].ends_with('.') => after_digits,
        _ => return text,
    };
    let name = behind.trim_start_matches(|c: char| !c.is_alphabetic());
    if name.chars().count() < 2 { text } else { name }
}

/// A heading without the number behind it, where there are several of a kind: `Domain 2`, `Owner (1)`.
fn without_count(text: &str) -> &str {
    let text = text.trim().trim_end_matches([')', ']']);
    let name = text.trim_end_matches(|c: char| c.is_ascii_digit());
    let ended = name.trim_end_matches(['(', '[', '#', '_', '.', '-', ' ']);
    let single = text.len() - name.len() <= 2 && text.len() > name.len() && ended.len() < name.len();
    if single && !ended.is_empty() { ended } else { text }
}

/// A heading without what stands behind it in brackets, or after a marker of a required field.
fn without_remark(text: &str) -> &str {
    let end = text.find(['(', '[', '*']).filter(|end| *end > 0);
    text[..end.unwrap_or(text.len())].trim()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_in_front_of_headings_are_taken_off() {
        for (written, name) in [
            ("1A. Name", "Name"),
            ("Q3: Owner", "Owner"),
            ("2_system_name", "system_name"),
            ("(4) Status", "Status"),
            ("b) Vendor", "Vendor"),
            ("1.2 Deployment model", "Deployment model"),
            ("3 - Domain", "Domain"),
            ("7 Owner", "Owner"),
            ("2.1.1.3 - Senior responsible owner", "Senior responsible owner"),
        ] {
            assert_eq!(without_number(written), name, "{written}");
        }
        for kept in [
            "Name",
            "2FA",
            "ISO 27001",
            "# of users",
            "3rd party",
            "A",
            "12345 Main",
            "Quality",
        ] {
            assert_eq!(without_number(kept), kept);
        }
    }
}
