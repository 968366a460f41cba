//! Issues the code of a grant, with the change of the record.

use countersign_core::protocol::UnsignedCode;
use countersign_core::protocol::license::Day;

use super::records::{answered, terms};
use crate::signing::SignedCode;
use crate::{
    ActionEffect, AnswerError, AnswerOutcome, Change, Grant, GrantKind, IncomingRequest, LicenseRecord,
    ProfilesAndKeys, SigningKey,
};

/// The input for issuing a code.
pub(super) struct Issuing<'a> {
    pub record: &'a LicenseRecord,
    pub effect: Option<&'a ActionEffect>,
    pub today: Day,
    /// The code that a key elsewhere has signed for an earlier decision on the same request.
    pub signed: Option<&'a SignedCode>,
}

/// The code of a grant, signed or not.
pub(super) enum Issued {
    /// The code is signed. The change of the record belongs to it; a repeated code changes nothing.
    Signed(Box<(AnswerOutcome, Option<Change>)>),
    /// A key elsewhere has to sign the code.
    ToSign(UnsignedCode),
}

/// Signs the code of a grant, if the key is in this process or the signature is already made.
pub(super) fn issue(
    grant: Grant,
    issuing: Issuing<'_>,
    desk: &impl ProfilesAndKeys,
    request: &IncomingRequest,
) -> Result<Issued, AnswerError> {
    let (kind, claims, seat, binding, spend) = match grant {
        Grant::Repeated { seat, code, claims } => {
            let outcome = AnswerOutcome::Issued { kind: GrantKind::SameRequest, seat, code, claims };
            return Ok(Issued::Signed(Box::new((outcome, None))));
        }
        Grant::New { kind, claims, seat, binding, spend } => (kind, claims, seat, binding, spend),
    };
    let Issuing { record, effect, today, signed } = issuing;
    let id = request.head().profile_id;
    let profile = desk.profile(id).ok_or(AnswerError::NoKey(id))?;
    let terms = terms(profile, request);
    let code = match desk.signer(profile).ok_or(AnswerError::NoKey(id))? {
        SigningKey::Here(signer) => signer.sign(claims, &terms)?,
        SigningKey::Elsewhere(key) => {
            let unsigned = UnsignedCode::new(key.pinned().id, claims, &terms)?;
            match signed.and_then(|signed| signed.of(&unsigned)) {
                Some(code) => code,
                None => return Ok(Issued::ToSign(unsigned)),
            }
        }
    };
    // This move freed the seat, so the grant is a move and not a rebinding.
    let kind = if effect.is_some() && kind.starts_binding() { GrantKind::Moved } else { kind };
    let mut change = effect.map_or_else(|| Change::of(record), |effect| effect.change.clone());
    change.seats.insert(seat, *binding);
    change.first_issued = record.first_issued.or(Some(today));
    change.spend.extend(spend);
    change.answered = Some(answered(request, seat, claims.scheme, &code));
    let outcome = AnswerOutcome::Issued { kind, seat, code, claims };
    Ok(Issued::Signed(Box::new((outcome, Some(change)))))
}
