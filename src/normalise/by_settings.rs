//! What settings change in the reading: whoever reads the figures has to know, and from which file it comes. In: the configuration, and
//! the user's own products. Out: a finding for each file, or sheet of settings, and kind of setting. What was typed is known to whoever
//! typed it.

use std::collections::BTreeMap;

use crate::config::Config;
use crate::diagnostic::{Code, Diagnostics};
use crate::message::{Message, Value, sentence};
use crate::text;

use super::catalogue::{Catalogue, Product};
use super::wording::means_otherwise;

/// So many settings of a kind are told, and how many there are more.
const TOLD: usize = 12;
const HELP: &str = "keep the reason for each with the configuration; auditors will ask";

/// One setting, as it stands in the file.
fn one(key: &str, value: &str) -> Message {
    Message::verbatim(text::clean(&format!("{key} = {value}")).text)
}

/// Adds one finding for several settings, put into the sentence that `told` makes of them.
fn note(code: Code, mut settings: Vec<Message>, told: impl FnOnce(Message) -> Message, found: &mut Diagnostics) {
    let more = settings.len().saturating_sub(TOLD);
    settings.truncate(TOLD);
    let settings = Value::row(settings, ", ");
    let listed = match more {
        0 => sentence!("{settings}", settings),
        more => sentence!("{settings} and {more} more", settings, more),
    };
    found.add(code, None, told(listed), HELP);
}

/// Words that mean what a configuration says.
pub fn note_own_words(config: &Config, found: &mut Diagnostics) {
    let mut by_place: BTreeMap<(&str, bool), Vec<Message>> = BTreeMap::new();
    for (list, word, ours, place) in config.own_words() {
        let told = one(&format!("{list} '{word}'"), ours);
        let words = by_place.entry((place, means_otherwise(list, word, ours))).or_default();
        words.push(told);
    }
    for ((place, changed), words) in by_place {
        let place = Message::term(place);
        match changed {
            true => note(
                Code::WordsChanged,
                words,
                |told| sentence!("{place} gives known words another meaning: {told}", place, told),
                found,
            ),
            false => note(
                Code::WordsAdded,
                words,
                |told| sentence!("{place} says what words mean: {told}", place, told),
                found,
            ),
        }
    }
}

/// Products of the user's own: a known name that is had in another way than usual, and names that are not known.
pub fn note_own_products(config: &Config, products: &[Product], found: &mut Diagnostics) {
    let Some(path) = &config.products else { return };
    let file = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy();
    let (stock, mut changed, mut added) = (Catalogue::new(&[]), Vec::new(), Vec::new());
    for product in products {
        for name in product.names() {
            match stock.product(name) {
                None => added.push(one(name, product.model_id())),
                Some(usual) if usual.model == product.model => {}
                Some(usual) => changed.push(sentence!(
                    "{key} = {value} (usually {usual})",
                    key = text::clean(name).text,
                    value = product.model_id(),
                    usual = usual.model_id()
                )),
            }
        }
    }
    if !changed.is_empty() {
        let told = |told| {
            sentence!(
                "{file} gives known products another deployment model: {told}",
                file,
                told
            )
        };
        note(Code::WordsChanged, changed, told, found);
    }
    if !added.is_empty() {
        let told = |told| sentence!("{file} says how products are had: {told}", file, told);
        note(Code::WordsAdded, added, told, found);
    }
}

/// What a file says about which sheet and column is what, which systems a table speaks of, and which ids have changed.
pub fn note_own_reading(config: &Config, found: &mut Diagnostics) {
    let mut by_place: BTreeMap<&str, Vec<Message>> = BTreeMap::new();
    for (place, key, value) in config.own_reading() {
        let place = place.rsplit_once(" > ").map_or(place, |(sheet, _)| sheet);
        by_place.entry(place).or_default().push(one(&key, value));
    }
    for (place, settings) in by_place {
        let place = Message::term(place);
        let told = |told| sentence!("{place} says how the inventory is to be read: {told}", place, told);
        note(Code::ReadBySettings, settings, told, found);
    }
}
