//! The back office's pages.

use crate::text::{OfficeLine as L, OfficeSentence as S};

/// The English words.
#[allow(clippy::too_many_lines, reason = "one line of text a line")]
pub fn office(line: L) -> &'static str {
    match line {
        // Navigation and forms
        L::NavSearch => "Start",
        L::NavSpoken => "By telephone",
        L::NavGuide => "Guide",
        L::NavCases => "Cases",
        L::NavImport => "Import",
        L::NavAudit => "Audit",
        L::NavKeys => "Keys",
        L::NavProfiles => "Profiles",
        L::NavTokens => "Tokens",
        L::NavDownloads => "Downloads",
        L::FormStale => "This form is from an earlier session, or from another site.",
        L::FormStaleDo => "Nothing was changed. Go back, load the page again, and send the form once more.",
        // Refused forms
        L::FormTooLong => "This form is too long.",
        L::FormTooLongDo => "Nothing was changed. Go back, shorten what you typed, and send the form again.",
        L::PageUnknownDo => "Start at the search: it finds numbers, requests, machines and cases.",
        L::BackToOffice => "Search",
        L::BackToPage => "Back to the page",
        L::Done => "Done. The page shows the new state.",
        L::SessionEnded => "Your session has ended.",
        L::SessionEndedDo => "Nothing was changed. Copy what you typed, sign in, and send the form again.",
        L::TypedTitle => "What you typed",
        L::TypedAgain => "Send again",
        L::TypedHint => "It was not saved. Copy it from here.",
        // Signing in
        L::SignIn => "Back office",
        L::Name => "Name",
        L::Password => "Password",
        L::SignInButton => "Sign in",
        L::SignInWrong => "The name or the password is wrong.",
        L::NoOperators => "Nobody can sign in yet. On the server: countersign-desk operators add NAME",
        // Labels
        L::When => "When (UTC)",
        L::Number => "License number",
        L::Numbers => "License numbers",
        L::Request => "Request",
        L::Requests => "Requests",
        L::Machines => "Machines",
        L::Machine => "Model / serial",
        L::Outcome => "Outcome",
        L::Case => "Case",
        L::Reason => "Reason",
        L::LastRequest => "Last request (UTC)",
        L::Operator => "Operator",
        L::Act => "Action",
        L::Acts => "Actions",
        L::Subject => "Subject",
        L::Product => "Product",
        L::Platform => "Firmware or platform",
        L::Binding => "Binding",
        L::ProfileVersion => "Profile",
        L::Host => "Desk's host",
        L::Online => "Interface for devices",
        L::Hotline => "Hotline",
        L::Policy => "Policy",
        L::Key => "Key",
        L::PinnedBy => "Pinned by profiles",
        L::Opened => "Opened (UTC)",
        L::ClosedAt => "Closed (UTC)",
        L::Notes => "Notes",
        L::Spoken => "by telephone",
        L::NoRequests => "No requests yet.",
        L::NothingYet => "Nothing yet.",
        L::ReadOut => {
            "Say the line's number, then group by group. Go on when the caller's screen says \"correct\" or \"corrected\"."
        }
        // Search and answering
        L::SearchTitle => "Search",
        L::SearchLabel => "License number, request, serial, customer or case",
        L::SearchButton => "Search",
        L::SearchHint => {
            "For example: a license number, a request's name such as K7Q-F2M, a serial, a customer, a ticket, CAS-000042. A part is enough: two characters of a customer or ticket, three of anything else."
        }
        L::OpenCases => "Open cases",
        L::NoOpenCases => "No case is open.",
        L::NothingFound => {
            "Nothing was found. Try three characters of the serial, two of the customer, or the request's name."
        }
        L::WholeSerial => {
            "These machines have exactly this serial. Type a part of it to find longer values, too."
        }
        L::AnswerTitle => "Answer a request",
        L::AnswerLabel => "The request's text or address",
        L::AnswerButton => "Answer",
        L::NotRequest => "This contains no request, or a part of it is missing.",
        L::NotRequestDo => {
            "Nothing was changed. Have the whole text sent again, or take the request by telephone."
        }
        // A number
        L::NumberUnknown => "This license number is unknown here.",
        L::NumberUnknownDo => "Compare it with the certificate, or search for a part of it.",
        L::ReasonLabel => "Reason (kept in the audit)",
        L::DoIt => "Do it",
        L::DoRelease => "Release: the next machine that asks gets it",
        L::DoMove => "Move: the same as release, recorded as a new machine of this customer",
        L::DoSuspend => "Suspend: no requests are accepted until it is resumed",
        L::DoResume => "Resume: end the suspension",
        L::DoRevoke => "Revoke permanently",
        L::DoRenew => "Renew",
        L::DoEdit => "Change edition or seats",
        L::MoveToTitle => "Move it to the machine of a request",
        L::MoveToButton => "Move and answer",
        L::ReceiptTitle => "Release by the receipt that the device showed",
        L::ReceiptLabel => "Line 12 of the receipt",
        L::ReceiptButton => "Check and release",
        L::ReceiptReason => "Reason, if other requests were answered too",
        L::SeatLabel => "Seat",
        L::SetExpiry => {
            "Valid until (YYYY-MM-DD), or a number of days from first use (such as 365), or never"
        }
        L::SetEdition => "Edition (0 to 15)",
        L::SetSeats => "Seats",
        L::LicenseInvalid => "The value is not valid.",
        L::LicenseInvalidDo => "Nothing was changed. Go back and correct it.",
        // A request
        L::RequestUnknown => "This request does not exist.",
        L::RequestUnknownDo => "Search for it by its name.",
        L::GuideLink => "Guide this caller",
        L::ByWordNoValues => {
            "This request came by telephone: it has no values, only the device's own verdicts."
        }
        L::CodeTitle => "License code",
        L::RefusedTitle => "Refused",
        // The guide
        L::GuideTitle => "Guide for the telephone",
        L::GuideLead => {
            "Ask for the number and name in the top right corner of the screen, and go to that step."
        }
        L::GuideCaller => "Language of the caller's screen",
        L::GuideWhich => "What does the caller see at this step?",
        L::GuideElse => "The caller sees something else",
        L::GuideAnyStep => "At any step",
        L::GuideKey => "Key",
        L::GuideDoes => "On the screen",
        L::GuideThen => "Then the caller sees",
        L::GuideStays => "the same screen",
        L::GuideEnds => "nothing: the program has ended",
        L::GuideCursor => "the cursor is here",
        L::GuideLater => "automatically, after a moment",
        L::GuideHelp => "the help of the step",
        L::GuideQr => "a QR code",
        L::GuideCode => "the numbered lines of a code",
        L::GuideExample => "The values are an example; the caller sees others.",
        L::GuideReported => "(as reported by this request)",
        L::GuideSees => "The caller sees",
        L::GuideSays => "Say",
        // By word
        L::SpokenTitle => "Request by telephone",
        L::SpokenLead => {
            "Ask for the license number first. Then have the caller read the four lines out, each with its number, and type them as you hear them. O and 0, I, L and 1 may be mixed up; type ? for a character that you can't understand."
        }
        L::SpokenNumber => "License number",
        L::SpokenLineBad => "Have the marked line read out again.",
        L::SpokenSorted => "The lines were in the wrong order. They are sorted now.",
        L::SpokenCheck => "Check",
        L::SpokenAnswer => "Answer by telephone",
        L::SpokenByWord => "The audit records that you answered this by telephone.",
        L::SpokenDisagree => {
            "Number and lines don't match. Have the number read out again, then the marked lines."
        }
        L::SpokenUnknown => "These lines are from a newer program than this desk's.",
        L::SpokenRead => "All four lines match.",
        L::SpokenLineUnsearched => {
            "Have the marked line read out again. The button Check looks for the most likely correction."
        }
        L::SpokenOffline => {
            "Your input isn't checked now: the desk can't be reached, or you are signed out. Nothing is lost: the input is checked when the desk answers again."
        }
        L::SpokenAgain => "Start over with another request",
        L::SpokenGuide => "The caller's screen (opens in a new page)",
        L::LineGood => "correct",
        L::LineGuessed => "corrected to the most likely text",
        L::LineDoubtful => "Corrected, but it doesn't match the other lines: have it read out again.",
        L::LineForeign => "It has a character that is not allowed in a line.",
        L::LineWrong => "More than two characters are wrong: have it read out again.",
        // Import
        L::ImportTitle => "Add and import license numbers",
        L::ImportLead => {
            "One number in each line; edition, expiry (a day, or days from first use), seats, organisation, contact, telephone, mail and ticket may follow, separated by commas. Type them, or choose a CSV file:"
        }
        L::ImportFile => "File",
        L::ImportButton => "Import",
        L::ImportReport => "Import report",
        L::ImportNone => "No number was typed, and no file was chosen, or the file is empty.",
        L::ImportNoneDo => "Nothing was added. Type a number, or choose a CSV file.",
        L::ImportQuoteHint => "An unclosed quote affects only its own line; the lines after it were read.",
        // Cases
        L::TabOpen => "Open",
        L::TabClosed => "Closed",
        L::TabAll => "All",
        L::NoteLabel => "What was said or done",
        L::NoteButton => "Add the note",
        L::CloseTitle => "Close by hand",
        L::CloseButton => "Close the case",
        L::SummaryTitle => "Summary",
        L::SummaryHint => {
            "Generated automatically, for the desk only: with codes and internal notes. The mail to the customer is linked above."
        }
        // The mail of a case
        L::MailLink => "Mail to the customer",
        L::MailTitle => "Mail to the customer",
        L::MailLead => {
            "Generated automatically; read it before you send it. Internal notes and the reasons of actions are left out. To tell the customer more, add a note for the customer to the case."
        }
        L::MailKind => "Kind of mail",
        L::MailFirst => "First answer",
        L::MailProgress => "Progress",
        L::MailClosing => "Closing",
        L::MailSuggested => "(suggested)",
        L::MailLanguage => "Language of the mail",
        L::MailTo => "To",
        L::MailNoAddress => "The customer has no valid mail address. Set it with the form on the case.",
        L::MailSubject => "Subject",
        L::MailText => "Text",
        L::MailDownload => "Download as .eml",
        L::MailBack => "Back to the case",
        L::CopySubject => "Copy the subject",
        L::CopyText => "Copy the text",
        L::CopyDone => "Copied",
        L::CopyFailed => "Not copied: select it by hand",
        L::SeeCases => "Look for it in the list of cases.",
        // Audit
        L::EventProductAdded => "product added",
        L::EventKeyAdded => "key made",
        L::EventKeyRetired => "key retired",
        L::EventProfile => "profile version published",
        L::EventOperatorAdded => "operator added",
        L::EventOperatorPassword => "operator's password replaced",
        L::EventOperatorUnlocked => "operator unlocked",
        L::EventOperatorRemoved => "operator removed",
        L::EventImported => "license numbers imported",
        L::EventNumbersAdded => "license numbers added",
        L::EventPruned => "old requests removed",
        // Cases, further lines
        L::TabDesk => "Waiting for the desk",
        L::TabWaiting => "Waiting for the customer",
        L::MyCases => "My open cases",
        L::AllOfThem => "All of them",
        L::Assignee => "Assignee",
        L::Nobody => "Nobody",
        L::WaitsSince => "Waiting since (UTC)",
        L::TakeButton => "Assign to me",
        L::AssignButton => "Assign",
        L::WaitButton => "Wait for the customer",
        L::GoOnButton => "Resume work",
        L::ReopenTitle => "Reopen",
        L::ReopenButton => "Reopen",
        L::NoteAudience => "Who may read it",
        L::NoteInternal => "internal",
        L::NoteForCustomer => "for the customer",
        // Lists
        L::NavLabel => "Pages of the back office",
        L::NavNumbers => "Numbers",
        L::NavRequests => "Requests",
        L::State => "State",
        L::Expires => "Expires",
        L::Seats => "Seats",
        L::BoundOn => "Bound on (UTC)",
        L::CustomerOrTicket => "Customer or ticket",
        L::FilterApply => "Show",
        L::FilterClear => "Show all",
        L::FilterAny => "All",
        L::FilterFrom => "From (UTC)",
        L::FilterUntil => "Until (UTC)",
        L::Ending => "Outcome",
        L::Sort => "Order",
        L::SortNewest => "Newest first",
        L::SortOldest => "Oldest first",
        L::SortNumber => "By number",
        L::SortExpiry => "By expiry",
        L::SortAdded => "Last added first",
        L::Pages => "Pages",
        L::FirstPage => "First page",
        L::NextPage => "Next page",
        L::LastPage => "End of the list",
        // Customers
        L::Customer => "Customer",
        L::Organisation => "Organisation",
        L::Contact => "Contact",
        L::Telephone => "Telephone",
        L::Mail => "Mail",
        L::Ticket => "Ticket",
        L::CustomerTitle => "Customer and ticket",
        L::CustomerButton => "Save",
        // Audit, further events
        L::EventCaseAssigned => "case assigned",
        L::EventCaseWaits => "case waits for the customer",
        L::EventCaseGoesOn => "case resumed",
        L::EventCaseCustomer => "customer of a case changed",
        L::EventCaseClosed => "case closed",
        L::EventCaseReopened => "case reopened",
        L::EventNumberCustomer => "customer of a number changed",
        L::EventFactorSet => "second factor switched on",
        L::EventFactorRemoved => "second factor removed",
        L::EventRecoveryUsed => "recovery code used",
        L::EventRecoveryMade => "recovery codes made",
        L::EventBuildAdded => "build of the program added",
        L::EventBuildRemoved => "build of the program removed",
        L::EventLinkMade => "download link made",
        L::EventLinkRevoked => "download link revoked",
        L::EventDownloaded => "program downloaded",
        L::EventTokenMade => "token made",
        L::EventTokenRevoked => "token revoked",
        // Keys and profiles
        L::KeysLead => {
            "The desk answers a profile version with the newest key that it pins. A retired key no longer signs; its signatures stay valid."
        }
        L::RetireButton => "Retire",
        L::AddKeyHint => {
            "Makes a key and publishes a profile version that pins it. Devices use it once they have the new profile.toml."
        }
        L::AddKeyButton => "Make a new key",
        L::KeyLastDo => "Nothing was changed. Make a new key first.",
        L::ProfilesLead => "The desk answers every published version. Devices should have the newest one.",
        L::ProfileToml => "As devices use it (profile.toml):",
        L::PublishTitle => "Publish a new version",
        L::PublishButton => "Publish",
        L::SetName => "The product's name",
        L::SetHost => "The desk's host name",
        L::SetOnline => "Interface for devices (empty: the desk's host)",
        L::SetHotline => "Hotline (empty for none)",
        L::SetDeclared => "Values that people may type in by hand",
        L::SetRecovered => "Values from other places on the machine",
        L::SetAssigned => "Assigned values",
        L::SetOlder => "Offer the older binding (online only)",
        L::SetSpoken => "Answer spoken requests",
        L::SeeProfiles => "The list of profiles shows the published versions.",
    }
}

/// The English sentences with values.
pub fn office_sentence(sentence: S<'_>) -> String {
    match sentence {
        // Navigation and forms
        S::NavLeave { name } => format!("Sign out ({name})"),
        // Signing in
        S::SignInLocked { minutes } => {
            format!("Too many wrong passwords for this name. Try again in {minutes} min.")
        }
        // Labels
        S::Unsolved { machines, unsolved } => format!("{machines}, {unsolved} without a code"),
        S::LeftOut { count } => format!("{count} more requests are not shown; the list of requests has all."),
        S::PolicyLine { recovered, assigned, declared, older, spoken } => {
            format!(
                "values from elsewhere on the machine: {recovered}; assigned values: {assigned}; typed-in values: {declared}; older binding: {older}; spoken requests: {spoken}"
            )
        }
        S::DeviceSaid { verdict } => format!("The device's own verdict: {verdict}."),
        S::FilterUnknown { parts } => format!("Unknown filters of this list: {parts}."),
        // The guide
        S::GuideSeesList { text } => format!("a list with \"{text}\""),
        S::GuideSeesTable { text } => format!("a table with \"{text}\""),
        S::GuideSeesField { text } => format!("a field to type into: \"{text}\""),
        S::GuideSeesText { text } => format!("\"{text}\""),
        // By word
        S::SpokenLine { line } => format!("Line {line}"),
        S::SpokenNumberBad { number } => format!(
            "{number} is not a license number of the product that line 8 names. Have the number read out again, then line 8."
        ),
        S::SpokenNumberWrong { number } => format!(
            "The four lines are correct, but they don't belong to the license number {number}. Have the number read out again. If it is right, the lines belong to another request."
        ),
        S::SpokenGuessed { lines } => format!(
            "Corrected to the most likely text: {lines}. Ask the caller for the name of the request before you answer."
        ),
        S::SpokenConfirm { name } => format!("The caller's screen shows the request {name}"),
        S::LineMended { places } => format!("corrected at place {places}"),
        S::LineOther { line } => format!("This is line {line}."),
        S::LineShort { count } => format!("{count} missing: have it read out again."),
        S::LineLong { count } => format!("{count} too many: have it read out again."),
        S::SpokenNumberShort { count } => format!("{count} missing"),
        S::SpokenNumberLong { count } => format!("{count} too many: have it read out again."),
        S::SpokenNumberPlace { position, examples } => {
            format!("Character {position} is wrong. License numbers look like {examples}.")
        }
        // Lists
        S::InAll { count } => format!("Total: {count}"),
        S::MoreThan { count } => format!("More than {count}"),
        S::ExpiringSoon { days } => format!("expires within {days} days"),
        // Keys and profiles
        S::ProfileTitle { id } => format!("Profile {id}"),
    }
}
