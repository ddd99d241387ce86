//! The sheet *Summary*: the figures with last time's and the targets, the trend as a chart, what leadership is asked for, and the heat map. In:
//! the snapshot and the words of a language. Out: a sheet for reading.

use rust_xlsxwriter::{
    Chart, ChartFormat, ChartLegendPosition, ChartLine, ChartSolidFill, ChartType, Color, XlsxError,
};

use crate::assess::{CustomerState, ProviderState, Severity};
use crate::consult::KEY;
use crate::explain::Figure;
use crate::export::input_sheets::guide_outcomes;
use crate::export::register::{HEADINGS, column, marked_sheet};
use crate::export::sheet::{Cell, Column, Look, Sheet, Tab};
use crate::framework::Domain;
use crate::inventory::ANSWER_SHEET;
use crate::snapshot::{Headline, Index, Snapshot};
use crate::words::Words;

const COLUMNS: [Column; 4] = [
    column("heading.figure", 40.0),
    column("heading.now", 16.0),
    column("heading.last", 18.0),
    column("heading.target", 16.0),
];
/// The columns in which the outcome of a decision is chosen, until when it is put off, and which one it is.
const OUTCOMES: [u16; 3] = [2, 3, 20];
/// How wide a column of the heat map is.
const NARROW: f64 = 6.0;
/// The colours of the trend: without an owner, critical, promises missed.
const SERIES: [u32; 3] = [0x1F3A5F, 0x7D1128, 0xE0913F];
/// How many rows the chart is high.
const CHART: u32 = 16;
/// The column beside the figures where the chart stands.
const CHART_COLUMN: u16 = 5;
/// The most systems of the heat map; the web page has them all.
const SYSTEMS: usize = 1_000;

/// One figure: which one, how it is read off, and the target.
struct Shown {
    which: Figure,
    read: fn(&Headline) -> Cell,
    target: fn(&Snapshot) -> Cell,
}

fn share(share: Option<f64>) -> Cell {
    share.map_or(Cell::Blank, Cell::Share)
}

fn none(_: &Snapshot) -> Cell {
    Cell::Blank
}

const FIGURES: [Shown; 11] = [
    Shown {
        which: Figure::Ownership,
        read: |h| share(h.ownership_rate),
        target: |s| share(s.targets.ownership),
    },
    Shown {
        which: Figure::InPlace,
        read: |h| share(h.in_place_rate),
        target: |s| share(s.targets.in_place),
    },
    Shown {
        which: Figure::Proven,
        read: |h| share(h.proven_rate),
        target: none,
    },
    Shown {
        which: Figure::Assured,
        read: |h| share(h.assured_rate),
        target: |s| share(s.targets.assured),
    },
    Shown {
        which: Figure::Independent,
        read: |h| share(h.independent_rate),
        target: none,
    },
    Shown {
        which: Figure::NoOwner,
        read: |h| Cell::count(h.no_owner),
        target: none,
    },
    Shown {
        which: Figure::Critical,
        read: |h| Cell::count(h.critical),
        target: |s| s.targets.critical.map_or(Cell::Blank, Cell::count),
    },
    Shown {
        which: Figure::Overdue,
        read: |h| Cell::count(h.overdue),
        target: |s| s.targets.overdue.map_or(Cell::Blank, Cell::count),
    },
    Shown {
        which: Figure::PastTerm,
        read: |h| Cell::count(h.past_term),
        target: none,
    },
    Shown {
        which: Figure::Gaps,
        read: |h| Cell::count(h.gaps),
        target: none,
    },
    Shown {
        which: Figure::Exposure,
        read: |h| Cell::Count(f64::from(h.exposure)),
        target: none,
    },
];

/// The sheet.
pub fn sheet(snapshot: &Snapshot, words: &'static Words) -> Result<Sheet, XlsxError> {
    let organisation = snapshot.organisation.as_deref().unwrap_or_default();
    let date = words.long_date(snapshot.as_of);
    let remark = words.say("book.summary", &[("organisation", organisation), ("date", &date)]);
    let mut sheet = marked_sheet("sheet.summary", ANSWER_SHEET, &remark, &COLUMNS, words)?;
    sheet.tab(Tab::Front);
    let title = words.say("book.title", &[("date", &date)]);
    let title = match organisation {
        "" => title,
        name => format!("{name}: {title}"),
    };
    sheet.put(1, 0, &Cell::text(title), Look::Title)?;
    sheet.pin(HEADINGS, 1)?;
    for place in 0..Domain::ALL.len() {
        let column = u16::try_from(place + COLUMNS.len()).unwrap_or(u16::MAX);
        sheet.width(column, NARROW)?;
    }
    let mut row = figures(&mut sheet, snapshot, words)?;
    row = decisions(&mut sheet, row + 1, snapshot, words)?;
    row = trend(&mut sheet, row + 1, snapshot, words)?;
    let last = heat_map(&mut sheet, row + 1, snapshot, words)?;
    sheet.print_before(last, OUTCOMES[2])?;
    Ok(sheet)
}

fn figures(sheet: &mut Sheet, snapshot: &Snapshot, words: &Words) -> Result<u32, XlsxError> {
    let last = snapshot.history.last().map(|past| &past.headline);
    let mut row = HEADINGS + 1;
    for figure in &FIGURES {
        let name = words.title(figure.which);
        let cells = [
            Cell::text(name),
            (figure.read)(&snapshot.headline),
            last.map_or(Cell::Blank, figure.read),
            (figure.target)(snapshot),
        ];
        sheet.put_row(row, &cells, Look::Plain)?;
        row += 1;
    }
    Ok(row)
}

/// What is asked for, with a drop-down for the outcome; it may as well be chosen on the sheet *Decisions*.
fn decisions(sheet: &mut Sheet, from: u32, snapshot: &Snapshot, words: &'static Words) -> Result<u32, XlsxError> {
    if snapshot.decisions.is_empty() {
        return Ok(from);
    }
    let index = Index::new(snapshot);
    let headings = ["book.asked", "heading.ask_by", "book.decide", "heading.until"];
    for (column, heading) in (0..).zip(headings) {
        sheet.put(from, column, &Cell::text(words.text(heading)), Look::Heading)?;
    }
    sheet.put(from, OUTCOMES[2], &Cell::text(KEY), Look::Machine)?;
    let mut row = from + 1;
    for decision in &snapshot.decisions {
        let action = snapshot.actions.iter().find(|action| action.key == decision.action);
        let title = action.map(|action| index.title(action, words)).unwrap_or_default();
        let cells = [
            Cell::text(format!("{} {title}", decision.number)),
            Cell::Date(decision.ask_by),
        ];
        sheet.put_row(row, &cells, Look::Plain)?;
        sheet.put(row, OUTCOMES[0], &Cell::Blank, Look::ToFill)?;
        sheet.put(row, OUTCOMES[1], &Cell::Blank, Look::ToFill)?;
        sheet.put(row, OUTCOMES[2], &Cell::text(&decision.action), Look::Machine)?;
        row += 1;
    }
    guide_outcomes(sheet, [from + 1, row - 1], OUTCOMES[0], OUTCOMES[1])?;
    Ok(row)
}

/// The reports of the chain, and a chart of them; a first report has no trend.
fn trend(sheet: &mut Sheet, from: u32, snapshot: &Snapshot, words: &Words) -> Result<u32, XlsxError> {
    if snapshot.history.is_empty() {
        return Ok(from);
    }
    let series = [Figure::NoOwner, Figure::Critical, Figure::Overdue];
    let names = series.map(|figure| words.title(figure));
    sheet.put(from, 0, &Cell::text(words.text("book.trend")), Look::Heading)?;
    for (column, name) in (1..).zip(&names) {
        sheet.put(from, column, &Cell::text(name), Look::Heading)?;
    }
    let past = snapshot.history.iter().map(|past| (past.as_of, &past.headline));
    let mut row = from + 1;
    let mut told = Vec::new();
    for (day, headline) in past.chain([(snapshot.as_of, &snapshot.headline)]) {
        let figures = [headline.no_owner, headline.critical, headline.overdue];
        sheet.put(row, 0, &Cell::text(words.date(day)), Look::Plain)?;
        for (column, figure) in (1..).zip(figures) {
            sheet.put(row, column, &Cell::count(figure), Look::Plain)?;
        }
        told.push(format!(
            "{}: {}",
            words.date(day),
            figures.map(|n| n.to_string()).join(", ")
        ));
        row += 1;
    }
    let mut chart = Chart::new(ChartType::Column);
    let sheet_name = words.text("sheet.summary");
    for ((column, name), colour) in (1_u16..).zip(&names).zip(SERIES) {
        chart
            .add_series()
            .set_format(ChartFormat::new().set_solid_fill(ChartSolidFill::new().set_color(Color::RGB(colour))))
            .set_gap(60)
            .set_name(name.as_str())
            .set_categories((sheet_name.as_str(), from + 1, 0, row - 1, 0))
            .set_values((sheet_name.as_str(), from + 1, column, row - 1, column));
    }
    chart.title().set_hidden();
    chart.legend().set_position(ChartLegendPosition::Bottom);
    chart.chart_area().set_format(ChartFormat::new().set_no_border());
    chart
        .y_axis()
        .set_major_gridlines_line(ChartLine::new().set_color(Color::RGB(0xD9DEE7)));
    chart.y_axis().set_format(ChartFormat::new().set_no_line());
    chart.set_alt_text(format!(
        "{} ({}): {}",
        words.text("book.trend"),
        names.join(", "),
        told.join("; ")
    ));
    chart.set_width(640).set_height(CHART * 20);
    sheet.inner().insert_chart(HEADINGS, CHART_COLUMN, &chart)?;
    Ok(row)
}

/// One row a system, worst first: letters and colours for our side, a dot behind the letter where the provider's is not confirmed.
fn heat_map(sheet: &mut Sheet, from: u32, snapshot: &Snapshot, words: &Words) -> Result<u32, XlsxError> {
    let index = Index::new(snapshot);
    let systems = index.worst_systems();
    sheet.put(from, 0, &Cell::text(words.text("book.heat")), Look::Title)?;
    sheet.put(from + 1, 0, &Cell::text(words.text("book.heat_help")), Look::Remark)?;
    let legend = CustomerState::ALL.map(|state| format!("{} {}", words.about(state, "letter"), words.name(state)));
    sheet.put(from + 2, 0, &Cell::text(legend.join(" · ")), Look::Remark)?;
    let head = from + 3;
    sheet.inner().set_repeat_rows(head, head)?;
    sheet.put(head, 0, &Cell::text(words.text("heading.system")), Look::Heading)?;
    sheet.put(head, 1, &Cell::text(words.text("heading.exposure")), Look::Heading)?;
    sheet.put(head, 2, &Cell::text(words.text("heading.unit")), Look::Heading)?;
    let critical = words.title(Figure::Critical);
    sheet.put(head, 3, &Cell::text(critical), Look::Heading)?;
    let first = u16::try_from(COLUMNS.len()).unwrap_or(u16::MAX);
    for (column, domain) in (first..).zip(Domain::ALL) {
        sheet.put(head, column, &Cell::text(words.about(domain, "column")), Look::Upright)?;
    }
    for (row, system) in (head + 1..).zip(systems.iter().take(SYSTEMS)) {
        sheet.put(row, 0, &Cell::text(&system.name), Look::Plain)?;
        sheet.put(row, 1, &Cell::Count(f64::from(index.exposure(&system.id))), Look::Plain)?;
        let critical = index
            .gaps_of(&system.id)
            .iter()
            .filter(|g| g.gap.severity == Severity::Critical);
        sheet.put(row, 2, &Cell::maybe(system.unit.as_deref()), Look::Plain)?;
        sheet.put(row, 3, &Cell::count(critical.count()), Look::Plain)?;
        for (column, domain) in (first..).zip(Domain::ALL) {
            let Some(duty) = index.duty(&system.id, domain) else {
                continue;
            };
            let open = duty.provider.is_some_and(|state| state != ProviderState::Confirmed);
            let letter = duty
                .customer
                .map(|state| words.about(state, "letter"))
                .unwrap_or_default();
            let shown = format!("{letter}{}", if open { "°" } else { "" });
            let look = duty.customer.map_or(Look::NotOurs, |state| Look::State(palette(state)));
            sheet.put(row, column, &Cell::text(shown), look)?;
        }
    }
    let below = head + 1 + u32::try_from(systems.len().min(SYSTEMS)).unwrap_or(u32::MAX);
    let left = systems.len().saturating_sub(SYSTEMS);
    if left > 0 {
        let more = words.count("terminal.and_more", left, &[]);
        sheet.put(below, 0, &Cell::text(more), Look::Remark)?;
    }
    Ok(below)
}

/// The place of a state in the palette of the report.
fn palette(state: CustomerState) -> u8 {
    match state {
        CustomerState::Unowned => 0,
        CustomerState::ExceptionExpired => 1,
        CustomerState::Excluded => 2,
        CustomerState::Planned => 3,
        CustomerState::Partial => 4,
        CustomerState::Unverified => 5,
        CustomerState::Stale => 6,
        CustomerState::InPlace => 7,
        CustomerState::Accepted => 8,
    }
}
