//! One message through the wizard: its effects are carried out until none is left.

use std::collections::VecDeque;

use crate::wizard::{Effect, Msg, State, update};

use super::effects::{EffectResult, EffectRunner, Ui};

/// Feeds a message to the wizard and carries out what follows. Returns the new state, and `true` if the session ends.
pub fn dispatch(mut state: State, msg: Msg, runner: &mut EffectRunner, ui: &mut dyn Ui) -> (State, bool) {
    let mut queue = VecDeque::new();
    state = apply(state, msg, &mut queue);
    while let Some(effect) = queue.pop_front() {
        if matches!(effect, Effect::LookOn)
            && let Some(msg) = ui.meanwhile(&state)
        {
            state = apply(state, msg, &mut queue);
        }
        match runner.carry_out(effect, &state, ui) {
            EffectResult::Nothing => {}
            EffectResult::Msg(msg) => state = apply(state, *msg, &mut queue),
            EffectResult::Quit => return (state, true),
        }
    }
    (state, false)
}

/// The state after a message. Its effects go to the end of the queue.
fn apply(state: State, msg: Msg, queue: &mut VecDeque<Effect>) -> State {
    let (state, effects) = update(state, msg);
    queue.extend(effects);
    state
}
