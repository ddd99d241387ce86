//! For which systems and security domains the rows of a list of controls speak. In: a sheet, what the user says of it, and what it is
//! called. Out: the systems and domains of a row, whether a cell names them, a number of another framework does, or the column in
//! which a mark stands. What is not understood is reported, and reaches nothing.

use std::collections::BTreeSet;

use crate::diagnostic::{Ask, Code, Location};
use crate::framework::Domain;
use crate::inventory::{Control, Party, Reach};
use crate::message::{Message, sentence};
use crate::read::Row;

use super::applies;
use super::context::{Context, What};
use super::crossed::Across;
use super::directory::Directory;
use super::field::Field;
use super::grid;
use super::origins::Origins;
use super::raci::{Answer, People};
use super::references::References;
use super::sheet::Sheet;
use super::ticks::Systems;
use super::vocabulary::{Meaning, Side};
use super::wording::{Vocabulary, Wording, compact, parts, shown};

const DOMAIN: What = What {
    code: Code::UnknownDomain,
    name: "security domain",
    words: "the 16 domains of the framework, or all",
};
/// What the rows of a list are read by, beyond their own cells.
pub(super) struct Scope {
    /// The systems it speaks of, as the user or the sheet's name says.
    spoken: Option<Vec<Reach>>,
    /// Whom its columns stand for, where it crosses two lists.
    across: Option<Heads>,
    /// The columns that may hold numbers of another framework.
    references: Vec<(Field, References)>,
    /// Whether the states in it are a provider's answers to a questionnaire.
    answers: bool,
}

/// Whom the columns of a table that crosses two lists stand for.
enum Heads {
    People(People),
    Sides(Origins),
    Systems(Systems),
}

impl Heads {
    fn of(sheet: &Sheet<'_>, directory: &mut Directory<'_>, context: &mut Context<'_>) -> Option<Self> {
        let crossed = sheet.crossed.as_ref()?;
        Some(match crossed.across {
            Across::People => Self::People(People::of(sheet, &crossed.columns, context)),
            Across::Sides => Self::Sides(Origins::of(&crossed.columns, &context.wording)),
            Across::Systems => Self::Systems(Systems::of(sheet, &crossed.columns, directory, context)),
        })
    }
}

impl Scope {
    /// Of a sheet; where nothing says for which systems it is, that is asked.
    pub(super) fn of(sheet: &Sheet<'_>, directory: &mut Directory<'_>, context: &mut Context<'_>) -> Self {
        let fields = [Field::Domain, Field::Reference, Field::ControlId];
        let references = fields
            .into_iter()
            .filter_map(|field| Some((field, references(sheet, field)?)));
        let scope = Self {
            references: references.collect(),
            answers: sheet
                .heading(Field::Status)
                .is_some_and(|heading| compact(heading).contains("caiq")),
            spoken: spoken(sheet, directory, context),
            across: Heads::of(sheet, directory, context),
        };
        if !sheet.has(Field::SystemRef) && scope.spoken.is_none() {
            applies::ask(sheet.cells.table, sheet.body.len(), context);
        }
        scope
    }

    /// Whether a field that a list of controls needs is there in another way than by a column of its own.
    pub(super) fn stands_for(&self, field: Field) -> bool {
        match field {
            Field::Domain => self.references.iter().any(|(of, _)| *of != Field::Domain),
            Field::Owner => self.across.is_some(),
            Field::Status => matches!(self.across, Some(Heads::Systems(_) | Heads::Sides(_))),
            _ => false,
        }
    }

    /// The systems that a row names; where its cell is blank, those that the user named for the table.
    pub(super) fn reach<'a>(
        &self,
        sheet: &Sheet<'a>,
        row: &'a Row,
        directory: &mut Directory<'_>,
        context: &mut Context<'_>,
    ) -> Vec<Reach> {
        let said = sheet.owned(row, Field::SystemRef);
        match (said, &self.spoken) {
            (None, Some(spoken)) => return spoken.clone(),
            (None, None) if !sheet.has(Field::SystemRef) => return Vec::new(),
            _ => {}
        }
        match needed(sheet, row, Field::SystemRef, "system", context) {
            Some(text) => directory.reach(&text, &sheet.at(row, Field::SystemRef), context),
            None => Vec::new(),
        }
    }

    /// The domains that a row names, or that the number of another framework in it stands for.
    pub(super) fn domains<'a>(&self, sheet: &Sheet<'a>, row: &'a Row, context: &mut Context<'_>) -> Vec<Domain> {
        let said = sheet.owned(row, Field::Domain);
        let names_one = |text: &String| {
            context.wording.knows(Vocabulary::EveryDomain, text) || names_domain(text, &context.wording)
        };
        if !said.as_ref().is_some_and(names_one) {
            for (field, references) in &self.references {
                let text = sheet.owned(row, *field).unwrap_or_default();
                let references = references.of_row(row);
                if let Some(domains) = references.domains(&text, &sheet.at(row, *field), context) {
                    return domains;
                }
            }
        }
        let number = sheet.owned(row, Field::Reference).filter(|_| said.is_none());
        if let Some(number) = number.filter(|_| !self.references.is_empty()) {
            let message = sentence!(
                "'{number}' is no number of a framework that is known here; the row does not count",
                number = shown(&number)
            );
            let help = "write the security domain in its place, or the name of the framework before the number";
            let at = sheet.at(row, Field::Reference);
            let ask = Ask::Reference {
                number: number.trim().to_owned(),
                related: Vec::new(),
            };
            context.found.ask(Code::UnknownDomain, Some(&at), message, help, ask);
            return Vec::new();
        }
        match needed(sheet, row, Field::Domain, "security domain", context) {
            Some(text) => domains(&text, &sheet.at(row, Field::Domain), context),
            None => Vec::new(),
        }
    }

    /// Whose a row is. What a provider answers (CAIQ) is the provider's claim, and says nothing of what is left to us.
    pub(super) fn party<'a>(
        &self,
        sheet: &Sheet<'a>,
        row: &'a Row,
        said: Party,
        context: &mut Context<'_>,
    ) -> Option<Party> {
        if !self.answers {
            return Some(said);
        }
        let said = sheet.text(row, Field::Party);
        let ours = said.is_some_and(|text| context.wording.side(&text) == Some(Side::Customer));
        if ours {
            let message =
                "the provider answers that the duty is ours; who of us owns it is not said, and the row does not count";
            let help = "name the owner in a list of controls";
            context
                .found
                .add(Code::RowSkipped, Some(&sheet.at(row, Field::Party)), message, help);
            return None;
        }
        Some(Party::Provider)
    }

    /// The controls that a row becomes: itself, or what its cells say of the people, sides or systems across.
    pub(super) fn spread(
        &self,
        sheet: &Sheet<'_>,
        row: &Row,
        whole: Control,
        context: &mut Context<'_>,
    ) -> Vec<Control> {
        match &self.across {
            None => vec![whole],
            Some(Heads::People(people)) => {
                let answer = people.answer(sheet, row, context);
                let answered = |Answer { owners, at }| Control { owners, at, ..whole };
                answer.map(answered).into_iter().collect()
            }
            Some(Heads::Sides(sides)) => sides.control(sheet, row, whole, context).into_iter().collect(),
            Some(Heads::Systems(systems)) => systems.controls(sheet, row, &whole, context),
        }
    }

    /// Says what can only be seen of all controls together.
    pub(super) fn note(&self, sheet: &Sheet<'_>, controls: &[Control], context: &mut Context<'_>) {
        if matches!(self.across, Some(Heads::Systems(_))) {
            grid::note_statuses(sheet, controls, context);
        }
    }
}

/// The systems of a table without a column for them. Where systems stand across, the cells say which are meant.
fn spoken(sheet: &Sheet<'_>, directory: &mut Directory<'_>, context: &mut Context<'_>) -> Option<Vec<Reach>> {
    if sheet.crossed.as_ref().is_some_and(|c| c.across == Across::Systems) {
        return Some(vec![Reach::All]);
    }
    let said = applies::to(sheet.cells.table, directory, context);
    let named = !sheet.has(Field::SystemRef);
    said.or_else(|| named.then(|| applies::named(sheet, directory, context)).flatten())
}

/// How the numbers in a column are to be read; the ids of controls are the organisation's own unless most of them are such numbers.
fn references(sheet: &Sheet<'_>, field: Field) -> Option<References> {
    let heading = sheet.heading(field)?;
    let values: Vec<String> = sheet.body.iter().filter_map(|row| sheet.owned(row, field)).collect();
    let values = || values.iter().map(String::as_str);
    let found = References::of(heading, sheet.cells.table, sheet.header.row, values());
    (field != Field::ControlId || found.fill(values())).then_some(found)
}

/// The text that a row cannot do without; a row that lacks it is reported.
fn needed<'a>(
    sheet: &Sheet<'a>,
    row: &'a Row,
    field: Field,
    what: &'static str,
    context: &mut Context<'_>,
) -> Option<String> {
    let text = sheet.owned(row, field);
    if text.is_none() {
        let message = sentence!("a control without a {what} was left out", what = Message::from(what));
        let help = sentence!(
            "fill in the {what}; * or all means every one",
            what = Message::from(what)
        );
        context
            .found
            .add(Code::RowSkipped, Some(&sheet.at(row, field)), message, help);
    }
    text
}

/// The domains in a cell; every part that is not known is reported.
pub(super) fn domains(text: &str, at: &Location, context: &mut Context<'_>) -> Vec<Domain> {
    if context.wording.knows(Vocabulary::EveryDomain, text) {
        return Domain::ALL.to_vec();
    }
    let known = |word: &str| context.wording.knows(Vocabulary::Domain, word);
    let words: Vec<String> = parts(text, &known).into_iter().map(str::to_owned).collect();
    let mut found = BTreeSet::new();
    for word in words {
        let meaning = context.meaning(Vocabulary::Domain, &word, DOMAIN, at);
        found.extend(meaning.and_then(Meaning::domain));
    }
    found.into_iter().collect()
}
/// Whether a text names a security domain, whatever else it names.
fn names_domain(text: &str, wording: &Wording) -> bool {
    let known = |word: &str| wording.knows(Vocabulary::Domain, word);
    parts(text, &known).into_iter().any(known)
}
