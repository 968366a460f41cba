//! What a status says.

use crate::text::StatusLine as L;

/// The Chinese words.
pub fn status(line: L) -> &'static str {
    match line {
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
    }
}
