//! The list of what leadership decided: told from lists of other things, and read in four languages.

use unowned::diagnostic::Code;
use unowned::inventory::Ruling;
use unowned::normalise::Role;

use crate::{CONTROLS, SYSTEMS, day, read, sheet};

#[test]
fn decisions_are_read_with_their_days_and_what_only_asks_is_none() {
    let lines = [
        "Decision | What is asked for | Decided on | By | Outcome | Until | Note",
        "assign-owner/data-privacy | Name an owner | 2026-08-01 | Executive board | Accepted | | by Ann",
        "obtain/Microsoft | | 2026-08-01 | CISO | deferred | 2027-01-31 |",
        "D3 | | 2026-08-02 | | Rejected | | too dear",
        "classify | Classify the systems | | | | |",
        "renew/CISO | | 2026-08-01 | | perhaps | |",
        " | Name an owner for Network Security | 2026-08-01 | | yes | |",
    ];
    let found = read(vec![
        sheet("Systems", &SYSTEMS),
        sheet("Controls", &[CONTROLS, "AI-1 | Data Privacy"]),
        sheet("Decisions", &lines),
    ]);
    assert_eq!(found.role("Decisions"), Role::Decisions);
    let decided: Vec<_> = found
        .what
        .inventory
        .decisions
        .iter()
        .map(|d| (d.decision.as_str(), d.ruling, d.on, d.until))
        .collect();
    let august = Some(day("2026-08-01"));
    assert_eq!(
        decided,
        [
            ("assign-owner/data-privacy", Some(Ruling::Accepted), august, None),
            (
                "obtain/Microsoft",
                Some(Ruling::Deferred),
                august,
                Some(day("2027-01-31"))
            ),
            ("D3", Some(Ruling::Rejected), Some(day("2026-08-02")), None),
            ("renew/CISO", None, august, None),
            (
                "Name an owner for Network Security",
                Some(Ruling::Accepted),
                august,
                None
            ),
        ]
    );
    let first = &found.what.inventory.decisions[0];
    assert_eq!(
        (first.by.as_deref(), first.note.as_deref()),
        (Some("Executive board"), Some("by Ann"))
    );
    assert_eq!(first.at.short(), "Decisions!A2");
    let told = found.found(Code::UnknownValue);
    assert!(
        told.iter().any(|d| d.message.to_string().contains("'perhaps'")
            && d.help.to_string().contains("accepted, deferred, rejected"))
    );
    assert_eq!(told.len(), 1);
}

#[test]
fn decisions_are_read_in_four_languages() {
    for (name, lines) in [
        (
            "Entscheidungen",
            [
                "Entscheidung | Entschieden am | Entschieden von | Ausgang | Vertagt bis | Notiz",
                "classify | 01.08.2026 | Vorstand | vertagt | 31.01.2027 | ",
            ],
        ),
        (
            "Décisions",
            [
                "Décision | Décidé le | Décidé par | Résultat | Reporté au | Remarque",
                "classify | 01/08/2026 | Direction | reporté | 31/01/2027 | ",
            ],
        ),
        (
            "Decisiones",
            [
                "Decisión | Decidido el | Decidido por | Resultado | Aplazado hasta | Nota",
                "classify | 01/08/2026 | Dirección | aplazado | 31/01/2027 | ",
            ],
        ),
    ] {
        let found = read(vec![sheet("Systems", &SYSTEMS), sheet(name, &lines)]);
        assert_eq!(found.role(name), Role::Decisions, "{name}");
        let decided = &found.what.inventory.decisions[0];
        assert_eq!(
            (decided.ruling, decided.on, decided.until),
            (Some(Ruling::Deferred), Some(day("2026-08-01")), Some(day("2027-01-31"))),
            "{name}"
        );
    }
}

#[test]
fn other_lists_with_decisions_in_them_are_no_list_of_decisions() {
    let systems = [
        "System | Vendor | Deployment model | Decision | Outcome",
        "Claims copilot | Microsoft | SaaS | go-live | approved",
        "Old bot | OpenAI | PaaS | go-live | approved",
    ];
    let found = read(vec![sheet("AI systems", &systems)]);
    assert_eq!(found.role("AI systems"), Role::Systems);
    let controls = [
        "System | Domain | Owner | Status | Decision | Decided on | Outcome | Until",
        "AI-1 | Data Privacy | Ann Lee | Done | go | 2026-01-01 | approved | 2027-01-01",
    ];
    let found = read(vec![sheet("Systems", &SYSTEMS), sheet("Controls", &controls)]);
    assert_ne!(
        found.role("Controls"),
        Role::Decisions,
        "it says which systems and domains"
    );
    let minutes = ["Topic | Decision | Date", "Canteen | new menu | 2026-01-01"];
    let found = read(vec![sheet("Systems", &SYSTEMS), sheet("Minutes", &minutes)]);
    assert_eq!(found.role("Minutes"), Role::PassedOver);
    assert!(found.what.inventory.decisions.is_empty());
}
