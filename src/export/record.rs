//! The record of a run as JSON, and the schemas that describe it. In: the snapshot, what changed, and perhaps how the files were
//! understood. Out: text. What the pages say is no part of it: sentences belong to a language, figures do not.

use schemars::{JsonSchema, Schema, schema_for};
use serde::Serialize;

use crate::compare::Changes;
use crate::diagnostic::{Code, Finding, Level, Location};
use crate::error::Error;
use crate::message::Message;
use crate::normalise::SheetReading;
use crate::snapshot::Snapshot;

/// The shape that this program writes for other programs.
pub const SCHEMA: &str = "unowned/record/2";

/// What a run found, for other programs. More keys may be added, none change.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Record<'a> {
    /// Name and version of this shape.
    schema: &'static str,
    /// The run itself, as the report carries it.
    snapshot: &'a Snapshot,
    /// What changed since the last report; `null` in a first one.
    changes: Option<&'a Changes>,
    /// How each table was understood; `check` alone says so.
    #[serde(skip_serializing_if = "Option::is_none")]
    sheets: Option<&'a [SheetReading]>,
    /// What was wrong or doubtful, with every place; `check` alone says so, the snapshot lists the first places.
    #[serde(skip_serializing_if = "Option::is_none")]
    diagnostics: Option<Vec<Doubt<'a>>>,
}

/// One thing that is wrong or doubtful.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
struct Doubt<'a> {
    /// What it is.
    code: Code,
    /// How much it matters.
    level: Level,
    /// What was found, with the value in question; in English.
    message: &'a Message,
    /// What to do about it; in English.
    help: &'a Message,
    /// How many cells (or rows, or sheets) it concerns.
    count: usize,
    /// Those places.
    at: Vec<Place<'a>>,
}

/// Where something stands.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
struct Place<'a> {
    /// The file.
    file: &'a str,
    /// The sheet; a text file has none.
    sheet: Option<&'a str>,
    /// The cell; none where a whole sheet or file is meant.
    cell: Option<String>,
}

impl<'a> Record<'a> {
    /// The record of a run.
    pub fn new(snapshot: &'a Snapshot, changes: Option<&'a Changes>) -> Self {
        Self {
            schema: SCHEMA,
            snapshot,
            changes,
            sheets: None,
            diagnostics: None,
        }
    }

    /// The same, with how the files were understood.
    pub fn understood(self, sheets: &'a [SheetReading], findings: &'a [Finding]) -> Self {
        Self {
            sheets: Some(sheets),
            diagnostics: Some(findings.iter().map(doubt).collect()),
            ..self
        }
    }

    /// As JSON, readable, keys in the order of the documentation.
    ///
    /// # Errors
    /// [`Error::Export`] if a value has no JSON form, which would be a defect of ours.
    pub fn json(&self) -> Result<String, Error> {
        pretty("the record", self)
    }
}

fn doubt(finding: &Finding) -> Doubt<'_> {
    let told = &finding.told;
    Doubt {
        code: told.code,
        level: told.level,
        message: &told.message,
        help: &told.help,
        count: told.count,
        at: finding.places.iter().map(place).collect(),
    }
}

fn place(at: &Location) -> Place<'_> {
    Place {
        file: &at.file,
        sheet: at.sheet.as_deref(),
        cell: at.cell.map(|cell| cell.to_string()),
    }
}

/// The published schemas, made from the types, each with its file in the folder `schema`: what `report --json` and `check` write,
/// and what a report carries and `extract` gets out.
///
/// # Errors
/// As [`Record::json`].
pub fn schemas() -> Result<[(&'static str, String); 2], Error> {
    let titled = |mut schema: Schema, title: &str| {
        schema.insert("title".to_owned(), title.into());
        pretty("the schema", &schema)
    };
    Ok([
        (
            "record-2.schema.json",
            titled(schema_for!(Record<'_>), "Record of a run of unowned")?,
        ),
        (
            "snapshot-2.schema.json",
            titled(schema_for!(Snapshot), "Snapshot of an unowned report")?,
        ),
    ])
}

/// Any value as JSON with a line feed at its end.
///
/// # Errors
/// As [`Record::json`].
pub fn pretty(what: &'static str, value: &impl Serialize) -> Result<String, Error> {
    serde_json::to_string_pretty(value)
        .map(|text| text + "\n")
        .map_err(|error| Error::Export {
            what,
            reason: Message::verbatim(error.to_string()),
        })
}
