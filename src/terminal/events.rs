//! The events of a session: keys, pastes, signals, a wake-up from another thread.
//!
//! Lives here: the one place where the program sleeps. Never here: writing to the terminal.

use std::collections::VecDeque;
use std::io;
use std::os::fd::AsFd;
use std::os::unix::net::UnixStream;
use std::rc::Rc;
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::Errno;

use super::decoder::Decoder;
use super::input::Input;
use super::signals::{self, Came, Signals};
use crate::wizard::Key;

/// One thing that happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// A key was pressed.
    Key(Key),
    /// A text was pasted: at most [`PASTE_MAX`](super::PASTE_MAX) bytes, no control characters but `\n`.
    Paste(String),
    /// The screen has to be drawn again: its size changed, or the person pressed Ctrl-L.
    Resized,
    /// A signal, or the key that stands for one.
    Signal(Signal),
    /// A [`Waker`] was used.
    Woken,
    /// The terminal is gone. Comes again on every call.
    Closed,
}

/// A signal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Signal {
    /// Ctrl-Z: to be answered by `Session::suspend`.
    Suspend,
    /// SIGTERM, SIGINT or another signal that ends a program: to end in good order.
    Terminate,
    /// SIGHUP: to end at once and say nothing.
    HangUp,
    /// The process was stopped and goes on. The modes are set again already; to be answered by drawing.
    Continue,
}

/// Wakes a session from another thread.
#[derive(Debug)]
pub struct Waker(UnixStream);

impl Waker {
    /// Makes the session's next event `Woken`, if nothing else comes first.
    pub fn wake(&self) {
        signals::wake(&self.0);
    }
}

/// Where events come from.
#[derive(Debug)]
pub(super) struct Source {
    signals: Rc<Signals>,
    decoder: Decoder,
    ready: VecDeque<Event>,
    /// When bytes came last.
    last: Instant,
    closed: bool,
}

/// What ended a sleep.
struct Slept {
    input: bool,
    woken: bool,
}

impl Source {
    /// Events of that terminal and of those signals.
    pub(super) fn new(signals: Rc<Signals>) -> Self {
        let (decoder, ready) = (Decoder::default(), VecDeque::new());
        Self { signals, decoder, ready, last: Instant::now(), closed: false }
    }

    /// A [`Waker`] of this source.
    pub(super) fn waker(&self) -> io::Result<Waker> {
        Ok(Waker(self.signals.waker()?))
    }

    /// Sleeps until something happens on that terminal or to this process.
    pub(super) fn next(&mut self, tty: impl AsFd) -> io::Result<Event> {
        loop {
            if let Some(came) = self.signals.take() {
                return Ok(match came {
                    Came::HangUp => Event::Signal(Signal::HangUp),
                    Came::Terminate => Event::Signal(Signal::Terminate),
                    Came::Resumed => Event::Signal(Signal::Continue),
                    Came::Resized => Event::Resized,
                    Came::Woken => Event::Woken,
                });
            }
            if let Some(event) = self.ready.pop_front() {
                return Ok(event);
            }
            if self.closed {
                return Ok(Event::Closed);
            }
            // Bytes that came while this program was busy count as in time.
            let patience =
                self.decoder.patience().map(|patience| patience.saturating_sub(self.last.elapsed()));
            let slept = self.sleep(&tty, patience)?;
            if slept.woken {
                self.signals.drain();
            }
            if slept.input {
                self.read(&tty)?;
            } else if !slept.woken && patience.is_some() {
                let ready = &mut self.ready;
                self.decoder.lapse(|input| ready.push_back(event(input)));
            }
        }
    }

    /// Makes this the next event.
    pub(super) fn put_back(&mut self, event: Event) {
        self.ready.push_front(event);
    }

    /// Whether there is something that [`Source::next`] would not have to sleep for.
    #[cfg(test)]
    pub(super) fn waiting(&self, tty: impl AsFd) -> io::Result<bool> {
        if self.closed || !self.ready.is_empty() || self.decoder.typed() || self.signals.waiting() {
            return Ok(true);
        }
        let slept = self.sleep(&tty, Some(Duration::ZERO))?;
        Ok(slept.input || slept.woken)
    }

    /// Waits for input or a wake-up, at most for that time.
    fn sleep(&self, tty: &impl AsFd, patience: Option<Duration>) -> io::Result<Slept> {
        let wakes = self.signals.wakes();
        let mut fds = [PollFd::new(tty, PollFlags::IN), PollFd::new(&wakes, PollFlags::IN)];
        let patience = patience.and_then(|patience| Timespec::try_from(patience).ok());
        match poll(&mut fds, patience.as_ref()) {
            Ok(_) => {}
            Err(Errno::INTR) => return Ok(Slept { input: false, woken: true }),
            Err(error) => return Err(error.into()),
        }
        let [input, woken] = fds.map(|fd| !fd.revents().is_empty());
        Ok(Slept { input, woken })
    }

    /// Reads what the terminal sent. Marks the source as closed at the end of the input, or if the line is gone.
    fn read(&mut self, tty: &impl AsFd) -> io::Result<()> {
        let mut bytes = [0; 4096];
        match rustix::io::read(tty, &mut bytes[..]) {
            Ok(0) | Err(Errno::IO | Errno::BADF | Errno::NXIO) => self.closed = true,
            Ok(count) => {
                self.last = Instant::now();
                let ready = &mut self.ready;
                self.decoder
                    .feed(bytes.get(..count).unwrap_or(&bytes), |input| ready.push_back(event(input)));
            }
            Err(Errno::INTR | Errno::AGAIN) => {}
            Err(error) => return Err(error.into()),
        }
        Ok(())
    }

    /// Sleeps until this process is resumed, at most for that time.
    pub(super) fn resumed(&mut self, patience: Duration) {
        self.signals.drain();
        let wakes = self.signals.wakes();
        let mut fds = [PollFd::new(&wakes, PollFlags::IN)];
        // However it ends, the session goes on.
        let _ = poll(&mut fds, Timespec::try_from(patience).ok().as_ref());
    }

    /// Drops incomplete input, and the signals that came while another program had the terminal.
    pub(super) fn forget(&mut self) {
        self.signals.forget();
        self.decoder = Decoder::default();
    }
}

/// An input as an event. Ctrl-Z and Ctrl-L are handled here, not by the wizard.
fn event(input: Input) -> Event {
    match input {
        Input::Key(Key::Ctrl('z')) => Event::Signal(Signal::Suspend),
        Input::Key(Key::Ctrl('l')) => Event::Resized,
        Input::Key(key) => Event::Key(key),
        Input::Paste(text) => Event::Paste(text),
    }
}
