//! Reads a whole machine: this computer, or a folder shaped like `/sys`.
//!
//! Lives here: the place of each fact, and the order of reading. The caller passes the places, so that tests and recordings run the
//! same code on folders.

use std::ffi::OsString;
use std::path::PathBuf;

use countersign_core::machine::entry_point::EntryPoint;
use countersign_core::machine::{Clock, Machine, MachineSource, Reading, Tables, Tool, table, uuid};

use super::efi::VariableStore;
use super::file_tree::{FileTree, ReadFailure};
use super::{clock, device_tree, efi, network, sysfs, tools, virtualization};

/// The largest table or recording that is read, in bytes.
pub const MAX_BYTES: u64 = 16 * 1024 * 1024;

const TABLE: &str = "firmware/dmi/tables/DMI";
const ENTRY: &str = "firmware/dmi/tables/smbios_entry_point";
const DEVICE_TREE: &str = "firmware/devicetree/base";
const BOOT_ID: &str = "sys/kernel/random/boot_id";

/// Reads the computer that this program runs on: `/sys`, `/proc`, `/dev`, `PATH` and the clock.
///
/// The function has no error. A value that can't be read, for lack of rights or for another reason, becomes a
/// [`Reading`](countersign_core::machine::Reading) or a state of the machine.
#[must_use]
pub fn this_computer() -> Machine {
    let folder = |path: &str| FileTree::Folder(PathBuf::from(path));
    read(
        MachineSource::ThisComputer,
        clock::of_this_computer(),
        &folder("/sys"),
        None,
        Some(&RunningSystem {
            proc: folder("/proc"),
            root: folder("/"),
            path: std::env::var_os("PATH"),
            is_root: rustix::process::geteuid().is_root(),
            store: VariableStore::Efivarfs,
        }),
    )
}

/// The places of a running system other than `/sys`. A recording has none of them.
pub struct RunningSystem {
    /// `/proc`.
    pub proc: FileTree,
    /// `/`, for `/dev`, `/run` and the signs of containers.
    pub root: FileTree,
    /// The value of `PATH`.
    pub path: Option<OsString>,
    /// Whether this process runs as root.
    pub is_root: bool,
    /// The kind of folder that counts as the store of UEFI variables.
    pub store: VariableStore,
}

/// Reads the machine with `sys` as its `/sys`. `running` is `None` for a recording. `recorded_proc` is the `/proc` of a recording
/// that has one.
pub fn read(
    source: MachineSource,
    clock: Clock,
    sys: &FileTree,
    recorded_proc: Option<&FileTree>,
    running: Option<&RunningSystem>,
) -> Machine {
    let mut machine = Machine { source, clock, ..Machine::default() };
    read_tables(&mut machine, sys);
    // For this parser, a table may end before type 1. The kernel reads on, because it uses the number of structures.
    if machine.tables != Tables::Read || machine.structure_counts[0] == 0 {
        sysfs::fill(&mut machine, sys);
    }

    let proc = running.map(|running| &running.proc).or(recorded_proc);
    machine.device_tree =
        device_tree::read(sys, DEVICE_TREE).or_else(|| device_tree::read(proc?, "device-tree"));
    if let Some(tree) = &mut machine.device_tree {
        tree.soc_serial = device_tree::soc_serial(sys, proc);
    }
    if machine.tables == Tables::None && machine.fields.is_empty() {
        device_tree::fill(&mut machine);
    }

    machine.firmware.uefi = efi::booted(sys);
    machine.efi_store = efi::store(sys, running.map_or(VariableStore::Folder, |running| running.store));
    machine.has_bmc |= sys.has("class/ipmi/ipmi0");
    if let Some(running) = running {
        machine.read_as_root = running.is_root;
        machine.boot_id = boot_id(&running.proc);
        machine.container = virtualization::container(&running.root, &running.proc);
        machine.tools = running.path.as_deref().map(tools::on_path).unwrap_or_default();
        // Without its configuration, the tool doesn't know where the environment is.
        machine.tools.retain(|tool| *tool != Tool::FwSetenv || running.root.has("etc/fw_env.config"));
        machine.has_bmc |=
            ["dev/ipmi0", "dev/ipmi/0", "dev/ipmidev/0"].iter().any(|path| running.root.has(path));
    }
    // A container sees only the ports of its own network, so the first of them may not be the first port of the computer.
    if machine.container.is_none() {
        machine.onboard_mac = network::onboard_mac(sys);
    }
    machine.hypervisor = virtualization::hypervisor(&machine, sys, proc);
    machine.infer_platform()
}

/// The kernel's random number of this boot (`random(4)`); `None` where it is absent or not a dashed UUID on one line.
fn boot_id(proc: &FileTree) -> Option<[u8; 16]> {
    let bytes = proc.read(BOOT_ID, 64).ok()?;
    uuid::parse_dashed(std::str::from_utf8(&bytes).ok()?.strip_suffix('\n')?, false)
}

/// Reads the SMBIOS tables. Some firmware gives all 00 or all FF on the first read, so such tables are read again.
fn read_tables(machine: &mut Machine, sys: &FileTree) {
    let mut found = sys.read(TABLE, MAX_BYTES);
    if found.as_ref().is_ok_and(|bytes| table::is_blank(bytes)) {
        found = sys.read(TABLE, MAX_BYTES);
    }
    match found {
        Ok(bytes) => {
            let entry = sys.read(ENTRY, 64).ok().and_then(|head| EntryPoint::parse(&head));
            table::fill(machine, &bytes, entry.as_ref());
        }
        Err(ReadFailure::Absent) => machine.tables = Tables::None,
        Err(ReadFailure::Denied) => machine.tables = Tables::Denied,
        Err(ReadFailure::Broken) => {
            machine.tables = Tables::Damaged;
            machine.set_all_readings(&Reading::Damaged);
        }
    }
}
