//! Why a request can't be made.

use countersign_core::protocol::RequestError;

/// Why a request can't be made. `text` has the words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RequestFault {
    /// The system has no random numbers for its secret; the system's reason.
    NoSecret(String),
    /// No license number is given that fits the mask.
    NoNumber,
    /// The values of the machine can't be encoded.
    NotEncoded(RequestError),
}
