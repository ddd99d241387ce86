//! Who owns how much of a domain already. In: the inventory and its duties. Out: the number of duties of ours in a domain, and the
//! person or role that has most of them, if that is a third or more.

use std::collections::{BTreeMap, BTreeSet};

use indexmap::IndexMap;

use super::keys::who;
use crate::assess::Obligation;
use crate::framework::Domain;
use crate::inventory::{Inventory, OwnerKind};

/// The duties of ours, by domain.
pub struct Owning {
    domains: BTreeMap<Domain, Owned>,
}

/// The duties of ours in one domain.
#[derive(Default)]
struct Owned {
    duties: usize,
    /// Name as first spelt, and how many of the duties, by what the spellings of the name have in common. No team is among them.
    owners: BTreeMap<String, (String, usize)>,
}

impl Owning {
    /// Counts the duties of ours and their owners.
    pub fn of(inventory: &Inventory, obligations: &[Obligation]) -> Self {
        let mut domains: BTreeMap<Domain, Owned> = BTreeMap::new();
        // As they are spelt, in the order in which they come.
        let mut spelt: IndexMap<(&str, Domain), usize> = IndexMap::new();
        for obligation in obligations.iter().filter(|o| o.customer.is_some()) {
            domains.entry(obligation.domain).or_default().duties += 1;
            for name in &obligation.owners {
                *spelt.entry((name, obligation.domain)).or_default() += 1;
            }
        }
        let teams = teams(inventory);
        let keyed = spelt
            .into_iter()
            .map(|((name, domain), n)| (who(name), name, domain, n));
        for (key, name, domain, n) in keyed.filter(|(key, ..)| !teams.contains(key)) {
            let owners = &mut domains.entry(domain).or_default().owners;
            owners.entry(key).or_insert_with(|| (name.to_owned(), 0)).1 += n;
        }
        Self { domains }
    }

    /// How many duties of ours there are in a domain.
    pub fn duties(&self, domain: Domain) -> usize {
        self.domains.get(&domain).map_or(0, |owned| owned.duties)
    }

    /// Who of those that are able owns most duties of a domain, and how many: two or more, and a third at least. Among equals the
    /// first name.
    pub fn most(&self, domain: Domain, able: impl Fn(&str) -> bool) -> Option<(String, usize)> {
        let owned = self.domains.get(&domain)?;
        let enough = |n: usize| n >= 2 && 3 * n >= owned.duties;
        let known = owned.owners.values().filter(|(name, n)| enough(*n) && able(name));
        let most = known.min_by(|(a, m), (b, n)| n.cmp(m).then_with(|| a.cmp(b)));
        most.cloned()
    }
}

/// The names that mean no single person or role anywhere in the inventory.
fn teams(inventory: &Inventory) -> BTreeSet<String> {
    let owners = inventory.controls.iter().flat_map(|c| &c.owners);
    let teams = owners.filter(|o| matches!(o.kind, OwnerKind::Team | OwnerKind::Provider));
    let spelt: BTreeSet<&str> = teams.map(|o| o.name.as_str()).collect();
    spelt.into_iter().map(who).collect()
}
