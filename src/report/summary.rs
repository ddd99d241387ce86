//! Page one. In: the facts and what changed. Out: the verdict, five tiles, the decisions, what became of the last ones, where duties are
//! uncovered, the trend, what changed, what matters; and how high the bars may be, so that all of it fills one page and no more.

use serde::Serialize;

use crate::compare::Changes;
use crate::inventory::Scope;
use crate::normalise::Role;
use crate::report::domains::{self, Bars};
use crate::report::facts::Facts;
use crate::report::table::{SMALL, Table};
use crate::report::text::Text;
use crate::report::tiles::{self, Tile};
use crate::report::trend::{self, Trend};
use crate::report::{decisions, verdict};
use crate::typeface::Style;
use crate::words::capitalised;

/// Page one.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Summary {
    /// The line above the title.
    pub kicker: String,
    /// The title.
    pub title: String,
    /// How wide it stands, in points.
    pub title_width: f64,
    /// What the report covers, to the right of the title.
    pub covers: String,
    /// The verdict in one sentence.
    pub verdict: String,
    /// What belongs to it.
    pub context: String,
    /// Five figures.
    pub tiles: Vec<Tile>,
    /// How high they are, in points.
    pub tile_height: f64,
    /// What leadership is asked to decide.
    pub decisions: Option<Table>,
    /// What stands there if there is nothing to decide.
    pub no_decisions: Option<String>,
    /// Where all decisions together lead, and what became of the last ones.
    pub after: Vec<String>,
    /// Bars per domain, most uncovered first.
    pub domains: Option<Bars>,
    /// What stands there without any duty.
    pub no_domains: Option<String>,
    /// Duties without an owner and critical gaps over the last reports; none in a first report.
    pub trend: Option<Trend>,
    /// Three lines on what changed, or what will stand there.
    pub changed: Vec<String>,
    /// Whether no report came before.
    pub first: bool,
    /// What matters beyond the counts.
    pub matters: Vec<Text>,
    /// Scope and framework, in the last line.
    pub basis: Text,
    /// How wide the left of the two middle columns is, in points.
    pub left: f64,
}

impl Summary {
    /// Settles page one.
    pub fn new(facts: &Facts<'_>, changes: Option<&Changes>) -> Self {
        let (words, snapshot) = (facts.words, facts.snapshot);
        let now = &snapshot.headline;
        let decisions = decisions::asks(facts);
        let bars = domains::bars(facts);
        let (lead, context) = verdict::verdict(facts, changes);
        let after = [decisions::together(facts), decisions::last(facts)];
        let date = words.long_date(snapshot.as_of);
        let mut page = Self {
            kicker: words.say("summary.kicker", &[("period", &facts.periods.quarter(snapshot.as_of))]),
            title_width: title_width(facts),
            title: words.text("summary.title"),
            covers: words.count("summary.covers", now.in_scope, &[("date", &date)]),
            verdict: lead,
            context: context.join(" "),
            tiles: tiles::tiles(facts),
            tile_height: 0.0,
            no_decisions: decisions.is_none().then(|| no_decisions(facts)),
            decisions,
            after: after.into_iter().flatten().collect(),
            no_domains: bars.is_none().then(|| words.text("summary.no_domains")),
            domains: bars,
            first: snapshot.history.is_empty(),
            trend: trend::trend(facts),
            changed: verdict::changed(facts, changes),
            matters: matters(facts),
            basis: basis(facts),
            left: 0.0,
        };
        page.fit(facts);
        page
    }

    /// Gives the middle of the page what the rest leaves: the bars are as high as there is room for.
    fn fit(&mut self, facts: &Facts<'_>) {
        let width = facts.paper.width;
        self.tile_height = tile_height(&self.tiles, width);
        let names = self.domains.as_ref().map_or(0.0, |bars| {
            let widths = bars.rows.iter().map(|bar| Style::plain(SMALL).width(&bar.name));
            widths.fold(0.0, f64::max).min(width * 0.34)
        });
        self.left = width * 0.62;
        let right = width - self.left - GUTTER;
        let rest = facts.paper.height - self.above(facts) - self.below(width);
        let beside = 2.0 * HEADING + 44.0 + paragraphs(self.changed.iter().map(String::as_str), right);
        if let Some(bars) = &mut self.domains {
            let legend = LEGEND * bars.legend.len().div_ceil(2) as f64;
            let room = (rest - HEADING - legend).max(beside - HEADING - legend);
            bars.height = (room / bars.rows.len() as f64).clamp(LOWEST, HIGHEST);
            bars.names = names;
            let middle = bars.height * bars.rows.len() as f64 + legend + HEADING;
            if let Some(trend) = &mut self.trend {
                trend.height = (middle - beside + 32.0).clamp(32.0, 90.0);
            }
        }
    }

    /// How high everything above the bars is.
    fn above(&self, facts: &Facts<'_>) -> f64 {
        let width = facts.paper.width;
        let organisation = facts.snapshot.organisation.as_deref().unwrap_or_default();
        let lines = Style::bold(8.0).lines(organisation, width - self.title_width - 12.0, 0.0);
        let masthead = 46.0 + 10.0 * lines.saturating_sub(2) as f64 + if facts.logo { 20.0 } else { 0.0 };
        let lead = Style::bold(LEAD).width(&self.verdict) + Style::plain(LEAD).width(&self.context);
        let verdict = Style::plain(LEAD).height((lead * 1.05 / width).ceil() as usize) + 20.0;
        let decisions = self.decisions.as_ref().map_or(24.0, Table::height);
        let after = paragraphs(self.after.iter().map(String::as_str), width);
        masthead + verdict + self.tile_height + 8.0 + HEADING + decisions + after + 14.0
    }

    /// How high everything below them is.
    fn below(&self, width: f64) -> f64 {
        let matters = match self.matters.is_empty() {
            true => 0.0,
            false => HEADING + paragraphs(self.matters.iter().map(Text::as_str), width - 8.0),
        };
        matters + paragraphs([self.basis.as_str(), ""].into_iter(), width) + 16.0
    }
}

/// What matters beyond the counts, each as long as page one has room for.
fn matters(facts: &Facts<'_>) -> Vec<Text> {
    const LONGEST: usize = 240;
    let lines = verdict::matters(facts).into_iter();
    lines.map(|line| Text::short(line, LONGEST)).collect()
}

/// The title stands on one line, unless that leaves too little for the organisation's name.
fn title_width(facts: &Facts<'_>) -> f64 {
    let natural = Style::bold(TITLE).width(&facts.words.text("summary.title"));
    let organisation = facts.snapshot.organisation.as_deref().unwrap_or_default();
    let short = Style::bold(8.0).width(organisation) < facts.paper.width * 0.18;
    (natural + 4.0).min(facts.paper.width * if short { 0.8 } else { 0.72 })
}

/// Size of the title.
const TITLE: f64 = 16.0;
/// Between the two middle columns.
const GUTTER: f64 = 18.0;
/// A heading with the room around it.
const HEADING: f64 = 23.0;
/// A line of the legend.
const LEGEND: f64 = 9.5;
/// Size of the verdict.
const LEAD: f64 = 10.5;
/// The lowest and the highest bar.
const LOWEST: f64 = 8.6;
const HIGHEST: f64 = 24.0;

/// As high as the texts of the fullest tile need.
fn tile_height(tiles: &[Tile], width: f64) -> f64 {
    let inner = (width - 4.0 * 5.0) / tiles.len().max(1) as f64 - 10.0;
    let (plain, bold) = (Style::plain(SMALL), Style::bold(SMALL));
    let height = |style: Style, text: &str| SMALL * 1.064 * style.lines(text, inner, 0.0) as f64 + 1.05;
    let tall = |tile: &Tile| {
        let more = tile.more.as_deref().map_or(0.0, |text| height(plain, text));
        let target = tile.target.as_deref().map_or(0.0, |text| height(bold, text));
        height(plain, &tile.note) + more + target
    };
    let tallest = tiles.iter().map(tall).fold(0.0, f64::max);
    (46.5 + tallest + 2.0).max(60.0)
}

/// How high some paragraphs in small letters are.
fn paragraphs<'a>(texts: impl Iterator<Item = &'a str>, width: f64) -> f64 {
    let style = Style::plain(SMALL);
    texts
        .map(|text| style.height(style.lines(text, width - 10.0, 0.0)) + 4.5)
        .sum()
}

fn no_decisions(facts: &Facts<'_>) -> String {
    let open = facts.snapshot.headline.gaps > 0;
    facts.words.text(if open {
        "summary.nothing_to_decide"
    } else {
        "summary.no_decisions"
    })
}

/// What counts, what does not, by which framework, and against which report.
fn basis(facts: &Facts<'_>) -> Text {
    let (words, snapshot) = (facts.words, facts.snapshot);
    let out = |scope| snapshot.systems.iter().filter(|s| s.scope == scope).count();
    let headline = &snapshot.headline;
    let counted = [
        ("basis.in_scope", headline.in_scope),
        ("basis.unclassified", headline.unclassified),
        ("basis.retired", out(Scope::Retired)),
        ("basis.not_covered", out(Scope::NotCovered)),
    ];
    let told = counted
        .into_iter()
        .filter(|(key, n)| *n > 0 || *key == "basis.in_scope");
    let told: Vec<_> = told.map(|(key, n)| words.count(key, n, &[])).collect();
    let framework = [
        ("framework", snapshot.framework.name.as_str()),
        ("version", &snapshot.framework.version),
    ];
    let as_of = words.say("document.as_of", &[("date", &words.long_date(snapshot.as_of))]);
    let mut said = vec![
        format!("{}.", capitalised(&as_of)),
        words.count("summary.basis", headline.systems, &[("list", &told.join(", "))]),
        words.say("summary.framework", &framework),
    ];
    said.extend(unread(facts));
    if let Some(with) = &snapshot.compared_with {
        said.push(words.say("summary.compared", &[("date", &words.long_date(with.as_of))]));
    }
    said.push(words.text("summary.exposure"));
    Text::new(said.join(" "))
}

/// What the workbook holds and the figures do not: sheets that are none of the inputs, values under no heading.
fn unread(facts: &Facts<'_>) -> Vec<String> {
    let (words, tables) = (facts.words, &facts.snapshot.tables);
    let unused = tables.iter().filter(|t| t.role == Role::PassedOver).count();
    let unheaded: usize = tables.iter().map(|t| t.values_unheaded).sum();
    [("summary.unused_tables", unused), ("summary.unheaded", unheaded)]
        .into_iter()
        .filter(|(_, n)| *n > 0)
        .map(|(key, n)| words.count(key, n, &[]))
        .collect()
}
