//! Several values in one cell, as other programs write them. In: the text of a cell. Out: the same values parted by semicolons: a
//! SharePoint column (`;#Data Privacy;#Access;#`, `Weber, Carla;#14`) without its marks and numbers, a JSON list without its brackets.

use std::borrow::Cow;

use serde_json::Value;

/// The text with its values parted by semicolons, if it is such a list.
pub(super) fn plain(text: &str) -> Cow<'_, str> {
    // Few texts have a mark at all, and this is asked of every cell many times.
    if text.contains('#') && text.contains(";#") {
        return Cow::Owned(from_sharepoint(text));
    }
    match in_brackets(text).and_then(values) {
        Some(values) => Cow::Owned(values.join("; ")),
        None => Cow::Borrowed(text),
    }
}

/// Every value but the numbers that stand for one; a cell of numbers alone keeps them.
fn from_sharepoint(text: &str) -> String {
    let parts: Vec<&str> = text.split(";#").map(|part| part.trim_matches([';', ' '])).collect();
    let number = |part: &&str| part.chars().all(|c| c.is_ascii_digit());
    let named: Vec<&str> = parts.iter().copied().filter(|part| !number(part)).collect();
    let kept = if named.is_empty() { parts } else { named };
    let kept: Vec<&str> = kept.into_iter().filter(|part| !part.is_empty()).collect();
    kept.join("; ")
}

fn in_brackets(text: &str) -> Option<&str> {
    let text = text.trim();
    (text.starts_with('[') && text.ends_with(']')).then_some(text)
}

/// The values of a JSON list; one that was written with single quotes is read too. Of an object, what it is called.
fn values(text: &str) -> Option<Vec<String>> {
    let read = |text: &str| serde_json::from_str::<Vec<Value>>(text).ok();
    let list = read(text).or_else(|| read(&text.replace('\'', "\"")))?;
    list.iter().map(value).collect()
}

fn value(value: &Value) -> Option<String> {
    const NAMES: [&str; 7] = ["displayName", "name", "value", "title", "label", "email", "id"];
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Object(fields) => NAMES
            .iter()
            .find_map(|name| fields.get(*name)?.as_str().map(str::to_owned)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_of_other_programs_are_taken_apart() {
        for (cell, values) in [
            (";#Data Privacy;#Access;#", "Data Privacy; Access"),
            ("Weber, Carla;#14", "Weber, Carla"),
            ("14;#Weber, Carla;#7;#Roy, Bob", "Weber, Carla; Roy, Bob"),
            ("2;#Implemented", "Implemented"),
            (r#"["anna", "bob"]"#, "anna; bob"),
            ("['Data Privacy']", "Data Privacy"),
            (r#"[{"id": "7", "name": "Ann Lee"}]"#, "Ann Lee"),
            ("[]", ""),
        ] {
            assert_eq!(plain(cell), values, "{cell}");
        }
    }

    #[test]
    fn any_other_text_stays_as_it_is() {
        for cell in [
            "Ann Lee; Bob Roy",
            "[TBD]",
            "see [1], [2]",
            "C# team; #ops",
            "[ask Bob]",
        ] {
            assert_eq!(plain(cell), cell);
        }
    }
}
