//! The fonts of the pages. In: nothing but what is embedded in the program. Out: faces the typesetter can use.

use typst::foundations::Bytes;
use typst::text::Font;

/// The faces in the program, in the order of preference: Noto Sans for the text, DejaVu Sans for signs and further scripts.
pub fn embedded() -> Vec<Font> {
    [
        notosans::REGULAR_TTF,
        notosans::BOLD_TTF,
        notosans::ITALIC_TTF,
        notosans::BOLD_ITALIC_TTF,
        dejavu::sans::regular(),
        dejavu::sans::bold(),
    ]
    .into_iter()
    .flat_map(|face| Font::iter(Bytes::new(face)))
    .collect()
}
