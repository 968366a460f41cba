//! The commands for cases, operators, keys, profiles, backups and imports.

use crate::text::{AdminLine as L, AdminSentence as S};

/// The English words.
#[allow(clippy::too_many_lines, reason = "one line of text a line")]
pub fn admin(line: L) -> &'static str {
    match line {
        L::Cases => "Support cases: list, show, note, close",
        L::CasesList => "List cases; default: open ones",
        L::CasesShow => "Show one case",
        L::CasesAssign => "Set the assignee of a case; without a name, remove it",
        L::CasesWait => "Mark a case as waiting for the customer",
        L::CasesGoOn => "End the waiting of a case",
        L::CasesCustomer => "Set the customer and the ticket of a case; other values stay",
        L::CasesReopen => "Reopen a closed case",
        L::OptForCustomer => "The customer may read it",
        L::OptReopenReason => "The reason for reopening",
        L::ArgAssignee => "The new assignee, an operator",
        L::CasesMail => "Write a case as a mail to its customer",
        L::OptMailKind => "first (answer), progress or closing [default: by the state of the case]",
        L::OptMailLang => "The language of the mail [default: the program's]",
        L::OptEml => "Print a mail file (.eml), which a mail program opens and sends",
        L::MailNoAddress => "(the customer has no valid mail address)",
        L::CasesNote => "Write a note on a case",
        L::CasesClose => "Close a case by hand",
        L::OptAll => "List open and closed ones",
        L::OptClosed => "List closed ones",
        L::OptSummary => "Print the whole summary, with codes and internal notes",
        L::ArgCase => "The case, such as CAS-000042",
        L::ArgNote => "The note; '-' reads standard input",
        L::OptCloseReason => "The reason for closing; kept with the case",
        L::Operators => "Operators, who may sign in to the back office: add, list, remove, passwd, unlock",
        L::OperatorsAdd => "Add an operator; without --password-stdin a password is made and shown once",
        L::OperatorsList => "List operators",
        L::OperatorsPasswd => "Set a new password for an operator, and end all their sessions",
        L::OperatorsUnlock => "Unlock an operator after too many wrong passwords",
        L::OperatorsRemove => "Remove an operator, and end all their sessions",
        L::ArgOperator => "The operator's name",
        L::OptPasswordStdin => "Read the password from standard input, one line",
        L::InitOperator => {
            "Add the first operator as well; the password is read from standard input, or made and shown once"
        }
        L::Keys => "Signing keys: list, add, retire",
        L::KeysList => "List keys, with the profiles that pin them",
        L::KeysAdd => "Make a new key, and publish a profile that pins it",
        L::OptPkcs11 => {
            "Keep the key on a token that this PKCS#11 module connects; the desk never has the private key"
        }
        L::OptToken => "The label of the token",
        L::OptLabel => "The label of the key on the token; an existing key is used, otherwise one is made",
        L::KeysRetire => "Stop signing with a key; its signatures stay valid",
        L::ArgKey => "The key's number",
        L::Profiles => "Profiles: list, show, publish",
        L::ProfilesList => "List the profiles that were published",
        L::ProfilesShow => "Print one profile, as devices use it",
        L::ProfilesPublish => {
            "Publish a profile: a file, or the newest with these changes; older ones are still answered"
        }
        L::ArgVersion => "The profile's id",
        L::ArgProfileFile => "A profile to publish; the desk writes its next id and the day into it",
        L::Backup => "Back up the whole desk, also while it is serving",
        L::ArgBackup => "A new folder for the backup",
        L::BackedUpDo => "It contains the private keys: keep it where only you can read it.",
        L::Restore => "Restore a desk from a backup",
        L::ArgRestore => "The folder that backup made",
        L::RestoredDo => {
            "License numbers that were first used after the backup look unused here. If the old desk is lost, look for later codes before you answer. Never let both desks serve. What was withdrawn after the backup is valid again: tokens, keys, download links, operators, passwords, recovery codes, suspended and revoked numbers. Withdraw it again before this desk serves."
        }
        L::BackupLogDo => {
            "Nothing was restored. It is the folder of a desk, and no backup. Run 'countersign-desk --data FOLDER backup NEW-FOLDER' on it, and restore from the new folder."
        }
        L::BackupServer => "The database is on a PostgreSQL server, which has its own backup tools.",
        L::BackupServerDo => "Use pg_dump and pg_restore, or your server's own backups.",
        L::FolderThereDo => "Name a folder that does not exist yet, or is empty.",
        L::PubName => "The product's name, as people know it",
        L::PubHost => "The host name of the desk's page",
        L::PubOnline => {
            "The address that devices ask over the network, as https://HOST[:PORT]; an empty value means the desk's host"
        }
        L::PubHotline => "A telephone number for people who are stuck; an empty value removes it",
        L::PubDeclared => "Which values people may type in: no, serial or any",
        L::PubRecovered => "Whether to accept values from other places on the machine: yes or no",
        L::PubAssigned => "Whether to accept assigned values: yes or no",
        L::PubOlder => "Whether to offer the older binding: yes or no",
        L::PubSpoken => "Whether to answer spoken requests: yes or no",
        L::OptInsecureCookies => {
            "Send the back office's cookies over plain HTTP (only for trials on one computer)"
        }
        L::Move => "Move a number to another machine: the next one that asks, or the machine of a request",
        L::MoveNotOneDo => {
            "Nothing was changed. Give the one request of the new machine with --to: its text, its URL or its file."
        }
        L::OptTo => "The request of the new machine (text, URL or file)",
        L::OptReceipt => {
            "The line of the receipt that the device showed; a reason is needed if other requests were answered too"
        }
        L::OptUpdate => {
            "Update existing numbers that differ from the file; what a line leaves out stays as it is"
        }
        L::UpdateBox => "Update existing numbers",
        L::UpdateBoxKeeps => {
            "license and customer change to what each line states; what it leaves out stays as it is"
        }
        L::OptStrict => "Add nothing if any line is wrong",
        L::OptOlder => "Issue the older binding (online only), if the product offers it",
        L::CaseUnknownDo => "'countersign-desk cases list --all' shows them.",
        L::CaseNotClosedDo => "Nothing was changed.",
        L::CaseOtherOpenDo => "Nothing was changed. Continue with the open case.",
        L::CaseChangedDo => {
            "Nothing was changed. Go back, load the case again, and look at what has changed."
        }
        L::CaseClosedAlreadyDo => "Nothing was changed. A note can still be added.",
        L::CaseNoReason => "Closing a case needs a reason.",
        L::CaseNoReasonDo => "Describe the outcome in a few words.",
        L::CaseReasonTooLongDo => "Nothing was changed. Shorten it, and put the rest into a note.",
        L::CaseNoText => "The note is empty.",
        L::CaseNoTextDo => "Write down what was said or done.",
        L::CaseNoteTooLong => "The note has more than 4,000 characters.",
        L::CaseNoteTooLongDo => "Nothing was saved. Write it as two notes.",
        L::CaseNone => "No cases match.",
        L::NameBadDo => "Use 1 to 40 letters, digits, '.', '_', '-' or '@'.",
        L::PasswordShort => "The password is too short.",
        L::PasswordLong => "The password is too long.",
        L::PasswordLongDo => "Use fewer characters.",
        L::PasswordNone => "No password was given on standard input.",
        L::PasswordNoneDo => "Pipe it in, or omit --password-stdin to have one made.",
        L::OperatorThereDo => {
            "Nothing was changed. Use 'countersign-desk operators passwd' to set a new password."
        }
        L::OperatorUnknownDo => "'countersign-desk operators list' shows them.",
        L::OperatorsNone => "There are no operators yet.",
        L::OperatorsNoneDo => "Add one: countersign-desk operators add NAME",
        L::KeyActive => "signs",
        L::KeyRetiredWord => "retired",
        L::KeyUnpinned => "pinned by no profile",
        L::KeyUnknownDo => "'countersign-desk keys list' shows them.",
        L::KeyRetiredAlreadyDo => "Nothing was changed.",
        L::KeyLastDo => "Nothing was changed. Make another with 'countersign-desk keys add' first.",
        L::KeysFull => "There are already 32 keys, and no key number is free.",
        L::KeysFullDo => "Nothing was changed. A new product needs a new desk.",
        L::ProfileNewest => "(newest)",
        L::ProfileSame => "This is the same as the newest profile.",
        L::ProfileSameDo => {
            "Nothing was published. 'countersign-desk profiles publish --help' lists what can change."
        }
        L::ProfileUnknownDo => "'countersign-desk profiles list' shows the published profiles.",
        L::OptProduct => "The product, if the desk has several",
        L::Products => "Products of this desk",
        L::ProductsList => "List the products",
        L::ProductsAdd => "Add a product with keys and a profile of its own",
        L::ProductMissingDo => "Name one with --product ID.",
        L::ProductUnknownDo => "'countersign-desk products list' shows the products.",
        L::ProductThereDo => "Use 'countersign-desk profiles publish' to change its profile.",
        L::ProfileSettingDo => "Nothing was published.",
        L::ProfileNoKey => "This profile has no key that this desk signs with.",
        L::ProfileNoKeyDo => {
            "Nothing was published. 'countersign-desk keys list' shows the keys; write an active one into the file."
        }
        L::ProfileIdLines => "'id' and 'published' are not on lines of their own.",
        L::ProfileNotRegularDo => "Nothing was published. Name the file itself.",
        L::FaultMask => {
            "number-mask: letters A and digits 9, at most 64 places, and not too many possible numbers"
        }
        L::FaultNoKeys => "keys: at least one is needed",
        L::FaultDesk => "desk: a host name of at most 40 characters",
        L::FaultOnline => "online: https://HOST or https://HOST:PORT, at most 80 characters",
        L::FaultPublished => "published: a day of the calendar, such as 2026-11-28",
        L::FaultVersion => "version: a number from 1",
        L::FaultProduct => "product: 1 to 40 characters of a-z, 0-9, '.' and '-', a letter first",
        L::FaultPractice => "product: names that begin with 'practice' are reserved for practice",
        L::ProfileThereDo => {
            "Nothing was changed. Copy profile.toml to the devices, or change the file first."
        }
        L::ProfileNotWrittenDo => {
            "The desk already uses it. Replace the file with profile.toml from the desk's folder."
        }
        L::Yes => "yes",
        L::No => "no",
        L::Serial => "serial",
        L::Any => "any",
        L::ImportEdition => "The edition is a number from 0 to 15.",
        L::ImportExpiry => "The expiry is a day (2028-12-31), a number of days (365) or never.",
        L::ImportPast => "That day is over: no code could be issued. Check the year.",
        L::ImportDayNumber => {
            "This is more than 100 years. A spreadsheet shows a date as such a number; format its column as a date."
        }
        L::ImportFields => "There are more fields than columns.",
        L::ImportColumnNoNumber => "No column has the license numbers.",
        L::ImportColumns => {
            "No line was read. The columns are number, edition, expiry, seats, organisation, contact, telephone, mail and ticket; product, state, taken, bound and remark are ignored."
        }
        L::ImportSeats => "The seats are a number from 1.",
        L::PartEdition => "edition",
        L::PartExpiry => "expiry",
        L::PartSeats => "seats",
        L::UseRenew => "'licenses renew' changes it",
        L::UseEdit => "'licenses edit' changes it",
        L::UseBoth => "'licenses renew' and 'licenses edit' change it",
        L::UseUpdateWay => "way=update changes it",
        L::ImportQuote => "A quote is not closed.",
        L::ImportTooLong => "the line is longer than 1,000 bytes",
        L::ImportTooMany => "The file is too long; nothing was read from here on.",
        L::ImportBadDo => {
            "Correct the wrong lines and import the whole file again. Existing numbers stay unchanged."
        }
        L::ImportStrictDo => "Correct the wrong lines and import the file again.",
    }
}

/// The English sentences with values.
pub fn admin_sentence(sentence: S<'_>) -> String {
    match sentence {
        S::BackedUp { path } => format!("The desk was backed up to {path}: keys, profiles, ledger."),
        S::Restored { path } => format!("The desk was restored to {path}, as of the time of the backup."),
        S::BackupLog { path } => format!("{path} has changes that are not in ledger.db yet."),
        S::FolderThere { path } => format!("{path} already exists."),
        S::CaseUnknown { case } => format!("Case {case} does not exist."),
        S::CaseNotClosed { case } => format!("Case {case} is open."),
        S::CaseOtherOpen { case } => {
            format!("Case {case} can't be reopened: another case of this machine and reason is open.")
        }
        S::CaseChanged { case } => {
            format!("Case {case} was changed a moment ago, perhaps by you on another page.")
        }
        S::CaseClosedAlready { case } => format!("Case {case} is already closed."),
        S::MailHead { to, subject } => format!("To: {to}\nSubject: {subject}"),
        S::CaseStepDone { case, act } => format!("{case}: {act}."),
        S::CaseNoted { case } => format!("{case}: noted."),
        S::CaseClosedNow { case } => format!("{case}: closed."),
        S::CaseRequests { count } => format!("requests: {count}"),
        S::NameBad { name } => format!("{name} can't be used as a name."),
        S::PasswordShortDo { count } => {
            format!("Use at least {count} characters; a few plain words will do.")
        }
        S::OperatorThere { name } => format!("Operator {name} already exists."),
        S::OperatorUnknown { name } => format!("Operator {name} does not exist."),
        S::OperatorAdded { name, role } => format!("Operator {name} was added, role {role}."),
        S::OperatorPassword { password } => format!("Password, shown this once: {password}"),
        S::OperatorPasswordSet { name } => {
            format!("Operator {name} has a new password; their sessions have ended.")
        }
        S::OperatorUnlocked { name } => format!("Operator {name} can sign in again."),
        S::OperatorNotLocked { name } => format!("There were no wrong passwords for operator {name}."),
        S::OperatorRemoved { name } => format!("Operator {name} was removed; their sessions have ended."),
        S::OperatorLine { role, at, by } => format!("{role}, since {at}, added by {by}"),
        S::KeyLine { id, state, pinned } => format!("Key {id}: {state}; {pinned}"),
        S::KeyPinned { profiles } => format!("pinned by profiles {profiles}"),
        S::KeyAdded { id, profile } => format!("Key {id} was made; profile {profile} pins it."),
        S::KeyRetiredNow { id } => format!("Key {id} no longer signs. Its signatures stay valid."),
        S::KeyRetiredLeft { profiles } => format!(
            "Devices with profiles {profiles} can't be answered until they get their product's newest profile."
        ),
        S::KeyUnknown { id } => format!("Key {id} does not exist."),
        S::KeyRetiredAlready { id } => format!("Key {id} is already retired."),
        S::KeyLast { id } => format!("Key {id} is the only one that signs for the newest profile."),
        S::ProfileLine { id, version, name, host, keys, policy } => {
            format!("Profile {id}, version {version}: {name}, {host}; keys {keys}; {policy}")
        }
        S::ProfilePublished { id, version } => format!("Profile {id} (version {version}) is published."),
        S::ProfileUnknown { id } => format!("Profile {id} was never published."),
        S::ProfileSetting { detail } => format!("This setting can't be used: {detail}."),
        S::ProfileNotRegular { path } => format!("{path} is a link, a pipe, a folder or a device."),
        S::FaultNotToml { line } => format!("line {line} is not TOML"),
        S::FaultMissing { key } => format!("the key {key} is missing"),
        S::FaultUnknown { line, key } => format!("line {line}: unknown key {key}"),
        S::FaultValue { line, key } => format!("line {line}: {key} can't have this value"),
        S::FaultBadKey { id } => {
            format!("keys: key {id} is not an Ed25519 public key with an id from 0 to 31")
        }
        S::FaultTwinKeys { one, two } => format!("keys: {one} and {two} have the same id or public key"),
        S::FaultText { key } => format!("{key}: at most 64 columns of visible characters"),
        S::ProfileThere { id } => format!("This profile is already published, as profile {id}."),
        S::ProfileVersionLow { version } => {
            format!("A newer version of this product is published; the next is version {version}.")
        }
        S::ProfileVersionLowDo { version } => {
            format!("Nothing was published. Write 'version = {version}' into the file.")
        }
        S::ProfileOther { products } => {
            format!("Product and mask of the profile must match a product of this desk: {products}.")
        }
        S::ProductMissing { products } => format!("The desk has several products: {products}."),
        S::ProductLine { product, name, mask, profiles } => {
            format!("{product}: {name}, numbers like {mask}, profiles {profiles}")
        }
        S::ProductAdded { product, profile } => {
            format!("The product {product} was added, with the profile {profile}.")
        }
        S::ImportProgress { done, all } => format!("{done} of {all} numbers"),
        S::ProductUnknown { product } => format!("The desk has no product {product}."),
        S::ProductThere { product } => format!("The desk already has the product {product}."),
        S::ProfileNotWritten { id, path, detail } => {
            format!("Profile {id} is published, but {path} could not be written: {detail}.")
        }
        S::KeyAddedDo { path } => format!(
            "Copy {path} to the devices when you can. Older profiles are answered with the newest key they pin."
        ),
        S::ProfilePublishedDo { path } => {
            format!("Copy {path} to the devices when you can; older profiles are still answered.")
        }
        S::ProductAddedDo { path } => {
            format!("Copy {path} to its devices, as /etc/countersign/profile.toml.")
        }
        S::ProductTakes { setting, product } => format!(
            "Taken from {product}, because it was not given: {setting}. 'countersign-desk profiles publish' changes it."
        ),
        S::ProductAssumed { setting } => format!("Assumed, because it was not given: {setting}."),
        S::ProfileWritten { id, path } => format!("Its id ({id}) and the day were written to {path}."),
        S::MovedNext { number } => format!("{number} is free; the next machine that asks gets it."),
        S::MovedTo { number, name } => format!("{number} was moved to the machine of request {name}."),
        S::MoveBundle { path } => format!("{path} is a bundle: a file with the requests of many machines."),
        S::MoveFolder { path } => format!("{path} is a folder."),
        S::MoveOther { other, number } => format!("This request is for {other}, not for {number}."),
        S::MoveOtherDo { number } => {
            format!("Nothing was changed. Make the request with {number} on the new machine.")
        }
        S::ImportedSome { path, new, known, again, bad } => {
            format!("Added from {path}: {new}. Existing: {known}. Repeated: {again}. Wrong lines: {bad}.")
        }
        S::ImportMended { line, text, number } => format!("Line {line}: {text} was read as {number}."),
        S::ImportUpdated { count } => format!("Licenses updated from the file: {count}"),
        S::ImportReason { path } => format!("import of {path}"),
        S::ImportBad { line, code, what, text } => format!("Line {line}: {code}. {what} It reads: {text}"),
        S::ImportNumber { example } => {
            format!("The first field is not a license number; an example is {example}.")
        }
        S::ImportCustomer { part } => {
            format!("{} has more than 200 characters", part.to_string().to_lowercase())
        }
        S::ImportColumnUnknown { title } => format!("There is no column \"{title}\"."),
        S::ImportColumnTwice { title } => format!("\"{title}\" is the same column as another title."),
        S::ImportTwice { before } => {
            format!("The number is already on line {before}, with another license.")
        }
        S::DiffersPart { what, there, here } => format!("{what} {there} here, {here} in the file"),
        S::ImportDiffers { parts, cure } => {
            format!("The number exists with another license: {parts}; {cure}.")
        }
        S::ImportNotUpdated { parts, why } => {
            format!("The number exists with another license: {parts}. It was not updated. {why}")
        }
        S::UseUpdateBox { label } => format!("tick only \"{label}\" and import again to change it"),
        S::ImportStrict { bad } => format!("Wrong lines: {bad}. Nothing was added."),
    }
}
