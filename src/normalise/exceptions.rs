//! Risk acceptances. In: reason, approver and expiry of a row. Out: an exception, if somebody who can approve plainly is named, a day
//! is given, and nothing says that it was not approved. Whatever lacks one of these is none, and is reported.

use crate::diagnostic::Code;
use crate::inventory::{Exception, OwnerKind};
use crate::read::Row;

use super::field::Field;
use super::lexicon::Kind;
use super::owners::{is_placeholder, named};
use super::phrase;
use super::sheet::{Context, Sheet};
use super::titles::is_board;
use super::wording::{Vocabulary, Wording};
use super::words::words;

/// A risk acceptance; without an approver or an expiry date it is none, and is reported.
pub(super) fn exception<'a>(sheet: &mut Sheet<'a>, row: &'a Row, context: &mut Context<'_>) -> Option<Exception> {
    let given = |field: Field, sheet: &Sheet<'a>| {
        let text = sheet.owned(row, field)?;
        (!is_placeholder(&text, &context.wording)).then_some(text)
    };
    let reason = given(Field::ExceptionReason, sheet);
    let said = sheet.owned(row, Field::ExceptionApprover);
    let approver = given(Field::ExceptionApprover, sheet).and_then(|text| approvers(&text, context));
    if reason.is_none() && approver.is_none() && given(Field::ExceptionExpires, sheet).is_none() {
        return None;
    }
    let refused = [&reason, &said]
        .into_iter()
        .flatten()
        .any(|text| says_no(text, &context.wording));
    let expires = sheet.date(row, Field::ExceptionExpires, &mut context.found);
    match (approver, expires) {
        (Some(approver), Some(expires)) if !refused => Some(Exception {
            reason,
            approver,
            expires,
        }),
        (approver, expires) => {
            let missing = match (refused, approver, expires) {
                (true, ..) => "it is not approved",
                (_, None, None) => "it has neither approver nor expiry date",
                (_, None, _) => "it names no person, role or committee as approver",
                _ => "it has no expiry date",
            };
            note_incomplete(sheet, row, missing, context);
            None
        }
    }
}

fn note_incomplete<'a>(sheet: &Sheet<'a>, row: &'a Row, missing: &str, context: &mut Context<'_>) {
    let message = format!("an exception does not count: {missing}");
    let help = "an exception needs a named approver and an expiry date; the duty is judged without it";
    let fields = [
        Field::ExceptionReason,
        Field::ExceptionApprover,
        Field::ExceptionExpires,
    ];
    let filled = fields.into_iter().find(|field| sheet.value(row, *field).is_some());
    let at = sheet.at(row, filled.unwrap_or(Field::ExceptionReason));
    context.found.add(Code::ExceptionIncomplete, Some(&at), message, help);
}

/// Whether a text says that the exception was not (yet) approved: it begins with such a word (`Rejected by the board`, `draft`), or
/// denies an approval or still awaits it.
fn says_no(text: &str, wording: &Wording) -> bool {
    let all = words(text);
    let status = |from: usize, to: usize| {
        let end = &all[to - 1];
        wording.meaning(
            Vocabulary::ExceptionStatus,
            &text[all[from].start..end.start + end.text.len()],
        )
    };
    let first = (1..=all.len().min(3)).rev().find_map(|length| status(0, length));
    let approval =
        (0..all.len()).any(|place| status(place, place + 1) == Some("approved") || all[place].is(Kind::Approval));
    let doubtful = all
        .iter()
        .any(|word| word.is(Kind::Negation) || word.is(Kind::Future) && !word.is(Kind::Until) || word.key == "to");
    let remark = phrase::remark(text).is_some_and(|(_, inside)| says_no(inside, wording));
    remark || first.is_some_and(|meaning| meaning != "approved") || approval && doubtful
}

/// Those of an approver's cell who plainly are persons, roles or bodies that decide; a team cannot accept a risk.
fn approvers(text: &str, context: &Context<'_>) -> Option<String> {
    let able = |kind: OwnerKind, name: &str| match kind {
        OwnerKind::Person | OwnerKind::Role => true,
        OwnerKind::Team => is_board(name),
        OwnerKind::Provider => false,
    };
    let told = named(without_approval(text), context);
    let found = told.into_iter().filter_map(|(_, told)| told.ok());
    let names: Vec<String> = found
        .filter(|who| able(who.kind, &who.name))
        .map(|who| who.name)
        .collect();
    (!names.is_empty()).then(|| names.join("; "))
}

/// `Approved by Ann Lee`: the part behind the words of approval.
fn without_approval(text: &str) -> &str {
    let all = words(text);
    match all.as_slice() {
        [approval, by, name, ..]
            if approval.is(Kind::Approval) && (by.is(Kind::By) || by.is(Kind::Sentence) || by.is_particle()) =>
        {
            &text[name.start..]
        }
        [approval, colon, ..] if approval.is(Kind::Approval) && text.contains(':') => &text[colon.start..],
        _ => text,
    }
}
