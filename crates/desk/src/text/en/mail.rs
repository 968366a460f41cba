//! The mails of a case.

use crate::text::{MailLine as L, MailSentence as S};

/// The English words.
#[allow(clippy::too_many_lines, reason = "one line of text a line")]
pub fn mail(line: L) -> &'static str {
    match line {
        // Headings
        L::HeadProblem => "PROBLEM",
        L::HeadScope => "SCOPE",
        L::HeadAnalysis => "ANALYSIS",
        L::HeadWhatToDo => "WHAT TO DO NOW",
        L::HeadProgress => "PROGRESS SO FAR",
        L::HeadDone => "WHAT WAS DONE",
        L::HeadResult => "CURRENT RESULT",
        L::HeadNext => "NEXT STEPS",
        L::HeadSummary => "CASE SUMMARY",
        L::SumProblem => "Problem",
        L::SumResult => "Result",
        L::SumArchive => "Status",
        // Subject and greeting
        L::AboutFirst => "activation problem, analysis and next steps",
        L::AboutProgress => "activation problem, progress",
        L::AboutClosing => "activation problem, closing summary",
        L::DearCustomer => "Dear customer,",
        // Reasons
        L::CauseNumberUnknown => "the license number is not registered with us",
        L::CauseNumberSuspended => "the license number is suspended",
        L::CauseNumberRevoked => "the license number has been revoked",
        L::CauseNumberExpired => "the license number has expired",
        L::CauseDeviceDiffers => "the license number is bound to another machine",
        L::CauseMovesExhausted => {
            "the machine's hardware identity has changed too often within a year, so we have to check it by hand"
        }
        L::CauseMachineRefused => "some hardware details in the firmware cannot be used",
        L::CauseMachineUnreadable => "the program could not read the hardware details that it needs",
        L::CauseRecovered => {
            "the request has values from other places on the machine, which this product does not accept"
        }
        L::CauseAssigned => "the request has assigned values, which this product does not accept",
        L::CauseDeclared => "the request has values typed in by hand, which this product does not accept",
        L::CauseValueSeen => {
            "several other machines are registered with the same hardware details, so we have to check it by hand"
        }
        L::CauseProfileUnknown => "the product profile on the machine was not published by us",
        L::CauseProfileRetired => {
            "the product profile on the machine is out of date, and its keys are retired"
        }
        L::CauseRequestSpent => "an old request was submitted that is no longer valid",
        L::CauseTryLater => "the machine had made too many new requests that day",
        L::CauseSpokenNeedsOperator => "a request by telephone must be handled by our staff",
        L::CauseSpokenNotOffered => "this product does not accept requests by telephone",
        L::CauseOlderNotOffered => "this product does not offer the older binding",
        L::CauseOlderUnbacked => {
            "the older binding needs a board serial number, a UUID or a network port, and the machine has none of them"
        }
        L::NextNumberUnknown => {
            "Please compare the license number with your certificate, character by character. If it is right, send us a photo of the certificate."
        }
        L::NextNumberSuspended => {
            "The license number is suspended for now. If you have questions, please reply to this mail; we will check it and answer you."
        }
        L::NextNumberRevoked => {
            "This license number cannot be restored. Please use another one, or ask your seller for a new one."
        }
        L::NextNumberExpired => {
            "Please renew the license first. Then submit a request from the machine once more to get a new license code."
        }
        L::NextDeviceDiffers => {
            "If the first machine was replaced or repaired, please reply and tell us, and we will move the license number to this machine. If the first machine is still in use, please use this machine's own license number."
        }
        L::NextMovesExhausted => {
            "Please reply and tell us which parts of the machine were replaced. We will check it and continue."
        }
        L::NextMachineRefused => {
            "Please run the activation wizard (countersign) on this machine. At step 3, Fix, take the first way that you can carry out, and submit the request again."
        }
        L::NextMachineUnreadable => {
            "Please run the activation wizard (countersign) again as root and outside of containers, and submit the request once more."
        }
        L::NextOtherWay => {
            "Please run the activation wizard (countersign) on this machine. At step 3, Fix, take another way, and submit the request again."
        }
        L::NextValueSeen => "Please send us a photo of the machine's label. We will check it and continue.",
        L::NextProfile => {
            "Please copy the newest profile.toml that we provide to the machine, and submit the request again."
        }
        L::NextRequestSpent => {
            "Please press n in the activation wizard to make a new request, and submit that one."
        }
        L::NextTryLater => "Please use the license code that you got earlier, or submit again the next day.",
        L::NextSpokenNeedsOperator => {
            "Please call us, or submit the request with a phone camera or as a file."
        }
        L::NextSpokenNotOffered => "Please submit the request with a phone camera or as a file.",
        L::NextAgain => {
            "The machine can be activated now. Please submit a request from it once more to get a license code."
        }
        // Scope and analysis
        L::ScopeByWord => {
            "One machine is affected. The request came by telephone, without its hardware details."
        }
        L::ScopeUntouched => {
            "A refused request does not use up a license number and does not change it. Other machines are not affected."
        }
        L::Empty => "(empty)",
        L::Unread => "(could not be read)",
        L::SerialNumber => "serial number",
        L::DiffersBoard => "board (its serial number, UUID or network port)",
        L::AnalysisFound => "On this machine we found:",
        L::AnalysisFillers => {
            "These values do not tell which machine this is, so the request was not accepted."
        }
        L::AnalysisUnread => "What could not be read cannot be checked, so the request was not accepted.",
        L::AnalysisMachineAlone => {
            "The problem lies in the machine's hardware details; the license number itself is in order."
        }
        L::AnalysisNumberAlone => {
            "The problem lies in the state of the license number; the machine's hardware details are in order."
        }
        L::AnalysisSeats => "A license number can be used on the agreed number of machines only.",
        L::SinceReleased => {
            "We have released the license number from its machine since, so this reason no longer stands."
        }
        L::SinceResumed => "We have resumed the license number since, so this reason no longer stands.",
        L::SinceRenewed => "We have renewed the license number since, so this reason no longer stands.",
        L::SinceSeats => {
            "We have allowed more machines for the license number since, so this reason no longer stands."
        }
        L::NoteRulesDiffer => {
            "The program on this machine judges by another version of the rules; our judgement counts."
        }
        L::NoteNeverDown => {
            "The license number has the full binding already, and does not go back to the older one."
        }
        L::NoteValueSeen => "Other machines are registered with the same hardware details.",
        L::NoteBoundByWord => {
            "A machine of this license number was registered by telephone, without its hardware details. So only the boards could be compared."
        }
        L::NoteValueSeenVerified => "We have checked this machine by hand.",
        L::AnalysisSpent => {
            "This request was answered before. The binding of the license number has changed since, by a release or a move for example, so the old request is no longer valid."
        }
        L::ActVerify => "We checked this machine by hand.",
        // Steps
        L::StepByWord => "(By telephone.)",
        L::StepStopgap => "This was a temporary measure, so that the machine could be used meanwhile.",
        L::StepMovedUp => "This replaced the older binding.",
        L::PlaceBoard => "board",
        L::PlaceChassis => "chassis",
        L::PlaceUuid => "UUID",
        L::PlaceOem => "OEM strings",
        L::PlaceDeviceTree => "device tree",
        L::PlaceVersion => "version or family",
        L::PlaceOther => "other firmware fields",
        L::WaysLead => {
            "Please run the activation wizard (countersign) on this machine. At step 3, Fix, take the first of these ways that you can carry out, and follow the instructions there:"
        }
        L::WayOlder => "Use the older binding for the time being",
        L::WaysAfter => {
            "The wizard then makes a new request. Submit it, and type in the license code that you get: that completes the activation."
        }
        // Result
        L::ResultOpen => "The activation is not completed yet. We are still working on the problem.",
        L::ResultWaits => {
            "The activation is not completed yet. We are waiting for your new request or your answer."
        }
        L::ResultReopened => "We have opened the case again and are working on it.",
        L::ResultStopgap => {
            "We have issued a license code with the older binding, so that the machine can be used meanwhile. The older binding is a temporary measure: it works online only, is lost when the system is reinstalled, and is not kept in UEFI. The full binding is still to be done, and the case remains open."
        }
        L::OlderLimits => {
            "The machine has the older binding: it works online only, is lost when the system is reinstalled, and is not kept in UEFI."
        }
        L::ClosedWithout => "No license code was issued in this case.",
        L::EnterIt => {
            "Please type the license code in on the machine: the activation is complete when the screen says that it is kept."
        }
        L::ResultBoard => {
            "The machine's board details (serial number, UUID or network port) have changed as well."
        }
        // End
        L::Farewell => "Thank you for your patience and cooperation.\n\nKind regards,",
        L::ZoneUtc => "UTC",
        L::MomentPattern => "%-d %B %Y, %H:%M",
    }
}

/// The English sentences with values.
#[allow(clippy::too_many_lines, reason = "one line of text a line")]
pub fn mail_sentence(sentence: S<'_>) -> String {
    match sentence {
        // Subject and greeting
        S::Subject { tag, product, about } => format!("[{tag}] {product}: {about}"),
        S::SubjectWithCase { tag, product, about, case } => format!("[{tag}] {product}: {about} ({case})"),
        S::Reference { ticket, case } => format!("ticket {ticket}, case {case}"),
        S::ReferenceCase { case } => format!("case {case}"),
        S::DearContact { name } => format!("Dear {name},"),
        S::DearOrganisation { name } => format!("Dear {name} team,"),
        S::IntroFirst { product, reference } => {
            format!(
                "Thank you for contacting {product} support. We have received the activation problem that you reported ({reference}). Our analysis and the next steps are below."
            )
        }
        S::IntroProgress { product, reference } => {
            format!(
                "We are working on the {product} activation problem that you reported ({reference}). This is where we stand."
            )
        }
        S::IntroSolved { product, reference } => {
            format!(
                "We have issued the license code for the {product} activation problem that you reported ({reference}). Below is a summary for your records."
            )
        }
        S::IntroClosed { product, reference } => {
            format!(
                "The {product} activation problem that you reported ({reference}) is closed. Below is a summary for your records."
            )
        }
        // Problem and scope
        S::Problem { at, number, product, cause } => {
            format!(
                "On {at}, the activation of {product} with license number {number} was refused, and no license code was issued. The reason: {cause}."
            )
        }
        S::ProblemNoNumber { at, product, cause } => {
            format!(
                "On {at}, the activation of {product} was refused, and no license code was issued. The reason: {cause}."
            )
        }
        S::ProblemShort { product, cause } => {
            format!("The activation of {product} was refused because {cause}.")
        }
        S::ScopeMachine { manufacturer, model, serial } => {
            format!(
                "One machine is affected. At the first request it reported: manufacturer {manufacturer}, model {model}, serial number {serial}."
            )
        }
        S::ScopeHypervisor { name } => format!("Virtual platform: {name}."),
        S::ScopeMachines { machines, unsolved } => {
            format!(
                "{machines} machines are affected, whose requests came in one file; {unsolved} of them have no license code yet."
            )
        }
        S::ScopeFirst { manufacturer, model, serial } => {
            format!(
                "The first one reported: manufacturer {manufacturer}, model {model}, serial number {serial}."
            )
        }
        S::StepsLeftOut { count } => format!("Further steps that are not listed here: {count}."),
        S::AllSolved { at, machines } => {
            format!("Since {at} all {machines} machines have their license codes.")
        }
        S::ScopeNumbers { numbers } => format!("License number: {numbers}."),
        // What is wrong with fields
        S::FirmwareGives { what } => format!("the firmware has {what}"),
        S::MachineReports { what } => format!("the machine reports {what}"),
        S::NoValueFor { fields } => format!("no value for {fields}"),
        S::FillerFor { fields } => format!("a placeholder for {fields}"),
        S::GarbledFor { fields } => format!("improper text for {fields}"),
        S::CommonFor { fields } => format!("a value shared by many machines for {fields}"),
        S::UnreadFor { fields } => format!("no readable value for {fields}"),
        // Analysis
        S::AnalysisBinding { product } => {
            format!(
                "Each {product} license is bound to the manufacturer, model and serial number of a machine. These tell for which machine it is, so all three must be the machine's own."
            )
        }
        S::AnalysisCause { cause } => format!("We have checked the request: {cause}."),
        S::AnalysisCauseThen { cause } => {
            format!("We have checked the request. The reason at that time: {cause}.")
        }
        S::FoundEmpty { fields } => format!("The firmware has no value for {fields}."),
        S::FoundValue { fields, value, why } => {
            format!("For {fields}, the machine reports \"{value}\". {why}")
        }
        S::FoundOther { fields, why } => format!("For {fields}: {why}"),
        S::Differs { fields } => {
            format!(
                "Compared with the machine that the license number is bound to, this one differs in {fields}. It therefore counts as another machine."
            )
        }
        S::NoteProfileStale { device, newest } => {
            format!(
                "The machine has version {device} of the product profile; the newest is version {newest}. This does not matter here, but please update it when you can."
            )
        }
        // Steps
        S::Step { when, what } => format!("{when}: {what}"),
        S::Span { from, to } => format!("{from} to {to}"),
        S::StepRefused { number, cause } => {
            format!("The activation was requested with license number {number} and refused, because {cause}.")
        }
        S::StepRefusedOften { count, number, cause } => {
            format!(
                "The activation was requested {count} times with license number {number} and refused each time, because {cause}."
            )
        }
        S::StepShown { ways } => format!("The system offered these ways: {ways}."),
        S::StepFull { number } => {
            format!("A new request with license number {number} was accepted, and we issued a license code.")
        }
        S::StepAnswered { number } => {
            format!(
                "We reviewed the earlier request again, and issued a license code for this machine with license number {number}."
            )
        }
        S::StepOlder { number } => {
            format!(
                "A request with license number {number} asked for the older binding instead, and we issued a license code."
            )
        }
        S::StepNote { text } => format!("Note from support: {text}"),
        S::ActRelease { number } => format!("We released license number {number} from its former machine."),
        S::ActMove { number } => {
            format!("We released license number {number} from its former machine, to move it to this one.")
        }
        S::ActMoveLater { number } => {
            format!("We released license number {number} from its former machine, for a new one.")
        }
        S::ActSuspend { number } => format!("We suspended license number {number}."),
        S::ActResume { number } => format!("We resumed license number {number}."),
        S::ActRevoke { number } => format!("We revoked license number {number}."),
        S::ActRenew { number, change } => format!("We renewed license number {number}: {change}."),
        S::ActEdit { number, change } => {
            format!("We changed the terms of license number {number}: {change}.")
        }
        S::Corrected { items } => format!("The firmware was corrected: {items}."),
        S::CorrectedItem { field, before, after } => format!("{field} from {before} to {after}"),
        S::CorrectedByWord { fields } => format!("Corrected: {fields}."),
        S::ValueItem { field, value } => format!("{field} {value}"),
        S::Recovered { items, place } => {
            format!("Taken from the machine's own {place}, without a change of the firmware: {items}.")
        }
        S::Assigned { items } => {
            format!(
                "Derived from the machine's board, UUID or network port, without a change of the firmware: {items}."
            )
        }
        S::Declared { items } => {
            format!("Typed in from the machine's label, without a change of the firmware: {items}.")
        }
        S::Way { at, title } => format!("Way {at}: {title}."),
        S::WayBest { at, title } => format!("Way {at} (recommended): {title}."),
        S::WayCaution { text } => format!("Note: {text}"),
        // Result
        S::Solved { at, number } => {
            format!(
                "On {at} we issued a license code, and license number {number} is now bound to this machine."
            )
        }
        S::SolvedOlder { at, number } => {
            format!(
                "On {at} we issued a license code with the older binding, and license number {number} is now bound to this machine."
            )
        }
        S::ClosedByDesk { at } => format!("We closed the case on {at}."),
        S::ClosedBound { number } => {
            format!("License number {number} is bound to this machine with the full binding.")
        }
        S::Archived { case, at } => format!("Case {case} was closed on {at} and is kept on file."),
        S::NotArchived { case } => format!("Case {case} is still open."),
        // End
        S::AgainCall { hotline, tag } => {
            format!("If the problem comes back, please call {hotline} and quote {tag}.")
        }
        S::AgainReply { tag } => {
            format!("If the problem comes back, please reply to this mail and quote {tag}.")
        }
        S::HelpCall { hotline, tag } => {
            format!("If anything is unclear, or the problem remains, please call {hotline} and quote {tag}.")
        }
        S::HelpReply { tag } => {
            format!(
                "If anything is unclear, or the problem remains, please reply to this mail and quote {tag}."
            )
        }
        S::Times { zone } => format!("All times are {zone}."),
        S::ZoneBeijing { offset } => format!("Beijing time ({offset})"),
        S::ZoneNamed { zone, offset } => format!("local time in {zone} ({offset})"),
        S::ZoneOffset { offset } => format!("in {offset}"),
        S::SignatureDesk { product } => format!("{product} support"),
        S::SignatureHotline { hotline } => format!("Hotline: {hotline}"),
    }
}
