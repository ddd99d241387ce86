//! A workbook of any kind, inside the limited process. In: its bytes. Out: messages, from the reader of its kind. What kind it is
//! comes from its parts or streams.

use std::io::Write;

use super::kind::Kind;
use super::refusal::Refusal;
use super::rows::Rows;
use super::wire::Message;
use super::{excel, ods, package, recode};

/// Reads a package or a compound file and says what is in it.
///
/// # Errors
/// A [`Refusal`] if it cannot be used as a whole.
pub fn read(bytes: &[u8], out: &mut impl Write) -> Result<(), Refusal> {
    if !bytes.starts_with(b"PK") {
        return read_as(compound_kind(bytes)?, bytes, out);
    }
    let package = package::check(bytes)?;
    if package.foreign.is_empty() {
        return read_as(package.kind, bytes, out);
    }
    let recoded = recode::in_utf8(bytes, &package.foreign)?;
    read_as(package::check(&recoded)?.kind, &recoded, out)
}

fn read_as(kind: Kind, bytes: &[u8], out: &mut impl Write) -> Result<(), Refusal> {
    let mut rows = Rows::new(out);
    rows.say(&Message::Kind(kind))?;
    match kind {
        Kind::Xlsx => excel::xlsx(bytes, &mut rows),
        Kind::Xlsb => excel::xlsb(bytes, &mut rows),
        Kind::Xls => excel::xls(bytes, &mut rows),
        Kind::Ods => ods::read(bytes, &mut rows),
        Kind::Text => Err(Refusal::damaged("it is no workbook")),
    }
}

/// A compound file is an old workbook, or a new one with a password; the names of its streams are written in UTF-16.
fn compound_kind(bytes: &[u8]) -> Result<Kind, Refusal> {
    let holds = |name: &str| {
        let wide: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        bytes.windows(wide.len()).any(|window| window == wide)
    };
    if is_cut_off(bytes) {
        return Err(Refusal::cut_off());
    }
    if holds("EncryptedPackage") {
        return Err(Refusal::password());
    }
    if holds("WordDocument") || holds("PowerPoint Document") {
        return Err(Refusal::new(
            "is an old Word or PowerPoint document",
            "name the workbook or CSV file that holds the inventory",
        ));
    }
    if holds("__substg1.0_") {
        return Err(Refusal::new(
            "is an e-mail message (Outlook)",
            "save its attachment, and name that",
        ));
    }
    Ok(Kind::Xls)
}

/// Whether the directory, whose place stands in the header, lies behind the end.
fn is_cut_off(bytes: &[u8]) -> bool {
    let number = |at: usize, length: usize| {
        let read = bytes.get(at..at + length)?;
        Some(read.iter().rev().fold(0_u64, |sum, byte| sum << 8 | u64::from(*byte)))
    };
    let (Some(shift), Some(directory)) = (number(30, 2), number(48, 4)) else {
        return true;
    };
    shift <= 20 && (directory + 1) << shift >= bytes.len() as u64
}
