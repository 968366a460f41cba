//! Reasons why a line of a bundle has no answer.

use crate::text::BundleLine as L;

/// The Chinese words.
pub fn bundle(line: L) -> &'static str {
    match line {
        L::LineDo => "其他各行已应答。请重新生成这台机器的请求。",
        L::LineTooLong => "这一行比请求可能的长度更长。",
        L::LineMalformed => "这一行不是含有 host 和 request 的 JSON 对象。",
        L::BundleTooLong => "批量文件超过 100,000 个请求。",
        L::HostMalformed => "主机名为空、过长，或含有控制字符。",
        L::CutOff => "批量文件没有结尾，或行数不符：文件不完整。已有的请求已应答，请索取完整的文件。",
    }
}
