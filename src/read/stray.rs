//! Files that lie beside a workbook and are taken for it. In: a path. Out: a refusal that says what the file is and which one is
//! meant, for those that only their name gives away.

use std::path::Path;

use super::refusal::Refusal;
use crate::message::{Message, sentence};

/// Refuses a file that is no inventory by its name alone.
///
/// # Errors
/// A [`Refusal`] that names the file that is meant.
pub fn refuse(path: &Path) -> Result<(), Refusal> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let locked = name.strip_prefix("~$").map(|rest| ("Excel", rest));
    let locked = locked.or_else(|| {
        let rest = name.strip_prefix(".~lock.")?;
        Some(("LibreOffice", rest.strip_suffix('#').unwrap_or(rest)))
    });
    if let Some((program, meant)) = locked {
        return Err(Refusal::new(
            sentence!(
                "is the mark that {program} leaves beside a workbook that is open; it holds no table",
                program
            ),
            sentence!(
                "name {file} itself; save it first, if somebody works on it",
                file = meant_by(meant)
            ),
        ));
    }
    if let Some(meant) = name.strip_prefix("._") {
        return Err(Refusal::new(
            "is what a Mac keeps beside a copied file; it holds no table",
            sentence!("name {file} itself", file = meant_by(meant)),
        ));
    }
    let ending = path.extension().unwrap_or_default().to_string_lossy().to_lowercase();
    match ending.as_str() {
        "crdownload" | "part" | "partial" | "download" => Err(Refusal::new(
            "is a download that has not ended",
            "wait for it, or download the file again, and name the finished file",
        )),
        "icloud" => Err(in_the_cloud()),
        _ => Ok(()),
    }
}

/// How the file that is meant is called.
fn meant_by(rest: &str) -> Message {
    match rest.is_empty() {
        true => "the workbook".into(),
        false => sentence!("the workbook '{rest}'", rest),
    }
}

/// A folder that people know as one document.
pub fn folder(path: &Path) -> Refusal {
    let ending = path.extension().unwrap_or_default().to_string_lossy().to_lowercase();
    match ending.as_str() {
        "numbers" | "pages" | "key" => numbers(),
        _ => Refusal::new("is a folder", "name the inventory files that are in it"),
    }
}

/// What Apple's programs write.
pub fn numbers() -> Refusal {
    Refusal::new(
        "is an Apple Numbers, Pages or Keynote document",
        "open it in Numbers, choose File > Export To > Excel, and name the .xlsx file",
    )
}

/// A file whose contents are elsewhere.
pub fn in_the_cloud() -> Refusal {
    Refusal::new(
        "is only a placeholder; the file itself is still in the cloud",
        "open it once, so that it is loaded to this computer, and name it again",
    )
}
