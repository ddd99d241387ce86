//! What the pages say. In: the snapshot, what changed, and how the report should look. Out: one struct that is the template's
//! only input: every figure, date, sentence and order is settled here, and the template only places it. It is written out for
//! whoever edits the templates, and for nobody else: other programs read the record of the run (`export`).
//!
//! One file a section under `report/`; a section's struct is what its template function in `templates/sections/` reads.

mod accepted;
mod actions;
mod changes;
mod doubts;
mod facts;
mod heatmap;
mod look;
mod method;
mod owners;
#[cfg(test)]
mod palette_tests;
mod period;
mod providers;
mod register;
mod sign_off;
mod summary;
mod systems;
mod text;
mod trend;

use serde::Serialize;

use crate::compare::Changes;
use crate::config::{Config, Language, Look};
use crate::diagnostic::Finding;
use crate::snapshot::Snapshot;
use crate::words::Words;

pub use changes::{Changed, List, Row, Step};
use facts::{Facts, Links};
pub use text::Text;

/// What the pages say, and the snapshot they rest on and carry.
#[derive(Clone, Debug, PartialEq)]
pub struct Report {
    /// The record of the run.
    pub snapshot: Snapshot,
    /// What the pages say.
    pub view: View,
}

/// The data of the pages, section by section, in the report's language. A section that is left out is `null`.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct View {
    /// Paper, colour, foot, title: what holds for every page.
    pub look: look::Page,
    /// The fixed words of the template, by section.
    pub label: serde_json::Value,
    /// Page one.
    pub summary: summary::Summary,
    /// What changed since the last report; none in a first one.
    pub changed: Option<Changed>,
    /// Every system, every domain.
    pub heatmap: Option<heatmap::HeatMap>,
    /// Decide, Deliver, Obtain.
    pub plan: Option<actions::Plan>,
    /// Who carries how much.
    pub owners: Option<owners::Owners>,
    /// What is expected of each provider.
    pub providers: Option<providers::Providers>,
    /// Risks that were accepted.
    pub accepted: Option<accepted::Accepted>,
    /// The worst systems, one by one.
    pub systems: Option<systems::Systems>,
    /// What could not be judged.
    pub doubts: Option<doubts::Doubts>,
    /// How the figures were made.
    pub method: Option<method::Method>,
    /// The whole heat map, where the section on it shows only the worst systems.
    pub full_map: Option<heatmap::FullMap>,
    /// Every gap.
    pub register: Option<register::Register>,
    /// Sheets to sign, when they are asked for.
    pub sign_off: Option<sign_off::SignOff>,
}

impl Report {
    /// Settles what the pages say.
    pub fn new(snapshot: Snapshot, changes: Option<&Changes>, config: &Config) -> Self {
        let view = View::new(&snapshot, changes, &config.report);
        Self { snapshot, view }
    }

    /// Adds to the doubts what the pages themselves give rise to.
    pub fn remark(&mut self, found: &[Finding]) {
        if let Some(doubts) = self.view.doubts.as_mut().filter(|_| !found.is_empty()) {
            let facts = Facts::new(&self.snapshot, Words::of(self.view.look.language));
            let input = self.snapshot.warnings.iter();
            doubts.remark(&facts, &input.chain(found.iter().map(|f| &f.told)).collect::<Vec<_>>());
        }
    }
}

impl View {
    fn new(snapshot: &Snapshot, changes: Option<&Changes>, look: &Look) -> Self {
        let words = Words::of(look.language.unwrap_or(Language::En));
        let wanted = |section: &str| look.sections.get(section).copied().unwrap_or(true);
        let facts = Facts::new(snapshot, words);
        let shown = if wanted("systems") {
            look.system_pages.unwrap_or(systems::USUAL)
        } else {
            0
        };
        let links = Links {
            systems: facts
                .worst_systems()
                .into_iter()
                .take(shown)
                .map(|s| s.id.as_str())
                .zip(0..)
                .collect(),
            actions: actions::written(&snapshot.actions)
                .filter(|_| wanted("plan"))
                .map(|a| a.number.as_str())
                .collect(),
            register: wanted("register") && register::fits(snapshot.gaps.len()),
        };
        let facts = facts.linked(links);
        Self {
            look: look::Page::new(&facts, look),
            label: words.labels().clone(),
            summary: summary::Summary::new(&facts),
            changed: changes
                .filter(|_| wanted("changes"))
                .map(|changes| Changed::new(&facts, changes)),
            heatmap: wanted("heatmap").then(|| heatmap::HeatMap::new(&facts)),
            plan: wanted("plan").then(|| actions::Plan::new(&facts)),
            owners: wanted("owners").then(|| owners::Owners::new(&facts)),
            providers: wanted("providers").then(|| providers::Providers::new(&facts)),
            accepted: wanted("accepted").then(|| accepted::Accepted::new(&facts)),
            systems: (shown > 0).then(|| systems::Systems::new(&facts, shown)),
            doubts: wanted("doubts").then(|| doubts::Doubts::new(&facts)),
            method: wanted("method").then(|| method::Method::new(&facts)),
            full_map: wanted("heatmap").then(|| heatmap::FullMap::new(&facts)).flatten(),
            register: (wanted("register") && !snapshot.gaps.is_empty()).then(|| register::Register::new(&facts)),
            sign_off: look.sign_off.then(|| sign_off::SignOff::new(&facts)),
        }
    }
}
