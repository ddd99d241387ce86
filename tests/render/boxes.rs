//! No text leaves its place: every run of letters, with its place and width as the page's own drawing orders give them, stands within
//! the margins and on no other; on page one none is smaller than 7 points; no page but a part's last is less than a quarter full; no
//! title stands alone at a page's foot.

use std::collections::BTreeMap;

use lopdf::content::{Content, Operation};
use lopdf::{Dictionary, Document, Object, ObjectId};
use unowned::compare;
use unowned::config::{Config, Language};
use unowned::inventory::{Inventory, ModelSource};
use unowned::report::Report;

use super::conforming::ugly;
use super::{fixture, render};

/// Points that a run may be off, as its letters are drawn.
const HAIR: f64 = 1.2;
/// The size of the letters of the least title of a section.
const TITLE: f64 = 10.0;
/// The least room between the text and the edge of the paper.
const MARGIN: f64 = 40.0;

/// Letters in one row, from the lower left corner of the first one.
#[derive(Clone, Copy, Debug)]
struct Run {
    x: f64,
    y: f64,
    width: f64,
    size: f64,
    upright: bool,
}

impl Run {
    /// Left, lower, right and upper edge of its letters without what hangs below the line.
    fn edges(self) -> [f64; 4] {
        let height = self.size * 0.7;
        match self.upright {
            false => [self.x, self.y, self.x + self.width, self.y + height],
            true => [self.x - height, self.y, self.x, self.y + self.width],
        }
    }
}

/// A move on the page: six numbers as the format has them.
type Matrix = [f64; 6];

fn times(a: Matrix, b: Matrix) -> Matrix {
    [
        a[0] * b[0] + a[1] * b[2],
        a[0] * b[1] + a[1] * b[3],
        a[2] * b[0] + a[3] * b[2],
        a[2] * b[1] + a[3] * b[3],
        a[4] * b[0] + a[5] * b[2] + b[4],
        a[4] * b[1] + a[5] * b[3] + b[5],
    ]
}

fn numbers(operands: &[Object]) -> Vec<f64> {
    operands
        .iter()
        .filter_map(|o| o.as_float().ok())
        .map(f64::from)
        .collect()
}

fn matrix(operands: &[Object]) -> Matrix {
    numbers(operands).try_into().unwrap()
}

/// The width of each letter of a font, in thousandths of its size.
type Widths = BTreeMap<u16, f64>;

fn widths(pdf: &Document, font: &Dictionary) -> Widths {
    let below = font.get(b"DescendantFonts").and_then(Object::as_array).unwrap();
    let below = pdf.dereference(&below[0]).unwrap().1.as_dict().unwrap();
    let mut found = Widths::new();
    let listed = below
        .get(b"W")
        .map(|w| pdf.dereference(w).unwrap().1.as_array().unwrap());
    let listed = listed.map(Vec::as_slice).unwrap_or_default();
    let mut place = 0;
    while place + 1 < listed.len() {
        let first = listed[place].as_i64().unwrap() as u16;
        match &listed[place + 1] {
            Object::Array(each) => {
                found.extend((first..).zip(numbers(each)));
                place += 2;
            }
            last => {
                let width = numbers(&listed[place + 2..=place + 2])[0];
                found.extend((first..=last.as_i64().unwrap() as u16).map(|letter| (letter, width)));
                place += 3;
            }
        }
    }
    found
}

/// How wide some text is, in thousandths of its size.
fn wide(text: &[Object], widths: &Widths) -> f64 {
    let one = |part: &Object| match part {
        Object::String(letters, _) => letters
            .chunks_exact(2)
            .map(|pair| {
                widths
                    .get(&u16::from_be_bytes([pair[0], pair[1]]))
                    .copied()
                    .unwrap_or_default()
            })
            .sum(),
        number => -numbers(std::slice::from_ref(number))
            .first()
            .copied()
            .unwrap_or_default(),
    };
    text.iter().map(one).sum()
}

/// Every run of a page. Letters inside pictures are shapes, not text.
fn runs(pdf: &Document, page: ObjectId) -> Vec<Run> {
    let fonts = pdf.get_page_fonts(page).unwrap();
    let fonts: BTreeMap<_, _> = fonts
        .into_iter()
        .map(|(name, font)| (name, widths(pdf, font)))
        .collect();
    let content = Content::decode(&pdf.get_page_content(page)).unwrap();
    let mut state = (Matrix::from([1.0, 0.0, 0.0, 1.0, 0.0, 0.0]), Vec::new());
    let (mut font, mut size, mut text) = (Vec::new(), 0.0, state.0);
    let mut found = Vec::new();
    for Operation { operator, operands } in content.operations {
        match operator.as_str() {
            "q" => state.1.push(state.0),
            "Q" => state.0 = state.1.pop().unwrap(),
            "cm" => state.0 = times(matrix(&operands), state.0),
            "Tf" => {
                font = operands[0].as_name().unwrap().to_vec();
                size = numbers(&operands[1..])[0];
            }
            "Tm" => text = matrix(&operands),
            "TJ" | "Tj" => {
                let parts = match &operands[0] {
                    Object::Array(parts) => parts.clone(),
                    one => vec![one.clone()],
                };
                let at = times(text, state.0);
                found.push(Run {
                    x: at[4],
                    y: at[5],
                    width: wide(&parts, &fonts[&font]) / 1000.0 * size,
                    size,
                    upright: at[0].abs() < 0.1,
                });
            }
            _ => {}
        }
    }
    found.retain(|run| run.width > 0.5);
    found
}

/// Pairs of runs that stand on each other.
fn on_each_other(runs: &[Run]) -> Vec<(Run, Run)> {
    let mut sorted: Vec<_> = runs.iter().map(|run| (run.edges(), *run)).collect();
    sorted.sort_by(|a, b| a.0[1].total_cmp(&b.0[1]));
    let mut found = Vec::new();
    for (place, (a, run)) in sorted.iter().enumerate() {
        let above = sorted[place + 1..].iter().take_while(|(b, _)| b[1] < a[3] - HAIR);
        let crosses = |b: &[f64; 4]| b[0] < a[2] - HAIR && a[0] < b[2] - HAIR;
        found.extend(above.filter(|(b, _)| crosses(b)).map(|(_, other)| (*run, *other)));
    }
    found
}

fn check(name: &str, report: &Report) {
    let pdf = Document::load_mem(&render(report).pdf).unwrap();
    let pages = pdf.get_pages();
    let texts: Vec<_> = pages.keys().map(|&n| pdf.extract_text(&[n]).unwrap()).collect();
    let parts = [
        &report.view.look.parts.owners,
        &report.view.look.parts.systems,
        &report.view.look.parts.method,
    ];
    let begins = |page: usize| {
        texts
            .get(page)
            .is_none_or(|text| parts.iter().any(|part| text.contains(part.as_str())))
    };
    for (place, (&number, &page)) in pages.iter().enumerate() {
        let runs = runs(&pdf, page);
        let size = pdf
            .get_object(page)
            .unwrap()
            .as_dict()
            .unwrap()
            .get(b"MediaBox")
            .unwrap();
        let size = numbers(size.as_array().unwrap());
        for run in &runs {
            let [left, lower, right, upper] = run.edges();
            assert!(
                left > MARGIN && right < size[2] - MARGIN + HAIR && lower > 12.0 && upper < size[3] - 28.0,
                "{name}, page {number}: {run:?} leaves the page"
            );
        }
        let crossing = on_each_other(&runs);
        assert!(
            crossing.is_empty(),
            "{name}, page {number}: {:?}",
            &crossing[..crossing.len().min(4)]
        );
        if place == 0 {
            let smallest = runs.iter().map(|run| run.size).fold(f64::INFINITY, f64::min);
            assert!(smallest >= 7.0, "{name}: {smallest} points on page one");
        }
        let lowest = runs
            .iter()
            .filter(|run| run.y > 44.0)
            .min_by(|a, b| a.y.total_cmp(&b.y));
        let empty = lowest.is_none_or(|run| run.y > size[3] * 0.75);
        assert!(
            !empty || place == 0 || begins(place + 1),
            "{name}, page {number} is less than a quarter full"
        );
        assert!(
            lowest.is_none_or(|run| run.size < TITLE),
            "{name}: a title stands alone at the foot of page {number}"
        );
    }
}

fn of(inventory: &Inventory) -> Report {
    fixture::report(inventory)
}

/// A long name, a long label, and what else a reader may ask for.
fn config(language: Language, paper: &str) -> Config {
    let mut config = Config::default();
    config.report.language = Some(language);
    config.report.paper = Some(paper.to_owned());
    config.report.label =
        Some("Strictly confidential: for the members of the board and its risk committee only".to_owned());
    config
}

/// The organisation of a long name.
const ORGANISATION: &str = "Example Organisation for Insurance and Reinsurance, Holding AG";

fn in_language(inventory: &Inventory, language: Language, paper: &str) -> Report {
    let snapshot = fixture::snapshot(inventory, ORGANISATION);
    Report::new(snapshot, None, &config(language, paper))
}

/// Every system in Annex B, every gap, sheets to sign, the gaps by other frameworks.
fn with_everything(inventory: &Inventory, language: Language, paper: &str) -> Report {
    let mut config = config(language, paper);
    config.report.system_pages = Some(u32::MAX as usize);
    config.report.sign_off = true;
    config.report.frameworks = true;
    Report::new(fixture::snapshot(inventory, ORGANISATION), None, &config)
}

/// Either paper, in turn.
fn paper(n: usize) -> &'static str {
    ["a4", "letter"][n % 2]
}

#[test]
fn no_text_leaves_its_place_whatever_the_size() {
    for systems in [0, 1, 3, 12, 25, 60, 300] {
        check(&format!("{systems} systems"), &of(&fixture::inventory(systems)));
    }
}

#[test]
fn no_text_leaves_its_place_in_any_language_on_either_paper() {
    for language in Language::ALL {
        for paper in ["a4", "letter"] {
            let report = in_language(&fixture::inventory(22), language, paper);
            check(&format!("{language}, {paper}"), &report);
        }
    }
}

#[test]
fn no_text_leaves_its_place_in_any_language_whatever_the_size() {
    let others = Language::ALL.into_iter().filter(|language| *language != Language::En);
    for (n, language) in others.enumerate() {
        for (m, systems) in [1, 3, 12, 60].into_iter().enumerate() {
            let report = in_language(&fixture::inventory(systems), language, paper(n + m));
            check(&format!("{systems} systems, {language}"), &report);
        }
    }
}

#[test]
fn no_text_leaves_its_place_in_a_later_report() {
    let before = fixture::third_quarter(&fixture::inventory(22));
    let now = fixture::next_quarter(&fixture::inventory(22), &before);
    let changes = compare::changes(&before, &now);
    for (n, language) in Language::ALL.into_iter().enumerate() {
        let report = Report::new(now.clone(), Some(&changes), &config(language, paper(n)));
        check(&format!("a later report, {language}"), &report);
    }
}

#[test]
fn no_text_leaves_its_place_where_every_detail_is_asked_for() {
    for (n, language) in Language::ALL.into_iter().enumerate() {
        let report = with_everything(&fixture::inventory(30), language, paper(n));
        check(&format!("every detail, {language}"), &report);
    }
}

#[test]
fn no_text_leaves_its_place_where_text_is_ugly() {
    for (n, language) in Language::ALL.into_iter().enumerate() {
        check(
            &format!("ugly text, {language}"),
            &in_language(&ugly(), language, paper(n)),
        );
    }
    check("ugly text, every detail", &with_everything(&ugly(), Language::En, "a4"));
}

#[test]
fn no_text_leaves_its_place_where_names_are_long() {
    let mut inventory = fixture::inventory(25);
    for (n, system) in inventory.systems.iter_mut().enumerate() {
        system.name = format!(
            "{} for cross-border motor and property insurance claims in the northern region, {n}",
            system.name
        );
        system.vendor = Some(format!("Vale Systems and Services International (Holdings) {}", n % 12));
        system.unit = Some("Claims Handling and Integrated Operations Directorate".to_owned());
        system.model_source = ModelSource::Declared;
    }
    for (n, control) in inventory.controls.iter_mut().enumerate() {
        for owner in &mut control.owners {
            owner.name = format!("{}-Featherstonehaugh of Operations {}", owner.name, n % 40);
        }
    }
    for (n, language) in Language::ALL.into_iter().enumerate() {
        let report = in_language(&inventory, language, paper(n));
        check(&format!("long names, {language}"), &report);
    }
}
