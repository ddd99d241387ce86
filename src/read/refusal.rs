//! Why a file is not read: one reason, one next step, both in plain words. The file's name is added by `read::open`.

use serde::{Deserialize, Serialize};

use crate::message::{Message, sentence, whole};

/// A reason that completes the sentence "the file ...", and what to do about it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refusal {
    /// What is wrong: "is empty", "has a password".
    #[serde(with = "whole")]
    pub reason: Message,
    /// What the user can do.
    #[serde(with = "whole")]
    pub help: Message,
}

impl Refusal {
    /// A refusal with its next step.
    pub fn new(reason: impl Into<Message>, help: impl Into<Message>) -> Self {
        Self {
            reason: reason.into(),
            help: help.into(),
        }
    }

    /// The contents are not what the format demands.
    pub fn damaged(what: impl Into<Message>) -> Self {
        Self::new(
            sentence!("is damaged: {what}", what = what.into()),
            "open it in a spreadsheet program, let it repair the file, save it as .xlsx, and use that",
        )
    }

    /// The end is missing.
    pub fn cut_off() -> Self {
        Self::new(
            "is damaged: its end is missing, as after a download or a copy that stopped",
            "download or copy it again; if it opens in a spreadsheet program, save it there as .xlsx, and use that",
        )
    }

    /// More than an inventory needs, and more than is read.
    pub fn too_much(what: impl Into<Message>) -> Self {
        Self::new(
            what,
            "copy the sheets with the inventory into a new workbook, save it as .xlsx, and use that",
        )
    }

    /// Encrypted contents.
    pub fn password() -> Self {
        Self::new(
            "has a password, or is protected by a sensitivity label",
            "open it in Excel, save a copy without password or protection, and use that",
        )
    }
}
