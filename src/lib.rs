//! `unowned` finds the AI security duties that nobody owns. The modules stand in the order of the work:
//! read, normalise, assess, plan, snapshot, compare, report, render, export.

pub mod error;
pub mod diagnostic;
pub mod config;
pub mod formula_guard;
pub mod text;

pub mod framework;
pub mod inventory;

pub mod read;
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
use crate::diagnostic::{Code, Diagnostics};
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
}

/// The whole analysis: read, normalise, assess, plan, snapshot, compare. The only place that names every stage.
///
/// # Errors
/// Whatever stops a run; nothing has been written then.
pub fn analyse(request: &Request) -> Result<Analysis, Error> {
    let matrix = matrix(&request.config)?;
    let mut found = Diagnostics::default();
    note_own_matrix(&matrix, &request.config, &mut found);
    let (files, understood) = understand(request, &mut found)?;
    let earlier = predecessor(request, &mut found)?;
    let mut snapshot = judge(request, &matrix, &understood.inventory, earlier.as_ref(), files, found);
    let changes = earlier.as_ref().map(|e| {
        compare::link(&mut snapshot, &e.snapshot);
        compare::changes(&e.snapshot, &snapshot)
    });
    Ok(Analysis {
        snapshot,
        changes,
        predecessor: earlier.map(|e| e.file),
        inventory: understood.inventory,
        sheets: understood.sheets,
    })
}

/// Read and normalise.
fn understand(request: &Request, found: &mut Diagnostics) -> Result<(Vec<FileRecord>, Understood), Error> {
    let read = read::open(&request.inventories, &request.jail)?;
    found.extend(read.diagnostics);
    check_sheets(&request.config, &read.value)?;
    let products = own_products(&request.config)?;
    let understood = normalise::inventory(&read.value, &request.config.reading, &products);
    found.extend(understood.diagnostics);
    let understood = understood.value;
    if understood.inventory.systems.is_empty() {
        return Err(no_systems(&request.inventories, &understood.sheets));
    }
    note_missing_controls(&understood, found);
    found.extend(render::beyond_fonts(&understood.inventory));
    let files = read.value.files.iter().map(|f| FileRecord {
        file: f.name.to_string(),
        sha256: f.sha256.clone(),
    });
    Ok((files.collect(), understood))
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
fn predecessor(request: &Request, found: &mut Diagnostics) -> Result<Option<Found>, Error> {
    let wanted = Wanted {
        organisation: request.config.organisation.as_deref(),
        as_of: request.as_of,
        allow_altered: request.allow_altered,
    };
    let earlier = chain::find(&request.since, &wanted)?;
    found.extend(earlier.diagnostics);
    Ok(earlier.value)
}

/// Assess, plan, and put on record.
fn judge(
    request: &Request,
    matrix: &Matrix,
    inventory: &Inventory,
    earlier: Option<&Found>,
    files: Vec<FileRecord>,
    found: Diagnostics,
) -> Snapshot {
    let config = &request.config;
    let assessment = assess::assess(inventory, matrix, &config.rules, request.as_of);
    let memory = earlier.map_or_else(Memory::default, |e| {
        compare::memory(&e.snapshot, inventory, &config.renamed)
    });
    let plan = plan::plan(inventory, &assessment.gaps, &memory, &config.rules, request.as_of);
    let provenance = Provenance {
        organisation: config.organisation.clone(),
        as_of: request.as_of,
        matrix,
        rules: &config.rules,
        files,
        fiscal_year_start: config.fiscal_year_start.unwrap_or(1),
        renamed: &config.renamed,
    };
    Snapshot::new(provenance, inventory, assessment, plan, found)
}

/// Without any control every duty counts as unowned; whoever forgot to name the second file must be told.
fn note_missing_controls(understood: &Understood, found: &mut Diagnostics) {
    let says_who = |s: &SheetReading| matches!(s.role, Role::Controls | Role::Grid | Role::Combined);
    if !understood.sheets.iter().any(says_who) {
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
