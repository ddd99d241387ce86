//! Work on somebody else's file, done in a process of its own. In: a job, and files. Out: what the process answered, or how it ended.
//! Any reader can be made to crash, to run out of memory or never to end; so the program starts itself again with hard limits, and only
//! bounded bytes come back. What each job does is said in `jobs`.

use std::borrow::Cow;
use std::io::{self, BufReader, BufWriter, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, ExitStatus, Stdio};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::{Duration, Instant};

use crate::message::{Message, Sent};
use crate::side_file;

/// The argument that makes the program a limited process; the name of its job and its memory in bytes follow.
pub const ARGUMENT: &str = "__read";

/// No file of any kind takes longer than this.
const PATIENCE: Duration = Duration::from_secs(10);
/// How long an answer is waited for. Where the system minds the time for which a process works, a computer that has other work to do as
/// well may take longer.
const WAIT: Duration = Duration::from_secs(if cfg!(unix) { 20 } else { 10 });
/// A process that has worked for so long makes room for a new one, which has all its time before it.
const TURN: Duration = Duration::from_secs(2);
/// The same for one that has taken so many bytes: what large files leave behind in memory is no file's fault that comes after them.
const ENOUGH: u64 = 4 << 20;
/// No folder of files takes longer than this.
const PATIENCE_FOR_ALL: Duration = Duration::from_secs(10);
/// The memory of a limited process, in bytes; what a file may need beyond that grows with its size.
const MEMORY: u64 = 512 << 20;
/// What a report may need for each of its bytes: its record is packed, and grows tenfold once it is read.
const MEMORY_OF_A_REPORT: u64 = 64;
/// What a record as it is may need for each of its bytes.
const MEMORY_OF_A_RECORD: u64 = 12;
/// No answer of bytes is longer than this.
const LONGEST_ANSWER: u64 = 256 << 20;

/// What a limited process can be asked to do with a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Job {
    /// Say what cells a workbook has.
    Workbook,
    /// Read a text table.
    Table,
    /// Read the settings.
    Settings,
    /// Read a matrix.
    Matrix,
    /// Read a catalogue of products.
    Products,
    /// Draw a picture.
    Picture,
    /// Take the record out of a report, or from a file of its own, and read it.
    Record,
    /// Take the record out of a report, whatever it is worth.
    Attachment,
}

impl Job {
    const ALL: [(Self, &'static str); 8] = [
        (Self::Workbook, "workbook"),
        (Self::Table, "table"),
        (Self::Settings, "settings"),
        (Self::Matrix, "matrix"),
        (Self::Products, "products"),
        (Self::Picture, "picture"),
        (Self::Record, "record"),
        (Self::Attachment, "attachment"),
    ];

    /// The job of a name.
    pub fn of(name: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|(_, known)| *known == name)
            .map(|(job, _)| job)
    }

    fn name(self) -> &'static str {
        Self::ALL
            .into_iter()
            .find(|(job, _)| *job == self)
            .map_or("", |(_, name)| name)
    }
}

/// The program that does the jobs in limited processes of its own; the same executable, started again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Jail {
    /// The executable of `unowned`.
    pub program: PathBuf,
}

/// How a limited process ended that did not do its job.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BadEnd {
    /// There was none.
    NotStarted,
    /// It worked for longer than any file needs.
    TooSlow,
    /// It wanted more memory than any file needs.
    TooLarge,
    /// It said more than any file gives.
    Endless,
    /// It said something that makes no sense.
    Garbled,
    /// It gave up in the middle.
    GaveUp,
}

impl BadEnd {
    /// The rest of a sentence that begins with the file's name.
    pub fn reason(self) -> &'static str {
        match self {
            Self::NotStarted => "could not be read, because the program could not start itself a second time",
            Self::TooSlow => "takes longer than 10 seconds to read, as no such file does",
            Self::TooLarge => "needs far more memory to read than any such file does; it is damaged, or made to be so",
            Self::Endless => "holds more than any such file does",
            Self::Garbled => "is damaged: reading it gave nothing sensible",
            Self::GaveUp => "is damaged: its contents contradict themselves, and reading had to be given up",
        }
    }
}

/// Why what a process says could not be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Broken {
    /// It ended before its end was said.
    Cut,
    /// It is longer than anything a file needs.
    Endless,
    /// It holds something that is no answer.
    Garbled,
}

/// Takes one answer from what a process says.
pub type Hear<T> = Arc<dyn Fn(&mut BufReader<ChildStdout>) -> Result<T, Broken> + Send + Sync>;

impl Jail {
    /// Limited processes that do a job on file after file, and what they answer.
    pub fn line<T: Send + 'static>(&self, job: Job, hear: Hear<T>) -> Line<'_, T> {
        Line::new(self, job, MEMORY, hear)
    }

    /// Limited processes that do a job on file after file to see how it ends: what such a process comes through, this one comes through
    /// as well, since the same bytes take the same way.
    pub fn rehearsals(&self, job: Job) -> Line<'_, ()> {
        self.line(job, Arc::new(done))
    }

    /// Has a job done on files that belong together, within the time of one, to see how it ends.
    ///
    /// # Errors
    /// How it ended for the first file that cannot be come through.
    pub fn rehearse(&self, job: Job, files: &[&[u8]]) -> Result<(), BadEnd> {
        if files.is_empty() {
            return Ok(());
        }
        let mut session = Session::start(self, job, MEMORY, Arc::new(done))?;
        files.iter().try_for_each(|file| session.ask(*file, file.len() as u64))
    }

    /// Has a job done on each of some files, in as few processes as can be, and shows the bytes that it gives for each, or the rest of a
    /// sentence that begins with the file's name. No file is larger than that.
    pub fn each(
        &self,
        job: Job,
        files: &[PathBuf],
        largest: u64,
        mut see: impl FnMut(&Path, Result<Vec<u8>, Message>),
    ) {
        let started = Instant::now();
        let memory = MEMORY + files.iter().map(|file| needs(file)).max().unwrap_or(0);
        let mut line = Line::new(self, job, memory, Arc::new(bytes));
        for file in files {
            if started.elapsed() > PATIENCE_FOR_ALL {
                see(
                    file,
                    Err("was not opened: the files before it took too long to read".into()),
                );
                continue;
            }
            let answer =
                side_file::open(file, largest).and_then(|(file, length)| line.ask_about(file, length).map_err(told)?);
            see(file, answer);
        }
    }
}

/// What an earlier report may need beyond what every file may.
fn needs(file: &Path) -> u64 {
    let size = file.metadata().map_or(0, |found| found.len());
    let is_report = file.extension().is_some_and(|kind| kind.eq_ignore_ascii_case("pdf"));
    size.saturating_mul(if is_report {
        MEMORY_OF_A_REPORT
    } else {
        MEMORY_OF_A_RECORD
    })
}

/// The only answer of a rehearsal.
fn done(out: &mut BufReader<ChildStdout>) -> Result<(), Broken> {
    out.read_exact(&mut [0]).map_err(|_| Broken::Cut)
}

fn told(end: BadEnd) -> Message {
    end.reason().into()
}

/// Limited processes that take file after file: one goes on as long as it is fresh, and another takes its place.
pub struct Line<'a, T> {
    jail: &'a Jail,
    job: Job,
    memory: u64,
    hear: Hear<T>,
    session: Option<Session<T>>,
}

impl<'a, T: Send + 'static> Line<'a, T> {
    fn new(jail: &'a Jail, job: Job, memory: u64, hear: Hear<T>) -> Self {
        Self {
            jail,
            job,
            memory,
            hear,
            session: None,
        }
    }

    /// Has the job done on a file, and takes the answer.
    ///
    /// # Errors
    /// How the process ended, if it gave none.
    pub fn ask(&mut self, file: &[u8]) -> Result<T, BadEnd> {
        self.ask_about(file, file.len() as u64)
    }

    fn ask_about(&mut self, file: impl Read, length: u64) -> Result<T, BadEnd> {
        let kept = self.session.take().filter(Session::is_fresh);
        let start = || Session::start(self.jail, self.job, self.memory, Arc::clone(&self.hear));
        let mut session = kept.map_or_else(start, Ok)?;
        let answer = session.ask(file, length)?;
        self.session = Some(session);
        Ok(answer)
    }
}

/// A limited process.
struct Session<T> {
    process: Child,
    input: BufWriter<ChildStdin>,
    answers: Receiver<Result<T, Broken>>,
    started: Instant,
    /// So many bytes of files it has taken.
    taken: u64,
}

impl<T: Send + 'static> Session<T> {
    fn start(jail: &Jail, job: Job, memory: u64, hear: Hear<T>) -> Result<Self, BadEnd> {
        let mut process = Command::new(&jail.program)
            .args([ARGUMENT, job.name(), &memory.to_string()])
            .env_clear()
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|_| BadEnd::NotStarted)?;
        let (sender, answers) = channel();
        let listens = process.stdout.take().map(|output| {
            let mut output = BufReader::new(output);
            thread::Builder::new().spawn(move || {
                loop {
                    let heard = hear(&mut output);
                    let is_last = heard.is_err();
                    if sender.send(heard).is_err() || is_last {
                        return;
                    }
                }
            })
        });
        match (process.stdin.take(), listens) {
            (Some(input), Some(Ok(_))) => Ok(Self {
                process,
                input: BufWriter::new(input),
                answers,
                started: Instant::now(),
                taken: 0,
            }),
            _ => {
                _ = stop(&mut process);
                Err(BadEnd::NotStarted)
            }
        }
    }
}

impl<T> Session<T> {
    fn is_fresh(&self) -> bool {
        self.started.elapsed() < TURN && self.taken < ENOUGH
    }

    /// Hands over a file of so many bytes, and waits for the answer.
    fn ask(&mut self, file: impl Read, length: u64) -> Result<T, BadEnd> {
        self.taken += length;
        // A process that died does not take its input; its silence says so.
        let sent = send(&mut self.input, file, length);
        if sent.is_ok_and(|sent| sent < length) {
            return Err(BadEnd::GaveUp);
        }
        match self.answers.recv_timeout(WAIT) {
            Ok(Ok(answer)) => Ok(answer),
            Ok(Err(Broken::Endless)) => Err(BadEnd::Endless),
            Ok(Err(Broken::Garbled)) => Err(BadEnd::Garbled),
            Ok(Err(Broken::Cut)) => Err(how(stop(&mut self.process))),
            Err(_) => Err(BadEnd::TooSlow),
        }
    }
}

impl<T> Drop for Session<T> {
    fn drop(&mut self) {
        _ = stop(&mut self.process);
    }
}

/// Writes a file behind its length; how much of it was there.
fn send(out: &mut impl Write, file: impl Read, length: u64) -> io::Result<u64> {
    out.write_all(&length.to_le_bytes())?;
    let sent = io::copy(&mut file.take(length), out)?;
    out.flush()?;
    Ok(sent)
}

/// Ends the process if it still runs. Its own end, if it came first, is what is returned.
fn stop(process: &mut Child) -> Option<ExitStatus> {
    _ = process.kill();
    process.wait().ok()
}

/// What the end of a process says about the file.
fn how(status: Option<ExitStatus>) -> BadEnd {
    const KILLED: i32 = 9;
    const OUT_OF_TIME: i32 = 24;
    match status.and_then(signal) {
        Some(KILLED | OUT_OF_TIME) => BadEnd::TooSlow,
        Some(_) => BadEnd::TooLarge,
        None => BadEnd::GaveUp,
    }
}

#[cfg(unix)]
fn signal(status: ExitStatus) -> Option<i32> {
    std::os::unix::process::ExitStatusExt::signal(&status)
}

#[cfg(not(unix))]
fn signal(_: ExitStatus) -> Option<i32> {
    None
}

/// What a job gives for a file: bytes, or the rest of a sentence that begins with the file's name.
pub type Given = Result<Vec<u8>, Message>;

/// Takes bytes or a sentence from what a process says.
fn bytes(output: &mut BufReader<ChildStdout>) -> Result<Given, Broken> {
    let (mut kind, mut length) = ([0], [0; 8]);
    output.read_exact(&mut kind).map_err(|_| Broken::Cut)?;
    output.read_exact(&mut length).map_err(|_| Broken::Cut)?;
    let length = u64::from_le_bytes(length);
    if length > LONGEST_ANSWER {
        return Err(Broken::Endless);
    }
    let mut given = Vec::new();
    let read = output.take(length).read_to_end(&mut given).map_err(|_| Broken::Cut)?;
    match kind {
        _ if (read as u64) < length => Err(Broken::Cut),
        [b'+'] => Ok(Ok(given)),
        _ => serde_json::from_slice(&given)
            .map(|Sent(message)| Err(message))
            .map_err(|_| Broken::Garbled),
    }
}

/// Answers with bytes, or with a sentence.
///
/// # Errors
/// Nobody listens.
pub fn give(out: &mut impl Write, given: &Given) -> io::Result<()> {
    let (kind, bytes) = match given {
        Ok(bytes) => (b'+', Cow::Borrowed(bytes.as_slice())),
        Err(message) => (b'-', Cow::Owned(serde_json::to_vec(&Sent(message.clone()))?)),
    };
    out.write_all(&[kind])?;
    out.write_all(&(bytes.len() as u64).to_le_bytes())?;
    out.write_all(&bytes)
}

/// What the limited process does: confine itself, take file after file from `input`, do its job on each, and say on `output` what comes
/// of it.
///
/// # Errors
/// The process could not confine itself, or nobody listens.
pub fn serve<W: Write>(
    memory: u64,
    mut input: impl Read,
    output: W,
    mut work: impl FnMut(Vec<u8>, &mut BufWriter<W>) -> io::Result<()>,
) -> io::Result<()> {
    confine(memory)?;
    let mut output = BufWriter::with_capacity(1 << 16, output);
    let mut length = [0; 8];
    while input.read_exact(&mut length).is_ok() {
        let mut file = Vec::new();
        (&mut input).take(u64::from_le_bytes(length)).read_to_end(&mut file)?;
        work(file, &mut output)?;
        output.flush()?;
    }
    Ok(())
}

/// Has what is otherwise shared out over threads done by the one that is there, in a process that may start none.
pub fn single_handed() {
    _ = rayon::ThreadPoolBuilder::new()
        .num_threads(1)
        .use_current_thread()
        .build_global();
}

/// Gives up what a job does not need. Where a system knows no such limits, the parent's clock remains.
#[cfg(unix)]
fn confine(memory: u64) -> io::Result<()> {
    use rlimit::Resource;
    let limits = [
        (Resource::AS, memory),
        (Resource::CPU, PATIENCE.as_secs()),
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
fn confine(_: u64) -> io::Result<()> {
    Ok(())
}
