//! One manual page for each command of a program, made from its command line by clap's generator.
//!
//! This module translates the headings that the generator writes in English. Never here: the description of a command.

use clap_mangen::Man;
use clap_mangen::roff::Roff;
use countersign_core::lang::Lang;
use countersign_core::text::Line as _;

use crate::page::references;
use crate::text::ManualLine as L;
use crate::typesetting::typeset;
use crate::{ManualPage, Program};

/// The pages of a program: its own page, and one for each command that isn't hidden.
pub fn command_pages(program: Program, lang: Lang, date: &str) -> anyhow::Result<Vec<ManualPage>> {
    let mut command = program.command_line(lang).disable_help_subcommand(true);
    command.build();
    let mut pages = Vec::new();
    let mut rest = vec![(command, None::<String>)];
    while let Some((command, above)) = rest.pop() {
        let page = command_page(&command, program, above.as_deref(), lang, date)?;
        let name = page.file.trim_end_matches(".1").to_owned();
        rest.extend(
            command
                .get_subcommands()
                .filter(|sub| !sub.is_hide_set())
                .map(|sub| (sub.clone(), Some(name.clone()))),
        );
        pages.push(page);
    }
    pages.sort_by(|one, other| one.file.cmp(&other.file));
    Ok(pages)
}

fn command_page(
    command: &clap::Command,
    program: Program,
    above: Option<&str>,
    lang: Lang,
    date: &str,
) -> anyhow::Result<ManualPage> {
    let source = format!("{} {}", program.name(), env!("CARGO_PKG_VERSION"));
    let man = Man::new(command.clone()).date(date).source(source);
    let mut roff = Vec::new();
    man.render_title(&mut roff)?;
    man.render_name_section(&mut roff)?;
    man.render_synopsis_section(&mut roff)?;
    man.render_description_section(&mut roff)?;
    man.render_options_section(&mut roff)?;
    if command.has_subcommands() {
        man.render_subcommands_section(&mut roff)?;
    }
    if command.get_after_help().is_some() {
        man.render_extra_section(&mut roff)?;
    }
    let mut text = typeset(&String::from_utf8(roff)?, lang);
    for (written, said) in [
        ("NAME", L::HeadName),
        ("SYNOPSIS", L::HeadSynopsis),
        ("DESCRIPTION", L::HeadDescription),
        ("EXTRA", L::HeadNotes),
    ] {
        text = text.replace(&format!(".SH {written}\n"), &format!(".SH {}\n", said.say(lang)));
    }
    if let Some(commands) = command.get_subcommand_help_heading() {
        text = text.replace(&format!(".SH {commands}\n"), &format!(".SH {}\n", commands.to_uppercase()));
    }
    let mut last = Roff::new();
    last.control("SH", [L::HeadSeeAlso.say(lang)]);
    last.text(references(&related(program, above)));
    text.push_str(&last.to_roff());
    Ok(ManualPage { file: man.get_filename(), roff: text })
}

/// The pages that a page refers to at its end: the command above it (or the other program), the profile and the exit codes.
fn related(program: Program, above: Option<&str>) -> Vec<(&str, u8)> {
    let other = match program {
        Program::Device => Program::Desk,
        Program::Desk => Program::Device,
    };
    let first = above.unwrap_or(other.name());
    vec![(first, 1), ("countersign-profile", 5), ("countersign-exit-codes", 7)]
}
