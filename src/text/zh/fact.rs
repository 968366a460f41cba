//! The facts of a machine in words.

use crate::text::{FactLine as L, FactSentence as S};

/// The Chinese words.
pub fn fact(line: L) -> &'static str {
    match line {
        L::Unknown => "未知",
        L::None => "无",
        L::Writable => "可写",
    }
}

/// The Chinese sentences with values.
pub fn fact_sentence(sentence: S<'_>) -> String {
    match sentence {
        S::Recording { value } => format!("机器记录：{value}"),
        S::Smbios { value } => format!("SMBIOS 版本：{value}"),
        S::Firmware { value } => format!("固件系列：{value}"),
        S::Boot { value } => format!("启动方式：{value}"),
        S::Hypervisor { value } => format!("虚拟机，宿主：{value}"),
        S::Container { value } => format!("容器：{value}"),
        S::Efi { value } => format!("UEFI 变量：{value}"),
        S::OtherKept { number } => format!("本机变化之前保存的许可证 {number}"),
    }
}
