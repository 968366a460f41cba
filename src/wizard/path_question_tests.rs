//! Tests of the question for a path: what is filled in, what stays as typed, and which path is meant.

use std::path::{Path, PathBuf};

use tui_input::InputRequest;

use super::action::Action;
use super::file_task::{Answers, Completion, FileKind, FileNews, FileTask, Places};
use super::path_question::{Answer, PathQuestion, Purpose, Stage};

fn to_save() -> PathQuestion {
    let file = FileKind::RequestText { name: "K7Q-2".to_owned(), text: "[END]".to_owned() };
    PathQuestion::new(Purpose::Save(file))
}

fn places(folders: &[&str]) -> FileNews {
    let folders = folders.iter().map(PathBuf::from).collect();
    FileNews::Places(Places { folders, unmounted: Vec::new() })
}

fn answers(files: &[&str]) -> FileNews {
    let files = files.iter().map(PathBuf::from).collect();
    FileNews::Answers(Answers { files, searched: vec!["/media/usb".into()], ..Answers::default() })
}

fn type_in(question: &mut PathQuestion, text: &str) {
    text.chars().for_each(|c| question.edit(InputRequest::InsertChar(c)));
}

/// What an action starts.
fn act(question: &mut PathQuestion, action: Action) -> Answer {
    question.act(action, |path| FileTask::Complete(format!("reads {}", path.display())))
}

/// The path of the file that Enter reads.
fn read_by_enter(question: &mut PathQuestion) -> String {
    match act(question, Action::Next) {
        Answer::Start(FileTask::Complete(path)) => path,
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_first_place_is_filled_in_and_another_can_be_taken() {
    let mut question = to_save();
    question.news(places(&["/media/usb", "/root"]));
    assert_eq!(question.input.value(), "/media/usb/request-K7Q-2.txt");
    act(&mut question, Action::NextOffer);
    assert_eq!(question.input.value(), "/root/request-K7Q-2.txt");
    assert_eq!(question.other_offers().collect::<Vec<_>>(), ["/media/usb/request-K7Q-2.txt"]);
    act(&mut question, Action::NextOffer);
    act(&mut question, Action::PreviousOffer);
    assert_eq!(question.input.value(), "/root/request-K7Q-2.txt");
    let saved = act(&mut question, Action::Next);
    assert!(
        matches!(&saved, Answer::Start(FileTask::Save { path, replace: false, .. }) if path == Path::new("/root/request-K7Q-2.txt")),
        "{saved:?}"
    );
}

#[test]
fn text_typed_before_the_answer_is_kept() {
    let mut question = to_save();
    type_in(&mut question, "/mnt/x");
    question.news(places(&["/media/usb"]));
    assert_eq!(question.input.value(), "/mnt/x");
    assert_eq!(question.stage, Stage::Typing);
}

#[test]
fn a_slash_after_a_filled_in_path_starts_a_new_path_and_is_a_separator_elsewhere() {
    let mut question = to_save();
    question.news(places(&["/media/usb"]));
    type_in(&mut question, "/mnt/x");
    assert_eq!(question.input.value(), "/mnt/x");
    let mut question = PathQuestion::new(Purpose::Answer);
    question.news(answers(&[]));
    assert_eq!(question.input.value(), "/media/usb/");
    type_in(&mut question, "letters/one");
    assert_eq!(question.input.value(), "/media/usb/letters/one");
}

#[test]
fn an_existing_file_is_replaced_only_after_confirmation() {
    let mut question = to_save();
    question.news(places(&["/media/usb"]));
    act(&mut question, Action::Next);
    type_in(&mut question, "x");
    assert_eq!(
        question.input.value(),
        "/media/usb/request-K7Q-2.txt",
        "the path can't be edited while the file is written"
    );
    question.news(FileNews::Exists("/media/usb/request-K7Q-2.txt".into()));
    assert!(matches!(act(&mut question, Action::Next), Answer::Stay), "Enter alone replaces no file");
    assert!(question.back() && question.stage == Stage::Typing);
    assert!(
        matches!(act(&mut question, Action::Replace), Answer::Stay),
        "a replacement needs a preceding question"
    );
    act(&mut question, Action::Next);
    question.news(FileNews::Exists("/media/usb/request-K7Q-2.txt".into()));
    assert!(matches!(
        act(&mut question, Action::Replace),
        Answer::Start(FileTask::Save { replace: true, .. })
    ));
}

#[test]
fn a_completion_waits_until_the_search_is_done() {
    let mut question = to_save();
    type_in(&mut question, "/mnt/a");
    assert!(matches!(act(&mut question, Action::CompletePath), Answer::Stay));
    assert!(question.awaits_job() && question.stage == Stage::Looking, "the search goes on");
    question.news(places(&[]));
    assert!(matches!(act(&mut question, Action::CompletePath), Answer::Start(FileTask::Complete(_))));
}

#[test]
fn a_completion_of_an_older_text_is_dropped() {
    let completed = |asked: &str| {
        let text = format!("{asked}-whole");
        FileNews::Completed(Completion { asked: asked.to_owned(), text, names: Vec::new(), more: 0 })
    };
    let mut question = to_save();
    question.news(places(&[]));
    type_in(&mut question, "/mnt/a");
    act(&mut question, Action::CompletePath);
    question.news(completed("/mnt/a"));
    assert_eq!(question.input.value(), "/mnt/a-whole");
    act(&mut question, Action::CompletePath);
    type_in(&mut question, "b");
    assert!(!question.awaits_job(), "the completion is not awaited any more");
    question.news(completed("/mnt/a-whole"));
    assert_eq!(question.input.value(), "/mnt/a-wholeb");
}

#[test]
fn a_name_that_cant_be_shown_is_quoted_and_read_by_its_bytes() {
    let mut question = PathQuestion::new(Purpose::Answer);
    question.news(answers(&["/media/usb/\u{1b}[2J.txt", "/media/usb/fine (2).txt"]));
    assert_eq!(question.input.value(), r"$'/media/usb/\x1b[2J.txt'");
    assert_eq!(read_by_enter(&mut question), "reads /media/usb/\u{1b}[2J.txt");
    question.news(FileNews::Failed("x".into(), "gone".to_owned()));
    act(&mut question, Action::NextOffer);
    assert_eq!(question.input.value(), "/media/usb/fine (2).txt");
    assert_eq!(read_by_enter(&mut question), "reads /media/usb/fine (2).txt");
}

#[test]
fn a_searched_folder_leads_to_the_answer_in_it() {
    let mut question = PathQuestion::new(Purpose::Answer);
    question.news(answers(&[]));
    assert_eq!(read_by_enter(&mut question), "reads /media/usb/");
    question.news(answers(&["/media/usb/answer.txt"]));
    assert_eq!(question.taken(), Some(Path::new("/media/usb/answer.txt")));
    assert_eq!(read_by_enter(&mut question), "reads /media/usb/answer.txt");
}
