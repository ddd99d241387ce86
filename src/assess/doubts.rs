//! What the crossing finds doubtful. In: a cell and what is strange about it. Out: findings, one a cell however many duties its row
//! is for, in the order of the cells.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::coverage::Line;
use super::proof::Piece;
use crate::diagnostic::{Code, Diagnostics, Location};
use crate::inventory::{Control, ControlStatus, Departure, Owner, Party, Standing, System};
use crate::message::{Message, sentence};
use crate::text::shown;

/// What became of a row in some duty; told once a row, when all duties are judged.
#[derive(Clone, Copy)]
pub enum Mark {
    /// It counts for our side, and so does its evidence.
    ProvesOurs,
    /// It is in place, and nobody says when it was looked at.
    NeverReviewed,
    /// Its review lies after the as-of date.
    ReviewedInTheFuture,
    /// It speaks for a provider.
    Speaks,
    /// It speaks for a provider, and does not say that nothing is done: its evidence counts.
    ProvesTheirs,
    /// It is wider than the system, and does not name the provider.
    IsSilent,
    /// Its risk acceptance counts.
    Accepts,
    /// Its risk acceptance stands, but others that are not in place have none.
    AcceptsInPart,
    /// Its risk acceptance was approved by whoever owns the duty, or sells the system.
    ApprovesItself,
    /// Its risk acceptance runs for too long.
    AcceptsForLong,
}

/// The findings of one crossing.
#[derive(Default)]
pub struct Doubts {
    told: BTreeSet<(Code, Location, Message, &'static str)>,
    /// By the number of a row: its marks, a bit for each.
    marks: Vec<u16>,
}

impl Doubts {
    fn note(&mut self, code: Code, at: &Location, message: Message, help: &'static str) {
        self.told.insert((code, at.clone(), message, help));
    }

    /// Remembers what became of a row.
    pub fn mark(&mut self, mark: Mark, line: &Line<'_>) {
        if self.marks.len() <= line.number {
            self.marks.resize(line.number + 1, 0);
        }
        self.marks[line.number] |= 1 << mark as u16;
    }

    /// The impact of a system had to be assumed.
    pub fn impact_unknown(&mut self, system: &System) {
        self.note(
            Code::ImpactUnknown,
            &system.at,
            "neither criticality nor data classification is known; an impact of 2 (medium) was assumed".into(),
            "fill in the criticality or the data classification of the system",
        );
    }

    /// The impact of a system is no longer stated.
    pub fn impact_kept(&mut self, system: &System, impact: u32) {
        let message = sentence!(
            "neither criticality nor data classification is stated any more; the last report's impact, {impact}, was kept",
            impact
        );
        let help = "fill in the criticality or the data classification of the system";
        self.note(Code::ImpactKept, &system.at, message, help);
    }

    /// A provider stands as the owner of our side.
    pub fn owner_is_vendor(&mut self, control: &Control, owner: &Owner, system: &System) {
        self.note(
            Code::OwnerIsVendor,
            &control.at,
            sentence!(
                "'{name}' is the provider and cannot own our side of '{system}'",
                name = owner.name,
                system = system.name
            ),
            "name a person in your own organisation",
        );
    }

    /// More than one person answers for a duty.
    pub fn several_accountable(&mut self, control: &Control, persons: &[&str]) {
        let message = sentence!(
            "{n} persons are accountable for one duty: {names}",
            n = persons.len(),
            names = persons.join(", ")
        );
        let help = "name the one who answers for it; the others work on it";
        self.note(Code::SeveralAccountable, &control.at, message, help);
    }

    /// The owner has left. Where only the accents differ, it is said how the other list writes the name.
    pub fn owner_left(&mut self, control: &Control, owner: &Owner, departure: &Departure) {
        let day = departure.left_on;
        let message = match &departure.name {
            Some(listed) if departure.spelt_otherwise(&owner.name) => sentence!(
                "'{name}' left on {day}, according to the People sheet (as '{listed}'), and owns nothing any more",
                name = owner.name,
                day,
                listed
            ),
            _ => sentence!(
                "'{name}' left on {day}, according to the People sheet, and owns nothing any more",
                name = owner.name,
                day
            ),
        };
        self.note(Code::OwnerLeft, &control.at, message, "name a successor");
    }

    /// The owner's last day, which the cell itself says, is over.
    pub fn owner_ended(&mut self, control: &Control, owner: &Owner, until: NaiveDate) {
        let message = sentence!(
            "'{name}' was the owner until {until}, and owns nothing any more",
            name = owner.name,
            until
        );
        self.note(Code::OwnerLeft, &control.at, message, "name a successor");
    }

    /// Whoever approved an exception that stands has left since.
    pub fn approver_left(&mut self, control: &Control, approver: &str, departure: &Departure) {
        let message = sentence!(
            "'{approver}', who approved an exception, left on {day}; it still holds",
            approver,
            day = departure.left_on
        );
        let help = "let whoever has the office now confirm it when it is renewed";
        self.note(Code::ApproverLeft, &control.at, message, help);
    }

    /// All of them, as the report tells them.
    pub fn told(mut self, lines: &[Line<'_>], as_of: NaiveDate) -> Diagnostics {
        for line in lines {
            self.tell_reviews(line);
            self.tell_evidence(line);
            self.tell_exception(line, as_of);
        }
        let mut told = Diagnostics::default();
        for (code, at, message, help) in self.told {
            told.add(code, Some(&at), message, help);
        }
        told
    }

    fn is(&self, mark: Mark, line: &Line<'_>) -> bool {
        let marks = self.marks.get(line.number).copied().unwrap_or_default();
        marks & 1 << mark as u16 != 0
    }

    fn tell_reviews(&mut self, line: &Line<'_>) {
        let control = line.control;
        if let (true, Some(on)) = (self.is(Mark::ReviewedInTheFuture, line), control.last_reviewed) {
            let message = sentence!(
                "the last review is dated {day}, after the day of this report; the date was not used",
                day = on
            );
            let help = "correct the date: a review that is still to come proves nothing";
            self.note(Code::ImplausibleDate, &control.at, message, help);
        }
        if self.is(Mark::NeverReviewed, line) {
            let message = "the control is in place, but has no review date".into();
            let help = "fill in when it was last reviewed; without a date nobody can say whether it still works";
            self.note(Code::NeverReviewed, &control.at, message, help);
        }
    }

    /// What is doubtful about the evidence of a row that was looked at.
    fn tell_evidence(&mut self, line: &Line<'_>) {
        let speaks = self.is(Mark::Speaks, line);
        if !speaks && self.is(Mark::IsSilent, line) {
            let help = "write the provider's name into the owner cell or the evidence, or write the row for the systems that it speaks of";
            let message = "whose evidence is this? The row is for many systems and names none of their providers, so it confirms nothing".into();
            self.note(Code::EvidenceWhose, &line.control.at, message, help);
        }
        let (ours, theirs) = (self.is(Mark::ProvesOurs, line), self.is(Mark::ProvesTheirs, line));
        let own = theirs && line.control.party == Party::Provider;
        let looked_at = [(ours || own, &line.ours), (theirs, &line.theirs)];
        for (_, proof) in looked_at.into_iter().filter(|(looked_at, _)| *looked_at) {
            proof.0.iter().for_each(|piece| self.tell_piece(piece));
        }
    }

    fn tell_piece(&mut self, piece: &Piece<'_>) {
        let name = shown(&piece.evidence.text);
        let (code, message, help) = match piece.standing {
            Standing::Expired(last) => (
                Code::EvidenceExpired,
                sentence!(
                    "'{name}' counted until {last}; evidence that has expired is no evidence",
                    name,
                    last
                ),
                "ask for the current one, and name it with its date",
            ),
            Standing::NotYet => (
                Code::EvidenceNotYet,
                sentence!(
                    "'{name}' is dated after the day of this report; it is no evidence yet",
                    name
                ),
                "correct the date, or name the evidence once it is there",
            ),
            Standing::Counts if piece.last.is_none() => (
                Code::EvidenceUndated,
                "the evidence counts, but nothing says from when it is".into(),
                "write its date beside it, or until when it is valid; without one it never expires",
            ),
            Standing::Counts => return,
        };
        self.note(code, &piece.evidence.at, message, help);
    }

    /// What is doubtful about the risk acceptance of a row. Of one that counts nowhere somebody believes that it does.
    fn tell_exception(&mut self, line: &Line<'_>, as_of: NaiveDate) {
        let control = line.control;
        let Some(exception) = &control.exception else {
            return;
        };
        if self.is(Mark::ApprovesItself, line) {
            let message = "an exception does not count: its approver owns the duty, or is the vendor".into();
            let help = "name an approver who does not own the duty; until then it is judged without the exception";
            self.note(Code::ExceptionIncomplete, &control.at, message, help);
        }
        if self.is(Mark::AcceptsForLong, line) {
            let days = (exception.expires - as_of).num_days().unsigned_abs() as usize;
            let message = sentence!(
                "an exception runs until {day}, {days} days from now",
                day = exception.expires,
                days
            );
            let help = "let it be approved anew within a year: a risk that is accepted for ever is nobody's any more";
            self.note(Code::ExceptionLong, &control.at, message, help);
        }
        let told = self.is(Mark::Accepts, line) || self.is(Mark::ApprovesItself, line);
        let (message, help) = match control.status {
            _ if told => return,
            Some(ControlStatus::Implemented) => (
                "the exception is for a control that is in place, so it changes nothing",
                "remove it, or correct the status",
            ),
            _ if self.is(Mark::AcceptsInPart, line) => (
                "the exception does not cover the duty: other rows of it are not in place and have none",
                "accept them as well, or put them in place; until then the duty is judged without the exception",
            ),
            _ => (
                "the exception counts for no duty that is ours, so it changes nothing",
                "remove it, or correct its system and domain",
            ),
        };
        self.note(Code::ExceptionUnused, &control.at, message.into(), help);
    }
}
