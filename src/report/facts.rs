//! What a section may look up. In: a snapshot and the words. Out: the snapshot's index, and its things as the pages name them. It
//! counts nothing that the snapshot has counted.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Deref;

use crate::config::Look;
use crate::diagnostic::{Code, Diagnostic};
use crate::framework::Domain;
use crate::plan::{Action, Asked};
use crate::report::period::Periods;
use crate::report::text::Text;
use crate::snapshot::{Index, Snapshot, SystemRecord};
use crate::words::{Words, capitalised};

/// The part of the paper that is printed on, in points.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Paper {
    /// From margin to margin.
    pub width: f64,
    /// From the top margin to the foot.
    pub height: f64,
}

impl Paper {
    /// Margins in points: left and right, top, bottom.
    pub const MARGINS: [f64; 3] = [45.0, 40.0, 46.0];

    /// The printed part of a paper by its name.
    pub fn of(name: Option<&str>) -> Self {
        let [side, top, bottom] = Self::MARGINS;
        let (width, height) = match name {
            Some("letter") => (612.0, 792.0),
            _ => (595.28, 841.89),
        };
        Self {
            width: width - 2.0 * side,
            height: height - top - bottom,
        }
    }
}

/// Everything that a section may look up.
pub struct Facts<'a> {
    /// The record of the run.
    pub snapshot: &'a Snapshot,
    /// The words of the report's language.
    pub words: &'static Words,
    /// How the reports of the chain are called.
    pub periods: Periods,
    /// The printed part of the paper.
    pub paper: Paper,
    /// Whether a logo stands on page one.
    pub logo: bool,
    index: Index<'a>,
    /// The sheet that most cells stand in, which is not named with each; and whether it is the only one.
    sheet: Option<(String, bool)>,
}

/// Whatever the record can be asked, the facts can be asked.
impl<'a> Deref for Facts<'a> {
    type Target = Index<'a>;

    fn deref(&self) -> &Index<'a> {
        &self.index
    }
}

impl<'a> Facts<'a> {
    /// Sorts a snapshot.
    pub fn new(snapshot: &'a Snapshot, words: &'static Words) -> Self {
        Self {
            snapshot,
            words,
            periods: Periods::new(snapshot, words),
            paper: Paper::of(None),
            logo: false,
            index: Index::new(snapshot),
            sheet: usual_sheet(snapshot),
        }
    }

    /// The same facts for the look that was asked for.
    pub fn for_look(mut self, look: &Look) -> Self {
        self.paper = Paper::of(look.paper.as_deref());
        self.logo = look.logo.is_some();
        self
    }

    /// An action by its key.
    pub fn action(&self, key: &str) -> Option<&'a Action> {
        self.snapshot.actions.iter().find(|action| action.key == key)
    }

    /// What the last report asked for, in this report's language: its title is on record in English alone.
    pub fn asked_title(&self, asked: &Asked) -> Text {
        let rest = asked.key.split_once('/').map_or("", |(_, rest)| rest);
        let domain = Domain::from_id(rest).map(|domain| self.words.name(domain));
        let who = self.system(rest).map_or(rest, |system| &system.name);
        let values = [("domain", domain.as_deref().unwrap_or(rest)), ("who", who)];
        self.words.say_of(asked.kind, "asked", &values).into()
    }

    /// Cells as a reader finds them: the usual sheet is not named, another one once for all cells that follow each other in it.
    pub fn cells<'p>(&self, cells: impl IntoIterator<Item = &'p String>) -> Text {
        let mut before = None;
        let usual = self.sheet.as_ref().map(|(sheet, _)| sheet.as_str());
        let shown = |cell: &'p String| match cell.rsplit_once('!') {
            Some((sheet, place)) if Some(sheet) == before.replace(sheet) || Some(sheet) == usual => place,
            _ => cell,
        };
        Text::new(cells.into_iter().map(shown).collect::<Vec<_>>().join(", "))
    }

    /// The head of a column of cells: it names the sheet that most of them stand in.
    pub fn cell_heading(&self) -> String {
        match &self.sheet {
            Some((sheet, false)) => self.words.say("heading.cell_in", &[("sheet", sheet)]),
            _ => self.words.text("heading.cell"),
        }
    }

    /// Where cells stand of which no sheet is named, in a sentence.
    pub fn usual_cells(&self) -> Option<String> {
        let (sheet, _) = self.sheet.as_ref()?;
        Some(self.words.say("systems.cells", &[("sheet", sheet)]))
    }

    /// The models of a system in few words.
    pub fn models(&self, system: &SystemRecord) -> String {
        if system.models.is_empty() {
            return self.words.text("model.unknown");
        }
        let models: Vec<_> = system.models.iter().map(|&m| self.words.name(m)).collect();
        models.join(" + ")
    }

    /// What a remark found.
    pub fn found(&self, remark: &Diagnostic) -> Text {
        Text::new(capitalised(&self.words.tell(&remark.message)))
    }

    /// What to do about a remark.
    pub fn help(&self, remark: &Diagnostic) -> Text {
        Text::new(capitalised(&self.words.tell(&remark.help)))
    }

    /// What a kind of remark means.
    pub fn meaning(&self, code: Code) -> Text {
        Text::new(self.words.about(code, "meaning"))
    }

    /// Where a remark points, and how many more places there are.
    pub fn places(&self, remark: &Diagnostic) -> Text {
        let mut places = gathered(remark.at.iter().map(|place| self.without_only_file(place)));
        let more = remark.unlisted();
        if more > 0 && !places.is_empty() {
            places.push(self.words.count("plan.more_systems", more, &[]));
        }
        Text::new(places.join(", "))
    }

    /// A place without its file, where there is one input file only and the place names a sheet or a cell of it.
    fn without_only_file<'p>(&self, place: &'p str) -> &'p str {
        match self.snapshot.inventory.as_slice() {
            [only] => place
                .strip_prefix(only.file.as_str())
                .and_then(|rest| rest.strip_prefix(" > "))
                .unwrap_or(place),
            _ => place,
        }
    }

    /// What an action is called on the page.
    pub fn title(&self, action: &Action) -> Text {
        self.index.title(action, self.words).into()
    }

    /// Who does an action.
    pub fn assignee(&self, action: &Action) -> Text {
        Text::new(self.index.assignee(action, self.words))
    }
}

/// Places one after the other; the sheet is named once for all cells that follow each other in it.
fn gathered<'p>(places: impl Iterator<Item = &'p str>) -> Vec<String> {
    let mut before = None;
    let shown = |place: &'p str| {
        let table = place.rsplit_once(" > ");
        let same = table.is_some() && table.map(|(table, _)| table) == before;
        before = table.map(|(table, _)| table);
        table.filter(|_| same).map_or(place, |(_, cell)| cell).to_owned()
    };
    places.map(shown).collect()
}

/// The sheet that most cells stand in, and whether all do; cells that name a system stand elsewhere in most workbooks, and count where
/// nothing else is written down.
fn usual_sheet(snapshot: &Snapshot) -> Option<(String, bool)> {
    let naming: BTreeSet<_> = snapshot.systems.iter().map(|s| s.source.as_str()).collect();
    let gaps = snapshot.gaps.iter().flat_map(|g| &g.gap.source);
    let duties = snapshot
        .obligations
        .iter()
        .flat_map(|o| o.source.iter().chain(&o.provider_source));
    let mut sheets: BTreeMap<&str, (bool, usize)> = BTreeMap::new();
    let mut cells: Vec<&String> = gaps.chain(duties).collect();
    if cells.is_empty() {
        cells = snapshot.systems.iter().map(|s| &s.source).collect();
    }
    for cell in cells {
        if let Some((sheet, _)) = cell.rsplit_once('!') {
            let (holds_rows, cells) = sheets.entry(sheet).or_default();
            *holds_rows |= !naming.contains(cell.as_str());
            *cells += 1;
        }
    }
    let usual = sheets.iter().max_by_key(|(sheet, n)| (**n, Reverse(**sheet)))?;
    Some(((*usual.0).to_owned(), sheets.len() == 1))
}
