//! How long a desk on the network may take. The limits are the same for a session, for `relay` and for checks.
//!
//! Never here: how long `relay` waits for a busy desk (`commands::relay` decides).

use std::time::Duration;

use crate::wizard::online::ASK_SECONDS;

/// The time limit of a whole request with its answer. A session shows these seconds while they pass.
pub(super) const REQUEST: Duration = Duration::from_secs(ASK_SECONDS as u64);
/// The time limit of the connection, a part of the request.
pub(super) const CONNECTION: Duration = Duration::from_secs(8);
/// The time limit of the check whether the desk answers.
pub(super) const CHECK: Duration = Duration::from_secs(8);
