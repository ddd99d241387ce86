//! The finished PDF: what it holds, that it is the same every time, and how trouble with templates is told.

#[path = "render/fixture.rs"]
mod fixture;

use unowned::render::{Pages, pdf};

#[test]
fn the_stock_pages_compile_without_a_remark_and_come_out_the_same_twice() {
    let report = fixture::report(&fixture::inventory(22));
    let first = pdf(&report, &Pages::default()).unwrap();
    assert_eq!(first.remarks, Vec::<String>::new());
    assert!(first.pdf.starts_with(b"%PDF-1.7"));
    let second = pdf(&report, &Pages::default()).unwrap();
    assert!(first.pdf == second.pdf, "two runs gave different bytes");
}
