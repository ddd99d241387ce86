//! Single words that tell what an owner's or a status' text is. In: `lexicon.csv`. Out: whether a word is a title, a first name, the
//! head of a role, a word of a sentence, a thing, a denial. Compared as names are: case and accents do not matter.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use crate::inventory::name_key;

macro_rules! kinds {
    ($($variant:ident = $id:literal: $meaning:literal;)*) => {
        /// What a word tells about the text it stands in.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub(super) enum Kind {
            $(#[doc = $meaning] $variant,)*
        }

        impl Kind {
            /// Every kind.
            #[cfg(test)]
            pub(super) const ALL: &[Self] = &[$(Self::$variant),*];

            fn from_id(id: &str) -> Option<Self> {
                match id { $($id => Some(Self::$variant),)* _ => None }
            }
        }
    };
}

kinds! {
    Title = "title": "Stands before a person's name.";
    Letters = "letters": "Stands behind a person's name.";
    Particle = "particle": "Stands in small letters inside a person's name.";
    NameToo = "name-too": "A word of sentences that, with a capital letter, is also a name.";
    FirstName = "first-name": "A first name.";
    SurnameToo = "surname-too": "A first name that is a surname as often.";
    Role = "role": "Heads the name of a role.";
    RoleEnding = "role-ending": "Ends the name of a role that is one word.";
    Board = "board": "Heads the name of a body that decides.";
    Department = "department": "Is a department's name by itself.";
    Team = "team": "Heads the name of a team.";
    TeamEnding = "team-ending": "Ends the name of a team that is one word.";
    Link = "link": "Joins the words of a role or a team.";
    Sentence = "sentence": "Makes a text a sentence about an owner instead of a name.";
    Gone = "gone": "Says that somebody is no longer there.";
    Until = "until": "Stands before somebody's last day.";
    Since = "since": "Stands before somebody's first day.";
    Interim = "interim": "Says that somebody holds a role for a while.";
    Deputy = "deputy": "Before a colon, says that somebody only stands in for the owner.";
    Thing = "thing": "Names a thing, a state or people at large, never a person.";
    Tool = "tool": "Names a tool.";
    Time = "time": "Names a month, a day or a season.";
    Company = "company": "Marks the name of a company.";
    Account = "account": "Marks an account of a machine, or an address that nobody reads.";
    Negation = "negation": "Denies what stands beside it.";
    Future = "future": "Says that something is still to come.";
    Part = "part": "Says that something is there in part.";
    Wholly = "wholly": "Says that something is there altogether.";
    By = "by": "Stands before the day by which something is to be done.";
    Approval = "approval": "Speaks of an approval.";
    Confirms = "confirms": "Behind a status, leaves it as it is.";
    AtLarge = "at-large": "As a whole text, means an owner and nobody in particular.";
    Beside = "beside": "May stand beside the name of an assurance.";
    Ours = "ours": "Beside a word for the provider, makes it a role of our own.";
}

static WORDS: LazyLock<BTreeMap<Kind, BTreeSet<String>>> = LazyLock::new(|| {
    let mut all: BTreeMap<Kind, BTreeSet<String>> = BTreeMap::new();
    let mut reader = csv::Reader::from_reader(include_str!("lexicon.csv").as_bytes());
    for row in reader.records().filter_map(Result::ok) {
        if let Some(kind) = Kind::from_id(&row[0]) {
            all.entry(kind).or_default().extend(row[2].split(';').map(name_key));
        }
    }
    all
});

/// Whether a word, as [`name_key`] writes it, is of a kind.
pub(super) fn is(kind: Kind, key: &str) -> bool {
    WORDS.get(&kind).is_some_and(|words| words.contains(key))
}

/// Whether a word ends in a word of a kind (`Abteilungsleiter`), with something before it.
pub(super) fn ends_in(kind: Kind, key: &str) -> bool {
    let mut endings = WORDS.get(&kind).into_iter().flatten();
    endings.any(|ending| key.len() > ending.len() + 1 && key.ends_with(ending.as_str()))
}

/// Whether a long word ends in a whole word of a kind (`Maßnahmenplan`; `Kaplan` is a name).
pub(super) fn is_compound_of(kind: Kind, key: &str) -> bool {
    let mut words = WORDS.get(&kind).into_iter().flatten();
    words.any(|word| word.len() > 3 && key.len() > word.len() + 4 && key.ends_with(word.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_is_of_a_known_kind_and_every_kind_has_words() {
        let mut reader = csv::Reader::from_reader(include_str!("lexicon.csv").as_bytes());
        for row in reader.records().map(Result::unwrap) {
            assert!(Kind::from_id(&row[0]).is_some(), "{}", &row[0]);
        }
        assert!(Kind::ALL.iter().all(|kind| WORDS.contains_key(kind)));
    }

    #[test]
    fn words_are_found_without_regard_to_case_and_accents() {
        assert!(is(Kind::FirstName, &name_key("JOSE")) && is(Kind::Gone, &name_key("Ausgeschieden")));
        assert!(ends_in(Kind::RoleEnding, &name_key("Abteilungsleiterin")) && !ends_in(Kind::RoleEnding, "leiter"));
    }
}
