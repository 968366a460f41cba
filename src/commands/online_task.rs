//! The network task: asks the desk on a thread of its own while the session goes on.
//!
//! Its result is a message; the thread wakes the session, which takes the message. Without the feature `online` the
//! wizard never asks.

use std::sync::mpsc::{Receiver, Sender, channel};

use crate::terminal::Waker;
use crate::wizard::Msg;
use countersign_core::protocol::{Request, Scheme};

/// The network task and the results that nobody took yet.
#[derive(Debug)]
pub struct OnlineTask {
    sender: Sender<Msg>,
    receiver: Receiver<Msg>,
}

impl Default for OnlineTask {
    fn default() -> Self {
        let (sender, receiver) = channel();
        Self { sender, receiver }
    }
}

impl OnlineTask {
    /// Asks the desk whose interface is at `base`. With a waker it asks on a thread and returns `None`; without one it
    /// waits and returns the answer.
    pub fn ask(&self, base: String, request: Request, scheme: Scheme, waker: Option<Waker>) -> Option<Msg> {
        let Some(waker) = waker else { return Some(ask_desk(&base, &request, scheme)) };
        let sender = self.sender.clone();
        // The client has a time limit, so the thread ends by itself. Nobody waits for it if the session ends first.
        std::thread::spawn(move || {
            if sender.send(ask_desk(&base, &request, scheme)).is_ok() {
                waker.wake();
            }
        });
        None
    }

    /// Takes a result, if there is one.
    pub fn take(&self) -> Option<Msg> {
        self.receiver.try_recv().ok()
    }
}

#[cfg(feature = "online")]
fn ask_desk(base: &str, request: &Request, scheme: Scheme) -> Msg {
    Msg::DeskAnswered(request.head.nonce, Box::new(crate::online::ask(base, request, scheme)))
}

/// Not called: the wizard offers the network only if the client is built in (`Settings::online`).
#[cfg(not(feature = "online"))]
fn ask_desk(base: &str, request: &Request, _: Scheme) -> Msg {
    use crate::wizard::online::{DeskAnswer, OnlineError};
    let answer = DeskAnswer::Failed(OnlineError::Unreachable(base.to_owned()));
    Msg::DeskAnswered(request.head.nonce, Box::new(answer))
}
