//! The output of a program to its terminal: bytes, the time of each read, and the resulting screen.

use std::io::Read;
use std::num::NonZeroU16;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use vt100::{Parser, Screen};

/// The time-out of every wait; long enough for a busy machine.
pub(super) const DEADLINE: Duration = Duration::from_secs(60);

/// One read of the terminal.
#[derive(Debug, Clone, Copy)]
pub struct Chunk {
    /// The time of the read.
    pub at: Instant,
    /// The offset of its end in the whole output.
    pub end: usize,
}

/// A point in the output of a program.
#[derive(Debug, Clone, Copy)]
pub struct Mark {
    /// The number of bytes written before.
    pub bytes: usize,
    /// The time.
    pub at: Instant,
}

/// The output of a program since a [`Mark`].
#[derive(Debug, Clone, Copy)]
pub struct Written {
    /// The number of bytes.
    pub bytes: usize,
    /// The time from the mark to the first byte; `None` where there is no byte.
    pub first: Option<Duration>,
}

/// The output so far.
pub(super) struct State {
    pub parser: Parser,
    pub bytes: Vec<u8>,
    pub chunks: Vec<Chunk>,
    /// All descriptors of the terminal are closed.
    pub closed: bool,
    held: bool,
    size: (u16, u16),
}

impl State {
    /// The time of the first read after which `wanted` is true for the screen.
    pub fn first_time(&self, wanted: impl Fn(&Screen) -> bool) -> Option<Instant> {
        let mut parser = parser(self.size);
        let mut from = 0;
        for chunk in &self.chunks {
            parser.process(&self.bytes[from..chunk.end]);
            from = chunk.end;
            if wanted(parser.screen()) {
                return Some(chunk.at);
            }
        }
        None
    }
}

/// The most rows and columns of the emulated screen.
const MAX_CELLS: u16 = 1000;

/// The state, shared by the reading thread and the threads that wait for a change.
pub(super) struct Output {
    state: Mutex<State>,
    changed: Condvar,
}

impl Output {
    pub fn new(size: (u16, u16)) -> Self {
        let state = State {
            parser: parser(size),
            bytes: Vec::new(),
            chunks: Vec::new(),
            closed: false,
            held: false,
            size,
        };
        Self { state: Mutex::new(state), changed: Condvar::new() }
    }

    /// Locks the state, even if a test failed while it held the lock.
    pub fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub fn hold(&self, held: bool) {
        self.lock().held = held;
        self.changed.notify_all();
    }

    pub fn resize(&self, (columns, rows): (u16, u16)) {
        // A terminal may have any size; an emulated screen of this size could take gigabytes.
        self.lock().parser.screen_mut().set_size(cells(rows.min(MAX_CELLS)), cells(columns.min(MAX_CELLS)));
    }

    /// Waits until `ready` returns a value. `None` if it returns none in time, or until the terminal is closed.
    pub fn wait<T>(&self, timeout: Duration, mut ready: impl FnMut(&State) -> Option<T>) -> Option<T> {
        let deadline = Instant::now() + timeout;
        let mut state = self.lock();
        loop {
            if let Some(found) = ready(&state) {
                return Some(found);
            }
            let left = deadline.saturating_duration_since(Instant::now());
            if left.is_zero() || state.closed {
                return None;
            }
            state = self.wait_for_change(state, left);
        }
    }

    /// Waits until no output has come for `quiet`, or no output at all within `patience` of the mark.
    pub fn settle(&self, since: Mark, quiet: Duration, patience: Duration) -> Written {
        let limit = Instant::now() + DEADLINE.max(patience);
        let mut state = self.lock();
        loop {
            let first = state.chunks.partition_point(|chunk| chunk.end <= since.bytes);
            let deadline = match state.chunks[first..].last() {
                None => since.at + patience,
                Some(last) => last.at.max(since.at) + quiet,
            };
            let left = deadline.min(limit).saturating_duration_since(Instant::now());
            if left.is_zero() || state.closed {
                let first = state.chunks.get(first).map(|chunk| chunk.at.saturating_duration_since(since.at));
                return Written { bytes: state.bytes.len() - since.bytes, first };
            }
            state = self.wait_for_change(state, left);
        }
    }

    fn wait_for_change<'a>(&self, state: MutexGuard<'a, State>, left: Duration) -> MutexGuard<'a, State> {
        self.changed.wait_timeout(state, left).unwrap_or_else(PoisonError::into_inner).0
    }

    /// Reads until the terminal is closed, at most at the pace.
    pub fn read(&self, mut reader: impl Read, mut pace: Option<Pace>) {
        let mut buffer = vec![0; pace.as_ref().map_or(65_536, Pace::portion)];
        loop {
            let mut state = self.lock();
            while state.held {
                state = self.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
            }
            drop(state);
            let count = reader.read(&mut buffer).unwrap_or(0);
            let at = Instant::now();
            let mut state = self.lock();
            state.parser.process(&buffer[..count]);
            state.bytes.extend(&buffer[..count]);
            if count > 0 {
                let end = state.bytes.len();
                state.chunks.push(Chunk { at, end });
            }
            state.closed = count == 0;
            drop(state);
            self.changed.notify_all();
            if count == 0 {
                return;
            }
            if let Some(pace) = &mut pace {
                pace.carry(count);
            }
        }
    }
}

/// The pace of a serial line.
pub(super) struct Pace {
    bytes_per_second: u32,
    /// The time at which the line has transferred all bytes so far.
    free: Instant,
}

impl Pace {
    pub fn new(bytes_per_second: u32) -> Self {
        Self { bytes_per_second, free: Instant::now() }
    }

    /// The number of bytes to read at once: few, so that the program has to wait like for a UART.
    fn portion(&self) -> usize {
        usize::try_from(self.bytes_per_second / 100).unwrap_or(1).max(1)
    }

    fn carry(&mut self, count: usize) {
        let count = u32::try_from(count).unwrap_or(u32::MAX);
        let time = Duration::from_secs_f64(f64::from(count) / f64::from(self.bytes_per_second));
        self.free = self.free.max(Instant::now()) + time;
        thread::sleep(self.free.saturating_duration_since(Instant::now()));
    }
}

/// The offset of the end of a text in bytes; `None` where they don't contain it. A blank in the text matches any run of blanks and
/// line breaks.
pub(super) fn end_of(bytes: &[u8], text: &[u8]) -> Option<usize> {
    let end_from = |start: usize| {
        let mut at = start;
        for wanted in text {
            let step = match wanted {
                b' ' => bytes[at..].iter().take_while(|byte| byte.is_ascii_whitespace()).count(),
                _ => usize::from(bytes.get(at) == Some(wanted)),
            };
            if step == 0 {
                return None;
            }
            at += step;
        }
        Some(at)
    };
    (0..bytes.len()).find_map(end_from)
}

fn parser((columns, rows): (u16, u16)) -> Parser {
    Parser::new(cells(rows), cells(columns), 0)
}

fn cells(count: u16) -> NonZeroU16 {
    NonZeroU16::new(count).unwrap_or(NonZeroU16::MIN)
}
