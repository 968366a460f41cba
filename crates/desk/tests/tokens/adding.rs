//! `keys add --pkcs11`: a key is created or found, and signs; each refusal has its code.

use countersign_core::profile::Profile;
use countersign_core::protocol::Request;
use countersign_testing::{Does, PIN, SoftToken, TOKEN, invented, set_mode, write_file};

use crate::support::{LABEL, add_args, add_key, desk_on_token, desk_with, keys, request};

#[test]
fn a_key_is_made_on_the_token_cannot_leave_it_and_its_code_verifies() {
    let Some((token, desk)) = desk_on_token() else { return };
    let listed = keys(&desk);
    assert_eq!(listed[0]["token"], serde_json::Value::Null);
    assert_eq!(listed[1]["token"]["token"], TOKEN);
    assert_eq!(listed[1]["token"]["label"], LABEL);
    assert_eq!(listed[1]["token"]["module"], token.module().to_str().unwrap());
    assert!(desk.succeed(&["keys", "list", "--lang", "en"]).contains("on the token desk as licenses"));
    let objects = token.objects();
    assert!(objects.contains("sensitive, always sensitive, never extractable"), "{objects}");

    let profile = Profile::parse(&desk.profile_text()).unwrap();
    assert_eq!(profile.keys.len(), 2);
    desk.add_invented_numbers(2);
    let text = request(&desk, 0);
    let issued = desk.issue(&text);
    let asked = Request::parse(&text).unwrap();
    assert!(invented::is_code_for(&profile, &asked, &issued.lines));
    // Key 1 signed the code: it verifies with a profile that pins only this key.
    let pinned = Profile { keys: vec![profile.keys[1].clone()], ..profile };
    assert!(invented::is_code_for(&pinned, &asked, &issued.lines));
    assert_eq!(desk.issue(&text).lines, issued.lines);
}

#[test]
fn an_existing_key_is_used_and_added_only_once() {
    let Some((token, desk)) = desk_on_token() else { return };
    let before = keys(&desk);
    let twice = desk.run(&add_args(token.module().to_str().unwrap(), TOKEN, LABEL));
    assert_eq!((twice.exit, twice.err.starts_with("KEY-THERE: ")), (5, true), "{}", twice.err);
    assert_eq!(keys(&desk), before);
    // Another desk uses SoftHSM's own module, and the key that the first desk made.
    let other = desk_with(&token, Some(PIN));
    add_key(&other, token.softhsm(), LABEL);
    assert_eq!(keys(&other)[1]["public"], before[1]["public"]);
    add_key(&other, token.softhsm(), "another");
    assert_ne!(keys(&other)[2]["public"], before[1]["public"]);
}

#[test]
fn each_refusal_of_a_key_has_its_code_in_both_languages_and_changes_nothing() {
    let Some(token) = SoftToken::new() else { return };
    token.make_key("EC:secp256r1", "other kind");
    for _ in 0..2 {
        token.make_key("EC:secp256r1", "twins");
    }
    for _ in 0..2 {
        token.make("two tokens");
    }
    let module = token.module();
    let module = module.to_str().unwrap();
    let refused = |pin: Option<&str>, more: &[&str], args: [&str; 8], code: &str, exit: i32| {
        let desk = desk_with(&token, pin);
        let before = keys(&desk);
        for (lang, colon) in [("en", ": "), ("zh", "：")] {
            let ran = desk.run(&[&args[..], more, &["--lang", lang]].concat());
            assert_eq!(ran.exit, exit, "{code}: {}{}", ran.out, ran.err);
            assert!(ran.err.starts_with(&format!("{code}{colon}")), "{code}: {}", ran.err);
            assert!(ran.err.lines().count() >= 2, "the message has no cure: {}", ran.err);
        }
        assert_eq!(keys(&desk), before);
    };
    let add = |token, label| add_args(module, token, label);
    refused(Some(PIN), &[], add_args("/nowhere/module.so", TOKEN, LABEL), "TOKEN-MODULE", 1);
    refused(Some(PIN), &[], add_args("/bin/true", TOKEN, LABEL), "TOKEN-MODULE", 1);
    refused(Some(PIN), &[], add("elsewhere", LABEL), "TOKEN-AWAY", 1);
    refused(Some(PIN), &[], add("two tokens", LABEL), "TOKEN-TWINS", 1);
    refused(Some("000000"), &[], add(TOKEN, LABEL), "PIN-WRONG", 1);
    refused(None, &[], add(TOKEN, LABEL), "PIN-MISSING", 1);
    refused(Some(PIN), &[], add(TOKEN, "other kind"), "TOKEN-KEY-KIND", 1);
    refused(Some(PIN), &[], add(TOKEN, "twins"), "TOKEN-KEY-TWINS", 1);
    refused(Some(PIN), &[], add(TOKEN, ""), "TOKEN-PLACE", 2);
    token.set(Does::NoEddsa);
    refused(Some(PIN), &[], add(TOKEN, LABEL), "TOKEN-NO-ED25519", 1);
    token.set(Does::Wrong);
    refused(Some(PIN), &[], add(TOKEN, LABEL), "TOKEN-SIGNATURE-WRONG", 1);
    token.set(Does::In);
    // A PIN file has the rules of a passphrase file.
    let file = token.pin_file();
    let from_file = ["--pin-file", file.to_str().unwrap()];
    set_mode(&file, 0o640);
    refused(Some(PIN), &from_file, add(TOKEN, LABEL), "PIN-EXPOSED", 1);
    write_file(&file, "\n");
    set_mode(&file, 0o600);
    refused(Some(PIN), &from_file, add(TOKEN, LABEL), "PIN-EMPTY", 1);
}

#[test]
fn the_pin_comes_from_a_file_the_settings_or_a_credential() {
    let Some((token, desk)) = desk_on_token() else { return };
    desk.add_invented_numbers(4);
    let elsewhere = |number: u64, change: &dyn Fn(&mut std::process::Command)| {
        let text = request(&desk, number);
        let mut command = desk.command(&["answer", &text, "--json"]);
        command.env_remove("COUNTERSIGN_PIN");
        change(&mut command);
        let out = command.output().unwrap();
        let (out, err) = (String::from_utf8_lossy(&out.stdout), String::from_utf8_lossy(&out.stderr));
        (out.contains("\"issued\""), format!("{out}{err}"))
    };
    let (issued, said) = elsewhere(0, &|_| {});
    assert!(!issued && said.contains("PIN-MISSING"), "{said}");
    let (issued, said) = elsewhere(0, &|command| {
        command.arg("--pin-file").arg(token.pin_file());
    });
    assert!(issued, "{said}");
    let settings = desk.folder().join("desk.toml");
    write_file(&settings, format!("pin-file = \"{}\"\n", token.pin_file().display()));
    let (issued, said) = elsewhere(1, &|command| {
        command.arg("--config").arg(&settings);
    });
    assert!(issued, "{said}");
    let credentials = desk.folder().join("credentials");
    std::fs::create_dir(&credentials).unwrap();
    write_file(&credentials.join("countersign-pin"), PIN);
    set_mode(&credentials.join("countersign-pin"), 0o440);
    let (issued, said) = elsewhere(2, &|command| {
        command.env("CREDENTIALS_DIRECTORY", &credentials);
    });
    assert!(issued, "{said}");
}
