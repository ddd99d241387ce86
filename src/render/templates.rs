//! The templates. In: the stock ones in the program, and a folder with a designer's edited copy. Out: the text of each, and the
//! pictures that lie beside them. Whether they compile is the typesetter's to say.

use std::fs;
use std::path::{Path, PathBuf};

use crate::config::did_you_mean;
use crate::error::Error;
use crate::jail::{Jail, Job};
use crate::message::{Message, sentence};
use crate::side_file;

macro_rules! stock {
    ($($name:literal),* $(,)?) => { &[$(($name, include_str!(concat!("../../templates/", $name)))),*] };
}

/// Every template in the program: its name in the folder, and its text.
const STOCK: &[(&str, &str)] = stock![
    "report.typ",
    "data.typ",
    "theme.typ",
    "text.typ",
    "style.typ",
    "parts.typ",
    "sections/summary.typ",
    "sections/changes.typ",
    "sections/heatmap.typ",
    "sections/plan.typ",
    "sections/owners.typ",
    "sections/providers.typ",
    "sections/systems.typ",
    "sections/method.typ",
];

/// What a template may show besides text; named by the end of the file's name.
const PICTURES: [&str; 4] = ["png", "svg", "jpg", "jpeg"];
/// No template or picture is larger than this, in bytes.
const LARGEST: u64 = 8 << 20;
/// How deep folders lie in each other at most.
const DEPTH: usize = 4;

/// The stock templates by name, for a designer to edit a copy.
pub fn stock_templates() -> &'static [(&'static str, &'static str)] {
    STOCK
}

/// The templates of one report.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Templates {
    /// Name and text of each template.
    pub sources: Vec<(String, String)>,
    /// Name and bytes of each picture.
    pub pictures: Vec<(String, Vec<u8>)>,
    /// What looks like a mistake in the folder.
    pub remarks: Vec<Message>,
}

/// The stock templates, each replaced by the file of the same name in the folder, and what else lies there.
///
/// # Errors
/// [`Error::Config`] if the folder holds no template or something that cannot be read.
pub fn load(folder: Option<&Path>, jail: Option<&Jail>) -> Result<Templates, Error> {
    let mut templates = Templates::default();
    for (name, text) in STOCK {
        templates.sources.push(((*name).to_owned(), (*text).to_owned()));
    }
    if let Some(folder) = folder {
        for (name, path) in files(folder, DEPTH)? {
            refuse_outside(folder, &path)?;
            add(&mut templates, name, &path)?;
        }
        check(folder, &mut templates)?;
        let pictures: Vec<&[u8]> = templates.pictures.iter().map(|(_, bytes)| bytes.as_slice()).collect();
        let drawn = jail.map_or(Ok(()), |jail| jail.rehearse(Job::Picture, &pictures));
        drawn.map_err(|end| {
            unusable(
                folder,
                sentence!("holds a picture that {what}", what = Message::from(end.reason())),
            )
        })?;
    }
    Ok(templates)
}

fn add(templates: &mut Templates, name: String, path: &Path) -> Result<(), Error> {
    if !name.ends_with(".typ") {
        templates
            .pictures
            .push((name, side_file::read(path, LARGEST).map_err(|e| unusable(path, e))?));
        return Ok(());
    }
    let text = side_file::text(path, LARGEST).map_err(|e| unusable(path, e))?;
    match templates.sources.iter_mut().find(|(stock, _)| *stock == name) {
        Some(template) => template.1 = text,
        None => templates.sources.push((name, text)),
    }
    Ok(())
}

/// A folder is sent as a whole: a link in it that leads elsewhere would put a file of this computer on the pages.
fn refuse_outside(folder: &Path, path: &Path) -> Result<(), Error> {
    let real = |path: &Path| fs::canonicalize(path).map_err(|e| unusable(path, Message::verbatim(e.to_string())));
    match real(path)?.starts_with(real(folder)?) {
        true => Ok(()),
        false => Err(unusable(path, "is a link that leads out of the folder of templates")),
    }
}

/// Refuses a folder that is not one of templates, and remarks on files that nothing uses: most likely a misspelt name.
fn check(folder: &Path, templates: &mut Templates) -> Result<(), Error> {
    let stock = || STOCK.iter().map(|(name, _)| *name);
    if !stock().any(|name| folder.join(name).is_file()) {
        return Err(unusable(folder, "holds none of the report's templates"));
    }
    let used = |name: &str| {
        let file = name.rsplit('/').next().unwrap_or(name);
        templates.sources.iter().any(|(_, text)| text.contains(file))
    };
    for (name, _) in &templates.sources[STOCK.len()..] {
        if !used(name) {
            templates.remarks.push(sentence!(
                "{name} is used by no template: {perhaps}",
                name,
                perhaps = did_you_mean(name, stock())
            ));
        }
    }
    Ok(())
}

/// The templates and pictures of a folder, by name, in order. Hidden files and other kinds are passed over.
fn files(folder: &Path, depth: usize) -> Result<Vec<(String, PathBuf)>, Error> {
    let unreadable = |e: std::io::Error| unusable(folder, Message::verbatim(e.to_string()));
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        let Some(name) = path.file_name().and_then(|name| name.to_str()).map(str::to_owned) else {
            continue;
        };
        if path.is_dir() && depth > 0 && !name.starts_with('.') {
            let inner = files(&path, depth - 1)?;
            found.extend(inner.into_iter().map(|(inner, path)| (format!("{name}/{inner}"), path)));
        } else if path.is_file() && is_ours(&name) {
            if path.metadata().map_err(unreadable)?.len() > LARGEST {
                return Err(unusable(&path, "is larger than 8 MiB"));
            }
            found.push((name, path));
        }
    }
    found.sort();
    Ok(found)
}

fn is_ours(name: &str) -> bool {
    let kind = name.rsplit_once('.').map(|(_, kind)| kind.to_ascii_lowercase());
    !name.starts_with('.') && kind.is_some_and(|kind| kind == "typ" || PICTURES.contains(&kind.as_str()))
}

fn unusable(path: &Path, reason: impl Into<Message>) -> Error {
    Error::config(
        path.display().to_string(),
        reason,
        "give a folder that 'unowned init --templates DIR' wrote; files you did not change may be left out",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_template_of_the_folder_is_in_the_program() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("templates");
        let on_disk = files(&folder, DEPTH).unwrap();
        let names: Vec<_> = on_disk.iter().map(|(name, _)| name.as_str()).collect();
        let mut stock: Vec<_> = STOCK.iter().map(|(name, _)| *name).collect();
        stock.sort_unstable();
        assert_eq!(stock, names, "the list STOCK and the folder templates/ differ");
    }

    #[test]
    fn the_stock_templates_run_no_text_read_no_file_and_ask_no_clock() {
        for (name, text) in STOCK {
            for banned in ["eval(", "import \"@", "datetime.today", "plugin("] {
                assert!(!text.contains(banned), "{name} has {banned}");
            }
        }
    }

    #[test]
    fn a_file_of_the_folder_replaces_its_namesake_and_a_misspelt_one_is_remarked() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("report.typ"), "mine").unwrap();
        fs::write(folder.path().join("reprot.typ"), "lost").unwrap();
        fs::write(folder.path().join("notes.txt"), "passed over").unwrap();
        let loaded = load(Some(folder.path()), None).unwrap();
        assert!(loaded.sources.contains(&("report.typ".to_owned(), "mine".to_owned())));
        let remarks: Vec<String> = loaded.remarks.iter().map(Message::to_string).collect();
        assert_eq!(
            remarks,
            ["reprot.typ is used by no template: did you mean 'report.typ'?"]
        );
        assert_eq!(loaded.sources.len(), STOCK.len() + 1);
    }

    #[cfg(unix)]
    #[test]
    fn a_link_out_of_the_folder_is_refused() {
        let (folder, outside) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        fs::write(folder.path().join("report.typ"), "mine").unwrap();
        fs::write(outside.path().join("secret.svg"), "<svg/>").unwrap();
        std::os::unix::fs::symlink(folder.path().join("report.typ"), folder.path().join("again.typ")).unwrap();
        assert!(load(Some(folder.path()), None).is_ok(), "a link within the folder");
        for (target, link) in [("secret.svg", "logo.svg"), ("", "sections")] {
            let link = folder.path().join(link);
            std::os::unix::fs::symlink(outside.path().join(target), &link).unwrap();
            let said = load(Some(folder.path()), None).unwrap_err().to_string();
            assert!(said.contains("leads out of the folder"), "{said}");
            fs::remove_file(&link).unwrap();
        }
    }

    #[test]
    fn a_folder_without_templates_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let error = load(Some(folder.path()), None).unwrap_err();
        assert!(error.to_string().contains("none of the report's templates"), "{error}");
        assert!(load(Some(&folder.path().join("missing")), None).is_err());
    }
}
