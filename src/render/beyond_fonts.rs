//! Letters that the fonts in the program do not hold. In: the report, and the inventory it rests on. Out: a finding on every such
//! letter that reaches the pages, with the cells it comes from. It says the same on every machine; what the page shows instead is
//! settled in `lettering`.

use std::collections::BTreeSet;
use std::io::{self, Write};

use unicode_normalization::UnicodeNormalization;

use super::fonts::Fonts;
use super::lettering::{code, replaced};
use super::page_data::texts;
use crate::compare::Changes;
use crate::config::Look;
use crate::diagnostic::{Code, Diagnostics, Location};
use crate::inventory::{Control, Inventory, System};
use crate::message::{Value, sentence};
use crate::report::Report;
use crate::snapshot::Snapshot;

/// How many letters a message names.
const NAMED: usize = 6;

/// Whether what the pages rest on may hold letters that the fonts in the program lack. Mostly it does not, and whoever needs no
/// pages can do without settling what they say. The words of our own are all within the fonts.
pub fn may_exceed_fonts(snapshot: &Snapshot, changes: Option<&Changes>, look: &Look) -> bool {
    let said = (
        &snapshot.systems,
        &snapshot.actions,
        &snapshot.accepted,
        &snapshot.warnings,
    );
    let of_run = (
        &snapshot.organisation,
        &snapshot.inventory,
        &snapshot.tables,
        &snapshot.renamed,
    );
    let of_matrix = (&snapshot.framework, &snapshot.concentration);
    let earlier = (
        &snapshot.compared_with,
        &snapshot.closed,
        &snapshot.unjudged,
        &snapshot.closed_earlier,
    );
    let decided = (&snapshot.asked, &snapshot.set_aside, changes, look);
    // Duties and gaps have no texts but names of owners and cells; they are many.
    let duties = snapshot
        .obligations
        .iter()
        .flat_map(|duty| [&duty.owners, &duty.source, &duty.provider_source]);
    let gaps = snapshot.gaps.iter().flat_map(|gap| [&gap.gap.owners, &gap.gap.source]);
    let unusual = |text: &String| !text.is_ascii() && !text.chars().all(is_usual);
    duties.chain(gaps).flatten().any(unusual)
        || serde_json::to_writer(Usual, &(said, of_run, of_matrix, earlier, decided)).is_err()
}

/// Takes usual letters, and nothing else. Whatever is written as one piece ends with a whole letter.
struct Usual;

impl Write for Usual {
    fn write(&mut self, piece: &[u8]) -> io::Result<usize> {
        let usual = piece.is_ascii() || str::from_utf8(piece).is_ok_and(|piece| piece.chars().all(is_usual));
        match usual {
            true => Ok(piece.len()),
            false => Err(io::ErrorKind::InvalidData.into()),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Letters of western and central European languages, and the punctuation between them: the fonts hold them, in both cases.
fn is_usual(letter: char) -> bool {
    matches!(letter, '\0'..='\u{17F}' | '\u{2010}'..='\u{2015}' | '\u{2018}'..='\u{201E}' | '•' | '…' | '€' | '→' | '✓')
}

/// The findings on letters of the pages beyond the fonts in the program; none if the fonts hold them all.
pub fn beyond_fonts(report: &Report, inventory: &Inventory) -> Diagnostics {
    let mut found = Diagnostics::default();
    let fonts = Fonts::embedded();
    let lacking = on_pages(report, &fonts);
    if lacking.is_empty() {
        return found;
    }
    let in_rows = rows(inventory)
        .map(|(texts, at)| (held(&texts, &lacking), at))
        .filter(|(letters, _)| !letters.is_empty())
        .collect::<Vec<_>>();
    let named: BTreeSet<char> = in_rows
        .iter()
        .flat_map(|(letters, _)| letters.iter().copied())
        .collect();
    for (_, at) in &in_rows {
        note(&named, Place::Row(at), &mut found);
    }
    let organisation = report.snapshot.organisation.as_deref();
    let organisation = held(organisation.as_slice(), &lacking);
    note(&organisation, Place::Organisation, &mut found);
    let elsewhere = lacking
        .iter()
        .filter(|c| !named.contains(c) && !organisation.contains(c));
    note(&elsewhere.copied().collect(), Place::Elsewhere, &mut found);
    found
}

/// The letters of all texts that reach the pages and that no font in the program shows.
fn on_pages(report: &Report, fonts: &Fonts) -> BTreeSet<char> {
    let mut lacking = BTreeSet::new();
    // A view that has no JSON form cannot be set either, and setting it says so.
    if let Ok(view) = serde_json::to_value(&report.view) {
        texts(&view, &mut |text| lacking.extend(replaced(fonts, text)));
    }
    lacking
}

/// Which of some letters stand in texts.
fn held(texts: &[&str], letters: &BTreeSet<char>) -> BTreeSet<char> {
    let of = |text: &&str| text.nfc().filter(|letter| letters.contains(letter)).collect::<Vec<_>>();
    texts.iter().filter(|text| !text.is_ascii()).flat_map(of).collect()
}

/// Where letters stand that the fonts lack.
enum Place<'a> {
    Row(&'a Location),
    Organisation,
    Elsewhere,
}

fn note(letters: &BTreeSet<char>, place: Place<'_>, found: &mut Diagnostics) {
    if letters.is_empty() {
        return;
    }
    let named = Value::row(letters.iter().take(NAMED).map(|&letter| code(letter)), ", ");
    let letters = match letters.len().saturating_sub(NAMED) {
        0 => sentence!("{letters}", letters = named),
        more => sentence!("{letters} and {more} more", letters = named, more),
    };
    let (message, at) = match place {
        Place::Row(at) => (
            sentence!("the fonts of the report do not hold {letters}", letters),
            Some(at),
        ),
        Place::Organisation => (
            sentence!(
                "the fonts of the report do not hold {letters} in the organisation's name",
                letters
            ),
            None,
        ),
        Place::Elsewhere => (
            sentence!(
                "the fonts of the report do not hold {letters} in a name of a file or a sheet, or in a remark",
                letters
            ),
            None,
        ),
    };
    found.add(
        Code::TextReplaced,
        at,
        message,
        "a font of the computer shows them if it has one, otherwise their codes stand in the report; the attached data has the text as it was",
    );
}

/// The rows of the inventory, each with its texts.
fn rows(inventory: &Inventory) -> impl Iterator<Item = (Vec<&str>, &Location)> {
    let systems = inventory.systems.iter().map(|system| (of_system(system), &system.at));
    systems.chain(
        inventory
            .controls
            .iter()
            .map(|control| (of_control(control), &control.at)),
    )
}

fn of_system(system: &System) -> Vec<&str> {
    let optional = [&system.product, &system.vendor, &system.unit, &system.owner];
    let names = [system.id.as_str(), system.name.as_str()];
    names
        .into_iter()
        .chain(optional.into_iter().flatten().map(String::as_str))
        .collect()
}

fn of_control(control: &Control) -> Vec<&str> {
    let exception = control.exception.iter();
    let exception = exception.flat_map(|e| e.reason.as_deref().into_iter().chain([e.approver.as_str()]));
    control
        .owners
        .iter()
        .map(|owner| owner.name.as_str())
        .chain(exception)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fonts_hold_every_usual_letter_in_both_cases() {
        let fonts = Fonts::embedded();
        let usual = ('\0'..=char::MAX).filter(|&letter| is_usual(letter));
        let cased = usual.flat_map(|c| std::iter::once(c).chain(c.to_lowercase()).chain(c.to_uppercase()));
        let text: String = cased.collect();
        assert!(text.chars().count() > 3 * 0x180);
        assert_eq!(replaced(&fonts, &text), BTreeSet::new());
    }

    #[test]
    fn the_fonts_hold_every_word_of_our_own() {
        let fonts = Fonts::embedded();
        for table in [
            include_str!("../../templates/lang/en.toml"),
            include_str!("../../templates/lang/de.toml"),
            include_str!("../../templates/lang/fr.toml"),
            include_str!("../../templates/lang/es.toml"),
        ] {
            assert_eq!(replaced(&fonts, table), BTreeSet::new());
        }
    }
}
