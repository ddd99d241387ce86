//! One function per command. In: the arguments, today's date, whether a person is watching. Out: what was printed and written,
//! and how it ended. The analysis is the library's.

mod arguments;
mod describe;
mod matrix;
mod output;
mod settings;

use std::path::{Path, PathBuf};

use anstream::ColorChoice;
use chrono::NaiveDate;
use clap::{CommandFactory, Parser};
use unowned::assess::Severity;
use unowned::chain::Since;
use unowned::error::Error;
use unowned::render::{FurtherFonts, Pages};
use unowned::report::Report;
use unowned::snapshot::Snapshot;
use unowned::{Analysis, Request};

use arguments::{Arguments, Colour, Command, Gate, MatrixFormat, Speech, TextOrJson};
use output::{Existing, Output};

/// How a run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// All done.
    Done,
    /// All done, and a gate of `--fail-on` was met.
    GateMet,
    /// Wrong use, or input that cannot be used; nothing was written.
    Refused,
}

impl Outcome {
    /// The exit status.
    pub fn status(self) -> u8 {
        match self {
            Self::Done => 0,
            Self::GateMet => 1,
            Self::Refused => 2,
        }
    }
}

/// Runs the command that was typed.
pub fn run(today: NaiveDate) -> Outcome {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(wrong_use) => {
            _ = wrong_use.print();
            return if wrong_use.use_stderr() {
                Outcome::Refused
            } else {
                Outcome::Done
            };
        }
    };
    let done = match arguments.command {
        Command::Report(report) => self::report(report, today),
        Command::Check(check) => self::check(check, today),
        Command::Init(init) => self::init(init, today),
        Command::Diff(diff) => self::diff(diff, today),
        Command::Extract(extract) => self::extract(&extract),
        Command::Matrix(matrix) => self::matrix(&matrix),
        Command::Completions { shell } => completions(shell),
        Command::Man => manual(),
    };
    done.unwrap_or_else(|error| {
        output::say(&describe::error(&error));
        Outcome::Refused
    })
}

fn report(args: arguments::Report, today: NaiveDate) -> Result<Outcome, Error> {
    colour(&args.reading.speech);
    let existing = existing(args.force);
    let mut config = settings::config(&args.reading, &args.inventories)?;
    settings::look(&mut config, &args.look)?;
    let as_of = args.reading.as_of.unwrap_or(today);
    let pdf = args
        .output
        .clone()
        .unwrap_or_else(|| default_name(&args.inventories, as_of));
    let mut targets = args.exports.targets();
    targets.push(&pdf);
    output::check(&targets, &args.inventories, existing)?;

    let since = settings::since(&args.earlier, &pdf);
    let request = settings::request(&args.inventories, config, as_of, since, args.earlier.allow_altered)?;
    let analysis = unowned::analyse(&request)?;
    let outcome = gate(args.fail_on, &analysis.snapshot);
    let report = Report::new(analysis.snapshot.clone(), analysis.changes.clone(), &request.config);
    let mut outputs = args.exports.outputs(&report, &analysis)?;
    let pages = Pages {
        templates: args.look.template.clone(),
        logo: request.config.report.logo.clone(),
        further_fonts: FurtherFonts::default(),
    };
    let rendered = unowned::render::pdf(&report, &pages)?;
    for remark in &rendered.remarks {
        output::say(&format!("note on the templates: {remark}\n"));
    }
    outputs.push(Output {
        path: pdf.clone(),
        bytes: rendered.pdf,
    });
    output::write(outputs, existing)?;
    tell(&args.reading.speech, &request, &analysis, &pdf)?;
    Ok(outcome)
}

/// What the terminal says once the report stands.
fn tell(speech: &Speech, request: &Request, analysis: &Analysis, pdf: &Path) -> Result<(), Error> {
    if speech.quiet {
        return Ok(());
    }
    if let Some(file) = &analysis.predecessor {
        output::say(&format!("compared with {}\n", file.display()));
    }
    output::say(&describe::headline(&analysis.snapshot.headline));
    let files: Vec<_> = request.inventories.iter().map(|f| f.display().to_string()).collect();
    let next = format!("unowned check {}", files.join(" "));
    output::say(&describe::doubts(
        &analysis.snapshot.warnings,
        speech.verbose > 0,
        &next,
    ));
    output::print(&format!("{}\n", pdf.display()))
}

fn check(args: arguments::Check, today: NaiveDate) -> Result<Outcome, Error> {
    colour(&args.reading.speech);
    let config = settings::config(&args.reading, &args.inventories)?;
    let since = args.since.clone().map_or(Since::Nothing, Since::Named);
    let as_of = args.reading.as_of.unwrap_or(today);
    let request = settings::request(&args.inventories, config, as_of, since, args.allow_altered)?;
    let analysis = unowned::analyse(&request)?;
    let text = match args.format {
        TextOrJson::Text => describe::check(&analysis, args.reading.speech.verbose > 0),
        TextOrJson::Json => describe::check_json(&analysis)?,
    };
    if !args.reading.speech.quiet || args.format == TextOrJson::Json {
        output::print(&text)?;
    }
    Ok(gate(args.fail_on, &analysis.snapshot))
}

fn init(args: arguments::Init, today: NaiveDate) -> Result<Outcome, Error> {
    colour(&args.speech);
    let existing = existing(args.force);
    let outputs = match (&args.config, &args.templates) {
        (Some(path), _) => vec![Output::new(path, unowned::starter::config())],
        (_, Some(folder)) => unowned::render::stock_templates()
            .iter()
            .map(|(name, text)| Output::new(&folder.join(name), *text))
            .collect(),
        _ => vec![starter_workbook(&args, today)?],
    };
    let paths: Vec<_> = outputs.iter().map(|o| o.path.as_path()).collect();
    output::check(&paths, &args.from, existing)?;
    let told: Vec<_> = paths.iter().map(|path| format!("{}\n", path.display())).collect();
    if args.templates.is_some() {
        output::make_folders(&outputs)?;
    }
    output::write(outputs, existing)?;
    if !args.speech.quiet {
        output::print(&told.concat())?;
    }
    Ok(Outcome::Done)
}

fn starter_workbook(args: &arguments::Init, today: NaiveDate) -> Result<Output, Error> {
    let path = args.file.clone().unwrap_or_else(|| PathBuf::from("inventory.xlsx"));
    let from = if args.from.is_empty() {
        None
    } else {
        let config = settings::config(&arguments::Reading::default(), &args.from)?;
        let request = settings::request(&args.from, config, today, Since::Nothing, false)?;
        Some(unowned::analyse(&request)?)
    };
    if let Some(analysis) = from.as_ref().filter(|_| !args.speech.quiet) {
        output::say(&describe::diagnostics(
            &analysis.snapshot.warnings,
            args.speech.verbose > 0,
        ));
    }
    let bytes = unowned::starter::workbook(from.as_ref().map(|a| &a.inventory), today)?;
    Ok(Output { path, bytes })
}

fn diff(args: arguments::Diff, today: NaiveDate) -> Result<Outcome, Error> {
    colour(&args.reading.speech);
    let _ = (args, today);
    Ok(Outcome::Done)
}

fn extract(args: &arguments::Extract) -> Result<Outcome, Error> {
    let _ = args;
    Ok(Outcome::Done)
}

fn matrix(args: &arguments::Matrix) -> Result<Outcome, Error> {
    let config = unowned::config::Config {
        matrix: args.matrix.clone(),
        ..Default::default()
    };
    let matrix = unowned::matrix(&config)?;
    let models = matrix::models(&args.models)?;
    let text = match args.format {
        MatrixFormat::Text => matrix::text(&matrix, &models),
        MatrixFormat::Csv => matrix::csv(&matrix, &models),
        MatrixFormat::Json => matrix::json(&matrix, &models),
    };
    output::print(&text)?;
    Ok(Outcome::Done)
}

fn completions(shell: clap_complete::Shell) -> Result<Outcome, Error> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Arguments::command(), "unowned", &mut script);
    output::print(&String::from_utf8_lossy(&script))?;
    Ok(Outcome::Done)
}

fn manual() -> Result<Outcome, Error> {
    let mut page = Vec::new();
    clap_mangen::Man::new(Arguments::command())
        .render(&mut page)
        .map_err(|e| Error::Unwritable {
            file: "the manual page".into(),
            reason: e.to_string(),
        })?;
    output::print(&String::from_utf8_lossy(&page))?;
    Ok(Outcome::Done)
}

fn colour(speech: &Speech) {
    match speech.color {
        Colour::Auto => ColorChoice::Auto,
        Colour::Always => ColorChoice::Always,
        Colour::Never => ColorChoice::Never,
    }
    .write_global();
}

fn existing(force: bool) -> Existing {
    if force { Existing::Replace } else { Existing::Keep }
}

/// `STEM-gap-report-AS-OF.pdf` in the current folder.
fn default_name(inventories: &[PathBuf], as_of: NaiveDate) -> PathBuf {
    let stem = inventories
        .first()
        .and_then(|file| file.file_stem())
        .unwrap_or_default()
        .to_string_lossy();
    PathBuf::from(format!("{stem}-gap-report-{as_of}.pdf"))
}

fn gate(gate: Option<Gate>, snapshot: &Snapshot) -> Outcome {
    let at_least = |severity| snapshot.gaps.iter().any(|g| g.gap.severity >= severity);
    let met = match gate {
        None => false,
        Some(Gate::Critical) => at_least(Severity::Critical),
        Some(Gate::High) => at_least(Severity::High),
        Some(Gate::Medium) => at_least(Severity::Medium),
        Some(Gate::Low) => at_least(Severity::Low),
        Some(Gate::Unowned) => snapshot.headline.unowned > 0,
    };
    if met { Outcome::GateMet } else { Outcome::Done }
}

impl arguments::Exports {
    /// The files that were asked for.
    fn targets(&self) -> Vec<&Path> {
        self.json.iter().map(PathBuf::as_path).collect()
    }

    /// Their bytes.
    fn outputs(&self, report: &Report, analysis: &Analysis) -> Result<Vec<Output>, Error> {
        let _ = (report, analysis);
        Ok(Vec::new())
    }
}
