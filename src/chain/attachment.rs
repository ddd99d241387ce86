//! The snapshot inside a report. In: the bytes of a PDF, which anybody may have made. Out: the bytes of the snapshot attached to
//! it, or a reason. The only module that names lopdf.

use lopdf::{Dictionary, Document, LoadOptions, Object};

use crate::message::{Message, sentence};

/// More than any snapshot holds; what unpacks to more is no report of ours.
const LARGEST_SNAPSHOT: usize = 256 * 1024 * 1024;

/// What is said of a PDF that is none of ours.
pub const NONE: &str = "no record is attached to it";

/// Whether the bytes are a PDF, as readers tell it: the mark stands in the first kilobyte.
pub fn is_pdf(bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(1024)];
    head.windows(5).any(|mark| mark == b"%PDF-")
}

/// Takes the snapshot out of a PDF. One that anybody made is opened in a limited process.
///
/// # Errors
/// A sentence that says why there is none.
pub fn snapshot(pdf: &[u8]) -> Result<Vec<u8>, Message> {
    let options = LoadOptions::with_max_decompressed_size(LARGEST_SNAPSHOT);
    let document = Document::load_mem_with_options(pdf, options)
        .map_err(|e| sentence!("it is a damaged PDF ({reason})", reason = e.to_string()))?;
    if document.is_encrypted() {
        return Err("it is protected by a password".into());
    }
    let mut snapshots = document
        .objects
        .values()
        .filter_map(embedded_file)
        .filter(|b| is_snapshot(b));
    let first = snapshots.next().ok_or(NONE)?;
    match snapshots.find(|other| *other != first) {
        Some(_) => Err("several different records are attached to it".into()),
        None => Ok(first),
    }
}

/// Where the links of a PDF lead, one an action; anything that runs is told by its kind.
pub fn targets(pdf: &[u8]) -> Vec<String> {
    let Ok(document) = Document::load_mem(pdf) else {
        return Vec::new();
    };
    let dictionaries = document.objects.values().filter_map(|object| object.as_dict().ok());
    let mut found = Vec::new();
    for dictionary in dictionaries {
        collect(dictionary, &mut found, 8);
    }
    found
}

fn collect(dictionary: &Dictionary, found: &mut Vec<String>, depth: usize) {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    match dictionary.get(b"S").and_then(Object::as_name) {
        Ok(b"URI") => found.extend(dictionary.get(b"URI").and_then(Object::as_str).map(text)),
        Ok(kind @ (b"JavaScript" | b"Launch" | b"SubmitForm" | b"ImportData" | b"GoToR")) => found.push(text(kind)),
        _ => {}
    }
    let inner = dictionary.iter().filter_map(|(_, object)| object.as_dict().ok());
    if depth > 0 {
        inner.for_each(|inner| collect(inner, found, depth - 1));
    }
}

/// The content of an object that is an embedded file.
fn embedded_file(object: &Object) -> Option<Vec<u8>> {
    let stream = object.as_stream().ok()?;
    let is_file = stream.dict.has_type(b"EmbeddedFile");
    is_file.then(|| stream.decompressed_content_with_limit(LARGEST_SNAPSHOT).ok())?
}

/// Whether the content says of itself that it is a snapshot; whether it is a sound one is seen later.
fn is_snapshot(content: &[u8]) -> bool {
    let head = &content[..content.len().min(256)];
    let mark = b"\"unowned/snapshot/";
    head.windows(mark.len()).any(|part| part == mark)
}
