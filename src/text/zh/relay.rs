//! `countersign relay`: its help, what it says about requests, progress, summary.

use crate::text::{RelayLine as L, RelaySentence as S};

/// The Chinese words.
pub fn relay(line: L) -> &'static str {
    match line {
        L::About => "替无法连接服务台的机器向服务台提交请求；不保存任何内容，也不作决定",
        L::Files => "其他机器的请求，每个文件一个，或一个批量文件（默认 -，即标准输入）",
        L::Desk => "要询问的服务台：https://HOST[:PORT]（默认为配置文件中的服务台）",
        L::Out => "把授权码或答复写入文件（默认 -，即标准输出）",
        L::Json => "输出一个 JSON 对象：服务台的答复；多台机器时为汇总，须加 --out",
        L::RequestNone => "里面没有请求。",
        L::RequestNoneDo => "请给出 countersign request 的输出。口述的请求由服务台的工作人员答复。",
        L::RequestCut => "请求不完整，缺少结尾。",
        L::RequestSlip => "请求中有字符错误、缺失或多余。",
        L::RequestInvalid => "这个请求有问题。",
        L::RequestInvalidDo => "请从那台机器重新完整复制请求文本。",
        L::RequestNewer => "这个请求由更新版本的程序生成。",
        L::RequestNewerDo => "请升级本程序。",
        L::RequestTooLong => "内容太长，不是请求。",
        L::RequestTooLongDo => "请只给出请求本身，多个请求请用批量文件。",
        L::Again => "请稍后重新运行：同一请求得到相同的授权码。",
    }
}

/// The Chinese words of sentences.
pub fn relay_sentence(sentence: S<'_>) -> String {
    match sentence {
        S::Done { done } => format!("已完成 {done} 个"),
        S::Waiting { done, seconds } => format!("已完成 {done} 个；服务台正忙，{seconds} 秒后再问"),
        S::Total { requests, issued, refused, open } => {
            format!("共 {requests} 个请求：{issued} 个已发码，{refused} 个被拒绝，{open} 个没有答复。")
        }
        S::GaveUp { count } => format!("连续失败 {count} 次后，没有再询问服务台。"),
        S::Answers { path } => format!("答复文件：{path}"),
    }
}
