//! What stays on the screen when a session is left, from every view.

use countersign::page;
use countersign::plain::Conversation;
use countersign::wizard::{Action, Key, Msg, Notice, State};
use countersign_core::lang::Lang;
use countersign_core::step::StepName;
use countersign_keep::KeepCode;

use super::machines;
use super::rig::Rig;
use super::script::play;
use super::views::VIEWS;

/// The lines that stay when the session is left now.
fn left(mut rig: Rig, lang: Lang) -> Vec<String> {
    rig.feed(Msg::Act(Action::Quit));
    let (status, kept) = rig.outside.in_the_end(&rig.state);
    page::leaving(&State { lang, ..rig.state.clone() }, &status, kept)
}

fn view(step: &str, name: &str) -> Rig {
    VIEWS.iter().find(|view| (view.step, view.name) == (step, name)).unwrap().rig()
}

#[test]
fn reader_demand_15_leaving_says_the_result_and_the_next_step_from_every_view() {
    for one in VIEWS {
        for (lang, words) in [
            (
                Lang::En,
                [
                    "nothing is kept",
                    "The session is kept",
                    "At any time: countersign status",
                    "SESSION-NOT-KEPT",
                ],
            ),
            (
                Lang::Zh,
                ["没有保存任何内容", "会话已保存", "随时可查：countersign status", "SESSION-NOT-KEPT"],
            ),
        ] {
            let lines = left(one.rig(), lang);
            let all = lines.join("\n");
            let told = words.iter().filter(|words| all.contains(**words)).count();
            assert!(told >= 1 && lines.len() <= 3, "{}/{}: {lines:?}", one.step, one.name);
            assert!(
                all.contains("countersign") || all.contains("the same command") || all.contains("同一命令")
            );
            // Only the lines of practice say that nothing is kept and name practice.
            let practice = one.rig().state.is_practice();
            let names_practice = all.contains("This was practice") || all.contains("这是练习");
            assert_eq!(practice, all.contains(words[0]) && names_practice, "{lines:?}");
        }
    }
}

#[test]
fn reader_demand_15_each_end_of_a_session_has_its_own_words() {
    for (step, name, want) in [
        (
            "1-welcome",
            "number",
            &["No license number was given, so nothing is kept. To start: countersign"][..],
        ),
        ("1-welcome", "resume", &["The session is kept at 3 FIX. To go on, run the same command again."]),
        ("5-request", "qr", &["The session is kept at 5 REQUEST. To go on, run the same command again."]),
        ("8-done", "kept", &["Activated: AA03220123951", "At any time: countersign status"]),
        ("7-keep", "kept", &["Activated: AA03220123951", "At any time: countersign status"]),
        (
            "2-inspect",
            "changed",
            &["The session is kept at 2 INSPECT. To go on, run the same command again."],
        ),
        (
            "5-request",
            "practice-issued",
            &["This was practice: nothing is kept. To practise again, run the same command."],
        ),
    ] {
        assert_eq!(left(view(step, name), Lang::En), want, "{step}/{name}");
    }
    let done = left(view("8-done", "practice"), Lang::En);
    assert!(done[0].starts_with("Practice is complete: ") && done.len() == 2, "{done:?}");
}

#[test]
fn reader_demand_15_an_unsaved_session_is_not_called_kept() {
    let rig = view("5-request", "qr");
    let (status, _) = rig.outside.in_the_end(&rig.state);
    let state = State { unsaved: Some(KeepCode::KeepFull), ..rig.state };
    let lines = page::leaving(&state, &status, None);
    assert_eq!(lines.len(), 1, "{lines:?}");
    assert!(
        lines[0]
            .starts_with("SESSION-NOT-KEPT: The disk is full: the activation can't be kept. What you typed"),
        "{lines:?}"
    );
    // What was saved before is still there.
    let lines = page::leaving(&state, &status, Some(StepName::Inspect));
    assert!(lines.len() == 2 && lines[1].contains("kept at 2 INSPECT"), "{lines:?}");
}

/// What the person did is told first, also where every save fails. On leaving, the problem is told even if another notice stands.
#[test]
fn a_result_is_told_where_no_session_can_be_saved() {
    let mut rig = play(Rig::without_storage(machines::sound()), "AA03220123951<enter>");
    assert!(
        matches!(rig.state.notice, Some(Notice::SessionNotSaved(KeepCode::KeepFull))),
        "{:?}",
        rig.state.notice
    );
    let mut conversation = Conversation::new(false, None);
    assert!(conversation.tell(&rig.state).lines.join("\n").contains("SESSION-NOT-KEPT"));
    let report = conversation.hear(&rig.state, "14").unwrap();
    rig.feed(report);
    assert_eq!(rig.state.notice, Some(Notice::Written("/root/countersign-support.txt".to_owned())));
    assert!(conversation.tell(&rig.state).lines.join("\n").contains("/root/countersign-support.txt"));
    let left = |rig: &Rig| page::leaving(&rig.state, &rig.outside.in_the_end(&rig.state).0, None).join("\n");
    assert!(left(&rig).contains("SESSION-NOT-KEPT"), "{}", left(&rig));
    rig.outside.no_clipboard = true;
    rig.key(Key::Char('c'));
    assert_eq!(rig.state.notice, Some(Notice::NotCopied));
    rig.outside.free_the_disk();
    rig.key(Key::Enter);
    assert!(rig.state.notice.is_none() && !left(&rig).contains("SESSION-NOT-KEPT"), "{}", left(&rig));
}
