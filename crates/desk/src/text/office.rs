//! Lines of the back office's pages.

use countersign_core::review::{DeclarePolicy, Policy};
use countersign_core::text::{Lang, Line as _, spelling};
use countersign_core::{lines, sentences};
use countersign_ledger::{ActionKind, NoteAudience};

use super::AdminLine;

lines! {
    /// Titles, labels, hints and errors of the office. `…Do` is what to do about the line before it.
    pub enum OfficeLine in office {
        // Navigation and forms
        NavSearch, NavSpoken, NavGuide, NavCases, NavImport, NavAudit, NavKeys, NavProfiles, NavTokens, NavDownloads,
        FormStale, FormStaleDo,
        // Refused forms
        FormTooLong, FormTooLongDo, PageUnknownDo, BackToOffice, BackToPage, Done, SessionEnded, SessionEndedDo, TypedTitle, TypedHint, TypedAgain,
        // Signing in
        SignIn, Name, Password, SignInButton, SignInWrong, NoOperators,
        // Labels
        When, Number, Numbers, Request, Requests, Machine, Machines, Outcome, Case, Reason, LastRequest, Operator, Act, Acts, Subject, Product,
        Platform, Binding, ProfileVersion, Host, Online, Hotline, Policy, Key, PinnedBy, Opened, ClosedAt, Notes, Spoken,
        NoRequests, NothingYet, ReadOut,
        // Search and answering
        SearchTitle, SearchLabel, SearchButton, SearchHint, OpenCases, NoOpenCases, NothingFound, WholeSerial,
        AnswerTitle, AnswerLabel, AnswerButton, NotRequest, NotRequestDo,
        // A number
        NumberUnknown, NumberUnknownDo, ReasonLabel, DoIt,
        DoRelease, DoMove, DoSuspend, DoResume, DoRevoke, DoRenew, DoEdit,
        MoveToTitle, MoveToButton, ReceiptTitle, ReceiptLabel, ReceiptButton, ReceiptReason, SeatLabel, SetExpiry, SetEdition, SetSeats, LicenseInvalid, LicenseInvalidDo,
        // A request
        RequestUnknown, RequestUnknownDo, GuideLink, ByWordNoValues, CodeTitle, RefusedTitle,
        // The guide
        GuideTitle, GuideLead, GuideSees, GuideSays, GuideCaller, GuideWhich, GuideElse, GuideAnyStep, GuideKey, GuideDoes,
        GuideThen, GuideStays, GuideEnds, GuideLater, GuideCursor, GuideHelp, GuideQr, GuideCode, GuideExample, GuideReported,
        // By word
        SpokenTitle, SpokenLead, SpokenNumber, SpokenLineBad, SpokenSorted, SpokenCheck, SpokenAnswer, SpokenByWord, SpokenDisagree, SpokenUnknown,
        SpokenRead, SpokenLineUnsearched, SpokenOffline, SpokenAgain, SpokenGuide, LineGood, LineGuessed, LineDoubtful, LineForeign, LineWrong,
        // Import
        ImportTitle, ImportLead, ImportFile, ImportButton, ImportReport, ImportNone, ImportNoneDo, ImportQuoteHint,
        // Cases
        TabOpen, TabDesk, TabClosed, TabAll, TabWaiting, MyCases, AllOfThem, Assignee, Nobody, WaitsSince, TakeButton, AssignButton, WaitButton,
        GoOnButton, ReopenTitle, ReopenButton, NoteAudience, NoteInternal, NoteForCustomer, NoteLabel, NoteButton, CloseTitle, CloseButton, SummaryTitle, SummaryHint, SeeCases,
        // The mail of a case
        MailLink, MailTitle, MailLead, MailKind, MailFirst, MailProgress, MailClosing, MailSuggested, MailLanguage, MailTo, MailNoAddress,
        MailSubject, MailText, MailDownload, MailBack, CopySubject, CopyText, CopyDone, CopyFailed,
        // Lists
        NavLabel, NavNumbers, NavRequests, State, Expires, Seats, BoundOn, CustomerOrTicket, FilterApply, FilterClear, FilterAny, FilterFrom,
        FilterUntil, Ending, Sort, SortNewest, SortOldest, SortNumber, SortExpiry, SortAdded, Pages, FirstPage, NextPage, LastPage,
        // Customers
        Customer, Organisation, Contact, Telephone, Mail, Ticket, CustomerTitle, CustomerButton,
        // Audit
        EventProductAdded, EventKeyAdded, EventKeyRetired, EventProfile, EventOperatorAdded, EventOperatorRemoved, EventOperatorPassword,
        EventOperatorUnlocked, EventImported, EventNumbersAdded, EventPruned, EventCaseAssigned, EventCaseWaits, EventCaseGoesOn, EventCaseCustomer,
        EventCaseClosed, EventCaseReopened, EventNumberCustomer,
        EventFactorSet, EventFactorRemoved, EventRecoveryUsed, EventRecoveryMade,
        EventBuildAdded, EventBuildRemoved, EventLinkMade, EventLinkRevoked, EventDownloaded, EventTokenMade, EventTokenRevoked,
        // Keys and profiles
        KeysLead, RetireButton, AddKeyHint, AddKeyButton, KeyLastDo,
        ProfilesLead, ProfileToml, PublishTitle, PublishButton, SetName, SetHost, SetOnline, SetHotline, SetDeclared, SetRecovered, SetAssigned, SetOlder, SetSpoken, SeeProfiles,
    }
}

sentences! {
    /// Titles, labels and hints of the office that hold values.
    pub enum OfficeSentence in office_sentence {
        // Navigation and forms
        NavLeave { name },
        // Signing in
        SignInLocked { minutes },
        // Labels
        Unsolved { machines, unsolved },
        LeftOut { count },
        PolicyLine { recovered, assigned, declared, older, spoken },
        DeviceSaid { verdict },
        FilterUnknown { parts },
        // The guide
        GuideSeesList { text },
        GuideSeesTable { text },
        GuideSeesField { text },
        GuideSeesText { text },
        // By word
        SpokenLine { line },
        SpokenNumberBad { number },
        SpokenNumberWrong { number },
        SpokenGuessed { lines },
        SpokenConfirm { name },
        LineMended { places },
        LineOther { line },
        LineShort { count },
        LineLong { count },
        SpokenNumberShort { count },
        SpokenNumberLong { count },
        SpokenNumberPlace { position, examples },
        // Lists
        InAll { count },
        MoreThan { count },
        ExpiringSoon { days },
        // Keys and profiles
        ProfileTitle { id },
    }
}

impl OfficeLine {
    /// The line that offers an act.
    #[must_use]
    pub const fn of_action(kind: ActionKind) -> Self {
        match kind {
            ActionKind::Release | ActionKind::ReleaseByReceipt => Self::DoRelease,
            ActionKind::Move => Self::DoMove,
            ActionKind::Suspend => Self::DoSuspend,
            ActionKind::Resume => Self::DoResume,
            ActionKind::Revoke => Self::DoRevoke,
            ActionKind::Renew => Self::DoRenew,
            ActionKind::Edit => Self::DoEdit,
            // No form of a number offers it; an answer does.
            ActionKind::Verify => Self::AnswerButton,
        }
    }
}

/// Who may read a note.
#[must_use]
pub const fn audience(audience: NoteAudience) -> OfficeLine {
    match audience {
        NoteAudience::Internal => OfficeLine::NoteInternal,
        NoteAudience::Customer => OfficeLine::NoteForCustomer,
    }
}

/// A policy on one line.
#[must_use]
pub fn policy(lang: Lang, policy: &Policy) -> String {
    let yes = |yes: bool| if yes { AdminLine::Yes } else { AdminLine::No }.say(lang);
    let declared = match policy.declared {
        DeclarePolicy::No => AdminLine::No,
        DeclarePolicy::Serial => AdminLine::Serial,
        DeclarePolicy::Any => AdminLine::Any,
    };
    OfficeSentence::PolicyLine {
        recovered: &yes(policy.recovered),
        assigned: &yes(policy.assigned),
        declared: &declared.say(lang),
        older: &yes(policy.older_binding),
        spoken: &yes(policy.spoken),
    }
    .say(lang)
}

/// Spells a group of characters for an operator to read out: one word per character, as on the device.
#[must_use]
pub fn spelled(lang: Lang, group: &str) -> String {
    let word = |c: char| {
        let word = spelling::spelled(lang, c)?;
        Some(match lang {
            // A Chinese word doesn't begin with the letter that it stands for.
            Lang::Zh if c.is_ascii_alphabetic() => format!("{c}（{word}）"),
            Lang::En | Lang::Zh => word.to_owned(),
        })
    };
    let gap = if lang == Lang::En { " " } else { "、" };
    group.chars().filter_map(word).collect::<Vec<_>>().join(gap)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_character_has_its_own_word() {
        for lang in [Lang::En, Lang::Zh] {
            let words: Vec<String> =
                "0123456789ABCDEFGHJKMNPQRSTVWXYZ".chars().map(|c| spelled(lang, &c.to_string())).collect();
            for (at, word) in words.iter().enumerate() {
                assert!(!word.is_empty() && !words[..at].contains(word), "{word}");
            }
        }
        assert_eq!(spelled(Lang::En, "K7Q"), "Kilo Seven Quebec");
        assert_eq!(spelled(Lang::Zh, "K1Z"), "K（昆明）、幺、Z（郑州）");
    }
}
