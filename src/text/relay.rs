//! `countersign relay`: its help, what it says about requests, progress, summary.

use countersign_core::{lines, sentences};

lines! {
    /// A line of `relay`. `...Do` is what to do about the line before it.
    pub enum RelayLine in relay {
        About,
        Files,
        Desk,
        Out,
        Json,
        RequestNone,
        RequestNoneDo,
        RequestCut,
        RequestSlip,
        RequestInvalid,
        RequestInvalidDo,
        RequestNewer,
        RequestNewerDo,
        RequestTooLong,
        RequestTooLongDo,
        Again,
    }
}

sentences! {
    /// A line of `relay` that holds values.
    pub enum RelaySentence in relay_sentence {
        Done { done },
        Waiting { done, seconds },
        Total { requests, issued, refused, open },
        GaveUp { count },
        Answers { path },
    }
}
