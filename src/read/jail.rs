//! One file, read in a process of its own. In: its bytes. Out: what the reading process said, or why it said nothing useful.
//! Damaged workbooks can make any reader crash, run out of memory or never end; so the program starts itself again with
//! hard limits, and only text comes back.

use std::io::{BufWriter, Read, Write};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::thread;
use std::time::Duration;

use super::refusal::Refusal;
use super::wire::{self, Broken, Message};
use super::{Jail, workbook};

/// The argument that makes the program a reading process.
pub const ARGUMENT: &str = "__read";

/// No inventory takes longer than this.
const PATIENCE: Duration = Duration::from_secs(10);

/// Reads a workbook in a limited process.
///
/// # Errors
/// A [`Refusal`], from the process itself or because it came to a bad end.
pub fn read(bytes: &[u8], jail: &Jail) -> Result<Vec<Message>, Refusal> {
    let mut child = start(jail)?;
    let (Some(mut stdin), Some(stdout)) = (child.stdin.take(), child.stdout.take()) else {
        return Err(not_started());
    };
    let received = thread::scope(|scope| {
        // A process that died does not take its input; its silence says so.
        let writes = thread::Builder::new().spawn_scoped(scope, move || drop(stdin.write_all(bytes)));
        let (sender, receiver) = channel();
        let hears = thread::Builder::new().spawn_scoped(scope, move || drop(sender.send(wire::receive(stdout))));
        if writes.is_err() || hears.is_err() {
            stop(&mut child);
            return None;
        }
        let received = receiver.recv_timeout(PATIENCE);
        let status = stop(&mut child);
        Some(received.map(|said| said.map_err(|broken| describe(broken, status))))
    });
    match received {
        None => Err(not_started()),
        Some(Ok(said)) => said.and_then(refusal_last),
        Some(Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected)) => Err(too_slow()),
    }
}

/// A refusal is said at the end, after whatever came before it.
fn refusal_last(mut messages: Vec<Message>) -> Result<Vec<Message>, Refusal> {
    match messages.pop() {
        Some(Message::Done) => Ok(messages),
        Some(Message::Refused(refusal)) => Err(refusal),
        _ => Err(Refusal::damaged("reading it ended early")),
    }
}

fn start(jail: &Jail) -> Result<Child, Refusal> {
    Command::new(&jail.program)
        .arg(ARGUMENT)
        .env_clear()
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .map_err(|_| not_started())
}

/// Ends the process if it still runs. Its own end, if it came first, is what is returned.
fn stop(child: &mut Child) -> Option<ExitStatus> {
    let _ = child.kill();
    child.wait().ok()
}

fn describe(broken: Broken, status: Option<ExitStatus>) -> Refusal {
    match broken {
        Broken::Endless => Refusal::too_much("holds more text than is read"),
        Broken::Garbled => Refusal::damaged("reading it gave nothing sensible"),
        Broken::Cut => match status.and_then(signal) {
            Some(SIGXCPU | SIGKILL) => too_slow(),
            Some(_) => Refusal::too_much(
                "needs far more memory to read than an inventory does; it is damaged, or made to be so",
            ),
            None => Refusal::damaged("its contents contradict themselves, and reading had to be given up"),
        },
    }
}

const SIGKILL: i32 = 9;
const SIGXCPU: i32 = 24;

#[cfg(unix)]
fn signal(status: ExitStatus) -> Option<i32> {
    std::os::unix::process::ExitStatusExt::signal(&status)
}

#[cfg(not(unix))]
fn signal(_: ExitStatus) -> Option<i32> {
    None
}

fn too_slow() -> Refusal {
    Refusal::too_much("takes longer than 10 seconds to read, which no inventory does")
}

fn not_started() -> Refusal {
    Refusal::new(
        "could not be read, because the program could not start itself a second time",
        "check that the program file is still where it was started from, and that the computer has room for another process",
    )
}

/// What the reading process does: confine itself, take a file from `input`, say on `output` what is in it.
/// `main` calls this when [`ARGUMENT`] is the program's only argument.
///
/// # Errors
/// The process could not confine itself, or nobody listens.
pub fn serve(input: impl Read, output: impl Write) -> std::io::Result<()> {
    confine()?;
    let mut bytes = Vec::new();
    input.take(super::source::MAX_BYTES).read_to_end(&mut bytes)?;
    let mut output = BufWriter::with_capacity(1 << 16, output);
    let last = match workbook::read(&bytes, &mut output) {
        Ok(()) => Message::Done,
        Err(refusal) => Message::Refused(refusal),
    };
    wire::send(&mut output, &last)?;
    output.flush()
}

/// Gives up what reading does not need. Where a system knows no such limits, the parent's clock remains.
#[cfg(unix)]
fn confine() -> std::io::Result<()> {
    use rlimit::Resource;
    let limits = [
        (Resource::AS, 512 << 20),
        (Resource::CPU, 10),
        (Resource::FSIZE, 0),
        (Resource::NOFILE, 16),
        (Resource::NPROC, 0),
        (Resource::CORE, 0),
    ];
    for (resource, limit) in limits {
        let allowed = resource.get_hard().map_or(limit, |hard| hard.min(limit));
        let set = resource.set(allowed, allowed);
        if cfg!(target_os = "linux") {
            set?;
        }
    }
    Ok(())
}

#[cfg(not(unix))]
fn confine() -> std::io::Result<()> {
    Ok(())
}
