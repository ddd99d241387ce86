//! A sentence as data. In: its English pattern, and the values in it. Out: the same, which is English by itself; the words of a
//! language put the values into the pattern of theirs (`words::Words::tell`). So what is found is told in any language, and nobody
//! has to know which while it is found.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::fmt;
use std::sync::Arc;

use chrono::NaiveDate;
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::names::Named;

/// A sentence, or a part of one. On record it is its English, and what comes back from there is the same sentence: two are the same
/// that say the same.
#[derive(Clone, Debug, Default)]
pub struct Message {
    pattern: Cow<'static, str>,
    more: Option<Box<More>>,
}

/// What most sentences do without: most stand as they are.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
struct More {
    values: Vec<(Cow<'static, str>, Value)>,
    /// The pattern for one thing, where the other one is for several.
    one: Option<Cow<'static, str>>,
}

impl PartialEq for Message {
    fn eq(&self, other: &Self) -> bool {
        let is_made_alike = self.pattern == other.pattern && self.more == other.more;
        is_made_alike || self.cmp(other).is_eq()
    }
}

impl Eq for Message {}

impl PartialOrd for Message {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Message {
    fn cmp(&self, other: &Self) -> Ordering {
        match (&self.more, &other.more) {
            (None, None) => self.pattern.cmp(&other.pattern),
            _ => self.to_string().cmp(&other.to_string()),
        }
    }
}

/// What stands in a sentence.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Value {
    /// Text as it stands somewhere: a name, a cell, an option as it is typed.
    Text(String),
    /// The same between quotation marks.
    Quoted(String),
    /// A whole number.
    Number(usize),
    /// A day.
    Day(NaiveDate),
    /// A part of the sentence that is one of ours.
    Part(#[serde(with = "whole")] Message),
    /// The name of a member of a closed list: its key in the words, and its English.
    Name(String, String),
    /// Several things, the last behind "and".
    Listed(Vec<Value>),
    /// Several parts, one after the other, parted by this.
    Row(Vec<Value>, String),
}

impl Value {
    /// The name of a member of a closed list.
    pub fn name<T: Named>(one: T, english: &str) -> Self {
        Self::Name(format!("{}.{}", T::TABLE, one.key()), english.to_owned())
    }

    /// Several things, the last behind "and".
    pub fn listed<T: ToValue>(things: impl IntoIterator<Item = T>) -> Self {
        Self::Listed(things.into_iter().map(|thing| thing.to_value()).collect())
    }

    /// Several parts, parted by a sign.
    pub fn row<T: ToValue>(parts: impl IntoIterator<Item = T>, sign: &str) -> Self {
        Self::Row(parts.into_iter().map(|part| part.to_value()).collect(), sign.to_owned())
    }

    /// A text between quotation marks.
    pub fn quoted(text: impl Into<String>) -> Self {
        Self::Quoted(text.into())
    }
}

/// A sentence with its values by name: `sentence!("'{word}' is no name", word = shown(word))`. Of a number `n` of things there may
/// be two forms, for one and for several. A placeholder without a value does not compile.
#[macro_export]
macro_rules! sentence {
    (one: $one:literal, other: $pattern:literal $(, $name:ident $(= $value:expr)?)* $(,)?) => {{
        const { assert!($crate::message::fits($one, &[$(stringify!($name)),*]), "a placeholder has no value") };
        $crate::sentence!($pattern $(, $name $(= $value)?)*).or_for_one($one)
    }};
    ($pattern:literal $(, $name:ident $(= $value:expr)?)* $(,)?) => {{
        const { assert!($crate::message::fits($pattern, &[$(stringify!($name)),*]), "a placeholder has no value") };
        $crate::message::Message::new(
            $pattern,
            vec![$((stringify!($name), $crate::message::ToValue::to_value(&$crate::sentence!(@ $name $(= $value)?)))),*],
        )
    }};
    (@ $name:ident) => { $name };
    (@ $name:ident = $value:expr) => { $value };
}

pub use crate::sentence;

impl Message {
    /// A pattern with the values of its placeholders. The macro [`sentence!`](crate::sentence!) is how it is written.
    pub fn new(pattern: &'static str, values: Vec<(&'static str, Value)>) -> Self {
        let values = values.into_iter().map(|(name, value)| (Cow::Borrowed(name), value));
        Self::of(Cow::Borrowed(pattern), values.collect(), None)
    }

    fn of(pattern: Cow<'static, str>, values: Vec<(Cow<'static, str>, Value)>, one: Option<Cow<'static, str>>) -> Self {
        let more = (!values.is_empty()).then(|| Box::new(More { values, one }));
        Self { pattern, more }
    }

    /// The form for one thing, where the pattern is that for several; `n` is how many.
    pub fn or_for_one(mut self, one: &'static str) -> Self {
        if let Some(more) = &mut self.more {
            more.one = Some(Cow::Borrowed(one));
        }
        self
    }

    /// The English name of something; other languages have theirs.
    pub fn term(english: impl Into<String>) -> Self {
        Self {
            pattern: Cow::Owned(english.into()),
            ..Self::default()
        }
    }

    /// A text that comes from elsewhere (a system, another program, an earlier record), and is told in no other language.
    pub fn verbatim(text: impl Into<String>) -> Self {
        Self::new("{text}", vec![("text", Value::Text(text.into()))])
    }

    /// The English pattern, by which other languages know theirs.
    pub fn pattern(&self) -> &str {
        &self.pattern
    }

    /// The English pattern for so many things as it speaks of.
    pub fn english(&self) -> &str {
        match self.more.as_ref().and_then(|more| more.one.as_ref()) {
            Some(one) if self.number() == Some(1) => one,
            _ => &self.pattern,
        }
    }

    /// How many things it speaks of.
    pub fn number(&self) -> Option<usize> {
        match self.value("n") {
            Some(Value::Number(n)) => Some(*n),
            _ => None,
        }
    }

    /// The value of a placeholder.
    pub fn value(&self, name: &str) -> Option<&Value> {
        let values = &self.more.as_ref()?.values;
        values.iter().find(|(known, _)| known == name).map(|(_, value)| value)
    }

    /// Whether it says nothing.
    pub fn is_empty(&self) -> bool {
        self.pattern.is_empty()
    }
}

/// The pattern with each `{placeholder}` as it is told; one that is not told stays. What a value itself contains is never filled.
pub fn fill(pattern: &str, told: impl Fn(&str) -> Option<String>) -> String {
    let mut out = String::with_capacity(pattern.len());
    let mut rest = pattern;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let Some((name, behind)) = after.split_once('}') else {
            out.push('{');
            rest = after;
            continue;
        };
        match told(name) {
            Some(value) => out.push_str(&value),
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

/// Whether every placeholder of a pattern is among some names.
pub const fn fits(pattern: &str, names: &[&str]) -> bool {
    let bytes = pattern.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        if bytes[at] == b'{' {
            let mut end = at + 1;
            while end < bytes.len() && bytes[end] != b'}' {
                end += 1;
            }
            let mut known = false;
            let mut name = 0;
            while name < names.len() {
                known |= is_same(bytes, at + 1, end, names[name].as_bytes());
                name += 1;
            }
            if !known {
                return false;
            }
            at = end;
        }
        at += 1;
    }
    true
}

const fn is_same(bytes: &[u8], from: usize, to: usize, name: &[u8]) -> bool {
    if to - from != name.len() {
        return false;
    }
    let mut at = 0;
    while at < name.len() {
        if bytes[from + at] != name[at] {
            return false;
        }
        at += 1;
    }
    true
}

impl fmt::Display for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.more.is_none() {
            return f.write_str(&self.pattern);
        }
        f.write_str(&fill(self.english(), |name| self.value(name).map(Value::to_string)))
    }
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) | Self::Name(_, text) => f.write_str(text),
            Self::Quoted(text) => write!(f, "'{text}'"),
            Self::Number(n) => write!(f, "{n}"),
            Self::Day(day) => write!(f, "{day}"),
            Self::Part(part) => write!(f, "{part}"),
            Self::Listed(things) => {
                let told: Vec<String> = things.iter().map(Self::to_string).collect();
                match told.split_last() {
                    Some((last, [])) => f.write_str(last),
                    Some((last, others)) => write!(f, "{} and {last}", others.join(", ")),
                    None => Ok(()),
                }
            }
            Self::Row(parts, sign) => {
                let told: Vec<String> = parts.iter().map(Self::to_string).collect();
                f.write_str(&told.join(sign))
            }
        }
    }
}

impl Serialize for Message {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl JsonSchema for Message {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        String::schema_name()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        String::json_schema(generator)
    }
}

impl<'de> Deserialize<'de> for Message {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        String::deserialize(from).map(Self::verbatim)
    }
}

impl From<&'static str> for Message {
    fn from(sentence: &'static str) -> Self {
        Self::new(sentence, Vec::new())
    }
}

/// What can be a value of a sentence.
pub trait ToValue {
    /// As a value.
    fn to_value(&self) -> Value;
}

macro_rules! values {
    ($($from:ty: $it:ident => $make:expr;)*) => {
        $(impl ToValue for $from {
            fn to_value(&self) -> Value {
                let $it = self;
                $make
            }
        })*
    };
}

values! {
    str: text => Value::Text(text.to_owned());
    String: text => Value::Text(text.clone());
    Cow<'_, str>: text => Value::Text(text.as_ref().to_owned());
    Arc<str>: text => Value::Text(text.as_ref().to_owned());
    char: letter => Value::Text(letter.to_string());
    usize: n => Value::Number(*n);
    u32: n => Value::Number(*n as usize);
    u64: n => Value::Number(usize::try_from(*n).unwrap_or(usize::MAX));
    NaiveDate: day => Value::Day(*day);
    Message: part => Value::Part(part.clone());
    Value: value => value.clone();
}

impl<T: ToValue + ?Sized> ToValue for &T {
    fn to_value(&self) -> Value {
        (**self).to_value()
    }
}

/// A sentence on its way to another process of this program.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sent(#[serde(with = "whole")] pub Message);

/// A sentence with its values, for another process of this program: the record has the English alone.
pub mod whole {
    use super::{Cow, Deserialize, Deserializer, Message, Serialize, Serializer, Value};

    type Parts = (
        Cow<'static, str>,
        Option<Cow<'static, str>>,
        Vec<(Cow<'static, str>, Value)>,
    );

    /// Writes all of a sentence.
    ///
    /// # Errors
    /// Those of the writer.
    pub fn serialize<S: Serializer>(message: &Message, to: S) -> Result<S::Ok, S::Error> {
        let more = message.more.as_deref();
        let one = more.and_then(|more| more.one.as_ref());
        (&message.pattern, one, more.map_or(&[][..], |more| &more.values)).serialize(to)
    }

    /// Reads all of a sentence.
    ///
    /// # Errors
    /// Those of the reader.
    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Message, D::Error> {
        let (pattern, one, values) = Parts::deserialize(from)?;
        Ok(Message::of(pattern, values, one))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_is_english_by_itself() {
        let told = sentence!("'{word}' left on {day}", word = "Ann {day}", day = NaiveDate::MIN);
        assert!(told.to_string().starts_with("'Ann {day}' left on -"), "{told}");
        let rows = |n: usize| sentence!(one: "{n} row", other: "{n} rows", n = n).to_string();
        assert_eq!((rows(1), rows(2)), ("1 row".to_owned(), "2 rows".to_owned()));
        let listed = Value::listed(["a", "b", "c"].map(Value::quoted));
        assert_eq!(listed.to_string(), "'a', 'b' and 'c'");
    }

    #[test]
    fn a_sentence_comes_whole_from_another_process() {
        let part = sentence!("the cell {cell} is there twice", cell = "B7");
        let sent = Sent(sentence!("is damaged: {what}", what = part));
        let line = serde_json::to_string(&sent).unwrap();
        assert_eq!(serde_json::from_str::<Sent>(&line).unwrap(), sent);
    }

    #[test]
    fn a_placeholder_needs_a_value() {
        assert!(fits("'{a}' of {b}", &["a", "b", "c"]));
        assert!(!fits("'{a}' of {b}", &["a"]));
        assert!(!fits("'{}'", &["a"]));
    }
}
