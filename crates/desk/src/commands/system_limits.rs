//! Checks that the system allows the threads and descriptors that a command needs. Tokio panics if the system allows fewer, for example
//! because of the limits of a service (`TasksMax=`, `LimitNOFILE=`).

use std::io;
use std::num::NonZero;
use std::thread;

/// The number of threads in addition to one for each processor: for the store and for blocking work.
const MORE_THREADS: usize = 4;
/// The number of pipes that are open at the same time. Each has two descriptors.
const PIPES: usize = 12;
/// The stack size of a thread that only waits, in bytes.
const STACK: usize = 64 * 1024;

/// Takes as many threads and descriptors as a command needs, and releases them.
///
/// # Errors
/// The system's error if a thread or descriptor isn't available.
pub(super) fn check() -> io::Result<()> {
    let _pipes = (0..PIPES).map(|_| io::pipe()).collect::<io::Result<Vec<_>>>()?;
    let count = thread::available_parallelism().map_or(1, NonZero::get) + MORE_THREADS;
    let mut waiting = Vec::new();
    let started = (0..count).try_for_each(|_| {
        waiting.push(thread::Builder::new().stack_size(STACK).spawn(thread::park)?);
        Ok(())
    });
    for thread in waiting {
        thread.thread().unpark();
        // A thread that only waits doesn't panic.
        let _ = thread.join();
    }
    started
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_usual_system_gives_enough() {
        check().unwrap();
    }
}
