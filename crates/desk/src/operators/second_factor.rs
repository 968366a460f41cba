//! The second factor: a secret that an authenticator shares with the desk (TOTP, RFC 6238), and recovery
//! codes that replace it.
//!
//! The functions don't read the clock. The store holds the sealed secret, the last step that was used, and
//! digests of the recovery codes.

use data_encoding::{BASE32_NOPAD, HEXLOWER};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use sha2::{Digest, Sha256};
use totp_rs::{Algorithm, Builder, Totp};
use unicode_normalization::UnicodeNormalization;
use zeroize::Zeroizing;

use super::name::OperatorName;

/// The number of seconds in a step. Other values don't work reliably with authenticators.
const STEP_SECONDS: u64 = 30;
/// The number of digits of a code.
pub const DIGITS: u8 = 6;
/// The number of steps before or after the current one from which a code is accepted, for clocks that differ.
const SKEW: u16 = 1;
/// The number of bytes of a secret: the output size of SHA-1, as RFC 4226 recommends.
pub const SECRET_BYTES: usize = 20;
/// The number of recovery codes that an operator gets at a time.
pub const RECOVERY_CODES: usize = 10;
/// The number of characters of a recovery code, with five bits each.
const RECOVERY_CHARS: usize = 16;
/// The alphabet of recovery codes (Crockford's base 32): no I, L, O and U.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// The maximum number of typed characters that are read. No code has more, with blanks.
const MAX_TYPED: usize = 64;

/// The secret of a second factor.
#[derive(Clone)]
pub struct SecondFactorSecret(Zeroizing<[u8; SECRET_BYTES]>);

/// A typed code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TypedCode {
    /// Six digits of an authenticator.
    Digits(String),
    /// A recovery code, without its dashes.
    Recovery(RecoveryCode),
    /// Neither.
    Neither,
}

/// A code that replaces the second factor once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecoveryCode(String);

impl SecondFactorSecret {
    /// Generates a random secret.
    ///
    /// # Errors
    /// The system gives no random bytes.
    pub fn new() -> Result<Self, getrandom::Error> {
        let mut bytes = Zeroizing::new([0; SECRET_BYTES]);
        getrandom::fill(bytes.as_mut_slice())?;
        Ok(Self(bytes))
    }

    /// Creates the secret from its bytes.
    #[must_use]
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(|bytes| Self(Zeroizing::new(bytes)))
    }

    /// Returns the bytes of the secret.
    #[must_use]
    pub fn bytes(&self) -> &[u8; SECRET_BYTES] {
        &self.0
    }

    /// Returns the secret as it is typed into an authenticator: base 32 in groups of four.
    #[must_use]
    pub fn text(&self) -> Zeroizing<String> {
        let all = Zeroizing::new(BASE32_NOPAD.encode(self.0.as_slice()));
        Zeroizing::new(grouped(&all, ' '))
    }

    /// Returns the URI that an authenticator reads from a QR code (`otpauth://totp/…`). `issuer` is the
    /// desk's name.
    #[must_use]
    pub fn uri(&self, issuer: &str, operator: &OperatorName) -> Zeroizing<String> {
        let part = |text: &str| utf8_percent_encode(text, NON_ALPHANUMERIC).to_string();
        // A colon separates the two names, even if it is encoded.
        let issuer = part(&issuer.replace(':', " "));
        let secret = Zeroizing::new(BASE32_NOPAD.encode(self.0.as_slice()));
        Zeroizing::new(format!(
            "otpauth://totp/{issuer}:{}?secret={}&issuer={issuer}&algorithm=SHA1&digits={DIGITS}&period={STEP_SECONDS}",
            part(operator.as_str()),
            *secret
        ))
    }

    /// Returns the step of a code that is valid at `now`, in seconds since 1970-01-01 UTC. `None` for a wrong
    /// code, and for a code of the last used step or an earlier one.
    #[must_use]
    pub fn accept(&self, digits: &str, last_step: i64, now: i64) -> Option<i64> {
        let now = u64::try_from(now).ok()?;
        let step = i64::try_from(self.totp()?.check(digits, now)?).ok()?;
        (step > last_step).then_some(step)
    }

    /// Returns the code at a time, for tests of programs that sign in.
    #[must_use]
    pub fn code_at(&self, now: u64) -> Option<String> {
        Some(self.totp()?.generate(now).to_string())
    }

    fn totp(&self) -> Option<Totp> {
        let builder = Builder::new().with_algorithm(Algorithm::SHA1).with_digits(DIGITS).with_skew(SKEW);
        builder.with_step_duration(STEP_SECONDS).with_secret(*self.0).build().ok()
    }
}

impl TypedCode {
    /// Parses a typed code. Full-width characters, blanks, dashes and lower case are accepted.
    #[must_use]
    pub fn parse(typed: &str) -> Self {
        let plain: String = typed
            .chars()
            .take(MAX_TYPED)
            .nfkc()
            .filter(|c| !c.is_whitespace() && !matches!(c, '-' | '–' | '—' | '‐' | '−'))
            .map(|c| c.to_ascii_uppercase())
            .collect();
        if plain.len() == usize::from(DIGITS) && plain.bytes().all(|byte| byte.is_ascii_digit()) {
            return Self::Digits(plain);
        }
        let plain = plain.replace('O', "0").replace(['I', 'L'], "1");
        let is_code = plain.len() == RECOVERY_CHARS && plain.bytes().all(|byte| ALPHABET.contains(&byte));
        if is_code { Self::Recovery(RecoveryCode(plain)) } else { Self::Neither }
    }
}

impl RecoveryCode {
    /// Generates the codes that an operator gets.
    ///
    /// # Errors
    /// The system gives no random bytes.
    pub fn make() -> Result<Vec<Self>, getrandom::Error> {
        (0..RECOVERY_CODES).map(|_| Self::new()).collect()
    }

    fn new() -> Result<Self, getrandom::Error> {
        let mut bytes = Zeroizing::new([0_u8; RECOVERY_CHARS]);
        getrandom::fill(bytes.as_mut_slice())?;
        Ok(Self(bytes.iter().map(|byte| char::from(ALPHABET[usize::from(byte % 32)])).collect()))
    }

    /// Returns the code for writing down, in groups of four.
    #[must_use]
    pub fn text(&self) -> String {
        grouped(&self.0, '-')
    }

    /// Returns the digest for the store. A code has 80 random bits, so it can't be found from the digest.
    #[must_use]
    pub fn digest(&self, operator: &OperatorName) -> String {
        let digest = Sha256::new().chain_update("countersign recovery code 1").chain_update([0]);
        let digest = digest.chain_update(operator.as_str()).chain_update([0]).chain_update(&self.0);
        HEXLOWER.encode(&digest.finalize())
    }
}

/// Groups ASCII text by four characters.
fn grouped(text: &str, between: char) -> String {
    let groups: Vec<_> = text.as_bytes().chunks(4).map(String::from_utf8_lossy).collect();
    groups.join(&between.to_string())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn secret(byte: u8) -> SecondFactorSecret {
        SecondFactorSecret::from_bytes(&[byte; SECRET_BYTES]).unwrap()
    }

    #[test]
    fn the_vectors_of_the_rfc_are_accepted() {
        // The codes of RFC 6238, appendix B, SHA-1, have eight digits; these are the last six.
        let secret = SecondFactorSecret::from_bytes(b"12345678901234567890").unwrap();
        for (now, digits) in
            [(59, "287082"), (1_111_111_109, "081804"), (1_234_567_890, "005924"), (20_000_000_000, "353130")]
        {
            assert_eq!(secret.accept(digits, 0, now), Some(now / 30), "{now}");
        }
        assert_eq!(*secret.text(), "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ");
    }

    proptest! {
        #[test]
        fn a_code_is_accepted_one_step_early_or_late_and_only_once(
            byte in 0_u8.., now in 0_u64..4_000_000_000, off in -4_i64..=4,
        ) {
            let secret = secret(byte);
            let step = i64::try_from(now / STEP_SECONDS).unwrap() + off;
            prop_assume!(step > 0);
            let digits = secret.code_at(u64::try_from(step).unwrap() * STEP_SECONDS).unwrap();
            let at = i64::try_from(now).unwrap();
            let accepted = secret.accept(&digits, 0, at);
            if off.abs() <= i64::from(SKEW) {
                // Two adjacent steps may have the same code; the earlier one is taken.
                prop_assert!(accepted.is_some_and(|taken| (taken - step).abs() <= 2));
                prop_assert_eq!(secret.accept(&digits, accepted.unwrap(), at), None, "a code is accepted once");
            } else if let Some(taken) = accepted {
                let same = secret.code_at(u64::try_from(taken).unwrap() * STEP_SECONDS).unwrap();
                prop_assert_eq!(same, digits, "the code of another step is equal only by chance");
            }
        }

        #[test]
        fn any_typed_code_is_accepted_or_refused(typed in ".{0,80}", now in 0_i64..4_000_000_000) {
            if let TypedCode::Digits(digits) = TypedCode::parse(&typed) {
                prop_assert_eq!(digits.len(), 6);
                let _ = secret(7).accept(&digits, 0, now);
            }
        }
    }

    #[test]
    fn typed_codes_are_distinguished_by_kind() {
        let digits = |text: &str| TypedCode::Digits(text.to_owned());
        let recovery = TypedCode::Recovery(RecoveryCode("0123456789ABCDEF".to_owned()));
        for (typed, code) in [
            ("123456", digits("123456")),
            (" 123 456 ", digits("123456")),
            ("１２３４５６", digits("123456")),
            ("0123-4567-89ab-cdef", recovery.clone()),
            ("ol23 4567 89AB CDEF", TypedCode::Recovery(RecoveryCode("0123456789ABCDEF".to_owned()))),
            ("o123–4567–89AB–CDEF", recovery),
            ("", TypedCode::Neither),
            ("12345", TypedCode::Neither),
            ("1234567", TypedCode::Neither),
            ("12345a", TypedCode::Neither),
            ("٣٣٣٣٣٣", TypedCode::Neither),
            ("0123-4567-89AB-CDE", TypedCode::Neither),
            ("0123-4567-89AB-CDEU", TypedCode::Neither),
        ] {
            assert_eq!(TypedCode::parse(typed), code, "{typed}");
        }
    }

    #[test]
    fn recovery_codes_are_read_as_they_are_written() {
        let li = OperatorName::parse("li").unwrap();
        let codes = RecoveryCode::make().unwrap();
        assert_eq!(codes.len(), RECOVERY_CODES);
        for (at, code) in codes.iter().enumerate() {
            assert_eq!(code.text().len(), 19);
            assert_eq!(TypedCode::parse(&code.text().to_lowercase()), TypedCode::Recovery(code.clone()));
            assert!(!codes[..at].contains(code));
            assert_ne!(code.digest(&li), code.digest(&OperatorName::parse("wang").unwrap()));
        }
    }

    #[test]
    fn the_uri_for_an_authenticator_has_names_and_secret() {
        let li = OperatorName::parse("李@x").unwrap();
        let uri = secret(0).uri("Example: OS", &li);
        assert_eq!(
            *uri,
            "otpauth://totp/Example%20%20OS:%E6%9D%8E%40x?secret=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA&issuer=Example%20%20OS\
             &algorithm=SHA1&digits=6&period=30"
        );
    }
}
