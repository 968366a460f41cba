//! Tests of the room as a whole: dumps, recordings, samples, and machines of the real world.

mod corpus;
mod dumps;
mod folders;
mod hypervisors;
mod printed;
mod samples;

use super::*;
use crate::machine::recording::of_bytes;

/// The machine in those bytes, as a file would give it.
fn read_bytes(bytes: &[u8]) -> Option<Machine> {
    of_bytes(Machine::default(), bytes, || None)
}

/// A machine with those values.
fn machine(fields: &[(Field, &str)]) -> Machine {
    fields.iter().fold(Machine::default(), |machine, (field, value)| machine.with(*field, value))
}
