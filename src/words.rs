//! What everything is called. In: one table per language (`templates/lang/*.toml`), with `{placeholders}` and plural forms; the
//! framework's own texts and the names of diagnostics are its English. Out: names, sentences, dates, numbers and rates as the language writes them. Every
//! output takes them from here; which sentence fits is left to who shows it. A word that a language lacks fails a test.

mod english;
mod sentences;

use std::collections::BTreeMap;
use std::sync::LazyLock;

use chrono::{Datelike, NaiveDate};
use serde_json::Value;

use crate::config::Language;
use crate::message;
use crate::names::Named;

/// One for each language, in the order of `Language`; a run reads those that it asks for.
static TABLES: [LazyLock<Words>; Language::ALL.len()] = [
    LazyLock::new(|| Words::read(Language::En)),
    LazyLock::new(|| Words::read(Language::De)),
    LazyLock::new(|| Words::read(Language::Fr)),
    LazyLock::new(|| Words::read(Language::Es)),
];

/// The embedded table of a language.
fn source(language: Language) -> &'static str {
    match language {
        Language::En => include_str!("../templates/lang/en.toml"),
        Language::De => include_str!("../templates/lang/de.toml"),
        Language::Fr => include_str!("../templates/lang/fr.toml"),
        Language::Es => include_str!("../templates/lang/es.toml"),
    }
}

/// The words of one language.
#[derive(Clone, Debug, PartialEq)]
pub struct Words {
    language: Language,
    sentences: BTreeMap<String, String>,
    labels: Value,
}

impl Words {
    /// The words of a language.
    pub fn of(language: Language) -> &'static Self {
        &TABLES[language as usize]
    }

    fn read(language: Language) -> Self {
        let table: toml::Table = toml::from_str(source(language)).unwrap_or_default();
        let mut sentences = match language {
            Language::En => english::texts(),
            _ => BTreeMap::new(),
        };
        for (key, value) in &table {
            flatten(key, value, &mut sentences);
        }
        let labels = table.get("label").and_then(|labels| serde_json::to_value(labels).ok());
        Self {
            language,
            sentences,
            labels: labels.unwrap_or_default(),
        }
    }

    /// What a member of a closed list is called in the middle of a sentence.
    pub fn name(&self, one: impl Named) -> String {
        self.text(&key(one))
    }

    /// The same where it stands alone: as a cell, a heading, a label.
    pub fn title(&self, one: impl Named) -> String {
        capitalised(&self.name(one))
    }

    /// What else is said of a member of a closed list: its letter, its meaning, its rule ...
    pub fn about(&self, one: impl Named, what: &str) -> String {
        self.text(&format!("{}.{what}", key(one)))
    }

    /// A sentence about a member of a closed list, with its placeholders filled.
    pub fn say_of(&self, one: impl Named, what: &str, values: &[(&str, &str)]) -> String {
        self.say(&format!("{}.{what}", key(one)), values)
    }

    /// A sentence about a member of a closed list and a number of things.
    pub fn count_of(&self, one: impl Named, what: &str, n: usize, values: &[(&str, &str)]) -> String {
        self.count(&format!("{}.{what}", key(one)), n, values)
    }

    /// The language itself; its identifier is what `text(lang:)` wants.
    pub fn language(&self) -> Language {
        self.language
    }

    /// The fixed words that the template itself places, by section.
    pub fn labels(&self) -> &Value {
        &self.labels
    }

    /// The text of a key. There is none for a key that no language has; tests keep that from happening.
    fn find(&self, key: &str) -> &str {
        self.sentences.get(key).map_or("", String::as_str)
    }

    /// A fixed text.
    pub fn text(&self, key: &str) -> String {
        self.find(key).to_owned()
    }

    /// A sentence with its placeholders filled.
    pub fn say(&self, key: &str, values: &[(&str, &str)]) -> String {
        fill(self.find(key), values)
    }

    /// A sentence about a number of things: the form for one, or for several; `{n}` is the number.
    pub fn count(&self, key: &str, n: usize, values: &[(&str, &str)]) -> String {
        let form = format!("{key}.{}", if self.is_one(n) { "one" } else { "other" });
        let number = self.number(n);
        let values: Vec<_> = values.iter().copied().chain([("n", number.as_str())]).collect();
        self.say(&form, &values)
    }

    /// Whether so many things are spoken of in the singular.
    fn is_one(&self, n: usize) -> bool {
        n == 1 || (n == 0 && self.language == Language::Fr)
    }

    /// A whole number with the language's mark between thousands.
    pub fn number(&self, n: usize) -> String {
        let digits = n.to_string();
        let mark = self.text("format.thousands");
        let mut out = String::new();
        for (place, digit) in digits.chars().enumerate() {
            if place > 0 && (digits.len() - place).is_multiple_of(3) {
                out.push_str(&mark);
            }
            out.push(digit);
        }
        out
    }

    /// A number to one decimal.
    pub fn decimal(&self, n: f64) -> String {
        format!("{n:.1}").replace('.', &self.text("format.decimal"))
    }

    /// A share as a whole percentage. Only nothing is 0 %, and only all is 100 %: between them it is never rounded to either.
    pub fn percent(&self, share: f64) -> String {
        let whole = whole_percent(share);
        let key = match () {
            () if whole == 1 && share < 0.01 => "format.percent_below",
            () if whole == 99 && share > 0.99 => "format.percent_above",
            () => "format.percent",
        };
        self.say(key, &[("n", &whole.to_string())])
    }

    /// A rate; over nothing it is not applicable.
    pub fn rate(&self, rate: Option<f64>) -> String {
        rate.map_or_else(|| self.text("format.none"), |share| self.percent(share))
    }

    /// A day with the month in letters, cut short: for tables.
    pub fn date(&self, day: NaiveDate) -> String {
        self.dated("format.date", "month_short", day)
    }

    /// A day with the month written out: for running text.
    pub fn long_date(&self, day: NaiveDate) -> String {
        self.dated("format.long_date", "month", day)
    }

    fn dated(&self, pattern: &str, months: &str, day: NaiveDate) -> String {
        let month = self.text(&format!("{months}.{}", day.month()));
        let (d, y) = (day.day().to_string(), day.year().to_string());
        self.say(pattern, &[("day", &d), ("month", &month), ("year", &y)])
    }

    /// Several things in one breath: `a, b and c`.
    pub fn list(&self, things: &[String]) -> String {
        match things {
            [] => String::new(),
            [one] => one.clone(),
            [most @ .., last] => {
                let and = self.text("format.and");
                format!("{} {and} {last}", most.join(", "))
            }
        }
    }
}

/// The key of a member's name.
fn key<T: Named>(one: T) -> String {
    format!("{}.{}", T::TABLE, one.key())
}

/// A text with a capital letter in front, unless it begins with the name of a file.
pub fn capitalised(text: &str) -> String {
    let first = text.split(' ').next().unwrap_or_default();
    if first.trim_end_matches('.').contains('.') {
        return text.to_owned();
    }
    let mut letters = text.chars();
    letters
        .next()
        .map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// A share in whole per cent, kept off 0 and 100 unless it is nothing or all.
pub fn whole_percent(share: f64) -> i64 {
    let rounded = (share * 100.0).round() as i64;
    match () {
        () if share <= 0.0 => 0,
        () if share >= 1.0 => 100,
        () => rounded.clamp(1, 99),
    }
}

/// Gathers the texts of a table by their full keys; `name` in the table of a thing is what the thing itself is called.
fn flatten(prefix: &str, value: &toml::Value, out: &mut BTreeMap<String, String>) {
    match value {
        toml::Value::Table(table) => {
            for (key, value) in table {
                match key.as_str() {
                    "name" => flatten(prefix, value, out),
                    key => flatten(&format!("{prefix}.{key}"), value, out),
                }
            }
        }
        toml::Value::String(text) => {
            out.insert(prefix.to_owned(), text.clone());
        }
        _ => {}
    }
}

/// Puts values into `{placeholders}`, in one pass.
fn fill(pattern: &str, values: &[(&str, &str)]) -> String {
    message::fill(pattern, |name| {
        let value = values.iter().find(|(known, _)| *known == name);
        value.map(|(_, value)| (*value).to_owned())
    })
}

#[cfg(test)]
mod tests;
