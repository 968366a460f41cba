//! Reasons why a line of a bundle has no answer.

use crate::text::BundleLine as L;

/// The Chinese words.
pub fn bundle(line: L) -> &'static str {
    match line {
        L::LineDo => "其他各行已答复。请重新生成这台机器的请求。",
        L::LineTooLong => "这一行太长，不可能是请求。",
        L::LineMalformed => "这一行不是含有 host 和 request 的 JSON 对象。",
        L::BundleTooLong => "批量文件中的请求超过 10 万个。",
        L::HostMalformed => "主机名为空、过长，或含有控制字符。",
        L::CutOff => "批量文件没有结尾，或行数不符：文件不完整。已有的请求已得到答复，请索取完整的文件。",
    }
}
