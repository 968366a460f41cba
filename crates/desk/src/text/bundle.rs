//! Bundles: the requests of many machines in one file.

use countersign_core::{lines, sentences};

lines! {
    /// Lines of answering a bundle. `…Do` is what to do about the line before it.
    pub enum BundleLine in bundle {
        OptOut, OfficeTitle, OfficeLead, OfficeFile, OfficeButton, OfficeLost, OfficeCount, OfficeSave, OfficeLink,
        ProductOther, ProductOtherDo, NoHeadDo, OtherKindDo, NewerDo, BusyDo, NotRegularDo, OutAlone, OutAloneDo,
    }
}

sentences! {
    /// Lines that hold values.
    pub enum BundleSentence in bundle_sentence {
        NoHead { path },
        OtherKind { path },
        Newer { path, version },
        Busy { path },
        Progress { done },
        Total { requests, issued, refused },
        TakenOver { count },
        Answers { path },
    }
}
