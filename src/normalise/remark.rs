//! What may stand behind a word that says that something is in place. In: the remark. Out: whether all of it is the day or the person of
//! the doing, a number, a reference, or a word that confirms. A month, a quarter or a year alone may still be to come, and says nothing.

use crate::read::Value;

use super::date::{self, Order, Reading};
use super::lexicon::Kind;
use super::outline::is_reference;
use super::titles::{is_person, is_team};
use super::words::{Word, words};

/// Whether every word of a remark is one that leaves the status as it is.
pub(super) fn confirms(remark: &str) -> bool {
    let tokens = without_days(remark);
    let rest: Vec<Word<'_>> = tokens.iter().flat_map(|token| words(token)).collect();
    let by = rest
        .iter()
        .any(|word| word.is(Kind::By) || word.is(Kind::Sentence) && is_agent(word));
    let since = rest.first().is_some_and(|word| word.is(Kind::Since));
    let of_time = |word: &Word<'_>| since && (word.has_digit() || word.is(Kind::Time));
    let others: Vec<Word<'_>> = rest
        .into_iter()
        .filter(|word| !of_time(word) && !is_plain(word))
        .collect();
    others.is_empty() || names_somebody(&others, by)
}

/// `green → red`: what it was, and what it became.
pub(super) fn turns(text: &str) -> bool {
    ["→", "⇒", "->", "=>", ">>"].iter().any(|arrow| text.contains(arrow))
}

/// A word that leaves the status as it is, or joins those that do.
fn is_plain(word: &Word<'_>) -> bool {
    let number = word.text.len() <= 2 && word.text.bytes().all(|b| b.is_ascii_digit());
    let kinds = [
        Kind::Confirms,
        Kind::Wholly,
        Kind::Approval,
        Kind::Since,
        Kind::By,
        Kind::Tool,
        Kind::Title,
    ];
    let joins = word.is_lower() && (word.is(Kind::Link) || word.is(Kind::Particle));
    number || joins || is_agent(word) || !word.has_digit() && kinds.iter().any(|kind| word.is(*kind))
}

/// A word for *by*, before whoever did it.
fn is_agent(word: &Word<'_>) -> bool {
    ["von", "durch", "par", "por"].contains(&word.key.as_str())
}

/// A person with a first name that is known, or behind a *by*; a role, a team.
fn names_somebody(all: &[Word<'_>], by: bool) -> bool {
    let sentence = |word: &Word<'_>| word.blocks(Kind::Sentence) || word.blocks(Kind::Gone) || word.has_digit();
    let known = by || all.iter().any(|word| word.is(Kind::FirstName));
    let role = all.last().is_some_and(Word::is_role);
    !all.iter().any(sentence) && (known && is_person(all) || role || is_team(all))
}

/// The words of a text without whole days and references.
fn without_days(text: &str) -> Vec<&str> {
    let marks = |c: char| matches!(c, '(' | ')' | '[' | ']' | ',' | ';' | ':' | '-' | '–' | '—' | '.');
    let tokens: Vec<&str> = text.split_whitespace().map(|token| token.trim_matches(marks)).collect();
    let mut kept = Vec::new();
    let mut place = 0;
    while place < tokens.len() {
        let most = (tokens.len() - place).min(3);
        match (1..=most)
            .rev()
            .find(|length| is_day(&tokens[place..place + length].join(" ")))
        {
            Some(length) => place += length,
            None => {
                kept.extend(Some(tokens[place]).filter(|token| !is_plain_reference(token)));
                place += 1;
            }
        }
    }
    kept
}

fn is_day(text: &str) -> bool {
    let read = date::read(&Value::Text(text.into()), Order::Unsettled);
    matches!(read, Reading::Day(_) | Reading::Ambiguous)
}

/// `SEC-123`, a link; not `Dec-2026` or `FY-2026`.
fn is_plain_reference(token: &str) -> bool {
    let parts = token.split(['-', '/']);
    let time = parts
        .clone()
        .any(|part| words(part).iter().any(|word| word.is(Kind::Time)))
        || token.starts_with("FY");
    is_reference(token) && !time
}
