//! Keys as a string, such as `AA03220123951<enter>`; words in angle brackets are named keys and events.
//!
//! | in brackets | is |
//! | --- | --- |
//! | `enter`, `esc`, `up`, `f1`, `c-t`, … | that key |
//! | `line 3` | the desk's third line, typed |
//! | `slip 3` / `wrong 3` / `short 3` | the same with one wrong character / with seven / without its last two |
//! | `paste` | the whole code, pasted |
//! | `worse` | the same with three wrong characters in each line |
//! | `paste another` | a good code, but for another request |
//! | `firmware serial BR80G1234567` | the firmware's value changes |
//! | `disk full`, `disk denied` | the next keeping fails |
//! | `no secret` / `no clipboard` | the system has no random numbers from here on / the terminal has no clipboard |
//! | `stick answer` | the stick has a file with the answer; also `answers`, `refused`, `other`, `names` (each is taken), `unmounted` |
//! | `restart` | the program is started again |

use countersign::wizard::{Key, Msg};
use countersign_core::machine::Field;
use countersign_core::protocol::line::grouped;
use countersign_keep::KeepError;

use super::rig::{Rig, denied_disk, full_disk};

/// Plays the script.
pub fn play(mut rig: Rig, script: &str) -> Rig {
    let mut rest = script;
    while let Some(c) = rest.chars().next() {
        match rest.strip_prefix('<').and_then(|tail| tail.split_once('>')) {
            Some((word, tail)) => {
                rig = special(rig, word);
                rest = tail;
            }
            None => {
                rig.key(Key::Char(c));
                rest = &rest[c.len_utf8()..];
            }
        }
    }
    rig
}

fn special(mut rig: Rig, word: &str) -> Rig {
    if let Some(key) = key(word) {
        rig.key(key);
        return rig;
    }
    let words: Vec<&str> = word.split(' ').collect();
    match words[..] {
        ["line", at] => type_line(&mut rig, at, |_| {}),
        ["slip", at] => type_line(&mut rig, at, |line| change(line, &[3])),
        ["wrong", at] => type_line(&mut rig, at, |line| change(line, &[0, 2, 5, 8, 11, 14, 17])),
        ["short", at] => type_line(&mut rig, at, |line| line.truncate(18)),
        ["paste"] => {
            let lines = rig.answer().map(|line| grouped(&line));
            rig.feed(Msg::Paste(lines.join("\n")));
        }
        ["worse"] => {
            let lines = rig.answer().map(|line| {
                let mut line: Vec<char> = line.chars().collect();
                change(&mut line, &[2, 9, 15]);
                line.into_iter().collect::<String>()
            });
            rig.feed(Msg::Paste(lines.join("\n")));
        }
        ["paste", "another"] => {
            let lines = rig.answer_to_another();
            rig.feed(Msg::Paste(lines.join("\r\n")));
        }
        ["firmware", field, value] => {
            rig.outside.set(Field::from_name(field).expect(field), &value.replace('_', " "));
        }
        ["stick", what] => match what {
            "unmounted" => rig.outside.stick.unmounted = true,
            "names" => rig.outside.stick.full_of_names = true,
            "answer" => rig.outside.stick.answers = vec!["/media/usb/answer.txt".into()],
            "answers" => {
                let names = ["/media/usb/answer (2).txt", "/media/usb/\u{1b}[2J.txt", "/root/answer.txt"];
                rig.outside.stick.answers = names.map(Into::into).to_vec();
            }
            "refused" => {
                rig.outside.stick.refused =
                    Some(("/media/usb/countersign-report.txt".into(), "DEVICE-DIFFERS"));
            }
            "other" => rig.outside.stick.other = Some("/media/usb/of-another.txt".into()),
            _ => panic!("unknown stick in the script: {what}"),
        },
        ["no", "secret"] => rig.outside.no_secret = true,
        ["no", "clipboard"] => rig.outside.no_clipboard = true,
        ["disk", what] => rig.outside.keeping_fails = Some(disk(what)),
        ["restart"] => return rig.restarted(),
        _ => panic!("unknown word in the script: {word}"),
    }
    rig
}

fn disk(what: &str) -> KeepError {
    match what {
        "full" => full_disk(),
        "denied" => denied_disk(),
        _ => panic!("unknown disk in the script: {what}"),
    }
}

/// The key of that name.
pub fn key(word: &str) -> Option<Key> {
    Some(match word {
        "enter" => Key::Enter,
        "esc" => Key::Esc,
        "tab" => Key::Tab,
        "backtab" => Key::BackTab,
        "up" => Key::Up,
        "down" => Key::Down,
        "left" => Key::Left,
        "right" => Key::Right,
        "home" => Key::Home,
        "end" => Key::End,
        "pgup" => Key::PageUp,
        "pgdn" => Key::PageDown,
        "bs" => Key::Backspace,
        "del" => Key::Delete,
        "f1" => Key::F(1),
        "f2" => Key::F(2),
        "f5" => Key::F(5),
        _ => return word.strip_prefix("c-").and_then(|c| c.chars().next()).map(Key::Ctrl),
    })
}

/// Types a line of the desk's answer (1 to 7), changed by `how`.
fn type_line(rig: &mut Rig, at: &str, how: impl Fn(&mut Vec<char>)) {
    let at: usize = at.parse().unwrap();
    let mut line: Vec<char> = rig.answer()[at - 1].chars().collect();
    how(&mut line);
    for c in line {
        rig.key(Key::Char(c.to_ascii_lowercase()));
    }
}

/// Replaces the characters at these places.
pub fn change(line: &mut [char], places: &[usize]) {
    for place in places {
        line[*place] = if line[*place] == '7' { 'K' } else { '7' };
    }
}
