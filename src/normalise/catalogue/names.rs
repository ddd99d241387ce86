//! The names of all products, to be found in a text. In: products. Out: where in a list of words a product's name stands,
//! longest names first, also where words are written together or a version stands between them.

use std::collections::{BTreeMap, BTreeSet};

use super::Product;
use super::tokens::{Token, is_version, tokens};
use super::words::WORDS;
use crate::normalise::wording::compact;

/// A name of a product.
#[derive(Debug)]
pub(super) struct Name {
    /// Its compact form.
    whole: String,
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
pub(super) struct Names {
    /// In the order of their compact forms, no two with the same.
    all: Vec<Name>,
    /// Their places, in the order of their keys: the names that begin with a word stand together.
    by_key: Vec<usize>,
    /// Words of names, by first letter and length.
    spellings: BTreeMap<(char, usize), BTreeSet<String>>,
}

/// The fewest letters that a word must have to be read with one slip of the pen in it.
const LONG: usize = 7;

impl Names {
    /// The names of all products; the first to claim one has it.
    pub(super) fn new(products: &[Product]) -> Self {
        let named = products.iter().enumerate();
        let mut all: Vec<Name> = named.flat_map(|(place, product)| of(place, product)).collect();
        all.sort_by(|one, other| one.whole.cmp(&other.whole));
        all.dedup_by(|later, first| later.whole == first.whole);
        let mut by_key: Vec<usize> = (0..all.len()).collect();
        by_key.sort_by(|one, other| all[*one].key.cmp(&all[*other].key));
        let mut names = Self {
            all,
            by_key,
            spellings: BTreeMap::new(),
        };
        names.spell_all();
        names
    }

    fn spell_all(&mut self) {
        let all = std::mem::take(&mut self.all);
        for word in all.iter().filter(|name| !name.alone).flat_map(Name::words) {
            self.spell(word);
        }
        self.all = all;
    }

    fn spell(&mut self, word: &str) {
        let letters = word.chars().count();
        if let Some(first) = word.chars().next()
            && letters >= LONG - 1
            && word.chars().all(char::is_alphabetic)
        {
            let spellings = self.spellings.entry((first, letters)).or_default();
            if !spellings.contains(word) {
                spellings.insert(word.to_owned());
            }
        }
    }

    /// The name that a text is as a whole.
    pub(super) fn whole(&self, text: &str) -> Option<&Name> {
        let whole = compact(text);
        let place = self.all.binary_search_by(|name| name.whole.cmp(&whole)).ok()?;
        self.all.get(place)
    }

    /// The names that begin with a word, or with several that are written together.
    fn starting<'n>(&'n self, word: &str) -> impl Iterator<Item = &'n Name> {
        let from = self
            .by_key
            .partition_point(|place| self.all[*place].key.as_str() < word);
        let near = self.by_key[from..].iter().map(|place| &self.all[*place]);
        near.take_while(move |name| name.key.starts_with(word))
            .filter(move |name| name.ends.contains(&word.len()))
    }

    /// Whether a name begins with the word.
    pub(super) fn begins(&self, word: &str) -> bool {
        self.starting(word).next().is_some()
    }

    /// The names in a text, the longest first, none of them in another.
    pub(super) fn find(&self, words: &[Token]) -> Vec<Match<'_>> {
        let mut all: Vec<Match<'_>> = Vec::new();
        for start in 0..words.len() {
            for name in self.starting(&words[start].word) {
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

/// A product's names.
fn of(place: usize, product: &Product) -> impl Iterator<Item = Name> {
    let alone: Vec<String> = product.alone.iter().map(|name| compact(name)).collect();
    let written = std::iter::once(&product.name)
        .chain(&product.aliases)
        .chain(&product.alone);
    written.filter_map(move |written| {
        let whole = compact(written);
        let alone = alone.contains(&whole);
        Name::new(written, whole, place, alone)
    })
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
    /// A name as written; none where it has no word.
    fn new(written: &str, whole: String, product: usize, alone: bool) -> Option<Self> {
        let mut key = String::with_capacity(written.len());
        let mut ends = Vec::new();
        for token in tokens(written) {
            key.push_str(&token.word);
            ends.push(key.len());
        }
        (!ends.is_empty()).then_some(Self {
            whole,
            key,
            ends,
            product,
            alone,
        })
    }

    /// Its words.
    fn words(&self) -> impl Iterator<Item = &str> {
        let starts = std::iter::once(&0).chain(&self.ends);
        starts.zip(&self.ends).map(|(start, end)| &self.key[*start..*end])
    }

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
