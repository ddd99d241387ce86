//! The comparison for a terminal. In: changes. Out: plain text, a few dozen lines however much changed.

use std::fmt::Write;

use super::record::{
    Bridge, Cause, CauseCount, Changes, Credit, Endpoint, Evidence, Forecast, GapChange, GapClosed, Moved, Outlook,
    Slip, SystemChanges, SystemRef, TrendPoint,
};
use crate::assess::Severity;
use crate::framework::Domain;
use crate::plan::Change;
use crate::snapshot::Closing;

/// How many entries of a list are shown before "and N more".
const LISTED: usize = 10;

/// What changed, for a reader at a terminal.
pub fn text(changes: &Changes) -> String {
    let blocks = [
        head(&changes.old, &changes.new),
        bridge(&changes.bridge, &changes.gaps),
        causes(&changes.by_cause, changes),
        list("New and reopened, worst first", &opened(changes)),
        list("Worse than last time", &worsened(changes)),
        list("Closed", &closed(changes)),
        list("Closed by", &credit(&changes.credit)),
        list("Deadlines moved to a later day", &slips(&changes.slipped)),
        standing(changes),
        list("Systems", &systems(&changes.systems)),
        list("All reports", &trend(&changes.trend)),
        forecast(&changes.forecast),
    ];
    let blocks: Vec<_> = blocks.into_iter().filter(|block| !block.is_empty()).collect();
    // A record that somebody else made may hold anything, and a terminal obeys control characters.
    blocks.join("\n").replace(|c: char| c.is_control() && c != '\n', "")
}

fn head(old: &Endpoint, new: &Endpoint) -> String {
    let organisation = new.organisation.as_deref().unwrap_or("Gap reports");
    let (before, now) = (&old.quarter, &new.quarter);
    format!(
        "{organisation}: {now} ({}) against {before} ({})\n",
        new.as_of, old.as_of
    )
}

fn bridge(bridge: &Bridge, gaps: &[GapChange]) -> String {
    let rows = [
        (' ', bridge.open_before, "gaps open last time"),
        ('+', bridge.new, "new"),
        ('+', bridge.reopened, "closed once, and back"),
        ('-', bridge.resolved, "resolved"),
        ('-', bridge.accepted, "closed because the risk was accepted"),
        (
            '-',
            bridge.out_of_scope,
            "out of scope: the system retired or is gone, or the duty is no longer owed",
        ),
        ('=', bridge.open_now, "gaps open now"),
    ];
    let mut text = String::new();
    for (sign, count, what) in rows {
        _ = writeln!(text, "{sign} {count:>6}  {what}");
    }
    let of = |change| gaps.iter().filter(|g| g.change == change).count();
    let (improved, worsened) = (of(Change::Improved), of(Change::Worsened));
    _ = writeln!(
        text,
        "          of the gaps that stayed open {improved} became lighter, {worsened} heavier"
    );
    text
}

fn causes(counts: &[CauseCount], changes: &Changes) -> String {
    let mut lines: Vec<_> = counts.iter().map(cause).collect();
    lines.extend(changes.matrix.as_ref().map(|m| {
        let (before, now) = (&m.version_before, &m.version_now);
        format!("the responsibility matrix is another: {before} before, {now} now")
    }));
    if !changes.rules.is_empty() {
        lines.push(format!("rules set otherwise: {}", changes.rules.join(", ")));
    }
    list("What brought it about", &lines)
}

fn cause(count: &CauseCount) -> String {
    let name = match count.cause {
        Cause::Inventory => "a system came or went",
        Cause::Model => "a system has another deployment model",
        Cause::Matrix => "the matrix alone",
        Cause::Rules => "the rules alone",
        Cause::Organisation => "what was done, or left undone",
    };
    let moves = [
        (count.new, "new"),
        (count.reopened, "back"),
        (count.closed, "closed"),
        (count.improved, "lighter"),
        (count.worsened, "heavier"),
    ];
    let moves: Vec<_> = moves
        .iter()
        .filter(|(n, _)| *n > 0)
        .map(|(n, what)| format!("{n} {what}"))
        .collect();
    format!("{name}: {}", moves.join(", "))
}

fn opened(changes: &Changes) -> Vec<String> {
    changes.opened().into_iter().map(gap).collect()
}

fn worsened(changes: &Changes) -> Vec<String> {
    changes.worsened().into_iter().map(gap).collect()
}

fn gap(gap: &GapChange) -> String {
    let owner = match gap.owners.as_slice() {
        [] => String::new(),
        owners => format!(", {}", owners.join(" + ")),
    };
    let back = gap
        .closed_since
        .map(|day| format!(", closed since {day}"))
        .unwrap_or_default();
    let (severity, about) = (severity(gap.severity), about(&gap.system_name, gap.id.domain()));
    format!("{severity} {}  {about}{owner}, due {}{back}", gap.id, gap.due)
}

fn about(system: &str, domain: Option<Domain>) -> String {
    match domain {
        Some(domain) => format!("{system}: {}", domain.facts().name),
        None => format!("{system}: deployment model not known"),
    }
}

fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Critical => "critical",
        Severity::High => "high    ",
        Severity::Medium => "medium  ",
        Severity::Low => "low     ",
    }
}

fn closed(changes: &Changes) -> Vec<String> {
    let line = |g: &GapClosed| {
        let how = match g.how {
            Closing::Resolved => "resolved",
            Closing::Accepted => "risk accepted",
            Closing::SystemRetired => "system retired",
            Closing::SystemGone => "system gone",
            Closing::NoLongerOwed => "no longer owed",
        };
        let about = about(&g.system_name, g.id.domain());
        format!(
            "{} {}  {about}, {how} after {} days",
            severity(g.severity),
            g.id,
            g.open_days
        )
    };
    changes.closed_worst_first().into_iter().map(line).collect()
}

fn credit(credit: &[Credit]) -> Vec<String> {
    let line = |c: &Credit| {
        let gaps = if c.gaps == 1 { "gap" } else { "gaps" };
        format!("{}: {} {gaps}, {} points of exposure", c.owner, c.gaps, c.score)
    };
    credit.iter().map(line).collect()
}

fn slips(slips: &[Slip]) -> Vec<String> {
    let line = |s: &Slip| {
        let why = match s.why {
            Moved::Stated => "",
            Moved::Withdrawn => ", the stated date was withdrawn",
            Moved::LessSevere => ", as it became less severe",
            Moved::Rules => ", as the rules give more time",
        };
        let times = match s.times {
            2.. => format!(", {} times so far", s.times),
            _ => String::new(),
        };
        let severity = severity(s.severity);
        format!("{severity} {}  from {} to {}{why}{times}", s.id, s.due_before, s.due)
    };
    slips.iter().map(line).collect()
}

fn standing(changes: &Changes) -> String {
    let (missed, long) = (changes.missed.len(), changes.long_open.len());
    let quarters = super::LONG_OPEN;
    format!("{missed} deadlines passed since; {long} gaps have been open for {quarters} quarters or more\n")
}

fn systems(systems: &SystemChanges) -> Vec<String> {
    let name = |s: &SystemRef| format!("{} ({})", s.name, s.id);
    let each = |what: &'static str, list: &[SystemRef]| -> Vec<_> {
        list.iter().map(|s| format!("{what}: {}", name(s))).collect()
    };
    let mut lines = each("new", &systems.new);
    lines.extend(each("no longer in scope", &systems.retired));
    lines.extend(each("gone from the inventory", &systems.gone));
    lines.extend(each("in scope again", &systems.returned));
    lines.extend(systems.reclassified.iter().map(|r| {
        let models = |all: &[crate::framework::DeploymentModel]| match all {
            [] => "not known".to_owned(),
            all => all
                .iter()
                .map(|m| m.facts().short_name.clone())
                .collect::<Vec<_>>()
                .join(" + "),
        };
        let (before, now) = (models(&r.before), models(&r.now));
        format!(
            "another deployment model: {}, {before} before, {now} now",
            name(&r.system)
        )
    }));
    let renamed = |r: &super::Renamed| format!("renamed: {} is now {}", name(&r.before), name(&r.now));
    lines.extend(systems.renamed.iter().map(renamed));
    lines.extend(systems.possibly_renamed.iter().map(|p| {
        let evidence: Vec<_> = p.evidence.iter().map(|e| evidence_word(*e)).collect();
        let (before, now) = (name(&p.before), name(&p.now));
        format!("possibly renamed: {before} to {now}; {}", evidence.join(", "))
    }));
    lines
}

fn evidence_word(evidence: Evidence) -> &'static str {
    match evidence {
        Evidence::SameName => "same name",
        Evidence::SimilarName => "similar name",
        Evidence::Product => "same product",
        Evidence::Vendor => "same vendor",
        Evidence::Unit => "same business unit",
        Evidence::Owner => "same owner",
        Evidence::Models => "same deployment model",
    }
}

fn trend(points: &[TrendPoint]) -> Vec<String> {
    let line = |p: &TrendPoint| {
        let figures = &p.headline;
        let owned = figures
            .ownership_rate
            .map_or_else(|| "n/a".to_owned(), |rate| format!("{:.0} %", rate * 100.0));
        let matrix = if p.matrix_changed {
            ", another matrix than before"
        } else {
            ""
        };
        format!(
            "{}: {owned} owned, {} gaps, {} critical, {} overdue, exposure {}{matrix}",
            p.quarter, figures.gaps, figures.critical, figures.overdue, figures.exposure
        )
    };
    let skipped = points.len().saturating_sub(LISTED);
    points[skipped..].iter().map(line).collect()
}

fn forecast(forecast: &Forecast) -> String {
    let pace = forecast.pace.unwrap_or_default();
    let outlook = match forecast.outlook {
        Outlook::TooFewReports => {
            format!(
                "no forecast: it takes {} reports, and there are {}",
                super::FORECAST_MINIMUM,
                forecast.reports
            )
        }
        Outlook::AtZero => "no critical gap is open".to_owned(),
        Outlook::NotFalling => format!("critical gaps do not become fewer ({pace} fewer a quarter)"),
        Outlook::TooFar => format!("at {pace} fewer a quarter, critical gaps are not gone in ten years"),
        Outlook::Zero(day) => format!("at {pace} fewer a quarter, the last critical gap closes by {day}"),
    };
    let needed = match forecast.outlook {
        Outlook::AtZero => String::new(),
        _ => format!(
            "; to have none by {}, {} fewer a quarter are needed",
            forecast.needed_by, forecast.pace_needed
        ),
    };
    let matrix = if forecast.matrix_changed {
        "; the matrix changed within these reports"
    } else {
        ""
    };
    format!("Forecast from {} to now: {outlook}{needed}{matrix}\n", forecast.since)
}

/// A titled list, cut after a few lines; nothing if it is empty.
fn list(title: &str, lines: &[String]) -> String {
    if lines.is_empty() {
        return String::new();
    }
    let mut text = format!("{title}\n");
    for line in lines.iter().take(LISTED) {
        _ = writeln!(text, "  {line}");
    }
    if lines.len() > LISTED {
        _ = writeln!(text, "  and {} more", lines.len() - LISTED);
    }
    text
}
