//! A sheet holds more than one table, and more than tables: what is read, what is passed over, and that no row is swallowed.

use unowned::config::Reading;
use unowned::diagnostic::Code;
use unowned::framework::{DeploymentModel, Domain};
use unowned::inventory::{ControlStatus, Reach};
use unowned::normalise::{Role, Topic};
use unowned::read::Table;

use crate::{Read, SYSTEMS, merged, read, read_with, sheet};

fn names(read: &Read) -> Vec<&str> {
    read.what.inventory.systems.iter().map(|s| s.name.as_str()).collect()
}

/// The roles of the tables of all sheets, in their order.
fn roles(read: &Read) -> Vec<Role> {
    read.what.sheets.iter().map(|s| s.role).collect()
}

/// Whom each row of controls is for, in what, by whom.
fn duties(read: &Read) -> Vec<(String, Domain, String)> {
    let each = read.what.inventory.controls.iter();
    each.map(|c| {
        let reach = match &c.reach[0] {
            Reach::System(id) => id.clone(),
            other => format!("{other:?}"),
        };
        let owner = c.owners.first().map(|o| o.name.clone()).unwrap_or_default();
        (reach, c.domains[0], owner)
    })
    .collect()
}

/// Lines above a body whose first row must not be taken for a heading.
const HEADS: [&[&str]; 7] = [
    &["Name | Deployment model | Owner | Criticality"],
    &["AI register", "", "Name | Deployment model | Owner | Criticality"],
    &[
        "Owner | CISO office",
        "Version | 2",
        "",
        "Name | Deployment model | Owner | Criticality",
    ],
    &["Owner | CISO office", "Name | Deployment model | Owner | Criticality"],
    &["| Deployment | | ", "Name | model | Owner | Criticality"],
    &[
        "System | Deployment | System | Business",
        "name | model | owner | criticality",
    ],
    &["1. Name | 2. Deployment model | 3. Owner | 4. Criticality"],
];

/// First rows that look like headings, or like anything but a row.
const FIRST: [&str; 8] = [
    "Model | SaaS | Ann Lee | High",
    "Data Privacy | SaaS | Ann Lee | High",
    "System | SaaS | Status | High",
    "Status bot | SaaS | Owner of bots | ",
    "Name | SaaS | | ",
    "All | SaaS | TBD | Critical",
    "Product | SaaS | IT | Low",
    "Notes | SaaS | Legal | Medium",
];

#[test]
fn no_first_row_is_swallowed_in_any_shape() {
    for head in HEADS {
        for first in FIRST {
            for others in [&[][..], &["Other | PaaS | Bob Roy | Low", "Third | SaaS | | "]] {
                let lines: Vec<&str> = head
                    .iter()
                    .copied()
                    .chain([first])
                    .chain(others.iter().copied())
                    .collect();
                let read = read(vec![sheet("Systems", &lines)]);
                let expected = first.split(" | ").next().unwrap();
                assert_eq!(read.what.inventory.systems.len(), 1 + others.len(), "{lines:#?}");
                assert_eq!(read.system(expected).models, [DeploymentModel::Saas], "{lines:#?}");
            }
        }
    }
}

#[test]
fn no_first_control_is_swallowed_in_any_shape() {
    let heads: [&[&str]; 4] = [
        &["System | Domain | Control | Owner | Status"],
        &["Controls 2026", "", "System | Domain | Control | Owner | Status"],
        &[
            "| Security | | Control | ",
            "System | domain | Control | owner | Status",
        ],
        &[
            "What | What | What | Who | How far",
            "System | Domain | Control | Owner | Status",
        ],
    ];
    let firsts = [
        "* | Data Privacy | Policy | Legal team | Implemented",
        "AI-1 | Privacy | Control | Owner team | Done",
        "AI-1 | Data Privacy | Evidence | Ann Lee | Done",
        "all | Privacy | Domain rules | Ann Lee | In place",
    ];
    for head in heads {
        for first in firsts {
            let lines: Vec<&str> = head
                .iter()
                .copied()
                .chain([first, "AI-2 | Incident Response | Runbook | Bob Roy | Planned"])
                .collect();
            let read = read(vec![sheet("Systems", &SYSTEMS), sheet("Controls", &lines)]);
            assert_eq!(read.what.inventory.controls.len(), 2, "{lines:#?}");
            assert_eq!(
                read.what.inventory.controls[0].status,
                Some(ControlStatus::Implemented),
                "{lines:#?}"
            );
        }
    }
}

#[test]
fn the_lines_of_a_merged_or_repeated_heading_are_one() {
    let lines = [
        "Register | | Rating | ",
        "Name | Owner | Criticality | Data classification",
        "One | Ann Lee | High | Public",
        "Two | Bob Roy | Low | Internal",
    ];
    let merged = merged(sheet("Systems", &lines), &[((0, 0), (0, 1)), ((0, 2), (0, 3))]);
    let mut repeated = lines;
    repeated[0] = "Register | Register | Rating | Rating";
    for table in [merged, sheet("Systems", &repeated)] {
        let read = read(vec![table]);
        assert_eq!(names(&read), ["One", "Two"]);
        assert!(read.system("One").criticality.is_some() && read.system("One").classification.is_some());
    }
}

#[test]
fn a_second_table_below_is_read_as_a_table_of_its_own() {
    for between in [&["", "Controls", ""][..], &["", "Controls"], &[""], &["Controls"], &[]] {
        let lines: Vec<&str> = [
            "AI systems",
            "Name | Deployment model | Owner",
            "Alpha | SaaS | Ann Lee",
            "Beta | PaaS | Bob Roy",
        ]
        .iter()
        .chain(between)
        .chain(&[
            "System | Domain | Owner | Status",
            "* | Data Privacy | Ann Lee | Implemented",
            "Beta | Incident Response | Bob Roy | Planned",
        ])
        .copied()
        .collect();
        let read = read(vec![sheet("Sheet1", &lines)]);
        assert_eq!(roles(&read), [Role::Systems, Role::Controls], "{lines:#?}");
        assert_eq!(names(&read), ["Alpha", "Beta"]);
        assert_eq!(read.what.inventory.controls.len(), 2);
        assert_eq!(read.count(Code::SecondTable), 0);
    }
}

#[test]
fn two_tables_side_by_side_are_two_and_a_spacer_column_parts_nothing() {
    let read_both = read(vec![sheet(
        "Sheet1",
        &[
            "AI tool | Vendor | Criticality | | System | Domain | Owner | Status",
            "Alpha | Lark | High | | Alpha | Data Privacy | Ann Lee | Done",
            "Beta | Quay | Low | | Beta | Incident Response | Bob Roy | Done",
            "Gamma | Quay | Low | | | | |",
        ],
    )]);
    assert_eq!(roles(&read_both), [Role::Systems, Role::Controls]);
    assert_eq!(names(&read_both), ["Alpha", "Beta", "Gamma"]);
    assert_eq!(
        duties(&read_both)[1],
        ("beta".to_owned(), Domain::IncidentResponse, "Bob Roy".to_owned())
    );
    assert_eq!(
        read_both.what.inventory.controls[0].at.short(),
        "Sheet1!F2",
        "cells keep their addresses"
    );
    let spaced = read(vec![sheet(
        "Sheet1",
        &[
            "AI tool | Vendor | | Criticality | Owner",
            "Alpha | Lark | | High | Ann Lee",
        ],
    )]);
    assert_eq!(roles(&spaced), [Role::Systems]);
    assert!(spaced.system("Alpha").criticality.is_some());
}

#[test]
fn a_list_of_leavers_or_risks_below_the_systems_is_neither_lost_nor_a_system() {
    let read = read(vec![sheet(
        "Sheet1",
        &[
            "Name | Deployment model | Owner | Criticality",
            "Alpha | SaaS | Ann Lee | High",
            "",
            "Leavers",
            "Name | Left on",
            "Ann Lee | 2026-01-31",
            "",
            "Risks",
            "Risk ID | System | Likelihood | Owner",
            "R1 | Alpha | High | Zed Zed",
            "",
            "Status | Meaning",
            "High | very important",
        ],
    )]);
    assert_eq!(names(&read), ["Alpha"]);
    assert_eq!(read.what.inventory.departures.len(), 1);
    assert_eq!(read.count(Code::SecondTable), 2);
    assert!(read.what.sheets.iter().any(|s| s.about == Some(Topic::Risks)));
}

#[test]
fn rows_that_are_no_rows_are_listed_as_what_they_are() {
    let read = read(vec![sheet(
        "Systems",
        &[
            "Name | Deployment model | Owner | Criticality",
            "required | choose one | free text | choose one",
            "Alpha | SaaS | Ann Lee | High",
            "Beta | PaaS | Bob Roy | Low",
            "Total | 2 | |",
            "Sum: 2 tools",
            "2 tools",
            "Total Records: 2",
            "Average | | | 2.5",
            "Gesamt | 2",
            "Anzahl: 2",
            "Durchschnitt | | | 2,5",
            "Total général | 2",
            "Nombre de systèmes : 2",
            "Promedio | | | 2",
            "3 herramientas",
            "",
            "Legend",
            "x = no",
            "Stand: 01.09.2026",
            "Version | 2.1",
        ],
    )]);
    assert_eq!(names(&read), ["Alpha", "Beta"]);
    assert_eq!(read.count(Code::NoteRow), 17);
    let account = &read.what.sheets[0];
    assert_eq!(
        (account.rows_read, account.rows_left_out, account.rows_aside),
        (2, 17, 17)
    );
}

#[test]
fn guidance_below_the_headings_is_no_system_in_any_language() {
    for guidance in [
        "(name of the tool) | (SaaS, PaaS ...) | (a person) | (H/M/L)",
        "Pflichtfeld | Auswahl | Freitext | Auswahl",
        "obligatoire | liste déroulante | texte libre | choisir",
        "obligatorio | lista desplegable | texto libre | elegir",
        "Enter the name | Select one | e.g. Ann Lee | e.g. high",
    ] {
        let lines = [
            "Name | Deployment model | Owner | Criticality",
            guidance,
            "Alpha | SaaS | Ann Lee | High",
        ];
        assert_eq!(names(&read(vec![sheet("Systems", &lines)])), ["Alpha"], "{guidance}");
    }
}

#[test]
fn the_name_of_a_group_is_the_unit_of_its_systems() {
    let read = read(vec![sheet(
        "AI tools",
        &[
            "AI tool | Vendor | Owner | Criticality",
            "Sales",
            "Alpha | Lark | Ann Lee | High",
            "Warehouse",
            "Beta | Quay | Bob Roy | Low",
            "Gamma | Quay | Bob Roy | Low",
        ],
    )]);
    assert_eq!(names(&read), ["Alpha", "Beta", "Gamma"]);
    assert_eq!(read.system("Alpha").unit.as_deref(), Some("Sales"));
    assert_eq!(read.system("Gamma").unit.as_deref(), Some("Warehouse"));
    let counted = crate::read(vec![sheet(
        "AI tools",
        &[
            "AI tool | Business unit | Vendor | Owner",
            "Business unit: Sales (1)",
            "Alpha | Sales | Lark | Ann Lee",
        ],
    )]);
    assert_eq!(names(&counted), ["Alpha"]);
}

#[test]
fn a_system_of_which_only_the_name_is_known_is_no_group() {
    let read = read(vec![sheet(
        "AI tools",
        &[
            "AI tool | Vendor | Owner | Criticality",
            "House model",
            "Alpha | Lark | Ann Lee | High",
            "Grammarly",
            "Beta | Quay | Bob Roy | Low",
            "Night desk",
        ],
    )]);
    assert_eq!(
        names(&read),
        ["House model", "Alpha", "Grammarly", "Beta", "Night desk"]
    );
}

#[test]
fn groups_of_controls_name_their_domain_or_their_system() {
    let by_domain = read(vec![
        sheet("Systems", &SYSTEMS),
        sheet(
            "Controls",
            &[
                "System | Control | Owner | Status",
                "Data Privacy",
                "AI-1 | DPIA | Ann Lee | Implemented",
                "Incident Response",
                "AI-2 | Runbook | Bob Roy | Planned",
            ],
        ),
    ]);
    let by_system = read(vec![
        sheet("Systems", &SYSTEMS),
        sheet(
            "Controls",
            &[
                "Domain | Control | Owner | Status",
                "Claims copilot",
                "Data Privacy | DPIA | Ann Lee | Implemented",
                "Enterprise ChatGPT",
                "Incident Response | Runbook | Bob Roy | Planned",
            ],
        ),
    ]);
    let expected = [
        ("AI-1".to_owned(), Domain::DataPrivacy, "Ann Lee".to_owned()),
        ("AI-2".to_owned(), Domain::IncidentResponse, "Bob Roy".to_owned()),
    ];
    assert_eq!(duties(&by_domain), expected);
    assert_eq!(duties(&by_system), expected);
}

/// Sheets of other things, with what they are about. They name our systems, people, domains and states.
fn others() -> Vec<(Table, Topic)> {
    let of = |name: &str, lines: &[&str], topic| (sheet(name, lines), topic);
    vec![
        of(
            "Risk Register",
            &[
                "Risk ID | AI System | Domain | Owner | Status | Due date",
                "R-1 | Claims copilot | Data Privacy | Zed Zed | Closed | 2026-12-01",
                "R-2 | Other thing | Network Security | Zed Zed | Implemented | 2026-12-01",
            ],
            Topic::Risks,
        ),
        of(
            "Register 2",
            &[
                "AI system | Risk | Likelihood | Impact | Mitigation | Owner",
                "Claims copilot | leak | Low | High | mask | Zed Zed",
                "Other thing | error | Low | High | check | Zed Zed",
            ],
            Topic::Risks,
        ),
        of(
            "Vorfälle",
            &[
                "Vorfall-ID | System | Schweregrad | Verantwortlich",
                "V1 | Other thing | hoch | Zed Zed",
            ],
            Topic::Incidents,
        ),
        of(
            "Policies",
            &["Policy ID | Title | Owner | Version", "P1 | AI policy | Zed Zed | 1"],
            Topic::Policies,
        ),
        of(
            "Suppliers",
            &["Name | Service | Criticality | Owner", "Lark | Bot | High | Zed Zed"],
            Topic::Vendors,
        ),
        of(
            "Contracts",
            &[
                "Contract No | Vendor | Product | Contract end",
                "1 | Lark | Larkbot | 2027-01-01",
            ],
            Topic::Vendors,
        ),
        of(
            "Hardware",
            &["Asset ID | Name | Serial number | Location", "L1 | Laptop | 123 | Rome"],
            Topic::Assets,
        ),
        of(
            "Projects",
            &[
                "Project | Project manager | Budget | Status",
                "Rollout | Zed Zed | 10 | open",
            ],
            Topic::Projects,
        ),
        of(
            "Framework",
            &[
                "Function | Category | Subcategory | Informative references",
                "GOVERN | GV.OC | x | y",
            ],
            Topic::Requirements,
        ),
        of(
            "Questionnaire",
            &["Question | Answer | Comment", "Do you log? | Yes | x"],
            Topic::Questionnaires,
        ),
        of(
            "Findings",
            &[
                "Finding ID | System | Domain | Owner | Status",
                "F1 | AI-1 | Data Security | Zed Zed | Closed",
            ],
            Topic::Findings,
        ),
        of(
            "Training",
            &["Name | Course | Completed on", "Zed Zed | AI basics | 2026-01-01"],
            Topic::Training,
        ),
        of(
            "Lists",
            &["Status | Criticality | Deployment model", "Done | High | saas"],
            Topic::Legend,
        ),
        of(
            "Contacts",
            &["Name | E-mail | Phone", "Zed Zed | z@example.org | 1"],
            Topic::Contacts,
        ),
    ]
}

#[test]
fn a_sheet_of_another_thing_never_changes_a_figure() {
    let ours = || {
        vec![
            sheet("AI Systems", &SYSTEMS),
            sheet(
                "Controls",
                &[
                    "System | Domain | Owner | Status",
                    "AI-1 | Incident Response | Ann Lee | Implemented",
                ],
            ),
        ]
    };
    let expected = crate::shapes::judgement(&read(ours()).what);
    for (other, topic) in others() {
        for before in [true, false] {
            let mut tables = ours();
            tables.insert(if before { 0 } else { 2 }, other.clone());
            let read = read(tables);
            let account = read
                .what
                .sheets
                .iter()
                .find(|s| s.sheet.as_deref() == other.sheet.as_deref())
                .unwrap();
            assert_eq!(
                (account.role, account.about),
                (Role::PassedOver, Some(topic)),
                "{account:#?}"
            );
            assert_eq!(crate::shapes::judgement(&read.what), expected, "{topic:?}");
        }
    }
}

#[test]
fn other_things_alone_are_refused_with_the_options_that_settle_it() {
    for (other, _) in others() {
        let read = read(vec![other]);
        assert!(
            read.what.inventory.systems.is_empty(),
            "{:#?}",
            read.what.inventory.systems
        );
    }
    let tables = || others().into_iter().map(|(table, _)| table).take(4).collect::<Vec<_>>();
    let said = unowned::normalise::refusal(&read(tables()).what.sheets, &Reading::default());
    assert!(
        said.to_string().contains("'Risk ID' is the key of risks") && said.to_string().contains("--sheet \"systems="),
        "{said}"
    );
}

#[test]
fn an_option_that_leads_nowhere_says_which_column_is_missing() {
    let mut reading = Reading::default();
    reading.sheets.insert("systems".to_owned(), "Plan".to_owned());
    let table = || sheet("Plan", &["Colour | Weight", "red | heavy"]);
    let said = unowned::normalise::refusal(&read_with(vec![table()], &reading).what.sheets, &reading);
    assert!(
        said.to_string().contains("leads nowhere") && said.to_string().contains("'Colour', 'Weight'"),
        "{said}"
    );
    let mut reading = Reading::default();
    reading
        .columns
        .insert("system_name".to_owned(), "Bezeichner".to_owned());
    let said = unowned::normalise::refusal(&read_with(vec![table()], &reading).what.sheets, &reading);
    assert!(said.to_string().contains("no column is headed 'Bezeichner'"), "{said}");
}

#[test]
fn columns_mean_what_heading_and_values_say_together() {
    let read = read(vec![
        sheet("Systems", &SYSTEMS),
        sheet(
            "Controls",
            &[
                "1) Which tools | 2) Security topic (area) | Who? | How far | Last checked | Next review | Updated | Created | Implementation date",
                "AI-1 | Data Privacy | Ann Lee | Done | 2026-01-02 | 2027-01-01 | 2026-09-01 | 2026-09-02 | 2026-09-03",
                "AI-2 | Incident Response | Bob Roy | Planned | | 2027-01-01 | 2026-09-01 | 2026-09-02 | 2026-09-03",
            ],
        ),
    ]);
    let controls = &read.what.inventory.controls;
    assert_eq!(controls.len(), 2);
    assert_eq!(controls[0].owners[0].name, "Ann Lee");
    assert_eq!(controls[0].last_reviewed, Some(crate::day("2026-01-02")));
    assert_eq!((controls[1].last_reviewed, controls[1].due), (None, None));
}

#[test]
fn what_stands_in_brackets_and_domains_in_several_columns_count() {
    let read = read(vec![
        sheet("Systems", &SYSTEMS),
        sheet(
            "Controls",
            &[
                "Custom field (AI System) | Domain 1 | Domain 2 | Assignee | Status",
                "AI-1 | Data Privacy | Incident Response | Ann Lee | Done",
                "AI-2 | Network Security | | Bob Roy | Done",
            ],
        ),
    ]);
    let domains: Vec<_> = read.what.inventory.controls.iter().map(|c| c.domains.len()).collect();
    assert_eq!(domains, [2, 1]);
}

#[test]
fn values_without_a_heading_are_said_and_not_used() {
    let table = || {
        sheet(
            "Controls",
            &[
                "System | Domain | | Status",
                "AI-1 | Data Privacy | Ann Lee | Done",
                "AI-2 | Data Privacy | Bob Roy | Done",
            ],
        )
    };
    let blank = read(vec![sheet("Systems", &SYSTEMS), table()]);
    assert!(blank.what.inventory.controls.iter().all(|c| c.owners.is_empty()));
    assert_eq!(blank.count(Code::HeadingMissing), 1);
    assert_eq!(blank.what.sheets[1].values_unheaded, 2);
    let mut reading = Reading::default();
    reading.columns.insert("owner".to_owned(), "column C".to_owned());
    let named = read_with(vec![sheet("Systems", &SYSTEMS), table()], &reading);
    assert_eq!(named.what.inventory.controls[0].owners[0].name, "Ann Lee");
}

#[test]
fn a_name_column_with_one_value_is_none_and_answers_are_no_states() {
    let read = read(vec![
        sheet(
            "AI tools",
            &[
                "Name | Use case | Vendor",
                "Acme | Triage | X",
                "Acme | Night desk | X",
                "Acme | Ledger | X",
            ],
        ),
        sheet(
            "Controls",
            &[
                "System | Domain | Owner | Applicable?",
                "Triage | Data Privacy | Ann Lee | Yes",
                "Ledger | Data Privacy | Ann Lee | Yes",
                "Ledger | Data Security | Ann Lee | No",
            ],
        ),
    ]);
    assert_eq!(names(&read), ["Triage", "Night desk", "Ledger"]);
    let states: Vec<_> = read.what.inventory.controls.iter().map(|c| c.status).collect();
    let not = Some(ControlStatus::NotApplicable);
    assert_eq!(
        states,
        [None, None, not],
        "that a control applies says not how far it is"
    );
}
