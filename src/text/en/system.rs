//! The system's errors.

use crate::text::{SystemLine as L, SystemSentence as S};

/// The English words.
pub fn system(line: L) -> &'static str {
    match line {
        L::NotFound => "there is no such file or folder",
        L::Denied => "you may not do that here",
        L::Exists => "a file of that name exists",
        L::Full => "the disk is full",
        L::ReadOnly => "the file system is read-only",
        L::IsFolder => "it is a folder",
        L::NotFolder => "a part of the path is not a folder",
        L::NameTooLong => "the name is too long or has a character that is not allowed",
        L::TooManyOpen => "too many files are open",
        L::Device => "the disk or the device failed",
        L::Refused => "nothing answers there",
        L::NoRoute => "this machine has no route there",
        L::Broken => "the connection broke",
        L::TimedOut => "there was no answer in time",
        L::NotText => "it contains no text",
        L::CertificateDate => "according to this machine's clock, its certificate is not valid today",
        L::CertificateIssuer => "its certificate was issued by an authority that this machine does not trust",
        L::CertificateName => "its certificate is for another name",
        L::CertificateRevoked => "its certificate was revoked",
        L::CertificateNoTls => "it does not offer the TLS that a desk offers",
        L::ProxySignIn => "it requires a name and a password (407)",
        L::ProxyRefuses => "it refuses to connect to the desk",
        L::ProxyAddress => "its address is not understood",
    }
}

/// The English sentences with values.
pub fn system_sentence(sentence: S<'_>) -> String {
    match sentence {
        S::Other { text } => format!("the system says: {text}"),
        S::Numbered { number, text } => format!("the system says: {text} (error {number})"),
    }
}
