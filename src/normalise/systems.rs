//! Rows into systems. In: a list of systems, or a combined list. Out: typed systems, each with its model (declared, inferred, or
//! not known), and a diagnostic for whatever was not understood. Only the name is required.

use std::collections::BTreeSet;

use crate::diagnostic::{Code, Location};
use crate::inventory::{EXAMPLE, IdSource, ModelSource, Scope, Stage, System, slug};
use crate::message::sentence;
use crate::read::{Row, Value};

use super::context::Context;
use super::crossed::Across;
use super::directory::Directory;
use super::field::Field;
use super::levels;
use super::models;
use super::sheet::Sheet;
use super::wording::{Vocabulary, compact, shown, split};

/// So many systems are taken from all lists: three times as many as one report holds, as lists of several years have them.
pub(super) const MOST_TAKEN: usize = 60_000;

/// The systems of all sheets, with what later stages need to find them again.
#[derive(Default)]
pub(super) struct Systems {
    /// The systems, in the order of the sheets.
    pub(super) all: Vec<System>,
    /// The id that each had in its row, or that is made of its name.
    pub(super) written: Vec<String>,
}

impl Systems {
    /// Reads every row of a sheet. Gives back, for each row of the body, the place of the system it became.
    pub(super) fn read(&mut self, sheet: &mut Sheet<'_>, context: &mut Context<'_>) -> Vec<Option<usize>> {
        note_missing_columns(sheet, context);
        let mut places = Vec::with_capacity(sheet.body.len());
        for row in sheet.body.clone() {
            places.push(match self.is_full() {
                true => None,
                false => self.row(sheet, row, context),
            });
        }
        places
    }

    /// Whether no more are taken: nothing is made of so many.
    pub(super) fn is_full(&self) -> bool {
        self.all.len() >= MOST_TAKEN
    }

    /// Takes the systems that a list of controls names, for want of a list of systems. Nothing but their names is known.
    pub(super) fn named_in(&mut self, sheet: &Sheet<'_>, seen: &mut BTreeSet<String>, context: &mut Context<'_>) {
        self.named_across(sheet, seen, context);
        let nothing = Directory::new(&[], &[]);
        for row in sheet.body.iter().copied() {
            let Some(text) = sheet.owned(row, Field::SystemRef) else {
                continue;
            };
            let at = sheet.at(row, Field::SystemRef);
            for name in split(&text, &[";", "\n", "|"]) {
                let nobody = context.wording.knows(Vocabulary::Placeholder, name);
                if self.is_full()
                    || nobody
                    || is_example(name)
                    || nothing.is_wide(name, context)
                    || !seen.insert(compact(name))
                {
                    continue;
                }
                let id = slug(name);
                let system = System {
                    notes: None,
                    ..system(id, name.to_owned(), at.clone(), sheet, row, context)
                };
                self.take(system);
            }
        }
    }

    /// Takes the systems at the head of the columns of a table that crosses two lists.
    fn named_across(&mut self, sheet: &Sheet<'_>, seen: &mut BTreeSet<String>, context: &mut Context<'_>) {
        let crossed = sheet.crossed.iter().filter(|crossed| crossed.across == Across::Systems);
        for (column, name) in crossed.flat_map(|crossed| &crossed.columns) {
            if seen.insert(compact(name)) {
                let at = sheet.cells.table.locate(sheet.header.row, *column);
                self.bare(name, at, sheet, context);
            }
        }
    }

    /// Takes a system of which nothing but the name is known.
    pub(super) fn bare(&mut self, name: &str, at: Location, sheet: &Sheet<'_>, context: &mut Context<'_>) {
        let id = slug(name);
        let blank = Row {
            number: sheet.header.row,
            hidden: false,
            cells: Vec::new(),
        };
        let found = system(id, name.to_owned(), at, sheet, &blank, context);
        self.take(found);
    }

    fn row<'a>(&mut self, sheet: &mut Sheet<'a>, row: &'a Row, context: &mut Context<'_>) -> Option<usize> {
        let at = sheet.at(row, Field::SystemName);
        let Some(name) = own_name(sheet, row) else {
            note_nameless(&at, context);
            sheet.count_left_out();
            return None;
        };
        let written = sheet.text(row, Field::SystemId);
        if is_example(&name) || written.as_deref().is_some_and(is_example) {
            let help = "delete the example rows when you no longer need them";
            context.found.add(
                Code::ExampleRow,
                Some(&at),
                "an example row of the starter workbook was ignored",
                help,
            );
            sheet.count_left_out();
            return None;
        }
        note_numeric_id(sheet, row, context);
        if sheet.is_continued(row, Field::SystemName) && !self.all.is_empty() {
            let more = system(String::new(), name, at, sheet, row, context);
            sheet.count_read();
            return self.continue_last(more);
        }
        let id_source = written.as_ref().map_or(IdSource::Slug, |_| IdSource::Column);
        let id = written.map_or_else(|| slug(&name), |id| id.split_whitespace().collect::<Vec<_>>().join(" "));
        note_doubtful_name(&name, &at, sheet, row, context);
        self.take(System {
            id_source,
            ..system(id, name, at, sheet, row, context)
        });
        sheet.count_read();
        Some(self.all.len() - 1)
    }

    fn take(&mut self, system: System) {
        self.written.push(system.id.clone());
        self.all.push(system);
    }

    /// A row whose name is merged with that of the row above says more about the same system.
    fn continue_last(&mut self, more: System) -> Option<usize> {
        let place = self.all.len().checked_sub(1)?;
        let system = &mut self.all[place];
        system.models.extend(more.models);
        system.models.sort();
        system.models.dedup();
        let known = matches!(system.model_source, ModelSource::Declared | ModelSource::Inferred(_));
        if !known && more.model_source != ModelSource::None {
            system.model_source = more.model_source;
        }
        if more.scope == Scope::In {
            system.scope = Scope::In;
        }
        system.criticality = system.criticality.max(more.criticality);
        system.classification = system.classification.max(more.classification);
        Some(place)
    }
}

/// The name in a row; without one, its product's or its id, so that the row need not be lost.
fn own_name<'a>(sheet: &Sheet<'a>, row: &'a Row) -> Option<String> {
    let named = [Field::SystemName, Field::Product]
        .into_iter()
        .find_map(|field| sheet.owned(row, field));
    let name = named.or_else(|| sheet.owned(row, Field::SystemId))?;
    Some(name.split_whitespace().collect::<Vec<_>>().join(" "))
}

fn note_nameless(at: &Location, context: &mut Context<'_>) {
    let help = "give the system a name, or clear the row";
    context.found.add(
        Code::RowSkipped,
        Some(at),
        "a row without a system name was left out",
        help,
    );
}

/// A number has no leading zeros, and loses digits beyond the fifteenth.
fn note_numeric_id(sheet: &Sheet<'_>, row: &Row, context: &mut Context<'_>) {
    if matches!(sheet.value(row, Field::SystemId), Some(Value::Number(_))) {
        let (id, help) = (
            sheet.at(row, Field::SystemId),
            "format the id column as text, and compare the ids with their source",
        );
        let message = "ids are stored as numbers; leading zeros may be lost";
        context.found.add(Code::NumericId, Some(&id), message, help);
    }
}

/// A system that is called by its id only, or by a word that stands for nothing.
fn note_doubtful_name(name: &str, at: &Location, sheet: &Sheet<'_>, row: &Row, context: &mut Context<'_>) {
    let says = |field| sheet.value(row, field).is_some();
    if !says(Field::SystemName) && !says(Field::Product) {
        let help = "give the system a name, or clear the row if it is none";
        let message = "a system has no name; its id stands in";
        context.found.add(Code::UnknownValue, Some(at), message, help);
    }
    if context.wording.knows(Vocabulary::Placeholder, name) {
        let message = sentence!("'{name}' is no name of a system", name = shown(name));
        let help = "give the system a name of its own; until then nobody can tell it from the next one";
        context.found.add(Code::UnknownValue, Some(at), message, help);
    }
}

fn note_missing_columns(sheet: &Sheet<'_>, context: &mut Context<'_>) {
    if !sheet.has(Field::Model) {
        let message = "there is no column that states the deployment model";
        let help = "add a column 'Deployment model' (saas, paas, iaas, on-premises, embedded, agentic, coding, mcp); until then \
                    models are inferred from products and names where possible";
        context
            .found
            .add(Code::ColumnMissing, Some(&sheet.cells.table.location()), message, help);
    }
}

/// Whether a text marks an example row of the starter workbook.
pub(super) fn is_example(text: &str) -> bool {
    text.trim_start().starts_with(EXAMPLE)
}

fn system<'a>(
    id: String,
    name: String,
    at: Location,
    sheet: &Sheet<'a>,
    row: &'a Row,
    context: &mut Context<'_>,
) -> System {
    let product = sheet.owned(row, Field::Product);
    let vendor = vendor(sheet, row, context);
    let stage = levels::stage(sheet, row, context);
    let criticality = levels::criticality(sheet, row, context);
    let personal_data = levels::personal_data(sheet, row, context);
    let (classification, classification_inferred) = levels::classification(personal_data, sheet, row, context);
    let known = models::Known {
        name: &name,
        product: product.as_deref(),
        vendor: vendor.as_deref(),
        at: &at,
    };
    let (models, model_source, mut scope) = models::models(&known, sheet, row, context);
    if stage == Some(Stage::Retired) {
        scope = Scope::Retired;
    }
    System {
        id,
        id_source: IdSource::Slug,
        name,
        models,
        model_source,
        scope,
        product,
        vendor,
        unit: sheet.owned(row, Field::Unit),
        owner: sheet
            .owned(row, Field::SystemOwner)
            .or_else(|| sheet.owned(row, Field::SystemOwnerEmail)),
        criticality,
        classification,
        personal_data,
        classification_inferred,
        stage,
        notes: sheet.owned(row, Field::Notes),
        at,
    }
}

fn vendor<'a>(sheet: &Sheet<'a>, row: &'a Row, context: &Context<'_>) -> Option<String> {
    let vendor = sheet.owned(row, Field::Vendor)?;
    let nobody = [Vocabulary::VendorPlaceholder, Vocabulary::Placeholder];
    (!nobody.iter().any(|words| context.wording.knows(*words, &vendor))).then_some(vendor)
}
