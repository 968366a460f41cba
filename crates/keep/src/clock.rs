//! The days that the validity of a license is judged by. A clock that is set back makes no expired license
//! valid again, and a clock that jumps ahead is not trusted at once.
//!
//! The functions are pure. Only the file holds the latest day, and only a `status` that root runs raises it.

use serde::{Deserialize, Serialize};

use countersign_core::machine::Machine;
use countersign_core::protocol::license::{Day, day_of};

/// The kernel's random ID of one boot.
pub type BootId = [u8; 16];

/// The number of days that the latest day may rise at once.
pub const CLOCK_STEP: Day = 30;

/// The number of boots that must see a larger jump before it is trusted.
const BOOTS: usize = 3;

/// The clock's day, with the boot and the build date of the program.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Today {
    /// The clock's day.
    pub clock: Day,
    /// The boot ID; `None` for a recording.
    pub boot: Option<BootId>,
    /// The day on which this program was built; 0 if it is unknown.
    pub build: Day,
}

impl Today {
    /// Returns the day by the machine's clock and the build day of this program (`SOURCE_DATE_EPOCH`).
    #[must_use]
    pub fn of(machine: &Machine) -> Self {
        let built = option_env!("SOURCE_DATE_EPOCH").and_then(|seconds| seconds.parse().ok());
        Self { clock: day_of(machine.clock.now), boot: machine.boot_id, build: built.map_or(0, day_of) }
    }
}

/// The latest day seen, and a jump of the clock that is not trusted yet.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClockMemory {
    /// The latest day seen.
    pub latest: Day,
    /// The boots that saw a larger jump, each with its smallest day; at most two.
    pub jump: Vec<ClockSighting>,
}

/// The day that the clock showed at one boot.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClockSighting {
    /// The boot ID.
    pub boot: BootId,
    /// The smallest day seen at this boot.
    pub day: Day,
}

impl ClockMemory {
    /// Creates a memory with the latest day `latest`.
    #[must_use]
    pub const fn beginning(latest: Day) -> Self {
        Self { latest, jump: Vec::new() }
    }

    /// Returns the memory after the clock showed the day `clock` at the boot `boot`. A day at most
    /// [`CLOCK_STEP`] days after the latest day is trusted at once. A larger jump is trusted after three
    /// boots have seen it; then the smallest of the three days counts. A jump at an unknown boot is ignored.
    #[must_use]
    pub fn after(&self, clock: Day, boot: Option<BootId>) -> Self {
        if !self.is_ahead(clock) {
            return Self::beginning(clock.max(self.latest));
        }
        let Some(boot) = boot else { return self.clone() };
        let mut jump = self.jump.clone();
        match jump.iter_mut().find(|seen| seen.boot == boot) {
            Some(seen) => seen.day = seen.day.min(clock),
            None => jump.push(ClockSighting { boot, day: clock }),
        }
        let smallest = jump.iter().map(|seen| seen.day).min();
        match smallest {
            Some(day) if jump.len() >= BOOTS => Self::beginning(day),
            _ => Self { latest: self.latest, jump },
        }
    }

    /// Whether the day `clock` is more than [`CLOCK_STEP`] days after the latest day.
    #[must_use]
    pub const fn is_ahead(&self, clock: Day) -> bool {
        clock > self.latest.saturating_add(CLOCK_STEP)
    }

    /// Whether the memory is small enough to be stored in a file.
    pub(super) const fn is_bounded(&self) -> bool {
        self.jump.len() < BOOTS
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const A: Option<BootId> = Some([1; 16]);
    const B: Option<BootId> = Some([2; 16]);
    const C: Option<BootId> = Some([3; 16]);

    #[test]
    fn today_has_the_clock_and_boot_of_the_machine() {
        let clock = countersign_core::machine::Clock::at((18_262 + 2_000) * 86_400);
        let today = Today::of(&Machine { clock, boot_id: A, ..Machine::default() });
        assert_eq!((today.clock, today.boot), (2_000, A));
    }

    #[test]
    fn the_latest_day_follows_the_clock_only_in_plausible_steps() {
        for (why, seen, latest, boots) in [
            ("the same day changes nothing", vec![(100, A)], 100, 0),
            ("a clock that was set back changes nothing", vec![(0, A)], 100, 0),
            ("thirty days are accepted at once", vec![(130, None)], 130, 0),
            ("thirty-one days are a jump", vec![(131, A)], 100, 1),
            ("a jump at an unknown boot is ignored", vec![(131, None)], 100, 0),
            ("several readings in one boot count once", vec![(200, A), (201, A), (202, A)], 100, 1),
            ("two boots are not enough", vec![(200, A), (201, B)], 100, 2),
            ("three boots raise it to the smallest day", vec![(300, A), (900, B), (250, C)], 250, 0),
            ("the smallest day of a boot is used", vec![(300, A), (210, A), (900, B), (250, C)], 210, 0),
            ("a plausible clock discards the jump", vec![(300, A), (301, B), (101, C), (302, C)], 101, 1),
            ("the last possible day causes no overflow", vec![(Day::MAX, A), (Day::MAX, B)], 100, 2),
        ] {
            let after = seen
                .iter()
                .fold(ClockMemory::beginning(100), |memory, (clock, boot)| memory.after(*clock, *boot));
            assert_eq!((after.latest, after.jump.len()), (latest, boots), "{why}");
            assert!(after.is_bounded(), "{why}");
        }
        assert_eq!(ClockMemory::beginning(Day::MAX).after(Day::MAX, A), ClockMemory::beginning(Day::MAX));
    }
}
