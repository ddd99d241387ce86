//! Words that go with products. In: `product_words.csv`. Out: which words say an edition, a sort of thing, or a short form of a
//! maker's name, and which products are also had as a part of others.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

/// How much a word beside a product's name leaves of the name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Beside {
    /// An edition, a licence, an article: the product itself is meant.
    Edition,
    /// A sort of thing (a tool, an application): the product, or something made of it.
    Sort,
    /// An assistant, a model, a chat: no longer what goes on in the background.
    Smart,
}

/// The words, by what they are.
pub(super) struct Words {
    beside: BTreeMap<String, Beside>,
    makers: BTreeMap<String, String>,
    ingredients: BTreeSet<String>,
    look_alikes: BTreeSet<String>,
}

/// The words of the file.
pub(super) static WORDS: LazyLock<Words> = LazyLock::new(|| {
    let mut words = Words {
        beside: BTreeMap::new(),
        makers: BTreeMap::new(),
        ingredients: BTreeSet::new(),
        look_alikes: BTreeSet::new(),
    };
    let mut reader = csv::Reader::from_reader(include_str!("../product_words.csv").as_bytes());
    for row in reader.records().filter_map(Result::ok) {
        let word = row[1].to_owned();
        match &row[0] {
            "edition" => drop(words.beside.insert(word, Beside::Edition)),
            "sort" => drop(words.beside.insert(word, Beside::Sort)),
            "smart" => drop(words.beside.insert(word, Beside::Smart)),
            "maker" => drop(words.makers.insert(word, row[2].to_owned())),
            "ingredient" => drop(words.ingredients.insert(word)),
            _ => drop(words.look_alikes.insert(word)),
        }
    }
    words
});

impl Words {
    /// What a word beside a name says, if it is one of ours.
    pub(super) fn beside(&self, word: &str) -> Option<Beside> {
        self.beside.get(word).copied()
    }

    /// The maker that a word names: itself, or what it is short for.
    pub(super) fn maker<'a>(&'a self, word: &'a str) -> &'a str {
        self.makers.get(word).map_or(word, String::as_str)
    }

    /// Whether a product is a model family or a library, of which other products are made.
    pub(super) fn is_ingredient(&self, product: &str) -> bool {
        self.ingredients.contains(product)
    }

    /// Whether a word is an ordinary one that only looks like a product's name with a slip of the pen.
    pub(super) fn looks_alike(&self, word: &str) -> bool {
        self.look_alikes.contains(word)
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn every_row_has_a_kind_and_every_ingredient_is_a_product() {
        let kinds = ["edition", "sort", "smart", "maker", "ingredient", "look-alike"];
        let mut reader = csv::Reader::from_reader(include_str!("../product_words.csv").as_bytes());
        let products = crate::normalise::products(include_str!("../products.csv").as_bytes()).unwrap();
        for row in reader.records().map(Result::unwrap) {
            assert!(kinds.contains(&&row[0]), "{}", &row[0]);
            assert!(
                &row[0] != "ingredient" || products.iter().any(|p| p.name == row[1]),
                "{} is no product",
                &row[1]
            );
        }
    }
}
