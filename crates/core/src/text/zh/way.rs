//! Ways of a plan.

use crate::text::{WayLine as L, WaySentence as S};

/// The Chinese words.
pub fn way(line: L) -> &'static str {
    match line {
        L::TitleReadAgain => "重新读取各字段",
        L::TitleRunOnHost => "在容器外运行本程序",
        L::TitleRecover => "使用本机其他位置的值",
        L::TitleAssign => "由系统分配缺少的值",
        L::TitleDeclare => "按机身标签输入",
        L::TitleOlder => "最后的办法：旧版绑定",
        L::TitleWrite => "把值写入固件",
        L::TitleHere => "在当前系统中写入固件",
        L::TitleHost => "在宿主机上设置",
        L::TitleBoot => "用 U 盘启动后写入固件",
        L::TitleSetup => "在固件设置界面中填写",
        L::TitleVendor => "用厂商工具写入固件",
        L::TitleMaker => "这些值只有厂商能设置",
        L::TitleProvider => "这些值只有云服务商能设置",
        L::TitleOtherMachine => "换用另一类虚拟机",
        L::WhatReadAgain => "有的值没有读到；读到之后可能不用处理。",
        L::WhatRunOnHost => "容器隐藏或共用了宿主机的固件信息。",
        L::WhatRecover => "许可证绑定到本机其他位置的有效值。不写入固件。",
        L::WhatAssign => "这些值由本机的主板、UUID 或网口信息计算得出，重装系统后不变。不写入固件。",
        L::WhatAssignRest => {
            "许可证绑定到本机其他位置的有效值，其余由本机的主板、UUID 或网口信息计算得出，重装系统后不变。不写入固件。"
        }
        L::WhatDeclare => "由您照标签输入这些值。不写入固件。",
        L::WhatDeclareRest => "许可证绑定到本机其他位置的有效值，其余由您照标签输入。不写入固件。",
        L::WhatOlder => "许可证只绑定本机的主板序列号、UUID 或网口。不写入固件。",
        L::WhatWrite => "把值写入固件。",
        L::WhatHere => "在本系统中用一条命令把值写入固件。",
        L::WhatHost => "由宿主机管理员在这台虚拟机的设置中填写。",
        L::WhatBoot => "机器从 U 盘启动，由其中的工具把值写入固件。",
        L::WhatSetup => "开机时进入固件设置界面，由您填写这些值。",
        L::WhatVendor => "用工具把值写入固件。该工具只由主板或整机厂商提供，请先索取。",
        L::WhatMaker => "其中至少有一项，厂商以外的人无法设置。",
        L::WhatProvider => "在这台机器内部无法更改这些值。",
        L::WhatOtherMachine => "这台虚拟机和它的宿主机都没有存放这些值的地方。",
        L::NeedRoot => "root 权限",
        L::NeedRootOrRestart => "root 权限或重启一次",
        L::NeedContainerHost => "容器的宿主系统",
        L::NeedLabel => "机身标签",
        L::NeedHostAdministrator => "宿主机管理员",
        L::NeedSetup => "开机时的屏幕和键盘",
        L::NeedUsbStick => "U 盘",
        L::NeedMakerTool => "厂商工具",
        L::NeedRestart => "重启一次",
        L::NeedMaker => "厂商售后",
        L::NeedProvider => "云服务商",
        L::NeedNetwork => "能连到服务台的网络",
        L::Minute => "1 分钟",
        L::FiveMinutes => "5 分钟",
        L::TenMinutes => "10 分钟",
        L::HalfHour => "半小时",
        L::Days => "数天",
        L::FromUuid => "改用本机的 UUID 或其中的服务标签",
        L::FromVersion => "改用本机的版本或系列",
        L::FromElsewhere => "改用本机其他位置的值",
        L::FromLabel => "见机身标签",
        L::Assigned => "由系统分配",
    }
}

/// The Chinese sentences with values.
pub fn way_sentence(sentence: S<'_>) -> String {
    match sentence {
        S::NeedsAndDuration { needs, duration } => format!("需要：{needs}；用时：{duration}。"),
        S::NeedsNothing { duration } => format!("无需准备；用时：{duration}。"),
        S::BoundValue { field, value, source } => format!("{field}：{value}（{source}）"),
        S::BoundFrom { field, source } => format!("{field}：{source}"),
        S::OfBoard { field } => format!("改用主板上的{field}"),
        S::OfChassis { field } => format!("改用机箱上的{field}"),
        S::FieldOr { field } => format!("{field}，或"),
        S::ChosenTitle { title } => format!("{title}（已选）"),
        S::DeclareAsk { field } => format!("标签上的{field}："),
    }
}
