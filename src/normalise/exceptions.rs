//! Risk acceptances. In: reason, approver, expiry and status of a row. Out: an exception, if somebody who can approve plainly is named,
//! a day is given, and nothing says that it was not approved. Whatever lacks one of these is none, and is reported with its cell.

use crate::diagnostic::Code;
use crate::inventory::{Exception, OwnerKind};
use crate::message::{Message, sentence};
use crate::read::Row;

use super::context::Context;
use super::field::Field;
use super::lexicon::Kind;
use super::owners::{is_placeholder, named};
use super::phrase;
use super::sheet::Sheet;
use super::titles::is_board;
use super::vocabulary::Acceptance;
use super::wording::{Wording, shown};
use super::words::{Word, words};

/// Why a row makes no exception.
enum Lack {
    /// The status says that it does not hold.
    Status(Acceptance),
    /// The status is none that is known.
    Unclear(String),
    /// Reason or approver say that it is not approved.
    Refused,
    /// Neither approver nor expiry date.
    Both,
    /// Nobody who can approve.
    Approver,
    /// No expiry date.
    Expiry,
}

impl Lack {
    /// The lack in words.
    fn message(&self) -> Message {
        match self {
            Self::Status(Acceptance::Requested) => "it is only asked for".into(),
            Self::Status(Acceptance::Closed) => "it was taken back or closed".into(),
            Self::Status(_) | Self::Refused => "it is not approved".into(),
            Self::Unclear(said) => sentence!(
                "its status '{said}' does not say that it is approved",
                said = shown(said)
            ),
            Self::Both => "it has neither approver nor expiry date".into(),
            Self::Approver => "it names no person, role or committee as approver".into(),
            Self::Expiry => "it has no expiry date".into(),
        }
    }
}

/// The risk acceptance of a row; what makes none is reported.
pub(super) fn exception<'a>(sheet: &mut Sheet<'a>, row: &'a Row, context: &mut Context<'_>) -> Option<Exception> {
    let given = |field: Field, sheet: &Sheet<'a>| {
        let text = sheet.owned(row, field)?;
        (!is_placeholder(&text, &context.wording)).then_some(text)
    };
    // "Exempt: no" asks for nothing.
    let reason = given(Field::ExceptionReason, sheet).filter(|text| context.wording.answer(text) != Some(false));
    let approver = given(Field::ExceptionApprover, sheet).and_then(|text| approvers(&text, context));
    let dated = given(Field::ExceptionExpires, sheet).is_some();
    let status = sheet
        .owned(row, Field::ExceptionStatus)
        .filter(|text| says_something(text));
    let stated = status.as_deref().map(|text| stated(text, &context.wording));
    let awaited = matches!(stated, Some(Some(accepted)) if accepted != Acceptance::Approved);
    if reason.is_none() && approver.is_none() && !dated && !awaited {
        return None;
    }
    let told: Vec<Acceptance> = [Field::ExceptionReason, Field::ExceptionApprover]
        .into_iter()
        .filter_map(|field| said(&sheet.owned(row, field)?, &context.wording))
        .collect();
    let ended = told.contains(&Acceptance::Expired) || stated == Some(Some(Acceptance::Expired));
    let refused = told
        .iter()
        .any(|told| !matches!(told, Acceptance::Approved | Acceptance::Expired));
    let expires = sheet.date(row, Field::ExceptionExpires, &mut context.found);
    let lack = match (stated, status, approver, expires) {
        (Some(Some(stated)), ..) if !matches!(stated, Acceptance::Approved | Acceptance::Expired) => {
            Lack::Status(stated)
        }
        (Some(None), Some(status), ..) => Lack::Unclear(status),
        _ if refused => Lack::Refused,
        (.., Some(approver), Some(expires)) => {
            return Some(Exception {
                reason,
                approver,
                expires,
                ended,
            });
        }
        (.., None, None) => Lack::Both,
        (.., None, _) => Lack::Approver,
        _ => Lack::Expiry,
    };
    note(sheet, row, &lack, context);
    None
}

fn note<'a>(sheet: &Sheet<'a>, row: &'a Row, lack: &Lack, context: &mut Context<'_>) {
    let message = sentence!("an exception does not count: {lack}", lack = lack.message());
    let help = "an exception needs a named approver and an expiry date; the duty is judged without it";
    let telling: &[Field] = match lack {
        Lack::Status(_) | Lack::Unclear(_) => &[Field::ExceptionStatus],
        Lack::Approver => &[Field::ExceptionApprover],
        Lack::Expiry => &[Field::ExceptionExpires],
        Lack::Both | Lack::Refused => &[],
    };
    let others = [
        Field::ExceptionReason,
        Field::ExceptionApprover,
        Field::ExceptionExpires,
    ];
    let mut fields = telling.iter().chain(&others);
    let filled = fields.find(|field| sheet.value(row, **field).is_some());
    let at = sheet.at(row, *filled.unwrap_or(&Field::ExceptionReason));
    context.found.add(Code::ExceptionIncomplete, Some(&at), message, help);
}

/// Whether a text is more than a dash.
fn says_something(text: &str) -> bool {
    text.contains('?') || text.chars().any(char::is_alphanumeric)
}

/// What the column of the status says; `None` where that is not plain.
fn stated(text: &str, wording: &Wording) -> Option<Acceptance> {
    let whole = wording.acceptance(text).or_else(|| match wording.answer(text)? {
        true => Some(Acceptance::Approved),
        false => Some(Acceptance::Rejected),
    });
    if text.contains('?') {
        return None;
    }
    whole.or_else(|| said(text, wording))
}

/// What a text says of the approval: by the words that it begins with (`Rejected by the board`, `draft`), by a remark, or by denying an
/// approval or still awaiting it. Words that go on with a thing (`Pending migration`, `Open source`) say nothing of it.
fn said(text: &str, wording: &Wording) -> Option<Acceptance> {
    if let Some(told) = wording.acceptance(text) {
        return Some(told);
    }
    let remark = phrase::remark(text).and_then(|(_, inside)| said(inside, wording));
    let all = words(text);
    let opening = (1..=all.len().min(3)).rev().find_map(|length| {
        let last = &all[length - 1];
        let told = wording.acceptance(&text[all[0].start..last.start + last.text.len()])?;
        Some((told, length))
    });
    let opening = opening.filter(|(told, length)| {
        matches!(told, Acceptance::Rejected | Acceptance::Approved) || goes_on_as_a_remark(text, &all, *length)
    });
    match (remark, opening) {
        (Some(told), _) if told != Acceptance::Approved => Some(told),
        (_, Some((told, _))) if told != Acceptance::Approved => Some(told),
        _ if is_denied(text, &all, wording) => Some(Acceptance::Requested),
        (remark, opening) => remark.or(opening.map(|(told, _)| told)),
    }
}

/// Whether what follows the first words is a date, somebody, a remark: anything but the thing that they belong to.
fn goes_on_as_a_remark(text: &str, all: &[Word<'_>], length: usize) -> bool {
    let Some(next) = all.get(length) else { return true };
    let last = &all[length - 1];
    let between = &text[last.start + last.text.len()..next.start];
    let joins = [
        Kind::By,
        Kind::Link,
        Kind::Until,
        Kind::Since,
        Kind::Time,
        Kind::Approval,
        Kind::Particle,
    ];
    !between.trim().is_empty() || next.has_digit() || next.key == "to" || joins.iter().any(|kind| next.is(*kind))
}

/// Whether an approval is denied or still to come: a word for that stands shortly before or right behind a word for the approval, in
/// one clause.
fn is_denied(text: &str, all: &[Word<'_>], wording: &Wording) -> bool {
    const BEFORE: usize = 4;
    const BEHIND: usize = 2;
    let approval =
        |word: &Word<'_>| word.is(Kind::Approval) || wording.acceptance(word.text) == Some(Acceptance::Approved);
    let doubtful =
        |word: &Word<'_>| word.is(Kind::Negation) || word.is(Kind::Future) && !word.is(Kind::Until) || word.key == "to";
    let together = |a: &Word<'_>, b: &Word<'_>| {
        let marks = [',', ';', ':', '.', '\n', '(', '–', '—'];
        !text[a.start.min(b.start)..a.start.max(b.start)].contains(marks)
    };
    (0..all.len()).filter(|place| approval(&all[*place])).any(|place| {
        let near = place.saturating_sub(BEFORE)..(place + BEHIND + 1).min(all.len());
        all[near]
            .iter()
            .any(|word| doubtful(word) && together(word, &all[place]) && word.start != all[place].start)
    })
}

/// Those of an approver's cell who plainly are persons, roles or bodies that decide; a team cannot accept a risk.
fn approvers(text: &str, context: &Context<'_>) -> Option<String> {
    let able = |kind: OwnerKind, name: &str| match kind {
        OwnerKind::Person | OwnerKind::Role => true,
        OwnerKind::Team => is_board(name),
        OwnerKind::Provider => false,
    };
    let told = named(without_approval(text), context);
    let found = told.iter().filter_map(|(_, told)| told.clone().ok());
    let names: Vec<String> = found
        .filter(|who| able(who.kind, &who.name))
        .map(|who| who.name)
        .collect();
    (!names.is_empty()).then(|| names.join("; "))
}

/// `Approved by Ann Lee`: the part behind the words of approval.
fn without_approval(text: &str) -> &str {
    let all = words(text);
    let joins = |word: &Word<'_>| {
        word.is_lower() && (word.is(Kind::By) || word.is(Kind::Sentence) || word.is(Kind::Link) || word.is_particle())
    };
    match all.as_slice() {
        [approval, by, rest @ ..] if approval.is(Kind::Approval) && joins(by) => {
            let name = rest.iter().find(|word| !joins(word));
            name.map_or(text, |name| &text[name.start..])
        }
        [approval, colon, ..] if approval.is(Kind::Approval) && text.contains(':') => &text[colon.start..],
        _ => text,
    }
}
