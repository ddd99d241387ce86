//! Letters for a state: the first letters of the colours of a traffic light, or of yes and no, in four languages. In: all cells of a
//! table that crosses two lists. Out: what its letters mean, where nothing but letters, signs and words for a state stands in it and
//! every language that has these letters says the same of them. A name in one cell, and the letters mean nothing.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use super::legend::Legend;
use super::wording::{Vocabulary, Wording};

/// By scale, then by letter: what the letter means. The first letter of a scale means that all is done.
type Scales = BTreeMap<String, Vec<(String, String)>>;

static SCALES: LazyLock<Scales> = LazyLock::new(|| {
    let mut all = Scales::new();
    let mut reader = csv::Reader::from_reader(include_str!("lights.csv").as_bytes());
    for row in reader.records().filter_map(Result::ok) {
        all.entry(row[0].to_owned())
            .or_default()
            .push((row[1].to_owned(), row[2].to_owned()));
    }
    all
});

/// What the letters and signs of a table mean.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Lights {
    letters: BTreeMap<String, &'static str>,
    legend: Legend,
}

impl Lights {
    /// From everything that stands in the cells. A legend for one of the letters rules for all of them: what it leaves out means nothing.
    pub(super) fn of<'v>(cells: impl Iterator<Item = &'v str> + Clone, legend: &Legend, wording: &Wording) -> Self {
        let explained = cells
            .clone()
            .any(|cell| letter(cell).is_some() && legend.meaning(cell).is_some());
        Self {
            letters: match explained {
                true => BTreeMap::new(),
                false => told(cells, wording),
            },
            legend: legend.clone(),
        }
    }

    /// What a cell with one letter or sign stands for: by the legend, or a word of the vocabulary of states.
    pub(super) fn meaning(&self, cell: &str) -> Option<&str> {
        let by_letter = || self.letters.get(&letter(cell)?).copied();
        self.legend.meaning(cell).or_else(by_letter)
    }
}

/// What the letters mean by the scales that have them.
fn told<'v>(cells: impl Iterator<Item = &'v str>, wording: &Wording) -> BTreeMap<String, &'static str> {
    let mut letters = BTreeSet::new();
    for cell in cells {
        let letter = letter(cell);
        let state = || wording.knows(Vocabulary::Status, cell) || wording.knows(Vocabulary::Placeholder, cell);
        match letter {
            Some(letter) => _ = letters.insert(letter),
            None if state() || !cell.chars().any(char::is_alphanumeric) => {}
            None => return BTreeMap::new(),
        }
    }
    let readings: BTreeSet<BTreeMap<String, &'static str>> =
        SCALES.values().filter_map(|scale| read(&letters, scale)).collect();
    match readings.len() {
        1 => readings.into_iter().next().unwrap_or_default(),
        _ => BTreeMap::new(),
    }
}

/// The letters by one scale; none where one is not of it, or where nothing is said to be done: such letters say too little.
fn read(letters: &BTreeSet<String>, scale: &'static [(String, String)]) -> Option<BTreeMap<String, &'static str>> {
    let done = scale.first().is_some_and(|(letter, _)| letters.contains(letter));
    let meaning = |letter: &String| {
        let found = scale.iter().find(|(own, _)| own == letter);
        found.map(|(_, meaning)| (letter.clone(), meaning.as_str()))
    };
    let found: Option<BTreeMap<_, _>> = letters.iter().map(meaning).collect();
    found.filter(|_| done && letters.len() >= 2)
}

/// The one letter in a cell.
fn letter(cell: &str) -> Option<String> {
    let mut letters = cell.trim().chars();
    match (letters.next(), letters.next()) {
        (Some(one), None) if one.is_alphabetic() => Some(one.to_uppercase().collect()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Reading;

    fn said(cells: &[&'static str]) -> Vec<Option<&'static str>> {
        let wording = Wording::new(&Reading::default());
        let lights = told(cells.iter().copied(), &wording);
        let meaning = |cell: &&str| lights.get(&letter(cell)?).copied();
        cells.iter().map(meaning).collect()
    }

    #[test]
    fn letters_of_one_scale_are_states() {
        const DONE: Option<&str> = Some("implemented");
        const HALF: Option<&str> = Some("partial");
        const NOT: Option<&str> = Some("not_implemented");
        assert_eq!(said(&["G", "a", "R", "-", "n/a"]), [DONE, HALF, NOT, None, None]);
        assert_eq!(said(&["Y", "G", "R"]), [HALF, DONE, NOT]);
        assert_eq!(said(&["Y", "N"]), [DONE, NOT]);
        assert_eq!(said(&["J", "N"]), [DONE, NOT]);
        assert_eq!(said(&["V", "O", "R"]), [DONE, HALF, NOT]);
        assert_eq!(said(&["V", "R"]), [DONE, NOT], "French and Spanish say the same");
    }

    #[test]
    fn letters_that_may_be_something_else_are_none() {
        for cells in [
            &["R", "A"][..],
            &["R", "A", "C", "I"],
            &["G", "A", "Anna Berg"],
            &["G"],
            &["V", "J", "A"],
            &["G", "N"],
        ] {
            assert!(said(cells).iter().all(Option::is_none), "{cells:?}");
        }
    }

    #[test]
    fn every_letter_means_a_word_of_ours() {
        let wording = Wording::new(&Reading::default());
        for (letter, meaning) in SCALES.values().flatten() {
            assert!(wording.knows(Vocabulary::Status, meaning), "{letter} {meaning}");
        }
    }
}
