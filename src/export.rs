//! The report for other programs: spreadsheets, trackers, wikis, GRC tools. In: the snapshot (and for the action register the
//! inventory). Out: bytes or text, the same for the same input. What the figures mean is settled before; nothing is computed here
//! but order, wording and layout. Text that a spreadsheet could take for a formula never becomes one.

mod gap_rows;
pub(crate) mod input_sheets;
mod register;
pub(crate) mod sheet;
mod wording;

pub use register::register;
