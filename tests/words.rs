//! The words of every language: the same keys everywhere, each with its placeholders, each used, and a name for every member of
//! every closed list.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use unowned::assess::{Because, CustomerState, GapKind, Severity, Side};
use unowned::compare::{Cause, Evidence, Withheld};
use unowned::config::Language;
use unowned::diagnostic::{Code, Level};
use unowned::explain::Figure;
use unowned::framework::{DeploymentModel, Domain, Responsibility, split};
use unowned::inventory::{Classification, ControlStatus, Criticality, Grade, Party, Ruling, Scope, Stage};
use unowned::names::Named;
use unowned::normalise::Role;
use unowned::plan::{ActionKind, Change, Outcome};
use unowned::snapshot::{Closing, Measure, NoVerdict, Proof, Verdict, Way};
use unowned::words::Words;

/// Tables whose keys are put together from something else than a member of a closed list.
const PUT_TOGETHER: [&str; 8] = [
    "month",
    "month_short",
    "impact",
    "split",
    "plan",
    "doubts",
    "conflict",
    "brief_method",
];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_owned()
}

fn table(language: Language) -> toml::Table {
    let file = root().join(format!("templates/lang/{language}.toml"));
    toml::from_str(&fs::read_to_string(file).unwrap()).unwrap()
}

/// Every text of a language by its full key, the template's labels included.
fn texts(language: Language) -> BTreeMap<String, String> {
    fn gather(prefix: &str, value: &toml::Value, out: &mut BTreeMap<String, String>) {
        match value {
            toml::Value::Table(table) => table.iter().for_each(|(key, value)| {
                let key = format!("{prefix}.{key}");
                gather(key.trim_start_matches('.'), value, out);
            }),
            value => _ = out.insert(prefix.to_owned(), value.as_str().unwrap().to_owned()),
        }
    }
    let mut texts = BTreeMap::new();
    gather("", &toml::Value::Table(table(language)), &mut texts);
    texts
}

fn placeholders(text: &str) -> BTreeSet<&str> {
    let rest = text.split('{').skip(1);
    rest.filter_map(|rest| Some(rest.split_once('}')?.0)).collect()
}

/// Everything below `src`, joined.
fn sources() -> String {
    fn gather(folder: &Path, out: &mut String) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                gather(&path, out);
            } else if path.extension().is_some_and(|e| e == "rs") {
                *out += &fs::read_to_string(path).unwrap();
            }
        }
    }
    let mut out = String::new();
    gather(&root().join("src"), &mut out);
    out
}

/// A key without the form for one or several.
fn base(key: &str) -> &str {
    let cut = key.strip_suffix(".one").or_else(|| key.strip_suffix(".other"));
    cut.unwrap_or(key)
}

/// Every closed list by its table, with its members and their names in a language.
fn lists(words: &Words) -> BTreeMap<&'static str, Vec<(&'static str, String)>> {
    fn of<T: Named>(words: &Words) -> (&'static str, Vec<(&'static str, String)>) {
        let named = |one: &T| (one.key(), words.name(*one));
        (T::TABLE, T::MEMBERS.iter().map(named).collect())
    }
    BTreeMap::from([
        of::<ActionKind>(words),
        of::<Cause>(words),
        of::<Change>(words),
        of::<Classification>(words),
        of::<Closing>(words),
        of::<Code>(words),
        of::<ControlStatus>(words),
        of::<Criticality>(words),
        of::<CustomerState>(words),
        of::<DeploymentModel>(words),
        of::<Domain>(words),
        of::<Evidence>(words),
        of::<GapKind>(words),
        of::<Level>(words),
        of::<Verdict>(words),
        of::<NoVerdict>(words),
        of::<Measure>(words),
        of::<Way>(words),
        of::<Withheld>(words),
        of::<Because>(words),
        of::<Figure>(words),
        of::<Grade>(words),
        of::<Outcome>(words),
        of::<Proof>(words),
        of::<Ruling>(words),
        of::<Party>(words),
        of::<Responsibility>(words),
        of::<Role>(words),
        of::<Scope>(words),
        of::<Severity>(words),
        of::<Side>(words),
        of::<Stage>(words),
    ])
}

#[test]
fn every_member_of_every_closed_list_has_a_name_in_every_language() {
    for language in Language::ALL {
        for (table, members) in lists(Words::of(language)) {
            for (id, name) in members {
                assert!(!name.is_empty(), "{language}.toml: {table}.{id}");
            }
        }
    }
}

#[test]
fn no_closed_list_is_forgotten_here() {
    let declared: BTreeSet<String> = sources()
        .split(" in \"")
        .skip(1)
        .filter_map(|rest| rest.split_once("\" {").map(|(table, _)| table.to_owned()))
        .filter(|table| table.chars().all(|c| c.is_ascii_lowercase() || c == '_'))
        .collect();
    let listed: BTreeSet<String> = lists(Words::of(Language::En)).into_keys().map(str::to_owned).collect();
    assert_eq!(declared, listed);
}

#[test]
fn a_state_and_the_gap_that_it_gives_have_one_name() {
    for language in Language::ALL {
        let words = Words::of(language);
        let ours = CustomerState::ALL
            .into_iter()
            .filter_map(|s| Some((words.name(s), s.gap()?)));
        for (state, kind) in ours {
            assert_eq!(state, words.name(kind), "{language}");
        }
    }
}

#[test]
fn every_language_has_the_same_keys_with_the_same_placeholders() {
    // English takes the framework's texts from the framework and the diagnostics' from their list; the next tests ask for them one by one.
    let elsewhere = |key: &str| {
        ["domain.", "model.", "split.", "diagnostic."]
            .iter()
            .any(|table| key.starts_with(table))
    };
    let own = |language| {
        let mut texts = texts(language);
        texts.retain(|key, _| !elsewhere(key));
        texts
    };
    let english = own(Language::En);
    for language in Language::ALL {
        let words = own(language);
        let lacking: Vec<_> = english.keys().filter(|key| !words.contains_key(*key)).collect();
        assert!(lacking.is_empty(), "{language} lacks {lacking:?}");
        for (key, text) in &words {
            let ours = english.get(key).map(|text| placeholders(text));
            assert_eq!(Some(placeholders(text)), ours, "{language} {key}");
            assert!(!text.is_empty(), "{language} {key}");
        }
    }
}

#[test]
fn every_language_says_what_the_framework_says() {
    let numbered = |what: &str, n: usize| (1..=n).map(|n| format!("{what}_{n}")).collect::<Vec<_>>();
    let plain = ["column", "focus", "role", "obtain"].map(str::to_owned).to_vec();
    let asked = [
        plain,
        numbered("step", 3),
        numbered("shared", 2),
        numbered("ask", 3),
        numbered("evidence", 1),
    ]
    .concat();
    for language in Language::ALL {
        let words = Words::of(language);
        for domain in Domain::ALL {
            for what in &asked {
                assert!(!words.about(domain, what).is_empty(), "{language} {domain} {what}");
            }
            for model in DeploymentModel::ALL.into_iter().filter(|m| split(domain, *m).is_some()) {
                for whose in ["ours", "theirs"] {
                    let key = format!("split.{domain}.{model}.{whose}");
                    assert!(!words.text(&key).is_empty(), "{language} {key}");
                }
            }
        }
    }
}

#[test]
fn every_diagnostic_has_a_name_of_its_own_and_a_meaning_in_every_language() {
    for language in Language::ALL {
        let words = Words::of(language);
        let names: BTreeSet<String> = Code::ALL.map(|code| words.name(code)).into();
        assert_eq!(
            names.len(),
            Code::ALL.len(),
            "{language}: two diagnostics have one name"
        );
        for code in Code::ALL {
            let (name, meaning) = (words.name(code), words.about(code, "meaning"));
            assert!(!name.is_empty(), "{language}.toml: diagnostic.{code}");
            assert!(meaning.ends_with('.'), "{language}.toml: diagnostic.{code}.meaning");
            // A name stands in a line with what was found.
            assert!(
                name.chars().count() <= 60 && !name.ends_with('.'),
                "{language} {code}: {name}"
            );
        }
        let known = |key: &str| Code::from_id(key.split('.').nth(1).unwrap()).is_some();
        for key in texts(language).keys().filter(|key| key.starts_with("diagnostic.")) {
            assert!(known(key), "{language}.toml: there is no {key}");
        }
    }
}

#[test]
fn every_key_is_used_and_every_used_key_is_there() {
    let (code, words) = (sources(), Words::of(Language::En));
    let says = |literal: &str| code.contains(&format!("\"{literal}\""));
    let lists = lists(words);
    let english = texts(Language::En);
    for key in english.keys().map(|key| base(key)) {
        let (table, rest) = key.split_once('.').unwrap();
        let used = match lists.get(table) {
            _ if PUT_TOGETHER.contains(&table) || table == "label" || says(key) => true,
            // What is said of a member is named apart from it.
            Some(_) => rest
                .split_once('.')
                .is_none_or(|(_, what)| what == "name" || says(what)),
            None => false,
        };
        assert!(used, "nothing says '{key}'");
    }
    let tables: BTreeSet<_> = english.keys().filter_map(|key| key.split('.').next()).collect();
    let keys: BTreeSet<_> = english.keys().map(|key| base(key)).collect();
    for literal in code.split('"').skip(1).step_by(2) {
        let is_key = literal
            .split_once('.')
            .is_some_and(|(table, rest)| tables.contains(table) && !rest.is_empty());
        let plain = literal.chars().all(|c| c.is_ascii_lowercase() || "._-".contains(c));
        assert!(
            !is_key || !plain || keys.contains(literal),
            "no language says '{literal}'"
        );
    }
}

#[test]
fn every_label_of_the_web_page_is_placed_by_it() {
    let read = |name: &str| fs::read_to_string(root().join("src/export/page").join(name)).unwrap();
    let page = read("page.html") + &read("page.js");
    for label in table(Language::En)["label"]["web"].as_table().unwrap().keys() {
        let whole = [format!("web.{label}"), format!("say.{label}")];
        let in_parts = label
            .split_once('_')
            .is_some_and(|(first, rest)| page.contains(&format!("say[\"{first}_\" +")) && page.contains(rest));
        assert!(
            in_parts || whole.iter().any(|name| page.contains(name)),
            "the page does not place '{label}'"
        );
    }
}
