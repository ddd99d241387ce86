//! What the script of the page reads: every gap once, as numbers into lists of names, so that thousands of systems stay a few
//! megabytes. In: the record and the words of a language. Out: one struct; `page.js` names its parts in the same order.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::Serialize;

use crate::assess::{CustomerState, GapKind, ProviderState, Severity, Side};
use crate::framework::Domain;
use crate::names::Named;
use crate::plan::{Change, DatedGap};
use crate::snapshot::{Index, Snapshot, SystemRecord};
use crate::words::Words;

/// Where nothing stands.
const NONE: i64 = -1;

/// All that the script knows.
#[derive(Serialize)]
pub struct Data {
    day: NaiveDate,
    say: serde_json::Value,
    severities: Vec<(&'static str, String)>,
    kinds: Vec<(&'static str, String)>,
    sides: Vec<(&'static str, String)>,
    changes: Vec<(&'static str, String)>,
    states: Vec<(&'static str, String, String)>,
    domains: Vec<(&'static str, String, String)>,
    names: Vec<String>,
    systems: Vec<SystemRow>,
    actions: Vec<(String, String)>,
    gaps: Vec<GapRow>,
}

/// Id, name, unit, vendor, exposure, cell, and one sign a domain: our state, the provider's part, critical focus.
#[derive(Serialize)]
struct SystemRow(String, String, i64, i64, u32, i64, String, String, String);

/// System, domain, side, kind, severity, score, owners, due, 1 overdue or 2 past term, first seen, change, action, first step, cells.
#[derive(Serialize)]
struct GapRow(
    usize,
    i64,
    usize,
    usize,
    usize,
    u32,
    Vec<i64>,
    NaiveDate,
    u8,
    NaiveDate,
    usize,
    i64,
    i64,
    Vec<i64>,
);

/// Texts that occur often, each once.
#[derive(Default)]
struct Pool {
    places: BTreeMap<String, i64>,
    texts: Vec<String>,
}

impl Pool {
    fn place(&mut self, text: &str) -> i64 {
        if let Some(place) = self.places.get(text) {
            return *place;
        }
        let place = self.texts.len() as i64;
        self.texts.push(text.to_owned());
        self.places.insert(text.to_owned(), place);
        place
    }

    fn maybe(&mut self, text: Option<&str>) -> i64 {
        text.map_or(NONE, |text| self.place(text))
    }

    fn each(&mut self, texts: &[String]) -> Vec<i64> {
        texts.iter().map(|text| self.place(text)).collect()
    }
}

impl Data {
    /// Gathers it; systems and gaps stand worst first.
    pub fn new(snapshot: &Snapshot, words: &'static Words) -> Self {
        let index = Index::new(snapshot);
        let mut pool = Pool::default();
        let mut shown = index.worst_systems();
        // Gaps are open for systems in scope only; a record that says otherwise still shows them all.
        shown.extend(
            snapshot
                .systems
                .iter()
                .filter(|s| !s.in_scope() && !index.gaps_of(&s.id).is_empty()),
        );
        let places: BTreeMap<&str, usize> = shown.iter().map(|s| s.id.as_str()).zip(0..).collect();
        let actions: BTreeMap<&str, i64> = snapshot.actions.iter().map(|a| a.key.as_str()).zip(0..).collect();
        let systems = shown
            .iter()
            .map(|system| system_row(system, &index, &mut pool))
            .collect();
        let mut gaps = Vec::with_capacity(snapshot.gaps.len());
        for dated in index.worst_gaps() {
            let action = index.action_of(&dated.gap.id);
            let action = action.and_then(|action| actions.get(action.key.as_str())).copied();
            if let Some(&system) = places.get(dated.gap.id.system.as_str()) {
                let step = index.first_step(dated, words);
                gaps.push(gap_row(dated, system, action.unwrap_or(NONE), &step, &mut pool));
            }
        }
        Self {
            day: snapshot.as_of,
            say: words.labels()["web"].clone(),
            severities: named(&Severity::ALL, words),
            kinds: named(&GapKind::ALL, words),
            sides: named(&Side::ALL, words),
            changes: named(&Change::ALL, words),
            states: CustomerState::ALL
                .map(|state| (state.id(), words.name(state), words.about(state, "letter")))
                .into(),
            domains: Domain::ALL
                .map(|domain| (domain.id(), words.name(domain), words.about(domain, "column")))
                .into(),
            names: pool.texts,
            systems,
            actions: snapshot
                .actions
                .iter()
                .map(|action| (action.number.clone(), index.title(action, words)))
                .collect(),
            gaps,
        }
    }
}

fn named<T: Named>(all: &[T], words: &Words) -> Vec<(&'static str, String)> {
    all.iter().map(|one| (one.key(), words.title(*one))).collect()
}

fn system_row(system: &SystemRecord, index: &Index<'_>, pool: &mut Pool) -> SystemRow {
    let (mut ours, mut theirs, mut focus) = (String::new(), String::new(), String::new());
    for domain in Domain::ALL {
        let duty = index.duty(&system.id, domain);
        let state = duty.and_then(|duty| duty.customer);
        ours.push(
            state
                .and_then(|state| char::from_digit(state as u32, 10))
                .unwrap_or('-'),
        );
        theirs.push(match duty.and_then(|duty| duty.provider) {
            Some(ProviderState::Confirmed) => '1',
            Some(_) => '0',
            None => '-',
        });
        focus.push(if duty.is_some_and(|duty| duty.critical_focus) {
            '1'
        } else {
            '0'
        });
    }
    SystemRow(
        system.id.clone(),
        system.name.clone(),
        pool.maybe(system.unit.as_deref()),
        pool.maybe(system.vendor.as_deref()),
        index.exposure(&system.id),
        pool.place(&system.source),
        ours,
        theirs,
        focus,
    )
}

fn gap_row(dated: &DatedGap, system: usize, action: i64, step: &str, pool: &mut Pool) -> GapRow {
    let gap = &dated.gap;
    GapRow(
        system,
        gap.id.domain().map_or(NONE, |domain| domain as i64),
        gap.id.side() as usize,
        gap.kind as usize,
        gap.severity as usize,
        gap.score,
        pool.each(&gap.owners),
        dated.due,
        match () {
            () if dated.overdue => 1,
            () if dated.past_term => 2,
            () => 0,
        },
        dated.first_seen,
        dated.change as usize,
        action,
        pool.place(step),
        pool.each(&gap.source),
    )
}
