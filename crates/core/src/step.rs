//! The numbered steps of an activation session. The device shows them, and the desk's telephone guide names them.

/// A step by number and name. The numbers are fixed, because people read them out on the telephone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum StepName {
    /// Enter the license number.
    Welcome = 1,
    /// Review the machine.
    Inspect,
    /// Choose a remedy.
    Fix,
    /// Choose the way to the desk.
    Route,
    /// Show the request.
    Request,
    /// Enter the license code.
    Code,
    /// Keep the activation.
    Keep,
    /// Show the result.
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

    /// The step of this number, 1 to 8; `None` for any other number.
    #[must_use]
    pub fn from_number(number: u8) -> Option<Self> {
        Self::ALL.into_iter().find(|step| *step as u8 == number)
    }
}
