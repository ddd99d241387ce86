//! One brief an action: what a ticket, an issue or an applied control says of it. In: the snapshot. Out: the actions in their
//! order, each with its gaps and a description in plain text. Markup is left to the writers.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::config::Language;
use crate::export::gap_rows::{GapRow, gap_rows};
use crate::plan::{Action, ActionKind, Change};
use crate::snapshot::{Index, Snapshot};
use crate::words::Words;

/// Which actions become tickets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Which {
    /// What is new since the last report: the new gaps of an action. The others have their tickets.
    New,
    /// All of them.
    All,
}

/// One action with the gaps it closes.
pub struct Brief<'a> {
    /// The action.
    pub action: &'a Action,
    /// What it is called.
    pub title: String,
    /// Who does it.
    pub assignee: String,
    /// By when, and never in the past: what an owner delivers keeps its date as long as that is to come.
    pub by: NaiveDate,
    /// The words that it is told in.
    pub words: &'static Words,
    /// Its gaps, worst first.
    pub gaps: Vec<GapRow<'a>>,
    /// The day of the report, where the action had a ticket before and this one is for its new gaps.
    pub added_on: Option<NaiveDate>,
}

impl Brief<'_> {
    /// A few sentences: who, by when and how late, what it changes, and how much work it is.
    pub fn summary(&self) -> String {
        let (action, words) = (self.action, self.words);
        let who = match action.kind {
            ActionKind::AssignOwner => "brief.suggested",
            ActionKind::Classify | ActionKind::Renew | ActionKind::Deliver | ActionKind::Obtain => "brief.done_by",
        };
        let mut said = vec![
            words.say(who, &[("who", &self.assignee)]),
            words.say("brief.needed", &[("date", &words.date(self.by))]),
        ];
        if action.overdue > 0 {
            let date = words.date(action.due);
            said.push(words.count("brief.missed", action.overdue, &[("date", &date)]));
        }
        said.push(self.effect());
        if action.rows > 0 {
            said.push(words.count("brief.rows", action.rows, &[]));
        }
        said.join(" ")
    }

    /// What changes once it is done; nobody can say that of a system without a model.
    fn effect(&self) -> String {
        let (words, gaps) = (self.words, self.gaps.len());
        if self.action.kind == ActionKind::Classify {
            return words.count("brief.classifies", gaps, &[]);
        }
        let ended = self.action.effect.ended();
        let exposure = words.number(ended.exposure);
        let critical = words.count("brief.critical", ended.critical, &[]);
        words.count(
            "brief.closes",
            gaps,
            &[("exposure", &exposure), ("critical", &critical)],
        )
    }

    /// What tells its ticket from all others: the key, and for a second ticket of one action the day.
    pub fn external_id(&self) -> String {
        match self.added_on {
            Some(day) => format!("{} ({day})", self.action.key),
            None => self.action.key.clone(),
        }
    }

    /// One line a gap: what is wrong, where, and what to do first.
    pub fn lines(&self) -> Vec<String> {
        self.gaps
            .iter()
            .map(|row| {
                let step = row.first_step.trim_end_matches('.');
                self.words.say("brief.line", &[("title", &row.title()), ("step", step)])
            })
            .collect()
    }

    /// Those who own the duties already; only an action of the kind `deliver` has owners, the others propose a role.
    pub fn owners(&self) -> Vec<&str> {
        if self.action.kind != ActionKind::Deliver {
            return Vec::new();
        }
        let first = self.gaps.first().map(|row| row.gap.gap.owners.as_slice());
        first.unwrap_or_default().iter().map(String::as_str).collect()
    }
}

/// All actions, in their order.
pub fn briefs<'a>(snapshot: &'a Snapshot, words: &'static Words) -> Vec<Brief<'a>> {
    let index = Index::new(snapshot);
    let mut rows: BTreeMap<&str, Vec<GapRow<'_>>> = BTreeMap::new();
    for row in gap_rows(snapshot, words) {
        if let Some(action) = row.action {
            rows.entry(&action.key).or_default().push(row);
        }
    }
    snapshot
        .actions
        .iter()
        .map(|action| Brief {
            action,
            title: index
                .title(action, words)
                .split_whitespace()
                .collect::<Vec<_>>()
                .join(" "),
            assignee: index.assignee(action, words),
            by: by(action, snapshot.as_of),
            words,
            gaps: rows.remove(action.key.as_str()).unwrap_or_default(),
            added_on: None,
        })
        .collect()
}

/// Those that become tickets.
pub fn briefs_of<'a>(snapshot: &'a Snapshot, which: Which, words: &'static Words) -> Vec<Brief<'a>> {
    let mut briefs = briefs(snapshot, words);
    if which == Which::All || snapshot.history.is_empty() {
        return briefs;
    }
    let is_new = |row: &GapRow<'_>| matches!(row.gap.change, Change::New | Change::Reopened);
    for brief in &mut briefs {
        let all = brief.gaps.len();
        brief.gaps.retain(is_new);
        brief.added_on = (brief.gaps.len() < all).then_some(snapshot.as_of);
    }
    briefs.retain(|brief| !brief.gaps.is_empty());
    briefs
}

fn by(action: &Action, as_of: NaiveDate) -> NaiveDate {
    match action.kind {
        ActionKind::Deliver if action.due >= as_of => action.due,
        _ => action.ask_by,
    }
}

/// Labels of an action: the list, the severity, the domain. They are filters, and the same in every language.
pub fn labels(action: &Action) -> Vec<String> {
    let words = Words::of(Language::En);
    let mut labels = vec!["unowned".to_owned(), words.name(action.kind)];
    labels.push(action.severity.id().to_owned());
    labels.extend(action.domain.map(|domain| domain.id().to_owned()));
    labels
}
