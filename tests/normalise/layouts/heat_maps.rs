//! A heat map says what a list of states says: letters of a traffic light, signs, colours, words, letters and figures of its own with
//! a legend, the systems down or across.

use unowned::config::Reading;
use unowned::read::Table;

use super::{Lines, controls, judged, lines, systems, turned};
use crate::{grid, read_with};

/// The list without some columns.
fn columns(kept: &[&str]) -> Lines {
    let body = controls();
    let places: Vec<usize> = kept
        .iter()
        .map(|h| body[0].iter().position(|own| own == h).unwrap())
        .collect();
    let line = |line: &Vec<String>| places.iter().map(|place| line[*place].clone()).collect();
    body.iter().map(line).collect()
}

fn beside(states: Table) -> Vec<Table> {
    let owners = columns(&["System", "Domain", "Owner"]);
    vec![grid("Systems", &systems()), grid("Owners", &owners), states]
}

/// The states as a grid, each in the words of a scale: implemented, partial, planned.
fn map(scale: [&str; 3]) -> Lines {
    let put = |state: String| match state.as_str() {
        "Implemented" => scale[0].to_owned(),
        "Partial" => scale[1].to_owned(),
        "Planned" => scale[2].to_owned(),
        _ => state,
    };
    let body = super::crossed(&["Status"], "; ");
    body.into_iter()
        .map(|line| line.into_iter().map(put).collect())
        .collect()
}

fn with(body: Lines, below: &[&str]) -> Lines {
    body.into_iter().chain(lines(below)).collect()
}

#[test]
fn a_heat_map_is_a_list_of_states() {
    let listed = beside(grid("Status", &columns(&["System", "Domain", "Status"])));
    let expected = judged(&read_with(listed, &Reading::default()));
    let legend = ["", "K = implemented", "L = partly implemented", "M = planned"];
    let contrary = ["", "R = implemented", "A = partial", "G = not started"];
    let maps = [
        ("letters of a traffic light", map(["G", "A", "R"])),
        ("small letters", map(["g", "a", "r"])),
        ("signs", map(["✔", "◐", "✘"])),
        ("coloured dots", map(["🟢", "🟡", "🔴"])),
        ("colours", map(["Green", "Amber", "Red"])),
        ("German colours", map(["grün", "gelb", "rot"])),
        ("words", map(["done", "in part", "not yet"])),
        ("shares", map(["100 %", "50 %", "0 %"])),
        ("letters of its own", with(map(["K", "L", "M"]), &legend)),
        ("letters against the custom", with(map(["R", "A", "G"]), &contrary)),
        (
            "a legend in one line",
            with(map(["K", "L", "M"]), &["", "K = in place, L = partly, M = planned"]),
        ),
        (
            "figures with a legend",
            with(
                map(["2", "1", "0"]),
                &["", "2 = implemented", "1 = partial", "0 = not started"],
            ),
        ),
    ];
    let mut astray = Vec::new();
    for (name, body) in maps {
        let across = turned_above_the_legend(&body);
        for (how, body) in [("down", body), ("across", across)] {
            let got = judged(&read_with(beside(grid("Heat map", &body)), &Reading::default()));
            if got != expected {
                let first = expected.iter().zip(&got).find(|(a, b)| a != b);
                astray.push(format!("{name}, systems {how}: {first:?}"));
            }
        }
    }
    assert_eq!(astray, Vec::<String>::new());
}

/// The grid on its side, the legend below it as it was.
fn turned_above_the_legend(body: &Lines) -> Lines {
    let end = body
        .iter()
        .position(|line| line.len() < body[0].len())
        .unwrap_or(body.len());
    turned(body[..end].to_vec())
        .into_iter()
        .chain(body[end..].to_vec())
        .collect()
}
