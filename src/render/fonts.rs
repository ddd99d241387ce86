//! The fonts of the pages. In: the faces in the program and, if the text needs more, the fonts of this machine. Out: faces for
//! the typesetter, and which letters they can show. What happens to other letters is the business of `lettering`.

use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::sync::LazyLock;

use fontdb::{Database, FaceInfo, ID, Stretch, Style};
use ttf_parser::{Face, Permissions};
use typst::foundations::Bytes;
use typst::text::{Font, FontInfo};

use crate::typeface::EMBEDDED;

/// How many fonts of the machine are taken at most; each can be 20 MB.
const MACHINE_FONTS: usize = 12;

/// Looked through once: which letters six faces hold takes some milliseconds to tell.
static STOCK: LazyLock<Fonts> = LazyLock::new(Fonts::of_the_program);

/// Faces, and which letters each can show.
#[derive(Clone, Debug)]
pub struct Fonts {
    faces: Vec<Font>,
    shows: Vec<Letters>,
    /// Letters that the faces hold and that the typesetter could not set with them all the same.
    barred: BTreeSet<char>,
}

impl Fonts {
    /// The faces in the program.
    pub fn embedded() -> Self {
        STOCK.clone()
    }

    fn of_the_program() -> Self {
        let mut fonts = Self {
            faces: Vec::new(),
            shows: Vec::new(),
            barred: BTreeSet::new(),
        };
        EMBEDDED
            .into_iter()
            .flat_map(|bytes| Font::iter(Bytes::new(bytes())))
            .for_each(|face| fonts.add(face));
        fonts
    }

    /// The faces, for the typesetter.
    pub fn faces(&self) -> impl Iterator<Item = Font> {
        self.faces.iter().cloned()
    }

    /// Whether some face can show the letter.
    pub fn show(&self, letter: char) -> bool {
        !self.barred.contains(&letter) && self.shows.iter().any(|letters| letters.contain(letter))
    }

    /// Whether one face can show all these letters, so that marks stand right on their letter.
    pub fn show_together(&self, letters: &[char]) -> bool {
        self.shows
            .iter()
            .any(|known| letters.iter().all(|&letter| known.contain(letter)))
    }

    /// Adds fonts of this machine that show what is still missing.
    pub fn add_from_machine(&mut self, missing: &BTreeSet<char>) {
        let mut machine = Database::new();
        machine.load_system_fonts();
        for face in choose(&machine, missing) {
            self.add(face);
        }
    }

    /// Shows these letters no more, whatever the faces hold.
    pub fn bar(&mut self, letters: &BTreeSet<char>) {
        self.barred.extend(letters);
    }

    fn add(&mut self, face: Font) {
        self.shows.push(Letters::of(face.info()));
        self.faces.push(face);
    }
}

/// Letters as sorted ranges that do not touch.
#[derive(Clone, Debug, Default)]
struct Letters(Vec<(u32, u32)>);

impl Letters {
    fn of(info: &FontInfo) -> Self {
        let mut ranges: Vec<(u32, u32)> = Vec::new();
        for code in info.coverage.iter() {
            match ranges.last_mut() {
                Some((_, last)) if *last + 1 == code => *last = code,
                _ => ranges.push((code, code)),
            }
        }
        Self(ranges)
    }

    fn contain(&self, letter: char) -> bool {
        let code = u32::from(letter);
        let after = self.0.partition_point(|(first, _)| *first <= code);
        after > 0 && code <= self.0[after - 1].1
    }
}

/// The fewest fonts that show the most of the missing letters: each time the one that shows most, and among equals the plainest
/// and then the first by name, so that the order in which the machine lists its fonts does not matter.
fn choose(machine: &Database, missing: &BTreeSet<char>) -> Vec<Font> {
    let mut open = missing.clone();
    let mut candidates = candidates(machine, missing);
    let mut chosen = Vec::new();
    while chosen.len() < MACHINE_FONTS && !open.is_empty() {
        let gain = |c: &Candidate| c.shows.iter().filter(|letter| open.contains(letter)).count();
        let Some(best) = candidates
            .iter()
            .enumerate()
            .max_by_key(|(place, c)| (gain(c), Reverse(*place)))
        else {
            break;
        };
        let (place, gained) = (best.0, gain(best.1));
        if gained == 0 {
            break;
        }
        let candidate = candidates.remove(place);
        open.retain(|letter| !candidate.shows.contains(letter));
        chosen.extend(load(machine, candidate.id));
    }
    chosen
}

/// A font of the machine, and which of the missing letters it shows.
struct Candidate {
    id: ID,
    shows: BTreeSet<char>,
}

/// The fonts that can be used at all and show some missing letter, plain upright ones first, then by name.
fn candidates(machine: &Database, missing: &BTreeSet<char>) -> Vec<Candidate> {
    let mut faces: Vec<&FaceInfo> = machine.faces().collect();
    faces.sort_by_key(|face| {
        let plain = face.style == Style::Normal && face.stretch == Stretch::Normal;
        let family = face.families.first().map_or("", |(name, _)| name.as_str());
        let weight = face.weight.0.abs_diff(fontdb::Weight::NORMAL.0);
        (
            !plain,
            weight,
            face.monospaced,
            family.to_owned(),
            face.post_script_name.clone(),
        )
    });
    let shown = |face: &FaceInfo| {
        machine
            .with_face_data(face.id, |data, index| letters(data, index, missing))
            .flatten()
    };
    faces
        .into_iter()
        .filter_map(|face| shown(face).map(|shows| Candidate { id: face.id, shows }))
        .filter(|candidate| !candidate.shows.is_empty())
        .collect()
}

/// Which of the missing letters a font shows; `None` if the archive does not admit it: coloured or bitmap letters, a licence
/// against embedding, or the font that shows a box for everything.
fn letters(data: &[u8], index: u32, missing: &BTreeSet<char>) -> Option<BTreeSet<char>> {
    let face = Face::parse(data, index).ok()?;
    let tables = face.tables();
    let outlines = tables.glyf.is_some() || tables.cff.is_some();
    let coloured = tables.colr.is_some() || tables.sbix.is_some() || tables.cbdt.is_some() || tables.svg.is_some();
    let forbidden = face.permissions() == Some(Permissions::Restricted) || !face.is_outline_embedding_allowed();
    if !outlines || coloured || forbidden || FontInfo::new(data, index)?.is_last_resort() {
        return None;
    }
    let shows = |letter: &char| face.glyph_index(*letter).is_some_and(|glyph| glyph.0 != 0);
    Some(missing.iter().copied().filter(shows).collect())
}

fn load(machine: &Database, id: ID) -> Option<Font> {
    machine
        .with_face_data(id, |data, index| Font::new(Bytes::new(data.to_vec()), index))
        .flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn machine(faces: &[&'static [u8]]) -> Database {
        let mut machine = Database::new();
        faces.iter().for_each(|face| machine.load_font_data(face.to_vec()));
        machine
    }

    #[test]
    fn the_program_shows_what_european_languages_need() {
        let fonts = Fonts::embedded();
        let text = "Größe Øresund Łódź Ελλάδα Москва Çağrı Việt → ≥ ✓ ● – … „“ « » ‹ › € \u{a0}\u{2011}\u{202f}";
        let lost: String = text.chars().filter(|&c| !fonts.show(c)).collect();
        assert_eq!(lost, "");
        assert!(!fonts.show('系') && !fonts.show('🦀'));
    }

    #[test]
    fn the_choice_does_not_depend_on_the_order_of_the_machine() {
        let (serif, mono) = (dejavu::serif::regular(), dejavu::sans_mono::regular());
        let missing: BTreeSet<char> = "αβγ√".chars().collect();
        let names = |faces: &[&'static [u8]]| {
            let chosen = choose(&machine(faces), &missing);
            chosen.iter().map(|f| f.info().family.clone()).collect::<Vec<_>>()
        };
        assert_eq!(names(&[serif, mono]), ["DejaVu Serif"]);
        assert_eq!(names(&[mono, serif]), ["DejaVu Serif"]);
        assert_eq!(names(&[dejavu::serif::bold(), mono]), ["DejaVu Sans Mono"]);
    }

    #[test]
    fn a_font_that_helps_nothing_is_not_taken() {
        assert!(choose(&machine(&[dejavu::serif::regular()]), &BTreeSet::from(['系'])).is_empty());
    }
}
