//! The summary of many machines.

use crate::text::{FleetLine as L, FleetSentence as S};

/// The Chinese words.
pub fn fleet(line: L) -> &'static str {
    match line {
        L::Title => "机器检查统计",
        L::AllMachines => "机器",
        L::Accepted => "可接受",
        L::NotAccepted => "不可接受",
        L::CantTell => "无法判断",
        L::HeadWays => "其余机器的处理办法",
        L::HeadFindings => "检查结果",
        L::HeadFillers => "占位内容",
        L::HeadModels => "机型（被拒绝最多的在前）",
        L::HeadFiles => "没有得到机器的文件",
        L::FilledPart => "条形的实心部分为被拒绝的机器。",
        L::FillersNote => "厂商没有填写实际的值，而是留下了这些文字。",
        L::PolicyUsual => "按通常的策略列出最好的办法：没有安装产品配置文件。",
        L::NoWay => "没有已知的办法",
        L::Way => "最好的办法",
        L::Finding => "检查结果",
        L::Filler => "占位内容",
        L::Model => "制造商和型号",
        L::Code => "代码",
        L::Machines => "台数",
        L::Refused => "被拒绝",
        L::Files => "文件数",
    }
}

/// The Chinese sentences with values.
pub fn fleet_sentence(sentence: S<'_>) -> String {
    match sentence {
        S::Totals { count, good, bad, open } => {
            format!("共 {count} 台：可接受 {good} 台，不可接受 {bad} 台，无法判断 {open} 台。")
        }
        S::Unreadable { count } => format!("没有得到机器的文件：{count} 个，不计入以下统计。"),
        S::Passed { count } => format!("不是机器记录而跳过的文件：{count} 个。"),
        S::OtherModels { limit, count, bad } => {
            format!("只逐行列出前 {limit} 种机型。其余机型共 {count} 台，其中被拒绝 {bad} 台。")
        }
        S::OtherFillers { limit, count } => {
            format!("只逐行列出前 {limit} 种占位内容。含其余占位内容的字段共 {count} 个。")
        }
        S::MoreRows { count } => format!("省略 {count} 行。经管道输出、--json 和 --html 都有全部内容。"),
        S::Policy { product } => format!("按 {product} 的策略列出最好的办法。"),
        S::Made { made } => format!("由 countersign inspect 于 {made} 生成。"),
        S::WayTime { title, time } => format!("{title}（{time}）"),
        S::Of { count, all } => format!("{count} / {all} 台"),
        S::ChartShows { count, label, value } => {
            format!("共 {count} 条。第一条：{label}，{value}。全部数字见表格。")
        }
    }
}
