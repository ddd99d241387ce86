//! One function per command. In: the arguments, today's date, whether a person is watching. Out: what was printed and written,
//! and how it ended. The analysis is the library's.

mod arguments;
mod settings;
mod describe;
mod findings;
mod next;
mod output;
mod set;
mod interrupt;
pub mod supervisor;
mod terminal;
mod report;
mod check;
mod init;
mod changes;
mod compare;
mod explain;
mod matrix;
mod glossary;

use std::ffi::OsString;
use std::io::Write as _;
use std::path::Path;
use std::time::Duration;

use anstream::ColorChoice;
use chrono::NaiveDate;
use clap::{CommandFactory, Parser};
use unowned::assess::Severity;
use unowned::error::Error;
use unowned::message::Message;
use unowned::snapshot::Snapshot;
use unowned::words::Words;

use arguments::{Arguments, Colour, Command, Gate, MatrixFormat, Speech};
use output::Existing;

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

    /// What an exit status says, if it is one of ours.
    fn of(status: i32) -> Option<Self> {
        let all = [Self::Done, Self::GateMet, Self::Refused];
        all.into_iter().find(|outcome| i32::from(outcome.status()) == status)
    }
}

/// Says something to whoever watches.
pub fn tell(text: &str) {
    output::say(text);
}

/// Runs the command that was typed; the program's own name comes first.
pub fn run(typed: Vec<OsString>, today: NaiveDate) -> Outcome {
    interrupt::mind();
    let _watch = interrupt::end_after(LONGEST, TOO_LONG);
    let arguments = match Arguments::try_parse_from(with_command(typed)) {
        Ok(arguments) => arguments,
        Err(wrong_use) => {
            let said = say_wrong_use(&wrong_use);
            return if wrong_use.use_stderr() || !said {
                Outcome::Refused
            } else {
                Outcome::Done
            };
        }
    };
    let command = &arguments.command;
    let done = match command {
        Command::Report(report) => report::run(report, today),
        Command::Check(check) => check::run(check, today),
        Command::Init(init) => init::run(init, today),
        Command::Diff(diff) => compare::diff(diff, today),
        Command::Extract(extract) => compare::extract(extract),
        Command::Explain(explain) => explain::run(explain, today),
        Command::Matrix(matrix) => self::matrix(matrix),
        Command::Fields(which) => glossary::fields_of(which),
        Command::Words(which) => glossary::words_of(which),
        Command::Completions { shell } => completions(*shell),
        Command::Man => manual(),
    };
    done.unwrap_or_else(|error| {
        output::say(&describe::error(&error, settings::asked(command, &error, today)));
        Outcome::Refused
    })
}

/// No run takes as long as this.
const LONGEST: Duration = Duration::from_secs(1_800);
const TOO_LONG: &str =
    "error: the run took longer than half an hour, and was given up\n  help: make a report for each business unit\n";

/// What clap has to say; it repeats what was typed, and that may hold what a terminal obeys. Whether it could be said: a reader that
/// has closed its end wants no more, but a full disk is an error.
fn say_wrong_use(wrong_use: &clap::Error) -> bool {
    let typed = std::env::args_os().any(|word| word.to_string_lossy().contains(terminal::obeyed));
    if typed {
        output::say(&wrong_use.render().to_string());
        return true;
    }
    if wrong_use.use_stderr() {
        output::say_as_is(&wrong_use.render().ansi().to_string());
        return true;
    }
    match wrong_use.print().and_then(|()| std::io::stdout().flush()) {
        Ok(()) => true,
        Err(e) => e.kind() == std::io::ErrorKind::BrokenPipe,
    }
}

/// A workbook without a command, as when it is dragged onto the program, is to be reported on.
fn with_command(mut words: Vec<OsString>) -> Vec<OsString> {
    let names: Vec<String> = Arguments::command()
        .get_subcommands()
        .map(|c| c.get_name().to_owned())
        .collect();
    let is_file = |word: &OsString| {
        let named = word
            .to_str()
            .is_some_and(|word| word.starts_with('-') || word == "help" || names.iter().any(|n| n == word));
        !named && Path::new(word).is_file()
    };
    if words.get(1).is_some_and(is_file) {
        words.insert(1, "report".into());
    }
    words
}

fn matrix(args: &arguments::Matrix) -> Result<Outcome, Error> {
    let config = unowned::config::Config {
        matrix: args.matrix.clone(),
        ..Default::default()
    };
    let matrix = unowned::matrix(&config, &settings::jail()?)?;
    let models = matrix::models(&args.models)?;
    let text = match args.format {
        MatrixFormat::Text => matrix::text(&matrix, &models),
        MatrixFormat::Csv => matrix::csv(&matrix, &models),
        MatrixFormat::Json => matrix::json(&matrix, &models),
    };
    output::print_data(&text)?;
    Ok(Outcome::Done)
}

fn completions(shell: clap_complete::Shell) -> Result<Outcome, Error> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Arguments::command(), "unowned", &mut script);
    output::print_data(&String::from_utf8_lossy(&script))?;
    Ok(Outcome::Done)
}

fn manual() -> Result<Outcome, Error> {
    let mut page = Vec::new();
    clap_mangen::Man::new(Arguments::command())
        .render(&mut page)
        .map_err(|e| Error::Unwritable {
            file: "the manual page".into(),
            reason: Message::verbatim(e.to_string()),
        })?;
    output::print_data(&String::from_utf8_lossy(&page))?;
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

/// Clears what an earlier run left over in the folders that are written to, and says so.
fn tidy<'a>(folders: impl Iterator<Item = &'a Path>, words: &Words) {
    for file in set::clear_left_overs(folders) {
        let told = words.say("terminal.left_over", &[("file", &file.display().to_string())]);
        output::say(&format!("{told}\n"));
    }
}

fn existing(force: bool) -> Existing {
    if force { Existing::Replace } else { Existing::Keep }
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
