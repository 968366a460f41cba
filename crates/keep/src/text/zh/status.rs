//! Chinese words of a status.

use crate::text::{StatusLine as L, StatusSentence as S};

/// The Chinese words.
pub fn status(line: L) -> &'static str {
    match line {
        L::Device => "设备本身",
        L::ForEver => "永久有效。",
        L::Nothing => "无",
        L::StateLost => "已丢失",
        L::StateMended => "现在有了自己的值",
        L::StateChanged => "已改变",
        L::StateUnreadable => "无法读取",
        L::Older => "使用旧版绑定：重装系统后会丢失。固件改好后请再申请一次。",
        L::RecordWhole => "有",
        L::RecordMissing => "无",
        L::RecordNoStorage => "本机没有",
        L::RecordReleased => "已退还",
        L::RecordCorrupt => "已损坏",
        L::RecordUnreadable => "无法读取",
        L::RecordDiffers => "另一许可证",
    }
}

/// The Chinese sentences with values.
pub fn status_sentence(sentence: S<'_>) -> String {
    match sentence {
        S::Activated { number } => format!("已激活：{number}"),
        S::Until { date, days } => format!("有效期至 {date}（剩余 {days} 天）。"),
        S::ValuesLost { fields, date } => {
            format!("固件丢失了许可证所绑定的值：{fields}。主板未变，因此本机在 {date} 之前保持激活。")
        }
        S::FieldNow { field, state, now } => format!("{field}：{state}。现在：{now}"),
        S::FieldBeforeAndNow { field, state, before, now } => {
            format!("{field}：{state}。以前：{before}。现在：{now}")
        }
        S::MachineChanged { fields } => format!("许可证对应的是本机变更前的信息，现在不同的是：{fields}。"),
        S::LicenseExpired { day } => format!("许可证已于 {day} 到期。"),
        S::KeptIn { file, efi } => format!("保存：文件 {file}，UEFI {efi}"),
    }
}
