//! The command line: its commands and options, with help in the caller's language.

use std::ffi::OsString;
use std::num::NonZeroU16;
use std::path::PathBuf;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Arg, ArgAction, ArgGroup, ArgMatches, Command, value_parser};

use super::argument_builder::ArgumentBuilder;
use super::mail_settings::mail_options;
use super::text_layout::wrap;
use super::{
    audit, case_mail, database, downloads, keys_and_profiles, operators, prune, second_factor_setting,
    statistics, tokens,
};
use crate::postgres::DatabaseAddress;
use crate::text::{
    AccessLine as C, AdminLine as A, BundleLine, DatabaseFault, DeskLine as L, ServeLine as V,
    SignInLine as N, StaffLine,
};
use crate::web::log::{Format, Level};
use countersign_core::text::{Lang, Line as _};
use countersign_ledger::ShownState;

/// Returns the language: `--lang` if given, otherwise the system's. It is determined before the command line
/// is parsed, so that usage errors are in it too.
pub(super) fn lang(args: &[OsString], env: impl Fn(&str) -> Option<String>) -> Lang {
    let mut args = args.iter().skip(1).filter_map(|arg| arg.to_str()).take_while(|arg| *arg != "--");
    while let Some(arg) = args.next() {
        let given = if arg == "--lang" { args.next() } else { arg.strip_prefix("--lang=") };
        if let Some(tag) = given {
            return Lang::from_locale(tag);
        }
    }
    let set = ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().filter_map(env).find(|value| !value.is_empty());
    set.map_or(Lang::En, |locale| Lang::from_locale(&locale))
}

/// Whether the command shall print JSON.
pub(super) fn wants_json(matches: &ArgMatches) -> bool {
    let mut at = matches;
    while let Some((_, inner)) = at.subcommand() {
        at = inner;
    }
    at.try_get_one::<bool>("json").ok().flatten().copied().unwrap_or(false)
}

/// Returns the whole command line.
pub(super) fn program(lang: Lang) -> Command {
    let t = ArgumentBuilder(lang);
    let data = t.option("data", "DIR", L::OptData).value_parser(value_parser!(PathBuf)).global(true);
    let database = t
        .option("database", "URL", L::OptDatabase)
        .value_parser(move |url: &str| database_address(url, lang))
        .global(true);
    let config = t.option("config", "FILE", V::OptConfig).value_parser(value_parser!(PathBuf)).global(true);
    let passphrase = t
        .option("passphrase-file", "FILE", V::OptPassphraseFile)
        .value_parser(value_parser!(PathBuf))
        .global(true);
    let pin = t.option("pin-file", "FILE", V::OptPinFile).value_parser(value_parser!(PathBuf)).global(true);
    let language = t.option("lang", "zh|en", L::OptLang).value_parser(["zh", "en"]).global(true);
    t.command("countersign-desk", L::About)
        .version(env!("CARGO_PKG_VERSION"))
        .disable_version_flag(true)
        .disable_help_subcommand(true)
        .arg_required_else_help(true)
        .subcommand_required(true)
        .after_help(wrap(L::Environment.say(lang), 0, 0))
        .args([config, data, database, passphrase, pin, language, t.help()])
        .arg(t.flag("version", L::OptVersion).short('V').action(ArgAction::Version))
        .subcommand(init(t))
        .subcommand(licenses(t))
        .subcommand(answer(t))
        .subcommand(serve(t))
        .subcommand(cases(t))
        .subcommand(operators::command(t))
        .subcommand(tokens::command(t))
        .subcommand(audit::command(t))
        .subcommand(products(t))
        .subcommand(keys_and_profiles::keys_command(t).arg(product(t)))
        .subcommand(profiles(t))
        .subcommand(backup(t))
        .subcommand(restore(t))
        .subcommand(database::command(t))
        .subcommand(prune::command(t))
        .subcommand(downloads::command(t))
        .subcommand(statistics::command(t))
}

/// Parses the address of a database.
pub(super) fn database_address(url: &str, lang: Lang) -> Result<DatabaseAddress, String> {
    DatabaseAddress::parse(url).map_err(|error| DatabaseFault::of_address(&error, lang).what)
}

fn init(t: ArgumentBuilder) -> Command {
    t.command("init", L::Init).arg(t.option("product", "ID", L::InitProduct)).args(first_profile(t)).args([
        t.option("operator", "NAME", A::InitOperator),
        t.flag("password-stdin", A::OptPasswordStdin).requires("operator"),
    ])
}

/// Returns the options for a product's first profile.
fn first_profile(t: ArgumentBuilder) -> [Arg; 9] {
    [
        t.option("name", "NAME", L::InitName),
        t.option("mask", "MASK", L::InitMask),
        t.option("host", "NAME", L::InitHost),
        t.option("declared", "no|serial|any", L::InitDeclared).value_parser(["no", "serial", "any"]),
        t.flag("assigned", L::InitAssigned),
        t.flag("older-binding", L::InitOlder),
        t.flag("spoken", L::InitSpoken),
        t.option("online", "URL", L::InitOnline),
        t.option("hotline", "TEL", L::InitHotline),
    ]
}

fn products(t: ArgumentBuilder) -> Command {
    let product = t.positional("product", "ID", L::InitProduct).required(true);
    t.group("products", A::Products)
        .subcommand(t.command("list", A::ProductsList).arg(t.json()))
        .subcommand(t.command("add", A::ProductsAdd).arg(product).args(first_profile(t)))
}

/// Returns the option for the product that the subcommands of a group work on.
fn product(t: ArgumentBuilder) -> Arg {
    t.option("product", "ID", A::OptProduct).global(true)
}

fn backup(t: ArgumentBuilder) -> Command {
    t.command("backup", A::Backup).args([
        t.positional("folder", "FOLDER", A::ArgBackup).required(true).value_parser(value_parser!(PathBuf)),
        t.json(),
    ])
}

fn restore(t: ArgumentBuilder) -> Command {
    let folder = t.positional("folder", "FOLDER", A::ArgRestore);
    t.command("restore", A::Restore)
        .args([folder.required(true).value_parser(value_parser!(PathBuf)), t.json()])
}

fn cases(t: ArgumentBuilder) -> Command {
    let case = || t.positional("case", "N", A::ArgCase).required(true);
    t.group("cases", A::Cases)
        .subcommand(t.command("list", A::CasesList).args([
            t.flag("all", A::OptAll),
            t.flag("closed", A::OptClosed).conflicts_with("all"),
            t.json(),
        ]))
        .subcommand(t.command("show", A::CasesShow).args([
            case(),
            t.flag("summary", A::OptSummary),
            t.json(),
        ]))
        .subcommand(case_mail::command(t))
        .subcommand(t.command("note", A::CasesNote).args([
            case(),
            t.positional("text", "TEXT", A::ArgNote).required(true).num_args(1..),
            t.flag("for-customer", A::OptForCustomer),
        ]))
        .subcommand(
            t.command("assign", A::CasesAssign)
                .args([case(), t.positional("operator", "NAME", A::ArgAssignee)]),
        )
        .subcommand(t.command("wait", A::CasesWait).arg(case()))
        .subcommand(t.command("go-on", A::CasesGoOn).arg(case()))
        .subcommand(t.command("customer", A::CasesCustomer).arg(case()).args(customer(t)))
        .subcommand(
            t.command("reopen", A::CasesReopen)
                .args([case(), t.option("reason", "TEXT", A::OptReopenReason).required(true)]),
        )
        .subcommand(
            t.command("close", A::CasesClose)
                .args([case(), t.option("reason", "TEXT", A::OptCloseReason).required(true)]),
        )
}

/// Returns the options for a customer and a ticket.
fn customer(t: ArgumentBuilder) -> [Arg; 5] {
    [
        t.option("organisation", "TEXT", L::Organisation),
        t.option("contact", "TEXT", L::Contact),
        t.option("telephone", "TEXT", L::Telephone),
        t.option("mail", "TEXT", L::Mail),
        t.option("ticket", "TEXT", L::Ticket),
    ]
}

fn profiles(t: ArgumentBuilder) -> Command {
    let id = t.positional("id", "ID", A::ArgVersion).required(true).value_parser(value_parser!(u16));
    let file = t.positional("file", "FILE", A::ArgProfileFile).value_parser(value_parser!(PathBuf));
    let settings =
        ["name", "host", "online", "hotline", "recovered", "assigned", "declared", "older-binding", "spoken"];
    let yes = |name, help| t.option(name, "yes|no", help).value_parser(["yes", "no"]);
    t.group("profiles", A::Profiles)
        .arg(product(t))
        .subcommand(t.command("list", A::ProfilesList).arg(t.json()))
        .subcommand(t.command("show", A::ProfilesShow).arg(id))
        .subcommand(t.command("publish", A::ProfilesPublish).args([
            file.conflicts_with_all(settings),
            t.option("name", "NAME", A::PubName),
            t.option("host", "NAME", A::PubHost),
            t.option("online", "URL", A::PubOnline),
            t.option("hotline", "TEL", A::PubHotline),
            yes("recovered", A::PubRecovered),
            yes("assigned", A::PubAssigned),
            t.option("declared", "no|serial|any", A::PubDeclared).value_parser(["no", "serial", "any"]),
            yes("older-binding", A::PubOlder),
            yes("spoken", A::PubSpoken),
        ]))
}

fn licenses(t: ArgumentBuilder) -> Command {
    let edition = || t.option("edition", "N", L::OptEdition).value_parser(value_parser!(u8).range(0..16));
    let seats = || t.option("seats", "N", L::OptSeats).value_parser(value_parser!(NonZeroU16));
    let expires = || t.option("expires", "YYYY-MM-DD", L::OptExpires).value_parser(crate::dates::parse_day);
    let days = || {
        t.option("days", "N", L::OptDays)
            .value_parser(value_parser!(u16).range(1..))
            .conflicts_with("expires")
    };
    let state = t
        .option("state", "STATE", L::OptState)
        .value_parser(PossibleValuesParser::new(ShownState::ALL.map(ShownState::name)));
    let license = || [edition(), expires(), days(), seats()];
    let number = || t.positional("number", "N", L::ArgNumber).required(true);
    let reason = || t.option("reason", "TEXT", L::OptReason);
    let yes = || t.flag("yes", C::OptYes);
    let seat = || t.option("seat", "N", L::OptSeat).value_parser(value_parser!(NonZeroU16));
    t.group("licenses", L::Licenses)
        .arg(product(t))
        .subcommand(
            t.command("add", L::Add)
                .arg(t.positional("numbers", "N", L::ArgNumbers).required(true).num_args(1..))
                .args(license())
                .arg(t.json()),
        )
        .subcommand(
            t.command("import", L::Import)
                .args([
                    t.positional("file", "F", L::ArgImport).required(true),
                    t.flag("strict", A::OptStrict),
                    t.flag("update", A::OptUpdate).conflicts_with("strict"),
                    reason().requires("update"),
                    t.json(),
                ])
                .args(license()),
        )
        .subcommand(
            t.command("list", L::List).args([
                state,
                t.option("expiring", "DAYS", L::OptExpiring)
                    .value_parser(value_parser!(u16))
                    .conflicts_with("state"),
                t.option("customer", "TEXT", L::OptCustomer),
                t.flag("csv", L::OptCsv).conflicts_with("json"),
                t.json(),
            ]),
        )
        .subcommand(t.command("customer", L::SetCustomer).arg(number()).args(customer(t)).arg(t.json()))
        .subcommand(t.command("show", L::Show).args([number(), t.json()]))
        .subcommand(t.command("release", L::Release).args([
            number(),
            reason().required_unless_present("receipt"),
            t.option("receipt", "LINE", A::OptReceipt),
            seat().conflicts_with("receipt"),
            yes(),
            t.json(),
        ]))
        .subcommand(t.command("move", A::Move).args([
            number(),
            t.option("to", "REQUEST", A::OptTo),
            t.option("verified", "TEXT", StaffLine::OptVerified).requires("to"),
            seat(),
            reason().required(true),
            yes(),
            t.json(),
        ]))
        .subcommand(
            t.command("renew", L::Renew)
                .args([
                    number(),
                    expires(),
                    days(),
                    t.flag("never", L::OptNever).conflicts_with_all(["expires", "days"]),
                    reason().required(true),
                    yes(),
                    t.json(),
                ])
                .group(ArgGroup::new("expiry").args(["expires", "days", "never"]).required(true)),
        )
        .subcommand(
            t.command("edit", L::Edit)
                .args([number(), edition(), seats(), reason().required(true), t.json()])
                .group(ArgGroup::new("license").args(["edition", "seats"]).multiple(true).required(true)),
        )
        .subcommand(t.command("suspend", L::Suspend).args([number(), reason().required(true), t.json()]))
        .subcommand(t.command("resume", L::Resume).args([number(), reason().required(true), t.json()]))
        .subcommand(t.command("revoke", L::Revoke).args([number(), reason().required(true), yes(), t.json()]))
}

fn answer(t: ArgumentBuilder) -> Command {
    t.command("answer", L::AnswerCommand).args([
        t.positional("requests", "REQUEST", L::ArgRequest).required(true).num_args(1..),
        t.flag("older", A::OptOlder),
        t.option("confirm", "NAME", L::OptConfirm),
        t.option("verified", "TEXT", StaffLine::OptVerified),
        t.option("out", "FILE", BundleLine::OptOut).value_parser(value_parser!(PathBuf)),
        t.json(),
    ])
}

fn serve(t: ArgumentBuilder) -> Command {
    let rate = |name, help| t.option(name, "N", help).value_parser(value_parser!(std::num::NonZeroU32));
    t.command("serve", V::Serve)
        .after_help(wrap(V::ServeMore.say(t.0), 0, 0))
        .args([
            t.option("listen", "ADDR", V::OptListen).default_value("127.0.0.1:8650"),
            t.option("log", "text|json", V::OptLog).default_value("text").value_parser(log_format()),
            t.option("log-level", "LEVEL", V::OptLogLevel).default_value("info").value_parser(log_level()),
            t.option("tls-cert", "FILE", V::OptTlsCert)
                .value_parser(value_parser!(PathBuf))
                .requires("tls-key"),
            t.option("tls-key", "FILE", V::OptTlsKey)
                .value_parser(value_parser!(PathBuf))
                .requires("tls-cert"),
            t.flag("behind-proxy", V::OptBehindProxy).conflicts_with("tls-cert"),
            t.flag("insecure-cookies", A::OptInsecureCookies),
            t.option("second-factor", "ROLE", N::OptSecondFactor)
                .default_value("none")
                .value_parser(second_factor_setting::parser()),
            t.option("metrics-listen", "ADDR", V::OptMetricsListen),
            t.option("drain", "SECONDS", V::OptDrain).value_parser(value_parser!(u16)).default_value("0"),
            rate("per-source", V::OptPerSource).default_value("120"),
            rate("per-number", V::OptPerNumber).default_value("10"),
            rate("per-number-total", V::OptPerNumberTotal).default_value("300"),
            rate("unknown-per-source", V::OptUnknownPerSource).default_value("10"),
            rate("unknown-total", V::OptUnknownTotal).default_value("120"),
            rate("sign-ins-per-source", V::OptSignIns).default_value("10"),
            rate("per-token", V::OptPerToken).default_value("600"),
        ])
        .args(mail_options(t))
}

fn log_format() -> impl TypedValueParser<Value = Format> {
    PossibleValuesParser::new(["text", "json"])
        .map(|name| if name == "json" { Format::Json } else { Format::Text })
}

fn log_level() -> impl TypedValueParser<Value = Level> {
    PossibleValuesParser::new(["error", "warn", "info", "debug"]).map(|name| match name.as_str() {
        "error" => Level::Error,
        "warn" => Level::Warn,
        "debug" => Level::Debug,
        _ => Level::Info,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_valid_in_both_languages() {
        for lang in [Lang::En, Lang::Zh] {
            program(lang).debug_assert();
            let help = program(lang).render_help().to_string();
            assert!(help.contains(L::Licenses.say(lang)), "{help}");
            let other = if lang == Lang::En { Lang::Zh } else { Lang::En };
            assert!(!help.contains(L::HeadUsage.say(other)), "{help}");
        }
    }

    #[test]
    fn the_language_is_found_before_the_line_is_parsed() {
        let args = |line: &str| line.split(' ').map(OsString::from).collect::<Vec<_>>();
        let zh = |name: &str| (name == "LANG").then(|| "zh_CN.UTF-8".to_owned());
        let both = |name: &str| match name {
            "LC_ALL" => Some(String::new()),
            "LC_MESSAGES" => Some("C".to_owned()),
            _ => Some("zh_CN.UTF-8".to_owned()),
        };
        assert_eq!(lang(&args("desk answer x"), zh), Lang::Zh);
        assert_eq!(lang(&args("desk answer x"), both), Lang::En);
        assert_eq!(lang(&args("desk --lang en answer x"), zh), Lang::En);
        assert_eq!(lang(&args("desk answer x --lang=zh"), |_| None), Lang::Zh);
        assert_eq!(lang(&args("desk answer -- --lang=zh"), |_| None), Lang::En);
    }
}
