//! What stays the same each quarter. In: `unowned.toml`, with the flags of the command line laid over it by `cli`.
//! Out: one plain struct. What the keys mean for a value or a header is the business of the stage that uses them.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::error::Error;
use crate::jail::{Jail, Job};
use crate::message::{Message, sentence};
use crate::names::names;
use crate::{side_file, text};

mod keys;
mod rows;
mod rules;
mod shapes;
mod sheet;

pub use keys::{Key, Takes, keys};
pub use rows::SettingRow;
pub use rules::{BySeverity, Rules, Thresholds, Weights};
pub use sheet::{Said, Setting, Written};

/// The name of the file that is looked for beside the inventory.
pub const FILE_NAME: &str = "unowned.toml";

/// The configuration; every key is optional, and an unknown one is an error.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Config {
    /// The organisation's name, for the report's head and foot.
    pub organisation: Option<String>,
    /// Month in which the fiscal year starts, 1 to 12; January if left out.
    pub fiscal_year_start: Option<u32>,
    /// A responsibility matrix of one's own (CSV).
    pub matrix: Option<PathBuf>,
    /// A product catalogue of one's own (CSV), which goes before the embedded one.
    pub products: Option<PathBuf>,
    /// How the inventory is judged.
    pub rules: Rules,
    /// What the organisation wants to reach.
    pub targets: Targets,
    /// The day on which leadership meets next: what is asked of it is asked for then.
    #[serde(deserialize_with = "shapes::day")]
    pub next_meeting: Option<NaiveDate>,
    /// How the inventory is read.
    pub reading: Reading,
    /// How the report looks.
    pub report: Look,
    /// Systems that changed their id: old id = new id.
    pub renamed: BTreeMap<String, String>,
    /// Who has set which key.
    #[serde(skip)]
    pub said: Said,
}

impl Config {
    /// Reads a configuration file. Paths in it are meant from its own folder.
    ///
    /// # Errors
    /// [`Error::Config`] with the line, the key, and the nearest key that is known.
    pub fn load(path: &Path, jail: &Jail) -> Result<Self, Error> {
        let help = "check the name, and that it is a text file";
        let refuse = |reason: Message| Error::config(path.display().to_string(), reason, help);
        let text = side_file::text(path, side_file::MIB).map_err(refuse)?;
        let rehearsed = jail.rehearse(Job::Settings, &[text.as_bytes()]);
        rehearsed.map_err(|end| refuse(end.reason().into()))?;
        let mut config = Self::parse(&text, &path.display().to_string())?;
        let folder = path.parent().unwrap_or_else(|| Path::new(""));
        for file in [&mut config.matrix, &mut config.products, &mut config.report.logo]
            .into_iter()
            .flatten()
        {
            *file = folder.join(&*file);
        }
        Ok(config)
    }

    /// Reads the text of a configuration file; `name` stands in messages.
    ///
    /// # Errors
    /// As [`Config::load`].
    pub fn parse(text: &str, name: &str) -> Result<Self, Error> {
        let mut config: Self = toml::from_str(text).map_err(|e| not_understood(text, name, &e))?;
        config.said = Said::by_file(text, name);
        config.clean();
        config.check(name)?;
        Ok(config)
    }

    /// What the texts that stand in every output hold that cannot be seen, or that turns the direction, goes, as it does in cells.
    pub fn clean(&mut self) {
        let look = &mut self.report;
        let shown = [
            &mut self.organisation,
            &mut look.label,
            &mut look.prepared_by,
            &mut look.reviewed_by,
        ];
        for text in shown.into_iter().flatten() {
            *text = one_line(text);
        }
        let renamed = std::mem::take(&mut self.renamed);
        self.renamed = renamed
            .iter()
            .map(|(old, new)| (one_line(old), one_line(new)))
            .collect();
    }

    /// What words mean by this configuration: the list, the word, its meaning, and the place that says so.
    pub fn own_words(&self) -> impl Iterator<Item = (&str, &str, &str, &str)> {
        let lists = self.reading.values.iter();
        let words = lists.flat_map(|(list, words)| words.iter().map(move |(word, ours)| (list, word, ours)));
        words.map(|(list, word, ours)| {
            let key = ["reading", "values", list, word].map(str::to_owned);
            let place = self.said.place(&key).unwrap_or("the configuration");
            (list.as_str(), word.as_str(), ours.as_str(), place)
        })
    }

    /// What is said, and not typed, about sheets, columns, the systems that a table speaks of, and ids that changed: the place that says
    /// so, the key, the value.
    pub fn own_reading(&self) -> impl Iterator<Item = (&str, String, &str)> {
        let reading = &self.reading;
        let lists = [
            ("reading.sheets", &reading.sheets),
            ("reading.columns", &reading.columns),
            ("reading.applies_to", &reading.applies_to),
            ("renamed", &self.renamed),
        ];
        let said = lists
            .into_iter()
            .flat_map(|(list, said)| said.iter().map(move |(key, value)| (list, key, value)));
        said.filter_map(|(list, key, value)| {
            let path: Vec<String> = list.split('.').chain([key.as_str()]).map(str::to_owned).collect();
            let place = self.said.place(&path)?;
            Some((place, format!("{list}.{key}"), value.as_str()))
        })
    }

    /// Refuses what makes no sense and what a type cannot say; `name` stands in messages.
    ///
    /// # Errors
    /// [`Error::Config`] with the key and what would work.
    pub fn check(&self, name: &str) -> Result<(), Error> {
        self.reading
            .check()
            .map_err(|(key, reason, help)| Error::config(format!("{name}, {key}"), reason, help))?;
        self.rules
            .check()
            .and_then(|()| self.report.check())
            .map_err(|(key, reason, help)| Error::config(format!("{name}, {key}"), reason, help))?;
        match self.fiscal_year_start {
            Some(month) if !(1..=12).contains(&month) => Err(Error::config(
                format!("{name}, fiscal_year_start"),
                "is not a month",
                "give a month from 1 to 12",
            )),
            _ => Ok(()),
        }
    }
}

fn one_line(text: &str) -> String {
    text::clean(text).text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// More names of sheets or of columns than any inventory can be meant to need; each is looked for in every table.
const MOST_NAMES: usize = 2_000;

/// What is wrong with a key: the key, the reason, what would work.
type Wrong = (&'static str, Message, Message);

impl Reading {
    /// What a sheet can be.
    pub const ROLES: [&'static str; 7] = ["systems", "controls", "grid", "combined", "people", "decisions", "none"];

    fn check(&self) -> Result<(), Wrong> {
        self.sheets
            .keys()
            .try_for_each(|role| one_of("reading.sheets", Some(role), &Self::ROLES))?;
        let names = |said: &BTreeMap<String, String>| said.values().map(|names| listed(names).len()).sum();
        let lists = [
            ("reading.sheets", names(&self.sheets)),
            ("reading.columns", names(&self.columns)),
            ("reading.applies_to", self.applies_to.len()),
        ];
        match lists.into_iter().find(|(_, names)| *names > MOST_NAMES) {
            Some((key, n)) => Err((
                key,
                sentence!("has {n} names, more than any files need ({most})", n, most = MOST_NAMES),
                "keep those of the sheets and columns that the files have".into(),
            )),
            None => Ok(()),
        }
    }
}

impl Look {
    /// Whether the paper is letter, not A4.
    pub fn on_letter(&self) -> bool {
        self.paper.as_deref() == Some("letter")
    }

    /// The paper sizes.
    pub const PAPERS: [&'static str; 2] = ["a4", "letter"];
    /// The sections that can be left out; page one always stands.
    pub const SECTIONS: [&'static str; 10] = [
        "changes",
        "heatmap",
        "plan",
        "owners",
        "providers",
        "accepted",
        "systems",
        "doubts",
        "method",
        "register",
    ];

    fn check(&self) -> Result<(), Wrong> {
        one_of("paper", self.paper.as_deref(), &Self::PAPERS)?;
        self.sections
            .keys()
            .try_for_each(|section| one_of("report.sections", Some(section), &Self::SECTIONS))?;
        let is_colour = |c: &str| {
            c.strip_prefix('#')
                .is_some_and(|h| h.len() == 6 && h.chars().all(|d| d.is_ascii_hexdigit()))
        };
        match self.accent.as_deref().filter(|colour| !is_colour(colour)) {
            Some(colour) => Err((
                "report.accent",
                sentence!("'{colour}' is no colour", colour),
                "write it as #1a2b3c".into(),
            )),
            None => Ok(()),
        }
    }
}

fn one_of(key: &'static str, said: Option<&str>, known: &[&'static str]) -> Result<(), Wrong> {
    match said.filter(|word| !known.contains(word)) {
        Some(word) => Err((
            key,
            sentence!("'{word}' is not known", word),
            did_you_mean(word, known.iter().copied()),
        )),
        None => Ok(()),
    }
}

/// A message of the TOML reader, with the line and, for an unknown key, the nearest known one.
fn not_understood(text: &str, name: &str, error: &toml::de::Error) -> Error {
    let message = error.message().lines().next().unwrap_or_default().to_owned();
    let line = error
        .span()
        .map(|span| text[..span.start.min(text.len())].matches('\n').count() + 1);
    let place = match line {
        Some(line) => sentence!("{name}, line {line}", name, line),
        None => Message::verbatim(name),
    };
    let words: Vec<_> = message.split('`').skip(1).step_by(2).collect();
    match words.split_first() {
        Some((unknown, known)) if message.starts_with("unknown") => Error::config(
            place,
            sentence!("'{unknown}' is not known here", unknown),
            did_you_mean(unknown, known.iter().copied()),
        ),
        _ => Error::config(
            place,
            Message::verbatim(message),
            "see the commented file that 'unowned init --config unowned.toml' writes",
        ),
    }
}

/// The names in a setting that may hold several: the whole, which may itself hold a semicolon, then its parts.
pub fn listed(names: &str) -> Vec<&str> {
    let parts = names.split(';').map(str::trim).filter(|part| *part != names.trim());
    std::iter::once(names.trim())
        .chain(parts)
        .filter(|name| !name.is_empty())
        .collect()
}

/// The nearest of some known words, or all of them.
pub fn did_you_mean<'a>(unknown: &str, known: impl Iterator<Item = &'a str> + Clone) -> Message {
    let nearest = known
        .clone()
        .map(|word| (strsim::jaro_winkler(unknown, word), word))
        .filter(|(likeness, _)| *likeness > 0.7)
        .max_by(|a, b| a.0.total_cmp(&b.0));
    match nearest {
        Some((_, word)) => sentence!("did you mean '{word}'?", word),
        None => sentence!("known are: {words}", words = known.collect::<Vec<_>>().join(", ")),
    }
}

/// How the inventory is read, beyond what is recognised by itself.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Reading {
    /// Role = sheet name (`systems`, `controls`, `grid`, `combined`, `people`, `decisions`).
    pub sheets: BTreeMap<String, String>,
    /// Field = header text.
    pub columns: BTreeMap<String, String>,
    /// Vocabulary = (the organisation's word = ours), for example `status."Up and running" = "implemented"`.
    pub values: BTreeMap<String, BTreeMap<String, String>>,
    /// Sheet name (a text file's without its ending) = the systems that it speaks of, where no column of it says so.
    pub applies_to: BTreeMap<String, String>,
}

names! {
    /// A language that the report can be had in.
    Language {
        /// English, where nothing else is asked for.
        En = "en",
        /// German.
        De = "de",
        /// French.
        Fr = "fr",
        /// Spanish.
        Es = "es",
    }
}

/// How the report looks.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Look {
    /// The language of the report, its exports and the terminal.
    pub language: Option<Language>,
    /// `a4` or `letter`.
    pub paper: Option<String>,
    /// A PNG or SVG file.
    pub logo: Option<PathBuf>,
    /// Brand colour as `#rrggbb`.
    pub accent: Option<String>,
    /// Classification label in the foot of each page.
    pub label: Option<String>,
    /// Section = false leaves it out.
    pub sections: BTreeMap<String, bool>,
    /// System pages: how many of the worst; all with `--detail all`.
    pub system_pages: Option<usize>,
    /// A sign-off sheet for every owner.
    pub sign_off: bool,
    /// The crosswalk once more, framework by framework, with the gaps behind each of its points.
    pub frameworks: bool,
    /// Who made the report.
    pub prepared_by: Option<String>,
    /// Who looked it through.
    pub reviewed_by: Option<String>,
}

/// What the organisation wants to reach; without one, none is claimed.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Targets {
    /// At least this share of our duties has an owner, 0 to 1.
    #[serde(deserialize_with = "shapes::share")]
    pub ownership: Option<f64>,
    /// At least this share of our duties is in place, 0 to 1.
    #[serde(deserialize_with = "shapes::share")]
    pub in_place: Option<f64>,
    /// At least this share of the provider's duties is confirmed, 0 to 1.
    #[serde(deserialize_with = "shapes::share")]
    pub assured: Option<f64>,
    /// At most so many critical gaps.
    pub critical: Option<usize>,
    /// At most so many promised dates missed.
    pub overdue: Option<usize>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(text: &str) -> String {
        let error = Config::parse(text, "unowned.toml").unwrap_err();
        format!("{error} ({})", error.help())
    }

    #[test]
    fn an_unknown_key_is_refused_with_its_line_and_the_nearest_known_one() {
        let said = message("organisation = 'A'\norganization = 'B'\n");
        assert!(
            said.contains("line 2") && said.contains("'organization'") && said.contains("'organisation'"),
            "{said}"
        );
        let said = message("[rules]\nreview_day = 3\n");
        assert!(said.contains("did you mean 'review_days'"), "{said}");
    }

    #[test]
    fn rules_that_make_no_sense_are_refused() {
        assert!(message("fiscal_year_start = 13").contains("month"));
        assert!(message("[rules.weights]\nunowned = 0").contains("unowned = 0"));
        assert!(message("[rules.thresholds]\ncritical = 5").contains("fall from critical"));
    }

    #[test]
    fn shares_and_days_are_read_as_people_write_them_and_anything_else_is_refused() {
        let text =
            "next_meeting = 2026-11-03\n[targets]\nownership = 0.9\nin_place = '80 %'\nassured = 1\ncritical = 0\n";
        let config = Config::parse(text, "x").unwrap();
        let Targets {
            ownership,
            in_place,
            assured,
            critical,
            overdue,
        } = config.targets;
        assert_eq!([ownership, in_place, assured], [Some(0.9), Some(0.8), Some(1.0)]);
        assert_eq!((critical, overdue), (Some(0), None));
        assert_eq!(config.next_meeting, NaiveDate::from_ymd_opt(2026, 11, 3));
        assert_eq!(
            Config::parse("next_meeting = '2026-11-03'", "x").unwrap().next_meeting,
            config.next_meeting
        );
        for share in ["90", "-0.1", "'most'", "'101 %'", "true"] {
            let said = message(&format!("[targets]\nownership = {share}"));
            assert!(said.contains("line 2") && said.contains("0.9 or 90 %"), "{said}");
        }
        for day in ["'soon'", "2026", "'03/04/2026'", "2026-13-01"] {
            assert!(message(&format!("next_meeting = {day}")).contains("line 1"), "{day}");
        }
        assert!(message("next_meeting = 'soon'").contains("2026-11-03"));
        assert!(message("[rules]\nevidence_days = 400000").contains("rules.evidence_days"));
        assert!(message("[rules]\nexception_days = -1").contains("line 2"));
    }

    #[test]
    fn a_look_that_cannot_be_had_is_refused() {
        assert!(message("[report]\nlanguage = 'klingon'").contains("klingon"));
        assert!(message("[report]\npaper = 'a5'").contains("a4, letter"));
        assert!(message("[report]\naccent = 'red'").contains("#1a2b3c"));
        assert!(message("[report.sections]\nheat-map = false").contains("did you mean 'heatmap'"));
    }

    #[test]
    fn what_is_left_out_keeps_its_default() {
        let config = Config::parse("[rules.due_days]\ncritical = 14\n", "x").unwrap();
        assert_eq!(
            config.rules.due_days,
            BySeverity {
                critical: 14,
                ..BySeverity::default()
            }
        );
        assert_eq!(config.rules.weights, Weights::default());
    }
}
