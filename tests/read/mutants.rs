//! Good files with a few bytes changed, in an order that is the same each time: each ends in a result or a sentence.

use std::time::{Duration, Instant};

use zip::CompressionMethod::Stored;

use crate::forge::*;
use crate::{open, write};

/// A plain generator of numbers that look random.
pub struct Dice(pub u64);

impl Dice {
    pub fn below(&mut self, limit: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % limit.max(1)
    }

    pub fn mutate(&mut self, bytes: &mut Vec<u8>) {
        for _ in 0..=self.below(4) {
            let at = self.below(bytes.len());
            match self.below(6) {
                0 => bytes[at] ^= 1 << self.below(8),
                1 => bytes[at] = [0, 0xFF, 0x7F, b'<', b'"', b'9'][self.below(6)],
                2 => drop(bytes.drain(at..(at + self.below(16)).min(bytes.len()))),
                3 => bytes.truncate(at.max(1)),
                4 => {
                    let piece = bytes[at..(at + 24).min(bytes.len())].to_vec();
                    bytes.splice(at..at, piece);
                }
                _ => {
                    let end = (at + 4).min(bytes.len());
                    bytes[at..end].fill(0xFF);
                }
            }
            if bytes.is_empty() {
                bytes.push(0);
            }
        }
    }
}

const ROWS: &[&[&str]] = &[
    &["System", "Owner", "Due"],
    &["Chatbot", "Ann Lee", "46295"],
    &["Robot", "TBD", "46300"],
];

fn packages() -> Vec<(&'static str, Parts)> {
    let line = |cells: String| format!("<row>{cells}</row>");
    let sheet = [
        line([cell("A1", "System"), cell("B1", "Owner")].concat()),
        line(
            r#"<c r="A2" t="s"><v>0</v></c><c r="B2" s="1"><v>46295</v></c><c r="C2"><f>1+1</f><v>2</v></c>"#
                .to_owned(),
        ),
    ];
    let cells = [ods_cell("System"), ods_cell("a<text:s text:c=\"3\"/>b")].concat();
    let row = format!(r#"<table:table-row table:number-rows-repeated="2">{cells}</table:table-row>"#);
    vec![
        ("t.xlsx", xlsx_parts(&sheet.concat())),
        ("t.ods", ods_parts(&row)),
        ("t.xlsb", xlsb_parts(ROWS, "rId1")),
    ]
}

/// Mutants of each seed: a few hundred in all, or as many as a long run before a release asks for.
pub fn rounds() -> usize {
    std::env::var("UNOWNED_MUTANTS").map_or(120, |rounds| rounds.parse().unwrap())
}

/// Mutants of a part, repacked so that its checksum is right: only so do they reach the readers behind the checks.
fn mutants() -> Vec<(&'static str, Vec<u8>)> {
    let mut dice = Dice(20_261_122);
    let rounds = rounds();
    let mut mutants = Vec::new();
    for (name, parts) in packages() {
        for _ in 0..rounds {
            let mut parts = parts.clone();
            let victim = dice.below(parts.len());
            dice.mutate(&mut parts[victim].1);
            mutants.push((name, pack_as(&parts, Stored)));
        }
    }
    let text = "System;Owner\n\"Chat;bot\";Ann\nRobot;Zoë\n".as_bytes().to_vec();
    let xls = compound("Workbook", &xls_stream(ROWS, false), |_| ());
    for (name, seed) in [
        ("t.csv", text),
        ("t.xls", xls),
        ("whole.xlsx", pack(&packages().remove(0).1)),
    ] {
        for _ in 0..rounds {
            let mut bytes = seed.clone();
            dice.mutate(&mut bytes);
            mutants.push((name, bytes));
        }
    }
    mutants
}

/// Good files of each kind.
pub fn seeds() -> Vec<(&'static str, Vec<u8>)> {
    let xls = compound("Workbook", &xls_stream(ROWS, false), |_| ());
    let packed = packages().into_iter().map(|(name, parts)| (name, pack(&parts)));
    packed.chain([("t.xls", xls)]).collect()
}

#[test]
fn changed_bytes_end_in_a_result_or_a_sentence() {
    let folder = tempfile::tempdir().unwrap();
    let (mut read, mut refused) = (0, 0);
    for (name, bytes) in mutants() {
        let start = Instant::now();
        match open(&write(folder.path(), name, &bytes)) {
            Ok(_) => read += 1,
            Err(error) => {
                refused += 1;
                let shown = format!("{error} {}", error.help());
                assert!(shown.chars().all(|c| !c.is_control()), "{shown:?}");
            }
        }
        assert!(start.elapsed() < Duration::from_secs(21), "{name}");
    }
    println!("{read} mutants read, {refused} refused");
    assert!(
        read > 100 && refused > 100,
        "the seeds are too good or too bad: {read} read, {refused} refused"
    );
}
