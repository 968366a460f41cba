//! The answers of whole sessions line by line: every route to the desk and every way of Fix.

use crate::machines;
use crate::rig::Rig;
use crate::views::nothing_recovered;

/// Makes the session of a walk.
type Start = fn() -> Rig;

/// The license number.
pub const NUMBER: &str = "AA03220123951";

/// The answers of a person who types the code without slips.
const CODE: [&str; 7] = ["<line 1>", "<line 2>", "<line 3>", "<line 4>", "<line 5>", "<line 6>", "<line 7>"];

/// Every route and every way, from the license number to the end.
pub fn walks() -> Vec<(&'static str, Start, Vec<&'static str>)> {
    let with_code = |before: &[&'static str]| [before, &CODE, &[""]].concat();
    vec![
        (
            "phone",
            || Rig::real(machines::sound()),
            with_code(&[
                "AA0322", NUMBER, "13", "14", "help", "", "1", "23", "7", "9", "3", "23", "8", "26", "",
                "25", "", "28", "spell", "",
            ]),
        ),
        (
            "file",
            || Rig::real(machines::sound()),
            with_code(&[
                NUMBER,
                "",
                "2",
                "25",
                "",
                "20",
                "21",
                "22",
                "",
                "/1",
                "/mnt/usb/answer.txt",
                "back",
                "spell",
                "/4",
                "/3",
            ]),
        ),
        (
            "telephone",
            || Rig::real(machines::sound()),
            with_code(&[
                NUMBER, "", "3", "24", "", "repeat", "spell", "", "", "", "spell 8", "24", "8", "help", "",
            ]),
        ),
        ("online", || Rig::online(machines::sound(), None), vec![NUMBER, "", "4", ""]),
        (
            "online, refused",
            || Rig::online(machines::refused(), None),
            vec![NUMBER, "", "17", "4", "", "<good>", "11", "", "4", ""],
        ),
        ("older", || Rig::online(machines::refused(), None), vec![NUMBER, "", "3", "", "5", "", ""]),
        (
            "recovered",
            || Rig::real(machines::refused()),
            with_code(&[NUMBER, "", "1", "", "8", "16", "1", "1", "1", ""]),
        ),
        (
            "assigned",
            || Rig::real(machines::refused_everywhere()),
            with_code(&[NUMBER, "", "1", "", "1", ""]),
        ),
        (
            "declared",
            nothing_recovered,
            with_code(&[NUMBER, "", "2", "H310M-R8", "Default string", "PF0A9K3Z", "", "1", ""]),
        ),
        (
            "written",
            || Rig::practice("blank-model", true),
            vec!["/1", NUMBER, "", "2", "", "", "1", "29", "", "/2", "/7", "", ""],
        ),
        (
            "refused practice",
            || Rig::practice("blank-model", true),
            vec![NUMBER, "", "17", "1", "29", "8", "8", "quit"],
        ),
        (
            "slips",
            || Rig::real(machines::sound()),
            vec![
                NUMBER,
                "",
                "1",
                "",
                "<slip 1>",
                "<short 2>",
                "repeat 2",
                "<line 2>",
                "<wrong 3>",
                "",
                "<wrong 4>",
                "<line 5>",
                "<line 4>",
                "<slip 6>",
                "<disk full>",
                "<line 7>",
                "<line 3>",
                "12",
                "",
                "2",
            ],
        ),
    ]
}
