//! One table in many physical shapes reads the same.

use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};
use proptest::prelude::*;
use unowned::read::{Row, Value};

use crate::forge::*;
use crate::{open, write};

type Grid = Vec<Vec<String>>;

/// Words as they stand in inventories: accents, quotes, delimiters, line breaks, leading zeros, things that look like formulas.
fn word() -> impl Strategy<Value = String> {
    prop_oneof![
        2 => Just(String::new()),
        6 => "[A-Za-zéüß0-9 ]{1,12}",
        1 => "[A-Z][a-z]{2,6}[,;|\"'] ?[a-z]{1,6}",
        1 => "[a-z]{1,5}\n[a-z]{1,5}",
        1 => "(00[1-9]{3}|=[A-Z]1|-[0-9]|N/A)",
    ]
    .prop_map(|word| word.trim().to_owned())
}

/// A header whose names show the delimiter, and rows of the same width.
fn grid() -> impl Strategy<Value = Grid> {
    (2..6_usize).prop_flat_map(|width| {
        let rows = prop::collection::vec(prop::collection::vec(word(), width), 1..8);
        rows.prop_map(move |mut rows| {
            rows.insert(0, (0..width).map(|i| format!("Überschrift {i}")).collect());
            rows.retain(|row| row.iter().any(|cell| !cell.is_empty()));
            rows
        })
    })
}

fn expected(grid: &Grid) -> Vec<Row> {
    let row = |(number, cells): (u32, &Vec<String>)| Row {
        number,
        hidden: false,
        cells: (0..)
            .zip(cells)
            .filter(|(_, c)| !c.is_empty())
            .map(|(i, c)| (i, Value::Text(c.as_str().into())))
            .collect(),
    };
    (0..).zip(grid).map(row).collect()
}

fn delimited(grid: &Grid, delimiter: u8) -> String {
    let mut writer = csv::WriterBuilder::new()
        .delimiter(delimiter)
        .terminator(csv::Terminator::CRLF)
        .from_writer(Vec::new());
    for row in grid {
        writer
            .write_record(row.iter().map(|cell| unowned::formula_guard::guard(cell).into_owned()))
            .unwrap();
    }
    String::from_utf8(writer.into_inner().unwrap()).unwrap()
}

fn encoded(text: &str, encoding: &'static Encoding) -> Vec<u8> {
    encoding.encode(text).0.into_owned()
}

fn wide(text: &str, order: fn(u16) -> [u8; 2]) -> Vec<u8> {
    std::iter::once(0xFEFF)
        .chain(text.encode_utf16())
        .flat_map(order)
        .collect()
}

fn xlsx(grid: &Grid) -> Vec<u8> {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    for (row, cells) in (0..).zip(grid) {
        for (column, cell) in (0..).zip(cells) {
            sheet.write_string(row, column, cell).unwrap();
        }
    }
    book.save_to_buffer().unwrap()
}

fn ods(grid: &Grid) -> Vec<u8> {
    let escape = |line: &str| line.replace('&', "&amp;").replace('<', "&lt;");
    let cell = |cell: &String| {
        if cell.is_empty() {
            "<table:table-cell/>".to_owned()
        } else {
            ods_cell(&cell.lines().map(escape).collect::<Vec<_>>().join("</text:p><text:p>"))
        }
    };
    let row = |row: &Vec<String>| {
        format!(
            "<table:table-row>{}</table:table-row>",
            row.iter().map(cell).collect::<String>()
        )
    };
    pack(&ods_parts(&grid.iter().map(row).collect::<String>()))
}

/// The shapes that hold text only; numbers would come back as numbers, so the .xls seed keeps to its own test.
fn shapes(grid: &Grid) -> Vec<(String, Vec<u8>)> {
    let texts: Vec<Vec<&str>> = grid
        .iter()
        .map(|row| row.iter().map(String::as_str).collect())
        .collect();
    let rows: Vec<&[&str]> = texts.iter().map(Vec::as_slice).collect();
    let mut shapes = vec![
        ("t.xlsx".to_owned(), xlsx(grid)),
        ("t.ods".to_owned(), ods(grid)),
        ("t.xlsb".to_owned(), pack(&xlsb_parts(&rows, "rId1"))),
    ];
    for delimiter in *b",;\t|" {
        let text = delimited(grid, delimiter);
        let name = |what: &str| format!("{what}-{}.csv", u32::from(delimiter));
        shapes.push((name("utf8"), encoded(&text, UTF_8)));
        shapes.push((name("mark"), encoded(&format!("\u{FEFF}{text}"), UTF_8)));
        shapes.push((name("western"), encoded(&text, WINDOWS_1252)));
        shapes.push((name("little"), wide(&text, u16::to_le_bytes)));
        shapes.push((name("big"), wide(&text, u16::to_be_bytes)));
        shapes.push((
            name("said"),
            encoded(&format!("sep={}\r\n{text}", char::from(delimiter)), UTF_8),
        ));
    }
    shapes
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, rng_seed: proptest::test_runner::RngSeed::Fixed(3), ..ProptestConfig::default() })]

    #[test]
    fn one_table_reads_the_same_in_every_shape(grid in grid()) {
        let folder = tempfile::tempdir().unwrap();
        for (name, bytes) in shapes(&grid) {
            let read = open(&write(folder.path(), &name, &bytes)).unwrap();
            prop_assert_eq!(&read.value.tables[0].rows, &expected(&grid), "{}", name);
        }
    }
}

#[test]
fn a_book_of_several_sheets_keeps_their_names_and_their_cells() {
    let first = vec![vec!["System", "Owner"], vec!["Größe", "Ann"]];
    let second = vec![vec!["Domain"], vec![], vec!["Privacy"]];
    let sheets = [("Système", first), ("Controls", second)];
    let folder = tempfile::tempdir().unwrap();
    let books = [
        ("t.xlsb", pack(&xlsb_book(&sheets))),
        ("t.xls", compound("Workbook", &xls_book(&sheets), |_| ())),
    ];
    for (name, bytes) in books {
        let read = open(&write(folder.path(), name, &bytes)).unwrap().value;
        let names: Vec<_> = read.tables.iter().filter_map(|t| t.sheet.as_deref()).collect();
        assert_eq!(names, ["Système", "Controls"], "{name}");
        let rows: Vec<u32> = read.tables[1].rows.iter().map(|row| row.number).collect();
        assert_eq!(rows, [0, 2], "{name}");
        assert_eq!(
            read.tables[0].rows[1].get(0),
            Some(&Value::Text("Größe".into())),
            "{name}"
        );
    }
}
