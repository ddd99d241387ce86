//! The sheet *Settings* holds what the configuration file holds.

use crate::{CONTROLS, SYSTEMS, record, said, unowned, write_book};

#[test]
fn a_sheet_of_settings_is_followed_in_four_languages() {
    let folder = tempfile::tempdir().unwrap();
    for (name, head) in [
        ("Settings", "Key | Value | Note"),
        ("Einstellungen", "Schlüssel | Wert | Hinweis"),
        ("Paramètres", "Clé | Valeur | Note"),
        ("Ajustes", "Clave | Valor | Nota"),
    ] {
        let settings = [
            "How this inventory is read",
            head,
            "organisation | Example Ltd | for the head of each page",
            "rules.review_days | 90",
            "Language | de",
            "reading.values.status.Up and running | implemented",
            "label | ",
        ];
        let controls = [
            "System | Domain | Owner | Status",
            "AI-1 | Data Privacy | Ann Lee | Up and running",
        ];
        let book = folder.path().join("inventory.xlsx");
        write_book(
            &book,
            &[("Systems", SYSTEMS), ("Controls", &controls), (name, &settings)],
        );
        let record = record(folder.path(), &["inventory.xlsx"]);
        assert_eq!(record["organisation"], "Example Ltd", "{name}");
        assert_eq!(record["rules"]["review_days"], 90);
        assert_eq!(
            record["headline"]["in_place_rate"].as_f64().map(|rate| rate > 0.0),
            Some(true)
        );
    }
}

#[test]
fn flags_go_before_the_sheet_and_a_file_must_agree_with_it() {
    let folder = tempfile::tempdir().unwrap();
    let settings = ["Key | Value", "organisation | From the sheet"];
    let book = folder.path().join("inventory.xlsx");
    write_book(
        &book,
        &[("Systems", SYSTEMS), ("Controls", CONTROLS), ("Settings", &settings)],
    );
    let by_flag = record(folder.path(), &["inventory.xlsx", "--org", "From the flag"]);
    assert_eq!(by_flag["organisation"], "From the flag");

    let file = folder.path().join("unowned.toml");
    std::fs::write(&file, "organisation = 'From the sheet'\n").unwrap();
    assert_eq!(
        record(folder.path(), &["inventory.xlsx"])["organisation"],
        "From the sheet"
    );
    std::fs::write(&file, "organisation = 'From the file'\n").unwrap();
    let refused = unowned(folder.path(), &["check", "inventory.xlsx"]);
    let said = said(&refused);
    assert_eq!(refused.status.code(), Some(2), "{said}");
    assert!(
        said.contains("Settings > B2") && said.contains("unowned.toml"),
        "{said}"
    );
}

#[test]
fn an_unknown_setting_is_refused_with_its_cell_and_the_nearest_one() {
    let folder = tempfile::tempdir().unwrap();
    let settings = ["Key | Value", "organization | Example Ltd"];
    let book = folder.path().join("inventory.xlsx");
    write_book(
        &book,
        &[("Systems", SYSTEMS), ("Controls", CONTROLS), ("Settings", &settings)],
    );
    let refused = unowned(folder.path(), &["check", "inventory.xlsx"]);
    let said = said(&refused);
    assert_eq!(refused.status.code(), Some(2), "{said}");
    assert!(
        said.contains("Settings > B2") && said.contains("did you mean 'organisation'"),
        "{said}"
    );
}
