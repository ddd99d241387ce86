//! A summary for a wiki or a pull request, and the actions as issues. In: the snapshot. Out: Markdown in which text of the
//! inventory stays text.

use serde_json::json;

use crate::assess::Severity;
use crate::export::briefs::{Brief, Which, briefs, briefs_of, labels};
use crate::export::gap_rows::{GapRow, gap_rows};
use crate::export::limits::{fitted, fitted_lines};
use crate::export::prose::plain;
use crate::framework::ATTRIBUTION;
use crate::snapshot::{Headline, Snapshot};
use crate::words::{Words, capitalised};

/// How many of the worst gaps the summary lists.
const WORST: usize = 10;
/// The longest title of an issue; its API answers "title is too long (maximum is 256 characters)".
const ISSUE_TITLE: usize = 256;
/// The longest text of an issue; its API answers "body is too long (maximum is 65536 characters)".
const ISSUE_BODY: usize = 65_536;

/// The summary: headline figures, actions, the worst gaps.
pub fn markdown(snapshot: &Snapshot, words: &'static Words) -> String {
    let as_of = words.say("document.as_of", &[("date", &words.long_date(snapshot.as_of))]);
    let mut page = format!("# {}\n\n", heading(snapshot, words));
    page.push_str(&format!("{}. {}\n\n", capitalised(&as_of), comparison(snapshot, words)));
    page.push_str(&figures(&snapshot.headline, words));
    page.push_str(&actions(snapshot, words));
    page.push_str(&worst_gaps(snapshot, words));
    let files: Vec<_> = snapshot
        .inventory
        .iter()
        .map(|f| format!("{} (`{}`)", plain(&f.file), f.sha256))
        .collect();
    let (inventory, framework) = (words.text("book.inventory"), words.text("book.framework"));
    page.push_str(&format!(
        "{inventory}: {}. {framework}: {ATTRIBUTION}.\n",
        files.join(", ")
    ));
    page
}

/// The actions as issues for GitHub: JSON Lines, one issue a line with its title, its text in Markdown, and its labels.
pub fn github(snapshot: &Snapshot, which: Which, words: &'static Words) -> String {
    let lines = briefs_of(snapshot, which, words);
    let lines = lines.iter().map(|brief| {
        let issue = json!({
            "title": fitted(&brief.title, ISSUE_TITLE),
            "labels": labels(brief.action),
            "external_id": brief.external_id(),
            "body": issue(brief),
        });
        issue.to_string() + "\n"
    });
    lines.collect()
}

fn heading(snapshot: &Snapshot, words: &Words) -> String {
    let title = words.text("document.title");
    match &snapshot.organisation {
        Some(name) => format!("{title}: {}", plain(name)),
        None => title,
    }
}

fn comparison(snapshot: &Snapshot, words: &Words) -> String {
    let Some(last) = snapshot.history.last() else {
        return words.text("book.first");
    };
    words.count(
        "wiki.since",
        snapshot.closed.len(),
        &[
            ("date", &words.long_date(last.as_of)),
            ("then", &words.number(last.headline.unowned)),
            ("now", &words.number(snapshot.headline.unowned)),
        ],
    )
}

fn figures(headline: &Headline, words: &Words) -> String {
    let number = |n| words.number(n);
    let (part, all) = (number(headline.unowned), number(headline.customer_obligations));
    let rows = [
        ("wiki.in_scope", number(headline.in_scope)),
        ("wiki.unclassified", number(headline.unclassified)),
        (
            "wiki.unowned",
            words.say("wiki.part", &[("part", &part), ("all", &all)]),
        ),
        ("tile.ownership", words.rate(headline.ownership_rate)),
        ("tile.in_place", words.rate(headline.in_place_rate)),
        ("wiki.assured", words.rate(headline.assured_rate)),
        ("sheet.gaps", number(headline.gaps)),
        ("tile.critical", number(headline.critical)),
        ("tile.overdue", number(headline.overdue)),
        ("heading.exposure", number(headline.exposure as usize)),
    ];
    let rows: String = rows
        .iter()
        .map(|(what, value)| format!("| {} | {} |\n", words.text(what), plain(value)))
        .collect();
    format!("| | |\n|---|---:|\n{rows}\n")
}

/// The columns of the table of actions.
const COLUMNS: [&str; 10] = [
    "heading.number",
    "heading.list",
    "heading.action",
    "heading.done_by",
    "heading.severity",
    "heading.ask_by",
    "heading.missed",
    "sheet.gaps",
    "heading.rows",
    "heading.taken_away",
];

fn actions(snapshot: &Snapshot, words: &'static Words) -> String {
    let title = words.text("sheet.actions");
    if snapshot.actions.is_empty() {
        return format!("## {title}\n\n{}\n\n", words.text("plan.empty"));
    }
    let rows: String = briefs(snapshot, words).iter().map(action_row).collect();
    let columns = COLUMNS.map(|key| words.text(key)).join(" | ");
    format!("## {title}\n\n| {columns} |\n|---|---|---|---|---|---|---:|---:|---:|---:|\n{rows}\n")
}

fn action_row(brief: &Brief<'_>) -> String {
    let (action, words) = (brief.action, brief.words);
    let cells = [
        action.number.clone(),
        words.title(action.kind),
        plain(&brief.title),
        plain(&brief.assignee),
        words.title(action.severity),
        words.date(brief.by),
        words.number(action.overdue),
        words.number(action.gaps.len()),
        words.number(action.rows),
        words.number(action.effect.ended().exposure),
    ];
    format!("| {} |\n", cells.join(" | "))
}

fn worst_gaps(snapshot: &Snapshot, words: &'static Words) -> String {
    let rows = gap_rows(snapshot, words);
    if rows.is_empty() {
        return String::new();
    }
    let line = |row: &GapRow<'_>| {
        let (what, date) = (plain(&row.title()), words.date(row.gap.due));
        let told = words.say("wiki.gap", &[("what", &what), ("date", &date)]);
        format!("- **{}** {told}\n", words.title(row.gap.gap.severity))
    };
    let lines: String = rows.iter().take(WORST).map(line).collect();
    let more = match rows.len().saturating_sub(WORST) {
        0 => String::new(),
        more => format!("\n{}.\n", words.count("terminal.and_more", more, &[])),
    };
    format!("## {}\n\n{lines}{more}\n", words.text("wiki.worst"))
}

fn issue(brief: &Brief<'_>) -> String {
    let (action, words) = (brief.action, brief.words);
    let tasks: Vec<String> = brief
        .lines()
        .iter()
        .map(|line| format!("- [ ] {}", plain(line)))
        .collect();
    let urgent = if action.severity == Severity::Critical {
        format!("**{}.** ", words.title(action.severity))
    } else {
        String::new()
    };
    let head = format!(
        "{urgent}{}\n\nExternal ID: `{}`\n",
        plain(&brief.summary()),
        brief.external_id().replace(['`', '\n'], " ")
    );
    fitted_lines(&head, &tasks, ISSUE_BODY, words)
}
