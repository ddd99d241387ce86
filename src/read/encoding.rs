//! Bytes of a text file into text. In: bytes. Out: the text with single `\n` line ends, and the encoding if it had to be told from
//! the bytes. UTF-8 wins whenever the bytes allow it.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

/// A decoded text file.
#[derive(Debug, PartialEq, Eq)]
pub struct Decoded {
    /// The text, without byte order mark.
    pub text: String,
    /// The encoding's name if nothing in the file said it.
    pub guessed: Option<&'static str>,
    /// How many characters could not be read and became `U+FFFD`.
    pub lost: usize,
}

/// Decodes a text file.
pub fn decode(bytes: &[u8]) -> Decoded {
    let (encoding, known) = match Encoding::for_bom(bytes) {
        Some((encoding, _)) => (encoding, true),
        None => tell(bytes),
    };
    let (text, ..) = encoding.decode(bytes);
    Decoded {
        lost: text.chars().filter(|c| *c == '\u{FFFD}').count(),
        text: text.replace("\r\n", "\n").replace('\r', "\n"),
        guessed: (!known).then(|| encoding.name()),
    }
}

fn tell(bytes: &[u8]) -> (&'static Encoding, bool) {
    if let Some(encoding) = wide(bytes) {
        return (encoding, false);
    }
    if std::str::from_utf8(bytes).is_ok() {
        return (UTF_8, true);
    }
    if is_mostly_utf8(bytes) {
        return (UTF_8, false);
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    (detector.guess(None, Utf8Detection::Deny), false)
}

/// UTF-16 without a byte order mark: in western text every other byte is zero.
fn wide(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes.get(..4096).unwrap_or(bytes);
    let zeros = |offset: usize| head.iter().skip(offset).step_by(2).filter(|byte| **byte == 0).count();
    let (first, second) = (zeros(0), zeros(1));
    let many = head.len() / 4;
    match (first, second) {
        _ if head.len() < 4 => None,
        (first, second) if second > many && first * 8 < second => Some(UTF_16LE),
        (first, second) if first > many && second * 8 < first => Some(UTF_16BE),
        _ => None,
    }
}

/// A few broken bytes in a UTF-8 file do not make every accent in it wrong.
fn is_mostly_utf8(bytes: &[u8]) -> bool {
    let (mut good, mut broken) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        broken += usize::from(!chunk.invalid().is_empty());
    }
    good > 2 * broken
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_encoding_gives_the_same_text() {
        let text = "System;Owner\nKöln Zürich;Łukasz…";
        let wide = |order: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(order).collect::<Vec<u8>>();
        let marked = |mark: &[u8], body: Vec<u8>| [mark, &body].concat();
        for bytes in [
            text.as_bytes().to_vec(),
            marked(b"\xEF\xBB\xBF", text.as_bytes().to_vec()),
            wide(u16::to_le_bytes),
            wide(u16::to_be_bytes),
            marked(b"\xFF\xFE", wide(u16::to_le_bytes)),
            marked(b"\xFE\xFF", wide(u16::to_be_bytes)),
        ] {
            assert_eq!(decode(&bytes).text, text);
        }
    }

    #[test]
    fn western_bytes_are_told_and_said() {
        let decoded = decode(b"Name,Owner\r\nChatbot \x96 pilot,Ren\xE9e M\xFCller\r\n");
        assert_eq!(decoded.text, "Name,Owner\nChatbot \u{2013} pilot,Renée Müller\n");
        assert_eq!(decoded.guessed, Some("windows-1252"));
    }

    #[test]
    fn one_broken_byte_does_not_spoil_the_rest() {
        let decoded = decode(
            "é".repeat(50)
                .into_bytes()
                .into_iter()
                .chain([0xE9])
                .collect::<Vec<_>>()
                .as_slice(),
        );
        assert_eq!((decoded.text.chars().next(), decoded.lost), (Some('é'), 1));
    }
}
