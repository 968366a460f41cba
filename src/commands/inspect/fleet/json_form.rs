//! The summary as one JSON object. Its keys are a contract: `docs/inspect.md`.

use countersign_core::protocol::WritingPlace;
use countersign_core::review;
use serde_json::{Value, json};

use super::summary::{BestWay, Counts, Model, Name, Summary};
use super::tally::Tally;

/// The object.
pub(super) fn object(summary: &Summary) -> Value {
    let models = summary.models().into_iter().map(|(model, row)| {
        let ways: Vec<Value> =
            row.ways.most_first().into_iter().map(|(one, machines)| way(one, *machines)).collect();
        let Model { manufacturer, model } = model;
        let mut object = counts(row.counts);
        object["manufacturer"] = name(manufacturer);
        object["model"] = name(model);
        object["codes"] = codes_of(&row.codes);
        object["ways"] = json!(ways);
        object
    });
    let fillers = summary.fillers().into_iter().map(
        |(filler, machines)| json!({ "field": filler.field.name(), "value": filler.value, "machines": machines }),
    );
    let codes = summary
        .codes()
        .into_iter()
        .map(|(code, row)| json!({ "code": code, "machines": row.machines, "refused": row.refused }));
    let errors = summary.errors().into_iter().map(|(code, files)| json!({ "code": code, "files": files }));
    let mut object = counts(summary.counts);
    object["unreadable"] = json!(summary.unreadable());
    object["passed"] = json!(summary.passed);
    object["models"] = models.collect();
    object["other_models"] = counts(summary.other_models);
    object["fillers"] = fillers.collect();
    object["other_fillers"] = json!(summary.other_fillers);
    object["codes"] = codes.collect();
    object["ways"] = summary.ways().into_iter().map(|(one, machines)| way(one, *machines)).collect();
    object["errors"] = errors.collect();
    object["rules"] = json!(review::RULES_VERSION);
    object
}

fn counts(counts: Counts) -> Value {
    let Counts { accepted, refused, unknown } = counts;
    json!({ "machines": counts.total(), "accepted": accepted, "refused": refused, "unknown": unknown })
}

/// The value; empty where there is none, `null` where it could not be read.
fn name(name: &Name) -> Value {
    match name {
        Name::Value(value) => json!(value),
        Name::Blank => json!(""),
        Name::Unreadable => Value::Null,
    }
}

fn codes_of(codes: &Tally<String>) -> Value {
    codes.iter().map(|(code, machines)| json!({ "code": code, "machines": machines })).collect()
}

fn way(way: &BestWay, machines: u64) -> Value {
    match way {
        BestWay::Planned { kind, duration, takes, title } => json!({
            "kind": kind.name(),
            "title": title,
            "takes": takes.map(WritingPlace::name),
            "minutes": duration.minutes(),
            "machines": machines,
        }),
        BestWay::None => {
            json!({ "kind": "none", "title": null, "takes": null, "minutes": null, "machines": machines })
        }
    }
}
