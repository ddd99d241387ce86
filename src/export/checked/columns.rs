//! Questions about columns. In: how each table was understood, and the columns in doubt. Out: one question for each column in doubt, and
//! where a table lacks what matters, one for each column that could hold it.

use crate::consult::{Kind, NOTHING};
use crate::diagnostic::{Finding, column_letters, column_number};
use crate::message::{Message, sentence};
use crate::normalise::{ColumnReading, Role, SheetReading, field_meaning};
use crate::read::Table;

use super::ask::{Asking, Question, shown};

/// So many columns of a sheet are asked about.
const COLUMNS: usize = 8;

/// What a table lacks, and how much hangs on it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Lacking {
    /// A list of controls that does not say what they are about.
    Domain,
    /// Nothing says who owns what, and the list of systems may.
    Owners,
    /// A field.
    Field(&'static str, usize),
}
use Lacking::{Domain, Field, Owners};

impl Lacking {
    fn weight(self) -> usize {
        match self {
            Domain => 700_000,
            Owners => 590_000,
            Field(_, weight) => weight,
        }
    }

    fn name(self) -> Message {
        Message::from(match self {
            Domain => "security domain",
            Owners => "owner of a security domain",
            Field("system_ref", _) => "system",
            Field("deployment_model", _) => "deployment model",
            Field(field, _) => field,
        })
    }
}

impl Asking<'_> {
    /// A column that was guessed, or that could be another one.
    pub fn column(&self, finding: &Finding, header: &str, field: &str, taken: bool) -> Option<Question> {
        let at = finding.places.first()?;
        let column = column_letters(at.cell?.column);
        let matters = matches!(
            field,
            "owner" | "domain" | "status" | "system_ref" | "system_name" | "deployment_model" | "responsible_party"
        );
        let meaning = field_meaning(field).unwrap_or_default();
        Some(Question {
            weight: match (matters, taken) {
                (true, false) => 600_000,
                (true, true) => 550_000,
                (false, false) => 60_000,
                (false, true) => 50_000,
            },
            text: sentence!(
                "Column {column} '{header}' on sheet {sheet}: is it the {field}? ({meaning})",
                column,
                header = shown(header),
                sheet = self.names.at(at),
                field = Message::term(field.replace('_', " ")),
                meaning = Message::term(meaning)
            ),
            choices: self.choices.columns.clone(),
            now: if taken {
                sentence!("read as {field}", field)
            } else {
                "not read".into()
            },
            effect: "every row of the sheet".into(),
            kind: Kind::Column {
                field: Some(field.to_owned()),
            },
            about: header.to_owned(),
            ..self.blank(finding)
        })
    }

    /// A column that nothing tells: neither its heading, which is blank, nor its values.
    pub fn unheaded(&self, finding: &Finding, header: &str) -> Option<Question> {
        let at = finding.places.first()?;
        let sheet = self.names.at(at);
        let nothing = std::iter::once(self.words.tell_fixed(NOTHING));
        Some(Question {
            weight: 45_000,
            text: sentence!(
                "On sheet {sheet}, {header} has no heading: what does it hold?",
                sheet,
                header
            ),
            choices: nothing.chain(self.choices.columns[2..].iter().cloned()).collect(),
            now: "not read".into(),
            effect: "every row of the sheet".into(),
            kind: Kind::Column { field: None },
            about: header.to_owned(),
            ..self.blank(finding)
        })
    }

    /// Columns that were not read, on tables that lack one that matters.
    pub fn unread_columns(&self) -> Vec<Question> {
        let mut questions = Vec::new();
        for reading in self.from.sheets {
            let Some(lacking) = self.lacking(reading) else { continue };
            let could = |column: &&ColumnReading| match column.field.as_deref() {
                None => !column.samples.is_empty(),
                Some(read) => lacking == Domain && read == "control_name",
            };
            let columns = reading.columns.iter().filter(could).take(COLUMNS);
            questions.extend(columns.filter_map(|column| self.unread(reading, column, lacking)));
        }
        questions
    }

    /// The first thing that matters and that a table lacks.
    fn lacking(&self, reading: &SheetReading) -> Option<Lacking> {
        let has = |field: &str| reading.columns.iter().any(|c| c.field.as_deref() == Some(field));
        let says_who = |s: &SheetReading| matches!(s.role, Role::Controls | Role::Grid | Role::Combined);
        match reading.role {
            Role::Controls if !["domain", "control_id", "reference"].iter().any(|field| has(field)) => Some(Domain),
            Role::Controls => [
                Field("owner", 590_000),
                Field("system_ref", 580_000),
                Field("status", 500_000),
            ]
            .into_iter()
            .find(|lacking| !has(lacking.field())),
            Role::Systems if !self.from.sheets.iter().any(says_who) => Some(Owners),
            Role::Systems | Role::Combined => {
                Some(Field("deployment_model", 400_000)).filter(|lacking| !has(lacking.field()))
            }
            _ => None,
        }
    }

    fn unread(&self, reading: &SheetReading, column: &ColumnReading, lacking: Lacking) -> Option<Question> {
        let is = |t: &&Table| *t.file == reading.file && t.sheet.as_deref() == reading.sheet.as_deref();
        let table = self.from.tables.iter().find(is)?;
        let at = table.locate(reading.header_row? - 1, column_number(&column.column)?);
        let name = self.names.at(&at);
        let here = sentence!(
            "Column {column} '{header}' on sheet {sheet}",
            column = column.column,
            header = shown(&column.header),
            sheet = name
        );
        let fields = self.choices.columns[2..].iter().cloned();
        let nothing = std::iter::once(self.words.tell_fixed(NOTHING));
        let (text, choices): (Message, Vec<String>) = match lacking {
            Owners => (
                sentence!(
                    "{here}: does it hold the owners of a security domain (which?), or something else?",
                    here
                ),
                nothing
                    .chain(self.choices.domains.iter().cloned())
                    .chain(fields)
                    .collect(),
            ),
            Domain => (
                sentence!(
                    "{here}: does it hold the security domain, or the number of a control (control_id)?",
                    here
                ),
                nothing
                    .chain(["domain", "control_id"].map(str::to_owned))
                    .chain(fields)
                    .collect(),
            ),
            Field(..) => (
                sentence!(
                    "{here}: is it the {field}, or what does it hold?",
                    here,
                    field = lacking.name()
                ),
                nothing.chain(self.choices.columns.iter().cloned()).collect(),
            ),
        };
        let lists_systems = matches!(reading.role, Role::Systems | Role::Combined);
        let now = column
            .field
            .as_ref()
            .map_or("not read".into(), |field| sentence!("read as {field}", field));
        Some(Question {
            weight: lacking.weight(),
            text,
            choices,
            answer: None,
            now: sentence!("{now} ({samples})", now, samples = column.samples.join(" | ")),
            effect: sentence!("no column of the sheet is read as the {field}", field = lacking.name()),
            link: Some(self.link(&at)),
            kind: Kind::Column {
                field: Some(lacking.field().to_owned()).filter(|field| !field.is_empty()),
            },
            about: column.header.clone(),
            cells: if lists_systems { name.to_owned() } else { String::new() },
        })
    }
}

impl Lacking {
    fn field(self) -> &'static str {
        match self {
            Field(field, _) => field,
            Domain | Owners => "",
        }
    }
}
