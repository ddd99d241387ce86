//! Time and memory of each stage on inventories of growing size, and how both grow: the exponent is 1.0 where twice the systems take
//! twice as much. From the root of the repository:
//!
//! ```text
//! cargo bench --bench stages [-- SIZE ...]
//! ```
//!
//! CPU seconds of the program (in `read` of its reading process too), to a hundredth. `peak` is the most memory in use during the
//! stage, in MiB, what the stages before it left included; it is known on Linux alone.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a program for people who work on this one"
)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use chrono::NaiveDate;
use unowned::assess::{self, Remembered};
use unowned::config::Config;
use unowned::export::Original;
use unowned::framework::Matrix;
use unowned::plan::{self, Calendar, Memory};
use unowned::read::Jail;
use unowned::render::{Pages, pdf};
use unowned::report::Report;
use unowned::snapshot::{self, Inherited, Provenance, Snapshot};
use unowned::words::Words;
use unowned::{config::Language, export, judge, normalise, read};

/// So large are the inventories, unless others are named.
const SIZES: [usize; 3] = [500, 2_000, 8_000];
/// Writes an inventory to a file: the same as those that whole runs are measured on.
const MAKE: &str = "import sys; sys.path.insert(0, 'benches'); import measure; measure.workbook(sys.argv[1], measure.inventory(int(sys.argv[2])))";

/// What a stage took.
struct Taken {
    stage: &'static str,
    cpu: f64,
    peak: f64,
}

fn main() {
    let named: Vec<usize> = std::env::args().filter_map(|argument| argument.parse().ok()).collect();
    let sizes = if named.is_empty() { SIZES.to_vec() } else { named };
    let folder = tempfile::tempdir().unwrap();
    let all: Vec<Vec<Taken>> = sizes.iter().map(|size| stages(&made(folder.path(), *size))).collect();
    let heads: Vec<String> = sizes.iter().map(|size| format!("{size:>9} systems")).collect();
    println!("{:14}{}   exponent of time, of memory", "stage", heads.concat());
    for stage in 0..all[0].len() {
        let cells = all
            .iter()
            .map(|taken| format!("{:>8.2} s{:>5.0} M", taken[stage].cpu, taken[stage].peak));
        let (first, last) = (&all[0][stage], &all[all.len() - 1][stage]);
        let times = (sizes[sizes.len() - 1] as f64 / sizes[0] as f64).ln();
        let exponent = |first: f64, last: f64| (last.max(0.01) / first.max(0.01)).ln() / times;
        let (time, memory) = (exponent(first.cpu, last.cpu), exponent(first.peak, last.peak));
        println!(
            "{:14}{}   {time:.2}, {memory:.2}",
            first.stage,
            cells.collect::<String>()
        );
    }
}

fn made(folder: &Path, size: usize) -> PathBuf {
    let path = folder.join(format!("{size}.xlsx"));
    let made = Command::new("python3")
        .args(["-c", MAKE])
        .arg(&path)
        .arg(size.to_string())
        .status();
    assert!(made.unwrap().success(), "the inventory could not be made");
    path
}

/// Every stage of a first report and of the one after it.
fn stages(inventory: &Path) -> Vec<Taken> {
    let mut all = Vec::new();
    let (config, matrix, words) = (Config::default(), Matrix::stock(), Words::of(Language::En));
    let [as_of, later] = [(2026, 9), (2026, 12)].map(|(year, month)| NaiveDate::from_ymd_opt(year, month, 30).unwrap());
    let jail = Jail {
        program: env!("CARGO_BIN_EXE_unowned").into(),
    };
    let workbook = taken(&mut all, "read", || read::open(&[inventory.to_owned()], &jail).unwrap());
    let workbook = workbook.value;
    let understood = taken(&mut all, "normalise", || {
        normalise::inventory(&workbook, &config.reading, &[])
    });
    let (understood, found) = (understood.value, understood.diagnostics);
    let inventory = &understood.inventory;
    let systems = snapshot::systems(inventory);
    let assessment = taken(&mut all, "assess", || {
        assess::assess(inventory, &matrix, &config.rules, as_of, &Remembered::default())
    });
    let calendar = Calendar {
        as_of,
        next_meeting: None,
    };
    let plan = taken(&mut all, "plan", || {
        plan::plan(inventory, &assessment, &Memory::default(), &config.rules, calendar)
    });
    let findings = found.clone().into_findings();
    let record = taken(&mut all, "snapshot", || {
        let provenance = provenance(&config, &matrix, as_of);
        Snapshot::new(provenance, systems, assessment, plan, Inherited::default(), &findings).sealed(None)
    });
    _ = taken(&mut all, "judge again", || {
        judge(inventory, provenance(&config, &matrix, later), Some(&record), found)
    });
    let report = taken(&mut all, "report", || Report::new(record, None, &config));
    let original = Original {
        tables: &workbook.tables,
        sheets: &understood.sheets,
        findings: &findings,
        settled: &[],
        with_sheets: false,
        letter: false,
    };
    let register = taken(&mut all, "register", || {
        export::register(&report.snapshot, inventory, &original, None, words).unwrap()
    });
    let pages = Pages {
        register: Some(register),
        ..Pages::default()
    };
    _ = taken(&mut all, "render", || pdf(&report, &pages).unwrap());
    all
}

fn provenance<'a>(config: &'a Config, matrix: &'a Matrix, as_of: NaiveDate) -> Provenance<'a> {
    Provenance {
        organisation: None,
        as_of,
        matrix,
        rules: &config.rules,
        targets: &config.targets,
        next_meeting: None,
        files: Vec::new(),
        tables: Vec::new(),
        fiscal_year_start: 1,
        renamed: &config.renamed,
        earlier_file: None,
    }
}

fn taken<T>(all: &mut Vec<Taken>, stage: &'static str, run: impl FnOnce() -> T) -> T {
    // From here on the system counts the peak anew.
    _ = fs::write("/proc/self/clear_refs", "5");
    let before = cpu();
    let value = run();
    all.push(Taken {
        stage,
        cpu: cpu() - before,
        peak: peak(),
    });
    value
}

/// CPU seconds of this process and of those it has waited for.
fn cpu() -> f64 {
    let said = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let (_, fields) = said.rsplit_once(") ").unwrap_or_default();
    let ticks = fields
        .split(' ')
        .skip(11)
        .take(4)
        .filter_map(|ticks| ticks.parse::<f64>().ok());
    ticks.sum::<f64>() / 100.0
}

/// The most memory in use, in MiB.
fn peak() -> f64 {
    let said = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = said.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kib = line.and_then(|line| line.trim().trim_end_matches(" kB").parse::<f64>().ok());
    kib.unwrap_or(f64::NAN) / 1024.0
}
