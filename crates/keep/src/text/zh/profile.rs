//! Chinese words for a profile that can't be used.

use crate::text::{ProfileLine as L, ProfileSentence as S};

/// Returns the Chinese line.
pub const fn profile(line: L) -> &'static str {
    match line {
        L::MissingDo => "请检查路径，或把产品的配置文件放到该处。",
        L::UnreadableDo => "请检查权限，或以 root 运行。",
        L::AnewDo => "请向服务台重新索取。",
        L::SyntaxDo => "请向服务台重新索取（由 countersign-desk init 生成）。",
        L::UnpublishedDo => "请向服务台索取已发布的配置文件。",
        L::Denied => "当前用户没有读取权限",
    }
}

/// Returns the Chinese sentence.
pub fn profile_sentence(sentence: S<'_>) -> String {
    match sentence {
        S::Missing { path } => format!("{path} 处没有配置文件。"),
        S::Unreadable { path, why } => format!("无法读取配置文件 {path}：{why}。"),
        S::NotUsed { why } => format!("不使用该配置文件：{why}"),
        S::TooLarge { path } => format!("配置文件 {path} 超过 256 KiB。"),
        S::Syntax { path, why } => format!("配置文件 {path} 内容有误：{why}。"),
        S::NoKeys { path } => format!("配置文件 {path} 中没有公钥，无法校验任何授权码。"),
        S::BadKey { path, why } => format!("配置文件 {path} 中的公钥无效：{why}。"),
        S::TwinKeys { path, why } => format!("配置文件 {path} 中有两个相同的公钥：{why}。"),
        S::Unpublished { path } => {
            format!("配置文件 {path} 没有编号：它未经服务台发布，服务台不会答复。")
        }
    }
}
