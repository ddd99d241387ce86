//! The actions as a CSV for Jira's importer. An ordinary import adds issues and updates none, so that a table holds what is new since the
//! last report, unless all is asked for. Its rules, in its own words (support.atlassian.com, *Create issues using the CSV importer* and
//! *Prepare and structure your CSV file*): "Each CSV file must possess a heading row with a summary column", "The header row should avoid
//! containing any punctuation", "Use email addresses when adding people as assignees", "Users without administrator permissions will be
//! able to import 250 issues per CSV file".

use crate::assess::Severity;
use crate::error::Error;
use crate::export::briefs::{Brief, Which, briefs_of, labels};
use crate::export::delimited::{Field, csv};
use crate::export::limits::{fitted, fitted_lines};
use crate::inventory::Contacts;
use crate::snapshot::Snapshot;
use crate::words::Words;

const HEADINGS: [&str; 9] = [
    "Summary",
    "Issue Type",
    "Description",
    "Due date",
    "Priority",
    "Labels",
    "Assignee",
    "Responsible",
    "External ID",
];
/// The longest summary, which is one line.
const SUMMARY: usize = 255;
/// The longest description, where an administrator has not set another limit (`jira.text.field.character.limit`).
const DESCRIPTION: usize = 32_767;

/// The actions for Jira. Dates are `yyyy-MM-dd`; labels stand in one cell, separated by spaces; the assignee is an address, where the
/// inventory has it.
///
/// # Errors
/// None is expected; see [`csv`].
pub fn jira(snapshot: &Snapshot, contacts: &Contacts, which: Which, words: &'static Words) -> Result<Vec<u8>, Error> {
    let rows = briefs_of(snapshot, which, words);
    csv(
        "the table for Jira",
        &HEADINGS,
        rows.iter().map(|brief| fields(brief, contacts)),
    )
}

fn fields(brief: &Brief<'_>, contacts: &Contacts) -> Vec<Field> {
    let lines: Vec<_> = brief.lines().iter().map(|line| format!("* {}", plain(line))).collect();
    let owners = brief.owners();
    let assignee = owners.first().and_then(|owner| contacts.of(owner));
    vec![
        Field::text(fitted(&brief.title, SUMMARY)),
        Field::text("Task"),
        Field::text(fitted_lines(
            &format!("{}\n", plain(&brief.summary())),
            &lines,
            DESCRIPTION,
            brief.words,
        )),
        Field::bare(brief.by),
        Field::text(priority(brief.action.severity)),
        Field::text(labels(brief.action).join(" ")),
        Field::maybe(assignee),
        Field::text(fitted(&brief.assignee, SUMMARY)),
        Field::text(fitted(&brief.external_id(), SUMMARY)),
    ]
}

/// Text of the inventory in a description, so that Jira takes no part of it for markup, a mention, a picture or a link.
fn plain(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    let mut before = ' ';
    for (place, letter) in text.char_indices() {
        let after = &text[place + letter.len_utf8()..];
        // Within a word these mean themselves, and ids and e-mail addresses are full of them.
        let opens = || !before.is_alphanumeric() && after.starts_with(|c: char| !c.is_whitespace());
        match letter {
            ':' if after.starts_with("//") || ends_in_mailto(&text[..place]) => escaped.push_str("&#58;"),
            '\\' | '{' | '}' | '[' | ']' | '!' | '|' | '~' | '*' | '^' => escaped.extend(['\\', letter]),
            '_' | '-' | '+' | '?' | '#' if opens() => escaped.extend(['\\', letter]),
            _ => escaped.push(letter),
        }
        before = letter;
    }
    escaped
}

fn ends_in_mailto(text: &str) -> bool {
    let scheme = text.len().checked_sub("mailto".len()).and_then(|at| text.get(at..));
    scheme.is_some_and(|scheme| scheme.eq_ignore_ascii_case("mailto"))
}

/// The names of Jira's stock priorities.
fn priority(severity: Severity) -> &'static str {
    match severity {
        Severity::Critical => "Highest",
        Severity::High => "High",
        Severity::Medium => "Medium",
        Severity::Low => "Low",
    }
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn nothing_in_a_description_is_markup() {
        for (text, escaped) in [
            ("[~admin] !http://x/y.png!", "\\[\\~admin\\] \\!http&#58;//x/y.png\\!"),
            ("Mailto:a@b.example", "Mailto&#58;a@b.example"),
            ("[x|https://evil]", "\\[x\\|https&#58;//evil\\]"),
            ("{html}<b>{html}", "\\{html\\}<b>\\{html\\}"),
            ("-gone- and AI-001, first_name", "\\-gone- and AI-001, first_name"),
        ] {
            assert_eq!(plain(text), escaped);
        }
    }
}
