//! `check`: how an inventory is understood. In: inventories. Out: what is told, or the record; and the workbook as it was understood, if
//! it was asked for, even where no list of systems was found: its questions are the way on.

use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use unowned::chain::Since;
use unowned::error::Error;
use unowned::export::Record;
use unowned::{Analysis, Request, render};

use super::arguments::{Check, TextOrJson};
use super::next::After;
use super::output::{self, Existing, Output};
use super::report::contract;
use super::{Outcome, colour, describe, existing, gate, next, set, settings, tidy};

/// Reads, judges and tells.
pub fn run(args: &Check, today: NaiveDate) -> Result<Outcome, Error> {
    colour(&args.reading.speech);
    let existing = existing(args.force);
    let targets: Vec<&Path> = args.xlsx.iter().map(PathBuf::as_path).collect();
    let config = settings::config(&args.reading, &args.inventories)?;
    let mut read = settings::read(&args.inventories, &config, &args.reading);
    read.extend(args.since.clone());
    tidy(
        targets.iter().map(|path| output::folder(path)),
        settings::words(&config),
    );
    output::check(&targets, &read, existing)?;
    let since = args.since.clone().map_or(Since::Nothing, Since::Named);
    let as_of = args.reading.as_of.unwrap_or(today);
    let request = settings::request(&args.inventories, config, as_of, since, args.allow_altered)?;
    let mut reading = unowned::understand(&request)?;
    if args.xlsx.is_none() {
        // Their cells are asked for no more.
        reading.workbook.tables = Vec::new();
    }
    let mut analysis = match (unowned::conclude(&request, reading), &args.xlsx) {
        (Err(none @ Error::NoSystems { .. }), Some(path)) => {
            questions_only(&request, path, existing)?;
            return Err(none);
        }
        (analysed, _) => analysed?,
    };
    if let Some(path) = &args.xlsx {
        let bytes = analysis.reading.checked(&analysis.findings, as_of)?;
        set::write(
            &[Output::new(path, bytes)],
            existing,
            gate(args.fail_on, &analysis.snapshot),
        )?;
    }
    let look = &analysis.reading.config.report;
    if render::may_exceed_fonts(&analysis.snapshot, analysis.changes.as_ref(), look) {
        contract(&mut analysis);
    }
    tell(args, &analysis)?;
    let ends = gate(args.fail_on, &analysis.snapshot);
    // The process is at its end, and the system takes all its memory back at once.
    std::mem::forget(analysis);
    Ok(ends)
}

fn questions_only(request: &Request, path: &Path, existing: Existing) -> Result<(), Error> {
    let reading = unowned::understand(request)?;
    let findings = reading.found.clone().into_findings();
    let bytes = reading.checked(&findings, request.as_of)?;
    set::write(&[Output::new(path, bytes)], existing, Outcome::Refused)?;
    output::say(&describe::questions(path, settings::words(&reading.config)));
    Ok(())
}

fn tell(args: &Check, analysis: &Analysis) -> Result<(), Error> {
    let words = settings::words(&analysis.reading.config);
    let text = match args.format {
        TextOrJson::Text => describe::check(analysis, words, args.reading.speech.verbose > 0),
        TextOrJson::Json => Record::new(&analysis.snapshot, analysis.changes.as_ref())
            .understood(&analysis.reading.sheets, &analysis.findings)
            .json()?,
    };
    match args.format {
        TextOrJson::Json => output::print_data(&text)?,
        TextOrJson::Text if args.reading.speech.quiet => {}
        TextOrJson::Text => output::print(&text)?,
    }
    match args.xlsx.as_deref() {
        _ if args.reading.speech.quiet => {}
        Some(path) => output::say(&describe::questions(path, words)),
        None if args.format == TextOrJson::Text => {
            output::print(&next::steps(
                &analysis.findings,
                &args.inventories,
                &args.reading,
                After::Check,
                words,
            ))?;
        }
        None => {}
    }
    Ok(())
}
