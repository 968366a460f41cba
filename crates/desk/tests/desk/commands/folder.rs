//! `answer FOLDER`: every file of a folder.

use std::fs;

use crate::harness::{Desk, MACHINE, NUMBER};

#[test]
fn each_file_of_a_folder_is_answered() {
    let desk = Desk::new(&[]);
    let folder = desk.dir.path().join("stick");
    fs::create_dir(&folder).unwrap();
    let write = |name: &str, text: &str| fs::write(folder.join(name), text).unwrap();
    let good = desk.request(MACHINE, "BR80G1234567", 1);
    write("a.txt", &good.text().unwrap());
    write("b.txt", &desk.request(["ASRock", "X570", ""], "T90A7654321", 2).url("desk.example").unwrap());
    let path = folder.display().to_string();
    let ran = desk.run(&["answer", &path]);
    assert_eq!(ran.exit, 0, "a refusal counts as an answer: {}", ran.err);
    let lines: Vec<String> = fs::read_to_string(folder.join(format!("{NUMBER}-{}.license.txt", good.name())))
        .unwrap()
        .lines()
        .map(str::to_owned)
        .collect();
    desk.verify(&lines, &good);
    assert!(
        ran.out.contains(&format!("a.txt: code issued -> {NUMBER}-{}.license.txt", good.name())),
        "{}",
        ran.out
    );
    let licenses = || {
        let names = fs::read_dir(&folder).unwrap().map(|one| one.unwrap().file_name().into_string().unwrap());
        names.filter(|name| name.ends_with(".license.txt")).count()
    };
    assert_eq!(licenses(), 1, "a refusal gets no license file");
    let report = fs::read_to_string(folder.join("countersign-report.txt")).unwrap();
    assert!(report.contains("SERIAL-BLANK") && report.contains(&lines[0]), "{report}");
    write("notes.txt", "call Mr Li back");
    let told = desk.run(&["answer", &path]).out;
    assert!(told.contains("1 issued, 1 refused, 1 not answered"), "{told}");
    assert!(
        told.contains("b.txt: MACHINE-REFUSED\n") && told.contains("notes.txt: REQUEST-INVALID\n"),
        "{told}"
    );
    let ran = desk.run(&["answer", &path, "--json"]);
    assert_eq!(ran.exit, 5, "a file without a request makes the run end with 5");
    let answers = ran.json();
    let decided: Vec<_> =
        answers["answers"].as_array().unwrap().iter().map(|one| one["reason"].as_str()).collect();
    assert_eq!(
        decided,
        [None, Some("MACHINE-REFUSED"), Some("REQUEST-INVALID")],
        "files of an earlier run are skipped"
    );
    assert_eq!(licenses(), 1, "the same answer is written to the same file");
    // A file with that name and other contents isn't overwritten.
    let first = folder.join(format!("{NUMBER}-{}.license.txt", good.name()));
    fs::write(&first, "other\n").unwrap();
    let answers = desk.run(&["answer", &path, "--json"]).json();
    assert_eq!(fs::read_to_string(&first).unwrap(), "other\n");
    let second = folder.join(format!("{NUMBER}-{}-2.license.txt", good.name()));
    assert_eq!(answers["answers"][0]["license-file"], second.display().to_string());
    assert_eq!(fs::read_to_string(&second).unwrap().lines().collect::<Vec<_>>(), lines);
    // Where all names are taken, no file is overwritten, and the report has the code.
    let names = (2..100).map(|count| format!("{NUMBER}-{}-{count}.license.txt", good.name()));
    let taken: Vec<_> = names.map(|name| folder.join(name)).chain([first]).collect();
    taken.iter().for_each(|path| fs::write(path, "other\n").unwrap());
    let answers = desk.run(&["answer", &path, "--json"]).json();
    assert!(answers["answers"][0]["license-file"].is_null(), "{answers}");
    assert!(taken.iter().all(|path| fs::read_to_string(path).unwrap() == "other\n"));
    assert!(fs::read_to_string(folder.join("countersign-report.txt")).unwrap().contains(&lines[0]));
}

#[test]
fn a_hostile_folder_cannot_block_exhaust_memory_or_control_the_terminal() {
    let desk = Desk::new(&[]);
    let folder = desk.dir.path().join("stick\u{1b}[31m");
    fs::create_dir(&folder).unwrap();
    let good = desk.request(MACHINE, "BR80G1234567", 1);
    let text = good.text().unwrap();
    fs::write(folder.join("a\u{1b}]0;owned\u{7}.txt"), &text).unwrap();
    // A folder with such a name is no request file; neither are links and pipes.
    fs::create_dir(folder.join("deep.txt")).unwrap();
    let pipe = |name: &str| {
        rustix::fs::mknodat(
            rustix::fs::CWD,
            folder.join(name),
            rustix::fs::FileType::Fifo,
            rustix::fs::Mode::from_raw_mode(0o600),
            0,
        )
        .unwrap();
    };
    pipe("pipe.txt");
    std::os::unix::fs::symlink("/dev/zero", folder.join("link.txt")).unwrap();
    // Other files already have the names of the license file: a link to an endless device, then a pipe.
    let license = format!("{NUMBER}-{}", good.name());
    std::os::unix::fs::symlink("/dev/zero", folder.join(format!("{license}.license.txt"))).unwrap();
    pipe(&format!("{license}-2.license.txt"));
    let ran = desk.run(&["answer", folder.to_str().unwrap()]);
    assert_eq!(ran.exit, 0, "{}", ran.err);
    let lines = fs::read_to_string(folder.join(format!("{license}-3.license.txt"))).unwrap();
    desk.verify(&lines.lines().map(str::to_owned).collect::<Vec<_>>(), &good);
    let shown = ran.out + &ran.err + &fs::read_to_string(folder.join("countersign-report.txt")).unwrap();
    assert!(shown.contains(r"a\x1b]0;owned\x07.txt"), "{shown}");
    assert!(!shown.chars().any(|c| c.is_control() && c != '\n'), "{shown:?}");
}
