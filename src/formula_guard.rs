//! Text that a spreadsheet would take for a formula. In: a cell's text. Out: the same text made harmless for a CSV file, and
//! back. Writers guard, the reader lifts exactly that guard, so that export, edit and import together change nothing.

use std::borrow::Cow;

/// What a guarded text begins with.
const GUARD: char = '\'';

/// Whether a spreadsheet could evaluate this text: after spaces and invisible marks it begins with one of `= + - @` (or a
/// full-width form of these), a tab, a line break, a NUL or `|`.
pub fn is_formula_like(text: &str) -> bool {
    text.trim_start_matches(is_skipped)
        .chars()
        .next()
        .is_some_and(|first| "=+-@\u{ff1d}\u{ff0b}\u{ff0d}\u{ff20}\t\r\n\0|".contains(first))
}

/// The text as it goes into a CSV file. Text that already has the guard in front of a formula gets another, or the way back
/// would not be exact.
pub fn guard(text: &str) -> Cow<'_, str> {
    if is_formula_like(text.trim_start_matches(GUARD)) {
        Cow::Owned(format!("{GUARD}{text}"))
    } else {
        Cow::Borrowed(text)
    }
}

/// The text that [`guard`] was given.
pub fn unguard(text: &str) -> &str {
    match text.strip_prefix(GUARD) {
        Some(rest) if is_formula_like(rest.trim_start_matches(GUARD)) => rest,
        _ => text,
    }
}

/// Spaces, byte order marks, zero-width and direction marks. Tabs and line breaks are not skipped: they are dangerous themselves.
fn is_skipped(letter: char) -> bool {
    let invisible = matches!(letter,
        '\u{feff}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{061c}' | '\u{00ad}');
    invisible || (letter.is_whitespace() && !matches!(letter, '\t' | '\r' | '\n'))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_a_spreadsheet_would_evaluate_is_guarded_and_the_rest_left_alone() {
        for text in [
            "=1+1",
            "+49 30",
            "-",
            "@SUM(A1)",
            "\u{ff1d}1",
            "\tx",
            "\r\nx",
            "|calc",
            " =1",
            "\u{feff}\u{200b}=1",
            "\u{202e}@x",
        ] {
            assert_eq!(guard(text), format!("'{text}"), "{text:?}");
        }
        for text in ["", "Ann Lee", "'quoted'", "a=b", "2026-09-30", "n/a - none"] {
            assert_eq!(guard(text), text);
        }
    }

    #[test]
    fn a_text_that_was_guarded_by_hand_comes_back_as_it_was() {
        assert_eq!(guard("'=1"), "''=1");
        assert_eq!(unguard("''=1"), "'=1");
        assert_eq!(unguard("'=1"), "=1");
        assert_eq!(unguard("'til Friday"), "'til Friday");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(10_000))]

        #[test]
        fn guard_and_unguard_are_inverse_and_leave_nothing_to_evaluate(
            text in r"['=+\-@|\t\r\n \x00\u{feff}\u{200b}\u{202e}\u{ff1d}a-c]{0,6}|\PC{0,12}"
        ) {
            let written = guard(&text);
            prop_assert!(!is_formula_like(&written), "{written:?}");
            prop_assert_eq!(unguard(&written), &text);
        }
    }
}
