//! What can be said: every field that a column can hold, and every word that is known. In: `headers.csv`, `vocabularies.csv` and the
//! meanings in `glossary.csv`. Out: the same as data, for the help, the drop-downs and the messages that refer to them.

use std::collections::BTreeMap;
use std::sync::LazyLock;

/// A kind of table, and what its columns can hold.
#[derive(Clone, Debug)]
pub struct TableFields {
    /// As people call it.
    pub table: &'static str,
    /// Its fields, the most important first.
    pub fields: Vec<FieldWords>,
}

/// A field, as `--map` names it.
#[derive(Clone, Debug)]
pub struct FieldWords {
    /// Its name.
    pub id: String,
    /// What it means.
    pub meaning: String,
    /// The headings that are known for it, the surest first.
    pub headings: Vec<String>,
}

/// A list of words with their meanings.
#[derive(Clone, Debug)]
pub struct Vocabulary {
    /// Its name.
    pub id: String,
    /// Its short name.
    pub short: String,
    /// What it is about.
    pub meaning: String,
    /// Our words, each with all the words that are read as it.
    pub words: Vec<(String, Vec<String>)>,
}

struct Entry {
    what: String,
    id: String,
    short: String,
    meaning: String,
}

static ENTRIES: LazyLock<Vec<Entry>> = LazyLock::new(|| {
    let mut reader = csv::Reader::from_reader(include_str!("glossary.csv").as_bytes());
    let entry = |row: csv::StringRecord| Entry {
        what: row[0].to_owned(),
        id: row[1].to_owned(),
        short: row[2].to_owned(),
        meaning: row[3].to_owned(),
    };
    reader.records().filter_map(Result::ok).map(entry).collect()
});

fn entries(what: &str) -> impl Iterator<Item = &'static Entry> {
    ENTRIES.iter().filter(move |entry| entry.what == what)
}

/// Every field, by the kind of table.
pub fn fields() -> Vec<TableFields> {
    const TABLES: [(&str, &str); 4] = [
        ("inventory", "A list of AI systems"),
        ("controls", "A list of controls"),
        ("people", "A list of people who left"),
        ("decisions", "A list of what leadership decided"),
    ];
    let mut headings: BTreeMap<(String, String), Vec<String>> = BTreeMap::new();
    let mut reader = csv::Reader::from_reader(include_str!("headers.csv").as_bytes());
    for row in reader.records().filter_map(Result::ok) {
        let known = headings.entry((row[0].to_owned(), row[1].to_owned())).or_default();
        if !known.iter().any(|k| k.to_lowercase() == row[2].to_lowercase()) {
            known.push(row[2].to_owned());
        }
    }
    let of_table = |id: &str| {
        let field = |entry: &Entry| {
            let headings = headings.get(&(id.to_owned(), entry.id.clone()))?.clone();
            Some(FieldWords {
                id: entry.id.clone(),
                meaning: entry.meaning.clone(),
                headings,
            })
        };
        entries("field").filter_map(field).collect()
    };
    let tables = TABLES.into_iter();
    tables
        .map(|(id, table)| TableFields {
            table,
            fields: of_table(id),
        })
        .collect()
}

/// What a field means.
pub fn field_meaning(id: &str) -> Option<&'static str> {
    entries("field")
        .find(|entry| entry.id == id)
        .map(|entry| entry.meaning.as_str())
}

/// Every vocabulary that people fill in.
pub fn vocabularies() -> Vec<Vocabulary> {
    let mut words: BTreeMap<String, Vec<(String, Vec<String>)>> = BTreeMap::new();
    let mut reader = csv::Reader::from_reader(include_str!("vocabularies.csv").as_bytes());
    for row in reader.records().filter_map(Result::ok) {
        let ours = words.entry(row[0].to_owned()).or_default();
        let place = ours.iter().position(|(word, _)| word == &row[1]).unwrap_or_else(|| {
            ours.push((row[1].to_owned(), Vec::new()));
            ours.len() - 1
        });
        let aliases = &mut ours[place].1;
        let alias = row[2].to_owned();
        if !aliases.iter().any(|known| known.to_lowercase() == alias.to_lowercase()) {
            aliases.push(alias);
        }
    }
    let vocabulary = |entry: &Entry| Vocabulary {
        id: entry.id.clone(),
        short: entry.short.clone(),
        meaning: entry.meaning.clone(),
        words: words.remove(&entry.id).unwrap_or_default(),
    };
    entries("vocabulary").map(vocabulary).collect()
}

/// The vocabulary that a person names, by its full or its short name.
pub fn vocabulary(name: &str) -> Option<Vocabulary> {
    let key = name.trim().to_lowercase().replace([' ', '-'], "_");
    let singular = key.trim_end_matches('s');
    let is = |v: &Vocabulary| {
        [&v.id, &v.short]
            .iter()
            .any(|n| **n == key || n.trim_end_matches('s') == singular)
    };
    vocabularies().into_iter().find(is)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_field_of_every_heading_has_its_meaning_and_no_other_is_listed() {
        let mut reader = csv::Reader::from_reader(include_str!("headers.csv").as_bytes());
        let used: BTreeSet<String> = reader.records().map(|row| row.unwrap()[1].to_owned()).collect();
        let told: BTreeSet<String> = entries("field")
            .map(|e| e.id.clone())
            .filter(|id| id != "none")
            .collect();
        assert_eq!(told, used);
    }

    #[test]
    fn every_vocabulary_that_is_listed_has_words() {
        for vocabulary in vocabularies() {
            assert!(!vocabulary.words.is_empty(), "{}", vocabulary.id);
        }
        assert_eq!(vocabulary("Domains").unwrap().words.len(), 16);
        assert_eq!(
            vocabulary("status").unwrap().id,
            vocabulary("control-status").unwrap().id
        );
        assert!(vocabulary("moods").is_none());
    }
}
