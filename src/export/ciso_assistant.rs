//! The plan as CISO Assistant's data wizard reads it: actions as applied controls, systems as assets, gaps as findings. In: the record, and
//! the actions that ended since the last report. Out: CSV with that importer's column names, in two kinds of files, because of its rules
//! (docs/guide/data-import-wizard.md in intuitem/ciso-assistant-community):
//!
//! - "Skip the row: the existing field is left unchanged and the import continues." The files for that add what is not there yet, with all
//!   that we know of it.
//! - "Update the row: the existing field is updated with the imported data." Every column that is given goes over what people have set; its
//!   own tests even demand that an empty `owner` takes the owners away. The files for that have no column but the description, which is
//!   ours; they say too what is closed.
//!
//! A row finds its object by `ref_id`, then by `name`; older versions know the name alone. Both stay as they are from report to report.

use std::collections::BTreeMap;

use crate::assess::{Severity, Side};
use crate::error::Error;
use crate::export::briefs::{Brief, briefs, labels};
use crate::export::delimited::{Field, csv};
use crate::export::gap_rows::{GapRow, gap_rows};
use crate::export::limits::{fitted, fitted_id};
use crate::export::tables::Named;
use crate::framework::Domain;
use crate::inventory::{Contacts, REPORT_COLUMN, name_key};
use crate::plan::{Action, ActionKind, ClosedAction, DatedGap};
use crate::snapshot::{ClosedGap, Index, Snapshot, SystemRecord};
use crate::words::Words;

const CONTROLS: [&str; 12] = [
    "ref_id",
    "name",
    "description",
    "domain",
    "category",
    "csf_function",
    "priority",
    "eta",
    "owner",
    "filtering_labels",
    "unowned action",
    REPORT_COLUMN,
];
const ASSETS: [&str; 6] = [
    "ref_id",
    "name",
    "description",
    "type",
    "filtering_labels",
    REPORT_COLUMN,
];
const FINDINGS: [&str; 10] = [
    "ref_id",
    "name",
    "description",
    "severity",
    "priority",
    "due_date",
    "applied_controls",
    "owner",
    "filtering_labels",
    REPORT_COLUMN,
];
const UPDATES: [&str; 4] = ["ref_id", "name", "description", REPORT_COLUMN];
/// The longest name.
const NAME: usize = 200;
/// The longest reference.
const REFERENCE: usize = 100;

/// What is written from.
struct Source<'a> {
    snapshot: &'a Snapshot,
    index: Index<'a>,
    contacts: &'a Contacts,
    words: &'static Words,
}

/// `applied-controls.csv`, `assets.csv` and `findings.csv`, to add what is new; since the second report also
/// `applied-controls-update.csv` and `findings-update.csv`, to bring descriptions up to date. `domain` stays empty, so that the
/// importer's fallback domain is used.
///
/// # Errors
/// None is expected; see [`csv`].
pub fn ciso_assistant(
    snapshot: &Snapshot,
    closed: &[ClosedAction],
    contacts: &Contacts,
    words: &'static Words,
) -> Result<Vec<Named>, Error> {
    let from = Source {
        snapshot,
        index: Index::new(snapshot),
        contacts,
        words,
    };
    let (controls, gaps) = (briefs(snapshot, words), gap_rows(snapshot, words));
    let assets = snapshot.systems.iter().filter(|s| s.in_scope());
    let mut files = vec![
        file(
            "applied-controls.csv",
            &CONTROLS,
            controls.iter().map(|brief| from.control(brief)).collect(),
        )?,
        file("assets.csv", &ASSETS, assets.map(|system| from.asset(system)).collect())?,
        file(
            "findings.csv",
            &FINDINGS,
            gaps.iter().map(|row| from.finding(row)).collect(),
        )?,
    ];
    if !snapshot.history.is_empty() {
        let ended = closed.iter().map(|closed| from.closed_control(closed));
        let controls = controls.iter().map(|brief| from.control_now(brief)).chain(ended);
        files.push(file("applied-controls-update.csv", &UPDATES, controls.collect())?);
        let closed = snapshot.closed.iter().map(|closed| from.closed_finding(closed));
        let findings = gaps.iter().map(|row| from.finding_now(row)).chain(closed);
        files.push(file("findings-update.csv", &UPDATES, findings.collect())?);
    }
    Ok(files)
}

/// What a row is found by, and the rest of it.
struct Object {
    reference: String,
    name: String,
    rest: Vec<Field>,
}

/// A file. Two objects that are called the same carry their references too: the importer would take the second for the first.
fn file(name: &str, headings: &[&str], objects: Vec<Object>) -> Result<Named, Error> {
    let mut called: BTreeMap<String, usize> = BTreeMap::new();
    for object in &objects {
        *called.entry(name_key(&fitted(&object.name, NAME))).or_default() += 1;
    }
    let rows = objects.into_iter().map(|object| {
        let mut name = fitted(&object.name, NAME);
        let reference = fitted_id(&object.reference, REFERENCE);
        if called.get(&name_key(&name)).is_some_and(|times| *times > 1) {
            let room = NAME - reference.chars().count() - 3;
            name = format!("{} ({reference})", fitted(&object.name, room));
        }
        let found_by = [Field::text(reference), Field::text(name)];
        found_by.into_iter().chain(object.rest).collect()
    });
    Ok((name.to_owned(), csv("the tables for CISO Assistant", headings, rows)?))
}

impl Source<'_> {
    fn control(&self, brief: &Brief<'_>) -> Object {
        let action = brief.action;
        self.object(
            &action.key,
            self.control_name(action),
            vec![
                Field::text(description(brief)),
                Field::text(""),
                Field::text(category(action.kind)),
                Field::text(csf_function(action)),
                Field::bare(priority(action.severity)),
                Field::bare(brief.by),
                Field::text(self.reached(&brief.owners())),
                Field::text(labels(action).join("|")),
                Field::text(&action.number),
            ],
        )
    }

    fn control_now(&self, brief: &Brief<'_>) -> Object {
        let action = brief.action;
        self.object(
            &action.key,
            self.control_name(action),
            vec![Field::text(description(brief))],
        )
    }

    fn closed_control(&self, closed: &ClosedAction) -> Object {
        let parts = [
            ("brief.ended_closed", closed.closed),
            ("brief.ended_moved", closed.moved),
            ("brief.ended_held", closed.held),
        ];
        let parts = parts.into_iter().filter(|(_, n)| *n > 0);
        let parts: Vec<String> = parts.map(|(key, n)| self.words.count(key, n, &[])).collect();
        let (date, list) = (self.words.date(self.snapshot.as_of), self.words.list(&parts));
        let told = self.words.say("brief.ended", &[("date", &date), ("list", &list)]);
        let action = &closed.action;
        self.object(&action.key, self.control_name(action), vec![Field::text(told)])
    }

    fn asset(&self, system: &SystemRecord) -> Object {
        let facts = [&system.product, &system.vendor, &system.unit, &system.owner];
        let facts: Vec<_> = facts.into_iter().flatten().map(String::as_str).collect();
        let models = system.models.iter().map(|model| model.id().to_owned());
        let labels: Vec<_> = ["unowned".to_owned()].into_iter().chain(models).collect();
        self.object(
            &system.id,
            system.name.clone(),
            vec![
                Field::text(facts.join("; ")),
                Field::text("PR"),
                Field::text(labels.join("|")),
            ],
        )
    }

    fn finding(&self, row: &GapRow<'_>) -> Object {
        let gap = &row.gap.gap;
        let domain = gap.id.domain().map(|domain| domain.id().to_owned());
        let labels = ["unowned".to_owned(), gap.kind.id().to_owned()];
        let labels: Vec<_> = labels.into_iter().chain(domain).collect();
        let owners: Vec<_> = gap.owners.iter().map(String::as_str).collect();
        let control = row.action.map(|action| fitted_id(&action.key, REFERENCE));
        self.object(
            &gap.id.to_string(),
            self.finding_name(row.gap, row.system_name()),
            vec![
                Field::text(self.finding_text(row)),
                Field::text(gap.severity.id()),
                Field::bare(priority(gap.severity)),
                Field::bare(row.gap.due),
                Field::maybe(control.as_deref()),
                Field::text(self.reached(&owners)),
                Field::text(labels.join("|")),
            ],
        )
    }

    fn finding_now(&self, row: &GapRow<'_>) -> Object {
        let name = self.finding_name(row.gap, row.system_name());
        self.object(
            &row.gap.gap.id.to_string(),
            name,
            vec![Field::text(self.finding_text(row))],
        )
    }

    fn closed_finding(&self, closed: &ClosedGap) -> Object {
        let id = &closed.gap.gap.id;
        let (date, how) = (self.words.date(self.snapshot.as_of), self.words.name(closed.how));
        let told = self.words.say("brief.gap_ended", &[("date", &date), ("how", &how)]);
        let name = self.finding_name(&closed.gap, self.index.name(&id.system));
        self.object(&id.to_string(), name, vec![Field::text(told)])
    }

    /// What an action is called from report to report: its title counts gaps, and would be another one each time.
    fn control_name(&self, action: &Action) -> String {
        let about = action.key.split_once('/').map_or("", |(_, about)| about);
        let domain = Domain::from_id(about).map(|domain| self.words.name(domain));
        let values = [
            ("domain", domain.as_deref().unwrap_or(about)),
            ("who", self.index.name(about)),
        ];
        let what = match action.kind {
            ActionKind::Deliver => "standing",
            _ => "asked",
        };
        self.words.say_of(action.kind, what, &values)
    }

    /// What a gap is called from report to report, whatever is missing.
    fn finding_name(&self, gap: &DatedGap, system: &str) -> String {
        let (id, words) = (&gap.gap.id, self.words);
        let Some(domain) = id.domain().map(|domain| words.name(domain)) else {
            return words.say(
                "brief.title",
                &[("system", system), ("kind", &words.name(gap.gap.kind))],
            );
        };
        match id.side() {
            Side::Provider => {
                let values = [
                    ("system", system),
                    ("domain", &domain),
                    ("kind", &words.name(Side::Provider)),
                ];
                words.say("brief.title_in", &values)
            }
            Side::Customer | Side::System => format!("{system}, {domain}"),
        }
    }

    fn finding_text(&self, row: &GapRow<'_>) -> String {
        let gap = &row.gap.gap;
        let kind = self.words.title(gap.kind);
        format!("{kind}.\n{}\n{}", row.first_step, gap.source.join("; "))
    }

    /// Owners by their addresses, where they are known: the importer looks for users by address, then for teams by name.
    fn reached(&self, owners: &[&str]) -> String {
        let reached = owners.iter().map(|owner| self.contacts.of(owner).unwrap_or(owner));
        reached.collect::<Vec<_>>().join(";")
    }

    fn object(&self, reference: &str, name: String, mut rest: Vec<Field>) -> Object {
        rest.push(Field::bare(self.snapshot.as_of));
        Object {
            reference: reference.to_owned(),
            name,
            rest,
        }
    }
}

fn description(brief: &Brief<'_>) -> String {
    format!("{}. {}\n\n{}", brief.title, brief.summary(), brief.lines().join("\n"))
}

fn category(kind: ActionKind) -> &'static str {
    match kind {
        ActionKind::Classify | ActionKind::AssignOwner | ActionKind::Renew | ActionKind::Obtain => "process",
        ActionKind::Deliver => "procedure",
    }
}

/// The function of the NIST Cybersecurity Framework that an action serves: deciding and obtaining is governing.
fn csf_function(action: &Action) -> &'static str {
    match (action.kind, action.domain) {
        (_, Some(Domain::IncidentResponse)) => "respond",
        (_, Some(Domain::MonitoringAndLogging)) => "detect",
        (ActionKind::Classify, _) => "identify",
        (ActionKind::AssignOwner | ActionKind::Renew | ActionKind::Obtain, _) => "govern",
        (ActionKind::Deliver, _) => "protect",
    }
}

fn priority(severity: Severity) -> u8 {
    match severity {
        Severity::Critical => 1,
        Severity::High => 2,
        Severity::Medium => 3,
        Severity::Low => 4,
    }
}
