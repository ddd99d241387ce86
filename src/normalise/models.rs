//! The deployment model of a system. In: the cell that states it, the product, the name and the vendor. Out: the models, and how they
//! are known: stated, or told by a product. A word that is no model stops nothing: the product, that very cell and the name are looked
//! up. What leaves several models is a question.

use std::borrow::Cow;
use std::collections::BTreeSet;

use crate::diagnostic::{Ask, Code, Location};
use crate::framework::DeploymentModel;
use crate::inventory::{ModelSource, Scope};
use crate::message::{Message, Value, sentence};
use crate::read::Row;

use super::catalogue::{Named, Told};
use super::context::{Context, What};
use super::field::Field;
use super::lexicon::Kind;
use super::marks::tokens;
use super::origins;
use super::sheet::Sheet;
use super::vocabulary::{Meaning, Model};
use super::wording::{Vocabulary, Wording, parts, shown};
use super::words::{Word, words};

const MODEL: What = What {
    code: Code::UnknownModel,
    name: "deployment model",
    words: "saas, paas, iaas, on-premises, embedded, agentic, coding, mcp",
};

/// What else is known of the system.
pub(super) struct Known<'a> {
    pub(super) name: &'a str,
    pub(super) product: Option<&'a str>,
    pub(super) vendor: Option<&'a str>,
    /// The cell that names it.
    pub(super) at: &'a Location,
}

type Models = (Vec<DeploymentModel>, ModelSource, Scope);

/// The cell by which a model is inferred.
#[derive(Clone, Copy)]
enum Source {
    Product,
    /// The one that should have said it.
    Model,
    Name,
    Vendor,
}

impl Source {
    /// How it is spoken of.
    fn word(self) -> Message {
        Message::from(match self {
            Self::Product => "product",
            Self::Model => "model",
            Self::Name => "name",
            Self::Vendor => "vendor",
        })
    }

    /// What the model was told from.
    fn told(self, products: &Value) -> Message {
        match self {
            Self::Product => sentence!("Product {products}", products),
            Self::Model => sentence!("Model {products}", products),
            Self::Name => sentence!("Name {products}", products),
            Self::Vendor => sentence!("Vendor {products}", products),
        }
    }
}

/// What the framework leaves out.
const BACKGROUND: &str = "background AI, which the framework does not cover";

/// What a cell says about the model.
enum Stated {
    Models(Models),
    /// Words that leave a choice.
    Choice(&'static str),
    /// A slip of the pen in a word for a model: it is not blank, and no other cell answers for it.
    Slip(String),
    /// Words that are no model.
    Other(String),
    /// Blank, or as good as blank.
    Nothing,
}

/// What is known about the deployment model: as stated, else as the product tells, else that very cell, the name, the vendor.
pub(super) fn models<'a>(known: &Known<'_>, sheet: &Sheet<'a>, row: &'a Row, context: &mut Context<'_>) -> Models {
    let is_mark = |cell: &str| origins::mark(cell, &context.wording) == Some(true);
    let text = match sheet.marked(row, Field::Model, is_mark) {
        Some(marked) => (!marked.is_empty()).then(|| Cow::Owned(marked.join("; "))),
        None => sheet.text(row, Field::Model),
    };
    let at = sheet.at(row, Field::Model);
    let stated = text.as_deref().map_or(Stated::Nothing, |text| stated(text, context));
    let cell = match &stated {
        Stated::Models(models) => return models.clone(),
        Stated::Slip(word) => return not_understood(word, &at, context),
        Stated::Choice(_) | Stated::Other(_) => text.as_deref(),
        Stated::Nothing => None,
    };
    let mut unclear = None;
    let sources = [
        (Source::Product, known.product),
        (Source::Model, cell),
        (Source::Name, Some(known.name)),
        (Source::Vendor, known.vendor),
    ];
    for (source, text) in sources.into_iter().filter_map(|(source, text)| Some((source, text?))) {
        let told = match source {
            Source::Name => context.catalogue.tell_name(text, &context.wording),
            Source::Vendor => context.catalogue.tell_vendor(text, &context.wording),
            Source::Product | Source::Model => context.catalogue.tell(text, &context.wording),
        };
        match told {
            Told::Products(named) => return inferred(source, &named, known.at, context),
            Told::Unclear(choices) => unclear = unclear.or(Some((text.to_owned(), choices))),
            Told::Nothing => {}
        }
    }
    match (stated, unclear) {
        (Stated::Choice(choices), _) => {
            let said = text.as_deref().unwrap_or_default().to_owned();
            note_unclear(Some((said, sentence!("{choices}", choices))), known.at, context);
        }
        (Stated::Other(word), None) => return not_understood(&word, &at, context),
        (Stated::Nothing, None) if lists_agents(sheet) => return agent(sheet, known.at, context),
        (_, unclear) => note_unclear(unclear, known.at, context),
    }
    (Vec::new(), ModelSource::None, Scope::In)
}

/// Whether the names of a list are headed as those of agents (`Agent name`, `KI-Agent`): then each of them is one.
fn lists_agents(sheet: &Sheet<'_>) -> bool {
    let heading = sheet.heading(Field::SystemName).unwrap_or_default();
    tokens(heading)
        .iter()
        .any(|word| matches!(word.as_str(), "agent" | "agents" | "agenten" | "agente" | "agentes"))
}

fn agent(sheet: &Sheet<'_>, at: &Location, context: &mut Context<'_>) -> Models {
    let heading = sheet.heading(Field::SystemName).unwrap_or_default();
    let model = DeploymentModel::Agentic;
    let message = sentence!(
        "no model stated; by the heading '{heading}' it was taken as {model}",
        heading = shown(heading),
        model = model.id()
    );
    let ask = Ask::Model {
        guess: Some(model.id().to_owned()),
    };
    let help = "confirm it in the column 'Deployment model'";
    context.found.ask(Code::ModelInferred, Some(at), message, help, ask);
    (
        vec![model],
        ModelSource::Inferred(sentence!("Heading '{heading}'", heading)),
        Scope::In,
    )
}

fn not_understood(word: &str, at: &Location, context: &mut Context<'_>) -> Models {
    context.unknown(Vocabulary::Model, word, MODEL, at);
    (Vec::new(), ModelSource::NotUnderstood(word.to_owned()), Scope::In)
}

/// What the cell of the deployment model says.
fn stated(text: &str, context: &mut Context<'_>) -> Stated {
    let wording = &context.wording;
    let scope = scope_of(text);
    if let Some(choices) = wording
        .meaning(Vocabulary::ModelChoice, &scope)
        .and_then(Meaning::choice)
    {
        return Stated::Choice(choices);
    }
    let text = if wording.knows(Vocabulary::Model, &scope) {
        &scope
    } else {
        text
    };
    let known = |word: &str| wording.knows(Vocabulary::Model, word);
    let pieces: Vec<&str> = parts(text, &known);
    let (mut models, mut not_covered, mut other) = (BTreeSet::new(), false, None);
    for piece in pieces {
        match meaning(piece, wording) {
            Some(Meaning::Model(Model::NotCovered)) => not_covered = true,
            Some(Meaning::Model(Model::Is(model))) => _ = models.insert(model),
            Some(_) => {}
            None if wording.knows(Vocabulary::Placeholder, piece) => {}
            None => other = other.or(Some(piece.to_owned())),
        }
    }
    match (models.is_empty(), not_covered, other) {
        (false, ..) => Stated::Models((models.into_iter().collect(), ModelSource::Declared, Scope::In)),
        (true, true, _) => Stated::Models((Vec::new(), ModelSource::Declared, Scope::NotCovered)),
        (true, false, Some(word)) => match context.wording.nearest(Vocabulary::Model, &word) {
            Some(near) if !near.unknown => Stated::Slip(word),
            _ => Stated::Other(word),
        },
        (true, false, None) => Stated::Nothing,
    }
}

/// Our word for a piece of the cell: as it stands, or the one way of hosting that stands in it (`Third-party SaaS`, `AWS EC2`).
fn meaning(piece: &str, wording: &Wording) -> Option<Meaning> {
    wording
        .meaning(Vocabulary::Model, piece)
        .or_else(|| inside(piece, wording).map(Meaning::Model))
}

/// The longest words that name a way of hosting inside a longer text; nothing where they name two, or where something is denied
/// or still to come.
fn inside(piece: &str, wording: &Wording) -> Option<Model> {
    let all = words(piece);
    let doubtful = |word: &Word<'_>| {
        [Kind::Negation, Kind::Future, Kind::Gone]
            .iter()
            .any(|kind| word.is(*kind))
            || word.says_gone()
    };
    if piece.contains('?') || all.iter().any(doubtful) {
        return None;
    }
    let mut used = vec![false; all.len()];
    let mut found = BTreeSet::new();
    for length in (1..=all.len().min(4)).rev() {
        for start in 0..=all.len() - length {
            let last = &all[start + length - 1];
            let phrase = &piece[all[start].start..last.start + last.text.len()];
            if let Some(model) = wording
                .meaning(Vocabulary::ModelInside, phrase)
                .and_then(Meaning::model)
                && !used[start..start + length].contains(&true)
            {
                used[start..start + length].fill(true);
                found.insert(model);
            }
        }
    }
    match found.into_iter().collect::<Vec<_>>().as_slice() {
        [one] => Some(*one),
        _ => None,
    }
}

/// A scope of the AWS matrix of generative AI (`AWS scope 2 - enterprise app` is `scope 2`); any other text as it is.
fn scope_of(text: &str) -> String {
    let all = words(text);
    let scope = all
        .windows(2)
        .find(|pair| pair[0].key == "scope" && matches!(pair[1].text, "1" | "2" | "3" | "4" | "5"));
    scope.map_or_else(|| text.to_owned(), |pair| format!("scope {}", pair[1].text))
}

fn inferred(
    source: Source,
    named: &[Named],
    at: &Location,
    context: &mut Context<'_>,
) -> (Vec<DeploymentModel>, ModelSource, Scope) {
    let products: Vec<&str> = named.iter().map(|n| n.product.as_str()).collect();
    let products = Value::row(products.into_iter().map(Value::quoted), ", ");
    let told = source.told(&products);
    let models: BTreeSet<DeploymentModel> = named.iter().filter_map(|n| n.model).collect();
    let models: Vec<DeploymentModel> = models.into_iter().collect();
    let ids = models.iter().map(|m| m.id()).collect::<Vec<_>>().join(", ");
    let (guess, is, scope) = match models.is_empty() {
        true => (BACKGROUND.to_owned(), BACKGROUND.into(), Scope::NotCovered),
        false => (ids.clone(), sentence!("{models}", models = ids), Scope::In),
    };
    let message = sentence!(
        "no model stated; {source} {products} was taken as {is}",
        source = source.word(),
        products,
        is
    );
    let ask = Ask::Model { guess: Some(guess) };
    let help = "confirm it in the column 'Deployment model'";
    context.found.ask(Code::ModelInferred, Some(at), message, help, ask);
    (models, ModelSource::Inferred(told), scope)
}

fn note_unclear(unclear: Option<(String, Message)>, at: &Location, context: &mut Context<'_>) {
    let (message, help) = match unclear {
        Some((text, choices)) if !choices.is_empty() => (
            sentence!(
                "'{text}' leaves the deployment model open; the system stays unclassified",
                text = shown(&text)
            ),
            sentence!("which one is it: {choices}?", choices),
        ),
        Some((text, _)) => (
            sentence!(
                "'{text}' names a vendor, not a product; the system stays unclassified",
                text = shown(&text)
            ),
            "name the product, or state the deployment model".into(),
        ),
        None => (
            "neither the model, the product nor the name tells the deployment model; the system stays unclassified"
                .into(),
            "state the deployment model, or name the product".into(),
        ),
    };
    let ask = Ask::Model { guess: None };
    context.found.ask(Code::ModelUnclear, Some(at), message, help, ask);
}
