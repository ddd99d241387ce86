//! `unowned` finds the AI security duties that nobody owns. The modules stand in the order of the work:
//! read, consult, normalise, assess, plan, snapshot, compare, report, render, export.
//!
//! [`understand`] and [`analyse`] read, [`judge`] is pure; each goes from top to bottom:
//!
//! ```text
//! read::open                 files               -> Workbook      cells with their addresses, no meaning
//! normalise::inventory       Workbook            -> Inventory     systems, controls, people
//! packets::merge             what came back      -> Inventory     with the answers of owners and providers
//! compare::Predecessor       the last report     -> Remembered    its systems found again, and what it knew of them
//! assess::assess             Inventory, Matrix   -> Assessment    every duty, and what is missing
//! Predecessor::compared      the last report     -> Comparison    what is remembered of gaps, and what was closed
//! plan::plan                 gaps, memory        -> ActionPlan    dates, change, actions: the only rule for them
//! Snapshot::new              all of it           -> Snapshot      the record, but for what changed
//! Comparison::sealed         the record          -> Changes       what changed, why, whose credit it is; the record, sealed with it
//! ```

pub mod names;
pub mod message;
pub mod error;
pub mod diagnostic;
pub mod config;
pub mod formula_guard;
pub mod text;
pub mod days;
pub mod side_file;
pub mod jail;
pub mod typeface;

pub mod framework;
pub mod words;
pub mod inventory;

pub mod read;
pub mod consult;
pub mod normalise;
pub mod packets;
pub mod assess;
pub mod plan;
pub mod snapshot;
pub mod chain;
pub mod compare;
pub mod explain;
pub mod report;

pub mod render;
pub mod export;
pub mod starter;
pub mod jobs;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::NaiveDate;

use crate::chain::{Since, Wanted};
use crate::compare::{Changes, Comparison, Predecessor};
use crate::config::{Config, Language};
use crate::consult::Consulted;
use crate::diagnostic::{Code, Diagnostics, Finding, Location, Warned};
use crate::error::Error;
use crate::export::Checked;
use crate::framework::Matrix;
use crate::inventory::{Contacts, Inventory};
use crate::jail::{Jail, Job};
use crate::message::{Message, Value};
use crate::normalise::{Beyond, Product, Role, SheetReading, Understood};
use crate::plan::{Calendar, ClosedAction, Memory};
use crate::read::Workbook;
use crate::snapshot::{FileRecord, Provenance, Snapshot, SystemRecord, TableRecord};

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
    pub snapshot: Arc<Snapshot>,
    /// What changed since the predecessor, if there is one.
    pub changes: Option<Changes>,
    /// Actions of the last report that have nothing to do any more.
    pub closed_actions: Vec<ClosedAction>,
    /// The predecessor's file.
    pub predecessor: Option<PathBuf>,
    /// What the files say.
    pub reading: Reading,
    /// What was doubtful, with every place and what can be answered.
    pub findings: Vec<Finding>,
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
    /// How its owners are reached.
    pub contacts: Contacts,
    /// How each sheet was understood.
    pub sheets: Vec<SheetReading>,
    /// What the workbook said about itself.
    pub consulted: Consulted,
    /// The rows of packets that are laid over the inventory.
    pub settled: Vec<Location>,
    /// What was doubtful so far.
    pub found: Diagnostics,
}

impl Reading {
    /// The workbook as it was understood, with the questions in front; `findings` are those of the whole run, if there was one.
    ///
    /// # Errors
    /// [`Error::Export`] if it is too large for a workbook.
    pub fn checked(&self, findings: &[Finding], made_on: NaiveDate) -> Result<Vec<u8>, Error> {
        export::checked(&Checked {
            tables: &self.workbook.tables,
            sheets: &self.sheets,
            findings,
            inventory: &self.inventory,
            consulted: &self.consulted,
            config: &self.config,
            made_on,
        })
    }
}

/// What follows from an inventory.
#[derive(Clone, Debug, PartialEq)]
pub struct Judgement {
    /// The record, sealed.
    pub snapshot: Snapshot,
    /// What changed since the last report, if there is one.
    pub changes: Option<Changes>,
    /// Actions of the last report that have nothing to do any more.
    pub closed_actions: Vec<ClosedAction>,
    /// What was doubtful in all, with every place and what can be answered.
    pub findings: Vec<Finding>,
}

/// The whole analysis: understands the files, finds the last report, and judges.
///
/// # Errors
/// Whatever stops a run; nothing has been written then.
pub fn analyse(request: &Request) -> Result<Analysis, Error> {
    conclude(request, understand(request)?)
}

/// The rest of the analysis, once the files are understood: finds the last report, and judges.
///
/// # Errors
/// Whatever stops a run; nothing has been written then.
pub fn conclude(request: &Request, mut reading: Reading) -> Result<Analysis, Error> {
    if reading.inventory.systems.is_empty() {
        return Err(no_systems(&request.inventories, &reading));
    }
    refuse_too_many(&reading.inventory, &request.inventories)?;
    let matrix = matrix(&reading.config, &request.jail)?;
    note_own_matrix(&matrix, &reading.config, &mut reading.found);
    note_own_rules(&reading.config, &mut reading.found);
    normalise::note_own_words(&reading.config, &mut reading.found);
    normalise::note_own_reading(&reading.config, &mut reading.found);
    let systems = snapshot::systems(&reading.inventory);
    let wanted = wanted(request, &reading.config, &systems);
    let earlier = chain::find(&request.since, &wanted)?;
    let earlier = reading.found.keep(earlier);
    let mut provenance = provenance(request, &matrix, &reading);
    provenance.earlier_file = earlier.as_ref().map(|e| file_name(&e.file));
    let before = earlier.as_ref().map(|e| &e.snapshot);
    let judged = judge(&reading.inventory, provenance, before, reading.found.clone());
    Ok(Analysis {
        snapshot: judged.snapshot.into(),
        changes: judged.changes,
        closed_actions: judged.closed_actions,
        predecessor: earlier.map(|e| e.file),
        reading,
        findings: judged.findings,
    })
}

/// Assesses the inventory, compares it with the last report, plans, puts on record, and says what changed. Pure. `found` is what
/// was doubtful before.
pub fn judge(
    inventory: &Inventory,
    provenance: Provenance<'_>,
    earlier: Option<&Snapshot>,
    mut found: Diagnostics,
) -> Judgement {
    let Provenance {
        as_of, matrix, rules, ..
    } = provenance;
    let mut systems = snapshot::systems(inventory);
    let predecessor = earlier.map(|earlier| {
        let matched = Predecessor::matched(earlier, &systems, provenance.renamed);
        matched.from_file(provenance.earlier_file.as_deref(), provenance.organisation.as_deref())
    });
    let remembered = predecessor.as_ref().map(Predecessor::remembered).unwrap_or_default();
    snapshot::remember_impacts(&mut systems, inventory, &remembered);
    let assessment = assess::assess(inventory, matrix, rules, as_of, &remembered);
    found.extend(assessment.diagnostics.clone());
    let comparison = predecessor.map(|predecessor| predecessor.compared(&systems, &assessment, as_of));
    let past = comparison.as_ref();
    found.extend(past.map(|c| c.doubts(matrix)).unwrap_or_default());
    let none = Memory::default();
    let memory = past.map_or(&none, Comparison::memory);
    let calendar = Calendar {
        as_of,
        next_meeting: provenance.next_meeting,
    };
    let plan = plan::plan(inventory, &assessment, memory, rules, calendar);
    found.extend(plan.diagnostics.clone());
    let inherited = past.map(Comparison::inherited).unwrap_or_default();
    let findings = found.into_findings();
    let draft = Snapshot::new(provenance, systems, assessment, plan, inherited, &findings);
    let closed_actions = closed_actions(memory, &draft);
    let (snapshot, changes) = match comparison {
        Some(comparison) => {
            let (snapshot, changes) = comparison.sealed(draft);
            (snapshot, Some(changes))
        }
        None => (draft.sealed(None), None),
    };
    Judgement {
        snapshot,
        changes,
        closed_actions,
        findings,
    }
}

fn closed_actions(memory: &Memory<'_>, snapshot: &Snapshot) -> Vec<ClosedAction> {
    let Some(last) = &memory.last else {
        return Vec::new();
    };
    let held: Vec<_> = snapshot.unjudged.iter().map(|held| held.gap.gap.id.clone()).collect();
    plan::closed_actions(last, &snapshot.actions, &snapshot.gaps, &held)
}

/// Read, ask the workbook itself how it is to be read, and normalise. The inventory may turn out to be empty.
///
/// # Errors
/// A file or a setting that cannot be used.
pub fn understand(request: &Request) -> Result<Reading, Error> {
    let read = opened(request)?;
    let (mut workbook, mut found) = (read.value, read.diagnostics);
    let consulted = consult::take(&mut workbook, &request.inventories)?;
    found.extend(consulted.found.clone());
    let config = request.config.with(&consulted.settings)?;
    check_sheets(&config, &workbook)?;
    let products = own_products(&config, &request.jail)?;
    let understood = normalise::inventory(&workbook, &config.reading, &products);
    found.extend(understood.diagnostics);
    normalise::note_own_products(&config, &products, &mut found);
    let Understood {
        mut inventory,
        mut sheets,
        contacts,
        beyond,
    } = understood.value;
    if let Some(beyond) = beyond {
        return Err(too_many(beyond, &request.inventories));
    }
    let words = words::Words::of(config.report.language.unwrap_or(Language::En));
    let (told, settled) = packets::merge(&mut inventory, &consulted.packets, words);
    found.extend(told);
    note_missing_controls(&sheets, &mut found);
    let settings = consulted.sheets.iter();
    sheets.extend(settings.map(|(at, rows)| SheetReading::of_settings(at, *rows)));
    Ok(Reading {
        workbook,
        config,
        inventory,
        contacts,
        sheets,
        consulted,
        settled,
        found,
    })
}

fn opened(request: &Request) -> Result<Warned<Workbook>, Error> {
    read::open(&request.inventories, &request.jail)
}

/// The language that the settings in a workbook ask for: for a run that stopped before it had them. None where they ask for none, or
/// cannot be read.
pub fn language(request: &Request) -> Option<Language> {
    let mut workbook = opened(request).ok()?.value;
    let consulted = consult::take(&mut workbook, &request.inventories).ok()?;
    request.config.with(&consulted.settings).ok()?.report.language
}

/// A sheet that was named must be there: whoever misspells it would otherwise get a report on less than he thinks.
fn check_sheets(config: &Config, workbook: &Workbook) -> Result<(), Error> {
    let names = workbook.tables.iter().map(|t| t.sheet.as_deref().unwrap_or(&t.file));
    match normalise::unknown_sheet(&workbook.tables, &config.reading) {
        Some((option, name)) => Err(Error::config(
            option,
            sentence!("there is no sheet '{name}'", name),
            config::did_you_mean(name, names),
        )),
        None => Ok(()),
    }
}

/// What is asked of the last report.
fn wanted<'a>(request: &'a Request, config: &'a Config, systems: &'a [SystemRecord]) -> Wanted<'a> {
    Wanted {
        organisation: config.organisation.as_deref(),
        systems,
        renamed: &config.renamed,
        as_of: request.as_of,
        allow_altered: request.allow_altered,
        jail: &request.jail,
    }
}

/// What the record says of the run itself.
fn provenance<'a>(request: &Request, matrix: &'a Matrix, reading: &'a Reading) -> Provenance<'a> {
    let config = &reading.config;
    let files = reading.workbook.files.iter().map(|f| FileRecord {
        file: f.name.to_string(),
        sha256: f.sha256.clone(),
    });
    Provenance {
        organisation: config.organisation.clone(),
        as_of: request.as_of,
        matrix,
        rules: &config.rules,
        targets: &config.targets,
        next_meeting: config.next_meeting,
        files: files.collect(),
        tables: reading.sheets.iter().map(table).collect(),
        fiscal_year_start: config.fiscal_year_start.unwrap_or(1),
        renamed: &config.renamed,
        earlier_file: None,
    }
}

/// How much of a table counts.
fn table(sheet: &SheetReading) -> TableRecord {
    TableRecord {
        file: sheet.file.clone(),
        sheet: sheet.sheet.clone(),
        role: sheet.role,
        rows: sheet.rows.saturating_sub(sheet.rows_aside),
        rows_used: sheet.rows_read,
        values_unheaded: sheet.values_unheaded,
    }
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
pub fn matrix(config: &Config, jail: &Jail) -> Result<Matrix, Error> {
    let Some(path) = &config.matrix else {
        return Ok(Matrix::stock());
    };
    let help = "take the output of 'unowned matrix --format csv' as a start";
    let bytes = through(path, side_file::MIB, Job::Matrix, jail, help)?;
    let name = path.file_stem().unwrap_or(path.as_os_str()).to_string_lossy();
    Matrix::from_csv(&bytes, &name).map_err(|reason| Error::config(path.display().to_string(), reason, help))
}

/// The user's own product catalogue, if there is one.
fn own_products(config: &Config, jail: &Jail) -> Result<Vec<Product>, Error> {
    let Some(path) = &config.products else {
        return Ok(Vec::new());
    };
    let help = "it needs the columns 'product' and 'model_id', and may have 'vendor' and 'aliases' (separated by ;)";
    let bytes = through(path, 16 * side_file::MIB, Job::Products, jail, help)?;
    normalise::products(&bytes).map_err(|reason| Error::config(path.display().to_string(), reason, help))
}

/// The bytes of a side file that a limited process has come through.
fn through(path: &Path, largest: u64, job: Job, jail: &Jail, help: &'static str) -> Result<Vec<u8>, Error> {
    let refuse = |reason: Message| Error::config(path.display().to_string(), reason, help);
    let bytes = side_file::read(path, largest).map_err(refuse)?;
    match jail.rehearse(job, &[&bytes]) {
        Ok(()) => Ok(bytes),
        Err(end) => Err(refuse(end.reason().into())),
    }
}

fn note_own_matrix(matrix: &Matrix, config: &Config, found: &mut Diagnostics) {
    let differing = matrix.differing_cells(&Matrix::stock());
    if let (Some(path), 1..) = (&config.matrix, differing) {
        found.add(
            Code::MatrixChanged,
            None,
            sentence!(
                one: "the matrix in {file} differs from the published framework in {n} cell",
                other: "the matrix in {file} differs from the published framework in {n} cells",
                file = file_name(path),
                n = differing
            ),
            "keep the reason for each changed cell with the matrix; auditors will ask",
        );
    }
}

/// Rules that are not the usual ones move every figure; whoever reads them has to know, and from which file they come.
fn note_own_rules(config: &Config, found: &mut Diagnostics) {
    let mut by_place: BTreeMap<Option<&str>, Vec<Message>> = BTreeMap::new();
    for (key, value, usual) in config.rules.unusual() {
        let place = config.said.place(&key);
        let told = sentence!("{key} = {value} (usually {usual})", key = key.join("."), value, usual);
        by_place.entry(place).or_default().push(told);
    }
    for (place, told) in by_place {
        let rules = Value::row(told, ", ");
        found.add(
            Code::RulesChanged,
            None,
            match place {
                Some(place) => sentence!("{place} sets other rules than the usual ones: {rules}", place, rules),
                None => sentence!("the configuration sets other rules than the usual ones: {rules}", rules),
            },
            "keep the reason for each with the configuration; auditors will ask",
        );
    }
}

/// More systems than one report can hold; each costs memory, time and pages.
const MOST_SYSTEMS: usize = 20_000;
/// More often than this no row counts for a duty, all rows and systems together.
const MOST_MEETINGS: u64 = 2_000_000;

/// Refuses what would need far more memory and time than a report is worth, before any of it is spent.
fn refuse_too_many(inventory: &Inventory, files: &[PathBuf]) -> Result<(), Error> {
    let file = files.first().map(PathBuf::as_path).unwrap_or(Path::new(""));
    let systems = inventory.systems.len();
    if systems > MOST_SYSTEMS {
        return Err(too_many(Beyond::Systems, files));
    }
    let meetings = assess::meetings(inventory);
    if meetings > MOST_MEETINGS {
        let reason = sentence!(
            "has so many rows that are meant for many systems that they count {meetings} times for the duties of {systems} systems, more \
             than can be judged ({most})",
            meetings,
            systems,
            most = MOST_MEETINGS
        );
        let help = "put rows that say the same into one, or make a report for each business unit";
        return Err(Error::unreadable(file, reason, help));
    }
    Ok(())
}

fn too_many(beyond: Beyond, files: &[PathBuf]) -> Error {
    let file = files.first().map(PathBuf::as_path).unwrap_or(Path::new(""));
    let (reason, help) = match beyond {
        Beyond::Systems => (
            sentence!(
                "lists more systems than one report can hold ({most})",
                most = MOST_SYSTEMS
            ),
            "make a report for each business unit, from the systems of that unit alone",
        ),
        Beyond::Tables => (
            sentence!(
                "holds, with the files beside it, more than {most} tables",
                most = normalise::MOST_TABLES
            ),
            "keep the tables with the systems and controls, one on each sheet",
        ),
    };
    Error::unreadable(file, reason, help)
}

fn no_systems(files: &[PathBuf], reading: &Reading) -> Error {
    let names: Vec<_> = files.iter().map(|f| file_name(f)).collect();
    let sheets = &reading.sheets;
    let found = reading.found.clone().into_findings();
    let examples = |sheet: &SheetReading| {
        let of_examples = found.iter().filter(|finding| finding.told.code == Code::ExampleRow);
        let places = of_examples.flat_map(|finding| &finding.places);
        let here = |at: &&Location| *at.file == *sheet.file && at.sheet.as_deref() == sheet.sheet.as_deref();
        places.filter(here).count()
    };
    let known = of_packets(&reading.consulted, files)
        .or_else(|| normalise::of_own_tables(sheets))
        .or_else(|| normalise::of_unfilled(sheets, examples));
    let help = known.unwrap_or_else(|| {
        let how = normalise::refusal(sheets, &reading.config.reading);
        sentence!("{how}. {or}", how, or = in_excel(files))
    });
    Error::NoSystems {
        files: names.join(", "),
        help,
    }
}

/// Packets are answers: they say nothing without the inventory that they belong to.
fn of_packets(consulted: &Consulted, files: &[PathBuf]) -> Option<Message> {
    let packet = consulted.packets.first()?;
    Some(sentence!(
        "{file} is a packet, with answers of an owner or a provider. Name the inventory that it was made from in front of it: unowned report INVENTORY {files}",
        file = packet.file,
        files = in_words(files)
    ))
}

/// The other way, for a person who would rather answer than type options.
fn in_excel(files: &[PathBuf]) -> Message {
    let stem = files.first().and_then(|file| file.file_stem()).unwrap_or_default();
    let checked = format!("{}-checked.xlsx", stem.to_string_lossy());
    sentence!(
        "Or answer in Excel: unowned check {files} --xlsx {checked}",
        files = in_words(files),
        checked = text::quoted(&checked)
    )
}

/// Files as they are typed.
fn in_words(files: &[PathBuf]) -> String {
    let words = files.iter().map(|file| text::quoted(&file.display().to_string()));
    words.collect::<Vec<_>>().join(" ")
}

fn file_name(path: &Path) -> String {
    path.file_name()
        .unwrap_or(path.as_os_str())
        .to_string_lossy()
        .into_owned()
}
