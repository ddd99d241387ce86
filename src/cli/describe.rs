//! What the terminal shows. In: what a run found. Out: text, with colour codes that the stream strips where they do not belong.

use std::fmt::Write;
use std::path::Path;

use unowned::Analysis;
use unowned::diagnostic::{Code, Diagnostic, Level};
use unowned::error::Error;
use unowned::normalise::{Role, SheetReading};
use unowned::plan;
use unowned::snapshot::{Headline, Snapshot, SystemRecord};
use unowned::words::Words;

use super::findings;
use super::terminal::{Style, styled};

/// How many gaps, systems or columns are listed before "and N more".
const LISTED: usize = 10;

/// The whole of `check`.
pub fn check(analysis: &Analysis, words: &Words, verbose: bool) -> String {
    let snapshot = &analysis.snapshot;
    let mut text = heading(&words.text("terminal.understood"));
    analysis
        .reading
        .sheets
        .iter()
        .for_each(|reading| text += &sheet(reading, words, verbose));
    text += &heading(&words.text("terminal.follows"));
    text += &headline(&snapshot.headline, words);
    text += &worst_gaps(snapshot, words);
    text += &out_of_scope(snapshot, words, verbose);
    text += &unconfirmed(snapshot, words, verbose);
    text += &findings::all(&analysis.findings, words, verbose);
    text += &heading(&words.text("terminal.short"));
    text += &findings::not_read(&analysis.reading.sheets, words);
    text
}

/// The title of a part.
pub fn heading(title: &str) -> String {
    format!("{}\n", styled(Style::Bold, title))
}

fn sheet(reading: &SheetReading, words: &Words, verbose: bool) -> String {
    let name = match &reading.sheet {
        Some(sheet) => format!("{} > {sheet}", reading.file),
        None => reading.file.clone(),
    };
    let mut text = format!("  {}: {}\n", styled(Style::Bold, &name), words.name(reading.role));
    _ = writeln!(
        text,
        "    {}",
        words.say("terminal.why", &[("why", &words.tell(&reading.why))])
    );
    if matches!(reading.role, Role::PassedOver | Role::Settings) {
        return text;
    }
    if let Some(row) = reading.header_row {
        let values = [
            ("row", row.to_string()),
            ("used", words.number(reading.rows_read)),
            ("left", words.number(reading.rows_left_out)),
        ];
        let values: Vec<_> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
        _ = writeln!(text, "    {}", words.count("terminal.rows", reading.rows, &values));
    }
    for column in reading.columns.iter().filter(|c| c.field.is_some()) {
        let field = column.field.as_deref().unwrap_or_default();
        _ = writeln!(
            text,
            "    {:>3}  {:<28} -> {field:<22} {}",
            column.column,
            short(&column.header, 28),
            dim(&words.tell(&column.why))
        );
        if !column.samples.is_empty() {
            let samples: Vec<_> = column.samples.iter().map(|s| short(s, 30)).collect();
            _ = writeln!(text, "         {}", dim(&samples.join(" | ")));
        }
    }
    text += &passed_over(reading, words, verbose);
    text
}

fn passed_over(reading: &SheetReading, words: &Words, verbose: bool) -> String {
    let headers: Vec<_> = reading
        .columns
        .iter()
        .filter(|c| c.field.is_none())
        .map(|c| short(&c.header, 40))
        .collect();
    if headers.is_empty() {
        return String::new();
    }
    let shown = if verbose {
        headers.len()
    } else {
        headers.len().min(LISTED)
    };
    let names = and_more(headers[..shown].join(", "), headers.len() - shown, words);
    format!("    {}\n", words.say("terminal.passed_over", &[("names", &names)]))
}

/// The figures of page one.
pub fn headline(figures: &Headline, words: &Words) -> String {
    let number = |n| words.number(n);
    let lines = [
        words.count(
            "terminal.systems",
            figures.systems,
            &[
                ("in_scope", &number(figures.in_scope)),
                ("unclassified", &number(figures.unclassified)),
            ],
        ),
        words.count(
            "terminal.ours",
            figures.customer_obligations,
            &[
                ("owned", &words.rate(figures.ownership_rate)),
                ("in_place", &words.rate(figures.in_place_rate)),
                ("unowned", &number(figures.unowned)),
            ],
        ),
        words.count(
            "terminal.theirs",
            figures.provider_obligations,
            &[("assured", &words.rate(figures.assured_rate))],
        ),
        words.count(
            "terminal.gaps",
            figures.gaps,
            &[
                ("critical", &number(figures.critical)),
                ("overdue", &number(figures.overdue)),
                ("exposure", &number(figures.exposure as usize)),
            ],
        ),
    ];
    lines.map(|line| format!("  {line}\n")).concat()
}

fn worst_gaps(snapshot: &Snapshot, words: &Words) -> String {
    let gaps = plan::worst_first(&snapshot.gaps);
    if gaps.is_empty() {
        return String::new();
    }
    let mut text = heading(&words.text("wiki.worst"));
    for gap in gaps.iter().take(LISTED) {
        let due = if gap.overdue {
            "terminal.overdue"
        } else {
            "terminal.due"
        };
        _ = writeln!(
            text,
            "  {:>2} {:<8}  {:<44} {:<34} {}  {}",
            gap.gap.score,
            words.name(gap.gap.severity),
            short(&gap.gap.id.to_string(), 44),
            words.name(gap.gap.kind),
            words.say(due, &[("date", &words.date(gap.due))]),
            dim(&gap.gap.source.first().cloned().unwrap_or_default())
        );
    }
    match gaps.len().saturating_sub(LISTED) {
        0 => text,
        more => format!("{text}  {}\n", words.count("terminal.see_report", more, &[])),
    }
}

/// The systems that do not count, and why: a wrong word here would hide a system from every figure.
fn out_of_scope(snapshot: &Snapshot, words: &Words, verbose: bool) -> String {
    let out: Vec<_> = snapshot.systems.iter().filter(|s| !s.in_scope()).collect();
    if out.is_empty() {
        return String::new();
    }
    let mut text = heading(&words.text("doubts.out_title"));
    let shown = if verbose { out.len() } else { out.len().min(LISTED) };
    for system in &out[..shown] {
        _ = writeln!(
            text,
            "  {}  {}: {}  {}",
            short(&system.id, 30),
            short(&system.name, 50),
            words.name(system.scope),
            dim(&system.source)
        );
    }
    if shown < out.len() {
        _ = writeln!(text, "  {}", words.count("terminal.see_all", out.len() - shown, &[]));
    }
    text
}

/// The systems whose model is a guess.
fn unconfirmed(snapshot: &Snapshot, words: &Words, verbose: bool) -> String {
    let inferred: Vec<_> = snapshot.systems.iter().filter(|s| s.to_confirm()).collect();
    if inferred.is_empty() {
        return String::new();
    }
    let mut text = heading(&words.text("doubts.inferred_title"));
    let shown = if verbose {
        inferred.len()
    } else {
        inferred.len().min(LISTED)
    };
    inferred[..shown]
        .iter()
        .for_each(|system| text += &to_confirm(system, words));
    if shown < inferred.len() {
        _ = writeln!(
            text,
            "  {}",
            words.count("terminal.see_all", inferred.len() - shown, &[])
        );
    }
    text
}

fn to_confirm(system: &SystemRecord, words: &Words) -> String {
    let models: Vec<_> = system.models.iter().map(|model| words.name(*model)).collect();
    let from = system
        .inferred_from
        .as_ref()
        .map_or_else(String::new, |from| words.tell(from));
    format!(
        "  {}  {}: {}  {}\n",
        short(&system.id, 30),
        short(&system.name, 50),
        models.join(" + "),
        dim(&from)
    )
}

/// The name of a kind of finding, and the code that stands for it in files; what may change the figures is coloured.
pub fn kind(code: Code, words: &Words) -> String {
    let style = match code.level() {
        Level::Warning => Style::Doubt,
        Level::Note => Style::Dim,
    };
    styled(style, &format!("{} [{code}]", words.title(code)))
}

/// Where something was found, and in how many more places.
pub fn at(places: String, more: usize, words: &Words) -> String {
    let places = and_more(places, more, words);
    words.say("terminal.at", &[("places", &places)])
}

/// One finding: what, where, what to do.
pub fn diagnostic(found: &Diagnostic, words: &Words) -> String {
    let name = kind(found.code, words);
    let told = words.say(
        "terminal.found",
        &[("name", &name), ("what", &words.tell(&found.message))],
    );
    let mut text = format!("  {told}\n");
    if !found.at.is_empty() {
        let places = found.at.join(", ");
        _ = writeln!(text, "      {}", at(places, found.unlisted(), words));
    }
    if !found.help.is_empty() {
        _ = writeln!(text, "      {}", dim(&words.tell(&found.help)));
    }
    text
}

/// What stopped the run, and what to do.
pub fn error(error: &Error, words: &Words) -> String {
    let head = styled(Style::Error, &words.text("terminal.error"));
    let mut text = format!("{head} {}\n", words.tell(&error.message()));
    let help = words.tell(&error.help());
    if !help.is_empty() {
        _ = writeln!(text, "  {} {help}", words.text("terminal.help"));
    }
    text
}

fn dim(text: &str) -> String {
    styled(Style::Dim, text)
}

/// A list, and how many more there are.
pub fn and_more(list: String, more: usize, words: &Words) -> String {
    match more {
        0 => list,
        more => format!("{list} {}", words.count("terminal.and_more", more, &[])),
    }
}

/// A text cut to a number of characters, on one line, with a mark.
pub fn short(text: &str, most: usize) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= most {
        return line;
    }
    line.chars().take(most.saturating_sub(1)).chain(['…']).collect()
}

/// Where the questions stand, and what to do with them.
pub fn questions(path: &Path, words: &Words) -> String {
    let file = path.display().to_string();
    format!("{}\n", words.say("terminal.questions", &[("file", &file)]))
}
