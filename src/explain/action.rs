//! An action or a decision. In: its number or key. Out: why it is asked for, of whom and by when, what it changes and how that was
//! reckoned, its gaps and cells, and what became of it when it was asked for before.

use std::collections::BTreeSet;

use super::{Asked, Explanation, first};
use crate::plan::{Action, Figures};

impl Asked<'_> {
    /// A decision by its number.
    pub(super) fn decision(&self, wanted: &str) -> Option<Explanation> {
        let decisions = &self.snapshot.decisions;
        let decision = decisions.iter().find(|d| d.number.eq_ignore_ascii_case(wanted))?;
        let action = self.snapshot.actions.iter().find(|a| a.key == decision.action)?;
        let mut told = self.action(action);
        told.title = format!("{}: {}", decision.number, self.index.title(action, self.words));
        told.parts
            .extend(self.part("explain.chosen", vec![self.say("explain.chosen_by", &[])]));
        let after = self.figures(&self.snapshot.decisions_after);
        told.parts.extend(self.part("explain.all_together", vec![after]));
        Some(told)
    }

    /// An action by its number or key.
    pub(super) fn action_of_that_name(&self, wanted: &str) -> Option<Explanation> {
        let named = |a: &&Action| a.number.eq_ignore_ascii_case(wanted) || a.key.eq_ignore_ascii_case(wanted);
        self.snapshot
            .actions
            .iter()
            .find(named)
            .map(|action| self.action(action))
    }

    fn action(&self, action: &Action) -> Explanation {
        let parts = [
            self.part("explain.groups", vec![self.words.about(action.kind, "groups")]),
            self.part("explain.who", self.who(action)),
            self.part("explain.effect", self.effect(action)),
            self.part("explain.gaps", first(self.gaps(action), self.words)),
            self.part("explain.cells", first(self.rows(action), self.words)),
            self.part("explain.asked_before", self.asked_before(action)),
        ];
        Explanation {
            title: format!(
                "{}: {} ({})",
                action.number,
                self.index.title(action, self.words),
                action.key
            ),
            parts: parts.into_iter().flatten().collect(),
        }
    }

    fn who(&self, action: &Action) -> Vec<String> {
        let who = self.index.assignee(action, self.words);
        let mut lines = vec![self.say(
            "explain.who_by",
            &[("who", &who), ("date", &self.words.long_date(action.ask_by))],
        )];
        if let Some(owns) = &action.already_owns {
            lines.push(self.say(
                "explain.already_owns",
                &[
                    ("n", &self.words.number(owns.duties)),
                    ("of", &self.words.number(owns.of)),
                ],
            ));
        }
        lines
    }

    fn effect(&self, action: &Action) -> Vec<String> {
        vec![
            self.say("explain.simulated", &[]),
            self.say("explain.changes", &[("figures", &self.figures(&action.effect))]),
            self.say("explain.leads_to", &[("figures", &self.figures(&action.after))]),
        ]
    }

    /// The four figures in a line.
    fn figures(&self, figures: &Figures) -> String {
        let number = |n: i64| {
            let size = self
                .words
                .number(usize::try_from(n.unsigned_abs()).unwrap_or(usize::MAX));
            if n < 0 { format!("−{size}") } else { size }
        };
        self.say(
            "explain.figures",
            &[
                ("unowned", &number(figures.unowned)),
                ("critical", &number(figures.critical)),
                ("gaps", &number(figures.gaps)),
                ("exposure", &number(figures.exposure)),
            ],
        )
    }

    fn gaps(&self, action: &Action) -> Vec<String> {
        let line = |gap: &&crate::plan::DatedGap| {
            format!(
                "{}: {}, {}",
                self.name(&gap.gap.id),
                self.words.name(gap.gap.kind),
                self.words.name(gap.gap.severity)
            )
        };
        self.index.gaps_of_action(action).iter().map(line).collect()
    }

    fn rows(&self, action: &Action) -> Vec<String> {
        let gaps = self.index.gaps_of_action(action);
        let mut seen = BTreeSet::new();
        let cells = gaps.iter().flat_map(|gap| &gap.gap.source);
        cells.filter(|cell| seen.insert(*cell)).cloned().collect()
    }

    fn asked_before(&self, action: &Action) -> Vec<String> {
        let asked = self.snapshot.asked.iter().filter(|asked| asked.key == action.key);
        asked
            .map(|asked| {
                self.say(
                    "explain.asked_on",
                    &[
                        ("date", &self.words.long_date(asked.asked_on)),
                        ("number", &asked.number),
                        ("outcome", &self.words.name(asked.outcome)),
                    ],
                )
            })
            .collect()
    }
}
