//! Tests of the desk's plans: they go by the findings that refuse the request, and name what its machine can do.

use super::plan::{planned, request, way};
use super::{OPEN, machine, white_box};
use crate::machine::{Family, Field, Tool};
use crate::protocol::binding::Way;
use crate::protocol::{WritingPlace, judge_request};
use crate::remedy::{Step, WayKind, plan_for_request};
use crate::review::Verdict;

/// A physical machine with a board model that its serial repeats. Only the board makes the serial a bad one.
#[test]
fn a_refused_value_that_repeats_another_one_has_ways() {
    let machine = white_box().with_value(Field::Serial, "B450M-Pro4");
    let asked = request(&machine, &OPEN, &Way::Firmware);
    let findings = judge_request(&asked.head, Some(&asked.values));
    assert_eq!(findings[2].verdict, Verdict::Shared);
    let desk = plan_for_request(&asked.head, Some(&asked.values), &OPEN);
    assert!(way(&desk, WayKind::Recover).values.iter().any(|planned| planned.field == Field::Serial));
}

/// An older device found nothing bad, so its request names no place for writing. That is no container.
#[test]
fn a_machine_that_only_the_desk_refuses_is_not_sent_out_of_a_container() {
    let good = machine(&[
        (Field::Manufacturer, "ASRock"),
        (Field::Model, "B450M Pro4"),
        (Field::Serial, "BR80G1234567"),
        (Field::Uuid, "1DDBEB7E-AEA3-4AE3-8A57-61867D346372"),
    ]);
    let mut asked = request(&good, &OPEN, &Way::Firmware);
    asked.head.surroundings.virtual_machine = Some(false);
    assert_eq!(asked.head.surroundings.writing, WritingPlace::Unknown);
    asked.values.model = "To Be Filled By O.E.M.".to_owned();
    let desk = plan_for_request(&asked.head, Some(&asked.values), &OPEN);
    let kinds: Vec<WayKind> = desk.ways.iter().map(|way| way.kind).collect();
    assert!(!kinds.contains(&WayKind::ReadAgain) && kinds.contains(&WayKind::Write), "{kinds:?}");
}

#[test]
fn a_chromebook_with_its_tool_writes_by_itself_on_both_sides() {
    let mut machine =
        machine(&[(Field::Manufacturer, "Google"), (Field::Model, "Kled"), (Field::Serial, "")]);
    machine.firmware.family = Family::Coreboot;
    machine.tools = vec![Tool::Vpd];
    let asked = request(&machine, &OPEN, &Way::Firmware);
    assert_eq!(asked.head.surroundings.writing, WritingPlace::Here);
    let desk = plan_for_request(&asked.head, Some(&asked.values), &OPEN);
    for (plan, command) in [(planned(&machine, &OPEN), Step::Enter), (desk, Step::CommandAtMachine)] {
        let steps: Vec<&Step> = way(&plan, WayKind::Write).steps.iter().map(|merged| &merged.step).collect();
        assert!(steps.contains(&&command) && !steps.contains(&&Step::CorebootImage), "{steps:?}");
    }
}
