//! The device program as the desk hands it out: builds that the administrator added, links to them, and the
//! archive that a link gives.
//!
//! This module defines builds and links, chooses the build that a link gives, makes links, and writes the
//! bytes of an archive. It never has SQL, HTTP, or a sentence. The desk never builds or signs a program.

pub mod archive;
pub mod elf;
mod link_code;
mod order;

use countersign_ledger::CaseNumber;

pub use link_code::LinkCode;
pub use order::{LinkOrder, LinkRefusal};

/// The maximum size of a program, in bytes.
pub const MAX_PROGRAM_BYTES: u64 = 32 * 1024 * 1024;
/// The maximum size of a program's signature, in bytes.
pub const MAX_SIGNATURE_BYTES: u64 = 64 * 1024;
/// The size of one piece of a stored program, in bytes.
pub const PIECE_BYTES: usize = 256 * 1024;
/// The maximum number of downloads by one link, so that a link that is passed on doesn't fill the audit.
pub const MAX_DOWNLOADS: u64 = 1_000;
/// The default number of days that a link is valid.
pub const DEFAULT_DAYS: u16 = 7;
/// The maximum number of days that a link is valid.
pub const MAX_DAYS: u16 = 90;

/// The processor that a build runs on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Processor {
    /// Intel and AMD, 64 bits.
    X86_64,
    /// ARM, 64 bits.
    Aarch64,
}

impl Processor {
    /// All processors.
    pub const ALL: [Self; 2] = [Self::X86_64, Self::Aarch64];

    /// The name that `uname -m` prints.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::X86_64 => "x86_64",
            Self::Aarch64 => "aarch64",
        }
    }

    /// Returns the processor with that name, or with Debian's name for it.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        match name {
            "x86_64" | "amd64" => Some(Self::X86_64),
            "aarch64" | "arm64" => Some(Self::Aarch64),
            _ => None,
        }
    }
}

/// Whether a build can send requests to the desk over the machine's network, which the older binding needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Route {
    /// The build has no network.
    Offline,
    /// The build has the network route.
    Online,
}

impl Route {
    /// Returns the stable name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Offline => "offline",
            Self::Online => "online",
        }
    }

    /// Returns the route with the given name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Offline, Self::Online].into_iter().find(|route| route.name() == name)
    }

    /// Returns the route that a product's builds should have.
    #[must_use]
    pub const fn of_product(older_binding: bool) -> Self {
        if older_binding { Self::Online } else { Self::Offline }
    }
}

/// The signature of a program. The desk passes it on unchanged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signature {
    /// Its file name in the archive, such as `countersign.asc`.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// A build, without its bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Build {
    /// The number of the build.
    pub id: i64,
    /// The product that the build is for; `None` for every product.
    pub product: Option<String>,
    /// The processor.
    pub processor: Processor,
    /// Whether it can send requests to the desk itself.
    pub route: Route,
    /// The version, as the administrator named it.
    pub version: String,
    /// The size in bytes.
    pub size: u64,
    /// The SHA-256 digest of the bytes.
    pub sha256: [u8; 32],
    /// The signature, if there is one.
    pub signature: Option<Signature>,
    /// When it was added, in seconds since 1970-01-01 UTC.
    pub added_at: i64,
    /// The operator who added it.
    pub added_by: String,
}

/// Whether a text can be a version: letters, digits and `.`, `+`, `~`, `_`, `-`, at most 32.
#[must_use]
pub fn is_version(text: &str) -> bool {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '+' | '~' | '_' | '-');
    (1..=32).contains(&text.len()) && text.chars().all(is_plain)
}

/// Returns the builds that a product's links give, one for each processor. A build for this product is chosen
/// before one for every product, then a build with the route that the product needs, then the newest.
#[must_use]
pub fn choose<'b>(builds: &'b [Build], product: &str, older_binding: bool) -> Vec<&'b Build> {
    let wanted = Route::of_product(older_binding);
    let rank = |build: &&Build| (build.product.is_some(), build.route == wanted, build.id);
    let of = |processor: Processor| {
        let fits = |build: &&Build| {
            build.processor == processor && build.product.as_deref().is_none_or(|own| own == product)
        };
        builds.iter().filter(fits).max_by_key(rank)
    };
    Processor::ALL.into_iter().filter_map(of).collect()
}

/// A link to the program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DownloadLink {
    /// The number of the link.
    pub id: i64,
    /// The code in its address.
    pub code: LinkCode,
    /// The product of the program.
    pub product: String,
    /// The case that it was made for.
    pub case: Option<CaseNumber>,
    /// When it was made, in seconds since 1970-01-01 UTC.
    pub made_at: i64,
    /// The operator who made it.
    pub made_by: String,
    /// When the link ends, in seconds since 1970-01-01 UTC.
    pub expires: i64,
    /// When and by whom the link was revoked.
    pub revoked: Option<(i64, String)>,
    /// The number of finished downloads.
    pub downloads: u64,
    /// When the last download was finished, in seconds since 1970-01-01 UTC.
    pub last: Option<i64>,
}

/// The state of a link.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinkState {
    /// The link gives the program.
    Valid,
    /// The link has expired.
    Expired,
    /// An operator revoked it.
    Revoked,
    /// The link has reached [`MAX_DOWNLOADS`].
    UsedUp,
}

impl LinkState {
    /// Returns the stable name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Valid => "valid",
            Self::Expired => "expired",
            Self::Revoked => "revoked",
            Self::UsedUp => "used-up",
        }
    }
}

impl DownloadLink {
    /// Returns the state at the given time.
    #[must_use]
    pub const fn state(&self, now: i64) -> LinkState {
        if self.revoked.is_some() {
            LinkState::Revoked
        } else if self.expires <= now {
            LinkState::Expired
        } else if self.downloads >= MAX_DOWNLOADS {
            LinkState::UsedUp
        } else {
            LinkState::Valid
        }
    }

    /// Returns the address without `https://`, as people type it.
    #[must_use]
    pub fn address(&self, host: &str) -> String {
        format!("{host}{}", self.code.path())
    }
}

/// A finished download.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Download {
    /// The time, in seconds since 1970-01-01 UTC.
    pub at: i64,
    /// The code of the link.
    pub code: LinkCode,
    /// The processor.
    pub processor: Processor,
    /// The version of the build.
    pub version: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn build(id: i64, product: Option<&str>, processor: Processor, route: Route) -> Build {
        Build {
            id,
            product: product.map(str::to_owned),
            processor,
            route,
            version: "1.0".to_owned(),
            size: 64,
            sha256: [0; 32],
            signature: None,
            added_at: 7,
            added_by: "li".to_owned(),
        }
    }

    #[test]
    fn a_link_offers_one_build_for_each_processor() {
        use Processor::{Aarch64, X86_64};
        let all = [
            build(1, None, X86_64, Route::Online),
            build(2, None, X86_64, Route::Offline),
            build(3, None, X86_64, Route::Offline),
            build(4, None, Aarch64, Route::Online),
            build(5, Some("other"), Aarch64, Route::Offline),
        ];
        let ids = |product, older| choose(&all, product, older).iter().map(|one| one.id).collect::<Vec<_>>();
        assert_eq!(
            ids("example-os", false),
            [3, 4],
            "the newest build of the route is chosen, else any build"
        );
        assert_eq!(ids("example-os", true), [1, 4]);
        assert_eq!(ids("other", true), [1, 5], "the product's own build is preferred");
        assert!(choose(&all[4..], "example-os", true).is_empty());
    }

    #[test]
    fn a_link_ends_by_expiry_revocation_and_use() {
        let link = DownloadLink {
            id: 1,
            code: LinkCode::read("abcdefghj").unwrap(),
            product: "example-os".to_owned(),
            case: None,
            made_at: 0,
            made_by: "li".to_owned(),
            expires: 100,
            revoked: None,
            downloads: 0,
            last: None,
        };
        assert_eq!(link.state(99), LinkState::Valid);
        assert_eq!(link.state(100), LinkState::Expired);
        let used = DownloadLink { downloads: MAX_DOWNLOADS, ..link.clone() };
        assert_eq!(used.state(99), LinkState::UsedUp);
        assert_eq!(
            DownloadLink { revoked: Some((1, "li".to_owned())), ..used }.state(100),
            LinkState::Revoked
        );
    }

    #[test]
    fn a_version_is_a_plain_word() {
        for good in ["1.2.0", "1.2.0+git~rc1", "v1"] {
            assert!(is_version(good), "{good}");
        }
        for bad in ["", "1 2", "../x", "1.0\n", "版本", &"1".repeat(33)] {
            assert!(!is_version(bad), "{bad}");
        }
    }
}
