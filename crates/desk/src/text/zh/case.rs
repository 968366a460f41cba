//! The summary of a case.

use crate::text::{CaseLine as L, CaseSentence as S};

/// The Chinese words.
pub fn case(line: L) -> &'static str {
    match line {
        L::Problem => "问题",
        L::Scope => "影响范围",
        L::Analysis => "原因分析",
        L::Actions => "处理过程",
        L::Result => "结果",
        L::ScopeByWord => "一台机器。请求是电话口述的，没有报出具体的值。",
        L::ScopeUntouched => "被拒绝的请求没有改变任何许可证号。",
        L::ByWordMark => "（电话口述）",
        L::SchemeTwo => "旧版绑定",
        L::SchemeThree => "完整绑定",
        L::ResultOpen => "尚未解决。",
        L::AskAgain => "原因已消除，请让机器重新提交请求。",
        L::ResultStopgap => "目前以旧版绑定运行：仅限在线，重装系统后失效，不写入 UEFI。",
        L::ResultNothing => "两次请求之间，机器的值没有变化。",
        L::ResultDeclared => "有的值是按机身标签输入的。",
        L::ResultAssigned => "有的值由系统分配，因为机器上没有。",
        L::ResultRecovered => "有的值取自这台机器的其他位置。",
        L::Empty => "（空）",
        L::Utc => "以上时间均为 UTC。",
    }
}

/// The Chinese sentences with values.
pub fn case_sentence(sentence: S<'_>) -> String {
    match sentence {
        S::Title { case, product } => format!("工单 {case}，{product}"),
        S::ProblemRefused { at, number, code } => format!("{at}，用许可证号 {number} 激活被拒绝：{code}。"),
        S::ProblemRefusedUnknown { at, code } => format!("{at}，激活被拒绝：{code}。"),
        S::ScopeMachine { values } => format!("一台机器（制造商 / 型号 / 序列号）：{values}"),
        S::ScopePlatform { name } => format!("固件或平台：{name}"),
        S::ScopeNumbers { numbers } => format!("涉及的许可证号：{numbers}"),
        S::ScopeMachines { machines, unsolved } => {
            format!("同一批量文件中的机器共 {machines} 台，尚无授权码的 {unsolved} 台")
        }
        S::ScopeLeftOut { count } => format!("另有 {count} 次请求未在此列出"),
        S::ResultAllSolved { at, machines } => format!("截至 {at}，{machines} 台机器均已取得授权码。"),
        S::ScopeRequests { count, first, last } => format!("请求共 {count} 次，从 {first} 到 {last}"),
        S::Wrong { code, field, value, why } => format!("{code}：{field}为「{value}」。{why}"),
        S::WrongEmpty { code, field, why } => format!("{code}：{field}。{why}"),
        S::Differs { fields } => format!("与已绑定机器的不同之处：{fields}"),
        S::Removed { number, act } => format!("此后 {number} 已{act}，这一原因已消除。"),
        S::ActRefused { name, code } => format!("请求 {name}：拒绝，{code}。"),
        S::ActRefusedFields { name, code, codes } => format!("请求 {name}：拒绝，{code}（{codes}）。"),
        S::ActIssued { name, scheme, how } => format!("请求 {name}：已发授权码，{scheme}。{how}"),
        S::ActShown { ways } => format!("提供的办法：{ways}。"),
        S::ActOperator { operator, number, act, reason } => {
            format!("{operator}：{number} {act}。原因：{reason}")
        }
        S::ActNote { operator, text } => format!("{operator} 的备注：{text}"),
        S::ActStep { operator, act, detail } if detail.to_string().is_empty() => format!("{operator} {act}"),
        S::ActStep { operator, act, detail } => format!("{operator} {act}：{detail}"),
        S::ByOperator { operator } => format!("（工作人员：{operator}）"),
        S::ResultNext { text } => format!("下一步：{text}"),
        S::ResultWay { at, title, needs } => format!("办法 {at}：{title}。{needs}"),
        S::ResultSolved { at, number, scheme, name } => {
            format!("{at} 已为这台机器签发授权码：{number}（{scheme}，请求 {name}）。")
        }
        S::ResultChanged { field, before, after } => format!("变化：{field}由「{before}」改为「{after}」。"),
        S::ResultChangedByWord { field, code } => format!("变化：{field}，之前是 {code}。"),
        S::ResultBoard { board } => format!("变化：{board}。"),
        S::ResultByHand { operator, at, reason } => format!("{operator} 于 {at} 结案。原因：{reason}"),
    }
}
