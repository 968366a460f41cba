//! Serving: its options, its faults, and the reports of its start and end.

use crate::text::{ServeLine as L, ServeSentence as S};

/// The English words.
pub fn serve(line: L) -> &'static str {
    match line {
        L::Serve => "Serve the phone page and the interface for devices",
        L::ServeMore => {
            "With --tls-cert and --tls-key it speaks TLS itself; SIGHUP reads a renewed certificate. Without them it speaks plain HTTP: a reverse proxy in front does TLS for the host name of the profile; switch its access log off for /R/, whose paths hold serials. The log here (standard error) never holds paths. SIGTERM ends it once answers under way are given."
        }
        L::OptListen => "Where to listen; port 0 takes a free one [default: 127.0.0.1:8650]",
        L::OptMetricsListen => {
            "Serve /metrics for Prometheus, /healthz and /readyz at this address, which is not for strangers [default: nowhere]"
        }
        L::OptLog => "The form of the log on standard error: text or json [default: text]",
        L::OptLogLevel => "How much is logged: error, warn, info or debug [default: info]",
        L::OptTlsCert => "Speak TLS with this certificate, its chain after it (PEM)",
        L::OptTlsKey => "The certificate's private key (PEM)",
        L::OptBehindProxy => {
            "Believe X-Forwarded-For. Only with a proxy in front that sets it, or anyone can get round the limits"
        }
        L::OptConfig => {
            "Read settings from this TOML file: one key for each option of 'serve', of the same name; the command line and the environment beat it"
        }
        L::OptPassphraseFile => {
            "Read the passphrase of the keys from this file, which its owner alone may read; it beats COUNTERSIGN_PASSPHRASE"
        }
        L::OptPinFile => {
            "Read the PIN of tokens from this file, which its owner alone may read; it beats COUNTERSIGN_PIN"
        }
        L::OptPerSource => "Most requests a minute from one address, counted by each process [default: 120]",
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
            "Seconds from SIGTERM on in which new requests are still answered, and /readyz says no [default: 0]"
        }
        L::OptTimeZone => "The time zone of mails, such as Asia/Shanghai [default: the system's]",
        L::TimeZoneUnknown => "no such time zone; an IANA name is needed, such as Asia/Shanghai",
        L::OptMailSignature => {
            "The signature of mails; the word operator in braces becomes the operator's name [default: the product's name]"
        }
        L::OptMailFrom => "The sender's address in mail files (.eml)",
        L::MailFromInvalid => "no mail address such as support@example.com",
        L::ServingInTheOpen => {
            "Plain HTTP on an open address: requests hold hardware serials. Use --tls-cert and --tls-key, or a proxy in front with --behind-proxy."
        }
        L::TlsFilesDo => "Give --tls-cert a PEM certificate with its chain, and --tls-key its private key.",
        L::ListenFailedDo => {
            "Name another with --listen or --metrics-listen, or end the program that has it."
        }
        L::ConfigUnreadableDo => "Check that it is there and that this user may read it.",
        L::ConfigNotRegular => "not a regular file",
        L::ConfigInvalidDo => {
            "'countersign-desk serve --help' lists the settings; docs/desk.md explains them."
        }
        L::TlsNeedsBoth => "tls-cert and tls-key are needed together.",
        L::TlsOrProxy => {
            "tls-cert and behind-proxy exclude each other: either the desk speaks TLS or the proxy does."
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
        S::TlsFiles { detail } => format!("TLS can't be spoken with these files: {detail}."),
        S::ConfigUnreadable { path, detail } => format!("The settings in {path} can't be read: {detail}."),
        S::ConfigNotToml { path, line } => format!("{path}, line {line}: this is not TOML."),
        S::ConfigUnknown { path, line, key } => format!("{path}, line {line}: there is no setting {key}."),
        S::ConfigValue { path, line, key } => format!("{path}, line {line}: {key} can't have this value."),
        S::FileNotRegular { path } => format!("{path} is a link, a pipe, a folder or a device."),
        S::PassphraseExposed { path, mode } => {
            format!("Other users may read the passphrase: {path} has the mode {mode}.")
        }
        S::PassphraseEmpty { path } => format!("{path} holds no passphrase."),
        S::ListenFailed { detail } => format!("This address can't be listened on: {detail}."),
    }
}
