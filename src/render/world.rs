//! What the typesetter may see. In: the world of templates, files and faces. Out: the same world, with the functions for row heads
//! switched on, which a listener needs, and without a clock: the same report gives the same bytes, whatever a template asks.

use typst::diag::FileResult;
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, Source};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Feature, Library, LibraryExt, World};

/// A world with row heads.
pub struct WithRowHeads<'a> {
    world: &'a dyn World,
    library: LazyHash<Library>,
}

impl<'a> WithRowHeads<'a> {
    /// Switches them on.
    pub fn of(world: &'a dyn World) -> Self {
        let features = [Feature::A11yExtras].into_iter().collect();
        Self {
            world,
            library: LazyHash::new(Library::builder().with_features(features).build()),
        }
    }
}

impl World for WithRowHeads<'_> {
    fn library(&self) -> &LazyHash<Library> {
        &self.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        self.world.book()
    }

    fn main(&self) -> FileId {
        self.world.main()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        self.world.source(id)
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        self.world.file(id)
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.world.font(index)
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}
