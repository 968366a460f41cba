//! Keys are added and retired, profiles published by settings and by file.

use super::*;
use crate::profiles;
use countersign_core::protocol::Mask;
use countersign_core::review::Policy;

/// 2026-11-22.
const NOW: i64 = 1_795_361_511;

fn desk() -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    let keys = KeyRing::generate().unwrap();
    keys.save_new(&dir.path().join(KEYS_FILE), None).unwrap();
    std::fs::create_dir(dir.path().join(profiles::FOLDER)).unwrap();
    let profile = Profile {
        id: 1,
        published: None,
        version: 1,
        product: "example".into(),
        name: "Example".into(),
        mask: Mask::parse("A99").unwrap(),
        desk: "desk.example".into(),
        online: None,
        hotline: None,
        rules: RULES_VERSION,
        policy: Policy::default(),
        keys: keys.pinned().into_iter().map(|(pinned, _)| pinned).collect(),
    };
    Profiles::publish(dir.path(), &profile).unwrap();
    dir
}

fn signing_keys(dir: &Path) -> Vec<(u16, Option<u8>)> {
    let keys = KeyRing::load(&dir.join(KEYS_FILE), None).unwrap();
    let profiles = Profiles::load(dir).unwrap();
    profiles.all().map(|one| (one.version, keys.signer(one).map(|signer| signer.id().0))).collect()
}

#[test]
fn a_version_is_signed_by_the_newest_key_it_pins() {
    let dir = desk();
    assert!(matches!(retire_key(dir.path(), None, KeyId(0)), Err(ChangeError::LastKey(0))));
    assert_eq!(add_key(dir.path(), None, NOW).unwrap(), (KeyId(1), 2));
    assert_eq!(signing_keys(dir.path()), [(1, Some(0)), (2, Some(1))]);
    assert_eq!(add_key(dir.path(), None, NOW).unwrap(), (KeyId(2), 3));
    assert_eq!(retire_key(dir.path(), None, KeyId(2)).unwrap(), [0_u16; 0]);
    assert_eq!(signing_keys(dir.path()), [(1, Some(0)), (2, Some(1)), (3, Some(1))]);
    assert_eq!(retire_key(dir.path(), None, KeyId(0)).unwrap(), [1]);
    assert_eq!(signing_keys(dir.path()), [(1, None), (2, Some(1)), (3, Some(1))]);
    let newest = Profiles::load(dir.path()).unwrap().newest().clone();
    assert_eq!(newest.keys.len(), 3, "devices still accept what a retired key signed");
    assert!(matches!(retire_key(dir.path(), None, KeyId(0)), Err(ChangeError::AlreadyRetired(0))));
    assert!(matches!(retire_key(dir.path(), None, KeyId(9)), Err(ChangeError::KeyUnknown(9))));
    let text = std::fs::read_to_string(dir.path().join(profiles::NEWEST_FILE)).unwrap();
    assert_eq!(Profile::parse(&text).unwrap(), newest);
}

#[test]
fn a_version_is_published_only_if_something_changes() {
    let dir = desk();
    assert!(matches!(
        publish_profile(dir.path(), &ProfileChanges::default(), NOW),
        Err(ChangeError::NothingChanges)
    ));
    let changes = ProfileChanges {
        host: Some("Desk2.Example".into()),
        hotline: Some(" +86 10 1234 ".into()),
        spoken: Some(true),
        ..ProfileChanges::default()
    };
    let next = publish_profile(dir.path(), &changes, NOW).unwrap();
    assert_eq!((next.version, next.desk.as_str(), next.policy.spoken), (2, "desk2.example", true));
    assert_eq!(next.hotline.as_deref(), Some("+86 10 1234"));
    assert!(matches!(publish_profile(dir.path(), &changes, NOW), Err(ChangeError::NothingChanges)));
    let wrong = ProfileChanges { host: Some("no host".into()), ..ProfileChanges::default() };
    assert!(matches!(publish_profile(dir.path(), &wrong, NOW), Err(ChangeError::Invalid(_))));
    let gone = ProfileChanges { hotline: Some(String::new()), ..ProfileChanges::default() };
    assert_eq!(publish_profile(dir.path(), &gone, NOW).unwrap().hotline, None);
    assert_eq!(Profiles::load(dir.path()).unwrap().get(1).unwrap().desk, "desk.example");
}

#[test]
fn concurrent_calls_get_different_numbers() {
    let dir = desk();
    let made: Vec<_> = std::thread::scope(|scope| {
        let runs: Vec<_> = (0..4).map(|_| scope.spawn(|| add_key(dir.path(), None, NOW).unwrap())).collect();
        runs.into_iter().map(|run| run.join().unwrap()).collect()
    });
    let mut made: Vec<_> = made.into_iter().map(|(id, version)| (id.0, version)).collect();
    made.sort_unstable();
    assert_eq!(made, [(1, 2), (2, 3), (3, 4), (4, 5)]);
}

/// The text of the desk's newest profile as a person edits it: with comments, a higher version, another policy.
fn edited(dir: &Path) -> String {
    let newest = Profiles::load(dir).unwrap().newest().clone();
    let text = Profile { id: 0, published: None, version: newest.version + 1, ..newest }.to_toml().unwrap();
    let text = text.strip_prefix("id = 0\n").unwrap().replacen(
        "assigned = false",
        "assigned = true # since today",
        1,
    );
    format!("# Our product.\n\n{text}")
}

#[test]
fn a_file_gets_the_next_id_and_the_day_and_keeps_its_comments() {
    let dir = desk();
    let path = dir.path().join("mine.toml");
    std::fs::write(&path, edited(dir.path())).unwrap();
    let published = publish_file(dir.path(), None, &path, NOW).unwrap();
    assert_eq!((published.id, published.version), (2, 2));
    assert_eq!(published.published.as_deref(), Some("2026-11-22"));
    let text = std::fs::read_to_string(&path).unwrap();
    assert!(
        text.starts_with("# Our product.\n\nid = 2\npublished = \"2026-11-22\"\nversion = 2\n"),
        "{text}"
    );
    assert!(text.contains("assigned = true # since today"));
    for copy in ["profile.toml", "profiles/2.toml"] {
        assert_eq!(std::fs::read_to_string(dir.path().join(copy)).unwrap(), text, "{copy}");
    }
    // Once more: it is there already, also without the two lines, or under another id.
    assert!(matches!(publish_file(dir.path(), None, &path, NOW), Err(ChangeError::Published(2))));
    for again in [text.replace("id = 2\npublished = \"2026-11-22\"\n", ""), text.replace("id = 2", "id = 9")]
    {
        std::fs::write(&path, again).unwrap();
        assert!(matches!(publish_file(dir.path(), None, &path, NOW), Err(ChangeError::Published(2))));
    }
    assert_eq!(Profiles::load(dir.path()).unwrap().all().count(), 2);
    // The next change by settings has the next id too.
    let changes = ProfileChanges { spoken: Some(true), ..ProfileChanges::default() };
    let next = publish_profile(dir.path(), &changes, NOW).unwrap();
    assert_eq!((next.id, next.version, next.policy.assigned), (3, 3, true));
}

#[test]
fn a_file_that_would_lock_devices_out_is_not_published() {
    let dir = desk();
    let path = dir.path().join("mine.toml");
    let refused = |edit: &dyn Fn(&str) -> String| {
        let text = edit(&edited(dir.path()));
        std::fs::write(&path, &text).unwrap();
        let error = publish_file(dir.path(), None, &path, NOW).unwrap_err();
        assert_eq!(std::fs::read_to_string(&path).unwrap(), text, "{error}");
        assert_eq!(Profiles::load(dir.path()).unwrap().all().count(), 1, "{error}");
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
    let missing = publish_file(dir.path(), None, &dir.path().join("none.toml"), NOW);
    assert!(matches!(missing, Err(ChangeError::Profiles(ProfilesError::Io { .. }))));
}

#[test]
fn a_file_that_cant_be_written_back_is_published_and_said_so() {
    let dir = desk();
    let folder = dir.path().join("locked");
    std::fs::create_dir(&folder).unwrap();
    let path = folder.join("mine.toml");
    std::fs::write(&path, edited(dir.path())).unwrap();
    let set_mode = |mode| {
        std::fs::set_permissions(&folder, std::fs::Permissions::from_mode(mode)).unwrap();
    };
    set_mode(0o500);
    // Root may write there all the same.
    let writable = std::fs::write(folder.join("probe"), "").is_ok();
    let result = publish_file(dir.path(), None, &path, NOW);
    set_mode(0o700);
    assert_eq!(matches!(result, Err(ChangeError::NotWrittenBack { id: 2, .. })), !writable);
    assert_eq!(Profiles::load(dir.path()).unwrap().newest().id, 2);
}

#[test]
fn only_a_regular_file_is_published() {
    let dir = desk();
    let at = |name: &str| dir.path().join(name);
    std::fs::write(at("mine.toml"), edited(dir.path())).unwrap();
    std::os::unix::fs::symlink(at("mine.toml"), at("link")).unwrap();
    rustix::fs::mknodat(
        rustix::fs::CWD,
        at("pipe"),
        rustix::fs::FileType::Fifo,
        rustix::fs::Mode::RUSR | rustix::fs::Mode::WUSR,
        0,
    )
    .unwrap();
    for name in ["link", "pipe", "profiles"] {
        let refused = publish_file(dir.path(), None, &at(name), NOW);
        assert!(matches!(refused, Err(ChangeError::NotRegular(_))), "{name}");
    }
    assert!(at("link").is_symlink());
    std::fs::write(at("long"), "#".repeat(65 * 1024)).unwrap();
    let long = publish_file(dir.path(), None, &at("long"), NOW);
    assert!(matches!(long, Err(ChangeError::Profiles(ProfilesError::Io { .. }))));
    assert_eq!(Profiles::load(dir.path()).unwrap().all().count(), 1);
}
