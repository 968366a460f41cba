//! `serve`: serves the desk's pages and its interface until a signal ends it.

use std::io::Write as _;

use clap::ArgMatches;

use super::failure::Failure;
use super::invocation::Invocation;
use super::output::{Output, print};
use super::settings::ServeSettings;
use crate::text::{ServeLine as L, ServeSentence};
use crate::web::{self, DeskFolder, DeskState, Monitoring, ServeError};
use countersign_core::text::Line as _;

pub(super) fn run(args: &ArgMatches, invocation: &Invocation) -> Result<Output, Failure> {
    let settings = ServeSettings::new(args, &invocation.config, invocation.lang)?;
    let data = invocation.open_desk()?;
    let passphrase = invocation.passphrase()?.map(|text| text.to_owned().into());
    let folder = DeskFolder { path: invocation.folder().to_owned(), passphrase };
    web::log::start(settings.log);
    let behind_proxy = settings.web.behind_proxy;
    let desk = DeskState::new(data, folder, settings.web);
    let served = invocation.wait(async {
        let listener = web::listen(&settings.listen, settings.tls).await?;
        let monitoring = settings.metrics_listen.as_deref().map(Monitoring::listen).transpose()?;
        let mut said = ServeSentence::Serving { url: &listener.url() }.say(invocation.lang) + "\n";
        if let Some(url) = monitoring.as_ref().map(Monitoring::url) {
            said = said + &ServeSentence::ServingMetrics { url: &url }.say(invocation.lang) + "\n";
        }
        print(std::io::stdout(), &said);
        if listener.is_unencrypted() && !behind_proxy {
            let _ = writeln!(std::io::stderr(), "{}", L::ServingInTheOpen.say(invocation.lang));
        }
        listener.serve(desk, monitoring).await
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
