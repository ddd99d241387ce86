//! What a second pair of eyes found read wrong, as kinds: values below whole headings, lists of other years, totals, other lists.

use unowned::diagnostic::Code;
use unowned::framework::DeploymentModel::{Paas, Saas};
use unowned::inventory::ControlStatus;
use unowned::normalise::Role;

use crate::{Read, read, sheet};

fn names(read: &Read) -> Vec<&str> {
    read.what.inventory.systems.iter().map(|s| s.name.as_str()).collect()
}

fn owners(read: &Read) -> Vec<&str> {
    let controls = read.what.inventory.controls.iter();
    controls.flat_map(|c| &c.owners).map(|o| o.name.as_str()).collect()
}

#[test]
fn a_row_of_marks_below_the_headings_is_no_second_line_of_headings() {
    let read = read(vec![sheet(
        "Synthèse",
        &[
            "Système | Contrôle d'accès | Protection des données | Journalisation",
            "Aide au quai | ✔ | ✘ | ~",
            "Robot de caisse | fait | en cours | non",
        ],
    )]);
    assert_eq!(names(&read), ["Aide au quai", "Robot de caisse"]);
}

#[test]
fn the_list_that_is_kept_up_rules_over_those_of_single_years() {
    for current in ["Current", "Register"] {
        let lists = [("2024", "SaaS"), (current, "PaaS"), ("2025 (archive)", "SaaS")];
        let tables = lists.map(|(name, model)| {
            let row = format!("Quay helper | {model}");
            sheet(name, &["AI tool | Hosting model", &row, "Berth planner | SaaS"])
        });
        let read = read(tables.to_vec());
        assert_eq!(names(&read), ["Quay helper", "Berth planner"]);
        assert_eq!(read.system("Quay helper").models, [Paas], "{current}");
        assert!(read.count(Code::ListedTwice) > 0);
    }
}

#[test]
fn counts_of_anything_and_who_made_the_list_are_no_systems() {
    let read = read(vec![sheet(
        "Outils",
        &[
            "Outil | Fournisseur | Hébergement | Criticité",
            "Aide au quai | Nordmer | SaaS | élevée",
            "Robot de caisse | Estmer | SaaS | faible",
            "Number of vendors | 2 | 2 | 1",
            "Sous-total : 2 outils | | | ",
            "",
            "Établi par | M. Roux | le | 12/09/2026",
        ],
    )]);
    assert_eq!(names(&read), ["Aide au quai", "Robot de caisse"]);
    assert_eq!(read.system("Aide au quai").models, [Saas]);
}

#[test]
fn a_list_of_ai_risks_owns_nothing_although_it_names_systems_domains_and_people() {
    let read = read(vec![
        sheet(
            "Inventar",
            &["KI-System | Betriebsmodell", "Kaihilfe | SaaS", "Liegeplan | SaaS"],
        ),
        sheet(
            "KI Risiken",
            &[
                "ID | KI-System | Bereich | Beschreibung | Verantwortlich | Status",
                "R-1 | Kaihilfe | Datenschutz | Daten fließen ab | Ida Ost | offen",
                "R-2 | Liegeplan | Zugriff | fremde Konten | Jan West | umgesetzt",
            ],
        ),
    ]);
    assert_eq!(read.role("KI Risiken"), Role::PassedOver);
    assert_eq!(names(&read), ["Kaihilfe", "Liegeplan"]);
    assert!(owners(&read).is_empty());
}

#[test]
fn a_team_with_a_question_mark_is_asked_about_and_owns_nothing() {
    let read = crate::controls(&[
        "Claims copilot | Data Privacy | | | IT? | implemented",
        "Claims copilot | Incident Response | | | IT | implemented",
    ]);
    assert_eq!(owners(&read), ["IT"]);
}

#[test]
fn what_is_not_applicable_is_not_in_place_whatever_its_status() {
    let read = read(vec![
        sheet("Systems", &["Name | Deployment model", "Chat | SaaS"]),
        sheet(
            "Controls",
            &[
                "System | Domain | Applicable? | Owner | Status",
                "Chat | Data Privacy | No | Ann Lee | Implemented",
                "Chat | Incident Response | Yes | Ann Lee | Implemented",
                "Chat | User Access Control | nicht anwendbar | Ann Lee | ",
            ],
        ),
    ]);
    let states: Vec<_> = read.what.inventory.controls.iter().map(|c| c.status).collect();
    let wanted = [
        ControlStatus::NotApplicable,
        ControlStatus::Implemented,
        ControlStatus::NotApplicable,
    ];
    assert_eq!(states, wanted.map(Some));
}
