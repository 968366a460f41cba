//! The facts of a session: the machine, its review, and what this machine keeps.

use countersign_core::machine::{Machine, MachineSource, Origin};
use countersign_core::profile::Profile;
use countersign_core::protocol::binding::{Binding, Predicted, Way};
use countersign_core::protocol::{Marker, Number, Request, Scheme, Values};
use countersign_core::remedy::{self, EarlierRecord, Plan, Remedy};
use countersign_core::review::{Policy, Review};
use countersign_keep::{
    self as keep, Activation, ActivationState, AnchorMarkers, KeepCode, Loaded, OpenRequest, REQUEST_LIMIT,
    Status, Today, WriteCheck,
};

/// What is known of the machine and of what it keeps.
#[derive(Debug, Clone)]
pub struct Facts {
    /// The machine.
    pub machine: Machine,
    /// Its review.
    pub review: Review,
    /// The policy of the product.
    pub policy: Policy,
    /// The license that stands on this machine: its signature is valid, and the anchor is the same.
    pub standing: Option<Activation>,
    /// The scheme 2 marker: that of the standing license, else that of this machine.
    pub marker2: Option<Marker>,
    /// The remedies for the findings.
    pub remedies: Vec<Remedy>,
    /// The ways in which the machine becomes an accepted one.
    pub plan: Plan,
    /// The values that this machine was bound to before.
    pub earlier: Option<EarlierRecord>,
    /// Whether an activation can be kept here.
    pub rehearsal: WriteCheck,
    /// The state of the kept activation.
    pub status: Status,
    /// The kept activation, valid or not.
    pub kept_activation: Option<Activation>,
    /// The requests whose code may still come, oldest first.
    pub open_requests: Vec<OpenRequest>,
    /// Whether this computer has a route to other networks.
    pub network: bool,
}

/// What the machine keeps for a product, as it was read, and whether it has a network.
#[derive(Debug, Clone)]
pub struct Kept {
    /// The records.
    pub loaded: Loaded,
    /// The values that this machine was bound to before.
    pub earlier: Option<EarlierRecord>,
    /// The open requests, oldest first.
    pub open_requests: Vec<OpenRequest>,
    /// Whether an activation can be kept here.
    pub rehearsal: WriteCheck,
    /// Whether this computer has a route to other networks.
    pub network: bool,
}

impl Facts {
    /// The facts of a machine with that review, and of what it keeps.
    #[must_use]
    pub fn of(machine: Machine, review: Review, profile: &Profile, kept: Kept) -> Self {
        let Kept { loaded, earlier, open_requests, rehearsal, network } = kept;
        let policy = profile.policy;
        let remedies = remedy::remedies(&machine, &review, &policy, earlier.as_ref());
        let status =
            keep::status(&loaded, &machine, &review, profile, &Today::of(&machine), machine.read_as_root);
        let standing = loaded.standing(&machine, &review, profile);
        let marker2 = keep::standing_marker2(standing.as_ref(), &machine, &review);
        let plan = remedy::plan(&machine, &review, &policy, marker2, earlier.as_ref());
        Self {
            machine,
            review,
            policy,
            standing,
            marker2,
            remedies,
            plan,
            earlier,
            rehearsal,
            status,
            kept_activation: loaded.activation,
            open_requests,
            network,
        }
    }

    /// The facts of a new reading in place of these. A request of this machine that no storage took stays open.
    #[must_use]
    pub fn read_again(self, mut read: Self) -> Self {
        if read.machine.source == self.machine.source {
            let is_new = |open: &OpenRequest| read.open_requests.iter().all(|one| one.nonce != open.nonce);
            let unremembered: Vec<OpenRequest> = self.open_requests.into_iter().filter(is_new).collect();
            unremembered.into_iter().for_each(|open| read.add_open_request(open));
        }
        read
    }

    /// The way of the newest open request of this machine, else of the license that stands here. A request of another machine, for
    /// example after a disk was moved, gives no way: what was declared there is not on this machine's label.
    #[must_use]
    pub fn last_way(&self) -> Way {
        let of_license = |license: &Activation| {
            let values = license.values.clone().map(Values::from_array);
            self.way_of(license.origins, values.as_ref())
        };
        match self.open_requests.last().filter(|open| open.marker2 == self.marker2) {
            Some(open) => self.way_of_request(open),
            None => self.standing.as_ref().and_then(of_license),
        }
        .unwrap_or_default()
    }

    /// The way of an open request of this machine. `None` if it has a declared value and only UEFI holds it.
    #[must_use]
    pub fn way_of_request(&self, open: &OpenRequest) -> Option<Way> {
        self.way_of(open.origins, open.request().map(|request| request.values).as_ref())
    }

    fn way_of(&self, origins: [Origin; 3], values: Option<&Values>) -> Option<Way> {
        Binding::way_of(&self.machine, &self.review, &self.policy, self.marker2, (origins, values))
    }

    /// The markers of the machine's anchors, to record with a code.
    #[must_use]
    pub fn anchors(&self) -> AnchorMarkers {
        keep::anchor_markers(&self.machine, &self.review, self.marker2, self.standing.as_ref())
    }

    /// The binding of the machine by that way.
    #[must_use]
    pub fn binding(&self, way: &Way) -> Binding {
        Binding::of(&self.machine, &self.review, &self.policy, way, self.marker2)
    }

    /// Whether the record of that number, or of any number for `None`, says that this machine changed. The answer then depends on
    /// whether the desk takes it for the same machine.
    #[must_use]
    pub fn changed_since(&self, number: Option<&Number>) -> bool {
        let of_number = |license: &keep::License| number.is_none_or(|number| *number == license.number);
        matches!(self.status.state, ActivationState::Changed { .. })
            && self.status.license.as_ref().is_some_and(of_number)
    }

    /// Whether this machine is activated and a new code would improve that: the license ends soon, the firmware has lost bound values
    /// or was mended, the anchor differs, or the license has the older binding and the desk would accept the machine's fields.
    #[must_use]
    pub fn asks_anew(&self) -> bool {
        let note = |note: &KeepCode| {
            use KeepCode as K;
            matches!(note, K::FirmwareMended | K::ExpiresSoon | K::ValuesLost | K::AnchorDiffers)
        };
        self.status.state == ActivationState::Activated
            && (self.status.notes.iter().any(note) || self.moves_up())
    }

    /// Whether this machine is activated by the older binding, and the desk would accept its fields for the full one.
    #[must_use]
    pub fn moves_up(&self) -> bool {
        let older = |license: &keep::License| license.scheme == Scheme::Two;
        self.status.state == ActivationState::Activated
            && self.status.license.as_ref().is_some_and(older)
            && self.binding(&self.last_way()).predicted() == Predicted::Accepted
    }

    /// Adds a new request to the open ones. The oldest is dropped at the limit that `keep` has too, because a search
    /// for typing slips tries the terms of each.
    pub fn add_open_request(&mut self, request: OpenRequest) {
        self.open_requests.retain(|open| open.nonce != request.nonce);
        self.open_requests.push(request);
        let excess = self.open_requests.len().saturating_sub(REQUEST_LIMIT);
        self.open_requests.drain(..excess);
    }

    /// Whether that request is one of the open ones, so that a code for it is accepted.
    #[must_use]
    pub fn knows(&self, request: &Request) -> bool {
        self.open_requests.iter().any(|open| open.is(request.head.number, request.head.nonce))
    }

    /// Whether the machine is a recording or a sample, so that nothing of this computer may be touched.
    #[must_use]
    pub fn is_recording(&self) -> bool {
        self.machine.source != MachineSource::ThisComputer
    }
}
