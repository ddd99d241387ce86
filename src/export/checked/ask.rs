//! From findings to questions. In: what was doubtful, and what can be answered. Out: one question for each thing in doubt, with what may
//! be answered, most effect on the figures first; and behind them what was answered already.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use crate::consult::{BELOW, Kind, ROLES};
use crate::diagnostic::{Ask, CellRef, Finding, Location, Run, column_number, in_line, runs};
use crate::export::input_sheets::NOT_COVERED;
use crate::export::sheet_names::{Names, quoted};
use crate::framework::{DeploymentModel, Domain};
use crate::inventory::{System, name_key};
use crate::message::{Message, Value, sentence};
use crate::normalise::{Role, SheetReading, fields, vocabulary};
use crate::words::Words;

use super::{Checked, answered, is_marked};

/// So many questions are asked at once.
const MOST: usize = 3_000;

/// One question.
pub struct Question {
    /// How much depends on it.
    pub weight: usize,
    /// The question itself.
    pub text: Message,
    /// What can be answered.
    pub choices: Vec<String>,
    /// What was answered already.
    pub answer: Option<String>,
    /// What it is taken for so far.
    pub now: Message,
    /// What depends on it.
    pub effect: Message,
    /// Where it stands: for a link, and as shown.
    pub link: Option<(String, String)>,
    /// For the program: the kind,
    pub kind: Kind,
    /// what it is about,
    pub about: String,
    /// and the cells that take the answer.
    pub cells: String,
}

/// The questions, those already answered last.
pub fn questions(from: &Checked<'_>, names: &Names) -> Vec<Question> {
    let asking = Asking {
        from,
        names,
        choices: Choices::of(from),
        words: from.words(),
    };
    let mut questions = asking.unread_columns();
    for finding in from.findings {
        if let Some(ask) = &finding.ask {
            questions.extend(asking.about(finding, ask));
        }
    }
    questions.sort_by_key(|question| std::cmp::Reverse(question.weight));
    // A column is asked about once, by the question on which most depends.
    let mut asked = BTreeSet::new();
    questions.retain(|question| match &question.kind {
        Kind::Column { .. } => asked.insert((question.about.clone(), question.link.clone())),
        _ => true,
    });
    questions.truncate(MOST);
    questions.extend(answered::all(from, names));
    questions
}

/// What the drop-downs offer.
pub struct Choices {
    pub domains: Vec<String>,
    systems: Vec<String>,
    models: Vec<String>,
    pub columns: Vec<String>,
}

impl Choices {
    fn of(from: &Checked<'_>) -> Self {
        let words = from.words();
        let systems = &from.inventory.systems;
        let mut counted: BTreeMap<String, usize> = BTreeMap::new();
        for system in systems {
            *counted.entry(name_key(&system.name)).or_default() += 1;
        }
        let name =
            |system: &System| match counted[&name_key(&system.name)] == 1 && !system.name.contains([';', ',', '|']) {
                true => system.name.clone(),
                false => system.id.clone(),
            };
        let ids = fields()
            .into_iter()
            .flat_map(|table| table.fields)
            .map(|field| field.id);
        let mut columns: Vec<String> = ["yes", "no"].map(|word| words.tell_fixed(word)).to_vec();
        for id in ids {
            if !columns.contains(&id) {
                columns.push(id);
            }
        }
        Self {
            domains: Domain::ALL.iter().map(|domain| words.name(*domain)).collect(),
            systems: systems.iter().map(name).collect(),
            models: DeploymentModel::ALL
                .iter()
                .map(|model| model.facts().name.clone())
                .chain([NOT_COVERED.to_owned()])
                .collect(),
            columns,
        }
    }
}

/// Everything that questions are made from.
pub struct Asking<'a> {
    pub from: &'a Checked<'a>,
    pub names: &'a Names,
    pub choices: Choices,
    pub words: &'static Words,
}

impl Asking<'_> {
    fn about(&self, finding: &Finding, ask: &Ask) -> Vec<Question> {
        match ask {
            Ask::Model { guess } => {
                return finding
                    .places
                    .iter()
                    .filter_map(|at| self.model(at, guess.as_deref()))
                    .collect();
            }
            Ask::Column { header, field, taken } => match field {
                Some(field) => self.column(finding, header, field, *taken),
                None => self.unheaded(finding, header),
            },
            Ask::Reference { number, related } => self.reference(finding, number, related),
            Ask::Sheet { .. } => self.sheet(finding),
            Ask::AppliesTo { .. } => self.applies_to(finding),
            Ask::Word {
                vocabulary,
                word,
                guess,
            } => self.word(finding, vocabulary, word, guess.as_deref()),
            Ask::System { word, guess } => self.system(finding, word, guess.as_deref()),
            Ask::Day { said } => self.day(finding, said),
        }
        .into_iter()
        .collect()
    }

    /// A number of another framework that stands for no domain by itself.
    fn reference(&self, finding: &Finding, number: &str, related: &[&str]) -> Option<Question> {
        let others = Domain::ALL.iter().map(|domain| domain.id());
        let others = others.filter(|id| !related.contains(id));
        let choices = related.iter().copied().chain(others);
        Some(Question {
            weight: 120_000 + finding.told.count.min(9_000),
            text: sentence!(
                "{found}. Which security domain do these rows cover?",
                found = finding.told.message
            ),
            choices: choices.map(str::to_owned).collect(),
            now: "no domain: the rows do not count".into(),
            effect: cells_counted(finding),
            kind: Kind::Word {
                vocabulary: "domain".to_owned(),
            },
            about: number.to_owned(),
            ..self.blank(finding)
        })
    }

    fn sheet(&self, finding: &Finding) -> Option<Question> {
        let at = finding.places.first()?;
        let table = self
            .from
            .tables
            .iter()
            .find(|t| t.file == at.file && t.sheet == at.sheet)?;
        if is_marked(table) {
            return None;
        }
        let rows = table.rows.iter().filter(|row| row.cells.len() > 1).count();
        if rows < 2 {
            return None;
        }
        let lacking = |roles: &[Role]| !self.from.sheets.iter().any(|s| roles.contains(&s.role));
        let weight = if lacking(&[Role::Systems, Role::Combined, Role::Grid]) {
            1_000_000
        } else if lacking(&[Role::Controls, Role::Combined, Role::Grid]) {
            900_000
        } else {
            1_000
        };
        Some(Question {
            weight: weight + rows.min(900),
            text: sentence!("Sheet '{sheet}': what does it hold?", sheet = self.names.at(at)),
            choices: ROLES.map(|(shown, _)| self.words.tell_fixed(shown)).to_vec(),
            now: finding.told.message.clone(),
            effect: sentence!("its {n} rows", n = rows),
            kind: Kind::Sheet,
            about: self.names.at(at).to_owned(),
            ..self.blank(finding)
        })
    }

    fn applies_to(&self, finding: &Finding) -> Option<Question> {
        let name = self.names.at(finding.places.first()?);
        let all = std::iter::once(self.words.tell_fixed("all"));
        Some(Question {
            weight: 800_000,
            text: sentence!(
                "Sheet '{sheet}' does not say for which systems its controls are. For which are they?",
                sheet = name
            ),
            choices: all.chain(self.choices.systems.iter().cloned()).collect(),
            now: "none of its rows counts".into(),
            effect: "every row of the sheet".into(),
            kind: Kind::AppliesTo,
            about: name.to_owned(),
            ..self.blank(finding)
        })
    }

    fn word(&self, finding: &Finding, list: &str, word: &str, guess: Option<&str>) -> Option<Question> {
        let known = vocabulary(list)?;
        let base = match known.short.as_str() {
            "domain" => 300_000,
            "model" | "status" | "party" => 200_000,
            _ => 30_000,
        };
        let (said, list_name) = (shown(word), Message::term(known.short.replace('_', " ")));
        let text = match guess {
            Some(guess) => sentence!(
                "'{word}' stands where a word for {what} is expected: which of ours does it mean? Perhaps {guess}?",
                word = said,
                what = list_name,
                guess
            ),
            None => sentence!(
                "'{word}' stands where a word for {what} is expected: which of ours does it mean?",
                word = said,
                what = list_name
            ),
        };
        Some(Question {
            weight: base + finding.told.count.min(9_000),
            text,
            choices: known.words.into_iter().map(|(word, _)| word).collect(),
            now: "not known: it does not count".into(),
            effect: cells_counted(finding),
            kind: Kind::Word {
                vocabulary: list.to_owned(),
            },
            about: word.to_owned(),
            ..self.blank(finding)
        })
    }

    fn system(&self, finding: &Finding, word: &str, guess: Option<&str>) -> Option<Question> {
        let text = match guess {
            Some(guess) => sentence!(
                "'{word}' is no system of the inventory: which one is meant? Perhaps '{guess}'?",
                word = shown(word),
                guess
            ),
            None => sentence!(
                "'{word}' is no system of the inventory: which one is meant?",
                word = shown(word)
            ),
        };
        let all = std::iter::once(self.words.tell_fixed("all"));
        Some(Question {
            weight: 250_000 + finding.told.count.min(9_000),
            text,
            choices: all.chain(self.choices.systems.iter().cloned()).collect(),
            now: "not known: the rows do not count for it".into(),
            effect: cells_counted(finding),
            kind: Kind::System,
            about: word.to_owned(),
            cells: self.cells(&finding.places)?,
            ..self.blank(finding)
        })
    }

    fn day(&self, finding: &Finding, said: &str) -> Option<Question> {
        Some(Question {
            weight: 40_000 + finding.told.count.min(9_000),
            text: sentence!("'{said}': which day is meant?", said = shown(said)),
            choices: days(said),
            now: "no day: it was not used".into(),
            effect: cells_counted(finding),
            kind: Kind::Day,
            about: said.to_owned(),
            cells: self.cells(&finding.places)?,
            ..self.blank(finding)
        })
    }

    fn model(&self, at: &Location, guess: Option<&str>) -> Option<Question> {
        let system = self.from.inventory.systems.iter().find(|s| s.at == *at)?;
        let cell = self.model_cell(at)?;
        let name = shown(&system.name);
        let names: Vec<_> = system.models.iter().map(|m| m.facts().name.clone()).collect();
        let (text, now) = match guess {
            Some(_) if names.is_empty() => (
                sentence!(
                    "'{name}': is it {model}, which the framework leaves out?",
                    name,
                    model = NOT_COVERED
                ),
                sentence!("{model} (told from its name)", model = NOT_COVERED),
            ),
            Some(_) => (
                sentence!(
                    "'{name}': is its deployment model {models}?",
                    name,
                    models = Value::listed(&names)
                ),
                sentence!("{model} (told from its name)", model = names.join("; ")),
            ),
            None => (
                sentence!("'{name}': which deployment model does it have?", name),
                "not known: counted as unclassified".into(),
            ),
        };
        Some(Question {
            weight: if guess.is_some() { 20_000 } else { 150_000 },
            text,
            choices: self.choices.models.clone(),
            answer: None,
            now,
            effect: "all duties of the system".into(),
            link: Some(self.link(at)),
            kind: Kind::Model,
            about: system.name.clone(),
            cells: format!("{}!{cell}", self.names.at(at)),
        })
    }

    /// The cell of the deployment model in a system's row; if the table has no such column, one in a free column, and where its
    /// heading goes.
    fn model_cell(&self, at: &Location) -> Option<String> {
        let row = at.cell?.row;
        let roles = [Role::Systems, Role::Combined, Role::Grid];
        let above = |s: &&SheetReading| {
            s.file == *at.file
                && s.sheet.as_deref() == at.sheet.as_deref()
                && roles.contains(&s.role)
                && s.header_row.is_some_and(|header| header <= row)
        };
        let reading = self.from.sheets.iter().filter(above).max_by_key(|s| s.header_row)?;
        let is_model = |field: &Option<String>| field.as_deref() == Some("deployment_model");
        if let Some(column) = reading.columns.iter().find(|c| is_model(&c.field)) {
            let column = column_number(&column.column)?;
            return Some(CellRef { row, column }.to_string());
        }
        let table = self
            .from
            .tables
            .iter()
            .find(|t| t.file == at.file && t.sheet == at.sheet)?;
        let widest = table
            .rows
            .iter()
            .filter_map(|row| row.cells.last())
            .map(|(c, _)| *c)
            .max()?;
        let cell = |row| CellRef {
            row,
            column: widest + 1,
        };
        Some(format!("{}{BELOW}{}", cell(row), cell(reading.header_row? - 1)))
    }

    /// Cells for the program; none if they are on several sheets.
    fn cells(&self, places: &[Location]) -> Option<String> {
        let runs = runs(places);
        let first = runs.first()?;
        let here: Vec<String> = runs
            .iter()
            .filter(|run| run.file == first.file && run.sheet == first.sheet)
            .map(Run::cells)
            .collect();
        Some(format!("{}!{}", self.names.at(places.first()?), here.join(", ")))
    }

    pub fn link(&self, at: &Location) -> (String, String) {
        let cell = at.cell.map_or_else(|| "A1".to_owned(), |cell| cell.to_string());
        let name = self.names.at(at);
        let shown = at
            .cell
            .map_or_else(|| self.words.tell_fixed("the sheet"), |cell| cell.to_string());
        (format!("{}!{cell}", quoted(name)), shown)
    }

    pub fn blank(&self, finding: &Finding) -> Question {
        Question {
            weight: 0,
            text: Message::default(),
            choices: Vec::new(),
            answer: None,
            now: Message::default(),
            effect: Message::default(),
            link: finding.places.first().map(|at| self.link(at)),
            kind: Kind::Sheet,
            about: String::new(),
            cells: String::new(),
        }
    }
}

/// How many cells, and which.
fn cells_counted(finding: &Finding) -> Message {
    const RUNS: usize = 12;
    let runs = runs(&finding.places);
    let more = if runs.len() > RUNS { " ..." } else { "" };
    let places = in_line(&runs[..runs.len().min(RUNS)]) + more;
    sentence!(one: "one cell: {places}", other: "{n} cells: {places}", n = finding.told.count, places)
}

/// The days that a text such as 03/04/2026 can mean.
fn days(said: &str) -> Vec<String> {
    let numbers: Vec<&str> = said
        .split(['/', '.', '-', ' '])
        .filter(|part| !part.is_empty())
        .collect();
    let [one, other, year] = numbers[..] else {
        return Vec::new();
    };
    let day = |day: &str, month: &str| {
        let year: i32 = year.parse().ok()?;
        NaiveDate::from_ymd_opt(
            if year < 100 { 2000 + year } else { year },
            month.parse().ok()?,
            day.parse().ok()?,
        )
    };
    let both = [day(one, other), day(other, one)];
    both.into_iter().flatten().map(|day| day.to_string()).collect()
}

/// A text in one line, shortened.
pub fn shown(text: &str) -> String {
    const LONGEST: usize = 80;
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}...", &line[..end]),
        None => line,
    }
}
