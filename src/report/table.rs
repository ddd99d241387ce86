//! Tables, as wide and as high as their texts need. In: columns and cells. Out: the width of every column and the height of every
//! row in points, so that the typesetter measures nothing, and a column is as wide as its language asks for. Names stand in full: a
//! text that finds no room on one line takes another.

use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};

use crate::assess::{CustomerState, Severity};
use crate::report::text::Text;
use crate::typeface::{Style, usual};

/// The size of letters in a table.
pub const SIZE: f64 = 7.6;
/// The size of the heads of columns, and of what stands small below.
pub const SMALL: f64 = 7.0;
/// Room to the left and right of a cell.
const SIDE: f64 = 2.5;
/// Room above and below a cell, and the same where letters are small.
const ROOM: f64 = 2.6;
const SMALL_ROOM: f64 = 2.1;
/// From one line of a cell to the top of the next, in its letters' size, and the same where letters are small.
const APART: f64 = 0.5;
const SMALL_APART: f64 = 0.45;
/// Room above a row that names what follows.
const BAND: f64 = 6.5;
/// The tallest cell.
const TALLEST: f64 = 300.0;
/// Room before what stands beside a name, and how much of the width the name may take for that.
const BESIDE: f64 = 5.0;
const NAME: f64 = 0.6;
/// How wide a badge or a swatch is beside its own letters.
const MARK: f64 = 9.0;

/// A table for reading.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Table {
    /// Size of its letters, in points.
    pub size: f64,
    /// Room above and below a cell, in points.
    pub room: f64,
    /// Of the columns, in points.
    pub widths: Vec<f64>,
    /// Of the rows, the head's first, in points.
    pub heights: Vec<f64>,
    /// `l`, `r`, or `u` (centred, its head turned upright) for each column.
    pub align: Vec<&'static str>,
    /// The heads of the columns.
    pub head: Vec<Text>,
    /// A row of one cell goes over all columns and names what follows.
    pub rows: Vec<Vec<Cell>>,
}

/// A column of a table.
#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    head: String,
    align: &'static str,
    /// How much of the room that is left it takes.
    grows: f64,
    /// Its width where it is given.
    fixed: Option<f64>,
    /// Whether its texts stay on one line where that is possible.
    firm: bool,
    /// The greatest part of the table that it takes where others want more.
    at_most: f64,
}

/// How an upright head is marked among the alignments.
const UPRIGHT: &str = "u";
/// How long a line of an upright head is at most; a longer head takes more lines, and its column is as much wider.
const TURNED: f64 = 120.0;
/// The most lines of an upright head.
const TURNED_LINES: usize = 3;

impl Column {
    /// A column of texts.
    pub fn new(head: String) -> Self {
        Self {
            head,
            align: "l",
            grows: 0.0,
            fixed: None,
            firm: false,
            at_most: 1.0,
        }
    }

    /// A column of numbers.
    pub fn number(head: String) -> Self {
        Self {
            align: "r",
            ..Self::firm(head)
        }
    }

    /// A column of short texts that stay on one line where that is possible, such as dates.
    pub fn firm(head: String) -> Self {
        Self {
            firm: true,
            ..Self::new(head)
        }
    }

    /// The same with at most this part of the table, however long its texts are.
    pub fn at_most(self, part: f64) -> Self {
        Self { at_most: part, ..self }
    }

    /// A column that takes the room that is left.
    pub fn wide(head: String) -> Self {
        Self {
            grows: 1.0,
            ..Self::new(head)
        }
    }

    /// A narrow column of marks whose head is turned upright. A head of more lines than can be read is cut.
    pub fn upright(head: &str, width: f64) -> Self {
        let style = Style::plain(SMALL);
        // What no line holds, and letters of other scripts, may take a line more than can be told beforehand.
        let spare = usize::from(style.longest(head) > TURNED / 2.0 || !head.chars().all(usual));
        let lines = |text: &str| style.lines(text, TURNED, 0.0) + spare;
        let fits = |letters: &usize| lines(Text::short(head, *letters).as_str()) <= TURNED_LINES;
        let letters = (1..=head.chars().count().min(200)).rev().find(fits).unwrap_or(1);
        let head = Text::short(head, letters).as_str().to_owned();
        Self {
            align: UPRIGHT,
            fixed: Some(width.max(style.height(lines(&head)) + 2.0 * SIDE)),
            ..Self::new(head)
        }
    }
}

/// How a line of a cell is set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tone {
    /// As the rest.
    #[default]
    Plain,
    /// Bold.
    Strong,
    /// Small and grey.
    Quiet,
    /// Bold and red: what is late.
    Late,
    /// Small and red.
    Warn,
    /// Small, grey and in English, whatever the language of the report.
    English,
    /// Small and grey, on the line of what stands before it.
    Beside,
}

impl Tone {
    fn key(self) -> &'static str {
        match self {
            Self::Plain => "p",
            Self::Strong => "b",
            Self::Quiet => "q",
            Self::Late => "l",
            Self::Warn => "w",
            Self::English => "e",
            Self::Beside => "a",
        }
    }

    fn style(self, size: f64) -> Style {
        match self {
            Self::Plain => Style::plain(size),
            Self::Strong | Self::Late => Style::bold(size),
            Self::Quiet | Self::Warn | Self::English | Self::Beside => Style::plain(SMALL),
        }
    }
}

/// What stands in front of a cell's first line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mark {
    /// A word on the colour of a severity.
    Badge(String, Severity),
    /// A letter on the colour of a state.
    Swatch(String, CustomerState),
    /// A frame around the first line: a critical focus area.
    Frame,
}

/// A cell: lines below each other, and perhaps a mark in front.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Cell {
    lines: Vec<(Tone, Text)>,
    mark: Option<Mark>,
    /// Whether a word is wider than the column, so that it must be broken.
    breaks: bool,
}

impl Cell {
    /// A line in a tone.
    pub fn of(tone: Tone, text: impl Into<Text>) -> Self {
        let text = text.into();
        Self {
            lines: if text.as_str().is_empty() {
                Vec::new()
            } else {
                vec![(tone, text)]
            },
            ..Self::default()
        }
    }

    /// A plain text.
    pub fn plain(text: impl Into<Text>) -> Self {
        Self::of(Tone::Plain, text)
    }

    /// A bold text.
    pub fn strong(text: impl Into<Text>) -> Self {
        Self::of(Tone::Strong, text)
    }

    /// A small grey text.
    pub fn quiet(text: impl Into<Text>) -> Self {
        Self::of(Tone::Quiet, text)
    }

    /// A text that is red where something is late.
    pub fn dated(text: impl Into<Text>, late: bool) -> Self {
        Self::of(if late { Tone::Late } else { Tone::Plain }, text)
    }

    /// The same with a further line.
    pub fn under(mut self, tone: Tone, text: impl Into<Text>) -> Self {
        self.lines.extend(Self::of(tone, text).lines);
        self
    }

    /// A row's one cell that names what follows, and what is said of that: on one line where there is room.
    pub fn band(name: impl Into<Text>, about: impl Into<Text>) -> Self {
        Self::strong(name).under(Tone::Beside, about)
    }

    /// The same with the lines of another below.
    pub fn and(mut self, below: Self) -> Self {
        self.lines.extend(below.lines);
        self
    }

    /// The same with a mark in front.
    pub fn marked(mut self, mark: Mark) -> Self {
        self.mark = Some(mark);
        self
    }

    /// Whether nothing stands in it.
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty() && self.mark.is_none()
    }

    fn indent(&self, size: f64) -> f64 {
        match &self.mark {
            Some(Mark::Badge(word, _)) => Style::bold(SMALL).width(word) + MARK,
            Some(Mark::Swatch(..)) => size + 4.0,
            Some(Mark::Frame) | None => 0.0,
        }
    }

    /// On one line each.
    fn natural(&self, size: f64) -> f64 {
        let widths = self
            .lines
            .iter()
            .map(|(tone, text)| tone.style(size).width(text.as_str()));
        widths.fold(0.0, f64::max) + self.indent(size)
    }

    /// Its longest word.
    fn least(&self, size: f64) -> f64 {
        let widths = self
            .lines
            .iter()
            .map(|(tone, text)| tone.style(size).longest(text.as_str()));
        widths.fold(0.0, f64::max) + self.indent(size)
    }

    fn height(&self, width: f64, size: f64) -> f64 {
        let (mut indent, mut height, mut before) = (self.indent(size), 0.0, 0.0);
        let apart = size * if size > SMALL { APART } else { SMALL_APART };
        for (place, (tone, text)) in self.lines.iter().enumerate() {
            let style = tone.style(size);
            if *tone == Tone::Beside {
                let more = style.lines(text.as_str(), width, before + BESIDE).saturating_sub(1);
                height += more as f64 * (style.height(1) + apart);
                continue;
            }
            height += style.stack(style.lines(text.as_str(), width, indent), apart);
            height += if place > 0 { apart } else { 0.0 };
            (indent, before) = (0.0, style.width(text.as_str()));
        }
        height
    }

    /// Cuts texts so long that a page could not hold the row with others; the attached register has them whole.
    fn shorten(&mut self, width: f64, size: f64) {
        let part = TALLEST / self.height(width, size).max(1.0);
        if part < 1.0 {
            for (_, text) in &mut self.lines {
                let letters = text.as_str().chars().count() as f64 * part;
                *text = Text::short(text.as_str(), letters as usize);
            }
        }
    }

    /// Puts what would stand beside a long name below it.
    fn settle_band(&mut self, width: f64, size: f64) {
        if let [(first, name), (about, _)] = self.lines.as_mut_slice()
            && *about == Tone::Beside
            && first.style(size).width(name.as_str()) > width * NAME
        {
            *about = Tone::Quiet;
        }
    }
}

impl Serialize for Cell {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match (self.lines.as_slice(), &self.mark) {
            ([], None) => return serializer.serialize_str(""),
            ([(Tone::Plain, text)], None) if !self.breaks => return text.serialize(serializer),
            _ => {}
        }
        let mut map = serializer.serialize_map(None)?;
        let lines: Vec<_> = self.lines.iter().map(|(tone, text)| (tone.key(), text)).collect();
        map.serialize_entry("l", &lines)?;
        match &self.mark {
            Some(Mark::Badge(word, severity)) => map.serialize_entry("badge", &(word, severity))?,
            Some(Mark::Swatch(letter, state)) => map.serialize_entry("swatch", &(letter, state))?,
            Some(Mark::Frame) => map.serialize_entry("frame", &true)?,
            None => {}
        }
        if self.breaks {
            map.serialize_entry("breaks", &true)?;
        }
        map.end()
    }
}

impl Table {
    /// A table so wide.
    pub fn new(width: f64, columns: Vec<Column>, rows: Vec<Vec<Cell>>) -> Self {
        Self::of_size(SIZE, width, columns, rows)
    }

    /// A table so wide, with small letters.
    pub fn small(width: f64, columns: Vec<Column>, rows: Vec<Vec<Cell>>) -> Self {
        Self::of_size(SMALL, width, columns, rows)
    }

    fn of_size(size: f64, width: f64, columns: Vec<Column>, rows: Vec<Vec<Cell>>) -> Self {
        let inner = width - 2.0 * SIDE * columns.len() as f64;
        let inner_widths = widths(inner, size, &columns, &rows);
        let mut table = Self {
            size,
            room: if size > SMALL { ROOM } else { SMALL_ROOM },
            align: columns.iter().map(|c| c.align).collect(),
            head: columns.into_iter().map(|c| Text::new(c.head)).collect(),
            widths: inner_widths.iter().map(|w| w + 2.0 * SIDE).map(round_down).collect(),
            rows,
            heights: Vec::new(),
        };
        table.settle(&inner_widths, width - 2.0 * SIDE);
        table
    }

    /// How high it is.
    pub fn height(&self) -> f64 {
        self.heights.iter().sum()
    }

    fn settle(&mut self, widths: &[f64], whole: f64) {
        let head = Style::plain(SMALL);
        let heads = self.head.iter().zip(widths).zip(&self.align);
        let tall = |((text, width), align): ((&Text, &f64), &&str)| match *align {
            UPRIGHT => (head.width(text.as_str()) + 3.0).min(TURNED),
            _ => head.height(head.lines(text.as_str(), *width, 0.0)),
        };
        let tallest = heads.map(tall).fold(0.0, f64::max);
        let headless = self.head.iter().all(|head| head.as_str().is_empty());
        self.heights.push(if headless {
            0.0
        } else {
            round_up(tallest + 2.0 * self.room)
        });
        let columns = widths.len();
        for (place, row) in self.rows.iter_mut().enumerate() {
            if let ([band], 2..) = (row.as_mut_slice(), columns) {
                let above = if place == 0 { self.room } else { BAND };
                band.settle_band(whole, self.size);
                self.heights
                    .push(round_up(band.height(whole, self.size) + above + self.room));
                continue;
            }
            let mut height: f64 = self.size * 0.714;
            for (cell, width) in row.iter_mut().zip(widths) {
                cell.shorten(*width, self.size);
                cell.breaks = cell.least(self.size) > width + 0.01;
                height = height.max(cell.height(*width, self.size));
            }
            self.heights.push(round_up(height + 2.0 * self.room));
        }
    }
}

fn round_up(points: f64) -> f64 {
    (points * 10.0).ceil() / 10.0
}

fn round_down(points: f64) -> f64 {
    (points * 100.0).floor() / 100.0
}

/// The widths of the columns without the room at their sides: each gets what its longest word needs; what is left goes to those
/// whose texts would like more, and then to those that grow.
fn widths(inner: f64, size: f64, columns: &[Column], rows: &[Vec<Cell>]) -> Vec<f64> {
    let head = Style::plain(SMALL);
    let mut least: Vec<f64> = columns.iter().map(|c| head.longest(&c.head)).collect();
    let mut natural: Vec<f64> = columns
        .iter()
        .map(|c| head.width(&c.head).min(head.longest(&c.head) * 1.6))
        .collect();
    for row in rows.iter().filter(|row| row.len() == columns.len()) {
        for (place, cell) in row.iter().enumerate() {
            least[place] = least[place].max(cell.least(size));
            natural[place] = natural[place].max(cell.natural(size));
        }
    }
    // A word that would take more than its share of the table is broken.
    let most = (1.8 / columns.len() as f64).min(0.45);
    for (place, column) in columns.iter().enumerate() {
        if let Some(width) = column.fixed {
            (least[place], natural[place]) = (width - 2.0 * SIDE, width - 2.0 * SIDE);
        }
        if column.firm {
            least[place] = natural[place].min(inner * 0.2).max(least[place]);
        }
        least[place] = least[place].min(inner * most);
        natural[place] = natural[place].min(inner * column.at_most).max(least[place]);
    }
    let (low, high): (f64, f64) = (least.iter().sum(), natural.iter().sum());
    if low >= inner {
        return least.iter().map(|width| width * inner / low).collect();
    }
    if high > inner {
        let ways = WISHES.map(|power| between(inner, &least, &natural, power));
        let tall = |widths: &Vec<f64>| rows.iter().map(|row| height(row, widths, size)).sum::<f64>();
        let lowest = ways.into_iter().map(|way| (tall(&way), way));
        return lowest.min_by(|a, b| a.0.total_cmp(&b.0)).map_or(least, |(_, way)| way);
    }
    // Where there is room, heads stand on one line, too.
    let one_line = columns.iter().zip(&natural).map(|(c, width)| match c.fixed {
        Some(_) => *width,
        None => head.width(&c.head).max(*width),
    });
    let one_line: Vec<f64> = one_line.collect();
    match inner - one_line.iter().sum::<f64>() {
        left if left >= 0.0 => growing(left, columns, &one_line),
        _ => growing(inner - high, columns, &natural),
    }
}

/// How much more than another a column gets that would like more, way by way: of these the one is taken that makes the table lowest.
const WISHES: [f64; 3] = [0.5, 0.25, 1.0];

/// Each column gets its least, and of what is left a part that grows with what it would like.
fn between(inner: f64, least: &[f64], natural: &[f64], power: f64) -> Vec<f64> {
    let wish = |place: usize| (natural[place] - least[place]).powf(power);
    let wishes: f64 = (0..least.len()).map(wish).sum();
    let left = inner - least.iter().sum::<f64>();
    let first: Vec<f64> = (0..least.len())
        .map(|place| (least[place] + left * wish(place) / wishes).min(natural[place]))
        .collect();
    let over = inner - first.iter().sum::<f64>();
    let short: f64 = (0..least.len()).map(|place| natural[place] - first[place]).sum();
    let more = |place: usize| (natural[place] - first[place]) * over / short.max(1e-9);
    (0..least.len()).map(|place| first[place] + more(place)).collect()
}

/// What is left goes to the columns that grow.
fn growing(left: f64, columns: &[Column], natural: &[f64]) -> Vec<f64> {
    let growing: f64 = columns.iter().map(|c| c.grows).sum();
    let each = |(column, width): (&Column, &f64)| match growing > 0.0 {
        true => width + left * column.grows / growing,
        false => *width,
    };
    columns.iter().zip(natural).map(each).collect()
}

/// How high the texts of a row are.
fn height(row: &[Cell], widths: &[f64], size: f64) -> f64 {
    let cells = row.iter().zip(widths).filter(|_| row.len() == widths.len());
    cells.map(|(cell, width)| cell.height(*width, size)).fold(0.0, f64::max)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn columns(heads: &[&str]) -> Vec<Column> {
        heads.iter().map(|head| Column::new((*head).to_owned())).collect()
    }

    #[test]
    fn a_column_is_as_wide_as_its_texts_where_there_is_room() {
        let row = vec![Cell::plain("Incident Response"), Cell::strong("7")];
        let mut wide = columns(&["Domain", "Duties"]);
        wide[0].grows = 1.0;
        let table = Table::new(300.0, wide, vec![row.clone()]);
        assert!(
            (table.widths.iter().sum::<f64>() - 300.0).abs() < 0.1,
            "{:?}",
            table.widths
        );
        let one_line = Table::new(300.0, columns(&["", ""]), vec![row]);
        assert!(one_line.widths.iter().sum::<f64>() < 150.0);
        assert_eq!(one_line.heights.len(), 2);
        assert_eq!(one_line.heights[0], 0.0, "no head, no height");
    }

    #[test]
    fn a_row_is_as_high_as_its_tallest_cell() {
        let long = "Name an owner for the duties that nobody owns so far in this domain ".repeat(3);
        let rows = vec![
            vec![Cell::plain(&*long), Cell::plain("x")],
            vec![Cell::plain("short").under(Tone::Quiet, "and small"), Cell::plain("x")],
        ];
        let table = Table::new(200.0, columns(&["a", "b"]), rows);
        assert!(table.heights[1] > table.heights[2] && table.heights[2] > table.heights[0]);
    }

    #[test]
    fn a_word_that_no_column_holds_is_broken() {
        let rows = vec![vec![
            Cell::plain("Berechtigungsmanagementverantwortliche"),
            Cell::plain("y"),
        ]];
        let table = Table::new(60.0, columns(&["a", "b"]), rows);
        assert!(table.rows[0][0].breaks && !table.rows[0][1].breaks);
        assert!(table.widths.iter().all(|w| *w > 5.0));
    }

    #[test]
    fn a_row_of_one_cell_stands_over_all_columns() {
        let rows = vec![
            vec![Cell::strong("Closed: 46 gaps, the five worst")],
            vec![Cell::plain("a"), Cell::plain("b")],
        ];
        let table = Table::new(100.0, columns(&["", ""]), rows);
        assert!(table.widths[0] < 50.0, "it does not widen the first column");
        assert_eq!(table.heights.len(), 3);
    }
}
