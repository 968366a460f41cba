//! Reasons why a line of a bundle has no answer.

lines! {
    /// Faults of a line or of the bundle. `LineDo` tells what to do about a faulty line.
    pub enum BundleLine in bundle {
        LineDo,
        LineTooLong,
        LineMalformed,
        BundleTooLong,
        HostMalformed,
        CutOff,
    }
}
