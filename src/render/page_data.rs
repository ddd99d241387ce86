//! What the pages read. In: what they say. Out: its JSON with every text as the fonts can show it, and those fonts.

use std::collections::BTreeSet;

use serde::Serialize;
use serde_json::{Map, Value};

use super::FurtherFonts;
use super::complaint;
use super::fonts::Fonts;
use super::lettering::{missing, printable};
use crate::error::Error;
use crate::report::View;

/// What the pages say, as they read it.
pub struct PageData {
    /// All of it as JSON.
    pub json: Vec<u8>,
    /// The fonts it was fitted to.
    pub fonts: Fonts,
}

/// Fits every text of the pages to the fonts; fonts of the machine are looked up only if a letter needs them. `barred` are letters
/// that could not be set with them.
pub fn of(view: &View, further: FurtherFonts, barred: &BTreeSet<char>, with_register: bool) -> Result<PageData, Error> {
    let mut value = json(view)?;
    if let Some(register) = value.pointer_mut("/look/register").filter(|_| !with_register) {
        *register = Value::Null;
    }
    let mut fonts = Fonts::embedded();
    let mut lacking = BTreeSet::new();
    texts(&value, &mut |text| lacking.extend(missing(&fonts, text)));
    if further == FurtherFonts::Machine && !lacking.is_empty() {
        lacking.retain(|letter| !barred.contains(letter));
        fonts.add_from_machine(&lacking);
        fonts.bar(barred);
    }
    let json = serde_json::to_vec(&fitted(&fonts, value)).map_err(|e| complaint::defect(&e.to_string()))?;
    Ok(PageData { json, fonts })
}

fn json(data: &impl Serialize) -> Result<Value, Error> {
    serde_json::to_value(data).map_err(|e| complaint::defect(&e.to_string()))
}

/// Goes through every text of a JSON value.
pub fn texts(value: &Value, each: &mut impl FnMut(&str)) {
    match value {
        Value::String(text) => each(text),
        Value::Array(values) => values.iter().for_each(|value| texts(value, each)),
        Value::Object(fields) => fields.iter().for_each(|(key, value)| {
            each(key);
            texts(value, each);
        }),
        _ => {}
    }
}

/// The value with every text as the fonts show it. Keys too: a page may look up a name that it read elsewhere.
fn fitted(fonts: &Fonts, value: Value) -> Value {
    match value {
        Value::String(text) => Value::String(fitted_text(fonts, text)),
        Value::Array(values) => Value::Array(values.into_iter().map(|value| fitted(fonts, value)).collect()),
        Value::Object(fields) => Value::Object(
            fields
                .into_iter()
                .map(|(key, value)| (fitted_text(fonts, key), fitted(fonts, value)))
                .collect::<Map<_, _>>(),
        ),
        other => other,
    }
}

fn fitted_text(fonts: &Fonts, text: String) -> String {
    match printable(fonts, &text) {
        std::borrow::Cow::Borrowed(_) => text,
        std::borrow::Cow::Owned(shown) => shown,
    }
}
