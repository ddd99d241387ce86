//! Headings in the words of daily speech. In: a heading that is not known as it stands. Out: the field of the known heading that
//! has the same words of meaning: question words, articles, prepositions, possessives and auxiliary verbs left aside, whatever the
//! order, singular or plural. Words that turn the meaning (not, next, to be, until, by) are words of meaning.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use super::field::{Field, Kind, sure_headings};
use super::marks::tokens;
use super::wording::compact;

/// Longer texts are no headings but sentences.
const LONGEST: usize = 60;

/// What a word of daily speech does in a heading.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Part {
    /// It says nothing by itself.
    Dropped,
    /// It asks for a person, a date or a place.
    Asks(Asked),
    /// It says what a list of systems lists.
    Tool,
    /// It says that somebody's name stands below.
    Somebody,
    /// It says that somebody or something else than an owner stands below.
    Others,
}

/// What a heading asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Asked {
    Person,
    Date,
    Place,
}

impl Part {
    fn from_name(name: &str) -> Option<Self> {
        Some(match name {
            "dropped" => Self::Dropped,
            "person" => Self::Asks(Asked::Person),
            "date" => Self::Asks(Asked::Date),
            "place" => Self::Asks(Asked::Place),
            "tool" => Self::Tool,
            "somebody" => Self::Somebody,
            "others" => Self::Others,
            _ => return None,
        })
    }
}

/// By word: what it does.
static PARTS: LazyLock<BTreeMap<String, BTreeSet<Part>>> = LazyLock::new(|| {
    let mut reader = csv::Reader::from_reader(include_str!("speech.csv").as_bytes());
    let mut all: BTreeMap<String, BTreeSet<Part>> = BTreeMap::new();
    for row in reader.records().filter_map(Result::ok) {
        let Some(part) = Part::from_name(&row[0]) else { continue };
        for word in row[2].split(';') {
            all.entry(compact(word)).or_default().insert(part);
        }
    }
    all
});

fn is(part: Part, word: &str) -> bool {
    PARTS.get(word).is_some_and(|parts| parts.contains(&part))
}

/// The words of meaning in a heading, and what it asks for.
#[derive(Debug, PartialEq, Eq)]
struct Bag {
    words: Vec<String>,
    asked: Option<Asked>,
}

impl Bag {
    fn of(heading: &str) -> Self {
        let said: Vec<String> = tokens(heading).iter().map(|token| compact(token)).collect();
        let questions = [Asked::Person, Asked::Date, Asked::Place];
        let asked = |word: &String| questions.into_iter().find(|asked| is(Part::Asks(*asked), word));
        let means = |word: &&String| !is(Part::Dropped, word) && asked(word).is_none();
        let mut words: Vec<String> = said.iter().filter(means).map(|word| singular(word)).collect();
        words.sort_unstable();
        words.dedup();
        Self {
            words,
            asked: said.iter().find_map(asked),
        }
    }
}

/// A word without the ending of its plural.
fn singular(word: &str) -> String {
    let long = word.chars().count() > 3;
    match () {
        () if long && word.ends_with("ies") => format!("{}y", &word[..word.len() - 3]),
        () if long && word.ends_with("iones") => word[..word.len() - 2].to_owned(),
        () if long && word.ends_with('s') && !word.ends_with("ss") => word[..word.len() - 1].to_owned(),
        () => word.to_owned(),
    }
}

/// By the words of meaning: the fields, for each kind of table.
type Bags = BTreeMap<Vec<String>, [BTreeSet<Field>; Kind::ALL.len()]>;

static BAGS: LazyLock<Bags> = LazyLock::new(|| {
    let mut all = Bags::new();
    for kind in Kind::ALL {
        for (_, written, meaning) in sure_headings(kind) {
            let words = Bag::of(written).words;
            if !words.is_empty() {
                all.entry(words).or_default()[kind as usize].insert(meaning.field);
            }
        }
    }
    all
});

/// The only field whose sure headings say the same in other words.
pub(super) fn meant(kind: Kind, heading: &str) -> Option<Field> {
    if heading.len() > LONGEST {
        return None;
    }
    meant_by(&Bag::of(heading), kind)
}

fn meant_by(bag: &Bag, kind: Kind) -> Option<Field> {
    let of = |words: &[String]| {
        let fields = &BAGS.get(words)?[kind as usize];
        (!fields.is_empty()).then_some(fields)
    };
    let fields = of(&bag.words).or_else(|| {
        // A list of systems speaks of its tools in every column.
        let own = || bag.words.iter().filter(|word| !is(Part::Tool, word)).cloned();
        (kind == Kind::Systems)
            .then(|| of(&own().collect::<Vec<_>>()))
            .flatten()
    })?;
    let answers = |field: &&Field| bag.asked.is_none_or(|asked| is_answer(**field, asked));
    let mut fitting = fields.iter().filter(answers);
    fitting.next().copied().filter(|_| fields.len() == 1)
}

/// Whether a text of several words says what a known heading of any kind of table says.
pub(super) fn is_heading(text: &str) -> bool {
    let words = text.split_whitespace().count();
    if !(2..=8).contains(&words) || text.len() > LONGEST {
        return false;
    }
    let bag = Bag::of(text);
    Kind::ALL.iter().any(|kind| meant_by(&bag, *kind).is_some())
}

/// Whether a heading says that somebody's name stands below it.
pub(super) fn is_for_somebody(heading: &str) -> bool {
    tokens(heading)
        .iter()
        .any(|token| is(Part::Somebody, &compact(token)) || is(Part::Asks(Asked::Person), &compact(token)))
}

/// Whether a heading says that others than owners stand below it: whoever approves, reviews or uses, a department, a vendor.
pub(super) fn is_for_others(heading: &str) -> bool {
    tokens(heading).iter().any(|token| is(Part::Others, &compact(token)))
}

/// Whether a field can hold what a heading asks for: nobody is a date, and no date is a person.
fn is_answer(field: Field, asked: Asked) -> bool {
    match asked {
        Asked::Person => matches!(
            field,
            Field::Owner
                | Field::SystemOwner
                | Field::TechnicalOwner
                | Field::Working
                | Field::Vendor
                | Field::Unit
                | Field::Users
                | Field::ExceptionApprover
                | Field::PersonName
        ),
        Asked::Date => matches!(
            field,
            Field::LastReviewed
                | Field::EvidenceDate
                | Field::ValidUntil
                | Field::Due
                | Field::ExceptionExpires
                | Field::GoLive
                | Field::RetiredOn
                | Field::LeftOn
                | Field::DecidedOn
                | Field::DeferredUntil
        ),
        Asked::Place => matches!(
            field,
            Field::Model | Field::Unit | Field::Evidence | Field::ProviderEvidence | Field::SystemRef
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_of_the_words_of_speech_is_understood() {
        let mut reader = csv::Reader::from_reader(include_str!("speech.csv").as_bytes());
        for row in reader.records().map(Result::unwrap) {
            assert!(Part::from_name(&row[0]).is_some(), "{row:?}");
        }
    }

    #[test]
    fn other_words_of_the_same_meaning_are_the_heading() {
        for (kind, heading, field) in [
            (Kind::Controls, "For which of the tools?", Field::SystemRef),
            (Kind::Controls, "When was it last looked at", Field::LastReviewed),
            (Kind::Controls, "Owner of the control", Field::Owner),
            (Kind::Controls, "Evidence location(s)", Field::Evidence),
            (Kind::Controls, "Wann wurde es zuletzt geprüft?", Field::LastReviewed),
            (Kind::Systems, "The name of your system", Field::SystemName),
            (Kind::Systems, "Classification of the data", Field::Classification),
            (Kind::Systems, "Where does the tool run?", Field::Model),
            (Kind::Systems, "Name des Systems", Field::SystemName),
            (Kind::Systems, "How bad is it if it fails?", Field::Criticality),
            (Kind::Systems, "Quel est le nom de l'outil ?", Field::SystemName),
            (Kind::Systems, "¿Cuál es el nombre de la aplicación?", Field::SystemName),
        ] {
            assert_eq!(meant(kind, heading), Some(field), "{heading}");
        }
    }

    #[test]
    fn what_turns_the_meaning_is_never_dropped() {
        for heading in [
            "When to be reviewed",
            "To be reviewed on",
            "When will it be reviewed",
            "Not reviewed",
            "Next reviewed",
            "Reviewed by",
            "Who reviewed it",
            "Who checked",
            "Wird geprüft",
            "Wer hat es geprüft",
            "When completed",
            "Who is the evidence for",
            "Owner of the tool",
        ] {
            assert_eq!(meant(Kind::Controls, heading), None, "{heading}");
        }
    }
}
