//! Columns whose heading is not known as it stands. In: the columns that have no field yet. Out: those that are meant by other words of
//! the same meaning, by what stands in brackets, or by a slip of the pen, over values that fit; each is a guess.

use super::because::Hence;
use super::columns::{Column, Holds, Judge, Trust, is_vocabulary, matters, taken};
use super::field::{Field, Kind, Meaning, Strength, meanings};
use super::speech;
use super::spelling;
use super::wording::compact;

impl Judge<'_> {
    /// Other words of the same meaning as a sure heading, over values that fit; of two such columns none is taken.
    pub(super) fn by_speech(&self, kind: Kind, columns: &mut [Column]) {
        let open =
            |c: &Column| c.holds == Holds::Nothing && c.hence != Hence::NoHeading && self.offers(kind, c).is_empty();
        let said = |c: &Column| speech::meant(kind, &c.header).filter(|field| self.may_hold(*field, c.number));
        let meant: Vec<Option<Field>> = columns.iter().map(|c| said(c).filter(|_| open(c))).collect();
        for (place, field) in meant.iter().enumerate() {
            let Some(field) = field.filter(|field| !taken(columns, *field)) else {
                continue;
            };
            if meant.iter().filter(|other| **other == Some(field)).count() == 1 {
                columns[place].holds = Holds::Field(field, Trust::Guessed);
                columns[place].hence = Hence::Speech(field);
            } else if matters(field) {
                columns[place].holds = Holds::Second(field);
            }
        }
    }

    /// A close spelling of a sure heading, over values that fit.
    pub(super) fn by_spelling(&self, kind: Kind, columns: &mut [Column]) {
        for place in 0..columns.len() {
            let column = &columns[place];
            if column.holds != Holds::Nothing || column.hence == Hence::NoHeading {
                continue;
            }
            if let Some(field) = spelling::meant(kind, &column.header)
                && !taken(columns, field)
                && self.may_hold(field, column.number)
            {
                columns[place].holds = Holds::Field(field, Trust::Guessed);
                columns[place].hence = Hence::Spelling(field);
            }
        }
    }

    /// What stands in brackets, where the words before them mean nothing: `Custom field (AI System)`.
    pub(super) fn by_brackets(&self, kind: Kind, columns: &mut [Column]) {
        for place in 0..columns.len() {
            let column = &columns[place];
            let inside = column.header.split_once('(').and_then(|(_, rest)| rest.split_once(')'));
            let Some((inside, _)) = inside.filter(|_| column.holds == Holds::Nothing) else {
                continue;
            };
            let key = compact(inside);
            let fits = |m: &&Meaning| !taken(columns, m.field) && self.may_hold(m.field, column.number);
            let sure = |m: &&Meaning| m.strength < Strength::Weak || is_vocabulary(m.field);
            if let Some(meaning) = meanings(kind, &key).iter().filter(sure).find(fits) {
                columns[place].holds = Holds::Field(meaning.field, Trust::Guessed);
                columns[place].hence = Hence::Brackets;
            }
        }
    }
}
