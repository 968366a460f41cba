//! What only staff see.

use crate::text::{StaffLine as L, StaffSentence as S};

/// The Chinese words.
pub fn staff(line: L) -> &'static str {
    match line {
        // What staff do about a refusal
        L::NumberUnknownDo => {
            "请对方与证书逐字核对，再用许可证号的一部分查询。证书无误，就请对方发来证书照片，交主管添加。"
        }
        L::NumberSuspendedDo => "请看许可证号页面的「操作记录」中的原因。由主管恢复。",
        L::NumberRevokedDo => "它不能恢复。客户需要另一个许可证号，请转销售。",
        L::NumberExpiredDo => "由主管续期。续期之后，点「再次答复」，或请客户在机器上再次申请。",
        L::DeviceDiffersDo => {
            "先核实客户身份和原机器的去向。机器已更换或维修，就用「把许可证号迁移到这台机器」；原机器仍在使用，就请客户用另一个许可证号，或由主管增加席位。"
        }
        L::MovesExhaustedDo => "先问清更换过什么部件。核实之后，用「把许可证号迁移到这台机器」。",
        L::ValueSeenDo => {
            "请客户发来机身标签的照片，与下面各字段逐项核对。一致，就写明核实了什么并答复；不一致，就不要答复，转主管。要看还有哪些机器，用序列号查询。"
        }
        L::TryLaterDo => "由您答复不受此限制：点「再次答复」。",
        L::KnownNotByWord => {
            "这个请求是电话口述的，不含具体值：制造商、型号、序列号是否也不同，无法比较。请用扫码或文件的请求再确认，不要据此认定只换了主板。"
        }
        // A request
        L::NotBoardAlone => "不要据此认定只换了主板：请问清原机器的制造商、型号和序列号。",
        L::RequestSpent => {
            "这个请求已失效：它的席位已释放或迁移，不再得到授权码。请对方在向导第 5 步按 n 生成新的请求。这样仍用原来的许可证号；许可证号有误的，按 Esc 回到第 1 步重新输入。"
        }
        L::AgainHint => "原因已消除，或对方丢了授权码，就由您再次答复。不受「每天 8 个新请求」的限制。",
        L::AgainButton => "再次答复",
        L::VerifyHint => {
            "您看过这台机器机身标签的照片吗？照片上的制造商、型号和序列号，要与上面的字段一致。没有看到照片，请不要答复。"
        }
        L::VerifiedLabel => "核实了什么（会记入操作记录）",
        L::VerifyButton => "已核实，答复",
        L::MoveHereTitle => "迁移许可证号",
        L::MoveHereButton => "把许可证号迁移到这台机器",
        L::OpenRequest => "打开最近的请求",
        // Commands
        L::OptVerified => "核实了什么，例如看过的照片；多台机器登记了相同的值时必须给出，会记入操作记录",
        L::ValueSeenCommand => "核实这台机器之后，请加上 --verified \"核实了什么\" 再次答复。",
        // By word
        L::ConfirmHint => "先请对方读出屏幕上的请求名，一致再勾选。",
        L::NotConfirmed => "没有答复：有行被纠正过。先请对方读出屏幕上的请求名，一致再勾选，然后答复。",
        // A number
        L::NoRequestOfNumberDo => "请与对方屏幕核对请求名，并核对请求用的是不是这个许可证号。",
        L::PageOutdated => "您打开页面之后，已有人修改过这里的内容。",
        L::PageOutdatedDo => "没有作任何更改。请返回页面，查看有什么变化，再重新提交。",
        L::LookAndTryAgain => "如果提交了表单，请先查看更改是否已生效，稍等 1 分钟再试。",
        L::ImportGoesOnDo => "导入结束后，本页显示结果。在此之前可以离开本页。",
        L::LookAgain => "再看一次",
        L::ImportRunning => "您的上一次导入仍在进行。",
        L::ImportRunningDo => "本次没有导入任何内容。请等「导入」页显示上一次的结果后，再提交此文件。",
        L::MoveToLabel => "请求的文本、网址或请求名",
        // Cases
        L::CaseTaken => "接手工单",
        L::CaseUnassigned => "取消工单的负责人",
        L::CannotWorkDo => "没有任何更改。请交给操作员、主管或管理员。",
        L::EndHint => "请写明结果，会记入操作记录。给客户的结案总结不含这里写的内容。",
        L::SummaryOnly => "自动生成，供内部使用，含代码和内部备注，请不要转发给客户。",
        L::NumbersOfOthers => "本工单的请求中有其他客户的许可证号，邮件里已隐去中间几位。",
        L::NotClosedYet => "这个工单尚未结案。请先结案，或改用「处理进展」。",
        L::ClosedAlready => "这个工单已结案，「处理进展」却说仍在处理。请改用「结案总结」。",
        // Import
        L::ImportText => "或在这里填写，每行一个许可证号",
        L::ImportTyped => "页面上填写的内容",
        L::ImportSample => "海澜科技,陈工,010-12345678,chen@example.com,T-7",
    }
}

/// The Chinese words of sentences.
pub fn staff_sentence(sentence: S<'_>) -> String {
    match sentence {
        S::CallerDoes { text } => format!("对方要做的：{text}"),
        S::SpokenMachine { name } => format!("电话口述的请求 {name}（具体值未报）"),
        S::ImportGoesOn { path } => format!("正在导入 {path}。"),
        S::NoRequestOfNumber { number, name } => format!("许可证号 {number} 没有名为 {name} 的请求。"),
        S::CannotWork { name } => format!("{name} 的角色不能处理工单。"),
        S::MoreMachines { count } => format!("另有 {count} 台"),
    }
}
