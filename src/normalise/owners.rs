//! Who owns a control. In: the text of an owner cell, and the people and addresses the workbook knows. Out: persons, teams or the
//! provider; nobody where a placeholder stands. Two spellings of one name become one, whatever the order of the rows.

use std::collections::BTreeMap;

use crate::diagnostic::{Code, Location};
use crate::inventory::{Control, Departure, Owner, OwnerKind, name_key};

use super::sheet::Context;
use super::wording::{Vocabulary, Wording, compact, shown, split, words};

/// The owners in a cell; placeholders are reported and count as nobody.
pub(super) fn owners(text: &str, at: &Location, context: &mut Context<'_>) -> Vec<Owner> {
    let mut owners = Vec::new();
    for name in names(text, &context.wording) {
        match owner(name, &context.wording) {
            Some(owner) => {
                note_team(&owner, at, context);
                owners.push(owner);
            }
            None => note_placeholder(name, at, context),
        }
    }
    owners.sort();
    owners.dedup();
    owners
}

/// The names in a cell. A slash parts them only with spaces around it, or where both sides are names of two words or more.
fn names<'a>(text: &'a str, wording: &Wording) -> Vec<&'a str> {
    let one = split(text, &[";", "\n", "|"]).len() < 2;
    if one && is_nobody(text, wording) || wording.knows(Vocabulary::OwnerGeneric, text) {
        return vec![text.trim()];
    }
    let mut names = Vec::new();
    for piece in split(text, &[";", "\n", "|", " / "]) {
        let sides = split(piece, &["/"]);
        let all_full = sides.iter().all(|side| side.contains(' ') || side.contains('@'));
        if sides.len() > 1 && all_full && !is_nobody(piece, wording) {
            names.extend(sides);
        } else {
            names.push(piece);
        }
    }
    names
}

/// One owner; nobody for a placeholder.
fn owner(name: &str, wording: &Wording) -> Option<Owner> {
    if is_nobody(name, wording) {
        return None;
    }
    let kind = match wording.meaning(Vocabulary::OwnerGeneric, name) {
        Some("provider_named_as_owner") => OwnerKind::Provider,
        Some("too_generic") => OwnerKind::Team,
        Some(_) => OwnerKind::Person,
        None if is_team(name, wording) => OwnerKind::Team,
        None => OwnerKind::Person,
    };
    let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    Some(Owner { name, kind })
}

fn is_team(name: &str, wording: &Wording) -> bool {
    let plain = name.split(['(', ',']).next().unwrap_or(name);
    let last = plain.split_whitespace().next_back().unwrap_or(plain);
    let first = plain.split_whitespace().next().unwrap_or(plain);
    let several = plain.split_whitespace().count() > 1;
    several && (wording.knows(Vocabulary::TeamWord, last) || compact(first) == "team")
}

/// Whether the text of an owner names nobody: a placeholder, a number, or words that send the reader elsewhere ("ask Bob").
pub(super) fn is_nobody(text: &str, wording: &Wording) -> bool {
    is_placeholder(text, wording)
        || !text.chars().any(char::is_alphabetic)
        || opens(text, |words| {
            wording.meaning(Vocabulary::PlaceholderFirstWord, words) == Some("elsewhere")
        })
}

/// Whether a text is a placeholder: as it stands, with a remark behind it ("TBC (ask Finance)"), or for a name that is still
/// to be confirmed or no longer holds ("Ann Lee (TBC)", "Finance - tbc", "Ann Lee?", "Ann Lee (left)").
pub(super) fn is_placeholder(text: &str, wording: &Wording) -> bool {
    let text = text.trim();
    let means_nobody = |word: &str| wording.knows(Vocabulary::Placeholder, word);
    let first = |words: &str| wording.meaning(Vocabulary::PlaceholderFirstWord, words) == Some("placeholder");
    let remark = |words: &str| first(words) || wording.knows(Vocabulary::PlaceholderRemark, words);
    if text.is_empty() || means_nobody(text) || text.starts_with('?') || text.ends_with('?') || opens(text, first) {
        return true;
    }
    let mut heads = ["(", "[", " - ", " – ", ":"]
        .iter()
        .filter_map(|mark| text.split_once(mark))
        .map(|(head, _)| head.trim());
    if heads.any(|head| !head.is_empty() && means_nobody(head)) {
        return true;
    }
    let marks = ["(", "[", " - ", " – ", " — ", ": ", ", "];
    let mut remarks = marks.iter().filter_map(|mark| text.split_once(mark));
    let last = words(text).last().copied().unwrap_or_default();
    remarks.any(|(_, said)| opens(said, remark))
        || wording.meaning(Vocabulary::PlaceholderRemark, last) == Some("also_bare")
        || opens(text, |words| words == "tobe") && words(text).first().is_some_and(|word| word.len() == 2)
}

/// Whether the first one to four words of a text, written together in small letters, are meant.
fn opens(text: &str, meant: impl Fn(&str) -> bool) -> bool {
    let words = words(text);
    (1..=words.len().min(4)).any(|n| meant(&compact(&words[..n].concat())))
}

fn note_placeholder(name: &str, at: &Location, context: &mut Context<'_>) {
    let message = format!("'{}' stands where an owner should; it counts as nobody", shown(name));
    context.found.add(
        Code::OwnerPlaceholder,
        Some(at),
        message,
        "name a person who answers for this duty",
    );
}

fn note_team(owner: &Owner, at: &Location, context: &mut Context<'_>) {
    if owner.kind == OwnerKind::Team {
        let message = format!("'{}' is a team or department, no named person", shown(&owner.name));
        context.found.add(
            Code::OwnerIsTeam,
            Some(at),
            message,
            "name the person who answers for it",
        );
    }
}

/// Gives every owner the one spelling of the name that the workbook uses most, and an address its name.
pub(super) fn unify(controls: &mut [Control], addresses: &Addresses) {
    for owner in controls.iter_mut().flat_map(|control| &mut control.owners) {
        if let Some(name) = addresses.name(&owner.name) {
            owner.name = name.to_owned();
        }
    }
    let canonical = spellings(controls);
    for control in controls.iter_mut() {
        for owner in &mut control.owners {
            if let Some(name) = canonical.get(&key(&owner.name, &canonical)) {
                owner.name.clone_from(name);
            }
        }
        control.owners.sort();
        control.owners.dedup();
    }
}

/// By name key: the commonest spelling; of equally common ones the first in the alphabet.
fn spellings(controls: &[Control]) -> BTreeMap<String, String> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for owner in controls.iter().flat_map(|control| &control.owners) {
        *counts.entry(&owner.name).or_default() += 1;
    }
    let mut best: BTreeMap<String, (usize, &str)> = BTreeMap::new();
    for (name, count) in counts {
        let entry = best.entry(name_key(name)).or_insert((count, name));
        if count > entry.0 {
            *entry = (count, name);
        }
    }
    best.into_iter()
        .map(|(key, (_, name))| (key, name.to_owned()))
        .collect()
}

/// The key of a name; "Lee, Ann" has that of "Ann Lee" if somebody is called so.
fn key(name: &str, known: &BTreeMap<String, String>) -> String {
    if let Some((last, first)) = name.split_once(',') {
        let turned = name_key(&format!("{first} {last}"));
        if known.contains_key(&turned) {
            return turned;
        }
    }
    name_key(name)
}

/// Which name belongs to an e-mail address.
#[derive(Debug, Default)]
pub(super) struct Addresses {
    by_address: BTreeMap<String, String>,
}

impl Addresses {
    /// Learns the people who left.
    pub(super) fn of(departures: &[Departure]) -> Self {
        let mut addresses = Self::default();
        for person in departures {
            if let (Some(name), Some(email)) = (&person.name, &person.email) {
                addresses.learn(email, name);
            }
        }
        addresses
    }

    /// Learns that a person has an address; of several names for one address, the first in the alphabet is kept, so that the
    /// order of the rows does not matter.
    pub(super) fn learn(&mut self, email: &str, name: &str) {
        let known = self
            .by_address
            .entry(email.trim().to_lowercase())
            .or_insert_with(|| name.to_owned());
        if name < known.as_str() {
            name.clone_into(known);
        }
    }

    /// The name in an owner cell that holds an address: the known name, or the words before it (`Ann Lee <ann@example.org>`).
    fn name<'a>(&'a self, owner: &'a str) -> Option<&'a str> {
        let (before, address) = match owner.split_once(['<', '(']) {
            Some((before, rest)) => (before.trim(), rest.trim_end_matches(['>', ')'])),
            None => ("", owner),
        };
        if !address.contains('@') {
            return None;
        }
        let known = self.by_address.get(&address.trim().to_lowercase()).map(String::as_str);
        known.or((!before.is_empty()).then_some(before))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Reading;

    fn wording() -> Wording {
        Wording::new(&Reading::default())
    }

    #[test]
    fn placeholders_mean_nobody_with_or_without_a_remark() {
        for text in [
            "TBD",
            "n/a",
            "-",
            "?",
            "TBC (ask Finance)",
            "TBD - IT",
            "Unassigned",
            "to be named",
            "Vacant since May",
            "Ann Lee (TBC)",
            "Ann Lee?",
            "N/A (vendor)",
            "Finance - tbc",
            "TBC - Finance",
            "Finance TBD",
            "Finance/TBD",
            "?? Ann",
            "N.N.",
            "No owner yet",
            "resigned",
            "Ann Lee (left)",
            "Ann Lee - left 2026-03",
            "Former CISO",
            "dropped",
            "Not us",
            "waiting for HR",
            "offen",
            "noch offen",
            "nicht zugewiesen",
            "à définir",
            "sin asignar",
        ] {
            assert!(is_placeholder(text, &wording()), "{text}");
        }
        for text in [
            "Ann Lee",
            "Noah Tbilisi",
            "SOC team",
            "Ann Lee (Finance)",
            "CISO",
            "Alla Vacante",
            "Tobey Marsh",
            "See Wei Ming",
            "Lee, Ann",
            "Offenbach, Ida",
            "Nina Nolan",
            "Pia Former",
            "Justin Left",
        ] {
            assert!(!is_nobody(text, &wording()), "{text}");
        }
        for text in ["ask Bob Roy", "see Jira", "4711", "00-12"] {
            assert!(is_nobody(text, &wording()), "{text}");
            assert!(!is_placeholder(text, &wording()), "{text} can be evidence");
        }
    }

    #[test]
    fn persons_teams_and_the_provider_are_told_apart() {
        let kind = |name: &str| owner(name, &wording()).map(|o| o.kind);
        assert_eq!(kind("Ann Lee"), Some(OwnerKind::Person));
        assert_eq!(kind("CISO"), Some(OwnerKind::Person));
        assert_eq!(kind("SOC team"), Some(OwnerKind::Team));
        assert_eq!(kind("Claims Department"), Some(OwnerKind::Team));
        assert_eq!(kind("Vendor"), Some(OwnerKind::Provider));
    }

    #[test]
    fn several_owners_in_a_cell() {
        let wording = wording();
        assert_eq!(names("Ann Lee; Bob Roy", &wording), ["Ann Lee", "Bob Roy"]);
        assert_eq!(names("Ann Lee / Bob Roy", &wording), ["Ann Lee", "Bob Roy"]);
        assert_eq!(names("Ann Lee/Bob Roy", &wording), ["Ann Lee", "Bob Roy"]);
        assert_eq!(names("R/D lead", &wording), ["R/D lead"]);
        assert_eq!(names("Lee, Ann", &wording), ["Lee, Ann"]);
    }

    #[test]
    fn an_address_becomes_the_name_it_belongs_to() {
        let mut addresses = Addresses::default();
        addresses.learn("Ann@Example.org", "Ann Lee");
        assert_eq!(addresses.name("ann@example.org"), Some("Ann Lee"));
        assert_eq!(addresses.name("Bob Roy <bob@example.org>"), Some("Bob Roy"));
        assert_eq!(addresses.name("cy@example.org"), None);
        assert_eq!(addresses.name("Ann Lee (Claims)"), None);
    }
}
