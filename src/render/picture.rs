//! A picture, drawn to see how that ends. In: the bytes of a picture that somebody made. Out: nothing; drawings can hold so much that
//! to draw them takes hours or all memory, and only drawing them shows it.

use typst_as_lib::TypstEngine;
use typst_layout::PagedDocument;
use typst_pdf::PdfOptions;

use super::{MAIN, file_id};

/// Draws a picture on a page of its own.
pub fn draw(bytes: &[u8]) {
    let name = match bytes {
        [0x89, b'P', b'N', b'G', ..] => "/picture.png",
        [0xFF, 0xD8, ..] => "/picture.jpg",
        _ => "/picture.svg",
    };
    let page =
        format!("#set page(width: 9cm, height: 9cm)\n#image(\"{name}\", width: 8cm, height: 8cm, fit: \"contain\")\n");
    let engine = TypstEngine::builder()
        .with_static_source_file_resolver([(MAIN, page.as_str())])
        .with_static_file_resolver([(name, bytes)])
        .build();
    let Ok(main) = file_id(MAIN) else { return };
    _ = engine.with_world(main, |world| {
        let compiled = typst::compile::<PagedDocument>(world);
        compiled
            .output
            .map(|document| typst_pdf::pdf(&document, &PdfOptions::default()).is_ok())
    });
}
