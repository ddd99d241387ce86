//! Records of the first schema, carried over. In: such a record as JSON. Out: the same in the shape of today, as far as it can be
//! told: the promise is what was stated, the term what our standard made of the first sight, the weights are those of today. The
//! name of its schema stays, so that whoever compares knows that other rules judged it.

use std::collections::BTreeSet;
use std::str::FromStr;

use chrono::{Days, NaiveDate};
use serde_json::{Map, Value, json};

use crate::config::{Rules, Weights};
use crate::inventory::slug;

/// What the first schema gave a duty whose state is not known, where nothing else was set.
const UNVERIFIED_THEN: u64 = 1;

/// One JSON object.
type Object = Map<String, Value>;

/// Carries a record of the first schema over. What it has in the shape of today already stays.
pub fn carried_over(record: &mut Value) {
    let Some(as_of) = day(record.get("as_of")) else {
        return;
    };
    weigh_as_today(record);
    let rules: Rules = record
        .get("rules")
        .and_then(|rules| serde_json::from_value(rules.clone()).ok())
        .unwrap_or_default();
    each(record, "systems", system);
    each(record, "obligations", |duty| obligation(duty, as_of));
    for list in ["gaps", "closed"] {
        each(record, list, |dated| gap(dated, &rules, as_of));
    }
    let overdue = overdue(record);
    each(record, "actions", |one| action(one, &overdue, as_of));
    let schema = record.get("schema").cloned().unwrap_or_default();
    each(record, "history", |past| {
        fill(past, "schema", schema.clone());
        if let Some(figures) = past.get_mut("headline") {
            no_owner(figures);
        }
    });
    headline(record);
}

/// Does something to every object of a list.
fn each(record: &mut Value, list: &str, change: impl Fn(&mut Object)) {
    let all = record.get_mut(list).and_then(Value::as_array_mut);
    all.into_iter()
        .flatten()
        .filter_map(Value::as_object_mut)
        .for_each(change);
}

fn day(value: Option<&Value>) -> Option<NaiveDate> {
    NaiveDate::from_str(value?.as_str()?).ok()
}

/// Sets a key that is not there yet.
fn fill(object: &mut Object, key: &str, value: impl Into<Value>) {
    if !object.contains_key(key) {
        object.insert(key.to_owned(), value.into());
    }
}

/// The weight that was the usual one then becomes the usual one of today; one that somebody chose stays.
fn weigh_as_today(record: &mut Value) {
    let weight = record.pointer_mut("/rules/weights/unverified");
    if let Some(weight) = weight.filter(|weight| weight.as_u64() == Some(UNVERIFIED_THEN)) {
        *weight = Weights::default().unverified.into();
    }
}

fn system(system: &mut Object) {
    let assumed = system.get("impact_assumed").and_then(Value::as_bool).unwrap_or(false);
    fill(system, "impact_source", if assumed { "assumed" } else { "stated" });
    let text = |key: &str| system.get(key).and_then(Value::as_str).unwrap_or_default();
    let of_name = text("id") == slug(text("name"));
    fill(system, "id_source", if of_name { "slug" } else { "column" });
}

/// Since when a duty was in place is not known; on the day of the record it was.
fn obligation(duty: &mut Object, as_of: NaiveDate) {
    let state = duty.get("customer").and_then(Value::as_str);
    if matches!(state, Some("in-place" | "stale")) {
        fill(duty, "in_place_since", as_of.to_string());
    }
}

fn gap(gap: &mut Object, rules: &Rules, as_of: NaiveDate) {
    let promised = day(gap.get("stated_due"));
    fill(gap, "promised", promised.map(|day| day.to_string()));
    let promises: Vec<String> = promised.iter().map(NaiveDate::to_string).collect();
    fill(gap, "promises", promises);
    let days = match gap.get("severity").and_then(Value::as_str) {
        Some("critical") => rules.due_days.critical,
        Some("high") => rules.due_days.high,
        Some("medium") => rules.due_days.medium,
        _ => rules.due_days.low,
    };
    let Some(term) = day(gap.get("first_seen")).and_then(|seen| seen.checked_add_days(Days::new(days.into()))) else {
        return;
    };
    fill(gap, "term", term.to_string());
    fill(gap, "past_term", promised.is_none() && term < as_of);
    gap.insert("overdue".to_owned(), promised.is_some_and(|day| day < as_of).into());
    reweighed(gap, rules);
}

/// The weight of its kind today, with what follows from it.
fn reweighed(gap: &mut Object, rules: &Rules) {
    let kind = gap.get("kind").and_then(Value::as_str);
    let weights = rules.weights.each();
    let weight = weights
        .iter()
        .find(|(known, _)| Some(*known) == kind)
        .map(|(_, weight)| u64::from(*weight));
    let impact = gap.get("impact").and_then(Value::as_u64);
    let (Some(weight), Some(impact)) = (weight, impact) else {
        return;
    };
    let score = weight * impact;
    let from = |threshold: u32| score >= u64::from(threshold);
    let severity = match () {
        () if from(rules.thresholds.critical) => "critical",
        () if from(rules.thresholds.high) => "high",
        () if from(rules.thresholds.medium) => "medium",
        () => "low",
    };
    gap.insert("weight".to_owned(), weight.into());
    gap.insert("score".to_owned(), score.into());
    gap.insert("severity".to_owned(), severity.into());
}

/// Ids of the gaps whose promise was missed.
fn overdue(record: &Value) -> BTreeSet<String> {
    let gaps = record.get("gaps").and_then(Value::as_array).into_iter().flatten();
    let late = gaps.filter(|gap| gap.get("overdue").and_then(Value::as_bool) == Some(true));
    late.filter_map(|gap| Some(gap.get("id")?.as_str()?.to_owned()))
        .collect()
}

/// What an action would change was summed up then, and not worked out: nothing is claimed of it.
fn action(action: &mut Object, overdue: &BTreeSet<String>, as_of: NaiveDate) {
    let gaps = action.get("gaps").and_then(Value::as_array);
    let late = gaps.map_or(0, |gaps| {
        gaps.iter()
            .filter_map(Value::as_str)
            .filter(|id| overdue.contains(*id))
            .count()
    });
    action.insert("overdue".to_owned(), late.into());
    let ask_by = day(action.get("due")).map_or(as_of, |due| due.max(as_of));
    fill(action, "ask_by", ask_by.to_string());
    fill(action, "rows", 0);
    let key = action.get("key").cloned().unwrap_or_default();
    fill(action, "title", key);
    for figures in ["effect", "after"] {
        fill(
            action,
            figures,
            json!({"unowned": 0, "critical": 0, "gaps": 0, "exposure": 0}),
        );
    }
}

/// The figures that the first schema did not tell apart, told from its gaps.
fn headline(record: &mut Value) {
    let gaps = record.get("gaps").and_then(Value::as_array);
    let count = |key: &str| {
        let is = |gap: &&Value| gap.get(key).and_then(Value::as_bool) == Some(true);
        gaps.map_or(0, |gaps| gaps.iter().filter(is).count())
    };
    let (overdue, past_term) = (count("overdue"), count("past_term"));
    let Some(figures) = record.get_mut("headline") else {
        return;
    };
    no_owner(figures);
    if let Some(figures) = figures.as_object_mut() {
        figures.insert("overdue".to_owned(), overdue.into());
        fill(figures, "past_term", past_term);
    }
}

/// How many duties of ours had no owner: what the rate leaves.
fn no_owner(figures: &mut Value) {
    let number = |key: &str| figures.get(key).and_then(Value::as_f64);
    let rate = number("ownership_rate").unwrap_or(1.0);
    let left = number("customer_obligations").map(|duties| (duties * (1.0 - rate)).round());
    if let (Some(left), Some(figures)) = (left, figures.as_object_mut()) {
        fill(figures, "no_owner", left as u64);
    }
}
