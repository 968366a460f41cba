//! The tables of a summary, for the text and the page alike.

use countersign_core::lang::Lang;
use countersign_core::text::Line;

use super::summary::{Counts, Summary};
use super::words::{self, Heading};
use crate::text::{FleetLine as L, FleetSentence};

/// A table, with a chart beside it where it has bars.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Table {
    /// The name on the page.
    pub(super) id: &'static str,
    pub(super) title: &'static str,
    /// A remark between the title and the table.
    pub(super) note: Option<String>,
    /// The heading of the column of names.
    pub(super) name: &'static str,
    /// The headings of the columns of numbers.
    pub(super) numbers: Vec<&'static str>,
    pub(super) rows: Vec<Row>,
}

/// A row.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Row {
    pub(super) name: String,
    /// The name in a chart.
    pub(super) short: String,
    /// What the name means, where there is room.
    pub(super) meaning: Option<String>,
    /// Codes below it.
    pub(super) codes: Vec<String>,
    /// Lines below these.
    pub(super) lines: Vec<String>,
    pub(super) numbers: Vec<u64>,
    /// The filled part of its bar, and the outlined part behind it.
    pub(super) bar: [u64; 2],
    /// What stands beside the bar.
    pub(super) value: String,
}

/// The tables that have rows.
pub(super) fn tables(lang: Lang, summary: &Summary, heading: &Heading) -> Vec<Table> {
    let all = [
        ways(lang, summary, heading),
        findings(lang, summary),
        fillers(lang, summary),
        models(lang, summary),
        files(lang, summary),
    ];
    all.into_iter().filter(|table| !table.rows.is_empty()).collect()
}

/// A row with one number.
fn counted(name: String, number: u64) -> Row {
    Row {
        short: name.clone(),
        name,
        numbers: vec![number],
        bar: [number, 0],
        value: number.to_string(),
        ..Row::default()
    }
}

/// A row that counts the refused machines and all machines.
fn partly_refused(lang: Lang, name: String, refused: u64, machines: u64) -> Row {
    Row {
        short: name.clone(),
        name,
        numbers: vec![refused, machines],
        bar: [refused, machines.saturating_sub(refused)],
        value: FleetSentence::Of { count: &refused, all: &machines }.say(lang),
        ..Row::default()
    }
}

fn ways(lang: Lang, summary: &Summary, heading: &Heading) -> Table {
    let row = |(way, machines): &(_, u64)| Row {
        short: words::way_name(lang, way).to_owned(),
        ..counted(words::way(lang, way), *machines)
    };
    Table {
        id: "ways",
        title: L::HeadWays.say(lang),
        note: Some(words::policy(lang, heading)),
        name: L::Way.say(lang),
        numbers: vec![L::Machines.say(lang)],
        rows: summary.ways().into_iter().map(row).collect(),
    }
}

fn findings(lang: Lang, summary: &Summary) -> Table {
    let row = |(code, found): &(String, super::summary::CodeRow)| Row {
        meaning: Some(words::meaning(lang, found)),
        ..partly_refused(lang, code.clone(), found.refused, found.machines)
    };
    Table {
        id: "findings",
        title: L::HeadFindings.say(lang),
        note: None,
        name: L::Finding.say(lang),
        numbers: vec![L::Refused.say(lang), L::Machines.say(lang)],
        rows: summary.codes().into_iter().map(row).collect(),
    }
}

fn fillers(lang: Lang, summary: &Summary) -> Table {
    let row = |(filler, machines): &(_, u64)| counted(words::filler(lang, filler), *machines);
    Table {
        id: "fillers",
        title: L::HeadFillers.say(lang),
        note: Some(L::FillersNote.say(lang).to_owned()),
        name: L::Filler.say(lang),
        numbers: vec![L::Machines.say(lang)],
        rows: summary.fillers().into_iter().map(row).collect(),
    }
}

fn models(lang: Lang, summary: &Summary) -> Table {
    let row = |(model, found): &(_, super::summary::ModelRow)| {
        let Counts { refused, unknown, .. } = found.counts;
        let all = found.counts.total();
        let codes = found.codes.iter().map(|(code, machines)| words::counted(lang, code, *machines, all));
        let open = (unknown > 0).then(|| words::counted(lang, L::CantTell.say(lang), unknown, all));
        let ways = found.ways.most_first().into_iter();
        let ways = ways.map(|(way, machines)| {
            words::counted(lang, &words::way(lang, way), *machines, refused + unknown)
        });
        Row {
            codes: codes.collect(),
            lines: open.into_iter().chain(ways).collect(),
            ..partly_refused(lang, words::model(lang, model), refused, all)
        }
    };
    Table {
        id: "models",
        title: L::HeadModels.say(lang),
        note: None,
        name: L::Model.say(lang),
        numbers: vec![L::Refused.say(lang), L::Machines.say(lang)],
        rows: summary.models().into_iter().map(row).collect(),
    }
}

fn files(lang: Lang, summary: &Summary) -> Table {
    let row = |(code, files): &(&str, u64)| counted((*code).to_owned(), *files);
    Table {
        id: "files",
        title: L::HeadFiles.say(lang),
        note: None,
        name: L::Code.say(lang),
        numbers: vec![L::Files.say(lang)],
        rows: summary.errors().into_iter().map(row).collect(),
    }
}
