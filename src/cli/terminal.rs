//! What a terminal is given. In: text with our own styles in it, and with whatever files, sheets, options and other people's
//! reports are called. Out: the same without anything that a terminal would obey, our styles as its codes.

use anstyle::{AnsiColor, Style as Ansi};

/// How a piece of text looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// Titles.
    Bold,
    /// What explains.
    Dim,
    /// What went wrong.
    Error,
    /// What is doubtful.
    Doubt,
}

/// Every style, in the order of its marks.
const STYLES: [(Style, Ansi); 4] = [
    (Style::Bold, Ansi::new().bold()),
    (Style::Dim, Ansi::new().dimmed()),
    (Style::Error, AnsiColor::Red.on_default().bold()),
    (Style::Doubt, AnsiColor::Yellow.on_default().bold()),
];
/// The mark of the first style. No text has these: they are no characters, for uses like this one.
const FIRST: u32 = 0xFDD0;
/// The end of a style.
const END: char = '\u{FDEF}';

/// A text in a style.
pub fn styled(style: Style, text: &str) -> String {
    let place = STYLES.iter().position(|(known, _)| *known == style).unwrap_or_default();
    let mark = u32::try_from(place)
        .ok()
        .and_then(|place| char::from_u32(FIRST + place));
    format!("{}{}{END}", mark.unwrap_or_default(), text.replace(is_mark, ""))
}

fn is_mark(letter: char) -> bool {
    matches!(letter, '\u{FDD0}'..='\u{FDEF}')
}

/// What is written to a terminal for a text.
pub fn shown(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    let mut open: Option<Ansi> = None;
    for letter in text.chars() {
        let place = u32::from(letter)
            .checked_sub(FIRST)
            .and_then(|place| usize::try_from(place).ok());
        match (letter, place.and_then(|place| STYLES.get(place))) {
            (END, _) => shown.extend(open.take().map(|style| style.render_reset().to_string())),
            (_, Some((_, style))) => {
                shown.push_str(&style.render().to_string());
                open = Some(*style);
            }
            ('\n', _) => {
                shown.extend(open.take().map(|style| style.render_reset().to_string()));
                shown.push('\n');
            }
            _ if obeyed(letter) => {}
            _ => shown.push(letter),
        }
    }
    shown
}

/// Whether a terminal takes it for a command, or for a change of direction.
pub fn obeyed(letter: char) -> bool {
    letter.is_control()
        || is_mark(letter)
        || matches!(letter, '\u{61C}' | '\u{200E}' | '\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_a_terminal_obeys_passes_but_our_own_styles() {
        let hostile = "a\u{1b}]0;title\u{7}b\u{9b}31mc\r\td\u{202e}e\u{FDD0}f";
        let written = shown(&format!("{}\n{hostile}\n", styled(Style::Bold, hostile)));
        let [bold, plain, _] = written.split('\n').collect::<Vec<_>>()[..] else {
            panic!("{written:?}");
        };
        assert_eq!(bold, "\u{1b}[1ma]0;titleb31mcdef\u{1b}[0m");
        assert_eq!(
            plain, "a]0;titleb31mcde\u{1b}[1mf\u{1b}[0m",
            "at worst a word is bold, to the end of its line"
        );
    }
}
