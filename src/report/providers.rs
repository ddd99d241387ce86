//! Annex A, providers. In: the facts. Out: per vendor the systems, what is confirmed and by what, what is open; one letter that fits all;
//! and a table of what is asked for by provider, so that nothing is printed for each of them anew.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use serde::Serialize;

use crate::assess::{Because, GapKind, Obligation, ProviderState};
use crate::framework::Domain;
use crate::inventory::{Grade, name_key};
use crate::plan::DatedGap;
use crate::report::accepted::SOON;
use crate::report::actions::asks;
use crate::report::facts::Facts;
use crate::report::table::{Cell, Column, Table};
use crate::report::text::Text;
use crate::snapshot::SystemRecord;
use crate::words::capitalised;

/// The most vendors that are listed.
const VENDORS: usize = 10;
/// How wide a vendor's column of the questions is, in points.
const COLUMN: f64 = 16.0;

/// So few vendors that their names need not be turned upright.
const FEW: usize = 2;
/// The longest head of such a column, in letters.
const HEAD: usize = 80;

/// What is expected of each provider.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Providers {
    /// The heading.
    pub title: String,
    /// How much is confirmed, and what is left out.
    pub intro: String,
    /// Greatest open exposure first.
    pub table: Table,
    /// A letter, and what it asks for; nothing where all is confirmed.
    pub request: Option<Request>,
}

/// What is asked of providers.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Request {
    /// Heading of the letter.
    pub title: String,
    /// How it is used.
    pub intro: String,
    /// Its paragraphs, the subject first.
    pub letter: Vec<Text>,
    /// Heading of the table.
    pub asked: String,
    /// What a number in it means.
    pub asked_intro: String,
    /// Evidence by provider.
    pub table: Table,
}

struct Vendor<'a> {
    name: Option<&'a str>,
    systems: Vec<&'a SystemRecord>,
    duties: Vec<&'a Obligation>,
    open: Vec<&'a DatedGap>,
}

impl Vendor<'_> {
    fn exposure(&self) -> u32 {
        self.open.iter().map(|g| g.gap.score).sum()
    }

    /// How many confirmed duties are so no longer when the next quarterly report is made, unless something new comes.
    fn expiring(&self, as_of: NaiveDate) -> usize {
        let last_days = self.duties.iter().filter_map(|duty| duty.assured_until);
        last_days.filter(|day| (*day - as_of).num_days() <= SOON).count()
    }

    fn confirmed(&self) -> usize {
        let confirmed = |d: &&&Obligation| d.provider == Some(ProviderState::Confirmed);
        self.duties.iter().filter(confirmed).count()
    }
}

impl Providers {
    /// Settles what is expected of each provider; nothing where no duty is a provider's.
    pub fn new(facts: &Facts<'_>) -> Option<Self> {
        let words = facts.words;
        let vendors = vendors(facts);
        let now = &facts.snapshot.headline;
        let rate = words.rate(now.assured_rate);
        let mut intro = words.count("providers.intro", now.provider_obligations, &[("rate", &rate)]);
        if vendors.len() > VENDORS {
            let all = words.number(vendors.len());
            intro = format!("{intro} {}", words.count("providers.first", VENDORS, &[("all", &all)]));
        }
        let shown = &vendors[..vendors.len().min(VENDORS)];
        (!vendors.is_empty()).then(|| Self {
            title: words.text("providers.title"),
            intro,
            table: table(facts, shown),
            request: request(facts, shown),
        })
    }
}

/// The vendors of the systems with a provider's side, greatest open exposure first; systems without a vendor come together.
fn vendors<'a>(facts: &Facts<'a>) -> Vec<Vendor<'a>> {
    let mut found: BTreeMap<Option<String>, Vendor<'a>> = BTreeMap::new();
    let theirs = [GapKind::Uncoordinated, GapKind::Unassured];
    for system in &facts.snapshot.systems {
        let duties: Vec<_> = Domain::ALL
            .into_iter()
            .filter_map(|domain| facts.duty(&system.id, domain))
            .filter(|duty| duty.provider.is_some())
            .collect();
        if duties.is_empty() {
            continue;
        }
        let name = system.vendor.as_deref();
        let vendor = found.entry(name.map(name_key)).or_insert_with(|| Vendor {
            name,
            systems: Vec::new(),
            duties: Vec::new(),
            open: Vec::new(),
        });
        vendor.systems.push(system);
        vendor.duties.extend(duties);
        let gaps = facts.gaps_of(&system.id).iter();
        vendor.open.extend(gaps.filter(|g| theirs.contains(&g.gap.kind)));
    }
    let mut found: Vec<_> = found.into_values().collect();
    found.sort_by_key(|vendor| Reverse(vendor.exposure()));
    found
}

fn table(facts: &Facts<'_>, vendors: &[Vendor<'_>]) -> Table {
    let words = facts.words;
    let columns = vec![
        Column::new(words.text("heading.vendor")),
        Column::number(words.text("heading.systems")),
        Column::number(words.text("heading.duties")),
        Column::number(words.text("heading.confirmed")),
        Column::wide(words.text("heading.evidence")),
        Column::number(words.text("heading.expired")),
        Column::number(words.text("heading.expires")),
        Column::number(words.text("heading.open")),
        Column::number(words.text("heading.exposure")),
    ];
    let rows = vendors.iter().map(|vendor| row(facts, vendor)).collect();
    Table::new(facts.paper.width, columns, rows)
}

fn row(facts: &Facts<'_>, vendor: &Vendor<'_>) -> Vec<Cell> {
    let words = facts.words;
    let grades = Grade::ALL.into_iter().rev().map(|grade| {
        let by = |d: &&&Obligation| d.assured_by == Some(grade);
        (words.name(grade), vendor.duties.iter().filter(by).count())
    });
    let by = grades.filter(|(_, n)| *n > 0);
    let by: Vec<_> = by.map(|(name, n)| format!("{name}: {}", words.number(n))).collect();
    let expired = vendor
        .open
        .iter()
        .filter(|g| g.gap.because == Some(Because::Expired))
        .count();
    let none = |n: usize| if n == 0 { "–".to_owned() } else { words.number(n) };
    vec![
        Cell::strong(name(facts, vendor)),
        Cell::plain(words.number(vendor.systems.len())),
        Cell::plain(words.number(vendor.duties.len())),
        Cell::plain(format!(
            "{} ({})",
            words.number(vendor.confirmed()),
            words.percent(vendor.confirmed() as f64 / vendor.duties.len() as f64)
        )),
        Cell::plain(if by.is_empty() { "–".to_owned() } else { by.join(", ") }),
        Cell::plain(none(expired)),
        Cell::plain(none(vendor.expiring(facts.snapshot.as_of))),
        Cell::plain(words.number(vendor.open.len())),
        Cell::strong(words.number(vendor.exposure() as usize)),
    ]
}

fn name(facts: &Facts<'_>, vendor: &Vendor<'_>) -> String {
    let unnamed = || facts.words.text("providers.unnamed");
    vendor.name.map_or_else(unnamed, str::to_owned)
}

fn request(facts: &Facts<'_>, vendors: &[Vendor<'_>]) -> Option<Request> {
    let words = facts.words;
    let open: Vec<_> = vendors.iter().filter(|v| !v.open.is_empty()).collect();
    let ask_by = facts.snapshot.actions.iter().map(|a| a.ask_by).min()?;
    let us = facts.snapshot.organisation.clone();
    let us = us.unwrap_or_else(|| words.text("providers.us"));
    let date = words.long_date(ask_by);
    let values = [("us", us.as_str()), ("date", &date)];
    let letter = ["providers.subject", "providers.opening", "providers.closing"];
    (!open.is_empty()).then(|| Request {
        title: words.text("providers.letter"),
        intro: words.text("providers.letter_intro"),
        letter: letter
            .map(|key| Text::new(capitalised(&words.say(key, &values))))
            .to_vec(),
        asked: words.text("providers.asked"),
        asked_intro: words.text("providers.asked_intro"),
        table: asked(facts, &open),
    })
}

/// A row for each domain in which something is asked for, a column for each provider: how many systems it concerns.
fn asked(facts: &Facts<'_>, vendors: &[&Vendor<'_>]) -> Table {
    let words = facts.words;
    let mut columns = vec![
        Column::new(words.text("heading.domain")),
        Column::wide(words.text("heading.asked_for")),
    ];
    let column = |vendor: &&Vendor<'_>| {
        let head = Text::short(name(facts, vendor), HEAD).as_str().to_owned();
        match vendors.len() {
            ..=FEW => Column::number(head),
            _ => Column::upright(&head, COLUMN),
        }
    };
    columns.extend(vendors.iter().map(column));
    let rows = Domain::ALL.into_iter().filter_map(|domain| {
        let of = |vendor: &&Vendor<'_>| {
            let gaps = vendor.open.iter().filter(|g| g.gap.id.domain() == Some(domain));
            let systems: BTreeSet<_> = gaps.clone().map(|g| g.gap.id.system.as_str()).collect();
            (
                systems.len(),
                gaps.clone().any(|g| g.gap.kind == GapKind::Uncoordinated),
            )
        };
        let counted: Vec<_> = vendors.iter().map(of).collect();
        let shared = counted.iter().any(|(_, shared)| *shared);
        if counted.iter().all(|(n, _)| *n == 0) {
            return None;
        }
        let asks: Vec<_> = asks(facts, domain, shared).into_iter().take(2).collect();
        let mut row = vec![Cell::plain(words.name(domain)), Cell::plain(asks.join("; "))];
        row.extend(
            counted
                .iter()
                .map(|(n, _)| Cell::plain(if *n == 0 { "–".to_owned() } else { words.number(*n) })),
        );
        Some(row)
    });
    Table::small(facts.paper.width, columns, rows.collect())
}
