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
        (&[(Manufacturer, "oVirt"), (Model, "oVirt Node")], Some(Hypervisor::Ovirt)),
        (&[(Manufacturer, "Red Hat"), (Model, "RHEV Hypervisor")], Some(Hypervisor::Ovirt)),
        (&[(Manufacturer, "KubeVirt"), (Model, "None")], Some(Hypervisor::KubeVirt)),
        (&[(Manufacturer, "Hailan"), (Field::Family, "KubeVirt")], Some(Hypervisor::KubeVirt)),
        (
            &[(Manufacturer, "QEMU"), (BoardManufacturer, "LinuxContainers"), (BoardModel, "Incus")],
            Some(Hypervisor::Incus),
        ),
        (&[(Manufacturer, "Nutanix"), (Model, "AHV")], Some(Hypervisor::NutanixAhv)),
        (
            &[(Manufacturer, "Cloud Hypervisor"), (Model, "cloud-hypervisor")],
            Some(Hypervisor::CloudHypervisor),
        ),
        (&[(Manufacturer, "ChromiumOS"), (Model, "crosvm")], Some(Hypervisor::Crosvm)),
        (&[(Manufacturer, "OpenStack Foundation"), (Model, "OpenStack Nova")], Some(Hypervisor::OpenStack)),
        (&[(Manufacturer, "Fedora Project"), (Model, "OpenStack Nova")], Some(Hypervisor::OpenStack)),
        (&[(ChassisAssetTag, "OpenStack Compute")], Some(Hypervisor::OpenStack)),
        (
            &[
                (Manufacturer, "OpenStack Foundation"),
                (Model, "OpenStack Nova"),
                (ChassisAssetTag, "HUAWEICLOUD"),
            ],
            Some(Hypervisor::HuaweiCloud),
        ),
        (&[(Manufacturer, "Alibaba Cloud"), (Model, "Alibaba Cloud ECS")], Some(Hypervisor::AlibabaCloud)),
        (&[(Manufacturer, "Tencent Cloud"), (Model, "CVM")], Some(Hypervisor::TencentCloud)),
        (&[(Manufacturer, "DigitalOcean"), (Model, "Droplet")], Some(Hypervisor::Cloud)),
        (&[(Manufacturer, "3DS Outscale"), (Model, "3DS Outscale VM")], Some(Hypervisor::Cloud)),
        (&[(ChassisAssetTag, "c1.zstack.io")], Some(Hypervisor::Cloud)),
        (
            &[(Manufacturer, "Apple Inc."), (Model, "Apple Virtualization Generic Platform")],
            Some(Hypervisor::AppleVirtualization),
        ),
        (&[(Manufacturer, "Apple Inc."), (Model, "MacBookAir10,1")], None),
        (
            &[(Manufacturer, "Parallels International GmbH."), (Model, "Parallels Virtual Platform")],
            Some(Hypervisor::Parallels),
        ),
        (
            &[(Manufacturer, "PC Engines"), (Model, "apu4"), (ChassisManufacturer, "Xen")],
            Some(Hypervisor::Xen),
        ),
        (&[(Manufacturer, "OmniOS"), (Model, "OmniOS HVM")], Some(Hypervisor::Bhyve)),
        (
            &[(ChassisManufacturer, "Red Hat"), (ChassisVersion, "RHEL-9.4.0 PC (Q35 + ICH9, 2009)")],
            Some(Hypervisor::Qemu),
        ),
        (
            &[(Manufacturer, "QEMU"), (BoardManufacturer, "Canonical Ltd."), (BoardModel, "LXD")],
            Some(Hypervisor::Lxd),
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
            Some(Hypervisor::Azure),
        ),
        (&[(Manufacturer, "Xen"), (Model, "HVM domU")], Some(Hypervisor::Xen)),
        (
            &[(Manufacturer, "Xen"), (Uuid, "ec2f58af-2dad-c57e-88c0-a81cb6084290")],
            Some(Hypervisor::AmazonEc2),
        ),
        (
            &[(Manufacturer, "Xen"), (Uuid, "45e12aec-dcd1-b213-94ed-01234567abcd")],
            Some(Hypervisor::AmazonEc2),
        ),
        (&[(Manufacturer, "Xen"), (BiosVersion, "4.2.amazon")], Some(Hypervisor::AmazonEc2)),
        (&[(Manufacturer, "ASRock"), (Uuid, "ec2f58af-2dad-c57e-88c0-a81cb6084290")], None),
        (&[(Manufacturer, "Google"), (Serial, "GoogleCloud-0123")], Some(Hypervisor::GoogleCompute)),
        (&[(Manufacturer, "Google"), (Model, "Eve")], None),
        (&[(Model, "BHYVE"), (BiosVendor, "BHYVE")], Some(Hypervisor::Bhyve)),
        (&[(Manufacturer, "Amazon EC2"), (Model, "t3.micro")], Some(Hypervisor::AmazonEc2)),
        (&[(Manufacturer, "Hetzner"), (Model, "vServer")], Some(Hypervisor::Cloud)),
        (&[(Manufacturer, "Hetzner"), (Model, " ")], None),
        (&[(Manufacturer, "Nutanix"), (Model, "NX-3050")], None),
        (&[(Manufacturer, "Dell Inc."), (Model, "PowerEdge R510")], None),
        (&[], None),
    ];
    for (fields, hypervisor) in cases {
        assert_eq!(hypervisor_from_fields(&machine(fields)), *hypervisor, "{fields:?}");
        let firmware = Firmware { virtual_machine: true, ..Firmware::default() };
        let guest = Machine { firmware, ..machine(fields) };
        let told = hypervisor.or(Some(Hypervisor::Other));
        assert_eq!(hypervisor_from_fields(&guest), told, "the flag shows a guest without its hypervisor");
    }
}

#[test]
fn devices_identify_the_manager_of_qemu_and_cpu_flags_other_hypervisors() {
    let qemu = [(Field::Manufacturer, "QEMU")];
    type Case<'a> = (&'a [(Field, &'a str)], &'a [(&'a str, &'a str)], Option<Hypervisor>);
    let cases: [Case; 21] = [
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
        (&[], &[("sys/hypervisor/type", "xen\n")], Some(Hypervisor::XenPv)),
        (
            &[],
            &[
                ("sys/hypervisor/type", "xen\n"),
                ("sys/hypervisor/uuid", "ec2a71c4-58d3-90be-1f66-03b2d7e5a919\n"),
            ],
            Some(Hypervisor::AmazonEc2),
        ),
        (
            &[(Field::Manufacturer, "ASRock")],
            &[
                ("sys/hypervisor/type", "xen\n"),
                ("proc/xen/capabilities", "control_d\n"),
                ("proc/cpuinfo", ""),
            ],
            None,
        ),
        (&[], &[("proc/sys/kernel/osrelease", "5.15.90.1-microsoft-standard-WSL2\n")], Some(Hypervisor::Wsl)),
        (&[], &[("proc/sys/kernel/osrelease", "4.4.0-19041-Microsoft\n")], Some(Hypervisor::Wsl)),
        (
            &[],
            &[("proc/1/environ", "TERM=linux\0product_name=OpenStack Nova\0")],
            Some(Hypervisor::OpenStack),
        ),
        (
            &[],
            &[("sys/firmware/acpi/tables/FACP", "FACP\x14\x01\0\0\x06\x0eFIRECKFCVMFADT")],
            Some(Hypervisor::Firecracker),
        ),
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
