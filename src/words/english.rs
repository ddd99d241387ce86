//! What stands in code and tables in English, under the keys that the other languages use for theirs. In: the tables of `framework`, the
//! names of diagnostics. Out: key and text.

use std::collections::BTreeMap;

use crate::diagnostic::Code;
use crate::framework::{DeploymentModel, Domain, split};

/// What the framework says of its domains, models and shared duties, and what diagnostics are called.
pub fn texts() -> BTreeMap<String, String> {
    let domains = Domain::ALL.into_iter().flat_map(domain);
    let models = DeploymentModel::ALL
        .into_iter()
        .map(|model| (format!("model.{model}"), model.facts().short_name.clone()));
    domains
        .chain(models)
        .chain(splits())
        .chain(Code::ALL.into_iter().flat_map(diagnostic))
        .collect()
}

fn diagnostic(code: Code) -> [(String, String); 2] {
    let key = format!("diagnostic.{code}");
    [
        (format!("{key}.meaning"), code.meaning().to_owned()),
        (key, code.name().to_owned()),
    ]
}

fn domain(domain: Domain) -> Vec<(String, String)> {
    let facts = domain.facts();
    let key = |what: &str| format!("domain.{domain}{what}");
    let numbered = |what: &str, texts: &[String]| -> Vec<_> {
        let places = (1..).zip(texts);
        places
            .map(|(n, text)| (key(&format!(".{what}_{n}")), text.clone()))
            .collect()
    };
    let mut texts = vec![
        (key(""), facts.name.clone()),
        (key(".focus"), facts.focus.clone()),
        (key(".role"), facts.accountable_role.clone()),
    ];
    texts.extend(numbered("step", &facts.customer_actions));
    texts.extend(numbered("shared", &facts.shared_actions));
    texts.extend(numbered("ask", &facts.provider_asks));
    texts.extend(numbered("evidence", facts.evidence.get(..1).unwrap_or_default()));
    texts
}

fn splits() -> impl Iterator<Item = (String, String)> {
    let pairs = Domain::ALL
        .into_iter()
        .flat_map(|domain| DeploymentModel::ALL.map(|model| (domain, model)));
    pairs
        .filter_map(|(domain, model)| Some((domain, model, split(domain, model)?)))
        .flat_map(|(domain, model, parts)| {
            let key = format!("split.{domain}.{model}");
            [
                (format!("{key}.ours"), parts.customer.clone()),
                (format!("{key}.theirs"), parts.provider.clone()),
            ]
        })
}
