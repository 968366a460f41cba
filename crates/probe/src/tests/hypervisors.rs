//! Detection of hypervisors and clouds.

use std::fs;

use super::*;
use crate::file_tree::FileTree;
use crate::virtualization;
use countersign_core::machine::hypervisor_from_fields;

#[test]
fn fields_identify_hypervisors_and_clouds() {
    use Field::{
        BiosVendor, BiosVersion, BoardManufacturer, BoardModel, ChassisAssetTag, ChassisManufacturer,
        ChassisVersion, Manufacturer, Model, Serial, Uuid,
    };
    type Case<'a> = (&'a [(Field, &'a str)], Option<Hypervisor>);
    let cases: &[Case] = &[
        (&[(Manufacturer, "QEMU"), (Model, "Standard PC (Q35 + ICH9, 2009)")], Some(Hypervisor::Qemu)),
        (&[(Manufacturer, "Red Hat"), (Model, "KVM")], Some(Hypervisor::Qemu)),
        (&[(BiosVendor, "SeaBIOS")], Some(Hypervisor::Qemu)),
        (&[(Manufacturer, "Hailan"), (ChassisManufacturer, "QEMU")], Some(Hypervisor::Qemu)),
        (&[(Manufacturer, "Hailan"), (ChassisVersion, "pc-q35-7.2")], Some(Hypervisor::Qemu)),
        (
            &[(Manufacturer, "QEMU"), (BiosVendor, "Proxmox distribution of EDK II")],
            Some(Hypervisor::Proxmox),
        ),
        (&[(Manufacturer, "oVirt"), (Model, "oVirt Node")], Some(Hypervisor::Libvirt)),
        (
            &[(Manufacturer, "QEMU"), (BoardManufacturer, "Canonical Ltd."), (BoardModel, "LXD")],
            Some(Hypervisor::Other),
        ),
        (&[(Manufacturer, "VMware, Inc.")], Some(Hypervisor::Vmware)),
        (&[(Manufacturer, "innotek GmbH"), (Model, "VirtualBox")], Some(Hypervisor::VirtualBox)),
        (&[(Manufacturer, "Microsoft Corporation"), (Model, "Virtual Machine")], Some(Hypervisor::HyperV)),
        (&[(Manufacturer, "Microsoft Corporation"), (Model, "Surface Go 2")], None),
        (
            &[
                (Manufacturer, "Microsoft Corporation"),
                (Model, "Virtual Machine"),
                (ChassisAssetTag, "7783-7084-3265-9085-8269-3286-77"),
            ],
            Some(Hypervisor::Cloud),
        ),
        (&[(Manufacturer, "Xen"), (Model, "HVM domU")], Some(Hypervisor::Xen)),
        (&[(Manufacturer, "Xen"), (Uuid, "ec2f58af-2dad-c57e-88c0-a81cb6084290")], Some(Hypervisor::Cloud)),
        (&[(Manufacturer, "Xen"), (Uuid, "45e12aec-dcd1-b213-94ed-01234567abcd")], Some(Hypervisor::Cloud)),
        (&[(Manufacturer, "Xen"), (BiosVersion, "4.2.amazon")], Some(Hypervisor::Cloud)),
        (&[(Manufacturer, "ASRock"), (Uuid, "ec2f58af-2dad-c57e-88c0-a81cb6084290")], None),
        (&[(Manufacturer, "Google"), (Serial, "GoogleCloud-0123")], Some(Hypervisor::Cloud)),
        (&[(Manufacturer, "Google"), (Model, "Eve")], None),
        (&[(Model, "BHYVE"), (BiosVendor, "BHYVE")], Some(Hypervisor::Bhyve)),
        (&[(Manufacturer, "Amazon EC2"), (Model, "t3.micro")], Some(Hypervisor::Cloud)),
        (&[(Manufacturer, "Hetzner"), (Model, "vServer")], Some(Hypervisor::Cloud)),
        (&[(Manufacturer, "Hetzner"), (Model, " ")], None),
        (&[(Manufacturer, "Nutanix"), (Model, "NX-3050")], None),
        (&[(Manufacturer, "Dell Inc."), (Model, "PowerEdge R510")], None),
        (&[], None),
    ];
    for (fields, hypervisor) in cases {
        assert_eq!(hypervisor_from_fields(&machine(fields)), *hypervisor, "{fields:?}");
    }
}

#[test]
fn devices_identify_the_manager_of_qemu_and_cpu_flags_other_hypervisors() {
    let qemu = [(Field::Manufacturer, "QEMU")];
    type Case<'a> = (&'a [(Field, &'a str)], &'a [(&'a str, &'a str)], Option<Hypervisor>);
    let cases: [Case; 15] = [
        (&qemu, &[], Some(Hypervisor::Qemu)),
        (
            &qemu,
            &[
                ("sys/class/net/eth0/device/uevent", ""),
                ("sys/class/net/eth0/address", "52:54:00:12:34:57\n"),
            ],
            Some(Hypervisor::Qemu),
        ),
        (
            &qemu,
            &[
                ("sys/class/net/eth0/device/uevent", ""),
                ("sys/class/net/eth0/address", "52:54:00:9a:01:02\n"),
            ],
            Some(Hypervisor::Libvirt),
        ),
        (
            &qemu,
            &[
                ("sys/class/net/ens18/device/uevent", ""),
                ("sys/class/net/ens18/address", "bc:24:11:00:00:01\n"),
            ],
            Some(Hypervisor::Proxmox),
        ),
        (
            &qemu,
            &[("sys/class/scsi_disk/0:0:0:0/device/vpd_pg83", "\0\x02drive-scsi0")],
            Some(Hypervisor::Proxmox),
        ),
        (
            &qemu,
            &[("sys/class/scsi_disk/0:0:0:0/device/vpd_pg83", "\0\x02drive-scsi0-0-0-0")],
            Some(Hypervisor::Libvirt),
        ),
        (&qemu, &[("sys/class/net/virbr0/address", "52:54:00:9a:01:02\n")], Some(Hypervisor::Qemu)),
        (&[], &[("proc/cpuinfo", "flags\t: fpu hypervisor lahf\n")], Some(Hypervisor::Other)),
        (&[], &[("proc/cpuinfo", "flags\t: fpu lahf\nbugs: hypervisor\n")], None),
        (&[], &[("sys/bus/acpi/devices/QEMU0002:00/hid", "QEMU0002\n")], Some(Hypervisor::Qemu)),
        (&[], &[("sys/hypervisor/type", "xen\n")], Some(Hypervisor::Xen)),
        (&[], &[("sys/hypervisor/type", "xen\n"), ("proc/xen/capabilities", "control_d\n")], None),
        (
            &[],
            &[("sys/firmware/devicetree/base/hypervisor/compatible", "linux,kvm\0")],
            Some(Hypervisor::Qemu),
        ),
        (&[], &[("sys/firmware/devicetree/base/compatible", "linux,dummy-virt\0")], Some(Hypervisor::Qemu)),
        (&[], &[("sys/firmware/devicetree/base/compatible", "raspberrypi,4-model-b\0")], None),
    ];
    for (fields, files, hypervisor) in cases {
        let folder = tempfile::tempdir().unwrap();
        for (path, text) in files {
            let path = folder.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        let [sys, proc] = ["sys", "proc"].map(|name| FileTree::Folder(folder.path().join(name)));
        assert_eq!(virtualization::hypervisor(&machine(fields), &sys, Some(&proc)), hypervisor, "{files:?}");
    }
}
