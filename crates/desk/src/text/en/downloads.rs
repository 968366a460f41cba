//! Downloads of the program.

use crate::text::{DownloadLine as L, DownloadSentence as S};

/// The English words.
#[allow(clippy::too_many_lines, reason = "one line of text a line")]
pub fn downloads(line: L) -> &'static str {
    match line {
        // Help
        L::Downloads => "The device program: builds for download, and links to them",
        L::Add => "Add a build of the device program; the desk offers only added builds",
        L::List => "List the builds",
        L::Remove => "Remove a build",
        L::Link => "Make a link to the program of a product",
        L::Links => "List the links",
        L::Revoke => "Revoke a link",
        L::ArgProgram => "The program's file",
        L::OptArch => "The processor, x86_64 or aarch64; default: read from the file",
        L::OptOnline => {
            "The build asks the desk over the machine's network: for products with the older binding"
        }
        L::OptSignature => "A file with your signature of the program, delivered with it",
        L::OptVersion => "The version of the program",
        L::OptProduct => "The product that the build is for; default: every product",
        L::ArgBuild => "The build's number, as the list shows it",
        L::OptCase => "The case that the link is for, such as CAS-000042",
        L::OptDays => "How many days the link is valid; default: 7, at most 90",
        L::ArgLink => "The link, or its code",
        // Builds
        L::BuildUnknownDo => "Nothing was removed. countersign-desk downloads list shows the builds.",
        L::NotElf => "it is not a 64-bit ELF file",
        L::NotExecutable => "it is a library, an object or a core dump",
        L::NotProgramDo => "Nothing was added. Name the program that cargo device builds.",
        L::ProcessorDiffersDo => "Nothing was added. Omit --arch, or name the other file.",
        L::TooLongDo => "Nothing was added. Name the device program as shipped, without symbols.",
        L::VersionBadDo => {
            "Nothing was added. A version is up to 32 letters, digits and . + ~ _ -, such as 1.2.0."
        }
        L::NotRegularDo => "Nothing was added. Name the file itself.",
        L::NoBuilds => "There are no builds.",
        L::CaseOfProductDo => "No link was made. Name the product of the case, or omit the case.",
        L::NoBuildsDo => "An admin adds it on the server: countersign-desk downloads add FILE --version V",
        L::EveryProduct => "every product",
        L::WithRoute => "online",
        L::WithoutRoute => "offline",
        L::Signed => "signed",
        L::Unsigned => "no signature",
        L::SignatureUnreadable => "not text; it is in the archive",
        // Links
        L::LinkNotKnown => "This link does not exist.",
        L::LinkNotKnownDo => "countersign-desk downloads links shows all of them.",
        L::NoLinks => "There are no links.",
        L::StateValid => "valid",
        L::StateExpired => "expired",
        L::StateRevoked => "revoked",
        L::StateUsedUp => "used up",
        L::DaysBad => "A link is valid for 1 to 90 days.",
        L::DaysBadDo => "Nothing was created. Go back and correct the number of days.",
        // The office
        L::OfficeTitle => "Downloads",
        L::OfficeLead => {
            "A link offers the program for the caller's processor, together with the product's profile. Send it by mail, or read it out."
        }
        L::MakeTitle => "Link to the program",
        L::MakeButton => "Make a link",
        L::DaysLabel => "Valid for days",
        L::CaseLabel => "For the case (optional)",
        L::CaseNone => "none",
        L::LinkLabel => "Link",
        L::CopyLink => "Copy the link",
        L::GoodUntil => "Valid until (UTC)",
        L::Count => "Downloads",
        L::LastUse => "Last download (UTC)",
        L::RevokeButton => "Revoke",
        L::BuildsTitle => "Builds",
        L::Version => "Version",
        L::Processor => "Processor",
        L::Size => "Size",
        L::Added => "Added (UTC)",
        L::DownloadedTitle => "Downloaded",
        L::SpellTitle => "Read it out",
        // The page of a link
        L::WhichProcessor => {
            "Choose the processor of the machine that is to be activated. On that machine, uname -m prints its name."
        }
        L::Intel => "Intel and AMD",
        L::Arm => "ARM",
        L::Button => "Download",
        L::Archive => "Archive",
        L::ArchiveSum => "SHA-256 of the archive",
        L::ProgramSum => "SHA-256 of the program in it",
        L::Signature => "Signature of the program",
        L::ByCommand => "By command, on the machine itself",
        L::ThenTitle => "Then, on the machine",
        L::ThenLead => "Compare the checksum with the one on this page before you unpack the archive.",
        L::NothingElse => "Nothing is installed, and nothing is changed until you start the program.",
        L::LinkUnknown => "This link does not exist.",
        L::LinkUnknownDo => {
            "Compare it with the one that the desk gave you, character by character, or ask the desk to read it out again."
        }
        L::LinkExpired => "This link has expired.",
        L::LinkRevoked => "The desk has revoked this link.",
        L::LinkUsedUp => "This link has reached its limit of downloads.",
        L::LinkOverDo => "Ask the desk for a new one.",
        L::BuildNone => "This desk has no program for that processor.",
        L::BuildNoneDo => {
            "Open the link without the processor at its end: it shows the available programs. If yours is missing, tell the desk."
        }
    }
}

/// The English sentences with values.
pub fn downloads_sentence(sentence: S<'_>) -> String {
    match sentence {
        // Builds
        S::BuildAdded { id, processor, version, size } => {
            format!("Build {id} added: {processor}, version {version}, {size}.")
        }
        S::BuildSum { sum } => format!("SHA-256 {sum}"),
        S::BuildLine { id, processor, version, route, product, size, signed } => {
            format!("Build {id}: {processor}, version {version}, {route}, for {product}, {size}, {signed}")
        }
        S::BuildRemoved { id, processor, version } => {
            format!("Build {id} ({processor}, version {version}) is removed.")
        }
        S::BuildUnknown { id } => format!("Build {id} does not exist."),
        S::NotProgram { path, why } => format!("{path} can't be offered for download: {why}."),
        S::OtherMachine { machine } => {
            format!("its processor isn't x86_64 or aarch64 (number {machine} in ELF)")
        }
        S::ProcessorDiffers { path, found, given } => format!("{path} is for {found}, not for {given}."),
        S::ProgramTooLong { path, most } => {
            format!("{path} is too large for a build; the limit is {most}.")
        }
        S::SignatureTooLong { path, most } => {
            format!("{path} is too large for a signature, or empty; the limit is {most} bytes.")
        }
        S::VersionBad { version } => format!("{version} is not a version."),
        S::CaseOfProduct { case, product } => format!("{case} is a case of {product}."),
        S::NoBuildFor { product } => format!("There is no build for {product} yet."),
        // Links
        S::LinkMade { address, until } => format!("{address}\nValid until {until} UTC."),
        S::LinkLine { address, state, until, count, product } => {
            format!("{address}  {state}, until {until} UTC, downloads: {count}, {product}")
        }
        S::LinkFor { case } => format!("for {case}"),
        S::LinkRevokedNow { code } => format!("The link {code} is revoked."),
        // The page of a link
        S::Title { product } => format!("The activation program for {product}"),
        S::GoodUntilTime { until } => format!("This link is valid until {until} UTC."),
        S::SizeOf { megabytes, bytes } => format!("{megabytes} MB ({bytes} bytes)"),
        // The README
        S::ReadMe { product, version, processor } => format!(
            "Countersign {version} for {product}, {processor}\n\n\
             countersign     the program\n\
             profile.toml    the product's settings; keep it beside the program\n\
             SHA256SUMS      checksums of the files\n\n\
             1. Check the files:   sha256sum -c SHA256SUMS\n\
             2. Start as root:     ./countersign\n\n\
             The program shows each step. Nothing is changed before you agree.\n\
             To install it: copy countersign to /usr/bin and profile.toml to\n\
             /etc/countersign. A profile there has priority over the one beside the program."
        ),
        S::ReadMeHelp { hotline } => format!("Stuck? Call {hotline}"),
    }
}
