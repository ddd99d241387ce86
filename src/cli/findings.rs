//! What is doubtful, as the terminal tells it. In: the findings, with every place. Out: one paragraph for each kind, most effect on the
//! figures first, the cells as ranges; and in one line what was not read.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::fmt::Write;

use unowned::diagnostic::{Code, Finding, Level, Run, in_line, runs};
use unowned::message::Message;
use unowned::normalise::{Role, SheetReading};
use unowned::words::Words;

use super::describe::{self, and_more, heading, short};
use super::terminal::{Style, styled};

/// So many findings of one kind are told before "and N more".
const LISTED: usize = 6;
/// So many ranges of cells of one finding.
const RANGES: usize = 10;

/// The kinds that take most from the figures, the worst first; the others come behind them.
const EFFECT: [Code; 24] = [
    Code::EarlierAltered,
    Code::RulesChanged,
    Code::WordsChanged,
    Code::MatrixChanged,
    Code::ControlsMissing,
    Code::ColumnMissing,
    Code::SheetUnread,
    Code::SecondTable,
    Code::RowSkipped,
    Code::ColumnAmbiguous,
    Code::UnknownDomain,
    Code::UnknownSystem,
    Code::ReferenceRelated,
    Code::ModelUnclear,
    Code::UnknownModel,
    Code::OwnerIsVendor,
    Code::OwnerLeft,
    Code::OwnerPlaceholder,
    Code::UnknownValue,
    Code::StatusException,
    Code::ExceptionIncomplete,
    Code::AmbiguousDate,
    Code::ImplausibleDate,
    Code::DuplicateId,
];

/// Findings of one kind.
struct Kind<'a> {
    code: Code,
    cells: usize,
    found: Vec<&'a Finding>,
}

impl<'a> Kind<'a> {
    fn new(code: Code, mut found: Vec<&'a Finding>) -> Self {
        found.sort_by_key(|f| Reverse(f.told.count));
        Self {
            code,
            cells: found.iter().map(|f| f.told.count).sum(),
            found,
        }
    }
}

/// The findings of a level by their kinds, most effect first.
fn kinds(findings: &[Finding], level: Level) -> Vec<Kind<'_>> {
    let mut by_code: BTreeMap<Code, Vec<&Finding>> = BTreeMap::new();
    for finding in findings.iter().filter(|f| f.told.level == level) {
        by_code.entry(finding.told.code).or_default().push(finding);
    }
    let mut kinds: Vec<Kind<'_>> = by_code
        .into_iter()
        .map(|(code, found)| Kind::new(code, found))
        .collect();
    let rank = |code| EFFECT.iter().position(|known| *known == code).unwrap_or(EFFECT.len());
    kinds.sort_by_key(|kind| (rank(kind.code), Reverse(kind.cells)));
    kinds
}

/// Every finding: warnings always, notes by their number unless more is asked for.
pub fn all(findings: &[Finding], words: &Words, verbose: bool) -> String {
    let (warnings, notes) = (kinds(findings, Level::Warning), kinds(findings, Level::Note));
    let mut text = titled("terminal.mend", &warnings, words, verbose);
    if verbose {
        text += &titled("terminal.know", &notes, words, verbose);
    } else if !notes.is_empty() {
        text += &by_settings(findings, words);
        let number: usize = notes.iter().map(|kind| kind.found.len()).sum();
        _ = writeln!(text, "{}", words.count("terminal.notes", number, &[]));
    }
    text
}

fn titled(title: &str, kinds: &[Kind<'_>], words: &Words, verbose: bool) -> String {
    if kinds.is_empty() {
        return String::new();
    }
    let paragraphs = kinds.iter().map(|kind| paragraph(kind, words, verbose));
    heading(&words.text(title)) + &paragraphs.collect::<String>()
}

/// What settings change in the reading is told even where notes are only counted: nobody may have asked for the file that holds them.
fn by_settings(findings: &[Finding], words: &Words) -> String {
    let settings = [Code::ReadBySettings, Code::WordsAdded];
    let told = findings.iter().filter(|finding| settings.contains(&finding.told.code));
    told.map(|finding| format!("  {}\n", short(&words.tell(&finding.told.message), 200)))
        .collect()
}

/// The kinds in short, after a report.
pub fn in_short(findings: &[Finding], words: &Words) -> String {
    let warnings = kinds(findings, Level::Warning);
    let mut text = by_settings(findings, words);
    if warnings.is_empty() {
        return text;
    }
    _ = writeln!(text, "  {}", words.text("terminal.doubtful"));
    for kind in warnings.iter().take(LISTED) {
        _ = writeln!(text, "    {:>5}  {}", words.number(kind.cells), in_a_line(kind, words));
    }
    if warnings.len() > LISTED {
        let more = words.count("terminal.more_kinds", warnings.len() - LISTED, &[]);
        _ = writeln!(text, "    {more}");
    }
    text
}

/// What a kind is called, and what was found where that is one thing only.
fn in_a_line(kind: &Kind<'_>, words: &Words) -> String {
    let about = match kind.found.as_slice() {
        [one] => short(&words.tell(&one.told.message), 140),
        _ => words.about(kind.code, "meaning"),
    };
    words.say("terminal.found", &[("name", &words.title(kind.code)), ("what", &about)])
}

fn paragraph(kind: &Kind<'_>, words: &Words, verbose: bool) -> String {
    if let [one] = kind.found.as_slice() {
        let name = describe::kind(kind.code, words);
        let found = words.say(
            "terminal.found",
            &[("name", &name), ("what", &words.tell(&one.told.message))],
        );
        let places = places(one, "      ", words);
        return format!("  {found}\n{places}{}", help(&words.tell(&one.told.help), "      "));
    }
    let mut text = format!("  {}\n", several(kind, words));
    let listed = if verbose { kind.found.len() } else { LISTED };
    let shared = shared_help(kind);
    for finding in kind.found.iter().take(listed) {
        _ = writeln!(text, "      {}", short(&words.tell(&finding.told.message), 200));
        text += &places(finding, "        ", words);
        if shared.is_none() {
            text += &help(&words.tell(&finding.told.help), "        ");
        }
    }
    if kind.found.len() > listed {
        let more = words.count("terminal.see_all", kind.found.len() - listed, &[]);
        _ = writeln!(text, "      {more}");
    }
    text + &help(&shared.map_or_else(String::new, |shared| words.tell(shared)), "      ")
}

/// The head of a paragraph on several findings.
fn several(kind: &Kind<'_>, words: &Words) -> String {
    let values = [
        ("name", describe::kind(kind.code, words)),
        ("places", words.count("terminal.places", kind.cells, &[])),
        ("what", words.about(kind.code, "meaning")),
    ];
    words.say(
        "terminal.found_in",
        &values.each_ref().map(|(name, value)| (*name, value.as_str())),
    )
}

/// What to do, where it is the same for all.
fn shared_help<'a>(kind: &Kind<'a>) -> Option<&'a Message> {
    let first = kind.found.first().map(|f| &f.told.help)?;
    kind.found.iter().all(|f| f.told.help == *first).then_some(first)
}

fn places(finding: &Finding, indent: &str, words: &Words) -> String {
    let runs = runs(&finding.places);
    let (places, more) = if runs.is_empty() {
        (finding.told.at.join(", "), 0)
    } else {
        let shown = &runs[..runs.len().min(RANGES)];
        let listed: usize = shown.iter().map(Run::count).sum();
        (in_line(shown), finding.told.count.saturating_sub(listed))
    };
    match places.is_empty() {
        true => String::new(),
        false => format!("{indent}{}\n", describe::at(places, more, words)),
    }
}

fn help(what: &str, indent: &str) -> String {
    match what {
        "" => String::new(),
        what => format!("{indent}{}\n", styled(Style::Dim, what)),
    }
}

/// What was read and what was not, in as few lines as can be: the closing lines.
pub fn not_read(sheets: &[SheetReading], words: &Words) -> String {
    let (read, passed): (Vec<&SheetReading>, Vec<_>) = sheets.iter().partition(|s| s.role != Role::PassedOver);
    let tables: Vec<&SheetReading> = read.into_iter().filter(|s| s.role != Role::Settings).collect();
    let rows: usize = tables.iter().map(|s| s.rows_read).sum();
    let rows = words.count("terminal.read_rows", rows, &[]);
    let number = words.count("terminal.read_tables", tables.len(), &[]);
    let mut text = words.say("terminal.read", &[("rows", &rows), ("tables", &number)]);
    if let Some(left_out) = left_out(&tables, words) {
        text = words.say("terminal.read_but", &[("read", &text), ("left_out", &left_out)]);
    }
    if !passed.is_empty() {
        let names: Vec<String> = passed.iter().take(LISTED * 2).map(|s| short(name(s), 40)).collect();
        let names = and_more(names.join(", "), passed.len() - names.len(), words);
        text += &format!("\n  {}", words.say("terminal.not_used", &[("names", &names)]));
    }
    format!("  {text}\n")
}

/// How many rows were left out, and of which tables.
fn left_out(tables: &[&SheetReading], words: &Words) -> Option<String> {
    let left = |s: &SheetReading| s.rows_left_out.saturating_sub(s.rows_aside);
    let all: usize = tables.iter().map(|s| left(s)).sum();
    let each = tables.iter().filter(|s| left(s) > 0);
    let each: Vec<String> = each.map(|s| format!("{} {}", name(s), words.number(left(s)))).collect();
    (all > 0).then(|| words.count("terminal.left_out", all, &[("where", &each.join(", "))]))
}

fn name(sheet: &SheetReading) -> &str {
    sheet.sheet.as_deref().unwrap_or(&sheet.file)
}
