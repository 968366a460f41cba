//! Writes a mail as a message file (RFC 5322): a draft that a mail program opens. The library encodes every
//! header and the body.

use mail_builder::MessageBuilder;
use mail_builder::headers::address::Address;
use mail_builder::headers::raw::Raw;

use super::{Mail, MailAddress};

/// The sender if the desk has none. No mail reaches that domain (RFC 2606), and the mail program replaces it
/// by the operator's own address.
const NO_SENDER: &str = "unsent@desk.invalid";

impl Mail {
    /// Returns the message, written at the time `at` (seconds since 1970-01-01 UTC). `X-Unsent` makes mail
    /// programs open it as a draft.
    #[must_use]
    pub fn message(&self, from: Option<&MailAddress>, at: i64) -> Vec<u8> {
        let from = from.map_or(NO_SENDER, MailAddress::as_str);
        let domain = from.rsplit('@').next().unwrap_or_default();
        let to = self.to.iter().map(|address| Address::from(address.as_str())).collect::<Vec<_>>();
        let mut message = MessageBuilder::new()
            .from((self.sender.as_str(), from))
            .subject(self.subject.as_str())
            .date(at)
            .message_id(format!("{}.{at}@{domain}", self.name))
            .header("X-Unsent", Raw::new("1"))
            .text_body(self.text().replace('\n', "\r\n"));
        if !to.is_empty() {
            message = message.to(Address::new_list(to));
        }
        let mut bytes = Vec::new();
        message.serialize(&mut bytes);
        bytes
    }
}
