//! `licenses import`: files of license numbers.

use std::fs;

use serde_json::json;

use crate::harness::{Desk, MACHINE, strings};

#[test]
fn the_good_lines_of_a_file_are_imported() {
    let desk = Desk::new(&[]);
    let file = desk.dir.path().join("numbers.csv");
    let path = file.display().to_string();
    fs::write(&file, "# sold in May\nAA03220123952\nAA03220123953,2\nAA03220123954,2,2030-01-31\nwrong\n")
        .unwrap();
    let ran = desk.run(&["licenses", "import", &path]);
    assert_eq!(ran.exit, 5);
    assert!(ran.out.contains("NUMBER-MALFORMED") && ran.out.contains("Line 5"), "{}", ran.out);
    assert_eq!(desk.run(&["licenses", "list", "--json"]).json()["licenses"].as_array().unwrap().len(), 4);
    let good = fs::read_to_string(&file).unwrap().replace("wrong", "AA03220123951");
    fs::write(&file, &good).unwrap();
    let ran = desk.run(&["licenses", "import", &path]);
    assert!(ran.exit == 0 && ran.out.contains("Existing: 4"), "{}", ran.out);
    // A line that differs from the stored license is reported and changes nothing.
    fs::write(&file, format!("{good},,90,3\nAA03220123957\n").replace("3951\n,", "3951,")).unwrap();
    let ran = desk.run(&["licenses", "import", &path, "--json"]);
    let bad = &ran.json()["bad"][0];
    assert_eq!((ran.exit, &bad["line"], &bad["code"]), (5, &json!(5), &json!("LICENSE-DIFFERS")));
    assert_eq!(
        (&ran.json()["new"], &ran.json()["known"]),
        (&json!(1), &json!(3)),
        "a refused line isn't counted as known"
    );
    let what = bad["what"].as_str().unwrap();
    let parts = "another license: expiry without end here, 90 days from first use in the file; seats 1 here, 3 in the file";
    assert!(what.contains(parts), "{what}");
    let license = desk.license("AA03220123951");
    assert_eq!((&license["expiry"], &license["seats"]), (&json!("never"), &json!(1)));
    assert_eq!(desk.license("AA03220123957")["state"], "unused", "the other numbers are added");
    fs::write(&file, "AA03220123958\nAA03220123951,7\n").unwrap();
    let strict = desk.run(&["licenses", "import", &path, "--strict", "--json"]).json();
    assert_eq!((&strict["stopped"], &strict["new"]), (&json!(true), &json!(0)));
    assert_eq!(desk.refusal(&["licenses", "show", "AA03220123958"]), "NUMBER-UNKNOWN");
    let added = desk.run(&["licenses", "add", "AA03220123951", "--edition", "7"]);
    assert!(added.exit == 5 && added.out.contains("edition 0 here, 7 in"), "{}", added.out);
    assert!(desk.run(&["licenses", "show", "AA03220123954"]).out.contains("2030-01-31"));
    let request = desk.request_for("AA03220123954", MACHINE, "BR80G1234567", 1);
    let lines = strings(&desk.answer(&request).json()["lines"]);
    let claims = desk.verify(&lines, &request);
    assert_eq!((claims.edition.0, claims.expires), (2, Some(3683)));
    assert_eq!(desk.run(&["licenses", "show", "AA09999999999"]).exit, 5);
    assert_eq!(desk.run(&["licenses", "add", "A1"]).exit, 5);
}

#[test]
fn a_file_over_the_limit_is_refused_whole() {
    let desk = Desk::new(&[]);
    let path = desk.dir.path().join("numbers.csv");
    fs::write(&path, "AA03220123952\n").unwrap();
    // The rest of the file is a hole.
    fs::File::options().write(true).open(&path).unwrap().set_len(64 * 1024 * 1024 + 1).unwrap();
    let path = path.display().to_string();
    let ran = desk.run(&["licenses", "import", &path]);
    assert!(ran.exit == 1 && ran.err.starts_with("FILE-UNREADABLE: "), "{}", ran.err);
    assert_eq!(desk.refusal(&["licenses", "show", "AA03220123952"]), "NUMBER-UNKNOWN");
}

#[test]
fn bad_lines_are_reported_and_good_lines_are_added() {
    let desk = Desk::new(&[]);
    let file = desk.dir.path().join("numbers.csv");
    let path = file.display().to_string();
    let text = "\u{feff}\"License number\",Edition\n\"AA03220123952\",2\nAA03220123953,99\nwrong \u{1b}[31m\n\"AA03220123955\nAA03220123956,,2030-01-31\n";
    fs::write(&file, text).unwrap();
    let strict = desk.run(&["licenses", "import", &path, "--strict"]);
    assert!(strict.exit == 5 && strict.out.contains("Nothing was added"), "{}", strict.out);
    assert_eq!(desk.run(&["licenses", "show", "AA03220123952"]).exit, 5);
    let ran = desk.run(&["licenses", "import", &path, "--json"]);
    let report = ran.json();
    assert_eq!((ran.exit, &report["new"], &report["stopped"]), (5, &json!(2), &json!(false)));
    let bad: Vec<_> = report["bad"]
        .as_array()
        .unwrap()
        .iter()
        .map(|bad| (bad["line"].as_u64(), bad["code"].as_str()))
        .collect();
    let codes = [(3, "EDITION-MALFORMED"), (4, "NUMBER-MALFORMED"), (5, "QUOTE-OPEN")];
    assert_eq!(bad, codes.map(|(line, code)| (Some(line), Some(code))));
    assert!(desk.succeed(&["licenses", "show", "AA03220123956"]).contains("2030-01-31"));
    let ran = desk.run(&["licenses", "import", &path]);
    assert_eq!(ran.exit, 5);
    assert!(ran.out.contains("Existing: 2") && !ran.out.contains('\u{1b}'), "{}", ran.out);
}

#[test]
fn an_import_that_fails_has_its_entries_in_the_audit() {
    let desk = Desk::new(&[]);
    desk.succeed(&["licenses", "add", "AA03220990001"]);
    let file = desk.dir.path().join("numbers.csv");
    let lines: String = (2..=502).map(|at| format!("AA0322099{at:04}\n")).collect();
    fs::write(&file, format!("AA03220990001,1\n{lines}")).unwrap();
    let entries = || -> Vec<String> {
        let database = desk.database();
        let statement = "SELECT subject FROM events WHERE event = 'numbers-imported' ORDER BY id";
        let mut statement = database.prepare(statement).unwrap();
        let rows = statement.query_map([], |row| row.get(0)).unwrap();
        rows.map(Result::unwrap).collect()
    };
    let fails = |stop: &str| {
        let stop = format!("CREATE TRIGGER stop {stop} BEGIN SELECT RAISE(ABORT, 'stopped'); END");
        desk.database().execute_batch(&stop).unwrap();
        let ran = desk.run(&["licenses", "import", file.to_str().unwrap(), "--update"]);
        assert!(ran.exit == 1 && ran.err.starts_with("STORE-"), "{}", ran.err);
        desk.database().execute_batch("DROP TRIGGER stop").unwrap();
    };
    // The second piece fails: the entry of the first is there.
    fails("BEFORE INSERT ON licenses WHEN NEW.number = 'AA03220990502'");
    assert_eq!(entries(), ["499"]);
    // The change of the number that differs fails after the others were added.
    fails("BEFORE UPDATE ON licenses");
    assert_eq!(entries(), ["499", "2"]);
    desk.succeed(&["licenses", "import", file.to_str().unwrap(), "--update", "--reason", "the new contract"]);
    assert_eq!(entries().len(), 2, "a change has the entry of its act");
    assert_eq!(desk.license("AA03220990001")["audit"][0]["reason"], "the new contract");
}

#[test]
fn an_import_changes_existing_numbers_only_if_asked_to() {
    let desk = Desk::new(&[]);
    desk.succeed(&["licenses", "add", "AA03220990001", "AA03220990002", "--seats", "2"]);
    let file = desk.dir.path().join("numbers.csv");
    std::fs::write(&file, "AA03220990001,1,2030/12/31,2,Acme\nAA0322099O002,,,5\nAA03220990003\n").unwrap();
    let import = |flags: &[&str]| {
        let args = [&["licenses", "import", file.to_str().unwrap(), "--json"], flags].concat();
        desk.run(&args).json()
    };
    let told = import(&[]);
    assert_eq!(
        (&told["new"], &told["updated"], told["bad"].as_array().unwrap().len()),
        (&1.into(), &0.into(), 2)
    );
    assert_eq!(told["mended"][0]["number"], "AA03220990002");
    let told = import(&["--update", "--reason", "the new contract"]);
    assert_eq!(
        (&told["new"], &told["updated"], &told["bad"]),
        (&0.into(), &2.into(), &serde_json::json!([]))
    );
    let license = desk.license("AA03220990001");
    assert_eq!((&license["edition"], &license["expiry"]), (&1.into(), &"2030-12-31".into()));
    assert_eq!(license["customer"]["organisation"], "Acme");
    assert_eq!(license["audit"].as_array().unwrap().len(), 2, "{license}");
    assert_eq!(license["audit"][1]["reason"], "the new contract");
    assert_eq!(desk.license("AA03220990002")["seats"], 5);
}

/// A number with terms and a customer that differ from what a new number gets.
const FULL: [&str; 2] = [
    "number,edition,expiry,seats,organisation,contact,telephone,mail,ticket",
    "AA03220990001,3,2028-12-31,5,Acme,Li,+86 10 1234,li@acme.example,T-7",
];

#[test]
fn what_a_line_leaves_out_stays_as_it_is() {
    let desk = Desk::new(&[]);
    let file = desk.dir.path().join("numbers.csv");
    let import = |text: &str, options: &[&str]| {
        fs::write(&file, text).unwrap();
        desk.run(&[&["licenses", "import", file.to_str().unwrap(), "--json"], options].concat())
    };
    assert_eq!(import(&FULL.join("\n"), &[]).exit, 0);
    let before = desk.license("AA03220990001");
    // Columns or fields that are absent state nothing, and none of these lines differs.
    for text in [
        "AA03220990001\n",
        "AA03220990001,,,5\n",
        "number,ticket\nAA03220990001,T-7\n",
        "number,organisation\nAA03220990001,Acme\n",
    ] {
        for way in [&[][..], &["--strict"], &["--update"]] {
            let ran = import(text, way);
            let report = ran.json();
            let counts = (&report["known"], &report["updated"], &report["stopped"]);
            assert_eq!((ran.exit, counts), (0, (&json!(1), &json!(0), &json!(false))), "{text} {way:?}");
        }
    }
    assert_eq!(desk.license("AA03220990001"), before);
    // A stated part differs; the others are neither reported nor changed.
    let told = import("AA03220990001,,,6\n", &[]).json();
    let what = told["bad"][0]["what"].as_str().unwrap().to_owned();
    assert!(what.contains("license: seats 5 here, 6 in the file; 'licenses edit' changes it."), "{what}");
    import("number,telephone,seats\nAA03220990001,+86 10 9999,6\n", &["--update"]);
    let after = desk.license("AA03220990001");
    assert_eq!((&after["edition"], &after["expiry"]), (&json!(3), &json!("2028-12-31")));
    assert_eq!((&after["seats"], &after["customer"]["telephone"]), (&json!(6), &json!("+86 10 9999")));
    for part in ["organisation", "contact", "mail", "ticket"] {
        assert_eq!(after["customer"][part], before["customer"][part]);
    }
    // An option states its part for each line that doesn't state it.
    import("AA03220990001\nAA03220990002,,,2\nAA03220990003,1\n", &["--update", "--edition", "4"]);
    let terms = |number: &str| {
        let license = desk.license(number);
        ["edition", "expiry", "seats"].map(|part| license[part].clone())
    };
    assert_eq!(terms("AA03220990001"), [json!(4), json!("2028-12-31"), json!(6)]);
    assert_eq!(terms("AA03220990002"), [json!(4), json!("never"), json!(2)]);
    assert_eq!(terms("AA03220990003"), [json!(1), json!("never"), json!(1)]);
}

#[test]
fn a_number_is_added_again_with_the_options_that_it_has() {
    let desk = Desk::new(&[]);
    let add = |options: &[&str]| {
        let ran = desk.run(&[&["licenses", "add", "AA03220990001", "--json"], options].concat());
        (ran.exit, ran.json()["known"].as_u64().unwrap())
    };
    assert_eq!(add(&["--edition", "3", "--days", "365", "--seats", "5"]), (0, 0));
    assert_eq!(add(&[]), (0, 1));
    assert_eq!(add(&["--seats", "5"]), (0, 1));
    assert_eq!(add(&["--seats", "5", "--edition", "0"]), (5, 0));
    assert_eq!(desk.license("AA03220990001")["edition"], 3);
}

#[test]
fn an_export_changes_nothing_when_it_is_imported() {
    let desk = Desk::new(&[]);
    desk.succeed(&["licenses", "add", "AA03220990001", "--edition", "3", "--days", "365", "--seats", "5"]);
    let customer = [
        ["--organisation", "Acme \"Inc\", Suite # 4"],
        ["--contact", "'=guarded"],
        ["--telephone", "+86 10 1234"],
        ["--mail", "＝li@acme.example"],
        ["--ticket", "#7"],
    ];
    desk.succeed(&[&["licenses", "customer", "AA03220990001"], customer.as_flattened()].concat());
    let number = "AA03220990002";
    desk.succeed(&["licenses", "add", number]);
    desk.succeed(&["licenses", "customer", number, "--organisation=@x", "--contact='quoted'", "--ticket=-7"]);
    let all = || {
        let events: i64 =
            desk.database().query_row("SELECT COUNT(*) FROM events", [], |row| row.get(0)).unwrap();
        (["AA03220990001", number].map(|number| desk.license(number)), events)
    };
    let file = desk.dir.path().join("exported.csv");
    fs::write(&file, desk.succeed(&["licenses", "list", "--csv"])).unwrap();
    let before = all();
    let report = desk.run(&["licenses", "import", file.to_str().unwrap(), "--update", "--json"]).json();
    assert_eq!((&report["new"], &report["updated"], &report["bad"]), (&json!(0), &json!(0), &json!([])));
    assert_eq!(all(), before);
}

#[test]
fn an_update_that_is_refused_changes_nothing_of_its_number_and_says_why() {
    let desk = Desk::new(&[]);
    let file = desk.dir.path().join("numbers.csv");
    desk.succeed(&["licenses", "add", "AA03220990001"]);
    desk.succeed(&["licenses", "revoke", "AA03220990001", "--reason", "a test", "--yes"]);
    fs::write(&file, "AA03220990001,2,,,Acme\n").unwrap();
    let before = desk.license("AA03220990001");
    for (lang, why) in [("en", "not updated. It was revoked"), ("zh", "没有修改：")] {
        let args = ["licenses", "import", file.to_str().unwrap(), "--update", "--json", "--lang", lang];
        let ran = desk.run(&args);
        let bad = &ran.json()["bad"][0];
        assert_eq!((ran.exit, &bad["code"]), (5, &json!("LICENSE-DIFFERS")));
        assert!(bad["what"].as_str().unwrap().contains(why), "{bad}");
    }
    assert_eq!(desk.license("AA03220990001"), before);
}
