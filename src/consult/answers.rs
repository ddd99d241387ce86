//! The sheet *Questions* of a checked workbook, filled in. In: its table. Out: the answers that were given, each with what it is about.
//! Most are settings; some are about cells, and are written there before anything is understood.

use std::path::PathBuf;

use crate::config::{Language, Setting, Written};
use crate::error::Error;
use crate::framework::Domain;
use crate::inventory::name_key;
use crate::read::{Row, Table, Value};
use crate::words::Words;

use super::is_called;

/// The sheet's name.
pub const SHEET: &str = "Questions";

/// The sheet with the words of its drop-downs.
pub const CHOICES: &str = "Choices";

/// Its headings: the answer, and the three columns for the program.
pub const HEADINGS: [&str; 4] = ["Answer", "Kind", "About", "Cells"];

/// Between a cell that takes the answer and the cell of the heading that it then needs.
pub const BELOW: &str = " below ";

/// What a question is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Whether a column holds a field, or which one it holds: the heading is what it is about.
    Column {
        /// The field that is meant by yes; none where it is asked for.
        field: Option<String>,
    },
    /// What a sheet is for.
    Sheet,
    /// Which systems a list of controls speaks of.
    AppliesTo,
    /// What a word means.
    Word {
        /// The vocabulary.
        vocabulary: String,
    },
    /// The deployment model of one system: the cell takes the answer.
    Model,
    /// The system that a word in cells of controls means.
    System,
    /// The day that a text in cells means.
    Day,
}

impl Kind {
    /// As it stands in the column for the program.
    pub fn id(&self) -> String {
        match self {
            Self::Column { field } => format!("column {}", field.as_deref().unwrap_or("?")),
            Self::Sheet => "sheet".to_owned(),
            Self::AppliesTo => "applies to".to_owned(),
            Self::Word { vocabulary } => format!("word {vocabulary}"),
            Self::Model => "model".to_owned(),
            Self::System => "system".to_owned(),
            Self::Day => "day".to_owned(),
        }
    }

    fn from_id(id: &str) -> Option<Self> {
        match id.split_once(' ') {
            Some(("column", field)) => Some(Self::Column {
                field: Some(field.to_owned()).filter(|field| field != "?"),
            }),
            Some(("word", vocabulary)) => Some(Self::Word {
                vocabulary: vocabulary.to_owned(),
            }),
            _ => [Self::Sheet, Self::AppliesTo, Self::Model, Self::System, Self::Day]
                .into_iter()
                .find(|kind| kind.id() == id),
        }
    }
}

/// One answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// What kind of question it was.
    pub kind: Kind,
    /// The heading, sheet, word or text that it is about.
    pub about: String,
    /// The cells, as `Sheet!C7, C9:C12`.
    pub cells: String,
    /// What was answered.
    pub said: Value,
    /// The file, for cells of the same one.
    pub file: std::sync::Arc<str>,
    /// The cell of the answer, for messages.
    pub place: String,
}

/// The answers on a sheet; `None` if it is no sheet of questions.
///
/// # Errors
/// [`Error::Config`] if the columns for the program were changed.
pub fn read(table: &Table) -> Result<Option<Vec<Answer>>, Error> {
    if !is_called(table, SHEET) {
        return Ok(None);
    }
    let head = table.rows.iter().take(12).enumerate().find_map(|(place, row)| {
        let column = |word: &'static str| {
            let is = |value: &Value| matches!(value, Value::Text(text) if is_told(word, text));
            row.cells.iter().find(|(_, value)| is(value)).map(|(column, _)| *column)
        };
        let mut columns = [0; 4];
        for (place, word) in HEADINGS.iter().enumerate() {
            columns[place] = column(word)?;
        }
        Some((place, columns))
    });
    let Some((place, columns)) = head else {
        return Ok(None);
    };
    let rows = table.rows[place + 1..].iter();
    let answers = rows.filter_map(|row| answer(table, row, columns).transpose());
    answers.collect::<Result<_, _>>().map(Some)
}

fn answer(table: &Table, row: &Row, [answers, kinds, about, cells]: [u32; 4]) -> Result<Option<Answer>, Error> {
    let Some(said) = row.get(answers) else {
        return Ok(None);
    };
    let text = |column| match row.get(column) {
        Some(Value::Text(text)) => text.to_string(),
        Some(Value::Number(number)) => number.to_string(),
        Some(Value::Date(day)) => day.to_string(),
        Some(Value::Bool(truth)) => truth.to_string(),
        _ => String::new(),
    };
    let place = table.locate(row.number, answers).to_string();
    let kind = Kind::from_id(text(kinds).trim()).ok_or_else(|| {
        let help = "make the file once more with --xlsx, and answer there; the grey columns must stay as they are";
        Error::config(&place, "it cannot be told what this answers", help)
    })?;
    Ok(Some(Answer {
        kind,
        about: text(about),
        cells: text(cells),
        said: said.clone(),
        file: table.file.clone(),
        place,
    }))
}

/// What a sheet is for, in the words of the drop-down, with the words of the settings.
pub const ROLES: [(&str, &str); 7] = [
    ("a list of AI systems", "systems"),
    ("a list of controls", "controls"),
    ("systems down, domains across, owners in the cells", "grid"),
    ("AI systems with owners of domains beside them", "combined"),
    ("people who left", "people"),
    ("what leadership decided", "decisions"),
    ("nothing that is needed", "none"),
];

/// The answer that a column holds nothing that is needed.
pub const NOTHING: &str = "nothing that is needed";

/// Whether a text says, in any language, what one of ours says in English: a workbook may be answered in another language than it
/// is read in.
fn is_told(english: &'static str, text: &str) -> bool {
    let key = name_key(text);
    let told = |language| name_key(&Words::of(language).tell_fixed(english));
    Language::ALL.into_iter().any(|language| told(language) == key)
}

impl Answer {
    /// The answer in words.
    pub fn words(&self) -> String {
        match &self.said {
            Value::Text(text) => text.trim().to_owned(),
            Value::Number(number) => number.to_string(),
            Value::Bool(truth) => if *truth { "yes" } else { "no" }.to_owned(),
            Value::Date(day) => day.to_string(),
            Value::BadDate(said) | Value::Error(said) => said.to_string(),
            Value::Uncalculated => String::new(),
        }
    }

    /// The settings that it is; none if it is about cells.
    pub(super) fn settings(&self) -> Vec<Setting> {
        let words = self.words();
        let (key, value) = match &self.kind {
            Kind::Column { .. } if domain(&words).is_some() => return self.domain_column(&words),
            Kind::Column { field } => (
                format!("reading.columns.{}", column_field(field, &words)),
                self.about.clone(),
            ),
            Kind::Sheet => {
                let role = ROLES.iter().find(|(shown, _)| is_told(shown, &words));
                let role = role.map_or(words.as_str(), |(_, role)| role);
                (format!("reading.sheets.{role}"), self.about.clone())
            }
            Kind::AppliesTo => (format!("reading.applies_to.{}", self.about), words),
            Kind::Word { vocabulary } => (format!("reading.values.{vocabulary}.{}", self.about), words),
            Kind::Model | Kind::System | Kind::Day => return Vec::new(),
        };
        vec![self.setting(key, value)]
    }

    /// A column of owners of one domain: its heading is a word for the domain, and the list of systems holds owners beside them.
    fn domain_column(&self, words: &str) -> Vec<Setting> {
        let id = domain(words).map_or("", Domain::id).to_owned();
        let word = self.setting(format!("reading.values.domain.{}", self.about), id);
        let sheet = (!self.cells.is_empty()).then(|| {
            let key = "reading.sheets.combined".to_owned();
            self.setting(key, self.cells.clone())
        });
        std::iter::once(word).chain(sheet).collect()
    }

    fn setting(&self, key: String, value: String) -> Setting {
        Setting {
            key,
            value: Written::Text(value),
            place: self.place.clone(),
            folder: PathBuf::new(),
        }
    }
}

/// The domain that an answer names.
fn domain(words: &str) -> Option<Domain> {
    let key = name_key(words);
    Domain::ALL.into_iter().find(|domain| {
        let told = Language::ALL.map(|language| Words::of(language).name(*domain));
        name_key(domain.id()) == key || told.iter().any(|name| name_key(name) == key)
    })
}

fn column_field(asked: &Option<String>, answer: &str) -> String {
    let yes = ["yes", "y", "ja", "oui", "sí", "si", "true"];
    let no = ["no", "n", "nein", "non", "false"];
    let key = answer.to_lowercase();
    match asked {
        Some(field) if yes.contains(&key.as_str()) => field.clone(),
        _ if no.contains(&key.as_str()) || is_told(NOTHING, answer) => "none".to_owned(),
        _ => answer.to_owned(),
    }
}
