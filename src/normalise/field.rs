//! What a column can be. In: `headers.csv`, with the wordings of real inventories. Out: the fields that a header can mean for
//! a kind of table, strong wordings apart from weak ones (which fit several fields).

use std::collections::BTreeMap;
use std::ops::Bound;
use std::sync::LazyLock;

use super::wording::compact;
use crate::message::Message;

/// The kind of table whose headings are meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    /// A list of AI systems.
    Systems,
    /// A list of controls.
    Controls,
    /// A list of people who left.
    People,
    /// A list of what leadership decided.
    Decisions,
}

impl Kind {
    /// All of them.
    pub(super) const ALL: [Self; 4] = [Self::Systems, Self::Controls, Self::People, Self::Decisions];

    fn from_name(name: &str) -> Option<Self> {
        match name {
            "inventory" => Some(Self::Systems),
            "controls" => Some(Self::Controls),
            "people" => Some(Self::People),
            "decisions" => Some(Self::Decisions),
            _ => None,
        }
    }
}

macro_rules! fields {
    ($($variant:ident = $id:literal;)*) => {
        /// What a column holds.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub(super) enum Field {
            $(#[doc = $id] $variant,)*
        }

        impl Field {
            /// Its name in `headers.csv`, in the configuration and in what `check` shows.
            pub(super) fn id(self) -> &'static str {
                match self { $(Self::$variant => $id),* }
            }

            fn from_id(id: &str) -> Option<Self> {
                match id { $($id => Some(Self::$variant),)* _ => None }
            }

            /// Its name in a sentence.
            pub(super) fn words(self) -> Message {
                Message::term(self.id().replace('_', " "))
            }
        }
    };
}

fields! {
    SystemId = "system_id";
    SystemName = "system_name";
    Model = "deployment_model";
    Product = "product";
    Vendor = "vendor";
    Unit = "business_unit";
    SystemOwner = "business_owner";
    SystemOwnerEmail = "business_owner_email";
    TechnicalOwner = "technical_owner";
    Criticality = "criticality";
    RiskTier = "risk_tier";
    Classification = "data_classification";
    PersonalData = "personal_data";
    Stage = "lifecycle_stage";
    Description = "description";
    Users = "users";
    GoLive = "go_live_date";
    RetiredOn = "retired_date";
    Autonomy = "autonomy";
    RegulatoryRole = "regulatory_role";
    Notes = "notes";
    SystemRef = "system_ref";
    Domain = "domain";
    Reference = "reference";
    ControlId = "control_id";
    ControlName = "control_name";
    Party = "responsible_party";
    Owner = "owner";
    OwnerEmail = "owner_email";
    Working = "works_on_it";
    Status = "status";
    Applicable = "applicable";
    Evidence = "evidence";
    ProviderEvidence = "provider_evidence";
    EvidenceDate = "evidence_date";
    ValidUntil = "valid_until";
    LastReviewed = "last_reviewed";
    Due = "due_date";
    ExceptionReason = "exception_reason";
    ExceptionApprover = "exception_approver";
    ExceptionExpires = "exception_expires";
    ExceptionStatus = "exception_status";
    Priority = "priority";
    PersonName = "person_name";
    PersonFirstName = "person_first_name";
    PersonLastName = "person_last_name";
    PersonEmail = "person_email";
    LeftOn = "left_on";
    Decision = "decision";
    DecisionTitle = "decision_title";
    DecidedOn = "decided_on";
    DecidedBy = "decided_by";
    Outcome = "outcome";
    DeferredUntil = "deferred_until";
    DecisionNote = "decision_note";
}

/// How surely a heading means a field. Ordered from sure to doubtful; within a strength, by the place in `headers.csv`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Strength {
    /// One of the starter workbook's own headings.
    Ours,
    /// It means nothing else in this kind of table.
    Strong,
    /// It may mean several things.
    Weak,
}

/// One meaning of a heading.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Meaning {
    /// How surely.
    pub(super) strength: Strength,
    /// The place in `headers.csv`: of two columns for one field, the earlier wording is taken.
    pub(super) rank: usize,
    /// The field.
    pub(super) field: Field,
}

/// A heading with all that it can mean.
#[derive(Default)]
struct Written {
    written: String,
    meanings: Vec<Meaning>,
}

/// By heading in compact form; for each kind of table.
type Headings = BTreeMap<String, [Written; Kind::ALL.len()]>;

static HEADINGS: LazyLock<Headings> = LazyLock::new(|| {
    let mut all = Headings::new();
    let mut reader = csv::Reader::from_reader(include_str!("headers.csv").as_bytes());
    for (rank, row) in reader.records().filter_map(Result::ok).enumerate() {
        let (Some(kind), Some(field)) = (Kind::from_name(&row[0]), Field::from_id(&row[1])) else {
            continue;
        };
        let strength = match (&row[3], &row[4]) {
            (_, "STARTER") => Strength::Ours,
            ("strong", _) => Strength::Strong,
            _ => Strength::Weak,
        };
        let heading = &mut all.entry(compact(&row[2])).or_default()[kind as usize];
        row[2].clone_into(&mut heading.written);
        heading.meanings.push(Meaning { strength, rank, field });
        heading.meanings.sort();
    }
    all
});

/// What a heading (in compact form) can mean in a kind of table, the surest first.
pub(super) fn meanings(kind: Kind, key: &str) -> &'static [Meaning] {
    HEADINGS.get(key).map_or(&[], |kinds| &kinds[kind as usize].meanings)
}

/// How surely a text (in compact form) is a heading in any kind of table.
pub(super) fn strength(key: &str) -> Option<Strength> {
    let kinds = HEADINGS.get(key)?;
    kinds
        .iter()
        .filter_map(|kind| Some(kind.meanings.first()?.strength))
        .min()
}

/// Whether some heading of any kind of table begins so, in compact form.
pub(super) fn begins_heading(start: &str) -> bool {
    let mut from = HEADINGS.range::<str, _>((Bound::Included(start), Bound::Unbounded));
    from.next().is_some_and(|(key, _)| key.starts_with(start))
}

/// The sure headings of a kind of table: in compact form, and as written.
pub(super) fn sure_headings(kind: Kind) -> impl Iterator<Item = (&'static str, &'static str, Meaning)> {
    let of_kind = HEADINGS.iter().map(move |(key, kinds)| (key, &kinds[kind as usize]));
    of_kind.filter_map(|(key, heading)| {
        let first = heading.meanings.first().filter(|m| m.strength < Strength::Weak)?;
        Some((key.as_str(), heading.written.as_str(), *first))
    })
}

/// The field that a user names: by its id, or by one of its sure headings.
pub(super) fn named(kind: Kind, name: &str) -> Option<Field> {
    let key = compact(name);
    let by_heading = || {
        meanings(kind, &key)
            .iter()
            .find(|m| m.strength < Strength::Weak)
            .map(|m| m.field)
    };
    let of_kind = |field: &Field| {
        HEADINGS
            .iter()
            .any(|(_, kinds)| kinds[kind as usize].meanings.iter().any(|m| m.field == *field))
    };
    let lower = name.trim().to_lowercase().replace([' ', '-'], "_");
    Field::from_id(&lower).filter(of_kind).or_else(by_heading)
}

#[cfg(test)]
mod tests {
    use super::*;

    const STARTER: [(Kind, &[(&str, Field)]); 4] = [
        (
            Kind::Systems,
            &[
                ("ID", Field::SystemId),
                ("Name", Field::SystemName),
                ("Deployment model", Field::Model),
                ("Product", Field::Product),
                ("Vendor", Field::Vendor),
                ("Business unit", Field::Unit),
                ("Owner", Field::SystemOwner),
                ("Criticality", Field::Criticality),
                ("Data classification", Field::Classification),
                ("Personal data", Field::PersonalData),
                ("Lifecycle stage", Field::Stage),
                ("Notes", Field::Notes),
            ],
        ),
        (
            Kind::Controls,
            &[
                ("System", Field::SystemRef),
                ("Domain", Field::Domain),
                ("Control", Field::ControlName),
                ("Responsible party", Field::Party),
                ("Owner", Field::Owner),
                ("Status", Field::Status),
                ("Evidence", Field::Evidence),
                ("Provider evidence", Field::ProviderEvidence),
                ("Evidence date", Field::EvidenceDate),
                ("Valid until", Field::ValidUntil),
                ("Last reviewed", Field::LastReviewed),
                ("Due date", Field::Due),
                ("Exception reason", Field::ExceptionReason),
                ("Exception approver", Field::ExceptionApprover),
                ("Exception expires", Field::ExceptionExpires),
                ("Notes", Field::Notes),
            ],
        ),
        (
            Kind::People,
            &[
                ("Name", Field::PersonName),
                ("E-mail", Field::PersonEmail),
                ("Left on", Field::LeftOn),
            ],
        ),
        (
            Kind::Decisions,
            &[
                ("Decision", Field::Decision),
                ("What is asked for", Field::DecisionTitle),
                ("Decided on", Field::DecidedOn),
                ("By", Field::DecidedBy),
                ("Outcome", Field::Outcome),
                ("Until", Field::DeferredUntil),
                ("Note", Field::DecisionNote),
            ],
        ),
    ];

    #[test]
    fn the_starter_workbooks_headings_are_recognised_as_they_stand() {
        for (kind, headings) in STARTER {
            for (heading, field) in headings {
                let found = meanings(kind, &compact(heading)).first().map(|m| (m.strength, m.field));
                assert_eq!(found, Some((Strength::Ours, *field)), "{heading}");
            }
        }
    }

    #[test]
    fn no_sure_heading_means_two_fields_of_one_kind_of_table() {
        let each = HEADINGS
            .iter()
            .flat_map(|(key, kinds)| Kind::ALL.map(|kind| (kind, key, &kinds[kind as usize])));
        for (kind, key, all) in each {
            let mut sure: Vec<Field> = all
                .meanings
                .iter()
                .filter(|m| m.strength < Strength::Weak)
                .map(|m| m.field)
                .collect();
            sure.dedup();
            assert!(sure.len() < 2, "'{key}' in {kind:?} means {sure:?}");
        }
    }

    #[test]
    fn every_row_of_the_headings_is_understood() {
        let mut reader = csv::Reader::from_reader(include_str!("headers.csv").as_bytes());
        for row in reader.records().map(Result::unwrap) {
            assert!(Kind::from_name(&row[0]).is_some(), "{row:?}");
            assert!(Field::from_id(&row[1]).is_some(), "{row:?}");
            assert!(matches!(&row[3], "strong" | "weak"), "{row:?}");
        }
    }

    #[test]
    fn a_user_may_name_a_field_by_its_id_or_its_heading() {
        assert_eq!(named(Kind::Systems, "deployment_model"), Some(Field::Model));
        assert_eq!(named(Kind::Systems, "Deployment model"), Some(Field::Model));
        assert_eq!(named(Kind::Systems, "provider_evidence"), None);
        assert_eq!(named(Kind::Controls, "owner"), Some(Field::Owner));
    }
}
