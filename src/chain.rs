//! The reports of earlier quarters. In: a PDF, a JSON file or a folder. Out: the newest usable snapshot before the as-of date,
//! checked against its own checksum. What changed since is the business of `compare`.
//!
//! What an earlier report is good for, each answer held by a test:
//!
//! | the earlier report | named | found in a folder |
//! |---|---|---|
//! | is of an earlier date and the same organisation | used | the newest is used |
//! | is of the same date or a later one | refused | passed over: a rerun finds the same predecessor again |
//! | is of another organisation | used with a warning | passed over with a note |
//! | is of another organisation and shares too few systems | refused, or used with a warning if that is allowed | passed over with a note |
//! | shares too few systems with this one | used with a warning | passed over with a note |
//! | does not match its checksum, or contradicts itself | refused, or used with a warning if that is allowed | the same, if it is the newest |
//! | contradicts an older report beside it on which it rests | the same | the same |
//! | has a newer schema than this program, or is damaged | refused | passed over with a note |
//! | has an older schema | used | used |
//! | rests on another matrix or other rules | used; `compare` tells apart what they brought about | the same |
//! | shares its date with another, different one | - | refused: somebody has to say which one counts |

mod attachment;
mod folder;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use chrono::NaiveDate;

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Warned};
use crate::error::Error;
use crate::inventory::name_key;
use crate::jail::{Given, Jail, Job};
use crate::message::{Message, sentence};
use crate::side_file;
use crate::snapshot::{Read, Same, Snapshot, SystemRecord};

/// No report and no snapshot is as large as this; a larger file is not opened.
const LARGEST_FILE: u64 = 512 * side_file::MIB;

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
    /// The systems of this run: the predecessor must share enough of them.
    pub systems: &'a [SystemRecord],
    /// Systems that changed their id: old id = new id.
    pub renamed: &'a BTreeMap<String, String>,
    /// The as-of date of this run; the predecessor must be older.
    pub as_of: NaiveDate,
    /// Go on with a snapshot that does not match its checksum.
    pub allow_altered: bool,
    /// Who opens the files.
    pub jail: &'a Jail,
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
/// [`Error::Earlier`] if a named file or folder has no usable report, if the newest one does not match its checksum, or if two
/// different ones speak for the same day.
pub fn find(since: &Since, wanted: &Wanted<'_>) -> Result<Warned<Option<Found>>, Error> {
    match since {
        Since::Nothing => Ok(Warned::default()),
        Since::Named(path) if path.is_dir() => {
            let newest = folder::newest(path, wanted)?;
            if newest.value.is_none() {
                return Err(folder::nothing_usable(path, wanted, &newest.diagnostics));
            }
            Ok(newest)
        }
        Since::Named(path) => {
            let read = read(path, wanted.jail)?;
            let flaw = read.flaw();
            let found = Found {
                file: path.clone(),
                snapshot: read.snapshot,
            };
            refuse_later(&found, wanted)?;
            let stranger = stranger(&found.snapshot, wanted);
            let mut notes = Diagnostics::default();
            let flaw = folder::contradicted_beside(&found, flaw, wanted, &mut notes);
            let mut accepted = accept(found, flaw, wanted)?;
            accepted.diagnostics.extend(notes);
            if let Some(stranger) = stranger {
                stranger.refuse_swapped(path, wanted)?;
                accepted.diagnostics.push(unrelated(path, &stranger.reason));
            }
            Ok(accepted)
        }
        Since::Beside(path) => folder::newest(path, wanted),
    }
}

/// Reads a report or a snapshot of whatever date and organisation, as `diff` needs it.
///
/// # Errors
/// [`Error::Earlier`] if the file is neither, or was altered and that is not allowed.
pub fn open(path: &Path, allow_altered: bool, jail: &Jail) -> Result<Warned<Snapshot>, Error> {
    let read = read(path, jail)?;
    let flaw = read.flaw();
    let mut opened = Warned {
        value: read.snapshot,
        diagnostics: Default::default(),
    };
    if let Some(flaw) = flaw {
        opened.diagnostics.push(altered(path, &flaw, allow_altered)?);
    }
    Ok(opened)
}

/// The snapshot that a report carries, byte for byte.
///
/// # Errors
/// [`Error::Earlier`] if the file is no PDF, or carries no snapshot.
pub fn extract(report: &Path, jail: &Jail) -> Result<Vec<u8>, Error> {
    let mut attached = None;
    each(&[report.to_owned()], Job::Attachment, jail, |_, given| {
        attached = Some(given)
    });
    attached.unwrap_or_else(|| Err(unusable(report, "it is no report", ANOTHER)))
}

/// What the limited process does: takes the record out of a report.
///
/// # Errors
/// The rest of a sentence that begins with the file's name.
pub fn attached_record(file: &[u8]) -> Given {
    match attachment::is_pdf(file) {
        true => attachment::snapshot(file),
        false => Err("it is not a PDF".into()),
    }
}

/// What the limited process does: takes the record out of a report, or a record as it is, and sees whether it can be used.
///
/// # Errors
/// The rest of a sentence that begins with the file's name.
pub fn usable_record(file: Vec<u8>) -> Given {
    let record = match attachment::is_pdf(&file) {
        true => attachment::snapshot(&file)?,
        false => file,
    };
    match Snapshot::from_json(&record) {
        Ok(_) => Ok(record),
        Err(unfit) => Err(unfit.message()),
    }
}

/// What keeps a finished PDF from being handed out, where its templates were somebody's own: that it does not carry its record, so
/// that the next report cannot be compared with it; or that it leads elsewhere than to a page or a mailbox.
pub fn amiss(pdf: &[u8], record: &[u8]) -> Vec<Message> {
    const SCHEMES: [&str; 3] = ["https://", "http://", "mailto:"];
    let mut found = Vec::new();
    let carried = attachment::snapshot(pdf);
    if carried.as_deref() != Ok(record) {
        found.push("the templates do not attach the record: no later report can be compared with this one".into());
    }
    let harmless = |target: &String| {
        let target = target.to_lowercase();
        SCHEMES.iter().any(|scheme| target.starts_with(scheme))
    };
    let targets = attachment::targets(pdf);
    if let Some(target) = targets.iter().find(|target| !harmless(target)) {
        found.push(sentence!(
            "the templates have a link that leads neither to a page nor to a mailbox: {target}",
            target
        ));
    }
    found
}

const ANOTHER: &str = "name another report or snapshot with --since, or start afresh with --since none";

/// Reads the snapshot of a report, a snapshot file, or a JSON export.
fn read(path: &Path, jail: &Jail) -> Result<Read, Error> {
    let mut found = None;
    read_each(&[path.to_owned()], jail, |_, read| found = Some(read));
    found.unwrap_or_else(|| Err(unusable(path, "it is no report", ANOTHER)))
}

/// Reads the snapshots of some files, one after the other.
fn read_each(files: &[PathBuf], jail: &Jail, mut see: impl FnMut(&Path, Result<Read, Error>)) {
    each(files, Job::Record, jail, |file, record| {
        let read = record
            .and_then(|record| Snapshot::from_json(&record).map_err(|unfit| unusable(file, unfit.message(), ANOTHER)));
        see(file, read);
    });
}

/// Has limited processes open some files.
fn each(files: &[PathBuf], job: Job, jail: &Jail, mut see: impl FnMut(&Path, Result<Vec<u8>, Error>)) {
    jail.each(job, files, LARGEST_FILE, |file, given| {
        see(file, given.map_err(|reason| unusable(file, reason, ANOTHER)));
    });
}

/// Refuses a named report whose date rules it out.
fn refuse_later(found: &Found, wanted: &Wanted<'_>) -> Result<(), Error> {
    let snapshot = &found.snapshot;
    if snapshot.as_of < wanted.as_of {
        return Ok(());
    }
    let reason = sentence!(
        "it speaks for {day}, which is not before {today}, the as-of date of this report",
        day = snapshot.as_of,
        today = wanted.as_of
    );
    Err(unusable(
        &found.file,
        reason,
        "name an earlier report, or set another --as-of",
    ))
}

/// Why a report cannot be the last one of this organisation.
struct Stranger {
    /// The rest of a sentence that begins with the file's name.
    reason: Message,
    /// It bears another name, and its systems are others too: nobody renamed anything.
    swapped: bool,
}

impl Stranger {
    /// Refuses a report of another organisation altogether.
    fn refuse_swapped(&self, path: &Path, wanted: &Wanted<'_>) -> Result<(), Error> {
        let help = "name the last report of this organisation with --since, or start afresh with --since none; correct --org if the name \
                    is wrong, or go on with --allow-altered";
        match self.swapped && !wanted.allow_altered {
            true => Err(unusable(path, self.reason.clone(), help)),
            false => Ok(()),
        }
    }
}

/// Why a report cannot be the last one of this organisation, if so: it is of another, or of other systems.
fn stranger(snapshot: &Snapshot, wanted: &Wanted<'_>) -> Option<Stranger> {
    let shared = Same::of(&snapshot.systems, wanted.systems, std::slice::from_ref(wanted.renamed)).shared;
    let of = snapshot.systems.len().min(wanted.systems.len());
    if let (Some(theirs), Some(ours)) = (&snapshot.organisation, wanted.organisation)
        && name_key(theirs) != name_key(ours)
    {
        return Some(Stranger {
            reason: sentence!(
                "it is a report of '{theirs}', and this one is of '{ours}'; they share {shared} of {of} systems",
                theirs,
                ours,
                shared,
                of
            ),
            swapped: shared * 3 < of,
        });
    }
    (!snapshot.is_related(wanted.organisation, shared, of)).then(|| {
        let named = snapshot.organisation.is_some() && wanted.organisation.is_some();
        let enough = Message::from(if named { "a third" } else { "half" });
        Stranger {
            reason: sentence!(
                "it shares {shared} of {of} systems with this one, less than {enough}",
                shared,
                of,
                enough
            ),
            swapped: false,
        }
    })
}

/// What is said of a named report that is perhaps of something else.
fn unrelated(path: &Path, reason: &Message) -> Diagnostic {
    Diagnostic::new(
        Code::EarlierUnrelated,
        None,
        sentence!(
            "{name} is perhaps no earlier report of these systems: {reason}",
            name = name(path),
            reason
        ),
        "name the last report of this organisation with --since, or start afresh with --since none; correct --org if the name is wrong",
    )
}

/// Takes a report as the predecessor if nothing is wrong with it, or that is allowed.
fn accept(found: Found, flaw: Option<Message>, wanted: &Wanted<'_>) -> Result<Warned<Option<Found>>, Error> {
    let mut accepted = Warned::default();
    if let Some(flaw) = flaw {
        let told = altered(&found.file, &flaw, wanted.allow_altered)?;
        accepted.diagnostics.push(told);
    }
    accepted.value = Some(found);
    Ok(accepted)
}

/// What is said of a report that was altered: a warning if going on is allowed.
fn altered(path: &Path, flaw: &Message, allowed: bool) -> Result<Diagnostic, Error> {
    if !allowed {
        let help = "take the original from whoever received it, or go on with --allow-altered; the report then says so";
        return Err(unusable(path, flaw.clone(), help));
    }
    Ok(Diagnostic::new(
        Code::EarlierAltered,
        None,
        sentence!("{name} was used all the same: {flaw}", name = name(path), flaw),
        "take the original from whoever received it",
    ))
}

fn unusable(path: &Path, reason: impl Into<Message>, help: impl Into<Message>) -> Error {
    Error::Earlier {
        file: path.to_owned(),
        reason: reason.into(),
        help: help.into(),
    }
}

/// A file's name without its folder.
fn name(path: &Path) -> String {
    path.file_name()
        .unwrap_or(path.as_os_str())
        .to_string_lossy()
        .into_owned()
}
