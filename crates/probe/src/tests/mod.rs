//! Tests of the crate as a whole: recordings, samples, and real machines.

mod corpus;
mod folders;
mod hypervisors;
mod samples;

use countersign_core::machine::*;

use super::*;

/// The machine in those bytes, as a file would give it.
fn read_bytes(bytes: &[u8]) -> Option<Machine> {
    parse_recording(Machine::default(), bytes, || None)
}

/// A machine with those values.
fn machine(fields: &[(Field, &str)]) -> Machine {
    fields.iter().fold(Machine::default(), |machine, (field, value)| machine.with_value(*field, value))
}
