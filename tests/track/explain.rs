//! Whatever a report says can be asked about, from the record alone.

use unowned::config::Language;
use unowned::explain::{Figure, explain};
use unowned::framework::DeploymentModel;
use unowned::snapshot::Snapshot;
use unowned::words::Words;

use super::fixtures::Terms;
use super::organisation::{Said, chain, sketch};

fn reports() -> Vec<Snapshot> {
    let quarter = |said| {
        vec![
            sketch("ai-1", &[DeploymentModel::Saas], &[said; 16]),
            sketch("ai-2", &[], &[]),
        ]
    };
    let quarters = [quarter(Said::Nothing), quarter(Said::Planned), quarter(Said::Done)];
    chain(&quarters, &Terms::default())
}

#[test]
fn every_gap_action_decision_and_figure_is_explained_in_every_language() {
    for report in &reports() {
        let gaps = report.gaps.iter().map(|gap| gap.gap.id.to_string());
        let closed = report.closed.iter().map(|closed| closed.gap.gap.id.to_string());
        let actions = report.actions.iter().flat_map(|a| [a.number.clone(), a.key.clone()]);
        let decisions = report.decisions.iter().map(|decision| decision.number.clone());
        let figures = Figure::ALL.map(|figure| figure.id().to_owned());
        for what in gaps.chain(closed).chain(actions).chain(decisions).chain(figures) {
            for language in Language::ALL {
                let told = explain(report, &what, Words::of(language)).unwrap();
                assert!(
                    !told.title.is_empty() && told.parts.len() >= 2,
                    "{what} in {language}: {told:?}"
                );
                let lines = told.parts.iter().flat_map(|(_, lines)| lines);
                assert!(
                    lines.clone().all(|line| !line.contains('{')),
                    "{what} in {language}: {told:?}"
                );
            }
        }
    }
}

#[test]
fn an_open_gap_names_its_rule_score_cells_history_and_way_out() {
    let report = reports().swap_remove(1);
    let told = explain(&report, "AI-1/Data-Privacy", Words::of(Language::En)).unwrap();
    let text = format!("{told:?}");
    let gap = report
        .gaps
        .iter()
        .find(|gap| gap.gap.id == "ai-1/data-privacy")
        .unwrap();
    for said in [
        "Nothing is in place yet",
        &format!(
            "= weight {} (nothing in place yet) x impact {}",
            gap.gap.weight, gap.gap.impact
        ),
        &gap.gap.source[0],
        "First seen in the report of",
        "Against the report of",
        "It is part of A",
    ] {
        assert!(text.contains(said), "{said}: {text}");
    }
}

#[test]
fn what_is_not_there_is_answered_with_what_is_near() {
    let report = reports().swap_remove(0);
    let near = explain(&report, "criticl", Words::of(Language::En)).unwrap_err();
    assert!(near.help.to_string().contains("critical"), "{near:?}");
    let far = explain(&report, "zzz", Words::of(Language::En)).unwrap_err();
    assert!(far.help.to_string().contains("ai-1/"), "{far:?}");
}
