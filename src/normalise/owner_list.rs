//! The names in a cell. In: the text of a cell, and the judge of a single name. Out: each name with what it is. A semicolon and a line
//! break always part; a comma, a slash, an *and* part only where each side alone plainly is an owner (`R&D lead` is one).

use crate::inventory::OwnerKind;

use super::lexicon::Kind;
use super::naming::{Judge, Named};
use super::nobody::Because;
use super::outline::{with_deputy, without_start};
use super::phrase;
use super::wording::split;
use super::words::{Word, spelled, words};

/// Reads the names of a cell.
pub(super) struct List<'j> {
    /// Judges each name.
    pub(super) judge: &'j Judge<'j>,
}

/// So many names of one cell are taken. Where hundreds own a duty, nobody does.
const MOST_NAMES: usize = 100;

/// Separators that may also stand inside a name, from strong to weak.
const WEAK: [&[&str]; 4] = [
    &[","],
    &["/"],
    &[" - ", " – ", " — ", ": "],
    &["&", "+", " and ", " und ", " et ", " y ", " e "],
];
const COMMA: usize = 0;
const AND: usize = 3;

/// A part of a list.
enum Part<'t> {
    One(&'t str),
    /// Surname and first name.
    Turned(&'t str, &'t str),
}

/// A piece of a cell, and whom it names.
pub(super) type Piece = (String, Result<Named, Because>);

impl List<'_> {
    /// Every name of the cell, and every piece that is none.
    pub(super) fn read(&self, text: &str) -> Vec<Piece> {
        let joined = text.replace("\n(", " (");
        let pieces = split(&joined, &[";", "\n", "|"]);
        let mut found: Vec<Piece> = pieces.into_iter().flat_map(|piece| self.piece(piece)).collect();
        if found.len() > MOST_NAMES {
            let rest = found.split_off(MOST_NAMES).into_iter().map(|(name, _)| name);
            found.push((rest.collect::<Vec<_>>().join("; "), Err(Because::Crowd)));
        }
        found
    }

    /// The names of a piece, and the deputy, who is no owner.
    fn piece(&self, piece: &str) -> Vec<Piece> {
        if let Some((head, deputy)) = with_deputy(piece) {
            let mut found = if head.is_empty() { Vec::new() } else { self.piece(head) };
            found.push((deputy.to_owned(), Err(Because::Deputy)));
            return found;
        }
        if is_deceased(piece) {
            return vec![(piece.to_owned(), Err(Because::Gone))];
        }
        match self.several(self.judge.core(piece)) {
            Some(found) => found.into_iter().map(|named| (named.name.clone(), Ok(named))).collect(),
            None => vec![(piece.to_owned(), self.one(self.judge.core(piece)))],
        }
    }

    /// The names of a piece if each of its parts plainly is an owner; `None` if it is one name, or not plain.
    fn several(&self, text: &str) -> Option<Vec<Named>> {
        if self.judge.knows(text) {
            return None;
        }
        if let Some(found) = self.role_with_holder(text) {
            return Some(found);
        }
        (0..WEAK.len()).find_map(|level| self.parted(text, level))
    }

    fn parted(&self, text: &str, level: usize) -> Option<Vec<Named>> {
        let mut parts = outside_brackets(text, WEAK[level]);
        if parts.len() < 2 || level == AND && joins_surnames(text, &parts) {
            return None;
        }
        let letters = |part: &&str| words(part).iter().all(|w| w.text.len() > 1 && w.is(Kind::Letters));
        parts.retain(|part| !letters(part));
        let parts = match level {
            COMMA => self.turned(&parts),
            _ => parts.into_iter().map(Part::One).collect(),
        };
        let mut found = Vec::new();
        for part in &parts {
            match part {
                Part::Turned(last, first) => found.push(self.person(last, first)?),
                Part::One(part) => match self.several(part) {
                    Some(several) => found.extend(several),
                    None => found.push(self.one(part).ok()?),
                },
            }
        }
        let is = |kind: OwnerKind| found.iter().any(|named| named.kind == kind);
        let one_phrase = level == AND && is(OwnerKind::Role) && is(OwnerKind::Team);
        (!one_phrase).then_some(found)
    }

    /// `CISO (Ann Lee)`: a role, and who holds it.
    fn role_with_holder(&self, text: &str) -> Option<Vec<Named>> {
        let (head, inside) = phrase::remark(text)?;
        let role = self
            .judge
            .name(head)
            .ok()
            .filter(|named| named.kind == OwnerKind::Role)?;
        let holder = self
            .judge
            .name(inside)
            .ok()
            .filter(|named| named.kind == OwnerKind::Person)?;
        (words(inside).len() > 1).then(|| vec![role, holder])
    }

    /// One name. A text with separators that was not taken apart is no person's name, but may be a role's.
    fn one(&self, text: &str) -> Result<Named, Because> {
        let text = without_start(text);
        let named = self.judge.name(text)?;
        let listed = !outside_brackets(text, &[",", "/", "&", "+"])
            .iter()
            .all(|part| *part == text.trim());
        match named.kind {
            OwnerKind::Person if listed && !text.contains('@') && !self.judge.known.is_person(text) => {
                Err(Because::NoName)
            }
            _ => Ok(named),
        }
    }

    /// `Brandt, Ole` as one person, spelt as it stands.
    fn person(&self, last: &str, first: &str) -> Option<Named> {
        let named = self.judge.name(&format!("{first} {last}")).ok()?;
        let name = spelled(&format!("{last}, {first}"));
        (named.kind == OwnerKind::Person).then_some(Named { name, ..named })
    }

    /// The parts around the commas; a surname and the first name behind it are one.
    fn turned<'t>(&self, parts: &[&'t str]) -> Vec<Part<'t>> {
        let mut found = Vec::new();
        let mut rest = parts;
        while let [first, tail @ ..] = rest {
            rest = tail;
            match tail {
                [second, others @ ..] if self.is_turned(first, second) => {
                    found.push(Part::Turned(first, second));
                    rest = others;
                }
                _ => found.push(Part::One(first)),
            }
        }
        found
    }

    /// Whether a surname and a first name stand on the two sides of a comma.
    fn is_turned(&self, last: &str, first: &str) -> bool {
        if self.judge.known.is_person(&format!("{first} {last}")) {
            return true;
        }
        let single = |text: &str| self.judge.known.is_person(text) || self.judge.knows(text);
        if single(last) || single(first) {
            return false;
        }
        let (last, first) = (
            words(last),
            words(phrase::remark(first).map_or(first, |(head, _)| head)),
        );
        let given = |w: &Word<'_>| w.is(Kind::FirstName) || w.is_initial();
        let plain = |w: &Word<'_>| {
            (w.is_capital() || w.is_particle() || w.is(Kind::FirstName)) && !w.is_role() && !w.is_of_something_else()
        };
        let surname = last.iter().filter(|w| !w.is_particle()).count();
        let alone = match (surname, first.as_slice()) {
            (1, [one]) => given(one) || plain(one),
            (_, several) => several.len() <= 3 && several.iter().all(given),
        };
        let begins = last
            .first()
            .is_some_and(|w| w.is(Kind::FirstName) && !(last.len() == 1 && w.is(Kind::SurnameToo)));
        alone && !first.is_empty() && (1..=3).contains(&last.len()) && last.iter().all(plain) && !begins
    }
}

/// `Weber †`: a dagger behind a name.
fn is_deceased(piece: &str) -> bool {
    piece.contains(['†', '✝', '✞', '☨'])
}

/// `José Álvarez y Ruiz` is one person.
fn joins_surnames(text: &str, parts: &[&str]) -> bool {
    let spanish = text.contains(" y ") || text.contains(" e ");
    let surname = |part: &str| matches!(words(part).as_slice(), [one] if !one.is(Kind::FirstName) && one.is_capital() && !one.is_all_capitals());
    spanish && matches!(parts, [first, second] if words(first).len() > 1 && surname(second))
}

/// Cuts a text at separators that do not stand in brackets; blank parts are left out.
fn outside_brackets<'t>(text: &'t str, separators: &[&str]) -> Vec<&'t str> {
    let mut parts = Vec::new();
    let (mut depth, mut start, mut place) = (0_usize, 0, 0);
    while let Some(letter) = text[place..].chars().next() {
        match letter {
            '(' | '[' | '<' => depth += 1,
            ')' | ']' | '>' => depth = depth.saturating_sub(1),
            _ => {}
        }
        let cut = separators.iter().find(|s| depth == 0 && text[place..].starts_with(**s));
        match cut {
            Some(separator) => {
                parts.push(&text[start..place]);
                place += separator.len();
                start = place;
            }
            None => place += letter.len_utf8(),
        }
    }
    parts.push(&text[start..]);
    parts
        .into_iter()
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .collect()
}
