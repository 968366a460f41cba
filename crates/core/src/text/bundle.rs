//! Why a line of a bundle has no answer.

lines! {
    /// What is wrong with a line, or with the bundle; `LineDo` is what to do about a line.
    pub enum BundleLine in bundle {
        LineDo,
        LineTooLong,
        LineMalformed,
        BundleTooLong,
        HostMalformed,
        CutOff,
    }
}
