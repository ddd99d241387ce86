//! The columns of the input sheets, with the help that stands at their headings. The headings are the ones that are always
//! recognised as they stand.

use crate::export::sheet::Column;

/// Place of the deployment model in [`SYSTEMS`].
pub const MODEL: u16 = 2;

const fn column(heading: &'static str, width: f64, help: &'static str) -> Column {
    Column { heading, width, help }
}

/// The sheet *Systems*.
pub const SYSTEMS: [Column; 12] = [
    column(
        "ID",
        14.0,
        "A short identifier that stays the same each quarter. Without one, it is made from the name.",
    ),
    column(
        "Name",
        30.0,
        "What the system is called. The only cell that a row must have.",
    ),
    column(
        "Deployment model",
        24.0,
        "How you have it: choose from the list. Several, when a system is several things at once: separate them with a semicolon (PaaS AI; Agentic AI).",
    ),
    column(
        "Product",
        22.0,
        "The product or service behind it. If the deployment model is blank, it is looked up by this name.",
    ),
    column(
        "Vendor",
        20.0,
        "Who provides it. The vendor cannot own your side of a duty.",
    ),
    column(
        "Business unit",
        20.0,
        "Who uses it. A control can be written for a whole unit: unit:Finance.",
    ),
    column(
        "Owner",
        22.0,
        "Who answers for the system as a whole. Owners of single duties stand on the sheet Controls.",
    ),
    column(
        "Criticality",
        13.0,
        "How bad it is for the business if it fails: Low, Medium, High or Critical.",
    ),
    column(
        "Data classification",
        16.0,
        "The most sensitive data it sees: Public, Internal, Confidential or Restricted.",
    ),
    column(
        "Personal data",
        13.0,
        "Yes or No. Without a classification, Yes counts as confidential.",
    ),
    column(
        "Lifecycle stage",
        15.0,
        "Idea, Development, Pilot, Production or Retired. A retired system does not count, and is listed.",
    ),
    column("Notes", 40.0, "Anything you want to keep. Not judged."),
];

/// The fields that the columns of the sheet *Systems* hold.
pub const SYSTEM_FIELDS: [&str; 12] = [
    "system_id",
    "system_name",
    "deployment_model",
    "product",
    "vendor",
    "business_unit",
    "business_owner",
    "criticality",
    "data_classification",
    "personal_data",
    "lifecycle_stage",
    "notes",
];

/// The fields that the columns of the sheet *Controls* hold.
pub const CONTROL_FIELDS: [&str; 16] = [
    "system_ref",
    "domain",
    "control_name",
    "responsible_party",
    "owner",
    "status",
    "evidence",
    "provider_evidence",
    "evidence_date",
    "valid_until",
    "last_reviewed",
    "due_date",
    "exception_reason",
    "exception_approver",
    "exception_expires",
    "notes",
];

/// The fields that the columns of the sheet *People* hold.
pub const PEOPLE_FIELDS: [&str; 3] = ["person_name", "person_email", "left_on"];

/// The fields that the columns of the sheet *Decisions* hold.
pub const DECISION_FIELDS: [&str; 7] = [
    "decision",
    "decision_title",
    "decided_on",
    "decided_by",
    "outcome",
    "deferred_until",
    "decision_note",
];

/// The sheet *Controls*.
pub const CONTROLS: [Column; 16] = [
    column(
        "System",
        22.0,
        "For which systems: an ID or name (several with a semicolon), unit:Finance, model:saas, or all. The narrowest row counts: a row for one system replaces the one for all.",
    ),
    column(
        "Domain",
        26.0,
        "For which security domain: choose from the list, several with a semicolon, or all.",
    ),
    column("Control", 34.0, "What is done, in a few words."),
    column(
        "Responsible party",
        13.0,
        "Customer: your own side (also when blank). Provider: what the provider does.",
    ),
    column(
        "Owner",
        24.0,
        "The person who owns it. TBD, N/A, - and the like mean nobody. A team is accepted, and shown as a team.",
    ),
    column(
        "Status",
        18.0,
        "How far it is: choose from the list. Blank means that nobody knows.",
    ),
    column(
        "Evidence",
        28.0,
        "What shows that it works: a document, a link, a ticket; several with a semicolon. A yes, a promise or hearsay is none.",
    ),
    column(
        "Provider evidence",
        28.0,
        "What the provider gave you: a report, a certificate, a statement. It confirms the provider's side.",
    ),
    column(
        "Evidence date",
        13.0,
        "When the evidence of this row was issued, if its words do not say so (SOC 2 Type II, Oct 2025 - Sep 2026).",
    ),
    column(
        "Valid until",
        13.0,
        "The last day on which the evidence holds, such as a certificate's. Without it, evidence counts for a year and a quarter.",
    ),
    column(
        "Last reviewed",
        13.0,
        "When somebody last looked whether it still works.",
    ),
    column(
        "Due date",
        13.0,
        "When it is to be done. Without one, the deadline follows from the severity.",
    ),
    column("Exception reason", 26.0, "If the risk is accepted instead: why."),
    column(
        "Exception approver",
        20.0,
        "Who accepted it. Without an approver it is no exception.",
    ),
    column(
        "Exception expires",
        13.0,
        "The last day on which the acceptance holds. Without a date it is no exception.",
    ),
    column("Notes", 40.0, "Anything you want to keep. Not judged."),
];

/// Where the columns of the sheet *Controls* stand that something else refers to.
pub mod at {
    /// Who owns it.
    pub const OWNER: usize = 4;
    /// How far it is.
    pub const STATUS: usize = 5;
    /// Columns of days.
    pub const DAYS: [u16; 5] = [8, VALID_UNTIL, 10, DUE, EXPIRES];
    /// Until when the evidence holds.
    pub const VALID_UNTIL: u16 = 9;
    /// When it is to be done.
    pub const DUE: u16 = 11;
    /// When the acceptance ends.
    pub const EXPIRES: u16 = 14;
}

/// The sheet *Decisions*.
pub const DECISIONS: [Column; 7] = [
    column(
        "Decision",
        34.0,
        "What was asked for: the key of the action, its title, or its number in the last report. Leave it as it is.",
    ),
    column("What is asked for", 54.0, "The same in words."),
    column("Decided on", 13.0, "The day of the decision."),
    column("By", 24.0, "Who decided."),
    column(
        "Outcome",
        14.0,
        "Accepted, Deferred or Rejected. Empty: not decided yet.",
    ),
    column(
        "Until",
        13.0,
        "If it is deferred: the day on which it is asked for again. Without a day it is not deferred.",
    ),
    column("Note", 40.0, "Anything you want to keep, such as the reason."),
];

/// The sheet *People*.
pub const PEOPLE: [Column; 3] = [
    column(
        "Name",
        30.0,
        "People who left, or will leave: from that day on they own nothing.",
    ),
    column("E-mail", 34.0, "Their address, if owners are written as addresses."),
    column("Left on", 13.0, "The day from which the person is gone."),
];
