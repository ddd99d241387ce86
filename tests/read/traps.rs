//! Cells that are easily read wrong without any error: each must give the right value, or say so with its place.

use std::path::Path;

use chrono::NaiveDate;
use unowned::diagnostic::{Code, Diagnostic, Warned};
use unowned::read::{Value, Workbook};

use crate::forge::*;
use crate::{open, reason, write};

fn read(name: &str, bytes: &[u8]) -> Warned<Workbook> {
    let folder = tempfile::tempdir().unwrap();
    open(&write(folder.path(), name, bytes)).unwrap()
}

fn refused(name: &str, bytes: &[u8]) -> String {
    let folder = tempfile::tempdir().unwrap();
    reason(open(&write(folder.path(), name, bytes)).unwrap_err())
}

/// The first row of an .xlsx whose row holds these cells.
fn row(cells: &str) -> (Vec<Value>, Vec<Diagnostic>) {
    first_row(read("t.xlsx", &pack(&xlsx_parts(&format!("<row>{cells}</row>")))))
}

fn first_row(read: Warned<Workbook>) -> (Vec<Value>, Vec<Diagnostic>) {
    let values = read.value.tables[0]
        .rows
        .first()
        .map_or(Vec::new(), |row| row.cells.iter().map(|(_, v)| v.clone()).collect());
    (values, read.diagnostics.iter().cloned().collect())
}

fn text(text: &str) -> Value {
    Value::Text(text.into())
}

fn day(year: i32, month: u32, day: u32) -> Value {
    Value::Date(NaiveDate::from_ymd_opt(year, month, day).unwrap())
}

fn places(found: &[Diagnostic], code: Code) -> Vec<&str> {
    found
        .iter()
        .filter(|d| d.code == code)
        .flat_map(|d| &d.at)
        .map(String::as_str)
        .collect()
}

#[test]
fn a_formula_without_result_is_not_blank() {
    let (values, found) = row(
        r#"<c r="A1"><f>1+1</f></c><c r="B1"><f>1+1</f><v></v></c><c r="C1"><f>1+1</f><v>2</v></c><c r="D1" t="str"><f>""</f><v></v></c>"#,
    );
    assert_eq!(values, [Value::Uncalculated, Value::Uncalculated, Value::Number(2.0)]);
    assert_eq!(
        places(&found, Code::FormulaNotCalculated),
        ["t.xlsx > Systems > A1", "t.xlsx > Systems > B1"]
    );
}

#[test]
fn only_date_cells_are_dates_and_only_plausible_ones() {
    let (values, _) = row(
        r#"<c s="1"><v>46295</v></c><c><v>46295</v></c><c><v>0.5</v></c><c s="1"><v>60</v></c><c s="1"><v>0.5</v></c><c s="1"><v>1e300</v></c><c t="d"><v>2026-09-30T10:00:00</v></c><c s="1"><v>2958465</v></c>"#,
    );
    assert_eq!(
        values[..3],
        [day(2026, 9, 30), Value::Number(46295.0), Value::Number(0.5)]
    );
    assert_eq!(values[3], Value::BadDate("1900-02-29".into()));
    assert_eq!(values[4], Value::BadDate("12:00:00".into()));
    assert!(matches!(&values[5], Value::BadDate(_)));
    assert_eq!(values[6..], [day(2026, 9, 30), Value::BadDate("9999-12-31".into())]);
}

#[test]
fn the_two_calendars_of_excel_are_told_apart() {
    let parts = xlsx_parts(r#"<row><c s="1"><v>44833</v></c></row>"#);
    let parts = edit(
        parts,
        "xl/workbook.xml",
        "<sheets>",
        r#"<workbookPr date1904="1"/><sheets>"#,
    );
    assert_eq!(first_row(read("mac.xlsx", &pack(&parts))).0, [day(2026, 9, 30)]);
    let xls = |mac| {
        first_row(read(
            "t.xls",
            &compound("Workbook", &xls_stream(&[&["44833"]], mac), |_| ()),
        ))
        .0
    };
    assert_eq!(xls(false), [day(2022, 9, 29)]);
    assert_eq!(xls(true), [day(2026, 9, 30)]);
}

#[test]
fn errors_are_no_values() {
    let (values, found) = row(r#"<c r="A1" t="e"><v>#REF!</v></c><c r="B1" t="str"><f>X()</f><v>#N/A</v></c>"#);
    assert_eq!(values, [Value::Error("#REF!".into()), Value::Error("#N/A".into())]);
    assert_eq!(
        places(&found, Code::ErrorCell),
        ["t.xlsx > Systems > A1", "t.xlsx > Systems > B1"]
    );
}

#[test]
fn a_number_of_more_than_15_digits_is_no_id() {
    let (values, found) = row(
        r#"<c r="A1"><v>12345678901234567</v></c><c r="B1"><v>123456789012345</v></c><c r="C1" t="str"><v>00123</v></c>"#,
    );
    assert!(matches!(&values[0], Value::Error(_)), "{values:?}");
    assert_eq!(values[1..], [Value::Number(123_456_789_012_345.0), text("00123")]);
    assert_eq!(places(&found, Code::ErrorCell), ["t.xlsx > Systems > A1"]);
}

#[test]
fn escaped_control_characters_do_not_come_through() {
    let (values, found) = row(&[
        cell("A1", "a_x0000_b_x001B_c_x202E_d"),
        cell("B1", "  x&#10;y  "),
        cell("C1", " &#x200B; "),
    ]
    .concat());
    assert_eq!(values, [text("abcd"), text("x\ny")]);
    assert_eq!(
        places(&found, Code::HiddenCharacters),
        ["t.xlsx > Systems > A1", "t.xlsx > Systems > C1"]
    );
}

#[test]
fn hidden_rows_columns_and_sheets_are_read_and_reported() {
    let sheet = format!(
        r#"<worksheet><cols><col min="2" max="3" hidden="1"/></cols><sheetData><row r="2">{}{}</row><row r="3" hidden="1">{}</row></sheetData></worksheet>"#,
        cell("A2", "System"),
        cell("B2", "Owner"),
        cell("A3", "Chatbot")
    );
    let parts = edit(
        xlsx_with(&sheet),
        "xl/workbook.xml",
        r#"sheetId="1""#,
        r#"sheetId="1" state="veryHidden""#,
    );
    let read = read("t.xlsx", &pack(&parts));
    let table = &read.value.tables[0];
    assert!(table.hidden && table.rows[1].hidden && !table.rows[0].hidden);
    let found: Vec<Diagnostic> = read.diagnostics.iter().cloned().collect();
    assert_eq!(
        places(&found, Code::HiddenContent),
        ["t.xlsx > Systems", "t.xlsx > Systems > A3", "t.xlsx > Systems > B2"]
    );
}

#[test]
fn open_document_cells_keep_their_types() {
    let rows = r#"
      <table:table-column table:number-columns-repeated="2"/>
      <table:table-row>
        <table:table-cell office:value-type="string" table:number-columns-spanned="2">
          <text:p>two<text:s text:c="2"/>lines</text:p>
          <office:annotation><text:p>a note</text:p></office:annotation>
          <text:p>&amp; more</text:p>
        </table:table-cell>
        <table:covered-table-cell/>
        <table:table-cell office:value-type="date" office:date-value="2026-09-30"/>
        <table:table-cell office:value-type="string" office:string-value="" calcext:value-type="error"><text:p>#DIV/0!</text:p></table:table-cell>
        <table:table-cell table:formula="of:=1+1"/>
        <table:table-cell office:value-type="percentage" office:value="0.5"/>
        <table:table-cell office:value-type="boolean" office:boolean-value="true"/>
      </table:table-row>
      <table:table-row table:number-rows-repeated="3"><table:table-cell/></table:table-row>
      <table:table-row table:visibility="filter"><table:table-cell office:value-type="string"><text:p>hidden</text:p></table:table-cell></table:table-row>"#;
    let read = read("t.ods", &pack(&ods_parts(rows)));
    let table = &read.value.tables[0];
    assert_eq!((table.rows[1].number, table.rows[1].hidden), (4, true));
    assert_eq!(
        (
            table.merges[0].first.column,
            table.merges[0].last.column,
            table.merges.len()
        ),
        (0, 1, 1)
    );
    let (values, _) = first_row(read);
    let error = Value::Error("#DIV/0!".into());
    assert_eq!(
        values,
        [
            text("two  lines\n& more"),
            day(2026, 9, 30),
            error,
            Value::Uncalculated,
            Value::Number(0.5),
            Value::Bool(true)
        ]
    );
}

#[test]
fn merged_cells_stand_with_their_area() {
    let sheet = format!(
        r#"<worksheet><sheetData><row>{}</row></sheetData><mergeCells count="1"><mergeCell ref="A1:B3"/></mergeCells></worksheet>"#,
        cell("A1", "x")
    );
    let read = read("t.xlsx", &pack(&xlsx_with(&sheet)));
    let area = read.value.tables[0].merges[0];
    assert_eq!(format!("{}:{}", area.first, area.last), "A1:B3");
}

#[test]
fn a_chart_sheet_is_named_and_passed_over() {
    let parts = edit(
        xlsx_parts(""),
        "xl/_rels/workbook.xml.rels",
        "relationships/worksheet",
        "relationships/chartsheet",
    );
    let found: Vec<Diagnostic> = read("t.xlsx", &pack(&parts)).diagnostics.iter().cloned().collect();
    assert_eq!(places(&found, Code::SheetUnread), ["t.xlsx > Systems"]);
}

#[test]
fn what_a_file_is_comes_from_its_content() {
    let book = pack(&xlsx_parts(&format!("<row>{}</row>", cell("A1", "x"))));
    for name in ["book.csv", "book.xls", "book"] {
        let read = read(name, &book);
        let noted = read.diagnostics.iter().any(|d| d.code == Code::KindMismatch);
        assert_eq!((read.value.tables.len(), noted), (1, name != "book"), "{name}");
    }
    let read = read("table.xlsx", b"System,Owner\nChatbot,Ann\n");
    assert!(read.diagnostics.iter().any(|d| d.code == Code::KindMismatch));
    assert_eq!(read.value.tables[0].sheet, None);
}

#[test]
fn odd_lines_of_a_text_file_are_named() {
    let read = read(
        "t.csv",
        b"An inventory\n\nSystem,Owner,Stage\nChatbot,Ann,live\nRobot, Inc.,Bob,live\nArm,Eve\n",
    );
    let rows: Vec<u32> = read.value.tables[0].rows.iter().map(|row| row.number).collect();
    assert_eq!(rows, [0, 2, 3, 4, 5]);
    let found: Vec<Diagnostic> = read.diagnostics.iter().cloned().collect();
    assert_eq!(places(&found, Code::RaggedRow), ["t.csv > D5", "t.csv > B6"]);
}

#[test]
fn a_guard_against_formulas_is_taken_off_again() {
    let (values, _) = first_row(read("t.csv", b"'=SUM(A1),'tis,''=x,\"'\t1\"\n"));
    assert_eq!(values, [text("=SUM(A1)"), text("'tis"), text("'=x"), text("1")]);
}

#[test]
fn every_path_that_is_no_file_has_its_sentence() {
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(reason(open(folder.path()).unwrap_err()), "is a folder");
    assert_eq!(
        reason(open(&folder.path().join("none.xlsx")).unwrap_err()),
        "does not exist"
    );
    assert_eq!(reason(open(Path::new("/dev/zero")).unwrap_err()), "is no regular file");
    let large = folder.path().join("large.csv");
    std::fs::File::create(&large).unwrap().set_len((32 << 20) + 1).unwrap();
    assert_eq!(reason(open(&large).unwrap_err()), "is larger than 32 MB");
}

#[test]
fn one_file_named_twice_is_not_counted_twice() {
    let folder = tempfile::tempdir().unwrap();
    let paths = [
        write(folder.path(), "a.csv", b"System\nx\n"),
        write(folder.path(), "b.csv", b"System\nx\n"),
    ];
    let error = unowned::read::open(&paths, &crate::jail()).unwrap_err();
    assert_eq!(reason(error), "is a copy of a.csv: both hold exactly the same");
}

#[test]
fn what_a_file_says_does_not_reach_the_message() {
    let parts = with(
        xlsx_parts(""),
        "xl/worksheets/sheet1.xml",
        "<worksheet><sheetData>\x1b[31m&evil;",
    );
    let sentence = refused("t.xlsx", &pack(&parts));
    assert!(!sentence.contains('\x1b') && !sentence.contains("evil"), "{sentence:?}");
}

#[test]
fn an_honest_header_is_no_foreign_format() {
    for table in [
        "ID;Product;Owner\n1;Copilot;Ann\n",
        "{3F25},Owner\nx,Ann\n",
        "[x],y\nz,w\n",
        "PK,Name\n1,Chatbot\n",
    ] {
        assert_eq!(
            read("t.csv", table.as_bytes()).value.tables[0].rows.len(),
            2,
            "{table:?}"
        );
    }
}

/// Reading processes that misbehave: what they say is not believed, and they do not outlive their time.
#[cfg(unix)]
#[test]
fn a_reading_process_that_goes_astray_is_stopped() {
    use std::os::unix::fs::PermissionsExt;
    use unowned::read::{self, Jail};

    let folder = tempfile::tempdir().unwrap();
    let book = write(folder.path(), "t.xlsx", &pack(&xlsx_parts("")));
    let read_with = |name: &str, script: &str| {
        let program = write(folder.path(), name, format!("#!/bin/sh\n{script}\n").as_bytes());
        std::fs::set_permissions(&program, std::fs::Permissions::from_mode(0o755)).unwrap();
        // Another test's child may still hold the script open for writing; it cannot be started until that child is itself.
        let jail = Jail { program };
        let mut reasons = (0..50).map(|_| reason(read::open(std::slice::from_ref(&book), &jail).unwrap_err()));
        reasons.find(|reason| !reason.contains("start itself")).unwrap()
    };
    let start = std::time::Instant::now();
    assert!(read_with("sleeps", "exec /bin/sleep 60").contains("longer than 10 seconds"));
    assert!(start.elapsed() < std::time::Duration::from_secs(21));
    assert!(read_with("silent", "exit 0").contains("given up"));
    assert!(read_with("babbles", "echo '{\"Row\": 7}'").contains("nothing sensible"));
    assert!(read_with("endless", "exec /bin/cat /dev/zero").contains("more text than is read"));
    assert!(read_with("aborts", "kill -ABRT $$").contains("memory"));
    let outside = r#"echo '{"Kind":"Xlsx"}'; echo '{"Sheet":["S",false]}'; echo '{"Row":[9999999,[[0,{"b":true}]]]}'; echo '"Done"'"#;
    assert!(read_with("cell-outside", outside).contains("outside the largest"));
    let missing = Jail {
        program: folder.path().join("gone"),
    };
    assert!(reason(read::open(std::slice::from_ref(&book), &missing).unwrap_err()).contains("start itself"));
}
