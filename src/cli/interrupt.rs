//! What happens when a run is interrupted. In: signals of the system. Out: files that are still being written are removed, and the
//! run ends as refused; files that are just getting their places get them first, and then the run has done what it was asked for.

use std::io;
use std::path::{Path, PathBuf};
use std::process::Child;
#[cfg(unix)]
use std::sync::Arc;
#[cfg(unix)]
use std::sync::atomic::AtomicBool;
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

#[cfg(unix)]
use signal_hook::iterator::Signals;

use super::Outcome;

/// Files that are still being written, and folders that were made for them.
static UNFINISHED: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());
/// Held while files get their places. Once they have them: how the run ends.
static PLACING: Mutex<Option<Outcome>> = Mutex::new(None);

/// What is said where somebody asked for the end.
const INTERRUPTED: &str = "error: interrupted; no file was written\n";

/// Makes a file or a folder that is to go if the run is interrupted; no interruption comes between. Once a file has its place,
/// nothing of that name is left, and a folder that holds something stays.
pub fn unfinished<T>(path: &Path, make: impl FnOnce() -> io::Result<T>) -> io::Result<T> {
    unfinished_as(make, |_| path.to_owned())
}

/// The same where the name is known once it is made.
pub fn unfinished_as<T>(make: impl FnOnce() -> io::Result<T>, path: impl FnOnce(&T) -> PathBuf) -> io::Result<T> {
    let mut unfinished = UNFINISHED.lock().unwrap_or_else(PoisonError::into_inner);
    let made = make()?;
    unfinished.push(path(&made));
    Ok(made)
}

/// As long as this lives, an interruption waits; what is put into it is how the run ends from then on.
pub fn none_while_placing() -> MutexGuard<'static, Option<Outcome>> {
    PLACING.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Minds interruptions from now on. Where the system has no signals, its own way of ending a program stands.
#[cfg(unix)]
pub fn mind() {
    file_limits_are_errors();
    if let Ok(mut signals) = Signals::new(INTERRUPTIONS) {
        _ = std::thread::Builder::new().spawn(move || {
            if signals.forever().next().is_some() {
                end(INTERRUPTED);
            }
        });
    }
}

/// Hands interruptions on to the process that does the work.
#[cfg(unix)]
pub fn hand_on(work: &Child) {
    use rustix::process::{Pid, Signal, kill_process};

    let work = Pid::from_child(work);
    if let Ok(mut signals) = Signals::new(INTERRUPTIONS) {
        _ = std::thread::Builder::new()
            .spawn(move || signals.forever().for_each(|_| _ = kill_process(work, Signal::TERM)));
    }
}

/// A file that may not grow further is an error like a full disk, and no reason to die.
#[cfg(unix)]
pub fn file_limits_are_errors() {
    _ = signal_hook::flag::register(signal_hook::consts::SIGXFSZ, Arc::new(AtomicBool::new(false)));
}

#[cfg(unix)]
const INTERRUPTIONS: [i32; 3] = [
    signal_hook::consts::SIGHUP,
    signal_hook::consts::SIGINT,
    signal_hook::consts::SIGTERM,
];

/// Minds interruptions from now on. Where the system has no signals, its own way of ending a program stands.
#[cfg(not(unix))]
pub fn mind() {}

/// Hands interruptions on to the process that does the work. Where the system has no signals, it gets them itself.
#[cfg(not(unix))]
pub fn hand_on(_: &Child) {}

/// Where the system has no signals, a full disk is an error as it is.
#[cfg(not(unix))]
pub fn file_limits_are_errors() {}

/// Ends the run, with a sentence, unless what is returned is dropped before so long.
pub fn end_after(patience: Duration, sentence: &'static str) -> Sender<()> {
    let (done, wait) = channel();
    _ = std::thread::Builder::new().spawn(move || {
        if wait.recv_timeout(patience) == Err(RecvTimeoutError::Timeout) {
            end(sentence);
        }
    });
    done
}

#[allow(clippy::exit, reason = "an interruption ends the run wherever it is")]
fn end(sentence: &str) -> ! {
    let placed = none_while_placing();
    let unfinished = UNFINISHED.lock().unwrap_or_else(PoisonError::into_inner);
    for made in unfinished.iter().rev() {
        _ = std::fs::remove_file(made).or_else(|_| std::fs::remove_dir(made));
    }
    if let Some(ends) = *placed {
        std::process::exit(i32::from(ends.status()));
    }
    super::output::say(sentence);
    std::process::exit(i32::from(Outcome::Refused.status()))
}
