//! Facts of a machine and of a status, in words.

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
        L::Device => "设备本身",
        L::Activated => "已激活：{number}",
        L::Until => "有效期至 {date}。",
        L::ForEver => "永久有效。",
        L::Older => "使用旧版绑定：重装系统后会丢失。固件改好后请再申请一次。",
        L::KeptIn => "保存：文件 {file}，UEFI {efi}",
        L::SlotWhole => "有",
        L::SlotNone => "无",
        L::SlotAbsent => "本机没有",
        L::SlotReleased => "已退还",
        L::SlotCorrupt => "已损坏",
        L::SlotUnreadable => "无法读取",
        L::SlotDiffers => "另一许可证",
        L::OtherEarlier => "本机较早的请求（{name}），当时机器信息不同",
        L::OtherKept => "本机变化之前保存的许可证 {number}",
    }
}
