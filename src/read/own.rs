//! What a report wrote for people or for other programs, given as an inventory. In: the beginning of a file, in small letters. Out: what it
//! is called. Tables of ours are known later, by their headings.

use crate::config::Language;
use crate::words::Words;

/// What to do instead.
pub const WAY: &str = "name the workbook that the report was made from, or the action register, which is filled in and comes back \
                       (unowned report INVENTORY --xlsx register.xlsx)";

/// What a file of ours is; nothing for any other file.
pub fn name(head: &str) -> Option<&'static str> {
    let start = head.trim_start_matches('\u{FEFF}').trim_start();
    let has = |mark: &str| head.contains(mark);
    let marked: [(bool, &'static str); 5] = [
        (
            start.starts_with("<!doctype html") && has("content=\"unowned\""),
            "the web page that a report wrote",
        ),
        (
            start.starts_with("begin:vcalendar") && has("prodid:-//unowned//"),
            "the calendar that a report wrote",
        ),
        (
            has("@unowned.invalid>") && has("x-unsent:"),
            "a draft of mail that a report wrote",
        ),
        (
            start.starts_with('{') && OF_JSON.iter().any(|mark| has(mark)),
            "data that a report wrote for other programs",
        ),
        (is_summary(start), "the summary that a report wrote"),
    ];
    marked.into_iter().find(|(is, _)| *is).map(|(_, name)| name)
}

/// What stands in our JSON near its beginning: the names of our schemas, our namespace in OSCAL, our tag on tickets and findings.
const OF_JSON: [&str; 4] = ["\"unowned/", "\"urn:unowned:", "\"unowned\"", "\"tool\":\"unowned"];

/// Whether a text is our summary in Markdown, by its first line in any language.
fn is_summary(start: &str) -> bool {
    let Some(title) = start.strip_prefix("# ") else {
        return false;
    };
    let ours = |language| Words::of(language).text("document.title").to_ascii_lowercase();
    Language::ALL
        .into_iter()
        .any(|language| title.starts_with(&ours(language)))
}
