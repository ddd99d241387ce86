//! What the typesetter complains about, in plain words. In: its messages with their place in a template. Out: one line each,
//! or the [`Error`] that stops the run.

use std::collections::BTreeSet;

use typst::diag::SourceDiagnostic;
use typst::{World, WorldExt};

use crate::error::Error;
use crate::message::Message;

/// How many messages are shown at once; the first one usually causes the others.
const SHOWN: usize = 3;

/// One line for each message: template, line, what is wrong, and the hint if there is one.
pub fn lines(world: &dyn World, found: &[SourceDiagnostic]) -> Vec<String> {
    found.iter().map(|message| line(world, message)).collect()
}

fn line(world: &dyn World, message: &SourceDiagnostic) -> String {
    let hints = message.hints.iter().map(|hint| format!(" ({})", hint.v));
    let place = place(world, message).map_or_else(String::new, |place| format!("{place}: "));
    format!("{place}{}{}", message.message, hints.collect::<String>())
}

/// The template and the line, counted from one.
fn place(world: &dyn World, message: &SourceDiagnostic) -> Option<String> {
    let id = message.span.id()?;
    let name = id.vpath().get_without_slash();
    let start = world.range(message.span)?.start;
    let source = world.source(id).ok()?;
    let line = source.lines().byte_to_line(start)? + 1;
    Some(format!("{name}, line {line}"))
}

/// The letters that could not be set with the fonts at hand; none if something else is wrong too.
pub fn unset(found: &[SourceDiagnostic]) -> BTreeSet<char> {
    let of = |message: &SourceDiagnostic| quoted_letters(&message.message).unwrap_or_default();
    let each: Vec<BTreeSet<char>> = found.iter().map(of).collect();
    match each.iter().any(BTreeSet::is_empty) {
        true => BTreeSet::new(),
        false => each.into_iter().flatten().collect(),
    }
}

/// The text of a message such as: the text `"\u{e4d}"` could not be displayed with font `"Noto Sans"`.
fn quoted_letters(message: &str) -> Option<BTreeSet<char>> {
    let (before, _) = message.split_once("` could not be displayed with font")?;
    let (_, text) = before.rsplit_once("the text `")?;
    let mut letters = BTreeSet::new();
    let mut rest = text.trim_matches('"');
    while let Some(letter) = rest.chars().next() {
        let escaped = rest.strip_prefix("\\u{").and_then(|code| code.split_once('}'));
        let decoded = escaped.and_then(|(code, after)| {
            let letter = u32::from_str_radix(code, 16).ok().and_then(char::from_u32)?;
            Some((letter, after))
        });
        let (letter, after) = decoded.unwrap_or((letter, &rest[letter.len_utf8()..]));
        letters.insert(letter);
        rest = after;
    }
    Some(letters)
}

/// The error that stops the run; `own` says that the user brought templates.
pub fn error(world: &dyn World, found: &[SourceDiagnostic], own: bool) -> Error {
    let shown: Vec<_> = found.iter().take(SHOWN).map(|message| line(world, message)).collect();
    let reason = shown.join("; ");
    match own {
        true => Error::Pages {
            reason: Message::verbatim(reason),
            help: "mend that line of your templates, or leave --template out to use the stock pages".into(),
        },
        false => defect(&reason),
    }
}

/// What should not happen with the stock templates.
pub fn defect(reason: &str) -> Error {
    Error::Pages {
        reason: Message::verbatim(reason),
        help: "this is a defect of this program: please report it with this message; 'unowned check' and --json still work"
            .into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_letters_of_a_message_are_told_however_they_are_written() {
        let told = |text: &str| {
            let message =
                format!("PDF/UA-1 error: the text `\"{text}\"` could not be displayed with font `\"Noto Sans\"`");
            quoted_letters(&message).unwrap()
        };
        assert_eq!(told("-\\u{e4d}✅"), BTreeSet::from(['-', '\u{e4d}', '✅']));
        assert_eq!(quoted_letters("unknown variable: x"), None);
    }
}
