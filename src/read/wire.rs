//! What the reading process says to the one that started it: one JSON value a line, in the order of the sheets, ended by
//! [`Message::Done`] or [`Message::Refused`]. A stream that ends otherwise comes from a process that died.

use std::io::{BufRead, Read, Write};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::kind::Kind;
use super::refusal::Refusal;
use crate::jail::Broken;
use crate::message::{Message as Sentence, whole};

/// More than this is not taken from a reading process, in bytes.
const LIMIT: u64 = 96 << 20;

/// One line.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Message {
    /// What the file is.
    Kind(Kind),
    /// A sheet begins: its name, and whether it is hidden.
    Sheet(String, bool),
    /// A row of the sheet: its number and its cells.
    Row(u32, Vec<(u32, Raw)>),
    /// A merged area: first row and column, last row and column.
    Merge([u32; 4]),
    /// Hidden rows, first and last.
    HiddenRows(u32, u32),
    /// Hidden columns, first and last.
    HiddenColumns(u32, u32),
    /// What somebody remarked at a cell: its row and column, and the text.
    Comment(u32, u32, String),
    /// A sheet that holds no cells, and what it is.
    Passed(String, #[serde(with = "whole")] Sentence),
    /// The file cannot be used.
    Refused(Refusal),
    /// Everything was said.
    Done,
}

/// A cell as the file has it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Raw {
    /// Text, not cleaned.
    #[serde(rename = "t")]
    Text(String),
    /// The bits of a number, since decimal digits do not always bring it back.
    #[serde(rename = "n")]
    Number(u64),
    /// True or false.
    #[serde(rename = "b")]
    Bool(bool),
    /// A plausible day.
    #[serde(rename = "d")]
    Date(NaiveDate),
    /// A date cell that holds no plausible day.
    #[serde(rename = "o")]
    BadDate(String),
    /// A spreadsheet error.
    #[serde(rename = "e")]
    Error(String),
    /// A formula without result.
    #[serde(rename = "f")]
    Uncalculated,
}

/// Writes one message.
pub fn send(out: &mut impl Write, message: &Message) -> std::io::Result<()> {
    serde_json::to_writer(&mut *out, message)?;
    out.write_all(b"\n")
}

/// Shows message after message up to the last one; a refusal is said at the end, after whatever came before it.
pub fn receive(input: &mut impl BufRead, mut see: impl FnMut(Message)) -> Result<Result<(), Refusal>, Broken> {
    let mut input = input.take(LIMIT);
    let mut line = Vec::new();
    loop {
        line.clear();
        input.read_until(b'\n', &mut line).map_err(|_| Broken::Cut)?;
        if line.last() != Some(&b'\n') {
            let at_limit = input.limit() == 0;
            return Err(if at_limit { Broken::Endless } else { Broken::Cut });
        }
        match serde_json::from_slice(&line).map_err(|_| Broken::Garbled)? {
            Message::Done => return Ok(Ok(())),
            Message::Refused(refusal) => return Ok(Err(refusal)),
            message => see(message),
        }
    }
}
