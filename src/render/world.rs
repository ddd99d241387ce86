//! What the typesetter may see. In: templates, files and faces. Out: a world that holds these and nothing else: no disk, no clock.
//! The clock is left out so that the same report gives the same bytes, whatever a template asks.

use std::collections::BTreeMap;

use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Feature, Library, LibraryExt, World};

use super::complaint;
use crate::error::Error;

/// Templates, files and faces.
pub struct Pages {
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    faces: Vec<Font>,
    main: FileId,
    /// By their paths.
    sources: BTreeMap<String, Source>,
    files: BTreeMap<String, Bytes>,
}

impl Pages {
    /// A world of these templates, the first to be read among them, files and faces.
    ///
    /// # Errors
    /// A name that is no path.
    pub fn new(
        main: &str,
        templates: &[(String, String)],
        files: Vec<(String, Vec<u8>)>,
        faces: Vec<Font>,
    ) -> Result<Self, Error> {
        let features = [Feature::A11yExtras].into_iter().collect();
        let sources = templates.iter().map(|(name, text)| {
            let id = file_id(name)?;
            Ok((path(id), Source::new(id, text.clone())))
        });
        let files = files
            .into_iter()
            .map(|(name, bytes)| Ok((path(file_id(&name)?), Bytes::new(bytes))));
        Ok(Self {
            library: LazyHash::new(Library::builder().with_features(features).build()),
            book: LazyHash::new(FontBook::from_fonts(&faces)),
            faces,
            main: file_id(main)?,
            sources: sources.collect::<Result<_, Error>>()?,
            files: files.collect::<Result<_, Error>>()?,
        })
    }
}

fn file_id(path: &str) -> Result<FileId, Error> {
    let path = VirtualPath::new(path).map_err(|e| complaint::defect(&format!("{path}: {e}")))?;
    Ok(RootedPath::new(VirtualRoot::Project, path).intern())
}

fn path(id: FileId) -> String {
    id.vpath().get_without_slash().to_owned()
}

fn not_found(id: FileId) -> FileError {
    FileError::NotFound(path(id).into())
}

impl World for Pages {
    fn library(&self) -> &LazyHash<Library> {
        &self.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.book
    }

    fn main(&self) -> FileId {
        self.main
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        self.sources.get(&path(id)).cloned().ok_or_else(|| not_found(id))
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        self.files.get(&path(id)).cloned().ok_or_else(|| not_found(id))
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.faces.get(index).cloned()
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}
