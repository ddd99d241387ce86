//! Files written whole or not at all. In: names and bytes. Out: every file in its place, or an error and nothing touched.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;
use unowned::error::Error;

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

/// Refuses targets that must not be written, before any work is done: files that exist, inputs, links, and names used twice.
pub fn check(targets: &[&Path], inputs: &[PathBuf], existing: Existing) -> Result<(), Error> {
    for (place, target) in targets.iter().enumerate() {
        let refuse = |reason, help| {
            Err(Error::Misplaced {
                file: target.to_path_buf(),
                reason,
                help,
            })
        };
        if inputs.iter().any(|input| same_file(input, target)) {
            return refuse(
                "this file is read; it cannot be written as well",
                "choose another name for the output",
            );
        }
        if targets[..place]
            .iter()
            .any(|earlier| earlier == target || same_file(earlier, target))
        {
            return refuse("two outputs have this name", "give each output a name of its own");
        }
        if !folder(target).is_dir() {
            return refuse(
                "its folder does not exist",
                "make the folder first, or choose another one",
            );
        }
        match fs::symlink_metadata(target) {
            Ok(found) if found.is_symlink() => return refuse("it is a link", "name the file itself"),
            Ok(found) if !found.is_file() => return refuse("it is not a file", "name a file"),
            Ok(_) if existing == Existing::Keep => {
                return Err(Error::Exists {
                    file: target.to_path_buf(),
                });
            }
            _ => {}
        }
    }
    Ok(())
}

/// Refuses a folder that must not be filled: one that holds something already, or that cannot be made. What is left there of an
/// earlier run would pass for part of this one.
pub fn check_folder(target: &Path, existing: Existing) -> Result<(), Error> {
    let refuse = |reason, help| {
        Err(Error::Misplaced {
            file: target.to_path_buf(),
            reason,
            help,
        })
    };
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

fn same_file(one: &Path, other: &Path) -> bool {
    matches!((fs::canonicalize(one), fs::canonicalize(other)), (Ok(a), Ok(b)) if a == b)
}

/// Writes all files: each is complete on the disk under a name of its own before the first one gets its place.
pub fn write(outputs: Vec<Output>, existing: Existing) -> Result<(), Error> {
    let mut ready = Vec::new();
    for output in outputs {
        let file = prepare(&output).map_err(|e| unwritable(&output.path, &e))?;
        ready.push((output.path, file));
    }
    for (path, file) in ready {
        match existing {
            Existing::Replace => file.persist(&path).map(drop).map_err(|e| unwritable(&path, &e.error))?,
            Existing::Keep => file
                .persist_noclobber(&path)
                .map(drop)
                .map_err(|e| match e.error.kind() {
                    io::ErrorKind::AlreadyExists => Error::Exists { file: path.clone() },
                    _ => unwritable(&path, &e.error),
                })?,
        }
        settle(folder(&path));
    }
    Ok(())
}

/// Makes the folders that the files are to stand in; only for commands that write whole folders.
pub fn make_folders(outputs: &[Output]) -> Result<(), Error> {
    let folders = outputs.iter().map(|o| folder(&o.path));
    folders
        .into_iter()
        .try_for_each(|folder| fs::create_dir_all(folder).map_err(|e| unwritable(folder, &e)))
}

fn prepare(output: &Output) -> io::Result<NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".unowned-").suffix(".tmp");
    // A report is shared, so it gets the permissions of an ordinary file, not those of a secret.
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    let mut file = builder.tempfile_in(folder(&output.path))?;
    file.write_all(&output.bytes)?;
    file.as_file().sync_all()?;
    Ok(file)
}

/// Makes the new name itself durable, where the system can.
fn settle(folder: &Path) {
    if let Ok(opened) = File::open(folder) {
        _ = opened.sync_all();
    }
}

fn folder(path: &Path) -> &Path {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    }
}

fn unwritable(path: &Path, error: &io::Error) -> Error {
    Error::Unwritable {
        file: path.to_owned(),
        reason: error.to_string(),
    }
}

/// Prints a result. A reader that has closed its end wants no more: that is no error.
pub fn print(text: &str) -> Result<(), Error> {
    let mut out = anstream::stdout();
    let written = out.write_all(text.as_bytes()).and_then(|()| out.flush());
    match written {
        Err(e) if e.kind() != io::ErrorKind::BrokenPipe => Err(unwritable(Path::new("standard output"), &e)),
        _ => Ok(()),
    }
}

/// Says something beside the result; if nobody can hear it, the result still counts.
pub fn say(text: &str) {
    _ = anstream::stderr().write_all(text.as_bytes());
}
