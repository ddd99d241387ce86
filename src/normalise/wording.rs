//! The organisation's words for a value. In: a word from a cell, the vocabularies, and the user's own values. Out: what it means,
//! or the nearest word of ours as a question. A near miss is never taken for a hit.

use std::cell::RefCell;
use std::collections::BTreeMap;

use indexmap::IndexMap;
use unicode_normalization::UnicodeNormalization;

use crate::config::Reading;
use crate::framework::Domain;

use super::phrase;
use super::stock::{Near, exactly, near};
pub(super) use super::vocabulary::Vocabulary;
use super::vocabulary::{Acceptance, Meaning, Model, Side, Status};

/// By text as it stands: what it means, if anything.
type Told = IndexMap<String, Option<Meaning>>;

/// Texts up to this many bytes are remembered, and so many of them for each vocabulary.
const REMEMBERED: (usize, usize) = (64, 10_000);

/// No word of ours has more bytes, whatever people write around it.
const LONGEST: usize = 200;

/// The vocabularies, with the user's own values laid over them.
pub(super) struct Wording {
    own: BTreeMap<(Vocabulary, String), Meaning>,
    /// What short texts were found to mean, since columns repeat few values and each is asked about many times.
    told: RefCell<BTreeMap<Vocabulary, Told>>,
    suggestions: BTreeMap<(Vocabulary, String), Option<Near>>,
    /// Configured values that cannot be followed: vocabulary, the word, and what it was to mean.
    pub(super) unusable: Vec<(String, String, String)>,
}

/// Whether a word is known by itself, in a list of ours, and means something else there.
pub(super) fn means_otherwise(list: &str, word: &str, ours: &str) -> bool {
    let known = |word: &str| Vocabulary::from_name(list).and_then(|list| exactly(list, &compact(word)));
    known(word).zip(known(ours)).is_some_and(|(usual, own)| usual != own)
}

impl Wording {
    /// Takes the user's values from the configuration.
    pub(super) fn new(reading: &Reading) -> Self {
        let mut wording = Self {
            own: BTreeMap::new(),
            told: RefCell::default(),
            suggestions: BTreeMap::new(),
            unusable: Vec::new(),
        };
        for (name, values) in &reading.values {
            for (word, ours) in values {
                wording.add(name, word, ours);
            }
        }
        wording
    }

    fn add(&mut self, name: &str, word: &str, ours: &str) {
        let vocabulary = Vocabulary::from_name(name);
        let meaning = vocabulary.and_then(|v| exactly(v, &compact(ours)));
        match (vocabulary, meaning) {
            (Some(vocabulary), Some(meaning)) => {
                self.own.insert((vocabulary, compact(word)), meaning);
            }
            _ => self.unusable.push((name.to_owned(), word.to_owned(), ours.to_owned())),
        }
    }

    /// What a word means, if it is known: as it stands, without what people write around it, with `&` as *and*, and in the singular.
    pub(super) fn meaning(&self, vocabulary: Vocabulary, word: &str) -> Option<Meaning> {
        if word.len() > REMEMBERED.0 {
            return self.look_up(vocabulary, word);
        }
        if let Some(known) = self.told.borrow().get(&vocabulary).and_then(|told| told.get(word)) {
            return *known;
        }
        let found = self.look_up(vocabulary, word);
        let mut all = self.told.borrow_mut();
        let told = all.entry(vocabulary).or_default();
        if told.len() < REMEMBERED.1 {
            told.insert(word.to_owned(), found);
        }
        found
    }

    fn look_up(&self, vocabulary: Vocabulary, word: &str) -> Option<Meaning> {
        if word.len() > LONGEST && self.own.is_empty() {
            return None;
        }
        if vocabulary == Vocabulary::Status && word.contains('?') && word.contains(char::is_alphanumeric) {
            return None;
        }
        let known = |word: &str| self.exactly(vocabulary, word);
        known(word).or_else(|| forms(word).iter().find_map(|form| known(form)))
    }

    fn exactly(&self, vocabulary: Vocabulary, word: &str) -> Option<Meaning> {
        let key = compact(word);
        if !self.own.is_empty()
            && let Some(meaning) = self.own.get(&(vocabulary, key.clone()))
        {
            return Some(*meaning);
        }
        exactly(vocabulary, &key)
    }

    /// Whether a word is in a vocabulary.
    pub(super) fn knows(&self, vocabulary: Vocabulary, word: &str) -> bool {
        self.meaning(vocabulary, word).is_some()
    }

    /// Whether a word stands in a vocabulary just so, without anything around it.
    pub(super) fn holds(&self, vocabulary: Vocabulary, word: &str) -> bool {
        self.exactly(vocabulary, word).is_some()
    }

    /// How far a control is, by a word that says so.
    pub(super) fn status(&self, word: &str) -> Option<Status> {
        self.meaning(Vocabulary::Status, word)?.status()
    }

    /// Whose a control is, by a word that says so.
    pub(super) fn side(&self, word: &str) -> Option<Side> {
        self.meaning(Vocabulary::Party, word)?.side()
    }

    /// The security domain that a word names.
    pub(super) fn domain(&self, word: &str) -> Option<Domain> {
        self.meaning(Vocabulary::Domain, word)?.domain()
    }

    /// The security domain that the user says a word means.
    pub(super) fn own_domain(&self, word: &str) -> Option<Domain> {
        if self.own.is_empty() {
            return None;
        }
        self.own.get(&(Vocabulary::Domain, compact(word)))?.domain()
    }

    /// How a system is had, by a word that says so.
    pub(super) fn model(&self, word: &str) -> Option<Model> {
        self.meaning(Vocabulary::Model, word)?.model()
    }

    /// Yes or no, by a word that says so.
    pub(super) fn answer(&self, word: &str) -> Option<bool> {
        self.meaning(Vocabulary::YesNo, word)?.answer()
    }

    /// How far an exception is, by a word that says so.
    pub(super) fn acceptance(&self, word: &str) -> Option<Acceptance> {
        self.meaning(Vocabulary::ExceptionStatus, word)?.acceptance()
    }

    /// Our nearest word to one that is not known. Remembered, since the same slip is often made in many rows.
    pub(super) fn nearest(&mut self, vocabulary: Vocabulary, word: &str) -> Option<Near> {
        let key = (vocabulary, compact(word));
        if let Some(known) = self.suggestions.get(&key) {
            return known.clone();
        }
        let found = near(vocabulary, &key.1);
        self.suggestions.insert(key, found.clone());
        found
    }

    /// The same, without remembering it.
    pub(super) fn nearest_once(&self, vocabulary: Vocabulary, word: &str) -> Option<Near> {
        near(vocabulary, &compact(word))
    }
}

/// Other ways to write a word that mean the same.
fn forms(word: &str) -> Vec<String> {
    let bare = phrase::bare(word);
    let mut forms = Vec::new();
    if bare.len() < word.trim().len() {
        forms.push(bare.to_owned());
    }
    if bare.contains('&') {
        forms.extend(["and", "und", "et", "y"].map(|and| bare.replace('&', &format!(" {and} "))));
    }
    for ending in ["es", "s"] {
        let single = bare.strip_suffix(ending).filter(|single| single.chars().count() > 3);
        forms.extend(single.map(str::to_owned));
    }
    forms
}

/// The candidates nearest to a word, all at the same small distance; none if nothing is near. Both sides in compact form.
pub(super) fn nearest<'a>(key: &str, candidates: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    let letters = key.chars().count();
    let mut reach = slips(letters);
    let mut found = Vec::new();
    if reach == 0 {
        return found;
    }
    for candidate in candidates {
        let length = candidate.chars().count();
        if length.abs_diff(letters) > reach || length < 3 {
            continue;
        }
        let distance = strsim::osa_distance(key, candidate);
        if distance > reach || letters == SHORT && !shares_letters(key, candidate) {
            continue;
        }
        if distance < reach {
            found.clear();
            reach = distance;
        }
        found.push(candidate);
    }
    found
}

/// With one letter changed, a word so short is another word ("bad" is no slip of "bas").
const SHORT: usize = 3;

/// Whether all letters of the shorter of two words are in the other one.
fn shares_letters(one: &str, other: &str) -> bool {
    let (short, long) = if one.len() <= other.len() {
        (one, other)
    } else {
        (other, one)
    };
    short.chars().all(|c| long.contains(c))
}

/// How many slips of the pen a word of so many letters may hold and still be a near miss.
fn slips(letters: usize) -> usize {
    match letters {
        0..=2 => 0,
        3..=6 => 1,
        7..=11 => 2,
        _ => 3,
    }
}

/// What two ways of writing a word have in common: case, spaces and punctuation do not matter. A text of punctuation alone
/// ("-", "?") stays as it is.
pub(super) fn compact(text: &str) -> String {
    let key = if text.is_ascii() {
        let mut key = Vec::with_capacity(text.len());
        let kept = text.bytes().filter(|b| b.is_ascii_alphanumeric() || *b == b'#');
        key.extend(kept.map(|b| b.to_ascii_lowercase()));
        String::from_utf8(key).unwrap_or_default()
    } else {
        let plain = text.chars().filter(|c| !matches!(c, '™' | '®' | '©'));
        let letters = plain.nfkc().flat_map(char::to_lowercase);
        letters.filter(|c| c.is_alphanumeric() || *c == '#').collect()
    };
    if key.is_empty() { text.trim().to_owned() } else { key }
}

const SEPARATORS: [&[&str]; 4] = [&[";", "\n", "|"], &[","], &["/", "+"], &[" & ", " and "]];

/// The values in a cell. The outer separators always part; the inner ones (comma, slash, plus, "and") only where at least
/// one of the parts is known, since they also stand inside names.
pub(super) fn parts<'a>(text: &'a str, known: &dyn Fn(&str) -> bool) -> Vec<&'a str> {
    let mut found = Vec::new();
    if known(text.trim()) {
        return vec![text.trim()];
    }
    for piece in split(text, SEPARATORS[0]) {
        match inner_parts(piece, known, 1) {
            Some(inner) => found.extend(inner),
            None => found.push(piece),
        }
    }
    found
}

fn inner_parts<'a>(text: &'a str, known: &dyn Fn(&str) -> bool, level: usize) -> Option<Vec<&'a str>> {
    if known(text) {
        return Some(vec![text]);
    }
    let separators = SEPARATORS.get(level)?;
    let pieces = split(text, separators);
    if pieces.len() < 2 {
        return inner_parts(text, known, level + 1);
    }
    let solved: Vec<Option<Vec<&str>>> = pieces.iter().map(|p| inner_parts(p, known, level + 1)).collect();
    if solved.iter().all(Option::is_none) {
        return None;
    }
    let each = solved.into_iter().zip(&pieces);
    Some(
        each.flat_map(|(inner, piece)| inner.unwrap_or_else(|| vec![*piece]))
            .collect(),
    )
}

/// Cuts a text at any of the separators; blank pieces are left out.
pub(super) fn split<'a>(text: &'a str, separators: &[&str]) -> Vec<&'a str> {
    let mut pieces = vec![text];
    for separator in separators {
        pieces = pieces.into_iter().flat_map(|piece| piece.split(separator)).collect();
    }
    pieces
        .into_iter()
        .map(str::trim)
        .filter(|piece| !piece.is_empty())
        .collect()
}

/// The words of a text, without the punctuation between them.
pub(super) fn words(text: &str) -> Vec<&str> {
    let marks = [',', ';', ':', '.', '(', ')', '[', ']', '/', '-', '–', '—', '?', '!'];
    let apart = |c: char| c.is_whitespace() || marks.contains(&c);
    text.split(apart).filter(|word| !word.is_empty()).collect()
}

pub(super) use crate::text::shown;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::framework::DeploymentModel;

    #[test]
    fn case_spaces_and_punctuation_do_not_matter() {
        let wording = Wording::new(&Reading::default());
        for word in ["On-Premises", "on premises", "ONPREMISES "] {
            assert_eq!(wording.model(word), Some(Model::Is(DeploymentModel::OnPremises)));
        }
        assert!(wording.knows(Vocabulary::Placeholder, " - "));
        assert_eq!(wording.status("✓"), Some(Status::Implemented));
    }

    #[test]
    fn a_near_miss_is_a_question_and_no_answer() {
        let mut wording = Wording::new(&Reading::default());
        assert_eq!(wording.meaning(Vocabulary::Status, "Implmented"), None);
        assert_eq!(
            wording
                .nearest(Vocabulary::Status, "Implmented")
                .map(|near| near.words()),
            Some("'implemented'".to_owned())
        );
        assert_eq!(wording.nearest(Vocabulary::Status, "Elephants"), None);
    }

    #[test]
    fn a_cell_is_cut_only_where_a_part_is_known() {
        let wording = Wording::new(&Reading::default());
        let known = |word: &str| wording.knows(Vocabulary::Domain, word);
        assert_eq!(
            parts("Monitoring and Logging, Data Privacy", &known),
            ["Monitoring and Logging", "Data Privacy"]
        );
        assert_eq!(
            parts("Data Privacy / Data Securty", &known),
            ["Data Privacy", "Data Securty"]
        );
        assert_eq!(parts("Fire/Water", &known), ["Fire/Water"]);
        assert_eq!(
            parts("Compliance and Governance", &known),
            ["Compliance and Governance"]
        );
    }

    #[test]
    fn the_users_words_come_first() {
        let mut reading = Reading::default();
        let status = BTreeMap::from([("Up and running".to_owned(), "implemented".to_owned())]);
        reading.values.insert("status".to_owned(), status);
        reading
            .values
            .insert("mood".to_owned(), BTreeMap::from([("a".to_owned(), "b".to_owned())]));
        let wording = Wording::new(&reading);
        assert_eq!(wording.status("up and running"), Some(Status::Implemented));
        assert_eq!(wording.unusable.len(), 1);
    }
}
