//! Which system is which, from one report to the next.

use std::collections::BTreeMap;

use unowned::compare::changes;
use unowned::diagnostic::Code;
use unowned::framework::DeploymentModel;
use unowned::inventory::IdSource;
use unowned::plan::Change;
use unowned::snapshot::{Same, Snapshot, SystemRecord};

use super::fixtures::Terms;
use super::organisation::{Said, Sketch, inventory, quarter_end, report, sketch};

/// A system under an id and a name, with something open.
fn named(id: &str, name: &str) -> Sketch {
    Sketch {
        name: name.to_owned(),
        ..sketch(id, &[DeploymentModel::Saas], &[Said::Nothing; 16])
    }
}

fn systems(sketches: &[Sketch], slugs: bool) -> Vec<SystemRecord> {
    let mut systems = report(sketches, quarter_end(0), None, &Terms::default()).systems;
    let source = if slugs { IdSource::Slug } else { IdSource::Column };
    systems.iter_mut().for_each(|system| system.id_source = source);
    systems
}

fn renames(before: &[SystemRecord], now: &[SystemRecord]) -> Vec<(String, String)> {
    Same::of(before, now, &[]).renames.into_iter().collect()
}

fn pairs(list: &[(&str, &str)]) -> Vec<(String, String)> {
    list.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect()
}

#[test]
fn ids_are_compared_without_regard_to_case() {
    let old = report(&[named("AI-1", "Mail writer")], quarter_end(0), None, &Terms::default());
    let new = report(
        &[named("ai-1", "Mail writer")],
        quarter_end(1),
        Some(&old),
        &Terms::default(),
    );
    let found = changes(&old, &new);
    assert!(found.gaps.is_empty() && found.closed.is_empty() && found.systems == Default::default());
    assert!(
        new.gaps
            .iter()
            .all(|gap| gap.change == Change::Open && gap.gap.id.system == "ai-1")
    );
    // Two that differ in case alone are two.
    let before = systems(&[named("X", "Mail writer"), named("x", "Fraud radar")], false);
    let now = systems(&[named("x", "Fraud radar"), named("X", "Mail writer")], false);
    assert!(renames(&before, &now).is_empty());
}

#[test]
fn two_systems_with_one_id_are_told_apart_by_name() {
    let (alpha, beta) = ("Alpha assistant", "Beta pricing");
    let before = systems(&[named("X", alpha), named("X-2", beta)], false);
    // The first is gone, and the other gets the id alone.
    let now = systems(&[named("X", beta)], false);
    let same = renames(&before, &now);
    assert_eq!(same, pairs(&[("X", "X~alpha-assistant"), ("X-2", "X")]));
    // Another comes that is earlier in the alphabet.
    let now = systems(
        &[named("X", "Aardvark"), named("X-2", alpha), named("X-3", beta)],
        false,
    );
    assert_eq!(renames(&before, &now), pairs(&[("X", "X-2"), ("X-2", "X-3")]));
    // Numbers that belong to the ids are ids.
    let before = systems(&[named("AI-1", alpha), named("AI-2", beta)], false);
    let now = systems(&[named("AI-1", beta), named("AI-2", alpha)], false);
    assert!(renames(&before, &now).is_empty());
}

#[test]
fn one_that_is_gone_while_another_bears_its_id_is_gone() {
    let (alpha, beta) = (named("X", "Alpha assistant"), named("X-2", "Beta pricing"));
    let alone = named("X", "Beta pricing");
    let old = report(&[alpha, beta], quarter_end(0), None, &Terms::default());
    let new = report(&[alone], quarter_end(1), Some(&old), &Terms::default());
    let found = changes(&old, &new);
    assert!(found.gaps.is_empty());
    assert_eq!(found.systems.gone[0].name, "Alpha assistant");
    assert_eq!(found.kept.bridge.out_of_scope, old.gaps.len() / 2);
    assert!(new.gaps.iter().all(|gap| gap.first_seen == quarter_end(0)));
}

#[test]
fn names_count_only_where_an_id_was_made_of_one_and_only_where_they_are_unique() {
    let given = systems(&[named("S-1", "Mail writer")], false);
    let other = systems(&[named("T-1", "Mail writer")], false);
    assert!(renames(&given, &other).is_empty(), "both ids were given");
    let slugs = systems(&[named("mail-writer", "Mail writer")], true);
    let there = Same::of(&slugs, &given, &[]);
    assert_eq!((there.by_name, there.shared), (1, 1));
    assert_eq!(renames(&given, &slugs), pairs(&[("S-1", "mail-writer")]));
    let twice = systems(&[named("S-1", "Mail writer"), named("S-2", "Mail writer")], false);
    assert!(renames(&slugs, &twice).is_empty());
}

#[test]
fn a_settled_rename_goes_before_a_name() {
    let slugs = systems(&[named("mail-writer", "Mail writer")], true);
    let now = systems(&[named("S-1", "Mail writer"), named("S-2", "Letter writer")], false);
    let settled = BTreeMap::from([("MAIL-WRITER".to_owned(), "s-2".to_owned())]);
    let same = Same::of(&slugs, &now, &[settled]);
    assert_eq!(same.now("mail-writer"), "S-2");
    assert_eq!(same.by_name, 0);
}

#[test]
fn a_note_says_how_many_were_known_by_name() {
    let by_name = |name: &str| named(&name.to_lowercase().replace(' ', "-"), name);
    let old = report(
        &[by_name("Mail writer"), by_name("Fraud radar")],
        quarter_end(0),
        None,
        &Terms::default(),
    );
    let now = [named("S-1", "Mail writer"), named("S-2", "Fraud radar")];
    let new = report(&now, quarter_end(1), Some(&old), &Terms::default());
    let note = new.warnings.iter().find(|w| w.code == Code::MatchedByName).unwrap();
    assert!(
        note.message
            .to_string()
            .starts_with("2 systems found again by name alone"),
        "{}",
        note.message
    );
    assert!(new.gaps.iter().all(|gap| gap.change == Change::Open));
}

#[test]
fn what_is_perhaps_renamed_is_marked_wherever_it_counts_as_new_or_gone() {
    let old = report(&[named("S-1", "Mail writer")], quarter_end(0), None, &Terms::default());
    let new = report(
        &[named("T-1", "Mail writer")],
        quarter_end(1),
        Some(&old),
        &Terms::default(),
    );
    let found = changes(&old, &new);
    let bridge = found.kept.bridge;
    assert_eq!((bridge.new, bridge.new_perhaps_renamed), (9, 9));
    assert_eq!((bridge.out_of_scope, bridge.gone_perhaps_renamed), (9, 9));
    assert!(found.gaps.iter().all(|g| g.perhaps.as_ref().unwrap().id == "S-1"));
    assert!(found.closed.iter().all(|g| g.perhaps.as_ref().unwrap().id == "T-1"));
}

#[test]
fn what_a_report_was_compared_with_stands_in_it() {
    let old = report(&[named("S-1", "Mail writer")], quarter_end(0), None, &Terms::default());
    let new: Snapshot = unowned_record(&old, "last.pdf");
    let with = new.compared_with.unwrap();
    assert_eq!((with.file.as_deref(), with.as_of), (Some("last.pdf"), quarter_end(0)));
    assert_eq!(
        (with.sha256, with.shared, with.of, with.related),
        (old.content_sha256, 0, 1, false)
    );
}

/// The next report, on another system, from a file.
fn unowned_record(last: &Snapshot, file: &str) -> Snapshot {
    let terms = Terms {
        earlier_file: Some(file.to_owned()),
        ..Terms::default()
    };
    let other = inventory(&[named("T-1", "Weather archive")], quarter_end(1));
    super::fixtures::record(&other, quarter_end(1), Some(last), &terms)
}
