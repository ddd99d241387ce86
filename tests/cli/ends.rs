//! However a run ends, it ends with status 0, 1 or 2 and a sentence; and what makes a report weaker than it looks is said.

use std::fs::{self, File};
use std::path::Path;
use std::process::Output;

use super::{AS_OF, folder, report, run, status, stderr, unowned};

/// Refused in a sentence that says this.
fn assert_refused(done: &Output, said: &str) {
    let told = stderr(done);
    assert_eq!(status(done), 2, "{told}");
    assert!(told.contains(said) && !told.contains("panicked"), "{told}");
}

#[test]
fn days_that_no_report_has_and_rules_beyond_measure_are_refused() {
    let (_keep, folder) = folder();
    for day in ["+262142-12-31", "0001-01-01", "9999-12-31", "soon"] {
        let done = run(&folder, &["report", "systems.csv", "--as-of", day, "--json", "x.json"]);
        assert_refused(&done, "--as-of");
    }
    for days in ["4294967295", "36501", "-1", "99999999999999999999"] {
        fs::write(
            folder.join("unowned.toml"),
            format!("[rules.due_days]\ncritical = {days}\n"),
        )
        .unwrap();
        assert_refused(&report(&folder, &[]), "unowned.toml");
    }
    fs::write(folder.join("unowned.toml"), "[rules.due_days]\ncritical = 36500\n").unwrap();
    let last = run(
        &folder,
        &["check", "systems.csv", "controls.csv", "--as-of", "2100-12-31"],
    );
    assert_eq!(status(&last), 0, "{}", stderr(&last));
}

#[test]
fn more_rows_than_can_be_set_are_refused_by_the_option_that_asks_for_them() {
    let (_keep, folder) = folder();
    let systems = (0..3_000).map(|n| format!("AI-{n},System {n},on-premises\n"));
    let systems: String = ["ID,Name,Deployment model\n".to_owned()]
        .into_iter()
        .chain(systems)
        .collect();
    fs::write(folder.join("systems.csv"), systems).unwrap();
    for (option, asked) in [
        ("--detail", ["--detail", "all"].as_slice()),
        ("--sign-off", &["--sign-off"]),
    ] {
        let done = report(&folder, asked);
        assert_refused(&done, option);
        assert!(
            stderr(&done).contains("more than one report can hold"),
            "{}",
            stderr(&done)
        );
    }
    assert!(!folder.join("report.pdf").exists());
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_behind_the_output_is_told() {
    let (_keep, folder) = folder();
    let check = [&["check", "systems.csv", "controls.csv"], AS_OF].concat();
    for args in [
        &["--help"][..],
        &["--version"],
        &["man"],
        &["matrix"],
        &check,
        &["completions", "bash"],
    ] {
        let full = File::options().write(true).open("/dev/full").unwrap();
        let ended = unowned(&folder).args(args).stdout(full).output().unwrap();
        assert_eq!(status(&ended), 2, "{args:?}");
        assert!(!stderr(&ended).contains("panicked"), "{args:?}");
    }
}

#[test]
fn rules_of_ones_own_are_named_with_the_file_and_stand_in_the_record() {
    let (_keep, folder) = folder();
    fs::write(
        folder.join("unowned.toml"),
        "[rules]\nreview_days = 9999\n[rules.weights]\nunowned = 1\n[rules.thresholds]\ncritical = 12\n",
    )
    .unwrap();
    let done = report(&folder, &["-v", "--json", "x.json", "-o", "x.pdf"]);
    let told = stderr(&done);
    assert_eq!(status(&done), 0, "{told}");
    for rule in [
        "rules.review_days = 9999 (usually 365)",
        "rules.weights.unowned = 1 (usually 3)",
        "rules.thresholds.critical",
    ] {
        assert!(
            told.replace('\n', " ").contains(rule) || squeezed(&told).contains(&squeezed(rule)),
            "{told}"
        );
    }
    assert!(told.contains("unowned.toml"), "{told}");
    assert!(
        fs::read_to_string(folder.join("x.json"))
            .unwrap()
            .contains("rules-changed")
    );
}

#[test]
fn words_that_are_given_another_meaning_are_named_with_the_file() {
    let (_keep, folder) = folder();
    fs::write(
        folder.join("unowned.toml"),
        "organisation = \"A\\u001b[31m\\u202eB\"\n[reading.values.status]\nPlanned = 'implemented'\n'Live and kicking' = 'implemented'\n",
    )
    .unwrap();
    let done = report(&folder, &["-v", "--json", "x.json", "-o", "x.pdf"]);
    let told = squeezed(&stderr(&done));
    assert_eq!(status(&done), 0, "{told}");
    for said in [
        "unowned.toml gives known words another meaning: status 'Planned' = implemented",
        "unowned.toml says what words mean: status 'Live and kicking' = implemented",
    ] {
        assert!(told.contains(&squeezed(said)), "{told}");
    }
    let record = fs::read_to_string(folder.join("x.json")).unwrap();
    assert!(record.contains("words-changed") && record.contains("words-added"));
    assert!(record.contains("\"organisation\": \"A[31mB\""), "as a cell is cleaned");
}

#[test]
fn what_settings_change_in_the_reading_is_named_with_the_file_without_being_asked_for() {
    let (_keep, folder) = folder();
    fs::write(
        folder.join("unowned.toml"),
        "products = 'ours.csv'\n[reading.columns]\nvendor = 'Sold by'\n[renamed]\nOLD-1 = 'AI-001'\n",
    )
    .unwrap();
    fs::write(
        folder.join("ours.csv"),
        "product,model_id\nChatGPT,on-premises\nQuillmate,saas\nGitHub Copilot,coding\n",
    )
    .unwrap();
    let done = report(&folder, &["--json", "x.json", "-o", "x.pdf"]);
    let told = squeezed(&stderr(&done));
    assert_eq!(status(&done), 0, "{told}");
    for said in [
        "ours.csv gives known products another deployment model: ChatGPT = on-premises (usually saas)",
        "ours.csv says how products are had: Quillmate = saas",
        "unowned.toml says how the inventory is to be read: reading.columns.vendor = Sold by, renamed.OLD-1 = AI-001",
    ] {
        assert!(told.contains(&squeezed(said)), "{told}");
    }
    assert!(!told.contains("GitHub"), "what is as usual is not told: {told}");
    let record = fs::read_to_string(folder.join("x.json")).unwrap();
    assert!(record.contains("words-changed") && record.contains("read-by-settings"));
}

/// Without the breaks of lines.
fn squeezed(text: &str) -> String {
    text.split_whitespace().collect()
}

/// The stock templates with a change in one of them.
fn edited(folder: &Path, file: &str, change: impl Fn(&str) -> String) {
    let written = run(folder, &["init", "--templates", "look"]);
    assert_eq!(status(&written), 0, "{}", stderr(&written));
    let path = folder.join("look").join(file);
    let text = fs::read_to_string(&path).unwrap();
    let changed = change(&text);
    assert_ne!(text, changed, "{file}");
    fs::write(path, changed).unwrap();
}

#[test]
fn templates_that_leave_out_the_record_or_lead_elsewhere_make_no_report() {
    let (_keep, folder) = folder();
    edited(&folder, "report.typ", |text| {
        text.replacen("pdf.attach(", "((..all) => none)(", 1)
    });
    assert_refused(&report(&folder, &["--template", "look"]), "do not attach the record");
    fs::remove_dir_all(folder.join("look")).unwrap();
    edited(&folder, "report.typ", |text| {
        format!("{text}\n#link(\"javascript:app.alert(1)\")[more]\n")
    });
    assert_refused(
        &report(&folder, &["--template", "look"]),
        "neither to a page nor to a mailbox",
    );
}

#[test]
fn rows_for_many_systems_have_a_limit_that_is_said_before_the_work_is_done() {
    let (_keep, folder) = folder();
    let systems: String = (0..500).map(|n| format!("AI-{n:03},System {n},SaaS\n")).collect();
    fs::write(
        folder.join("systems.csv"),
        format!("System ID,Name,Deployment model\n{systems}"),
    )
    .unwrap();
    let rows = "*,Monitoring and Logging,Bruno Meier,Planned\n".repeat(4_100);
    fs::write(
        folder.join("controls.csv"),
        format!("System,Security domain,Owner,Status\n{rows}"),
    )
    .unwrap();
    assert_refused(
        &report(&folder, &[]),
        "count 2,050,000 times for the duties of 500 systems",
    );
}

/// The program under a limit of the shell, which it cannot lift.
#[cfg(target_os = "linux")]
fn limited(folder: &Path, limit: &str, args: &str) -> Output {
    std::process::Command::new("sh")
        .args([
            "-c",
            &format!("{limit}; exec \"$0\" {args}"),
            env!("CARGO_BIN_EXE_unowned"),
        ])
        .current_dir(folder)
        .env("NO_COLOR", "1")
        .output()
        .unwrap()
}

#[cfg(target_os = "linux")]
#[test]
fn what_the_system_refuses_costs_a_sentence() {
    let (_keep, folder) = folder();
    let report = "report systems.csv controls.csv --as-of 2026-09-30 -o limited.pdf";
    // 100 MiB hold the program, but not its work; 100 KiB of stack hold the process that watches, but not the work.
    for limit in ["ulimit -v 102400", "ulimit -s 100"] {
        let done = limited(&folder, limit, report);
        assert_refused(&done, "the computer ended this run before it was done");
        assert!(
            !stderr(&done).contains("overflow") && !stderr(&done).contains("allocation"),
            "{}",
            stderr(&done)
        );
        assert!(!folder.join("limited.pdf").exists());
    }
}

/// An ordinary user may start only so many processes and threads; a superuser is not held by that limit.
#[cfg(target_os = "linux")]
#[test]
fn without_a_process_of_its_own_the_program_says_so() {
    let (_keep, folder) = folder();
    for processes in 0..6 {
        let done = limited(
            &folder,
            &format!("ulimit -u {processes}"),
            "check systems.csv controls.csv --as-of 2026-09-30",
        );
        assert!([0, 2].contains(&status(&done)), "{}", stderr(&done));
        assert!(
            !stderr(&done).contains("panicked") && !stderr(&done).contains("defect"),
            "{}",
            stderr(&done)
        );
    }
}

#[cfg(target_os = "linux")]
#[test]
fn the_work_ends_with_the_process_that_watches_it() {
    let (_keep, folder) = folder();
    let mut watching = unowned(&folder)
        .args([
            "report",
            "systems.csv",
            "controls.csv",
            "--as-of",
            "2026-09-30",
            "-o",
            "late.pdf",
        ])
        .stdout(std::process::Stdio::null())
        .stderr(std::process::Stdio::null())
        .spawn()
        .unwrap();
    let works =
        |process: u32| fs::read_to_string(format!("/proc/{process}/task/{process}/children")).unwrap_or_default();
    let work = (0..500)
        .find_map(|_| {
            std::thread::sleep(std::time::Duration::from_millis(2));
            works(watching.id()).split_whitespace().next().map(str::to_owned)
        })
        .unwrap();
    watching.kill().unwrap();
    watching.wait().unwrap();
    let is_there = || fs::read_to_string(format!("/proc/{work}/stat")).is_ok_and(|stat| !stat.contains(") Z "));
    assert!(
        (0..500).any(|_| {
            std::thread::sleep(std::time::Duration::from_millis(20));
            !is_there()
        }),
        "process {work} goes on"
    );
    assert!(!folder.join("late.pdf").exists(), "a report that nobody waits for");
}
