//! Why the desk has no connection to its database.

use crate::text::{DatabaseLine as L, DatabaseSentence as S};

/// The English words.
pub fn database(line: L) -> &'static str {
    match line {
        L::AddressNoPath => "The address of the database names no file.",
        L::AddressSlashes => "The address of the database lacks // after the word postgres:.",
        L::AddressCredentials => {
            "In the address of the database, a character of the user or the password must be percent-encoded."
        }
        L::AddressHost => "The address of the database has a host that is empty or malformed.",
        L::AddressPort => {
            "The address of the database has a port that isn't a number from 1 to 65535, or too many ports."
        }
        L::AddressNoDatabase => "The address of the server lacks the name of the database.",
        L::AddressUnknownOption => "The address of the database has an unknown option.",
        L::AddressDo => {
            "Give a path, sqlite:PATH, or postgres://USER:PASSWORD@HOST:PORT/DATABASE with --database or COUNTERSIGN_DATABASE_URL."
        }
        L::AddressCredentialsDo => {
            "Write @ as %40, : as %3A, / as %2F, ? as %3F, # as %23, % as %25 and & as %26 in user and password."
        }
        L::AddressUnknownOptionDo => {
            "Supported options: sslmode (disable, prefer, require, verify-ca, verify-full), sslrootcert (a file or system), target_session_attrs (any, read-write), connect_timeout (seconds), application_name, options, host, port, user, password and dbname."
        }
        L::RootsDo => {
            "Name a PEM file with the issuer's certificates with sslrootcert, or install ca-certificates."
        }
        L::UnreachableDo => {
            "Check host and port, that the server runs, and that no firewall blocks the connection."
        }
        L::NoAnswerDo => {
            "Check that the server runs and isn't overloaded. connect_timeout in the address sets the limit."
        }
        L::NotReadyDo => "Wait until it is up, and try again.",
        L::TooManySessionsDo => {
            "Raise max_connections of the server, or let the desks use fewer connections."
        }
        L::PasswordDo => {
            "Check user and password in the address. Characters such as @, / and % are percent-encoded."
        }
        L::PasswordMissingDo => "Write it into the address: postgres://USER:PASSWORD@HOST/DATABASE.",
        L::NotAllowedDo => {
            "Allow the user to connect from this computer: pg_hba.conf, LOGIN, and CONNECT on the database."
        }
        L::DatabaseUnknownDo => "Create it with createdb, or correct its name in the address.",
        L::TooOldDo => "Upgrade the server.",
        L::NoTlsDo => {
            "Set ssl = on at the server. Only on a network that nobody else can read, write sslmode=disable into the address."
        }
        L::CertificateNameDo => {
            "Use a name of the certificate as host in the address, or give the server a certificate with this name."
        }
        L::CertificateIssuerDo => "Name the issuer's certificate with sslrootcert=FILE in the address.",
        L::CertificateDaysDo => "Renew the server's certificate, and check the clocks of both computers.",
        L::CertificateOtherDo => "Give the server another certificate.",
        L::TlsDo => "Check the server's ssl settings; it must support TLS 1.2 or 1.3.",
        L::ReadOnlyDo => {
            "Promote a standby, or add the primary server to the address. The desk needs one that accepts writes."
        }
        L::OtherDo => "Check that a PostgreSQL server listens there, and check its log.",
    }
}

/// The English sentences with values.
pub fn database_sentence(sentence: S<'_>) -> String {
    match sentence {
        S::AddressScheme { scheme } => {
            format!("The desk can't use {scheme}: databases, only sqlite: and postgres:.")
        }
        S::AddressEncoding { part } => {
            format!("In the address of the database, the part {part} isn't percent-encoded properly.")
        }
        S::AddressValue { option } => {
            format!("In the address of the database, the option {option} has an invalid value.")
        }
        S::Roots { detail } => format!("The certificates of trusted issuers can't be read: {detail}."),
        S::Unreachable { host, detail } => format!("The database server {host} can't be reached: {detail}."),
        S::NoAnswer { host, seconds } => {
            format!("The database server {host} did not answer within {seconds} s.")
        }
        S::NotReady { host } => format!("The database server {host} is starting or stopping."),
        S::TooManySessions { host } => format!("The database server {host} accepts no more connections."),
        S::Password { host } => format!("The database server {host} doesn't accept this user and password."),
        S::PasswordMissing { host } => {
            format!("The database server {host} asks for a password, and the address has none.")
        }
        S::NotAllowed { host, detail } => {
            format!("The database server {host} does not allow this user to connect: {detail}.")
        }
        S::DatabaseUnknown { host, database } => {
            format!("The database server {host} has no database named {database}.")
        }
        S::TooOld { host, version, oldest } => {
            format!("The database server {host} is PostgreSQL {version}; the desk needs {oldest} or newer.")
        }
        S::NoTls { host } => format!("The database server {host} offers no TLS."),
        S::CertificateName { host } => {
            format!("The certificate of the database server {host} is for another name.")
        }
        S::CertificateIssuer { host } => {
            format!("The certificate of the database server {host} comes from an issuer that isn't trusted.")
        }
        S::CertificateDays { host } => {
            format!("The certificate of the database server {host} has expired or isn't valid yet.")
        }
        S::CertificateOther { host, detail } => {
            format!("The certificate of the database server {host} can't be used: {detail}.")
        }
        S::Tls { host, detail } => format!("TLS with the database server {host} fails: {detail}."),
        S::ReadOnly { hosts } => format!("No database server accepts writes: {hosts}."),
        S::Other { host, detail } => format!("The database server {host} can't be used: {detail}."),
    }
}
