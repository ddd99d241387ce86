//! Reading: what a file must give, whatever its format, and that no file brings the program down.

mod forge;
mod hostile;

use std::fs;
use std::time::{Duration, Instant};
use std::path::{Path, PathBuf};

use rust_xlsxwriter::{Format, Workbook as Writer};
use unowned::diagnostic::Warned;
use unowned::error::Error;
use unowned::read::{self, Jail, Value, Workbook};

fn jail() -> Jail {
    Jail {
        program: PathBuf::from(env!("CARGO_BIN_EXE_unowned")),
    }
}

fn open(path: &Path) -> Result<Warned<Workbook>, Error> {
    read::open(&[path.to_owned()], &jail())
}

#[test]
fn a_plain_workbook_and_a_plain_csv_give_the_same_cells() {
    let folder = tempfile::tempdir().unwrap();
    let book = folder.path().join("a.xlsx");
    let mut writer = Writer::new();
    let sheet = writer.add_worksheet();
    sheet.write_string(0, 0, "System").unwrap();
    sheet.write_string(0, 1, "Owner").unwrap();
    sheet.write_string(2, 0, "Chatbot").unwrap();
    sheet
        .write_string_with_format(2, 1, "Ann Lee", &Format::new().set_bold())
        .unwrap();
    writer.save(&book).unwrap();
    let text = folder.path().join("a.csv");
    fs::write(&text, "System,Owner\n\nChatbot,Ann Lee\n").unwrap();
    let (book, text) = (open(&book).unwrap(), open(&text).unwrap());
    assert_eq!(book.value.tables[0].rows, text.value.tables[0].rows);
    assert_eq!(
        book.value.tables[0].rows[1].get(1),
        Some(&Value::Text("Ann Lee".to_owned()))
    );
}

/// What came of a file: the number of its cells, or the sentence that refuses it.
fn outcome(path: &Path) -> Result<usize, String> {
    open(path).map(|read| cells(&read.value)).map_err(|error| error.to_string())
}

#[test]
fn hostile_files_end_in_a_result_or_a_sentence() {
    let folder = tempfile::tempdir().unwrap();
    let folder = std::env::var_os("UNOWNED_KEEP_HOSTILE").map_or(folder.path().to_owned(), PathBuf::from);
    let mut wrong = Vec::new();
    for (name, bytes, ending) in hostile::all() {
        let path = folder.join(name);
        fs::write(&path, bytes).unwrap();
        let start = Instant::now();
        let outcome = outcome(&path);
        let right = match (ending, &outcome) {
            (hostile::Ending::Reads(cells), Ok(found)) => cells == *found,
            (hostile::Ending::Refused(words), Err(sentence)) => sentence.contains(words),
            (hostile::Ending::Well, _) => true,
            _ => false,
        };
        if !right || start.elapsed() > Duration::from_secs(11) {
            wrong.push(format!("{name}: {ending:?}, but {outcome:?} after {:?}", start.elapsed()));
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
        .map(|found| format!("{}x{}", found.code.as_str(), found.count))
        .collect();
    codes.join(" ")
}
