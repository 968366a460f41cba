//! `serve`: serves the desk's pages and its interface until a signal ends it.

use std::io::Write as _;
use std::num::NonZeroU32;
use std::path::PathBuf;

use clap::ArgMatches;

use super::failure::Failure;
use super::invocation::Invocation;
use super::output::Output;
use crate::text::{ServeLine as L, ServeSentence};
use crate::web::limits::Rates;
use crate::web::{self, DeskFolder, DeskState, ServeError, Settings, TlsFiles};
use countersign_core::text::Line as _;

pub(super) fn run(args: &ArgMatches, invocation: &Invocation) -> Result<Output, Failure> {
    let data = invocation.open_desk()?;
    let rate = |name| args.get_one(name).copied().unwrap_or(NonZeroU32::MIN);
    let settings = Settings {
        behind_proxy: args.get_flag("behind-proxy"),
        rates: Rates {
            source: rate("per-source"),
            number: rate("per-number"),
            number_total: rate("per-number-total"),
            unknown: rate("unknown-per-source"),
            unknown_total: rate("unknown-total"),
            sign_ins: rate("sign-ins-per-source"),
        },
        insecure_cookies: args.get_flag("insecure-cookies"),
    };
    let folder = DeskFolder {
        path: invocation.folder().to_owned(),
        passphrase: invocation.passphrase.clone().map(Into::into),
    };
    let address = args.get_one::<String>("listen").map_or("", String::as_str);
    let file = |name: &str| args.get_one::<PathBuf>(name).cloned();
    let tls = file("tls-cert").zip(file("tls-key")).map(|(certificate, key)| TlsFiles { certificate, key });
    web::log::start();
    let desk = DeskState::new(data, folder, settings);
    let served = invocation.wait(async {
        let listener = web::listen(address, tls).await?;
        let url = listener.url();
        let mut out = std::io::stdout();
        let _ = writeln!(out, "{}", ServeSentence::Serving { url: &url }.say(invocation.lang))
            .and_then(|()| out.flush());
        if listener.is_unencrypted() && !args.get_flag("behind-proxy") {
            let _ = writeln!(std::io::stderr(), "{}", L::ServingInTheOpen.say(invocation.lang));
        }
        listener.serve(desk).await
    });
    served.map_err(|error| failure(&error, invocation))?;
    Ok(Output::done(format!("{}\n", L::Served.say(invocation.lang))))
}

fn failure(error: &ServeError, invocation: &Invocation) -> Failure {
    let lang = invocation.lang;
    match error {
        ServeError::Listen(..) => {
            let what = ServeSentence::ListenFailed { detail: error }.say(lang);
            Failure::fault("LISTEN-FAILED", what, L::ListenFailedDo.say(lang))
        }
        ServeError::Tls(_) => {
            let what = ServeSentence::TlsFiles { detail: error }.say(lang);
            Failure::fault("TLS-FILES", what, L::TlsFilesDo.say(lang))
        }
        ServeError::System(_) => Failure::system("SYSTEM-FAULT", error, lang),
    }
}
