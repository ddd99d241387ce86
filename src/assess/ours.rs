//! One duty of ours. In: the rows that count for it. Out: its state by the first rule that fits, its gap, its accepted risks, and
//! what would be left of the gap once it is acted on: the same rules, asked again with one fact changed.

use chrono::NaiveDate;

use super::coverage::{Line, Rows, cells, due_dates, places};
use super::doubts::Mark;
use super::judge::{Crossing, Judge, Subject};
use super::owners::{approvers, note_several};
use super::{Acceptance, Because, CustomerState, Duty, Gap, GapId, Obligation};
use crate::config::Rules;
use crate::inventory::{Control, ControlStatus, Exception, Level, OwnerKind};

/// What the rules look at in a duty of ours.
#[derive(Clone)]
struct Facts {
    rows: Vec<Fact>,
    /// Some live row has an owner.
    owned: bool,
    /// What there is instead of evidence that counts; nothing where some live row names some.
    unproven: Option<Because>,
    /// The last review, or what stands in for it, is too long ago.
    overripe: bool,
}

/// What the rules look at in a row.
#[derive(Clone, Copy)]
struct Fact {
    status: Option<ControlStatus>,
    exception: Option<Term>,
}

/// Whether a risk acceptance holds.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Term {
    Holds,
    Lapsed,
}

impl Fact {
    fn is(&self, status: ControlStatus) -> bool {
        self.status == Some(status)
    }

    fn has(&self, term: Term) -> bool {
        self.exception == Some(term)
    }
}

impl Facts {
    /// The first rule that fits gives the state.
    fn state(&self, rules: &Rules) -> CustomerState {
        let open = || self.rows.iter().filter(|row| !row.is(ControlStatus::Implemented));
        let live = || self.rows.iter().filter(|row| !row.is(ControlStatus::NotApplicable));
        let every = |status| live().all(|row| row.is(status));
        let excepted = |row: &Fact| row.is(ControlStatus::NotApplicable) || row.has(Term::Holds);
        match () {
            () if open().any(|row| row.has(Term::Holds)) && open().all(excepted) => CustomerState::Accepted,
            () if open().any(|row| row.has(Term::Lapsed)) => CustomerState::ExceptionExpired,
            () if !self.owned => CustomerState::Unowned,
            () if self.is_excluded() => CustomerState::Excluded,
            () if every(ControlStatus::Planned) => CustomerState::Planned,
            () if !live().any(|row| row.is(ControlStatus::Implemented) || row.is(ControlStatus::Partial)) => {
                CustomerState::Unverified
            }
            () if !every(ControlStatus::Implemented) => CustomerState::Partial,
            () if rules.require_evidence && self.unproven.is_some() => CustomerState::Unverified,
            () if self.overripe => CustomerState::Stale,
            () => CustomerState::InPlace,
        }
    }

    /// Every row with a known status says that the duty does not apply, and at least one does.
    fn is_excluded(&self) -> bool {
        let mut known = self.rows.iter().filter(|row| row.status.is_some()).peekable();
        known.peek().is_some() && known.all(|row| row.is(ControlStatus::NotApplicable))
    }

    /// Where everything is said to be in place, and only evidence is missing: what there is instead.
    fn because(&self, state: CustomerState) -> Option<Because> {
        let live = |row: &&Fact| !row.is(ControlStatus::NotApplicable);
        let all = self
            .rows
            .iter()
            .filter(live)
            .all(|row| row.is(ControlStatus::Implemented));
        self.unproven.filter(|_| state == CustomerState::Unverified && all)
    }

    /// The facts once the duty is acted on as its state asks, and nothing else is changed; nothing where that ends the gap.
    fn acted_on(&self, state: CustomerState) -> Option<Self> {
        match state {
            CustomerState::Unowned => Some(Self {
                owned: true,
                ..self.clone()
            }),
            CustomerState::ExceptionExpired => Some(self.with(Some(Term::Holds))),
            _ => None,
        }
    }

    /// The facts as they would be without any risk acceptance.
    fn unaccepted(&self) -> Self {
        self.with(None)
    }

    /// The facts with another term of every risk acceptance.
    fn with(&self, term: Option<Term>) -> Self {
        let row = |row: &Fact| Fact {
            exception: row.exception.and(term),
            ..*row
        };
        Self {
            rows: self.rows.iter().map(row).collect(),
            ..*self
        }
    }
}

impl<'a> Judge<'a> {
    /// Judges our side of a duty.
    pub fn our_side(
        &self,
        subject: &Subject<'_>,
        rows: &Rows<'_, 'a>,
        obligation: &mut Obligation,
        out: &mut Crossing,
    ) {
        let live = live(&rows.customer);
        let owners = self.owners(subject, &live, &mut out.doubts);
        note_several(&live, &owners, &mut out.doubts);
        let reviewed = self.oldest_review(&live);
        let since = self.remembered.in_place_since(subject.system, obligation.domain);
        let facts = Facts {
            rows: rows
                .customer
                .iter()
                .map(|line| self.fact(subject, line, &live))
                .collect(),
            owned: !owners.is_empty(),
            unproven: unproven(&live),
            overripe: reviewed.or(since).is_some_and(|day| self.is_stale(day)),
        };
        let state = facts.state(self.rules);
        let in_place = matches!(state, CustomerState::InPlace | CustomerState::Stale);
        obligation.customer = Some(state);
        obligation.team_only = !owners.is_empty() && owners.iter().all(|o| o.kind == OwnerKind::Team);
        obligation.blanket = !owners.is_empty() && rows.level > Some(Level::System);
        obligation.owners = owners.into_iter().map(|o| o.name).collect();
        obligation.owners.sort();
        obligation.owners.shrink_to_fit();
        obligation.source = cells(&rows.customer, subject.system);
        obligation.never_reviewed = in_place && reviewed.is_none();
        obligation.in_place_since = in_place.then(|| since.unwrap_or(self.as_of));
        obligation.proven = state == CustomerState::InPlace && facts.unproven.is_none();
        obligation.proven_undated = obligation.proven && !live.iter().any(|line| line.ours.is_dated());
        self.note_evidence_and_reviews(&live, obligation.never_reviewed, out);
        self.take_acceptances(subject, rows, &facts, obligation, out);
        self.take_gap(subject, &rows.customer, &facts, obligation, out);
    }

    fn fact(&self, subject: &Subject<'_>, line: &Line<'_>, live: &[&Line<'_>]) -> Fact {
        let exception = line.control.exception.as_ref();
        let standing = exception.filter(|e| !approvers(e, subject, live).is_empty());
        Fact {
            status: line.control.status,
            exception: standing.map(|e| self.term(e)),
        }
    }

    fn term(&self, exception: &Exception) -> Term {
        match exception.holds_on(self.as_of) {
            true => Term::Holds,
            false => Term::Lapsed,
        }
    }

    /// The days for which it still holds; negative where it does not, whatever its last day.
    fn days_left(&self, exception: &Exception) -> i64 {
        let days = (exception.expires - self.as_of).num_days();
        match exception.holds_on(self.as_of) {
            true => days,
            false => days.min(-1),
        }
    }

    /// The oldest review among the rows in place; a date still to come proves nothing.
    fn oldest_review(&self, live: &[&Line<'_>]) -> Option<NaiveDate> {
        let done = live.iter().map(|line| line.control).filter(|c| is_done(c));
        done.filter_map(|c| c.last_reviewed)
            .filter(|day| *day <= self.as_of)
            .min()
    }

    fn is_stale(&self, day: NaiveDate) -> bool {
        (self.as_of - day).num_days() > i64::from(self.rules.review_days)
    }

    fn note_evidence_and_reviews(&self, live: &[&Line<'_>], never_reviewed: bool, out: &mut Crossing) {
        for line in live {
            out.doubts.mark(Mark::ProvesOurs, line);
            match line.control.last_reviewed {
                Some(day) if day > self.as_of => out.doubts.mark(Mark::ReviewedInTheFuture, line),
                None if never_reviewed => out.doubts.mark(Mark::NeverReviewed, line),
                _ => {}
            }
        }
    }

    /// The gap that the state gives, and what is left of it once it is acted on.
    fn take_gap(
        &self,
        subject: &Subject<'_>,
        rows: &[&Line<'_>],
        facts: &Facts,
        obligation: &Obligation,
        out: &mut Crossing,
    ) {
        let gap = |facts: &Facts, state: CustomerState| {
            let kind = state.gap()?;
            Some(Gap {
                owners: obligation.owners.clone(),
                promises: promises(rows),
                because: facts.because(state),
                source: obligation.source.clone(),
                rows: places(rows).len(),
                ..self.bare_gap(subject, Duty::Ours(obligation.domain), kind, obligation.critical_focus)
            })
        };
        let state = facts.state(self.rules);
        let Some(found) = gap(facts, state) else {
            return;
        };
        let left = facts
            .acted_on(state)
            .and_then(|facts| gap(&facts, facts.state(self.rules)));
        out.found.left.extend(left.map(|left| (found.id.clone(), left)));
        out.found.gaps.push(found);
    }

    /// The risk acceptances of the rows that are not in place, where the state rests on them; those of the others are marked.
    fn take_acceptances(
        &self,
        subject: &Subject<'_>,
        rows: &Rows<'_, 'a>,
        facts: &Facts,
        obligation: &Obligation,
        out: &mut Crossing,
    ) {
        let state = facts.state(self.rules);
        let rests = matches!(state, CustomerState::Accepted | CustomerState::ExceptionExpired);
        let live = live(&rows.customer);
        for line in rows.customer.iter().filter(|line| !is_done(line.control)) {
            let Some(exception) = &line.control.exception else {
                continue;
            };
            let left = approvers(exception, subject, &live);
            if left.is_empty() {
                out.doubts.mark(Mark::ApprovesItself, line);
                continue;
            }
            out.doubts
                .mark(if rests { Mark::Accepts } else { Mark::AcceptsInPart }, line);
            self.note_term(line, exception, &left, out);
            if rests {
                let kind = facts.unaccepted().state(self.rules).gap();
                let id = GapId::new(&subject.system.id, Duty::Ours(obligation.domain));
                let gap = kind.map(|kind| self.bare_gap(subject, id.duty, kind, obligation.critical_focus));
                out.found.acceptances.push(Acceptance {
                    id,
                    reason: exception.reason.clone(),
                    approver: exception.approver.clone(),
                    expires: exception.expires,
                    days_left: self.days_left(exception),
                    score: gap.map_or(0, |gap| gap.score),
                    source: line.control.at.short(),
                });
            }
        }
    }

    /// What is strange about a risk acceptance that stands: it runs for too long, or whoever approved it has left.
    fn note_term(&self, line: &Line<'_>, exception: &Exception, approvers: &[&str], out: &mut Crossing) {
        if self.days_left(exception) > i64::from(self.rules.exception_days) {
            out.doubts.mark(Mark::AcceptsForLong, line);
        }
        for (approver, departure) in approvers.iter().filter_map(|name| Some((name, self.departed(name)?))) {
            out.doubts.approver_left(line.control, approver, departure);
        }
    }
}

/// The rows that are not marked as not applicable; if all are, all.
fn live<'l, 'a>(rows: &[&'l Line<'a>]) -> Vec<&'l Line<'a>> {
    let applies = |line: &&&Line<'_>| line.control.status != Some(ControlStatus::NotApplicable);
    let live: Vec<_> = rows.iter().filter(applies).copied().collect();
    if live.is_empty() { rows.to_vec() } else { live }
}

fn is_done(control: &Control) -> bool {
    control.status == Some(ControlStatus::Implemented)
}

/// What there is instead of evidence that counts; nothing where some row names some.
fn unproven(live: &[&Line<'_>]) -> Option<Because> {
    match () {
        () if live.iter().any(|line| line.ours.grade().is_some()) => None,
        () if live.iter().any(|line| line.ours.has_expired()) => Some(Because::Expired),
        () => Some(Because::Claim),
    }
}

/// The dates of the rows that are not done, earliest first.
fn promises(rows: &[&Line<'_>]) -> Vec<NaiveDate> {
    let open = rows
        .iter()
        .map(|line| line.control)
        .filter(|c| !is_done(c) && c.status != Some(ControlStatus::NotApplicable));
    due_dates(open)
}
