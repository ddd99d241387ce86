//! The report as one web page: no network, no framework, nothing that it needs beside it. In: the pages' data, what the record says,
//! and the words of a language. Out: HTML. Text of the inventory is data: the template escapes it, the script reads it as JSON and
//! writes it as text, and a policy in the page lets no other script run.

mod data;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use minijinja::value::Serde;
use minijinja::{AutoEscape, Environment, UndefinedBehavior, Value};
use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::error::Error;
use crate::message::Message;
use crate::plan::Decision;
use crate::report::Report;
use crate::snapshot::{Index, Snapshot};
use crate::words::Words;

use data::Data;

const TEMPLATE: &str = include_str!("page/page.html");
const STYLE: &str = include_str!("page/page.css");
const SCRIPT: &str = include_str!("page/page.js");

/// What the template places.
#[derive(Serialize)]
struct Shown<'a, T> {
    language: &'static str,
    title: &'a str,
    organisation: Option<&'a str>,
    day: String,
    policy: String,
    style: &'a str,
    script: &'static str,
    data: String,
    verdict: &'a str,
    context: &'a str,
    tiles: &'a [T],
    changed: &'a [String],
    decisions: Vec<Asked>,
    web: &'a serde_json::Value,
    basis: &'a str,
}

/// A decision that leadership is asked for.
#[derive(Serialize)]
struct Asked {
    number: String,
    title: String,
    who: String,
    by: String,
    /// Where its gaps are found on the page.
    link: String,
}

/// The page.
///
/// # Errors
/// [`Error::Export`] if the template does not fit its data, which would be a defect of ours.
pub fn page(report: &Report, words: &'static Words) -> Result<String, Error> {
    render(report, words).map_err(|error| Error::Export {
        what: "the web page",
        reason: Message::verbatim(format!("{error:#}")),
    })
}

fn render(report: &Report, words: &'static Words) -> Result<String, minijinja::Error> {
    let (snapshot, view) = (&report.snapshot, &report.view);
    let style = format!(":root{{--accent:{}}}\n{STYLE}", view.look.accent);
    let data = serde_json::to_string(&Data::new(snapshot, words)).map_err(unwritable)?;
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_auto_escape_callback(|_| AutoEscape::Html);
    environment.add_template("page", TEMPLATE)?;
    let summary = &view.summary;
    let shown = Shown {
        language: words.language().id(),
        title: &view.look.title,
        organisation: snapshot.organisation.as_deref(),
        day: words.long_date(snapshot.as_of),
        policy: policy(&style),
        style: &style,
        script: SCRIPT,
        data: inert(&data),
        verdict: &summary.verdict,
        context: &summary.context,
        tiles: &summary.tiles,
        changed: &summary.changed,
        decisions: asked(snapshot, words),
        web: &words.labels()["web"],
        basis: summary.basis.as_str(),
    };
    environment.get_template("page")?.render(Value::from(Serde(&shown)))
}

fn unwritable(error: serde_json::Error) -> minijinja::Error {
    minijinja::Error::new(minijinja::ErrorKind::InvalidOperation, error.to_string())
}

/// Nothing is fetched, and no script runs but the one of this page.
fn policy(style: &str) -> String {
    let hash = |text: &str| STANDARD.encode(Sha256::digest(text.as_bytes()));
    format!(
        "default-src 'none'; base-uri 'none'; form-action 'none'; script-src 'sha256-{}'; style-src 'sha256-{}'",
        hash(SCRIPT),
        hash(style)
    )
}

/// JSON that means nothing to a reader of HTML.
fn inert(json: &str) -> String {
    json.replace('&', "\\u0026")
        .replace('<', "\\u003c")
        .replace('>', "\\u003e")
        .replace('\u{2028}', "\\u2028")
        .replace('\u{2029}', "\\u2029")
}

fn asked(snapshot: &Snapshot, words: &'static Words) -> Vec<Asked> {
    let index = Index::new(snapshot);
    let row = |decision: &Decision| {
        let action = snapshot.actions.iter().find(|action| action.key == decision.action)?;
        Some(Asked {
            number: decision.number.clone(),
            title: index.title(action, words),
            who: index.assignee(action, words),
            by: words.date(decision.ask_by),
            link: format!("#action={}", action.number),
        })
    };
    snapshot.decisions.iter().filter_map(row).collect()
}
