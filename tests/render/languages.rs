//! The pages in each language.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use chrono::NaiveDate;
use lopdf::Document;
use unowned::compare;
use unowned::config::{Config, Language};
use unowned::diagnostic::{Code, Diagnostic};
use unowned::message::Message;
use unowned::report::Report;
use unowned::sentence;
use unowned::words::{Words, capitalised};

use super::conforming::conforming;
use super::{fixture, render};

#[test]
fn the_pages_conform_in_every_language_and_say_which_one_it_is() {
    for language in Language::ALL {
        let mut config = Config::default();
        config.report.language = Some(language);
        let report = Report::new(
            fixture::snapshot(&fixture::inventory(12), "Größe & Fils, S.A."),
            None,
            &config,
        );
        let pdf = conforming(&format!("language-{language}"), &report);
        let lang = pdf
            .catalog()
            .unwrap()
            .get(b"Lang")
            .and_then(lopdf::Object::as_str)
            .unwrap();
        assert!(
            lang.starts_with(language.id().as_bytes()),
            "{language}: {}",
            String::from_utf8_lossy(lang)
        );
    }
}

/// The parts of all texts of a language that stand as they are, without white space: those between placeholders, if they are long
/// enough to be told from a name.
fn fixed(language: Language) -> BTreeSet<String> {
    fn gather(value: &toml::Value, out: &mut BTreeSet<String>) {
        match value {
            toml::Value::Table(table) => table.values().for_each(|value| gather(value, out)),
            value => {
                let parts = value
                    .as_str()
                    .unwrap_or_default()
                    .split(['{', '}'])
                    .step_by(2)
                    .map(bare);
                out.extend(parts.filter(|part| part.chars().count() > 16));
            }
        }
    }
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("templates/lang/{language}.toml"));
    let table: toml::Value = toml::from_str(&fs::read_to_string(file).unwrap()).unwrap();
    let mut out = BTreeSet::new();
    gather(&table, &mut out);
    out
}

fn bare(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_whitespace() && *c != '\u{AD}' && *c != '-')
        .collect()
}

#[test]
fn nothing_is_said_in_english_where_another_language_was_asked_for() {
    let english = fixed(Language::En);
    let before = fixture::third_quarter(&fixture::inventory(12));
    let mut now = fixture::next_quarter(&fixture::inventory(12), &before);
    let told = [
        (
            Code::UnknownValue,
            sentence!(
                "'{word}' is not a known {what}; it does not count",
                word = "mostly ok",
                what = Message::from("status")
            ),
        ),
        (
            Code::OwnerLeft,
            sentence!(
                "'{name}' left on {day}, according to the People sheet, and owns nothing any more",
                name = "Ann Lee",
                day = NaiveDate::from_ymd_opt(2026, 5, 31).unwrap()
            ),
        ),
    ];
    let told = told.map(|(code, message)| Diagnostic::new(code, None, message, "name a successor"));
    now.warnings = told.to_vec();
    let changes = compare::changes(&before, &now);
    for language in Language::ALL.into_iter().filter(|language| *language != Language::En) {
        let mut config = Config::default();
        config.report.language = Some(language);
        config.report.sign_off = true;
        config.report.system_pages = Some(u32::MAX as usize);
        let report = Report::new(now.clone(), Some(&changes), &config);
        let pdf = Document::load_mem(&render(&report).pdf).unwrap();
        let numbers: Vec<_> = pdf.get_pages().into_keys().collect();
        let text = bare(&pdf.extract_text(&numbers).unwrap());
        let own = fixed(language);
        let said: Vec<_> = english.difference(&own).filter(|part| text.contains(*part)).collect();
        assert!(said.is_empty(), "{language}: {said:?}");
        for warning in &now.warnings {
            assert!(
                !text.contains(&bare(&warning.message.to_string())),
                "{language}: {}",
                warning.message
            );
        }
        assert!(text.contains("mostlyok"), "{language}: what the cell holds is told");
        let words = Words::of(language);
        for warning in &now.warnings {
            assert!(
                text.contains(&bare(&capitalised(&words.tell(&warning.message)))),
                "{language}: {warning:?}"
            );
        }
    }
}
