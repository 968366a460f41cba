//! What stands in the way of a refused machine after the actions of operators that followed.
//!
//! The functions are pure. An action counts from the second of the refusal on: the ledger has no order of
//! requests and actions within a second, and an action before the refusal would have prevented it.

use countersign_core::protocol::license::{day_of, day_of_date};

use super::{ActionKind, Attempt, AuditEntry, CaseHistory, Reason};

/// What stands in the way of a refused machine now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Obstacle<'a> {
    /// A request would be refused for this reason: that of the refusal, or that of the number's state if an
    /// operator changed it since.
    Stands(Reason),
    /// This action of an operator removed the reason of the refusal.
    Removed(&'a AuditEntry),
}

impl CaseHistory {
    /// Returns what stands in the way of the machine of a refused attempt now. `None` if the attempt was not
    /// refused.
    #[must_use]
    pub fn obstacle(&self, attempt: &Attempt) -> Option<Obstacle<'_>> {
        let reason = attempt.reason()?;
        let mut removed = None;
        let (mut revoked, mut suspended) = (false, reason == Reason::NumberSuspended);
        let mut free_seats = 0;
        for action in self.actions.iter().filter(|action| is_after(action, attempt)) {
            match action.kind {
                ActionKind::Revoke => revoked = true,
                ActionKind::Suspend => suspended = true,
                ActionKind::Resume => suspended = false,
                _ => {}
            }
            let removes = match reason {
                Reason::NumberSuspended => action.kind == ActionKind::Resume,
                Reason::NumberExpired => match action.kind {
                    ActionKind::Renew if is_expired(action) => {
                        removed = None;
                        false
                    }
                    kind => kind == ActionKind::Renew,
                },
                Reason::DeviceDiffers => {
                    let before = free_seats;
                    free_seats += freed_seats(action);
                    removed = removed.filter(|_| free_seats > 0);
                    free_seats > before.max(0)
                }
                Reason::MovesExhausted => frees_seat(action),
                _ => false,
            };
            if removes {
                removed = Some(action);
            }
        }
        Some(match removed {
            _ if revoked => Obstacle::Stands(Reason::NumberRevoked),
            _ if suspended => Obstacle::Stands(Reason::NumberSuspended),
            Some(action) => Obstacle::Removed(action),
            None => Obstacle::Stands(reason),
        })
    }

    /// Whether an action is the reason of a refusal in the same second. It came before that refusal.
    #[must_use]
    pub fn caused_refusal(&self, action: &AuditEntry) -> bool {
        let caused = match action.kind {
            ActionKind::Suspend => Reason::NumberSuspended,
            ActionKind::Revoke => Reason::NumberRevoked,
            ActionKind::Renew if is_expired(action) => Reason::NumberExpired,
            _ => return false,
        };
        let of_second = |attempt: &Attempt| attempt.at == action.at && is_after(action, attempt);
        self.refused().any(|attempt| attempt.reason() == Some(caused) && of_second(attempt))
    }

    /// Whether an operator verified the machine of an issued attempt, and said how.
    #[must_use]
    pub fn is_verified(&self, attempt: &Attempt) -> bool {
        let of_attempt = |action: &AuditEntry| action.at == attempt.at && is_after(action, attempt);
        self.actions.iter().any(|action| action.kind == ActionKind::Verify && of_attempt(action))
    }

    /// Returns the refusal that the case is about now, and what stands in the way of its machine: the last
    /// refusal. In a case of several machines, a refusal with a reason that still stands comes first.
    #[must_use]
    pub fn last_refusal(&self) -> Option<(&Attempt, Obstacle<'_>)> {
        let refusals: Vec<_> =
            self.refused().filter_map(|attempt| Some((attempt, self.obstacle(attempt)?))).collect();
        let stands = |(_, obstacle): &&(&Attempt, Obstacle<'_>)| matches!(obstacle, Obstacle::Stands(_));
        let standing = refusals.iter().rev().find(stands).filter(|_| self.case.machines > 1);
        standing.or(refusals.last()).copied()
    }
}

fn is_after(action: &AuditEntry, attempt: &Attempt) -> bool {
    attempt.license.as_ref() == Some(&action.license) && action.at >= attempt.at
}

const fn frees_seat(action: &AuditEntry) -> bool {
    matches!(action.kind, ActionKind::Release | ActionKind::ReleaseByReceipt | ActionKind::Move)
}

/// Returns how many seats an action freed; negative if it took seats away.
fn freed_seats(action: &AuditEntry) -> i32 {
    let seats = change(action, "seats").and_then(|(before, after)| {
        Some(after.parse::<i32>().ok()?.saturating_sub(before.parse::<i32>().ok()?))
    });
    if frees_seat(action) { 1 } else { seats.unwrap_or(0) }
}

/// Whether the new expiry of a renewal was past on that day. A number of days counts from the first code, so
/// it is taken as renewed.
fn is_expired(action: &AuditEntry) -> bool {
    let last_day = change(action, "expiry").and_then(|(_, after)| day_of_date(after));
    last_day.is_some_and(|last| last < day_of(action.at))
}

/// Returns what an action changed a part of the license from and to, from its detail, such as
/// `edition 0 -> 2, seats 1 -> 3`.
fn change<'a>(action: &'a AuditEntry, part: &str) -> Option<(&'a str, &'a str)> {
    let change = action.detail.split(", ").find_map(|one| one.strip_prefix(part)?.strip_prefix(' '))?;
    change.split_once(" -> ")
}

#[cfg(test)]
mod tests;
