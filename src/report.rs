//! What the pages say. In: the snapshot, what changed, and how the report should look. Out: one struct that is the template's
//! only input: every figure, date, sentence and order is settled here, and the template only places it. It is written out for
//! whoever edits the templates, and for nobody else: other programs read the record of the run (`export`).
//!
//! One file a section under `report/`; a section's struct is what its template function in `templates/sections/` reads.

mod accepted;
mod actions;
mod by_framework;
mod changes;
mod decisions;
mod domains;
mod extent;
mod facts;
mod heatmap;
mod look;
mod method;
mod moves;
mod origin;
mod owners;
#[cfg(test)]
mod palette_tests;
mod period;
mod providers;
mod register;
mod remarks;
mod sign_off;
mod summary;
mod systems;
mod table;
mod text;
mod tiles;
mod trend;
mod trust;
mod verdict;

use std::sync::Arc;

use serde::Serialize;

use crate::compare::Changes;
use crate::config::{Config, Language, Look};
use crate::diagnostic::{Diagnostic, Finding};
use crate::snapshot::Snapshot;
use crate::words::Words;

pub use changes::{Changed, List, Row, Step};
pub use domains::Bars;
pub use extent::refuse_too_long;
use facts::Facts;
pub use text::Text;

/// From so many system parts on, every detail is meant.
const ALL: usize = u32::MAX as usize;

/// What the pages say, and the snapshot they rest on and carry.
#[derive(Clone, Debug, PartialEq)]
pub struct Report {
    /// The record of the run.
    pub snapshot: Arc<Snapshot>,
    /// What the pages say.
    pub view: View,
}

/// The data of the pages, part by part, in the report's language. What is left out, or has nothing to say, is `null`.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct View {
    /// Paper, colour, foot, title: what holds for every page.
    pub look: look::Page,
    /// Page one.
    pub summary: summary::Summary,
    /// What changed since the last report; none in a first one.
    pub changed: Option<moves::Moves>,
    /// Every system, every domain.
    pub heatmap: Option<heatmap::HeatMap>,
    /// Decide, Deliver, Obtain.
    pub plan: Option<actions::Plan>,
    /// Risks that were accepted.
    pub accepted: Option<accepted::Accepted>,
    /// How far to trust the figures.
    pub trust: Option<trust::Trust>,
    /// Annex A: who carries how much.
    pub owners: Option<owners::Owners>,
    /// Annex A: what each owner is asked to sign.
    pub sign_off: Option<sign_off::SignOff>,
    /// Annex A: what is expected of each provider.
    pub providers: Option<providers::Providers>,
    /// Annex B: the worst systems, one by one.
    pub systems: Option<systems::Systems>,
    /// Annex B: every gap, where every detail is asked for.
    pub register: Option<register::Register>,
    /// Annex C: how the figures were made.
    pub method: Option<method::Method>,
    /// Annex C: the gaps by other frameworks, where they are asked for.
    pub by_framework: Option<by_framework::ByFramework>,
    /// Annex C: remarks on the inventory.
    pub remarks: Option<remarks::Remarks>,
}

impl Report {
    /// Settles what the pages say.
    pub fn new(snapshot: impl Into<Arc<Snapshot>>, changes: Option<&Changes>, config: &Config) -> Self {
        let snapshot = snapshot.into();
        let view = View::new(&snapshot, changes, &config.report);
        Self { snapshot, view }
    }

    /// Adds to the remarks what the pages themselves give rise to.
    pub fn remark(&mut self, found: &[Finding], config: &Config) {
        if !found.is_empty() {
            let facts = Facts::new(&self.snapshot, Words::of(self.view.look.language)).for_look(&config.report);
            let input = self.snapshot.warnings.iter();
            let remarks: Vec<_> = input.chain(found.iter().map(|f| &f.told)).collect();
            self.view.remarks = remarks_on(&facts, &remarks, &config.report);
        }
    }
}

/// Whether a section is to be printed.
fn wanted(look: &Look, section: &str) -> bool {
    look.sections.get(section).copied().unwrap_or(true)
}

fn remarks_on(facts: &Facts<'_>, found: &[&Diagnostic], look: &Look) -> Option<remarks::Remarks> {
    let all = look.system_pages.is_some_and(|pages| pages >= ALL);
    let remarks = || remarks::Remarks::new(facts, found, all);
    wanted(look, "doubts").then(remarks).flatten()
}

impl View {
    fn new(snapshot: &Snapshot, changes: Option<&Changes>, look: &Look) -> Self {
        let words = Words::of(look.language.unwrap_or(Language::En));
        let wanted = |section: &str| wanted(look, section);
        let facts = Facts::new(snapshot, words).for_look(look);
        let shown = look.system_pages.unwrap_or(systems::USUAL);
        let detailed = if wanted("systems") { shown } else { 0 };
        let found: Vec<_> = snapshot.warnings.iter().collect();
        let then = |section: &str| wanted(section).then_some(&facts);
        Self {
            look: look::Page::new(&facts, look),
            summary: summary::Summary::new(&facts, changes),
            changed: changes
                .filter(|_| wanted("changes"))
                .map(|changes| moves::Moves::new(&facts, changes)),
            heatmap: then("heatmap").map(|facts| heatmap::HeatMap::new(facts, detailed)),
            plan: then("plan").and_then(actions::Plan::new),
            accepted: then("accepted").and_then(accepted::Accepted::new),
            trust: then("doubts").map(trust::Trust::new),
            owners: then("owners").and_then(owners::Owners::new),
            sign_off: look.sign_off.then(|| sign_off::SignOff::new(&facts)).flatten(),
            providers: then("providers").and_then(providers::Providers::new),
            systems: then("systems").and_then(|facts| systems::Systems::new(facts, shown)),
            register: then("register")
                .filter(|_| shown >= ALL)
                .and_then(register::Register::new),
            method: then("method").map(|facts| method::Method::new(facts, look)),
            by_framework: look.frameworks.then(|| by_framework::ByFramework::new(&facts)),
            remarks: remarks_on(&facts, &found, look),
        }
    }
}
