//! Values that people write in more than one way. In: what a file says. Out: a share (`0.9`, `"90 %"`), a day (`2026-11-03`, with or
//! without quotation marks).

use std::fmt;

use chrono::NaiveDate;
use serde::{Deserialize, Deserializer, de::Error};
use toml::Value;
use toml::value::Datetime;

use super::Takes;

/// What a share must look like.
pub(super) const SHARE: &str = "a share such as 0.9 or 90 %";
/// What a day must look like.
pub(super) const DAY: &str = "a date such as 2026-11-03";

/// A share from a text: with a percent sign, or between 0 and 1; a decimal comma is read too.
pub(super) fn share_in(text: &str) -> Option<f64> {
    let text = text.trim().replace(',', ".");
    let number = |text: &str| text.trim().parse::<f64>().ok();
    let share = match text.strip_suffix('%') {
        Some(percent) => number(percent)? / 100.0,
        None => number(&text)?,
    };
    is_share(share).then_some(share)
}

/// Whether a number is a share.
pub(super) fn is_share(number: f64) -> bool {
    (0.0..=1.0).contains(&number)
}

/// A day from a text.
pub(super) fn day_in(text: &str) -> Option<NaiveDate> {
    text.trim().parse().ok().filter(|day| crate::days::plausible(*day))
}

/// A value as a file may write it.
#[derive(Deserialize)]
#[serde(untagged)]
enum Given {
    Number(f64),
    Text(String),
    Day(Datetime),
    Truth(bool),
}

impl fmt::Display for Given {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(number) => number.fmt(f),
            Self::Text(text) => write!(f, "'{text}'"),
            Self::Day(day) => day.fmt(f),
            Self::Truth(truth) => truth.fmt(f),
        }
    }
}

/// Reads a share.
pub(super) fn share<'de, D: Deserializer<'de>>(from: D) -> Result<Option<f64>, D::Error> {
    let Some(given) = Option::<Given>::deserialize(from)? else {
        return Ok(None);
    };
    let share = match &given {
        Given::Number(number) => Some(*number).filter(|number| is_share(*number)),
        Given::Text(text) => share_in(text),
        Given::Day(_) | Given::Truth(_) => None,
    };
    let wrong = || D::Error::custom(format!("{given} is no share: it takes {SHARE}"));
    share.map(Some).ok_or_else(wrong)
}

/// Reads a day.
pub(super) fn day<'de, D: Deserializer<'de>>(from: D) -> Result<Option<NaiveDate>, D::Error> {
    let Some(given) = Option::<Given>::deserialize(from)? else {
        return Ok(None);
    };
    let day = match &given {
        Given::Text(text) => day_in(text),
        Given::Day(day) => day_in(&day.to_string()),
        Given::Number(_) | Given::Truth(_) => None,
    };
    let wrong = || D::Error::custom(format!("{given} is no date: it takes {DAY}"));
    day.map(Some).ok_or_else(wrong)
}

/// A value of a file as a sheet of settings would give it, so that the two can be compared.
pub(super) fn plain(takes: Takes, value: &Value) -> Value {
    let text = match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    let read = match takes {
        Takes::Share => share_in(&text).map(Value::Float),
        Takes::Day => day_in(&text).map(|day| Value::String(day.to_string())),
        _ => None,
    };
    read.unwrap_or_else(|| value.clone())
}
