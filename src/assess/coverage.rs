//! Which rows of the inventory count for which duty. In: the controls. Out: for a system and a domain, our rows of the narrowest
//! level that has any, and all rows.

use std::collections::BTreeMap;

use crate::framework::Domain;
use crate::inventory::{Control, ControlStatus, Level, Party, Reach};

/// The rows that cover one system and domain.
#[derive(Default)]
pub struct Rows<'a> {
    /// Ours, of the narrowest level that has any.
    pub customer: Vec<&'a Control>,
    /// The provider's own, and all others that could carry the provider's evidence, of every level.
    pub all: Vec<&'a Control>,
}

/// Which rows reach what, sorted out once, so that the work grows with the systems and not with systems x rows.
pub struct Coverage<'a> {
    controls: &'a [Control],
    by_reach: BTreeMap<(Domain, &'a Reach), Vec<usize>>,
}

impl<'a> Coverage<'a> {
    /// Sorts the rows by what they reach; retired ones reach nothing.
    pub fn of(controls: &'a [Control]) -> Self {
        let mut by_reach: BTreeMap<_, Vec<usize>> = BTreeMap::new();
        let counting = controls
            .iter()
            .enumerate()
            .filter(|(_, c)| c.status != Some(ControlStatus::Retired));
        for (place, control) in counting {
            for &domain in &control.domains {
                for reach in &control.reach {
                    by_reach.entry((domain, reach)).or_default().push(place);
                }
            }
        }
        Self { controls, by_reach }
    }

    /// The rows for a domain of a system that is reached so.
    pub fn rows(&self, reaches: &[Reach], domain: Domain) -> Rows<'a> {
        let mut levels = BTreeMap::new();
        for reach in reaches {
            for &place in self.by_reach.get(&(domain, reach)).into_iter().flatten() {
                levels.entry(place).or_insert(reach.level());
            }
        }
        let ours = |place: &usize| self.controls[*place].party == Party::Customer;
        let narrowest = levels
            .iter()
            .filter(|(place, _)| ours(place))
            .map(|(_, level)| *level)
            .min();
        let counts = |(place, level): &(&usize, &Level)| ours(place) && Some(**level) == narrowest;
        Rows {
            customer: levels
                .iter()
                .filter(counts)
                .map(|(&place, _)| &self.controls[place])
                .collect(),
            all: levels.keys().map(|&place| &self.controls[place]).collect(),
        }
    }
}
