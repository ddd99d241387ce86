//! What happened to the systems. In: a report, and the systems of now. Out: which came, went, changed, or may be one and the same.

use std::collections::{BTreeMap, BTreeSet};

use super::Now;
use super::record::{Evidence, PossiblyRenamed, Reclassified, Renamed, SystemChanges, SystemRef};
use crate::inventory::{name_key, slug};
use crate::snapshot::{Index, Snapshot, SystemRecord};

/// Names at least this much alike (Jaro-Winkler, 0 to 1) may be one system.
const ALIKE: f64 = 0.87;
/// With more pairs than this only equal names are compared: a register that was numbered anew has no use for guesses.
const MOST_PAIRS: usize = 1_000_000;

/// Which systems of the earlier report are known under another id in the later one: old id to new id.
///
/// A settled rename counts where the old id is gone and the new one was not there before. Of two old systems that were given one
/// new id, the first is followed and the other is gone.
fn settled(
    renamed: &BTreeMap<String, String>,
    before: &BTreeSet<&str>,
    now: &BTreeSet<&str>,
) -> BTreeMap<String, String> {
    let mut taken = BTreeSet::new();
    let mut settled = BTreeMap::new();
    for &old in before.difference(now) {
        let target = follow(renamed, old, now).filter(|new| !before.contains(new));
        if let Some(new) = target.filter(|&new| taken.insert(new)) {
            settled.insert(old.to_owned(), new.to_owned());
        }
    }
    settled
}

/// Follows an id through several renames until one is in the inventory.
fn follow<'a>(renamed: &'a BTreeMap<String, String>, old: &str, now: &BTreeSet<&str>) -> Option<&'a str> {
    let mut id = renamed.get(old)?;
    for _ in 0..renamed.len() {
        if now.contains(id.as_str()) {
            return Some(id);
        }
        id = renamed.get(id)?;
    }
    None
}

/// The renames since a report. They are settled by the configuration of now; the report's own count too, the other way round, so
/// that two reports can be compared in either order.
pub fn renames(
    earlier: &Snapshot,
    systems: &[SystemRecord],
    renamed: &BTreeMap<String, String>,
) -> BTreeMap<String, String> {
    let (before, now) = (ids(&earlier.systems), ids(systems));
    let back: BTreeMap<_, _> = earlier.renamed.iter().map(|(a, b)| (b.clone(), a.clone())).collect();
    let mut all = settled(&back, &before, &now);
    all.extend(settled(renamed, &before, &now));
    for (old, new) in named_alike(&earlier.systems, systems, &all) {
        all.insert(old, new);
    }
    all
}

/// The systems whose id was only made of their name, on either side, by their equal names: a list that is given ids for the first
/// time lists the same systems. Only where the name stands for one system on both sides, and neither is known by its id.
fn named_alike(
    before: &[SystemRecord],
    now: &[SystemRecord],
    settled: &BTreeMap<String, String>,
) -> Vec<(String, String)> {
    let (old_ids, new_ids) = (ids(before), ids(now));
    let targets: BTreeSet<&String> = settled.values().collect();
    let arrived = |s: &SystemRecord| !old_ids.contains(s.id.as_str()) && !targets.contains(&s.id);
    let gone = |s: &SystemRecord| !new_ids.contains(s.id.as_str()) && !settled.contains_key(&s.id);
    let theirs = by_name(now);
    let pairs = by_name(before)
        .into_iter()
        .filter_map(|(name, old)| Some((old?, theirs.get(&name).copied().flatten()?)))
        .filter(|(old, new)| gone(old) && arrived(new));
    let of_name = |system: &SystemRecord| system.id == slug(&system.name);
    pairs
        .filter(|(old, new)| of_name(old) || of_name(new))
        .map(|(old, new)| (old.id.clone(), new.id.clone()))
        .collect()
}

/// The one system of each name; none where several share it.
fn by_name(systems: &[SystemRecord]) -> BTreeMap<String, Option<&SystemRecord>> {
    let mut found: BTreeMap<String, Option<&SystemRecord>> = BTreeMap::new();
    for system in systems {
        let entry = found.entry(name_key(&system.name));
        entry.and_modify(|one| *one = None).or_insert(Some(system));
    }
    found
}

fn ids(systems: &[SystemRecord]) -> BTreeSet<&str> {
    systems.iter().map(|s| s.id.as_str()).collect()
}

/// What happened to the systems since a report.
pub fn systems(earlier: &Snapshot, now: &Now<'_>, renames: &BTreeMap<String, String>) -> SystemChanges {
    let index = Index::of(now.systems, now.obligations);
    let mut changes = SystemChanges::default();
    let mut known = BTreeSet::new();
    let mut gone = Vec::new();
    for before in &earlier.systems {
        let id = renames.get(&before.id).unwrap_or(&before.id);
        match index.system(id) {
            Some(system) => {
                known.insert(id.as_str());
                note(before, system, &mut changes);
            }
            None => gone.push(before),
        }
    }
    let arrived: Vec<_> = now.systems.iter().filter(|s| !known.contains(s.id.as_str())).collect();
    changes.possibly_renamed = possibly_renamed(&gone, &arrived, earlier, now);
    changes.gone = gone.into_iter().map(system_ref).collect();
    changes.new = arrived.into_iter().map(system_ref).collect();
    changes
}

/// Notes what is otherwise about a system that is in both reports.
fn note(before: &SystemRecord, now: &SystemRecord, changes: &mut SystemChanges) {
    if before.id != now.id || name_key(&before.name) != name_key(&now.name) {
        changes.renamed.push(Renamed {
            before: system_ref(before),
            now: system_ref(now),
        });
    }
    match (before.in_scope(), now.in_scope()) {
        (true, false) => changes.retired.push(system_ref(now)),
        (false, true) => changes.returned.push(system_ref(now)),
        (true, true) if before.models != now.models => changes.reclassified.push(Reclassified {
            system: system_ref(now),
            before: before.models.clone(),
            now: now.models.clone(),
        }),
        _ => {}
    }
}

fn system_ref(system: &SystemRecord) -> SystemRef {
    SystemRef {
        id: system.id.clone(),
        name: system.name.clone(),
    }
}

/// The systems that are gone, each with the new one that it may be.
fn possibly_renamed(
    gone: &[&SystemRecord],
    arrived: &[&SystemRecord],
    earlier: &Snapshot,
    now: &Now<'_>,
) -> Vec<PossiblyRenamed> {
    let open_then = |id: &str| earlier.gaps.iter().filter(|gap| gap.gap.id.system == id).count();
    let open_now = |id: &str| now.gaps.iter().filter(|gap| gap.system == id).count();
    let pairs = most_alike(&keys(gone), &keys(arrived));
    pairs
        .into_iter()
        .map(|(g, a)| PossiblyRenamed {
            before: system_ref(gone[g]),
            now: system_ref(arrived[a]),
            evidence: evidence(gone[g], arrived[a]),
            gaps_before: open_then(&gone[g].id),
            gaps_now: open_now(&arrived[a].id),
        })
        .collect()
}

fn keys(systems: &[&SystemRecord]) -> Vec<String> {
    systems.iter().map(|s| name_key(&s.name)).collect()
}

/// Pairs each name that is gone with the most similar new one, each at most once, in the order of those that are gone.
fn most_alike(gone: &[String], arrived: &[String]) -> Vec<(usize, usize)> {
    let guess = gone.len().saturating_mul(arrived.len()) <= MOST_PAIRS;
    let mut pairs = Vec::new();
    for (g, before) in gone.iter().enumerate() {
        for (a, now) in arrived.iter().enumerate() {
            if before == now {
                pairs.push((1.0, g, a));
            } else if guess && alike(before, now) {
                pairs.push((strsim::jaro_winkler(before, now), g, a));
            }
        }
    }
    pairs.sort_by(|x, y| y.0.total_cmp(&x.0).then((x.1, x.2).cmp(&(y.1, y.2))));
    let mut taken = BTreeMap::new();
    let mut used = BTreeSet::new();
    for (_, g, a) in pairs {
        if !taken.contains_key(&g) && used.insert(a) {
            taken.insert(g, a);
        }
    }
    taken.into_iter().collect()
}

/// Whether two names that are not equal are alike: nearly the same letters, or half of the words or more in common.
fn alike(before: &str, now: &str) -> bool {
    let words = |name: &str| name.split(' ').map(str::to_owned).collect::<BTreeSet<_>>();
    let (before_words, now_words) = (words(before), words(now));
    let shared = before_words.intersection(&now_words).count();
    let most = before_words.len().max(now_words.len());
    strsim::jaro_winkler(before, now) >= ALIKE || (shared >= 2 && shared * 2 >= most)
}

fn evidence(before: &SystemRecord, now: &SystemRecord) -> Vec<Evidence> {
    let same = |a: &Option<String>, b: &Option<String>| {
        let key = |text: &Option<String>| text.as_deref().map(name_key).filter(|k| !k.is_empty());
        key(a).is_some() && key(a) == key(b)
    };
    let name = if name_key(&before.name) == name_key(&now.name) {
        Evidence::SameName
    } else {
        Evidence::SimilarName
    };
    let others = [
        (Evidence::Product, same(&before.product, &now.product)),
        (Evidence::Vendor, same(&before.vendor, &now.vendor)),
        (Evidence::Unit, same(&before.unit, &now.unit)),
        (Evidence::Owner, same(&before.owner, &now.owner)),
        (Evidence::Models, !now.models.is_empty() && before.models == now.models),
    ];
    let others = others
        .into_iter()
        .filter(|(_, holds)| *holds)
        .map(|(evidence, _)| evidence);
    std::iter::once(name).chain(others).collect()
}
