//! The finished PDF: what it holds, that it is the same every time, and how trouble with templates is told.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

#[path = "render/boxes.rs"]
mod boxes;
#[path = "render/conforming.rs"]
mod conforming;
#[path = "render/drawn.rs"]
mod drawn;
#[path = "render/fixture.rs"]
mod fixture;
mod fixtures;
#[path = "render/languages.rs"]
mod languages;
#[path = "render/letters.rs"]
mod letters;
#[path = "render/listened.rs"]
mod listened;
#[path = "render/logo.rs"]
mod logo;
#[path = "render/markup.rs"]
mod markup;
#[path = "render/own_templates.rs"]
mod own_templates;
#[path = "render/visual.rs"]
mod visual;

use unowned::render::{FurtherFonts, Pages, Rendered, pdf};
use unowned::report::Report;

/// The PDF of a report, with nothing of this machine in it.
fn render(report: &Report) -> Rendered {
    let pages = Pages {
        further_fonts: FurtherFonts::None,
        ..Pages::default()
    };
    pdf(report, &pages).unwrap()
}

#[test]
fn the_stock_pages_compile_without_a_remark_and_come_out_the_same_twice() {
    let report = fixture::report(&fixture::inventory(22));
    let first = render(&report);
    assert_eq!(first.remarks, Vec::new());
    assert!(first.pdf.starts_with(b"%PDF-1.7"));
    assert!(first.pdf == render(&report).pdf, "two runs gave different bytes");
}
