//! What counts as evidence, how strong it is, and from when: a table of cells judged by hand, the columns beside them, and every
//! evidence that the program itself suggests.

use chrono::NaiveDate;
use unowned::config::{Language, Rules};
use unowned::diagnostic::Code;
use unowned::framework::Domain;
use unowned::inventory::{Control, Evidence, EvidenceCell, Grade, Standing};
use unowned::words::Words;

use crate::{Read, SYSTEMS, controls, day, grid, read, sheet};

const COLUMNS: [&str; 8] = [
    "System",
    "Domain",
    "Owner",
    "Status",
    "Evidence",
    "Provider evidence",
    "Evidence date",
    "Valid until",
];

/// A control whose evidence columns hold these cells.
fn row(cells: [&str; 4]) -> (Control, Read) {
    let line = ["AI-1", "Data Privacy", "Ann Lee", "Done"].into_iter().chain(cells);
    let lines = [COLUMNS.map(str::to_owned).to_vec(), line.map(str::to_owned).collect()];
    let found = read(vec![sheet("Systems", &SYSTEMS), grid("Controls", &lines)]);
    (found.what.inventory.controls[0].clone(), found)
}

/// What cells are worth on 30 September 2026, as the table writes it; of several pieces, the one that counts best. Whatever is worth
/// nothing is told, with its words.
fn verdicts(cells: &[&str]) -> Vec<[String; 4]> {
    let head = COLUMNS.map(str::to_owned).to_vec();
    let line = |cell: &&str| {
        ["AI-1", "Data Privacy", "Ann Lee", "Done", cell]
            .map(str::to_owned)
            .to_vec()
    };
    let lines: Vec<Vec<String>> = std::iter::once(head).chain(cells.iter().map(line)).collect();
    let found = read(vec![sheet("Systems", &SYSTEMS), grid("Controls", &lines)]);
    let controls = &found.what.inventory.controls;
    assert_eq!(controls.len(), cells.len());
    let told = found.found(Code::EvidenceNone);
    let is_told = |cell: &str| {
        let start: String = cell.chars().take(40).collect();
        told.iter()
            .any(|d| d.message.to_string().contains(&start) && !d.help.is_empty())
    };
    let each = cells.iter().zip(controls);
    each.map(|(cell, control)| {
        assert_eq!(control.evidence.said.as_deref(), Some(*cell), "the words stay");
        let found = verdict(&control.evidence);
        assert_eq!(
            is_told(cell),
            found[3] == "none" && !["n/a", "-"].contains(cell),
            "{cell}"
        );
        found
    })
    .collect()
}

fn verdict(cell: &EvidenceCell) -> [String; 4] {
    let on = |e: &Evidence| match e.standing(day("2026-09-30"), Rules::default().evidence_days) {
        Standing::Counts => "counts",
        Standing::NotYet => "not-yet",
        Standing::Expired(_) => "expired",
    };
    let shown = |day: Option<NaiveDate>| day.map_or_else(String::new, |day| day.to_string());
    let best = cell
        .pieces
        .iter()
        .find(|piece| on(piece) == "counts")
        .or(cell.pieces.first());
    match best {
        Some(piece) => [
            piece.grade.id().to_owned(),
            shown(piece.issued),
            shown(piece.valid_until),
            on(piece).to_owned(),
        ],
        None => ["", "", "", "none"].map(str::to_owned),
    }
}

#[test]
fn every_cell_of_the_table_is_worth_what_was_judged_by_hand() {
    let mut reader = csv::Reader::from_reader(include_str!("evidence.csv").as_bytes());
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    assert!(rows.len() > 60);
    let cells: Vec<&str> = rows.iter().map(|row| &row[1]).collect();
    let wrong: Vec<String> = rows
        .iter()
        .zip(verdicts(&cells))
        .filter(|(row, found)| *found != [2, 3, 4, 5].map(|column| row[column].to_owned()))
        .map(|(row, found)| format!("{row:?}: {found:?}"))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn what_is_not_there_does_not_hold_or_is_hearsay_does_not_count_and_is_told() {
    let texts = [
        "requested 2026-05",
        "Request sent to the provider",
        "not received",
        "asked twice",
        "awaiting reply",
        "ISO 27001 certificate outstanding",
        "to be provided",
        "none on file",
        "no report yet",
        "expired 2024-01-01",
        "SOC 2 (expired 2024-01-01)",
        "SOC 2 requested, not yet received",
        "SOC 2 - tbc",
        "SOC 2?",
        "SOC 2 in progress",
        "Pen test due Q4 2026",
        "Draft policy",
        "noch nicht erhalten",
        "Bericht wurde noch nicht erstellt",
        "see SharePoint",
        "vendor confirmed verbally",
        "done",
        "ok",
        "in place",
        "Ann Lee",
        "AES-256 at rest",
        "GPT-4",
        "Q3",
        "MFA enabled",
        "oui",
        "ja",
        "informe no recibido",
        "rapport non reçu",
        "el informe no cubre la IA",
        "le rapport ne couvre pas l'IA",
        "der Bericht deckt KI nicht ab",
    ];
    let counted: Vec<_> = texts
        .iter()
        .zip(verdicts(&texts))
        .filter(|(_, found)| found[3] != "none")
        .collect();
    assert!(counted.is_empty(), "{counted:#?}");
}

#[test]
fn what_can_be_asked_for_counts_whatever_stands_around_it() {
    use Grade::{Contract, Independent, Named as Document, Statement};
    let expected = [
        ("SOC 2 Type II 2026, no exceptions noted", Independent),
        ("ISO 27001, valid to 2027-03-31", Independent),
        ("SOC 2 requested and received 2026-03", Independent),
        ("Certificate (not expired)", Independent),
        ("Yes, SOC 2 Type II 2026", Independent),
        ("SOC2 Type II + ISO27001", Independent),
        ("SOC-2 report", Independent),
        ("PCI DSS 4.0 AoC", Independent),
        ("Bericht nach SOC 2 Type II", Independent),
        ("ISO 27001 policy", Document),
        ("Self-assessment against ISO 27001", Statement),
        ("Questionnaire mapped to SOC 2", Statement),
        ("internal audit report 2026", Document),
        ("Pen test report, DPA", Independent),
        ("DPA and sub-processor list", Contract),
        ("SLA", Contract),
        ("No. 12345", Document),
        ("12345", Document),
        ("CHG0012345", Document),
        ("Ticket 4711", Document),
        ("#4711", Document),
        ("Due diligence report 2026", Document),
        ("https://example.org/requested/soc2.pdf", Document),
        ("vendor says so, see SEC-12", Document),
        ("trust.example.com/soc2", Document),
        ("\\\\share\\security\\review.docx", Document),
        ("Failed logins report", Document),
        ("Schulungsnachweise 2026", Document),
        ("Compte rendu du 12 mai 2026", Document),
        ("Claims policy", Document),
        ("NDA (non-disclosure agreement)", Contract),
    ];
    let each = expected.iter().zip(verdicts(&expected.map(|(text, _)| text)));
    let other: Vec<_> = each
        .filter(|((_, grade), found)| (found[0].as_str(), found[3].as_str()) != (grade.id(), "counts"))
        .collect();
    assert!(other.is_empty(), "{other:#?}");
}

#[test]
fn the_columns_date_what_the_words_leave_open() {
    let days = |cells: [&str; 4]| {
        let (control, _) = row(cells);
        let pieces = control.evidence.pieces.iter().chain(&control.provider_evidence.pieces);
        let shown = |day: Option<NaiveDate>| day.map_or_else(String::new, |day| day.to_string());
        pieces
            .map(|piece| (shown(piece.issued), shown(piece.valid_until)))
            .collect::<Vec<_>>()
    };
    let pair = |issued: &str, until: &str| (issued.to_owned(), until.to_owned());
    for (cells, expected) in [
        (["", "SOC 2", "2026-03-31", ""], vec![pair("2026-03-31", "")]),
        (["", "SOC 2", "2025", ""], vec![pair("2025-12-31", "")]),
        (
            ["", "SOC 2", "March 2026", "12/2027"],
            vec![pair("2026-03-31", "2027-12-31")],
        ),
        (["", "SOC 2 2024", "2026-03-31", ""], vec![pair("2024-12-31", "")]),
        (
            ["", "ISO 27001 certificate of 2024-05-01", "", "2027-04-30"],
            vec![pair("2024-05-01", "2027-04-30")],
        ),
        (
            ["", "SOC 2 2019; DPA", "", "2027-04-30"],
            vec![pair("2019-12-31", ""), pair("", "2027-04-30")],
        ),
        (
            ["POL-12", "SOC 2", "2026-03-31", ""],
            vec![pair("2026-03-31", ""), pair("2026-03-31", "")],
        ),
    ] {
        assert_eq!(days(cells), expected, "{cells:?}");
    }
    let (control, _) = row(["POL-12", "", "2026-03-31", "2027-03-31"]);
    assert_eq!(
        (control.evidence_date, control.valid_until),
        (Some(day("2026-03-31")), Some(day("2027-03-31")))
    );
}

#[test]
fn a_year_that_still_runs_is_no_report_from_the_future() {
    let (control, _) = row(["SOC 2 2026", "", "", ""]);
    let [piece] = control.evidence.pieces.as_slice() else {
        panic!()
    };
    assert_eq!(piece.standing(day("2026-09-30"), 456), Standing::Counts);
    assert_eq!(piece.standing(day("2025-12-31"), 456), Standing::NotYet);
    assert_eq!(piece.standing(day("2028-03-31"), 456), Standing::Counts);
    assert_eq!(
        piece.standing(day("2028-04-01"), 456),
        Standing::Expired(day("2028-03-31"))
    );
}

#[test]
fn a_day_that_can_be_read_in_two_ways_is_the_earlier_one_and_is_told() {
    let (control, found) = row(["SOC 2 of 03/04/2026", "", "", ""]);
    assert_eq!(control.evidence.pieces[0].issued, Some(day("2026-03-04")));
    assert_eq!(found.count(Code::AmbiguousDate), 1);
}

#[test]
fn valid_until_speaks_of_the_exception_where_it_stands_behind_one() {
    let lines = [
        "System | Domain | Owner | Status | Evidence | Exception reason | Exception approver | Valid until",
        "AI-1 | Data Privacy | Ann Lee | Partial | POL-12 | pilot | CISO | 2027-03-31",
    ];
    let found = read(vec![sheet("Systems", &SYSTEMS), sheet("Controls", &lines)]);
    let control = &found.what.inventory.controls[0];
    assert_eq!(control.exception.as_ref().map(|e| e.expires), Some(day("2027-03-31")));
    assert_eq!(
        (control.valid_until, control.evidence.pieces[0].valid_until),
        (None, None)
    );
}

#[test]
fn a_placeholder_is_none_without_a_word() {
    let found = controls(&["AI-1|Data Privacy||||| - | n/a"]);
    let control = &found.what.inventory.controls[0];
    assert!(control.evidence.pieces.is_empty() && control.provider_evidence.pieces.is_empty());
    assert_eq!(found.count(Code::EvidenceNone), 0);
}

#[test]
fn every_evidence_that_the_program_suggests_or_asks_for_counts_when_typed_back() {
    let english = Domain::ALL.iter().flat_map(|domain| domain.facts().evidence.clone());
    let said = |language: Language| {
        let words = Words::of(language);
        Domain::ALL.iter().flat_map(move |domain| {
            let asks = (1..=domain.facts().provider_asks.len()).map(|n| format!("ask_{n}"));
            let whats = asks.chain(["evidence_1".to_owned(), "obtain".to_owned()]);
            whats.map(move |what| words.about(*domain, &what)).collect::<Vec<_>>()
        })
    };
    let all: Vec<String> = english.chain(Language::ALL.into_iter().flat_map(said)).collect();
    assert!(all.len() > 300);
    let texts: Vec<&str> = all.iter().map(String::as_str).collect();
    let each = texts.iter().zip(verdicts(&texts));
    let none: Vec<_> = each.filter(|(_, found)| found[3] != "counts").collect();
    assert!(none.is_empty(), "{none:#?}");
}
