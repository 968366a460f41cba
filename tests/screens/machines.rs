//! Machines for the views, made from the samples that ship with the program.

use countersign_core::machine::{Clock, EfiStore, Field, Machine, MachineSource, Reading, Tables, Tool};
use countersign_probe::sample;

/// The time of every view: 2026-05-28.
pub const NOW: i64 = 1_780_000_000;

/// A sample as if it were this computer, read as root.
fn here(name: &str) -> Machine {
    let machine = sample(name).unwrap();
    let efi = EfiStore::Writable { free: Some(65_536) };
    Machine {
        source: MachineSource::ThisComputer,
        clock: Clock::at(NOW),
        read_as_root: true,
        efi_store: efi,
        ..machine
    }
}

/// Nothing to fix.
pub fn sound() -> Machine {
    here("clean")
}

/// A blank model and a placeholder for a serial, the board's own serial intact.
pub fn refused() -> Machine {
    here("blank-model")
        .with_value(Field::Model, "")
        .with_value(Field::Serial, "To Be Filled By O.E.M.")
        .with_value(Field::BoardSerial, "BR80G1234567")
}

/// [`refused`] without a serial in any other place.
pub fn refused_everywhere() -> Machine {
    refused().with_value(Field::BoardSerial, "Default string")
}

/// A machine with a filler for its serial, a usable model, and no serial in any other place.
pub fn refused_serial() -> Machine {
    refused_everywhere().with_value(Field::Model, "H310M-R8")
}

/// Not root: the serials are hidden.
pub fn unreadable() -> Machine {
    let mut machine = sound();
    for field in [Field::Serial, Field::Uuid, Field::BoardSerial, Field::ChassisSerial] {
        machine.fields.insert(field, Reading::Denied);
    }
    Machine { read_as_root: false, tables: Tables::Denied, ..machine }
}

/// A bad serial and the tool that sets it.
pub fn with_tool() -> Machine {
    let mut machine = refused().with_value(Field::Model, "H310M-R8");
    machine.tools = vec![Tool::Amidelnx];
    machine
}

/// A virtual machine.
pub fn guest() -> Machine {
    here("vm")
}

/// A board without SMBIOS.
pub fn board() -> Machine {
    here("arm-board")
}

/// Hostile strings.
pub fn hostile() -> Machine {
    here("hostile")
}

/// A sample for practice.
pub fn practice(name: &str) -> Machine {
    Machine { clock: Clock::at(NOW), ..sample(name).unwrap() }
}
