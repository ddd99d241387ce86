//! A summary for a wiki or a pull request, and the actions as issues. In: the snapshot. Out: Markdown in which text of the
//! inventory stays text.

use crate::assess::Severity;
use crate::export::briefs::{Brief, briefs, labels};
use crate::export::gap_rows::gap_rows;
use crate::export::wording;
use crate::framework::ATTRIBUTION;
use crate::snapshot::{Headline, Snapshot};

/// How many of the worst gaps the summary lists.
const WORST: usize = 10;

/// The summary: headline figures, actions, the worst gaps.
pub fn markdown(snapshot: &Snapshot) -> String {
    let mut page = format!("# {}\n\n", heading(snapshot));
    page.push_str(&format!("As of {}. {}\n\n", snapshot.as_of, comparison(snapshot)));
    page.push_str(&figures(&snapshot.headline));
    page.push_str(&actions(snapshot));
    page.push_str(&worst_gaps(snapshot));
    let files: Vec<_> = snapshot
        .inventory
        .iter()
        .map(|f| format!("{} (`{}`)", plain(&f.file), f.sha256))
        .collect();
    page.push_str(&format!("Inventory: {}. Framework: {ATTRIBUTION}.\n", files.join(", ")));
    page
}

/// The actions as issues, one after the other, each under a rule; the key of the action is the one to recognise it by.
pub fn github(snapshot: &Snapshot) -> String {
    let issues: Vec<_> = briefs(snapshot).iter().map(issue).collect();
    if issues.is_empty() {
        return "No actions: no gap is open.\n".to_owned();
    }
    issues.join("\n---\n\n")
}

fn heading(snapshot: &Snapshot) -> String {
    match &snapshot.organisation {
        Some(name) => format!("AI security ownership: {}", plain(name)),
        None => "AI security ownership".to_owned(),
    }
}

fn comparison(snapshot: &Snapshot) -> String {
    match snapshot.history.last() {
        Some(last) => format!(
            "Since {}: {} gaps closed, unowned duties {} then and {} now.",
            last.as_of,
            snapshot.closed.len(),
            last.headline.unowned,
            snapshot.headline.unowned
        ),
        None => "This is the first report of its chain.".to_owned(),
    }
}

fn figures(headline: &Headline) -> String {
    let rate = |share: Option<f64>| share.map_or_else(|| "n/a".to_owned(), |share| format!("{:.0} %", share * 100.0));
    let rows = [
        ("AI systems in scope", headline.in_scope.to_string()),
        ("without a known deployment model", headline.unclassified.to_string()),
        (
            "Our duties that nobody owns",
            format!("{} of {}", headline.unowned, headline.customer_obligations),
        ),
        ("Our duties with an owner", rate(headline.ownership_rate)),
        ("Our duties in place", rate(headline.in_place_rate)),
        ("Providers' duties confirmed", rate(headline.assured_rate)),
        ("Gaps", headline.gaps.to_string()),
        ("critical", headline.critical.to_string()),
        ("overdue", headline.overdue.to_string()),
        ("Exposure", headline.exposure.to_string()),
    ];
    let rows: String = rows
        .iter()
        .map(|(what, value)| format!("| {what} | {value} |\n"))
        .collect();
    format!("| | |\n|---|---:|\n{rows}\n")
}

fn actions(snapshot: &Snapshot) -> String {
    if snapshot.actions.is_empty() {
        return "## Actions\n\nNone: no gap is open.\n\n".to_owned();
    }
    let rows: String = snapshot
        .actions
        .iter()
        .map(|a| {
            format!(
                "| {} | {} | {} | {} | {} | {} | {} | {:.0} % |\n",
                a.number,
                wording::list(a.kind),
                plain(&a.title),
                plain(&a.assignee),
                wording::severity(a.severity),
                a.due,
                a.gaps.len(),
                a.running_share * 100.0
            )
        })
        .collect();
    format!(
        "## Actions\n\n| No. | List | Action | Done by | Severity | Due | Gaps | Running share |\n|---|---|---|---|---|---|---:|---:|\n{rows}\n"
    )
}

fn worst_gaps(snapshot: &Snapshot) -> String {
    let rows = gap_rows(snapshot);
    if rows.is_empty() {
        return String::new();
    }
    let lines: String = rows
        .iter()
        .take(WORST)
        .map(|row| {
            let severity = wording::severity(row.gap.gap.severity);
            format!("- **{severity}** {} (due {})\n", plain(&row.title()), row.gap.due)
        })
        .collect();
    let more = match rows.len().saturating_sub(WORST) {
        0 => String::new(),
        more => format!("\nand {more} more.\n"),
    };
    format!("## Worst gaps\n\n{lines}{more}\n")
}

fn issue(brief: &Brief<'_>) -> String {
    let action = brief.action;
    let labels: Vec<_> = labels(action).iter().map(|label| format!("`{label}`")).collect();
    let tasks: String = brief
        .lines()
        .iter()
        .map(|line| format!("- [ ] {}\n", plain(line)))
        .collect();
    let urgent = if action.severity == Severity::Critical {
        "**Critical.** "
    } else {
        ""
    };
    format!(
        "# {}\n\n{urgent}{}\n\nLabels: {}\nExternal ID: `{}`\n\n{tasks}",
        plain(&action.title),
        plain(&brief.summary()),
        labels.join(" "),
        action.key.replace(['`', '\n'], " ")
    )
}

/// Text of the inventory, so that it is not taken for markup, a mention, or a link: on one line, with every mark escaped.
fn plain(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '\n' | '\r' | '\t' => escaped.push(' '),
            '@' => escaped.push_str("&#64;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '&' => escaped.push_str("&amp;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '#' | '|' | '~' | '!' => {
                escaped.push('\\');
                escaped.push(letter);
            }
            _ => escaped.push(letter),
        }
    }
    escaped
}
