//! What the pages say: page one is one page whatever the inventory holds, and every number on it is the snapshot's, read back
//! from the PDF's text.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

mod fixtures;
mod invented;

use std::collections::{BTreeMap, BTreeSet};

use lopdf::Document;
use unowned::assess::{CustomerState, Obligation, ProviderState};
use unowned::compare;
use unowned::config::{Config, Language};
use unowned::framework::Domain;
use unowned::inventory::{Grade, Inventory, Party};
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
        Vec::<unowned::message::Message>::new(),
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
            says(&pages[0], "Board paper: page");
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
        let theirs: Vec<_> = snapshot.obligations.iter().filter(|o| o.provider.is_some()).collect();
        let owned = ours.iter().filter(|o| !o.owners.is_empty()).count();
        let in_place = ours
            .iter()
            .filter(|o| o.customer == Some(CustomerState::InPlace))
            .count();
        let confirmed = theirs
            .iter()
            .filter(|o| o.provider == Some(ProviderState::Confirmed))
            .count();
        let (unowned, all) = (thousands(ours.len() - owned), thousands(ours.len()));
        let now = &snapshot.headline;
        let (critical, gaps) = (thousands(now.critical), thousands(now.gaps));
        says(
            page,
            &format!("{unowned} of the {all} security duties that are ours have no owner."),
        );
        says(page, &format!("{critical} of {gaps} gaps are critical."));
        says(page, &format!("Duties with an owner {}", percent(owned, ours.len())));
        says(page, &format!("Duties in place {}", percent(in_place, ours.len())));
        says(page, &percent(confirmed, theirs.len()));
        says(page, &format!("Critical gaps {critical} of {gaps}"));
        says(page, &format!("Promised dates missed {}", thousands(now.overdue)));
        decisions(&snapshot, page);
    }
}

/// Number, date and what each decision ends; and where all of them lead.
fn decisions(snapshot: &Snapshot, page: &str) {
    assert_eq!(snapshot.decisions.len(), 6);
    for decision in &snapshot.decisions {
        let action = snapshot.actions.iter().find(|a| a.key == decision.action).unwrap();
        says(page, &decision.number);
        says(page, &decision.ask_by.format("%-d %b %Y").to_string());
        if let Some(domain) = action.domain {
            says(page, &domain.facts().name);
        }
        if action.kind == ActionKind::AssignOwner {
            let ended = thousands(action.effect.unowned.unsigned_abs() as usize);
            says(page, &format!("{ended} duties without an owner"));
        }
    }
    let after = snapshot.decisions_after;
    let (before, left) = (
        thousands(snapshot.headline.critical),
        thousands(after.critical as usize),
    );
    says(page, "All 6 together: duties in the state");
    says(page, &format!("critical gaps {before} → {left}"));
}

#[test]
fn the_bars_on_page_one_count_every_duty_of_ours_once() {
    let report = report(invented::first(&invented::sized(22)));
    let page = &pages(&report)[0];
    let duties = report.snapshot.obligations.iter().filter(|o| o.customer.is_some());
    let bars = report.view.summary.domains.as_ref().unwrap();
    let counted = bars.rows.iter().flat_map(|bar| &bar.parts);
    let sum: usize = counted.map(|part| part.count.parse::<usize>().unwrap()).sum();
    assert_eq!(sum, duties.count());
    for bar in &bars.rows {
        says(page, &bar.name);
    }
    let without = bars
        .rows
        .iter()
        .flat_map(|bar| &bar.parts)
        .filter(|part| part.shade == "no-owner");
    let without: usize = without.map(|part| part.count.parse::<usize>().unwrap()).sum();
    assert_eq!(
        without, report.snapshot.headline.no_owner,
        "the bars and the verdict count alike"
    );
}

#[test]
fn the_bars_on_page_one_tell_their_shades_by_letters_in_every_language() {
    let snapshot = invented::first(&invented::sized(22));
    for language in Language::ALL {
        let report = Report::new(snapshot.clone(), None, &in_language(language));
        let bars = report.view.summary.domains.as_ref().unwrap();
        let letters: BTreeMap<_, _> = bars.legend.iter().map(|(shade, letter, _)| (*shade, letter)).collect();
        let different: BTreeSet<_> = letters.values().collect();
        assert_eq!(different.len(), bars.legend.len(), "{language}: {letters:?}");
        for part in bars.rows.iter().flat_map(|bar| &bar.parts) {
            let letter = letters[part.shade].as_str();
            assert!(
                part.text.starts_with(letter),
                "{language}: {} without {letter}",
                part.text
            );
        }
    }
}

#[test]
fn a_later_report_says_how_each_figure_moved() {
    let (before, now) = invented::fourth(&invented::sized(22));
    let changes = compare::changes(&before, &now);
    let pages = pages(&Report::new(now.clone(), Some(&changes), &Config::default()));
    let then = before.headline.critical;
    let fewer = then - now.headline.critical;
    says(&pages[0], &format!("{fewer} fewer than {then} in Q2 2026"));
    let (none, all) = (before.headline.no_owner, before.headline.customer_obligations);
    says(&pages[0], &format!("{none} of {all} in Q2 2026."));
    says(&pages[0], &format!("{} gaps closed:", now.closed.len()));
    says(&pages[0], &format!("{} resolved", changes.kept.bridge.resolved));
    for past in &now.history {
        says(&pages[0], &past.headline.no_owner.to_string());
    }
    says(&pages[1], "What changed");
    says(&pages[1], "Open in Q2 2026");
    assert_eq!(changes.kept.bridge.open_now, now.headline.gaps);
}

#[test]
fn a_target_says_inside_or_outside_and_nothing_is_claimed_without_one() {
    let mut snapshot = invented::first(&invented::sized(22));
    assert!(!pages(&report(snapshot.clone()))[0].contains("target"));
    snapshot.targets.ownership = Some(0.99);
    snapshot.targets.overdue = Some(10_000);
    let page = &pages(&report(snapshot))[0];
    says(page, "outside the target (at least 99%)");
    says(page, "inside the target (at most 10,000)");
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

/// How many pages the board paper has, and all of it.
fn lengths(report: &Report) -> (usize, usize) {
    let pages = pages(report);
    let (board, annex) = (
        bare(&report.view.look.parts.board),
        bare(&report.view.look.parts.owners),
    );
    let annex = pages
        .iter()
        .position(|page| page.contains(&annex) && !page.contains(&board));
    (annex.unwrap_or(pages.len()), pages.len())
}

#[test]
fn the_board_paper_is_six_pages_at_most_and_the_annexes_are_bounded_in_every_language() {
    for language in Language::ALL {
        for (systems, most) in [(1, 5), (3, 16), (12, 16), (25, 16), (60, 20), (300, 20), (1_200, 20)] {
            let snapshot = invented::first(&invented::sized(systems));
            let (board, all) = lengths(&Report::new(snapshot, None, &in_language(language)));
            assert!(
                board <= 6 && all <= most,
                "{systems} systems in {language}: {board} of {all} pages"
            );
        }
        let (before, now) = invented::fourth(&invented::sized(25));
        let changes = compare::changes(&before, &now);
        let (board, all) = lengths(&Report::new(now, Some(&changes), &in_language(language)));
        assert!(
            board <= 6 && all <= 16,
            "a fourth report in {language}: {board} of {all} pages"
        );
    }
}

fn in_language(language: Language) -> Config {
    let mut config = Config::default();
    config.report.language = Some(language);
    config
}

#[test]
fn a_list_that_is_cut_says_so_before_its_first_row() {
    let pages = pages(&report(invented::first(&invented::sized(300)))).concat();
    says(&pages, "The first 10 of");
    says(&pages, "The 10 systems with the greatest exposure; ");
    assert!(
        !pages.contains("attachedrecord."),
        "what the record does not hold is not sought there"
    );
}

#[test]
fn what_providers_have_shown_and_expires_within_a_quarter_is_counted() {
    let mut inventory = invented::sized(12);
    for control in &mut inventory.controls {
        control.party = Party::Customer;
        control.provider_evidence = fixtures::evidence("SOC 2 report", Grade::Independent);
        control.provider_evidence.pieces[0].valid_until = Some(invented::today() + chrono::Days::new(30));
    }
    let snapshot = invented::first(&inventory);
    let confirmed = |o: &&Obligation| o.provider == Some(ProviderState::Confirmed);
    let expiring = snapshot.obligations.iter().filter(confirmed).count();
    assert!(expiring > 0);
    let report = report(snapshot);
    let table = &report.view.providers.as_ref().unwrap().table;
    let place = table
        .head
        .iter()
        .position(|head| head.as_str().starts_with("Expires"))
        .unwrap();
    let counted = table
        .rows
        .iter()
        .map(|row| match serde_json::to_value(&row[place]).unwrap().as_str() {
            Some("–") | None => 0,
            Some(n) => n.parse::<usize>().unwrap(),
        });
    assert_eq!(counted.sum::<usize>(), expiring);
}

#[test]
fn the_gaps_stand_under_the_points_of_other_frameworks_where_they_are_asked_for() {
    let snapshot = invented::first(&invented::sized(12));
    let mut config = Config::default();
    assert!(Report::new(snapshot.clone(), None, &config).view.by_framework.is_none());
    config.report.frameworks = true;
    let pages = pages(&Report::new(snapshot.clone(), None, &config)).concat();
    says(&pages, "Gaps by other frameworks");
    let domain = Domain::CodeGenerationSecurity;
    let point = domain.crosswalk().find(|r| r.primary && r.id == "PR.PS-06").unwrap();
    says(&pages, &point.title);
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
    says(&with_sheets[1], "Sign-off");
    says(&with_sheets[1], "other date");
}

#[test]
fn every_gap_is_printed_where_every_detail_is_asked_for() {
    let snapshot = invented::first(&invented::sized(12));
    let mut config = Config::default();
    assert!(
        !pages(&Report::new(snapshot.clone(), None, &config))
            .concat()
            .contains("Registerofgaps")
    );
    config.report.system_pages = Some(u32::MAX as usize);
    let pages = pages(&Report::new(snapshot.clone(), None, &config)).concat();
    says(&pages, &format!("All {} open gaps", snapshot.headline.gaps));
}

#[test]
fn prepared_and_reviewed_by_earlier_reports_and_the_records_checksum_are_in_the_last_annex() {
    let (before, now) = invented::fourth(&invented::sized(5));
    let changes = compare::changes(&before, &now);
    let mut config = Config::default();
    config.report.prepared_by = Some("Ada Fielding".to_owned());
    config.report.reviewed_by = Some("Internal audit".to_owned());
    let pages = pages(&Report::new(now.clone(), Some(&changes), &config)).concat();
    says(&pages, "Prepared by Ada Fielding");
    says(&pages, "Reviewed by Internal audit");
    says(&pages, &now.content_sha256);
    for past in &now.history {
        says(&pages, &past.snapshot_sha256);
    }
}

#[test]
fn the_only_table_is_not_named_with_each_of_its_cells() {
    let mut inventory = invented::sized(3);
    inventory.controls.clear();
    let sheet = inventory.systems[0].at.short().split_once('!').unwrap().0.to_owned();
    let pages = pages(&report(invented::first(&inventory))).concat();
    let named = bare(&format!("{sheet}!"));
    assert!(!pages.contains(&named), "{named}");
    for system in &inventory.systems {
        let cell = system.at.short().split_once('!').unwrap().1.to_owned();
        assert!(pages.contains(&cell), "{cell}");
    }
}
