//! The transition table: every transition from one step to another. `update` uses no others, and `ARCHITECTURE.md` shows the
//! table as a diagram.

use countersign_core::step::StepName;
use countersign_core::step::StepName::{Code, Done, Fix, Inspect, Keep, Request, Route, Welcome};

/// An event in a step that leads to another step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Event {
    /// A license number that fits the mask was given.
    NumberGiven,
    /// The person saw that the desk will accept the machine.
    Acceptable,
    /// The person saw that the desk will refuse the machine, or that it could not be read whole.
    NotAcceptable,
    /// Every binding field is usable now.
    FieldsUsable,
    /// The person took a way that gives the refused fields a value.
    WayTaken,
    /// The person asks the desk although a field is bad.
    AskAnyway,
    /// A route to the desk was chosen.
    RouteChosen,
    /// The person has the desk's answer.
    HaveCode,
    /// The desk, asked over the network, refused the machine.
    MachineRefused,
    /// The desk, asked over the network, doesn't know the number.
    NumberRefused,
    /// There is no license number to make a request for.
    NumberMissing,
    /// The license code verified.
    CodeAccepted,
    /// The activation is kept.
    Kept,
    /// The machine is activated already.
    AlreadyKept,
    /// The person starts again.
    StartAgain,
    /// The person goes back to the list of products.
    OtherProduct,
    /// The person asks the desk again for the license that is kept.
    AskAgain,
    /// The person goes back.
    Back,
    /// The person goes back from Route to Fix, because the session came to Route through Fix.
    BackToFix,
}

/// A transition from one step to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Transition {
    /// The step before.
    pub from: StepName,
    /// The event.
    pub on: Event,
    /// The step after.
    pub to: StepName,
}

const fn transition(from: StepName, on: Event, to: StepName) -> Transition {
    Transition { from, on, to }
}

/// All transitions.
pub const TRANSITIONS: &[Transition] = &[
    transition(Welcome, Event::NumberGiven, Inspect),
    transition(Welcome, Event::AlreadyKept, Done),
    transition(Inspect, Event::Acceptable, Route),
    transition(Inspect, Event::NotAcceptable, Fix),
    transition(Inspect, Event::Back, Welcome),
    transition(Fix, Event::FieldsUsable, Route),
    transition(Fix, Event::WayTaken, Route),
    transition(Fix, Event::AskAnyway, Route),
    transition(Fix, Event::Back, Inspect),
    transition(Route, Event::RouteChosen, Request),
    transition(Route, Event::Back, Inspect),
    transition(Route, Event::BackToFix, Fix),
    transition(Request, Event::HaveCode, Code),
    transition(Request, Event::CodeAccepted, Keep),
    transition(Request, Event::MachineRefused, Fix),
    transition(Request, Event::NumberRefused, Welcome),
    transition(Request, Event::NumberMissing, Welcome),
    transition(Request, Event::Back, Route),
    transition(Code, Event::CodeAccepted, Keep),
    transition(Code, Event::Back, Request),
    transition(Keep, Event::Kept, Done),
    transition(Keep, Event::Back, Code),
    transition(Done, Event::StartAgain, Welcome),
    transition(Done, Event::AskAgain, Inspect),
    transition(Done, Event::OtherProduct, Welcome),
];

/// The step after that event; `None` if it leads nowhere.
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
    fn an_event_leads_from_a_step_to_one_step_at_most() {
        for (at, one) in TRANSITIONS.iter().enumerate() {
            for other in &TRANSITIONS[at + 1..] {
                assert!(
                    one.from != other.from || one.on != other.on,
                    "ambiguous transitions: {one:?} and {other:?}"
                );
            }
        }
    }

    #[test]
    fn done_is_reachable_from_every_step() {
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
            assert!(seen.contains(&Done), "Done can't be reached from {start:?}");
        }
    }

    /// `UPDATE_ARCHITECTURE=1 cargo test` updates the diagram.
    #[test]
    fn the_diagram_in_the_architecture_equals_this_table() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/ARCHITECTURE.md");
        let text = std::fs::read_to_string(path).unwrap();
        let (open, close) = ("<!-- transitions -->\n```mermaid\n", "```\n<!-- /transitions -->");
        let from = text.find(open).expect("the document marks the place of the diagram") + open.len();
        let to = from + text[from..].find(close).expect("the document marks the end of the diagram");
        if std::env::var_os("UPDATE_ARCHITECTURE").is_some() {
            std::fs::write(path, format!("{}{}{}", &text[..from], diagram(), &text[to..])).unwrap();
            return;
        }
        assert_eq!(&text[from..to], diagram(), "run UPDATE_ARCHITECTURE=1 cargo test the_diagram");
    }
}
