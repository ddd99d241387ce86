//! The sheets *Questions* and *Choices*. In: the questions, most effect first. Out: a sheet in front with a drop-down for each answer and a
//! link to the cell, and one at the end with the words of the drop-downs.

use rust_xlsxwriter::{DataValidation, Formula, XlsxError};

use crate::consult::{CHOICES, HEADINGS, SHEET};
use crate::diagnostic::column_letters;
use crate::export::sheet::{Cell, Column, Look, Sheet};
use crate::inventory::REPORT_SHEET;
use crate::message::sentence;
use crate::words::Words;

use super::Question;

/// The row of the headings.
const HEAD: u32 = 5;
/// The column of the answers.
const ANSWER: u16 = 2;

/// The last columns, which tell the program what an answer is about.
const FOR_THE_PROGRAM: usize = 3;

const fn column(heading: &'static str, width: f64, help: &'static str) -> Column {
    Column { heading, width, help }
}

const COLUMNS: [Column; 9] = [
    column("No.", 6.0, ""),
    column("Question", 62.0, ""),
    column(
        HEADINGS[0],
        30.0,
        "Choose from the list, or type. An empty cell leaves everything as it is.",
    ),
    column("Where", 18.0, "A link to the cell."),
    column("Read so far as", 34.0, ""),
    column("What depends on it", 44.0, ""),
    column(
        HEADINGS[1],
        16.0,
        "The grey columns tell the program what an answer is about. Leave them as they are.",
    ),
    column(HEADINGS[2], 20.0, ""),
    column(HEADINGS[3], 20.0, ""),
];

const GUIDE: [&str; 3] = [
    "Answer what you can, most important first; leave the rest empty. Save the file. It is now your inventory: run 'unowned check' or 'unowned report' on it, and the answers count.",
    "You may also correct the cells themselves. On the other sheets: green was read, grey was not needed, yellow is doubtful (rest the mouse on it to see why).",
    "Answers stay in this file. When you keep working in it, keep this sheet.",
];

/// Both sheets, in their order.
pub fn sheets(questions: &[Question], words: &Words) -> Result<Vec<Sheet>, XlsxError> {
    let lists = lists(questions);
    Ok(vec![front(questions, &lists, words)?, choices(&lists, words)?])
}

/// The different lists of choices.
fn lists(questions: &[Question]) -> Vec<&[String]> {
    let mut lists: Vec<&[String]> = Vec::new();
    for question in questions {
        let list = question.choices.as_slice();
        if !list.is_empty() && !lists.contains(&list) {
            lists.push(list);
        }
    }
    lists
}

fn front(questions: &[Question], lists: &[&[String]], words: &Words) -> Result<Sheet, XlsxError> {
    let mut sheet = Sheet::new(SHEET)?;
    let open = questions.iter().filter(|q| q.answer.is_none()).count();
    let title = match open {
        0 => "Questions: none is open".into(),
        _ => sentence!(one: "Questions: one is open", other: "Questions: {n} are open", n = open),
    };
    sheet.put(0, 0, &Cell::text(words.tell(&title)), Look::Title)?;
    for (row, line) in (1..).zip(GUIDE) {
        sheet.put(row, 0, &Cell::text(words.tell_fixed(line)), Look::Remark)?;
    }
    sheet.head_told(HEAD, &COLUMNS, words)?;
    for (number, question) in (1..).zip(questions) {
        let row = HEAD + number;
        sheet.put_row(row, &cells(number, question, words), Look::Plain)?;
        let look = if question.answer.is_some() {
            Look::Plain
        } else {
            Look::ToFill
        };
        sheet.put(row, ANSWER, &Cell::maybe(question.answer.as_deref()), look)?;
        for (column, text) in (6..).zip([question.kind.id(), question.about.clone(), question.cells.clone()]) {
            sheet.put(row, column, &Cell::text(text), Look::Machine)?;
        }
        offer(&mut sheet, row, question, lists)?;
    }
    let rows = u32::try_from(questions.len()).unwrap_or(u32::MAX - HEAD);
    sheet.print_without(HEAD + rows.max(1), FOR_THE_PROGRAM)?;
    Ok(sheet)
}

fn cells(number: u32, question: &Question, words: &Words) -> [Cell; 6] {
    [
        Cell::Count(f64::from(number)),
        Cell::text(words.tell(&question.text)),
        Cell::Blank,
        match &question.link {
            Some((to, shown)) => Cell::Link {
                to: to.clone(),
                shown: shown.clone(),
            },
            None => Cell::Blank,
        },
        Cell::text(words.tell(&question.now)),
        Cell::text(words.tell(&question.effect)),
    ]
}

fn offer(sheet: &mut Sheet, row: u32, question: &Question, lists: &[&[String]]) -> Result<(), XlsxError> {
    let Some(place) = lists.iter().position(|list| *list == question.choices) else {
        return Ok(());
    };
    let letters = column_letters(place as u32);
    let last = FIRST_WORD as usize + question.choices.len();
    let range = format!("={CHOICES}!${letters}${}:${letters}${last}", FIRST_WORD + 1);
    let choice = DataValidation::new()
        .allow_list_formula(Formula::new(range))
        .show_error_message(false);
    sheet.inner().add_data_validation(row, ANSWER, row, ANSWER, &choice)?;
    Ok(())
}

/// The row of the first word.
const FIRST_WORD: u32 = 2;

fn choices(lists: &[&[String]], words: &Words) -> Result<Sheet, XlsxError> {
    let mut sheet = Sheet::new(CHOICES)?;
    let mark = words.tell(&sentence!(
        "The words of the drop-downs on the sheet {sheet}.",
        sheet = SHEET
    ));
    let mark = format!("{REPORT_SHEET}. {mark}");
    sheet.put(0, 0, &Cell::text(mark), Look::Remark)?;
    for (column, list) in (0..).zip(lists) {
        for (row, word) in (FIRST_WORD..).zip(*list) {
            sheet.put(row, column, &Cell::text(word), Look::Plain)?;
        }
    }
    Ok(sheet)
}
