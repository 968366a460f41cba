//! Whether the system gives the threads and descriptors that a command takes. Tokio panics where it gives fewer, for instance at the
//! limit of a service (`TasksMax=`, `LimitNOFILE=`).

use std::io;
use std::num::NonZero;
use std::thread;

/// The threads beside one for each processor: the store's, and those for blocking work.
const MORE_THREADS: usize = 4;
/// Pipes that are open at the same time. Each takes two descriptors.
const PIPES: usize = 12;
/// The stack of a thread that only waits.
const STACK: usize = 64 * 1024;

/// Takes as many threads and descriptors as a command may take, and gives them back.
///
/// # Errors
/// The system's error.
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
        // It only waited.
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
