//! The desk finds the screens of a request's machine in the guide. These are the screens that the wizard showed before it made the request.

use std::collections::BTreeSet;

use countersign::page::{self, Block};
use countersign::text::StepLine;
use countersign::wizard::State;
use countersign_core::assigned;
use countersign_core::machine::{Field, Machine, Reading};
use countersign_core::protocol::binding::Way;
use countersign_core::protocol::{Head, Marker, Request};
use countersign_core::remedy::plan_for_request;
use countersign_core::review::Verdict;
use countersign_core::step::StepName;
use countersign_core::text::{Lang, Line as _, ReviewLine, remedy};

use super::super::rig::Rig;
use super::super::{machines, script};
use super::{ScreenKind, screen_kind};

/// A reading of a binding field that review judges so.
fn reading(field: Field, verdict: Verdict) -> Reading {
    match verdict {
        Verdict::Ok => Reading::text(match field {
            Field::Manufacturer => "ASRock",
            Field::Model => "B450M Pro4",
            _ => "M80-D8018200512",
        }),
        Verdict::Blank => Reading::NotSet,
        Verdict::Placeholder => Reading::text("To Be Filled By O.E.M."),
        Verdict::Malformed => Reading::BadIndex,
        // A serial that is assigned to some other machine.
        Verdict::Shared => Reading::text(&assigned::serial(Marker([field as u8 + 1; 10]))),
        Verdict::Unreadable => Reading::Denied,
    }
}

fn machine(verdicts: [Verdict; 3]) -> Machine {
    let mut machine = machines::refused();
    for (field, verdict) in Field::BINDING.into_iter().zip(verdicts) {
        machine.fields.insert(field, reading(field, verdict));
    }
    machine
}

/// A session at Inspect.
fn at_inspect(machine: Machine) -> Rig {
    script::play(Rig::real(machine), "AA03220123951<enter>")
}

fn shows(state: &State, words: &str) -> bool {
    format!("{:?}", page::page(state).blocks).contains(words)
}

/// Goes on from Inspect to the request. Compares the screens, and the words on them, with what the request reports. Returns the screen of
/// Inspect.
fn compare(rig: Rig) -> ScreenKind {
    let inspect = screen_kind(&rig.state);
    assert_eq!(rig.state.step.name(), StepName::Inspect);
    let accepts = [ReviewLine::Accept, ReviewLine::AcceptWarn].map(|line| line.say(Lang::En));
    let accepted = accepts.iter().any(|words| shows(&rig.state, words));
    assert_eq!(accepted, inspect == ScreenKind::InspectAccepted, "{:?}", page::page(&rig.state).blocks);
    let replaced = shows(&rig.state, StepLine::AcceptedWithBelow.say(Lang::En));
    assert_eq!(replaced, inspect == ScreenKind::InspectBound, "{:?}", page::page(&rig.state).blocks);
    let mut rig = script::play(rig, "<enter>");
    if rig.state.step.name() == StepName::Fix {
        rig = script::play(rig, "a");
    }
    let route = screen_kind(&rig.state);
    assert_eq!(rig.state.step.name(), StepName::Route, "{inspect:?}");
    let refused = shows(&rig.state, StepLine::PredictedRefused.say(Lang::En));
    assert_eq!(refused, route == ScreenKind::RouteRefused, "{:?}", page::page(&rig.state).blocks);
    let head = request_head(&script::play(rig, "1"));
    let reported = (ScreenKind::of_inspect(head.verdicts, head.origins), ScreenKind::of_route(head.verdicts));
    assert_eq!((inspect, route), reported, "{:?} {:?}", head.verdicts, head.origins);
    inspect
}

/// The head of the request as the desk reads it.
fn request_head(rig: &Rig) -> Head {
    let request = rig.state.draft.request.as_ref().expect("a request is open");
    Request::decode(&request.encode().unwrap()).unwrap().head
}

#[test]
fn a_request_reports_the_screens_of_its_machine() {
    let (mut seen, mut bound) = (Vec::new(), 0);
    for a in Verdict::ALL {
        for b in Verdict::ALL {
            for c in Verdict::ALL {
                let rig = at_inspect(machine([a, b, c]));
                let found: Vec<Verdict> = rig.state.facts.review.binding().map(|one| one.verdict).collect();
                assert_eq!(found, [a, b, c]);
                seen.push(compare(rig));
                // The same machine with the values of its first way.
                let rig = script::play(at_inspect(machine([a, b, c])), "<enter>1<enter>");
                if rig.state.step.name() == StepName::Route && rig.state.draft.way != Way::Firmware {
                    bound +=
                        usize::from(compare(script::play(rig, "<esc><esc>")) == ScreenKind::InspectBound);
                }
            }
        }
    }
    for (kind, count) in [
        // Only a shared model is accepted beside usable values.
        (ScreenKind::InspectAccepted, 2),
        // Of the other verdicts on a maker or a serial only unreadable doesn't refuse, of those on a model unreadable and shared.
        (ScreenKind::InspectUnreadable, 2 * 3 * 2 - 2),
        (ScreenKind::InspectRefused, 216 - 2 * 3 * 2),
    ] {
        assert_eq!(seen.iter().filter(|one| **one == kind).count(), count, "{kind:?}");
    }
    assert!(bound > 50, "{bound} machines are accepted with other values");
}

/// The list of step Fix as the desk plans it from the request: the same ways behind the same numbers, and each number opens a screen of its
/// way.
#[test]
fn a_request_reports_the_ways_of_its_machine() {
    let mut opened = BTreeSet::new();
    for machine in [
        machines::refused,
        machines::refused_everywhere,
        machines::refused_serial,
        machines::unreadable,
        machines::with_tool,
        machines::guest,
    ] {
        let at_list = |script: &str| script::play(at_inspect(machine()), &format!("<enter>{script}"));
        let list = at_list("");
        let request = at_list("a1").state.draft.request.expect("a request is open");
        let policy = &list.state.settings.profile.policy;
        let planned = plan_for_request(&request.head, Some(&request.values), policy).ways;
        let blocks = page::page(&list.state).blocks;
        let titles: Vec<String> = blocks
            .into_iter()
            .filter_map(|block| if let Block::Choices { items, .. } = block { Some(items) } else { None })
            .flat_map(|items| items.into_iter().map(|item| item.title))
            .collect();
        let expected: Vec<&str> = planned.iter().map(|way| remedy::way_title(Lang::En, way)).collect();
        assert_eq!(titles, expected);
        for (number, way) in (1..).zip(&planned) {
            let screen = screen_kind(&at_list(&format!("{number}")).state);
            assert!(
                ScreenKind::of_way(way.kind, way.takes).contains(&screen),
                "{number}: {screen:?} {way:?}"
            );
            opened.insert(screen);
        }
    }
    let all = [
        ScreenKind::FixRecover,
        ScreenKind::FixAssign,
        ScreenKind::FixDeclare,
        ScreenKind::FixWrite,
        ScreenKind::FixWriteHere,
        ScreenKind::FixReadAgain,
        ScreenKind::FixOlder,
    ];
    assert_eq!(opened, BTreeSet::from(all));
}

/// A machine without SMBIOS has the values of its device tree without a choice.
#[test]
fn values_of_a_device_tree_replace_nothing() {
    assert_eq!(compare(at_inspect(machines::board())), ScreenKind::InspectAccepted);
}
