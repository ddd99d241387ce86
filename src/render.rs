//! The report as a PDF. In: a report, and how its pages are to be made. Out: the bytes of a tagged, archivable PDF, and what
//! the typesetter remarked. The only module that names Typst. What the pages say is settled in `report`; where it stands on
//! the page is the business of `templates/`.
//!
//! The same report gives the same bytes: fonts are embedded in the program, the dates come from the report, and nothing is
//! looked up on the machine, unless the text holds letters that no embedded font can show and [`Pages::further_fonts`] allows it.

mod beyond_fonts;
mod compact;
mod complaint;
mod fonts;
mod lettering;
mod logo;
mod page_data;
mod picture;
mod templates;
mod world;

use std::collections::BTreeSet;
use std::path::PathBuf;

use chrono::{Datelike, NaiveDate};
use typst::comemo;
use typst::foundations::{Datetime, Smart};
use typst::syntax::{FileId, RootedPath, VirtualPath, VirtualRoot};
use typst_as_lib::TypstEngine;
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};

use crate::error::Error;
use crate::jail::Jail;
use crate::message::Message;
use crate::report::Report;

use fonts::Fonts;

pub use beyond_fonts::{beyond_fonts, may_exceed_fonts};
pub use picture::draw;
pub use templates::stock_templates;

/// Where the pages find what they say, as JSON.
const PAGES: &str = "/pages.json";
/// Where the pages find the snapshot that they attach.
const SNAPSHOT: &str = "/snapshot.json";
/// Where the pages find the register that they attach.
const REGISTER: &str = "/register.xlsx";
/// The template that names all others.
const MAIN: &str = "report.typ";

/// How the pages are made.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pages {
    /// A folder with an edited copy of the templates; a file that it lacks is taken from the stock ones.
    pub templates: Option<PathBuf>,
    /// A PNG or SVG file.
    pub logo: Option<PathBuf>,
    /// Whose fonts show letters that the program's own fonts lack.
    pub further_fonts: FurtherFonts,
    /// The register as a workbook, to be attached.
    pub register: Option<Vec<u8>>,
    /// Who sees whether pictures can be drawn within the limits.
    pub jail: Option<Jail>,
}

/// Whose fonts show letters that the program's own fonts lack, such as Chinese ones.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum FurtherFonts {
    /// This machine's, if the text needs them. Such a report can look different on another machine.
    #[default]
    Machine,
    /// Nobody's: the letter's code stands instead. The same report gives the same bytes on every machine.
    None,
}

/// The finished report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rendered {
    /// The PDF.
    pub pdf: Vec<u8>,
    /// What the typesetter remarked about the templates; nothing for the stock ones.
    pub remarks: Vec<Message>,
}

/// Sets the pages.
///
/// # Errors
/// [`Error::Config`] if the folder of templates cannot be used; [`Error::Pages`] if a template does not compile.
pub fn pdf(report: &Report, pages: &Pages) -> Result<Rendered, Error> {
    let (mut further, mut barred) = (pages.further_fonts, BTreeSet::new());
    for _ in 0..ATTEMPTS {
        let unset = match set(report, pages, further, &barred)? {
            Set::Pages(rendered) => return Ok(rendered),
            Set::Unset(letters) => letters,
        };
        let embedded = Fonts::embedded();
        let known = barred.len();
        barred.extend(unset.into_iter().filter(|letter| !embedded.show(*letter)));
        if barred.len() == known {
            break;
        }
    }
    further = FurtherFonts::None;
    match set(report, pages, further, &barred)? {
        Set::Pages(rendered) => Ok(rendered),
        Set::Unset(letters) => Err(complaint::defect(&format!("no font sets {letters:?}"))),
    }
}

/// How often letters that a font of the machine cannot set after all are replaced by their codes, before only the fonts in the
/// program are used.
const ATTEMPTS: usize = 3;

/// What became of an attempt.
enum Set {
    /// The report.
    Pages(Rendered),
    /// These letters could not be set.
    Unset(BTreeSet<char>),
}

fn set(report: &Report, pages: &Pages, further: FurtherFonts, barred: &BTreeSet<char>) -> Result<Set, Error> {
    let jail = pages.jail.as_ref();
    let templates = templates::load(pages.templates.as_deref(), jail)?;
    let with_register = pages.register.is_some();
    let data = page_data::of(&report.view, further, barred, with_register)?;
    let mut files = vec![(PAGES.to_owned(), data.json), (SNAPSHOT.to_owned(), snapshot(report)?)];
    files.extend(pages.register.iter().map(|bytes| (REGISTER.to_owned(), bytes.clone())));
    files.extend(pages.logo.as_deref().map(|logo| logo::load(logo, jail)).transpose()?);
    files.extend(templates.pictures);
    let engine = TypstEngine::builder()
        .fonts(data.fonts.faces())
        .with_static_source_file_resolver(
            templates
                .sources
                .iter()
                .map(|(name, text)| (name.as_str(), text.as_str())),
        )
        .with_static_file_resolver(
            files
                .iter_mut()
                .map(|(name, bytes)| (name.as_str(), std::mem::take(bytes))),
        )
        .comemo_evict_max_age(None)
        .build();
    // A program that makes one report never sweeps; one that makes many keeps only the last one's layout.
    comemo::evict(0);
    let own = pages.templates.is_some();
    let options = options(report)?;
    let compiled = engine.with_world(file_id(MAIN)?, |world| {
        let world = &world::WithRowHeads::of(world);
        let compiled = typst::compile::<PagedDocument>(world);
        let remarks = complaint::lines(world, &compiled.warnings)
            .into_iter()
            .map(Message::verbatim);
        let pdf = match compiled.output.and_then(|document| typst_pdf::pdf(&document, &options)) {
            Ok(pdf) => pdf,
            Err(found) => {
                let unset = complaint::unset(&found);
                return match unset.is_empty() {
                    true => Err(complaint::error(world, &found, own)),
                    false => Ok(Set::Unset(unset)),
                };
            }
        };
        Ok(Set::Pages(Rendered {
            pdf: compact::compact(&pdf).unwrap_or(pdf),
            remarks: templates.remarks.iter().cloned().chain(remarks).collect(),
        }))
    });
    compiled.map_err(|e| complaint::defect(&e.to_string()))?
}

/// The snapshot as it is attached: the raw text, as `export` writes it.
fn snapshot(report: &Report) -> Result<Vec<u8>, Error> {
    serde_json::to_vec(&*report.snapshot).map_err(|e| complaint::defect(&e.to_string()))
}

fn file_id(path: &str) -> Result<FileId, Error> {
    let path = VirtualPath::new(path).map_err(|e| complaint::defect(&format!("{path}: {e}")))?;
    Ok(RootedPath::new(VirtualRoot::Project, path).intern())
}

/// PDF/A-3a for the archive and the attachment, PDF/UA-1 for readers with a screen reader, in one file.
fn options(report: &Report) -> Result<PdfOptions, Error> {
    let standards = PdfStandards::new(&[PdfStandard::A_3a, PdfStandard::Ua_1]);
    let snapshot = &report.snapshot;
    let organisation = snapshot.organisation.as_deref().unwrap_or_default();
    Ok(PdfOptions {
        ident: Smart::Custom(format!("unowned/{organisation}/{}", snapshot.as_of)),
        creator: Smart::Custom(Some(format!("unowned {}", env!("CARGO_PKG_VERSION")))),
        timestamp: midnight(snapshot.as_of).map(Timestamp::new_utc),
        standards: standards.map_err(|e| complaint::defect(e.message()))?,
        ..PdfOptions::default()
    })
}

fn midnight(day: NaiveDate) -> Option<Datetime> {
    let [month, date] = [day.month(), day.day()].map(|n| n as u8);
    Datetime::from_ymd_hms(day.year(), month, date, 0, 0, 0)
}
