//! The words of an owner's text. In: a text. Out: its words, each with its shape (a capital letter, an initial) and what the lists of
//! words say about it.

use crate::inventory::name_key;

use super::lexicon::{Kind, ends_in, is, is_compound_of};
use super::vocabulary::Side;
use super::wording::Wording;

/// One word.
#[derive(Clone, Debug)]
pub(super) struct Word<'a> {
    /// As written, without punctuation around it.
    pub(super) text: &'a str,
    /// Where it starts in the text.
    pub(super) start: usize,
    /// As [`name_key`] writes it; the parts of `Jean-Luc` are parted by a space.
    pub(super) key: String,
}

/// The words of a text. `j.doe` and `J.Smith` are two.
pub(super) fn words(text: &str) -> Vec<Word<'_>> {
    let apart = |c: char| {
        c.is_whitespace()
            || matches!(
                c,
                ',' | ';' | ':' | '(' | ')' | '[' | ']' | '<' | '>' | '"' | '“' | '”' | '/' | '.' | '!'
            )
    };
    let mut found = Vec::new();
    let mut start = 0;
    for piece in text.split_inclusive(apart) {
        let bare = piece.trim_matches(|c: char| apart(c) || matches!(c, '-' | '–' | '—' | '\'' | '’' | '&' | '+'));
        if !bare.is_empty() {
            let offset = piece.find(bare).unwrap_or_default();
            found.push(Word {
                text: bare,
                start: start + offset,
                key: name_key(bare),
            });
        }
        start += piece.len();
    }
    found
}

/// A text with single spaces.
pub(super) fn spelled(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

impl Word<'_> {
    /// Whether a list has the word.
    pub(super) fn is(&self, kind: Kind) -> bool {
        is(kind, &self.key)
    }

    /// The parts of a word with hyphens; the word itself if it has none.
    pub(super) fn parts(&self) -> impl Iterator<Item = &str> {
        self.key.split(' ')
    }

    /// Whether the last part of a word with hyphens (`IT-Team`) is in a list.
    pub(super) fn last_part_is(&self, kind: Kind) -> bool {
        self.parts().last().is_some_and(|part| is(kind, part))
    }

    /// Whether a word of sentences stands here as such, and not as a name that is spelt so.
    pub(super) fn blocks(&self, kind: Kind) -> bool {
        let listed = self.is(kind)
            || self.is_lower() && self.key.contains(' ') && self.parts().any(|part| part.len() > 1 && is(kind, part));
        let name = self.is_capital() && !self.is_all_capitals() && self.is(Kind::NameToo);
        let short = self.is_all_capitals()
            && (self.text.chars().count() == 1 || self.is(Kind::Department) || self.is(Kind::Role));
        listed && !name && !short
    }

    /// `ex-employee`, `Ex-CISO`.
    pub(super) fn says_gone(&self) -> bool {
        self.key.starts_with("ex ")
            || self.key.starts_with("non ")
            || self.key.starts_with("alt ") && self.key.len() > 8
    }

    /// Whether the word heads a role, by itself or as the end of a long word.
    pub(super) fn is_role(&self) -> bool {
        self.is(Kind::Role)
            || self
                .parts()
                .any(|part| is(Kind::Role, part) || ends_in(Kind::RoleEnding, part))
    }

    /// `vendor's`.
    pub(super) fn is_possessive_provider(&self, wording: &Wording) -> bool {
        let owner = self.text.strip_suffix("'s").or_else(|| self.text.strip_suffix("’s"));
        owner.is_some_and(|word| wording.side(word) == Some(Side::Provider))
    }

    /// Whether the word stands before names; `HR` is no `Hr`.
    pub(super) fn is_title(&self) -> bool {
        let department = self.is_all_capitals() && self.is(Kind::Department);
        !department && self.parts().all(|part| is(Kind::Title, part)) && (self.is_capital() || self.text.len() > 2)
    }

    /// A particle in small letters, or `Mc`.
    pub(super) fn is_particle(&self) -> bool {
        self.is(Kind::Particle) && !self.is_all_capitals()
    }

    /// Whether the word belongs to something that is no person.
    pub(super) fn is_of_something_else(&self) -> bool {
        const ELSE: [Kind; 7] = [
            Kind::Thing,
            Kind::Tool,
            Kind::Time,
            Kind::Company,
            Kind::Team,
            Kind::Role,
            Kind::Department,
        ];
        ELSE.iter().any(|kind| self.is(*kind))
            || self
                .parts()
                .any(|part| is(Kind::Thing, part) && part.len() > 2 && self.key != part)
    }

    /// Days, months and heads of teams are surnames as well (`Anna Freitag`, `Tom Cook`).
    pub(super) fn may_be_surname(&self) -> bool {
        self.is_capital()
            && !self.is_all_capitals()
            && (self.is(Kind::Time) || self.is(Kind::Role))
            && !self.is(Kind::Thing)
    }

    /// Whether all its letters are small.
    pub(super) fn is_lower(&self) -> bool {
        self.text.chars().any(char::is_lowercase) && !self.text.chars().any(char::is_uppercase)
    }

    /// Whether it is a proper name's shape: a capital letter in front, or behind a small prefix (`al-Hassan`, `d'Arc`).
    pub(super) fn is_capital(&self) -> bool {
        let mut parts = self.text.split(['-', '\'', '’']);
        parts.any(|part| part.chars().next().is_some_and(char::is_uppercase))
    }

    /// Whether it has letters and all of them are capitals.
    pub(super) fn is_all_capitals(&self) -> bool {
        self.text.chars().any(char::is_uppercase) && !self.text.chars().any(char::is_lowercase)
    }

    /// One letter, or letters parted by hyphens (`J.-P.`).
    pub(super) fn is_initial(&self) -> bool {
        self.text.split(['-', '.']).all(|part| part.chars().count() <= 1) && self.is_all_capitals()
    }

    /// Letters of a script without capitals.
    pub(super) fn is_caseless(&self) -> bool {
        self.has_letters() && !self.text.chars().any(|c| c.is_lowercase() || c.is_uppercase())
    }

    /// Whether it holds a letter.
    pub(super) fn has_letters(&self) -> bool {
        self.text.chars().any(char::is_alphabetic)
    }

    /// Whether it holds a digit.
    pub(super) fn has_digit(&self) -> bool {
        self.text.chars().any(|c| c.is_numeric())
    }

    /// Whether one word alone is a person's name: a first name that is known, or a capital letter and small ones that are no
    /// ending of things; behind a title (`Frau Seidel`) any word with a capital.
    pub(super) fn is_single_name(&self, titled: bool) -> bool {
        let letters = self.text.chars().count();
        let foreign = letters == 1 && !self.text.is_ascii();
        match () {
            () if self.is(Kind::Time) || self.is(Kind::Role) => titled && self.is_capital(),
            () if self.is(Kind::FirstName) => letters > 1,
            () if self.is_caseless() => (2..=5).contains(&letters),
            () if foreign => self.is_capital(),
            () if self.is(Kind::NameToo) || self.is_particle() => false,
            () if titled => self.is_capital(),
            () => self.is_capital() && !self.is_all_capitals() && letters > 1 && !self.ends_like_a_thing(),
        }
    }

    /// Endings of what is done, held or had, in four languages (`Überwachung`, `Encryption`, `Documentación`).
    fn ends_like_a_thing(&self) -> bool {
        const ENDINGS: [&str; 16] = [
            "tion", "sion", "cion", "ment", "miento", "ness", "keit", "heit", "schaft", "ierung", "igung", "ibility",
            "ability", "dad", "ismus", "logie",
        ];
        let ends = ENDINGS
            .iter()
            .any(|ending| self.key.len() > ending.len() + 3 && self.key.ends_with(ending));
        !self.key.contains(' ') && (ends || is_compound_of(Kind::Thing, &self.key))
    }
}
