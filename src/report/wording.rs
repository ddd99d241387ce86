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

impl Language {
    fn table(&self) -> toml::Table {
        toml::from_str(self.source).unwrap_or_default()
    }
}

/// Every language of the report; the first is the one that is used when nothing else is asked for.
const LANGUAGES: &[Language] = &[
    Language {
        code: "en",
        source: include_str!("../../templates/lang/en.toml"),
    },
    Language {
        code: "de",
        source: include_str!("../../templates/lang/de.toml"),
    },
    Language {
        code: "fr",
        source: include_str!("../../templates/lang/fr.toml"),
    },
    Language {
        code: "es",
        source: include_str!("../../templates/lang/es.toml"),
    },
];

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
        let mut table = LANGUAGES[0].table();
        lay_over(&mut table, language.table());
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

/// Lays a language over English, which stays where the language has no words of its own.
fn lay_over(table: &mut toml::Table, own: toml::Table) {
    for (key, value) in own {
        match (table.get_mut(&key), value) {
            (Some(toml::Value::Table(inner)), toml::Value::Table(own)) => lay_over(inner, own),
            (_, value) => _ = table.insert(key, value),
        }
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

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::fs;
    use std::path::Path;

    use super::*;

    /// Tables whose keys are put together from an identifier; everything else is named in full where it is used.
    const BY_IDENTIFIER: [&str; 19] = [
        "month",
        "month_short",
        "state",
        "letter",
        "column",
        "kind",
        "deliver",
        "rule",
        "criticality",
        "classification",
        "impact",
        "matrix",
        "domain",
        "model",
        "split",
        "label",
        "plan",
        "doubts",
        "closing",
    ];

    fn keys(words: &Words) -> BTreeSet<&str> {
        words.sentences.keys().map(String::as_str).collect()
    }

    fn placeholders(text: &str) -> BTreeSet<&str> {
        text.split('{')
            .skip(1)
            .filter_map(|rest| rest.split_once('}'))
            .map(|(name, _)| name)
            .collect()
    }

    /// The Rust files of the report, joined.
    fn sources() -> String {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/report");
        let files = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
        files
            .filter(|p| p.extension().is_some_and(|e| e == "rs"))
            .map(|p| fs::read_to_string(p).unwrap())
            .collect()
    }

    /// A key without the form for one or several.
    fn base(key: &str) -> &str {
        key.strip_suffix(".one")
            .or_else(|| key.strip_suffix(".other"))
            .unwrap_or(key)
    }

    #[test]
    fn every_language_is_read_whole() {
        for (language, words) in LANGUAGES.iter().zip(TABLES.iter()) {
            let read = toml::from_str::<toml::Table>(language.source);
            assert!(read.is_ok(), "{}: {read:?}", language.code);
            assert!(
                words.sentences.len() > 300 && words.labels.is_object(),
                "{}",
                language.code
            );
        }
    }

    #[test]
    fn every_language_has_the_same_keys_with_the_same_placeholders() {
        let framework = |key: &str| {
            ["domain.", "model.", "split."]
                .iter()
                .any(|table| key.starts_with(table))
        };
        let own = |language: &Language| {
            let mut sentences = BTreeMap::new();
            let table = language.table();
            table
                .iter()
                .for_each(|(key, value)| flatten(key, value, &mut sentences));
            sentences.retain(|key, _| !framework(key));
            sentences
        };
        let english = own(&LANGUAGES[0]);
        for language in LANGUAGES {
            let words = own(language);
            let lacking: Vec<_> = english.keys().filter(|key| !words.contains_key(*key)).collect();
            assert!(lacking.is_empty(), "{} lacks {lacking:?}", language.code);
            for (key, text) in &words {
                let ours = english.get(key).map(|text| placeholders(text));
                assert_eq!(Some(placeholders(text)), ours, "{} {key}", language.code);
            }
        }
    }

    #[test]
    fn every_key_is_used_and_every_used_key_is_there() {
        let (code, english) = (sources(), &TABLES[0]);
        for key in keys(english) {
            let by_identifier = key
                .split('.')
                .next()
                .is_some_and(|table| BY_IDENTIFIER.contains(&table));
            assert!(
                by_identifier || code.contains(&format!("\"{}\"", base(key))),
                "nothing says '{key}'"
            );
        }
        let tables: BTreeSet<_> = keys(english).into_iter().filter_map(|k| k.split('.').next()).collect();
        let bases: BTreeSet<_> = keys(english).into_iter().map(base).collect();
        for literal in code.split('"').skip(1).step_by(2) {
            let is_key = literal
                .split_once('.')
                .is_some_and(|(table, rest)| tables.contains(table) && !rest.is_empty());
            let plain = literal.chars().all(|c| c.is_ascii_lowercase() || "._-".contains(c));
            assert!(
                !is_key || !plain || bases.contains(literal),
                "no language says '{literal}'"
            );
        }
    }

    #[test]
    fn every_label_of_a_section_is_placed_by_its_template() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("templates");
        for (section, labels) in TABLES[0].labels.as_object().unwrap() {
            let file = match section.as_str() {
                "page" => "style.typ".to_owned(),
                name => format!("sections/{}.typ", name.replace('_', "-")),
            };
            let template = fs::read_to_string(folder.join(&file)).unwrap();
            for label in labels.as_object().unwrap().keys() {
                assert!(
                    template.contains(&format!("words.{label}")),
                    "{file} does not place '{label}'"
                );
            }
        }
    }

    #[test]
    fn numbers_dates_and_shares_are_written_as_people_write_them() {
        let english = Words::of(Some("en"));
        assert_eq!(english.number(1_234_567), "1,234,567");
        assert_eq!(
            (english.percent(0.0), english.percent(1.0)),
            ("0%".into(), "100%".into())
        );
        assert_eq!(
            (english.percent(0.004), english.percent(0.9961)),
            ("<1%".into(), ">99%".into())
        );
        assert_eq!(english.rate(None), "n/a");
        let day = NaiveDate::from_ymd_opt(2026, 9, 3).unwrap();
        assert_eq!(english.long_date(day), "3 September 2026");
        assert_eq!(english.count("plan.age", 1, &[]), "open for 1 day");
    }

    #[test]
    fn what_a_value_contains_is_never_filled() {
        assert_eq!(fill("{a} and {b}", &[("a", "{b}"), ("b", "x")]), "{b} and x");
        assert_eq!(fill("{unknown} {", &[]), "{unknown} {");
    }
}
