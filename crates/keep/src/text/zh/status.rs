//! Chinese words of a status.

use crate::text::{StatusLine as L, StatusSentence as S};

/// Returns the Chinese words.
pub fn status(line: L) -> &'static str {
    match line {
        L::Device => "主板（序列号、UUID 或网口）",
        L::AnchorUnreadable => "主板序列号、UUID 或网口：无法读取",
        L::DistrustedDo => "countersign status 会在标准错误中指出路径和修正命令。",
        L::LostDo => "请把这些值写回（在「修复」一步会有指引），之后该许可证重新有效。",
        L::AnotherBoardDo => {
            "如果更换过主板，请用 countersign 生成新的请求，服务台可能需要迁移许可证；如果本磁盘来自另一台机器，请用本机自己的许可证激活。"
        }
        L::OtherValuesDo => {
            "如果这些值是误改的，请改回；否则请用 countersign 生成新的请求，由服务台判断是否为同一台机器。"
        }
        L::ForEver => "永久有效。",
        L::Nothing => "无",
        L::StateLost => "已丢失",
        L::StateMended => "现在有了自己的值",
        L::StateChanged => "已改变",
        L::StateUnreadable => "无法读取",
        L::Older => "使用旧版绑定：重装系统后会丢失。固件改好后请再申请一次。",
        L::OriginRecovered => "取自本机其他位置",
        L::OriginAssigned => "分配",
        L::OriginDeclared => "输入",
        L::RecordWhole => "有",
        L::RecordMissing => "无",
        L::RecordNoStorage => "本机没有",
        L::RecordReleased => "已交还",
        L::RecordCorrupt => "已损坏",
        L::RecordNewer => "由更高版本写入",
        L::RecordOlder => "由更早版本写入",
        L::RecordUnreadable => "无法读取",
        L::RecordDiffers => "另一许可证",
    }
}

/// Returns the Chinese sentence with its values.
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
        S::GraceOver { fields, date } => {
            format!("固件丢失了许可证所绑定的值，且到 {date} 仍未写回：{fields}。")
        }
        S::LicenseExpired { day } => format!("许可证已于 {day} 到期。"),
        S::KeptIn { file, efi } => format!("保存：文件 {file}，UEFI {efi}"),
        S::BoundInstead { fields } => format!("不是固件原来的值：{fields}"),
        S::FieldOfOrigin { field, origin } => format!("{field}（{origin}）"),
    }
}
