//! The help of the command line, and the output of commands.

use crate::text::{CommandLine as L, CommandSentence as S};

/// The Chinese words.
pub fn command(line: L) -> &'static str {
    match line {
        L::About => "把「激活失败」的机器离线激活。不带命令则启动向导。",
        L::ExitCodes => {
            "退出码：0 完成、已激活；1 故障或无法判断；2 用法错误；3 不可接受、未激活、已到期；4 机器有变化；5 被拒绝、无效。"
        }
        L::HeadUsage => "用法",
        L::HeadCommands => "命令",
        L::HeadOptions => "选项",
        L::HeadArguments => "参数",
        L::OptHelp => "显示帮助",
        L::OptVersion => "显示版本",
        L::Hardware => "用机器记录代替本机：转储、类似 /sys 的目录或 dmidecode 文本",
        L::Profile => "产品配置文件（默认 /etc/countersign/profile.toml，其次程序同目录）",
        L::Profiles => "另一个配置文件目录（默认 /etc/countersign/profiles.d，与默认配置文件一并读取）",
        L::Product => "装有多个产品时指定产品：其标识，见 status 的输出",
        L::State => "状态目录（默认 /var/lib/countersign）",
        L::Lang => "语言：zh 或 en（默认随系统）",
        L::Plain => {
            "逐行问答，不用全屏界面，适合读屏软件、盲文显示器、串口和脚本；设置 ACCESSIBLE=1 或在向导中按 Ctrl-P 也可"
        }
        L::Json => "输出一个 JSON 对象",
        L::Practice => "练习向导：不保存任何内容",
        L::PracticeMachine => "练习用的示例机器（默认本机）",
        L::PracticeMachines => "示例机器",
        L::Help => "解释一个主题",
        L::HelpTopic => "主题或命令名（默认列出命令）",
        L::HelpTopics => "主题",
        L::Inspect => "判断服务台是否接受本机，并说明原因",
        L::InspectAll => "列出所有字段及其原始字节",
        L::InspectLine => "每台机器输出一行，以制表符分隔：路径、是否可用、各值、代码",
        L::InspectSummary => "只输出统计：机型、占位内容、检查结果以及处理办法",
        L::InspectHtml => "把统计写成带图表的 HTML 页面；- 表示标准输出",
        L::InspectPaths => "检查这些机器记录（或其目录），而不是本机",
        L::Request => "生成或显示当前请求",
        L::RequestNumber => "许可证号（见授权证书）",
        L::RequestText => "输出文本形式（默认）",
        L::QrIfTorn => "若二维码错位，请改用空格绘制：countersign request --qr=blanks",
        L::RequestSpoken => "输出电话口述用的许可证号和 4 行",
        L::RequestQr => {
            "绘制二维码：blocks（半块字符）、blanks（空格）、inverted（反色）；mono 不含转义序列，用于打印或编辑器。可写 inverted,blanks"
        }
        L::RequestSvg => "把二维码写成 SVG 图片；- 表示标准输出",
        L::RequestPng => "把二维码写成 PNG 图片；- 表示标准输出",
        L::RequestOut => "把文本形式写入文件；- 表示标准输出",
        L::RequestRecover => "用本机其他位置的值代替不被接受的值",
        L::RequestAssign => "同 --recover；仍缺少的值由本机推算",
        L::RequestDeclare => "使用标签上的值：serial=...、manufacturer=...、model=...",
        L::RequestNew => "即使未完成的请求仍适用，也生成新的请求",
        L::Enter => "校验授权码并保存激活信息",
        L::EnterCode => "授权码的 7 行；- 表示读标准输入",
        L::EnterFile => "含授权码的文件；- 表示标准输入",
        L::Status => "查询本机是否已激活",
        L::StatusCondition => "不输出内容；已激活时退出码为 0，否则为 1 至 5，故障时为 255",
        L::StatusWrite => {
            "同时把结果写入所有人可读的文件，其中只有许可证号的末尾（默认 /run/countersign/产品名.json；- 表示标准输出）"
        }
        L::StatusMotd => {
            "同时为每个未激活的产品写一行提示，供 pam_motd 在登录时显示；全部激活则不写（默认 /run/motd.d/countersign）"
        }
        L::Release => "交还许可证，并打印给服务台的回执",
        L::ReleaseYes => "不再询问",
        L::Report => "打印支持报告，序列号等标识已缩短",
        L::ReportFull => "不缩短标识（序列号、UUID、许可证号）",
        L::ReportSheet => {
            "打印随身携带的激活单：请求、授权码填写处、各值、可用办法或已采用的办法；=text（默认）或 =html"
        }
        L::ReportHtml => "把激活单输出为便于打印的 HTML，同 --sheet=html",
        L::ReportNothingTried => "在这台机器上还没有尝试过。",
        L::EnterAsk => "请输入或粘贴授权码各行，在最后一行之后按 Ctrl-D。",
        L::ClockBehind => "CLOCK-BEHIND：本机时钟早于许可证签发日。请校准时钟。",
        L::AnchorAsRoot => "请以 root 身份运行此命令：sudo countersign request。",
        L::AnchorInFirmware => "请修正固件：countersign inspect 会说明做法。",
        L::HolderUnknown => "在本机上",
        L::ReleaseAsk => "这将交还许可证并从本机删除。输入 y 继续：",
        L::ReleasedNow => "请把这一行发给服务台，以便在别处使用该许可证号。",
        L::ChineseNoGlyphs => {
            "LANG-NOT-SHOWN：无法显示 --lang zh，因为此终端（TERM）没有汉字。请改用其他终端，例如通过 SSH 连接。"
        }
        L::ChineseNoUtf8 => {
            "LANG-NOT-SHOWN：无法显示 --lang zh，因为区域设置不是 UTF-8。请改用 UTF-8：LC_ALL=C.UTF-8 countersign --lang zh"
        }
        L::NotRegularFile => "它是链接、管道、设备或目录，不是普通文件",
        L::NoAnswerInTime => "未在时限内响应",
        L::Doctor => "在开始之前检查哪些情况会妨碍激活",
    }
}

/// The Chinese sentences with values.
pub fn command_sentence(sentence: S<'_>) -> String {
    match sentence {
        S::FleetPassed { path } => format!("{path} 不是机器记录，已跳过。"),
        S::FleetTotal { count, good, bad, open } => {
            format!("共 {count} 台：{good} 台可接受，{bad} 台不可接受，{open} 台无法判断。")
        }
        S::QrTooWide { need, have } => {
            format!("二维码需要 {need} 列，当前终端只有 {have} 列。请加宽窗口，或改用 --text 或 --png 文件。")
        }
        S::ReportTerminal { term, kind, colour, glyphs, lang } => {
            format!("终端：{term}，{kind}，{colour}，{glyphs}，{lang}")
        }
        S::ReportSession { step, date, number } => {
            format!("有未完成的会话，停在第 {step} 步，始于 {date}。许可证号：{number}")
        }
        S::ReportRequest { date, name } => format!("{date} 提出过请求 {name}"),
        S::ReportDeclared { field, value } => format!("其中输入了：{field} {value}"),
        S::FieldReason { code, what, why } => format!("{code}：{what}{why}"),
        S::RequestNamed { name } => format!("请求名：{name}"),
        S::RequestChanged { number } => {
            format!("MACHINE-CHANGED：本机自用 {number} 激活以来有变化，由服务台判断是否为同一台机器。")
        }
        S::HelpRecover { option } => format!("{option} 使用本机其他位置的值，不写入固件。"),
        S::HelpAssign { option } => format!("{option} 使用由本机推算的序列号，重装后仍相同。"),
        S::HelpDeclare { option } => format!("{option} 使用机器标签上的值。"),
        S::HelpInspect { command } => format!("{command} 会说明如何修正固件。"),
        S::HelpInspectToo { command } => format!("也可以修正固件：{command} 会说明做法。"),
        S::NearMiss { declared, value, source } => {
            format!("输入的序列号 {declared} 与 {value}（{source}）只差一个字符。请与标签核对。")
        }
        S::Entered { number } => format!("已激活：{number}"),
        S::ActivatedAlready { number } => format!("本机已用 {number} 激活，不需要新的授权码。"),
        S::MovesUp { number } => {
            format!("本机已用 {number} 以旧版绑定激活；此请求的授权码会将其升级为完整绑定。")
        }
        S::HolderTerminal { terminal, pid } => format!("在 {terminal} 上（进程 {pid}）"),
        S::HolderProcess { pid } => format!("在本机上（进程 {pid}）"),
        S::ReleaseAskNumber { number } => format!("这将交还许可证 {number} 并从本机删除。输入 y 继续："),
        S::ReleaseAskNoReceipt { number } => format!(
            "这将交还许可证 {number} 并从本机删除。重装系统后，生成回执所需的数据已丢失，因此不会有回执，须由服务台的工作人员释放此许可证号。输入 y 继续："
        ),
        S::ReleasedWithoutReceipt { number } => {
            format!(
                "已交还：{number}。重装系统后，生成回执所需的数据已丢失，本机没有回执。请致电服务台，由工作人员释放此许可证号。"
            )
        }
        S::StatusOf { name, product } => format!("{name}（{product}）"),
        S::Motd { name, state, command } => format!("{name}：{state}请运行：{command}"),
        S::MotdUnusable { code, what } => format!("Countersign：{code}：{what}"),
        S::Released { number } => format!("已交还：{number}。回执："),
    }
}
