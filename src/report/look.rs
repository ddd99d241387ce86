//! What holds for every page. In: the facts and the look that was asked for. Out: paper, colours, title, foot. An accent on
//! which white letters could not be read is darkened until they can.

use chrono::Datelike;
use serde::Serialize;

use crate::config::{Language, Look};
use crate::report::facts::{Facts, Paper};
use crate::report::text::Text;
use crate::snapshot::Snapshot;

/// The accent when none is asked for.
const ACCENT: [u8; 3] = [0x2f, 0x36, 0xc8];
/// Least contrast of letters against their ground (WCAG 2.2, level AA).
const CONTRAST: f64 = 4.5;

/// Paper, colour, foot and title.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Page {
    /// Language code, for hyphenation and screen readers.
    pub language: Language,
    /// `a4` or `us-letter`.
    pub paper: &'static str,
    /// Brand colour as `#rrggbb`, dark enough for white letters on it and for itself on white.
    pub accent: String,
    /// The virtual file of the logo.
    pub logo: Option<&'static str>,
    /// Title of the document.
    pub title: String,
    /// Author of the document: the organisation, if it was named.
    pub author: Option<String>,
    /// Who it is about.
    pub organisation: Option<Text>,
    /// The as-of date as year, month, day: the date of the document.
    pub date: [i32; 3],
    /// Margins in points: left and right, top, bottom.
    pub margins: [f64; 3],
    /// The running foot.
    pub foot: Text,
    /// What stands behind a name and before what belongs to it.
    pub colon: String,
    /// What stands between the number of a page and that of all.
    pub of: String,
    /// What the attached record is.
    pub attachment: String,
    /// What the attached register is, and its name.
    pub register: Option<[String; 2]>,
    /// What the parts of the report are called: the board paper and its annexes.
    pub parts: Parts,
}

/// The parts of the report.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Parts {
    /// The board paper.
    pub board: String,
    /// Owners and providers.
    pub owners: String,
    /// Systems.
    pub systems: String,
    /// Method.
    pub method: String,
    /// Whether the annexes follow each other and the board paper without a new page: all are short.
    pub flows: bool,
    /// What stands before the number of a part's page, and of its pages.
    pub page: String,
    /// The same for several.
    pub pages: String,
    /// Headings of page one.
    pub decisions: String,
    /// Where duties are uncovered.
    pub domains: String,
    /// How the counts move.
    pub trend: String,
    /// What changed.
    pub changed: String,
    /// What matters.
    pub matters: String,
}

/// Whether no duty of ours is open.
fn covered(snapshot: &Snapshot) -> bool {
    let ours = snapshot.obligations.iter().filter_map(|o| Some((o, o.customer?)));
    let mut open = ours.filter(|(duty, state)| duty.owners.is_empty() || state.gap().is_some());
    open.next().is_none()
}

/// So many letters of the organisation's name and of the label have room at the head and in the foot of a page.
const NAMED: usize = 120;

/// So few systems that their annex needs no page of its own.
const FEW: usize = 2;

impl Page {
    /// Settles what holds for every page.
    pub fn new(facts: &Facts<'_>, look: &Look) -> Self {
        let (words, snapshot) = (facts.words, facts.snapshot);
        let day = snapshot.as_of;
        let date = words.long_date(day);
        let name = words.text("document.title");
        let organisation = snapshot.organisation.as_deref();
        let as_of = words.say("document.as_of", &[("date", &date)]);
        let foot: Vec<_> = [organisation, Some(&name), look.label.as_deref(), Some(&as_of)]
            .into_iter()
            .flatten()
            .map(|part| Text::short(part, NAMED).as_str().to_owned())
            .collect();
        let title: Vec<_> = [organisation, Some(&name), Some(&date)].into_iter().flatten().collect();
        Self {
            language: words.language(),
            paper: paper(look.paper.as_deref()),
            accent: accent(look.accent.as_deref()),
            logo: logo(look),
            title: Text::short(title.join(" · "), 250).as_str().to_owned(),
            author: organisation.map(|name| Text::short(name, 250).as_str().to_owned()),
            organisation: organisation.map(|name| Text::short(name, NAMED)),
            date: [day.year(), day.month() as i32, day.day() as i32],
            foot: Text::new(foot.join(" · ")),
            margins: Paper::MARGINS,
            colon: words.text("document.colon"),
            of: words.text("document.of"),
            attachment: words.text("document.attachment"),
            register: Some([words.text("document.register"), register_name(facts)]),
            parts: Parts {
                board: words.text("part.board"),
                owners: words.text("part.owners"),
                systems: words.text("part.systems"),
                method: words.text("part.method"),
                flows: facts.snapshot.headline.in_scope <= FEW,
                page: words.text("part.page"),
                pages: words.text("part.pages"),
                decisions: words.text("part.decisions"),
                domains: words.text(if covered(snapshot) {
                    "part.domains_covered"
                } else {
                    "part.domains"
                }),
                trend: words.text("part.trend"),
                changed: words.text("part.changed"),
                matters: words.text("part.matters"),
            },
        }
    }
}

/// The name of the attached workbook, after organisation and date.
fn register_name(facts: &Facts<'_>) -> String {
    let snapshot = facts.snapshot;
    let organisation = snapshot.organisation.as_deref().unwrap_or("unowned");
    let plain = organisation.chars().map(|c| if c.is_alphanumeric() { c } else { ' ' });
    let plain: String = plain.take(60).collect();
    let name = plain.split_whitespace().collect::<Vec<_>>().join("-").to_lowercase();
    format!("{name}-register-{}.xlsx", snapshot.as_of)
}

/// Typst's name of the paper.
fn paper(wanted: Option<&str>) -> &'static str {
    match wanted {
        Some("letter") => "us-letter",
        _ => "a4",
    }
}

/// The virtual file of the logo, named after its kind.
fn logo(look: &Look) -> Option<&'static str> {
    let extension = look.logo.as_deref()?.extension()?.to_str()?;
    Some(if extension.eq_ignore_ascii_case("svg") {
        "/logo.svg"
    } else {
        "/logo.png"
    })
}

fn accent(wanted: Option<&str>) -> String {
    let mut colour = wanted.and_then(parse).unwrap_or(ACCENT);
    while 1.05 / (luminance(colour) + 0.05) < CONTRAST {
        colour = colour.map(|channel| channel - channel.div_ceil(16));
    }
    format!("#{:02x}{:02x}{:02x}", colour[0], colour[1], colour[2])
}

/// Reads `#rrggbb`.
pub fn parse(text: &str) -> Option<[u8; 3]> {
    let digits = text.strip_prefix('#').filter(|d| d.len() == 6 && d.is_ascii())?;
    let channel = |at: usize| u8::from_str_radix(&digits[at..at + 2], 16).ok();
    Some([channel(0)?, channel(2)?, channel(4)?])
}

/// Relative luminance of an sRGB colour, 0 to 1.
pub fn luminance(colour: [u8; 3]) -> f64 {
    let linear = colour.map(|channel| {
        let c = f64::from(channel) / 255.0;
        if c <= 0.04045 {
            c / 12.92
        } else {
            ((c + 0.055) / 1.055).powf(2.4)
        }
    });
    0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn white_letters_can_be_read_on_any_accent() {
        for wanted in ["#ffff00", "#ffffff", "#88ccee", "#2f36c8", "#000000"] {
            let settled = parse(&accent(Some(wanted))).unwrap();
            assert!(1.05 / (luminance(settled) + 0.05) >= CONTRAST, "{wanted}");
        }
        assert_eq!(
            accent(Some("#123456")),
            "#123456",
            "a colour that can be read stays as it is"
        );
    }
}
