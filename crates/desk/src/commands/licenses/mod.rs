//! `licenses`: the commands for license numbers.

mod acts;
mod context;
mod import;
mod show;

use clap::ArgMatches;

use super::failure::Failure;
use super::invocation::Invocation;
use super::output::Output;
use context::LicenseContext;
use countersign_ledger::Act;

pub(super) fn run(args: &ArgMatches, invocation: &Invocation) -> Result<Output, Failure> {
    let context = LicenseContext::open(args, invocation)?;
    match args.subcommand() {
        Some(("add", args)) => import::add(&context, args),
        Some(("import", args)) => import::import(&context, args),
        Some(("list", args)) => show::list(&context, args),
        Some(("show", args)) => show::show(&context, args),
        Some(("release", args)) => acts::release(&context, args),
        Some(("move", args)) => acts::move_number(&context, args),
        Some(("renew", args)) => acts::renew(&context, args),
        Some(("edit", args)) => acts::edit(&context, args),
        Some(("suspend", args)) => acts::act(&context, Act::Suspend, args),
        Some(("resume", args)) => acts::act(&context, Act::Resume, args),
        Some(("revoke", args)) => acts::act(&context, Act::Revoke, args),
        _ => Ok(Output::usage()),
    }
}
