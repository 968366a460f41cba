//! The search for the typing errors of a code, which is a job of the session, and keys during the search.

use super::*;

/// Feeds one message; its effects are not carried out.
fn one(state: &State, msg: Msg) -> (State, Vec<Effect>) {
    update(state.clone(), msg)
}

/// A search that was started.
#[derive(Clone)]
struct Started {
    id: JobId,
    search: Box<CodeSearch>,
}

/// The search that these effects start.
fn started(effects: &[Effect]) -> Option<Started> {
    effects.iter().find_map(|effect| match effect {
        Effect::StartJob(id, Job::Search(search)) => Some(Started { id: *id, search: search.clone() }),
        _ => None,
    })
}

fn cancels(effects: &[Effect]) -> bool {
    effects.iter().any(|effect| matches!(effect, Effect::CancelJob))
}

/// At the beginning of a search: line 5 has three wrong characters, and Enter was pressed.
fn searching(nonce: u32) -> (State, Code, Started) {
    let (mut session, code) = at_code(nonce);
    let mut lines = code.lines();
    lines[4] = (0..17)
        .find_map(|from| {
            let hit = [from, from + 1, from + 3];
            let typed =
                lines[4].chars().enumerate().map(|(at, c)| if hit.contains(&at) { other(c) } else { c });
            let typed: String = typed.collect();
            (line::read(LineNumber::new(5)?, &typed) == LineReading::Wrong).then_some(typed)
        })
        .expect("three wrong characters make a line unreadable");
    session.feed(Msg::Paste(lines.join("\n")));
    // The paste leads to the line that can't be read.
    assert_eq!(step(&session).current, 4);
    let (state, effects) = one(&session.state, Msg::Key(Key::Enter));
    assert_eq!(effects.len(), 1, "{effects:?}");
    let search = started(&effects).expect("a search starts");
    assert_eq!(state.jobs.current(), Some(search.id));
    assert!(code_of(&state).search().is_some());
    (state, code, search)
}

/// Runs the search to its end and feeds its news; returns the state and the code that is kept.
fn searched(mut state: State, started: &Started) -> (State, Option<Code>) {
    let mut news = Vec::new();
    let result = started.search.clone().run(|| false, |percent| news.push(JobNews::SearchProgress(percent)));
    news.push(JobNews::SearchFinished(result.unwrap()));
    let mut kept = None;
    for one in news {
        let (next, effects) = update(state, Msg::Job(started.id, one));
        state = next;
        kept = kept.or(effects.iter().find_map(|effect| match effect {
            Effect::Keep(kept) => Some(kept.code.clone()),
            _ => None,
        }));
    }
    (state, kept)
}

#[test]
fn a_key_during_a_search_is_processed_and_cancels_it_only_by_a_change() {
    let (state, code, search) = searching(1);
    // A key that changes no text doesn't end the search: it still finds the code.
    let quiet = [Key::Left, Key::Home, Key::End, Key::Char(' '), Key::Enter, Key::Up, Key::Down, Key::F(1)];
    for key in quiet {
        let (after, effects) = one(&state, Msg::Key(key));
        assert!(started(&effects).is_none(), "{key:?}: no second search starts");
        assert!(!cancels(&effects), "{key:?}");
        let (after, found) = searched(after, &search);
        assert_eq!(found.as_ref(), Some(&code), "{key:?}");
        assert_eq!(after.step.name(), StepName::Keep, "{key:?}");
        assert_eq!(after.jobs.current(), None);
    }
    // A character is taken, and cancels the search for the old text.
    let (typed, effects) = one(&state, Msg::Key(Key::Char('7')));
    assert!(code_of(&typed).search().is_none() && matches!(effects[..], [Effect::CancelJob]), "{effects:?}");
    assert_ne!(code_of(&typed).texts()[4], code_of(&state).texts()[4]);
    // News of the cancelled search may still come.
    let (typed, found) = searched(typed, &search);
    assert!(found.is_none() && code_of(&typed).search().is_none() && code_of(&typed).fault().is_none());
    // The user types the line again during the search: no key is lost.
    let (mut again, effects) = one(&state, Msg::Key(Key::Ctrl('u')));
    assert!(cancels(&effects));
    for c in code.lines()[4].chars() {
        let (next, effects) = one(&again, Msg::Key(Key::Char(c)));
        assert!(!cancels(&effects), "the search is cancelled only once");
        again = next;
    }
    assert_eq!(code_of(&again).texts(), code.lines());
    let (again, effects) = one(&again, Msg::Key(Key::Enter));
    assert!(
        matches!(effects.as_slice(), [.., Effect::Keep(kept)] | [Effect::Keep(kept), ..] if kept.code == code)
    );
    assert_eq!(again.step.name(), StepName::Keep);
    // A paste replaces what was typed.
    let (pasted, effects) = one(&state, Msg::Paste(code.lines().join("\n")));
    assert!(code_of(&pasted).search().is_none() && cancels(&effects));
    assert_eq!(code_of(&pasted).texts(), code.lines());
    // A paste that is no code ends the search, and is told at once.
    let (pasted, effects) = one(&state, Msg::Paste("AA03220123951".to_owned()));
    assert!(cancels(&effects) && code_of(&pasted).search().is_none());
    assert_eq!(code_of(&pasted).fault(), Some(&CodeFault::Instead(InsteadOfCode::Number)));
    assert_eq!(code_of(&pasted).texts(), code_of(&state).texts());
}

#[test]
fn escape_cancels_a_search_before_it_leaves_the_step() {
    let (state, _, search) = searching(7);
    let hints = |state: &State| page(state).hints.iter().map(|hint| hint.label.clone()).collect::<Vec<_>>();
    assert!(hints(&state).contains(&"stop searching".to_owned()), "{:?}", hints(&state));
    for size in [DESIGN_SIZE, MIN_SIZE] {
        let shown = drawn(&state, size);
        assert!(shown.contains("6 CODE 0%") && shown.contains("Esc stop searching"), "{shown}");
    }
    let (given_up, effects) = one(&state, Msg::Key(Key::Esc));
    // The log gets the fault of the code.
    assert!(matches!(effects[..], [Effect::SaveSession(_), Effect::CancelJob]), "{effects:?}");
    assert!(code_of(&given_up).search().is_none());
    assert_eq!(
        code_of(&given_up).fault(),
        Some(&CodeFault::UnreadableLines(vec![5])),
        "the unreadable line is reported"
    );
    assert!(hints(&given_up).contains(&"back".to_owned()));
    let (given_up, found) = searched(given_up, &search);
    assert!(found.is_none());
    assert_eq!(code_of(&given_up).texts(), code_of(&state).texts());
    let (left, _) = one(&given_up, Msg::Key(Key::Esc));
    assert_eq!(left.step.name(), StepName::Request);
}

#[test]
fn news_of_a_cancelled_search_does_not_affect_the_next_one() {
    let (state, _, first) = searching(8);
    let (state, _) = one(&state, Msg::Key(Key::Esc));
    let (state, effects) = one(&state, Msg::Key(Key::Enter));
    let second = started(&effects).expect("a second search starts");
    assert_ne!(first.id, second.id);
    for news in [
        JobNews::SearchProgress(90),
        JobNews::SearchFinished(CheckResult::Refused(CodeFault::UnreadableLines(vec![1]))),
    ] {
        let (after, effects) = one(&state, Msg::Job(first.id, news));
        assert!(effects.is_empty(), "{effects:?}");
        assert_eq!(code_of(&after).search().map(|search| search.percent), Some(0));
        assert_eq!(after.jobs.current(), Some(second.id));
    }
}

/// A cancelled search ends soon. The test counts slices, not time.
#[test]
fn a_search_looks_at_its_cancel_flag_often() {
    let (state, code, search) = searching(1);
    let looks = std::cell::Cell::new(0);
    let count = || looks.set(looks.get() + 1);
    let cancelled = || {
        count();
        looks.get() > 3
    };
    assert!(search.search.clone().run(cancelled, |_| {}).is_none());
    looks.set(0);
    let never = || {
        count();
        false
    };
    assert!(search.search.clone().run(never, |_| {}).is_some());
    // Listing the line alone takes several slices.
    assert!(looks.get() >= 4, "{}", looks.get());
    let (state, found) = searched(state, &search);
    assert_eq!(found.as_ref(), Some(&code));
    assert_eq!(state.draft.activation.as_ref().map(|kept| &kept.code), Some(&code));
}

/// With too many errors, the search runs to its end, and reports its progress at most ten times.
#[test]
fn the_progress_of_a_search_never_decreases() {
    let (mut session, code) = at_code(9);
    let mut lines = code.lines();
    for line in &mut lines {
        let wrong = |(at, c)| if [2, 3, 5].contains(&at) { other(c) } else { c };
        *line = line.chars().enumerate().map(wrong).collect();
    }
    session.feed(Msg::Paste(lines.join("\n")));
    let (state, effects) = one(&session.state, Msg::Key(Key::Enter));
    let search = started(&effects).expect("a search starts");
    let mut progress = Vec::new();
    let result = search.search.clone().run(|| false, |percent| progress.push(percent));
    assert!(matches!(result, Some(CheckResult::Refused(CodeFault::UnreadableLines(_)))), "{result:?}");
    assert!(progress.is_sorted_by(|one, next| one < next) && progress.len() <= 10, "{progress:?}");
    assert!(!progress.is_empty(), "the search reports progress");
    let (state, _) = one(&state, Msg::Job(search.id, JobNews::SearchProgress(progress[0])));
    assert!(drawn(&state, DESIGN_SIZE).contains(&format!("6 CODE {}%", progress[0])));
}
