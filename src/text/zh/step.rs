//! The sentences of the steps.

use crate::text::{StepLine as L, StepSentence as S};

/// The Chinese words.
pub fn step(line: L) -> &'static str {
    match line {
        // Around the steps
        L::PracticeBanner => "练习：不会保存任何内容",
        L::NoProfile => {
            "没有安装配置文件，现在是练习。要真正激活，请把产品的 profile.toml 放到 /etc/countersign/profile.toml（或与本程序同一目录，或用 --profile 指定），然后重新启动。"
        }
        L::PracticeThis => "正在本机上练习。按 Tab 换成示例机器。",
        L::PracticeProduct => "示例系统 10",
        // 1 WELCOME
        L::ProductsAsk => "本机装有多个产品。请选择要处理的产品：",
        L::WelcomeLead => "本向导帮您把「激活失败」的机器离线激活，不需要网络。",
        L::WelcomeAsk => "许可证号（见授权证书）：",
        L::NumberIsCode => "这是授权码，要在第 6 步输入；这里请输入许可证号。",
        L::NumberIsRequest => "这是请求，不是许可证号；这里请输入许可证号。",
        L::NumberIsReceipt => "这是交还许可证的回执，不是许可证号；这里请输入许可证号。",
        L::ResumeKeys => "按 Enter 继续；按 n 重新开始。",
        // 2 INSPECT
        L::ValueEmpty => "（空）",
        L::ValueUnreadable => "（无法读取）",
        L::ValueNoEntry => "（无此项）",
        L::InspectWays => "处理办法（按推荐顺序）：",
        L::AcceptedWithBelow => "使用以下的值，服务台会接受本机：",
        L::AcceptedWithThese => "使用这些值，服务台会接受本机。",
        L::SudoHelps => "当前不是 root：有些字段读不到，激活也需要 root。按 s 用 sudo 重新启动。",
        L::RootNeeded => "当前不是 root：有些字段读不到。请以 root 身份重新运行本程序。",
        L::RehearsalBoth => "激活信息可以保存在本机：UEFI 和文件都可用。",
        L::RehearsalFileOnly => {
            "EFI-ABSENT：没有 UEFI 变量，重装系统后激活信息会丢失。请保管好许可证号：重装后，服务台会再次答复同一台机器。"
        }
        L::RehearsalPractice => "练习时不保存任何内容；除非您保存报告，也不写任何文件。",
        // 3 FIX
        L::NothingToFix => "无需修复：所有字段都可用。",
        L::OlderInPractice => "这是练习。真实会话中按 Enter 进入途径步骤，通过本机网络向服务台申请旧版绑定。",
        L::OlderWithoutClient => {
            "本程序不带网络功能，无法申请。请向供应商索取联网版，在本机启动后会从这里继续。"
        }
        L::OlderHere => "按 Enter 进入途径步骤，旧版绑定已选中。",
        L::OlderLimits => {
            "旧版绑定不保存在 UEFI 中，重装系统后会丢失。它绑定主板，而不是制造商、型号和序列号。"
        }
        L::OlderAsk => "按 Enter 向服务台申请。",
        L::OlderKept => "这是旧版绑定：重装系统后会丢失。固件改好后再申请一次，会自动升级为完整绑定。",
        L::RunHint => "按 Enter 在本机运行命令（会先请您确认）。",
        L::RunAsk => "现在运行吗？按 y 运行，按 Esc 返回。",
        L::RunWarn => "它会写入本机固件，之后会重新读取机器信息。",
        L::ReadAgainHint => "完成后按 r 重新读取。若需重启，重启后再运行 countersign，会从这里继续。",
        L::PretendFixedHint => "按 Enter 模拟已完成此操作，并重新读取机器信息。",
        L::WayTakeHint => "按 Enter 采用此办法并继续；以后可在这里撤回。",
        L::ReadNowHint => "完成后按 Enter 重新读取机器信息。",
        L::DeclareCompare => "您输入了以下值，请再与标签逐一核对。",
        L::DeclareTakeHint => "按 Enter 采用输入的值并继续；按 Esc 返回修改。",
        L::DeclareNearAsk => "是输错了吗？按 Esc 返回修改；按 y 采用所输入的值。",
        L::DeclareCure => "请输入标签上的实际值，不要填占位内容。",
        L::ChangedLead => "变化如下：",
        // 4 ROUTE
        L::RouteAsk => "请求如何送到服务台？",
        L::RoutePhone => "用手机扫码",
        L::RoutePhoneMore => "下一步提供二维码。用能上网的手机扫描，手机页面会显示授权码。",
        L::RouteFile => "用 U 盘传文件",
        L::RouteFileMore => "把请求存成文件交给服务台，再把答复文件带回来。",
        L::RouteTelephone => "电话口述",
        L::RouteTelephoneMore => "向工作人员读出许可证号和 4 行字符，再输入对方读出的 7 行授权码。",
        L::RouteOnline => "用本机网络",
        L::RouteOnlineMore => "直接向服务台申请，不需要手机，也不用输入。",
        L::RouteOnlineNone => "直接向服务台申请。本机现在似乎没有网络。",
        L::RouteOlder => "旧版绑定，用本机网络",
        L::RouteOlderMore => {
            "其他办法都不行时使用：不保存在 UEFI 中，重装系统后会丢失。固件改好后再申请一次，会自动升级为完整绑定。"
        }
        L::PredictedAccepted => "服务台会接受这些值。",
        L::PredictedChanged => "本机自激活以来有变化，由服务台判断是否为同一台机器。",
        L::PredictedRefused => "服务台会拒绝此请求：有绑定字段不可用。请返回（Esc）修复。",
        L::PredictedUnknown => "无法判断服务台是否接受：有字段读不到。",
        // 5 REQUEST
        L::RequestDrawing => "正在生成请求。",
        L::RequestNoNumber => "没有许可证号，未生成请求。",
        L::RequestAgain => "按 r 重试；按 Esc 返回选择途径。",
        L::RequestBack => "按 Esc 返回选择途径。",
        L::QrLead => "请用手机相机扫描。打开的页面会显示授权码。",
        L::QrImpossible => "QR-TOO-LONG：此请求放不进二维码。按 t 显示文本形式。",
        L::TextLead => "请求的文本形式：复制它，或存成文件交给服务台。",
        L::SpokenLeadNoHotline => "请致电服务台，连同行号读出以下内容。",
        L::OnlineOther => "服务台拒绝。请致电服务台并报出此代码。",
        L::OnlineToFix => "按 Enter 查看处理办法。",
        L::OnlineToNumber => "按 Enter 返回许可证号。",
        L::OnlineByPhone => "按 Enter 改用二维码（手机能上网即可）；按 r 重试。",
        L::OnlineAgain => "按 r 重试；按 Esc 返回选择其他途径。",
        L::PracticeAsk => "练习：按 a 由练习服务台答复，代替手机。",
        L::PracticeNoCode => "练习：按 Esc 返回，再按 a，由练习服务台给出授权码。",
        L::PracticeIssued => "练习服务台已签发授权码。按 Enter 去输入。",
        L::QrKeys => "扫不出来可换画法：i 反色，b 用空格绘制，z 全屏。",
        L::QrKeysInBlanks => "扫不出来可换画法：i 反色，b 用半块字符绘制，z 全屏。",
        L::QrKeysWithoutBlocks => "扫不出来可换画法：i 反色，z 全屏。",
        L::QrFitsAlone => "不显示文字就放得下：请按 z。",
        L::WidthAsk => "绘制二维码之前请确认：下面两行的末尾对齐吗？",
        L::WidthKeys => {
            "对齐请按 y。上面一行更长请按 n：说明此终端把半块字符显示为两列宽，二维码将改用空格绘制。"
        }
        // 6 CODE
        L::CodeWhole => "7 行都已输入。按 Enter 校验。",
        L::CodeFileAsk => "授权码所在的文件：",
        L::LineForeign => "有授权码中没有的字符",
        L::LineWrong => "请再核对",
        L::LineGood => "无误",
        L::PracticeCode => "练习服务台的授权码。请输入，或按 Ctrl-F 自动填入：",
        // 7 KEEP
        L::KeepWorking => "正在保存激活信息。",
        L::KeepNothingLost => {
            "授权码有效，仍保留在这里：内容没有丢失，也没有写了一半的记录。请不要关闭本窗口，在另一个终端中排除原因，再回来按 r 重试。"
        }
        L::KeepDeniedHere => {
            "请以 root 身份把该目录交给当前用户（chown）；或在那里运行 sudo countersign 再次申请，服务台会再次答复同一台机器。"
        }
        L::KeptLead => "授权码有效，激活信息已保存。",
        L::KeptLeadPractice => "授权码有效。这是练习，没有保存任何内容；真实会话会保存在：",
        L::KeptPretended => "模拟",
        L::KeptHere => "已保存",
        L::NotKeptHere => "未保存",
        L::PlaceFile => "文件",
        L::PlaceEfi => "UEFI",
        L::PlaceFileGood => "清空磁盘后会丢失",
        L::PlaceEfiGood => "重装后仍在",
        // 8 DONE
        L::DonePaper => {
            "请保管好许可证号：激活信息丢失后，服务台会再次答复同一台机器。仅凭纸上的授权码不能激活被清空的机器。"
        }
        L::DoneStatus => "随时可查：countersign status",
        L::DoneOlder => "固件的值现已可用：重新申请后，许可证会升级为重装系统后仍有效的完整绑定。",
        L::DoneAlready => "按 Enter 退出。按 n 用其他许可证号重新开始。",
        // On leaving
        L::LeftPractice => "这是练习，没有保存任何内容。再次运行同一命令即可再练习。",
        L::LeftNothing => "尚未输入许可证号，没有保存任何内容。开始使用：countersign",
        // Notices
        L::NoticeCopied => "已送往终端剪贴板。若粘贴不出，说明终端不允许，请直接选取文本。",
        L::NoticeNotCopied => "COPY-FAILED：此终端无法复制该文本。请在屏幕上选取，或存成文件。",
        L::NoticeReadSame => "已重新读取：没有变化。",
        L::NoticeReadChanged => "已重新读取：机器信息有变化。",
        L::NoticeToolSuccess => "命令已成功结束，并重新读取了机器信息。",
        L::NoticeToolNotStarted => "TOOL-FAILED：命令无法启动。请检查是否已安装。",
        L::NoticeToolNotThere => "TOOL-FAILED：命令正常结束，但值没有写入。固件可能有写保护。",
        L::ToolOutputRead => "请阅读命令的输出，然后按 Enter 继续。",
        L::NoticePracticeAnswered => "练习服务台已答复。",
        // Help, details, report
        L::HelpNoHotline => "遇到困难？请致电服务台，并说出右上角的步骤编号和名称。",
        L::DetailsTitle => "本机所有字段",
        // Files
        L::SaveAsk => "将请求保存为：",
        L::PictureForms => "图片为 PNG 格式；文件名以 .svg 结尾时为 SVG。",
        L::LookingForPlaces => "正在查找 U 盘等可保存的位置。",
        L::LookingForAnswer => "正在查找含授权码的文件。",
        L::LookingForNames => "正在查找名称。",
        L::WritingFile => "正在写入文件。",
        L::ReadingFile => "正在读取文件。",
        L::AnswerFound => "此文件含有本机的授权码。按 Enter 采用。",
    }
}

/// The Chinese sentences with values.
pub fn step_sentence(sentence: S<'_>) -> String {
    match sentence {
        // Around the steps
        S::PracticeSample { name } => format!("正在示例机器「{name}」上练习。按 Tab 换下一台。"),
        S::RailPast { steps } => format!("之前：{steps}。"),
        S::RailHere { step } => format!("当前：{step}。"),
        S::RailAhead { steps } => format!("接下来：{steps}。"),
        S::ScreenTooSmall { need, have } => format!("窗口太小（{have}），请放大到 {need} 以上。"),
        // 1 WELCOME
        S::WelcomeExample { example } => format!("格式如 {example}。空格和短横线可以省略。"),
        S::WelcomeKnown { number } => {
            format!("本机曾用 {number} 激活：按 Enter 继续使用，或输入其他许可证号。")
        }
        S::NumberIsRefusal { code } => format!("这是服务台的拒绝答复 {code}；这里请输入许可证号。"),
        S::NumberShort { count } => format!("还缺 {count} 个字符，请与授权证书核对。"),
        S::NumberLong { count } => format!("多了 {count} 个字符，请与授权证书核对。"),
        S::NumberLetter { position } => format!("第 {position} 个字符应为字母，请与授权证书核对。"),
        S::NumberDigit { position } => format!("第 {position} 个字符应为数字，请与授权证书核对。"),
        S::NumberLiteral { position, wanted } => {
            format!("第 {position} 个字符应为 {wanted}，请与授权证书核对。")
        }
        S::ResumeOffer { number, step } => format!("许可证号 {number} 有一个未完成的会话，停在「{step}」。"),
        // 2 INSPECT
        S::ClockInsane { date } => {
            format!("CLOCK-WRONG：本机时钟显示 {date}。请先校准（date -s）再输入授权码。")
        }
        // 3 FIX
        S::Recovered { field, value, source } => format!("{field}：改用 {value}，取自{source}。"),
        S::Assigned { field, value } => format!("{field}：改用分配给本机的 {value}。"),
        S::Declared { field, value } => format!("{field}：已输入 {value}。"),
        S::DeclareNear { value, source } => format!("此序列号与 {value}（{source}）只差一个字符。"),
        S::BoundAssigned { field, value } => format!("{field} {value}（分配）"),
        S::BoundDeclared { field, value } => format!("{field} {value}（输入）"),
        S::BoundValues { values } => format!("改用：{values}。"),
        S::Before { field } => format!("{field}（之前）"),
        S::After { field } => format!("{field}（现在）"),
        S::StillBad { count } => format!("仍有 {count} 个字段不可用。按 Enter 返回列表。"),
        // 5 REQUEST
        S::RequestDesk { desk } => format!("服务台：{desk}"),
        S::RequestNumber { number } => format!("许可证号：{number}"),
        S::QrTooSmall { need, have } => {
            format!("二维码需要 {need} 的终端，当前是 {have}。请放大窗口，或按 t 显示文本、按 p 存为图片。")
        }
        S::SpokenLead { hotline } => format!("请拨打 {hotline}，连同行号读出以下内容。"),
        S::OnlineAsking { desk, seconds } => format!("正在向服务台 {desk} 申请，最多还需 {seconds} 秒。"),
        S::CaseOpen { case } => format!("服务台已有工单 {case}：致电时请报此号。"),
        S::OnlineDiffers { fields } => format!("不同之处：{fields}。"),
        S::OnlineCase { case } => format!("工单 {case}：致电服务台时请报此号。"),
        S::PracticeRefused { codes } => format!("练习服务台拒绝：{codes}。请返回（Esc）修复。"),
        // 6 CODE
        S::CodeLead { number } => format!(
            "输入 {number} 的授权码，共 7 行，不分大小写，空格可省略；看不清的字符输入 ?。每行最多自动纠正 2 处错误。可整体粘贴。"
        ),
        S::CodeLeft { count } => format!("还剩 {count} 行（共 7 行）。"),
        S::CodeSearching { percent } => format!("正在推算正确的授权码：{percent}%"),
        S::LineMended { line, places } => format!("已纠正：{line}（{places}）"),
        S::MendedPlace { typed, meant } => format!("{typed} 应为 {meant}"),
        S::LineOther { line } => format!("这是第 {line} 行"),
        S::LineShort { count } => format!("缺 {count} 个"),
        S::LineLong { count } => format!("多 {count} 个"),
        // 7 KEEP
        S::CodeMended { line, typed, meant } => {
            format!("第 {line} 行：{typed} 已纠正为 {meant}。")
        }
        // 8 DONE
        S::DoneLead { product, number } => format!("{product} 已在本机激活，许可证号 {number}。"),
        S::DoneAskAgain { number } => format!("按 a 用 {number} 再次向服务台申请。"),
        S::DonePractice { product } => format!(
            "练习完成：换成真实的配置文件，{product} 现在就已激活。练习没有保存任何内容，真实产品不接受此授权码。"
        ),
        // On leaving
        S::LeftKept { step } => format!("会话已保存，停在「{step}」。再次运行同一命令即可继续。"),
        S::LeftNotKept { why } => {
            format!("SESSION-NOT-KEPT：{why}。未保存的内容已丢失。请排除原因后，再次运行同一命令。")
        }
        S::LeftRequest { name, why } => format!(
            "REQUEST-NOT-KEPT：{why}。请求 {name} 的授权码不再被接受。请排除原因后，再次运行同一命令生成新请求。"
        ),
        // Notices
        S::NoticeWritten { path } => format!("已写入：{path}"),
        S::NoticeWrittenPractice { path } => format!("已写入：{path}。虽是练习，这个文件是真实的。"),
        S::NoticePretended { path } => format!("练习：没有写入文件。真实会话会写入 {path}。"),
        S::NoticeFileFailed { path, why } => format!("FILE-FAILED：{path}：{why}。请检查路径和权限后重试。"),
        S::NoticeRequestNotRemembered { why } => format!(
            "REQUEST-NOT-KEPT：{why}。可以继续，但重启后不再接受此请求的授权码。建议排除原因后生成新请求。"
        ),
        S::NoticeSessionNotForgotten { why } => {
            format!("SESSION-NOT-REMOVED：{why}。激活不受影响，只是此会话的文件没有删除。可以继续。")
        }
        S::NoticeSessionNotSaved { why } => {
            format!("SESSION-NOT-KEPT：{why}。可以继续，但退出后此会话将丢失。")
        }
        S::NoticeToolStatus { status } => {
            format!("TOOL-FAILED：命令以状态 {status} 结束。原因见命令自身的输出，请排除后重试。")
        }
        S::NoticeToolSignal { signal } => {
            format!(
                "TOOL-FAILED：命令被信号 {signal} 终止，值可能只写入了一部分。已重新读取机器信息，请检查后重试。"
            )
        }
        S::NoticeToolNotSaved { why } => {
            format!(
                "TOOL-NOT-RUN：无法保存旧值（{why}），未作任何更改。请在可写入的目录中启动，并确认工具能读出旧值。"
            )
        }
        S::NoticeToolSaved { text, path } => format!("{text} 旧值保存在 {path}。"),
        S::NoticeSudoFailed { why } => format!("SUDO-FAILED：{why}。请以 root 登录后重新启动。"),
        // Help, details, report
        S::HelpTitle { step } => format!("帮助：{step}"),
        S::HelpHotline { hotline } => format!("遇到困难？请拨打 {hotline}，并说出右上角的步骤编号和名称。"),
        S::ReportTitle { product } => format!("支持报告：{product}"),
        // Files
        S::FileExists { path } => format!("文件 {path} 已存在。按 y 覆盖，按 Esc 返回改名。"),
        S::NamesThere { names } => format!("可选名称：{names}"),
        S::NamesThereAndMore { names, more } => format!("可选名称：{names}（另有 {more} 个）"),
        S::OtherPaths { paths } => format!("其他：{paths}"),
        S::AnswerNotFound { folders } => {
            format!("在 {folders} 中没有找到含本机授权码的文件。请输入文件路径，或输入要查找的目录。")
        }
        S::AnswerRefused { path, code } => format!("服务台拒绝了此请求：{code}。原因见 {path}。"),
        S::AnswerForOther { path } => format!("{path} 含有授权码，但不属于本机未完成的请求。"),
        S::NotMounted { devices, command } => format!("已插入但未挂载：{devices}。请以 root 执行：{command}"),
    }
}
