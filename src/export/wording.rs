//! The words that tables and tickets use for states and kinds, in English, for people who do not know our identifiers.

use crate::assess::{GapKind, Obligation, Severity, Side};
use crate::framework::{Domain, Responsibility};
use crate::inventory::{Classification, ControlStatus, Criticality, Party, Stage};
use crate::plan::{ActionKind, Change};
use crate::snapshot::Closing;

/// What is wrong, in a few words.
pub fn kind(kind: GapKind) -> &'static str {
    match kind {
        GapKind::Unclassified => "Deployment model not known",
        GapKind::Unowned => "No owner",
        GapKind::ExceptionExpired => "Risk acceptance expired",
        GapKind::Excluded => "Said not to apply",
        GapKind::NotStarted => "Not started",
        GapKind::Partial => "Partly in place",
        GapKind::Unverified => "Status not known",
        GapKind::Stale => "Review overdue",
        GapKind::Uncoordinated => "Provider's part not confirmed",
        GapKind::Unassured => "Provider's duty not confirmed",
    }
}

/// What a kind means, in one sentence.
pub fn kind_meaning(kind: GapKind) -> &'static str {
    match kind {
        GapKind::Unclassified => "How the system is had is not known, so neither are its duties.",
        GapKind::Unowned => "The duty is ours, and nobody who could own it is named.",
        GapKind::ExceptionExpired => "The risk had been accepted, and the acceptance has lapsed.",
        GapKind::Excluded => "The inventory says that the duty does not apply; the framework says that it does.",
        GapKind::NotStarted => "Somebody owns it, and nothing is in place yet.",
        GapKind::Partial => "Somebody owns it, and not everything is in place.",
        GapKind::Unverified => "Somebody owns it, and the inventory does not say how far it is.",
        GapKind::Stale => "It is in place, and its last review is too long ago.",
        GapKind::Uncoordinated => "The duty is shared, and nothing shows that the provider does its part.",
        GapKind::Unassured => "The duty is the provider's alone, and nothing shows that it is done.",
    }
}

/// The first thing to do about a gap.
pub fn first_step(kind: GapKind, domain: Option<Domain>, obligation: Option<&Obligation>) -> String {
    let Some(facts) = domain.map(Domain::facts) else {
        return "State the deployment model of the system; its duties follow from it".to_owned();
    };
    let shared = obligation.is_some_and(|o| o.responsibility == Responsibility::Shared);
    let actions = if shared {
        &facts.shared_actions
    } else {
        &facts.customer_actions
    };
    let first = |texts: &[String]| texts.first().cloned().unwrap_or_default();
    match kind {
        GapKind::Unclassified => String::new(),
        GapKind::Unowned => format!("Name an owner (suggested: {})", facts.accountable_role),
        GapKind::ExceptionExpired => {
            "Renew the risk acceptance with an approver and an expiry date, or put the control in place".to_owned()
        }
        GapKind::Excluded => {
            "Take the duty on, or have the risk accepted with an approver and an expiry date".to_owned()
        }
        GapKind::NotStarted | GapKind::Partial => first(actions),
        GapKind::Unverified => format!("State how far it is, and the evidence: {}", first(&facts.evidence)),
        GapKind::Stale => "Review the control and note the date of the review".to_owned(),
        GapKind::Uncoordinated => facts.shared_obtain.clone(),
        GapKind::Unassured => format!("Ask the provider for: {}", first(&facts.provider_asks)),
    }
}

/// A severity.
pub fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Critical => "Critical",
        Severity::High => "High",
        Severity::Medium => "Medium",
        Severity::Low => "Low",
    }
}

/// Whose part of the duty a gap is about.
pub fn side(side: Side) -> &'static str {
    match side {
        Side::Customer => "Ours",
        Side::Provider => "Provider's",
        Side::System => "Ours (inventory)",
    }
}

/// How a gap stands against the last report.
pub fn change(change: Change) -> &'static str {
    match change {
        Change::New => "New",
        Change::Open => "Open as before",
        Change::Improved => "Improved",
        Change::Worsened => "Worsened",
        Change::Reopened => "Reopened",
    }
}

/// Why a gap is no longer open.
pub fn closing(how: Closing) -> &'static str {
    match how {
        Closing::Resolved => "Resolved",
        Closing::Accepted => "Risk accepted",
        Closing::SystemRetired => "System retired or out of scope",
        Closing::SystemGone => "System no longer in the inventory",
        Closing::NoLongerOwed => "No longer a duty (model or matrix changed)",
    }
}

/// The list an action is shown in.
pub fn list(kind: ActionKind) -> &'static str {
    match kind {
        ActionKind::Classify | ActionKind::AssignOwner => "Decide",
        ActionKind::Deliver => "Deliver",
        ActionKind::Obtain => "Obtain",
    }
}

/// A status, as the input sheets have it.
pub fn status(status: ControlStatus) -> &'static str {
    match status {
        ControlStatus::Implemented => "Implemented",
        ControlStatus::Partial => "Partially implemented",
        ControlStatus::Planned => "Planned",
        ControlStatus::NotApplicable => "Not applicable",
        ControlStatus::Retired => "Retired",
    }
}

/// A responsible party, as the input sheets have it.
pub fn party(party: Party) -> &'static str {
    match party {
        Party::Customer => "Customer",
        Party::Provider => "Provider",
    }
}

/// A criticality, as the input sheets have it.
pub fn criticality(criticality: Criticality) -> &'static str {
    match criticality {
        Criticality::Low => "Low",
        Criticality::Medium => "Medium",
        Criticality::High => "High",
        Criticality::Critical => "Critical",
    }
}

/// A data classification, as the input sheets have it.
pub fn classification(classification: Classification) -> &'static str {
    match classification {
        Classification::Public => "Public",
        Classification::Internal => "Internal",
        Classification::Confidential => "Confidential",
        Classification::Restricted => "Restricted",
    }
}

/// A lifecycle stage, as the input sheets have it.
pub fn stage(stage: Stage) -> &'static str {
    match stage {
        Stage::Idea => "Idea",
        Stage::Development => "Development",
        Stage::Pilot => "Pilot",
        Stage::Production => "Production",
        Stage::Retired => "Retired",
    }
}
