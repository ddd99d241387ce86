//! What stops a run. In: a fact that makes going on impossible. Out: one sentence that says what, where and what to do, in any
//! language.
//!
//! A row that is merely wrong or doubtful is no [`Error`]: it is a [`Diagnostic`](crate::diagnostic::Diagnostic), and the run goes on.

use std::fmt;
use std::path::{Path, PathBuf};

use crate::message::{Message, ToValue, Value, sentence};

/// Why a run had to stop. Nothing has been written when one of these is returned.
#[derive(Debug)]
pub enum Error {
    /// An input file cannot be used: it is missing, damaged, protected, too large, or of a kind we do not read.
    Unreadable {
        /// The file as the user named it.
        file: PathBuf,
        /// What is wrong with it, in plain words.
        reason: Message,
        /// What the user can do.
        help: Message,
    },
    /// The files were read, but no table in them lists AI systems.
    NoSystems {
        /// The files that were looked at, joined by commas.
        files: String,
        /// What the sheets looked like, and how to say which one it is.
        help: Message,
    },
    /// The configuration file or a flag says something that cannot be followed.
    Config {
        /// The file, the key or the flag.
        place: Value,
        /// What is wrong.
        reason: Message,
        /// The nearest thing that would work.
        help: Message,
    },
    /// An earlier report that was named, or found, cannot serve as the predecessor.
    Earlier {
        /// The earlier report or snapshot.
        file: PathBuf,
        /// What is wrong with it.
        reason: Message,
        /// What the user can do.
        help: Message,
    },
    /// The output is there already, and nobody asked to replace it.
    Exists {
        /// The file that stays untouched.
        file: PathBuf,
    },
    /// An output was asked for where it must not stand.
    Misplaced {
        /// The file that was to be written.
        file: PathBuf,
        /// Why it must not stand there.
        reason: Message,
        /// What the user can do.
        help: Message,
    },
    /// An output could not be written.
    Unwritable {
        /// The file that was to be written.
        file: PathBuf,
        /// What the system answered.
        reason: Message,
    },
    /// A workbook, table or record for another program could not be made.
    Export {
        /// What was to be made, for example "the action register".
        what: &'static str,
        /// Why not.
        reason: Message,
    },
    /// The pages could not be set. With the stock templates this is a defect of ours.
    Pages {
        /// The first messages of the typesetter, with file and line.
        reason: Message,
        /// What the user can do.
        help: Message,
    },
}

impl Error {
    /// An input file that cannot be used.
    pub fn unreadable(file: &Path, reason: impl Into<Message>, help: impl Into<Message>) -> Self {
        Self::Unreadable {
            file: file.to_owned(),
            reason: reason.into(),
            help: help.into(),
        }
    }

    /// A configuration or flag that cannot be followed.
    pub fn config(place: impl ToValue, reason: impl Into<Message>, help: impl Into<Message>) -> Self {
        Self::Config {
            place: place.to_value(),
            reason: reason.into(),
            help: help.into(),
        }
    }

    /// What is wrong, and where.
    pub fn message(&self) -> Message {
        match self {
            Self::Unreadable { file, reason, .. }
            | Self::Earlier { file, reason, .. }
            | Self::Misplaced { file, reason, .. } => {
                sentence!("{file}: {reason}", file = named(file), reason)
            }
            Self::NoSystems { files, .. } => sentence!("no list of AI systems was found in {files}", files),
            Self::Config { place, reason, .. } => sentence!("{place}: {reason}", place, reason),
            Self::Exists { file } => sentence!("{file} exists already and stays as it is", file = named(file)),
            Self::Unwritable { file, reason } => {
                sentence!("{file}: could not be written: {reason}", file = named(file), reason)
            }
            Self::Export { what, reason } => {
                sentence!(
                    "{what} could not be made: {reason}",
                    what = Message::from(*what),
                    reason
                )
            }
            Self::Pages { reason, .. } => sentence!("the pages could not be set: {reason}", reason),
        }
    }

    /// The next step for the person who sees this error.
    pub fn help(&self) -> Message {
        match self {
            Self::Unreadable { help, .. }
            | Self::NoSystems { help, .. }
            | Self::Config { help, .. }
            | Self::Earlier { help, .. }
            | Self::Misplaced { help, .. }
            | Self::Pages { help, .. } => help.clone(),
            Self::Export { .. } => "leave this output out, or give the inventory in smaller parts".into(),
            Self::Exists { .. } => "choose another name with -o, or replace it with --force".into(),
            Self::Unwritable { .. } => {
                "check that the folder exists, that you may write there, and that the disk is not full".into()
            }
        }
    }
}

fn named(file: &Path) -> String {
    file.display().to_string()
}

/// In English; a person is told in the language that was asked for.
impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.message())
    }
}

impl std::error::Error for Error {}
