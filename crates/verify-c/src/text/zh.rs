//! Chinese words.

#![deny(unused_variables, reason = "each language names every value of a sentence")]

use super::{FailureLine as L, FailureSentence as S};

/// Returns the Chinese line.
pub const fn failure(line: L) -> &'static str {
    match line {
        L::ArgumentDo => "请修正程序中的调用；参数说明见 countersign.h。",
        L::NotUtf8Do => "请使用 UTF-8 编码的路径，或重命名该文件。",
        L::InterfaceDo => "请传入 countersign.h 中的 COUNTERSIGN_INTERFACE。",
        L::LibraryOlderDo => "请安装较新的 libcountersign，版本不低于编译该程序时所用的版本。",
        L::Panicked => "libcountersign 内部出错，无法判断本机是否已激活。",
        L::PanickedDo => "请运行 countersign status，并把两处信息一并发给产品供应商。",
    }
}

/// Returns the Chinese sentence.
pub fn failure_sentence(sentence: S<'_>) -> String {
    match sentence {
        S::Null { name } => format!("参数 {name} 为空指针。"),
        S::NotUtf8 { name } => format!("参数 {name} 不是 UTF-8 编码。"),
        S::TooLong { name } => format!("参数 {name} 超过 4095 字节。"),
        S::NoSuchInterface { header } => format!("countersign.h 没有版本 {header}。"),
        S::LibraryOlder { header, library } => {
            format!("已安装的 libcountersign 比程序旧：其接口版本为 {library}，程序需要 {header}。")
        }
        S::NoRecording { path } => format!("无法将 {path} 读作机器记录。"),
        S::NoRecordingDo { path } => format!("查看原因：countersign inspect --hardware {path}"),
    }
}
