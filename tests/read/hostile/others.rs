//! OpenDocument packages, binary workbooks and compound files.

use super::Case;
use super::Ending::{Reads, Refused, Well};
use crate::forge::*;

pub fn open_document() -> Vec<Case> {
    let ods = |rows: &str| pack(&ods_parts(rows));
    let line = |cells: &str| format!("<table:table-row>{cells}</table:table-row>");
    let repeated = |rows: u64, columns: u64| {
        format!(
            r#"<table:table-row table:number-rows-repeated="{rows}"><table:table-cell table:number-columns-repeated="{columns}" office:value-type="float" office:value="1"/></table:table-row>"#
        )
    };
    let cut = |content: &str| {
        let parts = ods_parts("");
        let head = String::from_utf8(parts[2].1.clone()).unwrap();
        let (head, _) = head.split_once("</table:table>").unwrap();
        pack(&with(parts.clone(), "content.xml", format!("{head}{content}")))
    };
    vec![
        ("good.ods", ods(&line(&ods_cell("x"))), Reads(1)),
        (
            "all-cells.ods",
            ods(&repeated(1_048_576, 16_384)),
            Refused("50,000 times"),
        ),
        ("many-cells.ods", ods(&repeated(90_000, 1_000)), Refused("50,000 times")),
        (
            "endless-repeat.ods",
            ods(&repeated(u64::MAX, u64::MAX)),
            Refused("contradict"),
        ),
        (
            "far-corner.ods",
            ods(&format!(
                r#"{}<table:table-row table:number-rows-repeated="1048574"><table:table-cell/></table:table-row><table:table-row><table:table-cell table:number-columns-repeated="16383"/>{}</table:table-row>"#,
                line(&ods_cell("x")),
                ods_cell("y")
            )),
            Reads(2),
        ),
        ("ends-in-table.ods", cut(""), Refused("break off")),
        ("ends-in-row.ods", cut("<table:table-row>"), Refused("break off")),
        (
            "ends-in-note.ods",
            cut(r#"<table:table-row><table:table-cell office:value-type="string"><office:annotation>"#),
            Refused("break off"),
        ),
        (
            "spaces.ods",
            ods(&line(&ods_cell(r#"<text:s text:c="4000000000"/>"#))),
            Refused("32,767"),
        ),
        (
            "laughs.ods",
            pack(&edit(
                ods_parts(""),
                "content.xml",
                "<?xml version=\"1.0\"?>",
                "<!DOCTYPE x>",
            )),
            Refused("document type"),
        ),
        ("flood.ods", ods(&" ".repeat(64 << 20)), Refused("unpacks to far more")),
        (
            "no-content.ods",
            pack(&ods_parts("").into_iter().take(2).collect()),
            Refused("damaged"),
        ),
        (
            "password.ods",
            {
                let parts = edit(
                    ods_parts(""),
                    "META-INF/manifest.xml",
                    "</manifest:manifest>",
                    "<manifest:file-entry><manifest:encryption-data/></manifest:file-entry></manifest:manifest>",
                );
                pack(&with(parts, "content.xml", (0..=255).collect::<Vec<u8>>().repeat(4)))
            },
            Refused("password"),
        ),
    ]
}

pub fn binary() -> Vec<Case> {
    let stream = || xls_stream(&[&["System", "Owner"], &["Chatbot", "Ann"]], false);
    let xls = |fat: fn(&mut Vec<u32>)| compound("Workbook", &stream(), fat);
    let xlsb = xlsb_parts(&[&["System"]], "rId1");
    let header_claims = |offset: usize| {
        let mut bytes = xls(|_| ());
        bytes[offset..offset + 4].copy_from_slice(&u32::MAX.to_le_bytes());
        bytes
    };
    vec![
        ("good.xls", xls(|_| ()), Reads(4)),
        ("good.xlsb", pack(&xlsb), Reads(1)),
        ("chain-in-a-circle.xls", xls(|fat| fat[4] = 2), Well),
        ("chain-of-one.xls", xls(|fat| fat[2] = 2), Well),
        ("directory-in-a-circle.xls", xls(|fat| fat[1] = 1), Refused("memory")),
        ("chain-outside.xls", xls(|fat| fat[2] = 0x00FF_FFFF), Well),
        ("many-fat-sectors.xls", header_claims(44), Well),
        ("first-directory.xls", header_claims(48), Well),
        ("stream-of-4-gib.xls", header_claims(512 + 512 + 128 + 120), Well),
        (
            "two-corners.xls",
            {
                let corner = [0xFF, 0xFF, 0xFF, 0xFF, 0, 0, 0, 0, 0, 0, 0, 0, 0xF0, 0x3F];
                let mut stream = stream();
                let end = stream.len() - 4;
                stream.splice(end..end, [vec![0x03, 0x02, 14, 0], corner.to_vec()].concat());
                compound("Workbook", &stream, |_| ())
            },
            Well,
        ),
        (
            "dimensions.xls",
            {
                let mut stream = stream();
                let end = stream.len() - 4;
                let claim = [
                    &[0, 2, 14, 0][..],
                    &[0; 4],
                    &u32::MAX.to_le_bytes(),
                    &[0; 2],
                    &[0xFF, 0xFF],
                    &[0; 2],
                ]
                .concat();
                stream.splice(end..end, claim);
                compound("Workbook", &stream, |_| ())
            },
            Well,
        ),
        ("only-header.xls", xls(|_| ())[..512].to_vec(), Refused("damaged")),
        ("cut.xls", xls(|_| ())[..3000].to_vec(), Well),
        (
            "password.xls",
            compound("EncryptedPackage", &[7; 5000], |_| ()),
            Refused("password"),
        ),
        (
            "password.xlsx",
            compound("EncryptedPackage", &[7; 5000], |_| ()),
            Refused("password"),
        ),
        (
            "filepass.xls",
            compound(
                "Workbook",
                &[&stream()[..12], &[0x2F, 0, 6, 0, 1, 0, 1, 0, 1, 0], &stream()[12..]].concat(),
                |_| (),
            ),
            Refused("password"),
        ),
        (
            "letter.xls",
            compound("WordDocument", &[0; 5000], |_| ()),
            Refused("Word"),
        ),
        (
            "message.xls",
            compound("__substg1.0_0037001F", &[0; 5000], |_| ()),
            Refused("e-mail"),
        ),
        (
            "copy-that-stopped.xls",
            xls(|_| ())[..1000].to_vec(),
            Refused("end is missing"),
        ),
        (
            "no-such-relation.xlsb",
            pack(&xlsb_parts(&[&["System"]], "rId7")),
            Refused("damaged"),
        ),
        (
            "short-records.xlsb",
            pack(&with(
                xlsb.clone(),
                "xl/worksheets/sheet1.bin",
                vec![0x81, 0x01, 0, 0x94, 0x01, 3, 0, 0, 0],
            )),
            Refused("damaged"),
        ),
        (
            "long-record.xlsb",
            pack(&with(
                xlsb,
                "xl/workbook.bin",
                vec![0x9C, 0x01, 0xFF, 0xFF, 0xFF, 0x7F, 0],
            )),
            Well,
        ),
    ]
}
