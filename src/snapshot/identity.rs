//! What makes a snapshot this one and no other. In: a snapshot, or the bytes of one. Out: its canonical bytes and checksum; or
//! the snapshot that the bytes hold, and whether they still match their checksum.
//!
//! The checksum shows that somebody edited the record by hand; it is no signature. A record that was sealed again is found where it
//! contradicts itself (`sound`). Whoever wants an outside anchor keeps the checksum that `report` prints.

use std::io::{self, BufWriter, Write};

use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest, Sha256};

use super::carried::carried_over;
use super::{Headline, SCHEMA, Snapshot, sound};
use crate::days;
use crate::framework::hex;
use crate::message::{Message, sentence};

/// A snapshot as it was read.
#[derive(Clone, Debug, PartialEq)]
pub struct Read {
    /// What it says.
    pub snapshot: Snapshot,
    /// Whether it matches its own checksum.
    pub intact: bool,
    /// Where it says two different things, if it does: somebody changed it and sealed it again.
    pub contradiction: Option<Message>,
}

impl Read {
    /// Why nothing should rest on it, if so: the rest of a sentence that begins with the file's name.
    pub fn flaw(&self) -> Option<Message> {
        match (self.intact, &self.contradiction) {
            (true, None) => None,
            (true, Some(told)) => Some(sentence!(
                "its record was altered: it contradicts itself ({told})",
                told
            )),
            (false, None) => {
                Some("its record was altered after it was written: it does not match its own checksum".into())
            }
            (false, Some(told)) => Some(sentence!(
                "its record was altered after it was written: it does not match its own checksum, and contradicts itself ({told})",
                told
            )),
        }
    }
}

/// Why some bytes are no snapshot that can be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unfit {
    /// They are something else altogether.
    Foreign,
    /// The schema is newer than this program.
    Newer(String),
    /// It says that it is a snapshot, but its keys are not.
    Damaged(Message),
}

impl Unfit {
    /// The rest of a sentence that begins with the file's name.
    pub fn message(&self) -> Message {
        match self {
            Self::Foreign => "it holds no record of a gap report".into(),
            Self::Newer(schema) => sentence!(
                "it was written by a newer version of this program (schema '{schema}'; this program reads up to '{ours}')",
                schema,
                ours = SCHEMA
            ),
            Self::Damaged(what) => sentence!("its record is damaged: {what}", what),
        }
    }
}

impl Snapshot {
    /// The bytes that are attached to the report: compact JSON, keys in the order of the published schema.
    pub fn to_json(&self) -> Vec<u8> {
        serde_json::to_vec(self).unwrap_or_default()
    }

    /// Sets the checksum. Whoever changes a snapshot seals it again; of the stages, only the one that makes it does.
    pub fn seal(&mut self) {
        self.headline.round_shares();
        self.content_sha256.clear();
        self.content_sha256 = checksum(self);
    }

    /// Reads a snapshot, or the one in the record of a run. Keys that this version does not know are passed over; a record of an
    /// earlier schema is carried over, and keeps the name of that schema.
    ///
    /// # Errors
    /// [`Unfit`] says why the bytes cannot be used. A wrong checksum and a contradiction are none here: see [`Read::flaw`].
    pub fn from_json(bytes: &[u8]) -> Result<Read, Unfit> {
        match Self::as_written(bytes) {
            Some((snapshot, figures)) => snapshot.checked(true, &figures),
            None => Self::taken_apart(bytes),
        }
    }

    /// A record of today's schema in the very bytes that [`Snapshot::to_json`] gave: what the checksum covers stands in them, and they need
    /// not be taken apart to be put together again, which takes ten times their room.
    fn as_written(bytes: &[u8]) -> Option<(Self, sound::Figures)> {
        #[derive(Deserialize)]
        struct Head<'a> {
            schema: &'a str,
            content_sha256: &'a str,
            headline: Value,
        }
        let head: Head<'_> = serde_json::from_slice(bytes).ok()?;
        let seal = format!("\"content_sha256\":\"{}\",", head.content_sha256);
        let (before, behind) = parted(bytes, seal.as_bytes())?;
        let sum = Sha256::new().chain_update(before).chain_update(behind).finalize();
        let is_ours = head.schema == SCHEMA && hex(&sum) == head.content_sha256;
        let snapshot: Self = is_ours.then(|| serde_json::from_slice(bytes).ok())??;
        let figures = sound::Figures::stated(head.headline, &snapshot);
        Some((snapshot, figures))
    }

    /// Any other record, key by key.
    fn taken_apart(bytes: &[u8]) -> Result<Read, Unfit> {
        let whole: Value = serde_json::from_slice(bytes).map_err(|_| Unfit::Foreign)?;
        let mut value = own_part(whole);
        let schema = value.get("schema").and_then(Value::as_str).ok_or(Unfit::Foreign)?;
        let number = schema_number(schema).ok_or(Unfit::Foreign)?;
        if Some(number) > schema_number(SCHEMA) {
            return Err(Unfit::Newer(schema.to_owned()));
        }
        let stated = take_checksum(&mut value);
        let intact = checksum(&value) == stated;
        let figures = sound::Figures::stated_in(&value);
        if Some(number) < schema_number(SCHEMA) {
            carried_over(&mut value);
        }
        let mut snapshot: Self =
            serde_json::from_value(value).map_err(|e| Unfit::Damaged(Message::verbatim(e.to_string())))?;
        snapshot.content_sha256 = stated;
        snapshot.checked(intact, &figures)
    }

    /// Checked against itself, and the figures that it states.
    fn checked(self, intact: bool, figures: &sound::Figures) -> Result<Read, Unfit> {
        self.check_dates()?;
        Ok(Read {
            contradiction: figures.contradiction(&self),
            snapshot: self,
            intact,
        })
    }

    /// Dates that no report can have would make every age and due date meaningless.
    fn check_dates(&self) -> Result<(), Unfit> {
        if !days::plausible(self.as_of) {
            return Err(Unfit::Damaged(sentence!(
                "the as-of date {day} is no date of a report",
                day = self.as_of
            )));
        }
        let held = self.unjudged.iter().map(|held| &held.gap);
        match self
            .gaps
            .iter()
            .chain(held)
            .find(|g| g.first_seen > self.as_of || !days::plausible(g.first_seen))
        {
            Some(gap) => Err(Unfit::Damaged(sentence!(
                "'{id}' was first seen on {day}",
                id = gap.gap.id.to_string(),
                day = gap.first_seen
            ))),
            None => Ok(()),
        }
    }
}

/// What stands before and behind some bytes.
fn parted<'a>(bytes: &'a [u8], at: &[u8]) -> Option<(&'a [u8], &'a [u8])> {
    let place = bytes.windows(at.len()).position(|window| window == at)?;
    Some((&bytes[..place], &bytes[place + at.len()..]))
}

/// The checksum over a value as compact JSON, which never stands in memory as a whole.
fn checksum(value: &impl Serialize) -> String {
    let mut out = BufWriter::with_capacity(1 << 14, Hashed(Sha256::new()));
    let written = serde_json::to_writer(&mut out, value).map_err(io::Error::from);
    let hashed = written.and_then(|()| out.into_inner().map_err(|error| error.into_error()));
    hashed.map_or_else(|_| String::new(), |Hashed(sum)| hex(&sum.finalize()))
}

/// Takes what is written into a checksum.
struct Hashed(Sha256);

impl Write for Hashed {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.update(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Headline {
    /// Keeps shares to six decimals: so few that every reader of JSON gets the very same number, and the checksum holds.
    pub(super) fn round_shares(&mut self) {
        let rates = [
            &mut self.ownership_rate,
            &mut self.in_place_rate,
            &mut self.assured_rate,
            &mut self.proven_rate,
            &mut self.independent_rate,
        ];
        let rates = rates.into_iter().flatten();
        rates.for_each(|share| *share = (*share * 1e6).round() / 1e6);
    }
}

/// The number behind the name of a schema of ours.
fn schema_number(schema: &str) -> Option<u32> {
    schema.strip_prefix("unowned/snapshot/")?.parse().ok()
}

/// The snapshot in what `report --json` writes; anything else as it is.
fn own_part(mut whole: Value) -> Value {
    match whole.get_mut("snapshot") {
        Some(snapshot) => snapshot.take(),
        None => whole,
    }
}

/// Leaves in the value what the checksum covers, and returns the checksum.
fn take_checksum(value: &mut Value) -> String {
    let Some(keys) = value.as_object_mut() else {
        return String::new();
    };
    match keys.shift_remove("content_sha256") {
        Some(Value::String(stated)) => stated,
        _ => String::new(),
    }
}
