//! The ways of a plan in words, the same for device, phone page, office and case.

use serde_json::{Value, json};

use super::field::FieldLine;
use super::line::{Line, join_list};
use super::remedy;
use crate::lang::Lang;
use crate::machine::{Field, Origin, SourceKind, printable};
use crate::protocol::WritingPlace;
use crate::remedy::{Command, Need, PlannedValue, PlannedWay, Purpose, Source, WayDuration, WayKind};

lines! {
    /// Titles, explanations, needs and durations of ways.
    pub enum WayLine in way {
        TitleReadAgain, TitleRunOnHost, TitleRecover, TitleAssign, TitleDeclare, TitleOlder,
        TitleWrite, TitleHere, TitleHost, TitleBoot, TitleSetup, TitleVendor, TitleMaker, TitleProvider, TitleOtherMachine,
        WhatReadAgain, WhatRunOnHost, WhatRecover, WhatAssign, WhatAssignRest, WhatDeclare, WhatDeclareRest, WhatOlder,
        WhatWrite, WhatHere, WhatHost, WhatBoot, WhatSetup, WhatVendor, WhatMaker, WhatProvider, WhatOtherMachine,
        NeedRoot, NeedRootOrRestart, NeedContainerHost, NeedLabel, NeedHostAdministrator, NeedSetup,
        NeedUsbStick, NeedMakerTool, NeedRestart, NeedMaker, NeedProvider, NeedNetwork,
        Minute, FiveMinutes, TenMinutes, HalfHour, Days,
        FromUuid, FromVersion, FromElsewhere, FromLabel, Assigned,
    }
}

sentences! {
    /// Sentences of ways that contain values.
    pub enum WaySentence in way_sentence {
        NeedsAndDuration { needs, duration },
        NeedsNothing { duration },
        BoundValue { field, value, source },
        BoundFrom { field, source },
        OfBoard { field },
        OfChassis { field },
        FieldOr { field },
        ChosenTitle { title },
        DeclareAsk { field },
    }
}

/// The title of a way.
#[must_use]
pub fn way_title(lang: Lang, way: &PlannedWay) -> &'static str {
    use WayLine as L;
    let needs = |need| way.needs.contains(&need);
    let line = match way.kind {
        WayKind::ReadAgain if needs(Need::ContainerHost) => L::TitleRunOnHost,
        WayKind::ReadAgain => L::TitleReadAgain,
        WayKind::Recover => L::TitleRecover,
        WayKind::Assign => L::TitleAssign,
        WayKind::Declare => L::TitleDeclare,
        WayKind::Older => L::TitleOlder,
        WayKind::Write => match way.takes.unwrap_or_default() {
            WritingPlace::Unknown => L::TitleWrite,
            WritingPlace::Here => L::TitleHere,
            WritingPlace::Host => L::TitleHost,
            WritingPlace::Boot if needs(Need::Setup) => L::TitleSetup,
            WritingPlace::Boot => L::TitleBoot,
            WritingPlace::Vendor => L::TitleVendor,
            WritingPlace::Service if needs(Need::Provider) => L::TitleProvider,
            WritingPlace::Service if needs(Need::HostAdministrator) => L::TitleOtherMachine,
            WritingPlace::Service => L::TitleMaker,
        },
    };
    line.say(lang)
}

/// The title of a way in the list of the wizard once it is chosen.
#[must_use]
pub fn chosen_way_title(lang: Lang, way: &PlannedWay) -> String {
    WaySentence::ChosenTitle { title: &way_title(lang, way) }.say(lang)
}

/// Asks for the value of a field as it stands on the machine's label.
#[must_use]
pub fn declare_question(lang: Lang, field: Field) -> String {
    WaySentence::DeclareAsk { field: &FieldLine::from(field).say(lang) }.say(lang)
}

/// Explains what a way does, and whether it writes to the firmware.
#[must_use]
pub fn way_explanation(lang: Lang, way: &PlannedWay) -> &'static str {
    use WayLine as L;
    let needs = |need| way.needs.contains(&need);
    let recovers = way.values.iter().any(|one| matches!(one.purpose, Purpose::Bind(Origin::Recovered(_))));
    let line = match way.kind {
        WayKind::ReadAgain if needs(Need::ContainerHost) => L::WhatRunOnHost,
        WayKind::ReadAgain => L::WhatReadAgain,
        WayKind::Recover => L::WhatRecover,
        WayKind::Assign if recovers => L::WhatAssignRest,
        WayKind::Assign => L::WhatAssign,
        WayKind::Declare if recovers => L::WhatDeclareRest,
        WayKind::Declare => L::WhatDeclare,
        WayKind::Older => L::WhatOlder,
        WayKind::Write => match way.takes.unwrap_or_default() {
            WritingPlace::Unknown => L::WhatWrite,
            WritingPlace::Here => L::WhatHere,
            WritingPlace::Host => L::WhatHost,
            WritingPlace::Boot if needs(Need::Setup) => L::WhatSetup,
            WritingPlace::Boot => L::WhatBoot,
            WritingPlace::Vendor => L::WhatVendor,
            WritingPlace::Service if needs(Need::Provider) => L::WhatProvider,
            WritingPlace::Service if needs(Need::HostAdministrator) => L::WhatOtherMachine,
            WritingPlace::Service => L::WhatMaker,
        },
    };
    line.say(lang)
}

/// The needs and the duration of a way, in one line.
#[must_use]
pub fn way_needs(lang: Lang, way: &PlannedWay) -> String {
    use WayLine as L;
    let need = |need: &Need| {
        let line = match need {
            Need::Root => L::NeedRoot,
            Need::RootOrRestart => L::NeedRootOrRestart,
            Need::ContainerHost => L::NeedContainerHost,
            Need::Label => L::NeedLabel,
            Need::HostAdministrator => L::NeedHostAdministrator,
            Need::Setup => L::NeedSetup,
            Need::UsbStick => L::NeedUsbStick,
            Need::MakerTool => L::NeedMakerTool,
            Need::Restart => L::NeedRestart,
            Need::Maker => L::NeedMaker,
            Need::Provider => L::NeedProvider,
            Need::Network => L::NeedNetwork,
        };
        line.say(lang)
    };
    let needs: Vec<&str> = way.needs.iter().map(need).collect();
    let duration = match way.duration {
        WayDuration::Minute => L::Minute,
        WayDuration::FiveMinutes => L::FiveMinutes,
        WayDuration::TenMinutes => L::TenMinutes,
        WayDuration::HalfHour => L::HalfHour,
        WayDuration::Days => L::Days,
    };
    let duration = &duration.say(lang);
    if needs.is_empty() {
        return WaySentence::NeedsNothing { duration }.say(lang);
    }
    WaySentence::NeedsAndDuration { needs: &join_list(lang, &needs), duration }.say(lang)
}

/// The value that is bound or written for one field, and its source: `Serial: BR80G1234567 (the board serial of this machine)`.
#[must_use]
pub fn way_value(lang: Lang, planned: &PlannedValue) -> String {
    value_line(lang, FieldLine::from(planned.field).say(lang), planned)
}

/// The values of a way, one line each like [`way_value`]. Where several values are suggested for one field, each after the first is
/// marked: `Model, or: 312A (the board model of this machine)`.
#[must_use]
pub fn way_values(lang: Lang, values: &[PlannedValue]) -> Vec<String> {
    let line = |(at, planned): (usize, &PlannedValue)| {
        let field = FieldLine::from(planned.field).say(lang);
        let is_other = values.iter().take(at).any(|before| before.field == planned.field);
        if is_other {
            value_line(lang, &WaySentence::FieldOr { field: &field }.say(lang), planned)
        } else {
            value_line(lang, field, planned)
        }
    };
    values.iter().enumerate().map(line).collect()
}

/// The line of a planned value after this name of its field.
fn value_line(lang: Lang, field: &str, planned: &PlannedValue) -> String {
    let source = value_source(lang, planned);
    match &planned.value {
        Some(value) => {
            let value = printable(value.as_bytes());
            WaySentence::BoundValue { field: &field, value: &value, source: &source }.say(lang)
        }
        None => WaySentence::BoundFrom { field: &field, source: &source }.say(lang),
    }
}

/// The source of a planned value, in words.
fn value_source(lang: Lang, planned: &PlannedValue) -> String {
    match planned.source {
        Some(Source::Label) => return WayLine::FromLabel.say(lang).to_owned(),
        Some(source) => return remedy::source(lang, source),
        None => {}
    }
    let field = &remedy::field_in_sentence(lang, planned.field);
    let line = match planned.purpose {
        Purpose::Bind(Origin::Recovered(kind)) => match kind {
            SourceKind::Board => return WaySentence::OfBoard { field }.say(lang),
            SourceKind::Chassis => return WaySentence::OfChassis { field }.say(lang),
            SourceKind::Uuid => WayLine::FromUuid,
            SourceKind::Version => WayLine::FromVersion,
            SourceKind::OemString => return remedy::source(lang, Source::OemString),
            SourceKind::DeviceTree => return remedy::source(lang, Source::DeviceTree),
            SourceKind::Other => WayLine::FromElsewhere,
        },
        Purpose::Bind(Origin::Assigned) => WayLine::Assigned,
        Purpose::Bind(Origin::Declared | Origin::Firmware) | Purpose::Write(_) => WayLine::FromLabel,
    };
    line.say(lang).to_owned()
}

/// A way as JSON: `kind`, `title`, `what`, `takes`, `needs`, `minutes` (null for days), `values`, `steps` and `cautions` (sentences),
/// `commands`. Each command has its location `at`, the text to type (`command`) and the number of its `step`, counted from 1; null
/// where a sentence of the steps contains the command.
#[must_use]
pub fn way_to_json(lang: Lang, way: &PlannedWay) -> Value {
    let command = |step: Option<usize>, command: &Command| json!({ "at": command.location.name(), "command": command.shell(), "step": step });
    let of_step = |at: usize| way.commands_at(at).into_iter().map(move |one| command(Some(at + 1), one));
    let of_no_step = way.commands.iter().filter(|one| !way.steps.iter().any(|merged| merged.step.takes(one)));
    let commands: Vec<Value> =
        (0..way.steps.len()).flat_map(of_step).chain(of_no_step.map(|one| command(None, one))).collect();
    json!({
        "kind": way.kind.name(),
        "title": way_title(lang, way),
        "what": way_explanation(lang, way),
        "takes": way.takes.map(WritingPlace::name),
        "needs": way.needs.iter().map(|need| need.name()).collect::<Vec<_>>(),
        "minutes": way.duration.minutes(),
        "values": way.values.iter().map(value_to_json).collect::<Vec<_>>(),
        "steps": way.steps.iter().map(|step| remedy::merged_step(lang, step)).collect::<Vec<_>>(),
        "cautions": way.cautions.iter().map(|caution| remedy::step(lang, caution)).collect::<Vec<_>>(),
        "commands": commands,
    })
}

/// A way as JSON for a report that other people may read: without the values, steps and commands, which may identify the machine.
#[must_use]
pub fn way_without_values(lang: Lang, way: &PlannedWay) -> Value {
    let values = way.values.iter().map(|one| value_to_json(&PlannedValue { value: None, ..one.clone() }));
    json!({
        "kind": way.kind.name(),
        "title": way_title(lang, way),
        "takes": way.takes.map(WritingPlace::name),
        "needs": way.needs.iter().map(|need| need.name()).collect::<Vec<_>>(),
        "minutes": way.duration.minutes(),
        "values": values.collect::<Vec<_>>(),
    })
}

fn value_to_json(planned: &PlannedValue) -> Value {
    let (origin, takes) = match planned.purpose {
        Purpose::Bind(origin) => (Some(origin), None),
        Purpose::Write(place) => (None, Some(place)),
    };
    let kind = origin.and_then(Origin::source).map(SourceKind::name);
    json!({
        "field": planned.field.name(),
        "value": planned.value,
        "origin": origin.map(Origin::name),
        "takes": takes.map(WritingPlace::name),
        "source": planned.source.map(Source::name).or(kind),
    })
}
