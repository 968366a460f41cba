//! `countersign help [TOPIC]`: what a person may want to read before or beside a session.
//!
//! A topic is one of [`Topic`], or the name of a command. Never here: a sentence.

use std::io::Write;

use countersign_core::lang::Lang;
use countersign_core::step::StepName;
use countersign_core::text::{Line, StepNameLine, WayLine, labelled};

use super::cli_help;
use super::exit::{CommandError, Exit};
use super::stdout;
use crate::page::{self, OutputWidth};
use crate::text::{CommandLine, CommandSentence, Fault, HelpLine, TopicLine};

/// A topic of the help.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Topic {
    /// The commands, and the options that all of them have.
    Commands,
    /// The steps of the session.
    Steps,
    /// The keys of the session.
    Keys,
    /// The ways to an acceptable machine.
    Ways,
    /// The ways of a request to the desk.
    Routes,
    /// The session line by line.
    Plain,
    /// Practice and its sample machines.
    Practice,
    /// The exit codes.
    ExitCodes,
}

impl Topic {
    /// Every topic, in the order of the list.
    pub const ALL: [Self; 8] = [
        Self::Commands,
        Self::Steps,
        Self::Keys,
        Self::Ways,
        Self::Routes,
        Self::Plain,
        Self::Practice,
        Self::ExitCodes,
    ];

    /// The name on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Commands => "commands",
            Self::Steps => "steps",
            Self::Keys => "keys",
            Self::Ways => "ways",
            Self::Routes => "routes",
            Self::Plain => "plain",
            Self::Practice => "practice",
            Self::ExitCodes => "exit-codes",
        }
    }

    /// The topic of that name. The singular and the spelling `practise` are accepted too.
    fn of_name(name: &str) -> Option<Self> {
        let name = if name == "practise" { "practice" } else { name };
        Self::ALL.into_iter().find(|topic| {
            let own = topic.name();
            own == name || own.strip_suffix('s') == Some(name) || own.split('-').next() == Some(name)
        })
    }
}

/// Runs the command. Without a topic: the commands, and which topics there are.
///
/// # Errors
/// [`Fault::TopicUnknown`]; or standard output is closed.
pub fn run(lang: Lang, words: &[String]) -> anyhow::Result<Exit> {
    // "exit codes" is a topic too.
    let name = words.join("-").to_lowercase();
    let topic = if name.is_empty() { Some(Topic::Commands) } else { Topic::of_name(&name) };
    let text = match topic {
        Some(topic) => text_of(topic, lang, stdout::width()),
        None => cli_help::help(Some(&name), lang).ok_or_else(|| {
            let topics = Topic::ALL.map(Topic::name).join(", ");
            let topic = countersign_core::machine::printable(name.as_bytes());
            CommandError::new(Fault::TopicUnknown { topic, topics }, Exit::Usage)
        })?,
    };
    write!(stdout::text_output(lang), "{text}")?;
    Ok(Exit::Done)
}

fn text_of(topic: Topic, lang: Lang, width: OutputWidth) -> String {
    let paragraphs: Vec<String> = match topic {
        Topic::Commands => {
            let help = cli_help::help(None, lang).unwrap_or_default();
            let names = Topic::ALL.map(Topic::name).join(", ");
            return format!("{help}\n{}\n", labelled(lang, CommandLine::HelpTopics.say(lang), &names));
        }
        Topic::Steps => steps(lang),
        Topic::Keys => vec![TopicLine::Keys.say(lang).to_owned()],
        Topic::Ways => ways(lang),
        Topic::Routes => vec![TopicLine::Routes.say(lang).to_owned()],
        Topic::Plain => vec![TopicLine::Plain.say(lang).to_owned()],
        Topic::Practice => {
            let names = countersign_probe::samples().iter().map(|sample| sample.name).collect::<Vec<_>>();
            let names = labelled(lang, CommandLine::PracticeMachines.say(lang), &names.join(", "));
            vec![TopicLine::Practice.say(lang).to_owned(), names]
        }
        Topic::ExitCodes => vec![TopicLine::ExitCodes.say(lang).to_owned()],
    };
    let mut text = String::new();
    for (at, paragraph) in paragraphs.iter().enumerate() {
        if at > 0 {
            text.push('\n');
        }
        for line in paragraph.lines() {
            let indent = match line.chars().next() {
                Some(c) if c.is_ascii_digit() => "   ",
                Some('-') => "  ",
                _ => "",
            };
            for wrapped in page::wrapped(line, "", indent, width) {
                text.push_str(&wrapped);
                text.push('\n');
            }
        }
    }
    text
}

/// Each step: its number and name, and what it is for.
fn steps(lang: Lang) -> Vec<String> {
    StepName::ALL
        .into_iter()
        .map(|step| {
            let name = StepNameLine::from(step).say(lang).to_uppercase();
            format!("{} {name}\n{}", step as u8, HelpLine::from(step).say(lang))
        })
        .collect()
}

/// The ways, the best first: each with what happens; then the options of `request` for those that write nothing.
fn ways(lang: Lang) -> Vec<String> {
    use WayLine as W;
    let ways = [
        (W::TitleRecover, W::WhatRecover),
        (W::TitleAssign, W::WhatAssign),
        (W::TitleDeclare, W::WhatDeclare),
        (W::TitleHere, W::WhatHere),
        (W::TitleHost, W::WhatHost),
        (W::TitleBoot, W::WhatBoot),
        (W::TitleSetup, W::WhatSetup),
        (W::TitleVendor, W::WhatVendor),
        (W::TitleOlder, W::WhatOlder),
    ];
    let ways = ways.iter().map(|(title, what)| format!("{}\n{}", title.say(lang), what.say(lang)));
    let options = [
        CommandSentence::HelpRecover { option: &"request --recover" },
        CommandSentence::HelpAssign { option: &"request --assign" },
        CommandSentence::HelpDeclare { option: &"request --declare serial=..." },
        CommandSentence::HelpInspect { command: &"countersign inspect" },
    ];
    let options = options.map(|option| option.say(lang)).join("\n");
    std::iter::once(TopicLine::Ways.say(lang).to_owned()).chain(ways).chain([options]).collect()
}
