//! The snapshot as JSON, and the schema that describes it. In: the snapshot's types. Out: text.

use crate::error::Error;
use crate::snapshot::Snapshot;

/// The snapshot as JSON, readable, keys in the order of the documentation.
///
/// # Errors
/// [`Error::Export`] if a value has no JSON form, which would be a defect of ours.
pub fn json(snapshot: &Snapshot) -> Result<String, Error> {
    pretty("the snapshot", snapshot)
}

/// The JSON Schema of the snapshot, made from the types; the repository holds it as `schema/snapshot-1.schema.json`.
///
/// # Errors
/// As [`json`].
pub fn schema() -> Result<String, Error> {
    let mut schema = schemars::schema_for!(Snapshot);
    schema.insert("title".to_owned(), "Snapshot of an unowned report".into());
    pretty("the schema", &schema)
}

/// Any record as JSON with a line feed at its end.
pub fn pretty(what: &'static str, value: &impl serde::Serialize) -> Result<String, Error> {
    serde_json::to_string_pretty(value)
        .map(|text| text + "\n")
        .map_err(|error| Error::Export {
            what,
            reason: error.to_string(),
        })
}
