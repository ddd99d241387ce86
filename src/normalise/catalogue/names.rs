//! The names of all products, to be found in a text. In: products. Out: where in a list of words a product's name stands,
//! longest names first, also where words are written together or a version stands between them.

use std::collections::BTreeMap;

use super::Product;
use super::tokens::{Token, is_version, tokens};
use super::words::WORDS;
use crate::normalise::wording::compact;

/// A name of a product.
#[derive(Debug)]
pub(super) struct Name {
    /// All its letters, written together.
    pub(super) key: String,
    /// Where its words end in `key`.
    ends: Vec<usize>,
    /// Which product it is.
    pub(super) product: usize,
    /// Whether it is an ordinary word too, and so counts only where it stands alone.
    pub(super) alone: bool,
}

/// A name found in a text: words `start..end`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Match<'a> {
    /// The name.
    pub(super) name: &'a Name,
    /// Its first word.
    pub(super) start: usize,
    /// The word after its last one.
    pub(super) end: usize,
}

/// All names.
#[derive(Default)]
pub(super) struct Names {
    all: Vec<Name>,
    /// By whatever a text may begin a name with: its first word, or several of its words written together.
    by_start: BTreeMap<String, Vec<usize>>,
    /// By the compact form of the whole name.
    whole: BTreeMap<String, usize>,
    /// Words of names, by first letter and length.
    spellings: BTreeMap<(char, usize), Vec<String>>,
}

/// The fewest letters that a word must have to be read with one slip of the pen in it.
const LONG: usize = 7;

impl Names {
    /// Adds a product's names; the first to claim one has it.
    pub(super) fn add(&mut self, place: usize, product: &Product) {
        let alone: Vec<String> = product.alone.iter().map(|name| compact(name)).collect();
        let ordinary = |name: &str| !alone.is_empty() && alone.contains(&compact(name));
        let all = std::iter::once(&product.name)
            .chain(&product.aliases)
            .chain(&product.alone);
        for name in all {
            self.insert(name, place, ordinary(name));
        }
    }

    fn insert(&mut self, written: &str, product: usize, alone: bool) {
        let (key, words) = (compact(written), tokens(written));
        if words.is_empty() || self.whole.contains_key(&key) {
            return;
        }
        let joined: String = words.iter().map(|t| t.word.as_str()).collect();
        let mut ends = Vec::with_capacity(words.len());
        let mut at = 0;
        for token in &words {
            at += token.word.len();
            ends.push(at);
            if !alone {
                self.spell(&token.word);
            }
        }
        for end in &ends {
            let start = joined[..*end].to_owned();
            self.by_start.entry(start).or_default().push(self.all.len());
        }
        self.whole.insert(key, self.all.len());
        self.all.push(Name {
            key: joined,
            ends,
            product,
            alone,
        });
    }

    fn spell(&mut self, word: &str) {
        let letters = word.chars().count();
        if let Some(first) = word.chars().next()
            && letters >= LONG - 1
            && word.chars().all(char::is_alphabetic)
        {
            let spellings = self.spellings.entry((first, letters)).or_default();
            if !spellings.iter().any(|known| known == word) {
                spellings.push(word.to_owned());
            }
        }
    }

    /// The name that a text is as a whole.
    pub(super) fn whole(&self, text: &str) -> Option<&Name> {
        self.whole.get(&compact(text)).map(|place| &self.all[*place])
    }

    /// Whether a name begins with the word.
    pub(super) fn begins(&self, word: &str) -> bool {
        self.by_start.contains_key(word)
    }

    /// The names in a text, the longest first, none of them in another.
    pub(super) fn find(&self, words: &[Token]) -> Vec<Match<'_>> {
        let mut all: Vec<Match<'_>> = Vec::new();
        for start in 0..words.len() {
            for place in self.by_start.get(&words[start].word).into_iter().flatten() {
                let name = &self.all[*place];
                if let Some(end) = name.end(words, start) {
                    all.push(Match { name, start, end });
                }
            }
        }
        all.sort_by_key(|m| (usize::MAX - m.name.key.len(), m.start, m.end, m.name.product));
        let mut taken = vec![false; words.len()];
        all.retain(|found| {
            let free = !taken[found.start..found.end].contains(&true);
            taken[found.start..found.end].iter_mut().for_each(|t| *t |= free);
            free
        });
        all
    }

    /// The only word of a name that is one slip of the pen away from a long word.
    pub(super) fn respelled(&self, word: &str) -> Option<&str> {
        let (first, letters) = (word.chars().next()?, word.chars().count());
        if letters < LONG || !word.chars().all(char::is_alphabetic) || WORDS.looks_alike(word) {
            return None;
        }
        let mut near = (letters - 1..=letters + 1)
            .filter_map(|length| self.spellings.get(&(first, length)))
            .flatten()
            .filter(|known| known.as_str() == word || is_slip(known, word));
        let found = near.next()?;
        (near.next().is_none() && found != word).then_some(found)
    }
}

/// Whether one word is the other with a slip of the pen: two letters changed about, a letter too many, one missing, or one that
/// sounds alike. The first letter stands, and but for letters changed about the last one: `Creation` is no slip of `Creatio`.
fn is_slip(known: &str, word: &str) -> bool {
    let (known, word): (Vec<char>, Vec<char>) = (known.chars().collect(), word.chars().collect());
    let same = known.iter().zip(&word).take_while(|(a, b)| a == b).count();
    let ends = known
        .iter()
        .rev()
        .zip(word.iter().rev())
        .take_while(|(a, b)| a == b)
        .count();
    let (shorter, longer) = (known.len().min(word.len()), known.len().max(word.len()));
    if same == 0 || longer - shorter > 1 {
        return false;
    }
    match (longer - shorter, longer.saturating_sub(same + ends)) {
        (0, 1) => ends > 0 && sound_alike(known[same], word[same]),
        (0, 2) => known[same] == word[same + 1] && known[same + 1] == word[same],
        (1, rest) => rest <= 1 && ends > 0,
        _ => false,
    }
}

fn sound_alike(one: char, other: char) -> bool {
    const ALIKE: [&str; 5] = ["aeiouyäöüéè", "cksz", "dt", "mn", "fvw"];
    ALIKE.iter().any(|group| group.contains(one) && group.contains(other))
}

impl Name {
    /// Where the name ends, if it stands at this place: word by word, or with words written together, or with a version
    /// between them.
    fn end(&self, words: &[Token], start: usize) -> Option<usize> {
        let stretch = words[start].stretch;
        let mut done = 0;
        for (place, token) in words.iter().enumerate().skip(start) {
            if token.stretch != stretch {
                return None;
            }
            if self.key[done..].starts_with(&token.word) && self.ends.contains(&(done + token.word.len())) {
                done += token.word.len();
            } else if !is_version(&token.word) {
                return None;
            }
            if done == self.key.len() {
                return Some(place + 1);
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_leaves_the_first_and_the_last_letter_and_the_sound() {
        for (known, word) in [
            ("chatgpt", "chatgtp"),
            ("grammarly", "grammerly"),
            ("salesforce", "salesforse"),
            ("freshdesk", "freshdessk"),
        ] {
            assert!(is_slip(known, word), "{word}");
        }
        for (known, word) in [
            ("physicsx", "physics"),
            ("requesty", "requests"),
            ("bluebeam", "blueteam"),
            ("infobip", "infovip"),
            ("creatio", "creation"),
        ] {
            assert!(!is_slip(known, word), "{word}");
        }
    }
}
