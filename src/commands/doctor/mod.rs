//! `countersign doctor`: tells what would stop a session here, before it starts. It keeps nothing. Like Inspect, it writes a file in
//! the state folder and removes it, because only that proves that the folder can be written.
//!
//! Gathers the facts; `wizard::checks` judges them. `several` tells the checks of several products.

mod several;

use std::io::{IsTerminal, Write, stderr, stdin, stdout as standard_output};

use serde_json::{Value, json};

use crate::page::{self, CheckEntry};
use crate::screen::{self, Glyphs, MIN_SIZE};
use crate::terminal::{Caps, Kind};
use crate::text::{CheckLine, check_name, check_words};
use crate::wizard::checks::{
    self, Check, LocaleCheck, ProfileCheck, QrCheck, RouteCheck, Severity, Telephone, TerminalCheck,
};
use crate::wizard::{BlockWidth, Facts, QrView};
use countersign_core::lang::Lang;
use countersign_core::machine::Machine;
use countersign_core::profile::Profile;
use countersign_core::protocol::binding::Binding;
use countersign_core::protocol::{Platform, Surroundings};
use countersign_core::text::Line;

use crate::commands::cli::{AnswerLanguage, Cli};
use crate::commands::context::{self, Context};
use crate::commands::exit::{CommandError, Exit};
use crate::commands::lock::lock;
use crate::commands::terminal_settings::kept_qr_view;
use crate::commands::{start_session, stdout, way};

/// Runs the command. A profile or a state folder that can't be used is a finding here, not a failure.
///
/// # Errors
/// If `--hardware` names no machine, or standard output is closed.
pub fn run(cli: &Cli, language: AnswerLanguage, as_json: bool) -> anyhow::Result<Exit> {
    let lang = language.lang;
    let (context, unusable) = match Context::new(cli, language) {
        Ok(context) => (context, None),
        Err(error) => (Context::without_profile(cli, language), Some(error)),
    };
    let machine = context.machine()?;
    if !context.several.is_empty() {
        return several::run(&context, &machine, cli.plain, as_json);
    }
    let entries = entries(&context, machine, unusable, cli.plain)?;
    let worst = worst(&entries);
    let mut out = stdout::output(lang, as_json);
    if as_json {
        writeln!(out, "{}", json!({ "result": worst.name(), "checks": objects(&entries) }))?;
    } else {
        for line in page::check_lines(lang, &entries, end(worst).say(lang), stdout::width()) {
            writeln!(out, "{line}")?;
        }
    }
    Ok(exit(worst))
}

/// The checks of a machine and of one product in words. `plain`: the person asks for a session line by line.
fn entries(
    context: &Context,
    machine: Machine,
    unusable: Option<CommandError>,
    plain: bool,
) -> anyhow::Result<Vec<CheckEntry>> {
    let lang = context.lang;
    let Findings { checks, refusals, machine } = gather(context, machine, unusable, plain)?;
    let in_words = |check: &Check| match refusals.iter().find(|(name, _)| *name == check.name()) {
        Some((_, error)) => refused(lang, check, error),
        None => entry(lang, check, &machine),
    };
    Ok(checks.iter().map(in_words).collect())
}

fn worst(entries: &[CheckEntry]) -> Severity {
    entries.iter().map(|entry| entry.severity).max().unwrap_or(Severity::Ok)
}

/// The result of all checks together, in words.
const fn end(worst: Severity) -> CheckLine {
    match worst {
        Severity::Stop => CheckLine::SomethingStops,
        Severity::Unknown => CheckLine::CantTell,
        Severity::Warning => CheckLine::GoesOnWithWarnings,
        Severity::Ok => CheckLine::NothingStops,
    }
}

const fn exit(worst: Severity) -> Exit {
    match worst {
        Severity::Stop => Exit::Negative,
        Severity::Unknown => Exit::Fault,
        Severity::Warning | Severity::Ok => Exit::Done,
    }
}

/// The result of the checks.
struct Findings {
    /// All checks, in the order in which they are told.
    checks: Vec<Check>,
    /// The errors that a session would be refused with, each with the name of its check.
    refusals: Vec<(&'static str, CommandError)>,
    machine: Machine,
}

/// Makes the checks. Without a profile the machine is judged by the policy of practice.
fn gather(
    context: &Context,
    machine: Machine,
    unusable: Option<CommandError>,
    plain: bool,
) -> anyhow::Result<Findings> {
    let practice = start_session::practice_profile()?;
    let profile = context.profile.as_ref();
    let keep = context.keep(&machine, profile.unwrap_or(&practice));
    let (facts, _) = context::facts(machine, &keep, profile.unwrap_or(&practice));
    let binding = facts.binding(&way::last(&facts, &keep));
    let mut checks = checks::of_machine(&facts, binding.predicted());
    let refusals = [
        ("profile", unusable),
        ("state", context.require_trusted_state(&keep).err()),
        ("lock", lock(keep.folder(), context.lang).err()),
    ];
    checks.push(Check::NoOtherWizard);
    match profile {
        Some(profile) => checks.extend(checks::of_profile(profile, &facts)),
        None => checks.push(Check::Profile(ProfileCheck::Missing)),
    }
    let caps = Caps::here();
    let size = size();
    let terminal = terminal(&caps, size, plain);
    let on_screens = matches!(terminal, TerminalCheck::Screens { .. });
    checks.extend([Check::Terminal(terminal), Check::Locale(locale(&caps))]);
    if let (Some(profile), Some(size), true) = (profile, size, on_screens) {
        let view = kept_qr_view(&keep, &caps, context.lang);
        checks.extend(qr(profile, &facts, &binding, (&caps, view), size).map(Check::Qr));
    }
    if let Some(profile) = profile {
        checks.push(Check::Route(route(profile, facts.network)));
    }
    let refusals = refusals.into_iter().filter_map(|(name, error)| Some((name, error?))).collect();
    Ok(Findings { checks, refusals, machine: facts.machine })
}

/// What a session is like here: on full screens, or line by line. Any of the standard streams may be the terminal, because the answer
/// itself may go to a file.
fn terminal(caps: &Caps, size: Option<(u16, u16)>, plain: bool) -> TerminalCheck {
    let term = std::env::var_os("TERM").unwrap_or_default().to_string_lossy().into_owned();
    let kind = match caps.kind {
        Kind::None if stdin().is_terminal() || stderr().is_terminal() || standard_output().is_terminal() => {
            let env = |name: &str| std::env::var_os(name).map(|value| value.to_string_lossy().into_owned());
            Caps::from_env(env, true, true).kind
        }
        kind => kind,
    };
    // Lines also go through pipes, if the person asks for them by an option.
    if kind == Kind::None && !plain {
        return TerminalCheck::Missing;
    }
    if start_session::goes_by_lines(plain, &Caps { kind, ..*caps }) {
        return TerminalCheck::Lines { term };
    }
    TerminalCheck::Screens {
        term,
        size,
        least: (MIN_SIZE.width, MIN_SIZE.height),
        colours: caps.colour == screen::Colour::Eight,
    }
}

/// The size of the terminal in columns and rows, from the first standard stream that is one; `None` if it reports no size.
fn size() -> Option<(u16, u16)> {
    let of = |size: rustix::io::Result<rustix::termios::Winsize>| {
        size.ok().map(|size| (size.ws_col, size.ws_row)).filter(|(columns, rows)| *columns > 0 && *rows > 0)
    };
    of(rustix::termios::tcgetwinsize(standard_output()))
        .or_else(|| of(rustix::termios::tcgetwinsize(stdin())))
        .or_else(|| of(rustix::termios::tcgetwinsize(stderr())))
}

fn locale(caps: &Caps) -> LocaleCheck {
    if caps.asked == Lang::Zh && !caps.chinese {
        LocaleCheck::NoChinese
    } else if caps.glyphs == Glyphs::Ascii {
        LocaleCheck::Ascii
    } else {
        LocaleCheck::Whole
    }
}

/// Whether the QR of a request of this machine fits in the wizard's view. All numbers of a product take the same room.
fn qr(
    profile: &Profile,
    facts: &Facts,
    binding: &Binding,
    (caps, view): (&Caps, QrView),
    size: (u16, u16),
) -> Option<QrCheck> {
    let machine = &facts.machine;
    let number = profile.mask.pack(&profile.mask.example())?;
    let (platform, surroundings) = (Platform::of(machine), Surroundings::of(machine, &facts.review));
    let request = binding.request(profile.id, number, [0; 8], platform, surroundings);
    let Ok(url) = request.url(&profile.desk) else { return Some(QrCheck::TooLong) };
    let missing = |view: QrView| screen::qr_room_missing(&url, caps.theme(), view.look, size);
    let have = (usize::from(size.0), usize::from(size.1));
    if let Some(need) = missing(view) {
        return Some(QrCheck::Small { need, have, telephone: Telephone::of(profile) });
    }
    let mut wide = view;
    if view.blocks == BlockWidth::Unknown {
        wide.learn(BlockWidth::Two);
    }
    Some(missing(wide).map_or(QrCheck::Fits, |need| QrCheck::WidthUnknown { need, have }))
}

#[cfg(feature = "online")]
fn route(profile: &Profile, network: bool) -> RouteCheck {
    let desk = profile.api_url();
    // A desk on this machine or in its own network needs no default route. So the answer of the desk decides first, and only then
    // a missing route.
    match crate::online::reach(&desk) {
        Ok(()) => RouteCheck::Reached(desk),
        Err(_) if !network => RouteCheck::Offline(Telephone::of(profile)),
        Err(error) => RouteCheck::Failed(desk, error),
    }
}

#[cfg(not(feature = "online"))]
fn route(profile: &Profile, _: bool) -> RouteCheck {
    RouteCheck::NotBuilt(Telephone::of(profile))
}

/// A check in words.
fn entry(lang: Lang, check: &Check, machine: &Machine) -> CheckEntry {
    let (code, what, cure) = check_words(lang, check, machine);
    CheckEntry {
        check: check.name(),
        name: check_name(lang, check).to_owned(),
        severity: check.severity(),
        code,
        what,
        cure,
    }
}

/// A check where a session would be refused.
fn refused(lang: Lang, check: &Check, error: &CommandError) -> CheckEntry {
    let (what, cure) = error.words(lang);
    CheckEntry {
        check: check.name(),
        name: check_name(lang, check).to_owned(),
        severity: Severity::Stop,
        code: error.code().to_owned(),
        what,
        cure: Some(cure),
    }
}

fn objects(entries: &[CheckEntry]) -> Vec<Value> {
    entries.iter().map(object).collect()
}

fn object(entry: &CheckEntry) -> Value {
    json!({
        "check": entry.check,
        "code": entry.code,
        "result": entry.severity.name(),
        "what": entry.what,
        "cure": entry.cure,
    })
}
