//! What the limited process can be asked to do with a file. In: the job, and the bytes of a file that anybody may have made. Out: an
//! answer. Where the program goes on with the same bytes by the same way, the answer is only that this way has an end.

use std::io::{self, Write};
use std::thread;

use crate::config::Config;
use crate::diagnostic::Diagnostics;
use crate::framework::Matrix;
use crate::jail::{self, Job};
use crate::{chain, normalise, read, render};

/// Does a job on one file after the other, within so many bytes of memory.
///
/// # Errors
/// The process could not confine itself, or nobody listens.
pub fn serve(job: Job, memory: u64, input: impl io::Read + Send, output: impl Write + Send) -> io::Result<()> {
    let work = || {
        jail::single_handed();
        jail::serve(memory, input, output, |file, out| run(job, file, out))
    };
    thread::scope(|scope| {
        let works = thread::Builder::new().stack_size(STACK).spawn_scoped(scope, work)?;
        works
            .join()
            .unwrap_or_else(|_| Err(io::Error::other("the job gave up")))
    })
}

/// What nests deeper than half the stack of an ordinary thread would be too deep for the threads that set the pages.
const STACK: usize = 1 << 20;

/// Does a job on a file.
///
/// # Errors
/// Nobody listens.
pub fn run(job: Job, file: Vec<u8>, out: &mut impl Write) -> io::Result<()> {
    match job {
        Job::Workbook => return read::say_workbook(&file, out),
        Job::Record => return jail::give(out, &chain::usable_record(file)),
        Job::Attachment => return jail::give(out, &chain::attached_record(&file)),
        Job::Table => _ = read::text_table(&file, &"table".into(), &mut Diagnostics::default()),
        Job::Settings => _ = Config::parse(&String::from_utf8_lossy(&file), "settings"),
        Job::Matrix => _ = Matrix::from_csv(&file, "matrix"),
        Job::Products => _ = normalise::products(&file),
        Job::Picture => render::draw(&file),
    }
    out.write_all(b".")
}
