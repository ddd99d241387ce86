//! The colours of the states, as they are told apart on a greyscale print, by people with a colour vision deficiency, and under
//! the letters that stand on them.

use super::look::{luminance, parse};

const THEME: &str = include_str!("../../templates/theme.typ");

/// The colours of one table of the theme, by name, in its order.
fn table(name: &str) -> Vec<(String, [u8; 3])> {
    let start = THEME.find(&format!("#let {name} = (")).unwrap();
    let body = &THEME[start..start + THEME[start..].find("\n)").unwrap()];
    body.lines()
        .filter_map(|line| {
            let (key, value) = line.trim().split_once(": ")?;
            let colour = if value.starts_with("white") {
                "#ffffff"
            } else {
                value.split('"').nth(1)?
            };
            Some((key.to_owned(), parse(colour)?))
        })
        .collect()
}

/// Lightness as it is seen, 0 to 100 (CIE 1976).
fn lightness(luminance: f64) -> f64 {
    116.0 * luminance.cbrt() - 16.0
}

fn linear(colour: [u8; 3]) -> [f64; 3] {
    colour.map(|channel| luminance([channel, channel, channel]))
}

/// CIE 1976 L*a*b* under daylight.
fn lab(c: [f64; 3]) -> [f64; 3] {
    let dot = |w: [f64; 3]| w[0] * c[0] + w[1] * c[1] + w[2] * c[2];
    let bent = |t: f64| {
        if t > 0.008_856 {
            t.cbrt()
        } else {
            7.787 * t + 16.0 / 116.0
        }
    };
    let x = bent(dot([0.4124, 0.3576, 0.1805]) / 0.950_47);
    let y = bent(dot([0.2126, 0.7152, 0.0722]));
    let z = bent(dot([0.0193, 0.1192, 0.9505]) / 1.088_83);
    [116.0 * y - 16.0, 500.0 * (x - y), 200.0 * (y - z)]
}

fn distance(a: [f64; 3], b: [f64; 3]) -> f64 {
    let (a, b) = (lab(a), lab(b));
    (0..3).map(|i| (a[i] - b[i]).powi(2)).sum::<f64>().sqrt()
}

/// How complete deficiencies turn linear colours (Machado, Oliveira and Fernandes, 2009).
const DEFICIENCIES: [(&str, [[f64; 3]; 3]); 3] = [
    (
        "protan",
        [
            [0.152_286, 1.052_583, -0.204_868],
            [0.114_503, 0.786_281, 0.099_216],
            [-0.003_882, -0.048_116, 1.051_998],
        ],
    ),
    (
        "deutan",
        [
            [0.367_322, 0.860_646, -0.227_968],
            [0.280_085, 0.672_501, 0.047_413],
            [-0.011_820, 0.042_940, 0.968_881],
        ],
    ),
    (
        "tritan",
        [
            [1.255_528, -0.076_749, -0.178_779],
            [-0.078_411, 0.930_809, 0.147_602],
            [0.004_733, 0.691_367, 0.303_900],
        ],
    ),
];

fn seen(c: [f64; 3], matrix: [[f64; 3]; 3]) -> [f64; 3] {
    matrix.map(|row| (row[0] * c[0] + row[1] * c[1] + row[2] * c[2]).clamp(0.0, 1.0))
}

#[test]
fn on_a_greyscale_print_a_worse_state_is_darker() {
    let states = table("state");
    assert_eq!(states.len(), 9);
    for pair in states.windows(2) {
        let step = lightness(luminance(pair[1].1)) - lightness(luminance(pair[0].1));
        let open = pair[1].0 != "in-place" && pair[1].0 != "accepted";
        assert!(
            step >= if open { 8.0 } else { 2.5 },
            "{} to {}: {step:.1}",
            pair[0].0,
            pair[1].0
        );
    }
}

#[test]
fn people_with_a_colour_vision_deficiency_tell_the_states_apart() {
    let states = table("state");
    for (name, matrix) in DEFICIENCIES {
        for (place, one) in states.iter().enumerate() {
            for other in &states[place + 1..] {
                let apart = distance(seen(linear(one.1), matrix), seen(linear(other.1), matrix));
                assert!(apart >= 7.0, "{name}: {} and {}: {apart:.1}", one.0, other.0);
            }
        }
    }
}

#[test]
fn letters_can_be_read_on_every_colour() {
    for (grounds, letters) in [
        ("state", "on-state"),
        ("severity", "on-severity"),
        ("shade", "on-shade"),
    ] {
        for ((name, ground), (_, letter)) in table(grounds).into_iter().zip(table(letters)) {
            let (a, b) = (luminance(ground), luminance(letter));
            let contrast = (a.max(b) + 0.05) / (a.min(b) + 0.05);
            assert!(contrast >= 4.5, "{name}: {contrast:.1}");
        }
    }
}

#[test]
fn the_shades_of_page_one_are_far_apart_on_a_greyscale_print() {
    let mut lights: Vec<_> = table("shade").iter().map(|(_, c)| lightness(luminance(*c))).collect();
    lights.sort_by(f64::total_cmp);
    assert_eq!(lights.len(), 4);
    for pair in lights.windows(2) {
        assert!(pair[1] - pair[0] >= 15.0, "{lights:?}");
    }
}
