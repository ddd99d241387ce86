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
            Some(Cell::Text(key)) => Some(key.to_string()),
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
            Cell::Text(text) => Some(text.to_string()),
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
    // What was not understood stands where it belongs, with the reason; what is no row of a list is to be placed.
    let red = book.sheet("Controls").comments.values().cloned().collect::<String>();
    assert!(red.contains("'Dinner' is not a known security domain"), "{red}");
    let to_place = format!("{:?}", book.sheet("To place").rows);
    assert!(
        to_place.contains("Monday") && to_place.contains("Canteen, row 1"),
        "{to_place}"
    );
    assert!(
        !to_place.contains("T-1") && !to_place.contains("Dinner"),
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
fn columns_of_ones_own_come_along_with_what_they_belong_to() {
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
    let mut own = |sheet: &str, from: u32| -> Vec<String> {
        let rows = book.sheet(sheet).rows.iter();
        let own = rows.map(|row| {
            let cells = row.cells.iter().filter(|(column, _)| *column >= from);
            let texts = cells.filter_map(|(_, value)| match value {
                Cell::Text(text) => Some(&**text),
                _ => None,
            });
            texts.collect::<Vec<_>>().join(" | ")
        });
        own.collect()
    };
    let expected = [
        "unowned row | Description | Colour | column F | As it was",
        "Reads claims | Blue | left over | Deployment model: PaaS",
        "Red | left out | Deployment model: SaaS",
    ];
    assert_eq!(own("Systems", 12), expected);
    assert_eq!(own("Controls", 16), ["unowned row | Priority", "Urgent", ""]);
    assert!(book.0.iter().all(|table| table.sheet.as_deref() != Some("To place")));
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

/// The examples on the sheet *Layouts* of the starter: each its title, and its table as a sheet.
fn layouts(folder: &std::path::Path) -> Vec<(String, Vec<Vec<String>>)> {
    let made = unowned(folder, &["init", "-o", "start.xlsx"]);
    assert!(made.status.success(), "{}", said(&made));
    let mut book = Book::open(&folder.join("start.xlsx"));
    let mut all: Vec<(String, Vec<Vec<String>>)> = Vec::new();
    for row in &book.sheet("Layouts").rows {
        let texts = row.cells.iter().map(|(_, value)| match value {
            Cell::Text(text) => text.to_string(),
            other => panic!("{other:?}"),
        });
        let texts: Vec<String> = texts.collect();
        match texts.as_slice() {
            [title] => all.push((title.clone(), Vec::new())),
            _ => all.last_mut().unwrap().1.push(texts),
        }
    }
    all.retain(|(_, lines)| !lines.is_empty());
    all
}

#[test]
fn the_layouts_that_the_starter_shows_are_read_as_it_says() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let layouts = layouts(folder);
    let systems = [
        "Name | Deployment model",
        "Writing assistant | SaaS AI",
        "Claims agent | PaaS AI; Agentic AI",
    ];
    let lines = |of: &[Vec<String>]| -> Vec<String> { of.iter().map(|line| line.join(" | ")).collect() };
    let read = |sheets: &[(&str, Vec<String>)]| {
        let borrowed: Vec<Vec<&str>> = sheets
            .iter()
            .map(|(_, all)| all.iter().map(String::as_str).collect())
            .collect();
        let sheets: Vec<_> = sheets
            .iter()
            .zip(&borrowed)
            .map(|((name, _), lines)| (*name, lines.as_slice()))
            .collect();
        write_book(&folder.join("layout.xlsx"), &sheets);
        record(folder, &["layout.xlsx"])
    };
    let owners = |record: &serde_json::Value, system: &str, domain: &str| -> String {
        let all = record["obligations"].as_array().unwrap();
        let duty = all.iter().find(|o| o["system"] == system && o["domain"] == domain);
        duty.unwrap_or_else(|| panic!("{system} {domain}: {all:#?}"))["owners"].to_string()
    };
    let named: Vec<String> = systems.iter().map(|line| (*line).to_owned()).collect();

    let grid = read(&[("Who owns what", lines(&layouts[0].1))]);
    assert_eq!(grid["headline"]["systems"], 2, "{grid:#}");
    assert!(owners(&grid, "claims-agent", "data-privacy").contains("Ann Lee"));
    assert_eq!(owners(&grid, "claims-agent", "incident-response"), "[]");

    let chart = read(&[("Systems", named), ("RACI", lines(&layouts[1].1))]);
    assert!(owners(&chart, "writing-assistant", "data-privacy").contains("Ann Lee"));
    assert!(owners(&chart, "writing-assistant", "incident-response").contains("Bo Kim"));

    let two = read(&[("Systems", lines(&layouts[2].1)), ("Controls", lines(&layouts[3].1))]);
    assert_eq!(two["headline"]["systems"], 2);
    assert!(owners(&two, "writing-assistant", "user-access-control").contains("Bo Kim"));
    assert!(owners(&two, "claims-agent", "data-privacy").contains("Ann Lee"));
    assert_eq!(layouts.len(), 4);
}
