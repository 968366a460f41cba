//! Files of the packages other than the programs: manual pages in both languages, and completions for three shells.
//!
//! The pages are made from the programs' command lines, the exit codes and the keys of the profile; a test refuses a page that differs
//! from them.
//!
//! | place | holds |
//! | --- | --- |
//! | `command_pages`, `exit_codes_page`, `profile_page` | the manual pages; start here |
//! | `page`, `typesetting` | a page that isn't made from a command line; what every page has for the typesetter |
//! | `completions` | completions for bash, zsh and fish |
//! | `text` | words of the pages that no command line has |
//! | `../build`, `../debian/` | how packages are built, and the scripts of dpkg; what a package holds is in each program's `Cargo.toml` |
//!
//! Never here: code that a program links.

mod command_pages;
mod completions;
mod exit_codes_page;
mod page;
mod profile_page;
pub mod text;
mod typesetting;

use std::fs;
use std::path::Path;

use anyhow::Context as _;
use countersign_core::lang::Lang;

pub use exit_codes_page::exit_codes_page;
pub use profile_page::{EXAMPLE, KEY_KEYS, POLICY_KEYS, PROFILE_KEYS, profile_page};

/// A program that is packaged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Program {
    /// `countersign`.
    Device,
    /// `countersign-desk`.
    Desk,
}

impl Program {
    /// Both programs.
    pub const ALL: [Self; 2] = [Self::Device, Self::Desk];

    /// The name of the program and of its package.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Device => "countersign",
            Self::Desk => "countersign-desk",
        }
    }

    /// The command line of the program.
    #[must_use]
    pub fn command_line(self, lang: Lang) -> clap::Command {
        match self {
            Self::Device => countersign::commands::command_line(lang),
            Self::Desk => countersign_desk::commands::command_line(lang),
        }
    }
}

/// A manual page: the name of its file, and its text in roff.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ManualPage {
    /// The name of the file, such as `countersign-status.1`.
    pub file: String,
    /// The text.
    pub roff: String,
}

/// The manual pages of a program's package.
///
/// # Errors
/// A page can't be rendered.
pub fn manual(program: Program, lang: Lang, date: &str) -> anyhow::Result<Vec<ManualPage>> {
    let mut pages = command_pages::command_pages(program, lang, date)?;
    if program == Program::Device {
        pages.push(profile_page(lang, date));
        pages.push(exit_codes_page(lang, date));
    }
    Ok(pages)
}

/// Writes all pages and completions: `PROGRAM/man/man1/…`, `PROGRAM/man/zh_CN/man1/…` and `PROGRAM/completions/…`.
///
/// # Errors
/// A file can't be written.
pub fn write(folder: &Path, date: &str) -> anyhow::Result<()> {
    for program in Program::ALL {
        let of_program = folder.join(program.name());
        for (lang, place) in [(Lang::En, "man"), (Lang::Zh, "man/zh_CN")] {
            for page in manual(program, lang, date)? {
                let section = page.file.rsplit('.').next().unwrap_or("1");
                put(&of_program.join(place).join(format!("man{section}")).join(&page.file), &page.roff)?;
            }
        }
        for completion in completions::completions(program) {
            put(&of_program.join("completions").join(&completion.file), &completion.script)?;
        }
    }
    Ok(())
}

fn put(path: &Path, text: &str) -> anyhow::Result<()> {
    let written = path.parent().map_or(Ok(()), fs::create_dir_all).and_then(|()| fs::write(path, text));
    written.with_context(|| path.display().to_string())
}
