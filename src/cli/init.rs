//! `init`: something to start from. In: what is wanted, and perhaps an inventory. Out: a workbook, a configuration, or templates.

use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use unowned::Request;
use unowned::chain::Since;
use unowned::config::{Config, Language};
use unowned::diagnostic::Finding;
use unowned::error::Error;
use unowned::sentence;
use unowned::starter::Filled;
use unowned::words::Words;

use super::arguments::{Init, Reading};
use super::output::{self, Output};
use super::{Outcome, colour, existing, findings, set, settings, tidy};

pub fn run(args: &Init, today: NaiveDate) -> Result<Outcome, Error> {
    colour(&args.speech);
    let existing = existing(args.force);
    let outputs = match (&args.config, &args.templates) {
        (Some(path), _) => vec![Output::new(path, unowned::starter::config())],
        (_, Some(folder)) => unowned::render::stock_templates()
            .iter()
            .map(|(name, text)| Output::new(&folder.join(name), *text))
            .collect(),
        _ => vec![starter_workbook(args, today)?],
    };
    let paths: Vec<_> = outputs.iter().map(|o| o.path.as_path()).collect();
    tidy(paths.iter().map(|path| output::folder(path)), told_in(args, None));
    match args.templates {
        Some(_) => output::check_in_folders(&outputs, &args.from, existing)?,
        None => output::check(&paths, &args.from, existing)?,
    }
    let told: Vec<_> = paths.iter().map(|path| format!("{}\n", path.display())).collect();
    set::write(&outputs, existing, Outcome::Done)?;
    if !args.speech.quiet {
        output::print(&told.concat())?;
        args.templates
            .iter()
            .for_each(|folder| output::say(&next(folder, told_in(args, None))));
    }
    Ok(Outcome::Done)
}

/// How a designer sees what he changes.
fn next(folder: &Path, words: &Words) -> String {
    let folder = folder.display().to_string();
    format!("{}\n", words.say("terminal.templates", &[("folder", &folder)]))
}

/// The words of the language that was asked for, or that the inventory's settings ask for.
fn told_in(args: &Init, config: Option<&Config>) -> &'static Words {
    let settings = config.and_then(|config| config.report.language);
    Words::of(args.speech.lang.or(settings).unwrap_or(Language::En))
}

fn starter_workbook(args: &Init, today: NaiveDate) -> Result<Output, Error> {
    let named = args.file.as_ref().or(args.output.as_ref());
    let path = named.cloned().unwrap_or_else(|| PathBuf::from("inventory.xlsx"));
    if args.from.is_empty() {
        let mut config = Config::default();
        config.report.language = args.speech.lang;
        let bytes = unowned::starter::workbook(None, &config, today)?;
        return Ok(Output { path, bytes });
    }
    let reading = Reading {
        layout: args.layout.clone(),
        speech: args.speech.clone(),
        ..Default::default()
    };
    let config = settings::config(&reading, &args.from)?;
    let request = settings::request(&args.from, config, today, Since::Nothing, false)?;
    let (understood, found) = match unowned::analyse(&request) {
        Err(none @ Error::NoSystems { .. }) => without_systems(&request, &none, args)?,
        analysed => analysed.map(|analysis| (analysis.reading, analysis.findings))?,
    };
    if !args.speech.quiet {
        let words = told_in(args, Some(&understood.config));
        output::say(&findings::all(&found, words, args.speech.verbose > 0));
        output::say(&findings::not_read(&understood.sheets, words));
    }
    let from = Filled {
        inventory: &understood.inventory,
        tables: &understood.workbook.tables,
        sheets: &understood.sheets,
        findings: &found,
    };
    let bytes = unowned::starter::workbook(Some(from), &understood.config, today)?;
    Ok(Output { path, bytes })
}

/// Where no list of systems was found nothing is lost: every row goes to the sheet *To place*, and how to do better is said.
fn without_systems(request: &Request, none: &Error, args: &Init) -> Result<(unowned::Reading, Vec<Finding>), Error> {
    let understood = unowned::understand(request)?;
    let found = understood.found.clone().into_findings();
    let told = sentence!(
        "{none}: every row was put on the sheet 'To place'. {help}",
        none = none.message(),
        help = none.help()
    );
    let words = told_in(args, Some(&understood.config));
    output::say(&format!("{}\n", words.tell(&told)));
    Ok((understood, found))
}
