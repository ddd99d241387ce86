//! The days to remember, as a calendar: promised dates, lapsing acceptances, expiring evidence, what is asked for, the next report. In:
//! the record and the inventory. Out: iCalendar with whole-day events, which end where the next day begins. An event keeps its identity
//! as long as it is about the same thing, so that a second import doubles nothing; what is done or has another day stays where it is,
//! which is why a calendar of its own is best: it can be emptied first.

use std::collections::BTreeMap;

use chrono::{Datelike, Days, Months, NaiveDate};
use icalendar::{Calendar, Component, Event, EventLike, Property};
use uuid::Uuid;

use crate::inventory::{Inventory, name_key};
use crate::snapshot::{Index, Snapshot};
use crate::words::Words;

/// The most lines in the description of an event.
const LINES: usize = 20;

/// A day, whose it is, and what it is about.
struct Day {
    day: NaiveDate,
    /// What stays the same from report to report.
    key: String,
    title: String,
    lines: Vec<String>,
}

/// The calendar.
pub fn calendar(snapshot: &Snapshot, inventory: &Inventory, words: &'static Words) -> String {
    let mut days = promised(snapshot, words);
    days.extend(acceptances(snapshot, words));
    days.extend(evidence(snapshot, inventory, words));
    days.extend(decisions(snapshot, words));
    days.push(next_report(snapshot, words));
    let mut calendar = Calendar::empty();
    calendar.append_property(Property::new("VERSION", "2.0"));
    calendar.append_property(Property::new("PRODID", "-//unowned//AI security duties//EN"));
    calendar.append_property(Property::new("METHOD", "PUBLISH"));
    calendar.name(&words.say("calendar.title", &[("organisation", organisation(snapshot))]));
    for day in days {
        calendar.push(event(snapshot, &day, words));
    }
    calendar.done().to_string()
}

fn organisation(snapshot: &Snapshot) -> &str {
    snapshot.organisation.as_deref().unwrap_or_default()
}

fn event(snapshot: &Snapshot, day: &Day, words: &Words) -> Event {
    let uid = Uuid::new_v5(
        &Uuid::NAMESPACE_URL,
        format!("unowned:{}:{}", organisation(snapshot), day.key).as_bytes(),
    );
    let mut lines: Vec<String> = day.lines.iter().take(LINES).cloned().collect();
    let more = day.lines.len().saturating_sub(LINES);
    if more > 0 {
        lines.push(words.count("terminal.and_more", more, &[]));
    }
    let stamp = snapshot.as_of.and_hms_opt(12, 0, 0).unwrap_or_default().and_utc();
    Event::new()
        .uid(&uid.to_string())
        .timestamp(stamp)
        .summary(&day.title)
        .description(&lines.join("\n"))
        .starts(day.day)
        .ends(day.day + Days::new(1))
        .add_property("TRANSP", "TRANSPARENT")
        .done()
}

/// One event for each owner and each promised day that is still to come.
fn promised(snapshot: &Snapshot, words: &'static Words) -> Vec<Day> {
    let index = Index::new(snapshot);
    let mut by_day: BTreeMap<(NaiveDate, String), (String, Vec<String>)> = BTreeMap::new();
    for dated in index.worst_gaps() {
        let Some(day) = dated.promised.filter(|day| *day >= snapshot.as_of) else {
            continue;
        };
        let gap = &dated.gap;
        let domain = gap.id.domain().map(|domain| words.name(domain)).unwrap_or_default();
        let line = format!(
            "{}, {domain}: {} ({})",
            index.name(&gap.id.system),
            words.name(gap.kind),
            gap.id
        );
        let owners = gap.owners.join("; ");
        let entry = by_day
            .entry((day, name_key(&owners)))
            .or_insert_with(|| (owners, Vec::new()));
        entry.1.push(line);
    }
    let day = |((day, key), (who, lines)): (_, (String, Vec<String>))| Day {
        day,
        key: format!("promised:{day}:{key}"),
        title: match who.as_str() {
            "" => words.count("calendar.promised_nobody", lines.len(), &[]),
            who => words.count("calendar.promised", lines.len(), &[("who", who)]),
        },
        lines,
    };
    by_day.into_iter().map(day).collect()
}

fn acceptances(snapshot: &Snapshot, words: &Words) -> Vec<Day> {
    let index = Index::new(snapshot);
    let open = snapshot
        .accepted
        .iter()
        .filter(|accepted| accepted.expires >= snapshot.as_of);
    open.map(|accepted| {
        let id = &accepted.id;
        let domain = id.domain().map(|domain| words.name(domain)).unwrap_or_default();
        let values = [("system", index.name(&id.system)), ("domain", &domain)];
        Day {
            day: accepted.expires,
            key: format!("accepted:{id}"),
            title: words.say("calendar.lapses", &values),
            lines: vec![
                accepted.approver.clone(),
                accepted.reason.clone().unwrap_or_default(),
                accepted.source.clone(),
            ],
        }
    })
    .collect()
}

/// The last valid day of each piece of evidence that still counts.
fn evidence(snapshot: &Snapshot, inventory: &Inventory, words: &Words) -> Vec<Day> {
    let holds = Days::new(snapshot.rules.evidence_days.into());
    let mut days = BTreeMap::new();
    for control in &inventory.controls {
        for piece in control.evidence.pieces.iter().chain(&control.provider_evidence.pieces) {
            let last = piece.valid_until.or_else(|| piece.issued.map(|day| day + holds));
            let Some(day) = last.filter(|day| *day >= snapshot.as_of) else {
                continue;
            };
            let entry = days.entry((day, piece.text.clone())).or_insert_with(Vec::new);
            entry.push(piece.at.short());
        }
    }
    days.into_iter()
        .map(|((day, text), lines)| Day {
            day,
            key: format!("evidence:{text}"),
            title: words.say("calendar.expires", &[("evidence", &text)]),
            lines,
        })
        .collect()
}

fn decisions(snapshot: &Snapshot, words: &'static Words) -> Vec<Day> {
    let index = Index::new(snapshot);
    let of = |key: &str| snapshot.actions.iter().find(|action| action.key == key);
    let asked = snapshot
        .decisions
        .iter()
        .filter_map(|decision| Some((decision, of(&decision.action)?)));
    asked
        .map(|(decision, action)| Day {
            day: decision.ask_by,
            key: format!("decision:{}", decision.action),
            title: words.say("calendar.decide", &[("title", &index.title(action, words))]),
            lines: vec![index.assignee(action, words)],
        })
        .collect()
}

/// A quarter after this one, at the end of the month where this one is.
fn next_report(snapshot: &Snapshot, words: &Words) -> Day {
    let is_last = |day: NaiveDate| day.succ_opt().is_none_or(|next| next.month() != day.month());
    let after = snapshot.as_of + Months::new(3);
    let mut day = after;
    while is_last(snapshot.as_of) && !is_last(day) {
        day = day + Days::new(1);
    }
    Day {
        day,
        key: "report".to_owned(),
        title: words.say("calendar.report", &[("organisation", organisation(snapshot))]),
        lines: Vec::new(),
    }
}
