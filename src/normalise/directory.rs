//! Which systems a control speaks of. In: the systems of the inventory, and the text of a system cell. Out: the reach, or what was
//! not found with the nearest name. A row that names nothing we know reaches nothing.

use std::collections::{BTreeMap, BTreeSet};

use indexmap::IndexMap;

use crate::diagnostic::{Ask, Code, Location};
use crate::framework::DeploymentModel;
use crate::inventory::{Reach, System, name_key};
use crate::message::{Message, sentence};
use crate::read::Table;

use super::context::Context;
use super::vocabulary::Model;
use super::wording::{Vocabulary, compact, nearest, parts, shown, split};

/// The systems by everything they are called.
pub(super) struct Directory<'a> {
    systems: &'a [System],
    /// The ids as they are in the inventory.
    ids: BTreeMap<&'a str, usize>,
    /// Ids and names in compact form; two systems may share one.
    names: BTreeMap<String, Vec<usize>>,
    /// Business units: compact form to name key.
    units: BTreeMap<String, String>,
    suggestions: BTreeMap<String, Option<String>>,
    /// What cells reach of which every part is known: each system stands in many rows.
    reached: IndexMap<String, Vec<Reach>>,
}

enum Found {
    Reach(Reach),
    /// Two systems are called so.
    Twice,
    Nothing,
}

/// Systems that were named, and what was not found.
#[derive(Default)]
pub(super) struct Resolved {
    /// The systems.
    pub(super) reach: Vec<Reach>,
    /// Each part that is no system, with what may help.
    pub(super) unknown: Vec<(String, Message)>,
}

/// The ids that stand in more than one row.
fn repeated(written: &[String]) -> BTreeSet<&str> {
    let mut seen = BTreeSet::new();
    written
        .iter()
        .map(String::as_str)
        .filter(|id| !seen.insert(*id))
        .collect()
}

fn help(nearest: Option<&str>) -> Message {
    match nearest {
        Some(near) => sentence!("did you mean '{near}'?", near),
        None => "use the id or name of a system, unit:NAME, model:NAME, or * for all".into(),
    }
}

/// The model of which all systems are meant: `all SaaS`, `alle SaaS-Systeme`.
fn every_model(part: &str, context: &Context<'_>) -> Option<DeploymentModel> {
    const EVERY: [&str; 8] = [
        "all",
        "every",
        "each",
        "alle",
        "tous les",
        "toutes les",
        "todos los",
        "todas las",
    ];
    let lower = part.to_lowercase();
    let rest = EVERY
        .iter()
        .find_map(|every| lower.strip_prefix(every)?.strip_prefix(' '))?;
    let model = |said: &str| match context.wording.model(said) {
        Some(Model::Is(model)) => Some(model),
        Some(Model::NotCovered) | None => None,
    };
    let first = || rest.split([' ', '-']).next().and_then(model);
    model(rest).or_else(first)
}

fn has_separator(text: &str) -> bool {
    text.contains([';', '\n', '|', ',', '/', '+', '&'])
}

impl<'a> Directory<'a> {
    /// Of these systems; `written` holds the id that each had in its row, before a number was put behind a double one.
    pub(super) fn new(systems: &'a [System], written: &[String]) -> Self {
        let mut directory = Self {
            systems,
            ids: BTreeMap::new(),
            names: BTreeMap::new(),
            units: BTreeMap::new(),
            suggestions: BTreeMap::new(),
            reached: IndexMap::new(),
        };
        let repeated = repeated(written);
        for (place, system) in systems.iter().enumerate() {
            if !repeated.contains(system.id.as_str()) {
                directory.ids.insert(&system.id, place);
            }
            let called = [
                Some(system.id.as_str()),
                Some(system.name.as_str()),
                written.get(place).map(String::as_str),
            ];
            for name in called.into_iter().flatten() {
                let all = directory.names.entry(compact(name)).or_default();
                if !all.contains(&place) {
                    all.push(place);
                }
            }
            if let Some(unit) = &system.unit {
                directory.units.insert(compact(unit), name_key(unit));
            }
        }
        directory
    }

    /// What the systems named outside of any cell are; with the parts that are not known, and what may help.
    pub(super) fn resolve(&mut self, text: &str, context: &Context<'_>) -> Resolved {
        let mut found = Resolved::default();
        for part in split(text, &[";", "\n"]) {
            match self.look_up(part, context) {
                Found::Reach(reach) => found.reach.push(reach),
                Found::Twice => found.unknown.push((
                    part.to_owned(),
                    "two systems are called so: refer to each by its id".into(),
                )),
                Found::Nothing => found
                    .unknown
                    .push((part.to_owned(), help(self.nearest(part).as_deref()))),
            }
        }
        found
    }

    /// The files that list systems, and how many each lists.
    pub(super) fn files(&self) -> BTreeMap<&str, usize> {
        let mut files = BTreeMap::new();
        for system in self.systems {
            *files.entry(&*system.at.file).or_default() += 1;
        }
        files
    }

    /// The one system that a table lists which stands on the same sheet.
    pub(super) fn on_sheet(&self, table: &Table) -> Option<(String, Reach)> {
        let own = |system: &&System| system.at.file == table.file && system.at.sheet == table.sheet;
        let mut found = self.systems.iter().filter(own);
        match (found.next(), found.next()) {
            (Some(one), None) => Some((one.name.clone(), Reach::System(one.id.clone()))),
            _ => None,
        }
    }

    /// The system or unit that a title or the name of a sheet is about: the whole text, or the longest name in it. A sheet's name ends
    /// after 31 letters.
    pub(super) fn named_in(&self, text: &str) -> Option<Reach> {
        const SHORTEST: usize = 4;
        const SHEET_NAME: usize = 31;
        const LOOKED_AT: usize = 20;
        let whole = compact(text);
        if let Some(reach) = self.called_just(&whole) {
            return Some(reach);
        }
        if text.chars().count() == SHEET_NAME {
            let mut begun = self.names.iter().filter(|(name, _)| name.starts_with(&whole));
            if let (Some((name, _)), None) = (begun.next(), begun.next()) {
                return self.called_just(name);
            }
        }
        let parted = text.split(|c: char| !c.is_alphanumeric());
        let words: Vec<&str> = parted.filter(|word| !word.is_empty()).take(LOOKED_AT).collect();
        let runs = (0..words.len()).flat_map(|start| (start + 1..=words.len()).map(move |end| (start, end)));
        let keys = runs.map(|(start, end)| compact(&words[start..end].concat()));
        let named: Vec<String> = keys
            .filter(|key| key.len() >= SHORTEST && self.called_just(key).is_some())
            .collect();
        let longest = named.iter().max_by_key(|key| key.len())?;
        let alone = named.iter().all(|key| longest.contains(key.as_str()));
        alone.then(|| self.called_just(longest))?
    }

    /// The one system, or else the unit, with a name in compact form.
    fn called_just(&self, key: &str) -> Option<Reach> {
        match self.names.get(key).map(Vec::as_slice) {
            Some([one]) => Some(Reach::System(self.systems[*one].id.clone())),
            Some(_) => None,
            None => self.units.get(key).map(|unit| Reach::Unit(unit.clone())),
        }
    }

    /// What a system cell reaches; every part that is not found is reported.
    pub(super) fn reach(&mut self, text: &str, at: &Location, context: &mut Context<'_>) -> Vec<Reach> {
        const REMEMBERED: usize = 20_000;
        if let Some(reached) = self.reached.get(text) {
            return reached.clone();
        }
        let known = |part: &str| {
            self.is_called(part) || !(has_separator(part) || matches!(self.look_up(part, context), Found::Nothing))
        };
        let parts: Vec<&str> = parts(text, &known);
        let mut reach = Vec::new();
        let mut is_known = true;
        for part in parts {
            let found = self.look_up(part, context);
            is_known &= matches!(found, Found::Reach(_));
            match found {
                Found::Reach(found) => reach.push(found),
                Found::Twice => {
                    let message = sentence!(
                        "'{part}' is the name of two systems; the row does not count for it",
                        part = shown(part)
                    );
                    context
                        .found
                        .add(Code::UnknownSystem, Some(at), message, "refer to the system by its id");
                }
                Found::Nothing => self.note_unknown(part, at, context),
            }
        }
        reach.sort();
        reach.dedup();
        if is_known && self.reached.len() < REMEMBERED {
            self.reached.insert(text.to_owned(), reach.clone());
        }
        reach
    }

    /// Whether a system is called just so: only then a text with separators in it is one name, since "1; 2" is not system 12.
    fn is_called(&self, text: &str) -> bool {
        let said = text.trim().to_lowercase();
        let places = self.names.get(&compact(text)).into_iter().flatten();
        places
            .map(|place| &self.systems[*place])
            .any(|s| [&s.id, &s.name].iter().any(|called| called.to_lowercase() == said))
    }

    fn look_up(&self, part: &str, context: &Context<'_>) -> Found {
        let part = part.trim();
        if let Some(place) = self.ids.get(part) {
            return Found::Reach(Reach::System(self.systems[*place].id.clone()));
        }
        if let Some(wide) = self.prefixed(part, context) {
            return wide;
        }
        let key = compact(part);
        match self.names.get(&key).map(Vec::as_slice) {
            Some([one]) => return Found::Reach(Reach::System(self.systems[*one].id.clone())),
            Some(_) => return Found::Twice,
            None => {}
        }
        self.wide(part, &key, context)
    }

    /// `unit:Finance`, `model:saas`.
    fn prefixed(&self, part: &str, context: &Context<'_>) -> Option<Found> {
        let (prefix, rest) = part.split_once(':')?;
        match compact(prefix).as_str() {
            "unit" | "bu" | "businessunit" | "department" | "division" => {
                let unit = self.units.get(&compact(rest));
                Some(unit.map_or(Found::Nothing, |unit| Found::Reach(Reach::Unit(unit.clone()))))
            }
            "model" | "deploymentmodel" | "deployment" => {
                let reach = match context.wording.model(rest) {
                    Some(Model::Is(model)) => Found::Reach(Reach::Model(model)),
                    Some(Model::NotCovered) | None => Found::Nothing,
                };
                Some(reach)
            }
            _ => None,
        }
    }

    /// All systems, or a unit or model without its prefix, where no system is called so.
    fn wide(&self, part: &str, key: &str, context: &Context<'_>) -> Found {
        if context.wording.knows(Vocabulary::EverySystem, part) {
            return Found::Reach(Reach::All);
        }
        if let Some(unit) = self.units.get(key) {
            return Found::Reach(Reach::Unit(unit.clone()));
        }
        let model = DeploymentModel::from_id(&part.to_lowercase()).or_else(|| every_model(part, context));
        model.map_or(Found::Nothing, |model| Found::Reach(Reach::Model(model)))
    }

    /// Whether a text speaks of many systems, or of a unit or model, whatever the systems are.
    pub(super) fn is_wide(&self, part: &str, context: &Context<'_>) -> bool {
        self.prefixed(part, context).is_some() || !matches!(self.wide(part, &compact(part), context), Found::Nothing)
    }

    fn note_unknown(&mut self, part: &str, at: &Location, context: &mut Context<'_>) {
        let message = sentence!(
            "'{part}' is no system of this inventory; the row does not count for it",
            part = shown(part)
        );
        let guess = self.nearest(part);
        let help = help(guess.as_deref());
        let ask = Ask::System {
            word: part.to_owned(),
            guess,
        };
        context.found.ask(Code::UnknownSystem, Some(at), message, help, ask);
    }

    /// The nearest id, name or unit. Remembered, and given up after many different unknown names: it goes through all systems.
    fn nearest(&mut self, part: &str) -> Option<String> {
        const MANY: usize = 200;
        let (prefix, rest) = part.split_once(':').unwrap_or(("", part));
        let key = compact(rest);
        if let Some(known) = self.suggestions.get(&key) {
            return known.clone();
        }
        if self.suggestions.len() >= MANY {
            return None;
        }
        let found = if prefix.is_empty() {
            let near = nearest(&key, self.names.keys().map(String::as_str));
            near.first().map(|name| self.called(name))
        } else {
            let near = nearest(&key, self.units.keys().map(String::as_str));
            near.first().map(|unit| format!("{prefix}:{}", self.units[*unit]))
        };
        self.suggestions.insert(key, found.clone());
        found
    }

    /// How a system writes a name that is given in compact form.
    fn called(&self, key: &str) -> String {
        let system = &self.systems[self.names[key][0]];
        if compact(&system.id) == key {
            system.id.clone()
        } else {
            system.name.clone()
        }
    }
}
