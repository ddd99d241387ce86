//! Deployment models told from product names. In: `products.csv`, a catalogue of the user's own, and a text. Out: the products
//! that the text names, or the question that it leaves open. Whole words only, the longest name first.

use std::collections::{BTreeMap, BTreeSet};

use crate::framework::DeploymentModel;

use super::wording::{Vocabulary, Wording, compact, split};

/// A product, and how it is had.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Product {
    /// Its name.
    pub name: String,
    /// Who sells it.
    pub vendor: String,
    /// Its deployment model; `None` for background AI that the framework does not cover.
    pub model: Option<DeploymentModel>,
    /// Other names of it.
    pub aliases: Vec<String>,
}

/// Reads a catalogue: CSV with the columns `product`, `model_id` (a deployment model, or `not-covered`), and, if wanted,
/// `vendor` and `aliases` (separated by `;`).
///
/// # Errors
/// A sentence that says which line is not understood, and why.
pub fn products(bytes: &[u8]) -> Result<Vec<Product>, String> {
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(bytes);
    let header = reader.headers().map_err(|e| e.to_string())?.clone();
    let column = |name: &str| {
        header
            .iter()
            .position(|h| h.trim().trim_start_matches('\u{feff}') == name)
    };
    let needed = |name: &str| column(name).ok_or_else(|| format!("the column '{name}' is missing"));
    let (name, model) = (needed("product")?, needed("model_id")?);
    let (vendor, aliases) = (column("vendor"), column("aliases"));
    let mut all = Vec::new();
    for (place, row) in reader.records().enumerate() {
        let row = row.map_err(|e| e.to_string())?;
        let get = |column: Option<usize>| column.and_then(|c| row.get(c)).unwrap_or_default().trim();
        let id = get(Some(model));
        let known = DeploymentModel::from_id(id);
        if known.is_none() && id != "not-covered" {
            return Err(format!("line {}: '{id}' is not a deployment model", place + 2));
        }
        all.push(Product {
            name: get(Some(name)).to_owned(),
            vendor: get(vendor).to_owned(),
            model: known,
            aliases: split(get(aliases), &[";"]).into_iter().map(str::to_owned).collect(),
        });
    }
    Ok(all)
}

/// All products, to be looked up by their words.
pub(super) struct Catalogue {
    products: Vec<Product>,
    /// By the first word: all words of the name, and the product.
    names: BTreeMap<String, Vec<(Vec<String>, usize)>>,
    /// By the compact form of the whole name.
    whole: BTreeMap<String, usize>,
}

/// What a text says about the deployment model.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Told {
    /// It names products.
    Products(Vec<Named>),
    /// It names a vendor, or a name that several products share; the choices.
    Unclear(String),
    /// It names no product that is known.
    Nothing,
}

/// A product that was named.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Named {
    /// The product's name in the catalogue.
    pub(super) product: String,
    /// Its model; `None` for background AI.
    pub(super) model: Option<DeploymentModel>,
}

impl Catalogue {
    /// The user's products, then ours; the first to claim a name has it.
    pub(super) fn new(own: &[Product]) -> Self {
        let stock = products(include_str!("products.csv").as_bytes()).unwrap_or_default();
        let mut catalogue = Self {
            products: own.iter().cloned().chain(stock).collect(),
            names: BTreeMap::new(),
            whole: BTreeMap::new(),
        };
        for place in 0..catalogue.products.len() {
            catalogue.index(place);
        }
        catalogue
    }

    fn index(&mut self, place: usize) {
        let product = &self.products[place];
        for name in std::iter::once(&product.name).chain(&product.aliases) {
            let words = words(name);
            let (Some(first), key) = (words.first(), compact(name)) else {
                continue;
            };
            if self.whole.contains_key(&key) {
                continue;
            }
            self.names.entry(first.clone()).or_default().push((words, place));
            self.whole.insert(key, place);
        }
    }

    /// What a cell says that is meant to name products, or a system. Its parts are looked at one by one.
    pub(super) fn tell(&self, text: &str, wording: &Wording) -> Told {
        if let Some(whole) = self.exactly(text, wording) {
            return whole;
        }
        let mut named = BTreeSet::new();
        let mut unclear = None;
        for part in split(text, &[";", "\n", ",", "/", "+", "|", " and ", " & "]) {
            match self.part(part, wording) {
                Told::Products(found) => named.extend(found),
                Told::Unclear(choices) => unclear = unclear.or(Some(choices)),
                Told::Nothing => {}
            }
        }
        if let Told::Products(found) = self.inside(text, wording) {
            named.extend(found);
        }
        match (named.is_empty(), unclear) {
            (false, _) => Told::Products(named.into_iter().collect()),
            (true, Some(choices)) => Told::Unclear(choices),
            (true, None) => Told::Nothing,
        }
    }

    /// What a system's name says. Ordinary words stand in names more often than short product names do.
    pub(super) fn tell_name(&self, text: &str, wording: &Wording) -> Told {
        self.exactly(text, wording)
            .unwrap_or_else(|| self.inside(text, wording))
    }

    /// What a vendor's name says: something only where it is a product's name as well.
    pub(super) fn tell_vendor(&self, text: &str, wording: &Wording) -> Told {
        match self.exactly(text, wording) {
            Some(Told::Products(found)) => Told::Products(found),
            _ => Told::Nothing,
        }
    }

    fn part(&self, part: &str, wording: &Wording) -> Told {
        self.exactly(part, wording).unwrap_or(Told::Nothing)
    }

    /// A text that is, as a whole, the name of a vendor, an ambiguous name, or a product.
    fn exactly(&self, text: &str, wording: &Wording) -> Option<Told> {
        let key = compact(text);
        let own = self.whole.get(&key).copied();
        if wording.knows(Vocabulary::AmbiguousProduct, text) {
            return Some(Told::Unclear(self.choices(|p| words(&p.name).contains(&key))));
        }
        if wording.knows(Vocabulary::VendorOnly, text) {
            return Some(Told::Unclear(self.choices(|p| {
                compact(&p.vendor).starts_with(&key) || compact(&p.name).starts_with(&key)
            })));
        }
        own.map(|place| Told::Products(vec![self.named(place)]))
    }

    /// Product names inside a longer text. Names that are also ordinary words count only as the whole of a cell.
    fn inside(&self, text: &str, wording: &Wording) -> Told {
        let words = words(text);
        let mut matches: Vec<(usize, usize, usize)> = Vec::new();
        for start in 0..words.len() {
            for (name, product) in self.names.get(&words[start]).into_iter().flatten() {
                if words[start..].starts_with(name) && !only_whole(name, wording) {
                    matches.push((name.len(), start, *product));
                }
            }
        }
        matches.sort_by_key(|(length, start, product)| (usize::MAX - length, *start, *product));
        let mut used = vec![false; words.len()];
        let mut found = BTreeSet::new();
        for (length, start, product) in matches {
            if used[start..start + length].contains(&true) {
                continue;
            }
            used[start..start + length].fill(true);
            found.insert(self.named(product));
        }
        match found.is_empty() {
            true => Told::Nothing,
            false => Told::Products(found.into_iter().collect()),
        }
    }

    fn named(&self, place: usize) -> Named {
        let product = &self.products[place];
        Named {
            product: product.name.clone(),
            model: product.model,
        }
    }

    /// Up to one product for each model, as a question's choices.
    fn choices(&self, fits: impl Fn(&Product) -> bool) -> String {
        let mut by_model: BTreeMap<DeploymentModel, &str> = BTreeMap::new();
        for product in self.products.iter().filter(|p| fits(p)) {
            if let Some(model) = product.model {
                by_model.entry(model).or_insert(&product.name);
            }
        }
        let shown: Vec<String> = by_model
            .iter()
            .map(|(model, name)| format!("{name} ({model})"))
            .collect();
        shown.join(", ")
    }
}

fn only_whole(name: &[String], wording: &Wording) -> bool {
    let joined = name.concat();
    wording.knows(Vocabulary::WholeCellOnly, &joined)
        || wording.knows(Vocabulary::VendorOnly, &joined)
        || wording.knows(Vocabulary::AmbiguousProduct, &joined)
}

/// The words of a name: runs of letters and digits, in lower case.
fn words(text: &str) -> Vec<String> {
    let plain: String = text.chars().filter(|c| !matches!(c, '™' | '®' | '©')).collect();
    let key = crate::inventory::name_key(&plain);
    key.split(' ')
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Reading;
    use DeploymentModel::{Coding, Embedded, Paas, Saas};

    fn told(text: &str) -> Told {
        Catalogue::new(&[]).tell(text, &Wording::new(&Reading::default()))
    }

    fn models(text: &str) -> Vec<DeploymentModel> {
        let Told::Products(found) = told(text) else {
            return Vec::new();
        };
        let all: BTreeSet<DeploymentModel> = found.into_iter().filter_map(|named| named.model).collect();
        all.into_iter().collect()
    }

    #[test]
    fn the_embedded_catalogue_is_sound() {
        let all = products(include_str!("products.csv").as_bytes()).unwrap();
        let mut seen = BTreeMap::new();
        for product in &all {
            for name in std::iter::once(&product.name).chain(&product.aliases) {
                let earlier = seen.insert(compact(name), product.model).unwrap_or(product.model);
                assert_eq!(earlier, product.model, "'{name}' stands for two models");
            }
        }
        assert!(
            DeploymentModel::ALL
                .iter()
                .all(|model| all.iter().any(|p| p.model == Some(*model)))
        );
    }

    #[test]
    fn products_are_found_as_whole_words_the_longest_first() {
        assert_eq!(models("Enterprise ChatGPT"), [Saas]);
        assert_eq!(models("Claims bot on Azure OpenAI"), [Paas]);
        assert_eq!(models("GitHub Copilot Business"), [Coding]);
        assert_eq!(models("Microsoft 365 Copilot"), [Embedded]);
        assert_eq!(models("Words about wording"), []);
    }

    #[test]
    fn several_products_are_several_models() {
        assert_eq!(models("ChatGPT Enterprise; GitHub Copilot"), [Saas, Coding]);
        assert_eq!(models("Azure OpenAI / GitHub Copilot"), [Paas, Coding]);
    }

    #[test]
    fn a_bare_copilot_or_a_vendor_is_a_question() {
        for text in ["Copilot", "Microsoft", "AWS", "OpenAI"] {
            let Told::Unclear(choices) = told(text) else {
                panic!("{text}: {:?}", told(text));
            };
            assert!(!choices.is_empty() || text == "AWS", "{text}");
        }
    }

    #[test]
    fn an_ordinary_word_is_a_product_only_as_the_whole_cell() {
        assert_eq!(told("Long-term economic outlook"), Told::Nothing);
        assert_eq!(told("Motion planning for rovers"), Told::Nothing);
        assert_eq!(models("Cursor"), [Coding]);
    }

    #[test]
    fn a_users_own_product_goes_first() {
        let own = Product {
            name: "ChatGPT".to_owned(),
            vendor: "OpenAI".to_owned(),
            model: Some(Paas),
            aliases: vec!["Quillmate".to_owned()],
        };
        let catalogue = Catalogue::new(&[own]);
        let wording = Wording::new(&Reading::default());
        for text in ["ChatGPT", "Quillmate drafts"] {
            let Told::Products(found) = catalogue.tell(text, &wording) else {
                panic!("{text}");
            };
            assert_eq!(found[0].model, Some(Paas));
        }
    }

    #[test]
    fn a_catalogue_with_an_unknown_model_is_refused_with_its_line() {
        let error = products(b"product,model_id\nX,saas\nY,cloudy\n").unwrap_err();
        assert!(error.contains("line 3") && error.contains("cloudy"), "{error}");
    }
}
