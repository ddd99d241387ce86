//! Reach, domains, owners, status, dates and exceptions of controls.

use chrono::NaiveDate;
use unowned::diagnostic::Code;
use unowned::framework::{DeploymentModel, Domain};
use unowned::inventory::{ControlStatus, OwnerKind, Party, Reach};

use crate::{CONTROLS, SYSTEMS, controls, day, read, sheet};

#[test]
fn a_control_reaches_systems_units_models_or_all() {
    let read = controls(&[
        "AI-1; Old bot | Data Privacy",
        "unit:Finance | Data Privacy",
        "model:SaaS | Data Privacy",
        "* | all",
        "Finance | Data Privacy, Data Security",
        "claims COPILOT | Privacy",
    ]);
    let reach: Vec<Vec<Reach>> = read.what.inventory.controls.iter().map(|c| c.reach.clone()).collect();
    let system = |id: &str| Reach::System(id.to_owned());
    assert_eq!(
        reach,
        [
            vec![system("AI-1"), system("AI-3")],
            vec![Reach::Unit("finance".to_owned())],
            vec![Reach::Model(DeploymentModel::Saas)],
            vec![Reach::All],
            vec![Reach::Unit("finance".to_owned())],
            vec![system("AI-1")],
        ]
    );
    assert_eq!(read.what.inventory.controls[3].domains.len(), 16);
    assert_eq!(
        read.what.inventory.controls[4].domains,
        [Domain::DataPrivacy, Domain::DataSecurity]
    );
}

#[test]
fn what_is_not_in_the_inventory_is_reported_with_the_nearest_name_and_does_not_count() {
    let read = controls(&[
        "Claims copilt | Data Privacy",
        "unit:Finnance | Data Privacy",
        "AI-1 | Data Privcy",
        " | Data Privacy",
        "AI-1 |",
    ]);
    assert!(read.what.inventory.controls.is_empty());
    let systems = read.found(Code::UnknownSystem);
    assert!(
        systems[0].help.to_string().contains("'Claims copilot'")
            && systems[1].help.to_string().contains("unit:finance"),
        "{systems:#?}"
    );
    assert!(
        read.found(Code::UnknownDomain)[0]
            .help
            .to_string()
            .contains("'data-privacy'")
    );
    assert_eq!(read.count(Code::RowSkipped), 2);
}

#[test]
fn a_name_that_two_systems_share_reaches_neither() {
    let systems = sheet(
        "Systems",
        &["ID | Name | Deployment model", "1 | Bot | SaaS", "2 | Bot | PaaS"],
    );
    let read = read(vec![
        systems,
        sheet(
            "Controls",
            &[CONTROLS, "Bot | Data Privacy | | | Ann Lee | Done", "2 | Data Privacy"],
        ),
    ]);
    assert_eq!(read.what.inventory.controls.len(), 1);
    assert_eq!(read.count(Code::UnknownSystem), 1);
}

#[test]
fn statuses_mean_what_the_table_says() {
    let said = [
        ("Done", Some(ControlStatus::Implemented)),
        ("Compensating control", Some(ControlStatus::Implemented)),
        ("WIP", Some(ControlStatus::Partial)),
        ("In progress", Some(ControlStatus::Planned)),
        ("Not started", Some(ControlStatus::Planned)),
        ("N/A", Some(ControlStatus::NotApplicable)),
        ("Decommissioned", Some(ControlStatus::Retired)),
        ("", None),
        ("TBD", None),
        ("Risk accepted", None),
        ("Implmented", None),
    ];
    let rows: Vec<String> = said
        .iter()
        .map(|(word, _)| format!("AI-1 | Data Privacy | | | Ann Lee | {word}"))
        .collect();
    let read = controls(&rows.iter().map(String::as_str).collect::<Vec<_>>());
    for (control, (word, status)) in read.what.inventory.controls.iter().zip(&said) {
        assert_eq!(control.status, *status, "{word}");
    }
    assert_eq!(
        (
            read.count(Code::UnknownValue),
            read.count(Code::StatusException),
            read.count(Code::RetiredControl)
        ),
        (1, 1, 1)
    );
}

#[test]
fn the_two_sides_are_kept_apart() {
    let read = controls(&[
        "AI-1 | Data Privacy | | Provider | Microsoft | Done",
        "AI-1 | Data Privacy | | Shared | Ann Lee | Done",
        "AI-1 | Data Privacy | | | Ann Lee | Inherited",
        "AI-1 | Data Privacy | | Provder | Ann Lee | Done",
        "AI-1 | Data Privacy | | N/A | Ann Lee | Done",
    ]);
    let party: Vec<Party> = read.what.inventory.controls.iter().map(|c| c.party).collect();
    assert_eq!(
        party,
        [Party::Provider, Party::Customer, Party::Provider],
        "a party that is not understood counts for neither"
    );
    assert_eq!(read.what.inventory.controls[2].status, Some(ControlStatus::Implemented));
    assert!(
        read.found(Code::UnknownValue)[0]
            .help
            .to_string()
            .contains("'provider'")
    );
}

#[test]
fn owners_are_people_teams_the_provider_or_nobody() {
    let read = controls(&[
        "AI-1 | Data Privacy | | | TBC (ask Finance)",
        "AI-1 | Data Privacy | | | Ann Lee; SOC team",
        "AI-1 | Data Privacy | | | vendor",
    ]);
    let owners: Vec<Vec<(&str, OwnerKind)>> = read
        .what
        .inventory
        .controls
        .iter()
        .map(|c| c.owners.iter().map(|o| (o.name.as_str(), o.kind)).collect())
        .collect();
    assert_eq!(
        owners,
        [
            vec![],
            vec![("Ann Lee", OwnerKind::Person), ("SOC team", OwnerKind::Team)],
            vec![("vendor", OwnerKind::Provider)],
        ]
    );
    assert_eq!(
        (read.count(Code::OwnerPlaceholder), read.count(Code::OwnerIsTeam)),
        (1, 1)
    );
}

#[test]
fn one_person_has_one_spelling_whatever_the_order_of_the_rows() {
    let people = sheet(
        "People",
        &["Name | E-mail | Left on", "Ann Lee | ann@example.org | 2030-01-31"],
    );
    let mut rows = [
        "AI-1|Data Privacy|||ann lee",
        "AI-1|Data Privacy|||Ann Lee",
        "AI-1|Data Privacy|||ann@example.org",
        "AI-1|Data Privacy|||Lee, Ann",
    ];
    for _ in 0..rows.len() {
        rows.rotate_left(1);
        let lines: Vec<&str> = std::iter::once(CONTROLS).chain(rows.iter().copied()).collect();
        let read = read(vec![
            sheet("Systems", &SYSTEMS),
            sheet("Controls", &lines),
            people.clone(),
        ]);
        let names: Vec<&str> = read
            .what
            .inventory
            .controls
            .iter()
            .map(|c| c.owners[0].name.as_str())
            .collect();
        assert_eq!(names, ["Ann Lee"; 4]);
    }
}

#[test]
fn an_exception_needs_approver_and_expiry() {
    let read = controls(&[
        "AI-1|Data Privacy|||Ann Lee|||||| Legacy | Cy Moss | 2027-01-31",
        "AI-1|Data Privacy|||Ann Lee|||||| Legacy | | 2027-01-31",
        "AI-1|Data Privacy|||Ann Lee|||||| Legacy | Cy Moss | soon",
        "AI-1|Data Privacy|||Ann Lee|||||| Legacy | TBD | 2027-01-31",
        "AI-1|Data Privacy|||Ann Lee|||||| Rejected | Cy Moss | 2027-01-31",
        "AI-1|Data Privacy|||Ann Lee|||||| No | N/A | -",
    ]);
    let complete: Vec<bool> = read
        .what
        .inventory
        .controls
        .iter()
        .map(|c| c.exception.is_some())
        .collect();
    assert_eq!(complete, [true, false, false, false, false, false]);
    assert_eq!(read.count(Code::ExceptionIncomplete), 4);
}

#[test]
fn who_has_not_approved_makes_no_exception() {
    let of = |approver: &str| {
        controls(&[&format!(
            "AI-1|Data Privacy|||Ann Lee|||||| Legacy | {approver} | 2027-01-31"
        )])
    };
    for approver in [
        "CISO rejected",
        "committee (next meeting)",
        "Anna Wolf (verbal)",
        "Anna Wolf (proposed)",
        "CISO abgelehnt",
        "Gremium (nächste Sitzung)",
        "Anna Wolf (mündlich)",
        "RSSI a refusé",
        "comité (prochaine réunion)",
        "Anna Wolf (oralement)",
        "CISO rechazado",
        "comité (próxima reunión)",
        "Anna Wolf (verbalmente)",
    ] {
        let read = of(approver);
        assert!(read.what.inventory.controls[0].exception.is_none(), "{approver}");
        assert_eq!(read.count(Code::ExceptionIncomplete), 1, "{approver}");
    }
    for approver in [
        "CISO",
        "Risk committee",
        "Anna Wolf",
        "Anna Wolf (CISO)",
        "approved by Anna Wolf",
    ] {
        assert!(
            of(approver).what.inventory.controls[0].exception.is_some(),
            "{approver}"
        );
    }
}

#[test]
fn the_status_of_an_exception_is_heard_in_four_languages() {
    const LINE: &str = "System|Domain|Owner|Exception reason|Exception approver|Exception expires|HEADING";
    let counts = |heading: &str, status: &str| {
        let row = format!("AI-1|Data Privacy|Ann Lee|Legacy|Cy Moss|2027-01-31|{status}");
        let read = read(vec![
            sheet("Systems", &SYSTEMS),
            sheet("Controls", &[&LINE.replace("HEADING", heading), &row]),
        ]);
        let exception = read.what.inventory.controls[0].exception.clone();
        let warned: Vec<String> = read
            .found(Code::ExceptionIncomplete)
            .iter()
            .flat_map(|d| d.at.clone())
            .collect();
        assert_eq!(
            exception.is_none(),
            warned == ["book.xlsx > Controls > G2"],
            "{heading} {status}: {warned:?}"
        );
        exception.map(|exception| exception.ended)
    };
    for (heading, holds, ended, none) in [
        (
            "Exception status",
            "|-|approved|Approved (board, May)|accepted 2026-05|yes|in force|signed off by CRO",
            "expired|Expired 2026-01|lapsed",
            "rejected|Requested|draft|Withdrawn|closed|pending approval|Approved?|maybe|not approved|no|under review by legal|\
             to be approved by CRO|rejected by the board in May|Approved - not signed yet|TBD|approval pending",
        ),
        (
            "Status der Ausnahme",
            "genehmigt|bewilligt bis 2027|ja|genehmigt durch Vorstand",
            "abgelaufen",
            "abgelehnt|beantragt|Entwurf|zurückgezogen|geschlossen|nicht genehmigt|noch nicht genehmigt|in Prüfung|nein|\
             Genehmigung ausstehend|wird genehmigt|beantragt am 3.5.2026",
        ),
        (
            "Statut de la dérogation",
            "approuvée|accordée|oui|validée par le RSSI",
            "expirée",
            "refusée|demandée|brouillon|retirée|clôturée|non approuvé|en attente de validation|à valider|sera approuvée en mai",
        ),
        (
            "Estado de la excepción",
            "aprobada|vigente|sí|aprobado por el CISO",
            "vencida|caducado",
            "rechazada|solicitada|borrador|retirada|cerrada|no aprobado|pendiente de aprobación|será aprobada en mayo",
        ),
    ] {
        for status in holds.split('|') {
            assert_eq!(counts(heading, status), Some(false), "{status}");
        }
        for status in ended.split('|') {
            assert_eq!(counts(heading, status), Some(true), "{status}");
        }
        for status in none.split('|') {
            assert_eq!(counts(heading, status.trim()), None, "{status}");
        }
    }
}

#[test]
fn a_request_without_anything_else_is_no_exception_and_says_so() {
    let line = "System|Domain|Owner|Exception reason|Exception approver|Exception expires|Exception status";
    let read = read(vec![
        sheet("Systems", &SYSTEMS),
        sheet(
            "Controls",
            &[
                line,
                "AI-1|Data Privacy|Ann Lee||||requested",
                "AI-1|Data Security|Ann Lee||||none",
            ],
        ),
    ]);
    assert!(read.what.inventory.controls.iter().all(|c| c.exception.is_none()));
    assert_eq!(read.count(Code::ExceptionIncomplete), 1);
}

#[test]
fn an_approver_is_a_person_a_role_or_a_committee_and_says_yes() {
    let counts = |reason: &str, approver: &str| {
        let row = format!("AI-1|Data Privacy|||Ann Lee||||||{reason}|{approver}|2027-01-31");
        controls(&[row.as_str()]).what.inventory.controls[0].exception.is_some()
    };
    for (reason, approver) in [
        ("Legacy", "CRO"),
        ("Legacy", "Risk committee"),
        ("Legacy", "Vorstand"),
        ("Accepted until the move", "Cy Moss"),
        ("Legacy", "approved by Cy Moss"),
        ("No logging possible", "Cy Moss"),
        ("Open source component", "Cy Moss"),
        ("Pending migration to the new platform", "Cy Moss"),
        ("Closed network, no access from outside", "Cy Moss"),
        ("Accepted: no other product on the market", "Cy Moss"),
        ("Legacy", "Approved by the risk committee"),
        ("Legacy", "Comité de riesgos"),
        ("Legacy", "Geschäftsführung"),
        ("Legacy", "Comité de direction"),
    ] {
        assert!(counts(reason, approver), "{reason}: {approver}");
    }
    for (reason, approver) in [
        ("Legacy", "CRO to approve"),
        ("Legacy", "yes"),
        ("Legacy", "IT"),
        ("Legacy", "Microsoft"),
        ("Legacy", "requested"),
        ("Legacy", "Cy Moss (pending)"),
        ("Legacy", "see ticket"),
        ("Legacy", "CRO (rejected)"),
        ("Rejected by the board", "Cy Moss"),
        ("draft", "Cy Moss"),
        ("not approved", "Cy Moss"),
        ("beantragt im Mai", "Cy Moss"),
        ("refusé", "Cy Moss"),
        ("solicitado", "Cy Moss"),
        ("Requested by CISO", "Cy Moss"),
        ("Legacy", "approved"),
        ("Legacy", "SOC team"),
        ("Legacy", "Jira EXC-12"),
        ("Legacy", "Cy Moss to sign"),
        ("Legacy", "not yet approved by Cy Moss"),
        ("Legacy", "Genehmigung durch Cy Moss steht noch aus"),
        ("Legacy", "en attente du RSSI"),
        ("Legacy", "falta aprobación del CISO"),
        ("Legacy", "board to decide in May"),
    ] {
        assert!(!counts(reason, approver), "{reason}: {approver}");
    }
}

#[test]
fn dates_that_can_be_read_in_two_ways_are_not_guessed() {
    let read = controls(&[
        "AI-1|Data Privacy||||||| 03/04/2026",
        "AI-1|Data Privacy||||||| 3 March 2026",
        "AI-1|Data Privacy||||||| Q3 2026",
        "AI-1|Data Privacy||||||| 45992",
    ]);
    let dates: Vec<Option<NaiveDate>> = read.what.inventory.controls.iter().map(|c| c.last_reviewed).collect();
    assert_eq!(dates, [None, Some(day("2026-03-03")), None, None]);
    assert_eq!(
        (read.count(Code::AmbiguousDate), read.count(Code::ImplausibleDate)),
        (1, 2)
    );
    let settled = controls(&[
        "AI-1|Data Privacy||||||| 03/04/2026",
        "AI-1|Data Privacy||||||| 25/04/2026",
    ]);
    assert_eq!(
        settled.what.inventory.controls[0].last_reviewed,
        Some(day("2026-04-03"))
    );
}
