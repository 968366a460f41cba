//! What is done while the session goes on: asking the desk over a network. What comes of it is a message like any
//! other, taken up where the session is woken.

use std::sync::mpsc::{Receiver, Sender, channel};

use crate::terminal::Waker;
use crate::wizard::Msg;
use countersign_core::protocol::{Request, Scheme};

/// What is under way.
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
    /// Asks the desk: beside the session where it can be woken, else at once, and then with the answer.
    pub fn ask(&self, base: String, request: Request, scheme: Scheme, waker: Option<Waker>) -> Option<Msg> {
        let Some(waker) = waker else { return Some(asked(&base, &request, scheme)) };
        let sender = self.sender.clone();
        // It has its own end by its own time limit; where the session ends first, nobody waits for it.
        std::thread::spawn(move || {
            if sender.send(asked(&base, &request, scheme)).is_ok() {
                waker.wake();
            }
        });
        None
    }

    /// What has come meanwhile.
    pub fn take(&self) -> Option<Msg> {
        self.receiver.try_recv().ok()
    }
}

fn asked(base: &str, request: &Request, scheme: Scheme) -> Msg {
    Msg::DeskAnswered(request.head.nonce, Box::new(crate::online::ask(base, request, scheme)))
}
