//! What each column holds, and what the user says about it.

use std::collections::BTreeMap;

use unowned::config::Reading;
use unowned::diagnostic::Code;
use unowned::framework::DeploymentModel;
use unowned::inventory::Criticality;

use crate::{SYSTEMS, read, read_with, sheet};

#[test]
fn the_users_mapping_goes_before_everything() {
    let mut reading = Reading::default();
    reading
        .columns
        .insert("system_name".to_owned(), "Bezeichnung".to_owned());
    reading
        .columns
        .insert("Deployment model".to_owned(), "Betrieb".to_owned());
    reading.sheets.insert("systems".to_owned(), "Liste".to_owned());
    let values = BTreeMap::from([("Wolke".to_owned(), "saas".to_owned())]);
    reading.values.insert("model".to_owned(), values);
    let read = read_with(
        vec![
            sheet("Systems", &SYSTEMS),
            sheet("Liste", &["Bezeichnung | Betrieb", "Schadenbot | Wolke"]),
        ],
        &reading,
    );
    assert_eq!(
        read.what.inventory.systems.len(),
        1,
        "only the named sheet lists the systems"
    );
    assert_eq!(read.system("Schadenbot").models, [DeploymentModel::Saas]);
}

#[test]
fn a_mapping_that_fits_no_column_is_reported() {
    let mut reading = Reading::default();
    reading.columns.insert("system_name".to_owned(), "Nowhere".to_owned());
    let read = read_with(vec![sheet("Systems", &SYSTEMS)], &reading);
    assert!(
        read.found(Code::ColumnMissing)
            .iter()
            .any(|d| d.message.to_string().contains("Nowhere"))
    );
}

#[test]
fn close_spellings_and_telling_values_name_a_column_and_say_so() {
    let read = read(vec![sheet(
        "Systems",
        &[
            "Name | Criticallity | How it runs",
            "One | High | SaaS",
            "Two | Low | On-premises",
            "Three | High | PaaS",
        ],
    )]);
    assert_eq!(read.system("Two").models, [DeploymentModel::OnPremises]);
    assert_eq!(read.system("Two").criticality, Some(Criticality::Low));
    assert_eq!(read.count(Code::HeaderGuessed), 2);
}

#[test]
fn a_doubtful_heading_over_other_words_is_passed_over() {
    let read = read(vec![sheet(
        "Systems",
        &["Name | Type", "One | Chatty thing", "Two | Picture thing"],
    )]);
    assert_eq!(read.count(Code::UnknownModel), 0);
    assert!(read.what.sheets[0].columns[1].field.is_none());
}
