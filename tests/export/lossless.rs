//! The register loses nothing: every row, the text of every cell, columns of one's own, hidden rows; and it counts the same.

use std::fs;
use std::path::Path;

use rust_xlsxwriter::Workbook as Writer;
use unowned::config::Config;
use unowned::{Analysis, Request};

use super::*;

fn analyse(files: &[PathBuf]) -> Analysis {
    let request = Request {
        inventories: files.to_vec(),
        as_of: day("2026-09-30"),
        config: Config::default(),
        jail: unowned::read::Jail {
            program: PathBuf::from(env!("CARGO_BIN_EXE_unowned")),
        },
        since: unowned::chain::Since::Nothing,
        allow_altered: false,
    };
    unowned::analyse(&request).unwrap()
}

/// The register of an analysis, written into a folder.
fn register(analysis: &Analysis, folder: &Path) -> PathBuf {
    let reading = &analysis.reading;
    let found = reading.found.clone().into_findings();
    let original = export::Original {
        tables: &reading.workbook.tables,
        sheets: &reading.sheets,
        findings: &found,
        letter: false,
    };
    let settings = (!reading.consulted.tables.is_empty()).then_some(&reading.config);
    let bytes = export::register(&analysis.snapshot, &reading.inventory, &original, settings, english()).unwrap();
    let path = folder.join("register.xlsx");
    fs::write(&path, bytes).unwrap();
    path
}

/// What counts, without the cells.
fn figures(analysis: &Analysis) -> (Vec<String>, Vec<String>) {
    let duties = analysis.snapshot.obligations.iter().map(|o| {
        let mut o = o.clone();
        o.source.clear();
        o.provider_source.clear();
        format!("{o:?}")
    });
    let gaps = analysis.snapshot.gaps.iter().map(|g| {
        let mut g = g.clone();
        g.gap.source.clear();
        g.gap.rows = 0;
        format!("{g:?}")
    });
    (duties.collect(), gaps.collect())
}

/// All texts of a workbook.
fn texts(analysis: &Analysis) -> BTreeSet<String> {
    let cells = analysis
        .reading
        .workbook
        .tables
        .iter()
        .flat_map(|t| &t.rows)
        .flat_map(|row| &row.cells);
    cells
        .filter_map(|(_, value)| match value {
            Value::Text(text) => Some(text.clone()),
            _ => None,
        })
        .collect()
}

fn book(folder: &Path, sheets: &[(&str, &[&str])], hidden: Option<(usize, u32)>) -> PathBuf {
    let mut writer = Writer::new();
    for (number, (name, lines)) in sheets.iter().enumerate() {
        let sheet = writer.add_worksheet().set_name(*name).unwrap();
        for (row, line) in (0..).zip(*lines) {
            for (column, text) in (0..).zip(line.split('|')) {
                if !text.trim().is_empty() {
                    sheet.write_string(row, column, text.trim()).unwrap();
                }
            }
            if hidden == Some((number, row)) {
                sheet.set_row_hidden(row).unwrap();
            }
        }
    }
    let path = folder.join("inventory.xlsx");
    writer.save(&path).unwrap();
    path
}

const SYSTEMS: [&str; 5] = [
    "ID | Name | Deployment model | Vendor | Criticality | Data classification | Room | Notes",
    "AI-1 | Claims copilot | SaaS | Example Cloud | quite high | Confidential | 4711 | see wiki",
    "AI-2 | Pricing bot | some LLM thing | | High | | 4712 |",
    "AI-3 | Old bot | SaaS | | Low | Public | |",
    "     |         | SaaS | Nobody knows | | | 4713 | a row without a name",
];
const CONTROLS: [&str; 8] = [
    "System | Domain | Control | Owner | Status | Evidence | Due date | Exception reason | Audit remark",
    "AI-1 | Data Privacy | Notices | Lee, Ann | Done | Policy DP-7 | 2027-01-31 | | checked by KPM",
    "AI-1 | Monitorng and Loging | Log review | Bo Kim | Implemented | minutes of the review | | | typing error",
    "AI-9 | Data Privacy | Register | Cy Roe | pending | | | | unknown system",
    "AI-2 | Incident Response | Runbook | TBD | Looking good | trust us | end of year | | two doubts",
    "AI-2 | Data Privacy; Privcy stuff | Notices | Ann Lee <ann@example.org> | in progress | | | we accept it |",
    "all | User Access Control | Access review | Dee Fox; TBC | Done (partly) | | 31.02.2027 | | odd day",
    "AI-3 | Data Security | Encryption | Eve Moss | yes | ISO 27001 certificate | | | ",
];

#[test]
fn every_row_and_every_text_comes_back_and_counts_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let inventory = book(
        folder.path(),
        &[("Systems", &SYSTEMS), ("Controls", &CONTROLS)],
        Some((1, 5)),
    );
    let before = analyse(&[inventory]);
    let mut last = before.clone();
    for round in 1..=2 {
        let after = analyse(&[register(&last, folder.path())]);
        assert_eq!(figures(&after), figures(&before), "round {round}");
        let (then, now) = (texts(&before), texts(&after));
        let whole: String = now.iter().map(|text| format!("{text}\n")).collect();
        let lost: Vec<_> = then
            .iter()
            .filter(|text| !whole.contains(text.as_str()) && *text != "2027-01-31")
            .collect();
        assert!(lost.is_empty(), "round {round}: {lost:?}");
        let hidden = |a: &Analysis| {
            let rows = a.reading.workbook.tables.iter().flat_map(|t| &t.rows);
            rows.filter(|row| row.hidden).count()
        };
        assert_eq!(hidden(&after), 1, "round {round}: a hidden row stays hidden");
        last = after;
    }
}

#[test]
fn the_register_of_every_case_counts_the_same() {
    let cases = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    for case in fs::read_dir(cases).unwrap() {
        let case = case.unwrap().path();
        if !case.is_dir() {
            continue;
        }
        let files = fs::read_dir(&case).unwrap().map(|file| file.unwrap().path());
        let mut files: Vec<_> = files
            .filter(|file| file.extension().is_some_and(|e| e == "csv"))
            .collect();
        files.sort();
        if files.is_empty() {
            continue;
        }
        let folder = tempfile::tempdir().unwrap();
        let before = analyse(&files);
        let after = analyse(&[register(&before, folder.path())]);
        let (then, now) = (figures(&before), figures(&after));
        let differ = |a: &[String], b: &[String]| -> Vec<(String, String)> {
            a.iter()
                .cloned()
                .zip(b.iter().cloned())
                .filter(|(a, b)| a != b)
                .take(2)
                .collect()
        };
        assert_eq!(
            (differ(&then.0, &now.0), differ(&then.1, &now.1)),
            (vec![], vec![]),
            "{}",
            case.display()
        );
        assert_eq!(
            (then.0.len(), then.1.len()),
            (now.0.len(), now.1.len()),
            "{}",
            case.display()
        );
    }
}
