//! `licenses customer`: sets the customer and the ticket of a license number.

use clap::ArgMatches;

use super::context::LicenseContext;
use super::show;
use crate::commands::failure::Failure;
use crate::commands::output::Output;
use crate::sql::{CustomerEntry, CustomerTooLong};
use crate::text::{DeskLine, DeskSentence, customer_too_long};
use countersign_core::text::{Lang, Line as _};

/// The options in the order of [`CustomerEntry::of_typed`].
pub(in crate::commands) const OPTIONS: [&str; 5] = ["organisation", "contact", "telephone", "mail", "ticket"];

pub(super) fn set(context: &LicenseContext<'_>, args: &ArgMatches) -> Result<Output, Failure> {
    let license = context.license_argument(args)?;
    let before = context.invocation.query(context.store.license_customer(&license))?;
    let before = before.ok_or_else(|| Failure::number_unknown(&license.number, context.lang()))?;
    let entry = changed(&before, args, context.lang())?;
    let (by, at) = (&context.invocation.operator, context.invocation.now);
    context.invocation.query(context.store.set_license_customer(&license, &entry, by, at))?;
    if context.invocation.json {
        return show::json(context, context.load(&license)?);
    }
    let said = DeskSentence::CustomerSet { subject: &license }.say(context.lang());
    Ok(Output::done(said + "\n"))
}

/// Returns the entry with the given options changed; the others are kept.
pub(in crate::commands) fn changed(
    before: &CustomerEntry,
    args: &ArgMatches,
    lang: Lang,
) -> Result<CustomerEntry, Failure> {
    let mut texts = before.texts();
    for (text, option) in texts.iter_mut().zip(OPTIONS) {
        if let Some(given) = args.get_one::<String>(option) {
            *text = given;
        }
    }
    CustomerEntry::of_typed(texts).map_err(|CustomerTooLong(part)| {
        let next = DeskLine::CustomerTooLongDo.say(lang);
        Failure::refused(CustomerTooLong::CODE, customer_too_long(lang, part), next)
    })
}
