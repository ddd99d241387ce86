//! Why a table or a column was understood as it was, as data. In: nothing. Out: the reasons that the other files decide on;
//! the sentence that a person reads is made here, at the end, and nothing is decided by comparing sentences.

use super::crossed::Across;
use super::field::Field;
use super::topic::Topic;
use super::wording::shown;
use crate::message::{Message, Value, sentence};

/// Why a table has its role.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Because {
    /// The user says so.
    Configured,
    /// The user named another sheet for this.
    NamedElsewhere,
    /// A report wrote it, for reading only.
    OwnReport,
    /// No line of headings was found.
    NoHeadings,
    /// There are headings and nothing below them.
    NoRows,
    /// Neither names of systems nor security domains.
    NoKey,
    /// Names and leaving days of people.
    Leavers,
    /// What leadership decided, and how.
    Decided,
    /// So many columns are named after security domains.
    DomainHeadings(usize),
    /// A column holds security domains.
    DomainColumn,
    /// A column holds numbers of another framework.
    References,
    /// Security domains down, and people or systems across.
    Crossed(Across, usize),
    /// The headings of another tool's list of controls.
    AppliedControls,
    /// A column, headed so, holds names of systems.
    SystemNames(String),
    /// The name of the sheet, or the title above the table.
    Called(String),
    /// Columns that say something about systems.
    Telling(Vec<Field>),
    /// So many of the names are products with AI in them.
    Products(usize),
    /// No other table lists the systems.
    NoOtherList,
    /// The systems that controls name were taken.
    NamedByControls,
    /// Names, and nothing that says that they are AI systems.
    OnlyNames,
    /// Another table lists the systems much more clearly.
    Weaker,
    /// A column is the key of another thing.
    KeyOf(Topic, String),
    /// Its name is that of a list of other things.
    CalledAs(Topic, String),
    /// Its headings are those of a list of other things.
    HeadedAs(Topic, Vec<String>),
    /// Its name or its headings are those of tasks or ideas, and another table says how the controls are.
    Work(Vec<String>),
    /// The same systems stand in many rows, beside another key.
    Repeated(String),
    /// It says how far controls are, of systems that another table lists.
    ListedElsewhere(String),
}

impl Because {
    /// The reason in words.
    fn message(&self) -> Message {
        match self {
            Self::Configured => "as configured".into(),
            Self::NamedElsewhere => "another sheet was named as the list of systems".into(),
            Self::OwnReport => "a report wrote it for reading only".into(),
            Self::NoHeadings => "no line of headings of a list of systems or controls was found in it".into(),
            Self::NoRows => "the sheet has headings but no rows".into(),
            Self::NoKey => "it has no column of system names or security domains".into(),
            Self::Leavers => "it says who left, and when".into(),
            Self::Decided => "it says what was decided, and how".into(),
            Self::DomainHeadings(count) => sentence!("{n} of its columns are named after security domains", n = count),
            Self::DomainColumn => "it has a column of security domains".into(),
            Self::Crossed(Across::People, count) => {
                sentence!("it is a RACI chart of {n} people, roles or teams", n = count)
            }
            Self::Crossed(Across::Systems, count) => {
                sentence!("security domains stand down, {n} systems across", n = count)
            }
            Self::Crossed(Across::Sides, _) => "it says whose each control is: the customer's or the provider's".into(),
            Self::References => "it has a column of another framework's numbers".into(),
            Self::AppliedControls => "it has the headings of CISO Assistant's applied controls".into(),
            Self::SystemNames(heading) => sentence!("its column '{heading}' holds names", heading = shown(heading)),
            Self::Called(name) => sentence!("it is called '{name}'", name = shown(name)),
            Self::Telling(fields) => {
                let fields = Value::listed(fields.iter().map(|field| field.words()));
                sentence!("it says their {fields}", fields)
            }
            Self::Products(count) => {
                sentence!(one: "one of the names is a known product", other: "{n} of the names are known products", n = count)
            }
            Self::NoOtherList => "no other sheet lists the systems".into(),
            Self::NamedByControls => "the systems it names were taken, for want of a list of systems".into(),
            Self::OnlyNames => "it has names, but nothing that says they are AI systems".into(),
            Self::Weaker => "another sheet is clearly the list of systems".into(),
            Self::KeyOf(topic, heading) => {
                sentence!(
                    "'{heading}' is the key of {things}",
                    heading = shown(heading),
                    things = topic.words()
                )
            }
            Self::CalledAs(topic, name) => {
                sentence!(
                    "'{name}' is the name of a list of {things}",
                    name = shown(name),
                    things = topic.words()
                )
            }
            Self::HeadedAs(topic, headings) => {
                let headings = quoted(headings);
                sentence!("{headings} are headings of {things}", headings, things = topic.words())
            }
            Self::Work(signs) => {
                let signs = quoted(signs);
                sentence!(
                    "{signs} speaks of tasks, plans or ideas, and another table lists the controls",
                    signs
                )
            }
            Self::ListedElsewhere(heading) => sentence!(
                "it says how far controls are, of systems ('{heading}') that another table lists",
                heading = shown(heading)
            ),
            Self::Repeated(heading) => sentence!(
                "'{heading}' names the same systems in several rows: they are told of, not listed",
                heading = shown(heading)
            ),
        }
    }
}

/// Why a column holds a field, or none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Hence {
    /// The user says so.
    Configured,
    /// Its heading means nothing else.
    Heading,
    /// Its heading may mean several things; this is the likeliest.
    Likeliest,
    /// What stands in brackets in its heading.
    Brackets,
    /// A close spelling of a heading.
    Spelling(Field),
    /// Its heading says in other words what a heading of the field says.
    Speech(Field),
    /// Its values are words of the field.
    Values(Field),
    /// Its values are numbers of another framework.
    References,
    /// It stands for a person or a system of a table that crosses two lists.
    Across(Across),
    /// It is named after a security domain.
    Domain,
    /// Another column has the field.
    Taken(Field),
    /// The heading would do, but the values are other words.
    OtherWords(Field),
    /// Every row holds the same value.
    OneValue(Field),
    /// Another tool's own grouping.
    OtherTool,
    /// There are values, and no heading.
    NoHeading,
    /// Nothing here is needed.
    NotNeeded,
}

impl Hence {
    /// The reason in words.
    pub(super) fn message(&self) -> Message {
        match self {
            Self::Configured => "as configured".into(),
            Self::Heading => "heading".into(),
            Self::Likeliest => "heading, the likeliest meaning".into(),
            Self::Brackets => "what its heading has in brackets".into(),
            Self::Spelling(field) => sentence!("close to the heading of {field}", field = field.id()),
            Self::Speech(field) => sentence!("its heading says {field} in other words", field = field.words()),
            Self::Values(field) => sentence!("its values are those of {field}", field = field.id()),
            Self::Across(Across::People) => "the letters of a RACI chart stand below it".into(),
            Self::Across(Across::Sides) => "it says whose a control is".into(),
            Self::Across(Across::Systems) => "it is a system, with what is said of it below".into(),
            Self::References => "its values are numbers of another framework".into(),
            Self::Domain => "named after a security domain".into(),
            Self::Taken(field) => sentence!("another column is taken as {field}", field = field.id()),
            Self::OtherWords(field) => {
                sentence!(
                    "the heading may mean {field}, but the values are other words",
                    field = field.id()
                )
            }
            Self::OneValue(field) => {
                sentence!("every row has the same value: no column of {field}", field = field.id())
            }
            Self::OtherTool => "another tool's own grouping, no security domain".into(),
            Self::NoHeading => "it has values, but no heading".into(),
            Self::NotNeeded => "not needed".into(),
        }
    }
}

/// Reasons as one sentence.
pub(super) fn told(reasons: &[Because]) -> Message {
    match reasons {
        [] => Message::default(),
        [one] => one.message(),
        several => {
            let reasons = Value::row(several.iter().map(Because::message), "; ");
            sentence!("{reasons}", reasons)
        }
    }
}

fn quoted(texts: &[String]) -> Value {
    Value::listed(texts.iter().map(|text| Value::quoted(shown(text))))
}
