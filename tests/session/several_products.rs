//! Several products on one machine: each profile is a product with records of its own.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use countersign_testing::{
    CommandOutput, Desk, Device, NUMBER, Pty, good_machine, make_pipe, run_with_input, set_mode, write_file,
};

/// A machine with two products. The desk answers requests for the first.
struct Machine {
    desk: Desk,
    device: Device,
}

impl Machine {
    fn new() -> Self {
        let desk = Desk::new();
        let device = Device::new(&good_machine(), &desk);
        let machine = Self { desk, device };
        fs::create_dir(machine.folder()).unwrap();
        set_mode(&machine.folder(), 0o755);
        let text = machine.desk.profile_text();
        machine.add("10-os.toml", &text);
        machine.add("20-db.toml", &of_product(&text, "example-db", "Example DB 3"));
        machine
    }

    fn folder(&self) -> PathBuf {
        self.device.path("profiles.d")
    }

    fn add(&self, name: &str, text: &str) {
        write_file(&self.folder().join(name), text);
    }

    fn command(&self, args: &[&str]) -> Command {
        let mut command = self.device.bare_command(args);
        command.arg("--hardware").arg(self.device.hardware()).arg("--profiles").arg(self.folder());
        command.arg("--state").arg(self.device.state());
        command
    }

    fn run(&self, args: &[&str]) -> CommandOutput {
        self.command(args).output().unwrap().into()
    }

    /// Activates the first product.
    fn activate(&self) {
        let asked = self.run(&["request", "--product", "example-os", "--json", "--number", NUMBER]);
        let issued = self.desk.issue(asked.json()["url"].as_str().unwrap());
        let entered =
            run_with_input(&mut self.command(&["enter", "-", "--product", "example-os"]), &issued.text());
        assert_eq!(entered.exit, 0, "{entered:#?}");
    }
}

/// Returns the text of the profile, changed to another product.
fn of_product(text: &str, product: &str, name: &str) -> String {
    text.replace("example-os", product).replace("Example OS 10", name)
}

/// Product, state and code of each product, as `status --json` lists them.
fn listed(ran: &CommandOutput) -> Vec<(String, String, String)> {
    let json = ran.json();
    let products =
        json["products"].as_array().unwrap_or_else(|| panic!("the output lists no products: {json}"));
    let text = |value: &serde_json::Value| value.as_str().unwrap_or("-").to_owned();
    products.iter().map(|one| (text(&one["product"]), text(&one["state"]), text(&one["code"]))).collect()
}

fn rows(rows: &[[&str; 3]]) -> Vec<(String, String, String)> {
    rows.iter().map(|[a, b, c]| ((*a).to_owned(), (*b).to_owned(), (*c).to_owned())).collect()
}

#[test]
fn each_product_has_a_status_and_a_record_of_its_own() {
    let machine = Machine::new();
    machine.activate();
    let ran = machine.run(&["status", "--json"]);
    assert_eq!(
        listed(&ran),
        rows(&[["example-os", "activated", "-"], ["example-db", "not-activated", "NOT-ACTIVATED"]])
    );
    assert_eq!((ran.exit, ran.json()["state"].as_str()), (3, Some("not-activated")));
    assert_eq!(ran.json()["products"][0]["number"], NUMBER);

    let ran = machine.run(&["status"]);
    let os = ran.out.find("Example OS 10 (example-os)\nActivated: AA03220123951\n").unwrap();
    let db = ran.out.find("\n\nExample DB 3 (example-db)\nNOT-ACTIVATED: ").unwrap();
    assert!(os < db && ran.exit == 3, "{ran:#?}");
    assert!(machine.run(&["status", "--lang", "zh"]).out.contains("Example DB 3（example-db）"));

    // With `--product`, the answer has the form of a single product.
    let ran = machine.run(&["status", "--json", "--product", "example-os"]);
    assert_eq!((ran.exit, ran.json()["state"].as_str()), (0, Some("activated")));
    assert!(ran.json().get("products").is_none());
    for (product, exit) in [("example-os", 0), ("example-db", 3)] {
        let ran = machine.run(&["status", "--condition", "--product", product]);
        assert_eq!((ran.exit, ran.out.as_str(), ran.err.as_str()), (exit, "", ""), "{product}");
    }
    assert_eq!(machine.run(&["status", "--condition"]).exit, 3);

    // `release` gives back the activation of that product.
    assert_eq!(machine.run(&["release", "--yes", "--product", "example-os"]).exit, 0);
    assert_eq!(listed(&machine.run(&["status", "--json"]))[0].1, "not-activated");
}

#[test]
fn a_command_for_one_product_requires_the_product() {
    let machine = Machine::new();
    for args in [
        &["request", "--number", NUMBER][..],
        &["enter", "-"],
        &["release", "--yes"],
        &["report"],
        &["inspect"],
        &["status", "--write-run", "out.json"],
    ] {
        machine.run(args).assert_refused(2, "PRODUCT-NEEDED", "example-os, example-db");
    }
    let unknown = machine.run(&["status", "--product", "example"]);
    unknown.assert_refused(2, "PRODUCT-UNKNOWN", "example-os, example-db");
    assert_eq!(machine.run(&["status", "--condition", "--product", "example"]).exit, 255);
    let report = machine.run(&["report", "--json", "--product", "example-db"]);
    assert_eq!(report.json()["product"], "example-db");
}

#[test]
fn a_broken_profile_affects_no_other_product() {
    let machine = Machine::new();
    machine.activate();
    set_mode(&machine.folder().join("20-db.toml"), 0o666);
    make_pipe(&machine.folder().join("30-pipe.toml"));
    machine.add("40-no-profile.toml", "none");
    let text = machine.desk.profile_text();
    machine.add("50-one.toml", &of_product(&text, "twin", "Twin"));
    machine.add("60-two.toml", &of_product(&text, "twin", "Twin"));
    let ran = machine.run(&["status", "--json"]);
    assert_eq!(
        listed(&ran),
        rows(&[
            ["example-os", "activated", "-"],
            ["-", "unverified", "PROFILE-WRITABLE"],
            ["-", "unverified", "PROFILE-NOT-REGULAR"],
            ["-", "unverified", "PROFILE-SYNTAX"],
            ["twin", "unverified", "PROFILE-TWICE"],
        ])
    );
    assert_eq!((ran.exit, ran.err.as_str(), ran.json()["state"].as_str()), (1, "", Some("unverified")));
    let twice = &ran.json()["products"][4]["error"];
    let what = twice["what"].as_str().unwrap();
    assert!(what.contains("50-one.toml") && what.contains("60-two.toml"), "{twice}");

    assert_eq!(machine.run(&["status", "--condition"]).exit, 255);
    assert_eq!(machine.run(&["status", "--condition", "--product", "example-os"]).exit, 0);
    machine.run(&["status", "--product", "twin"]).assert_refused(1, "PROFILE-TWICE", "newest");
    // The profile that can't be used may be that of the product that was named, so its fault is reported.
    machine.run(&["request", "--product", "example-db"]).assert_refused(1, "PROFILE-WRITABLE", "chmod go-w");
    machine.run(&["request"]).assert_refused(2, "PRODUCT-NEEDED", "example-os");
}

#[test]
fn an_unusable_folder_is_refused_once() {
    let machine = Machine::new();
    for at in 0..65 {
        let text = of_product(&machine.desk.profile_text(), &format!("p{at}"), "P");
        machine.add(&format!("p{at}.toml"), &text);
    }
    machine.run(&["status"]).assert_refused(1, "PROFILE-TOO-MANY", "not needed");
    set_mode(&machine.folder(), 0o1777);
    machine.run(&["status"]).assert_refused(1, "PROFILE-WRITABLE", "chmod go-w");
}

#[test]
fn one_profile_in_the_folder_behaves_like_a_single_profile() {
    let machine = Machine::new();
    fs::remove_file(machine.folder().join("20-db.toml")).unwrap();
    let (folder, alone) = (machine.run(&["status", "--json"]), machine.device.run(&["status", "--json"]));
    assert_eq!((folder.exit, &folder.out), (alone.exit, &alone.out));
    assert!(folder.json().get("products").is_none());
}

#[test]
fn the_login_message_names_products_that_are_not_activated() {
    let machine = Machine::new();
    let file = machine.device.path("motd.d/countersign");
    let write = |lang: &str, product: &[&str]| {
        let args = ["status", "--lang", lang, "--write-motd", file.to_str().unwrap()];
        machine.run(&[&args[..], product].concat())
    };
    assert_eq!(write("en", &[]).exit, 3);
    let text = fs::read_to_string(&file).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    assert!(lines[0].starts_with("Example OS 10: NOT-ACTIVATED: "), "{text}");
    assert!(lines[1].ends_with(" Run: sudo countersign --product example-db"), "{text}");
    assert_eq!(lines.len(), 2);
    write("zh", &[]);
    assert!(fs::read_to_string(&file).unwrap().contains("请运行：sudo countersign --product example-os"));
    machine.activate();
    write("en", &[]);
    assert_eq!(fs::read_to_string(&file).unwrap().lines().count(), 1);
    assert_eq!(write("en", &["--product", "example-os"]).exit, 0);
    assert!(!file.exists(), "no file is written for an activated product");
    fs::create_dir(&file).unwrap();
    assert!(write("en", &[]).err.starts_with("FILE-WRITE: "));
}

#[test]
fn doctor_checks_the_machine_once_and_each_profile() {
    let machine = Machine::new();
    set_mode(&machine.folder().join("20-db.toml"), 0o666);
    let ran = machine.run(&["doctor", "--json"]);
    let json = ran.json();
    let names = |checks: &serde_json::Value| -> Vec<String> {
        let checks = checks.as_array().unwrap().iter();
        checks.map(|check| check["check"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(
        names(&json["checks"]),
        ["rights", "smbios", "state", "uefi", "clock", "lock", "terminal", "locale"]
    );
    assert_eq!(names(&json["products"][0]["checks"]), ["fields", "profile", "keys", "route"]);
    assert_eq!(json["products"][0]["product"], "example-os");
    assert_eq!(names(&json["products"][1]["checks"]), ["profile"]);
    assert_eq!(json["products"][1]["checks"][0]["code"], "PROFILE-WRITABLE");
    assert_eq!((ran.exit, json["result"].as_str()), (3, Some("stop")));
    let by_lines = machine.run(&["doctor", "--json", "--plain"]).json();
    let terminal = by_lines["checks"].as_array().unwrap().iter().find(|check| check["check"] == "terminal");
    assert_eq!(terminal.unwrap()["code"], "TERMINAL-LINES");
    let text = machine.run(&["doctor"]).out;
    assert!(text.contains("\n\nExample OS 10 (example-os)\nok  "), "{text}");
    assert_eq!(
        machine.run(&["doctor", "--json", "--product", "example-os"]).json()["products"],
        serde_json::Value::Null
    );
}

#[test]
fn the_wizard_starts_with_the_list_and_continues_with_the_chosen_product() {
    let machine = Machine::new();
    machine.activate();
    machine.add("15-none.toml", "none");
    let mut pty = Pty::spawn(&machine.command(&[]), (80, 24));
    pty.wait_for("Which one do you want?");
    let screen = pty.screen();
    let places = [
        "Example OS 10 (example-os)",
        "Activated: AA03220123951",
        "Example DB 3 (example-db)",
        "PROFILE-SYNTAX",
    ];
    let places =
        places.map(|text| screen.find(text).unwrap_or_else(|| panic!("{text} is missing in {screen}")));
    assert!(places.is_sorted(), "{screen}");
    // An activated product opens at Done, and `o` leads back to the list.
    pty.send("1");
    pty.wait_for("8 DONE");
    pty.send("o");
    pty.wait_for("Which one do you want?");
    pty.send("\x1b[B\r");
    pty.wait_for("License number, as on the certificate:");
    pty.wait_for("Example DB 3");
    pty.send("\x1b");
    pty.wait_for("Which one do you want?");
    // The session of a product continues when that product is opened again.
    pty.send("2");
    pty.wait_for("License number");
    pty.send(format!("{NUMBER}\r"));
    pty.wait_for("2 INSPECT");
    pty.send("q");
    assert_eq!(pty.end(), 3);
    let mut pty = Pty::spawn(&machine.command(&[]), (80, 24));
    pty.wait_for("Which one do you want?");
    pty.send("q");
    assert_eq!(pty.end(), 3);
    assert!(
        pty.screen().contains("Example OS 10 (example-os): Activated: AA03220123951"),
        "{}",
        pty.screen()
    );
    let mut pty = Pty::spawn(&machine.command(&["--product", "example-db"]), (80, 24));
    pty.wait_for("2 INSPECT");
    pty.wait_for(NUMBER);
    pty.send("q");
    pty.end();
}

#[test]
fn in_plain_mode_a_product_is_chosen_by_number_or_identifier() {
    let machine = Machine::new();
    for answer in ["2", "example-db"] {
        let ran = run_with_input(&mut machine.command(&["--plain"]), &format!("{answer}\n0\n"));
        let said = [
            "\n1 WELCOME\n",
            "1. Example OS 10 (example-os)",
            "2. Example DB 3 (example-db)",
            "The product, by number or identifier",
            "Example DB 3: 1 WELCOME",
            "License number",
        ];
        let mut rest = ran.out.as_str();
        for text in said {
            let at = rest
                .find(text)
                .unwrap_or_else(|| panic!("{text:?} is missing or out of order in {}", ran.out));
            rest = &rest[at + text.len()..];
        }
        assert_eq!(ran.exit, 3, "{ran:#?}");
    }
}
