//! Random sessions: random messages through `update`, each state drawn at a random size. Nothing panics, the state stays
//! valid, steps change only by the table, a key leaves the program, and the cursor stands on the focus.

use std::path::PathBuf;

use countersign::plain;
use countersign::wizard::code::{CodeStep, LINE_MAX};
use countersign::wizard::fix::FixView;
use countersign::wizard::online::{
    CertificateFault, DeskAnswer, DeskRefusal, NetworkFault, OnlineError, ProxyFault,
};
use countersign::wizard::welcome::{LABEL_MAX, WelcomeStep};
use countersign::wizard::{
    Action, Answers, BlockWidth, CheckResult, CodeFault, Completion, Effect, Facts, FileNews, JobNews, Key,
    Msg, Places, QrView, State, Step, ToolEnd, Viewport, key_bindings, routes, transitions, update,
};
use countersign_core::lang::Lang;
use countersign_core::machine::{
    Clock, Container, Field, Hypervisor, Machine, MachineSource, Reading, Tables,
};
use countersign_core::protocol::{Mask, Secret};
use countersign_core::step::StepName;
use countersign_keep::{Keep, KeepCode, KeepError, StorageError, StorageKind, WriteOutcome, WriteReport};
use countersign_ledger::practice::PracticeDesk;
use proptest::prelude::*;
use proptest::sample::select;

use super::emulator::Emulator;
use super::guide::{ScreenKind, screen_kind};
use super::looked_at::{check, one_highlight};
use super::picture::drawn;
use super::rig::{Rig, facts};
use super::{machines, script};
use countersign::screen::{Colour, Drawn, Glyphs, Theme};
use countersign::terminal::{Decoder, Input};

/// One event.
#[derive(Debug, Clone)]
pub enum Move {
    /// One of the keys that are bound now.
    Bound(usize),
    /// One of the choices `plain` offers now.
    Answered(usize),
    /// Any message.
    Msg(Box<Msg>),
    /// Bytes from the terminal in pieces, each with whether the line is quiet after it.
    Bytes(Vec<(Vec<u8>, bool)>),
    /// The desk's answer, pasted.
    Paste,
    /// The next message of a job.
    News,
    /// A message as if it came from any job that was started.
    Forged(usize, JobNews),
    /// The next keeping fails.
    Fails(KeepError),
    /// The program is started again.
    Restart,
}

fn any_key() -> impl Strategy<Value = Key> {
    prop_oneof![
        any::<char>().prop_map(Key::Char),
        "[0-9A-Za-z?]".prop_map(|text| Key::Char(text.chars().next().unwrap_or('?'))),
        "[a-z]".prop_map(|text| Key::Ctrl(text.chars().next().unwrap_or('a'))),
        select(vec![
            Key::Enter,
            Key::Esc,
            Key::Tab,
            Key::BackTab,
            Key::Up,
            Key::Down,
            Key::Left,
            Key::Right,
            Key::Home,
            Key::End,
            Key::PageUp,
            Key::PageDown,
            Key::Backspace,
            Key::Delete,
            Key::F(1),
            Key::F(2),
            Key::F(5),
        ]),
    ]
}

fn any_action() -> impl Strategy<Value = Action> {
    use Action::*;
    select(vec![
        Next,
        Back,
        Help,
        Close,
        Language,
        Up,
        Down,
        PageUp,
        PageDown,
        Choose(0),
        Choose(2),
        Choose(200),
        Resume,
        StartAgain,
        NextMachine,
        AskAgain,
        ReadAgain,
        Details,
        CopyReport,
        SaveReport,
        Sudo,
        Run,
        PretendFixed,
        Declare,
        Withdraw,
        AskAnyway,
        ShowQr,
        ShowText,
        ShowSpoken,
        CopyRequest,
        SaveText,
        SavePicture,
        InvertQr,
        SwitchQrDrawing,
        SwitchQrRoom,
        BlocksAlign,
        BlocksDiffer,
        AskPracticeDesk,
        FillPracticeCode,
        LineUp,
        LineDown,
        ClearLine,
        CodeFile,
        Retry,
        CompletePath,
        NextOffer,
        PreviousOffer,
        Replace,
        Suspend,
        LineByLine,
    ])
}

fn any_text() -> impl Strategy<Value = String> {
    prop_oneof!["AA[0-9]{11}", "[ -~]{0,40}", "[0-9A-Z \r\n]{0,200}", any::<String>()]
}

fn any_reading() -> impl Strategy<Value = Reading> {
    prop_oneof![
        "[ -~]{0,40}".prop_map(|text| Reading::text(&text)),
        proptest::collection::vec(any::<u8>(), 0..80).prop_map(Reading::Value),
        select(vec![
            Reading::NotSet,
            Reading::NoStructure,
            Reading::BadIndex,
            Reading::Denied,
            Reading::Damaged,
            Reading::text("To Be Filled By O.E.M."),
            Reading::text("Default string"),
        ]),
    ]
}

fn any_machine() -> impl Strategy<Value = Machine> {
    let base = prop_oneof![
        Just(machines::sound()),
        Just(machines::refused()),
        Just(machines::unreadable()),
        Just(machines::with_tool()),
        Just(machines::guest()),
        Just(machines::board()),
        Just(machines::hostile()),
    ];
    let tables = vec![Tables::Read, Tables::None, Tables::Denied, Tables::Empty, Tables::Damaged];
    let hypervisors = vec![None, Some(Hypervisor::Qemu), Some(Hypervisor::Cloud), Some(Hypervisor::HyperV)];
    let sources = vec![
        MachineSource::ThisComputer,
        MachineSource::Recording("/tmp/\u{1b}[2Jx".into()),
        MachineSource::Sample("vm".into()),
    ];
    (
        base,
        proptest::collection::vec((select(Field::ALL.to_vec()), any_reading()), 0..6),
        select(tables),
        select(hypervisors),
        select(vec![None, Some(Container::Oci)]),
        select(sources),
        prop_oneof![Just(machines::NOW), any::<i64>()],
        any::<bool>(),
    )
        .prop_map(|(mut machine, fields, tables, hypervisor, container, source, now, root)| {
            machine.fields.extend(fields);
            let clock = Clock::at(now);
            Machine { tables, hypervisor, container, source, clock, read_as_root: root, ..machine }
        })
}

/// The facts of a machine that keeps nothing.
fn facts_of(machine: Machine, network: bool) -> Facts {
    let profile = PracticeDesk::new([7; 32], Mask::parse("AA99999999999").unwrap()).profile().clone();
    Facts { network, ..facts(machine, &Keep::in_memory("practice"), &profile) }
}

/// The message about a machine that was read again and keeps nothing.
fn read_again(machine: Machine, network: bool) -> Msg {
    Msg::Machine(Box::new(facts_of(machine, network)))
}

fn any_result() -> impl Strategy<Value = Msg> {
    let errors = vec![
        KeepError::Storage(StorageKind::File, StorageError::Full),
        KeepError::Released,
        KeepError::Newer(StorageKind::Efi),
        KeepError::Unencodable,
    ];
    let lines = ["", "K7Q", "0123456789ABCDEFGHJKMN", "ÄÖ", "", "", "x"].map(str::to_owned);
    prop_oneof![
        (any_machine(), any::<bool>()).prop_map(|(machine, network)| read_again(machine, network)),
        any::<[u8; 10]>().prop_map(|secret| Msg::Secret(Secret::new(secret))),
        any_text().prop_map(Msg::SecretFailed),
        any_text().prop_map(Msg::MachineNotRead),
        select(KeepCode::ALL).prop_map(|code| Msg::SessionSaved(Err(code))),
        Just(Msg::SessionSaved(Ok(()))),
        select(KeepCode::ALL).prop_map(Msg::SessionNotForgotten),
        (any_outcome(), any_outcome())
            .prop_map(|(file, efi)| Msg::RequestRemembered(WriteReport { file, efi })),
        any::<i64>().prop_map(Msg::Clock),
        any_text().prop_map(|text| Msg::Written(text.into())),
        (any_text(), any_text()).prop_map(|(path, why)| Msg::FileFailed(path.into(), why)),
        Just(Msg::Copied),
        Just(Msg::NotCopied),
        select(errors).prop_map(|error| Msg::Kept(Err(error))),
        any_machine().prop_map(|machine| {
            let report =
                WriteReport { file: WriteOutcome::Written, efi: WriteOutcome::Failed(StorageError::Full) };
            Msg::Kept(Ok((report, Box::new(facts_of(machine, false)))))
        }),
        select(vec![ToolEnd::Success, ToolEnd::Status(-1), ToolEnd::Signal(9), ToolEnd::NotStarted])
            .prop_map(|end| Msg::ToolEnded(end, None)),
        any_text().prop_map(Msg::SudoFailed),
        Just(Msg::PracticeAnswered(Ok(lines))),
        proptest::collection::vec(any_text(), 0..3).prop_map(|codes| Msg::PracticeAnswered(Err(codes))),
        (any::<u16>(), any::<u16>(), any::<u16>()).prop_map(|(first, rows, total)| Msg::Drawn(Viewport {
            first,
            rows,
            total
        })),
    ]
}

fn any_outcome() -> impl Strategy<Value = WriteOutcome> {
    select(vec![
        WriteOutcome::Written,
        WriteOutcome::Unchanged,
        WriteOutcome::Failed(StorageError::Full),
        WriteOutcome::Newer,
    ])
}

fn any_news() -> impl Strategy<Value = JobNews> {
    let faults = vec![
        CodeFault::UnreadableLines(vec![3, 7]),
        CodeFault::NotForThisRequest { name: "K7QM-2".to_owned() },
        CodeFault::UnknownForm,
    ];
    prop_oneof![
        (0..=100_u32).prop_map(JobNews::SearchProgress),
        any::<u32>().prop_map(JobNews::AskSecondsLeft),
        select(faults).prop_map(|fault| JobNews::SearchFinished(CheckResult::Refused(fault))),
        any_said().prop_map(|said| JobNews::DeskAnswered(Box::new(said))),
        any_file_news().prop_map(|news| JobNews::File(Box::new(news))),
    ]
}

fn any_file_news() -> impl Strategy<Value = FileNews> {
    let path =
        || prop_oneof![any_text().prop_map(PathBuf::from), Just(PathBuf::from("/media/usb/\u{1b}[2J"))];
    let paths = || proptest::collection::vec(path(), 0..4);
    let names = || proptest::collection::vec(any_text(), 0..3);
    prop_oneof![
        (paths(), names()).prop_map(|(folders, unmounted)| FileNews::Places(Places { folders, unmounted })),
        (any_text(), any_text(), names(), any::<usize>()).prop_map(|(asked, text, names, more)| {
            FileNews::Completed(Completion { asked, text, names, more })
        }),
        path().prop_map(FileNews::Saved),
        path().prop_map(FileNews::Exists),
        (paths(), path(), path(), paths(), names()).prop_map(
            |(files, other, refused, searched, unmounted)| {
                let (other, refused) = (Some(other), Some((refused, "DEVICE-DIFFERS")));
                FileNews::Answers(Answers { files, other, refused, searched, unmounted })
            }
        ),
        any_text().prop_map(FileNews::Read),
        (path(), any_text()).prop_map(|(path, why)| FileNews::Failed(path, why)),
    ]
}

fn any_said() -> impl Strategy<Value = DeskAnswer> {
    let reasons = vec!["MACHINE-REFUSED", "NUMBER-UNKNOWN", "DEVICE-DIFFERS", "NEWER-REASON"];
    let trouble = |why: String| {
        vec![
            OnlineError::NameNotFound,
            OnlineError::Unreachable(NetworkFault::Other(why.clone())),
            OnlineError::Timeout,
            OnlineError::Certificate(CertificateFault::Date),
            OnlineError::CaptivePortal,
            OnlineError::Proxy(ProxyFault::Network(NetworkFault::Other(why.clone()))),
            OnlineError::Busy,
            OnlineError::NotAccepted(why),
        ]
    };
    prop_oneof![
        any_text().prop_flat_map(move |why| select(trouble(why))).prop_map(DeskAnswer::Failed),
        (select(reasons), "[A-Z0-9-]{1,40}").prop_map(|(reason, code)| {
            DeskAnswer::Refused(DeskRefusal {
                reason: reason.to_owned(),
                findings: vec![code.clone()],
                differs: vec!["serial".to_owned(), code.clone()],
                case: Some(code),
            })
        }),
        Just(DeskAnswer::Issued(std::array::from_fn(|_| "0123456789ABCDEFGHJK".to_owned()))),
    ]
}

/// Keys, replies, pastes and noise, split anywhere.
fn any_bytes() -> impl Strategy<Value = Vec<(Vec<u8>, bool)>> {
    let sequences: Vec<&[u8]> = vec![
        b"\x1b[A",
        b"\x1bOB",
        b"\x1b[1;5C",
        b"\x1b[13;1:3u",
        b"\x1b[27;5;99~",
        b"\x1b[200~AA03220123951\n\x1b[201~",
        b"\x1b]11;rgb:0000/0000/0000\x1b\\",
        b"\x1bP1$r2 q\x1b\\",
        b"\x1b[?64;1;2;6;9;15;18;21;22c",
        b"\x1b[M !!",
        b"\x9b24;80R",
        b"\xbf\x71",
        b"\x1b",
        b"\r",
    ];
    let piece = prop_oneof![
        select(sequences).prop_map(<[u8]>::to_vec),
        proptest::collection::vec(any::<u8>(), 0..12),
        "[0-9A-Za-z?]{1,4}".prop_map(String::into_bytes),
    ];
    let split = |bytes: Vec<u8>, at: usize, quiet: bool| {
        let (head, tail) = bytes.split_at(at % (bytes.len() + 1));
        [(head.to_vec(), false), (tail.to_vec(), quiet)]
    };
    proptest::collection::vec((piece, any::<usize>(), any::<bool>()), 1..6).prop_map(move |pieces| {
        pieces.into_iter().flat_map(|(bytes, at, quiet)| split(bytes, at, quiet)).collect()
    })
}

/// The messages of bytes as a session takes them.
fn messages(pieces: &[(Vec<u8>, bool)]) -> Vec<Msg> {
    let mut decoder = Decoder::default();
    let mut found = Vec::new();
    let mut take = |input| {
        found.push(match input {
            Input::Key(key) => Msg::Key(key),
            Input::Paste(text) => Msg::Paste(text),
        });
    };
    for (bytes, quiet) in pieces {
        decoder.feed(bytes, &mut take);
        while *quiet && decoder.patience().is_some() {
            decoder.lapse(&mut take);
        }
    }
    found
}

fn any_move() -> impl Strategy<Value = Move> {
    let msg = |msg: Msg| Move::Msg(Box::new(msg));
    prop_oneof![
        12 => any::<usize>().prop_map(Move::Bound),
        3 => any::<usize>().prop_map(Move::Answered),
        3 => any_key().prop_map(move |key| msg(Msg::Key(key))),
        3 => any_bytes().prop_map(Move::Bytes),
        1 => any_text().prop_map(move |text| msg(Msg::Paste(text))),
        2 => any_text().prop_map(move |text| msg(Msg::Answer(text))),
        2 => any_action().prop_map(move |action| msg(Msg::Act(action))),
        2 => any_result().prop_map(msg),
        1 => Just(Move::Paste),
        3 => Just(Move::News),
        2 => (any::<usize>(), any_news()).prop_map(|(at, news)| Move::Forged(at, news)),
        1 => Just(Move::Fails(super::rig::full_disk())),
        1 => Just(Move::Restart),
    ]
}

fn any_start() -> impl Strategy<Value = (usize, &'static str)> {
    let scripts = vec![
        "",
        "AA03220123951<enter>",
        "AA03220123951<enter><enter>",
        "AA03220123951<enter><enter><enter>",
        "AA03220123951<enter><enter><enter><enter><enter>",
    ];
    (0..6usize, select(scripts))
}

fn start((which, keys): (usize, &str)) -> Rig {
    let rig = match which {
        0 => Rig::real(machines::sound()),
        1 => Rig::real(machines::refused()),
        2 => Rig::practice("blank-model", true),
        3 => Rig::online(machines::sound(), Some(None)),
        4 => Rig::online(machines::refused(), None),
        _ => Rig::practice("vm", false),
    };
    script::play(rig, keys)
}

/// Plays the move.
fn play(mut rig: Rig, one: &Move) -> Rig {
    match one {
        Move::Bound(at) => {
            let bound = key_bindings(&rig.state);
            rig.key(bound[at % bound.len()].key);
        }
        Move::Answered(at) => {
            let answer = (at % 12).to_string();
            if let Some(msg) = plain::message(&rig.state, &answer) {
                rig.feed(msg);
            }
        }
        Move::Msg(msg) => rig.feed((**msg).clone()),
        Move::Bytes(pieces) => messages(pieces).into_iter().for_each(|msg| rig.feed(msg)),
        Move::Paste if rig.state.draft.request.is_some() => {
            if let Some(lines) = rig.try_answer() {
                rig.feed(Msg::Paste(lines.join("\n")));
            }
        }
        Move::Paste => {}
        Move::News => {
            rig.take_news();
        }
        Move::Forged(at, news) => {
            let jobs = &rig.outside.jobs;
            if let Some(id) = jobs.get(at % jobs.len().max(1)).copied() {
                rig.feed(Msg::Job(id, news.clone()));
            }
        }
        Move::Fails(error) => rig.outside.keeping_fails = Some(*error),
        Move::Restart => return rig.restarted(),
    }
    rig
}

/// Checks what must hold for every state.
fn sound(state: &State) -> Result<(), TestCaseError> {
    let within = |input: &tui_input::Input| input.cursor() <= input.value().chars().count();
    prop_assert!(
        ScreenKind::ALL.contains(&screen_kind(state)),
        "the screen isn't in the guide: {:?}",
        screen_kind(state)
    );
    prop_assert!(
        state.jobs.current().is_none() || state.step.awaits_job(),
        "a job runs that no step waits for"
    );
    let Viewport { rows, total, .. } = state.scroll.viewport();
    prop_assert!(state.scroll.first() <= total.saturating_sub(rows), "the page is scrolled beyond its end");
    match &state.step {
        Step::Welcome(WelcomeStep::Number(entry)) => {
            prop_assert!(within(&entry.input));
            prop_assert!(
                entry.input.value().chars().count() <= state.settings.profile.mask.len() + LABEL_MAX
            );
        }
        Step::Welcome(WelcomeStep::Product(_) | WelcomeStep::Session(_)) => {}
        Step::Fix(step) => {
            prop_assert!(
                step.selected < state.facts.plan.ways.len().max(1),
                "cursor {} is outside of the list",
                step.selected
            );
            match &step.view {
                FixView::Open(at) | FixView::ConfirmRun(at) => {
                    prop_assert!(*at < state.facts.plan.ways.len())
                }
                FixView::Declare(form) | FixView::ConfirmDeclared(form) => {
                    prop_assert!(form.current < form.entries.len(), "the entry in focus doesn't exist");
                    prop_assert!(form.entries.iter().all(|entry| within(&entry.input)));
                }
                FixView::List | FixView::Changed(_) => {}
            }
        }
        Step::Route(step) => {
            prop_assert!(step.selected < routes::choices(&state.settings, &state.facts).len())
        }
        Step::Code(step) => {
            let CodeStep { inputs, current, .. } = &**step;
            prop_assert!(*current < inputs.len());
            for input in inputs {
                prop_assert!(within(input) && input.value().chars().count() <= LINE_MAX);
            }
            prop_assert!(step.question().is_none_or(|question| within(&question.input)));
            prop_assert!(
                step.search().is_none() || state.jobs.current().is_some(),
                "the step waits for a search that doesn't run"
            );
        }
        Step::Request(step) => prop_assert!(step.question.as_ref().is_none_or(|path| within(&path.input))),
        Step::Inspect(_) | Step::Keep(_) | Step::Done(_) => {}
    }
    Ok(())
}

/// Whether a key leaves the program.
fn leaves(state: &State, key: Key) -> bool {
    update(state.clone(), Msg::Key(key)).1.iter().any(|effect| matches!(effect, Effect::Quit))
}

/// Whether at most that many keys of the hint bar lead out of the program.
fn way_out(state: &State, most: usize) -> bool {
    let hinted: Vec<Key> =
        key_bindings(state).into_iter().filter(|binding| binding.hinted).map(|binding| binding.key).collect();
    hinted.iter().any(|key| leaves(state, *key))
        || (most > 1 && hinted.iter().any(|key| way_out(&update(state.clone(), Msg::Key(*key)).0, most - 1)))
}

/// Checks that every change of step is in the table, except the return to a saved session.
fn in_table(trail: &[(StepName, StepName, bool)]) -> Result<(), TestCaseError> {
    for (from, to, resumed) in trail {
        let known = transitions::TRANSITIONS.iter().any(|way| way.from == *from && way.to == *to);
        prop_assert!(from == to || known || *resumed, "unknown transition from {from:?} to {to:?}");
    }
    Ok(())
}

/// What a session is looked at with: what the terminal can show.
#[derive(Debug, Clone)]
pub struct Look {
    glyphs: Glyphs,
    unwanted: Colour,
    blocks: BlockWidth,
}

/// A move, the size of the screen after it, and whether it is in colour, in Chinese, and resized.
pub type SeenMove = (Move, u16, u16, (bool, bool, bool));

/// How a session begins, and what it is looked at with.
pub type Begin = ((usize, &'static str), Look);

/// A random session.
#[derive(Debug, Clone)]
pub struct Play {
    pub begin: Begin,
    pub moves: Vec<SeenMove>,
}

/// Any beginning.
pub fn any_begin() -> impl Strategy<Value = Begin> {
    let glyphs = select(vec![Glyphs::Unicode, Glyphs::Console, Glyphs::Ascii]);
    let unwanted = select(vec![Colour::Mono, Colour::Unwanted]);
    let blocks = select(vec![BlockWidth::One, BlockWidth::Two, BlockWidth::Unknown, BlockWidth::Missing]);
    let look =
        (glyphs, unwanted, blocks).prop_map(|(glyphs, unwanted, blocks)| Look { glyphs, unwanted, blocks });
    (any_start(), look)
}

/// Any move.
pub fn any_seen_move() -> impl Strategy<Value = SeenMove> {
    (any_move(), 0u16..120, 0u16..50, any::<(bool, bool, bool)>())
}

/// Any session of fewer moves than that.
fn any_play(moves: usize) -> impl Strategy<Value = Play> {
    let moves = proptest::collection::vec(any_seen_move(), 1..moves);
    (any_begin(), moves).prop_map(|(begin, moves)| Play { begin, moves })
}

/// Plays a session, and checks each of its states and screens.
pub fn check_play(session: &Play) -> Result<(), TestCaseError> {
    let Play { begin: (begin, Look { glyphs, unwanted, blocks }), moves } = session;
    let mut rig = start(*begin);
    rig.news_waits = true;
    rig.state.settings.terminal.blocks = *blocks;
    rig.state.qr = QrView::of(&rig.state.settings.terminal);
    let mut emulator = Emulator::new((80, 24));
    for (one, width, height, (colour, zh, resized)) in moves {
        rig = play(rig, one);
        sound(&rig.state)?;
        in_table(&std::mem::take(&mut rig.trail))?;
        prop_assert!(leaves(&rig.state, Key::Ctrl('c')), "Ctrl-C doesn't end the session");
        prop_assert!(way_out(&rig.state, 2), "no way out of {:?}", rig.state.step);
        let theme = Theme { colour: if *colour { Colour::Eight } else { *unwanted }, glyphs: *glyphs };
        let lang = if *zh { Lang::Zh } else { Lang::En };
        let state = State { lang, ..rig.state.clone() };
        let (terminal, Drawn { viewport, .. }) = drawn(&state, theme, (*width, *height));
        // What the output layer writes leaves the cursor on the focus. No terminal is without a cell.
        if *resized {
            emulator.resize(((*width).max(1), (*height).max(1)));
        }
        emulator.show(&state, theme);
        check(emulator.screen(), &state).map_err(TestCaseError::fail)?;
        one_highlight(emulator.screen(), &state, theme).map_err(TestCaseError::fail)?;
        prop_assert_eq!(emulator.show(&state, theme).1, b"", "nothing happened");
        // As the session's loop does. It changes nothing that is to be seen.
        rig.feed(Msg::Drawn(viewport));
        sound(&rig.state)?;
        let (again, _) = drawn(&State { lang, ..rig.state.clone() }, theme, (*width, *height));
        prop_assert_eq!(again.backend().buffer(), terminal.backend().buffer());
        for cell in &terminal.backend().buffer().content {
            prop_assert!(!cell.symbol().contains(char::is_control));
        }
        let told = plain::Conversation::new(true, None).tell(&state);
        for line in told.lines.iter().chain([&told.question]) {
            prop_assert!(!line.contains(char::is_control), "{line:?}");
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_message_breaks_a_session_or_prevents_quitting(session in any_play(40)) {
        check_play(&session)?;
    }
}
