//! The program as a person or a pipeline meets it: exit status, messages, files that are never harmed.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

#[path = "cli/gate.rs"]
mod gate;
#[path = "cli/ends.rs"]
mod ends;
#[path = "cli/outputs.rs"]
mod outputs;
#[path = "cli/told.rs"]
mod told;

const SAMPLE: &str = "samples/tarnbrook-inventory-2026-09-30.xlsx";
const AS_OF: &[&str] = &["--as-of", "2026-09-30"];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn unowned(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_unowned"));
    command.current_dir(folder).env("NO_COLOR", "1");
    command
}

fn run(folder: &Path, args: &[&str]) -> Output {
    unowned(folder).args(args).output().unwrap()
}

fn status(output: &Output) -> i32 {
    output.status.code().expect("ended by itself, not by a signal")
}

fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// A folder with a copy of a small inventory.
fn folder() -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let case = root().join("tests/cases/every-state-of-our-side");
    for name in ["systems.csv", "controls.csv"] {
        fs::copy(case.join(name), folder.path().join(name)).unwrap();
    }
    let path = folder.path().to_owned();
    (folder, path)
}

const INVENTORY: [&str; 2] = ["systems.csv", "controls.csv"];

fn report(folder: &Path, more: &[&str]) -> Output {
    let args: Vec<&str> = [&["report"], &INVENTORY[..], AS_OF, more].concat();
    run(folder, &args)
}

#[test]
fn a_report_gets_its_usual_name_and_is_never_overwritten() {
    let (_keep, folder) = folder();
    let first = report(&folder, &[]);
    assert_eq!(status(&first), 0, "{}", stderr(&first));
    let pdf = folder.join("systems-gap-report-2026-09-30.pdf");
    let bytes = fs::read(&pdf).unwrap();
    assert!(bytes.starts_with(b"%PDF-"));
    assert!(String::from_utf8_lossy(&first.stdout).contains("systems-gap-report-2026-09-30.pdf"));

    let again = report(&folder, &[]);
    assert_eq!(status(&again), 2);
    assert!(
        stderr(&again).contains("exists already") && stderr(&again).contains("--force"),
        "{}",
        stderr(&again)
    );
    assert_eq!(status(&report(&folder, &["--force"])), 0);
    assert_eq!(
        fs::read(&pdf).unwrap(),
        bytes,
        "the same input and date give the same bytes"
    );
}

/// Every output there is, but the register, which comes back.
const OUTPUTS: [&str; 24] = [
    "--csv",
    "gaps.csv",
    "--markdown",
    "q3.md",
    "--html",
    "q3.html",
    "--json",
    "q3.json",
    "--jira",
    "jira.csv",
    "--github",
    "q3.jsonl",
    "--oscal",
    "oscal.json",
    "--defectdojo",
    "findings.json",
    "--calendar",
    "q3.ics",
    "--tables",
    "tables",
    "--ciso-assistant",
    "ciso",
    "--mail",
    "mail",
];

#[test]
fn whatever_a_report_writes_is_known_when_it_comes_as_an_inventory_and_refused_with_the_way() {
    let (_keep, folder) = folder();
    for language in ["en", "de", "fr", "es"] {
        let more = [&OUTPUTS[..], &["-o", "q3.pdf", "--lang", language, "--force"]].concat();
        let written = report(&folder, &more);
        assert_eq!(status(&written), 0, "{}", stderr(&written));
        let listed = String::from_utf8(written.stdout).unwrap();
        for file in listed
            .lines()
            .filter(|line| line.contains('.') && !line.ends_with(".pdf"))
        {
            let refused = run(&folder, &["check", file]);
            let told = stderr(&refused);
            assert_eq!(status(&refused), 2, "{language} {file}: {told}");
            assert!(
                told.contains("a report wrote") || told.contains("was written by a report"),
                "{language} {file}: {told}"
            );
            assert!(
                told.contains("--xlsx register.xlsx") && !told.contains("--sheet"),
                "{language} {file}: {told}"
            );
        }
    }
}

#[test]
fn a_packet_alone_says_that_it_belongs_to_an_inventory() {
    let (_keep, folder) = folder();
    let written = report(&folder, &["-o", "q3.pdf", "--packets", "packets"]);
    assert_eq!(status(&written), 0, "{}", stderr(&written));
    let packet = format!("packets/{}", names(&folder.join("packets"))[0]);
    let told = stderr(&run(&folder, &["check", &packet]));
    assert!(
        told.contains("is a packet") && told.contains(&format!("unowned report INVENTORY {packet}")),
        "{told}"
    );
}

#[test]
fn every_file_that_is_written_is_listed_and_a_folder_that_holds_something_is_left_alone() {
    let (_keep, folder) = folder();
    let more = ["-o", "q3.pdf", "--json", "q3.json", "--tables", "tables"];
    let first = report(&folder, &more);
    assert_eq!(status(&first), 0, "{}", stderr(&first));
    let listed = String::from_utf8(first.stdout).unwrap();
    let mut lines: Vec<_> = listed.lines().collect();
    let record: serde_json::Value = serde_json::from_slice(&fs::read(folder.join("q3.json")).unwrap()).unwrap();
    let own = record["snapshot"]["content_sha256"].as_str().unwrap();
    assert!(lines.pop().unwrap().ends_with(own), "{listed}");
    let mut listed: Vec<_> = lines.into_iter().map(PathBuf::from).collect();
    assert_eq!(listed[..2], [PathBuf::from("q3.pdf"), PathBuf::from("q3.json")]);
    let tables = listed.split_off(2);
    let mut written: Vec<_> = names(&folder.join("tables"))
        .iter()
        .map(|name| Path::new("tables").join(name))
        .collect();
    assert_eq!(tables.len(), written.len());
    written.retain(|file| !tables.contains(file));
    assert!(written.is_empty(), "{written:?}");

    let again = report(&folder, &["-o", "again.pdf", "--tables", "tables"]);
    assert_eq!(status(&again), 2);
    assert!(stderr(&again).contains("not empty"), "{}", stderr(&again));
    assert!(!folder.join("again.pdf").exists());
}

#[test]
fn nothing_is_left_behind_by_a_run_that_is_refused() {
    let (_keep, folder) = folder();
    fs::write(folder.join("controls.csv"), b"%PDF-1.7 not a table").unwrap();
    let before: Vec<_> = names(&folder);
    let refused = report(&folder, &["-o", "q3.pdf", "--json", "q3.json"]);
    assert_eq!(status(&refused), 2);
    assert!(stderr(&refused).contains("controls.csv"), "{}", stderr(&refused));
    assert_eq!(names(&folder), before);
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|e| e.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

#[test]
fn an_output_never_replaces_an_input_a_link_or_another_output() {
    let (_keep, folder) = folder();
    let input = fs::read(folder.join("systems.csv")).unwrap();
    for target in ["systems.csv", "./controls.csv", "../".to_owned().as_str()] {
        assert_eq!(status(&report(&folder, &["--force", "-o", target])), 2, "{target}");
    }
    assert_eq!(fs::read(folder.join("systems.csv")).unwrap(), input);
    assert_eq!(status(&report(&folder, &["-o", "one.pdf", "--json", "one.pdf"])), 2);
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink("elsewhere.pdf", folder.join("link.pdf")).unwrap();
        assert_eq!(status(&report(&folder, &["--force", "-o", "link.pdf"])), 2);
        assert!(!folder.join("elsewhere.pdf").exists());
    }
    assert_eq!(status(&report(&folder, &["-o", "no/such/folder/q3.pdf"])), 2);
}

#[test]
fn a_gate_ends_with_status_one_and_the_report_is_written_all_the_same() {
    let (_keep, folder) = folder();
    let met = report(&folder, &["--fail-on", "unowned", "-o", "q3.pdf"]);
    assert_eq!(status(&met), 1, "{}", stderr(&met));
    assert!(folder.join("q3.pdf").exists());
    let clean = root().join("tests/cases/clean-bill");
    let args = [&["check", "systems.csv", "controls.csv", "--fail-on", "low"], AS_OF].concat();
    assert_eq!(status(&run(&clean, &args)), 0);
    assert_eq!(
        status(&run(
            &folder,
            &[&["check", "systems.csv", "--fail-on", "critical"], AS_OF].concat()
        )),
        1
    );
}

#[test]
fn wrong_use_is_two_and_says_what_would_work() {
    let (_keep, folder) = folder();
    fs::write(folder.join("colours.csv"), "Colour,Shade\nred,dark\n").unwrap();
    for (args, said) in [
        (&["report"][..], "INVENTORY"),
        (&["reprot", "x.xlsx"], "report"),
        (&["check", "missing.xlsx"], "missing.xlsx"),
        (&["check", "colours.csv"], "no list of AI systems"),
        (&["check", "systems.csv", "--as-of", "30.9.2026"], "30.9.2026"),
        (&["check", "systems.csv", "--config", "none.toml"], "none.toml"),
        (&["check", "systems.csv", "--sheet", "systems"], "NAME=VALUE"),
        (
            &["check", "systems.csv", "--sheet", "foo=systems.csv"],
            "systems, controls, grid, combined, people",
        ),
        (
            &["check", "systems.csv", "--sheet", "systems=System.csv"],
            "did you mean 'systems.csv'",
        ),
        (&["check", "systems.csv", "--as-of", "22.11.2026"], "2026-09-30"),
        (
            &["report", "systems.csv", "-o", "no-such-folder/x.pdf"],
            "folder does not exist",
        ),
        (&["matrix", "sass"], "did you mean 'saas'"),
        (
            &["report", "systems.csv", "--lang", "klingon", "-o", "x.pdf"],
            "klingon",
        ),
        (&["report", "systems.csv", "--paper", "a5", "-o", "x.pdf"], "a5"),
        (&["extract", "systems.csv"], "systems.csv"),
    ] {
        let refused = run(&folder, args);
        assert_eq!(status(&refused), 2, "{args:?}: {}", stderr(&refused));
        assert!(stderr(&refused).contains(said), "{args:?}: {}", stderr(&refused));
        assert!(!stderr(&refused).contains("panicked"));
    }
    assert!(!folder.join("x.pdf").exists());
}

#[test]
fn help_version_and_the_small_commands_succeed() {
    let (_keep, folder) = folder();
    for args in [
        &["--help"][..],
        &["--version"],
        &["report", "--help"],
        &["man"],
        &["completions", "bash"],
        &["matrix"],
    ] {
        let done = run(&folder, args);
        assert_eq!(status(&done), 0, "{args:?}");
        assert!(!done.stdout.is_empty() && done.stderr.is_empty(), "{args:?}");
    }
}

#[test]
fn results_go_to_stdout_and_a_closed_pipe_is_no_error() {
    let (_keep, folder) = folder();
    let check = run(&folder, &[&["check", "systems.csv", "controls.csv"], AS_OF].concat());
    let text = String::from_utf8(check.stdout).unwrap();
    assert!(text.contains("systems.csv") && text.contains("no owner"), "{text}");
    assert!(!text.contains('\u{1b}'), "no colour where nobody looks");

    let mut child = unowned(&folder)
        .args(["matrix", "--format", "json"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let ended = child.wait_with_output().unwrap();
    assert_eq!(status(&ended), 0);
    assert!(ended.stderr.is_empty(), "{}", stderr(&ended));
}

#[test]
fn json_of_check_is_the_snapshot_and_how_the_files_were_understood() {
    let (_keep, folder) = folder();
    let check = run(
        &folder,
        &[&["check", "systems.csv", "controls.csv", "--format", "json"], AS_OF].concat(),
    );
    let value: serde_json::Value = serde_json::from_slice(&check.stdout).unwrap();
    assert_eq!(value["schema"], "unowned/record/2");
    assert_eq!(value["snapshot"]["schema"], "unowned/snapshot/2");
    assert_eq!(value["snapshot"]["as_of"], "2026-09-30");
    assert_eq!(value["sheets"].as_array().unwrap().len(), 2);
    let doubtful = root().join("tests/cases/rows-that-cannot-be-used/systems.csv");
    let check = ["check", doubtful.to_str().unwrap(), "--format", "json"];
    let value: serde_json::Value = serde_json::from_slice(&run(&folder, &check).stdout).unwrap();
    let places = |doubt: &serde_json::Value| doubt["at"].as_array().unwrap().len() as u64;
    let doubts = value["diagnostics"].as_array().unwrap();
    assert!(!doubts.is_empty());
    for doubt in doubts.iter().filter(|doubt| places(doubt) > 0) {
        assert_eq!(
            Some(places(doubt)),
            doubt["count"].as_u64(),
            "every place is named: {doubt}"
        );
    }
}

#[test]
fn the_configuration_beside_the_inventory_is_used_and_flags_go_before_it() {
    let (_keep, folder) = folder();
    fs::write(
        folder.join("unowned.toml"),
        "organisation = \"From the file\"\n[rules]\nreview_days = 10000\n",
    )
    .unwrap();
    let value = |more: &[&str]| -> serde_json::Value {
        let args = [
            &["check", "systems.csv", "controls.csv", "--format", "json"],
            AS_OF,
            more,
        ]
        .concat();
        let record: serde_json::Value = serde_json::from_slice(&run(&folder, &args).stdout).unwrap();
        record["snapshot"].clone()
    };
    let from_file = value(&[]);
    assert_eq!(
        (&from_file["organisation"], &from_file["rules"]["review_days"]),
        (&"From the file".into(), &10000.into())
    );
    assert_eq!(value(&["--org", "From the flag"])["organisation"], "From the flag");
}

#[test]
fn the_sample_passes_from_another_folder_in_another_time_zone() {
    let folder = tempfile::tempdir().unwrap();
    let sample = root().join(SAMPLE);
    let sample = sample.to_str().unwrap();
    let bytes = |zone: &str, name: &str| {
        let args = [&["report", sample, "-o", name, "--since", "none"], AS_OF].concat();
        let done = unowned(folder.path())
            .env("TZ", zone)
            .env("LC_ALL", "de_DE.UTF-8")
            .args(args)
            .output()
            .unwrap();
        assert_eq!(status(&done), 0, "{}", stderr(&done));
        fs::read(folder.path().join(name)).unwrap()
    };
    assert!(bytes("Pacific/Kiritimati", "a.pdf") == bytes("Pacific/Pago_Pago", "b.pdf"));
}

/// A workbook with the rows of the small inventory's systems on a sheet of that name.
fn workbook(folder: &Path, name: &str, sheets: &[&str]) {
    let mut workbook = rust_xlsxwriter::Workbook::new();
    for sheet in sheets {
        let written = workbook.add_worksheet().set_name(*sheet).unwrap();
        let rows = [
            ["Name", "Deployment model"],
            [&format!("Bot of {sheet} in {name}"), "SaaS"],
        ];
        for (row, cells) in (0..).zip(rows) {
            written.write_row(row, 0, cells).unwrap();
        }
    }
    workbook.save(folder.join(name)).unwrap();
}

#[test]
fn a_sheet_is_found_by_its_name_however_it_is_spelt() {
    let (_keep, folder) = folder();
    fs::copy(folder.join("systems.csv"), folder.join("ai.register.csv")).unwrap();
    workbook(&folder, "named.xlsx", &["AI Systems", "Old ones"]);
    for (file, said) in [
        ("ai.register.csv", "ai.register"),
        ("ai.register.csv", "AI register"),
        ("named.xlsx", "AISystems"),
        ("named.xlsx", "named.xlsx > AI Systems"),
    ] {
        let sheet = format!("systems={said}");
        let check = run(&folder, &[&["check", file, "--sheet", &sheet], AS_OF].concat());
        assert_eq!(status(&check), 0, "{said}: {}", stderr(&check));
    }
    let sheet = "systems=AI Sistems";
    let check = run(&folder, &[&["check", "named.xlsx", "--sheet", sheet], AS_OF].concat());
    assert_eq!(status(&check), 2);
    assert!(
        stderr(&check).contains("did you mean 'AI Systems'"),
        "{}",
        stderr(&check)
    );
}

#[test]
fn a_role_that_is_given_to_several_sheets_is_given_to_all_of_them() {
    let (_keep, folder) = folder();
    workbook(&folder, "two.xlsx", &["East", "West"]);
    workbook(&folder, "other.xlsx", &["East", "North"]);
    let systems = |args: &[&str]| {
        let args = [&["check", "--format", "json"], args, AS_OF].concat();
        let check = run(&folder, &args);
        let record: serde_json::Value = serde_json::from_slice(&check.stdout).unwrap();
        record["snapshot"]["systems"].as_array().unwrap().len()
    };
    assert_eq!(
        systems(&["two.xlsx", "--sheet", "systems=East", "--sheet", "systems=West"]),
        2
    );
    assert_eq!(systems(&["two.xlsx", "--sheet", "systems=East;West"]), 2);
    assert_eq!(systems(&["two.xlsx", "other.xlsx", "--sheet", "systems=East"]), 2);
}
