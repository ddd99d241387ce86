//! `diff` and `extract`: reports that are there already. In: files. Out: what changed between two, or the record inside one.

use std::path::Path;
use std::sync::Arc;

use chrono::NaiveDate;
use unowned::chain::{self, Since};
use unowned::config::Language;
use unowned::error::Error;
use unowned::snapshot::Snapshot;
use unowned::words::Words;
use unowned::{compare, export};

use super::arguments::{Diff, Extract, TextOrJson};
use super::output::{self, Output};
use super::{Outcome, changes, colour, describe, existing, set, settings};

/// Says what changed between two reports, snapshots or inventories.
pub fn diff(args: &Diff, today: NaiveDate) -> Result<Outcome, Error> {
    colour(&args.reading.speech);
    let (old, new) = (side(&args.old, args, today)?, side(&args.new, args, today)?);
    let words = told_in(args);
    doubt(&old, &new, words);
    let changed = compare::changes(&old, &new);
    match args.format {
        TextOrJson::Text => output::print(&changes::text(&new, &changed, words))?,
        TextOrJson::Json => output::print_data(&export::pretty("the comparison", &changed)?)?,
    }
    Ok(Outcome::Done)
}

/// The words of the language that was asked for.
fn told_in(args: &Diff) -> &'static Words {
    Words::of(args.reading.speech.lang.unwrap_or(Language::En))
}

/// Says beside the result what makes a comparison strange.
fn doubt(old: &Snapshot, new: &Snapshot, words: &Words) {
    let say = |key: &str, of: &dyn Fn(&Snapshot) -> String| {
        let told = words.say(key, &[("old", &of(old)), ("new", &of(new))]);
        output::say(&format!("{told}\n"));
    };
    if old.as_of > new.as_of {
        say("terminal.later", &|side| words.date(side.as_of));
    }
    if old.organisation != new.organisation {
        let none = words.text("terminal.no_organisation");
        say("terminal.about", &|side| {
            side.organisation.clone().unwrap_or_else(|| none.clone())
        });
    }
}

/// A report or snapshot as it stands; an inventory is judged first.
fn side(path: &Path, args: &Diff, today: NaiveDate) -> Result<Arc<Snapshot>, Error> {
    if is_record(path) {
        let opened = chain::open(path, args.allow_altered, &settings::jail()?)?;
        opened
            .diagnostics
            .iter()
            .for_each(|found| output::say(&describe::diagnostic(found, told_in(args))));
        return Ok(opened.value.into());
    }
    let files = [path.to_owned()];
    let config = settings::config(&args.reading, &files)?;
    let as_of = args.reading.as_of.unwrap_or(today);
    let request = settings::request(&files, config, as_of, Since::Nothing, args.allow_altered)?;
    Ok(unowned::analyse(&request)?.snapshot)
}

/// Whether a file is a report or a snapshot, by its name: no inventory is called `.pdf` or `.json`.
pub fn is_record(path: &Path) -> bool {
    let extension = path.extension().map(|e| e.to_ascii_lowercase());
    extension.is_some_and(|e| e == "pdf" || e == "json")
}

/// Gets the record out of a report.
pub fn extract(args: &Extract) -> Result<Outcome, Error> {
    let bytes = chain::extract(&args.report, &settings::jail()?)?;
    let Some(path) = &args.output else {
        output::print_data(&String::from_utf8_lossy(&bytes))?;
        return Ok(Outcome::Done);
    };
    let existing = existing(args.force);
    output::check(&[path], std::slice::from_ref(&args.report), existing)?;
    set::write(&[Output::new(path, bytes)], existing, Outcome::Done)?;
    Ok(Outcome::Done)
}
