//! The license that stands on this machine, for the next request: which scheme 2 marker it sends.

use countersign_core::machine::Machine;
use countersign_core::profile::Profile;
use countersign_core::protocol::{Marker, binding::Binding};
use countersign_core::review::Review;

use crate::Loaded;
use crate::anchor::AnchorState;
use crate::record::Activation;
use crate::verify::verify_signature;

impl Loaded {
    /// The record whose signature is valid and whose anchor is this machine's.
    #[must_use]
    pub fn standing(&self, machine: &Machine, review: &Review, profile: &Profile) -> Option<Activation> {
        let stands = |record: &&Activation| {
            verify_signature(record, profile).is_ok()
                && record.anchor_state(machine, review) == Some(AnchorState::Same)
        };
        self.records().find(stands).cloned()
    }
}

/// The scheme 2 marker to send: that of the standing license ([`Loaded::standing`]) while its anchor is the same, else the one of this
/// machine.
#[must_use]
pub fn standing_marker2(standing: Option<&Activation>, machine: &Machine, review: &Review) -> Option<Marker> {
    standing
        .filter(|record| record.anchor_state(machine, review) == Some(AnchorState::Same))
        .and_then(|record| record.marker2)
        .or_else(|| Binding::marker2_of(machine, review))
}
