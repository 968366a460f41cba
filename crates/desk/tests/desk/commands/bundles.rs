//! `answer` with a bundle: each line is answered on its own, an interrupted run is resumed, and a summary lists the reasons.

use std::fmt::Write as _;
use std::fs::{self, OpenOptions};
use std::os::unix::fs::symlink;
use std::path::PathBuf;

use countersign_testing::make_pipe;
use serde_json::{Value, json};

use crate::harness::{BAD, Desk, MACHINE};

/// Numbers that the desk has, one for each machine.
const NUMBERS: [&str; 4] = ["AA05550000001", "AA05550000002", "AA05550000003", "AA05550000004"];

/// A bundle of four requests, one of them refused, and three wrong lines.
fn bundle(desk: &Desk) -> PathBuf {
    let file = desk.dir.path().join("fleet.jsonl");
    let mut text = String::from("{\"countersign\":\"requests\",\"version\":1}\n");
    for (at, number) in NUMBERS.into_iter().enumerate() {
        desk.succeed(&["licenses", "add", number]);
        let serial = format!("M80-D801820052{at}");
        let good = [MACHINE[0], MACHINE[1], &serial];
        let (machine, board) = if at == 2 { (BAD, "BR80G000000") } else { (good, "BR80G123456") };
        let request = desk.request_for(number, machine, &format!("{board}{at}"), at as u8 + 1);
        let request = request.text().unwrap();
        let _ = writeln!(text, "{}", json!({ "host": format!("web-{at} 服务器"), "request": request }));
    }
    text.push_str(
        "nothing\n{\"host\":\"a\\u001b[2J\",\"request\":\"x\"}\n{\"host\":\"x\",\"request\":\"hello\"}\n",
    );
    fs::write(&file, text + "{\"end\":7}\n").unwrap();
    file
}

fn lines(text: &str) -> Vec<Value> {
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn each_line_of_a_bundle_is_answered_independently() {
    let desk = Desk::new(&[]);
    let file = bundle(&desk);
    let path = file.to_str().unwrap();
    let ran = desk.run(&["answer", path]);
    assert_eq!(ran.exit, 5, "{}{}", ran.out, ran.err);
    assert!(ran.out.starts_with("7 requests: 3 codes, 4 refused.\n"), "{}", ran.out);
    for reason in ["MACHINE-REFUSED", "LINE-MALFORMED", "HOST-MALFORMED"] {
        assert!(ran.out.contains(&format!("      1  {reason}")), "{reason}: {}", ran.out);
    }
    let answers = fs::read_to_string(file.with_extension("answers.jsonl")).unwrap();
    assert!(!answers.contains("\\u001b"), "{answers}");
    let answers = lines(&answers);
    assert_eq!(answers[0]["countersign"], "answers");
    let reasons =
        json!({ "MACHINE-REFUSED": 1, "LINE-MALFORMED": 1, "HOST-MALFORMED": 1, "REQUEST-INVALID": 1 });
    let counts = json!({ "issued": 3, "reasons": reasons, "cut-off": false });
    assert_eq!(answers.last().unwrap(), &json!({ "end": 7, "counts": counts }));
    let decided: Vec<_> = answers[1..8].iter().map(|one| one["decision"].as_str().unwrap()).collect();
    assert_eq!(decided, ["issued", "issued", "refused", "issued", "refused", "refused", "refused"]);
    assert_eq!((&answers[1]["host"], &answers[1]["line"]), (&json!("web-0 服务器"), &json!(2)));
    assert_eq!(answers[1]["lines"].as_array().unwrap().len(), 7);
    assert!(!fs::exists(file.with_extension("answers.jsonl.part")).unwrap());
    // A second run gives the same codes, and adds no case and no machine.
    let out = desk.dir.path().join("again.jsonl");
    let again = desk.run(&["answer", path, "--out", out.to_str().unwrap(), "--json"]);
    let report = again.json();
    assert_eq!(
        (&report["issued"], &report["taken-over"], &report["cut-off"]),
        (&json!(3), &json!(0), &json!(false))
    );
    let codes = |all: &[Value]| all[1..8].iter().map(|one| one["code"].clone()).collect::<Vec<_>>();
    assert_eq!(codes(&lines(&fs::read_to_string(out).unwrap())), codes(&answers));
    assert_eq!(desk.succeed(&["cases", "list"]).matches("CAS-").count(), 1);
    for number in NUMBERS {
        assert!(desk.license(number)["bindings"].as_array().unwrap().len() <= 1);
    }
}

#[test]
fn an_interrupted_run_is_resumed() {
    let desk = Desk::new(&[]);
    let file = bundle(&desk);
    let answers = file.with_extension("answers.jsonl");
    let part = file.with_extension("answers.jsonl.part");
    let path = file.to_str().unwrap();
    desk.run(&["answer", path]);
    let whole = fs::read_to_string(&answers).unwrap();
    // As after a power failure in the middle of the fourth line.
    let torn: usize = whole.split_inclusive('\n').take(3).map(str::len).sum();
    fs::rename(&answers, &part).unwrap();
    fs::write(&part, &whole[..torn + 40]).unwrap();
    let report = desk.run(&["answer", path, "--json"]).json();
    assert_eq!((&report["taken-over"], &report["requests"]), (&json!(2), &json!(7)));
    let again = lines(&fs::read_to_string(&answers).unwrap());
    let (again, whole) = (again.iter(), lines(&whole));
    assert!(
        again.zip(&whole).all(|(one, other)| one["code"] == other["code"] && one["host"] == other["host"])
    );
    // Answers of another bundle are not taken over.
    let foreign = "{\"countersign\":\"answers\",\"version\":1,\"of\":\"00\"}\n{\"line\":2,\"reason\":null}\n";
    fs::write(&part, foreign).unwrap();
    assert_eq!(desk.run(&["answer", path, "--json"]).json()["taken-over"], 0);
    // While one program answers the bundle, a second one is refused.
    let held = OpenOptions::new().create(true).append(true).open(&part).unwrap();
    held.lock().unwrap();
    let busy = desk.run(&["answer", path]);
    assert!(busy.exit == 5 && busy.err.contains("BUNDLE-BUSY"), "{}{}", busy.out, busy.err);
}

#[test]
fn answers_replace_a_regular_file_alone() {
    let desk = Desk::new(&[]);
    let (file, out) = (bundle(&desk), desk.dir.path().join("out"));
    let victim = desk.dir.path().join("victim");
    fs::write(&victim, "precious").unwrap();
    let things: [(&str, &dyn Fn()); 3] = [
        ("link", &|| symlink(&victim, &out).unwrap()),
        ("pipe", &|| make_pipe(&out)),
        ("folder", &|| fs::create_dir(&out).unwrap()),
    ];
    for (name, make) in things {
        make();
        let kind = fs::symlink_metadata(&out).unwrap().file_type();
        let ran = desk.run(&["answer", file.to_str().unwrap(), "--out", out.to_str().unwrap()]);
        assert!(ran.exit == 5 && ran.err.contains("FILE-NOT-REGULAR"), "{name}: {}{}", ran.out, ran.err);
        assert_eq!(fs::symlink_metadata(&out).unwrap().file_type(), kind, "{name} stays");
        assert_eq!(fs::read(&victim).unwrap(), b"precious");
        if name == "folder" { fs::remove_dir(&out) } else { fs::remove_file(&out) }.unwrap();
    }
    // What grows first is no second name of another file.
    fs::hard_link(&victim, desk.dir.path().join("out.part")).unwrap();
    let ran = desk.run(&["answer", file.to_str().unwrap(), "--out", out.to_str().unwrap()]);
    assert!(ran.exit == 1 && ran.err.contains("FILE-"), "{}{}", ran.out, ran.err);
    assert_eq!(fs::read(&victim).unwrap(), b"precious");
}

#[test]
fn a_path_for_answers_is_for_one_bundle_alone() {
    let desk = Desk::new(&[]);
    let bundle = bundle(&desk);
    let (other, request) = (desk.dir.path().join("other.jsonl"), desk.dir.path().join("request.txt"));
    fs::copy(&bundle, &other).unwrap();
    fs::write(&request, desk.request_for(NUMBERS[0], MACHINE, "BR80G1234560", 1).text().unwrap()).unwrap();
    let (folder, out) = (desk.dir.path().join("requests"), desk.dir.path().join("out"));
    fs::create_dir(&folder).unwrap();
    for inputs in [&[&request][..], &[&folder], &[&bundle, &other], &[&bundle, &request]] {
        let mut args = vec!["answer", "--json", "--out", out.to_str().unwrap()];
        args.extend(inputs.iter().map(|path| path.to_str().unwrap()));
        let ran = desk.run(&args);
        assert_eq!((ran.exit, &ran.json()["reason"]), (2, &json!("OUT-ONE-BUNDLE")), "{inputs:?}");
        assert_eq!(ran.json()["decision"], Value::Null);
    }
    assert!(!out.exists() && !bundle.with_extension("answers.jsonl").exists());
    assert_eq!(desk.license(NUMBERS[0])["state"], "unused", "nothing is answered");
    let told = desk.run(&["answer", "x", "--out", out.to_str().unwrap(), "--lang", "zh"]);
    assert!(told.err.contains("只用于一个批量文件"), "{}", told.err);
}

#[test]
fn a_truncated_or_invalid_bundle_is_reported() {
    let desk = Desk::new(&[]);
    let file = bundle(&desk);
    let path = file.to_str().unwrap();
    let whole = fs::read_to_string(&file).unwrap();
    fs::write(&file, whole.split_inclusive('\n').take(3).collect::<String>()).unwrap();
    let cut = desk.run(&["answer", path]);
    assert!(
        cut.exit == 5 && cut.out.contains("2 requests: 2 codes") && cut.out.contains("cut off"),
        "{}",
        cut.out
    );
    let cut = desk.run(&["answer", path, "--lang", "zh"]);
    assert!(cut.out.contains("文件不完整"), "{}", cut.out);
    for (text, code) in [
        ("{\"countersign\":\"answers\",\"version\":1}\n", "BUNDLE-OTHER"),
        ("{\"countersign\":\"requests\",\"version\":7}\n", "BUNDLE-NEWER"),
    ] {
        fs::write(&file, text).unwrap();
        let refused = desk.run(&["answer", path]);
        assert!(refused.exit == 5 && refused.err.contains(code), "{}{}", refused.out, refused.err);
    }
}
