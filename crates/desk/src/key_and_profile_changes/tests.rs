//! Tests that keys are added and retired, and that profiles are published by settings and by file.

use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use super::*;
use crate::sql::{ActFilter, OfficeRecord};
use countersign_core::protocol::Mask;
use countersign_core::review::Policy;

/// The time 2026-11-22, in seconds since 1970-01-01 UTC.
const NOW: i64 = 1_795_361_511;

const PRODUCT: &str = "example";

/// A desk with one product.
struct Desk {
    dir: tempfile::TempDir,
    store: SqlStore,
    runtime: tokio::runtime::Runtime,
}

fn desk() -> Desk {
    let dir = tempfile::tempdir().unwrap();
    let store = SqlStore::create(&dir.path().join("ledger.db")).unwrap();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let desk = Desk { dir, store, runtime };
    desk.add_product(PRODUCT, "A99").unwrap();
    desk
}

fn author() -> Author<'static> {
    Author { operator: "li", now: NOW, passphrase: None }
}

impl Desk {
    fn add_product(&self, product: &str, mask: &str) -> Result<Profile, ChangeError> {
        let first = Profile {
            id: 0,
            published: None,
            version: 1,
            product: product.into(),
            name: "Example".into(),
            mask: Mask::parse(mask).unwrap(),
            desk: "desk.example".into(),
            online: None,
            hotline: None,
            rules: RULES_VERSION,
            policy: Policy::default(),
            keys: Vec::new(),
        };
        self.runtime.block_on(add_product(&self.store, author(), &first))
    }

    fn add_key(&self) -> Result<(KeyId, u16), ChangeError> {
        let added = self.runtime.block_on(add_key(&self.store, author(), PRODUCT));
        added.map(|(id, profile)| (id, profile.id))
    }

    fn retire_key(&self, id: u8) -> Result<Vec<u16>, ChangeError> {
        self.runtime.block_on(retire_key(&self.store, author(), PRODUCT, KeyId(id)))
    }

    fn publish_profile(&self, changes: &ProfileChanges) -> Result<Profile, ChangeError> {
        self.runtime.block_on(publish_profile(&self.store, author(), PRODUCT, changes))
    }

    fn publish_file(&self, path: &Path) -> Result<Profile, ChangeError> {
        self.runtime.block_on(publish_file(&self.store, author(), path))
    }

    fn published(&self) -> Published {
        self.runtime.block_on(self.store.published()).unwrap()
    }

    fn profiles(&self) -> Profiles {
        Profiles::parse(&self.published().profiles).unwrap()
    }

    fn signing_keys(&self) -> Vec<(u16, Option<u8>)> {
        let (published, profiles) = (self.published(), self.profiles());
        let of_profile = |one: &Profile| {
            let keys = author().key_ring(&published, &one.product).unwrap();
            (one.version, keys.signer(one).map(|signer| signer.id().0))
        };
        profiles.all().map(of_profile).collect()
    }

    /// Returns the text of the product's newest profile as a person edits it: with comments, a higher
    /// version, another policy.
    fn edited(&self) -> String {
        let newest = self.profiles().newest_of(PRODUCT).unwrap().clone();
        let next = Profile { id: 0, published: None, version: newest.version + 1, ..newest };
        let text = next.to_toml().unwrap();
        let text = text.strip_prefix("id = 0\n").unwrap().replacen(
            "assigned = false",
            "assigned = true # since today",
            1,
        );
        format!("# Our product.\n\n{text}")
    }
}

#[test]
fn a_version_is_signed_by_the_newest_key_it_pins() {
    let desk = desk();
    assert!(matches!(desk.retire_key(0), Err(ChangeError::LastKey(0))));
    assert_eq!(desk.add_key().unwrap(), (KeyId(1), 2));
    assert_eq!(desk.signing_keys(), [(1, Some(0)), (2, Some(1))]);
    assert_eq!(desk.add_key().unwrap(), (KeyId(2), 3));
    assert_eq!(desk.retire_key(2).unwrap(), [0_u16; 0]);
    assert_eq!(desk.signing_keys(), [(1, Some(0)), (2, Some(1)), (3, Some(1))]);
    assert_eq!(desk.retire_key(0).unwrap(), [1]);
    assert_eq!(desk.signing_keys(), [(1, None), (2, Some(1)), (3, Some(1))]);
    let newest = desk.profiles().newest().clone();
    assert_eq!(newest.keys.len(), 3, "devices still accept codes of a retired key");
    assert!(matches!(desk.retire_key(0), Err(ChangeError::AlreadyRetired(0))));
    assert!(matches!(desk.retire_key(9), Err(ChangeError::KeyUnknown(9))));
    let log = desk.runtime.block_on(desk.store.list_acts(&ActFilter::default(), None, 99)).unwrap();
    let retired =
        |one: &&OfficeRecord| matches!(one, OfficeRecord::Event(event) if event.event == "key-retired");
    assert_eq!(log.rows.iter().filter(retired).count(), 2);
    assert_eq!(desk.published().generation, 5, "each change increases the generation");
}

#[test]
fn a_version_is_published_only_if_something_changes() {
    let desk = desk();
    assert!(matches!(desk.publish_profile(&ProfileChanges::default()), Err(ChangeError::NothingChanges)));
    let changes = ProfileChanges {
        host: Some("Desk2.Example".into()),
        hotline: Some(" +86 10 1234 ".into()),
        spoken: Some(true),
        ..ProfileChanges::default()
    };
    let next = desk.publish_profile(&changes).unwrap();
    assert_eq!((next.version, next.desk.as_str(), next.policy.spoken), (2, "desk2.example", true));
    assert_eq!(next.hotline.as_deref(), Some("+86 10 1234"));
    assert!(matches!(desk.publish_profile(&changes), Err(ChangeError::NothingChanges)));
    let wrong = ProfileChanges { host: Some("no host".into()), ..ProfileChanges::default() };
    assert!(matches!(desk.publish_profile(&wrong), Err(ChangeError::Invalid(_))));
    let gone = ProfileChanges { hotline: Some(String::new()), ..ProfileChanges::default() };
    assert_eq!(desk.publish_profile(&gone).unwrap().hotline, None);
    assert_eq!(desk.profiles().get(1).unwrap().desk, "desk.example");
}

#[test]
fn concurrent_calls_get_different_numbers() {
    let desk = desk();
    let made: Vec<_> = std::thread::scope(|scope| {
        let runs: Vec<_> = (0..4).map(|_| scope.spawn(|| desk.add_key().unwrap())).collect();
        runs.into_iter().map(|run| run.join().unwrap()).collect()
    });
    let mut made: Vec<_> = made.into_iter().map(|(id, version)| (id.0, version)).collect();
    made.sort_unstable();
    assert_eq!(made, [(1, 2), (2, 3), (3, 4), (4, 5)]);
}

#[test]
fn a_published_file_gets_the_next_id_and_the_date_and_keeps_its_comments() {
    let desk = desk();
    let path = desk.dir.path().join("mine.toml");
    std::fs::write(&path, desk.edited()).unwrap();
    let published = desk.publish_file(&path).unwrap();
    assert_eq!((published.id, published.version), (2, 2));
    assert_eq!(published.published.as_deref(), Some("2026-11-22"));
    let text = std::fs::read_to_string(&path).unwrap();
    assert!(
        text.starts_with("# Our product.\n\nid = 2\npublished = \"2026-11-22\"\nversion = 2\n"),
        "{text}"
    );
    assert!(text.contains("assigned = true # since today"));
    assert_eq!(desk.profiles().published(2).unwrap().text, text);
    // A second time the profile is already published, also without the two lines, or with another ID.
    assert!(matches!(desk.publish_file(&path), Err(ChangeError::Published(2))));
    for again in [text.replace("id = 2\npublished = \"2026-11-22\"\n", ""), text.replace("id = 2", "id = 9")]
    {
        std::fs::write(&path, again).unwrap();
        assert!(matches!(desk.publish_file(&path), Err(ChangeError::Published(2))));
    }
    assert_eq!(desk.profiles().all().count(), 2);
    // The next change by settings also has the next ID.
    let changes = ProfileChanges { spoken: Some(true), ..ProfileChanges::default() };
    let next = desk.publish_profile(&changes).unwrap();
    assert_eq!((next.id, next.version, next.policy.assigned), (3, 3, true));
}

#[test]
fn a_file_that_would_lock_devices_out_is_not_published() {
    let desk = desk();
    let path = desk.dir.path().join("mine.toml");
    let refused = |edit: &dyn Fn(&str) -> String| {
        let text = edit(&desk.edited());
        std::fs::write(&path, &text).unwrap();
        let error = desk.publish_file(&path).unwrap_err();
        assert_eq!(std::fs::read_to_string(&path).unwrap(), text, "{error}");
        assert_eq!(desk.profiles().all().count(), 1, "{error}");
        error
    };
    let with_key = |text: &str| {
        let other = KeyRing::generate().unwrap().pinned()[0].0.clone();
        let profile = Profile::parse(text).unwrap();
        Profile { keys: vec![other], ..profile }.to_toml().unwrap()
    };
    assert!(matches!(
        refused(&|text| text.replace("version = 2", "version = 1")),
        ChangeError::VersionTooLow(2)
    ));
    assert!(matches!(refused(&|text| text.replace("\"A99\"", "\"A999\"")), ChangeError::OtherNumbers { .. }));
    assert!(matches!(
        refused(&|text| text.replace("\"example\"", "\"other\"")),
        ChangeError::OtherNumbers { .. }
    ));
    assert!(matches!(refused(&with_key), ChangeError::NoKeyPinned));
    assert!(matches!(refused(&|_| "hello".to_owned()), ChangeError::Invalid(_)));
    let with_line = |line: &str| refused(&|text| text.replacen("version = 2", line, 1));
    assert!(matches!(with_line("version = 0"), ChangeError::Invalid(_)));
    assert!(matches!(with_line("version = 2\npublished = \"2026-02-30\""), ChangeError::Invalid(_)));
    let missing = desk.publish_file(&desk.dir.path().join("none.toml"));
    assert!(matches!(missing, Err(ChangeError::Profiles(ProfilesError::Io { .. }))));
}

#[test]
fn a_product_has_at_most_thirty_two_keys() {
    let desk = desk();
    for id in 1..32 {
        assert_eq!(desk.add_key().unwrap().0.0, id);
    }
    assert!(matches!(desk.add_key(), Err(ChangeError::NoneLeft)));
    assert_eq!(desk.profiles().newest().keys.len(), 32);
    desk.add_product("other", "B9").unwrap();
    assert_eq!(desk.signing_keys().last(), Some(&(1, Some(0))), "another product has keys of its own");
}

/// After a theft: devices with the new profile refuse what the stolen key signs, and no later change pins it again.
#[test]
fn a_file_drops_a_retired_key_from_the_profiles_for_good() {
    let desk = desk();
    desk.add_key().unwrap();
    desk.retire_key(0).unwrap();
    let pinned = || -> Vec<u8> {
        let newest = desk.profiles().newest_of(PRODUCT).unwrap().clone();
        newest.keys.iter().map(|key| key.id.0).collect()
    };
    assert_eq!(pinned(), [0, 1], "a retired key stays pinned");
    let mut next = Profile::parse(&desk.edited()).unwrap();
    next.keys.retain(|key| key.id.0 != 0);
    let path = desk.dir.path().join("mine.toml");
    std::fs::write(&path, next.to_toml().unwrap()).unwrap();
    desk.publish_file(&path).unwrap();
    assert_eq!(pinned(), [1]);
    desk.add_key().unwrap();
    let changes = ProfileChanges { spoken: Some(true), ..ProfileChanges::default() };
    desk.publish_profile(&changes).unwrap();
    assert_eq!(pinned(), [1, 2]);
}

#[test]
fn a_file_that_cannot_be_written_back_is_published_and_reported() {
    let desk = desk();
    let folder = desk.dir.path().join("locked");
    std::fs::create_dir(&folder).unwrap();
    let path = folder.join("mine.toml");
    std::fs::write(&path, desk.edited()).unwrap();
    let set_mode = |mode| {
        std::fs::set_permissions(&folder, std::fs::Permissions::from_mode(mode)).unwrap();
    };
    set_mode(0o500);
    // Root may write there anyway.
    let writable = std::fs::write(folder.join("probe"), "").is_ok();
    let result = desk.publish_file(&path);
    set_mode(0o700);
    assert_eq!(matches!(result, Err(ChangeError::NotWrittenBack { id: 2, .. })), !writable);
    assert_eq!(desk.profiles().newest().id, 2);
}

#[test]
fn only_a_regular_file_is_published() {
    let desk = desk();
    let at = |name: &str| desk.dir.path().join(name);
    std::fs::write(at("mine.toml"), desk.edited()).unwrap();
    std::os::unix::fs::symlink(at("mine.toml"), at("link")).unwrap();
    rustix::fs::mknodat(
        rustix::fs::CWD,
        at("pipe"),
        rustix::fs::FileType::Fifo,
        rustix::fs::Mode::RUSR | rustix::fs::Mode::WUSR,
        0,
    )
    .unwrap();
    std::fs::create_dir(at("folder")).unwrap();
    for name in ["link", "pipe", "folder"] {
        let refused = desk.publish_file(&at(name));
        assert!(matches!(refused, Err(ChangeError::NotRegular(_))), "{name}");
    }
    assert!(at("link").is_symlink());
    std::fs::write(at("long"), "#".repeat(65 * 1024)).unwrap();
    let long = desk.publish_file(&at("long"));
    assert!(matches!(long, Err(ChangeError::Profiles(ProfilesError::Io { .. }))));
    assert_eq!(desk.profiles().all().count(), 1);
}

#[test]
fn each_product_has_its_own_keys_profiles_and_numbers() {
    let desk = desk();
    let other = desk.add_product("other", "A99").unwrap();
    assert_eq!((other.id, other.version, other.keys.len()), (2, 1, 1));
    assert!(matches!(desk.add_product("other", "A999"), Err(ChangeError::ProductThere(_))));
    // A profile of one product follows the newest profile of that product, with the desk's next ID.
    let changes = ProfileChanges { spoken: Some(true), ..ProfileChanges::default() };
    let next = desk.publish_profile(&changes).unwrap();
    assert_eq!((next.id, next.version, next.product.as_str()), (3, 2, PRODUCT));
    assert_eq!(desk.signing_keys(), [(1, Some(0)), (1, Some(0)), (2, Some(0))]);
    let published = desk.published();
    let [one, two] = [PRODUCT, "other"].map(|product| author().key_ring(&published, product).unwrap());
    assert_ne!(one.pinned()[0].0.key, two.pinned()[0].0.key);
    assert!(one.signer(&other).is_none(), "a key of one product signs for no other");
    let profiles = desk.profiles();
    let products: Vec<&str> = profiles.products().iter().map(|one| one.product.as_str()).collect();
    assert_eq!(products, [PRODUCT, "other"]);
    let licenses = |typed| profiles.licenses(typed).into_iter().map(|one| one.product).collect::<Vec<_>>();
    assert_eq!((licenses("K07"), licenses("X")), (vec![PRODUCT.to_owned(), "other".to_owned()], vec![]));
}
