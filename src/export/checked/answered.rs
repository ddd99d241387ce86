//! What was answered already, or said on the command line: it must not be lost in the checked workbook. In: the answers of an earlier
//! one, and the options. Out: the same as answered questions.

use crate::config::listed;
use crate::consult::{Kind, NOTHING, ROLES};

use super::ask::{Question, shown};
use super::{Checked, Names};

/// What was answered already, or said on the command line: it must not be lost in the file.
pub fn all(from: &Checked<'_>, names: &Names) -> Vec<Question> {
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
                let answer = if field.is_some() { "yes" } else { NOTHING };
                (Kind::Column { field }, header.to_owned(), answer.to_owned())
            })),
            "sheets" => {
                let role = ROLES.iter().find(|(_, role)| role == name);
                let shown = role.map_or(name.as_str(), |(shown, _)| shown);
                said.extend(parts(values).map(|sheet| (Kind::Sheet, meant(sheet), shown.to_owned())));
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
            format!("The column '{}': is it the {}?", shown(&about), field.replace('_', " "))
        }
        Kind::Column { field: None } => format!("The column '{}': what does it hold?", shown(&about)),
        Kind::Sheet => format!("Sheet '{about}': what does it hold?"),
        Kind::AppliesTo => format!("Sheet '{about}': for which systems are its controls?"),
        _ => format!("'{}': what does it mean?", shown(&about)),
    };
    Question {
        weight: 0,
        text,
        choices: Vec::new(),
        answer: Some(answer),
        now: "as you said".to_owned(),
        effect: "you said so; it stays so while it stands here".to_owned(),
        link: None,
        kind,
        about,
        cells: String::new(),
    }
}
