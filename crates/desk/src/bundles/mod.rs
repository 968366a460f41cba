//! Bundles at the desk: parses each line, and creates the line of its answer. The command, the office and the
//! API answer bundles with it.
//!
//! The format is in `countersign_core::bundle`. This module never has the decision, files or HTTP.

mod entry;

pub(crate) use entry::{BundleEntry, EntryRefusal, answer_line};

use std::io;

use data_encoding::HEXLOWER;
use sha2::{Digest as _, Sha256};

use crate::text::{BundleLine as L, BundleSentence as S};
use countersign_core::bundle::BundleError;
use countersign_core::text::{Lang, Line as _};
use countersign_ledger::BundleDigest;

/// The SHA-256 of a whole bundle.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct WholeDigest(pub(crate) [u8; 32]);

impl WholeDigest {
    pub(crate) fn of(bundle: &[u8]) -> Self {
        Self(Sha256::digest(bundle).into())
    }

    /// Returns the digest in hexadecimal digits, as in the head of answers.
    pub(crate) fn hex(self) -> String {
        HEXLOWER.encode(&self.0)
    }

    /// Returns the digest that the requests of one product share cases by. It differs by product, because an
    /// operator of one product may not see another product's machines in its cases.
    pub(crate) fn of_product(self, product: &str) -> BundleDigest {
        BundleDigest(Sha256::new().chain_update(self.0).chain_update(product).finalize().into())
    }
}

/// Why a text is not a bundle of requests.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NotABundle {
    /// The first line is not a head.
    Malformed,
    /// The bundle holds answers.
    Answers,
    /// The bundle has this newer version.
    Newer(u64),
}

impl NotABundle {
    /// Returns the reason for a bundle error.
    ///
    /// # Errors
    /// The I/O error if the text can't be read.
    pub(crate) fn of(error: BundleError) -> io::Result<Self> {
        match error {
            BundleError::Io(error) => Err(error),
            BundleError::NoHead => Ok(Self::Malformed),
            BundleError::OtherKind(_) => Ok(Self::Answers),
            BundleError::Version(version) => Ok(Self::Newer(version)),
        }
    }

    /// Returns the stable code.
    pub(crate) const fn code(self) -> &'static str {
        match self {
            Self::Malformed => "BUNDLE-MALFORMED",
            Self::Answers => "BUNDLE-OTHER",
            Self::Newer(_) => "BUNDLE-NEWER",
        }
    }

    /// Returns what is wrong, and the next step. `name` is the name of the text.
    pub(crate) fn say(self, name: &str, lang: Lang) -> (String, &'static str) {
        let (what, next) = match &self {
            Self::Malformed => (S::NoHead { path: &name }, L::NoHeadDo),
            Self::Answers => (S::OtherKind { path: &name }, L::OtherKindDo),
            Self::Newer(version) => (S::Newer { path: &name, version }, L::NewerDo),
        };
        (what.say(lang), next.say(lang))
    }
}
