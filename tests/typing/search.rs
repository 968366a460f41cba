//! The search for a badly typed code: in slices, with keys between them.

use super::*;

/// One message alone, and what follows left undone.
fn one(state: &State, msg: Msg) -> (State, Vec<Effect>) {
    update(state.clone(), msg)
}

/// At the beginning of a search: line 5 has three wrong characters, and Enter was pressed.
fn searching(nonce: u32) -> (State, Code) {
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
        .expect("three wrong characters are seldom mended");
    session.feed(Msg::Paste(lines.join("\n")));
    // The paste leads to the line that can't be read.
    assert_eq!(step(&session).current, 4);
    let (state, effects) = one(&session.state, Msg::Key(Key::Enter));
    assert!(matches!(effects.as_slice(), [Effect::LookOn]), "{effects:?}");
    assert!(code_of(&state).search.is_some());
    (state, code)
}

/// Feeds the search on to its end; what is kept in the end.
fn looked_on(mut state: State) -> (State, Option<Code>) {
    for _ in 0..10_000 {
        let (next, effects) = update(state, Msg::LookOn);
        state = next;
        if let Some(Effect::Keep(kept)) = effects.iter().find(|effect| matches!(effect, Effect::Keep(_))) {
            let code = kept.code.clone();
            return (state, Some(code));
        }
        if !effects.iter().any(|effect| matches!(effect, Effect::LookOn)) {
            return (state, None);
        }
    }
    panic!("a search without end");
}

#[test]
fn a_key_while_it_searches_is_neither_lost_nor_cancels_what_it_does_not_change() {
    let (state, code) = searching(6);
    // What changes nothing leaves the search alone: it still finds the code.
    let quiet = [Key::Left, Key::Home, Key::End, Key::Char(' '), Key::Enter, Key::Up, Key::Down, Key::F(1)];
    for key in quiet {
        let (after, effects) = one(&state, Msg::Key(key));
        assert!(
            !effects.iter().any(|effect| matches!(effect, Effect::LookOn)),
            "{key:?}: one search at a time"
        );
        let (after, found) = looked_on(after);
        assert_eq!(found.as_ref(), Some(&code), "{key:?}");
        assert_eq!(after.step.name(), StepName::Keep, "{key:?}");
    }
    // A character is taken, and the search for what no longer stands there ends.
    let (typed, effects) = one(&state, Msg::Key(Key::Char('7')));
    assert!(code_of(&typed).search.is_none() && effects.is_empty(), "{effects:?}");
    assert_ne!(code_of(&typed).texts()[4], code_of(&state).texts()[4]);
    let (typed, found) = looked_on(typed);
    assert!(found.is_none() && code_of(&typed).search.is_none() && code_of(&typed).fault.is_none());
    // The line typed anew while it searched, key by key, a slice between two: all of it counts.
    let mut anew = one(&state, Msg::Key(Key::Ctrl('u'))).0;
    for c in code.lines()[4].chars() {
        anew = one(&anew, Msg::LookOn).0;
        anew = one(&anew, Msg::Key(Key::Char(c))).0;
    }
    assert_eq!(code_of(&anew).texts(), code.lines());
    let (anew, effects) = one(&anew, Msg::Key(Key::Enter));
    assert!(
        matches!(effects.as_slice(), [.., Effect::Keep(kept)] | [Effect::Keep(kept), ..] if kept.code == code)
    );
    assert_eq!(anew.step.name(), StepName::Keep);
    // A paste takes the place of what was typed.
    let (pasted, _) = one(&state, Msg::Paste(code.lines().join("\n")));
    assert!(code_of(&pasted).search.is_none());
    assert_eq!(code_of(&pasted).texts(), code.lines());
}

#[test]
fn escape_gives_a_search_up_and_only_then_leaves_the_step() {
    let (state, _) = searching(7);
    let hints = |state: &State| page(state).hints.iter().map(|hint| hint.label.clone()).collect::<Vec<_>>();
    assert!(hints(&state).contains(&"stop looking".to_owned()), "{:?}", hints(&state));
    for size in [DESIGN_SIZE, MIN_SIZE] {
        let shown = drawn(&state, size);
        assert!(shown.contains("6 CODE 0 %") && shown.contains("Esc stop looking"), "{shown}");
    }
    let (given_up, effects) = one(&state, Msg::Key(Key::Esc));
    assert!(effects.is_empty(), "{effects:?}");
    assert!(code_of(&given_up).search.is_none());
    assert_eq!(code_of(&given_up).fault, Some(CodeFault::UnreadableLines(vec![5])), "what is wrong is said");
    assert!(hints(&given_up).contains(&"back".to_owned()));
    let (given_up, found) = looked_on(given_up);
    assert!(found.is_none());
    assert_eq!(code_of(&given_up).texts(), code_of(&state).texts());
    let (left, _) = one(&given_up, Msg::Key(Key::Esc));
    assert_eq!(left.step.name(), StepName::Request);
}

/// No single update of a search is long, also with eight requests open: counted in slices, not by the clock.
#[test]
fn a_search_goes_in_many_slices() {
    let (mut state, code) = searching(8);
    let mut slices = 0;
    while state.step.name() == StepName::Code {
        state = one(&state, Msg::LookOn).0;
        slices += 1;
        assert!(slices < 1_000, "without end");
    }
    // Listing the line alone takes several; before, it was one.
    assert!(slices >= 4, "{slices}");
    assert_eq!(state.draft.activation.as_ref().map(|kept| &kept.code), Some(&code));
}
