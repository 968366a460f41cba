//! The system's errors.

use crate::text::{SystemLine as L, SystemSentence as S};

/// The Chinese words.
pub fn system(line: L) -> &'static str {
    match line {
        L::NotFound => "没有这个文件或目录",
        L::Denied => "没有权限",
        L::Exists => "已有同名文件",
        L::Full => "磁盘已满",
        L::ReadOnly => "文件系统是只读的",
        L::IsFolder => "这是一个目录",
        L::NotFolder => "路径中有一段不是目录",
        L::NameTooLong => "文件名太长或含有不允许的字符",
        L::TooManyOpen => "打开的文件太多",
        L::Device => "磁盘或设备出错",
        L::Refused => "对方没有应答（连接被拒绝）",
        L::NoRoute => "本机没有通往对方的网络",
        L::Broken => "连接中断",
        L::TimedOut => "没有及时应答",
        L::NotText => "其中没有文本",
        L::CertificateDate => "按本机时钟，它的证书今天不在有效期内",
        L::CertificateIssuer => "它的证书由本机不信任的机构签发",
        L::CertificateName => "它的证书属于另一个名称",
        L::CertificateRevoked => "它的证书已被吊销",
        L::CertificateNoTls => "它不支持服务台所用的 TLS",
        L::ProxySignIn => "代理要求用户名和密码（407）",
        L::ProxyRefuses => "代理拒绝连接服务台",
        L::ProxyAddress => "无法识别代理的地址",
    }
}

/// The Chinese sentences with values.
pub fn system_sentence(sentence: S<'_>) -> String {
    match sentence {
        S::Other { text } => format!("系统提示：{text}"),
        S::Numbered { number, text } => format!("系统提示：{text}（错误 {number}）"),
    }
}
