//! The command line as typed. In: words. Out: plain structs; what they mean for a run is settled in `settings`.

use std::path::PathBuf;

use chrono::NaiveDate;
use clap::{ArgAction, Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;
use unowned::config::{Language, did_you_mean};
use unowned::days;

/// Finds the AI security duties that nobody owns, and renders a PDF action plan for leadership.
#[derive(Debug, Parser)]
#[command(name = "unowned", version, max_term_width = 100, after_help = EXIT_STATUS, arg_required_else_help = true)]
pub struct Arguments {
    #[command(subcommand)]
    pub command: Command,
}

const EXIT_STATUS: &str = "Exit status: 0 done; 1 done, and a gate of --fail-on was met; 2 wrong use, or input that cannot be used (no report is written).";

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Read an inventory and write the PDF action plan
    Report(Box<Report>),
    /// Show how an inventory is understood, its figures, its worst gaps, and every warning with its cell
    Check(Check),
    /// Write a starter workbook, a commented configuration, or the report's templates
    Init(Init),
    /// Compare two reports, snapshots or inventories
    Diff(Diff),
    /// Get the snapshot (JSON) out of a report
    Extract(Extract),
    /// Say where a figure, a gap, an action or a decision comes from: the rule, the cells, the earlier reports
    Explain(Explain),
    /// Print the responsibility matrix
    Matrix(Matrix),
    /// List every field that a column can hold (for --map), with its meaning and the headings that are known
    Fields(Fields),
    /// List the words that are known for domains, statuses, models and the rest
    Words(Words),
    /// Print a completion script for a shell
    Completions {
        /// The shell
        shell: Shell,
    },
    /// Print the manual page (roff)
    Man,
}

/// Options of every command that reads an inventory.
#[derive(Clone, Debug, Default, Args)]
pub struct Reading {
    /// The day for which the report speaks [default: today]
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    pub as_of: Option<NaiveDate>,
    /// Configuration file [default: unowned.toml beside the inventory, if any]
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// The organisation's name
    #[arg(long, value_name = "NAME", aliases = ["organisation", "organization"])]
    pub org: Option<String>,
    #[command(flatten)]
    pub layout: Layout,
    /// A responsibility matrix of your own (CSV)
    #[arg(long, value_name = "FILE")]
    pub matrix: Option<PathBuf>,
    /// A product catalogue of your own (CSV), which goes before the embedded one
    #[arg(long, value_name = "FILE")]
    pub products: Option<PathBuf>,
    #[command(flatten)]
    pub speech: Speech,
}

/// What in an inventory is what, where it is not found by itself.
#[derive(Clone, Debug, Default, Args)]
pub struct Layout {
    /// Which sheet is what: systems, controls, grid, combined, people or none
    #[arg(long, value_name = "ROLE=NAME", value_parser = pair)]
    pub sheet: Vec<(String, String)>,
    /// Which column holds a field, by its header text; 'unowned fields' lists the fields
    #[arg(long, value_name = "FIELD=HEADER", value_parser = pair)]
    pub map: Vec<(String, String)>,
    /// Which systems a table of controls speaks of that has no column for them: "Policies=*", "Sheet1=AI-003; AI-004"
    #[arg(long, value_name = "SHEET=SYSTEMS", value_parser = pair)]
    pub applies_to: Vec<(String, String)>,
}

/// How much is said, and in which colours.
#[derive(Clone, Debug, Default, Args)]
pub struct Speech {
    /// Language of the report, its exports and the terminal: en, de, fr or es [default: en]
    #[arg(long, value_name = "LANG", value_parser = language, alias = "language")]
    pub lang: Option<Language>,
    /// When to use colour
    #[arg(long, value_enum, default_value_t, value_name = "WHEN")]
    pub color: Colour,
    /// Say nothing but errors
    #[arg(short, long)]
    pub quiet: bool,
    /// Say more: every note, every system to confirm
    #[arg(short, long, action = ArgAction::Count)]
    pub verbose: u8,
}

/// When to use colour.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Colour {
    /// On a terminal, unless NO_COLOR is set
    #[default]
    Auto,
    Always,
    Never,
}

/// A gate: the run ends with status 1 if it is met.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Gate {
    /// A gap is critical
    Critical,
    /// A gap is high or critical
    High,
    /// A gap is medium or worse
    Medium,
    /// There is a gap
    Low,
    /// A duty that is ours has no owner
    Unowned,
}

/// Where the predecessor is looked for.
#[derive(Clone, Debug, Default, Args)]
pub struct Earlier {
    /// The earlier report to compare with: a PDF, a JSON, or a folder; "none" starts afresh [default: the newest one beside the output]
    #[arg(long, value_name = "PREVIOUS")]
    pub since: Option<PathBuf>,
    /// Go on with an earlier report that does not match its own checksum
    #[arg(long)]
    pub allow_altered: bool,
}

#[derive(Debug, Args)]
pub struct Report {
    /// Inventory files: .xlsx .xlsm .xlsb .xls .ods .csv .tsv
    #[arg(required = true, value_name = "INVENTORY")]
    pub inventories: Vec<PathBuf>,
    /// The report to write [default: INVENTORY-gap-report-DATE.pdf in the current folder]
    #[arg(short, long, value_name = "REPORT.pdf")]
    pub output: Option<PathBuf>,
    #[command(flatten)]
    pub reading: Reading,
    #[command(flatten)]
    pub earlier: Earlier,
    /// End with status 1 if there is such a gap
    #[arg(long, value_enum, value_name = "LEVEL")]
    pub fail_on: Option<Gate>,
    #[command(flatten)]
    pub look: Look,
    #[command(flatten)]
    pub exports: Exports,
    /// Replace files that exist
    #[arg(long)]
    pub force: bool,
}

/// How the report looks.
#[derive(Clone, Debug, Default, Args)]
#[command(next_help_heading = "How the report looks")]
pub struct Look {
    /// Paper: a4 or letter
    #[arg(long, value_name = "SIZE")]
    pub paper: Option<String>,
    /// How many of the worst systems get a part of their own: a number, all or none [default: 10]
    #[arg(long, value_name = "N")]
    pub detail: Option<String>,
    /// Add a sign-off sheet for every owner
    #[arg(long)]
    pub sign_off: bool,
    /// Add the gaps by the points of other frameworks: ISO/IEC 42001, NIST AI RMF, EU AI Act and the rest
    #[arg(long)]
    pub frameworks: bool,
    /// Never look for fonts on this machine: letters that the program's own fonts lack show as their code
    #[arg(long)]
    pub embedded_fonts: bool,
    /// Use an edited copy of the templates, as 'init --templates' writes them
    #[arg(long, value_name = "DIR")]
    pub template: Option<PathBuf>,
}

/// What else is written from the same figures.
#[derive(Clone, Debug, Default, Args)]
#[command(next_help_heading = "Further outputs")]
pub struct Exports {
    /// All figures and what changed, as JSON for other programs
    #[arg(long, value_name = "FILE")]
    pub json: Option<PathBuf>,
    /// What the pages say, as JSON for whoever edits the templates
    #[arg(long, value_name = "FILE")]
    pub page_data: Option<PathBuf>,
    /// The action register as a workbook; filled in, it is next quarter's inventory
    #[arg(long, value_name = "FILE")]
    pub xlsx: Option<PathBuf>,
    /// The gaps as CSV
    #[arg(long, value_name = "FILE")]
    pub csv: Option<PathBuf>,
    /// Tidy CSV tables (systems, obligations, gaps, actions ...) with a dictionary, for Power BI, pandas or DuckDB
    #[arg(long, value_name = "DIR")]
    pub tables: Option<PathBuf>,
    /// One self-contained web page: the figures, the heat map, all gaps to filter and sort
    #[arg(long, value_name = "FILE")]
    pub html: Option<PathBuf>,
    /// A small workbook for each owner and each provider; given back filled in, name them beside the inventory
    #[arg(long, value_name = "DIR")]
    pub packets: Option<PathBuf>,
    /// A draft of mail (.eml) for each owner and each provider, with the packet attached
    #[arg(long, value_name = "DIR")]
    pub mail: Option<PathBuf>,
    /// The days to remember as a calendar (.ics): promises, lapsing acceptances, expiring evidence, the next report
    #[arg(long, value_name = "FILE")]
    pub calendar: Option<PathBuf>,
    /// A summary for a wiki or a pull request
    #[arg(long, value_name = "FILE")]
    pub markdown: Option<PathBuf>,
    /// What is new among the actions as CSV for Jira's importer
    #[arg(long, value_name = "FILE")]
    pub jira: Option<PathBuf>,
    /// What is new among the actions as issues for GitHub (JSON Lines)
    #[arg(long, value_name = "FILE")]
    pub github: Option<PathBuf>,
    /// The gaps as an OSCAL plan of action and milestones
    #[arg(long, value_name = "FILE")]
    pub oscal: Option<PathBuf>,
    /// Tickets for all actions, not only for what is new since the last report (--jira, --github)
    #[arg(long)]
    pub all_tickets: bool,
    /// The gaps as DefectDojo's generic findings (JSON)
    #[arg(long, value_name = "FILE")]
    pub defectdojo: Option<PathBuf>,
    /// Actions, systems and gaps for CISO Assistant's data wizard (CSV)
    #[arg(long, value_name = "DIR")]
    pub ciso_assistant: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub struct Explain {
    /// What: a figure (such as critical), a decision (D1), an action (A1 or its key), or a duty (AI-003/data-privacy)
    #[arg(value_name = "WHAT")]
    pub what: String,
    /// A report (PDF or JSON), or inventory files
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
    #[command(flatten)]
    pub reading: Reading,
    #[command(flatten)]
    pub earlier: Earlier,
}

#[derive(Debug, Args)]
pub struct Check {
    /// Inventory files: .xlsx .xlsm .xlsb .xls .ods .csv .tsv
    #[arg(required = true, value_name = "INVENTORY")]
    pub inventories: Vec<PathBuf>,
    #[command(flatten)]
    pub reading: Reading,
    /// Compare with an earlier report: a PDF, a JSON, or a folder
    #[arg(long, value_name = "PREVIOUS")]
    pub since: Option<PathBuf>,
    /// Go on with an earlier report that does not match its own checksum
    #[arg(long)]
    pub allow_altered: bool,
    /// End with status 1 if there is such a gap
    #[arg(long, value_enum, value_name = "LEVEL")]
    pub fail_on: Option<Gate>,
    /// Write the workbook as it was understood, with the open questions in front; answered and saved, it is an inventory
    #[arg(long, value_name = "CHECKED.xlsx")]
    pub xlsx: Option<PathBuf>,
    /// Replace a file that exists
    #[arg(long)]
    pub force: bool,
    /// How to print
    #[arg(long, value_enum, default_value_t)]
    pub format: TextOrJson,
}

#[derive(Debug, Args)]
pub struct Init {
    /// The workbook to write [default: inventory.xlsx]
    #[arg(value_name = "FILE.xlsx")]
    pub file: Option<PathBuf>,
    /// The same: the workbook to write
    #[arg(short, long, value_name = "FILE.xlsx", conflicts_with_all = ["file", "config", "templates"])]
    pub output: Option<PathBuf>,
    /// Pre-fill it from an inventory in any layout that can be read; rows that find no place are kept on a sheet of their own
    #[arg(long, value_name = "INVENTORY", num_args = 1..)]
    pub from: Vec<PathBuf>,
    /// Write a commented configuration file instead
    #[arg(long, value_name = "FILE", conflicts_with_all = ["file", "from", "templates"])]
    pub config: Option<PathBuf>,
    /// Write the report's templates into a folder instead
    #[arg(long, value_name = "DIR", conflicts_with_all = ["file", "from"])]
    pub templates: Option<PathBuf>,
    #[command(flatten)]
    pub layout: Layout,
    /// Replace files that exist
    #[arg(long)]
    pub force: bool,
    #[command(flatten)]
    pub speech: Speech,
}

#[derive(Debug, Args)]
pub struct Diff {
    /// The earlier report, snapshot or inventory
    pub old: PathBuf,
    /// The later report, snapshot or inventory
    pub new: PathBuf,
    #[command(flatten)]
    pub reading: Reading,
    /// Go on with a report that does not match its own checksum
    #[arg(long)]
    pub allow_altered: bool,
    /// How to print
    #[arg(long, value_enum, default_value_t)]
    pub format: TextOrJson,
}

#[derive(Debug, Args)]
pub struct Extract {
    /// A report that unowned wrote
    #[arg(value_name = "REPORT.pdf")]
    pub report: PathBuf,
    /// The file to write [default: standard output]
    #[arg(short, long, value_name = "SNAPSHOT.json")]
    pub output: Option<PathBuf>,
    /// Replace a file that exists
    #[arg(long)]
    pub force: bool,
}

#[derive(Debug, Args)]
pub struct Fields {
    /// Show every heading that is known
    #[arg(long)]
    pub all: bool,
}

#[derive(Debug, Args)]
pub struct Words {
    /// The list: domain, model, status, party, criticality, classification, stage, risk, personal_data, owner, vendor, exception or
    /// evidence [default: our words of all lists]
    #[arg(value_name = "LIST")]
    pub vocabulary: Option<String>,
}

#[derive(Debug, Args)]
pub struct Matrix {
    /// Deployment models [default: all eight]
    #[arg(value_name = "MODEL")]
    pub models: Vec<String>,
    /// A responsibility matrix of your own (CSV)
    #[arg(long, value_name = "FILE")]
    pub matrix: Option<PathBuf>,
    /// How to print
    #[arg(long, value_enum, default_value_t)]
    pub format: MatrixFormat,
}

/// How results are printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum TextOrJson {
    #[default]
    Text,
    Json,
}

/// How the matrix is printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum MatrixFormat {
    #[default]
    Text,
    Csv,
    Json,
}

fn day(text: &str) -> Result<NaiveDate, String> {
    let day = text.parse().map_err(|_| "write the day as 2026-09-30".to_owned())?;
    let [first, last] = days::limits();
    match days::plausible(day) {
        true => Ok(day),
        false => Err(format!("no report is made for it: take a day from {first} to {last}")),
    }
}

fn language(text: &str) -> Result<Language, String> {
    let known = Language::ALL.iter().map(|language| language.id());
    Language::from_id(text).ok_or_else(|| did_you_mean(text, known).to_string())
}

fn pair(text: &str) -> Result<(String, String), String> {
    let (name, value) = text.split_once('=').ok_or("expected NAME=VALUE")?;
    Ok((name.trim().to_owned(), value.trim().to_owned()))
}
