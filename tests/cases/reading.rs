//! Inventories as people keep them, each a folder under `reading` with what a careful reader gets from its cells. A workbook is kept as
//! text, one file a sheet (`book/01 AI systems.csv`), and made before it is read; further text files lie beside it. `arguments` holds
//! options, one a line, `unowned.toml` a configuration. In: the folders. Out: a digest that a person can check against the cells: what
//! each sheet was taken for, the systems, whose the duties are and how far they are, and what was said about which cell.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use rust_xlsxwriter::{ExcelDateTime, Format, Workbook, Worksheet};
use serde_json::{Map, Value, json};

use crate::{AS_OF, compared, folders, list, text, words};

const BOOK: &str = "book.xlsx";

/// A cell that is one with that on its left, and one that is one with that above it.
const MERGED: [&str; 2] = ["<<", "^^"];

/// The files of a case, the workbook made in a scratch folder.
fn files(case: &Path, scratch: &Path) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = Vec::new();
    if case.join("book").is_dir() {
        let path = scratch.join(BOOK);
        workbook(&case.join("book")).save(&path).unwrap();
        files.push(path);
    }
    let mut beside: Vec<_> = fs::read_dir(case).unwrap().map(|e| e.unwrap().path()).collect();
    beside.retain(|path| path.extension().is_some_and(|ending| ending == "csv"));
    beside.sort();
    files.extend(beside);
    files
}

fn workbook(folder: &Path) -> Workbook {
    let mut book = Workbook::new();
    let mut sheets: Vec<_> = fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
    sheets.sort();
    for path in sheets {
        let stem = path.file_stem().unwrap().to_str().unwrap();
        let (_, name) = stem.split_once(' ').expect("a number in front of the name of a sheet");
        let sheet = book.add_worksheet().set_name(name).unwrap();
        fill(sheet, &cells(&path));
    }
    book
}

fn cells(path: &Path) -> Vec<Vec<String>> {
    // The reader of text files passes blank lines over; here they are rows.
    let text = fs::read_to_string(path).unwrap();
    let mut rows: Vec<Vec<String>> = Vec::new();
    let mut pending = String::new();
    for line in text.lines() {
        pending.push_str(line);
        if pending.matches('"').count() % 2 == 1 {
            pending.push('\n');
            continue;
        }
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .from_reader(pending.as_bytes());
        let record = reader.records().next().map(Result::unwrap).unwrap_or_default();
        rows.push(record.iter().map(str::to_owned).collect());
        pending.clear();
    }
    rows
}

fn fill(sheet: &mut Worksheet, rows: &[Vec<String>]) {
    for (row, line) in rows.iter().enumerate() {
        for (column, said) in line.iter().enumerate() {
            if said.is_empty() || MERGED.contains(&said.as_str()) {
                continue;
            }
            let (last_row, last_column) = extent(rows, row, column);
            let (first, last) = ((row as u32, column as u16), (last_row as u32, last_column as u16));
            if first != last {
                sheet
                    .merge_range(first.0, first.1, last.0, last.1, said, &Format::new())
                    .unwrap();
            }
            write(sheet, first.0, first.1, said);
        }
    }
}

/// The lower right corner of the merged area that a cell begins.
fn extent(rows: &[Vec<String>], row: usize, column: usize) -> (usize, usize) {
    let is =
        |row: usize, column: usize, mark: &str| rows.get(row).and_then(|r| r.get(column)).is_some_and(|c| c == mark);
    let right = (column + 1..)
        .take_while(|c| is(row, *c, MERGED[0]))
        .last()
        .unwrap_or(column);
    let down = (row + 1..)
        .take_while(|r| is(*r, column, MERGED[1]))
        .last()
        .unwrap_or(row);
    (down, right)
}

/// Days as days, figures as figures, all else as text.
fn write(sheet: &mut Worksheet, row: u32, column: u16, said: &str) {
    let day = (said.len() == 10)
        .then(|| ExcelDateTime::parse_from_str(said).ok())
        .flatten();
    match (day, said.parse::<f64>()) {
        (Some(day), _) if said.as_bytes()[4] == b'-' => {
            let format = Format::new().set_num_format("yyyy-mm-dd");
            sheet.write_with_format(row, column, &day, &format).unwrap();
        }
        (_, Ok(number)) => _ = sheet.write(row, column, number).unwrap(),
        _ => _ = sheet.write(row, column, said).unwrap(),
    }
}

fn run(case: &Path, scratch: &Path) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_unowned"));
    command.args(["check", "--format", "json", "--as-of", AS_OF]);
    if let Ok(arguments) = fs::read_to_string(case.join("arguments")) {
        command.args(arguments.lines());
    }
    let settings = case.join("unowned.toml");
    if settings.exists() {
        command.arg("--config").arg(settings);
    }
    command
        .args(files(case, scratch))
        .current_dir(scratch)
        .output()
        .unwrap()
}

/// What a case was read as, or the first line of the refusal.
fn outcome(case: &Path) -> Value {
    let scratch = tempfile::tempdir().unwrap();
    let run = run(case, scratch.path());
    let said = String::from_utf8_lossy(&run.stderr);
    match run.status.code() {
        Some(0) => digest(&serde_json::from_slice(&run.stdout).unwrap()),
        Some(2) => json!({ "refused": said.lines().next() }),
        _ => panic!("{}: {said}", case.display()),
    }
}

fn digest(record: &Value) -> Value {
    let snapshot = &record["snapshot"];
    let ours: Vec<&Value> = list(snapshot, "obligations")
        .iter()
        .filter(|o| !o["customer"].is_null())
        .collect();
    let (unowned, owned): (Vec<&Value>, Vec<&Value>) = ours.iter().partition(|o| words(&o["owners"]).is_empty());
    let key = |o: &Value| format!("{}/{}", text(&o["system"]), text(&o["domain"]));
    let owned: Map<_, _> = owned
        .into_iter()
        .map(|o| {
            (
                key(o),
                json!(format!("{} | {}", text(&o["customer"]), words(&o["owners"]))),
            )
        })
        .collect();
    let confirmed: Vec<String> = list(snapshot, "obligations")
        .iter()
        .filter(|o| o["provider"] == "confirmed")
        .map(key)
        .collect();
    json!({
        "sheets": sheets(record),
        "systems": list(snapshot, "systems").iter().map(system).collect::<Map<_, _>>(),
        "owned": owned,
        "without an owner": format!("{} of {} duties of ours", unowned.len(), ours.len()),
        "confirmed by providers": confirmed,
        "said": said(snapshot),
    })
}

fn sheets(record: &Value) -> Vec<String> {
    let sheet = |s: &Value| {
        let name = if s["sheet"].is_null() { &s["file"] } else { &s["sheet"] };
        let about = s["about"].as_str().map_or(String::new(), |about| format!(" ({about})"));
        format!(
            "{}: {}{about}, {} of {} rows",
            text(name),
            text(&s["role"]),
            s["rows_read"],
            s["rows"]
        )
    };
    list(record, "sheets").iter().map(sheet).collect()
}

fn system(s: &Value) -> (String, Value) {
    let models = match words(&s["models"]) {
        none if none.is_empty() => "no model".to_owned(),
        models => format!("{models} ({})", text(&s["model_source"])),
    };
    let mut said = format!(
        "{}: {models}, {}, impact {}",
        text(&s["name"]),
        text(&s["scope"]),
        s["impact"]
    );
    for field in ["unit", "vendor", "owner"] {
        said += &s[field]
            .as_str()
            .map_or(String::new(), |value| format!(", {field} {value}"));
    }
    (text(&s["id"]), json!(said))
}

/// Of each kind of remark, the cells that it is about.
fn said(snapshot: &Value) -> Map<String, Value> {
    let mut all: Map<String, Value> = Map::new();
    for warning in list(snapshot, "warnings") {
        let places = warning["at"].as_array().unwrap().iter().map(text);
        let places = places.map(|at| at.strip_prefix(&format!("{BOOK} > ")).unwrap_or(&at).to_owned());
        let entry = all.entry(text(&warning["code"])).or_insert_with(|| json!([]));
        entry.as_array_mut().unwrap().extend(places.map(Value::from));
    }
    all
}

#[test]
fn each_kind_of_inventory_is_read_as_a_careful_reader_would() {
    let cases = folders("tests/cases/reading");
    assert!(cases.len() >= 50, "the cases are there");
    let wrong: Vec<String> = cases.iter().filter_map(|case| compared(case, &outcome(case))).collect();
    assert!(wrong.is_empty(), "not as expected:\n{}", wrong.join("\n"));
}
