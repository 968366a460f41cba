//! Walks the table "What happens when the machine changes" of `docs/device.md`: each row is carried out, and status and answer must
//! be what the row says.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::os::unix::process::CommandExt;
use std::process::Command;

use countersign_core::machine::{Field, Machine, Reading};
use countersign_testing::{CommandOutput, Desk, Device, NUMBER};

use crate::scene::{self, OTHER_MAC, Scene, codes, on_another_board, whole, without_serial, without_serials};

const RECOVER: &[&str] = &["--recover"];
const ASSIGN: &[&str] = &["--assign"];
const DECLARE: &[&str] = &["--declare", "serial=PF0A9K3Z"];
const BLANK: &str = "";

/// What was seen in one row: the status with its notes, and the desk's answer, which is empty if no request is made.
#[derive(Debug, PartialEq, Eq)]
struct Seen {
    status: Vec<String>,
    answer: String,
}

/// Activates a machine by a way, changes it, and asks again by another way.
fn changed(before: &Machine, way: &[&str], after: &Machine, again: &[&str]) -> Seen {
    let scene = Scene::activated(before, way);
    scene.device.change_machine(after);
    seen(&scene, again)
}

fn seen(scene: &Scene, again: &[&str]) -> Seen {
    let status = scene.status();
    Seen { status, answer: scene.answer(again) }
}

/// Each row of the table, by its first cell.
fn rows() -> BTreeMap<&'static str, Option<Seen>> {
    let mut rows = BTreeMap::new();
    let mut row = |name, seen: Seen| assert!(rows.insert(name, Some(seen)).is_none(), "{name}");
    let lose = |fields: &[Field]| {
        fields.iter().fold(whole(), |machine, field| machine.with_value(*field, "Default string"))
    };

    row("The same three values on another board", changed(&whole(), &[], &on_another_board(whole()), &[]));
    row("A new network card", {
        let scene = Scene::activated(&whole(), &[]);
        scene.set_mac(OTHER_MAC);
        seen(&scene, &[])
    });
    row("A new network card, the only anchor of an assigned serial", {
        let mut machine = without_serials();
        machine.fields.insert(Field::Uuid, Reading::NotSet);
        let scene = Scene::activated(&machine, ASSIGN);
        scene.set_mac(OTHER_MAC);
        seen(&scene, ASSIGN)
    });
    row("A new board, its old serials written back", {
        let machine = whole().with_value(Field::Uuid, "2ddbeb7e-aea3-4ae3-8a57-61867d346399");
        changed(&whole(), &[], &machine, &[])
    });
    row("A new board with new serials", {
        let machine = on_another_board(whole()).with_value(Field::Serial, "M80F3A1C700511");
        changed(&whole(), &[], &machine, &[])
    });
    row("A copy of a virtual machine whose serial was recovered from the UUID, with a new UUID", {
        let machine = countersign_probe::sample("vm").unwrap();
        let uuid = "3ddbeb7e-aea3-4ae3-8a57-61867d346311";
        let scene = Scene::activated(&machine, RECOVER);
        let copy = machine.with_value(Field::Uuid, uuid);
        scene.device.change_machine(&copy);
        seen(&scene, RECOVER)
    });
    row("A copy of a virtual machine with a serial of its own, with a new UUID", {
        let machine = countersign_probe::sample("vm").unwrap().with_value(Field::Serial, "QX7K2-00417");
        let uuid = "3ddbeb7e-aea3-4ae3-8a57-61867d346311";
        changed(&machine, &[], &machine.clone().with_value(Field::Uuid, uuid), &[])
    });
    row("The disk in another machine", {
        let scene = Scene::activated(&whole(), &[]);
        let other = on_another_board(whole()).with_value(Field::Serial, "M80F3A1C700511");
        let moved = Scene { device: Device::new(&other, &scene.desk), desk: scene::desk() };
        moved.take_state(&scene, false);
        let status = moved.status();
        let url = moved.request(&["--new"]).json()["url"].as_str().unwrap().to_owned();
        Seen { status, answer: scene.answer_to(&url) }
    });
    row("A flash blanks the serial", changed(&whole(), &[], &lose(&[Field::Serial]), &[]));
    row("A flash blanks the serial, asked again with `--recover`", {
        let before = whole().with_value(Field::BoardSerial, "BR80G1234567");
        changed(&before, &[], &before.clone().with_value(Field::Serial, "Default string"), RECOVER)
    });
    row("A flash blanks the board's serial", changed(&whole(), &[], &lose(&[Field::BoardSerial]), &[]));
    row(
        "A flash blanks both serials",
        changed(&whole(), &[], &lose(&[Field::Serial, Field::BoardSerial]), &[]),
    );
    row("A flash blanks the UUID", {
        let mut machine = whole();
        machine.fields.insert(Field::Uuid, Reading::NotSet);
        changed(&whole(), &[], &machine, &[])
    });
    let own = "M80F3A1C700482";
    row(
        "The firmware got the recovered value as its own",
        changed(&without_serial(), RECOVER, &without_serial().with_value(Field::Serial, own), &[]),
    );
    row("The firmware got the assigned value as its own", {
        let scene = Scene::activated(&without_serials(), ASSIGN);
        let fields = scene.request(ASSIGN).json()["fields"].clone();
        let assigned = fields[2]["value"].as_str().unwrap().to_owned();
        scene.device.change_machine(&without_serials().with_value(Field::Serial, &assigned));
        seen(&scene, &[])
    });
    row(
        "The firmware got the declared value as its own",
        changed(&without_serials(), DECLARE, &without_serials().with_value(Field::Serial, "PF0A9K3Z"), &[]),
    );
    row(
        "The firmware got another value of its own",
        changed(
            &without_serial(),
            RECOVER,
            &without_serial().with_value(Field::Serial, "M80F3A1C700511"),
            &[],
        ),
    );
    row("A reinstall, UEFI kept", {
        let scene = Scene::activated(&whole(), &[]);
        fs::remove_dir_all(scene.device.state()).unwrap();
        seen(&scene, &[])
    });
    row("A reinstall without UEFI", {
        let scene = Scene::activated(&whole(), &[]);
        fs::remove_dir_all(scene.device.state()).unwrap();
        fs::remove_dir_all(scene.device.efivars()).unwrap();
        seen(&scene, &[])
    });
    row("A record of a newer program", {
        let scene = Scene::activated(&whole(), &[]);
        let record = scene.device.state_file("activation-");
        let text = fs::read_to_string(&record).unwrap();
        let at = text.find("\"version\": ").unwrap() + "\"version\": ".len();
        let newer = format!("{}9{}", &text[..at], &text[at + 1..]);
        fs::write(&record, newer).unwrap();
        for entry in fs::read_dir(scene.device.efivars()).unwrap() {
            fs::remove_file(entry.unwrap().path()).unwrap();
        }
        seen(&scene, &[])
    });
    rows.insert("Another user than root asks", other_user());
    rows.insert("A container on the machine", container());
    rows
}

/// The status as another user than root, who can read neither serials nor the state folder.
fn other_user() -> Option<Seen> {
    let mut scene = Scene::activated(&whole(), &[]);
    scene.device.with_profile(&scene.desk.profile_text());
    let tables = scene.device.hardware().join("firmware/dmi/tables");
    for name in ["DMI", "smbios_entry_point"] {
        fs::set_permissions(tables.join(name), fs::Permissions::from_mode(0o0)).unwrap();
    }
    let mut command = scene.device.command(&["status", "--json"]);
    if rustix::process::geteuid().is_root() {
        fs::set_permissions(scene.device.path(""), fs::Permissions::from_mode(0o755)).unwrap();
        command.uid(65_534).gid(65_534);
    }
    let ran = CommandOutput::from(command.output().unwrap());
    Some(Seen { status: codes(&ran), answer: String::new() })
}

/// The status in a container, which hides the machine. `None` where the system allows no namespace.
fn container() -> Option<Seen> {
    let scene = Scene::activated(&whole(), &[]);
    let status = in_container(&scene, &["status", "--json"])?;
    // The refusals say to run the program on the host.
    for (args, exit, code) in [
        (&["request", "--new"][..], 1, "SERIAL-UNREADABLE: "),
        (&["request", "--new", "--assign"], 3, "WAY-UNANCHORED: "),
    ] {
        let ran = in_container(&scene, args)?;
        assert_eq!(ran.exit, exit, "{ran:#?}");
        assert!(ran.err.contains(code) && ran.err.contains("Run this program on the host"), "{ran:#?}");
    }
    Some(Seen { status: codes(&status), answer: String::new() })
}

/// Runs a command in a container. `None` where the system allows no namespace.
fn in_container(scene: &Scene, args: &[&str]) -> Option<CommandOutput> {
    let script = "mount -t tmpfs tmpfs /run && mkdir /run/systemd && echo docker >/run/systemd/container || exit 77; exec \"$@\"";
    let program = scene.device.bare_command(&[]).get_program().to_owned();
    let ran = Command::new("unshare")
        .args(["-r", "-m", "--", "sh", "-c", script, "sh"])
        .arg(program)
        .args(args)
        .arg("--profile")
        .arg(scene.device.profile())
        .arg("--state")
        .arg(scene.device.state())
        .env("LANG", "en_US.UTF-8")
        .output();
    let Some(ran) =
        ran.ok().filter(|ran| ran.status.code() != Some(77) && !ran.stderr.starts_with(b"unshare"))
    else {
        countersign_testing::skipped(
            "no namespace can be made here; the row of the container was not walked",
        );
        return None;
    };
    Some(ran.into())
}

/// The rows that the document states: the first cell, the codes of the second, the code of the third.
fn stated() -> BTreeMap<String, Seen> {
    let text = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/device.md")).unwrap();
    let table = text.split_once("## When the machine changes").unwrap().1;
    let coded = |cell: &str| cell.split('`').skip(1).step_by(2).map(str::to_owned).collect::<Vec<_>>();
    table
        .lines()
        .skip_while(|line| !line.starts_with('|'))
        .take_while(|line| line.starts_with('|'))
        .skip(2)
        .map(|line| {
            let cells: Vec<&str> = line.trim_matches('|').split(" | ").map(str::trim).collect();
            let seen = Seen { status: coded(cells[1]), answer: coded(cells[2]).concat() };
            (cells[0].to_owned(), seen)
        })
        .collect()
}

#[test]
fn both_programs_follow_each_row_of_the_document() {
    let stated = stated();
    let walked = rows();
    let names: Vec<&str> = stated.keys().map(String::as_str).collect();
    assert_eq!(names, walked.keys().copied().collect::<Vec<_>>());
    let wrong: Vec<_> = walked
        .iter()
        .filter_map(|(name, seen)| Some((name, seen.as_ref()?, &stated[*name])))
        .filter(|(_, seen, stated)| seen != stated)
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn a_lost_value_is_tolerated_for_the_grace_period() {
    let mut scene = Scene::activated(&whole(), &[]);
    scene.device.change_machine(&whole().with_value(Field::Serial, BLANK));
    let days = |scene: &Scene| scene.device.run(&["status", "--json"]).json();
    assert_eq!(scene.status(), ["activated", "VALUES-LOST"]);
    scene.device.set_clock_ahead(14);
    assert_eq!(scene.status(), ["activated", "VALUES-LOST"]);
    let lost = days(&scene)["fields"][2].clone();
    assert_eq!((lost["field"].as_str(), lost["state"].as_str()), (Some("serial"), Some("lost")));
    assert_eq!(lost["before"], "M80F3A1C700482");
    scene.device.set_clock_ahead(15);
    assert_eq!(scene.status(), ["changed"]);
    scene.device.change_machine(&whole());
    assert_eq!(scene.status(), ["activated"]);
    // The days are counted anew, because the value was back in between.
    scene.device.change_machine(&whole().with_value(Field::Serial, BLANK));
    assert_eq!(scene.status(), ["activated", "VALUES-LOST"]);
}

/// A request that the desk will refuse names the ways that the product allows and the machine has.
#[test]
fn a_request_suggests_useful_options_on_standard_error() {
    let desk = Desk::with(&["--assigned", "--declared", "serial"], &[]);
    let device = Device::new(&without_serial(), &desk);
    let ran = device.run(&["request", "--number", NUMBER]);
    assert_eq!(ran.exit, 3, "{ran:#?}");
    for part in
        ["SERIAL-PLACEHOLDER: ", "--recover binds values", "Or correct the firmware: countersign inspect"]
    {
        assert!(ran.err.contains(part), "{part} is missing in {}", ran.err);
    }
    assert!(!ran.err.contains("--assign") && !ran.err.contains("--declare"), "{}", ran.err);
    let device = Device::new(&without_serials(), &desk);
    let ran = device.run(&["request", "--number", NUMBER]);
    for part in ["--assign binds a serial", "--declare serial=... binds the value on"] {
        assert!(ran.err.contains(part), "{part} is missing in {}", ran.err);
    }
    assert!(!ran.err.contains("--recover"), "{}", ran.err);
}
