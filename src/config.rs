//! What stays the same each quarter. In: `unowned.toml`, with the flags of the command line laid over it by `cli`.
//! Out: one plain struct. What the keys mean for a value or a header is the business of the stage that uses them.

use std::collections::BTreeMap;
use std::path::PathBuf;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The configuration; every key is optional, and an unknown one is an error.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Config {
    /// The organisation's name, for the report's head and foot.
    pub organisation: Option<String>,
    /// Month in which the fiscal year starts, 1 to 12; January if left out.
    pub fiscal_year_start: Option<u32>,
    /// A responsibility matrix of one's own (CSV).
    pub matrix: Option<PathBuf>,
    /// A product catalogue of one's own (CSV), which goes before the embedded one.
    pub products: Option<PathBuf>,
    /// How the inventory is judged.
    pub rules: Rules,
    /// How the inventory is read.
    pub reading: Reading,
    /// How the report looks.
    pub report: Look,
    /// Systems that changed their id: old id = new id.
    pub renamed: BTreeMap<String, String>,
}

/// How the inventory is read, beyond what is recognised by itself.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Reading {
    /// Role = sheet name (`systems`, `controls`, `grid`, `combined`, `people`).
    pub sheets: BTreeMap<String, String>,
    /// Field = header text.
    pub columns: BTreeMap<String, String>,
    /// Vocabulary = (the organisation's word = ours), for example `status."Up and running" = "implemented"`.
    pub values: BTreeMap<String, BTreeMap<String, String>>,
}

/// How the report looks.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Look {
    /// `en`, `de`, `fr` or `es`.
    pub language: Option<String>,
    /// `a4` or `letter`.
    pub paper: Option<String>,
    /// A PNG or SVG file.
    pub logo: Option<PathBuf>,
    /// Brand colour as `#rrggbb`.
    pub accent: Option<String>,
    /// Classification label in the foot of each page.
    pub label: Option<String>,
    /// Section = false leaves it out.
    pub sections: BTreeMap<String, bool>,
    /// System pages: how many of the worst; all with `--detail all`.
    pub system_pages: Option<usize>,
}

/// The rules by which the inventory is judged. The report states the ones it used.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Rules {
    /// A row owned by a team alone counts as unowned.
    pub require_named_person: bool,
    /// Days after which the last review of a control is stale.
    pub review_days: u32,
    /// Days from first sight to the due date, by severity.
    pub due_days: BySeverity,
    /// Lowest score of a severity.
    pub thresholds: Thresholds,
    /// Weight of each kind of gap, 1 to 3.
    pub weights: Weights,
}

impl Default for Rules {
    fn default() -> Self {
        Self {
            require_named_person: false,
            review_days: 365,
            due_days: BySeverity::default(),
            thresholds: Thresholds::default(),
            weights: Weights::default(),
        }
    }
}

/// Days to the due date.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct BySeverity {
    /// For a critical gap.
    pub critical: u32,
    /// For a high one.
    pub high: u32,
    /// For a medium one.
    pub medium: u32,
    /// For a low one.
    pub low: u32,
}

impl Default for BySeverity {
    fn default() -> Self {
        Self {
            critical: 30,
            high: 90,
            medium: 180,
            low: 365,
        }
    }
}

/// Lowest score (weight x impact) of each severity; below `medium` a gap is low.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Thresholds {
    /// From here on a gap is critical.
    pub critical: u32,
    /// From here on high.
    pub high: u32,
    /// From here on medium.
    pub medium: u32,
}

impl Default for Thresholds {
    fn default() -> Self {
        Self {
            critical: 9,
            high: 6,
            medium: 3,
        }
    }
}

/// The weight of each kind of gap.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct Weights {
    /// Nobody owns the duty.
    pub unowned: u32,
    /// A risk acceptance has lapsed.
    pub exception_expired: u32,
    /// The deployment model is not known, so the duties are not known either.
    pub unclassified: u32,
    /// We say it does not apply; the matrix says it does.
    pub excluded: u32,
    /// Owned, nothing in place yet.
    pub not_started: u32,
    /// Shared, and the provider's part is not confirmed.
    pub uncoordinated: u32,
    /// The state is not known.
    pub unverified: u32,
    /// Partly in place.
    pub partial: u32,
    /// In place, but not reviewed for too long.
    pub stale: u32,
    /// The provider's alone, and not confirmed.
    pub unassured: u32,
}

impl Default for Weights {
    fn default() -> Self {
        Self {
            unowned: 3,
            exception_expired: 3,
            unclassified: 3,
            excluded: 2,
            not_started: 2,
            uncoordinated: 2,
            unverified: 1,
            partial: 1,
            stale: 1,
            unassured: 1,
        }
    }
}
