//! A text into words, with the places where it is cut. In: what a cell says. Out: its words in lower case, each with the
//! stretch, the item and the piece it stands in. No name goes on from one stretch to the next.

use crate::inventory::name_key;

/// A word, and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Token {
    /// The word as names are compared.
    pub(super) word: String,
    /// Counted up at brackets, semicolons and line breaks: no name crosses them.
    pub(super) stretch: usize,
    /// Counted up at whatever separates the entries of a list; what stands in brackets belongs to the entry before it.
    pub(super) item: usize,
    /// Counted up at any of these: what must be said in full to be the whole of something.
    pub(super) piece: usize,
}

/// The words of a text. A plus sign that is written to the word before it belongs to that word.
pub(super) fn tokens(text: &str) -> Vec<Token> {
    let mut found = Reader::default();
    for letter in text.chars() {
        match letter {
            '™' | '®' | '©' => {}
            '(' | ')' | '[' | ']' | '{' | '}' => found.cut(true, false),
            ';' | '\n' | '\r' | '|' | '•' => found.cut(true, true),
            ',' | '/' | '&' => found.cut(false, true),
            '+' if found.word.is_empty() => found.cut(false, false),
            letter if letter.is_alphanumeric() => found.word.push(letter),
            _ => found.end_word(),
        }
    }
    found.end_word();
    found.tokens
}

#[derive(Default)]
struct Reader {
    tokens: Vec<Token>,
    word: String,
    stretch: usize,
    item: usize,
    piece: usize,
}

impl Reader {
    fn end_word(&mut self) {
        if self.word.is_empty() {
            return;
        }
        let word = name_key(&self.word);
        self.word.clear();
        match word.as_str() {
            "" => {}
            "and" | "und" | "et" | "y" => {
                self.push(word);
                self.cut(false, true);
            }
            _ => self.push(word),
        }
    }

    fn push(&mut self, word: String) {
        self.tokens.push(Token {
            word,
            stretch: self.stretch,
            item: self.item,
            piece: self.piece,
        });
    }

    fn cut(&mut self, stretch: bool, item: bool) {
        self.end_word();
        self.stretch += usize::from(stretch);
        self.item += usize::from(item);
        self.piece += 1;
    }
}

/// Whether a word only says which version of something it is: `4o`, `v2`, `70b`, `2024`.
pub(super) fn is_version(word: &str) -> bool {
    let bare = word.strip_prefix('v').or(word.strip_prefix('r')).unwrap_or(word);
    let digits = bare.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()) && bare.len() - digits.len() <= 1
}

/// A word with its version written to it, taken apart: `chatgpt4o` into `chatgpt` and `4o`.
pub(super) fn without_version(word: &str) -> Option<(&str, &str)> {
    let end = word.find(|c: char| c.is_ascii_digit())?;
    let (name, version) = word.split_at(end);
    (name.chars().count() >= 3 && is_version(version)).then_some((name, version))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_known_by_their_form() {
        for version in ["4o", "v2", "70b", "2024", "3", "r2"] {
            assert!(is_version(version), "{version}");
        }
        for word in ["h2o", "n8n", "vision", "gpt4all", "b"] {
            assert!(!is_version(word), "{word}");
        }
        assert_eq!(without_version("chatgpt4o"), Some(("chatgpt", "4o")));
        assert_eq!(without_version("h2o"), None);
    }

    #[test]
    fn brackets_and_lists_cut_a_text() {
        let found = tokens("AWS Bedrock (Claude), n8n + Zapier");
        let places: Vec<(&str, usize, usize)> = found.iter().map(|t| (t.word.as_str(), t.stretch, t.item)).collect();
        assert_eq!(
            places,
            [
                ("aws", 0, 0),
                ("bedrock", 0, 0),
                ("claude", 1, 0),
                ("n8n", 2, 1),
                ("zapier", 2, 1)
            ]
        );
    }
}
