//! What goes along through all stages of understanding. In: the words, the catalogue and what the user says. Out: the same for every reader
//! of cells, and what was found doubtful.

use std::rc::Rc;

use crate::config::Reading;
use crate::diagnostic::{Ask, Code, Diagnostics, Location};
use crate::message::{Message, sentence};

use super::catalogue::Catalogue;
use super::date::Order;
use super::evidence::{Judged, Worthless};
use super::known::Known;
use super::memory::Memory;
use super::owner_list::Piece;
use super::vocabulary::Meaning;
use super::wording::{Vocabulary, Wording, shown};

/// What every stage of understanding needs, and where it says what is doubtful.
pub(super) struct Context<'a> {
    /// What the user says about reading.
    pub(super) reading: &'a Reading,
    /// Words and their meaning.
    pub(super) wording: Wording,
    /// Products and their models.
    pub(super) catalogue: Catalogue,
    /// What the workbook says about names.
    pub(super) known: Known,
    /// Whom cells were found to name by what is known,
    pub(super) names: Memory<Rc<[Piece]>>,
    /// and what parts of cells were found to be worth as evidence.
    pub(super) proofs: Memory<Result<Judged, Worthless>>,
    /// The order of day and month that the whole workbook settles.
    pub(super) day_order: Order,
    /// What was found doubtful.
    pub(super) found: Diagnostics,
}

impl Context<'_> {
    /// Takes what the workbook says about names; what was told without it is told anew.
    pub(super) fn learn(&mut self, known: Known) {
        self.known = known;
        self.names = Memory::default();
    }

    /// The meaning of a word; a word that is not known is reported, with the nearest one that is.
    pub(super) fn meaning(&mut self, vocabulary: Vocabulary, word: &str, what: What, at: &Location) -> Option<Meaning> {
        if let Some(meaning) = self.wording.meaning(vocabulary, word) {
            return Some(meaning);
        }
        self.unknown(vocabulary, word, what, at);
        None
    }

    /// Reports a word that is not known.
    pub(super) fn unknown(&mut self, vocabulary: Vocabulary, word: &str, what: What, at: &Location) {
        let message = sentence!(
            "'{word}' is not a known {what}; it does not count",
            word = shown(word),
            what = Message::from(what.name)
        );
        let guess = self.wording.nearest(vocabulary, word).map(|near| near.words());
        let help = match &guess {
            Some(near) => sentence!(
                "did you mean {near}? Correct the cell, or say what the word means; 'unowned words {vocabulary}' lists ours",
                near,
                vocabulary = vocabulary.id()
            ),
            None => sentence!(
                "use one of: {words}; or say what the word means ('unowned words {vocabulary}' lists all)",
                words = Message::from(what.words),
                vocabulary = vocabulary.id()
            ),
        };
        let ask = Ask::Word {
            vocabulary: vocabulary.id(),
            word: word.trim().to_owned(),
            guess,
        };
        self.found.ask(what.code, Some(at), message, help, ask);
    }
}

/// How a value is spoken of in a message.
#[derive(Clone, Copy)]
pub(super) struct What {
    /// The code of the message.
    pub(super) code: Code,
    /// What kind of value.
    pub(super) name: &'static str,
    /// The words that can be used.
    pub(super) words: &'static str,
}
