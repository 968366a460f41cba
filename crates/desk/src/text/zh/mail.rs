//! The mails of a case.

use std::fmt::Display;

use crate::text::{MailLine as L, MailSentence as S};
use countersign_core::text::spaced;

/// The Chinese words.
#[allow(clippy::too_many_lines, reason = "one line of text a line")]
pub fn mail(line: L) -> &'static str {
    match line {
        // Headings
        L::HeadProblem => "【问题定义】",
        L::HeadScope => "【问题范围】",
        L::HeadAnalysis => "【问题分析】",
        L::HeadWhatToDo => "【处理办法】",
        L::HeadDone => "【处理过程】",
        L::HeadProgress => "【当前进展】",
        L::HeadResult => "【当前结果】",
        L::HeadNext => "【下一步】",
        L::HeadSummary => "【工单总结】",
        L::SumProblem => "问题定义",
        L::SumResult => "处理结果",
        L::SumArchive => "归档",
        // Subject and greeting
        L::AboutFirst => "激活问题分析与处理办法",
        L::AboutProgress => "激活问题处理进展",
        L::AboutClosing => "激活问题结案总结",
        L::DearCustomer => "尊敬的用户：",
        // Reasons
        L::CauseNumberUnknown => "系统中没有登记这个许可证号",
        L::CauseNumberSuspended => "该许可证号已暂停使用",
        L::CauseNumberRevoked => "该许可证号已作废",
        L::CauseNumberExpired => "该许可证号已到期",
        L::CauseDeviceDiffers => "该许可证号已绑定另一台机器",
        L::CauseMovesExhausted => "这台机器的硬件标识在 1 年内变更次数过多，须由人工核实",
        L::CauseMachineRefused => "固件中的部分硬件信息不可用",
        L::CauseMachineUnreadable => "程序没有读到所需的硬件信息",
        L::CauseRecovered => "请求中有的值取自机器的其他位置，本产品不接受这类值",
        L::CauseAssigned => "请求中有的值由系统分配，本产品不接受这类值",
        L::CauseDeclared => "请求中有的值是按机身标签输入的，本产品不接受这类值",
        L::CauseValueSeen => "另有多台机器登记了相同的硬件信息，需要人工核实",
        L::CauseProfileUnknown => "机器上的产品配置文件不是由我们发布的",
        L::CauseProfileRetired => "机器上的产品配置文件已过时，所用的密钥已停用",
        L::CauseRequestSpent => "提交的是已经失效的旧请求",
        L::CauseTryLater => "这台机器当天提交的新请求过多",
        L::CauseSpokenNeedsOperator => "电话口述的请求须由工作人员受理",
        L::CauseSpokenNotOffered => "本产品不受理电话口述的请求",
        L::CauseOlderNotOffered => "本产品不提供旧版绑定",
        L::CauseOlderUnbacked => "旧版绑定需要主板序列号、UUID 或网口信息，而这台机器都没有",
        L::NextNumberUnknown => "请对照证书逐字核对许可证号；如果无误，请把证书照片回复给我们核实。",
        L::NextNumberSuspended => "该许可证号目前暂停使用。如有疑问请回复本邮件，我们核实后答复您。",
        L::NextNumberRevoked => "该许可证号不能恢复。请换用其他许可证号，或向销售方申请新的许可证号。",
        L::NextNumberExpired => "请先办理续期。续期后在机器上重新提交一次请求，即可取得新的授权码。",
        L::NextDeviceDiffers => {
            "如果原机器已更换或维修，请回复说明情况，我们核实后把许可证号转到这台机器；如果原机器仍在使用，请改用这台机器自己的许可证号。"
        }
        L::NextMovesExhausted => "请回复说明这台机器更换过哪些部件，我们核实后处理。",
        L::NextMachineRefused => {
            "请在这台机器上运行激活向导（countersign），在第 3 步「修复」中选择第一个能做到的办法，完成后重新提交请求。"
        }
        L::NextMachineUnreadable => {
            "请以 root 身份、在容器外重新运行激活向导（countersign），再提交一次请求。"
        }
        L::NextOtherWay => {
            "请在这台机器上运行激活向导（countersign），在第 3 步「修复」中选择其他办法，完成后重新提交请求。"
        }
        L::NextValueSeen => "请回复机身标签的照片，我们核实后处理。",
        L::NextProfile => "请把我们提供的最新 profile.toml 复制到这台机器上，再重新提交请求。",
        L::NextRequestSpent => "请在激活向导中按 n 键生成新的请求，再提交一次。",
        L::NextTryLater => "请使用此前已取得的授权码，或于次日再提交。",
        L::NextSpokenNeedsOperator => "请致电我们办理，或改用手机扫码、文件方式提交请求。",
        L::NextSpokenNotOffered => "请改用手机扫码或文件方式提交请求。",
        L::NextAgain => "现在可以激活：请在机器上重新提交一次请求，即可取得授权码。",
        // Scope and analysis
        L::ScopeByWord => "涉及机器 1 台。请求通过电话提交，不含具体的硬件信息。",
        L::ScopeUntouched => "未通过的请求不占用许可证号，也不改变它的状态；其他机器不受影响。",
        L::Empty => "（空）",
        L::Unread => "（未能读取）",
        L::SerialNumber => "序列号",
        L::DiffersBoard => "主板信息（序列号、UUID 或网口）",
        L::AnalysisFound => "经分析，这台机器的情况如下：",
        L::AnalysisFillers => "仅凭这些内容无法确认是哪一台机器，所以请求没有通过。",
        L::AnalysisUnread => "没有读到的信息无法核对，所以请求没有通过。",
        L::AnalysisMachineAlone => "问题出在机器的硬件信息上，许可证号本身没有问题。",
        L::AnalysisNumberAlone => "问题出在许可证号的状态上，这台机器的硬件信息没有问题。",
        L::AnalysisSeats => "为避免重复使用，一个许可证号只能用于约定台数的机器。",
        L::SinceReleased => "此后我们解除了该许可证号与原机器的绑定，这一原因已经消除。",
        L::SinceResumed => "此后我们恢复了该许可证号的使用，这一原因已经消除。",
        L::SinceRenewed => "此后我们为该许可证号办理了续期，这一原因已经消除。",
        L::SinceSeats => "此后我们增加了该许可证号可用的机器台数，这一原因已经消除。",
        L::NoteRulesDiffer => "这台机器上的程序与我们的判断规则版本不同，以我们的判断为准。",
        L::NoteNeverDown => "该许可证号已是完整绑定，不再退回旧版绑定。",
        L::NoteValueSeen => "另有多台机器登记了相同的硬件信息。",
        L::NoteBoundByWord => "这个许可证号有机器是通过电话登记的，没有具体的硬件信息，因此只能比较主板。",
        L::NoteValueSeenVerified => "我们已核实这台机器。",
        L::AnalysisSpent => {
            "经查，这个请求此前已经得到答复，之后许可证号的绑定有了变化（例如释放或迁移），所以旧请求已经失效。"
        }
        L::ActVerify => "我们核实了这台机器的情况。",
        // Steps
        L::StepByWord => "（电话办理）",
        L::StepStopgap => "此为临时措施，机器可先行使用。",
        L::StepMovedUp => "原来的旧版绑定同时升级为完整绑定。",
        L::PlaceBoard => "主板",
        L::PlaceChassis => "机箱",
        L::PlaceUuid => "UUID 字段",
        L::PlaceOem => "OEM 字符串",
        L::PlaceDeviceTree => "设备树",
        L::PlaceVersion => "版本或系列",
        L::PlaceOther => "固件的其他字段",
        L::WaysLead => {
            "请在这台机器上运行激活向导（countersign），在第 3 步「修复」中选择第一个能做到的办法，按提示操作："
        }
        L::WayOlder => "临时改用旧版绑定",
        L::WaysAfter => "完成后，激活向导会生成新的请求。请提交该请求，取得授权码并输入后即完成激活。",
        // Result
        L::ResultOpen => "本次激活尚未完成，问题仍在处理中。",
        L::ResultWaits => "本次激活尚未完成，正在等待您重新提交请求或回复。",
        L::ResultReopened => "问题已重新受理，仍在处理中。",
        L::ResultStopgap => {
            "我们已签发旧版绑定的授权码，这台机器可以先行使用。旧版绑定只是临时措施：只能在联网时使用，重装系统后失效，也不保存在 UEFI 中。完整绑定尚未完成，问题仍在处理中。"
        }
        L::OlderLimits => "目前使用的是旧版绑定：只能在联网时使用，重装系统后失效，也不保存在 UEFI 中。",
        L::ClosedWithout => "结案时没有签发授权码。",
        L::EnterIt => "请在机器上输入授权码，屏幕显示「已保存」后激活即完成。",
        L::ResultBoard => "这台机器的主板信息（序列号、UUID 或网口）也有变化。",
        // End
        L::Farewell => "感谢您的理解与配合，祝工作顺利！",
        L::ZoneUtc => "协调世界时（UTC）",
        L::MomentPattern => "%Y年%-m月%-d日 %H:%M",
    }
}

/// Returns a name at the beginning of a sentence or line, with the blank that it needs after it.
fn led(name: &dyn Display) -> String {
    within(name).trim_start().to_owned()
}

/// Returns a name within a sentence, with the blanks that it needs.
fn within(name: &dyn Display) -> String {
    spaced(&name.to_string())
}

/// The Chinese sentences with values.
#[allow(clippy::too_many_lines, reason = "one line of text a line")]
pub fn mail_sentence(sentence: S<'_>) -> String {
    match sentence {
        // Subject and greeting
        S::Subject { tag, product, about } => format!("【{tag}】{}{about}", led(product)),
        S::SubjectWithCase { tag, product, about, case } => {
            format!("【{tag}】{}{about}（{case}）", led(product))
        }
        S::Reference { ticket, case } => format!("服务单号 {ticket}，工单号 {case}"),
        S::ReferenceCase { case } => format!("工单号 {case}"),
        S::DearContact { name } => format!("尊敬的{name}："),
        S::DearOrganisation { name } => format!("尊敬的{name}用户："),
        S::IntroFirst { product, reference } => {
            format!(
                "您好！感谢您联系{}技术支持。您反馈的激活问题已受理（{reference}），分析结果和处理办法如下。",
                within(product)
            )
        }
        S::IntroProgress { product, reference } => {
            format!("您好！您反馈的{}激活问题（{reference}）正在处理，目前进展如下。", within(product))
        }
        S::IntroSolved { product, reference } => {
            format!(
                "您好！您反馈的{}激活问题（{reference}）已处理，授权码已签发。处理情况总结如下，供您存档。",
                within(product)
            )
        }
        S::IntroClosed { product, reference } => {
            format!(
                "您好！您反馈的{}激活问题（{reference}）已经结案，处理情况总结如下，供您存档。",
                within(product)
            )
        }
        // Problem and scope
        S::Problem { at, number, product, cause } => {
            format!(
                "{at}，使用许可证号 {number} 激活{}时，请求未通过，没有取得授权码。原因：{cause}。",
                within(product)
            )
        }
        S::ProblemNoNumber { at, product, cause } => {
            format!("{at}，激活{}时，请求未通过，没有取得授权码。原因：{cause}。", within(product))
        }
        S::ProblemShort { product, cause } => format!("{}激活请求未通过，原因是{cause}。", led(product)),
        S::ScopeMachine { manufacturer, model, serial } => {
            format!("涉及机器 1 台，首次提交时的信息为：制造商{manufacturer}，型号{model}，序列号{serial}。")
        }
        S::ScopeHypervisor { name } => format!("虚拟化平台：{name}。"),
        S::ScopeMachines { machines, unsolved } => {
            format!("涉及机器 {machines} 台，请求来自同一批量文件；其中 {unsolved} 台尚无授权码。")
        }
        S::ScopeFirst { manufacturer, model, serial } => {
            format!("第一台机器的信息为：制造商{manufacturer}，型号{model}，序列号{serial}。")
        }
        S::StepsLeftOut { count } => format!("另有 {count} 个步骤未在此列出。"),
        S::AllSolved { at, machines } => format!("截至 {at}，{machines} 台机器均已取得授权码。"),
        S::ScopeNumbers { numbers } => format!("涉及许可证号：{numbers}。"),
        // What is wrong with fields
        S::FirmwareGives { what } => format!("固件中的{what}"),
        S::MachineReports { what } => format!("机器上报的{what}"),
        S::NoValueFor { fields } => format!("{fields}为空"),
        S::FillerFor { fields } => format!("{fields}是占位内容"),
        S::GarbledFor { fields } => format!("{fields}格式不正确"),
        S::CommonFor { fields } => format!("{fields}与许多机器相同"),
        S::UnreadFor { fields } => format!("{fields}未能读取"),
        // Analysis
        S::AnalysisBinding { product } => {
            format!(
                "{}的许可证与机器的制造商、型号和序列号绑定，以此确认授权属于哪一台机器，因此这 3 项都必须是机器自己的真实信息。",
                led(product)
            )
        }
        S::AnalysisCause { cause } => format!("经查，{cause}。"),
        S::AnalysisCauseThen { cause } => format!("经查，提交请求时，{cause}。"),
        S::FoundEmpty { fields } => format!("{fields}为空，固件中没有写入内容。"),
        S::FoundValue { fields, value, why } => format!("{fields}为「{value}」。{why}"),
        S::FoundOther { fields, why } => format!("{fields}：{why}"),
        S::Differs { fields } => {
            format!("与该许可证号已绑定的机器相比，这台机器的{fields}不同，因此系统将其视为另一台机器。")
        }
        S::NoteProfileStale { device, newest } => {
            format!(
                "这台机器上的产品配置文件是第 {device} 版，最新为第 {newest} 版，不影响本次处理，方便时请更新。"
            )
        }
        // Steps
        S::Step { when, what } => format!("{when}，{what}"),
        S::Span { from, to } => format!("{from} 至 {to}"),
        S::StepRefused { number, cause } => {
            format!("使用许可证号 {number} 提交激活请求，未通过，原因是{cause}。")
        }
        S::StepRefusedOften { count, number, cause } => {
            format!("使用许可证号 {number} 先后提交 {count} 次激活请求，均未通过，原因是{cause}。")
        }
        S::StepShown { ways } => format!("系统随即提供可选的处理办法：{ways}。"),
        S::StepFull { number } => {
            format!("使用许可证号 {number} 重新提交激活请求，审核通过，我们签发了授权码。")
        }
        S::StepAnswered { number } => {
            format!("我们再次审核此前提交的请求，使用许可证号 {number} 为这台机器签发了授权码。")
        }
        S::StepOlder { number } => {
            format!("改用旧版绑定，使用许可证号 {number} 提交激活请求，审核通过，我们签发了授权码。")
        }
        S::StepNote { text } => format!("技术支持答复：{text}"),
        S::ActRelease { number } => format!("我们解除了许可证号 {number} 与原机器的绑定。"),
        S::ActMove { number } => {
            format!("经核实，我们解除了许可证号 {number} 与原机器的绑定，转到这台机器。")
        }
        S::ActMoveLater { number } => {
            format!("经核实，我们解除了许可证号 {number} 与原机器的绑定，供新的机器使用。")
        }
        S::ActSuspend { number } => format!("我们暂停了许可证号 {number} 的使用。"),
        S::ActResume { number } => format!("我们恢复了许可证号 {number} 的使用。"),
        S::ActRevoke { number } => format!("我们将许可证号 {number} 作废。"),
        S::ActRenew { number, change } => format!("我们为许可证号 {number} 办理了续期：{change}。"),
        S::ActEdit { number, change } => format!("我们更改了许可证号 {number} 的授权内容：{change}。"),
        S::Corrected { items } => format!("固件中的信息已更正：{items}。"),
        S::CorrectedItem { field, before, after } => format!("{field}由{before}改为{after}"),
        S::CorrectedByWord { fields } => format!("{fields}已更正。"),
        S::ValueItem { field, value } => format!("{field}为{value}"),
        S::Recovered { items, place } => {
            format!("以下信息取自这台机器的其他位置（{place}），没有改动固件：{items}。")
        }
        S::Assigned { items } => {
            format!("以下信息由系统根据本机的主板、UUID 或网口信息分配，没有改动固件：{items}。")
        }
        S::Declared { items } => format!("以下信息按机身标签输入，没有改动固件：{items}。"),
        S::Way { at, title } => format!("办法 {at}：{title}。"),
        S::WayBest { at, title } => format!("办法 {at}（推荐）：{title}。"),
        S::WayCaution { text } => format!("注意：{text}"),
        // Result
        S::Solved { at, number } => {
            format!("{at}，我们签发了授权码，许可证号 {number} 已与这台机器绑定。")
        }
        S::SolvedOlder { at, number } => {
            format!("{at}，我们签发了旧版绑定的授权码，许可证号 {number} 已与这台机器绑定。")
        }
        S::ClosedByDesk { at } => format!("本工单已于 {at} 结案。"),
        S::ClosedBound { number } => format!("许可证号 {number} 已与这台机器绑定。"),
        S::Archived { case, at } => format!("工单 {case} 已于 {at} 结案，处理记录已归档。"),
        S::NotArchived { case } => format!("工单 {case} 仍在处理中，尚未归档。"),
        // End
        S::AgainCall { hotline, tag } => {
            format!("如果再次出现问题，请致电 {hotline} 并告知单号 {tag}，我们会尽快为您处理。")
        }
        S::AgainReply { tag } => {
            format!("如果再次出现问题，请直接回复本邮件并注明单号 {tag}，我们会尽快为您处理。")
        }
        S::HelpCall { hotline, tag } => {
            format!("如果操作中遇到困难，或问题仍然存在，请致电 {hotline} 并告知单号 {tag}。")
        }
        S::HelpReply { tag } => {
            format!("如果操作中遇到困难，或问题仍然存在，请直接回复本邮件并注明单号 {tag}。")
        }
        S::Times { zone } => format!("注：文中时间均为{zone}。"),
        S::ZoneBeijing { offset } => format!("北京时间（{offset}）"),
        S::ZoneNamed { zone, offset } => format!("当地时间（{zone}，{offset}）"),
        S::ZoneOffset { offset } => format!("当地时间（{offset}）"),
        S::SignatureDesk { product } => format!("{}技术支持", led(product)),
        S::SignatureHotline { hotline } => format!("服务热线：{hotline}"),
    }
}
