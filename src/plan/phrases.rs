//! What is to be done, as people read it: an action's title, who does it, and the first step of a gap. In: the words of a language
//! and the data. Out: a phrase each.

use super::ActionKind;
use crate::assess::GapKind;
use crate::framework::Domain;
use crate::words::Words;

/// What an action is called. `who` owns the duties that are to be delivered, or is to be asked for assurance.
pub fn title(words: &Words, kind: ActionKind, domain: Option<Domain>, gaps: usize, who: &str) -> String {
    let domain = domain.map(|domain| words.name(domain)).unwrap_or_default();
    match kind {
        ActionKind::Classify => words.count_of(kind, "title", gaps, &[]),
        ActionKind::AssignOwner => words.say_of(kind, "title", &[("domain", &domain)]),
        ActionKind::Deliver | ActionKind::Renew => words.count_of(kind, "title", gaps, &[("owner", who)]),
        ActionKind::Obtain => words.say_of(kind, "title", &[("vendor", who)]),
    }
}

/// Who does an action; `owners` are those who own the duties already.
pub fn assignee(words: &Words, kind: ActionKind, domain: Option<Domain>, owners: &str) -> String {
    match (kind, domain) {
        (ActionKind::Classify | ActionKind::Obtain, _) => words.about(kind, "assignee"),
        (ActionKind::AssignOwner, Some(domain)) => words.about(domain, "role"),
        (ActionKind::AssignOwner, None) | (ActionKind::Deliver | ActionKind::Renew, _) => owners.to_owned(),
    }
}

/// Whom to ask about a system that names no provider.
pub fn provider_of(words: &Words, system: &str) -> String {
    words.say_of(ActionKind::Obtain, "provider_of", &[("system", system)])
}

/// The first thing to do about a gap.
pub fn first_step(words: &Words, kind: GapKind, domain: Option<Domain>, shared: bool) -> String {
    let about = |what| domain.map(|domain| words.about(domain, what)).unwrap_or_default();
    words.say_of(
        kind,
        "step",
        &[
            ("role", &about("role")),
            ("step", &about(if shared { "shared_1" } else { "step_1" })),
            ("evidence", &about("evidence_1")),
            ("obtain", &about("obtain")),
            ("ask", &about("ask_1")),
        ],
    )
}
