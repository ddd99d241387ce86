//! The letters in the program, and how wide they are. In: a text, its size, and how wide its column is. Out: its width, that of
//! its longest word, and how many lines it takes. What is measured here and what the typesetter does agree to within a hair, so that
//! tables can be given their widths and heights; whether letters are lacking is the business of `render`.

use std::sync::LazyLock;

use ttf_parser::Face;

/// A face in the program.
pub type Bytes = fn() -> &'static [u8];

/// The faces in the program, in the order of preference: Noto Sans for the text, DejaVu Sans for signs and further scripts.
pub const EMBEDDED: [Bytes; 6] = [
    || notosans::REGULAR_TTF,
    || notosans::BOLD_TTF,
    || notosans::ITALIC_TTF,
    || notosans::BOLD_ITALIC_TTF,
    dejavu::sans::regular,
    dejavu::sans::bold,
];

/// Letters whose widths are looked up once: those of European languages.
const USUAL: usize = 0x250;
/// The width of a letter that no face in the program has, such as a Chinese one, in ems: as a face of the machine shows it, and as
/// its code takes that stands for it where there is none. So many codes stand in a row at most.
const FOREIGN: f64 = 1.05;
const CODE: f64 = 4.0;
const CODES: usize = 9;
/// So many letters of a run that no line holds stand together.
const PIECE: f64 = 8.0;
/// What a line may be wider than the sum of its letters: rounding, and pairs that stand farther apart.
const SLACK: f64 = 1.002;
/// What a text may be wider than its column and still fit: sums of widths differ by less.
const HAIR: f64 = 0.05;
/// From the top of a capital to the line it stands on, in ems.
const CAPITAL: f64 = 0.714;
/// From one line of a paragraph to the top of the next, in ems.
const LEADING: f64 = 0.5;

/// How letters are set.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Style {
    /// In points.
    pub size: f64,
    /// Whether they are bold.
    pub bold: bool,
}

impl Style {
    /// Plain letters of a size.
    pub const fn plain(size: f64) -> Self {
        Self { size, bold: false }
    }

    /// Bold letters of a size.
    pub const fn bold(size: f64) -> Self {
        Self { size, bold: true }
    }

    /// How wide a text is on one line, in points.
    pub fn width(self, text: &str) -> f64 {
        let mut foreign = 0;
        let known = text.chars().map(|letter| {
            self.ems(letter).unwrap_or_else(|| {
                foreign += 1;
                0.0
            })
        });
        let known: f64 = known.sum();
        let foreign = (foreign as f64 * FOREIGN).max(foreign.min(CODES) as f64 * CODE);
        (known + foreign) * self.size * SLACK
    }

    /// How wide the longest part is that is not broken.
    pub fn longest(self, text: &str) -> f64 {
        let widths = parts(text).map(|part| self.width(part.trim_end()));
        widths.fold(0.0, f64::max)
    }

    /// How many lines a text takes in a column so wide, the first of which is shorter by `indent`. A part that is wider than the
    /// column is broken anywhere.
    pub fn lines(self, text: &str, width: f64, indent: f64) -> usize {
        let mut lines = 1;
        let mut room = width - indent;
        for part in parts(text) {
            let ink = self.width(part.trim_end());
            if ink > room + HAIR && room < width {
                lines += 1;
                room = width;
            }
            if ink > width + HAIR {
                // Broken with hyphens, or between pieces: no line is quite full.
                let piece = ink / part.chars().count() as f64 * PIECE;
                let full = (width / piece).floor() * piece;
                let more = (ink / full.clamp(width * 0.4, width * 0.8)).ceil() as usize;
                lines += more.saturating_sub(1);
                room = width * 0.2;
            } else {
                room -= self.width(part);
            }
            if part.ends_with('\n') {
                lines += 1;
                room = width;
            }
        }
        lines
    }

    /// How high so many lines are.
    pub fn height(self, lines: usize) -> f64 {
        self.stack(lines, self.size * LEADING)
    }

    /// How high so many lines are that stand so many points apart.
    pub fn stack(self, lines: usize, apart: f64) -> f64 {
        self.size * CAPITAL * lines as f64 + apart * lines.saturating_sub(1) as f64
    }

    fn ems(self, letter: char) -> Option<f64> {
        let faces = if self.bold { &*BOLD } else { &*PLAIN };
        match faces.usual.get(letter as usize) {
            Some(&width) => Some(f64::from(width)),
            None => faces.look_up(letter),
        }
    }
}

/// Whether a letter is one of those of European languages.
pub fn usual(letter: char) -> bool {
    (letter as usize) < USUAL || ('\u{2010}'..'\u{2030}').contains(&letter)
}

/// A text in the parts between which a line may be broken: behind spaces unless a sign follows that begins no line, and behind hyphens, dashes and slashes between
/// two letters.
fn parts(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let (part, left) = rest.split_at(end_of_part(rest));
        rest = left;
        Some(part)
    })
}

fn end_of_part(text: &str) -> usize {
    let mut before = ' ';
    let mut letters = text.char_indices().peekable();
    while let Some((place, letter)) = letters.next() {
        let next = letters.peek().map_or(' ', |(_, next)| *next);
        let space = letter == '\n' || letter.is_whitespace() && !holds(letter) && !clings(next);
        let hyphen = matches!(letter, '-' | '–' | '—' | '/') && before.is_alphabetic() && next.is_alphabetic();
        if space || hyphen {
            return place + letter.len_utf8();
        }
        before = letter;
    }
    text.len()
}

/// Spaces that hold together what stands on either side.
fn holds(space: char) -> bool {
    matches!(space, '\u{a0}' | '\u{202f}')
}

/// Signs that begin no line, even behind a space.
fn clings(letter: char) -> bool {
    matches!(letter, '/' | '!' | '?' | ')' | ']' | '}' | ':' | ';' | ',' | '.')
}

/// The faces of one weight.
struct Weight {
    faces: Vec<Face<'static>>,
    usual: Vec<f32>,
}

static PLAIN: LazyLock<Weight> = LazyLock::new(|| Weight::new([EMBEDDED[0], EMBEDDED[4]]));
static BOLD: LazyLock<Weight> = LazyLock::new(|| Weight::new([EMBEDDED[1], EMBEDDED[5]]));

impl Weight {
    fn new(faces: [Bytes; 2]) -> Self {
        let faces = faces.into_iter().filter_map(|bytes| Face::parse(bytes(), 0).ok());
        let mut weight = Self {
            faces: faces.collect(),
            usual: Vec::new(),
        };
        let usual = (0..USUAL).map(|code| {
            char::from_u32(code as u32)
                .and_then(|letter| weight.look_up(letter))
                .unwrap_or(0.0)
        });
        weight.usual = usual.map(|ems| ems as f32).collect();
        weight
    }

    fn look_up(&self, letter: char) -> Option<f64> {
        if letter.is_control() {
            return Some(0.0);
        }
        let advance = |face: &Face<'_>| {
            let glyph = face.glyph_index(letter)?;
            Some(f64::from(face.glyph_hor_advance(glyph)?) / f64::from(face.units_per_em()))
        };
        self.faces.iter().find_map(advance)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_are_as_wide_as_the_faces_say() {
        let style = Style::plain(10.0);
        assert!(style.width("iiii") < style.width("mmmm"));
        assert!(Style::bold(10.0).width("owner") > style.width("owner"));
        assert!((style.width("0") - 5.72 * SLACK).abs() < 0.01, "{}", style.width("0"));
        assert!((style.width("系") - 10.0 * CODE * SLACK).abs() < 0.01);
    }

    #[test]
    fn a_text_takes_as_many_lines_as_its_words_need() {
        let style = Style::plain(10.0);
        let wide = style.width("one two");
        assert_eq!(style.lines("one two", wide + 0.1, 0.0), 1);
        assert_eq!(style.lines("one two", wide - 0.1, 0.0), 2);
        assert_eq!(style.lines("one two", wide + 0.1, 5.0), 2);
        assert_eq!(style.lines("one\ntwo", wide, 0.0), 2);
        assert_eq!(style.lines("", wide, 0.0), 1);
        assert!(style.lines(&"x".repeat(100), wide, 0.0) > 10);
        assert_eq!(
            parts("PR.AA-01 plug-ins – done").collect::<Vec<_>>(),
            ["PR.AA-01 ", "plug-", "ins ", "– ", "done"]
        );
        assert_eq!(
            parts("data / privacy lead").collect::<Vec<_>>(),
            ["data / ", "privacy ", "lead"]
        );
    }

    #[test]
    fn lines_stand_as_far_apart_as_the_pages_set_them() {
        let style = Style::plain(10.0);
        assert!((style.height(1) - 7.14).abs() < 1e-9 && (style.height(3) - 31.42).abs() < 1e-9);
    }
}
