//! Spreadsheet text made safe to print. In: the text of a cell as a file has it. Out: the same text without what cannot be
//! seen, and how many characters that were. Which characters a font can show is the business of `render`.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// More marks than this on one letter are no script, but a smear across the page.
const STACKED_MARKS: usize = 3;

/// A text without invisible characters.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cleaned {
    /// Composed (NFC), trimmed, with single line feeds between its lines.
    pub text: String,
    /// How many invisible or direction-changing characters were taken out.
    pub removed: usize,
}

/// Takes out of a text what a reader of the report could not see: control and format characters, direction changes, byte
/// order marks, tags, and marks stacked on one letter. Every kind of blank becomes a space, every line break one `\n`.
pub fn clean(raw: &str) -> Cleaned {
    if raw.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
        return Cleaned {
            text: raw.trim().to_owned(),
            removed: 0,
        };
    }
    let mut cleaner = Cleaner::default();
    let mut rest = raw.nfc().peekable();
    while let Some(c) = rest.next() {
        cleaner.take(c, rest.peek().copied());
    }
    Cleaned {
        text: cleaner.text.trim().to_owned(),
        removed: cleaner.removed,
    }
}

/// So many of something: `1 row`, `2 rows`.
pub fn counted(number: usize, thing: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{number} {thing}{plural}")
}

/// A word as a shell takes it whole: as it is where it can be, else in double quotes, which every shell knows, else (a sign in it
/// means something there) in single ones.
pub fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || "-_./:=,+@%".contains(c);
    match word {
        "" => "\"\"".to_owned(),
        word if word.chars().all(plain) => word.to_owned(),
        word if word.contains(['"', '$', '`', '\\', '!']) => format!("'{}'", word.replace('\'', r"'\''")),
        word => format!("\"{word}\""),
    }
}

#[derive(Default)]
struct Cleaner {
    text: String,
    removed: usize,
    marks: usize,
}

impl Cleaner {
    fn take(&mut self, c: char, next: Option<char>) {
        self.marks = if is_combining_mark(c) { self.marks + 1 } else { 0 };
        match kind(c) {
            Kind::Shown if self.marks > STACKED_MARKS => self.removed += 1,
            Kind::Shown => self.text.push(c),
            Kind::Blank => self.text.push(' '),
            Kind::Break if c == '\r' && next == Some('\n') => {}
            Kind::Break => self.text.push('\n'),
            Kind::Joiner if self.joins(next) => self.text.push(c),
            Kind::Joiner | Kind::Hidden => self.removed += 1,
            Kind::Selector => {}
            Kind::Symbol(shown) => self.text.push(shown),
            Kind::Nameless => self.text.push_str(&format!("[U+{:04X}]", u32::from(c))),
        }
    }

    /// Some scripts need a joiner between two letters; anywhere else it only hides.
    fn joins(&self, next: Option<char>) -> bool {
        let letter = |c: char| c.is_alphabetic() || is_combining_mark(c);
        self.text.chars().next_back().is_some_and(letter) && next.is_some_and(letter)
    }
}

enum Kind {
    Shown,
    Blank,
    Break,
    Joiner,
    Hidden,
    Selector,
    Symbol(char),
    Nameless,
}

fn kind(c: char) -> Kind {
    match c {
        ' '..='~' => Kind::Shown,
        '\t' | '\u{A0}' | '\u{1680}' | '\u{2000}'..='\u{200A}' | '\u{202F}' | '\u{205F}' | '\u{3000}' => Kind::Blank,
        '\n' | '\r' | '\u{B}' | '\u{C}' | '\u{85}' | '\u{2028}' | '\u{2029}' => Kind::Break,
        '\u{200C}' | '\u{200D}' => Kind::Joiner,
        // Variation selectors choose between two looks of a visible character.
        '\u{FE00}'..='\u{FE0F}' | '\u{E0100}'..='\u{E01EF}' => Kind::Selector,
        // Word processors keep bullets and a few signs at private places of a symbol font.
        '\u{F0A7}' | '\u{F0B7}' | '\u{F0D8}' => Kind::Symbol('•'),
        '\u{F0B0}' => Kind::Symbol('°'),
        '\u{F0E0}' => Kind::Symbol('→'),
        '\u{F0FC}' => Kind::Symbol('✓'),
        _ if is_hidden(c) => Kind::Hidden,
        _ if is_nameless(c) => Kind::Nameless,
        _ => Kind::Shown,
    }
}

fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}' | '\u{180B}'..='\u{180F}'
            | '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}'
            | '\u{3164}' | '\u{FEFF}' | '\u{FFA0}' | '\u{FFF0}'..='\u{FFFB}'
            | '\u{1BCA0}'..='\u{1BCA3}' | '\u{1D173}'..='\u{1D17A}' | '\u{E0000}'..='\u{E007F}')
}

/// Characters for private use have no agreed look, and noncharacters none at all.
fn is_nameless(c: char) -> bool {
    let code = u32::from(c);
    matches!(c, '\u{E000}'..='\u{F8FF}' | '\u{FDD0}'..='\u{FDEF}' | '\u{F0000}'..) || code & 0xFFFE == 0xFFFE
}

/// A text shortened for a message.
pub fn shown(text: &str) -> Cow<'_, str> {
    const LONGEST: usize = 80;
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(LONGEST) {
        Some((end, _)) => Cow::Owned(format!("{}...", &line[..end])),
        None if line == text => Cow::Borrowed(text),
        None => Cow::Owned(line),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn removed(raw: &str) -> (String, usize) {
        let cleaned = clean(raw);
        (cleaned.text, cleaned.removed)
    }

    #[test]
    fn a_word_is_quoted_so_that_a_shell_hands_it_over_whole() {
        assert_eq!(quoted("inventory.xlsx"), "inventory.xlsx");
        assert_eq!(quoted("Policies & more=*"), "\"Policies & more=*\"");
        assert_eq!(quoted("It's $5=*"), r"'It'\''s $5=*'");
        assert_eq!(quoted(""), "\"\"");
    }

    #[test]
    fn hidden_characters_go_and_are_counted() {
        assert_eq!(removed("user\u{202E}gpj.exe"), ("usergpj.exe".to_owned(), 1));
        assert_eq!(
            removed("\u{FEFF}a\0b\u{1B}[31mc\u{200B}\u{AD}"),
            ("ab[31mc".to_owned(), 5)
        );
        assert_eq!(removed("x\u{E0041}\u{2066}y\u{2069}"), ("xy".to_owned(), 3));
    }

    #[test]
    fn blanks_and_breaks_become_plain_ones() {
        assert_eq!(
            removed(" a\u{A0}b\tc\r\nd\re\u{2028}f "),
            ("a b c\nd\ne\nf".to_owned(), 0)
        );
    }

    #[test]
    fn joiners_stay_between_letters_only() {
        assert_eq!(removed("می\u{200C}خواهم"), ("می\u{200C}خواهم".to_owned(), 0));
        assert_eq!(removed("a\u{200D} b\u{200C}"), ("a b".to_owned(), 2));
    }

    #[test]
    fn stacked_marks_are_cut_and_letters_composed() {
        assert_eq!(removed("e\u{301}").0, "é");
        assert_eq!(removed(&format!("x{}", "\u{337}".repeat(30))).1, 27);
    }

    #[test]
    fn private_characters_are_named_and_bullets_kept() {
        assert_eq!(clean("\u{E000}\u{F0B7} 300 \u{F0B0}C").text, "[U+E000]• 300 °C");
        assert_eq!(clean("\u{FFFE}").text, "[U+FFFE]");
    }

    #[test]
    fn cleaning_twice_changes_nothing() {
        for raw in [
            "a\u{301}\u{200B}\u{302}",
            "\u{1F600}\u{FE0F}",
            "\r\r\n",
            "q\u{200D}\u{200D}é",
            "한\u{1160}글",
        ] {
            let once = clean(raw).text;
            assert_eq!(clean(&once).text, once, "{raw:?}");
        }
    }
}
