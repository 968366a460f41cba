//! The summary of many machines.

use crate::text::{FleetLine as L, FleetSentence as S};

/// The English words.
pub fn fleet(line: L) -> &'static str {
    match line {
        L::Title => "Machines and their findings",
        L::AllMachines => "Machines",
        L::Accepted => "Acceptable",
        L::NotAccepted => "Not acceptable",
        L::CantTell => "Can't tell",
        L::HeadWays => "Best ways for the others",
        L::HeadFindings => "Findings",
        L::HeadFillers => "Placeholders",
        L::HeadModels => "Models, most refused first",
        L::HeadFiles => "Files without a machine",
        L::FilledPart => "The filled part of a bar is refused.",
        L::FillersNote => "Texts that the maker left in place of a value.",
        L::PolicyUsual => "Best ways by the usual policy: no product's profile is installed.",
        L::NoWay => "No known way",
        L::Way => "Best way",
        L::Finding => "Finding",
        L::Filler => "Placeholder",
        L::Model => "Maker and model",
        L::Code => "Code",
        L::Machines => "Machines",
        L::Refused => "Refused",
        L::Files => "Files",
    }
}

/// The English sentences with values.
pub fn fleet_sentence(sentence: S<'_>) -> String {
    match sentence {
        S::Totals { count, good, bad, open } => {
            format!("Machines: {count}. Acceptable: {good}, not acceptable: {bad}, can't tell: {open}.")
        }
        S::Unreadable { count } => {
            format!("Files that gave no machine: {count}. They are not counted below.")
        }
        S::Passed { count } => format!("Files skipped because they are not recordings: {count}."),
        S::OtherModels { limit, count, bad } => format!(
            "Only the first {limit} models have rows. Machines of other models: {count}; of these, refused: {bad}."
        ),
        S::OtherFillers { limit, count } => {
            format!("Only the first {limit} placeholders have rows. Fields with other placeholders: {count}.")
        }
        S::MoreRows { count } => {
            format!("Rows left out: {count}. The output to a pipe, --json and --html have all rows.")
        }
        S::Policy { product } => format!("Best ways by the policy of {product}."),
        S::Made { made } => format!("Made on {made} by countersign inspect."),
        S::WayTime { title, time } => format!("{title} ({time})"),
        S::Of { count, all } => format!("{count} of {all}"),
        S::ChartShows { count, label, value } => {
            format!("Bars: {count}. The first: {label}, {value}. The table has all numbers.")
        }
    }
}
