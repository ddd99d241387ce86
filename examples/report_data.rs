//! Writes the data of invented reports, one JSON file each, for working on `templates/` with the stock `typst` program:
//! `cargo run --example report_data -- FOLDER`, then `typst compile --root . --input data=...`.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a developer's program fails by panicking"
)]

#[path = "../tests/fixtures/mod.rs"]
mod fixtures;
#[path = "../tests/invented/mod.rs"]
mod invented;

use std::path::PathBuf;

use unowned::compare;
use unowned::config::Config;
use unowned::inventory::Inventory;
use unowned::report::Report;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = PathBuf::from(std::env::args().nth(1).ok_or("name the folder to write to")?);
    std::fs::create_dir_all(&folder)?;
    let config = Config::default();
    let first = |inventory: &Inventory| Report::new(invented::first(inventory), None, &config);
    let (before, now) = invented::fourth(&invented::sized(22));
    let changes = compare::changes(&before, &now);
    let reports = [
        ("nothing", first(&Inventory::default())),
        ("clean", first(&invented::clean())),
        ("bare", first(&invented::bare(5))),
        ("first", first(&invented::sized(22))),
        ("fourth", Report::new(now, Some(&changes), &config)),
        ("ugly", first(&invented::ugly())),
        ("many", first(&invented::sized(300))),
        ("thousand", first(&invented::sized(1_000))),
    ];
    for (name, report) in reports {
        std::fs::write(folder.join(format!("{name}.json")), serde_json::to_vec(&report.view)?)?;
        std::fs::write(
            folder.join(format!("{name}-snapshot.json")),
            serde_json::to_vec(&*report.snapshot)?,
        )?;
    }
    Ok(())
}
