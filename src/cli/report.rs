//! `report`: the main job. In: inventories and how the report should be. Out: the PDF and what else was asked for, all or nothing.

use std::path::{Path, PathBuf};
use std::time::Duration;

use chrono::NaiveDate;
use unowned::compare::phrases;
use unowned::config::Config;
use unowned::diagnostic::Level;
use unowned::error::Error;
use unowned::export::Record;
use unowned::inventory::Inventory;
use unowned::read::Workbook;
use unowned::render::{self, FurtherFonts, Pages, Rendered};
use unowned::report::Report as Contract;
use unowned::{Analysis, export};

use super::arguments::{Exports, Look, Report};
use super::next::After;
use super::output::{self, Output};
use super::{Outcome, colour, describe, existing, findings, gate, interrupt, next, set, settings, tidy};

/// Reads, judges, writes, and says what came out.
pub fn run(args: &Report, today: NaiveDate) -> Result<Outcome, Error> {
    colour(&args.reading.speech);
    let existing = existing(args.force);
    let mut config = settings::config(&args.reading, &args.inventories)?;
    settings::look(&mut config, &args.look)?;
    let as_of = args.reading.as_of.unwrap_or(today);
    let pdf = args
        .output
        .clone()
        .unwrap_or_else(|| default_name(&args.inventories, as_of));
    let mut targets = args.exports.targets();
    targets.extend(args.exports.xlsx.as_deref());
    targets.push(&pdf);
    let since = settings::since(&args.earlier, &pdf);
    let mut read = settings::read(&args.inventories, &config, &args.reading);
    read.extend(args.earlier.since.clone());
    let folders = args.exports.folders();
    let asked = || folders.iter().filter_map(|(folder, _)| folder.as_deref());
    let beside = targets.iter().map(|target| output::folder(target));
    tidy(beside.chain(asked()), settings::words(&config));
    output::check(&targets, &read, existing)?;
    asked().try_for_each(|folder| output::check_folder(folder, existing))?;

    let request = settings::request(&args.inventories, config, as_of, since, args.earlier.allow_altered)?;
    let mut analysis = unowned::analyse(&request)?;
    output::check(&targets, analysis.predecessor.as_slice(), existing)?;
    read.extend(analysis.predecessor.clone());
    unowned::report::refuse_too_long(&analysis.snapshot, &analysis.reading.config.report)?;
    let report = contract(&mut analysis);
    let mut outputs = args.exports.outputs(&report, &analysis)?;
    let (inside, as_file) = registers(&analysis, args.exports.xlsx.is_some())?;
    outputs.extend(
        args.exports
            .xlsx
            .iter()
            .zip(as_file)
            .map(|(path, register)| Output::new(path, register)),
    );
    let in_folders = args.exports.in_folders(&report, &analysis)?;
    // What the files say is on record now; the pages take the room that it leaves.
    analysis.reading.workbook = Workbook::default();
    analysis.reading.inventory = Inventory::default();
    let rendered = pages(&report, &analysis.reading.config, &args.look, inside)?;
    output::check_in_folders(&in_folders, &read, existing)?;
    outputs.extend(in_folders);
    // The report carries the record, so it is the last to get its place; it is the first that is named.
    outputs.push(Output::new(&pdf, rendered.pdf));
    let mut written: Vec<_> = outputs.iter().map(|output| output.path.clone()).collect();
    written.rotate_right(1);
    let ends = gate(args.fail_on, &analysis.snapshot);
    set::write(&outputs, existing, ends)?;
    tell(args, &analysis, &written)?;
    Ok(ends)
}

/// What the pages say. Letters that they cannot show join the findings.
pub fn contract(analysis: &mut Analysis) -> Contract {
    let mut report = Contract::new(
        analysis.snapshot.clone(),
        analysis.changes.as_ref(),
        &analysis.reading.config,
    );
    let letters = render::beyond_fonts(&report, &analysis.reading.inventory).into_findings();
    report.remark(&letters, &analysis.reading.config);
    analysis.findings.extend(letters);
    report
}

/// The register that goes into the report, and the one that becomes a file: that alone has the sheets that were not needed.
fn registers(analysis: &Analysis, as_file: bool) -> Result<(Vec<u8>, Option<Vec<u8>>), Error> {
    let reading = &analysis.reading;
    // What was doubtful in the reading: what the rules say of a row is no doubt about its cells.
    let found = reading.found.clone().into_findings();
    let config = (!reading.consulted.tables.is_empty()).then_some(&reading.config);
    let words = settings::words(&reading.config);
    let original = export::Original {
        tables: &reading.workbook.tables,
        sheets: &reading.sheets,
        findings: &found,
        settled: &reading.settled,
        with_sheets: false,
        letter: reading.config.report.on_letter(),
    };
    let write = |original| export::register(&analysis.snapshot, &reading.inventory, &original, config, words);
    let inside = write(original)?;
    let file = match as_file {
        false => None,
        true if export::leaves_sheets(&original, words) => Some(write(export::Original {
            with_sheets: true,
            ..original
        })?),
        true => Some(inside.clone()),
    };
    Ok((inside, file))
}

fn pages(report: &Contract, config: &Config, look: &Look, register: Vec<u8>) -> Result<Rendered, Error> {
    let pages = Pages {
        register: Some(register),
        templates: look.template.clone(),
        logo: config.report.logo.clone(),
        jail: Some(settings::jail()?),
        further_fonts: if look.embedded_fonts {
            FurtherFonts::None
        } else {
            FurtherFonts::Machine
        },
    };
    let watch = look
        .template
        .is_some()
        .then(|| interrupt::end_after(PATIENCE, TOO_LONG));
    let rendered = render::pdf(report, &pages)?;
    drop(watch);
    if look.template.is_some() {
        refuse_amiss(&rendered, report)?;
    }
    let words = settings::words(config);
    let note = |remark| words.say("terminal.template_note", &[("remark", &words.tell(remark))]);
    rendered
        .remarks
        .iter()
        .for_each(|remark| output::say(&format!("{}\n", note(remark))));
    Ok(rendered)
}

/// Templates of one's own run whatever is written in them; none needs as long as this.
const PATIENCE: Duration = Duration::from_secs(300);
const TOO_LONG: &str =
    "error: the pages took longer than five minutes to set, and were given up: look for a loop in the templates\n";

/// Templates of one's own may leave out what a report needs, or lead where none should.
fn refuse_amiss(rendered: &Rendered, report: &Contract) -> Result<(), Error> {
    let amiss = unowned::chain::amiss(&rendered.pdf, &report.snapshot.to_json());
    match amiss.into_iter().next() {
        None => Ok(()),
        Some(reason) => Err(Error::Pages {
            reason,
            help: "compare your copy of the template with the one that 'unowned init --templates DIR' writes".into(),
        }),
    }
}

/// What the terminal says once the report stands.
fn tell(args: &Report, analysis: &Analysis, written: &[PathBuf]) -> Result<(), Error> {
    let speech = &args.reading.speech;
    if speech.quiet {
        return Ok(());
    }
    let words = settings::words(&analysis.reading.config);
    if let Some(file) = &analysis.predecessor {
        let told = words.say("terminal.compared", &[("file", &file.display().to_string())]);
        output::say(&format!("{told}\n"));
    }
    if let Some(changes) = &analysis.changes {
        let doubt = analysis.snapshot.compared_with.as_ref();
        let doubt = doubt.and_then(|with| phrases::unrelated(words, with));
        let verdict = phrases::verdict(words, changes, &analysis.snapshot.headline);
        let told: Vec<String> = doubt.into_iter().chain([verdict]).collect();
        output::say(&format!("  {}\n", told.join(" ")));
    }
    output::say(&describe::headline(&analysis.snapshot.headline, words));
    output::say(&findings::not_read(&analysis.reading.sheets, words));
    output::say(&match speech.verbose {
        0 => findings::in_short(&analysis.findings, words),
        _ => findings::all(&analysis.findings, words, true),
    });
    if analysis
        .findings
        .iter()
        .any(|finding| finding.told.level == Level::Warning)
    {
        output::say(&next::steps(
            &analysis.findings,
            &args.inventories,
            &args.reading,
            After::Report,
            words,
        ));
    }
    let listed: Vec<_> = written.iter().map(|path| format!("{}\n", path.display())).collect();
    // The head of the chain: whoever keeps it can tell later that the report is still this one.
    let checksum = words.say("terminal.checksum", &[("sha256", &analysis.snapshot.content_sha256)]);
    output::print(&format!("{}{checksum}\n", listed.concat()))
}

/// `STEM-gap-report-AS-OF.pdf` in the current folder.
fn default_name(inventories: &[PathBuf], as_of: NaiveDate) -> PathBuf {
    let stem = inventories
        .first()
        .and_then(|file| file.file_stem())
        .unwrap_or_default()
        .to_string_lossy();
    PathBuf::from(format!("{stem}-gap-report-{as_of}.pdf"))
}

/// One further output: where to, and how its bytes are made.
type Export<'a> = (
    &'a Option<PathBuf>,
    fn(&Exports, &Contract, &Analysis) -> Result<Vec<u8>, Error>,
);

/// What packets are made from.
fn source(analysis: &Analysis) -> export::Source<'_> {
    export::Source {
        snapshot: &analysis.snapshot,
        inventory: &analysis.reading.inventory,
        rows: unowned::packets::Rows::of(&analysis.reading.inventory),
        contacts: &analysis.reading.contacts,
        words: settings::words(&analysis.reading.config),
        letter: analysis.reading.config.report.on_letter(),
    }
}

/// One folder of further outputs: where to, and how its files are made.
type FolderExport<'a> = (
    &'a Option<PathBuf>,
    fn(&Contract, &Analysis) -> Result<Vec<export::Named>, Error>,
);

impl Exports {
    fn folders(&self) -> [FolderExport<'_>; 4] {
        [
            (&self.ciso_assistant, |_, analysis| {
                let words = settings::words(&analysis.reading.config);
                export::ciso_assistant(
                    &analysis.snapshot,
                    &analysis.closed_actions,
                    &analysis.reading.contacts,
                    words,
                )
            }),
            (&self.tables, |_, analysis| {
                let (words, reading) = (settings::words(&analysis.reading.config), &analysis.reading);
                export::tables(&analysis.snapshot, &reading.inventory, &reading.contacts, words)
            }),
            (&self.packets, |_, analysis| {
                let from = source(analysis);
                let packets = export::packets(&from);
                packets
                    .iter()
                    .map(|packet| Ok((packet.file.clone(), export::packet_workbook(packet, &from)?)))
                    .collect()
            }),
            (&self.mail, |_, analysis| {
                let from = source(analysis);
                let packets = export::packets(&from);
                packets
                    .iter()
                    .map(|packet| {
                        let attached = export::packet_workbook(packet, &from)?;
                        let name = packet.file.replace(".xlsx", ".eml");
                        Ok((name, export::draft(packet, attached, &from)?))
                    })
                    .collect()
            }),
        ]
    }

    /// The files of the folders that were asked for.
    fn in_folders(&self, report: &Contract, analysis: &Analysis) -> Result<Vec<Output>, Error> {
        let mut outputs = Vec::new();
        for (folder, files) in self.folders() {
            let Some(folder) = folder else { continue };
            let files = files(report, analysis)?;
            outputs.extend(
                files
                    .into_iter()
                    .map(|(name, bytes)| Output::new(&folder.join(name), bytes)),
            );
        }
        Ok(outputs)
    }

    fn each(&self) -> [Export<'_>; 10] {
        [
            (&self.json, |_, _, analysis| {
                let record = Record::new(&analysis.snapshot, analysis.changes.as_ref());
                record.json().map(String::into_bytes)
            }),
            (&self.page_data, |_, report, _| {
                export::pretty("the data of the pages", &report.view).map(String::into_bytes)
            }),
            (&self.csv, |_, _, analysis| {
                export::gap_list(&analysis.snapshot, settings::words(&analysis.reading.config))
            }),
            (&self.html, |_, report, analysis| {
                export::page(report, settings::words(&analysis.reading.config)).map(String::into_bytes)
            }),
            (&self.calendar, |_, _, analysis| {
                let words = settings::words(&analysis.reading.config);
                Ok(export::calendar(&analysis.snapshot, &analysis.reading.inventory, words).into_bytes())
            }),
            (&self.markdown, |_, _, analysis| {
                Ok(export::markdown(&analysis.snapshot, settings::words(&analysis.reading.config)).into_bytes())
            }),
            (&self.jira, |exports, _, analysis| {
                let (words, contacts) = (settings::words(&analysis.reading.config), &analysis.reading.contacts);
                export::jira(&analysis.snapshot, contacts, exports.which(), words)
            }),
            (&self.github, |exports, _, analysis| {
                let words = settings::words(&analysis.reading.config);
                Ok(export::github(&analysis.snapshot, exports.which(), words).into_bytes())
            }),
            (&self.oscal, |_, _, analysis| {
                export::oscal(&analysis.snapshot, &analysis.reading.contacts).map(String::into_bytes)
            }),
            (&self.defectdojo, |_, _, analysis| {
                export::defectdojo(&analysis.snapshot, &analysis.reading.contacts).map(String::into_bytes)
            }),
        ]
    }

    fn which(&self) -> export::Which {
        match self.all_tickets {
            true => export::Which::All,
            false => export::Which::New,
        }
    }

    /// The files that were asked for.
    fn targets(&self) -> Vec<&Path> {
        self.each()
            .into_iter()
            .filter_map(|(path, _)| path.as_deref())
            .collect()
    }

    /// Their bytes.
    fn outputs(&self, report: &Contract, analysis: &Analysis) -> Result<Vec<Output>, Error> {
        let wanted = self
            .each()
            .into_iter()
            .filter_map(|(path, bytes)| Some((path.as_deref()?, bytes)));
        wanted
            .map(|(path, bytes)| Ok(Output::new(path, bytes(self, report, analysis)?)))
            .collect()
    }
}
