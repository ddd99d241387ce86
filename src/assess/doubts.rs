//! What the crossing finds doubtful. In: a cell and what is strange about it. Out: findings, one a cell however many duties its row
//! is for, in the order of the cells.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use crate::diagnostic::{Code, Diagnostics, Location};
use crate::inventory::{Control, Departure, Owner, System};

/// The findings of one crossing.
#[derive(Default)]
pub struct Doubts(BTreeSet<(Code, Location, String, &'static str)>);

impl Doubts {
    fn note(&mut self, code: Code, at: &Location, message: String, help: &'static str) {
        self.0.insert((code, at.clone(), message, help));
    }

    /// The impact of a system had to be assumed.
    pub fn impact_unknown(&mut self, system: &System) {
        self.note(
            Code::ImpactUnknown,
            &system.at,
            "neither criticality nor data classification is known; an impact of 2 (medium) was assumed".to_owned(),
            "fill in the criticality or the data classification of the system",
        );
    }

    /// A provider stands as the owner of our side.
    pub fn owner_is_vendor(&mut self, control: &Control, owner: &Owner, system: &System) {
        self.note(
            Code::OwnerIsVendor,
            &control.at,
            format!(
                "'{}' is the provider and cannot own our side of '{}'",
                owner.name, system.name
            ),
            "name a person in your own organisation",
        );
    }

    /// More than one person answers for a duty.
    pub fn several_accountable(&mut self, control: &Control, persons: &[&str]) {
        let message = format!(
            "{} persons are accountable for one duty: {}",
            persons.len(),
            persons.join(", ")
        );
        let help = "name the one who answers for it; the others work on it";
        self.note(Code::SeveralAccountable, &control.at, message, help);
    }

    /// The owner has left. Where only the accents differ, it is said how the other list writes the name.
    pub fn owner_left(&mut self, control: &Control, owner: &Owner, departure: &Departure) {
        let spelt = match &departure.name {
            Some(name) if departure.spelt_otherwise(&owner.name) => format!(" (as '{name}')"),
            _ => String::new(),
        };
        let message = format!(
            "'{}' left on {}, according to the People sheet{spelt}, and owns nothing any more",
            owner.name, departure.left_on
        );
        self.note(Code::OwnerLeft, &control.at, message, "name a successor");
    }

    /// The owner's last day, which the cell itself says, is over.
    pub fn owner_ended(&mut self, control: &Control, owner: &Owner, until: NaiveDate) {
        let message = format!(
            "'{}' was the owner until {until}, and owns nothing any more",
            owner.name
        );
        self.note(Code::OwnerLeft, &control.at, message, "name a successor");
    }

    /// A control is in place, but nobody says when it was looked at.
    pub fn never_reviewed(&mut self, control: &Control) {
        self.note(
            Code::NeverReviewed,
            &control.at,
            "the control is in place, but has no review date".to_owned(),
            "fill in when it was last reviewed; without a date nobody can say whether it still works",
        );
    }

    /// A review date lies after the day for which the report speaks.
    pub fn reviewed_in_the_future(&mut self, control: &Control, on: NaiveDate) {
        self.note(
            Code::ImplausibleDate,
            &control.at,
            format!("the last review is dated {on}, after the day of this report; the date was not used"),
            "correct the date: a review that is still to come proves nothing",
        );
    }

    /// Whoever owns the duty, or sells the system, accepted the risk.
    pub fn exception_of_its_own(&mut self, control: &Control) {
        self.note(
            Code::ExceptionIncomplete,
            &control.at,
            "an exception does not count: its approver owns the duty, or is the vendor".to_owned(),
            "name an approver who does not own the duty; until then it is judged without the exception",
        );
    }

    /// A risk acceptance counts nowhere: somebody believes that it does.
    pub fn exception_unused(&mut self, control: &Control) {
        self.note(
            Code::ExceptionUnused,
            &control.at,
            "the exception counts for no duty that is ours, so it changes nothing".to_owned(),
            "remove it, or correct its system and domain",
        );
    }

    /// All of them, as the report tells them.
    pub fn told(self) -> Diagnostics {
        let mut told = Diagnostics::default();
        for (code, at, message, help) in self.0 {
            told.add(code, Some(&at), message, help);
        }
        told
    }
}
