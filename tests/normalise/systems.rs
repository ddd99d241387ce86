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
    assert!(read.found(Code::UnknownModel)[0].help.contains("'saas'"));
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
    let copilot = questions.iter().find(|d| d.message.contains("'Copilot'")).unwrap();
    assert!(copilot.help.contains("GitHub Copilot (coding)"), "{}", copilot.help);
    assert_eq!(read.system("E").scope, Scope::NotCovered);
}

#[test]
fn ids_are_kept_made_or_numbered() {
    let text = |t: &str| Value::Text(t.to_owned());
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
    assert_eq!(ids, ["7", "AI-1", "AI-1-2", "größe-co"]);
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
    assert_eq!((c.criticality, c.classification), (None, Some(Classification::Public)));
    assert_eq!(read.count(Code::ClassificationInferred), 1);
}
