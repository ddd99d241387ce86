//! The keys of actions. In: what the gaps of an action have in common, in the spelling of the inventory. Out: the key that is printed,
//! and what two spellings of one key have in common: keys compare like names.

use super::ActionKind;
use crate::inventory::{company_key, name_key};

/// Stands between the names of a key that has several.
const JOINT: &str = " + ";

/// The key of an action.
pub fn key(kind: ActionKind, about: &str) -> String {
    match kind {
        ActionKind::Classify => kind.to_string(),
        _ => format!("{kind}/{about}"),
    }
}

/// Several names in one key, in the order they are given in.
pub fn joined<T: AsRef<str>>(names: impl IntoIterator<Item = T>) -> String {
    let names: Vec<T> = names.into_iter().collect();
    names.iter().map(AsRef::as_ref).collect::<Vec<_>>().join(JOINT)
}

/// What two spellings of a person, a role or a team have in common: case, accents and the order of the words do not matter.
pub fn who(name: &str) -> String {
    let key = name_key(name);
    let mut words: Vec<&str> = key.split(' ').collect();
    words.sort_unstable();
    words.join(" ")
}

/// The same for several, whatever their order.
pub fn all_of<'a>(names: impl IntoIterator<Item = &'a str>) -> Vec<String> {
    let mut keys: Vec<_> = names.into_iter().map(who).collect();
    keys.sort();
    keys.dedup();
    keys
}

/// What two spellings of one key have in common; nothing for a text that is no key.
pub fn canonical(text: &str) -> Option<String> {
    let text = text.trim();
    let (kind, about) = text.split_once('/').unwrap_or((text, ""));
    let kind = ActionKind::from_id(&kind.trim().to_lowercase())?;
    let about = match kind {
        ActionKind::Classify => return about.is_empty().then(|| key(kind, "")),
        ActionKind::AssignOwner => about.trim().to_lowercase(),
        ActionKind::Obtain => company_key(about),
        ActionKind::Renew | ActionKind::Deliver => joined(all_of(about.split(JOINT))),
    };
    (!about.is_empty()).then(|| key(kind, &about))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_compare_like_names() {
        for (one, other) in [
            ("obtain/Acme Inc.", "obtain/ACME"),
            ("deliver/Ada Roy + Brandt, Ole", "deliver/Ole Brandt + ada  roy"),
            ("renew/Chief risk officer", "Renew/chief Risk Officer"),
            ("assign-owner/data-privacy", "assign-owner/Data-Privacy "),
        ] {
            assert_eq!(canonical(one), canonical(other));
            assert!(canonical(one).is_some());
        }
        assert_ne!(canonical("deliver/Ada"), canonical("deliver/Ada + Bob"));
        assert_ne!(canonical("deliver/Team A"), canonical("deliver/Team B"));
        for text in [
            "",
            "D3",
            "obtain/",
            "Obtain assurance from Acme",
            "and/or",
            "classify/all",
        ] {
            assert_eq!(canonical(text), None, "{text}");
        }
    }
}
