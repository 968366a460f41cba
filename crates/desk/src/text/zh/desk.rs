//! The program `countersign-desk`.

use crate::text::{DeskLine as L, DeskSentence as S};

/// The Chinese words.
#[allow(clippy::too_many_lines, reason = "one line of text a line")]
pub fn desk(line: L) -> &'static str {
    match line {
        L::About => "Countersign 服务台：保管许可证号，答复激活请求。",
        L::HeadCommands => "命令",
        L::HeadOptions => "选项",
        L::HeadArguments => "参数",
        L::HeadUsage => "用法",
        L::OptHelp => "显示本帮助",
        L::OptVersion => "显示版本",
        L::OptData => "服务台目录 [默认：/var/lib/countersign-desk]",
        L::OptLang => "语言：zh 或 en [默认：与系统一致]",
        L::OptJson => "输出一个 JSON 对象，而不是文字",
        L::Environment => {
            "COUNTERSIGN_PASSPHRASE 或 --passphrase-file 指定的文件用于打开或加密密钥；COUNTERSIGN_PIN 或 --pin-file 指定的文件用于登录令牌；未给出 --data 时使用 COUNTERSIGN_DESK_DATA 指定的目录，未给出 --config 时使用 COUNTERSIGN_DESK_CONFIG 指定的文件。退出码：0 完成，1 故障，2 用法错误，5 拒绝。"
        }
        L::Init => "新建服务台：密钥、数据库和供机器使用的配置文件",
        L::InitProduct => "产品标识：a-z、0-9、「.」和「-」，以后不能更改",
        L::InitName => "产品名称",
        L::InitMask => "许可证号的样式：A 表示字母，9 表示数字",
        L::InitHost => "服务台网页的主机名；不超过 20 个字符可使二维码更小",
        L::InitDeclared => "固件的值不可用时，允许按机身标签输入哪些值：no、serial 或 any",
        L::InitAssigned => "接受系统分配的值（机器上没有该值时）",
        L::InitOlder => "提供旧版绑定（仅限在线）",
        L::InitSpoken => "接受电话口述的请求",
        L::InitOnline => "机器联网申请的地址，如 https://HOST[:PORT] [默认：服务台主机]",
        L::InitHotline => "服务热线",
        L::Organisation => "单位",
        L::Contact => "联系人",
        L::Telephone => "电话",
        L::Mail => "邮箱",
        L::Ticket => "外部单号",
        L::SetCustomer => "设置许可证号的客户和外部单号；未给出的保持不变",
        L::OptExpiring => "只列出在这么多天内到期的有效许可证号",
        L::OptCustomer => "只列出客户或外部单号包含此文字的",
        L::OptCsv => "输出 CSV",
        L::Licenses => "许可证号：添加、查询、释放、暂停、作废",
        L::Add => "添加许可证号",
        L::Import => "从文件添加许可证号",
        L::List => "列出许可证号",
        L::Show => "显示一个许可证号及其历史",
        L::Release => "释放许可证号：解除与机器的绑定，供下一台申请的机器使用",
        L::Suspend => "暂停许可证号，直到恢复",
        L::Resume => "恢复已暂停的许可证号",
        L::Revoke => "作废许可证号，不能恢复",
        L::Renew => "更改许可证号的有效期",
        L::Edit => "更改许可证号的版本类型或席位数",
        L::ArgNumber => "许可证号",
        L::ArgNumbers => "许可证号，可多个",
        L::ArgImport => {
            "文本文件：每行一个许可证号，后面可加「,版本类型」、「,YYYY-MM-DD」或「,天数」，以及「,席位数」；「-」表示标准输入"
        }
        L::OptEdition => "版本类型，0 到 15",
        L::OptExpires => "最后有效日期，YYYY-MM-DD",
        L::OptDays => "自首次使用起的有效天数",
        L::OptNever => "永久有效",
        L::OptSeats => "可同时绑定的机器数",
        L::OptSeat => "席位号（有多个席位被占用时）",
        L::OptState => "只列出此状态：unused、bound、expired、suspended 或 revoked",
        L::OptReason => "原因，会记入操作记录",
        L::AnswerCommand => "答复请求",
        L::ArgRequest => "请求的文本或网址、文件、目录，或「-」表示标准输入",
        L::OptConfirm => "对方确认过的请求名（口述内容被纠正时）",
        L::OptDatabase => {
            "数据库：sqlite:路径 或 postgres://用户@主机/库名 [环境变量 COUNTERSIGN_DATABASE_URL；默认：服务台目录下的 ledger.db]"
        }
        L::DeskNoneDo => "请用 countersign-desk init 新建，或用 --data 指定目录。",
        L::DeskExistsDo => "没有作任何更改。请用 --data 指定其他目录。",
        L::KeysUnsealed => {
            "服务台的密钥或自身的机密数据没有口令。存放在 PostgreSQL 数据库中时必须加口令，否则拿到数据库副本的人就拿到了它们。"
        }
        L::KeysUnsealedDo => {
            "新建服务台时，请设置 COUNTERSIGN_PASSPHRASE 后重试。已有的密钥：请设置它，并在密钥现在所在的数据库上执行一次 keys add。"
        }
        L::KeysSealed => "服务台的密钥已用口令加密。",
        L::KeysSealedDo => "请设置 COUNTERSIGN_PASSPHRASE 或给出 --passphrase-file 后重试。",
        L::PassphraseWrong => "口令不对，打不开服务台的密钥。",
        L::PassphraseWrongDo => {
            "请检查 COUNTERSIGN_PASSPHRASE 或 --passphrase-file 指定的文件，区分大小写和空格。"
        }
        L::KeysExposedDo => "请对它执行 chmod 600。如果本机还有其他用户，请考虑更换密钥。",
        L::KeysNewer => "密钥文件由更新版本的程序生成。",
        L::KeysNewerDo => "请升级本程序。",
        L::KeysDamagedDo => "请从备份恢复数据库。",
        L::FileUnreadableDo => "请检查它是否存在，以及当前用户是否有权限。",
        L::ProfileDamagedDo => "请从备份恢复 profiles 目录。",
        L::StoreBusy => "数据库被其他程序占用太久，或数据库服务器没有应答。",
        L::StoreBusyDo => "没有作任何更改，请稍后重试。",
        L::StoreUnconfirmed => "数据库服务器在确认更改之前断开：更改要么全部完成，要么完全没有。",
        L::StoreUnconfirmedDo => "请先查看更改是否已完成，再决定是否重试。",
        L::StoreNewerDo => "没有作任何更改。请使用较新的 countersign-desk。",
        L::StoreFull => "磁盘已满。",
        L::StoreFullDo => "没有作任何更改，请腾出空间后重试。",
        L::StoreReadOnly => "当前用户不能写入数据库。",
        L::StoreReadOnlyDo => "请用服务台所属的用户运行，并检查磁盘是否可写。",
        L::StoreDamagedDo => {
            "请运行 countersign-desk database check；如结果相同，请停止服务台，并从备份恢复 ledger.db。"
        }
        L::StoreDeniedDo => {
            "没有作任何更改。请以数据库的所有者执行：用 createdb --owner 可建立归该用户所有的数据库。搜索需要扩展 pg_trgm（Debian 的服务器软件包已包含，其他系统在 postgresql-contrib 中）。"
        }
        L::StoreFaultDo => "没有作任何更改。请检查目录和磁盘后重试。",
        L::KeyMissingDo => "请把最新的 profile.toml 复制到机器上，重新生成请求。",
        L::RequestInvalid => "这个请求有问题。",
        L::RequestNone => "里面没有请求。",
        L::RequestNoneDo => "请给出请求的文本或网址，或含有请求的文件。",
        L::RequestCut => "请求不完整，缺少结尾。",
        L::RequestSlip => "请求中有字符错误、缺失或多余。",
        L::RequestNewer => "这个请求由更新版本的程序生成。",
        L::RequestNewerDo => "请升级本程序。",
        L::RequestSpokenCheckDo => "请让对方重读许可证号；如果无误，再重读 4 行。",
        L::RequestSpokenDo => "请让对方重读这一行。",
        L::RequestSpokenNumberNone => "4 行之前缺少许可证号。",
        L::RequestSpokenNumberDo => "请在 4 行之前另起一行写上许可证号。",
        L::RequestInvalidDo => "请重新完整复制文本或网址，或重新扫描二维码。",
        L::RequestTooLong => "内容太长，不是请求。",
        L::RequestTooLongDo => "请只给出请求本身，或给出每个文件一个请求的目录。",
        L::NumberMalformedDo => "没有作任何更改。请与证书核对。",
        L::NumberNotHereDo => "如果无误，请用 countersign-desk licenses add 添加。",
        L::ExpiryPast => "最后一天已经过去，无法签发授权码。",
        L::ExpiryPastDo => "请核对年份，并给出今天或以后的日期。",
        L::SettingInvalidDo => "各项设置的说明见 countersign-desk init --help。",
        L::SystemFaultDo => "没有作任何更改，请重试。",
        L::NotBoundDo => "没有作任何更改，也无需处理：它的席位都是空的。",
        L::SeatDo => "没有作任何更改。请指明有机器的席位；licenses show 和该许可证号的页面会列出各席位。",
        L::SeatsTakenDo => "没有作任何更改。请先释放席位，或给出不少于已占用数的席位数。",
        L::UnchangedDo => "没有作任何更改。如需更改，请给出不同的值。",
        L::SuspendedDo => "没有作任何更改。要重新答复它的请求，请恢复该许可证号。",
        L::MoveSuspendedDo => "没有作任何更改。请先恢复该许可证号，再迁移。",
        L::NotSuspendedDo => "没有作任何更改。如果它的请求仍被拒绝，请看拒绝的原因。",
        L::RevokedDo => "没有作任何更改。请为客户换用其他许可证号。",
        L::NoReasonDo => "没有作任何更改。请写明原因，它会记入操作记录。",
        L::ReceiptWrongDo => "没有作任何更改。请核对许可证号，再请对方重读第 12 行。",
        L::ReasonTooLongDo => "没有作任何更改。请写得简短些。",
        L::CustomerTooLongDo => "没有作任何更改。请缩短后再试。",
        L::ReceiptMalformedDo => "请让对方重读第 12 行。",
        L::ReceiptOperatorDo => "请向机主核实，然后连同原因再次提交回执。",
        L::ReceiptSpentDo => "没有作任何更改。机器上可能还显示着，但已没有许可证。",
        L::UsageDo => "用 countersign-desk --help 查看所有命令。",
        L::MadeKeysSealed => "密钥已加密。忘记口令就无法再用，请妥善保管口令。",
        L::MadeKeysPlain => {
            "密钥没有加密：能读取 ledger.db 的人都能签发授权码。设置 COUNTERSIGN_PASSPHRASE 后再执行 init 即可加密。"
        }
        L::MadeBackup => "请用 countersign-desk backup 备份：数据库里也保存着密钥。",
        L::ListEmpty => "没有符合的许可证号。",
        L::ShowState => "状态",
        L::ShowBound => "绑定日期",
        L::ShowExpiry => "有效期",
        L::ShowEdition => "版本类型",
        L::ShowSeats => "席位",
        L::ShowSeat => "席位号",
        L::ShowRequests => "已答复的请求",
        L::ShowByWord => "电话口述的请求（具体值未报）",
        L::ShowMachine => "机器",
        L::ShowMoves => "1 年内的标识变更",
        L::ShowHistory => "请求记录",
        L::ShowAudit => "操作记录",
        L::ShowCases => "工单",
        L::CaseOpen => "未结案",
        L::CaseClosed => "已结案",
        L::CaseWaits => "等待客户",
        L::Never => "永久有效",
        L::Issued => "已发授权码",
        L::Refused => "拒绝",
        L::CodeTypeIn => "请输入或读出这 7 行，不区分大小写，空格可省略。",
        L::SchemeThree => "完整绑定",
        L::SchemeTwo => "旧版绑定",
        L::WaysHeading => "处理办法（按推荐顺序）",
        L::WayCautions => "开始之前：",
        L::FieldsHeading => "机器自报的信息",
        L::FieldOk => "可用",
        L::FieldEmpty => "（空）",
        L::FieldGarbled => "（不是正常的文本）",
        L::FieldUnread => "（没能读到）",
        L::DeclaredMark => "按机身标签输入",
        L::AssignedMark => "系统分配",
        L::BoardMark => "取自主板",
        L::ChassisMark => "取自机箱",
        L::UuidMark => "取自 UUID",
        L::OemMark => "取自 OEM 字符串",
        L::DeviceTreeMark => "取自设备树",
        L::VersionMark => "取自版本或系列",
        L::OtherMark => "取自本机其他位置",
        L::ByWordNoValues => "（口述的请求不含此项）",
        L::ReportTitle => "Countersign：本目录中请求的处理报告",
    }
}

/// The Chinese sentences with values.
pub fn desk_sentence(sentence: S<'_>) -> String {
    match sentence {
        S::DeskNone { path } => format!("{path} 里没有服务台。"),
        S::DeskExists { path } => format!("这里已经有服务台：{path}。"),
        S::KeysExposed { path, mode } => format!("其他用户可以读取密钥：{path} 的权限是 {mode}。"),
        S::KeysDamaged { detail } => format!("密钥文件无法识别：{detail}。"),
        S::FileUnreadable { path, detail } => format!("无法读写 {path}：{detail}。"),
        S::ProfileDamaged { detail } => format!("已发布的配置文件有问题：{detail}。"),
        S::StoreDamaged { detail } => format!("数据库已损坏：{detail}。"),
        S::StoreNewer { version } => format!("数据库由较新的程序创建：其结构版本为 {version}。"),
        S::CustomerSet { subject } => format!("{subject}：客户已设置。"),
        S::CustomerTooLong { part } => format!("{part}超过 200 个字符。"),
        S::StoreDenied { detail } => format!("数据库服务器不允许：{detail}。"),
        S::StoreFault { detail } => format!("数据库不能工作：{detail}。"),
        S::KeyMissing { version } => format!("本服务台没有与配置文件 {version} 对应的可用密钥。"),
        S::SeatsAre { seats } => format!("有机器的席位：{seats}。请用 --seat 指定其中一个。"),
        S::SeatHeld { seat, machine, day } => format!("席位 {seat}：{machine}，自 {day}"),
        S::RequestSpokenLine { line } => format!("口述请求的第 {line} 行无法识别。"),
        S::RequestSpokenCheck { number } => format!("这 4 行与许可证号 {number} 对不上。"),
        S::RequestSpokenNumber { number } => format!("{number} 不是第 8 行所指产品的许可证号。"),
        S::RequestMended { lines } => format!("已更正{lines}，请读给对方核对。"),
        S::RequestConfirm { lines, name } => format!("已更正{lines}，得到的请求是 {name}。"),
        S::RequestConfirmDo { name } => {
            format!("请向对方核对请求名。如果是 {name}，请加上「--confirm {name}」再次答复。")
        }
        S::NumberMalformed { number, example } => {
            format!("{number} 不是本产品的许可证号，正确的形式如 {example}。")
        }
        S::NumberNotHere { number } => format!("没有许可证号 {number}。"),
        S::SettingInvalid { detail } => format!("这项设置不能用：{detail}。"),
        S::SystemFault { detail } => format!("系统报告：{detail}。"),
        S::Made { product, path } => format!("{product} 的服务台已建好，目录是 {path}。"),
        S::MadeNextProfile { path } => {
            format!("把 {path} 复制到机器上，放在 /etc/countersign/profile.toml。")
        }
        S::MadeNextNumbers { options, example } => {
            format!("添加许可证号：countersign-desk {options} licenses add {example}")
        }
        S::MadeNextAnswer { options } => format!("答复请求：countersign-desk {options} answer 请求"),
        S::MadeAssumed { setting } => {
            format!("未给出的设置采用了：{setting}。如果不对，请删除该目录后重新执行 init。")
        }
        S::MadeAssumedOnServer { setting } => {
            format!("未给出的设置采用了：{setting}。如果不对，请删除该目录、重建数据库，再重新执行 init。")
        }
        S::AddedLine { new, known } => format!("新增 {new} 个，原有 {known} 个。"),
        S::ListTotal { count } => format!("共 {count} 个"),
        S::Acted { number, act, state } => format!("{number}：已{act}。状态：{state}。"),
        S::ListEdition { edition } => format!("版本类型 {edition}"),
        S::SeatsTaken { taken, seats } => format!("共 {seats} 个，已占用 {taken} 个"),
        S::RequestCounts { answered, spent } => format!("{answered} 个，其中 {spent} 个已失效"),
        S::SeatNumber { seat } => format!("席位 {seat}"),
        S::AddDiffers { number, what } => format!("{number}：{what}"),
        S::UntilDay { day } => format!("至 {day}"),
        S::AfterDays { days } => format!("首次使用起 {days} 天"),
        S::CodeFor { number, name } => format!("{number} 的授权码，请求 {name}"),
        S::CodeFacts { edition, scheme, expiry } => format!("版本类型 {edition}，{scheme}，有效期：{expiry}"),
        S::RefusedFor { code, number, name } => format!("拒绝：{code}，许可证号 {number}，请求 {name}"),
        S::RefusedUnknownNumber { code, name } => format!("拒绝：{code}，请求 {name}"),
        S::Differs { fields } => format!("与已绑定机器的不同之处：{fields}"),
        S::WhatToDo { text } => format!("怎么办：{text}"),
        S::CaseIs { case } => format!("工单 {case}"),
        S::FolderSummary { path, issued, refused, other } => {
            format!("{path}：已发 {issued} 个，拒绝 {refused} 个，未答复 {other} 个")
        }
        S::FolderWrote { report } => format!("授权码文件和报告已放在请求文件旁边：{report}"),
        S::FolderEmpty { path } => format!("{path} 里没有请求文件。"),
    }
}
