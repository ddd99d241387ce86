//! The levels of a system. In: the cells of criticality, classification, personal data and stage, as people write them. Out: our
//! levels; of several the highest. What contradicts itself, or cannot be ranked, is not used and is reported.

use crate::diagnostic::Code;
use crate::inventory::{Classification, Criticality, Stage};
use crate::message::{Message, sentence};
use crate::read::Row;

use super::context::{Context, What};
use super::field::Field;
use super::legend::Legend;
use super::lexicon::Kind;
use super::phrase;
use super::sheet::Sheet;
use super::vocabulary::{Meaning, Status};
use super::wording::{Vocabulary, Wording, shown, split};
use super::words::words;

const CRITICALITY: What = What {
    code: Code::UnknownValue,
    name: "criticality",
    words: "low, medium, high, critical",
};
const CLASSIFICATION: What = What {
    code: Code::UnknownValue,
    name: "data classification",
    words: "public, internal, confidential, restricted",
};
const STAGE: What = What {
    code: Code::UnknownValue,
    name: "lifecycle stage",
    words: "idea, development, pilot, production, retired",
};
const RISK: What = What {
    code: Code::UnknownValue,
    name: "risk tier",
    words: "minimal, limited, high, prohibited",
};
const PERSONAL: What = What {
    code: Code::UnknownValue,
    name: "answer about personal data",
    words: "yes, no",
};

/// Lifecycle stage. What is still to be retired is in use.
pub(super) fn stage<'a>(sheet: &Sheet<'a>, row: &'a Row, context: &mut Context<'_>) -> Option<Stage> {
    let text = sheet.text(row, Field::Stage)?;
    let whole = context.wording.knows(Vocabulary::Stage, &text);
    let found = meanings(Field::Stage, Vocabulary::Stage, STAGE, sheet, row, context);
    let mut stages = found.into_iter().filter_map(Meaning::stage);
    if !whole && stages.clone().any(|stage| stage == Stage::Retired) && is_still_to_come(&text) {
        return Some(Stage::Production);
    }
    stages.next()
}

/// Criticality; where there is none, the risk tier stands in.
pub(super) fn criticality<'a>(sheet: &Sheet<'a>, row: &'a Row, context: &mut Context<'_>) -> Option<Criticality> {
    let mut highest = |field, vocabulary, what| {
        let found = meanings(field, vocabulary, what, sheet, row, context);
        found.into_iter().filter_map(Meaning::criticality).max()
    };
    highest(Field::Criticality, Vocabulary::Criticality, CRITICALITY)
        .or_else(|| highest(Field::RiskTier, Vocabulary::RiskTier, RISK))
}

/// Whether the system holds personal data, if the row says so; some of it is yes.
pub(super) fn personal_data<'a>(sheet: &Sheet<'a>, row: &'a Row, context: &mut Context<'_>) -> Option<bool> {
    let text = sheet.text(row, Field::PersonalData)?;
    if context.wording.status(&text) == Some(Status::Partial) {
        return Some(true);
    }
    let found = meanings(Field::PersonalData, Vocabulary::YesNo, PERSONAL, sheet, row, context);
    found.into_iter().filter_map(Meaning::answer).max()
}

/// Classification; where there is none, or one that personal data contradicts, and the system holds personal data, confidential.
pub(super) fn classification<'a>(
    personal_data: Option<bool>,
    sheet: &Sheet<'a>,
    row: &'a Row,
    context: &mut Context<'_>,
) -> (Option<Classification>, bool) {
    let found = meanings(
        Field::Classification,
        Vocabulary::Classification,
        CLASSIFICATION,
        sheet,
        row,
        context,
    );
    let known = found.into_iter().filter_map(Meaning::classification).max();
    let contradicts = known == Some(Classification::Public);
    if personal_data != Some(true) || known.is_some() && !contradicts {
        return (known, false);
    }
    let said = sheet.text(row, Field::Classification).unwrap_or_default();
    let (field, message, help) = match contradicts {
        true => (
            Field::Classification,
            sentence!(
                "'{said}' contradicts the personal data that the system holds: counted as confidential",
                said = shown(&said)
            ),
            "correct the data classification, or the answer about personal data",
        ),
        false => (
            Field::PersonalData,
            "personal data without a classification: counted as confidential".into(),
            "state the data classification",
        ),
    };
    let code = if contradicts {
        Code::UnknownValue
    } else {
        Code::ClassificationInferred
    };
    context.found.add(code, Some(&sheet.at(row, field)), message, help);
    (Some(Classification::Confidential), true)
}

/// Everything that a cell says in the words of a vocabulary; "unknown" is nothing. A cell without any such word is reported.
fn meanings<'a>(
    field: Field,
    vocabulary: Vocabulary,
    what: What,
    sheet: &Sheet<'a>,
    row: &'a Row,
    context: &mut Context<'_>,
) -> Vec<Meaning> {
    let Some(text) = sheet.text(row, field) else {
        return Vec::new();
    };
    let at = sheet.at(row, field);
    let found = said(vocabulary, &text, &context.wording);
    let rank = text.trim().bytes().all(|b| b.is_ascii_digit());
    match found {
        found if !found.is_empty() => found.into_iter().filter(|meaning| !meaning.is_unknown()).collect(),
        _ if context.wording.knows(Vocabulary::Placeholder, &text) && !rank => Vec::new(),
        _ if rank => {
            if let Some(meaning) = ranked(field, vocabulary, &text, sheet, &context.wording) {
                return vec![meaning];
            }
            let message = sentence!(
                "'{text}' is a number, and nothing says whether 1 is the highest or the lowest",
                text = shown(&text)
            );
            let help = sentence!(
                "write one of: {words}; or say in the configuration what the numbers mean",
                words = Message::from(what.words)
            );
            context.found.add(what.code, Some(&at), message, help);
            Vec::new()
        }
        _ => {
            context.unknown(vocabulary, &text, what, &at);
            Vec::new()
        }
    }
}

/// What a number means by the scale that its heading or the sheet's legend gives (`1 = low, 4 = critical`).
fn ranked(field: Field, vocabulary: Vocabulary, said: &str, sheet: &Sheet<'_>, wording: &Wording) -> Option<Meaning> {
    let steps: Vec<Meaning> = match vocabulary {
        Vocabulary::Criticality | Vocabulary::RiskTier => {
            Criticality::ALL.into_iter().map(Meaning::Criticality).collect()
        }
        Vocabulary::Classification => Classification::ALL.into_iter().map(Meaning::Classification).collect(),
        _ => return None,
    };
    let step = |word: &str| {
        let meaning = wording.meaning(vocabulary, word)?;
        steps.iter().position(|step| *step == meaning)
    };
    let number = said.trim().parse().ok()?;
    let mut heading = Legend::default();
    heading.read(sheet.heading(field).unwrap_or_default());
    let place = heading.step(number, step).or_else(|| sheet.legend.step(number, step))?;
    steps.get(place).copied()
}

/// The meanings in a text: of the whole, else of its parts, else the words at its beginning, else the only one inside it.
fn said(vocabulary: Vocabulary, text: &str, wording: &Wording) -> Vec<Meaning> {
    let known = |word: &str| wording.meaning(vocabulary, word);
    if let Some(meaning) = known(text) {
        return vec![meaning];
    }
    if text.contains('?') {
        return Vec::new();
    }
    let marks = [
        ";", "\n", "|", ",", "/", "+", "&", " - ", " – ", " — ", ": ", " and ", " und ", " et ", " y ",
    ];
    let mut parts = split(text, &marks);
    if let Some((head, remark)) = phrase::remark(text) {
        parts.extend([head, remark]);
    }
    let found: Vec<Meaning> = parts.into_iter().filter_map(known).collect();
    if !found.is_empty() {
        return found;
    }
    let inside = inside(vocabulary, text, wording);
    inside.into_iter().collect()
}

/// The meaning of the longest known words in a text of a few words, if they agree and nothing is denied.
fn inside(vocabulary: Vocabulary, text: &str, wording: &Wording) -> Option<Meaning> {
    const LONGEST: usize = 8;
    let all = words(text);
    let denied = all
        .iter()
        .any(|word| word.is(Kind::Negation) || word.key.starts_with("non "));
    if denied || all.len() > LONGEST {
        return None;
    }
    for length in (1..=all.len().min(4)).rev() {
        let runs = (0..=all.len() - length).filter_map(|start| {
            let last = &all[start + length - 1];
            let phrase = &text[all[start].start..last.start + last.text.len()];
            let long = phrase.chars().count() > 3 || start == 0;
            wording
                .meaning(vocabulary, phrase)
                .filter(|meaning| long && !meaning.is_unknown())
        });
        let mut found: Vec<Meaning> = runs.collect();
        found.dedup();
        match found.as_slice() {
            [] => {}
            [one] => return Some(*one),
            _ => return None,
        }
    }
    None
}

/// Whether a stage speaks of something that has not happened yet (`to be retired`, `sunset planned`).
fn is_still_to_come(text: &str) -> bool {
    let all = words(text);
    all.iter()
        .any(|word| word.is(Kind::Future) || word.is(Kind::By) || word.is(Kind::Part) || word.key == "to")
}
