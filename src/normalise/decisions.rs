//! What leadership decided. In: a sheet with what was asked for, the outcome and the days. Out: the decisions; a row that only asks
//! is none yet. Which action a row means is the business of `plan`.

use crate::diagnostic::Code;
use crate::inventory::Decided;
use crate::read::Row;

use super::context::{Context, What};
use super::field::Field;
use super::owners::is_placeholder;
use super::sheet::Sheet;
use super::wording::Vocabulary;

const OUTCOME: What = What {
    code: Code::UnknownValue,
    name: "outcome of a decision",
    words: "accepted, deferred, rejected",
};

/// Reads every row of a list of decisions.
pub(super) fn read(sheet: &mut Sheet<'_>, context: &mut Context<'_>) -> Vec<Decided> {
    let mut all = Vec::new();
    for row in sheet.body.clone() {
        match named(sheet, row) {
            Some(decision) => {
                sheet.count_read();
                all.extend(decided(sheet, row, decision, context));
            }
            None => {
                sheet.count_left_out();
                let help = "give the key of the action, its title, or its number in the last report";
                let at = sheet.first_cell(row);
                let message = "a row names no decision and was left out";
                context.found.add(Code::RowSkipped, Some(&at), message, help);
            }
        }
    }
    all
}

/// The key, or without it the title.
fn named<'a>(sheet: &Sheet<'a>, row: &'a Row) -> Option<String> {
    let fields = [Field::Decision, Field::DecisionTitle];
    fields.into_iter().find_map(|field| sheet.owned(row, field))
}

fn decided<'a>(sheet: &mut Sheet<'a>, row: &'a Row, decision: String, context: &mut Context<'_>) -> Option<Decided> {
    let said = |sheet: &Sheet<'a>, field: Field| sheet.owned(row, field);
    let outcome = said(sheet, Field::Outcome);
    let at = sheet.at(row, Field::Outcome);
    let meaning = outcome.and_then(|text| context.meaning(Vocabulary::Outcome, &text, OUTCOME, &at));
    let by = said(sheet, Field::DecidedBy).filter(|text| !is_placeholder(text, &context.wording));
    let decided = Decided {
        decision,
        on: sheet.date(row, Field::DecidedOn, &mut context.found),
        by,
        ruling: meaning.and_then(super::vocabulary::Meaning::ruling),
        until: sheet.date(row, Field::DeferredUntil, &mut context.found),
        note: said(sheet, Field::DecisionNote),
        at: sheet.at(row, Field::Decision),
    };
    let asked_only = decided.ruling.is_none()
        && decided.on.is_none()
        && decided.by.is_none()
        && decided.until.is_none()
        && decided.note.is_none();
    (!asked_only).then_some(decided)
}
