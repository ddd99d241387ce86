//! What speaks for a table being one thing or another. In: a table's columns, its name and its titles. Out: a claim for each
//! role that it could have, with a weight and the reasons, and what speaks against its being a list of systems. A further
//! kind of table is a further function here that makes a claim.

use std::path::Path;

use crate::read::Table;

use super::Role;
use super::because::{Because, Hence, told};
use super::blocks::Block;
use super::catalogue::{Catalogue, Told};
use super::cells::text;
use super::columns::{Column, Holds, Judge, Trust};
use super::field::{Field, Kind};
use super::marks::{Mark, tokens};
use super::own_report::is_report;
use super::refusal::Standing;
use super::topic::{self, Topic};
use super::wording::{Vocabulary, compact};

/// That a table is for something.
#[derive(Clone, Debug)]
pub(super) struct Claim {
    /// For what.
    pub(super) role: Role,
    /// How much speaks for it.
    pub(super) weight: i32,
    /// What speaks for it.
    pub(super) because: Vec<Because>,
}

/// Everything that speaks for or against a table.
#[derive(Clone, Debug, Default)]
pub(super) struct Evidence {
    /// What it could be. Of equally heavy claims the first one counts.
    pub(super) claims: Vec<Claim>,
    /// Why it is not a list of systems, or nothing at all.
    pub(super) against: Vec<Because>,
    /// The other thing that it is about, if it is.
    pub(super) about: Option<Topic>,
    /// What in its name and its headings speaks of tasks, plans or ideas.
    pub(super) work: Vec<String>,
    /// What speaks for its being a list of systems, whether it may be one or not.
    pub(super) likely: (i32, Vec<Because>),
}

impl Evidence {
    /// The heaviest claim.
    pub(super) fn best(&self) -> Option<&Claim> {
        self.claims.iter().rev().max_by_key(|claim| claim.weight)
    }

    /// How heavy the claim for a role is, if there is one.
    pub(super) fn weight(&self, role: Role) -> Option<i32> {
        self.claims
            .iter()
            .find(|claim| claim.role == role)
            .map(|claim| claim.weight)
    }

    /// How near the table comes to being a list of systems, as it is told.
    pub(super) fn standing(&self) -> Standing {
        let (weight, pros) = &self.likely;
        Standing {
            weight: *weight,
            pros: told(pros),
            cons: told(&self.against),
            configured: false,
        }
    }

    /// Whether the sheet's name says that it lists AI systems.
    pub(super) fn is_called_systems(&self) -> bool {
        let mut reasons = self
            .claims
            .iter()
            .filter(|c| c.role == Role::Systems)
            .flat_map(|c| &c.because);
        reasons.any(|because| matches!(because, Because::Called(_)))
    }
}

/// Weights: what a sure sign is worth, what a fair one, what a hint.
const SURE: i32 = 4;
const FAIR: i32 = 3;
const HINT: i32 = 1;

/// What a list is worth that has no names of systems but those of products.
const STAND_IN: i32 = 2;

/// Ownership grids go before all lists.
const GRID: i32 = 40;

/// What speaks for and against a table that has headings.
pub(super) fn evidence(judge: &Judge<'_>, block: &Block<'_>, catalogue: &Catalogue) -> Evidence {
    let table: &Table = &block.table;
    if is_report(table) {
        return nothing(Because::OwnReport, Some(Topic::OwnOutput));
    }
    let domains = judge.domains().len();
    let look = Look {
        judge,
        names: names(block),
        systems: judge.columns(Kind::Systems, true),
        controls: judge.columns(Kind::Controls, false),
        domains,
        crosses: domains >= 3 || !judge.parts().is_empty(),
        catalogue,
    };
    let mut found = Evidence::default();
    if table.rows.len() <= judge.header.body {
        found.against.push(Because::NoRows);
    }
    found.work = look.work();
    let other = look.other();
    found.about = other.as_ref().map(|(topic, _)| *topic);
    found.against.extend(other.map(|(_, because)| because));
    let claims = [
        look.people(),
        look.decisions(),
        look.grid(),
        look.controls(&found),
        look.combined(),
        look.systems(&mut found),
    ];
    found.claims = claims.into_iter().flatten().collect();
    if found.claims.is_empty() && found.against.is_empty() {
        found.against.push(Because::NoKey);
    }
    found
}

/// A table without headings is nothing that can be read.
pub(super) fn without_header(block: &Block<'_>) -> Evidence {
    match is_report(&block.table) {
        true => nothing(Because::OwnReport, Some(Topic::OwnOutput)),
        false => nothing(
            Because::NoHeadings,
            names(block).iter().find_map(|name| topic::called(name)),
        ),
    }
}

fn nothing(because: Because, about: Option<Topic>) -> Evidence {
    Evidence {
        claims: Vec::new(),
        against: vec![because],
        about,
        work: Vec::new(),
        likely: Default::default(),
    }
}

/// What a table is called: by its titles, nearest first, then by its sheet, or its file without the ending.
pub(super) fn names(block: &Block<'_>) -> Vec<String> {
    let stem = Path::new(block.table.file.as_ref())
        .file_stem()
        .map(|s| s.to_string_lossy().into_owned());
    let sheet = block.table.sheet.as_deref().map(str::to_owned).or(stem);
    let titles = block
        .titles()
        .into_iter()
        .rev()
        .filter(|title| tokens(title).len() <= 6);
    let own = titles.chain(sheet.filter(|_| block.place == 0));
    own.collect()
}

/// What a table is told from.
pub(super) struct Look<'a> {
    /// Its columns, and the words.
    pub(super) judge: &'a Judge<'a>,
    /// What it is called.
    pub(super) names: Vec<String>,
    /// Its columns, were it a list of systems.
    pub(super) systems: Vec<Column>,
    controls: Vec<Column>,
    domains: usize,
    /// Whether so many headings speak of domains that it is a grid.
    crosses: bool,
    catalogue: &'a Catalogue,
}

impl Look<'_> {
    fn people(&self) -> Option<Claim> {
        let people = self.judge.columns(Kind::People, false);
        let names = [Field::PersonName, Field::PersonLastName, Field::PersonEmail];
        let named = names.into_iter().any(|field| has(&people, field));
        let called = self.names.iter().any(|name| {
            let said = compact(name);
            ["people", "leaver"].iter().any(|word| said.contains(word))
        });
        let other = self.is_controls() && !called || self.crosses;
        (has(&people, Field::LeftOn) && named && !other).then(|| Claim {
            role: Role::People,
            weight: 2 * GRID,
            because: vec![Because::Leavers],
        })
    }

    /// A list of decisions names them and their outcome; it is called so, or says when each was decided and until when it is put off.
    fn decisions(&self) -> Option<Claim> {
        const CALLED: [&str; 4] = ["decision", "entscheidung", "décision", "decisi"];
        let columns = self.judge.columns(Kind::Decisions, false);
        let sure = |field: Field| {
            let holds = Holds::Field(field, Trust::Sure);
            columns.iter().any(|column| column.holds == holds)
        };
        let called = self.names.iter().any(|name| {
            let said = compact(name);
            CALLED.iter().any(|word| said.starts_with(word))
        });
        let shaped = sure(Field::DecidedOn) && sure(Field::DeferredUntil);
        let of_systems = has(&self.controls, Field::SystemRef) || self.crosses;
        let claimed = sure(Field::Decision) && sure(Field::Outcome) && (called || shaped) && !of_systems;
        claimed.then(|| Claim {
            role: Role::Decisions,
            weight: 2 * GRID,
            because: vec![Because::Decided],
        })
    }

    fn grid(&self) -> Option<Claim> {
        (self.crosses).then(|| Claim {
            role: Role::Grid,
            weight: GRID,
            because: vec![Because::DomainHeadings(self.domains)],
        })
    }

    /// A grid that names its systems can be their list as well.
    fn combined(&self) -> Option<Claim> {
        (self.crosses && has(&self.systems, Field::SystemName)).then(|| Claim {
            role: Role::Combined,
            weight: GRID - 1,
            because: vec![Because::DomainHeadings(self.domains)],
        })
    }

    fn controls(&self, found: &Evidence) -> Option<Claim> {
        if found.about.is_some_and(Topic::is_no_control) {
            return None;
        }
        if self.judge.is_applied_controls() {
            return Some(Claim {
                role: Role::Controls,
                weight: GRID,
                because: vec![Because::AppliedControls],
            });
        }
        if !self.is_controls() {
            return None;
        }
        let said = [
            (Field::SystemRef, 2),
            (Field::Owner, 2),
            (Field::Status, 2),
            (Field::ControlName, HINT),
            (Field::Party, HINT),
            (Field::Evidence, HINT),
            (Field::LastReviewed, HINT),
            (Field::Due, HINT),
        ];
        let says: i32 = said
            .iter()
            .filter(|(field, _)| has(&self.controls, *field))
            .map(|(_, w)| w)
            .sum();
        let called = self.called(Mark::Controls);
        let mut because = match has(&self.controls, Field::Domain) {
            true => vec![Because::DomainColumn],
            false if self.has_references() => vec![Because::References],
            false => Vec::new(),
        };
        because.extend(called.clone().map(Because::Called));
        Some(Claim {
            role: Role::Controls,
            weight: SURE + says + if called.is_some() { FAIR } else { 0 },
            because,
        })
    }

    /// A list of controls has a domain column with domains in it, and says something about them.
    fn is_controls(&self) -> bool {
        let domain = self
            .controls
            .iter()
            .find(|c| matches!(c.holds, Holds::Field(Field::Domain, _)));
        let Some(domain) = domain else {
            let told = [Field::Status, Field::Owner].map(|field| has(&self.controls, field));
            let called = self.called(Mark::Controls).is_some() && has(&self.controls, Field::SystemRef);
            return (self.has_references() || self.is_grouped_by_domain()) && told.contains(&true)
                || called && told == [true, true];
        };
        let says = [
            Field::SystemRef,
            Field::Status,
            Field::Owner,
            Field::Party,
            Field::Evidence,
        ];
        let values = self.judge.distinct(domain.number);
        let word = |value: &&String| {
            self.judge.wording.knows(Vocabulary::Domain, value)
                || self.judge.wording.knows(Vocabulary::EveryDomain, value)
                || self.judge.wording.nearest_once(Vocabulary::Domain, value).is_some()
        };
        let known = values.keys().filter(word).count();
        let sure = has(&self.controls, Field::SystemRef) && has(&self.controls, Field::Status);
        says.iter().any(|field| has(&self.controls, *field))
            && (known * 5 >= values.len() && !values.is_empty() || sure)
    }

    /// Whether rows of one cell name the security domain of the rows below.
    fn is_grouped_by_domain(&self) -> bool {
        let rows = &self.judge.cells.table.rows[self.judge.header.body..];
        let alone = rows.iter().filter(|row| row.cells.len() == 1);
        let named = alone.filter_map(|row| text(&row.cells[0].1));
        let domains = named.filter(|said| self.judge.wording.knows(Vocabulary::Domain, said));
        domains.count() >= 1 && has(&self.controls, Field::SystemRef)
    }

    /// Whether the rows are numbered as another framework numbers its controls.
    fn has_references(&self) -> bool {
        self.controls.iter().any(|c| match c.holds {
            Holds::Field(Field::Reference, _) => true,
            Holds::Field(Field::ControlId, _) => self.judge.holds_references(c),
            _ => false,
        })
    }

    /// A list of systems names them; what else it says, what it is called, and known products among the names weigh.
    fn systems(&self, found: &mut Evidence) -> Option<Claim> {
        let name = column(&self.systems, Field::SystemName)?;
        let mut because = vec![Because::SystemNames(name.header.clone())];
        // A list of products or models stands in for one of systems only where there is none.
        let stands_in = name.hence == Hence::Values(Field::SystemName) && self.is_product(name);
        let mut plain = match is_telling(&name.header) && !stands_in {
            true => FAIR,
            false => HINT,
        };
        let called = self.called(Mark::Systems);
        if let Some(called) = &called {
            plain += FAIR;
            because.push(Because::Called(called.clone()));
        }
        let (telling, weight) = self.telling();
        plain += weight;
        found.likely = (plain, because.clone());
        if let Some(veto) = self.veto(name, plain, found.about) {
            if !found.against.contains(&veto) {
                found.against.push(veto);
            }
            return None;
        }
        found.against.retain(|because| *because == Because::NoRows);
        let weak = [Field::SystemOwner, Field::RiskTier, Field::Stage, Field::SystemId];
        let extra = weak.iter().filter(|field| has(&self.systems, **field)).count();
        let products = self.products(name);
        if !telling.is_empty() {
            because.push(Because::Telling(telling));
        }
        if products > 0 {
            because.push(Because::Products(products));
        }
        let seen = match products {
            0 => 0,
            1 => HINT,
            _ => FAIR,
        };
        let most = if stands_in { STAND_IN } else { i32::MAX };
        Some(Claim {
            role: Role::Systems,
            weight: most.min(plain + seen + extra as i32),
            because,
        })
    }

    /// Whether a heading means the product.
    fn is_product(&self, column: &Column) -> bool {
        let offers = self.judge.offers(Kind::Systems, column);
        offers.iter().any(|meaning| meaning.field == Field::Product)
    }

    /// The columns that only a list of systems has, and their weight.
    fn telling(&self) -> (Vec<Field>, i32) {
        const FIELDS: [(Field, i32); 8] = [
            (Field::Model, FAIR),
            // Provider or deployer in the sense of the law: of an AI system alone.
            (Field::RegulatoryRole, FAIR),
            (Field::Product, HINT),
            (Field::Vendor, HINT),
            (Field::Criticality, HINT),
            (Field::Classification, HINT),
            (Field::PersonalData, HINT),
            (Field::Unit, HINT),
        ];
        let told = FIELDS
            .iter()
            .filter(|(field, _)| column(&self.systems, *field).is_some_and(|c| self.fits(*field, c)));
        let weight = told.clone().map(|(_, weight)| weight).sum();
        (told.map(|(field, _)| *field).collect(), weight)
    }

    /// A role that is no side of the law is anybody's.
    fn fits(&self, field: Field, column: &Column) -> bool {
        let values = self.judge.distinct(column.number);
        let sides = values
            .keys()
            .filter(|value| self.judge.wording.knows(Vocabulary::Party, value));
        field != Field::RegulatoryRole || sides.count() * 2 > values.len()
    }

    /// How many of the first names are those of known products.
    fn products(&self, name: &Column) -> usize {
        const LOOKED_AT: usize = 40;
        let values = self.judge.distinct(name.number);
        let first = values.keys().take(LOOKED_AT);
        let known = |value: &&String| matches!(self.catalogue.tell_name(value, self.judge.wording), Told::Products(_));
        first.filter(known).count()
    }

    pub(super) fn called(&self, mark: Mark) -> Option<String> {
        let other = |name: &str| mark == Mark::Systems && topic::called_of_ai(name).is_some();
        let mut names = self.names.iter();
        names.find(|name| mark.is_in(name) && !other(name)).cloned()
    }
}

/// Whether the heading of the names says more than "Name".
fn is_telling(heading: &str) -> bool {
    const BARE: [&str; 9] = [
        "name",
        "title",
        "nom",
        "nombre",
        "bezeichnung",
        "titel",
        "titre",
        "título",
        "label",
    ];
    !BARE.contains(&compact(heading).as_str())
}

pub(super) fn has(columns: &[Column], field: Field) -> bool {
    column(columns, field).is_some()
}

pub(super) fn column(columns: &[Column], field: Field) -> Option<&Column> {
    columns
        .iter()
        .find(|c| matches!(c.holds, Holds::Field(f, _) if f == field))
}
