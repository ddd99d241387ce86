//! One inventory in forty layouts, each made from the same lines by a change that people make: one assessment. And planted rows and
//! sheets of other things, which never change a figure.

use unowned::config::Reading;
use unowned::normalise::Understood;
use unowned::read::Table;

use crate::shapes::judgement;
use crate::{Read, grid, merged, read_with};

mod heat_maps;
mod in_files;

type Lines = Vec<Vec<String>>;

/// A change of the plain workbook: its sheets, and the answers to what the program asks.
struct Layout {
    name: &'static str,
    tables: Vec<Table>,
    answers: Reading,
    /// What the layout cannot hold, and so is left out of the plain workbook that it is compared with.
    leaves_out: &'static [&'static str],
}

fn lines(rows: &[&str]) -> Lines {
    let cells = |row: &&str| row.split('|').map(|c| c.trim().to_owned()).collect();
    rows.iter().map(cells).collect()
}

fn systems() -> Lines {
    lines(&[
        "ID | Name | Deployment model | Business unit | Criticality",
        "AI-1 | Claims triage | PaaS | Claims | High",
        "AI-2 | Quill | SaaS | Claims | Low",
        "AI-3 | Night desk | Agentic | Legal | Critical",
        "AI-4 | Ledger reader | On-premises | Legal | Medium",
    ])
}

fn controls() -> Lines {
    lines(&[
        "System | Domain | Owner | Status | Last reviewed",
        "Claims triage | Incident Response | Ann Lee | Implemented | 2026-03-31",
        "Claims triage | Monitoring and Logging | Bob Roy | Partial |",
        "Claims triage | Compliance and Governance | SOC team | Planned |",
        "Quill | Incident Response | Ann Lee | Implemented | 2024-02-20",
        "Quill | Compliance and Governance | TBD | Planned |",
        "Night desk | Incident Response | Bob Roy | Implemented | 2026-05-14",
        "Night desk | Agent governance | Cy Dee | Implemented |",
        "Night desk | Monitoring and Logging | | Planned |",
        "Ledger reader | Infrastructure Security | Cy Dee | Partial | 2026-01-09",
        "Ledger reader | Incident Response | SOC team | Implemented | 2026-06-30",
    ])
}

/// The plain workbook, with some columns of the controls emptied.
fn plain(leaves_out: &[&str]) -> Read {
    let mut controls = controls();
    for heading in leaves_out {
        let column = controls[0].iter().position(|h| h == heading).unwrap();
        controls.iter_mut().for_each(|line| _ = line.remove(column));
    }
    read_with(
        vec![grid("Systems", &systems()), grid("Controls", &controls)],
        &Reading::default(),
    )
}

fn layout(name: &'static str, tables: Vec<Table>) -> Layout {
    Layout {
        name,
        tables,
        answers: Reading::default(),
        leaves_out: &[],
    }
}

/// Both sheets, each changed.
fn both(name: &'static str, change: impl Fn(Lines) -> Lines) -> Layout {
    layout(
        name,
        vec![
            grid("Systems", &change(systems())),
            grid("Controls", &change(controls())),
        ],
    )
}

fn on_controls(name: &'static str, change: impl Fn(Lines) -> Lines) -> Layout {
    layout(
        name,
        vec![grid("Systems", &systems()), grid("Controls", &change(controls()))],
    )
}

fn on_systems(name: &'static str, change: impl Fn(Lines) -> Lines) -> Layout {
    layout(
        name,
        vec![grid("Systems", &change(systems())), grid("Controls", &controls())],
    )
}

fn above(rows: &[&str]) -> impl Fn(Lines) -> Lines {
    let rows = lines(rows);
    move |body| rows.iter().cloned().chain(body).collect()
}

fn below(rows: &[&str]) -> impl Fn(Lines) -> Lines {
    let rows = lines(rows);
    move |body| body.into_iter().chain(rows.iter().cloned()).collect()
}

/// Every cell of a column put differently; the heading stays.
fn cells(heading: &'static str, put: impl Fn(&str) -> String) -> impl Fn(Lines) -> Lines {
    move |mut body| {
        let column = body[0].iter().position(|h| h == heading).unwrap();
        for line in body.iter_mut().skip(1).filter(|line| !line[column].is_empty()) {
            line[column] = put(&line[column]);
        }
        body
    }
}

fn headings(put: impl Fn(usize, &str) -> String) -> impl Fn(Lines) -> Lines {
    move |mut body| {
        let head = body[0].iter().enumerate().map(|(place, h)| put(place, h)).collect();
        body[0] = head;
        body
    }
}

fn turned(body: Lines) -> Lines {
    (0..body[0].len())
        .map(|column| body.iter().map(|line| line[column].clone()).collect())
        .collect()
}

/// Rows of one value of a column, below a row that holds nothing but that value; the column itself goes.
fn under_banners(body: Lines, heading: &str) -> Lines {
    let column = body[0].iter().position(|h| h == heading).unwrap();
    let without = |line: &Vec<String>| {
        let mut line = line.clone();
        line.remove(column);
        line
    };
    let mut values: Vec<&String> = Vec::new();
    body[1..].iter().map(|line| &line[column]).for_each(|v| {
        if !values.contains(&v) {
            values.push(v);
        }
    });
    let mut found = vec![without(&body[0])];
    for value in values {
        found.push(vec![value.clone()]);
        found.extend(body[1..].iter().filter(|line| line[column] == *value).map(without));
    }
    found
}

/// Systems down and domains across, or the other way round; in the cells what the columns say.
fn crossed(columns: &[&str], join: &str) -> Lines {
    let body = controls();
    let at = |heading: &str| body[0].iter().position(|h| h == heading).unwrap();
    let names: Vec<String> = systems()[1..].iter().map(|line| line[1].clone()).collect();
    let mut domains: Vec<String> = body[1..].iter().map(|line| line[1].clone()).collect();
    domains.sort();
    domains.dedup();
    let head = std::iter::once("System".to_owned())
        .chain(domains.iter().cloned())
        .collect();
    let cell = |system: &String, domain: &String| {
        let row = body.iter().find(|line| line[0] == *system && line[1] == *domain);
        let said = row.map(|line| columns.iter().map(|c| line[at(c)].clone()).filter(|c| !c.is_empty()));
        said.map(|cells| cells.collect::<Vec<_>>().join(join))
            .unwrap_or_default()
    };
    let line = |system: &String| {
        let cells = domains.iter().map(|domain| cell(system, domain));
        std::iter::once(system.clone()).chain(cells).collect()
    };
    std::iter::once(head).chain(names.iter().map(line)).collect()
}

/// A chart of who answers: one column a person, with an A for the owner and an I for everybody else.
fn raci() -> Lines {
    let people = ["Ann Lee", "Bob Roy", "SOC team", "Cy Dee"];
    let head = ["System", "Domain"]
        .into_iter()
        .chain(people)
        .map(str::to_owned)
        .collect();
    let line = |line: &Vec<String>| {
        let letter = |person: &&str| if line[2] == **person { "A" } else { "I" }.to_owned();
        line[..2].iter().cloned().chain(people.iter().map(letter)).collect()
    };
    std::iter::once(head).chain(controls()[1..].iter().map(line)).collect()
}

fn in_german(body: Lines) -> Lines {
    in_words(
        body,
        &[
            ("Name", "KI-System"),
            ("Deployment model", "Bereitstellungsmodell"),
            ("Business unit", "Abteilung"),
            ("Criticality", "Kritikalität"),
            ("System", "System"),
            ("Domain", "Sicherheitsbereich"),
            ("Owner", "Verantwortlich"),
            ("Status", "Umsetzungsstatus"),
            ("Last reviewed", "Letzte Überprüfung"),
            ("High", "Hoch"),
            ("Low", "Niedrig"),
            ("Critical", "Kritisch"),
            ("Medium", "Mittel"),
            ("Implemented", "Umgesetzt"),
            ("Partial", "Teilweise"),
            ("Planned", "Geplant"),
            ("TBD", "offen"),
        ],
    )
}

fn in_french(body: Lines) -> Lines {
    in_words(
        body,
        &[
            ("Name", "Système d'IA"),
            ("Deployment model", "Modèle de déploiement"),
            ("Business unit", "Département"),
            ("Criticality", "Criticité"),
            ("System", "Système"),
            ("Domain", "Domaine"),
            ("Owner", "Responsable"),
            ("Status", "Statut"),
            ("Last reviewed", "Dernière revue"),
            ("High", "Élevée"),
            ("Low", "Faible"),
            ("Critical", "Critique"),
            ("Medium", "Moyenne"),
            ("Implemented", "Mis en œuvre"),
            ("Partial", "Partiel"),
            ("Planned", "Prévu"),
            ("TBD", "à définir"),
        ],
    )
}

fn in_spanish(body: Lines) -> Lines {
    in_words(
        body,
        &[
            ("Name", "Sistema de IA"),
            ("Deployment model", "Modelo de despliegue"),
            ("Business unit", "Departamento"),
            ("Criticality", "Criticidad"),
            ("System", "Sistema"),
            ("Domain", "Dominio"),
            ("Owner", "Responsable"),
            ("Status", "Estado"),
            ("Last reviewed", "Última revisión"),
            ("High", "Alta"),
            ("Low", "Baja"),
            ("Critical", "Crítica"),
            ("Medium", "Media"),
            ("Implemented", "Implementado"),
            ("Partial", "Parcial"),
            ("Planned", "Planificado"),
            ("TBD", "por definir"),
        ],
    )
}

fn in_words(body: Lines, words: &[(&str, &str)]) -> Lines {
    let put = |cell: String| {
        words
            .iter()
            .find(|(ours, _)| *ours == cell)
            .map_or(cell, |(_, theirs)| (*theirs).to_owned())
    };
    body.into_iter()
        .map(|line| line.into_iter().map(put).collect())
        .collect()
}

fn reversed(mut body: Lines) -> Lines {
    body.iter_mut().for_each(|line| line.reverse());
    body
}

fn rows_reversed(mut body: Lines) -> Lines {
    body[1..].reverse();
    body
}

fn shifted(body: Lines) -> Lines {
    body.into_iter()
        .map(|line| std::iter::once(String::new()).chain(line).collect())
        .collect()
}

fn with_column(body: Lines, heading: &str, value: &str) -> Lines {
    let mut body = body;
    body[0].insert(1, heading.to_owned());
    body.iter_mut()
        .skip(1)
        .enumerate()
        .for_each(|(n, line)| line.insert(1, format!("{value}{n}")));
    body
}

fn by_id(body: Lines) -> Lines {
    let names = systems();
    let id = |name: &str| {
        names
            .iter()
            .find(|line| line[1] == name)
            .map(|line| line[0].clone())
            .unwrap()
    };
    cells("System", id)(body)
}

/// One row for each of several things of a column that else are the same.
fn gathered(column: usize, separator: &str) -> impl Fn(Lines) -> Lines {
    move |body| {
        let mut found: Lines = Vec::new();
        for line in body {
            let same = |other: &&mut Vec<String>| {
                other
                    .iter()
                    .zip(&line)
                    .enumerate()
                    .all(|(place, (a, b))| place == column || a == b)
            };
            match found.iter_mut().find(same) {
                Some(other) => other[column] = format!("{}{separator}{}", other[column], line[column]),
                None => found.push(line),
            }
        }
        found
    }
}

/// A sheet for each system, named after it, without the column.
fn a_sheet_each() -> Vec<Table> {
    let body = controls();
    let name = |line: &Vec<String>| line[1].clone();
    let sheet = |system: String| {
        let rows = body.iter().enumerate().filter(|(n, line)| *n == 0 || line[0] == system);
        grid(&system, &rows.map(|(_, line)| line[1..].to_vec()).collect::<Vec<_>>())
    };
    let sheets = systems()[1..].iter().map(name).map(sheet).collect::<Vec<_>>();
    std::iter::once(grid("Systems", &systems())).chain(sheets).collect()
}

/// The systems of each unit on a sheet of their own, which is named after it.
fn a_sheet_per_unit() -> Vec<Table> {
    let body = systems();
    let unit = |name: &str| {
        let rows = body.iter().enumerate().filter(|(n, line)| *n == 0 || line[3] == name);
        grid(name, &rows.map(|(_, line)| line.clone()).collect::<Vec<_>>())
    };
    vec![unit("Claims"), unit("Legal"), grid("Controls", &controls())]
}

/// The systems as they were: another model, another unit.
fn formerly() -> Lines {
    cells("Criticality", |_| "Low".to_owned())(cells("Deployment model", |_| "IaaS".to_owned())(systems()))
}

fn tabs_of_years() -> Vec<Table> {
    vec![
        grid("2024 (archive)", &rows_reversed(formerly())),
        grid("2025", &formerly()),
        grid("2026", &systems()),
        grid("Controls", &controls()),
    ]
}

/// The controls of last year, when others owned them.
fn controls_of_years() -> Vec<Table> {
    let before = cells("Status", |_| "Implemented".to_owned())(cells("Owner", |_| "Eve Gray".to_owned())(controls()));
    vec![
        grid("Systems", &systems()),
        grid("Controls 2025", &before),
        grid("Controls 2026", &controls()),
    ]
}

fn hidden_copy() -> Vec<Table> {
    let mut copy = grid("Systems (2)", &formerly());
    copy.hidden = true;
    vec![grid("Systems", &systems()), copy, grid("Controls", &controls())]
}

fn merged_systems() -> Vec<Table> {
    let mut body = controls();
    let mut areas = Vec::new();
    let mut start = 1;
    for row in 2..=body.len() {
        if row == body.len() || body[row][0] != body[start][0] {
            areas.push(((start as u32, 0), (row as u32 - 1, 0)));
            (start + 1..row).for_each(|r| body[r][0].clear());
            start = row;
        }
    }
    vec![grid("Systems", &systems()), merged(grid("Controls", &body), &areas)]
}

fn referenced(body: Lines) -> Lines {
    let reference = |domain: &str| match domain {
        "Incident Response" => "A.8.4",
        "Monitoring and Logging" => "A.6.2.6",
        "Compliance and Governance" => "A.2.2",
        "Agent governance" => "A.9.2",
        _ => "A.4.5",
    };
    let body = cells("Domain", |domain| reference(domain).to_owned())(body);
    headings(|_, h| {
        if h == "Domain" {
            "ISO/IEC 42001 control".to_owned()
        } else {
            h.to_owned()
        }
    })(body)
}

fn one_below_the_other() -> Vec<Table> {
    let lines = lines(&["AI systems", ""])
        .into_iter()
        .chain(systems())
        .chain(vec![vec![], vec!["Measures".to_owned()]])
        .chain(controls());
    vec![grid("Sheet1", &lines.collect::<Vec<_>>())]
}

fn numbered(values: &'static [&'static str]) -> impl Fn(&str) -> String {
    move |value| {
        let place = values.iter().position(|v| *v == value).map_or(0, |p| p + 1);
        if place == 0 {
            value.to_owned()
        } else {
            format!("{place} - {value}")
        }
    }
}

fn lettered(values: &'static [&'static str]) -> impl Fn(&str) -> String {
    move |value| match values.iter().position(|v| *v == value) {
        Some(place) => format!("{}) {value}", char::from(b'a' + place as u8)),
        None => value.to_owned(),
    }
}

fn day_first(iso: &str) -> String {
    let mut parts: Vec<&str> = iso.split('-').collect();
    parts.reverse();
    parts.join(".")
}

fn family_name_first(name: &str) -> String {
    match name.split_once(' ') {
        Some((first, last)) if name != "SOC team" => format!("{last}, {first}"),
        _ => name.to_owned(),
    }
}

const LEVELS: &[&str] = &["Low", "Medium", "High", "Critical"];
const STATES: &[&str] = &["Planned", "Partial", "Implemented"];
const DOMAINS: &[&str] = &[
    "Incident Response",
    "Monitoring and Logging",
    "Compliance and Governance",
    "Agent governance",
    "Infrastructure Security",
];

/// What stands around the tables.
fn surroundings() -> Vec<Layout> {
    vec![
        both(
            "a title and a date above",
            above(&["Group AI register", "As of | 30 September 2026", ""]),
        ),
        both(
            "three titles above",
            above(&["Harbour Works", "AI governance", "Confidential", ""]),
        ),
        both("a blank column in front", shifted),
        both("totals below", below(&["Total | 4"])),
        both("a count below, after a blank row", below(&["", "10 entries"])),
        both(
            "a legend below",
            below(&["", "Legend", "x = not needed", "yellow = to be checked"]),
        ),
        both(
            "who prepared it, below",
            below(&["", "Prepared by: Ann Lee, reviewed by the board"]),
        ),
        both("headings in capitals", headings(|_, h| h.to_uppercase())),
        both("headings with colons", headings(|_, h| format!("{h}:"))),
        both("numbered headings", headings(|place, h| format!("{}. {h}", place + 1))),
        both(
            "lettered headings",
            headings(|place, h| format!("{}) {h}", char::from(b'a' + place as u8))),
        ),
        both(
            "headings with a star for what is needed",
            headings(|_, h| format!("{h} *")),
        ),
        both("columns from right to left", reversed),
        both("rows from below", rows_reversed),
        both("one more column", |body| with_column(body, "Ticket", "T-")),
        on_controls("the headings repeated in the middle", |mut body| {
            body.insert(6, body[0].clone());
            body
        }),
        on_systems("what to fill in, under the headings", |mut body| {
            body.insert(
                1,
                lines(&["unique | free text | choose one | free text | choose one"]).remove(0),
            );
            body
        }),
        on_systems("units as banners", |body| under_banners(body, "Business unit")),
    ]
}

/// How the tables stand to each other.
fn arrangements() -> Vec<Layout> {
    vec![
        layout("one table below the other", one_below_the_other()),
        layout(
            "systems across",
            vec![grid("Systems", &turned(systems())), grid("Controls", &controls())],
        ),
        layout("a sheet for each system", a_sheet_each()),
        layout("a sheet for each unit", a_sheet_per_unit()),
        layout("merged system cells", merged_systems()),
        layout("a tab for each year", tabs_of_years()),
        layout("a tab of controls for each year", controls_of_years()),
        layout("a hidden copy of last year", hidden_copy()),
        layout(
            "a grid of owners",
            vec![
                grid("Systems", &systems()),
                grid("Owners", &crossed(&["Owner", "Status", "Last reviewed"], "; ")),
            ],
        ),
        layout(
            "a grid with the systems across",
            vec![
                grid("Systems", &systems()),
                grid("Owners", &turned(crossed(&["Owner", "Status", "Last reviewed"], "; "))),
            ],
        ),
        Layout {
            leaves_out: &["Status", "Last reviewed"],
            ..layout("a RACI chart", vec![grid("Systems", &systems()), grid("RACI", &raci())])
        },
        on_controls("systems by their ids", by_id),
        on_controls("domains by the numbers of ISO/IEC 42001", referenced),
        on_controls("several domains in a cell", gathered(1, "; ")),
        on_controls("several systems in a cell", gathered(0, "\n")),
    ]
}

/// How the values are written.
fn values() -> Vec<Layout> {
    vec![
        both("German", in_german),
        both("French", in_french),
        both("Spanish", in_spanish),
        on_systems("numbered levels", cells("Criticality", numbered(LEVELS))),
        on_systems("lettered levels", cells("Criticality", lettered(LEVELS))),
        on_controls("numbered states", cells("Status", numbered(STATES))),
        on_controls("numbered domains", cells("Domain", numbered(DOMAINS))),
        on_controls(
            "multiple choices of a list",
            cells("Domain", |domain| format!(";#{domain};#")),
        ),
        on_controls(
            "owners as a list of one",
            cells("Owner", |owner| format!("[\"{owner}\"]")),
        ),
        on_controls(
            "owners with the ids of a portal",
            cells("Owner", |owner| format!("{};#14", family_name_first(owner))),
        ),
        on_controls("family names first", cells("Owner", family_name_first)),
        on_controls("days before months", cells("Last reviewed", day_first)),
        on_controls(
            "spaces around values",
            cells("Status", |status| format!("  {status}\u{a0}")),
        ),
    ]
}

/// What is judged. A name is the same with the family name first.
fn judged(read: &Read) -> Vec<String> {
    let mut lines = judgement(&read.what);
    for line in &mut lines {
        for name in ["Ann Lee", "Bob Roy", "Cy Dee"] {
            *line = line.replace(&family_name_first(name), name);
        }
    }
    lines
}

fn astray(layouts: Vec<Layout>) -> Vec<String> {
    let differs = |layout: Layout| {
        let expected = judged(&plain(layout.leaves_out));
        let read = read_with(layout.tables, &layout.answers);
        let got = judged(&read);
        let first = expected.iter().zip(&got).find(|(a, b)| a != b);
        let systems = count(&read.what);
        (got != expected).then(|| format!("{}: {systems} systems; {first:?}", layout.name))
    };
    layouts.into_iter().filter_map(differs).collect()
}

fn count(understood: &Understood) -> usize {
    understood.inventory.systems.len()
}

#[test]
fn what_stands_around_the_tables_changes_no_figure() {
    assert_eq!(astray(surroundings()), Vec::<String>::new());
}

#[test]
fn how_the_tables_are_arranged_changes_no_figure() {
    assert_eq!(astray(arrangements()), Vec::<String>::new());
}

#[test]
fn how_the_values_are_written_changes_no_figure() {
    assert_eq!(astray(values()), Vec::<String>::new());
}

/// Sheets of other things, as they lie in the same workbook.
const OTHERS: [(&str, &[&str]); 21] = [
    (
        "Risks",
        &[
            "Risk ID | Risk | AI System | Likelihood | Impact | Risk owner | Treatment",
            "R-1 | Wrong advice | Quill | High | High | Dan Fox | Human review",
            "R-2 | Data leak | Claims triage | Low | Critical | Eve Gray | Encryption",
        ],
    ),
    (
        "Vendors",
        &[
            "Vendor ID | Vendor | Service | Contact | Contract until",
            "V-1 | Bracken Labs | Hosting | sales@bracken.example | 2027-01-31",
            "V-2 | Alder AI | Models | desk@alder.example | 2026-12-31",
        ],
    ),
    (
        "Incidents",
        &[
            "Incident No | Date | System | What happened | Severity | Handled by",
            "I-7 | 2026-02-03 | Night desk | Wrong ticket closed | Low | Eve Gray",
        ],
    ),
    (
        "Policies",
        &[
            "Policy ID | Policy | Approved by | Status | Next review",
            "P-1 | Use of AI | Board | Approved | 2027-03-31",
            "P-2 | Information security | Board | Approved | 2027-03-31",
        ],
    ),
    (
        "Legend",
        &["Word | Meaning", "High | Customers are affected", "Low | Staff only"],
    ),
    (
        "Cover",
        &[
            "Harbour Works",
            "AI governance workbook",
            "Version 3, September 2026",
            "Owner: CISO",
        ],
    ),
    (
        "Changes",
        &[
            "Version | Date | Author | Change",
            "1.0 | 2026-01-12 | Ann Lee | First version",
            "1.1 | 2026-05-02 | Bob Roy | Night desk added",
        ],
    ),
    (
        "Requirements",
        &[
            "Clause | Requirement | Guidance",
            "Art. 9 | A risk management system shall be kept | Keep it up to date",
            "Art. 14 | Human oversight shall be possible | Name a person",
        ],
    ),
    (
        "Laptops",
        &[
            "Asset tag | Device | Assigned to | Purchased",
            "L-0441 | Notebook 14 inch | Dan Fox | 2025-04-01",
            "L-0442 | Notebook 16 inch | Eve Gray | 2025-04-01",
        ],
    ),
    (
        "Training",
        &[
            "Course | Participant | Date | Result",
            "AI literacy | Dan Fox | 2026-03-03 | passed",
            "AI literacy | Eve Gray | 2026-03-03 | passed",
        ],
    ),
    (
        "KI-Risiken",
        &[
            "Nr. | KI-System | Bereich | Risiko | Eintrittswahrscheinlichkeit | Verantwortlich | Status",
            "1 | Quill | Datenschutz | Abfluss von Daten | mittel | Dan Fox | umgesetzt",
            "2 | Night desk | Zugriff | fremde Konten | hoch | Eve Gray | offen",
        ],
    ),
    (
        "Audit findings",
        &[
            "Finding ID | Finding | System | Domain | Owner | Corrective action | Status | Due date",
            "F-1 | No log | Quill | Incident Response | Dan Fox | Keep logs | Closed | 2026-05-31",
            "F-2 | Old accounts | Claims triage | Agent governance | Eve Gray | Remove | Open | 2026-12-31",
        ],
    ),
    (
        "Verarbeitungsverzeichnis",
        &[
            "Verarbeitungstätigkeit | System | Rechtsgrundlage | Löschfrist | Verantwortlich",
            "Schadenbearbeitung | Claims triage | Vertrag | 10 Jahre | Dan Fox",
            "Rechtsberatung | Night desk | Einwilligung | 3 Jahre | Eve Gray",
        ],
    ),
    (
        "Projets",
        &[
            "N° de projet | Projet | Chef de projet | Budget | Statut",
            "P-1 | Migration de Quill | Dan Fox | 10000 | en cours",
            "P-2 | Agents du service | Eve Gray | 20000 | terminé",
        ],
    ),
    (
        "Cuestionario",
        &[
            "Pregunta | Respuesta | Comentario",
            "¿Se registran los eventos? | sí | Dan Fox",
            "¿Hay un plan de incidentes? | no | Eve Gray",
        ],
    ),
    (
        "Evidence",
        &[
            "File name | System | Document type | Uploaded by | Uploaded on",
            "soc2.pdf | Quill | SOC 2 report | Dan Fox | 2026-01-31",
            "dpia.docx | Claims triage | DPIA | Eve Gray | 2026-02-28",
        ],
    ),
    (
        "Open gaps",
        &[
            "Gap | System | Security domain | Whose duty | Owner | First seen | Age in days | Exposure",
            "AI-2/data-privacy | Quill | Data Privacy | ours | Dan Fox | 2026-06-30 | 92 | 9",
            "AI-3/agent-governance | Night desk | Agent governance | ours | Eve Gray | 2026-06-30 | 92 | 12",
        ],
    ),
    (
        "Lists",
        &[
            "Deployment model | Criticality | Status",
            "SaaS | Low | Planned",
            "PaaS | High | Implemented",
            "IaaS | Critical | Partial",
        ],
    ),
    (
        "Contacts",
        &[
            "Name | Job title | E-mail | Phone",
            "Dan Fox | Head of Claims | dan.fox@works.example | 041",
            "Eve Gray | Head of Legal | eve.gray@works.example | 042",
        ],
    ),
    (
        "Statistik",
        &[
            "Zeilenbeschriftungen | Anzahl von KI-System",
            "Claims | 2",
            "Legal | 2",
            "Gesamtergebnis | 4",
        ],
    ),
    (
        "Summary",
        &[
            "Criticality | Count of systems",
            "High | 1",
            "Low | 1",
            "Grand Total | 4",
        ],
    ),
];

#[test]
fn sheets_of_other_things_change_no_figure() {
    let expected = judged(&plain(&[]));
    let mut astray = Vec::new();
    for (name, rows) in OTHERS {
        for first in [true, false] {
            let mut tables = vec![grid("Systems", &systems()), grid("Controls", &controls())];
            tables.insert(if first { 0 } else { 2 }, grid(name, &lines(rows)));
            let read = read_with(tables, &Reading::default());
            if judged(&read) != expected {
                astray.push(format!(
                    "{name}, {}: {} systems",
                    if first { "in front" } else { "behind" },
                    count(&read.what)
                ));
            }
        }
    }
    assert_eq!(astray, Vec::<String>::new());
}

#[test]
fn rows_of_other_things_change_no_figure() {
    let planted = [
        "Subtotal | 2",
        "Average | | | 50 %",
        "Sum: 4 tools",
        "see also the shared drive",
        "--- end of list ---",
        "Page 1 of 3",
        "Note: names as in the contract",
        "Summe: 4",
        "Stand: 30.09.2026",
        "Sous-total | 2",
        "Total general | 4",
        "erstellt von: Dan Fox",
        "* mandatory",
    ];
    let expected = judged(&plain(&[]));
    let mut astray = Vec::new();
    for row in planted {
        for (place, blank) in [(3, false), (usize::MAX, false), (usize::MAX, true)] {
            let plant = |mut body: Lines| {
                let at = place.min(body.len());
                body.insert(at, lines(&[row]).remove(0));
                if blank {
                    body.insert(at, Vec::new());
                }
                body
            };
            let tables = vec![grid("Systems", &plant(systems())), grid("Controls", &plant(controls()))];
            let read = read_with(tables, &Reading::default());
            if judged(&read) != expected {
                astray.push(format!(
                    "'{row}' at {place} (blank row before: {blank}): {} systems",
                    count(&read.what)
                ));
            }
        }
    }
    assert_eq!(astray, Vec::<String>::new());
}
