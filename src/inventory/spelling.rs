//! What two spellings of one name have in common. In: names of people, companies and systems as they were written. Out: keys to
//! compare them by, and the id of a system that has none. What an owner cell says is the business of `normalise`.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;
use unicode_segmentation::UnicodeSegmentation;

/// Legal forms of companies, and what joins two of them.
const FORMS: [&str; 38] = [
    "inc",
    "incorporated",
    "ltd",
    "limited",
    "llc",
    "llp",
    "lp",
    "corp",
    "corporation",
    "co",
    "company",
    "plc",
    "pty",
    "pbc",
    "gmbh",
    "ag",
    "kg",
    "kgaa",
    "se",
    "ug",
    "mbh",
    "ev",
    "sa",
    "sas",
    "sasu",
    "sarl",
    "srl",
    "sl",
    "slu",
    "spa",
    "bv",
    "nv",
    "oy",
    "ab",
    "aps",
    "as",
    "and",
    "und",
];

/// Legal forms that are written with points, letter by letter.
const SPELT: [&[&str]; 8] = [
    &["s", "a", "s"],
    &["s", "p", "a"],
    &["s", "a"],
    &["s", "l"],
    &["b", "v"],
    &["n", "v"],
    &["g", "m", "b", "h"],
    &["e", "v"],
];

/// Whether a text names the person; `Müller` may be written `Mueller` on either side, and what stands in brackets behind the name
/// (`BRANDT Ole (Mr.)`) is none of it.
pub(super) fn is_named(name: &str, text: &str) -> bool {
    let before = name.split(['(', '[', '<']).next().unwrap_or_default().trim();
    let name = if before.is_empty() { name } else { before };
    is_spelt(name, text) || is_spelt(&umlauts_spelt_out(name), &umlauts_spelt_out(text))
}

/// `Mueller` for `Müller`, as people write who lack the key.
fn umlauts_spelt_out(text: &str) -> String {
    let mut spelt = String::with_capacity(text.len());
    for letter in text.nfc().flat_map(char::to_lowercase) {
        match letter {
            'ä' => spelt.push_str("ae"),
            'ö' => spelt.push_str("oe"),
            'ü' => spelt.push_str("ue"),
            _ => spelt.push(letter),
        }
    }
    spelt
}

fn is_spelt(name: &str, text: &str) -> bool {
    let (name, whole) = (name_words(name), name_words(text));
    let head = name_words(text.split(['(', '[', '<']).next().unwrap_or_default());
    let sorted = |words: &[String]| {
        let mut words = words.to_vec();
        words.sort();
        words
    };
    let turned: Vec<String> = name.iter().rev().cloned().collect();
    let same = |other: &[String]| {
        sorted(other) == sorted(&name) || [&name, &turned].iter().any(|n| n.concat() == other.concat())
    };
    let inside = |name: &[String]| name.len() > 1 && whole.windows(name.len()).any(|words| words == name);
    !name.is_empty() && (same(&head) || same(&whole) || inside(&name) || inside(&turned))
}

/// The words of a name; initials between longer words do not matter.
fn name_words(name: &str) -> Vec<String> {
    let key = name_key(name);
    let words: Vec<String> = key
        .split(' ')
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect();
    let long = |word: &&String| word.chars().count() > 1;
    if words.iter().filter(long).count() < 2 {
        return words;
    }
    words.into_iter().filter(|word| long(&word)).collect()
}

/// What two spellings of one name have in common: compatibility forms, case, accents, spaces and punctuation do not matter.
pub fn name_key(name: &str) -> String {
    if name.is_ascii() {
        return ascii_key(name);
    }
    let mut key = String::with_capacity(name.len());
    let mut gap = false;
    for letter in name
        .nfkd()
        .filter(|c| !is_combining_mark(*c))
        .flat_map(char::to_lowercase)
    {
        if letter.is_alphanumeric() {
            if gap && !key.is_empty() {
                key.push(' ');
            }
            gap = false;
            match plain(letter) {
                Some(letters) => key.push_str(letters),
                None => key.push(letter),
            }
        } else if !is_combining_mark(letter) && !is_apostrophe(letter) {
            gap = true;
        }
    }
    key
}

/// The same for the letters that most names are made of, without a look at Unicode's tables.
fn ascii_key(name: &str) -> String {
    let mut key = String::with_capacity(name.len());
    let mut gap = false;
    for letter in name.chars().filter(|letter| !is_apostrophe(*letter)) {
        if !letter.is_ascii_alphanumeric() {
            gap = true;
            continue;
        }
        if gap && !key.is_empty() {
            key.push(' ');
        }
        gap = false;
        key.push(letter.to_ascii_lowercase());
    }
    key
}

/// The id of a system that has none: the letters and digits of its name, parted by hyphens. Accents and other marks stay with
/// their letter, since people read it: a mark that is cut off its letter cannot be shown.
pub fn slug(name: &str) -> String {
    let small: String = name.nfkc().flat_map(char::to_lowercase).collect();
    let mut id = String::with_capacity(small.len());
    let mut gap = false;
    for letter in small.graphemes(true) {
        if !letter.starts_with(char::is_alphanumeric) {
            gap = true;
            continue;
        }
        if gap && !id.is_empty() {
            id.push('-');
        }
        gap = false;
        id.extend(letter.chars().filter(|c| c.is_alphanumeric() || is_letters_mark(*c)));
    }
    if id.is_empty() { "system".to_owned() } else { id }
}

/// Marks that belong to a letter; not those that make a sign of it (a digit in a keycap) or choose its look.
fn is_letters_mark(sign: char) -> bool {
    is_combining_mark(sign)
        && !matches!(sign, '\u{20D0}'..='\u{20FF}' | '\u{FE00}'..='\u{FE0F}' | '\u{E0100}'..='\u{E01EF}')
}

/// `O'Brien` is one word, whatever the apostrophe.
fn is_apostrophe(letter: char) -> bool {
    matches!(letter, '\'' | '’' | '‘' | 'ʼ' | '`' | '´')
}

/// Letters that people replace when a keyboard lacks them, and that do not come apart into a letter and an accent.
fn plain(letter: char) -> Option<&'static str> {
    Some(match letter {
        'ß' => "ss",
        'ı' => "i",
        'ø' => "o",
        'ł' => "l",
        'đ' | 'ð' => "d",
        'æ' => "ae",
        'œ' => "oe",
        'þ' => "th",
        _ => return None,
    })
}

/// Whether two names are of one person (or role): as for leavers, whatever the order of the words.
pub fn same_person(one: &str, other: &str) -> bool {
    let sorted = |name: &str| {
        let mut words = name_words(name);
        words.sort();
        words
    };
    sorted(one) == sorted(other)
}

/// What two ways of writing a company have in common: as for names, and without the legal form (`Acme Inc.` = `ACME`).
pub fn company_key(name: &str) -> String {
    let key = name_key(name);
    let mut words: Vec<&str> = key.split(' ').collect();
    loop {
        let last = words.last().copied().unwrap_or_default();
        let form = SPELT.iter().find(|form| words.ends_with(form)).map(|form| form.len());
        let form = form.or_else(|| FORMS.contains(&last).then_some(1));
        match form {
            Some(length) if length < words.len() => words.truncate(words.len() - length),
            _ => return words.join(" "),
        }
    }
}

/// The letters of a company's name: [`company_key`] without regard to spaces (`Open AI` = `OpenAI`).
pub fn company_letters(name: &str) -> String {
    company_key(name).replace(' ', "")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_compared_without_case_accents_spaces_and_punctuation() {
        assert_eq!(name_key("  Open-AI,  Inc. "), name_key("open ai inc"));
        assert_ne!(name_key("Ann Lee"), name_key("Anna Lee"));
        for (one, other) in [
            ("Jörg Weiß", "JORG WEISS"),
            ("Işıl İnan", "isil inan"),
            ("José Álvarez", "Jose Alvarez"),
            ("Zoë O’Brien", "zoe o'brien"),
            ("Łukasz Sørensen", "lukasz sorensen"),
        ] {
            assert_eq!(name_key(one), name_key(other));
        }
    }

    #[test]
    fn an_id_of_a_name_keeps_every_letter_whole() {
        for (name, id) in [
            ("Claims Triage (beta)", "claims-triage-beta"),
            ("Größe & Co.", "größe-co"),
            ("น้ำ", "น้ํา"),
            ("बाज़ार bot", "बाज़ार-bot"),
            ("1️⃣ Chat", "1-chat"),
            ("✅ ➿", "system"),
            ("Ａｃｍｅ", "acme"),
        ] {
            assert_eq!(slug(name), id.nfkc().collect::<String>(), "{name}");
        }
    }

    #[test]
    fn a_company_is_the_same_without_its_legal_form() {
        for name in ["Acme Inc.", "ACME", "Acme, LLC", "Acme GmbH & Co. KG", "acme S.A.S."] {
            assert_eq!(company_key(name), "acme", "{name}");
        }
        assert_eq!(company_key("AG"), "ag");
        assert_ne!(company_key("Acme Labs"), company_key("Acme"));
    }
}
