//! The sample organisation over its four quarters. The expected figures were worked out from the rows in `samples/organisation`
//! and the rules alone, apart from this program.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use jsonschema::Validator;
use serde_json::Value;
use unowned::chain::Since;
use unowned::compare::{Cause, Changes, Outlook, Withheld, changes};
use unowned::config::Config;
use unowned::export::Record;
use unowned::plan::Change;
use unowned::snapshot::{Bridge, Snapshot};
use unowned::{Analysis, Request, analyse};

use super::fixtures::day;
use super::sample_organisation::write_all;

const QUARTERS: [&str; 4] = ["2025-12-31", "2026-03-31", "2026-06-30", "2026-09-30"];

fn samples() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("samples")
}

/// Runs the four quarters one after the other, each finding the last beside it.
fn four_quarters() -> Vec<Snapshot> {
    runs().into_iter().map(|run| (*run.snapshot).clone()).collect()
}

fn runs() -> Vec<Analysis> {
    let folder = tempfile::tempdir().unwrap();
    let quarter = |(number, as_of): (usize, &&str)| {
        let mut config = Config::load(&samples().join("unowned.toml"), &super::JAIL).unwrap();
        config.matrix = (number < 2).then(|| samples().join("tarnbrook-matrix-2025.csv"));
        let request = Request {
            inventories: vec![samples().join(format!("tarnbrook-inventory-{as_of}.xlsx"))],
            as_of: day(as_of),
            config,
            jail: super::JAIL.clone(),
            since: Since::Beside(folder.path().to_owned()),
            allow_altered: false,
        };
        let analysis = analyse(&request).unwrap();
        fs::write(folder.path().join(format!("{as_of}.json")), analysis.snapshot.to_json()).unwrap();
        analysis
    };
    QUARTERS.iter().enumerate().map(quarter).collect()
}

#[test]
fn the_workbooks_are_what_the_program_writes() {
    let folder = tempfile::tempdir().unwrap();
    write_all(folder.path()).unwrap();
    for as_of in QUARTERS {
        let name = format!("tarnbrook-inventory-{as_of}.xlsx");
        let (written, kept) = (fs::read(folder.path().join(&name)), fs::read(samples().join(&name)));
        assert!(
            written.unwrap() == kept.unwrap(),
            "{name}: run 'cargo run --example sample_organisation'"
        );
    }
}

#[test]
fn four_quarters_give_the_figures_worked_out_by_hand() {
    let chain = four_quarters();
    let figures: Vec<_> = chain
        .iter()
        .map(|r| {
            let h = &r.headline;
            (
                h.gaps,
                h.critical,
                h.overdue,
                h.exposure,
                h.unowned,
                h.customer_obligations,
                h.provider_obligations,
            )
        })
        .collect();
    assert_eq!(
        figures,
        [
            (359, 58, 0, 2104, 73, 245, 190),
            (337, 43, 4, 1937, 54, 252, 203),
            (310, 37, 9, 1690, 43, 257, 206),
            (325, 35, 14, 1680, 40, 279, 220),
        ]
    );
    let past_term: Vec<_> = chain.iter().map(|r| r.headline.past_term).collect();
    assert_eq!(past_term, [0, 50, 184, 187]);
    let rates = &chain[3].headline;
    assert_eq!((rates.no_owner, rates.blanket, rates.accepted_exposure), (40, 51, 12));
    assert_eq!(rates.proven_rate, Some(0.444444)); // 124 of 279
    assert_eq!(rates.independent_rate, Some(0.168182)); // 37 of 220
    assert_eq!(rates.ownership_rate, Some(0.856631)); // 239 of 279
    assert_eq!(rates.in_place_rate, Some(0.448029)); // 125 of 279
    assert_eq!(rates.assured_rate, Some(0.218182)); // 48 of 220
}

fn bridge(numbers: [usize; 7]) -> Bridge {
    let [open_before, new, reopened, resolved, accepted, out_of_scope, open_now] = numbers;
    Bridge {
        open_before,
        new,
        reopened,
        resolved,
        accepted,
        out_of_scope,
        open_now,
        ..Bridge::default()
    }
}

/// The bridge without what it says beside its own steps.
fn counted(bridge: Bridge) -> Bridge {
    Bridge {
        verified: 0,
        claimed: 0,
        new_perhaps_renamed: 0,
        gone_perhaps_renamed: 0,
        ..bridge
    }
}

fn of(changes: &Changes, change: Change) -> Vec<String> {
    changes
        .gaps
        .iter()
        .filter(|g| g.change == change)
        .map(|g| g.id.to_string())
        .collect()
}

#[test]
fn four_quarters_tell_their_stories() {
    let chain = four_quarters();
    let [second, third, fourth] = [0, 1, 2].map(|n| changes(&chain[n], &chain[n + 1]));
    assert_eq!(counted(second.kept.bridge), bridge([359, 16, 0, 36, 2, 0, 337]));
    assert_eq!(counted(third.kept.bridge), bridge([337, 28, 3, 32, 0, 26, 310]));
    assert_eq!(counted(fourth.kept.bridge), bridge([310, 56, 3, 27, 0, 17, 325]));

    // The matrix: eleven duties that nobody owes any more, and what the new reading asks instead.
    let matrix = third.by_cause.iter().find(|c| c.cause == Cause::Matrix).unwrap();
    assert!(third.matrix.as_ref().unwrap().duties_differ && matrix.closed > 0 && matrix.new > 0);
    assert!(fourth.matrix.is_none());

    // Systems: one settled rename, one that is only possible, one retired, one that became an agent.
    let renamed: Vec<_> = third
        .systems
        .renamed
        .iter()
        .map(|r| (r.before.id.as_str(), r.now.id.as_str()))
        .collect();
    assert_eq!(renamed, [("AI-012", "CS-12")]);
    assert_eq!(third.systems.retired[0].id, "AI-018");
    assert_eq!(third.systems.reclassified[0].system.id, "AI-023");
    let possible = &fourth.systems.possibly_renamed[0];
    assert_eq!(
        (possible.before.id.as_str(), possible.now.id.as_str()),
        ("AI-020", "MK-02")
    );
    assert_eq!((possible.gaps_before, fourth.kept.bridge.out_of_scope), (17, 17));

    // An acceptance that lapsed, an owner who was lost, and a duty that had been done in between.
    let reopened = [
        "AI-004/data-privacy",
        "AI-005/network-security",
        "AI-008/user-access-control",
    ];
    assert_eq!(of(&fourth, Change::Reopened), reopened);
    assert_eq!(of(&fourth, Change::Worsened), ["AI-022/network-security"]);
    assert_eq!(of(&fourth, Change::Improved).len(), 15);
    assert_eq!(
        (
            fourth.kept.slipped.len(),
            fourth.kept.missed.len(),
            fourth.long_open.len()
        ),
        (21, 6, 228)
    );
    let twice = chain[2]
        .gaps
        .iter()
        .find(|g| g.gap.id == "AI-001/data-privacy")
        .unwrap();
    assert_eq!((twice.slips, twice.due), (2, day("2026-12-31")));

    // The matrix was changed with the third report: two reports rest on the one of today.
    assert_eq!(fourth.forecast.outlook, Outlook::Withheld);
    assert_eq!(fourth.forecast.withheld, Some(Withheld::Matrix));
    let credit: BTreeMap<_, _> = fourth.credit.iter().map(|c| (c.owner.as_str(), c.gaps)).collect();
    assert_eq!(
        credit.values().sum::<usize>() > 0,
        fourth.closed.iter().any(|g| !g.credit.is_empty())
    );
    assert_eq!(fourth.new.quarter, "Q3 2026");
}

/// A schema that takes no key but those it names.
fn closed(mut schema: Value) -> Value {
    match &mut schema {
        Value::Object(keys) => {
            keys.values_mut().for_each(|inner| *inner = closed(inner.take()));
            if keys.contains_key("properties") {
                keys.entry("additionalProperties").or_insert(false.into());
            }
        }
        Value::Array(all) => all.iter_mut().for_each(|inner| *inner = closed(inner.take())),
        _ => {}
    }
    schema
}

/// Where a value is not as a schema says.
fn errors(schema: &Validator, written: &Value) -> Vec<String> {
    let errors = schema.iter_errors(written);
    errors.map(|e| format!("{}: {e}", e.instance_path())).collect()
}

#[test]
fn every_record_is_as_the_published_schema_says_and_holds_no_key_beyond_it() {
    let published = fs::read_to_string(samples().join("../schema/record-2.schema.json")).unwrap();
    let schema = jsonschema::validator_for(&closed(serde_json::from_str(&published).unwrap())).unwrap();
    for run in runs() {
        let bare = Record::new(&run.snapshot, run.changes.as_ref());
        let whole = bare.clone().understood(&run.reading.sheets, &run.findings);
        for record in [bare, whole] {
            let mut record: Value = serde_json::from_str(&record.json().unwrap()).unwrap();
            assert_eq!(errors(&schema, &record), Vec::<String>::new(), "{}", run.snapshot.as_of);
            record["snapshot"]["gaps"][0]["severity"] = "dreadful".into();
            record["snapshot"]["headline"]["verdict"] = "All is well.".into();
            assert_eq!(errors(&schema, &record).len(), 2);
        }
    }
}
