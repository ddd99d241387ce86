//! A figure of page one. In: its name. Out: what it is, of how many, by which rule, the last report's, and the duties or gaps that
//! make it what it is, with their cells.

use super::{Asked, Explanation, first};
use crate::assess::{CustomerState, Obligation, ProviderState, Severity, Side};
use crate::inventory::Grade;
use crate::names::names;
use crate::plan::DatedGap;
use crate::snapshot::Headline;

names! {
    /// The figures that can be asked about.
    Figure in "figure" {
        /// Share of our duties that somebody owns.
        Ownership = "ownership",
        /// Share of our duties that are in place.
        InPlace = "in-place",
        /// Share of our duties that are in place with evidence.
        Proven = "proven",
        /// Share of the providers' duties that are confirmed.
        Assured = "assured",
        /// Share of the providers' duties that independent evidence confirms.
        Independent = "independent",
        /// Our duties without an owner, whatever their state.
        NoOwner = "no-owner",
        /// Our duties in state `unowned`.
        Unowned = "unowned",
        /// Our duties that only wider rows give an owner.
        Blanket = "blanket",
        /// Gaps.
        Gaps = "gaps",
        /// Critical gaps.
        Critical = "critical",
        /// Gaps whose promise was missed.
        Overdue = "overdue",
        /// Gaps without a promise that are past our standard term.
        PastTerm = "past-term",
        /// Sum of the scores.
        Exposure = "exposure",
        /// What the accepted duties would score.
        AcceptedExposure = "accepted-exposure",
    }
}

/// What makes a figure: the duties or gaps that it counts, and those that keep it from being whole.
enum Made<'a> {
    /// The duties of a side that count, and those that do not.
    Share(Side, Vec<&'a Obligation>, Vec<&'a Obligation>),
    /// Duties of ours.
    Duties(Vec<&'a Obligation>),
    /// Gaps.
    Gaps(Vec<&'a DatedGap>),
    /// Accepted risks are listed in a part of their own.
    Accepted,
}

impl Asked<'_> {
    /// A figure by its name.
    pub(super) fn figure(&self, wanted: &str) -> Option<Explanation> {
        let spelt = wanted.to_lowercase().replace([' ', '_'], "-");
        let figure = Figure::from_id(&spelt)?;
        let made = self.made(figure);
        let listed = |lines| first(lines, self.words);
        let (side, not) = match &made {
            Made::Share(side, _, not) => (*side, not.as_slice()),
            _ => (Side::Customer, &[][..]),
        };
        let parts = [
            self.part("explain.value", self.value(figure, &made)),
            self.part_of(
                "explain.rule",
                "method.rules_title",
                vec![self.words.about(figure, "rule")],
            ),
            self.part("explain.history", self.earlier(figure)),
            self.part("explain.not_counted", listed(self.duties(side, not))),
            self.part("explain.counted", listed(self.list(&made))),
        ];
        Some(Explanation {
            title: self.words.title(figure),
            parts: parts.into_iter().flatten().collect(),
        })
    }

    fn made(&self, figure: Figure) -> Made<'_> {
        let ours = |counts| self.share(Side::Customer, |o| o.customer.is_some(), counts);
        let theirs = |counts| self.share(Side::Provider, |o| o.provider.is_some(), counts);
        let duties = |counts: fn(&Obligation) -> bool| {
            let ours = self.snapshot.obligations.iter().filter(|o| o.customer.is_some());
            Made::Duties(ours.filter(|o| counts(o)).collect())
        };
        let gaps = |counts: fn(&DatedGap) -> bool| {
            Made::Gaps(crate::plan::worst_first(
                self.snapshot.gaps.iter().filter(|gap| counts(gap)),
            ))
        };
        match figure {
            Figure::Ownership => ours(|o| !o.owners.is_empty()),
            Figure::InPlace => ours(|o| o.customer == Some(CustomerState::InPlace)),
            Figure::Proven => ours(|o| o.proven),
            Figure::Assured => theirs(|o| o.provider == Some(ProviderState::Confirmed)),
            Figure::Independent => theirs(|o| o.assured_by == Some(Grade::Independent)),
            Figure::NoOwner => duties(|o| o.owners.is_empty()),
            Figure::Unowned => duties(|o| o.customer == Some(CustomerState::Unowned)),
            Figure::Blanket => duties(|o| o.blanket),
            Figure::Gaps | Figure::Exposure => gaps(|_| true),
            Figure::Critical => gaps(|gap| gap.gap.severity == Severity::Critical),
            Figure::Overdue => gaps(|gap| gap.overdue),
            Figure::PastTerm => gaps(|gap| gap.past_term),
            Figure::AcceptedExposure => Made::Accepted,
        }
    }

    fn share(&self, side: Side, of: fn(&Obligation) -> bool, counts: fn(&Obligation) -> bool) -> Made<'_> {
        let all = self.snapshot.obligations.iter().filter(|o| of(o));
        let (counting, not) = all.partition(|o| counts(o));
        Made::Share(side, counting, not)
    }

    fn value(&self, figure: Figure, made: &Made<'_>) -> Vec<String> {
        let shown = shown(&self.snapshot.headline, figure, self.words);
        match made {
            Made::Share(_, counting, not) => vec![self.say(
                "explain.share",
                &[
                    ("rate", &shown),
                    ("n", &self.words.number(counting.len())),
                    ("of", &self.words.number(counting.len() + not.len())),
                ],
            )],
            _ => vec![shown],
        }
    }

    fn earlier(&self, figure: Figure) -> Vec<String> {
        let past = self.snapshot.history.iter().rev();
        let line = |past: &crate::snapshot::Past| {
            format!(
                "{}: {} (SHA-256 {})",
                self.words.long_date(past.as_of),
                shown(&past.headline, figure, self.words),
                past.snapshot_sha256
            )
        };
        let lines: Vec<String> = past.map(line).collect();
        if lines.is_empty() {
            vec![self.say("explain.first_report", &[])]
        } else {
            lines
        }
    }

    /// Duties with the cells of one side.
    fn duties(&self, side: Side, duties: &[&Obligation]) -> Vec<String> {
        let duty = |o: &&Obligation| {
            let cells = match side {
                Side::Provider => &o.provider_source,
                Side::Customer | Side::System => &o.source,
            };
            let grade = o.assured_by.filter(|_| side == Side::Provider);
            let grade = grade.map(|grade| format!(", {}", self.words.name(grade)));
            format!(
                "{} · {}{}  {}",
                self.index.name(&o.system),
                self.words.title(o.domain),
                grade.unwrap_or_default(),
                cells.join(", ")
            )
        };
        duties.iter().map(duty).collect()
    }

    fn list(&self, made: &Made<'_>) -> Vec<String> {
        let gap = |gap: &&DatedGap| {
            let (name, cells) = (self.name(&gap.gap.id), gap.gap.source.join(", "));
            format!("{}  {name}  {cells}", gap.gap.score)
        };
        match made {
            Made::Share(side, counting, _) => self.duties(*side, counting),
            Made::Duties(duties) => self.duties(Side::Customer, duties),
            Made::Gaps(gaps) => gaps.iter().map(gap).collect(),
            Made::Accepted => {
                let holds = self.snapshot.accepted.iter().filter(|accepted| accepted.days_left >= 0);
                holds
                    .map(|accepted| format!("{}  {}  {}", accepted.score, self.name(&accepted.id), accepted.source))
                    .collect()
            }
        }
    }
}

/// A figure as every output shows it.
fn shown(headline: &Headline, figure: Figure, words: &crate::words::Words) -> String {
    let number = |n: usize| words.number(n);
    match figure {
        Figure::Ownership => words.rate(headline.ownership_rate),
        Figure::InPlace => words.rate(headline.in_place_rate),
        Figure::Proven => words.rate(headline.proven_rate),
        Figure::Assured => words.rate(headline.assured_rate),
        Figure::Independent => words.rate(headline.independent_rate),
        Figure::NoOwner => number(headline.no_owner),
        Figure::Unowned => number(headline.unowned),
        Figure::Blanket => number(headline.blanket),
        Figure::Gaps => number(headline.gaps),
        Figure::Critical => number(headline.critical),
        Figure::Overdue => number(headline.overdue),
        Figure::PastTerm => number(headline.past_term),
        Figure::Exposure => number(headline.exposure as usize),
        Figure::AcceptedExposure => number(headline.accepted_exposure as usize),
    }
}
