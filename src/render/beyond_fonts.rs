//! Letters that the fonts in the program do not hold. In: the inventory. Out: the finding, with the cells. It says the same on
//! every machine, so that the record of a run does not depend on where it was made; what the page shows instead is settled in
//! `lettering`.

use std::collections::BTreeSet;

use super::fonts::Fonts;
use super::lettering::{code, missing};
use crate::diagnostic::{Code, Diagnostics, Location};
use crate::inventory::{Control, Inventory, System};

/// How many letters a message names.
const NAMED: usize = 6;

/// The finding that texts of the inventory hold letters beyond the fonts in the program; nothing if they hold none.
pub fn beyond_fonts(inventory: &Inventory) -> Diagnostics {
    let systems = inventory
        .systems
        .iter()
        .map(|system| (texts_of_system(system), &system.at));
    let controls = inventory
        .controls
        .iter()
        .map(|control| (texts_of_control(control), &control.at));
    let foreign = |(texts, _): &(Vec<&str>, _)| texts.iter().any(|text| !text.is_ascii());
    let rows: Vec<_> = systems.chain(controls).filter(foreign).collect();
    if rows.is_empty() {
        return Diagnostics::default();
    }
    let fonts = Fonts::embedded();
    let lacking = rows.iter().map(|(texts, at)| (letters(&fonts, texts), *at));
    finding(lacking.filter(|(letters, _)| !letters.is_empty()).collect())
}

fn letters(fonts: &Fonts, texts: &[&str]) -> BTreeSet<char> {
    texts.iter().flat_map(|text| missing(fonts, text)).collect()
}

fn finding(rows: Vec<(BTreeSet<char>, &Location)>) -> Diagnostics {
    let letters: BTreeSet<char> = rows.iter().flat_map(|(letters, _)| letters.iter().copied()).collect();
    let named: Vec<_> = letters.iter().take(NAMED).map(|&letter| code(letter)).collect();
    let more = match letters.len().saturating_sub(NAMED) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    let message = format!("the fonts of the report do not hold {}{more}", named.join(", "));
    let help = "a font of the computer shows them if it has one, otherwise their codes stand in the report; the attached data has the text as it was";
    let mut found = Diagnostics::default();
    for (_, at) in rows {
        found.add(Code::TextReplaced, Some(at), message.as_str(), help);
    }
    found
}

/// The texts of a system that reach the pages.
fn texts_of_system(system: &System) -> Vec<&str> {
    let optional = [&system.product, &system.vendor, &system.unit, &system.owner];
    let names = [system.id.as_str(), system.name.as_str()];
    names
        .into_iter()
        .chain(optional.into_iter().flatten().map(String::as_str))
        .collect()
}

/// The texts of a control that reach the pages.
fn texts_of_control(control: &Control) -> Vec<&str> {
    let exception = control.exception.iter();
    let exception = exception.flat_map(|e| e.reason.as_deref().into_iter().chain([e.approver.as_str()]));
    control
        .owners
        .iter()
        .map(|owner| owner.name.as_str())
        .chain(exception)
        .collect()
}
