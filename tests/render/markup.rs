//! Whatever looks like markup in a name is text on the page, letter by letter.

use std::collections::BTreeSet;

use lopdf::Document;
use unowned::config::Config;
use unowned::inventory::Inventory;
use unowned::report::Report;

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
const OWNERS: usize = 25;
/// As many acceptances as the pages list.
const ACCEPTANCES: usize = 10;

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
    let mut acceptances = 0;
    let owners: Vec<_> = names.by_ref().take(OWNERS).collect();
    for (control, owner) in inventory.controls.iter_mut().zip(owners.iter().cycle()) {
        control.owners.iter_mut().for_each(|one| one.name.clone_from(owner));
        // The pages list those acceptances that end first.
        acceptances += usize::from(control.exception.is_some());
        control.exception = control.exception.take().filter(|_| acceptances <= ACCEPTANCES);
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
    let mut config = Config::default();
    config.report.system_pages = Some(u32::MAX as usize);
    let report = Report::new(fixture::snapshot(&inventory(), "Example"), None, &config);
    let rendered = render(&report);
    assert_eq!(rendered.remarks, Vec::new());
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
    assert!(names.len() > 150, "only {} names", names.len());
    let lost: Vec<_> = names.into_iter().filter(|name| !text.contains(&bare(name))).collect();
    assert!(lost.is_empty(), "not on the pages: {lost:#?}");
}
