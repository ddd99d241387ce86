//! Records that somebody changed and sealed again: what they contradict is found, and nothing rests on them.

use std::fs;

use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use unowned::chain::{Since, Wanted, find};
use unowned::diagnostic::Code;
use unowned::error::Error;
use unowned::framework::DeploymentModel;
use unowned::snapshot::{Snapshot, SystemRecord};

use super::fixtures::Terms;
use super::organisation::{Said, chain, quarter_end, report, sketch};

fn reports() -> Vec<Snapshot> {
    let quarter = |said| {
        vec![
            sketch("ai-1", &[DeploymentModel::Saas], &[said; 16]),
            sketch("ai-2", &[], &[]),
        ]
    };
    chain(
        &[quarter(Said::Nothing), quarter(Said::Planned), quarter(Said::Partial)],
        &Terms::default(),
    )
}

/// The record with a change, under a checksum that fits it.
fn resealed(report: &Snapshot, change: impl Fn(&mut Value)) -> Vec<u8> {
    let mut value: Value = serde_json::from_slice(&report.to_json()).unwrap();
    change(&mut value);
    let whole = value.as_object_mut().unwrap();
    whole.shift_remove("content_sha256");
    let digest = Sha256::digest(serde_json::to_vec(&whole).unwrap());
    let sum: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
    // The checksum is covered by nothing, so that its place does not matter.
    whole.insert("content_sha256".to_owned(), json!(sum));
    serde_json::to_vec(&value).unwrap()
}

fn first<'a>(value: &'a mut Value, list: &str) -> &'a mut Value {
    &mut value[list][0]
}

/// What stands in the way of a chain that ends in these files, the last by name the newest; nothing if it is followed.
fn refused(files: &[(&str, &[u8])], systems: &[SystemRecord], allow_altered: bool) -> Result<Vec<String>, String> {
    let folder = tempfile::tempdir().unwrap();
    files
        .iter()
        .for_each(|(name, bytes)| fs::write(folder.path().join(name), bytes).unwrap());
    let renamed = Default::default();
    let wanted = Wanted {
        organisation: Some("Tarnbrook Mutual"),
        systems,
        renamed: &renamed,
        as_of: quarter_end(3),
        allow_altered,
        jail: &super::JAIL,
    };
    match find(&Since::Beside(folder.path().to_owned()), &wanted) {
        Ok(found) => {
            assert!(found.value.is_some());
            let told = found.diagnostics.iter().filter(|d| d.code == Code::EarlierAltered);
            Ok(told.map(|d| d.message.to_string()).collect())
        }
        Err(Error::Earlier { reason, .. }) => Err(reason.to_string()),
        Err(other) => panic!("{other}"),
    }
}

#[test]
fn a_record_that_was_sealed_again_is_refused_where_it_contradicts_itself() {
    type Change = fn(&mut Value);
    let changes: [(&str, Change); 18] = [
        ("critical is 99", |v| v["headline"]["critical"] = json!(99)),
        ("exposure is 1", |v| v["headline"]["exposure"] = json!(1)),
        ("ownership_rate is 0.5", |v| {
            v["headline"]["ownership_rate"] = json!(0.5)
        }),
        ("unowned is 98", |v| v["headline"]["unowned"] = json!(98)),
        ("in_scope is 9", |v| v["headline"]["in_scope"] = json!(9)),
        ("weighs", |v| first(v, "gaps")["weight"] = json!(77)),
        ("scores", |v| first(v, "gaps")["score"] = json!(4_294_967_295_u32)),
        ("has the impact", |v| first(v, "gaps")["impact"] = json!(0)),
        ("its score is", |v| first(v, "gaps")["severity"] = json!("low")),
        ("do not fit", |v| first(v, "gaps")["overdue"] = json!(true)),
        ("is missing", |v| {
            v["gaps"].as_array_mut().unwrap().remove(0);
        }),
        ("gives rise to", |v| {
            let twice = v["gaps"][0].clone();
            v["gaps"].as_array_mut().unwrap().push(twice);
        }),
        ("no system that counts", |v| {
            v["systems"].as_array_mut().unwrap().remove(0);
        }),
        ("out of scope", |v| v["out_of_scope"] = json!(["ai-9"])),
        ("nothing gives rise to", |v| {
            let duties = v["obligations"].as_array_mut().unwrap();
            let duty = duties.iter_mut().find(|duty| duty["customer"] == "partial").unwrap();
            duty["customer"] = json!("in-place");
        }),
        ("order of their dates", |v| {
            v["history"].as_array_mut().unwrap().reverse()
        }),
        ("not the one that it was compared with", |v| {
            v["history"].as_array_mut().unwrap().pop();
        }),
        ("which is not among", |v| {
            v["history"].as_array_mut().unwrap().remove(0);
        }),
    ];
    let report = reports().remove(2);
    let untouched = Snapshot::from_json(&resealed(&report, |_| {})).unwrap();
    assert!(untouched.intact && untouched.contradiction.is_none());
    for (reason, change) in changes {
        let bytes = resealed(&report, change);
        assert!(Snapshot::from_json(&bytes).unwrap().intact, "{reason}");
        let said = refused(&[("q3.json", &bytes)], &report.systems, false).unwrap_err();
        assert!(
            said.contains("contradicts itself") && said.contains(reason),
            "{reason}: {said}"
        );
        let told = refused(&[("q3.json", &bytes)], &report.systems, true).unwrap();
        assert!(told.iter().any(|told| told.contains(reason)), "{told:?}");
    }
}

#[test]
fn a_history_that_contradicts_the_reports_beside_it_is_refused_with_the_figure() {
    let reports = reports();
    let [one, two, _] = [0, 1, 2].map(|number| reports[number].to_json());
    let systems = &reports[2].systems;
    let figure = resealed(&reports[2], |v| v["history"][0]["headline"]["critical"] = json!(7));
    let said = refused(
        &[("q1.json", &one), ("q2.json", &two), ("q3.json", &figure)],
        systems,
        false,
    )
    .unwrap_err();
    let critical = reports[0].headline.critical;
    assert!(
        said.contains("q1.json") && said.contains(&format!("critical 7 in the history, {critical} in the file")),
        "{said}"
    );
    assert!(
        refused(&[("q3.json", &figure)], systems, false).is_ok(),
        "nothing there to compare it with"
    );

    // The oldest report is cut off, and what it saw first moved to the next one.
    let cut = resealed(&reports[2], |v| {
        v["history"].as_array_mut().unwrap().remove(0);
        let (day, age) = (quarter_end(1).to_string(), (quarter_end(2) - quarter_end(1)).num_days());
        for gap in v["gaps"].as_array_mut().unwrap() {
            gap["first_seen"] = json!(day);
            gap["age_days"] = json!(age);
        }
        v["closed_earlier"] = json!({});
    });
    let said = refused(&[("q2.json", &two), ("q3.json", &cut)], systems, false).unwrap_err();
    assert!(
        said.contains("rests on other reports from before 2026-03-31 than q2.json"),
        "{said}"
    );
}

#[test]
fn a_report_that_is_named_is_held_against_those_beside_it() {
    let reports = reports();
    let forged = resealed(&reports[2], |v| v["history"][0]["headline"]["critical"] = json!(7));
    let other = {
        let sketches = [
            sketch("ai-1", &[DeploymentModel::Saas], &[Said::Done; 16]),
            sketch("ai-2", &[], &[]),
        ];
        report(&sketches, quarter_end(0), None, &Terms::default())
    };
    let renamed = Default::default();
    let wanted = Wanted {
        organisation: Some("Tarnbrook Mutual"),
        systems: &reports[2].systems,
        renamed: &renamed,
        as_of: quarter_end(3),
        allow_altered: false,
        jail: &super::JAIL,
    };
    let named = |newest: &[u8], beside: &[u8]| {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("q1.json"), beside).unwrap();
        fs::write(folder.path().join("q3.json"), newest).unwrap();
        find(&Since::Named(folder.path().join("q3.json")), &wanted)
    };
    let said = named(&forged, &reports[0].to_json()).unwrap_err().to_string();
    assert!(
        said.contains("q1.json") && said.contains("critical 7 in the history"),
        "{said}"
    );
    let told = named(&reports[2].to_json(), &other.to_json()).unwrap().diagnostics;
    assert!(
        told.iter()
            .any(|d| d.message.to_string().contains("q1.json is not the report of")),
        "{told:?}"
    );
    assert!(
        named(&reports[2].to_json(), &reports[0].to_json())
            .unwrap()
            .diagnostics
            .iter()
            .next()
            .is_none()
    );
    assert!(
        named(&reports[2].to_json(), b"{}")
            .unwrap()
            .diagnostics
            .iter()
            .next()
            .is_none(),
        "of those nobody asked"
    );
}

#[test]
fn an_older_report_that_was_changed_is_named_with_its_figures() {
    let reports = reports();
    let other = {
        let sketches = [
            sketch("ai-1", &[DeploymentModel::Saas], &[Said::Done; 16]),
            sketch("ai-2", &[], &[]),
        ];
        report(&sketches, quarter_end(0), None, &Terms::default())
    };
    let newest = reports[2].to_json();
    let told = refused(
        &[("q1.json", &other.to_json()), ("q3.json", &newest)],
        &reports[2].systems,
        false,
    )
    .unwrap();
    let (then, now) = (reports[0].headline.gaps, other.headline.gaps);
    assert!(
        told[0].contains(&format!("gaps {then} in the history, {now} in the file")),
        "{told:?}"
    );
    let broken = resealed(&reports[0], |v| v["headline"]["critical"] = json!(0));
    let told = refused(
        &[("q1.json", &broken), ("q3.json", &newest)],
        &reports[2].systems,
        false,
    )
    .unwrap();
    assert!(
        told.iter()
            .any(|t| t.starts_with("q1.json: its record was altered: it contradicts itself")),
        "{told:?}"
    );
}

#[test]
fn a_chain_of_another_organisation_altogether_is_refused() {
    let theirs = {
        let sketches = ["x", "y", "z"].map(|id| sketch(id, &[DeploymentModel::Paas], &[]));
        let terms = Terms {
            organisation: Some("Northwind".to_owned()),
            ..Terms::default()
        };
        report(&sketches, quarter_end(1), None, &terms)
    };
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("last.json");
    fs::write(&file, theirs.to_json()).unwrap();
    let (systems, renamed) = (reports().remove(0).systems, Default::default());
    let wanted = |allow_altered| Wanted {
        organisation: Some("Tarnbrook Mutual"),
        systems: &systems,
        renamed: &renamed,
        as_of: quarter_end(3),
        allow_altered,
        jail: &super::JAIL,
    };
    let refusal = find(&Since::Named(file.clone()), &wanted(false)).unwrap_err();
    assert!(refusal.to_string().contains("a report of 'Northwind'"), "{refusal}");
    let used = find(&Since::Named(file), &wanted(true)).unwrap();
    assert!(used.diagnostics.iter().any(|d| d.code == Code::EarlierUnrelated));
}
