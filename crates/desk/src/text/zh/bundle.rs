//! Bundles.

use crate::text::{BundleLine as L, BundleSentence as S};

/// The Chinese words.
pub fn bundle(line: L) -> &'static str {
    match line {
        L::OptOut => "批量文件的答复写入何处 [默认：在其旁边，扩展名为 .answers.jsonl]",
        L::OfficeTitle => "答复批量文件",
        L::OfficeLead => {
            "批量文件含有多台机器的请求，每行一个。答复也是一个文件，按同样的顺序每行一个，请带回给各台机器。因同一原因被拒绝的机器共用一个工单。"
        }
        L::OfficeFile => "批量文件，最大 16 MiB",
        L::OfficeButton => "答复",
        L::OfficeLost => "连接在结束之前中断。请再次发送同一个文件：已答复的请求会得到同样的答复。",
        L::OfficeCount => "机器数",
        L::OfficeSave => "保存答复文件",
        L::OfficeLink => "答复批量文件（含有多台机器的请求）",
        L::ProductOther => "这个请求所属的产品不在此令牌的范围内。",
        L::ProductOtherDo => "其他各行已答复。请为这台机器使用该产品的令牌。",
        L::NoHeadDo => "没有答复任何请求。批量文件的第一行是 {\"countersign\":\"requests\",\"version\":1}。",
        L::OtherKindDo => "没有答复任何请求。请提供请求的批量文件。",
        L::NewerDo => "没有答复任何请求。请更新服务台。",
        L::BusyDo => "请等待该程序结束。",
        L::OutAlone => "--out 只用于一个批量文件的答复。未给出批量文件，或给出了不止一个输入。",
        L::OutAloneDo => {
            "没有答复任何请求。使用 --out 时请只给出一个批量文件；否则请去掉 --out：每个批量文件的答复写在其旁边，其他请求的答复直接显示。"
        }
        L::NotRegularDo => "它保持原样。请用 --out 指定普通文件或新文件。",
    }
}

/// The Chinese words of sentences.
pub fn bundle_sentence(sentence: S<'_>) -> String {
    match sentence {
        S::NoHead { path } => format!("{path} 不是请求的批量文件。"),
        S::OtherKind { path } => format!("{path} 中是答复，不是请求。"),
        S::Newer { path, version } => format!("{path} 的版本为 {version}，此服务台不支持。"),
        S::Busy { path } => format!("另一个程序正在答复此批量文件：{path}。"),
        S::Progress { done } => format!("已处理 {done} 个"),
        S::Total { requests, issued, refused } => {
            format!("共 {requests} 个请求：{issued} 个已发码，{refused} 个被拒绝。")
        }
        S::TakenOver { count } => format!("{count} 个答复来自之前的运行。"),
        S::Answers { path } => format!("答复文件：{path}"),
    }
}
