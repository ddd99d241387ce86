//! Each layout in each kind of file: one assessment. The files are made here, byte by byte where no writer is at hand.

use std::fs;
use std::path::{Path, PathBuf};

use rust_xlsxwriter::{Format, Workbook};
use unowned::config::Reading;
use unowned::error::Error;
use unowned::normalise;
use unowned::read::{self, Jail, Table, Value};

use super::{Layout, arrangements, judged, plain, surroundings, values};
use crate::Read;
use crate::forge::{compound, ods_book, pack, xls_book, xlsb_book};

type Cells<'a> = Vec<Vec<&'a str>>;

/// The cells of a sheet at their places, blank ones as blank texts.
fn cells(table: &Table) -> Cells<'_> {
    let width = table
        .rows
        .iter()
        .flat_map(|row| &row.cells)
        .map(|(column, _)| column + 1)
        .max();
    let height = table.rows.last().map_or(0, |row| row.number + 1);
    let mut cells = vec![vec![""; width.unwrap_or(0) as usize]; height as usize];
    for row in &table.rows {
        for (column, value) in &row.cells {
            let Value::Text(text) = value else {
                panic!("texts alone are planted")
            };
            cells[row.number as usize][*column as usize] = text;
        }
    }
    cells
}

fn name(table: &Table) -> &str {
    table.sheet.as_deref().unwrap()
}

fn named(tables: &[Table]) -> Vec<(&str, Cells<'_>)> {
    tables.iter().map(|table| (name(table), cells(table))).collect()
}

fn xlsx(tables: &[Table], path: &Path) {
    let mut book = Workbook::new();
    for table in tables {
        let sheet = book.add_worksheet().set_name(name(table)).unwrap();
        sheet.set_hidden(table.hidden);
        for area in &table.merges {
            let (first, last) = (&area.first, &area.last);
            if first != last {
                let (left, right) = (first.column as u16, last.column as u16);
                sheet
                    .merge_range(first.row, left, last.row, right, "", &Format::new())
                    .unwrap();
            }
        }
        for (row, line) in (0..).zip(cells(table)) {
            for (column, text) in (0..).zip(line).filter(|(_, text)| !text.is_empty()) {
                sheet.write(row, column, text).unwrap();
            }
        }
    }
    book.save(path).unwrap();
}

fn ods(tables: &[Table], path: &Path) {
    let cell = |table: &Table, row: usize, column: usize, text: &str| {
        let area = table
            .merges
            .iter()
            .find(|a| (a.first.row as usize, a.first.column as usize) == (row, column));
        let spans = area.map_or(String::new(), |a| {
            let (down, right) = (a.last.row - a.first.row + 1, a.last.column - a.first.column + 1);
            format!(r#" table:number-rows-spanned="{down}" table:number-columns-spanned="{right}""#)
        });
        let text = text
            .replace('&', "&amp;")
            .replace('<', "&lt;")
            .replace('\n', "</text:p><text:p>");
        match text.is_empty() {
            true => format!("<table:table-cell{spans}/>"),
            false => format!(
                r#"<table:table-cell{spans} office:value-type="string"><text:p>{text}</text:p></table:table-cell>"#
            ),
        }
    };
    let rows = |table: &Table| {
        let rows = cells(table).into_iter().enumerate().map(|(row, line)| {
            let line: String = line
                .iter()
                .enumerate()
                .map(|(column, text)| cell(table, row, column, text))
                .collect();
            format!("<table:table-row>{line}</table:table-row>")
        });
        rows.collect::<String>()
    };
    let tables: Vec<(&str, String)> = tables.iter().map(|table| (name(table), rows(table))).collect();
    fs::write(path, pack(&ods_book(&tables))).unwrap();
}

fn xlsb(tables: &[Table], path: &Path) {
    fs::write(path, pack(&xlsb_book(&named(tables)))).unwrap();
}

fn xls(tables: &[Table], path: &Path) {
    fs::write(path, compound("Workbook", &xls_book(&named(tables)), |_| ())).unwrap();
}

/// One text file for each sheet.
fn csv(tables: &[Table], folder: &Path) -> Vec<PathBuf> {
    let write = |table: &Table| {
        let path = folder.join(format!("{}.csv", name(table)));
        let mut writer = csv::WriterBuilder::new().flexible(true).from_path(&path).unwrap();
        for line in cells(table) {
            writer
                .write_record(if line.is_empty() { vec![""] } else { line })
                .unwrap();
        }
        path
    };
    tables.iter().map(write).collect()
}

/// A way to write a workbook.
type Kind = (&'static str, fn(&[Table], &Path));

const BOOKS: [Kind; 4] = [("xlsx", xlsx), ("ods", ods), ("xlsb", xlsb), ("xls", xls)];

/// What files are understood to say; nothing where one is refused as a copy of another, which is a question in itself.
fn reread(paths: &[PathBuf], answers: &Reading) -> Option<Read> {
    let jail = Jail {
        program: env!("CARGO_BIN_EXE_unowned").into(),
    };
    let read = match read::open(paths, &jail) {
        Err(Error::Unreadable { reason, .. }) if paths.len() > 1 && reason.to_string().contains("copy") => return None,
        read => read.unwrap(),
    };
    let understood = normalise::inventory(&read.value, answers, &[]);
    Some(Read {
        what: understood.value,
        found: understood.diagnostics,
    })
}

/// Why a layout cannot be held by a kind of file.
fn is_beyond(layout: &Layout, kind: &str) -> bool {
    let merged = layout.tables.iter().any(|table| !table.merges.is_empty());
    let hidden = layout.tables.iter().any(|table| table.hidden);
    // The reader is given no merged areas of an .xlsb; a text file has none. The .xls made here has none either.
    merged && matches!(kind, "xlsb" | "xls" | "csv") || hidden && kind != "xlsx"
}

#[test]
fn every_layout_in_every_kind_of_file_gives_one_assessment() {
    let mut astray = Vec::new();
    for layout in surroundings().into_iter().chain(arrangements()).chain(values()) {
        let expected = judged(&plain(layout.leaves_out));
        let folder = tempfile::tempdir().unwrap();
        let mut files: Vec<(&str, Vec<PathBuf>)> = Vec::new();
        for (ending, write) in BOOKS {
            let path = folder.path().join(format!("book.{ending}"));
            write(&layout.tables, &path);
            files.push((ending, vec![path]));
        }
        files.push(("csv", csv(&layout.tables, folder.path())));
        for (kind, paths) in files.into_iter().filter(|(kind, _)| !is_beyond(&layout, kind)) {
            let Some(read) = reread(&paths, &layout.answers) else {
                continue;
            };
            let got = judged(&read);
            if got != expected {
                let first = expected.iter().zip(&got).find(|(a, b)| a != b);
                astray.push(format!(
                    "{} as {kind}: {} systems; {first:?}",
                    layout.name,
                    super::count(&read.what)
                ));
            }
        }
    }
    assert_eq!(astray, Vec::<String>::new());
}
