//! The record of a run as JSON, and the schemas that describe it. In: the snapshot, what changed, and perhaps how the files were
//! understood. Out: text. What the pages say is no part of it: sentences belong to a language, figures do not.

use schemars::{JsonSchema, Schema, schema_for};
use serde::Serialize;

use crate::compare::Changes;
use crate::error::Error;
use crate::normalise::SheetReading;
use crate::snapshot::Snapshot;

/// The shape that this program writes for other programs.
pub const SCHEMA: &str = "unowned/record/1";

/// What a run found, for other programs. More keys may be added, none change.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Record<'a> {
    /// Name and version of this shape.
    pub schema: &'static str,
    /// The run itself, as the report carries it.
    pub snapshot: &'a Snapshot,
    /// What changed since the last report; `null` in a first one.
    pub changes: Option<&'a Changes>,
    /// How each sheet was understood; `check` alone says so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sheets: Option<&'a [SheetReading]>,
}

/// The record of a run as JSON, readable, keys in the order of the documentation.
///
/// # Errors
/// [`Error::Export`] if a value has no JSON form, which would be a defect of ours.
pub fn record(
    snapshot: &Snapshot,
    changes: Option<&Changes>,
    sheets: Option<&[SheetReading]>,
) -> Result<String, Error> {
    let record = Record {
        schema: SCHEMA,
        snapshot,
        changes,
        sheets,
    };
    pretty("the record", &record)
}

/// The published schemas, made from the types, each with its file in the folder `schema`: what `report --json` and `check` write,
/// and what a report carries and `extract` gets out.
///
/// # Errors
/// As [`record`].
pub fn schemas() -> Result<[(&'static str, String); 2], Error> {
    let titled = |mut schema: Schema, title: &str| {
        schema.insert("title".to_owned(), title.into());
        pretty("the schema", &schema)
    };
    Ok([
        (
            "record-1.schema.json",
            titled(schema_for!(Record<'_>), "Record of a run of unowned")?,
        ),
        (
            "snapshot-1.schema.json",
            titled(schema_for!(Snapshot), "Snapshot of an unowned report")?,
        ),
    ])
}

/// Any value as JSON with a line feed at its end.
///
/// # Errors
/// As [`record`].
pub fn pretty(what: &'static str, value: &impl Serialize) -> Result<String, Error> {
    serde_json::to_string_pretty(value)
        .map(|text| text + "\n")
        .map_err(|error| Error::Export {
            what,
            reason: error.to_string(),
        })
}
