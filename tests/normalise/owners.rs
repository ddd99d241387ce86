//! Who is an owner and who is nobody. The cells stand in files beside this one, judged by hand before the program saw them: in each
//! of four languages what people write where an owner should be and is none, and names, roles, teams and mailboxes as they are.

use unowned::diagnostic::{Code, Diagnostic};
use unowned::framework::Domain;
use unowned::inventory::{Control, OwnerKind};

use crate::{Read, controls};

const HOSTILE: [(&str, &str); 4] = [
    ("English", include_str!("owners/hostile-en.txt")),
    ("German", include_str!("owners/hostile-de.txt")),
    ("French", include_str!("owners/hostile-fr.txt")),
    ("Spanish", include_str!("owners/hostile-es.txt")),
];

/// One row for each cell, each followed by a row that has an owner, so that the column plainly is one of owners.
fn with_owners(cells: &[&str]) -> Read {
    let line = |cell: &&str| format!("AI-1 | Data Privacy | | | {} | Done", cell.replace('\n', "\\n"));
    let rows: Vec<String> = cells.iter().flat_map(|cell| [line(cell), line(&"Ann Lee")]).collect();
    controls(&rows.iter().map(String::as_str).collect::<Vec<_>>())
}

fn rows(read: &Read) -> impl Iterator<Item = &Control> {
    read.what.inventory.controls.iter().step_by(2)
}

fn with_owner(cell: &str) -> Read {
    with_owners(&[cell])
}

/// Those who can own something on our side, joined.
fn owners(cell: &str) -> String {
    let read = with_owner(cell);
    let able = rows(&read)
        .flat_map(|row| &row.owners)
        .filter(|o| o.kind != OwnerKind::Provider);
    able.map(|o| o.name.clone()).collect::<Vec<_>>().join(" + ")
}

#[test]
fn sixty_and_more_hostile_cells_in_each_of_four_languages_name_nobody() {
    let mut wrong = Vec::new();
    for (language, cells) in HOSTILE {
        let cells: Vec<&str> = cells.lines().collect();
        assert!(cells.len() >= 60, "{language}");
        let read = with_owners(&cells);
        for (row, cell) in rows(&read).zip(&cells) {
            let counts = row.owners.iter().any(|o| o.kind != OwnerKind::Provider);
            let said = |d: &&Diagnostic| d.message.to_string().contains(cell.split(';').next().unwrap_or(cell));
            let silent = row.owners.is_empty() && !read.found(Code::OwnerPlaceholder).iter().any(said);
            if counts || silent {
                wrong.push(format!("{language}: '{cell}' {:?}", row.owners));
            }
        }
    }
    assert!(wrong.is_empty(), "{} wrong: {wrong:#?}", wrong.len());
}

#[test]
fn more_than_a_hundred_names_roles_teams_and_mailboxes_count() {
    let lines = include_str!("owners/real.txt").lines();
    let (kinds, cells): (Vec<&str>, Vec<&str>) = lines.map(|line| line.split_once('\t').unwrap()).unzip();
    assert!(cells.len() >= 100);
    let read = with_owners(&cells);
    let mut wrong = Vec::new();
    for ((row, cell), kind) in rows(&read).zip(&cells).zip(kinds) {
        let found: Vec<String> = row
            .owners
            .iter()
            .map(|o| format!("{:?}", o.kind).to_lowercase())
            .collect();
        if found != [kind] {
            wrong.push(format!("'{cell}' is a {kind}, read as {:?}", row.owners));
        }
    }
    assert!(
        wrong.is_empty(),
        "{} wrong: {wrong:#?} {:#?}",
        wrong.len(),
        read.found(Code::OwnerPlaceholder)
    );
}

#[test]
fn a_cell_is_parted_only_where_each_part_is_an_owner() {
    for (cell, names) in [
        ("Bob; Anna", "Anna + Bob"),
        ("Bob/Anna", "Anna + Bob"),
        ("Bob\nAnna", "Anna + Bob"),
        ("Bob, Anna", "Anna + Bob"),
        ("Bob & Anna", "Anna + Bob"),
        ("Bob + Anna", "Anna + Bob"),
        ("Bob and Anna", "Anna + Bob"),
        ("Bob und Anna", "Anna + Bob"),
        ("Bob et Anna", "Anna + Bob"),
        ("Bob y Anna", "Anna + Bob"),
        ("Ann Lee, Bob Roy and Cy Moss", "Ann Lee + Bob Roy + Cy Moss"),
        ("Ann Lee, CISO", "Ann Lee + CISO"),
        ("Ann Lee / SOC team", "Ann Lee + SOC team"),
        ("Brandt, Ole", "Brandt, Ole"),
        ("Greene, Paula; Moreno, Luis", "Greene, Paula + Moreno, Luis"),
        ("Greene, Paula, CISO", "CISO + Greene, Paula"),
        ("Dana Cruz (Finance, Claims)", "Dana Cruz (Finance, Claims)"),
        ("CISO (Ann Lee)", "Ann Lee + CISO"),
        ("T. Voss, L. Moreau", "L. Moreau + T. Voss"),
        ("R&D lead", "R&D lead"),
        ("Head of Legal and Compliance", "Head of Legal and Compliance"),
        (
            "Identity and access management lead",
            "Identity and access management lead",
        ),
        ("1) Bob\n2) Anna", "Anna + Bob"),
        ("yes (Bob)", "Bob"),
        ("Bob; TBD", "Bob"),
        ("Bob, TBD", ""),
        ("Bob / see policy", ""),
        ("Provider / Bob?", ""),
        ("Ann Lee since 2024", "Ann Lee"),
        ("Ann Lee (seit Mai 2024)", "Ann Lee"),
        ("Ann Lee depuis 03/2024, Bob Roy", "Ann Lee + Bob Roy"),
        ("Ann Lee (vacant since May)", ""),
        ("on leave since 2024", ""),
        ("Ann Lee since the merger", ""),
        ("CISO (interim)", "CISO"),
        ("CISO (acting)", "CISO"),
        ("ISB (kommissarisch)", "ISB"),
        ("A. Muster", "A. Muster"),
        ("Deputy: Ann Lee", ""),
        ("Stellv.: Ann Lee", ""),
        ("Bob Roy, Deputy: Ann Lee", "Bob Roy"),
        ("Bob Roy (Stellv.: Ann Lee)", "Bob Roy"),
        ("Deputy CISO", "Deputy CISO"),
        ("Tim Low", "Tim Low"),
        ("Nora Done", "Nora Done"),
        ("Klaus Offen", "Klaus Offen"),
        ("Mark High", "Mark High"),
        ("Bob Pending", ""),
        ("Bob open", ""),
        ("Risk High", ""),
        ("Review Done", ""),
    ] {
        assert_eq!(owners(cell), names, "{cell}");
    }
}

#[test]
fn the_message_quotes_the_cell_and_says_why() {
    for (cell, why) in [
        ("Q4 2026", "'Q4 2026' is a number or a date"),
        ("Bob (left)", "'Bob (left)' "),
        ("see policy", "'see policy' "),
        ("GitHub Copilot", "is a product"),
        ("svc_ai", "is an account"),
        ("R/C", "are letters"),
        ("Implemented", "is a value of another column"),
    ] {
        let read = with_owner(cell);
        let said = &read.found(Code::OwnerPlaceholder)[0].message;
        assert!(said.to_string().contains(why), "{said}");
    }
}

/// What the reports propose must count when somebody types it into the workbook.
#[test]
fn every_role_that_is_proposed_reads_back_as_one_owner() {
    let mut roles: Vec<String> = Vec::new();
    for domain in Domain::ALL {
        let facts = domain.facts();
        roles.extend([facts.accountable_role.clone(), facts.alternate_role.clone()]);
    }
    for language in [
        include_str!("../../templates/lang/de.toml"),
        include_str!("../../templates/lang/en.toml"),
        include_str!("../../templates/lang/es.toml"),
        include_str!("../../templates/lang/fr.toml"),
    ] {
        let table: toml::Table = language.parse().unwrap();
        let domains = table.get("domain").and_then(|d| d.as_table());
        let proposed = domains
            .into_iter()
            .flatten()
            .filter_map(|(_, d)| d.get("role")?.as_str());
        roles.extend(proposed.map(str::to_owned));
    }
    assert!(roles.len() >= 80, "{}", roles.len());
    let cells: Vec<&str> = roles.iter().map(String::as_str).collect();
    let read = with_owners(&cells);
    let wrong: Vec<String> = rows(&read)
        .zip(&cells)
        .filter(|(row, _)| row.owners.len() != 1 || row.owners[0].kind == OwnerKind::Provider)
        .map(|(row, cell)| format!("'{cell}' {:?}", row.owners))
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}
