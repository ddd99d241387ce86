//! The sheet *Lists*: every word that a drop-down offers, and what it means. In: the framework and our wording. Out: the sheet,
//! and where each list stands on it.

use std::collections::BTreeSet;

use rust_xlsxwriter::{Formula, XlsxError};

use crate::export::input_sheets::{NOT_COVERED, english};
use crate::export::sheet::{Cell, Column, Look, Sheet, Tab};
use crate::framework::{DeploymentModel, Domain};
use crate::inventory::{Classification, ControlStatus, Criticality, Party, Ruling, Stage};
use crate::words::Words;

/// A list that a drop-down offers.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum List {
    /// Deployment models.
    Models,
    /// Security domains.
    Domains,
    /// How far a control is.
    Statuses,
    /// Customer or provider.
    Parties,
    /// Business criticality.
    Criticalities,
    /// Data classification.
    Classifications,
    /// Lifecycle stages.
    Stages,
    /// Yes or no.
    YesNo,
    /// How a decision came out.
    Outcomes,
}

const ALL: [List; 9] = [
    List::Models,
    List::Domains,
    List::Statuses,
    List::Parties,
    List::Criticalities,
    List::Classifications,
    List::Stages,
    List::YesNo,
    List::Outcomes,
];

const COLUMNS: [Column; 3] = [
    Column {
        heading: "List",
        width: 22.0,
        help: "",
    },
    Column {
        heading: "Word",
        width: 32.0,
        help: "",
    },
    Column {
        heading: "What it means",
        width: 100.0,
        help: "",
    },
];

impl List {
    fn title(self) -> &'static str {
        match self {
            Self::Models => "Deployment models",
            Self::Domains => "Security domains",
            Self::Statuses => "Statuses",
            Self::Parties => "Responsible parties",
            Self::Criticalities => "Criticalities",
            Self::Classifications => "Data classifications",
            Self::Stages => "Lifecycle stages",
            Self::YesNo => "Yes or no",
            Self::Outcomes => "Outcomes of decisions",
        }
    }

    /// Its words, each with its meaning.
    fn words(self) -> Vec<(String, Meaning)> {
        match self {
            Self::Models => models(),
            Self::Domains => domains(),
            other => {
                let fixed = other.fixed_words().into_iter();
                fixed.map(|(word, meaning)| (word, Meaning::Fixed(meaning))).collect()
            }
        }
    }

    /// Those whose meanings stand here.
    fn fixed_words(self) -> Vec<(String, &'static str)> {
        match self {
            Self::Models | Self::Domains => Vec::new(),
            Self::Statuses => STATUSES.map(|(s, meaning)| (english(s), meaning)).to_vec(),
            Self::Parties => vec![
                (english(Party::Customer), "Your organisation's own side of the duty."),
                (english(Party::Provider), "What the provider of the system does."),
            ],
            Self::Criticalities => CRITICALITIES
                .map(|c| (english(c), "How bad it is if the system fails."))
                .to_vec(),
            Self::Classifications => CLASSIFICATIONS
                .map(|c| (english(c), "The most sensitive data that the system sees."))
                .to_vec(),
            Self::Stages => STAGES.map(|(s, meaning)| (english(s), meaning)).to_vec(),
            Self::YesNo => vec![
                ("Yes".to_owned(), "The system processes personal data."),
                ("No".to_owned(), "It does not."),
            ],
            Self::Outcomes => OUTCOMES.map(|(r, meaning)| (english(r), meaning)).to_vec(),
        }
    }

    /// The cells that hold its words, as a drop-down refers to them.
    pub fn range(self) -> Formula {
        let before = ALL.iter().take_while(|list| **list != self);
        let first = 2 + before.map(|list| list.words().len()).sum::<usize>();
        let last = first + self.words().len() - 1;
        Formula::new(format!("=Lists!$B${first}:$B${last}"))
    }
}

/// What a word means: a sentence of ours, the framework's definition, or what the words of a language say of a domain.
enum Meaning {
    Fixed(&'static str),
    Term(&'static str),
    Focus(Domain),
}

impl Meaning {
    fn told(&self, words: &Words) -> String {
        match self {
            Self::Fixed(sentence) => words.tell_fixed(sentence),
            Self::Term(definition) => words.tell_term(definition),
            Self::Focus(domain) => words.about(*domain, "focus"),
        }
    }
}

const STATUSES: [(ControlStatus, &str); 5] = [
    (
        ControlStatus::Implemented,
        "It is in place, or something equivalent is.",
    ),
    (ControlStatus::Partial, "Some of it is in place."),
    (ControlStatus::Planned, "Nothing is in place yet."),
    (
        ControlStatus::NotApplicable,
        "You say that the duty does not apply. If the framework says that it does, the report shows it.",
    ),
    (
        ControlStatus::Retired,
        "The control is no longer used. It does not count, and is listed.",
    ),
];

const OUTCOMES: [(Ruling, &str); 3] = [
    (
        Ruling::Accepted,
        "It is to be done. It is asked for again while it is not.",
    ),
    (Ruling::Deferred, "Not before the day in the column Until."),
    (
        Ruling::Rejected,
        "It is not to be done. It is not asked for again; its gaps stay open and are listed.",
    ),
];

const CRITICALITIES: [Criticality; 4] = [
    Criticality::Low,
    Criticality::Medium,
    Criticality::High,
    Criticality::Critical,
];

const CLASSIFICATIONS: [Classification; 4] = [
    Classification::Public,
    Classification::Internal,
    Classification::Confidential,
    Classification::Restricted,
];

const STAGES: [(Stage, &str); 5] = [
    (Stage::Idea, "Thought of. It counts."),
    (Stage::Development, "Being built or bought. It counts."),
    (Stage::Pilot, "Tried out. It counts."),
    (Stage::Production, "In use. It counts."),
    (Stage::Retired, "No longer in use. It does not count, and is listed."),
];

fn models() -> Vec<(String, Meaning)> {
    let facts = DeploymentModel::ALL.map(DeploymentModel::facts);
    let covered = facts.map(|facts| (facts.name.clone(), Meaning::Term(&facts.definition)));
    let background = (
        NOT_COVERED.to_owned(),
        Meaning::Fixed("AI that works unseen inside another product. The framework leaves it out; it is listed."),
    );
    covered.into_iter().chain([background]).collect()
}

fn domains() -> Vec<(String, Meaning)> {
    let each = Domain::ALL.map(|domain| (domain.facts().name.clone(), Meaning::Focus(domain)));
    let all = ("all".to_owned(), Meaning::Fixed("All of these domains at once."));
    each.into_iter().chain([all]).collect()
}

/// The sheet with all of them.
pub fn lists(owners: &BTreeSet<&str>, words: &Words) -> Result<Sheet, XlsxError> {
    let mut sheet = Sheet::new("Lists")?;
    sheet.tab(Tab::Help);
    sheet.head_told(0, &COLUMNS, words)?;
    let offered = ALL
        .into_iter()
        .flat_map(|list| list.words().into_iter().map(move |word| (list, word)));
    for (row, (list, (word, meaning))) in (1..).zip(offered) {
        let cells = [
            Cell::text(words.tell_fixed(list.title())),
            Cell::text(word),
            Cell::text(meaning.told(words)),
        ];
        sheet.put_row(row, &cells, Look::Plain)?;
    }
    for (row, owner) in (fixed()..).zip(owners) {
        let cells = [
            Cell::text(words.tell_fixed("Owners")),
            Cell::text(*owner),
            Cell::text(words.tell_fixed("Owns something already.")),
        ];
        sheet.put_row(row, &cells, Look::Plain)?;
    }
    Ok(sheet)
}

/// The rows of the lists that are always there, and of the heading.
fn fixed() -> u32 {
    let words = ALL.into_iter().map(|list| list.words().len()).sum::<usize>();
    u32::try_from(words).unwrap_or(u32::MAX - 1) + 1
}

/// The cells with the owners there are; none where nobody owns anything.
pub fn owners_range(owners: usize) -> Option<Formula> {
    let first = fixed() + 1;
    let last = first + u32::try_from(owners.checked_sub(1)?).ok()?;
    Some(Formula::new(format!("=Lists!$B${first}:$B${last}")))
}
