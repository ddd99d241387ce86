//! Tables that cross two lists: RACI charts, grids with the systems across, control lists with a tick for each system, and lists that
//! are called after the one system they are about.

use std::collections::BTreeMap;

use unowned::config::Reading;
use unowned::diagnostic::Code;
use unowned::framework::Domain;
use unowned::inventory::{Control, ControlStatus, Reach};
use unowned::normalise::Role;
use unowned::read::Table;

use crate::{Read, SYSTEMS, read, read_with, sheet};

fn applied(tables: Vec<Table>, sheet: &str, systems: &str) -> Read {
    let applies_to = BTreeMap::from([(sheet.to_owned(), systems.to_owned())]);
    let reading = Reading {
        applies_to,
        ..Reading::default()
    };
    read_with(tables, &reading)
}

/// Each control as system, first domain, owners and status.
fn said(read: &Read) -> Vec<(String, Domain, String, Option<ControlStatus>)> {
    let reach = |control: &Control| match &control.reach[0] {
        Reach::System(id) => id.clone(),
        Reach::All => "*".to_owned(),
        other => format!("{other:?}"),
    };
    let owners = |control: &Control| {
        control
            .owners
            .iter()
            .map(|o| o.name.clone())
            .collect::<Vec<_>>()
            .join("+")
    };
    let controls = read.what.inventory.controls.iter();
    controls
        .map(|c| (reach(c), c.domains[0], owners(c), c.status))
        .collect()
}

const CHART: [&str; 8] = [
    "Who answers for what",
    "Area | CISO | Ann Lee | SOC team | Supplier",
    "Data Privacy | C | A/R | I | R",
    "Incident Response | A | | R | C",
    "Network Security | I | C | R |",
    "Supply Chain Security | | | | A/R",
    "Model Security | A | A | |",
    "Agent Governance | | | |",
];

#[test]
fn whoever_has_the_a_owns_and_an_r_alone_does_not() {
    let read = applied(vec![sheet("Systems", &SYSTEMS), sheet("Chart", &CHART)], "Chart", "*");
    let owner = |domain: Domain| {
        let all = said(&read);
        all.into_iter().find(|row| row.1 == domain).map(|row| row.2)
    };
    assert_eq!(owner(Domain::DataPrivacy).as_deref(), Some("Ann Lee"));
    assert_eq!(owner(Domain::IncidentResponse).as_deref(), Some("CISO"));
    assert_eq!(owner(Domain::NetworkSecurity), None);
    assert_eq!(
        owner(Domain::SupplyChainSecurity),
        None,
        "a supplier owns nothing of ours"
    );
    assert_eq!(owner(Domain::ModelSecurity).as_deref(), Some("Ann Lee+CISO"));
    assert_eq!(
        (read.count(Code::NobodyAnswers), read.count(Code::SeveralAccountable)),
        (2, 1)
    );
    let first = &read.what.inventory.controls[0];
    assert_eq!(first.at.short(), "Chart!C3", "the cell with the A");
}

#[test]
fn a_chart_that_names_no_system_is_asked_about() {
    let read = read(vec![sheet("Systems", &SYSTEMS), sheet("Chart", &CHART)]);
    assert!(read.what.inventory.controls.is_empty());
    let asked = read.found(Code::ColumnMissing);
    assert!(
        asked
            .iter()
            .any(|d| d.help.to_string().contains("--applies-to \"Chart=*\"")),
        "{asked:?}"
    );
}

#[test]
fn a_chart_may_name_its_systems() {
    let chart = sheet(
        "RACI",
        &[
            "System | Domain | CISO | Ann Lee",
            "AI-1 | Data Privacy | A | R",
            "AI-2 | Data Privacy | R | A",
        ],
    );
    let read = read(vec![sheet("Systems", &SYSTEMS), chart]);
    let owners: Vec<_> = said(&read).into_iter().map(|row| (row.0, row.2)).collect();
    assert_eq!(
        owners,
        [
            ("AI-1".to_owned(), "CISO".to_owned()),
            ("AI-2".to_owned(), "Ann Lee".to_owned())
        ]
    );
}

#[test]
fn letters_that_may_be_colours_are_no_chart() {
    let grids: [&[&str]; 2] = [
        &[
            "Domain | Claims copilot | Enterprise ChatGPT",
            "Data Privacy | R | A",
            "Incident Response | A | G",
            "Network Security | G | R",
        ],
        &[
            "Domain | AI-1 | AI-2",
            "Data Privacy | R | A",
            "Incident Response | A | R",
        ],
    ];
    for grid in grids {
        let read = read(vec![sheet("Systems", &SYSTEMS), sheet("Status", grid)]);
        let controls = &read.what.inventory.controls;
        assert!(controls.iter().all(|control| control.owners.is_empty()), "{grid:?}");
    }
}

#[test]
fn a_grid_may_stand_on_its_side() {
    let grid = sheet(
        "Owners",
        &[
            "Ownership of duties",
            "Domain | Claims copilot | AI-2",
            "Data Privacy | Ann Lee; implemented | Bob Roy",
            "Incident Response | Provider | TBD",
            "Network Security | | Ann Lee",
        ],
    );
    let read = read(vec![sheet("Systems", &SYSTEMS), grid]);
    assert_eq!(
        said(&read),
        [
            (
                "AI-1".to_owned(),
                Domain::DataPrivacy,
                "Ann Lee".to_owned(),
                Some(ControlStatus::Implemented)
            ),
            ("AI-2".to_owned(), Domain::DataPrivacy, "Bob Roy".to_owned(), None),
            ("AI-1".to_owned(), Domain::IncidentResponse, String::new(), None),
            ("AI-2".to_owned(), Domain::IncidentResponse, String::new(), None),
            ("AI-2".to_owned(), Domain::NetworkSecurity, "Ann Lee".to_owned(), None),
        ]
    );
    assert_eq!(read.what.inventory.controls[0].at.short(), "Owners!B3");
}

#[test]
fn a_grid_on_its_side_lists_the_systems_where_nothing_else_does() {
    let grid = sheet(
        "Owners",
        &[
            "Domain | ChatGPT Enterprise | GitHub Copilot | Harbour desk",
            "Data Privacy | Ann Lee | Bob Roy | Ann Lee",
            "Incident Response | Bob Roy | TBD | Provider",
            "Network Security | | Ann Lee | Bob Roy",
        ],
    );
    let read = read(vec![grid]);
    let names: Vec<&str> = read.what.inventory.systems.iter().map(|s| s.name.as_str()).collect();
    assert_eq!(names, ["ChatGPT Enterprise", "GitHub Copilot", "Harbour desk"]);
    assert_eq!(read.system("ChatGPT Enterprise").at.short(), "Owners!B1");
    assert_eq!(said(&read).len(), 8);
}

#[test]
fn questions_across_are_no_systems() {
    let list = sheet(
        "Controls",
        &[
            "Domain | Owner | Documented | Tested",
            "Data Privacy | Ann Lee | yes | no",
            "Incident Response | Bob Roy | yes | yes",
        ],
    );
    let read = read(vec![sheet("Systems", &SYSTEMS), list]);
    assert_eq!(read.what.inventory.systems.len(), 3);
    assert!(read.what.inventory.controls.is_empty());
}

const MATRIX: [&str; 6] = [
    "Ctrl ID | Domain | Control | Owner | Claims copilot | Enterprise ChatGPT | Last tested",
    "C-1 | Data Privacy | DPIA | Ann Lee | ✓ | x | 2026-06-01",
    "C-2 | Incident Response | Runbook | Bob Roy | planned | ✓ | 2026-06-01",
    "C-3 | Network Security | Firewall | Bob Roy | | n/a |",
    "C-4 | Model Security | Red team | Bob Roy | TBD | ✗ |",
    "C-5 | Data Security | Keys | | ✓ | ✓ |",
];

#[test]
fn a_tick_says_that_a_control_is_in_place_for_a_system() {
    let read = read(vec![sheet("Systems", &SYSTEMS), sheet("Matrix", &MATRIX)]);
    let (done, planned) = (Some(ControlStatus::Implemented), Some(ControlStatus::Planned));
    let row = |system: &str, domain, owner: &str, status| (system.to_owned(), domain, owner.to_owned(), status);
    assert_eq!(
        said(&read),
        [
            row("AI-1", Domain::DataPrivacy, "Ann Lee", done),
            row("AI-1", Domain::IncidentResponse, "Bob Roy", planned),
            row("AI-2", Domain::IncidentResponse, "Bob Roy", done),
            row(
                "AI-2",
                Domain::NetworkSecurity,
                "Bob Roy",
                Some(ControlStatus::NotApplicable)
            ),
            row("AI-1", Domain::DataSecurity, "", done),
            row("AI-2", Domain::DataSecurity, "", done),
        ]
    );
    assert_eq!(
        read.what.inventory.controls[0]
            .last_reviewed
            .map(|d| d.to_string())
            .as_deref(),
        Some("2026-06-01")
    );
}

#[test]
fn where_the_only_mark_is_an_x_it_is_the_tick() {
    let matrix = [
        "Domain | Control | Owner | Claims copilot | Enterprise ChatGPT",
        "Data Privacy | DPIA | Ann Lee | x |",
        "Incident Response | Runbook | Bob Roy | X | x",
    ];
    let read = read(vec![sheet("Systems", &SYSTEMS), sheet("Matrix", &matrix)]);
    let rows: Vec<_> = said(&read).into_iter().map(|row| (row.0, row.3)).collect();
    assert_eq!(
        rows,
        [
            ("AI-1".to_owned(), None),
            ("AI-1".to_owned(), None),
            ("AI-2".to_owned(), None)
        ],
        "it applies; whether it is in place is not said"
    );
}

#[test]
fn a_grid_of_signs_gives_a_status_and_no_owner_and_says_so_once() {
    let grid = sheet(
        "Heat map",
        &[
            "System | Data Privacy | Incident Response | Network Security",
            "AI-1 | 🟢 | 🔴 | Vendor",
            "AI-2 | Green | Amber | N/A",
        ],
    );
    let read = read(vec![sheet("Systems", &SYSTEMS), grid]);
    let statuses: Vec<_> = said(&read).into_iter().map(|row| row.3).collect();
    use ControlStatus::{Implemented, NotApplicable, Partial, Planned};
    assert_eq!(
        statuses,
        [
            Some(Implemented),
            Some(Planned),
            None,
            Some(Implemented),
            Some(Partial),
            Some(NotApplicable)
        ]
    );
    assert!(read.what.inventory.controls.iter().all(|c| c.owners.is_empty()));
    assert_eq!(read.count(Code::OwnerPlaceholder), 0);
    let once = read.found(Code::ColumnMissing);
    assert_eq!(
        once.iter()
            .filter(|d| d.message.to_string().contains("owner") && d.message.to_string().contains("symbols"))
            .count(),
        1
    );
}

#[test]
fn a_sheet_is_read_for_the_system_that_it_is_called_after() {
    let rows = [
        "Domain | Control | Owner | Status",
        "Data Privacy | DPIA | Ann Lee | Done",
    ];
    let titled = ["Controls for Enterprise ChatGPT", "", rows[0], rows[1]];
    let paired = ["System | AI-1", "", rows[0], rows[1]];
    let read = read(vec![
        sheet("Systems", &SYSTEMS),
        sheet("Claims copilot", &rows),
        sheet("Second", &titled),
        sheet("Third", &paired),
        sheet("Fourth", &rows),
    ]);
    let systems: Vec<String> = said(&read).into_iter().map(|row| row.0).collect();
    assert_eq!(systems, ["AI-1", "AI-2", "AI-1"]);
    assert_eq!(read.count(Code::SystemByName), 3);
    assert_eq!(read.role("Fourth"), Role::Controls);
}

#[test]
fn the_accountable_owns_and_the_responsible_works() {
    let list = sheet(
        "Controls",
        &[
            "System | Domain | Responsible person | Accountable | Backup | Status",
            "AI-1 | Data Privacy | Bob Roy | Ann Lee | Cy Dow | Done",
            "AI-1 | Incident Response | Bob Roy | | Cy Dow | Done",
        ],
    );
    let read = read(vec![sheet("Systems", &SYSTEMS), list]);
    let owners: Vec<String> = said(&read).into_iter().map(|row| row.2).collect();
    assert_eq!(owners, ["Ann Lee", ""]);
    assert_eq!(read.found(Code::NobodyAnswers)[0].at, ["book.xlsx > Controls > C3"]);
}

#[test]
fn without_the_accountable_the_responsible_person_owns() {
    let list = sheet(
        "Controls",
        &[
            "System | Domain | Responsible person | Status",
            "AI-1 | Data Privacy | Bob Roy | Done",
        ],
    );
    let read = read(vec![sheet("Systems", &SYSTEMS), list]);
    assert_eq!(said(&read)[0].2, "Bob Roy");
}

#[test]
fn a_list_of_whose_each_control_is_gives_the_providers_part_only() {
    let list = sheet(
        "FedRAMP CRM",
        &[
            "Control ID | Control name | Customer responsibility | Provider responsibility | Shared | Inherited",
            "AC-2 | Accounts | x | | |",
            "IR-4 | Incidents | | | x |",
            "PE-3 | Doors | | | | x",
        ],
    );
    let tables = || vec![sheet("Systems", &SYSTEMS), list.clone()];
    assert!(
        read(tables()).what.inventory.controls.is_empty(),
        "it does not say for which system"
    );
    let read = applied(tables(), "FedRAMP CRM", "AI-1");
    let parts: Vec<_> = read
        .what
        .inventory
        .controls
        .iter()
        .map(|c| (c.domains[0], c.party, c.owners.len()))
        .collect();
    use unowned::inventory::Party::Provider;
    assert_eq!(
        parts,
        [
            (Domain::IncidentResponse, Provider, 0),
            (Domain::InfrastructureSecurity, Provider, 0)
        ]
    );
    assert_eq!(read.count(Code::RowSkipped), 1, "what is left to us is said");
}

#[test]
fn what_a_provider_answers_is_the_providers_claim() {
    let list = sheet(
        "CAIQ",
        &[
            "Question ID | Question | CSP CAIQ Answer | SSRM Control Ownership",
            "IAM-02.1 | Passwords? | Yes | Shared CSP and CSC",
            "LOG-03.1 | Logs? | Yes | CSC-owned",
            "SEF-03.1 | Plan? | Yes | CSP-owned",
        ],
    );
    let read = applied(vec![sheet("Systems", &SYSTEMS), list], "CAIQ", "AI-1");
    let controls = &read.what.inventory.controls;
    assert!(controls.iter().all(|c| c.party == unowned::inventory::Party::Provider));
    assert_eq!(controls.len(), 2);
}

#[test]
fn a_block_of_pairs_is_a_system_and_the_list_below_is_its_own() {
    let one = |name: &str, title: &str, model: &str, owner: &str| {
        let (name_line, model_line) = (format!("System | {title}"), format!("Deployment model | {model}"));
        let owner_line = format!("Data Privacy | DPIA | {owner} | Done");
        let lines = [
            &name_line,
            &model_line,
            "Criticality | High",
            "",
            "Domain | Control | Owner | Status",
            &owner_line,
        ];
        sheet(name, &lines)
    };
    let read = read(vec![
        one("A", "Claims desk", "SaaS", "Ann Lee"),
        one("B", "Scorer", "PaaS", "Bob Roy"),
    ]);
    let names: Vec<&str> = read.what.inventory.systems.iter().map(|s| s.name.as_str()).collect();
    assert_eq!(names, ["Claims desk", "Scorer"]);
    assert_eq!(
        read.system("Scorer").at.short(),
        "B!B1",
        "a turned cell knows where it stands"
    );
    let owners: Vec<_> = said(&read).into_iter().map(|row| (row.0, row.2)).collect();
    assert_eq!(
        owners,
        [
            ("claims-desk".to_owned(), "Ann Lee".to_owned()),
            ("scorer".to_owned(), "Bob Roy".to_owned())
        ]
    );
}

#[test]
fn systems_may_stand_across_a_list_of_what_is_said_of_them() {
    let list = sheet(
        "AI systems",
        &[
            "Name | Claims desk | Scorer",
            "Deployment model | SaaS | PaaS",
            "Criticality | High | Low",
            "Vendor | Lumo |",
        ],
    );
    let read = read(vec![list]);
    assert_eq!(read.what.inventory.systems.len(), 2);
    assert_eq!(read.system("Scorer").at.short(), "AI systems!C1");
    assert_eq!(read.system("Claims desk").vendor.as_deref(), Some("Lumo"));
}

#[test]
fn sheets_of_one_layout_are_systems_only_where_a_product_is_among_them() {
    let rows = [
        "Domain | Control | Owner | Status",
        "Data Privacy | DPIA | Ann Lee | Done",
    ];
    let named = |first: &str, second: &str| read(vec![sheet(first, &rows), sheet(second, &rows)]);
    let systems = |read: &Read| read.what.inventory.systems.len();
    assert_eq!(systems(&named("GitHub Copilot", "HR bot")), 2);
    assert_eq!(systems(&named("Policies", "Procedures")), 0);
    assert_eq!(systems(&named("GitHub Copilot", "Policies")), 0);
}

#[test]
fn lists_of_sharepoint_and_json_in_one_cell_are_taken_apart() {
    let list = sheet(
        "Measures",
        &[
            "AI System | Security domain | Owner | Status",
            "1;#AI-1;#2;#AI-2 | ;#Data Privacy;#User Access Control;# | Weber, Carla;#14 | Completed",
            "[\"AI-2\"] | [\"Incident Response\"] | [\"Bob Roy\"] | Completed",
        ],
    );
    let read = read(vec![sheet("Systems", &SYSTEMS), list]);
    let controls = &read.what.inventory.controls;
    assert_eq!(
        (
            controls[0].reach.len(),
            controls[0].domains.len(),
            controls[0].owners.len()
        ),
        (2, 2, 1)
    );
    assert_eq!(
        (controls[1].domains[0], controls[1].owners[0].name.as_str()),
        (Domain::IncidentResponse, "Bob Roy")
    );
}

#[test]
fn a_chart_may_have_its_people_down_and_its_domains_across() {
    let chart = sheet(
        "RACI",
        &[
            "Role | Data Privacy | Incident Response | Network Security",
            "CISO | C | A/R | I",
            "Ann Lee | A | I | A",
            "SOC team | R | R | R",
        ],
    );
    let read = applied(vec![sheet("Systems", &SYSTEMS), chart], "RACI", "*");
    let mut owners: Vec<_> = said(&read).into_iter().map(|row| (row.1, row.2)).collect();
    owners.sort();
    assert_eq!(
        owners,
        [
            (Domain::DataPrivacy, "Ann Lee".to_owned()),
            (Domain::NetworkSecurity, "Ann Lee".to_owned()),
            (Domain::IncidentResponse, "CISO".to_owned()),
        ]
    );
    assert_eq!(
        read.what.inventory.controls[0].at.short(),
        "RACI!B3",
        "the cell with the A"
    );
    assert_eq!(read.what.inventory.systems.len(), 3);
}

#[test]
fn an_option_that_leads_nowhere_says_why() {
    let list = sheet("Notes", &["Topic | Remark", "one | two", "three | four"]);
    let read = applied(vec![sheet("Systems", &SYSTEMS), list], "Notes", "*");
    assert!(
        read.found(Code::OptionUnused)[0]
            .message
            .to_string()
            .contains("leads nowhere")
    );
    let list = sheet(
        "Controls",
        &["System | Domain | Owner", "AI-1 | Data Privacy | Ann Lee"],
    );
    let read = applied(vec![sheet("Systems", &SYSTEMS), list], "Controls", "*");
    assert!(read.found(Code::OptionUnused)[0].message.to_string().contains("blank"));
    assert_eq!(said(&read)[0].0, "AI-1");
}

#[test]
fn names_may_stand_in_a_line_below_the_roles_of_a_chart() {
    let chart = sheet(
        "RACI",
        &[
            "Domain | CISO | DPO | IT",
            " | H. Brandt | L. Moreau | T. Voss",
            "Data Privacy | C | A | R",
            "Incident Response | A | I | R",
            "Network Security | A | C | R",
        ],
    );
    let read = applied(vec![sheet("Systems", &SYSTEMS), chart], "RACI", "*");
    let owners: Vec<String> = said(&read).into_iter().map(|row| row.2).collect();
    assert!(
        owners[0].contains("Moreau") && owners[1].contains("Brandt"),
        "{owners:?}"
    );
    assert_eq!(owners.len(), 3);
}

#[test]
fn a_column_of_a_grid_that_no_list_knows_is_asked_about() {
    let grid = sheet(
        "Owners",
        &[
            "Domain | Claims copilot | Lost desk",
            "Data Privacy | Ann Lee | Dee Fox",
            "Network Security | Bob Roy | Dee Fox",
        ],
    );
    let read = read(vec![sheet("Systems", &SYSTEMS), grid]);
    assert_eq!(said(&read).len(), 2);
    assert!(
        read.found(Code::UnknownSystem)[0]
            .message
            .to_string()
            .contains("Lost desk")
    );
}

#[test]
fn names_below_the_letters_of_a_raci_are_owners_where_they_stand_below_the_a() {
    for headings in [
        "Domain | R | A | C | I",
        "Domain | Responsible | Accountable | Consulted | Informed",
    ] {
        let lines = [
            headings,
            "Data Privacy | Cy Moss | Ann Lee | Eve Day | Pia Roth",
            "Incident Response | Cy Moss | Bob Roy | Eve Day | Pia Roth",
            "Network Security | Cy Moss | | Eve Day |",
        ];
        let read = applied(vec![sheet("Systems", &SYSTEMS), sheet("Who", &lines)], "Who", "*");
        let owners: Vec<String> = said(&read).into_iter().map(|row| row.2).collect();
        assert_eq!(owners, ["Ann Lee", "Bob Roy", ""], "{headings}");
        assert_eq!(read.count(Code::NobodyAnswers), 1, "{headings}");
    }
}
