//! How the figures were made. In: the facts. Out: the matrix, the states, the severity grid, days, counting rules with their
//! denominators, conflicts in the source, the crosswalk, the input files and the program: enough to do it again by hand.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use serde::Serialize;

use crate::assess::{CustomerState, GapKind, ProviderState, Severity};
use crate::config::{Look, Rules};
use crate::framework::{self, DeploymentModel, Domain, Responsibility};
use crate::inventory::Grade;
use crate::report::facts::Facts;
use crate::report::origin;
use crate::report::table::{Cell, Column, Mark, SMALL, Table, Tone};
use crate::report::text::Text;
use crate::typeface::Style;

/// How the figures were made.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Method {
    /// Headings: matrix, states, grid, crosswalk, origin.
    pub titles: [String; 5],
    /// The framework, its version, author and licence.
    pub framework: Text,
    /// Paragraphs on the framework: its principles, its steps.
    pub about: Vec<String>,
    /// The matrix.
    pub matrix: MatrixTable,
    /// The states of our side, in the order in which the rules are tried.
    pub states: Table,
    /// What makes the provider's side confirmed, and what evidence counts.
    pub states_note: Vec<String>,
    /// Impact across, weight down.
    pub grid: Grid,
    /// A heading and its paragraphs each: dates, counting rules, decisions, conflicts in the source.
    pub parts: Vec<(String, Vec<Text>)>,
    /// Other frameworks' counterparts, one row a domain.
    pub crosswalk: Table,
    /// The frameworks of the crosswalk.
    pub frameworks: String,
    /// What the report was made from and how: inputs, earlier reports, settings, who prepared it.
    pub origin: Table,
    /// The program and its version.
    pub program: String,
}

/// The matrix.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct MatrixTable {
    /// Head of the first column.
    pub head: String,
    /// The deployment models.
    pub models: Vec<String>,
    /// One row a domain.
    pub rows: Vec<MatrixRow>,
    /// How a domain that exists because of AI is marked.
    pub ai: String,
    /// What the letters mean.
    pub note: String,
}

/// The severity grid.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Grid {
    /// Heads of the first two columns.
    pub heads: [String; 2],
    /// The impacts.
    pub impacts: Vec<String>,
    /// One row a weight.
    pub rows: Vec<GridRow>,
    /// What weight and impact are.
    pub note: String,
}

/// One domain of the matrix.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct MatrixRow {
    /// The domain.
    pub domain: String,
    /// Its English name in the framework, where the report is in another language.
    pub english: Option<String>,
    /// Whether it exists because of AI.
    pub ai: bool,
    /// How high the row is, in points.
    pub height: f64,
    /// `customer`, `shared`, `provider` or `none`, and whether the framework marks it; one a model.
    pub cells: Vec<MatrixCell>,
}

/// One cell of the matrix.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct MatrixCell {
    /// `customer`, `shared`, `provider` or `none`.
    pub whose: &'static str,
    /// The word for it.
    pub text: String,
    /// Whether the framework marks it.
    pub focus: bool,
}

/// One weight of the severity grid.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct GridRow {
    /// The weight.
    pub weight: String,
    /// The kinds of gap that have it.
    pub kinds: String,
    /// Impact 1 to 4.
    pub cells: Vec<GridCell>,
}

/// One product of weight and impact.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct GridCell {
    /// The score.
    pub score: String,
    /// Its severity.
    pub severity: Severity,
    /// The word for it.
    pub name: String,
}

/// How wide a model's column is with its gutter, in points.
const MODEL: f64 = 35.0;
/// The impacts that a system can have.
const IMPACTS: RangeInclusive<u32> = 1..=4;

impl Method {
    /// Settles how the figures were made.
    pub fn new(facts: &Facts<'_>, look: &Look) -> Self {
        let words = facts.words;
        let people = [
            ("origin.prepared", look.prepared_by.as_deref()),
            ("origin.reviewed", look.reviewed_by.as_deref()),
        ];
        let titles = [
            "method.title_matrix",
            "method.title_states",
            "method.title_grid",
            "method.title_crosswalk",
            "method.title_origin",
        ];
        Self {
            titles: titles.map(|key| words.text(key)),
            framework: framework_text(facts),
            about: ["method.principles", "method.steps"]
                .map(|key| words.text(key))
                .to_vec(),
            matrix: matrix(facts),
            states: states(facts),
            states_note: vec![provider_rule(facts), evidence_rule(facts), grades(facts)],
            grid: grid(facts),
            parts: parts(facts),
            crosswalk: crosswalk(facts),
            frameworks: frameworks(facts),
            origin: origin::table(facts, &people),
            program: words.say(
                "method.program",
                &[
                    ("version", &facts.snapshot.tool_version),
                    ("schema", &facts.snapshot.schema),
                    ("sha256", &facts.snapshot.content_sha256),
                ],
            ),
        }
    }
}

fn matrix(facts: &Facts<'_>) -> MatrixTable {
    let words = facts.words;
    MatrixTable {
        head: words.text("heading.domain"),
        models: DeploymentModel::ALL.iter().map(|&model| words.name(model)).collect(),
        rows: Domain::ALL
            .into_iter()
            .map(|domain| matrix_row(facts, domain))
            .collect(),
        ai: words.text("method.ai"),
        note: words.text("method.matrix_note"),
    }
}

fn parts(facts: &Facts<'_>) -> Vec<(String, Vec<Text>)> {
    let words = facts.words;
    let texts = |said: Vec<String>| said.into_iter().map(Text::new).collect::<Vec<_>>();
    let all = [
        ("method.due_title", vec![Text::new(due(facts, &facts.snapshot.rules))]),
        ("method.rules_title", texts(counting(facts))),
        ("method.conflicts_title", conflicts(facts)),
    ];
    let told = all.into_iter().filter(|(_, said)| !said.is_empty());
    told.map(|(key, said)| (words.text(key), said)).collect()
}

fn framework_text(facts: &Facts<'_>) -> Text {
    let used = &facts.snapshot.framework;
    let stock = framework::Matrix::stock().sha256 == used.sha256;
    let key = if stock { "method.framework" } else { "method.own_matrix" };
    let values = [
        ("version", used.version.as_str()),
        ("sha256", &used.sha256),
        ("attribution", framework::ATTRIBUTION),
    ];
    facts.words.say(key, &values).into()
}

fn matrix_row(facts: &Facts<'_>, domain: Domain) -> MatrixRow {
    let words = facts.words;
    let used = facts.snapshot.framework.cells.get(&domain);
    let cell = |model: DeploymentModel| {
        let word = used.and_then(|row| row.get(&model)).map_or("", String::as_str);
        let said = Responsibility::from_id(word.trim_end_matches('*')).unwrap_or(Responsibility::NotApplicable);
        let focus = word.ends_with('*');
        let whose = match said {
            Responsibility::Customer => "customer",
            Responsibility::Shared => "shared",
            Responsibility::Provider => "provider",
            Responsibility::NotApplicable => "none",
        };
        MatrixCell {
            whose,
            text: format!("{}{}", words.about(said, "letter"), if focus { "*" } else { "" }),
            focus,
        }
    };
    let name = words.name(domain);
    let english = (name != domain.facts().name).then(|| domain.facts().name.clone());
    let mark = if domain.facts().ai_specific { 16.0 } else { 0.0 };
    let width = facts.paper.width - MODEL * DeploymentModel::ALL.len() as f64 - 6.0;
    MatrixRow {
        height: height_of_name(&name, english.as_deref(), mark, width) + 4.2,
        english,
        domain: name,
        ai: domain.facts().ai_specific,
        cells: DeploymentModel::ALL.into_iter().map(cell).collect(),
    }
}

/// How high a domain's name is behind its mark, with the framework's own name for it in small letters.
fn height_of_name(name: &str, english: Option<&str>, mark: f64, width: f64) -> f64 {
    let style = Style::plain(7.6);
    let small = english.map_or(0.0, |english| Style::plain(SMALL).width(&format!(" ({english})")));
    let on_one_line = mark + style.width(name) + small <= width;
    let told = format!("{name} ({})", english.unwrap_or_default());
    style.height(if on_one_line {
        1
    } else {
        style.lines(&told, width, mark)
    })
}

fn states(facts: &Facts<'_>) -> Table {
    let words = facts.words;
    let columns = vec![
        Column::new(words.text("heading.state")),
        Column::wide(words.text("method.when")),
        Column::new(words.text("method.gives")),
    ];
    let rows = CustomerState::ALL.into_iter().map(|state| state_rule(facts, state));
    Table::small(facts.paper.width, columns, rows.collect())
}

fn state_rule(facts: &Facts<'_>, state: CustomerState) -> Vec<Cell> {
    let (words, rules) = (facts.words, &facts.snapshot.rules);
    let gap = state.gap().map(|kind| {
        let weight = kind.weight(&rules.weights).to_string();
        words.say("method.gap", &[("kind", &words.name(kind)), ("weight", &weight)])
    });
    let swatch = Mark::Swatch(words.about(state, "letter"), state);
    vec![
        Cell::plain(words.name(state)).marked(swatch),
        Cell::plain(words.say_of(state, "rule", &[("days", &words.number(rules.review_days as usize))])),
        Cell::plain(gap.unwrap_or_else(|| words.text("method.no_gap"))),
    ]
}

fn evidence_rule(facts: &Facts<'_>) -> String {
    let days = facts.words.number(facts.snapshot.rules.evidence_days as usize);
    facts.words.say("method.evidence", &[("days", &days)])
}

fn grades(facts: &Facts<'_>) -> String {
    let names: Vec<_> = Grade::ALL.into_iter().rev().map(|g| facts.words.name(g)).collect();
    facts.words.say("method.grades", &[("list", &names.join(", "))])
}

fn provider_rule(facts: &Facts<'_>) -> String {
    let weights = &facts.snapshot.rules.weights;
    let weight = |kind: GapKind| kind.weight(weights).to_string();
    facts.words.say(
        "method.provider",
        &[
            ("uncoordinated", &weight(GapKind::Uncoordinated)),
            ("unassured", &weight(GapKind::Unassured)),
            ("unclassified", &weight(GapKind::Unclassified)),
        ],
    )
}

fn grid(facts: &Facts<'_>) -> Grid {
    let (words, rules) = (facts.words, &facts.snapshot.rules);
    let mut kinds: BTreeMap<u32, Vec<String>> = BTreeMap::new();
    for kind in GapKind::ALL {
        let name = words.name(kind);
        kinds.entry(kind.weight(&rules.weights)).or_default().push(name);
    }
    let cell = |score: u32| GridCell {
        score: score.to_string(),
        severity: Severity::of(score, rules),
        name: words.name(Severity::of(score, rules)),
    };
    let row = |(weight, kinds): (&u32, &Vec<String>)| GridRow {
        weight: weight.to_string(),
        kinds: kinds.join(", "),
        cells: IMPACTS.map(|impact| cell(weight * impact)).collect(),
    };
    Grid {
        heads: [words.text("method.weight"), words.text("method.kinds")],
        impacts: IMPACTS
            .map(|impact| words.say("method.impact", &[("n", &impact.to_string())]))
            .collect(),
        rows: kinds.iter().rev().map(row).collect(),
        note: words.text("method.grid_note"),
    }
}

fn due(facts: &Facts<'_>, rules: &Rules) -> String {
    let days = &rules.due_days;
    let number = |n: u32| facts.words.number(n as usize);
    facts.words.say(
        "method.due",
        &[
            ("critical", &number(days.critical)),
            ("high", &number(days.high)),
            ("medium", &number(days.medium)),
            ("low", &number(days.low)),
        ],
    )
}

/// The counting rules with the numbers that they divide.
fn counting(facts: &Facts<'_>) -> Vec<String> {
    let words = facts.words;
    let team = match facts.snapshot.rules.require_named_person {
        true => "count.team_strict",
        false => "count.team",
    };
    let rules = |keys: &[&str]| keys.iter().map(|key| words.text(key)).collect::<Vec<_>>();
    [
        rules(&["count.duty", "count.models", "count.reach"]),
        rates(facts),
        rules(&[
            team,
            "count.shared_row",
            "count.exposure",
            "count.decisions",
            "count.acceptance",
            "count.doubt",
            "count.identity",
            "count.held",
            "count.like_for_like",
            "count.earlier",
            "count.pace",
        ]),
    ]
    .concat()
}

/// The three rates, each with what it divides.
fn rates(facts: &Facts<'_>) -> Vec<String> {
    let (words, now) = (facts.words, &facts.snapshot.headline);
    let duties = || facts.snapshot.obligations.iter();
    let owned = duties().filter(|o| o.customer.is_some() && !o.owners.is_empty());
    let in_place = duties().filter(|o| o.customer == Some(CustomerState::InPlace));
    let confirmed = duties().filter(|o| o.provider == Some(ProviderState::Confirmed));
    let (ours, theirs) = (now.customer_obligations, now.provider_obligations);
    let rate = |key, part: usize, all: usize, rate| {
        let (part, all, rate) = (words.number(part), words.number(all), words.rate(rate));
        words.say(key, &[("part", &part), ("all", &all), ("rate", &rate)])
    };
    vec![
        rate("count.ownership", owned.count(), ours, now.ownership_rate),
        rate("count.in_place", in_place.count(), ours, now.in_place_rate),
        rate("count.assured", confirmed.count(), theirs, now.assured_rate),
    ]
}

fn conflicts(facts: &Facts<'_>) -> Vec<Text> {
    let hard = framework::conflicts().iter().filter(|c| c.kind == "hard");
    hard.map(|c| conflict(facts, c)).collect()
}

/// A conflict in the words of the report's language; one that these do not know, in its own.
fn conflict(facts: &Facts<'_>, conflict: &framework::Conflict) -> Text {
    let known = facts
        .words
        .text(&format!("conflict.{}_{}", conflict.domain_id, conflict.model_id));
    let own = || format!("{} {} {}", conflict.a_says, conflict.b_says, conflict.what_to_do);
    Text::new(if known.is_empty() { own() } else { known })
}

/// The main counterparts of each domain, framework by framework.
fn crosswalk(facts: &Facts<'_>) -> Table {
    let words = facts.words;
    let columns = vec![
        Column::new(words.text("heading.domain")).at_most(0.15),
        Column::wide(words.text("method.counterparts")),
    ];
    let row = |domain: Domain| {
        vec![
            Cell::plain(words.name(domain)),
            Cell::of(Tone::English, counterparts(domain)),
        ]
    };
    Table::small(facts.paper.width, columns, Domain::ALL.into_iter().map(row).collect())
}

fn counterparts(domain: Domain) -> String {
    let mut found: Vec<(&str, Vec<&str>)> = Vec::new();
    for reference in domain.crosswalk().filter(|r| r.primary) {
        match found
            .iter_mut()
            .find(|(framework, _)| *framework == reference.framework)
        {
            Some((_, ids)) => ids.push(&reference.id),
            None => found.push((&reference.framework, vec![&reference.id])),
        }
    }
    let told = found
        .iter()
        .map(|(framework, ids)| format!("{framework} {}", ids.join(", ")));
    told.collect::<Vec<_>>().join("; ")
}

/// Every framework of the crosswalk with its version.
fn frameworks(facts: &Facts<'_>) -> String {
    let mut named: Vec<String> = Vec::new();
    for reference in Domain::ALL.into_iter().flat_map(Domain::crosswalk) {
        let name = format!("{} ({})", reference.framework, reference.version);
        if !named.contains(&name) {
            named.push(name);
        }
    }
    facts.words.say("method.frameworks", &[("list", &named.join(", "))])
}
