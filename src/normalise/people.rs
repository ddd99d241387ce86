//! People who left. In: a sheet with names, addresses and days. Out: departures; a row without a day says nothing.

use crate::diagnostic::Code;
use crate::inventory::Departure;
use crate::read::Row;

use super::context::Context;
use super::field::Field;
use super::sheet::Sheet;
use super::systems::is_example;
use super::words::{spelled, words};

/// Reads every row of a list of people.
pub(super) fn read(sheet: &mut Sheet<'_>, context: &mut Context<'_>) -> Vec<Departure> {
    let mut departures = Vec::new();
    for row in sheet.body.clone() {
        match departure(sheet, row, context) {
            Some(departure) => {
                sheet.count_read();
                departures.push(departure);
            }
            None => sheet.count_left_out(),
        }
    }
    departures
}

fn departure<'a>(sheet: &mut Sheet<'a>, row: &'a Row, context: &mut Context<'_>) -> Option<Departure> {
    let name = name(sheet, row);
    let email = sheet.owned(row, Field::PersonEmail);
    let fields = [Field::PersonName, Field::PersonLastName, Field::PersonEmail];
    let field = fields
        .into_iter()
        .find(|field| sheet.has(*field))
        .unwrap_or(Field::PersonName);
    let at = sheet.at(row, field);
    let (code, message, help) = match (&name, &email) {
        (Some(text), _) | (None, Some(text)) if is_example(text) => (
            Code::ExampleRow,
            "an example row of the starter workbook was ignored",
            "delete the example rows when you no longer need them",
        ),
        (None, None) => (
            Code::RowSkipped,
            "a row names no person and was left out",
            "give a name or an e-mail address",
        ),
        _ => match sheet.date(row, Field::LeftOn, &mut context.found) {
            Some(left_on) => {
                return Some(Departure {
                    name,
                    email,
                    left_on,
                    at,
                });
            }
            None => (
                Code::RowSkipped,
                "a person without a leaving date was left out",
                "give the day on which the person left",
            ),
        },
    };
    context.found.add(code, Some(&at), message, help);
    None
}

/// The name in a row, without titles: in one column, or first and last name in two.
fn name<'a>(sheet: &Sheet<'a>, row: &'a Row) -> Option<String> {
    let both = [Field::PersonFirstName, Field::PersonLastName].map(|field| sheet.owned(row, field));
    let name = match both {
        [Some(first), Some(last)] => format!("{first} {last}"),
        [one, other] => sheet.owned(row, Field::PersonName).or(other).or(one)?,
    };
    let titles = words(&name).iter().take_while(|word| word.is_title()).count();
    let start = words(&name).get(titles).map_or(0, |word| word.start);
    Some(spelled(&name[start..]))
}
