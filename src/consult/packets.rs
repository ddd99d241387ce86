//! Packets that come back: a sheet that was written for one owner or one provider, filled in. In: its table. Out: the rows that were
//! answered, as a list of controls whose cells stand where they stood, and for each what was known of the duty when it was written.

use std::sync::Arc;

use crate::config::Language;
use crate::inventory::{PACKET, Party, name_key};
use crate::read::{Row, Table, Value};
use crate::words::Words;

/// The columns of a packet, from left to right; their headings stand in the words under `packet.column`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Column {
    /// The id of the gap.
    Gap,
    /// The system's name.
    System,
    /// The domain.
    Domain,
    /// What is missing.
    Missing,
    /// The first step.
    Step,
    /// What the provider is asked for.
    Asked,
    /// When it is due.
    Due,
    /// What the inventory says of it.
    SoFar,
    /// Answer: who owns it.
    Owner,
    /// Answer: how far it is.
    Status,
    /// Answer: what shows it.
    Evidence,
    /// Answer: when it will be done.
    Date,
    /// Answer: until when the provider's evidence holds.
    ValidUntil,
    /// Answer: anything else.
    Note,
    /// What was known of the duty when the packet was written, for the program.
    Known,
}

impl Column {
    /// What is written for an owner.
    pub const OWNERS: [Self; 13] = [
        Self::System,
        Self::Domain,
        Self::Missing,
        Self::Step,
        Self::Due,
        Self::SoFar,
        Self::Owner,
        Self::Status,
        Self::Evidence,
        Self::Date,
        Self::Note,
        Self::Gap,
        Self::Known,
    ];
    /// What is written for a provider.
    pub const PROVIDERS: [Self; 10] = [
        Self::System,
        Self::Domain,
        Self::Missing,
        Self::Asked,
        Self::SoFar,
        Self::Evidence,
        Self::ValidUntil,
        Self::Note,
        Self::Gap,
        Self::Known,
    ];

    /// Its heading in a language.
    pub fn heading(self, words: &Words) -> String {
        self.key().map_or_else(|| PACKET.to_owned(), |key| words.text(key))
    }

    fn key(self) -> Option<&'static str> {
        let key = match self {
            Self::Known => return None,
            Self::Gap => "packet.gap",
            Self::System => "packet.system",
            Self::Domain => "packet.domain",
            Self::Missing => "packet.missing",
            Self::Step => "packet.step",
            Self::Asked => "heading.asked_for",
            Self::Due => "packet.due",
            Self::SoFar => "packet.so_far",
            Self::Owner => "packet.owner",
            Self::Status => "packet.status",
            Self::Evidence => "packet.evidence",
            Self::Date => "packet.date",
            Self::ValidUntil => "packet.valid_until",
            Self::Note => "packet.note",
        };
        Some(key)
    }

    /// Whether an answer stands in it.
    pub fn is_answer(self) -> bool {
        matches!(
            self,
            Self::Owner | Self::Status | Self::Evidence | Self::Date | Self::ValidUntil | Self::Note
        )
    }
}

/// A row of a packet that was answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answered {
    /// The packet's file.
    pub file: Arc<str>,
    /// Its sheet.
    pub sheet: Option<Arc<str>>,
    /// The row, counted from zero.
    pub row: u32,
    /// What was known of the duty when the packet was written.
    pub known: String,
    /// The answers as they were typed.
    pub said: Vec<(Column, String)>,
}

/// Where answers were typed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Came {
    /// Into a packet.
    #[default]
    Packet,
    /// On the sheet of gaps of a register.
    Register,
}

/// A packet that came back.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Returned {
    /// Its file.
    pub file: Arc<str>,
    /// The rows that were answered.
    pub answered: Vec<Answered>,
    /// How many were not.
    pub open: usize,
    /// What came back.
    pub came: Came,
}

/// A packet as a list of controls, and what came back; `None` if the table is no packet. The sheets of all packets are called the same:
/// one that is `alone` in its file is called after the file, so that its cells can be told from those of others.
pub fn read(table: &Table, alone: bool) -> Option<(Table, Returned)> {
    let (place, columns) = table.rows.iter().take(12).enumerate().find_map(|(place, row)| {
        // Its heading is the same in every language: the languages are needed for a packet alone.
        let is_known = |value: &Value| matches!(value, Value::Text(text) if name_key(text) == name_key(PACKET));
        if !row.cells.iter().any(|(_, value)| is_known(value)) {
            return None;
        }
        let columns = columns(row);
        let has = |column| columns.iter().any(|(_, of)| *of == column);
        [Column::Gap, Column::Known, Column::Note]
            .into_iter()
            .all(has)
            .then_some((place, columns))
    })?;
    let column = |wanted| columns.iter().find(|(_, of)| *of == wanted).map(|(at, _)| *at);
    let (gap, known) = (column(Column::Gap)?, column(Column::Known)?);
    let sheet = match alone {
        true => Some(Arc::from(format!("Packet {}", table.file))),
        false => table.sheet.clone(),
    };
    let mut rows = vec![headings(&table.rows[place], &columns)];
    let mut returned = Returned {
        file: table.file.clone(),
        ..Returned::default()
    };
    for row in &table.rows[place + 1..] {
        let is_answered = columns.iter().any(|(at, of)| of.is_answer() && row.get(*at).is_some());
        match is_answered {
            false => returned.open += usize::from(row.get(gap).is_some()),
            true => {
                rows.push(control(row, &columns, gap));
                returned.answered.push(Answered {
                    file: table.file.clone(),
                    sheet: sheet.clone(),
                    row: row.number,
                    known: text(row.get(known)),
                    said: said(row, &columns),
                });
            }
        }
    }
    let controls = Table {
        sheet,
        rows,
        merges: Vec::new(),
        ..table.clone()
    };
    Some((controls, returned))
}

/// The answers of a row, as a person reads them.
fn said(row: &Row, columns: &[(u32, Column)]) -> Vec<(Column, String)> {
    let answers = columns.iter().filter(|(_, column)| column.is_answer());
    let said = answers.filter_map(|(at, column)| Some((*column, shown(row.get(*at)?))));
    said.filter(|(_, said)| !said.is_empty()).collect()
}

/// Which column of a packet stands where, by the headings of any language.
fn columns(row: &Row) -> Vec<(u32, Column)> {
    let all: Vec<_> = Column::OWNERS
        .into_iter()
        .chain([Column::Asked, Column::ValidUntil])
        .collect();
    let named = |value: &Value| {
        let Value::Text(text) = value else { return None };
        let heading = name_key(text);
        let is = |column: &&Column| {
            Language::ALL
                .into_iter()
                .any(|language| name_key(&column.heading(Words::of(language))) == heading)
        };
        all.iter().find(is).copied()
    };
    let cells = row.cells.iter();
    cells.filter_map(|(at, value)| Some((*at, named(value)?))).collect()
}

/// The columns that a list of controls needs, each in a column of the packet that holds it or is not needed otherwise.
fn headings(row: &Row, columns: &[(u32, Column)]) -> Row {
    let cells = columns.iter().filter_map(|(at, column)| {
        let heading = match column {
            Column::Gap => "System",
            Column::Domain => "Domain",
            Column::Missing => "Responsible party",
            Column::Owner => "Owner",
            Column::Status => "Status",
            Column::Evidence if columns.iter().any(|(_, of)| *of == Column::ValidUntil) => "Provider evidence",
            Column::Evidence => "Evidence",
            Column::Date => "Due date",
            Column::ValidUntil => "Valid until",
            Column::Note => "Notes",
            Column::System | Column::Step | Column::Asked | Column::Due | Column::SoFar | Column::Known => return None,
        };
        Some((*at, Value::Text(heading.into())))
    });
    Row {
        cells: cells.collect(),
        ..row.clone()
    }
}

/// The answers of a row, with system, domain and party as the gap's id has them. A row that somebody added has no id: it is for the
/// system and the domain that it names, and is reported like any row of controls if it names none.
fn control(row: &Row, columns: &[(u32, Column)], gap: u32) -> Row {
    let id = text(row.get(gap));
    let duty = id.rsplit_once('/').map(|(system, duty)| {
        let (domain, party) = match duty.strip_suffix("@provider") {
            Some(domain) => (domain, Party::Provider),
            None => (duty, Party::Customer),
        };
        (system, domain, party)
    });
    let whose = match columns.iter().any(|(_, column)| *column == Column::ValidUntil) {
        true => Party::Provider,
        false => Party::Customer,
    };
    let named = columns.iter().find(|(_, column)| *column == Column::System);
    let named = named.and_then(|(at, _)| row.get(*at)).cloned();
    let cells = columns.iter().filter_map(|(at, column)| {
        let ours = |of: &dyn Fn(&(&str, &str, Party)) -> String| {
            let value = duty.as_ref().map(|duty| Value::Text(of(duty).into()));
            value.or_else(|| row.get(*at).cloned())
        };
        let value = match column {
            Column::Gap => ours(&|(system, _, _)| (*system).to_owned()).or_else(|| named.clone()),
            Column::Domain => ours(&|(_, domain, _)| (*domain).to_owned()),
            Column::Missing => Some(Value::Text(duty.map_or(whose, |(_, _, party)| party).id().into())),
            column if column.is_answer() => row.get(*at).cloned(),
            _ => None,
        };
        Some((*at, value?))
    });
    let mut cells: Vec<_> = cells.collect();
    cells.sort_by_key(|(at, _)| *at);
    Row { cells, ..row.clone() }
}

fn shown(value: &Value) -> String {
    match value {
        Value::Text(text) | Value::BadDate(text) | Value::Error(text) => text.trim().to_owned(),
        Value::Number(number) => number.to_string(),
        Value::Bool(truth) => truth.to_string(),
        Value::Date(day) => day.to_string(),
        Value::Uncalculated => String::new(),
    }
}

fn text(value: Option<&Value>) -> String {
    match value {
        Some(Value::Text(text)) => text.trim().to_owned(),
        Some(Value::Number(number)) => number.to_string(),
        _ => String::new(),
    }
}
