//! The file of `--config`: settings of the desk, one key for each option of the same name. This module never
//! decides between command line, environment and file; `settings` does.

use std::num::NonZeroU32;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use super::exit::Exit;
use super::failure::Failure;
use super::oidc_section::OidcSection;
use super::second_factor_setting::SecondFactorFrom;
use crate::LocalTime;
use crate::case_mail::MailAddress;
use crate::postgres::DatabaseAddress;
use crate::regular_file;
use crate::text::{ServeLine as L, ServeSentence as S};
use crate::web::log::{Format, Level};
use countersign_core::profile::SyntaxFault;
use countersign_core::text::{Lang, Line as _, safe_path};

/// The maximum size of the file, in bytes.
const MAX_BYTES: u64 = 64 * 1024;

/// The settings in a file. A key that the file leaves out is `None`.
#[derive(Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub(super) struct ConfigFile {
    pub(super) data: Option<PathBuf>,
    pub(super) lang: Option<Language>,
    pub(super) passphrase_file: Option<PathBuf>,
    pub(super) pin_file: Option<PathBuf>,
    pub(super) database: Option<Database>,
    pub(super) metrics_listen: Option<String>,
    pub(super) log: Option<Format>,
    pub(super) log_level: Option<Level>,
    pub(super) listen: Option<String>,
    pub(super) tls_cert: Option<PathBuf>,
    pub(super) tls_key: Option<PathBuf>,
    pub(super) behind_proxy: Option<bool>,
    pub(super) insecure_cookies: Option<bool>,
    pub(super) drain: Option<u16>,
    pub(super) per_source: Option<NonZeroU32>,
    pub(super) per_number: Option<NonZeroU32>,
    pub(super) per_number_total: Option<NonZeroU32>,
    pub(super) unknown_per_source: Option<NonZeroU32>,
    pub(super) unknown_total: Option<NonZeroU32>,
    pub(super) sign_ins_per_source: Option<NonZeroU32>,
    pub(super) per_token: Option<NonZeroU32>,
    pub(super) second_factor: Option<SecondFactorFrom>,
    pub(super) time_zone: Option<LocalTime>,
    pub(super) mail_signature: Option<String>,
    pub(super) mail_from: Option<MailAddress>,
    pub(super) oidc: Option<OidcSection>,
}

/// The language of the texts, with the values of `--lang`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Language {
    Zh,
    En,
}

/// The database, with the values of `--database`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub(super) struct Database(pub(super) DatabaseAddress);

impl TryFrom<String> for Database {
    type Error = String;

    fn try_from(url: String) -> Result<Self, String> {
        DatabaseAddress::parse(&url).map(Self).map_err(|error| error.to_string())
    }
}

impl From<Language> for Lang {
    fn from(language: Language) -> Self {
        match language {
            Language::Zh => Self::Zh,
            Language::En => Self::En,
        }
    }
}

impl ConfigFile {
    /// Reads a file. Its relative paths start at its folder.
    ///
    /// # Errors
    /// `CONFIG-UNREADABLE` if the file can't be read, `CONFIG-INVALID` if its content is not valid.
    pub(super) fn load(path: &Path, lang: Lang) -> Result<Self, Failure> {
        let unreadable = |detail: &dyn std::fmt::Display| {
            let what = S::ConfigUnreadable { path: &safe_path(path), detail }.say(lang);
            Failure::fault("CONFIG-UNREADABLE", what, L::ConfigUnreadableDo.say(lang))
        };
        // This file may be a link, because the caller named it.
        let file = path.canonicalize().map_err(|error| unreadable(&error))?;
        let text = regular_file::read(&file, MAX_BYTES).map_err(|error| unreadable(&error))?;
        let text = text.ok_or_else(|| unreadable(&L::ConfigNotRegular.say(lang)))?;
        let mut config = Self::parse(&text).map_err(|fault| invalid(path, &fault, lang))?;
        let folder = file.parent().unwrap_or(Path::new("/"));
        let paths = [
            &mut config.data,
            &mut config.passphrase_file,
            &mut config.pin_file,
            &mut config.tls_cert,
            &mut config.tls_key,
        ];
        let database = match &mut config.database {
            Some(Database(DatabaseAddress::Sqlite(path))) => Some(path),
            _ => None,
        };
        let oidc = config.oidc.iter_mut().flat_map(OidcSection::paths).flatten();
        for path in paths.into_iter().flatten().chain(database).chain(oidc) {
            *path = folder.join(&*path);
        }
        Ok(config)
    }

    fn parse(text: &str) -> Result<Self, SyntaxFault> {
        SyntaxFault::read(text)
    }
}

fn invalid(path: &Path, fault: &SyntaxFault, lang: Lang) -> Failure {
    let path = safe_path(path);
    let what = match fault {
        SyntaxFault::NotToml { line } => S::ConfigNotToml { path: &path, line },
        SyntaxFault::Unknown { line, key } => S::ConfigUnknown { path: &path, line, key },
        SyntaxFault::Value { line, key } => S::ConfigValue { path: &path, line, key },
        // No key is required, so this fault doesn't occur.
        SyntaxFault::Missing { key } => S::ConfigValue { path: &path, line: &0, key },
    };
    Failure::new(Exit::Usage, "CONFIG-INVALID", what.say(lang), L::ConfigInvalidDo.say(lang))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::commands::cli;

    /// The commented example that the documentation names.
    const EXAMPLE: &str = include_str!("../../../../assets/desk.toml");

    /// Returns the example with every setting uncommented.
    fn all_settings() -> String {
        let is_setting = |line: &str| {
            line == "[oidc]" || (line.starts_with(|c: char| c.is_ascii_lowercase()) && line.contains(" = "))
        };
        EXAMPLE
            .lines()
            .filter_map(|line| line.strip_prefix('#').filter(|line| is_setting(line)))
            .fold(String::new(), |all, line| all + line + "\n")
    }

    #[test]
    fn the_example_is_valid_and_has_every_option() {
        assert_eq!(ConfigFile::parse(EXAMPLE), Ok(ConfigFile::default()), "the example changes no default");
        let all = all_settings();
        ConfigFile::parse(&all).unwrap_or_else(|fault| panic!("{fault}: {all}"));
        let given: toml::Table = all.parse().unwrap();
        let program = cli::program(Lang::En);
        let serve = program.find_subcommand("serve").unwrap();
        let options = program.get_arguments().chain(serve.get_arguments()).filter_map(clap::Arg::get_long);
        for option in options.filter(|name| !matches!(*name, "help" | "version" | "config")) {
            assert!(given.contains_key(option), "assets/desk.toml lacks {option}");
        }
        let values = given.len() + given["oidc"].as_table().unwrap().len();
        assert_eq!(values, all.lines().count(), "{all}");
    }

    #[test]
    fn the_defaults_in_the_example_are_those_of_the_program() {
        let given: toml::Table = all_settings().parse().unwrap();
        let program = cli::program(Lang::En);
        for arg in program.find_subcommand("serve").unwrap().get_arguments() {
            let Some(default) = arg.get_default_values().first() else { continue };
            let Some(value) = arg.get_long().and_then(|name| given.get(name)) else { continue };
            let value = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            assert_eq!(Some(value.as_str()), default.to_str(), "{:?}", arg.get_long());
        }
    }

    #[test]
    fn an_error_is_reported_with_line_and_key() {
        let key = |key: &str| key.to_owned();
        for (text, fault) in [
            ("\nlisten = 8650", SyntaxFault::Value { line: 2, key: key("listen") }),
            ("per-source = 0", SyntaxFault::Value { line: 1, key: key("per-source") }),
            ("database = \"mysql://x\"", SyntaxFault::Value { line: 1, key: key("database") }),
            ("lang = \"fr\"", SyntaxFault::Value { line: 1, key: key("lang") }),
            ("time-zone = \"Mars/Olympus\"", SyntaxFault::Value { line: 1, key: key("time-zone") }),
            ("mail-from = \"a@b\\nBcc: c@d\"", SyntaxFault::Value { line: 1, key: key("mail-from") }),
            ("second-factor = \"boss\"", SyntaxFault::Value { line: 1, key: key("second-factor") }),
            ("data = \"d\"\nlisen = \"x\"", SyntaxFault::Unknown { line: 2, key: key("lisen") }),
            ("listen = ", SyntaxFault::NotToml { line: 1 }),
        ] {
            assert_eq!(ConfigFile::parse(text), Err(fault), "{text}");
        }
    }

    #[test]
    fn paths_are_relative_to_the_folder_of_the_file() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("desk.toml");
        std::fs::write(
            &path,
            "data = \"desk\"\ndatabase = \"sqlite:db/ledger.db\"\ntls-cert = \"/etc/x.pem\"\n",
        )
        .unwrap();
        let link = folder.path().join("link.toml");
        std::os::unix::fs::symlink(&path, &link).unwrap();
        let here = folder.path().canonicalize().unwrap();
        for path in [path, link] {
            let config = ConfigFile::load(&path, Lang::En).unwrap();
            assert_eq!(config.data, Some(here.join("desk")));
            assert_eq!(config.database, Some(Database(DatabaseAddress::Sqlite(here.join("db/ledger.db")))));
            assert_eq!(config.tls_cert, Some("/etc/x.pem".into()));
        }
    }
}
