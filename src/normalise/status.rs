//! How far a control is. In: the text of a status cell, as people write it. Out: the meaning of the vocabulary, or nothing where the
//! text does not plainly say one. Whatever takes something back (a question mark, a *not*, a *will*, an *except*, half of it) is
//! never taken for something that is in place; nor is a remark that does not plainly confirm it (`remark.rs`).

use crate::diagnostic::{Code, Location};
use crate::message::sentence;

use super::context::{Context, What};
use super::lexicon::Kind;
use super::phrase;
use super::remark::{confirms, turns};
use super::vocabulary::Status;
use super::wording::{Vocabulary, Wording, shown};
use super::words::{Word, words};

const STATUS: What = What {
    code: Code::UnknownValue,
    name: "status",
    words: "implemented, partial, planned, not applicable, retired",
};
/// What a status cell says, in our words; what it does not plainly say is reported.
pub(super) fn status(text: &str, at: &Location, context: &mut Context<'_>) -> Option<Status> {
    if let Some(meaning) = said(text, &context.wording) {
        return Some(meaning);
    }
    if text.contains('?') {
        let message = sentence!(
            "the status '{text}' is a question; it counts as not known",
            text = shown(text)
        );
        let help = "find out how far the control is, and write it without a question mark";
        context.found.add(Code::UnknownValue, Some(at), message, help);
        return None;
    }
    context.unknown(Vocabulary::Status, text, STATUS, at);
    None
}

/// The meaning of a text, if it plainly has one.
pub(super) fn said(text: &str, wording: &Wording) -> Option<Status> {
    let text = text.trim();
    let known = |word: &str| wording.status(word);
    if text.contains('?') {
        return (!text.chars().any(char::is_alphanumeric)).then_some(Status::Unknown);
    }
    if let Some(meaning) = known(text).or_else(|| share(text)) {
        return Some(meaning);
    }
    if let Some((head, remark)) = parted(text)
        && let Some(meaning) = said(head, wording)
    {
        return with_remark(meaning, remark, wording);
    }
    by_words(&words(text), text, wording)
}

/// What a word says together with the remark behind it.
fn with_remark(meaning: Status, remark: &str, wording: &Wording) -> Option<Status> {
    match meaning {
        _ if !WHOLE.contains(&meaning) => Some(meaning),
        _ if is_deadline(&words(remark)) => Some(Status::Planned),
        _ if takes_back(remark, wording) => Some(Status::Partial),
        Status::Implemented => (says_whole(remark, wording) || confirms(remark)).then_some(meaning),
        _ => Some(meaning),
    }
}

/// What counts as being in place.
const WHOLE: [Status; 3] = [Status::Implemented, Status::Alternative, Status::Inherited];

/// Whether a remark says the same again (`done, live`, `implemented, 100 %`).
fn says_whole(remark: &str, wording: &Wording) -> bool {
    let said = share_in(remark).or_else(|| wording.status(remark));
    said.is_some_and(|status| WHOLE.contains(&status))
}

/// A word for *by*, and a day, a month or a quarter right behind it.
fn is_deadline(all: &[Word<'_>]) -> bool {
    let time = |word: &Word<'_>| word.has_digit() || word.is(Kind::Time);
    all.windows(2).any(|pair| pair[0].is(Kind::By) && time(&pair[1]))
}

/// A status of several words, none of them known as a whole.
fn by_words(all: &[Word<'_>], text: &str, wording: &Wording) -> Option<Status> {
    let any = |kind: Kind| all.iter().any(|word| word.is(kind));
    let begins = |length: &usize| {
        let last = &all[*length - 1];
        wording.status(&text[all[0].start..last.start + last.text.len()])
    };
    let opening = (1..all.len()).rev().find_map(|length| Some((begins(&length)?, length)));
    let behind = |length: usize| &text[all[length].start..];
    if turns(text) && opening.is_some_and(|(meaning, _)| WHOLE.contains(&meaning)) {
        return None;
    }
    let nearly = any(Kind::Negation) && any(Kind::Wholly);
    // A slip of the pen in a longer word is a question, not what its first word says.
    let slip = || wording.nearest_once(Vocabulary::Status, text).is_some();
    let meaning = match opening {
        _ if nearly => Status::Partial,
        _ if slip() => return None,
        Some((meaning, _)) if meaning != Status::Implemented => meaning,
        _ if all.len() > 8 => return None,
        Some(_) if any(Kind::Negation) || any(Kind::Part) || in_some(all, text) => Status::Partial,
        _ if any(Kind::Negation) => Status::NotImplemented,
        _ if any(Kind::Future) || is_deadline(all) => Status::Planned,
        _ if any(Kind::Part) => Status::Partial,
        Some((_, length)) => return with_remark(Status::Implemented, behind(length), wording),
        None => return None,
    };
    Some(meaning)
}

/// `Rolled out to 60 %`, `ausgerollt in 3 von 7 Werken`: in so many of all.
fn in_some(all: &[Word<'_>], text: &str) -> bool {
    let number = |word: &Word<'_>| word.text.parse::<u32>().ok();
    let fewer = |three: &[Word<'_>]| number(&three[0]) < number(&three[2]) && number(&three[0]).is_some();
    let counted = all.windows(3).any(|three| three[1].is(Kind::Link) && fewer(three));
    counted || share_in(text).is_some_and(|share| share != Status::Implemented)
}

/// A percentage that is the whole text: none of it, all of it, or a part.
fn share(text: &str) -> Option<Status> {
    let (before, behind) = text.split_once('%')?;
    let about = |c: char| !c.is_ascii_digit();
    (behind.trim().is_empty() && before.trim_start_matches(about).len() + 3 >= before.trim().len())
        .then(|| share_in(text))?
}

/// A percentage anywhere in a text.
fn share_in(text: &str) -> Option<Status> {
    let before = text.split_once('%')?.0.trim_end();
    let start = before
        .rfind(|c: char| !c.is_ascii_digit() && c != '.' && c != ',')
        .map_or(0, |place| place + 1);
    let number: f64 = before.get(start..)?.replace(',', ".").parse().ok()?;
    Some(match number {
        n if n <= 0.0 => Status::NotImplemented,
        n if n >= 100.0 => Status::Implemented,
        _ => Status::Partial,
    })
}

/// A word, and the remark behind it.
fn parted(text: &str) -> Option<(&str, &str)> {
    if let Some((head, remark)) = phrase::remark(text) {
        return Some((head, remark));
    }
    let marks = [" (", " [", " - ", " – ", " — ", ", ", "; ", ": ", ". ", "\n", "/"];
    let found = marks
        .iter()
        .filter_map(|mark| text.find(mark).map(|place| (place, mark.len())))
        .min()?;
    Some((text[..found.0].trim(), text[found.0 + found.1..].trim()))
}

/// Whether a remark takes back what stands before it.
fn takes_back(remark: &str, wording: &Wording) -> bool {
    let all = words(remark);
    let kinds = [Kind::Negation, Kind::Future, Kind::Part];
    let share = share_in(remark);
    let other = share.or_else(|| wording.status(remark));
    let less = other.is_some_and(|status| !WHOLE.contains(&status) && status != Status::Unknown);
    less || remark.contains('?') || kinds.iter().any(|kind| all.iter().any(|word| word.is(*kind)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Reading;

    fn read(text: &str) -> Option<Status> {
        said(text, &Wording::new(&Reading::default()))
    }

    #[test]
    fn only_what_is_plainly_in_place_is_in_place() {
        for (meaning, texts) in [
            (
                Some(Status::Implemented),
                "Done|3 - Implemented|d) Implemented|Implemented since 2024|In place - see SharePoint|100 %|OK|Rolled out|live|in use|ausgerollt|en production|\
                 En place depuis 2024|en place depuis mars 2024|Implemented by IT|Completed 2026-03-01|✓|Done (Ann Lee)|done 31.12.2025|Done on 3 March 2026|umgesetzt von Anna Weber am 01.02.2026|\
                 Done - tested and approved|implemented, effective|Implemented (SEC-123)|fait par Anne Petit|hecho, verificado|umgesetzt und geprüft|Done (100 %)|live and watched|In place (Okta)",
            ),
            (
                Some(Status::Partial),
                "Rolled out to 60 %|ausgerollt in 3 von 7 Werken|implemented (partly)|in place (not tested)|Yes - but not tested|half done|80%|~ 50 %|Done except logging|mostly|\
                 Implemented, 60 %|umgesetzt (außer Logging)|zur Hälfte umgesetzt|not fully implemented|noch nicht vollständig umgesetzt|\
                 en place sauf la journalisation|à moitié fait|implementado, excepto registros|casi terminado|implemented (draft)|Done (pending review)|\
                 implemented 2024, lapsed|implemented - not effective|umgesetzt, Nachweis abgelaufen|en place (expiré)|implantado, vencido",
            ),
            (
                Some(Status::Planned),
                "planned for Q4|will be done|to be implemented in 2027|wird umgesetzt|geplant für Q4|sera fait|será implementado|\
                 Done by 31.12.2027|umgesetzt bis 12/2027|prévu pour mars|done by Dec 2026|done (by Q4 2026)",
            ),
            (
                Some(Status::NotImplemented),
                "0 %|not yet|noch nicht|pas encore|todavía no|not implemented|nicht umgesetzt|pas en place|No - nothing|not done yet",
            ),
            (
                Some(Status::NotApplicable),
                "N/A|n/a (vendor only)|not applicable - no personal data|nicht anwendbar (SaaS)",
            ),
            (Some(Status::Unknown), "?|TBD|unklar"),
            (
                None,
                "Done?|Implemented??|ja?|3/5|2|something else|blue sky|done (Q4)|done Q4 2026|Done 12/2027|umgesetzt (Q2)|implemented (2025)|\
                 Rolled out in 2025|done last year|fait en 2022|hecho en 2022|was done in 2023|closed (wont fix)|closed - reopened|done; overdue|\
                 done/needs update|green → red|green -> red|green (was red)|implemented; finding open|compliant with gaps|compliant (claimed)|done on paper|\
                 ok for now|ja, aber|oui mais|oui, à tester|sí, pero|umgesetzt - Lücken|umgesetzt laut Anbieter|implantado según el proveedor|\
                 in place as far as we know|en place, à revoir|umgesetzt (siehe Lücken)|hecho, a revisar|erledigt im Herbst|fait au printemps",
            ),
        ] {
            for text in texts.split('|') {
                assert_eq!(read(text.trim()), meaning, "{text}");
            }
        }
    }
}
