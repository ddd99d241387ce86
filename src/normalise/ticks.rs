//! What a list of controls says for each of the systems at the head of its columns. In: a control, and the cells of its row. Out: the
//! control for each system that has it: ticked, or with a status, an owner or a party of its own. A blank and a cross say that it
//! is not there.

use crate::diagnostic::Location;
use crate::inventory::{Control, ControlStatus, Reach};
use crate::read::Row;

use super::cells::text;
use super::context::Context;
use super::controls::stand;
use super::directory::Directory;
use super::field::Field;
use super::grid::Said;
use super::lights::Lights;
use super::sheet::Sheet;
use super::vocabulary::Status;
use super::wording::{Wording, compact};

/// The systems at the head of the columns.
pub(super) struct Systems {
    columns: Vec<(u32, Vec<Reach>)>,
    /// Whether an `x` is a cross, beside ticks, and not the tick itself.
    crosses: bool,
    /// What its letters mean, if they stand for states.
    lights: Lights,
    /// Whether a column of its own says how far a control is, or whose it is.
    stated: bool,
    listed: bool,
}

/// What a cell says of a control and a system.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mark {
    /// It has it.
    Tick,
    /// It has it, or it has it not: an `x` says either.
    Cross,
    /// It has it not.
    No,
    /// Anything else: a status, an owner, a party.
    Words,
}

fn mark(cell: &str, wording: &Wording) -> Mark {
    match wording.status(cell) {
        _ if compact(cell) == "x" => Mark::Cross,
        Some(Status::Implemented) => Mark::Tick,
        Some(Status::NotImplemented) => Mark::No,
        _ => Mark::Words,
    }
}

impl Systems {
    /// Those at the head of some columns of a sheet; a heading that is no system is reported.
    pub(super) fn of(
        sheet: &Sheet<'_>,
        columns: &[(u32, String)],
        directory: &mut Directory<'_>,
        context: &mut Context<'_>,
    ) -> Self {
        let mut ticked = false;
        let numbers: Vec<u32> = columns.iter().map(|(number, _)| *number).collect();
        let said = sheet.below(&numbers);
        let lights = Lights::of(said.iter().map(String::as_str), &sheet.legend, &context.wording);
        let mut heads = Vec::new();
        for (column, heading) in columns {
            let at = sheet.cells.table.locate(sheet.header.row, *column);
            let bare = heading.split(['(', '[']).next().unwrap_or(heading).trim();
            let said = if directory.resolve(heading, context).reach.is_empty() {
                bare
            } else {
                heading
            };
            heads.push((*column, directory.reach(said, &at, context)));
            let cells = sheet.body.iter().filter_map(|row| text(row.get(*column)?));
            ticked |= cells
                .map(|cell| mark(lights.meaning(&cell).unwrap_or(&cell), &context.wording))
                .any(|mark| mark == Mark::Tick);
        }
        let lists = [
            Field::Owner,
            Field::OwnerEmail,
            Field::ControlName,
            Field::ControlId,
            Field::Status,
        ];
        Self {
            columns: heads,
            crosses: ticked,
            lights,
            stated: sheet.has(Field::Status),
            listed: lists.into_iter().any(|field| sheet.has(field)),
        }
    }

    /// The control of a row, for each system that has it.
    pub(super) fn controls(
        &self,
        sheet: &Sheet<'_>,
        row: &Row,
        whole: &Control,
        context: &mut Context<'_>,
    ) -> Vec<Control> {
        let mut found = Vec::new();
        for (column, reach) in self.columns.iter().filter(|(_, reach)| !reach.is_empty()) {
            let Some(cell) = sheet.cells.across(row, *column).and_then(text) else {
                continue;
            };
            let at = sheet.cells.table.locate(row.number, *column);
            let control = self.control(&cell, at, whole, context);
            found.extend(control.map(|control| Control {
                reach: reach.clone(),
                ..control
            }));
        }
        found
    }

    /// Whether a cell of a list of controls holds a state, whatever else the word may mean.
    fn is_status(&self, cell: &str, context: &Context<'_>) -> bool {
        let status = context.wording.status(cell);
        self.listed && status.is_some_and(|status| status != Status::Unknown)
    }

    fn control(&self, cell: &str, at: Location, whole: &Control, context: &mut Context<'_>) -> Option<Control> {
        let cell = self.lights.meaning(cell).unwrap_or(cell);
        let mark = mark(cell, &context.wording);
        let status = match mark {
            Mark::No if self.listed => return None,
            Mark::Cross if self.crosses => return None,
            Mark::Cross => whole.status,
            Mark::Tick if self.stated => whole.status,
            Mark::Tick => Some(ControlStatus::Implemented),
            Mark::No | Mark::Words if self.is_status(cell, context) => {
                let stood = stand(whole.party, context.wording.status(cell), cell, &at, context);
                return Some(Control {
                    party: stood.party,
                    status: stood.status,
                    at,
                    ..whole.clone()
                });
            }
            Mark::No | Mark::Words => {
                let said = Said::read(cell, &at, context);
                // "TBD" below a system says nothing of the control's own owner.
                let silent = self.listed && said.is_silent();
                return (!silent).then(|| said.lay_over(whole, at));
            }
        };
        Some(Control {
            status,
            at,
            ..whole.clone()
        })
    }
}
