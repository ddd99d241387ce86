//! How the figures were made. In: the facts. Out: the matrix, the states, the severity grid, days, counting rules with their
//! denominators, conflicts in the source, the crosswalk, the input files and the program: enough to do it again by hand.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use serde::Serialize;

use crate::assess::{CustomerState, GapKind, ProviderState, Severity};
use crate::config::Rules;
use crate::framework::{self, DeploymentModel, Domain, Responsibility};
use crate::report::facts::Facts;
use crate::report::text::Text;

/// How the figures were made.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Method {
    /// The framework, its version, author and licence.
    pub framework: Text,
    /// The deployment models.
    pub models: Vec<String>,
    /// One row a domain.
    pub matrix: Vec<MatrixRow>,
    /// What the words of the matrix mean.
    pub matrix_note: String,
    /// The states of our side, in the order in which the rules are tried.
    pub states: Vec<StateRule>,
    /// What makes the provider's side confirmed.
    pub provider_rule: String,
    /// The impacts of the grid.
    pub impacts: Vec<String>,
    /// Impact across, weight down.
    pub grid: Vec<GridRow>,
    /// What weight and impact are.
    pub grid_note: String,
    /// Days to the due date by severity.
    pub due: String,
    /// Counting rules, each with its denominator.
    pub rules: Vec<String>,
    /// Hard conflicts in the framework's own pages.
    pub conflicts: Vec<Text>,
    /// Other frameworks' counterparts, one row a domain.
    pub crosswalk: Vec<CrosswalkRow>,
    /// The frameworks of the crosswalk.
    pub frameworks: String,
    /// The input files with their fingerprints.
    pub files: Vec<File>,
    /// The program and its version.
    pub program: String,
}

/// One domain of the matrix.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct MatrixRow {
    /// The domain.
    pub domain: String,
    /// Its English name in the framework, where the report is in another language.
    pub english: Option<String>,
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

/// One state and its rule.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct StateRule {
    /// The state.
    pub state: CustomerState,
    /// Its letter.
    pub letter: String,
    /// Its name.
    pub name: String,
    /// When it holds.
    pub when: String,
    /// The gap it gives, with its weight.
    pub gap: String,
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

/// The counterparts of one domain.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CrosswalkRow {
    /// The domain.
    pub domain: String,
    /// A framework and its main counterparts each.
    pub references: Vec<Counterpart>,
}

/// One framework's counterparts.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Counterpart {
    /// The framework.
    pub framework: String,
    /// Its own numbers.
    pub ids: String,
}

/// An input file.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct File {
    /// Its name.
    pub name: Text,
    /// SHA-256 of its bytes.
    pub sha256: Text,
}

/// The impacts that a system can have.
const IMPACTS: RangeInclusive<u32> = 1..=4;

impl Method {
    /// Settles how the figures were made.
    pub fn new(facts: &Facts<'_>) -> Self {
        let (words, snapshot) = (facts.words, facts.snapshot);
        let rules = &snapshot.rules;
        let file = |f: &crate::snapshot::FileRecord| File {
            name: Text::new(&f.file),
            sha256: Text::new(&f.sha256),
        };
        Self {
            framework: framework_text(facts),
            models: DeploymentModel::ALL.iter().map(|&model| words.name(model)).collect(),
            matrix: Domain::ALL
                .into_iter()
                .map(|domain| matrix_row(facts, domain))
                .collect(),
            matrix_note: words.text("method.matrix_note"),
            states: CustomerState::ALL
                .into_iter()
                .map(|state| state_rule(facts, state))
                .collect(),
            provider_rule: provider_rule(facts),
            impacts: IMPACTS.map(|impact| impact.to_string()).collect(),
            grid: grid(facts),
            grid_note: words.text("method.grid_note"),
            due: due(facts, rules),
            rules: counting(facts),
            conflicts: conflicts(facts),
            crosswalk: Domain::ALL.into_iter().map(|domain| crosswalk(facts, domain)).collect(),
            frameworks: frameworks(facts),
            files: snapshot.inventory.iter().map(file).collect(),
            program: words.say(
                "method.program",
                &[("version", &snapshot.tool_version), ("schema", &snapshot.schema)],
            ),
        }
    }
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
        let whose = match said {
            Responsibility::Customer => "customer",
            Responsibility::Shared => "shared",
            Responsibility::Provider => "provider",
            Responsibility::NotApplicable => "none",
        };
        MatrixCell {
            whose,
            text: words.about(said, "letter"),
            focus: word.ends_with('*'),
        }
    };
    let name = words.name(domain);
    MatrixRow {
        english: (name != domain.facts().name).then(|| domain.facts().name.clone()),
        domain: name,
        cells: DeploymentModel::ALL.into_iter().map(cell).collect(),
    }
}

fn state_rule(facts: &Facts<'_>, state: CustomerState) -> StateRule {
    let (words, rules) = (facts.words, &facts.snapshot.rules);
    let gap = state.gap().map(|kind| {
        let weight = kind.weight(&rules.weights).to_string();
        words.say("method.gap", &[("kind", &words.name(kind)), ("weight", &weight)])
    });
    StateRule {
        state,
        letter: words.about(state, "letter"),
        name: words.name(state),
        when: words.say_of(state, "rule", &[("days", &words.number(rules.review_days as usize))]),
        gap: gap.unwrap_or_else(|| words.text("method.no_gap")),
    }
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

fn grid(facts: &Facts<'_>) -> Vec<GridRow> {
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
    kinds.iter().rev().map(row).collect()
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

fn conflict(facts: &Facts<'_>, conflict: &framework::Conflict) -> Text {
    let words = facts.words;
    let domain = Domain::from_id(&conflict.domain_id).map(|domain| words.name(domain));
    let model = DeploymentModel::from_id(&conflict.model_id).map(|model| words.name(model));
    let values = [
        ("domain", domain.unwrap_or_else(|| words.text("method.all_domains"))),
        ("model", model.unwrap_or_else(|| words.text("method.all_models"))),
        ("a", conflict.source_a.clone()),
        ("a_says", conflict.a_says.clone()),
        ("b", conflict.source_b.clone()),
        ("b_says", conflict.b_says.clone()),
        ("what", conflict.what_to_do.clone()),
    ];
    let values: Vec<_> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
    words.say("method.conflict", &values).into()
}

/// The main counterparts of a domain, in the order of the crosswalk.
fn crosswalk(facts: &Facts<'_>, domain: Domain) -> CrosswalkRow {
    let mut references: Vec<Counterpart> = Vec::new();
    for reference in domain.crosswalk().filter(|r| r.primary) {
        match references
            .iter_mut()
            .find(|known| known.framework == reference.framework)
        {
            Some(known) => known.ids = format!("{}, {}", known.ids, reference.id),
            None => references.push(Counterpart {
                framework: reference.framework.clone(),
                ids: reference.id.clone(),
            }),
        }
    }
    CrosswalkRow {
        domain: facts.words.name(domain),
        references,
    }
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
