//! Why a part of a cell for evidence is none. In: its words. Out: that it is not there (yet), that it does not hold, or that it is only
//! what somebody says.

use crate::normalise::vocabulary::Absence;
use crate::normalise::wording::{Vocabulary, Wording};

use super::grade::grade;
use super::part::Part;

/// Why something is no evidence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::normalise) enum Refusal {
    /// It is not there, or not yet.
    Absent,
    /// It is there, and speaks against itself.
    Void,
    /// Somebody says so.
    Hearsay,
}

/// The longest words of the vocabulary.
const LONGEST: usize = 5;

/// Why a part is no evidence, if its words say so.
pub(super) fn refusal(part: &Part<'_>, wording: &Wording) -> Option<Refusal> {
    let said = Said {
        words: without_harmless(&part.words, wording),
        wording,
    };
    if part.text.ends_with('?') || part.text.starts_with('?') || part.text.contains("? ") {
        return Some(Refusal::Absent);
    }
    match () {
        () if said.says(Absence::Void) => Some(Refusal::Void),
        () if said.says(Absence::Hearsay) && !part.names_thing => Some(Refusal::Hearsay),
        () if said.is_absent() => Some(Refusal::Absent),
        () if said.negates() => Some(Refusal::Void),
        () => None,
    }
}

/// The words without those that deny what would be bad (`no exceptions noted`), or only look like a refusal (`due diligence`).
fn without_harmless<'a>(words: &[&'a str], wording: &Wording) -> Vec<&'a str> {
    let mut kept = Vec::new();
    let mut place = 0;
    while place < words.len() {
        let most = LONGEST.min(words.len() - place);
        let harmless = (1..=most)
            .rev()
            .find(|length| meaning(&words[place..place + length], wording) == Some(Absence::Harmless));
        match harmless {
            Some(length) => place += length,
            None => {
                kept.push(words[place]);
                place += 1;
            }
        }
    }
    kept
}

fn meaning(words: &[&str], wording: &Wording) -> Option<Absence> {
    wording.meaning(Vocabulary::EvidenceAbsent, &words.concat())?.absence()
}

struct Said<'a> {
    words: Vec<&'a str>,
    wording: &'a Wording,
}

impl Said<'_> {
    fn means_at(&self, place: usize, wanted: Absence) -> bool {
        let most = LONGEST.min(self.words.len() - place);
        (1..=most).any(|length| meaning(&self.words[place..place + length], self.wording) == Some(wanted))
    }

    /// Whether one word denies or negates.
    fn turns(&self, place: usize) -> bool {
        let word = meaning(&self.words[place..=place], self.wording);
        matches!(word, Some(Absence::Denial | Absence::Negation))
    }

    /// Whether the words say so, and do not deny it in the same breath (`not expired`).
    fn says(&self, wanted: Absence) -> bool {
        (0..self.words.len()).any(|place| self.means_at(place, wanted) && !(place > 0 && self.turns(place - 1)))
    }

    /// Whether they speak of evidence that is not there: they open so (`none on file`), or say so further on (`SOC 2 requested`).
    fn is_absent(&self) -> bool {
        let turned = (0..self.words.len()).any(|place| self.turns(place));
        let arrived = self.says(Absence::Received) && !turned;
        let opens =
            !self.words.is_empty() && (self.means_at(0, Absence::Opening) || self.turns(0) && !self.is_numbered());
        !arrived && (opens || self.says(Absence::Anywhere) || self.lacks())
    }

    /// `No. 12345` is a number.
    fn is_numbered(&self) -> bool {
        let next = self.words.get(1);
        next.is_some_and(|word| word.starts_with(|c: char| c.is_ascii_digit()))
    }

    /// `policy, but no report`: a denial right before the name of an evidence.
    fn lacks(&self) -> bool {
        let denies = |place: usize| meaning(&self.words[place..=place], self.wording) == Some(Absence::Denial);
        let behind = |place: usize| self.words.get(place + 1..(place + 3).min(self.words.len()));
        (1..self.words.len())
            .any(|place| denies(place) && behind(place).is_some_and(|next| grade(next, self.wording).is_some()))
    }

    /// `does not cover AI`: a negation that stands before nothing bad.
    fn negates(&self) -> bool {
        let bad = |place: usize| {
            (place + 1..(place + 3).min(self.words.len())).any(|next| {
                [Absence::Anywhere, Absence::Void, Absence::Hearsay]
                    .iter()
                    .any(|kind| self.means_at(next, *kind))
            })
        };
        (0..self.words.len())
            .any(|place| meaning(&self.words[place..=place], self.wording) == Some(Absence::Negation) && !bad(place))
    }
}
