//! CISO Assistant: a second import, by the rules of its data wizard, changes nothing that people work on there. The rules are those of
//! docs/guide/data-import-wizard.md and backend/data_wizard/tests/test_consumers.py in intuitem/ciso-assistant-community: "Skip the
//! row: the existing field is left unchanged", "Update the row: the existing field is updated with the imported data"; an object is found by
//! `ref_id`, then by `name`, in older versions by `name` alone; blank cells update nothing, but a blank `owner` takes the owners away.

use unowned::plan::ClosedAction;

use super::*;

/// What the wizard reads of each kind of object; all else is passed over.
const FIELDS: [&str; 13] = [
    "ref_id",
    "name",
    "description",
    "status",
    "category",
    "csf_function",
    "priority",
    "eta",
    "due_date",
    "severity",
    "observation",
    "owner",
    "filtering_labels",
];

#[derive(Clone, Copy, PartialEq)]
enum Conflict {
    Skip,
    Update,
}

/// The objects of one kind that the tool holds, each with its fields.
#[derive(Default)]
struct Tool {
    by_name_alone: bool,
    objects: Vec<BTreeMap<String, String>>,
}

impl Tool {
    fn import(&mut self, table: &[Vec<String>], conflict: Conflict) {
        for line in &table[1..] {
            let row: BTreeMap<String, String> = table[0].iter().cloned().zip(line.iter().cloned()).collect();
            let row: BTreeMap<_, _> = row
                .into_iter()
                .filter(|(key, _)| FIELDS.contains(&key.as_str()))
                .collect();
            match self.find(&row) {
                Some(_) if conflict == Conflict::Skip => {}
                Some(place) => {
                    let given = row
                        .into_iter()
                        .filter(|(key, value)| !value.is_empty() || key == "owner");
                    self.objects[place].extend(given);
                }
                None => self.objects.push(row),
            }
        }
    }

    fn find(&self, row: &BTreeMap<String, String>) -> Option<usize> {
        let by = |key: &str| {
            let same = |object: &BTreeMap<String, String>| object[key].to_lowercase() == row[key].to_lowercase();
            self.objects.iter().position(same)
        };
        let reference = (!self.by_name_alone).then(|| by("ref_id")).flatten();
        reference.or_else(|| by("name"))
    }

    /// People go to work: everything that they can set is theirs now.
    fn work(&mut self) {
        for object in &mut self.objects {
            for field in FIELDS
                .iter()
                .filter(|field| !["ref_id", "name", "description"].contains(field))
            {
                object.insert((*field).to_owned(), format!("people's {field}"));
            }
        }
    }

    /// What is theirs, by reference.
    fn theirs(&self) -> BTreeMap<String, Vec<String>> {
        let worked = self.objects.iter().filter(|object| object.contains_key("status"));
        let own = |object: &BTreeMap<String, String>| {
            let ours = ["ref_id", "name", "description"];
            let own = object.iter().filter(|(key, _)| !ours.contains(&key.as_str()));
            (object["ref_id"].clone(), own.map(|(_, value)| value.clone()).collect())
        };
        worked.map(own).collect()
    }
}

fn files(snapshot: &Snapshot, closed: &[ClosedAction]) -> BTreeMap<String, Vec<Vec<String>>> {
    let files = export::ciso_assistant(snapshot, closed, &Contacts::default(), english()).unwrap();
    files.into_iter().map(|(name, bytes)| (name, table(&bytes))).collect()
}

/// The next quarter: what Bo Kim had promised is done, one system is new, and bears the name of another one.
fn next_quarter() -> Inventory {
    let mut inventory = tables::next_quarter();
    inventory.controls[1].status = Some(ControlStatus::Implemented);
    inventory.controls[1].last_reviewed = Some(day("2026-11-01"));
    inventory
        .systems
        .push(system(6, "ai-006", "Voice bot", &[DeploymentModel::Saas]));
    inventory
}

#[test]
fn a_second_import_changes_nothing_that_people_work_on() {
    let terms = Terms::of("Example Ltd");
    let old = record(&sample(), day("2026-09-30"), None, &terms);
    let judged = fixtures::judgement(&next_quarter(), day("2026-12-31"), Some(&old), &terms);
    let (first, second) = (files(&old, &[]), files(&judged.snapshot, &judged.closed_actions));
    assert_eq!(first.len(), 3, "there is nothing to bring up to date in a first report");
    for by_name_alone in [false, true] {
        for kind in ["applied-controls", "assets", "findings"] {
            let mut tool = Tool {
                by_name_alone,
                ..Tool::default()
            };
            let adding = format!("{kind}.csv");
            tool.import(&first[&adding], Conflict::Skip);
            assert_eq!(
                tool.objects.len(),
                first[&adding].len() - 1,
                "{kind}: each row is an object"
            );
            tool.work();
            let before = tool.theirs();
            tool.import(&second[&adding], Conflict::Skip);
            if let Some(update) = second.get(&format!("{kind}-update.csv")) {
                tool.import(update, Conflict::Update);
            }
            assert_eq!(tool.theirs(), before, "{kind}");
            let references: BTreeSet<_> = tool.objects.iter().map(|object| &object["ref_id"]).collect();
            assert_eq!(references.len(), tool.objects.len(), "{kind}: nothing is there twice");
            let known: BTreeSet<_> = column(&second[&adding], "ref_id").into_iter().collect();
            assert!(
                known.iter().all(|id| references.iter().any(|known| known == id)),
                "{kind}: what is new is there"
            );
        }
    }
}

#[test]
fn an_action_that_is_done_is_said_to_be_so() {
    let terms = Terms::of("Example Ltd");
    let old = record(&sample(), day("2026-09-30"), None, &terms);
    let judged = fixtures::judgement(&next_quarter(), day("2026-12-31"), Some(&old), &terms);
    let files = files(&judged.snapshot, &judged.closed_actions);
    let update = &files["applied-controls-update.csv"];
    let told: BTreeMap<_, _> = column(update, "ref_id")
        .into_iter()
        .zip(column(update, "description"))
        .collect();
    let done = told["deliver/Bo Kim"];
    assert!(
        done.contains("nothing of it is open any more: 2 gaps are closed"),
        "{done}"
    );
    let closed = &files["findings-update.csv"];
    let gaps: BTreeMap<_, _> = column(closed, "ref_id")
        .into_iter()
        .zip(column(closed, "description"))
        .collect();
    let gap = gaps["ai-001/data-privacy"];
    assert!(gap.starts_with("No longer open") && gap.contains("resolved"), "{gap}");
    for name in ["applied-controls-update.csv", "findings-update.csv"] {
        assert_eq!(files[name][0], ["ref_id", "name", "description", "unowned as of"]);
    }
}
