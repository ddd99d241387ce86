//! A ZIP package, looked through before any spreadsheet code sees it. In: its bytes. Out: which kind of workbook it is, or why it is
//! refused. Every part is unpacked once into nothing, under caps: only so are its true size and its checksum known.

use std::collections::BTreeSet;
use std::io::{Cursor, Read};

use encoding_rs::UTF_8;
use zip::ZipArchive;
use zip::result::ZipError;

use super::kind::Kind;
use super::refusal::Refusal;
use super::{recode, stray};
use crate::message::sentence;

const MAX_PARTS: usize = 2_000;
const MAX_UNPACKED: u64 = 256 << 20;
/// A package may unpack to this many times its size; a real one stays far below.
const MAX_RATIO: u64 = 200;
/// Small packages may unpack to this much whatever the ratio says.
const FREE_UNPACKED: u64 = 1 << 20;
/// So many bytes at a part's start are looked at for its encoding and its counts.
const HEAD: usize = 4096;
const DOCTYPE: &[u8] = b"<!doctype";

type Archive<'a> = ZipArchive<Cursor<&'a [u8]>>;

/// What a package is found to be.
pub struct Package {
    /// Which kind of workbook.
    pub kind: Kind,
    /// Parts of markup that are not in UTF-8.
    pub foreign: Vec<usize>,
}

/// Checks every part of a package and tells what it is.
///
/// # Errors
/// A [`Refusal`] for a damaged, protected, oversized or foreign package.
pub fn check(bytes: &[u8]) -> Result<Package, Refusal> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| match has_end(bytes) {
        true => describe(&error),
        false => Refusal::cut_off(),
    })?;
    let names = part_names(&archive)?;
    let kind = kind(&mut archive, &names)?;
    refuse_encrypted(&mut archive, &names)?;
    let allowed = MAX_UNPACKED.min((bytes.len() as u64 * MAX_RATIO).max(FREE_UNPACKED));
    let mut unpacked = 0;
    let mut foreign = Vec::new();
    for (index, name) in names.iter().enumerate() {
        let part = check_part(&mut archive, index, name, allowed - unpacked)?;
        unpacked += part.length;
        foreign.extend(part.is_foreign.then_some(index));
    }
    Ok(Package { kind, foreign })
}

/// Whether the list of parts, with which every package ends, is there; a download or copy that stopped lacks it.
fn has_end(bytes: &[u8]) -> bool {
    let tail = &bytes[bytes.len().saturating_sub(1 << 16)..];
    tail.windows(4).any(|window| window == b"PK\x05\x06")
}

/// The names of all parts in small letters, as spreadsheet programs compare them.
fn part_names(archive: &Archive<'_>) -> Result<Vec<String>, Refusal> {
    if archive.len() > MAX_PARTS {
        return Err(Refusal::too_much(sentence!(
            "has {n} parts, far more than a workbook needs",
            n = archive.len()
        )));
    }
    let lower = |raw: &[u8]| String::from_utf8_lossy(raw).replace('\\', "/").to_lowercase();
    let names: Vec<String> = archive.file_names_raw().map(lower).collect();
    let different: BTreeSet<&String> = names.iter().collect();
    if archive.has_duplicate_names() || different.len() < names.len() {
        return Err(Refusal::damaged(
            "it holds two parts of the same name, and programs differ in which they show",
        ));
    }
    Ok(names)
}

/// What the parts make of the package.
fn kind(archive: &mut Archive<'_>, names: &[String]) -> Result<Kind, Refusal> {
    const ASK_FOR: &str = "name the workbook or CSV file that holds the inventory";
    let has = |part: &str| names.iter().any(|name| name.ends_with(part));
    let starts = |folder: &str| names.iter().any(|name| name.starts_with(folder));
    if let Some(place) = names.iter().position(|name| name == "mimetype") {
        return open_document(archive, place);
    }
    let foreign = if has("workbook.bin") && starts("xl/") {
        return Ok(Kind::Xlsb);
    } else if has("workbook.xml") || starts("xl/") {
        return Ok(Kind::Xlsx);
    } else if starts("word/") {
        ("is a Word document", ASK_FOR)
    } else if starts("ppt/") {
        ("is a PowerPoint presentation", ASK_FOR)
    } else if starts("index/") || has("index.zip") || has(".iwa") {
        return Err(stray::numbers());
    } else {
        (
            "is a ZIP archive, not a workbook",
            "unpack it, and name the workbook that is in it",
        )
    };
    Err(Refusal::new(foreign.0, foreign.1))
}

fn open_document(archive: &mut Archive<'_>, mimetype: usize) -> Result<Kind, Refusal> {
    let mut kind = String::new();
    let part = archive.by_index(mimetype).map_err(|error| describe(&error))?;
    let _ = part.take(200).read_to_string(&mut kind);
    match kind.trim().strip_prefix("application/vnd.oasis.opendocument.") {
        Some("spreadsheet" | "spreadsheet-template") => Ok(Kind::Ods),
        _ => Err(Refusal::new(
            "is a document or drawing, not a spreadsheet",
            "name the workbook or CSV file that holds the inventory",
        )),
    }
}

/// OpenDocument lists its encrypted parts; they look like noise.
fn refuse_encrypted(archive: &mut Archive<'_>, names: &[String]) -> Result<(), Refusal> {
    let Some(place) = names.iter().position(|name| name == "meta-inf/manifest.xml") else {
        return Ok(());
    };
    let mut manifest = Vec::new();
    let part = archive.by_index(place).map_err(|error| describe(&error))?;
    let _ = part.take(1 << 20).read_to_end(&mut manifest);
    if contains(&manifest, b"encryption-data") {
        Err(Refusal::password())
    } else {
        Ok(())
    }
}

fn contains(bytes: &[u8], word: &[u8]) -> bool {
    bytes
        .windows(word.len())
        .any(|window| window.eq_ignore_ascii_case(word))
}

/// A part that was unpacked.
struct Part {
    length: u64,
    /// Whether it is markup that is not in UTF-8.
    is_foreign: bool,
}

/// Unpacks a part into nothing.
fn check_part(archive: &mut Archive<'_>, index: usize, name: &str, allowed: u64) -> Result<Part, Refusal> {
    let part = archive.by_index(index).map_err(|error| describe(&error))?;
    let is_markup = name.ends_with(".xml") || name.ends_with(".rels");
    let mut part = part.take(allowed + 1);
    let mut buffer = vec![0; 1 << 16];
    let (mut head, mut carried, mut length) = (Vec::new(), Vec::new(), 0);
    loop {
        let read = part
            .read(&mut buffer)
            .map_err(|_| Refusal::damaged("the checksum of a part does not match"))?;
        let chunk = &buffer[..read];
        length += read as u64;
        if read == 0 {
            break;
        }
        head.extend_from_slice(&chunk[..read.min(HEAD - head.len().min(HEAD))]);
        if is_markup {
            refuse_doctype(&mut carried, chunk)?;
        }
    }
    if length > allowed {
        return Err(Refusal::too_much(
            "unpacks to far more than its size, as no inventory does",
        ));
    }
    if is_markup {
        check_markup(name, &head, length)?;
    }
    let is_foreign = is_markup && recode::encoding(&head)? != UTF_8;
    Ok(Part { length, is_foreign })
}

/// A document type can pull in other files and multiply itself; no spreadsheet program writes one.
fn refuse_doctype(carried: &mut Vec<u8>, chunk: &[u8]) -> Result<(), Refusal> {
    carried.extend_from_slice(chunk);
    if declares_doctype(carried) {
        return Err(Refusal::damaged(
            "a part declares a document type, which no spreadsheet program writes",
        ));
    }
    let kept = carried.len().saturating_sub(DOCTYPE.len() - 1);
    carried.drain(..kept);
    Ok(())
}

/// Whether a document type is declared. An exclamation mark is rare in markup, so it is looked for first.
fn declares_doctype(markup: &[u8]) -> bool {
    let marks = markup.iter().enumerate().filter(|(_, byte)| **byte == DOCTYPE[1]);
    let mut declared = marks.filter_map(|(place, _)| markup.get(place.checked_sub(1)?..)?.get(..DOCTYPE.len()));
    declared.any(|found| found.eq_ignore_ascii_case(DOCTYPE))
}

/// What a part of markup claims about itself.
fn check_markup(name: &str, head: &[u8], length: u64) -> Result<(), Refusal> {
    if name.ends_with("sharedstrings.xml") && claimed_strings(head).is_some_and(|claimed| claimed > length) {
        return Err(Refusal::damaged("it claims to hold more texts than it has room for"));
    }
    Ok(())
}

/// The number of texts that the table of shared texts claims to hold; space for so many is reserved before one is read.
fn claimed_strings(head: &[u8]) -> Option<u64> {
    let head = String::from_utf8_lossy(head);
    let (_, after) = head.split_once("uniqueCount")?;
    let digits: String = after
        .trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '=' | '"' | '\''))
        .chars()
        .take_while(char::is_ascii_digit)
        .collect();
    // A number too long for 64 bits is an impossible claim as well.
    Some(digits.parse().unwrap_or(if digits.is_empty() { 0 } else { u64::MAX }))
}

fn describe(error: &ZipError) -> Refusal {
    match error {
        ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) => Refusal::password(),
        ZipError::UnsupportedArchive(_) | ZipError::CompressionMethodNotSupported(_) => {
            Refusal::damaged("its parts are packed in a way that spreadsheet programs do not use")
        }
        _ => Refusal::damaged("it is cut off, or was changed after it was saved"),
    }
}
