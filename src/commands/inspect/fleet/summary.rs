//! What the reviews of many machines add up to: counts by answer, model, filler, finding and best way.
//!
//! Pure, and bounded: at most [`Limits`] distinct models and fillers are kept, the first that come. The others are counted together.

use countersign_core::lang::Lang;
use countersign_core::machine::Field;
use countersign_core::protocol::WritingPlace;
use countersign_core::remedy::{Plan, WayDuration, WayKind};
use countersign_core::review::{Finding, Review, Verdict};
use countersign_core::text::remedy::way_title;

use super::tally::Tally;

/// How many distinct rows are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Limits {
    pub(super) models: usize,
    pub(super) fillers: usize,
}

impl Default for Limits {
    /// A fleet has far fewer; a row takes less than one kilobyte.
    fn default() -> Self {
        Self { models: 5_000, fillers: 5_000 }
    }
}

/// What the desk will say of a machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Answer {
    Accepted,
    Refused,
    Unknown,
}

/// Machines by answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Counts {
    pub(super) accepted: u64,
    pub(super) refused: u64,
    pub(super) unknown: u64,
}

/// A value as the firmware says it, safe to show and bounded ([`printable`](countersign_core::machine::printable)).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Name {
    Value(String),
    Blank,
    Unreadable,
}

/// Manufacturer and model as the firmware says them.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Model {
    pub(super) manufacturer: Name,
    pub(super) model: Name,
}

/// A placeholder on a binding field.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Filler {
    pub(super) field: Field,
    pub(super) value: String,
}

/// A finding on a binding field that is not "usable".
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct FoundCode {
    pub(super) code: String,
    pub(super) field: Field,
    pub(super) verdict: Verdict,
    /// Whether it makes the desk refuse the machine.
    pub(super) refuses: bool,
}

/// The best way to an acceptable machine.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum BestWay {
    Planned {
        kind: WayKind,
        duration: WayDuration,
        /// What writing takes; `None` for a way that doesn't write.
        takes: Option<WritingPlace>,
        /// What people read; one kind has several.
        title: &'static str,
    },
    /// No way is known.
    None,
}

/// What one machine adds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Examined {
    pub(super) answer: Answer,
    pub(super) model: Model,
    pub(super) codes: Vec<FoundCode>,
    pub(super) fillers: Vec<Filler>,
    /// The best way; `None` for an accepted machine, which needs none.
    pub(super) way: Option<BestWay>,
}

/// What is counted of a model.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct ModelRow {
    pub(super) counts: Counts,
    /// Machines by the code of a finding.
    pub(super) codes: Tally<String>,
    /// Machines that are not accepted, by their best way.
    pub(super) ways: Tally<BestWay>,
}

/// What is counted of a finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct CodeRow {
    pub(super) field: Field,
    pub(super) verdict: Verdict,
    pub(super) machines: u64,
    /// Machines that are refused for it.
    pub(super) refused: u64,
}

/// The counts over many machines.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Summary {
    limits: Limits,
    /// All machines.
    pub(super) counts: Counts,
    models: Tally<Model, ModelRow>,
    /// Machines of models beyond the limit.
    pub(super) other_models: Counts,
    fillers: Tally<Filler>,
    /// Placeholders beyond the limit; a machine has one for each binding field at most.
    pub(super) other_fillers: u64,
    codes: Tally<String, CodeRow>,
    ways: Tally<BestWay>,
    /// Files without a readable machine, by the code of the error.
    errors: Tally<&'static str>,
    /// Files in folders that are not recordings.
    pub(super) passed: u64,
}

impl Counts {
    pub(super) const fn total(self) -> u64 {
        self.accepted + self.refused + self.unknown
    }

    fn add(&mut self, answer: Answer) {
        match answer {
            Answer::Accepted => self.accepted += 1,
            Answer::Refused => self.refused += 1,
            Answer::Unknown => self.unknown += 1,
        }
    }
}

impl Examined {
    /// What a machine with this review and this plan adds. The titles of ways are in that language.
    pub(super) fn of(lang: Lang, review: &Review, plan: &Plan) -> Self {
        let answer = match review.acceptable() {
            Some(true) => Answer::Accepted,
            Some(false) => Answer::Refused,
            None => Answer::Unknown,
        };
        let name = |field| review.finding(field).map_or(Name::Blank, Name::of);
        let found = |finding: &Finding| {
            let code = finding.code()?;
            let (field, verdict) = (finding.field, finding.verdict);
            Some(FoundCode { code, field, verdict, refuses: finding.refuses() })
        };
        let fillers = review.binding().filter(|finding| finding.verdict == Verdict::Placeholder);
        let best = plan.ways.first().map_or(BestWay::None, |way| BestWay::Planned {
            kind: way.kind,
            duration: way.duration,
            takes: way.takes,
            title: way_title(lang, way),
        });
        Self {
            answer,
            model: Model { manufacturer: name(Field::Manufacturer), model: name(Field::Model) },
            codes: review.binding().filter_map(found).collect(),
            fillers: fillers
                .map(|finding| Filler { field: finding.field, value: finding.shown.clone() })
                .collect(),
            way: (answer != Answer::Accepted).then_some(best),
        }
    }
}

impl Name {
    fn of(finding: &Finding) -> Self {
        match finding.verdict {
            Verdict::Unreadable => Self::Unreadable,
            _ if finding.shown.is_empty() => Self::Blank,
            _ => Self::Value(finding.shown.clone()),
        }
    }
}

impl Summary {
    /// An empty summary that keeps that many rows.
    #[cfg(test)]
    pub(super) fn with_limits(limits: Limits) -> Self {
        Self { limits, ..Self::default() }
    }

    pub(super) const fn limits(&self) -> Limits {
        self.limits
    }

    /// Counts a machine.
    pub(super) fn add(&mut self, machine: Examined) {
        let Examined { answer, model, codes, fillers, way } = machine;
        self.counts.add(answer);
        for FoundCode { code, field, verdict, refuses } in codes.iter().cloned() {
            let new = || CodeRow { field, verdict, machines: 0, refused: 0 };
            if let Some(row) = self.codes.row(code, usize::MAX, new) {
                row.machines += 1;
                row.refused += u64::from(refuses);
            }
        }
        for filler in fillers {
            if !self.fillers.add_within(filler, self.limits.fillers) {
                self.other_fillers += 1;
            }
        }
        if let Some(way) = &way {
            self.ways.add(way.clone());
        }
        match self.models.row(model, self.limits.models, ModelRow::default) {
            Some(row) => {
                row.counts.add(answer);
                codes.into_iter().for_each(|found| row.codes.add(found.code));
                if let Some(way) = way {
                    row.ways.add(way);
                }
            }
            None => self.other_models.add(answer),
        }
    }

    /// Counts a file without a readable machine.
    pub(super) fn add_error(&mut self, code: &'static str) {
        self.errors.add(code);
    }

    /// Counts a file in a folder that is not a recording.
    pub(super) fn add_passed(&mut self) {
        self.passed += 1;
    }

    /// Files without a readable machine.
    pub(super) fn unreadable(&self) -> u64 {
        self.errors.iter().map(|(_, files)| files).sum()
    }

    /// Models, those with the most refused machines first, then those with the most machines.
    pub(super) fn models(&self) -> Vec<&(Model, ModelRow)> {
        self.models.most_first_by(|row| (row.counts.refused, row.counts.total()))
    }

    /// Fillers with their machines, the most common first.
    pub(super) fn fillers(&self) -> Vec<&(Filler, u64)> {
        self.fillers.most_first()
    }

    /// Findings by code, the most common first.
    pub(super) fn codes(&self) -> Vec<&(String, CodeRow)> {
        self.codes.most_first_by(|row| (row.machines, 0))
    }

    /// Best ways with their machines, the most common first.
    pub(super) fn ways(&self) -> Vec<&(BestWay, u64)> {
        self.ways.most_first()
    }

    /// Errors with their files, the most common first.
    pub(super) fn errors(&self) -> Vec<&(&'static str, u64)> {
        self.errors.most_first()
    }
}
