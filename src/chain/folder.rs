//! Earlier reports in a folder. In: the folder, and what is asked of a predecessor. Out: the newest that fits, and a note on each
//! file that looks like a report and cannot be used. Folders inside are not looked into.

use std::cmp::Reverse;
use std::fs::{self, File};
use std::io::Read as _;
use std::path::{Path, PathBuf};

use super::{ANOTHER, Found, LARGEST_FILE, Wanted, accept, attachment, name, read_each, stranger, unusable};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Warned};
use crate::error::Error;
use crate::message::{Message, Value, sentence};
use crate::side_file;
use crate::snapshot::{self, Headline, Past, Snapshot};

/// At most so many files are looked into, the last by name first: reports bear their date there.
const MOST_FILES: usize = 400;
/// What the metadata of our reports names as their creator.
const PROGRAM: &[u8] = b"unowned";
/// How much of a file tells whether it is worth opening.
const HEAD: u64 = 4096;

/// A report of an earlier date and the same organisation.
struct Candidate {
    found: Found,
    flaw: Option<Message>,
}

/// The newest report that fits, if there is one.
pub fn newest(folder: &Path, wanted: &Wanted<'_>) -> Result<Warned<Option<Found>>, Error> {
    let mut notes = Diagnostics::default();
    let mut candidates = candidates(folder, wanted, &mut notes)?.into_iter();
    let Some(newest) = candidates.next() else {
        return Ok(Warned {
            value: None,
            diagnostics: notes,
        });
    };
    let others: Vec<Candidate> = candidates.collect();
    others
        .iter()
        .try_for_each(|other| refuse_rival(&newest.found, &other.found))?;
    let flaw = held_against(&newest.found, newest.flaw, &others, &mut notes);
    let mut accepted = accept(newest.found, flaw, wanted)?;
    accepted.diagnostics.extend(notes);
    Ok(accepted)
}

/// What is wrong with a report that was named, where the reports beside it say so. Of those nobody asked, so that what cannot be
/// used among them is passed over.
pub fn contradicted_beside(
    named: &Found,
    flaw: Option<Message>,
    wanted: &Wanted<'_>,
    notes: &mut Diagnostics,
) -> Option<Message> {
    let folder = match named.file.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    let mut others = candidates(folder, wanted, &mut Diagnostics::default()).unwrap_or_default();
    others.retain(|other| other.found.snapshot.as_of < named.snapshot.as_of);
    held_against(named, flaw, &others, notes)
}

/// The reports of a folder that may be the predecessor, the newest first.
fn candidates(folder: &Path, wanted: &Wanted<'_>, notes: &mut Diagnostics) -> Result<Vec<Candidate>, Error> {
    let mut candidates = Vec::new();
    let files = files(folder, notes)?;
    read_each(&files, wanted.jail, |file, read| match read {
        Ok(read) if read.snapshot.as_of >= wanted.as_of => {}
        Ok(read) => match stranger(&read.snapshot, wanted) {
            Some(stranger) => notes.push(passed_over(file, &stranger.reason)),
            None => candidates.push(Candidate {
                flaw: read.flaw(),
                found: Found {
                    file: file.to_owned(),
                    snapshot: read.snapshot,
                },
            }),
        },
        Err(Error::Earlier { reason, .. }) if says_it_is_a_report(file) || reason.to_string() != attachment::NONE => {
            notes.push(passed_over(file, &reason));
        }
        Err(_) => {}
    });
    candidates.sort_by_key(|candidate| Reverse(candidate.found.snapshot.as_of));
    Ok(candidates)
}

/// What is wrong with a report, its own flaw first, else where an older one contradicts it; and what is to be said of the older ones.
fn held_against(
    newest: &Found,
    flaw: Option<Message>,
    others: &[Candidate],
    notes: &mut Diagnostics,
) -> Option<Message> {
    let mut found = flaw;
    for other in others {
        match &other.flaw {
            None => found = found.or_else(|| contradicted(&newest.snapshot, &other.found)),
            Some(flaw) => notes.push(altered_beside(&other.found.file, flaw)),
        }
        note_stranger(&newest.snapshot, &other.found, notes);
    }
    found
}

/// Why a named folder cannot be used.
pub fn nothing_usable(folder: &Path, wanted: &Wanted<'_>, notes: &Diagnostics) -> Error {
    let day = wanted.as_of;
    let reason = match wanted.organisation {
        Some(name) => sentence!("it holds no report of '{name}' from before {day}", name, day),
        None => sentence!("it holds no report from before {day}", day),
    };
    let others = Value::row(notes.iter().map(|note| &note.message), "; ");
    let reason = match notes.iter().next() {
        Some(_) => sentence!("{reason} ({others})", reason, others),
        None => reason,
    };
    unusable(folder, reason, ANOTHER)
}

/// The files of a folder that may be reports, the last by name first.
fn files(folder: &Path, notes: &mut Diagnostics) -> Result<Vec<PathBuf>, Error> {
    let unreadable = |e: std::io::Error| {
        unusable(
            folder,
            sentence!("the folder cannot be read: {reason}", reason = e.to_string()),
            "check the path, and that you may read the folder; or start afresh with --since none",
        )
    };
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        if path.is_file() && may_be_a_report(&path) {
            files.push(path);
        }
    }
    files.sort_by(|a, b| b.cmp(a));
    if files.len() > MOST_FILES {
        files.truncate(MOST_FILES);
        notes.add(
            Code::EarlierPassedOver,
            None,
            sentence!(
                "{name} holds more than {most} files that could be reports; the last by name were looked into",
                name = name(folder),
                most = MOST_FILES
            ),
            "name the report to compare with, with --since",
        );
    }
    Ok(files)
}

/// Whether a file is worth opening: a PDF that names this program (its metadata does, unpacked), or a JSON file that names our
/// schema at its beginning. Other people's PDFs are many, and slow to open.
fn may_be_a_report(file: &Path) -> bool {
    let extension = file.extension().map(|e| e.to_string_lossy().to_lowercase());
    match extension.as_deref() {
        Some("pdf") => side_file::holds(file, PROGRAM, LARGEST_FILE) || says_it_is_a_report(file),
        Some("json") => says_it_is_a_report(file),
        _ => false,
    }
}

/// Whether a file that could not be used says of itself that it is a report: by the name we give, or by our schema.
fn says_it_is_a_report(file: &Path) -> bool {
    let mut head = Vec::new();
    let read = File::open(file).and_then(|f| f.take(HEAD).read_to_end(&mut head));
    let marked = read.is_ok() && holds(&head, b"unowned/snapshot/");
    marked || name(file).contains("gap-report")
}

fn holds(bytes: &[u8], mark: &[u8]) -> bool {
    bytes.windows(mark.len()).any(|part| part == mark)
}

fn passed_over(file: &Path, reason: &Message) -> Diagnostic {
    Diagnostic::new(
        Code::EarlierPassedOver,
        None,
        sentence!(
            "{name} looks like an earlier report but was passed over: {reason}",
            name = name(file),
            reason
        ),
        "name the report to compare with, with --since",
    )
}

/// Two different reports of one day: somebody has to say which one counts. A report and its own JSON are the same.
fn refuse_rival(newest: &Found, other: &Found) -> Result<(), Error> {
    let (a, b) = (&newest.snapshot, &other.snapshot);
    if a.as_of != b.as_of || a.content_sha256 == b.content_sha256 {
        return Ok(());
    }
    let reason = sentence!(
        "it and {name} are different reports of the same day, {day}",
        name = name(&other.file),
        day = a.as_of
    );
    Err(unusable(
        &newest.file,
        reason,
        "say with --since which of the two counts",
    ))
}

/// Where the newest report contradicts an older one on which it rests, and which is whole: its history was changed, or cut.
fn contradicted(newest: &Snapshot, other: &Found) -> Option<Message> {
    let older = &other.snapshot;
    let place = newest
        .history
        .iter()
        .position(|past| past.snapshot_sha256 == older.content_sha256)?;
    let past = &newest.history[place];
    let told = |what: Message| Some(sentence!("its record was altered: {what}", what));
    if past.as_of != older.as_of {
        let (says, file) = (past.as_of, name(&other.file));
        return told(sentence!(
            "it has the report of {day} in {file} under {says}",
            day = older.as_of,
            file,
            says
        ));
    }
    if let Some(figures) = figures(&past.headline, &older.headline).filter(|_| past.schema.is_none()) {
        let (name, day) = (name(&other.file), older.as_of);
        return told(sentence!(
            "its history and {name}, the report of {day}, differ: {figures}",
            name,
            day,
            figures
        ));
    }
    let before =
        |history: &[Past]| -> Vec<String> { history.iter().map(|past| past.snapshot_sha256.clone()).collect() };
    match before(&newest.history[..place]) == before(&older.history) {
        true => None,
        false => told(sentence!(
            "it rests on other reports from before {day} than {name}, the report of that day",
            day = older.as_of,
            name = name(&other.file)
        )),
    }
}

/// Figures that differ, with both values; none where they agree.
fn figures(theirs: &Headline, ours: &Headline) -> Option<Value> {
    let differing = snapshot::differing(theirs, ours);
    let told = differing.iter().map(|(figure, theirs, ours)| {
        sentence!(
            "{figure} {theirs} in the history, {ours} in the file",
            figure,
            theirs,
            ours
        )
    });
    (!differing.is_empty()).then(|| Value::row(told, "; "))
}

/// What is said of an older report that was altered, and on which nothing rests but the chain.
fn altered_beside(file: &Path, flaw: &Message) -> Diagnostic {
    Diagnostic::new(
        Code::EarlierAltered,
        None,
        sentence!("{name}: {flaw}", name = name(file), flaw),
        "take the original from whoever received it; nothing in this report rests on that file",
    )
}

/// Notes an older report that is not the one on which the newest rests, and in which figures the two differ.
fn note_stranger(newest: &Snapshot, other: &Found, notes: &mut Diagnostics) {
    let in_chain = newest.history.iter().find(|past| past.as_of == other.snapshot.as_of);
    let Some(past) = in_chain.filter(|past| past.snapshot_sha256 != other.snapshot.content_sha256) else {
        return;
    };
    let message = sentence!(
        "{name} is not the report of {day} on which the later reports rest",
        name = name(&other.file),
        day = other.snapshot.as_of
    );
    let message = match figures(&past.headline, &other.snapshot.headline) {
        Some(differing) => sentence!("{message} ({differing})", message, differing),
        None => message,
    };
    notes.add(
        Code::EarlierAltered,
        None,
        message,
        "keep the reports as they were handed out; nothing in this report rests on that file",
    );
}
