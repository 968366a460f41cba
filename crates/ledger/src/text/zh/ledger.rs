//! Chinese words of the ledger.

use crate::text::{LedgerLine as L, LedgerSentence as S};

/// Returns the Chinese words.
pub fn ledger(line: L) -> &'static str {
    match line {
        L::NumberUnknown => "本服务台没有这个许可证号。",
        L::NumberUnknownDo => "请与证书逐字核对。如果无误，请把证书照片发给服务台。",
        L::NumberSuspended => "这个许可证号已被服务台暂停。",
        L::NumberSuspendedDo => "请联系服务台，由工作人员说明原因并恢复。",
        L::NumberRevoked => "这个许可证号已作废，不能恢复。",
        L::NumberRevokedDo => "请换一个许可证号，或向销售方申请新的许可证号。",
        L::NumberExpired => "这个许可证号已到期。",
        L::NumberExpiredDo => "请续期，或换一个许可证号。",
        L::DeviceDiffers => "这个许可证号已绑定另一台机器。",
        L::DeviceDiffersDo => "如果机器已更换或维修，请让工作人员迁移；否则请使用本机自己的许可证号。",
        L::MovesExhausted => "这台机器的标识 1 年内变更超过 2 次。",
        L::MovesExhaustedDo => "需要工作人员处理：请说明更换了什么部件，申请迁移或释放。",
        L::MachineRefused => "这台机器的固件中，有的字段没有可用的值。",
        L::MachineRefusedDo => "请在机器上的第 3 步「修复」中选择第一个能做到的办法。许可证号未受影响。",
        L::MachineUnreadable => "机器未能读取必需的字段。",
        L::MachineUnreadableDo => "请以 root 身份、在容器外运行 countersign，重新生成请求。",
        L::RecoveredNotAllowed => "有的值取自本机的其他位置，本产品不接受。",
        L::RecoveredNotAllowedDo => "请在机器上的第 3 步「修复」中选择其他办法，重新生成请求。",
        L::AssignedNotAllowed => "固件中没有该值，因此使用了分配的值，本产品不接受。",
        L::AssignedNotAllowedDo => "请在机器上的第 3 步「修复」中选择其他办法，重新生成请求。",
        L::DeclaredNotAllowed => "有的值是按机身标签输入的，本产品不接受。",
        L::DeclaredNotAllowedDo => "请在机器上的第 3 步「修复」中选择其他办法，重新生成请求。",
        L::ValueSeen => "另有多台机器登记了相同的值。",
        L::ValueSeenDo => "需要工作人员处理：请准备好机器标签的照片。",
        L::ProfileUnknown => "机器使用的配置文件不是本服务台发布的。",
        L::ProfileUnknownDo => "请把服务台的 profile.toml 复制到机器上，重新生成请求。",
        L::ProfileRetired => "机器的配置文件所用的密钥，本服务台已不再使用。",
        L::ProfileRetiredDo => "请把服务台最新的 profile.toml 复制到机器上，重新生成请求。",
        L::RequestSpent => "这个请求已失效：它此前已得到答复，之后情况有了变化。",
        L::RequestSpentDo => "请在机器上生成新的请求：按 n 键，或执行 countersign request --new。",
        L::TryLater => "这台机器今天的新请求过多。",
        L::TryLaterDo => "请使用之前请求的授权码，或明天再试，或致电服务台。",
        L::SpokenNeedsOperator => "电话口述的请求只能由工作人员答复。",
        L::SpokenNeedsOperatorDo => "请致电服务台，或用手机扫码、文件方式发送请求。",
        L::SpokenNotOffered => "本产品不接受电话口述的请求。",
        L::SpokenNotOfferedDo => "请用手机扫码或文件方式发送请求。",
        L::OlderNotOffered => "本产品不提供旧版绑定。",
        L::OlderNotOfferedDo => "请在机器上的第 3 步「修复」中选择其他办法，重新生成请求。",
        L::OlderUnbacked => "旧版绑定需要主板序列号、UUID 或网口，这台机器都没有。",
        L::OlderUnbackedDo => "请在机器上的第 3 步「修复」中选择其他办法，重新生成请求。",
        L::GrantFirst => "首次激活，已绑定这台机器。",
        L::GrantRebound => "许可证号以前用过，空出后，签发时绑定了这台机器。",
        L::GrantAnotherSeat => "许可证号的又一台机器，签发时绑定了其中一个席位。",
        L::GrantMoved => "已由工作人员迁移，签发时绑定了这台机器。",
        L::GrantSameRequest => "与之前相同的请求，给出相同的授权码。",
        L::GrantTermsChanged => "与之前相同的请求；许可证或服务台的密钥已变更，因此给出新的授权码。",
        L::GrantSameDevice => "已绑定的机器再次申请。",
        L::GrantMovedUp => "同一台机器，旧版绑定已升级为完整绑定。",
        L::GrantIdentityChanged => "同一台机器，已记下其标识的变化。",
        L::NoteRulesDiffer => "RULES-DIFFER：机器判断这些字段所用的规则不同，以服务台的结果为准。",
        L::NoteNeverDown => "NEVER-DOWN：许可证号已是完整绑定，不会退回旧版绑定。",
        L::NoteBoundByWord => {
            "BOUND-BY-WORD：这个许可证号有机器是电话口述登记的，没有具体的值，只能比较主板。"
        }
        L::NoteValueSeen => "VALUE-SEEN：另有多台机器登记了相同的值。",
        L::Board => "主板（序列号、UUID 或网口）",
        L::StateUnused => "空闲",
        L::StateBound => "使用中",
        L::StateExpired => "已到期",
        L::StateSuspended => "已暂停",
        L::StateRevoked => "已作废",
        L::SeatsFullDo => "请让工作人员释放已停用机器的席位，或增加席位。",
        L::ActionNotBound => "它没有绑定机器，无需释放或迁移。",
        L::ActionSeatUnknown => "这个席位上没有机器。",
        L::ActionSeatMissing => "有多台机器使用该许可证号，请指明席位。",
        L::ActionSeatsTaken => "使用该许可证号的机器多于新的席位数，请先释放一些。",
        L::ActionUnchanged => "许可证已经是这样，无需更改。",
        L::ActionSuspended => "它已经是暂停状态。",
        L::ActionMoveSuspended => "它已暂停，暂停期间不能迁移。",
        L::ActionNotSuspended => "它没有被暂停，无需恢复。",
        L::ActionRevoked => "它已作废，不能恢复。",
        L::ActionNoReason => "必须说明原因。",
        L::ActionReasonTooLong => "原因超过 200 个字符。",
        L::ActionReceiptMalformed => "这一行不是回执，或其中有错误。",
        L::ActionReceiptWrong => "这张回执与该许可证号曾答复过的任何请求都不符。",
        L::ActionReceiptSpent => "这张回执已失效：它已用过，或该许可证号已释放，或机器此后有了变化。",
        L::ActionReceiptOperator => {
            "这台机器还有其他请求得到过答复，仅凭回执不能确定是谁交还的。须由工作人员决定，并说明原因。"
        }
        L::ActionReleaseByReceipt => "凭回执释放",
        L::ActionMove => "迁移",
        L::ActionRelease => "释放",
        L::ActionSuspend => "暂停",
        L::ActionResume => "恢复",
        L::ActionRevoke => "作废",
        L::ActionRenew => "续期",
        L::ActionEdit => "修改",
        L::ActionVerify => "核实后答复",
    }
}

/// Returns the Chinese sentence with its values.
pub fn ledger_sentence(sentence: S<'_>) -> String {
    match sentence {
        S::SeatsFull { seats } => format!("这个许可证号的 {seats} 个席位都已被其他机器占用。"),
        S::NoteProfileStale { device, newest } => {
            format!("PROFILE-STALE：机器的配置文件是第 {device} 版，最新为第 {newest} 版，方便时请更新。")
        }
    }
}
