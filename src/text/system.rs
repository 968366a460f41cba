//! The system's errors in words, for a person who doesn't know their English names.

use std::io::{self, ErrorKind};

use countersign_core::lang::Lang;
use countersign_core::text::Line;
use countersign_core::{lines, sentences};
use countersign_keep::StorageError;

use crate::wizard::online::{CertificateFault, NetworkFault, ProxyFault};

lines! {
    /// An error of the system.
    pub enum SystemLine in system {
        NotFound,
        Denied,
        Exists,
        Full,
        ReadOnly,
        IsFolder,
        NotFolder,
        NameTooLong,
        TooManyOpen,
        Device,
        Refused,
        NoRoute,
        Broken,
        TimedOut,
        NotText,
        // Why a server can't prove that it is the desk
        CertificateDate,
        CertificateIssuer,
        CertificateName,
        CertificateRevoked,
        CertificateNoTls,
        // Why a proxy can't be used
        ProxySignIn,
        ProxyRefuses,
        ProxyAddress,
    }
}

sentences! {
    /// An error of the system that has no words of its own.
    pub enum SystemSentence in system_sentence {
        Other { text },
        Numbered { number, text },
    }
}

/// An error of the system in words, without a full stop.
#[must_use]
pub fn system_error(lang: Lang, error: &io::Error) -> String {
    match line_of(error) {
        Some(line) => line.say(lang).to_owned(),
        None => {
            let text = countersign_core::machine::printable(error.to_string().as_bytes());
            match error.raw_os_error() {
                Some(number) => {
                    let text = text.split(" (os error").next().unwrap_or_default();
                    SystemSentence::Numbered { number: &number, text: &text }.say(lang)
                }
                None => SystemSentence::Other { text: &text }.say(lang),
            }
        }
    }
}

/// An error of a storage in words, without a full stop.
#[must_use]
pub fn storage_error(lang: Lang, error: StorageError) -> String {
    let line = match error {
        StorageError::NotThere => SystemLine::NotFound,
        StorageError::Denied => SystemLine::Denied,
        StorageError::ReadOnly => SystemLine::ReadOnly,
        StorageError::Full => SystemLine::Full,
        StorageError::Io(kind) => return system_error(lang, &kind.into()),
        StorageError::Mismatch | StorageError::Distrusted(_) => SystemLine::Device,
    };
    line.say(lang).to_owned()
}

impl SystemLine {
    /// Why a server can't prove that it is the desk.
    #[must_use]
    pub const fn of_certificate(fault: CertificateFault) -> Self {
        match fault {
            CertificateFault::Date => Self::CertificateDate,
            CertificateFault::Issuer => Self::CertificateIssuer,
            CertificateFault::Name => Self::CertificateName,
            CertificateFault::Revoked => Self::CertificateRevoked,
            CertificateFault::NoTls => Self::CertificateNoTls,
        }
    }
}

/// Why an address can't be reached, without a full stop.
pub(super) fn network_fault(lang: Lang, fault: &NetworkFault) -> String {
    match fault {
        NetworkFault::Refused => SystemLine::Refused.say(lang).to_owned(),
        NetworkFault::NoRoute => SystemLine::NoRoute.say(lang).to_owned(),
        NetworkFault::Broken => SystemLine::Broken.say(lang).to_owned(),
        NetworkFault::Other(text) => {
            let text = countersign_core::machine::printable(text.as_bytes());
            SystemSentence::Other { text: &text }.say(lang)
        }
    }
}

/// Why a proxy can't be used, without a full stop.
pub(super) fn proxy_fault(lang: Lang, fault: &ProxyFault) -> String {
    let line = match fault {
        ProxyFault::SignIn => SystemLine::ProxySignIn,
        ProxyFault::Refuses => SystemLine::ProxyRefuses,
        ProxyFault::Address => SystemLine::ProxyAddress,
        ProxyFault::Network(fault) => return network_fault(lang, fault),
    };
    line.say(lang).to_owned()
}

fn line_of(error: &io::Error) -> Option<SystemLine> {
    use SystemLine as L;
    Some(match error.kind() {
        ErrorKind::NotFound => L::NotFound,
        ErrorKind::PermissionDenied => L::Denied,
        ErrorKind::AlreadyExists => L::Exists,
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::FileTooLarge => L::Full,
        ErrorKind::ReadOnlyFilesystem => L::ReadOnly,
        ErrorKind::IsADirectory => L::IsFolder,
        ErrorKind::NotADirectory => L::NotFolder,
        ErrorKind::InvalidFilename => L::NameTooLong,
        ErrorKind::ConnectionRefused => L::Refused,
        ErrorKind::NetworkUnreachable | ErrorKind::HostUnreachable | ErrorKind::NetworkDown => L::NoRoute,
        ErrorKind::ConnectionReset
        | ErrorKind::ConnectionAborted
        | ErrorKind::NotConnected
        | ErrorKind::BrokenPipe
        | ErrorKind::UnexpectedEof => L::Broken,
        ErrorKind::TimedOut => L::TimedOut,
        ErrorKind::InvalidData => L::NotText,
        // EIO, EMFILE and ENFILE have no kind.
        _ => match error.raw_os_error()? {
            5 => L::Device,
            23 | 24 => L::TooManyOpen,
            _ => return None,
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn common_errors_of_the_system_have_words_in_both_languages() {
        for (number, en, zh) in [
            (2, "there is no such file or folder", "没有这个文件或目录"),
            (13, "you may not do that here", "没有权限"),
            (28, "the disk is full", "磁盘已满"),
            (30, "the file system is read-only", "文件系统是只读的"),
            (111, "nothing answers there", "对方没有应答（连接被拒绝）"),
        ] {
            let error = io::Error::from_raw_os_error(number);
            assert_eq!(system_error(Lang::En, &error), en);
            assert_eq!(system_error(Lang::Zh, &error), zh);
        }
    }

    #[test]
    fn every_linux_error_has_a_message_without_rust_wording() {
        for number in 1..=133 {
            let error = io::Error::from_raw_os_error(number);
            for lang in [Lang::En, Lang::Zh] {
                let said = system_error(lang, &error);
                assert!(!said.contains("os error") && !said.ends_with(['.', '。']), "{number}: {said}");
            }
        }
    }
}
