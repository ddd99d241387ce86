//! One part of a cell for evidence, cut into what it is made of. In: a text. Out: its links, files and numbers of documents apart from its words.

use std::sync::LazyLock;

use crate::normalise::vocabulary::Numbered;
use crate::normalise::wording::{Vocabulary, Wording, compact};

/// Endings of the names of files that people keep evidence in.
static ENDINGS: LazyLock<Vec<&str>> = LazyLock::new(|| {
    "pdf doc docx docm odt rtf txt md xls xlsx xlsm ods csv tsv ppt pptx odp png jpg jpeg gif tif tiff svg webp heic msg eml zip 7z json \
     yaml yml xml html htm url vsd vsdx drawio log mp4 bak one"
        .split_whitespace()
        .collect()
});

/// A part of a cell.
pub(super) struct Part<'a> {
    /// As written.
    pub(super) text: &'a str,
    /// Without links, files and numbers of documents, for the days in it.
    pub(super) rest: String,
    /// The words of the rest.
    pub(super) words: Vec<&'a str>,
    /// The words of the names of files.
    pub(super) files: Vec<&'a str>,
    /// Whether it names a thing by its address, its file or its number.
    pub(super) names_thing: bool,
}

impl<'a> Part<'a> {
    pub(super) fn of(text: &'a str, wording: &Wording) -> Self {
        let text = text.trim_start_matches(['-', '–', '*', '•', ' ', '\t']).trim();
        let mut part = Self {
            text,
            rest: String::new(),
            words: Vec::new(),
            files: Vec::new(),
            names_thing: false,
        };
        for token in text.split_whitespace() {
            part.take(token, wording);
        }
        part.names_thing |= part.is_numbered(wording);
        part
    }

    fn take(&mut self, token: &'a str, wording: &Wording) {
        let bare = token.trim_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '#' | '\\' | '/'));
        let file = is_file(bare);
        self.rest.push(' ');
        if is_link(bare) || file || is_number(bare, wording) {
            self.names_thing = true;
            self.rest.push('#');
            if file && !is_link(bare) {
                self.files.extend(words(bare));
            } else if bare.bytes().all(|b| b.is_ascii_digit()) {
                self.words.push(bare);
            }
            return;
        }
        self.rest.push_str(token);
        self.words.extend(words(token));
    }

    /// `No. 12345`, `Ticket 4711`: a number behind the word for one.
    fn is_numbered(&self, wording: &Wording) -> bool {
        let number = |word: &str| word.bytes().all(|b| b.is_ascii_digit());
        let label = |word: &str| number_beside(word, wording) == Some(Numbered::Label);
        self.words.windows(2).any(|pair| label(pair[0]) && number(pair[1]))
    }
}

/// The words of a text, also those of the name of a file.
fn words(text: &str) -> impl Iterator<Item = &str> {
    let apart = |c: char| !c.is_alphanumeric() && !matches!(c, '#' | '°' | '&' | '+');
    text.split(apart).filter(|word| !word.is_empty())
}

fn is_link(token: &str) -> bool {
    let lower = token.to_lowercase();
    let deep = |mark: char| token.matches(mark).count() >= 2 && !token.contains(' ');
    lower.contains("://")
        || lower.starts_with("www.")
        || lower.starts_with("mailto:")
        || token.starts_with("\\\\")
        || deep('\\')
        || is_path(token)
        || is_host(&lower)
}

/// `Security/Policies/ai.md`, `trust.example.com/soc2`; not `and/or/both` or a date.
fn is_path(token: &str) -> bool {
    let steps: Vec<&str> = token.split('/').collect();
    let digits = |step: &&str| step.bytes().all(|b| b.is_ascii_digit());
    let long = steps.len() >= 3 && steps.iter().any(|step| step.chars().count() > 4);
    !steps.iter().any(digits) && long || steps.len() >= 2 && is_host(steps[0])
}

/// A name on the network: at least two dots, or one and an ending that only such names have.
fn is_host(token: &str) -> bool {
    let host = token.split('/').next().unwrap_or_default();
    let labels: Vec<&str> = host.split('.').collect();
    let letters =
        |label: &&str| label.chars().any(char::is_alphabetic) && label.chars().all(|c| c.is_alphanumeric() || c == '-');
    let ending = labels.last().copied().unwrap_or_default();
    let known = [
        "com", "org", "net", "io", "ai", "eu", "de", "fr", "es", "uk", "gov", "cloud", "dev", "app",
    ];
    labels.len() >= 2 && labels.iter().all(letters) && known.contains(&ending)
}

fn is_file(token: &str) -> bool {
    let ending = token.rsplit_once('.').filter(|(stem, _)| !stem.is_empty());
    ending.is_some_and(|(_, ending)| ENDINGS.contains(&ending.to_lowercase().as_str()))
}

/// The number of a ticket or a document: `SEC-12`, `CHG0012345`, `POL-2026-014`, `#4711`, `12345`. What is an evidence by its
/// words (`SOC2`), a cipher, a model (`GPT-4`), a quarter or a day is none.
fn is_number(token: &str, wording: &Wording) -> bool {
    let digits = token.bytes().filter(u8::is_ascii_digit).count();
    if digits == 0 || wording.knows(Vocabulary::Evidence, token) || token.contains([':', '%', ',']) {
        return false;
    }
    let all = token.bytes().all(|b| b.is_ascii_digit());
    if all {
        return digits >= 5;
    }
    let head = token.trim_start_matches('#');
    if head.len() < token.len() {
        return head.bytes().all(|b| b.is_ascii_digit());
    }
    let pieces: Vec<&str> = token.split(['-', '_', '/', '.']).filter(|p| !p.is_empty()).collect();
    let letters: String = pieces
        .first()
        .map_or("", |p| *p)
        .chars()
        .take_while(|c| c.is_alphabetic())
        .collect();
    let known = |word: &&str| wording.knows(Vocabulary::Evidence, word) && word.len() > 2;
    let name = number_beside(&letters, wording) == Some(Numbered::Name);
    let capital = letters.chars().count() >= 2 && letters.chars().all(char::is_uppercase);
    let standard = pieces
        .iter()
        .any(|piece| known(piece) && piece.bytes().any(|b| b.is_ascii_digit()));
    let parted = pieces.len() > 1 || digits >= 3;
    capital && parted && !name && !standard && !is_prefix_of_standard(&pieces, wording)
}

/// `SOC-2-Bericht`, `ISO-27001`: the first two pieces together are an evidence.
fn is_prefix_of_standard(pieces: &[&str], wording: &Wording) -> bool {
    let joined = |length: usize| pieces.get(..length).map(|p| compact(&p.concat()));
    [2, 3]
        .into_iter()
        .filter_map(joined)
        .any(|word| wording.knows(Vocabulary::Evidence, &word))
}

/// What a number beside a word is.
fn number_beside(word: &str, wording: &Wording) -> Option<Numbered> {
    wording.meaning(Vocabulary::EvidenceNumber, word)?.numbered()
}
