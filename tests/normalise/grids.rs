//! Ownership grids, beside a list of systems or holding it.

use unowned::diagnostic::Code;
use unowned::framework::Domain;
use unowned::inventory::{ControlStatus, Party};
use unowned::normalise::Role;

use crate::{SYSTEMS, read, sheet};

#[test]
fn an_ownership_grid_holds_owner_status_or_provider() {
    let owners = sheet(
        "Owners",
        &[
            "System | Data Privacy | Incident Response | Network Security | Logging",
            "AI-1 | Ann Lee; implemented | Bob Roy (planned) | Provider | TBD",
            "AI-9 | Ann Lee | | |",
        ],
    );
    let read = read(vec![sheet("Systems", &SYSTEMS), owners]);
    assert_eq!(read.role("Owners"), Role::Grid);
    let said: Vec<_> = read
        .what
        .inventory
        .controls
        .iter()
        .map(|c| (c.domains[0], c.party, c.owners.len(), c.status))
        .collect();
    assert_eq!(
        said,
        [
            (
                Domain::DataPrivacy,
                Party::Customer,
                1,
                Some(ControlStatus::Implemented)
            ),
            (
                Domain::IncidentResponse,
                Party::Customer,
                1,
                Some(ControlStatus::Planned)
            ),
            (Domain::NetworkSecurity, Party::Provider, 0, None),
            (Domain::MonitoringAndLogging, Party::Customer, 0, None),
        ]
    );
    assert_eq!(read.what.inventory.controls[0].at.short(), "Owners!B2");
    assert_eq!(
        (read.count(Code::UnknownSystem), read.count(Code::OwnerPlaceholder)),
        (1, 1)
    );
}

#[test]
fn a_misspelt_status_in_a_grid_is_no_second_owner() {
    let owners = sheet(
        "Owners",
        &[
            "System | Data Privacy | Incident Response | Network Security",
            "AI-1 | Ann Lee; implmented | |",
        ],
    );
    let read = read(vec![sheet("Systems", &SYSTEMS), owners]);
    assert_eq!(read.what.inventory.controls[0].owners.len(), 1);
    assert_eq!(read.count(Code::UnknownValue), 1);
}

#[test]
fn a_combined_list_holds_systems_and_owners() {
    let read = read(vec![sheet(
        "Sheet1",
        &[
            "AI tool | Type | Privacy | Incident response | Network",
            "Enterprise ChatGPT | SaaS | Ann Lee; done | | Provider",
            "Scribe | SaaS | | Bob Roy |",
        ],
    )]);
    assert_eq!(read.role("Sheet1"), Role::Combined);
    assert_eq!(
        (read.what.inventory.systems.len(), read.what.inventory.controls.len()),
        (2, 3)
    );
}

#[test]
fn a_grid_of_products_is_a_grid_of_systems() {
    for heading in ["Solution", "Tool", "Asset", "Product"] {
        let first = format!("{heading} | Data Privacy | Incident Response | Network Security");
        let lines = [
            first.as_str(),
            "Gull Writer | Ann Lee | Bob Roy | TBD",
            "Tide Bot | Ann Lee | TBD | Bob Roy",
        ];
        let read = read(vec![sheet("Heat map", &lines)]);
        assert_eq!(read.role("Heat map"), Role::Combined, "{heading}");
        assert_eq!(read.what.inventory.systems.len(), 2, "{heading}");
        assert_eq!(read.system("Tide Bot").name, "Tide Bot");
        assert_eq!(read.what.inventory.controls.len(), 6, "{heading}");
    }
}
