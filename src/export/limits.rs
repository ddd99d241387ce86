//! What other programs have room for. In: texts, and how much fits. Out: texts that fit, with a word about what was left off; nothing is
//! cut in silence.

use sha2::{Digest, Sha256};

use crate::words::Words;

/// Stands where a line was cut.
const CUT: &str = " …";

/// A line of at most so many letters.
pub fn fitted(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let kept: String = text.chars().take(most - CUT.chars().count()).collect();
    kept.trim_end().to_owned() + CUT
}

/// An identifier of at most so many letters: a longer one keeps its beginning, and a checksum tells it from others that begin alike.
pub fn fitted_id(id: &str, most: usize) -> String {
    if id.chars().count() <= most {
        return id.to_owned();
    }
    let sum: String = Sha256::digest(id.as_bytes())
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    let kept: String = id.chars().take(most - 9).collect();
    format!("{kept}-{}", &sum[..8])
}

/// A text of at most so many letters: a head, as many lines as there is room for, and how many more there are.
pub fn fitted_lines(head: &str, lines: &[String], most: usize, words: &Words) -> String {
    const REST: usize = 80;
    let mut text = head.to_owned();
    let mut letters = text.chars().count();
    for (place, line) in lines.iter().enumerate() {
        let line_letters = line.chars().count() + 1;
        let is_last = place + 1 == lines.len();
        if letters + line_letters + if is_last { 0 } else { REST } > most {
            let more = words.count("terminal.and_more", lines.len() - place, &[]);
            return fitted(&format!("{text}\n{}", more.trim()), most);
        }
        text.push('\n');
        text.push_str(line);
        letters += line_letters;
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Language;

    #[test]
    fn what_does_not_fit_is_said() {
        let words = Words::of(Language::En);
        let lines: Vec<String> = (0..2_000).map(|n| format!("* line {n}")).collect();
        let text = fitted_lines("head", &lines, 1_000, words);
        let shown = text.matches("* line").count();
        assert!(text.chars().count() <= 1_000 && shown > 50);
        assert!(
            text.ends_with(&format!("and {} more", words.number(2_000 - shown))),
            "{text}"
        );
        assert_eq!(
            fitted_lines("head", &lines[..2], 1_000, words),
            "head\n* line 0\n* line 1"
        );
        assert_eq!(fitted("abcdef", 5), "abc …");
        let long = "deliver/".to_owned() + &"x".repeat(200);
        assert_eq!(fitted_id(&long, 100).len(), 100);
        assert_ne!(fitted_id(&long, 100), fitted_id(&(long.clone() + "y"), 100));
    }
}
