//! What happens when a run is interrupted. In: signals of the system. Out: files that are still being written are removed, and the
//! run ends as refused; files that are just getting their places get them first.

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

/// Files that are still being written.
static UNFINISHED: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());
/// Held while files get their places.
static PLACING: Mutex<()> = Mutex::new(());

/// A file that is to go if the run is interrupted. Once it has its place, nothing of that name is left.
pub fn forget_later(file: &Path) {
    UNFINISHED
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .push(file.to_owned());
}

/// As long as this lives, an interruption waits.
pub fn none_while_placing() -> MutexGuard<'static, ()> {
    PLACING.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Minds interruptions from now on. Where the system has no signals, its own way of ending a program stands.
#[cfg(unix)]
pub fn mind() {
    file_limits_are_errors();
    if let Ok(mut signals) = Signals::new(INTERRUPTIONS) {
        _ = std::thread::Builder::new().spawn(move || {
            if signals.forever().next().is_some() {
                end();
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
            super::output::say(sentence);
            end();
        }
    });
    done
}

#[allow(clippy::exit, reason = "an interruption ends the run wherever it is")]
fn end() -> ! {
    let _whole = none_while_placing();
    let unfinished = UNFINISHED.lock().unwrap_or_else(PoisonError::into_inner);
    unfinished.iter().for_each(|file| _ = std::fs::remove_file(file));
    std::process::exit(i32::from(super::Outcome::Refused.status()))
}
