//! What the pages say: page one is one page whatever the inventory holds, and every number on it is the snapshot's, read back
//! from the PDF's text.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

mod fixtures;
mod invented;

use lopdf::Document;
use unowned::assess::CustomerState;
use unowned::compare;
use unowned::config::Config;
use unowned::framework::Domain;
use unowned::inventory::{Inventory, Scope};
use unowned::plan::ActionKind;
use unowned::render::{FurtherFonts, Pages, pdf};
use unowned::report::Report;
use unowned::snapshot::Snapshot;

/// The texts of all pages, without white space: how a line is broken into pieces does not matter.
fn pages(report: &Report) -> Vec<String> {
    let pages = Pages {
        further_fonts: FurtherFonts::None,
        ..Pages::default()
    };
    let rendered = pdf(report, &pages).unwrap();
    assert_eq!(
        rendered.remarks,
        Vec::<String>::new(),
        "the typesetter remarked something"
    );
    let document = Document::load_mem(&rendered.pdf).unwrap();
    let numbers: Vec<_> = document.get_pages().into_keys().collect();
    let text = |number: &u32| bare(&document.extract_text(&[*number]).unwrap());
    numbers.iter().map(text).collect()
}

fn bare(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

fn report(snapshot: Snapshot) -> Report {
    Report::new(snapshot, None, &Config::default())
}

#[track_caller]
fn says(page: &str, expected: &str) {
    assert!(
        page.contains(&bare(expected)),
        "'{expected}' is not on the page:\n{page}"
    );
}

/// A share as the page writes it, worked out anew.
fn percent(part: usize, all: usize) -> String {
    match (part, all) {
        (_, 0) => "n/a".to_owned(),
        (0, _) => "0%".to_owned(),
        (part, all) if part == all => "100%".to_owned(),
        (part, all) => match (part * 200 + all) / (all * 2) {
            0 => "<1%".to_owned(),
            1 if part * 100 < all => "<1%".to_owned(),
            99 if part * 100 > all * 99 => ">99%".to_owned(),
            100 => ">99%".to_owned(),
            whole => format!("{whole}%"),
        },
    }
}

fn thousands(n: usize) -> String {
    if n < 1000 {
        n.to_string()
    } else {
        format!("{},{:03}", n / 1000, n % 1000)
    }
}

#[test]
fn page_one_is_one_page_for_any_inventory_on_either_paper() {
    for paper in ["a4", "letter"] {
        for inventory in [
            Inventory::default(),
            invented::clean(),
            invented::sized(22),
            invented::ugly(),
            invented::sized(300),
        ] {
            let mut config = Config::default();
            config.report.paper = Some(paper.to_owned());
            let snapshot = invented::first(&inventory);
            let (systems, in_scope) = (snapshot.headline.systems, snapshot.headline.in_scope);
            let noun = if systems == 1 { "system" } else { "systems" };
            let basis = format!("{systems} {noun} in the inventory: {in_scope} in scope");
            let pages = pages(&Report::new(snapshot, None, &config));
            says(&pages[0], "Who owns the security of our AI?");
            says(&pages[0], &basis);
            says(&pages[1], "Every system, every domain");
        }
    }
}

#[test]
fn every_figure_on_page_one_is_the_snapshots() {
    for size in [22, 300] {
        let snapshot = invented::first(&invented::sized(size));
        let page = &pages(&report(snapshot.clone()))[0];
        let ours: Vec<_> = snapshot.obligations.iter().filter(|o| o.customer.is_some()).collect();
        let owned = ours.iter().filter(|o| !o.owners.is_empty()).count();
        let unowned = ours
            .iter()
            .filter(|o| o.customer == Some(CustomerState::Unowned))
            .count();
        let in_place = ours
            .iter()
            .filter(|o| o.customer == Some(CustomerState::InPlace))
            .count();
        let (unowned, all) = (thousands(unowned), thousands(ours.len()));
        says(
            page,
            &format!("{unowned} of the {all} security duties that are ours have no owner."),
        );
        says(
            page,
            &format!("{} gaps are critical.", thousands(snapshot.headline.critical)),
        );
        says(page, &format!("Duties with an owner {}", percent(owned, ours.len())));
        says(page, &format!("Duties in place {}", percent(in_place, ours.len())));
        says(
            page,
            &format!("Critical gaps {}", thousands(snapshot.headline.critical)),
        );
        says(page, &format!("Overdue gaps {}", thousands(snapshot.headline.overdue)));
        decisions(&snapshot, page);
        systems(&snapshot, page);
    }
}

/// Number, title, systems, date and running share of the first six decisions.
fn decisions(snapshot: &Snapshot, page: &str) {
    let asked = snapshot
        .actions
        .iter()
        .filter(|a| matches!(a.kind, ActionKind::Classify | ActionKind::AssignOwner));
    let mut closed = 0;
    let mut seen = 0;
    for action in asked.take(6) {
        closed += action.score;
        says(page, &action.number);
        if let Some(domain) = action.domain {
            says(
                page,
                &format!("{} Name an owner for {}", action.number, domain.facts().name),
            );
        }
        let due = action.due.format("%-d %b %Y");
        says(page, &format!("{} {due}", thousands(action.systems.len())));
        says(page, &percent(closed as usize, snapshot.headline.exposure as usize));
        seen += 1;
    }
    assert_eq!(seen, 6);
    let share = percent(closed as usize, snapshot.headline.exposure as usize);
    says(page, &format!("The 6 decisions below close {share} of the exposure."));
}

/// The five systems with the most exposure.
fn systems(snapshot: &Snapshot, page: &str) {
    let exposure = |id: &str| {
        snapshot
            .gaps
            .iter()
            .filter(|g| g.gap.id.system == id)
            .map(|g| g.gap.score)
            .sum::<u32>()
    };
    let mut scores: Vec<_> = snapshot
        .systems
        .iter()
        .filter(|s| s.scope == Scope::In)
        .map(|s| exposure(&s.id))
        .collect();
    scores.sort_unstable();
    for score in scores.iter().rev().take(5) {
        says(page, &score.to_string());
    }
}

#[test]
fn the_bars_on_page_one_count_the_duties_of_each_domain() {
    let snapshot = invented::first(&invented::sized(22));
    let page = &pages(&report(snapshot.clone()))[0];
    for domain in Domain::ALL {
        let count = |state| {
            snapshot
                .obligations
                .iter()
                .filter(|o| o.domain == domain && o.customer == Some(state))
                .count()
        };
        let counts = CustomerState::WORST_FIRST.map(count);
        let shown: String = counts.iter().filter(|n| **n > 0).map(ToString::to_string).collect();
        assert!(!shown.is_empty());
        says(page, &format!("{}{shown}", domain.facts().name));
    }
}

#[test]
fn a_later_report_says_how_each_figure_moved() {
    let (before, now) = invented::fourth(&invented::sized(22));
    let changes = compare::changes(&before, &now);
    let pages = pages(&Report::new(now.clone(), Some(&changes), &Config::default()));
    let fewer = before.headline.critical - now.headline.critical;
    says(&pages[0], &format!("{fewer} fewer than in Q2 2026"));
    says(&pages[0], &format!("In Q2 2026, {} had none.", before.headline.unowned));
    says(
        &pages[0],
        &format!(
            "{} gaps closed: {} resolved",
            now.closed.len(),
            changes.kept.bridge.resolved
        ),
    );
    let new = changes.kept.bridge.new;
    let noun = if new == 1 { "gap" } else { "gaps" };
    says(
        &pages[0],
        &format!("{new} new {noun}; {} reopened.", changes.kept.bridge.reopened),
    );
    for past in &now.history {
        says(&pages[0], &past.headline.unowned.to_string());
    }
    says(&pages[1], "What changed");
    says(&pages[1], "Open in Q2 2026");
    assert_eq!(changes.kept.bridge.open_now, now.headline.gaps);
}

#[test]
fn a_clean_bill_says_so_and_what_it_rests_on() {
    let page = &pages(&report(invented::first(&invented::clean())))[0];
    says(
        page,
        "No gap is open: all 14 security duties that are ours are in place or their risk accepted.",
    );
    says(page, "This rests on what the inventory says");
    says(page, "No decision is asked for: no gap is open.");
}

#[test]
fn without_any_control_every_duty_of_ours_is_without_an_owner() {
    let snapshot = invented::first(&invented::bare(5));
    let all = snapshot.headline.customer_obligations;
    let page = &pages(&report(snapshot))[0];
    says(
        page,
        &format!("{all} of the {all} security duties that are ours have no owner."),
    );
    says(page, "Duties with an owner 0%");
}

#[test]
fn without_any_system_no_rate_is_made_up() {
    let page = &pages(&report(invented::first(&Inventory::default())))[0];
    says(page, "No AI system is in scope, so there is nothing to own yet.");
    says(page, "Duties with an owner n/a");
    assert!(!page.contains("100%"));
}

#[test]
fn markup_in_a_cell_stands_on_the_page_as_it_was_written() {
    let pages = pages(&report(invented::first(&invented::ugly()))).concat();
    says(&pages, "#panic(\"x\") *bold* $x^2$ @ref <label>");
    says(&pages, "=HYPERLINK(\"x\")");
}

#[test]
fn the_length_is_bounded_however_large_the_inventory() {
    let length = |systems| pages(&report(invented::first(&invented::sized(systems)))).len();
    let (many, more) = (length(600), length(1_200));
    assert!(many.abs_diff(more) <= 3, "{many} pages, then {more}");
    assert!(more <= 45, "{more} pages");
}

#[test]
fn a_section_that_is_switched_off_is_left_out_and_sheets_to_sign_come_when_asked_for() {
    let mut config = Config::default();
    for section in unowned::config::Look::SECTIONS {
        config.report.sections.insert(section.to_owned(), false);
    }
    let snapshot = invented::first(&invented::sized(22));
    assert_eq!(pages(&Report::new(snapshot.clone(), None, &config)).len(), 1);
    config.report.sign_off = true;
    let with_sheets = pages(&Report::new(snapshot, None, &config));
    assert!(with_sheets.len() > 1);
    says(&with_sheets[1], "Sign-off sheets");
}
