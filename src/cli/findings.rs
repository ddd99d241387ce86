//! What is doubtful, as the terminal tells it. In: the findings, with every place. Out: one paragraph for each kind, most effect on the
//! figures first, the cells as ranges; and in one line what was not read.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::fmt::Write;

use unowned::diagnostic::{Code, Finding, Level, in_line, runs};
use unowned::normalise::{Role, SheetReading};

use unowned::text::counted;

use super::describe::{DIM, YELLOW, heading, short, styled};

/// So many findings of one kind are told before "and N more".
const LISTED: usize = 6;
/// So many ranges of cells of one finding.
const RANGES: usize = 10;

/// The kinds that take most from the figures, the worst first; the others come behind them.
const EFFECT: [Code; 20] = [
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
pub fn all(findings: &[Finding], verbose: bool) -> String {
    let (warnings, notes) = (kinds(findings, Level::Warning), kinds(findings, Level::Note));
    let mut text = String::new();
    if !warnings.is_empty() {
        text += &heading("To be mended, most effect on the figures first");
        warnings.iter().for_each(|kind| text += &paragraph(kind, verbose));
    }
    if verbose && !notes.is_empty() {
        text += &heading("Worth knowing");
        notes.iter().for_each(|kind| text += &paragraph(kind, verbose));
    } else if !notes.is_empty() {
        let number: usize = notes.iter().map(|kind| kind.found.len()).sum();
        _ = writeln!(text, "{}: -v shows them", counted(number, "further note"));
    }
    text
}

/// The kinds in short, after a report.
pub fn in_short(findings: &[Finding]) -> String {
    let warnings = kinds(findings, Level::Warning);
    if warnings.is_empty() {
        return String::new();
    }
    let mut text = String::from("  doubtful in the input, most effect first:\n");
    for kind in warnings.iter().take(LISTED) {
        _ = writeln!(text, "    {:>5}  {}", kind.cells, title(kind));
    }
    if warnings.len() > LISTED {
        _ = writeln!(text, "    and {}", counted(warnings.len() - LISTED, "more kind"));
    }
    text
}

/// What a kind is: the sentence itself where there is one only.
fn title(kind: &Kind<'_>) -> String {
    match kind.found.as_slice() {
        [one] => short(&one.told.message, 140),
        _ => kind.code.meaning().to_owned(),
    }
}

fn paragraph(kind: &Kind<'_>, verbose: bool) -> String {
    let style = if kind.code.level() == Level::Warning {
        YELLOW
    } else {
        DIM
    };
    let code = styled(style, &format!("[{}]", kind.code.id()));
    if let [one] = kind.found.as_slice() {
        return format!(
            "  {code} {}\n{}{}",
            one.told.message,
            places(one, "      "),
            help(&one.told.help)
        );
    }
    let several = match kind.cells {
        1 => "1 place".to_owned(),
        cells => format!("{cells} places"),
    };
    let mut text = format!("  {code} {several}: {}\n", kind.code.meaning());
    let listed = if verbose { kind.found.len() } else { LISTED };
    let shared = shared_help(kind);
    for finding in kind.found.iter().take(listed) {
        _ = writeln!(text, "      {}", short(&finding.told.message, 200));
        text += &places(finding, "        ");
        if shared.is_none() && !finding.told.help.is_empty() {
            _ = writeln!(text, "        {}", styled(DIM, &finding.told.help));
        }
    }
    if kind.found.len() > listed {
        _ = writeln!(text, "      and {} more: -v shows them", kind.found.len() - listed);
    }
    text + &help(shared.unwrap_or_default())
}

/// What to do, where it is the same for all.
fn shared_help<'a>(kind: &Kind<'a>) -> Option<&'a str> {
    let first = kind.found.first().map(|f| f.told.help.as_str())?;
    kind.found.iter().all(|f| f.told.help == first).then_some(first)
}

fn places(finding: &Finding, indent: &str) -> String {
    let runs = runs(&finding.places);
    if runs.is_empty() {
        return match finding.told.at.is_empty() {
            true => String::new(),
            false => format!("{indent}at {}\n", finding.told.at.join(", ")),
        };
    }
    let shown = &runs[..runs.len().min(RANGES)];
    let listed: usize = shown.iter().map(unowned::diagnostic::Run::count).sum();
    let more = match finding.told.count.saturating_sub(listed) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    format!("{indent}at {}{more}\n", in_line(shown))
}

fn help(words: &str) -> String {
    match words {
        "" => String::new(),
        words => format!("      {}\n", styled(DIM, words)),
    }
}

/// What was read and what was not, in as few lines as can be: the closing lines.
pub fn not_read(sheets: &[SheetReading]) -> String {
    let name = |sheet: &SheetReading| sheet.sheet.clone().unwrap_or_else(|| sheet.file.clone());
    let (read, passed): (Vec<&SheetReading>, Vec<_>) = sheets.iter().partition(|s| s.role != Role::PassedOver);
    let tables: Vec<&SheetReading> = read.into_iter().filter(|s| s.role != Role::Settings).collect();
    let rows: usize = tables.iter().map(|s| s.rows_read).sum();
    let left = |s: &SheetReading| s.rows_left_out.saturating_sub(s.rows_aside);
    let left_out: usize = tables.iter().map(|s| left(s)).sum();
    let mut text = format!("  read: {} in {}", counted(rows, "row"), counted(tables.len(), "table"));
    if left_out > 0 {
        let each = tables.iter().filter(|s| left(s) > 0);
        let each: Vec<String> = each.map(|s| format!("{} {}", name(s), left(s))).collect();
        let (are, rows) = if left_out == 1 { ("was", "1 row") } else { ("were", "") };
        let rows = if rows.is_empty() {
            format!("{left_out} rows")
        } else {
            rows.to_owned()
        };
        text += &format!("; {rows} {are} left out ({})", each.join(", "));
    }
    text.push('\n');
    if !passed.is_empty() {
        let names: Vec<String> = passed.iter().take(LISTED * 2).map(|s| short(&name(s), 40)).collect();
        let more = match passed.len().saturating_sub(names.len()) {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        _ = writeln!(text, "  not used: {}{more}", names.join(", "));
    }
    text
}
