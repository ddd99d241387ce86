//! Annex A, owners: who carries how much, and what each has open. In: the facts. Out: one table with a row for each piece of work under
//! its owner: the gaps that one set of rows of the inventory gives, the first step that fits their kind, the dates.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use serde::Serialize;

use crate::assess::GapKind;
use crate::diagnostic::Code;
use crate::framework::Domain;
use crate::plan::DatedGap;
use crate::report::actions::dates;
use crate::report::facts::Facts;
use crate::report::remarks;
use crate::report::table::{Cell, Column, Table, Tone};
use crate::report::text::Text;

/// The most owners that are listed, and the most pieces of work of one.
const OWNERS: usize = 25;
const WORK: usize = 6;
/// The most remarks on names that are listed.
const REMARKS: usize = 12;

/// Who carries how much.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Owners {
    /// The heading.
    pub title: String,
    /// How the duties are spread, and what is left out.
    pub intro: Text,
    /// Each owner's work under the name, greatest open exposure first.
    pub table: Option<Table>,
    /// Heading of the names that cannot own.
    pub barred_title: String,
    /// How many of them are listed, where that is not all.
    pub barred_intro: Option<String>,
    /// Names that cannot own: what, where, what to do.
    pub barred: Option<Table>,
}

#[derive(Default)]
struct Load<'a> {
    team: bool,
    systems: BTreeSet<&'a str>,
    domains: BTreeSet<Domain>,
    duties: usize,
    open: usize,
    overdue: usize,
    exposure: u32,
    next: Option<NaiveDate>,
}

impl Owners {
    /// Settles who carries how much; nothing where nobody carries anything and nobody is barred.
    pub fn new(facts: &Facts<'_>) -> Option<Self> {
        let words = facts.words;
        let mut loads: Vec<_> = loads(facts).into_iter().collect();
        loads.sort_by_key(|(_, load)| (Reverse(load.exposure), Reverse(load.duties)));
        let found = facts.snapshot.warnings.iter().filter(|w| BARRING.contains(&w.code));
        let found: Vec<_> = found.collect();
        let barred = remarks::table(facts, &found[..found.len().min(REMARKS)]);
        let rows: Vec<_> = loads
            .iter()
            .take(OWNERS)
            .flat_map(|(name, load)| owner(facts, name, load))
            .collect();
        let working = rows.iter().any(|row| row.len() > 1);
        if rows.is_empty() && barred.is_none() {
            return None;
        }
        Some(Self {
            title: words.text("owners.title"),
            intro: Text::new(intro(facts, loads.len(), working)),
            table: (!rows.is_empty()).then(|| Table::small(facts.paper.width, columns(facts, working), rows)),
            barred_title: words.text("owners.barred"),
            barred_intro: (found.len() > REMARKS).then(|| {
                let all = words.number(found.len());
                words.count("owners.barred_first", REMARKS, &[("all", &all)])
            }),
            barred,
        })
    }
}

fn intro(facts: &Facts<'_>, owners: usize, working: bool) -> String {
    let words = facts.words;
    let duties = facts.snapshot.obligations.iter();
    let teams = duties.filter(|o| o.customer.is_some() && o.team_only).count();
    let mut said = vec![words.count("owners.intro", owners, &[])];
    if working {
        said.push(words.text("owners.row"));
    }
    if teams > 0 {
        said.push(words.count("owners.teams", teams, &[]));
    }
    if working {
        said.push(words.text("owners.note"));
    }
    if owners > OWNERS {
        let all = words.number(owners);
        said.push(words.count("owners.first", OWNERS, &[("all", &all)]));
    }
    said.join(" ")
}

/// The columns of the pieces of work; where nobody has any, one for the owners.
fn columns(facts: &Facts<'_>, working: bool) -> Vec<Column> {
    let words = facts.words;
    if !working {
        return vec![Column::wide(words.text("heading.owner"))];
    }
    vec![
        Column::new(words.text("heading.domain_gap")),
        Column::new(words.text("heading.systems")),
        Column::wide(words.text("heading.first_step")),
        Column::firm(words.text("heading.until")),
        Column::new(facts.cell_heading()),
    ]
}

fn loads<'a>(facts: &Facts<'a>) -> BTreeMap<&'a str, Load<'a>> {
    let mut loads: BTreeMap<&str, Load<'_>> = BTreeMap::new();
    for duty in facts.snapshot.obligations.iter().filter(|o| o.customer.is_some()) {
        for owner in &duty.owners {
            let load = loads.entry(owner).or_default();
            load.team |= duty.team_only;
            load.systems.insert(&duty.system);
            load.domains.insert(duty.domain);
            load.duties += 1;
        }
    }
    for gap in &facts.snapshot.gaps {
        for owner in &gap.gap.owners {
            let load = loads.entry(owner).or_default();
            load.open += 1;
            load.overdue += usize::from(gap.overdue);
            load.exposure += gap.gap.score;
            load.next = Some(load.next.map_or(gap.due, |next| next.min(gap.due)));
        }
    }
    loads
}

/// An owner's band, and a row for each piece of work, that with the greatest exposure first.
fn owner(facts: &Facts<'_>, name: &str, load: &Load<'_>) -> Vec<Vec<Cell>> {
    let words = facts.words;
    let work = work(facts, name);
    let mut told = vec![
        words.count("load.systems", load.systems.len(), &[]),
        words.count("load.duties", load.duties, &[]),
        match load.open {
            0 => words.text("load.nothing"),
            n => words.count("load.open", n, &[("exposure", &words.number(load.exposure as usize))]),
        },
    ];
    if load.overdue > 0 {
        told.push(words.count("load.overdue", load.overdue, &[]));
    }
    if load.team {
        told.push(words.text("load.team"));
    }
    if work.len() > WORK {
        let all = words.number(work.len());
        told.push(words.count("load.first", WORK, &[("all", &all)]));
    }
    let band = Cell::band(name, told.join(" · "));
    std::iter::once(vec![band])
        .chain(work.iter().take(WORK).map(|gaps| row(facts, gaps)))
        .collect()
}

/// What the gaps of one piece of work have in common: domain, kind, and the cells they come from.
type Origin<'a> = (Option<Domain>, GapKind, &'a [String]);

/// The open gaps of an owner, put together where one set of rows gives gaps of one kind in one domain.
fn work<'a>(facts: &Facts<'a>, name: &str) -> Vec<Vec<&'a DatedGap>> {
    let own = facts
        .snapshot
        .gaps
        .iter()
        .filter(|g| g.gap.owners.iter().any(|o| o == name));
    let mut work: BTreeMap<Origin<'_>, Vec<&DatedGap>> = BTreeMap::new();
    for gap in own {
        let key = (gap.gap.id.domain(), gap.gap.kind, gap.gap.source.as_slice());
        work.entry(key).or_default().push(gap);
    }
    let mut work: Vec<_> = work.into_values().collect();
    work.sort_by_key(|gaps| Reverse(gaps.iter().map(|g| g.gap.score).sum::<u32>()));
    work
}

fn row(facts: &Facts<'_>, gaps: &[&DatedGap]) -> Vec<Cell> {
    let words = facts.words;
    let Some(first) = gaps.first() else {
        return Vec::new();
    };
    let gap = &first.gap;
    let domain = gap.id.domain().map(|domain| words.name(domain)).unwrap_or_default();
    let systems = match gaps.len() {
        1 => facts.name(&gap.id.system).to_owned(),
        n => words.count("load.systems", n, &[]),
    };
    vec![
        Cell::plain(domain).under(Tone::Quiet, words.name(gap.kind)),
        Cell::plain(systems),
        Cell::plain(facts.first_step(first, words)),
        dates(facts, gaps),
        Cell::quiet(facts.cells(&gap.source)),
    ]
}

/// What bars a name from owning; these remarks stand with the owners and nowhere else.
pub const BARRING: [Code; 3] = [Code::OwnerIsVendor, Code::OwnerLeft, Code::OwnerPlaceholder];
