//! The sentences of the steps.

use crate::text::{StepLine as L, StepSentence as S};

/// The English words.
pub fn step(line: L) -> &'static str {
    match line {
        // Around the steps
        L::PracticeBanner => "PRACTICE: nothing is kept",
        L::NoProfile => {
            "No profile is installed, so this is practice. For real activation, put your product's profile.toml at /etc/countersign/profile.toml (or beside this program, or name it with --profile) and start again."
        }
        L::PracticeThis => "Practising on this computer. Press Tab for a sample machine.",
        L::PracticeProduct => "Example OS 10",
        // 1 WELCOME
        L::ProductsAsk => "Several products are installed on this machine. Which one do you want?",
        L::WelcomeLead => "This wizard activates a machine after \"activation failed\", without a network.",
        L::WelcomeAsk => "License number, as on the certificate:",
        L::NumberIsCode => "This is a license code: enter it in step 6. Type the license number here.",
        L::NumberIsRequest => "This is a request, not a license number. Type the license number here.",
        L::NumberIsReceipt => "This is the receipt of a release. Type the license number here.",
        L::ResumeKeys => "Enter continues it; n starts over.",
        // 2 INSPECT
        L::ValueEmpty => "(empty)",
        L::ValueUnreadable => "(could not be read)",
        L::ValueNoEntry => "(no entry)",
        L::InspectWays => "What to do, best first:",
        L::AcceptedWithBelow => "The desk will accept this machine, with these values:",
        L::AcceptedWithThese => "With these values the desk will accept this machine.",
        L::SudoHelps => {
            "You are not root: some fields can't be read, and activating needs root. Press s to start again with sudo."
        }
        L::RootNeeded => "You are not root: some fields can't be read. Start this program again as root.",
        L::RehearsalBoth => "The activation can be kept here: in UEFI and in a file.",
        L::RehearsalFileOnly => {
            "EFI-ABSENT: no UEFI variables here, so a reinstall loses the activation. Keep the license number: after a reinstall the desk answers the same machine again."
        }
        L::RehearsalPractice => {
            "Practice keeps nothing. It writes no file except the report, if you save it."
        }
        // 3 FIX
        L::NothingToFix => "Nothing needs fixing: every field is usable.",
        L::OlderInPractice => {
            "This is practice. In a real session, Enter goes on to Route, which asks the desk for the older binding over this machine's network."
        }
        L::OlderWithoutClient => {
            "This program has no network client, so it can't ask. Get the online build from your supplier and start it here: it continues this session."
        }
        L::OlderHere => "Enter goes on to Route, where the older binding is selected.",
        L::OlderLimits => {
            "The older binding isn't kept in UEFI, and a reinstall of the system loses it. It binds to the board, not to manufacturer, model and serial."
        }
        L::OlderAsk => "Enter asks the desk for it.",
        L::OlderKept => {
            "This is the older binding: a reinstall loses it. Once the firmware is corrected, ask again: the binding is upgraded automatically."
        }
        L::RunHint => "Enter runs the command on this machine (you will be asked first).",
        L::RunAsk => "Run this now? y runs it, Esc goes back.",
        L::RunWarn => "It writes to this machine's firmware. Afterwards the machine is read again.",
        L::ReadAgainHint => {
            "Do this, then press r to read the machine again. After a restart, start countersign again: it continues here."
        }
        L::PretendFixedHint => "Enter pretends that all of this was done, and reads the machine again.",
        L::WayTakeHint => "Enter chooses this way and goes on; it can be withdrawn here later.",
        L::ReadNowHint => "Do this, then press Enter to read the machine again.",
        L::DeclareCompare => "You typed these values. Compare each with the label once more.",
        L::DeclareTakeHint => "Enter declares them and goes on; Esc goes back to change them.",
        L::DeclareNearAsk => "Is that a typing error? Esc goes back to change it; y declares it as typed.",
        L::DeclareCure => "Type the value on the label, not a placeholder.",
        L::ChangedLead => "What changed:",
        // 4 ROUTE
        L::RouteAsk => "How does the request get to the desk?",
        L::RoutePhone => "By phone camera",
        L::RoutePhoneMore => {
            "The next step has a QR. A phone with a network scans it; its page shows the license code."
        }
        L::RouteFile => "By file, on a USB stick",
        L::RouteFileMore => {
            "Save the request as a file, take it to the desk, and bring the answer back as a file."
        }
        L::RouteTelephone => "By telephone",
        L::RouteTelephoneMore => "Read number and four lines to the operator, who reads seven lines back.",
        L::RouteOnline => "By this machine's own network",
        L::RouteOnlineMore => "Asks the desk at once; no phone is needed, and nothing is typed.",
        L::RouteOnlineNone => "Asks the desk at once. This machine seems to have no network now.",
        L::RouteOlder => "The older binding, by this machine's network",
        L::RouteOlderMore => {
            "If nothing else helps: not kept in UEFI, lost at a reinstall. Once the firmware is corrected, ask again: then it is upgraded automatically."
        }
        L::PredictedAccepted => "The desk will accept these values.",
        L::PredictedChanged => {
            "This machine has changed since it was activated: the desk decides whether it is the same one."
        }
        L::PredictedRefused => {
            "The desk will refuse this request: a binding field can't be used. Go back (Esc) and fix it."
        }
        L::PredictedUnknown => "Can't tell whether the desk will accept: a field could not be read.",
        // 5 REQUEST
        L::RequestDrawing => "Making the request.",
        L::RequestNoNumber => "There is no license number, so no request was made.",
        L::RequestAgain => "r tries again; Esc goes back to the routes.",
        L::RequestBack => "Esc goes back to the routes.",
        L::QrLead => "Scan this with a phone's camera. The page it opens shows the license code.",
        L::QrImpossible => "QR-TOO-LONG: this request does not fit a QR. Press t for its text form.",
        L::TextLead => "The request as text: copy it, or save it as a file for the desk.",
        L::SpokenLeadNoHotline => "Call the desk and read this out, with the line numbers.",
        L::OnlineOther => "The desk refuses. Call it, and quote this code.",
        L::OnlineToFix => "Enter shows what to do.",
        L::OnlineToNumber => "Enter goes back to the license number.",
        L::OnlineByPhone => "Enter shows the QR instead, for a phone with a network; r tries again.",
        L::OnlineAgain => "r tries again; Esc goes back to the other routes.",
        L::PracticeAsk => "Practice: press a to ask the practice desk in place of a phone.",
        L::PracticeNoCode => "Practice: press Esc, then a, to get a code from the practice desk.",
        L::PracticeIssued => "The practice desk issued a code. Enter goes on to type it.",
        L::QrKeys => "Other ways to draw it: i inverted, b in blanks, z full screen.",
        L::QrKeysInBlanks => "Other ways to draw it: i inverted, b in half blocks, z full screen.",
        L::QrKeysWithoutBlocks => "Other ways to draw it: i inverted, z full screen.",
        L::QrFitsAlone => "It fits here without text: press z.",
        L::WidthAsk => "Before the QR is drawn: do these two lines end in the same column?",
        L::WidthKeys => {
            "Press y if they do. Press n if the upper one is longer: this terminal draws half blocks two columns wide, and the QR is drawn in blanks."
        }
        // 6 CODE
        L::CodeWhole => "All seven lines are complete. Enter checks the code.",
        L::CodeFileAsk => "The file with the code:",
        L::LineForeign => "not a code character",
        L::LineWrong => "check this line again",
        L::LineGood => "good",
        L::PracticeCode => "The practice desk's code. Type it, or Ctrl-F fills it in:",
        // 7 KEEP
        L::KeepWorking => "Keeping the activation.",
        L::KeepNothingLost => {
            "The code is good and still here: nothing is lost or half-written. Leave this window open, remove the cause in a second terminal, then press r."
        }
        L::KeepDeniedHere => {
            "As root, give this user the folder (chown). Or run sudo countersign there and ask the desk again: it answers the same machine again."
        }
        L::KeptLead => "The code is genuine and was kept.",
        L::KeptLeadPractice => {
            "The code is genuine. This is practice: nothing was kept. A real session keeps it here:"
        }
        L::KeptPretended => "pretended",
        L::KeptHere => "kept",
        L::NotKeptHere => "not kept here",
        L::PlaceFile => "File",
        L::PlaceEfi => "UEFI",
        L::PlaceFileGood => "lost if the disk is erased",
        L::PlaceEfiGood => "survives a reinstall",
        // 8 DONE
        L::DonePaper => {
            "Keep the license number: if the activation is lost, the desk answers the same machine again. The code on paper alone does not activate a wiped machine."
        }
        L::DoneStatus => "At any time: countersign status",
        L::DoneOlder => {
            "The firmware's values are good now: a new code upgrades this license to the full binding, which survives a reinstall."
        }
        L::DoneAlready => "Enter leaves. n starts over with another license number.",
        // On leaving
        L::LeftPractice => "This was practice: nothing is kept. To practise again, run the same command.",
        L::LeftNothing => "No license number was given, so nothing is kept. To start: countersign",
        // Notices
        L::NoticeCopied => {
            "Copied to the terminal's clipboard. If it doesn't paste, the terminal forbids it: select the text instead."
        }
        L::NoticeNotCopied => {
            "COPY-FAILED: this terminal takes no copy of the text. Select it on the screen, or save it as a file."
        }
        L::NoticeReadSame => "Read again: nothing changed.",
        L::NoticeReadChanged => "Read again: the machine changed.",
        L::NoticeToolSuccess => "The command succeeded; the machine was read again.",
        L::NoticeToolNotStarted => {
            "TOOL-FAILED: the command could not be started. Check that it is installed."
        }
        L::NoticeToolNotThere => {
            "TOOL-FAILED: the command succeeded, but the value is not there. The firmware may be write-protected."
        }
        L::ToolOutputRead => "Read the message of the command, then press Enter to go on.",
        L::NoticePracticeAnswered => "The practice desk has answered.",
        // Help, details, report
        L::HelpNoHotline => "Stuck? Call the desk and name the step in the top right corner.",
        L::DetailsTitle => "Every field of this machine",
        // Files
        L::SaveAsk => "Save the request as:",
        L::PictureForms => "The picture is a PNG, or an SVG where the name ends in .svg.",
        L::LookingForPlaces => "Looking for USB sticks and other places ...",
        L::LookingForAnswer => "Looking for a file with the code ...",
        L::LookingForNames => "Looking for names ...",
        L::WritingFile => "Writing the file ...",
        L::ReadingFile => "Reading the file ...",
        L::AnswerFound => "This file has the code for this machine. Enter uses it.",
    }
}

/// The English sentences with values.
pub fn step_sentence(sentence: S<'_>) -> String {
    match sentence {
        // Around the steps
        S::PracticeSample { name } => {
            format!("Practising on the sample machine \"{name}\". Press Tab for the next one.")
        }
        S::RailPast { steps } => format!("Before: {steps}."),
        S::RailHere { step } => format!("Now: {step}."),
        S::RailAhead { steps } => format!("Next: {steps}."),
        S::ScreenTooSmall { need, have } => {
            format!("This window is too small: {have}. Make it {need} or larger.")
        }
        // 1 WELCOME
        S::WelcomeExample { example } => format!("It looks like {example}. Spaces and dashes don't matter."),
        S::WelcomeKnown { number } => {
            format!(
                "This machine was activated with {number}. Press Enter to use it, or type another number."
            )
        }
        S::NumberIsRefusal { code } => {
            format!("This is the desk's refusal {code}. Type the license number here.")
        }
        S::NumberShort { count } => {
            format!("Characters still missing: {count}. Compare with the certificate.")
        }
        S::NumberLong { count } => format!("Characters too many: {count}. Compare with the certificate."),
        S::NumberLetter { position } => {
            format!("Character {position} should be a letter. Compare with the certificate.")
        }
        S::NumberDigit { position } => {
            format!("Character {position} should be a digit. Compare with the certificate.")
        }
        S::NumberLiteral { position, wanted } => {
            format!("Character {position} should be {wanted}. Compare with the certificate.")
        }
        S::ResumeOffer { number, step } => format!("A session for {number} was kept at {step}."),
        // 2 INSPECT
        S::ClockInsane { date } => format!(
            "CLOCK-WRONG: this machine's clock shows {date}. Set it (date -s) before the code is entered."
        ),
        // 3 FIX
        S::Recovered { field, value, source } => format!("{field}: {value} is bound instead: {source}."),
        S::Assigned { field, value } => {
            format!("{field}: {value} is bound instead, assigned to this machine.")
        }
        S::Declared { field, value } => format!("{field}: declared as {value}."),
        S::DeclareNear { value, source } => {
            format!("The serial differs in one character from {value}, {source}.")
        }
        S::BoundAssigned { field, value } => format!("{field} {value} (assigned)"),
        S::BoundDeclared { field, value } => format!("{field} {value} (declared)"),
        S::BoundValues { values } => format!("Bound instead: {values}."),
        S::Before { field } => format!("{field}, before"),
        S::After { field } => format!("{field}, now"),
        S::StillBad { count } => {
            format!("Fields that still can't be used: {count}. Enter goes back to the list.")
        }
        // 5 REQUEST
        S::RequestDesk { desk } => format!("Desk: {desk}"),
        S::RequestNumber { number } => format!("Number: {number}"),
        S::QrTooSmall { need, have } => format!(
            "The QR needs a terminal of {need}; yours is {have}. Make it larger, or press t for text or p for a picture file."
        ),
        S::SpokenLead { hotline } => {
            format!("Call {hotline} and read this out, with the line numbers.")
        }
        S::OnlineAsking { desk, seconds } => {
            format!("Asking the desk at {desk}. At most {seconds} seconds more.")
        }
        S::CaseOpen { case } => format!("Case {case} is open at the desk: quote it when you call."),
        S::OnlineDiffers { fields } => format!("It differs in: {fields}."),
        S::OnlineCase { case } => format!("Case {case}: quote it when you call the desk."),
        S::PracticeRefused { codes } => {
            format!("The practice desk refuses: {codes}. Go back (Esc) and fix it.")
        }
        // 6 CODE
        S::CodeLead { number } => format!(
            "Type the seven lines of the code for {number}. Case and spaces don't matter; type ? for a character you can't read. Up to two errors in a line are corrected. A paste fills all lines."
        ),
        S::CodeLeft { count } => format!("Lines left: {count} of 7."),
        S::CodeSearching { percent } => format!("Looking for the intended code: {percent}%"),
        S::LineMended { line, places } => format!("corrected: {line} ({places})"),
        S::MendedPlace { typed, meant } => format!("{meant}, not {typed}"),
        S::LineOther { line } => format!("this is line {line}"),
        S::LineShort { count } => format!("{count} missing"),
        S::LineLong { count } => format!("{count} too many"),
        // 7 KEEP
        S::CodeMended { line, typed, meant } => {
            format!("Line {line}: {typed} was read as {meant}.")
        }
        // 8 DONE
        S::DoneLead { product, number } => format!("{product} is activated on this machine with {number}."),
        S::DoneAskAgain { number } => format!("a asks the desk again with {number}."),
        S::DonePractice { product } => format!(
            "Practice is complete: with a real profile, {product} would now be activated. Nothing was kept, and no real product accepts this code."
        ),
        // On leaving
        S::LeftKept { step } => {
            format!("The session is kept at {step}. To go on, run the same command again.")
        }
        S::LeftNotKept { why } => format!(
            "SESSION-NOT-KEPT: {why}. What you typed since then is lost. Remove the cause, then run the same command again."
        ),
        S::LeftRequest { name, why } => format!(
            "REQUEST-NOT-KEPT: {why}. A code for the request {name} is not accepted any more. Remove the cause, then run the same command again for a new request."
        ),
        // Notices
        S::NoticeWritten { path } => format!("Written: {path}"),
        S::NoticeWrittenPractice { path } => format!("Written: {path}. Practice or not, this file is real."),
        S::NoticePretended { path } => {
            format!("Practice: no file was written. A real session would have written {path}.")
        }
        S::NoticeFileFailed { path, why } => {
            format!("FILE-FAILED: {path}: {why}. Check the path and the rights, and try again.")
        }
        S::NoticeRequestNotRemembered { why } => format!(
            "REQUEST-NOT-KEPT: {why}. You can go on, but after a restart no code for this request is accepted. Remove the cause and make a new request."
        ),
        S::NoticeSessionNotForgotten { why } => format!(
            "SESSION-NOT-REMOVED: {why}. The activation is not affected: only the file of this session is left over. You can go on."
        ),
        S::NoticeSessionNotSaved { why } => {
            format!("SESSION-NOT-KEPT: {why}. You can go on, but this session is lost when you leave.")
        }
        S::NoticeToolStatus { status } => format!(
            "TOOL-FAILED: the command ended with status {status}. Its own message names the cause; remove it and try again."
        ),
        S::NoticeToolSignal { signal } => format!(
            "TOOL-FAILED: signal {signal} ended the command. The value may be written in part. The machine was read again; check it and try again."
        ),
        S::NoticeToolNotSaved { why } => format!(
            "TOOL-NOT-RUN: the old values could not be saved ({why}), so nothing was changed. Start in a folder that you may write to, and check that the tool can read the values."
        ),
        S::NoticeToolSaved { text, path } => format!("{text} The old values are in {path}."),
        S::NoticeSudoFailed { why } => format!("SUDO-FAILED: {why}. Log in as root and start again."),
        // Help, details, report
        S::HelpTitle { step } => format!("Help: {step}"),
        S::HelpHotline { hotline } => {
            format!("Stuck? Call {hotline} and name the step in the top right corner.")
        }
        S::ReportTitle { product } => format!("Support report: {product}"),
        // Files
        S::FileExists { path } => {
            format!("The file {path} already exists. y replaces it, Esc goes back to change the name.")
        }
        S::NamesThere { names } => format!("Names: {names}"),
        S::NamesThereAndMore { names, more } => format!("Names: {names}  (and {more} more)"),
        S::OtherPaths { paths } => format!("Others: {paths}"),
        S::AnswerNotFound { folders } => format!(
            "No file in {folders} has the code for this machine. Type its path, or a folder to look in."
        ),
        S::AnswerRefused { path, code } => {
            format!("The desk refused the request: {code}. {path} says why.")
        }
        S::AnswerForOther { path } => {
            format!("{path} has a code, but not for an open request of this machine.")
        }
        S::NotMounted { devices, command } => {
            format!("Plugged in, but not mounted: {devices}. As root: {command}")
        }
    }
}
