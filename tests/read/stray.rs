//! Files that lie beside an inventory, or are the same one twice: each is named as what it is, with the file that is meant.

use unowned::error::Error;
use unowned::read;

use crate::{jail, open, write};

fn told(error: Error) -> String {
    format!("{error} ({})", error.help())
}

#[test]
fn what_lies_beside_a_workbook_is_named_with_the_workbook_that_is_meant() {
    let folder = tempfile::tempdir().unwrap();
    for (name, says) in [
        ("~$inventory.xlsx", ["that Excel leaves", "'inventory.xlsx'"]),
        (".~lock.inventory.ods#", ["that LibreOffice leaves", "'inventory.ods'"]),
        ("._inventory.xlsx", ["a Mac keeps", "'inventory.xlsx'"]),
        ("inventory.xlsx.crdownload", ["has not ended", "wait for it"]),
        (".inventory.xlsx.icloud", ["in the cloud", "open it once"]),
    ] {
        let path = write(folder.path(), name, b"\x05Anna     ");
        let told = told(open(&path).unwrap_err());
        assert!(says.iter().all(|words| told.contains(words)), "{told}");
    }
    let package = folder.path().join("inventory.numbers");
    std::fs::create_dir(&package).unwrap();
    let told = told(open(&package).unwrap_err());
    assert!(told.contains("Numbers") && told.contains("Export To > Excel"), "{told}");
}

fn list(heading: &str, rows: &[&str]) -> Vec<u8> {
    let lines: Vec<String> = [heading].iter().chain(rows).map(|line| (*line).to_owned()).collect();
    lines.join("\n").into_bytes()
}

const HEADING: &str = "ID,Name,Owner,Status";

#[test]
fn a_copy_that_was_worked_on_is_named_as_a_copy() {
    let folder = tempfile::tempdir().unwrap();
    let first = list(
        HEADING,
        &[
            "1,Chatbot,Ann,Planned",
            "2,Copilot,Ann,Planned",
            "3,Scorer,Bob,Done",
            "4,Triage,Bob,Done",
            "5,Search,Eve,Done",
        ],
    );
    let second = list(
        HEADING,
        &[
            "1,Chatbot,Zoe,Done",
            "2,Copilot,Zoe,Done",
            "3,Scorer,Bob,Done",
            "4,Triage,Bob,Planned",
            "6,Newcomer,Eve,Done",
        ],
    );
    let paths = [
        write(folder.path(), "inventory.csv", &first),
        write(folder.path(), "inventory-LAPTOP-7.csv", &second),
    ];
    let told = told(read::open(&paths, &jail()).unwrap_err());
    assert!(
        told.contains("inventory-LAPTOP-7.csv") && told.contains("copy of inventory.csv: 4 of its 5 rows"),
        "{told}"
    );
    assert!(told.contains("name only the one that counts"), "{told}");
}

#[test]
fn files_of_one_layout_about_other_things_are_no_copies() {
    let folder = tempfile::tempdir().unwrap();
    let of_unit = |unit: &str| {
        let rows: Vec<String> = (0..20).map(|i| format!("Group,Europe,{unit} bot {i},Ann")).collect();
        list(
            "Company,Region,System,Owner",
            &rows.iter().map(String::as_str).collect::<Vec<_>>(),
        )
    };
    let paths = [
        write(folder.path(), "claims.csv", &of_unit("Claims")),
        write(folder.path(), "sales.csv", &of_unit("Sales")),
    ];
    assert_eq!(read::open(&paths, &jail()).unwrap().value.tables.len(), 2);
}
