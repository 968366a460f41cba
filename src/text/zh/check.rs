//! What would stop a session here.

use crate::text::{CheckLine as L, CheckSentence as S};

/// The Chinese words.
pub fn check(line: L) -> &'static str {
    match line {
        L::Rights => "权限",
        L::Tables => "固件信息表",
        L::Fields => "字段",
        L::File => "状态目录",
        L::Lock => "锁",
        L::Efi => "UEFI 存储",
        L::Clock => "时钟",
        L::Profile => "配置文件",
        L::Keys => "密钥",
        L::Terminal => "终端",
        L::Locale => "字符集",
        L::Qr => "二维码",
        L::Route => "网络",
        L::RightsEnough => "当前用户可以读取固件信息，保存激活信息。",
        L::RightsRoot => "当前不是 root：有些字段读不到，激活也需要 root。",
        L::RightsRootDo => "请以 root 启动：sudo countersign",
        L::TablesRead => "可以读取。",
        L::TablesDo => "countersign inspect 会说明对各字段的影响。",
        L::FieldsAccepted => "服务台会接受本机。",
        L::FieldsRefused => "服务台会拒绝本机：有绑定字段不可用。",
        L::FieldsRefusedDo => "向导第 3 步提供处理办法；countersign inspect 也会列出。",
        L::FieldsUnknown => "无法判断服务台是否接受本机：有字段读不到。",
        L::FieldsUnknownDo => "用 countersign inspect 查看是哪个字段。",
        L::FileWritable => "激活信息可以保存到状态目录。",
        L::EfiWritable => "激活信息可以保存到 UEFI，重装后仍在。",
        L::ClockWrongDo => "请先校准（date -s）再输入授权码。",
        L::ProfileMissing => "没有安装配置文件，只能练习。",
        L::ProfileOldDo => "请向服务台索取最新的 profile.toml。",
        L::KeysDropped => "本机保存的许可证，所用的签名密钥已不在当前配置文件中。",
        L::KeysDroppedDo => "请生成新请求：countersign request --new",
        L::TerminalNone => "这里没有终端，无法显示向导。",
        L::TerminalNoneDo => "请在终端上启动，或使用 inspect、request、enter 命令。",
        L::TerminalSmallDo => "请放大窗口，或使用 countersign --plain。",
        L::TerminalLinesUnnamed => "未设置 TERM：向导将逐行提问。",
        L::LocaleWhole => "终端可以显示 UTF-8。",
        L::LocaleNoChinese => "区域设置要求中文，但此终端无法显示中文，因此使用英文。",
        L::LocaleNoChineseDo => "请换用能显示中文的终端，例如通过 SSH 登录。",
        L::LocaleAscii => "区域设置不是 UTF-8，只能显示 ASCII；其他字符显示为 ?。",
        L::LocaleAsciiDo => "若终端支持 UTF-8，请执行：export LANG=C.UTF-8",
        L::QrFits => "请求的二维码在此终端中放得下。",
        L::QrSmallDo => "请放大窗口，或改用文本或图片文件。",
        L::QrSmallDoSpoken => "请放大窗口，或改用文本、口述或图片文件。",
        L::QrWidthUnknownDo => "请在向导第 5 步回答两行是否对齐的问题，或放大窗口。",
        L::QrTooLong => "本机的请求太长，二维码放不下。",
        L::QrTooLongDo => "请改用文本或文件传递请求。",
        L::RouteNotBuilt => "此版本不使用网络；请求可通过手机或文件传递。",
        L::RouteNotBuiltSpoken => "此版本不使用网络；请求可通过手机、文件或电话传递。",
        L::RouteOffline => "本机当前没有网络；请求可通过手机或文件传递。",
        L::RouteOfflineSpoken => "本机当前没有网络；请求可通过手机、文件或电话传递。",
        L::NoOtherWizard => "没有其他向导在运行。",
        L::NothingStops => "可以在此激活。",
        L::GoesOnWithWarnings => "可以在此激活，但请先看标有 ?? 的各行。",
        L::SomethingStops => "在此激活会受阻。",
        L::CantTell => "已检查的项目都不妨碍在此激活，但有些项目无法检查。",
    }
}

/// The Chinese sentences with values.
pub fn check_sentence(sentence: S<'_>) -> String {
    match sentence {
        S::FileRoom { room } => format!("激活信息可以保存到状态目录，剩余 {room}。"),
        S::EfiRoom { room } => format!("激活信息可以保存到 UEFI，重装后仍在；剩余 {room}。"),
        S::ClockGood { date } => format!("显示 {date}。"),
        S::ClockWrong { date } => format!("显示 {date}，这不可能。"),
        S::ProfileFound { name, version } => format!("{name}，第 {version} 版。"),
        S::ProfilePublished { name, version, date } => format!("{name}，第 {version} 版，发布于 {date}。"),
        S::ProfileOld { name, version, date, days } => {
            format!("{name}，第 {version} 版，发布于 {date}，已有 {days} 天；服务台可能有更新的版本。")
        }
        S::ProfileRules { profile, program } => {
            format!(
                "它按第 {profile} 版规则制作，本程序使用第 {program} 版规则：服务台对个别字段的判断可能不同。"
            )
        }
        S::KeysPinned { ids } => format!("配置文件包含密钥 {ids} 的公钥。"),
        S::TerminalLines { term } => format!("{term}：向导将逐行提问。"),
        S::TerminalScreens { term, columns, rows } => format!("{term}，{columns}x{rows}。"),
        S::TerminalNoSize { term } => format!("{term}；未提供窗口大小。"),
        S::TerminalMono { what } => format!("{what}没有颜色。"),
        S::TerminalSmall { term, columns, rows, least } => {
            format!("{term} 为 {columns}x{rows}；向导需要 {least}。")
        }
        S::QrSmall { need, have } => format!("请求的二维码需要 {need} 的终端，当前是 {have}。"),
        S::QrWidthUnknown { need, have } => {
            format!(
                "无法确定半块字符在此终端中占几列；若占两列，请求的二维码需要 {need} 的终端，当前是 {have}。"
            )
        }
        S::RouteReached { desk } => format!("已连通服务台 {desk}。"),
    }
}
