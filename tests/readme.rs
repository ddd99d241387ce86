//! The README is true where a program can check it.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

use unowned::diagnostic::{Code, Level};

const README: &str = include_str!("../README.md");

#[test]
fn every_code_is_listed_with_its_level_and_meaning() {
    let of_a_code =
        |l: &&str| l.starts_with("| `") && [" | note | ", " | warning | "].iter().any(|level| l.contains(level));
    let listed: Vec<&str> = README.lines().filter(of_a_code).collect();
    let expected: Vec<String> = Code::ALL
        .iter()
        .map(|code| {
            let level = if code.level() == Level::Warning {
                "warning"
            } else {
                "note"
            };
            format!("| `{}` | {level} | {} |", code.id(), code.meaning())
        })
        .collect();
    assert_eq!(listed, expected);
}
