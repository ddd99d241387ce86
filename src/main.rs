//! The program: the clock, the terminal, the exit status. Everything else is in the library and in `cli`.

mod cli;

use std::io::Write as _;
use std::panic;
use std::process::ExitCode;

use chrono::{Local, NaiveDate};

fn main() -> ExitCode {
    let mut arguments = std::env::args_os().skip(1);
    if arguments
        .next()
        .is_some_and(|first| first == unowned::read::jail::ARGUMENT)
    {
        return match unowned::read::jail::serve(std::io::stdin(), std::io::stdout().lock()) {
            Ok(()) => ExitCode::SUCCESS,
            Err(_) => ExitCode::from(2),
        };
    }
    panic::set_hook(Box::new(|_| {}));
    let ended = panic::catch_unwind(|| cli::run(today()));
    ExitCode::from(ended.unwrap_or_else(|_| defect()).status())
}

/// Whatever goes wrong in a way that nobody foresaw costs one sentence: no trace, no exit status of its own.
fn defect() -> cli::Outcome {
    let told = "error: this program met something it cannot go on with. This is a defect of this program: please \
                report it, with what was typed\n";
    _ = std::io::stderr().write_all(told.as_bytes());
    cli::Outcome::Refused
}

#[allow(clippy::disallowed_methods, reason = "the one place where the clock is asked")]
fn today() -> NaiveDate {
    Local::now().date_naive()
}
