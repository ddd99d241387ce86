//! One small workbook for each owner and each provider: what is theirs, and room for their answers. In: the record, the inventory and the
//! words of a language. Out: packets. Filled in, `consult` reads them back, and `packets` lays them over the inventory.

use std::collections::{BTreeMap, BTreeSet};

use rust_xlsxwriter::{DataValidation, DataValidationErrorStyle, DataValidationRule, XlsxError};

use crate::assess::{Gap, GapKind, Side};
use crate::consult::PacketColumn;
use crate::days;
use crate::error::Error;
use crate::export::gap_rows::{GapRow, gap_rows};
use crate::export::sheet::{About, Cell, Column, Look, Sheet, Tab, excel_date, workbook};
use crate::inventory::{Contacts, Inventory, System, name_key, slug};
use crate::message::Message;
use crate::packets;
use crate::plan::phrases;
use crate::snapshot::Snapshot;
use crate::words::Words;

/// Rows above the headings: title, what to do, and an empty one.
const HEADINGS: u32 = 3;
/// The last columns, by which a row is known when it comes back.
const FOR_THE_PROGRAM: usize = 2;
/// The longest name of a file, without its ending.
const LONGEST_NAME: usize = 60;

/// Whom a packet is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum For {
    /// An owner.
    Owner,
    /// A provider.
    Provider,
}

/// One packet.
pub struct Packet<'a> {
    /// Whom it is for.
    pub to: For,
    /// The owner or the provider.
    pub who: String,
    /// Where an owner is reached.
    pub address: Option<String>,
    /// The name of its file.
    pub file: String,
    /// The gaps, worst first.
    pub rows: Vec<GapRow<'a>>,
}

/// What all packets are made from.
pub struct Source<'a> {
    /// The record.
    pub snapshot: &'a Snapshot,
    /// The inventory.
    pub inventory: &'a Inventory,
    /// Its rows by what they speak of.
    pub rows: packets::Rows<'a>,
    /// How owners are reached.
    pub contacts: &'a Contacts,
    /// The words of the report.
    pub words: &'static Words,
    /// Whether it is printed on letter paper, not on A4.
    pub letter: bool,
}

/// The packets: owners first, then providers, each by name.
pub fn packets<'a>(from: &Source<'a>) -> Vec<Packet<'a>> {
    let mut groups: BTreeMap<(For, String), (String, Vec<GapRow<'a>>)> = BTreeMap::new();
    for row in gap_rows(from.snapshot, from.words) {
        for (to, who) in whom(&row) {
            let group = groups.entry((to, name_key(&who))).or_insert_with(|| (who, Vec::new()));
            group.1.push(row.clone());
        }
    }
    let mut files = BTreeSet::new();
    let packets = groups.into_iter().map(|((to, _), (who, rows))| Packet {
        to,
        address: from.contacts.of(&who).filter(|_| to == For::Owner).map(str::to_owned),
        file: file_name(to, &who, &mut files),
        who,
        rows,
    });
    packets.collect()
}

/// Whose answer a gap waits for: each of its owners', or its provider's.
fn whom(row: &GapRow<'_>) -> Vec<(For, String)> {
    let gap = &row.gap.gap;
    match gap.id.side() {
        Side::Customer => gap.owners.iter().map(|owner| (For::Owner, owner.clone())).collect(),
        Side::Provider => {
            let vendor = row.system.and_then(|system| system.vendor.clone());
            vec![(For::Provider, vendor.unwrap_or_else(|| row.system_name().to_owned()))]
        }
        Side::System => Vec::new(),
    }
}

/// A name that every file system takes, and no two packets have.
fn file_name(to: For, who: &str, taken: &mut BTreeSet<String>) -> String {
    let kind = match to {
        For::Owner => "owner",
        For::Provider => "provider",
    };
    let slug: String = slug(who).chars().filter(char::is_ascii).take(LONGEST_NAME).collect();
    let mut name = format!("{kind}-{slug}");
    let mut number = 2;
    while !taken.insert(name.clone()) {
        name = format!("{kind}-{slug}-{number}");
        number += 1;
    }
    format!("{name}.xlsx")
}

/// The workbook of a packet.
///
/// # Errors
/// [`Error::Export`] if it holds more than a worksheet can.
pub fn packet_workbook(packet: &Packet<'_>, from: &Source<'_>) -> Result<Vec<u8>, Error> {
    write(packet, from).map_err(|error| Error::Export {
        what: "a packet",
        reason: Message::verbatim(error.to_string()),
    })
}

fn write(packet: &Packet<'_>, from: &Source<'_>) -> Result<Vec<u8>, XlsxError> {
    let words = from.words;
    let (title, intro, columns): (_, _, &[PacketColumn]) = match packet.to {
        For::Owner => ("packet.title_owner", "packet.intro_owner", &PacketColumn::OWNERS),
        For::Provider => (
            "packet.title_provider",
            "packet.intro_provider",
            &PacketColumn::PROVIDERS,
        ),
    };
    let title = words.say(title, &[("who", &packet.who)]);
    let organisation = from.snapshot.organisation.as_deref().unwrap_or_default();
    let day = words.long_date(from.snapshot.as_of);
    let mut sheet = Sheet::new(&words.text("packet.sheet"))?;
    sheet.put(0, 0, &Cell::text(&title), Look::Title)?;
    sheet.put(1, 0, &Cell::text(words.text(intro)), Look::Remark)?;
    let head: Vec<Column> = columns.iter().map(|column| head(*column)).collect();
    let headings: Vec<_> = columns.iter().map(|column| column.heading(words)).collect();
    sheet.head_in_words(HEADINGS, &head, &headings)?;
    let systems: BTreeMap<&str, &System> = from.inventory.systems.iter().map(|s| (s.id.as_str(), s)).collect();
    for (place, row) in (HEADINGS + 1..).zip(&packet.rows) {
        let system = systems.get(row.gap.gap.id.system.as_str()).copied();
        for (at, column) in (0..).zip(columns) {
            let look = match column {
                column if column.is_answer() => Look::ToFill,
                PacketColumn::Gap | PacketColumn::Known => Look::Machine,
                _ => Look::Plain,
            };
            sheet.put(place, at, &cell(*column, row, system, from), look)?;
        }
    }
    guide(&mut sheet, columns, packet.rows.len(), words)?;
    let subject = [organisation, &title, &day];
    let subject: Vec<_> = subject.into_iter().filter(|part| !part.is_empty()).collect();
    sheet.pin(HEADINGS, 2)?;
    let rows = u32::try_from(packet.rows.len()).unwrap_or(u32::MAX - HEADINGS);
    sheet.print_without(HEADINGS + rows.max(1), FOR_THE_PROGRAM)?;
    sheet.tab(Tab::Input);
    sheet.inner().set_print_gridlines(true);
    let about = About {
        title: subject.join(" · "),
        author: organisation.to_owned(),
        made_on: from.snapshot.as_of,
        letter: from.letter,
    };
    workbook(vec![sheet], &about)
}

fn head(column: PacketColumn) -> Column {
    let width = match column {
        PacketColumn::System | PacketColumn::Domain => 19.0,
        PacketColumn::Missing | PacketColumn::Owner | PacketColumn::Status => 17.0,
        PacketColumn::Step | PacketColumn::SoFar | PacketColumn::Evidence => 26.0,
        PacketColumn::Asked => 44.0,
        PacketColumn::Note => 22.0,
        PacketColumn::Due | PacketColumn::Date | PacketColumn::ValidUntil => 13.0,
        PacketColumn::Gap | PacketColumn::Known => 8.0,
    };
    Column {
        heading: "",
        width,
        help: "",
    }
}

fn cell(column: PacketColumn, row: &GapRow<'_>, system: Option<&System>, from: &Source<'_>) -> Cell {
    let gap = &row.gap.gap;
    let ours = |of: &dyn Fn(&System, crate::framework::Domain) -> String| {
        let duty = system.zip(gap.id.domain()).filter(|_| gap.id.side() == Side::Customer);
        duty.map_or(Cell::Blank, |(system, domain)| Cell::text(of(system, domain)))
    };
    match column {
        PacketColumn::System => Cell::text(row.system_name()),
        PacketColumn::Domain => Cell::text(&row.domain),
        PacketColumn::Missing => Cell::text(from.words.title(gap.kind)),
        PacketColumn::Step => Cell::text(&row.first_step),
        PacketColumn::Asked => Cell::text(asked(row)),
        PacketColumn::Due => Cell::Date(row.gap.due),
        PacketColumn::SoFar => so_far(gap, system, from),
        PacketColumn::Gap => Cell::text(&gap.id),
        PacketColumn::Known => match gap.id.side() {
            Side::Customer => ours(&|system, domain| from.rows.known(system, domain)),
            _ => Cell::text("-"),
        },
        PacketColumn::Owner
        | PacketColumn::Status
        | PacketColumn::Evidence
        | PacketColumn::Date
        | PacketColumn::ValidUntil
        | PacketColumn::Note => Cell::Blank,
    }
}

/// What a provider is asked for: its part of a shared duty, and what shows that it does it.
fn asked(row: &GapRow<'_>) -> String {
    let shared = row.gap.gap.kind == GapKind::Uncoordinated;
    let asks = row
        .gap
        .gap
        .id
        .domain()
        .map(|domain| phrases::asks(row.words, domain, shared));
    asks.unwrap_or_default().join("\n")
}

/// What the inventory says of the duty, for whom it is.
fn so_far(gap: &Gap, system: Option<&System>, from: &Source<'_>) -> Cell {
    let Some((system, domain)) = system.zip(gap.id.domain()) else {
        return Cell::Blank;
    };
    Cell::text(match gap.id.side() {
        Side::Customer => from.rows.so_far(system, domain, |status| from.words.name(status)),
        Side::Provider | Side::System => from.rows.shown_so_far(system, domain),
    })
}

/// Drop-down and dates, so that answers are understood; nothing is refused.
fn guide(sheet: &mut Sheet, columns: &[PacketColumn], rows: usize, words: &Words) -> Result<(), XlsxError> {
    let last = HEADINGS + u32::try_from(rows.max(1)).unwrap_or(u32::MAX - HEADINGS);
    let statuses = packets::STATUSES.map(|status| words.title(status));
    for (at, column) in (0..).zip(columns) {
        let rule = match column {
            PacketColumn::Status => DataValidation::new()
                .allow_list_strings(&statuses)?
                .show_error_message(false),
            PacketColumn::Date | PacketColumn::ValidUntil => {
                let [first, end] = days::limits();
                DataValidation::new()
                    .allow_date(DataValidationRule::Between(excel_date(first)?, excel_date(end)?))
                    .set_error_style(DataValidationErrorStyle::Warning)
            }
            _ => continue,
        };
        sheet.inner().add_data_validation(HEADINGS + 1, at, last, at, &rule)?;
    }
    Ok(())
}
