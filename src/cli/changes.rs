//! What changed, on the terminal. In: the section of the report that says it, in the report's language. Out: plain text, a few
//! dozen lines however much changed.

use std::fmt::Write;

use unowned::compare::{Changes, TrendPoint, phrases};
use unowned::report::{Changed, List};
use unowned::snapshot::Snapshot;
use unowned::words::Words;

use super::describe::short;

/// So many letters of a text that the inventory names.
const LETTERS: usize = 90;
/// The most reports of the chain that are listed.
const REPORTS: usize = 10;

/// What changed, for a reader at a terminal. `new` is the later of the two records.
pub fn text(new: &Snapshot, changes: &Changes, words: &'static Words) -> String {
    let changed = Changed::of(new, changes, words);
    let label = |key: &str| words.text(key);
    let mut blocks = vec![head(new, &changed)];
    blocks.push(verdict(new, changes, words));
    blocks.push(bridge(&changed));
    blocks.push(block(&label("moves.causes"), &causes(&changed, changes, words)));
    blocks.extend(changed.lists.iter().map(list));
    let credits = changed
        .credits
        .iter()
        .map(|c| format!("{}: {}", c.owner.as_str(), c.text));
    blocks.push(block(&label("moves.credits"), &credits.collect::<Vec<_>>()));
    let systems = changed.systems.iter().map(|text| text.as_str().to_owned());
    blocks.push(block(&label("moves.systems"), &systems.collect::<Vec<_>>()));
    blocks.push(block(
        &words.text("terminal.all_reports"),
        &reports(&changes.trend, words),
    ));
    blocks.push(block(&label("moves.forecast"), std::slice::from_ref(&changed.forecast)));
    blocks.retain(|block| !block.is_empty());
    blocks.join("\n")
}

fn head(new: &Snapshot, changed: &Changed) -> String {
    match &new.organisation {
        Some(name) => format!("{name}. {}\n", changed.intro),
        None => format!("{}\n", changed.intro),
    }
}

/// Better or worse, and what that leaves out.
fn verdict(new: &Snapshot, changes: &Changes, words: &Words) -> String {
    let said = phrases::verdict(words, changes, &new.headline);
    let beside = phrases::beside(words, changes).into_iter();
    let beside = beside.map(|line| format!("  {line}\n"));
    format!("{said}\n{}", beside.collect::<String>())
}

fn bridge(changed: &Changed) -> String {
    let line = |step: &unowned::report::Step| format!("{:>8}  {}\n", step.value, step.label);
    changed.bridge.iter().map(line).collect()
}

fn causes(changed: &Changed, changes: &Changes, words: &Words) -> Vec<String> {
    let mut lines = changed.causes.clone();
    if !changes.rules.is_empty() {
        lines.push(words.say("terminal.rules", &[("names", &changes.rules.join(", "))]));
    }
    lines
}

fn list(list: &List) -> String {
    let row = |row: &unowned::report::Row| {
        let (system, name, owner, what) = (&row.system, &row.name, &row.owner, &row.what);
        let [system, name, owner, what] = [system, name, owner, what].map(|text| short(text.as_str(), LETTERS));
        format!("{:<8}  {system}: {name}, {owner}; {what}", row.severity_name)
    };
    let rows: Vec<_> = list.rows.iter().map(row).chain(list.more.clone()).collect();
    block(&list.title, &rows)
}

fn reports(points: &[TrendPoint], words: &Words) -> Vec<String> {
    let line = |point: &TrendPoint| {
        let figures = &point.headline;
        let values = [
            ("period", words.date(point.as_of)),
            ("owned", words.rate(figures.ownership_rate)),
            ("gaps", words.number(figures.gaps)),
            ("critical", words.number(figures.critical)),
            ("overdue", words.number(figures.overdue)),
            ("exposure", words.number(figures.exposure as usize)),
        ];
        let values = values.each_ref().map(|(name, value)| (*name, value.as_str()));
        let told = words.say("terminal.report", &values);
        match point.parted {
            Some(reason) => format!("{told}, {}", words.name(reason)),
            None => told,
        }
    };
    let skipped = points.len().saturating_sub(REPORTS);
    points[skipped..].iter().map(line).collect()
}

/// A titled list; nothing if it is empty.
fn block(title: &str, lines: &[String]) -> String {
    if lines.is_empty() {
        return String::new();
    }
    let mut text = format!("{title}\n");
    for line in lines {
        _ = writeln!(text, "  {line}");
    }
    text
}
