//! Whatever looks like markup in a name is text on the page, letter by letter.

use std::collections::BTreeSet;

use lopdf::Document;
use unowned::inventory::Inventory;

use super::{fixture, render};

/// What a typesetter, a spreadsheet, a browser or a shell could take for an order.
const ORDERS: [&str; 32] = [
    "#panic(\"x\")",
    "#eval(\"1\")",
    "#read(\"/a\")",
    "#include",
    "#let x=1",
    "#{1+1}",
    "#[z]",
    "#x",
    "*b*",
    "_i_",
    "`raw`",
    "$x^2$",
    "$",
    "@ref",
    "<lbl>",
    "[z]",
    "]",
    "{",
    "\\",
    "\\u{41}",
    "\\n",
    "\"q\"",
    "'q'",
    "//c",
    "/*c*/",
    "= h",
    "+ n",
    "~",
    "---",
    "...",
    "<b>&amp;",
    "=1+1",
];

/// As many owners as the pages list.
const OWNERS: usize = 60;

/// Two orders with a number between them: short enough for any column, and each the only one of its kind.
fn name(number: usize) -> String {
    let first = ORDERS[number % ORDERS.len()];
    let second = ORDERS[(number / ORDERS.len() * 5 + number * 3 + 1) % ORDERS.len()];
    format!("{first}{number}{second}")
}

/// Every name of a system, unit, provider, owner and approver is such a text.
fn inventory() -> Inventory {
    let mut inventory = fixture::inventory(40);
    let mut names = (100..).map(name);
    for system in &mut inventory.systems {
        system.name = names.next().unwrap();
        system.unit = names.next();
        system.vendor = names.next();
    }
    let owners: Vec<_> = names.by_ref().take(OWNERS).collect();
    for (control, owner) in inventory.controls.iter_mut().zip(owners.iter().cycle()) {
        control.owners.iter_mut().for_each(|one| one.name.clone_from(owner));
        if let Some(exception) = &mut control.exception {
            exception.reason = names.next();
            exception.approver = names.next().unwrap();
        }
    }
    inventory
}

/// Without white space and hyphens, which a line's end adds.
fn bare(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '-' | '\u{AD}' | '\u{2010}'))
        .collect()
}

#[test]
fn hundreds_of_names_full_of_markup_stand_on_the_pages_as_they_were_written() {
    let report = fixture::report(&inventory());
    let rendered = render(&report);
    assert_eq!(rendered.remarks, Vec::<String>::new());
    let document = Document::load_mem(&rendered.pdf).unwrap();
    let numbers: Vec<_> = document.get_pages().into_keys().collect();
    let text = bare(&document.extract_text(&numbers).unwrap());

    let snapshot = &report.snapshot;
    let systems = snapshot
        .systems
        .iter()
        .flat_map(|s| [Some(&s.name), s.unit.as_ref(), s.vendor.as_ref()]);
    let owners = snapshot.obligations.iter().flat_map(|duty| &duty.owners);
    let accepted = snapshot
        .accepted
        .iter()
        .flat_map(|a| [Some(&a.approver), a.reason.as_ref()]);
    let names: BTreeSet<_> = systems.chain(accepted).flatten().chain(owners).collect();
    assert!(names.len() > 200, "only {} names", names.len());
    let lost: Vec<_> = names.into_iter().filter(|name| !text.contains(&bare(name))).collect();
    assert!(lost.is_empty(), "not on the pages: {lost:#?}");
}
