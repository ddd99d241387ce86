//! The words that are known. In: `vocabularies.csv`. Out: what a word means just as it stands, or which of ours come nearest.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::vocabulary::{Meaning, Vocabulary};
use super::wording::{compact, nearest};

/// A known word.
struct Entry {
    meaning: Meaning,
    /// Our word for it.
    ours: &'static str,
}

type Entries = BTreeMap<String, Entry>;

/// By vocabulary, then by the compact form of a word.
static STOCK: LazyLock<BTreeMap<Vocabulary, Entries>> = LazyLock::new(|| {
    let mut all: BTreeMap<Vocabulary, Entries> = BTreeMap::new();
    for (list, ours, word) in rows() {
        let Some(vocabulary) = Vocabulary::from_name(list) else {
            continue;
        };
        let Some(meaning) = Meaning::of(vocabulary, ours) else {
            continue;
        };
        let entries = all.entry(vocabulary).or_default();
        entries.insert(compact(&word), Entry { meaning, ours });
        if word.contains('&') {
            let spelled = compact(&word.replace('&', "and"));
            entries.entry(spelled).or_insert(Entry { meaning, ours });
        }
        // The name of a model inside a longer text is one of its words only where the list says so.
        if vocabulary != Vocabulary::ModelInside {
            entries.entry(compact(ours)).or_insert(Entry { meaning, ours });
        }
    }
    all
});

/// The rows of the file: the list, our word, and theirs, which alone may stand in quotation marks.
fn rows() -> impl Iterator<Item = (&'static str, &'static str, Cow<'static, str>)> {
    let lines = include_str!("vocabularies.csv").lines().skip(1);
    lines.filter_map(|line| {
        let mut cells = line.splitn(3, ',');
        let (list, ours, word) = (cells.next()?, cells.next()?, cells.next()?);
        let quoted = word.strip_prefix('"').and_then(|word| word.strip_suffix('"'));
        let word = quoted.map_or(Cow::Borrowed(word), |word| Cow::Owned(word.replace("\"\"", "\"")));
        Some((list, ours, word))
    })
}

/// What a word in compact form means, just as it stands.
pub(super) fn exactly(vocabulary: Vocabulary, key: &str) -> Option<Meaning> {
    Some(STOCK.get(&vocabulary)?.get(key)?.meaning)
}

/// Our words for those that are nearest to one that is not known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Near {
    ours: Vec<&'static str>,
    /// Whether they all say that nobody knows.
    pub(super) unknown: bool,
}

impl Near {
    /// In a sentence: `'implemented' or 'planned'`.
    pub(super) fn words(&self) -> String {
        let quoted: Vec<String> = self.ours.iter().take(2).map(|ours| format!("'{ours}'")).collect();
        quoted.join(" or ")
    }
}

/// What is nearest to a word in compact form that is not known.
pub(super) fn near(vocabulary: Vocabulary, key: &str) -> Option<Near> {
    let entries = STOCK.get(&vocabulary)?;
    let near = nearest(key, entries.keys().map(String::as_str));
    let found: Vec<&Entry> = near.iter().map(|word| &entries[*word]).collect();
    let mut ours: Vec<&'static str> = found.iter().map(|entry| entry.ours).collect();
    ours.dedup();
    let unknown = found.iter().all(|entry| entry.meaning.is_unknown());
    (!ours.is_empty()).then_some(Near { ours, unknown })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_word_of_a_vocabulary_means_two_things() {
        let mut seen: BTreeMap<(&str, String), &str> = BTreeMap::new();
        for (list, ours, word) in rows() {
            let meaning = seen.entry((list, compact(&word))).or_insert(ours);
            assert_eq!(*meaning, ours, "'{word}' in {list}");
        }
    }

    #[test]
    fn every_row_is_of_a_list_of_ours_and_means_something() {
        for (list, ours, word) in rows() {
            let vocabulary = Vocabulary::from_name(list).unwrap_or_else(|| panic!("{list}"));
            assert!(Meaning::of(vocabulary, ours).is_some(), "{list}: {ours}: {word}");
        }
    }

    #[test]
    fn the_rows_are_those_of_the_file() {
        let mut reader = csv::Reader::from_reader(include_str!("vocabularies.csv").as_bytes());
        let read: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
        assert_eq!(read.len(), rows().count());
        for (row, (list, ours, word)) in read.iter().zip(rows()) {
            assert_eq!((&row[0], &row[1], &row[2]), (list, ours, word.as_ref()));
        }
    }
}
