//! A value without what people write around it. In: a cell's text. Out: the ways to read it as one word, from the text as it
//! stands to the bare word: without enumerator (`d) Retired`, `5. Data Privacy`, `1 - Low`), footnote mark (`High*`), or a number in
//! brackets behind it (`High (3)`). What a remark in brackets says is the business of whoever reads the value.

/// The text without an enumerator in front and without footnote marks; the same text if it has none.
pub(super) fn bare(text: &str) -> &str {
    let text = without_footnote(without_bullet(text.trim()));
    let text = without_number_behind(text);
    match enumerator(text) {
        Some(length) => text[length..].trim_start(),
        None => text,
    }
}

/// The text without a number in front (`1) Bob`); `T. Voss` keeps the initial.
pub(super) fn unnumbered(text: &str) -> &str {
    let counted =
        text.starts_with(|c: char| c.is_ascii_digit() || c == '(' || c == '[') || text.chars().nth(1) == Some(')');
    match enumerator(text).filter(|_| counted) {
        Some(length) => text[length..].trim_start(),
        None => text,
    }
}

/// A text parted at its last bracket: what stands before it, and what stands in it.
pub(super) fn remark(text: &str) -> Option<(&str, &str)> {
    let text = text.trim();
    let (open, close) = [('(', ')'), ('[', ']')]
        .into_iter()
        .find(|(_, close)| text.ends_with(*close))?;
    let start = text.rfind(open)?;
    let (head, inside) = (text[..start].trim(), &text[start + 1..text.len() - close.len_utf8()]);
    (!head.is_empty()).then_some((head, inside.trim()))
}

/// How long an enumerator in front of a text is, if there is one and something stands behind it: a number, a letter or a code of
/// both (`C2`, `P1`), parted from the word by a mark.
fn enumerator(text: &str) -> Option<usize> {
    let open = text.len() - text.trim_start_matches(['(', '[', '#']).len();
    let rest = &text[open..];
    let sign = rest.find(|c: char| !c.is_ascii_alphanumeric())?;
    let (code, behind) = rest.split_at(sign);
    let marks = behind.trim_start_matches([')', ']', '.', ':', '=', '-', '–', '—', ' ']);
    let between = &behind[..behind.len() - marks.len()];
    let counts = code.len() <= 3
        && code.bytes().filter(u8::is_ascii_digit).count() >= code.len().saturating_sub(1)
        && !code.is_empty();
    let parts = match code.bytes().all(|b| b.is_ascii_digit()) {
        true => between.contains([')', ']', '.', ':', '=', '-', '–', '—']) || open > 0,
        // "A great deal" and "B-Team" are no enumerations; "a) low" and "H - High" are.
        false => {
            between.contains([')', ']', '.', ':', '=']) || between.contains([' ']) && between.contains(['-', '–', '—'])
        }
    };
    let word = marks.starts_with(|c: char| c.is_alphabetic());
    (counts && parts && word).then(|| text.len() - marks.len())
}

/// Without the bullet of a list in a cell.
fn without_bullet(text: &str) -> &str {
    let rest = text.trim_start_matches(['•', '▪', '●', '◦', '‣', '·', '-', '–', '*']);
    let listed = rest.len() < text.len() && rest.starts_with(char::is_whitespace);
    let name = rest.trim_start();
    if listed && name.starts_with(char::is_alphabetic) {
        name
    } else {
        text
    }
}

/// Without stars, daggers and raised figures at the end.
fn without_footnote(text: &str) -> &str {
    const MARKS: [char; 14] = ['*', '†', '‡', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹', '⁰', '.'];
    let bare = text.trim_end_matches(MARKS).trim_end();
    let numbered = bare.strip_suffix(']').and_then(|b| b.rsplit_once('['));
    let bare = match numbered {
        Some((head, number)) if !head.trim().is_empty() && number.bytes().all(|b| b.is_ascii_digit()) => {
            head.trim_end()
        }
        _ => bare,
    };
    if bare.chars().any(char::is_alphanumeric) {
        bare
    } else {
        text
    }
}

/// `High (3)`, `High - 3`: without the number.
fn without_number_behind(text: &str) -> &str {
    let digits = |part: &str| !part.is_empty() && part.len() <= 2 && part.bytes().all(|b| b.is_ascii_digit());
    if let Some((head, number)) = remark(text)
        && digits(number)
    {
        return head;
    }
    for mark in [" - ", " – ", ": "] {
        if let Some((head, number)) = text.rsplit_once(mark)
            && digits(number.trim())
            && head.chars().any(char::is_alphabetic)
        {
            return head.trim_end();
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_around_a_word_is_taken_off() {
        for (text, word) in [
            ("d) Retired", "Retired"),
            ("(b) Planned", "Planned"),
            ("1 - Low", "Low"),
            ("3 – Important", "Important"),
            ("High (3)", "High"),
            ("High - 3", "High"),
            ("5. Data Privacy", "Data Privacy"),
            ("5.Data Privacy", "Data Privacy"),
            ("[2] Internal", "Internal"),
            ("C2: Confidential", "Confidential"),
            ("P1 - Critical", "Critical"),
            ("High*", "High"),
            ("Medium ²", "Medium"),
            ("Low [1]", "Low"),
            ("4=Critical", "Critical"),
            ("H - High", "High"),
        ] {
            assert_eq!(bare(text), word, "{text}");
        }
        for text in [
            "On-Premises",
            "3 days",
            "C3",
            "2026-05-01",
            "A great deal",
            "B-Team",
            "50%",
            "*",
            "1",
            "N/A",
            "Data Privacy",
            "E-Mail",
        ] {
            assert_eq!(bare(text), text, "{text}");
        }
        assert_eq!(remark("implemented (partly)"), Some(("implemented", "partly")));
        assert_eq!(remark("(vacant)"), None);
    }
}
