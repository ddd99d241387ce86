//! What was once read as something else without a word: a day of another kind, a total as a system, a list of ideas as controls.

use unowned::config::Reading;
use unowned::diagnostic::Code;
use unowned::framework::DeploymentModel;
use unowned::inventory::ANSWERED_MODEL;
use unowned::normalise::Role;

use crate::{Read, SYSTEMS, read, read_with, sheet};

fn field(read: &Read, sheet: &str, header: &str) -> Option<String> {
    let sheet = read
        .what
        .sheets
        .iter()
        .find(|s| s.sheet.as_deref() == Some(sheet))
        .unwrap();
    let column = sheet.columns.iter().find(|c| c.header == header);
    column.unwrap_or_else(|| panic!("no column '{header}'")).field.clone()
}

fn controls(heading: &str, row: &str) -> Read {
    read(vec![sheet("Systems", &SYSTEMS), sheet("Controls", &[heading, row])])
}

#[test]
fn until_behind_an_exception_is_its_end_and_what_is_due_stays_due() {
    for until in [
        "Until",
        "until",
        "Bis",
        "Jusqu'au",
        "Hasta",
        "Accepted until",
        "Exception until",
        "Dérogation jusqu'au",
    ] {
        for due in ["Due", "Due date"] {
            let read = controls(
                &format!("System | Domain | Owner | Status | {due} | Exception | Approved by | {until}"),
                "AI-1 | Data Privacy | Ann Lee | Not started | 2026-01-31 | Cost | Eva Wolf | 2027-01-31",
            );
            assert_eq!(field(&read, "Controls", due).as_deref(), Some("due_date"), "{until}");
            assert_eq!(
                field(&read, "Controls", until).as_deref(),
                Some("exception_expires"),
                "{until}"
            );
            assert_eq!(read.count(Code::ColumnAmbiguous), 0, "{until}");
        }
    }
}

#[test]
fn until_elsewhere_is_asked_about_and_takes_nothing_from_a_sure_heading() {
    let read = controls(
        "System | Domain | Until | Owner | Status | Due | Exception | Approved by",
        "AI-1 | Data Privacy | 2027-01-31 | Ann Lee | Not started | 2026-01-31 | Cost | Eva Wolf",
    );
    assert_eq!(field(&read, "Controls", "Due").as_deref(), Some("due_date"));
    assert_eq!(field(&read, "Controls", "Until"), None);
    let asked = read.found(Code::ColumnAmbiguous);
    assert_eq!(asked.len(), 1);
    assert!(
        asked[0].help.to_string().contains("exception_expires=Until"),
        "{}",
        asked[0].help
    );

    let alone = controls(
        "System | Domain | Until | Owner | Status | Exception | Approved by",
        "AI-1 | Data Privacy | 2027-01-31 | Ann Lee | Not started | Cost | Eva Wolf",
    );
    assert_eq!(
        alone.count(Code::HeaderGuessed),
        1,
        "it may be the end of the exception"
    );

    let plain = controls(
        "System | Domain | Owner | Status | Until",
        "AI-1 | Data Privacy | Ann Lee | Not started | 2027-01-31",
    );
    assert_eq!(field(&plain, "Controls", "Until").as_deref(), Some("due_date"));
    assert_eq!(plain.count(Code::HeaderGuessed), 0);
}

#[test]
fn two_days_by_which_something_is_due_are_asked_about() {
    let read = controls(
        "System | Domain | Owner | Status | Due date | Due",
        "AI-1 | Data Privacy | Ann Lee | Not started | 2026-01-31 | 2026-06-30",
    );
    assert_eq!(field(&read, "Controls", "Due date").as_deref(), Some("due_date"));
    assert_eq!(read.count(Code::ColumnAmbiguous), 1);
}

#[test]
fn proof_of_the_provider_is_provider_evidence() {
    for heading in [
        "Provider proof",
        "Vendor proof",
        "Supplier proof",
        "Anbieterbeleg",
        "Beleg des Anbieters",
        "Lieferantennachweis",
        "Justificatif fournisseur",
        "Preuve du prestataire",
        "Justificante del proveedor",
        "Prueba proveedor",
    ] {
        let read = controls(
            &format!("System | Domain | Owner | Status | {heading}"),
            "AI-1 | Data Privacy | Ann Lee | Not started | SOC 2",
        );
        assert_eq!(field(&read, "Controls", heading).as_deref(), Some("provider_evidence"));
    }
}

#[test]
fn a_total_over_several_cells_is_no_system() {
    for total in [
        "Total | | 12 | systems",
        "Gesamt | | 12 | Systeme",
        "Total | systems | 12",
        "Sum | 12 of 14 | | controls",
        "Total | 12",
        "Total : 12 systems",
        "Total | | | 12 systèmes",
        "Summe | 12 Systeme | |",
    ] {
        let mut lines = vec!["Name | Deployment model | Business unit | Criticality"];
        lines.extend([
            "Drafting | SaaS | Sales | Low",
            "Night desk | PaaS | Sales | High",
            total,
        ]);
        let read = read(vec![sheet("Systems", &lines)]);
        assert_eq!(read.what.inventory.systems.len(), 2, "{total}");
    }
    let lines = [
        "Name | Deployment model | Product",
        "Total | SaaS | Total Suite",
        "Night desk | PaaS | Desk",
    ];
    assert_eq!(read(vec![sheet("Systems", &lines)]).what.inventory.systems.len(), 2);
}

const CONTROLS: [&str; 3] = [
    "System | Domain | Owner | Status",
    "AI-1 | Data Privacy | Ann Lee | Implemented",
    "AI-2 | Data Privacy | Bob Roy | Not started",
];

#[test]
fn tickets_plans_and_ideas_beside_the_controls_are_passed_over_with_the_reason() {
    let others = [
        sheet(
            "Tickets",
            &[
                "Key | Summary | System | Component | Assignee | Done",
                "K-1 | Log in | AI-1 | Data Privacy | Ann Lee | yes",
                "K-2 | Keys | AI-2 | User Access Control | Bob Roy | yes",
            ],
        ),
        sheet(
            "Project plan",
            &[
                "Task | System | Domain | Owner | Status",
                "Log in | AI-1 | User Access Control | Ann Lee | Done",
            ],
        ),
        sheet(
            "Export",
            &[
                "Issue key | Summary | System | Domain | Assignee | Status",
                "K-1 | Log in | AI-1 | Data Privacy | Ann Lee | Done",
            ],
        ),
    ];
    for other in others {
        let name = other.sheet.as_deref().unwrap().to_owned();
        let read = read(vec![
            sheet("Systems", &SYSTEMS),
            sheet("Controls", &CONTROLS),
            other.clone(),
        ]);
        assert_eq!(read.role(&name), Role::PassedOver, "{name}");
        assert_eq!(read.what.inventory.controls.len(), 2, "{name}");
        assert!(
            read.found(Code::SheetPassedOver)
                .iter()
                .any(|d| d.message.to_string().contains("ideas")),
            "{name}"
        );

        let mut reading = Reading::default();
        reading
            .sheets
            .insert("controls".to_owned(), format!("Controls; {name}"));
        let told = read_with(
            vec![sheet("Systems", &SYSTEMS), sheet("Controls", &CONTROLS), other],
            &reading,
        );
        assert_eq!(told.role(&name), Role::Controls, "{name}: the user says so");
    }
}

#[test]
fn tickets_that_are_the_only_list_of_controls_count() {
    let lines = [
        "Issue key | Summary | System | Domain | Assignee | Status",
        "K-1 | Log in | AI-1 | Data Privacy | Ann Lee | Done",
    ];
    let read = read(vec![sheet("Systems", &SYSTEMS), sheet("Tickets", &lines)]);
    assert_eq!(read.what.inventory.controls.len(), 1);
}

#[test]
fn what_stands_below_a_title_of_ideas_does_not_count() {
    let title = "Backlog 2027 (ideas, nobody committed)";
    let ideas = "AI-1 | User Access Control | Ann Lee | Implemented";
    for between in [vec!["", title, CONTROLS[0]], vec!["", title], vec![title]] {
        let mut lines = CONTROLS.to_vec();
        lines.extend(between.iter().copied());
        lines.push(ideas);
        let read = read(vec![sheet("Systems", &SYSTEMS), sheet("Controls", &lines)]);
        assert_eq!(read.what.inventory.controls.len(), 2, "{between:?}");
        assert_eq!(
            read.count(Code::RowSkipped) + read.count(Code::SecondTable),
            1,
            "{between:?}"
        );
    }
    let other = "System | Domain | Who | State | Cost";
    let mut lines = CONTROLS.to_vec();
    lines.extend([
        "",
        title,
        other,
        "AI-1 | User Access Control | Ann Lee | Implemented | 5",
    ]);
    let read = read(vec![sheet("Systems", &SYSTEMS), sheet("Controls", &lines)]);
    assert_eq!(read.what.inventory.controls.len(), 2);
}

#[test]
fn a_note_or_a_unit_among_the_controls_takes_no_rows_away() {
    for between in [
        "Note: all tasks are tracked in Jira",
        "Projects",
        "Backlog of the controls",
    ] {
        let mut lines = CONTROLS.to_vec();
        lines.extend([between, "AI-1 | User Access Control | Ann Lee | Implemented"]);
        let read = read(vec![sheet("Systems", &SYSTEMS), sheet("Controls", &lines)]);
        assert_eq!(read.what.inventory.controls.len(), 3, "{between}");
    }
}

const CHART: [&str; 5] = [
    "Domain | Ann Lee | Bob Roy | Cy Dee",
    "Data Privacy | A | R | C",
    "User Access Control | A | I | R",
    "Configuration Management | R | A | C",
    "Audit and Accountability | A | C | R",
];

#[test]
fn one_remark_behind_a_letter_takes_nobody_off_the_chart() {
    let chart = |cell: &str| {
        let second = format!("User Access Control | {cell} | I | R");
        let lines = [CHART[0], CHART[1], second.as_str(), CHART[3], CHART[4]];
        let mut reading = Reading::default();
        reading.applies_to.insert("RACI".to_owned(), "*".to_owned());
        read_with(vec![sheet("Systems", &SYSTEMS), sheet("RACI", &lines)], &reading)
    };
    for kept in ["A", "A (lead)", "A - Europe"] {
        assert_eq!(chart(kept).what.inventory.controls.len(), 4, "{kept}");
    }
    for back in ["A (tbc)", "A (from Oct)", "A?", "A (à confirmer)", "A (ab Oktober)"] {
        let read = chart(back);
        assert_eq!(read.what.inventory.controls.len(), 3, "{back}");
        let warned = read.found(Code::NobodyAnswers);
        assert!(
            warned
                .iter()
                .any(|d| d.message.to_string().contains(back) && d.message.to_string().contains("Ann Lee")),
            "{back}: {warned:?}"
        );
        assert!(
            read.found
                .iter()
                .all(|d| !d.message.to_string().contains("has no A and no R")),
            "{back}"
        );
    }
    let noted = chart("see the minutes");
    assert_eq!(noted.what.inventory.controls.len(), 3);
    assert!(
        noted
            .found(Code::UnknownValue)
            .iter()
            .any(|d| d.message.to_string().contains("see the minutes"))
    );
}

#[test]
fn an_answered_model_counts_beside_the_column_that_the_user_names() {
    let mut reading = Reading::default();
    reading
        .columns
        .insert("deployment_model".to_owned(), "Where does it run".to_owned());
    let heading = format!("Name | Where does it run | {ANSWERED_MODEL}");
    let lines = [
        heading.as_str(),
        "Drafting | SaaS |",
        "Invoice bot | own build | Agentic",
        "Night desk | PaaS | IaaS",
    ];
    let read = read_with(vec![sheet("Systems", &lines)], &reading);
    assert_eq!(read.system("Drafting").models, [DeploymentModel::Saas]);
    assert_eq!(read.system("Invoice bot").models, [DeploymentModel::Agentic]);
    assert_eq!(
        read.system("Night desk").models,
        [DeploymentModel::Iaas],
        "an answer for one system is the last word"
    );
    assert_eq!(read.count(Code::ColumnMissing), 0);
    assert_eq!(read.count(Code::ColumnAmbiguous), 0);
}

#[test]
fn messages_suggest_and_call_things_what_they_are() {
    let lines = [
        "Name | Deployment model | Criticality",
        "Drafting | SaaS | bad",
        "Night desk | PaaS | lwo",
        "Desk | SaaS | High",
    ];
    let read = read(vec![sheet("Systems", &lines)]);
    let said = |word: &str| {
        let found = read
            .found
            .iter()
            .find(|d| d.message.to_string().contains(&format!("'{word}'")));
        found.unwrap_or_else(|| panic!("nothing about {word}")).help.to_string()
    };
    assert!(!said("bad").contains("did you mean"), "{}", said("bad"));
    assert!(said("lwo").contains("did you mean 'low'"), "{}", said("lwo"));

    let owned = controls(
        "System | Domain | Owner | Status",
        "AI-1 | Data Privacy | Julie - done | Implemented",
    );
    let about = owned.found(Code::OwnerPlaceholder);
    assert!(
        about
            .iter()
            .all(|d| !d.message.to_string().contains("without naming one")),
        "{about:?}"
    );
}

#[test]
fn a_later_plan_is_not_called_an_older_list() {
    let target = |name: &str| {
        let lines = [CONTROLS[0], CONTROLS[1], "AI-2 | Data Privacy | Bob Roy | Implemented"];
        read(vec![
            sheet("Systems", &SYSTEMS),
            sheet("Controls", &CONTROLS),
            sheet(name, &lines),
        ])
    };
    for name in ["Target state 2027", "Target state", "Zielbild 2027"] {
        let read = target(name);
        assert_eq!(read.what.inventory.controls.len(), 2, "{name}");
        let said = read.found(Code::ListedTwice);
        assert!(
            said.iter().any(|d| d.message.to_string().contains("what is to be")),
            "{name}: {said:?}"
        );
    }
    let dated = target("Controls 2027");
    assert!(
        dated
            .found(Code::ListedTwice)
            .iter()
            .all(|d| !d.message.to_string().contains("older"))
    );
    let archive = target("Controls archive");
    assert!(
        archive
            .found(Code::ListedTwice)
            .iter()
            .any(|d| d.message.to_string().contains("older list"))
    );
}

#[test]
fn a_chart_for_all_systems_says_that_it_speaks_of_other_files_too() {
    let of = |file: &str, mut table: unowned::read::Table| {
        table.file = file.into();
        table
    };
    let mut reading = Reading::default();
    reading.applies_to.insert("RACI".to_owned(), "*".to_owned());
    let other = ["Name | Deployment model", "Other desk | SaaS", "Other bot | PaaS"];
    let tables = vec![
        sheet("Systems", &SYSTEMS),
        sheet("RACI", &CHART),
        of("other.xlsx", sheet("Systems", &other)),
    ];
    let said = read_with(tables.clone(), &reading);
    let warned = said.found(Code::OptionUnused);
    assert!(
        warned.iter().any(|d| d.message.to_string().contains("also of 2")),
        "{warned:?}"
    );
    assert_eq!(read_with(tables[..2].to_vec(), &reading).count(Code::OptionUnused), 0);
}
