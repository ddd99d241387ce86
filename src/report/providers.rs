//! What is expected of each provider. In: the facts. Out: per vendor the systems, what is confirmed, what is open, and a
//! request that can be pasted into a mail.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::assess::{GapKind, ProviderState};
use crate::framework::Domain;
use crate::inventory::name_key;
use crate::plan::DatedGap;
use crate::report::actions::asks;
use crate::report::facts::Facts;
use crate::report::text::Text;
use crate::snapshot::SystemRecord;

/// The most vendors that are listed.
const VENDORS: usize = 60;
/// The most vendors for which a request is written out.
const REQUESTS: usize = 8;
/// The most systems that a request names.
const SYSTEMS: usize = 10;

/// What is expected of each provider.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Providers {
    /// How much is confirmed, in one sentence.
    pub intro: String,
    /// Greatest open exposure first.
    pub rows: Vec<Row>,
    /// What is not listed.
    pub more: Option<String>,
    /// One request a vendor with something open.
    pub requests: Vec<Request>,
    /// For how many further vendors no request is printed.
    pub more_requests: Option<String>,
}

/// One vendor.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Row {
    /// The vendor.
    pub name: Text,
    /// Number of systems.
    pub systems: String,
    /// Duties that are the provider's, in whole or in part.
    pub duties: String,
    /// Confirmed ones among them.
    pub confirmed: String,
    /// The others.
    pub open: String,
    /// Confirmed share, 0 to 1.
    pub share: f64,
    /// The same in words.
    pub share_text: String,
    /// Exposure of what is open.
    pub exposure: String,
}

/// A request to one vendor.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Request {
    /// The vendor.
    pub name: Text,
    /// The subject of the mail.
    pub subject: Text,
    /// Who we are, and why we ask.
    pub opening: Text,
    /// What we ask for.
    pub points: Vec<Text>,
    /// Until when, and to whom.
    pub closing: Text,
}

struct Vendor<'a> {
    name: Option<&'a str>,
    systems: Vec<&'a SystemRecord>,
    duties: usize,
    confirmed: usize,
    open: Vec<&'a DatedGap>,
}

impl Vendor<'_> {
    fn exposure(&self) -> u32 {
        self.open.iter().map(|g| g.gap.score).sum()
    }
}

impl Providers {
    /// Settles what is expected of each provider.
    pub fn new(facts: &Facts<'_>) -> Self {
        let words = facts.words;
        let vendors = vendors(facts);
        let now = &facts.snapshot.headline;
        let open: Vec<_> = vendors
            .iter()
            .filter(|v| v.name.is_some() && !v.open.is_empty())
            .collect();
        let rate = words.rate(now.assured_rate);
        let more = vendors.len().saturating_sub(VENDORS);
        let more_requests = open.len().saturating_sub(REQUESTS);
        Self {
            intro: words.count("providers.intro", now.provider_obligations, &[("rate", &rate)]),
            rows: vendors.iter().take(VENDORS).map(|v| row(facts, v)).collect(),
            more: (more > 0).then(|| words.count("providers.more", more, &[])),
            requests: open.iter().take(REQUESTS).map(|v| request(facts, v)).collect(),
            more_requests: (more_requests > 0).then(|| words.count("providers.more_requests", more_requests, &[])),
        }
    }
}

/// The vendors of the systems with a provider's side, greatest open exposure first; systems without a vendor come together.
fn vendors<'a>(facts: &Facts<'a>) -> Vec<Vendor<'a>> {
    let mut found: BTreeMap<Option<String>, Vendor<'a>> = BTreeMap::new();
    for system in &facts.snapshot.systems {
        let duties: Vec<_> = Domain::ALL
            .into_iter()
            .filter_map(|domain| facts.duty(&system.id, domain)?.provider)
            .collect();
        if duties.is_empty() {
            continue;
        }
        let name = system.vendor.as_deref();
        let vendor = found.entry(name.map(name_key)).or_insert_with(|| Vendor {
            name,
            systems: Vec::new(),
            duties: 0,
            confirmed: 0,
            open: Vec::new(),
        });
        vendor.systems.push(system);
        vendor.duties += duties.len();
        vendor.confirmed += duties
            .iter()
            .filter(|&&state| state == ProviderState::Confirmed)
            .count();
        let theirs = [GapKind::Uncoordinated, GapKind::Unassured];
        vendor.open.extend(
            facts
                .gaps_of(&system.id)
                .iter()
                .filter(|g| theirs.contains(&g.gap.kind)),
        );
    }
    let mut found: Vec<_> = found.into_values().collect();
    found.sort_by_key(|vendor| Reverse(vendor.exposure()));
    found
}

fn row(facts: &Facts<'_>, vendor: &Vendor<'_>) -> Row {
    let words = facts.words;
    let share = vendor.confirmed as f64 / vendor.duties as f64;
    let name = vendor
        .name
        .map_or_else(|| words.text("providers.unnamed"), str::to_owned);
    Row {
        name: Text::new(name),
        systems: words.number(vendor.systems.len()),
        duties: words.number(vendor.duties),
        confirmed: words.number(vendor.confirmed),
        open: words.number(vendor.open.len()),
        share,
        share_text: words.percent(share),
        exposure: words.number(vendor.exposure() as usize),
    }
}

fn request(facts: &Facts<'_>, vendor: &Vendor<'_>) -> Request {
    let words = facts.words;
    let name = vendor.name.unwrap_or_default();
    let named = Text::short(name, 80);
    let us = facts
        .snapshot
        .organisation
        .clone()
        .unwrap_or_else(|| words.text("providers.us"));
    let open: BTreeSet<_> = vendor.open.iter().map(|g| g.gap.id.system.as_str()).collect();
    let concerned = vendor.systems.iter().filter(|s| open.contains(s.id.as_str()));
    let mut systems: Vec<_> = concerned
        .take(SYSTEMS)
        .map(|s| Text::short(&s.name, 60).as_str().to_owned())
        .collect();
    if open.len() > SYSTEMS {
        systems.push(words.count("plan.more_systems", open.len() - SYSTEMS, &[]));
    }
    let due = vendor
        .open
        .iter()
        .map(|g| g.due)
        .filter(|&day| day >= facts.snapshot.as_of)
        .min();
    let due = due.map_or_else(|| words.text("providers.soon"), |day| words.long_date(day));
    Request {
        name: Text::new(name),
        subject: words.say("providers.subject", &[("us", &us)]).into(),
        opening: words
            .say(
                "providers.opening",
                &[
                    ("vendor", named.as_str()),
                    ("us", &us),
                    ("systems", &words.list(&systems)),
                ],
            )
            .into(),
        points: points(facts, vendor),
        closing: words.say("providers.closing", &[("date", &due), ("us", &us)]).into(),
    }
}

/// One point a domain, in the framework's order.
fn points(facts: &Facts<'_>, vendor: &Vendor<'_>) -> Vec<Text> {
    let mut shared: BTreeMap<Domain, bool> = BTreeMap::new();
    for gap in &vendor.open {
        if let Some(domain) = gap.gap.id.domain() {
            *shared.entry(domain).or_default() |= gap.gap.kind == GapKind::Uncoordinated;
        }
    }
    let point = |(domain, shared): (Domain, bool)| {
        let asks: Vec<_> = asks(facts, domain, shared).into_iter().take(2).collect();
        facts
            .words
            .say(
                "providers.point",
                &[("domain", &facts.words.name(domain)), ("asks", &asks.join("; "))],
            )
            .into()
    };
    shared.into_iter().map(point).collect()
}
