//! The settings of a served desk. Each comes from the command line, or else from the file, or else is the
//! default.

use std::num::NonZeroU32;
use std::path::PathBuf;
use std::time::Duration;

use clap::ArgMatches;
use clap::parser::ValueSource;

use super::config_file::ConfigFile;
use super::exit::Exit;
use super::failure::Failure;
use super::mail_settings::mail_settings;
use super::oidc_section::OidcSection;
use super::second_factor_setting::SecondFactorFrom;
use crate::text::ServeLine as L;
use crate::web::limits::Rates;
use crate::web::{Settings, TlsFiles, log};
use countersign_core::text::{Lang, Line as _};

/// The settings of `serve`.
pub(super) struct ServeSettings {
    /// Address and port.
    pub(super) listen: String,
    /// Address and port for monitoring.
    pub(super) metrics_listen: Option<String>,
    pub(super) tls: Option<TlsFiles>,
    pub(super) log: log::Settings,
    pub(super) web: Settings,
}

impl ServeSettings {
    /// Reads the settings of `serve`.
    ///
    /// # Errors
    /// `CONFIG-INVALID` if settings exclude each other or a needed one is missing; `OIDC-FILE` if a file of
    /// the provider can't be used.
    pub(super) fn new(args: &ArgMatches, file: &ConfigFile, lang: Lang) -> Result<Self, Failure> {
        let rate = |name, in_file: Option<NonZeroU32>| chosen(args, name, in_file).unwrap_or(NonZeroU32::MIN);
        let flag = |name, in_file: Option<bool>| args.get_flag(name) || in_file == Some(true);
        let invalid = |line: L| {
            let next = L::ConfigInvalidDo.say(lang);
            Failure::new(Exit::Usage, "CONFIG-INVALID", line.say(lang), next)
        };
        let tls_file = |name, in_file: &Option<PathBuf>| chosen::<PathBuf>(args, name, in_file.clone());
        let tls = match (tls_file("tls-cert", &file.tls_cert), tls_file("tls-key", &file.tls_key)) {
            (Some(certificate), Some(key)) => Some(TlsFiles { certificate, key }),
            (None, None) => None,
            _ => return Err(invalid(L::TlsNeedsBoth)),
        };
        let behind_proxy = flag("behind-proxy", file.behind_proxy);
        if behind_proxy && tls.is_some() {
            return Err(invalid(L::TlsOrProxy));
        }
        let rates = Rates {
            source: rate("per-source", file.per_source),
            number: rate("per-number", file.per_number),
            number_total: rate("per-number-total", file.per_number_total),
            unknown: rate("unknown-per-source", file.unknown_per_source),
            unknown_total: rate("unknown-total", file.unknown_total),
            sign_ins: rate("sign-ins-per-source", file.sign_ins_per_source),
            token: rate("per-token", file.per_token),
        };
        let drain = Duration::from_secs(chosen::<u16>(args, "drain", file.drain).unwrap_or(0).into());
        let SecondFactorFrom(second_factor_from) =
            chosen(args, "second-factor", file.second_factor).unwrap_or_default();
        let insecure_cookies = flag("insecure-cookies", file.insecure_cookies);
        Ok(Self {
            listen: chosen(args, "listen", file.listen.clone()).unwrap_or_default(),
            metrics_listen: chosen(args, "metrics-listen", file.metrics_listen.clone()),
            tls,
            log: log::Settings {
                format: chosen(args, "log", file.log).unwrap_or_default(),
                level: chosen(args, "log-level", file.log_level).unwrap_or_default(),
            },
            web: Settings {
                behind_proxy,
                rates,
                insecure_cookies,
                second_factor_from,
                local_sign_in: file.oidc.as_ref().is_none_or(OidcSection::local_sign_in),
                provider: file.oidc.as_ref().map(|section| section.provider(lang)).transpose()?,
                drain,
                mail: mail_settings(args, file),
            },
        })
    }
}

/// Returns the value from the command line, or else from the file, or else the default.
pub(super) fn chosen<T: Clone + Send + Sync + 'static>(
    args: &ArgMatches,
    name: &str,
    in_file: Option<T>,
) -> Option<T> {
    let of_args = || args.get_one::<T>(name).cloned();
    if args.value_source(name) == Some(ValueSource::CommandLine) {
        of_args()
    } else {
        in_file.or_else(of_args)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::commands::cli;

    fn settings(args: &str, file: ConfigFile) -> Result<ServeSettings, Failure> {
        let args = ["countersign-desk", "serve"].into_iter().chain(args.split_whitespace());
        let matches = cli::program(Lang::En).try_get_matches_from(args).unwrap();
        ServeSettings::new(matches.subcommand_matches("serve").unwrap(), &file, Lang::En)
    }

    #[test]
    fn the_command_line_overrides_the_file_and_the_file_overrides_the_default() {
        let file = || ConfigFile {
            listen: Some("[::1]:1".into()),
            per_source: NonZeroU32::new(7),
            per_number: NonZeroU32::new(7),
            behind_proxy: Some(true),
            ..ConfigFile::default()
        };
        let settings = settings("--per-number 9", file()).unwrap();
        let rates = settings.web.rates;
        assert_eq!((settings.listen.as_str(), settings.web.behind_proxy), ("[::1]:1", true));
        assert_eq!([rates.source, rates.number, rates.sign_ins].map(NonZeroU32::get), [7, 9, 10]);
        let settings = self::settings("--listen 127.0.0.1:2 --per-source 120", file()).unwrap();
        assert_eq!((settings.listen.as_str(), settings.web.rates.source.get()), ("127.0.0.1:2", 120));
    }

    #[test]
    fn settings_that_do_not_fit_together_are_refused() {
        let cert = || ConfigFile { tls_cert: Some("c".into()), ..ConfigFile::default() };
        let both = || ConfigFile { tls_key: Some("k".into()), ..cert() };
        assert_eq!(settings("", cert()).err().unwrap().code, "CONFIG-INVALID");
        assert!(settings("", both()).unwrap().tls.is_some());
        assert_eq!(settings("--behind-proxy", both()).err().unwrap().code, "CONFIG-INVALID");
    }
}
