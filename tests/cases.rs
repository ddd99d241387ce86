//! Situations, each a folder with an inventory and what must follow from it. The expectation is a digest of the snapshot that
//! a person can check by hand: the figures, the state of every duty, every gap, every action, every warning.
//! `UPDATE_EXPECTED=1 cargo test --test cases` rewrites the expectations; read the difference before you keep it.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::{Map, Value, json};

#[path = "cases/reading.rs"]
mod reading;

const AS_OF: &str = "2026-09-30";

fn folders(under: &str) -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join(under);
    let mut found: Vec<_> = fs::read_dir(root)
        .unwrap()
        .map(|e| e.unwrap().path())
        .filter(|p| p.is_dir())
        .collect();
    found.sort();
    found
}

fn cases() -> Vec<PathBuf> {
    let mut found = folders("tests/cases");
    found.retain(|case| case.join("systems.csv").exists());
    found
}

/// What differs from the expectation, if anything; it is rewritten instead where that is asked for.
fn compared(case: &Path, found: &Value) -> Option<String> {
    let found = format!("{found:#}\n");
    let file = case.join("expected.json");
    if std::env::var_os("UPDATE_EXPECTED").is_some() {
        fs::write(&file, &found).unwrap();
        return None;
    }
    let differs = fs::read_to_string(&file).unwrap_or_default() != found;
    differs.then(|| format!("{}:\n{found}", case.display()))
}

fn snapshot(case: &Path) -> Value {
    let files = ["systems.csv", "controls.csv", "people.csv"].map(|name| case.join(name));
    let files = files.iter().filter(|file| file.exists());
    let run = Command::new(env!("CARGO_BIN_EXE_unowned"))
        .args(["check", "--format", "json", "--as-of", AS_OF])
        .args(files)
        .output()
        .unwrap();
    assert!(
        run.status.success(),
        "{}: {}",
        case.display(),
        String::from_utf8_lossy(&run.stderr)
    );
    let record: Value = serde_json::from_slice(&run.stdout).unwrap();
    record["snapshot"].clone()
}

fn list<'a>(snapshot: &'a Value, key: &str) -> &'a [Value] {
    snapshot[key].as_array().unwrap()
}

fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

fn words(value: &Value) -> String {
    value
        .as_array()
        .unwrap()
        .iter()
        .map(text)
        .collect::<Vec<_>>()
        .join(" + ")
}

/// Both sides of a duty, each with what is said of it beside its state.
fn duty(o: &Value) -> String {
    let with = |state: &str, remarks: &[(&str, &str)]| {
        let said = remarks.iter().filter(|(key, _)| o[key] == json!(true));
        let mut said: Vec<_> = said.map(|(_, remark)| (*remark).to_owned()).collect();
        if state == "provider" {
            said.extend(o["assured_by"].as_str().map(str::to_owned));
        }
        let state = text(&o[state]);
        if said.is_empty() {
            state
        } else {
            format!("{state} ({})", said.join(", "))
        }
    };
    let ours = [
        ("team_only", "team"),
        ("blanket", "blanket"),
        ("proven", "proven"),
        ("proven_undated", "undated"),
        ("never_reviewed", "never reviewed"),
    ];
    let (ours, theirs) = (
        with("customer", &ours),
        with("provider", &[("assured_undated", "undated")]),
    );
    let owners = words(&o["owners"]);
    let sides = format!("{}: {ours} | {theirs}", text(&o["responsibility"]));
    if owners.is_empty() {
        sides
    } else {
        format!("{sides} | {owners}")
    }
}

fn gap(g: &Value) -> String {
    let late = |key: &str, remark| if g[key] == json!(true) { remark } else { "" };
    let promised = g["promised"].as_str().map(|day| format!(", promised {day}"));
    let because = g["because"].as_str().map(|because| format!(", {because}"));
    format!(
        "{}: {} x {} = {} {}, {} rows, term {}{}{}{}{}",
        text(&g["kind"]),
        g["weight"],
        g["impact"],
        g["score"],
        text(&g["severity"]),
        g["rows"],
        text(&g["term"]),
        promised.unwrap_or_default(),
        because.unwrap_or_default(),
        late("overdue", " OVERDUE"),
        late("past_term", " PAST TERM")
    )
}

fn digest(snapshot: &Value) -> Value {
    let systems: Map<_, _> = list(snapshot, "systems")
        .iter()
        .map(|s| {
            let models = format!("{} ({})", words(&s["models"]), text(&s["model_source"]));
            (
                text(&s["id"]),
                json!(format!(
                    "{}: {models}, {}, impact {} ({}), id by {}",
                    text(&s["name"]),
                    text(&s["scope"]),
                    s["impact"],
                    text(&s["impact_source"]),
                    text(&s["id_source"])
                )),
            )
        })
        .collect();
    let duties: Map<_, _> = list(snapshot, "obligations")
        .iter()
        .map(|o| {
            let key = format!("{}/{}", text(&o["system"]), text(&o["domain"]));
            (key, json!(duty(o)))
        })
        .collect();
    let gaps: Map<_, _> = list(snapshot, "gaps")
        .iter()
        .map(|g| (text(&g["id"]), json!(gap(g))))
        .collect();
    let actions: Vec<_> = list(snapshot, "actions")
        .iter()
        .map(|a| {
            let gaps = a["gaps"].as_array().unwrap().len();
            format!(
                "{} {} by {}: {gaps} gaps, score {}, {}, by {}",
                text(&a["number"]),
                text(&a["key"]),
                text(&a["assignee"]),
                a["score"],
                text(&a["severity"]),
                text(&a["ask_by"])
            )
        })
        .collect();
    let warnings: Vec<_> = list(snapshot, "warnings")
        .iter()
        .map(|w| {
            format!(
                "{} ({}): {} [{}]",
                text(&w["code"]),
                w["count"],
                text(&w["message"]),
                words(&w["at"])
            )
        })
        .collect();
    let accepted: Vec<_> = list(snapshot, "accepted")
        .iter()
        .map(|a| {
            format!(
                "{} by {} until {}, {} days left, score {}",
                text(&a["id"]),
                text(&a["approver"]),
                text(&a["expires"]),
                a["days_left"],
                a["score"]
            )
        })
        .collect();
    json!({
        "headline": snapshot["headline"],
        "systems": systems,
        "duties": duties,
        "gaps": gaps,
        "actions": actions,
        "accepted": accepted,
        "warnings": warnings,
    })
}

#[test]
fn each_situation_gives_what_it_must() {
    let cases = cases();
    assert!(cases.len() >= 10, "the cases are there");
    let wrong: Vec<String> = cases
        .iter()
        .filter_map(|case| compared(case, &digest(&snapshot(case))))
        .collect();
    assert!(wrong.is_empty(), "not as expected:\n{}", wrong.join("\n"));
}
