//! Until when something holds. In: the columns of a list of controls. Out: whether *Until* and *Valid until* speak of an exception, of
//! evidence, or of the day by which a control is due. Where nothing tells, it is asked.

use super::because::Hence;
use super::columns::{Column, Holds, Judge, Trust, column_of, taken};
use super::field::{Field, Kind, Meaning};
use super::marks::Mark;

/// What is said of an exception.
const EXCEPTION: [Field; 3] = [Field::ExceptionReason, Field::ExceptionApprover, Field::ExceptionStatus];

/// What is said of evidence.
const EVIDENCE: [Field; 2] = [Field::Evidence, Field::ProviderEvidence];

impl Judge<'_> {
    /// *Until* right behind what is said of an exception is the day on which the exception ends.
    pub(super) fn by_exception(&self, kind: Kind, columns: &mut [Column]) {
        if kind != Kind::Controls || taken(columns, Field::ExceptionExpires) {
            return;
        }
        let means = |place: usize, wanted: &[Field]| self.means(kind, &columns[place], wanted);
        if (0..columns.len()).any(|place| means(place, &[Field::ExceptionExpires])) {
            return;
        }
        let ends = |place: &usize| {
            let open = columns[*place].holds == Holds::Nothing;
            open && Mark::Until.knows(&columns[*place].header) && means(*place - 1, &EXCEPTION)
        };
        if let Some(place) = (1..columns.len()).find(ends) {
            columns[place].holds = Holds::Field(Field::ExceptionExpires, Trust::Sure);
            columns[place].hence = Hence::Likeliest;
        }
    }

    /// Whether a column holds one of some fields, or may by its heading.
    fn means(&self, kind: Kind, column: &Column, wanted: &[Field]) -> bool {
        match column.holds {
            Holds::Nothing => self.offers(kind, column).iter().any(|m| wanted.contains(&m.field)),
            Holds::Field(field, _) => wanted.contains(&field),
            _ => false,
        }
    }

    /// Whether a heading says no more than *until*, and another one above days says what is due.
    pub(super) fn gives_way(&self, kind: Kind, columns: &[Column], meaning: Meaning, place: usize) -> bool {
        let until = |column: &Column| Mark::Until.knows(&column.header);
        let due = |other: &Column| {
            !until(other) && self.means(kind, other, &[Field::Due]) && self.may_hold(Field::Due, other.number)
        };
        meaning.field == Field::Due && until(&columns[place]) && columns.iter().any(due)
    }
}

/// Settles what the columns say once all have their fields.
pub(super) fn settle(columns: &mut [Column]) {
    settle_evidence(columns);
    settle_due(columns);
}

fn holds(column: &Column, fields: &[Field]) -> bool {
    matches!(column.holds, Holds::Field(field, _) if fields.contains(&field))
}

/// *Valid until* speaks of the exception where it stands behind the exception's columns, or no column holds evidence.
fn settle_evidence(columns: &mut [Column]) {
    let any = |fields: &[Field]| columns.iter().any(|column| holds(column, fields));
    let Some(place) = columns.iter().position(|column| holds(column, &[Field::ValidUntil])) else {
        return;
    };
    let behind = place > 0 && holds(&columns[place - 1], &EXCEPTION);
    if any(&EXCEPTION) && !any(&[Field::ExceptionExpires]) && (behind || !any(&EVIDENCE)) {
        columns[place].holds = Holds::Field(Field::ExceptionExpires, Trust::Sure);
    }
}

/// *Until* somewhere else, beside exceptions of which nothing says when they end, was only likely taken for the day by which
/// something is due.
fn settle_due(columns: &mut [Column]) {
    let excepted = columns.iter().any(|column| holds(column, &EXCEPTION[..2]));
    if !excepted || taken(columns, Field::ExceptionExpires) {
        return;
    }
    let number = column_of(columns, Field::Due);
    let doubtful =
        |c: &&mut Column| Some(c.number) == number && c.hence != Hence::Configured && Mark::Until.knows(&c.header);
    if let Some(column) = columns.iter_mut().find(doubtful) {
        column.holds = Holds::Field(Field::Due, Trust::Guessed);
        column.hence = Hence::Likeliest;
    }
}
