//! The program after it started itself again as root: it does not ask for the number again.

use countersign::wizard::{PreviousSession, initial_state};
use countersign_core::step::StepName;

use super::rig::Rig;
use super::script::play;

#[test]
fn a_number_typed_before_is_not_asked_for_again() {
    let rig = Rig::real(countersign_probe::sample("clean").unwrap());
    let state = rig.state.clone();
    let number = state.settings.profile.mask.parse_number("AA03220123951").unwrap();
    let started =
        initial_state(state.settings, state.facts, PreviousSession::Number(number.clone()), state.lang);
    assert_eq!((started.step.name(), started.draft.number.as_ref()), (StepName::Inspect, Some(&number)));

    // If the license is kept already, the number is not needed.
    let state = play(rig, "AA03220123951<enter><enter><enter><enter><paste><enter>").restarted().state;
    let started = initial_state(state.settings, state.facts, PreviousSession::Number(number), state.lang);
    assert_eq!(started.step.name(), StepName::Done);
}
