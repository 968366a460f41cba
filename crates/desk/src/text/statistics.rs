//! Lines of statistics: the charts of the start page, and the command `statistics`.

use countersign_core::protocol::Platform;
use countersign_core::text::{Lang, Line as _, platform};
use countersign_core::{lines, sentences};

use crate::statistics::{CaseEnding, EndingCounts};

lines! {
    /// Titles and labels.
    pub enum StatisticsLine in statistics {
        // Help
        Command, OptDays, OptProduct,
        // Waiting cases
        Now, WaitsForDesk, WaitsForCustomer,
        // Charts and their tables
        Title, AsTable, Day, Requests, Issued, Refused,
        ByDay, ByReason, ByPlatform, ByEnding, Expiring,
        NoRequests, NoRefusals, NoCasesOpened, NoneExpires,
        Alone, Helped, ByHand, StillOpen, AloneMeans,
        UnknownPlatform, OtherHypervisor,
    }
}

sentences! {
    /// Titles and labels that hold values.
    pub enum StatisticsSentence in statistics_sentence {
        LastDays { days },
        FromUntil { from, until, zone },
        OfProduct { product },
        OldestSince { day },
        ExpireWithin { days },
        ChartShows { count, all },
        ShowsDays { issued, refused, day, most },
        IssuedAndRefused { issued, refused },
        NewerPlatform { byte },
    }
}

impl StatisticsLine {
    /// The words for the ending of a case.
    #[must_use]
    pub const fn of_ending(ending: CaseEnding) -> Self {
        match ending {
            CaseEnding::Alone => Self::Alone,
            CaseEnding::Helped => Self::Helped,
            CaseEnding::ByHand => Self::ByHand,
        }
    }
}

/// Returns each ending with its words and the count of cases. Open cases have no ending: `None`.
#[must_use]
pub fn ending_lines(counts: EndingCounts) -> [(Option<CaseEnding>, StatisticsLine, u64); 4] {
    let of = |ending, count| (Some(ending), StatisticsLine::of_ending(ending), count);
    [
        of(CaseEnding::Alone, counts.alone),
        of(CaseEnding::Helped, counts.helped),
        of(CaseEnding::ByHand, counts.by_hand),
        (None, StatisticsLine::StillOpen, counts.open),
    ]
}

/// The name of a firmware family or hypervisor. A firmware family that this version doesn't know is shown by its number.
#[must_use]
pub fn platform_name(lang: Lang, one: Platform) -> String {
    if let Some(name) = platform::platform(lang, one) {
        return name.to_owned();
    }
    if one == Platform::UNKNOWN {
        StatisticsLine::UnknownPlatform.say(lang).to_owned()
    } else if one.hypervisor().is_some() {
        StatisticsLine::OtherHypervisor.say(lang).to_owned()
    } else {
        StatisticsSentence::NewerPlatform { byte: &one.0 }.say(lang)
    }
}
