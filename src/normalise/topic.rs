//! Lists of other things. In: `topics.csv`, a table's name and its headings. Out: which other thing a table is about, if it
//! is one that people keep beside their AI systems: risks, incidents, policies and so on. They are known so that they can be
//! passed over by name.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use schemars::JsonSchema;
use serde::Serialize;

use super::marks::{Mark, tokens};
use super::wording::compact;
use crate::message::Message;

macro_rules! topics {
    ($($variant:ident = $id:literal, $words:literal;)*) => {
        /// A thing that is listed beside AI systems and controls.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
        #[serde(rename_all = "kebab-case")]
        pub enum Topic {
            $(#[doc = $words] $variant,)*
        }

        impl Topic {
            fn from_id(id: &str) -> Option<Self> {
                match id { $($id => Some(Self::$variant),)* _ => None }
            }

            /// How it is spoken of.
            pub fn words(self) -> Message {
                match self { $(Self::$variant => $words.into()),* }
            }
        }
    };
}

topics! {
    Risks = "risks", "risks";
    Incidents = "incidents", "incidents";
    Policies = "policies", "policies";
    Vendors = "vendors", "vendors or contracts";
    Assets = "assets", "devices";
    Changes = "changes", "changes";
    Projects = "projects", "projects";
    Requirements = "requirements", "requirements";
    Questionnaires = "questionnaires", "questions";
    Evidence = "evidence", "evidence or documents";
    Findings = "findings", "audit findings";
    Processing = "processing", "processing activities";
    Training = "training", "training";
    Contacts = "contacts", "contacts";
    Legend = "legend", "explanations or choices";
    Cover = "cover", "instructions";
    ChangeLog = "change-log", "versions of the file";
    Pivot = "pivot", "counts";
    OwnOutput = "own-output", "gaps that a report wrote";
    Settings = "settings", "settings";
    Decisions = "decisions", "decisions";
}

impl Topic {
    /// Whether a list of it cannot be one of controls either, although owners and states stand in it.
    pub(super) fn is_no_control(self) -> bool {
        matches!(
            self,
            Self::Risks
                | Self::Incidents
                | Self::Vendors
                | Self::Changes
                | Self::Findings
                | Self::OwnOutput
                | Self::Decisions
                | Self::Settings
                | Self::ChangeLog
                | Self::Pivot
        )
    }
}

#[derive(Default)]
struct Topics {
    nouns: BTreeMap<String, Topic>,
    headings: BTreeMap<String, Vec<Topic>>,
}

static TOPICS: LazyLock<Topics> = LazyLock::new(|| {
    let mut topics = Topics::default();
    let mut reader = csv::Reader::from_reader(include_str!("topics.csv").as_bytes());
    for row in reader.records().filter_map(Result::ok) {
        let Some(topic) = Topic::from_id(&row[0]) else { continue };
        match &row[1] {
            "noun" => _ = topics.nouns.insert(compact(&row[2]), topic),
            _ => topics.headings.entry(compact(&row[2])).or_default().push(topic),
        }
    }
    topics
});

/// The other things that a heading speaks of.
pub(super) fn headings(key: &str) -> &'static [Topic] {
    TOPICS.headings.get(key).map_or(&[], Vec::as_slice)
}

/// The other thing whose key a heading names: its noun beside a word for a number (`Risk ID`, `Vorfall-Nr.`, `Risikonummer`).
pub(super) fn key_of(heading: &str) -> Option<Topic> {
    let tokens = tokens(heading);
    if tokens.len() > 4 {
        return None;
    }
    if let [one] = tokens.as_slice() {
        let (noun, _) = TOPICS.nouns.iter().find(|(noun, _)| {
            one.strip_prefix(noun.as_str())
                .is_some_and(|rest| !rest.is_empty() && Mark::Key.knows(rest))
        })?;
        return TOPICS.nouns.get(noun).copied();
    }
    let keyed = tokens.iter().any(|token| Mark::Key.knows(token));
    let first = tokens.iter().find_map(|token| TOPICS.nouns.get(token).copied());
    first.filter(|_| keyed)
}

/// The other thing that a sheet, a file or a title is called after: the first or the last word of the name, once the words
/// for a list and the numbers are taken off ("Risk register 2026", "Liste des fournisseurs").
pub(super) fn called(name: &str) -> Option<Topic> {
    let all = tokens(name);
    let of_list = |token: &&String| Mark::List.knows(token) || token.chars().any(|c| c.is_ascii_digit());
    let kept: Vec<&String> = all.iter().filter(|token| !of_list(token)).collect();
    let ends = [kept.last(), kept.first()];
    ends.into_iter()
        .flatten()
        .find_map(|token| TOPICS.nouns.get(*token).copied())
}

/// The other thing that a name says it is about AI (`KI Risiken`, `AI incidents 2026`): nothing else stands in it.
pub(super) fn called_of_ai(name: &str) -> Option<Topic> {
    const AI: [&str; 5] = ["ai", "ki", "ia", "genai", "ml"];
    let all = tokens(name);
    let own = all.iter().filter(|token| AI.contains(&token.as_str())).count();
    let listed = |token: &&String| Mark::List.knows(token) || token.chars().any(|c| c.is_ascii_digit());
    let rest = all.len() - own - all.iter().filter(listed).count();
    // Whoever lists "AI assets", "AI projects" or "AI vendors" may well mean the systems.
    let other = |topic: &Topic| topic.is_no_control() && *topic != Topic::Vendors;
    (own == 1 && rest == 1).then(|| called(name))?.filter(other)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_of_the_topics_is_understood() {
        let mut reader = csv::Reader::from_reader(include_str!("topics.csv").as_bytes());
        for row in reader.records().map(Result::unwrap) {
            assert!(Topic::from_id(&row[0]).is_some(), "{row:?}");
            assert!(matches!(&row[1], "noun" | "heading"), "{row:?}");
        }
    }

    #[test]
    fn lists_of_other_things_are_known_by_their_names() {
        assert_eq!(called_of_ai("KI Risiken"), Some(Topic::Risks));
        assert_eq!(called_of_ai("AI incidents 2026"), Some(Topic::Incidents));
        for name in ["AI systems and risks", "AI assets", "AI projects"] {
            assert_eq!(called_of_ai(name), None, "{name}");
        }
        for (name, topic) in [
            ("Risk Register 2026", Topic::Risks),
            ("harbour-risks", Topic::Risks),
            ("Liste des fournisseurs", Topic::Vendors),
            ("Vorfälle", Topic::Incidents),
            ("Policies", Topic::Policies),
            ("Change log v2", Topic::Changes),
        ] {
            assert_eq!(called(name), Some(topic), "{name}");
        }
        for name in ["AI Systems", "product-in-vendor-cell", "Sheet1", "Controls"] {
            assert_eq!(called(name), None, "{name}");
        }
    }

    #[test]
    fn keys_of_other_things_are_told_from_our_own() {
        for (heading, topic) in [
            ("Risk ID", Topic::Risks),
            ("Incident No.", Topic::Incidents),
            ("Policy #", Topic::Policies),
            ("Vendor-ID", Topic::Vendors),
            ("Risiko-Nr.", Topic::Risks),
            ("Risikonummer", Topic::Risks),
            ("ID du risque", Topic::Risks),
            ("N.º de incidente", Topic::Incidents),
        ] {
            assert_eq!(key_of(heading), Some(topic), "{heading}");
        }
        for heading in [
            "ID",
            "System ID",
            "Use Case ID",
            "Risk",
            "Vendor",
            "Control ID",
            "App ID",
        ] {
            assert_eq!(key_of(heading), None, "{heading}");
        }
    }
}
