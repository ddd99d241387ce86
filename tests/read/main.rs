//! Reading: what a file must give, whatever its format, and that no file brings the program down.

#![allow(clippy::unwrap_used, reason = "what fails in the making of a file fails its test")]

#[allow(dead_code, reason = "some makers of files are for other tests")]
mod comments;
mod forge;
mod conformance;
mod hostile;
mod mutants;
mod odd;
mod shapes;
mod side_mutants;
mod stray;
mod traps;

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use unowned::diagnostic::Warned;
use unowned::error::Error;
use unowned::read::{self, Jail, Workbook};

fn jail() -> Jail {
    Jail {
        program: PathBuf::from(env!("CARGO_BIN_EXE_unowned")),
    }
}

fn open(path: &Path) -> Result<Warned<Workbook>, Error> {
    read::open(&[path.to_owned()], &jail())
}

fn write(folder: &Path, name: &str, bytes: &[u8]) -> PathBuf {
    let path = folder.join(name);
    fs::write(&path, bytes).unwrap();
    path
}

/// Why a file was refused, without its name.
fn reason(error: Error) -> String {
    match error {
        Error::Unreadable { reason, .. } => reason.to_string(),
        other => panic!("{other}"),
    }
}

/// What came of a file: the number of its cells, or the sentence that refuses it.
fn outcome(path: &Path) -> Result<usize, String> {
    open(path).map(|read| cells(&read.value)).map_err(reason)
}

#[test]
fn hostile_files_end_in_a_result_or_a_sentence() {
    let folder = tempfile::tempdir().unwrap();
    let folder = std::env::var_os("UNOWNED_KEEP_HOSTILE").map_or(folder.path().to_owned(), PathBuf::from);
    let mut wrong = Vec::new();
    for (name, bytes, ending) in hostile::all() {
        let path = write(&folder, name, &bytes);
        let start = Instant::now();
        let outcome = outcome(&path);
        let right = match (ending, &outcome) {
            (hostile::Ending::Reads(cells), Ok(found)) => cells == *found,
            (hostile::Ending::Refused(words), Err(sentence)) => sentence.contains(words),
            (hostile::Ending::Well, _) => true,
            _ => false,
        };
        // Ten seconds of the processor, which may have other work to do.
        if !right || start.elapsed() > Duration::from_secs(21) {
            wrong.push(format!(
                "{name}: {ending:?}, but {outcome:?} after {:?}",
                start.elapsed()
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Reads every file under the folder named in `UNOWNED_CORPUS` and prints what came of it.
#[test]
#[ignore = "needs a folder of spreadsheets"]
fn every_file_of_a_corpus_ends_well() {
    let root = std::env::var("UNOWNED_CORPUS").unwrap();
    let mut folders = vec![PathBuf::from(root)];
    while let Some(folder) = folders.pop() {
        let mut entries: Vec<PathBuf> = fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .collect();
        entries.sort();
        for path in entries {
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let start = Instant::now();
            let outcome = match open(&path) {
                Ok(read) => format!("read\t{}\t{}", cells(&read.value), codes(&read)),
                Err(error) => format!(
                    "refused\t{}\t{}",
                    error.to_string().rsplit_once(": ").unwrap().1,
                    error.help()
                ),
            };
            println!("{}\t{}\t{outcome}", path.display(), start.elapsed().as_millis());
        }
    }
}

fn cells(book: &Workbook) -> usize {
    book.tables
        .iter()
        .flat_map(|table| &table.rows)
        .map(|row| row.cells.len())
        .sum()
}

fn codes(read: &Warned<Workbook>) -> String {
    let codes: Vec<String> = read
        .diagnostics
        .iter()
        .map(|found| format!("{}x{}", found.code.id(), found.count))
        .collect();
    codes.join(" ")
}
