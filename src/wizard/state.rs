//! The whole state of a session.

use countersign_core::lang::Lang;
use countersign_core::protocol::Nonce;
use countersign_core::protocol::binding::Binding;
use countersign_keep::{KeepCode, SavedQrView, SessionLog};

use super::draft::Draft;
use super::facts::Facts;
use super::job::Jobs;
use super::notice::Notice;
use super::products::ListedProduct;
use super::qr_view::{BlockWidth, QrView};
use super::scroll::Scroll;
use super::settings::Settings;
use super::step::Step;
use super::steps::context::StepContext;
use super::steps::request::RequestView;
use super::steps::welcome::WelcomeStep;

/// The whole state of a session.
#[derive(Debug, Clone)]
pub struct State {
    /// What doesn't change while the program runs.
    pub settings: Settings,
    /// The products of this machine, if it has several.
    pub products: Vec<ListedProduct>,
    /// What is known of the machine and of what it keeps.
    pub facts: Facts,
    /// What the person gave so far; saved after each step.
    pub draft: Draft,
    /// The current step.
    pub step: Step,
    /// The overlay over the step, if one is open.
    pub overlay: Option<Overlay>,
    /// The last thing that happened.
    pub notice: Option<Notice>,
    /// Which part of the page shows.
    pub scroll: Scroll,
    /// The running job.
    pub jobs: Jobs,
    /// When the session began, in seconds since 1970-01-01 UTC.
    pub started: i64,
    /// What was done in this session.
    pub log: SessionLog,
    /// Why the session could not be saved the last time; `None` if it was saved.
    pub unsaved: Option<KeepCode>,
    /// The nonce of the newest request that no storage took, and the reason.
    pub unremembered: Option<(Nonce, KeepCode)>,
    /// How the QR is drawn.
    pub qr: QrView,
    /// How it was drawn when the session was saved, maybe on another terminal.
    pub saved_qr: Option<SavedQrView>,
    /// The language.
    pub lang: Lang,
}

impl State {
    /// The step, and what it may read and change besides itself.
    pub fn step_context(&mut self) -> (&mut Step, StepContext<'_>) {
        let Self { settings, products, facts, draft, notice, jobs, step, .. } = self;
        (step, StepContext { settings, products, facts, draft, notice, jobs })
    }

    /// The binding of this machine in the chosen way.
    #[must_use]
    pub fn binding(&self) -> Binding {
        self.facts.binding(&self.draft.way)
    }

    /// Why no storage holds the open request; `None` if one does. Without it, only this session accepts a code for the request.
    #[must_use]
    pub fn unremembered_request(&self) -> Option<KeepCode> {
        let open = self.draft.request.as_ref()?;
        self.unremembered.filter(|(nonce, _)| *nonce == open.head.nonce).map(|(_, code)| code)
    }

    /// Whether the step shows a request as QR, and not the question where to save it.
    #[must_use]
    pub fn shows_qr(&self) -> bool {
        let Step::Request(step) = &self.step else { return false };
        step.view == RequestView::Qr && step.question.is_none() && self.draft.request.is_some()
    }

    /// Whether the person is asked how wide half blocks are, before the QR is drawn.
    #[must_use]
    pub fn asks_block_width(&self) -> bool {
        self.shows_qr() && self.qr.blocks == BlockWidth::Unknown
    }

    /// The selected product, while the person is asked for one.
    #[must_use]
    pub const fn selected_product(&self) -> Option<usize> {
        match &self.step {
            Step::Welcome(WelcomeStep::Product(selected)) => Some(*selected),
            _ => None,
        }
    }

    /// Whether this is practice.
    #[must_use]
    pub const fn is_practice(&self) -> bool {
        self.settings.is_practice()
    }

    /// Whether the machine is a recording or a sample, so that nothing of this computer may be touched.
    #[must_use]
    pub fn is_recording(&self) -> bool {
        self.facts.is_recording()
    }
}

/// A page that covers the step until a key closes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Overlay {
    /// Help for the step.
    Help,
    /// Every field with its verdict.
    Details,
}
