//! The state and the counters of a process in the kernel (proc(5)), and signals to it.

use std::fs;
use std::os::fd::AsFd;
use std::process::Child;
use std::time::Duration;

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::process::{Pid, PidfdFlags, Signal, kill_process, pidfd_open};

/// The longest wait for a process; long enough for a busy machine.
const DEADLINE: Duration = Duration::from_secs(30);
/// A tick of the processor's clock (`getconf CLK_TCK` is 100 on Linux).
pub const TICK: Duration = Duration::from_millis(10);

/// A number of `/proc/ID/status`, such as `VmHWM` (kB) or `voluntary_ctxt_switches`.
pub fn status(id: u32, name: &str) -> Option<u64> {
    let status = fs::read_to_string(format!("/proc/{id}/status")).ok()?;
    let value = status.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':'))?;
    value.split_whitespace().next()?.parse().ok()
}

/// The CPU time of a process, as the scheduler counts it.
pub fn cpu_time(id: u32) -> Option<Duration> {
    let times = fs::read_to_string(format!("/proc/{id}/schedstat")).ok()?;
    times.split_whitespace().next()?.parse().ok().map(Duration::from_nanos)
}

/// The CPU time of a process in clock ticks: user and system time (fields 14 and 15 of `stat`).
pub fn cpu_ticks(id: u32) -> Option<u64> {
    let stat = stat(id)?;
    let ticks = stat.split(' ').skip(11).take(2).map(|ticks| ticks.parse::<u64>());
    ticks.sum::<Result<u64, _>>().ok()
}

/// The CPU time of a process and its children, those that it has waited for included: user and system time (fields 14 to 17 of `stat`).
pub fn cpu_time_with_children(id: u32) -> Option<Duration> {
    let ticks = |id, fields| -> Option<u64> {
        let stat = stat(id)?;
        stat.split(' ').skip(11).take(fields).map(|ticks| ticks.parse::<u64>().ok()).sum()
    };
    let children = fs::read_to_string(format!("/proc/{id}/task/{id}/children")).ok()?;
    let children = children.split_whitespace().filter_map(|child| ticks(child.parse().ok()?, 2));
    Some(TICK * u32::try_from(ticks(id, 4)? + children.sum::<u64>()).ok()?)
}

/// Whether a process exists and is not a zombie.
pub fn is_running(id: u32) -> bool {
    stat(id).is_some_and(|stat| !stat.starts_with(['Z', 'X']))
}

/// Sends a signal to a process.
pub fn signal(id: u32, signal: Signal) {
    kill_process(pid(id), signal).unwrap();
}

/// Returns whether this process ignores a signal, as the programs that it starts then do. A shell lets what it runs in the background
/// ignore `SIGINT`.
pub fn ignores(signal: Signal) -> bool {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:")).unwrap();
    let mask = u64::from_str_radix(mask.trim(), 16).unwrap();
    mask & (1 << (signal.as_raw() - 1)) != 0
}

/// Waits until a program has written to this pipe, its output. A program that writes nothing in half a minute is killed; then the pipe ends.
pub fn wait_for_output(child: &mut Child, pipe: impl AsFd) {
    let timeout = Timespec::try_from(DEADLINE).unwrap();
    if poll(&mut [PollFd::new(&pipe, PollFlags::IN)], Some(&timeout)).unwrap() == 0 {
        child.kill().unwrap();
    }
}

/// Waits until a process has ended, whether or not its parent has waited for it.
///
/// # Panics
/// If the process still runs after half a minute.
pub fn wait_for_end(id: u32) {
    // The call fails if the process doesn't exist any more.
    if let Ok(process) = pidfd_open(pid(id), PidfdFlags::empty()) {
        let timeout = Timespec::try_from(DEADLINE).unwrap();
        let ended = poll(&mut [PollFd::new(&process, PollFlags::IN)], Some(&timeout)).unwrap();
        assert!(ended == 1, "process {id} is still running");
    }
}

fn pid(id: u32) -> Pid {
    Pid::from_raw(i32::try_from(id).unwrap()).unwrap()
}

/// The first child of a process.
pub fn first_child(id: u32) -> Option<u32> {
    let children = fs::read_to_string(format!("/proc/{id}/task/{id}/children")).ok()?;
    children.split_whitespace().next()?.parse().ok()
}

/// `/proc/ID/stat` from its third field on. The second field, the name, may contain blanks.
fn stat(id: u32) -> Option<String> {
    let stat = fs::read_to_string(format!("/proc/{id}/stat")).ok()?;
    stat.rsplit_once(") ").map(|(_, rest)| rest.to_owned())
}
