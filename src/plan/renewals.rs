//! Which lapsed risk acceptances are renewed together. In: gaps whose acceptance lapsed, each with who had approved it and the rows that
//! it lapsed in. Out: for each set of approvers, everybody who takes part in its renewal. Whoever renews a row renews it for every duty
//! that it covers; so approvers who share a row act as one, and what one action promises is never done by another.

use std::collections::BTreeMap;

/// Names by their keys, sorted.
type Approvers = Vec<String>;

/// For each set of approvers, everybody whom rows in common tie to it.
pub fn together<'a>(lapsed: impl Iterator<Item = (Approvers, Vec<&'a str>)>) -> BTreeMap<Approvers, Approvers> {
    let mut sets = Sets::default();
    let mut first_on: BTreeMap<&str, usize> = BTreeMap::new();
    for (approvers, rows) in lapsed {
        let set = sets.place(approvers);
        for row in rows {
            let other = *first_on.entry(row).or_insert(set);
            sets.tie(set, other);
        }
    }
    sets.tied()
}

/// Sets of approvers; each names one that it is tied to, or itself.
#[derive(Default)]
struct Sets {
    places: BTreeMap<Approvers, usize>,
    tied_to: Vec<usize>,
}

impl Sets {
    fn place(&mut self, approvers: Approvers) -> usize {
        let next = self.tied_to.len();
        let place = *self.places.entry(approvers).or_insert(next);
        if place == next {
            self.tied_to.push(next);
        }
        place
    }

    fn root(&mut self, mut set: usize) -> usize {
        while self.tied_to[set] != set {
            self.tied_to[set] = self.tied_to[self.tied_to[set]];
            set = self.tied_to[set];
        }
        set
    }

    fn tie(&mut self, one: usize, other: usize) {
        let (one, other) = (self.root(one), self.root(other));
        self.tied_to[one.max(other)] = one.min(other);
    }

    fn tied(mut self) -> BTreeMap<Approvers, Approvers> {
        let places = std::mem::take(&mut self.places);
        let mut all: BTreeMap<usize, Approvers> = BTreeMap::new();
        for (approvers, place) in &places {
            all.entry(self.root(*place))
                .or_default()
                .extend(approvers.iter().cloned());
        }
        for approvers in all.values_mut() {
            approvers.sort();
            approvers.dedup();
        }
        let everybody = |place| all.get(&place).cloned().unwrap_or_default();
        let of = |(approvers, place)| (approvers, everybody(self.root(place)));
        places.into_iter().map(of).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(names: &str) -> Approvers {
        names.split(' ').map(str::to_owned).collect()
    }

    #[test]
    fn approvers_who_share_a_row_renew_together() {
        let lapsed = [
            ("ann", vec!["B2", "B3"]),
            ("ann bob", vec!["B3", "B4"]),
            ("cy", vec!["B9"]),
            ("bob", vec!["B4"]),
            ("dee", vec![]),
        ];
        let found = together(lapsed.into_iter().map(|(who, rows)| (names(who), rows)));
        for (who, everybody) in [
            ("ann", "ann bob"),
            ("bob", "ann bob"),
            ("ann bob", "ann bob"),
            ("cy", "cy"),
            ("dee", "dee"),
        ] {
            assert_eq!(found[&names(who)], names(everybody), "{who}");
        }
    }
}
