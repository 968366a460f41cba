//! The sheet to take along.

use crate::text::{SheetLine as L, SheetSentence as S};

/// The Chinese words.
pub fn sheet(line: L) -> &'static str {
    match line {
        L::TitleAlone => "Countersign 激活单",
        L::Number => "许可证号",
        L::Request => "请求",
        L::Desk => "服务台",
        L::Hotline => "服务热线",
        L::Case => "工单",
        L::Printed => "打印时间",
        L::RequestLead => "用能上网的手机扫描二维码，即可看到授权码；也可以把以下文本发给服务台：",
        L::RequestNone => {
            "本机没有未完成的请求。请先生成：countersign request --number 许可证号，然后重新打印此单。"
        }
        L::QrElsewhere => "这里画不出二维码，请使用 countersign report --sheet=html。",
        L::Code => "填写授权码",
        L::CodeDo => "把服务台答复的 7 行填在这里，再运行 countersign，在步骤「6 授权码」中输入。",
        L::Machine => "本机的值",
    }
}

/// The Chinese sentences with values.
pub fn sheet_sentence(sentence: S<'_>) -> String {
    match sentence {
        S::Title { product } => format!("{product} 激活单"),
        S::Page { number, of } => format!("第 {number} 页，共 {of} 页"),
        S::WayTaken { way } => format!("已采用的办法：{way}"),
        S::WayTakenOthers { way, others } => format!("已采用的办法：{way}；查看其他办法：{others}"),
        S::LogEarlier { count, command } => format!("此前还有 {count} 条记录；完整记录：{command}"),
    }
}
