//! `explain`: where something in a report comes from. In: its name, and a report or an inventory. Out: what is told.

use std::fmt::Write;
use std::path::Path;
use std::sync::Arc;

use chrono::NaiveDate;
use unowned::chain;
use unowned::config::Language;
use unowned::error::Error;
use unowned::explain::{self, Explanation};
use unowned::sentence;
use unowned::snapshot::Snapshot;
use unowned::words::Words;

use super::arguments::Explain;
use super::{Outcome, colour, compare, describe, output, settings};

/// Explains.
pub fn run(args: &Explain, today: NaiveDate) -> Result<Outcome, Error> {
    colour(&args.reading.speech);
    let (snapshot, words) = record(args, today)?;
    let told = explain::explain(&snapshot, &args.what, words).map_err(|unknown| {
        Error::config(
            "explain",
            sentence!("nothing in this report is called '{what}'", what = args.what),
            unknown.help,
        )
    })?;
    output::print(&text(&told))?;
    Ok(Outcome::Done)
}

/// The record of a report as it stands; an inventory is judged first, against the last report where there is one.
fn record(args: &Explain, today: NaiveDate) -> Result<(Arc<Snapshot>, &'static Words), Error> {
    let asked = args.reading.speech.lang;
    if let [one] = args.files.as_slice()
        && compare::is_record(one)
    {
        let words = Words::of(asked.unwrap_or(Language::En));
        let opened = chain::open(one, args.earlier.allow_altered, &settings::jail()?)?;
        let doubts = opened.diagnostics.iter();
        doubts.for_each(|found| output::say(&describe::diagnostic(found, words)));
        return Ok((opened.value.into(), words));
    }
    let config = settings::config(&args.reading, &args.files)?;
    let as_of = args.reading.as_of.unwrap_or(today);
    let request = settings::request(
        &args.files,
        config,
        as_of,
        settings::since(&args.earlier, Path::new("")),
        args.earlier.allow_altered,
    )?;
    let analysis = unowned::analyse(&request)?;
    let words = settings::words(&analysis.reading.config);
    Ok((analysis.snapshot, words))
}

fn text(told: &Explanation) -> String {
    let mut text = describe::heading(&told.title);
    for (heading, lines) in &told.parts {
        _ = writeln!(text, "{heading}");
        lines.iter().for_each(|line| _ = writeln!(text, "  {line}"));
    }
    text
}
