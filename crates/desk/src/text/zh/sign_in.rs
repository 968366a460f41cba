//! Signing in: the second factor, recovery codes, and sign-in by a provider.

use crate::text::{SignInLine as L, SignInSentence as S};

/// The Chinese words.
pub fn sign_in(line: L) -> &'static str {
    match line {
        L::CodeTitle => "登录：第二步",
        L::CodeLead => "请输入身份验证器当前显示的六位数字。手边没有验证器时，请输入一个恢复码。",
        L::CodeLabel => "验证码",
        L::CodeButton => "登录",
        L::CodeWrong => "验证码不正确或已用过。请等待下一个；仍不成功时，请检查手机的时间是否准确。",
        L::SignInOver => "本次登录用时过长。请重新输入名称和密码。",
        L::StartAgain => "重新开始",
        L::FactorTitle => "双重验证",
        L::FactorChange => "设置或更改",
        L::FactorLead => "手机上的身份验证器每 30 秒显示新的六位数字。启用后，登录需要密码和这六位数字。",
        L::FactorRequired => "您的角色必须启用双重验证。请先设置。",
        L::FactorScan => "请用身份验证器扫描，或将密钥输入其中：",
        L::FactorQr => "密钥的二维码",
        L::FactorSecret => "密钥",
        L::FactorDigits => "验证器当前显示的六位数字",
        L::FactorSet => "启用",
        L::FactorOn => "双重验证已启用，您的其他会话已结束。",
        L::FactorIsOn => "您已启用双重验证。",
        L::FactorOff => "双重验证已停用，您的其他会话已结束。",
        L::FactorByProvider => "您通过单位统一登录，双重验证由单位要求，此处无需设置。",
        L::FactorExpired => "此密钥已过期。",
        L::FactorExpiredDo => "没有任何更改。请返回页面，删除验证器中的条目，再扫描新的密钥。",
        L::FactorThere => "您已启用双重验证。",
        L::FactorThereDo => "没有任何更改。如要换用另一个验证器，请使用页面上相应的表单。",
        L::FactorMissing => "您没有启用双重验证。",
        L::FactorMissingDo => "没有任何更改。请在页面上设置。",
        L::FactorNeeded => "您的角色必须启用双重验证。",
        L::FactorNeededDo => "没有任何更改。如要换用另一个验证器，请使用页面上相应的表单。",
        L::ReplaceTitle => "换用另一个验证器",
        L::ReplaceHint => "当前的验证器和恢复码将失效。",
        L::ReplaceButton => "显示新的密钥",
        L::RemoveTitle => "停用双重验证",
        L::RemoveHint => "停用后，仅凭密码即可登录。",
        L::RemoveButton => "停用",
        L::GoOn => "继续",
        L::RecoveryTitle => "恢复码",
        L::RecoveryOnce => "没有验证器时，每个恢复码可登录一次。请现在打印或抄下，以后不再显示。",
        L::RecoveryNewHint => "您现有的恢复码将失效。",
        L::RecoveryNewButton => "生成新的恢复码",
        L::ProviderButton => "通过单位统一登录",
        L::SignedIn => "已登录",
        L::SignedOut => "已退出",
        L::SignedOutHere => "您已退出服务台，但单位统一登录仍然有效。在共用的计算机上，请一并退出。",
        L::SignOutThere => "一并退出单位统一登录",
        L::LocalOff => "密码登录已关闭。",
        L::LocalOffDo => "请返回登录页面，通过单位统一登录。",
        L::AgainDo => "没有人登录。请返回登录页面，在同一个窗口中重新开始。",
        L::AskAdminDo => "没有人登录。请返回登录页面重新开始。如再次出现，请将此代码告知服务台管理员。",
        L::ProviderUnreachable => "单位统一登录没有应答。",
        L::ProviderUnreachableDo => "请一分钟后重试。原因见服务台的日志。",
        L::ProviderStale => "本次登录已失效：用时过长，或已经用过。",
        L::ProviderState => "此应答属于另一次登录。",
        L::ProviderRefused => "单位统一登录拒绝了请求。",
        L::ProviderToken => "单位统一登录的应答不可信。",
        L::NoRole => "单位统一登录没有授予您在此服务台的角色。",
        L::NoRoleDo => "请联系单位中管理用户组的人员，然后重新登录。",
        L::NoName => "单位统一登录没有给出可用的名称。",
        L::NameTaken => "另一位工作人员已使用您的名称。",
        L::NameTakenDo => "请服务台管理员移除该人员或为其改名，然后重新登录。",
        L::NoOperator => "您不是此服务台的工作人员。",
        L::NoOperatorDo => "此服务台不在登录时添加人员。请联系其管理员。",
        L::OidcFileDo => "请检查 [oidc] 中的路径。含有密钥的文件只能由其所有者读取。",
        L::OperatorsTotp => "取消工作人员的双重验证",
        L::OptTotpRemove => "取消双重验证，并结束该人员的会话",
        L::OptSecondFactor => "必须双重验证的最低角色：none、viewer、operator、lead 或 admin [默认：none]",
    }
}

/// The Chinese words of sentences.
pub fn sign_in_sentence(sentence: S<'_>) -> String {
    match sentence {
        S::CodesLocked { minutes } => {
            format!("错误的验证码过多。请在 {minutes} 分钟后重试，或输入恢复码。")
        }
        S::RecoveryLeft { count } => format!("剩余恢复码：{count}"),
        S::FactorRemoved { name } => format!("{name} 的双重验证已取消，会话已结束。"),
        S::OidcFile { path, detail } => format!("[oidc] 中的文件无法使用：{path}：{detail}"),
        S::FactorNone { name } => format!("{name} 没有启用双重验证。"),
    }
}
