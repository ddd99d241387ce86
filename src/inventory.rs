//! What is said: the organisation's AI systems and controls, typed. In: nothing; these are the nouns that `normalise` fills
//! and `assess` reads. Every value that can cause a finding remembers its cell.

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;

use crate::diagnostic::Location;
use crate::framework::{DeploymentModel, Domain};

/// How the first cell of a sheet begins that a report wrote for reading only: it looks like a list of controls (it has owners and
/// due dates), but is no input.
pub const REPORT_SHEET: &str = "Report sheet, not read back";

/// All that was read: systems, controls, and people who left.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Inventory {
    /// One for each row that names a system, in the order of the sheet.
    pub systems: Vec<System>,
    /// One for each row that says something about a duty.
    pub controls: Vec<Control>,
    /// People the inventory says have left, or will.
    pub departures: Vec<Departure>,
}

/// One AI system.
#[derive(Clone, Debug, PartialEq)]
pub struct System {
    /// Unique in the inventory; as written, or the slug of the name.
    pub id: String,
    /// The only thing a row must have.
    pub name: String,
    /// Deployment models, sorted, without repeats; none if the system is unclassified.
    pub models: Vec<DeploymentModel>,
    /// How the models are known.
    pub model_source: ModelSource,
    /// Whether it counts.
    pub scope: Scope,
    /// Product or tool.
    pub product: Option<String>,
    /// Who provides it.
    pub vendor: Option<String>,
    /// Business unit.
    pub unit: Option<String>,
    /// Who answers for the system as a whole; shown, but no owner of any duty.
    pub owner: Option<String>,
    /// Business criticality; where there is none, the risk tier stands in.
    pub criticality: Option<Criticality>,
    /// Data classification.
    pub classification: Option<Classification>,
    /// Whether it holds personal data, if the inventory says so.
    pub personal_data: Option<bool>,
    /// Whether the classification was inferred from personal data.
    pub classification_inferred: bool,
    /// Lifecycle stage.
    pub stage: Option<Stage>,
    /// Free text.
    pub notes: Option<String>,
    /// The cell that names it.
    pub at: Location,
}

impl System {
    /// The higher of criticality and classification, 1 to 4; `None` if neither is known.
    pub fn known_impact(&self) -> Option<u32> {
        let criticality = self.criticality.map(|c| c as u32);
        criticality.max(self.classification.map(|c| c as u32))
    }
}

/// How a system's deployment models are known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ModelSource {
    /// The inventory states them.
    Declared,
    /// They follow from a product or vendor name; the words that told.
    Inferred(String),
    /// The inventory states something that is no deployment model; its words.
    NotUnderstood(String),
    /// They are not known.
    None,
}

/// Whether a system counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Scope {
    /// It counts.
    In,
    /// Its stage says that it is retired.
    Retired,
    /// The framework leaves such background AI out.
    NotCovered,
}

/// Business criticality; the number is its impact.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Criticality {
    /// Impact 1.
    Low = 1,
    /// Impact 2.
    Medium = 2,
    /// Impact 3.
    High = 3,
    /// Impact 4.
    Critical = 4,
}

/// Data classification; the number is its impact.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Classification {
    /// Impact 1.
    Public = 1,
    /// Impact 2.
    Internal = 2,
    /// Impact 3.
    Confidential = 3,
    /// Impact 4.
    Restricted = 4,
}

/// Where a system is in its life.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Stage {
    /// Thought of.
    Idea,
    /// Being built or bought.
    Development,
    /// Tried out.
    Pilot,
    /// In use.
    Production,
    /// No longer in use.
    Retired,
}

/// What the organisation or its provider does about some domains for some systems.
#[derive(Clone, Debug, PartialEq)]
pub struct Control {
    /// For which systems.
    pub reach: Vec<Reach>,
    /// For which domains, sorted, without repeats.
    pub domains: Vec<Domain>,
    /// What it is called.
    pub name: Option<String>,
    /// Whose row it is.
    pub party: Party,
    /// Who owns it; empty means nobody.
    pub owners: Vec<Owner>,
    /// How far it is; `None` is unknown.
    pub status: Option<ControlStatus>,
    /// Our evidence.
    pub evidence: Option<String>,
    /// The provider's evidence; a placeholder is none.
    pub provider_evidence: Option<String>,
    /// When it was last looked at.
    pub last_reviewed: Option<NaiveDate>,
    /// When it is to be done.
    pub due: Option<NaiveDate>,
    /// A complete risk acceptance: with approver and expiry.
    pub exception: Option<Exception>,
    /// Free text.
    pub notes: Option<String>,
    /// The cell that a finding about this row points to.
    pub at: Location,
}

/// For which systems a control is meant, from narrow to wide.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reach {
    /// One system, by its id in this inventory.
    System(String),
    /// A business unit, by the [`name_key`] of its name.
    Unit(String),
    /// Every system of a deployment model.
    Model(DeploymentModel),
    /// Every system.
    All,
}

/// How wide a reach is; the narrowest that has any row rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// Written for the system itself.
    System,
    /// Written for its business unit.
    Unit,
    /// Written for its deployment model.
    Model,
    /// Written for all.
    All,
}

impl Reach {
    /// How wide it is.
    pub fn level(&self) -> Level {
        match self {
            Self::System(_) => Level::System,
            Self::Unit(_) => Level::Unit,
            Self::Model(_) => Level::Model,
            Self::All => Level::All,
        }
    }
}

impl System {
    /// Every reach that covers this system, from narrow to wide.
    pub fn reaches(&self) -> Vec<Reach> {
        let unit = self.unit.as_deref().map(|unit| Reach::Unit(name_key(unit)));
        let models = self.models.iter().copied().map(Reach::Model);
        std::iter::once(Reach::System(self.id.clone()))
            .chain(unit)
            .chain(models)
            .chain([Reach::All])
            .collect()
    }
}

/// Whose row a control is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Party {
    /// Ours (also when the cell is blank, or says shared).
    Customer,
    /// The provider's own.
    Provider,
}

/// How far a control is; an unknown status is `None` where this is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ControlStatus {
    /// In place (or a compensating control is).
    Implemented,
    /// In place in part.
    Partial,
    /// Nothing in place yet.
    Planned,
    /// Said not to apply.
    NotApplicable,
    /// No longer used: the row does not count.
    Retired,
}

/// Somebody who owns a control.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Owner {
    /// As written.
    pub name: String,
    /// What kind of owner.
    pub kind: OwnerKind,
}

/// What kind of owner a name is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum OwnerKind {
    /// A person, or a role that one person holds.
    Person,
    /// A team or department.
    Team,
    /// The provider, by a general word ("vendor"); cannot own our side.
    Provider,
}

/// A risk acceptance with what makes it one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exception {
    /// Why.
    pub reason: Option<String>,
    /// Who approved it.
    pub approver: String,
    /// The last day on which it holds.
    pub expires: NaiveDate,
}

/// A person who left, or will.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Departure {
    /// Name.
    pub name: Option<String>,
    /// E-mail address.
    pub email: Option<String>,
    /// The day from which the person cannot own anything.
    pub left_on: NaiveDate,
    /// The cell that says so.
    pub at: Location,
}

impl Departure {
    /// Whether a name in an owner cell is this person: by name, by e-mail address, or both (`Ann Lee <ann@example.org>`);
    /// what stands in brackets behind the name (`Ann Lee (Finance)`) does not matter.
    pub fn is(&self, owner: &str) -> bool {
        let bare = owner.split('(').next().unwrap_or_default();
        self.is_called(owner) || self.is_called(bare)
    }

    fn is_called(&self, owner: &str) -> bool {
        let key = name_key(owner);
        let known: Vec<String> = [&self.name, &self.email]
            .into_iter()
            .flatten()
            .map(|said| name_key(said))
            .collect();
        known.contains(&key) || key == known.join(" ")
    }
}

/// What two spellings of one name have in common: compatibility forms, case, spaces and punctuation do not matter.
pub fn name_key(name: &str) -> String {
    let mut key = String::with_capacity(name.len());
    let mut gap = false;
    for letter in name.nfkc().flat_map(char::to_lowercase) {
        if letter.is_alphanumeric() {
            if gap && !key.is_empty() {
                key.push(' ');
            }
            gap = false;
            key.push(letter);
        } else {
            gap = true;
        }
    }
    key
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_compared_without_case_spaces_and_punctuation() {
        assert_eq!(name_key("  Open-AI,  Inc. "), name_key("open ai inc"));
        assert_ne!(name_key("Ann Lee"), name_key("Anna Lee"));
    }
}
