//! Tests of the module as a whole: dumps and `dmidecode` text.

mod dumps;
mod printed;

use super::*;

/// The machine in those bytes, as a file would give it.
fn read_bytes(bytes: &[u8]) -> Option<Machine> {
    of_bytes(Machine::default(), bytes, || None)
}

/// A machine with those values.
fn machine(fields: &[(Field, &str)]) -> Machine {
    fields.iter().fold(Machine::default(), |machine, (field, value)| machine.with(*field, value))
}
