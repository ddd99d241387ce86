//! Every sentence that a person reads is there in every language. The English stands in the source where the sentence is made; the
//! others have theirs in `templates/lang/messages`, by the English.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// Where sentences for people are made.
const ROOMS: [&str; 22] = [
    "assess",
    "chain",
    "cli",
    "compare",
    "config",
    "consult",
    "diagnostic",
    "error",
    "export/checked",
    "export/input_sheets",
    "framework/matrix",
    "lib",
    "normalise",
    "packets",
    "plan",
    "read",
    "render",
    "side_file",
    "snapshot",
    "starter",
    "export/sheet",
    "export/tables",
];

/// Files of those rooms in which no sentence is made: names and meanings that have tables of their own, words of the input, and what is
/// typed on the command line.
const OTHERWISE: [&str; 7] = [
    "diagnostic/codes",
    "normalise/lexicon",
    "normalise/vocabulary",
    "normalise/words",
    "normalise/evidence/part",
    "cli/arguments",
    "cli/interrupt",
];

/// What stands in those rooms, looks like a sentence, and is told to nobody in these words: names, words of the input, what other
/// programs say, and what is English in every language.
const NOT_TOLD: [&str; 43] = [
    // Headings of hidden columns, which are read back.
    "unowned decision",
    "unowned written",
    // Examples in sheets that are read back, and their headings.
    "Responsible party",
    "Provider evidence",
    "Due date",
    "Valid until",
    "Deployment model",
    "Business unit",
    "Data classification",
    "Personal data",
    "Lifecycle stage",
    "Evidence date",
    "Last reviewed",
    "Exception reason",
    "Exception approver",
    "Exception expires",
    "What is asked for",
    "Decided on",
    "Left on",
    "As it was",
    "Background AI",
    "Writing assistant",
    "Claims agent",
    "Single sign-on",
    "Impact assessment",
    "Data Privacy",
    "Incident Response",
    "User Access Control",
    "Ann Lee",
    "Bo Kim",
    "SOC team",
    "PaaS AI; Agentic AI",
    "SaaS AI",
    // Words that are looked for.
    "tous les",
    "toutes les",
    "todos los",
    "todas las",
    "PowerPoint Document",
    "the text `",
    "failed to spawn thread",
    // What stands in files of ours.
    "applies to",
    "unowned settings",
    "the embedded matrix is complete",
];

/// A literal of the source: its text, and the code before it.
struct Literal {
    text: String,
    before: String,
}

/// The text literals of a source file, without comments, tests, bytes and characters.
fn literals(source: &str) -> Vec<Literal> {
    let source = source.split("#[cfg(test)]\nmod tests {").next().unwrap();
    let letters: Vec<char> = source.chars().collect();
    let (mut found, mut code, mut at) = (Vec::new(), String::new(), 0);
    while at < letters.len() {
        let rest = &letters[at..];
        match rest {
            ['/', '/', ..] => at += rest.iter().position(|c| *c == '\n').unwrap_or(rest.len()),
            ['\'', '\\', ..] => at += 3 + rest[3..].iter().position(|c| *c == '\'').unwrap(),
            ['\'', _, '\'', ..] => at += 3,
            ['"', ..] => {
                let mut end = 1;
                while rest[end] != '"' {
                    end += if rest[end] == '\\' { 2 } else { 1 };
                }
                let raw: String = rest[1..end].iter().collect();
                if !code.ends_with('b') && !code.ends_with('#') {
                    found.push(Literal {
                        text: meant(&raw),
                        before: code
                            .trim_end()
                            .chars()
                            .rev()
                            .take(20)
                            .collect::<Vec<_>>()
                            .into_iter()
                            .rev()
                            .collect(),
                    });
                }
                at += end + 1;
            }
            [other, ..] => {
                code.push(*other);
                at += 1;
            }
            [] => {}
        }
    }
    found
}

/// What a literal means: a line break behind a backslash is nothing.
fn meant(raw: &str) -> String {
    let mut pieces = raw.split("\\\n");
    let mut text = pieces.next().unwrap().to_owned();
    pieces.for_each(|piece| text += piece.trim_start());
    text.replace("\\\"", "\"")
        .replace("\\n", "\n")
        .replace("\\'", "'")
        .replace("\\\\", "\\")
}

fn sources(folder: &Path, found: &mut Vec<(String, String)>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|e| e == "rs") {
            let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
            let name = path.strip_prefix(root).unwrap().to_string_lossy().replace('\\', "/");
            found.push((name, fs::read_to_string(&path).unwrap()));
        }
    }
}

/// All literals of the source, by the file.
fn source() -> Vec<(String, Literal)> {
    let mut files = Vec::new();
    sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut files);
    let each = files.into_iter().flat_map(|(name, text)| {
        literals(&text)
            .into_iter()
            .map(move |literal| (name.clone(), literal))
            .collect::<Vec<_>>()
    });
    each.collect()
}

/// The sentences with values: the literals of `sentence!`, but for the form for one.
fn sentences(source: &[(String, Literal)]) -> BTreeSet<&str> {
    let begins = |literal: &Literal| literal.before.ends_with("sentence!(") || literal.before.ends_with("other:");
    let told = source
        .iter()
        .filter(|(name, literal)| name != "message.rs" && begins(literal));
    told.map(|(_, literal)| literal.text.as_str())
        .filter(|text| has_letters(text))
        .collect()
}

/// Whether there is anything to translate beside the values.
fn has_letters(text: &str) -> bool {
    text.split(['{', '}'])
        .step_by(2)
        .any(|part| part.chars().any(char::is_alphabetic))
}

/// Whether a literal is written for people: three words of small letters, or a remark with a stop.
fn is_prose(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    let plain = |word: &&&str| {
        let bare = word.trim_matches(|c: char| c.is_ascii_punctuation());
        bare.len() > 1 && bare.chars().all(|c| c.is_ascii_lowercase() || c == '\'' || c == '-')
    };
    let technical = text.contains(['{', '\n', '<', '=']) || text.starts_with(['/', '-', '.', '`', ')', ' ']);
    words.len() >= 2 && !technical && (words.iter().filter(plain).count() >= 2 || text.ends_with('.'))
}

fn table(language: &str) -> BTreeMap<String, toml::Value> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("templates/lang/messages/{language}.toml"));
    toml::from_str(&fs::read_to_string(file).unwrap()).unwrap()
}

/// The forms of a sentence in a table.
fn forms(value: &toml::Value) -> Vec<&str> {
    match value {
        toml::Value::Table(forms) => ["one", "other"].map(|form| forms[form].as_str().unwrap()).to_vec(),
        value => vec![value.as_str().unwrap()],
    }
}

fn values(text: &str) -> BTreeSet<&str> {
    text.split(['{', '}']).skip(1).step_by(2).collect()
}

const LANGUAGES: [&str; 3] = ["de", "fr", "es"];

#[test]
fn every_sentence_is_there_in_every_language() {
    let source = source();
    let mut told = sentences(&source);
    assert!(told.len() > 250, "the sentences were found: {}", told.len());
    let in_rooms = source.iter().filter(|(name, literal)| {
        let in_any = |rooms: &[&str]| rooms.iter().any(|room| name.starts_with(room));
        let here = in_any(&ROOMS) && !in_any(&OTHERWISE);
        here && is_prose(&literal.text) && !literal.before.ends_with("one:") && !literal.before.ends_with("reason =")
    });
    told.extend(in_rooms.map(|(_, literal)| literal.text.as_str()));
    for language in LANGUAGES {
        let table = table(language);
        let lacking: Vec<_> = told
            .iter()
            .filter(|text| !NOT_TOLD.contains(text) && !table.contains_key(**text))
            .collect();
        assert!(lacking.is_empty(), "{language} lacks {}: {lacking:#?}", lacking.len());
    }
}

#[test]
fn a_sentence_has_the_same_values_in_every_language_and_is_not_the_english_one() {
    let source = source();
    let sentences = sentences(&source);
    for language in LANGUAGES {
        for (english, other) in &table(language) {
            let of_several = matches!(other, toml::Value::Table(_));
            for form in forms(other) {
                let (mut here, mut there) = (values(english), values(form));
                if of_several {
                    here.remove("n");
                    there.remove("n");
                }
                assert_eq!(here, there, "{language}: {english}");
                let same = english == form && !english.contains(", ") && is_prose(english);
                assert!(!same, "{language}: {english}");
            }
        }
        assert!(sentences.iter().all(|text| table(language).contains_key(*text)));
    }
}

#[test]
fn no_language_has_a_sentence_that_nobody_makes() {
    let source = source();
    let mut made: BTreeSet<String> = source.iter().map(|(_, literal)| literal.text.clone()).collect();
    // Names of fields and lists stand in the source as identifiers; meanings in the tables of vocabularies and settings.
    let named: Vec<String> = made.iter().map(|text| text.replace('_', " ")).collect();
    made.extend(named);
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    for file in ["normalise/glossary.csv", "config/keys.csv", "framework/models.csv"] {
        let mut reader = csv::Reader::from_path(root.join(file)).unwrap();
        for row in reader.records().map(Result::unwrap) {
            made.extend(row.iter().flat_map(|cell| [cell.to_owned(), cell.replace('_', " ")]));
        }
    }
    for language in LANGUAGES {
        let table = table(language);
        let unused: Vec<_> = table.keys().filter(|text| !made.contains(*text)).collect();
        assert!(unused.is_empty(), "{language}: {unused:#?}");
    }
}
