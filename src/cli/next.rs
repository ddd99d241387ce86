//! What to do next, as commands that run as they are printed. In: the options that were given. Out: the same options again, quoted for the
//! shell.

use std::fmt::Write;
use std::path::{Path, PathBuf};

use unowned::diagnostic::{Finding, Level};
use unowned::text::quoted;
use unowned::words::Words;

use super::arguments::{Layout, Reading};
use super::describe::heading;

/// A command over the same inventories with the same options.
pub fn command(name: &str, inventories: &[PathBuf], reading: &Reading) -> String {
    let mut words = vec!["unowned".to_owned(), name.to_owned()];
    words.extend(inventories.iter().map(|file| file_word(file)));
    let mut option = |name: &str, value: Option<String>| {
        words.extend(value.into_iter().flat_map(|value| [name.to_owned(), quoted(&value)]));
    };
    let file = |file: &Option<PathBuf>| file.as_ref().map(|f| f.display().to_string());
    option("--as-of", reading.as_of.map(|day| day.to_string()));
    option("--config", file(&reading.config));
    option("--org", reading.org.clone());
    option("--lang", reading.speech.lang.map(|language| language.to_string()));
    option("--matrix", file(&reading.matrix));
    option("--products", file(&reading.products));
    words.extend(layout(&reading.layout));
    words.join(" ")
}

fn layout(layout: &Layout) -> Vec<String> {
    let options = [
        ("--sheet", &layout.sheet),
        ("--map", &layout.map),
        ("--applies-to", &layout.applies_to),
    ];
    let each = options.into_iter().flat_map(|(option, pairs)| {
        let word = move |(name, value): &(String, String)| [option.to_owned(), quoted(&format!("{name}={value}"))];
        pairs.iter().flat_map(word)
    });
    each.collect()
}

/// A file's name as a word of a command; one that looks like an option gets its folder in front.
fn file_word(file: &Path) -> String {
    let name = file.display().to_string();
    match name.starts_with('-') {
        true => quoted(&format!("./{name}")),
        false => quoted(&name),
    }
}

/// Where the questions could go: beside the inventory's name.
pub fn checked_name(inventories: &[PathBuf]) -> PathBuf {
    let stem = inventories
        .first()
        .and_then(|file| file.file_stem())
        .unwrap_or_default();
    let stem = stem.to_string_lossy();
    // What was answered once and is asked about again keeps its name, with a number.
    let stem = stem.split_once("-checked").map_or(stem.as_ref(), |(before, _)| before);
    let free = |n: usize| match n {
        1 => PathBuf::from(format!("{stem}-checked.xlsx")),
        n => PathBuf::from(format!("{stem}-checked-{n}.xlsx")),
    };
    (1..).map(free).find(|name| !name.exists()).unwrap_or_else(|| free(1))
}

/// What has just been done.
#[derive(Clone, Copy)]
pub enum After {
    /// The inventory was checked: the report comes next.
    Check,
    /// The report was written: its doubts can be looked at.
    Report,
}

/// The closing lines: the way to the answers, and to the report.
pub fn steps(findings: &[Finding], inventories: &[PathBuf], reading: &Reading, after: After, words: &Words) -> String {
    let asks = |finding: &Finding| finding.ask.is_some() || finding.told.level == Level::Warning;
    let mut text = heading(&words.text("terminal.next"));
    let mut step = |command: String, what: &str| _ = writeln!(text, "  {command}\n      {}", words.text(what));
    if findings.iter().any(asks) {
        let checked = quoted(&checked_name(inventories).display().to_string());
        step(
            format!("{} --xlsx {checked}", command("check", inventories, reading)),
            "terminal.next_answer",
        );
    }
    match after {
        After::Report => step(command("check", inventories, reading), "terminal.next_check"),
        After::Check => step(command("report", inventories, reading), "terminal.next_report"),
    }
    text
}
