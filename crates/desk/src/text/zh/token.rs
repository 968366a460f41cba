//! The Chinese words about tokens.

use crate::text::token::{TokenLine as L, TokenSentence as S};

/// The Chinese lines.
pub const fn token(line: L) -> &'static str {
    match line {
        L::ModuleDo => {
            "请指定令牌附带的 PKCS#11 模块文件，例如 /usr/lib/softhsm/libsofthsm2.so，并确认当前用户可以读取它。"
        }
        L::AwayDo => {
            "请插入令牌，或启动连接它的服务。pkcs11-tool --module MODULE --list-token-slots 可列出现有的令牌。"
        }
        L::TwinsDo => "请只保留其中一个，或为其中一个更换标签。",
        L::PinMissing => "令牌需要 PIN，但没有给出。",
        L::PinMissingDo => {
            "请用 --pin-file 或设置中的 pin-file 指定 PIN 文件，或为单元提供凭据 countersign-pin。"
        }
        L::PinWrongDo => {
            "请更正 PIN，然后重新启动服务台。被拒绝的 PIN 不会再试，因为令牌在几次错误后会锁定。"
        }
        L::PinLockedDo => "请让令牌的安全管理员设置新的 PIN，然后重新启动服务台。",
        L::NoMechanismDo => {
            "令牌需要 CKM_EDDSA 机制；要生成密钥，还需要 CKM_EC_EDWARDS_KEY_PAIR_GEN。请换一个令牌或更新固件。"
        }
        L::KeyTwinsDo => "请换一个标签，或删除不需要的密钥。",
        L::KeyKindDo => {
            "密钥应是可以签名的 Ed25519 密钥对，私钥和公钥都在令牌上。请换一个标签，将为它生成新的密钥。"
        }
        L::KeyGoneDo => {
            "如果密钥已被删除，请用 keys add --pkcs11 添加另一个，并停用这一个。如果换了令牌，请插入正确的令牌。"
        }
        L::SignatureWrongDo => "请不要再使用此令牌，并查看服务台的日志。",
        L::SilentDo => "请检查令牌、连接和相关服务。没有作任何更改。",
        L::Busy => "等待令牌签名的请求太多。",
        L::BusyDo => "没有作任何更改，请稍后重试。",
        L::OtherDo => "没有作任何更改。请用 pkcs11-tool 检查令牌后重试。",
        L::PinEmptyDo => "请把 PIN 写入其中，占一行。",
        L::PinExposedDo => "请对它执行 chmod 600。如果本机还有其他用户，请考虑更换 PIN。",
        L::PlaceModule => "模块的路径必须是有效的 UTF-8。",
        L::PlaceToken => "令牌的标签为 1 到 32 字节，且可以显示。",
        L::PlaceLabel => "密钥的标签为 1 到 64 字节，且可以显示。",
        L::PlaceDo => "pkcs11-tool --module MODULE --list-token-slots 可列出令牌的标签。",
        L::UnavailableDo => {
            "没有作任何更改。请插入令牌或启动相关服务后再试；代码说明了原因，运行中的服务台会在 /readyz 上说明令牌何时可用。"
        }
        L::KeyThereDo => {
            "countersign-desk keys list 可列出密钥。要使用此令牌上的另一个密钥，请给出另一个标签。"
        }
    }
}

/// The Chinese sentences with values.
pub fn token_sentence(sentence: S<'_>) -> String {
    match sentence {
        S::Module { path, detail } => format!("无法加载 PKCS#11 模块 {path}：{detail}。"),
        S::Away { token } => format!("令牌 {token} 不在。"),
        S::Twins { token } => format!("有多个令牌的标签是 {token}。"),
        S::PinWrong { token } => format!("令牌 {token} 拒绝了 PIN。"),
        S::PinLocked { token } => format!("令牌 {token} 的 PIN 已锁定。"),
        S::NoMechanism { token } => format!("令牌 {token} 不能用 Ed25519 签名。"),
        S::KeyTwins { token, label } => format!("令牌 {token} 上有多个密钥的标签是 {label}。"),
        S::KeyKind { token, label } => format!("令牌 {token} 上的密钥 {label} 不是可以签名的 Ed25519 密钥。"),
        S::KeyGone { token, label } => format!("令牌 {token} 上没有服务台所知的密钥 {label}。"),
        S::SignatureWrong { token, label } => {
            format!("令牌 {token} 没有用密钥 {label} 签名，或签名有误。")
        }
        S::Silent { path } => format!("PKCS#11 模块 {path} 没有应答。"),
        S::Other { token, detail } => format!("令牌 {token} 出现故障：{detail}。"),
        S::PinEmpty { path } => format!("{path} 中没有 PIN。"),
        S::PinExposed { path, mode } => format!("其他用户可以读取 PIN：{path} 的权限是 {mode}。"),
        S::Unavailable { id, code } => format!("密钥 {id} 所在的令牌现在不能签名（{code}）。"),
        S::KeyThere { id } => format!("令牌上的这个密钥已经是该产品的密钥 {id}。"),
        S::Place { token, label, path } => format!("在令牌 {token} 上，标签 {label}，模块 {path}"),
        S::PlaceShort { token, label } => format!("在令牌 {token} 上，标签 {label}"),
        S::MadeOnToken { token, label } => format!("令牌 {token} 已生成密钥 {label}，其私钥不能离开令牌。"),
        S::FoundOnToken { token, label } => format!("令牌 {token} 上已有密钥 {label}，将使用它。"),
        S::KeyAdded { id, profile } => format!("它是密钥 {id}，配置文件 {profile} 包含它。"),
    }
}
