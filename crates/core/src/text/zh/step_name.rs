//! Words of the screens that the telephone guide repeats.

use crate::text::{StepNameLine as L, StepNameSentence as S};

/// The Chinese words.
pub fn step_name(line: L) -> &'static str {
    match line {
        L::Welcome => "欢迎",
        L::Inspect => "检查",
        L::Fix => "修复",
        L::Route => "途径",
        L::Request => "请求",
        L::Code => "授权码",
        L::Keep => "保存",
        L::Done => "完成",
    }
}

/// The Chinese sentences with values.
pub fn step_name_sentence(sentence: S<'_>) -> String {
    match sentence {
        S::RequestName { name } => format!("请求名：{name}"),
    }
}
