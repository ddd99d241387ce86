//! What each row below the headings is. In: a table with its headings. Out: for each row whether it is one, or something that
//! people put between and below rows: the headings once more, a total, the name of a group, guidance for whoever fills it in,
//! a legend, a note. Those are listed as what they are, and never read.

use crate::read::{Row, Value};

use super::catalogue::{Catalogue, Told};
use super::cells::{Cells, text};
use super::layout::Header;
use super::marks::{Mark, tokens};
use super::wording::{Vocabulary, Wording, compact};

/// What a row below the header is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum RowKind {
    /// It says something.
    Body,
    /// The header once more.
    RepeatedHeader,
    /// A sum, a count, a mean.
    Total,
    /// The name of the group of rows below it.
    Banner,
    /// What is to be filled in, below the headings.
    Guidance,
    /// What a sign means.
    Legend,
    /// A title or a remark.
    Note,
    /// Below a title of tasks, plans or ideas.
    Work,
}

impl RowKind {
    /// How a row that is none is reported.
    pub(super) fn message(self) -> Option<&'static str> {
        Some(match self {
            Self::Body => return None,
            Self::RepeatedHeader => "the header stands here once more; passed over",
            Self::Total => "a total or a count; passed over",
            Self::Banner => "the name of a group of rows; passed over as a row",
            Self::Guidance => "guidance for whoever fills in the table; passed over",
            Self::Legend => "what a sign means; passed over as a row",
            Self::Note => "a title or a note; passed over",
            Self::Work => "it stands below a title of tasks, plans or ideas; passed over",
        })
    }
}

/// Tells rows from what stands between them.
pub(super) struct Lines<'a> {
    /// The sheet.
    pub(super) cells: &'a Cells<'a>,
    /// Its headings.
    pub(super) header: &'a Header,
    /// Words and their meaning.
    pub(super) wording: &'a Wording,
    /// Products and their models.
    pub(super) catalogue: &'a Catalogue,
    /// Whether a row with a name alone can be a system.
    pub(super) lists_systems: bool,
}

impl Lines<'_> {
    /// What each of the rows below the header is.
    pub(super) fn kinds(&self) -> Vec<RowKind> {
        let rows = &self.cells.table.rows[self.header.body..];
        // From here on no row has more than two cells.
        let narrow = rows
            .iter()
            .rposition(|row| row.cells.len() > 2)
            .map_or(0, |last| last + 1);
        let mut kinds: Vec<RowKind> = (0..rows.len())
            .map(|place| self.kind(rows, place, place >= narrow))
            .collect();
        self.group(rows, &mut kinds);
        self.titles(rows, &mut kinds);
        if !self.lists_systems {
            work(rows, &mut kinds);
        }
        kinds
    }

    /// What a row is; `is_last` if neither it nor any below it has more than two cells.
    fn kind(&self, rows: &[Row], place: usize, is_last: bool) -> RowKind {
        let row = &rows[place];
        if self.repeats(row) {
            return RowKind::RepeatedHeader;
        }
        if is_total(row) {
            return RowKind::Total;
        }
        if place < 2 && is_guidance(row) {
            return RowKind::Guidance;
        }
        if self.is_wide() && (is_legend(row) || is_last && self.is_sign_below(rows, place)) {
            return RowKind::Legend;
        }
        if self.is_named_group(rows, place) {
            return RowKind::Banner;
        }
        if self.is_note(row) || self.is_remark_below(rows, place, is_last) {
            return RowKind::Note;
        }
        RowKind::Body
    }

    /// Whether the table has so many columns that a row of one cell is a thing apart.
    fn is_wide(&self) -> bool {
        self.header.headings.len() >= 3
    }

    fn repeats(&self, row: &Row) -> bool {
        let same = |(column, value): &&(u32, Value)| {
            let said = text(value).map(|t| compact(&t));
            let heading = self.header.headings.get(column);
            said.zip(heading)
                .is_some_and(|(said, heading)| heading.keys.contains(&said))
        };
        let equal = row.cells.iter().filter(same).count();
        equal * 2 > row.cells.len() && (equal >= 2 || self.header.headings.len() == 1)
    }

    /// Whether a row of one cell names the group below it, and says so: merged over the width, "Unit: Sales (2)", a unit, a
    /// domain, or what the row below says in another column.
    fn is_named_group(&self, rows: &[Row], place: usize) -> bool {
        let Some((column, said)) = self.alone(rows, place) else {
            return false;
        };
        let Some(next) = rows.get(place + 1).filter(|next| next.cells.len() >= 2) else {
            return false;
        };
        let merged = self.cells.is_banner(rows[place].number, column, 3);
        merged
            || !self.lists_systems
            || self.is_labelled(&said)
            || Mark::Unit.knows(&said)
            || self.wording.knows(Vocabulary::Domain, &said)
            || next
                .cells
                .iter()
                .any(|(c, value)| *c != column && text(value).is_some_and(|t| compact(&t) == compact(&said)))
    }

    /// "Business unit: Retail (2)": a heading of the table or a count behind the name.
    fn is_labelled(&self, said: &str) -> bool {
        let counted = said
            .trim_end()
            .strip_suffix(')')
            .and_then(|rest| rest.rsplit_once('('))
            .is_some_and(|(_, count)| !count.is_empty() && count.chars().all(|c| c.is_ascii_digit()));
        let label = said.split_once(':').map(|(label, _)| compact(label));
        let of_table = label.is_some_and(|label| self.header.headings.values().any(|h| h.keys.contains(&label)));
        counted || of_table
    }

    /// The only cell of a row, where it stands in the first column of a wide table and is no known product.
    fn alone(&self, rows: &[Row], place: usize) -> Option<(u32, String)> {
        let [(column, value)] = rows[place].cells.as_slice() else {
            return None;
        };
        let first = self.header.headings.keys().next()?;
        let said = text(value)?;
        let product = self.lists_systems && matches!(self.catalogue.tell_name(&said, self.wording), Told::Products(_));
        (self.is_wide() && column <= first && !product).then(|| (*column, said.into_owned()))
    }

    /// Where every row stands in a group, the first included, and no group is empty, the names of the groups need not be known.
    fn group(&self, rows: &[Row], kinds: &mut [RowKind]) {
        let open = |place: usize| matches!(kinds[place], RowKind::Body | RowKind::Banner);
        let places: Vec<usize> = (0..rows.len()).filter(|place| open(*place)).collect();
        let names: Vec<usize> = places
            .iter()
            .copied()
            .filter(|place| self.alone(rows, *place).is_some())
            .collect();
        let followed = |place: &usize| {
            let next = places.get(places.partition_point(|next| next <= place));
            next.is_some_and(|next| rows[*next].cells.len() >= 3)
        };
        let grouped = names.len() >= 2 && places.first() == names.first() && names.iter().all(followed);
        if grouped {
            names.into_iter().for_each(|place| kinds[place] = RowKind::Banner);
        }
    }

    /// A row of one cell above the header once more is the title of what follows.
    fn titles(&self, rows: &[Row], kinds: &mut [RowKind]) {
        for place in 1..rows.len() {
            let title = kinds[place] == RowKind::RepeatedHeader && rows[place - 1].cells.len() == 1;
            if title && kinds[place - 1] == RowKind::Body {
                kinds[place - 1] = RowKind::Banner;
            }
        }
    }

    fn is_note(&self, row: &Row) -> bool {
        let [(column, value)] = row.cells.as_slice() else {
            return false;
        };
        let Some(said) = text(value) else { return false };
        let merged = self.is_wide() && self.cells.is_banner(row.number, *column, 3);
        let marked = self.is_wide() && said.starts_with('*') && said.chars().count() > 1;
        let alone = self.is_wide() && Mark::Note.knows(&said);
        let bracketed = self.is_wide() && said.starts_with('(') && said.ends_with(')');
        merged || marked || alone || bracketed || opens_note(&said)
    }

    /// A sign and its meaning in two cells, in the last lines of the sheet, below a blank row.
    fn is_sign_below(&self, rows: &[Row], place: usize) -> bool {
        let [(_, sign), (_, meaning)] = rows[place].cells.as_slice() else {
            return false;
        };
        let short = text(sign).is_some_and(|sign| sign.chars().count() <= 2);
        let said = text(meaning).is_some_and(|meaning| meaning.chars().any(char::is_alphabetic));
        let apart = (1..=place)
            .rev()
            .take(9)
            .any(|p| rows[p].number > rows[p - 1].number + 1);
        short && said && apart
    }

    /// A line or two of words apart from the table, below a blank row, that do not look like a name.
    fn is_remark_below(&self, rows: &[Row], place: usize, is_last: bool) -> bool {
        let apart = (1..=place)
            .rev()
            .take(5)
            .any(|p| rows[p].number > rows[p - 1].number + 1);
        let Some(said) = rows[place].cells.first().and_then(|(_, value)| text(value)) else {
            return false;
        };
        if apart && Mark::Note.knows(said.trim_end_matches([':', ' '])) {
            return true;
        }
        if !self.is_wide() || !apart || !is_last {
            return false;
        }
        let words = said.split_whitespace().count();
        let label = compact(said.trim_end_matches(':'));
        let labelled = rows[place].cells.len() == 2 && (said.ends_with(':') || super::layout::is_heading(&label));
        labelled || rows[place].cells.len() == 1 && (said.contains([':', '=']) || said.ends_with('.') || words > 6)
    }
}

/// Below a title of ideas or tasks nothing says how things are, until the next title.
fn work(rows: &[Row], kinds: &mut [RowKind]) {
    let mut below = false;
    for (place, kind) in kinds.iter_mut().enumerate() {
        match kind {
            RowKind::Banner => below = is_title_of_work(rows, place),
            RowKind::Body if below => *kind = RowKind::Work,
            _ => {}
        }
    }
}

/// A title, below a blank row or with a remark in brackets: the name of a unit or a sentence among the rows is none.
fn is_title_of_work(rows: &[Row], place: usize) -> bool {
    const LONGEST: usize = 8;
    let Some(said) = rows[place].cells.first().and_then(|(_, value)| text(value)) else {
        return false;
    };
    let apart = place > 0 && rows[place].number > rows[place - 1].number + 1;
    let titled = (apart || said.contains('(')) && !opens_note(&said) && tokens(&said).len() <= LONGEST;
    titled && is_work(&said)
}

/// Whether a name or a title speaks of tasks, plans or ideas, and not of controls.
pub(super) fn is_work(name: &str) -> bool {
    Mark::Work.is_in(name) && !Mark::Controls.is_in(name)
}

/// A note says so: a word that stands alone or has a colon behind it, or a phrase, whatever lines are drawn around it.
fn opens_note(said: &str) -> bool {
    let said = said.trim_matches(|c: char| !c.is_alphanumeric());
    let label = said.split_once(':').map_or(said, |(label, _)| label.trim());
    let words: Vec<&str> = said.split_whitespace().filter(|word| !is_number(word)).collect();
    let counted = words.len() >= 2 && Mark::Note.knows(&words.join(" "));
    Mark::Note.knows(label) || counted || Mark::Note.opens_phrase(said)
}

/// A legend: `x = no`, `R = responsible, A = accountable`.
fn is_legend(row: &Row) -> bool {
    let [(_, Value::Text(said))] = row.cells.as_slice() else {
        return false;
    };
    said.split_once('=')
        .is_some_and(|(sign, meaning)| sign.trim().chars().count() <= 20 && !meaning.trim().is_empty())
}

/// Guidance: most cells say what kind of thing is to be entered, the first one too.
fn is_guidance(row: &Row) -> bool {
    let says = |value: &Value| {
        text(value).is_some_and(|said| {
            let bracketed = said.starts_with(['(', '[', '<']) && said.ends_with([')', ']', '>']);
            bracketed || Mark::Guidance.knows(&said) || Mark::Hint.opens(&said)
        })
    };
    let count = row.cells.iter().filter(|(_, value)| says(value)).count();
    let first = row.cells.first().is_some_and(|(_, value)| says(value));
    row.cells.len() >= 2 && first && count * 2 > row.cells.len()
}

/// A total says so in its first cell, and all its other cells are figures; a count alone is one as well ("8 tools").
fn is_total(row: &Row) -> bool {
    let Some(first) = row.cells.first().and_then(|(_, value)| text(value)) else {
        return false;
    };
    let figures = row.cells[1..].iter().all(|(_, value)| {
        matches!(value, Value::Number(_) | Value::Uncalculated) || is_figure(value) || counts_only(value)
    });
    let label = first.trim_end_matches(|c: char| c.is_ascii_digit() || c.is_whitespace() || ":=.,%".contains(c));
    let behind = first
        .split_once([':', '='])
        .is_some_and(|(label, rest)| Mark::Total.knows(label) && is_counted(rest));
    let counts = row.cells.len() >= 2 && is_total_of(label);
    // A figure where the name should be makes it no thing, whatever somebody remarks behind it.
    let second = row
        .cells
        .get(1)
        .is_some_and(|(_, value)| matches!(value, Value::Number(_)));
    let total = Mark::Total.knows(label);
    figures && (total || behind || counts || is_count(&first) && first.contains(' ')) || total && second
}

/// Words between a figure and that of which it is one.
const OF: [&str; 7] = ["of", "der", "von", "de", "des", "du", "del"];

/// "Number of owners", "Summe der offenen Punkte": the word for a total, and of what it is one.
fn is_total_of(label: &str) -> bool {
    let words: Vec<String> = label.split_whitespace().map(str::to_lowercase).collect();
    let starts =
        |word: &str| matches!(word, "number" | "no." | "#" | "share" | "anteil" | "número") || Mark::Total.knows(word);
    matches!(words.as_slice(), [total, of, _, ..] if starts(total) && OF.contains(&of.as_str()))
}

/// "3 tools", "2": a figure, and at most the word for what was counted.
fn is_count(said: &str) -> bool {
    let said = said.trim();
    let (number, what) = said.split_once(char::is_whitespace).unwrap_or((said, ""));
    is_number(number) && (what.is_empty() || Mark::Counted.knows(what))
}

/// Behind "Total:" a figure counts whatever word follows it.
fn is_counted(said: &str) -> bool {
    let words: Vec<&str> = said.split_whitespace().collect();
    matches!(words.as_slice(), [number] | [number, _] if is_number(number))
}

/// Figures and words for what was counted, and nothing else: "systems", "12 of 14 controls".
fn counts_only(value: &Value) -> bool {
    text(value).is_some_and(|said| {
        let counted = |word: &str| is_number(word) || Mark::Counted.knows(word) || Mark::Total.knows(word);
        Mark::Counted.knows(&said) || said.split_whitespace().all(|word| OF.contains(&word) || counted(word))
    })
}

fn is_number(said: &str) -> bool {
    !said.is_empty() && said.chars().all(|c| c.is_ascii_digit() || ".,%".contains(c))
}

fn is_figure(value: &Value) -> bool {
    // "3 tools" counts something; "3 way match engine" is a name.
    text(value).is_some_and(|t| {
        let words: Vec<&str> = t.split_whitespace().collect();
        words.iter().all(|word| is_number(word)) && !words.is_empty()
            || matches!(words.as_slice(), [number, what] if is_number(number) && !is_number(what))
    })
}
