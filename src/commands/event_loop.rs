//! The loop of a session: shows the state, sleeps until something happens, feeds the wizard, carries out its effects.

use std::collections::VecDeque;
use std::sync::mpsc::Receiver;

use crate::wizard::{Action, Effect, Msg, State, update};

use super::effects::{EffectResult, EffectRunner};
use super::ui::Ui;

/// Runs a session to its end. `inbox` has the messages of the runner's worker.
///
/// # Errors
/// If the terminal, standard input or standard output is gone. The session is saved nevertheless.
pub fn run(
    mut state: State,
    runner: &mut EffectRunner,
    ui: &mut dyn Ui,
    inbox: &Receiver<Msg>,
) -> anyhow::Result<State> {
    loop {
        let next = match ui.show(&state) {
            Ok(drawn) => {
                // This message tells where the page was drawn. It changes nothing visible, so the page isn't drawn again.
                if let Some(drawn) = drawn {
                    (state, _) = dispatch(state, drawn, runner, ui);
                }
                ui.next(&state, inbox)
            }
            Err(error) => Err(error),
        };
        let msg = match next {
            Ok(Some(msg)) => msg,
            Ok(None) => continue,
            Err(error) => {
                let _ = dispatch(state, Msg::Act(Action::Quit), runner, ui);
                return Err(error);
            }
        };
        let (next, ended) = dispatch(state, msg, runner, ui);
        state = next;
        if ended {
            return Ok(state);
        }
    }
}

/// Feeds a message to the wizard and carries out what follows. Returns the new state, and `true` if the session ends.
fn dispatch(mut state: State, msg: Msg, runner: &mut EffectRunner, ui: &mut dyn Ui) -> (State, bool) {
    let mut effects = VecDeque::new();
    let now = countersign_probe::clock(&state.facts.machine.source).now;
    if now != state.facts.machine.clock.now {
        state = apply(state, Msg::Clock(now), &mut effects);
    }
    state = apply(state, msg, &mut effects);
    while let Some(effect) = effects.pop_front() {
        match runner.carry_out(effect, &state, ui) {
            EffectResult::Nothing => {}
            EffectResult::Msg(msg) => state = apply(state, *msg, &mut effects),
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
