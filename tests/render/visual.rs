//! The figures look as they did. A page is drawn, and the mean colour of each cell of a coarse grid is held against the reference
//! in `visual/`: a bar that is lost, a figure that has moved or a colour that has changed shows; the edges of letters do not.
//! After a wanted change, look at the pages and run `UPDATE_VISUAL=1 cargo test --test render looks_as_it_did`.

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use hayro::vello_cpu::Pixmap;
use unowned::assess::CustomerState;
use unowned::config::{Config, Look};
use unowned::render::{FurtherFonts, Pages, pdf, stock_templates};
use unowned::report::Report;

use super::drawn::{self, Drawing};
use super::fixture;

/// Cells across and down a page: each is 12.4 points wide and high.
const COLUMNS: u16 = 48;
const ROWS: u16 = 68;
/// The side of a cell in pixels.
const PIXELS: u16 = 16;
/// How finely red, green and blue are told apart: one digit, from 0 to v.
const STEPS: u32 = 32;
/// How many steps a colour may be off.
const TOLERANCE: f32 = 1.5;

/// A page, counted from 0, and the name of its reference.
type Place = (usize, &'static str);
const PAGE_ONE: Place = (0, "page-one");
const HEAT_MAP: Place = (1, "heat-map");

/// The mean colour of every cell, row by row, in steps.
type Grid = Vec<Vec<[f32; 3]>>;
/// Row and column of a cell.
type Cell = (usize, usize);

/// The third quarter's page one and heat map.
fn report() -> Report {
    let mut config = Config::default();
    let others = Look::SECTIONS.into_iter().filter(|section| *section != "heatmap");
    config.report.sections = others.map(|section| (section.to_owned(), false)).collect();
    Report::new(fixture::third_quarter(&fixture::inventory(22)), None, &config)
}

/// The report as a PDF, with templates of one's own if there are some.
fn made(report: &Report, templates: Option<&Path>) -> Vec<u8> {
    let pages = Pages {
        templates: templates.map(Path::to_owned),
        further_fonts: FurtherFonts::None,
        ..Pages::default()
    };
    pdf(report, &pages).unwrap().pdf
}

/// Draws the page with cells of so many pixels each way.
fn drawn(pdf: &[u8], place: Place, pixels: u16, hinting: bool) -> Pixmap {
    let drawing = Drawing {
        width: COLUMNS * pixels,
        height: ROWS * pixels,
        hinting,
    };
    drawn::page(pdf, place.0, drawing)
}

fn grid(page: &Pixmap) -> Grid {
    let side = page.width() / COLUMNS;
    let row = |row| {
        (0..COLUMNS)
            .map(|column| mean(page, column * side, row * side, side))
            .collect()
    };
    (0..ROWS).map(row).collect()
}

/// The mean colour of a square, in steps.
fn mean(page: &Pixmap, left: u16, top: u16, side: u16) -> [f32; 3] {
    let mut sum = [0u32; 3];
    for y in top..top + side {
        for x in left..left + side {
            let colour = drawn::colour(page, x, y);
            sum.iter_mut()
                .zip(colour)
                .for_each(|(sum, part)| *sum += u32::from(part));
        }
    }
    let whole = f32::from(side) * f32::from(side) * 255.0;
    sum.map(|sum| sum as f32 / whole * (STEPS - 1) as f32)
}

/// The reference of a grid: a line a row, three digits a cell, white cells blank.
fn written(grid: &Grid) -> String {
    let mut text = String::new();
    for (number, row) in grid.iter().enumerate() {
        let cells: String = row.iter().map(cell).collect();
        writeln!(text, "{number:02}|{}", cells.trim_end()).unwrap();
    }
    text
}

fn cell(colour: &[f32; 3]) -> String {
    let steps = colour.map(|part| part.round() as u32);
    if steps == [STEPS - 1; 3] {
        return "   ".to_owned();
    }
    steps
        .map(|step| char::from_digit(step, STEPS).unwrap())
        .iter()
        .collect()
}

/// The cells in which a page differs from its reference.
fn differences(reference: &str, grid: &Grid) -> Vec<Cell> {
    let lines: Vec<_> = reference.lines().map(|line| line.split_once('|').unwrap().1).collect();
    assert_eq!(lines.len(), grid.len(), "the reference is missing or of another size");
    let mut found = Vec::new();
    for (row, (line, colours)) in lines.iter().zip(grid).enumerate() {
        for (column, colour) in colours.iter().enumerate() {
            let then = line.get(column * 3..column * 3 + 3).unwrap_or("   ");
            let step = |digit: char| digit.to_digit(STEPS).unwrap_or(STEPS - 1) as f32;
            if then
                .chars()
                .map(step)
                .zip(colour)
                .any(|(then, now)| (then - now).abs() > TOLERANCE)
            {
                found.push((row, column));
            }
        }
    }
    found
}

fn reference_file(place: Place) -> PathBuf {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/render/visual");
    folder.join(format!("{}.txt", place.1))
}

fn reference(place: Place) -> String {
    fs::read_to_string(reference_file(place)).unwrap_or_default()
}

fn grid_of(pdf: &[u8], place: Place) -> Grid {
    grid(&drawn(pdf, place, PIXELS, false))
}

/// The reference as it would be written now: what is told apart does not depend on which one is checked in.
fn as_it_is(place: Place) -> String {
    written(&grid_of(&made(&report(), None), place))
}

/// Holds a page against its reference, or makes it the reference.
#[track_caller]
fn looks_as_it_did(place: Place) {
    let pdf = made(&report(), None);
    if std::env::var_os("UPDATE_VISUAL").is_some() {
        fs::write(reference_file(place), written(&grid_of(&pdf, place))).unwrap();
    }
    let cells = differences(&reference(place), &grid_of(&pdf, place));
    if !cells.is_empty() {
        let picture = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("{}.png", place.1));
        fs::write(&picture, drawn(&pdf, place, 24, false).into_png().unwrap()).unwrap();
        panic!(
            "{} differs in {} cells (row, column): {:?}\nThe page as it is now: {}\nIf that is wanted: UPDATE_VISUAL=1 cargo test --test render looks_as_it_did",
            place.1,
            cells.len(),
            &cells[..cells.len().min(20)],
            picture.display()
        );
    }
}

#[test]
fn page_one_looks_as_it_did() {
    looks_as_it_did(PAGE_ONE);
}

#[test]
fn the_heat_map_looks_as_it_did() {
    looks_as_it_did(HEAT_MAP);
}

#[test]
fn the_comparison_bears_other_pixels_and_other_edges_of_letters() {
    let pdf = made(&report(), None);
    for place in [PAGE_ONE, HEAT_MAP] {
        let reference = as_it_is(place);
        for (pixels, hinting) in [(PIXELS, true), (20, true), (20, false), (31, false)] {
            let cells = differences(&reference, &grid(&drawn(&pdf, place, pixels, hinting)));
            assert_eq!(cells, [], "{} with {pixels} pixels a cell", place.1);
        }
    }
}

/// The heat map with one cell's state changed; its letter stays, so that the colour alone must show.
fn recoloured(state: CustomerState) -> Grid {
    let mut report = report();
    let map = report.view.heatmap.as_mut().unwrap();
    let cell = &mut map.rows[7]
        .cells
        .iter_mut()
        .find(|cell| map.pictures[**cell].state.is_some())
        .unwrap();
    let mut picture = map.pictures[**cell].clone();
    picture.state = Some(state);
    **cell = map.pictures.len();
    map.pictures.push(picture);
    grid_of(&made(&report, None), HEAT_MAP)
}

#[test]
fn a_heat_map_cell_in_another_states_colour_is_seen_in_its_place() {
    let maps: Vec<_> = CustomerState::ALL.into_iter().map(recoloured).collect();
    let now = as_it_is(HEAT_MAP);
    let unchanged = maps.iter().filter(|map| differences(&now, map).is_empty());
    assert_eq!(unchanged.count(), 1);
    for (place, one) in maps.iter().enumerate() {
        for other in &maps[place + 1..] {
            let seen = differences(&written(one), other);
            assert!(!seen.is_empty(), "state {place} looks like another");
            assert!(is_within(&seen, 3, 3), "state {place} is seen at {seen:?}");
        }
    }
}

/// Whether all cells lie in a block of so many rows and columns.
fn is_within(cells: &[Cell], rows: usize, columns: usize) -> bool {
    let span = |of: fn(&Cell) -> usize| {
        let (low, high) = (cells.iter().map(of).min(), cells.iter().map(of).max());
        high.unwrap_or(0) - low.unwrap_or(0) + 1
    };
    span(|cell| cell.0) <= rows && span(|cell| cell.1) <= columns
}

fn bars(report: &mut Report) -> &mut unowned::report::Bars {
    report.view.summary.domains.as_mut().unwrap()
}

/// What can go wrong with a figure of page one; and the rows and columns at most that then differ.
type Mishap = (&'static str, fn(&mut Report), usize, usize);

const MISHAPS: [Mishap; 6] = [
    (
        "a domain's bar is lost",
        |report| bars(report).rows[4].parts.clear(),
        3,
        26,
    ),
    (
        "the last part of a domain's bar is lost",
        |report| drop(bars(report).rows[9].parts.pop()),
        3,
        26,
    ),
    (
        "a part of a domain's bar has its neighbour's colour",
        |report| bars(report).rows[0].parts[0].shade = "in-place",
        3,
        26,
    ),
    (
        "a bar of the trend is lower",
        |report| report.view.summary.trend.as_mut().unwrap().reports[1].heights[0] -= 0.15,
        9,
        8,
    ),
    (
        "a decision is lost",
        |report| {
            report.view.summary.decisions.as_mut().unwrap().rows[3]
                .iter_mut()
                .for_each(|cell| *cell = Default::default())
        },
        4,
        48,
    ),
    (
        "a spark line is lost",
        |report| report.view.summary.tiles[0].spark = None,
        4,
        6,
    ),
];

#[test]
fn a_mishap_with_one_figure_of_page_one_is_seen_in_its_place() {
    let before = as_it_is(PAGE_ONE);
    for (what, happen, rows, columns) in MISHAPS {
        let mut report = report();
        happen(&mut report);
        let seen = differences(&before, &grid_of(&made(&report, None), PAGE_ONE));
        assert!(!seen.is_empty(), "{what}: not seen");
        assert!(is_within(&seen, rows, columns), "{what}: seen at {seen:?}");
    }
}

#[test]
fn an_edit_of_the_templates_that_shifts_or_recolours_is_seen() {
    let edits = [
        ("theme.typ", "h1: 16pt", "h1: 18pt", PAGE_ONE),
        (
            "theme.typ",
            "in-place: rgb(\"#bdf0e6\")",
            "in-place: rgb(\"#bdd6f0\")",
            PAGE_ONE,
        ),
        (
            "sections/summary.typ",
            "column-gutter: 18pt",
            "column-gutter: 24pt",
            PAGE_ONE,
        ),
        ("theme.typ", "ground: rgb(\"#f2f4f8\")", "ground: white", PAGE_ONE),
        ("sections/heatmap.typ", "row-gutter: 1pt", "row-gutter: 1.4pt", HEAT_MAP),
        ("sections/heatmap.typ", "if p.focus {", "if false {", HEAT_MAP),
    ];
    let (page_one, heat_map) = (as_it_is(PAGE_ONE), as_it_is(HEAT_MAP));
    for (file, from, to, place) in edits {
        let (_, stock) = stock_templates().iter().find(|(name, _)| *name == file).unwrap();
        assert!(stock.contains(from), "{file} has no {from} to edit");
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("sections")).unwrap();
        fs::write(folder.path().join(file), stock.replace(from, to)).unwrap();
        let now = grid_of(&made(&report(), Some(folder.path())), place);
        let seen = differences(if place == PAGE_ONE { &page_one } else { &heat_map }, &now);
        assert!(seen.len() > 5, "{from} as {to}: seen at {seen:?}");
    }
}
