//! What keys do, in a word or two.

use crate::text::ActionLine as L;

/// The English words.
pub fn action(line: L) -> &'static str {
    match line {
        L::Next => "go on",
        L::Back => "back",
        L::Help => "help",
        L::Close => "close",
        L::Quit => "quit",
        L::Suspend => "suspend",
        L::Language => "中文",
        L::Up => "up",
        L::Down => "down",
        L::PageUp => "page up",
        L::PageDown => "page down",
        L::Choose => "choose",
        L::Resume => "go on",
        L::StartAgain => "begin anew",
        L::NextMachine => "next machine",
        L::ReadAgain => "read again",
        L::Details => "details",
        L::CopyReport => "copy report",
        L::SaveReport => "save report",
        L::Sudo => "sudo",
        L::Run => "run it",
        L::PractiseFix => "pretend it is done",
        L::Declare => "declare",
        L::AllTheSame => "ask anyway",
        L::ShowQr => "QR",
        L::ShowText => "text",
        L::ShowSpoken => "read out",
        L::CopyRequest => "copy",
        L::SaveText => "save",
        L::SavePng => "picture",
        L::PractiseAsk => "ask practice desk",
        L::PractiseFill => "fill in",
        L::LineUp => "line above",
        L::LineDown => "line below",
        L::ClearLine => "empty the line",
        L::CodeFile => "from a file",
        L::Retry => "try again",
        // Names an action has in one step
        L::Fix => "fix",
        L::HaveCode => "I have the code",
        L::Check => "check",
        L::Finish => "leave",
        L::Open => "open",
        L::ReadFile => "read the file",
        L::List => "to the list",
    }
}
