//! Packages that pretend to be .xlsx workbooks.

use zip::CompressionMethod::Stored;

use super::Case;
use super::Ending::{Reads, Refused, Well};
use crate::forge::*;

const SHEET: &str = "xl/worksheets/sheet1.xml";
const STRINGS: &str = "xl/sharedStrings.xml";

fn xlsx(sheet_data: &str) -> Vec<u8> {
    pack(&xlsx_parts(sheet_data))
}

fn row(cells: &str) -> String {
    format!("<row>{cells}</row>")
}

/// Cells where no cell can be.
pub fn places() -> Vec<Case> {
    let at = |place: &str| xlsx(&row(&cell(place, "x")));
    vec![
        (
            "two-corners.xlsx",
            xlsx(&row(&[cell("A1", "x"), cell("XFD1048576", "y")].concat())),
            Reads(2),
        ),
        (
            "dimension-claims-all.xlsx",
            {
                let sheet = r#"<worksheet><dimension ref="A1:XFD1048576"/><sheetData><row><c r="A1"><v>1</v></c></row></sheetData></worksheet>"#;
                pack(&xlsx_with(sheet))
            },
            Reads(1),
        ),
        (
            "row-beyond.xlsx",
            at("A1048577"),
            Refused("outside the largest possible sheet"),
        ),
        ("row-4294967295.xlsx", at("A4294967295"), Refused("damaged")),
        ("row-wraps.xlsx", at("A99999999999999999999"), Refused("damaged")),
        ("column-beyond.xlsx", at("XFE1"), Refused("damaged")),
        ("column-wraps.xlsx", at("ZZZZZZZZ1"), Refused("damaged")),
        ("row-zero.xlsx", at("A0"), Refused("damaged")),
        (
            "cell-twice.xlsx",
            xlsx(&row(&[cell("A1", "Ann"), cell("A1", "Bob")].concat())),
            Refused("twice"),
        ),
        (
            "rows-without-end.xlsx",
            {
                let rows = format!(
                    r#"<row r="1048576">{}</row><row>{}</row>"#,
                    cell("", "x").replace(r#" r="""#, ""),
                    cell("", "y").replace(r#" r="""#, "")
                );
                xlsx(&rows)
            },
            Refused("outside"),
        ),
    ]
}

/// Small files with a lot inside.
pub fn floods() -> Vec<Case> {
    let spaces = " ".repeat(64 << 20);
    let texts = format!("<sst uniqueCount=\"1\"><si><t>{}</t></si></sst>", "x".repeat(32_000));
    let uses: String = (0..20_000)
        .map(|i| format!(r#"<row><c r="A{}" t="s"><v>0</v></c></row>"#, i + 1))
        .collect();
    let numbers = "<row>".to_owned() + &"<c><v>1</v></c>".repeat(16_000) + "</row>";
    let formulas: String = (1..50_000)
        .map(|i| format!(r#"<row><c r="A{i}"><f t="shared" si="0"/><v>1</v></c></row>"#))
        .collect();
    let anchor = r#"<row><c r="B1"><f t="shared" ref="A1:A50000" si="0">SUM(C1:XFD1)</f><v>1</v></c></row>"#;
    vec![
        ("spaces.xlsx", xlsx(&spaces), Refused("unpacks to far more")),
        (
            "comment.xlsx",
            pack(&xlsx_with(&format!("<!--{spaces}--><worksheet/>"))),
            Refused("unpacks to far more"),
        ),
        (
            "attribute.xlsx",
            pack(&xlsx_with(&format!(r#"<worksheet x="{spaces}"/>"#))),
            Refused("unpacks to far more"),
        ),
        (
            "styles.xlsx",
            pack(&with(xlsx_parts(""), "xl/styles.xml", "<xf/>".repeat(9 << 20))),
            Refused("unpacks to far more"),
        ),
        (
            "one-text-often.xlsx",
            pack(&with(xlsx_parts(&uses), STRINGS, texts)),
            Refused("text"),
        ),
        (
            "cells.xlsx",
            pack_as(&xlsx_parts(&numbers.repeat(63)), Stored),
            Refused("1,000,000 filled cells"),
        ),
        (
            "long-cell.xlsx",
            xlsx(&row(&cell("A1", &"x".repeat(32_768)))),
            Refused("32,767"),
        ),
        (
            "shared-formulas.xlsx",
            xlsx(&(anchor.to_owned() + &formulas)),
            Reads(50_000),
        ),
        ("deep.xlsx", pack_as(&xlsx_parts(&"<a>".repeat(4 << 20)), Stored), Well),
        (
            "parts.xlsx",
            {
                let extra = (0..2_100).map(|i| (format!("xl/media/{i}.xml"), Vec::new()));
                pack(&xlsx_parts("").into_iter().chain(extra).collect())
            },
            Refused("parts"),
        ),
        (
            "sheets.xlsx",
            {
                let sheets: String = (0..20_000)
                    .map(|i| format!(r#"<sheet name="s{i}" sheetId="{i}" r:id="rId1"/>"#))
                    .collect();
                let parts = edit(
                    xlsx_parts(""),
                    "xl/workbook.xml",
                    r#"<sheet name="Systems" sheetId="1" r:id="rId1"/>"#,
                    &sheets,
                );
                pack_as(&parts, Stored)
            },
            Refused("one and the same part"),
        ),
    ]
}

/// Numbers that make a reader reserve room.
pub fn claims() -> Vec<Case> {
    let unique = |count: &str| pack(&edit(xlsx_parts(""), STRINGS, r#"uniqueCount="1""#, count));
    let date = |number: &str| xlsx(&row(&format!(r#"<c r="A1" s="1"><v>{number}</v></c>"#)));
    vec![
        (
            "unique-1e11.xlsx",
            unique(r#"uniqueCount="100000000000""#),
            Refused("more texts than it has room for"),
        ),
        (
            "unique-2^64.xlsx",
            unique(r#"uniqueCount="18446744073709551615""#),
            Refused("more texts"),
        ),
        (
            "unique-1e8.xlsx",
            unique("uniqueCount = '100000000'"),
            Refused("more texts"),
        ),
        (
            "unique-endless.xlsx",
            unique(r#"uniqueCount="99999999999999999999999""#),
            Refused("more texts"),
        ),
        (
            "shared-index.xlsx",
            xlsx(&row(
                r#"<c r="A1"><f t="shared" ref="A1:A2" si="4294967295">1</f><v>1</v></c>"#,
            )),
            Well,
        ),
        (
            "text-index.xlsx",
            xlsx(&row(r#"<c r="A1" t="s"><v>4294967295</v></c>"#)),
            Refused("damaged"),
        ),
        (
            "style-index.xlsx",
            xlsx(&row(r#"<c r="A1" s="4294967295"><v>1</v></c>"#)),
            Reads(1),
        ),
        ("date-1e300.xlsx", date("1e300"), Reads(1)),
        ("date-nan.xlsx", date("NaN"), Well),
        ("date-minus.xlsx", date("-1"), Reads(1)),
        ("date-1900-02-29.xlsx", date("60"), Reads(1)),
        (
            "merge-wrong-way.xlsx",
            pack(&xlsx_with(
                r#"<worksheet><sheetData/><mergeCells><mergeCell ref="C3:A1"/></mergeCells></worksheet>"#,
            )),
            Well,
        ),
        (
            "merge-beyond.xlsx",
            pack(&xlsx_with(
                r#"<worksheet><sheetData/><mergeCells><mergeCell ref="A1:ZZZZ9999999"/></mergeCells></worksheet>"#,
            )),
            Refused("damaged"),
        ),
    ]
}

/// Packages that lie about themselves.
pub fn containers() -> Vec<Case> {
    let good = pack_as(&xlsx_parts(&row(&cell("A1", "Ann Lee"))), Stored);
    let replaced = |from: &[u8], to: &[u8], which: fn(usize) -> bool| {
        let mut bytes = good.clone();
        let places: Vec<usize> = good
            .windows(from.len())
            .enumerate()
            .filter(|(_, w)| *w == from)
            .map(|(at, _)| at)
            .collect();
        for at in places.iter().enumerate().filter(|(i, _)| which(*i)).map(|(_, at)| *at) {
            bytes[at..at + to.len()].copy_from_slice(to);
        }
        bytes
    };
    let twin = pack_as(
        &with(xlsx_parts(""), "xl/worksheets/sheet9.xml", "<worksheet/>"),
        Stored,
    );
    let twin = String::from_utf8_lossy(&twin)
        .contains("sheet9")
        .then(|| swap(&twin, b"sheet9.xml", b"sheet1.xml"))
        .unwrap();
    vec![
        ("good.xlsx", good.clone(), Reads(1)),
        (
            "checksum.xlsx",
            replaced(b"Ann Lee", b"Bob Lee", |_| true),
            Refused("checksum"),
        ),
        ("same-name.xlsx", twin, Refused("two parts of the same name")),
        (
            "same-name-other-case.xlsx",
            pack(&with(xlsx_parts(""), "XL/Worksheets/Sheet1.XML", "<worksheet/>")),
            Refused("two parts"),
        ),
        ("half.xlsx", good[..good.len() / 2].to_vec(), Refused("end is missing")),
        ("cut-by-one.xlsx", good[..good.len() - 1].to_vec(), Refused("damaged")),
        ("only-signature.xlsx", b"PK\x03\x04".to_vec(), Refused("damaged")),
        ("no-parts.xlsx", pack(&Vec::new()), Refused("ZIP archive")),
        ("encrypted-part.xlsx", encrypted(&good), Refused("password")),
        (
            "name-in-directory-differs.xlsx",
            replaced(b"sheet1.xml", b"sheetX.xml", |i| i == 2),
            Refused("damaged"),
        ),
        (
            "no-sheet-part.xlsx",
            pack(&xlsx_parts("").into_iter().filter(|(name, _)| name != SHEET).collect()),
            Refused("damaged"),
        ),
        (
            "no-workbook.xlsx",
            pack(
                &xlsx_parts("")
                    .into_iter()
                    .filter(|(name, _)| name != "xl/workbook.xml")
                    .collect(),
            ),
            Refused("damaged"),
        ),
        (
            "chart-only.xlsx",
            pack(&edit(
                xlsx_parts(""),
                "xl/_rels/workbook.xml.rels",
                "relationships/worksheet",
                "relationships/chartsheet",
            )),
            Reads(0),
        ),
        (
            "two-sheets-one-name.xlsx",
            {
                let one = r#"<sheet name="Systems" sheetId="1" r:id="rId1"/>"#;
                let two = format!(r#"{one}<sheet name="SYSTEMS" sheetId="2" r:id="rId1"/>"#);
                pack(&edit(xlsx_parts(""), "xl/workbook.xml", one, &two))
            },
            Refused("are called"),
        ),
    ]
}

fn swap(bytes: &[u8], from: &[u8], to: &[u8]) -> Vec<u8> {
    let mut swapped = bytes.to_vec();
    for at in 0..bytes.len() - from.len() {
        if &bytes[at..at + from.len()] == from {
            swapped[at..at + to.len()].copy_from_slice(to);
        }
    }
    swapped
}

/// Sets the "encrypted" flag in every header.
fn encrypted(package: &[u8]) -> Vec<u8> {
    let mut bytes = package.to_vec();
    for at in 0..package.len() - 10 {
        match &package[at..at + 4] {
            b"PK\x03\x04" => bytes[at + 6] |= 1,
            b"PK\x01\x02" => bytes[at + 8] |= 1,
            _ => {}
        }
    }
    bytes
}

/// Markup that reaches outside, multiplies, or hides.
pub fn markup() -> Vec<Case> {
    let sheet = |head: &str| {
        pack(&xlsx_with(&format!(
            "{head}<worksheet><sheetData><row>{}</row></sheetData></worksheet>",
            cell("A1", "&a;")
        )))
    };
    let wide: Vec<u8> = std::iter::once(0xFEFF)
        .chain("<worksheet><sheetData/></worksheet>".encode_utf16())
        .flat_map(u16::to_le_bytes)
        .collect();
    vec![
        (
            "laughs.xlsx",
            sheet(r#"<!DOCTYPE x [<!ENTITY b "ha"><!ENTITY a "&b;&b;&b;&b;">]>"#),
            Refused("document type"),
        ),
        (
            "outside-file.xlsx",
            sheet(r#"<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>"#),
            Refused("document type"),
        ),
        ("small-letters.xlsx", sheet("<!doctype x>"), Refused("document type")),
        (
            "late-doctype.xlsx",
            sheet(&format!(
                "<!--{}--><!DOCTYPE x>",
                "-".repeat((1 << 16) - 10).replace("--", "+-")
            )),
            Refused("document type"),
        ),
        ("unknown-entity.xlsx", sheet(""), Refused("damaged")),
        ("utf16-sheet.xlsx", pack(&with(xlsx_parts(""), SHEET, wide)), Reads(0)),
        (
            "no-markup.xlsx",
            pack(&with(xlsx_parts(""), SHEET, b"\xFF\x00\x01garbage".to_vec())),
            Refused("damaged"),
        ),
        (
            "cut-sheet.xlsx",
            pack(&with(
                xlsx_parts(""),
                SHEET,
                "<worksheet><sheetData><row><c r=\"A1\"><v>1",
            )),
            Refused("damaged"),
        ),
        (
            "odd-boolean.xlsx",
            xlsx(&row(r#"<c r="A1" t="b"><v>banana</v></c>"#)),
            Refused("damaged"),
        ),
        (
            "odd-type.xlsx",
            xlsx(&row(r#"<c r="A1" t="zz"><v>1</v></c>"#)),
            Refused("damaged"),
        ),
        (
            "sheet-name.xlsx",
            pack(&edit(
                xlsx_parts(&row(&cell("A1", "x"))),
                "xl/workbook.xml",
                "Systems",
                "../../&#x202E;etc&#10;x",
            )),
            Reads(1),
        ),
    ]
}
