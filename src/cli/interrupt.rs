//! What happens when a run is interrupted. In: signals of the system. Out: files that are still being written are removed, and the
//! run ends as refused; files that are just getting their places get them first.

use std::path::{Path, PathBuf};
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

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
    use std::sync::Arc;
    use std::sync::atomic::AtomicBool;

    use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM, SIGXFSZ};
    use signal_hook::iterator::Signals;

    // A file that may not grow further is an error like a full disk, and no reason to die.
    _ = signal_hook::flag::register(SIGXFSZ, Arc::new(AtomicBool::new(false)));
    if let Ok(mut signals) = Signals::new([SIGHUP, SIGINT, SIGTERM]) {
        _ = std::thread::Builder::new().spawn(move || {
            if signals.forever().next().is_some() {
                end();
            }
        });
    }
}

/// Minds interruptions from now on. Where the system has no signals, its own way of ending a program stands.
#[cfg(not(unix))]
pub fn mind() {}

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
