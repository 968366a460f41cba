//! Serving: its options, its faults, and the reports of its start and end.

use crate::text::{ServeLine as L, ServeSentence as S};

/// The English words.
pub fn serve(line: L) -> &'static str {
    match line {
        L::Serve => "Serve the phone page and the interface for devices",
        L::ServeMore => {
            "With --tls-cert and --tls-key it serves TLS itself; SIGHUP loads a renewed certificate. Without them it serves plain HTTP: a reverse proxy in front provides TLS for the host name of the profile; switch off the proxy's access log for /R/, because these paths contain serials. The desk's log (standard error) never contains paths. SIGTERM ends the desk after it has sent the answers in progress."
        }
        L::OptListen => "The address to listen on; port 0 chooses a free port [default: 127.0.0.1:8650]",
        L::OptMetricsListen => {
            "Serve /metrics for Prometheus, /healthz and /readyz at this address, which should not be public [default: nowhere]"
        }
        L::OptLog => "The format of the log on standard error: text or json [default: text]",
        L::OptLogLevel => "How much is logged: error, warn, info or debug [default: info]",
        L::OptTlsCert => "Serve TLS with this certificate, followed by its chain (PEM)",
        L::OptTlsKey => "The certificate's private key (PEM)",
        L::OptBehindProxy => {
            "Trust X-Forwarded-For. Only with a proxy in front that sets it; otherwise anyone can bypass the limits"
        }
        L::OptConfig => {
            "Read settings from this TOML file: one key for each option of 'serve', with the same name; the command line and the environment have priority"
        }
        L::OptPassphraseFile => {
            "Read the passphrase of the keys from this file, which only its owner may read; has priority over COUNTERSIGN_PASSPHRASE"
        }
        L::OptPinFile => {
            "Read the PIN of tokens from this file, which only its owner may read; has priority over COUNTERSIGN_PIN"
        }
        L::OptPerSource => {
            "Most requests a minute from one address without a session or a token, counted by each process [default: 120]"
        }
        L::OptPerNumber => {
            "Most answers a minute for one license number to one address, likewise [default: 10]"
        }
        L::OptPerNumberTotal => {
            "Most answers a minute for one license number to all addresses, likewise [default: 300]"
        }
        L::OptUnknownPerSource => {
            "Most unknown license numbers a minute from one address, likewise [default: 10]"
        }
        L::OptUnknownTotal => {
            "Most unknown license numbers a minute from all addresses, likewise [default: 120]"
        }
        L::OptSignIns => "Most sign-ins a minute from one address, likewise [default: 10]",
        L::OptPerToken => "Most requests a minute with one token [default: 600]",
        L::OptDrain => {
            "Seconds after SIGTERM in which new requests are still answered, and /readyz reports not ready [default: 0]"
        }
        L::OptTimeZone => "The time zone of mails, such as Asia/Shanghai [default: the system's]",
        L::TimeZoneUnknown => "unknown time zone; use an IANA name such as Asia/Shanghai",
        L::OptMailSignature => {
            "The signature of mails; the word operator in braces becomes the operator's name [default: the product's name]"
        }
        L::OptMailFrom => "The sender's address in mail files (.eml)",
        L::MailFromInvalid => "not a mail address such as support@example.com",
        L::ServingInTheOpen => {
            "Plain HTTP on a public address: requests contain hardware serials. Use --tls-cert and --tls-key, or a proxy in front with --behind-proxy."
        }
        L::TlsFilesDo => "Give --tls-cert a PEM certificate with its chain, and --tls-key its private key.",
        L::ListenFailedDo => {
            "Give another address with --listen or --metrics-listen, or end the program that uses it."
        }
        L::ConfigUnreadableDo => "Check that it is there and that this user may read it.",
        L::ConfigNotRegular => "not a regular file",
        L::ConfigInvalidDo => {
            "'countersign-desk serve --help' lists the settings; docs/desk.md explains them."
        }
        L::TlsNeedsBoth => "tls-cert and tls-key are needed together.",
        L::TlsOrProxy => {
            "tls-cert and behind-proxy exclude each other: either the desk or the proxy provides TLS."
        }
        L::PassphraseNotRegularDo => "Name the file itself.",
        L::PassphraseExposedDo => {
            "Run chmod 600 on it. If other people use this computer, consider another passphrase."
        }
        L::PassphraseEmptyDo => "Write the passphrase into it, on one line.",
        L::Served => "The desk has ended.",
    }
}

/// The English sentences with values.
pub fn serve_sentence(sentence: S<'_>) -> String {
    match sentence {
        S::Serving { url } => format!("The desk answers at {url}"),
        S::ServingMetrics { url } => format!("Metrics are at {url}"),
        S::TlsFiles { detail } => format!("These files can't be used for TLS: {detail}."),
        S::ConfigUnreadable { path, detail } => format!("The settings in {path} can't be read: {detail}."),
        S::ConfigNotToml { path, line } => format!("{path}, line {line}: this is not TOML."),
        S::ConfigUnknown { path, line, key } => format!("{path}, line {line}: unknown setting {key}."),
        S::ConfigValue { path, line, key } => format!("{path}, line {line}: {key} can't have this value."),
        S::FileNotRegular { path } => format!("{path} is a link, a pipe, a folder or a device."),
        S::PassphraseExposed { path, mode } => {
            format!("Other users may read the passphrase: {path} has the mode {mode}.")
        }
        S::PassphraseEmpty { path } => format!("{path} contains no passphrase."),
        S::ListenFailed { detail } => format!("Can't listen on this address: {detail}."),
    }
}
