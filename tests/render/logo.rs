//! The organisation's logo stands in the upper right corner of page one.

use std::fs;

use hayro::vello_cpu::Pixmap;
use hayro::vello_cpu::peniko::color::PremulRgba8;
use unowned::config::{Config, Look};
use unowned::render::{FurtherFonts, Pages, pdf};
use unowned::report::Report;

use super::drawn::{self, Drawing};
use super::fixture;

/// A colour that nothing else on the page has.
const BRAND: [u8; 3] = [255, 0, 255];

/// An A4 page, two pixels a millimetre.
const DRAWING: Drawing = Drawing {
    width: 420,
    height: 594,
    hinting: false,
};

/// Page one, with the logo of that file name and these bytes.
fn page_one(logo: Option<(&str, &[u8])>) -> Pixmap {
    let folder = tempfile::tempdir().unwrap();
    let file = logo.map(|(name, bytes)| {
        let file = folder.path().join(name);
        fs::write(&file, bytes).unwrap();
        file
    });
    let mut config = Config::default();
    config.report.logo.clone_from(&file);
    config.report.sections = Look::SECTIONS.map(|section| (section.to_owned(), false)).into();
    let report = Report::new(fixture::snapshot(&fixture::inventory(3), "Example"), None, &config);
    let pages = Pages {
        logo: file,
        further_fonts: FurtherFonts::None,
        ..Pages::default()
    };
    let rendered = pdf(&report, &pages).unwrap();
    assert_eq!(rendered.remarks, Vec::new());
    drawn::page(&rendered.pdf, 0, DRAWING)
}

/// The pixels in the brand's colour.
fn branded(page: &Pixmap) -> Vec<(u16, u16)> {
    let pixels = (0..page.height()).flat_map(|y| (0..page.width()).map(move |x| (x, y)));
    let close = |(x, y): &(u16, u16)| {
        let pixel = drawn::colour(page, *x, *y);
        pixel.iter().zip(BRAND).all(|(&a, b)| a.abs_diff(b) < 24)
    };
    pixels.filter(close).collect()
}

/// The logo is 4 times as wide as high: 40 by 10 millimetres in the corner that the margins leave.
#[track_caller]
fn stands_in_the_corner(page: &Pixmap) {
    let pixels = branded(page);
    let (left, right, top, bottom) = (296, 388, 28, 60);
    let outside: Vec<_> = pixels
        .iter()
        .filter(|(x, y)| !(left..right).contains(x) || !(top..bottom).contains(y))
        .collect();
    assert!(outside.is_empty(), "pixels of the logo at {outside:?}");
    let whole = 80 * 20;
    assert!(pixels.len() * 10 > whole * 9, "{} of {whole} pixels", pixels.len());
}

#[test]
fn without_a_logo_nothing_has_its_colour() {
    assert_eq!(branded(&page_one(None)), []);
}

#[test]
fn a_png_stands_in_the_corner_of_page_one() {
    let [r, g, b] = BRAND;
    let mut logo = Pixmap::new(80, 20);
    logo.data_mut().fill(PremulRgba8 { r, g, b, a: 255 });
    stands_in_the_corner(&page_one(Some(("logo.png", &logo.into_png().unwrap()))));
}

#[test]
fn an_svg_stands_in_the_corner_of_page_one() {
    let logo = r##"<svg xmlns="http://www.w3.org/2000/svg" width="80" height="20"><rect width="80" height="20" fill="#f0f"/></svg>"##;
    stands_in_the_corner(&page_one(Some(("logo.svg", logo.as_bytes()))));
}
