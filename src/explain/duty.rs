//! A duty, and the gap that is open on it, if there is one. In: its id. Out: whose duty it is, which rule gave its state, the
//! score, the dates, the cells, the earlier reports, and what would close it.

use super::{Asked, Explanation};
use crate::assess::{Duty, Gap, GapId, Obligation};
use crate::plan::DatedGap;

impl Asked<'_> {
    /// A duty of a system, or a system without a model.
    pub(super) fn duty(&self, id: &GapId) -> Option<Explanation> {
        let gap = self.index.gap(id);
        let owed = self.index.owed(id);
        if gap.is_none() && owed.is_none() && self.passed(id).is_empty() {
            return None;
        }
        let parts = [
            self.part_of(
                "explain.whose",
                "method.title_matrix",
                owed.map(|owed| self.whose(owed)).into_iter().collect(),
            ),
            self.part_of("explain.state", "method.title_states", self.state(id, gap, owed)),
            self.part_of(
                "explain.score",
                "method.title_grid",
                gap.map(|gap| self.score(&gap.gap)).into_iter().collect(),
            ),
            self.part_of(
                "explain.dates",
                "method.due_title",
                gap.map(|gap| self.dates(gap)).unwrap_or_default(),
            ),
            self.part("explain.cells", self.cells(id, gap, owed)),
            self.part("explain.history", self.history(id, gap)),
            self.part("explain.closes", gap.map(|gap| self.closes(gap)).unwrap_or_default()),
        ];
        Some(Explanation {
            title: self.name(id),
            parts: parts.into_iter().flatten().collect(),
        })
    }

    /// A duty as people call it, with its id.
    pub(super) fn name(&self, id: &GapId) -> String {
        let system = self.index.name(&id.system);
        let what = match id.duty {
            Duty::Unclassified => self.words.text("gap.whole_system"),
            Duty::Ours(domain) => self.words.title(domain),
            Duty::Theirs(domain) => self
                .words
                .say("gap.provider_side", &[("domain", &self.words.title(domain))]),
        };
        format!("{system} · {what} ({id})")
    }

    fn whose(&self, owed: &Obligation) -> String {
        let focus = if owed.critical_focus {
            "explain.whose_focus"
        } else {
            "explain.whose_plain"
        };
        self.say(
            focus,
            &[
                ("domain", &self.words.name(owed.domain)),
                ("models", &self.names_of(&owed.asked_by)),
                ("whose", &self.words.name(owed.responsibility)),
                ("version", &self.snapshot.framework.version),
            ],
        )
    }

    fn state(&self, id: &GapId, gap: Option<&DatedGap>, owed: Option<&Obligation>) -> Vec<String> {
        let ours = owed
            .and_then(|owed| owed.customer)
            .filter(|_| matches!(id.duty, Duty::Ours(_)));
        let mut lines = Vec::new();
        if let Some(state) = ours {
            let days = self.words.number(self.snapshot.rules.review_days as usize);
            let rule = self.words.say_of(state, "rule", &[("days", &days)]);
            lines.push(format!("{}: {rule}", self.words.title(state)));
        } else if let Some(gap) = gap {
            lines.push(format!(
                "{}: {}",
                self.words.title(gap.gap.kind),
                self.words.about(gap.gap.kind, "meaning")
            ));
        } else if owed.is_some_and(|owed| owed.provider.is_some()) {
            let grade = owed
                .and_then(|owed| owed.assured_by)
                .map(|grade| self.words.name(grade));
            lines.push(self.say("explain.confirmed", &[("grade", &grade.unwrap_or_default())]));
        }
        if let Some(because) = gap.and_then(|gap| gap.gap.because) {
            lines.push(self.say("explain.because", &[("because", &self.words.name(because))]));
        }
        let owners = owed.map(|owed| owed.owners.clone()).unwrap_or_default();
        if matches!(id.duty, Duty::Ours(_)) && !owners.is_empty() {
            lines.push(self.say("explain.owners", &[("owners", &self.words.list(&owners))]));
        }
        if ours.is_some_and(|state| state.gap().is_none()) {
            let proven = owed.is_some_and(|owed| owed.proven);
            lines.push(self.say(if proven { "explain.proven" } else { "explain.claimed" }, &[]));
        }
        lines
    }

    fn score(&self, gap: &Gap) -> String {
        self.say(
            "explain.score_is",
            &[
                ("weight", &gap.weight.to_string()),
                ("kind", &self.words.name(gap.kind)),
                ("impact", &gap.impact.to_string()),
                ("score", &gap.score.to_string()),
                ("severity", &self.words.name(gap.severity)),
            ],
        )
    }

    fn dates(&self, gap: &DatedGap) -> Vec<String> {
        let date = |day| self.words.long_date(day);
        let mut lines = vec![self.say("explain.first_seen", &[("date", &date(gap.first_seen))])];
        match gap.promised {
            Some(day) => lines.push(self.say(
                if gap.overdue {
                    "explain.promise_missed"
                } else {
                    "explain.promised"
                },
                &[("date", &date(day))],
            )),
            None => lines.push(self.say("explain.not_promised", &[])),
        }
        let passed = gap.term < self.snapshot.as_of;
        lines.push(self.say(
            if passed { "explain.term_passed" } else { "explain.term" },
            &[("date", &date(gap.term))],
        ));
        if gap.slips > 0 {
            lines.push(self.words.count("explain.slips", gap.slips as usize, &[]));
        }
        lines
    }

    fn cells(&self, id: &GapId, gap: Option<&DatedGap>, owed: Option<&Obligation>) -> Vec<String> {
        let of_duty = || match id.duty {
            Duty::Theirs(_) => owed.map(|owed| owed.provider_source.clone()),
            _ => owed.map(|owed| owed.source.clone()),
        };
        let cells = gap
            .map(|gap| gap.gap.source.clone())
            .or_else(of_duty)
            .unwrap_or_default();
        let mut lines = super::first(cells, self.words);
        if gap.is_some_and(|gap| gap.gap.rows == 0) {
            lines.push(self.say("explain.no_row", &[]));
        }
        lines
    }

    fn history(&self, id: &GapId, gap: Option<&DatedGap>) -> Vec<String> {
        let Some(last) = self.snapshot.history.last() else {
            return vec![self.say("explain.first_report", &[])];
        };
        let mut lines = self.passed(id);
        if let Some(gap) = gap {
            lines.push(self.say(
                "explain.against",
                &[
                    ("change", &self.words.name(gap.change)),
                    ("date", &self.words.long_date(last.as_of)),
                ],
            ));
        }
        if let Some(day) = gap.and_then(|gap| gap.closed_since) {
            lines.push(self.say("explain.closed_since", &[("date", &self.words.long_date(day))]));
        }
        lines
    }

    /// What became of a gap that is open no longer.
    fn passed(&self, id: &GapId) -> Vec<String> {
        let closed = self.snapshot.closed.iter().find(|closed| &closed.gap.gap.id == id);
        let held = self.snapshot.unjudged.iter().find(|held| &held.gap.gap.id == id);
        let accepted = self.snapshot.accepted.iter().find(|accepted| &accepted.id == id);
        let closed = closed.map(|closed| {
            let proof = closed.proof.map(|proof| format!(" ({})", self.words.name(proof)));
            let how = format!("{}{}", self.words.name(closed.how), proof.unwrap_or_default());
            self.say("explain.closed", &[("how", &how)])
        });
        let held = held.map(|held| self.say("explain.held", &[("date", &self.words.long_date(held.since))]));
        let accepted = accepted.map(|accepted| {
            self.say(
                "explain.accepted",
                &[
                    ("who", &accepted.approver),
                    ("date", &self.words.long_date(accepted.expires)),
                    ("cell", &accepted.source),
                ],
            )
        });
        [closed, held, accepted].into_iter().flatten().collect()
    }

    fn closes(&self, gap: &DatedGap) -> Vec<String> {
        let mut lines = vec![self.index.first_step(gap, self.words)];
        if let Some(action) = self.index.action_of(&gap.gap.id) {
            lines.push(self.say(
                "explain.in_action",
                &[
                    ("number", &action.number),
                    ("title", &self.index.title(action, self.words)),
                    ("who", &self.index.assignee(action, self.words)),
                ],
            ));
        }
        lines
    }
}
