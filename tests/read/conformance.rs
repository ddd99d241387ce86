//! Files that are written in odd ways, and what other programs read from them: `conformance.csv` holds for each what openpyxl, xlrd and
//! LibreOffice give. Ours is the same value, or it is refused or reported; where it is another, the table says why.
//!
//! `UNOWNED_CONFORMANCE=FOLDER` writes the files and what we read; `conformance.py FOLDER` then asks the other programs, and writes the
//! table anew.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use unowned::diagnostic::CellRef;
use unowned::read::Value;

use crate::forge::*;
use crate::{open, reason, write};

const STRINGS: &str = r#"<?xml version="1.0"?><sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" count="8" uniqueCount="8"><si><t>zero</t></si><si><r><t>on</t></r><r><rPr><b/></rPr><t xml:space="preserve">e &amp; more</t></r></si><si><t>&#28450;&#23383;</t><rPh sb="0" eb="2"><t>kanji</t></rPh><phoneticPr fontId="1"/></si><si><t xml:space="preserve">  blanks  </t></si><si/><si><t>line&#10;break</t></si><si><t><![CDATA[a < b]]></t></si><si><t>ab<!-- note -->cd</t></si></sst>"#;

/// Number formats by the style that has them: 0 is general, the others follow.
const FORMATS: [&str; 18] = [
    "yyyy\\-mm\\-dd",
    "[h]:mm:ss",
    "\"Q\"0",
    "0.00\" d\"",
    "[$-409]d\\-mmm\\-yy;@",
    "General;[Red]@",
    "mm:ss",
    "\\d0",
    "[Red]0",
    "[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy",
    "[$USD] #,##0",
    "0%",
    "#,##0.00 \"days\"",
    "00000",
    "\"Day \"d",
    "0_d",
    "0*y",
    "dd/mm/yyyy hh:mm",
];

fn style(format: &str) -> usize {
    FORMATS.iter().position(|known| *known == format).unwrap() + 1
}

fn styles() -> String {
    let format = |(place, code): (usize, &&str)| {
        format!(
            r#"<numFmt numFmtId="{}" formatCode="{}"/>"#,
            200 + place,
            code.replace('"', "&quot;")
        )
    };
    let formats: String = FORMATS.iter().enumerate().map(format).collect();
    let own: String = (0..FORMATS.len())
        .map(|n| {
            format!(
                r#"<xf numFmtId="{}" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>"#,
                200 + n
            )
        })
        .collect();
    let plain = |id: usize| {
        format!(r#"<xf numFmtId="{id}" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>"#)
    };
    let built_in: String = (0..50).map(plain).collect();
    format!(
        r#"<?xml version="1.0"?><styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><numFmts count="{}">{formats}</numFmts><fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts><fills count="1"><fill><patternFill patternType="none"/></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="{}">{}{own}{built_in}</cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>"#,
        FORMATS.len(),
        1 + FORMATS.len() + 50,
        plain(0),
    )
}

/// A package whose one sheet holds these rows.
fn sheet(rows: &str) -> Parts {
    let types = r#"<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/><Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/><Override PartName="/xl/sharedStrings.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/></Types>"#;
    let parts = with(xlsx_parts(rows), "xl/sharedStrings.xml", STRINGS);
    with(with(parts, "xl/styles.xml", styles()), "[Content_Types].xml", types)
}

/// One cell B2 of a kind, with what stands in it.
fn one(kind: &str, inside: &str) -> Parts {
    sheet(&format!(r#"<row r="2"><c r="B2" t="{kind}">{inside}</c></row>"#))
}

/// One number B2 in a style.
fn styled(style: usize, number: &str) -> Parts {
    sheet(&format!(
        r#"<row r="2"><c r="B2" s="{style}"><v>{number}</v></c></row>"#
    ))
}

fn dates_from_1904(parts: Parts) -> Parts {
    edit(
        parts,
        "xl/workbook.xml",
        "<sheets>",
        r#"<workbookPr date1904="1"/><sheets>"#,
    )
}

/// A part in another encoding, which it names.
fn encoded(parts: Parts, ending: &str, label: &str, encode: &dyn Fn(&str) -> Vec<u8>) -> Parts {
    let part = |(name, bytes): (String, Vec<u8>)| match name.ends_with(ending) {
        false => (name, bytes),
        true => {
            let text = String::from_utf8(bytes).unwrap();
            let body = text.trim_start_matches(r#"<?xml version="1.0"?>"#);
            let declared = format!(r#"<?xml version="1.0" encoding="{label}"?>{body}"#);
            (name, encode(&declared))
        }
    };
    parts.into_iter().map(part).collect()
}

fn utf16(text: &str, mark: bool, big: bool) -> Vec<u8> {
    let units = mark.then_some(0xFEFF).into_iter().chain(text.encode_utf16());
    units
        .flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() })
        .collect()
}

fn latin1(text: &str) -> Vec<u8> {
    text.chars()
        .map(|letter| u8::try_from(u32::from(letter)).unwrap())
        .collect()
}

type File = (&'static str, Vec<u8>);

fn shared_and_inline() -> Vec<(&'static str, Parts)> {
    vec![
        ("shared-rich-text", one("s", "<v>1</v>")),
        ("shared-phonetic", one("s", "<v>2</v>")),
        ("shared-blanks", one("s", "<v>3</v>")),
        ("shared-empty", one("s", "<v>4</v>")),
        ("shared-line-break", one("s", "<v>5</v>")),
        ("shared-cdata", one("s", "<v>6</v>")),
        ("shared-comment-inside", one("s", "<v>7</v>")),
        ("shared-index-out-of-range", one("s", "<v>8</v>")),
        ("shared-index-far-out", one("s", "<v>4294967296</v>")),
        ("shared-index-blanks", one("s", "<v> 1\n</v>")),
        ("shared-index-plus", one("s", "<v>+1</v>")),
        ("shared-index-leading-zero", one("s", "<v>01</v>")),
        ("shared-index-decimal", one("s", "<v>1.0</v>")),
        ("shared-index-negative", one("s", "<v>-1</v>")),
        ("shared-index-word", one("s", "<v>abc</v>")),
        (
            "inline-rich-text",
            one("inlineStr", "<is><r><t>a</t></r><r><t>b</t></r></is>"),
        ),
        (
            "inline-phonetic",
            one(
                "inlineStr",
                "<is><t>a</t><rPh sb=\"0\" eb=\"1\"><t>spoken</t></rPh></is>",
            ),
        ),
        (
            "inline-blanks",
            one("inlineStr", "<is><t xml:space=\"preserve\">   </t></is>"),
        ),
        ("inline-escape", one("inlineStr", "<is><t>a_x0041_b</t></is>")),
        (
            "inline-escaped-escape",
            one("inlineStr", "<is><t>a_x005F_x0041_b</t></is>"),
        ),
        ("inline-cdata", one("inlineStr", "<is><t>a<![CDATA[ < ]]>b</t></is>")),
        ("inline-comment", one("inlineStr", "<is><t>a<!-- note -->b</t></is>")),
        ("inline-as-value", one("inlineStr", "<v>plain</v>")),
        ("inline-empty", one("inlineStr", "<is/>")),
        ("number-kept-as-text", one("inlineStr", "<is><t>00123</t></is>")),
        ("number-in-string-type", one("str", "<v>00123</v>")),
    ]
}

fn numbers() -> Vec<(&'static str, Parts)> {
    let number = |text: &str| styled(0, text);
    vec![
        ("number-exponent", number("1e3")),
        ("number-capital-exponent", number("1.5E+2")),
        ("number-blanks", number(" 42 ")),
        ("number-plus", number("+42")),
        ("number-comma", number("1,5")),
        ("number-underscore", number("1_000")),
        ("number-hexadecimal", number("0x10")),
        ("number-nan", number("NaN")),
        ("number-infinite", number("INF")),
        ("number-word", number("abc")),
        ("number-empty", number("")),
        ("number-minus-zero", number("-0")),
        ("number-wide-digits", number("\u{FF11}\u{FF12}")),
        ("number-long", number("12345678901234567")),
        ("number-blanks-in-style", styled(1, " 46295 ")),
        ("number-blanks-typed", one("n", "<v> 5 </v>")),
        ("number-with-unknown-type", one("x", "<v>5</v>")),
        ("number-typed", one("n", "<v>5</v>")),
        ("truth-1", one("b", "<v>1</v>")),
        ("truth-0", one("b", "<v>0</v>")),
        ("truth-word", one("b", "<v>true</v>")),
        ("truth-false-word", one("b", "<v>FALSE</v>")),
        ("truth-2", one("b", "<v>2</v>")),
        ("truth-empty", one("b", "<v></v>")),
        ("error-na", one("e", "<v>#N/A</v>")),
        ("error-small-letters", one("e", "<v>#n/a</v>")),
        ("error-new", one("e", "<v>#SPILL!</v>")),
        ("error-unknown", one("e", "<v>#WHAT!</v>")),
        (
            "error-new-and-more",
            sheet(
                r##"<row r="1"><c r="A1" t="e"><v>#CALC!</v></c><c r="B1"><v>2</v></c></row><row r="2"><c r="A2" t="e"><f>X()</f><v>#BUSY!</v></c></row>"##,
            ),
        ),
        (
            "error-new-without-place",
            sheet("<row><c t=\"e\"><v>#SPILL!</v></c><c><v>2</v></c></row>"),
        ),
        ("error-empty", one("e", "<v></v>")),
    ]
}

fn dates() -> Vec<(&'static str, Parts)> {
    let iso = |text: &str| one("d", &format!("<v>{text}</v>"));
    let built_in = |id: usize, number: &str| styled(1 + FORMATS.len() + id, number);
    let own = |format: &str| styled(style(format), "46295");
    vec![
        ("iso-day", iso("2026-09-30")),
        ("iso-moment", iso("2026-09-30T23:59:59.999")),
        ("iso-zone", iso("2026-09-30T10:00:00Z")),
        ("iso-time-alone", iso("10:30:00")),
        ("iso-impossible", iso("2026-02-30")),
        ("iso-month", iso("2026-09")),
        ("iso-basic", iso("20260930")),
        ("serial-day", built_in(14, "46295")),
        ("serial-late-evening", built_in(22, "46295.999999")),
        ("serial-almost-next-day", built_in(22, "46295.9999999999")),
        ("serial-negative", built_in(14, "-1")),
        ("serial-leap-of-1900", built_in(14, "60")),
        ("serial-zero", built_in(14, "0")),
        ("serial-too-large", built_in(14, "99999999")),
        ("serial-1904", dates_from_1904(built_in(14, "44833"))),
        ("format-27-of-asia", built_in(27, "46295")),
        ("format-36-of-asia", built_in(36, "46295")),
        ("format-45-minutes", built_in(45, "0.5")),
        ("format-46-hours", built_in(46, "1.5")),
        ("format-9-percent", built_in(9, "0.5")),
        ("format-49-text", built_in(49, "46295")),
        ("format-own-day", own("yyyy\\-mm\\-dd")),
        ("format-own-hours", own("[h]:mm:ss")),
        ("format-quoted-letter", own("\"Q\"0")),
        ("format-quoted-d", own("0.00\" d\"")),
        ("format-locale", own("[$-409]d\\-mmm\\-yy;@")),
        ("format-general-red", own("General;[Red]@")),
        ("format-minutes", own("mm:ss")),
        ("format-escaped-d", own("\\d0")),
        ("format-red", own("[Red]0")),
        ("format-long-day", own("[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy")),
        ("format-currency-usd", own("[$USD] #,##0")),
        ("format-percent", own("0%")),
        ("format-days-in-words", own("#,##0.00 \"days\"")),
        ("format-zeros", own("00000")),
        ("format-quoted-day", own("\"Day \"d")),
        ("format-space-of-d", own("0_d")),
        ("format-filled-with-y", own("0*y")),
        ("format-day-and-time", own("dd/mm/yyyy hh:mm")),
    ]
}

fn formulas() -> Vec<(&'static str, Parts)> {
    let long = "x".repeat(20_000);
    vec![
        ("formula-text", one("str", "<f>\"a\"&amp;\"b\"</f><v>ab</v>")),
        ("formula-text-empty", one("str", "<f>\"\"</f><v></v>")),
        ("formula-text-blanks", one("str", "<f>\"  \"</f><v>  </v>")),
        (
            "formula-text-long",
            one("str", &format!("<f>REPT(\"x\",20000)</f><v>{long}</v>")),
        ),
        ("formula-number", one("n", "<f>1+1</f><v>2</v>")),
        ("formula-truth", one("b", "<f>TRUE()</f><v>1</v>")),
        ("formula-error", one("e", "<f>1/0</f><v>#DIV/0!</v>")),
        (
            "formula-text-in-pieces",
            one("str", "<f>\"ab &amp; c\"</f><v>a<!-- -->b &amp; <![CDATA[c]]></v>"),
        ),
    ]
}

fn places() -> Vec<(&'static str, Parts)> {
    let value = |number: u32| format!("<v>{number}</v>");
    vec![
        (
            "place-none",
            sheet(&format!("<row><c>{}</c><c>{}</c></row>", value(1), value(2))),
        ),
        (
            "place-row-skipped",
            sheet(&format!(
                r#"<row r="3"><c>{}</c></row><row><c>{}</c></row>"#,
                value(1),
                value(2)
            )),
        ),
        (
            "place-column-skipped",
            sheet(&format!(
                r#"<row r="1"><c r="C1">{}</c><c>{}</c></row>"#,
                value(1),
                value(2)
            )),
        ),
        (
            "place-small-letters",
            sheet(&format!(r#"<row r="2"><c r="b2">{}</c></row>"#, value(1))),
        ),
        (
            "place-absolute",
            sheet(&format!(r#"<row r="2"><c r="$B$2">{}</c></row>"#, value(1))),
        ),
        (
            "place-of-another-row",
            sheet(&format!(r#"<row r="2"><c r="B5">{}</c></row>"#, value(1))),
        ),
        (
            "place-columns-out-of-order",
            sheet(&format!(
                r#"<row r="1"><c r="C1">{}</c><c r="A1">{}</c></row>"#,
                value(3),
                value(1)
            )),
        ),
        (
            "place-rows-out-of-order",
            sheet(&format!(
                r#"<row r="5"><c r="A5">{}</c></row><row r="2"><c r="A2">{}</c></row>"#,
                value(5),
                value(2)
            )),
        ),
        (
            "place-twice",
            sheet(&format!(
                r#"<row r="1"><c r="A1">{}</c><c r="A1">{}</c></row>"#,
                value(1),
                value(2)
            )),
        ),
        (
            "place-row-zero",
            sheet(&format!(r#"<row r="0"><c r="A0">{}</c></row>"#, value(1))),
        ),
    ]
}

fn encodings() -> Vec<(&'static str, Parts)> {
    let accents = || {
        let parts = one("inlineStr", "<is><t>Zo\u{EB} \u{C3}\u{A9}</t></is>");
        with(parts, "xl/sharedStrings.xml", STRINGS)
    };
    let shared = || {
        with(
            one("s", "<v>0</v>"),
            "xl/sharedStrings.xml",
            STRINGS.replace("zero", "\u{141}\u{F3}d\u{17A}"),
        )
    };
    let (sheet1, strings, book) = ("sheet1.xml", "sharedStrings.xml", "xl/workbook.xml");
    vec![
        (
            "utf-16-sheet",
            encoded(accents(), sheet1, "UTF-16", &|t| utf16(t, true, false)),
        ),
        (
            "utf-16-sheet-big-endian",
            encoded(accents(), sheet1, "UTF-16", &|t| utf16(t, true, true)),
        ),
        (
            "utf-16-sheet-without-mark",
            encoded(accents(), sheet1, "UTF-16LE", &|t| utf16(t, false, false)),
        ),
        (
            "utf-16-shared-texts",
            encoded(shared(), strings, "UTF-16", &|t| utf16(t, true, false)),
        ),
        (
            "utf-16-book",
            encoded(shared(), book, "UTF-16", &|t| utf16(t, true, false)),
        ),
        (
            "utf-16-everything",
            encoded(shared(), ".xml", "UTF-16", &|t| utf16(t, true, true)),
        ),
        (
            "utf-8-with-mark",
            encoded(accents(), sheet1, "UTF-8", &|t| {
                [b"\xEF\xBB\xBF", t.as_bytes()].concat()
            }),
        ),
        ("latin-1-sheet", encoded(accents(), sheet1, "ISO-8859-1", &latin1)),
        (
            "windows-1252-sheet",
            encoded(accents(), sheet1, "windows-1252", &latin1),
        ),
        (
            "unknown-encoding",
            encoded(accents(), sheet1, "x-nobody", &|t| t.as_bytes().to_vec()),
        ),
        (
            "says-utf-16-and-is-not",
            encoded(accents(), sheet1, "utf-16", &|t| t.as_bytes().to_vec()),
        ),
    ]
}

fn open_document() -> Vec<(&'static str, Parts)> {
    let row = |cells: &str| ods_parts(&format!("<table:table-row>{cells}</table:table-row>"));
    let cell = |attributes: &str, shown: &str| {
        row(&format!(
            "<table:table-cell {attributes}><text:p>{shown}</text:p></table:table-cell>"
        ))
    };
    let typed = |kind: &str, value: &str, shown: &str| cell(&format!(r#"office:value-type="{kind}" {value}"#), shown);
    vec![
        ("float", typed("float", r#"office:value="46295""#, "46,295")),
        ("percentage", typed("percentage", r#"office:value="0.5""#, "50%")),
        (
            "currency",
            typed(
                "currency",
                r#"office:currency="EUR" office:value="1234.5""#,
                "1.234,50 €",
            ),
        ),
        ("truth", typed("boolean", r#"office:boolean-value="true""#, "WAHR")),
        ("untruth", typed("boolean", r#"office:boolean-value="false""#, "FALSCH")),
        ("day", typed("date", r#"office:date-value="2026-09-30""#, "30.09.26")),
        (
            "moment",
            typed("date", r#"office:date-value="2026-09-30T23:59:59""#, "30.09.26 23:59"),
        ),
        ("time", typed("time", r#"office:time-value="PT10H30M00S""#, "10:30")),
        (
            "text-of-attribute",
            row(r#"<table:table-cell office:value-type="string" office:string-value="said"/>"#),
        ),
        (
            "text-without-type",
            row("<table:table-cell><text:p>said</text:p></table:table-cell>"),
        ),
        ("number-as-text", typed("string", "", "00123")),
        (
            "blanks-and-tab",
            typed("string", "", r#"a<text:s text:c="3"/>b<text:tab/>c"#),
        ),
        (
            "spans-and-link",
            typed("string", "", "a<text:span>b</text:span><text:a>c</text:a>"),
        ),
        ("line-break", typed("string", "", "a<text:line-break/>b")),
        (
            "paragraphs",
            row(
                r#"<table:table-cell office:value-type="string"><text:p>a</text:p><text:p>b</text:p></table:table-cell>"#,
            ),
        ),
        (
            "note",
            row(
                r#"<table:table-cell office:value-type="string"><office:annotation><text:p>note</text:p></office:annotation><text:p>said</text:p></table:table-cell>"#,
            ),
        ),
        (
            "repeated-cells",
            row(
                r#"<table:table-cell table:number-columns-repeated="2" office:value-type="float" office:value="1"><text:p>1</text:p></table:table-cell><table:table-cell table:number-columns-repeated="2"/><table:table-cell office:value-type="float" office:value="2"><text:p>2</text:p></table:table-cell>"#,
            ),
        ),
        (
            "repeated-rows",
            ods_parts(
                r#"<table:table-row table:number-rows-repeated="2"><table:table-cell office:value-type="float" office:value="1"><text:p>1</text:p></table:table-cell></table:table-row><table:table-row table:number-rows-repeated="3"><table:table-cell/></table:table-row><table:table-row><table:table-cell office:value-type="float" office:value="2"><text:p>2</text:p></table:table-cell></table:table-row>"#,
            ),
        ),
        (
            "covered-cells",
            row(
                r#"<table:table-cell table:number-columns-spanned="2" table:number-rows-spanned="1" office:value-type="float" office:value="1"><text:p>1</text:p></table:table-cell><table:covered-table-cell/><table:table-cell office:value-type="float" office:value="2"><text:p>2</text:p></table:table-cell>"#,
            ),
        ),
        (
            "header-rows",
            ods_parts(
                r#"<table:table-header-rows><table:table-row><table:table-cell office:value-type="float" office:value="1"><text:p>1</text:p></table:table-cell></table:table-row></table:table-header-rows><table:table-row-group><table:table-row><table:table-cell office:value-type="float" office:value="2"><text:p>2</text:p></table:table-cell></table:table-row></table:table-row-group>"#,
            ),
        ),
        (
            "error",
            row(
                r#"<table:table-cell table:formula="of:=1/0" office:value-type="string" office:string-value="" calcext:value-type="error"><text:p>#DIV/0!</text:p></table:table-cell>"#,
            ),
        ),
        (
            "utf-16-content",
            encoded(typed("string", "", "Zo\u{EB}"), "content.xml", "UTF-16", &|t| {
                utf16(t, true, false)
            }),
        ),
    ]
}

fn old_workbooks() -> Vec<File> {
    let text = |page: u16| compound("Workbook", &xls_in_code_page(page, vec![vec!["Łódź", "日本"]]), |_| {});
    let record = |kind: u16, content: &[u8]| {
        let length = u16::try_from(content.len()).unwrap();
        [&kind.to_le_bytes()[..], &length.to_le_bytes(), content].concat()
    };
    let with_cell = |kind: u16, content: Vec<u8>| {
        let stream = xls_with(&[], move |place, _| {
            record(kind, &[place, &[0, 0], &content[..]].concat())
        });
        compound("Workbook", &stream, |_| {})
    };
    // Excel 95: texts in the code page that the workbook names.
    let excel_95 = |page: u16, bytes: &[u8]| {
        let begin = |kind: u16| {
            record(
                0x0809,
                &[0x0500_u16.to_le_bytes(), kind.to_le_bytes(), [0; 2], [0; 2]].concat(),
            )
        };
        let bound = |at: u32| record(0x0085, &[&at.to_le_bytes()[..], &[0, 0, 1], b"S"].concat());
        let globals = [begin(5), record(0x0042, &page.to_le_bytes())].concat();
        let place = u32::try_from(globals.len() + bound(0).len() + 4).unwrap();
        let length = u16::try_from(bytes.len()).unwrap().to_le_bytes();
        let cell = record(0x0204, &[&[0; 6][..], &length, bytes].concat());
        let stream = [
            globals,
            bound(place),
            record(0x000A, &[]),
            begin(16),
            cell,
            record(0x000A, &[]),
        ]
        .concat();
        compound("Book", &stream, |_| {})
    };
    vec![
        // "Łódź" and "日本".
        ("excel-95-page-1250.xls", excel_95(1250, &[0xA3, 0xF3, 0x64, 0x9F])),
        ("excel-95-page-932.xls", excel_95(932, &[0x93, 0xFA, 0x96, 0x7B])),
        ("excel-95-page-1252.xls", excel_95(1252, b"caf\xE9")),
        ("code-page-1250.xls", text(1250)),
        ("code-page-932.xls", text(932)),
        (
            "day.xls",
            compound("Workbook", &xls_stream(&[&["46295"]], false), |_| {}),
        ),
        (
            "day-of-1904.xls",
            compound("Workbook", &xls_stream(&[&["44833"]], true), |_| {}),
        ),
        // A number packed into 30 bits: whole, and divided by a hundred.
        (
            "packed-whole.xls",
            with_cell(0x027E, (42_u32 << 2 | 2).to_le_bytes().to_vec()),
        ),
        (
            "packed-hundredth.xls",
            with_cell(0x027E, (1234_u32 << 2 | 3).to_le_bytes().to_vec()),
        ),
        ("truth.xls", with_cell(0x0205, vec![1, 0])),
        ("error.xls", with_cell(0x0205, vec![0x2A, 1])),
    ]
}

/// Every file of the table.
fn files() -> Vec<(String, Vec<u8>)> {
    let packages = [
        shared_and_inline(),
        numbers(),
        dates(),
        formulas(),
        places(),
        encodings(),
    ]
    .concat();
    let workbooks = packages
        .into_iter()
        .map(|(name, parts)| (format!("{name}.xlsx"), pack(&parts)));
    let open = open_document()
        .into_iter()
        .map(|(name, parts)| (format!("{name}.ods"), pack(&parts)));
    let old = old_workbooks()
        .into_iter()
        .map(|(name, bytes)| (name.to_owned(), bytes));
    let binary = pack(&xlsb_parts(&[&["a", "", "Łódź"]], "rId1"));
    workbooks
        .chain(open)
        .chain(old)
        .chain([("texts.xlsb".to_owned(), binary)])
        .collect()
}

/// What we read from a file: every cell that holds something, with its place.
fn ours(path: &Path) -> String {
    let read = match open(path) {
        Ok(read) => read.value,
        Err(error) => return format!("refused: {}", reason(error)),
    };
    let mut cells = Vec::new();
    for row in read.tables.iter().flat_map(|table| &table.rows) {
        for (column, value) in &row.cells {
            let place = CellRef {
                row: row.number,
                column: *column,
            };
            cells.push(format!("{place} {}", shown(value)));
        }
    }
    match cells.is_empty() {
        true => "nothing".to_owned(),
        false => cells.join(" | "),
    }
}

fn shown(value: &Value) -> String {
    let in_line = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    match value {
        Value::Text(text) if text.len() > 100 => format!("'{} letters'", text.len()),
        Value::Text(text) => format!("'{}'", in_line(text)),
        Value::Number(number) => (number + 0.0).to_string(),
        Value::Bool(truth) => truth.to_string(),
        Value::Date(day) => day.to_string(),
        Value::BadDate(text) => format!("no day: {text}"),
        Value::Error(name) => format!("error: {name}"),
        Value::Uncalculated => "not calculated".to_owned(),
    }
}

/// Whether the report says of every cell that something is wrong with it.
fn is_reported(ours: &str) -> bool {
    ["refused: ", "no day: ", "error: ", "not calculated"]
        .iter()
        .any(|word| ours.contains(word))
}

#[test]
fn odd_files_are_read_as_other_programs_read_them_or_are_reported() {
    let folder = tempfile::tempdir().unwrap();
    let kept = std::env::var_os("UNOWNED_CONFORMANCE");
    let folder = kept.as_ref().map_or(folder.path(), Path::new);
    let table = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/read/conformance.csv");
    let mut table = csv::Reader::from_path(table).unwrap();
    let mut lines: Vec<csv::StringRecord> = table.records().map(Result::unwrap).collect();
    let (mut wrong, mut all) = (String::new(), csv::Writer::from_writer(Vec::new()));
    for (name, bytes) in files() {
        let ours = ours(&write(folder, &name, &bytes));
        all.write_record([&name, &ours]).unwrap();
        let Some(place) = lines.iter().position(|line| &line[0] == name.as_str()) else {
            _ = writeln!(wrong, "{name} is not in the table");
            continue;
        };
        let line = lines.remove(place);
        if line[4] != ours {
            _ = writeln!(wrong, "{name}: {ours}, but {} before", &line[4]);
        }
        // Where another program gives nothing at all, it did not read the file.
        let theirs = [&line[1], &line[2], &line[3]]
            .into_iter()
            .filter(|theirs| !theirs.is_empty());
        let differing: Vec<_> = theirs.filter(|theirs| **theirs != ours).collect();
        if !differing.is_empty() && !is_reported(&ours) && line[5].is_empty() {
            _ = writeln!(wrong, "{name}: {ours}, but others read {differing:?}");
        }
    }
    if let Some(folder) = kept {
        fs::write(Path::new(&folder).join("unowned.csv"), all.into_inner().unwrap()).unwrap();
    }
    assert!(lines.is_empty(), "no such files any more: {lines:?}");
    assert!(wrong.is_empty(), "{wrong}");
}
