//! One thing, one name: each kind of gap and of remark is called the same in every output, in every language, and every output writes a
//! rate alike.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

mod fixtures;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Cursor;
use std::path::Path;
use std::process::Command;

use calamine::{Reader, Xlsx};
use lopdf::Document;
use unowned::assess::{CustomerState, GapKind};
use unowned::config::{Config, Language, Look};
use unowned::diagnostic::Code;
use unowned::export::{self, Which};
use unowned::framework::{DeploymentModel, Domain, Matrix};
use unowned::inventory::{Contacts, Control, ControlStatus, Exception, Inventory, Reach};
use unowned::plan::DatedGap;
use unowned::render::{FurtherFonts, Pages, pdf};
use unowned::report::Report;
use unowned::snapshot::Snapshot;
use unowned::words::{Words, capitalised};

use fixtures::{Terms, control, day, person, record, system};

const AS_OF: &str = "2026-09-30";

/// Our own nine domains of one system, one for each state of our side, and what stands there.
fn states() -> [(CustomerState, Control); 9] {
    let mut rows = (1..).zip(Domain::ALL);
    CustomerState::ALL.map(|state| {
        let (row, domain) = rows.next().unwrap();
        let mut said = control(row, Reach::System("own".to_owned()), &[domain]);
        if state != CustomerState::Unowned {
            said.owners = vec![person("Ann Lee")];
        }
        said.status = match state {
            CustomerState::Unverified => None,
            CustomerState::Excluded => Some(ControlStatus::NotApplicable),
            CustomerState::Partial => Some(ControlStatus::Partial),
            CustomerState::Stale | CustomerState::InPlace => Some(ControlStatus::Implemented),
            _ => Some(ControlStatus::Planned),
        };
        said.last_reviewed = match state {
            CustomerState::Stale => Some(day("2024-01-31")),
            CustomerState::InPlace => Some(day("2026-06-30")),
            _ => None,
        };
        said.exception = match state {
            CustomerState::Accepted => Some(accepted_until("2027-01-31")),
            CustomerState::ExceptionExpired => Some(accepted_until("2026-01-31")),
            _ => None,
        };
        (state, said)
    })
}

fn accepted_until(last: &str) -> Exception {
    Exception {
        reason: Some("Too dear".to_owned()),
        approver: "Board".to_owned(),
        expires: day(last),
        ended: false,
    }
}

/// A matrix of which one system owes the nine domains above, and another a shared one and a provider's.
fn matrix() -> String {
    let models: Vec<_> = DeploymentModel::ALL.iter().map(|m| m.id()).collect();
    let mut text = format!("domain_id,{}\n", models.join(","));
    for (place, domain) in Domain::ALL.into_iter().enumerate() {
        let cell = |model: &DeploymentModel| match (model, place) {
            (DeploymentModel::OnPremises, 0..9) => "Customer",
            (DeploymentModel::Saas, 9) => "Shared",
            (DeploymentModel::Saas, 10) => "Provider",
            _ => "N/A",
        };
        let cells: Vec<_> = DeploymentModel::ALL.iter().map(cell).collect();
        text += &format!("{domain},{}\n", cells.join(","));
    }
    text
}

/// One gap of each kind, and each state of our side once (in place twice).
fn inventory() -> Inventory {
    let mut shared = control(20, Reach::System("bought".to_owned()), &[Domain::ALL[9]]);
    shared.owners = vec![person("Ann Lee")];
    shared.status = Some(ControlStatus::Implemented);
    shared.last_reviewed = Some(day("2026-06-30"));
    Inventory {
        systems: vec![
            system(1, "own", "Claims model", &[DeploymentModel::OnPremises]),
            system(2, "bought", "Travel planner", &[DeploymentModel::Saas]),
            system(3, "unknown", "Voice bot", &[]),
        ],
        controls: states()
            .into_iter()
            .map(|(_, control)| control)
            .chain([shared])
            .collect(),
        departures: Vec::new(),
        decisions: Vec::new(),
    }
}

fn snapshot() -> Snapshot {
    let terms = Terms {
        matrix: Matrix::from_csv(matrix().as_bytes(), "test").unwrap(),
        ..Terms::default()
    };
    record(&inventory(), day(AS_OF), None, &terms)
}

/// Without white space and hyphens: how a line is broken does not matter.
fn bare(text: &str) -> String {
    let broken = ['-', '\u{2010}', '\u{ad}'];
    text.chars()
        .filter(|c| !c.is_whitespace() && !broken.contains(c))
        .collect()
}

/// The text of a PDF that has page one and the register only: the other sections explain every kind anyway.
fn pdf_text(language: Language) -> String {
    let mut config = Config::default();
    config.report.language = Some(language);
    let others = Look::SECTIONS.iter().filter(|section| **section != "register");
    config.report.sections = others.map(|section| ((*section).to_owned(), false)).collect();
    config.report.system_pages = Some(u32::MAX as usize);
    let pages = Pages {
        further_fonts: FurtherFonts::None,
        ..Pages::default()
    };
    let rendered = pdf(&Report::new(snapshot(), None, &config), &pages).unwrap();
    let document = Document::load_mem(&rendered.pdf).unwrap();
    let numbers: Vec<_> = document.get_pages().into_keys().collect();
    bare(&document.extract_text(&numbers).unwrap())
}

/// The column that is called so, by the gap's id, out of rows of texts with headings somewhere above.
fn column(rows: &[Vec<String>], words: &Words, heading: &str) -> BTreeMap<String, String> {
    let (id, wanted) = (words.text("heading.gap"), words.text(heading));
    let head = rows.iter().position(|row| row.contains(&id)).unwrap();
    let place = |name: &str| rows[head].iter().position(|cell| cell == name).unwrap();
    let (id, wanted) = (place(&id), place(&wanted));
    rows[head + 1..]
        .iter()
        .map(|row| (row[id].clone(), row[wanted].clone()))
        .collect()
}

fn workbook(bytes: &[u8], sheet: &str) -> Vec<Vec<String>> {
    let mut book = Xlsx::new(Cursor::new(bytes.to_vec())).unwrap();
    let range = book.worksheet_range(sheet).unwrap();
    let row = |row: &[calamine::Data]| row.iter().map(ToString::to_string).collect();
    range.rows().map(row).collect()
}

fn delimited(bytes: &[u8]) -> Vec<Vec<String>> {
    let text = String::from_utf8(bytes.to_vec()).unwrap();
    let text = text.trim_start_matches('\u{feff}');
    // The spreadsheets of some languages part cells by semicolons: what parts the headings parts everything.
    let heading = text.lines().next().unwrap();
    let parted_by = if heading.contains(';') { b';' } else { b',' };
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .delimiter(parted_by)
        .from_reader(text.as_bytes());
    let rows = reader.records();
    rows.map(|row| row.unwrap().iter().map(str::to_owned).collect())
        .collect()
}

/// What `check` says of the inventory, as the register brings it back, with the same matrix.
fn terminal(folder: &Path, language: Language) -> String {
    let file = folder.join("inventory.xlsx");
    let register = export::register(
        &snapshot(),
        &inventory(),
        &export::Original::default(),
        None,
        Words::of(language),
    )
    .unwrap();
    fs::write(&file, register).unwrap();
    fs::write(folder.join("matrix.csv"), matrix()).unwrap();
    let run = Command::new(env!("CARGO_BIN_EXE_unowned"))
        .current_dir(folder)
        .args(["check", "inventory.xlsx", "--matrix", "matrix.csv"])
        .args(["--as-of", AS_OF, "--lang", language.id()])
        .output()
        .unwrap();
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    String::from_utf8(run.stdout).unwrap()
}

#[test]
fn the_inventory_has_every_kind_and_every_state() {
    let snapshot = snapshot();
    let kinds: BTreeSet<GapKind> = snapshot.gaps.iter().map(|g| g.gap.kind).collect();
    assert_eq!(kinds.into_iter().collect::<Vec<_>>(), GapKind::ALL);
    assert_eq!(snapshot.gaps.len(), GapKind::ALL.len());
    let states: BTreeSet<CustomerState> = snapshot.obligations.iter().filter_map(|o| o.customer).collect();
    assert_eq!(states.into_iter().collect::<Vec<_>>(), CustomerState::ALL);
}

#[test]
fn every_output_calls_a_kind_of_gap_the_same_in_every_language() {
    let snapshot = snapshot();
    let folder = tempfile::tempdir().unwrap();
    for language in Language::ALL {
        let words = Words::of(language);
        let register = export::register(&snapshot, &inventory(), &export::Original::default(), None, words).unwrap();
        let sheet = column(&workbook(&register, &words.text("sheet.gaps")), words, "heading.state");
        let list = column(
            &delimited(&export::gap_list(&snapshot, words).unwrap()),
            words,
            "heading.state",
        );
        let jira =
            String::from_utf8(export::jira(&snapshot, &Contacts::default(), Which::All, words).unwrap()).unwrap();
        let pages = [
            jira,
            export::github(&snapshot, Which::All, words),
            export::markdown(&snapshot, words),
            String::from_utf8(
                export::ciso_assistant(&snapshot, &[], &Contacts::default(), words)
                    .unwrap()
                    .remove(0)
                    .1,
            )
            .unwrap(),
        ];
        let (printed, told) = (pdf_text(language), terminal(folder.path(), language));
        for gap in &snapshot.gaps {
            let (id, name) = (gap.gap.id.to_string(), words.name(gap.gap.kind));
            let place = format!("{language} {id} '{name}'");
            assert_eq!(sheet[&id], capitalised(&name), "workbook: {place}");
            assert_eq!(list[&id], capitalised(&name), "CSV: {place}");
            let sentence = bare(&sentence(&snapshot, gap, words));
            for page in &pages {
                assert!(
                    bare(page).contains(&sentence),
                    "{place}: '{sentence}' is not in\n{page}"
                );
            }
            assert!(printed.contains(&bare(&name)), "PDF: {place}\n{printed}");
            let line = told.lines().find(|line| line.contains(&format!(" {id} ")));
            assert!(
                line.is_some_and(|line| line.contains(&name)),
                "terminal: {place}\n{told}"
            );
        }
    }
}

/// What tickets say of a gap: where, and what.
fn sentence(snapshot: &Snapshot, gap: &DatedGap, words: &Words) -> String {
    let id = &gap.gap.id;
    let system = &snapshot.systems.iter().find(|s| s.id == id.system).unwrap().name;
    let kind = words.name(gap.gap.kind);
    match id.domain() {
        None => words.say("brief.title", &[("system", system), ("kind", &kind)]),
        Some(domain) => {
            let domain = words.name(domain);
            words.say(
                "brief.title_in",
                &[("system", system), ("domain", &domain), ("kind", &kind)],
            )
        }
    }
}

/// An inventory with something wrong in most of its rows.
fn write_doubtful(folder: &Path) {
    let systems = "ID,Name,Deployment model\nai-1,Chat helper,SaaS\nai-2,Voice bot,Teleported\n";
    let controls = "System,Domain,Owner,Status\n\
        ai-1,Data Privacy,TBD,Planned\nai-1,Dinner,Ann Lee,Planned\nai-1,Lunch,Ann Lee,Planned\n\
        ai-1,Model Security,Ann Lee,Cooking\nai-1,Incident Response,SOC team,Implemented\n\
        ai-9,Data Security,Ann Lee,Planned\n";
    fs::write(folder.join("systems.csv"), systems).unwrap();
    fs::write(folder.join("controls.csv"), controls).unwrap();
}

/// Runs a command over it: what it says, to both streams.
fn say(folder: &Path, command: &str, args: &[&str], language: Language) -> String {
    let run = Command::new(env!("CARGO_BIN_EXE_unowned"))
        .current_dir(folder)
        .args([command, "systems.csv", "controls.csv", "--as-of", AS_OF])
        .args(["--lang", language.id()])
        .args(args)
        .output()
        .unwrap();
    let [told, said] = [run.stdout, run.stderr].map(|text| String::from_utf8(text).unwrap());
    assert!(run.status.success(), "{said}");
    told + &said
}

#[test]
fn every_output_calls_a_remark_the_same_in_every_language() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    write_doubtful(folder);
    for language in Language::ALL {
        let words = Words::of(language);
        let files = ["-v", "--force", "-o", "r.pdf", "--xlsx", "r.xlsx", "--json", "r.json"];
        let told = say(folder, "report", &files, language);
        let checked = say(folder, "check", &["-v"], language);
        let document = Document::load(folder.join("r.pdf")).unwrap();
        let pages: Vec<_> = document.get_pages().into_keys().collect();
        let printed = bare(&document.extract_text(&pages).unwrap());
        let rows = workbook(&fs::read(folder.join("r.xlsx")).unwrap(), &words.text("sheet.notes"));
        let record: serde_json::Value = serde_json::from_slice(&fs::read(folder.join("r.json")).unwrap()).unwrap();
        let found = record["snapshot"]["warnings"].as_array().unwrap();
        assert!(found.len() > 5, "{found:?}");
        for found in found {
            let code = Code::from_id(found["code"].as_str().unwrap()).unwrap();
            let name = words.title(code);
            let place = format!("{language} {code} '{name}'");
            assert!(printed.contains(&bare(&name)), "PDF: {place}\n{printed}");
            let row = rows.iter().find(|row| row.contains(&code.to_string()));
            assert!(row.is_some_and(|row| row.contains(&name)), "workbook: {place}");
            for text in [&told, &checked] {
                assert!(text.contains(&format!("{name} [{code}]")), "terminal: {place}\n{text}");
            }
        }
    }
}

#[test]
fn the_terminal_speaks_no_english_where_another_language_was_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    write_doubtful(folder);
    let table: toml::Table = toml::from_str(include_str!("../templates/lang/en.toml")).unwrap();
    let english = table["terminal"].as_table().unwrap();
    let texts = english.values().flat_map(|value| match value {
        toml::Value::Table(forms) => forms.values().filter_map(toml::Value::as_str).collect(),
        text => Vec::from_iter(text.as_str()),
    });
    let pieces: Vec<_> = texts.flat_map(|text| text.split(['{', '}']).step_by(2)).collect();
    let pieces = || pieces.iter().filter(|piece| piece.len() > 7);
    let all = |language| {
        let check = say(folder, "check", &[], language);
        let short = say(folder, "report", &["--force", "-o", "r.pdf"], language);
        let whole = say(folder, "check", &["-v", "--xlsx", "c.xlsx", "--force"], language);
        [check, short, whole].concat()
    };
    let told = all(Language::En);
    assert!(pieces().filter(|piece| told.contains(**piece)).count() > 10, "{told}");
    for language in Language::ALL.into_iter().filter(|one| *one != Language::En) {
        let told = all(language);
        for piece in pieces() {
            assert!(!told.contains(*piece), "{language} says '{piece}':\n{told}");
        }
        assert!(told.contains(&format!("--lang {language}")), "{told}");
    }
}

#[test]
fn a_share_that_is_nearly_all_is_never_printed_as_all() {
    let mut snapshot = snapshot();
    snapshot.headline.ownership_rate = Some(0.9961);
    snapshot.headline.in_place_rate = Some(0.004);
    for language in Language::ALL {
        let words = Words::of(language);
        let markdown = bare(
            &export::markdown(&snapshot, words)
                .replace("&gt;", ">")
                .replace("&lt;", "<"),
        );
        let mut config = Config::default();
        config.report.language = Some(language);
        let tiles = Report::new(snapshot.clone(), None, &config).view.summary.tiles;
        for (share, tile, expected) in [(0.9961, &tiles[0], ">99%"), (0.004, &tiles[1], "<1%")] {
            assert_eq!(bare(&words.percent(share)), expected, "{language}");
            assert_eq!(bare(&tile.value), expected, "{language}");
            assert!(markdown.contains(&format!("|{expected}|")), "{language}\n{markdown}");
        }
    }
}
