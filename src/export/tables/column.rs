//! A column of a tidy table: its name, what it means, and how it is taken from a row, all in one place.

use chrono::NaiveDate;

use crate::export::delimited::{Field, Separated};

/// A column over rows of one sort.
pub struct Column<R> {
    /// What stands above it.
    pub name: &'static str,
    /// What it means, for the dictionary.
    pub meaning: &'static str,
    /// Its values.
    pub values: Values<R>,
}

/// What a column holds, and where from.
pub enum Values<R> {
    /// Text, an identifier, or several with `; ` between them.
    Text(fn(&R) -> String),
    /// A whole number.
    Whole(fn(&R) -> i64),
    /// A share, 0 to 1; blank over nothing.
    Share(fn(&R) -> Option<f64>),
    /// A day, or blank.
    Day(fn(&R) -> Option<NaiveDate>),
    /// `true` or `false`.
    Truth(fn(&R) -> bool),
}

impl<R> Values<R> {
    /// How the dictionary calls text.
    pub const TEXT: &'static str = "text";
    /// How the dictionary calls days.
    pub const DAY: &'static str = "date (YYYY-MM-DD)";

    /// How the dictionary calls such values.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Text(_) => Self::TEXT,
            Self::Whole(_) => "whole number",
            Self::Share(_) => "share (0 to 1; blank over nothing)",
            Self::Day(_) => Self::DAY,
            Self::Truth(_) => "true or false",
        }
    }

    /// The value of a row.
    pub fn field(&self, row: &R, how: &Separated) -> Field {
        match self {
            Self::Text(value) => Field::text(value(row)),
            Self::Whole(value) => Field::bare(value(row)),
            Self::Share(value) => value(row).map_or_else(blank, |share| Field::bare(how.decimal(share))),
            Self::Day(value) => value(row).map_or_else(blank, Field::bare),
            Self::Truth(value) => Field::bare(value(row)),
        }
    }
}

fn blank() -> Field {
    Field::bare("")
}

/// A column.
pub fn column<R>(name: &'static str, values: Values<R>, meaning: &'static str) -> Column<R> {
    Column { name, meaning, values }
}

/// Identifiers in one cell.
pub fn joined(things: impl IntoIterator<Item = impl ToString>) -> String {
    let things: Vec<_> = things.into_iter().map(|thing| thing.to_string()).collect();
    things.join("; ")
}

/// An identifier, or nothing.
pub fn id_of(thing: Option<impl ToString>) -> String {
    thing.map(|thing| thing.to_string()).unwrap_or_default()
}
