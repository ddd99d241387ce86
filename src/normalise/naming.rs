//! Whom a text names. In: one name from an owner cell, without its neighbours, and what the workbook knows. Out: a person, a role, a
//! team, a mailbox or the provider, or why it is nobody. The rule says what a name is; whatever is no plain name is nobody.

use chrono::NaiveDate;

use crate::inventory::{OwnerKind, name_key};

use super::catalogue::{Catalogue, Told};
use super::known::Known;
use super::lexicon::{Kind, is};
use super::nobody::Because;
use super::outline::{has_legal_form, is_label, is_letters, is_reference, tidy, with_end, without_start};
use super::owners::is_placeholder;
use super::phrase;
use super::titles::{is_department, is_led_team, is_of_department, is_person, is_team};
use super::vocabulary::{Acceptance, Meaning, Side, Status};
use super::wording::{Vocabulary, Wording};
use super::words::{Word, spelled, words};

/// Somebody who can own, as far as the text tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Named {
    /// The name, without what stood around it.
    pub(super) name: String,
    /// What kind of owner.
    pub(super) kind: OwnerKind,
    /// The last day, if the text says one.
    pub(super) until: Option<NaiveDate>,
}

/// Tells whom a text names.
pub(super) struct Judge<'a> {
    /// Words and their meaning.
    pub(super) wording: &'a Wording,
    /// Products.
    pub(super) catalogue: &'a Catalogue,
    /// What the workbook knows.
    pub(super) known: &'a Known,
}

impl Judge<'_> {
    /// The text that may hold names, without what stands around it.
    pub(super) fn core<'t>(&self, text: &'t str) -> &'t str {
        without_start(phrase::unnumbered(tidy(self.without_yes(tidy(text)))))
    }

    /// Whether the text as a whole is known: a person of the workbook, or a word for a team, a role or the provider.
    pub(super) fn knows(&self, text: &str) -> bool {
        self.known.is_person(text) || self.generic(text).is_some()
    }

    /// Whom the text names: one name, or nobody.
    pub(super) fn name(&self, text: &str) -> Result<Named, Because> {
        let text = self.core(text);
        let named = |kind: OwnerKind| Named {
            name: spelled(text),
            kind,
            until: None,
        };
        if self.known.is_person(text) {
            return Ok(named(OwnerKind::Person));
        }
        if let Some(kind) = self.generic(text) {
            return Ok(named(kind));
        }
        if self.is_called_like_a_value(text) {
            return Ok(named(OwnerKind::Person));
        }
        if let Some(head) = before_address(text) {
            return Ok(Named {
                name: spelled(text),
                ..self.name(head)?
            });
        }
        if let Some(role) = self.interim(text) {
            return Ok(role);
        }
        if let Some(because) = self.plainly_nobody(text) {
            return self.or_vendor(text, Err(because));
        }
        if let Some((head, until)) = with_end(text) {
            let end = until.ok_or(Because::Gone)?;
            return Ok(Named {
                until: Some(end),
                ..self.name(head)?
            });
        }
        if let Some((head, inside)) = phrase::remark(text) {
            return self.with_remark(text, head, inside);
        }
        let found = self.plain(text).map_err(|because| self.remarked(text, because));
        self.or_vendor(text, found.map(named))
    }

    /// `Julie - done` names somebody; what stands behind the dash is why nobody is taken.
    fn remarked(&self, text: &str, because: Because) -> Because {
        let heads = [" - ", " – ", " — ", ": ", ", "]
            .into_iter()
            .filter_map(|mark| text.split_once(mark));
        let named = heads.into_iter().any(|(head, _)| self.plain(head.trim()).is_ok());
        if because == Because::Sentence && named {
            Because::Remark
        } else {
            because
        }
    }

    /// A vendor of the workbook that is no plain name is the provider.
    fn or_vendor(&self, text: &str, found: Result<Named, Because>) -> Result<Named, Because> {
        let vendor = self.known.is_vendor(text);
        found.or_else(|because| match vendor {
            true => Ok(Named {
                name: spelled(text),
                kind: OwnerKind::Provider,
                until: None,
            }),
            false => Err(because),
        })
    }

    /// `yes (Bob)`, `✓ Bob`, `Done - Bob`, `Owner: Bob`: what stands behind the mark or the label.
    fn without_yes<'t>(&self, text: &'t str) -> &'t str {
        let yes = |word: &str| {
            self.wording.answer(word) == Some(true) || self.wording.status(word) == Some(Status::Implemented)
        };
        if let Some((head, inside)) = phrase::remark(text)
            && yes(head)
        {
            return inside;
        }
        for mark in [":", ", ", " - ", " – ", " — "] {
            if let Some((head, rest)) = text.split_once(mark)
                && !rest.trim().is_empty()
                && (yes(head) || mark == ":" && is_label(head))
            {
                return rest.trim();
            }
        }
        text
    }

    /// A word for a team, a role or the provider that the vocabulary knows, or a unit of the workbook.
    fn generic(&self, text: &str) -> Option<OwnerKind> {
        // "IT?" is asked, not said.
        if text.contains('?') {
            return None;
        }
        let general = self.wording.meaning(Vocabulary::OwnerGeneric, text);
        let kind = match general.and_then(Meaning::owner) {
            Some(kind) => kind,
            None if self.wording.knows(Vocabulary::VendorOnly, text) => OwnerKind::Provider,
            None if self.known.is_unit(text) && !self.is_value(text) => OwnerKind::Team,
            None => return None,
        };
        Some(kind)
    }

    /// What can be told before the words are looked at one by one.
    fn plainly_nobody(&self, text: &str) -> Option<Because> {
        let one_name = words(text).len() == 1 && is(Kind::FirstName, &name_key(text));
        Some(match () {
            () if self.wording.answer(text).is_some() => Because::Answer,
            () if is_placeholder(text, self.wording) => {
                match text.contains('?') && text.contains(char::is_alphabetic) {
                    true => Because::Doubt,
                    false => Because::Placeholder,
                }
            }
            () if text.contains('?') => Because::Doubt,
            () if is(Kind::AtLarge, &name_key(text)) => Because::AtLarge,
            () if is(Kind::Deputy, &name_key(text)) => Because::Deputy,
            () if is_reference(text) => Because::Reference,
            () if !text.chars().any(char::is_alphabetic) => Because::Figure,
            () if is_letters(text) => Because::Letters,
            () if has_legal_form(text) => Because::Company,
            () if is_department(text) => return None,
            () if self.is_value(text) => Because::Value,
            () if self.known.is_system(text) => Because::Product,
            () if !one_name && self.is_product(text) => Because::Product,
            () => return None,
        })
    }

    /// Whether the text, as a whole, is a word of another column.
    fn is_value(&self, text: &str) -> bool {
        [
            Vocabulary::Status,
            Vocabulary::Criticality,
            Vocabulary::Classification,
            Vocabulary::Stage,
            Vocabulary::Model,
            Vocabulary::Domain,
            Vocabulary::RiskTier,
            Vocabulary::Party,
            Vocabulary::ExceptionStatus,
            Vocabulary::VendorPlaceholder,
        ]
        .into_iter()
        .any(|vocabulary| self.wording.knows(vocabulary, text))
    }

    /// `Tim Low`, `Nora Done`, `Eve Day`: a known first name, and a surname that is spelt like a word of another column, a thing, a day
    /// or a role. A word for what is still to come ("Bob Pending") is none unless it is known as a name.
    fn is_called_like_a_value(&self, text: &str) -> bool {
        let all = words(text);
        let [first, last] = all.as_slice() else { return false };
        let proper = |w: &Word<'_>| w.is_capital() && !w.is_all_capitals();
        let given = proper(first) && first.is(Kind::FirstName) && !first.is(Kind::Time) && !self.is_value(first.text);
        let doubt =
            last.is(Kind::Future) && !last.is(Kind::NameToo) || self.wording.status(last.text) == Some(Status::Unknown);
        let bare = text.len() == first.text.len() + 1 + last.text.len();
        let other = || self.known.is_system(text) || self.catalogue.names(text) || self.is_value(text);
        // "Mark Complete" and "Claude Agent" may mean what they say.
        let shared = || self.wording.knows(Vocabulary::AmbiguousProduct, first.text);
        let product = || shared() || self.catalogue.names(first.text);
        let sure = !first.is(Kind::NameToo) && !first.is(Kind::Sentence);
        let thing = [Kind::Thing, Kind::Time, Kind::Role].iter().any(|kind| last.is(*kind));
        let spelt = match self.is_value(last.text) {
            true if self.wording.knows(Vocabulary::Model, last.text) => sure && !product(),
            true => sure || self.wording.status(last.text).is_none(),
            false => sure && thing && !last.is(Kind::Tool) && !last.is(Kind::Gone) && !product(),
        };
        given && bare && proper(last) && spelt && !doubt && !other()
    }

    /// `CISO (acting)`: a role that somebody holds for a while is that role.
    fn interim(&self, text: &str) -> Option<Named> {
        let (head, inside) = phrase::remark(text)?;
        let held = is(Kind::Interim, &name_key(inside));
        let named = held.then(|| self.name(head).ok()).flatten()?;
        (named.kind == OwnerKind::Role).then_some(named)
    }

    /// Whether the text is the name of a product. A role or a team may have one in its name, and a person may be called nearly so.
    fn is_product(&self, text: &str) -> bool {
        let all = words(text);
        let told = || matches!(self.catalogue.tell(text, self.wording), Told::Products(_));
        let named = all.iter().any(|word| word.is(Kind::FirstName));
        let exactly = self.wording.knows(Vocabulary::AmbiguousProduct, text) || self.catalogue.names(text);
        exactly || !named && self.body(&all).is_none() && told()
    }

    /// A name with a remark in brackets behind it: the remark may take the name back.
    fn with_remark(&self, text: &str, head: &str, inside: &str) -> Result<Named, Because> {
        if is_placeholder(inside, self.wording) {
            return Err(Because::Placeholder);
        }
        if let Some(because) = takes_back(&words(inside)).or_else(|| self.is_undone(inside)) {
            return Err(because);
        }
        let letters = is_letters(inside);
        if letters && !inside.to_uppercase().contains('A') {
            return Err(Because::Letters);
        }
        let found = self.name(head)?;
        let provider =
            self.generic(inside) == Some(OwnerKind::Provider) || self.wording.side(inside) == Some(Side::Provider);
        let kind = if provider { OwnerKind::Provider } else { found.kind };
        let name = if letters || inside.is_empty() {
            found.name
        } else {
            spelled(text)
        };
        Ok(Named { name, kind, ..found })
    }

    /// A remark that is the value of a status and no yes: `Ann Lee (declined)`, `AI board (planned)`.
    fn is_undone(&self, remark: &str) -> Option<Because> {
        let status = self
            .wording
            .status(remark)
            .is_some_and(|status| status != Status::Implemented);
        let asked = self
            .wording
            .acceptance(remark)
            .is_some_and(|told| told != Acceptance::Approved);
        (status || asked).then_some(Because::Sentence)
    }

    /// A text without remarks: by its words.
    fn plain(&self, text: &str) -> Result<OwnerKind, Because> {
        if text.contains('@') {
            return address(text);
        }
        if text.contains(['_', '\\']) {
            return Err(Because::Account);
        }
        let all = words(text);
        let counted: Vec<Word<'_>> = all.iter().filter(|w| !w.has_digit()).cloned().collect();
        if counted.len() < all.len() {
            let short = all
                .iter()
                .filter(|w| w.has_digit())
                .all(|w| w.text.chars().count() <= 3);
            let team = matches!(counted.as_slice(), [one] if one.is(Kind::Team));
            return match self.body(&counted).or(team.then_some(OwnerKind::Team)) {
                Some(kind) if short => Ok(kind),
                _ => Err(Because::Figure),
            };
        }
        if all.iter().any(|w| w.is(Kind::Account)) {
            return Err(Because::Account);
        }
        let body = self.body(&all).filter(|_| !is_of_department(&all));
        if let Some(kind) = body {
            return Ok(kind);
        }
        if is_of_department(&all) || is_person(&all) {
            return Ok(OwnerKind::Person);
        }
        Err(self.because(&all))
    }

    /// A role or a team, if the words make one.
    fn body(&self, all: &[Word<'_>]) -> Option<OwnerKind> {
        let blocked =
            |w: &Word<'_>| !w.is(Kind::Link) && (w.blocks(Kind::Sentence) || w.blocks(Kind::Gone)) || w.says_gone();
        if all.is_empty() || all.len() > 12 || all.iter().any(|w| blocked(w) || !w.has_letters()) {
            return None;
        }
        let (role, team) = (all.iter().any(Word::is_role), is_team(all));
        if !role && !team || all.iter().all(|w| w.is(Kind::Link)) {
            return None;
        }
        let theirs = all
            .iter()
            .any(|w| self.wording.side(w.text) == Some(Side::Provider) || w.is_possessive_provider(self.wording));
        let ours = all.iter().any(|w| w.is(Kind::Ours));
        Some(match role {
            _ if theirs && !ours => OwnerKind::Provider,
            true if !is_led_team(all) => OwnerKind::Role,
            _ => OwnerKind::Team,
        })
    }

    /// Why words that make no name are nobody.
    fn because(&self, all: &[Word<'_>]) -> Because {
        let any = |kind: Kind| all.iter().any(|w| w.is(kind));
        match () {
            () if any(Kind::Gone) || all.iter().any(Word::says_gone) => Because::Gone,
            () if any(Kind::Company) => Because::Company,
            () if all.iter().any(|w| w.blocks(Kind::Sentence)) => Because::Sentence,
            () if any(Kind::Time) => Because::Figure,
            () if any(Kind::Tool) => Because::Product,
            () => Because::NoName,
        }
    }
}

/// Whether a remark takes back the name it stands behind.
fn takes_back(remark: &[Word<'_>]) -> Option<Because> {
    let gone = remark
        .iter()
        .any(|w| w.is(Kind::Gone) || w.says_gone() || w.is(Kind::Until));
    let said = remark
        .iter()
        .any(|w| w.is_lower() && (w.is(Kind::Sentence) || w.is(Kind::Future)) && !w.is(Kind::Link));
    match (gone, said) {
        (true, _) => Some(Because::Gone),
        (_, true) => Some(Because::Remark),
        _ => None,
    }
}

/// A mailbox: an address that somebody reads.
fn address(text: &str) -> Result<OwnerKind, Because> {
    let mut parts = text.split(|c: char| c.is_whitespace() || "<>()[];,".contains(c));
    let address = parts.find(|part| part.contains('@')).unwrap_or_default();
    let address = address.strip_prefix("mailto:").unwrap_or(address);
    let (local, domain) = address.split_once('@').unwrap_or_default();
    let well_formed = !local.is_empty() && domain.contains('.') && !domain.starts_with('.') && !domain.contains('@');
    let machine = |word: &str| is(Kind::Account, &name_key(word));
    match () {
        () if !well_formed => Err(Because::NoName),
        () if machine(local) || local.split(['-', '.', '_', '+']).any(machine) => Err(Because::Account),
        () => Ok(OwnerKind::Person),
    }
}

/// The name in front of an address, as mail programs write both: `Ann Lee <ann@corp.example>`.
fn before_address(text: &str) -> Option<&str> {
    let (head, rest) = text.split_once('<')?;
    let address = rest.trim_end().strip_suffix('>')?;
    (!head.trim().is_empty() && address.contains('@')).then_some(head)
}
