//! The state that a form showed when its page was loaded. A form of an older page doesn't undo what somebody else changed since.

use axum::http::StatusCode;
use axum::response::Response;
use data_encoding::HEXLOWER;
use maud::{Markup, html};
use sha2::{Digest as _, Sha256};

use super::session::{OfficeForm, OfficeSession};
use crate::text::StaffLine;
use countersign_core::text::Line as _;

/// The field with the state.
const SHOWN: &str = "shown";

/// A digest of the values that a form shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ShownState(String);

impl ShownState {
    /// The state with these values.
    pub(super) fn of<T: AsRef<str>>(values: impl IntoIterator<Item = T>) -> Self {
        let mut digest = Sha256::new();
        for value in values {
            let value = value.as_ref();
            digest.update(value.len().to_be_bytes());
            digest.update(value);
        }
        Self(HEXLOWER.encode(&digest.finalize()[..16]))
    }

    /// The hidden field of a form.
    pub(super) fn field(&self) -> Markup {
        html! { input type="hidden" name=(SHOWN) value=(self.0); }
    }

    /// Returns the refusal of a form that showed another state than this one.
    pub(super) fn refuse_older(&self, form: &OfficeForm) -> Option<Response> {
        let shown = form.field(SHOWN);
        (!shown.is_empty() && shown != self.0).then(|| refusal(&form.session))
    }
}

fn refusal(session: &OfficeSession) -> Response {
    let lang = session.lang();
    let (what, next) = (StaffLine::PageOutdated.say(lang), StaffLine::PageOutdatedDo.say(lang));
    session.problem(StatusCode::CONFLICT, "PAGE-OUTDATED", what, next)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_state_tells_the_values_apart() {
        let state = ShownState::of(["ab", "c"]);
        assert_eq!(state, ShownState::of(["ab", "c"]));
        for other in [&["a", "bc"][..], &["ab"], &["ab", "c", ""], &["ab", "C"]] {
            assert_ne!(state, ShownState::of(other), "{other:?}");
        }
    }
}
