//! The log of a session.

use crate::text::{LogLine as L, LogSentence as S};

/// The Chinese words.
pub fn log(line: L) -> &'static str {
    match line {
        L::Title => "处理过程（时间为 UTC）",
        L::ReadGood => "读取机器：各字段均可用。",
        L::Withdrawn => "撤回已选的办法。",
        L::Issued => "服务台给出授权码。",
        L::ToolGood => "运行工具，正常结束。",
        L::CodeAccepted => "授权码校验通过。",
        L::Kept => "激活信息已保存。",
    }
}

/// The Chinese sentences with values.
pub fn log_sentence(sentence: S<'_>) -> String {
    match sentence {
        S::Step { step } => format!("进入步骤 {step}"),
        S::Read { codes } => format!("读取机器：{codes}"),
        S::Way { title } => format!("采用办法：{title}"),
        S::Route { title } => format!("选择途径：{title}"),
        S::Request { name } => format!("请求 {name}"),
        S::Refused { codes } => format!("服务台拒绝：{codes}"),
        S::NotAnswered { code } => format!("未能向服务台申请：{code}"),
        S::Saved { path } => format!("已写入文件：{path}"),
        S::FileFailed { path } => format!("文件读写失败：{path}"),
        S::Tool { end } => format!("运行工具：{end}"),
        S::CodeRefused { code } => format!("授权码被拒绝：{code}"),
        S::NotKept { code } => format!("激活信息未能保存：{code}"),
    }
}
