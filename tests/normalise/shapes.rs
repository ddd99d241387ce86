//! One inventory written down in many shapes: one assessment.

use std::collections::BTreeMap;

use proptest::prelude::*;
use unowned::assess::{self, Remembered};
use unowned::config::Rules;
use unowned::diagnostic::Code;
use unowned::framework::{Domain, Matrix};
use unowned::normalise::{Role, Understood};
use unowned::read::{Table, Value};

use crate::{day, read, sheet, values};

/// What an organisation knows, apart from how it writes it down.
#[derive(Clone, Debug)]
struct Known {
    systems: Vec<KnownSystem>,
    /// By place of the system and domain: owner, status, last review.
    duties: BTreeMap<(usize, usize), (usize, usize, Option<u32>)>,
}

#[derive(Clone, Debug)]
struct KnownSystem {
    model: usize,
    criticality: usize,
    unit: usize,
}

/// How it is written down.
#[derive(Clone, Debug)]
struct Shape {
    layout: usize,
    titles: usize,
    two_lines: bool,
    alias: usize,
    dates: usize,
    columns: u64,
    rows: u64,
}

const NAMES: [&str; 5] = ["Claims triage", "Quill", "Night desk", "Ledger reader", "Field guide"];
const MODELS: [[&str; 3]; 5] = [
    ["saas", "SaaS", "Software as a Service"],
    ["paas", "PaaS", "Platform-as-a-Service"],
    ["on-premises", "On prem", "Self-hosted"],
    ["agentic", "AI agent", "Agentic AI"],
    ["paas; mcp", "PaaS + MCP", "MCP server, Model API"],
];
const CRITICALITIES: [[&str; 3]; 4] = [
    ["low", "Low", "Minor"],
    ["medium", "Moderate", "Tier 3"],
    ["high", "High", "Tier 2"],
    ["critical", "Mission critical", "Tier 1"],
];
const UNITS: [&str; 2] = ["Claims", "Legal Affairs"];
const OWNERS: [[&str; 3]; 4] = [
    ["Ann Lee", "Ann Lee", "Ann Lee"],
    ["Bob Roy", "Bob Roy", "Bob Roy"],
    ["TBD", "n/a", "to be named"],
    ["SOC team", "SOC team", "SOC team"],
];
const STATUSES: [[&str; 3]; 4] = [
    ["implemented", "Done", "In place"],
    ["partial", "Partly", "WIP"],
    ["planned", "To do", "Scheduled"],
    ["unknown", "Not assessed", "Unclear"],
];
const DOMAINS: [(Domain, [&str; 3]); 5] = [
    (Domain::DataPrivacy, ["data-privacy", "Data Privacy", "Privacy"]),
    (
        Domain::IncidentResponse,
        ["incident-response", "Incident Response", "Incident management"],
    ),
    (
        Domain::NetworkSecurity,
        ["network-security", "Network security", "Firewall"],
    ),
    (
        Domain::ModelSecurity,
        ["model-security", "Model Security", "Model protection"],
    ),
    (
        Domain::AgentGovernance,
        ["agent-governance", "Agent governance", "Agent oversight"],
    ),
];
const SYSTEM_HEADS: [[&str; 3]; 4] = [
    ["Name", "AI system", "Use case name"],
    ["Deployment model", "Hosting model", "Service model"],
    ["Criticality", "Business criticality", "Mission critical"],
    ["Business unit", "Department", "Division"],
];
const CONTROL_HEADS: [[&str; 3]; 5] = [
    ["System", "System name", "Applies to"],
    ["Domain", "Security domain", "Control domain"],
    ["Owner", "Control owner", "Assignee"],
    ["Status", "Implementation status", "Control status"],
    ["Last reviewed", "Last review date", "Last tested"],
];

fn known() -> impl Strategy<Value = Known> {
    let system =
        (0..MODELS.len(), 0..CRITICALITIES.len(), 0..UNITS.len()).prop_map(|(model, criticality, unit)| KnownSystem {
            model,
            criticality,
            unit,
        });
    let duty = (0..OWNERS.len(), 0..STATUSES.len(), proptest::option::of(0..700u32));
    let duties = proptest::collection::btree_map((0..NAMES.len(), 0..DOMAINS.len()), duty, 3..16);
    (proptest::collection::vec(system, 2..=NAMES.len()), duties).prop_map(|(systems, mut duties)| {
        duties.retain(|(system, _), _| *system < systems.len());
        Known { systems, duties }
    })
}

fn shape() -> impl Strategy<Value = Shape> {
    (
        0..3usize,
        0..4usize,
        any::<bool>(),
        0..3usize,
        0..3usize,
        any::<u64>(),
        any::<u64>(),
    )
        .prop_map(|(layout, titles, two_lines, alias, dates, columns, rows)| Shape {
            layout,
            titles,
            two_lines,
            alias,
            dates,
            columns,
            rows,
        })
}

/// Puts things in another order, told by a number.
fn shuffled<T>(mut items: Vec<T>, mut seed: u64) -> Vec<T> {
    for place in (1..items.len()).rev() {
        seed = seed
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        items.swap(place, (seed >> 33) as usize % (place + 1));
    }
    items
}

fn text(said: &str) -> Value {
    Value::Text(said.into())
}

/// Headings of several words over two lines, as people write them to save width.
fn two_lines(header: &[Value]) -> [Vec<Value>; 2] {
    let halves = header.iter().map(|heading| {
        let Value::Text(heading) = heading else {
            unreachable!("headings are text")
        };
        let (upper, lower) = heading.split_once(' ').unwrap_or(("", heading));
        (text(upper), text(lower))
    });
    let (upper, lower) = halves.unzip();
    [upper, lower]
}

impl Shape {
    fn date(&self, days: Option<u32>) -> Value {
        let Some(days) = days else { return text("") };
        let date = day("2024-12-01") + chrono::Days::new(u64::from(days));
        match self.dates {
            0 => Value::Date(date),
            1 => text(&date.to_string()),
            _ => text(&date.format("%d %B %Y").to_string()),
        }
    }

    /// A table with its columns and rows in this shape's order, below this shape's titles.
    fn table(&self, name: &str, header: Vec<Value>, body: Vec<Vec<Value>>) -> Table {
        let order = shuffled((0..header.len()).collect::<Vec<_>>(), self.columns);
        let arranged = |line: &Vec<Value>| order.iter().map(|place| line[*place].clone()).collect::<Vec<_>>();
        let mut lines: Vec<Vec<Value>> = (0..self.titles)
            .map(|n| vec![text(["Group register", "", "As agreed in the spring"][n % 3])])
            .collect();
        let header = arranged(&header);
        if self.two_lines {
            lines.extend(two_lines(&header));
        } else {
            lines.push(header);
        }
        lines.extend(shuffled(body, self.rows).iter().map(arranged));
        values(name, &lines)
    }

    fn tables(&self, known: &Known) -> Vec<Table> {
        match self.layout {
            0 => vec![self.systems(known), self.long(known)],
            1 => vec![self.owners(known, "Owners", false), self.systems(known)],
            _ => vec![self.owners(known, "Sheet1", true)],
        }
    }

    fn system_cells(&self, place: usize, system: &KnownSystem) -> Vec<Value> {
        let a = self.alias;
        vec![
            text(NAMES[place]),
            text(MODELS[system.model][a]),
            text(CRITICALITIES[system.criticality][a]),
            text(UNITS[system.unit]),
        ]
    }

    fn systems(&self, known: &Known) -> Table {
        let header = SYSTEM_HEADS.iter().map(|h| text(h[self.alias])).collect();
        let body = known
            .systems
            .iter()
            .enumerate()
            .map(|(place, s)| self.system_cells(place, s))
            .collect();
        self.table("Systems", header, body)
    }

    fn long(&self, known: &Known) -> Table {
        let a = self.alias;
        let header = CONTROL_HEADS.iter().map(|h| text(h[a])).collect();
        let row = |(&(system, domain), &(owner, status, reviewed)): (&(usize, usize), &(usize, usize, Option<u32>))| {
            vec![
                text(NAMES[system]),
                text(DOMAINS[domain].1[a]),
                text(OWNERS[owner][a]),
                text(STATUSES[status][a]),
                self.date(reviewed),
            ]
        };
        self.table("Controls", header, known.duties.iter().map(row).collect())
    }

    /// The grid, alone or with the systems' own columns.
    fn owners(&self, known: &Known, name: &str, combined: bool) -> Table {
        let a = self.alias;
        let own = if combined { SYSTEM_HEADS.len() } else { 1 };
        let heads = SYSTEM_HEADS[..own].iter().map(|h| text(h[a]));
        let header = heads.chain(DOMAINS.iter().map(|(_, names)| text(names[a]))).collect();
        let cell = |system: usize, domain: usize| match known.duties.get(&(system, domain)) {
            Some((owner, status, reviewed)) => {
                let date = reviewed.map(|days| day("2024-12-01") + chrono::Days::new(u64::from(days)));
                let date = date.map(|d| format!("; {d}")).unwrap_or_default();
                text(&format!("{}; {}{date}", OWNERS[*owner][a], STATUSES[*status][a]))
            }
            None => text(""),
        };
        let row = |(place, system): (usize, &KnownSystem)| {
            let cells = (0..DOMAINS.len()).map(|domain| cell(place, domain));
            self.system_cells(place, system)[..own]
                .iter()
                .cloned()
                .chain(cells)
                .collect()
        };
        self.table(name, header, known.systems.iter().enumerate().map(row).collect())
    }
}

/// What an assessment says, without the cells it points to.
pub(crate) fn judgement(understood: &Understood) -> Vec<String> {
    let assessment = assess::assess(
        &understood.inventory,
        &Matrix::stock(),
        &Rules::default(),
        day("2026-09-30"),
        &Remembered::default(),
    );
    let mut lines: Vec<String> = assessment
        .obligations
        .iter()
        .map(|o| {
            format!(
                "{} {} {:?} {:?} {:?}",
                o.system, o.domain, o.customer, o.provider, o.owners
            )
        })
        .chain(
            assessment
                .gaps
                .iter()
                .map(|gap| format!("{} {:?} {}", gap.id, gap.kind, gap.score)),
        )
        .collect();
    lines.sort();
    lines
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn one_inventory_in_many_shapes_gives_one_assessment(known in known(), shape in shape()) {
        let plain = Shape { layout: 0, titles: 0, two_lines: false, alias: 0, dates: 0, columns: 0, rows: 0 };
        let expected = read(plain.tables(&known));
        let read = read(shape.tables(&known));
        prop_assert_eq!(read.what.inventory.systems.len(), known.systems.len());
        prop_assert_eq!(judgement(&read.what), judgement(&expected.what));
    }
}

#[test]
fn a_list_of_controls_alone_names_its_systems() {
    let read = read(vec![sheet(
        "Register",
        &[
            "System | Domain | Owner | Status",
            "ChatGPT Enterprise | Incident Response | Ann Lee | Implemented",
            "Claims bot; Chatgpt enterprise | Vendor Management | Bob Ray | Planned",
            "* | Incident Response | Cy Dee | Implemented",
            "model:saas | Incident Response | Cy Dee | Implemented",
            "unit:Finance | Incident Response | Cy Dee | Implemented",
            "TBD | Incident Response | Cy Dee | Implemented",
            "| Incident Response | Cy Dee | Implemented",
        ],
    )]);
    let names: Vec<_> = read.what.inventory.systems.iter().map(|s| s.name.as_str()).collect();
    assert_eq!(names, ["ChatGPT Enterprise", "Claims bot"]);
    assert!(!read.system("ChatGPT Enterprise").models.is_empty(), "its name tells");
    assert!(read.system("Claims bot").models.is_empty());
    assert_eq!(read.what.inventory.controls.len(), 4);
    let missing = read.found(Code::ColumnMissing);
    assert!(
        missing
            .iter()
            .any(|d| d.message.to_string().starts_with("no sheet lists the systems"))
    );
}

#[test]
fn a_list_of_systems_is_not_filled_up_from_the_controls() {
    let read = read(vec![
        sheet("Systems", &["Name | Deployment model", "A | SaaS"]),
        sheet(
            "Controls",
            &[
                "System | Domain | Owner | Status",
                "B | Incident Response | Ann Lee | Implemented",
            ],
        ),
    ]);
    assert_eq!(read.what.inventory.systems.len(), 1);
    assert_eq!(read.count(Code::UnknownSystem), 1);
}

#[test]
fn headings_without_rows_are_said_so_and_a_second_list_of_systems_is_read() {
    let read = read(vec![
        sheet("Tools", &["Name | Deployment model | Vendor"]),
        sheet("Inventory", &["Name | Deployment model", "A | SaaS"]),
        sheet("AI systems", &["Name", "B"]),
        sheet("Contacts", &["Name", "Cy Dee"]),
    ]);
    let why = &read.what.sheets[0].why;
    assert!(why.to_string().contains("headings but no rows"), "{why}");
    let names: Vec<_> = read.what.inventory.systems.iter().map(|s| s.name.as_str()).collect();
    assert_eq!(names, ["A", "B"]);
}

#[test]
fn a_system_without_a_name_is_called_by_its_id_and_that_is_said() {
    let read = read(vec![sheet(
        "Systems",
        &["ID | Name | Deployment model", "AI-1 | A | SaaS", "AI-2 | | PaaS"],
    )]);
    assert_eq!(read.system("AI-2").id, "AI-2");
    let found = read.found(Code::UnknownValue);
    assert!(
        found.iter().any(|d| d.message.to_string().contains("has no name")),
        "{found:?}"
    );
}

#[test]
fn totals_and_remarks_below_systems_are_no_systems() {
    let read = read(vec![
        sheet(
            "Systems",
            &[
                "ID | Name | Deployment model | Owner",
                "AI-1 | A | SaaS | Ann Lee",
                "Note: ask Bob about row 2",
                "| Note: ask Bob about row 3 | |",
                "Total | | | 3 tools",
                "| Total: | | 3 systems",
                "Last updated 01.11.2026 by Bob",
                "AI-2 | Total | SaaS | Ann Lee",
                "| Total Recall | |",
            ],
        ),
        sheet(
            "AI systems",
            &[
                "Name | Deployment model",
                "C | SaaS",
                "Note: ask Bob about row 2",
                "Total | 3 tools",
                "Last updated 01.11.2026 by Bob",
                "Note taker | SaaS",
            ],
        ),
    ]);
    let names: Vec<_> = read.what.inventory.systems.iter().map(|s| s.name.as_str()).collect();
    assert_eq!(names, ["A", "Total", "Total Recall", "C", "Note taker"]);
}

#[test]
fn the_values_decide_whether_model_is_the_deployment_model() {
    let read = read(vec![
        sheet("Systems", &["Name | Model", "A | SaaS", "B | on-premises", "C | ?"]),
        sheet("AI systems", &["Name | Model", "D | GPT-4o", "E | Claude Sonnet"]),
    ]);
    assert_eq!(read.system("A").models.len(), 1);
    assert!(read.system("A").product.is_none());
    assert_eq!(read.system("D").product.as_deref(), Some("GPT-4o"));
    assert_eq!(read.count(Code::UnknownModel), 0);
}

#[test]
fn applied_controls_of_ciso_assistant_are_controls_and_no_systems() {
    const APPLIED: &str = "ref_id | name | description | domain | category | csf_function | status | priority | eta | owner | \
                           filtering_labels | observation";
    let systems = || sheet("Systems", &["ID | Name | Deployment model", "AI-1 | A | SaaS"]);
    let foreign = read(vec![
        systems(),
        sheet(
            "applied",
            &[
                APPLIED,
                "assign-owner/x | Name an owner | A, incident response: no owner | | process | govern | to_do | 1 | 2026-12-01 | Ann Lee | unowned | x",
            ],
        ),
    ]);
    assert_eq!(foreign.role("applied"), Role::Controls);
    assert_eq!(foreign.what.inventory.systems.len(), 1);
    assert!(foreign.what.inventory.controls.is_empty());
    assert!(foreign.count(Code::RowSkipped) > 0 && foreign.count(Code::ColumnMissing) > 0);

    let heading = format!("{APPLIED} | System | Security domain | Responsible party");
    let ours = read(vec![
        systems(),
        sheet(
            "applied",
            &[
                &heading,
                "assign-owner/x | Name an owner | d | Global | process | govern | to_do | 1 | 2026-12-01 | Ann Lee | unowned | x | AI-1 | incident-response | Customer",
                "classify | Classify | d | Global | process | identify | to_do | 1 | 2026-12-01 | | unowned | x | | | Customer",
            ],
        ),
    ]);
    assert_eq!(ours.what.inventory.systems.len(), 1);
    let [control] = ours.what.inventory.controls.as_slice() else {
        panic!("one control");
    };
    assert_eq!(control.domains, [Domain::IncidentResponse]);
    assert_eq!(control.owners[0].name, "Ann Lee");
    assert_eq!(control.due, Some(day("2026-12-01")));
    assert_eq!(control.name.as_deref(), Some("Name an owner"));
}

/// One inventory as it is written in English, German, French and Spanish.
const LANGUAGES: [(&str, [&str; 4], [&str; 5]); 4] = [
    (
        "English",
        [
            "ID | Name | Deployment model | Product | Vendor | Business unit | Owner | Criticality | Data classification | Personal data | Lifecycle stage | Notes",
            "AI-1 | Quill | SaaS | | | Claims | Ann Lee | High | Confidential | Yes | In production |",
            "AI-2 | Ledger reader | On-premises | | | Finance | | Medium | Internal | No | Pilot |",
            "AI-3 | Night desk | AI agent | | | Finance | | Critical | Restricted | Yes | Retired |",
        ],
        [
            "System | Domain | Control | Responsible party | Owner | Status | Evidence | Provider evidence | Last reviewed | Due date | Exception reason | Exception approver | Exception expires | Notes",
            "AI-1 | Data Privacy | a | Customer | Ann Lee | Implemented | b | | 2026-05-31 | | | | |",
            "AI-1 | Incident Response | a | Provider | | Implemented | | SOC 2 2026 | 2026-05-31 | | | | |",
            "AI-2 | Network Security | a | Customer | Unassigned | Partially implemented | | | | 2026-12-31 | | | |",
            "AI-2 | Data Security | a | Customer | Bob Roy | Planned | | | | | cost | Ann Lee | 2027-03-31 |",
        ],
    ),
    (
        "German",
        [
            "ID | Bezeichnung | Bereitstellungsmodell | Produkt | Anbieter | Geschäftsbereich | Verantwortlich | Kritikalität | Datenklassifizierung | Personenbezogene Daten | Lebenszyklusphase | Bemerkungen",
            "AI-1 | Quill | SaaS | | | Claims | Ann Lee | Hoch | Vertraulich | Ja | Produktiv |",
            "AI-2 | Ledger reader | Eigenes Rechenzentrum | | | Finance | | Mittel | Intern | Nein | Pilotbetrieb |",
            "AI-3 | Night desk | KI-Agent | | | Finance | | Kritisch | Streng vertraulich | Ja | Stillgelegt |",
        ],
        [
            "System | Domäne | Maßnahme | Zuständigkeit | Verantwortlich | Umsetzungsstatus | Nachweis | Nachweis des Anbieters | Zuletzt geprüft | Fällig am | Ausnahmegrund | Ausnahme genehmigt von | Ausnahme gültig bis | Bemerkungen",
            "AI-1 | Datenschutz | a | Kunde | Ann Lee | Umgesetzt | b | | 31.05.2026 | | | | |",
            "AI-1 | Reaktion auf Vorfälle | a | Anbieter | | Umgesetzt | | SOC 2 2026 | 31.05.2026 | | | | |",
            "AI-2 | Netzwerksicherheit | a | Kunde | nicht zugewiesen | Teilweise umgesetzt | | | | 31.12.2026 | | | |",
            "AI-2 | Datensicherheit | a | Kunde | Bob Roy | Geplant | | | | | cost | Ann Lee | 31.03.2027 |",
        ],
    ),
    (
        "French",
        [
            "Identifiant | Nom | Modèle de déploiement | Produit | Fournisseur | Direction métier | Responsable | Criticité | Classification des données | Données personnelles | Phase du cycle de vie | Remarques",
            "AI-1 | Quill | SaaS | | | Claims | Ann Lee | Élevée | Confidentiel | Oui | En production |",
            "AI-2 | Ledger reader | Sur site | | | Finance | | Moyenne | Interne | Non | Pilote |",
            "AI-3 | Night desk | Agent IA | | | Finance | | Critique | Très confidentiel | Oui | Retiré |",
        ],
        [
            "Système | Domaine | Mesure | Partie responsable | Responsable | Statut | Preuve | Preuve du fournisseur | Dernière revue | Échéance | Motif de l'exception | Approuvé par | Expiration de l'exception | Remarques",
            "AI-1 | Protection des données | a | Client | Ann Lee | Mis en œuvre | b | | 31/05/2026 | | | | |",
            "AI-1 | Réponse aux incidents | a | Fournisseur | | Mis en œuvre | | SOC 2 2026 | 31/05/2026 | | | | |",
            "AI-2 | Sécurité réseau | a | Client | à définir | Partiellement mis en œuvre | | | | 31/12/2026 | | | |",
            "AI-2 | Sécurité des données | a | Client | Bob Roy | Prévu | | | | | cost | Ann Lee | 31/03/2027 |",
        ],
    ),
    (
        "Spanish",
        [
            "Identificador | Nombre | Modelo de despliegue | Producto | Proveedor | Unidad de negocio | Responsable | Criticidad | Clasificación de datos | Datos personales | Fase del ciclo de vida | Observaciones",
            "AI-1 | Quill | SaaS | | | Claims | Ann Lee | Alta | Confidencial | Sí | En producción |",
            "AI-2 | Ledger reader | Centro de datos propio | | | Finance | | Media | Interno | No | Piloto |",
            "AI-3 | Night desk | Agente de IA | | | Finance | | Crítica | Restringido | Sí | Retirado |",
        ],
        [
            "Sistema | Dominio | Medida | Parte responsable | Responsable | Estado | Evidencia | Evidencia del proveedor | Última revisión | Fecha límite | Motivo de la excepción | Aprobado por | Vencimiento de la excepción | Observaciones",
            "AI-1 | Privacidad de datos | a | Cliente | Ann Lee | Implementado | b | | 31/05/2026 | | | | |",
            "AI-1 | Respuesta a incidentes | a | Proveedor | | Implementado | | SOC 2 2026 | 31/05/2026 | | | | |",
            "AI-2 | Seguridad de red | a | Cliente | sin asignar | Parcialmente implementado | | | | 31/12/2026 | | | |",
            "AI-2 | Seguridad de datos | a | Cliente | Bob Roy | Planificado | | | | | cost | Ann Lee | 31/03/2027 |",
        ],
    ),
];

#[test]
fn one_inventory_in_four_languages_gives_one_assessment() {
    let [expected, others @ ..] = LANGUAGES.map(|(language, systems, controls)| {
        let read = read(vec![sheet("Sheet1", &systems), sheet("Sheet2", &controls)]);
        let found: Vec<String> = read.found.iter().map(|d| format!("{:?} {}", d.code, d.count)).collect();
        (language, judgement(&read.what), found)
    });
    assert!(expected.1.len() > 20);
    for (language, judged, found) in others {
        assert_eq!(judged, expected.1, "{language}");
        assert_eq!(found, expected.2, "{language}");
    }
}
