//! The data contract of the pages. In: the snapshot, what changed, and how the report should look. Out: one struct that is the
//! template's only input: every figure, date, sentence and order is settled here, and the template only places it.
//!
//! One file a section under `report/`; a section's struct is what its template function in `templates/sections/` reads.

mod facts;
mod heatmap;
mod look;
mod period;
mod summary;
mod text;
mod trend;
mod wording;

use serde::Serialize;

use crate::compare::Changes;
use crate::config::Config;
use crate::snapshot::Snapshot;

use facts::Facts;
pub use text::Text;
pub use wording::Words;

/// The sections that a configuration can leave out, by the names it uses. The summary is always there.
pub const SECTIONS: [&str; 11] = [
    "changes",
    "heatmap",
    "plan",
    "owners",
    "providers",
    "accepted",
    "systems",
    "doubts",
    "method",
    "register",
    "sign-off",
];

/// Everything the pages show, and the snapshot they rest on.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Report {
    /// The record of the run.
    #[serde(flatten)]
    pub snapshot: Snapshot,
    /// What changed since the last report, if there is one.
    pub changes: Option<Changes>,
    /// What the pages say.
    pub view: View,
}

/// What the pages say, section by section. A section that is left out is `null`.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct View {
    /// Paper, colour, foot, title: what holds for every page.
    pub look: look::Page,
    /// The fixed words of the template, by section.
    pub label: serde_json::Value,
    /// Page one.
    pub summary: summary::Summary,
    /// Every system, every domain.
    pub heatmap: Option<heatmap::HeatMap>,
}

impl Report {
    /// Settles what the pages say.
    pub fn new(snapshot: Snapshot, changes: Option<Changes>, config: &Config) -> Self {
        let view = View::new(&snapshot, config);
        Self {
            snapshot,
            changes,
            view,
        }
    }
}

impl View {
    fn new(snapshot: &Snapshot, config: &Config) -> Self {
        let look = &config.report;
        let words = Words::of(look.language.as_deref());
        let facts = Facts::new(snapshot, words, config.fiscal_year_start.unwrap_or(1));
        let wanted = |section: &str| look.sections.get(section).copied().unwrap_or(true);
        Self {
            look: look::Page::new(&facts, look),
            label: words.labels().clone(),
            summary: summary::Summary::new(&facts),
            heatmap: wanted("heatmap").then(|| heatmap::HeatMap::new(&facts)),
        }
    }
}
