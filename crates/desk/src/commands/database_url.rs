//! The option `--database URL`.

use std::path::PathBuf;

/// The file that a database URL names: `sqlite:PATH`, `sqlite://PATH`, or just the path.
///
/// # Errors
/// The URL names another kind of database, or no path.
pub(super) fn parse(url: &str) -> Result<PathBuf, String> {
    let path = match url.split_once(':') {
        Some(("sqlite", rest)) => rest.strip_prefix("//").unwrap_or(rest),
        Some((scheme, rest)) if rest.starts_with("//") => return Err(format!("{scheme}: not sqlite:PATH")),
        _ => url,
    };
    if path.is_empty() { Err("no path".to_owned()) } else { Ok(path.into()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_url_names_a_file_of_sqlite() {
        for (url, path) in [
            ("sqlite:///var/lib/desk/ledger.db", "/var/lib/desk/ledger.db"),
            ("sqlite://ledger.db", "ledger.db"),
            ("sqlite:ledger.db", "ledger.db"),
            ("/srv/ledger.db", "/srv/ledger.db"),
            ("odd:name.db", "odd:name.db"),
        ] {
            assert_eq!(parse(url), Ok(path.into()), "{url}");
        }
        assert!(parse("postgres://desk@db/ledger").is_err() && parse("sqlite:").is_err());
    }
}
