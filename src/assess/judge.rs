//! One system after the other: what it owes, and what both sides of each duty share. In: a system, the rows, the rules. Out: its
//! obligations, gaps and accepted risks, with what is doubtful about them.

use chrono::NaiveDate;

use super::coverage::Coverage;
use super::doubts::Doubts;
use super::{Assessment, Duty, Gap, GapId, GapKind, Obligation, Remembered, Severity};
use crate::config::Rules;
use crate::framework::{DeploymentModel, Domain, Matrix, Responsibility};
use crate::inventory::{Inventory, System};

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

impl Judge<'_> {
    /// Judges every domain of a system whose model is known.
    pub fn system(&self, system: &System, matrix: &Matrix, out: &mut Crossing) {
        let reaches = system.reaches();
        for domain in Domain::ALL {
            let Some(mut obligation) = owed(system, domain, matrix) else {
                continue;
            };
            let rows = self.coverage.rows(&reaches, domain);
            if obligation.responsibility.has_customer_side() {
                self.our_side(system, &rows, &mut obligation, out);
            }
            if obligation.responsibility.has_provider_side() {
                self.their_side(system, &rows, &mut obligation, out);
            }
            out.found.obligations.push(obligation);
        }
    }

    /// What is missing of a system whose model is not known: it comes from its own row, and classifying it leaves what nobody can
    /// tell yet.
    pub fn unclassified(&self, system: &System, out: &mut Crossing) {
        let gap = Gap {
            rows: 1,
            ..self.bare_gap(system, Duty::Unclassified, GapKind::Unclassified, false)
        };
        out.found.left.insert(gap.id.clone(), gap.clone());
        out.found.gaps.push(gap);
    }

    /// The gaps of a system without a model if it were had in every way at once.
    pub fn at_strictest(&self, system: &System, matrix: &Matrix) -> Vec<Gap> {
        let models = DeploymentModel::ALL.to_vec();
        let every_way = System {
            models,
            ..system.clone()
        };
        let mut out = Crossing::default();
        self.system(&every_way, matrix, &mut out);
        out.found.gaps
    }

    /// A gap of which nothing but kind and severity is known.
    pub fn bare_gap(&self, system: &System, duty: Duty, kind: GapKind, critical_focus: bool) -> Gap {
        let (impact, _) = self.remembered.impact(system);
        let impact = (impact + u32::from(critical_focus)).min(4);
        let weight = kind.weight(&self.rules.weights);
        let score = weight * impact;
        Gap {
            id: GapId::new(&system.id, duty),
            kind,
            weight,
            impact,
            score,
            severity: Severity::of(score, self.rules),
            owners: Vec::new(),
            promises: Vec::new(),
            because: None,
            source: vec![system.at.short()],
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
        source: Vec::new(),
        provider_source: Vec::new(),
    })
}
