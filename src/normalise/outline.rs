//! What the text of an owner cell is by its outline, before its words are weighed. In: a text. Out: what is left without the signs
//! around it, the day on which somebody leaves, and whether it is a reference, a company or mere letters.

use chrono::NaiveDate;

use crate::inventory::name_key;
use crate::read::Value;

use super::date;
use super::lexicon::{Kind, is};
use super::words::{Word, words};

/// Without quotes, bullets, ticks and other signs around the text.
pub(super) fn tidy(text: &str) -> &str {
    let keep = |c: char| c.is_alphanumeric() || matches!(c, '(' | '[' | '<' | '?' | '#' | '"');
    let start = text.find(keep).unwrap_or(text.len());
    let text = text[start..].trim_start_matches('"');
    let end = |c: char| c.is_alphanumeric() || matches!(c, ')' | ']' | '>' | '?' | '.');
    let text = text.rfind(end).map_or("", |place| {
        let letter = text[place..].chars().next().map_or(1, char::len_utf8);
        &text[..place + letter]
    });
    let inside = text.strip_prefix('(').and_then(|t| t.strip_suffix(')'));
    inside.filter(|t| !t.contains(['(', ')'])).unwrap_or(text).trim()
}

/// Whether a word in front of a colon is the name of the column.
pub(super) fn is_label(text: &str) -> bool {
    matches!(
        name_key(text).as_str(),
        "owner" | "a" | "accountable" | "responsible" | "verantwortlich" | "zustandig" | "responsable"
    )
}

/// A name with an end: the name, and the last day if it can be read.
pub(super) fn with_end(text: &str) -> Option<(&str, Option<NaiveDate>)> {
    let marks = words(text);
    let mark = marks.iter().skip(1).find(|w| w.is(Kind::Until) && w.is_lower())?;
    let head = text[..mark.start]
        .trim()
        .trim_end_matches(['(', '[', ',', '-', '–', ':'])
        .trim();
    let day = text[mark.start + mark.text.len()..]
        .trim()
        .trim_end_matches([')', ']'])
        .trim();
    let day = ["au ", "zum ", "el ", "le "]
        .iter()
        .find_map(|the| day.strip_prefix(the))
        .unwrap_or(day);
    match date::read(&Value::Text(day.into()), date::Order::Unsettled) {
        date::Reading::Day(day) => Some((head, Some(day))),
        _ => Some((head, None)),
    }
}

/// A name without the first day behind it (`Ann Lee since 2024`, `Ann Lee (seit Mai 2024)`); the same text if it has none.
pub(super) fn without_start(text: &str) -> &str {
    let all = words(text);
    let Some(place) = all.iter().skip(1).position(|w| w.is(Kind::Since) && w.is_lower()) else {
        return text;
    };
    let (mark, behind) = (&all[place + 1], &all[place + 2..]);
    let of_time = |w: &Word<'_>| w.has_digit() || w.is(Kind::Time) || w.is(Kind::Link);
    let head = text[..mark.start].trim_end_matches(|c: char| c.is_whitespace() || "([,-–:".contains(c));
    let dated = !behind.is_empty() && behind.iter().all(of_time);
    if dated && !head.contains(['(', '[', '?']) {
        head
    } else {
        text
    }
}

/// `Ann Lee, deputy: Bob Roy`: what stands before the deputy's label, and the rest.
pub(super) fn with_deputy(text: &str) -> Option<(&str, &str)> {
    let label = words(text).into_iter().find(|w| {
        let behind = text[w.start + w.text.len()..].trim_start_matches('.').trim_start();
        w.is(Kind::Deputy) && behind.starts_with(':')
    })?;
    let head = text[..label.start].trim_end_matches(|c: char| c.is_whitespace() || "([,/&+-–".contains(c));
    Some((head, &text[label.start..]))
}

/// A link, a file, an identifier.
pub(super) fn is_reference(text: &str) -> bool {
    const ENDINGS: [&str; 9] = [".pdf", ".doc", ".docx", ".xls", ".xlsx", ".ppt", ".pptx", ".txt", ".md"];
    let small = text.to_lowercase();
    let is_id = |word: &str| {
        let digits = word.chars().filter(char::is_ascii_digit).count();
        let letters = word.chars().filter(|c| c.is_alphabetic()).count();
        let hex = word.len() >= 32 && word.chars().all(|c| c.is_ascii_hexdigit() || c == '-');
        hex || digits >= 2 && letters >= 2 && word.contains(['-', '/', '#', ':']) && !word.contains('@')
    };
    small.contains("://")
        || small.starts_with("www.")
        || small.contains(".com/")
        || ENDINGS.iter().any(|ending| small.ends_with(ending))
        || small.starts_with('#')
        || small.split_whitespace().any(is_id)
}

/// `Acme S.L.`: a legal form that is spelt with dots.
pub(super) fn has_legal_form(text: &str) -> bool {
    let last = text.split_whitespace().skip(1).last().unwrap_or_default();
    last.contains('.') && is(Kind::Company, &name_key(&last.replace('.', "")))
}

/// Letters of a responsibility matrix (`R`, `A/R`, `R, C`), or a single letter.
pub(super) fn is_letters(text: &str) -> bool {
    if text.contains(|c: char| c.is_numeric()) {
        return false;
    }
    let parts: Vec<&str> = text
        .split(|c: char| !c.is_alphabetic())
        .filter(|p| !p.is_empty())
        .collect();
    let of_raci = |part: &str| part.chars().all(|c| "RACIS".contains(c));
    let single = |part: &&str| part.len() == 1;
    match parts.as_slice() {
        [] => false,
        [one] => one.len() == 1 || of_raci(one) && one.len() == 2 || *one == "RACI",
        several => several.iter().all(single) || several.iter().all(|p| of_raci(p)),
    }
}
