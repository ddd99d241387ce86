//! The responsibility matrix on the terminal. In: a matrix and some models. Out: text, CSV or JSON.

use std::fmt::Write;

use serde_json::{Map, Value, json};
use unowned::config::did_you_mean;
use unowned::error::Error;
use unowned::framework::{self, DeploymentModel, Domain, Matrix};
use unowned::inventory::name_key;
use unowned::sentence;

/// The models that were named, or all.
pub fn models(names: &[String]) -> Result<Vec<DeploymentModel>, Error> {
    if names.is_empty() {
        return Ok(DeploymentModel::ALL.to_vec());
    }
    names.iter().map(|name| model(name)).collect()
}

fn model(name: &str) -> Result<DeploymentModel, Error> {
    let key = name_key(name);
    let called = |m: &DeploymentModel| {
        [m.id(), &m.facts().name, &m.facts().short_name]
            .map(name_key)
            .contains(&key)
    };
    DeploymentModel::ALL.into_iter().find(called).ok_or_else(|| {
        let known = DeploymentModel::ALL.iter().map(|m| m.id());
        Error::config(
            "MODEL",
            sentence!("'{name}' is no deployment model", name),
            did_you_mean(name, known),
        )
    })
}

/// A table for people; `*` marks a critical focus area.
pub fn text(matrix: &Matrix, models: &[DeploymentModel]) -> String {
    let mut text = format!("{} {}\n\n{:30}", framework::NAME, matrix.version, "");
    models
        .iter()
        .for_each(|m| _ = write!(text, "{:<11}", m.facts().short_name));
    for domain in Domain::ALL {
        _ = write!(text, "\n{:30}", domain.facts().name);
        models
            .iter()
            .for_each(|&m| _ = write!(text, "{:<11}", word(matrix, domain, m)));
    }
    let lines: Vec<_> = text.lines().map(str::trim_end).collect();
    format!(
        "{}\n\n* critical focus area. Source: {}\n",
        lines.join("\n"),
        framework::ATTRIBUTION
    )
}

/// The same shape as `--matrix` takes.
pub fn csv(matrix: &Matrix, models: &[DeploymentModel]) -> String {
    let mut text = String::from("domain_id,domain");
    models.iter().for_each(|m| _ = write!(text, ",{m}"));
    text.push('\n');
    for domain in Domain::ALL {
        _ = write!(text, "{domain},{}", domain.facts().name);
        models
            .iter()
            .for_each(|&m| _ = write!(text, ",{}", word(matrix, domain, m)));
        text.push('\n');
    }
    text
}

/// One object a domain.
pub fn json(matrix: &Matrix, models: &[DeploymentModel]) -> String {
    let domains: Vec<Value> = Domain::ALL
        .iter()
        .map(|&domain| {
            let cells: Map<String, Value> = models
                .iter()
                .map(|&m| {
                    let cell = matrix.cell(domain, m);
                    let value = json!({"responsibility": cell.responsibility, "critical_focus": cell.critical_focus});
                    (m.to_string(), value)
                })
                .collect();
            json!({"id": domain, "name": domain.facts().name, "cells": cells})
        })
        .collect();
    let whole = json!({
        "framework": framework::NAME,
        "version": matrix.version,
        "sha256": matrix.sha256,
        "attribution": framework::ATTRIBUTION,
        "domains": domains,
    });
    format!("{whole:#}\n")
}

fn word(matrix: &Matrix, domain: Domain, model: DeploymentModel) -> String {
    let cell = matrix.cell(domain, model);
    let star = if cell.critical_focus { "*" } else { "" };
    format!("{}{star}", cell.responsibility.id())
}
