//! In place of `later`, in a program that is built without a client: the wizard asks for nothing that takes its time.

use crate::terminal::Waker;
use crate::wizard::Msg;
use countersign_core::protocol::{Request, Scheme};

/// Nothing is ever under way.
#[derive(Debug, Default)]
pub struct OnlineTask {}

impl OnlineTask {
    /// Never asked for: the wizard offers it only where it can be done.
    pub fn ask(&self, _: String, _: Request, _: Scheme, _: Option<Waker>) -> Option<Msg> {
        None
    }

    /// Nothing.
    pub fn take(&self) -> Option<Msg> {
        None
    }
}
