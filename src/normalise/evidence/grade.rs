//! How strong a piece of evidence is. In: its words. Out: a grade, where a word names something that one can ask for: an assurance
//! of the vocabulary, or a document by its sort. A standard that one's own document or a questionnaire names is only its yardstick.

use crate::inventory::Grade;
use crate::normalise::vocabulary::Proves;
use crate::normalise::wording::{Vocabulary, Wording, compact};

/// The longest words of the vocabulary.
const LONGEST: usize = 6;

/// The grade of what some words name; nothing if they name nothing that is known.
pub(super) fn grade(words: &[&str], wording: &Wording) -> Option<Grade> {
    let joins = |word: &&str| {
        [
            "and", "und", "et", "y", "e", "plus", "with", "mit", "avec", "con", "&", "+",
        ]
        .contains(&word.to_lowercase().as_str())
    };
    words
        .split(joins)
        .filter_map(|some| of_one(&meanings(some, wording)))
        .max()
}

/// One's own document, or an assessment of oneself, is no more than that, whatever standard it names.
fn of_one(named: &[Proves]) -> Option<Grade> {
    let order = [
        (Proves::OfOneself, Grade::Statement),
        (Proves::Own, Grade::Named),
        (Proves::Independent, Grade::Independent),
        (Proves::Contract, Grade::Contract),
        (Proves::Statement, Grade::Statement),
        (Proves::Document, Grade::Named),
    ];
    let first = order.into_iter().find(|(what, _)| named.contains(what));
    first.map(|(_, grade)| grade)
}

/// What the words mean, the longest known ones first.
fn meanings(words: &[&str], wording: &Wording) -> Vec<Proves> {
    let mut found = Vec::new();
    let mut place = 0;
    while place < words.len() {
        let most = LONGEST.min(words.len() - place);
        let known = (1..=most).rev().find_map(|length| {
            let meaning = wording.meaning(Vocabulary::Evidence, &words[place..place + length].concat())?;
            Some((meaning.proves()?, length))
        });
        match known.or_else(|| compound(words[place], wording).map(|meaning| (meaning, 1))) {
            Some((meaning, length)) => {
                found.push(meaning);
                place += length;
            }
            None => place += 1,
        }
    }
    found
}

/// A long word that ends in the sort of a document (`Schulungsnachweis`).
fn compound(word: &str, wording: &Wording) -> Option<Proves> {
    const BEFORE: usize = 3;
    let key = compact(word);
    let ends = key.char_indices().skip(BEFORE).map(|(start, _)| &key[start..]);
    ends.take_while(|end| end.len() >= 4)
        .find_map(|end| wording.meaning(Vocabulary::EvidenceEnding, end)?.proves())
}

/// The grade of a text that stands in the vocabulary as a whole.
pub(super) fn of_whole(text: &str, wording: &Wording) -> Option<Grade> {
    let known = wording.holds(Vocabulary::Evidence, text) && !text.contains('?');
    known.then(|| of_one(&[wording.meaning(Vocabulary::Evidence, text)?.proves()?]))?
}
