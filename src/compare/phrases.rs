//! What a comparison says, as people read it. In: the words of a language and the data. Out: a sentence each.

use super::record::{Changes, Forecast, Outlook, Pace, Withheld};
use crate::snapshot::{ComparedWith, Headline, LikeForLike, Measure, SystemsChanged};
use crate::words::Words;

/// So many systems are named in a sentence.
const NAMED: usize = 6;

/// Better, worse, stable or mixed, like for like, and which way each figure went; or why that cannot be said. Where more than a
/// fifth of the systems in scope cannot be judged, that comes first.
pub fn verdict(words: &Words, changes: &Changes, now: &Headline) -> String {
    let date = words.long_date(changes.old.as_of);
    let kept = &changes.kept;
    let said = match (kept.verdict, kept.no_verdict, &kept.like_for_like) {
        (Some(verdict), _, Some(figures)) => {
            let moves = Measure::ALL.map(|measure| moved(words, figures, measure)).join(", ");
            words.say_of(verdict, "said", &[("date", &date), ("moves", &moves)])
        }
        (_, Some(reason), _) => words.say_of(reason, "said", &[("date", &date)]),
        _ => String::new(),
    };
    match cannot_judge(words, now) {
        Some(first) => format!("{first} {said}"),
        None => said,
    }
}

/// That the last report is perhaps of something else, if so: nothing stronger can be said of what changed.
pub fn unrelated(words: &Words, with: &ComparedWith) -> Option<String> {
    let values = [
        ("date", words.long_date(with.as_of)),
        ("shared", words.number(with.shared)),
        ("of", words.number(with.of)),
    ];
    (!with.related).then(|| words.say("changes.unrelated", &pairs(&values)))
}

/// That more than a fifth of the systems in scope cannot be judged, if so.
pub fn cannot_judge(words: &Words, now: &Headline) -> Option<String> {
    let share = SystemsChanged {
        changed: now.unclassified,
        of: now.in_scope,
    };
    let all = words.number(now.in_scope);
    share
        .too_many()
        .then(|| words.count("changes.cannot_judge", now.unclassified, &[("all", &all)]))
}

/// How one of the four figures moved.
fn moved(words: &Words, figures: &LikeForLike, measure: Measure) -> String {
    let (counts, duties) = figures.of(measure);
    let shown = |count: usize| match duties {
        Some(duties) => words.rate((duties > 0).then(|| count as f64 / duties as f64)),
        None => words.number(count),
    };
    let values = [
        ("before", shown(counts[0])),
        ("now", shown(counts[1])),
        ("way", words.name(figures.way(measure))),
    ];
    words.say_of(
        measure,
        "moved",
        &values.each_ref().map(|(name, value)| (*name, value.as_str())),
    )
}

/// What the verdict leaves out, and what moved without anybody having done anything: each a sentence, where there is something.
pub fn beside(words: &Words, changes: &Changes) -> Vec<String> {
    let kept = &changes.kept;
    let number = |n: usize| words.number(n);
    let mut said = Vec::new();
    if let Some(figures) = &kept.like_for_like {
        let duties = figures.customer_duties + figures.provider_duties;
        let values = [
            ("duties", number(duties)),
            ("came", number(figures.came)),
            ("went", number(figures.went)),
        ];
        said.push(words.say("changes.came_and_went", &pairs(&values)));
    }
    let (rated, unjudged) = (&kept.rerated, &kept.unjudged);
    if !rated.systems.is_empty() {
        let names = named(words, rated.systems.iter().map(|one| one.system.name.as_str()));
        let values = [
            ("names", names),
            ("exposure", signed(words, rated.exposure)),
            ("critical", signed(words, rated.critical)),
        ];
        said.push(words.count("changes.rerated", rated.systems.len(), &pairs(&values)));
    }
    if !unjudged.systems.is_empty() {
        let names = named(words, unjudged.systems.iter().map(|one| one.name.as_str()));
        let values = [
            ("names", names),
            ("gaps", words.count("changes.gaps", unjudged.gaps.len(), &[])),
            ("exposure", number(unjudged.exposure as usize)),
            ("critical", number(unjudged.critical)),
        ];
        said.push(words.count("changes.unjudged", unjudged.systems.len(), &pairs(&values)));
    }
    let bridge = &kept.bridge;
    if bridge.resolved > 0 {
        let values = [
            ("verified", number(bridge.verified)),
            ("claimed", number(bridge.claimed)),
        ];
        said.push(words.count("changes.proof", bridge.resolved, &pairs(&values)));
    }
    if bridge.new_perhaps_renamed + bridge.gone_perhaps_renamed > 0 {
        let values = [
            ("new", number(bridge.new_perhaps_renamed)),
            ("gone", number(bridge.gone_perhaps_renamed)),
        ];
        said.push(words.say("changes.perhaps", &pairs(&values)));
    }
    said
}

/// When critical gaps reach zero, or why that is not said.
pub fn forecast(words: &Words, forecast: &Forecast) -> String {
    let needed = [
        ("needed_by", words.long_date(forecast.needed_by)),
        ("needed", words.decimal(forecast.pace_needed)),
    ];
    let need = words.say("forecast.need", &pairs(&needed));
    let (fewest, most) = forecast.quarters().unwrap_or_default();
    let same = match forecast.outlook {
        Outlook::AtZero => return words.text("forecast.at_zero"),
        Outlook::Withheld => {
            let reason = forecast.withheld.unwrap_or(Withheld::TooFewReports);
            return words.say_of(reason, "said", &[("need", &need)]);
        }
        Outlook::NotAtThisPace => "forecast.never",
        Outlook::Range if fewest < most => "forecast.range",
        Outlook::Range => "forecast.same",
        Outlook::AtOnePace if forecast.last.as_ref().is_some_and(|pace| pace.quarters.is_some()) => "forecast.by_last",
        Outlook::AtOnePace => "forecast.by_mean",
    };
    let values = [
        ("critical", words.number(forecast.critical)),
        ("fewest", words.number(fewest as usize)),
        ("most", words.number(most as usize)),
        ("paces", paces(words, forecast)),
        ("need", need),
    ];
    match forecast.outlook {
        Outlook::NotAtThisPace => words.say(same, &pairs(&values)),
        Outlook::Range if fewest < most => words.say(same, &pairs(&values)),
        _ => words.count(same, most as usize, &pairs(&values)),
    }
}

/// Both paces, as what becomes of the critical gaps in a quarter.
fn paces(words: &Words, forecast: &Forecast) -> String {
    let a_quarter = |pace: &Option<Pace>| {
        let change = pace.as_ref().map_or(0.0, |pace| 0.0 - pace.a_quarter);
        let sign = if change > 0.0 {
            "+"
        } else if change < 0.0 {
            "−"
        } else {
            ""
        };
        format!("{sign}{}", words.decimal(change.abs()))
    };
    let since = forecast.mean.as_ref().map(|pace| words.date(pace.since));
    let values = [
        ("mean", a_quarter(&forecast.mean)),
        ("last", a_quarter(&forecast.last)),
        ("since", since.unwrap_or_default()),
    ];
    words.say("forecast.paces", &pairs(&values))
}

fn pairs<'a, const N: usize>(values: &'a [(&'a str, String); N]) -> [(&'a str, &'a str); N] {
    values.each_ref().map(|(name, value)| (*name, value.as_str()))
}

fn signed(words: &Words, n: i64) -> String {
    let sign = match n {
        ..0 => "−",
        0 => "",
        1.. => "+",
    };
    let size = usize::try_from(n.unsigned_abs()).unwrap_or(usize::MAX);
    format!("{sign}{}", words.number(size))
}

/// The first names, and how many more.
fn named<'a>(words: &Words, names: impl ExactSizeIterator<Item = &'a str>) -> String {
    let more = names.len().saturating_sub(NAMED);
    let mut shown: Vec<String> = names.take(NAMED).map(str::to_owned).collect();
    if more > 0 {
        shown.push(words.count("plan.more_systems", more, &[]));
    }
    shown.join(", ")
}
