//! The two example systems of an empty starter workbook, and a control for each. In: nothing. Out: an inventory whose ids and
//! names all begin with [`EXAMPLE`], so that they are passed over if they are left in.

use std::sync::Arc;

use chrono::NaiveDate;

use crate::diagnostic::Location;
use crate::framework::{DeploymentModel, Domain};
use crate::inventory::{
    Classification, Control, ControlStatus, Criticality, EXAMPLE, EvidenceCell, IdSource, Inventory, ModelSource,
    Owner, OwnerKind, Party, Reach, Scope, Stage, System,
};

/// The examples.
pub fn inventory() -> Inventory {
    Inventory {
        systems: vec![assistant(), agent()],
        controls: vec![access_review(), provider_report()],
        departures: Vec::new(),
        decisions: Vec::new(),
    }
}

fn nowhere() -> Location {
    Location {
        file: Arc::from("starter"),
        sheet: None,
        cell: None,
    }
}

fn assistant() -> System {
    System {
        id: format!("{EXAMPLE}-1"),
        id_source: IdSource::Column,
        name: format!("{EXAMPLE} Writing assistant"),
        models: vec![DeploymentModel::Saas],
        model_source: ModelSource::Declared,
        scope: Scope::In,
        product: Some("The product's name".to_owned()),
        vendor: Some("The vendor's name".to_owned()),
        unit: Some("Marketing".to_owned()),
        owner: Some("Head of marketing".to_owned()),
        criticality: Some(Criticality::Medium),
        classification: Some(Classification::Internal),
        personal_data: None,
        classification_inferred: false,
        stage: Some(Stage::Production),
        notes: Some("Example: passed over when the workbook is read. Delete it when you like.".to_owned()),
        at: nowhere(),
    }
}

fn agent() -> System {
    System {
        id: format!("{EXAMPLE}-2"),
        name: format!("{EXAMPLE} Claims agent on our own platform"),
        models: vec![DeploymentModel::Paas, DeploymentModel::Agentic],
        unit: Some("Claims".to_owned()),
        owner: Some("Head of claims".to_owned()),
        criticality: Some(Criticality::High),
        classification: Some(Classification::Confidential),
        stage: Some(Stage::Pilot),
        notes: Some("Example of a system with two deployment models.".to_owned()),
        ..assistant()
    }
}

fn access_review() -> Control {
    Control {
        reach: vec![Reach::System(format!("{EXAMPLE}-1"))],
        domains: vec![Domain::UserAccessControl],
        name: Some("Single sign-on, and a review of access rights each quarter".to_owned()),
        party: Party::Customer,
        owners: vec![Owner {
            name: "Identity manager".to_owned(),
            kind: OwnerKind::Person,
            until: None,
        }],
        status: Some(ControlStatus::Implemented),
        evidence: said("Minutes of the last review"),
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

fn provider_report() -> Control {
    Control {
        reach: vec![Reach::System(format!("{EXAMPLE}-2"))],
        domains: vec![Domain::InfrastructureSecurity],
        name: Some("The provider's hosting".to_owned()),
        party: Party::Provider,
        owners: Vec::new(),
        evidence: EvidenceCell::default(),
        provider_evidence: said("SOC 2 Type II report, received in May"),
        evidence_date: None,
        valid_until: None,
        last_reviewed: None,
        due: NaiveDate::from_ymd_opt(2027, 3, 31),
        ..access_review()
    }
}

/// What a cell for evidence says.
fn said(text: &str) -> EvidenceCell {
    EvidenceCell {
        said: Some(text.to_owned()),
        pieces: Vec::new(),
    }
}
