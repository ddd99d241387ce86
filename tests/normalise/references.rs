//! Control lists that name no security domain but the number of another framework, and those that name no system.

use std::collections::BTreeMap;

use unowned::config::Reading;
use unowned::diagnostic::Code;
use unowned::framework::Domain;
use unowned::inventory::Reach;
use unowned::normalise::Role;

use crate::{Read, SYSTEMS, read, read_with, sheet};

/// The domains of each control that was read, with the first owner.
fn said(read: &Read) -> Vec<(Vec<Domain>, String)> {
    let controls = read.what.inventory.controls.iter();
    let owner = |c: &unowned::inventory::Control| c.owners.first().map_or("", |o| &o.name).to_owned();
    controls.map(|c| (c.domains.clone(), owner(c))).collect()
}

#[test]
fn a_statement_of_applicability_is_read_by_its_numbers() {
    let statement = sheet(
        "SoA ISO 42001",
        &[
            "Annex A | Control | AI system | Owner | Implemented?",
            "A.2.2 | AI policy | all | Ann Lee | Yes",
            "A.3.2 | Roles | all | Bob Roy | Yes",
            "A.8.4 | Incidents | AI-1 | Cy Dow | No",
        ],
    );
    let read = read(vec![sheet("Systems", &SYSTEMS), statement]);
    assert_eq!(read.role("SoA ISO 42001"), Role::Controls);
    assert_eq!(
        said(&read),
        [
            (vec![Domain::ComplianceAndGovernance], "Ann Lee".to_owned()),
            (vec![Domain::IncidentResponse], "Cy Dow".to_owned()),
        ]
    );
    assert_eq!(
        (read.count(Code::ReferenceMapped), read.count(Code::ReferenceRelated)),
        (2, 1)
    );
    assert_eq!(read.what.inventory.systems.len(), 3);
}

#[test]
fn numbers_in_the_domain_column_count_where_they_say_whose_they_are() {
    let list = sheet(
        "Controls",
        &[
            "System | Domain | Owner | Status",
            "AI-1 | NIST CSF PR.AA-05 | Ann Lee | Done",
            "AI-1 | Incident Response | Bob Roy | Done",
            "AI-1 | AML.M0024 | Cy Dow | Done",
            "AI-1 | AC.1 | Dee Fox | Done",
            "AI-1 | EU AI Act Art. 73, LLM09:2025 | Eve Hart | Done",
        ],
    );
    let read = read(vec![sheet("Systems", &SYSTEMS), list]);
    let owners: Vec<String> = said(&read).into_iter().map(|(_, owner)| owner).collect();
    assert_eq!(owners, ["Ann Lee", "Bob Roy", "Cy Dow", "Eve Hart"]);
    assert_eq!(
        said(&read)[3].0,
        [Domain::AiEthicsAndSafety, Domain::IncidentResponse],
        "every number of a cell counts"
    );
    assert_eq!(read.count(Code::UnknownDomain), 1, "AC.1 is nobody's number");
}

#[test]
fn the_organisations_own_numbers_are_nobodys() {
    let own = |name: &str, ids: [&str; 4]| {
        let rows = ids.map(|id| format!("{id} | AI-1 | Something | Ann Lee | Done"));
        let mut lines = vec!["Control ID | System | Control | Owner | Status"];
        lines.extend(rows.iter().map(String::as_str));
        let read = read(vec![sheet("Systems", &SYSTEMS), sheet(name, &lines)]);
        read.what.inventory.controls.len()
    };
    assert_eq!(own("Controls", ["AC-1", "AC-2", "IR-1", "SC-1"]), 0);
    assert_eq!(own("Controls 2026", ["A.5.1", "A.5.2", "A.6.1", "A.7.1"]), 0);
    assert_eq!(own("FedRAMP controls", ["AC-2", "AC-3", "IR-4", "SC-28"]), 4);
}

#[test]
fn nearly_all_numbers_of_a_column_tell_the_framework() {
    let rows: Vec<String> = ["AC-2", "AU-6", "IR-4", "SC-7", "AC-6", "IR-8"]
        .iter()
        .map(|id| format!("{id} | AI-1 | Ann Lee | Done"))
        .collect();
    let mut lines = vec!["Control ID | System | Owner | Status"];
    lines.extend(rows.iter().map(String::as_str));
    let read = read(vec![sheet("Systems", &SYSTEMS), sheet("Baseline", &lines)]);
    assert_eq!(read.what.inventory.controls.len(), 6);
}

const WITHOUT_SYSTEM: [&str; 3] = [
    "Domain | Control | Owner | Status",
    "Data Privacy | DPIA | Ann Lee | Done",
    "Incident Response | Runbook | Bob Roy | Done",
];

fn applied(systems: &str) -> Read {
    let applies_to = BTreeMap::from([("House rules".to_owned(), systems.to_owned())]);
    let reading = Reading {
        applies_to,
        ..Reading::default()
    };
    read_with(
        vec![sheet("Systems", &SYSTEMS), sheet("House rules", &WITHOUT_SYSTEM)],
        &reading,
    )
}

#[test]
fn a_list_without_systems_is_asked_about_and_counts_after_a_word_of_consent() {
    let asked = read(vec![sheet("Systems", &SYSTEMS), sheet("House rules", &WITHOUT_SYSTEM)]);
    assert!(asked.what.inventory.controls.is_empty());
    let question = &asked.found(Code::ColumnMissing)[0];
    assert!(
        question.help.to_string().contains("--applies-to \"House rules=*\""),
        "{question:?}"
    );
    assert_eq!(question.at, ["book.xlsx > House rules"]);

    let reach = |systems: &str| applied(systems).what.inventory.controls[0].reach.clone();
    assert_eq!(reach("*"), [Reach::All]);
    let two = [Reach::System("AI-1".to_owned()), Reach::System("AI-2".to_owned())];
    assert_eq!(reach("AI-1; Enterprise ChatGPT"), two);
}

#[test]
fn an_unknown_system_in_the_consent_is_named() {
    let read = applied("AI-1; AI-7");
    let unknown = read.found(Code::UnknownSystem);
    assert!(unknown[0].message.to_string().contains("'AI-7'"), "{unknown:?}");
    assert_eq!(
        read.what.inventory.controls[0].reach,
        [Reach::System("AI-1".to_owned())]
    );
}
