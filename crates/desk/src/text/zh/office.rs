//! The back office's pages.

use crate::text::{OfficeLine as L, OfficeSentence as S};

/// The Chinese words.
#[allow(clippy::too_many_lines, reason = "one line of text a line")]
pub fn office(line: L) -> &'static str {
    match line {
        // Navigation and forms
        L::NavSearch => "首页",
        L::NavSpoken => "电话口述",
        L::NavGuide => "电话指引",
        L::NavCases => "工单",
        L::NavImport => "导入",
        L::NavAudit => "操作记录",
        L::NavKeys => "密钥",
        L::NavProfiles => "配置文件",
        L::NavTokens => "接口令牌",
        L::NavDownloads => "程序下载",
        L::FormStale => "这张表单属于之前的会话，或来自其他网站。",
        L::FormStaleDo => "没有作任何更改。请返回并重新加载页面，再提交一次。",
        // Refused forms
        L::FormTooLong => "表单内容过长。",
        L::FormTooLongDo => "没有作任何更改。请返回，缩短内容后再提交一次。",
        L::PageUnknownDo => "请从首页开始，可查许可证号、请求、机器和工单。",
        L::BackToOffice => "返回首页",
        L::BackToPage => "返回该页",
        L::Done => "已完成，页面显示的是最新状态。",
        L::SessionEnded => "您的会话已结束。",
        L::SessionEndedDo => "没有作任何更改。请复制您填写的内容，重新登录后再提交一次。",
        L::TypedTitle => "您填写的内容",
        L::TypedAgain => "再次提交",
        L::TypedHint => "内容没有保存，可从这里复制。",
        // Signing in
        L::SignIn => "服务台后台",
        L::Name => "用户名",
        L::Password => "密码",
        L::SignInButton => "登录",
        L::SignInWrong => "用户名或密码不对。",
        L::NoOperators => "还没有人可以登录。请在服务器上执行：countersign-desk operators add 用户名",
        // Labels
        L::When => "时间（UTC）",
        L::Number => "许可证号",
        L::Numbers => "许可证号",
        L::Request => "请求",
        L::Requests => "请求记录",
        L::Machines => "机器",
        L::Machine => "型号 / 序列号",
        L::Outcome => "结果",
        L::Case => "工单",
        L::Reason => "原因",
        L::LastRequest => "最近的请求（UTC）",
        L::Operator => "工作人员",
        L::Act => "操作",
        L::Acts => "可以做的操作",
        L::Subject => "对象",
        L::Product => "产品",
        L::Platform => "固件或平台",
        L::Binding => "绑定方式",
        L::ProfileVersion => "配置文件",
        L::Host => "服务台主机名",
        L::Online => "机器接口",
        L::Hotline => "服务热线",
        L::Policy => "策略",
        L::Key => "密钥",
        L::PinnedBy => "包含它的配置文件",
        L::Opened => "开始（UTC）",
        L::ClosedAt => "结案（UTC）",
        L::Notes => "备注",
        L::Spoken => "电话口述",
        L::NoRequests => "还没有请求。",
        L::NothingYet => "还没有记录。",
        L::ReadOut => "先报行号，再一组一组地读；对方的屏幕显示「无误」或「已纠正」，就读下一行。",
        // Search and answering
        L::SearchTitle => "查询",
        L::SearchLabel => "许可证号、请求名、序列号、客户或工单号",
        L::SearchButton => "查询",
        L::SearchHint => {
            "例如：许可证号、请求名（如 K7Q-F2M）、序列号、客户、外部单号、CAS-000042。可以只输入一部分：客户和外部单号至少 2 个字，其他至少 3 个字符。"
        }
        L::OpenCases => "未结案的工单",
        L::NoOpenCases => "没有未结案的工单。",
        L::NothingFound => "没有找到。可以试试序列号的一部分（至少 3 个字符）、客户（至少 2 个字）或请求名。",
        L::WholeSerial => "这些机器的序列号与输入的完全一致。只输入其中一部分，还能找到更长的值。",
        L::AnswerTitle => "答复请求",
        L::AnswerLabel => "请求的文本或网址",
        L::AnswerButton => "答复",
        L::NotRequest => "里面没有请求，或请求不完整。",
        L::NotRequestDo => "没有作任何更改。请让对方重新发送全文，或改用电话口述。",
        // A number
        L::NumberUnknown => "没有这个许可证号。",
        L::NumberUnknownDo => "请与证书核对，或用其中一部分查询。",
        L::ReasonLabel => "原因（会记入操作记录）",
        L::DoIt => "执行",
        L::DoRelease => "释放：解除与机器的绑定，供下一台申请的机器使用",
        L::DoMove => "迁移：与释放相同，记为同一客户换机器",
        L::DoSuspend => "暂停：恢复之前不再发授权码",
        L::DoResume => "恢复使用",
        L::DoRevoke => "作废：不能恢复",
        L::DoRenew => "续期",
        L::DoEdit => "更改版本类型或席位数",
        L::MoveToTitle => "迁移到某个请求的机器",
        L::MoveToButton => "迁移并答复",
        L::ReceiptTitle => "凭机器显示的回执释放",
        L::ReceiptLabel => "回执（第 12 行）",
        L::ReceiptButton => "核对并释放",
        L::ReceiptReason => "原因（提示 RECEIPT-OPERATOR 时必填）",
        L::SeatLabel => "席位",
        L::SetExpiry => "有效期：日期（YYYY-MM-DD）、首次使用起的天数（如 365），永久有效填 never",
        L::SetEdition => "版本类型（0 到 15）",
        L::SetSeats => "席位数",
        L::LicenseInvalid => "这个值无效。",
        L::LicenseInvalidDo => "没有作任何更改。请返回改正。",
        // A request
        L::RequestUnknown => "没有这个请求。",
        L::RequestUnknownDo => "请按请求名查询。",
        L::GuideLink => "指引这位来电者",
        L::ByWordNoValues => "这个请求是电话口述的：没有具体的值，只有机器自己的判断。",
        L::CodeTitle => "授权码",
        L::RefusedTitle => "拒绝",
        // The guide
        L::GuideTitle => "电话指引",
        L::GuideLead => "请对方报出屏幕右上角的数字和名称，然后看对应的步骤。",
        L::GuideCaller => "对方屏幕的语言",
        L::GuideWhich => "对方在这一步看到什么？",
        L::GuideElse => "对方看到的是别的内容",
        L::GuideAnyStep => "任何步骤都可能出现",
        L::GuideKey => "按键",
        L::GuideDoes => "屏幕上的说明",
        L::GuideThen => "之后对方看到",
        L::GuideStays => "画面不变",
        L::GuideEnds => "程序已退出",
        L::GuideCursor => "光标在这里",
        L::GuideLater => "稍后自动出现",
        L::GuideHelp => "本步骤的帮助",
        L::GuideQr => "二维码",
        L::GuideCode => "带编号的授权码各行",
        L::GuideExample => "画面中的值只是示例，对方看到的会不同。",
        L::GuideReported => "（与此请求所报一致）",
        L::GuideSees => "对方看到",
        L::GuideSays => "您可以说",
        // By word
        L::SpokenTitle => "电话口述的请求",
        L::SpokenLead => {
            "请先问许可证号，再请对方逐行读出 4 行，先报行号，听到什么就输入什么。O 与 0，I、L 与 1 混淆没有关系；听不清的字符用 ? 代替。"
        }
        L::SpokenNumber => "许可证号",
        L::SpokenLineBad => "请让对方重读标出的那一行。",
        L::SpokenSorted => "各行的位置输入颠倒，现已排好。",
        L::SpokenCheck => "检查",
        L::SpokenAnswer => "答复（电话口述）",
        L::SpokenByWord => "操作记录中会写明是电话口述，由您答复。",
        L::SpokenDisagree => "许可证号与各行对不上。请让对方重读许可证号，再重读标出的各行。",
        L::SpokenUnknown => "这几行由比本服务台更新的程序生成。",
        L::SpokenRead => "4 行一致。",
        L::SpokenLineUnsearched => "请让对方重读标出的那一行。按「检查」可查找最可能的内容。",
        L::SpokenOffline => {
            "现在输入的内容没有检查：连接不到服务台，或您已退出登录。输入的内容不会丢失，恢复连接后会自动检查。"
        }
        L::SpokenAgain => "重新开始，输入另一个请求",
        L::SpokenGuide => "对方的屏幕上显示什么（在新页面打开）",
        L::LineGood => "无误",
        L::LineGuessed => "已按最可能的内容纠正",
        L::LineDoubtful => "已纠正，但与其他内容对不上，请让对方重读。",
        L::LineForeign => "有不会出现的字符。",
        L::LineWrong => "错误超过 2 处，请让对方重读。",
        // Import
        L::ImportTitle => "添加和导入许可证号",
        L::ImportLead => {
            "每行一个许可证号，后面可加版本类型、有效期（日期，或首次使用起的天数）、席位数、单位、联系人、电话、邮箱和外部单号，用逗号隔开。可以直接填写，也可以选择 CSV 文件："
        }
        L::ImportFile => "文件",
        L::ImportButton => "导入",
        L::ImportReport => "导入报告",
        L::ImportNone => "没有填写许可证号，也没有选择文件，或文件是空的。",
        L::ImportNoneDo => "没有添加任何许可证号。请填写许可证号，或选择 CSV 文件。",
        L::ImportQuoteHint => "引号没有闭合只影响所在的那一行，后面的行已正常读取。",
        // Cases
        L::TabOpen => "未结案",
        L::TabClosed => "已结案",
        L::TabAll => "全部",
        L::NoteLabel => "说了什么、做了什么",
        L::NoteButton => "添加备注",
        L::CloseTitle => "手工结案",
        L::CloseButton => "结案",
        L::SummaryTitle => "小结",
        L::SummaryHint => "自动生成，供内部使用，含代码和内部备注。给客户的内容请点上面的「给客户的邮件」。",
        // The mail of a case
        L::MailLink => "给客户的邮件",
        L::MailTitle => "给客户的邮件",
        L::MailLead => {
            "自动生成，发送前请通读一遍。标为「内部」的备注和操作时填写的原因不会写入邮件；需要告诉客户的内容，请在工单中添加「给客户」的备注。"
        }
        L::MailKind => "邮件类型",
        L::MailFirst => "首次答复",
        L::MailProgress => "处理进展",
        L::MailClosing => "结案总结",
        L::MailSuggested => "（建议）",
        L::MailLanguage => "邮件语言",
        L::MailTo => "收件人",
        L::MailNoAddress => "客户没有有效的邮箱，可在工单中填写。",
        L::MailSubject => "主题",
        L::MailText => "正文",
        L::MailDownload => "下载 .eml 文件",
        L::MailBack => "返回工单",
        L::CopySubject => "复制主题",
        L::CopyText => "复制正文",
        L::CopyDone => "已复制",
        L::CopyFailed => "未能复制，请手动选择",
        L::SeeCases => "请在工单列表中查找。",
        // Audit
        L::EventProductAdded => "添加产品",
        L::EventKeyAdded => "生成密钥",
        L::EventKeyRetired => "停用密钥",
        L::EventProfile => "发布配置文件版本",
        L::EventOperatorAdded => "添加工作人员",
        L::EventOperatorPassword => "更换工作人员密码",
        L::EventOperatorUnlocked => "解除工作人员锁定",
        L::EventOperatorRemoved => "移除工作人员",
        L::EventImported => "导入许可证号",
        L::EventNumbersAdded => "添加许可证号",
        L::EventPruned => "删除旧请求",
        // Cases, further lines
        L::TabDesk => "待服务台处理",
        L::TabWaiting => "等待客户",
        L::MyCases => "我负责的未结案工单",
        L::AllOfThem => "查看全部",
        L::Assignee => "负责人",
        L::Nobody => "无",
        L::WaitsSince => "等待客户自（UTC）",
        L::TakeButton => "由我处理",
        L::AssignButton => "转交",
        L::WaitButton => "等待客户",
        L::GoOnButton => "继续处理",
        L::ReopenTitle => "重新打开",
        L::ReopenButton => "重新打开",
        L::NoteAudience => "谁可以看",
        L::NoteInternal => "内部",
        L::NoteForCustomer => "给客户",
        // Lists
        L::NavLabel => "后台页面",
        L::NavNumbers => "许可证号",
        L::NavRequests => "请求",
        L::State => "状态",
        L::Expires => "有效期",
        L::Seats => "席位数",
        L::BoundOn => "绑定日期（UTC）",
        L::CustomerOrTicket => "客户或外部单号",
        L::FilterApply => "筛选",
        L::FilterClear => "显示全部",
        L::FilterAny => "全部",
        L::FilterFrom => "从（UTC）",
        L::FilterUntil => "到（UTC）",
        L::Ending => "处理结果",
        L::Sort => "排序",
        L::SortNewest => "最新在前",
        L::SortOldest => "最早在前",
        L::SortNumber => "按许可证号",
        L::SortExpiry => "按有效期",
        L::SortAdded => "最近添加在前",
        L::Pages => "分页",
        L::FirstPage => "第一页",
        L::NextPage => "下一页",
        L::LastPage => "列表结束",
        // Customers
        L::Customer => "客户",
        L::Organisation => "单位",
        L::Contact => "联系人",
        L::Telephone => "电话",
        L::Mail => "邮箱",
        L::Ticket => "外部单号",
        L::CustomerTitle => "客户和外部单号",
        L::CustomerButton => "保存",
        // Audit, further events
        L::EventCaseAssigned => "转交工单",
        L::EventCaseWaits => "把工单改为等待客户",
        L::EventCaseGoesOn => "继续处理工单",
        L::EventCaseCustomer => "修改工单的客户",
        L::EventCaseClosed => "结案",
        L::EventCaseReopened => "重新打开工单",
        L::EventNumberCustomer => "修改许可证号的客户",
        L::EventFactorSet => "启用双重验证",
        L::EventFactorRemoved => "取消双重验证",
        L::EventRecoveryUsed => "使用恢复码",
        L::EventRecoveryMade => "生成恢复码",
        L::EventBuildAdded => "添加程序文件",
        L::EventBuildRemoved => "移除程序文件",
        L::EventLinkMade => "生成下载链接",
        L::EventLinkRevoked => "撤销下载链接",
        L::EventDownloaded => "下载程序",
        L::EventTokenMade => "生成令牌",
        L::EventTokenRevoked => "撤销令牌",
        // Keys and profiles
        L::KeysLead => "每个配置文件版本用它所含的最新密钥签名。停用的密钥不再签名，它已签发的仍然有效。",
        L::RetireButton => "停用",
        L::AddKeyHint => "生成密钥，并发布包含它的配置文件。机器换上新的 profile.toml 后生效。",
        L::AddKeyButton => "生成新密钥",
        L::KeyLastDo => "没有作任何更改。请先生成新密钥。",
        L::ProfilesLead => "用以前发布的版本提出的请求仍会得到答复，机器应使用最新的版本。",
        L::ProfileToml => "机器所用的内容（profile.toml）：",
        L::PublishTitle => "发布新版本",
        L::PublishButton => "发布",
        L::SetName => "产品名称",
        L::SetHost => "服务台网页的主机名",
        L::SetOnline => "机器接口（留空则用服务台主机）",
        L::SetHotline => "服务热线（可留空）",
        L::SetDeclared => "允许按机身标签输入的值",
        L::SetRecovered => "取自本机其他位置的值",
        L::SetAssigned => "系统分配的值",
        L::SetOlder => "提供旧版绑定（仅限在线）",
        L::SetSpoken => "答复电话口述的请求",
        L::SeeProfiles => "已发布的版本见配置文件列表。",
    }
}

/// The Chinese sentences with values.
pub fn office_sentence(sentence: S<'_>) -> String {
    match sentence {
        // Navigation and forms
        S::NavLeave { name } => format!("退出（{name}）"),
        // Signing in
        S::SignInLocked { minutes } => format!("该用户名输错密码的次数过多，请 {minutes} 分钟后再试。"),
        // Labels
        S::Unsolved { machines, unsolved } => format!("{machines} 台，{unsolved} 台尚无授权码"),
        S::LeftOut { count } => format!("另有 {count} 次请求未显示，请求列表中有全部请求。"),
        S::PolicyLine { recovered, assigned, declared, older, spoken } => {
            format!(
                "取自本机其他位置：{recovered}；系统分配：{assigned}；按机身标签输入：{declared}；旧版绑定：{older}；电话口述：{spoken}"
            )
        }
        S::DeviceSaid { verdict } => format!("机器自己的判断：{verdict}。"),
        S::FilterUnknown { parts } => format!("此列表没有这样的筛选条件：{parts}。"),
        // The guide
        S::GuideSeesList { text } => format!("列表，其中有「{text}」"),
        S::GuideSeesTable { text } => format!("表格，其中有「{text}」"),
        S::GuideSeesField { text } => format!("输入框：「{text}」"),
        S::GuideSeesText { text } => format!("「{text}」"),
        // By word
        S::SpokenLine { line } => format!("第 {line} 行"),
        S::SpokenNumberBad { number } => {
            format!("{number} 不是第 8 行所指产品的许可证号。请让对方重读许可证号，再读第 8 行。")
        }
        S::SpokenNumberWrong { number } => {
            format!(
                "4 行都无误，但与许可证号 {number} 对不上。请让对方重读许可证号；如果无误，这 4 行属于另一个请求。"
            )
        }
        S::SpokenGuessed { lines } => {
            format!("{lines}已按最可能的内容纠正。答复之前，请向对方核对请求名。")
        }
        S::SpokenConfirm { name } => format!("对方的屏幕上显示的请求名是 {name}"),
        S::LineMended { places } => format!("已纠正第 {places} 个字符"),
        S::LineOther { line } => format!("这是第 {line} 行。"),
        S::LineShort { count } => format!("少 {count} 个字符，请让对方重读。"),
        S::LineLong { count } => format!("多 {count} 个字符，请让对方重读。"),
        S::SpokenNumberShort { count } => format!("还差 {count} 个字符"),
        S::SpokenNumberLong { count } => format!("多 {count} 个字符，请让对方重读。"),
        S::SpokenNumberPlace { position, examples } => {
            format!("第 {position} 个字符不对。许可证号形如 {examples}。")
        }
        // Lists
        S::InAll { count } => format!("共 {count} 个"),
        S::MoreThan { count } => format!("超过 {count} 个"),
        S::ExpiringSoon { days } => format!("{days} 天内到期"),
        // Keys and profiles
        S::ProfileTitle { id } => format!("配置文件 {id}"),
    }
}
