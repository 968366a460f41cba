//! `countersign-exit-codes(7)`: the exit codes of both programs.
//!
//! The words for the device program come from `countersign help exit-codes`. An exit code of the desk without words doesn't compile.

use countersign::text::TopicLine;
use countersign_core::lang::Lang;
use countersign_core::text::Line as _;
use countersign_desk::commands::Exit;

use crate::ManualPage;
use crate::page::Page;
use crate::text::ManualLine as L;

/// The page.
#[must_use]
pub fn exit_codes_page(lang: Lang, date: &str) -> ManualPage {
    let say = |line: L| line.say(lang);
    let mut page = Page::new("countersign-exit-codes", 7, lang, date, L::ExitCodesAbout);
    page.heading(L::HeadDescription).paragraph(say(L::ExitCodesContract));
    page.heading(L::HeadDevice);
    for line in TopicLine::ExitCodes.say(lang).lines() {
        match line.split_once("  ") {
            Some((code, words)) if code.bytes().all(|byte| byte.is_ascii_digit()) => page.entry(code, words),
            _ => page.paragraph(line),
        };
    }
    page.paragraph(say(L::ExitCodesError)).paragraph(say(L::ExitCodesWizard));
    page.heading(L::HeadDesk);
    for exit in Exit::ALL {
        page.entry(&(exit as u8).to_string(), say(desk_words(exit)));
    }
    page.paragraph(say(L::ExitCodesDeskError));
    page.see_also(&[("countersign", 1), ("countersign-desk", 1), ("countersign-status", 1)]);
    page.finish()
}

const fn desk_words(exit: Exit) -> L {
    match exit {
        Exit::Done => L::DeskDone,
        Exit::Fault => L::DeskFault,
        Exit::Usage => L::DeskUsage,
        Exit::Refused => L::DeskRefused,
    }
}
