//! The register loses nothing: every row, the text of every cell, columns of one's own, hidden rows; and it counts the same.

use std::fs;
use std::path::Path;

use rust_xlsxwriter::Workbook as Writer;
use unowned::config::Config;
use unowned::{Analysis, Request};

use super::*;

pub(super) fn analyse(files: &[PathBuf]) -> Analysis {
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
pub(super) fn register(analysis: &Analysis, folder: &Path) -> PathBuf {
    let reading = &analysis.reading;
    let found = reading.found.clone().into_findings();
    let original = export::Original {
        tables: &reading.workbook.tables,
        sheets: &reading.sheets,
        findings: &found,
        settled: &reading.settled,
        with_sheets: true,
        letter: false,
    };
    let settings = (!reading.consulted.tables.is_empty()).then_some(&reading.config);
    let bytes = export::register(&analysis.snapshot, &reading.inventory, &original, settings, english()).unwrap();
    let path = folder.join("register.xlsx");
    fs::write(&path, bytes).unwrap();
    path
}

/// What counts, without the cells.
pub(super) fn figures(analysis: &Analysis) -> (Vec<String>, Vec<String>) {
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
            Value::Text(text) => Some(text.to_string()),
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
fn sheets_of_which_nothing_was_read_go_along_below_a_mark_and_are_still_not_read() {
    const VENDORS: [&str; 3] = [
        "Vendor | Contract | Renewal",
        "Initech | C-17 | 2027-01-01",
        "Example Cloud | C-18 | 2027-06-30",
    ];
    const SIDEWAYS: [&str; 4] = [
        "Name | Claims copilot | Pricing bot",
        "Deployment model | SaaS | PaaS",
        "Criticality | High | Low",
        "Shelf | Shelf nine | Shelf ten",
    ];
    let folder = tempfile::tempdir().unwrap();
    let controls = [
        "System | Domain | Owner | Status",
        "all | Data Privacy | Ann Lee | Done",
    ];
    let sheets: [(&str, &[&str]); 3] = [
        ("AI systems", &SIDEWAYS),
        ("Controls", &controls),
        ("Contracts", &VENDORS),
    ];
    let before = analyse(&[book(folder.path(), &sheets, None)]);
    assert_eq!(before.reading.inventory.systems.len(), 2);
    let mut last = before.clone();
    for round in 1..=2 {
        let after = analyse(&[register(&last, folder.path())]);
        assert_eq!(figures(&after), figures(&before), "round {round}");
        let now = texts(&after);
        for text in ["C-17", "Renewal", "Shelf nine", "Pricing bot"] {
            assert!(now.contains(text), "round {round}: {text}");
        }
        let kept = after.reading.workbook.tables.iter().filter(|table| {
            let first = table.rows.first().and_then(|row| row.get(0));
            matches!(first, Some(Value::Text(text)) if text.starts_with(KEPT_SHEET))
        });
        let kept: Vec<_> = kept.map(|table| (table.sheet.as_deref(), table.rows.len())).collect();
        assert_eq!(kept, [(Some("AI systems"), 5), (Some("Contracts"), 4)], "round {round}");
        last = after;
    }
}

#[test]
fn what_looks_like_the_code_of_a_letter_in_a_remark_stays_as_it_is_every_quarter() {
    let folder = tempfile::tempdir().unwrap();
    let mut writer = Writer::new();
    let sheet = writer.add_worksheet().set_name("Systems").unwrap();
    for (column, text) in (0..).zip(["ID", "Name", "Deployment model"]) {
        sheet.write_string(0, column, text).unwrap();
    }
    sheet.write_string(1, 0, "AI-1").unwrap();
    sheet.write_string(1, 1, "Claims copilot").unwrap();
    let note = rust_xlsxwriter::Note::new("see _x005F_x001B_ and a_x0041_b").add_author_prefix(false);
    sheet.insert_note(1, 1, &note).unwrap();
    let path = folder.path().join("inventory.xlsx");
    writer.save(&path).unwrap();
    let said = |analysis: &Analysis| {
        let tables = analysis.reading.workbook.tables.iter();
        let all = tables.flat_map(|table| table.comments.values());
        let first = all.filter_map(|text| text.lines().next().map(str::to_owned));
        first.filter(|text| text.contains("see ")).collect::<Vec<_>>()
    };
    let mut last = analyse(&[path]);
    for _ in 0..3 {
        assert_eq!(said(&last), ["see _x001B_ and aAb"]);
        last = analyse(&[register(&last, folder.path())]);
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

/// A number below another, always the same for the same place in the sequence.
pub(super) struct Dice(pub(super) u64);

impl Dice {
    pub(super) fn below(&mut self, n: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) % n as u64) as usize
    }

    pub(super) fn of<'a>(&mut self, all: &[&'a str]) -> &'a str {
        all[self.below(all.len())]
    }
}

const NAMES: [&str; 6] = [
    "Claims copilot",
    "Pricing bot",
    "=SUM(A1)",
    "Schadenhilfe",
    "Bot, the",
    "Résumé reader",
];
const MODELS: [&str; 9] = [
    "SaaS",
    "PaaS; agentic",
    "on prem",
    "LLM",
    "",
    "some cloud",
    "MCP system",
    "Copilot",
    "saas?",
];
const LEVELS: [&str; 6] = ["High", "quite high", "3", "", "low - medium", "Confidential"];
const DOMAINS_OF: [&str; 9] = [
    "Data Privacy",
    "Monitorng and Loging",
    "Incident Response; Data Security",
    "all",
    "Privcy; Network Security",
    "user access control",
    "Compliance",
    "AI governence stuff",
    "",
];
const OWNERS: [&str; 10] = [
    "Ann Lee",
    "Lee, Ann",
    "TBD",
    "Bo Kim <bo@example.org>",
    "SOC team",
    "Cy Roe; TBC",
    "ask Dee",
    "",
    "not Bob",
    "=Eve",
];
const STATUSES_OF: [&str; 10] = [
    "Done",
    "Looking good",
    "pending",
    "50 %",
    "Implemented (partly)",
    "planned for Q4",
    "",
    "n/a",
    "yes",
    "??",
];
const EVIDENCE_OF: [&str; 7] = [
    "SOC 2 Type II report 2026",
    "trust us",
    "",
    "Policy DP-7",
    "requested",
    "minutes of the review, 2026-03-01",
    "yes",
];
const DAYS_OF: [&str; 6] = ["2026-12-31", "31.12.2026", "end of year", "", "31.02.2027", "Q4"];

fn messy(dice: &mut Dice, folder: &Path) -> PathBuf {
    let systems = 1 + dice.below(4);
    let mut lines =
        vec!["ID | Name | Deployment model | Vendor | Criticality | Data classification | Room | Notes".to_owned()];
    for number in 0..systems {
        lines.push(format!(
            "AI-{number} | {} {number} | {} | {} | {} | {} | R{} | {}",
            dice.of(&NAMES),
            dice.of(&MODELS),
            dice.of(&["Example Cloud", "", "Initech"]),
            dice.of(&LEVELS),
            dice.of(&LEVELS),
            dice.below(99),
            dice.of(&["", "see wiki", "half done"]),
        ));
    }
    let mut rows = vec!["System | Domain | Control | Owner | Status | Evidence | Due date | Exception reason | Exception approver | Exception expires | Remark of audit".to_owned()];
    for number in 0..2 + dice.below(9) {
        let system = match dice.below(5) {
            0 => "all".to_owned(),
            1 => "AI-77".to_owned(),
            _ => format!("AI-{}", dice.below(systems)),
        };
        rows.push(format!(
            "{system} | {} | C{number} | {} | {} | {} | {} | {} | {} | {} | K{}",
            dice.of(&DOMAINS_OF),
            dice.of(&OWNERS),
            dice.of(&STATUSES_OF),
            dice.of(&EVIDENCE_OF),
            dice.of(&DAYS_OF),
            dice.of(&["", "", "pilot", "rejected"]),
            dice.of(&["", "CISO", "TBD"]),
            dice.of(&["", "2027-01-31", "soon"]),
            dice.below(999),
        ));
    }
    let lines: Vec<_> = lines.iter().map(String::as_str).collect();
    let rows: Vec<_> = rows.iter().map(String::as_str).collect();
    book(folder, &[("Systems", &lines), ("Controls", &rows)], None)
}

/// `LOSSLESS=300` tries so many; a few are enough to notice a change.
#[test]
fn the_register_of_a_messy_workbook_counts_the_same_and_has_all_of_it() {
    let tries = std::env::var("LOSSLESS")
        .ok()
        .and_then(|n| n.parse().ok())
        .unwrap_or(30);
    let folder = tempfile::tempdir().unwrap();
    let mut failed = Vec::new();
    for number in 0..tries {
        let mut dice = Dice(number * 7_919 + 1);
        let before = analyse(&[messy(&mut dice, folder.path())]);
        let after = analyse(&[register(&before, folder.path())]);
        let (then, now) = (figures(&before), figures(&after));
        let differing = then
            .0
            .iter()
            .zip(&now.0)
            .chain(then.1.iter().zip(&now.1))
            .find(|(a, b)| a != b);
        if differing.is_some() || then.0.len() != now.0.len() || then.1.len() != now.1.len() {
            failed.push(format!("{number} counts otherwise: {differing:?}"));
        }
        let whole: String = texts(&after).iter().map(|text| format!("{text}\n")).collect();
        let days = ["2026-12-31", "31.12.2026", "2027-01-31"];
        let lost: Vec<_> = texts(&before)
            .into_iter()
            .filter(|t| !whole.contains(t.as_str()) && !days.contains(&t.as_str()))
            .collect();
        if !lost.is_empty() {
            failed.push(format!("{number} lost {lost:?}"));
        }
    }
    assert!(
        failed.is_empty(),
        "{} of {tries}: {:#?}",
        failed.len(),
        &failed[..failed.len().min(6)]
    );
}
