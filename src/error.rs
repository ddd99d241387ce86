//! What stops a run. In: a fact that makes going on impossible. Out: one sentence that says what, where and what to do.
//!
//! A row that is merely wrong or doubtful is no [`Error`]: it is a [`Diagnostic`](crate::diagnostic::Diagnostic), and the run goes on.

use std::path::{Path, PathBuf};

/// Why a run had to stop. Nothing has been written when one of these is returned.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// An input file cannot be used: it is missing, damaged, protected, too large, or of a kind we do not read.
    #[error("{}: {reason}", .file.display())]
    Unreadable {
        /// The file as the user named it.
        file: PathBuf,
        /// What is wrong with it, in plain words.
        reason: String,
        /// What the user can do.
        help: String,
    },
    /// The files were read, but no table in them lists AI systems.
    #[error("no list of AI systems was found in {files}")]
    NoSystems {
        /// The files that were looked at, joined by commas.
        files: String,
        /// What the sheets looked like, and how to say which one it is.
        help: String,
    },
    /// The configuration file or a flag says something that cannot be followed.
    #[error("{place}: {reason}")]
    Config {
        /// The file, the key or the flag.
        place: String,
        /// What is wrong.
        reason: String,
        /// The nearest thing that would work.
        help: String,
    },
    /// An earlier report that was named, or found, cannot serve as the predecessor.
    #[error("{}: {reason}", .file.display())]
    Earlier {
        /// The earlier report or snapshot.
        file: PathBuf,
        /// What is wrong with it.
        reason: String,
        /// What the user can do.
        help: String,
    },
    /// The output is there already, and nobody asked to replace it.
    #[error("{} exists already and stays as it is", .file.display())]
    Exists {
        /// The file that stays untouched.
        file: PathBuf,
    },
    /// An output was asked for where it must not stand.
    #[error("{}: {reason}", .file.display())]
    Misplaced {
        /// The file that was to be written.
        file: PathBuf,
        /// Why it must not stand there.
        reason: &'static str,
        /// What the user can do.
        help: &'static str,
    },
    /// An output could not be written.
    #[error("{}: could not be written: {reason}", .file.display())]
    Unwritable {
        /// The file that was to be written.
        file: PathBuf,
        /// What the system answered.
        reason: String,
    },
    /// A workbook, table or record for another program could not be made.
    #[error("{what} could not be made: {reason}")]
    Export {
        /// What was to be made, for example "the action register".
        what: &'static str,
        /// Why not.
        reason: String,
    },
    /// The pages could not be set. With the stock templates this is a defect of ours.
    #[error("the pages could not be set: {reason}")]
    Pages {
        /// The first messages of the typesetter, with file and line.
        reason: String,
        /// What the user can do.
        help: String,
    },
}

impl Error {
    /// An input file that cannot be used.
    pub fn unreadable(file: &Path, reason: impl Into<String>, help: impl Into<String>) -> Self {
        Self::Unreadable {
            file: file.to_owned(),
            reason: reason.into(),
            help: help.into(),
        }
    }

    /// A configuration or flag that cannot be followed.
    pub fn config(place: impl ToString, reason: impl Into<String>, help: impl Into<String>) -> Self {
        Self::Config {
            place: place.to_string(),
            reason: reason.into(),
            help: help.into(),
        }
    }

    /// The next step for the person who sees this error.
    pub fn help(&self) -> &str {
        match self {
            Self::Unreadable { help, .. }
            | Self::NoSystems { help, .. }
            | Self::Config { help, .. }
            | Self::Earlier { help, .. }
            | Self::Pages { help, .. } => help,
            Self::Export { .. } => "leave this output out, or give the inventory in smaller parts",
            Self::Misplaced { help, .. } => help,
            Self::Exists { .. } => "choose another name with -o, or replace it with --force",
            Self::Unwritable { .. } => {
                "check that the folder exists, that you may write there, and that the disk is not full"
            }
        }
    }
}
