//! The organisation's logo. In: a PNG or SVG file. Out: its bytes under the name by which the pages know it, after making sure
//! that it can be drawn and asks for nothing outside itself.

use std::path::Path;

use typst::foundations::Bytes;
use typst::visualize::{ExchangeFormat, RasterImage, SvgImage};

use crate::error::Error;
use crate::jail::{Jail, Job};
use crate::message::{Message, sentence};
use crate::side_file;

/// No logo is larger than this, in bytes.
const LARGEST: u64 = 2 * side_file::MIB;
/// No PNG is wider or higher than this, in pixels.
const WIDEST: u32 = 4_096;

/// The logo under its name on the pages.
///
/// # Errors
/// [`Error::Config`] if it is no picture that the report can carry.
pub fn load(path: &Path, jail: Option<&Jail>) -> Result<(String, Vec<u8>), Error> {
    let refuse = |reason: Message, help: &'static str| {
        let place = sentence!("the logo {path}", path = path.display().to_string());
        Error::config(place, reason, help)
    };
    let help = "check the name in unowned.toml, and give a small picture; 600 pixels across are plenty";
    let bytes = side_file::read(path, LARGEST).map_err(|reason| refuse(reason, help))?;
    let svg = path.extension().is_some_and(|kind| kind.eq_ignore_ascii_case("svg"));
    let checked = if svg {
        svg_asks_nothing(&bytes)
    } else {
        png_is_small(&bytes)
    };
    checked.map_err(|(reason, help)| refuse(reason, help))?;
    let drawn = jail.map_or(Ok(()), |jail| jail.rehearse(Job::Picture, &[&bytes]));
    drawn.map_err(|end| refuse(end.reason().into(), help))?;
    let drawn = if svg { svg_fits(&bytes) } else { png_fits(&bytes) };
    drawn.map_err(|(reason, help)| refuse(reason, help))?;
    Ok((if svg { "/logo.svg" } else { "/logo.png" }.to_owned(), bytes))
}

type Fits = Result<(), (Message, &'static str)>;

const A_PICTURE: &str = "give a PNG or SVG file, named .png or .svg after its kind";

/// Looks at what a PNG says of itself, before it is unpacked.
fn png_is_small(bytes: &[u8]) -> Fits {
    let help = A_PICTURE;
    if !bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
        return Err(("is no PNG picture".into(), help));
    }
    let side = |at: usize| {
        bytes
            .get(at..at + 4)
            .map(|b| u32::from_be_bytes([b[0], b[1], b[2], b[3]]))
    };
    let (Some(width), Some(height)) = (side(16), side(20)) else {
        return Err(("is a damaged PNG picture".into(), help));
    };
    if width.max(height) > WIDEST {
        let reason = sentence!(
            "is {width} x {height} pixels; at most {most} each way can be used",
            width,
            height,
            most = WIDEST
        );
        return Err((reason, "give a smaller picture; 600 pixels across are plenty"));
    }
    Ok(())
}

fn png_fits(bytes: &[u8]) -> Fits {
    match RasterImage::plain(Bytes::new(bytes.to_vec()), ExchangeFormat::Png) {
        Ok(_) => Ok(()),
        Err(_) => Err(("is a damaged PNG picture".into(), A_PICTURE)),
    }
}

/// Looks for what reaches outside a drawing, before it is drawn.
fn svg_asks_nothing(bytes: &[u8]) -> Fits {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return Err((
            "is no SVG picture".into(),
            "save it as plain SVG (not compressed) from a drawing program",
        ));
    };
    if let Some(what) = reaches_outside(text) {
        let help = "save it as plain SVG with pictures embedded and text turned into outlines";
        return Err((
            sentence!("has {what}, which a report cannot carry", what = Message::from(what)),
            help,
        ));
    }
    Ok(())
}

fn svg_fits(bytes: &[u8]) -> Fits {
    match SvgImage::new(Bytes::new(bytes.to_vec())) {
        Ok(_) => Ok(()),
        Err(_) => Err((
            "is no SVG picture that can be drawn".into(),
            "open and save it in a drawing program",
        )),
    }
}

/// What in an SVG needs something outside the file, or runs as a program.
fn reaches_outside(text: &str) -> Option<&'static str> {
    let text = text.to_ascii_lowercase();
    let external = |marker: &str| {
        text.split(marker).skip(1).any(|rest| {
            let target = rest.trim_start_matches([' ', '=', '"', '\'', '\n', '\r', '\t']);
            !(target.starts_with('#') || target.starts_with("data:image/png") || target.starts_with("data:image/jpeg"))
        })
    };
    let rules: [(&str, bool); 5] = [
        ("a definition of entities", text.contains("<!entity")),
        ("a script", text.contains("<script")),
        ("text that needs a font", text.contains("<text")),
        ("a link to another file", external("href")),
        (
            "a style from another file",
            external("url(") || text.contains("@import"),
        ),
    ];
    rules.iter().find(|(_, found)| *found).map(|(what, _)| *what)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    fn refused(name: &str, bytes: &[u8]) -> String {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(name);
        fs::write(&path, bytes).unwrap();
        load(&path, None).unwrap_err().to_string()
    }

    const SVG: &str = r##"<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20">INSIDE<rect width="40" height="20" fill="#246"/></svg>"##;

    #[test]
    fn a_plain_drawing_is_taken() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("Brand.SVG");
        fs::write(&path, SVG.replace("INSIDE", "")).unwrap();
        assert_eq!(load(&path, None).unwrap().0, "/logo.svg");
    }

    #[test]
    fn a_drawing_that_reaches_outside_is_refused() {
        let reaching = [
            (r#"<image href="file:///etc/passwd"/>"#, "link to another file"),
            (
                r#"<image xlink:href = 'https://example.org/a.png'/>"#,
                "link to another file",
            ),
            (
                r#"<rect fill="url(http://example.org/#g)"/>"#,
                "style from another file",
            ),
            ("<style>@import 'x.css';</style>", "style from another file"),
            ("<script>1</script>", "script"),
            ("<text>Brand</text>", "needs a font"),
        ];
        for (inside, why) in reaching {
            let said = refused("a.svg", SVG.replace("INSIDE", inside).as_bytes());
            assert!(said.contains(why), "{inside}: {said}");
        }
        assert!(refused("a.svg", b"<!DOCTYPE svg [<!ENTITY a 'b'>]><svg/>").contains("entities"));
        assert!(refused("a.svg", b"hello").contains("no SVG"));
    }

    #[test]
    fn what_is_no_picture_or_too_large_is_refused() {
        assert!(refused("a.png", b"GIF89a").contains("no PNG"));
        assert!(refused("a.png", b"\x89PNG\r\n\x1a\n\0\0").contains("damaged"));
        let mut huge = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec();
        huge.extend([0, 1, 0, 0, 0, 1, 0, 0]);
        assert!(refused("a.png", &huge).contains("65536 x 65536"));
        assert!(refused("a.png", &vec![0; 3 << 20]).contains("2 MiB"));
    }
}
