//! The report for other programs: spreadsheets, trackers, wikis, GRC tools. In: the snapshot (and for the action register the
//! inventory). Out: bytes or text, the same for the same input. What the figures mean is settled before; nothing is computed here
//! but order, wording and layout. Text that a spreadsheet could take for a formula never becomes one.

mod briefs;
mod calendar;
mod checked;
mod ciso_assistant;
mod defectdojo;
mod delimited;
mod gap_list;
mod gap_rows;
pub(crate) mod input_sheets;
mod jira;
mod limits;
mod mail;
mod markdown;
pub(crate) mod original;
mod oscal;
mod packets;
mod page;
mod plain_sheet;
mod prose;
mod record;
mod register;
pub(crate) mod remarks;
pub(crate) mod sheet;
mod sheet_names;
mod tables;

pub use briefs::Which;
pub use calendar::calendar;
pub use checked::{Checked, checked};
pub use ciso_assistant::ciso_assistant;
pub use defectdojo::defectdojo;
pub use gap_list::gap_list;
pub use jira::jira;
pub use mail::draft;
pub use markdown::{github, markdown};
pub use original::Original;
pub use oscal::oscal;
pub use packets::{Packet, Source, packet_workbook, packets};
pub use page::page;
pub use record::{Record, pretty, schemas};
pub use register::{leaves_sheets, register};
pub use tables::{Named, tables};
