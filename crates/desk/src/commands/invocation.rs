//! What every command needs to know about its invocation.

use std::path::PathBuf;

use clap::ArgMatches;

use super::cli;
use crate::dates::now;
use countersign_core::text::Lang;

/// The global options, the environment and the time of an invocation.
pub(super) struct Invocation {
    /// The desk's folder.
    pub(super) data: PathBuf,
    pub(super) lang: Lang,
    pub(super) json: bool,
    pub(super) passphrase: Option<String>,
    /// The user who runs the program, for the audit.
    pub(super) operator: String,
    /// Seconds since 1970-01-01 UTC.
    pub(super) now: i64,
}

impl Invocation {
    pub(super) fn new(matches: &ArgMatches, lang: Lang) -> Self {
        let env = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
        let data = matches
            .get_one::<PathBuf>("data")
            .cloned()
            .or_else(|| env("COUNTERSIGN_DESK_DATA").map(PathBuf::from))
            .unwrap_or_else(|| PathBuf::from("/var/lib/countersign-desk"));
        let operator = ["SUDO_USER", "LOGNAME", "USER"].into_iter().find_map(env);
        let operator = operator.unwrap_or_else(|| "operator".to_owned());
        Self {
            data,
            lang,
            json: cli::wants_json(matches),
            passphrase: env("COUNTERSIGN_PASSPHRASE"),
            operator: operator.chars().filter(|c| !c.is_control()).take(64).collect(),
            now: now(),
        }
    }
}
