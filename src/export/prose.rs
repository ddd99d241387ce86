//! Text of the inventory in Markdown. In: a text, as anybody wrote it. Out: the same on one line, so that neither a renderer nor the
//! host around it takes any of it for markup, a link, a mention, or a reference.

/// What begins an address even where no mark stands around it.
const ADDRESSES: [&str; 4] = ["://", "www.", "mailto:", "xmpp:"];
/// The length of the number of a commit.
const COMMIT: usize = 40;

/// The text as it goes into Markdown.
pub fn plain(text: &str) -> String {
    let words: Vec<String> = text
        .split_whitespace()
        .enumerate()
        .map(|(place, word)| match is_live(word) {
            true => as_code(word),
            false if place == 0 => begun(&escaped(word)),
            false => escaped(word),
        })
        .collect();
    words.join(" ")
}

/// Whether a host makes a link, a mention or a reference of a word once it is rendered, so that no escape helps: it looks at the text
/// that is shown. What is set as code it leaves alone.
fn is_live(word: &str) -> bool {
    let lower = word.to_lowercase();
    let follows = |mark: char, kind: fn(char) -> bool| word.split(mark).skip(1).any(|rest| rest.starts_with(kind));
    let commit = |part: &str| part.len() == COMMIT && part.bytes().all(|b| b.is_ascii_hexdigit());
    ADDRESSES.iter().any(|address| lower.contains(address))
        || follows('@', char::is_alphanumeric)
        || follows('#', |c| c.is_ascii_digit())
        || lower
            .split("gh-")
            .skip(1)
            .any(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
        || lower.split(|c: char| !c.is_ascii_alphanumeric()).any(commit)
}

/// A word as code. The marks that end code, or a cell of a table, stand between pieces of it.
fn as_code(word: &str) -> String {
    let mut code = String::with_capacity(word.len() + 4);
    for piece in word.split_inclusive(['`', '|']) {
        let inner = piece.trim_end_matches(['`', '|']);
        if !inner.is_empty() {
            code.push_str(&format!("`{inner}`"));
        }
        piece[inner.len()..].chars().for_each(|mark| code.extend(['\\', mark]));
    }
    code
}

fn escaped(word: &str) -> String {
    let mut escaped = String::with_capacity(word.len());
    for letter in word.chars() {
        match letter {
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '&' => escaped.push_str("&amp;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '#' | '|' | '~' | '!' | '$' => escaped.extend(['\\', letter]),
            _ => escaped.push(letter),
        }
    }
    escaped
}

/// The first word, so that no line begins as a list or a rule does.
fn begun(word: &str) -> String {
    let digits = word.chars().take_while(char::is_ascii_digit).count();
    let at = match word.chars().nth(digits) {
        Some('.' | ')') if digits > 0 => digits,
        Some('-' | '+' | '=') if digits == 0 => 0,
        _ => return word.to_owned(),
    };
    format!("{}\\{}", &word[..at], &word[at..])
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn what_a_host_would_link_is_code_and_the_rest_is_escaped() {
        for (text, expected) in [
            ("Ann Lee, AI-001/data-privacy", "Ann Lee, AI-001/data-privacy"),
            ("ask @all", "ask `@all`"),
            ("a@b.example, c", "`a@b.example,` c"),
            ("see WWW.x.example", "see `WWW.x.example`"),
            ("HTTP://x\nnext", "`HTTP://x` next"),
            ("x/y#1 GH-2 C# #tag", "`x/y#1` `GH-2` C\\# \\#tag"),
            ("a|@b`c", "`a`\\|`@b`\\``c`"),
            ("1. one", "1\\. one"),
            ("--- - x", "\\--- - x"),
            ("<b>*x*</b> $1", "&lt;b&gt;\\*x\\*&lt;/b&gt; \\$1"),
            (
                "0123456789abcdef0123456789abcdef01234567",
                "`0123456789abcdef0123456789abcdef01234567`",
            ),
        ] {
            assert_eq!(plain(text), expected);
        }
    }
}
