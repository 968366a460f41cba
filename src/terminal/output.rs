//! Bytes to the terminal. A write never blocks where a signal can't end it.
//!
//! Lives here: the output. The terminal is opened a second time, because O_NONBLOCK belongs to an open file description, and the
//! shell and every tool share that of standard output: their writes would fail, and the flag would stay after a crash. `poll`
//! before a blocking write is not enough: one free byte makes a terminal writable, and flow control may begin in between.
//! Never here: the content of what is written.

use std::io;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::path::Path;
use std::time::{Duration, Instant};

use ratatui::layout::Size;
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::fs::{Mode, OFlags, open};
use rustix::io::Errno;
use rustix::stdio::stdout;
use rustix::termios::{Action, QueueSelector, tcflow, tcflush, tcgetpgrp, tcgetwinsize};

use super::signals::Signals;

/// How long the last bytes wait for a blocked line.
const LAST: Duration = Duration::from_secs(1);
/// How long they wait after a flush.
const FLUSHED: Duration = Duration::from_millis(100);
/// The most bytes of a write that may block.
const CHUNK: usize = 64;

/// The way to the terminal.
#[derive(Debug)]
pub(super) enum Output {
    /// An open file description of its own: writes don't block.
    Own(OwnedFd),
    /// Standard output, if the terminal can't be opened again: small writes, each when there is room.
    Shared,
}

/// The result of a write.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sent {
    /// All were written.
    All,
    /// A signal that ends the session came while the line took no more.
    Cut,
}

impl Output {
    /// Opens the terminal of standard output.
    pub(super) fn open() -> Self {
        // After `su` the file of the terminal belongs to another user. The controlling terminal may always be opened.
        let controlling = || tcgetpgrp(stdout()).is_ok().then_some("/dev/tty");
        let own = again("/proc/self/fd/1").or_else(|| again(controlling()?));
        own.map_or(Self::Shared, Self::Own)
    }

    /// Writes all of it, unless a signal ends the session.
    ///
    /// # Errors
    /// If the terminal is gone.
    pub(super) fn send(&self, mut bytes: &[u8], signals: &Signals) -> io::Result<Sent> {
        let mut room = matches!(self, Self::Own(_));
        while !bytes.is_empty() {
            if room && let Some(count) = self.write(bytes)? {
                bytes = bytes.get(count..).unwrap_or_default();
                room = matches!(self, Self::Own(_));
                continue;
            }
            if signals.ending() {
                return Ok(Sent::Cut);
            }
            room = self.wait(signals)?;
        }
        Ok(Sent::All)
    }

    /// Writes the last bytes. If the line takes none, discards what it holds back and tries once more.
    pub(super) fn last(&self, mut bytes: &[u8], hurry: bool) {
        let mut since = Instant::now();
        let mut patience = if hurry { Duration::ZERO } else { LAST };
        let mut flushed = false;
        while !bytes.is_empty() {
            let ready = self.ready(patience.saturating_sub(since.elapsed()));
            let written = if ready { self.write(bytes) } else { Ok(None) };
            match written {
                Ok(Some(count)) => {
                    bytes = bytes.get(count..).unwrap_or_default();
                    since = Instant::now();
                }
                Ok(None) if since.elapsed() < patience => {}
                Ok(None) if !flushed => {
                    flushed = true;
                    since = Instant::now();
                    patience = FLUSHED;
                    // The page is cleared anyway. Stopped output would leave the terminal without its modes.
                    let _ = tcflush(self.fd(), QueueSelector::OFlush);
                    let _ = tcflow(self.fd(), Action::OOn);
                }
                Ok(None) | Err(_) => return,
            }
        }
    }

    /// Columns and rows, if they are known.
    pub(super) fn size() -> Option<Size> {
        tcgetwinsize(stdout()).ok().map(|size| Size::new(size.ws_col, size.ws_row))
    }

    /// Writes some; `None` where there is no room.
    fn write(&self, bytes: &[u8]) -> io::Result<Option<usize>> {
        let piece = match self {
            Self::Own(_) => bytes,
            Self::Shared => bytes.get(..CHUNK).unwrap_or(bytes),
        };
        match rustix::io::write(self.fd(), piece) {
            Ok(0) => Err(io::ErrorKind::WriteZero.into()),
            Ok(count) => Ok(Some(count)),
            Err(Errno::INTR | Errno::AGAIN) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// Sleeps until there is room, or a signal came. Returns whether there may be room.
    fn wait(&self, signals: &Signals) -> io::Result<bool> {
        let fd = self.fd();
        let mut fds = [PollFd::new(&fd, PollFlags::OUT), PollFd::new(signals.wakes(), PollFlags::IN)];
        match poll(&mut fds, None) {
            Ok(_) => {}
            Err(Errno::INTR) => return Ok(false),
            Err(error) => return Err(error.into()),
        }
        let [room, woken] = fds.map(|fd| !fd.revents().is_empty());
        if woken {
            signals.drain();
        }
        Ok(room)
    }

    /// Waits for room, at most for that time. Returns whether there is room.
    fn ready(&self, patience: Duration) -> bool {
        let fd = self.fd();
        let patience = Timespec::try_from(patience).ok();
        poll(&mut [PollFd::new(&fd, PollFlags::OUT)], patience.as_ref()).is_ok_and(|ready| ready > 0)
    }

    fn fd(&self) -> BorrowedFd<'_> {
        match self {
            Self::Own(own) => own.as_fd(),
            Self::Shared => stdout(),
        }
    }
}

/// A terminal opened again, without making it the controlling one or waiting for a carrier.
fn again(path: impl AsRef<Path>) -> Option<OwnedFd> {
    let flags = OFlags::WRONLY | OFlags::NONBLOCK | OFlags::NOCTTY | OFlags::CLOEXEC;
    open(path.as_ref(), flags, Mode::empty()).ok()
}
