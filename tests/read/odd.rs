//! Values that are written in an unusual way: read as other programs read them, or refused with the cell; never another value in
//! silence. Beside each, what openpyxl, xlrd or LibreOffice give.

use unowned::diagnostic::{Code, Diagnostic};
use unowned::read::Value;

use crate::forge::*;
use crate::{open, reason, write};

const STRINGS: &str = r#"<?xml version="1.0"?><sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>first</t></si><si><r><t>sec</t></r><r><t>ond &amp; more</t></r><rPh><t>spoken</t></rPh></si></sst>"#;

fn values(name: &str, bytes: &[u8]) -> Result<Vec<Value>, String> {
    let folder = tempfile::tempdir().unwrap();
    let read = open(&write(folder.path(), name, bytes)).map_err(reason)?;
    let rows = &read.value.tables[0].rows;
    Ok(rows
        .iter()
        .flat_map(|row| row.cells.iter().map(|(_, v)| v.clone()))
        .collect())
}

/// The one cell of an .xlsx whose shared texts are "first" and "second & more".
fn cell(kind: &str, value: &str) -> Result<Vec<Value>, String> {
    let sheet = format!(r#"<row r="7"><c r="C7" t="{kind}">{value}</c></row>"#);
    let parts = with(xlsx_parts(&sheet), "xl/sharedStrings.xml", STRINGS);
    values("t.xlsx", &pack(&parts))
}

fn text(text: &str) -> Vec<Value> {
    vec![Value::Text(text.into())]
}

#[test]
fn the_number_of_a_shared_text_is_read_as_it_is_meant_or_refused_with_the_cell() {
    // openpyxl takes int() of it: blanks and a sign are nothing to it.
    for value in ["1", " 1 ", "\n      1\n    ", "+1", "\t01"] {
        assert_eq!(
            cell("s", &format!("<v>{value}</v>")),
            Ok(text("second & more")),
            "{value:?}"
        );
    }
    assert_eq!(cell("s", "<v></v>"), Ok(Vec::new()));
    // openpyxl refuses these; LibreOffice shows the first text, or nothing.
    for value in ["1.0", "abc", "-1", "1e0", " ", "0x1", "99999999999999999999999"] {
        let said = cell("s", &format!("<v>{value}</v>")).unwrap_err();
        assert!(
            said.contains("the cell C7 of the sheet \"Systems\""),
            "{value:?}: {said}"
        );
    }
}

#[test]
fn a_value_in_pieces_is_refused_with_the_cell() {
    for (kind, value) in [
        ("s", "&#49;"),
        ("n", "<!-- -->5"),
        ("n", "4<!-- -->2"),
        ("n", "<![CDATA[5]]>"),
        ("b", "&#49;"),
    ] {
        let said = cell(kind, &format!("<v>{value}</v>")).unwrap_err();
        assert!(
            said.contains("the cell C7") && said.contains("several pieces"),
            "{value}: {said}"
        );
    }
    assert_eq!(cell("str", "<v>a &amp; b<!-- -->c</v>"), Ok(text("a & bc")));
}

#[test]
fn true_and_false_are_told_or_refused_with_the_cell() {
    for (value, truth) in [
        ("1", true),
        ("0", false),
        ("true", true),
        ("FALSE", false),
        (" 1 ", true),
    ] {
        assert_eq!(cell("b", &format!("<v>{value}</v>")), Ok(vec![Value::Bool(truth)]));
    }
    for value in ["2", "yes", "-1"] {
        assert!(
            cell("b", &format!("<v>{value}</v>"))
                .unwrap_err()
                .contains("the cell C7"),
            "{value}"
        );
    }
}

#[test]
fn two_sheets_of_one_part_are_refused() {
    let sheet = r#"<sheet name="Systems" sheetId="1" r:id="rId1"/>"#;
    let many: String = (0..255)
        .map(|n| format!(r#"<sheet name="S{n}" sheetId="{}" r:id="rId1"/>"#, n + 2))
        .collect();
    let parts = edit(
        xlsx_parts("<row><c><v>1</v></c></row>"),
        "xl/workbook.xml",
        sheet,
        &format!("{sheet}{many}"),
    );
    assert!(
        values("t.xlsx", &pack(&parts))
            .unwrap_err()
            .contains("one and the same part")
    );
}

#[test]
fn a_few_bytes_that_repeat_a_row_are_refused_with_the_sheet() {
    let row = |times: u32| {
        format!(
            r#"<table:table-row table:number-rows-repeated="{times}">{}</table:table-row>"#,
            ods_cell("x")
        )
    };
    assert_eq!(values("t.ods", &pack(&ods_parts(&row(1000)))).unwrap().len(), 1000);
    let said = values("t.ods", &pack(&ods_parts(&row(900_000)))).unwrap_err();
    assert!(said.contains("50,000 times over on the sheet \"Systems\""), "{said}");
}

#[test]
fn a_code_page_changes_no_letter_of_a_unicode_workbook() {
    // xlrd and LibreOffice read the texts of Excel 97 and later as Unicode, whatever code page is named.
    for page in [1200, 1250, 1252, 932] {
        let book = compound(
            "Workbook",
            &xls_in_code_page(page, vec![vec!["Łódź", "café", "日本"]]),
            |_| {},
        );
        let expected: Vec<Value> = ["Łódź", "café", "日本"]
            .iter()
            .map(|t| Value::Text((*t).into()))
            .collect();
        assert_eq!(values("t.xls", &book), Ok(expected), "{page}");
    }
}

#[test]
fn days_as_texts_are_days() {
    let day = Ok(vec![Value::Date(chrono::NaiveDate::from_ymd_opt(2026, 9, 30).unwrap())]);
    for value in [
        "2026-09-30",
        "2026-09-30T23:59:59",
        "2026-09-30T00:00:00.000",
        "2026-09-30T10:00:00Z",
    ] {
        assert_eq!(cell("d", &format!("<v>{value}</v>")), day, "{value}");
    }
}

#[test]
fn a_hidden_range_named_a_hundred_thousand_times_costs_nothing() {
    let columns = r#"<col min="1" max="16384" hidden="1"/>"#.repeat(100_000);
    let sheet = format!(
        r#"<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><cols>{columns}</cols><sheetData><row><c><v>1</v></c></row></sheetData></worksheet>"#
    );
    let folder = tempfile::tempdir().unwrap();
    let path = write(folder.path(), "t.xlsx", &pack(&xlsx_with(&sheet)));
    let started = std::time::Instant::now();
    match open(&path) {
        Ok(read) => {
            let hidden = read
                .diagnostics
                .iter()
                .filter(|d: &&Diagnostic| d.code == Code::HiddenContent);
            assert_eq!(hidden.count(), 1);
        }
        Err(error) => assert!(reason(error).contains("than its size")),
    }
    assert!(started.elapsed().as_secs() < 20);
}

#[test]
fn strict_and_prefixed_packages_are_read_like_others() {
    let sheet = r#"<row r="1"><c r="A1" t="s"><v> 0 </v></c><c r="B1" t="inlineStr"><is><t>in line</t></is></c></row>"#;
    let expected = Ok(["shared", "in line"].map(|t| Value::Text(t.into())).to_vec());
    let plain = xlsx_parts(sheet);
    let strict = |text: &str| {
        text.replace(
            "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
            "http://purl.oclc.org/ooxml/spreadsheetml/main",
        )
        .replace(
            "http://schemas.openxmlformats.org/officeDocument/2006/",
            "http://purl.oclc.org/ooxml/officeDocument/",
        )
    };
    let prefixed = |text: &str| {
        let tags = [
            "worksheet",
            "sheetData",
            "row",
            "c",
            "v",
            "is",
            "t",
            "workbook",
            "sheets",
            "sheet",
            "sst",
            "si",
        ];
        tags.iter().fold(
            text.replace(
                "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml",
                "xmlns:x=\"http://schemas.openxmlformats.org/spreadsheetml",
            ),
            |text, tag| {
                [" ", ">", "/>"].iter().fold(text, |text, end| {
                    text.replace(&format!("<{tag}{end}"), &format!("<x:{tag}{end}"))
                        .replace(&format!("</{tag}{end}"), &format!("</x:{tag}{end}"))
                })
            },
        )
    };
    let changed = |change: &dyn Fn(&str) -> String, ending: &str| -> Parts {
        let part = |(name, bytes): &(String, Vec<u8>)| match name.ends_with(ending) && !name.starts_with('[') {
            true => (name.clone(), change(std::str::from_utf8(bytes).unwrap()).into_bytes()),
            false => (name.clone(), bytes.clone()),
        };
        plain.iter().map(part).collect()
    };
    assert_eq!(values("t.xlsx", &pack(&plain)), expected);
    assert_eq!(values("t.xlsx", &pack(&changed(&strict, ""))), expected, "strict");
    let with_prefix = changed(&prefixed, ".xml");
    let styles = plain.iter().find(|(name, _)| name.ends_with("styles.xml")).unwrap();
    assert_eq!(
        values("t.xlsx", &pack(&with(with_prefix, &styles.0, styles.1.clone()))),
        expected,
        "prefixed"
    );
}
