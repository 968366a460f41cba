//! Downloads of the program.

use crate::text::{DownloadLine as L, DownloadSentence as S};

/// The Chinese words.
#[allow(clippy::too_many_lines, reason = "one line of text a line")]
pub fn downloads(line: L) -> &'static str {
    match line {
        // Help
        L::Downloads => "可供下载的程序文件和下载链接",
        L::Add => "添加程序文件；服务台只提供添加过的程序",
        L::List => "列出程序",
        L::Remove => "移除程序",
        L::Link => "生成某产品程序的下载链接",
        L::Links => "列出下载链接",
        L::Revoke => "撤销下载链接",
        L::ArgProgram => "程序文件",
        L::OptArch => "处理器：x86_64 或 aarch64；不写则从文件中读取",
        L::OptOnline => "该程序可通过本机网络向服务台申请，用于提供旧版绑定的产品",
        L::OptSignature => "您对程序的签名文件，会随程序一起提供",
        L::OptVersion => "程序的版本号",
        L::OptProduct => "程序所属的产品；不写则用于所有产品",
        L::ArgBuild => "程序的编号，见列表",
        L::OptCase => "链接对应的工单，如 CAS-000042",
        L::OptDays => "链接的有效天数，默认 7 天，最多 90 天",
        L::ArgLink => "链接或其中的代码",
        // Builds
        L::BuildUnknownDo => "没有移除任何程序。请用 countersign-desk downloads list 查看。",
        L::NotElf => "不是 64 位的 ELF 文件",
        L::NotExecutable => "是库、目标文件或内存转储",
        L::NotProgramDo => "没有添加。请指定由 cargo device 生成的程序。",
        L::ProcessorDiffersDo => "没有添加。请去掉 --arch，或指定另一个文件。",
        L::TooLongDo => "没有添加。请指定发布用的程序（不含调试符号）。",
        L::VersionBadDo => "没有添加。版本号由字母、数字和 . + ~ _ - 组成，最多 32 个字符，如 1.2.0。",
        L::NotRegularDo => "没有添加。请直接指定文件本身。",
        L::NoBuilds => "还没有可供下载的程序。",
        L::CaseOfProductDo => "没有生成链接。请指定该工单所属的产品，或不要填写工单。",
        L::NoBuildsDo => "请管理员在服务器上添加：countersign-desk downloads add 文件 --version 版本号",
        L::EveryProduct => "所有产品",
        L::WithRoute => "可联网",
        L::WithoutRoute => "不联网",
        L::Signed => "有签名",
        L::Unsigned => "无签名",
        L::SignatureUnreadable => "不是文本，已放在下载包中",
        // Links
        L::LinkNotKnown => "没有这个下载链接。",
        L::LinkNotKnownDo => "请用 countersign-desk downloads links 查看全部链接。",
        L::NoLinks => "还没有下载链接。",
        L::StateValid => "有效",
        L::StateExpired => "已过期",
        L::StateRevoked => "已撤销",
        L::StateUsedUp => "次数已满",
        L::DaysBad => "链接的有效天数为 1 到 90 天。",
        L::DaysBadDo => "没有生成链接。请返回修改天数。",
        // The office
        L::OfficeTitle => "程序下载",
        L::OfficeLead => {
            "客户打开链接，即可下载适合其处理器的程序，并附带产品的配置文件。链接可发邮件，也可在电话里读给对方。"
        }
        L::MakeTitle => "程序下载链接",
        L::MakeButton => "生成链接",
        L::DaysLabel => "有效天数",
        L::CaseLabel => "对应工单（可留空）",
        L::CaseNone => "无",
        L::LinkLabel => "链接",
        L::CopyLink => "复制链接",
        L::GoodUntil => "有效期至（UTC）",
        L::Count => "下载次数",
        L::LastUse => "最近下载（UTC）",
        L::RevokeButton => "撤销",
        L::BuildsTitle => "程序文件",
        L::Version => "版本",
        L::Processor => "处理器",
        L::Size => "大小",
        L::Added => "添加时间（UTC）",
        L::DownloadedTitle => "下载记录",
        L::SpellTitle => "读给对方",
        // The page of a link
        L::WhichProcessor => "请选择待激活机器的处理器。在那台机器上执行 uname -m 可以看到它的名称。",
        L::Intel => "Intel、AMD、海光、兆芯",
        L::Arm => "ARM：飞腾、鲲鹏、麒麟",
        L::Button => "下载",
        L::Archive => "文件名",
        L::ArchiveSum => "文件的 SHA-256 校验值",
        L::ProgramSum => "其中程序的 SHA-256 校验值",
        L::Signature => "程序的签名",
        L::ByCommand => "在待激活机器上用命令下载",
        L::ThenTitle => "下载之后，在待激活机器上执行",
        L::ThenLead => "解包之前，请先核对校验值与本页是否一致。",
        L::NothingElse => "不会自动安装任何内容；启动程序之前，机器不会有任何改动。",
        L::LinkUnknown => "没有这个下载链接。",
        L::LinkUnknownDo => "请与服务台提供的链接逐字核对，或请服务台再读一遍。",
        L::LinkExpired => "这个下载链接已过期。",
        L::LinkRevoked => "服务台已撤销这个下载链接。",
        L::LinkUsedUp => "这个下载链接的下载次数已达上限。",
        L::LinkOverDo => "请向服务台索取新的链接。",
        L::BuildNone => "本服务台没有适合该处理器的程序。",
        L::BuildNoneDo => "请打开不带处理器名称的链接，查看现有的程序；如果没有您需要的，请告知服务台。",
    }
}

/// The Chinese sentences with values.
pub fn downloads_sentence(sentence: S<'_>) -> String {
    match sentence {
        // Builds
        S::BuildAdded { id, processor, version, size } => {
            format!("已添加程序 {id}：{processor}，版本 {version}，{size}。")
        }
        S::BuildSum { sum } => format!("SHA-256 校验值 {sum}"),
        S::BuildLine { id, processor, version, route, product, size, signed } => {
            format!("程序 {id}：{processor}，版本 {version}，{route}，用于{product}，{size}，{signed}")
        }
        S::BuildRemoved { id, processor, version } => {
            format!("已移除程序 {id}（{processor}，版本 {version}）。")
        }
        S::BuildUnknown { id } => format!("没有程序 {id}。"),
        S::NotProgram { path, why } => format!("{path} 不能作为程序提供：{why}。"),
        S::OtherMachine { machine } => format!("处理器不是 x86_64 或 aarch64（ELF 编号 {machine}）"),
        S::ProcessorDiffers { path, found, given } => format!("{path} 用于 {found}，不是 {given}。"),
        S::ProgramTooLong { path, most } => format!("{path} 太大，程序最多 {most}。"),
        S::SignatureTooLong { path, most } => format!("{path} 为空或太大，签名最多 {most} 字节。"),
        S::VersionBad { version } => format!("{version} 不是版本号。"),
        S::CaseOfProduct { case, product } => format!("{case} 是产品 {product} 的工单。"),
        S::NoBuildFor { product } => format!("还没有用于 {product} 的程序。"),
        // Links
        S::LinkMade { address, until } => format!("{address}\n有效期至 {until} UTC。"),
        S::LinkLine { address, state, until, count, product } => {
            format!("{address}  {state}，有效期至 {until} UTC，下载 {count} 次，{product}")
        }
        S::LinkFor { case } => format!("用于 {case}"),
        S::LinkRevokedNow { code } => format!("已撤销链接 {code}。"),
        // The page of a link
        S::Title { product } => format!("下载 {product} 激活程序"),
        S::GoodUntilTime { until } => format!("此链接有效期至 {until} UTC。"),
        S::SizeOf { megabytes, bytes } => format!("{megabytes} MB（{bytes} 字节）"),
        // The README
        S::ReadMe { product, version, processor } => format!(
            "Countersign {version}，用于 {product}，{processor}\n\n\
             countersign     激活程序\n\
             profile.toml    产品的配置文件，请与程序放在同一目录\n\
             SHA256SUMS      各文件的校验值\n\n\
             1. 校验文件：         sha256sum -c SHA256SUMS\n\
             2. 以 root 身份启动： ./countersign\n\n\
             程序会逐步提示，未经您确认不会改动机器。\n\
             如需安装：将 countersign 复制到 /usr/bin，\n\
             将 profile.toml 复制到 /etc/countersign。该目录中的配置文件优先。"
        ),
        S::ReadMeHelp { hotline } => format!("需要帮助？请拨打 {hotline}"),
    }
}
