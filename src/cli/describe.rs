//! What the terminal shows. In: what a run found. Out: text, with colour codes that the stream strips where they do not belong.

use std::fmt::Write;
use std::path::Path;

use anstyle::{AnsiColor, Style};
use unowned::Analysis;
use unowned::assess::{GapKind, Severity};
use unowned::diagnostic::{Diagnostic, Level};
use unowned::error::Error;
use unowned::inventory::Scope;
use unowned::normalise::{Role, SheetReading};
use unowned::plan;
use unowned::snapshot::{Headline, Snapshot, SystemRecord};
use unowned::text::counted;

use super::findings;

const BOLD: Style = Style::new().bold();
/// For what explains.
pub const DIM: Style = Style::new().dimmed();
const RED: Style = AnsiColor::Red.on_default().bold();
/// For what is doubtful.
pub const YELLOW: Style = AnsiColor::Yellow.on_default().bold();

/// How many gaps, systems or columns are listed before "and N more".
const LISTED: usize = 10;

/// A text in a style.
pub fn styled(style: Style, text: &str) -> String {
    format!("{style}{text}{style:#}")
}

/// The whole of `check`.
pub fn check(analysis: &Analysis, verbose: bool) -> String {
    let snapshot = &analysis.snapshot;
    let mut text = String::new();
    text += &heading("How the files were understood");
    analysis
        .reading
        .sheets
        .iter()
        .for_each(|reading| text += &sheet(reading, verbose));
    text += &heading("What follows from it");
    text += &headline(&snapshot.headline);
    text += &worst_gaps(snapshot);
    text += &out_of_scope(snapshot, verbose);
    text += &unconfirmed(snapshot, verbose);
    text += &findings::all(&analysis.findings, verbose);
    text += &heading("In short");
    text += &findings::not_read(&analysis.reading.sheets);
    text
}

/// The title of a part.
pub fn heading(title: &str) -> String {
    format!("{}\n", styled(BOLD, title))
}

fn sheet(reading: &SheetReading, verbose: bool) -> String {
    let name = match &reading.sheet {
        Some(sheet) => format!("{} > {sheet}", reading.file),
        None => reading.file.clone(),
    };
    let mut text = format!("  {}: {}\n", styled(BOLD, &name), role(reading.role));
    _ = writeln!(text, "    why: {}", reading.why);
    if matches!(reading.role, Role::PassedOver | Role::Settings) {
        return text;
    }
    if let Some(row) = reading.header_row {
        _ = writeln!(
            text,
            "    header in row {row}; {}: {} used, {} reported and left out",
            counted(reading.rows, "row"),
            reading.rows_read,
            reading.rows_left_out
        );
    }
    for column in reading.columns.iter().filter(|c| c.field.is_some()) {
        let field = column.field.as_deref().unwrap_or_default();
        _ = writeln!(
            text,
            "    {:>3}  {:<28} -> {field:<22} {}",
            column.column,
            short(&column.header, 28),
            dim(&column.why)
        );
        if !column.samples.is_empty() {
            let samples: Vec<_> = column.samples.iter().map(|s| short(s, 30)).collect();
            _ = writeln!(text, "         {}", dim(&samples.join(" | ")));
        }
    }
    text += &passed_over(reading, verbose);
    text
}

fn passed_over(reading: &SheetReading, verbose: bool) -> String {
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
    let more = more(headers.len() - shown);
    format!("    columns passed over: {}{more}\n", headers[..shown].join(", "))
}

fn role(role: Role) -> &'static str {
    match role {
        Role::Systems => "AI systems",
        Role::Controls => "controls",
        Role::Grid => "ownership grid",
        Role::Combined => "AI systems with their owners beside",
        Role::People => "people",
        Role::Settings => "settings",
        Role::PassedOver => "passed over",
    }
}

/// The figures of page one.
pub fn headline(figures: &Headline) -> String {
    let mut text = String::new();
    _ = writeln!(
        text,
        "  {}, {} in scope, {} of them without a known deployment model",
        counted(figures.systems, "AI system"),
        figures.in_scope,
        figures.unclassified
    );
    _ = writeln!(
        text,
        "  {} security duties are ours: {} have an owner, {} are in place; {} have {}",
        figures.customer_obligations,
        percent(figures.ownership_rate),
        percent(figures.in_place_rate),
        figures.unowned,
        styled(BOLD, "no owner")
    );
    _ = writeln!(
        text,
        "  {} duties are a provider's, alone or in part: {} are confirmed",
        figures.provider_obligations,
        percent(figures.assured_rate)
    );
    _ = writeln!(
        text,
        "  {}: {} critical, {} overdue; exposure {}",
        counted(figures.gaps, "gap"),
        figures.critical,
        figures.overdue,
        figures.exposure
    );
    text
}

/// A share for people; over nothing there is none.
pub fn percent(rate: Option<f64>) -> String {
    rate.map_or_else(|| "n/a".to_owned(), |r| format!("{:.0} %", r * 100.0))
}

fn worst_gaps(snapshot: &Snapshot) -> String {
    let gaps = plan::worst_first(&snapshot.gaps);
    if gaps.is_empty() {
        return String::new();
    }
    let mut text = heading("The worst gaps");
    for gap in gaps.iter().take(LISTED) {
        let late = if gap.overdue { " (overdue)" } else { "" };
        _ = writeln!(
            text,
            "  {:>2} {:<8}  {:<44} {:<34} due {}{late}  {}",
            gap.gap.score,
            severity(gap.gap.severity),
            short(&gap.gap.id.to_string(), 44),
            kind(gap.gap.kind),
            gap.due,
            dim(&gap.gap.source.first().cloned().unwrap_or_default())
        );
    }
    text + &rest(gaps.len())
}

fn rest(all: usize) -> String {
    if all > LISTED {
        format!("  and {} more: see the report\n", all - LISTED)
    } else {
        String::new()
    }
}

/// The systems that do not count, and why: a wrong word here would hide a system from every figure.
fn out_of_scope(snapshot: &Snapshot, verbose: bool) -> String {
    let out: Vec<_> = snapshot.systems.iter().filter(|s| !s.in_scope()).collect();
    if out.is_empty() {
        return String::new();
    }
    let mut text = heading("Systems that do not count");
    let shown = if verbose { out.len() } else { out.len().min(LISTED) };
    for system in &out[..shown] {
        let why = match system.scope {
            Scope::Retired => "its lifecycle stage says that it is no longer used",
            _ => "background AI, which the framework leaves out",
        };
        _ = writeln!(
            text,
            "  {}  {}: {why}  {}",
            short(&system.id, 30),
            short(&system.name, 50),
            dim(&system.source)
        );
    }
    if shown < out.len() {
        _ = writeln!(text, "  and {} more: -v lists them all", out.len() - shown);
    }
    text
}

/// The systems whose model is a guess.
fn unconfirmed(snapshot: &Snapshot, verbose: bool) -> String {
    let inferred: Vec<_> = snapshot.systems.iter().filter(|s| s.to_confirm()).collect();
    if inferred.is_empty() {
        return String::new();
    }
    let mut text = heading("Deployment models to confirm (inferred from the text)");
    let shown = if verbose {
        inferred.len()
    } else {
        inferred.len().min(LISTED)
    };
    inferred[..shown].iter().for_each(|system| text += &to_confirm(system));
    if shown < inferred.len() {
        _ = writeln!(text, "  and {} more: -v lists them all", inferred.len() - shown);
    }
    text
}

fn to_confirm(system: &SystemRecord) -> String {
    let models: Vec<_> = system.models.iter().map(|m| m.id()).collect();
    let from = system.inferred_from.as_deref().unwrap_or_default();
    format!(
        "  {}  {}: {}  {}\n",
        short(&system.id, 30),
        short(&system.name, 50),
        models.join(" + "),
        dim(from)
    )
}

/// One finding: what, where, what to do.
pub fn diagnostic(found: &Diagnostic) -> String {
    let (style, word) = match found.level {
        Level::Warning => (YELLOW, "warning"),
        Level::Note => (DIM, "note"),
    };
    let mut text = format!(
        "  {} {}\n",
        styled(style, &format!("{word}[{}]", found.code.id())),
        found.message
    );
    if !found.at.is_empty() {
        let more = more(found.unlisted());
        _ = writeln!(text, "      at {}{more}", found.at.join(", "));
    }
    if !found.help.is_empty() {
        _ = writeln!(text, "      {}", dim(&found.help));
    }
    text
}

/// What stopped the run, and what to do.
pub fn error(error: &Error) -> String {
    let mut text = format!("{} {error}\n", styled(RED, "error:"));
    if !error.help().is_empty() {
        _ = writeln!(text, "  help: {}", error.help());
    }
    text
}

fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Critical => "critical",
        Severity::High => "high",
        Severity::Medium => "medium",
        Severity::Low => "low",
    }
}

fn kind(kind: GapKind) -> &'static str {
    match kind {
        GapKind::Unclassified => "deployment model not known",
        GapKind::Unowned => "no owner",
        GapKind::ExceptionExpired => "risk acceptance has lapsed",
        GapKind::Excluded => "said not to apply, but it does",
        GapKind::NotStarted => "not started",
        GapKind::Partial => "partly in place",
        GapKind::Unverified => "status not known",
        GapKind::Stale => "review overdue",
        GapKind::Uncoordinated => "provider's part not confirmed",
        GapKind::Unassured => "provider's duty not confirmed",
    }
}

fn dim(text: &str) -> String {
    styled(DIM, text)
}

fn more(count: usize) -> String {
    if count == 0 {
        String::new()
    } else {
        format!(" and {count} more")
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
pub fn questions(path: &Path) -> String {
    format!(
        "the workbook as it was understood, with the questions in front: {}\n",
        path.display()
    )
}
