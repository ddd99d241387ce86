//! The sheets of the starter that teach: how to choose a deployment model, what each domain asks, and layouts that are read as well. In: the
//! framework's facts. Out: sheets for reading, marked as such, so that nothing on them is taken for an inventory.

use rust_xlsxwriter::XlsxError;

use crate::export::sheet::{Cell, Column, Look, Sheet, Tab};
use crate::framework::{DeploymentModel, Domain};
use crate::inventory::REPORT_SHEET;
use crate::words::Words;

/// Rows above the headings: the mark, and an empty one.
const HEADINGS: u32 = 2;

const fn column(heading: &'static str, width: f64) -> Column {
    Column {
        heading,
        width,
        help: "",
    }
}

/// One question after the other; the first yes decides, and further ones add a model.
const QUESTIONS: [(&str, &str, DeploymentModel); 8] = [
    (
        "1. Does it write or change program code for developers?",
        "Then its answers run on your machines with your developers' rights.",
        DeploymentModel::Coding,
    ),
    (
        "2. Does it act on its own: plan steps, call tools, change data, without somebody approving each step?",
        "Whatever else it is, the more it does alone, the more of the duty is yours.",
        DeploymentModel::Agentic,
    ),
    (
        "3. Does it pass context to a model through connectors that you or others run (MCP servers, shared memory)?",
        "Then what it remembers and whom it trusts is a duty of its own.",
        DeploymentModel::Mcp,
    ),
    (
        "4. Where does the model run: at home, on hardware that is yours?",
        "Nobody else has a part in it.",
        DeploymentModel::OnPremises,
    ),
    (
        "   ... on rented machines, where you install and patch the model yourself?",
        "The provider has the hardware and the rooms, you have the rest.",
        DeploymentModel::Iaas,
    ),
    (
        "   ... as a managed service that your own application calls?",
        "The provider runs the model, you build what is around it.",
        DeploymentModel::Paas,
    ),
    (
        "   ... inside a product that you bought for something else, as a feature of it?",
        "You did not choose the AI, but it sees your data.",
        DeploymentModel::Embedded,
    ),
    (
        "5. Or do people simply use a ready-made AI over the internet?",
        "Public (anybody can sign up) or private (a tenant of your own): the model is the same, the risk is not: say which in the notes, and classify the data by what people really enter.",
        DeploymentModel::Saas,
    ),
];

/// The sheet *Choosing a model*.
pub fn choosing(words: &Words) -> Result<Sheet, XlsxError> {
    const COLUMNS: [Column; 4] = [
        column("Question", 56.0),
        column("If yes: write", 22.0),
        column("Because", 52.0),
        column("Examples", 60.0),
    ];
    let mut sheet = lesson(
        "Choosing a model",
        "Go through the five questions for each system. Every yes is a model; several at once are normal (an agent on a managed service that speaks MCP: PaaS AI; Agentic AI; MCP system).",
        &COLUMNS,
        words,
    )?;
    let mut row = HEADINGS + 1;
    for (question, because, model) in QUESTIONS {
        let facts = model.facts();
        let cells = [
            Cell::text(words.tell_fixed(question)),
            Cell::text(&facts.name),
            Cell::text(format!(
                "{} {}",
                words.tell_term(&facts.definition),
                words.tell_fixed(because)
            )),
            Cell::text(facts.examples.join("; ")),
        ];
        sheet.put_row(row, &cells, Look::Plain)?;
        row += 1;
    }
    let last = "Background AI (spam filters, fraud scores inside other products, search ranking) is left out by the framework: choose Background AI, and it is listed as such.";
    sheet.put(row, 0, &Cell::text(words.tell_fixed(last)), Look::Plain)?;
    Ok(sheet)
}

/// The sheet *Domains*.
pub fn domains(words: &Words) -> Result<Sheet, XlsxError> {
    const COLUMNS: [Column; 6] = [
        column("Security domain", 28.0),
        column("AI only", 10.0),
        column("What it is about", 44.0),
        column("What is asked of us", 56.0),
        column("What to ask the provider for", 56.0),
        column("Who usually owns it", 28.0),
    ];
    let mut sheet = lesson(
        "Domains",
        "The sixteen security domains. The four marked AI are about AI alone; the others are known from elsewhere, and mean the AI system here.",
        &COLUMNS,
        words,
    )?;
    for (row, domain) in (HEADINGS + 1..).zip(Domain::ALL) {
        let facts = domain.facts();
        let each = |what: &str, number: usize| {
            let each = (1..=number).map(|n| words.about(domain, &format!("{what}_{n}")));
            each.collect::<Vec<_>>().join("\n")
        };
        let cells = [
            Cell::text(&facts.name),
            Cell::text(if facts.ai_specific { "AI" } else { "" }),
            Cell::text(words.about(domain, "focus")),
            Cell::text(each("step", facts.customer_actions.len())),
            Cell::text(each("ask", facts.provider_asks.len())),
            Cell::text(words.about(domain, "role")),
        ];
        sheet.put_row(row, &cells, Look::Plain)?;
        let mark = if facts.ai_specific { Look::ToFill } else { Look::Plain };
        sheet.put(row, 1, &cells[1], mark)?;
    }
    sheet.pin(HEADINGS, 1)?;
    Ok(sheet)
}

/// Layouts with a title, each a few lines; the last one is of two sheets.
const LAYOUTS: [(&str, &[&[&str]]); 4] = [
    (
        "A grid: systems down, domains across, the owner in the cell",
        &[
            &[
                "System",
                "Deployment model",
                "Data Privacy",
                "Incident Response",
                "User Access Control",
            ],
            &["Writing assistant", "SaaS AI", "Ann Lee", "SOC team", "Bo Kim"],
            &["Claims agent", "PaaS AI; Agentic AI", "Ann Lee", "TBD", "Bo Kim"],
        ],
    ),
    (
        "A RACI chart: the A owns, an R without an A works on it and owns nothing",
        &[
            &["System", "Security domain", "Ann Lee", "Bo Kim", "SOC team"],
            &["Writing assistant", "Data Privacy", "A", "C", ""],
            &["Writing assistant", "Incident Response", "I", "A", "R"],
        ],
    ),
    (
        "Two sheets, as in this workbook. The first: the systems",
        &[
            &["Name", "Deployment model", "Vendor", "Criticality"],
            &["Writing assistant", "SaaS AI", "Example Cloud", "Medium"],
            &["Claims agent", "PaaS AI; Agentic AI", "Example Cloud", "High"],
        ],
    ),
    (
        "The second: what is done, for one system or for all",
        &[
            &["System", "Domain", "Control", "Owner", "Status"],
            &["all", "User Access Control", "Single sign-on", "Bo Kim", "Implemented"],
            &[
                "Claims agent",
                "Data Privacy",
                "Impact assessment",
                "Ann Lee",
                "Planned",
            ],
        ],
    ),
];

/// The sheet *Layouts*.
pub fn layouts(words: &Words) -> Result<Sheet, XlsxError> {
    const COLUMNS: [Column; 5] = [
        column("", 26.0),
        column("", 26.0),
        column("", 24.0),
        column("", 24.0),
        column("", 24.0),
    ];
    let mut sheet = Sheet::new(&words.tell_fixed("Layouts"))?;
    sheet.tab(Tab::Help);
    for (place, column) in (0..).zip(&COLUMNS) {
        sheet.width(place, column.width)?;
    }
    let mark = "If you keep your list in another shape, keep it: these three are read as well, and many more.";
    sheet.put(0, 0, &Cell::text(marked(mark, words)), Look::Remark)?;
    let mut row = 2;
    for (title, lines) in LAYOUTS {
        sheet.put(row, 0, &Cell::text(words.tell_fixed(title)), Look::Title)?;
        row += 1;
        for (place, line) in lines.iter().enumerate() {
            let look = if place == 0 { Look::Heading } else { Look::Plain };
            let cells: Vec<_> = line.iter().map(|text| Cell::text(*text)).collect();
            sheet.put_row(row, &cells, look)?;
            row += 1;
        }
        row += 1;
    }
    Ok(sheet)
}

/// The mark by which the reader of inventories passes a sheet over, which is in English, and what to know about the sheet.
fn marked(remark: &'static str, words: &Words) -> String {
    format!("{REPORT_SHEET}. {}", words.tell_fixed(remark))
}

fn lesson(name: &'static str, remark: &'static str, columns: &[Column], words: &Words) -> Result<Sheet, XlsxError> {
    let mut sheet = Sheet::new(&words.tell_fixed(name))?;
    sheet.tab(Tab::Help);
    sheet.put(0, 0, &Cell::text(marked(remark, words)), Look::Remark)?;
    sheet.head_told(HEADINGS, columns, words)?;
    Ok(sheet)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn the_questions_lead_to_every_model() {
        let led: BTreeSet<_> = QUESTIONS.iter().map(|(_, _, model)| *model).collect();
        assert_eq!(led.len(), DeploymentModel::ALL.len());
        assert!(
            DeploymentModel::ALL
                .iter()
                .all(|model| !model.facts().examples.is_empty())
        );
    }
}
