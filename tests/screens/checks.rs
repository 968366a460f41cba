//! `doctor` and Inspect use the same checks: what one names, the other names too.

use countersign::plain::Conversation;
use countersign::wizard::State;
use countersign::wizard::checks::{Check, Rights, Severity, of_machine};
use countersign_core::lang::Lang;
use countersign_core::machine::{Clock, Machine};
use countersign_keep::{Keep, MemoryStorage, Storage, StorageError};

use super::machines;
use super::rig::{FailingStorage, Rig};
use super::script::play;
use countersign::wizard::Mode;

fn storage(error: Option<StorageError>) -> Box<dyn Storage> {
    match error {
        Some(error) => Box::new(FailingStorage(error)),
        None => Box::new(MemoryStorage::new()),
    }
}

/// A session at Inspect with storages that give these errors; without UEFI storage for `Some(NotThere)`.
fn at_inspect(machine: Machine, file: Option<StorageError>, efi: Option<StorageError>) -> State {
    let efi = (efi != Some(StorageError::NotThere)).then(|| storage(efi));
    let rig = Rig::with(machine, Mode::Real, Keep::on_storages(storage(file), efi, "practice"));
    play(rig, "AA03220123951<enter>").state
}

#[test]
fn inspect_reports_exactly_the_findings_of_doctor() {
    let wrong_clock = Machine { clock: Clock::at(0), ..machines::sound() };
    let full = Some(StorageError::Full);
    let states = [
        at_inspect(machines::sound(), None, None),
        at_inspect(machines::refused(), None, Some(StorageError::Denied)),
        at_inspect(machines::unreadable(), Some(StorageError::Denied), None),
        at_inspect(machines::sound(), full, None),
        at_inspect(machines::sound(), Some(StorageError::ReadOnly), full),
        at_inspect(machines::guest(), None, Some(StorageError::NotThere)),
        at_inspect(machines::board(), None, full),
        at_inspect(wrong_clock, None, Some(StorageError::ReadOnly)),
    ];
    for state in states {
        for (lang, root) in [(Lang::En, "not root"), (Lang::Zh, "不是 root")] {
            let state = State { lang, ..state.clone() };
            let told = Conversation::new(false, None).tell(&state).lines.join("\n");
            let checks = of_machine(&state.facts, state.binding().predicted());
            let file_fails = checks.iter().any(|check| matches!(check, Check::File(Err(_))));
            for check in &checks {
                let named = match check {
                    Check::Rights(rights) => {
                        assert_eq!(*rights == Rights::RootNeeded, told.contains(root), "{told}");
                        continue;
                    }
                    // If the state folder fails, nothing can be kept, so Inspect doesn't name UEFI.
                    Check::Efi(_) if file_fails => continue,
                    Check::File(_) | Check::Efi(_) | Check::Clock(_) => told.contains(check.code().unwrap()),
                    _ => continue,
                };
                assert_eq!(
                    named,
                    check.severity() != Severity::Ok,
                    "{check:?} is reported wrongly in {told}"
                );
            }
        }
    }
}
