//! The shape of the code, held: imports only go down, and each outside crate has one home.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// From the ground up; a module may use those on lower floors, and itself.
const FLOORS: &[&[&str]] = &[
    &["names", "text", "formula_guard", "days", "typeface"],
    &["message"],
    &["error", "side_file"],
    &["jail"],
    &["diagnostic", "config"],
    &["framework"],
    &["words"],
    &["inventory"],
    &["read"],
    &["consult"],
    &["normalise"],
    &["packets"],
    &["assess"],
    &["plan"],
    &["snapshot"],
    &["chain"],
    &["compare"],
    &["explain", "report"],
    &["render", "export"],
    &["starter"],
    &["jobs"],
    &["lib"],
];

/// Outside crates and the only modules that may name them.
const WALLS: &[(&str, &[&str])] = &[
    ("clap", &["cli"]),
    ("calamine", &["read"]),
    ("zip", &["read", "export"]),
    ("rlimit", &["jail"]),
    ("rayon", &["jail"]),
    ("rustix", &["cli"]),
    ("quick_xml", &["read"]),
    ("encoding_rs", &["read"]),
    ("chardetng", &["read"]),
    ("typst", &["render"]),
    ("typst_pdf", &["render"]),
    ("typst_layout", &["render"]),
    ("typst_as_lib", &["render"]),
    ("lopdf", &["chain"]),
    ("rust_xlsxwriter", &["export", "starter"]),
    ("toml", &["config", "words", "starter"]),
    ("anstream", &["cli"]),
    ("minijinja", &["export"]),
    ("mail_builder", &["export"]),
    ("icalendar", &["export"]),
];

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|e| e == "rs") {
            found.push(path);
        }
    }
}

/// Every file below `src` as (top module, path, text without comments).
fn modules() -> Vec<(String, PathBuf, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    sources(&root, &mut files);
    let module = |path: &Path| {
        let first = path.strip_prefix(&root).unwrap().components().next().unwrap();
        first.as_os_str().to_string_lossy().trim_end_matches(".rs").to_owned()
    };
    let code = |path: &Path| {
        let text = fs::read_to_string(path).unwrap();
        text.lines()
            .filter(|l| !l.trim_start().starts_with("//"))
            .collect::<Vec<_>>()
            .join("\n")
    };
    files
        .into_iter()
        .map(|path| (module(&path), path.clone(), code(&path)))
        .collect()
}

fn floor(module: &str) -> Option<usize> {
    FLOORS.iter().position(|floor| floor.contains(&module))
}

/// The words that follow `prefix` in the text, also inside `prefix{a, b::c}`.
fn names_after(text: &str, prefix: &str) -> BTreeSet<String> {
    let word = |rest: &str| {
        rest.chars()
            .take_while(|c| c.is_alphanumeric() || *c == '_')
            .collect::<String>()
    };
    let mut names = BTreeSet::new();
    for (place, _) in text.match_indices(prefix) {
        let rest = &text[place + prefix.len()..];
        match rest.strip_prefix('{') {
            Some(list) => names.extend(
                list.split('}')
                    .next()
                    .unwrap_or("")
                    .split(',')
                    .map(|item| word(item.trim())),
            ),
            None => _ = names.insert(word(rest)),
        }
    }
    names
}

#[test]
fn imports_only_go_down() {
    let mut upward = Vec::new();
    for (module, path, text) in modules() {
        let Some(own) = floor(&module) else {
            assert!(
                ["main", "cli"].contains(&module.as_str()),
                "{module} has no floor yet: {}",
                path.display()
            );
            continue;
        };
        for used in names_after(&text, "crate::") {
            if used == "sentence" {
                // The macro that the file of messages defines.
                continue;
            }
            let lower = floor(&used).is_some_and(|floor| floor < own);
            // Capital letters are types of the library's root, which only the root itself defines.
            if used != module && !lower && module != "lib" {
                upward.push(format!("{} uses {used}", path.display()));
            }
        }
    }
    assert!(upward.is_empty(), "{upward:#?}");
}

#[test]
fn each_outside_crate_has_one_home() {
    let mut strays = Vec::new();
    for (module, path, text) in modules() {
        for (outside, homes) in WALLS {
            let named = text.match_indices(&format!("{outside}::")).any(|(place, _)| {
                !text[..place]
                    .chars()
                    .next_back()
                    .is_some_and(|c| c.is_alphanumeric() || c == '_' || c == ':')
            });
            if named && !homes.contains(&module.as_str()) {
                strays.push(format!("{} names {outside}", path.display()));
            }
        }
    }
    assert!(strays.is_empty(), "{strays:#?}");
}

#[test]
fn the_analysis_calls_each_stage_once_and_makes_no_pages() {
    let lib = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/lib.rs")).unwrap();
    let stages = [
        "read::open(",
        "normalise::inventory(",
        "chain::find(",
        "assess::assess(",
        "Predecessor::matched(",
        "plan::plan(",
        "Snapshot::new(",
        ".sealed(draft)",
    ];
    let code: Vec<_> = lib.lines().filter(|l| !l.trim_start().starts_with("//")).collect();
    let calls = |stage: &str| code.iter().filter(|line| line.contains(stage)).count();
    for stage in stages {
        assert_eq!(calls(stage), 1, "{stage}");
    }
    assert_eq!(calls("render::"), 0);
}
