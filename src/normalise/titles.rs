//! What words make together. In: the words of a text. Out: whether they are the name of a person, a role's team, a department or a
//! body that decides.

use super::lexicon::{Kind, ends_in, is};
use super::words::{Word, words};

use crate::inventory::name_key;

/// Whether the text is the name of a department by itself.
pub(super) fn is_department(text: &str) -> bool {
    is(Kind::Department, &name_key(text))
}

/// Whether a team's name is that of a body that decides.
pub(super) fn is_board(name: &str) -> bool {
    words(name)
        .iter()
        .any(|word| word.parts().any(|part| is(Kind::Board, part)))
}

/// Whether words make a team: it ends in a team's word, or begins with one.
pub(super) fn is_team(all: &[Word<'_>]) -> bool {
    let (Some(first), Some(last)) = (all.first(), all.last()) else {
        return false;
    };
    let heads = |w: &Word<'_>| !w.is_title() && (w.is(Kind::Team) || w.is(Kind::Department));
    let ending = |w: &Word<'_>| {
        w.parts()
            .any(|part| ends_in(Kind::TeamEnding, part) || is(Kind::TeamEnding, part) && w.key != part)
    };
    let last_part = last.last_part_is(Kind::Team) || last.last_part_is(Kind::Department);
    match all.len() {
        1 => last.is(Kind::Department) || ending(last),
        // "Politique de sécurité" is headed by its first word, "Data platform team" by its last.
        _ if all.iter().any(|w| w.is(Kind::Link) && w.is_lower()) => heads(first) || ending(first),
        _ => {
            heads(last)
                || last_part
                || all.iter().any(ending)
                || first.is(Kind::Team) && heads(first)
                || heads(first) && last.is_all_capitals()
        }
    }
}

/// `Anna Legal`: a first name, and the department behind it.
pub(super) fn is_of_department(all: &[Word<'_>]) -> bool {
    let first = |w: &Word<'_>| w.is(Kind::FirstName) && w.is_capital() && !w.is(Kind::Time) && !w.is_role();
    matches!(all, [one, other] if first(one) && other.is(Kind::Department) && other.is_capital())
}

/// Whether a team's word heads the text though a role's word stands in it (`Admin team`, `Équipe des responsables`).
pub(super) fn is_led_team(all: &[Word<'_>]) -> bool {
    let team = |w: Option<&Word<'_>>| w.is_some_and(|w| w.is(Kind::Team) && !w.is_role());
    let role = |w: Option<&Word<'_>>| w.is_some_and(Word::is_role);
    !role(all.first()) && (team(all.last()) || team(all.first()) && !role(all.last()))
}

/// Whether words are a person's name: one to six words of letters, all with a capital letter but for particles (or all in one case,
/// with a first name that is known), and none of them a word of something else.
pub(super) fn is_person(all: &[Word<'_>]) -> bool {
    let titles = all.iter().take_while(|w| w.is_title()).count();
    let behind = all
        .iter()
        .rev()
        .take_while(|w| w.text.len() > 1 && w.is(Kind::Letters))
        .count();
    if titles + behind >= all.len() {
        return all.len() == 1 && all[0].is(Kind::FirstName);
    }
    let name = &all[titles..all.len() - behind];
    let known = name.iter().any(|w| w.parts().any(|part| is(Kind::FirstName, part)));
    let sentence = |w: &Word<'_>| w.blocks(Kind::Sentence) || w.blocks(Kind::Gone);
    // "Muster" is a sample, and with an initial or a first name before it a surname.
    let spelt_so = |w: &Word<'_>| w.is(Kind::NameToo) && w.is_capital() && !w.is_all_capitals();
    let before = known && name.len() > 1 || titles > 0;
    let surname = |w: &Word<'_>| {
        w.may_be_surname() && before || spelt_so(w) && (before || name.len() > 1 && name[0].is_initial())
    };
    let else_ = |w: &Word<'_>| w.is_of_something_else() && !surname(w);
    let shaped = name.iter().all(|w| w.has_letters() && !w.has_digit());
    if name.len() > 6
        || !shaped
        || name
            .iter()
            .any(|w| sentence(w) && !w.is_particle() || !w.is(Kind::FirstName) && else_(w))
    {
        return false;
    }
    match name {
        [one] => one.is_single_name(titles > 0),
        several => !begins_with_sentence(several) && several_names(several, known),
    }
}

/// `See Bob`, `von Anna`: a word before a first name that is none itself.
fn begins_with_sentence(name: &[Word<'_>]) -> bool {
    let (first, second) = (&name[0], &name[1]);
    let none = !first.is(Kind::FirstName) && (first.is(Kind::Sentence) || first.is_particle());
    none && second.is(Kind::FirstName) && !second.is(Kind::SurnameToo) || joins_only(first) && !second.is_particle()
}

/// A particle that stands inside names and never before one by itself (`in Abstimmung`).
fn joins_only(word: &Word<'_>) -> bool {
    word.is_lower() && ["in", "auf", "et", "y", "e", "i", "op"].contains(&word.key.as_str())
}

fn several_names(name: &[Word<'_>], known: bool) -> bool {
    let proper = |w: &Word<'_>| w.is_capital() || w.is_initial() || w.is_particle() || w.is_caseless();
    let whole = name.iter().any(|w| !w.is_initial() && !w.is_particle());
    let all_small = name.iter().all(|w| w.is_lower());
    let capitals = name.iter().filter(|w| !w.is_initial() && w.is_all_capitals());
    let short = capitals.clone().any(|w| w.text.chars().count() < 3);
    whole
        && match () {
            () if all_small => {
                known
                    && name
                        .iter()
                        .all(|w| !w.is(Kind::NameToo) || w.is_particle() || w.is(Kind::FirstName))
            }
            () => name.iter().all(proper) && (known || !short),
        }
}
