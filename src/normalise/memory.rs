//! What was told of a text. In: a text, and how to tell. Out: what was told, remembered: the cells of a column repeat few texts.

use std::cell::RefCell;

use indexmap::IndexMap;

/// Texts up to so many bytes are remembered, and so many of them.
const REMEMBERED: (usize, usize) = (100, 20_000);

/// By text: what was told of it.
#[derive(Debug)]
pub(super) struct Memory<T>(RefCell<IndexMap<String, T>>);

impl<T> Default for Memory<T> {
    fn default() -> Self {
        Self(RefCell::default())
    }
}

impl<T: Clone> Memory<T> {
    /// What was told before, or is told now.
    pub(super) fn told(&self, text: &str, tell: impl FnOnce() -> T) -> T {
        if text.len() > REMEMBERED.0 {
            return tell();
        }
        if let Some(known) = self.0.borrow().get(text) {
            return known.clone();
        }
        let told = tell();
        let mut all = self.0.borrow_mut();
        if all.len() < REMEMBERED.1 {
            all.insert(text.to_owned(), told.clone());
        }
        told
    }
}
