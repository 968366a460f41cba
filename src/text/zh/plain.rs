//! The words of the session line by line.

use crate::text::{PlainLine as L, PlainSentence as S};

/// The Chinese words.
pub fn plain(line: L) -> &'static str {
    match line {
        // Around the questions
        L::Greeting => {
            "逐行会话。任何提问处都可以输入：0 或「退出」结束，7 或「重复」重读本页，8 或「返回」后退，9 或「帮助」查看说明，「拼读」逐字读出。输入文本时，请在编号前加 /。"
        }
        L::NothingTyped => "没有输入内容。请输入所问的内容，或输入「帮助」。",
        L::NothingBefore => "已经是开头，不能再返回。",
        L::NothingToSpell => "这里没有可拼读的内容。",
        L::Closed => "输入已结束。",
        L::SearchingForSlips => "正在查找输入错误，最多需要几秒钟。",
        L::LookingForFiles => "正在处理文件。",
        L::HelpChoices => "这里可以输入：",
        L::HelpContact => "遇到困难？请致电服务台，并说出步骤的编号。",
        L::HelpCode => {
            "授权码逐行输入。每行最多自动纠正 2 处错误。无法识别的行会再问一次，也可以直接输入下一行。O 和 0，I、L 和 1，U 和 V 会自动识别。输入「重复 3」重读第 3 行，「拼读 3」逐字读出。"
        }
        // What is asked
        L::AskProduct => "产品（输入编号或标识）",
        L::AskSession => "如何继续此会话（输入编号）",
        L::AskNext => "下一步（输入编号）",
        L::AskWay => "选择办法或其他操作（输入编号）",
        L::AskManualWay => "接下来做什么（输入编号，9 列出全部）",
        L::AskThisWay => "是否采用此办法（输入编号）",
        L::AskRun => "是否运行（输入编号）",
        L::AskDeclare => "是否采用（输入编号）",
        L::AskRoute => "请求送往服务台的途径（输入编号）",
        L::AskRequest => "接下来做什么（输入编号）",
        L::AskQr => "二维码的画法（输入编号）",
        L::AskClose => "接下来去哪里（输入编号）",
        L::NumberAsk => "许可证号（见授权证书）",
        L::AskReplace => "是否覆盖该文件（输入编号）",
        L::SaveFileAsk => "保存文件的路径",
        L::DoNextOffer => "填入下一个路径",
        L::CodeFileAsk => "授权码文件的路径",
        L::LeaveAsTyped => "保留已输入的内容",
        L::NextLine => "下一行",
        // Choices
        L::DoNextMachine => "换下一台示例机器",
        L::DoDetails => "读出所有字段",
        L::DoSudo => "用 sudo 重新启动",
        L::DoShowQr => "用于二维码的网址",
        L::DoShowText => "文本形式",
        L::DoShowSpoken => "供口述的各行",
        L::DoSaveText => "把文本形式存为文件",
        L::DoSavePicture => "把二维码存为图片",
        L::DoFillPracticeCode => "填入练习授权码",
        L::DoCodeFile => "从文件读取授权码",
        L::DoAskAnyway => "仍然向服务台申请",
        L::DoWithdraw => "撤回已选的办法",
        L::DoDrawQr => "画出二维码",
        L::DoReadOut => "逐行读出",
        L::DoRepeat => "重读本页",
        // The QR
        L::QrBlocksOnDark => "用方块，适合深色背景、浅色文字",
        L::QrBlocksOnLight => "用方块，适合浅色背景、深色文字",
        L::QrSignsOnDark => "用空格和 # 号，适合深色背景、浅色文字",
        L::QrSignsOnLight => "用空格和 # 号，适合浅色背景、深色文字",
        L::QrDrawn => "请用手机相机扫描。打开的页面会显示授权码。",
        // Lines of a code
        L::LineUnreadable => "错误超过 2 处。",
        L::LineStays => "请核对后重新输入。",
        L::AllRead => "各行已全部读完。",
        // What pages say otherwise
        L::PracticeThis => "正在本机上练习。",
        L::NotRoot => "当前不是 root：有些字段读不到，激活也需要 root。",
        L::OlderHere => "采用后进入第 4 步，旧版绑定已选中。",
        L::OlderInPractice => "这是练习。真实会话中选择它会进入第 4 步，通过本机网络向服务台申请旧版绑定。",
        L::OlderWithoutClient => {
            "本程序不带网络功能，无法申请。请向供应商索取联网版，在本机启动后会从这里继续。"
        }
        L::WithdrawLater => "以后可在这里撤回。",
        L::ReadNow => "完成后重新读取机器信息。",
        L::ReadLater => "完成后重新读取机器信息。若需重启，重启后再运行 countersign，会从这里继续。",
        L::RunAsked => "在本机运行命令前会先请您确认。",
        L::NearAsk => "是输错了吗？",
        L::DeclareCure => "请输入标签上的实际值，不要填占位内容。",
        L::PredictedRefused => "服务台会拒绝此请求：有绑定字段不可用。请返回修复。",
        L::QrImpossible => "QR-TOO-LONG：此请求放不进二维码。请改用文本形式。",
        L::QrAddress => "请求就是以下网址。能上网的手机通过二维码打开它，页面会显示授权码：",
        L::PracticeIssued => "练习服务台已签发授权码。",
        L::PracticeCode => "练习服务台的授权码：",
        L::KeepNothingLost => {
            "授权码有效，仍保留在这里：内容没有丢失，也没有写了一半的记录。请不要退出本程序，在另一个终端中排除原因，再回来重试。"
        }
    }
}

/// The Chinese sentences with values.
pub fn plain_sentence(sentence: S<'_>) -> String {
    match sentence {
        // What is asked
        S::Ask { step, field } => format!("{step}。{field}："),
        S::AskDefault { step, field, default } => format!("{step}。{field}［{default}］："),
        S::DefaultAction { action } => format!("按 Enter：{action}"),
        S::DefaultText { text } => format!("按 Enter 采用 {text}"),
        S::CodeLine { line } => format!("授权码第 {line} 行（共 7 行）"),
        S::SpokenLine { line, at, count } => format!("第 {line} 行，{count} 行中的第 {at} 行"),
        // Replies
        S::NotUnderstood { answer } => format!("无法识别：{answer}。请输入列出的编号，或输入「帮助」。"),
        S::Refused { value, why } => format!("未接受：{value}。{why}"),
        S::LineAccepted { line } => format!("第 {line} 行：通过。"),
        S::LineMended { line, groups } => format!("第 {line} 行：已纠正，{groups}。"),
        S::GroupMended { group, before, now } => format!("第 {group} 组原为 {before}，现为 {now}"),
        S::LineOther { line, other } => format!("第 {line} 行：作为第 {other} 行通过。"),
        S::LineRefused { line, typed, why } => format!("第 {line} 行：未接受 {typed}。{why}"),
        S::LineLeft { line } => format!("第 {line} 行：保留已输入的内容。"),
        S::LineTyped { line, typed } => format!("第 {line} 行，已输入：{typed}"),
        S::LineMissing { count } => format!("缺 {count} 个字符。"),
        S::LineTooLong { count } => format!("多 {count} 个字符。"),
        S::LineForeign { character } => format!("授权码中没有 {character} 这个字符。"),
        S::LineShown { line, groups } => format!("第 {line} 行：{groups}"),
        S::QrNoRoom { columns, rows, have_columns, have_rows } => {
            format!(
                "二维码需要 {columns} 列 {rows} 行，当前终端只有 {have_columns} 列 {have_rows} 行。请放大窗口后重新启动，或把二维码存为图片。"
            )
        }
        S::HelpHotline { hotline } => format!("遇到困难？请拨打 {hotline}，并说出步骤的编号。"),
        // What pages say otherwise
        S::PracticeSample { name } => format!("正在示例机器「{name}」上练习。"),
        S::StillBad { count } => format!("仍有 {count} 个字段不可用。"),
        S::PracticeRefused { codes } => format!("练习服务台拒绝：{codes}。请返回修复。"),
        S::FileExists { path } => format!("文件 {path} 已存在。可以覆盖，或返回改名。"),
        S::CodeLead { number } => format!(
            "{number} 的授权码共 7 行，每行 20 个字符。不分大小写，空格可省略；看不清的字符输入 ?。每行最多自动纠正 2 处错误。"
        ),
    }
}
