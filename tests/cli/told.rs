//! Whoever asks for a language is told everything in it: a workbook full of faults, and its next quarter, go through the program as
//! a person would call it, and no English word is left on the terminal, in the pages, on the web page or in the workbooks.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use lopdf::Document;
use unowned::read::{Jail, Value};

use super::run;

/// Words that no German, French or Spanish sentence has.
const ENGLISH: [&str; 14] = [
    "the", "and", "of", "with", "this", "that", "from", "which", "by", "have", "does", "its", "is", "to",
];

/// What is English in every language: names, headings of sheets that are read back, and the marks by which they are known.
const NAMES: [&str; 11] = [
    "Report sheet, not read back",
    "Report sheet, read back where it is yellow",
    "What is asked for",
    "AI Security Shared Responsibility Model",
    "Context Pollution Protection",
    "Monitoring and Logging",
    "AI Ethics and Safety",
    "Compliance and Governance",
    "Best of",
    "OWASP Top 10 for LLM Applications",
    "Govern, Map, Measure and Manage",
];

const SYSTEMS: &str = "ID;Name;Deployment model;Vendor;Criticality;Data classification;Personal data;Lifecycle stage
K-1;Kredit;SaaS;Alder AI;hoch?;vertraulich;oui;in production
K-1;Zweitkredit;Quark;Alder AI;high;;;
K-3;Bot\u{202E}ti;;Hausbau;;;yes;
7;Copilot;;;low;public;;
K-5;Telefon;PaaS;Bracken Labs;critical;restricted;yes;retired
;;;;;;;
K-6;#N/A;SaaS;;;;;
";

const CONTROLS: &str = "System;Domain;Owner;Status;Evidence;Provider evidence;Last reviewed;Due date;Exception approver;Exception expires;Mystery
K-1;Data Privacy;Ada Roy;Implemented;ja;;03/04/2026;2026-03-01;;;x
K-1;Incident Response;tbd;Planned;;SOC 2 2019;;2026-11-31;;;x
K-1;Model Security;Alder AI;Implemented;;;2019-01-01;;;;x
K-3;Data Privacy;SOC Team;kocht;Pentest 2031-01-01;;;;Eva Boss;2026-01-01;x
K-3;Abendbrot;Ada Roy;Planned;;;;;;;x
K-9;Data Privacy;Ada Roy;Planned;;;;;;;x
*;Monitoring and Logging;Max Weg;Exception;;ISO 27001 2026-01-01;;;;;x
7;Application Security;Ada Roy;Planned;;;;2026-02-01;Eva Boss;2031-01-01;x
7;User Access Control;Ada Roy;Implemented;Host-Scan 2026-05-02;;2026-05-02;;Eva Boss;;x
K-5;Data Privacy;Ada Roy;Retired;;;;;;;x
";

const PEOPLE: &str = "Name;Left on\nMax Weg;2026-01-31\nEva Boss;2026-02-28\n";

/// All that the program says.
fn said(folder: &Path, args: &[&str]) -> String {
    let done = run(folder, args);
    String::from_utf8_lossy(&done.stdout).into_owned() + &String::from_utf8_lossy(&done.stderr)
}

fn pages(path: &Path) -> String {
    let pdf = Document::load(path).unwrap();
    let numbers: Vec<_> = pdf.get_pages().into_keys().collect();
    pdf.extract_text(&numbers).unwrap()
}

/// What a web page shows: the text between its tags, without scripts and styles.
fn shown(path: &Path) -> String {
    let text = fs::read_to_string(path).unwrap();
    let body = text.split_once("<body").map_or("", |(_, body)| body);
    let without = |text: &str, tag: &str| {
        let opening = format!("<{tag}");
        let parts = text.split(&opening).enumerate();
        parts
            .map(|(n, part)| {
                if n == 0 {
                    part
                } else {
                    part.split_once(&format!("</{tag}>")).map_or("", |(_, rest)| rest)
                }
            })
            .collect::<String>()
    };
    let body = without(&without(body, "script"), "style");
    body.split('<')
        .map(|part| part.split_once('>').map_or(part, |(_, text)| text))
        .collect::<Vec<_>>()
        .join("\n")
}

/// Every text of a workbook.
fn book(path: &Path) -> String {
    let program = env!("CARGO_BIN_EXE_unowned").into();
    let tables = unowned::read::open(&[path.to_owned()], &Jail { program })
        .unwrap()
        .value
        .tables;
    let cells = tables
        .iter()
        .flat_map(|table| &table.rows)
        .flat_map(|row| (0..64).filter_map(|column| row.get(column)));
    let texts = cells.filter_map(|cell| match cell {
        Value::Text(text) => Some(&**text),
        _ => None,
    });
    texts.collect::<Vec<_>>().join("\n")
}

/// Frameworks whose points are quoted in their own words.
const QUOTED: [&str; 4] = ["ANSSI GenAI", "Google SAIF", "MITRE ATLAS", "Microsoft AI"];

/// The lines in which an English word stands.
fn english(text: &str) -> BTreeSet<String> {
    let mut text = text.to_owned();
    for name in NAMES {
        text = text.replace(name, "");
    }
    let speaks = |line: &&str| {
        line.split(|c: char| !c.is_alphabetic() && c != '-')
            .any(|word| ENGLISH.contains(&word))
    };
    let quoted = |line: &&str| QUOTED.iter().any(|framework| line.contains(framework));
    text.lines()
        .filter(|line| speaks(line) && !quoted(line))
        .map(str::to_owned)
        .collect()
}

#[test]
fn everything_is_told_in_the_language_that_was_asked_for() {
    let mut found = Vec::new();
    for language in ["de", "fr", "es"] {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        for (name, text) in [
            ("systems.csv", SYSTEMS),
            ("controls.csv", CONTROLS),
            ("people.csv", PEOPLE),
        ] {
            fs::write(at(name), text).unwrap();
        }
        let files = ["systems.csv", "controls.csv", "people.csv"];
        let call = |command: &[&str], rest: &[&str]| {
            let asked = ["--language", language, "--org", "Orga", "--as-of", "2026-09-30"];
            said(folder.path(), &[command, &files, &asked, rest].concat())
        };
        let outputs = ["-o", "r.pdf", "--html", "r.html", "--xlsx", "r.xlsx"];
        let told = [
            ("check", call(&["check"], &["--xlsx", "c.xlsx"])),
            ("report", call(&["report"], &outputs)),
            ("again", call(&["report"], &outputs)),
            ("explain", call(&["explain", "unowned"], &[])),
            (
                "init",
                said(
                    folder.path(),
                    &["init", "s.xlsx", "--language", language, "--from", "systems.csv"],
                ),
            ),
            ("pages", pages(&at("r.pdf"))),
            ("web page", shown(&at("r.html"))),
            ("register", book(&at("r.xlsx"))),
            ("checked", book(&at("c.xlsx"))),
        ];
        for (place, text) in told {
            let lines = english(&text);
            if !lines.is_empty() {
                found.push((language, place, lines));
            }
        }
    }
    assert!(found.is_empty(), "{found:#?}");
}
