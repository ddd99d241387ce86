//! What the inventory itself says about how it is to be read. In: keys and values from its cells. Out: the configuration with them; a
//! key that the file sets otherwise is an error with both places, and the command line goes before both.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Component, Path, PathBuf};

use serde::{Deserialize, Serialize};
use toml::{Table, Value};

use super::Config;
use super::keys::{Key, Takes, find};
use super::shapes::{DAY, SHARE, day_in, is_share, plain, share_in};
use crate::error::Error;
use crate::message::{Message, sentence};

/// The keys on the way to a value.
type Steps = Vec<String>;

/// Who has set which key already.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Said {
    /// By the file: the value, and its place.
    file: BTreeMap<Steps, Value>,
    /// The file's name.
    name: String,
    /// By the sheets of settings: the cell.
    cells: BTreeMap<Steps, String>,
    /// By the command line.
    flags: BTreeSet<Steps>,
}

/// One line of a sheet of settings.
#[derive(Clone, Debug, PartialEq)]
pub struct Setting {
    /// The key as written.
    pub key: String,
    /// What stands behind it.
    pub value: Written,
    /// The cell, for messages.
    pub place: String,
    /// The workbook's folder: files are looked for there.
    pub folder: PathBuf,
}

/// A value as a cell has it.
#[derive(Clone, Debug, PartialEq)]
pub enum Written {
    /// Text.
    Text(String),
    /// A number.
    Number(f64),
    /// True or false.
    Bool(bool),
}

impl Said {
    /// The keys that the command line has set.
    pub fn flags(&self) -> impl Iterator<Item = &[String]> {
        self.flags.iter().map(Vec::as_slice)
    }

    /// Where a key was set: a cell, or the configuration file, without its folder. What was typed stands nowhere.
    pub fn place(&self, steps: &[String]) -> Option<&str> {
        if self.flags.contains(steps) {
            return None;
        }
        let cell = self.cells.get(steps).map(String::as_str);
        let file = || Path::new(&self.name).file_name()?.to_str();
        cell.or_else(|| self.file.contains_key(steps).then(file)?)
    }

    /// What a file says.
    pub(super) fn by_file(text: &str, name: &str) -> Self {
        let mut said = Self::default();
        if let Ok(table) = text.parse::<Table>() {
            flatten(&table, &mut Vec::new(), &mut said.file);
        }
        if !said.file.is_empty() {
            name.clone_into(&mut said.name);
        }
        said
    }
}

/// The values of a part of the configuration, each under its whole key.
pub(super) fn flat(name: &str, part: &impl Serialize) -> BTreeMap<Steps, Value> {
    let mut all = BTreeMap::new();
    if let Ok(table) = Table::try_from(part) {
        flatten(&table, &mut vec![name.to_owned()], &mut all);
    }
    all
}

fn flatten(table: &Table, steps: &mut Steps, all: &mut BTreeMap<Steps, Value>) {
    for (key, value) in table {
        steps.push(key.clone());
        match value {
            Value::Table(inner) => flatten(inner, steps, all),
            value => _ = all.insert(steps.clone(), value.clone()),
        }
        steps.pop();
    }
}

impl Config {
    /// Notes that the command line has set a key: no sheet of settings changes it.
    pub fn set_by_flag(&mut self, steps: &[&str]) {
        self.said.flags.insert(steps.iter().map(|s| (*s).to_owned()).collect());
    }

    /// Adds what the sheets of settings say.
    ///
    /// # Errors
    /// [`Error::Config`] with the cell: a key that is not known, a value that makes no sense, or one that is set otherwise elsewhere.
    pub fn with(&self, settings: &[Setting]) -> Result<Self, Error> {
        if settings.is_empty() {
            return Ok(self.clone());
        }
        let mut table =
            Table::try_from(self).map_err(|e| Error::config("settings", Message::verbatim(e.to_string()), ""))?;
        let (base, mut told) = (table.clone(), Vec::new());
        let mut earlier: BTreeMap<Steps, (Value, &str)> = BTreeMap::new();
        for setting in settings {
            let (key, steps) = find(&setting.key).map_err(|help| {
                Error::config(
                    &setting.place,
                    sentence!("'{key}' is no setting", key = setting.key),
                    help,
                )
            })?;
            let value = value(key, setting)?;
            if self.said.flags.contains(&steps) {
                continue;
            }
            if let Some(list) = joined(&table, &steps, &value) {
                insert(&mut table, &steps, list);
                continue;
            }
            let file = self.said.file.get(&steps).map(|value| (value, self.said.name.as_str()));
            let other = earlier.get(&steps).map(|(value, place)| (value, *place)).or(file);
            if let Some((_, place)) = other.filter(|(other, _)| plain(key.takes, other) != value) {
                return Err(contradiction(setting, place));
            }
            insert(&mut table, &steps, value.clone());
            told.push((steps.clone(), value.clone(), key, setting.place.as_str()));
            earlier.insert(steps, (value, &setting.place));
        }
        let mut config = tried(table).map_err(|reason| match wrong(&base, &told) {
            Some((reason, key, place)) => Error::config(place, reason, Message::term(key.note.clone())),
            None => Error::config("settings", reason, ""),
        })?;
        config.clean();
        config.said = self.said.clone();
        config.said.cells = earlier
            .into_iter()
            .map(|(key, (_, place))| (key, place.to_owned()))
            .collect();
        Ok(config)
    }
}

/// Several sheets can be one thing, and several columns hold one field: what is said adds up.
fn joined(table: &Table, steps: &[String], value: &Value) -> Option<Value> {
    let [first, second, key] = steps else { return None };
    if first != "reading" || !["sheets", "columns"].contains(&second.as_str()) {
        return None;
    }
    let said = table.get(first)?.get(second)?.get(key)?.as_str()?;
    let more = value.as_str()?;
    let known = super::listed(said);
    match known.len() > super::MOST_NAMES || known.contains(&more) {
        true => Some(Value::String(said.to_owned())),
        false => Some(Value::String(format!("{said}; {more}"))),
    }
}

/// The configuration, if the settings make sense together; if not, why.
fn tried(table: Table) -> Result<Config, Message> {
    let config = Config::deserialize(table).map_err(|e| Message::verbatim(e.message()))?;
    let told = |e: Error| sentence!("{what} ({help})", what = e.message(), help = e.help());
    config.check("").map(|()| config).map_err(told)
}

/// A setting that has its place: its path, its value, its key, its cell.
type Told<'a> = (Steps, Value, &'static Key, &'a str);

/// The first setting with which those before it make no sense. Each trial takes them all, so that it is looked for by halves.
fn wrong<'a>(base: &Table, told: &[Told<'a>]) -> Option<(Message, &'static Key, &'a str)> {
    let with = |number: usize| {
        let mut table = base.clone();
        told[..number]
            .iter()
            .for_each(|(steps, value, ..)| insert(&mut table, steps, value.clone()));
        tried(table).err()
    };
    let (mut sound, mut amiss) = (0, told.len());
    while amiss - sound > 1 {
        let middle = sound.midpoint(amiss);
        match with(middle) {
            None => sound = middle,
            Some(_) => amiss = middle,
        }
    }
    let (_, _, key, place) = told.get(sound)?;
    Some((with(amiss)?, key, place))
}

fn contradiction(setting: &Setting, place: &str) -> Error {
    Error::config(
        sentence!("{one} and {other}", one = setting.place, other = place),
        sentence!("'{key}' is set in both, to different values", key = setting.key),
        "keep one of the two, and delete the other",
    )
}

fn insert(table: &mut Table, steps: &[String], value: Value) {
    match steps {
        [] => {}
        [last] => _ = table.insert(last.clone(), value),
        [first, rest @ ..] => {
            let inner = table.entry(first.clone()).or_insert_with(|| Value::Table(Table::new()));
            if let Value::Table(inner) = inner {
                insert(inner, rest, value);
            }
        }
    }
}

fn value(key: &Key, setting: &Setting) -> Result<Value, Error> {
    let said = setting.value.shown();
    let wrong = |needs: &'static str| {
        Error::config(
            &setting.place,
            sentence!(
                "'{said}' is no value for {key}: it takes {needs}",
                said,
                key = setting.key,
                needs = Message::from(needs)
            ),
            Message::term(key.note.clone()),
        )
    };
    match key.takes {
        Takes::Text => Ok(Value::String(said)),
        Takes::Number => setting
            .value
            .whole()
            .map(Value::Integer)
            .ok_or_else(|| wrong("a whole number")),
        Takes::Share => match &setting.value {
            Written::Number(number) => Some(*number).filter(|number| is_share(*number)),
            _ => share_in(&said),
        }
        .map(Value::Float)
        .ok_or_else(|| wrong(SHARE)),
        Takes::Day => day_in(&said)
            .map(|day| Value::String(day.to_string()))
            .ok_or_else(|| wrong(DAY)),
        Takes::YesNo => setting
            .value
            .truth()
            .map(Value::Boolean)
            .ok_or_else(|| wrong("yes or no")),
        Takes::File => beside(&setting.folder, &said)
            .map(Value::String)
            .ok_or_else(|| wrong("the name of a file that lies beside the workbook")),
    }
}

/// A workbook that came by mail must not make the program open any file of the computer.
fn beside(folder: &Path, name: &str) -> Option<String> {
    let plain = Path::new(name).components().all(|c| matches!(c, Component::Normal(_)));
    plain.then(|| folder.join(name).to_string_lossy().into_owned())
}

impl Written {
    fn shown(&self) -> String {
        match self {
            Self::Text(text) => text.trim().to_owned(),
            Self::Number(number) => number.to_string(),
            Self::Bool(truth) => if *truth { "yes" } else { "no" }.to_owned(),
        }
    }

    fn whole(&self) -> Option<i64> {
        match self {
            Self::Number(number) if number.fract() == 0.0 && (0.0..1e9).contains(number) => Some(*number as i64),
            Self::Text(text) => text.trim().parse().ok().filter(|number| *number >= 0),
            _ => None,
        }
    }

    fn truth(&self) -> Option<bool> {
        match self {
            Self::Bool(truth) => Some(*truth),
            other => match other.shown().to_lowercase().as_str() {
                "yes" | "y" | "true" | "1" | "x" | "ja" | "wahr" | "oui" | "vrai" | "sí" | "si" => Some(true),
                "no" | "n" | "false" | "0" | "nein" | "falsch" | "non" | "faux" => Some(false),
                _ => None,
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn setting(key: &str, value: Written) -> Setting {
        Setting {
            key: key.to_owned(),
            value,
            place: format!("Settings!B for {key}"),
            folder: PathBuf::from("there"),
        }
    }

    fn text(key: &str, value: &str) -> Setting {
        setting(key, Written::Text(value.to_owned()))
    }

    fn refused(config: &Config, settings: &[Setting]) -> String {
        let error = config.with(settings).unwrap_err();
        format!("{error} ({})", error.help())
    }

    #[test]
    fn cells_set_what_the_file_would_set() {
        let settings = [
            text("Organisation", "Example Ltd"),
            setting("review days", Written::Number(180.0)),
            text("rules.require_named_person", "Ja"),
            text("reading.columns.owner", "Who"),
            text("reading.values.status.Up & running", "implemented"),
            text("logo", "logo.svg"),
            setting("targets.ownership", Written::Number(0.9)),
            text("targets.in_place", "80 %"),
            setting("targets.critical", Written::Number(0.0)),
            text("next meeting", "2026-11-03"),
            text("prepared by", "Ann Lee"),
        ];
        let config = Config::default().with(&settings).unwrap();
        let file = "organisation = 'Example Ltd'\nnext_meeting = 2026-11-03\n[targets]\nownership = 0.9\nin_place = 0.8\n\
                    critical = 0\n[rules]\nreview_days = 180\nrequire_named_person = true\n\
                    [reading.columns]\nowner = 'Who'\n[reading.values.status]\n'Up & running' = 'implemented'\n\
                    [report]\nlogo = 'there/logo.svg'\nprepared_by = 'Ann Lee'\n";
        let by_file = Config::parse(file, "unowned.toml").unwrap();
        assert_eq!(
            (config.organisation, config.rules, config.reading, config.report),
            (by_file.organisation, by_file.rules, by_file.reading, by_file.report)
        );
        assert_eq!(
            (config.targets, config.next_meeting),
            (by_file.targets, by_file.next_meeting)
        );
    }

    #[test]
    fn several_columns_can_hold_one_field() {
        let config = Config::parse("[reading.columns]\nowner = 'Lead'\n", "unowned.toml").unwrap();
        let settings = [text("columns.owner", "Who"), text("columns.owner", "Lead")];
        assert_eq!(config.with(&settings).unwrap().reading.columns["owner"], "Lead; Who");
    }

    #[test]
    fn what_cannot_be_followed_is_refused_with_its_cell() {
        let config = Config::default();
        let said = refused(&config, &[text("organization", "A")]);
        assert!(
            said.contains("Settings!B") && said.contains("did you mean 'organisation'"),
            "{said}"
        );
        assert!(refused(&config, &[text("review days", "often")]).contains("a whole number"));
        let most = setting("targets.ownership", Written::Number(90.0));
        assert!(refused(&config, &[most]).contains("0.9 or 90 %"));
        assert!(refused(&config, &[text("next_meeting", "soon")]).contains("2026-11-03"));
        assert!(refused(&config, &[text("fiscal_year_start", "13")]).contains("month"));
        assert!(refused(&config, &[text("language", "klingon")]).contains("klingon"));
        for file in ["../secret.svg", "/etc/passwd"] {
            assert!(
                refused(&config, &[text("logo", file)]).contains("beside the workbook"),
                "{file}"
            );
        }
    }

    #[test]
    fn file_and_sheet_must_agree_and_the_command_line_goes_first() {
        let mut config = Config::parse("organisation = 'A'\n", "unowned.toml").unwrap();
        assert!(config.with(&[text("organisation", "A")]).is_ok());
        let same = Config::parse(
            "next_meeting = 2026-11-03\n[targets]\nassured = '80 %'\n",
            "unowned.toml",
        )
        .unwrap();
        let settings = [text("next_meeting", "2026-11-03"), text("targets.assured", "0.8")];
        assert!(same.with(&settings).is_ok());
        let said = refused(&config, &[text("organisation", "B")]);
        assert!(said.contains("unowned.toml") && said.contains("Settings!B"), "{said}");
        let twice = [text("label", "A"), text("report.label", "B")];
        assert!(refused(&Config::default(), &twice).contains("set in both"));

        config = Config::default();
        config.organisation = Some("Flag".to_owned());
        config.set_by_flag(&["organisation"]);
        let with = config
            .with(&[text("organisation", "Sheet"), text("label", "Secret")])
            .unwrap();
        assert_eq!(with.organisation.as_deref(), Some("Flag"));
        assert_eq!(with.report.label.as_deref(), Some("Secret"));
    }
}
