//! The address that shows an answer again: the request's own address, and a token that only a desk with the same keys can make.
//!
//! The token holds the second at which the address expires, how the request was granted, and a digest (HMAC-SHA256) over both and
//! the request, all in base 32. It reveals nothing that the page doesn't show, and no process stores it.
//!
//! Never here: the answer itself. The ledger gives it each time the address is opened.

use data_encoding::BASE32_NOPAD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;

use countersign_core::protocol::{Request, RequestError};
use countersign_ledger::GrantKind;

/// The purpose for which the secret of the digest is derived.
pub(super) const PURPOSE: &str = "countersign desk, address of an answer 1";
/// How many seconds the address works: long enough to type the code in. Afterwards, the request can be sent again.
const LIFETIME: i64 = 1_800;
/// The length of the part before the digest, in bytes: four for the second, one for the grant.
const STATED: usize = 5;
/// The length of the digest in bytes. With it, the token is a whole number of characters.
const DIGEST: usize = 20;
/// The length of a token in characters.
const CHARACTERS: usize = (STATED + DIGEST) * 8 / 5;

/// Makes and reads the addresses of the answers to one product's requests.
pub(super) struct AnswerAddresses(Hmac<Sha256>);

/// What a valid token says: the desk answered the request of this address recently.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Answered {
    /// How it was granted; `None` if it was refused.
    pub granted: Option<GrantKind>,
}

impl AnswerAddresses {
    /// Creates the addresses from a secret for [`PURPOSE`]. HMAC takes a secret of any length.
    pub(super) fn new(secret: &[u8]) -> Option<Self> {
        Hmac::new_from_slice(secret).ok().map(Self)
    }

    /// Returns the path of a request's answer that was given at `now`, in seconds since 1970-01-01.
    ///
    /// # Errors
    /// The request can't be encoded. This never happens with a decoded request.
    pub(super) fn path(
        &self,
        request: &Request,
        answered: Answered,
        now: i64,
    ) -> Result<String, RequestError> {
        let until = u32::try_from(now.saturating_add(LIFETIME)).unwrap_or(u32::MAX);
        let bytes = request.encode()?;
        let mut token = until.to_be_bytes().to_vec();
        token.push(grant_byte(answered.granted));
        let digest = self.digest(&token, &bytes).finalize().into_bytes();
        token.extend(digest.iter().take(DIGEST));
        Ok(format!("{}/{}", request_path_of(&bytes), BASE32_NOPAD.encode(&token)))
    }

    /// Returns what a token says, if it belongs to the request and hasn't expired.
    pub(super) fn read(&self, request: &Request, token: &str, now: i64) -> Option<Answered> {
        if token.len() != CHARACTERS {
            return None;
        }
        let token = BASE32_NOPAD.decode(token.to_ascii_uppercase().as_bytes()).ok()?;
        let (stated, digest) = token.split_first_chunk::<STATED>()?;
        self.digest(stated, &request.encode().ok()?).verify_truncated_left(digest).ok()?;
        let [until @ .., grant] = *stated;
        let answered = Answered { granted: granted(grant)? };
        (now <= i64::from(u32::from_be_bytes(until))).then_some(answered)
    }

    fn digest(&self, stated: &[u8], request: &[u8]) -> Hmac<Sha256> {
        self.0.clone().chain_update(stated).chain_update(request)
    }
}

/// The path of a request's own address.
///
/// # Errors
/// The request can't be encoded. This never happens with a decoded request.
pub(super) fn request_path(request: &Request) -> Result<String, RequestError> {
    Ok(request_path_of(&request.encode()?))
}

fn request_path_of(bytes: &[u8]) -> String {
    format!("/R/{}", BASE32_NOPAD.encode(bytes))
}

/// 0 for a refusal, otherwise the index of the kind in [`GrantKind::ALL`] plus one.
fn grant_byte(granted: Option<GrantKind>) -> u8 {
    let place = granted.and_then(|kind| GrantKind::ALL.iter().position(|one| *one == kind));
    place.and_then(|place| u8::try_from(place + 1).ok()).unwrap_or(0)
}

fn granted(byte: u8) -> Option<Option<GrantKind>> {
    match usize::from(byte).checked_sub(1) {
        None => Some(None),
        Some(place) => GrantKind::ALL.get(place).copied().map(Some),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample_request::sample_request;

    const NOW: i64 = 1_795_361_511;

    fn request(serial: &str) -> Request {
        sample_request([1, 2, 3, 4, 5, 6], serial)
    }

    fn addresses() -> AnswerAddresses {
        AnswerAddresses::new(&[5; 32]).unwrap()
    }

    fn token(path: &str) -> &str {
        path.rsplit('/').next().unwrap()
    }

    #[test]
    fn an_address_holds_its_answer_until_it_expires() {
        let request = request("M80-D8018200512");
        for granted in GrantKind::ALL.into_iter().map(Some).chain([None]) {
            let answered = Answered { granted };
            let path = addresses().path(&request, answered, NOW).unwrap();
            assert!(path.starts_with(&format!("{}/", request_path(&request).unwrap())), "{path}");
            for (now, read) in
                [(NOW, Some(answered)), (NOW + LIFETIME, Some(answered)), (NOW + LIFETIME + 1, None)]
            {
                assert_eq!(addresses().read(&request, token(&path), now), read, "{granted:?}");
            }
            assert_eq!(addresses().read(&request, &token(&path).to_ascii_lowercase(), NOW), Some(answered));
        }
    }

    #[test]
    fn an_address_cannot_be_forged_or_altered() {
        let (mine, other) = (request("M80-D8018200512"), request("M80-D8018200513"));
        let path = addresses().path(&mine, Answered { granted: None }, NOW).unwrap();
        let token = token(&path);
        assert_eq!(addresses().read(&other, token, NOW), None, "the token is invalid for another request");
        assert_eq!(
            AnswerAddresses::new(&[6; 32]).unwrap().read(&mine, token, NOW),
            None,
            "the token is invalid under another key"
        );
        for at in 0..token.len() {
            let other = if &token[at..=at] == "A" { "B" } else { "A" };
            let altered = format!("{}{other}{}", &token[..at], &token[at + 1..]);
            assert_eq!(addresses().read(&mine, &altered, NOW), None, "{altered}");
        }
        for wrong in ["", "A", &token[1..], &format!("{token}A"), "€€€€€€€€€€€€€", &"=".repeat(CHARACTERS)]
        {
            assert_eq!(addresses().read(&mine, wrong, NOW), None, "{wrong}");
        }
    }
}
