//! What the kernel counts of a process (proc(5)).

use std::fs;
use std::time::Duration;

/// A number of `/proc/ID/status`, such as `VmHWM` (kB) or `voluntary_ctxt_switches`.
pub fn status(id: u32, name: &str) -> Option<u64> {
    let status = fs::read_to_string(format!("/proc/{id}/status")).ok()?;
    let value = status.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':'))?;
    value.split_whitespace().next()?.parse().ok()
}

/// The time that a process computed, by the scheduler's own count.
pub fn cpu_time(id: u32) -> Option<Duration> {
    let times = fs::read_to_string(format!("/proc/{id}/schedstat")).ok()?;
    times.split_whitespace().next()?.parse().ok().map(Duration::from_nanos)
}

/// The time that a process computed, in ticks of the clock: user and system (fields 14 and 15 of `stat`).
pub fn cpu_ticks(id: u32) -> Option<u64> {
    let stat = stat(id)?;
    let ticks = stat.split(' ').skip(11).take(2).map(|ticks| ticks.parse::<u64>());
    ticks.sum::<Result<u64, _>>().ok()
}

/// Whether a process is there and is no zombie.
pub fn is_running(id: u32) -> bool {
    stat(id).is_some_and(|stat| !stat.starts_with(['Z', 'X']))
}

/// The first child of a process.
pub fn first_child(id: u32) -> Option<u32> {
    let children = fs::read_to_string(format!("/proc/{id}/task/{id}/children")).ok()?;
    children.split_whitespace().next()?.parse().ok()
}

/// `/proc/ID/stat` from its third field on: the second, the name, may hold blanks.
fn stat(id: u32) -> Option<String> {
    let stat = fs::read_to_string(format!("/proc/{id}/stat")).ok()?;
    stat.rsplit_once(") ").map(|(_, rest)| rest.to_owned())
}
