//! Sample machines that ship with the program, for practice and tests. All values are invented.

use countersign_core::machine::{Field, Machine, MachineSource, parse_recording};

use super::clock;
use super::computer::read;
use super::file_tree::FileTree;

/// A sample machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sample {
    /// The name on the command line.
    pub name: &'static str,
    content: Content,
}

/// The form of a sample.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Content {
    /// A dump, or `dmidecode` text.
    File(&'static [u8]),
    /// A file, and a field with its value repeated this many times, so that a long value takes no space in the program.
    Stretched(&'static [u8], Field, usize),
    /// A folder shaped like `/sys`.
    Folder(&'static [(&'static str, &'static [u8])]),
}

macro_rules! asset {
    ($path:literal) => {
        include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/samples/", $path))
    };
}

/// The folder of the sample of a board without SMBIOS.
const ARM_BOARD: &[(&str, &[u8])] = &[
    ("firmware/devicetree/base/model", asset!("arm-board/firmware/devicetree/base/model")),
    ("firmware/devicetree/base/compatible", asset!("arm-board/firmware/devicetree/base/compatible")),
    ("firmware/devicetree/base/serial-number", asset!("arm-board/firmware/devicetree/base/serial-number")),
];

/// The samples. The first one needs no remedy.
static SAMPLES: [Sample; 6] = [
    Sample { name: "clean", content: Content::File(asset!("clean.txt")) },
    Sample { name: "blank-model", content: Content::File(asset!("blank-model.txt")) },
    Sample { name: "placeholder-serial", content: Content::File(asset!("placeholder-serial.bin")) },
    Sample { name: "vm", content: Content::File(asset!("vm.txt")) },
    Sample { name: "arm-board", content: Content::Folder(ARM_BOARD) },
    Sample { name: "hostile", content: Content::Stretched(asset!("hostile.bin"), Field::Serial, 4096) },
];

impl Sample {
    /// Parses the sample. The clock is this computer's, or the value of `COUNTERSIGN_NOW`.
    #[must_use]
    pub fn machine(&self) -> Machine {
        let source = MachineSource::Sample(self.name.to_string());
        let clock = clock::of_recording();
        let file = |bytes| {
            let machine = Machine { source: source.clone(), clock, ..Machine::default() };
            parse_recording(machine.clone(), bytes, || None).unwrap_or(machine)
        };
        match self.content {
            Content::File(bytes) => file(bytes),
            Content::Stretched(bytes, field, times) => {
                let machine = file(bytes);
                let value = String::from_utf8_lossy(machine.reading(field).bytes().unwrap_or_default());
                let value = value.repeat(times);
                machine.with_value(field, &value)
            }
            Content::Folder(files) => read(source, clock, &FileTree::Packed(files), None, None),
        }
    }
}

/// Every sample machine.
#[must_use]
pub fn samples() -> &'static [Sample] {
    &SAMPLES
}

/// The sample machine with this name.
#[must_use]
pub fn sample(name: &str) -> Option<Machine> {
    SAMPLES.iter().find(|sample| sample.name == name).map(Sample::machine)
}
