//! `fields` and `words`: what can be said. In: perhaps a name. Out: every field that `--map` takes and the headings known for it, every
//! word of a list, or our words of all lists.

use std::fmt::Write;

use unowned::config::did_you_mean;
use unowned::error::Error;
use unowned::normalise::{Vocabulary, fields, vocabularies, vocabulary};

use super::arguments::{Fields, Words};
use super::{Outcome, output};

/// Headings that are shown unless all are asked for.
const HEADINGS: usize = 6;

/// Every field, by the kind of table.
pub fn fields_of(args: &Fields) -> Result<Outcome, Error> {
    let mut text = String::new();
    for table in fields() {
        _ = writeln!(text, "{}", table.table);
        for field in table.fields {
            let shown = if args.all { field.headings.len() } else { HEADINGS };
            let known = field.headings.len();
            let headings: Vec<_> = field.headings.into_iter().take(shown).collect();
            _ = writeln!(text, "  {:<22} {}", field.id, field.meaning);
            let more = match known.saturating_sub(shown) {
                0 => String::new(),
                more => format!(" and {more} more"),
            };
            _ = writeln!(text, "  {:<22} known headings: {}{more}", "", headings.join(", "));
        }
        text.push('\n');
    }
    text += "To say which column holds a field: --map \"owner=Who does it\"\n\
             To say that a column holds nothing that is needed: --map \"none=Its heading\"\n";
    if !args.all {
        text += "All headings that are known: unowned fields --all\n";
    }
    output::print(&text)?;
    Ok(Outcome::Done)
}

/// Every word of one list, or our words of all lists.
pub fn words_of(args: &Words) -> Result<Outcome, Error> {
    let text = match &args.vocabulary {
        Some(name) => all_words(&vocabulary(name).ok_or_else(|| unknown(name))?),
        None => our_words(),
    };
    output::print(&text)?;
    Ok(Outcome::Done)
}

fn all_words(vocabulary: &Vocabulary) -> String {
    let mut text = format!("{}: {}\n", vocabulary.short, vocabulary.meaning);
    for (word, aliases) in &vocabulary.words {
        _ = writeln!(text, "  {word}");
        _ = writeln!(text, "      {}", aliases.join(" | "));
    }
    text + &in_settings(&vocabulary.short, vocabulary.words.first().map_or("", |(word, _)| word))
}

fn our_words() -> String {
    let mut text = String::new();
    for vocabulary in vocabularies() {
        let words: Vec<&str> = vocabulary.words.iter().map(|(word, _)| word.as_str()).collect();
        _ = writeln!(text, "{:<16} {}", vocabulary.short, vocabulary.meaning);
        _ = writeln!(text, "{:<16} {}", "", words.join(", "));
    }
    text + "\nEvery word that is read as one of them: unowned words domain\n" + &in_settings("status", "implemented")
}

fn in_settings(vocabulary: &str, word: &str) -> String {
    format!(
        "A word of your own: a sheet called Settings in the inventory, key: reading.values.{vocabulary}.YOUR WORD, value: {word}\n"
    )
}

fn unknown(name: &str) -> Error {
    let known: Vec<String> = vocabularies().into_iter().map(|v| v.short).collect();
    Error::config(
        format!("unowned words {name}"),
        "there is no such list of words",
        did_you_mean(name, known.iter().map(String::as_str)),
    )
}
