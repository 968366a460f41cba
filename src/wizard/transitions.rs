//! Every way from one step to another, in one table. `update` goes nowhere that is not in it, and
//! `ARCHITECTURE.md` shows it as a diagram.

use countersign_core::step::StepName;
use countersign_core::step::StepName::{Code, Done, Fix, Inspect, Keep, Request, Route, Welcome};

/// What happened in a step that leads to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Event {
    /// A license number that fits the mask was given.
    NumberGiven,
    /// The person looked at a machine that the desk will accept.
    Acceptable,
    /// The person looked at a machine that the desk will refuse, or that could not be read whole.
    NotAcceptable,
    /// Every binding field is usable now.
    FieldsUsable,
    /// The person asks all the same.
    AskAnyway,
    /// A way to the desk was chosen.
    RouteChosen,
    /// The person has the desk's answer in hand.
    HaveCode,
    /// The desk, asked over the network, refused the machine.
    MachineRefused,
    /// The desk, asked over the network, doesn't know the number.
    NumberRefused,
    /// The license code verified.
    CodeAccepted,
    /// The activation is kept.
    Kept,
    /// This machine turned out to be activated already.
    AlreadyKept,
    /// The person begins anew.
    StartAgain,
    /// The person goes back.
    Back,
    /// The person goes back to the remedies, where they led on from.
    BackToFix,
}

/// One way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Transition {
    /// From this step …
    pub from: StepName,
    /// … on this …
    pub on: Event,
    /// … to that one.
    pub to: StepName,
}

const fn transition(from: StepName, on: Event, to: StepName) -> Transition {
    Transition { from, on, to }
}

/// All of them.
pub const TRANSITIONS: &[Transition] = &[
    transition(Welcome, Event::NumberGiven, Inspect),
    transition(Welcome, Event::AlreadyKept, Done),
    transition(Inspect, Event::Acceptable, Route),
    transition(Inspect, Event::NotAcceptable, Fix),
    transition(Inspect, Event::Back, Welcome),
    transition(Fix, Event::FieldsUsable, Route),
    transition(Fix, Event::AskAnyway, Route),
    transition(Fix, Event::Back, Inspect),
    transition(Route, Event::RouteChosen, Request),
    transition(Route, Event::Back, Inspect),
    transition(Route, Event::BackToFix, Fix),
    transition(Request, Event::HaveCode, Code),
    transition(Request, Event::CodeAccepted, Keep),
    transition(Request, Event::MachineRefused, Fix),
    transition(Request, Event::NumberRefused, Welcome),
    transition(Request, Event::Back, Route),
    transition(Code, Event::CodeAccepted, Keep),
    transition(Code, Event::Back, Request),
    transition(Keep, Event::Kept, Done),
    transition(Keep, Event::Back, Code),
    transition(Done, Event::StartAgain, Welcome),
];

/// Where that event leads from that step, if anywhere.
#[must_use]
pub fn next_step(from: StepName, on: Event) -> Option<StepName> {
    TRANSITIONS.iter().find(|way| way.from == from && way.on == on).map(|way| way.to)
}

/// The table as a Mermaid state diagram.
#[must_use]
pub fn diagram() -> String {
    let mut out = String::from("stateDiagram-v2\n    [*] --> Welcome\n");
    for way in TRANSITIONS {
        out.push_str(&format!("    {:?} --> {:?}: {:?}\n", way.from, way.to, way.on));
    }
    out.push_str("    Done --> [*]\n");
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_step_answers_one_event_in_two_ways() {
        for (at, one) in TRANSITIONS.iter().enumerate() {
            for other in &TRANSITIONS[at + 1..] {
                assert!(one.from != other.from || one.on != other.on, "{one:?} and {other:?}");
            }
        }
    }

    #[test]
    fn every_step_but_done_can_be_left_towards_done() {
        for start in StepName::ALL {
            let mut seen = vec![start];
            let mut at = 0;
            while let Some(&step) = seen.get(at) {
                for way in TRANSITIONS.iter().filter(|way| way.from == step) {
                    if !seen.contains(&way.to) {
                        seen.push(way.to);
                    }
                }
                at += 1;
            }
            assert!(seen.contains(&Done), "{start:?} leads nowhere");
        }
    }

    /// `UPDATE_ARCHITECTURE=1 cargo test` writes it anew.
    #[test]
    fn the_diagram_in_the_architecture_is_this_table() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/ARCHITECTURE.md");
        let text = std::fs::read_to_string(path).unwrap();
        let (open, close) = ("<!-- transitions -->\n```mermaid\n", "```\n<!-- /transitions -->");
        let from = text.find(open).expect("a marked place for the diagram") + open.len();
        let to = from + text[from..].find(close).expect("its end");
        if std::env::var_os("UPDATE_ARCHITECTURE").is_some() {
            std::fs::write(path, format!("{}{}{}", &text[..from], diagram(), &text[to..])).unwrap();
            return;
        }
        assert_eq!(&text[from..to], diagram(), "run UPDATE_ARCHITECTURE=1 cargo test the_diagram");
    }
}
