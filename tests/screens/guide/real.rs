//! The sessions of the guide in the real program: key by key beside the test double, each screen in both languages, and every
//! branch that leaves a screen.

use std::cell::RefCell;
use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::net::TcpListener;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::rc::Rc;
use std::sync::LazyLock;
use std::time::Duration;

use countersign::page::{self, Hint};
use countersign::wizard::{BlockWidth, Key, Msg, State, Step, is_typing, update};
use countersign_core::lang::Lang;
use countersign_core::protocol::line::{self, LineNumber, LineReading};
use countersign_testing::{Desk, Device, NUMBER, Pty, ServedDesk, write_file};
use serde_json::Value;
use vt100::Screen;

use super::super::rig::Rig;
use super::super::script;
use super::compared::{flat, fragments, is_fixed, is_there, squeezed, words};
use super::data::{self, LineKind};
use super::desks::{Desks, profile};
use super::{ScreenKind, file, keys, scenes, screen_kind};

/// Screens that the real program can't be brought to here, and why.
const ELSEWHERE: [(ScreenKind, &str); 10] = [
    (ScreenKind::WelcomeProducts, "several profiles: tests of sessions"),
    (ScreenKind::InspectUnreadable, "a user without rights; a recording is always readable"),
    (ScreenKind::FixReadAgain, "the same"),
    (ScreenKind::FixWriteHere, "it writes the firmware of this computer"),
    (ScreenKind::FixRunConfirm, "the same"),
    (ScreenKind::FixOlderElsewhere, "the build without a network client"),
    (ScreenKind::RequestNone, "a system without random numbers"),
    (ScreenKind::CodeSearching, "it lasts a moment"),
    (ScreenKind::KeepWorking, "the same"),
    (ScreenKind::KeepFailed, "a full disk: tests of refusals"),
];

/// The guide as the desk has it; another test compares it with the wizard, which takes longer.
static KEPT: LazyLock<Value> =
    LazyLock::new(|| serde_json::from_str(&std::fs::read_to_string(file()).unwrap()).unwrap());

/// What answers the device over its network.
enum Network {
    Desk {
        _served: ServedDesk,
    },
    /// It accepts the connection and sends nothing.
    Silence {
        _socket: TcpListener,
    },
    Nobody,
}

/// A real session.
struct Real {
    desk: Rc<Desk>,
    device: Device,
    /// The first place for files, as in the test double.
    stick: PathBuf,
    pty: Pty,
    lang: Lang,
    /// Whether a file of the offered name lies there already.
    names_are_taken: bool,
    _network: Network,
}

impl Real {
    fn start(kind: ScreenKind, rig: &Rig, lang: Lang, desks: &Desks) -> Self {
        use ScreenKind as K;
        let desk = desks.of(kind, &rig.outside.machine);
        let socket = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = socket.local_addr().unwrap().to_string();
        let (online, network) = match kind {
            K::RequestRefused | K::RequestRefusedMachine | K::RequestRefusedNumber => {
                let served = desk.serve(&[]);
                (served.address().to_owned(), Network::Desk { _served: served })
            }
            K::RequestAsking => (address, Network::Silence { _socket: socket }),
            _ => (address, Network::Nobody),
        };
        let mut device = Device::new(&rig.outside.machine, &desk);
        let stick = device.plug_in();
        let policy = rig.state.settings.profile.policy;
        device.with_profile(&profile(&desk.profile_text(), &online, policy));
        if kind == K::RequestWidth {
            device.set_env("LANG", "zh_CN.UTF-8");
        }
        let pty = spawn(&device, lang);
        Self { desk, device, stick, pty, lang, names_are_taken: false, _network: network }
    }

    /// Plays a word in the real program and in the test double, and compares them.
    fn step(&mut self, word: &str, rig: Rig) -> Rig {
        let rig = if word.starts_with("<firmware") {
            let rig = script::play(rig, word);
            self.play(word, &rig);
            rig
        } else {
            self.play(word, &rig);
            script::play(rig, word)
        };
        if !word.starts_with("<stick") {
            self.shows(&rig.state);
        }
        rig
    }

    /// Presses a key in the real program and in the test double, and compares them.
    fn press(&mut self, key: Key, rig: &mut Rig) {
        self.pty.send(bytes(key));
        rig.key(key);
        self.shows(&rig.state);
    }

    /// Plays one word of a script.
    fn play(&mut self, word: &str, rig: &Rig) {
        let name = word.strip_prefix('<').and_then(|word| word.strip_suffix('>'));
        let Some(name) = name else { return self.pty.send(word) };
        let parts: Vec<&str> = name.split(' ').collect();
        match parts[..] {
            // Which route is selected depends on the network of this computer.
            ["enter"] if matches!(rig.state.step, Step::Route(_)) => {
                let Step::Route(step) = &rig.state.step else { return };
                self.pty.send((step.selected + 1).to_string());
            }
            ["enter"] => {
                if self.names_are_taken && rig.state.draft.request.is_some() {
                    let name =
                        self.device.run(&["request", "--json"]).json()["name"].as_str().unwrap().to_owned();
                    write_file(&self.stick.join(format!("request-{name}.txt")), "taken");
                }
                self.pty.send("\r");
            }
            ["paste"] => self.paste(&self.code()),
            ["paste", "another"] => {
                let other = Device::new(&rig.outside.machine, &self.desk);
                self.paste(&self.desk.issue(&other.request(NUMBER)).lines);
            }
            ["wrong", at] => {
                let at: u8 = at.parse().unwrap();
                let line = self.code()[usize::from(at) - 1].clone();
                self.pty.send(unreadable(LineNumber::new(at).unwrap(), &line));
            }
            ["firmware", ..] => self.device.change_machine(&rig.outside.machine),
            ["stick", "names"] => self.names_are_taken = true,
            ["restart"] => {
                self.pty.send("\x03");
                self.pty.end();
                self.pty = spawn(&self.device, self.lang);
            }
            _ => self.pty.send(bytes(
                script::key(name).unwrap_or_else(|| panic!("unknown word in the script: {word}")),
            )),
        }
    }

    fn code(&self) -> Vec<String> {
        self.desk.issue(&self.device.request(NUMBER)).lines
    }

    fn paste(&mut self, lines: &[String]) {
        self.pty.send(format!("\x1b[200~{}\x1b[201~", lines.join("\r")));
    }

    /// Answers the question how wide half blocks are, which is asked once if Chinese is shown.
    fn answer_width(&mut self, state: &State) {
        let mut asked = state.clone();
        asked.qr.blocks = BlockWidth::Unknown;
        let question = data::lines(&asked).first().map(|line| squeezed(&line.text)).unwrap_or_default();
        let lead = data::lines(state)
            .iter()
            .find(|line| line.kind == LineKind::Text)
            .map(|line| squeezed(&line.text));
        let lead = lead.unwrap_or_default();
        let asks = self.pty.until("a QR, or the question before it", |screen| {
            let seen = flat(screen);
            if seen.contains(&question) { Some(true) } else { seen.contains(&lead).then_some(false) }
        });
        if asks {
            self.pty.send("y");
        }
    }

    /// Waits until the screen says what the guide says about this state, and names its keys.
    fn shows(&mut self, state: &State) {
        let state = State { lang: self.lang, ..state.clone() };
        if self.lang == Lang::Zh && screen_kind(&state) == ScreenKind::RequestQr {
            self.answer_width(&state);
        }
        let shown = page::page(&state);
        let lines = data::lines(&state);
        let mut wanted: Vec<String> =
            lines.iter().filter(|line| is_fixed(line)).flat_map(|line| words(&state, line)).collect();
        // A QR on the whole screen has only the hint bar beside it.
        if screen_kind(&state) != ScreenKind::RequestQrAlone {
            wanted.push(page::step_title(self.lang, state.step.name()));
        }
        wanted.extend(shown.hints.iter().map(|Hint { key, label, .. }| format!("{key} {label}")));
        let wanted: Vec<String> = wanted.iter().flat_map(|text| fragments(text)).collect();
        let seen = self.pty.until_within(Duration::from_secs(20), |screen| {
            let seen = flat(screen);
            (wanted.iter().all(|text| seen.contains(text)) && is_there(&lines, screen)).then_some(())
        });
        if seen.is_none() {
            let seen = self.pty.look(flat);
            let missing: Vec<&String> = wanted.iter().filter(|text| !seen.contains(*text)).collect();
            let cursor = self.pty.look(Screen::cursor_position);
            panic!(
                "{:?} lacks {missing:?}; cursor at {cursor:?}:\n{}",
                screen_kind(&state),
                self.pty.screen()
            );
        }
    }
}

fn spawn(device: &Device, lang: Lang) -> Pty {
    // Wide and high enough that nothing is scrolled, cut or wrapped.
    let lang = if lang == Lang::Zh { "zh" } else { "en" };
    Pty::spawn(&device.command(&["--lang", lang]), (160, 70))
}

/// That line with characters changed so that it can't be read. With several wrong characters it can look like a line with two wrong
/// characters, which would be mended.
fn unreadable(number: LineNumber, line: &str) -> String {
    let wrong = (0..4).map(|first| {
        let mut line: Vec<char> = line.chars().collect();
        script::change(&mut line, &[0, 2, 5, 8, 11, 14].map(|place| place + first));
        line.into_iter().collect::<String>()
    });
    wrong.into_iter().find(|line| line::read(number, line) == LineReading::Wrong).unwrap()
}

/// The words of a script: keys and events in angle brackets, runs of characters.
fn script_words(script: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    for c in script.chars() {
        let last = words.last().map(String::as_str).unwrap_or_default();
        if (c == '<' && !last.is_empty()) || last.ends_with('>') {
            words.push(String::new());
        }
        words.last_mut().unwrap().push(c);
    }
    words
}

fn bytes(key: Key) -> String {
    match key {
        Key::Char(c) => c.to_string(),
        Key::Enter => "\r".to_owned(),
        Key::Esc => "\x1b".to_owned(),
        Key::Tab => "\t".to_owned(),
        Key::Up => "\x1b[A".to_owned(),
        Key::Down => "\x1b[B".to_owned(),
        Key::Backspace => "\x7f".to_owned(),
        Key::F(1) => "\x1bOP".to_owned(),
        Key::F(2) => "\x1bOQ".to_owned(),
        Key::Ctrl(c) => char::from(u8::try_from(c).unwrap() & 0x1f).to_string(),
        other => panic!("no byte sequence is known for {other:?}"),
    }
}

/// Plays the session of a screen in the real program and in the test double, and compares each screen on the way.
fn arrive(kind: ScreenKind, lang: Lang, walked: &Walked) -> (Real, Rig) {
    let view = scenes::view_for(kind).unwrap();
    let mut rig = (view.start)();
    let mut real = Real::start(kind, &rig, lang, &walked.desks);
    real.shows(&rig.state);
    for word in script_words(view.keys) {
        let mut rest = word.as_str();
        while let Some(first) = rest.chars().next() {
            // While no text is asked for, several characters at once would be a paste, so each is sent alone.
            let whole = first == '<' || is_typing(&rig.state);
            let (now, later) = rest.split_at(if whole { rest.len() } else { first.len_utf8() });
            rest = later;
            rig = real.step(now, rig);
            walked.seen.borrow_mut().insert(screen_kind(&rig.state));
        }
    }
    assert_eq!(screen_kind(&rig.state), kind, "the keys don't lead to {kind:?}");
    (real, rig)
}

/// Walks to a screen, and presses each key that leads from it to another. If no key leads back, the next key gets a session of its
/// own.
fn walk(kind: ScreenKind, lang: Lang, walked: &Walked) {
    let (mut real, mut rig) = arrive(kind, lang, walked);
    if lang == Lang::Zh || kind == ScreenKind::RequestAsking {
        return;
    }
    let lines = data::lines(&rig.state);
    let covers = rig.state.overlay.is_some();
    for (key, _) in keys(&rig.state) {
        if data::lines(&rig.state) != lines {
            (real, rig) = arrive(kind, lang, walked);
        }
        let next = screen_kind(&update(rig.state.clone(), Msg::Key(key)).0);
        // Screens that depend on the desk or last only a moment have sessions of their own.
        if next == kind
            || ELSEWHERE.iter().any(|(other, _)| *other == next)
            || next == ScreenKind::RequestAsking
        {
            continue;
        }
        real.press(key, &mut rig);
        let to = screen_kind(&rig.state);
        // An overlay goes back to the screen that it was opened from, so the guide names no screen.
        let named = leads(kind, key);
        let is_right = if covers { named.is_empty() } else { named.iter().any(|name| name == to.name()) };
        assert!(is_right, "{kind:?}: {key:?} leads to {to:?}, not to {named:?}");
        let is_back = |key: &Key| data::lines(&update(rig.state.clone(), Msg::Key(*key)).0) == lines;
        if let Some(back) = keys(&rig.state).into_iter().map(|(key, _)| key).find(is_back) {
            real.press(back, &mut rig);
        }
    }
}

/// The screens that a key leads to by the guide, and those that follow by themselves: a screen that waits for a disk may be over at
/// once here.
fn leads(kind: ScreenKind, key: Key) -> Vec<String> {
    let words = |list: &Value| {
        list.as_array().into_iter().flatten().map(|id| id.as_str().unwrap().to_owned()).collect()
    };
    let screen =
        |id: &str| KEPT["screens"].as_array().unwrap().iter().find(|screen| screen["id"] == id).unwrap();
    let label = page::key_label(key);
    let key = screen(kind.name())["keys"].as_array().unwrap().iter().find(|one| one["key"] == label.as_str());
    let named: Vec<String> = key.map(|key| words(&key["leads"])).unwrap_or_default();
    let later: Vec<String> =
        named.iter().flat_map(|id| -> Vec<String> { words(&screen(id)["later"]) }).collect();
    [named, later].concat()
}

/// What the walks of a test share.
#[derive(Default)]
struct Walked {
    desks: Desks,
    /// The screens that were compared.
    seen: RefCell<BTreeSet<ScreenKind>>,
}

/// Walks to every second screen; names all that differ.
fn walk_all(lang: Lang, half: usize) {
    let kinds = ScreenKind::ALL.iter().filter(|kind| ELSEWHERE.iter().all(|(other, _)| other != *kind));
    let mut half: Vec<ScreenKind> =
        kinds.enumerate().filter(|(at, _)| at % 2 == half).map(|(_, kind)| *kind).collect();
    // The longest sessions come first, because other screens lie on their way.
    half.sort_by_key(|kind| Reverse(scenes::view_for(*kind).map_or(0, |view| view.keys.len())));
    let walked = Walked::default();
    let differs = |kind: &ScreenKind| {
        // In Chinese a walk presses no further keys, so a screen that was seen is done.
        let is_done = lang == Lang::Zh && walked.seen.borrow().contains(kind);
        !is_done && catch_unwind(AssertUnwindSafe(|| walk(*kind, lang, &walked))).is_err()
    };
    let differ: Vec<ScreenKind> = half.into_iter().filter(differs).collect();
    assert!(differ.is_empty(), "screens that differ from the guide: {differ:?}");
}

#[test]
fn the_program_shows_the_screens_of_the_guide() {
    walk_all(Lang::En, 0);
}

#[test]
fn the_program_shows_the_other_screens_of_the_guide() {
    walk_all(Lang::En, 1);
}

#[test]
fn the_program_shows_the_screens_of_the_guide_in_chinese() {
    walk_all(Lang::Zh, 0);
}

#[test]
fn the_program_shows_the_other_screens_of_the_guide_in_chinese() {
    walk_all(Lang::Zh, 1);
}
