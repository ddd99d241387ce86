//! The program: its processes, the clock, the exit status. Everything else is in the library and in `cli`. What is typed is worked on
//! in a second process, and the files in further ones.

mod cli;

use std::ffi::OsString;
use std::panic;
use std::process::ExitCode;

use chrono::{Local, NaiveDate};
use unowned::jail::{self, Job};
use unowned::jobs;

use cli::supervisor;

fn main() -> ExitCode {
    let mut arguments = std::env::args_os();
    let program = arguments.next().unwrap_or_default();
    let mut typed = arguments.peekable();
    match typed.peek() {
        Some(first) if first == jail::ARGUMENT => read(typed.skip(1)),
        Some(first) if first == supervisor::ARGUMENT => {
            let watched_by = typed.nth(1);
            work(watched_by, [program].into_iter().chain(typed).collect())
        }
        _ => ExitCode::from(supervisor::supervise(typed).status()),
    }
}

/// A limited process that does a job on files.
fn read(mut asked: impl Iterator<Item = OsString>) -> ExitCode {
    let mut next = || asked.next()?.into_string().ok();
    let asked = next()
        .and_then(|job| Job::of(&job))
        .zip(next().and_then(|memory| memory.parse().ok()));
    let done = asked.map(|(job, memory)| jobs::serve(job, memory, std::io::stdin(), std::io::stdout()));
    match done {
        Some(Ok(())) => ExitCode::SUCCESS,
        _ => ExitCode::from(2),
    }
}

/// The process that does what was typed.
fn work(watched_by: Option<OsString>, typed: Vec<OsString>) -> ExitCode {
    if !supervisor::begin(watched_by.as_deref()) {
        return ExitCode::from(cli::Outcome::Refused.status());
    }
    panic::set_hook(Box::new(|gave_up| {
        supervisor::mind(gave_up.payload_as_str().unwrap_or_default())
    }));
    let ended = panic::catch_unwind(|| cli::run(typed, today()));
    ExitCode::from(ended.unwrap_or_else(|_| defect()).status())
}

/// Whatever goes wrong in a way that nobody foresaw costs one sentence: no trace, no exit status of its own.
fn defect() -> cli::Outcome {
    if supervisor::was_want_of_room() {
        return supervisor::cut_short(None);
    }
    let told = "error: this program met something it cannot go on with. This is a defect of this program: please \
                report it, with what was typed\n";
    cli::tell(told);
    cli::Outcome::Refused
}

#[allow(clippy::disallowed_methods, reason = "the one place where the clock is asked")]
fn today() -> NaiveDate {
    Local::now().date_naive()
}
