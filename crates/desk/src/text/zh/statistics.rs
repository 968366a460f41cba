//! Statistics.

use crate::text::{StatisticsLine as L, StatisticsSentence as S};

/// The Chinese words.
pub fn statistics(line: L) -> &'static str {
    match line {
        // Help
        L::Command => "统计一段时间内的请求、工单和许可证号",
        L::OptDays => "统计的天数，含今天；默认 30，最多 366",
        L::OptProduct => "只统计这个产品",
        // Waiting cases
        L::Now => "当前未结案的工单",
        L::WaitsForDesk => "待服务台处理",
        L::WaitsForCustomer => "等待客户",
        // Charts and their tables
        L::Title => "统计",
        L::AsTable => "以表格查看数据",
        L::Day => "日期",
        L::Requests => "请求数",
        L::Issued => "已发授权码",
        L::Refused => "已拒绝",
        L::ByDay => "每日请求",
        L::ByReason => "拒绝原因",
        L::ByPlatform => "固件与虚拟化平台",
        L::ByEnding => "这段时间新建的工单",
        L::Expiring => "到期的许可证号",
        L::NoRequests => "这段时间没有请求。",
        L::NoRefusals => "这段时间没有拒绝任何请求。",
        L::NoCasesOpened => "这段时间没有新建工单。",
        L::NoneExpires => "90 天内没有到期的许可证号，也没有已到期的。",
        L::Alone => "自行解决",
        L::Helped => "在工作人员协助下解决",
        L::ByHand => "未发授权码即结案",
        L::StillOpen => "未结案",
        L::AloneMeans => {
            "机器被拒绝时自动建立工单，同一台机器取得授权码后即为解决。自行解决：在此之前，没有工作人员代为提交请求、添加备注、修改工单，也没有对许可证号作任何操作。未记录的电话协助也计为自行解决。"
        }
        L::UnknownPlatform => "未知",
        L::OtherHypervisor => "其他虚拟化平台",
    }
}

/// The Chinese sentences with values.
pub fn statistics_sentence(sentence: S<'_>) -> String {
    match sentence {
        S::LastDays { days } => format!("{days} 天"),
        S::FromUntil { from, until, zone } => format!("{from} 至 {until}，每天从 {zone} 0 点算起。"),
        S::OfProduct { product } => format!("产品：{product}"),
        S::OldestSince { day } => format!("最早一单：{day}（UTC）"),
        S::ExpireWithin { days } => format!("{days} 天内到期的许可证号"),
        S::ChartShows { count, all } => format!("图中显示 {all} 项中的前 {count} 项，表格为全部数据。"),
        S::ShowsDays { issued, refused, day, most } => format!(
            "横线以上为已发授权码，共 {issued} 次；横线以下为拒绝，共 {refused} 次。请求最多的一天是 {day}，共 {most} 次。"
        ),
        S::IssuedAndRefused { issued, refused } => format!("已发授权码 {issued}，已拒绝 {refused}"),
        S::NewerPlatform { byte } => format!("未知（{byte}）"),
    }
}
