//! The program: the clock, the terminal, the exit status. Everything else is in the library and in `cli`.

mod cli;

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
    ExitCode::from(cli::run(today()).status())
}

#[allow(clippy::disallowed_methods, reason = "the one place where the clock is asked")]
fn today() -> NaiveDate {
    Local::now().date_naive()
}
