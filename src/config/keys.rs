//! The keys that can be set. In: `keys.csv`, and a key as a person writes it. Out: the path of the key, what kind of value it takes,
//! and what it is for.

use std::sync::LazyLock;

use super::{Written, did_you_mean};
use crate::message::Message;

/// What may stand behind a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Takes {
    /// Words.
    Text,
    /// A whole number.
    Number,
    /// A share of all.
    Share,
    /// A day.
    Day,
    /// Yes or no.
    YesNo,
    /// The name of a file that lies beside the workbook.
    File,
}

/// A key that can be set.
#[derive(Clone, Debug)]
pub struct Key {
    /// Its name; a `*` stands for a word of the user's.
    pub name: String,
    /// What it takes.
    pub takes: Takes,
    /// What it is for.
    pub note: String,
    usual: String,
    example: String,
}

impl Key {
    /// The value that counts where none is set and the configuration itself holds none.
    pub(super) fn usual(&self) -> Option<Written> {
        match (self.usual.as_str(), self.takes) {
            ("", _) => None,
            (usual, Takes::Number) => usual.parse().ok().map(Written::Number),
            (usual, _) => Some(Written::Text(usual.to_owned())),
        }
    }

    /// A key with words of the user's in it, to show how it is written.
    pub(super) fn example(&self) -> String {
        self.example.clone()
    }
}

static KEYS: LazyLock<Vec<Key>> = LazyLock::new(|| {
    let mut reader = csv::Reader::from_reader(include_str!("keys.csv").as_bytes());
    let key = |row: csv::StringRecord| Key {
        name: row[0].to_owned(),
        takes: match &row[1] {
            "number" => Takes::Number,
            "share" => Takes::Share,
            "day" => Takes::Day,
            "yes-no" => Takes::YesNo,
            "file" => Takes::File,
            _ => Takes::Text,
        },
        usual: row[2].to_owned(),
        example: row[3].to_owned(),
        note: row[4].to_owned(),
    };
    reader.records().filter_map(Result::ok).map(key).collect()
});

/// All keys, in the order in which a person meets them.
pub fn keys() -> &'static [Key] {
    &KEYS
}

/// A key and its path, told from how a person writes it: in full, or without its first word (`language`, `columns.vendor`).
/// Capital letters, spaces and hyphens do not matter.
///
/// # Errors
/// The nearest key that is known.
pub(super) fn find(written: &str) -> Result<(&'static Key, Vec<String>), Message> {
    let short = |key: &'static Key| Some(key.name.split_once('.')?.1).filter(|rest| !rest.starts_with('*'));
    let full = KEYS
        .iter()
        .find_map(|key| Some((key, path(&key.name, &key.name, written)?)));
    let by_end = || {
        KEYS.iter()
            .find_map(|key| Some((key, path(short(key)?, &key.name, written)?)))
    };
    full.or_else(by_end)
        .ok_or_else(|| did_you_mean(written.trim(), KEYS.iter().map(|key| key.name.as_str())))
}

/// The path that a written key means if it fits a pattern, which is the name or its end.
fn path(pattern: &str, name: &str, written: &str) -> Option<Vec<String>> {
    let ours: Vec<&str> = pattern.split('.').collect();
    let mut path: Vec<String> = name[..name.len() - pattern.len()]
        .split_terminator('.')
        .map(str::to_owned)
        .collect();
    let mut rest = written.trim();
    for (place, segment) in ours.iter().enumerate() {
        let last = place + 1 == ours.len();
        let (piece, after) = match (last, rest.split_once('.')) {
            (false, Some((piece, after))) => (piece, after),
            (false, None) => return None,
            (true, _) => (rest, ""),
        };
        let piece = piece.trim();
        match *segment {
            "*" if piece.is_empty() => return None,
            "*" => path.push(piece.to_owned()),
            known if letters(known) == letters(piece) => path.push(known.to_owned()),
            _ => return None,
        }
        rest = after;
    }
    Some(path)
}

fn letters(word: &str) -> String {
    let kept = word.chars().filter(|c| c.is_alphanumeric());
    kept.flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(written: &str) -> Result<String, String> {
        find(written)
            .map(|(_, path)| path.join("|"))
            .map_err(|help| help.to_string())
    }

    #[test]
    fn a_key_is_found_in_full_and_without_its_first_word() {
        for (written, path) in [
            ("organisation", "organisation"),
            (" Fiscal year start ", "fiscal_year_start"),
            ("rules.review_days", "rules|review_days"),
            ("Review days", "rules|review_days"),
            ("Language", "report|language"),
            ("due days.critical", "rules|due_days|critical"),
            ("columns.vendor", "reading|columns|vendor"),
            (
                "reading.values.status.Up & running v. 2",
                "reading|values|status|Up & running v. 2",
            ),
            ("renamed.AI-7", "renamed|AI-7"),
        ] {
            assert_eq!(found(written).as_deref(), Ok(path), "{written}");
        }
    }

    #[test]
    fn another_key_is_answered_with_the_nearest() {
        assert_eq!(found("organization"), Err("did you mean 'organisation'?".to_owned()));
        assert!(found("rules.review_day").unwrap_err().contains("rules.review_days"));
        assert!(found("reading.columns.").is_err() && found("colour of the sky").is_err());
    }
}
