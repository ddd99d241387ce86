//! Every system, every domain. In: the facts. Out: one row a system, worst first, one column a domain, with totals; for a large
//! inventory, shares per business unit (or deployment model) before the worst systems. Every cell is one of a few pictures, each with
//! its words for those who do not see it.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::assess::{CustomerState, Obligation, ProviderState};
use crate::framework::Domain;
use crate::report::facts::Facts;
use crate::report::table::{SIZE, SMALL};
use crate::report::text::Text;
use crate::snapshot::SystemRecord;
use crate::typeface::Style;

/// The most systems that are shown one by one.
const SYSTEMS: usize = 40;
/// The most groups that are shown; the others are put together.
const GROUPS: usize = 12;
/// How wide a domain's column is, in points.
const COLUMN: f64 = 19.5;
/// How wide the column of the exposure is.
const EXPOSURE: f64 = 32.0;

/// The heat map.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct HeatMap {
    /// The heading.
    pub title: String,
    /// What is shown, in one sentence.
    pub intro: String,
    /// The 16 domains.
    pub columns: Vec<String>,
    /// Heads of the first and the last column, and the name of the last row.
    pub heads: [String; 3],
    /// Shares per group, for a large inventory.
    pub groups: Option<Groups>,
    /// Heading above the systems, where groups stand before them.
    pub systems_title: Option<String>,
    /// Worst first.
    pub rows: Vec<Row>,
    /// Duties without an owner per domain, over all systems in scope, and the exposure.
    pub totals: Vec<String>,
    /// The pictures that cells are made of.
    pub pictures: Vec<Picture>,
    /// The states and their letters, as pictures with their names.
    pub legend: Vec<(usize, String)>,
    /// Widths of the columns in points.
    pub widths: Vec<f64>,
    /// How high the heads are, in points.
    pub head: f64,
    /// Whether the map is higher than a page.
    pub breaks: bool,
    /// What stands there without any system.
    pub empty: Option<String>,
}

/// One system.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Row {
    /// Its name.
    pub name: Text,
    /// Id, models, unit, where there is room for them.
    pub about: Option<Text>,
    /// How high it is, in points.
    pub height: f64,
    /// Whether a part of Annex B is its own.
    pub detailed: bool,
    /// A picture for each domain.
    pub cells: Vec<usize>,
    /// Its exposure.
    pub exposure: String,
}

/// What a cell shows.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Picture {
    /// State of our side.
    pub state: Option<CustomerState>,
    /// Its letter.
    pub letter: String,
    /// Whether the provider's side is confirmed, if there is one.
    pub confirmed: Option<bool>,
    /// Whether the framework marks it.
    pub focus: bool,
    /// All of it in words.
    pub alt: String,
}

/// Shares of duties without an owner per group of systems.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Groups {
    /// What the groups are.
    pub title: String,
    /// Head of the first column.
    pub head: String,
    /// Greatest exposure first.
    pub rows: Vec<Group>,
}

/// One group of systems.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Group {
    /// Its name, with the number of systems.
    pub name: Text,
    /// How high it is, in points.
    pub height: f64,
    /// One a domain; nothing where no system of the group has a duty of ours.
    pub shares: Vec<Option<Share>>,
    /// Its exposure.
    pub exposure: String,
}

/// The share of a group's duties in one domain that nobody owns.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Share {
    /// Whole per cent.
    pub text: String,
    /// 0 (none) to 4 (more than three quarters).
    pub level: usize,
}

impl HeatMap {
    /// Settles the heat map; so many of the worst systems have a part of their own in Annex B.
    pub fn new(facts: &Facts<'_>, detailed: usize) -> Self {
        let words = facts.words;
        let systems = facts.worst_systems();
        let large = systems.len() > SYSTEMS;
        let mut pictures = Pictures::default();
        let columns = Domain::ALL.len() as f64;
        let first = facts.paper.width - (COLUMN + GUTTER) * columns - EXPOSURE - GUTTER;
        let legend = legend(facts, &mut pictures);
        let columns: Vec<_> = Domain::ALL
            .into_iter()
            .map(|domain| words.about(domain, "column"))
            .collect();
        let head = columns
            .iter()
            .map(|name| Style::plain(SMALL).width(name))
            .fold(0.0, f64::max)
            + 6.0;
        let groups = large.then(|| groups(facts, &systems, first));
        let above = groups.as_ref().map_or(0.0, |groups| {
            let rows = groups.rows.iter().map(|g| g.height + GUTTER);
            rows.sum::<f64>() + head + 2.0 * TITLE
        });
        let room = facts.paper.height - ABOVE - head - above - TOTALS;
        let shown = &systems[..systems.len().min(SYSTEMS)];
        let mut rows = rows(facts, shown, first, room, &mut pictures);
        let mut height: f64 = rows.iter().map(|row| row.height + GUTTER).sum();
        let most = if large {
            room
        } else {
            room + facts.paper.height * SECOND_PAGE
        };
        while height > most && rows.len() > 5 {
            height -= rows.pop().map_or(0.0, |row| row.height + GUTTER);
        }
        rows.iter_mut().take(detailed).for_each(|row| row.detailed = true);
        let mut intro = words.text(if large { "heatmap.intro_large" } else { "heatmap.intro" });
        if rows.len() < systems.len() {
            let all = words.number(systems.len());
            intro = format!("{intro} {}", words.count("heatmap.first", rows.len(), &[("all", &all)]));
        }
        Self {
            title: words.text("heatmap.title"),
            intro,
            head,
            columns,
            heads: [
                words.text("heading.system"),
                words.text("heading.exposure"),
                words.text("heatmap.totals"),
            ],
            groups,
            systems_title: large.then(|| words.count("heatmap.worst", rows.len(), &[])),
            breaks: height > room,
            rows,
            totals: totals(facts),
            pictures: pictures.made,
            legend,
            widths: std::iter::once(first)
                .chain(std::iter::repeat_n(COLUMN, Domain::ALL.len()))
                .chain([EXPOSURE])
                .collect(),
            empty: systems.is_empty().then(|| words.text("heatmap.empty")),
        }
    }
}

/// Title, sentence and legend; a title between; the last row; between two rows: in points.
const ABOVE: f64 = 96.0;
const TITLE: f64 = 26.0;
const TOTALS: f64 = 18.0;
const GUTTER: f64 = 1.0;
/// How much of a second page a map of few systems with long names may take.
const SECOND_PAGE: f64 = 0.85;
/// The most lines that the name of a system, and of a group, takes; a longer one is cut.
const NAME_LINES: usize = 6;
const GROUP_LINES: usize = 4;
/// So many letters of such a name are shown.
const CUT: usize = 120;
/// The lowest and the highest row, and from where on it holds two lines.
const LOWEST: f64 = 9.6;
const HIGHEST: f64 = 18.5;
const TWO_LINES: f64 = 16.0;

fn legend(facts: &Facts<'_>, pictures: &mut Pictures) -> Vec<(usize, String)> {
    let words = facts.words;
    let states = CustomerState::WORST_FIRST.map(|state| {
        let picture = pictures.add(facts, Some(state), None, false);
        (picture, words.name(state))
    });
    let others = [
        ("heatmap.confirmed", Some(true), false),
        ("heatmap.unconfirmed", Some(false), false),
        ("heatmap.focus", None, true),
        ("heatmap.blank", None, false),
    ];
    let others = others.map(|(key, confirmed, focus)| (pictures.add(facts, None, confirmed, focus), words.text(key)));
    states.into_iter().chain(others).collect()
}

/// The pictures made so far.
#[derive(Default)]
struct Pictures {
    made: Vec<Picture>,
    places: BTreeMap<(Option<CustomerState>, Option<bool>, bool), usize>,
}

impl Pictures {
    fn add(&mut self, facts: &Facts<'_>, state: Option<CustomerState>, confirmed: Option<bool>, focus: bool) -> usize {
        let made = &mut self.made;
        *self.places.entry((state, confirmed, focus)).or_insert_with(|| {
            made.push(picture(facts, state, confirmed, focus));
            made.len() - 1
        })
    }

    fn cell(&mut self, facts: &Facts<'_>, duty: Option<&Obligation>) -> usize {
        let confirmed = |duty: &Obligation| duty.provider.map(|state| state == ProviderState::Confirmed);
        match duty {
            Some(duty) => self.add(facts, duty.customer, confirmed(duty), duty.critical_focus),
            None => self.add(facts, None, None, false),
        }
    }
}

fn picture(facts: &Facts<'_>, state: Option<CustomerState>, confirmed: Option<bool>, focus: bool) -> Picture {
    let words = facts.words;
    let theirs = confirmed.map(|confirmed| {
        let key = match (state.is_some(), confirmed) {
            (true, true) => "heatmap.confirmed",
            (true, false) => "heatmap.unconfirmed",
            (false, true) => "heatmap.theirs_confirmed",
            (false, false) => "heatmap.theirs_unconfirmed",
        };
        words.text(key)
    });
    let told = [
        state.map(|state| words.name(state)),
        theirs,
        focus.then(|| words.text("heatmap.focus")),
    ];
    let told: Vec<_> = told.into_iter().flatten().collect();
    Picture {
        state,
        letter: state.map_or_else(String::new, |state| words.about(state, "letter")),
        confirmed,
        focus,
        alt: if told.is_empty() {
            words.text("heatmap.blank")
        } else {
            told.join(", ")
        },
    }
}

/// As high as the room allows, so that the map is one page.
fn rows(facts: &Facts<'_>, systems: &[&SystemRecord], width: f64, room: f64, pictures: &mut Pictures) -> Vec<Row> {
    let height = (room / systems.len().max(1) as f64 - GUTTER).clamp(LOWEST, HIGHEST);
    let height = (height * 10.0).floor() / 10.0;
    systems
        .iter()
        .map(|system| row(facts, system, width, height, pictures))
        .collect()
}

fn row(facts: &Facts<'_>, system: &SystemRecord, width: f64, height: f64, pictures: &mut Pictures) -> Row {
    let about = [Some(system.id.clone()), Some(facts.models(system)), system.unit.clone()];
    let about: Vec<_> = about.into_iter().flatten().collect();
    let about = Text::new(about.join(" · "));
    let (bold, small) = (Style::bold(SIZE), Style::plain(SMALL));
    let name = within(&system.name, bold, width, NAME_LINES);
    let lines = bold.lines(name.as_str(), width - 4.0, 0.0);
    let named = bold.height(lines) + 3.6;
    let both = named + 2.0 + small.height(small.lines(about.as_str(), width - 4.0, 0.0));
    let room = height >= TWO_LINES && both <= height + 10.0;
    Row {
        name,
        height: height.max(if room { both } else { named }),
        about: room.then_some(about),
        detailed: false,
        cells: Domain::ALL
            .into_iter()
            .map(|domain| pictures.cell(facts, facts.duty(&system.id, domain)))
            .collect(),
        exposure: facts.words.number(facts.exposure(&system.id) as usize),
    }
}

/// A name in full, unless it takes more lines than a row has room for.
fn within(name: &str, style: Style, width: f64, lines: usize) -> Text {
    let whole = Text::new(name);
    match style.lines(whole.as_str(), width - 4.0, 0.0) <= lines {
        true => whole,
        false => Text::short(name, CUT),
    }
}

fn totals(facts: &Facts<'_>) -> Vec<String> {
    let mut unowned = [0; Domain::ALL.len()];
    let without = |o: &&Obligation| o.customer.is_some() && o.owners.is_empty();
    for duty in facts.snapshot.obligations.iter().filter(without) {
        unowned[duty.domain as usize] += 1;
    }
    let exposure = facts.snapshot.headline.exposure as usize;
    unowned
        .iter()
        .chain([&exposure])
        .map(|&n| facts.words.number(n))
        .collect()
}

/// What a system is grouped by: its business unit, or, where hardly any system names one, its models.
fn groups(facts: &Facts<'_>, systems: &[&SystemRecord], width: f64) -> Groups {
    let words = facts.words;
    let with_unit = systems.iter().filter(|s| s.unit.is_some()).count();
    let by_unit = with_unit * 2 >= systems.len();
    let mut members: BTreeMap<String, Vec<&SystemRecord>> = BTreeMap::new();
    for system in systems {
        let unit = || system.unit.clone().unwrap_or_else(|| words.text("heatmap.no_unit"));
        let name = if by_unit { unit() } else { model_group(facts, system) };
        members.entry(name).or_default().push(system);
    }
    let exposure = |of: &[&SystemRecord]| of.iter().map(|s| facts.exposure(&s.id)).sum::<u32>();
    let mut members: Vec<_> = members.into_iter().collect();
    members.sort_by_key(|(_, of)| std::cmp::Reverse(exposure(of)));
    if members.len() > GROUPS {
        let rest: Vec<_> = members.split_off(GROUPS - 1);
        let name = words.count("heatmap.other_groups", rest.len(), &[]);
        members.push((name, rest.into_iter().flat_map(|(_, of)| of).collect()));
    }
    let title = if by_unit { "heatmap.units" } else { "heatmap.models" };
    Groups {
        title: words.text(title),
        head: words.text("heatmap.group"),
        rows: members.iter().map(|(name, of)| group(facts, name, of, width)).collect(),
    }
}

/// Systems with several models make a group of their own.
fn model_group(facts: &Facts<'_>, system: &SystemRecord) -> String {
    match system.models.as_slice() {
        [] => facts.words.text("model.unknown"),
        [one] => facts.words.name(*one),
        [_, ..] => facts.words.text("heatmap.several_models"),
    }
}

fn group(facts: &Facts<'_>, name: &str, of: &[&SystemRecord], width: f64) -> Group {
    let words = facts.words;
    let share = |domain| {
        let duties = || {
            of.iter()
                .filter_map(move |s| facts.duty(&s.id, domain))
                .filter(|o| o.customer.is_some())
        };
        let unowned = duties().filter(|o| o.owners.is_empty()).count();
        let all = duties().count();
        (all > 0).then(|| (unowned as f64 / all as f64, unowned, all))
    };
    let shown = |(share, unowned, all): (f64, usize, usize)| Share {
        text: words.percent(share).replace([' ', '\u{a0}', '\u{202f}', '%'], ""),
        level: (unowned * 4).div_ceil(all),
    };
    let bold = Style::bold(SMALL);
    let name = within(
        &format!("{name} ({})", words.number(of.len())),
        bold,
        width,
        GROUP_LINES,
    );
    Group {
        height: (bold.height(bold.lines(name.as_str(), width - 4.0, 0.0)) + 4.0).max(11.0),
        name,
        shares: Domain::ALL.into_iter().map(|domain| share(domain).map(shown)).collect(),
        exposure: words.number(of.iter().map(|s| facts.exposure(&s.id) as usize).sum()),
    }
}
