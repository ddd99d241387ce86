//! The days that words of evidence give it. In: words without links and numbers of documents. Out: the day of its issue, or the end
//! of the period that it speaks of, and the last day on which it holds. A year behind a standard's number is none of these.

use chrono::{Datelike, Days, Months, NaiveDate};

use crate::days;
use crate::normalise::date::{self, Order, month};
use crate::normalise::vocabulary::Dating;
use crate::normalise::wording::{Vocabulary, Wording};
use crate::read::Value;

/// What the words say about when.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Dated {
    /// The day of issue, or the last day of the period.
    pub(super) issued: Option<NaiveDate>,
    /// The first day on which it can have been issued.
    pub(super) earliest: Option<NaiveDate>,
    /// The last day on which it holds.
    pub(super) valid_until: Option<NaiveDate>,
    /// Whether a day and a month could be taken for each other; then the earlier of the two days was taken.
    pub(super) doubtful: bool,
}

/// A day, a month, a quarter, a year: its first and its last day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Span {
    first: NaiveDate,
    last: NaiveDate,
    doubtful: bool,
}

/// What a day in the words is the day of. The later, the less it says about the issue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Of {
    /// It was made anew then: whatever it was before does not count.
    Renewal,
    /// It was made then, or speaks of a time that ended then.
    Issue,
    /// Somebody got it then.
    Receipt,
    /// It holds until then.
    End,
}

/// The days in a text.
pub(super) fn dated(text: &str, order: Order, wording: &Wording) -> Dated {
    let spaced = text.replace(['–', '—'], " - ");
    let apart = |c: char| matches!(c, '(' | ')' | '[' | ']' | ',' | ';' | ':' | '"' | '“' | '”');
    let bare = |word: &str| word.trim_matches(|c| apart(c) || c == '.').to_owned();
    let tokens: Vec<String> = spaced.split_whitespace().map(bare).filter(|t| !t.is_empty()).collect();
    let found = Scan {
        tokens: &tokens,
        order,
        wording,
    }
    .all();
    settle(&found)
}

/// Of several days the one that does not make the evidence look newer than it is.
fn settle(found: &[(Of, Span)]) -> Dated {
    let of = |what: Of| found.iter().filter(move |(of, _)| *of == what).map(|(_, span)| *span);
    let renewed = of(Of::Renewal).max_by_key(|span| span.last);
    let made = renewed.or_else(|| of(Of::Issue).min_by_key(|span| span.last));
    let issued = made.or_else(|| of(Of::Receipt).min_by_key(|span| span.last));
    Dated {
        issued: issued.map(|span| span.last),
        earliest: issued.map(|span| span.first),
        valid_until: of(Of::End).map(|span| span.last).min(),
        doubtful: found.iter().any(|(_, span)| span.doubtful),
    }
}

struct Scan<'a> {
    tokens: &'a [String],
    order: Order,
    wording: &'a Wording,
}

impl Scan<'_> {
    fn all(&self) -> Vec<(Of, Span)> {
        let mut found = Vec::new();
        let mut place = 0;
        while place < self.tokens.len() {
            let Some((span, used)) = self.span(place) else {
                place += 1;
                continue;
            };
            let of = self.of(place);
            let after = place + used;
            place = match self.period(after).filter(|_| of != Of::End) {
                Some((end, used)) => {
                    found.extend(self.range(place, of, span, end));
                    after + used
                }
                None => {
                    found.push((of, span));
                    after
                }
            };
        }
        found
    }

    /// `Oct 2024 - Sep 2025` ends in September; `valid 2024 - 2026` holds until the end of 2026.
    fn range(&self, place: usize, of: Of, start: Span, end: Span) -> Vec<(Of, Span)> {
        let closed = Span {
            first: end.last,
            last: end.last,
            doubtful: start.doubtful || end.doubtful,
        };
        match self.stands_before(place, Dating::Valid) {
            true => vec![(Of::Issue, start), (Of::End, closed)],
            false => vec![(of, closed)],
        }
    }

    /// What the words before a day say that it is.
    fn of(&self, place: usize) -> Of {
        let meanings = [
            (Dating::Until, Of::End),
            (Dating::Renewed, Of::Renewal),
            (Dating::Received, Of::Receipt),
        ];
        let said = meanings
            .into_iter()
            .find(|(meaning, _)| self.stands_before(place, *meaning));
        said.map_or(Of::Issue, |(_, of)| of)
    }

    /// Whether the one to three words before a place, fillers left out, mean something.
    fn stands_before(&self, place: usize, meaning: Dating) -> bool {
        let means = |end: usize| {
            (1..=end.min(3)).any(|length| self.meaning(&self.tokens[end - length..end].concat()) == Some(meaning))
        };
        let mut end = place;
        loop {
            if means(end) {
                return true;
            }
            if end == 0 || place - end >= 2 || self.meaning(&self.tokens[end - 1]) != Some(Dating::Filler) {
                return false;
            }
            end -= 1;
        }
    }

    fn meaning(&self, words: &str) -> Option<Dating> {
        self.wording.meaning(Vocabulary::EvidenceDate, words)?.dating()
    }

    /// The second half of a period, with the mark or the word that joins the halves.
    fn period(&self, place: usize) -> Option<(Span, usize)> {
        let joins = |word: &str| word == "-" || matches!(self.meaning(word), Some(Dating::Between | Dating::Until));
        let joined = self.tokens.get(place).filter(|word| joins(word))?;
        let words = 1 + usize::from(joined != "-" && self.tokens.get(place + 1).is_some_and(|word| joins(word)));
        let (span, used) = self.span(place + words)?;
        Some((span, words + used))
    }

    /// A day or a time of several words from a place on, the longest first.
    fn span(&self, place: usize) -> Option<(Span, usize)> {
        const LONGEST: usize = 5;
        if place > 0 && self.is_counted(place - 1) || !may_begin(self.tokens.get(place)?) {
            return None;
        }
        let most = LONGEST.min(self.tokens.len().checked_sub(place)?);
        let ends = |length: &usize| self.tokens[place + length - 1] != "-";
        (1..=most).rev().filter(ends).find_map(|length| {
            let words = self.tokens[place..place + length].join(" ");
            Some((span(&words, self.order)?, length))
        })
    }

    /// Whether a number behind a word belongs to a name: that of a standard (`SOC 2`, `ISO 27001 2022`), a level, a version.
    fn is_counted(&self, place: usize) -> bool {
        let word = &self.tokens[place];
        let digits = word.len() - word.trim_end_matches(|c: char| c.is_ascii_digit()).len();
        let standard = (3..=5).contains(&digits) && year(word).is_none();
        standard || self.meaning(word) == Some(Dating::Counted)
    }
}

/// Whether a time can begin with a word: a number, a month, or the mark of a fiscal year.
fn may_begin(word: &str) -> bool {
    word.contains(|c: char| c.is_ascii_digit())
        || word.split('-').any(|part| month(part).is_some())
        || matches!(word, "FY" | "GJ")
}

/// A text as a day, or a time of several days.
fn span(text: &str, order: Order) -> Option<Span> {
    let whole = |(first, last): (NaiveDate, NaiveDate)| Span {
        first,
        last,
        doubtful: false,
    };
    match date::read(&Value::Text(text.into()), order) {
        date::Reading::Day(day) => Some(whole((day, day))),
        date::Reading::Ambiguous => {
            let days = [Order::DayFirst, Order::MonthFirst].map(|order| date::read(&Value::Text(text.into()), order));
            let read = days.into_iter().filter_map(|reading| match reading {
                date::Reading::Day(day) => Some(day),
                _ => None,
            });
            let day = read.min()?;
            Some(Span {
                first: day,
                last: day,
                doubtful: true,
            })
        }
        _ => halves(text, order).or_else(|| of_months(text).map(whole)),
    }
}

/// `01.10.2024-30.09.2025`, `2024-2025`: two times in one word, of which the second ends it.
fn halves(text: &str, order: Order) -> Option<Span> {
    if text.contains(' ') {
        return None;
    }
    let (first, second) = text.split_once('-')?;
    let (first, second) = (span(first, order)?, span(second, order)?);
    (first.first < second.first).then_some(Span {
        first: second.last,
        last: second.last,
        doubtful: first.doubtful || second.doubtful,
    })
}

/// A month, some months, a quarter, a half year, a year.
fn of_months(text: &str) -> Option<(NaiveDate, NaiveDate)> {
    if let Some(year) = year(text).or_else(|| fiscal(text)) {
        return months(year, 1, 12);
    }
    let small = ["de", "del", "of", "d"];
    let mark = |c: char| matches!(c, ' ' | '-' | '/' | '.' | '\'' | '’');
    let pieces: Vec<&str> = text
        .split(mark)
        .filter(|piece| !piece.is_empty() && !small.contains(&piece.to_lowercase().as_str()))
        .collect();
    match pieces.as_slice() {
        [from, to, of] => {
            let (from, to) = (month(from)?, month(to)?);
            let (_, last) = months(year(of)?, to, to)?;
            (from <= to).then_some((last, last))
        }
        [one, other] => part_of_year(one, other, text).or_else(|| part_of_year(other, one, text)),
        _ => None,
    }
}

/// A part of a year with its year: `Oct 2024`, `Oct-24`, `10/2024`, `Q3 2025`.
fn part_of_year(part: &str, of: &str, text: &str) -> Option<(NaiveDate, NaiveDate)> {
    let spaced = text.contains(' ');
    if let Some(month) = month(part) {
        let short = (of.len() == 2 && !spaced).then(|| of.parse().ok()).flatten();
        let year = year(of).or_else(|| short.map(|number: i32| 2000 + number))?;
        return months(year, month, month);
    }
    let year = year(of)?;
    if let Some((first, last)) = quarter(part) {
        return months(year, first, last);
    }
    let number: u32 = (!spaced && part.len() <= 2).then(|| part.parse().ok()).flatten()?;
    (1..=12).contains(&number).then(|| months(year, number, number))?
}

/// `Q3`, `T3` (French, Spanish), `H1`, `S1`: the first and the last month.
fn quarter(word: &str) -> Option<(u32, u32)> {
    let letter = word.chars().next()?.to_ascii_uppercase();
    let number: u32 = word.get(1..)?.parse().ok()?;
    match (letter, number) {
        ('Q' | 'T', 1..=4) => Some((number * 3 - 2, number * 3)),
        ('H' | 'S', 1..=2) => Some((number * 6 - 5, number * 6)),
        _ => None,
    }
}

/// `FY2025`, `FY 2025`, `FY25`: taken for the year of the calendar.
fn fiscal(word: &str) -> Option<i32> {
    let rest = ["FY", "GJ"].iter().find_map(|mark| word.strip_prefix(mark))?.trim();
    match rest.len() {
        2 => rest.parse::<i32>().ok().map(|number| 2000 + number),
        _ => year(rest),
    }
}

fn year(word: &str) -> Option<i32> {
    let digits = word.len() == 4 && word.bytes().all(|b| b.is_ascii_digit());
    let year = digits.then(|| word.parse().ok()).flatten()?;
    days::YEARS.contains(&year).then_some(year)
}

/// The first day of a month and the last day of another one of the same year.
fn months(year: i32, first: u32, last: u32) -> Option<(NaiveDate, NaiveDate)> {
    let start = NaiveDate::from_ymd_opt(year, first, 1)?;
    let end = NaiveDate::from_ymd_opt(year, last, 1)?
        .checked_add_months(Months::new(1))?
        .checked_sub_days(Days::new(1))?;
    debug_assert!(end.year() == year);
    Some((start, end))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Reading;

    fn read(text: &str) -> (String, String) {
        let found = dated(text, Order::DayFirst, &Wording::new(&Reading::default()));
        let shown = |day: Option<NaiveDate>| day.map_or_else(String::new, |day| day.to_string());
        (shown(found.issued), shown(found.valid_until))
    }

    #[test]
    fn a_day_a_month_a_year_and_a_period() {
        for (text, issued, until) in [
            ("SOC 2 report of 3 March 2026", "2026-03-03", ""),
            ("report 1er mars 2026", "2026-03-01", ""),
            ("SOC 2 Type II 2025", "2025-12-31", ""),
            ("SOC 2 May 2026", "2026-05-31", ""),
            ("pen test Q3 2025", "2025-09-30", ""),
            ("pen test H1/2025", "2025-06-30", ""),
            ("FY2025 audit report", "2025-12-31", ""),
            ("report 10/2025", "2025-10-31", ""),
            ("report Oct-25", "2025-10-31", ""),
            ("SOC 2 Oct-Dec 2025", "2025-12-31", ""),
            ("SOC 2, Oct 2024 – Sep 2025", "2025-09-30", ""),
            ("SOC 2 from October 2024 to September 2025", "2025-09-30", ""),
            ("SOC 2, 01.10.2024-30.09.2025", "2025-09-30", ""),
            ("Bericht vom 01.10.2024 bis 30.09.2025", "2025-09-30", ""),
            ("SOC 2 2024-2025", "2025-12-31", ""),
            ("certificate valid until 2027", "", "2027-12-31"),
            (
                "certificate of 2024-05-01, expires on 30 April 2027",
                "2024-05-01",
                "2027-04-30",
            ),
            ("valid from 2024-01-01 to 2026-12-31", "2024-01-01", "2026-12-31"),
            ("gültig vom 01.01.2024 bis zum 31.12.2026", "2024-01-01", "2026-12-31"),
            ("valable jusqu'au 31/03/2027", "", "2027-03-31"),
            ("vence el 31/03/2027", "", "2027-03-31"),
            ("SOC 2 2024, received 2026-03-01", "2024-12-31", ""),
            ("SOC 2 received 2026-03-01", "2026-03-01", ""),
            ("policy 2019, updated 2026-03-01", "2026-03-01", ""),
        ] {
            assert_eq!(read(text), (issued.to_owned(), until.to_owned()), "{text}");
        }
    }

    #[test]
    fn no_dates() {
        for text in [
            "ISO/IEC 27001:2022 certificate",
            "ISO 27001 2022",
            "ISO 27001-2022",
            "CAIQ v4.0.3",
            "12 months",
            "SOC 2 Type 2",
            "24/7",
            "version 2.1",
        ] {
            assert_eq!(read(text), (String::new(), String::new()), "{text}");
        }
    }
}
