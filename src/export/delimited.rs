//! Tables as CSV: UTF-8 with a byte order mark (or Excel would guess another encoding), every text quoted, none of them able to
//! become a formula. In: headings and rows. Out: the file's bytes.

use crate::error::Error;
use crate::formula_guard::guard;
use crate::message::Message;
use crate::words::Words;

/// How a table is written: a spreadsheet set to a language with decimal commas takes `;` between fields.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Separated {
    between: u8,
    decimal_comma: bool,
}

impl Separated {
    /// With commas, as programs expect it.
    pub const COMMAS: Self = Self {
        between: b',',
        decimal_comma: false,
    };

    /// As the spreadsheets of a language write it.
    pub fn of(words: &Words) -> Self {
        match words.text("format.decimal") == "," {
            true => Self {
                between: b';',
                decimal_comma: true,
            },
            false => Self::COMMAS,
        }
    }

    /// A number with its decimal mark.
    pub fn decimal(self, number: f64) -> String {
        let written = number.to_string();
        if self.decimal_comma {
            written.replace('.', ",")
        } else {
            written
        }
    }
}

/// A field of a CSV file.
pub enum Field {
    /// Text, guarded.
    Text(String),
    /// A number or a date of ours, written bare.
    Bare(String),
}

impl Field {
    /// Text.
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    /// Text, or nothing.
    pub fn maybe(text: Option<&str>) -> Self {
        Self::text(text.unwrap_or_default())
    }

    /// A number or date that was computed here.
    pub fn bare(value: impl ToString) -> Self {
        Self::Bare(value.to_string())
    }
}

/// The bytes of a CSV file for programs, with commas.
///
/// # Errors
/// As [`separated`].
pub fn csv(
    what: &'static str,
    headings: &[&str],
    rows: impl IntoIterator<Item = Vec<Field>>,
) -> Result<Vec<u8>, Error> {
    separated(what, &Separated::COMMAS, headings, rows)
}

/// The bytes of a CSV file.
///
/// # Errors
/// [`Error::Export`] if the rows are not all as long as the headings, which would be a defect of ours.
pub fn separated(
    what: &'static str,
    how: &Separated,
    headings: &[&str],
    rows: impl IntoIterator<Item = Vec<Field>>,
) -> Result<Vec<u8>, Error> {
    write(how, headings, rows).map_err(|error| Error::Export {
        what,
        reason: Message::verbatim(error.to_string()),
    })
}

fn write(
    how: &Separated,
    headings: &[&str],
    rows: impl IntoIterator<Item = Vec<Field>>,
) -> Result<Vec<u8>, csv::Error> {
    let mut writer = csv::WriterBuilder::new()
        .delimiter(how.between)
        .quote_style(csv::QuoteStyle::NonNumeric)
        .terminator(csv::Terminator::CRLF)
        .from_writer("\u{feff}".as_bytes().to_vec());
    writer.write_record(headings)?;
    for row in rows {
        for field in &row {
            match field {
                Field::Text(text) => writer.write_field(guard(text).as_bytes())?,
                Field::Bare(value) => writer.write_field(value)?,
            }
        }
        writer.write_record(None::<&[u8]>)?;
    }
    writer.into_inner().map_err(|error| error.into_error().into())
}
