//! What the terminal says: kinds, ranges, most effect first, and commands that run as they are printed.

use std::path::Path;
use std::process::Command;

use crate::{SYSTEMS, said, unowned, write_book};

const CONTROLS: [&str; 8] = [
    "System | Domain | Who's $it? | Status",
    "AI-1 | Data Privacy | Ann Lee | Cooking",
    "AI-1 | Incident Response | Ann Lee | Cooking",
    "AI-1 | Model Security | Bo Kim | Implemented",
    "AI-2 | Data Privacy | Bo Kim | Cooking",
    "AI-2 | Dinner | Bo Kim | Planned",
    "AI-2 | Lunch | Bo Kim | Planned",
    "AI-9 | Lunch | Bo Kim | Planned",
];

fn book(folder: &Path) {
    let canteen = ["Day | Meal", "Monday | Soup", "Tuesday | Rice"];
    write_book(
        &folder.join("our inventory.xlsx"),
        &[
            ("Systems", SYSTEMS),
            ("Controls", &CONTROLS),
            ("Canteen plan", &canteen),
        ],
    );
}

const ARGS: [&str; 4] = ["our inventory.xlsx", "--map", "owner=Who's $it?", "--as-of=2026-09-30"];

#[test]
fn findings_are_told_by_kind_with_ranges_most_effect_first() {
    let folder = tempfile::tempdir().unwrap();
    book(folder.path());
    let text = said(&unowned(folder.path(), &[&["check"], &ARGS[..]].concat()));
    assert!(text.contains("Controls!D2:D3, D5"), "{text}");
    assert!(text.contains("[unknown-domain] 3 places"), "{text}");
    assert!(text.contains("Controls!B7:B8"), "{text}");
    let place = |words: &str| text.find(words).unwrap_or_else(|| panic!("{words} in {text}"));
    assert!(place("[unknown-domain]") < place("[unknown-value]"), "{text}");
    assert!(place("[unknown-system]") < place("[unknown-value]"), "{text}");
}

#[test]
fn the_closing_lines_of_check_and_report_say_what_was_not_read() {
    let folder = tempfile::tempdir().unwrap();
    book(folder.path());
    for command in ["check", "report"] {
        let text = said(&unowned(folder.path(), &[&[command], &ARGS[..]].concat()));
        assert!(text.contains("3 rows were left out (Controls 3)"), "{command}: {text}");
        assert!(text.contains("not used: Canteen plan"), "{command}: {text}");
    }
}

/// A shell gets each command as it stands, and the program says that all is well.
#[cfg(unix)]
#[test]
fn commands_run_as_they_are_printed() {
    let folder = tempfile::tempdir().unwrap();
    book(folder.path());
    let mut ran = 0;
    for command in ["check", "report"] {
        let text = said(&unowned(
            folder.path(),
            &[&[command], &ARGS[..], &["--force"][..]].concat(),
        ));
        for line in text.lines().filter_map(|line| line.strip_prefix("  unowned ")) {
            std::fs::remove_file(folder.path().join("our inventory-gap-report-2026-09-30.pdf")).ok();
            let program = env!("CARGO_BIN_EXE_unowned");
            let done = Command::new("sh")
                .args(["-c", &format!("'{program}' {line}")])
                .current_dir(folder.path())
                .output()
                .unwrap();
            assert!(done.status.success(), "{line}: {}", said(&done));
            let rest = said(&done);
            assert!(!rest.contains("no column is headed"), "{line}: {rest}");
            ran += 1;
        }
    }
    assert_eq!(ran, 4);
}

#[test]
fn a_workbook_without_a_command_is_reported_on() {
    let folder = tempfile::tempdir().unwrap();
    book(folder.path());
    let done = unowned(folder.path(), &ARGS);
    assert_eq!(done.status.code(), Some(0), "{}", said(&done));
    assert!(folder.path().join("our inventory-gap-report-2026-09-30.pdf").exists());
    assert_eq!(unowned(folder.path(), &["no such file.xlsx"]).status.code(), Some(2));
}

#[test]
fn fields_and_words_list_what_the_messages_refer_to() {
    let folder = tempfile::tempdir().unwrap();
    let fields = said(&unowned(folder.path(), &["fields"]));
    for field in [
        "system_name",
        "deployment_model",
        "owner ",
        "left_on",
        "provider_evidence",
    ] {
        assert!(fields.contains(field), "{field}: {fields}");
    }
    let words = said(&unowned(folder.path(), &["words", "domain"]));
    assert!(
        words.contains("user-access-control") && words.contains("Incident Response"),
        "{words}"
    );
    for name in ["status", "control_status", "models", "owner", "personal-data"] {
        assert!(unowned(folder.path(), &["words", name]).status.success(), "{name}");
    }
    let refused = unowned(folder.path(), &["words", "statsu"]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(said(&refused).contains("did you mean 'status'"), "{}", said(&refused));
}

/// A sheet of things whose headings no stranger can understand.
const STUFF: &[&str] = &[
    "Gadget | Room",
    "Claims copilot | 12",
    "Staff chat | 14",
    "Summarizer | 12",
];

#[test]
fn where_no_list_is_found_the_options_that_settle_it_are_printed_and_work() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    write_book(&folder.join("things.xlsx"), &[("Our stuff", STUFF)]);
    let refused = said(&unowned(folder, &["check", "things.xlsx"]));
    for words in ["--sheet \"systems=Our stuff\"", "--xlsx things-checked.xlsx"] {
        assert!(refused.contains(words), "{words}: {refused}");
    }
    let then = said(&unowned(
        folder,
        &["check", "things.xlsx", "--sheet", "systems=Our stuff"],
    ));
    assert!(then.contains("--map system_name=Gadget"), "{then}");
    let args = [
        "things.xlsx",
        "--sheet",
        "systems=Our stuff",
        "--map",
        "system_name=Gadget",
    ];
    assert_eq!(crate::record(folder, &args)["headline"]["systems"], 3);
}

#[test]
fn an_option_that_leads_nowhere_says_why() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    write_book(&folder.join("things.xlsx"), &[("Our stuff", STUFF)]);
    let first = said(&unowned(folder, &["check", "things.xlsx"]));
    let by_sheet = said(&unowned(
        folder,
        &["check", "things.xlsx", "--sheet", "systems=Our stuff"],
    ));
    assert!(
        by_sheet.contains("'Gadget', 'Room'") && by_sheet.contains("--map system_name=Gadget"),
        "{by_sheet}"
    );
    let by_map = [
        "check",
        "things.xlsx",
        "--sheet",
        "systems=Our stuff",
        "--map",
        "system_name=Gadgets",
    ];
    let by_map = said(&unowned(folder, &by_map));
    assert!(by_map.contains("no column is headed 'Gadgets'"), "{by_map}");
    assert!(first != by_sheet && by_sheet != by_map);
}
