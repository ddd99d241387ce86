//! What is to be done, as people read it: an action's title, who does it, and the first step of a gap. In: the words of a language
//! and the data. Out: a phrase each.

use super::{Action, ActionKind};
use crate::assess::{Because, Gap, GapKind};
use crate::framework::Domain;
use crate::words::Words;

/// What an action is called. `who` owns the duties that are to be delivered, approved what lapsed, or is to be asked for assurance.
pub fn title(words: &Words, action: &Action, who: &str) -> String {
    let (kind, gaps) = (action.kind, action.gaps.len());
    let domain = action.domain.map(|domain| words.name(domain)).unwrap_or_default();
    match kind {
        ActionKind::Classify => words.count_of(kind, "title", gaps, &[]),
        ActionKind::AssignOwner if action.duties.is_some_and(|duties| gaps < duties) => {
            words.count_of(kind, "rest", gaps, &[("domain", &domain)])
        }
        ActionKind::AssignOwner => words.say_of(kind, "title", &[("domain", &domain)]),
        ActionKind::Deliver | ActionKind::Renew => words.count_of(kind, "title", gaps, &[("owner", who)]),
        ActionKind::Obtain => words.say_of(kind, "title", &[("vendor", who)]),
    }
}

/// What an action of any record is called, from its key alone.
pub fn title_of(words: &Words, action: &Action) -> String {
    let about = action.key.split_once('/').map_or("", |(_, about)| about);
    title(words, action, about)
}

/// Who does an action; `owners` are those who own the duties already, or approved what lapsed.
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

/// What to ask a provider for in a domain; for a shared duty, the provider's part comes first.
pub fn asks(words: &Words, domain: Domain, shared: bool) -> Vec<String> {
    let part = shared.then(|| words.about(domain, "obtain"));
    let asks = 1..=domain.facts().provider_asks.len();
    let asks = asks.map(|n| words.about(domain, &format!("ask_{n}")));
    part.into_iter().chain(asks).collect()
}

/// The first thing to do about a gap: it fits what is missing, and what there is instead.
pub fn first_step(words: &Words, gap: &Gap, shared: bool) -> String {
    let domain = gap.id.domain();
    let about = |what| domain.map(|domain| words.about(domain, what)).unwrap_or_default();
    let what = match (gap.kind, gap.because) {
        (GapKind::Unverified | GapKind::Uncoordinated | GapKind::Unassured, Some(Because::Expired)) => "step_expired",
        (GapKind::Unverified | GapKind::Uncoordinated | GapKind::Unassured, Some(Because::Claim)) => "step_claim",
        _ => "step",
    };
    words.say_of(
        gap.kind,
        what,
        &[
            ("role", &about("role")),
            ("step", &about(if shared { "shared_1" } else { "step_1" })),
            ("evidence", &about("evidence_1")),
            ("obtain", &about("obtain")),
            ("ask", &about("ask_1")),
        ],
    )
}
