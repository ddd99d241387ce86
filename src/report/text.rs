//! Text from the inventory, made safe to set. In: any string. Out: one of a bearable length, with runs that no line could hold
//! cut into pieces between which a line may break. How much of it a place has room for is settled in `templates/theme.typ`; which
//! letters the fonts lack is the business of `render`.

use serde::ser::{Serialize, SerializeSeq, Serializer};
use unicode_segmentation::UnicodeSegmentation;

/// The longest run of letters without a break that is set as it stands.
const LONGEST_RUN: usize = 20;
/// The same for a run of letters only, which can be hyphenated (German compounds).
const LONGEST_WORD: usize = 23;
/// The size of the pieces of a longer one.
const PIECE: usize = 8;
/// The longest name in a heading or a sentence.
pub const LONGEST_NAME: usize = 300;
/// The longest text shown anywhere.
pub const LONGEST: usize = 2_000;

/// A text for the page. It travels as a string, or, if a run in it is too long for a line, as a list of strings and (for the
/// run) lists of pieces.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Text(String);

impl Text {
    /// A text of any length up to [`LONGEST`].
    pub fn new(text: impl Into<String>) -> Self {
        Self(cut(on_one_line(text.into()), LONGEST))
    }

    /// A text cut to a number of letters, with a mark where it was cut: for names inside a sentence, which no template can cut.
    pub fn short(text: impl Into<String>, letters: usize) -> Self {
        Self(cut(on_one_line(text.into()), letters))
    }

    /// The text itself.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl<T: Into<String>> From<T> for Text {
    fn from(text: T) -> Self {
        Self::new(text)
    }
}

impl Serialize for Text {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.0.split_whitespace().all(|run| !is_long(run)) {
            return serializer.serialize_str(&self.0);
        }
        let mut parts = serializer.serialize_seq(None)?;
        for (place, run) in self.0.split_whitespace().enumerate() {
            if place > 0 {
                parts.serialize_element(" ")?;
            }
            if is_long(run) {
                parts.serialize_element(&pieces(run))?;
            } else {
                parts.serialize_element(run)?;
            }
        }
        parts.end()
    }
}

/// The lines of a cell behind each other.
fn on_one_line(text: String) -> String {
    let breaks = ['\n', '\r', '\t', '\u{b}', '\u{c}', '\u{85}', '\u{2028}', '\u{2029}'];
    if !text.contains(breaks) {
        return text;
    }
    let lines = text.split(breaks).map(str::trim).filter(|line| !line.is_empty());
    lines.collect::<Vec<_>>().join(" ")
}

/// Whether a part of a run is too long that no line can break: lines break behind a hyphen or a slash between two letters.
fn is_long(run: &str) -> bool {
    let mut rest = run;
    std::iter::from_fn(|| {
        let (part, left) = rest.split_at(end_of_part(rest));
        rest = left;
        (!part.is_empty()).then_some(part)
    })
    .any(is_long_part)
}

fn end_of_part(run: &str) -> usize {
    let mut before = ' ';
    let mut letters = run.char_indices().peekable();
    while let Some((place, letter)) = letters.next() {
        let next = letters.peek().map_or(' ', |(_, next)| *next);
        if matches!(letter, '-' | '–' | '/') && before.is_alphabetic() && next.is_alphabetic() {
            return place + letter.len_utf8();
        }
        before = letter;
    }
    run.len()
}

fn is_long_part(part: &str) -> bool {
    let letters = part.trim_end_matches(['-', '–', '/']);
    let most = if letters.chars().all(char::is_alphabetic) {
        LONGEST_WORD
    } else {
        LONGEST_RUN
    };
    letters.len() > most && letters.graphemes(true).nth(most).is_some()
}

/// Cuts a run behind marks where a reader expects it, and elsewhere at equal lengths.
fn pieces(run: &str) -> Vec<String> {
    let mut pieces = vec![String::new()];
    let mut letters = 0;
    for letter in run.graphemes(true) {
        if letters >= PIECE {
            pieces.push(String::new());
            letters = 0;
        }
        if let Some(piece) = pieces.last_mut() {
            piece.push_str(letter);
        }
        letters = if "./@_-:;,".contains(letter) {
            PIECE
        } else {
            letters + 1
        };
    }
    pieces
}

fn cut(text: String, letters: usize) -> String {
    if text.len() <= letters {
        return text;
    }
    match text.grapheme_indices(true).nth(letters) {
        None => text,
        Some(_) => {
            let kept: String = text.graphemes(true).take(letters.saturating_sub(1)).collect();
            format!("{}…", kept.trim_end())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_that_no_line_can_hold_is_cut_into_pieces_that_join_to_itself() {
        let run = "x".repeat(5_000);
        let pieces = pieces(&run);
        assert!(pieces.iter().all(|p| p.len() <= PIECE));
        assert_eq!(pieces.concat(), run);
        assert_eq!(pieces_of("ann.lee@example.org"), ["ann.", "lee@", "example.", "org"]);
    }

    fn pieces_of(run: &str) -> Vec<String> {
        pieces(run)
    }

    #[test]
    fn ordinary_text_travels_as_one_string() {
        let json = serde_json::to_string(&Text::new("Claims copilot, second release")).unwrap();
        assert_eq!(json, "\"Claims copilot, second release\"");
        let json = serde_json::to_string(&Text::new("Datenschutz-Folgenabschätzung")).unwrap();
        assert_eq!(json, "\"Datenschutz-Folgenabschätzung\"");
        let json = serde_json::to_string(&Text::new("see aaaaaaaaaaaaaaaaaaaaaaaa")).unwrap();
        assert_eq!(json, r#"["see"," ",["aaaaaaaa","aaaaaaaa","aaaaaaaa"]]"#);
    }

    #[test]
    fn a_cut_text_shows_that_it_is_cut_and_never_splits_a_letter() {
        assert_eq!(Text::short("Catastrophe model", 8).as_str(), "Catastr…");
        assert_eq!(Text::short("e\u{301}e\u{301}e\u{301}", 2).as_str(), "e\u{301}…");
        assert_eq!(Text::short("short", 8).as_str(), "short");
        assert_eq!(Text::new("one\r\n\n\ttwo\n").as_str(), "one two");
    }
}
