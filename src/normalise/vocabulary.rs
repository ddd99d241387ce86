//! What the words of the vocabularies can mean. In: one of our words, as `vocabularies.csv` has it. Out: its typed meaning. A row whose
//! meaning is none of ours stops the tests; nothing behind this file decides by a word's spelling.

use crate::framework::{DeploymentModel, Domain};
use crate::inventory::{Classification, Criticality, OwnerKind, Ruling, Stage};
use crate::names::names;

macro_rules! vocabularies {
    ($($variant:ident = $id:literal $(| $short:literal)*;)*) => {
        /// A closed list of meanings with all the words that people use for them.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub(super) enum Vocabulary {
            $(#[doc = $id] $variant,)*
        }

        impl Vocabulary {
            /// The name in `vocabularies.csv`.
            pub(super) fn id(self) -> &'static str {
                match self { $(Self::$variant => $id),* }
            }

            /// The vocabulary that a configuration names, by its full or its short name.
            pub(super) fn from_name(name: &str) -> Option<Self> {
                match name { $($id $(| $short)* => Some(Self::$variant),)* _ => None }
            }
        }
    };
}

vocabularies! {
    Status = "control_status" | "status";
    Party = "responsible_party" | "party";
    Criticality = "criticality";
    Classification = "data_classification" | "classification";
    Stage = "lifecycle_stage" | "stage";
    Model = "deployment_model" | "model";
    ModelInside = "model_inside";
    ModelChoice = "model_choice";
    Domain = "domain";
    RiskTier = "risk_tier" | "risk";
    YesNo = "boolean" | "personal_data";
    Placeholder = "owner_placeholder" | "owner";
    PlaceholderFirstWord = "owner_placeholder_first_word";
    PlaceholderRemark = "owner_placeholder_remark";
    OwnerGeneric = "owner_generic";
    VendorPlaceholder = "vendor_placeholder" | "vendor";
    VendorOnly = "vendor_only_name";
    AmbiguousProduct = "product_ambiguous";
    Evidence = "evidence";
    EvidenceEnding = "evidence_ending";
    EvidenceNumber = "evidence_number";
    EvidenceDate = "evidence_date";
    EvidenceAbsent = "evidence_absent" | "no_evidence";
    EverySystem = "every_system";
    EveryDomain = "every_domain";
    ExceptionStatus = "exception_status" | "exception";
    Outcome = "decision_outcome" | "outcome";
}

names! {
    /// How far a control is, in the words of the vocabulary.
    Status {
        /// In place.
        Implemented = "implemented",
        /// Something else is in place that does as well.
        Alternative = "alternative",
        /// The provider has it in place.
        Inherited = "inherited",
        /// In place in part.
        Partial = "partial",
        /// Still to come, or begun.
        Planned = "planned",
        /// Nothing is in place.
        NotImplemented = "not_implemented",
        /// Said not to apply.
        NotApplicable = "not_applicable",
        /// No longer used.
        Retired = "retired",
        /// Said to be an exception.
        Exception = "exception",
        /// Said not to be known.
        Unknown = "unknown",
    }
}

names! {
    /// Whose row a control is, in the words of the vocabulary.
    Side {
        /// Ours.
        Customer = "customer",
        /// The provider's.
        Provider = "provider",
        /// Of both.
        Shared = "shared",
        /// Of neither.
        Neither = "not_applicable",
    }
}

names! {
    /// How far an exception is.
    Acceptance {
        /// It holds.
        Approved = "approved",
        /// It is asked for.
        Requested = "requested",
        /// It was turned down.
        Rejected = "rejected",
        /// It was taken back.
        Closed = "closed",
        /// It has run out.
        Expired = "expired",
    }
}

names! {
    /// How a word denies a piece of evidence.
    Absence {
        /// At the beginning of a text.
        Opening = "opening",
        /// At the beginning, and right before the name of an evidence.
        Denial = "denial",
        /// Wherever it stands, unless what it negates is bad itself.
        Negation = "negation",
        /// Wherever it stands.
        Anywhere = "anywhere",
        /// The evidence is there, and does not hold.
        Void = "void",
        /// Somebody says so.
        Hearsay = "hearsay",
        /// It does not: the evidence has come.
        Received = "received",
        /// It does not, though a word in it looks like it.
        Harmless = "harmless",
    }
}

names! {
    /// What a word for evidence names.
    Proves {
        /// What others examined.
        Independent = "independent",
        /// What is signed.
        Contract = "contract",
        /// What somebody says of himself.
        Statement = "statement",
        /// An assessment of oneself: no more than a statement, whatever standard it names.
        OfOneself = "self",
        /// A document or a record.
        Document = "document",
        /// A document of one's own: no more than that, whatever standard it names.
        Own = "own",
    }
}

names! {
    /// What a word beside a number makes of it.
    Numbered {
        /// The number of a document or a ticket.
        Label = "label",
        /// A part of a name (`AES-256`).
        Name = "name",
    }
}

names! {
    /// What a word beside a date of evidence makes of it.
    Dating {
        /// The last day.
        Until = "until",
        /// The time for which it holds.
        Valid = "valid",
        /// Nothing; another word before it may.
        Filler = "filler",
        /// The second half of a period.
        Between = "between",
        /// The day on which it came.
        Received = "received",
        /// The day on which it was made anew.
        Renewed = "renewed",
        /// No date: the number belongs to the word.
        Counted = "counted",
    }
}

names! {
    /// How the last word of an owner's cell says that nobody is meant.
    Remark {
        /// By itself.
        AlsoBare = "also_bare",
        /// Behind a bracket, a dash or a colon.
        AfterAMark = "after_a_mark",
    }
}

/// How a system is had.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Model {
    /// By this model.
    Is(DeploymentModel),
    /// As background AI, which the framework leaves out.
    NotCovered,
}

macro_rules! meanings {
    ($($variant:ident($of:ty) $get:ident: $about:literal;)*) => {
        /// What a word means.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(super) enum Meaning {
            $(#[doc = $about] $variant($of),)*
            /// That nobody knows.
            Unknown,
            /// Nothing more than that it is in its list.
            Listed,
        }

        impl Meaning {
            $(
                #[doc = $about]
                pub(super) fn $get(self) -> Option<$of> {
                    match self {
                        Self::$variant(one) => Some(one),
                        _ => None,
                    }
                }
            )*
        }
    };
}

meanings! {
    Status(Status) status: "How far a control is.";
    Side(Side) side: "Whose a control is.";
    Criticality(Criticality) criticality: "How bad it is if a system fails.";
    Classification(Classification) classification: "How sensitive data is.";
    Stage(Stage) stage: "Where a system stands in its life.";
    Model(Model) model: "How a system is had.";
    Choice(&'static str) choice: "Several models, of which one is to be chosen.";
    Domain(Domain) domain: "A security domain.";
    Answer(bool) answer: "Yes or no.";
    Owner(OwnerKind) owner: "A general word for an owner.";
    Remark(Remark) remark: "That an owner is none.";
    Absence(Absence) absence: "That evidence is not there.";
    Proves(Proves) proves: "What evidence is named.";
    Numbered(Numbered) numbered: "What a number beside it is.";
    Dating(Dating) dating: "What a date beside it is.";
    Acceptance(Acceptance) acceptance: "How far an exception is.";
    Ruling(Ruling) ruling: "How leadership decided.";
}

impl Meaning {
    /// Whether it says that nobody knows.
    pub(super) fn is_unknown(self) -> bool {
        matches!(self, Self::Unknown | Self::Status(Status::Unknown))
    }

    /// What one of our words means in a list; none if the list has no such word.
    pub(super) fn of(vocabulary: Vocabulary, id: &'static str) -> Option<Self> {
        use Vocabulary as V;
        Some(match vocabulary {
            V::Status => Self::Status(Status::from_id(id)?),
            _ if id == "unknown" => Self::Unknown,
            V::Party => Self::Side(Side::from_id(id)?),
            V::Criticality => Self::Criticality(Criticality::from_id(id)?),
            V::RiskTier => Self::Criticality(tier(id)?),
            V::Classification => Self::Classification(Classification::from_id(id)?),
            V::Stage => Self::Stage(Stage::from_id(id)?),
            V::Model | V::ModelInside => Self::Model(model(id)?),
            V::ModelChoice => Self::Choice(id),
            V::Domain => Self::Domain(Domain::from_id(id)?),
            V::YesNo => Self::Answer(answer(id)?),
            V::OwnerGeneric => Self::Owner(owner(id)?),
            V::PlaceholderRemark => Self::Remark(Remark::from_id(id)?),
            V::Evidence | V::EvidenceEnding => Self::Proves(Proves::from_id(id)?),
            V::EvidenceNumber => Self::Numbered(Numbered::from_id(id)?),
            V::EvidenceDate => Self::Dating(Dating::from_id(id)?),
            V::EvidenceAbsent => Self::Absence(Absence::from_id(id)?),
            V::ExceptionStatus => Self::Acceptance(Acceptance::from_id(id)?),
            V::Outcome => Self::Ruling(Ruling::from_id(id)?),
            V::Placeholder
            | V::PlaceholderFirstWord
            | V::VendorPlaceholder
            | V::VendorOnly
            | V::AmbiguousProduct
            | V::EverySystem
            | V::EveryDomain => Self::Listed,
        })
    }
}

fn model(id: &str) -> Option<Model> {
    match id {
        "not-covered" => Some(Model::NotCovered),
        _ => DeploymentModel::from_id(id).map(Model::Is),
    }
}

/// A tier of risk stands in for the criticality.
fn tier(id: &str) -> Option<Criticality> {
    match id {
        "minimal" => Some(Criticality::Low),
        "limited" => Some(Criticality::Medium),
        "high" => Some(Criticality::High),
        "prohibited" => Some(Criticality::Critical),
        _ => None,
    }
}

fn answer(id: &str) -> Option<bool> {
    match id {
        "yes" => Some(true),
        "no" => Some(false),
        _ => None,
    }
}

fn owner(id: &str) -> Option<OwnerKind> {
    match id {
        "provider_named_as_owner" => Some(OwnerKind::Provider),
        "too_generic" => Some(OwnerKind::Team),
        "role_only_acceptable" => Some(OwnerKind::Role),
        _ => None,
    }
}
