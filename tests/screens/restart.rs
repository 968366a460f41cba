//! What a session knows when it goes on: after a restart, after the machine was read again, after time has passed.

use countersign::wizard::code::CodeStep;
use countersign::wizard::{
    Action, BlockWidth, Effect, FileNews, JobNews, Msg, PreviousSession, Step, initial_state, update,
};
use countersign_core::machine::{Clock, Machine};
use countersign_core::step::StepName;

use super::machines;
use super::rig::Rig;
use super::script::play;

/// The keys from Welcome to Code on a sound machine.
const TO_CODE: &str = "AA03220123951<enter><enter><enter><enter>";

fn code(rig: &Rig) -> &CodeStep {
    match &rig.state.step {
        Step::Code(step) => step,
        step => panic!("at {:?}", step.name()),
    }
}

#[test]
fn a_number_typed_before_is_not_asked_for_again() {
    let rig = Rig::real(countersign_probe::sample("clean").unwrap());
    let state = rig.state.clone();
    let number = state.settings.profile.mask.parse_number("AA03220123951").unwrap();
    let started =
        initial_state(state.settings, state.facts, PreviousSession::Number(number.clone()), state.lang);
    assert_eq!((started.step.name(), started.draft.number.as_ref()), (StepName::Inspect, Some(&number)));

    // If the license is kept already, the number is not needed.
    let state = play(rig, &format!("{TO_CODE}<paste><enter>")).restarted().state;
    let started = initial_state(state.settings, state.facts, PreviousSession::Number(number), state.lang);
    assert_eq!(started.step.name(), StepName::Done);
}

/// A machine that was activated by a recovered serial, whose firmware has a serial now, so that a new code improves it: at Inspect.
fn renewal() -> Rig {
    let rig = play(Rig::real(machines::refused_serial()), "AA03220123951<enter><enter><enter><enter>");
    let rig = play(rig, "<enter><enter><paste><enter><enter><firmware serial BR80G1234567><restart>");
    assert_eq!(rig.state.step.name(), StepName::Done);
    let rig = play(rig, "a");
    assert_eq!(rig.state.step.name(), StepName::Inspect);
    rig
}

#[test]
fn a_renewal_goes_on_after_a_restart() {
    let renewal = play(renewal(), "<enter><enter><enter><line 1><line 2>").restarted();
    assert_eq!(renewal.state.step.name(), StepName::Welcome, "the session is offered");
    let renewal = play(renewal, "<enter>");
    let typed = code(&renewal).texts();
    assert_eq!(typed.each_ref().map(|line| line.len()), [20, 20, 0, 0, 0, 0, 0]);
    let renewal = play(renewal, "<paste><enter>");
    assert_eq!(renewal.state.step.name(), StepName::Keep);
    assert_eq!(renewal.restarted().state.step.name(), StepName::Done);
}

#[test]
fn a_saved_session_without_an_open_request_does_not_hide_the_activation() {
    let renewal = play(renewal(), "<enter>");
    assert_eq!(renewal.state.step.name(), StepName::Route);
    assert_eq!(renewal.restarted().state.step.name(), StepName::Done);
}

#[test]
fn a_code_that_comes_as_a_whole_is_saved_wherever_the_cursor_was() {
    let rig = play(Rig::real(machines::sound()), &format!("{TO_CODE}<paste another><enter>"));
    assert_eq!(code(&rig).current, 6);
    let rig = play(rig, "<paste>");
    let pasted = code(&rig).texts();
    let rig = play(rig.restarted(), "<enter>");
    assert_eq!(code(&rig).texts(), pasted);
}

#[test]
fn lines_from_a_file_are_not_mixed_with_a_refused_code() {
    let mut rig = play(Rig::real(machines::sound()), &format!("{TO_CODE}<paste another><enter>"));
    rig.news_waits = true;
    let rig = play(rig, "<f2>/mnt/answer.txt<enter>");
    let job = rig.outside.jobs.last().copied().unwrap();
    let mut lines = rig.answer();
    lines[2].clear();
    let numbered = |(at, line): (usize, &String)| format!("{} {line}\n", at + 1);
    let text = lines.iter().enumerate().map(numbered).collect::<String>();
    let mut rig = rig;
    rig.feed(Msg::Job(job, JobNews::File(Box::new(FileNews::Read(text)))));
    assert_eq!(code(&rig).texts(), lines, "the missing line stays empty");
    assert_eq!(code(&rig).current, 2);
}

#[test]
fn the_clock_of_a_session_goes_on() {
    let yesterday = Machine { clock: Clock::at(machines::NOW - 86_400), ..machines::sound() };
    let behind = |now: Option<i64>| {
        let mut rig = play(Rig::real(yesterday.clone()), TO_CODE);
        now.into_iter().for_each(|now| rig.feed(Msg::Clock(now)));
        let rig = play(rig, "<paste><enter>");
        assert_eq!(rig.state.step.name(), StepName::Keep);
        rig.state.draft.clock_behind
    };
    assert!(behind(None), "the code is of tomorrow");
    assert!(!behind(Some(machines::NOW)), "a day has passed since the machine was read");
    // The session began when it began, however late it is saved.
    let mut rig = play(Rig::real(yesterday), TO_CODE);
    rig.feed(Msg::Clock(machines::NOW));
    let (_, effects) = update(rig.state, Msg::Act(Action::Quit));
    let saved = effects.iter().find_map(|effect| match effect {
        Effect::SaveSession(session) => Some(session.started),
        _ => None,
    });
    assert_eq!(saved, Some(machines::NOW - 86_400));
}

#[test]
fn a_new_reading_tells_what_the_computer_can_do_now() {
    let mut rig = play(Rig::without_storage(machines::sound()), "AA03220123951<enter>");
    let told = |rig: &Rig| (rig.state.facts.rehearsal, rig.state.facts.network);
    let before = told(&rig);
    rig.outside.free_the_disk();
    rig.outside.network = true;
    let rig = play(rig, "r");
    assert_ne!(told(&rig).0, before.0);
    assert!(told(&rig).1);
    assert_eq!(told(&rig).0, Rig::real(machines::sound()).state.facts.rehearsal);
}

#[test]
fn a_switch_to_lines_keeps_the_answer_about_half_blocks() {
    for (answer, asked_again) in [("n", false), ("y", false), ("", true)] {
        let mut rig = Rig::real(machines::sound());
        rig.state.settings.terminal.blocks = BlockWidth::Unknown;
        rig.state.qr.blocks = BlockWidth::Unknown;
        let screen = rig.state.settings.terminal.clone();
        let rig = play(rig, &format!("AA03220123951<enter><enter><enter>{answer}"));
        let before = rig.state.qr;
        let rig = play(rig, "<c-p>");
        assert!(!rig.state.asks_block_width(), "a session by lines compares no glyphs");
        // The session goes on by lines, is saved, and comes back to the screen.
        let mut rig = play(rig, "<enter>").restarted();
        rig.state.settings.terminal = screen;
        let rig = play(rig, "<enter><esc>");
        assert_eq!(rig.state.asks_block_width(), asked_again, "after {answer:?}");
        assert_eq!(rig.state.qr, before);
    }
}
