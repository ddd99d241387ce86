//! Where tables begin. In: a sheet. Out: its lines of headings, in one line or two. A line of headings names columns, and the
//! cells below behave like values under the names; a value is never a heading, since a first row that is taken for a second
//! line of headings is a row lost.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use crate::read::{Row, Table, Value};

use super::cells::{Cells, text};
use super::field::{Strength, begins_heading, strength};
use super::heading::{Heading, double, each_pair, heading, no_heading, single, two_lines};
use super::marks::Mark;
use super::memory::Memory;
use super::speech;
use super::topic;
use super::wording::{Vocabulary, Wording, compact};
use crate::framework::Domain;

/// How far down the first line of headings is looked for, in rows that hold something.
const DEPTH: usize = 60;

/// How many rows below a line of headings are looked at to see whether they hold values.
const BELOW: usize = 3;

/// How many sure headings a certain line of headings has at least.
const CERTAIN: usize = 3;

/// The vocabularies whose words stand below headings.
const VALUES: [Vocabulary; 8] = [
    Vocabulary::Model,
    Vocabulary::Status,
    Vocabulary::Criticality,
    Vocabulary::Classification,
    Vocabulary::YesNo,
    Vocabulary::Placeholder,
    Vocabulary::Party,
    Vocabulary::Stage,
];

/// The header of a table.
#[derive(Clone)]
pub(super) struct Header {
    /// The number of its last row, counted from zero.
    pub(super) row: u32,
    /// Where the body starts, as a place in the table's rows.
    pub(super) body: usize,
    /// The heading of each column.
    pub(super) headings: BTreeMap<u32, Heading>,
}

/// A line of headings, with what speaks for it.
pub(super) struct Opening {
    /// The place of its first line in the table's rows.
    pub(super) place: usize,
    /// The header.
    pub(super) header: Header,
    /// How much speaks for it.
    pub(super) score: usize,
    /// Whether it can stand for itself, without anything that says where it is.
    sure: bool,
    /// Whether nearly all of it is known for sure.
    certain: bool,
}

/// What a cell is, if it is to be a heading.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Nature {
    /// A known heading, worth so much.
    Heading(usize),
    /// A known heading that stands as a value under others as well: `Implemented`, `Provider`.
    Either,
    /// A value: never a heading.
    Value,
    /// Neither.
    Word,
}

/// Finds lines of headings in one sheet.
pub(super) struct Finder<'a> {
    /// The sheet.
    pub(super) cells: &'a Cells<'a>,
    /// Words and their meaning.
    pub(super) wording: &'a Wording,
    /// Headings that the user named, in compact form.
    pub(super) wanted: &'a [String],
    /// Of texts: whether they are sure headings by themselves,
    pub(super) sure: Memory<bool>,
    /// and whether they may be with a line below.
    pub(super) opening: Memory<bool>,
}

impl Finder<'_> {
    /// The first header of the sheet: the first sure one, unless a line close below says more; else the best doubtful one.
    pub(super) fn first(&self) -> Option<Opening> {
        let places = 0..self.rows().len().min(DEPTH);
        let mut best: Option<Opening> = None;
        let mut doubtful: Option<Opening> = None;
        for place in places {
            if let Some(found) = &best
                && (found.certain || place > found.place + BELOW)
            {
                break;
            }
            let opening = self.opening(place);
            let kept = if opening.sure { &mut best } else { &mut doubtful };
            if opening.score > kept.as_ref().map_or(0, |kept| kept.score) {
                *kept = Some(opening);
            }
        }
        let enough = |o: &Opening| o.score >= if o.header.headings.len() <= 3 { 1 } else { 3 };
        best.or_else(|| doubtful.filter(enough))
    }

    /// A further header at a place below another one: after a blank row or a title it must be sure, and
    /// hold no value but what is surely a heading too; elsewhere certain.
    pub(super) fn further(&self, place: usize) -> Option<Opening> {
        let rows = self.rows();
        let row = &rows[place];
        if row.cells.len() < 2 || !is_mostly_text(row) || place == 0 {
            return None;
        }
        let apart = is_apart(rows, place);
        if !apart && !self.may_be_certain(place) {
            return None;
        }
        let opening = self.opening(place);
        let mut told = row.cells.iter().filter_map(|(_, value)| text(value));
        let mut names = || told.all(|said| is_sure(&compact(&said)) || !self.is_value(&said));
        let stands = opening.certain || apart && opening.sure && opening.score >= 3 && names();
        stands.then_some(opening)
    }

    /// Whether as many headings as a certain line has are sure, alone or with the next line: the rows of a table are told from a
    /// header by this, most by their first few cells.
    fn may_be_certain(&self, place: usize) -> bool {
        let upper = &self.rows()[place];
        let next = self.rows().get(place + 1);
        let lower = next.filter(|r| r.number == upper.number + 1 && is_mostly_text(r));
        let all = upper.cells.len();
        let texts = upper.cells.iter().filter_map(|(_, value)| text(value));
        mostly(texts.map(|said| self.is_sure(&said)), all, all)
            || lower.is_some_and(|lower| {
                let further = lower.cells.iter().filter(|(column, _)| upper.get(*column).is_none());
                let pairs = each_pair(upper, lower);
                let sure = pairs.map(|(_, above, below)| self.is_sure(&below) || self.is_sure_below(above, &below));
                mostly(sure, all + further.count(), lower.cells.len())
            })
    }

    /// Whether a text is a sure heading.
    fn is_sure(&self, said: &str) -> bool {
        self.sure.told(said, || is_sure_heading(&heading(&[said])))
    }

    /// Whether two lines are a sure heading together. Few texts begin one, and most rows are told from headings by that.
    fn is_sure_below(&self, above: Option<Cow<'_, str>>, below: &str) -> bool {
        let Some(above) = above else { return false };
        let plain = |said: &str| {
            let mut letters = said.chars();
            let first = letters
                .next()
                .is_some_and(|c| c.is_ascii_alphabetic() && !matches!(c, 'q' | 'Q'));
            first && letters.next().is_some_and(char::is_alphanumeric)
        };
        // A number in front, or a letter with a mark, may not count.
        let opens = || !plain(&above) || begins_heading(&compact(&above));
        self.opening.told(&above, opens) && is_sure_heading(&two_lines(&above, below))
    }

    fn rows(&self) -> &[Row] {
        &self.cells.table.rows
    }

    /// What a line, alone or with the next one, is worth as a header.
    fn opening(&self, place: usize) -> Opening {
        let upper = &self.rows()[place];
        let one = self.judge(place, place, upper, single(upper));
        let Some(lower) = self.rows().get(place + 1).filter(|r| r.number == upper.number + 1) else {
            return one;
        };
        if upper.cells.len() < 2 || !is_mostly_text(lower) || !self.may_be_second(upper, lower) {
            return one;
        }
        let two = self.judge(place, place + 1, lower, double(upper, lower));
        let alone = self.judge(place + 1, place + 1, lower, single(lower));
        if two.score > one.score && two.score > alone.score {
            two
        } else {
            one
        }
    }

    /// Whether a line can be the second of two: no value stands in it, half of it is known, and the upper line is merged,
    /// repeats, or leaves cells blank above filled ones; or words were broken over both lines.
    fn may_be_second(&self, upper: &Row, lower: &Row) -> bool {
        let joined = double(upper, lower);
        let broken: BTreeSet<u32> = lower
            .cells
            .iter()
            .map(|(column, _)| *column)
            .filter(|column| self.is_broken(upper, lower, *column, &joined))
            .collect();
        let natures = self.natures(lower, &joined);
        let whole = natures.iter().filter(|(column, _)| !broken.contains(column));
        let stands_below = |nature: &Nature| matches!(nature, Nature::Value | Nature::Either);
        if whole.clone().any(|(_, nature)| stands_below(nature)) {
            return false;
        }
        if self
            .natures(upper, &single(upper))
            .iter()
            .any(|(_, nature)| *nature == Nature::Value)
            && broken.is_empty()
        {
            return false;
        }
        let known = whole.filter(|(_, nature)| matches!(nature, Nature::Heading(_))).count() + broken.len();
        let open = lower.cells.iter().any(|(column, _)| upper.get(*column).is_none());
        let merged = upper
            .cells
            .iter()
            .any(|(column, _)| self.cells.is_banner(upper.number, *column, 2));
        let spread = open && broken.len() * 2 > upper.cells.len();
        // Under a few of the headings stand further ones, and one of them stands below a blank cell.
        let nested = open && known == natures.len() && lower.cells.len() < upper.cells.len();
        let grouped = spread || merged || nested || repeats_itself(upper);
        broken.len() >= 2 || grouped && known * 2 >= natures.len()
    }

    /// Whether both lines make one sure name of a column together. A mark or a figure below a whole name (`Data privacy` / `✔`) adds
    /// nothing to it: that is a value.
    fn is_broken(&self, upper: &Row, lower: &Row, column: u32, joined: &BTreeMap<u32, Heading>) -> bool {
        let said = |row: &Row| row.get(column).and_then(text).map(|said| compact(&said));
        let whole = joined.get(&column).and_then(|lines| lines.keys.first());
        let (Some(above), Some(_)) = (said(upper), said(lower)) else {
            return false;
        };
        whole.is_some_and(|key| *key != above && self.is_name(key))
    }

    fn is_name(&self, key: &str) -> bool {
        is_sure(key) || self.wording.knows(Vocabulary::Domain, key)
    }

    /// What each cell of a line is. Three security domains across make all of them headings.
    fn natures(&self, row: &Row, headings: &BTreeMap<u32, Heading>) -> Vec<(u32, Nature)> {
        let keys = headings.values().flat_map(|heading| heading.keys.first());
        let domains: BTreeSet<Domain> = keys.filter_map(|key| self.wording.domain(key)).collect();
        let across = domains.len() >= 3;
        let marked = self.above_marks(row);
        let nature = |column: u32, value: &Value, said: &str| match value {
            Value::Text(_) if marked.contains(&column) => Nature::Heading(1),
            Value::Text(_) => self.nature(said, across),
            _ => Nature::Value,
        };
        let filled = row
            .cells
            .iter()
            .filter_map(|(column, value)| Some((*column, value, text(value)?)));
        filled
            .map(|(column, value, said)| (column, nature(column, value, &said)))
            .collect()
    }

    /// The columns in which a word for a model, a state or a side stands above nothing but marks, two at least: `SaaS` above an `x`
    /// names a column. A further word of the list beside them, above blanks, is one that no row marks.
    fn above_marks(&self, row: &Row) -> BTreeSet<u32> {
        const FEWEST: usize = 2;
        const ACROSS: [Vocabulary; 3] = [Vocabulary::Model, Vocabulary::Status, Vocabulary::Party];
        let start = self.rows().partition_point(|r| r.number <= row.number);
        let below = &self.rows()[start..];
        let mut marked = BTreeSet::new();
        let mut open = BTreeSet::new();
        for (column, value) in &row.cells {
            let named =
                text(value).is_some_and(|said| ACROSS.iter().any(|v| self.wording.knows(*v, &said)) && !is_tick(&said));
            if !named {
                continue;
            }
            let mut cells = below.iter().filter_map(|r| r.get(*column)).filter_map(text);
            match cells.next() {
                None => _ = open.insert(*column),
                Some(first) if is_tick(&first) && cells.all(|cell| is_tick(&cell)) => _ = marked.insert(*column),
                Some(_) => {}
            }
        }
        match marked.len() {
            n if n >= FEWEST => marked.union(&open).copied().collect(),
            _ => BTreeSet::new(),
        }
    }

    fn nature(&self, said: &str, domains_across: bool) -> Nature {
        let key = compact(said);
        let domain = self.wording.knows(Vocabulary::Domain, said);
        match self.worth_of(&key) {
            _ if domain && domains_across => Nature::Heading(2),
            0 if domain || self.is_value(said) => Nature::Value,
            0 => Nature::Word,
            worth if self.wanted.contains(&key) => Nature::Heading(worth),
            _ if self.is_word_of_ours(said) => Nature::Either,
            worth => Nature::Heading(worth),
        }
    }

    /// Whether a text is, just as it stands, a word that is used below headings.
    fn is_word_of_ours(&self, said: &str) -> bool {
        // "Name" and "Owner" stand for nobody where somebody copied the heading; here they are headings.
        let holds = |vocabulary: &Vocabulary| self.wording.holds(*vocabulary, said);
        let mut words = VALUES.iter().filter(|v| **v != Vocabulary::Placeholder);
        words.any(holds) || self.wording.holds(Vocabulary::Domain, said)
    }

    /// Whether a text is what stands under headings: a word of a vocabulary, a number, a date, an address.
    fn is_value(&self, said: &str) -> bool {
        let figures = said.chars().filter(char::is_ascii_digit).count();
        let address = said.contains('@') || said.contains("://");
        said == "*"
            || address
            || figures * 2 >= said.chars().count()
            || VALUES.iter().any(|v| self.wording.knows(*v, said))
    }

    /// How much a line of headings is worth. Cells below that behave like values speak for it, its own values against it.
    fn judge(&self, place: usize, last: usize, row: &Row, headings: BTreeMap<u32, Heading>) -> Opening {
        // What makes a name of a column with the line above it is neither a value nor a name by itself.
        let whole = |column: &u32| {
            headings
                .get(column)
                .is_some_and(|h| h.joined && self.is_name(&h.keys[0]))
        };
        let mut natures = self.natures(row, &headings);
        natures.retain(|(column, _)| !whole(column));
        let count = headings.len();
        let values = natures.iter().filter(|(_, n)| *n == Nature::Value).count();
        let worths: Vec<usize> = headings.values().map(|h| self.worth(h)).collect();
        let either = natures.iter().filter(|(_, n)| *n == Nature::Either).count();
        let known = worths.iter().filter(|w| **w > 0).count().saturating_sub(either);
        let certain = sure(&headings).saturating_sub(either);
        let below = self.above_values(last, row, &headings);
        let marked = self.above_marks(row).len();
        let score = (worths.iter().sum::<usize>() + below + marked).saturating_sub(values + either);
        let wanted = headings
            .values()
            .any(|h| h.keys.iter().any(|key| self.wanted.contains(key)));
        let enough = match count {
            0 | 1 => false,
            2 => known == 2,
            _ => known >= 2 || below >= 3,
        };
        Opening {
            place,
            sure: values * 3 <= count && (score >= 3 && enough || wanted),
            certain: values == 0 && certain >= CERTAIN && certain * 5 >= row.cells.len() * 4,
            score,
            header: Header {
                row: row.number,
                body: last + 1,
                headings,
            },
        }
    }

    /// What the cells below say: a name of a column stands above values, and is none itself. Security domains say most.
    fn above_values(&self, last: usize, row: &Row, headings: &BTreeMap<u32, Heading>) -> usize {
        let rows = &self.rows()[last + 1..];
        let below = &rows[..rows.len().min(BELOW)];
        let mut worth = 0;
        for (column, heading) in headings {
            let said = match row.get(*column) {
                Some(Value::Text(own)) => own.as_ref(),
                Some(_) => continue,
                // Of two lines, the upper one is the heading where the lower one is blank.
                None => heading.shown.as_str(),
            };
            let cells: Vec<_> = below.iter().filter_map(|r| r.get(*column)).filter_map(text).collect();
            let of = |vocabulary| cells.iter().filter(|c| self.wording.knows(vocabulary, c)).count();
            let domains = of(Vocabulary::Domain);
            if domains >= 2 && domains * 3 >= cells.len() * 2 && !self.wording.knows(Vocabulary::Domain, said) {
                worth = worth.max(3);
            }
        }
        worth
    }

    /// How much a heading speaks for its row being the header.
    fn worth(&self, heading: &Heading) -> usize {
        // Two lines that make a sure heading together are no title above a header.
        let joined = heading.joined && self.worth_of(&heading.keys[0]) == 2;
        let keys = heading.keys.iter().chain(&heading.bare);
        match keys.map(|key| self.worth_of(key)).max() {
            None | Some(0) => usize::from(speech::is_heading(&heading.shown)),
            Some(worth) => worth + usize::from(joined),
        }
    }

    fn worth_of(&self, key: &String) -> usize {
        if self.wanted.contains(key) {
            return 3;
        }
        let strongest = strength(key);
        match strongest {
            Some(Strength::Ours | Strength::Strong) => 2,
            _ if self.wording.knows(Vocabulary::Domain, key) => 2,
            Some(Strength::Weak) => 1,
            None if is_heading(key) => 1,
            None => 0,
        }
    }
}

impl Header {
    /// Adds the columns that hold values and have no heading: at least two, or half of the rows.
    pub(super) fn add_blank(&mut self, table: &Table) {
        let body = &table.rows[self.body..];
        let mut counts: BTreeMap<u32, usize> = BTreeMap::new();
        for (column, _) in body.iter().filter(|row| row.cells.len() > 1).flat_map(|row| &row.cells) {
            *counts.entry(*column).or_default() += 1;
        }
        let filled = body.iter().filter(|row| row.cells.len() > 1).count();
        for (column, count) in counts {
            if count >= 2 || count * 2 >= filled {
                self.headings.entry(column).or_insert_with(|| no_heading(column));
            }
        }
    }
}

/// The first row as a header, for a sheet that the user named although nothing in it is known.
pub(super) fn first_row_as_header(cells: &Cells<'_>) -> Option<Header> {
    let row = cells.table.rows.first()?;
    Some(Header {
        row: row.number,
        body: 1,
        headings: single(row),
    })
}

/// Whether a text (in compact form) names a column in any kind of table, or in a list of other things.
pub(super) fn is_heading(key: &str) -> bool {
    strength(key).is_some() || !topic::headings(key).is_empty() || Mark::Heading.knows(key)
}

/// Whether so many of a line's headings are sure as those of a certain line with so many cells; given up at the first that is one too few.
fn mostly(sure: impl Iterator<Item = bool>, all: usize, cells: usize) -> bool {
    let needed = CERTAIN.max((cells * 4).div_ceil(5));
    let mut left = all;
    let mut known = 0;
    for sure in sure {
        if known + left < needed {
            return false;
        }
        left -= 1;
        known += usize::from(sure);
    }
    known >= needed
}

/// How many headings are sure.
fn sure(headings: &BTreeMap<u32, Heading>) -> usize {
    headings.values().filter(|heading| is_sure_heading(heading)).count()
}

fn is_sure_heading(heading: &Heading) -> bool {
    heading.keys.iter().any(|key| is_sure(key))
}

fn is_sure(key: &str) -> bool {
    strength(key).is_some_and(|s| s < Strength::Weak)
}

/// Whether a line stands below a blank row, or below a title; a title above two cells stands below a blank row itself.
fn is_apart(rows: &[Row], place: usize) -> bool {
    let gap = |place: usize| place > 0 && rows[place - 1].number + 1 < rows[place].number;
    let titled = place > 0 && rows[place - 1].cells.len() == 1;
    gap(place) || titled && (rows[place].cells.len() > 2 || gap(place - 1))
}

/// Whether a cell holds nothing but a cross or a tick.
fn is_tick(said: &str) -> bool {
    let said = said.trim();
    said.eq_ignore_ascii_case("x") || !said.is_empty() && !said.chars().any(char::is_alphanumeric)
}

fn is_mostly_text(row: &Row) -> bool {
    let texts = row
        .cells
        .iter()
        .filter(|(_, value)| matches!(value, Value::Text(_)))
        .count();
    texts * 4 >= row.cells.len() * 3
}

/// Whether a line says one thing over several columns, as a merged cell does that was filled for each of them.
fn repeats_itself(row: &Row) -> bool {
    row.cells.windows(2).any(|pair| {
        let said = |(_, value): &(u32, Value)| text(value).map(|t| compact(&t));
        said(&pair[0]).is_some() && said(&pair[0]) == said(&pair[1])
    })
}
