//! What a text says about the deployment model. In: a cell that names products, systems or a vendor. Out: the products, or a
//! question. A name inside a longer text says what a system is made of; it never says that the system is out of scope.

use std::collections::BTreeSet;

use super::names::{Match, Name};
use super::tokens::{Token, is_version, tokens, without_version};
use super::words::{Beside, WORDS};
use super::{Catalogue, Product};
use crate::framework::DeploymentModel;
use crate::message::{Message, sentence};
use crate::normalise::wording::{Vocabulary, Wording, compact};

/// What a text says about the deployment model.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::normalise) enum Told {
    /// It names products.
    Products(Vec<Named>),
    /// It names a vendor, a name that several products share, or background AI inside something else; the choices.
    Unclear(Message),
    /// It names no product that is known.
    Nothing,
}

/// A product that was named.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::normalise) struct Named {
    /// The product's name in the catalogue.
    pub(in crate::normalise) product: String,
    /// Its model; `None` for background AI.
    pub(in crate::normalise) model: Option<DeploymentModel>,
}

/// What a text is meant to name. Ordinary words stand in names of systems more often than short product names do.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Meant {
    Products,
    System,
}

impl Catalogue {
    /// What a cell says that is meant to name products.
    pub(in crate::normalise) fn tell(&self, text: &str, wording: &Wording) -> Told {
        self.ask(text, Meant::Products, wording)
    }

    /// What a system's name says.
    pub(in crate::normalise) fn tell_name(&self, text: &str, wording: &Wording) -> Told {
        self.ask(text, Meant::System, wording)
    }

    /// Whether a text, just as it stands, is the name of a product.
    pub(in crate::normalise) fn names(&self, text: &str) -> bool {
        self.0.names.whole(text).is_some()
    }

    /// What a cell says that is meant to name a vendor: the products in it. A maker's name alone decides nothing, even where a
    /// product is called the same; and nothing leaves the scope for whom it comes from.
    pub(in crate::normalise) fn tell_vendor(&self, text: &str, wording: &Wording) -> Told {
        let called = compact(text);
        let is_maker = |named: &Named| {
            let product = self.0.products.iter().find(|p| p.name == named.product);
            named.model.is_none() || product.is_some_and(|p| compact(&p.vendor) == called)
        };
        match self.tell(text, wording) {
            Told::Products(found) if found.iter().all(is_maker) => {
                let shown: Vec<String> = found.iter().filter_map(shown).collect();
                match shown.is_empty() {
                    true => Told::Nothing,
                    false => Told::Unclear(sentence!("{choices}", choices = shown.join(", "))),
                }
            }
            told => told,
        }
    }

    fn ask(&self, text: &str, meant: Meant, wording: &Wording) -> Told {
        if let Some(told) = self.exactly(text, wording) {
            return told;
        }
        let words = self.words(text);
        let told = self.read(&words, meant, wording);
        if told != Told::Nothing {
            return told;
        }
        match self.respelled(&words) {
            Some(words) if self.is_all_names(&words) => self.read(&words, meant, wording),
            _ => Told::Nothing,
        }
    }

    /// Whether a text says nothing but names of products and what goes with them.
    fn is_all_names(&self, words: &[Token]) -> bool {
        let found = self.0.names.find(words);
        let text = Text {
            catalogue: self,
            words,
            found: &found,
        };
        let beside = |at: usize| found.iter().any(|m| text.is_beside(at, Beside::Smart, m));
        (0..words.len()).all(beside)
    }

    /// A text that is, as a whole, the name of a vendor, an ambiguous name, or a product.
    fn exactly(&self, text: &str, wording: &Wording) -> Option<Told> {
        let name = self.0.names.whole(text);
        let own = name.is_some_and(|n| n.product < self.0.own);
        match self.open(text, wording) {
            Some(choices) if !own => Some(Told::Unclear(choices)),
            _ => name.map(|n| Told::Products(vec![self.named(n)])),
        }
    }

    /// The choices, if a name leaves open which product is meant.
    fn open(&self, name: &str, wording: &Wording) -> Option<Message> {
        let key = compact(name);
        let has = |p: &Product| tokens(&p.name).iter().any(|t| t.word == key);
        if wording.knows(Vocabulary::AmbiguousProduct, name) {
            return Some(self.choices(has));
        }
        let of = |p: &Product| compact(&p.vendor).starts_with(&key) || compact(&p.name).starts_with(&key);
        wording.knows(Vocabulary::VendorOnly, name).then(|| self.choices(of))
    }

    /// The words of a text; a version that is written to a name is a word of its own.
    fn words(&self, text: &str) -> Vec<Token> {
        let mut words = Vec::new();
        for token in tokens(text) {
            match without_version(&token.word) {
                Some((name, version)) if !self.0.names.begins(&token.word) => {
                    let part = |word: &str| Token {
                        word: word.to_owned(),
                        ..token.clone()
                    };
                    words.extend([part(name), part(version)]);
                }
                _ => words.push(token),
            }
        }
        words
    }

    /// The words with one slip of the pen in a long word mended, if there is any that can only be one name's.
    fn respelled(&self, words: &[Token]) -> Option<Vec<Token>> {
        let mended = words.iter().map(|token| match self.0.names.respelled(&token.word) {
            Some(word) => Token {
                word: word.to_owned(),
                ..token.clone()
            },
            None => token.clone(),
        });
        let mended: Vec<Token> = mended.collect();
        (mended != words).then_some(mended)
    }

    fn read(&self, words: &[Token], meant: Meant, wording: &Wording) -> Told {
        let found = self.0.names.find(words);
        let text = Text {
            catalogue: self,
            words,
            found: &found,
        };
        let mut products: Vec<&Match<'_>> = Vec::new();
        let (mut background, mut open): (Vec<&Match<'_>>, Option<Message>) = (Vec::new(), None);
        for place in &found {
            let own = place.name.product < self.0.own;
            match self.open(&place.name.key, wording) {
                Some(choices) if !own => open = open.or(Some(choices)),
                _ if text.model(place).is_none() => background.push(place),
                _ if !place.name.alone || text.counts(place, meant) => products.push(place),
                _ => {}
            }
        }
        let products = text.without_ingredients(products, &background);
        if let Some(place) = products.iter().find(|m| text.has_agents(m)) {
            return Told::Unclear(self.or_agents(place));
        }
        if !products.is_empty() || (!background.is_empty() && text.is_only(&background)) {
            let all = products.iter().chain(&background).map(|m| self.named(m.name));
            let all: BTreeSet<Named> = all.collect();
            return Told::Products(all.into_iter().collect());
        }
        let open = open.or_else(|| text.open(wording));
        let behind = background.iter().find(|m| !m.name.alone || text.counts(m, meant));
        match (open, behind) {
            (Some(choices), _) => Told::Unclear(choices),
            (None, Some(place)) => Told::Unclear(self.beyond(place)),
            (None, None) => Told::Nothing,
        }
    }

    fn named(&self, name: &Name) -> Named {
        let product = &self.0.products[name.product];
        Named {
            product: product.name.clone(),
            model: product.model,
        }
    }

    /// The question that a product with agents leaves.
    fn or_agents(&self, place: &Match<'_>) -> Message {
        let named = self.named(place.name);
        let model = named.model.map(|m| m.id()).unwrap_or_default();
        sentence!(
            "{product} ({model}), or agents in it that act by themselves (agentic)",
            product = named.product,
            model
        )
    }

    /// The question that background AI inside a longer text leaves.
    fn beyond(&self, place: &Match<'_>) -> Message {
        let product = &self.0.products[place.name.product].name;
        sentence!(
            "{product} alone (background AI, not-covered), or something made with it (state its model)",
            product
        )
    }
}

fn shown(named: &Named) -> Option<String> {
    named.model.map(|model| format!("{} ({model})", named.product))
}

/// A text, and the names in it.
struct Text<'a> {
    catalogue: &'a Catalogue,
    words: &'a [Token],
    found: &'a [Match<'a>],
}

impl Text<'_> {
    fn product(&self, place: &Match<'_>) -> &Product {
        &self.catalogue.0.products[place.name.product]
    }

    fn model(&self, place: &Match<'_>) -> Option<DeploymentModel> {
        self.product(place).model
    }

    /// Whether a name that is an ordinary word too is meant as a name: nothing but words that go with products stands beside
    /// it, or its maker does.
    fn counts(&self, place: &Match<'_>, meant: Meant) -> bool {
        let piece = self.words[place.start].piece;
        let around = |(at, token): &(usize, &Token)| {
            (meant == Meant::System || token.piece == piece) && !(place.start..place.end).contains(at)
        };
        let rest: Vec<(usize, &Token)> = self.words.iter().enumerate().filter(around).collect();
        let maker = self.product(place).maker();
        if rest.iter().any(|(_, token)| maker == WORDS.maker(&token.word)) {
            return true;
        }
        let plain = |at: usize| self.is_beside(at, Beside::Smart, place);
        let purpose = |at: usize| at > place.start && self.is_purpose(place, at);
        let products = meant == Meant::Products;
        rest.iter().all(|(at, _)| plain(*at) || (products && purpose(*at)))
    }

    /// Whether a word stands in a short phrase behind the name that says what it is for or goes with: `Ada for customer care`.
    fn is_purpose(&self, place: &Match<'_>, at: usize) -> bool {
        const LONGEST: usize = 4;
        let says = [
            "for", "in", "with", "using", "für", "im", "mit", "pour", "dans", "avec", "para", "en", "con",
        ];
        let follows = self
            .words
            .get(place.end)
            .is_some_and(|t| says.contains(&t.word.as_str()));
        follows && at >= place.end && at - place.end <= LONGEST
    }

    /// Whether nothing is said but these names, in whatever edition.
    fn is_only(&self, places: &[&Match<'_>]) -> bool {
        let named = |at: usize| places.iter().any(|m| (m.start..m.end).contains(&at));
        let short = |at: usize| places.iter().any(|m| self.is_short_form(at, m));
        let beside = |at: usize| {
            let most = |m: &&&Match<'_>| if m.name.alone { Beside::Edition } else { Beside::Sort };
            places.iter().any(|m| self.is_beside(at, most(&m), m))
        };
        (0..self.words.len()).all(|at| named(at) || beside(at) || short(at))
    }

    /// Whether a word behind the name is made of the first letters of its words, as it is often added in brackets.
    fn is_short_form(&self, at: usize, place: &Match<'_>) -> bool {
        let initials = self.words[place.start..place.end]
            .iter()
            .filter_map(|t| t.word.chars().next());
        let initials: String = initials.collect();
        let word = &self.words[at].word;
        at >= place.end && word.chars().count() > 1 && initials.ends_with(word.as_str())
    }

    /// Whether a word takes nothing from the name beside it: its maker, a version, or a word that goes with products.
    fn is_beside(&self, at: usize, most: Beside, place: &Match<'_>) -> bool {
        let word = self.words[at].word.as_str();
        let known = WORDS.beside(word).is_some_and(|beside| beside <= most);
        known
            || is_version(word)
            || self.product(place).has_maker(word)
            || self.found.iter().any(|m| (m.start..m.end).contains(&at))
    }

    /// Model families and libraries that run on another product, or in it, say nothing of how the whole is had.
    fn without_ingredients<'m>(&self, found: Vec<&'m Match<'m>>, background: &[&'m Match<'m>]) -> Vec<&'m Match<'m>> {
        let is_part = |m: &Match<'_>| WORDS.is_ingredient(&self.product(m).name);
        let hosts = found.iter().copied().filter(|m| !is_part(m));
        let hosts: Vec<&Match<'_>> = hosts.chain(background.iter().copied()).collect();
        let goes = |m: &Match<'_>| is_part(m) && hosts.iter().any(|host| self.go_together(m, host));
        found.into_iter().filter(|m| !goes(m)).collect()
    }

    /// Whether two names stand in one entry with nothing between them but how the one is had: `Claude on Bedrock`.
    fn go_together(&self, one: &Match<'_>, other: &Match<'_>) -> bool {
        let joins = [
            "on", "via", "in", "with", "using", "through", "powered", "running", "hosted", "based", "auf", "über",
            "mit", "sur", "avec", "con", "sobre",
        ];
        let between = one.end.min(other.end)..one.start.max(other.start);
        let joined =
            |at: usize| joins.contains(&self.words[at].word.as_str()) || self.is_beside(at, Beside::Smart, one);
        self.words[one.start].item == self.words[other.start].item && between.into_iter().all(joined)
    }

    /// Whether agents are named right behind a product that is not said to have any: whether it acts by itself is then open.
    fn has_agents(&self, place: &Match<'_>) -> bool {
        use DeploymentModel::{Embedded, Paas, Saas};
        let mut behind = self.words[place.end..]
            .iter()
            .filter(|t| t.word != "ai")
            .map(|t| t.word.as_str());
        let agents = matches!(behind.next(), Some("agents" | "agentic"));
        agents && matches!(self.model(place), Some(Embedded | Saas | Paas))
    }

    /// The choices, if a word of the text is a name that several products share.
    fn open(&self, wording: &Wording) -> Option<Message> {
        let shared = |token: &&Token| wording.knows(Vocabulary::AmbiguousProduct, &token.word);
        let token = self.words.iter().find(shared)?;
        self.catalogue.open(&token.word, wording)
    }
}

impl Product {
    /// The first word of the maker's name.
    fn maker(&self) -> String {
        tokens(&self.vendor)
            .into_iter()
            .next()
            .map(|t| t.word)
            .unwrap_or_default()
    }

    /// Whether a word is of the maker's name, or short for it.
    fn has_maker(&self, word: &str) -> bool {
        let word = WORDS.maker(word);
        tokens(&self.vendor).iter().any(|token| token.word == word)
    }
}
