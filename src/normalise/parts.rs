//! Headings that say of which domain and what: `Privacy owner`, `Access control - status`, `Incident response` above `Owner`. In: the
//! headings of a table. Out: the domain of each such column, if there are so many that the table is a grid.

use std::collections::BTreeMap;

use crate::framework::Domain;

use super::columns::Judge;
use super::field::{Field, Kind, meanings};
use super::wording::compact;

/// From so many domains on, each with one column, the table is a grid; so many are enough where each has two.
const DOMAINS: usize = 3;
const DOMAINS_IN_TWO: usize = 2;

impl Judge<'_> {
    /// The columns that say one thing of one domain each.
    pub(super) fn parts(&self) -> BTreeMap<u32, Domain> {
        let headings = self.header.headings.iter();
        let found: BTreeMap<u32, Domain> = headings
            .filter_map(|(number, heading)| Some((*number, self.part(&heading.shown)?)))
            .collect();
        let mut columns: BTreeMap<Domain, usize> = BTreeMap::new();
        found
            .values()
            .for_each(|domain| *columns.entry(*domain).or_default() += 1);
        let in_two = columns.values().filter(|count| **count >= 2).count();
        match columns.len() >= DOMAINS || in_two >= DOMAINS_IN_TWO {
            true => found,
            false => BTreeMap::new(),
        }
    }

    /// The domain of a heading that goes on with a word for the owner, the state or the last review, or begins with one.
    fn part(&self, heading: &str) -> Option<Domain> {
        let words: Vec<&str> = heading
            .split(|c: char| c.is_whitespace() || "()[]:/–—".contains(c))
            .filter(|word| word.chars().any(char::is_alphanumeric))
            .collect();
        (1..words.len()).find_map(|cut| {
            let (front, behind) = (words[..cut].join(" "), words[cut..].join(" "));
            let domain = |said: &str| self.wording.domain(said);
            let said = |first: &str, other: &str| domain(first).filter(|_| says(other));
            said(&front, &behind).or_else(|| said(&behind, &front))
        })
    }
}

/// Whether a word is one for the owner, the state or the last review of a control.
fn says(word: &str) -> bool {
    const SAID: [Field; 3] = [Field::Owner, Field::Status, Field::LastReviewed];
    let first = meanings(Kind::Controls, &compact(word)).first();
    first.is_some_and(|meaning| SAID.contains(&meaning.field))
}
