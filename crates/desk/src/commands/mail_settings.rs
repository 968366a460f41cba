//! The settings for mails: options of `serve` and `cases mail`, and the same keys of the settings file.

use clap::{Arg, ArgMatches};

use super::argument_builder::ArgumentBuilder;
use super::config_file::ConfigFile;
use super::settings::chosen;
use crate::LocalTime;
use crate::case_mail::{MailAddress, MailSettings};
use crate::text::ServeLine as L;
use countersign_core::text::Line as _;

/// Returns the options.
pub(super) fn mail_options(t: ArgumentBuilder) -> [Arg; 3] {
    let lang = t.0;
    [
        t.option("time-zone", "ZONE", L::OptTimeZone)
            .value_parser(move |name: &str| LocalTime::named(name).ok_or(L::TimeZoneUnknown.say(lang))),
        t.option("mail-signature", "TEXT", L::OptMailSignature),
        t.option("mail-from", "ADDRESS", L::OptMailFrom)
            .value_parser(move |text: &str| MailAddress::parse(text).ok_or(L::MailFromInvalid.say(lang))),
    ]
}

/// Returns each setting from the command line, or else from the file, or else the default: the system's time
/// zone and the product's name.
pub(super) fn mail_settings(args: &ArgMatches, file: &ConfigFile) -> MailSettings {
    MailSettings {
        zone: chosen(args, "time-zone", file.time_zone.clone()).unwrap_or_else(LocalTime::system),
        signature: chosen(args, "mail-signature", file.mail_signature.clone()),
        from: chosen(args, "mail-from", file.mail_from.clone()),
    }
}
