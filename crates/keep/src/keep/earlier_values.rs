//! Binding values that this machine had before and that a license was bound to.
//!
//! The values are offered as a remedy if a firmware update loses them, but only on the same board: a disk
//! that is moved to another machine doesn't carry values there. The values stay after a release.

use serde::{Deserialize, Serialize};

use countersign_core::machine::Machine;
use countersign_core::marker::Marker;
use countersign_core::remedy::EarlierRecord;
use countersign_core::review::{MAX_VALUE_BYTES, Review};

use super::Keep;
use crate::anchor::{AnchorMarkers, AnchorState, anchor_state};
use crate::envelope::{self, RecordError, RecordKind};
use crate::keep_code::KeepCode;
use crate::record::Activation;
use crate::storage::StorageKind;
use crate::write_report::KeepError;

/// Earlier values, and the anchor of the machine that had them.
struct Earlier {
    record: EarlierRecord,
    marker2: Option<Marker>,
    anchors: AnchorMarkers,
}

/// The file form of [`Earlier`].
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct FileForm {
    record: EarlierRecord,
    marker2: Option<[u8; 10]>,
    anchors: [Option<[u8; 10]>; 3],
}

impl Earlier {
    /// Returns the values of an activation; `None` if it has none.
    fn of(activation: &Activation) -> Option<Self> {
        let record = EarlierRecord { values: activation.values.clone()?, origins: activation.origins };
        Some(Self { record, marker2: activation.marker2, anchors: activation.anchors })
    }

    fn to_file(&self) -> Option<Vec<u8>> {
        let bytes = |marker: Option<Marker>| marker.map(|marker| marker.0);
        let record = self.record.clone();
        let form = FileForm { record, marker2: bytes(self.marker2), anchors: self.anchors.map(bytes) };
        envelope::encode_json(RecordKind::Earlier, &form)
    }

    fn from_file(bytes: &[u8]) -> Result<Self, RecordError> {
        let FileForm { record, marker2, anchors } = envelope::decode_json(RecordKind::Earlier, bytes)?;
        let marker = |bytes: Option<[u8; 10]>| bytes.and_then(Marker::from_wire);
        let fits = record.values.iter().all(|value| value.len() <= MAX_VALUE_BYTES);
        let earlier = Self { record, marker2: marker(marker2), anchors: anchors.map(marker) };
        if fits { Ok(earlier) } else { Err(RecordError::Invalid) }
    }

    /// Returns the values; `None` if this machine has another anchor.
    fn of_same_anchor(self, machine: &Machine, review: &Review) -> Option<EarlierRecord> {
        let state = anchor_state(machine, review, self.marker2?, &self.anchors);
        (state == AnchorState::Same).then_some(self.record)
    }
}

impl Keep {
    /// Returns the values that a license was bound to on this board, or else those of the stored activation.
    /// The second value is [`KeepCode::EarlierBroken`] if the file with the earlier values is damaged.
    #[must_use]
    pub fn earlier_values(
        &self,
        machine: &Machine,
        review: &Review,
    ) -> (Option<EarlierRecord>, Option<KeepCode>) {
        let bytes = self.file.read(&self.earlier_name()).ok().flatten();
        let (found, problem) = match bytes.map(|bytes| Earlier::from_file(&bytes)) {
            Some(Ok(earlier)) => (earlier.of_same_anchor(machine, review), None),
            Some(Err(_)) => (None, Some(KeepCode::EarlierBroken)),
            None => (None, None),
        };
        let of_activation =
            || self.load().records().find_map(|one| Earlier::of(one)?.of_same_anchor(machine, review));
        (found.or_else(of_activation), problem)
    }

    /// Stores the values of a verified activation. An activation without values changes nothing.
    ///
    /// # Errors
    /// [`KeepError`] if the state folder can't be written.
    pub fn remember_earlier_values(&self, activation: &Activation) -> Result<(), KeepError> {
        let Some(earlier) = Earlier::of(activation) else { return Ok(()) };
        let bytes = earlier.to_file().ok_or(KeepError::Unencodable)?;
        let name = self.earlier_name();
        // A renewal mostly has the values that are there already.
        if self.file.read(&name).ok().flatten().as_ref() == Some(&bytes) {
            return Ok(());
        }
        self.file.write(&name, &bytes).map_err(|error| KeepError::Storage(StorageKind::File, error))
    }
}
