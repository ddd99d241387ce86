//! Whose a control is, as a FedRAMP summary (CIS, CRM) says it: a column for the customer, the provider, both, and what is inherited,
//! with a mark in one of them. In: the headings and the marks of a row. Out: the provider's part. Such a list says whose a duty is,
//! not what is done about our side of it: for that it counts nothing.

use crate::diagnostic::Code;
use crate::inventory::{Control, ControlStatus, Party};
use crate::read::Row;

use super::cells::text;
use super::columns::Judge;
use super::context::Context;
use super::controls::stand;
use super::marks::tokens;
use super::sheet::Sheet;
use super::vocabulary::Status;
use super::wording::{Wording, compact};

/// Whose a control is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Origin {
    Customer,
    Shared,
    Provider,
    Inherited,
}

/// What a mark below a heading says.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Head {
    Origin(Origin),
    /// How far it is.
    Status(Status),
}

/// The columns of such a list.
pub(super) struct Origins {
    columns: Vec<(u32, Head)>,
}

/// The side that a heading speaks of.
fn origin(heading: &str) -> Option<Origin> {
    let said = tokens(heading);
    let has = |words: &[&str]| said.iter().any(|token| words.contains(&token.as_str()));
    if has(&["inherited", "inheritable"]) {
        Some(Origin::Inherited)
    } else if has(&["shared"]) {
        Some(Origin::Shared)
    } else if has(&["customer", "tenant", "csc", "agency"]) {
        Some(Origin::Customer)
    } else {
        has(&["provider", "csp", "vendor"]).then_some(Origin::Provider)
    }
}

fn head(heading: &str, wording: &Wording) -> Option<Head> {
    // Behind the name of a group: `Implementation status Planned`.
    let words: Vec<&str> = heading.split_whitespace().collect();
    let status = || {
        let mut ends = (0..words.len()).map(|start| words[start..].join(" "));
        ends.find_map(|end| wording.status(&end)).map(Head::Status)
    };
    origin(heading).map(Head::Origin).or_else(status)
}

/// What a mark says: yes, partly, or no.
pub(super) fn mark(cell: &str, wording: &Wording) -> Option<bool> {
    if ["x", "partial", "partially", "partly"].contains(&compact(cell).as_str()) {
        return Some(true);
    }
    if let Some(answer) = wording.answer(cell) {
        return Some(answer);
    }
    match wording.status(cell)? {
        Status::Implemented | Status::Partial => Some(true),
        Status::NotImplemented | Status::NotApplicable => Some(false),
        _ => None,
    }
}

/// The columns with marks below a side or a status; none unless two sides stand across, or one says what is inherited.
pub(super) fn columns(judge: &Judge<'_>, candidates: &[(u32, String)]) -> Option<Vec<(u32, String)>> {
    let marked = |(number, heading): &&(u32, String)| {
        let values = judge.distinct(*number);
        head(heading, judge.wording).is_some()
            && !values.is_empty()
            && values.keys().all(|value| mark(value, judge.wording).is_some())
    };
    let found: Vec<(u32, String)> = candidates.iter().filter(marked).cloned().collect();
    let sides: Vec<Origin> = found.iter().filter_map(|(_, heading)| origin(heading)).collect();
    (sides.len() >= 2 || sides.contains(&Origin::Inherited)).then_some(found)
}

impl Origins {
    /// What some headings say.
    pub(super) fn of(columns: &[(u32, String)], wording: &Wording) -> Self {
        let heads = columns
            .iter()
            .filter_map(|(number, heading)| Some((*number, head(heading, wording)?)));
        Self {
            columns: heads.collect(),
        }
    }

    /// The provider's part of a row, if it has one.
    pub(super) fn control(
        &self,
        sheet: &Sheet<'_>,
        row: &Row,
        whole: Control,
        context: &mut Context<'_>,
    ) -> Option<Control> {
        let is_marked = |column: u32| {
            let said = row.get(column).and_then(text);
            said.is_some_and(|said| mark(&said, &context.wording) == Some(true))
        };
        let marked: Vec<&Head> = self
            .columns
            .iter()
            .filter(|(c, _)| is_marked(*c))
            .map(|(_, head)| head)
            .collect();
        let origins: Vec<Origin> = marked
            .iter()
            .filter_map(|head| match head {
                Head::Origin(origin) => Some(*origin),
                Head::Status(_) => None,
            })
            .collect();
        let theirs = origins.iter().any(|origin| *origin != Origin::Customer);
        if !theirs {
            let message = "the row says at most that the duty is ours, not who of us owns it; it does not count";
            let help = "name the owner in a list of controls";
            context
                .found
                .add(Code::RowSkipped, Some(&sheet.first_cell(row)), message, help);
            return None;
        }
        let stated = marked.iter().find_map(|head| match head {
            Head::Status(status) => Some(*status),
            Head::Origin(_) => None,
        });
        let stood = stand(
            Party::Provider,
            stated,
            stated.map_or("", Status::id),
            &whole.at,
            context,
        );
        let inherited = origins
            .contains(&Origin::Inherited)
            .then_some(ControlStatus::Implemented);
        let at = sheet.first_cell(row);
        Some(Control {
            party: Party::Provider,
            owners: Vec::new(),
            status: stood.status.or(whole.status).or(inherited),
            at,
            ..whole
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_heading_says_whose_a_control_is() {
        for (heading, side) in [
            ("Customer Responsibility", Some(Origin::Customer)),
            (
                "Provided by Customer (Customer System Specific)",
                Some(Origin::Customer),
            ),
            ("Service Provider Corporate", Some(Origin::Provider)),
            (
                "Shared (Service Provider and Customer Responsibility)",
                Some(Origin::Shared),
            ),
            (
                "Inherited from pre-existing FedRAMP Authorization",
                Some(Origin::Inherited),
            ),
            ("Can Be Inherited from CSP", Some(Origin::Inherited)),
            ("Control name", None),
        ] {
            assert_eq!(origin(heading), side, "{heading}");
        }
    }
}
