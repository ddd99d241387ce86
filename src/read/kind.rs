//! What a file is, told from its first bytes. In: bytes. Out: one of the kinds we read, or a refusal that names the kind we do
//! not. The file's name is only compared afterwards.

use std::path::Path;

use serde::{Deserialize, Serialize};

use super::own;
use super::refusal::Refusal;
use crate::message::{Message, sentence};

/// A format that can be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Kind {
    /// `.xlsx`, `.xlsm`: XML in a ZIP package.
    Xlsx,
    /// `.xlsb`: binary records in a ZIP package.
    Xlsb,
    /// `.xls`: binary records in a compound file.
    Xls,
    /// `.ods`: OpenDocument.
    Ods,
    /// `.csv`, `.tsv`, `.txt`: lines of text.
    Text,
}

impl Kind {
    /// What people call it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Xlsx => "an Excel workbook (.xlsx)",
            Self::Xlsb => "a binary Excel workbook (.xlsb)",
            Self::Xls => "an Excel 97-2003 workbook (.xls)",
            Self::Ods => "an OpenDocument spreadsheet (.ods)",
            Self::Text => "a text table (.csv)",
        }
    }

    /// Whether a file of this kind may have such a name; a name without an ending says nothing.
    pub fn fits(self, path: &Path) -> bool {
        let Some(ending) = path.extension() else { return true };
        let endings: &[&str] = match self {
            Self::Xlsx => &["xlsx", "xlsm", "xltx", "xltm"],
            Self::Xlsb => &["xlsb"],
            Self::Xls => &["xls", "xlt"],
            Self::Ods => &["ods", "ots"],
            Self::Text => &["csv", "tsv", "tab", "txt", "psv"],
        };
        endings.iter().any(|known| ending.eq_ignore_ascii_case(known))
    }
}

/// How a file is to be opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// A ZIP package: which kind is known once its parts are.
    Package,
    /// A compound file: `.xls`, or a workbook with a password.
    Compound,
    /// Lines of text.
    Text,
}

/// Tells what a file is.
///
/// # Errors
/// A [`Refusal`] names a format that is recognised but not read.
pub fn shape(bytes: &[u8]) -> Result<Shape, Refusal> {
    if bytes.is_empty() {
        return Err(Refusal::new(
            "is empty",
            "check that it was saved and copied completely",
        ));
    }
    if bytes.starts_with(b"PK") && bytes.get(2).is_some_and(|byte| *byte < 9) {
        return Ok(Shape::Package);
    }
    if bytes.starts_with(&[0xD0, 0xCF, 0x11, 0xE0]) {
        return Ok(Shape::Compound);
    }
    let known = own::name(&head_as_text(bytes)).map(|name| (name, own::WAY));
    match known.or_else(|| foreign(bytes)) {
        Some((name, help)) => Err(Refusal::new(sentence!("is {what}", what = Message::from(name)), help)),
        None => Ok(Shape::Text),
    }
}

const SAVE_AS: &str = "open it in a spreadsheet program and save it as .xlsx";
const DOWNLOAD: &str =
    "open it in the browser, choose File > Download > Microsoft Excel (.xlsx), and name the file that was downloaded";
const PDF: &str = "name the workbook or CSV file that holds the inventory; an earlier report is named with --since";
const ASK_FOR: &str = "name the workbook or CSV file that holds the inventory";

/// Formats that begin with a known signature and are not read.
fn foreign(bytes: &[u8]) -> Option<(&'static str, &'static str)> {
    const SIGNATURES: &[(&[u8], &str, &str)] = &[
        (b"\x09\x00\x04\x00", "an Excel 2 worksheet", SAVE_AS),
        (b"\x09\x00\x06\x00", "an Excel 2 worksheet", SAVE_AS),
        (b"\x09\x02\x06\x00", "an Excel 3 worksheet", SAVE_AS),
        (b"\x09\x04\x06\x00", "an Excel 4 worksheet", SAVE_AS),
        (b"\x09\x08", "a bare worksheet of an old Excel version", SAVE_AS),
        (b"\x00\x00\x02\x00", "a Lotus 1-2-3 worksheet", SAVE_AS),
        (b"\x00\x00\x1a\x00", "a Lotus 1-2-3 worksheet", SAVE_AS),
        (b"%PDF", "a PDF", PDF),
        (b"{\\rtf", "a rich-text document", ASK_FOR),
        (b"\x89PNG", "a picture", ASK_FOR),
        (b"\xFF\xD8\xFF", "a picture", ASK_FOR),
        (b"GIF8", "a picture", ASK_FOR),
        (b"\x1F\x8B", "a compressed file (gzip)", "unpack it first"),
        (b"7z\xBC\xAF", "a compressed archive (7z)", "unpack it first"),
        (b"Rar!", "a compressed archive (RAR)", "unpack it first"),
        (b"BZh9", "a compressed file (bzip2)", "unpack it first"),
        (b"SQLite format 3", "a database", "export the inventory as CSV"),
        (
            b"\x00\x01\x00\x00Standard ",
            "an Access database",
            "open it in Access and export the table as an Excel workbook",
        ),
        (
            b"\x4C\x00\x00\x00\x01\x14\x02\x00",
            "only a shortcut to a file",
            "name the file to which it leads",
        ),
        (
            b"\x00\x05\x16\x07",
            "what a Mac keeps beside a copied file, not the file",
            "name the file without ._ in front of its name",
        ),
        (
            b"bplist00",
            "only a placeholder or a link; the file itself is still in the cloud",
            "open it once, so that it is loaded to this computer, and name it again",
        ),
        (b"PAR1", "a Parquet file", "export the inventory as CSV"),
        (b"\x7FELF", "a program", ASK_FOR),
        (b"MZ\x90", "a program", ASK_FOR),
        (b"\xFF\xFE\x00\x00", "text in UTF-32", "save it as UTF-8"),
        (b"\x00\x00\xFE\xFF", "text in UTF-32", "save it as UTF-8"),
    ];
    let signature = SIGNATURES.iter().find(|(start, ..)| bytes.starts_with(start));
    signature
        .map(|(_, name, help)| (*name, *help))
        .or_else(|| markup(bytes))
}

/// Formats that are text, but no table of text.
fn markup(bytes: &[u8]) -> Option<(&'static str, &'static str)> {
    let head = head_as_text(bytes);
    let start = head.trim_start_matches('\u{FEFF}').trim_start();
    let has = |word: &str| head.contains(word);
    if start.starts_with("mime-version:") {
        return Some(("a web archive", SAVE_AS));
    }
    // "ID;Product" is an honest header: only the records that follow make it SYLK.
    if start.starts_with("id;p") && ["\nb;", "\nc;", "\np;", "\nf;"].iter().any(|record| has(record)) {
        return Some(("a SYLK file", SAVE_AS));
    }
    if start.starts_with("[internetshortcut]") || (has("<!doctype plist") && has("<key>url</key>")) {
        return Some(("only a link to a web page", DOWNLOAD));
    }
    if is_json(start)
        && ["doc_id", "docs.google.com", "drive.google.com"]
            .iter()
            .any(|mark| has(mark))
    {
        return Some(("only a link to a document in Google Drive", DOWNLOAD));
    }
    if start.starts_with("begin:vcalendar") {
        return Some(("a calendar", ASK_FOR));
    }
    if is_mail(start) {
        return Some(("an e-mail message", "save its attachment, and name that"));
    }
    if is_json(start) {
        return Some(("JSON", "export the inventory as .xlsx or CSV"));
    }
    if !start.starts_with('<') {
        return None;
    }
    Some(if has("office:document") {
        (
            "a flat OpenDocument file (.fods)",
            "open it in LibreOffice and save it as .ods or .xlsx",
        )
    } else if has("urn:schemas-microsoft-com:office:spreadsheet") {
        ("an Excel 2003 XML spreadsheet", SAVE_AS)
    } else if has("<html") || has("<table") || has("<!doctype html") || has("<meta") {
        ("a web page with a table, even if its name says spreadsheet", SAVE_AS)
    } else {
        ("an XML file", ASK_FOR)
    })
}

/// Two lines of a message's head, at the very beginning; a table has no such pair.
fn is_mail(start: &str) -> bool {
    const LINES: [&str; 6] = [
        "return-path:",
        "received:",
        "delivered-to:",
        "message-id:",
        "from:",
        "x-",
    ];
    let mut lines = start.lines().filter(|line| !line.starts_with([' ', '\t']));
    let mut head = || {
        lines
            .next()
            .is_some_and(|line| LINES.iter().any(|known| line.starts_with(known)))
    };
    head() && head()
}

fn is_json(start: &str) -> bool {
    let object = start
        .trim_start_matches(|c: char| c == '[' || c.is_whitespace())
        .strip_prefix('{');
    object.is_some_and(|rest| rest.trim_start().starts_with(['"', '}']))
}

/// The beginning in small letters; the zeros of UTF-16 are dropped, so that its markup is seen too.
fn head_as_text(bytes: &[u8]) -> String {
    let head = bytes.get(..8192).unwrap_or(bytes);
    let letters: Vec<u8> = head.iter().copied().filter(|byte| *byte != 0).collect();
    let letters = letters
        .strip_prefix(&[0xFF, 0xFE])
        .or_else(|| letters.strip_prefix(&[0xFE, 0xFF]))
        .unwrap_or(&letters);
    String::from_utf8_lossy(letters).to_ascii_lowercase()
}
