//! Words that mark a line or a heading as what it is, in four languages. In: `marks.csv`. Out: whether a text is a total, a
//! count, a note, guidance for whoever fills in the table, a word for a key.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use super::wording::compact;

macro_rules! marks {
    ($($variant:ident = $id:literal;)*) => {
        /// What a word marks.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub(super) enum Mark {
            $(#[doc = $id] $variant,)*
        }

        impl Mark {
            fn from_id(id: &str) -> Option<Self> {
                match id { $($id => Some(Self::$variant),)* _ => None }
            }
        }
    };
}

marks! {
    Total = "total";
    Counted = "counted";
    Note = "note";
    Guidance = "guidance";
    Hint = "hint";
    Key = "key";
    Unit = "unit";
    Heading = "heading";
    Systems = "systems";
    Controls = "controls";
    List = "list";
    Work = "work";
    WorkHeading = "work-heading";
    Intended = "intended";
    Until = "until";
    NotYet = "not-yet";
    NotYetFrom = "not-yet-from";
}

/// The words of a mark.
#[derive(Default)]
struct Words {
    /// In compact form.
    compacted: BTreeSet<String>,
    /// As they are written, in lower case.
    written: Vec<String>,
    /// Word by word.
    parted: Vec<Vec<String>>,
}

static MARKS: LazyLock<BTreeMap<Mark, Words>> = LazyLock::new(|| {
    let mut all: BTreeMap<Mark, Words> = BTreeMap::new();
    let mut reader = csv::Reader::from_reader(include_str!("marks.csv").as_bytes());
    for row in reader.records().filter_map(Result::ok) {
        let Some(mark) = Mark::from_id(&row[0]) else { continue };
        let words = all.entry(mark).or_default();
        words.compacted.insert(compact(&row[1]));
        words.written.push(row[1].to_lowercase());
        words.parted.push(tokens(&row[1].to_lowercase()));
    }
    all
});

impl Mark {
    fn written(self) -> &'static [String] {
        MARKS.get(&self).map_or(&[], |words| words.written.as_slice())
    }

    /// Whether a whole text is such a word.
    pub(super) fn knows(self, text: &str) -> bool {
        MARKS
            .get(&self)
            .is_some_and(|words| words.compacted.contains(&compact(text)))
    }

    /// Whether a text begins with such a word, and then goes on with something else.
    pub(super) fn opens(self, text: &str) -> bool {
        let lower = text.trim().to_lowercase();
        let goes_on = |word: &String| {
            lower
                .strip_prefix(word.as_str())
                .is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
        };
        self.written().iter().any(goes_on)
    }

    /// The same, for words of which a phrase is made: one word alone begins too many names.
    pub(super) fn opens_phrase(self, text: &str) -> bool {
        let lower = text.trim().to_lowercase();
        let begins = |word: &String| word.contains(' ') && lower.starts_with(word.as_str());
        self.written().iter().any(begins)
    }

    /// Whether the words of a name hold such a word, or such words one behind the other.
    pub(super) fn is_in(self, name: &str) -> bool {
        let said = tokens(name);
        let parted = MARKS.get(&self).map_or(&[][..], |words| &words.parted);
        let holds = |wanted: &Vec<String>| said.windows(wanted.len()).any(|part| part == wanted);
        parted.iter().any(holds)
    }
}

/// The words of a heading or a name, in lower case: parted by spaces, marks, and where a small letter meets a capital one.
pub(super) fn tokens(text: &str) -> Vec<String> {
    let mut found = vec![String::new()];
    let mut before = ' ';
    for c in text.chars() {
        let parts = !(c.is_alphanumeric() || c == '#' || c == '°');
        if parts || before.is_lowercase() && c.is_uppercase() {
            found.push(String::new());
        }
        if !parts && let Some(word) = found.last_mut() {
            word.extend(c.to_lowercase());
        }
        before = c;
    }
    found.retain(|word| !word.is_empty());
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_of_the_marks_is_understood() {
        let mut reader = csv::Reader::from_reader(include_str!("marks.csv").as_bytes());
        for row in reader.records().map(Result::unwrap) {
            assert!(Mark::from_id(&row[0]).is_some(), "{row:?}");
        }
    }

    #[test]
    fn words_are_parted_as_people_write_names_together() {
        assert_eq!(tokens("AI_SystemRegister 2026"), ["ai", "system", "register", "2026"]);
        assert_eq!(tokens("Risiko-Nr."), ["risiko", "nr"]);
    }
}
