//! The audit's chain.

use crate::text::{AuditLine as L, AuditSentence as S};

/// The Chinese words.
pub fn audit(line: L) -> &'static str {
    match line {
        L::Audit => "操作记录：检查、签名、导出",
        L::Verify => "检查是否有记录被改动、删除或移位",
        L::Head => "对最新的记录签名并输出链头，供另行保存",
        L::Export => "将全部记录写到标准输出",
        L::OptHead => "另行保存的链头；只有它能发现数据库所有者的改动",
        L::OptCsv => "供电子表格使用的 CSV；不写则为 JSON",
        L::NotSigned => "尚未对记录签名。",
        L::Sound => "所有记录均与写入时一致。",
        L::Empty => "还没有任何记录。",
        L::EmptyDo => "没有签名。首次更改或登录后才有记录。",
        L::HeadMalformedDo => "没有检查。请指定由 countersign-desk audit head 写出的文件。",
        L::HeadForgedDo => "没有检查。该文件被改动过，请使用另一份副本。",
        L::AlteredDo => {
            "有人直接写过数据库。请保留数据库副本，并用 countersign-desk audit export 与最近的备份比较。"
        }
        L::UnchainedDo => "有人或其他程序写入了记录。请保留数据库副本，并查看最新的记录。",
        L::HeadDo => {
            "该处之前的记录不是当时签名的记录，或签名不属于本服务台。请保留数据库副本，并与当天的备份比较。"
        }
        L::OtherKeyDo => "该链头属于另一服务台，或服务台的签名密钥被替换。请与更早的链头比较 key 一行。",
    }
}

/// The Chinese words of sentences.
pub fn audit_sentence(sentence: S<'_>) -> String {
    match sentence {
        S::Checked { entries, heads } => format!("已检查记录：{entries}，已签名的链头：{heads}。"),
        S::Before { count } => format!("启用链之前的记录，作为整体检查：{count}。"),
        S::SignedAt { at } => format!("最近签名时间：{at} UTC。"),
        S::HeadMalformed { path } => format!("{path} 不是签名的链头。"),
        S::HeadForged { path } => format!("{path} 中的签名与内容不符。"),
        S::Altered { position } => format!("第 {position} 条记录与写入时不同。"),
        S::EntryMissing { position } => format!("第 {position} 条记录已不存在。"),
        S::LinkMissing { position } => format!("第 {position} 环及其记录已不存在。"),
        S::Unchained { count } => format!("并非由服务台写入的记录：{count}。"),
        S::End { position } => format!("链没有在服务台最后写入的第 {position} 条结束。"),
        S::Head { position } => format!("在第 {position} 条签名的链头与记录不符。"),
        S::HeadSignature { position } => format!("第 {position} 条的链头没有本服务台的有效签名。"),
        S::OtherKey { position } => format!("第 {position} 条的链头由另一密钥签名，不是本服务台的密钥。"),
    }
}
