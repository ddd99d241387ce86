//! Deployment models told from product names. In: `products.csv`, a catalogue of the user's own, and a text. Out: the products
//! that the text names, or the question that it leaves open. Names are found through editions, versions, their makers' names and
//! one slip of the pen; what is also an ordinary word counts only where it stands alone or beside its maker.

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use crate::framework::DeploymentModel;
use crate::message::{Message, sentence};
use crate::text;

use super::wording::split;

mod names;
mod told;
mod tokens;
mod words;

use names::Names;
pub(super) use told::{Named, Told};

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
    /// Names of it (its own may be among them) that are ordinary words too: they count only where they stand alone.
    pub alone: Vec<String>,
}

impl Product {
    /// All its names.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        let others = self.aliases.iter().chain(&self.alone);
        std::iter::once(&self.name).chain(others).map(String::as_str)
    }

    /// How a catalogue writes its deployment model.
    pub(super) fn model_id(&self) -> &'static str {
        self.model.map_or("not-covered", DeploymentModel::id)
    }
}

/// More names of products than anybody keeps: the embedded catalogue has some thousand.
const MOST_NAMES: usize = 50_000;

/// Reads a catalogue: CSV with the columns `product`, `model_id` (a deployment model, or `not-covered`), and, if wanted,
/// `vendor`, `aliases` and `alone` (both separated by `;`).
///
/// # Errors
/// A sentence that says which line is not understood, and why.
pub fn products(bytes: &[u8]) -> Result<Vec<Product>, Message> {
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(bytes);
    let header = reader.headers().map_err(|e| Message::verbatim(e.to_string()))?.clone();
    let column = |name: &str| {
        header
            .iter()
            .position(|h| h.trim().trim_start_matches('\u{feff}') == name)
    };
    let needed = |name: &str| column(name).ok_or_else(|| sentence!("the column '{name}' is missing", name));
    let (name, model) = (needed("product")?, needed("model_id")?);
    let (vendor, aliases, alone) = (column("vendor"), column("aliases"), column("alone"));
    let (mut all, mut names) = (Vec::new(), 0);
    for (place, row) in reader.records().enumerate() {
        let row = row.map_err(|e| Message::verbatim(e.to_string()))?;
        let get = |column: Option<usize>| text::clean(column.and_then(|c| row.get(c)).unwrap_or_default()).text;
        let list = |column: Option<usize>| split(&get(column), &[";"]).into_iter().map(str::to_owned).collect();
        let id = get(Some(model));
        let known = DeploymentModel::from_id(&id);
        if known.is_none() && id != "not-covered" {
            return Err(sentence!(
                "line {line}: '{id}' is not a deployment model",
                line = place + 2,
                id
            ));
        }
        let product = Product {
            name: get(Some(name)),
            vendor: get(vendor),
            model: known,
            aliases: list(aliases),
            alone: list(alone),
        };
        names += 1 + product.aliases.len() + product.alone.len();
        if names > MOST_NAMES {
            return Err(sentence!(
                "it has more than {most} names of products, more than any inventory needs; leave out what is in none of yours",
                most = MOST_NAMES
            ));
        }
        all.push(product);
    }
    Ok(all)
}

/// All products, to be looked up by their names. Ours are put in order once.
#[derive(Clone)]
pub(super) struct Catalogue(Arc<Shelf>);

struct Shelf {
    products: Vec<Product>,
    names: Names,
    /// So many of the products are the user's own.
    own: usize,
}

static STOCK: LazyLock<Catalogue> = LazyLock::new(|| Catalogue::of(stock(), 0));

fn stock() -> Vec<Product> {
    products(include_str!("products.csv").as_bytes()).unwrap_or_default()
}

impl Catalogue {
    /// The user's products, then ours; the first to claim a name has it.
    pub(super) fn new(own: &[Product]) -> Self {
        match own {
            [] => STOCK.clone(),
            _ => Self::of(own.iter().cloned().chain(stock()).collect(), own.len()),
        }
    }

    fn of(products: Vec<Product>, own: usize) -> Self {
        let names = Names::new(&products);
        Self(Arc::new(Shelf { products, names, own }))
    }

    /// The product that a text, just as it stands, is a name of.
    pub(super) fn product(&self, name: &str) -> Option<&Product> {
        self.0.names.whole(name).map(|name| &self.0.products[name.product])
    }

    /// Up to one product for each model, as a question's choices.
    fn choices(&self, fits: impl Fn(&Product) -> bool) -> Message {
        let mut by_model: BTreeMap<DeploymentModel, &str> = BTreeMap::new();
        for product in self.0.products.iter().filter(|p| fits(p)) {
            if let Some(model) = product.model {
                by_model.entry(model).or_insert(&product.name);
            }
        }
        let shown: Vec<String> = by_model
            .iter()
            .map(|(model, name)| format!("{name} ({model})"))
            .collect();
        match shown.is_empty() {
            true => Message::default(),
            false => sentence!("{choices}", choices = shown.join(", ")),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::super::wording::{Wording, compact};
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
        assert!(all.len() >= 1400, "{}", all.len());
        let mut seen = BTreeMap::new();
        for product in &all {
            assert!(!product.name.is_empty() && !compact(&product.name).is_empty());
            for name in std::iter::once(&product.name)
                .chain(&product.aliases)
                .chain(&product.alone)
            {
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
            alone: Vec::new(),
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
        let error = products(b"product,model_id\nX,saas\nY,cloudy\n")
            .unwrap_err()
            .to_string();
        assert!(error.contains("line 3") && error.contains("cloudy"), "{error}");
    }
}
