//! The program `countersign-desk`, driven as scripts and operators do.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail loudly")]

use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::Path;
use std::process::{Command, Output, Stdio};

use countersign_core::machine::{Field, Origin};
use countersign_core::profile::Profile;
use countersign_core::protocol::license::Claims;
use countersign_core::protocol::spoken::SpokenRequest;
use countersign_core::protocol::{
    Code, Head, LineNumber, LineReading, Platform, Request, Terms, Values, line, marker,
};
use countersign_core::review::{DeviceAnchor, Verdict, judge_text};
use serde_json::Value;
use tempfile::TempDir;

const NUMBER: &str = "AA03220123951";
const MACHINE: [&str; 3] = ["ASRock", "B450M Pro4", "M80-D8018200512"];
const OTHER: [&str; 3] = ["ASRock", "X570 Taichi", "M80-F3015500911"];

/// A desk in a folder of its own.
struct Desk {
    dir: TempDir,
    passphrase: Option<&'static str>,
}

/// What a run gave.
struct Ran {
    exit: i32,
    out: String,
    err: String,
}

impl Ran {
    fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|_| panic!("{}\n{}", self.out, self.err))
    }
}

impl From<Output> for Ran {
    fn from(output: Output) -> Self {
        let text = |bytes| String::from_utf8(bytes).unwrap();
        Self { exit: output.status.code().unwrap(), out: text(output.stdout), err: text(output.stderr) }
    }
}

impl Desk {
    fn empty() -> Self {
        Self { dir: tempfile::tempdir().unwrap(), passphrase: None }
    }

    fn new(more: &[&str]) -> Self {
        let desk = Self::empty();
        desk.init(more);
        desk
    }

    fn init(&self, more: &[&str]) {
        let base = ["init", "--product", "example-os", "--name", "Example OS", "--mask", "AA99999999999"];
        let ran = self.run(&[&base[..], &["--host", "desk.example"], more].concat());
        assert_eq!(ran.exit, 0, "{}", ran.err);
        assert_eq!(self.run(&["licenses", "add", NUMBER]).exit, 0);
    }

    fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_countersign-desk"));
        command.args(args).env_clear().env("USER", "li").env("COUNTERSIGN_DESK_DATA", self.data());
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        if let Some(passphrase) = self.passphrase {
            command.env("COUNTERSIGN_PASSPHRASE", passphrase);
        }
        command
    }

    fn run(&self, args: &[&str]) -> Ran {
        self.command(args).output().unwrap().into()
    }

    fn answer(&self, request: &Request) -> Ran {
        self.run(&["answer", "--json", &request.text().unwrap()])
    }

    fn data(&self) -> std::path::PathBuf {
        self.dir.path().join("desk")
    }

    fn profile(&self) -> Profile {
        Profile::parse(&fs::read_to_string(self.data().join("profile.toml")).unwrap()).unwrap()
    }

    fn request(&self, values: [&str; 3], board: &str, nonce: u8) -> Request {
        self.request_for(NUMBER, values, board, nonce)
    }

    /// What a device with these values, board serial and this profile shows.
    fn request_for(&self, number: &str, values: [&str; 3], board: &str, nonce: u8) -> Request {
        let profile = self.profile();
        let verdicts = [0, 1, 2].map(|at| judge_text(Field::BINDING[at], values[at]).0);
        let [manufacturer, model, serial] = values.map(str::to_owned);
        Request {
            head: Head {
                profile_version: profile.version,
                number: profile.mask.pack(&profile.mask.parse_number(number).unwrap()).unwrap(),
                nonce: [nonce; 4],
                platform: Platform(1),
                verdicts,
                origins: [Origin::Firmware; 3],
                scheme2: Some(marker::scheme2(&DeviceAnchor::BoardSerial(board.to_owned()))),
            },
            values: Values { manufacturer, model, serial },
        }
    }

    /// What the device makes of the seven lines.
    fn enter(&self, lines: &[String], request: &Request) -> Claims {
        let profile = self.profile();
        let data: Vec<_> = LineNumber::license()
            .into_iter()
            .zip(lines)
            .map(|(number, typed)| match line::read(number, typed) {
                LineReading::Clean(data) => data,
                other => panic!("{typed}: {other:?}"),
            })
            .collect();
        let terms = Terms {
            product: profile.product.clone(),
            number: request.head.number,
            nonce: request.head.nonce,
            marker2: request.head.scheme2,
            marker3: Some(request.marker3()),
        };
        Code::from_lines(&data.try_into().unwrap()).verify(&profile.keys, &terms).unwrap()
    }
}

fn strings(value: &Value) -> Vec<String> {
    value.as_array().unwrap().iter().map(|one| one.as_str().unwrap().to_owned()).collect()
}

fn codes(answer: &Value) -> Vec<Option<&str>> {
    answer["findings"].as_array().unwrap().iter().map(|one| one["code"].as_str()).collect()
}

#[test]
fn init_makes_a_private_desk_once() {
    let desk = Desk::new(&["--declared", "serial", "--spoken"]);
    let profile = desk.profile();
    assert_eq!(
        (profile.version, profile.product.as_str(), profile.desk.as_str()),
        (1, "example-os", "desk.example")
    );
    assert!(profile.policy.spoken && !profile.policy.older_binding);
    for name in ["keys.toml", "ledger.db"] {
        assert_eq!(fs::metadata(desk.data().join(name)).unwrap().mode() & 0o777, 0o600, "{name}");
    }
    let kept = fs::read(desk.data().join("profiles/1.toml")).unwrap();
    assert_eq!(kept, fs::read(desk.data().join("profile.toml")).unwrap());
    let keys = fs::read(desk.data().join("keys.toml")).unwrap();
    let again = desk.run(&["init"]);
    assert_eq!(again.exit, 5);
    assert!(again.err.starts_with("DESK-EXISTS: "), "{}", again.err);
    assert_eq!(fs::read(desk.data().join("keys.toml")).unwrap(), keys);
}

#[test]
fn init_checks_its_settings_before_it_writes() {
    for wrong in
        [["--mask", "lower"], ["--product", "practice"], ["--host", "not a host"], ["--declared", "all"]]
    {
        let desk = Desk::empty();
        let ran = desk.run(&["init", wrong[0], wrong[1]]);
        assert_eq!(ran.exit, 2, "{wrong:?}: {}", ran.err);
        assert!(!desk.data().exists(), "{wrong:?}");
    }
    let desk = Desk::empty();
    let ran = desk.run(&["init"]);
    assert_eq!(ran.exit, 0, "{}", ran.err);
    assert!(ran.out.contains("--mask AA99999999999"), "what was assumed is said: {}", ran.out);
}

#[test]
fn a_good_request_is_answered_and_again_with_the_same_code() {
    let desk = Desk::new(&[]);
    let request = desk.request(MACHINE, "BR80G1234567", 1);
    let first = desk.answer(&request);
    assert_eq!(first.exit, 0, "{}", first.err);
    let answer = first.json();
    assert_eq!((answer["decision"].as_str(), answer["how"].as_str()), (Some("issued"), Some("first")));
    assert!(answer["reason"].is_null() && answer["case"].is_null());
    let lines = strings(&answer["lines"]);
    assert_eq!(answer["code"].as_str().unwrap(), lines.concat().replace(' ', ""));
    let claims = desk.enter(&lines, &request);
    assert!(!claims.declared && claims.expires.is_none());
    // The same as URL, from a file, and from standard input.
    let file = desk.dir.path().join("request.txt");
    fs::write(&file, format!("Dear desk,\n\n{}\nThank you", request.text().unwrap())).unwrap();
    for argument in [request.url("desk.example").unwrap(), file.display().to_string()] {
        let again = desk.run(&["answer", &argument, "--json"]).json();
        assert_eq!((again["how"].as_str(), strings(&again["lines"])), (Some("again"), lines.clone()));
    }
    let mut child = desk.command(&["answer", "-"]).stdin(Stdio::piped()).spawn().unwrap();
    std::io::Write::write_all(&mut child.stdin.take().unwrap(), request.text().unwrap().as_bytes()).unwrap();
    let page = Ran::from(child.wait_with_output().unwrap());
    assert_eq!(page.exit, 0);
    for line in &lines {
        assert!(page.out.contains(line), "{}", page.out);
    }
}

#[test]
fn another_device_is_told_in_which_fields() {
    let desk = Desk::new(&[]);
    assert_eq!(desk.answer(&desk.request(MACHINE, "BR80G1234567", 1)).exit, 0);
    let stranger = desk.request(OTHER, "T90A7654321", 2);
    let ran = desk.answer(&stranger);
    assert_eq!(ran.exit, 5);
    let answer = ran.json();
    assert_eq!(answer["reason"], "DEVICE-DIFFERS");
    assert_eq!(strings(&answer["differs"]), ["model", "serial", "board"]);
    assert_eq!(answer["case"], "CAS-000001");
    assert!(answer["lines"].is_null() && answer["code"].is_null());
    let page = desk.run(&["answer", &stranger.text().unwrap()]);
    assert!(page.out.contains("DEVICE-DIFFERS") && page.out.contains("Model, Serial"), "{}", page.out);
    assert!(!page.out.contains(MACHINE[2]), "the other machine's values are not told");
    // An operator frees the number; then it is the stranger's, and the case is closed.
    let freed = desk.run(&["licenses", "release", NUMBER, "--reason", "main board replaced, ticket 12"]);
    assert_eq!(freed.exit, 0, "{}", freed.err);
    assert_eq!(desk.answer(&stranger).exit, 0);
    let shown = desk.run(&["licenses", "show", NUMBER]).out;
    for part in ["main board replaced, ticket 12", "CAS-000001  DEVICE-DIFFERS  closed", OTHER[2]] {
        assert!(shown.contains(part), "{part}: {shown}");
    }
}

#[test]
fn a_placeholder_is_refused_with_codes_remedies_and_one_case() {
    let desk = Desk::new(&[]);
    let bad = ["ASRock", "", "To Be Filled By O.E.M."];
    let ran = desk.answer(&desk.request(bad, "BR80G1234567", 1));
    assert_eq!(ran.exit, 5);
    let answer = ran.json();
    assert_eq!(answer["reason"], "MACHINE-REFUSED");
    assert_eq!(codes(&answer), [None, Some("MODEL-BLANK"), Some("SERIAL-PLACEHOLDER")]);
    assert!(!answer["findings"][2]["remedies"].as_array().unwrap().is_empty());
    for lang in ["en", "zh"] {
        let page =
            desk.run(&["--lang", lang, "answer", &desk.request(bad, "BR80G1234567", 2).text().unwrap()]);
        assert_eq!(page.exit, 5);
        for part in ["MODEL-BLANK", "SERIAL-PLACEHOLDER", "CAS-000001", "To Be Filled By O.E.M."] {
            assert!(page.out.contains(part), "{part}: {}", page.out);
        }
        // Commands alone may be longer than the page: they are copied whole.
        let long = |line: &&str| {
            unicode_width::UnicodeWidthStr::width(*line) > 80 && !line.starts_with("          ")
        };
        assert_eq!(page.out.lines().find(long), None);
    }
    assert!(desk.run(&["licenses", "list"]).out.contains("unused"), "a refusal doesn't touch the number");
    assert_eq!(desk.answer(&desk.request(MACHINE, "BR80G1234567", 3)).exit, 0);
    assert!(desk.run(&["licenses", "show", NUMBER]).out.contains("CAS-000001  MACHINE-REFUSED  closed"));
}

#[test]
fn unknown_and_malformed_numbers_get_one_answer() {
    let desk = Desk::new(&[]);
    let unknown = desk.request_for("ZZ99999999999", MACHINE, "BR80G1234567", 1);
    let mut malformed = unknown.clone();
    malformed.head.number = [0xff; 6];
    assert_eq!(desk.profile().mask.unpack(malformed.head.number), None);
    let [mut one, mut two] = [&unknown, &malformed].map(|request| {
        let ran = desk.answer(request);
        assert_eq!(ran.exit, 5);
        ran.json()
    });
    assert_eq!(one["reason"], "NUMBER-UNKNOWN");
    for answer in [&mut one, &mut two] {
        // The request's own name is of its bytes, and tells nothing of the number.
        answer.as_object_mut().unwrap().remove("request");
    }
    assert_eq!(one, two);
}

#[test]
fn keys_are_sealed_with_a_passphrase_and_a_wrong_one_is_named() {
    let mut desk = Desk::empty();
    desk.passphrase = Some("correct horse");
    desk.init(&[]);
    assert!(!fs::read_to_string(desk.data().join("keys.toml")).unwrap().contains("seed"));
    let request = desk.request(MACHINE, "BR80G1234567", 1);
    for (passphrase, code) in [(Some("wrong horse"), "PASSPHRASE-WRONG"), (None, "KEYS-SEALED")] {
        desk.passphrase = passphrase;
        let ran = desk.answer(&request);
        assert_eq!((ran.exit, ran.json()["reason"].as_str()), (1, Some(code)));
        assert!(ran.err.starts_with(code), "{}", ran.err);
        assert!(ran.json()["decision"].is_null(), "nothing was decided");
        assert_eq!(desk.run(&["licenses", "list"]).exit, 0, "numbers need no key");
    }
    desk.passphrase = Some("correct horse");
    assert_eq!(desk.answer(&request).exit, 0);
}

#[test]
fn exposed_keys_are_refused() {
    let desk = Desk::new(&[]);
    fs::set_permissions(desk.data().join("keys.toml"), fs::Permissions::from_mode(0o644)).unwrap();
    let ran = desk.answer(&desk.request(MACHINE, "BR80G1234567", 1));
    assert_eq!(ran.exit, 1);
    assert!(ran.err.starts_with("KEYS-EXPOSED: "), "{}", ran.err);
}

#[test]
fn of_many_at_once_exactly_one_binds() {
    let desk = Desk::new(&[]);
    let racers: Vec<_> = (0..6_u8)
        .map(|at| {
            let serial = format!("M80-R{at}018200{at}1{at}");
            let board = format!("BR80G77{at}{at}56{at}");
            let request = desk.request([MACHINE[0], MACHINE[1], &serial], &board, at);
            desk.command(&["answer", "--json", &request.text().unwrap()]).spawn().unwrap()
        })
        .collect();
    let mut reasons: Vec<Option<String>> = racers
        .into_iter()
        .map(|child| {
            let ran = Ran::from(child.wait_with_output().unwrap());
            let reason = ran.json()["reason"].as_str().map(str::to_owned);
            assert_eq!(ran.exit, if reason.is_none() { 0 } else { 5 });
            reason
        })
        .collect();
    reasons.sort();
    let mut expected = vec![Some("DEVICE-DIFFERS".to_owned()); 6];
    expected[0] = None;
    assert_eq!(reasons, expected);
    let shown = desk.run(&["licenses", "show", NUMBER, "--json"]).json();
    assert_eq!(shown["requests"].as_array().unwrap().len(), 6, "every request is kept");
}

#[test]
fn two_starts_at_once_make_one_desk() {
    let desk = Desk::empty();
    let mut starts: Vec<_> = (0..4).map(|_| desk.command(&["init"]).spawn().unwrap()).collect();
    let mut exits: Vec<_> = starts.iter_mut().map(|child| child.wait().unwrap().code().unwrap()).collect();
    exits.sort_unstable();
    assert_eq!(exits, [0, 5, 5, 5]);
    assert_eq!(desk.run(&["licenses", "add", NUMBER]).exit, 0);
    assert_eq!(
        desk.answer(&desk.request(MACHINE, "BR80G1234567", 1)).exit,
        0,
        "keys and profile belong together"
    );
}

#[test]
fn a_folder_is_decided_file_by_file() {
    let desk = Desk::new(&[]);
    let folder = desk.dir.path().join("stick");
    fs::create_dir(&folder).unwrap();
    let write = |name: &str, text: &str| fs::write(folder.join(name), text).unwrap();
    let good = desk.request(MACHINE, "BR80G1234567", 1);
    write("a.txt", &good.text().unwrap());
    write("b.txt", &desk.request(["ASRock", "X570", ""], "T90A7654321", 2).url("desk.example").unwrap());
    let path = folder.display().to_string();
    let ran = desk.run(&["answer", &path]);
    assert_eq!(ran.exit, 0, "a refusal is a decision: {}", ran.err);
    let lines: Vec<String> = fs::read_to_string(folder.join(format!("{NUMBER}-{}.license.txt", good.name())))
        .unwrap()
        .lines()
        .map(str::to_owned)
        .collect();
    desk.enter(&lines, &good);
    assert!(
        ran.out.contains(&format!("a.txt: code given -> {NUMBER}-{}.license.txt", good.name())),
        "{}",
        ran.out
    );
    let licenses = || {
        let names = fs::read_dir(&folder).unwrap().map(|one| one.unwrap().file_name().into_string().unwrap());
        names.filter(|name| name.ends_with(".license.txt")).count()
    };
    assert_eq!(licenses(), 1, "none for the refused one");
    let report = fs::read_to_string(folder.join("countersign-report.txt")).unwrap();
    assert!(report.contains("SERIAL-BLANK") && report.contains(&lines[0]), "{report}");
    write("notes.txt", "call Mr Li back");
    let ran = desk.run(&["answer", &path, "--json"]);
    assert_eq!(ran.exit, 5, "one file could not be decided");
    let answers = ran.json();
    let decided: Vec<_> =
        answers["answers"].as_array().unwrap().iter().map(|one| one["reason"].as_str()).collect();
    assert_eq!(
        decided,
        [None, Some("MACHINE-REFUSED"), Some("REQUEST-INVALID")],
        "what a run wrote is no request"
    );
    assert_eq!(licenses(), 1, "the same answer, the same file");
    // What stands there under that name and says something else isn't overwritten.
    let first = folder.join(format!("{NUMBER}-{}.license.txt", good.name()));
    fs::write(&first, "mine\n").unwrap();
    let answers = desk.run(&["answer", &path, "--json"]).json();
    assert_eq!(fs::read_to_string(&first).unwrap(), "mine\n");
    let second = folder.join(format!("{NUMBER}-{}-2.license.txt", good.name()));
    assert_eq!(answers["answers"][0]["license-file"], second.display().to_string());
    assert_eq!(fs::read_to_string(&second).unwrap().lines().collect::<Vec<_>>(), lines);
}

#[test]
fn a_spoken_request_gets_the_code_of_the_written_one() {
    let desk = Desk::new(&["--spoken"]);
    let request = desk.request(MACHINE, "BR80G1234567", 1);
    let spoken = SpokenRequest::of(&request).lines().map(|line| line::grouped(&line)).join("\n");
    let answer = desk.run(&["answer", "--json", &spoken]).json();
    assert_eq!(answer["decision"], "issued", "{answer}");
    assert_eq!(strings(&answer["lines"]), strings(&desk.answer(&request).json()["lines"]));
    assert!(answer["mended"].is_null());
    let closed = Desk::new(&[]);
    let answer = closed.run(&["answer", "--json", &spoken]).json();
    assert_eq!(answer["reason"], "SPOKEN-NOT-OFFERED");
}

#[test]
fn what_was_misheard_is_mended_where_the_ledger_knows_the_number() {
    let desk = Desk::new(&["--spoken"]);
    let request = desk.request(MACHINE, "BR80G1234567", 1);
    let mut lines = SpokenRequest::of(&request).lines();
    // Three characters of one line, one left out of another: more than a line mends by itself.
    let misheard = |c: char| if c == 'B' { 'D' } else { 'B' };
    let second = lines[1].chars().enumerate();
    let second = second.map(|(at, c)| if [1, 8, 15].contains(&at) { misheard(c) } else { c }).collect();
    lines[1] = second;
    lines[3].remove(6);
    let answer = desk.run(&["answer", "--json", &lines.join("\n")]).json();
    assert_eq!(
        (answer["decision"].as_str(), &answer["mended"]),
        (Some("issued"), &serde_json::json!([9, 11]))
    );
    assert_eq!(strings(&answer["lines"]), strings(&desk.answer(&request).json()["lines"]));
    let told = desk.run(&["answer", &lines.join("\n")]);
    assert!(told.out.contains("read them back to the caller: 9, 11."), "{}", told.out);
    // The same where nobody issued that number: no reading of it is believed.
    let other = desk.request_for("AA99999999998", MACHINE, "BR80G1234567", 1);
    let mut lines = SpokenRequest::of(&other).lines();
    lines[3].remove(6);
    lines[1].remove(3);
    let answer = desk.run(&["answer", "--json", &lines.join("\n")]).json();
    assert_eq!(answer["reason"], "REQUEST-INVALID");
}

#[test]
fn the_desks_own_judgement_stands_and_the_difference_is_said() {
    let desk = Desk::new(&[]);
    let mut request = desk.request(["ASRock", "B450M Pro4", "Default string"], "BR80G1234567", 1);
    request.head.verdicts[2] = Verdict::Ok;
    let answer = desk.answer(&request).json();
    assert_eq!(
        (answer["reason"].as_str(), answer["notes"][0]["code"].as_str()),
        (Some("MACHINE-REFUSED"), Some("RULES-DIFFER"))
    );
}

#[test]
fn numbers_are_held_back_let_go_and_ended() {
    let desk = Desk::new(&[]);
    let request = desk.request(MACHINE, "BR80G1234567", 1);
    let reason = || desk.answer(&request).json()["reason"].as_str().map(str::to_owned);
    let act = |act: &str| desk.run(&["licenses", act, "aa 0322-0123951", "--reason", "a test"]).exit;
    assert_eq!(act("resume"), 5);
    assert_eq!(act("release"), 5, "it is bound to nothing");
    assert_eq!(act("suspend"), 0);
    assert_eq!(reason().as_deref(), Some("NUMBER-SUSPENDED"));
    assert_eq!(act("resume"), 0);
    assert_eq!(reason(), None);
    assert_eq!(act("revoke"), 0);
    assert_eq!(reason().as_deref(), Some("NUMBER-REVOKED"));
    assert_eq!(act("resume"), 5);
    let audit = desk.run(&["licenses", "show", NUMBER, "--json"]).json();
    let acts: Vec<_> =
        audit["audit"].as_array().unwrap().iter().map(|one| one["act"].as_str().unwrap()).collect();
    assert_eq!(acts, ["suspend", "resume", "revoke"]);
    assert_eq!(desk.run(&["licenses", "release", NUMBER]).exit, 2, "a release wants a reason");
}

#[test]
fn good_lines_of_a_file_are_imported() {
    let desk = Desk::new(&[]);
    let file = desk.dir.path().join("numbers.csv");
    let path = file.display().to_string();
    fs::write(&file, "# sold in May\nAA03220123952\nAA03220123953,2\nAA03220123954,2,2030-01-31\nwrong\n")
        .unwrap();
    let ran = desk.run(&["licenses", "import", &path]);
    assert_eq!(ran.exit, 5);
    assert!(ran.out.contains("NUMBER-MALFORMED") && ran.out.contains("Line 5"), "{}", ran.out);
    assert_eq!(desk.run(&["licenses", "list", "--json"]).json()["licenses"].as_array().unwrap().len(), 4);
    let good = fs::read_to_string(&file).unwrap().replace("wrong", "AA03220123951,,90");
    fs::write(&file, good).unwrap();
    let ran = desk.run(&["licenses", "import", &path]);
    assert!(ran.exit == 0 && ran.out.contains("already: 4"), "{}", ran.out);
    assert!(desk.run(&["licenses", "show", "AA03220123954"]).out.contains("2030-01-31"));
    let request = desk.request_for("AA03220123954", MACHINE, "BR80G1234567", 1);
    let lines = strings(&desk.answer(&request).json()["lines"]);
    let claims = desk.enter(&lines, &request);
    assert_eq!((claims.edition.0, claims.expires), (2, Some(3683)));
    assert_eq!(desk.run(&["licenses", "show", "AA09999999999"]).exit, 5);
    assert_eq!(desk.run(&["licenses", "add", "A1"]).exit, 5);
}

#[test]
fn what_is_no_request_is_said_and_usage_is_two() {
    let desk = Desk::new(&[]);
    let text = desk.request(MACHINE, "BR80G1234567", 1).text().unwrap();
    let cut = &text[..text.len() / 2];
    for wrong in ["hello", cut, "HTTPS://DESK.EXAMPLE/R/AAAA", ""] {
        let ran = desk.run(&["answer", wrong, "--json"]);
        assert_eq!((ran.exit, ran.json()["reason"].as_str()), (5, Some("REQUEST-INVALID")), "{wrong}");
    }
    let long = "A".repeat(70_000);
    assert_eq!(desk.run(&["answer", &long, "--json"]).json()["reason"], "REQUEST-TOO-LONG");
    for wrong in [&[][..], &["answer"], &["serves"], &["licenses"], &["--lang", "fr", "answer", "x"]] {
        assert_eq!(desk.run(wrong).exit, 2, "{wrong:?}");
    }
    let nowhere = Desk::empty();
    let ran = nowhere.run(&["answer", &text]);
    assert_eq!(ran.exit, 1);
    assert!(ran.err.starts_with("DESK-NONE: "), "{}", ran.err);
}

#[test]
fn help_is_in_the_language_of_who_asks() {
    let desk = Desk::empty();
    let zh = desk.run(&["--help", "--lang", "zh"]);
    assert!(zh.exit == 0 && zh.out.contains("许可证号") && !zh.out.contains("Options"), "{}", zh.out);
    let en = desk.run(&["licenses", "add", "--help"]);
    assert!(en.exit == 0 && en.out.contains("Add license numbers"), "{}", en.out);
    let mut by_locale = desk.command(&["answer", "--help"]);
    let ran = Ran::from(by_locale.env("LANG", "zh_CN.UTF-8").output().unwrap());
    assert!(ran.out.contains("答复请求"), "{}", ran.out);
}

#[test]
fn a_code_that_could_not_be_written_out_is_a_fault() {
    let desk = Desk::new(&[]);
    let request = desk.request(MACHINE, "BR80G1234567", 1);
    let full = fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let mut command = desk.command(&["answer", &request.text().unwrap()]);
    assert_eq!(command.stdout(full).status().unwrap().code(), Some(1));
    assert_eq!(desk.answer(&request).json()["how"], "again", "it was kept before it was shown");
}

/// Whoever looks at the desk's folder finds nothing that an answer left behind.
#[test]
fn no_half_made_files_stay() {
    let desk = Desk::new(&[]);
    desk.answer(&desk.request(MACHINE, "BR80G1234567", 1));
    let mut names: Vec<String> = fs::read_dir(desk.data())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| !Path::new(name).extension().is_some_and(|end| end == "db-wal" || end == "db-shm"))
        .collect();
    names.sort();
    assert_eq!(names, ["keys.toml", "ledger.db", "profile.toml", "profiles"]);
}
