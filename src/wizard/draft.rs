//! The draft: what the person gave so far.

use std::path::PathBuf;

use countersign_core::machine::Field;
use countersign_core::protocol::binding::Way;
use countersign_core::protocol::{Number, Request};
use countersign_core::review::{Review, Verdict};
use countersign_keep::Activation;

use super::code_check::MendedLine;
use super::routes::RouteKind;

/// The three binding fields: each as it is shown, and its verdict.
pub type BindingFields = [(String, Verdict); 3];

/// What the person gave so far.
#[derive(Debug, Clone, Default)]
pub struct Draft {
    /// The license number.
    pub number: Option<Number>,
    /// The way in which refused fields get a value to bind.
    pub way: Way,
    /// The open request.
    pub request: Option<Request>,
    /// The chosen route.
    pub route: Option<RouteKind>,
    /// The seven lines of the code, as typed.
    pub lines: [String; 7],
    /// The binding fields at the first inspection.
    pub initial_fields: Option<BindingFields>,
    /// The verified activation, until it is kept.
    pub activation: Option<Box<Activation>>,
    /// The case that the desk opened in this session.
    pub case: Option<String>,
    /// The clock was before the issued day when the code was checked.
    pub clock_behind: bool,
    /// The lines of the code that were mended; `lines` has them as they were typed.
    pub mended: Vec<MendedLine>,
    /// The folder that the request was saved in last.
    pub saved_in: Option<PathBuf>,
}

impl Draft {
    /// Drops the request, because the number or the machine changed.
    pub fn forget_request(&mut self) {
        self.request = None;
        self.lines = Default::default();
    }

    /// Remembers the binding fields of the first inspection.
    pub fn remember_initial_fields(&mut self, review: &Review) {
        if self.initial_fields.is_none() {
            self.initial_fields = Some(binding_fields(review));
        }
    }
}

/// The binding fields of a review.
#[must_use]
pub fn binding_fields(review: &Review) -> BindingFields {
    Field::BINDING.map(|field| {
        review
            .finding(field)
            .map_or((String::new(), Verdict::Unreadable), |finding| (finding.shown.clone(), finding.verdict))
    })
}
