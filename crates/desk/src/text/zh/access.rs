//! Access: roles, permissions, operators and their sessions, and the questions before an act.

use crate::text::{AccessLine as L, AccessSentence as S};

/// The Chinese words.
#[allow(clippy::too_many_lines, reason = "one line of text a line")]
pub fn access(line: L) -> &'static str {
    match line {
        L::Viewer => "查看员",
        L::Operator => "操作员",
        L::Lead => "主管",
        L::Admin => "管理员",
        L::See => "查看许可证号、请求、工单、统计和电话指引",
        L::OwnAccount => "修改本人密码、查看本人会话",
        L::AnswerRequests => "答复请求",
        L::WorkOnCases => "处理工单、登记客户",
        L::MoveSeats => "释放和迁移席位",
        L::HandOutProgram => "生成和撤销程序下载链接",
        L::AddNumbers => "添加和导入许可证号",
        L::ChangeLicenses => "续期、修改、暂停和恢复许可证号",
        L::RevokeNumbers => "作废许可证号",
        L::ExportLists => "导出列表",
        L::ReadAudit => "查看操作记录",
        L::ManageKeys => "管理产品、密钥和配置文件",
        L::ManageOperators => "管理工作人员",
        L::ManageTokens => "管理接口令牌",
        L::ManageDesk => "管理程序文件、数据库和服务",
        L::NavOperators => "工作人员",
        L::NavAccount => "我的账户",
        L::OperatorsLead => "谁可以登录、可以做什么。各角色的权限见 docs/desk.md 中的表。",
        L::AddedAt => "添加时间（UTC）",
        L::AddedBy => "添加人",
        L::SessionsOfOther => "该工作人员的登录位置",
        L::Role => "角色",
        L::SetRole => "设置角色",
        L::OperatorUnknownDo => "「工作人员」页面列出了全部工作人员。",
        L::OperatorThereDo => "没有任何更改。如需设置新密码，请打开该工作人员的页面。",
        L::AddTitle => "添加工作人员",
        L::AddButton => "添加",
        L::NewPassword => "新密码",
        L::NewPasswordHint => "可留空：服务台会生成密码，只显示一次。",
        L::ResetPassword => "设置新密码",
        L::Unlock => "立即允许重新登录",
        L::Remove => "移除工作人员",
        L::EndSessions => "结束所有会话",
        L::OwnEntry => "这是您本人。",
        L::OwnEntryDo => "请由另一位管理员操作。您的密码和会话在「我的账户」中。",
        L::PasswordOnce => "请转交以下密码，只显示一次：",
        L::SecondFactorOn => "已启用双重验证",
        L::SecondFactorOff => "未启用双重验证",
        L::ResetSecondFactor => "取消双重验证",
        L::AccountLead => "您的密码，以及您在哪里登录。",
        L::PasswordTitle => "修改密码",
        L::PasswordNow => "当前密码",
        L::PasswordChange => "修改密码",
        L::PasswordChanged => "密码已修改，您的其他会话已结束。",
        L::PasswordWrong => "当前密码不正确。",
        L::PasswordWrongDo => "没有任何更改。请输入您登录时使用的密码。",
        L::SessionsTitle => "登录位置",
        L::ThisSession => "当前会话",
        L::EndSession => "结束",
        L::EndOthers => "结束其他所有会话",
        L::OpenedAt => "登录时间（UTC）",
        L::LastSeen => "最近使用（UTC）",
        L::From => "来源",
        L::Browser => "浏览器",
        L::Way => "登录方式",
        L::WayPassword => "密码",
        L::WaySecondFactor => "密码和双重验证",
        L::WayRecoveryCode => "密码和恢复码",
        L::WayProvider => "单位统一登录",
        L::Sure => "请确认",
        L::Cancel => "不，返回",
        L::ReleaseYes => "确认释放",
        L::MoveYes => "确认迁移",
        L::RevokeYes => "确认作废",
        L::RenewYes => "确认修改有效期",
        L::RevokeEffect => "该许可证号将永久作废，不能恢复，任何请求都不会再得到授权码。",
        L::ReleaseEffect => {
            "该席位已答复的请求全部失效。下一台申请的机器将获得该席位，不论是哪一台。机器上已有的授权码在到期之前仍然有效。"
        }
        L::MoveEffect => {
            "该席位已答复的请求全部失效。下一台申请的机器将获得该席位，不论是哪一台。原机器不会再得到新的授权码；它已有的授权码在到期之前仍然有效。"
        }
        L::MoveToEffect => {
            "该席位已答复的请求全部失效。席位直接给这台机器，并立即显示它的授权码。原机器不会再得到新的授权码；它已有的授权码在到期之前仍然有效。"
        }
        L::RenewEffect => "机器在重新申请并取得新的授权码之前，仍按原来的有效期。",
        L::NotDone => "没有任何更改。",
        L::NotDoneDo => "如要继续，请重新执行命令并回答问题，或加上 --yes。",
        L::OperatorsRole => "设置工作人员的角色",
        L::OptRole => "角色：viewer、operator、lead 或 admin；首位工作人员为 admin，其余默认为 operator",
        L::ArgRole => "viewer、operator、lead 或 admin",
        L::OptYes => "执行前不再询问",
        L::EventRole => "更改角色",
        L::EventSessionsEnded => "结束会话",
        L::EventSignedIn => "登录",
        L::EventSignInFailed => "登录失败",
        L::EventSignInLocked => "登录被锁定",
        L::EventSignedOut => "退出登录",
        L::EventRefused => "角色权限不足，已拒绝",
        L::EventOwnPassword => "修改本人密码",
        L::EventExported => "导出列表",
        L::EventProgramRefused => "程序被拒绝",
        L::EventListRead => "程序读取列表",
        L::EventLeftOut => "未记录的失败次数",
        L::EventAnswered => "答复请求",
        L::EventCaseNoted => "工单备注",
        L::EventBackup => "写入备份",
        L::EventRestored => "从备份恢复",
        L::EventCopied => "复制数据库",
        L::EventLinked => "关联统一登录",
        L::EventUnlinked => "取消关联统一登录",
    }
}

/// The Chinese words of sentences.
pub fn access_sentence(sentence: S<'_>) -> String {
    match sentence {
        S::RoleLacks { role, what } => format!("您的角色是{role}，不能{what}。"),
        S::RoleLacksDo { role } => format!("没有任何更改。需要{role}角色，角色由管理员设置。"),
        S::RoleSet { name, before, after } => format!("{name}：{before} -> {after}"),
        S::OperatorTitle { name } => format!("工作人员 {name}"),
        S::ReleaseQuestion { number, machine } => format!("要释放 {number} 吗？所在机器：{machine}。"),
        S::MoveQuestion { number, machine } => {
            format!("要迁移 {number} 吗？所在机器：{machine}；迁移到：下一台申请的机器。")
        }
        S::MoveToQuestion { number, machine, other } => {
            format!("要迁移 {number} 吗？所在机器：{machine}；迁移到：{other}。")
        }
        S::RevokeQuestion { number } => format!("要永久作废 {number} 吗？"),
        S::RenewQuestion { number, before, after } => {
            format!("要把 {number} 的有效期由 {before} 改为 {after} 吗？")
        }
        S::OnMachines { machines } => format!("所在机器：{machines}。"),
        S::OfCustomer { customer } => format!("客户：{customer}"),
        S::TypeYes { yes } => format!("输入 {yes} 继续："),
    }
}
