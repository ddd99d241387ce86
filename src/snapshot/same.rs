//! Which system of one list is which of another. In: the systems of two records, and the renames that are settled. Out: pairs. Ids
//! come first, without regard to case; a settled rename goes before a name; names are asked only where an id was made of one.

use std::collections::{BTreeMap, BTreeSet};

use super::{IdSource, SystemRecord};
use crate::inventory::{name_key, slug};

/// Names at least this much alike (Jaro-Winkler, 0 to 1) may be one system.
const ALIKE: f64 = 0.87;

/// Nobody gives a system so many ids one after the other.
const LONGEST_CHAIN: usize = 100;

/// Old id = new id, as somebody settled it.
type Renames = BTreeMap<String, String>;

/// The systems of an earlier list found again in a later one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Same {
    /// Id then = id now, for every system that has another id now. One that is gone while another system bears its id is kept apart
    /// under an id of neither list.
    pub renames: Renames,
    /// How many were found by their name alone, since one of the ids was only made of it.
    pub by_name: usize,
    /// How many there are of which neither the id nor the name says otherwise.
    pub shared: usize,
}

/// Two lists while they are matched: what is left of each.
struct Lists<'a> {
    before: Vec<&'a SystemRecord>,
    now: Vec<&'a SystemRecord>,
    pairs: Vec<(&'a SystemRecord, &'a SystemRecord)>,
}

impl Same {
    /// Finds the systems of `before` again in `now`; `settled` are renames in the order of their rank, each with its direction.
    pub fn of(before: &[SystemRecord], now: &[SystemRecord], settled: &[Renames]) -> Self {
        let mut lists = Lists {
            before: before.iter().collect(),
            now: now.iter().collect(),
            pairs: Vec::new(),
        };
        lists.twins(before, now);
        lists.pair(|system| Some(system.id.clone()), |_, _| true);
        for renames in settled {
            lists.settled(renames);
        }
        lists.pair(|system| Some(system.id.to_lowercase()), |_, _| true);
        let alone = [unique_names(before), unique_names(now)];
        let named = |system: &SystemRecord| {
            let key = name_key(&system.name);
            alone.iter().all(|names| names.contains(&key)).then_some(key)
        };
        let known = lists.pairs.len();
        lists.pair(named, |old, new| is_slug(old) || is_slug(new));
        let by_name = lists.pairs.len() - known;
        Self {
            renames: lists.renames(),
            by_name,
            shared: lists.shared(known, named),
        }
    }

    /// The id that a system has now.
    pub fn now<'a>(&'a self, id: &'a str) -> &'a str {
        self.renames.get(id).map_or(id, String::as_str)
    }
}

impl<'a> Lists<'a> {
    /// Pairs what has the same key, where the key stands for one system on either side.
    fn pair(
        &mut self,
        key: impl Fn(&SystemRecord) -> Option<String>,
        fits: impl Fn(&SystemRecord, &SystemRecord) -> bool,
    ) {
        let (before, now) = (by_key(&self.before, &key), by_key(&self.now, &key));
        for (key, old) in before {
            let new = now.get(&key).copied().flatten();
            if let (Some(old), Some(new)) = (old, new)
                && fits(old, new)
            {
                self.take(old, new);
            }
        }
        self.drop_taken();
    }

    fn take(&mut self, old: &'a SystemRecord, new: &'a SystemRecord) {
        self.pairs.push((old, new));
    }

    fn drop_taken(&mut self) {
        let old: BTreeSet<&str> = self.pairs.iter().map(|(old, _)| old.id.as_str()).collect();
        let new: BTreeSet<&str> = self.pairs.iter().map(|(_, new)| new.id.as_str()).collect();
        self.before.retain(|s| !old.contains(s.id.as_str()));
        self.now.retain(|s| !new.contains(s.id.as_str()));
    }

    /// Several systems that were given one id, of which all but the first by name got a number behind it: these are told apart by
    /// name, since the number moves when one comes or goes.
    fn twins(&mut self, before: &[SystemRecord], now: &[SystemRecord]) {
        let mut shared = shared_ids(before);
        shared.extend(shared_ids(now));
        if shared.is_empty() {
            return;
        }
        self.pair(
            |system| {
                let id = unnumbered(&system.id).filter(|id| shared.contains(*id));
                let id = id.or_else(|| shared.contains(system.id.as_str()).then_some(&system.id))?;
                Some(format!("{id}\n{}", name_key(&system.name)))
            },
            |_, _| true,
        );
    }

    /// Pairs what a settled rename names: the old id is left, and so is the new one.
    fn settled(&mut self, renames: &Renames) {
        let left: BTreeMap<String, &'a SystemRecord> = self.now.iter().map(|s| (s.id.to_lowercase(), *s)).collect();
        let renames: BTreeMap<String, String> = renames
            .iter()
            .map(|(old, new)| (old.to_lowercase(), new.to_lowercase()))
            .collect();
        let mut taken = BTreeSet::new();
        for old in self.before.clone() {
            let new = follow(&renames, &old.id.to_lowercase(), &left);
            if let Some(new) = new.filter(|new| taken.insert(new.id.as_str())) {
                self.take(old, new);
            }
        }
        self.drop_taken();
    }

    fn renames(&self) -> Renames {
        let other = self.pairs.iter().filter(|(old, new)| old.id != new.id);
        let mut renames: Renames = other.map(|(old, new)| (old.id.clone(), new.id.clone())).collect();
        let borne: BTreeSet<&str> = self.pairs.iter().map(|(_, new)| new.id.as_str()).collect();
        let taken = |id: &str| borne.contains(id) || self.now.iter().any(|s| s.id == id);
        for gone in self.before.iter().filter(|gone| taken(&gone.id)) {
            renames.insert(gone.id.clone(), format!("{}~{}", gone.id, slug(&gone.name)));
        }
        renames
    }

    /// Pairs by id whose names are alike too, those that somebody settled, and all by name, whether these are matched or not: the
    /// same id alone may stand for anything, as the first system of any list is `AI-001`.
    fn shared(&self, by_id: usize, named: impl Fn(&SystemRecord) -> Option<String>) -> usize {
        let alike = |(old, new): &&(&SystemRecord, &SystemRecord)| {
            let (before, now) = (name_key(&old.name), name_key(&new.name));
            before == now || alike(&before, &now) || old.id.to_lowercase() != new.id.to_lowercase()
        };
        let paired = self.pairs[..by_id].iter().filter(alike).count();
        let left: BTreeSet<String> = self.now.iter().filter_map(|s| named(s)).collect();
        let by_name = self.before.iter().filter_map(|s| named(s));
        paired + self.pairs.len() - by_id + by_name.filter(|name| left.contains(name)).count()
    }
}

/// The systems by a key; none where several share it.
fn by_key<'a>(
    systems: &[&'a SystemRecord],
    key: impl Fn(&SystemRecord) -> Option<String>,
) -> BTreeMap<String, Option<&'a SystemRecord>> {
    let mut found: BTreeMap<String, Option<&SystemRecord>> = BTreeMap::new();
    for &system in systems {
        if let Some(key) = key(system) {
            let entry = found.entry(key);
            entry.and_modify(|one| *one = None).or_insert(Some(system));
        }
    }
    found
}

/// The names that stand for one system.
fn unique_names(systems: &[SystemRecord]) -> BTreeSet<String> {
    let all: Vec<&SystemRecord> = systems.iter().collect();
    let named = by_key(&all, |system| Some(name_key(&system.name)));
    named.into_iter().filter_map(|(name, one)| one.map(|_| name)).collect()
}

/// Ids that several systems of a list were given.
fn shared_ids(systems: &[SystemRecord]) -> BTreeSet<&str> {
    let ids: BTreeSet<&str> = systems.iter().map(|s| s.id.as_str()).collect();
    let bases = systems.iter().filter_map(|s| unnumbered(&s.id));
    bases.filter(|id| ids.contains(id)).collect()
}

/// An id without the number behind it that tells it from others.
fn unnumbered(id: &str) -> Option<&str> {
    let (base, number) = id.rsplit_once('-')?;
    let number: u32 = number.parse().ok()?;
    (number >= 2 && !base.is_empty()).then_some(base)
}

/// Whether an id was made of the name.
fn is_slug(system: &SystemRecord) -> bool {
    system.id_source == IdSource::Slug || system.id == slug(&system.name)
}

/// Follows an id through several renames until one is left.
fn follow<'a>(renames: &Renames, old: &str, left: &BTreeMap<String, &'a SystemRecord>) -> Option<&'a SystemRecord> {
    let mut id = renames.get(old)?;
    for _ in 0..LONGEST_CHAIN {
        if let Some(system) = left.get(id) {
            return Some(system);
        }
        id = renames.get(id)?;
    }
    None
}

/// Whether two keys of names that are not equal are alike: nearly the same letters, or half of the words or more in common.
pub fn alike(before: &str, now: &str) -> bool {
    let words = |name: &str| name.split(' ').map(str::to_owned).collect::<BTreeSet<_>>();
    let (before_words, now_words) = (words(before), words(now));
    let shared = before_words.intersection(&now_words).count();
    let most = before_words.len().max(now_words.len());
    strsim::jaro_winkler(before, now) >= ALIKE || (shared >= 2 && shared * 2 >= most)
}
