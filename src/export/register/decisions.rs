//! The sheet *Decisions*: what the inventory says was decided, and a row for each decision that is asked for now. In: the snapshot and
//! the inventory. Out: a sheet that reads back as the same decisions.

use rust_xlsxwriter::XlsxError;

use crate::export::input_sheets::{Asked, decisions};
use crate::export::original::Rows;
use crate::export::sheet::Sheet;
use crate::inventory::{Decided, Inventory};
use crate::snapshot::{Index, Snapshot};
use crate::words::Words;

/// The sheet.
pub fn sheet(
    snapshot: &Snapshot,
    inventory: &Inventory,
    original: &Rows<'_>,
    words: &Words,
) -> Result<Sheet, XlsxError> {
    let decided: Vec<Decided> = inventory.decisions.iter().map(|row| keyed(row, snapshot)).collect();
    let index = Index::new(snapshot);
    let asked = snapshot.decisions.iter().map(|decision| {
        let action = snapshot.actions.iter().find(|action| action.key == decision.action);
        let title = action.map_or_else(String::new, |action| index.title(action, words));
        (decision.action.as_str(), title)
    });
    let asked: Vec<Asked<'_>> = asked.collect();
    decisions(&decided, &asked, original, words)
}

/// A decision named by its number in the last report gets the key: the next report gives the number to another one.
fn keyed(row: &Decided, snapshot: &Snapshot) -> Decided {
    let said = row.decision.trim();
    let meant = snapshot.asked.iter().find(|asked| {
        asked.number.eq_ignore_ascii_case(said) && row.on.is_some_and(|decided| decided > asked.asked_on)
    });
    Decided {
        decision: meant.map_or_else(|| row.decision.clone(), |asked| asked.key.clone()),
        ..row.clone()
    }
}
