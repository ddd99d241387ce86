//! From flags to a request. In: what was typed, and the configuration file. Out: one configuration, flags before file.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use unowned::Request;
use unowned::chain::Since;
use unowned::config::{self, Config, Language};
use unowned::error::Error;
use unowned::message::Message;
use unowned::read::Jail;
use unowned::sentence;
use unowned::words::Words;

use super::arguments::{Command, Earlier, Look, Reading};

/// Reads the configuration file, if there is one, and lays the flags over it.
pub fn config(reading: &Reading, inventories: &[PathBuf]) -> Result<Config, Error> {
    let mut config = match reading.config.clone().or_else(|| beside(inventories)) {
        Some(file) => Config::load(&file, &jail()?)?,
        None => Config::default(),
    };
    over(&mut config.organisation, &reading.org);
    over(&mut config.matrix, &reading.matrix);
    over(&mut config.products, &reading.products);
    over(&mut config.report.language, &reading.speech.lang);
    config.clean();
    let given: [(&[&str], bool); 4] = [
        (&["organisation"], reading.org.is_some()),
        (&["matrix"], reading.matrix.is_some()),
        (&["products"], reading.products.is_some()),
        (&["report", "language"], reading.speech.lang.is_some()),
    ];
    for (key, _) in given.into_iter().filter(|(_, given)| *given) {
        config.set_by_flag(key);
    }
    named(&mut config, "sheets", &reading.layout.sheet, |reading| {
        &mut reading.sheets
    });
    named(&mut config, "columns", &reading.layout.map, |reading| {
        &mut reading.columns
    });
    named(&mut config, "applies_to", &reading.layout.applies_to, |reading| {
        &mut reading.applies_to
    });
    config.check("the command line")?;
    Ok(config)
}

/// The configuration file beside the first inventory.
fn beside(inventories: &[PathBuf]) -> Option<PathBuf> {
    let folder = inventories.first()?.parent()?;
    Some(folder.join(config::FILE_NAME)).filter(|file| file.is_file())
}

/// Lays options of the form NAME=VALUE over what the file says; the same name given twice adds up.
fn named(
    config: &mut Config,
    what: &str,
    given: &[(String, String)],
    of: fn(&mut config::Reading) -> &mut BTreeMap<String, String>,
) {
    let mut flags: BTreeMap<String, String> = BTreeMap::new();
    for (name, value) in given {
        let said = flags.entry(name.clone()).or_default();
        *said = if said.is_empty() {
            value.clone()
        } else {
            format!("{said}; {value}")
        };
    }
    for name in flags.keys() {
        config.set_by_flag(&["reading", what, name]);
    }
    of(&mut config.reading).extend(flags);
}

/// Lays the flags about looks over the configuration.
pub fn look(config: &mut Config, look: &Look) -> Result<(), Error> {
    let settings = &mut config.report;
    over(&mut settings.paper, &look.paper);
    settings.sign_off |= look.sign_off;
    settings.frameworks |= look.frameworks;
    if let Some(detail) = &look.detail {
        settings.system_pages = Some(system_pages(detail)?);
    }
    let given = [
        ("paper", look.paper.is_some()),
        ("sign_off", look.sign_off),
        ("frameworks", look.frameworks),
        ("system_pages", look.detail.is_some()),
    ];
    for (key, _) in given.into_iter().filter(|(_, given)| *given) {
        config.set_by_flag(&["report", key]);
    }
    config.check("the command line")
}

/// Every file that a run reads, so that none of them is written over.
pub fn read(inventories: &[PathBuf], config: &Config, reading: &Reading) -> Vec<PathBuf> {
    let named = [&config.matrix, &config.products, &config.report.logo];
    let mut read = inventories.to_vec();
    read.extend(reading.config.clone().or_else(|| beside(inventories)));
    read.extend(named.into_iter().flatten().cloned());
    read
}

fn system_pages(detail: &str) -> Result<usize, Error> {
    match detail {
        "all" => Ok(u32::MAX as usize),
        "none" => Ok(0),
        number => number.parse().map_err(|_| {
            Error::config(
                "--detail",
                sentence!("'{number}' is no number", number),
                "give a number, all or none",
            )
        }),
    }
}

fn over<T: Clone>(setting: &mut Option<T>, flag: &Option<T>) {
    if flag.is_some() {
        setting.clone_from(flag);
    }
}

/// What the analysis is asked for.
pub fn request(
    inventories: &[PathBuf],
    config: Config,
    as_of: NaiveDate,
    since: Since,
    allow_altered: bool,
) -> Result<Request, Error> {
    Ok(Request {
        inventories: inventories.to_vec(),
        as_of,
        config,
        jail: jail()?,
        since,
        allow_altered,
    })
}

/// This program itself reads the files, in a limited process.
pub fn jail() -> Result<Jail, Error> {
    let program = std::env::current_exe().map_err(|e| {
        Error::config(
            Message::from("this program"),
            sentence!("cannot find itself on the disk: {reason}", reason = e.to_string()),
            "start it by its full path",
        )
    })?;
    Ok(Jail { program })
}

/// Where to look for the predecessor of a report.
pub fn since(earlier: &Earlier, output: &Path) -> Since {
    match &earlier.since {
        Some(none) if none.as_os_str() == "none" => Since::Nothing,
        Some(named) => Since::Named(named.clone()),
        None => match output.parent() {
            Some(folder) if !folder.as_os_str().is_empty() => Since::Beside(folder.to_owned()),
            _ => Since::Beside(PathBuf::from(".")),
        },
    }
}

/// The words for an error: of the language that was typed, else of the one that the configuration or the inventory's own settings
/// ask for, as far as they can be read. What could not be read is not read once more.
pub fn asked(command: &Command, error: &Error, today: NaiveDate) -> &'static Words {
    let (speech, reading, files) = match command {
        Command::Report(args) => (&args.reading.speech, &args.reading, args.inventories.clone()),
        Command::Check(args) => (&args.reading.speech, &args.reading, args.inventories.clone()),
        Command::Explain(args) => (&args.reading.speech, &args.reading, args.files.clone()),
        Command::Diff(args) => (
            &args.reading.speech,
            &args.reading,
            vec![args.old.clone(), args.new.clone()],
        ),
        Command::Init(args) => (&args.speech, &Reading::default(), args.from.clone()),
        _ => return Words::of(Language::En),
    };
    let settings = || {
        let config = config(reading, &files).ok()?;
        let said = config.report.language;
        let request = request(&files, config, today, Since::Nothing, false).ok()?;
        let is_read = !matches!(error, Error::Unreadable { .. });
        said.or_else(|| is_read.then(|| unowned::language(&request))?)
    };
    Words::of(speech.lang.or_else(settings).unwrap_or(Language::En))
}

/// The words of the language that a run was asked for, by flag, file or workbook.
pub fn words(config: &Config) -> &'static Words {
    Words::of(config.report.language.unwrap_or(Language::En))
}
