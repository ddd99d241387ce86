//! What the last report knew, and this one does not say any more: impacts, and since when a duty has been in place.

use super::*;
use std::collections::BTreeMap;
use unowned::snapshot::ImpactSource;

fn remembering(impact: Option<u32>, in_place_since: Option<&str>) -> Remembered {
    let access = ("s".to_owned(), Domain::UserAccessControl);
    Remembered {
        impacts: impact.map(|impact| ("s".to_owned(), impact)).into_iter().collect(),
        in_place_since: in_place_since.map(|since| (access, day(since))).into_iter().collect(),
    }
}

fn inventory(system: System, controls: Vec<Control>) -> Inventory {
    Inventory {
        systems: vec![system],
        controls,
        departures: Vec::new(),
        decisions: Vec::new(),
    }
}

#[test]
fn an_impact_that_is_no_longer_stated_is_kept_with_a_warning_until_a_new_one_is() {
    let known = system("s", &[DeploymentModel::Saas]);
    let silent = System {
        criticality: None,
        ..known.clone()
    };
    let cases = [
        (known.clone(), Some(4), 3, Code::SystemByName),
        (silent.clone(), Some(4), 4, Code::ImpactKept),
        (silent.clone(), None, 2, Code::ImpactUnknown),
    ];
    for (system, before, impact, code) in cases {
        let remembered = remembering(before, None);
        let found = judge_by(&inventory(system, Vec::new()), &Rules::default(), &remembered);
        let access = gap(&found, Duty::Ours(Domain::UserAccessControl)).unwrap();
        assert_eq!(access.impact, impact);
        for each in [Code::ImpactKept, Code::ImpactUnknown] {
            assert_eq!(told(&found, each), usize::from(each == code), "{each:?}");
        }
    }
}

#[test]
fn a_kept_impact_goes_on_record_and_is_kept_again() {
    let terms = fixtures::Terms::default();
    let known = System {
        criticality: Some(Criticality::Critical),
        ..system("s", &[DeploymentModel::Saas])
    };
    let silent = System {
        criticality: None,
        ..known.clone()
    };
    let first = fixtures::record(&inventory(known, vec![]), day("2026-03-31"), None, &terms);
    let second = fixtures::record(
        &inventory(silent.clone(), vec![]),
        day("2026-06-30"),
        Some(&first),
        &terms,
    );
    let third = fixtures::record(&inventory(silent, vec![]), day(AS_OF), Some(&second), &terms);
    for record in [&second, &third] {
        let system = &record.systems[0];
        assert_eq!((system.impact, system.impact_source), (4, ImpactSource::Kept));
        assert_eq!(
            record.headline.exposure, first.headline.exposure,
            "forgetting a level is no progress"
        );
    }
}

#[test]
fn a_duty_that_nobody_ever_reviewed_is_stale_once_it_has_been_in_place_for_too_long() {
    let never = || row(1, |c| c.last_reviewed = None);
    let judged = |row: Control, since: Option<&str>| {
        let inventory = inventory(system("s", &[DeploymentModel::Saas]), vec![row]);
        let found = judge_by(&inventory, &Rules::default(), &remembering(None, since));
        let duty = duty(&found);
        (
            duty.customer.unwrap(),
            duty.never_reviewed,
            duty.in_place_since.map(|day| day.to_string()),
        )
    };
    let since = |day: &str| Some(day.to_owned());
    assert_eq!(
        judged(never(), None),
        (CustomerState::InPlace, true, since(AS_OF)),
        "the run begins"
    );
    assert_eq!(
        judged(never(), Some("2025-09-30")),
        (CustomerState::InPlace, true, since("2025-09-30"))
    );
    assert_eq!(
        judged(never(), Some("2025-09-29")),
        (CustomerState::Stale, true, since("2025-09-29"))
    );
    assert_eq!(
        judged(control(1), Some("2020-01-01")),
        (CustomerState::InPlace, false, since("2020-01-01"))
    );
    let old = row(1, |c| c.last_reviewed = Some(day("2024-01-01")));
    assert_eq!(
        judged(old, None),
        (CustomerState::Stale, false, since(AS_OF)),
        "stale goes on in the run"
    );
    let partial = row(1, |c| c.status = PARTIAL);
    assert_eq!(
        judged(partial, Some("2020-01-01")),
        (CustomerState::Partial, false, None),
        "the run ends"
    );
}

#[test]
fn an_impact_of_another_system_is_not_kept() {
    let other = Remembered {
        impacts: BTreeMap::from([("t".to_owned(), 4)]),
        ..Remembered::default()
    };
    let silent = System {
        criticality: None,
        ..system("s", &[DeploymentModel::Saas])
    };
    let found = judge_by(&inventory(silent, Vec::new()), &Rules::default(), &other);
    assert_eq!(told(&found, Code::ImpactUnknown), 1);
}
