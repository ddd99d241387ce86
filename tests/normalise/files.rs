//! One inventory in files of several formats and encodings: one assessment.

use std::fs;
use std::path::{Path, PathBuf};

use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};
use unowned::config::Reading;
use unowned::normalise;
use unowned::read::{self, Jail};

use crate::shapes::judgement;

const SYSTEMS: [[&str; 4]; 3] = [
    ["Name", "Deployment model", "Business unit", "Criticality"],
    ["Schadenprüfung", "PaaS", "Schäden & Köln", "Hoch"],
    ["Field guide; second edition", "Agentic, MCP", "Legal", "High"],
];

const CONTROLS: [[&str; 5]; 4] = [
    ["System", "Domain", "Owner", "Status", "Last reviewed"],
    [
        "Schadenprüfung",
        "Data Privacy",
        "Jürgen Groß",
        "Implemented",
        "2026-03-31",
    ],
    ["Field guide; second edition", "Agent governance", "TBD", "Planned", ""],
    ["*", "Incident Response", "Zoë Ålund", "Partial", "2026-04-01"],
];

fn csv_text<const N: usize>(rows: &[[&str; N]], delimiter: u8) -> String {
    let mut writer = csv::WriterBuilder::new().delimiter(delimiter).from_writer(Vec::new());
    rows.iter().for_each(|row| writer.write_record(row).unwrap());
    String::from_utf8(writer.into_inner().unwrap()).unwrap()
}

/// How a text is stored.
type Encode = fn(&str) -> Vec<u8>;

fn utf8(text: &str) -> Vec<u8> {
    text.as_bytes().to_vec()
}

fn utf8_marked(text: &str) -> Vec<u8> {
    [b"\xef\xbb\xbf".as_slice(), text.as_bytes()].concat()
}

fn utf16(text: &str) -> Vec<u8> {
    let units = std::iter::once(0xfeff).chain(text.encode_utf16());
    units.flat_map(u16::to_le_bytes).collect()
}

fn windows_1252(text: &str) -> Vec<u8> {
    encoding_rs::WINDOWS_1252.encode(text).0.into_owned()
}

fn csv_files(folder: &Path, delimiter: u8, encode: Encode) -> Vec<PathBuf> {
    let files = [
        ("systems.csv", csv_text(&SYSTEMS, delimiter)),
        ("controls.csv", csv_text(&CONTROLS, delimiter)),
    ];
    let write = |(name, text): (&str, String)| {
        let path = folder.join(name);
        fs::write(&path, encode(&text)).unwrap();
        path
    };
    files.into_iter().map(write).collect()
}

/// One workbook with two sheets, its dates stored as dates.
fn workbook(folder: &Path) -> Vec<PathBuf> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet().set_name("Register").unwrap();
    for (row, line) in SYSTEMS.iter().enumerate() {
        for (column, text) in line.iter().enumerate() {
            sheet.write(row as u32 + 3, column as u16, *text).unwrap();
        }
    }
    let day = Format::new().set_num_format("dd.mm.yyyy");
    let sheet = book.add_worksheet().set_name("Measures").unwrap();
    for (row, line) in CONTROLS.iter().enumerate() {
        for (column, text) in line.iter().enumerate() {
            match ExcelDateTime::parse_from_str(text) {
                Ok(date) if column == 4 && row > 0 && !text.is_empty() => {
                    sheet.write_with_format(row as u32, column as u16, &date, &day).unwrap()
                }
                _ => sheet.write(row as u32, column as u16, *text).unwrap(),
            };
        }
    }
    let path = folder.join("register.xlsx");
    book.save(&path).unwrap();
    vec![path]
}

fn judged(paths: &[PathBuf]) -> Vec<String> {
    let jail = Jail {
        program: env!("CARGO_BIN_EXE_unowned").into(),
    };
    let read = read::open(paths, &jail).unwrap();
    let understood = normalise::inventory(&read.value, &Reading::default(), &[]).value;
    assert_eq!(
        (understood.inventory.systems.len(), understood.inventory.controls.len()),
        (2, 3),
        "{paths:?}"
    );
    judgement(&understood)
}

#[test]
fn formats_and_encodings_make_no_difference() {
    let folder = tempfile::tempdir().unwrap();
    let expected = judged(&workbook(folder.path()));
    let encodings: [(&str, Encode); 4] = [
        ("UTF-8", utf8),
        ("UTF-8 with a mark", utf8_marked),
        ("UTF-16", utf16),
        ("Windows-1252", windows_1252),
    ];
    for (name, encode) in encodings {
        for delimiter in *b",;\t" {
            let files = csv_files(folder.path(), delimiter, encode);
            assert_eq!(
                judged(&files),
                expected,
                "{name}, parted by {:?}",
                char::from(delimiter)
            );
        }
    }
}
