//! Chinese words of a status.

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
        L::RecordWhole => "有",
        L::RecordMissing => "无",
        L::RecordNoStorage => "本机没有",
        L::RecordReleased => "已退还",
        L::RecordCorrupt => "已损坏",
        L::RecordUnreadable => "无法读取",
        L::RecordDiffers => "另一许可证",
    }
}
