//! Text that the fonts can show. In: strings as they stand in the report, and fonts. Out: the same strings with everything that
//! would be invisible, misleading or a hollow box replaced by something a reader can see. The snapshot keeps the raw text.
//!
//! - Text is composed (NFC); tabs and exotic spaces become spaces, other line ends `\n`.
//! - Signs without a shape of their own are left out: controls, direction changes, tags, variation selectors. Joiners stay
//!   between letters, where scripts need them.
//! - What no font shows, and private-use letters, which mean something else in every font, becomes its code: `[U+1F600]`.

use std::borrow::Cow;
use std::collections::BTreeSet;

use typst::text::is_default_ignorable;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;
use unicode_segmentation::UnicodeSegmentation;

use super::fonts::Fonts;

/// How many codes one substitute lists; behind it stands how many more there are.
const CODES: usize = 8;
/// How many signs one letter may carry; more of them run into the lines above and below.
const MARKS: usize = 3;

/// The text as the pages show it.
pub fn printable<'a>(fonts: &Fonts, text: &'a str) -> Cow<'a, str> {
    if text.bytes().all(|byte| matches!(byte, b' '..=b'~' | b'\n')) {
        return Cow::Borrowed(text);
    }
    let composed: String = text.nfc().collect();
    let mut shown = Shown::default();
    let mut clusters = composed.graphemes(true).peekable();
    while let Some(cluster) = clusters.next() {
        let (kept, lost) = match cluster.starts_with(is_combining_mark) {
            // A mark without a letter would stand on whatever the page sets before it.
            true if shown.is_empty() => (Vec::new(), cluster.chars().collect()),
            _ => letter(fonts, cluster),
        };
        shown.kept(&kept, clusters.peek().and_then(|next| next.chars().next()));
        shown.lost(&lost);
    }
    Cow::Owned(shown.finish())
}

/// The letters of a text that the fonts do not show and a further font might.
pub fn missing(fonts: &Fonts, text: &str) -> BTreeSet<char> {
    if text.is_ascii() {
        return BTreeSet::new();
    }
    text.nfc()
        .filter(|&c| !c.is_ascii() && !shapeless(c) && !private(c) && !c.is_whitespace() && !fonts.show(c))
        .collect()
}

/// The letters of a text whose codes stand in their place, unless a further font shows them.
pub fn replaced(fonts: &Fonts, text: &str) -> BTreeSet<char> {
    let mut replaced = missing(fonts, text);
    replaced.extend(text.chars().filter(|&c| private(c)));
    replaced
}

/// What becomes of one letter with its marks: the part that is shown, and the part that is not.
fn letter(fonts: &Fonts, cluster: &str) -> (Vec<char>, Vec<char>) {
    let signs: Vec<char> = cluster.chars().filter_map(|sign| visible(fonts, sign)).collect();
    let shown = |sign: &char| is_joiner(*sign) || (!private(*sign) && (*sign == '\n' || fonts.show(*sign)));
    let (known, mut lost): (Vec<char>, Vec<char>) = signs.iter().partition(|sign| shown(sign));
    let mut kept = known.clone();
    kept.truncate(1 + MARKS);
    while kept.len() > 1 && !fonts.show_together(&shaped(&kept)) {
        kept.pop();
    }
    lost.extend(&known[kept.len()..]);
    lost.sort_unstable();
    lost.dedup();
    (kept, lost)
}

/// The sign as it is shown: itself, a plain space or line end for an exotic one, or nothing.
fn visible(fonts: &Fonts, sign: char) -> Option<char> {
    match sign {
        '\n' | '\u{2028}' | '\u{2029}' | '\u{85}' => Some('\n'),
        _ if is_joiner(sign) => Some(sign),
        _ if sign.is_whitespace() && (sign.is_control() || !fonts.show(sign)) => Some(' '),
        _ if shapeless(sign) => None,
        _ => Some(sign),
    }
}

fn shaped(signs: &[char]) -> Vec<char> {
    signs.iter().copied().filter(|&c| !is_joiner(c)).collect()
}

fn shapeless(sign: char) -> bool {
    (sign.is_control() && !sign.is_whitespace())
        || is_default_ignorable(sign)
        || matches!(sign, '\u{FFF9}'..='\u{FFFB}')
}

fn is_joiner(sign: char) -> bool {
    matches!(sign, '\u{200C}' | '\u{200D}')
}

/// Whether a joiner beside it means something.
fn joins(sign: char) -> bool {
    sign.is_alphabetic() || is_combining_mark(sign)
}

fn private(sign: char) -> bool {
    matches!(sign, '\u{E000}'..='\u{F8FF}' | '\u{F0000}'..='\u{10FFFF}')
}

/// The shown text so far, and the codes that wait for the end of their run.
#[derive(Default)]
struct Shown {
    text: String,
    waiting: Vec<char>,
}

impl Shown {
    fn is_empty(&self) -> bool {
        self.text.is_empty() && self.waiting.is_empty()
    }

    fn lost(&mut self, letters: &[char]) {
        self.waiting.extend(letters);
    }

    fn kept(&mut self, signs: &[char], following: Option<char>) {
        for (place, &sign) in signs.iter().enumerate() {
            let next = signs.get(place + 1).copied().or(following);
            let between = self.waiting.is_empty() && self.text.ends_with(joins) && next.is_some_and(joins);
            if !is_joiner(sign) || between {
                self.codes();
                self.text.push(sign);
            }
        }
    }

    /// Writes the codes that wait.
    fn codes(&mut self) {
        if self.waiting.is_empty() {
            return;
        }
        let codes: Vec<_> = self.waiting.iter().take(CODES).map(|&c| code(c)).collect();
        let more = match self.waiting.len().saturating_sub(CODES) {
            0 => String::new(),
            more => format!(" … +{more}"),
        };
        self.text.push_str(&format!("[{}{more}]", codes.join(" ")));
        self.waiting.clear();
    }

    fn finish(mut self) -> String {
        self.codes();
        self.text
    }
}

/// The code of a letter, as Unicode writes it.
pub fn code(letter: char) -> String {
    format!("U+{:04X}", u32::from(letter))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
        printable(&Fonts::embedded(), text).into_owned()
    }

    #[test]
    fn what_the_fonts_show_stays_as_it_is() {
        for text in [
            "plain text\nsecond line",
            "Größe – „Ελλάδα“ → ✓",
            "#panic() *b* $x$ <l>",
            "سلام",
            "שלום",
        ] {
            assert_eq!(shown(text), text);
        }
        assert!(matches!(printable(&Fonts::embedded(), "plain"), Cow::Borrowed(_)));
    }

    #[test]
    fn what_no_font_shows_becomes_its_code_and_a_run_stays_short() {
        assert_eq!(shown("party 🦀 time"), "party [U+1F980] time");
        assert_eq!(shown("系统"), "[U+7CFB U+7EDF]");
        assert_eq!(shown("a\u{E000}b"), "a[U+E000]b");
        let long = shown(&"系".repeat(500));
        assert!(long.ends_with(" … +492]") && long.len() < 80, "{long}");
    }

    #[test]
    fn signs_that_mislead_or_have_no_shape_are_left_out() {
        assert_eq!(shown("user\u{202E}gpj.exe"), "usergpj.exe");
        assert_eq!(shown("\u{FEFF}a\u{0}\u{1B}[31m\u{200B}b\u{E0041}\u{FE0F}"), "a[31mb");
        assert_eq!(shown("a\tb\u{2028}c\u{3000}d"), "a b\nc d");
    }

    #[test]
    fn joiners_stay_where_a_script_needs_them() {
        assert_eq!(shown("می\u{200C}خواهم"), "می\u{200C}خواهم");
        assert_eq!(shown("a\u{200D} b\u{200C}"), "a b");
        assert_eq!(shown("👩\u{200D}💻"), "[U+1F469 U+1F4BB]");
    }

    #[test]
    fn a_letter_carries_few_marks_and_the_rest_is_named() {
        assert_eq!(shown("e\u{301}"), "é");
        let towered = shown(&format!("o{}", "\u{335}".repeat(30)));
        assert_eq!(towered, "o\u{335}\u{335}\u{335}[U+0335]");
    }

    #[test]
    fn only_letters_that_a_further_font_may_show_are_missing() {
        let fonts = Fonts::embedded();
        let found = missing(&fonts, "Größe 系 🦀 \u{E000}\u{202E}\u{FEFF}\t");
        assert_eq!(found, BTreeSet::from(['系', '🦀']));
    }

    #[test]
    fn whatever_comes_in_only_what_the_fonts_show_comes_out() {
        let fonts = Fonts::embedded();
        for letter in (0..=u32::from(char::MAX)).filter_map(char::from_u32) {
            let text = format!("a{letter}b");
            let out = printable(&fonts, &text);
            let unfit: String = out
                .chars()
                .filter(|&c| c != '\n' && !is_joiner(c) && !fonts.show(c))
                .collect();
            assert!(unfit.is_empty() && out.contains('b'), "{}: {out}", code(letter));
        }
    }
}
