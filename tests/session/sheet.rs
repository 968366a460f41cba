//! The log of a session, and the sheet of `report --sheet`.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use countersign_core::machine::{Field, Machine};
use countersign_probe::{recording, sample};
use countersign_testing::{Desk, Device, NUMBER, Pty, bad_machine, good_machine, read_qr};
use unicode_width::UnicodeWidthStr;

use super::qr::read_text;

/// The columns of the QR of a usual request, with its quiet zone.
const QR_COLUMNS: usize = 49;

/// Machines whose bad values have good ones in other places: recordings, and boards with the fillers of their firmware.
fn usual_machines() -> Vec<Machine> {
    let recorded = recording(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/expect/machine.txt")));
    let filler = "To Be Filled By O.E.M.";
    let fillers = good_machine()
        .with_value(Field::BoardManufacturer, "ASRock")
        .with_value(Field::Manufacturer, filler)
        .with_value(Field::Model, filler)
        .with_value(Field::Serial, filler);
    vec![recorded.unwrap(), fillers, bad_machine(), sample("blank-model").unwrap()]
}

/// The QR of a sheet as text.
fn qr_of(sheet: &str, columns: usize) -> String {
    let rows = sheet.lines().skip(1).take(23);
    rows.map(|row| row.chars().take(columns).collect::<String>() + "\n").collect()
}

/// Asserts that a sheet of text is one page.
#[track_caller]
fn assert_one_page(sheet: &str) {
    assert!(sheet.lines().count() <= 66 && !sheet.contains(['\u{c}', '\x1b']), "{sheet}");
    let wide = sheet.lines().find(|line| line.width() > 80);
    assert_eq!(wide, None, "{sheet}");
    let boxes = sheet.lines().filter(|line| line.matches('|').count() == 24);
    assert_eq!(boxes.count(), 7, "{sheet}");
}

/// The pages of a sheet in HTML on paper of that size; `None` without Chromium.
fn printed_pages(device: &Device, html: &str, paper: &str) -> Option<usize> {
    let [page, pdf, home] = ["sheet.html", "sheet.pdf", "chromium"].map(|name| device.path(name));
    fs::write(&page, html.replacen("@page{", &format!("@page{{size:{paper};"), 1)).unwrap();
    let mut command = Command::new("chromium");
    command.args(["--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer"]);
    command.arg(format!("--user-data-dir={}", home.display()));
    command.arg(format!("--print-to-pdf={}", pdf.display())).arg(&page);
    command.stdout(Stdio::null()).stderr(Stdio::null());
    assert!(command.status().ok()?.success());
    let bytes = fs::read(&pdf).unwrap();
    let text = String::from_utf8_lossy(&bytes);
    Some(text.matches("/Type /Page").count() - text.matches("/Type /Pages").count())
}

/// Runs a session that takes a way, makes a request, saves a file and gets part of a code; Ctrl-C ends it.
fn session(device: &Device) {
    let mut pty = device.pty_at_inspect();
    pty.send("\r");
    pty.wait_for("3 FIX");
    pty.send("1\r");
    pty.wait_for("4 ROUTE");
    pty.send("2");
    pty.wait_for("5 REQUEST");
    pty.send("s");
    pty.wait_for("/work/request-");
    pty.send("\r");
    pty.wait_for("Written: ");
    pty.send("\r");
    // The wizard asks for the path of the answer's file first, then for the lines.
    pty.wait_for("The file with the code:");
    pty.send("SECRETS3CRET\r");
    pty.wait_for("FILE-FAILED");
    pty.send("\x1b");
    pty.wait_for("Lines left");
    pty.send("SECRETS3CRET\r");
    pty.send("\x03");
    pty.end();
}

#[test]
fn the_log_of_a_session_is_in_report_and_sheet_without_the_code() {
    let desk = Desk::new();
    let device = Device::new(&bad_machine(), &desk);
    session(&device);
    let name = device.run(&["request", "--json"]).json()["name"].as_str().unwrap().to_owned();
    let log = [
        "The machine was read: ",
        "Step 3 FIX",
        "Way taken: Use values from other places on this machine",
        "Route chosen: By file",
        &format!("Request {name}"),
        "File written: ",
        "Step 6 CODE",
    ];
    // The sheet has the last four entries, and says where the others are.
    for (args, expected) in [
        (&["report"][..], &log[..]),
        (&["report", "--sheet"], &log[5..]),
        (&["report", "--sheet=html"], &log[5..]),
    ] {
        let ran = device.run(args);
        let at: Vec<_> = expected.iter().map(|one| ran.out.rfind(one)).collect();
        assert!(at.iter().all(Option::is_some) && at.is_sorted(), "{args:?} {at:?}: {}", ran.out);
        let whole = args.len() == 1;
        assert_eq!(ran.out.contains(" UTC  Step 3 FIX"), whole, "{args:?}: {}", ran.out);
        assert_eq!(ran.out.contains("The whole log: countersign report"), !whole, "{args:?}: {}", ran.out);
        assert!(!ran.out.to_uppercase().contains("SECRETS3CRET"), "{args:?}: {}", ran.out);
    }
    let json = device.run(&["report", "--json"]).json();
    let entries = json["log"].as_array().unwrap();
    assert!(entries.iter().any(|one| one["what"] == "request" && one["detail"] == name.as_str()), "{json}");
    assert!(entries.iter().all(|one| one["at"].as_i64().unwrap() > 1_700_000_000));
    let zh = device.run(&["report", "--lang", "zh"]);
    assert!(
        zh.out.contains("处理过程（时间为 UTC）") && zh.out.contains("选择途径：用 U 盘传文件"),
        "{}",
        zh.out
    );
}

#[test]
fn a_usual_sheet_is_one_page_of_eighty_columns() {
    let desk = Desk::with(&["--hotline", "+1 555 0100"], &[]);
    for machine in usual_machines() {
        let device = Device::new(&machine, &desk);
        let made = device.run(&["request", "--number", NUMBER, "--recover", "--json"]);
        let url = made.json()["url"].as_str().unwrap().to_owned();
        let languages = [
            ("en", "Way taken: Use values from other places on this machine"),
            ("zh", "已采用的办法：使用本机其他位置的值"),
        ];
        for (lang, taken) in languages {
            let sheet = device.run(&["report", "--sheet", "--lang", lang]).out;
            assert_one_page(&sheet);
            assert_eq!(read_text(&qr_of(&sheet, QR_COLUMNS), true), Some(url.clone()), "{sheet}");
            let html = device.run(&["report", "--sheet=html", "--lang", lang]).out;
            for form in [&sheet, &html] {
                assert!(form.contains(taken), "{form}");
                assert!(form.contains("countersign inspect") && !form.contains("AMIDE"), "{form}");
            }
        }
    }
    // A session adds its log.
    let device = Device::new(&usual_machines()[1], &desk);
    session(&device);
    for lang in ["en", "zh"] {
        assert_one_page(&device.run(&["report", "--sheet", "--lang", lang]).out);
        let html = device.run(&["report", "--sheet=html", "--lang", lang]).out;
        for paper in ["A4", "Letter"] {
            match printed_pages(&device, &html, paper) {
                Some(pages) => assert_eq!(pages, 1, "{paper}: {html}"),
                None => countersign_testing::skipped("no Chromium, so the pages of HTML are not counted"),
            }
        }
    }
}

#[test]
fn a_sheet_without_a_way_that_was_taken_has_the_whole_plan() {
    let desk = Desk::new();
    let device = Device::new(&bad_machine(), &desk);
    // The request has the firmware's own values, which the desk will refuse.
    assert_eq!(device.run(&["request", "--number", NUMBER]).exit, 3);
    for args in [&["report", "--sheet"][..], &["report", "--sheet=html"]] {
        let sheet = device.run(args).out;
        let wanted = ["[1] Use values from other places", "AMIDEEFIx64.efi", "step 3, Fix"];
        assert!(wanted.iter().all(|one| sheet.contains(one)), "{sheet}");
        assert!(!sheet.contains("Way taken:"), "{sheet}");
    }
}

#[test]
fn a_sheet_on_a_terminal_has_the_qr_in_its_colours_where_there_is_room() {
    let desk = Desk::new();
    let mut device = Device::new(&good_machine(), &desk);
    let url = device.request(NUMBER);
    let shown = |device: &Device, columns: u16| {
        let mut pty = Pty::spawn(&device.command(&["report", "--sheet"]), (columns, 100));
        assert_eq!(pty.end(), 0);
        pty
    };
    // The QR of this request has 37 modules at a side and 4 of the quiet zone at each side.
    for (columns, drawn) in [(100, true), (80, true), (45, true), (44, false)] {
        let sheet = shown(&device, columns);
        assert_eq!(sheet.look(read_qr), drawn.then(|| url.clone()), "{columns}");
        assert_eq!(
            sheet.look(|screen| screen.contents().contains("can't be drawn here")),
            !drawn,
            "{columns}"
        );
    }
    device.set_env("LANG", "en_US.UTF-8@cjkwide");
    assert!(
        shown(&device, 100).look(|screen| screen.contents().contains("can't be drawn here")),
        "half blocks are two columns wide"
    );
    let piped = device.run(&["report", "--sheet"]).out;
    assert!(!piped.contains('\x1b'), "{piped:?}");
    assert_eq!(read_text(&qr_of(&piped, 45), true), Some(url), "{piped}");
}

#[test]
fn a_sheet_has_request_values_plan_hotline_and_room_for_the_code() {
    let desk = Desk::with(&["--hotline", "+1 555 0100"], &[]);
    let device = Device::new(&bad_machine(), &desk);
    let none = device.run(&["report", "--sheet"]);
    assert!(none.exit == 0 && none.out.contains("No request is open"), "{none:#?}");
    let ran = device.run(&["request", "--number", NUMBER, "--recover", "--json"]);
    let text = ran.json()["text"].clone();
    let lines: Vec<String> = text.as_str().unwrap().lines().map(str::to_owned).collect();
    for args in [&["report", "--sheet"][..], &["report", "--html"], &["report", "--sheet=html"]] {
        let ran = device.run(args);
        assert_eq!(ran.exit, 0, "{ran:#?}");
        for wanted in [NUMBER, "+1 555 0100", "MODEL-BLANK", "Write the seven lines"] {
            assert!(ran.out.contains(wanted), "{args:?} {wanted}: {}", ran.out);
        }
        assert!(lines.iter().all(|line| ran.out.contains(line.as_str())), "{args:?}: {}", ran.out);
        assert!(
            ran.out.contains("Way taken: Use values from other places"),
            "the way is missing: {}",
            ran.out
        );
    }
    let usage = device.run(&["report", "--html", "--json"]);
    assert_eq!(usage.exit, 2, "{usage:#?}");
}

#[test]
fn a_sheet_without_a_readable_request_says_why() {
    let desk = Desk::new();
    let device = Device::new(&good_machine(), &desk);
    device.request(NUMBER);
    fs::remove_dir_all(device.efivars()).unwrap();
    let list = device.state_file("requests-");
    fs::remove_file(&list).unwrap();
    fs::create_dir(&list).unwrap();
    let ran = device.run(&["report", "--sheet"]);
    assert!(ran.out.contains("KEEP-NOT-REGULAR") && !ran.out.contains("No request is open"), "{ran:#?}");
}
