//! The sentences of page one. In: the facts and what changed. Out: the verdict and what belongs to it, what changed in three lines,
//! what matters. Each is said only where it is so.

use crate::assess::{CustomerState, Severity};
use crate::compare::{Changes, phrases};
use crate::inventory::Classification;
use crate::plan::Change;
use crate::report::accepted::SOON;
use crate::report::facts::Facts;
use crate::snapshot::{Closing, SystemRecord};

/// How many systems one sentence names.
const NAMED: usize = 4;
/// How many sentences stand beside the verdict at most; the page on what changed has them all.
const BESIDE: usize = 3;

/// The verdict, and the sentences behind it.
pub fn verdict(facts: &Facts<'_>, changes: Option<&Changes>) -> (String, Vec<String>) {
    let now = &facts.snapshot.headline;
    let judged_few = phrases::cannot_judge(facts.words, now).filter(|_| now.unclassified < now.in_scope);
    let with = facts.snapshot.compared_with.as_ref();
    let unrelated = with.and_then(|with| phrases::unrelated(facts.words, with));
    let mut said: Vec<_> = unrelated.into_iter().collect();
    said.extend(few_rows(facts, true));
    let few = judged_few.is_some();
    match changes {
        // It begins with what cannot be judged, if that is much.
        Some(changes) => said.push(phrases::verdict(facts.words, changes, now)),
        None => said.extend(judged_few),
    }
    said.push(counted(facts));
    // The count leads, unless something has to be known before any count is read.
    let lead = if said.len() > 1 && !few && changes.is_some() {
        said.len() - 1
    } else {
        0
    };
    let lead = said.remove(lead);
    said.extend(behind(facts, few));
    said.retain(|sentence| !sentence.is_empty());
    (lead, said)
}

/// The count that matters, with what it is a part of, now and then.
fn counted(facts: &Facts<'_>) -> String {
    let (words, now) = (facts.words, &facts.snapshot.headline);
    let all = words.number(now.customer_obligations);
    match () {
        () if now.in_scope == 0 => words.text("verdict.no_systems"),
        () if now.unclassified == now.in_scope => words.count("verdict.all_unclassified", now.in_scope, &[]),
        () if now.no_owner > 0 => without_owner(facts, &all),
        () if now.gaps == 0 => words.count("verdict.clean", now.customer_obligations, &[]),
        () if now.customer_obligations == 0 => words.text("verdict.none_ours"),
        () => {
            let gaps = words.number(now.gaps);
            words.count("verdict.owned", now.customer_obligations, &[("gaps", &gaps)])
        }
    }
}

fn without_owner(facts: &Facts<'_>, all: &str) -> String {
    let (words, snapshot) = (facts.words, facts.snapshot);
    let now = snapshot.headline.no_owner;
    match snapshot.history.last() {
        None => words.count("verdict.unowned", now, &[("all", all)]),
        Some(past) => {
            let before = words.number(past.headline.no_owner);
            let before_all = words.number(past.headline.customer_obligations);
            let period = facts.periods.name(past.as_of);
            let values = [
                ("all", all),
                ("before", &before),
                ("before_all", &before_all),
                ("period", &period),
            ];
            words.count("verdict.unowned_before", now, &values)
        }
    }
}

fn behind(facts: &Facts<'_>, judged_few: bool) -> Vec<String> {
    let (words, now) = (facts.words, &facts.snapshot.headline);
    let mut said = Vec::new();
    if now.no_owner > 0 && now.no_owner == now.customer_obligations {
        said.push(words.text("context.silent"));
    }
    if now.gaps == 0 && now.in_scope > 0 {
        said.push(clean_bill(facts));
    }
    if now.critical > 0 {
        let all = words.number(now.gaps);
        said.push(words.count("context.critical", now.critical, &[("all", &all)]));
    }
    if !judged_few && now.unclassified > 0 && now.unclassified < now.in_scope {
        said.push(words.count("context.unclassified", now.unclassified, &[]));
    }
    said.extend(few_rows(facts, false));
    said
}

/// Rows of controls that could not be used: first of all where they are most of them, else at the end.
fn few_rows(facts: &Facts<'_>, most: bool) -> Option<String> {
    let (rows, unused) = facts.snapshot.unused_control_rows();
    let all = facts.words.number(rows);
    let told = || facts.words.count("context.unused", unused, &[("all", &all)]);
    (unused > 0 && (unused * 2 > rows) == most).then(told)
}

/// What "no gap" rests on.
fn clean_bill(facts: &Facts<'_>) -> String {
    let (words, snapshot) = (facts.words, facts.snapshot);
    let duties = snapshot.obligations.iter();
    let accepted = duties.filter(|o| o.customer == Some(CustomerState::Accepted)).count();
    let counted = [
        ("context.clean_accepted", accepted),
        ("context.clean_never", snapshot.never_reviewed()),
        ("context.clean_warnings", snapshot.warnings.len()),
    ];
    let told = counted.into_iter().filter(|(_, n)| *n > 0);
    let told: Vec<_> = told.map(|(key, n)| words.count(key, n, &[])).collect();
    match told.is_empty() {
        true => words.text("context.clean_bare"),
        false => words.say("context.clean", &[("list", &words.list(&told))]),
    }
}

/// Three lines: like for like, what was closed, what came. In a first report, what will stand there.
pub fn changed(facts: &Facts<'_>, changes: Option<&Changes>) -> Vec<String> {
    let (words, snapshot) = (facts.words, facts.snapshot);
    if snapshot.history.is_empty() {
        return vec![words.text("changed.first")];
    }
    let beside = changes
        .map(|changes| phrases::beside(words, changes))
        .unwrap_or_default();
    let mut beside = beside.into_iter().take(BESIDE);
    let like_for_like = beside.next();
    let said = like_for_like.into_iter().chain([closed(facts), came(facts)]);
    said.chain(beside).collect()
}

fn closed(facts: &Facts<'_>) -> String {
    let (words, closed) = (facts.words, &facts.snapshot.closed);
    let how = |how: &[Closing]| closed.iter().filter(|c| how.contains(&c.how)).count();
    let counted = [
        ("closed.resolved", how(&[Closing::Resolved])),
        ("closed.accepted", how(&[Closing::Accepted])),
        (
            "closed.elsewhere",
            how(&[Closing::SystemRetired, Closing::SystemGone, Closing::NoLongerOwed]),
        ),
    ];
    let told = counted.into_iter().filter(|(_, n)| *n > 0);
    let told: Vec<_> = told.map(|(key, n)| words.count(key, n, &[])).collect();
    match told.is_empty() {
        true => words.text("changed.none_closed"),
        false => words.count("changed.closed", closed.len(), &[("list", &told.join(", "))]),
    }
}

fn came(facts: &Facts<'_>) -> String {
    let words = facts.words;
    let came = |change| facts.snapshot.gaps.iter().filter(|g| g.change == change).count();
    let counted = [
        ("came.n_reopened", came(Change::Reopened)),
        ("came.n_improved", came(Change::Improved)),
        ("came.n_worsened", came(Change::Worsened)),
    ];
    let told = counted.into_iter().filter(|(_, n)| *n > 0);
    let told: Vec<_> = told.map(|(key, n)| words.count(key, n, &[])).collect();
    let new = words.count("changed.came", came(Change::New), &[]);
    match told.is_empty() {
        true => format!("{new}."),
        false => format!("{new}; {}.", told.join(", ")),
    }
}

/// What matters beyond the counts.
pub fn matters(facts: &Facts<'_>) -> Vec<String> {
    let mut said: Vec<_> = sensitive(facts).into_iter().collect();
    said.extend(acceptances(facts));
    said.extend(concentration(facts));
    said.extend(set_aside(facts));
    said
}

/// On whom much of the exposure rests.
fn concentration(facts: &Facts<'_>) -> Vec<String> {
    let words = facts.words;
    let found = &facts.snapshot.concentration;
    let told = [("matters.provider", &found.provider), ("matters.person", &found.person)];
    let told = told.into_iter().filter_map(|(key, share)| Some((key, share.as_ref()?)));
    told.map(|(key, share)| {
        let rate = words.percent(f64::from(share.score) / f64::from(share.of.max(1)));
        words.say(key, &[("name", &share.name), ("rate", &rate)])
    })
    .collect()
}

/// What leadership has put off or turned down: its gaps stay open.
fn set_aside(facts: &Facts<'_>) -> Option<String> {
    let words = facts.words;
    let aside = &facts.snapshot.set_aside;
    let told = aside.iter().filter_map(|one| {
        let title = facts.title(facts.action(&one.action)?);
        let ruling = words.name(one.ruling);
        Some(match one.until {
            Some(day) => {
                let date = words.date(day);
                let values = [("what", title.as_str()), ("ruling", &ruling), ("date", &date)];
                words.say("matters.until", &values)
            }
            None => format!("{} ({ruling})", title.as_str()),
        })
    });
    let told: Vec<_> = told.collect();
    (!told.is_empty()).then(|| words.say("matters.set_aside", &[("list", &told.join("; "))]))
}

/// Systems with critical gaps that hold the most sensitive data.
fn sensitive(facts: &Facts<'_>) -> Option<String> {
    let words = facts.words;
    let critical = |s: &SystemRecord| {
        let gaps = facts.gaps_of(&s.id).iter();
        gaps.filter(|g| g.gap.severity == Severity::Critical).count()
    };
    let most = [Classification::Restricted, Classification::Confidential];
    let holding = |class: Classification| {
        let systems = facts.worst_systems().into_iter();
        let held = systems.filter(|s| s.classification == Some(class) && critical(s) > 0);
        (class, held.collect::<Vec<_>>())
    };
    let (class, mut systems) = most.into_iter().map(holding).find(|(_, systems)| !systems.is_empty())?;
    systems.sort_by_key(|s| std::cmp::Reverse(critical(s)));
    let named = systems
        .iter()
        .take(NAMED)
        .map(|s| format!("{} ({})", s.name, words.number(critical(s))));
    let mut named: Vec<_> = named.collect();
    let more = systems.len().saturating_sub(NAMED);
    if more > 0 {
        named.push(words.count("plan.more_systems", more, &[]));
    }
    let values = [("data", words.name(class)), ("systems", named.join(", "))];
    let values = values.each_ref().map(|(name, value)| (*name, value.as_str()));
    Some(words.count("matters.data", systems.len(), &values))
}

/// Acceptances that lapsed, and those that lapse before the next report.
fn acceptances(facts: &Facts<'_>) -> Vec<String> {
    let words = facts.words;
    let accepted = &facts.snapshot.accepted;
    let lapsed = accepted.iter().filter(|a| a.days_left < 0).count();
    let soon = accepted.iter().filter(|a| (0..=SOON).contains(&a.days_left)).count();
    let told = [("matters.lapsed", lapsed), ("matters.soon", soon)];
    let told = told.into_iter().filter(|(_, n)| *n > 0);
    told.map(|(key, n)| words.count(key, n, &[])).collect()
}
