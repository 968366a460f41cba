//! Tests of the module as a whole: dumps and `dmidecode` text.

mod dumps;
mod printed;

use super::*;

/// Parses these bytes like those of a file.
fn read_bytes(bytes: &[u8]) -> Option<Machine> {
    parse_recording(Machine::default(), bytes, || None).ok()
}

/// A machine with these values.
fn machine(fields: &[(Field, &str)]) -> Machine {
    fields.iter().fold(Machine::default(), |machine, (field, value)| machine.with_value(*field, value))
}
