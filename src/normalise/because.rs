//! Why a table or a column was understood as it was, as data. In: nothing. Out: the reasons that the other files decide on;
//! the sentence that a person reads is made here, at the end, and nothing is decided by comparing sentences.

use std::fmt;

use super::crossed::Across;
use super::field::Field;
use super::topic::Topic;
use super::wording::shown;

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

impl fmt::Display for Because {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Configured => f.write_str("as configured"),
            Self::NamedElsewhere => f.write_str("another sheet was named as the list of systems"),
            Self::OwnReport => f.write_str("a report wrote it for reading only"),
            Self::NoHeadings => f.write_str("no line of headings of a list of systems or controls was found in it"),
            Self::NoRows => f.write_str("the sheet has headings but no rows"),
            Self::NoKey => f.write_str("it has no column of system names or security domains"),
            Self::Leavers => f.write_str("it says who left, and when"),
            Self::Decided => f.write_str("it says what was decided, and how"),
            Self::DomainHeadings(count) => write!(f, "{count} of its columns are named after security domains"),
            Self::DomainColumn => f.write_str("it has a column of security domains"),
            Self::Crossed(Across::People, count) => {
                write!(f, "it is a RACI chart of {count} people, roles or teams")
            }
            Self::Crossed(Across::Systems, count) => {
                write!(f, "security domains stand down, {count} systems across")
            }
            Self::Crossed(Across::Sides, _) => {
                f.write_str("it says whose each control is: the customer's or the provider's")
            }
            Self::References => f.write_str("it has a column of another framework's numbers"),
            Self::AppliedControls => f.write_str("it has the headings of CISO Assistant's applied controls"),
            Self::SystemNames(heading) => write!(f, "its column '{}' holds names", shown(heading)),
            Self::Called(name) => write!(f, "it is called '{}'", shown(name)),
            Self::Telling(fields) => write!(f, "it says their {}", listed(fields.iter().map(|x| x.words()))),
            Self::Products(1) => f.write_str("one of the names is a known product"),
            Self::Products(count) => write!(f, "{count} of the names are known products"),
            Self::NoOtherList => f.write_str("no other sheet lists the systems"),
            Self::NamedByControls => f.write_str("the systems it names were taken, for want of a list of systems"),
            Self::OnlyNames => f.write_str("it has names, but nothing that says they are AI systems"),
            Self::Weaker => f.write_str("another sheet is clearly the list of systems"),
            Self::KeyOf(topic, heading) => write!(f, "'{}' is the key of {}", shown(heading), topic.words()),
            Self::CalledAs(topic, name) => write!(f, "'{}' is the name of a list of {}", shown(name), topic.words()),
            Self::HeadedAs(topic, headings) => {
                let quoted = headings.iter().map(|h| format!("'{}'", shown(h)));
                write!(f, "{} are headings of {}", listed(quoted), topic.words())
            }
            Self::Work(signs) => {
                let quoted = signs.iter().map(|sign| format!("'{}'", shown(sign)));
                let signs = listed(quoted);
                write!(
                    f,
                    "{signs} speaks of tasks, plans or ideas, and another table lists the controls"
                )
            }
            Self::ListedElsewhere(heading) => write!(
                f,
                "it says how far controls are, of systems ('{}') that another table lists",
                shown(heading)
            ),
            Self::Repeated(heading) => write!(
                f,
                "'{}' names the same systems in several rows: they are told of, not listed",
                shown(heading)
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

impl fmt::Display for Hence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Configured => f.write_str("as configured"),
            Self::Heading => f.write_str("heading"),
            Self::Likeliest => f.write_str("heading, the likeliest meaning"),
            Self::Brackets => f.write_str("what its heading has in brackets"),
            Self::Spelling(field) => write!(f, "close to the heading of {}", field.id()),
            Self::Speech(field) => write!(f, "its heading says {} in other words", field.words()),
            Self::Values(field) => write!(f, "its values are those of {}", field.id()),
            Self::Across(Across::People) => f.write_str("the letters of a RACI chart stand below it"),
            Self::Across(Across::Sides) => f.write_str("it says whose a control is"),
            Self::Across(Across::Systems) => f.write_str("it is a system, with what is said of it below"),
            Self::References => f.write_str("its values are numbers of another framework"),
            Self::Domain => f.write_str("named after a security domain"),
            Self::Taken(field) => write!(f, "another column is taken as {}", field.id()),
            Self::OtherWords(field) => {
                write!(f, "the heading may mean {}, but the values are other words", field.id())
            }
            Self::OneValue(field) => write!(f, "every row has the same value: no column of {}", field.id()),
            Self::OtherTool => f.write_str("another tool's own grouping, no security domain"),
            Self::NoHeading => f.write_str("it has values, but no heading"),
            Self::NotNeeded => f.write_str("not needed"),
        }
    }
}

/// Reasons as one sentence.
pub(super) fn sentence(reasons: &[Because]) -> String {
    reasons.iter().map(Because::to_string).collect::<Vec<_>>().join("; ")
}

fn listed<T: AsRef<str>>(words: impl Iterator<Item = T>) -> String {
    let words: Vec<String> = words.map(|w| w.as_ref().to_owned()).collect();
    match words.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, others)) => format!("{} and {last}", others.join(", ")),
        None => String::new(),
    }
}
