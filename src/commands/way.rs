//! The way that a request goes: by the options of the command, the open request, or the saved session.

use serde_json::{Value, json};

use crate::text::{CommandLine, CommandSentence, Fault};
use crate::wizard::{Facts, near_serial};
use countersign_core::lang::Lang;
use countersign_core::machine::{Field, Origin, printable};
use countersign_core::profile::Profile;
use countersign_core::protocol::binding::{Binding, DeclaredValues, Way, judge_declared_value};
use countersign_core::remedy::{self, PlannedValue, PlannedWay, Purpose, WayKind};
use countersign_core::review::{self, Finding, FindingKind, Verdict};
use countersign_core::text::{self, FieldLine, Line, RemedyLine};

use countersign_keep::Keep;

use super::cli::RequestOptions;
use super::exit::{CommandError, Exit};

/// The way that the options name; `None` without such an option.
///
/// # Errors
/// [`CommandError`] where the product doesn't allow the way, the machine has no anchor for it, or a declared value is refused.
pub fn chosen(
    options: &RequestOptions,
    profile: &Profile,
    facts: &Facts,
    lang: Lang,
) -> Result<Option<Way>, CommandError> {
    let way = if options.recover {
        Way::Recover
    } else if options.assign {
        Way::Assign
    } else if options.declare.is_empty() {
        return Ok(None);
    } else {
        Way::Declare(declared(&options.declare, facts, lang)?)
    };
    check(&way, profile, facts, lang)?;
    Ok(Some(way))
}

/// Checks that the product allows the way and that the machine has what it needs.
fn check(way: &Way, profile: &Profile, facts: &Facts, lang: Lang) -> Result<(), CommandError> {
    let offered = match way {
        Way::Firmware => true,
        Way::Recover => profile.policy.recovered,
        Way::Assign => profile.policy.assigned,
        Way::Declare(values) => Field::BINDING
            .into_iter()
            .zip(values)
            .all(|(field, value)| value.is_none() || profile.policy.allows(field, Origin::Declared)),
    };
    let option = || format!("--{}", way.name());
    if !offered {
        return Err(CommandError::new(Fault::WayNotOffered { way: option() }, Exit::Refused));
    }
    let needs_anchor = matches!(way, Way::Assign | Way::Declare(_));
    if needs_anchor && facts.marker2.is_none() {
        let cure = anchor_cure(facts, lang).to_owned();
        return Err(CommandError::new(Fault::WayUnanchored { way: option(), cure }, Exit::Negative));
    }
    Ok(())
}

/// What to do on a machine without an anchor.
fn anchor_cure(facts: &Facts, lang: Lang) -> &'static str {
    if facts.machine.container.is_some() {
        RemedyLine::RunOnHost.say(lang)
    } else if !facts.machine.read_as_root && !facts.is_recording() {
        CommandLine::AnchorAsRoot.say(lang)
    } else {
        CommandLine::AnchorInFirmware.say(lang)
    }
}

/// The lines on standard error for a request with unreadable fields: each field with its reason, then what to do.
pub fn unreadable(binding: &Binding, facts: &Facts, lang: Lang) -> Vec<String> {
    let unreadable = |finding: &&Finding| finding.verdict == Verdict::Unreadable;
    let fields = Field::BINDING.into_iter().zip(binding.verdicts);
    let unread: Vec<&Finding> = fields
        .filter(|(_, verdict)| *verdict == Verdict::Unreadable)
        .filter_map(|(field, _)| facts.review.finding(field).filter(unreadable))
        .collect();
    let mut lines: Vec<String> = unread.iter().map(|finding| field_reason(finding, lang)).collect();
    for finding in unread {
        let cure = match facts.machine.container {
            Some(_) => RemedyLine::RunOnHost.say(lang),
            None => text::review::next_action(lang, finding),
        };
        if lines.iter().all(|line| line != cure) {
            lines.push(cure.to_owned());
        }
    }
    lines
}

/// The code of a finding, the field with its value, and the reason of its verdict.
fn field_reason(finding: &Finding, lang: Lang) -> String {
    let code = finding.code().unwrap_or_default();
    let what = text::as_sentence(lang, &text::review::what(lang, finding));
    let why = text::review::why(lang, finding);
    CommandSentence::FieldReason { code: &code, what: &what, why: &why }.say(lang)
}

/// The values of `--declare FIELD=VALUE`.
fn declared(options: &[String], facts: &Facts, lang: Lang) -> Result<DeclaredValues, CommandError> {
    let mut way = Way::Firmware;
    let mut seen = Vec::new();
    for option in options {
        let shown = || printable(option.as_bytes());
        let form = || CommandError::new(Fault::DeclareForm { given: shown() }, Exit::Usage);
        let (name, value) = option.split_once('=').ok_or_else(form)?;
        let field = Field::BINDING.into_iter().find(|field| field.name() == name).ok_or_else(form)?;
        let name = FieldLine::from(field).say(lang).to_owned();
        if seen.contains(&field) {
            return Err(CommandError::new(Fault::DeclareTwice { field: name }, Exit::Usage));
        }
        seen.push(field);
        let own = facts.review.finding(field).filter(|finding| !finding.refuses());
        if let Some(own) = own {
            let value = own.shown.clone();
            return Err(CommandError::new(Fault::DeclareNeedless { field: name, value }, Exit::Usage));
        }
        // `None` for a text with a control or an invisible character.
        let bound = review::typed_value(value);
        let (verdict, kind) = match &bound {
            Some(value) => judge_declared_value(&facts.machine, &facts.review, field, value, facts.marker2),
            None => (Verdict::Malformed, Some(FindingKind::BadText)),
        };
        if review::refuses(field, verdict) {
            let why = text::review::reason(lang, verdict, kind).to_owned();
            return Err(CommandError::new(Fault::DeclareRefused { field: name, why }, Exit::Negative));
        }
        way.declare(field, bound.unwrap_or_default());
    }
    Ok(way.declared_values())
}

/// The way of the last request: from the saved session, the newest open request, or the standing license.
pub fn last(facts: &Facts, keep: &Keep) -> Way {
    let session = keep.load_session().ok().flatten().map(|session| session.way_for(facts.marker2));
    session.filter(|way| *way != Way::Firmware).unwrap_or_else(|| facts.last_way())
}

/// The bound fields, for JSON. `show` tells how a serial is shown.
pub fn fields(binding: &Binding, show: impl Fn(&str) -> String) -> Vec<Value> {
    let values = binding.values.as_array();
    let places = binding.origins.into_iter().zip(binding.sources);
    let fields = Field::BINDING.into_iter().zip(values).zip(places).zip(binding.verdicts);
    fields
        .map(|(((field, value), (origin, source)), verdict)| {
            let value = printable(value.as_bytes());
            json!({
                "field": field.name(),
                "value": if field == Field::Serial { show(&value) } else { value },
                "verdict": verdict.name(),
                "origin": origin.name(),
                "source": source.map(remedy::Source::name),
            })
        })
        .collect()
}

/// The lines on standard error for a request that the desk will refuse: the reason for each field, and the ways that help.
pub fn help(binding: &Binding, facts: &Facts, lang: Lang) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for ((field, verdict), finding) in
        Field::BINDING.into_iter().zip(binding.verdicts).zip(facts.review.binding())
    {
        if review::refuses(field, verdict) {
            lines.push(field_reason(finding, lang));
        }
    }
    let ways: Vec<String> = facts.plan.ways.iter().filter_map(|way| help_by_way(way, lang)).collect();
    let inspect = if ways.is_empty() {
        CommandSentence::HelpInspect { command: &"countersign inspect" }
    } else {
        CommandSentence::HelpInspectToo { command: &"countersign inspect" }
    };
    lines.extend(ways);
    lines.push(inspect.say(lang));
    lines
}

/// The sentence about a way that a request can go; `None` for the other ways. A person adds the values to declare.
fn help_by_way(way: &PlannedWay, lang: Lang) -> Option<String> {
    let declared = |value: &&PlannedValue| value.purpose == Purpose::Bind(Origin::Declared);
    let option = || format!("--{}", way.kind.name());
    let sentence = match way.kind {
        WayKind::Recover => CommandSentence::HelpRecover { option: &option() }.say(lang),
        WayKind::Assign => CommandSentence::HelpAssign { option: &option() }.say(lang),
        WayKind::Declare => {
            let fields = way.values.iter().filter(declared);
            let options: Vec<String> =
                fields.map(|value| format!("{} {}=...", option(), value.field.name())).collect();
            CommandSentence::HelpDeclare { option: &options.join(" ") }.say(lang)
        }
        WayKind::ReadAgain | WayKind::Write | WayKind::Older => return None,
    };
    Some(sentence)
}

/// A warning where a declared serial differs from one in another place of the machine by one character: perhaps a typing error.
pub fn near_miss(way: &Way, facts: &Facts, lang: Lang) -> Option<String> {
    let [.., declared] = way.declared_values();
    let declared = declared?;
    let near = near_serial(&declared, &facts.machine, &facts.review)?;
    let (declared, value) = (printable(declared.as_bytes()), printable(near.value.as_bytes()));
    let source = text::remedy::source(lang, near.source);
    Some(CommandSentence::NearMiss { declared: &declared, value: &value, source: &source }.say(lang))
}
