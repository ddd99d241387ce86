//! What `unowned init` writes: a workbook to fill in, and a commented configuration file. In: nothing, or an inventory to start
//! from. Out: bytes. The input sheets are the ones of the action register; what is added here is the guide and two examples.

use chrono::NaiveDate;
use rust_xlsxwriter::XlsxError;

use crate::config::{Config, Language};
use crate::diagnostic::Finding;
use crate::error::Error;
use crate::export::input_sheets::{controls, decisions, lists, owners, people, settings, systems};
use crate::export::original::{Original, Rows};
use crate::export::sheet::{About, Cell, Column, Look, Sheet, Tab, workbook as bytes};
use crate::inventory::Inventory;
use crate::message::Message;
use crate::normalise::SheetReading;
use crate::read::Table;
use crate::words::Words;

mod examples;
mod lessons;
mod unplaced;

/// What a filled workbook is made from.
#[derive(Clone, Copy)]
pub struct Filled<'a> {
    /// The inventory.
    pub inventory: &'a Inventory,
    /// The tables that it was read from,
    pub tables: &'a [Table],
    /// how each was understood,
    pub sheets: &'a [SheetReading],
    /// and what was doubtful: rows that found no place are kept.
    pub findings: &'a [Finding],
}

/// The workbook to fill in: empty but for two marked examples, or filled with what an inventory says already. The day it was
/// made on is kept in its properties.
///
/// # Errors
/// [`Error::Export`] if there are more rows than a worksheet can hold.
pub fn workbook(from: Option<Filled<'_>>, config: &Config, made_on: NaiveDate) -> Result<Vec<u8>, Error> {
    write(from, config, made_on).map_err(|error| Error::Export {
        what: "the starter workbook",
        reason: Message::verbatim(error.to_string()),
    })
}

/// A configuration file in which every key is explained and commented out: as it stands, it changes nothing.
pub fn config() -> &'static str {
    include_str!("starter/unowned.toml")
}

fn write(from: Option<Filled<'_>>, config: &Config, made_on: NaiveDate) -> Result<Vec<u8>, XlsxError> {
    let original = from.map_or_else(Original::default, |from| Original {
        tables: from.tables,
        sheets: from.sheets,
        findings: from.findings,
        settled: &[],
        with_sheets: false,
        letter: false,
    });
    let words = Words::of(config.report.language.unwrap_or(Language::En));
    let original = Rows::of(&original, words);
    let examples = examples::inventory(words);
    let inventory = from.map_or(&examples, |from| from.inventory);
    let unplaced = from.map_or(Ok(None), |from| unplaced::sheet(&from, &original, words))?;
    let (controls, _) = controls(inventory, &[], &original, words)?;
    let mut sheets = vec![
        guide(from.is_some(), unplaced.is_some(), words)?,
        systems(&inventory.systems, &original, words)?,
        controls,
        people(&inventory.departures, &original, words)?,
        decisions(&inventory.decisions, &[], &original, words)?,
        settings(config, from.is_none(), words)?,
        lessons::choosing(words)?,
        lessons::domains(words)?,
        lessons::layouts(words)?,
        lists(&owners(inventory), words)?,
    ];
    if let Some(unplaced) = unplaced {
        sheets.insert(5, unplaced);
    }
    bytes(
        sheets,
        &About::titled(&words.tell_fixed("AI systems and security controls"), made_on),
    )
}

const GUIDE: [(&str, &str); 11] = [
    (
        "What this is for",
        "You list your AI systems and what is done about their security. unowned finds the duties that nobody owns and writes an action plan for leadership.",
    ),
    (
        "How it works",
        "Four steps: find the deployment model of each system (sheet Choosing a model); see whose duty each of sixteen domains is then (unowned matrix, sheet Domains); name an owner for what is yours and ask the provider for evidence of the rest (sheet Controls); look again each quarter.",
    ),
    (
        "1. Systems",
        "One row for each AI system: at least its name. Choose the deployment model; its security duties follow from that.",
    ),
    (
        "2. Controls",
        "One row for what is done about one security domain, for one system or for many. The important cells are Owner and Status.",
    ),
    (
        "3. People",
        "Only people who left, or will leave: from that day on they own nothing. The sheet may stay empty.",
    ),
    (
        "4. Decisions",
        "What leadership decided about what a report asked for: accepted, deferred until a day, or rejected. The action register lists what is asked. The sheet may stay empty.",
    ),
    (
        "5. Settings",
        "What stays the same each quarter: your organisation's name, the report's language, deadlines, weights. What is there already is the usual; you may leave it all.",
    ),
    (
        "Help",
        "Rest the mouse on a heading to see what belongs below it. The sheet Lists explains every word of the drop-downs. You may type other words; the program knows many.",
    ),
    (
        "Colours",
        "Pale yellow waits for an answer. Red: nobody owns the row, or a date has passed. Nothing is locked, and you may add columns of your own.",
    ),
    (
        "Then",
        "Save the workbook and run: unowned check inventory.xlsx (what was understood), then: unowned report inventory.xlsx (the action plan as a PDF).",
    ),
    (
        "Next quarter",
        "Keep working on the same workbook, or on the action register that a report writes: it lists every duty that still has no row.",
    ),
];

const GUIDE_COLUMNS: [Column; 2] = [
    Column {
        heading: "Step",
        width: 20.0,
        help: "",
    },
    Column {
        heading: "What to do",
        width: 110.0,
        help: "",
    },
];

/// The sheet *Guide*.
fn guide(filled: bool, unplaced: bool, words: &Words) -> Result<Sheet, XlsxError> {
    let mut sheet = Sheet::new("Guide")?;
    sheet.tab(Tab::Front);
    sheet.put(
        0,
        0,
        &Cell::text(words.tell_fixed("AI systems and security controls")),
        Look::Title,
    )?;
    sheet.head_told(1, &GUIDE_COLUMNS, words)?;
    let first = if filled {
        (
            "Filled in already",
            "The sheets hold what your inventory says. Where the deployment model is pale yellow, it was only inferred: the note in the cell says from what. Please confirm it by choosing it.",
        )
    } else {
        (
            "Examples",
            "The rows that begin with EXAMPLE show what belongs where. They are passed over when the workbook is read; delete them when you like.",
        )
    };
    let rest = (
        "To place",
        "Rows of the original that found no place stand on the sheet To place, each with the reason. It is not read: move what belongs on the other sheets. What has a place but was not understood stands there in red: rest the mouse on it to see why.",
    );
    let rest = unplaced.then_some(rest);
    for (row, (step, what)) in (2..).zip(GUIDE.into_iter().chain([first]).chain(rest)) {
        sheet.put_row(
            row,
            &[Cell::text(words.tell_fixed(step)), Cell::text(words.tell_fixed(what))],
            Look::Plain,
        )?;
    }
    Ok(sheet)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::{Look as ReportLook, Reading, Rules, Targets};

    /// The file with every key set: what follows a `#` without a space.
    fn every_key_set() -> String {
        let set = |line: &str| match line.strip_prefix('#') {
            Some(key) if !key.starts_with(' ') => format!("{key}\n"),
            _ => format!("{line}\n"),
        };
        config().lines().map(set).collect()
    }

    #[test]
    fn the_commented_file_changes_nothing_as_it_stands() {
        assert_eq!(Config::parse(config(), "unowned.toml").unwrap(), Config::default());
    }

    #[test]
    fn every_key_is_there_and_the_rules_it_shows_are_the_usual_ones() {
        let text = every_key_set();
        let Config {
            organisation,
            fiscal_year_start,
            matrix,
            products,
            rules,
            targets,
            next_meeting,
            reading,
            report,
            renamed,
            said: _,
        } = Config::parse(&text, "unowned.toml").unwrap();
        let Reading {
            sheets,
            columns,
            values,
            applies_to,
        } = reading;
        let ReportLook {
            language,
            paper,
            logo,
            accent,
            label,
            sections,
            system_pages,
            sign_off,
            frameworks,
            prepared_by,
            reviewed_by,
        } = report;
        let Targets {
            ownership,
            in_place,
            assured,
            critical,
            overdue,
        } = targets;
        assert!(organisation.is_some() && fiscal_year_start.is_some() && matrix.is_some() && products.is_some());
        assert!(language.is_some() && paper.is_some() && logo.is_some() && accent.is_some() && label.is_some());
        assert!(ownership.is_some() && in_place.is_some() && assured.is_some());
        assert!(critical.is_some() && overdue.is_some() && next_meeting.is_some());
        assert!(prepared_by.is_some() && reviewed_by.is_some());
        assert!(system_pages.is_some() && !sign_off && text.contains("\nsign_off ="));
        assert!(!frameworks && text.contains("\nframeworks ="));
        assert!(
            [&sheets, &columns, &applies_to, &renamed]
                .iter()
                .all(|map| !map.is_empty())
                && !values.is_empty()
                && !sections.is_empty()
        );
        assert_eq!(rules, Rules::default());
        let written: toml::Table = toml::from_str(&text).unwrap();
        let usual: toml::Table = toml::Table::try_from(Rules::default()).unwrap();
        assert_eq!(
            written["rules"],
            toml::Value::Table(usual),
            "each key of the rules stands in the file"
        );
    }
}
