//! Why a text names nobody, as it is said. In: a reason. Out: the words of a sentence.

use crate::message::Message;

/// Why a text names nobody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Because {
    /// A placeholder.
    Placeholder,
    /// A question mark: somebody is not sure.
    Doubt,
    /// A yes, a no or a tick.
    Answer,
    /// A word that is a value of another column.
    Value,
    /// A number, a date, a quarter.
    Figure,
    /// A link, a file, a number of a ticket or a document.
    Reference,
    /// A product, a tool, a system.
    Product,
    /// A sentence about an owner.
    Sentence,
    /// A name, and a remark behind it that is no part of it.
    Remark,
    /// Somebody who is no longer there.
    Gone,
    /// A machine's account, or an address that nobody reads.
    Account,
    /// Letters of a responsibility matrix, or initials.
    Letters,
    /// A company.
    Company,
    /// A word for an owner, for people or for the house at large.
    AtLarge,
    /// Somebody who only stands in for the owner.
    Deputy,
    /// Names behind a hundred others.
    Crowd,
    /// Anything else that is no plain name.
    NoName,
}

impl Because {
    /// The reason, as it goes on behind the text.
    pub(super) fn message(self) -> Message {
        Message::from(match self {
            Self::Placeholder => "stands where an owner should",
            Self::Doubt => "is a question, not an owner",
            Self::Answer => "is an answer, not an owner",
            Self::Value => "is a value of another column, not an owner",
            Self::Figure => "is a number or a date, not an owner",
            Self::Reference => "refers to something else instead of naming an owner",
            Self::Product => "is a product or a tool, not an owner",
            Self::Sentence => "speaks about an owner without naming one",
            Self::Remark => "has a remark behind the name; nobody is taken for the owner while it stands there",
            Self::Gone => "is said to be no longer there",
            Self::Account => "is an account that no person reads",
            Self::Letters => "are letters, not the name of an owner",
            Self::Company => "is a company, not an owner on our side",
            Self::AtLarge => "means nobody in particular",
            Self::Deputy => "is a deputy, not the owner",
            Self::Crowd => "stands behind a hundred other names in its cell",
            Self::NoName => "is not plainly a person, a role, a team or a mailbox",
        })
    }
}
