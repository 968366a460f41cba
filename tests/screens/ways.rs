//! Ways chosen at Fix: taken, withdrawn, declared, written.

use countersign::wizard::{Key, Step, fix::FixView};
use countersign_core::machine::Field;
use countersign_core::protocol::binding::{Predicted, Way};
use countersign_core::remedy::WayKind;
use countersign_core::step::StepName;
use countersign_keep::ActivationState;

use super::machines;
use super::rig::Rig;
use super::script::play;

/// A session at Fix, after these keys.
fn at_fix(rig: Rig, keys: &str) -> Rig {
    let rig = play(rig, "AA03220123951<enter><enter>");
    assert_eq!(rig.state.step.name(), StepName::Fix);
    play(rig, keys)
}

#[test]
fn a_chosen_way_treats_every_refused_field_and_can_be_withdrawn() {
    let rig = at_fix(Rig::real(machines::refused()), "1<enter>");
    assert_eq!((&rig.state.draft.way, rig.state.step.name()), (&Way::Recover, StepName::Route));
    assert_eq!(rig.state.binding().predicted(), Predicted::Accepted);
    let rig = play(rig, "1");
    assert!(rig.state.draft.request.is_some());
    let rig = play(rig, "<esc><esc>w");
    assert_eq!((&rig.state.draft.way, rig.state.step.name()), (&Way::Firmware, StepName::Fix));
    assert!(rig.state.draft.request.is_none(), "the request for other values is dropped");
    assert_eq!(rig.state.binding().predicted(), Predicted::Refused);
}

#[test]
fn another_way_can_replace_the_chosen_one() {
    let rig = at_fix(Rig::real(machines::refused_everywhere()), "1<enter>");
    assert_eq!(rig.state.draft.way, Way::Assign);
    let rig = play(rig, "<esc>2PF0A9K3Z<enter><enter>");
    let declared = [None, None, Some("PF0A9K3Z".to_owned())];
    assert_eq!((&rig.state.draft.way, rig.state.step.name()), (&Way::Declare(declared), StepName::Route));
    assert_eq!(rig.state.binding().predicted(), Predicted::Accepted);
    // The declared value stands in the form again.
    let rig = play(rig, "<esc>2");
    match &rig.state.step {
        Step::Fix(step) => match &step.view {
            FixView::Declare(form) => assert_eq!(form.serial().as_deref(), Some("PF0A9K3Z")),
            view => panic!("{view:?}"),
        },
        step => panic!("{step:?}"),
    }
}

#[test]
fn a_serial_one_character_off_that_of_the_board_is_not_accepted_by_enter() {
    let rig = super::views::nothing_recovered();
    let mut rig = at_fix(rig, "2H310M-R8<enter>BR80G123456Z<enter>");
    rig.key(Key::Enter);
    assert_eq!((&rig.state.draft.way, rig.state.step.name()), (&Way::Firmware, StepName::Fix));
    rig.key(Key::Char('y'));
    assert_eq!((rig.state.draft.way.name(), rig.state.step.name()), ("declare", StepName::Route));
}

#[test]
fn a_refused_value_is_not_declared() {
    let rig = at_fix(Rig::real(machines::refused_everywhere()), "2Default string<enter><enter>");
    assert_eq!((&rig.state.draft.way, rig.state.step.name()), (&Way::Firmware, StepName::Fix));
}

#[test]
fn practice_pretends_that_every_suggested_value_is_written() {
    let rig = at_fix(Rig::practice("placeholder-serial", true), "");
    let write = rig.state.facts.plan.ways.iter().position(|way| way.kind == WayKind::Write).unwrap();
    let rig = play(rig, &format!("{}<enter>", write + 1));
    for field in Field::BINDING {
        assert!(!rig.state.facts.review.finding(field).unwrap().refuses(), "{field:?}");
    }
    assert_eq!(play(rig, "<enter>").state.step.name(), StepName::Route);
}

/// A board whose device tree has a filler as its serial, and whose chip has a proper one. The code for a request with the chip's serial
/// is taken.
#[test]
fn a_board_is_activated_by_the_serial_of_its_chip() {
    let mut machine = machines::board().with_value(Field::Serial, "0123456789");
    let tree = machine.device_tree.as_mut().unwrap();
    (tree.serial, tree.soc_serial) = (Some(b"0123456789".to_vec()), Some(b"7e20c4d19fb35a68".to_vec()));
    let rig = play(Rig::real(machine), "AA03220123951<enter><enter>1<enter>");
    assert_eq!((rig.state.step.name(), rig.state.draft.way.clone()), (StepName::Route, Way::Recover));
    let rig = play(rig, "<enter><enter><paste><enter>");
    assert_eq!(rig.state.step.name(), StepName::Keep, "{:?}", rig.state.step);
    assert_eq!(rig.state.draft.activation.clone().unwrap().values.unwrap()[2], "7e20c4d19fb35a68");
    let rig = play(rig, "<enter>").restarted();
    assert_eq!(
        (rig.state.step.name(), &rig.state.facts.status.state),
        (StepName::Done, &ActivationState::Activated)
    );
    assert_eq!(rig.state.facts.last_way(), Way::Recover, "a renewal goes the same way");
}
