//! `downloads`: the builds of the device program that the desk hands out, and the links to them.

mod builds;
mod links;

use std::path::PathBuf;

use clap::builder::PossibleValuesParser;
use clap::{ArgMatches, Command, value_parser};

use super::argument_builder::ArgumentBuilder;
use super::failure::Failure;
use super::invocation::Invocation;
use super::output::Output;
use crate::downloads::{MAX_DAYS, Processor};
use crate::text::DownloadLine as L;

pub(super) use links::link_to_json;

/// Returns the command line of the group.
pub(super) fn command(t: ArgumentBuilder) -> Command {
    let file = |name, help| t.option(name, "FILE", help).value_parser(value_parser!(PathBuf));
    let product = || t.option("product", "ID", L::OptProduct);
    let processors = PossibleValuesParser::new(Processor::ALL.map(Processor::name));
    let program = t.positional("file", "FILE", L::ArgProgram).value_parser(value_parser!(PathBuf));
    let build = t.positional("build", "N", L::ArgBuild).value_parser(value_parser!(i64));
    let days = value_parser!(u16).range(1..=i64::from(MAX_DAYS));
    t.group("downloads", L::Downloads)
        .subcommand(t.command("add", L::Add).args([
            program.required(true),
            t.option("version", "V", L::OptVersion).required(true),
            t.option("arch", "x86_64|aarch64", L::OptArch).value_parser(processors),
            t.flag("online", L::OptOnline),
            file("signature", L::OptSignature),
            product(),
            t.json(),
        ]))
        .subcommand(t.command("list", L::List).arg(t.json()))
        .subcommand(t.command("remove", L::Remove).arg(build.required(true)))
        .subcommand(t.command("link", L::Link).args([
            t.option("product", "ID", crate::text::AdminLine::OptProduct),
            t.option("case", "N", L::OptCase),
            t.option("days", "N", L::OptDays).value_parser(days),
            t.json(),
        ]))
        .subcommand(t.command("links", L::Links).arg(t.json()))
        .subcommand(
            t.command("revoke", L::Revoke).arg(t.positional("link", "LINK", L::ArgLink).required(true)),
        )
}

pub(super) fn run(args: &ArgMatches, invocation: &Invocation) -> Result<Output, Failure> {
    let store = invocation.open_store()?;
    match args.subcommand() {
        Some(("add", args)) => builds::add(&store, args, invocation),
        Some(("list", _)) => builds::list(&store, invocation),
        Some(("remove", args)) => builds::remove(&store, args, invocation),
        Some(("link", args)) => links::make(&store, args, invocation),
        Some(("links", _)) => links::list(&store, invocation),
        Some(("revoke", args)) => links::revoke(&store, args, invocation),
        _ => Ok(Output::usage()),
    }
}
