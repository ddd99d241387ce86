//! What evidence comes to on the as-of date. In: the cells of a row. Out: which pieces count, how strong they are, and which have
//! expired. What a cell's words mean was told before, by `normalise`.

use std::borrow::Cow;

use chrono::NaiveDate;

use crate::config::Rules;
use crate::inventory::{Control, Evidence, EvidenceCell, Grade, Standing};

/// One piece of evidence, weighed.
pub struct Piece<'a> {
    /// As the cell names it.
    pub evidence: &'a Evidence,
    /// Whether it counts.
    pub standing: Standing,
    /// The last day on which it counts, where anything says from when it is: its own words, or the row's columns.
    pub last: Option<NaiveDate>,
}

/// The evidence of one cell, weighed.
#[derive(Default)]
pub struct Proof<'a>(pub Vec<Piece<'a>>);

impl<'a> Proof<'a> {
    /// Weighs the pieces of a cell; the row's own dates speak for those whose words give none.
    pub fn of(cell: &'a EvidenceCell, row: &Control, rules: &Rules, as_of: NaiveDate) -> Self {
        let weighed = cell.pieces.iter().map(|evidence| {
            let by_row = evidence.is_undated() && (row.evidence_date.is_some() || row.valid_until.is_some());
            let dated = match by_row {
                true => Cow::Owned(Evidence {
                    issued: row.evidence_date,
                    valid_until: row.valid_until,
                    ..evidence.clone()
                }),
                false => Cow::Borrowed(evidence),
            };
            Piece {
                evidence,
                standing: dated.standing(as_of, rules.evidence_days),
                last: dated.last_day(rules.evidence_days),
            }
        });
        Self(weighed.collect())
    }

    fn counting(&self) -> impl Iterator<Item = &Piece<'a>> {
        self.0.iter().filter(|piece| piece.standing == Standing::Counts)
    }

    /// The strongest that counts, if any does.
    pub fn grade(&self) -> Option<Grade> {
        self.counting().map(|piece| piece.evidence.grade).max()
    }

    /// Whether some piece that counts says from when it is.
    pub fn is_dated(&self) -> bool {
        self.counting().any(|piece| piece.last.is_some())
    }

    /// The last day of each piece that counts.
    pub fn last_days(&self) -> impl Iterator<Item = Option<NaiveDate>> {
        self.counting().map(|piece| piece.last)
    }

    /// Whether some piece counted once.
    pub fn has_expired(&self) -> bool {
        self.0
            .iter()
            .any(|piece| matches!(piece.standing, Standing::Expired(_)))
    }
}
