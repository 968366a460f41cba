//! `serve`: the desk's pages and interface, until it is told to end.

use std::io::Write as _;
use std::num::NonZeroU32;
use std::path::PathBuf;

use clap::ArgMatches;

use super::failure::Failure;
use super::{Call, Exit, Output};
use crate::DeskData;
use crate::desk_data::DATABASE;
use crate::text::DeskLine as L;
use crate::web::state::Home;
use crate::web::{self, Desk, ServeError, Settings, TlsFiles, limits::Rates};
use countersign_core::text::Line as _;

/// The file of a database URL: `sqlite:PATH`, `sqlite://PATH`, or the path alone.
///
/// # Errors
/// It is of a kind of database that this program doesn't know.
pub(super) fn database(url: &str) -> Result<PathBuf, String> {
    let path = match url.split_once(':') {
        Some(("sqlite", rest)) => rest.strip_prefix("//").unwrap_or(rest),
        Some((scheme, rest)) if rest.starts_with("//") => return Err(format!("{scheme}: not sqlite:PATH")),
        _ => url,
    };
    if path.is_empty() { Err("no path".to_owned()) } else { Ok(path.into()) }
}

pub(super) fn run(with: &ArgMatches, call: &Call) -> Result<Output, Failure> {
    let database = with.get_one("database").cloned().unwrap_or_else(|| call.data.join(DATABASE));
    let office = DeskData::open_with(&call.data, &database, call.passphrase.as_deref())
        .map_err(|error| Failure::open(error, call.lang))?;
    let rate = |name| with.get_one(name).copied().unwrap_or(NonZeroU32::MIN);
    let settings = Settings {
        behind_proxy: with.get_flag("behind-proxy"),
        rates: Rates { source: rate("per-source"), number: rate("per-number") },
        insecure_cookies: with.get_flag("insecure-cookies"),
    };
    let home = Home { data: call.data.clone(), passphrase: call.passphrase.clone().map(Into::into) };
    let address = with.get_one::<String>("listen").map_or("", String::as_str);
    let file = |name: &str| with.get_one::<PathBuf>(name).cloned();
    let tls = file("tls-cert").zip(file("tls-key")).map(|(certificate, key)| TlsFiles { certificate, key });
    web::log::start();
    let runtime = tokio::runtime::Runtime::new().map_err(|error| fault(&error.into(), call))?;
    // This handle outlives the runtime that serves: the store's own runtime can't end inside of another.
    let desk = Desk::new(office, home, settings);
    let served = runtime.block_on(async {
        let listening = web::listen(address, tls).await?;
        let url = listening.url();
        let mut out = std::io::stdout();
        let _ = writeln!(out, "{}", L::Serving.fill(call.lang, &[("url", &url)])).and_then(|()| out.flush());
        if listening.in_the_open() && !with.get_flag("behind-proxy") {
            let _ = writeln!(std::io::stderr(), "{}", L::ServingInTheOpen.say(call.lang));
        }
        listening.serve(desk.clone()).await
    });
    drop(runtime);
    drop(desk);
    served.map_err(|error| fault(&error, call))?;
    Ok(Output::done(format!("{}\n", L::Served.say(call.lang))))
}

fn fault(error: &ServeError, call: &Call) -> Failure {
    let with = [("detail", &*error.to_string())];
    let (code, lines) = match error {
        ServeError::Listen(..) => ("LISTEN-FAILED", (L::ListenFailed, L::ListenFailedDo)),
        ServeError::Tls(_) => ("TLS-FILES", (L::TlsFiles, L::TlsFilesDo)),
        ServeError::System(_) => ("SYSTEM-FAULT", (L::SystemFault, L::SystemFaultDo)),
    };
    Failure::new(Exit::Fault, code, lines, &with, call.lang)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_database_is_a_file_of_sqlite() {
        for (url, path) in [
            ("sqlite:///var/lib/desk/ledger.db", "/var/lib/desk/ledger.db"),
            ("sqlite://ledger.db", "ledger.db"),
            ("sqlite:ledger.db", "ledger.db"),
            ("/srv/ledger.db", "/srv/ledger.db"),
            ("odd:name.db", "odd:name.db"),
        ] {
            assert_eq!(database(url), Ok(path.into()), "{url}");
        }
        assert!(database("postgres://desk@db/ledger").is_err() && database("sqlite:").is_err());
    }
}
