//! Good side files with a few bytes changed: settings, matrix, products, pictures, earlier reports, text tables. Whatever is done with one
//! ends by itself, in the limited process as in this one. `UNOWNED_SEEDS=FOLDER` writes the good files for the fuzz targets.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use unowned::config::Reading;
use unowned::diagnostic::Diagnostics;
use unowned::jail::Job;
use unowned::normalise;
use unowned::read::{Workbook, text_table};

use crate::mutants::{Dice, rounds, seeds};
use crate::{jail, write};

/// A picture of two by two points.
const PNG: [u8; 74] = [
    0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0x00, 0x00, 0x00, 0x0D, 0x49, 0x48, 0x44, 0x52, 0x00, 0x00, 0x00,
    0x02, 0x00, 0x00, 0x00, 0x02, 0x08, 0x02, 0x00, 0x00, 0x00, 0xFD, 0xD4, 0x9A, 0x73, 0x00, 0x00, 0x00, 0x11, 0x49,
    0x44, 0x41, 0x54, 0x78, 0x9C, 0x63, 0xF8, 0xCF, 0xC0, 0x00, 0x44, 0x60, 0xE2, 0x3F, 0x03, 0x00, 0x1D, 0xF0, 0x03,
    0xFD, 0xA0, 0x33, 0x09, 0x89, 0x00, 0x00, 0x00, 0x00, 0x49, 0x45, 0x4E, 0x44, 0xAE, 0x42, 0x60, 0x82,
];
const SVG: &str = r##"<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"><defs><linearGradient id="g"><stop offset="0" stop-color="#246"/><stop offset="1"/></linearGradient><mask id="m"><rect width="9" height="9" fill="white"/></mask></defs><g transform="rotate(5)"><rect width="40" height="20" fill="url(#g)" mask="url(#m)"/><path d="M1 1 L9 9 A3 3 0 0 1 5 5z"/></g></svg>"##;
const PRODUCTS: &str =
    "product,model_id,vendor,aliases,alone\nAcme Chat,saas,Acme,Acme Bot; \"Bot, the\",no\nLens,embedded,,,\n";

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn cases(name: &str) -> Vec<u8> {
    fs::read(root().join("tests/cases/every-state-of-our-side").join(name)).unwrap()
}

/// What the program writes with these arguments, besides what it prints.
fn written(folder: &Path, arguments: &[&str]) -> Vec<u8> {
    let done = Command::new(jail().program)
        .current_dir(folder)
        .args(arguments)
        .output()
        .unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    done.stdout
}

/// Good files for each job, and how many mutants of each are worth their time.
fn good() -> Vec<(Job, &'static str, Vec<Vec<u8>>)> {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    for name in ["systems.csv", "controls.csv"] {
        write(folder, name, &cases(name));
    }
    let day = ["--as-of", "2026-09-30", "--since", "none", "--embedded-fonts", "-q"];
    written(
        folder,
        &[
            &[
                "report",
                "systems.csv",
                "controls.csv",
                "-o",
                "r.pdf",
                "--json",
                "r.json",
            ],
            &day[..],
        ]
        .concat(),
    );
    written(folder, &["init", "--config", "u.toml"]);
    let matrix = written(folder, &["matrix", "--format", "csv"]);
    let file = |name: &str| fs::read(folder.join(name)).unwrap();
    let own = fs::read(root().join("samples/unowned.toml")).unwrap();
    vec![
        (Job::Settings, "settings", vec![file("u.toml"), own]),
        (Job::Matrix, "matrix", vec![matrix]),
        (Job::Products, "products", vec![PRODUCTS.into()]),
        (Job::Picture, "picture", vec![SVG.into(), PNG.to_vec()]),
        (Job::Record, "record", vec![file("r.json"), file("r.pdf")]),
        (Job::Attachment, "attachment", vec![file("r.pdf")]),
        (Job::Table, "table", vec![cases("systems.csv"), cases("controls.csv")]),
    ]
}

fn keep_seeds(good: &[(Job, &str, Vec<Vec<u8>>)]) {
    let Some(folder) = std::env::var_os("UNOWNED_SEEDS").map(PathBuf::from) else {
        return;
    };
    let tables = good.iter().filter(|(job, ..)| *job == Job::Table);
    let headings = tables
        .flat_map(|(.., files)| files)
        .map(|file| ("headings", file.clone()));
    let workbooks = seeds().into_iter().map(|(_, file)| ("workbook", file));
    let others = good
        .iter()
        .flat_map(|(_, name, files)| files.iter().map(|file| (*name, file.clone())));
    for (number, (name, file)) in headings.chain(workbooks).chain(others).enumerate() {
        fs::create_dir_all(folder.join(name)).unwrap();
        fs::write(folder.join(name).join(format!("{number}")), file).unwrap();
    }
}

#[test]
fn mutants_of_side_files_end_by_themselves() {
    let (good, mut dice) = (good(), Dice(20_261_126));
    keep_seeds(&good);
    let mut count = 0;
    for (job, name, files) in &good {
        for file in files {
            // Each costs what reading the whole file costs; a few kilobytes are read in no time.
            let rounds = (rounds() * 20_000 / file.len().max(4_000)).max(20);
            let mutants: Vec<Vec<u8>> = (0..rounds)
                .map(|_| {
                    let mut mutant = file.clone();
                    dice.mutate(&mut mutant);
                    mutant
                })
                .collect();
            for some in mutants.chunks(50) {
                check(*job, name, some);
            }
            count += mutants.len();
        }
    }
    println!("{count} mutants of side files");
}

fn check(job: Job, name: &str, mutants: &[Vec<u8>]) {
    let gives_bytes = matches!(job, Job::Record | Job::Attachment);
    if !gives_bytes {
        let mutants: Vec<&[u8]> = mutants.iter().map(Vec::as_slice).collect();
        assert_eq!(jail().rehearse(job, &mutants), Ok(()), "{name}");
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let named = (0..).zip(mutants);
    let files: Vec<PathBuf> = named
        .map(|(n, file)| write(folder.path(), &format!("{n}.pdf"), file))
        .collect();
    jail().each(job, &files, u64::MAX, |file, given| {
        let ended = given
            .err()
            .map(|reason| reason.to_string())
            .filter(|reason| reason.contains("given up") || reason.contains("not opened"));
        assert_eq!(ended, None, "{name} {}", file.display());
    });
}

#[test]
fn mutants_of_tables_are_understood_without_a_panic() {
    let mut dice = Dice(20_261_127);
    for seed in [cases("systems.csv"), cases("controls.csv")] {
        for _ in 0..rounds() {
            let mut mutant = seed.clone();
            dice.mutate(&mut mutant);
            if let Ok(table) = text_table(&mutant, &"t.csv".into(), &mut Diagnostics::default()) {
                let tables = vec![table];
                _ = normalise::inventory(
                    &Workbook {
                        files: Vec::new(),
                        tables,
                    },
                    &Reading::default(),
                    &[],
                );
            }
        }
    }
}
