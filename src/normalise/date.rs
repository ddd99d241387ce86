//! Days as people write them. In: the value of a cell, and in which order the column writes day and month. Out: a date, or why
//! it is none. What can be read in two ways is not guessed.

use chrono::NaiveDate;

use crate::days;
use crate::read::{Table, Value};

/// The order of day and month in `03/04/2026`, as far as a column settles it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Order {
    /// Nothing in the column tells.
    #[default]
    Unsettled,
    /// The day stands first.
    DayFirst,
    /// The month stands first.
    MonthFirst,
}

impl Order {
    /// This order, or another where this one is not settled.
    pub(super) fn or_else(self, other: impl FnOnce() -> Self) -> Self {
        match self {
            Self::Unsettled => other(),
            _ => self,
        }
    }
}

/// What a cell of a date column says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reading {
    /// A day.
    Day(NaiveDate),
    /// Two days are possible.
    Ambiguous,
    /// A number that a spreadsheet would show as this day, were it formatted as a date.
    Serial(NaiveDate),
    /// No day between 1990 and 2100.
    NoDate,
}

/// What a value says as a date.
pub(super) fn read(value: &Value, order: Order) -> Reading {
    match value {
        Value::Date(date) => plausible(*date),
        Value::Number(number) => serial(*number),
        Value::Text(text) => written(text, order),
        _ => Reading::NoDate,
    }
}

/// The order that the values of a column settle: one that can only be read one way tells for all, unless another says the
/// opposite.
pub(super) fn order<'a>(values: impl Iterator<Item = &'a Value>) -> Order {
    let (mut day_first, mut month_first) = (false, false);
    for value in values {
        let Value::Text(text) = value else { continue };
        if let Some((first, second, _)) = numbers(text) {
            day_first |= first > 12 && second <= 12;
            month_first |= second > 12 && first <= 12;
        }
    }
    match (day_first, month_first) {
        (true, false) => Order::DayFirst,
        (false, true) => Order::MonthFirst,
        _ => Order::Unsettled,
    }
}

/// Every value of a table.
pub(super) fn values(table: &Table) -> impl Iterator<Item = &Value> {
    table
        .rows
        .iter()
        .flat_map(|row| row.cells.iter().map(|(_, value)| value))
}

fn plausible(date: NaiveDate) -> Reading {
    if days::plausible(date) {
        Reading::Day(date)
    } else {
        Reading::NoDate
    }
}

fn day(year: i32, month: u32, day: u32) -> Reading {
    NaiveDate::from_ymd_opt(year, month, day).map_or(Reading::NoDate, plausible)
}

/// Days since the end of 1899, as spreadsheets count them.
fn serial(number: f64) -> Reading {
    if number.fract() != 0.0 || !(32_874.0..=73_415.0).contains(&number) {
        return Reading::NoDate;
    }
    let since = NaiveDate::from_ymd_opt(1899, 12, 30);
    let date = since.and_then(|start| start.checked_add_days(chrono::Days::new(number as u64)));
    date.map_or(Reading::NoDate, Reading::Serial)
}

fn written(text: &str, order: Order) -> Reading {
    let text = without_time(text.trim());
    if let Ok(number) = text.parse::<f64>() {
        return serial(number);
    }
    iso(text)
        .or_else(|| numbers(text).map(|(first, second, year)| in_order(first, second, year, settled(text, order))))
        .or_else(|| with_month_name(text))
        .unwrap_or(Reading::NoDate)
}

/// The part before a time of day (`2026-03-01T10:00`, `01.03.2026 10:00`).
fn without_time(text: &str) -> &str {
    let time = |tail: &str| tail.contains(':') && tail.starts_with(|c: char| c.is_ascii_digit());
    for mark in ['T', ' '] {
        if let Some((head, tail)) = text.split_once(mark)
            && time(tail.trim())
        {
            return head.trim();
        }
    }
    text
}

/// Year first: `2026-03-01`, `2026/3/1`, `20260301`.
fn iso(text: &str) -> Option<Reading> {
    let pieces: Vec<&str> = text.split(['-', '/', '.']).collect();
    let [year, month, date] = pieces.as_slice() else {
        return None;
    };
    (year.len() == 4).then(|| Some(day(year.parse().ok()?, month.parse().ok()?, date.parse().ok()?)))?
}

/// Three numbers, the year last: `31.12.2026`, `12/31/26`.
fn numbers(text: &str) -> Option<(u32, u32, i32)> {
    let begins = |letter: char| letter.is_ascii_digit() || letter == '+';
    if !text.trim_start().starts_with(begins) {
        return None;
    }
    let pieces: Vec<&str> = without_time(text.trim())
        .split(['/', '.', '-'])
        .map(str::trim)
        .collect();
    let [first, second, year] = pieces.as_slice() else {
        return None;
    };
    let short = |piece: &str| piece.len() <= 2;
    if !(short(first) && short(second)) {
        return None;
    }
    Some((first.parse().ok()?, second.parse().ok()?, full_year(year)?))
}

/// Dots are used only where the day stands first.
fn settled(text: &str, order: Order) -> Order {
    if text.contains('.') { Order::DayFirst } else { order }
}

fn full_year(year: &str) -> Option<i32> {
    let number: i32 = year.parse().ok()?;
    match year.len() {
        2 => Some(2000 + number),
        4 => Some(number),
        _ => None,
    }
}

fn in_order(first: u32, second: u32, year: i32, order: Order) -> Reading {
    let day_first = day(year, second, first);
    let month_first = day(year, first, second);
    match (day_first, month_first) {
        (Reading::Day(one), Reading::Day(other)) if one == other => day_first,
        (Reading::Day(_), Reading::Day(_)) => match order {
            Order::DayFirst => day_first,
            Order::MonthFirst => month_first,
            Order::Unsettled => Reading::Ambiguous,
        },
        (Reading::Day(_), _) => day_first,
        (_, other) => other,
    }
}

/// `3 March 2026`, `03-Mar-26`, `March 3, 2026`, `3rd of March 2026`, `3 de marzo de 2026`, `Tue, 3 Mar 2026`.
fn with_month_name(text: &str) -> Option<Reading> {
    let words: Vec<&str> = text
        .split([' ', '-', '/', ',', '.'])
        .filter(|word| !word.is_empty() && !["of", "de", "del"].contains(&word.to_lowercase().as_str()))
        .collect();
    let words = if words.len() == 4 {
        &words[1..]
    } else {
        words.as_slice()
    };
    let [first, second, year] = words else {
        return None;
    };
    let year = full_year(year)?;
    match (month(first), month(second)) {
        (None, Some(month)) => Some(day(year, month, ordinal(first)?)),
        (Some(month), None) => Some(day(year, month, ordinal(second)?)),
        _ => None,
    }
}

fn ordinal(word: &str) -> Option<u32> {
    let digits = word.trim_end_matches(|c: char| !c.is_ascii_digit());
    let tail = &word[digits.len()..];
    matches!(
        tail.to_lowercase().as_str(),
        "" | "st" | "nd" | "rd" | "th" | "er" | "º" | "°"
    )
    .then(|| digits.parse().ok())
    .flatten()
}

/// The number of a month by its English name, or the first three letters or more of it; German, French and Spanish names too.
pub(super) fn month(word: &str) -> Option<u32> {
    const MONTHS: [&[&str]; 12] = [
        &["january", "januar", "janvier", "enero"],
        &["february", "februar", "février", "febrero"],
        &["march", "märz", "mars", "marzo"],
        &["april", "avril", "abril"],
        &["may", "mai", "mayo"],
        &["june", "juni", "juin", "junio"],
        &["july", "juli", "juillet", "julio"],
        &["august", "août", "agosto"],
        &["september", "septembre", "septiembre"],
        &["october", "oktober", "octobre", "octubre"],
        &["november", "novembre", "noviembre"],
        &["december", "dezember", "décembre", "diciembre"],
    ];
    let word = word.to_lowercase();
    if word.chars().count() < 3 {
        return None;
    }
    let fits = |names: &&[&str]| names.iter().any(|name| name.starts_with(word.as_str()));
    let found: Vec<usize> = (0..12).filter(|m| fits(&MONTHS[*m])).collect();
    match found.as_slice() {
        [one] => u32::try_from(one + 1).ok(),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(text: &str, order: Order) -> Reading {
        read(&Value::Text(text.into()), order)
    }

    fn the_third_of_march() -> Reading {
        Reading::Day(NaiveDate::from_ymd_opt(2026, 3, 3).unwrap())
    }

    #[test]
    fn written_forms_of_one_day() {
        for text in [
            "2026-03-03",
            "2026/3/3",
            "3 March 2026",
            "03-Mar-26",
            "March 3, 2026",
            "3rd of March 2026",
            "Tue, 3 Mar 2026",
            "03.03.2026",
            "3/3/2026",
            "2026-03-03T10:15:00",
            "3. März 2026",
            "03.03.2026 10:15",
            "3 mars 2026",
            "3 de marzo de 2026",
        ] {
            assert_eq!(said(text, Order::Unsettled), the_third_of_march(), "{text}");
        }
    }

    #[test]
    fn what_can_only_be_read_one_way_is_read() {
        let last_day = Reading::Day(NaiveDate::from_ymd_opt(2026, 12, 31).unwrap());
        assert_eq!(said("31.12.2026", Order::Unsettled), last_day);
        assert_eq!(said("12/31/2026", Order::Unsettled), last_day);
    }

    #[test]
    fn day_and_month_are_not_guessed_but_the_column_may_settle_them() {
        assert_eq!(said("03/04/2026", Order::Unsettled), Reading::Ambiguous);
        let column = [Value::Text("03/04/2026".into()), Value::Text("25/04/2026".into())];
        let order = order(column.iter());
        assert_eq!(order, Order::DayFirst);
        assert_eq!(
            said("03/04/2026", order),
            Reading::Day(NaiveDate::from_ymd_opt(2026, 4, 3).unwrap())
        );
    }

    #[test]
    fn a_column_that_contradicts_itself_settles_nothing() {
        let column = [Value::Text("25/04/2026".into()), Value::Text("04/25/2026".into())];
        assert_eq!(order(column.iter()), Order::Unsettled);
    }

    #[test]
    fn no_dates() {
        for text in [
            "Q3 2026",
            "March 2026",
            "soon",
            "31.02.2026",
            "1/1/1905",
            "2026",
            "32/13/2026",
        ] {
            assert_eq!(said(text, Order::DayFirst), Reading::NoDate, "{text}");
        }
        assert!(matches!(said("45992", Order::DayFirst), Reading::Serial(_)));
    }
}
