//! What may stand beside the name of an assurance. In: the words of a part. Out: whether each small word is one of the assurance's own:
//! of its name, its day, its scope, its issuer. A verb or a quality that is not known leaves open whether there is any.

use crate::inventory::name_key;
use crate::normalise::lexicon::{Kind, is};
use crate::normalise::wording::{Vocabulary, Wording};

/// The longest words of the vocabularies.
const LONGEST: usize = 6;

/// Whether all words are names, numbers, or known to stand there.
pub(super) fn is_plain(words: &[&str], wording: &Wording) -> bool {
    let mut place = 0;
    while place < words.len() {
        let most = LONGEST.min(words.len() - place);
        let known = (1..=most)
            .rev()
            .find(|length| is_known(&words[place..place + length], wording));
        match known {
            Some(length) => place += length,
            None if is_name(words[place]) => place += 1,
            None => return false,
        }
    }
    true
}

/// A name, a number, an abbreviation.
fn is_name(word: &str) -> bool {
    word.chars().count() == 1
        || !word.chars().any(char::is_lowercase)
        || word.starts_with(char::is_uppercase)
        || word.bytes().any(|b| b.is_ascii_digit())
}

fn is_known(words: &[&str], wording: &Wording) -> bool {
    const KINDS: [Kind; 12] = [
        Kind::Beside,
        Kind::Link,
        Kind::Particle,
        Kind::Thing,
        Kind::Team,
        Kind::Department,
        Kind::Board,
        Kind::Role,
        Kind::Since,
        Kind::Time,
        Kind::Approval,
        Kind::Wholly,
    ];
    let said = words.concat();
    let means = |vocabulary| wording.knows(vocabulary, &said);
    // What denies evidence was weighed before; here it was denied itself ("not expired").
    let evidence = [
        Vocabulary::Evidence,
        Vocabulary::EvidenceAbsent,
        Vocabulary::EvidenceDate,
        Vocabulary::EvidenceNumber,
        Vocabulary::Domain,
    ];
    let key = name_key(&words.join(" "));
    let one = key.strip_suffix('s').unwrap_or(&key);
    let listed = |word: &str| KINDS.iter().any(|kind| is(*kind, word));
    evidence.into_iter().any(means) || listed(&key) || listed(one)
}
