//! What is said about domains, models and cells, in our wording. In: the tables beside this file. Out: facts of a domain and a model, how a
//! shared cell is split, the counterparts in other frameworks, and where the sources contradict each other.

use std::sync::LazyLock;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{DeploymentModel, Domain};

/// What is said about a security domain: our wording, from `framework/domains.csv`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DomainFacts {
    /// Name as in the matrix.
    pub name: String,
    /// Name for running text.
    pub long_name: String,
    /// Name for narrow columns.
    pub short_name: String,
    /// What the domain is about, in one sentence.
    pub focus: String,
    /// Whether it exists only because of AI.
    pub ai_specific: bool,
    /// The role we propose as owner.
    pub accountable_role: String,
    /// Who else could own it.
    pub alternate_role: String,
    /// What usually proves it.
    pub evidence: Vec<String>,
    /// First steps where the whole duty is ours.
    pub customer_actions: Vec<String>,
    /// First steps where the duty is shared.
    pub shared_actions: Vec<String>,
    /// What to obtain from the provider where the duty is shared.
    pub shared_obtain: String,
    /// What to ask a provider for.
    pub provider_asks: Vec<String>,
}

/// What is said about a deployment model: from `framework/models.csv`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ModelFacts {
    /// Full name.
    pub name: String,
    /// Name for narrow columns.
    pub short_name: String,
    /// What it means, in one sentence.
    pub definition: String,
    /// The framework's risk words.
    pub risk_profile: String,
    /// The framework's examples.
    pub examples: Vec<String>,
}

/// The two halves of a Shared cell: from `framework/shared_split.csv`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Split {
    /// What the provider does.
    pub provider: String,
    /// What is left to us.
    pub customer: String,
}

/// Where another framework speaks of the same domain: from `framework/crosswalk.csv`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Reference {
    /// Which framework.
    pub framework: String,
    /// Which version of it.
    pub version: String,
    /// Its own number.
    pub id: String,
    /// A short title, ours.
    pub title: String,
    /// Whether it is the main counterpart (otherwise related).
    pub primary: bool,
}

/// A place where the framework's own pages disagree: from `framework/framework_conflicts.csv`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Conflict {
    /// The page that rules.
    pub source_a: String,
    /// The page that says otherwise.
    pub source_b: String,
    /// Domain, or `all`.
    pub domain_id: String,
    /// Model, or `all`.
    pub model_id: String,
    /// What the first page says.
    pub a_says: String,
    /// What the second page says.
    pub b_says: String,
    /// `hard`, `soft`, `name` or `dated`.
    pub kind: String,
    /// What we do about it.
    pub what_to_do: String,
}

static DOMAIN_FACTS: LazyLock<Vec<DomainFacts>> = LazyLock::new(|| {
    records(include_str!("domains.csv"))
        .map(|get| {
            let several = |names: &[&str]| names.iter().map(|n| get(n)).filter(|text| !text.is_empty()).collect();
            DomainFacts {
                name: get("name"),
                long_name: get("long_name"),
                short_name: get("short_name"),
                focus: get("focus"),
                ai_specific: get("ai_specific") == "yes",
                accountable_role: get("accountable_role"),
                alternate_role: get("alternate_role"),
                evidence: get("typical_evidence")
                    .split(';')
                    .map(|e| e.trim().to_owned())
                    .collect(),
                customer_actions: several(&["customer_action_1", "customer_action_2", "customer_action_3"]),
                shared_actions: several(&["shared_action_1", "shared_action_2"]),
                shared_obtain: get("shared_obtain_from_provider"),
                provider_asks: several(&["provider_ask_1", "provider_ask_2", "provider_ask_3"]),
            }
        })
        .collect()
});

static MODEL_FACTS: LazyLock<Vec<ModelFacts>> = LazyLock::new(|| {
    records(include_str!("models.csv"))
        .map(|get| ModelFacts {
            name: get("name"),
            short_name: get("short_name"),
            definition: get("definition"),
            risk_profile: get("risk_profile"),
            examples: get("framework_examples")
                .split(';')
                .map(|e| e.trim().to_owned())
                .collect(),
        })
        .collect()
});

static SPLITS: LazyLock<Vec<(String, String, Split)>> = LazyLock::new(|| {
    records(include_str!("shared_split.csv"))
        .map(|get| {
            let split = Split {
                provider: get("provider_part"),
                customer: get("customer_part"),
            };
            (get("domain_id"), get("model_id"), split)
        })
        .collect()
});

pub(super) static CROSSWALK: LazyLock<Vec<(String, Reference)>> = LazyLock::new(|| {
    records(include_str!("crosswalk.csv"))
        .map(|get| {
            let reference = Reference {
                framework: get("framework"),
                version: get("version"),
                id: get("ref_id"),
                title: get("ref_title_short"),
                primary: get("strength") == "primary",
            };
            (get("domain_id"), reference)
        })
        .collect()
});

static CONFLICTS: LazyLock<Vec<Conflict>> = LazyLock::new(|| {
    csv::Reader::from_reader(include_str!("framework_conflicts.csv").as_bytes())
        .deserialize()
        .filter_map(Result::ok)
        .collect()
});

/// Goes through an embedded table; each row is a look-up by column name (an unknown name gives an empty text, which the
/// tests of the embedded data would notice).
pub(super) fn records(csv: &'static str) -> impl Iterator<Item = impl Fn(&str) -> String> {
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    let header = reader.headers().cloned().unwrap_or_default();
    reader.into_records().filter_map(Result::ok).map(move |record| {
        let header = header.clone();
        move |name: &str| {
            let column = header.iter().position(|h| h == name);
            column.and_then(|c| record.get(c)).unwrap_or_default().to_owned()
        }
    })
}

impl Domain {
    /// What is said about this domain.
    pub fn facts(self) -> &'static DomainFacts {
        &DOMAIN_FACTS[self as usize]
    }

    /// Where other frameworks speak of it.
    pub fn crosswalk(self) -> impl Iterator<Item = &'static Reference> {
        CROSSWALK
            .iter()
            .filter(move |(id, _)| id == self.id())
            .map(|(_, reference)| reference)
    }
}

impl DeploymentModel {
    /// What is said about this model.
    pub fn facts(self) -> &'static ModelFacts {
        &MODEL_FACTS[self as usize]
    }
}

/// The two halves of a cell that the stock matrix calls Shared.
pub fn split(domain: Domain, model: DeploymentModel) -> Option<&'static Split> {
    SPLITS
        .iter()
        .find(|(d, m, _)| d == domain.id() && m == model.id())
        .map(|(_, _, split)| split)
}

/// Where the framework's own pages disagree, and what we do about it.
pub fn conflicts() -> &'static [Conflict] {
    &CONFLICTS
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::framework::{Matrix, Responsibility};

    #[test]
    fn every_domain_and_model_is_described_in_its_own_row() {
        for (domain, record) in Domain::ALL.iter().zip(records(include_str!("domains.csv"))) {
            assert_eq!(record("domain_id"), domain.id());
            let facts = domain.facts();
            assert!(!facts.accountable_role.is_empty() && !facts.focus.is_empty());
            assert_eq!(
                (facts.customer_actions.len(), facts.shared_actions.len()),
                (3, 2),
                "{domain}"
            );
            assert_eq!(facts.provider_asks.len(), 3, "{domain}");
        }
        for (model, record) in DeploymentModel::ALL.iter().zip(records(include_str!("models.csv"))) {
            assert_eq!(record("model_id"), model.id());
        }
        assert_eq!((DOMAIN_FACTS.len(), MODEL_FACTS.len()), (16, 8));
    }

    #[test]
    fn exactly_the_shared_cells_are_split() {
        let matrix = Matrix::stock();
        for domain in Domain::ALL {
            for model in DeploymentModel::ALL {
                let shared = matrix.cell(domain, model).responsibility == Responsibility::Shared;
                assert_eq!(split(domain, model).is_some(), shared, "{domain} x {model}");
            }
        }
        assert_eq!(SPLITS.len(), 40);
    }

    #[test]
    fn every_crosswalk_row_and_conflict_names_known_words() {
        assert!(CROSSWALK.iter().all(|(id, _)| Domain::from_id(id).is_some()));
        assert!(Domain::ALL.iter().all(|d| d.crosswalk().any(|r| r.primary)));
        assert_eq!(conflicts().len(), 25);
        let known = |id: &str| id == "all" || id == "not-covered" || DeploymentModel::from_id(id).is_some();
        assert!(conflicts().iter().all(|c| known(&c.model_id)));
    }
}
