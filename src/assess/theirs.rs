//! One duty of the provider. In: the rows that could speak for it. Out: whether something confirms it, how strong that is, and the
//! gap if nothing does. A row that is wider than the system speaks for its provider only where it names it.

use chrono::NaiveDate;

use super::coverage::{Line, Rows, cells, due_dates, places};
use super::doubts::Mark;
use super::judge::{Crossing, Judge, Subject};
use super::{Because, Duty, Gap, Obligation, ProviderState};
use crate::framework::Responsibility;
use crate::inventory::{ControlStatus, Grade, Level, Party};

impl<'a> Judge<'a> {
    /// Judges the provider's side of a duty.
    pub fn their_side(
        &self,
        subject: &Subject<'_>,
        rows: &Rows<'_, 'a>,
        obligation: &mut Obligation,
        out: &mut Crossing,
    ) {
        let speaks = |(level, line): &&(Level, &Line<'_>)| *level == Level::System || line.names(&subject.vendors);
        let (speaking, silent): (Vec<_>, Vec<_>) = rows.provider.iter().partition(speaks);
        let speaking: Vec<&Line<'_>> = speaking.into_iter().map(|(_, line)| line).collect();
        speaking.iter().for_each(|line| out.doubts.mark(Mark::Speaks, line));
        let heard = speaking.iter().filter(|line| !denies(line));
        heard.for_each(|line| out.doubts.mark(Mark::ProvesTheirs, line));
        silent
            .iter()
            .for_each(|(_, line)| out.doubts.mark(Mark::IsSilent, line));

        let confirming: Vec<_> = speaking
            .iter()
            .copied()
            .filter(|line| confirms(line).is_some())
            .collect();
        let state = match obligation.responsibility {
            _ if !confirming.is_empty() => ProviderState::Confirmed,
            Responsibility::Shared => ProviderState::Uncoordinated,
            _ => ProviderState::Unassured,
        };
        obligation.provider = Some(state);
        obligation.assured_by = confirming.iter().filter_map(|line| confirms(line)).max();
        obligation.assured_undated = !confirming.is_empty() && !confirming.iter().any(|line| is_dated(line));
        obligation.assured_until = until(&confirming);
        let source = if confirming.is_empty() { &speaking } else { &confirming };
        obligation.provider_source = cells(source, subject.system);
        let gap = state.gap().map(|kind| Gap {
            promises: promises(&speaking),
            because: Some(because(&speaking)),
            source: obligation.provider_source.clone(),
            rows: places(&speaking).len(),
            ..self.bare_gap(
                subject,
                Duty::Theirs(obligation.domain),
                kind,
                obligation.critical_focus,
            )
        });
        out.found.gaps.extend(gap);
    }
}

/// Whether the row says that the provider does nothing (yet), so that nothing in it confirms anything. Our rows' status is about us.
fn denies(line: &Line<'_>) -> bool {
    let control = line.control;
    control.party == Party::Provider
        && matches!(
            control.status,
            Some(ControlStatus::Planned | ControlStatus::NotApplicable)
        )
}

/// Whether the row is the provider's own, and in place by its own words.
fn claims(line: &Line<'_>) -> bool {
    line.control.party == Party::Provider && line.control.status == Some(ControlStatus::Implemented)
}

/// How strongly a row confirms the provider's side, if it does: by evidence of the provider, in whatever column where it is the
/// provider's own row and in place.
fn confirms(line: &Line<'_>) -> Option<Grade> {
    let own = if claims(line) { line.ours.grade() } else { None };
    line.theirs.grade().max(own).filter(|_| !denies(line))
}

fn is_dated(line: &Line<'_>) -> bool {
    line.theirs.is_dated() || claims(line) && line.ours.is_dated()
}

/// The last day on which some evidence confirms the provider's side; none where one piece never expires.
fn until(confirming: &[&Line<'_>]) -> Option<NaiveDate> {
    let mut days = Vec::new();
    for line in confirming {
        days.extend(line.theirs.last_days());
        days.extend(line.ours.last_days().filter(|_| claims(line)));
    }
    let days: Option<Vec<_>> = days.into_iter().collect();
    days.into_iter().flatten().max()
}

/// What there is instead of a confirmation.
fn because(speaking: &[&Line<'_>]) -> Because {
    let heard = || speaking.iter().filter(|line| !denies(line));
    match () {
        () if heard().any(|line| line.theirs.has_expired() || claims(line) && line.ours.has_expired()) => {
            Because::Expired
        }
        () if heard().any(|line| claims(line)) => Because::Claim,
        () => Because::Nothing,
    }
}

/// The dates in the provider's own rows, earliest first: as long as nothing confirms the duty, none of them is done, save those that
/// say that it does not apply.
fn promises(speaking: &[&Line<'_>]) -> Vec<NaiveDate> {
    let open = speaking
        .iter()
        .map(|line| line.control)
        .filter(|c| c.party == Party::Provider && c.status != Some(ControlStatus::NotApplicable));
    due_dates(open)
}
