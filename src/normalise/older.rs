//! Lists of controls of which a later one is there: a tab of last year, an archive, a hidden copy. In: the controls of all lists. Out: the
//! controls without those of older lists that speak of the same duties; what they said is no news, and one warning says which list
//! rules. Lists that no name tells apart count together.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::{Code, Location};
use crate::framework::Domain;
use crate::inventory::{Control, Party, Reach};
use crate::message::sentence;
use crate::text::quoted;

use super::context::Context;
use super::identity::{Place, is_dated, is_intended, place, rank};

/// A list of controls, and what it speaks of.
struct List {
    place: Place,
    at: Location,
    duties: BTreeSet<(Reach, Domain, Party)>,
    controls: Vec<Control>,
}

impl List {
    /// Whether both say of nearly the same duties who owns them and how far they are: one may be a copy of the other. `shared` duties are
    /// in both.
    fn is_like(&self, other: &Self, shared: usize) -> bool {
        let says = |list: &Self| {
            let mut controls = list.controls.iter();
            controls.any(|control| !control.owners.is_empty() && control.status.is_some())
        };
        let fewest = self.duties.len().min(other.duties.len());
        fewest >= 2 && shared * 5 >= fewest * 4 && says(self) && says(other)
    }
}

/// Leaves out what older lists say, and gives back where these stand.
pub(super) fn without(
    controls: Vec<Control>,
    hidden: &BTreeSet<Place>,
    context: &mut Context<'_>,
) -> (Vec<Control>, BTreeSet<Place>) {
    let of_one = |pair: &[Control]| (&pair[0].at.file, &pair[0].at.sheet) == (&pair[1].at.file, &pair[1].at.sheet);
    if controls.windows(2).all(of_one) {
        return (controls, BTreeSet::new());
    }
    let lists = lists(controls);
    let shared = shared(&lists);
    let ranks: Vec<_> = lists.iter().map(|list| rank(&list.place, hidden)).collect();
    for (number, list) in lists.iter().enumerate() {
        let twin =
            |other: &usize| ranks[number] == ranks[*other] && list.is_like(&lists[*other], shared[number][*other]);
        if let Some(other) = (0..number).find(twin) {
            note_alike(list, &lists[other], context);
        }
    }
    let ruled = lists.iter().enumerate().map(|(number, list)| {
        let same = |other: &usize| {
            let fewest = list.duties.len().min(lists[*other].duties.len());
            ranks[number] < ranks[*other] && shared[number][*other] * 2 >= fewest
        };
        let rules = (0..lists.len()).find(same).map(|other| &lists[other]);
        rules.inspect(|rules| note(list, rules, context)).is_some()
    });
    let ruled: Vec<bool> = ruled.collect();
    let (mut kept, mut older) = (Vec::new(), BTreeSet::new());
    for (list, ruled) in lists.into_iter().zip(ruled) {
        match ruled {
            true => _ = older.insert(list.place),
            false => kept.extend(list.controls),
        }
    }
    (kept, older)
}

/// How many duties each two lists share.
fn shared(lists: &[List]) -> Vec<Vec<usize>> {
    let mut standing: BTreeMap<&(Reach, Domain, Party), Vec<usize>> = BTreeMap::new();
    let mut shared = vec![vec![0; lists.len()]; lists.len()];
    for (number, list) in lists.iter().enumerate() {
        for duty in &list.duties {
            let known = standing.entry(duty).or_default();
            for other in known.iter() {
                shared[number][*other] += 1;
                shared[*other][number] += 1;
            }
            known.push(number);
        }
        shared[number][number] = list.duties.len();
    }
    shared
}

fn lists(controls: Vec<Control>) -> Vec<List> {
    let mut lists: Vec<List> = Vec::new();
    let mut known: BTreeMap<Place, usize> = BTreeMap::new();
    for control in controls {
        let own = place(&control.at);
        let duties = control.reach.iter().flat_map(|reach| {
            let domains = control.domains.iter();
            domains.map(move |domain| (reach.clone(), *domain, control.party))
        });
        let duties: Vec<_> = duties.collect();
        match known.get(&own) {
            Some(list) => {
                lists[*list].duties.extend(duties);
                lists[*list].controls.push(control);
            }
            None => {
                known.insert(own.clone(), lists.len());
                lists.push(List {
                    place: own,
                    at: control.at.clone(),
                    duties: duties.into_iter().collect(),
                    controls: vec![control],
                });
            }
        }
    }
    lists
}

fn note_alike(list: &List, other: &List, context: &mut Context<'_>) {
    let name = |place: &Place| place.1.clone().unwrap_or_else(|| place.0.clone());
    let message = sentence!(
        "'{one}' and '{other}' say of the same duties who owns them and how far they are: both count",
        one = name(&other.place),
        other = name(&list.place)
    );
    let help = sentence!(
        "if one is a copy of the other, leave it out: --sheet {option}",
        option = quoted(&format!("none={}", name(&other.place)))
    );
    let at = Location {
        cell: None,
        ..list.at.clone()
    };
    context.found.add(Code::ListedTwice, Some(&at), message, help);
}

fn note(list: &List, rules: &List, context: &mut Context<'_>) {
    let name = |place: &Place| place.1.clone().unwrap_or_else(|| place.0.clone());
    let (out, by, count) = (name(&list.place), name(&rules.place), list.controls.len());
    let (message, help) = if is_intended(&list.place) {
        (
            sentence!(
                "'{out}' says what is to be, '{by}' what is: its {n} controls do not count",
                out,
                by,
                n = count
            ),
            "nothing to do; if it says what is so already, give it a name without year or target",
        )
    } else if is_dated(&list.place) && !is_dated(&rules.place) {
        (
            sentence!(
                "'{out}' and '{by}' say the same, and '{by}', without a year in its name, rules: its {n} controls do not count",
                out,
                by,
                n = count
            ),
            "nothing to do if the list without a year is the right one; otherwise take the year out of the other one's name",
        )
    } else {
        (
            sentence!(
                "'{out}' is an older list of what '{by}' says: its {n} controls do not count",
                out,
                by,
                n = count
            ),
            "nothing to do if the later list is the right one; otherwise give the older one a name without year or archive",
        )
    };
    let at = Location {
        cell: None,
        ..list.at.clone()
    };
    context.found.add(Code::ListedTwice, Some(&at), message, help);
}
