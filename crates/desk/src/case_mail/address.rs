//! Mail addresses. Only addresses that need no encoding in a header are accepted.

use serde::Deserialize;

/// The maximum length of an address (RFC 5321 section 4.5.3.1.3).
const MAX_LENGTH: usize = 254;
/// The maximum number of addresses in one field.
const MOST: usize = 10;

/// An address such as `name@example.com`, without a display name.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct MailAddress(String);

impl MailAddress {
    /// Parses an address. `None` unless the text is a dot-atom, `@` and a host name in ASCII (RFC 5322
    /// section 3.4.1).
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let (local, host) = text.rsplit_once('@')?;
        let atom = |part: &str| !part.is_empty() && part.bytes().all(is_atom);
        let label = |part: &str| {
            let inside = part.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
            !part.is_empty() && inside && !part.starts_with('-') && !part.ends_with('-')
        };
        let valid = text.len() <= MAX_LENGTH && local.split('.').all(atom) && host.split('.').all(label);
        valid.then(|| Self(text.to_owned()))
    }

    /// Returns the valid addresses in a text with several, separated by commas, semicolons or blanks.
    #[must_use]
    pub fn list(text: &str) -> Vec<Self> {
        let separator = |c: char| c.is_whitespace() || matches!(c, ',' | ';' | '，' | '；' | '、');
        text.split(separator).filter_map(Self::parse).take(MOST).collect()
    }

    /// Returns the address as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for MailAddress {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text).ok_or("an address such as name@example.com")
    }
}

/// Whether the byte may be in an atom (RFC 5322 section 3.2.3).
const fn is_atom(byte: u8) -> bool {
    byte.is_ascii_alphanumeric()
        || matches!(
            byte,
            b'!' | b'#'
                | b'$'
                | b'%'
                | b'&'
                | b'\''
                | b'*'
                | b'+'
                | b'-'
                | b'/'
                | b'='
                | b'?'
                | b'^'
                | b'_'
                | b'`'
                | b'{'
                | b'|'
                | b'}'
                | b'~'
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_addresses_are_taken() {
        for good in ["wang@example.cn", "a.b+c@mail.example.com", " x_y@host "] {
            assert_eq!(MailAddress::parse(good).unwrap().as_str(), good.trim(), "{good}");
        }
        for bad in [
            "",
            "@",
            "a@",
            "@b",
            "a@b@c d",
            "a b@c",
            "a@b>\r\nBcc: x@y",
            "a@b,c@d",
            "<a@b>",
            "a@-b",
            "a@b..c",
            ".a@b",
            "王@例子.中国",
            "\"a b\"@c",
            "a@b\u{202e}",
        ] {
            assert_eq!(MailAddress::parse(bad), None, "{bad}");
        }
        assert_eq!(MailAddress::parse(&format!("{}@b", "a".repeat(300))), None);
    }

    #[test]
    fn several_addresses_are_split() {
        let all = MailAddress::list("a@x.cn；b@x.cn, nobody; c@x.cn");
        assert_eq!(all.iter().map(MailAddress::as_str).collect::<Vec<_>>(), ["a@x.cn", "b@x.cn", "c@x.cn"]);
    }
}
