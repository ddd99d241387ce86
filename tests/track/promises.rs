//! What a report promises is what the next one finds. Inventories by chance are written to files and read as any other; then each
//! decision is done in them, in the rows that it comes from, and nothing else. They are read again, with the first report as the
//! last one, and the four figures are those that were promised.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use chrono::{Days, NaiveDate};
use proptest::prelude::*;
use unowned::chain::Since;
use unowned::config::Config;
use unowned::diagnostic::Code;
use unowned::framework::{Domain, Matrix};
use unowned::inventory::Ruling;
use unowned::plan::{Action, ActionKind, Asked, Figures, Outcome};
use unowned::read::Jail;
use unowned::snapshot::{FileRecord, Provenance, Snapshot};
use unowned::{Request, judge, understand};

use super::fixtures::day;

const AS_OF: &str = "2026-09-30";
/// What is named where something is to be proven.
const EVIDENCE: &str = "Penetration test report of 2026-06-30";

/// Who has left.
const LEAVER: &str = "Max Gone";

/// An inventory as somebody writes it down.
#[derive(Clone, Debug)]
struct Written {
    systems: Vec<SystemRow>,
    controls: Vec<ControlRow>,
    /// Decision, outcome, until; decided by the board the day after the first report.
    decisions: Vec<[String; 3]>,
    named_persons_only: bool,
    evidence_needed: bool,
}

#[derive(Clone, Debug)]
struct SystemRow {
    id: String,
    models: &'static str,
    vendor: &'static str,
    unit: &'static str,
    criticality: &'static str,
}

#[derive(Clone, Debug)]
struct ControlRow {
    /// The row of the first inventory that it is, or was split from.
    from: usize,
    /// Ids of systems; or one cell that is wider.
    systems: Vec<String>,
    domains: Vec<Domain>,
    provider: bool,
    owner: String,
    status: &'static str,
    evidence: String,
    provider_evidence: String,
    reviewed: Option<NaiveDate>,
    due: Option<NaiveDate>,
    approver: &'static str,
    expires: Option<NaiveDate>,
}

impl ControlRow {
    /// A row of ours for one duty, of which nothing else is said.
    fn of(system: &str, domain: Domain) -> Self {
        Self {
            from: usize::MAX,
            systems: vec![system.to_owned()],
            domains: vec![domain],
            provider: false,
            owner: String::new(),
            status: "planned",
            evidence: String::new(),
            provider_evidence: String::new(),
            reviewed: None,
            due: None,
            approver: "",
            expires: None,
        }
    }

    fn is_wide(&self) -> bool {
        !self.systems.iter().all(|cell| cell.starts_with("ai-"))
    }
}

fn csv(lines: &[Vec<String>]) -> String {
    let mut out = String::new();
    for line in lines {
        let cells: Vec<_> = line.iter().map(|cell| format!("\"{cell}\"")).collect();
        writeln!(out, "{}", cells.join(",")).unwrap();
    }
    out
}

fn cells(line: &[&str]) -> Vec<String> {
    line.iter().map(|cell| (*cell).to_owned()).collect()
}

fn date(day: Option<NaiveDate>) -> String {
    day.map(|day| day.to_string()).unwrap_or_default()
}

impl Written {
    /// Writes it to files, one a table.
    fn save(&self, folder: &Path) -> Vec<PathBuf> {
        let head = cells(&[
            "ID",
            "Name",
            "Deployment model",
            "Vendor",
            "Business unit",
            "Criticality",
        ]);
        let system = |s: &SystemRow| {
            let name = format!("System {}", s.id);
            cells(&[&s.id, &name, s.models, s.vendor, s.unit, s.criticality])
        };
        let systems: Vec<_> = std::iter::once(head).chain(self.systems.iter().map(system)).collect();
        let head = cells(&[
            "System",
            "Domain",
            "Responsible party",
            "Owner",
            "Status",
            "Evidence",
            "Provider evidence",
            "Last reviewed",
            "Due date",
            "Exception approver",
            "Exception expires",
        ]);
        let control = |c: &ControlRow| {
            let domains: Vec<_> = c.domains.iter().map(|domain| domain.id()).collect();
            let party = if c.provider { "provider" } else { "customer" };
            vec![
                c.systems.join("; "),
                domains.join("; "),
                party.to_owned(),
                c.owner.clone(),
                c.status.to_owned(),
                c.evidence.clone(),
                c.provider_evidence.clone(),
                date(c.reviewed),
                date(c.due),
                c.approver.to_owned(),
                date(c.expires),
            ]
        };
        let controls: Vec<_> = std::iter::once(head).chain(self.controls.iter().map(control)).collect();
        let mut tables = vec![("systems.csv", csv(&systems)), ("controls.csv", csv(&controls))];
        if self.controls.iter().any(|c| c.owner == LEAVER) {
            let people = [cells(&["Name", "Left on"]), cells(&[LEAVER, "2026-01-31"])];
            tables.push(("people.csv", csv(&people)));
        }
        if !self.decisions.is_empty() {
            let head = cells(&["Decision", "Decided on", "By", "Outcome", "Until", "Note"]);
            let row = |[decision, outcome, until]: &[String; 3]| {
                cells(&[decision, "2026-10-01", "Board", outcome, until, ""])
            };
            let decisions: Vec<_> = std::iter::once(head).chain(self.decisions.iter().map(row)).collect();
            tables.push(("decisions.csv", csv(&decisions)));
        }
        let write = |(name, text): (&str, String)| {
            let path = folder.join(name);
            fs::write(&path, text).unwrap();
            path
        };
        tables.into_iter().map(write).collect()
    }

    /// The report on it.
    fn report(&self, as_of: NaiveDate, earlier: Option<&Snapshot>) -> Snapshot {
        let folder = tempfile::tempdir().unwrap();
        let mut config = Config {
            organisation: Some("Tarnbrook Mutual".to_owned()),
            ..Config::default()
        };
        config.rules.require_named_person = self.named_persons_only;
        config.rules.require_evidence = self.evidence_needed;
        let request = Request {
            inventories: self.save(folder.path()),
            as_of,
            config,
            jail: Jail {
                program: PathBuf::from(env!("CARGO_BIN_EXE_unowned")),
            },
            since: Since::Nothing,
            allow_altered: false,
        };
        let reading = understand(&request).unwrap();
        let provenance = Provenance {
            organisation: reading.config.organisation.clone(),
            as_of,
            matrix: &Matrix::stock(),
            rules: &reading.config.rules,
            targets: &reading.config.targets,
            next_meeting: None,
            files: Vec::<FileRecord>::new(),
            tables: Vec::new(),
            fiscal_year_start: 1,
            renamed: &reading.config.renamed,
            earlier_file: None,
        };
        judge(&reading.inventory, provenance, earlier, reading.found.clone()).snapshot
    }

    /// Does in it what an action says.
    fn done(&mut self, action: &Action, report: &Snapshot) {
        let duties: BTreeSet<(&str, Domain)> = action
            .gaps
            .iter()
            .filter_map(|id| Some((id.system.as_str(), id.domain()?)))
            .collect();
        match action.kind {
            ActionKind::Classify => {}
            ActionKind::AssignOwner => self.give_owner(&duties, &action.assignee, report),
            ActionKind::Renew => self.renew(&duties, report),
            ActionKind::Deliver => {
                for (system, domain) in duties {
                    let rows = counting(report, system, domain);
                    self.set_apart(system, domain, &rows, |row| {
                        row.status = "implemented";
                        row.reviewed = Some(day(AS_OF));
                        row.evidence = EVIDENCE.to_owned();
                        (row.approver, row.expires) = ("", None);
                    });
                }
            }
            ActionKind::Obtain => {
                let confirmed = |(system, domain): (&str, Domain)| ControlRow {
                    provider: true,
                    status: "implemented",
                    provider_evidence: EVIDENCE.to_owned(),
                    ..ControlRow::of(system, domain)
                };
                self.controls.extend(duties.into_iter().map(confirmed));
            }
        }
    }

    /// Writes the owner into the rows of the duties; into a row of the domain alone where a row has several, into rows of the
    /// system alone where a row is for duties that are not meant, and into a new row where there is none.
    fn give_owner(&mut self, duties: &BTreeSet<(&str, Domain)>, owner: &str, report: &Snapshot) {
        for &(system, domain) in duties {
            let rows = counting(report, system, domain);
            let shared = |row: &usize| served(report, *row, domain).any(|duty| !duties.contains(&duty));
            if rows.is_empty() {
                self.controls.push(ControlRow {
                    owner: owner.to_owned(),
                    ..ControlRow::of(system, domain)
                });
            } else if rows.iter().any(shared) {
                self.set_apart(system, domain, &rows, |row| row.owner = beside(&row.owner, owner));
            } else {
                rows.iter().for_each(|row| self.give_row_an_owner(*row, domain, owner));
            }
        }
    }

    /// A provider who stands there stays: it may be all that says whose evidence a row names.
    fn give_row_an_owner(&mut self, row: usize, domain: Domain, owner: &str) {
        let mut split = Vec::new();
        for control in self
            .controls
            .iter_mut()
            .filter(|c| c.from == row && c.domains.contains(&domain))
        {
            if control.domains.len() > 1 {
                control.domains.retain(|d| *d != domain);
                split.push(ControlRow {
                    domains: vec![domain],
                    owner: beside(&control.owner, owner),
                    ..control.clone()
                });
            } else {
                control.owner = beside(&control.owner, owner);
            }
        }
        self.controls.extend(split);
    }

    fn renew(&mut self, duties: &BTreeSet<(&str, Domain)>, report: &Snapshot) {
        let rows: BTreeSet<usize> = duties.iter().flat_map(|(s, d)| counting(report, s, *d)).collect();
        let lapsed = |c: &&mut ControlRow| rows.contains(&c.from) && c.expires.is_some_and(|e| e < day(AS_OF));
        for control in self.controls.iter_mut().filter(lapsed) {
            control.expires = Some(day(AS_OF) + Days::new(200));
        }
    }

    /// Gives one duty rows of its own, copied from those that count for it, and changes them; for all others nothing changes.
    fn set_apart(&mut self, system: &str, domain: Domain, rows: &[usize], change: impl Fn(&mut ControlRow)) {
        let mut rest = Vec::new();
        let mut own = Vec::new();
        for control in std::mem::take(&mut self.controls) {
            let names_it = control.is_wide() || control.systems.iter().any(|id| id == system);
            if !rows.contains(&control.from) || !control.domains.contains(&domain) || !names_it {
                rest.push(control);
                continue;
            }
            let mut copy = ControlRow {
                systems: vec![system.to_owned()],
                domains: vec![domain],
                ..control.clone()
            };
            if control.is_wide() {
                copy.provider_evidence.clear();
                rest.push(control);
            } else {
                rest.extend(without(&control, system, domain));
            }
            change(&mut copy);
            own.push(copy);
        }
        self.controls = rest;
        self.controls.extend(own);
    }
}

fn beside(there: &str, owner: &str) -> String {
    match there.split("; ").next() {
        Some(vendor @ "Alder AI") => format!("{vendor}; {owner}"),
        _ => owner.to_owned(),
    }
}

/// A row without one of its duties.
fn without(row: &ControlRow, system: &str, domain: Domain) -> Vec<ControlRow> {
    let others = ControlRow {
        systems: row.systems.iter().filter(|id| *id != system).cloned().collect(),
        ..row.clone()
    };
    let own = ControlRow {
        systems: vec![system.to_owned()],
        domains: row.domains.iter().copied().filter(|d| *d != domain).collect(),
        ..row.clone()
    };
    let says = |row: &ControlRow| !row.systems.is_empty() && !row.domains.is_empty();
    [others, own].into_iter().filter(says).collect()
}

/// The rows of controls that some cells stand in, counted from 0.
fn rows_of(cells: &[String]) -> Vec<usize> {
    let row = |cell: &String| {
        let cell = cell.strip_prefix("controls.csv!")?;
        let number: usize = cell.trim_start_matches(char::is_alphabetic).parse().ok()?;
        Some(number - 2)
    };
    cells.iter().filter_map(row).collect()
}

/// The rows of ours that count for a duty.
fn counting(report: &Snapshot, system: &str, domain: Domain) -> Vec<usize> {
    let is_it = |o: &&unowned::assess::Obligation| o.system == system && o.domain == domain;
    let duty = report.obligations.iter().find(is_it).unwrap();
    rows_of(&duty.source)
}

/// The duties of a domain that a row counts for.
fn served(report: &Snapshot, row: usize, domain: Domain) -> impl Iterator<Item = (&str, Domain)> {
    let ours = report
        .obligations
        .iter()
        .filter(move |o| o.domain == domain && o.customer.is_some());
    ours.filter(move |o| rows_of(&o.source).contains(&row))
        .map(|o| (o.system.as_str(), o.domain))
}

fn figures(report: &Snapshot) -> Figures {
    let found = Figures::of(report.gaps.iter().map(|g| &g.gap));
    let now = &report.headline;
    assert_eq!(found.unowned, now.unowned as i64);
    assert_eq!(found.critical, now.critical as i64);
    assert_eq!(found.gaps, now.gaps as i64);
    assert_eq!(found.exposure, i64::from(now.exposure));
    found
}

fn action<'a>(report: &'a Snapshot, key: &str) -> &'a Action {
    report.actions.iter().find(|a| a.key == key).unwrap()
}

fn asked<'a>(report: &'a Snapshot, key: &str) -> &'a Asked {
    report.asked.iter().find(|a| a.key == key).unwrap()
}

/// Does some of a report's decisions, and has the inventory judged again the next day.
fn next(written: &Written, first: &Snapshot, decisions: &[&str]) -> Snapshot {
    let mut now = written.clone();
    for key in decisions {
        now.done(action(first, key), first);
    }
    now.report(day(AS_OF) + Days::new(1), Some(first))
}

fn any_control(systems: usize) -> impl Strategy<Value = ControlRow> {
    let one = (0..systems).prop_map(|n| vec![format!("ai-{n}")]);
    let some = prop::collection::btree_set(0..systems, 1..=systems)
        .prop_map(|all| all.into_iter().map(|n| format!("ai-{n}")).collect::<Vec<_>>());
    let wide = prop::sample::select(vec!["*", "unit:Claims", "model:saas"]).prop_map(|cell| vec![cell.to_owned()]);
    let systems = prop_oneof![2 => one, 2 => some, 3 => wide];
    let domains = prop_oneof![
        3 => prop::collection::btree_set(prop::sample::select(Domain::ALL[..12].to_vec()), 1..4)
            .prop_map(|all| all.into_iter().collect::<Vec<_>>()),
        1 => Just(Domain::ALL.to_vec()),
    ];
    let owner = prop::sample::select(vec![
        "", "", "TBD", "Ann Lee", "Bob Roy", "SOC team", LEAVER, "Alder AI",
    ]);
    let status = prop::sample::select(vec![
        "implemented",
        "implemented",
        "partial",
        "planned",
        "not applicable",
        "",
        "retired",
    ]);
    let evidence = prop::sample::select(vec!["", "", EVIDENCE, "SOC 2 report of 2024-03-31", "yes"]);
    let ago = |days: u64| day(AS_OF) - Days::new(days);
    let in_days = |days: i64| day(AS_OF) + chrono::Duration::days(days);
    let reviewed = prop::option::of(prop::sample::select(vec![30, 200, 500]).prop_map(ago));
    let due = prop::option::weighted(0.3, prop::sample::select(vec![-200, -20, 40, 400]).prop_map(in_days));
    let approver = prop::sample::select(vec!["Chief risk officer", "Eva Boss"]);
    let expires = prop::option::weighted(
        0.2,
        prop::sample::select(vec![-200, -20, -20, 60, 500]).prop_map(in_days),
    );
    let people = (prop::bool::weighted(0.25), owner, status, approver);
    let dates = (reviewed, due, expires);
    (systems, domains, people, (evidence.clone(), evidence), dates).prop_map(
        |(systems, domains, (provider, owner, status, approver), (ours, theirs), (reviewed, due, expires))| {
            ControlRow {
                from: 0,
                systems,
                domains,
                provider,
                owner: owner.to_owned(),
                status,
                evidence: ours.to_owned(),
                provider_evidence: theirs.to_owned(),
                reviewed,
                due,
                approver: expires.map_or("", |_| approver),
                expires,
            }
        },
    )
}

fn any_system() -> impl Strategy<Value = SystemRow> {
    let models = prop::sample::select(vec!["saas", "saas", "paas", "on-premises", "agentic; mcp", ""]);
    let vendor = prop::sample::select(vec!["Alder AI", "Alder AI Inc.", "Bracken Labs", ""]);
    let unit = prop::sample::select(vec!["Claims", "Legal"]);
    let criticality = prop::sample::select(vec!["low", "medium", "high", "critical"]);
    (models, vendor, unit, criticality).prop_map(|(models, vendor, unit, criticality)| SystemRow {
        id: String::new(),
        models,
        vendor,
        unit,
        criticality,
    })
}

fn any_inventory() -> impl Strategy<Value = Written> {
    (2_usize..6)
        .prop_flat_map(|n| {
            let systems = prop::collection::vec(any_system(), n);
            let controls = prop::collection::vec(any_control(n), 1..10);
            (systems, controls, prop::bool::weighted(0.2), prop::bool::weighted(0.2))
        })
        .prop_map(|(mut systems, mut controls, named_persons_only, evidence_needed)| {
            systems
                .iter_mut()
                .enumerate()
                .for_each(|(n, s)| s.id = format!("ai-{n}"));
            controls.iter_mut().enumerate().for_each(|(n, c)| c.from = n);
            Written {
                systems,
                controls,
                decisions: Vec::new(),
                named_persons_only,
                evidence_needed,
            }
        })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(200) })]

    #[test]
    fn whoever_does_a_decision_finds_the_figures_that_were_promised(written in any_inventory()) {
        let first = written.report(day(AS_OF), None);
        let now = figures(&first);
        let keys: Vec<&str> = first.decisions.iter().map(|d| d.action.as_str()).collect();
        for key in &keys {
            let promised = action(&first, key).effect;
            let after = next(&written, &first, &[key]);
            prop_assert_eq!(figures(&after), now + promised, "{}", key);
            let became = asked(&after, key);
            if action(&first, key).kind != ActionKind::Classify {
                prop_assert_eq!((became.outcome, became.effect), (Outcome::Done, promised), "{}", key);
            }
        }
        let all = next(&written, &first, &keys);
        prop_assert_eq!(figures(&all), first.decisions_after, "all of {:?}", keys);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(50) })]

    #[test]
    fn nothing_is_asked_for_a_day_in_the_past_and_a_rerun_gives_the_same_bytes(written in any_inventory()) {
        let first = written.report(day(AS_OF), None);
        prop_assert_eq!(first.to_json(), written.report(day(AS_OF), None).to_json());
        let later = day("2026-12-31");
        let next = written.report(later, Some(&first));
        let reread = Snapshot::from_json(&first.to_json()).unwrap().snapshot;
        prop_assert_eq!(next.to_json(), written.report(later, Some(&reread)).to_json());
        for report in [&first, &next] {
            prop_assert!(report.actions.iter().all(|a| a.ask_by >= report.as_of));
            prop_assert!(report.decisions.iter().all(|d| d.ask_by >= report.as_of));
            let last = report.actions.last().map_or(figures(report), |a| a.after);
            let sum = report.actions.iter().map(|a| a.effect).sum::<Figures>();
            prop_assert_eq!(last, figures(report) + sum);
        }
        let term = |report: &Snapshot| report.gaps.iter().map(|g| (g.gap.id.clone(), g.term)).collect::<Vec<_>>();
        let terms = term(&first);
        for gap in &next.gaps {
            let then = terms.iter().find(|(id, _)| *id == gap.gap.id);
            prop_assert!(then.is_none_or(|(_, term)| gap.term <= *term), "a term never slips");
        }
    }
}

#[test]
fn what_the_workbook_says_was_decided_is_heard() {
    let system = |n: usize| SystemRow {
        id: format!("ai-{n}"),
        models: "saas",
        vendor: "Bracken Labs",
        unit: "Claims",
        criticality: "high",
    };
    let written = Written {
        systems: (0..3).map(system).collect(),
        controls: vec![ControlRow::of("ai-0", Domain::DataPrivacy)],
        decisions: Vec::new(),
        named_persons_only: false,
        evidence_needed: false,
    };
    let first = written.report(day(AS_OF), None);
    let (put_off, rejected, accepted) = (&first.decisions[0], &first.decisions[1], &first.decisions[2]);
    let said = [
        [&put_off.action, "deferred", "2027-03-31"],
        [&rejected.number, "rejected", ""],
        [&action(&first, &accepted.action).title, "accepted", ""],
    ];
    let now = Written {
        decisions: said.map(|row| row.map(str::to_owned)).to_vec(),
        ..written
    };
    let next = now.report(day("2026-12-31"), Some(&first));
    let asked_again: Vec<_> = next.decisions.iter().map(|d| &d.action).collect();
    assert!(!asked_again.contains(&&put_off.action) && !asked_again.contains(&&rejected.action));
    let again = next.decisions.iter().find(|d| d.action == accepted.action).unwrap();
    assert_eq!(
        (again.decided, again.decided_on),
        (Some(Ruling::Accepted), Some(day("2026-10-01")))
    );
    let aside: Vec<_> = next.set_aside.iter().map(|one| (&one.action, one.ruling)).collect();
    assert_eq!(
        aside,
        [
            (&rejected.action, Ruling::Rejected),
            (&put_off.action, Ruling::Deferred)
        ]
    );
    let became = asked(&next, &put_off.action);
    assert_eq!(
        (became.outcome, became.until),
        (Outcome::NotDone, Some(day("2027-03-31")))
    );
    assert!(next.warnings.iter().all(|w| w.code != Code::DecisionUnclear));

    let by_key = Written {
        decisions: vec![[put_off.action.clone(), "deferred".to_owned(), "2027-03-31".to_owned()]],
        ..now
    };
    let on_the_day = by_key.report(day("2027-03-31"), Some(&next));
    assert!(on_the_day.decisions.iter().any(|d| d.action == put_off.action));
}
