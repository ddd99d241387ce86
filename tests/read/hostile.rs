//! Files that were made to crash, flood, hang or mislead a reader.

mod others;
mod xlsx;

use crate::forge::*;

/// How a file must end.
#[derive(Clone, Copy, Debug)]
pub enum Ending {
    /// It reads, with so many cells.
    Reads(usize),
    /// It is refused in a sentence with these words.
    Refused(&'static str),
    /// Either is fine; a crash, a hang or a flood is not.
    Well,
}
use Ending::{Reads, Refused, Well};

pub type Case = (&'static str, Vec<u8>, Ending);

pub fn all() -> Vec<Case> {
    [
        xlsx::places(),
        xlsx::floods(),
        xlsx::claims(),
        xlsx::containers(),
        xlsx::markup(),
        others::open_document(),
        others::binary(),
        text(),
        foreign(),
    ]
    .concat()
}

fn text() -> Vec<Case> {
    let open_quote = format!("System,Owner\n\"Chatbot,Ann\n{}", "Robot,Bob\n".repeat(100_000));
    vec![
        ("unclosed-far.csv", open_quote.into(), Refused("quotation mark")),
        (
            "unclosed-near.csv",
            "System,Owner\n\"Chatbot,Ann\nRobot,Bob\n".into(),
            Refused("line 2"),
        ),
        (
            "long-field.csv",
            format!("System\n{}\n", "x".repeat(40_000)).into(),
            Refused("line 2"),
        ),
        ("wide.csv", ",".repeat(20_000).into(), Refused("16,384")),
        (
            "noise.csv",
            (0..40_000_u32)
                .map(|i| (i.wrapping_mul(2_654_435_761) >> 24) as u8)
                .collect(),
            Refused(""),
        ),
        ("zeros.csv", vec![0; 5_000], Refused("neither")),
        ("half-a-letter.csv", b"\xFF\xFEa\0,\0b\0x".to_vec(), Well),
        ("commas.csv", vec![b','; 3], Reads(0)),
        ("blank.csv", b"\n\n \n".to_vec(), Reads(0)),
        ("one-line-of-quotes.csv", vec![b'"'; 10_001], Refused("quotation mark")),
        ("empty.csv", Vec::new(), Refused("is empty")),
    ]
}

/// Files of other programs, under names that promise a table.
fn foreign() -> Vec<Case> {
    let zip = |name: &str| pack(&vec![(name.to_owned(), b"<x/>".to_vec())]);
    vec![
        ("letter.xlsx", zip("word/document.xml"), Refused("Word")),
        ("slides.xlsx", zip("ppt/presentation.xml"), Refused("PowerPoint")),
        ("mac.xlsx", zip("Index/Document.iwa"), Refused("Numbers")),
        (
            "letter.ods",
            pack(&vec![(
                "mimetype".to_owned(),
                "application/vnd.oasis.opendocument.text".into(),
            )]),
            Refused("not a spreadsheet"),
        ),
        ("archive.xlsx", zip("inventory.csv"), Refused("ZIP archive")),
        (
            "page.xls",
            b"<html><table><tr><td>System</td></tr></table></html>".to_vec(),
            Refused("web page"),
        ),
        (
            "page-utf16.xls",
            [0xFEFF]
                .into_iter()
                .chain("<html><table>".encode_utf16())
                .flat_map(u16::to_le_bytes)
                .collect(),
            Refused("web page"),
        ),
        (
            "flat.ods",
            br#"<?xml version="1.0"?><office:document office:version="1.2"/>"#.to_vec(),
            Refused("flat OpenDocument"),
        ),
        (
            "xml2003.xls",
            br#"<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>"#.to_vec(),
            Refused("2003 XML"),
        ),
        (
            "excel4.xls",
            b"\x09\x04\x06\x00\x00\x00\x10\x00rest".to_vec(),
            Refused("Excel 4"),
        ),
        ("report.csv", b"%PDF-1.7\n".to_vec(), Refused("PDF")),
        ("picture.csv", b"\x89PNG\r\n\x1a\n".to_vec(), Refused("picture")),
        ("data.csv", br#"{"systems": []}"#.to_vec(), Refused("JSON")),
        (
            "sylk.csv",
            b"ID;PWXL;N;E\r\nP;PGeneral\r\nC;Y1;X1;K1\r\nE\r\n".to_vec(),
            Refused("SYLK"),
        ),
    ]
}
