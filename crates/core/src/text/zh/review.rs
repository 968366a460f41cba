//! Results of review.

use crate::text::{ReviewLine as L, ReviewSentence as S};

/// The Chinese words.
pub fn review(line: L) -> &'static str {
    match line {
        L::WordOk => "可用",
        L::WordBlank => "为空",
        L::WordPlaceholder => "占位内容",
        L::WordMalformed => "格式错误",
        L::WordShared => "不唯一",
        L::WordUnreadable => "读不到",
        L::Ok => "这个值可以使用。",
        L::Blank => "没有填写。",
        L::Placeholder => "这是占位内容，不是本机的真实值。",
        L::Malformed => "这不是正常的文本。",
        L::Shared => "许多机器上都是这个值。",
        L::Unreadable => "没能读到这个值。",
        L::ToBeFilled => "厂商本应填写此项，但一直没有填。",
        L::DefaultString => "这是固件的默认文字，一直没有改过。",
        L::FieldName => "填的是字段名称本身，不是实际的值。",
        L::NoValue => "固件注明此项没有值。",
        L::Counting => "这只是顺序排列的数字或字母，不是真实值。",
        L::Repeated => "这只是重复的字符，不是真实值。",
        L::Punctuation => "这里只有标点符号。",
        L::BuildToken => "这是固件编译时遗留的变量名。",
        L::TestWord => "这是出厂测试时留下的字样。",
        L::VendorFiller => "这是厂商留在许多机器上的占位内容。",
        L::FormFactor => "这只说明是哪一类电脑，没有说明是哪一台。",
        L::FirmwareVendor => "这是固件厂商或参考主板的名称，不是本机的。",
        L::Missing => "固件里没有这一项。",
        L::BadText => "这里的内容不是此项应有的文本。",
        L::BadIndex => "固件中的这一项指向了不存在的文字。",
        L::TooShort => "内容太短，不是真实值。",
        L::TooLong => "内容过长，不是真实值。",
        L::UuidTemplate => "这个 UUID 是出厂模板，不是本机自己的。",
        L::NeedsRoot => "只有 root 才能读取此项。",
        L::NoTables => "固件信息表或它的记录缺失、残缺或错乱。",
        L::SeenOften => "大量机器上都是这个值。",
        L::SaysNothingNew => "这只是重复了本机另一项的内容，没有新的信息。",
        L::AssignedElsewhere => "这个序列号是分配给另一台机器的。",
        L::NowNothing => "无需处理。",
        L::NowSet => "请在固件中写入此项：「修复」一步会逐步说明。",
        L::NowReplace => "请在固件中改正此项：「修复」一步会逐步说明。",
        L::NowRoot => "请用 root（sudo）重新启动本程序，再读取一次。",
        L::NowRestart => "请重启电脑（或在宿主机上运行），再读取一次。",
        L::NowWarn => "可以不处理；若能改成本机自己的名称更好。",
        L::Accept => "服务台会接受这台机器。",
        L::AcceptWarn => "服务台会接受这台机器，但有一项值并非它独有。",
        L::NoteSerialOfHost => "这是宿主机的序列号：同一宿主机上的虚拟机都相同，迁移后会改变。",
        L::NoteSerialOfTemplate => "这是模板的序列号：由该模板创建的虚拟机都相同。",
        L::NoteSerialOfClones => "Proxmox VE 会把这个序列号复制给克隆：请为每个克隆单独设置。",
        L::TablesNone => "这台机器没有 SMBIOS，固件里没有制造商、型号和序列号。",
        L::TablesDeviceTree => "这台机器没有 SMBIOS，各项取自设备树。",
        L::TablesKernelFiles => "没有固件信息表，固件的各项取自内核的副本 /sys/class/dmi/id。",
        L::TablesNotRecorded => "这份记录里没有固件信息，因此无法得知各项的值。请重新记录。",
        L::TablesContainer => "当前在容器内，看不到固件信息。请在宿主机上运行本程序。",
        L::TablesDenied => "当前不是 root：序列号等部分信息被隐藏。",
        L::TablesEmpty => "读到的固件信息表是空的。有些固件重启后会恢复，请重启一次。",
        L::RecordingDamaged => "这份记录残缺或错乱，部分值无法读取。请重新记录。",
        L::TablesDamaged => "固件信息表残缺或错乱。请重启一次，再读取。",
    }
}

/// The Chinese sentences with values.
pub fn review_sentence(sentence: S<'_>) -> String {
    match sentence {
        S::What { field, value } => format!("{field}为「{value}」"),
        S::WhatEmpty { field } => format!("{field}为空"),
        S::Refuse { bad } => format!("服务台会拒绝这台机器：3 个绑定字段中有 {bad} 个不可用。"),
        S::CantTell { fields } => format!("暂时无法判断服务台的答复：没能读到{fields}。"),
        S::NoteSerialUuid { serial } => format!("UUID 里是另一个序列号 {serial}：其中一个后来被改写过。"),
        S::NoteSystems { count } => format!("有 {count} 个系统条目（类型 1），以第一个为准。"),
        S::NoteBoards { count } => format!("有 {count} 个主板条目（类型 2），以第一个为准。"),
        S::NoteChassis { count } => format!("有 {count} 个机箱条目（类型 3），以第一个为准。"),
    }
}
