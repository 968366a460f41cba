//! Recorded virtual machines, clouds, boards and Chinese machines, from outside the repository: the platform that is inferred for each,
//! the verdicts on its maker, model and serial, and the person or tool that can set its serial.

use countersign_core::machine::{Origin, SourceKind};
use countersign_core::protocol::Platform;
use countersign_core::protocol::binding::{Binding, Predicted, Way};
use countersign_core::remedy::{
    CommandLocation, Remedy, RemedyKind, Source, Step, recoverable, remedies, tool_aids,
};
use countersign_core::review::{Policy, Verdict, review};
use countersign_core::text::{Lang, platform as words};

use super::*;

/// The free tools. Each test machine has all of them on `PATH`, so that a free tool is preferred to a maker's tool.
const FREE: [Tool; 5] = [Tool::Ipmitool, Tool::Vpd, Tool::FwSetenv, Tool::VendorStorage, Tool::SmbiosSysInfo];

/// The person or tool that can set a blank serial of this machine.
fn way(machine: Machine) -> &'static str {
    // A machine without SMBIOS and without a device tree has no place for a blank serial.
    let bare = machine.lacks_smbios() && machine.device_tree.is_none();
    let mut machine = if bare { machine } else { machine.with_value(Field::Serial, "") };
    machine.tools = FREE.to_vec();
    let found = remedies(&machine, &review(&machine, &Policy::default()), &Policy::default(), None);
    let first = |remedy: &&Remedy| {
        remedy.field == Field::Serial && matches!(remedy.kind, RemedyKind::Firmware | RemedyKind::Stop)
    };
    let remedy = found.iter().find(first).unwrap();
    let has = |step: &Step| remedy.steps.contains(step);
    let at = remedy.command.as_ref().map(|command| command.location);
    if has(&Step::CloudProvider) || has(&Step::OpenStackOperator) {
        "provider"
    } else if [Step::NoSmbios, Step::NoSmbiosInVm, Step::Wsl, Step::AppleVirtualization, Step::BurntIn]
        .iter()
        .any(has)
    {
        "nobody"
    } else if has(&Step::AskHost) {
        "host"
    } else if remedy.kind == RemedyKind::Stop {
        "service"
    } else if remedy.command.as_ref().is_some_and(|command| tool_aids(command).is_some()) {
        "free tool"
    } else if matches!(at, Some(CommandLocation::UefiShell | CommandLocation::Dos)) {
        "vendor tool"
    } else {
        "maker"
    }
}

/// The name of the platform that is inferred for the machine; empty where it is unknown.
fn platform(machine: &Machine) -> &'static str {
    match machine.hypervisor {
        Some(hypervisor) => words::hypervisor(Lang::En, hypervisor).unwrap_or("another hypervisor"),
        None => words::family(Lang::En, machine.firmware.family).unwrap_or_default(),
    }
}

const fn letter(verdict: Verdict) -> char {
    match verdict {
        Verdict::Ok => 'o',
        Verdict::Blank => 'b',
        Verdict::Placeholder => 'p',
        Verdict::Malformed => 'm',
        Verdict::Shared => 's',
        Verdict::Unreadable => 'u',
    }
}

/// Name, platform, verdicts on maker, model and serial, and the person or tool that can set the serial. Serials that the source of
/// the recording masked (`--`) are placeholders. The recording of the L71 has no type 1.
const PLATFORMS: [(&str, &str, &str, &str); 78] = [
    ("alibaba-ecs.txt", "Alibaba Cloud", "ooo", "provider"),
    ("apple-virtualization.txt", "Apple Virtualization", "ooo", "nobody"),
    ("aws-nitro.txt", "Amazon EC2", "ooo", "provider"),
    ("aws-xen.txt", "Amazon EC2", "ooo", "provider"),
    ("azure-gen2.txt", "Azure", "ooo", "provider"),
    ("azw-beelink-ser.txt", "AMI", "oop", "vendor tool"),
    ("besstar-hm90.txt", "AMI", "oop", "vendor tool"),
    ("bhyve-omnios.txt", "bhyve", "ooo", "host"),
    ("bhyve.txt", "bhyve", "bop", "host"),
    ("chromebook-coreboot.txt", "coreboot", "oop", "free tool"),
    ("cloud-hypervisor.txt", "Cloud Hypervisor", "osb", "host"),
    ("coreboot-apu1.txt", "coreboot", "oop", "service"),
    ("coreboot-apu2.txt", "coreboot", "ooo", "service"),
    ("coreboot-system76.txt", "coreboot", "oop", "service"),
    ("crosvm.txt", "crosvm", "oob", "host"),
    ("dt-amlogic-sei610", "device tree (environment of U-Boot)", "oos", "free tool"),
    ("dt-asahi-m1", "Apple", "ooo", "service"),
    ("dt-px30-shared-serial", "device tree (environment of U-Boot)", "oos", "free tool"),
    ("dt-rk3588-no-cpuinfo-serial", "device tree (environment of U-Boot)", "ooo", "free tool"),
    ("dt-rpi4-stock", "device tree", "ooo", "nobody"),
    ("dt-starfive-vf2", "device tree (environment of U-Boot)", "ooo", "free tool"),
    ("founder-d830.txt", "", "oop", "maker"),
    ("gce.txt", "Google Compute Engine", "ooo", "provider"),
    ("gedu-yourland.txt", "", "oop", "maker"),
    ("greatwall-gw-xxxxxx.txt", "Kunlun", "opp", "service"),
    ("greatwall-kunlun-gw001m1a.txt", "Kunlun", "oop", "service"),
    ("greatwall-utf8-name.txt", "Kunlun", "oop", "service"),
    ("hasee-clevo.txt", "Insyde", "oop", "vendor tool"),
    ("ht706-tr41a1.txt", "Kunlun", "oob", "service"),
    ("huawei-matebook-14.txt", "Huawei", "oop", "service"),
    ("huawei-taishan-2180.txt", "Huawei", "oop", "service"),
    ("huawei-taishan-2280v2.txt", "Huawei", "oop", "service"),
    ("huawei-w515-pangu.txt", "Huawei", "oop", "service"),
    ("hyperv-gen1.txt", "Hyper-V", "ooo", "host"),
    ("incus-vm.txt", "Incus", "oob", "host"),
    ("inspur-ce520f-ft.txt", "Byosoft", "oop", "service"),
    ("inspur-nf5280m6.txt", "BMC (FRU)", "oop", "free tool"),
    ("intel-ipu.txt", "EDK II", "oop", "service"),
    ("jetson-orin-nano.txt", "EDK II", "oop", "service"),
    ("jetson-xavier-nx.txt", "EDK II", "pop", "service"),
    ("kaitian-m549t.txt", "KaiTian", "ooo", "service"),
    ("kaitian-n70z-zhaoxin.txt", "KaiTian", "oop", "service"),
    ("kaitian-n80z-zhaoxin.txt", "KaiTian", "oop", "service"),
    ("kubevirt-default.txt", "KubeVirt", "opb", "host"),
    ("loongson-3a5000-evb.txt", "Loongson", "oob", "maker"),
    ("loongson-3a6000-filled.txt", "Loongson", "oop", "maker"),
    ("loongson-3a6000-nuc.txt", "Loongson", "oop", "maker"),
    ("loongson-3c5000-server.txt", "Loongson", "oop", "maker"),
    ("lxd-vm.txt", "LXD", "oob", "host"),
    ("minisforum-venus.txt", "AMI", "oop", "vendor tool"),
    ("nutanix-ahv.txt", "Nutanix AHV", "ooo", "host"),
    ("openstack-nova-unique.txt", "OpenStack", "ooo", "provider"),
    ("parallels-intel.txt", "Parallels", "ooo", "host"),
    ("phytium-d2000.txt", "Phytium", "oop", "service"),
    ("phytium-edk2-default.txt", "Phytium", "oop", "service"),
    ("phytium-ft2000.txt", "Phytium", "oop", "service"),
    ("purism-librem14.txt", "coreboot", "oop", "service"),
    ("qemu-q35-bare.txt", "QEMU", "oob", "host"),
    ("qemu-virt-aarch64.txt", "QEMU", "oob", "host"),
    ("qemu-virt-loongarch64.txt", "QEMU", "oob", "host"),
    ("rk3588-edk2.txt", "EDK II", "ooo", "service"),
    ("rpi4-uefi.txt", "EDK II", "ooo", "service"),
    ("sugon-i620g20.txt", "BMC (FRU)", "oop", "free tool"),
    ("suma-x7340a0.txt", "BMC (FRU)", "oop", "free tool"),
    ("sysfs-firecracker-none", "another hypervisor", "bbb", "nobody"),
    ("thtf-chaoyue-e500.txt", "AMI", "oop", "vendor tool"),
    ("thtf-loongson-l71.txt", "Loongson", "uuu", "maker"),
    ("thtf-phytium-f860.txt", "Kunlun", "oop", "service"),
    ("uboot-compatible-as-maker.txt", "U-Boot", "ooo", "free tool"),
    ("uboot-libre-s905x.txt", "U-Boot", "oop", "free tool"),
    ("uboot-rpi.txt", "U-Boot", "ooo", "free tool"),
    ("uboot-unknown.txt", "U-Boot", "ppb", "free tool"),
    ("virtualbox-default.txt", "VirtualBox", "oop", "host"),
    ("vmware-pre26-order.txt", "VMware", "ooo", "host"),
    ("wsl2.txt", "", "bbb", "nobody"),
    ("xen-hvm-default.txt", "Xen", "ooo", "host"),
    ("zhaoxin-zeb20.txt", "Byosoft", "oop", "service"),
    ("zhaoxin-zxe-crb.txt", "Byosoft", "osp", "service"),
];

#[test]
fn each_recorded_platform_is_recognised_and_gets_the_right_way() {
    let folder = countersign_testing::shared().join("machines/platforms");
    let Ok(entries) = fs::read_dir(&folder) else {
        countersign_testing::skipped(format_args!("no recorded platforms in {}", folder.display()));
        return;
    };
    let mut names: Vec<_> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    assert_eq!(names, PLATFORMS.map(|(name, ..)| name));
    let mut wrong = Vec::new();
    for (name, platform_of, verdicts, way_of) in PLATFORMS {
        let machine = recording(&folder.join(name)).unwrap();
        assert_eq!(platform(&machine), platform_of, "{name}");
        let judged = review(&machine, &Policy::default());
        let found: String = judged.binding().map(|finding| letter(finding.verdict)).collect();
        if found != verdicts {
            wrong.push(format!("{name}: {found}, not {verdicts}"));
        }
        assert_eq!(way(machine.clone()), way_of, "{name}");
        assert_eq!(
            Platform::of(&machine).0 == 0,
            platform_of.is_empty(),
            "{name}: the platform of the request differs"
        );
    }
    assert_eq!(wrong, [""; 0]);
}

#[test]
fn a_shared_serial_of_the_device_tree_is_replaced_by_that_of_the_chip() {
    let base = "sys/firmware/devicetree/base";
    let place = folder(&[
        (&format!("{base}/model"), b"Rockchip PX30 EVB\0"),
        (&format!("{base}/compatible"), b"rockchip,px30-evb\0rockchip,px30\0"),
        (&format!("{base}/serial-number"), b"0123456789\0"),
        ("proc/cpuinfo", b"processor\t: 0\n\nSerial\t\t: 7e20c4d19fb35a68\n"),
    ]);
    for machine in [computer(place.path()), recording(place.path()).unwrap()] {
        let judged = review(&machine, &Policy::default());
        let recovered = recoverable(&machine, &judged, Field::Serial).unwrap();
        assert_eq!((recovered.value.as_str(), recovered.source), ("7e20c4d19fb35a68", Source::SocSerial));
        assert_eq!(machine.firmware.family, Family::UBootBoard);
    }
}

/// U-Boot composes `serial#` of the chip and the board for some boards, so all boards of a kind have the same.
#[test]
fn a_serial_of_the_device_tree_that_names_the_board_is_not_recovered() {
    let base = "sys/firmware/devicetree/base";
    let model = (format!("{base}/model"), b"Acme Box 905\0".as_slice());
    let compatible = (format!("{base}/compatible"), b"acme,box905\0amlogic,g12a\0".as_slice());
    let serial = (format!("{base}/serial-number"), b"AMLG12ABOX905\0".as_slice());
    let chip = ("proc/cpuinfo".to_owned(), b"processor\t: 0\n\nSerial\t\t: 7e20c4d19fb35a68\n".as_slice());
    for (files, want) in [
        (vec![&model, &compatible, &serial, &chip], Some("7e20c4d19fb35a68")),
        (vec![&model, &compatible, &serial], None),
    ] {
        let files: Vec<(&str, &[u8])> =
            files.into_iter().map(|(path, bytes)| (path.as_str(), *bytes)).collect();
        let place = folder(&files);
        let machine = recording(place.path()).unwrap();
        let recovered = recoverable(&machine, &review(&machine, &Policy::default()), Field::Serial);
        assert_eq!(recovered.map(|recovered| recovered.value).as_deref(), want);
    }
}

#[test]
fn maker_and_model_of_the_device_tree_replace_fillers_in_smbios() {
    let place = folder(&[
        ("class/dmi/id/sys_vendor", b"Unknown\n"),
        ("class/dmi/id/product_name", b"Unknown Product\n"),
        ("class/dmi/id/product_serial", b"MARS-V11-2342-D008E000-00000A4C\n"),
        ("class/dmi/id/bios_vendor", b"U-Boot\n"),
        ("firmware/devicetree/base/model", b"Milk-V Mars\0"),
        ("firmware/devicetree/base/compatible", b"milkv,mars\0starfive,jh7110\0"),
    ]);
    let machine = recording(place.path()).unwrap();
    let judged = review(&machine, &Policy::default());
    for (field, value) in [(Field::Manufacturer, "milkv"), (Field::Model, "Milk-V Mars")] {
        let recovered = recoverable(&machine, &judged, field).unwrap();
        assert_eq!((recovered.value.as_str(), recovered.source), (value, Source::DeviceTree));
        let found = remedies(&machine, &judged, &Policy::default(), None);
        let first = found.iter().find(|remedy| remedy.field == field).unwrap();
        assert_eq!(first.value.as_deref(), Some(value));
        assert!(!first.steps.contains(&Step::NoSmbios), "the kernel files show values of SMBIOS");
    }
}

#[test]
fn zeros_and_missing_lines_give_no_serial_of_a_chip() {
    let base = "sys/firmware/devicetree/base";
    for (file, text, serial) in [
        ("proc/cpuinfo", "Serial\t\t: 0000000000000000\n", None),
        ("proc/cpuinfo", "Hardware\t: Serial\n", None),
        ("proc/cpuinfo", "Serial\t\t: 10000000b3d7c652\n", Some("10000000b3d7c652")),
        ("sys/devices/soc0/serial_number", "0x00000000\n", None),
        ("sys/devices/soc0/serial_number", "1E2D3C4B5A697887\n", Some("1E2D3C4B5A697887")),
        ("sys/bus/nvmem/devices/rockchip-otp0/cells/id@a,0", "RK3588-ID-012345", Some("02235e8fe64fb2e1")),
        ("sys/bus/nvmem/devices/other0/cells/id@a,0", "RK3588-ID-012345", None),
        ("sys/bus/nvmem/devices/rockchip-otp0/cells/id@a,0", "short", None),
    ] {
        let place = folder(&[(&format!("{base}/model"), b"A board\0"), (file, text.as_bytes())]);
        let tree = computer(place.path()).device_tree.unwrap();
        assert_eq!(tree.soc_serial.as_deref(), serial.map(str::as_bytes), "{file} {text}");
    }
}

/// The device tree gives values by the firmware's own way, and by recovery. The machine tells which one a request was made by.
#[test]
fn the_way_of_a_request_with_values_of_a_device_tree_is_found_on_its_machine() {
    let base = "sys/firmware/devicetree/base";
    let board = |serial: &[u8]| {
        folder(&[
            (&format!("{base}/model"), b"Rockchip PX30 EVB\0"),
            (&format!("{base}/compatible"), b"rockchip,px30-evb\0rockchip,px30\0"),
            (&format!("{base}/serial-number"), serial),
            ("proc/cpuinfo", b"processor\t: 0\n\nSerial\t\t: 7e20c4d19fb35a68\n"),
        ])
    };
    let beside_smbios = folder(&[
        ("class/dmi/id/sys_vendor", b"Unknown\n"),
        ("class/dmi/id/product_name", b"Unknown Product\n"),
        ("class/dmi/id/product_serial", b"MARS-V11-2342-D008E000-00000A4C\n"),
        ("firmware/devicetree/base/model", b"Milk-V Mars\0"),
        ("firmware/devicetree/base/compatible", b"milkv,mars\0starfive,jh7110\0"),
    ]);
    for (place, way) in [
        (board(b"PX30-0077-A31C\0"), Way::Firmware),
        (board(b"0123456789\0"), Way::Recover),
        (beside_smbios, Way::Recover),
    ] {
        let (machine, policy) = (recording(place.path()).unwrap(), Policy::default());
        let judged = review(&machine, &policy);
        let marker2 = Binding::marker2_of(&machine, &judged);
        let bound = |way: &Way| Binding::of(&machine, &judged, &policy, way, marker2);
        let binding = bound(&way);
        assert_eq!(binding.predicted(), Predicted::Accepted);
        assert!(binding.origins.contains(&Origin::Recovered(SourceKind::DeviceTree)), "{binding:?}");
        let of_request = (binding.origins, Some(&binding.values));
        let found = Binding::way_of(&machine, &judged, &policy, marker2, of_request);
        assert_eq!(found.as_ref(), Some(&way));
        assert_eq!(bound(&found.unwrap()), binding);
    }
}
