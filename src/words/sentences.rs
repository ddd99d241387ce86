//! What was found, said in a language. In: a sentence as data, whose English stands where it is made; one table per other language
//! (`templates/lang/messages/*.toml`), by the English. Out: the sentence, its numbers, days, names and lists as the language writes
//! them. A sentence that a language lacks fails a test, and is told in English.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use super::Words;
use crate::config::Language;
use crate::message::{Message, Value, fill};

/// A sentence in another language; of a number of things, perhaps, in two forms.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Forms {
    Same(String),
    Counted { one: String, other: String },
}

type Sentences = BTreeMap<String, Forms>;

static SENTENCES: [LazyLock<Sentences>; Language::ALL.len()] = [
    LazyLock::new(Sentences::new),
    LazyLock::new(|| read(include_str!("../../templates/lang/messages/de.toml"))),
    LazyLock::new(|| read(include_str!("../../templates/lang/messages/fr.toml"))),
    LazyLock::new(|| read(include_str!("../../templates/lang/messages/es.toml"))),
];

fn read(table: &str) -> Sentences {
    toml::from_str(table).unwrap_or_default()
}

impl Words {
    /// A sentence as a person reads it.
    pub fn tell(&self, message: &Message) -> String {
        let pattern = match SENTENCES[self.language as usize].get(message.pattern()) {
            None => message.english(),
            Some(Forms::Same(pattern)) => pattern,
            Some(Forms::Counted { one, other }) => match message.number() {
                Some(n) if self.is_one(n) => one,
                _ => other,
            },
        };
        fill(pattern, |name| message.value(name).map(|value| self.value(value)))
    }

    /// A fixed sentence by its English.
    pub fn tell_fixed(&self, english: &'static str) -> String {
        self.tell(&Message::from(english))
    }

    /// The name or the text of something by its English.
    pub fn tell_term(&self, english: &str) -> String {
        self.tell(&Message::term(english))
    }

    fn value(&self, value: &Value) -> String {
        let each = |values: &[Value]| values.iter().map(|value| self.value(value)).collect::<Vec<_>>();
        match value {
            Value::Text(text) => text.clone(),
            Value::Quoted(text) => self.say("format.quoted", &[("text", text)]),
            Value::Number(n) => self.number(*n),
            Value::Day(day) => self.long_date(*day),
            Value::Part(part) => self.tell(part),
            Value::Name(key, english) => match self.find(key) {
                "" => english.clone(),
                name => name.to_owned(),
            },
            Value::Listed(things) => self.list(&each(things)),
            Value::Row(parts, sign) => each(parts).join(sign),
        }
    }
}
