//! Models, ids and impact of systems.

use unowned::diagnostic::Code;
use unowned::framework::DeploymentModel;
use unowned::inventory::{Classification, Criticality, Scope};
use unowned::read::Value;

use crate::{read, sheet, values};

#[test]
fn a_declared_model_rules_and_several_are_several() {
    let read = read(vec![sheet(
        "Systems",
        &[
            "Name | Deployment model | Product",
            "A | PaaS + MCP | ChatGPT",
            "B | agentic / paas |",
            "C | Background AI |",
            "D | Unknown | GitHub Copilot",
            "E | Saaas | GitHub Copilot",
        ],
    )]);
    assert_eq!(read.system("A").models, [DeploymentModel::Paas, DeploymentModel::Mcp]);
    assert_eq!(
        read.system("B").models,
        [DeploymentModel::Paas, DeploymentModel::Agentic]
    );
    assert_eq!(read.system("C").scope, Scope::NotCovered);
    assert_eq!(
        read.system("D").models,
        [DeploymentModel::Coding],
        "unknown is as good as blank"
    );
    assert!(read.system("E").models.is_empty(), "a slip is not blank");
    assert!(read.found(Code::UnknownModel)[0].help.to_string().contains("'saas'"));
}

#[test]
fn a_model_is_told_by_product_then_name_and_never_by_a_bare_vendor() {
    let read = read(vec![sheet(
        "Systems",
        &[
            "Name | Deployment model | Product | Vendor",
            "A | | ChatGPT Enterprise; GitHub Copilot |",
            "Claims bot on Amazon Bedrock | | |",
            "C | | Copilot | Microsoft",
            "D | | | OpenAI",
            "E | | Spotify |",
        ],
    )]);
    assert_eq!(
        read.system("A").models,
        [DeploymentModel::Saas, DeploymentModel::Coding]
    );
    assert_eq!(
        read.system("Claims bot on Amazon Bedrock").models,
        [DeploymentModel::Paas]
    );
    assert!(read.system("C").models.is_empty() && read.system("D").models.is_empty());
    let questions = read.found(Code::ModelUnclear);
    let copilot = questions
        .iter()
        .find(|d| d.message.to_string().contains("'Copilot'"))
        .unwrap();
    assert!(
        copilot.help.to_string().contains("GitHub Copilot (coding)"),
        "{}",
        copilot.help
    );
    assert_eq!(read.system("E").scope, Scope::NotCovered);
}

#[test]
fn ids_are_kept_made_or_numbered() {
    let text = |t: &str| Value::Text(t.into());
    let read = read(vec![values(
        "Systems",
        &[
            vec![text("ID"), text("Name")],
            vec![Value::Number(7.0), text("Seven")],
            vec![text("AI-1"), text("One")],
            vec![text("AI-1"), text("Another")],
            vec![text(""), text("Größe & Co.")],
        ],
    )]);
    let ids: Vec<&str> = read.what.inventory.systems.iter().map(|s| s.id.as_str()).collect();
    // Told apart by name, whatever the order of the rows: 'Another' comes before 'One'.
    assert_eq!(ids, ["7", "AI-1-2", "AI-1", "größe-co"]);
    assert_eq!((read.count(Code::DuplicateId), read.count(Code::NumericId)), (1, 1));
}

#[test]
fn impact_comes_from_criticality_else_risk_and_personal_data_is_confidential() {
    let read = read(vec![sheet(
        "Systems",
        &[
            "Name | Criticality | Risk tier | Data classification | Personal data",
            "A | Low | High risk | |",
            "B | | High-impact | | Yes",
            "C | TBD | | Public | Yes",
        ],
    )]);
    assert_eq!(read.system("A").criticality, Some(Criticality::Low));
    let b = read.system("B");
    assert_eq!(
        (b.criticality, b.classification, b.classification_inferred),
        (Some(Criticality::High), Some(Classification::Confidential), true)
    );
    let c = read.system("C");
    assert_eq!(
        (c.criticality, c.classification),
        (None, Some(Classification::Confidential)),
        "public contradicts personal data"
    );
    assert_eq!(read.count(Code::ClassificationInferred), 1);
}

#[test]
fn words_around_a_level_do_not_matter_and_of_several_the_highest_counts() {
    let read = read(vec![sheet(
        "Systems",
        &[
            "Name | Criticality | Data classification | Lifecycle stage",
            "A | 1 - Mission Critical | Confidential - PII | d) Retired",
            "B | High (3) | 3. Restricted | Sunset planned",
            "C | 3 - Important | Internal / Confidential | To be retired in 2027",
            "D | low, high | Public; internal | Disposal/Retired",
            "E | hoch* | Highly sensitive | Inactive (no longer used)",
            "F | 1 | non-confidential | In use since 2024",
        ],
    )]);
    let of = |name: &str| {
        let s = read.system(name);
        (s.criticality, s.classification, s.scope)
    };
    use {Classification as K, Criticality as L, Scope as S};
    assert_eq!(of("A"), (Some(L::Critical), Some(K::Confidential), S::Retired));
    assert_eq!(of("B"), (Some(L::High), Some(K::Restricted), S::In));
    assert_eq!(of("C"), (Some(L::High), Some(K::Confidential), S::In));
    assert_eq!(of("D"), (Some(L::High), Some(K::Internal), S::Retired));
    assert_eq!(of("E"), (Some(L::High), Some(K::Restricted), S::Retired));
    assert_eq!(
        of("F"),
        (None, None, S::In),
        "a bare number has no rank, and a denial is no level"
    );
    assert!(
        read.found(Code::UnknownValue)
            .iter()
            .any(|d| d.message.to_string().contains("'1' is a number"))
    );
}

#[test]
fn a_way_of_hosting_is_found_in_a_longer_text_and_other_words_do_not_stop_the_look_up() {
    use DeploymentModel::{Coding, Embedded, Iaas, OnPremises, Paas, Saas};
    let cases: [(&str, &str, &[DeploymentModel]); 22] = [
        ("a bot", "Third-party SaaS", &[Saas]),
        ("b bot", "Vendor SaaS product", &[Saas]),
        ("c bot", "Cloud (SaaS)", &[Saas]),
        ("d bot", "SaaS / API", &[Saas, Paas]),
        ("e bot", "AWS EC2 instance", &[Iaas]),
        ("f bot", "On-prem server in Lyon", &[OnPremises]),
        ("g bot", "läuft im eigenen Rechenzentrum", &[OnPremises]),
        ("h bot", "Embedded in our CRM", &[Embedded]),
        ("i bot", "Scope 1 - consumer app", &[Saas]),
        ("j bot", "AWS scope 3", &[Paas]),
        ("k bot", "Scope 2", &[]),
        ("l bot", "Scope 5: self-trained models", &[]),
        ("m bot", "COTS", &[]),
        ("n bot", "In-house", &[]),
        ("o bot", "not SaaS", &[]),
        ("p bot", "SaaS or on-prem", &[]),
        ("ChatGPT Enterprise", "Text generation", &[Saas]),
        ("GitHub Copilot", "Productivity", &[Coding]),
        ("GitHub Copilot (2)", "Transformer model", &[Coding]),
        ("q bot", "Azure OpenAI", &[Paas]),
        ("r bot", "hébergé par le fournisseur", &[Saas]),
        ("s bot", "servidores propios", &[OnPremises]),
    ];
    let lines: Vec<String> = cases
        .iter()
        .map(|(name, model, _)| format!("{name} | {model}"))
        .collect();
    let mut all = vec!["Name | Deployment model"];
    all.extend(lines.iter().map(String::as_str));
    let read = read(vec![sheet("Systems", &all)]);
    for (name, model, models) in cases {
        assert_eq!(read.system(name).models, models, "{name}: {model}");
    }
    let asked = read.found(Code::ModelUnclear);
    assert!(
        asked
            .iter()
            .any(|d| d.help.to_string().contains("(saas)") && d.help.to_string().contains("(embedded)"))
    );
}

#[test]
fn the_same_systems_listed_twice_count_once_and_the_later_visible_list_rules() {
    let list = |name: &str, rows: &[&str]| {
        let mut lines = vec!["ID | Name | Deployment model | Criticality"];
        lines.extend(rows);
        sheet(name, &lines)
    };
    let old = ["s1 | Mail helper | saas | Low", "s2 | Route finder | paas | Low"];
    let new = [
        "s1 | Mail helper | saas | High",
        "s2 | Route finder | paas | Low",
        "s3 | Camera | mcp | Low",
    ];
    let ids = |read: &crate::Read| {
        read.what
            .inventory
            .systems
            .iter()
            .map(|s| s.id.clone())
            .collect::<Vec<_>>()
    };
    for tables in [
        vec![list("AI 2025", &old), list("AI 2026", &new)],
        vec![list("AI 2026", &new), list("AI 2025", &old)],
        vec![list("AI systems", &new), list("AI systems old", &old)],
    ] {
        let read = read(tables);
        assert_eq!(ids(&read), ["s1", "s2", "s3"]);
        assert_eq!(read.system("Mail helper").criticality, Some(Criticality::High));
        assert_eq!((read.count(Code::ListedTwice), read.count(Code::DuplicateId)), (1, 0));
    }
    let mut hidden = list("AI 2026", &old);
    hidden.hidden = true;
    let shown_rules = read(vec![list("AI 2025", &new), hidden]);
    assert_eq!(shown_rules.system("Mail helper").criticality, Some(Criticality::High));
}

#[test]
fn two_units_that_use_the_same_product_have_two_systems() {
    let unit = |name: &str, unit: &str, other: &str| {
        let lines = [
            "Name | Deployment model | Business unit".to_owned(),
            format!("ChatGPT Enterprise | saas | {unit}"),
            format!("{other} | saas | {unit}"),
        ];
        sheet(name, &lines.iter().map(String::as_str).collect::<Vec<_>>())
    };
    let read = read(vec![
        unit("AI systems North", "North", "Mail helper"),
        unit("AI systems South", "South", "Route finder"),
    ]);
    assert_eq!(read.what.inventory.systems.len(), 4);
    assert_eq!(read.count(Code::ListedTwice), 0);
}

#[test]
fn a_column_for_each_deployment_model_is_marked() {
    let lines = [
        "AI system | Business owner | SaaS | PaaS | Agentic",
        "Gull Writer | Ann Lee | x | |",
        "Tide Bot | Bob Roy | | x | x",
        "Reed Reader | Eve Day | | |",
    ];
    let read = read(vec![sheet("Our AI", &lines)]);
    assert_eq!(read.system("Gull Writer").models, [DeploymentModel::Saas]);
    assert_eq!(
        read.system("Tide Bot").models,
        [DeploymentModel::Paas, DeploymentModel::Agentic]
    );
    assert!(read.system("Reed Reader").models.is_empty());
}
