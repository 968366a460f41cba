//! Profiles without keys, with bad or duplicate keys, and files that are no profile.

use std::fs;

use super::{Refusal, refuses};
use countersign_testing::{Desk, Device, NUMBER, good_machine};

#[test]
fn an_unusable_profile_is_named() {
    let desk = Desk::new();
    let good = desk.profile_text();
    let (head, keys) = good.split_once("[[keys]]").unwrap();
    let public = keys.split('"').nth(1).unwrap();
    let key = |id: u8, public: &str| format!("[[keys]]\nid = {id}\npublic = \"{public}\"\n");
    // y = 2 is on no point of the curve.
    let off_curve = format!("02{}", "00".repeat(31));
    let table = [
        (head.to_owned(), "PROFILE-NO-KEYS", "from the desk"),
        (format!("keys = []\n{head}"), "PROFILE-NO-KEYS", "from the desk"),
        (format!("{head}{}", key(0, &off_curve)), "PROFILE-BAD-KEY", "from the desk"),
        (format!("{head}{}", key(0, &public[2..])), "PROFILE-BAD-KEY", "from the desk"),
        (format!("{head}{}", key(0, "not hex at all")), "PROFILE-BAD-KEY", "from the desk"),
        (format!("{head}{}{}", key(0, public), key(1, public)), "PROFILE-TWIN-KEYS", "from the desk"),
        (format!("{head}{0}{0}", key(0, public)), "PROFILE-TWIN-KEYS", "from the desk"),
        ("this is no TOML {".to_owned(), "PROFILE-SYNTAX", "from the desk"),
        (String::new(), "PROFILE-SYNTAX", "from the desk"),
        (good.replace("AA99999999999", ""), "PROFILE-SYNTAX", "from the desk"),
        (good[..good.len() / 2].to_owned(), "PROFILE-SYNTAX", "from the desk"),
        (good.replace("Example OS 10", "Example\\u001b[2J"), "PROFILE-SYNTAX", "from the desk"),
        (good.replace("\"example-os\"", "\"0example\""), "PROFILE-SYNTAX", "from the desk"),
        (format!("{good}{}", "#".repeat(256 * 1024)), "PROFILE-TOO-LARGE", "from the desk"),
    ];
    let mut device = Device::new(&good_machine(), &desk);
    for (text, code, cure) in table {
        let path = device.with_profile(&text);
        let args = ["request", "--number", NUMBER];
        let ran = refuses(&device, &Refusal { args: &args, input: "", exit: 1, code, cure });
        assert!(ran.err.contains(&*path.to_string_lossy()), "{ran:#?}");
        assert!(!device.state().exists(), "no state folder is created");
    }
    let path = device.with_profile("");
    fs::write(&path, b"\xff\xfe\x00binary").unwrap();
    let wanted = Refusal { args: &["status"], input: "", exit: 1, code: "PROFILE-SYNTAX", cure: "the desk" };
    refuses(&device, &wanted);
    fs::remove_file(&path).unwrap();
    refuses(&device, &Refusal { code: "PROFILE-MISSING", cure: "--profile", ..wanted });
    fs::create_dir(&path).unwrap();
    refuses(&device, &Refusal { code: "PROFILE-NOT-REGULAR", cure: "ls -ld -- /", ..wanted });
}

#[test]
fn with_json_a_refusal_is_an_object() {
    let desk = Desk::new();
    let mut device = Device::new(&good_machine(), &desk);
    device.with_profile("");
    let ran = device.run(&["status", "--json"]);
    let error = &ran.json()["error"];
    assert_eq!((ran.exit, error["code"].as_str()), (1, Some("PROFILE-SYNTAX")));
    let said =
        format!("PROFILE-SYNTAX: {}\n{}\n", error["what"].as_str().unwrap(), error["cure"].as_str().unwrap());
    assert_eq!(ran.err, said);
}

#[test]
fn control_and_invisible_characters_of_a_path_reach_no_terminal() {
    let desk = Desk::new();
    let device = Device::new(&good_machine(), &desk);
    let mut command = device.bare_command(&["status", "--profile", "none\x1b]0;owned\x07\u{202e}/x.toml"]);
    let ran = countersign_testing::CommandOutput::from(command.output().unwrap());
    ran.assert_refused(1, "PROFILE-MISSING", "--profile");
    assert!(!ran.err.contains(['\x07', '\u{202e}']), "{ran:#?}");
}
