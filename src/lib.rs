//! `unowned` finds the AI security duties that nobody owns. The modules stand in the order of the work:
//! read, consult, normalise, assess, plan, snapshot, compare, report, render, export.

pub mod error;
pub mod diagnostic;
pub mod config;
pub mod formula_guard;
pub mod text;

pub mod framework;
pub mod inventory;

pub mod read;
pub mod consult;
pub mod normalise;
pub mod assess;
pub mod plan;
pub mod snapshot;
pub mod chain;
pub mod compare;
pub mod report;

pub mod render;
pub mod export;
pub mod starter;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use chrono::NaiveDate;

use crate::chain::{Found, Since, Wanted};
use crate::compare::Changes;
use crate::config::Config;
use crate::diagnostic::{Code, Diagnostics, Finding};
use crate::error::Error;
use crate::framework::Matrix;
use crate::inventory::Inventory;
use crate::normalise::{Product, Role, SheetReading, Understood};
use crate::plan::Memory;
use crate::read::{Jail, Workbook};
use crate::snapshot::{FileRecord, Provenance, Snapshot};

/// What a run is asked for.
#[derive(Clone, Debug)]
pub struct Request {
    /// The inventory files.
    pub inventories: Vec<PathBuf>,
    /// The day for which the report speaks.
    pub as_of: NaiveDate,
    /// What stays the same each quarter.
    pub config: Config,
    /// Who reads the files.
    pub jail: Jail,
    /// Where to look for the predecessor.
    pub since: Since,
    /// Go on with an earlier report that does not match its checksum.
    pub allow_altered: bool,
}

/// What a run found.
#[derive(Clone, Debug)]
pub struct Analysis {
    /// The record of the run.
    pub snapshot: Snapshot,
    /// What changed since the predecessor, if there is one.
    pub changes: Option<Changes>,
    /// The predecessor's file.
    pub predecessor: Option<PathBuf>,
    /// The inventory as it was understood.
    pub inventory: Inventory,
    /// How each sheet was understood.
    pub sheets: Vec<SheetReading>,
    /// What was doubtful, with every place and what can be answered.
    pub findings: Vec<Finding>,
    /// The tables as they were read.
    pub workbook: Workbook,
    /// The configuration, with what the workbook itself says.
    pub config: Config,
}

/// What the files say, before it is judged.
#[derive(Clone, Debug)]
pub struct Reading {
    /// The tables as they were read.
    pub workbook: Workbook,
    /// The configuration, with what the workbook itself says.
    pub config: Config,
    /// The inventory as it was understood.
    pub inventory: Inventory,
    /// How each sheet was understood.
    pub sheets: Vec<SheetReading>,
    /// What was doubtful so far.
    pub found: Diagnostics,
}

/// The whole analysis: read, consult, normalise, assess, plan, snapshot, compare. With [`understand`], the only place that names
/// every stage.
///
/// # Errors
/// Whatever stops a run; nothing has been written then.
pub fn analyse(request: &Request) -> Result<Analysis, Error> {
    let mut reading = understand(request)?;
    if reading.inventory.systems.is_empty() {
        return Err(no_systems(&request.inventories, &reading.sheets));
    }
    let matrix = matrix(&reading.config)?;
    note_own_matrix(&matrix, &reading.config, &mut reading.found);
    let earlier = predecessor(request, &mut reading)?;
    let (mut snapshot, findings) = judge(request, &matrix, &reading, earlier.as_ref());
    let changes = earlier.as_ref().map(|e| {
        compare::link(&mut snapshot, &e.snapshot);
        compare::changes(&e.snapshot, &snapshot)
    });
    Ok(Analysis {
        snapshot,
        changes,
        predecessor: earlier.map(|e| e.file),
        inventory: reading.inventory,
        sheets: reading.sheets,
        findings,
        workbook: reading.workbook,
        config: reading.config,
    })
}

/// Read, ask the workbook itself how it is to be read, and normalise. The inventory may turn out to be empty.
///
/// # Errors
/// A file or a setting that cannot be used.
pub fn understand(request: &Request) -> Result<Reading, Error> {
    let read = read::open(&request.inventories, &request.jail)?;
    let (mut workbook, mut found) = (read.value, read.diagnostics);
    let consulted = consult::take(&mut workbook, &request.inventories)?;
    let config = request.config.with(&consulted.settings)?;
    check_sheets(&config, &workbook)?;
    let products = own_products(&config)?;
    let understood = normalise::inventory(&workbook, &config.reading, &products);
    found.extend(understood.diagnostics);
    let Understood { inventory, mut sheets } = understood.value;
    note_missing_controls(&sheets, &mut found);
    found.extend(render::beyond_fonts(&inventory));
    let settings = consulted.sheets.iter();
    sheets.extend(settings.map(|(at, rows)| SheetReading::of_settings(at, *rows)));
    Ok(Reading {
        workbook,
        config,
        inventory,
        sheets,
        found,
    })
}

/// A sheet that was named must be there: whoever misspells it would otherwise get a report on less than he thinks.
fn check_sheets(config: &Config, workbook: &Workbook) -> Result<(), Error> {
    let names: Vec<&str> = workbook
        .tables
        .iter()
        .map(|t| t.sheet.as_deref().unwrap_or(&t.file))
        .collect();
    let files = workbook
        .tables
        .iter()
        .map(|t| t.file.split('.').next().unwrap_or_default());
    let known: BTreeSet<String> = names.iter().copied().chain(files).map(inventory::name_key).collect();
    let reading = &config.reading;
    let named = reading.sheets.iter().flat_map(|(role, names)| {
        let option = move |name: &str| format!("--sheet {role}={name}");
        names.split(';').map(str::trim).map(move |name| (option(name), name))
    });
    let spoken = reading
        .applies_to
        .iter()
        .map(|(name, systems)| (format!("--applies-to \"{name}={systems}\""), name.as_str()));
    match named
        .chain(spoken)
        .find(|(_, name)| !known.contains(&inventory::name_key(name)))
    {
        Some((option, name)) => Err(Error::config(
            option,
            format!("there is no sheet '{name}'"),
            config::did_you_mean(name, names.iter().copied()),
        )),
        None => Ok(()),
    }
}

/// Find the last report.
fn predecessor(request: &Request, reading: &mut Reading) -> Result<Option<Found>, Error> {
    let wanted = Wanted {
        organisation: reading.config.organisation.as_deref(),
        as_of: request.as_of,
        allow_altered: request.allow_altered,
    };
    let earlier = chain::find(&request.since, &wanted)?;
    reading.found.extend(earlier.diagnostics);
    Ok(earlier.value)
}

/// Assess, plan, and put on record.
fn judge(request: &Request, matrix: &Matrix, reading: &Reading, earlier: Option<&Found>) -> (Snapshot, Vec<Finding>) {
    let Reading { config, inventory, .. } = reading;
    let assessment = assess::assess(inventory, matrix, &config.rules, request.as_of);
    let mut findings = reading.found.clone();
    findings.extend(assessment.diagnostics.clone());
    let memory = earlier.map_or_else(Memory::default, |e| {
        compare::memory(&e.snapshot, inventory, &config.renamed)
    });
    let plan = plan::plan(inventory, &assessment.gaps, &memory, &config.rules, request.as_of);
    let files = reading.workbook.files.iter().map(|f| FileRecord {
        file: f.name.to_string(),
        sha256: f.sha256.clone(),
    });
    let provenance = Provenance {
        organisation: config.organisation.clone(),
        as_of: request.as_of,
        matrix,
        rules: &config.rules,
        files: files.collect(),
        fiscal_year_start: config.fiscal_year_start.unwrap_or(1),
        renamed: &config.renamed,
    };
    let snapshot = Snapshot::new(provenance, inventory, assessment, plan, reading.found.clone());
    (snapshot, findings.into_findings())
}

/// Without any control every duty counts as unowned; whoever forgot to name the second file must be told.
fn note_missing_controls(sheets: &[SheetReading], found: &mut Diagnostics) {
    let says_who = |s: &SheetReading| matches!(s.role, Role::Controls | Role::Grid | Role::Combined);
    if !sheets.iter().any(says_who) {
        found.add(
            Code::ControlsMissing,
            None,
            "no table says who owns which duty: every duty that is ours counts as without an owner",
            "add a sheet of controls (or an ownership grid), or name the file that holds it as well",
        );
    }
}

/// The matrix of the configuration, or the embedded one.
///
/// # Errors
/// [`Error::Config`] if the file is not a whole matrix.
pub fn matrix(config: &Config) -> Result<Matrix, Error> {
    let Some(path) = &config.matrix else {
        return Ok(Matrix::stock());
    };
    let help = "take the output of 'unowned matrix --format csv' as a start";
    let bytes = fs::read(path).map_err(|e| Error::config(path.display(), format!("cannot be read: {e}"), help))?;
    let name = path.file_stem().unwrap_or(path.as_os_str()).to_string_lossy();
    Matrix::from_csv(&bytes, &name).map_err(|reason| Error::config(path.display(), reason, help))
}

/// The user's own product catalogue, if there is one.
fn own_products(config: &Config) -> Result<Vec<Product>, Error> {
    let Some(path) = &config.products else {
        return Ok(Vec::new());
    };
    let help = "it needs the columns 'product' and 'model_id', and may have 'vendor' and 'aliases' (separated by ;)";
    let bytes = fs::read(path).map_err(|e| Error::config(path.display(), format!("cannot be read: {e}"), help))?;
    normalise::products(&bytes).map_err(|reason| Error::config(path.display(), reason, help))
}

fn note_own_matrix(matrix: &Matrix, config: &Config, found: &mut Diagnostics) {
    let differing = matrix.differing_cells(&Matrix::stock());
    if let (Some(path), 1..) = (&config.matrix, differing) {
        found.add(
            Code::MatrixChanged,
            None,
            format!(
                "{differing} cells of the matrix in {} differ from the published framework",
                file_name(path)
            ),
            "keep the reason for each changed cell with the matrix; auditors will ask",
        );
    }
}

fn no_systems(files: &[PathBuf], sheets: &[SheetReading]) -> Error {
    let names: Vec<_> = files.iter().map(|f| file_name(f)).collect();
    let seen: Vec<_> = sheets
        .iter()
        .map(|s| format!("{}: {}", s.sheet.as_deref().unwrap_or(&s.file), s.why))
        .collect();
    let seen = if seen.is_empty() {
        "the files hold no table".to_owned()
    } else {
        seen.join("; ")
    };
    Error::NoSystems {
        files: names.join(", "),
        help: format!(
            "{seen}. Say which sheet lists the systems with --sheet systems=NAME, and which column holds their name with --map \"system_name=HEADER\"; 'unowned init' writes an empty workbook to start from"
        ),
    }
}

fn file_name(path: &Path) -> String {
    path.file_name()
        .unwrap_or(path.as_os_str())
        .to_string_lossy()
        .into_owned()
}
