//! What is owed: the responsibility matrix and the words that go with it. In: the CSV files in `framework/`, embedded, or a
//! matrix of the user's own. Out: closed enums for the axes, cells and wording as data. Nothing here knows an inventory.
//!
//! Source of the cells: AI Security Shared Responsibility Model v1.1.0, Mike Privette / Return on Security, MIT licence.
//! All wording (roles, actions, splits) is ours.

use crate::names::names;

/// The framework's name, as the report and the snapshot give it.
pub const NAME: &str = "AI Security Shared Responsibility Model";
/// The version of the embedded matrix.
pub const VERSION: &str = "1.1.0";
/// Author and licence, to be carried wherever the matrix is shown.
pub const ATTRIBUTION: &str =
    "AI Security Shared Responsibility Model v1.1.0, Mike Privette / Return on Security, MIT licence";

mod facts;
mod matrix;
mod references;

pub use facts::{Conflict, DomainFacts, ModelFacts, Reference, Split, conflicts, split};
pub use matrix::{Cell, Matrix};
pub use references::{Counterparts, Number, Numbering, before_number, named_in, numberings};

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

/// Bytes as lower-case hexadecimal digits.
pub fn hex(bytes: &[u8]) -> String {
    const DIGITS: [char; 16] = [
        '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f',
    ];
    let digits = bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    digits.map(|digit| DIGITS[usize::from(digit)]).collect()
}
