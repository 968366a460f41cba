//! The runtime of a command, if the system allows the threads and descriptors that it needs. Tokio panics if the system allows fewer,
//! for example because of the limits of a service (`TasksMax=`, `LimitNOFILE=`).

use std::io;
use std::num::NonZero;
use std::thread;
use std::time::Duration;

use tokio::runtime::{Builder, Runtime};

/// The number of threads in addition to one for each processor: for the store and for blocking work.
const MORE_THREADS: usize = 4;
/// The number of pipes that are open at the same time. Each has two descriptors.
const PIPES: usize = 12;

/// Starts the runtime.
///
/// # Errors
/// The system's error if a thread or descriptor isn't available.
pub(super) fn start_runtime() -> io::Result<Runtime> {
    check()?;
    // Where no thread for blocking work is left and none can be started, Tokio panics. So these threads never end, and the first starts now.
    let runtime = Builder::new_multi_thread().enable_all().thread_keep_alive(Duration::MAX).build()?;
    runtime.block_on(runtime.spawn_blocking(|| ())).map_err(io::Error::other)?;
    Ok(runtime)
}

/// Takes as many threads and descriptors as a command needs, and releases them. The threads are as large as those of the runtime.
fn check() -> io::Result<()> {
    let _pipes = (0..PIPES).map(|_| io::pipe()).collect::<io::Result<Vec<_>>>()?;
    let count = thread::available_parallelism().map_or(1, NonZero::get) + MORE_THREADS;
    let mut waiting = Vec::new();
    let started = (0..count).try_for_each(|_| {
        waiting.push(thread::Builder::new().spawn(thread::park)?);
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
        start_runtime().unwrap();
    }
}
