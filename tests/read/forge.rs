//! Workbooks made byte by byte, so that they can be wrong in every way.

use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

/// The parts of a package: names and contents.
pub type Parts = Vec<(String, Vec<u8>)>;

const TYPES: &str = r#"<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>"#;
const RELATIONS: &str = "http://schemas.openxmlformats.org/package/2006/relationships";
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";

pub fn pack(parts: &Parts) -> Vec<u8> {
    pack_as(parts, CompressionMethod::Deflated)
}

pub fn pack_as(parts: &Parts, method: CompressionMethod) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(method);
    for (name, content) in parts {
        writer.start_file(name.as_str(), options).unwrap();
        writer.write_all(content).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn relationships(kind_and_target: &[(&str, &str)]) -> String {
    let each = kind_and_target.iter().enumerate();
    let lines: String = each
        .map(|(i, (kind, target))| {
            format!(
                r#"<Relationship Id="rId{}" Type="{OFFICE}/{kind}" Target="{target}"/>"#,
                i + 1
            )
        })
        .collect();
    format!(r#"<?xml version="1.0"?><Relationships xmlns="{RELATIONS}">{lines}</Relationships>"#)
}

/// An .xlsx with one sheet, whose `sheetData` is given.
pub fn xlsx_parts(sheet_data: &str) -> Parts {
    xlsx_with(&format!(
        r#"<worksheet xmlns="{MAIN}"><sheetData>{sheet_data}</sheetData></worksheet>"#
    ))
}

/// An .xlsx with one sheet part, shared texts and two styles: 0 is general, 1 is a date.
pub fn xlsx_with(sheet: &str) -> Parts {
    let workbook = format!(
        r#"<?xml version="1.0"?><workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets><sheet name="Systems" sheetId="1" r:id="rId1"/></sheets></workbook>"#
    );
    let styles = format!(
        r#"<?xml version="1.0"?><styleSheet xmlns="{MAIN}"><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14" applyNumberFormat="1"/></cellXfs></styleSheet>"#
    );
    let strings =
        format!(r#"<?xml version="1.0"?><sst xmlns="{MAIN}" count="1" uniqueCount="1"><si><t>shared</t></si></sst>"#);
    let targets = [
        ("worksheet", "worksheets/sheet1.xml"),
        ("styles", "styles.xml"),
        ("sharedStrings", "sharedStrings.xml"),
    ];
    vec![
        ("[Content_Types].xml".to_owned(), TYPES.into()),
        (
            "_rels/.rels".to_owned(),
            relationships(&[("officeDocument", "xl/workbook.xml")]).into(),
        ),
        ("xl/workbook.xml".to_owned(), workbook.into()),
        ("xl/_rels/workbook.xml.rels".to_owned(), relationships(&targets).into()),
        ("xl/styles.xml".to_owned(), styles.into()),
        ("xl/sharedStrings.xml".to_owned(), strings.into()),
        ("xl/worksheets/sheet1.xml".to_owned(), sheet.into()),
    ]
}

/// Replaces a part, or adds it.
pub fn with(mut parts: Parts, name: &str, content: impl Into<Vec<u8>>) -> Parts {
    parts.retain(|(part, _)| part != name);
    parts.push((name.to_owned(), content.into()));
    parts
}

/// Changes the text of one part.
pub fn edit(mut parts: Parts, name: &str, from: &str, to: &str) -> Parts {
    let (_, content) = parts.iter_mut().find(|(part, _)| part == name).unwrap();
    let text = String::from_utf8(content.clone()).unwrap();
    assert!(text.contains(from), "{name} holds no {from}");
    *content = text.replace(from, to).into_bytes();
    parts
}

/// An inline text cell.
pub fn cell(place: &str, text: &str) -> String {
    format!(r#"<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>"#)
}

/// An .ods with one table, whose rows are given.
pub fn ods_parts(rows: &str) -> Parts {
    ods_book(&[("Systems", rows.to_owned())])
}

/// An .ods with a table for each name and its rows.
pub fn ods_book(tables: &[(&str, String)]) -> Parts {
    let table = |(name, rows): &(&str, String)| format!(r#"<table:table table:name="{name}">{rows}</table:table>"#);
    let tables: String = tables.iter().map(table).collect();
    let content = format!(
        r#"<?xml version="1.0"?><office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"><office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"#
    );
    let manifest = r#"<?xml version="1.0"?><manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><manifest:file-entry manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/></manifest:manifest>"#;
    vec![
        (
            "mimetype".to_owned(),
            "application/vnd.oasis.opendocument.spreadsheet".into(),
        ),
        ("META-INF/manifest.xml".to_owned(), manifest.into()),
        ("content.xml".to_owned(), content.into()),
    ]
}

/// A text cell of an .ods.
pub fn ods_cell(text: &str) -> String {
    format!(r#"<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>"#)
}

fn wide(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

/// A record of an .xlsb part.
fn xlsb_record(kind: u16, content: &[u8]) -> Vec<u8> {
    let mut record = if kind < 0x80 {
        vec![u8::try_from(kind).unwrap()]
    } else {
        vec![(kind & 0x7F) as u8 | 0x80, u8::try_from(kind >> 7).unwrap()]
    };
    assert!(content.len() < 0x4000);
    record.push((content.len() & 0x7F) as u8 | 0x80);
    record.push((content.len() >> 7) as u8);
    record.extend_from_slice(content);
    record
}

fn xlsb_text(text: &str) -> Vec<u8> {
    let length = u32::try_from(text.encode_utf16().count()).unwrap();
    [length.to_le_bytes().to_vec(), wide(text)].concat()
}

/// An .xlsb with one sheet that holds texts, row by row.
pub fn xlsb_parts(rows: &[&[&str]], relation: &str) -> Parts {
    let book = xlsb_bundles(&[(relation, "Systems")]);
    xlsb_package(book, vec![xlsb_sheet(rows)])
}

/// An .xlsb with a sheet of texts for each name.
pub fn xlsb_book(sheets: &[(&str, Vec<Vec<&str>>)]) -> Parts {
    let relations: Vec<String> = (1..=sheets.len()).map(|n| format!("rId{n}")).collect();
    let named: Vec<_> = relations
        .iter()
        .map(String::as_str)
        .zip(sheets.iter().map(|(name, _)| *name))
        .collect();
    let rows = |rows: &Vec<Vec<&str>>| xlsb_sheet(&rows.iter().map(Vec::as_slice).collect::<Vec<_>>());
    xlsb_package(
        xlsb_bundles(&named),
        sheets.iter().map(|(_, cells)| rows(cells)).collect(),
    )
}

/// The part that names the sheets, each with its relation.
fn xlsb_bundles(sheets: &[(&str, &str)]) -> Vec<u8> {
    let bundle = |(relation, name): &(&str, &str)| {
        xlsb_record(0x009C, &[&[0; 8][..], &xlsb_text(relation), &xlsb_text(name)].concat())
    };
    [
        xlsb_record(0x0083, &[]),
        xlsb_record(0x0099, &[0; 12]),
        xlsb_record(0x008F, &[]),
        sheets.iter().flat_map(bundle).collect(),
        xlsb_record(0x0090, &[]),
        xlsb_record(0x0084, &[]),
    ]
    .concat()
}

fn xlsb_sheet(rows: &[&[&str]]) -> Vec<u8> {
    let mut sheet = vec![
        xlsb_record(0x0081, &[]),
        xlsb_record(0x0094, &[0; 16]),
        xlsb_record(0x0091, &[]),
    ];
    for (row, cells) in (0_u32..).zip(rows) {
        sheet.push(xlsb_record(0x0000, &[row.to_le_bytes().to_vec(), vec![0; 13]].concat()));
        for (column, text) in (0_u32..).zip(*cells).filter(|(_, text)| !text.is_empty()) {
            let content = [column.to_le_bytes().to_vec(), vec![0; 4], xlsb_text(text)].concat();
            sheet.push(xlsb_record(0x0006, &content));
        }
    }
    sheet.push(xlsb_record(0x0092, &[]));
    sheet.push(xlsb_record(0x0082, &[]));
    sheet.concat()
}

fn xlsb_package(book: Vec<u8>, sheets: Vec<Vec<u8>>) -> Parts {
    let targets: Vec<String> = (1..=sheets.len()).map(|n| format!("worksheets/sheet{n}.bin")).collect();
    let related: Vec<(&str, &str)> = targets.iter().map(|target| ("worksheet", target.as_str())).collect();
    let mut parts = vec![
        (
            "[Content_Types].xml".to_owned(),
            TYPES.replace("workbook.xml", "workbook.bin").into(),
        ),
        (
            "_rels/.rels".to_owned(),
            relationships(&[("officeDocument", "xl/workbook.bin")]).into(),
        ),
        ("xl/workbook.bin".to_owned(), book),
        ("xl/_rels/workbook.bin.rels".to_owned(), relationships(&related).into()),
    ];
    parts.extend(
        targets
            .iter()
            .zip(sheets)
            .map(|(target, sheet)| (format!("xl/{target}"), sheet)),
    );
    parts
}

fn xls_record(kind: u16, content: &[u8]) -> Vec<u8> {
    let length = u16::try_from(content.len()).unwrap();
    [&kind.to_le_bytes()[..], &length.to_le_bytes(), content].concat()
}

/// The workbook stream of an .xls with one sheet that holds texts, row by row, and dates where a text is a number.
pub fn xls_stream(rows: &[&[&str]], mac_dates: bool) -> Vec<u8> {
    let cell = |place: &[u8], text: &str| match text.parse::<f64>() {
        Ok(number) => xls_record(0x0203, &[place, &[1, 0], &number.to_le_bytes()].concat()),
        Err(_) => xls_text(place, text),
    };
    let rows: Vec<Vec<&str>> = rows.iter().map(|cells| cells.to_vec()).collect();
    xls_sheets(
        &[("Systems", rows)],
        &xls_record(0x0022, &u16::from(mac_dates).to_le_bytes()),
        cell,
    )
}

/// The workbook stream of an .xls with a sheet of texts for each name.
pub fn xls_book(sheets: &[(&str, Vec<Vec<&str>>)]) -> Vec<u8> {
    xls_sheets(sheets, &[], xls_text)
}

/// The same, with a code page that it names.
pub fn xls_in_code_page(code_page: u16, rows: Vec<Vec<&str>>) -> Vec<u8> {
    xls_sheets(
        &[("Systems", rows)],
        &xls_record(0x0042, &code_page.to_le_bytes()),
        xls_text,
    )
}

/// The same, with further records in front of the styles.
pub fn xls_with(records: &[u8], cell: impl Fn(&[u8], &str) -> Vec<u8>) -> Vec<u8> {
    xls_sheets(&[("Systems", vec![vec!["x"]])], records, cell)
}

fn xls_text(place: &[u8], text: &str) -> Vec<u8> {
    let length = u16::try_from(text.encode_utf16().count()).unwrap().to_le_bytes();
    xls_record(0x0204, &[place, &[0, 0], &length, &[1], &wide(text)].concat())
}

fn xls_sheets(sheets: &[(&str, Vec<Vec<&str>>)], records: &[u8], cell: impl Fn(&[u8], &str) -> Vec<u8>) -> Vec<u8> {
    let bof = |kind: u16| {
        xls_record(
            0x0809,
            &[0x0600_u16.to_le_bytes(), kind.to_le_bytes(), [0; 2], [0; 2]].concat(),
        )
    };
    let style = |format: u16| {
        let mut content = vec![0; 20];
        content[2..4].copy_from_slice(&format.to_le_bytes());
        xls_record(0x00E0, &content)
    };
    let globals = [bof(5), records.to_vec(), style(0), style(14)].concat();
    let body = |rows: &Vec<Vec<&str>>| {
        let mut body = bof(16);
        for (row, cells) in (0_u16..).zip(rows) {
            for (column, text) in (0_u16..).zip(cells).filter(|(_, text)| !text.is_empty()) {
                body.extend(cell(&[row.to_le_bytes(), column.to_le_bytes()].concat(), text));
            }
        }
        body.extend(xls_record(0x000A, &[]));
        body
    };
    let bound = |name: &str, offset: u32| {
        let length = u8::try_from(name.encode_utf16().count()).unwrap();
        xls_record(
            0x0085,
            &[&offset.to_le_bytes()[..], &[0, 0, length, 1], &wide(name)].concat(),
        )
    };
    let bodies: Vec<Vec<u8>> = sheets.iter().map(|(_, rows)| body(rows)).collect();
    let bounds: usize = sheets.iter().map(|(name, _)| bound(name, 0).len()).sum();
    let mut offset = globals.len() + bounds + 4;
    let mut stream = globals;
    for ((name, _), body) in sheets.iter().zip(&bodies) {
        stream.extend(bound(name, u32::try_from(offset).unwrap()));
        offset += body.len();
    }
    stream.extend(xls_record(0x000A, &[]));
    stream.extend(bodies.concat());
    stream
}

/// A compound file with one stream. `fat` may change the allocation table before it is written.
pub fn compound(name: &str, stream: &[u8], fat: impl Fn(&mut Vec<u32>)) -> Vec<u8> {
    const END: u32 = 0xFFFF_FFFE;
    let mut stream = stream.to_vec();
    stream.resize(stream.len().max(4096).div_ceil(512) * 512, 0);
    let sectors = u32::try_from(stream.len() / 512).unwrap();
    // Sector 0 is the allocation table, 1 the directory, the stream follows.
    let mut table = vec![0xFFFF_FFFD, END];
    table.extend((0..sectors).map(|i| if i + 1 == sectors { END } else { i + 3 }));
    fat(&mut table);
    table.resize(128, 0xFFFF_FFFF);
    let mut header = vec![0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
    header.resize(24, 0);
    for word in [0x3E_u16, 3, 0xFFFE, 9, 6] {
        header.extend(word.to_le_bytes());
    }
    header.resize(40, 0);
    for word in [0, 1, 1, 0, 4096, END, 0, END, 0, 0] {
        header.extend(u32::to_le_bytes(word));
    }
    header.resize(512, 0xFF);
    let entry = |name: &str, kind: u8, child: u32, start: u32, size: usize| {
        let mut entry = wide(name);
        let length = u16::try_from(entry.len() + 2).unwrap();
        entry.resize(64, 0);
        entry.extend(length.to_le_bytes());
        entry.extend([kind, 1]);
        for word in [0xFFFF_FFFF, 0xFFFF_FFFF, child] {
            entry.extend(u32::to_le_bytes(word));
        }
        entry.resize(116, 0);
        entry.extend(start.to_le_bytes());
        entry.extend((size as u64).to_le_bytes());
        entry
    };
    let mut directory = [
        entry("Root Entry", 5, 1, END, 0),
        entry(name, 2, 0xFFFF_FFFF, 2, stream.len()),
    ]
    .concat();
    directory.resize(512, 0);
    let table: Vec<u8> = table.into_iter().take(128).flat_map(u32::to_le_bytes).collect();
    [header, table, directory, stream].concat()
}
