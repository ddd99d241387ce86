//! Close spellings of headings. In: a heading that is not known. Out: the field whose heading is meant, if each of its words is
//! one of the known heading's words, or a slip of the pen of it. Words of other meaning never match, however close they look:
//! last and next, due and done, AI and PII.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use super::field::{Field, Kind, sure_headings};
use super::marks::tokens;

/// The words of every sure heading, by the kind of table and their number, since only as many can be close.
type Known = BTreeMap<(Kind, usize), Vec<(Vec<String>, Field)>>;

static KNOWN: LazyLock<Known> = LazyLock::new(|| {
    let mut all = Known::new();
    for kind in Kind::ALL {
        for (_, written, meaning) in sure_headings(kind) {
            let words = tokens(written);
            all.entry((kind, words.len())).or_default().push((words, meaning.field));
        }
    }
    all
});

/// The only field whose sure headings come close.
pub(super) fn meant(kind: Kind, heading: &str) -> Option<Field> {
    let said = tokens(without_brackets(heading));
    let known = KNOWN.get(&(kind, said.len())).into_iter().flatten();
    let near = known.filter(|(words, _)| is_close(&said, words));
    let fields: BTreeSet<Field> = near.map(|(_, field)| *field).collect();
    match fields.len() {
        1 => fields.first().copied(),
        _ => None,
    }
}

fn without_brackets(heading: &str) -> &str {
    heading.split(['(', '[']).next().unwrap_or(heading)
}

/// Whether two headings say the same, but for slips of the pen and singular or plural; a heading of several words shares a whole one.
fn is_close(said: &[String], known: &[String]) -> bool {
    let alike = said.len() == known.len() && said.iter().zip(known).all(|(a, b)| is_slip(a, b));
    let shared = said
        .iter()
        .any(|word| word.chars().count() >= 4 && known.contains(word));
    alike && (shared || known.len() == 1)
}

/// The same word, or a long one with as many slips as its length allows.
fn is_slip(said: &str, known: &str) -> bool {
    // Another ending makes another word: a justification is no justificatif.
    let same_ending = said.chars().last() == known.chars().last() || said.starts_with(known) || known.starts_with(said);
    let letters = known.chars().count().min(said.chars().count());
    let allowed = match letters {
        0..=4 => 0,
        5..=7 => 1,
        _ => 2,
    };
    let near = || same_ending && allowed > 0 && said.len().abs_diff(known.len()) <= 4 * allowed;
    said == known || near() && strsim::osa_distance(said, known) <= allowed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_of_the_pen_are_understood() {
        for (kind, heading, field) in [
            (Kind::Systems, "Criticallity", Field::Criticality),
            (Kind::Systems, "Data clasification", Field::Classification),
            (Kind::Systems, "Deploymnet model", Field::Model),
            (Kind::Controls, "Last reviwed", Field::LastReviewed),
            (Kind::Controls, "Resposible party", Field::Party),
        ] {
            assert_eq!(meant(kind, heading), Some(field), "{heading}");
        }
    }

    #[test]
    fn words_of_other_meaning_are_never_taken_for_each_other() {
        for (kind, heading) in [
            (Kind::Controls, "Next reviewed"),
            (Kind::Controls, "Next review date"),
            (Kind::Controls, "Done date"),
            (Kind::Controls, "Done"),
            (Kind::Controls, "Actual date"),
            (Kind::Controls, "Start date"),
            (Kind::Controls, "Customer evidence"),
            (Kind::Controls, "Justification"),
            (Kind::Systems, "Contains AI? (Y/N)"),
            (Kind::Systems, "Contains AI"),
            (Kind::People, "Joined on"),
            (Kind::People, "Start date"),
        ] {
            assert_eq!(meant(kind, heading), None, "{heading}");
        }
    }
}
