//! Files as a set: what was read is never written over, one place is one place however it is spelt, and whatever ends a run
//! leaves the old files or the new ones.

use std::fs;
use std::path::Path;
use std::process::Command;

use super::{AS_OF, INVENTORY, folder, names, report, run, status, stderr};

#[test]
fn one_place_is_one_place_however_it_is_spelt() {
    let (_keep, folder) = folder();
    fs::create_dir(folder.join("sub")).unwrap();
    let before = names(&folder);
    for other in ["./r.pdf", "sub/../r.pdf", "r.pdf"] {
        let refused = report(&folder, &["-o", "r.pdf", "--json", other]);
        assert_eq!(status(&refused), 2, "{other}");
        assert!(stderr(&refused).contains("two outputs"), "{}", stderr(&refused));
    }
    assert_eq!(names(&folder), before);
}

#[test]
fn nothing_that_is_read_is_written_over_even_by_force() {
    let (_keep, folder) = folder();
    let earlier = [
        &["report"],
        &INVENTORY[..],
        &["--as-of", "2026-06-30", "-o", "last.pdf", "--json", "last.json"],
    ]
    .concat();
    assert_eq!(status(&run(&folder, &earlier)), 0);
    fs::write(folder.join("mine.toml"), "organisation = 'A'\n").unwrap();
    fs::write(folder.join("unowned.toml"), "").unwrap();
    let matrix = run(&folder, &["matrix", "--format", "csv"]).stdout;
    fs::write(folder.join("matrix.csv"), &matrix).unwrap();
    fs::hard_link(folder.join("systems.csv"), folder.join("second.csv")).unwrap();
    for (more, target) in [
        (&["--since", "last.pdf"][..], "last.pdf"),
        (&["--since", "last.json"], "./last.json"),
        (&["--since", "."], "last.pdf"),
        (&["--matrix", "matrix.csv"], "matrix.csv"),
        (&["--config", "mine.toml"], "mine.toml"),
        (&[], "unowned.toml"),
        (&[], "second.csv"),
    ] {
        let bytes = fs::read(folder.join(target)).unwrap();
        let refused = report(&folder, &[&["--force", "-o", target], more].concat());
        assert_eq!(status(&refused), 2, "{target}: {}", stderr(&refused));
        assert!(stderr(&refused).contains("is read"), "{target}: {}", stderr(&refused));
        assert_eq!(fs::read(folder.join(target)).unwrap(), bytes, "{target}");
    }
}

#[test]
fn what_an_interrupted_run_left_over_is_cleared_and_named() {
    let (_keep, folder) = folder();
    fs::write(folder.join(".unowned-abc123.tmp"), "half a report").unwrap();
    fs::write(folder.join(".unowned.tmp"), "somebody else's").unwrap();
    let done = report(&folder, &["-o", "r.pdf"]);
    assert_eq!(status(&done), 0);
    assert!(stderr(&done).contains(".unowned-abc123.tmp"), "{}", stderr(&done));
    assert!(!folder.join(".unowned-abc123.tmp").exists() && folder.join(".unowned.tmp").exists());
}

#[test]
fn folders_of_files_are_part_of_the_set() {
    let (_keep, folder) = folder();
    let before = names(&folder);
    // What was left over in a folder is no reason to leave it alone.
    fs::create_dir(folder.join("tables")).unwrap();
    fs::write(folder.join("tables/.unowned-abc123.tmp"), "").unwrap();
    fs::write(folder.join("tables/.unowned-abc123-7.tmp"), "half a table").unwrap();
    let done = report(&folder, &["-o", "r.pdf", "--tables", "tables"]);
    assert_eq!(status(&done), 0, "{}", stderr(&done));
    assert!(stderr(&done).contains(".unowned-abc123-7.tmp"), "{}", stderr(&done));
    assert!(!names(&folder.join("tables")).iter().any(|name| name.ends_with(".tmp")));

    // What was read is no target there either.
    fs::copy(folder.join("systems.csv"), folder.join("tables/systems.csv")).unwrap();
    let line = [
        "report",
        "tables/systems.csv",
        "--as-of",
        "2026-09-30",
        "-o",
        "s.pdf",
        "--tables",
        "tables",
        "--force",
    ];
    let refused = run(&folder, &line);
    assert_eq!(status(&refused), 2, "{}", stderr(&refused));
    assert!(stderr(&refused).contains("is read"), "{}", stderr(&refused));

    // A folder that was made goes when nothing came into it.
    fs::remove_dir_all(folder.join("tables")).unwrap();
    fs::remove_file(folder.join("r.pdf")).unwrap();
    let line = format!(
        "ulimit -f 8; exec '{}' report {} {} -o r.pdf --tables tables --packets packets",
        env!("CARGO_BIN_EXE_unowned"),
        INVENTORY.join(" "),
        AS_OF.join(" ")
    );
    if cfg!(unix) {
        assert_eq!(status(&shell(&folder, &line)), 2);
        assert_eq!(names(&folder), before);
    }
}

#[cfg(unix)]
#[test]
fn more_files_than_may_be_open_are_written_all_the_same() {
    let (_keep, folder) = folder();
    let rows = |of: fn(usize) -> String| (0..60).map(of).collect::<String>();
    let systems = rows(|n| format!("AI-{n},System {n},saas\n"));
    fs::write(
        folder.join("systems.csv"),
        format!("ID,Name,Deployment model\n{systems}"),
    )
    .unwrap();
    let controls = rows(|n| format!("AI-{n},User access control,Ann{n} Lee{n},Planned\n"));
    fs::write(
        folder.join("controls.csv"),
        format!("System,Domain,Owner,Status\n{controls}"),
    )
    .unwrap();
    let line = format!(
        "ulimit -n 32; exec '{}' report {} {} -o r.pdf --packets packets --mail mail --embedded-fonts",
        env!("CARGO_BIN_EXE_unowned"),
        INVENTORY.join(" "),
        AS_OF.join(" ")
    );
    let done = shell(&folder, &line);
    assert_eq!(status(&done), 0, "{}", stderr(&done));
    assert!(
        names(&folder.join("packets")).len() > 40,
        "{:?}",
        names(&folder.join("packets"))
    );
}

#[cfg(unix)]
#[test]
fn a_pipe_in_place_of_a_file_is_refused_and_not_waited_for() {
    let (_keep, folder) = folder();
    assert_eq!(status(&shell(&folder, "mkfifo pipe.csv")), 0);
    for option in ["--matrix", "--products", "--since", "--config"] {
        let refused = report(&folder, &[option, "pipe.csv", "-o", "r.pdf"]);
        assert_eq!(status(&refused), 2, "{option}");
        assert!(
            stderr(&refused).contains("not a file"),
            "{option}: {}",
            stderr(&refused)
        );
    }
}

#[cfg(unix)]
#[test]
fn a_file_that_is_replaced_keeps_who_may_read_it() {
    use std::os::unix::fs::PermissionsExt;
    let (_keep, folder) = folder();
    let pdf = folder.join("r.pdf");
    fs::write(&pdf, "old").unwrap();
    fs::set_permissions(&pdf, fs::Permissions::from_mode(0o600)).unwrap();
    assert_eq!(status(&report(&folder, &["-o", "r.pdf", "--force"])), 0);
    assert_eq!(fs::metadata(&pdf).unwrap().permissions().mode() & 0o777, 0o600);
    assert!(fs::read(&pdf).unwrap().starts_with(b"%PDF-"));
}

#[cfg(unix)]
#[test]
fn files_that_may_not_grow_are_an_error_and_nothing_is_touched() {
    let (_keep, folder) = folder();
    fs::write(folder.join("r.pdf"), "old").unwrap();
    let before = names(&folder);
    let line = format!(
        "ulimit -f 8; exec '{}' report {} {} -o r.pdf --json r.json --force",
        env!("CARGO_BIN_EXE_unowned"),
        INVENTORY.join(" "),
        AS_OF.join(" ")
    );
    let refused = shell(&folder, &line);
    assert_eq!(status(&refused), 2, "{}", stderr(&refused));
    assert_eq!(names(&folder), before);
    assert_eq!(fs::read(folder.join("r.pdf")).unwrap(), b"old");
}

#[cfg(unix)]
#[test]
fn an_interrupted_run_leaves_no_half_written_files() {
    let (_keep, folder) = folder();
    let before = names(&folder);
    for tenths in [0, 1, 2, 3, 4, 6] {
        let line = format!(
            "'{}' report {} {} -o r.pdf --force -q & sleep 0.{tenths}; kill -TERM $!; wait $!",
            env!("CARGO_BIN_EXE_unowned"),
            INVENTORY.join(" "),
            AS_OF.join(" ")
        );
        shell(&folder, &line);
        let left: Vec<_> = names(&folder)
            .into_iter()
            .filter(|name| !before.contains(name))
            .collect();
        assert!(left.is_empty() || left == ["r.pdf"], "{left:?}");
        if let Ok(bytes) = fs::read(folder.join("r.pdf")) {
            assert!(bytes.starts_with(b"%PDF-") && bytes.trim_ascii_end().ends_with(b"%%EOF"));
        }
    }
}

#[cfg(unix)]
fn shell(folder: &Path, line: &str) -> std::process::Output {
    Command::new("sh")
        .current_dir(folder)
        .args(["-c", line])
        .output()
        .unwrap()
}
