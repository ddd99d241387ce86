//! Rows into systems. In: a list of systems, or a combined list. Out: typed systems, each with its model (declared, inferred, or
//! not known), and a diagnostic for whatever was not understood. Only the name is required.

use std::collections::{BTreeMap, BTreeSet};

use unicode_normalization::UnicodeNormalization;

use crate::diagnostic::{Ask, Code, Location};
use crate::framework::DeploymentModel;
use crate::inventory::{Classification, Criticality, EXAMPLE, ModelSource, Scope, Stage, System};
use crate::read::{Row, Value};

use super::catalogue::{Named, Told};
use super::crossed::Across;
use super::directory::Directory;
use super::field::Field;
use super::sheet::{Context, Sheet, What};
use super::wording::{Vocabulary, compact, parts, shown, split};

/// The systems of all sheets, with what later stages need to find them again.
#[derive(Default)]
pub(super) struct Systems {
    /// The systems, in the order of the sheets.
    pub(super) all: Vec<System>,
    /// The id that each had in its row.
    pub(super) written: Vec<String>,
    taken: BTreeMap<String, usize>,
}

const MODEL: What = What {
    code: Code::UnknownModel,
    name: "deployment model",
    words: "saas, paas, iaas, on-premises, embedded, agentic, coding, mcp",
};
const CRITICALITY: What = What {
    code: Code::UnknownValue,
    name: "criticality",
    words: "low, medium, high, critical",
};
const CLASSIFICATION: What = What {
    code: Code::UnknownValue,
    name: "data classification",
    words: "public, internal, confidential, restricted",
};
const STAGE: What = What {
    code: Code::UnknownValue,
    name: "lifecycle stage",
    words: "idea, development, pilot, production, retired",
};
const RISK: What = What {
    code: Code::UnknownValue,
    name: "risk tier",
    words: "minimal, limited, high, prohibited",
};
const PERSONAL: What = What {
    code: Code::UnknownValue,
    name: "answer about personal data",
    words: "yes, no",
};

impl Systems {
    /// Reads every row of a sheet. Gives back, for each row of the body, the place of the system it became.
    pub(super) fn read(&mut self, sheet: &mut Sheet<'_>, context: &mut Context<'_>) -> Vec<Option<usize>> {
        note_missing_columns(sheet, context);
        let mut places = Vec::with_capacity(sheet.body.len());
        for row in sheet.body.clone() {
            places.push(self.row(sheet, row, context));
        }
        places
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
                if nobody || is_example(name) || nothing.is_wide(name, context) || !seen.insert(compact(name)) {
                    continue;
                }
                let written = slug(name);
                let id = self.unique(&written, &at, context);
                let system = System {
                    notes: None,
                    ..system(id, name.to_owned(), at.clone(), sheet, row, context)
                };
                self.all.push(system);
                self.written.push(written);
            }
        }
    }

    /// Takes the systems at the head of the columns of a table that crosses two lists.
    fn named_across(&mut self, sheet: &Sheet<'_>, seen: &mut BTreeSet<String>, context: &mut Context<'_>) {
        let crossed = sheet.crossed.iter().filter(|crossed| crossed.across == Across::Systems);
        for (column, name) in crossed.flat_map(|crossed| &crossed.columns) {
            if !seen.insert(compact(name)) {
                continue;
            }
            let at = sheet.cells.table.locate(sheet.header.row, *column);
            let written = slug(name);
            let id = self.unique(&written, &at, context);
            let blank = Row {
                number: sheet.header.row,
                hidden: false,
                cells: Vec::new(),
            };
            let found = system(id, name.clone(), at, sheet, &blank, context);
            self.all.push(found);
            self.written.push(written);
        }
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
        if matches!(sheet.value(row, Field::SystemId), Some(Value::Number(_))) {
            let help = "format the id column as text, and compare the ids with their source";
            let id = sheet.at(row, Field::SystemId);
            context.found.add(
                Code::NumericId,
                Some(&id),
                "ids are stored as numbers; leading zeros may be lost",
                help,
            );
        }
        if sheet.is_continued(row, Field::SystemName) && !self.all.is_empty() {
            let more = system(String::new(), name, at, sheet, row, context);
            sheet.count_read();
            return self.continue_last(more);
        }
        let written = written.map_or_else(|| slug(&name), |id| id.split_whitespace().collect::<Vec<_>>().join(" "));
        let nameless = [Field::SystemName, Field::Product].map(|field| sheet.value(row, field).is_none());
        if nameless == [true, true] {
            let help = "give the system a name, or clear the row if it is none";
            context.found.add(
                Code::UnknownValue,
                Some(&at),
                "a system has no name; its id stands in",
                help,
            );
        }
        let id = self.unique(&written, &at, context);
        let system = system(id, name, at, sheet, row, context);
        self.all.push(system);
        self.written.push(written);
        sheet.count_read();
        Some(self.all.len() - 1)
    }

    /// The id as it is, or with a number behind it if it is taken.
    fn unique(&mut self, written: &str, at: &Location, context: &mut Context<'_>) -> String {
        let used = self.taken.entry(written.to_owned()).or_insert(0);
        *used += 1;
        if *used == 1 {
            return written.to_owned();
        }
        let mut number = *used;
        let mut id = format!("{written}-{number}");
        while self.taken.contains_key(&id) {
            number += 1;
            id = format!("{written}-{number}");
        }
        self.taken.insert(id.clone(), 1);
        let message = format!(
            "the id '{}' stands for several systems; each later one got a number behind it",
            shown(written)
        );
        let help = "give each system an id of its own, or remove the double row";
        context.found.add(Code::DuplicateId, Some(at), message, help);
        id
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

/// The letters and digits of a name, parted by hyphens. Accents stay: the id is read by people.
fn slug(name: &str) -> String {
    let small: String = name.nfkc().flat_map(char::to_lowercase).collect();
    let words: Vec<&str> = small
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    if words.is_empty() {
        "system".to_owned()
    } else {
        words.join("-")
    }
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
    let stage = stage(sheet, row, context);
    let criticality = criticality(sheet, row, context);
    let personal_data = personal_data(sheet, row, context);
    let (classification, classification_inferred) = classification(personal_data, sheet, row, context);
    let (models, model_source, mut scope) = models(&name, &product, &vendor, &at, sheet, row, context);
    if stage == Some(Stage::Retired) {
        scope = Scope::Retired;
    }
    System {
        id,
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

/// The meaning of a field that has a vocabulary; "unknown" is nothing.
fn meaning<'a>(
    field: Field,
    vocabulary: Vocabulary,
    what: What,
    sheet: &Sheet<'a>,
    row: &'a Row,
    context: &mut Context<'_>,
) -> Option<String> {
    let text = sheet.text(row, field)?;
    if context.wording.meaning(vocabulary, &text).is_none() && context.wording.knows(Vocabulary::Placeholder, &text) {
        return None;
    }
    let meaning = context.meaning(vocabulary, &text, what, &sheet.at(row, field))?;
    (meaning != "unknown").then_some(meaning)
}

fn stage<'a>(sheet: &Sheet<'a>, row: &'a Row, context: &mut Context<'_>) -> Option<Stage> {
    match meaning(Field::Stage, Vocabulary::Stage, STAGE, sheet, row, context)?.as_str() {
        "idea" => Some(Stage::Idea),
        "development" => Some(Stage::Development),
        "pilot" => Some(Stage::Pilot),
        "production" => Some(Stage::Production),
        "retired" => Some(Stage::Retired),
        _ => None,
    }
}

/// Criticality; where there is none, the risk tier stands in.
fn criticality<'a>(sheet: &Sheet<'a>, row: &'a Row, context: &mut Context<'_>) -> Option<Criticality> {
    let stated = meaning(
        Field::Criticality,
        Vocabulary::Criticality,
        CRITICALITY,
        sheet,
        row,
        context,
    );
    let stated = stated.or_else(|| meaning(Field::RiskTier, Vocabulary::RiskTier, RISK, sheet, row, context));
    match stated?.as_str() {
        "critical" | "prohibited" => Some(Criticality::Critical),
        "high" => Some(Criticality::High),
        "medium" | "limited" => Some(Criticality::Medium),
        "low" | "minimal" => Some(Criticality::Low),
        _ => None,
    }
}

/// Whether the system holds personal data, if the row says so.
fn personal_data<'a>(sheet: &Sheet<'a>, row: &'a Row, context: &mut Context<'_>) -> Option<bool> {
    match meaning(Field::PersonalData, Vocabulary::YesNo, PERSONAL, sheet, row, context)?.as_str() {
        "yes" => Some(true),
        "no" => Some(false),
        _ => None,
    }
}

/// Classification; where there is none and the system holds personal data, confidential.
fn classification<'a>(
    personal_data: Option<bool>,
    sheet: &Sheet<'a>,
    row: &'a Row,
    context: &mut Context<'_>,
) -> (Option<Classification>, bool) {
    let stated = meaning(
        Field::Classification,
        Vocabulary::Classification,
        CLASSIFICATION,
        sheet,
        row,
        context,
    );
    let known = match stated.as_deref() {
        Some("public") => Some(Classification::Public),
        Some("internal") => Some(Classification::Internal),
        Some("confidential") => Some(Classification::Confidential),
        Some("restricted") => Some(Classification::Restricted),
        _ => None,
    };
    if known.is_some() || personal_data != Some(true) {
        return (known, false);
    }
    let message = "personal data without a classification: counted as confidential";
    let at = sheet.at(row, Field::PersonalData);
    context.found.add(
        Code::ClassificationInferred,
        Some(&at),
        message,
        "state the data classification",
    );
    (Some(Classification::Confidential), true)
}

/// What is known about the deployment model: as declared, else as the product tells, else the name, else the vendor.
fn models<'a>(
    name: &str,
    product: &Option<String>,
    vendor: &Option<String>,
    at: &Location,
    sheet: &Sheet<'a>,
    row: &'a Row,
    context: &mut Context<'_>,
) -> (Vec<DeploymentModel>, ModelSource, Scope) {
    if let Some(text) = sheet.text(row, Field::Model)
        && let Some(declared) = declared(&text, &sheet.at(row, Field::Model), context)
    {
        return declared;
    }
    let mut unclear = None;
    for (source, text) in [
        ("Product", product.as_deref()),
        ("Name", Some(name)),
        ("Vendor", vendor.as_deref()),
    ] {
        let Some(text) = text else { continue };
        let told = match source {
            "Product" => context.catalogue.tell(text, &context.wording),
            "Name" => context.catalogue.tell_name(text, &context.wording),
            _ => context.catalogue.tell_vendor(text, &context.wording),
        };
        match told {
            Told::Products(named) => return inferred(source, &named, at, context),
            Told::Unclear(choices) => unclear = unclear.or(Some((text.to_owned(), choices))),
            Told::Nothing => {}
        }
    }
    note_unclear(unclear, at, context);
    (Vec::new(), ModelSource::None, Scope::In)
}

/// The models that a cell declares; `None` if it says that they are not known.
fn declared(
    text: &str,
    at: &Location,
    context: &mut Context<'_>,
) -> Option<(Vec<DeploymentModel>, ModelSource, Scope)> {
    let known = |word: &str| context.wording.knows(Vocabulary::Model, word);
    let words: Vec<&str> = parts(text, &known);
    let words = words
        .into_iter()
        .filter(|w| !context.wording.knows(Vocabulary::Placeholder, w) || known(w))
        .collect::<Vec<_>>();
    let mut models = BTreeSet::new();
    let (mut not_covered, mut refused) = (false, false);
    for word in words {
        match context.meaning(Vocabulary::Model, word, MODEL, at).as_deref() {
            Some("not-covered") => not_covered = true,
            Some(id) => models.extend(DeploymentModel::from_id(id)),
            None => refused = true,
        }
    }
    match (models.is_empty(), not_covered) {
        (false, _) => Some((models.into_iter().collect(), ModelSource::Declared, Scope::In)),
        (true, true) => Some((Vec::new(), ModelSource::Declared, Scope::NotCovered)),
        // A word that was not understood is not a blank: the system stays unclassified until somebody says what is meant.
        (true, false) if refused => Some((Vec::new(), ModelSource::NotUnderstood(text.to_owned()), Scope::In)),
        (true, false) => None,
    }
}

fn inferred(
    source: &str,
    named: &[Named],
    at: &Location,
    context: &mut Context<'_>,
) -> (Vec<DeploymentModel>, ModelSource, Scope) {
    let products: Vec<&str> = named.iter().map(|n| n.product.as_str()).collect();
    let told = format!("{source} '{}'", products.join("', '"));
    let models: BTreeSet<DeploymentModel> = named.iter().filter_map(|n| n.model).collect();
    let models: Vec<DeploymentModel> = models.into_iter().collect();
    let (is, scope) = match models.is_empty() {
        true => (
            "background AI, which the framework does not cover".to_owned(),
            Scope::NotCovered,
        ),
        false => (models.iter().map(|m| m.id()).collect::<Vec<_>>().join(", "), Scope::In),
    };
    let message = format!(
        "no model stated; {} '{}' was taken as {is}",
        source.to_lowercase(),
        products.join("', '")
    );
    let ask = Ask::Model { guess: Some(is) };
    let help = "confirm it in the column 'Deployment model'";
    context.found.ask(Code::ModelInferred, Some(at), message, help, ask);
    (models, ModelSource::Inferred(told), scope)
}

fn note_unclear(unclear: Option<(String, String)>, at: &Location, context: &mut Context<'_>) {
    let (message, help) = match unclear {
        Some((text, choices)) if !choices.is_empty() => (
            format!(
                "'{}' leaves the deployment model open; the system stays unclassified",
                shown(&text)
            ),
            format!("which one is it: {choices}?"),
        ),
        Some((text, _)) => (
            format!(
                "'{}' names a vendor, not a product; the system stays unclassified",
                shown(&text)
            ),
            "name the product, or state the deployment model".to_owned(),
        ),
        None => (
            "neither the model, the product nor the name tells the deployment model; the system stays unclassified"
                .to_owned(),
            "state the deployment model, or name the product".to_owned(),
        ),
    };
    let ask = Ask::Model { guess: None };
    context.found.ask(Code::ModelUnclear, Some(at), message, help, ask);
}
