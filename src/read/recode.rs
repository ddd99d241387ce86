//! The encodings of a package's parts. In: how a part begins, or a package. Out: the encoding of a part, or the package with every part in
//! UTF-8, which is all that the readers of cells know: one that is not would be another text to them, or none.

use std::io::{Cursor, Read, Write};

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use super::refusal::Refusal;

/// The encoding of a part of markup: by its first bytes, else by what it declares, else UTF-8.
///
/// # Errors
/// A [`Refusal`] if it declares one that nobody knows.
pub fn encoding(head: &[u8]) -> Result<&'static Encoding, Refusal> {
    if let Some((by_mark, _)) = Encoding::for_bom(head) {
        return Ok(by_mark);
    }
    match head {
        [b'<', 0, ..] => return Ok(UTF_16LE),
        [0, b'<', ..] => return Ok(UTF_16BE),
        _ => {}
    }
    let Some(label) = declared(head) else { return Ok(UTF_8) };
    match Encoding::for_label(label.as_bytes()) {
        // What says so of itself in single bytes is not.
        Some(wide) if wide == UTF_16LE || wide == UTF_16BE => Ok(UTF_8),
        Some(encoding) => Ok(encoding),
        None => Err(Refusal::damaged("a part is written in an encoding that is not known")),
    }
}

/// The encoding that the first line of a part names.
fn declared(head: &[u8]) -> Option<String> {
    let head = String::from_utf8_lossy(head);
    let (declaration, _) = head.trim_start().strip_prefix("<?xml")?.split_once("?>")?;
    let (_, after) = declaration.split_once("encoding")?;
    let quoted = after.trim_start().strip_prefix('=')?.trim_start();
    let quote = quoted.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    quoted[1..].split(quote).next().map(str::to_owned)
}

/// The package with the parts that are given turned into UTF-8.
///
/// # Errors
/// A [`Refusal`] if one of them is not in its own encoding.
pub fn in_utf8(package: &[u8], parts: &[usize]) -> Result<Vec<u8>, Refusal> {
    let broken = |_| Refusal::damaged("it is cut off, or was changed after it was saved");
    let mut archive = ZipArchive::new(Cursor::new(package)).map_err(broken)?;
    let mut recoded = ZipWriter::new(Cursor::new(Vec::new()));
    let plain = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for index in 0..archive.len() {
        if !parts.contains(&index) {
            let part = archive.by_index_raw(index).map_err(broken)?;
            recoded.raw_copy_file(part).map_err(broken)?;
            continue;
        }
        let mut part = archive.by_index(index).map_err(broken)?;
        let name = part.name().map_err(broken)?.into_owned();
        let mut bytes = Vec::new();
        part.read_to_end(&mut bytes).map_err(|e| broken(e.into()))?;
        recoded.start_file(name, plain).map_err(broken)?;
        recoded
            .write_all(text(&bytes)?.as_bytes())
            .map_err(|e| broken(e.into()))?;
    }
    Ok(recoded.finish().map_err(broken)?.into_inner())
}

/// The text of a part, without the declaration that no longer holds.
fn text(bytes: &[u8]) -> Result<String, Refusal> {
    let (text, _, has_errors) = encoding(bytes)?.decode(bytes);
    if has_errors {
        return Err(Refusal::damaged("a part is not in the encoding that it names"));
    }
    let declaration = text.starts_with("<?xml").then(|| text.find("?>")).flatten();
    Ok(text[declaration.map_or(0, |end| end + 2)..].to_owned())
}
