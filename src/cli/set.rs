//! Files written as a set. In: names and bytes. Out: every file in its place, or an error and nothing touched. Each file is whole on
//! the disk under a name of this run before the first gets its place; whatever ends a run before that leaves the old files.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use tempfile::{NamedTempFile, TempPath};
use unowned::error::Error;

use super::output::{Existing, Output, folder, unwritable};
use super::{Outcome, interrupt};

/// How the names of files begin that are still being written, and how they end. In each folder a run holds the file
/// `.unowned-RUN.tmp` locked, and its files there are called `.unowned-RUN-NUMBER.tmp`: so another run knows what is left over,
/// however many files there are.
const PREFIX: &str = ".unowned-";
const SUFFIX: &str = ".tmp";

/// Writes all files as a set: each is complete on the disk under a name of its own before the first one gets its place, and if one
/// cannot get it, those before it are taken back. The last of them is the last to get its place. Folders are made where there are
/// none. From then on the run ends as it is said here, even if it is interrupted.
pub fn write(outputs: &[Output], existing: Existing, ends: Outcome) -> Result<(), Error> {
    let mut desk = Desk::default();
    let ready: Vec<(&Path, TempPath)> = outputs
        .iter()
        .map(|output| match desk.prepare(output) {
            Ok(file) => Ok((output.path.as_path(), file)),
            Err(e) => Err(unwritable(&output.path, &e)),
        })
        .collect::<Result<_, _>>()?;
    let mut whole = interrupt::none_while_placing();
    let mut placed: Vec<Placed<'_>> = Vec::new();
    for (path, file) in ready {
        match desk.place(path, file, existing) {
            Ok(done) => placed.push(done),
            Err(error) => {
                placed.into_iter().rev().for_each(Placed::take_back);
                return Err(error);
            }
        }
    }
    *whole = Some(ends);
    desk.made.clear();
    let folders: BTreeSet<&Path> = outputs.iter().map(|output| folder(&output.path)).collect();
    folders.into_iter().for_each(settle);
    Ok(())
}

/// What one run holds while it writes. When it is dropped, its own files go, and so do folders that it made and that stayed empty.
#[derive(Default)]
struct Desk {
    held: BTreeMap<PathBuf, NamedTempFile>,
    made: Vec<PathBuf>,
    files: usize,
}

impl Drop for Desk {
    fn drop(&mut self) {
        self.held.clear();
        self.made.iter().rev().for_each(|folder| _ = fs::remove_dir(folder));
    }
}

impl Desk {
    /// A file with the bytes of an output, beside its place.
    fn prepare(&mut self, output: &Output) -> io::Result<TempPath> {
        let beside = folder(&output.path);
        self.make(beside)?;
        let before = fs::metadata(&output.path).ok();
        let name = self.name(beside)?;
        let (path, mut file) = interrupt::unfinished(&name, || create(&name))?;
        file.write_all(&output.bytes)?;
        // One that is replaced keeps who may read it.
        if let Some(before) = before {
            file.set_permissions(before.permissions())?;
        }
        file.sync_all()?;
        Ok(path)
    }

    /// Makes a folder and those above it, where there is none.
    fn make(&mut self, folder: &Path) -> io::Result<()> {
        let missing: Vec<&Path> = folder
            .ancestors()
            .take_while(|above| !above.as_os_str().is_empty() && !above.exists())
            .collect();
        for folder in missing.into_iter().rev() {
            interrupt::unfinished(folder, || fs::create_dir(folder))?;
            self.made.push(folder.to_owned());
        }
        Ok(())
    }

    /// A name in a folder that no other file has, and that is known for one of this run.
    fn name(&mut self, folder: &Path) -> io::Result<PathBuf> {
        if !self.held.contains_key(folder) {
            self.held.insert(folder.to_owned(), hold(folder)?);
        }
        let held = self
            .held
            .get(folder)
            .map(|held| held.path().to_string_lossy().into_owned());
        let run = held.unwrap_or_default();
        self.files += 1;
        Ok(PathBuf::from(format!(
            "{}-{}{SUFFIX}",
            run.trim_end_matches(SUFFIX),
            self.files
        )))
    }

    fn place<'a>(&mut self, path: &'a Path, file: TempPath, existing: Existing) -> Result<Placed<'a>, Error> {
        let before = match existing {
            Existing::Replace if path.exists() => Some(self.second_name(path).map_err(|e| unwritable(path, &e))?),
            _ => None,
        };
        let persisted = match existing {
            Existing::Replace => file.persist(path),
            Existing::Keep => file.persist_noclobber(path),
        };
        match persisted {
            Ok(()) => Ok(Placed { path, before }),
            Err(e) if e.error.kind() == io::ErrorKind::AlreadyExists => Err(Error::Exists { file: path.to_owned() }),
            Err(e) => Err(unwritable(path, &e.error)),
        }
    }

    /// A second name for a file that is about to be replaced, so that it can be put back; a copy where the disk knows no second names.
    fn second_name(&mut self, path: &Path) -> io::Result<TempPath> {
        let second = self.name(folder(path))?;
        let name = || fs::hard_link(path, &second).or_else(|_| fs::copy(path, &second).map(drop));
        interrupt::unfinished(&second, name)?;
        TempPath::try_from_path(second)
    }
}

/// A locked file that says that a run writes in a folder.
fn hold(folder: &Path) -> io::Result<NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(PREFIX).suffix(SUFFIX);
    let held = interrupt::unfinished_as(|| builder.tempfile_in(folder), |held| held.path().to_owned())?;
    _ = held.as_file().lock();
    Ok(held)
}

/// A report is shared, so that it gets the permissions of an ordinary file.
fn create(path: &Path) -> io::Result<(TempPath, File)> {
    let file = File::options().write(true).create_new(true).open(path)?;
    Ok((TempPath::try_from_path(path)?, file))
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

/// Makes new names themselves durable, where the system can.
fn settle(folder: &Path) {
    if let Ok(opened) = File::open(folder) {
        _ = opened.sync_all();
    }
}

/// Removes what a run that was killed left over in some folders, and says which. What another run is still writing stays.
pub fn clear_left_overs<'a>(folders: impl Iterator<Item = &'a Path>) -> Vec<PathBuf> {
    let folders: BTreeSet<&Path> = folders.collect();
    let files = folders
        .into_iter()
        .filter_map(|folder| fs::read_dir(folder).ok())
        .flatten();
    let mut ours: Vec<PathBuf> = files
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| is_left_over(path))
        .collect();
    ours.sort();
    ours.retain(|path| fs::remove_file(path).is_ok());
    ours
}

fn is_left_over(path: &Path) -> bool {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned());
    let name = name.unwrap_or_default();
    let Some(ours) = name.strip_prefix(PREFIX).and_then(|name| name.strip_suffix(SUFFIX)) else {
        return false;
    };
    let run = ours.split('-').next().unwrap_or_default();
    let held = path.with_file_name(format!("{PREFIX}{run}{SUFFIX}"));
    let writing = File::open(held).is_ok_and(|held| held.try_lock().is_err());
    !writing && fs::symlink_metadata(path).is_ok_and(|found| found.is_file())
}
