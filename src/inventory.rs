//! What is said: the organisation's AI systems and controls, typed. In: nothing; these are the nouns that `normalise` fills
//! and `assess` reads. Every value that can cause a finding remembers its cell.

use chrono::NaiveDate;
use unicode_normalization::UnicodeNormalization;

use crate::diagnostic::Location;
use crate::framework::{DeploymentModel, Domain};
use crate::message::Message;
use crate::names::names;

mod contacts;
mod decisions;
mod evidence;
mod spelling;

pub use contacts::{Contacts, address_in};
pub use decisions::{Decided, Ruling};
pub use evidence::{Evidence, EvidenceCell, Grade, Standing};
use spelling::is_named;
pub use spelling::{company_key, company_letters, name_key, same_person, slug};

/// How the first cell of a sheet begins that a report wrote for reading only: it looks like a list of controls (it has owners and
/// due dates), but is no input.
pub const REPORT_SHEET: &str = "Report sheet, not read back";

/// The heading of a column that tables for other programs have: it says which report they are from.
pub const REPORT_COLUMN: &str = "unowned as of";

/// The headings with which every table for analysts begins.
pub const REPORT_TABLE: [&str; 2] = ["organisation", "as_of"];

/// The headings of the dictionary beside them.
pub const REPORT_DICTIONARY: [&str; 4] = ["table", "column", "values", "meaning"];

/// The same for a sheet on which people may answer in some cells.
pub const ANSWER_SHEET: &str = "Report sheet, read back where it is yellow";

/// The same for a sheet of the inventory that goes along as it is.
pub const KEPT_SHEET: &str = "Kept as it was, not read back";

/// Whether a text, the first of a sheet, says that a report wrote the sheet for reading.
pub fn is_report_sheet(first: &str) -> bool {
    [REPORT_SHEET, ANSWER_SHEET, KEPT_SHEET]
        .iter()
        .any(|mark| first.starts_with(mark))
}

/// Above the deployment models that somebody answered, in a column that the answers added: they go before what the other columns say.
pub const ANSWERED_MODEL: &str = "Deployment model (answered)";

/// The heading of the column by which a packet that comes back is known, in every language.
pub const PACKET: &str = "unowned packet";

/// How the id or name of an example row of the starter workbook begins; such rows are passed over.
pub const EXAMPLE: &str = "EXAMPLE";

/// All that was read: systems, controls, and people who left.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Inventory {
    /// One for each row that names a system, in the order of the sheet.
    pub systems: Vec<System>,
    /// One for each row that says something about a duty.
    pub controls: Vec<Control>,
    /// People the inventory says have left, or will.
    pub departures: Vec<Departure>,
    /// What leadership decided about the actions of earlier reports, in the order of the sheet.
    pub decisions: Vec<Decided>,
}

/// One AI system.
#[derive(Clone, Debug, PartialEq)]
pub struct System {
    /// Unique in the inventory; as written, or the slug of the name.
    pub id: String,
    /// Where the id comes from.
    pub id_source: IdSource,
    /// The only thing a row must have.
    pub name: String,
    /// Deployment models, sorted, without repeats; none if the system is unclassified.
    pub models: Vec<DeploymentModel>,
    /// How the models are known.
    pub model_source: ModelSource,
    /// Whether it counts.
    pub scope: Scope,
    /// Product or tool.
    pub product: Option<String>,
    /// Who provides it.
    pub vendor: Option<String>,
    /// Business unit.
    pub unit: Option<String>,
    /// Who answers for the system as a whole; shown, but no owner of any duty.
    pub owner: Option<String>,
    /// Business criticality; where there is none, the risk tier stands in.
    pub criticality: Option<Criticality>,
    /// Data classification.
    pub classification: Option<Classification>,
    /// Whether it holds personal data, if the inventory says so.
    pub personal_data: Option<bool>,
    /// Whether the classification was inferred from personal data.
    pub classification_inferred: bool,
    /// Lifecycle stage.
    pub stage: Option<Stage>,
    /// Free text.
    pub notes: Option<String>,
    /// The cell that names it.
    pub at: Location,
}

impl System {
    /// The higher of criticality and classification, 1 to 4; `None` if neither is known.
    pub fn known_impact(&self) -> Option<u32> {
        let criticality = self.criticality.map(Criticality::impact);
        criticality.max(self.classification.map(Classification::impact))
    }
}

impl System {
    /// Its vendor, or each of several, as [`company_letters`] writes them; `Amazon Web Services (AWS)` is known by its initials too.
    pub fn vendors(&self) -> Vec<String> {
        let said = self.vendor.as_deref().unwrap_or_default();
        let mut names = vec![said];
        for part in said.split([';', '/', '|', '\n']) {
            let (name, bracket) = part.split_once('(').unwrap_or((part, ""));
            let short = bracket.trim_end().trim_end_matches(')');
            names.extend([part, name]);
            names.extend(Some(short).filter(|short| initials(name) == name_key(short)));
        }
        let mut letters: Vec<String> = names.into_iter().map(company_letters).collect();
        letters.retain(|name| !name.is_empty());
        letters.sort();
        letters.dedup();
        letters
    }
}

fn initials(name: &str) -> String {
    name_key(name)
        .split(' ')
        .filter_map(|word| word.chars().next())
        .collect()
}

names! {
    /// Where a system's id comes from.
    #[derive(Default)]
    IdSource {
        /// A column of the inventory.
        #[default]
        Column = "column",
        /// Its name.
        Slug = "slug",
    }
}

/// How a system's deployment models are known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ModelSource {
    /// The inventory states them.
    Declared,
    /// They follow from a product or vendor name; the words that told.
    Inferred(Message),
    /// The inventory states something that is no deployment model; its words.
    NotUnderstood(String),
    /// They are not known.
    None,
}

names! {
    /// Whether a system counts.
    Scope in "scope" {
        /// It counts.
        In = "in",
        /// Its stage says that it is retired.
        Retired = "retired",
        /// The framework leaves such background AI out.
        NotCovered = "not-covered",
    }
}

names! {
    /// Business criticality, from low to critical.
    Criticality in "criticality" {
        /// Impact 1.
        Low = "low",
        /// Impact 2.
        Medium = "medium",
        /// Impact 3.
        High = "high",
        /// Impact 4.
        Critical = "critical",
    }
}

impl Criticality {
    /// What it weighs, 1 to 4.
    pub fn impact(self) -> u32 {
        self as u32 + 1
    }
}

names! {
    /// Data classification, from public to restricted.
    Classification in "classification" {
        /// Impact 1.
        Public = "public",
        /// Impact 2.
        Internal = "internal",
        /// Impact 3.
        Confidential = "confidential",
        /// Impact 4.
        Restricted = "restricted",
    }
}

impl Classification {
    /// What it weighs, 1 to 4.
    pub fn impact(self) -> u32 {
        self as u32 + 1
    }
}

names! {
    /// Where a system is in its life.
    Stage in "stage" {
        /// Thought of.
        Idea = "idea",
        /// Being built or bought.
        Development = "development",
        /// Tried out.
        Pilot = "pilot",
        /// In use.
        Production = "production",
        /// No longer in use.
        Retired = "retired",
    }
}

/// What the organisation or its provider does about some domains for some systems.
#[derive(Clone, Debug, PartialEq)]
pub struct Control {
    /// For which systems.
    pub reach: Vec<Reach>,
    /// For which domains, sorted, without repeats.
    pub domains: Vec<Domain>,
    /// What it is called.
    pub name: Option<String>,
    /// Whose row it is.
    pub party: Party,
    /// Who owns it; empty means nobody.
    pub owners: Vec<Owner>,
    /// How far it is; `None` is unknown.
    pub status: Option<ControlStatus>,
    /// Our evidence.
    pub evidence: EvidenceCell,
    /// The provider's evidence.
    pub provider_evidence: EvidenceCell,
    /// The date that the row gives its evidence, where the words of the evidence give none.
    pub evidence_date: Option<NaiveDate>,
    /// The last day that the row gives its evidence.
    pub valid_until: Option<NaiveDate>,
    /// When it was last looked at.
    pub last_reviewed: Option<NaiveDate>,
    /// When it is to be done.
    pub due: Option<NaiveDate>,
    /// A complete risk acceptance: with approver and expiry.
    pub exception: Option<Exception>,
    /// Free text.
    pub notes: Option<String>,
    /// The cell that a finding about this row points to.
    pub at: Location,
}

/// For which systems a control is meant, from narrow to wide.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reach {
    /// One system, by its id in this inventory.
    System(String),
    /// A business unit, by the [`name_key`] of its name.
    Unit(String),
    /// Every system of a deployment model.
    Model(DeploymentModel),
    /// Every system.
    All,
}

/// How wide a reach is; the narrowest that has any row rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// Written for the system itself.
    System,
    /// Written for its business unit.
    Unit,
    /// Written for its deployment model.
    Model,
    /// Written for all.
    All,
}

impl Reach {
    /// How wide it is.
    pub fn level(&self) -> Level {
        match self {
            Self::System(_) => Level::System,
            Self::Unit(_) => Level::Unit,
            Self::Model(_) => Level::Model,
            Self::All => Level::All,
        }
    }
}

impl System {
    /// Every reach that covers this system, from narrow to wide.
    pub fn reaches(&self) -> Vec<Reach> {
        let unit = self.unit.as_deref().map(|unit| Reach::Unit(name_key(unit)));
        let models = self.models.iter().copied().map(Reach::Model);
        std::iter::once(Reach::System(self.id.clone()))
            .chain(unit)
            .chain(models)
            .chain([Reach::All])
            .collect()
    }
}

names! {
    /// Whose row a control is.
    Party in "party" {
        /// Ours (also when the cell is blank, or says shared).
        Customer = "customer",
        /// The provider's own.
        Provider = "provider",
    }
}

names! {
    /// How far a control is; an unknown status is `None` where this is used.
    ControlStatus in "status" {
        /// In place (or a compensating control is).
        Implemented = "implemented",
        /// In place in part.
        Partial = "partial",
        /// Nothing in place yet.
        Planned = "planned",
        /// Said not to apply.
        NotApplicable = "not-applicable",
        /// No longer used: the row does not count.
        Retired = "retired",
    }
}

/// Somebody who owns a control.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Owner {
    /// As written.
    pub name: String,
    /// What kind of owner.
    pub kind: OwnerKind,
    /// The last day, where the cell says one (`Bob until 31.08.2026`).
    pub until: Option<NaiveDate>,
}

names! {
    /// What kind of owner a name is.
    OwnerKind {
        /// A person by name, or a mailbox.
        Person = "person",
        /// A role that one person holds.
        Role = "role",
        /// A team or department.
        Team = "team",
        /// The provider, by a general word ("vendor"); cannot own our side.
        Provider = "provider",
    }
}

/// A risk acceptance with what makes it one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exception {
    /// Why.
    pub reason: Option<String>,
    /// Who approved it.
    pub approver: String,
    /// The last day on which it holds.
    pub expires: NaiveDate,
    /// Whether the row says that it has run out, whatever its last day.
    pub ended: bool,
}

impl Exception {
    /// Whether it holds on a day.
    pub fn holds_on(&self, day: NaiveDate) -> bool {
        !self.ended && self.expires >= day
    }
}

/// A person who left, or will.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Departure {
    /// Name.
    pub name: Option<String>,
    /// E-mail address.
    pub email: Option<String>,
    /// The day from which the person cannot own anything.
    pub left_on: NaiveDate,
    /// The cell that says so.
    pub at: Location,
}

impl Departure {
    /// Whether an owner is this person: by address; by name, whatever the order, the case, the accents and the initials; or by the
    /// full name inside a longer text (`Dr. Ann Lee`, `Ann Lee (Finance)`). A longer text never is somebody known by one word only.
    pub fn is(&self, owner: &str) -> bool {
        self.has_address_of(owner) || self.name.as_deref().is_some_and(|name| is_named(name, owner))
    }

    /// Whether the owner is this person, but spelt with other accents.
    pub fn spelt_otherwise(&self, owner: &str) -> bool {
        let letters = |text: &str| {
            text.nfkc()
                .flat_map(char::to_lowercase)
                .filter(|c| !c.is_ascii())
                .count()
        };
        self.is(owner)
            && self.name.as_deref().is_some_and(|name| letters(name) != letters(owner))
            && !owner.contains('@')
    }

    fn has_address_of(&self, owner: &str) -> bool {
        let parts = owner.split(|c: char| c.is_whitespace() || "<>();,".contains(c));
        parts
            .filter_map(|part| part.split_once('@').map(|(local, _)| (part, local)))
            .any(|(address, local)| {
                let known = self
                    .email
                    .as_deref()
                    .is_some_and(|email| email.trim().eq_ignore_ascii_case(address));
                let told = self
                    .name
                    .as_deref()
                    .is_some_and(|name| name.contains(' ') && is_named(name, local));
                known || told
            })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_leaver_is_known_in_every_way_of_writing() {
        let left = |name: &str, email: &str| Departure {
            name: Some(name.to_owned()),
            email: (!email.is_empty()).then(|| email.to_owned()),
            left_on: NaiveDate::default(),
            at: Location {
                file: "people.csv".into(),
                sheet: None,
                cell: None,
            },
        };
        let ole = left("Brandt, Ole", "obr@example.org");
        for owner in [
            "Ole Brandt",
            "BRANDT Ole",
            "Ole  BRANDT (Operations)",
            "OBR@example.org",
            "ole.brandt@example.com",
            "Dr. Ole Brandt",
            "Ole Brandt, CISO",
            "Ole K. Brandt",
            "OleBrandt",
            "Ole Brandt <x@example.org>",
        ] {
            assert!(ole.is(owner), "{owner}");
        }
        for owner in [
            "Ole Brand",
            "Ole",
            "Brandt",
            "Olea Brandt",
            "CISO",
            "obr@example.com",
            "Ole Moll Brandt",
        ] {
            assert!(!ole.is(owner), "{owner}");
        }
        assert!(
            left("Bob", "").is("bob") && !left("Bob", "").is("Bob Roy") && !left("Bob", "").is("bob.roy@example.org")
        );
        let jose = left("José Álvarez", "");
        for owner in [
            "Mueller, Joerg",
            "Jörg Müller",
            "Jorg Muller",
            "joerg.mueller@example.org",
        ] {
            assert!(left("Müller, Jörg", "").is(owner), "{owner}");
        }
        assert!(left("Joerg Mueller", "").is("JÖRG MÜLLER") && !left("Müller, Jörg", "").is("Jörg Mull"));
        assert!(left("BRANDT Ole (Mr.)", "").is("Ole Brandt") && !left("BRANDT Ole (Mr.)", "").is("Mr. Brandt"));
        assert!(jose.spelt_otherwise("Jose Alvarez") && !jose.spelt_otherwise("JOSÉ ÁLVAREZ"));
    }
}
