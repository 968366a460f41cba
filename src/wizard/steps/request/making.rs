//! How a request is made, and whether an open one is still the same.

use countersign_core::protocol::{Nonce, Platform, Request, Secret, Surroundings};
use countersign_keep::OpenRequest;

use super::{RequestStep, ask};
use crate::wizard::msg::Effect;
use crate::wizard::online::OnlineProgress;
use crate::wizard::request_fault::RequestFault;
use crate::wizard::steps::context::StepContext;

/// A request that was made just now.
#[derive(Debug)]
pub struct NewRequest {
    /// The request as an open one, to remember.
    pub open: OpenRequest,
    /// Asks the desk, if the step waits for its answer.
    pub ask: Option<Effect>,
}

/// Makes the request with the drawn secret.
///
/// # Errors
/// [`RequestFault`] if there is no number, or the request can't be encoded. The open request stays.
pub fn make_request(
    step: &mut RequestStep,
    context: &mut StepContext<'_>,
    secret: Secret,
) -> Result<NewRequest, RequestFault> {
    let number = packed_number(context).ok_or(RequestFault::NoNumber)?;
    let request = request_with(number, secret.nonce(&context.settings.profile.product, number), context);
    let open = OpenRequest::new(&request, secret, context.facts.machine.clock.now)
        .map_err(RequestFault::NotEncoded)?;
    step.fault = None;
    let waits = step.progress.as_ref().is_some_and(OnlineProgress::is_asking);
    let ask = waits.then(|| ask(context, request.clone()));
    context.draft.request = Some(request);
    context.draft.lines = Default::default();
    Ok(NewRequest { open, ask })
}

/// Whether the open request is for this machine and number.
pub(super) fn is_current(open: &Request, context: &StepContext<'_>) -> bool {
    packed_number(context).is_some_and(|number| request_with(number, open.head.nonce, context) == *open)
}

/// The request of this machine for that number, with that nonce.
fn request_with(number: [u8; 6], nonce: Nonce, context: &StepContext<'_>) -> Request {
    let machine = &context.facts.machine;
    let (platform, surroundings) = (Platform::of(machine), Surroundings::of(machine, &context.facts.review));
    context.binding().request(context.settings.profile.id, number, nonce, platform, surroundings)
}

fn packed_number(context: &StepContext<'_>) -> Option<[u8; 6]> {
    context.settings.profile.mask.pack(context.draft.number.as_ref()?)
}
