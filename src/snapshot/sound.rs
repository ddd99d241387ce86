//! Whether a record agrees with itself. In: a record that somebody sent. Out: the first place where it says two different things.
//! Everything that follows from something else in it is worked out again: the figures from systems, duties and gaps, the gaps from
//! the duties, the scores from the rules, the dates from the history.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use serde_json::Value;

use super::{Headline, Snapshot, headline};
use crate::assess::{Duty, Gap, GapId, GapKind, Severity};
use crate::message::{Message, sentence};
use crate::plan::DatedGap;

/// What the rules of the first schema counted as today's do; the other figures it did not have, or took from other weights.
const COUNTED_ALIKE: [&str; 7] = [
    "systems",
    "in_scope",
    "unclassified",
    "customer_obligations",
    "provider_obligations",
    "gaps",
    "unowned",
];
/// The highest impact of a system.
const HIGHEST_IMPACT: u32 = 4;

/// The figures as a record states them, before anything is carried over.
pub struct Figures {
    /// Those of page one.
    stated: Value,
    /// What its own gaps give, for a record whose weights are not those of today.
    from_gaps: [(&'static str, u64); 2],
}

impl Figures {
    /// Those of a record of today's schema, with its headline as it is written.
    pub fn stated(headline: Value, record: &Snapshot) -> Self {
        let critical = record.gaps.iter().filter(|gap| gap.gap.severity == Severity::Critical);
        let scores = record.gaps.iter().map(|gap| u64::from(gap.gap.score));
        Self {
            stated: headline,
            from_gaps: [("critical", critical.count() as u64), ("exposure", scores.sum())],
        }
    }

    /// Takes them from a record as it is written.
    pub fn stated_in(record: &Value) -> Self {
        let gaps = || record.get("gaps").and_then(Value::as_array).into_iter().flatten();
        let critical = gaps().filter(|gap| gap.get("severity").and_then(Value::as_str) == Some("critical"));
        let scores = gaps().filter_map(|gap| gap.get("score")?.as_u64());
        Self {
            stated: record.get("headline").cloned().unwrap_or_default(),
            from_gaps: [
                ("critical", critical.count() as u64),
                ("exposure", scores.fold(0, u64::saturating_add)),
            ],
        }
    }

    /// The first contradiction in the record that they stand in.
    pub fn contradiction(&self, record: &Snapshot) -> Option<Message> {
        let gaps = || record.gaps.iter().map(|dated| (dated, &record.as_of));
        gaps()
            .find_map(|(gap, _)| arithmetic(&gap.gap, record))
            .or_else(|| gaps().find_map(|(gap, as_of)| dates(gap, *as_of)))
            .or_else(|| systems(record))
            .or_else(|| duties(record))
            .or_else(|| self.headline(record))
            .or_else(|| history(record))
            .or_else(|| days_of_reports(record))
    }

    /// The figures against what they count.
    fn headline(&self, record: &Snapshot) -> Option<Message> {
        let mut counted = headline::of(&record.systems, &record.obligations, &record.accepted, &record.gaps);
        counted.round_shares();
        let counted = serde_json::to_value(counted).ok()?;
        let told = |figure: &str, counted: &Value| {
            let said = self.stated.get(figure)?;
            (!equal(said, counted)).then(|| {
                sentence!(
                    "{figure} is {said}, and what stands below gives {counted}",
                    figure,
                    said = said.to_string(),
                    counted = counted.to_string()
                )
            })
        };
        if record.by_earlier_rules() {
            let alike = COUNTED_ALIKE.iter().find_map(|figure| told(figure, &counted[*figure]));
            let mut weighed = self.from_gaps.iter();
            return alike.or_else(|| weighed.find_map(|(figure, sum)| told(figure, &Value::from(*sum))));
        }
        let figures = counted.as_object().into_iter().flatten();
        figures.map(|(figure, value)| told(figure, value)).find_map(|told| told)
    }
}

/// The figures in which two headlines differ: the name, and each of the two values.
pub fn differing(one: &Headline, other: &Headline) -> Vec<(String, String, String)> {
    let object = |figures: &Headline| serde_json::to_value(figures).unwrap_or_default();
    let (one, other) = (object(one), object(other));
    let figures = one.as_object().into_iter().flatten();
    figures
        .filter(|(figure, value)| !equal(value, &other[figure.as_str()]))
        .map(|(figure, value)| (figure.clone(), value.to_string(), other[figure.as_str()].to_string()))
        .collect()
}

/// Whether two figures are the same, however they are written; shares to six decimals.
fn equal(one: &Value, other: &Value) -> bool {
    match (one.as_f64(), other.as_f64()) {
        (Some(one), Some(other)) => (one - other).abs() < 1e-9,
        _ => one == other,
    }
}

/// Weight, impact, score and severity of a gap, by the record's own rules.
fn arithmetic(gap: &Gap, record: &Snapshot) -> Option<Message> {
    let rules = &record.rules;
    let weight = gap.kind.weight(&rules.weights);
    let id = gap.id.to_string();
    match () {
        () if gap.weight != weight => Some(sentence!(
            "'{id}' weighs {said}, and its kind weighs {weight}",
            id,
            said = gap.weight,
            weight
        )),
        () if gap.impact == 0 || gap.impact > HIGHEST_IMPACT => {
            Some(sentence!("'{id}' has the impact {impact}", id, impact = gap.impact))
        }
        () if weight.checked_mul(gap.impact) != Some(gap.score) => Some(sentence!(
            "'{id}' scores {score}, and is {weight} x {impact}",
            id,
            score = gap.score,
            weight,
            impact = gap.impact
        )),
        () if gap.severity != Severity::of(gap.score, rules) => Some(sentence!(
            "'{id}' is {severity}, and its score is {score}",
            id,
            severity = gap.severity.id(),
            score = gap.score
        )),
        () => None,
    }
}

/// What follows from the dates of a gap.
fn dates(gap: &DatedGap, as_of: NaiveDate) -> Option<Message> {
    let sound = gap.due == gap.promised.unwrap_or(gap.term)
        && gap.overdue == gap.promised.is_some_and(|day| day < as_of)
        && gap.past_term == (gap.promised.is_none() && gap.term < as_of)
        && gap.age_days == (as_of - gap.first_seen).num_days();
    (!sound).then(|| sentence!("the dates of '{id}' do not fit each other", id = gap.gap.id.to_string()))
}

/// Which systems count, and that each gap and duty is of one that does.
fn systems(record: &Snapshot) -> Option<Message> {
    let counting: BTreeSet<&str> = record
        .systems
        .iter()
        .filter(|s| s.in_scope())
        .map(|s| s.id.as_str())
        .collect();
    let gaps = record.gaps.iter().map(|gap| gap.gap.id.system.as_str());
    let duties = record.obligations.iter().map(|duty| duty.system.as_str());
    if let Some(unknown) = gaps.chain(duties).find(|system| !counting.contains(system)) {
        return Some(sentence!(
            "there is a gap or a duty of '{unknown}', which is no system that counts",
            unknown
        ));
    }
    let left_out = record.systems.iter().filter(|s| !s.in_scope()).map(|s| &s.id);
    (!left_out.eq(&record.out_of_scope)).then(|| "the systems that do not count are not those out of scope".into())
}

/// The gaps against the states of the duties.
fn duties(record: &Snapshot) -> Option<Message> {
    let mut owed: BTreeMap<GapId, GapKind> = BTreeMap::new();
    for duty in &record.obligations {
        let of = |duty_of| GapId::new(&duty.system, duty_of);
        let ours = duty.customer.and_then(|state| state.gap());
        let theirs = duty.provider.and_then(|state| state.gap());
        owed.extend(ours.map(|kind| (of(Duty::Ours(duty.domain)), kind)));
        owed.extend(theirs.map(|kind| (of(Duty::Theirs(duty.domain)), kind)));
    }
    let without_model = record.systems.iter().filter(|s| s.in_scope() && s.models.is_empty());
    owed.extend(without_model.map(|s| (GapId::new(&s.id, Duty::Unclassified), GapKind::Unclassified)));
    for gap in record.gaps.iter().map(|gap| &gap.gap) {
        match owed.remove(&gap.id) {
            Some(kind) if kind == gap.kind => {}
            Some(kind) => {
                return Some(sentence!(
                    "'{id}' is {kind}, and its duty {duty}",
                    id = gap.id.to_string(),
                    kind = gap.kind.id(),
                    duty = kind.id()
                ));
            }
            None => {
                return Some(sentence!(
                    "nothing gives rise to the gap '{id}'",
                    id = gap.id.to_string()
                ));
            }
        }
    }
    let missing = owed.into_iter().next();
    missing.map(|(id, kind)| {
        sentence!(
            "the gap '{id}' ({kind}) is missing",
            id = id.to_string(),
            kind = kind.id()
        )
    })
}

/// The chain of reports: in order, whole, and ending at the one that this record was compared with.
fn history(record: &Snapshot) -> Option<Message> {
    let dates = record.history.iter().map(|past| past.as_of);
    if !dates.chain([record.as_of]).is_sorted_by(|a, b| a < b) {
        return Some("its earlier reports do not stand in the order of their dates".into());
    }
    if record.by_earlier_rules() {
        return None;
    }
    let last = record
        .history
        .last()
        .map(|past| (past.as_of, past.snapshot_sha256.as_str()));
    let with = record
        .compared_with
        .as_ref()
        .map(|with| (with.as_of, with.sha256.as_str()));
    (last != with).then(|| "the last of its earlier reports is not the one that it was compared with".into())
}

/// What a report was the first to see or to close bears the day of a report of the chain.
fn days_of_reports(record: &Snapshot) -> Option<Message> {
    let days: BTreeSet<NaiveDate> = record
        .history
        .iter()
        .map(|past| past.as_of)
        .chain([record.as_of])
        .collect();
    let seen = record.gaps.iter().map(|gap| (&gap.gap.id, gap.first_seen));
    let closed = record.closed_earlier.iter().map(|(id, day)| (id, *day));
    let (id, day) = seen.chain(closed).find(|(_, day)| !days.contains(day))?;
    Some(sentence!(
        "'{id}' rests on a report of {day}, which is not among its earlier reports",
        id = id.to_string(),
        day
    ))
}
