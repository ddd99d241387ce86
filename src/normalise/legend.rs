//! What signs mean where the sheet itself says it: `G = in place`, `R = missing`, `(1 = low, 4 = critical)`. In: the lines of a legend,
//! or a heading. Out: what a sign stands for. What the sheet says rules over what a sign means elsewhere.

use std::collections::BTreeMap;

/// Signs with what they stand for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Legend(BTreeMap<String, String>);

impl Legend {
    /// What a text says of signs: `sign = meaning`, once or several times.
    pub(super) fn read(&mut self, text: &str) {
        let pieces: Vec<&str> = text.split('=').collect();
        for (place, pair) in pieces.windows(2).enumerate() {
            let Some(sign) = pair[0].split_whitespace().next_back() else {
                continue;
            };
            // The last word of a piece is the next sign, where there is a next one.
            let last = place + 2 == pieces.len();
            let meaning = match last {
                true => pair[1],
                false => pair[1]
                    .trim_end()
                    .rsplit_once(char::is_whitespace)
                    .map_or("", |(said, _)| said),
            };
            self.add(sign, meaning);
        }
    }

    /// That a sign stands for something.
    pub(super) fn add(&mut self, sign: &str, meaning: &str) {
        let around = |c: char| c.is_whitespace() || ",;|/()[]".contains(c);
        let (sign, meaning) = (key(sign.trim_matches(around)), meaning.trim_matches(around));
        if !sign.is_empty() && !meaning.is_empty() {
            self.0.entry(sign).or_insert_with(|| meaning.to_owned());
        }
    }

    /// What a cell with nothing but a sign stands for.
    pub(super) fn meaning(&self, cell: &str) -> Option<&str> {
        self.0.get(&key(cell)).map(String::as_str)
    }

    /// The step of a scale on which a number stands, counted from its lowest word: by the word for it, else by those for numbers
    /// below and above it. In doubt the higher step. `step` gives the step of a word.
    pub(super) fn step(&self, number: usize, step: impl Fn(&str) -> Option<usize>) -> Option<usize> {
        let known: BTreeMap<usize, usize> = self
            .0
            .iter()
            .filter_map(|(sign, word)| Some((sign.parse().ok()?, step(word)?)))
            .collect();
        if let Some(step) = known.get(&number) {
            return Some(*step);
        }
        let (low, from) = known.range(..number).next_back()?;
        let (high, to) = known.range(number..).next()?;
        // The way from one word to the other, as far as the number has come; where it falls between two steps, the higher one.
        let (come, whole) = (number - low, high - low);
        Some((from * (whole - come) + to * come).div_ceil(whole))
    }
}

/// A sign without spaces, case, or the sign that makes it a picture.
fn key(sign: &str) -> String {
    sign.trim().trim_end_matches('\u{fe0f}').to_uppercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn legend(text: &str) -> Legend {
        let mut legend = Legend::default();
        legend.read(text);
        legend
    }

    #[test]
    fn a_line_may_hold_one_sign_or_several() {
        let one = legend("G = in place");
        assert_eq!(one.meaning("g "), Some("in place"));
        let all = legend("Legend: ✔ = in place  ◐ = partly, ✘ = missing");
        let said = ["✔", "◐", "✘"].map(|sign| all.meaning(sign));
        assert_eq!(said, [Some("in place"), Some("partly"), Some("missing")]);
        assert_eq!(legend("as agreed").meaning("as"), None);
    }

    #[test]
    fn a_scale_needs_a_word_on_both_sides() {
        let words = ["low", "medium", "high", "critical"];
        let step = |word: &str| words.iter().position(|w| *w == word);
        let four = legend("How critical? (1 = low, 4 = critical)");
        assert_eq!(
            [1, 2, 3, 4, 5].map(|n| four.step(n, step)),
            [Some(0), Some(1), Some(2), Some(3), None]
        );
        let back = legend("1 = critical, 4 = low");
        assert_eq!([1, 2, 4].map(|n| back.step(n, step)), [Some(3), Some(2), Some(0)]);
        let five = legend("1 = low; 5 = critical");
        assert_eq!([2, 3, 4].map(|n| five.step(n, step)), [Some(1), Some(2), Some(3)]);
    }
}
