//! Drafts of mail, one a packet, with the packet attached. In: packets. Out: messages as mail programs open them; nothing is sent. An
//! owner without a known address gets a draft without one.

use mail_builder::MessageBuilder;
use mail_builder::headers::HeaderType;
use mail_builder::headers::content_type::ContentType;
use mail_builder::headers::raw::Raw;
use mail_builder::mime::{BodyPart, MimePart};
use sha2::{Digest, Sha256};

use crate::error::Error;
use crate::export::packets::{For, Packet, Source};
use crate::message::Message;

/// What a spreadsheet is called in a message.
const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// A draft with its packet.
///
/// # Errors
/// [`Error::Export`] if it cannot be written, which is not expected.
pub fn draft(packet: &Packet<'_>, attached: Vec<u8>, from: &Source<'_>) -> Result<Vec<u8>, Error> {
    let (snapshot, (subject, body)) = (from.snapshot, said(packet, from));
    // The boundary would otherwise be made from the clock.
    let sum: String = Sha256::digest(&attached)
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    let boundary = format!("=_{}", &sum[..32]);
    let parts = vec![
        MimePart::new("text/plain", BodyPart::Text(body.into())),
        MimePart::new(XLSX, BodyPart::Binary(attached.into())).attachment(packet.file.clone()),
    ];
    let whole = ContentType::new("multipart/mixed").attribute("boundary", boundary);
    let noon = snapshot
        .as_of
        .and_hms_opt(12, 0, 0)
        .unwrap_or_default()
        .and_utc()
        .timestamp();
    let mut message = MessageBuilder::new()
        .subject(subject)
        .date(noon)
        .message_id(format!("{}@unowned.invalid", &sum[..32]))
        .header("X-Unsent", HeaderType::from(Raw::new("1")))
        .body(MimePart::new(whole, BodyPart::Multipart(parts)));
    if let Some(address) = &packet.address {
        message = message.to((packet.who.clone(), address.clone()));
    }
    message.write_to_vec().map_err(|error| Error::Export {
        what: "a draft of mail",
        reason: Message::verbatim(error.to_string()),
    })
}

/// The subject and the text.
fn said(packet: &Packet<'_>, from: &Source<'_>) -> (String, String) {
    let (words, snapshot, n) = (from.words, from.snapshot, packet.rows.len());
    let organisation = snapshot.organisation.clone().unwrap_or_else(|| words.text("mail.we"));
    let values = [
        ("who", packet.who.as_str()),
        ("organisation", &organisation),
        ("date", &words.long_date(snapshot.as_of)),
    ];
    match packet.to {
        For::Owner => (
            words.count("mail.subject_owner", n, &values),
            words.count("mail.body_owner", n, &values),
        ),
        For::Provider => (
            words.say("mail.subject_provider", &values),
            words.count("mail.body_provider", n, &values),
        ),
    }
}
