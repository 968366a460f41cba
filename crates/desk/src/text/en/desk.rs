//! The program `countersign-desk`.

use crate::text::{DeskLine as L, DeskSentence as S};

/// The English words.
#[allow(clippy::too_many_lines, reason = "one line of text a line")]
pub fn desk(line: L) -> &'static str {
    match line {
        L::About => "The activation desk: keeps license numbers and answers requests.",
        L::HeadCommands => "Commands",
        L::HeadOptions => "Options",
        L::HeadArguments => "Arguments",
        L::HeadUsage => "Usage",
        L::OptHelp => "Show this help",
        L::OptVersion => "Show the version",
        L::OptData => "The desk's folder [default: /var/lib/countersign-desk]",
        L::OptLang => "Language: zh or en [default: the system's]",
        L::OptJson => "Print one JSON object instead of text",
        L::Environment => {
            "COUNTERSIGN_PASSPHRASE, or the file of --passphrase-file, opens sealed keys, and seals new ones. COUNTERSIGN_PIN, or the file of --pin-file, is the PIN of tokens. COUNTERSIGN_DESK_DATA is the default of --data, COUNTERSIGN_DESK_CONFIG the default of --config. Exit: 0 done, 1 fault, 2 usage, 5 refused."
        }
        L::Init => "Make a new desk: keys, database and the profile for the devices",
        L::InitProduct => "The product's identifier: a-z, 0-9, '.' and '-'; never changes",
        L::InitName => "The product's name, as people know it",
        L::InitMask => "The form of license numbers: A is a letter, 9 a digit",
        L::InitHost => "The host name of the desk's page; with 20 characters or fewer the QR is smaller",
        L::InitDeclared => "Which values people may type in if the firmware's are refused: no, serial or any",
        L::InitAssigned => "Accept assigned values, if nothing on the machine has one",
        L::InitOlder => "Offer the older binding (online only)",
        L::InitSpoken => "Answer requests read out on the telephone",
        L::InitOnline => {
            "The address that devices ask over the network, as https://HOST[:PORT] [default: the desk's host]"
        }
        L::InitHotline => "A telephone number for people who are stuck",
        L::Organisation => "Organisation",
        L::Contact => "Contact",
        L::Telephone => "Telephone",
        L::Mail => "Mail",
        L::Ticket => "Ticket",
        L::SetCustomer => "Set the customer and the ticket of a number; other values stay",
        L::OptExpiring => "Only active ones that expire within this number of days",
        L::OptCustomer => "Only those whose customer or ticket has this text",
        L::OptCsv => "Print CSV",
        L::Licenses => "License numbers: add, look up, release, suspend, revoke",
        L::Add => "Add license numbers",
        L::Import => "Add the license numbers of a file",
        L::List => "List license numbers",
        L::Show => "Show one license number with its history",
        L::Release => "Release a number from its machine; the next machine that asks gets it",
        L::Suspend => "Suspend a number until it is resumed",
        L::Resume => "Resume a suspended number",
        L::Revoke => "Revoke a number permanently",
        L::Renew => "Change when the codes of a number expire",
        L::Edit => "Change the edition or the seats of a number",
        L::ArgNumber => "The license number",
        L::ArgNumbers => "License numbers",
        L::ArgImport => {
            "A text file: one number in each line, then optionally ',edition', ',YYYY-MM-DD' or ',DAYS', and ',seats'; '-' reads standard input"
        }
        L::OptEdition => "Edition, 0 to 15",
        L::OptExpires => "Last valid day, YYYY-MM-DD",
        L::OptDays => "Number of valid days from first use",
        L::OptNever => "Never expires",
        L::OptSeats => "How many machines it can bind at the same time",
        L::OptSeat => "The seat, if several are taken",
        L::OptState => "Only this state: unused, bound, expired, suspended or revoked",
        L::OptReason => "The reason; kept in the audit",
        L::AnswerCommand => "Answer requests",
        L::ArgRequest => "A request's text or URL, a file, a folder of files, or '-' for standard input",
        L::OptConfirm => "The name of a corrected spoken request, after the caller has confirmed it",
        L::OptDatabase => {
            "The database: sqlite:PATH or postgres://USER@HOST/NAME [env: COUNTERSIGN_DATABASE_URL; default: ledger.db in the desk's folder]"
        }
        L::DeskNoneDo => "Make one with 'countersign-desk init', or name its folder with --data.",
        L::DeskExistsDo => "Nothing was changed. Name another folder with --data.",
        L::KeysUnsealed => {
            "The desk's keys or its own secrets have no passphrase. In a PostgreSQL database they need one: otherwise anyone with a copy of the database has them."
        }
        L::KeysUnsealedDo => {
            "For a new desk, set COUNTERSIGN_PASSPHRASE and try again. To seal those that exist, run 'keys add' once with it where they are now."
        }
        L::KeysSealed => "The desk's keys are sealed with a passphrase.",
        L::KeysSealedDo => "Set COUNTERSIGN_PASSPHRASE or give --passphrase-file, and try again.",
        L::PassphraseWrong => "The passphrase doesn't open the desk's keys.",
        L::PassphraseWrongDo => {
            "Check COUNTERSIGN_PASSPHRASE, or the file of --passphrase-file: case and spaces matter."
        }
        L::KeysExposedDo => "Run 'chmod 600' on it. If other people use this computer, consider new keys.",
        L::KeysNewer => "The key file was made by a newer version of this program.",
        L::KeysNewerDo => "Update this program.",
        L::KeysDamagedDo => "Restore the database from your backup.",
        L::FileUnreadableDo => "Check that it exists, and that this user may use it.",
        L::ProfileDamagedDo => "Restore the folder 'profiles' from your backup.",
        L::StoreBusy => "Another program has held the database for too long, or its server doesn't answer.",
        L::StoreBusyDo => "Nothing was changed. Try again in a moment.",
        L::StoreUnconfirmed => {
            "The connection to the database server was lost before it confirmed the change. The change was made completely or not at all."
        }
        L::StoreUnconfirmedDo => "Check whether it was made before you try again.",
        L::StoreNewerDo => "Nothing was changed. Use the newer countersign-desk.",
        L::StoreFull => "The disk is full.",
        L::StoreFullDo => "Nothing was changed. Free some space and try again.",
        L::StoreReadOnly => "The database can't be written by this user.",
        L::StoreReadOnlyDo => "Run this as the user who owns the desk, and check that the disk is writable.",
        L::StoreDamagedDo => {
            "Run 'countersign-desk database check'. If it reports the same, stop the desk, and restore ledger.db from your backup."
        }
        L::StoreDeniedDo => {
            "Nothing was changed. The database's owner can do it: createdb --owner makes a database that belongs to this user. Searches need the extension pg_trgm (Debian has it in the server's package, others in postgresql-contrib)."
        }
        L::StoreFaultDo => "Nothing was changed. Check the folder and the disk, and try again.",
        L::KeyMissingDo => "Copy the newest profile.toml to the device, and make a new request there.",
        L::RequestInvalid => "This request is not valid.",
        L::RequestNone => "This contains no request.",
        L::RequestNoneDo => "Give the request's text or URL, or a file that contains it.",
        L::RequestCut => "The end of this request is missing.",
        L::RequestSlip => "A character of this request is wrong, missing or extra.",
        L::RequestNewer => "This request was made by a newer program.",
        L::RequestNewerDo => "Update this program.",
        L::RequestSpokenCheckDo => "Have the number read out again; if it is right, the four lines.",
        L::RequestSpokenDo => "Have the line read out again.",
        L::RequestSpokenNumberNone => "The license number is missing before the four lines.",
        L::RequestSpokenNumberDo => "Give the license number on a line of its own, before the four lines.",
        L::RequestInvalidDo => "Copy the whole text or URL again, or scan the QR again.",
        L::RequestTooLong => "This is too long for a request.",
        L::RequestTooLongDo => "Give the request alone, or a folder with one request in each file.",
        L::NumberMalformedDo => "Nothing was changed. Compare it with the certificate.",
        L::NumberNotHereDo => "If it is right, add it with 'countersign-desk licenses add'.",
        L::ExpiryPast => "The last day is over: no code could be issued.",
        L::ExpiryPastDo => "Check the year, and give today or a later day.",
        L::SettingInvalidDo => "'countersign-desk init --help' describes each setting.",
        L::SystemFaultDo => "Nothing was changed. Try again.",
        L::NotBoundDo => "Nothing was changed, and nothing is to be done: all its seats are free.",
        L::SeatDo => {
            "Nothing was changed. Give the seat of a machine: licenses show and the number's page list them."
        }
        L::SeatsTakenDo => {
            "Nothing was changed. Release seats first, or give at least as many seats as are taken."
        }
        L::UnchangedDo => "Nothing was changed. To change the license, give other values.",
        L::SuspendedDo => "Nothing was changed. To have its requests answered again, resume the number.",
        L::MoveSuspendedDo => "Nothing was changed. Resume the number first, then move it.",
        L::NotSuspendedDo => {
            "Nothing was changed. If its requests are refused, the refusal names the reason."
        }
        L::RevokedDo => "Nothing was changed. Give the customer another license number.",
        L::NoReasonDo => "Nothing was changed. Give the reason; the audit records it.",
        L::ReceiptWrongDo => {
            "Nothing was changed. Compare the license number, and have the line numbered 12 read out again."
        }
        L::ReasonTooLongDo => "Nothing was changed. Shorten it.",
        L::CustomerTooLongDo => "Nothing was changed. Shorten it.",
        L::ReceiptMalformedDo => "Have the line numbered 12 read out again.",
        L::ReceiptOperatorDo => {
            "Ask the machine's owner, then give the receipt again together with a reason."
        }
        L::ReceiptSpentDo => "Nothing was changed. The device may still show it, but has no license.",
        L::UsageDo => "'countersign-desk --help' lists the commands.",
        L::MadeKeysSealed => {
            "Its keys are sealed. Without the passphrase they are lost: keep the passphrase in a safe place."
        }
        L::MadeKeysPlain => {
            "Its keys are not sealed: anyone who can read ledger.db can sign license codes. With COUNTERSIGN_PASSPHRASE set, init seals them."
        }
        L::MadeBackup => "Back it up with 'countersign-desk backup': the database contains the keys too.",
        L::ListEmpty => "No license numbers match.",
        L::ShowState => "State",
        L::ShowBound => "Bound since",
        L::ShowExpiry => "Valid",
        L::ShowEdition => "Edition",
        L::ShowSeats => "Seats",
        L::ShowSeat => "Seat",
        L::ShowRequests => "Requests answered",
        L::ShowByWord => "by telephone; the values are unknown",
        L::ShowMachine => "Machine",
        L::ShowMoves => "Changes in a year",
        L::ShowHistory => "Requests",
        L::ShowAudit => "Audit",
        L::ShowCases => "Cases",
        L::CaseOpen => "open",
        L::CaseWaits => "waiting",
        L::CaseClosed => "closed",
        L::Never => "without end",
        L::Issued => "code issued",
        L::Refused => "refused",
        L::CodeTypeIn => "Type these seven lines, or read them out; case and spaces don't matter.",
        L::SchemeThree => "full binding",
        L::SchemeTwo => "older binding",
        L::WaysHeading => "Ways to solve it, best first",
        L::WayCautions => "Before you begin:",
        L::FieldsHeading => "What the machine reports",
        L::FieldOk => "accepted",
        L::FieldEmpty => "(empty)",
        L::FieldGarbled => "(not proper text)",
        L::FieldUnread => "(not read)",
        L::DeclaredMark => "typed in",
        L::AssignedMark => "assigned",
        L::BoardMark => "from the board",
        L::ChassisMark => "from the chassis",
        L::UuidMark => "from the UUID",
        L::OemMark => "from an OEM string",
        L::DeviceTreeMark => "from the device tree",
        L::VersionMark => "from the version or family",
        L::OtherMark => "from another place on the machine",
        L::ByWordNoValues => "(not given on the telephone)",
        L::ReportTitle => "Countersign: report on the requests in this folder",
    }
}

/// The English sentences with values.
pub fn desk_sentence(sentence: S<'_>) -> String {
    match sentence {
        S::DeskNone { path } => format!("There is no desk in {path}."),
        S::DeskExists { path } => format!("A desk already exists: {path}."),
        S::KeysExposed { path, mode } => format!("Others can read the desk's keys: {path} has mode {mode}."),
        S::KeysDamaged { detail } => format!("The key file can't be parsed: {detail}."),
        S::FileUnreadable { path, detail } => format!("{path} can't be read or written: {detail}."),
        S::ProfileDamaged { detail } => format!("A published profile is not valid: {detail}."),
        S::StoreDamaged { detail } => format!("The database is damaged: {detail}."),
        S::StoreNewer { version } => {
            format!("The database was made by a newer program: its schema version is {version}.")
        }
        S::CustomerSet { subject } => format!("{subject}: the customer is set."),
        S::CustomerTooLong { part } => format!("{part}: more than 200 characters."),
        S::StoreDenied { detail } => format!("The database's server does not allow it: {detail}."),
        S::StoreFault { detail } => format!("The database failed: {detail}."),
        S::KeyMissing { version } => format!("No active key of this desk belongs to profile {version}."),
        S::SeatsAre { seats } => format!("Seats with a machine: {seats}. Name one of them with --seat."),
        S::SeatHeld { seat, machine, day } => format!("Seat {seat}: {machine}, since {day}"),
        S::RequestSpokenLine { line } => format!("Line {line} of the spoken request can't be read."),
        S::RequestSpokenCheck { number } => {
            format!("The four lines don't belong to the license number {number}.")
        }
        S::RequestSpokenNumber { number } => {
            format!("{number} is not a license number of the product that line 8 names.")
        }
        S::RequestMended { lines } => {
            format!("Corrected: {lines}. Read what was corrected back to the caller.")
        }
        S::RequestConfirm { lines, name } => {
            format!("Corrected: {lines}. The result is the request {name}.")
        }
        S::RequestConfirmDo { name } => format!(
            "Ask the caller for the name of the request. If it is {name}, answer again with '--confirm {name}'."
        ),
        S::NumberMalformed { number, example } => {
            format!("{number} is not a license number of this product; an example is {example}.")
        }
        S::NumberNotHere { number } => format!("{number} is unknown here."),
        S::SettingInvalid { detail } => format!("This setting can't be used: {detail}."),
        S::SystemFault { detail } => format!("The system reports: {detail}."),
        S::Made { product, path } => format!("The desk for {product} is ready in {path}."),
        S::MadeNextProfile { path } => {
            format!("Copy {path} to the devices, as /etc/countersign/profile.toml.")
        }
        S::MadeNextNumbers { options, example } => {
            format!("Add license numbers: countersign-desk {options} licenses add {example}")
        }
        S::MadeNextAnswer { options } => {
            format!("Answer a request: countersign-desk {options} answer REQUEST")
        }
        S::MadeAssumed { setting } => format!(
            "Assumed, because it was not given: {setting}. If that is wrong, remove the folder and run init again."
        ),
        S::MadeAssumedOnServer { setting } => format!(
            "Assumed, because it was not given: {setting}. If that is wrong, remove the folder, drop and create the database, and run init again."
        ),
        S::AddedLine { new, known } => format!("Added: {new}. Existing: {known}."),
        S::ListTotal { count } => format!("{count} in total"),
        S::Acted { number, act, state } => format!("{number}: {act}. State: {state}."),
        S::ListEdition { edition } => format!("edition {edition}"),
        S::SeatsTaken { taken, seats } => format!("{taken} of {seats} taken"),
        S::RequestCounts { answered, spent } => format!("{answered}, of these no longer valid: {spent}"),
        S::SeatNumber { seat } => format!("Seat {seat}"),
        S::AddDiffers { number, what } => format!("{number}: {what}"),
        S::UntilDay { day } => format!("until {day}"),
        S::AfterDays { days } => format!("{days} days from first use"),
        S::CodeFor { number, name } => format!("License code for {number}, request {name}"),
        S::CodeFacts { edition, scheme, expiry } => format!("Edition {edition}, {scheme}, valid {expiry}"),
        S::RefusedFor { code, number, name } => format!("Refused: {code}, number {number}, request {name}"),
        S::RefusedUnknownNumber { code, name } => format!("Refused: {code}, request {name}"),
        S::Differs { fields } => format!("Different from the machine that it belongs to: {fields}"),
        S::WhatToDo { text } => format!("What to do: {text}"),
        S::CaseIs { case } => format!("Case {case}"),
        S::FolderSummary { path, issued, refused, other } => {
            format!("{path}: {issued} issued, {refused} refused, {other} not answered")
        }
        S::FolderWrote { report } => format!("License files and a report are beside the requests: {report}"),
        S::FolderEmpty { path } => format!("{path} contains no request files."),
    }
}
