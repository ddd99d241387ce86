//! How cells and tabs look. In: what a cell is and what kind of value it holds. Out: the format of a spreadsheet; colour is never the
//! only sign.

use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder, FormatUnderline};

/// Ground and ink of the states, worst first, as the report has them.
const STATES: [(u32, u32); 9] = [
    (0x7D1128, 0xFFFFFF),
    (0xA32A2C, 0xFFFFFF),
    (0xB34524, 0xFFFFFF),
    (0xD56F35, 0x0F172A),
    (0xE0913F, 0x0F172A),
    (0xEBB253, 0x0F172A),
    (0xF0D27E, 0x0F172A),
    (0xBDF0E6, 0x0F172A),
    (0xE9EEFF, 0x0F172A),
];

/// How a cell looks. Colour is never the only sign: the word stands in the cell.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub enum Look {
    /// Plain, wrapped, at the top.
    Plain,
    /// Heading of a column.
    Heading,
    /// Heading of a narrow column, from bottom to top.
    Upright,
    /// Title of a sheet.
    Title,
    /// A remark below a title.
    Remark,
    /// To be filled in.
    ToFill,
    /// The state of a duty in the heat map, by its place in the palette.
    State(u8),
    /// Worst of four.
    Red,
    /// Second of four.
    Orange,
    /// Third of four.
    Yellow,
    /// Best of four.
    Green,
    /// Read, in a workbook as it was understood.
    Used,
    /// Not read.
    PassedOver,
    /// A duty of the provider's alone, in the heat map.
    NotOurs,
    /// For the program, not for people.
    Machine,
}

impl Look {
    /// The fill colour, if it has one.
    pub fn fill(self) -> Option<Color> {
        match self {
            Self::Plain | Self::Title | Self::Remark | Self::Machine => None,
            Self::Used => Some(Color::RGB(0xEAF4EA)),
            Self::PassedOver | Self::NotOurs => Some(Color::RGB(0xEEEEEE)),
            Self::State(place) => Some(Color::RGB(STATES[usize::from(place) % STATES.len()].0)),
            Self::Heading | Self::Upright => Some(Color::RGB(0x1F3A5F)),
            Self::ToFill => Some(Color::RGB(0xFFF8DC)),
            Self::Red => Some(Color::RGB(0xF4B6B0)),
            Self::Orange => Some(Color::RGB(0xFAD7A8)),
            Self::Yellow => Some(Color::RGB(0xFBF0B2)),
            Self::Green => Some(Color::RGB(0xCDE8CF)),
        }
    }

    fn format(self) -> Format {
        // A line between the rows leads the eye across a wide sheet.
        let base = Format::new()
            .set_align(FormatAlign::Top)
            .set_text_wrap()
            .set_border_bottom(FormatBorder::Thin)
            .set_border_bottom_color(Color::RGB(0xD9DEE7));
        let filled = match self.fill() {
            Some(colour) => base.set_background_color(colour),
            None => base,
        };
        match self {
            Self::Heading => filled.set_bold().set_font_color(Color::White),
            Self::Upright => filled
                .set_bold()
                .set_font_color(Color::White)
                .set_align(FormatAlign::Center)
                .set_align(FormatAlign::Bottom)
                .set_rotation(90),
            Self::State(place) => filled
                .set_bold()
                .set_align(FormatAlign::Center)
                .set_font_color(Color::RGB(STATES[usize::from(place) % STATES.len()].1)),
            Self::Title => Format::new().set_bold().set_font_size(14),
            Self::PassedOver => filled.set_font_color(Color::RGB(0x666666)),
            Self::NotOurs => filled
                .set_align(FormatAlign::Center)
                .set_font_color(Color::RGB(0x666666)),
            Self::Machine => base_of_machine(),
            Self::Remark => Format::new().set_italic().set_font_color(Color::RGB(0x555555)),
            _ => filled,
        }
    }
}

fn base_of_machine() -> Format {
    Format::new()
        .set_align(FormatAlign::Top)
        .set_font_size(8)
        .set_font_color(Color::RGB(0xA8A8A8))
}

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Kind {
    Text,
    Date,
    Count,
    Share,
    /// A link that a formula finds.
    Found,
    /// A link to one place.
    Link,
}

/// What sheets belong together, shown by the colour of their tabs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tab {
    /// For reading first.
    Front,
    /// To fill in.
    Input,
    /// For reading.
    Reading,
    /// Explanations.
    Help,
}

impl Tab {
    pub(super) fn colour(self) -> Color {
        match self {
            Self::Front => Color::RGB(0x7D1128),
            Self::Input => Color::RGB(0xEBB253),
            Self::Reading => Color::RGB(0x1F3A5F),
            Self::Help => Color::RGB(0x9AA3B2),
        }
    }
}

/// What a look is for a kind of value.
pub(super) fn format(look: Look, kind: Kind, quoted: bool) -> Format {
    let format = match kind {
        Kind::Text => look.format(),
        Kind::Date => look.format().set_num_format("yyyy-mm-dd").set_align(FormatAlign::Left),
        Kind::Count => figure(look).set_num_format("#,##0"),
        Kind::Share => figure(look).set_num_format("0 %"),
        Kind::Link => Format::new().set_hyperlink().set_align(FormatAlign::Top),
        Kind::Found => Format::new()
            .set_align(FormatAlign::Top)
            .set_font_color(Color::RGB(0x1A4B8C))
            .set_underline(FormatUnderline::Single),
    };
    if quoted { format.set_quote_prefix() } else { format }
}

/// A figure stands apart from the text to its right.
fn figure(look: Look) -> Format {
    look.format().set_align(FormatAlign::Right).set_indent(1)
}
