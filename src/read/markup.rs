//! What both XML formats need: a strict reader, and attributes by their plain name.

use std::io::BufRead;

use quick_xml::Reader;
use quick_xml::events::{BytesRef, BytesStart};

/// A reader that sees `<a/>` as `<a></a>` and refuses tags that do not match.
pub fn reader<R: BufRead>(input: R) -> Reader<R> {
    let mut reader = Reader::from_reader(input);
    reader.config_mut().expand_empty_elements = true;
    reader
}

/// An attribute's value, whatever its prefix.
pub fn attribute(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    let found = tag
        .attributes()
        .flatten()
        .find(|attribute| attribute.key.local_name().as_ref() == name)?;
    found
        .normalized_value(quick_xml::XmlVersion::Implicit1_0)
        .ok()
        .map(|value| value.into_owned())
}

/// Whether an attribute says yes.
pub fn is_on(tag: &BytesStart<'_>, name: &str) -> bool {
    attribute(tag, name).is_some_and(|value| matches!(value.as_str(), "1" | "true"))
}

/// A count in an attribute; 1 if it is not there, and none if it is no number.
pub fn count(tag: &BytesStart<'_>, name: &str) -> Option<u32> {
    attribute(tag, name).map_or(Some(1), |value| value.parse().ok())
}

/// The character that `&...;` stands for, if XML itself knows it.
pub fn reference(reference: &BytesRef<'_>) -> Option<char> {
    if let Ok(Some(character)) = reference.resolve_char_ref() {
        return Some(character);
    }
    match reference.xml10_content().as_ref() {
        "lt" => Some('<'),
        "gt" => Some('>'),
        "amp" => Some('&'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => None,
    }
}
