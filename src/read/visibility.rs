//! What the cell reader cannot tell of an .xlsx: which rows and columns a spreadsheet program does not show, and values that it would
//! take for others. In: the bytes of a package. Out: for each sheet, what is hidden, and values that the cell reader gets wrong; or a
//! refusal with the cell, where programs would read different values. A part that cannot be followed tells nothing: the cell
//! reader has read it, or will refuse it.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufReader, Cursor, Read};

use calamine::CellErrorType;
use quick_xml::events::{BytesStart, Event};
use zip::ZipArchive;

use super::comments::{Comments, Remarks};
use super::markup::{self, attribute, is_on};
use super::refusal::Refusal;
use super::wire::{Message, Raw};
use crate::diagnostic::{CellRef, cell_area};
use crate::message::{Message as Sentence, sentence};
use crate::text;

pub(super) type Archive<'a> = ZipArchive<Cursor<&'a [u8]>>;

/// What the cell reader does not see, by the name of the sheet.
#[derive(Debug, Default)]
pub struct Unseen {
    /// Hidden rows and columns.
    pub hidden: BTreeMap<String, Vec<Message>>,
    /// Values that the cell reader would take for others, or not take at all.
    pub values: BTreeMap<String, BTreeMap<(u32, u32), Raw>>,
    /// What people remarked at cells.
    pub comments: BTreeMap<String, Remarks>,
    /// Sheets that are the part of an earlier one once more.
    pub again: BTreeSet<String>,
    /// Sheets that have no merged areas: so their parts need not be gone through for them.
    pub unmerged: BTreeSet<String>,
}

/// Looks through every sheet.
///
/// # Errors
/// A [`Refusal`] for a value that programs read differently.
pub fn unseen(bytes: &[u8]) -> Result<Unseen, Refusal> {
    let mut unseen = Unseen::default();
    let Ok(mut archive) = ZipArchive::new(Cursor::new(bytes)) else {
        return Ok(unseen);
    };
    let (book, sheets) = sheet_parts(&mut archive);
    let comments = Comments::of_book(&mut archive, &book);
    let mut shared = None;
    let mut seen = BTreeSet::new();
    for (name, part) in sheets {
        if !seen.insert(part.clone()) {
            unseen.again.insert(name);
            continue;
        }
        let mut scan = Scan::default();
        let is_whole = each_event(&mut archive, &part, |event| scan.take(&event));
        if let Some((cell, what)) = scan.odd {
            return Err(Refusal::damaged(sentence!(
                "the cell {cell} of the sheet \"{name}\" holds {what}, which programs read differently",
                cell,
                name,
                what
            )));
        }
        if !scan.numbers.is_empty() {
            let shared = shared.get_or_insert_with(|| shared_texts(&mut archive));
            let text = |number: usize| Raw::Text(shared.get(number).cloned().unwrap_or_default());
            let texts = scan.numbers.into_iter().map(|(place, number)| (place, text(number)));
            scan.values.extend(texts);
        }
        unseen.values.insert(name.clone(), scan.values);
        unseen.comments.insert(name.clone(), comments.of(&mut archive, &part));
        unseen
            .unmerged
            .extend((is_whole && !scan.is_merged).then(|| name.clone()));
        unseen.hidden.insert(name, scan.hidden);
    }
    Ok(unseen)
}

/// The part that describes the workbook, and the name of each sheet with the part that holds it.
fn sheet_parts(archive: &mut Archive<'_>) -> (String, Vec<(String, String)>) {
    let package = targets(archive, "");
    let books = package.into_iter().filter(|part| part.target.ends_with("workbook.xml"));
    let book = books.min_by(|one, other| one.id.cmp(&other.id));
    let book = book.map_or_else(|| "xl/workbook.xml".to_owned(), |part| part.target);
    let parts = targets(archive, &book);
    let mut sheets = Vec::new();
    each_tag(archive, &book, |tag| {
        if tag.local_name().as_ref() == "sheet" {
            let part = attribute(tag, "id").and_then(|id| parts.iter().rfind(|part| part.id == id));
            let name = attribute(tag, "name").map(Cow::into_owned);
            sheets.extend(name.zip(part.map(|part| part.target.clone())));
        }
    });
    (book, sheets)
}

/// A part that another one leads to.
pub(super) struct Related {
    id: String,
    /// The last word of the relationship's type.
    pub kind: String,
    /// The part.
    pub target: String,
}

/// The parts that a part leads to; the package itself is the part without a name.
pub(super) fn targets(archive: &mut Archive<'_>, part: &str) -> Vec<Related> {
    let (folder, file) = part.rsplit_once('/').unwrap_or(("", part));
    let relationships = format!("{folder}/_rels/{file}.rels");
    let mut parts = Vec::new();
    each_tag(archive, relationships.trim_start_matches('/'), |tag| {
        if tag.local_name().as_ref() == "Relationship" {
            let kind = attribute(tag, "Type").unwrap_or_default();
            let found = attribute(tag, "Id").zip(attribute(tag, "Target"));
            parts.extend(found.map(|(id, target)| Related {
                id: id.into_owned(),
                kind: kind.rsplit('/').next().unwrap_or_default().to_owned(),
                target: resolve(folder, &target),
            }));
        }
    });
    parts
}

/// A target as a part name: absolute, or relative to a folder.
fn resolve(folder: &str, target: &str) -> String {
    if let Some(absolute) = target.strip_prefix('/') {
        return absolute.to_owned();
    }
    let mut path: Vec<&str> = folder.split('/').filter(|step| !step.is_empty()).collect();
    for step in target.split('/') {
        match step {
            ".." => drop(path.pop()),
            "." | "" => {}
            step => path.push(step),
        }
    }
    path.join("/")
}

/// One sheet, as it is looked through.
#[derive(Default)]
struct Scan {
    hidden: Vec<Message>,
    /// Some areas are merged.
    is_merged: bool,
    /// Numbers of shared texts that are not written as digits alone.
    numbers: BTreeMap<(u32, u32), usize>,
    /// Values that the cell reader would take for others, or not take at all.
    values: BTreeMap<(u32, u32), Raw>,
    /// The first cell with a value that programs read differently, and what it is.
    odd: Option<(CellRef, Sentence)>,
    next_row: u32,
    next_column: u32,
    cell: OpenCell,
    /// Whether a value is open, and its pieces so far.
    in_value: bool,
    pieces: Vec<Piece>,
}

/// The cell that is open: its place, its type, and whether it names its place, and a style of its own.
#[derive(Default)]
struct OpenCell {
    row: u32,
    column: u32,
    kind: Type,
    is_placed: bool,
    is_styled: bool,
}

/// What a cell says that its value is.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Type {
    /// Nothing: a number.
    #[default]
    Unsaid,
    Number,
    Shared,
    Text,
    Truth,
    Error,
    Other,
}

impl Type {
    fn of(said: &str) -> Self {
        match said {
            "" => Self::Unsaid,
            "n" => Self::Number,
            "s" => Self::Shared,
            "str" => Self::Text,
            "b" => Self::Truth,
            "e" => Self::Error,
            _ => Self::Other,
        }
    }
}

/// A piece of a value.
enum Piece {
    /// Plain text.
    Plain(String),
    /// Text under another rule.
    Quoted(String),
    /// The character that a reference stands for.
    Meant(char),
    /// Something else, such as a comment.
    Other,
}

impl Scan {
    fn take(&mut self, event: &Event<'_>) {
        // Most text stands in no value, and is passed over without a copy.
        if !self.in_value && !matches!(event, Event::Start(_)) {
            return;
        }
        match event {
            Event::Start(tag) => self.open(tag),
            Event::End(tag) if tag.local_name().as_ref() == "v" => self.close(),
            Event::Text(piece) => self.piece(Piece::Plain(piece.as_ref().to_owned())),
            Event::CData(piece) => self.piece(Piece::Quoted(piece.xml10_content().into_owned())),
            Event::GeneralRef(piece) => self.piece(markup::reference(piece).map_or(Piece::Other, Piece::Meant)),
            Event::Comment(_) | Event::PI(_) => self.piece(Piece::Other),
            _ => {}
        }
    }

    fn piece(&mut self, piece: Piece) {
        if self.in_value {
            self.pieces.push(piece);
        }
    }

    fn open(&mut self, tag: &BytesStart<'_>) {
        let number = |name| attribute(tag, name).and_then(|value| value.parse::<u32>().ok()?.checked_sub(1));
        match tag.local_name().as_ref() {
            "row" => {
                let row = number("r").unwrap_or(self.next_row);
                (self.next_row, self.next_column) = (row.saturating_add(1), 0);
                self.hidden
                    .extend(is_on(tag, "hidden").then_some(Message::HiddenRows(row, row)));
            }
            "col" if is_on(tag, "hidden") => {
                let range = number("min").zip(number("max"));
                self.hidden
                    .extend(range.map(|(first, last)| Message::HiddenColumns(first, last)));
            }
            "c" => {
                let [place, kind, style] = markup::attributes(tag, ["r", "t", "s"]);
                let place = place.and_then(|place| Some(cell_area(&place)?.0));
                self.cell = OpenCell {
                    is_placed: place.is_some(),
                    row: place.map_or(self.next_row.saturating_sub(1), |place| place.row),
                    column: place.map_or(self.next_column, |place| place.column),
                    kind: kind.map_or(Type::Unsaid, |said| Type::of(&said)),
                    is_styled: style.is_some_and(|style| style != "0"),
                };
                self.next_column = self.cell.column.saturating_add(1);
            }
            "v" => {
                self.in_value = true;
                self.pieces.clear();
            }
            "mergeCells" => self.is_merged = true,
            _ => {}
        }
    }

    /// What stands in a value: the cell reader takes the first piece of it alone, what is no number of a text for the first one, and
    /// what is no number for a text.
    fn close(&mut self) {
        self.in_value = false;
        let pieces = std::mem::take(&mut self.pieces);
        let place = (self.cell.row, self.cell.column);
        let taken = match (self.cell.kind, pieces.as_slice()) {
            (_, []) => Ok(()),
            (Type::Text, pieces) => {
                self.values.extend(whole(pieces).map(|text| (place, Raw::Text(text))));
                Ok(())
            }
            (Type::Shared, [Piece::Plain(text)]) => self.shared(place, text),
            (Type::Number | Type::Unsaid, [Piece::Plain(text)]) => self.number(place, text),
            (Type::Truth, [Piece::Plain(text)]) if !is_truth(text.trim()) => {
                Err(sentence!("'{text}' where true or false should be", text = shown(text)))
            }
            (Type::Error, [Piece::Plain(text)]) => self.error(place, text),
            (Type::Other, _) | (Type::Truth, [Piece::Plain(_)]) => Ok(()),
            (_, [_, _, ..] | [Piece::Quoted(_) | Piece::Meant(_) | Piece::Other]) => {
                Err("a value in several pieces".into())
            }
        };
        if let Err(what) = taken {
            let (row, column) = place;
            self.odd.get_or_insert((CellRef { row, column }, what));
        }
        self.pieces = pieces;
    }

    /// The cell reader goes on behind an error that it does not know, but has lost count of the columns then.
    fn error(&mut self, place: (u32, u32), text: &str) -> Result<(), Sentence> {
        match text.parse::<CellErrorType>() {
            Ok(_) => Ok(()),
            Err(_) if !self.cell.is_placed => {
                Err(sentence!("'{text}' where a known error should be", text = shown(text)))
            }
            Err(_) => {
                self.values.insert(place, Raw::Error(text.trim().to_owned()));
                Ok(())
            }
        }
    }

    fn shared(&mut self, place: (u32, u32), text: &str) -> Result<(), Sentence> {
        if text.is_empty() || (text.bytes().all(|b| b.is_ascii_digit()) && text.parse::<usize>().is_ok()) {
            return Ok(());
        }
        let number = text.trim().strip_prefix('+').unwrap_or(text.trim()).parse();
        let number =
            number.map_err(|_| sentence!("'{text}' where the number of a text should be", text = shown(text)))?;
        self.numbers.insert(place, number);
        Ok(())
    }

    fn number(&mut self, place: (u32, u32), text: &str) -> Result<(), Sentence> {
        if text.trim().is_empty() || text.parse::<f64>().is_ok() {
            return Ok(());
        }
        let number: f64 = text
            .trim()
            .parse()
            .map_err(|_| sentence!("'{text}' where a number should be", text = shown(text)))?;
        if self.cell.kind != Type::Unsaid || self.cell.is_styled {
            return Err(sentence!(
                "blanks around the number {number}",
                number = number.to_string()
            ));
        }
        self.values.insert(place, Raw::Number(number.to_bits()));
        Ok(())
    }
}

/// The beginning of what stands where something else should.
fn shown(text: &str) -> String {
    text::clean(text).text.chars().take(40).collect()
}

/// A text in pieces, if one of them is of the kind that the cell reader leaves out.
fn whole(pieces: &[Piece]) -> Option<String> {
    let is_left_out = pieces.iter().any(|piece| matches!(piece, Piece::Quoted(_)));
    let text = pieces.iter().map(|piece| match piece {
        Piece::Plain(text) | Piece::Quoted(text) => text.clone(),
        Piece::Meant(character) => character.to_string(),
        Piece::Other => String::new(),
    });
    is_left_out.then(|| text.collect())
}

fn is_truth(text: &str) -> bool {
    ["", "0", "1"].contains(&text) || ["true", "false"].iter().any(|word| text.eq_ignore_ascii_case(word))
}

/// The texts that cells share, without those that only say how others are spoken.
fn shared_texts(archive: &mut Archive<'_>) -> Vec<String> {
    let names = archive
        .file_names_raw()
        .map(|name| String::from_utf8_lossy(name).into_owned());
    let part = names
        .into_iter()
        .find(|name| name.to_lowercase().ends_with("sharedstrings.xml"));
    let (mut texts, mut open, mut spoken) = (Vec::<String>::new(), false, false);
    each_event(archive, &part.unwrap_or_default(), |event| {
        let mut add = |piece: &str| {
            if let Some(text) = texts.last_mut().filter(|_| open && !spoken) {
                text.push_str(piece);
            }
        };
        match event {
            Event::Text(piece) => add(&piece.xml10_content()),
            Event::CData(piece) => add(&piece.xml10_content()),
            Event::GeneralRef(piece) => add(&markup::reference(&piece).map(String::from).unwrap_or_default()),
            Event::Start(tag) => match tag.local_name().as_ref() {
                "si" => texts.push(String::new()),
                "rPh" => spoken = true,
                "t" => open = true,
                _ => {}
            },
            Event::End(tag) => match tag.local_name().as_ref() {
                "rPh" => spoken = false,
                "t" => open = false,
                _ => {}
            },
            _ => {}
        }
    });
    texts
}

/// Shows every tag that opens in a part, as far as the part can be followed.
fn each_tag(archive: &mut Archive<'_>, part: &str, mut see: impl FnMut(&BytesStart<'_>)) {
    each_event(archive, part, |event| {
        if let Event::Start(tag) = event {
            see(&tag);
        }
    });
}

/// Shows everything in a part, as far as the part can be followed; whether that is to its end.
pub(super) fn each_event(archive: &mut Archive<'_>, part: &str, mut see: impl FnMut(Event<'_>)) -> bool {
    let Ok(content) = archive.by_name(part) else {
        return false;
    };
    let mut xml = markup::reader(BufReader::new(content.take(u64::MAX)));
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        match xml.read_event_into(&mut buffer) {
            Ok(Event::Eof) => return true,
            Err(_) => return false,
            Ok(event) => see(event),
        }
    }
}
