//! The summary of a case.

use crate::text::CaseLine as L;

/// The Chinese words.
pub fn case(line: L) -> &'static str {
    match line {
        L::Title => "工单 {case}，{product}",
        L::Problem => "问题",
        L::Scope => "影响范围",
        L::Analysis => "原因分析",
        L::Actions => "处理过程",
        L::Result => "结果",
        L::ProblemRefused => "{at}，用许可证号 {number} 激活被拒绝：{code}。",
        L::ProblemRefusedUnknown => "{at}，激活被拒绝：{code}。",
        L::ScopeMachine => "一台机器（制造商 / 型号 / 序列号）：{values}",
        L::ScopeByWord => "一台机器。请求是电话口述的，没有报出具体的值。",
        L::ScopePlatform => "固件或平台：{name}",
        L::ScopeNumbers => "涉及的许可证号：{numbers}",
        L::ScopeRequests => "请求共 {count} 次，从 {first} 到 {last}",
        L::ScopeUntouched => "被拒绝的请求没有改变任何许可证号。",
        L::Wrong => "{code}：{field}为「{value}」。{why}",
        L::WrongEmpty => "{code}：{field}。{why}",
        L::Differs => "与该编号原来所属的机器不同：{fields}",
        L::ActRefused => "请求 {name}：拒绝，{code}。",
        L::ActRefusedFields => "请求 {name}：拒绝，{code}（{codes}）。",
        L::ActIssued => "请求 {name}：已发授权码，{scheme}。{how}",
        L::ActShown => "给出的办法：{remedies}。",
        L::ActOperator => "{operator}：{number} {act}。原因：{reason}",
        L::ActNote => "{operator} 的备注：{text}",
        L::ByWordMark => "（电话口述）",
        L::ByOperator => "（工作人员：{operator}）",
        L::SchemeTwo => "旧版绑定",
        L::SchemeThree => "完整绑定",
        L::ResultOpen => "尚未解决。",
        L::ResultNext => "下一步：{text}",
        L::ResultStopgap => "目前以旧版绑定运行：仅限在线，重装系统后失效，不写入 UEFI。",
        L::ResultSolved => "{at} 解决：{number} 已在这台机器上激活（{scheme}，请求 {name}）。",
        L::ResultChanged => "变化：{field}由「{before}」改为「{after}」。",
        L::ResultChangedByWord => "变化：{field}，之前是 {code}。",
        L::ResultBoard => "变化：{board}。",
        L::ResultNothing => "机器本身的值没有变化。",
        L::ResultDeclared => "有的值是照标签手工填写的。",
        L::ResultByHand => "{operator} 于 {at} 结案。原因：{reason}",
        L::Empty => "（空）",
        L::Utc => "以上时间均为 UTC。",
    }
}
