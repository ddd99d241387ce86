//! Which rows of the inventory count for which duty. In: the controls. Out: for a system and a domain, our rows of the narrowest
//! level that has any, and all rows that could speak for the provider.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use indexmap::IndexMap;

use super::owners::{Named, Names};
use super::proof::Proof;
use crate::config::Rules;
use crate::diagnostic::Location;
use crate::framework::Domain;
use crate::inventory::{Control, ControlStatus, Inventory, Level, Party, Reach, Scope, System, name_key};

/// A row with what its evidence comes to.
pub struct Line<'a> {
    /// Its place among the controls.
    pub number: usize,
    /// The row.
    pub control: &'a Control,
    /// What proves our side.
    pub ours: Proof<'a>,
    /// What confirms the provider's.
    pub theirs: Proof<'a>,
    /// Its owners.
    pub owners: Vec<Named<'a>>,
    /// The texts of its owner cell and its evidence, where a provider may be named in them.
    texts: Vec<String>,
}

impl<'a> Line<'a> {
    fn of(number: usize, control: &'a Control, rules: &Rules, as_of: NaiveDate, names: &mut Names<'a>) -> Self {
        Self {
            number,
            control,
            owners: names.named(&control.owners),
            ours: Proof::of(&control.evidence, control, rules, as_of),
            theirs: Proof::of(&control.provider_evidence, control, rules, as_of),
            texts: texts(control),
        }
    }

    /// Whether it is the provider's own, or has something in *Provider evidence*.
    pub fn is_about_the_provider(&self) -> bool {
        is_about_the_provider(self.control)
    }

    /// Whether it names one of these companies (as `company_letters` writes them), in whole words.
    pub fn names(&self, companies: &[String]) -> bool {
        let named = |text: &String| companies.iter().any(|company| is_named(company, text));
        self.texts.iter().any(named)
    }
}

/// Whether words of a text that stand together have these letters.
fn is_named(letters: &str, text: &str) -> bool {
    let words: Vec<&str> = text.split(' ').collect();
    (0..words.len()).any(|from| {
        let mut rest = Some(letters);
        for word in &words[from..] {
            rest = rest.and_then(|rest| rest.strip_prefix(word));
            match rest {
                Some("") => return true,
                Some(_) => {}
                None => break,
            }
        }
        false
    })
}

fn is_about_the_provider(control: &Control) -> bool {
    let evidence = &control.provider_evidence;
    control.party == Party::Provider || evidence.said.is_some() || !evidence.pieces.is_empty()
}

/// The texts in which a wide row could name a provider, as `name_key` writes them; for other rows nobody asks.
fn texts(control: &Control) -> Vec<String> {
    let wide = control.reach.iter().any(|reach| reach.level() > Level::System);
    if !wide || !is_about_the_provider(control) {
        return Vec::new();
    }
    let cells = [&control.evidence, &control.provider_evidence];
    let said = cells.iter().filter_map(|cell| cell.said.as_deref());
    let pieces = cells
        .iter()
        .flat_map(|cell| &cell.pieces)
        .map(|piece| piece.text.as_str());
    let owners = control.owners.iter().map(|owner| owner.name.as_str());
    owners.chain(said).chain(pieces).map(name_key).collect()
}

/// The rows that cover one system and domain.
pub struct Rows<'l, 'a> {
    /// Ours, of the narrowest level that has any.
    pub customer: Vec<&'l Line<'a>>,
    /// That level.
    pub level: Option<Level>,
    /// Those that are the provider's own, or have something in *Provider evidence*, of every level.
    pub provider: Vec<(Level, &'l Line<'a>)>,
}

/// Which rows reach what, sorted out once, so that the work grows with the systems and not with systems x rows.
pub struct Coverage<'a> {
    /// Every row, in the order of the inventory.
    pub lines: Vec<Line<'a>>,
    by_reach: IndexMap<&'a Reach, Vec<(Domain, usize)>>,
}

/// The rows that reach one system, whatever their domain: each list is in the order of its domains, then of the inventory.
pub struct Reached<'l>(Vec<(Level, &'l [(Domain, usize)])>);

impl<'a> Coverage<'a> {
    /// Sorts the rows by what they reach; retired ones reach nothing.
    pub fn of(inventory: &'a Inventory, rules: &Rules, as_of: NaiveDate) -> Self {
        let controls = &inventory.controls;
        let mut by_reach: IndexMap<_, Vec<_>> = IndexMap::new();
        let counting = controls
            .iter()
            .enumerate()
            .filter(|(_, c)| c.status != Some(ControlStatus::Retired));
        for (place, control) in counting {
            for &domain in &control.domains {
                for reach in &control.reach {
                    by_reach.entry(reach).or_default().push((domain, place));
                }
            }
        }
        by_reach.values_mut().for_each(|rows| rows.sort_unstable());
        let mut names = Names::of(inventory, as_of);
        let line = |(number, control)| Line::of(number, control, rules, as_of, &mut names);
        Self {
            lines: controls.iter().enumerate().map(line).collect(),
            by_reach,
        }
    }

    /// The rows that reach a system.
    pub fn reached(&self, system: &System) -> Reached<'_> {
        let reaches = system.reaches();
        let rows = |reach: &Reach| Some((reach.level(), self.by_reach.get(reach)?.as_slice()));
        Reached(reaches.iter().filter_map(rows).collect())
    }

    /// Those of a domain.
    pub fn rows(&self, reached: &Reached<'_>, domain: Domain) -> Rows<'_, 'a> {
        let mut levels = BTreeMap::new();
        for (level, rows) in &reached.0 {
            let from = rows.partition_point(|(of, _)| *of < domain);
            for (_, place) in rows[from..].iter().take_while(|(of, _)| *of == domain) {
                levels.entry(*place).or_insert(*level);
            }
        }
        let all = || levels.iter().map(|(&place, &level)| (level, &self.lines[place]));
        let ours = || all().filter(|(_, line)| line.control.party == Party::Customer);
        let narrowest = ours().map(|(level, _)| level).min();
        Rows {
            customer: ours()
                .filter(|(level, _)| Some(*level) == narrowest)
                .map(|(_, line)| line)
                .collect(),
            level: narrowest,
            provider: all().filter(|(_, line)| line.is_about_the_provider()).collect(),
        }
    }
}

/// How many times a row counts for a duty of a system, all in all: rows for everything, and systems, can each be few, and this many.
pub fn meetings(inventory: &Inventory) -> u64 {
    let mut by_reach: IndexMap<&Reach, u64> = IndexMap::new();
    for control in &inventory.controls {
        for reach in &control.reach {
            *by_reach.entry(reach).or_default() += control.domains.len() as u64;
        }
    }
    let reached = |system: &System| -> u64 {
        let reaches = system.reaches();
        reaches.iter().filter_map(|reach| by_reach.get(reach)).sum()
    };
    let counting = inventory.systems.iter().filter(|s| s.scope == Scope::In);
    counting.map(reached).sum()
}

/// Where some rows stand, each place once.
pub fn places<'l>(rows: &[&'l Line<'_>]) -> BTreeSet<&'l Location> {
    rows.iter().map(|line| &line.control.at).collect()
}

/// The cells of some rows, sorted; the system's own cell if there are none.
pub fn cells(rows: &[&Line<'_>], system: &System) -> Vec<String> {
    if rows.is_empty() {
        return vec![system.at.short()];
    }
    let mut cells: Vec<String> = places(rows).into_iter().map(Location::short).collect();
    cells.shrink_to_fit();
    cells
}

/// The due dates of some rows, earliest first.
pub fn due_dates<'l>(rows: impl Iterator<Item = &'l Control>) -> Vec<NaiveDate> {
    let days: BTreeSet<NaiveDate> = rows.filter_map(|control| control.due).collect();
    days.into_iter().collect()
}
