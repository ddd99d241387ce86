//! What both XML formats need: a strict reader, and attributes by their plain name.

use std::borrow::Cow;
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
pub fn attribute<'a>(tag: &'a BytesStart<'_>, name: &str) -> Option<Cow<'a, str>> {
    let [value] = attributes(tag, [name]);
    value
}

/// The values of some attributes, whatever their prefixes. Of two with one name the first counts.
pub fn attributes<'a, const N: usize>(tag: &'a BytesStart<'_>, names: [&str; N]) -> [Option<Cow<'a, str>>; N] {
    let mut seen = [false; N];
    let mut values = [const { None }; N];
    for attribute in tag.attributes().with_checks(false).flatten() {
        let name = attribute.key.local_name();
        if let Some(place) = names.iter().position(|wanted| *wanted == name.as_ref())
            && !std::mem::replace(&mut seen[place], true)
        {
            values[place] = attribute.normalized_value(quick_xml::XmlVersion::Implicit1_0).ok();
        }
    }
    values
}

/// Whether an attribute says yes.
pub fn is_on(tag: &BytesStart<'_>, name: &str) -> bool {
    attribute(tag, name).is_some_and(|value| matches!(value.as_ref(), "1" | "true"))
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
