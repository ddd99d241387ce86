//! Records of the first schema: what was ever handed out is read for good, and carried over.

use serde_json::Value;
use unowned::assess::{GapKind, Severity};
use unowned::compare::{Cause, Withheld, changes};
use unowned::framework::DeploymentModel;
use unowned::inventory::{IdSource, Inventory};
use unowned::plan::{Change, DatedGap, Figures};
use unowned::snapshot::{Closing, ImpactSource, NoVerdict, Snapshot};

use super::fixtures::{self, Terms, day, record};

const KEPT: &[u8] = include_bytes!("schema-1.json");

fn kept() -> Snapshot {
    let read = Snapshot::from_json(KEPT).unwrap();
    assert!(read.intact, "its checksum is that of its own bytes");
    assert_eq!(read.contradiction, None);
    read.snapshot
}

fn gap<'a>(record: &'a Snapshot, id: &str) -> &'a DatedGap {
    record.gaps.iter().find(|gap| gap.gap.id == id).unwrap()
}

/// The record with something set otherwise, as if it had been written so.
fn with(change: impl Fn(&mut Value)) -> Snapshot {
    let mut record: Value = serde_json::from_slice(KEPT).unwrap();
    change(&mut record);
    Snapshot::from_json(&serde_json::to_vec(&record).unwrap())
        .unwrap()
        .snapshot
}

#[test]
fn the_record_is_as_the_schema_of_then_says() {
    let schema: Value = serde_json::from_str(include_str!("../../schema/snapshot-1.schema.json")).unwrap();
    let schema = jsonschema::validator_for(&schema).unwrap();
    let record: Value = serde_json::from_slice(KEPT).unwrap();
    let errors: Vec<_> = schema
        .iter_errors(&record)
        .map(|e| format!("{}: {e}", e.instance_path()))
        .collect();
    // The very first records did not say on which side an accepted risk is: it is always ours.
    assert_eq!(errors, ["/accepted/0: \"side\" is a required property"]);
}

#[test]
fn the_promise_is_what_was_stated_and_the_term_what_the_first_sight_makes_of_it() {
    let record = kept();
    assert_eq!(
        (record.schema.as_str(), record.by_earlier_rules()),
        ("unowned/snapshot/1", true)
    );
    let stated = gap(&record, "ai-1/data-privacy");
    assert_eq!(
        (stated.promised, stated.due),
        (Some(day("2026-08-31")), day("2026-08-31"))
    );
    assert_eq!(stated.gap.promises, [day("2026-08-31")]);
    // High, first seen on 31 March: 90 days.
    assert_eq!((stated.gap.severity, stated.term), (Severity::High, day("2026-06-29")));
    assert!(!stated.overdue && !stated.past_term);

    let unstated = gap(&record, "ai-1/monitoring-and-logging");
    assert_eq!(
        (unstated.promised, unstated.due, unstated.term),
        (None, day("2026-04-30"), day("2026-04-30"))
    );
    assert!(unstated.gap.promises.is_empty());
    assert!(!unstated.overdue && unstated.past_term, "nobody had promised anything");
    assert_eq!((record.headline.overdue, record.headline.past_term), (0, 15));
}

#[test]
fn systems_keep_how_their_impact_and_their_id_were_known() {
    let record = kept();
    let sources: Vec<_> = record.systems.iter().map(|s| (s.impact_source, s.id_source)).collect();
    assert_eq!(sources, [(ImpactSource::Stated, IdSource::Column); 2]);
    let assumed = with(|record| {
        record["systems"][0]["impact_assumed"] = true.into();
        record["systems"][0]["id"] = "staff-assistant".into();
    });
    assert_eq!(assumed.systems[0].impact_source, ImpactSource::Assumed);
    assert_eq!(assumed.systems[0].id_source, IdSource::Slug);
}

#[test]
fn what_was_in_place_is_so_since_that_report_at_least() {
    let record = kept();
    let since: Vec<_> = record
        .obligations
        .iter()
        .filter_map(|o| Some((o.domain.id(), o.in_place_since?)))
        .collect();
    assert_eq!(since, [("user-access-control", day("2026-06-30"))]);
    assert!(record.obligations.iter().all(|o| !o.proven && o.assured_by.is_none()));
}

#[test]
fn old_gaps_have_the_weights_of_today() {
    assert_eq!(kept().rules.weights.unverified, 2);
    let unverified = |record: &mut Value| {
        record["gaps"][4]["kind"] = "unverified".into();
        record["gaps"][4]["weight"] = 1.into();
        record["gaps"][4]["score"] = 3.into();
        record["gaps"][4]["severity"] = "medium".into();
    };
    let record = with(unverified);
    let weighed = gap(&record, "ai-1/data-privacy");
    assert_eq!(weighed.gap.kind, GapKind::Unverified);
    assert_eq!(
        (weighed.gap.weight, weighed.gap.score, weighed.gap.severity),
        (2, 6, Severity::High)
    );
    assert_eq!(
        weighed.term,
        day("2026-09-27"),
        "a medium gap had been given 180 days, and they stay"
    );
    // A weight that somebody chose is that of today, too.
    let chosen = with(|record| {
        unverified(record);
        record["rules"]["weights"]["unverified"] = 3.into();
    });
    assert_eq!(gap(&chosen, "ai-1/data-privacy").gap.weight, 3);
}

#[test]
fn what_was_closed_accepted_planned_and_told_of_earlier_reports_is_carried_over() {
    let record = kept();
    let closed = &record.closed[0];
    assert_eq!(
        (closed.how, closed.proof, &closed.credit[..]),
        (Closing::Resolved, None, &["Olufemi Adeyemi".to_owned()][..])
    );
    assert_eq!((closed.gap.promised, closed.gap.term), (None, day("2026-04-30")));
    assert_eq!(
        (record.accepted[0].approver.as_str(), record.accepted[0].score),
        ("Ellen Marchetti", 0)
    );
    assert!(record.unjudged.is_empty() && record.asked.is_empty() && record.decisions.is_empty());

    let action = &record.actions[0];
    assert_eq!((action.key.as_str(), action.score), ("obtain/OpenAI", 66));
    assert_eq!(
        (action.effect, action.after),
        (Figures::default(), Figures::default()),
        "nothing is claimed of it"
    );
    assert_eq!((action.ask_by, action.overdue, action.rows), (day("2026-06-30"), 0, 0));

    // Later records of the first schema have no titles.
    let untitled = with(|record| {
        let actions = record["actions"].as_array_mut().unwrap();
        actions
            .iter_mut()
            .for_each(|action| _ = action.as_object_mut().unwrap().shift_remove("title"));
    });
    assert_eq!(untitled.actions[0].title, "obtain/OpenAI");

    assert_eq!(record.headline.no_owner, 6); // a third of nine have one
    let past = &record.history[0];
    assert_eq!((past.headline.no_owner, past.headline.gaps), (7, 23));
    assert_eq!(past.schema.as_deref(), Some("unowned/snapshot/1"));
    assert!(past.systems_changed.none());
}

/// The next quarter of the organisation: nothing is written down of the first system any more, and its provider says nothing.
fn next() -> Inventory {
    let mut inventory = Inventory::default();
    let saas = [DeploymentModel::Saas];
    for (row, (id, name, models)) in [("AI-1", "Staff assistant", &saas[..]), ("ai-2", "Driving score", &[])]
        .into_iter()
        .enumerate()
    {
        let system = fixtures::system(row as u32 + 1, id, name, models);
        inventory.systems.push(unowned::inventory::System {
            vendor: Some("OpenAI".to_owned()),
            criticality: Some(unowned::inventory::Criticality::High),
            ..system
        });
    }
    inventory
}

#[test]
fn against_it_dates_are_kept_and_no_verdict_is_given() {
    let before = kept();
    let now = record(&next(), day("2026-09-30"), Some(&before), &Terms::default());
    let found = changes(&before, &now);
    assert_eq!(
        (found.kept.verdict, found.kept.no_verdict),
        (None, Some(NoVerdict::EarlierRules))
    );
    assert_eq!(found.kept.like_for_like, None);
    assert_eq!(found.forecast.withheld, Some(Withheld::Rules));

    let same = gap(&now, "AI-1/monitoring-and-logging");
    assert_eq!(
        (same.change, same.first_seen, same.term),
        (Change::Open, day("2026-03-31"), day("2026-04-30"))
    );
    // Its promise is gone, and nobody owns it: what the rules of today read more strictly.
    let moved = found.gaps.iter().find(|g| g.id == "AI-1/data-privacy").unwrap();
    assert_eq!((moved.change, moved.cause), (Change::Worsened, Cause::Rules));
    assert_eq!(found.kept.withdrawn[0].promised_before, day("2026-08-31"));
    let opened = found.gaps.iter().find(|g| g.id == "AI-1/user-access-control").unwrap();
    assert_eq!((opened.change, opened.cause), (Change::Reopened, Cause::Rules));
    let accepted = found.gaps.iter().find(|g| g.id == "AI-1/incident-response").unwrap();
    assert_eq!((accepted.change, accepted.cause), (Change::New, Cause::Rules));
    assert!(now.history[0].schema.is_some() && now.history[1].schema.is_some());
    assert_eq!(now.compared_with.as_ref().unwrap().schema, "unowned/snapshot/1");
}
