//! What the changes come to: like for like, and beside it what moved without anybody having done anything about a duty.

use std::process::Command;

use unowned::compare::{Changes, changes};
use unowned::config::Language;
use unowned::framework::{DeploymentModel, Domain, Matrix};
use unowned::inventory::{Criticality, Inventory};
use unowned::plan::Figures;
use unowned::snapshot::{LikeForLike, Measure, NoVerdict, Snapshot, Verdict, Way};

use super::fixtures::{Terms, day, record};
use super::organisation::{Said, Sketch, inventory, quarter_end, sketch};

const SAAS: &[DeploymentModel] = &[DeploymentModel::Saas];
const PRIVACY: usize = Domain::DataPrivacy as usize;

fn figures(ownership: [usize; 2], in_place: [usize; 2], assured: [usize; 2], critical: [usize; 2]) -> LikeForLike {
    LikeForLike {
        customer_duties: 200,
        provider_duties: 150,
        ownership,
        in_place,
        assured,
        critical,
        ..LikeForLike::default()
    }
}

#[test]
fn a_point_is_a_hundredth_of_the_duties_and_a_gap_is_a_gap() {
    let level = [100, 100];
    let table = [
        (figures(level, level, level, [9, 9]), Verdict::Stable),
        // 1 of 200 is half a point, 1 of 150 two thirds; 2 are a point or more.
        (figures([100, 101], [100, 99], [100, 101], [9, 9]), Verdict::Stable),
        (figures([100, 102], level, level, [9, 9]), Verdict::Better),
        (figures(level, level, [100, 98], [9, 9]), Verdict::Worse),
        (figures(level, level, level, [9, 8]), Verdict::Better),
        (figures(level, level, level, [9, 10]), Verdict::Worse),
        // What moves by less than a point stands in nobody's way.
        (figures([100, 110], [100, 99], level, [9, 9]), Verdict::Better),
        (figures([100, 110], level, level, [9, 10]), Verdict::Mixed),
        (figures([100, 90], [100, 120], level, [9, 9]), Verdict::Mixed),
        (figures([100, 90], level, level, [9, 8]), Verdict::Mixed),
    ];
    for (figures, verdict) in table {
        assert_eq!(figures.verdict(), verdict, "{figures:?}");
    }
    assert_eq!(
        figures([100, 90], level, level, [9, 8]).way(Measure::Ownership),
        Way::Worse
    );
    let nothing = LikeForLike {
        critical: [0, 0],
        ..LikeForLike::default()
    };
    assert_eq!(nothing.way(Measure::Ownership), Way::Level);
}

fn all(said: Said) -> Vec<Said> {
    vec![said; 16]
}

fn one(domain: usize, said: Said) -> Vec<Said> {
    let mut done = all(Said::Done);
    done[domain] = said;
    done
}

/// The sketches as they are, every system with this criticality.
fn rated(sketches: &[Sketch], quarter: usize, criticality: Criticality) -> Inventory {
    let mut inventory = inventory(sketches, quarter_end(quarter));
    inventory
        .systems
        .iter_mut()
        .for_each(|system| system.criticality = Some(criticality));
    inventory
}

fn two(old: &Inventory, new: &Inventory) -> (Snapshot, Snapshot, Changes) {
    let terms = Terms::default();
    let old = record(old, quarter_end(0), None, &terms);
    let new = record(new, quarter_end(1), Some(&old), &terms);
    let found = changes(&old, &new);
    (old, new, found)
}

fn pair(old: &[Sketch], new: &[Sketch]) -> (Snapshot, Snapshot, Changes) {
    two(&inventory(old, quarter_end(0)), &inventory(new, quarter_end(1)))
}

#[test]
fn what_came_and_went_makes_nothing_better_or_worse() {
    let kept = sketch("ai-1", SAAS, &one(PRIVACY, Said::Planned));
    let mut gone = sketch("ai-2", SAAS, &all(Said::Nothing));
    gone.name = "Weather archive".to_owned();
    let (old, new, found) = pair(&[kept.clone(), gone], &[kept]);
    assert!(new.headline.critical < old.headline.critical && new.headline.ownership_rate > old.headline.ownership_rate);
    let figures = found.kept.like_for_like.unwrap();
    assert_eq!(found.kept.verdict, Some(Verdict::Stable));
    assert_eq!((figures.ownership, figures.critical), ([9, 9], [0, 0]));
    assert_eq!((figures.customer_duties, figures.provider_duties), (9, 14));
    assert_eq!((figures.came, figures.went), (0, 23));
}

#[test]
fn a_duty_in_other_hands_is_not_compared() {
    // Embedded leaves the provider monitoring, which SaaS shares; privacy is shared in both.
    let said = one(Domain::MonitoringAndLogging as usize, Said::Nothing);
    let (_, _, found) = pair(
        &[sketch("ai-1", SAAS, &said)],
        &[sketch("ai-1", &[DeploymentModel::Embedded], &said)],
    );
    let figures = found.kept.like_for_like.unwrap();
    assert_eq!(
        figures.ownership[0], figures.customer_duties,
        "the unowned one is in one report alone"
    );
    assert_eq!(found.kept.verdict, Some(Verdict::Stable));
    assert!(figures.came > 0 && figures.went > 0);
}

#[test]
fn an_owner_is_better_and_a_lost_one_worse() {
    let (unowned, owned) = (one(PRIVACY, Said::Nobody), one(PRIVACY, Said::Planned));
    let (before, after) = ([sketch("ai-1", SAAS, &unowned)], [sketch("ai-1", SAAS, &owned)]);
    let (_, new, found) = pair(&before, &after);
    assert_eq!(found.kept.verdict, Some(Verdict::Better));
    assert_eq!(found.kept.like_for_like.unwrap().critical, [1, 0]);
    assert_eq!(new.changes.unwrap().verdict, Some(Verdict::Better));
    assert_eq!(pair(&after, &before).2.kept.verdict, Some(Verdict::Worse));
}

#[test]
fn without_a_duty_in_both_there_is_no_verdict() {
    let mut other = sketch("zz-9", SAAS, &all(Said::Done));
    other.name = "Weather archive".to_owned();
    let (_, _, found) = pair(&[sketch("ai-1", SAAS, &all(Said::Done))], &[other]);
    assert_eq!(
        (found.kept.verdict, found.kept.no_verdict),
        (None, Some(NoVerdict::NothingInBoth))
    );
}

#[test]
fn another_rating_is_a_cause_of_its_own_and_no_regress() {
    let sketches = [sketch("ai-1", SAAS, &one(PRIVACY, Said::Nobody))];
    let (old, new, found) = two(
        &rated(&sketches, 0, Criticality::Medium),
        &rated(&sketches, 1, Criticality::Critical),
    );
    assert_eq!((old.headline.critical, new.headline.critical), (0, 1));
    assert_eq!(
        found.kept.verdict,
        Some(Verdict::Stable),
        "at the impact of the last report it is the same gap"
    );
    assert_eq!(found.kept.like_for_like.unwrap().critical, [0, 0]);
    let rated = &found.kept.rerated;
    assert_eq!((rated.systems[0].before, rated.systems[0].now), (2, 4));
    // 3 x 4 less 3 x 2.
    assert_eq!(
        (rated.gaps, rated.exposure, rated.critical, rated.leads),
        (1, 6, 1, true)
    );
    assert_eq!(found.kept.systems_changed.changed, 1);
}

#[test]
fn what_can_no_longer_be_judged_is_held_and_goes_on_with_its_dates() {
    let mut system = sketch("ai-1", SAAS, &one(PRIVACY, Said::Nobody));
    system.due = Some(day("2026-06-15"));
    let mut unclear = system.clone();
    unclear.models.clear();
    let terms = Terms::default();
    let report = |sketch: &Sketch, quarter, last: Option<&Snapshot>| {
        let inventory = inventory(std::slice::from_ref(sketch), quarter_end(quarter));
        record(&inventory, quarter_end(quarter), last, &terms)
    };
    let first = report(&system, 0, None);
    let second = report(&unclear, 1, Some(&first));
    let third = report(&unclear, 2, Some(&second));
    let fourth = report(&system, 3, Some(&third));

    let lost = changes(&first, &second).kept;
    assert_eq!((lost.bridge.unjudged, lost.bridge.resolved, lost.bridge.new), (1, 0, 1));
    assert_eq!(
        (lost.unjudged.exposure, lost.unjudged.critical, lost.unjudged.leads),
        (9, 1, true)
    );
    assert_eq!(
        lost.no_verdict,
        Some(NoVerdict::NothingInBoth),
        "nothing of it is progress"
    );
    for report in [&second, &third] {
        assert!(report.closed.is_empty() && report.closed_earlier.is_empty());
        assert_eq!(report.unjudged[0].since, quarter_end(1));
        assert_eq!(report.unjudged[0].gap.gap, first.gaps[0].gap);
    }
    assert_eq!(changes(&second, &third).kept.bridge.unjudged, 0);

    let again = changes(&third, &fourth).kept;
    assert_eq!(
        (again.bridge.judged_again, again.bridge.new, again.bridge.reopened),
        (1, 0, 0)
    );
    let (before, after) = (&first.gaps[0], &fourth.gaps[0]);
    assert_eq!(
        (after.first_seen, after.term, after.promised, after.slips),
        (before.first_seen, before.term, before.promised, 0)
    );
    assert_eq!(
        again.missed,
        ["ai-1/data-privacy"],
        "its promise passed in the meantime"
    );
    assert!(fourth.unjudged.is_empty());
}

#[test]
fn a_held_gap_can_be_found_closed() {
    let open = sketch("ai-1", SAAS, &one(PRIVACY, Said::Nobody));
    let mut unclear = open.clone();
    unclear.models.clear();
    let done = sketch("ai-1", SAAS, &all(Said::Done));
    let terms = Terms::default();
    let mut last: Option<Snapshot> = None;
    for (quarter, sketch) in [open, unclear, done].into_iter().enumerate() {
        let inventory = inventory(&[sketch], quarter_end(quarter));
        last = Some(record(&inventory, quarter_end(quarter), last.as_ref(), &terms));
    }
    let kept = last.unwrap().changes.unwrap();
    // The unclassified gap is resolved as well, and has nothing to prove.
    let bridge = kept.bridge;
    assert_eq!(
        (bridge.judged_again, bridge.resolved, bridge.claimed, bridge.open_now),
        (1, 2, 1, 0)
    );
}

#[test]
fn a_system_without_a_model_could_be_anything() {
    let unclear = sketch("ai-1", &[], &[]);
    let terms = Terms::default();
    let alone = record(&inventory(&[unclear], quarter_end(0)), quarter_end(0), None, &terms);
    let matrix = Matrix::stock();
    let owed = |whose: &str| {
        let every_way = |domain: &&Domain| {
            let cell = matrix.strictest(**domain, &DeploymentModel::ALL);
            format!("{:?}", cell.responsibility) == whose
        };
        Domain::ALL.iter().filter(every_way).count() as i64
    };
    // Our side of what is ours or shared is unowned; the provider confirmed everything.
    let ours = owed("Customer") + owed("Shared");
    assert_eq!((alone.at_strictest.unowned, alone.at_strictest.gaps), (ours, ours - 1));
    let known = record(
        &inventory(&[sketch("ai-1", SAAS, &[])], quarter_end(0)),
        quarter_end(0),
        None,
        &terms,
    );
    assert_eq!(known.at_strictest, Figures::default());
}

#[test]
fn the_provider_and_the_person_with_over_a_fifth_are_named() {
    let mut open = sketch("ai-1", SAAS, &one(PRIVACY, Said::Planned));
    open.confirmed = false;
    let terms = Terms::default();
    let record = record(&inventory(&[open], quarter_end(0)), quarter_end(0), None, &terms);
    let found = &record.concentration;
    let provider = found.provider.as_ref().unwrap();
    assert_eq!(
        (provider.name.as_str(), provider.of),
        ("Vendor", record.headline.exposure)
    );
    assert_eq!(found.person, None, "6 of {} is no fifth", record.headline.exposure);
    let ours = sketch("ai-1", SAAS, &one(PRIVACY, Said::Planned));
    let record = super::fixtures::record(&inventory(&[ours], quarter_end(0)), quarter_end(0), None, &terms);
    let person = record.concentration.person.unwrap();
    assert_eq!(
        (person.name.as_str(), person.score, person.of),
        ("Owner of data-privacy", 6, 6)
    );
    assert_eq!(record.concentration.provider, None);
}

#[test]
fn the_terminal_tells_it_in_every_language() {
    let mut open = sketch("ai-1", SAAS, &one(PRIVACY, Said::Planned));
    open.due = Some(day("2026-08-31"));
    let held = sketch("ai-2", SAAS, &one(PRIVACY, Said::Nobody));
    let (mut withdrawn, mut unclear) = (open.clone(), held.clone());
    withdrawn.due = None;
    unclear.models.clear();
    let (old, new, _) = pair(&[open, held], &[withdrawn, unclear]);
    let folder = tempfile::tempdir().unwrap();
    for (name, record) in [("old.json", &old), ("new.json", &new)] {
        std::fs::write(folder.path().join(name), record.to_json()).unwrap();
    }
    let said = |language: Language| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_unowned"));
        command.args(["diff", "old.json", "new.json", "--lang", language.id()]);
        let output = command.current_dir(folder.path()).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    };
    let expected = |language| match language {
        Language::En => [
            "1 of 2 systems in scope cannot be judged",
            "As on 31 December 2025, like for like: with an owner 100% → 100% (level)",
            "1 system can no longer be judged (System ai-2): 1 gap held (exposure 9, critical: 1)",
            "Promise taken back: 1 gap",
            "was promised for 31 Aug 2026",
            "Held, since its system cannot be judged: 1 gap",
        ],
        Language::De => [
            "1 von 2 Systemen im Umfang lässt sich nicht beurteilen",
            "Gleiches mit Gleichem verglichen: mit Verantwortlichen 100 % → 100 % (gleich)",
            "1 System lässt sich nicht mehr beurteilen (System ai-2): 1 Lücke in der Schwebe (Risikolast 9",
            "Zusage zurückgenommen: 1 Lücke",
            "war für 31. Aug. 2026 zugesagt",
            "In der Schwebe, da sich das System nicht beurteilen lässt: 1 Lücke",
        ],
        Language::Fr => [
            "1 système sur 2 dans le périmètre ne peut être évalué",
            "à périmètre égal : avec responsable 100 % → 100 % (inchangé)",
            "1 système ne peut plus être évalué (System ai-2) : 1 écart en suspens (exposition 9",
            "Promesse retirée : 1 écart",
            "était promis pour le 31 août 2026",
            "En suspens, son système ne pouvant être évalué : 1 écart",
        ],
        Language::Es => [
            "1 de 2 sistemas en alcance no puede valorarse",
            "a igual alcance: con responsable 100 % → 100 % (igual)",
            "1 sistema ya no puede valorarse (System ai-2): 1 brecha en suspenso (exposición 9",
            "Promesa retirada: 1 brecha",
            "estaba prometida para 31 ago. 2026",
            "En suspenso, pues su sistema no puede valorarse: 1 brecha",
        ],
    };
    let plain = |text: &str| text.replace(['\u{a0}', '\u{202f}'], " ");
    for language in Language::ALL {
        let said = plain(&said(language));
        for part in expected(language) {
            assert!(said.contains(&plain(part)), "{language}: {part}\n{said}");
        }
        assert!(!said.contains(['{', '}']), "{said}");
    }
}
