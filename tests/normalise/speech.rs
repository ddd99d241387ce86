//! Headings of daily speech, columns that only their values tell, and tables that tell of systems without listing them.

use unowned::diagnostic::Code;
use unowned::framework::{DeploymentModel, Domain};
use unowned::inventory::{ControlStatus, Criticality, EvidenceCell};
use unowned::normalise::Role;
use unowned::read::Table;

use crate::{Read, SYSTEMS, day, merged, read, sheet};

fn list() -> Table {
    sheet("Systems", &SYSTEMS)
}

fn beside(name: &str, lines: &[&str]) -> Read {
    read(vec![list(), sheet(name, lines)])
}

fn column(read: &Read, heading: &str) -> Option<String> {
    let mut columns = read.what.sheets.iter().flat_map(|sheet| &sheet.columns).rev();
    columns.find(|c| c.header == heading).unwrap().field.clone()
}

fn owner(read: &Read, place: usize) -> Vec<&str> {
    let owners = read.what.inventory.controls[place].owners.iter();
    owners.map(|owner| owner.name.as_str()).collect()
}

#[test]
fn a_list_of_controls_in_daily_speech_is_read_whole() {
    for headings in [
        "For which of the tools? | What is it about? | Who looks after it? | How far? | When did we last look at it?",
        "Für welches Tool? | Worum geht es? | Wer kümmert sich drum? | Wie weit sind wir? | Wann zuletzt angesehen?",
        "Pour quel outil ? | De quoi s'agit-il ? | Qui s'en occupe ? | Où en est-on ? | Quand a-t-il été vérifié pour la dernière fois ?",
        "¿Para qué herramienta? | ¿De qué se trata? | ¿Quién se encarga? | ¿Cómo va? | ¿Cuándo fue revisado por última vez?",
    ] {
        let read = beside(
            "Aufgaben",
            &[
                headings,
                "AI-1 | Data Privacy | Ann Lee | implemented | 2026-05-04",
                "AI-2 | Incident Response | Bob Roy | partial | 2026-05-05",
                "AI-2 | Data Privacy | Eve Day | planned | 2026-05-06",
            ],
        );
        assert_eq!(read.role("Aufgaben"), Role::Controls, "{headings}");
        assert_eq!(read.what.inventory.controls.len(), 3, "{headings}");
        let first = &read.what.inventory.controls[0];
        assert_eq!(owner(&read, 0), ["Ann Lee"], "{headings}");
        assert_eq!(first.status, Some(ControlStatus::Implemented), "{headings}");
        assert_eq!(first.last_reviewed, Some(day("2026-05-04")), "{headings}");
    }
}

#[test]
fn a_heading_that_asks_what_above_security_domains_is_theirs() {
    for headings in [
        "What | For which tool | By whom | How far",
        "Was | Sache | Wer kümmert sich drum? | Wie weit",
        "Control | System | Owner | Status",
    ] {
        let read = beside(
            "Sheet3",
            &[
                headings,
                "Data Privacy | AI-1 | Ann Lee | implemented",
                "Incident Response | AI-2 | Bob Roy | partial",
                "Monitoring and Logging | AI-2 | Eve Day | planned",
            ],
        );
        assert_eq!(read.role("Sheet3"), Role::Controls, "{headings}");
        assert_eq!(owner(&read, 0), ["Ann Lee"], "{headings}");
        let control = &read.what.inventory.controls[2];
        assert_eq!(control.domains, [Domain::MonitoringAndLogging], "{headings}");
        assert_eq!(control.status, Some(ControlStatus::Planned), "{headings}");
    }
}

#[test]
fn a_list_of_systems_in_daily_speech_is_read_whole() {
    let read = read(vec![sheet(
        "Our AI",
        &[
            "Which AI is it? | Where does the tool run? | Boss of it | How bad if it fails? | Schutzbedarf der Daten | Since when",
            "Gull Writer | SaaS | Ann Lee | High | confidential | 2024-05-01",
            "Tide Bot | On-premises | Bob Roy | Low | public | 2025-05-01",
        ],
    )]);
    let system = read.system("Tide Bot");
    assert_eq!(system.models, [DeploymentModel::OnPremises]);
    assert_eq!(system.criticality, Some(Criticality::Low));
    for (heading, field) in [
        ("Boss of it", "business_owner"),
        ("Schutzbedarf der Daten", "data_classification"),
        ("Since when", "go_live_date"),
    ] {
        assert_eq!(column(&read, heading).as_deref(), Some(field), "{heading}");
    }
}

#[test]
fn other_words_are_a_guess_that_is_said_and_that_values_can_refute() {
    let read = beside(
        "Controls",
        &[
            "System | Domain | Owner | Status | When was it last looked at",
            "AI-1 | Data Privacy | Ann Lee | implemented | 2026-05-04",
        ],
    );
    assert_eq!(read.count(Code::HeaderGuessed), 1);
    let other = beside(
        "Controls",
        &[
            "System | Domain | Owner | Status | When was it last looked at",
            "AI-1 | Data Privacy | Ann Lee | implemented | by the works council",
        ],
    );
    assert_eq!(column(&other, "When was it last looked at"), None);
}

#[test]
fn what_is_to_come_and_who_did_it_is_no_last_review() {
    for heading in [
        "When will it be reviewed",
        "To be reviewed on",
        "Next reviewed",
        "Not reviewed",
        "Who reviewed it",
    ] {
        let headings = format!("System | Domain | Owner | Status | {heading}");
        let read = beside(
            "Controls",
            &[&headings, "AI-1 | Data Privacy | Ann Lee | implemented | 2026-05-04"],
        );
        assert_eq!(read.what.inventory.controls[0].last_reviewed, None, "{heading}");
    }
}

#[test]
fn listed_names_make_a_column_that_of_the_systems() {
    let read = beside(
        "Controls",
        &[
            "Gegenstand | Domain | Owner | Status",
            "Claims copilot | Data Privacy | Ann Lee | implemented",
            "AI-2; AI-3 | Data Privacy | Bob Roy | planned",
            "all | Incident Response | Eve Day | planned",
        ],
    );
    assert_eq!(column(&read, "Gegenstand").as_deref(), Some("system_ref"));
    assert_eq!(read.count(Code::HeaderGuessed), 1);
    assert_eq!(read.what.inventory.controls.len(), 3);
}

#[test]
fn plain_names_make_a_column_that_of_the_owners_unless_it_says_other() {
    let with = |heading: &str| {
        let headings = format!("System | Domain | Status | {heading}");
        beside(
            "Controls",
            &[
                &headings,
                "AI-1 | Data Privacy | implemented | Ann Lee",
                "AI-2 | Data Privacy | planned | Head of IT",
            ],
        )
    };
    for heading in ["Person", "Kümmerer"] {
        let read = with(heading);
        assert_eq!(owner(&read, 0), ["Ann Lee"], "{heading}");
        assert_eq!(read.count(Code::HeaderGuessed), 1, "{heading}");
    }
    for heading in [
        "Signed by",
        "Reviewer",
        "Department",
        "Vertretung",
        "Vérificateur",
        "Aprobado por",
    ] {
        assert!(owner(&with(heading), 0).is_empty(), "{heading}");
    }
}

#[test]
fn of_two_columns_with_names_neither_is_the_owner_and_both_are_asked_about() {
    let read = beside(
        "Controls",
        &[
            "System | Domain | Status | Person | Steward of record",
            "AI-1 | Data Privacy | implemented | Ann Lee | Bob Roy",
            "AI-2 | Data Privacy | planned | Bob Roy | Tom Reed",
        ],
    );
    assert!(owner(&read, 0).is_empty());
    assert_eq!(read.count(Code::ColumnAmbiguous), 2);
}

#[test]
fn departments_alone_are_no_owners() {
    let read = beside(
        "Controls",
        &[
            "System | Domain | Status | Where to",
            "AI-1 | Data Privacy | implemented | Finance",
            "AI-2 | Data Privacy | planned | Legal",
        ],
    );
    assert!(owner(&read, 0).is_empty());
}

#[test]
fn a_heading_over_a_blank_cell_of_the_second_line_stands_for_its_column() {
    let lines = [
        "System | Domain | Owner | Status | Dates | ",
        " | | | | Last reviewed | Due date",
        "AI-1 | Data Privacy | Ann Lee | implemented | 2026-05-04 | 2027-01-01",
        "AI-2 | Data Privacy | Bob Roy | planned | 2026-05-05 | 2027-01-02",
    ];
    let plain = sheet("Controls", &lines);
    let down = |column: u32| ((0, column), (1, column));
    let spanned = merged(
        sheet("Controls", &lines),
        &[down(0), down(1), down(2), down(3), ((0, 4), (0, 5))],
    );
    for table in [plain, spanned] {
        let read = read(vec![list(), table]);
        let controls = &read.what.inventory.controls;
        assert_eq!(controls.len(), 2);
        assert_eq!(owner(&read, 0), ["Ann Lee"]);
        assert_eq!(controls[0].last_reviewed, Some(day("2026-05-04")));
        assert_eq!(controls[1].due, Some(day("2027-01-02")));
    }
}

#[test]
fn a_first_row_with_gaps_is_no_second_line_of_headings() {
    let read = beside(
        "Controls",
        &[
            "System | Domain | Owner | Status | Notes | ",
            "AI-1 | Data Privacy | | planned | | Provider",
            "AI-2 | Data Privacy | Bob Roy | planned | |",
        ],
    );
    assert_eq!(read.what.inventory.controls.len(), 2);
}

#[test]
fn letters_in_a_grid_of_signs_are_states_and_never_owners() {
    for (cells, third) in [
        ("G | A | R", ControlStatus::Planned),
        ("V | O | R", ControlStatus::Planned),
        ("J | J | N", ControlStatus::Planned),
    ] {
        let row = format!("AI-1 | {cells}");
        let read = beside(
            "State",
            &["System | Data Privacy | Incident Response | Network Security", &row],
        );
        let controls = &read.what.inventory.controls;
        assert_eq!(controls[0].status, Some(ControlStatus::Implemented), "{cells}");
        assert_eq!(controls[2].status, Some(third), "{cells}");
        assert!(controls.iter().all(|c| c.owners.is_empty()), "{cells}");
        assert_eq!(read.count(Code::UnknownValue), 0, "{cells}");
    }
}

#[test]
fn letters_beside_names_or_of_no_scale_are_asked_about() {
    for cells in ["G | Ann Lee | R", "A | R | A", "G | K | R"] {
        let row = format!("AI-1 | {cells}");
        let read = beside(
            "State",
            &["System | Data Privacy | Incident Response | Network Security", &row],
        );
        let done = |status| status == Some(ControlStatus::Implemented);
        assert!(read.what.inventory.controls.iter().all(|c| !done(c.status)), "{cells}");
    }
}

#[test]
fn what_does_not_apply_is_not_applicable_whatever_its_status() {
    let read = beside(
        "Statement of applicability",
        &[
            "System | Domain | Control | Applicable | Justification | Owner",
            "AI-1 | Data Privacy | Masking | Yes | Personal data inside | Ann Lee",
            "AI-2 | Data Privacy | Masking | No | Nothing personal inside | Bob Roy",
            "AI-3 | Data Privacy | Masking | tbd | | Bob Roy",
        ],
    );
    let controls = &read.what.inventory.controls;
    let states: Vec<_> = controls.iter().map(|c| c.status).collect();
    assert_eq!(states, [None, Some(ControlStatus::NotApplicable), None]);
    assert!(
        controls.iter().all(|c| c.evidence == EvidenceCell::default()),
        "a justification is no evidence"
    );
    let stated = beside(
        "Controls",
        &[
            "System | Domain | Anwendbar | Owner | Status",
            "AI-1 | Data Privacy | nein | Ann Lee | implemented",
            "AI-2 | Data Privacy | nein | Ann Lee |",
        ],
    );
    let states: Vec<_> = stated.what.inventory.controls.iter().map(|c| c.status).collect();
    assert_eq!(
        states,
        [Some(ControlStatus::NotApplicable), Some(ControlStatus::NotApplicable)],
        "a row that contradicts itself is never in place"
    );
}

#[test]
fn states_of_systems_are_no_second_list_of_systems() {
    let once = [
        "AI-1 | Ann Lee | implemented | 2026-05-04",
        "AI-2 | Bob Roy | partial | 2026-05-05",
    ];
    let again = [
        "AI-1 | Ann Lee | implemented | 2026-05-04",
        "AI-1 | Bob Roy | partial | 2026-05-05",
    ];
    for rows in [once, again] {
        let read = beside(
            "Tabelle2",
            &["System | Owner | Status | Last reviewed", rows[0], rows[1]],
        );
        assert_eq!(read.role("Tabelle2"), Role::Controls);
        assert_eq!(read.what.inventory.systems.len(), 3);
        let missing = read.found(Code::ColumnMissing);
        assert!(
            missing.iter().any(|d| d.message.to_string().contains("'Domain'")),
            "{missing:?}"
        );
    }
}

#[test]
fn a_later_register_of_the_same_systems_stays_one() {
    let read = beside(
        "Register 2026",
        &[
            "System | Owner | Status",
            "AI-1 | Ann Lee | Production",
            "AI-2 | Bob Roy | Retired",
        ],
    );
    assert_ne!(read.role("Register 2026"), Role::Controls);
}
