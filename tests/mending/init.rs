//! `init`: the starter holds the settings, and what is made from an inventory keeps every row of it.

use std::collections::BTreeSet;

use unowned::read::Value as Cell;

use crate::{Book, SYSTEMS, record, said, unowned, write_book};

#[test]
fn the_starter_has_a_sheet_of_settings_that_changes_nothing_as_it_stands() {
    let folder = tempfile::tempdir().unwrap();
    let made = unowned(folder.path(), &["init", "-o", "start.xlsx"]);
    assert!(made.status.success(), "{}", said(&made));
    let mut book = Book::open(&folder.path().join("start.xlsx"));
    let keys: Vec<String> = book
        .sheet("Settings")
        .rows
        .iter()
        .filter_map(|row| match row.get(0) {
            Some(Cell::Text(key)) => Some(key.clone()),
            _ => None,
        })
        .collect();
    for key in [
        "organisation",
        "rules.review_days",
        "report.language",
        "reading.columns.vendor",
        "rules.weights.unowned",
    ] {
        assert!(keys.iter().any(|known| known == key), "{key}: {keys:?}");
    }

    // With systems in it, its settings are read and judged by as if there were none.
    let mut systems = book.sheet("Systems").rows[1].clone();
    systems.number = 3;
    systems.cells = vec![
        (0, crate::text("AI-1")),
        (1, crate::text("Claims copilot")),
        (2, crate::text("PaaS AI")),
    ];
    let rows = &mut book.sheet("Systems").rows;
    rows.push(systems);
    book.save(&folder.path().join("filled.xlsx"));
    let with = record(folder.path(), &["filled.xlsx"]);
    book.0.retain(|table| table.sheet.as_deref() != Some("Settings"));
    book.save(&folder.path().join("without.xlsx"));
    let without = record(folder.path(), &["without.xlsx"]);
    for key in ["headline", "rules", "fiscal_year_start", "organisation"] {
        assert_eq!(with[key], without[key], "{key}");
    }
}

const CONTROLS: [&str; 6] = [
    "What we do about it",
    "System | Domain | Who | Status | Ticket",
    "AI-1 | Data Privacy | Ann Lee | Implemented | T-1",
    "AI-2 | Dinner | Bo Kim | Planned | T-2",
    "AI-2 | Model Security | Bo Kim | Simmering | T-3",
    "Total | 3",
];

#[test]
fn init_from_an_inventory_keeps_every_row_and_takes_the_same_options() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let canteen = ["Day | Meal", "Monday | Soup", "Tuesday | Rice"];
    let settings = [
        "Key | Value",
        "organisation | Example Ltd",
        "reading.columns.owner | Who",
    ];
    write_book(
        &folder.join("old.xlsx"),
        &[
            ("Systems", SYSTEMS),
            ("Controls", &CONTROLS),
            ("Canteen", &canteen),
            ("Settings", &settings),
        ],
    );
    let made = unowned(
        folder,
        &[
            "init",
            "-o",
            "new.xlsx",
            "--from",
            "old.xlsx",
            "--map",
            "control_id=Ticket",
        ],
    );
    assert!(made.status.success(), "{}", said(&made));
    let mut book = Book::open(&folder.join("new.xlsx"));
    let kept: BTreeSet<String> = book
        .0
        .iter()
        .flat_map(|table| &table.rows)
        .flat_map(|row| &row.cells)
        .filter_map(|(_, value)| match value {
            Cell::Text(text) => Some(text.clone()),
            _ => None,
        })
        .collect();
    for word in [
        "What we do about it",
        "Dinner",
        "T-2",
        "Simmering",
        "Total",
        "Monday",
        "Rice",
        "Ann Lee",
        "Claims copilot",
    ] {
        assert!(kept.contains(word), "{word} was lost: {kept:?}");
    }
    let to_place = format!("{:?}", book.sheet("To place").rows);
    assert!(
        to_place.contains("'Dinner' is not a known security domain"),
        "{to_place}"
    );
    assert!(to_place.contains("Controls, row 4"), "{to_place}");
    assert!(
        !to_place.contains("T-1"),
        "what found its place is not there again: {to_place}"
    );

    // The new workbook says the same, and the settings are still there.
    let (before, after) = (record(folder, &["old.xlsx"]), record(folder, &["new.xlsx"]));
    assert_eq!(after["organisation"], "Example Ltd");
    for figure in ["systems", "unowned", "ownership_rate", "gaps"] {
        assert_eq!(after["headline"][figure], before["headline"][figure], "{figure}");
    }
}

#[test]
fn init_from_an_inventory_without_a_list_of_systems_keeps_every_row_and_says_the_way_on() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let things = [
        "Gadget | Room",
        "Claims copilot | 12",
        "Staff chat | 14",
        "Summarizer | 12",
    ];
    write_book(&folder.join("things.xlsx"), &[("Stuff", &things)]);
    let made = unowned(folder, &["init", "-o", "new.xlsx", "--from", "things.xlsx"]);
    let told = said(&made);
    assert!(made.status.success(), "{told}");
    for words in ["no list of AI systems", "To place", "--sheet systems=Stuff"] {
        assert!(told.contains(words), "{words}: {told}");
    }
    let mut book = Book::open(&folder.join("new.xlsx"));
    let kept = format!("{:?}", book.sheet("To place").rows);
    for word in ["Gadget", "Claims copilot", "Staff chat", "Summarizer"] {
        assert!(kept.contains(word), "{word}: {kept}");
    }
    assert_eq!(book.sheet("Systems").rows.len(), 1, "its headings alone");
}

#[test]
fn columns_that_have_no_place_in_the_new_workbook_are_kept_beside_what_they_belong_to() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let systems = [
        "ID | Name | Deployment model | Description | Colour |",
        "AI-1 | Claims copilot | PaaS | Reads claims | Blue | left over",
        "AI-2 | Staff chat | SaaS | | Red | left out",
    ];
    let controls = [
        "System | Domain | Owner | Priority",
        "AI-1 | Data Privacy | Ann Lee | Urgent",
        "AI-2 | Data Privacy | Bo Kim |",
    ];
    write_book(
        &folder.join("old.xlsx"),
        &[("Systems", &systems), ("Controls", &controls)],
    );
    let made = unowned(folder, &["init", "-o", "new.xlsx", "--from", "old.xlsx"]);
    assert!(made.status.success(), "{}", said(&made));
    let mut book = Book::open(&folder.join("new.xlsx"));
    let lines: Vec<String> = book.sheet("To place").rows[2..]
        .iter()
        .map(|row| {
            let texts = row.cells.iter().filter(|(column, _)| *column != 1);
            texts
                .map(|(_, value)| format!("{value:?}"))
                .collect::<Vec<_>>()
                .join(" ")
        })
        .collect();
    let expected = [
        r#"Text("Systems") Text("ID") Text("Name") Text("Description") Text("Colour") Text("column F")"#,
        r#"Text("Systems, row 2") Text("AI-1") Text("Claims copilot") Text("Reads claims") Text("Blue") Text("left over")"#,
        r#"Text("Systems, row 3") Text("AI-2") Text("Staff chat") Text("Red") Text("left out")"#,
        r#"Text("Controls") Text("System") Text("Domain") Text("Priority")"#,
        r#"Text("Controls, row 2") Text("AI-1") Text("Data Privacy") Text("Urgent")"#,
    ];
    assert_eq!(lines, expected);
}

#[test]
fn the_action_register_carries_the_settings_on() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let settings = ["Key | Value", "organisation | Example Ltd", "rules.review_days | 77"];
    write_book(
        &folder.join("q1.xlsx"),
        &[
            ("Systems", SYSTEMS),
            ("Controls", crate::CONTROLS),
            ("Settings", &settings),
        ],
    );
    let made = unowned(
        folder,
        &[
            "report",
            "q1.xlsx",
            "--as-of",
            "2026-06-30",
            "-o",
            "q1.pdf",
            "--xlsx",
            "register.xlsx",
        ],
    );
    assert!(made.status.success(), "{}", said(&made));
    let next = record(folder, &["register.xlsx"]);
    assert_eq!(next["organisation"], "Example Ltd");
    assert_eq!(next["rules"]["review_days"], 77);
}
