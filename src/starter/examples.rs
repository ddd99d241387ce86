//! The two example systems of an empty starter workbook, and a control for each. In: the words of a language. Out: an inventory whose ids and
//! names all begin with [`EXAMPLE`], so that they are passed over if they are left in.

use std::sync::Arc;

use chrono::NaiveDate;

use crate::diagnostic::Location;
use crate::framework::{DeploymentModel, Domain};
use crate::inventory::{
    Classification, Control, ControlStatus, Criticality, EXAMPLE, EvidenceCell, IdSource, Inventory, ModelSource,
    Owner, OwnerKind, Party, Reach, Scope, Stage, System,
};
use crate::words::Words;

/// The examples.
pub fn inventory(words: &Words) -> Inventory {
    Inventory {
        systems: vec![assistant(words), agent(words)],
        controls: vec![access_review(words), provider_report(words)],
        departures: Vec::new(),
        decisions: Vec::new(),
    }
}

/// A name that is known as that of an example.
fn example(name: &'static str, words: &Words) -> String {
    format!("{EXAMPLE} {}", words.tell_fixed(name))
}

fn nowhere() -> Location {
    Location {
        file: Arc::from("starter"),
        sheet: None,
        cell: None,
    }
}

fn assistant(words: &Words) -> System {
    System {
        id: format!("{EXAMPLE}-1"),
        id_source: IdSource::Column,
        name: example("Writing assistant", words),
        models: vec![DeploymentModel::Saas],
        model_source: ModelSource::Declared,
        scope: Scope::In,
        product: Some(words.tell_fixed("The product's name")),
        vendor: Some(words.tell_fixed("The vendor's name")),
        unit: Some(words.tell_fixed("Marketing")),
        owner: Some(words.tell_fixed("Head of marketing")),
        criticality: Some(Criticality::Medium),
        classification: Some(Classification::Internal),
        personal_data: None,
        classification_inferred: false,
        stage: Some(Stage::Production),
        notes: Some(words.tell_fixed("Example: passed over when the workbook is read. Delete it when you like.")),
        at: nowhere(),
    }
}

fn agent(words: &Words) -> System {
    System {
        id: format!("{EXAMPLE}-2"),
        name: example("Claims agent on our own platform", words),
        models: vec![DeploymentModel::Paas, DeploymentModel::Agentic],
        unit: Some(words.tell_fixed("Claims")),
        owner: Some(words.tell_fixed("Head of claims")),
        criticality: Some(Criticality::High),
        classification: Some(Classification::Confidential),
        stage: Some(Stage::Pilot),
        notes: Some(words.tell_fixed("Example of a system with two deployment models.")),
        ..assistant(words)
    }
}

fn access_review(words: &Words) -> Control {
    Control {
        reach: vec![Reach::System(format!("{EXAMPLE}-1"))],
        domains: vec![Domain::UserAccessControl],
        name: Some(words.tell_fixed("Single sign-on, and a review of access rights each quarter")),
        party: Party::Customer,
        owners: vec![Owner {
            name: words.tell_fixed("Identity manager"),
            kind: OwnerKind::Person,
            until: None,
        }],
        status: Some(ControlStatus::Implemented),
        evidence: said(words.tell_fixed("Minutes of the last review")),
        provider_evidence: EvidenceCell::default(),
        evidence_date: None,
        valid_until: None,
        last_reviewed: NaiveDate::from_ymd_opt(2026, 6, 30),
        due: None,
        exception: None,
        notes: None,
        at: nowhere(),
    }
}

fn provider_report(words: &Words) -> Control {
    Control {
        reach: vec![Reach::System(format!("{EXAMPLE}-2"))],
        domains: vec![Domain::InfrastructureSecurity],
        name: Some(words.tell_fixed("The provider's hosting")),
        party: Party::Provider,
        owners: Vec::new(),
        evidence: EvidenceCell::default(),
        provider_evidence: said(words.tell_fixed("SOC 2 Type II report, received in May")),
        evidence_date: None,
        valid_until: None,
        last_reviewed: None,
        due: NaiveDate::from_ymd_opt(2027, 3, 31),
        ..access_review(words)
    }
}

/// What a cell for evidence says.
fn said(text: String) -> EvidenceCell {
    EvidenceCell {
        said: Some(text),
        pieces: Vec::new(),
    }
}
