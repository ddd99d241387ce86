//! The tidy tables: two quarters of them, stacked, say what the report says, to whoever has nothing else.

use std::collections::BTreeSet;

use unowned::compare::changes;
use unowned::config::Language;
use unowned::words::Words;

use super::*;

/// The files by their names.
fn files(snapshot: &Snapshot, inventory: &Inventory, words: &Words) -> BTreeMap<String, Vec<u8>> {
    export::tables(snapshot, inventory, &Contacts::default(), words)
        .unwrap()
        .into_iter()
        .collect()
}

/// The quarter after the sample: one duty done, one accepted, one system retired, one new, one typing error undone.
pub fn next_quarter() -> Inventory {
    let mut inventory = sample();
    inventory.systems[1].scope = Scope::Retired;
    inventory
        .systems
        .push(system(5, "ai-005", "Voice bot", &[DeploymentModel::Saas]));
    let own = |row, domain| Control {
        owners: vec![person("Cy Roe")],
        status: Some(ControlStatus::Implemented),
        last_reviewed: Some(day("2026-11-01")),
        ..control(row, Reach::System("ai-001".into()), &[domain])
    };
    inventory.controls.push(own(5, Domain::DataSecurity));
    inventory.controls.push(Control {
        status: None,
        exception: Some(Exception {
            reason: Some("pilot".into()),
            approver: "CISO".into(),
            expires: day("2027-06-01"),
            ended: false,
        }),
        ..own(6, Domain::NetworkSecurity)
    });
    inventory
}

#[test]
fn two_quarters_of_tables_give_the_bridge() {
    let terms = Terms::of("Example Ltd");
    let (before, after) = (sample(), next_quarter());
    let old = record(&before, day("2026-09-30"), None, &terms);
    let new = record(&after, day("2026-12-31"), Some(&old), &terms);
    let bridge = changes(&old, &new).kept.bridge;
    let (old, new) = (files(&old, &before, english()), files(&new, &after, english()));

    let ids = |files: &BTreeMap<String, Vec<u8>>| -> BTreeSet<String> {
        let table = table(&files["gaps.csv"]);
        column(&table, "gap_id").into_iter().map(str::to_owned).collect()
    };
    let (open_before, open_now) = (ids(&old), ids(&new));
    let closed = table(&new["closed.csv"]);
    let closed = |ways: &[&str]| {
        column(&closed, "how")
            .into_iter()
            .filter(|how| ways.contains(how))
            .count()
    };
    let gone = (bridge.resolved, bridge.accepted, bridge.out_of_scope);
    assert_eq!(
        (open_before.len(), open_now.len()),
        (bridge.open_before, bridge.open_now)
    );
    assert_eq!(open_now.difference(&open_before).count(), bridge.new + bridge.reopened);
    assert_eq!(open_before.difference(&open_now).count(), gone.0 + gone.1 + gone.2);
    let out = ["system-retired", "system-gone", "no-longer-owed"];
    assert_eq!((closed(&["resolved"]), closed(&["accepted"]), closed(&out)), gone);
    assert!(
        gone.0 > 0 && gone.1 > 0 && gone.2 > 0 && bridge.new > 0,
        "the story has all of it: {bridge:?}"
    );
}

#[test]
fn every_row_says_who_and_when_and_every_column_stands_in_the_dictionary() {
    let inventory = sample();
    let snapshot = snapshot(&inventory, day("2026-09-30"));
    let files = files(&snapshot, &inventory, english());
    let dictionary = table(&files["dictionary.csv"]);
    let mut explained: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for row in &dictionary[1..] {
        assert!(row.iter().all(|cell| !cell.is_empty()), "{row:?}");
        explained.entry(&row[0]).or_default().push(&row[1]);
    }
    for (name, bytes) in files.iter().filter(|(name, _)| *name != "dictionary.csv") {
        let table = table(bytes);
        assert_eq!(table[0], explained[name.trim_end_matches(".csv")], "{name}");
        assert!(
            table[1..].iter().all(|row| row[..2] == ["Example Ltd", "2026-09-30"]),
            "{name}"
        );
        let is_number = |cell: &str| cell.parse::<f64>().is_ok();
        let plain = |cell: &String| is_number(cell) || !is_formula_like(cell);
        assert!(table.iter().flatten().all(plain), "{name}");
    }
    assert_eq!(explained.len(), files.len() - 1);
}

#[test]
fn the_dictionary_means_the_same_in_every_language_in_its_own_words() {
    let inventory = sample();
    let snapshot = snapshot(&inventory, day("2026-09-30"));
    let dictionary = |language| {
        let bytes = &files(&snapshot, &inventory, Words::of(language))["dictionary.csv"];
        let between = if language == Language::En { b',' } else { b';' };
        let mut rows = csv::ReaderBuilder::new().delimiter(between).from_reader(&bytes[..]);
        rows.records().map(Result::unwrap).collect::<Vec<_>>()
    };
    let english = dictionary(Language::En);
    for language in [Language::De, Language::Fr, Language::Es] {
        let told = dictionary(language);
        let rows = || english.iter().zip(&told);
        assert!(
            rows().all(|(ours, theirs)| (&ours[0], &ours[1]) == (&theirs[0], &theirs[1])),
            "{language}"
        );
        // Some words are the same in two languages.
        let alike: Vec<_> = rows().filter(|(ours, theirs)| ours[3] == theirs[3]).collect();
        assert!(
            alike.iter().all(|(ours, _)| !ours[3].contains(' ')),
            "{language} {alike:?}"
        );
    }
}

#[test]
fn a_table_is_separated_as_the_language_writes_its_numbers() {
    let inventory = sample();
    let snapshot = snapshot(&inventory, day("2026-09-30"));
    for language in Language::ALL {
        let files = files(&snapshot, &inventory, Words::of(language));
        let history = std::str::from_utf8(&files["history.csv"]).unwrap().replace('"', "");
        let (between, share) = match language {
            Language::En => (',', snapshot.headline.ownership_rate.unwrap().to_string()),
            _ => (
                ';',
                snapshot.headline.ownership_rate.unwrap().to_string().replace('.', ","),
            ),
        };
        assert!(
            history.starts_with(&format!("\u{feff}organisation{between}as_of{between}")),
            "{language}"
        );
        assert!(history.contains(&format!("{between}{share}{between}")), "{language}");
    }
}
