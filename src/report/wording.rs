//! The words of the report. In: one table per language (`templates/lang/*.toml`), with `{placeholders}` and plural forms. Out:
//! sentences, dates and numbers as the language writes them. Which sentence fits is the business of the sections.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use chrono::{Datelike, NaiveDate};
use serde_json::Value;

use crate::framework::{DeploymentModel, Domain};

/// A language and its embedded table.
struct Language {
    code: &'static str,
    source: &'static str,
}

/// Every language of the report; the first is the one that is used when nothing else is asked for.
const LANGUAGES: &[Language] = &[Language {
    code: "en",
    source: include_str!("../../templates/lang/en.toml"),
}];

static TABLES: LazyLock<Vec<Words>> = LazyLock::new(|| LANGUAGES.iter().map(Words::read).collect());

/// The words of one language.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Words {
    code: &'static str,
    sentences: BTreeMap<String, String>,
    labels: Value,
}

impl Words {
    /// The codes of all languages.
    pub fn codes() -> impl Iterator<Item = &'static str> {
        LANGUAGES.iter().map(|language| language.code)
    }

    /// The words of a language; of English where the code is not known (`cli` refuses an unknown one).
    pub fn of(code: Option<&str>) -> &'static Self {
        let wanted = |words: &&Self| Some(words.code) == code;
        TABLES.iter().find(wanted).unwrap_or(&TABLES[0])
    }

    fn read(language: &Language) -> Self {
        let table: toml::Table = toml::from_str(language.source).unwrap_or_default();
        let mut sentences = BTreeMap::new();
        for (key, value) in &table {
            flatten(key, value, &mut sentences);
        }
        let labels = table.get("label").and_then(|labels| serde_json::to_value(labels).ok());
        Self {
            code: language.code,
            sentences,
            labels: labels.unwrap_or_default(),
        }
    }

    /// The language's code, as `text(lang:)` wants it.
    pub fn code(&self) -> &'static str {
        self.code
    }

    /// The fixed words that the template itself places, by section.
    pub fn labels(&self) -> &Value {
        &self.labels
    }

    /// The text of a key, if the language has it.
    pub fn find(&self, key: &str) -> Option<&str> {
        self.sentences.get(key).map(String::as_str)
    }

    /// A fixed text. A key that is missing shows itself; a test keeps that from happening.
    pub fn text(&self, key: &str) -> String {
        self.find(key).unwrap_or(key).to_owned()
    }

    /// A sentence with its placeholders filled.
    pub fn say(&self, key: &str, values: &[(&str, &str)]) -> String {
        fill(self.find(key).unwrap_or(key), values)
    }

    /// A sentence about a number of things: the form for one, or for several; `{n}` is the number.
    pub fn count(&self, key: &str, n: usize, values: &[(&str, &str)]) -> String {
        let is_one = n == 1 || (n == 0 && self.code == "fr");
        let form = format!("{key}.{}", if is_one { "one" } else { "other" });
        let number = self.number(n);
        let values: Vec<_> = values.iter().copied().chain([("n", number.as_str())]).collect();
        self.say(&form, &values)
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

    /// A text about a domain: the language's own, or the framework's English.
    pub fn of_domain(&self, domain: Domain, what: &str, english: &str) -> String {
        let own = self.find(&format!("domain.{domain}.{what}"));
        own.unwrap_or(english).to_owned()
    }

    /// A domain's name.
    pub fn domain(&self, domain: Domain) -> String {
        self.of_domain(domain, "name", &domain.facts().name)
    }

    /// A deployment model's name for narrow places.
    pub fn model(&self, model: DeploymentModel) -> String {
        let own = self.find(&format!("model.{model}.short"));
        own.unwrap_or(&model.facts().short_name).to_owned()
    }
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

fn flatten(prefix: &str, value: &toml::Value, out: &mut BTreeMap<String, String>) {
    match value {
        toml::Value::Table(table) => {
            for (key, value) in table {
                flatten(&format!("{prefix}.{key}"), value, out);
            }
        }
        toml::Value::String(text) => {
            out.insert(prefix.to_owned(), text.clone());
        }
        _ => {}
    }
}

/// Puts values into `{placeholders}`, in one pass: what a value itself contains is never filled.
fn fill(pattern: &str, values: &[(&str, &str)]) -> String {
    let mut out = String::with_capacity(pattern.len());
    let mut rest = pattern;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let Some((name, behind)) = after.split_once('}') else {
            out.push('{');
            rest = after;
            continue;
        };
        match values.iter().find(|(n, _)| *n == name) {
            Some((_, value)) => out.push_str(value),
            None => {
                out.push('{');
                out.push_str(name);
                out.push('}');
            }
        }
        rest = behind;
    }
    out.push_str(rest);
    out
}
