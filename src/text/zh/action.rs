//! What keys do, in a word or two.

use crate::text::ActionLine as L;

/// The Chinese words.
pub fn action(line: L) -> &'static str {
    match line {
        L::Next => "继续",
        L::Back => "返回",
        L::Help => "帮助",
        L::Close => "关闭",
        L::Quit => "退出",
        L::Suspend => "挂起",
        L::Language => "English",
        L::Up => "上移",
        L::Down => "下移",
        L::PageUp => "上翻",
        L::PageDown => "下翻",
        L::Choose => "选择",
        L::Resume => "继续",
        L::StartAgain => "重新开始",
        L::NextMachine => "换机器",
        L::ReadAgain => "重新读取",
        L::Details => "详情",
        L::CopyReport => "复制报告",
        L::SaveReport => "保存报告",
        L::Sudo => "sudo",
        L::Run => "运行",
        L::PractiseFix => "模拟完成",
        L::Declare => "申报",
        L::AllTheSame => "仍然申请",
        L::ShowQr => "二维码",
        L::ShowText => "文本",
        L::ShowSpoken => "口述",
        L::CopyRequest => "复制",
        L::SaveText => "保存",
        L::SavePng => "图片",
        L::PractiseAsk => "问练习服务台",
        L::PractiseFill => "填入",
        L::LineUp => "上一行",
        L::LineDown => "下一行",
        L::ClearLine => "清空本行",
        L::CodeFile => "从文件",
        L::Retry => "重试",
        // Names an action has in one step
        L::Fix => "修复",
        L::HaveCode => "已有授权码",
        L::Check => "校验",
        L::Finish => "退出",
        L::Open => "查看",
        L::ReadFile => "读取文件",
        L::List => "返回列表",
    }
}
