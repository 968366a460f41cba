//! The standing license of this machine, and the scheme 2 marker that the next request sends.

use countersign_core::machine::Machine;
use countersign_core::profile::Profile;
use countersign_core::protocol::{Marker, binding::Binding};
use countersign_core::review::Review;

use crate::Loaded;
use crate::anchor::AnchorState;
use crate::record::Activation;
use crate::verify_record::verify_signature;

impl Loaded {
    /// Returns the record with a valid signature and the anchor of this machine.
    #[must_use]
    pub fn standing(&self, machine: &Machine, review: &Review, profile: &Profile) -> Option<Activation> {
        let stands = |record: &&Activation| {
            verify_signature(record, profile).is_ok()
                && record.anchor_state(machine, review) == Some(AnchorState::Same)
        };
        self.records().find(stands).cloned()
    }
}

/// Returns the scheme 2 marker to send: the marker of the standing license ([`Loaded::standing`]) while its
/// anchor is the same, otherwise the marker of this machine.
#[must_use]
pub fn standing_marker2(standing: Option<&Activation>, machine: &Machine, review: &Review) -> Option<Marker> {
    standing
        .filter(|record| record.anchor_state(machine, review) == Some(AnchorState::Same))
        .and_then(|record| record.marker2)
        .or_else(|| Binding::marker2_of(machine, review))
}
