//! The numbered steps of a session. The wizard shows the number, and the desk's telephone guide names the same steps.

/// The steps by number and name: fixed, to be read out on the telephone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum StepName {
    /// The license number.
    Welcome = 1,
    /// The review.
    Inspect,
    /// The remedies.
    Fix,
    /// The way to the desk.
    Route,
    /// The request.
    Request,
    /// The license code.
    Code,
    /// Keeping it.
    Keep,
    /// The end.
    Done,
}

impl StepName {
    /// Every step, in order.
    pub const ALL: [Self; 8] = [
        Self::Welcome,
        Self::Inspect,
        Self::Fix,
        Self::Route,
        Self::Request,
        Self::Code,
        Self::Keep,
        Self::Done,
    ];

    /// The step of that number.
    #[must_use]
    pub fn from_number(number: u8) -> Option<Self> {
        Self::ALL.into_iter().find(|step| *step as u8 == number)
    }
}
