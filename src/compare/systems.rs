//! What happened to the systems. In: a report, and the systems of now. Out: which came, went, changed, or may be one and the same.

use std::collections::{BTreeMap, BTreeSet};

use super::Now;
use super::record::{Evidence, PossiblyRenamed, Reclassified, Renamed, SystemChanges};
use crate::inventory::name_key;
use crate::snapshot::{Index, Same, Snapshot, SystemRecord, SystemRef, alike};

/// With more pairs than this only equal names are compared: a register that was numbered anew has no use for guesses.
const MOST_PAIRS: usize = 1_000_000;

/// What happened to the systems since a report.
pub fn systems(earlier: &Snapshot, now: &Now<'_>, same: &Same) -> SystemChanges {
    let index = Index::of(now.systems, now.obligations);
    let mut changes = SystemChanges::default();
    let mut known = BTreeSet::new();
    let mut gone = Vec::new();
    for before in &earlier.systems {
        let id = same.now(&before.id);
        match index.system(id) {
            Some(system) => {
                known.insert(id);
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
    if before.id.to_lowercase() != now.id.to_lowercase() || name_key(&before.name) != name_key(&now.name) {
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

/// The systems that are gone, each with the new one that it may be; by id, so that the order of the rows decides nothing.
fn possibly_renamed(
    gone: &[&SystemRecord],
    arrived: &[&SystemRecord],
    earlier: &Snapshot,
    now: &Now<'_>,
) -> Vec<PossiblyRenamed> {
    let open_then = |id: &str| earlier.gaps.iter().filter(|gap| gap.gap.id.system == id).count();
    let open_now = |id: &str| now.gaps.iter().filter(|gap| gap.system == id).count();
    let (mut gone, mut arrived) = (gone.to_vec(), arrived.to_vec());
    gone.sort_by_key(|system| &system.id);
    arrived.sort_by_key(|system| &system.id);
    let pairs = most_alike(&keys(&gone), &keys(&arrived));
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

/// Systems of which nobody has settled whether they are one.
#[derive(Clone, Debug, Default)]
pub struct Perhaps<'a> {
    /// Id of a new one, with the one that is gone.
    of_new: BTreeMap<&'a str, &'a SystemRef>,
    /// Id of one that is gone, with the new one.
    of_gone: BTreeMap<&'a str, &'a SystemRef>,
}

impl<'a> Perhaps<'a> {
    /// Sorts the pairs.
    pub fn of(systems: &'a SystemChanges) -> Self {
        let pairs = systems.possibly_renamed.iter();
        Self {
            of_new: pairs.clone().map(|p| (p.now.id.as_str(), &p.before)).collect(),
            of_gone: pairs.map(|p| (p.before.id.as_str(), &p.now)).collect(),
        }
    }

    /// The one that is gone and that a new system may be.
    pub fn before(&self, new: &str) -> Option<SystemRef> {
        self.of_new.get(new).copied().cloned()
    }

    /// The new one that a system that is gone may be; its id is the one that the comparison has.
    pub fn now(&self, gone: &str) -> Option<SystemRef> {
        self.of_gone.get(gone).copied().cloned()
    }
}
