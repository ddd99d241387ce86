//! One system after the other: what it owes, and what both sides of each duty share. In: a system, the rows, the rules. Out: its
//! obligations, gaps and accepted risks, with what is doubtful about them.

use chrono::NaiveDate;

use super::coverage::Coverage;
use super::doubts::Doubts;
use super::{Assessment, Duty, Gap, GapId, GapKind, Obligation, Remembered, Severity};
use crate::config::Rules;
use crate::framework::{DeploymentModel, Domain, Matrix, Responsibility};
use crate::inventory::{Inventory, System, company_letters};

/// The crossing while it goes on.
#[derive(Default)]
pub struct Crossing {
    /// What was found so far.
    pub found: Assessment,
    /// What is doubtful so far.
    pub doubts: Doubts,
}

/// What every judgement needs to see.
pub struct Judge<'a> {
    /// Systems, controls, leavers.
    pub inventory: &'a Inventory,
    /// How strictly.
    pub rules: &'a Rules,
    /// The day for which it is judged.
    pub as_of: NaiveDate,
    /// What the last report knew.
    pub remembered: &'a Remembered,
    /// Which rows count for which duty.
    pub coverage: Coverage<'a>,
}

/// A system with what each of its duties asks for again.
pub struct Subject<'a> {
    /// The system.
    pub system: &'a System,
    /// Its vendors, as `company_letters` writes them.
    pub vendors: Vec<String>,
    /// Its impact, 1 to 4.
    pub impact: u32,
}

impl Subject<'_> {
    /// Whether a name is that of a vendor of the system, however it is written.
    pub fn is_sold_by(&self, name: &str) -> bool {
        !self.vendors.is_empty() && self.has_vendor(&company_letters(name))
    }

    /// The same of a name as `company_letters` writes it.
    pub fn has_vendor(&self, letters: &str) -> bool {
        self.vendors.iter().any(|vendor| vendor == letters)
    }
}

impl Judge<'_> {
    /// What each duty of a system asks for again.
    pub fn subject<'s>(&self, system: &'s System) -> Subject<'s> {
        Subject {
            system,
            vendors: system.vendors(),
            impact: self.remembered.impact(system).0,
        }
    }

    /// Judges every domain of a system whose model is known.
    pub fn system(&self, subject: &Subject<'_>, matrix: &Matrix, out: &mut Crossing) {
        self.by_rows_of(subject.system, subject, matrix, out);
    }

    /// Judges every domain by the rows that reach this system.
    fn by_rows_of(&self, reached: &System, subject: &Subject<'_>, matrix: &Matrix, out: &mut Crossing) {
        let reached = self.coverage.reached(reached);
        for domain in Domain::ALL {
            let Some(mut obligation) = owed(subject.system, domain, matrix) else {
                continue;
            };
            let rows = self.coverage.rows(&reached, domain);
            if obligation.responsibility.has_customer_side() {
                self.our_side(subject, &rows, &mut obligation, out);
            }
            if obligation.responsibility.has_provider_side() {
                self.their_side(subject, &rows, &mut obligation, out);
            }
            out.found.obligations.push(obligation);
        }
    }

    /// What is missing of a system whose model is not known: it comes from its own row, and classifying it leaves what nobody can
    /// tell yet.
    pub fn unclassified(&self, subject: &Subject<'_>, out: &mut Crossing) {
        let gap = Gap {
            rows: 1,
            ..self.bare_gap(subject, Duty::Unclassified, GapKind::Unclassified, false)
        };
        out.found.left.insert(gap.id.clone(), gap.clone());
        out.found.gaps.push(gap);
    }

    /// The gaps of a system without a model if it were had in every way at once; rows for a model do not speak for it.
    pub fn at_strictest(&self, subject: &Subject<'_>, matrix: &Matrix) -> Vec<Gap> {
        let models = DeploymentModel::ALL.to_vec();
        let every_way = System {
            models,
            ..subject.system.clone()
        };
        let mut out = Crossing::default();
        self.by_rows_of(subject.system, &self.subject(&every_way), matrix, &mut out);
        out.found.gaps
    }

    /// A gap of which nothing but kind and severity is known.
    pub fn bare_gap(&self, subject: &Subject<'_>, duty: Duty, kind: GapKind, critical_focus: bool) -> Gap {
        let impact = (subject.impact + u32::from(critical_focus)).min(4);
        let weight = kind.weight(&self.rules.weights);
        let score = weight * impact;
        Gap {
            id: GapId::new(&subject.system.id, duty),
            kind,
            weight,
            impact,
            score,
            severity: Severity::of(score, self.rules),
            owners: Vec::new(),
            promises: Vec::new(),
            because: None,
            source: vec![subject.system.at.short()],
            rows: 0,
        }
    }
}

/// What the matrix asks of a system in one domain, before anything is known of it; nothing if the domain does not apply.
fn owed(system: &System, domain: Domain, matrix: &Matrix) -> Option<Obligation> {
    let cell = matrix.strictest(domain, &system.models);
    let asks = |model: &DeploymentModel| matrix.cell(domain, *model).responsibility == cell.responsibility;
    (cell.responsibility != Responsibility::NotApplicable).then(|| Obligation {
        system: system.id.clone(),
        domain,
        responsibility: cell.responsibility,
        critical_focus: cell.critical_focus,
        asked_by: system.models.iter().copied().filter(asks).collect(),
        customer: None,
        provider: None,
        owners: Vec::new(),
        team_only: false,
        blanket: false,
        never_reviewed: false,
        in_place_since: None,
        proven: false,
        proven_undated: false,
        assured_by: None,
        assured_undated: false,
        assured_until: None,
        source: Vec::new(),
        provider_source: Vec::new(),
    })
}
