//! Any text at all gives a conforming PDF.

use unowned::config::{Config, Look};
use unowned::diagnostic::{Code, Diagnostics};
use unowned::inventory::{Inventory, Owner, OwnerKind};
use unowned::render::{beyond_fonts, may_exceed_fonts};
use unowned::report::Report;

use super::fixture;
use super::own_templates::{folder, render};

/// Every name in regular, bold and italic, with room to break.
const NAMES: &str = "= Names\n#for name in view.summary.changed { par[#name #strong(name) #emph(name)] }\n";

/// Pages that say these texts, each as long as it is.
fn named(names: Vec<String>) -> Report {
    let mut report = fixture::report(&fixture::inventory(0));
    report.view.summary.changed = names;
    report
}

/// Numbers that look random and are the same every time.
fn noise(seed: u64) -> impl Iterator<Item = u64> {
    std::iter::successors(Some(seed), |n| {
        Some(n.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407))
    })
    .map(|n| n >> 33)
}

#[test]
fn every_letter_up_to_the_symbols_can_stand_in_a_name() {
    let letters: Vec<char> = (0..0x3400)
        .chain(0xA640..0xAC00)
        .chain(0xD7A4..0x11000)
        .chain(0x1D000..0x1D800)
        .chain(0x1F000..0x1FC00)
        .filter_map(char::from_u32)
        .collect();
    let names = letters
        .chunks(100)
        .map(|letters| letters.iter().flat_map(|&c| [c, ' ']).collect());
    render(&named(names.collect()), &folder(NAMES)).unwrap();
}

#[test]
fn the_last_letters_of_every_plane_and_a_sample_of_the_rest_can_stand_in_a_name() {
    let sample = (0x3400..0x110000u32)
        .step_by(997)
        .chain((0..=16).flat_map(|plane| [plane << 16 | 0xFFFE, plane << 16 | 0xFFFF, plane << 16]));
    let letters: Vec<char> = sample.filter_map(char::from_u32).collect();
    let names = letters.chunks(50).map(|letters| letters.iter().collect());
    render(&named(names.collect()), &folder(NAMES)).unwrap();
}

#[test]
fn letters_and_marks_thrown_together_can_stand_in_a_name() {
    let ranges = [
        (0x20, 0x250),
        (0x300, 0x370),
        (0x370, 0x700),
        (0x900, 0xE80),
        (0x1AB0, 0x1B00),
        (0x1DC0, 0x2100),
        (0x20D0, 0x2C00),
        (0xFE00, 0xFFFF),
        (0x1F300, 0x1FA00),
    ];
    let mut random = noise(7);
    let mut letter = || {
        let (low, high) = ranges[random.next().unwrap() as usize % ranges.len()];
        char::from_u32(low + random.next().unwrap() as u32 % (high - low)).unwrap()
    };
    let names = (0..1_000).map(|_| (0..20).map(|_| letter()).collect()).collect();
    render(&named(names), &folder(NAMES)).unwrap();
}

#[test]
fn letters_beyond_the_fonts_are_a_finding_with_their_cells() {
    let mut inventory = fixture::inventory(3);
    let found = |inventory: &Inventory| beyond_fonts(&fixture::report(inventory), inventory);
    assert_eq!(found(&inventory), Diagnostics::default());
    inventory.systems[1].name = "Größe 系".to_owned();
    inventory.controls[0].owners = vec![Owner {
        name: "王 🦀".to_owned(),
        kind: OwnerKind::Person,
        until: None,
    }];
    let found = found(&inventory).into_sorted();
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].code, Code::TextReplaced);
    assert!(
        found[0].message.to_string().contains("U+738B, U+7CFB, U+1F980"),
        "{}",
        found[0].message
    );
    assert_eq!(
        found[0].at,
        ["inventory.xlsx > Systems > A3", "inventory.xlsx > Controls > A2"]
    );
}

#[test]
fn letters_of_the_organisation_are_a_finding_too_and_every_finding_is_printed() {
    let inventory = fixture::inventory(3);
    let mut report = fixture::report_on(fixture::snapshot(&inventory, "系 Mutual"));
    let found = beyond_fonts(&report, &inventory).into_findings();
    let messages: Vec<_> = found.iter().map(|f| f.told.message.to_string()).collect();
    assert_eq!(
        messages,
        ["the fonts of the report do not hold U+7CFB in the organisation's name"]
    );
    let printed = |report: &Report| serde_json::to_string(&report.view.remarks).unwrap();
    assert!(!printed(&report).contains("U+7CFB"));
    report.remark(&found, &Config::default());
    assert!(printed(&report).contains("U+7CFB"));
}

#[test]
fn letters_that_no_page_shows_are_no_finding() {
    let mut inventory = fixture::inventory(3);
    inventory.systems[0].notes = Some("系".to_owned());
    inventory.systems[1].name = format!("{} 系", "A name longer than any text of the pages ".repeat(60));
    let report = fixture::report(&inventory);
    assert_eq!(beyond_fonts(&report, &inventory), Diagnostics::default());
}

#[test]
fn only_letters_beyond_the_usual_ones_are_looked_at() {
    let mut snapshot = fixture::snapshot(&fixture::inventory(0), "Example Organisation");
    let mut may = |organisation: &str, label: Option<&str>| {
        snapshot.organisation = Some(organisation.to_owned());
        let look = Look {
            label: label.map(str::to_owned),
            ..Look::default()
        };
        may_exceed_fonts(&snapshot, None, &look)
    };
    assert!(!may("Größe – Žižkov", Some("Confidentiel…")));
    assert!(may("系统", None) && may("x\u{303}", None) && may("Acme", Some("机密")));
}
