//! What helps while the input sheets are filled in: drop-downs, dates that are checked, colours. Nothing is refused: a word that
//! is not in a list is allowed, because several values may stand in one cell.

use rust_xlsxwriter::{
    ConditionalFormatFormula, DataValidation, DataValidationErrorStyle, DataValidationRule, Format, Formula, XlsxError,
};

use crate::days;
use crate::export::input_sheets::columns::at;
use crate::export::input_sheets::lists::{List, owners_range};
use crate::export::sheet::{Look, Sheet, Tab, excel_date};

/// Rows below the last one that are prepared as well.
const SPARE: u32 = 500;

/// Prepares the sheet *Systems*.
pub fn guide_systems(sheet: &mut Sheet, rows: u32) -> Result<(), XlsxError> {
    let last = last_row(rows);
    for (column, list) in [
        (2, List::Models),
        (7, List::Criticalities),
        (8, List::Classifications),
        (9, List::YesNo),
        (10, List::Stages),
    ] {
        offer(sheet, column, last, list)?;
    }
    colour(sheet, 2, last, r#"AND(LEN($B2)>0,LEN($C2)=0)"#, Look::ToFill)?;
    colour(sheet, 7, last, r#"AND(LEN($B2)>0,LEN($H2)=0,LEN($I2)=0)"#, Look::ToFill)?;
    colour(sheet, 8, last, r#"AND(LEN($B2)>0,LEN($H2)=0,LEN($I2)=0)"#, Look::ToFill)?;
    sheet.pin(0, 2)?;
    sheet.tab(Tab::Input);
    filter(sheet, rows, "SystemsTable")
}

/// Prepares the sheet *Controls*.
pub fn guide_controls(sheet: &mut Sheet, rows: u32, systems: u32, owners: usize) -> Result<(), XlsxError> {
    let last = last_row(rows);
    let ids = Formula::new(format!("=Systems!$A$2:$A${}", last_row(systems) + 1));
    choose(sheet, 0, last, ids)?;
    if let Some(owners) = owners_range(owners) {
        choose(sheet, 4, last, owners)?;
    }
    for (column, list) in [(1, List::Domains), (3, List::Parties), (5, List::Statuses)] {
        offer(sheet, column, last, list)?;
    }
    for column in at::DAYS {
        expect_date(sheet, column, last)?;
    }
    colour(
        sheet,
        4,
        last,
        r#"AND(LEN($A2)>0,LEN($E2)=0,$D2<>"Provider")"#,
        Look::Red,
    )?;
    colour(sheet, 5, last, r#"$F2="Implemented""#, Look::Green)?;
    colour(sheet, 5, last, r#"$F2="Partially implemented""#, Look::Yellow)?;
    colour(
        sheet,
        5,
        last,
        r#"OR($F2="Planned",$F2="Not applicable")"#,
        Look::Orange,
    )?;
    colour(
        sheet,
        at::DUE,
        last,
        r#"AND(ISNUMBER($L2),$L2<TODAY(),$F2<>"Implemented")"#,
        Look::Red,
    )?;
    colour(
        sheet,
        at::VALID_UNTIL,
        last,
        "AND(ISNUMBER($J2),$J2<TODAY())",
        Look::Red,
    )?;
    colour(sheet, at::EXPIRES, last, "AND(ISNUMBER($O2),$O2<TODAY())", Look::Red)?;
    sheet.pin(0, 2)?;
    sheet.tab(Tab::Input);
    filter(sheet, rows, "ControlsTable")
}

/// Prepares the sheet *People*.
pub fn guide_people(sheet: &mut Sheet, rows: u32) -> Result<(), XlsxError> {
    sheet.tab(Tab::Input);
    filter(sheet, rows, "PeopleTable")?;
    expect_date(sheet, 2, last_row(rows))
}

/// Prepares the sheet *Decisions*.
pub fn guide_decisions(sheet: &mut Sheet, rows: u32) -> Result<(), XlsxError> {
    let last = last_row(rows);
    sheet.pin(0, 1)?;
    sheet.tab(Tab::Input);
    filter(sheet, rows, "DecisionsTable")?;
    offer(sheet, 4, last, List::Outcomes)?;
    for column in [2, 5] {
        expect_date(sheet, column, last)?;
    }
    colour(sheet, 4, last, "AND(LEN($A2)>0,LEN($E2)=0)", Look::ToFill)?;
    colour(sheet, 5, last, r#"AND($E2="Deferred",LEN($F2)=0)"#, Look::Red)
}

/// Prepares the cells of the sheet of gaps in which people type: who owns it, and until when.
pub fn guide_gaps(
    sheet: &mut Sheet,
    first: u32,
    rows: usize,
    [who, promised]: [usize; 2],
    owners: usize,
) -> Result<(), XlsxError> {
    let Some(last) = u32::try_from(rows).ok().and_then(|rows| rows.checked_sub(1)) else {
        return Ok(());
    };
    let last = first + last;
    let column = |place| u16::try_from(place).unwrap_or(u16::MAX);
    if let Some(owners) = owners_range(owners) {
        choose_in(sheet, column(who), [first, last], owners)?;
    }
    expect_date_in(sheet, column(promised), [first, last])
}

/// Offers the outcomes of decisions in some rows of a column, and expects days in another one.
pub fn guide_outcomes(sheet: &mut Sheet, rows: [u32; 2], outcome: u16, until: u16) -> Result<(), XlsxError> {
    choose_in(sheet, outcome, rows, List::Outcomes.range())?;
    expect_date_in(sheet, until, rows)
}

fn last_row(rows: u32) -> u32 {
    rows.saturating_add(SPARE).min(1_048_575)
}

fn offer(sheet: &mut Sheet, column: u16, last: u32, list: List) -> Result<(), XlsxError> {
    choose(sheet, column, last, list.range())
}

/// A drop-down with the words of some cells.
fn choose(sheet: &mut Sheet, column: u16, last: u32, cells: Formula) -> Result<(), XlsxError> {
    choose_in(sheet, column, [1, last], cells)
}

fn choose_in(sheet: &mut Sheet, column: u16, [first, last]: [u32; 2], cells: Formula) -> Result<(), XlsxError> {
    let choice = DataValidation::new()
        .allow_list_formula(cells)
        .show_error_message(false);
    sheet
        .inner()
        .add_data_validation(first, column, last, column, &choice)?;
    Ok(())
}

fn expect_date(sheet: &mut Sheet, column: u16, last: u32) -> Result<(), XlsxError> {
    expect_date_in(sheet, column, [1, last])
}

fn expect_date_in(sheet: &mut Sheet, column: u16, [first, last]: [u32; 2]) -> Result<(), XlsxError> {
    let [first_day, last_day] = days::limits();
    let date = DataValidation::new()
        .allow_date(DataValidationRule::Between(
            excel_date(first_day)?,
            excel_date(last_day)?,
        ))
        .set_error_style(DataValidationErrorStyle::Warning)
        .set_error_title("Not a date")?
        .set_error_message("Please enter a date, for example 2026-12-31.")?;
    sheet.inner().add_data_validation(first, column, last, column, &date)?;
    Ok(())
}

fn colour(sheet: &mut Sheet, column: u16, last: u32, when: &str, look: Look) -> Result<(), XlsxError> {
    let Some(fill) = look.fill() else { return Ok(()) };
    let rule = ConditionalFormatFormula::new()
        .set_rule(format!("={when}").as_str())
        .set_format(Format::new().set_background_color(fill));
    sheet.inner().add_conditional_format(1, column, last, column, &rule)?;
    Ok(())
}

/// A table with filters over the rows there are; over an empty one it would hide the first new row from view in some programs.
fn filter(sheet: &mut Sheet, rows: u32, name: &str) -> Result<(), XlsxError> {
    match rows {
        0 => Ok(()),
        rows => sheet.table(0, rows, name),
    }
}
