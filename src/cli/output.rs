//! Files written whole or not at all. In: names and bytes. Out: every file in its place, or an error and nothing touched.

use std::fs::{self, File};
use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use anstream::AutoStream;
use tempfile::{NamedTempFile, TempPath};
use unowned::error::Error;

use super::{interrupt, terminal};

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
        let refuse = |reason, help| {
            Err(Error::Misplaced {
                file: target.to_path_buf(),
                reason,
                help,
            })
        };
        if read.iter().any(|read| same_place(read, target)) {
            return refuse(
                "this file is read; it cannot be written as well",
                "choose another name for the output",
            );
        }
        if targets[..place].iter().any(|earlier| same_place(earlier, target)) {
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

/// Writes all files as a set: each is complete on the disk under a name of its own before the first one gets its place, and if one
/// cannot get it, those before it are taken back. The last of them is the last to get its place.
pub fn write(outputs: Vec<Output>, existing: Existing) -> Result<(), Error> {
    let mut ready = Vec::new();
    for output in &outputs {
        let file = prepare(output).map_err(|e| unwritable(&output.path, &e))?;
        ready.push((output.path.as_path(), file));
    }
    let whole = interrupt::none_while_placing();
    let mut placed: Vec<Placed<'_>> = Vec::new();
    for (path, file) in ready {
        match place(path, file, existing) {
            Ok(done) => placed.push(done),
            Err(error) => {
                placed.into_iter().rev().for_each(Placed::take_back);
                return Err(error);
            }
        }
    }
    placed.into_iter().for_each(|done| settle(folder(done.path)));
    drop(whole);
    Ok(())
}

/// A file that has its place, and the one that had it before.
struct Placed<'a> {
    path: &'a Path,
    before: Option<TempPath>,
}

impl Placed<'_> {
    /// Puts back what was there before.
    fn take_back(self) {
        _ = match self.before {
            Some(before) => before.persist(self.path).map_err(|e| e.error),
            None => fs::remove_file(self.path),
        };
    }
}

fn place<'a>(path: &'a Path, file: NamedTempFile, existing: Existing) -> Result<Placed<'a>, Error> {
    let before = match existing {
        Existing::Replace if path.exists() => Some(second_name(path).map_err(|e| unwritable(path, &e))?),
        _ => None,
    };
    let persisted = match existing {
        Existing::Replace => file.persist(path),
        Existing::Keep => file.persist_noclobber(path),
    };
    match persisted {
        Ok(_) => Ok(Placed { path, before }),
        Err(e) if e.error.kind() == io::ErrorKind::AlreadyExists => Err(Error::Exists { file: path.to_owned() }),
        Err(e) => Err(unwritable(path, &e.error)),
    }
}

/// A second name for a file that is about to be replaced, so that it can be put back; a copy where the disk knows no second names.
fn second_name(path: &Path) -> io::Result<TempPath> {
    let named = builder().make_in(folder(path), |second| {
        fs::hard_link(path, second).or_else(|_| fs::copy(path, second).map(drop))
    })?;
    Ok(named.into_temp_path())
}

/// Removes what a run that was killed left over beside some targets, and says which. What another run is still writing is locked.
pub fn clear_left_overs(targets: &[&Path]) -> Vec<PathBuf> {
    let mut folders: Vec<&Path> = targets.iter().map(|target| folder(target)).collect();
    folders.sort_unstable();
    folders.dedup();
    let files = folders
        .into_iter()
        .filter_map(|folder| fs::read_dir(folder).ok())
        .flatten();
    let ours = files
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| is_left_over(path));
    ours.filter(|path| fs::remove_file(path).is_ok()).collect()
}

fn is_left_over(path: &Path) -> bool {
    let name = path
        .file_name()
        .map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_default();
    name.starts_with(PREFIX)
        && name.ends_with(SUFFIX)
        && fs::symlink_metadata(path).is_ok_and(|found| found.is_file())
        && File::open(path).is_ok_and(|file| file.try_lock().is_ok())
}

/// Makes the folders that the files are to stand in; only for commands that write whole folders.
pub fn make_folders(outputs: &[Output]) -> Result<(), Error> {
    let folders = outputs.iter().map(|o| folder(&o.path));
    folders
        .into_iter()
        .try_for_each(|folder| fs::create_dir_all(folder).map_err(|e| unwritable(folder, &e)))
}

/// How the names of files begin that are still being written, and how they end.
const PREFIX: &str = ".unowned-";
const SUFFIX: &str = ".tmp";

fn builder() -> tempfile::Builder<'static, 'static> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(PREFIX).suffix(SUFFIX);
    builder
}

fn prepare(output: &Output) -> io::Result<NamedTempFile> {
    let mut builder = builder();
    let before = fs::metadata(&output.path).ok();
    // A report is shared, so it gets the permissions of an ordinary file, not those of a secret; one that is replaced keeps its own.
    #[cfg(unix)]
    if before.is_none() {
        builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    }
    let mut file = builder.tempfile_in(folder(&output.path))?;
    interrupt::forget_later(file.path());
    _ = file.as_file().lock();
    file.write_all(&output.bytes)?;
    if let Some(before) = before {
        file.as_file().set_permissions(before.permissions())?;
    }
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
