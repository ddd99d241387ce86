//! Which rows and columns of an .xlsx a spreadsheet program does not show; the cell reader cannot tell. In: the bytes of a package.
//! Out: for each sheet, what is hidden. A part that cannot be followed hides nothing: the cell reader has read it, or will refuse it.

use std::collections::BTreeMap;
use std::io::{BufReader, Cursor, Read};

use quick_xml::events::{BytesStart, Event};
use zip::ZipArchive;

use super::markup::{self, attribute, is_on};
use super::wire::Message;

type Archive<'a> = ZipArchive<Cursor<&'a [u8]>>;

/// The hidden rows and columns of every sheet, by the sheet's name.
pub fn hidden(bytes: &[u8]) -> BTreeMap<String, Vec<Message>> {
    let Ok(mut archive) = ZipArchive::new(Cursor::new(bytes)) else {
        return BTreeMap::new();
    };
    let sheets = sheet_parts(&mut archive);
    sheets
        .into_iter()
        .map(|(name, part)| (name, hidden_in(&mut archive, &part)))
        .collect()
}

/// The name of each sheet and the part that holds it.
fn sheet_parts(archive: &mut Archive<'_>) -> Vec<(String, String)> {
    let package = targets(archive, "", "_rels/.rels");
    let book = package.into_values().find(|part| part.ends_with("workbook.xml"));
    let book = book.unwrap_or_else(|| "xl/workbook.xml".to_owned());
    let (folder, file) = book.rsplit_once('/').unwrap_or(("", &book));
    let parts = targets(archive, folder, &format!("{folder}/_rels/{file}.rels"));
    let mut sheets = Vec::new();
    each_tag(archive, &book, |tag| {
        if tag.local_name().as_ref() == "sheet" {
            let part = attribute(tag, "id").and_then(|id| parts.get(&id));
            sheets.extend(attribute(tag, "name").zip(part.cloned()));
        }
    });
    sheets
}

/// The parts that a list of relationships names, by their ids.
fn targets(archive: &mut Archive<'_>, folder: &str, relationships: &str) -> BTreeMap<String, String> {
    let mut parts = BTreeMap::new();
    each_tag(archive, relationships, |tag| {
        if tag.local_name().as_ref() == "Relationship" {
            let target = attribute(tag, "Target").map(|target| resolve(folder, &target));
            parts.extend(attribute(tag, "Id").zip(target));
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

fn hidden_in(archive: &mut Archive<'_>, part: &str) -> Vec<Message> {
    let mut hidden = Vec::new();
    let mut next_row = 0_u32;
    each_tag(archive, part, |tag| {
        let number = |name| attribute(tag, name).and_then(|value| value.parse::<u32>().ok()?.checked_sub(1));
        match tag.local_name().as_ref() {
            "row" => {
                let row = number("r").unwrap_or(next_row);
                next_row = row.saturating_add(1);
                hidden.extend(is_on(tag, "hidden").then_some(Message::HiddenRows(row, row)));
            }
            "col" if is_on(tag, "hidden") => {
                let range = number("min").zip(number("max"));
                hidden.extend(range.map(|(first, last)| Message::HiddenColumns(first, last)));
            }
            _ => {}
        }
    });
    hidden
}

/// Shows every tag that opens in a part, as far as the part can be followed.
fn each_tag(archive: &mut Archive<'_>, part: &str, mut see: impl FnMut(&BytesStart<'_>)) {
    let Ok(content) = archive.by_name(part) else { return };
    let mut xml = markup::reader(BufReader::new(content.take(u64::MAX)));
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        match xml.read_event_into(&mut buffer) {
            Ok(Event::Start(tag)) => see(&tag),
            Ok(Event::Eof) | Err(_) => return,
            Ok(_) => {}
        }
    }
}
