//! What people remarked at the cells of an .xlsx. In: the bytes of a package. Out: for each sheet the cells and what is said there: notes
//! as they stand, and threads of comments with the name of who wrote each. A part that cannot be followed says nothing.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use quick_xml::events::Event;

use super::markup::{self, attribute};
use super::rows::MAX_CHARACTERS;
use super::visibility::{Archive, each_event, targets};
use crate::diagnostic::cell_area;

/// More than this is not gathered from one sheet, in bytes; what is beyond it is counted and refused with the rest of the text.
const MOST: usize = 64 << 20;

/// The people who write in threads, by their ids.
pub struct Comments {
    people: BTreeMap<String, String>,
}

/// Remarks by their cells, in the order in which they were made.
pub type Remarks = Vec<((u32, u32), String)>;

impl Comments {
    /// Reads who takes part.
    pub fn of_book(archive: &mut Archive<'_>, book: &str) -> Self {
        let mut people = BTreeMap::new();
        for part in targets(archive, book).iter().filter(|part| part.kind == "person") {
            each_event(archive, &part.target, |event| {
                let Event::Start(tag) = event else { return };
                if tag.local_name().as_ref() == "person" {
                    let id = attribute(&tag, "id").map(Cow::into_owned);
                    people.extend(id.zip(attribute(&tag, "displayName").map(Cow::into_owned)));
                }
            });
        }
        Self { people }
    }

    /// What is said on a sheet. A thread stands in the place of the note that older programs show for it.
    pub fn of(&self, archive: &mut Archive<'_>, sheet: &str) -> Remarks {
        let parts = targets(archive, sheet);
        let mut said = Remarks::new();
        for part in parts.iter().filter(|part| part.kind == "comments") {
            said.extend(self.read(archive, &part.target, "comment"));
        }
        for part in parts.iter().filter(|part| part.kind == "threadedComment") {
            let thread = self.read(archive, &part.target, "threadedComment");
            let threads: BTreeSet<_> = thread.iter().map(|(place, _)| *place).collect();
            said.retain(|(place, _)| !threads.contains(place));
            said.extend(thread);
        }
        said
    }

    /// The remarks of one part, each in an element of a name.
    fn read(&self, archive: &mut Archive<'_>, part: &str, element: &str) -> Remarks {
        let mut said = Remarks::new();
        let mut open = Open::default();
        let mut length = 0;
        each_event(archive, part, |event| match event {
            Event::Start(tag) if tag.local_name().as_ref() == element => {
                let cell = attribute(&tag, "ref").and_then(|cell| Some(cell_area(&cell)?.0));
                open = Open {
                    place: cell.map(|cell| (cell.row, cell.column)),
                    text: self.who(attribute(&tag, "personId")),
                    ..Open::default()
                };
            }
            Event::Start(tag) => match tag.local_name().as_ref() {
                "t" => open.is_text = true,
                "text" if element == "threadedComment" => open.is_text = true,
                "rPh" => open.is_spoken = true,
                _ => {}
            },
            Event::End(tag) if tag.local_name().as_ref() == element => {
                length += open.text.len();
                let whole = std::mem::take(&mut open);
                let place = whole.place.filter(|_| length <= MOST);
                said.extend(place.map(|place| (place, decoded(&whole.text))));
            }
            Event::End(tag) => match tag.local_name().as_ref() {
                "t" | "text" => open.is_text = false,
                "rPh" => open.is_spoken = false,
                _ => {}
            },
            Event::Text(piece) => open.push(&piece.xml10_content()),
            Event::CData(piece) => open.push(&piece.xml10_content()),
            Event::GeneralRef(piece) => open.push(&markup::reference(&piece).map(String::from).unwrap_or_default()),
            _ => {}
        });
        said
    }

    /// Who wrote it, before what is said.
    fn who(&self, id: Option<Cow<'_, str>>) -> String {
        let name = id.and_then(|id| self.people.get(id.as_ref()));
        name.map_or_else(String::new, |name| format!("{name}: "))
    }
}

/// The text of a remark: workbooks spell letters that XML cannot hold, and what looks so already, by their codes (`_x001B_`).
fn decoded(text: &str) -> String {
    let mut whole = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("_x") {
        whole.push_str(&rest[..at]);
        rest = &rest[at..];
        let (letter, length) = code(rest).map_or(('_', 1), |letter| (letter, CODE));
        whole.push(letter);
        rest = &rest[length..];
    }
    whole + rest
}

/// How long the code of a letter is.
const CODE: usize = "_x001B_".len();

/// The letter whose code a text begins with.
fn code(text: &str) -> Option<char> {
    let digits = text.get(..CODE)?.strip_prefix("_x")?.strip_suffix('_')?;
    let is_hexadecimal = digits.bytes().all(|digit| digit.is_ascii_hexdigit());
    let number = u32::from_str_radix(digits, 16).ok().filter(|_| is_hexadecimal)?;
    char::from_u32(number)
}

/// A remark that is being read.
#[derive(Default)]
struct Open {
    place: Option<(u32, u32)>,
    text: String,
    is_text: bool,
    /// How letters are spoken is no part of what is said.
    is_spoken: bool,
}

impl Open {
    fn push(&mut self, piece: &str) {
        // Four bytes are the most that a character takes.
        if self.is_text && !self.is_spoken && self.text.len() <= MAX_CHARACTERS * 4 {
            self.text.push_str(piece);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_that_are_spelt_by_their_code_are_letters_and_what_looks_so_is_text() {
        assert_eq!(
            decoded("a_x000D_b _x005F_x001B_ _x00 _xG000_ _x+041_ é_x"),
            "a\rb _x001B_ _x00 _xG000_ _x+041_ é_x"
        );
        assert_eq!(decoded("_xD800_"), "_xD800_", "half a letter is none");
    }
}
