//! The run, watched from outside. In: what was typed. Out: how the run ended. A system that has no more memory, or a stack that is
//! full, ends a process without asking it; so the work is done in a process of its own, and this one, which needs next to nothing,
//! says in a sentence what became of it. Signals are handed on, and the work does not outlive the process that watches it.

use std::ffi::{OsStr, OsString};
use std::process::{Child, Command, ExitStatus};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;

use unowned::jail;

use super::{Outcome, interrupt, output};

/// The argument that makes the program a working process; the id of the process that watches it follows, and what was typed.
pub const ARGUMENT: &str = "__work";

/// Starts the work and waits for its end.
pub fn supervise(typed: impl Iterator<Item = OsString>) -> Outcome {
    interrupt::file_limits_are_errors();
    let Ok(mut work) = start(typed) else {
        output::say(NOT_STARTED);
        return Outcome::Refused;
    };
    interrupt::hand_on(&work);
    let ended = work.wait().ok();
    let outcome = ended.and_then(|ended| Outcome::of(ended.code()?));
    outcome.unwrap_or_else(|| cut_short(ended))
}

const NOT_STARTED: &str = "error: the program could not start its work in a process of its own\n  help: check that the program file is still \
                           where it was started from, and that the computer has room for another process\n";

fn start(typed: impl Iterator<Item = OsString>) -> std::io::Result<Child> {
    Command::new(std::env::current_exe()?)
        .arg(ARGUMENT)
        .arg(std::process::id().to_string())
        .args(typed)
        .spawn()
}

/// Says that the work did not come to an end of its own.
pub fn cut_short(ended: Option<ExitStatus>) -> Outcome {
    let how = ended.map(|ended| format!(" ({ended})")).unwrap_or_default();
    output::say(&format!(
        "error: the computer ended this run before it was done{how}: it needed more memory than it may have, or was ended from outside\n  \
         help: give it more memory, or make a report for each business unit; what it left over is cleared by the next run\n"
    ));
    Outcome::Refused
}

/// Whether a thread gave up because the system had no room for another one, or for what it packs.
static WANT_OF_ROOM: AtomicBool = AtomicBool::new(false);

/// Minds what a thread says as it gives up.
pub fn mind(said: &str) {
    let signs = ["failed to spawn thread", "ThreadPoolBuildError", "MemError"];
    WANT_OF_ROOM.fetch_or(signs.iter().any(|sign| said.contains(sign)), Ordering::Relaxed);
}

/// Whether what ended the work was want of room.
pub fn was_want_of_room() -> bool {
    WANT_OF_ROOM.load(Ordering::Relaxed)
}

/// What the working process does before its work: it ends with the process that watches it, what a dying runtime would print does not
/// reach the terminal, and where no further threads may be started it does without. Whether it is still watched.
pub fn begin(watched_by: Option<&OsStr>) -> bool {
    if !has_room_for_threads() {
        jail::single_handed();
    }
    end_with_the_watcher();
    keep_the_runtime_silent();
    is_watched(watched_by)
}

#[cfg(target_os = "linux")]
fn end_with_the_watcher() {
    use rustix::process::{Signal, set_parent_process_death_signal};
    _ = set_parent_process_death_signal(Some(Signal::TERM));
}

/// Elsewhere the work goes on to its end.
#[cfg(not(target_os = "linux"))]
fn end_with_the_watcher() {}

/// Says what is to be said to a stream of our own, and leaves none to the runtime.
#[cfg(unix)]
fn keep_the_runtime_silent() {
    use std::os::fd::AsFd as _;
    let heard = std::io::stderr().as_fd().try_clone_to_owned();
    let nothing = std::fs::File::options().write(true).open("/dev/null");
    if let (Ok(heard), Ok(nothing)) = (heard, nothing)
        && rustix::stdio::dup2_stderr(nothing).is_ok()
    {
        output::say_to(heard.into());
    }
}

/// Elsewhere it prints a line of its own above ours.
#[cfg(not(unix))]
fn keep_the_runtime_silent() {}

/// Whoever watches may have been gone before the system was told to tell.
#[cfg(unix)]
fn is_watched(by: Option<&OsStr>) -> bool {
    let parent = std::os::unix::process::parent_id().to_string();
    by.is_some_and(|watching| watching == parent.as_str())
}

#[cfg(not(unix))]
fn is_watched(by: Option<&OsStr>) -> bool {
    by.is_some()
}

/// Whether as many threads can be started at once as the computer has processors.
fn has_room_for_threads() -> bool {
    let wanted = thread::available_parallelism().map_or(1, usize::from);
    let gate = Mutex::new(());
    thread::scope(|scope| {
        let _closed = gate.lock().unwrap_or_else(PoisonError::into_inner);
        let waits = || drop(gate.lock());
        (0..=wanted).all(|_| thread::Builder::new().spawn_scoped(scope, waits).is_ok())
    })
}
