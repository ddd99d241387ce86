//! What other programs write, by the headings they are known for: each is read for what it is, or passed over by name.

use unowned::diagnostic::Code;
use unowned::framework::{DeploymentModel, Domain};
use unowned::inventory::{ControlStatus, Scope};
use unowned::normalise::Role;

use crate::{SYSTEMS, read, sheet};

#[test]
fn an_inventory_of_a_privacy_platform() {
    let read = read(vec![sheet(
        "Inventory",
        &[
            "Name | ID | Organization | Primary Owner | Deployment Type | Risk Level | Lifecycle Status | Personal Data",
            "Claims desk | AIS-1 | Claims | Ann Lee | SaaS | High | In Production | Yes",
            "Scorer | AIS-2 | Risk | Bob Roy | PaaS | Medium | Retired | No",
        ],
    )]);
    let first = read.system("Claims desk");
    assert_eq!(
        (first.id.as_str(), first.models.as_slice()),
        ("AIS-1", &[DeploymentModel::Saas][..])
    );
    assert_eq!(
        (first.unit.as_deref(), first.personal_data),
        (Some("Claims"), Some(true))
    );
    assert_eq!(read.system("Scorer").scope, Scope::Retired);
}

#[test]
fn applications_of_a_service_desk() {
    let read = read(vec![sheet(
        "Page 1",
        &[
            "Number | Name | Managed by | Install type | Business criticality | Operational status | Data classification",
            "APM1 | Claims desk | Ann Lee | SaaS | 1 - most critical | Operational | Confidential",
            "APM2 | Scorer | Bob Roy | On Premise | 3 - less critical | Retired | Internal",
        ],
    )]);
    assert_eq!(read.role("Page 1"), Role::Systems);
    assert_eq!(read.system("Claims desk").models, [DeploymentModel::Saas]);
    assert_eq!(read.system("Scorer").models, [DeploymentModel::OnPremises]);
    assert_eq!(read.system("Scorer").scope, Scope::Retired);
}

#[test]
fn controls_of_a_service_desk() {
    let list = sheet(
        "Page 2",
        &[
            "Number | Name | Entity | Category | Owner | State | Status",
            "CTL1 | SSO | Claims copilot | User Access Control | Ann Lee | Monitor | Compliant",
            "CTL2 | DPIA | Claims copilot | Data Privacy | Bob Roy | Attest | Non compliant",
        ],
    );
    let read = read(vec![sheet("Systems", &SYSTEMS), list]);
    let said: Vec<_> = read
        .what
        .inventory
        .controls
        .iter()
        .map(|c| (c.domains[0], c.status))
        .collect();
    assert_eq!(
        said,
        [
            (Domain::UserAccessControl, Some(ControlStatus::Implemented)),
            (Domain::DataPrivacy, Some(ControlStatus::Planned))
        ]
    );
}

#[test]
fn answers_to_a_form() {
    let read = read(vec![sheet(
        "Form Responses 1",
        &[
            "Timestamp | Email Address | What is the name of the AI tool? | Who is the vendor? | Which department uses it? | How is it deployed? | Does it process personal data?",
            "1/5/2026 10:00:00 | ann@corp.example | Claims desk | Lumo | Claims | SaaS | Yes",
            "1/6/2026 11:00:00 | bob@corp.example | Scorer | Lumo | Risk | PaaS | No",
        ],
    )]);
    assert_eq!(read.what.inventory.systems.len(), 2);
    assert_eq!(read.system("Claims desk").vendor.as_deref(), Some("Lumo"));
    assert_eq!(read.system("Scorer").models, [DeploymentModel::Paas]);
}

#[test]
fn a_list_of_tasks_of_a_team_site() {
    let list = sheet(
        "owssvr",
        &[
            "Title | AI System | Domain | Assigned To | Status | Due Date | Modified | Item Type | Path",
            "SSO | 1;#Claims copilot | User Access Control | Lee, Ann;#12 | (3) Completed | 2026-06-30 | 2026-06-01 | Item | sites/x",
            "DPIA | 1;#Claims copilot | ;#Data Privacy;# | Roy, Bob;#13 | (2) In Progress | 2026-12-30 | 2026-06-01 | Item | sites/x",
        ],
    );
    let read = read(vec![sheet("Systems", &SYSTEMS), list]);
    let controls = &read.what.inventory.controls;
    assert_eq!(controls.len(), 2);
    assert_eq!(controls[0].status, Some(ControlStatus::Implemented));
    assert_eq!(controls[0].last_reviewed, None, "a day of change is no review");
    assert_eq!(controls[1].owners.len(), 1, "last and first name are one person");
}

#[test]
fn agents_of_an_admin_centre() {
    let read = read(vec![sheet(
        "Agents",
        &[
            "Agent name | Agent ID | Publisher | Platform | Owner | Status | Created on",
            "HR helper | ag-1 | Contoso | Copilot Studio | Ann Lee | Published | 2026-01-01",
            "Sales helper | ag-2 | Contoso | Copilot Studio | Bob Roy | Published | 2026-01-01",
        ],
    )]);
    assert_eq!(read.system("HR helper").id, "ag-1");
    assert!(
        read.what
            .inventory
            .systems
            .iter()
            .all(|s| s.models.contains(&DeploymentModel::Agentic))
    );
}

#[test]
fn records_of_algorithmic_transparency() {
    let read = read(vec![sheet(
        "ATRS",
        &[
            "Name | Organisation | Senior responsible owner | Phase | Supplier | Reference number",
            "Claims desk | Dept | Ann Lee | Production | Lumo | A-1",
            "Old desk | Dept | Bob Roy | Retired | Lumo | A-2",
        ],
    )]);
    assert_eq!(read.system("Claims desk").owner.as_deref(), Some("Ann Lee"));
    assert_eq!(read.system("Old desk").scope, Scope::Retired);
}

#[test]
fn a_register_of_ai_risks_is_passed_over_by_name() {
    let risks = sheet(
        "AI risks",
        &[
            "Risk ID | AI system | Risk description | Category | Likelihood | Impact | Owner | Mitigation | Status",
            "R1 | Claims copilot | leak | Data Privacy | 3 | 4 | Ann Lee | DPIA | Open",
            "R2 | Claims copilot | bias | AI Ethics and Safety | 2 | 3 | Bob Roy | Test | Mitigated",
        ],
    );
    let read = read(vec![sheet("Systems", &SYSTEMS), risks]);
    assert_eq!(read.role("AI risks"), Role::PassedOver);
    assert!(read.what.inventory.controls.is_empty());
    assert!(
        read.found(Code::SheetPassedOver)[0]
            .message
            .to_string()
            .contains("risks")
    );
}
