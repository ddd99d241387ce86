//! What is owed: the responsibility matrix and the words that go with it. In: the CSV files in `framework/`, embedded, or a
//! matrix of the user's own. Out: closed enums for the axes, cells and wording as data. Nothing here knows an inventory.
//!
//! Source of the cells: AI Security Shared Responsibility Model v1.1.0, Mike Privette / Return on Security, MIT licence.
//! All wording (roles, actions, splits) is ours.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::names::names;

/// The framework's name, as the report and the snapshot give it.
pub const NAME: &str = "AI Security Shared Responsibility Model";
/// The version of the embedded matrix.
pub const VERSION: &str = "1.1.0";
/// Author and licence, to be carried wherever the matrix is shown.
pub const ATTRIBUTION: &str =
    "AI Security Shared Responsibility Model v1.1.0, Mike Privette / Return on Security, MIT licence";

mod references;

pub use references::{Counterparts, Number, Numbering, before_number, numberings};

const MATRIX: &str = include_str!("framework/matrix.csv");

names! {
    /// How an AI system is had: the columns of the matrix.
    DeploymentModel in "model" {
        /// `saas`
        Saas = "saas",
        /// `paas`
        Paas = "paas",
        /// `iaas`
        Iaas = "iaas",
        /// `on-premises`
        OnPremises = "on-premises",
        /// `embedded`
        Embedded = "embedded",
        /// `agentic`
        Agentic = "agentic",
        /// `coding`
        Coding = "coding",
        /// `mcp`
        Mcp = "mcp",
    }
}

names! {
    /// What has to be looked after: the rows of the matrix.
    Domain in "domain" {
        /// `application-security`
        ApplicationSecurity = "application-security",
        /// `ai-ethics-and-safety`
        AiEthicsAndSafety = "ai-ethics-and-safety",
        /// `model-security`
        ModelSecurity = "model-security",
        /// `user-access-control`
        UserAccessControl = "user-access-control",
        /// `data-privacy`
        DataPrivacy = "data-privacy",
        /// `data-security`
        DataSecurity = "data-security",
        /// `monitoring-and-logging`
        MonitoringAndLogging = "monitoring-and-logging",
        /// `compliance-and-governance`
        ComplianceAndGovernance = "compliance-and-governance",
        /// `supply-chain-security`
        SupplyChainSecurity = "supply-chain-security",
        /// `network-security`
        NetworkSecurity = "network-security",
        /// `infrastructure-security`
        InfrastructureSecurity = "infrastructure-security",
        /// `incident-response`
        IncidentResponse = "incident-response",
        /// `agent-governance`
        AgentGovernance = "agent-governance",
        /// `code-generation-security`
        CodeGenerationSecurity = "code-generation-security",
        /// `context-pollution-protection`
        ContextPollutionProtection = "context-pollution-protection",
        /// `multi-system-integration`
        MultiSystemIntegration = "multi-system-integration",
    }
}

names! {
    /// Whose duty a cell is. The order is the order of strictness: of several models' cells the greatest rules.
    Responsibility in "responsibility" {
        /// Nobody's: the domain does not apply.
        NotApplicable = "N/A",
        /// The provider's alone.
        Provider = "Provider",
        /// Both have a part.
        Shared = "Shared",
        /// Ours alone.
        Customer = "Customer",
    }
}

impl Responsibility {
    /// Whether there is a part that is ours.
    pub fn has_customer_side(self) -> bool {
        matches!(self, Self::Customer | Self::Shared)
    }

    /// Whether there is a part that is the provider's.
    pub fn has_provider_side(self) -> bool {
        matches!(self, Self::Provider | Self::Shared)
    }

    fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|r| r.id().eq_ignore_ascii_case(word))
    }
}

/// One cell of the matrix. Ordered by strictness.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cell {
    /// Whose duty it is.
    pub responsibility: Responsibility,
    /// Whether the framework marks it as a critical focus area (`*`).
    pub critical_focus: bool,
}

/// The responsibility matrix: one cell for every domain and deployment model.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Matrix {
    /// The version it states.
    pub version: String,
    /// SHA-256 of its CSV bytes, in hexadecimal.
    pub sha256: String,
    cells: [[Cell; DeploymentModel::ALL.len()]; Domain::ALL.len()],
}

impl Matrix {
    /// The embedded matrix.
    #[allow(
        clippy::expect_used,
        reason = "a test reads the embedded file, so this cannot fail in a build that passed"
    )]
    pub fn stock() -> Self {
        Self::from_csv(MATRIX.as_bytes(), VERSION).expect("the embedded matrix is complete")
    }

    /// Reads a matrix: a column `domain_id`, and one column per deployment model with `Provider`, `Customer`, `Shared` or
    /// `N/A`, a `*` behind it for a critical focus area.
    ///
    /// # Errors
    /// A sentence that names what is missing or not understood, and where.
    pub fn from_csv(bytes: &[u8], version: &str) -> Result<Self, String> {
        let mut reader = csv::Reader::from_reader(bytes);
        let header = reader.headers().map_err(|e| e.to_string())?.clone();
        let column = |name: &str| {
            header
                .iter()
                .position(|h| h.trim() == name)
                .ok_or_else(|| format!("the column '{name}' is missing"))
        };
        let domain_column = column("domain_id")?;
        let mut columns = [0; DeploymentModel::ALL.len()];
        for (place, model) in columns.iter_mut().zip(DeploymentModel::ALL) {
            *place = column(model.id())?;
        }
        let mut rows = [None; Domain::ALL.len()];
        for record in reader.records() {
            let record = record.map_err(|e| e.to_string())?;
            let id = record.get(domain_column).unwrap_or_default().trim();
            let domain = Domain::from_id(id).ok_or_else(|| format!("'{id}' is not a security domain"))?;
            rows[domain as usize] = Some(matrix_row(&record, &columns, domain)?);
        }
        let mut cells = [[UNFILLED; DeploymentModel::ALL.len()]; Domain::ALL.len()];
        for (domain, row) in Domain::ALL.into_iter().zip(rows) {
            cells[domain as usize] = row.ok_or_else(|| format!("the row '{domain}' is missing"))?;
        }
        let sha256 = hex(&Sha256::digest(bytes));
        Ok(Self {
            version: version.to_owned(),
            sha256,
            cells,
        })
    }

    /// The cell of one domain and one model.
    pub fn cell(&self, domain: Domain, model: DeploymentModel) -> Cell {
        self.cells[domain as usize][model as usize]
    }

    /// In how many cells two matrices differ.
    pub fn differing_cells(&self, other: &Self) -> usize {
        self.cells
            .iter()
            .flatten()
            .zip(other.cells.iter().flatten())
            .filter(|(a, b)| a != b)
            .count()
    }

    /// The words of all cells, a `*` behind those of a critical focus area.
    pub fn words(&self) -> BTreeMap<Domain, BTreeMap<DeploymentModel, String>> {
        let word = |domain, model| {
            let cell = self.cell(domain, model);
            let mark = if cell.critical_focus { "*" } else { "" };
            (model, format!("{}{mark}", cell.responsibility.id()))
        };
        let row = |domain| {
            (
                domain,
                DeploymentModel::ALL
                    .into_iter()
                    .map(|model| word(domain, model))
                    .collect(),
            )
        };
        Domain::ALL.into_iter().map(row).collect()
    }

    /// The strictest cell among several models: Customer over Shared over Provider over N/A. It is a critical focus area
    /// if it is one in any of the models. Without a model nothing is owed.
    pub fn strictest(&self, domain: Domain, models: &[DeploymentModel]) -> Cell {
        let cells = models.iter().map(|&model| self.cell(domain, model));
        Cell {
            responsibility: cells
                .clone()
                .map(|c| c.responsibility)
                .max()
                .unwrap_or(Responsibility::NotApplicable),
            critical_focus: cells.into_iter().any(|c| c.critical_focus),
        }
    }
}

const UNFILLED: Cell = Cell {
    responsibility: Responsibility::NotApplicable,
    critical_focus: false,
};

fn matrix_row<const N: usize>(
    record: &csv::StringRecord,
    columns: &[usize; N],
    domain: Domain,
) -> Result<[Cell; N], String> {
    let mut row = [UNFILLED; N];
    for (cell, &column) in row.iter_mut().zip(columns) {
        let written = record.get(column).unwrap_or_default().trim();
        let word = written.trim_end_matches('*').trim();
        let responsibility = Responsibility::from_word(word)
            .ok_or_else(|| format!("'{written}' in row '{domain}' is not Provider, Customer, Shared or N/A"))?;
        *cell = Cell {
            responsibility,
            critical_focus: written.ends_with('*'),
        };
    }
    Ok(row)
}

/// Bytes as lower-case hexadecimal digits.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}

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
    records(include_str!("framework/domains.csv"))
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
    records(include_str!("framework/models.csv"))
        .map(|get| ModelFacts {
            name: get("name"),
            short_name: get("short_name"),
            definition: get("definition"),
            risk_profile: get("risk_profile"),
        })
        .collect()
});

static SPLITS: LazyLock<Vec<(String, String, Split)>> = LazyLock::new(|| {
    records(include_str!("framework/shared_split.csv"))
        .map(|get| {
            let split = Split {
                provider: get("provider_part"),
                customer: get("customer_part"),
            };
            (get("domain_id"), get("model_id"), split)
        })
        .collect()
});

static CROSSWALK: LazyLock<Vec<(String, Reference)>> = LazyLock::new(|| {
    records(include_str!("framework/crosswalk.csv"))
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
    csv::Reader::from_reader(include_str!("framework/framework_conflicts.csv").as_bytes())
        .deserialize()
        .filter_map(Result::ok)
        .collect()
});

/// Goes through an embedded table; each row is a look-up by column name (an unknown name gives an empty text, which the
/// tests of the embedded data would notice).
fn records(csv: &'static str) -> impl Iterator<Item = impl Fn(&str) -> String> {
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

    #[test]
    fn the_matrix_has_the_counts_of_its_source() {
        let matrix = Matrix::stock();
        let cells = || {
            Domain::ALL
                .iter()
                .flat_map(|&d| DeploymentModel::ALL.map(|m| matrix.cell(d, m)))
        };
        let count = |r| cells().filter(|c| c.responsibility == r).count();
        assert_eq!(count(Responsibility::Customer), 57);
        assert_eq!(count(Responsibility::Shared), 40);
        assert_eq!(count(Responsibility::Provider), 22);
        assert_eq!(count(Responsibility::NotApplicable), 9);
        assert_eq!(cells().filter(|c| c.critical_focus).count(), 5);
    }

    #[test]
    fn every_domain_and_model_is_described_in_its_own_row() {
        for (domain, record) in Domain::ALL.iter().zip(records(include_str!("framework/domains.csv"))) {
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
        for (model, record) in DeploymentModel::ALL
            .iter()
            .zip(records(include_str!("framework/models.csv")))
        {
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

    #[test]
    fn several_models_give_the_strictest_cell() {
        let matrix = Matrix::stock();
        let cell = matrix.strictest(
            Domain::AgentGovernance,
            &[DeploymentModel::Paas, DeploymentModel::Agentic],
        );
        assert_eq!(
            cell,
            Cell {
                responsibility: Responsibility::Customer,
                critical_focus: true
            }
        );
        assert_eq!(
            matrix.strictest(Domain::DataPrivacy, &[]).responsibility,
            Responsibility::NotApplicable
        );
    }

    #[test]
    fn a_matrix_with_a_hole_or_a_strange_word_is_refused_with_its_place() {
        let strange = MATRIX.replacen("Customer", "Costumer", 1);
        assert!(
            Matrix::from_csv(strange.as_bytes(), "x")
                .unwrap_err()
                .contains("Costumer")
        );
        let lines: Vec<_> = MATRIX.lines().take(16).collect();
        let error = Matrix::from_csv(lines.join("\n").as_bytes(), "x").unwrap_err();
        assert!(error.contains("multi-system-integration"), "{error}");
    }
}
