//! The reports of earlier quarters. In: a PDF, a JSON file or a folder. Out: the newest usable snapshot before the as-of date,
//! checked against its own checksum. What changed since is the business of `compare`.

use std::path::PathBuf;

use chrono::NaiveDate;

use crate::diagnostic::Warned;
use crate::error::Error;
use crate::snapshot::Snapshot;

/// Where to look for the predecessor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Since {
    /// Start afresh.
    Nothing,
    /// A report, a snapshot, or a folder that the user named.
    Named(PathBuf),
    /// The newest earlier report of the same organisation in this folder, if there is one.
    Beside(PathBuf),
}

/// What is asked of an earlier report.
#[derive(Clone, Debug)]
pub struct Wanted<'a> {
    /// The organisation of this run, if it was named.
    pub organisation: Option<&'a str>,
    /// The as-of date of this run; the predecessor must be older.
    pub as_of: NaiveDate,
    /// Go on with a snapshot that does not match its checksum.
    pub allow_altered: bool,
}

/// A predecessor and where it was found.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    /// The file it came from.
    pub file: PathBuf,
    /// What it says.
    pub snapshot: Snapshot,
}

/// Finds the predecessor.
///
/// # Errors
/// [`Error::Earlier`] if a named file or folder has no usable report.
pub fn find(since: &Since, wanted: &Wanted<'_>) -> Result<Warned<Option<Found>>, Error> {
    let _ = (since, wanted);
    Ok(Warned::default())
}
