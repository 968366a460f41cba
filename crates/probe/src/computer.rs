//! Reading a whole machine: this computer, or a folder that has the shape of one.
//!
//! Lives here: which place is asked for what, and in which order. The places are handed in, so that
//! tests and recordings read folders by the same code.

use std::ffi::OsString;
use std::path::PathBuf;

use countersign_core::machine::entry_point::EntryPoint;
use countersign_core::machine::{Clock, Machine, MachineSource, Reading, Tables, table};

use super::efi::Store;
use super::tree::{Missing, Tree};
use super::{clock, container, device_tree, efi, hypervisor, network, sysfs, tools};

/// Most bytes of a table or recording that are taken in.
pub const MAX_BYTES: u64 = 16 * 1024 * 1024;

const TABLE: &str = "firmware/dmi/tables/DMI";
const ENTRY: &str = "firmware/dmi/tables/smbios_entry_point";
const DEVICE_TREE: &str = "firmware/devicetree/base";

/// Reads the computer this program runs on. What can't be read, not being root or for other reasons,
/// is a fact of the machine; there is no error.
#[must_use]
pub fn this_computer() -> Machine {
    let folder = |path: &str| Tree::Folder(PathBuf::from(path));
    read(
        MachineSource::ThisComputer,
        clock::of_this_computer(),
        &folder("/sys"),
        Some(&Surroundings {
            proc: folder("/proc"),
            root: folder("/"),
            path: std::env::var_os("PATH"),
            superuser: rustix::process::geteuid().is_root(),
            store: Store::Efivarfs,
        }),
    )
}

/// What a running computer has besides `/sys`; a recording has none of it.
pub struct Surroundings {
    /// `/proc`.
    pub proc: Tree,
    /// The root of the file system, for `/dev`, `/run` and the marks of containers.
    pub root: Tree,
    /// The search path for programs.
    pub path: Option<OsString>,
    /// Whether this process runs as root.
    pub superuser: bool,
    /// What counts as its store of UEFI variables.
    pub store: Store,
}

/// Reads the machine whose `/sys` is `sys`.
pub fn read(source: MachineSource, clock: Clock, sys: &Tree, around: Option<&Surroundings>) -> Machine {
    let mut machine = Machine { source, clock, ..Machine::default() };
    read_tables(&mut machine, sys);
    // Tables may end before the system's structure for us and not for the kernel, which goes by their number alone.
    if machine.tables != Tables::Read || machine.structure_counts[0] == 0 {
        sysfs::fill(&mut machine, sys);
    }

    let proc = around.map(|around| &around.proc);
    machine.device_tree =
        device_tree::read(sys, DEVICE_TREE).or_else(|| device_tree::read(proc?, "device-tree"));
    if machine.tables == Tables::None && machine.fields.is_empty() {
        device_tree::fill(&mut machine);
    }

    machine.firmware.uefi = efi::booted(sys);
    machine.efi_store = efi::store(sys, around.map_or(Store::Folder, |around| around.store));
    machine.onboard_mac = network::first_mac(sys);
    machine.has_bmc |= sys.has("class/ipmi/ipmi0");
    if let Some(around) = around {
        machine.read_as_root = around.superuser;
        machine.container = container::detect(&around.root, &around.proc);
        machine.tools = around.path.as_deref().map(tools::on_path).unwrap_or_default();
        machine.has_bmc |=
            ["dev/ipmi0", "dev/ipmi/0", "dev/ipmidev/0"].iter().any(|path| around.root.has(path));
    }
    machine.hypervisor = hypervisor::by_system(&machine, sys, proc);
    machine.infer_platform()
}

/// Reads the tables. Some firmware hands out all 00 or all FF at first, so those are read once more.
fn read_tables(machine: &mut Machine, sys: &Tree) {
    let mut found = sys.read(TABLE, MAX_BYTES);
    if found.as_ref().is_ok_and(|bytes| table::is_blank(bytes)) {
        found = sys.read(TABLE, MAX_BYTES);
    }
    match found {
        Ok(bytes) => {
            let entry = sys.read(ENTRY, 64).ok().and_then(|head| EntryPoint::parse(&head));
            table::fill(machine, &bytes, entry.as_ref());
        }
        Err(Missing::Absent) => machine.tables = Tables::None,
        Err(Missing::Denied) => machine.tables = Tables::Denied,
        Err(Missing::Broken) => {
            machine.tables = Tables::Damaged;
            machine.set_all_readings(&Reading::Damaged);
        }
    }
}
