//! Tests key rings: plain, sealed, malformed.

use std::path::Path;

use super::{KeyError, KeyRing};
use crate::tokens::TokenPlace;
use countersign_core::profile::Profile;
use countersign_core::protocol::{KeyId, PinnedKey};

fn ring() -> KeyRing {
    KeyRing::generate().unwrap()
}

fn same(one: &KeyRing, two: &KeyRing) -> bool {
    one.pinned() == two.pinned()
}

#[test]
fn a_plain_text_loads_unchanged() {
    let ring = ring();
    assert!(same(&ring, &KeyRing::parse(&ring.to_text(None).unwrap(), None).unwrap()));
}

#[test]
fn a_sealed_text_opens_only_with_its_passphrase() {
    let ring = ring();
    let text = ring.to_text(Some("correct horse")).unwrap();
    assert!(!text.contains("seed"));
    assert!(same(&ring, &KeyRing::parse(&text, Some("correct horse")).unwrap()));
    assert!(matches!(KeyRing::parse(&text, Some("Correct horse")), Err(KeyError::WrongPassphrase)));
    assert!(matches!(KeyRing::parse(&text, None), Err(KeyError::NeedsPassphrase)));
    let cheaper = text.replace("passes = 2", "passes = 1");
    assert_ne!(*text, cheaper);
    assert!(matches!(KeyRing::parse(&cheaper, Some("correct horse")), Err(KeyError::WrongPassphrase)));
    let dearer = text.replace("passes = 2", "passes = 2000000");
    assert!(matches!(KeyRing::parse(&dearer, Some("correct horse")), Err(KeyError::Malformed(_))));
}

#[test]
fn a_secret_for_a_purpose_depends_only_on_the_ring() {
    let mut ring = ring();
    let secret = |ring: &KeyRing, purpose| ring.derived_secret(purpose).unwrap();
    let first = secret(&ring, "one");
    let read = KeyRing::parse(&ring.to_text(None).unwrap(), None).unwrap();
    assert_eq!(secret(&read, "one"), first);
    assert_ne!(secret(&read, "two"), first);
    ring.add().unwrap();
    assert_eq!(secret(&ring, "one"), first, "a new key changes nothing");
    ring.retire(KeyId(0));
    assert_ne!(secret(&ring, "one"), first, "a retired key doesn't contribute to the secret");
    ring.retire(KeyId(1));
    assert_eq!(secret(&ring, "one"), first, "the first key is used if all keys are retired");
}

#[test]
fn a_malformed_or_newer_text_is_refused() {
    let seed = "11".repeat(32);
    let duplicates = format!(
        "format = 1\n[[keys]]\nid = 1\nseed = \"{seed}\"\n[[keys]]\nid = 1\nseed = \"{}\"\n",
        "22".repeat(32)
    );
    let too_large = format!("format = 1\n[[keys]]\nid = 32\nseed = \"{seed}\"\n");
    for text in
        ["", "format = 0", "format = 1", "format = 1\nkeys = 3", duplicates.as_str(), too_large.as_str()]
    {
        assert!(matches!(KeyRing::parse(text, None), Err(KeyError::Malformed(_))), "{text}");
    }
    assert!(matches!(KeyRing::parse("format = 3\nshape = 'new'", None), Err(KeyError::Newer(3))));
    let Err(error) = KeyRing::parse(&format!("format = 1\nkey = \"{seed}\""), None) else {
        panic!("the text is accepted");
    };
    assert!(!error.to_string().contains(&seed), "the message contains no seed");
}

#[test]
fn the_newest_active_key_that_a_profile_pins_signs() {
    let line = |id: u8, state: &str| {
        format!(
            "[[keys]]\nid = {id}\nseed = \"{}\"\nstate = \"{state}\"\n",
            format!("{:02x}", id + 1).repeat(32)
        )
    };
    let text = format!("format = 1\n{}{}{}", line(0, "active"), line(1, "active"), line(2, "retired"));
    let ring = KeyRing::parse(&text, None).unwrap();
    let pins: Vec<PinnedKey> = ring.pinned().into_iter().map(|(pinned, _)| pinned).collect();
    let profile = |keys: &[PinnedKey]| Profile {
        id: 1,
        published: None,
        version: 1,
        product: "example".into(),
        name: "Example".into(),
        mask: countersign_core::protocol::Mask::parse("A9").unwrap(),
        desk: "desk.example".into(),
        online: None,
        hotline: None,
        rules: 1,
        policy: countersign_core::review::Policy::default(),
        keys: keys.to_vec(),
    };
    let id = |keys: &[PinnedKey]| ring.signer(&profile(keys)).map(|signer| signer.id().0);
    assert_eq!(id(&pins), Some(1));
    assert_eq!(id(&pins[..1]), Some(0));
    assert_eq!(id(&pins[2..]), None);
    let other = PinnedKey { id: KeyId(1), ..pins[0].clone() };
    assert_eq!(id(&[other]), None, "a key is identified by more than its ID");
}

fn place(label: &str) -> TokenPlace {
    TokenPlace::new(Path::new("/usr/lib/module.so"), "desk", label).unwrap()
}

#[test]
fn a_ring_with_a_key_on_a_token_has_no_seed_for_it_and_a_newer_format() {
    let mut ring = ring();
    assert!(ring.to_text(None).unwrap().starts_with("format = 1\n"));
    let id = ring.add_on_token([9; 32], place("licenses")).unwrap().unwrap();
    assert_eq!((id, ring.id_of(&[9; 32])), (KeyId(1), Some(KeyId(1))));
    let text = ring.to_text(None).unwrap();
    assert!(text.starts_with("format = 2\n"));
    assert_eq!(text.matches("seed = ").count(), 1, "the text has only the seed of the other key");
    for passphrase in [None, Some("correct horse")] {
        let read = KeyRing::parse(&ring.to_text(passphrase).unwrap(), passphrase).unwrap();
        assert_eq!(read.listed(), ring.listed());
        assert_eq!(read.listed()[1].place, Some(place("licenses")));
        assert_eq!(read.derived_secret("one"), ring.derived_secret("one"));
    }
    let sealed = ring.to_text(Some("correct horse")).unwrap();
    assert!(!sealed.contains("secret") && !sealed.contains("licenses"), "{}", *sealed);
}

#[test]
fn a_ring_whose_keys_are_all_on_tokens_still_derives_secrets() {
    let mut ring = ring();
    let secret = |ring: &KeyRing| ring.derived_secret("one").unwrap();
    let first = secret(&ring);
    ring.add_on_token([9; 32], place("one")).unwrap();
    assert_eq!(secret(&ring), first, "a key on a token doesn't contribute to the secret");
    ring.retire(KeyId(0));
    let own = secret(&ring);
    assert_ne!(own, first, "a retired key doesn't contribute to the secret");
    ring.add_on_token([8; 32], place("two")).unwrap();
    ring.retire(KeyId(1));
    assert_eq!(secret(&ring), own, "the ring's own secret is unchanged");
    let read = KeyRing::parse(&ring.to_text(None).unwrap(), None).unwrap();
    assert_eq!(secret(&read), own);
}

#[test]
fn an_entry_is_in_the_ring_or_on_a_token_and_never_both_or_neither() {
    let seed = "11".repeat(32);
    let token = format!(
        "[keys.token]\nmodule = \"/m.so\"\ntoken = \"desk\"\nlabel = \"one\"\npublic = \"{}\"\n",
        "22".repeat(32)
    );
    let text = |body: &str| format!("format = 2\n[[keys]]\nid = 1\n{body}");
    let ring = KeyRing::parse(&text(&token), None).unwrap();
    assert_eq!(ring.listed()[0].place, Some(TokenPlace::new(Path::new("/m.so"), "desk", "one").unwrap()));
    for body in [
        String::new(),
        format!("seed = \"{seed}\"\n{token}"),
        token.replace("/m.so", "m.so"),
        token.replace("desk", ""),
        token.replace("22", "2"),
    ] {
        let read = KeyRing::parse(&text(&body), None);
        assert!(matches!(read, Err(KeyError::Malformed(_))), "{body}");
    }
}
