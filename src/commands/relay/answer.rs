//! The answer to a request: the desk's own object, or an object of the same shape if the desk gave none.

use serde_json::{Map, Value, json};

use crate::commands::exit::Exit;
use crate::online::{Decision, Told};
use countersign_core::protocol::line::grouped;

/// The answer to a request.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Answer {
    /// The desk decided.
    Decided(Box<Decision>),
    /// The desk had nothing to decide: the text is not a request, or the desk doesn't take it.
    Refused(Told),
    /// There is no answer: the desk wasn't reached, or the request can't be read. A later run may get one.
    Open(Told),
}

impl Answer {
    /// Why there is no code; `None` where there is one.
    pub(super) fn told(&self) -> Option<&Told> {
        match self {
            Self::Decided(decision) => decision.code.as_ref().err(),
            Self::Refused(told) | Self::Open(told) => Some(told),
        }
    }

    /// The code as a file that `countersign enter` takes: seven lines.
    pub(super) fn code_text(&self) -> Option<String> {
        let Self::Decided(decision) = self else { return None };
        let lines = decision.code.as_ref().ok()?;
        Some(lines.iter().map(|line| grouped(line) + "\n").collect())
    }

    /// The exit code of a run for this request alone.
    pub(super) fn exit(&self) -> Exit {
        match self {
            Self::Decided(decision) if decision.code.is_ok() => Exit::Done,
            Self::Decided(_) | Self::Refused(_) => Exit::Refused,
            Self::Open(_) => Exit::Fault,
        }
    }

    /// The object of `countersign-desk answer --json`.
    pub(super) fn into_object(self) -> Map<String, Value> {
        let (decision, told) = match self {
            Self::Decided(decision) => return decision.object,
            Self::Refused(told) => (Some("refused"), told),
            Self::Open(told) => (None, told),
        };
        let object = json!({
            "decision": decision,
            "code": null,
            "lines": null,
            "reason": told.code,
            "what": told.what,
            "next": told.cure,
            "findings": [],
            "differs": [],
            "case": null,
        });
        if let Value::Object(object) = object { object } else { Map::new() }
    }

    /// The line of a bundle of answers.
    pub(super) fn into_line(self, line: u64, host: Option<String>) -> Map<String, Value> {
        let mut object = self.into_object();
        object.insert("line".to_owned(), line.into());
        object.insert("host".to_owned(), host.into());
        object
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told() -> Told {
        Told { code: "CODE".to_owned(), what: "What.".to_owned(), cure: "Cure.".to_owned() }
    }

    #[test]
    fn a_line_is_the_object_of_the_desk_with_line_number_and_host() {
        let Value::Object(object) = json!({ "decision": "issued", "host": "other", "line": 9, "new": [1] })
        else {
            panic!("the value is not an object")
        };
        let lines: [String; 7] = std::array::from_fn(|at| format!("{at:0>20}"));
        let answer = Answer::Decided(Box::new(Decision { object: object.clone(), code: Ok(lines) }));
        assert_eq!((answer.exit(), answer.told()), (Exit::Done, None));
        let text = answer.code_text().unwrap();
        assert_eq!((text.lines().count(), text.lines().last()), (7, Some("00000 00000 00000 00006")));
        let line = answer.into_line(3, Some("web-01".to_owned()));
        let want = json!({ "decision": "issued", "host": "web-01", "line": 3, "new": [1] });
        assert_eq!(Value::Object(line), want);
        let refused = Answer::Decided(Box::new(Decision { object, code: Err(told()) }));
        assert_eq!((refused.exit(), refused.code_text()), (Exit::Refused, None));
    }

    #[test]
    fn an_answer_without_a_decision_has_the_same_shape() {
        for (answer, decision, exit) in [
            (Answer::Refused(told()), json!("refused"), Exit::Refused),
            (Answer::Open(told()), Value::Null, Exit::Fault),
        ] {
            assert_eq!(answer.exit(), exit);
            let line = Value::Object(answer.into_line(2, None));
            assert_eq!((&line["decision"], &line["reason"]), (&decision, &json!("CODE")));
            assert_eq!(
                (&line["host"], &line["code"], &line["line"]),
                (&Value::Null, &Value::Null, &json!(2))
            );
        }
    }
}
