//! What a run gives back. In: names and bytes of files, and texts. Out: a refusal of names that must not be written, before any work is
//! done; what is said and printed. How files are written is the business of `set`.

use std::fs::{self, File};
use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use anstream::AutoStream;
use unowned::error::Error;
use unowned::message::Message;

use super::terminal;

/// What may happen to a file that exists.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Existing {
    /// It stays, and the run is refused.
    Keep,
    /// It is replaced.
    Replace,
}

/// One file to be written.
#[derive(Debug)]
pub struct Output {
    /// Where to.
    pub path: PathBuf,
    /// What.
    pub bytes: Vec<u8>,
}

impl Output {
    /// A file and its text or bytes.
    pub fn new(path: &Path, content: impl Into<Vec<u8>>) -> Self {
        Self {
            path: path.to_owned(),
            bytes: content.into(),
        }
    }
}

/// Refuses targets that must not be written, before any work is done: files that exist, files that are read, links, and places
/// that are named twice, however they are spelt.
pub fn check(targets: &[&Path], read: &[PathBuf], existing: Existing) -> Result<(), Error> {
    for (place, target) in targets.iter().enumerate() {
        if targets[..place].iter().any(|earlier| same_place(earlier, target)) {
            return Err(misplaced(
                target,
                "two outputs have this name",
                "give each output a name of its own",
            ));
        }
        if !folder(target).is_dir() {
            return Err(misplaced(
                target,
                "its folder does not exist",
                "make the folder first, or choose another one",
            ));
        }
        check_one(target, read, existing)?;
    }
    Ok(())
}

/// The same for the files of folders that were checked already: what is not there yet is neither read nor in the way.
pub fn check_in_folders(outputs: &[Output], read: &[PathBuf], existing: Existing) -> Result<(), Error> {
    let mut there = outputs
        .iter()
        .filter(|output| fs::symlink_metadata(&output.path).is_ok());
    there.try_for_each(|output| check_one(&output.path, read, existing))
}

fn check_one(target: &Path, read: &[PathBuf], existing: Existing) -> Result<(), Error> {
    if read.iter().any(|read| same_place(read, target)) {
        return Err(misplaced(
            target,
            "this file is read; it cannot be written as well",
            "choose another name for the output",
        ));
    }
    match fs::symlink_metadata(target) {
        Ok(found) if found.is_symlink() => Err(misplaced(target, "it is a link", "name the file itself")),
        Ok(found) if !found.is_file() => Err(misplaced(target, "it is not a file", "name a file")),
        Ok(_) if existing == Existing::Keep => Err(Error::Exists {
            file: target.to_owned(),
        }),
        _ => Ok(()),
    }
}

fn misplaced(file: &Path, reason: &'static str, help: &'static str) -> Error {
    Error::Misplaced {
        file: file.to_owned(),
        reason: reason.into(),
        help: help.into(),
    }
}

/// Refuses a folder that must not be filled: one that holds something already, or that cannot be made. What is left there of an
/// earlier run would pass for part of this one.
pub fn check_folder(target: &Path, existing: Existing) -> Result<(), Error> {
    let refuse = |reason, help| Err(misplaced(target, reason, help));
    let filled = |entries: fs::ReadDir| entries.into_iter().next().is_some();
    match fs::read_dir(target) {
        Ok(entries) => match existing == Existing::Keep && filled(entries) {
            true => refuse(
                "this folder is not empty",
                "name a new folder, or say --force to replace the files that have the same names",
            ),
            false => Ok(()),
        },
        Err(_) if target.exists() => refuse("it is not a folder", "name a folder"),
        Err(_) if !folder(target).is_dir() => refuse(
            "its folder does not exist",
            "make the folder first, or choose another one",
        ),
        Err(_) => Ok(()),
    }
}

/// Whether two names mean one file: the same file on the disk, or the same name in the same folder.
fn same_place(one: &Path, other: &Path) -> bool {
    // Opening a named pipe would wait for ever.
    let opens = |path: &Path| fs::metadata(path).is_ok_and(|found| found.is_file() || found.is_dir());
    if opens(one)
        && opens(other)
        && let Ok(same) = same_file::is_same_file(one, other)
    {
        return same;
    }
    let place = |path: &Path| {
        Some((
            fs::canonicalize(folder(path)).ok()?,
            path.file_name()?.to_ascii_lowercase(),
        ))
    };
    one == other || place(one).is_some_and(|here| place(other) == Some(here))
}

/// The folder that a file stands in.
pub fn folder(path: &Path) -> &Path {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    }
}

/// What is said of a file that cannot be written.
pub fn unwritable(path: &Path, error: &io::Error) -> Error {
    Error::Unwritable {
        file: path.to_owned(),
        reason: Message::verbatim(error.to_string()),
    }
}

/// Prints a result for people. A reader that has closed its end wants no more: that is no error.
pub fn print(text: &str) -> Result<(), Error> {
    put(&terminal::shown(text))
}

/// Prints a result for programs, as it is; a terminal gets it without what it would obey.
pub fn print_data(text: &str) -> Result<(), Error> {
    match io::stdout().is_terminal() {
        true => print(text),
        false => put(text),
    }
}

fn put(text: &str) -> Result<(), Error> {
    let mut out = anstream::stdout();
    let written = out.write_all(text.as_bytes()).and_then(|()| out.flush());
    match written {
        Err(e) if e.kind() != io::ErrorKind::BrokenPipe => Err(unwritable(Path::new("standard output"), &e)),
        _ => Ok(()),
    }
}

/// Says something beside the result; if nobody can hear it, the result still counts.
pub fn say(text: &str) {
    say_as_is(&terminal::shown(text));
}

/// The same for a text that holds its own codes of a terminal, and nothing of a file's.
pub fn say_as_is(text: &str) {
    _ = match HEARD.get().and_then(|heard| heard.try_clone().ok()) {
        Some(heard) => AutoStream::auto(heard).write_all(text.as_bytes()),
        None => anstream::stderr().write_all(text.as_bytes()),
    };
}

/// Where it is heard what is said, if that is not the standard error stream of this process.
static HEARD: OnceLock<File> = OnceLock::new();

/// Says everything to a stream from now on.
pub fn say_to(heard: File) {
    _ = HEARD.set(heard);
}
