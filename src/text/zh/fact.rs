//! The facts of a machine in words.

use crate::text::FactLine as L;

/// The Chinese words.
pub fn fact(line: L) -> &'static str {
    match line {
        L::Recording => "机器记录：{value}",
        L::Smbios => "SMBIOS 版本：{value}",
        L::Firmware => "固件系列：{value}",
        L::Boot => "启动方式：{value}",
        L::Hypervisor => "虚拟机，宿主：{value}",
        L::Container => "容器：{value}",
        L::Efi => "UEFI 变量：{value}",
        L::Unknown => "未知",
        L::None => "无",
        L::Writable => "可写",
        L::OtherEarlier => "本机较早的请求（{name}），当时机器信息不同",
        L::OtherKept => "本机变化之前保存的许可证 {number}",
    }
}
