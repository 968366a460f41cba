//! Another session after Done: with the status of now, its own log, and in practice the sample as it was at first.

use countersign::page;
use countersign::wizard::{Key, Step};
use countersign_core::step::StepName;
use countersign_keep::{ActivationState, LogKind};

use super::machines;
use super::rig::Rig;
use super::script::play;

const ACTIVATED: &str = "AA03220123951<enter><enter><enter><enter><paste><enter><enter>";

#[test]
fn a_session_after_an_activation_knows_it_and_has_its_own_log() {
    let done = play(Rig::real(machines::sound()), ACTIVATED);
    assert!(matches!(done.state.step, Step::Done(_)));
    assert_eq!(done.state.facts.status.state, ActivationState::Activated);
    let of_first = done.state.draft.request.as_ref().unwrap().name().to_string();
    assert!(page::report(&done.state).contains(&of_first));

    let again = play(done, "n");
    assert_eq!(again.state.step.name(), StepName::Welcome);
    assert!(again.state.draft.request.is_none());
    let again = play(again, "AA03220123968<enter><enter><enter>");
    assert_eq!(again.state.step.name(), StepName::Request);
    let kinds: Vec<LogKind> = again.state.log.entries().iter().map(|entry| entry.what).collect();
    assert!(!kinds.contains(&LogKind::Kept), "{kinds:?}");
    assert!(!page::report(&again.state).contains(&of_first));
}

#[test]
fn practice_after_practice_begins_with_an_unactivated_machine() {
    let practised = "AA03220123951<enter><enter><enter>a<enter><f5><enter><enter>";
    let mut rig = play(Rig::practice("clean", true), practised);
    assert_eq!(rig.state.facts.status.state, ActivationState::Activated);
    rig.key(Key::Char('n'));
    for _ in 0..3 {
        assert_eq!(rig.state.step.name(), StepName::Welcome);
        assert_eq!(
            rig.state.facts.status.state,
            ActivationState::NotActivated,
            "{:?}",
            rig.state.facts.machine.source
        );
        assert!(rig.state.facts.kept_activation.is_none() && rig.state.facts.standing.is_none());
        rig.key(Key::Tab);
    }
}
