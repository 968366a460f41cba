//! The commands for cases, operators, keys, profiles, backups and imports.

use crate::text::{AdminLine as L, AdminSentence as S};
use countersign_core::text::spaced;

/// The Chinese words.
#[allow(clippy::too_many_lines, reason = "one line of text a line")]
pub fn admin(line: L) -> &'static str {
    match line {
        L::Cases => "工单：列出、显示、备注、结案",
        L::CasesList => "列出工单，默认只列未结案的",
        L::CasesShow => "显示一个工单",
        L::CasesAssign => "设置工单的负责人；不写用户名则取消负责人",
        L::CasesWait => "工单等待客户",
        L::CasesGoOn => "工单不再等待，继续处理",
        L::CasesCustomer => "设置工单的客户和外部单号；未给出的保持不变",
        L::CasesReopen => "重新打开已结案的工单",
        L::OptForCustomer => "客户可以看到",
        L::OptReopenReason => "重新打开的原因",
        L::ArgAssignee => "今后负责的工作人员",
        L::CasesMail => "把工单写成给客户的邮件",
        L::OptMailKind => "first（首次答复）、progress（进展）或 closing（结案）[默认：按工单状态]",
        L::OptMailLang => "邮件的语言 [默认：本程序的语言]",
        L::OptEml => "输出邮件文件（.eml），可用邮件程序打开并发送",
        L::MailNoAddress => "（客户没有有效的邮箱）",
        L::CasesNote => "给工单写备注",
        L::CasesClose => "手工结案",
        L::OptAll => "未结案的和已结案的",
        L::OptClosed => "已结案的",
        L::OptSummary => "完整的小结，含代码和内部备注",
        L::ArgCase => "工单号，如 CAS-000042",
        L::ArgNote => "备注内容；「-」表示标准输入",
        L::OptCloseReason => "结案原因，会记入工单",
        L::Operators => "可登录后台的工作人员：添加、列出、移除、设置密码、解锁",
        L::OperatorsAdd => "添加工作人员；不用 --password-stdin 时自动生成密码并只显示一次",
        L::OperatorsList => "列出工作人员",
        L::OperatorsPasswd => "为工作人员设置新密码，并结束其所有会话",
        L::OperatorsUnlock => "密码输错被锁定后，让工作人员可立即登录",
        L::OperatorsRemove => "移除工作人员，并结束其所有会话",
        L::ArgOperator => "工作人员的用户名",
        L::OptPasswordStdin => "从标准输入读取密码（一行）",
        L::InitOperator => "同时添加第一位工作人员；密码从标准输入读取，或自动生成并只显示一次",
        L::Keys => "签名密钥：列出、新增、停用",
        L::KeysList => "列出密钥，以及包含它们的配置文件版本",
        L::KeysAdd => "生成新密钥，并发布包含它的新版配置文件",
        L::OptPkcs11 => "把密钥保存在此 PKCS#11 模块所连接的令牌上；服务台始终没有其私钥",
        L::OptToken => "令牌的标签",
        L::OptLabel => "密钥在令牌上的标签；已有的密钥将被使用，没有则生成一个",
        L::KeysRetire => "不再用某个密钥签名；它已签发的仍然有效",
        L::ArgKey => "密钥号",
        L::Profiles => "配置文件版本：列出、显示、发布",
        L::ProfilesList => "列出已发布的版本",
        L::ProfilesShow => "输出某个版本，即机器所用的内容",
        L::ProfilesPublish => "发布配置文件：给定的文件，或对最新版本的以下更改；旧版本仍会得到答复",
        L::ArgVersion => "配置文件的 id",
        L::ArgProfileFile => "要发布的配置文件；服务台会写入下一个 id 和日期",
        L::Backup => "备份整个服务台，服务运行时也可以",
        L::ArgBackup => "存放备份的新目录",
        L::BackedUpDo => "其中有私钥：请存放在只有您能读取的地方。",
        L::Restore => "从备份恢复服务台",
        L::ArgRestore => "backup 生成的目录",
        L::RestoredDo => {
            "备份之后发出的许可证号在这里显示为空闲。若原服务台已丢失，答复前请先核对之后发出的授权码；切勿让两者同时服务。备份之后撤销的内容在这里重新有效：令牌、密钥、下载链接、操作员、密码、恢复码，以及已暂停或作废的许可证号。请在本服务台开始服务前重新撤销。"
        }
        L::BackupLogDo => {
            "没有恢复任何内容。这是服务台的目录，不是备份。请先执行 countersign-desk --data 目录 backup 新目录，再从新目录恢复。"
        }
        L::BackupServer => "数据库在 PostgreSQL 服务器上，备份应使用它自己的工具。",
        L::BackupServerDo => "请使用 pg_dump 和 pg_restore，或服务器已有的备份。",
        L::FolderThereDo => "请指定尚不存在的或空的目录。",
        L::PubName => "产品名称",
        L::PubHost => "服务台网页的主机名",
        L::PubOnline => "机器联网申请的地址，如 https://HOST[:PORT]；给空值则用服务台主机",
        L::PubHotline => "服务热线；给空值则去掉",
        L::PubDeclared => "允许按机身标签输入哪些值：no、serial 或 any",
        L::PubRecovered => "是否接受取自本机其他位置的值：yes 或 no",
        L::PubAssigned => "是否接受系统分配的值：yes 或 no",
        L::PubOlder => "是否提供旧版绑定：yes 或 no",
        L::PubSpoken => "是否答复电话口述的请求：yes 或 no",
        L::OptInsecureCookies => "允许后台的 Cookie 经由普通 HTTP 传输（仅用于本机试用）",
        L::Move => "把许可证号迁移到另一台机器：下一台申请的机器，或某个请求的机器",
        L::MoveNotOneDo => "没有作任何更改。请用 --to 只给出新机器的一个请求（文本、网址或文件）。",
        L::OptTo => "新机器的请求（文本、网址或文件）",
        L::OptReceipt => "机器显示的回执那一行；如还答复过其他请求，须同时说明原因",
        L::OptUpdate => "已有的许可证号与文件不同时，改为文件中的内容；未填写的项保持原样",
        L::UpdateBox => "按文件修改已有的许可证号",
        L::UpdateBoxKeeps => "许可证和客户改为各行填写的内容，未填写的项保持原样",
        L::OptStrict => "只要有一行错误就不添加任何许可证号",
        L::OptOlder => "给出旧版绑定（仅限在线），前提是产品提供",
        L::CaseUnknownDo => "可用 countersign-desk cases list --all 查看。",
        L::CaseNotClosedDo => "没有作任何更改。",
        L::CaseOtherOpenDo => "没有作任何更改。请在已打开的工单中继续处理。",
        L::CaseChangedDo => "没有作任何更改。请返回并重新加载工单，查看有什么变化。",
        L::CaseClosedAlreadyDo => "没有作任何更改，仍可添加备注。",
        L::CaseNoReason => "结案必须说明原因。",
        L::CaseNoReasonDo => "请简单写明结果。",
        L::CaseReasonTooLongDo => "没有作任何更改。请写得简短些，其余内容可写入备注。",
        L::CaseNoText => "备注是空的。",
        L::CaseNoTextDo => "请写下说过的话或做过的事。",
        L::CaseNoteTooLong => "备注超过 4,000 个字符。",
        L::CaseNoteTooLongDo => "内容没有保存。请分成 2 条备注。",
        L::CaseNone => "没有符合的工单。",
        L::NameBadDo => "请用 1 到 40 个文字、数字、「.」、「_」、「-」或「@」。",
        L::PasswordShort => "密码太短。",
        L::PasswordLong => "密码太长。",
        L::PasswordLongDo => "请用短一些的密码。",
        L::PasswordNone => "标准输入中没有密码。",
        L::PasswordNoneDo => "请用管道传入，或去掉 --password-stdin 自动生成。",
        L::OperatorThereDo => "没有作任何更改。要换密码，请用 countersign-desk operators passwd。",
        L::OperatorUnknownDo => "可用 countersign-desk operators list 查看。",
        L::OperatorsNone => "还没有工作人员。",
        L::OperatorsNoneDo => "请添加：countersign-desk operators add 用户名",
        L::KeyActive => "用于签名",
        L::KeyRetiredWord => "已停用",
        L::KeyUnpinned => "没有配置文件包含它",
        L::KeyUnknownDo => "可用 countersign-desk keys list 查看。",
        L::KeyRetiredAlreadyDo => "没有作任何更改。",
        L::KeyLastDo => "没有作任何更改。请先用 countersign-desk keys add 生成新密钥。",
        L::KeysFull => "已有 32 个密钥，没有可用的密钥号了。",
        L::KeysFullDo => "没有作任何更改。新产品请新建服务台。",
        L::ProfileNewest => "（最新）",
        L::ProfileSame => "与最新的配置文件没有差别。",
        L::ProfileSameDo => "没有发布。可更改的项目见 countersign-desk profiles publish --help。",
        L::ProfileUnknownDo => "可用 countersign-desk profiles list 查看已发布的版本。",
        L::OptProduct => "产品标识（服务台有多个产品时）",
        L::Products => "本服务台的产品",
        L::ProductsList => "列出产品",
        L::ProductsAdd => "添加产品，带自己的密钥和配置文件",
        L::ProductMissingDo => "请用 --product 指明是哪一个。",
        L::ProductUnknownDo => "用 countersign-desk products list 查看现有产品。",
        L::ProductThereDo => "要修改它的配置文件，请用 countersign-desk profiles publish。",
        L::ProfileSettingDo => "没有发布。",
        L::ProfileNoKey => "这份配置文件没有本服务台用于签名的密钥。",
        L::ProfileNoKeyDo => "没有发布。用 countersign-desk keys list 可列出密钥，请把一个可用的写入文件。",
        L::ProfileIdLines => "id 和 published 没有各占一行。",
        L::ProfileNotRegularDo => "没有发布。请指定文件本身。",
        L::FaultMask => "number-mask：应由字母 A 和数字 9 组成，最多 64 位，且总数不能太大",
        L::FaultNoKeys => "keys：至少需要一个",
        L::FaultDesk => "desk：应是不超过 40 个字符的主机名",
        L::FaultOnline => "online：应是 https://HOST 或 https://HOST:PORT，不超过 80 个字符",
        L::FaultPublished => "published：应是存在的日期，如 2026-11-28",
        L::FaultVersion => "version：应是从 1 开始的数字",
        L::FaultProduct => "product：1 到 40 个字符，可用 a-z、0-9、「.」和「-」，以字母开头",
        L::FaultPractice => "product：以 practice 开头的名称专供练习",
        L::ProfileThereDo => "没有作任何更改。请把 profile.toml 复制到机器上，或先修改文件。",
        L::ProfileNotWrittenDo => "服务台已开始使用。请用其目录中的 profile.toml 覆盖该文件。",
        L::Yes => "是",
        L::No => "否",
        L::Serial => "仅序列号",
        L::Any => "均可",
        L::ImportEdition => "版本类型应是 0 到 15 的数字。",
        L::ImportExpiry => "有效期应写成日期（2028-12-31）、天数（365）或「永久」。",
        L::ImportPast => "这一天已经过去，无法签发授权码，请核对年份。",
        L::ImportDayNumber => "这个数字超过 100 年。电子表格会把日期显示成这样的数字，请将该列设为日期格式。",
        L::ImportFields => "字段多于列数。",
        L::ImportColumnNoNumber => "没有许可证号一列。",
        L::ImportColumns => {
            "没有读取任何一行。可用的列：许可证号、版本类型、有效期、席位数、单位、联系人、电话、邮箱、外部单号；备注、序号以及 product、state、taken、bound 会跳过。"
        }
        L::ImportSeats => "席位数是从 1 开始的数字。",
        L::PartEdition => "版本类型",
        L::PartExpiry => "有效期",
        L::PartSeats => "席位数",
        L::UseRenew => "请用 licenses renew 更改",
        L::UseEdit => "请用 licenses edit 更改",
        L::UseBoth => "请用 licenses renew 和 licenses edit 更改",
        L::UseUpdateWay => "请用 way=update 更改",
        L::ImportQuote => "引号没有闭合。",
        L::ImportTooLong => "这一行超过 1,000 字节",
        L::ImportTooMany => "文件太长，从这里起没有读取。",
        L::ImportBadDo => "请改正错误的行，重新导入整个文件。已有的许可证号保持原样。",
        L::ImportStrictDo => "请改正错误的行后重新导入。",
    }
}

/// The Chinese sentences with values.
pub fn admin_sentence(sentence: S<'_>) -> String {
    match sentence {
        S::BackedUp { path } => format!("服务台已备份到 {path}：密钥、配置文件、账本。"),
        S::Restored { path } => format!("服务台已恢复到 {path}，内容是备份时的样子。"),
        S::BackupLog { path } => format!("{path} 中有尚未写入 ledger.db 的更改。"),
        S::FolderThere { path } => format!("{path} 处已有内容。"),
        S::CaseUnknown { case } => format!("没有工单 {case}。"),
        S::CaseNotClosed { case } => format!("工单 {case} 尚未结案。"),
        S::CaseOtherOpen { case } => {
            format!("工单 {case} 不能重新打开：这台机器因同一原因已有未结案的工单。")
        }
        S::CaseChanged { case } => format!("工单 {case} 刚刚有人修改过（也可能是您在另一个页面）。"),
        S::CaseClosedAlready { case } => format!("工单 {case} 已经结案。"),
        S::MailHead { to, subject } => format!("收件人：{to}\n主题：{subject}"),
        S::CaseStepDone { case, act } => format!("{case}：{act}，已完成。"),
        S::CaseNoted { case } => format!("{case}：已备注。"),
        S::CaseClosedNow { case } => format!("{case}：已结案。"),
        S::CaseRequests { count } => format!("请求 {count} 次"),
        S::NameBad { name } => format!("{name} 不能用作名称。"),
        S::PasswordShortDo { count } => format!("至少 {count} 个字符，可以把几个不相关的词连起来。"),
        S::OperatorThere { name } => format!("已经有工作人员 {name}。"),
        S::OperatorUnknown { name } => format!("没有工作人员 {name}。"),
        S::OperatorAdded { name, role } => format!("已添加工作人员 {name}，角色：{role}。"),
        S::OperatorPassword { password } => format!("密码（只显示这一次）：{password}"),
        S::OperatorPasswordSet { name } => format!("已为工作人员 {name} 设置新密码，其会话已结束。"),
        S::OperatorUnlocked { name } => format!("工作人员 {name} 现在可以登录。"),
        S::OperatorNotLocked { name } => format!("工作人员 {name} 没有输错过密码。"),
        S::OperatorRemoved { name } => format!("已移除工作人员 {name}，其会话已结束。"),
        S::OperatorLine { role, at, by } => format!("{role}，{at} 由 {by} 添加"),
        S::KeyLine { id, state, pinned } => format!("密钥 {id}：{state}；{pinned}"),
        S::KeyPinned { profiles } => format!("包含它的配置文件：{profiles}"),
        S::KeyAdded { id, profile } => format!("已生成密钥 {id}，配置文件 {profile} 包含它。"),
        S::KeyRetiredNow { id } => format!("密钥 {id} 不再用于签名，它已签发的仍然有效。"),
        S::KeyRetiredLeft { profiles } => {
            format!("使用配置文件 {profiles} 的机器要换上该产品最新的配置文件后才能得到答复。")
        }
        S::KeyUnknown { id } => format!("没有密钥 {id}。"),
        S::KeyRetiredAlready { id } => format!("密钥 {id} 已经停用。"),
        S::KeyLast { id } => format!("密钥 {id} 是最新配置文件唯一可用的签名密钥。"),
        S::ProfileLine { id, version, name, host, keys, policy } => {
            format!("配置文件 {id}，第 {version} 版：{name}，{host}；密钥 {keys}；{policy}")
        }
        S::ProfilePublished { id, version } => format!("已发布配置文件 {id}（第 {version} 版）。"),
        S::ProfileUnknown { id } => format!("没有发布过配置文件 {id}。"),
        S::ProfileSetting { detail } => format!("这项设置不能用：{detail}。"),
        S::ProfileNotRegular { path } => format!("{path} 是链接、管道、目录或设备。"),
        S::FaultNotToml { line } => format!("第 {line} 行不是 TOML"),
        S::FaultMissing { key } => format!("缺少 {key}"),
        S::FaultUnknown { line, key } => format!("第 {line} 行：配置文件中没有 {key} 这一项"),
        S::FaultValue { line, key } => format!("第 {line} 行：{key} 不能是这个值"),
        S::FaultBadKey { id } => format!("keys：密钥 {id} 不是 Ed25519 公钥，或密钥号不在 0 到 31 之间"),
        S::FaultTwinKeys { one, two } => format!("keys：{one} 与 {two} 相同"),
        S::FaultText { key } => format!("{key}：应是可见字符，不超过 64 列"),
        S::ProfileThere { id } => format!("这份配置文件已经发布，即配置文件 {id}。"),
        S::ProfileVersionLow { version } => format!("该产品已有更新的版本；下一版是第 {version} 版。"),
        S::ProfileVersionLowDo { version } => format!("没有发布。请在文件中写「version = {version}」。"),
        S::ProfileOther { products } => {
            format!("配置文件中的产品和许可证号格式必须与本服务台的产品一致：{products}。")
        }
        S::ProductMissing { products } => format!("服务台有多个产品：{products}。"),
        S::ProductLine { product, name, mask, profiles } => {
            format!("{product}：{name}，许可证号形式 {mask}，配置文件 {profiles}")
        }
        S::ProductAdded { product, profile } => format!("已添加产品 {product}，配置文件为 {profile}。"),
        S::ImportProgress { done, all } => format!("已处理 {done} / {all} 个许可证号"),
        S::ProductUnknown { product } => format!("服务台没有产品 {product}。"),
        S::ProductThere { product } => format!("服务台已有产品 {product}。"),
        S::ProfileNotWritten { id, path, detail } => {
            format!("配置文件 {id} 已发布，但无法写入 {path}：{detail}。")
        }
        S::KeyAddedDo { path } => {
            format!("方便时请把 {path} 复制到机器上。旧版本会用其所含的最新密钥答复。")
        }
        S::ProfilePublishedDo { path } => {
            format!("方便时请把 {path} 复制到机器上，旧版本仍会得到答复。")
        }
        S::ProductAddedDo { path } => {
            format!("请把 {path} 复制到它的机器上，存为 /etc/countersign/profile.toml。")
        }
        S::ProductTakes { setting, product } => {
            format!(
                "未给出的设置沿用了 {product} 的：{setting}。可用 countersign-desk profiles publish 更改。"
            )
        }
        S::ProductAssumed { setting } => format!("未给出的设置采用了：{setting}。"),
        S::ProfileWritten { id, path } => format!("其 id（{id}）和日期已写入 {path}。"),
        S::MovedNext { number } => format!("{number} 已空出，下一台申请的机器可使用。"),
        S::MovedTo { number, name } => format!("{number} 已迁移到请求 {name} 的机器。"),
        S::MoveBundle { path } => format!("{path} 是批量文件，含有多台机器的请求。"),
        S::MoveFolder { path } => format!("{path} 是目录。"),
        S::MoveOther { other, number } => format!("这个请求用的是 {other}，不是 {number}。"),
        S::MoveOtherDo { number } => format!("没有作任何更改。请在新机器上用 {number} 生成请求。"),
        S::ImportedSome { path, new, known, again, bad } => {
            let path = spaced(&path.to_string());
            format!("从{path}新增 {new} 个，原有 {known} 个，重复 {again} 行，错误 {bad} 行。")
        }
        S::ImportMended { line, text, number } => format!("第 {line} 行：{text} 按 {number} 读取。"),
        S::ImportUpdated { count } => format!("已按文件修改的许可证：{count}"),
        S::ImportReason { path } => format!("导入{}", spaced(&path.to_string()).trim_end()),
        S::ImportBad { line, code, what, text } => format!("第 {line} 行：{code}。{what}内容：{text}"),
        S::ImportNumber { example } => format!("第一个字段不是许可证号，正确的形式如 {example}。"),
        S::ImportCustomer { part } => format!("{part}超过 200 个字符"),
        S::ImportColumnUnknown { title } => format!("没有名为「{title}」的列。"),
        S::ImportColumnTwice { title } => format!("「{title}」与另一列重复。"),
        S::ImportTwice { before } => format!("该许可证号在第 {before} 行已出现，许可证内容不同。"),
        S::DiffersPart { what, there, here } => {
            let (there, here) = (spaced(&there.to_string()), spaced(&here.to_string()));
            format!("{what}原为{}，文件中为{}", there.trim_end(), here.trim_end())
        }
        S::ImportDiffers { parts, cure } => format!("该许可证号已有，但内容不同：{parts}；{cure}。"),
        S::ImportNotUpdated { parts, why } => {
            format!("该许可证号已有，但内容不同：{parts}。没有修改：{why}")
        }
        S::UseUpdateBox { label } => format!("如要修改，请只勾选「{label}」后重新导入"),
        S::ImportStrict { bad } => format!("有 {bad} 行错误，没有添加任何许可证号。"),
    }
}
