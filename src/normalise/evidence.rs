//! What a cell for evidence is worth. In: the cells of a row. Out: its pieces of evidence, each with its grade and its days; what is
//! none (a promise, a failure, hearsay, a yes, a text that names nothing) is reported with its words. Whether a piece has expired is
//! for `assess` to say, which knows the day.

use chrono::NaiveDate;

use crate::diagnostic::{Ask, Code, Location};
use crate::inventory::{Evidence, EvidenceCell, Grade};
use crate::message::{Message, sentence};
use crate::read::{Row, Value};

use super::cells;
use super::context::Context;
use super::date::{self, Order};
use super::field::Field;
use super::owners::is_placeholder;
use super::sheet::Sheet;
use super::wording::{Vocabulary, Wording, shown, split};

mod beside;
mod grade;
mod part;
mod period;
mod refusal;

use grade::grade;
use part::Part;
use period::{Dated, dated};
use refusal::{Refusal, refusal};

/// What a row says about evidence.
#[derive(Default)]
pub(super) struct Proof {
    /// Ours.
    pub(super) ours: EvidenceCell,
    /// The provider's.
    pub(super) provider: EvidenceCell,
    /// The day of issue that the row gives.
    pub(super) date: Option<NaiveDate>,
    /// The last day that the row gives.
    pub(super) valid_until: Option<NaiveDate>,
}

/// Reads the evidence of a row.
pub(super) fn read<'a>(sheet: &mut Sheet<'a>, row: &'a Row, context: &mut Context<'_>) -> Proof {
    let order = sheet.order(Field::EvidenceDate);
    let mut proof = Proof {
        ours: cell(sheet, row, Field::Evidence, order, context),
        provider: cell(sheet, row, Field::ProviderEvidence, order, context),
        date: day(sheet, row, Field::EvidenceDate, context),
        valid_until: day(sheet, row, Field::ValidUntil, context),
    };
    let alone = proof.ours.pieces.len() + proof.provider.pieces.len() == 1;
    let pieces = proof.ours.pieces.iter_mut().chain(&mut proof.provider.pieces);
    for piece in pieces.filter(|piece| alone || piece.is_undated()) {
        lay_over(piece, proof.date, proof.valid_until);
    }
    proof
}

/// The days of the row's columns, for what the words leave open. Beside several pieces, of which some state their own days, the
/// columns speak of the others.
fn lay_over(piece: &mut Evidence, date: Option<NaiveDate>, valid_until: Option<NaiveDate>) {
    if piece.issued.is_none() {
        (piece.issued, piece.earliest) = (date, date);
    }
    piece.valid_until = piece.valid_until.or(valid_until);
}

/// The day in a column for one; a year, a quarter or a month alone ends with its last day.
fn day<'a>(sheet: &mut Sheet<'a>, row: &'a Row, field: Field, context: &mut Context<'_>) -> Option<NaiveDate> {
    let value = sheet.value(row, field)?;
    let said = cells::text(value)?;
    if is_placeholder(&said, &context.wording) {
        return None;
    }
    if !matches!(date::read(value, Order::Unsettled), date::Reading::NoDate) {
        return sheet.date(row, field, &mut context.found);
    }
    let found = dated(&said, Order::Unsettled, &context.wording);
    match found.valid_until.or(found.issued) {
        Some(day) if !matches!(value, Value::Date(_)) => Some(day),
        _ => sheet.date(row, field, &mut context.found),
    }
}

/// One cell, part by part.
fn cell<'a>(sheet: &Sheet<'a>, row: &'a Row, field: Field, order: Order, context: &mut Context<'_>) -> EvidenceCell {
    let Some(text) = sheet.owned(row, field) else {
        return EvidenceCell::default();
    };
    let at = sheet.at(row, field);
    let mut pieces = Vec::new();
    for text in split(&text, &[";", "\n"]) {
        match piece(text, order, &at, context) {
            Ok(piece) => pieces.push(piece),
            Err(Worthless::Blank) => {}
            Err(worthless) => note(text, worthless, &at, context),
        }
    }
    pieces.shrink_to_fit();
    EvidenceCell {
        said: Some(text),
        pieces,
    }
}

/// Why a part is no evidence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Worthless {
    /// It says nothing at all.
    Blank,
    /// It says so.
    Refused(Refusal),
    /// It is a yes.
    Answer,
    /// It names an assurance, and says of it what is not plain.
    Unclear,
    /// It names nothing that one could ask for.
    Unnamed,
}

/// What a part of a cell is worth, wherever it stands.
#[derive(Clone, Debug)]
pub(super) struct Judged {
    text: String,
    grade: Grade,
    dated: Dated,
}

fn piece(text: &str, order: Order, at: &Location, context: &mut Context<'_>) -> Result<Evidence, Worthless> {
    let wording = &context.wording;
    // A part with a date that is read by its column's order is not the same everywhere.
    let judged = match order {
        Order::Unsettled => context.proofs.told(text, || judged(text, order, wording)),
        _ => judged(text, order, wording),
    }?;
    note_doubtful(text, &judged.dated, at, context);
    Ok(Evidence {
        text: judged.text,
        grade: judged.grade,
        issued: judged.dated.issued,
        earliest: judged.dated.earliest,
        valid_until: judged.dated.valid_until,
        at: at.clone(),
    })
}

fn judged(text: &str, order: Order, wording: &Wording) -> Result<Judged, Worthless> {
    let whole = grade::of_whole(text, wording);
    if whole.is_none() {
        worth(text, wording)?;
    }
    let part = Part::of(text, wording);
    let words = grade(&part.words, wording).max(grade(&part.files, wording));
    let named = part.names_thing.then_some(Grade::Named);
    let found = dated(&part.rest, order, wording);
    let edition = || is_edition(&part.words, &found).then_some(Grade::Named);
    let Some(grade) = whole.or(words).max(named).or_else(edition) else {
        return Err(Worthless::Unnamed);
    };
    if whole.is_none() && !part.names_thing && grade >= Grade::Contract && !beside::is_plain(&part.words, wording) {
        return Err(Worthless::Unclear);
    }
    Ok(Judged {
        text: part.text.to_owned(),
        grade,
        dated: found,
    })
}

/// `AUP v2, March 2026`: a name with its version and its day is that of a document.
fn is_edition(words: &[&str], found: &Dated) -> bool {
    let version = |word: &&str| {
        word.strip_prefix(['v', 'V'])
            .is_some_and(|n| n.starts_with(|c: char| c.is_ascii_digit()))
    };
    let name = words
        .first()
        .is_some_and(|word| word.starts_with(char::is_uppercase) && !version(word));
    name && found.issued.is_some() && words.iter().any(version)
}

/// Whether a text may be evidence at all.
fn worth(text: &str, wording: &Wording) -> Result<(), Worthless> {
    let absent = wording.knows(Vocabulary::EvidenceAbsent, text);
    match wording.answer(text) {
        Some(true) => return Err(Worthless::Answer),
        _ if wording.knows(Vocabulary::Placeholder, text) && !absent => return Err(Worthless::Blank),
        Some(_) if !absent => return Err(Worthless::Answer),
        _ => {}
    }
    let part = Part::of(text, wording);
    match refusal(&part, wording) {
        Some(refusal) => Err(Worthless::Refused(refusal)),
        None if !part.names_thing && is_placeholder(text, wording) => Err(Worthless::Refused(Refusal::Absent)),
        None => Ok(()),
    }
}

fn note(text: &str, worthless: Worthless, at: &Location, context: &mut Context<'_>) {
    let (why, help) = match worthless {
        Worthless::Blank => return,
        Worthless::Refused(Refusal::Absent) => (
            "says that the evidence is not there yet; it does not count",
            "name the evidence once it is there, or leave the cell empty",
        ),
        Worthless::Refused(Refusal::Void) => (
            "says that the evidence does not hold; it does not count",
            "name evidence that holds and covers the duty, or leave the cell empty",
        ),
        Worthless::Refused(Refusal::Hearsay) => (
            "is what somebody says, and no evidence",
            "ask for it in writing, and name the document, the link or the ticket",
        ),
        Worthless::Answer => (
            "does not say what the evidence is; it does not count",
            "name the document, the link or the ticket",
        ),
        Worthless::Unclear => (
            "says something beside the evidence that is not plain; it does not count",
            "name the evidence with its scope and its date, and put remarks into a column of their own",
        ),
        Worthless::Unnamed => (
            "names no evidence that one could ask for; it does not count",
            "name the document, the link, the file or the ticket; 'unowned words evidence' lists the words that are known",
        ),
    };
    let message = sentence!("'{text}' {why}", text = shown(text), why = Message::from(why));
    context.found.add(Code::EvidenceNone, Some(at), message, help);
}

fn note_doubtful(text: &str, found: &Dated, at: &Location, context: &mut Context<'_>) {
    if !found.doubtful {
        return;
    }
    let message = sentence!(
        "a date in '{text}' can be read as day/month or as month/day; the earlier day was used",
        text = shown(text)
    );
    let ask = Ask::Day { said: text.to_owned() };
    let help = "write dates as 2026-03-31";
    context.found.ask(Code::AmbiguousDate, Some(at), message, help, ask);
}
