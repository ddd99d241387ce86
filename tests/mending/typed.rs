//! What a person types on the sheets of the register that are for reading is taken or told, with both cells where they contradict.

use std::path::Path;

use serde_json::Value;
use unowned::read::Value as Cell;

use crate::{Book, SYSTEMS, record, said, text, unowned, whole, write_book};

const CONTROLS: [&str; 3] = [
    "System | Domain | Owner | Status",
    "AI-1 | Data Privacy | Ann Lee | Planned",
    "AI-2 | Incident Response | Bo Kim | Implemented",
];

fn register(folder: &Path) -> Book {
    write_book(
        &folder.join("inventory.xlsx"),
        &[("Systems", SYSTEMS), ("Controls", &CONTROLS)],
    );
    let args = [
        "report",
        "inventory.xlsx",
        "--as-of",
        "2026-09-30",
        "-o",
        "q.pdf",
        "--xlsx",
        "register.xlsx",
    ];
    let made = unowned(folder, &args);
    assert!(made.status.success(), "{}", said(&made));
    Book::open(&folder.join("register.xlsx"))
}

/// Types into a cell of the row of a sheet that holds a text.
fn type_in(book: &mut Book, sheet: &str, holds: &str, column: u32, typed: &str) {
    let rows = &mut book.sheet(sheet).rows;
    let is = |value: &Cell| *value == text(holds);
    let row = rows.iter_mut().find(|row| row.cells.iter().any(|(_, value)| is(value)));
    let row = row.unwrap_or_else(|| panic!("no {holds} on {sheet}"));
    row.cells.retain(|(at, _)| *at != column);
    row.cells.extend((!typed.is_empty()).then(|| (column, text(typed))));
    row.cells.sort_by_key(|(at, _)| *at);
}

fn column(book: &mut Book, sheet: &str, heading: &str) -> u32 {
    let cells = book.sheet(sheet).rows.iter().flat_map(|row| &row.cells);
    cells
        .filter(|(_, value)| *value == text(heading))
        .map(|(at, _)| *at)
        .next()
        .unwrap()
}

fn read(folder: &Path, book: &Book) -> Value {
    book.save(&folder.join("typed.xlsx"));
    whole(folder, &["typed.xlsx"])
}

fn owners(whole: &Value, system: &str, domain: &str) -> String {
    let duties = whole["snapshot"]["obligations"].as_array().unwrap();
    let duty = duties.iter().find(|o| o["system"] == system && o["domain"] == domain);
    duty.unwrap()["owners"].to_string()
}

/// What is said under a code, with the cells.
fn told(whole: &Value, code: &str) -> String {
    let all = whole["diagnostics"].as_array().unwrap().iter();
    let of_code: Vec<_> = all.filter(|f| f["code"] == code).map(Value::to_string).collect();
    of_code.join("\n")
}

#[test]
fn untouched_the_register_says_nothing_was_typed() {
    let folder = tempfile::tempdir().unwrap();
    let book = register(folder.path());
    let read = read(folder.path(), &book);
    for code in ["typed-for-reading", "packet-taken", "packet-conflict"] {
        assert_eq!(told(&read, code), "", "{code}");
    }
    let before = record(folder.path(), &["inventory.xlsx"]);
    assert_eq!(read["snapshot"]["headline"], before["headline"]);
}

#[test]
fn an_owner_and_a_day_typed_on_gaps_count_and_a_contradiction_names_both_cells() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let mut book = register(folder);
    let (owner, promised) = (
        column(&mut book, "Gaps", "Owner"),
        column(&mut book, "Gaps", "Promised"),
    );
    type_in(&mut book, "Gaps", "AI-2/data-privacy", owner, "Zoe Quint");
    type_in(&mut book, "Gaps", "AI-1/data-privacy", promised, "2026-12-31");
    let taken = read(folder, &book);
    assert_eq!(owners(&taken, "AI-2", "data-privacy"), r#"["Zoe Quint"]"#);
    assert_eq!(owners(&taken, "AI-1", "data-privacy"), r#"["Ann Lee"]"#);
    assert!(taken.to_string().contains("2026-12-31"));
    assert!(
        told(&taken, "packet-taken").contains("rows taken: 2"),
        "{}",
        told(&taken, "packet-taken")
    );

    // The same owner typed on Controls is no contradiction, another one is.
    type_in(&mut book, "Gaps", "AI-1/data-privacy", owner, "Yves Ray");
    type_in(&mut book, "Controls", "Ann Lee", 4, "Yves Ray");
    let same = read(folder, &book);
    assert_eq!(owners(&same, "AI-1", "data-privacy"), r#"["Yves Ray"]"#);
    assert_eq!(told(&same, "packet-conflict"), "");
    type_in(&mut book, "Controls", "Yves Ray", 4, "Cy Roe");
    let other = read(folder, &book);
    assert_eq!(owners(&other, "AI-1", "data-privacy"), r#"["Cy Roe"]"#);
    let conflict = told(&other, "packet-conflict");
    for cell in [r#""sheet":"Gaps""#, "Controls > B2", "Yves Ray", "Cy Roe"] {
        assert!(conflict.contains(cell), "{cell}: {conflict}");
    }
}

#[test]
fn what_is_typed_where_nothing_is_read_is_told_with_its_cell() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let mut book = register(folder);
    let (done_by, owner) = (
        column(&mut book, "Actions", "Done by"),
        column(&mut book, "Gaps", "Owner"),
    );
    type_in(&mut book, "Actions", "A1", done_by, "Zoe Quint");
    type_in(&mut book, "Gaps", "AI-1/data-privacy", owner, "");
    type_in(&mut book, "Gaps", "AI-2/data-privacy@provider", owner, "Zoe Quint");
    type_in(&mut book, "Gaps", "AI-2/model-security@provider", 40, "my own remark");
    let read = read(folder, &book);
    let told = told(&read, "typed-for-reading");
    for words in [
        r#""sheet":"Actions","cell":"D4""#,
        "'Zoe Quint' was typed",
        r#""sheet":"Gaps","cell":"I"#,
        "was deleted",
        "was changed or added",
    ] {
        assert!(told.contains(words), "{words}: {told}");
    }
    assert_eq!(owners(&read, "AI-1", "data-privacy"), r#"["Ann Lee"]"#);
}

#[test]
fn an_outcome_counts_wherever_it_is_chosen_and_a_contradiction_names_both_cells() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let mut book = register(folder);
    let key = column(&mut book, "Summary", "unowned decision");
    let rows = book.sheet("Summary").rows.iter();
    let keys: Vec<String> = rows
        .filter_map(|row| match row.get(key) {
            Some(Cell::Text(text)) if text.contains('/') => Some(text.to_string()),
            _ => None,
        })
        .collect();
    assert!(keys.len() >= 2, "{keys:?}");
    let outcome = column(&mut book, "Summary", "Outcome (choose)");
    type_in(&mut book, "Summary", &keys[0], outcome, "Rejected");
    let chosen = read(folder, &book);
    let asked = |whole: &Value| whole["snapshot"]["decisions"].to_string();
    assert!(
        !asked(&chosen).contains(&keys[0]),
        "what is rejected is not asked again: {}",
        asked(&chosen)
    );
    type_in(&mut book, "Decisions", &keys[0], 4, "Accepted");
    let conflict = read(folder, &book);
    assert!(asked(&conflict).contains(&keys[0]));
    let told = told(&conflict, "packet-conflict");
    for words in [
        r#""sheet":"Summary","cell":"C"#,
        "Decisions > E",
        "Rejected",
        "Accepted",
    ] {
        assert!(told.contains(words), "{words}: {told}");
    }
}
