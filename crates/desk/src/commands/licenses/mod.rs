//! `licenses`: the commands for license numbers.

mod acts;
mod context;
mod customer;
mod import;
mod list;
mod show;

use clap::ArgMatches;

use super::failure::Failure;
use super::invocation::Invocation;
use super::output::Output;
use context::LicenseContext;
use countersign_ledger::Act;
pub(super) use customer::changed;

pub(super) fn run(args: &ArgMatches, invocation: &Invocation) -> Result<Output, Failure> {
    let context = LicenseContext::open(args, invocation)?;
    match args.subcommand() {
        Some(("add", args)) => import::add(&context, args),
        Some(("import", args)) => import::import(&context, args),
        Some(("list", args)) => list::list(&context, args),
        Some(("customer", args)) => customer::set(&context, args),
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
