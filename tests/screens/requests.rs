//! A request that can't be made, or that no storage takes: what the person reads, and the way on.

use countersign::page;
use countersign::plain::Conversation;
use countersign::wizard::online::{DeskAnswer, DeskRefusal};
use countersign::wizard::{Key, Msg, QrRoom, State};
use countersign_core::lang::Lang;
use countersign_core::step::StepName;

use super::machines;
use super::rig::Rig;
use super::script::play;
use super::views::VIEWS;

fn view(name: &str) -> Rig {
    VIEWS.iter().find(|view| (view.step, view.name) == ("5-request", name)).unwrap().rig()
}

/// Asserts that the page and the session by lines say this, in both languages.
#[track_caller]
fn says(state: &State, en: &str, zh: &str) {
    let squeezed = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
    for (lang, words) in [(Lang::En, en), (Lang::Zh, zh)] {
        let state = State { lang, ..state.clone() };
        let page = page::page(&state);
        let screen = format!("{:?}{:?}", page.blocks, page.notice);
        let lines = Conversation::new(false, None).tell(&state).lines.join("\n");
        for shown in [screen, lines] {
            assert!(squeezed(&shown).contains(&squeezed(words)), "{words:?} is not in:\n{shown}");
        }
    }
}

#[test]
fn a_failed_draw_is_called_so_and_can_be_tried_again() {
    let mut rig = view("secret-failed");
    says(
        &rig.state,
        "SECRET-FAILED: The system gives no random numbers (Input/output error), so no request was made.",
        "SECRET-FAILED：系统无法提供随机数（Input/output error），没有生成请求。",
    );
    rig.key(Key::Char('r'));
    assert!(rig.state.draft.request.is_none());
    rig.outside.no_secret = false;
    rig.key(Key::Char('r'));
    assert!(rig.state.draft.request.is_some());
    let blocks = format!("{:?}", page::page(&rig.state).blocks);
    assert!(!blocks.contains("SECRET-FAILED"), "{blocks}");

    let mut rig = view("secret-failed");
    rig.key(Key::Esc);
    assert_eq!(rig.state.step.name(), StepName::Route);
}

#[test]
fn a_failed_draw_leaves_the_older_request() {
    let before = view("qr").state.draft.request;
    let rig = view("secret-failed-again");
    assert_eq!(rig.state.draft.request, before);
    says(&rig.state, "SECRET-FAILED: ", "SECRET-FAILED：");
}

#[test]
fn a_failed_draw_after_a_spent_request_does_not_wait_for_the_desk() {
    let spent = DeskRefusal {
        reason: "REQUEST-SPENT".to_owned(),
        findings: Vec::new(),
        differs: Vec::new(),
        case: None,
    };
    let start = Rig::online(machines::sound(), Some(None));
    let mut rig = play(start, "AA03220123951<enter><enter>4<no secret>");
    rig.outside.network_says = Some(Some(DeskAnswer::Refused(spent)));
    rig.key(Key::Esc);
    rig.key(Key::Enter);
    says(&rig.state, "SECRET-FAILED: ", "SECRET-FAILED：");
    assert_eq!(rig.state.jobs.current(), None);
    // With random numbers again, the desk is asked with a new request.
    rig.outside.no_secret = false;
    rig.key(Key::Char('r'));
    assert_eq!(rig.state.step.name(), StepName::Keep);
}

#[test]
fn a_missing_number_leads_back_to_the_number() {
    let mut rig = view("number-gone");
    says(&rig.state, "NUMBER-NEEDED: There is no license number", "NUMBER-NEEDED：没有许可证号");
    rig.key(Key::Enter);
    assert_eq!(rig.state.step.name(), StepName::Welcome);
}

#[test]
fn values_that_make_no_request_are_called_so() {
    let mut rig = view("not-made");
    says(
        &rig.state,
        "REQUEST-NOT-MADE: No request can be made with the values of this machine: model: longer than 96 bytes.",
        "REQUEST-NOT-MADE：无法用本机的值生成请求（技术信息：model: longer than 96 bytes）。",
    );
    rig.key(Key::Esc);
    assert_eq!(rig.state.step.name(), StepName::Route);
}

#[test]
fn a_request_that_no_storage_takes_is_told_at_each_step_and_on_leaving() {
    let mut rig = view("not-kept");
    // The session can't be saved either, which is the smaller loss.
    let (en, zh) = ("REQUEST-NOT-KEPT: The disk is full", "REQUEST-NOT-KEPT：磁盘已满");
    says(&rig.state, en, zh);
    says(&rig.state, "no code for this request is accepted", "不再接受此请求的授权码");
    let name = rig.state.draft.request.as_ref().unwrap().name().to_string();
    rig.key(Key::Enter);
    assert_eq!(rig.state.step.name(), StepName::Code);
    says(&rig.state, en, zh);
    let (status, kept) = rig.outside.in_the_end(&rig.state);
    let left = page::leaving(&rig.state, &status, kept).join("\n");
    assert!(left.contains(&format!("A code for the request {name} is not accepted any more.")), "{left}");

    // The session itself knows the request, so its code is good.
    let lines = rig.answer();
    rig.feed(Msg::Paste(lines.join("\n")));
    rig.key(Key::Enter);
    assert_eq!(rig.state.step.name(), StepName::Keep);
}

#[test]
fn a_request_in_one_storage_is_not_called_lost() {
    for rig in [view("qr"), play(Rig::without_uefi(machines::sound()), "AA03220123951<enter><enter><enter>")]
    {
        assert_eq!(rig.state.unremembered_request(), None);
        assert_eq!(rig.state.notice, None);
    }
}

#[test]
fn esc_closes_the_question_where_to_save_over_a_qr_on_the_whole_screen() {
    let mut rig = view("qr");
    rig.key(Key::Char('z'));
    assert_eq!(rig.state.qr.look.room, QrRoom::WholeScreen);
    rig.key(Key::Char('s'));
    assert!(!rig.state.shows_qr());
    rig.key(Key::Esc);
    assert!(rig.state.shows_qr() && rig.state.qr.look.room == QrRoom::WholeScreen);
    rig.key(Key::Esc);
    assert_eq!((rig.state.qr.look.room, rig.state.step.name()), (QrRoom::WithWords, StepName::Request));
}
