//! What a gap is known by over the quarters. In: a system's id and the duty that is not met. Out: one id. It is put together and
//! taken apart in this file alone.

use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::Side;
use crate::framework::Domain;

/// Stands for the domain of a system whose duties are not known.
const UNCLASSIFIED: &str = "unclassified";
/// Stands behind a domain on the provider's side.
const THEIRS: &str = "@provider";

/// A duty of a system: `SYSTEM/DOMAIN`, with `@provider` behind it on the provider's side, or `SYSTEM/unclassified`. Stable over
/// the quarters. Ids are ordered as their texts are.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct GapId {
    /// The system's id; it may hold any sign, `/` and `@` too.
    pub system: String,
    /// Which of its duties.
    pub duty: Duty,
}

/// A duty on one side.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Duty {
    /// To say how the system is had: until somebody does, its duties are not known.
    Unclassified,
    /// Our side of a domain.
    Ours(Domain),
    /// The provider's side of a domain.
    Theirs(Domain),
}

impl Duty {
    /// The domain; none for an unclassified system.
    pub fn domain(self) -> Option<Domain> {
        match self {
            Self::Unclassified => None,
            Self::Ours(domain) | Self::Theirs(domain) => Some(domain),
        }
    }

    /// Which side.
    pub fn side(self) -> Side {
        match self {
            Self::Unclassified => Side::System,
            Self::Ours(_) => Side::Customer,
            Self::Theirs(_) => Side::Provider,
        }
    }

    /// The two parts of its text.
    fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Unclassified => (UNCLASSIFIED, ""),
            Self::Ours(domain) => (domain.id(), ""),
            Self::Theirs(domain) => (domain.id(), THEIRS),
        }
    }

    fn read(text: &str) -> Option<Self> {
        match text.strip_suffix(THEIRS) {
            Some(domain) => Domain::from_id(domain).map(Self::Theirs),
            None if text == UNCLASSIFIED => Some(Self::Unclassified),
            None => Domain::from_id(text).map(Self::Ours),
        }
    }
}

impl GapId {
    /// The id of a system's duty.
    pub fn new(system: &str, duty: Duty) -> Self {
        Self {
            system: system.to_owned(),
            duty,
        }
    }

    /// The domain; none for an unclassified system.
    pub fn domain(&self) -> Option<Domain> {
        self.duty.domain()
    }

    /// Which side.
    pub fn side(&self) -> Side {
        self.duty.side()
    }

    fn bytes(&self) -> impl Iterator<Item = u8> + '_ {
        let (duty, side) = self.duty.words();
        [self.system.as_str(), "/", duty, side].into_iter().flat_map(str::bytes)
    }
}

impl fmt::Display for GapId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (duty, side) = self.duty.words();
        write!(f, "{}/{duty}{side}", self.system)
    }
}

impl FromStr for GapId {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        // No duty has a slash in its text, so that the last one ends the system's id.
        text.rsplit_once('/')
            .and_then(|(system, duty)| Some(Self::new(system, Duty::read(duty)?)))
            .ok_or_else(|| format!("'{text}' is no id of a gap"))
    }
}

impl From<&GapId> for String {
    fn from(id: &GapId) -> Self {
        id.to_string()
    }
}

impl PartialEq<str> for GapId {
    fn eq(&self, text: &str) -> bool {
        self.bytes().eq(text.bytes())
    }
}

impl PartialEq<&str> for GapId {
    fn eq(&self, text: &&str) -> bool {
        *self == **text
    }
}

impl Ord for GapId {
    fn cmp(&self, other: &Self) -> Ordering {
        // As far as both systems' ids reach, they alone decide, and quickly.
        let shared = self.system.len().min(other.system.len());
        let (one, two) = (&self.system.as_bytes()[..shared], &other.system.as_bytes()[..shared]);
        one.cmp(two)
            .then_with(|| self.bytes().skip(shared).cmp(other.bytes().skip(shared)))
    }
}

impl PartialOrd for GapId {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Serialize for GapId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for GapId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(D::Error::custom)
    }
}

impl JsonSchema for GapId {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> std::borrow::Cow<'static, str> {
        "GapId".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        String::json_schema(generator)
    }
}

/// An id as a record has it: the text, and beside it what the text says, for readers who would not take it apart.
#[derive(Serialize, JsonSchema)]
pub struct SpelledOut {
    /// `SYSTEM/DOMAIN`, with `@provider` behind it on the provider's side, or `SYSTEM/unclassified`. Stable over the quarters.
    id: String,
    /// The system's id.
    system: String,
    /// The domain; none for an unclassified system.
    domain: Option<Domain>,
    /// Which side.
    side: Side,
}

/// Writes a flattened id spelled out, and reads it from its text alone.
pub mod spelled_out {
    use serde::ser::SerializeStruct as _;

    use super::{Deserialize, Deserializer, GapId, Serializer};

    /// Writes it.
    pub fn serialize<S: Serializer>(id: &GapId, serializer: S) -> Result<S::Ok, S::Error> {
        let mut spelled = serializer.serialize_struct("SpelledOut", 4)?;
        spelled.serialize_field("id", id)?;
        spelled.serialize_field("system", &id.system)?;
        spelled.serialize_field("domain", &id.domain())?;
        spelled.serialize_field("side", &id.side())?;
        spelled.end()
    }

    /// Reads it.
    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<GapId, D::Error> {
        #[derive(Deserialize)]
        struct Text {
            id: GapId,
        }
        Text::deserialize(deserializer).map(|text| text.id)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn any_id() -> impl Strategy<Value = GapId> {
        let duties: Vec<Duty> = Domain::ALL
            .into_iter()
            .flat_map(|domain| [Duty::Ours(domain), Duty::Theirs(domain)])
            .chain([Duty::Unclassified])
            .collect();
        let system = prop_oneof![
            "\\PC{0,12}",
            "[a/@-]{0,8}",
            "(a|b/)?(data-privacy|unclassified|x)(@provider)?/?"
        ];
        (system, prop::sample::select(duties)).prop_map(|(system, duty)| GapId { system, duty })
    }

    proptest! {
        #[test]
        fn whatever_the_system_is_called_its_text_gives_the_id_back(id in any_id()) {
            prop_assert_eq!(id.to_string().parse::<GapId>().unwrap(), id.clone());
            let json = serde_json::to_string(&id).unwrap();
            prop_assert_eq!(&json, &serde_json::to_string(&id.to_string()).unwrap());
            prop_assert_eq!(serde_json::from_str::<GapId>(&json).unwrap(), id);
        }

        #[test]
        fn ids_stand_in_the_order_of_their_texts(one in any_id(), other in any_id()) {
            prop_assert_eq!(one.cmp(&other), one.to_string().cmp(&other.to_string()));
        }
    }

    #[test]
    fn the_texts_are_those_of_all_reports_so_far() {
        let text = |duty| GapId::new("hr/bot@2", duty).to_string();
        assert_eq!(text(Duty::Unclassified), "hr/bot@2/unclassified");
        assert_eq!(text(Duty::Ours(Domain::DataPrivacy)), "hr/bot@2/data-privacy");
        assert_eq!(
            text(Duty::Theirs(Domain::DataPrivacy)),
            "hr/bot@2/data-privacy@provider"
        );
    }

    #[test]
    fn what_is_no_id_is_refused() {
        for text in [
            "",
            "ai-1",
            "ai-1/",
            "ai-1/privacy",
            "data-privacy",
            "ai-1/unclassified@provider",
            "ai-1/data-privacy@",
        ] {
            assert!(text.parse::<GapId>().is_err(), "{text}");
        }
    }
}
