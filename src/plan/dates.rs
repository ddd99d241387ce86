//! When a gap is due. In: a gap, and what the last report had of it. Out: the gap with its promised date, our standard term, and how
//! both moved: the only rule for change and dates.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

use chrono::{Days, NaiveDate};

use super::{Basis, Calendar, Change, DatedGap, Memory};
use crate::assess::{Gap, GapId, Severity};
use crate::config::Rules;
use crate::diagnostic::{Code, Diagnostics};
use crate::message::sentence;

impl<'a> Memory<'a> {
    /// A gap as it was last judged, where it has not been closed since.
    pub fn before(&self, id: &GapId) -> Option<&'a DatedGap> {
        self.open.get(id).or_else(|| self.held.get(id)).copied()
    }

    /// How a gap stands against the last report; for a reopened one, since when it had been closed. One that could not be judged for
    /// a while goes on as it was.
    pub fn change(&self, gap: &Gap) -> (Change, Option<NaiveDate>) {
        let Some(before) = self.open.get(&gap.id) else {
            if self.held.contains_key(&gap.id) {
                return (Change::Open, None);
            }
            let closed_since = self.closed.get(&gap.id).copied();
            return (closed_since.map_or(Change::New, |_| Change::Reopened), closed_since);
        };
        let change = match gap.weight.cmp(&before.gap.weight) {
            Ordering::Less => Change::Improved,
            Ordering::Equal => Change::Open,
            Ordering::Greater => Change::Worsened,
        };
        (change, None)
    }
}

/// Since when a gap is open, when it is due, and how it moved.
pub fn dated(gap: &Gap, basis: &Basis<'_>) -> DatedGap {
    let as_of = basis.calendar.as_of;
    let before = basis.memory.before(&gap.id);
    let (change, closed_since) = basis.memory.change(gap);
    let first_seen = before.map_or(as_of, |b| b.first_seen);
    let promised = gap.promises.first().copied();
    let term = term(gap, before, as_of, basis.rules);
    DatedGap {
        gap: gap.clone(),
        first_seen,
        promised,
        term,
        due: promised.unwrap_or(term),
        overdue: promised.is_some_and(|day| day < as_of),
        past_term: promised.is_none() && term < as_of,
        age_days: (as_of - first_seen).num_days(),
        change,
        slips: before.map_or(0, |b| b.slips.saturating_add(b.slips_to(promised).into())),
        withdrawn: before.and_then(|b| withdrawn(gap, b, basis)),
        closed_since,
    }
}

/// Our standard, set when the gap was first seen. It is carried as it is, unless the severity rose: then it may come nearer.
fn term(gap: &Gap, before: Option<&DatedGap>, as_of: NaiveDate, rules: &Rules) -> NaiveDate {
    let anew = after(as_of, days(gap.severity, rules));
    match before {
        None => anew,
        Some(before) if gap.severity > before.gap.severity => before.term.min(anew),
        Some(before) => before.term,
    }
}

/// The last report's promise, if no row that counts has it any more, done or not, and what is promised now is no earlier day and
/// no slip.
fn withdrawn(gap: &Gap, before: &DatedGap, basis: &Basis<'_>) -> Option<NaiveDate> {
    let then = before.promised?;
    let now = gap.promises.first().copied();
    let replaced = now.is_some_and(|day| day < then) || before.slips_to(now);
    let kept = gap.promises.contains(&then) || basis.still_written(gap, then);
    (!replaced && !kept).then_some(then)
}

impl Basis<'_> {
    /// Whether one of the gap's rows has this due date.
    fn still_written(&self, gap: &Gap, day: NaiveDate) -> bool {
        let cells = self.due.get_or_init(|| {
            let mut cells: BTreeMap<NaiveDate, BTreeSet<String>> = BTreeMap::new();
            for control in &self.inventory.controls {
                if let Some(day) = control.due {
                    cells.entry(day).or_default().insert(control.at.short());
                }
            }
            cells
        });
        let dated = cells.get(&day);
        dated.is_some_and(|dated| gap.source.iter().any(|cell| dated.contains(cell)))
    }
}

/// A meeting that is over is no day to ask for anything.
pub fn note_past_meeting(calendar: Calendar, found: &mut Diagnostics) {
    if let Some(day) = calendar.next_meeting.filter(|day| *day < calendar.as_of) {
        found.add(
            Code::OptionUnused,
            None,
            sentence!(
                "next_meeting = {day} lies before the day of the report and was not used",
                day
            ),
            "state when leadership meets next",
        );
    }
}

/// A day so many days later; never beyond what a calendar holds.
pub fn after(day: NaiveDate, days: u32) -> NaiveDate {
    day.checked_add_days(Days::new(u64::from(days)))
        .unwrap_or(NaiveDate::MAX)
}

fn days(severity: Severity, rules: &Rules) -> u32 {
    match severity {
        Severity::Critical => rules.due_days.critical,
        Severity::High => rules.due_days.high,
        Severity::Medium => rules.due_days.medium,
        Severity::Low => rules.due_days.low,
    }
}
