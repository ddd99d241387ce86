//! Templates of a designer's own.

use std::fs;

use tempfile::TempDir;
use unowned::error::Error;
use unowned::render::{FurtherFonts, Pages, Rendered, pdf};
use unowned::report::Report;

use super::fixture;

/// The head that any conforming document needs.
pub const HEAD: &str = r#"#let view = json("/pages.json")
#set document(title: "Test", date: datetime(year: 2026, month: 9, day: 30))
#set text(font: ("Noto Sans", "DejaVu Sans"), lang: "en")
"#;

/// A folder whose `report.typ` is this, behind the usual head.
pub fn folder(body: &str) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("report.typ"), format!("{HEAD}{body}")).unwrap();
    folder
}

/// A report on pages of one's own, with nothing of this machine in it.
pub fn render(report: &Report, folder: &TempDir) -> Result<Rendered, Error> {
    let pages = Pages {
        templates: Some(folder.path().to_owned()),
        further_fonts: FurtherFonts::None,
        ..Pages::default()
    };
    pdf(report, &pages)
}

#[test]
fn a_mistake_in_a_template_is_told_with_file_line_and_what_to_do() {
    let report = fixture::report(&fixture::inventory(1));
    let broken = folder("= Title\n#view.no_such_field\n");
    let error = render(&report, &broken).unwrap_err();
    let said = error.to_string();
    assert!(
        said.contains("report.typ, line 5") && said.contains("no_such_field"),
        "{said}"
    );
    assert!(error.help().to_string().contains("your templates"), "{}", error.help());
    let internals = ["SourceDiagnostic", "Span", "EcoVec"];
    assert!(internals.iter().all(|word| !said.contains(word)), "{said}");
}

#[test]
fn a_template_may_use_a_part_and_a_picture_beside_it_but_no_other_file() {
    let report = fixture::report(&fixture::inventory(1));
    let own = folder("#import \"parts/mine.typ\": hello\n= #hello\n#image(\"mark.svg\", alt: \"A mark\")\n");
    fs::create_dir(own.path().join("parts")).unwrap();
    fs::write(own.path().join("parts/mine.typ"), "#let hello = [Hello]").unwrap();
    fs::write(
        own.path().join("mark.svg"),
        r#"<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>"#,
    )
    .unwrap();
    assert_eq!(render(&report, &own).unwrap().remarks, Vec::new());

    for outside in [
        "#read(\"/etc/passwd\")",
        "#image(\"../secret.png\", alt: \"x\")",
        "#import \"@preview/cetz:0.4.0\"",
    ] {
        let said = render(&report, &folder(outside)).unwrap_err().to_string();
        assert!(said.contains("line 4"), "{outside}: {said}");
    }
}

#[test]
fn a_warning_of_the_typesetter_is_a_remark_with_its_place() {
    let report = fixture::report(&fixture::inventory(1));
    let own = folder("= Title\n#text(font: \"No Such Font\")[Body]\n");
    let remarks = render(&report, &own).unwrap().remarks;
    assert!(
        remarks[0].to_string().contains("report.typ, line 5") && remarks[0].to_string().contains("no such font"),
        "{remarks:?}"
    );
}
