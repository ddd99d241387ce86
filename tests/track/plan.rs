//! The plan, on inventories made by hand: one test for each rule of dates, actions and decisions.

use chrono::{Days, NaiveDate};
use unowned::assess::{Assessment, Duty, Remembered, assess};
use unowned::config::Rules;
use unowned::diagnostic::Code;
use unowned::framework::{DeploymentModel, Domain, Matrix};
use unowned::inventory::*;
use unowned::plan::{Action, ActionKind, ActionPlan, Calendar, Change, DatedGap, LastPlan, Memory, Outcome, plan};

use super::fixtures::{self, at, day, person};

const AS_OF: &str = "2026-09-30";
const SAAS: &[DeploymentModel] = &[DeploymentModel::Saas];

fn system(id: &str, models: &[DeploymentModel]) -> System {
    System {
        vendor: Some("Acme AI".into()),
        criticality: Some(Criticality::High),
        ..fixtures::system(0, id, &format!("System {id}"), models)
    }
}

/// A row of ours for user access control of all systems, owned by Ada and in place.
fn control(row: u32) -> Control {
    Control {
        owners: vec![person("Ada")],
        status: Some(ControlStatus::Implemented),
        last_reviewed: Some(day("2026-08-01")),
        ..fixtures::control(row, Reach::All, &[Domain::UserAccessControl])
    }
}

fn inventory(systems: Vec<System>, controls: Vec<Control>) -> Inventory {
    Inventory {
        systems,
        controls,
        ..Inventory::default()
    }
}

fn assessed(inventory: &Inventory, as_of: NaiveDate) -> Assessment {
    assess(
        inventory,
        &Matrix::stock(),
        &Rules::default(),
        as_of,
        &Remembered::default(),
    )
}

fn planned_on(inventory: &Inventory, memory: &Memory<'_>, as_of: &str) -> ActionPlan {
    let calendar = Calendar {
        as_of: day(as_of),
        next_meeting: None,
    };
    let found = assessed(inventory, day(as_of));
    plan(inventory, &found, memory, &Rules::default(), calendar)
}

fn planned(inventory: &Inventory) -> ActionPlan {
    planned_on(inventory, &Memory::default(), AS_OF)
}

/// What the next report remembers of a plan.
fn remembered<'a>(plan: &'a ActionPlan, as_of: &str) -> Memory<'a> {
    Memory {
        open: plan.gaps.iter().map(|gap| (gap.gap.id.clone(), gap)).collect(),
        last: Some(LastPlan {
            as_of: day(as_of),
            actions: &plan.actions,
            decisions: &plan.decisions,
            renames: Default::default(),
        }),
        ..Memory::default()
    }
}

fn action<'a>(plan: &'a ActionPlan, key: &str) -> &'a Action {
    let keys: Vec<_> = plan.actions.iter().map(|a| &a.key).collect();
    let found = plan.actions.iter().find(|a| a.key == key);
    found.unwrap_or_else(|| panic!("{key} in {keys:?}"))
}

fn gap<'a>(plan: &'a ActionPlan, id: &str) -> &'a DatedGap {
    plan.gaps.iter().find(|g| g.gap.id == *id).unwrap()
}

#[test]
fn gaps_become_the_five_kinds_of_action() {
    let mut owned = control(1);
    owned.status = Some(ControlStatus::Planned);
    owned.owners = vec![person("Zoe"), person("Ada")];
    let lapsed = Control {
        domains: vec![Domain::IncidentResponse],
        status: Some(ControlStatus::Planned),
        exception: Some(Exception {
            reason: None,
            approver: "Chief risk officer; Board".into(),
            expires: day("2026-06-30"),
            ended: false,
        }),
        ..control(2)
    };
    let mut homeless = system("none", SAAS);
    homeless.vendor = None;
    let systems = vec![system("s", SAAS), homeless, system("u", &[])];
    let plan = planned(&inventory(systems, vec![owned, lapsed]));
    for (key, assignee) in [
        ("classify", "Keeper of the AI inventory"),
        ("deliver/Ada + Zoe", "Ada + Zoe"),
        ("obtain/Acme AI", "Third-party risk manager"),
        ("obtain/none", "Third-party risk manager"),
        ("renew/Board + Chief risk officer", "Board + Chief risk officer"),
        ("assign-owner/data-privacy", "Data protection officer / privacy lead"),
    ] {
        assert_eq!(action(&plan, key).assignee, assignee, "{key}");
    }
    let numbers: Vec<_> = plan.actions.iter().map(|a| a.number.clone()).collect();
    assert_eq!(
        numbers,
        (1..=numbers.len()).map(|n| format!("A{n}")).collect::<Vec<_>>()
    );
    let in_actions: usize = plan.actions.iter().map(|a| a.gaps.len()).sum();
    assert_eq!(in_actions, plan.gaps.len());
    assert_eq!(action(&plan, "deliver/Ada + Zoe").systems.len(), 2);
    assert_eq!(action(&plan, "deliver/Ada + Zoe").rows, 1, "two gaps, one row");
    assert_eq!(action(&plan, "obtain/none").rows, 0);
}

#[test]
fn keys_compare_like_names_and_the_first_spelling_is_printed() {
    let mut other = system("t", SAAS);
    other.vendor = Some("ACME AI, Inc.".into());
    let of = |row, id: &str, name: &str| Control {
        reach: vec![Reach::System(id.into())],
        status: Some(ControlStatus::Planned),
        owners: vec![person(name)],
        ..control(row)
    };
    let controls = vec![of(1, "s", "Brandt, Ole"), of(2, "t", "ole brandt")];
    let plan = planned(&inventory(vec![system("s", SAAS), other], controls));
    assert_eq!(action(&plan, "obtain/Acme AI").systems, ["s", "t"]);
    assert_eq!(action(&plan, "deliver/Brandt, Ole").rows, 2);
    assert_eq!(plan.actions.iter().filter(|a| a.kind == ActionKind::Deliver).count(), 1);
}

#[test]
fn whoever_owns_a_third_of_a_domain_and_two_duties_is_proposed_for_the_rest() {
    let systems: Vec<_> = (1..=6).map(|n| system(&format!("s{n}"), SAAS)).collect();
    let of = |id: &str, owner: Owner| Control {
        reach: vec![Reach::System(id.into())],
        owners: vec![owner],
        ..control(1)
    };
    let team = |name: &str| Owner {
        kind: OwnerKind::Team,
        ..person(name)
    };
    let access = |controls: Vec<Control>| {
        let plan = planned(&inventory(systems.clone(), controls));
        action(&plan, "assign-owner/user-access-control").clone()
    };
    let two = access(vec![of("s1", person("Zoe")), of("s2", person("Zoe"))]);
    assert_eq!(two.assignee, "Zoe");
    assert_eq!(two.already_owns.as_ref().map(|o| (o.duties, o.of)), Some((2, 6)));
    assert_eq!(
        two.title,
        "Name an owner for the 4 duties in User Access Control that have none"
    );
    let one = access(vec![of("s1", person("Zoe"))]);
    assert_eq!(
        (one.assignee.as_str(), one.already_owns),
        ("Identity and access management lead", None)
    );
    let tie = access(vec![
        of("s1", person("Zoe")),
        of("s2", person("Zoe")),
        of("s3", person("Ada")),
        of("s4", person("Ada")),
    ]);
    assert_eq!(tie.assignee, "Ada", "ties by name");
    let teams = access(vec![of("s1", team("SOC")), of("s2", team("SOC"))]);
    assert_eq!(teams.already_owns, None);
    assert_eq!(access(Vec::new()).title, "Name an owner for User Access Control");
}

/// One system whose access control is planned, with the due dates of its rows.
fn due(days: &[&str]) -> Inventory {
    let row = |(n, due): (usize, &&str)| Control {
        status: Some(ControlStatus::Planned),
        due: (!due.is_empty()).then(|| day(due)),
        ..control(n as u32)
    };
    inventory(vec![system("s", SAAS)], days.iter().enumerate().map(row).collect())
}

const ACCESS: &str = "s/user-access-control";

#[test]
fn a_promise_and_our_term_are_two_dates() {
    let plan = planned(&due(&["2026-12-01", "2026-09-01"]));
    let promised = gap(&plan, ACCESS);
    assert_eq!(
        (promised.promised, promised.due),
        (Some(day("2026-09-01")), day("2026-09-01"))
    );
    assert!(promised.overdue && !promised.past_term && !promised.beyond_term());
    assert_eq!(promised.term, day(AS_OF) + Days::new(90), "high: weight 2 x impact 3");
    let unowned = gap(&plan, "s/incident-response");
    assert_eq!((unowned.promised, unowned.due), (None, day("2026-10-30")));
    assert!(!unowned.overdue && !unowned.past_term);

    let later = planned_on(&due(&[]), &remembered(&plan, AS_OF), "2026-12-31");
    let unowned = gap(&later, "s/incident-response");
    assert_eq!(unowned.term, day("2026-10-30"), "it does not move");
    assert!(!unowned.overdue && unowned.past_term);
    assert!(gap(&planned(&due(&["2027-06-01"])), ACCESS).beyond_term());
}

#[test]
fn a_term_comes_nearer_where_the_severity_rises_and_never_moves_otherwise() {
    let low = planned(&due(&[""]));
    assert_eq!(gap(&low, ACCESS).term, day("2026-12-29"));
    let mut nobody = due(&[""]);
    nobody.controls[0].owners.clear();
    // Critical now: 30 days from 31 October are nearer than 90 days from 30 September.
    let worse = planned_on(&nobody, &remembered(&low, AS_OF), "2026-10-31");
    assert_eq!(gap(&worse, ACCESS).term, day("2026-11-30"));
    let better = planned_on(&due(&[""]), &remembered(&worse, "2026-10-31"), "2026-11-30");
    assert_eq!(gap(&better, ACCESS).term, day("2026-11-30"));
    let late = planned_on(&nobody, &remembered(&low, AS_OF), "2027-03-31");
    assert_eq!(gap(&late, ACCESS).term, day("2026-12-29"), "the earlier of the two");
}

#[test]
fn only_a_later_promise_that_is_new_slips() {
    let first = planned(&due(&["2026-10-31", "2026-12-31"]));
    let then = |days: &[&str]| {
        let next = planned_on(&due(days), &remembered(&first, AS_OF), "2026-11-30");
        let gap = gap(&next, ACCESS);
        (gap.slips, gap.withdrawn)
    };
    assert_eq!(then(&["2026-10-31", "2026-12-31"]), (0, None));
    assert_eq!(then(&["2027-01-31"]), (1, None));
    assert_eq!(then(&["2026-10-01"]), (0, None), "earlier is no slip");
    assert_eq!(
        then(&["2026-12-31"]),
        (0, Some(day("2026-10-31"))),
        "was among those given"
    );
    assert_eq!(then(&[""]), (0, Some(day("2026-10-31"))));
    let mut done = due(&["2026-10-31", ""]);
    done.controls[0].status = Some(ControlStatus::Implemented);
    let next = planned_on(&done, &remembered(&first, AS_OF), "2026-11-30");
    assert_eq!(gap(&next, ACCESS).withdrawn, None, "kept");
}

#[test]
fn a_gap_that_was_held_goes_on_with_its_dates() {
    let first = planned(&due(&[""]));
    let memory = Memory {
        held: remembered(&first, AS_OF).open,
        ..Memory::default()
    };
    let again = planned_on(&due(&[""]), &memory, "2027-03-31");
    let access = gap(&again, ACCESS);
    assert_eq!((access.change, access.first_seen), (Change::Open, day(AS_OF)));
    assert_eq!((access.term, access.past_term), (day("2026-12-29"), true));
}

/// Six systems of six vendors; nothing is written down but what the rows say.
fn six(controls: Vec<Control>) -> Inventory {
    let system = |n: usize| System {
        vendor: Some(format!("Vendor {n}")),
        ..system(&format!("s{n}"), SAAS)
    };
    inventory((1..=6).map(system).collect(), controls)
}

fn decided(decision: &str, on: &str, ruling: Ruling, until: Option<&str>) -> Decided {
    Decided {
        decision: decision.to_owned(),
        on: Some(day(on)),
        by: Some("Board".to_owned()),
        ruling: Some(ruling),
        until: until.map(day),
        note: None,
        at: at("Decisions", 1),
    }
}

fn asked_keys(plan: &ActionPlan) -> Vec<&str> {
    plan.decisions.iter().map(|d| d.action.as_str()).collect()
}

#[test]
fn at_most_six_decisions_are_asked_the_best_of_each_kind_among_them() {
    let plan = planned(&six(Vec::new()));
    assert_eq!(plan.decisions.len(), 6);
    let numbers: Vec<_> = plan.decisions.iter().map(|d| d.number.as_str()).collect();
    assert_eq!(numbers, ["D1", "D2", "D3", "D4", "D5", "D6"]);
    let kinds = |plan: &ActionPlan| -> Vec<ActionKind> {
        asked_keys(plan).into_iter().map(|key| action(plan, key).kind).collect()
    };
    assert_eq!(kinds(&plan)[..5], [ActionKind::AssignOwner; 5]);
    assert_eq!(
        kinds(&plan)[5],
        ActionKind::Obtain,
        "which ends no critical gap, and yet is asked"
    );
    assert!(plan.decisions.iter().all(|d| d.ask_by == day("2026-10-30")));
    let sum = plan
        .decisions
        .iter()
        .map(|d| action(&plan, &d.action).effect.exposure)
        .sum::<i64>();
    let now: i64 = plan.gaps.iter().map(|g| i64::from(g.gap.score)).sum();
    assert_eq!(plan.decisions_after.exposure, now + sum);

    let mut unclear = six(Vec::new());
    unclear.systems[0].models.clear();
    assert_eq!(
        kinds(&planned(&unclear))[5],
        ActionKind::Classify,
        "one of six: asked for, not first"
    );
    unclear.systems[1].models.clear();
    assert_eq!(
        kinds(&planned(&unclear))[0],
        ActionKind::Classify,
        "two of six are more than a fifth"
    );
}

#[test]
fn an_owner_is_only_asked_for_what_he_promised_and_missed() {
    let row = |due: &str| Control {
        status: Some(ControlStatus::Planned),
        due: Some(day(due)),
        ..control(1)
    };
    let asked = |due: &str| {
        let others = Domain::ALL.into_iter().filter(|d| *d != Domain::UserAccessControl);
        let others = Control {
            domains: others.collect(),
            ..control(2)
        };
        let plan = planned(&inventory(vec![system("s", SAAS)], vec![row(due), others]));
        asked_keys(&plan).contains(&"deliver/Ada")
    };
    assert!(asked("2026-09-29"));
    assert!(!asked(AS_OF));
}

#[test]
fn the_next_meeting_is_the_day_unless_it_is_over() {
    let inventory = six(Vec::new());
    let found = assessed(&inventory, day(AS_OF));
    let on = |meeting: &str| {
        let calendar = Calendar {
            as_of: day(AS_OF),
            next_meeting: Some(day(meeting)),
        };
        plan(&inventory, &found, &Memory::default(), &Rules::default(), calendar)
    };
    assert_eq!(on(AS_OF).decisions[0].ask_by, day(AS_OF));
    let over = on("2026-09-29");
    assert!(over.actions.iter().all(|a| a.ask_by == day("2026-10-30")));
    assert!(over.diagnostics.iter().any(|d| d.code == Code::OptionUnused));
}

#[test]
fn what_was_put_off_is_asked_again_on_its_day_and_what_was_rejected_never() {
    let first = planned(&six(Vec::new()));
    let key = first.decisions[0].action.clone();
    let title = action(&first, &key).title.clone();
    let next = |rows: Vec<Decided>, as_of: &str| {
        let mut now = six(Vec::new());
        now.decisions = rows;
        planned_on(&now, &remembered(&first, AS_OF), as_of)
    };
    let deferred = |what: &str| vec![decided(what, "2026-10-15", Ruling::Deferred, Some("2027-03-31"))];
    for what in [key.as_str(), title.as_str(), "d1"] {
        let before = next(deferred(what), "2027-03-30");
        assert!(!asked_keys(&before).contains(&key.as_str()), "{what}");
        assert_eq!(before.set_aside[0].action, key);
        let on_the_day = next(deferred(what), "2027-03-31");
        let again = on_the_day.decisions.iter().find(|d| d.action == key).unwrap();
        assert_eq!(again.decided, Some(Ruling::Deferred));
    }
    let rejected = decided(&key, "2026-10-15", Ruling::Rejected, None);
    let turned_down = next(vec![rejected.clone()], "2027-06-30");
    assert!(!asked_keys(&turned_down).contains(&key.as_str()));
    assert!(turned_down.gaps.len() == first.gaps.len(), "its gaps stay open");
    let accepted = decided(&key, "2026-11-15", Ruling::Accepted, None);
    let latest = next(vec![accepted, rejected], "2026-12-31");
    let again = latest.decisions.iter().find(|d| d.action == key).unwrap();
    assert_eq!(
        (again.decided, again.decided_on),
        (Some(Ruling::Accepted), Some(day("2026-11-15")))
    );
    assert_eq!(latest.asked[0].decided, Some(Ruling::Accepted));
}

#[test]
fn a_row_that_decides_nothing_is_a_finding() {
    let first = planned(&six(Vec::new()));
    for (row, why) in [
        (
            decided("D1", AS_OF, Ruling::Rejected, None),
            "a number of an older report",
        ),
        (decided("D9", "2026-10-15", Ruling::Rejected, None), "no such number"),
        (
            decided("buy more tools", "2026-10-15", Ruling::Rejected, None),
            "nothing",
        ),
        (decided("D1", "2026-10-15", Ruling::Deferred, None), "no day"),
        (decided("D1", "2027-01-01", Ruling::Rejected, None), "still to come"),
        (
            Decided {
                ruling: None,
                ..decided("D1", "2026-10-15", Ruling::Rejected, None)
            },
            "no outcome",
        ),
    ] {
        let mut now = six(Vec::new());
        now.decisions = vec![row];
        let plan = planned_on(&now, &remembered(&first, AS_OF), "2026-12-31");
        assert_eq!(asked_keys(&plan), asked_keys(&first), "{why}");
        let told: Vec<_> = plan.diagnostics.iter().map(|d| d.code).collect();
        assert_eq!(told, [Code::DecisionUnclear], "{why}");
    }
}

#[test]
fn what_became_of_a_decision_is_told_from_its_gaps() {
    let first = planned(&six(Vec::new()));
    let asked = action(&first, &first.decisions[0].action);
    let (key, domain) = (asked.key.as_str(), asked.domain.unwrap());
    assert_eq!(
        (asked.score, asked.gaps.len()),
        (54, 6),
        "each 9: nobody owns it, impact 3"
    );
    let owned = |ids: &[&str]| {
        let row = Control {
            reach: ids.iter().map(|id| Reach::System((*id).to_owned())).collect(),
            domains: vec![domain],
            status: Some(ControlStatus::Planned),
            ..control(1)
        };
        six(vec![row])
    };
    let became = |now: &Inventory| {
        let plan = planned_on(now, &remembered(&first, AS_OF), "2026-12-31");
        let asked = plan.asked.iter().find(|a| a.key == key).unwrap();
        (asked.outcome, asked.effect.unowned, asked.effect.exposure)
    };
    let all = ["s1", "s2", "s3", "s4", "s5", "s6"];
    assert_eq!(became(&six(Vec::new())), (Outcome::NotDone, 0, 0));
    assert_eq!(became(&owned(&all[..2])), (Outcome::InPart, -2, -6));
    assert_eq!(became(&owned(&all)), (Outcome::Done, -6, -18));
    let mut gone = owned(&all[..2]);
    gone.systems.truncate(2);
    assert_eq!(
        became(&gone),
        (Outcome::Done, -2, -6),
        "those that are gone do not count"
    );
    gone.systems.iter_mut().for_each(|s| s.scope = Scope::Retired);
    assert_eq!(became(&gone).0, Outcome::Moot);
    let mut heavier = owned(&all);
    heavier
        .systems
        .iter_mut()
        .for_each(|s| s.criticality = Some(Criticality::Critical));
    assert_eq!(became(&heavier), (Outcome::Done, -6, -18), "at the impact of then");
}

#[test]
fn every_gap_has_a_duty_in_exactly_one_action() {
    let plan = planned(&six(vec![control(1)]));
    let mut in_actions: Vec<_> = plan.actions.iter().flat_map(|a| a.gaps.clone()).collect();
    let mut all: Vec<_> = plan.gaps.iter().map(|g| g.gap.id.clone()).collect();
    in_actions.sort();
    all.sort();
    assert_eq!(in_actions, all);
    assert!(plan.gaps.iter().any(|g| matches!(g.gap.id.duty, Duty::Theirs(_))));
}
