//! What was answered already, or said on the command line: it must not be lost in the checked workbook. In: the answers of an earlier
//! one, and the options. Out: the same as answered questions.

use crate::config::listed;
use crate::consult::{Kind, NOTHING, ROLES};
use crate::export::sheet_names::Names;
use crate::message::{Message, sentence};

use super::Checked;
use super::ask::{Question, shown};

/// What was answered already, or said on the command line: it must not be lost in the file.
pub fn all(from: &Checked<'_>, names: &Names) -> Vec<Question> {
    let words = from.words();
    let mut earlier: Vec<Question> = Vec::new();
    for answer in &from.consulted.answers {
        let question = told(answer.kind.clone(), answer.about.clone(), answer.words());
        earlier.push(Question {
            cells: answer.cells.clone(),
            ..question
        });
    }
    let mut said: Vec<(Kind, String, String)> = Vec::new();
    let reading = &from.config.reading;
    for steps in from.config.said.flags() {
        let [first, what, name] = steps else { continue };
        let values = match (first.as_str(), what.as_str()) {
            ("reading", "columns") => reading.columns.get(name),
            ("reading", "sheets") => reading.sheets.get(name),
            ("reading", "applies_to") => reading.applies_to.get(name),
            _ => None,
        };
        let Some(values) = values else { continue };
        let meant = |said: &str| names.meant(said).unwrap_or(said).to_owned();
        match what.as_str() {
            "columns" => said.extend(parts(values).map(|header| {
                let field = Some(name.clone()).filter(|name| name != "none");
                let answer = words.tell_fixed(if field.is_some() { "yes" } else { NOTHING });
                (Kind::Column { field }, header.to_owned(), answer)
            })),
            "sheets" => {
                let role = ROLES.iter().find(|(_, role)| role == name);
                let shown = role.map_or_else(|| name.clone(), |(shown, _)| words.tell_fixed(shown));
                said.extend(parts(values).map(|sheet| (Kind::Sheet, meant(sheet), shown.clone())));
            }
            _ => said.push((Kind::AppliesTo, meant(name), values.clone())),
        }
    }
    earlier.extend(said.into_iter().map(|(kind, about, answer)| told(kind, about, answer)));
    earlier
}

/// The single names of a setting that may hold several.
fn parts(values: &str) -> impl Iterator<Item = &str> {
    let all = listed(values);
    let several = all.len() > 1;
    all.into_iter().skip(usize::from(several))
}

fn told(kind: Kind, about: String, answer: String) -> Question {
    let text = match &kind {
        Kind::Column { field: Some(field) } => {
            let field = Message::term(field.replace('_', " "));
            sentence!(
                "The column '{column}': is it the {field}?",
                column = shown(&about),
                field
            )
        }
        Kind::Column { field: None } => sentence!("The column '{column}': what does it hold?", column = shown(&about)),
        Kind::Sheet => sentence!("Sheet '{sheet}': what does it hold?", sheet = about),
        Kind::AppliesTo => sentence!("Sheet '{sheet}': for which systems are its controls?", sheet = about),
        _ => sentence!("'{word}': what does it mean?", word = shown(&about)),
    };
    Question {
        weight: 0,
        text,
        choices: Vec::new(),
        answer: Some(answer),
        now: "as you said".into(),
        effect: "you said so; it stays so while it stands here".into(),
        link: None,
        kind,
        about,
        cells: String::new(),
    }
}
